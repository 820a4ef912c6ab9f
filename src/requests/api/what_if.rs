//! Why, and what if, through the JSON door.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    asked::RouteIn,
    shown::{CheckedView, checked},
};
use crate::{
    calendar::Half,
    kernel::{
        cx::Cx,
        door::{Date, Json},
        error::Result,
        id::EmployeeId,
    },
    policy::{Discipline, HomeState, Place, Predikat},
    requests::explain::{Question, Suppose, explain},
};

/// Facts to put in place of the recorded ones; what is left out stays as recorded.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "Suppose")]
pub struct SupposeIn {
    predikat: Option<Predikat>,
    /// How many deliverables were accepted lately, within the days that any rule counts.
    #[schemars(range(min = 0, max = 99))]
    accepted: Option<u8>,
    discipline: Option<Discipline>,
    home: Option<HomeState>,
    /// Whether the position meets every task criterion; false: none of them.
    criteria_met: Option<bool>,
    /// Whether the unit serves the public directly.
    direct_service: Option<bool>,
}

/// A question about one day of one person.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Question")]
pub struct QuestionIn {
    /// Left out: oneself.
    employee_id: Option<EmployeeId>,
    /// Today or later, at most a year ahead.
    on: Date,
    /// `full` when left out.
    part: Option<Half>,
    place: Place,
    #[serde(default)]
    route: RouteIn,
    #[serde(default)]
    suppose: SupposeIn,
}

/// The answer as recorded, and as supposed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Explained")]
pub struct ExplainedView {
    employee_id: EmployeeId,
    on: NaiveDate,
    recorded: CheckedView,
    /// Null when nothing was supposed.
    supposed: Option<CheckedView>,
}

/// Asks the rules about a day.
pub async fn ask(mut cx: Cx, Json(input): Json<QuestionIn>) -> Result<Json<ExplainedView>> {
    let employee = match input.employee_id {
        Some(employee) => employee,
        None => cx.employee()?,
    };
    let suppose = input.suppose;
    let question = Question {
        employee,
        on: input.on.0,
        half: input.part.unwrap_or(Half::Full),
        place: input.place,
        route: input.route.into(),
        suppose: Suppose {
            predikat: suppose.predikat,
            accepted: suppose.accepted,
            discipline: suppose.discipline,
            home: suppose.home,
            criteria_met: suppose.criteria_met,
            direct_service: suppose.direct_service,
        },
    };
    let found = explain(&mut cx, &question).await?;
    let lang = cx.lang();
    Ok(Json(ExplainedView {
        employee_id: employee,
        on: question.on,
        recorded: checked(&found.recorded, lang),
        supposed: found.supposed.map(|day| checked(&day, lang)),
    }))
}
