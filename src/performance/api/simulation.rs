//! What a rating would come to before it is given, through the JSON door.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, Json, Scope},
        error::{Error, Result},
        form::Path,
        id::{EmployeeId, RatingPeriodId, TargetLineId},
        routes::Routes,
    },
    performance::rating::{
        Level, Predikat, Simulation, Source,
        read::{self, Shown},
    },
};

/// What is known of an indicator.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingSimulationIndicator")]
struct IndicatorView {
    /// The thread of the line of the targets.
    thread_id: TargetLineId,
    /// Which indicator of that line, from 0.
    indicator: i16,
    name: String,
    target: String,
    measure: String,
    /// Percent of the whole, where lines carry weights.
    weight: Option<u8>,
    /// In the person's words, or a number of accepted pieces of work; null: nothing is known.
    realised: Option<String>,
    source: Option<Source>,
    /// Of the target, where it can be measured.
    percent: Option<u32>,
}

/// A cell of the matrix (law 4.6).
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingSimulationCell")]
struct CellView {
    result: Level,
    behaviour: Level,
    predikat: Predikat,
    /// It was given already; only whoever rates learns it before the period is closed.
    given: bool,
    /// The numbers suggest this result. Behaviour is not measured.
    suggested: bool,
}

/// What somebody's rating would come to by what is known so far. No promise and no rating.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingSimulation")]
struct View {
    period_id: RatingPeriodId,
    employee_id: EmployeeId,
    /// The local day up to which work counts.
    on: NaiveDate,
    /// The version of the formula, and the agency's marks, as they are kept with the period.
    formula: u32,
    above_from: Option<i16>,
    below_under: Option<i16>,
    indicators: Vec<IndicatorView>,
    /// Percent, where any indicator can be measured.
    measured: Option<u32>,
    matrix: Vec<CellView>,
}

fn indicators(shown: &Shown, one: &Simulation) -> Vec<IndicatorView> {
    let lines = shown.targets.iter().flat_map(|targets| &targets.lines);
    let all = lines.flat_map(|line| {
        let indicators = (0_i16..).zip(&line.indicators);
        indicators.map(move |(index, indicator)| (line, index, indicator))
    });
    all.map(|(line, index, indicator)| {
        let figure = one.reckoning.figures.get(&(line.thread, index));
        IndicatorView {
            thread_id: line.thread,
            indicator: index,
            name: indicator.indicator.clone(),
            target: indicator.target.clone(),
            measure: indicator.measure.clone(),
            weight: line.weight,
            realised: figure.map(|figure| figure.realised.clone()),
            source: figure.map(|figure| figure.source),
            percent: figure.and_then(|figure| figure.percent),
        }
    })
    .collect()
}

fn matrix(one: &Simulation) -> Vec<CellView> {
    let rows = Level::ALL.into_iter().flat_map(|result| {
        let row = Simulation::row(result).into_iter();
        row.map(move |(behaviour, predikat)| (result, behaviour, predikat))
    });
    rows.map(|(result, behaviour, predikat)| CellView {
        result,
        behaviour,
        predikat,
        given: one.given == Some((result, behaviour)),
        suggested: one.suggested == Some(result),
    })
    .collect()
}

/// GET /ratings/{period}/{employee}/simulation
async fn show(
    mut cx: Cx,
    Path((period, who)): Path<(RatingPeriodId, EmployeeId)>,
) -> Result<Json<View>> {
    let shown = read::show(&mut cx, period, who).await?;
    let one = shown.simulation().ok_or(Error::NotFound)?;
    Ok(Json(View {
        period_id: period,
        employee_id: who,
        on: cx.today(),
        formula: one.marks.formula,
        above_from: one.marks.above_from,
        below_under: one.marks.below_under,
        indicators: indicators(&shown, &one),
        measured: one.reckoning.measured,
        matrix: matrix(&one),
    }))
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let doc = Doc::new(
        "ratings.simulate",
        "What somebody's rating would come to by what is known so far: no promise",
    )
    .about("For the person and whoever rates them, while the period is open and targets are in force. Reckoned by the same formula as a rating that is given.");
    routes.api_get(
        "/ratings/{period}/{employee}/simulation",
        Can::SignIn,
        Scope::PerformanceRead,
        doc,
        show,
    )
}
