//! What flexible days came to through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{self, Doc, Json, Query, Scope, Sheet},
        error::Result,
        export::Kind,
        form::Path,
        routes::Routes,
    },
    reports::{
        pages::results::{named, sheet},
        results::{Compared, Flexible, Side, Unit, Work, results},
    },
};

/// Which period and units.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "ResultsQuery")]
struct Search {
    /// `2026-Q4` or `2026-11`, of this quarter and the three before it; left out: this quarter.
    #[schemars(length(max = 7))]
    period: Option<String>,
    #[schemars(length(max = 100))]
    q: Option<String>,
}

/// Flexible days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResultsFlexible")]
struct FlexibleView {
    /// People who had some.
    people: i64,
    /// Approved, on working days.
    half_days: i64,
}

/// Accepted work.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResultsWork")]
struct WorkView {
    /// People who delivered some.
    people: i64,
    /// Delivered first in the period and accepted since.
    accepted: i64,
    /// Of those.
    on_time: i64,
    /// How often they were delivered again.
    revisions: i64,
}

/// One kind of day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResultsSide")]
struct SideView {
    days: i64,
    accepted: i64,
    on_time: i64,
    revisions: i64,
}

impl From<Side> for SideView {
    fn from(one: Side) -> Self {
        Self {
            days: one.days,
            accepted: one.accepted,
            on_time: one.on_time,
            revisions: one.revisions,
        }
    }
}

/// The same people on both kinds of days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResultsCompared")]
struct ComparedView {
    /// Who had both kinds of days and delivered accepted work on some of them.
    people: i64,
    flexible: SideView,
    office: SideView,
}

/// A unit; a part is null where too few people stand behind it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResultsUnit")]
struct UnitView {
    /// The nil id: all that is shown together.
    id: Uuid,
    name: String,
    employees: i64,
    flexible: Option<FlexibleView>,
    work: Option<WorkView>,
    compared: Option<ComparedView>,
}

impl From<&Unit> for UnitView {
    fn from(unit: &Unit) -> Self {
        let compared = |one: Compared| ComparedView {
            people: one.people,
            flexible: one.flexible.into(),
            office: one.office.into(),
        };
        Self {
            id: unit.id,
            name: unit.name.clone(),
            employees: unit.employees,
            flexible: unit
                .flexible
                .map(|Flexible { people, half_days }| FlexibleView { people, half_days }),
            work: unit.work.map(|one: Work| WorkView {
                people: one.people,
                accepted: one.accepted,
                on_time: one.on_time,
                revisions: one.revisions,
            }),
            compared: unit.compared.map(compared),
        }
    }
}

/// What flexible days came to in a period.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Results")]
struct ResultsView {
    /// When it was counted; null: not yet, look again in an hour.
    as_of: Option<DateTime<Utc>>,
    period: String,
    from: NaiveDate,
    to: NaiveDate,
    /// From how many people on a group is shown; what is not is in no total.
    smallest_group: i64,
    all: UnitView,
    units: Vec<UnitView>,
}

async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<ResultsView>> {
    let found = results(&mut cx, search.period.as_deref().unwrap_or_default()).await?;
    let units = named(&found.units, search.q.as_deref().unwrap_or_default());
    Ok(Json(ResultsView {
        units: units.into_iter().map(UnitView::from).collect(),
        all: (&found.all).into(),
        as_of: found.as_of,
        smallest_group: found.least,
        period: found.span.code,
        from: found.span.from,
        to: found.span.to,
    }))
}

async fn file(mut cx: Cx, Path(kind): Path<Kind>, Query(search): Query<Search>) -> Result<Sheet> {
    let (period, q) = (
        search.period.unwrap_or_default(),
        search.q.unwrap_or_default(),
    );
    sheet(&mut cx, kind, &period, &q).await
}

/// The routes of the report.
pub fn routes(routes: Routes) -> Routes {
    let (looks, read) = (Can::SetWindows, Scope::PerformanceRead);
    let routes = routes.api_get(
        "/results/export/{format}",
        looks,
        read,
        Doc::new(
            "results.export",
            "What flexible days came to, by unit, as a file",
        )
        .about(door::WHOLE_LIST),
        file,
    );
    routes.api_get(
        "/results",
        looks,
        read,
        Doc::new("results.show", "What flexible days came to: flexible days, accepted work, and the same people on flexible days and in the office, by unit")
            .about("Small groups are left out: `null`, and in no total."),
        show,
    )
}
