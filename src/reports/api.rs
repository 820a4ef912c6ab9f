//! The leader's overview through the JSON door.

pub mod results;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    pages::sheet,
    store,
    summary::{current, named},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{self, Doc, Json, Query, Scope, Sheet},
    error::Result,
    export::Kind,
    form::Path,
    routes::Routes,
};

/// What narrows the parts.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    #[schemars(length(max = 100))]
    q: Option<String>,
}

/// What the regular count says.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverviewStanding")]
pub struct StandingView {
    as_of: DateTime<Utc>,
    employees: i32,
    able: i32,
    pending: i32,
    late: i32,
    /// The kind of rule that keeps most people away, and how many.
    obstacle: Option<String>,
    obstacle_people: Option<i32>,
}

/// A part of the agency right below its top.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverviewPart")]
pub struct PartView {
    id: Uuid,
    name: String,
    employees: i64,
    /// At a flexible place in the last thirty days.
    half_days: i64,
    waiting: i64,
    decided: i64,
    approved: i64,
    median_hours: Option<f64>,
}

/// People in the office on a day of next week.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverviewDay")]
pub struct DayView {
    on: NaiveDate,
    present: i64,
    headcount: i64,
}

/// A unit short of people on a day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverviewShort")]
pub struct ShortView {
    on: NaiveDate,
    unit: String,
    present: i64,
    need: i64,
}

/// The leader's figures.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Overview")]
pub struct OverviewView {
    /// When the parts, days and shortages were counted.
    as_of: DateTime<Utc>,
    /// Null until the first count.
    standing: Option<StandingView>,
    parts: Vec<PartView>,
    days: Vec<DayView>,
    short: Vec<ShortView>,
    objections: usize,
    /// Requests that only the leader can decide.
    for_leader: i64,
}

async fn overview(mut cx: Cx, Query(search): Query<Search>) -> Result<Json<OverviewView>> {
    let summary = current(&mut cx).await?;
    let agency = cx.agency();
    let standing = store::standing(cx.conn(), agency).await?;
    let objections = store::objections(cx.conn(), agency).await?.len();
    let for_leader = store::for_leader(cx.conn(), agency).await?;
    Ok(Json(OverviewView {
        as_of: summary.as_of,
        standing: standing.map(|one| StandingView {
            as_of: one.as_of,
            employees: one.employees,
            able: one.able,
            pending: one.pending,
            late: one.late,
            obstacle_people: one.obstacle.as_ref().map(|(_, people)| *people),
            obstacle: one.obstacle.map(|(kind, _)| kind),
        }),
        parts: named(summary.parts, search.q.as_deref().unwrap_or_default())
            .into_iter()
            .map(|one| PartView {
                id: one.id,
                name: one.name,
                employees: one.employees,
                half_days: one.half_days,
                waiting: one.waiting,
                decided: one.decided,
                approved: one.approved,
                median_hours: one.median_hours,
            })
            .collect(),
        days: summary
            .days
            .into_iter()
            .map(|one| DayView {
                on: one.on,
                present: one.present,
                headcount: one.headcount,
            })
            .collect(),
        short: summary
            .short
            .into_iter()
            .map(|one| ShortView {
                on: one.on,
                unit: one.unit,
                present: one.present,
                need: one.need,
            })
            .collect(),
        objections,
        for_leader,
    }))
}

async fn export(mut cx: Cx, Path(kind): Path<Kind>, Query(search): Query<Search>) -> Result<Sheet> {
    let q = search.q.unwrap_or_default();
    sheet(&mut cx, kind, &q).await
}

/// The routes of the overview.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes.api_get(
        "/overview/export/{format}",
        Can::LeadAgency,
        Scope::DecisionsRead,
        Doc::new("overview.export", "The parts of the agency as a file").about(door::WHOLE_LIST),
        export,
    );
    routes.api_get(
        "/overview",
        Can::LeadAgency,
        Scope::DecisionsRead,
        Doc::new("overview.show", "The leader's figures"),
        overview,
    )
}
