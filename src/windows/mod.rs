//! Windows: periods of flexible work by an instrument of government (a circular). An agency sets its own, opens one at once in an
//! emergency, and answers to those that the ministry proposes.
//!
//! `rules` says whom a window is for; what it does to the conditions of a day stands in `policy` (a fact of the day, judged and
//! stored like the others).

mod answer;
mod api;
mod national;
mod news;
mod pages;
mod read;
mod rules;
mod set;
mod store;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{
        actor::Can,
        id::{IdentityId, NationalWindowId, UnitId, WindowId},
        jobs::Periodic,
        routes::Routes,
    },
    policy::{WindowFact, WindowKind},
};

pub use answer::{Answer, answer, to_answer};
pub use national::{Draft, draft, publish, request, to_publish};
pub use read::open_in;
pub use rules::{applying, concerns};
pub use set::{Form, end, set};

/// The stored word of a kind.
pub fn kind_code(kind: WindowKind) -> &'static str {
    match kind {
        WindowKind::National => "national",
        WindowKind::Agency => "agency",
        WindowKind::Emergency => "emergency",
    }
}

fn kind_of(code: &str) -> WindowKind {
    match code {
        "national" => WindowKind::National,
        "emergency" => WindowKind::Emergency,
        _ => WindowKind::Agency,
    }
}

/// A window as the rules see it: whom it is for and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub fact: WindowFact,
    pub home: bool,
    pub elsewhere: bool,
    /// Whether it is for units that serve the public, too.
    pub direct_service: bool,
    /// Units it is for, each with everything below; none: the whole agency.
    pub scope: Vec<Uuid>,
    /// Units it leaves out, each with everything below.
    pub excluded: Vec<Uuid>,
}

/// What a window is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WindowPhase", inline)]
pub enum Phase {
    Coming,
    Running,
    /// Its last day is past.
    Over,
    /// Ended before its time.
    Ended,
}

impl Phase {
    /// The word under which the catalogue has it.
    pub fn code(self) -> &'static str {
        ["coming", "running", "over", "ended"][self as usize]
    }
}

/// A unit by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WindowUnit")]
pub struct Named {
    pub id: UnitId,
    pub name: String,
}

/// A window of an agency, as it is shown.
#[derive(Clone, Debug)]
pub struct Window {
    pub id: WindowId,
    pub kind: WindowKind,
    pub national: Option<NationalWindowId>,
    pub number: String,
    pub title: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub home: bool,
    pub elsewhere: bool,
    pub share: u8,
    pub direct_service: bool,
    pub note: String,
    pub scope: Vec<Named>,
    pub excluded: Vec<Named>,
    /// Who set it; none: the system.
    pub set_by: Option<String>,
    pub set_at: DateTime<Utc>,
    pub ended_by: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub end_reason: String,
    pub version: i32,
}

impl Window {
    /// What it is on a day.
    pub fn phase(&self, today: NaiveDate) -> Phase {
        if self.ended_at.is_some() {
            Phase::Ended
        } else if self.last_on < today {
            Phase::Over
        } else if self.first_on > today {
            Phase::Coming
        } else {
            Phase::Running
        }
    }
}

/// Where a window of the ministry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "NationalWindowState", inline)]
pub enum State {
    Draft,
    /// Publication is asked for; a second officer decides.
    Waiting,
    Published,
    Withdrawn,
}

impl State {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["draft", "waiting", "published", "withdrawn"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Self {
        match code {
            "draft" => Self::Draft,
            "waiting" => Self::Waiting,
            "published" => Self::Published,
            _ => Self::Withdrawn,
        }
    }
}

/// A window that the ministry proposes to every agency.
#[derive(Clone, Debug)]
pub struct National {
    pub id: NationalWindowId,
    pub number: String,
    pub title: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub home: bool,
    pub elsewhere: bool,
    pub share: u8,
    pub note: String,
    pub state: State,
    /// Why the second officer gave it back.
    pub returned: String,
    pub requested_by: Option<IdentityId>,
    pub published_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// How an agency answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WindowAnswerKind", inline)]
pub enum Reply {
    Accepted,
    Adjusted,
    Declined,
}

impl Reply {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["accepted", "adjusted", "declined"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Accepted, Self::Adjusted, Self::Declined]
            .into_iter()
            .find(|reply| reply.code() == code)
    }
}

/// A window of the ministry with this agency's answer.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub national: National,
    pub answer: Option<Answered>,
}

/// What was answered, by whom.
#[derive(Clone, Debug)]
pub struct Answered {
    pub reply: Reply,
    pub window: Option<WindowId>,
    pub reason: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// How one agency answered, as the ministry sees it.
#[derive(Clone, Debug)]
pub struct Across {
    pub agency: Uuid,
    pub name: String,
    pub code: String,
    /// None while the proposal is open.
    pub reply: Option<Reply>,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
    pub share: Option<i16>,
    pub reason: String,
    pub ended: bool,
}

/// How many agencies answered how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WindowAnswerCounts")]
pub struct Tally {
    pub accepted: i64,
    pub adjusted: i64,
    pub declined: i64,
    pub open: i64,
}

/// The regular work: leaders learn of windows that the ministry proposes.
pub fn periodic() -> Periodic {
    Periodic {
        name: "windows",
        every: TimeDelta::minutes(10),
        run: news::run,
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Can::{LeadAgency, OverseeAgencies, SetWindows, SignIn};
    use pages::{form, list, national, proposal, show};
    let routes = routes
        .get("/windows", SignIn, list::show)
        .post("/windows", SetWindows, form::set)
        .get("/windows/new", SetWindows, form::show)
        .get("/windows/emergency", SetWindows, form::emergency)
        .post("/windows/emergency", SetWindows, form::set_emergency)
        .get("/windows/{id}", SignIn, show::show)
        .post("/windows/{id}/end", SetWindows, show::end)
        .get("/window-proposals/{id}", SetWindows, proposal::show)
        .post("/window-proposals/{id}", LeadAgency, proposal::answer)
        .get("/national-windows", OverseeAgencies, national::list)
        .post("/national-windows", OverseeAgencies, national::draft)
        .get("/national-windows/{id}", OverseeAgencies, national::show)
        .post("/national-windows/{id}", OverseeAgencies, national::save)
        .post(
            "/national-windows/{id}/step",
            OverseeAgencies,
            national::step,
        );
    api::routes(routes)
}
