//! The leader's overview: three findings, one decision to take, units side by side; and what flexible days came to. Reads any table, writes only
//! its own summary.

mod api;
mod counting;
mod findings;
mod pages;
pub mod results;
mod store;
mod summary;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{actor::Can, id::RequestId, routes::Routes};

/// What the regular count says of this agency.
#[derive(Clone, Debug)]
pub struct Standing {
    pub as_of: DateTime<Utc>,
    pub employees: i32,
    pub able: i32,
    pub pending: i32,
    pub late: i32,
    /// The condition that keeps most people away, and how many.
    pub obstacle: Option<(String, i32)>,
}

/// A part of the agency right below its top.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    pub id: Uuid,
    pub name: String,
    pub employees: i64,
    /// Half days at a flexible place in the last thirty days.
    pub half_days: i64,
    pub waiting: i64,
    pub decided: i64,
    pub approved: i64,
    /// Half of the decisions were faster.
    pub median_hours: Option<f64>,
}

/// A unit on a day of the coming week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub on: NaiveDate,
    pub unit: String,
    pub headcount: i64,
    pub away: i64,
    /// The minimum set at the unit itself.
    pub minimum: Option<i16>,
}

/// An objection that waits for the leader.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub request: RequestId,
    pub person: String,
    pub unit: String,
    pub statement: String,
    pub opened_at: DateTime<Utc>,
    /// The last day on which it is answered in time.
    pub due_on: Option<NaiveDate>,
}

pub use counting::periodic as counts_results;
pub use summary::{Summary, periodic};

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/overview", Can::LeadAgency, pages::show).get(
        "/results",
        Can::SetWindows,
        pages::results::show,
    );
    api::results::routes(api::routes(routes))
}
