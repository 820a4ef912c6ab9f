//! Rosters: a head plans who works where in a unit for some weeks. The planner proposes days that keep the counters staffed, every limit
//! and an even share; the head changes them by hand and publishes; each person then has days that are assigned to them
//! (`requests::assign`), judged like any other and confirmed with one tap.

mod api;
mod pages;
mod plan;
mod rules;
mod store;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use plan::make;
pub use rules::{Breach, Candidate, Choice, Problem};

use crate::{
    kernel::{
        actor::Can,
        id::{EmployeeId, RosterId, UnitId},
        routes::Routes,
    },
    policy::Place,
};

/// Where a roster stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RosterState", inline)]
pub enum State {
    Draft,
    Published,
    Discarded,
}

impl State {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Discarded => "discarded",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Self {
        match code {
            "published" => Self::Published,
            "discarded" => Self::Discarded,
            _ => Self::Draft,
        }
    }
}

/// What a roster is planned with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub unit: UnitId,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// Place days a week for each person, at most.
    pub share: u8,
    pub place: Place,
    pub place_detail: String,
    /// Weekdays on which everybody is in the office, Monday first.
    pub office_weekdays: [bool; 7],
    /// Single days on which everybody is in the office, such as meetings.
    pub office_dates: Vec<NaiveDate>,
    /// What will be delivered on the days.
    pub plan: String,
}

/// A roster.
#[derive(Clone, Debug)]
pub struct Roster {
    pub id: RosterId,
    pub settings: Settings,
    pub unit_name: String,
    pub state: State,
    pub made_by_name: String,
    pub made_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// A person's day at a flexible place.
pub type Day = (EmployeeId, NaiveDate);

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let decides = Can::DecideRequests;
    let routes = routes
        .get("/team/rosters", Can::SignIn, pages::list::show)
        .post("/team/rosters", decides, pages::list::make)
        .post("/team/rosters/wishes", Can::BeEmployee, pages::list::wish)
        .get("/team/rosters/{id}", decides, pages::sheet::show)
        .post("/team/rosters/{id}", decides, pages::sheet::change);
    api::routes(routes)
}
