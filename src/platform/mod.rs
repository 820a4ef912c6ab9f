//! The ministry's view: every agency in aggregates, never a row about a person. A job of each agency counts; the ministry's own
//! database user reads the counts and nothing else.

mod api;
mod pages;
mod rules;
mod stats;
mod store;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::kernel::{actor::Can, jobs::Periodic, routes::Routes};

pub use stats::refresh;

/// What is counted of one agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub employees: i32,
    /// People whom no condition of their own keeps away.
    pub standing_ok: i32,
    pub positions_undecided: i32,
    pub pending: i32,
    pub pending_over_3_days: i32,
    pub approved_30_days: i32,
    pub refused_30_days: i32,
    pub place_days_next_7: i32,
    /// The agency's own rules in force; none while only the national ones hold.
    pub rule_version: Option<i32>,
}

/// An agency in the ministry's table.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub province: Option<String>,
    pub live: bool,
    pub excluded: bool,
    pub ministry: bool,
    pub need: i64,
    pub as_of: Option<DateTime<Utc>>,
    pub counts: Option<Counts>,
}

/// The regular count.
pub fn periodic() -> Periodic {
    Periodic {
        name: "stats",
        every: TimeDelta::minutes(5),
        run: stats::run,
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    api::routes(routes.get("/agencies", Can::OverseeAgencies, pages::show))
}
