//! What the performance allowance (tunjangan kinerja, TPP) of a month comes to and why (law 5, E7): schemes of an agency, put in force by a
//! second officer; a run a month, a simulation until somebody other than who made it locks it; and the lines that tell a person their amount.
//! Nothing is paid here: a locked run is a file for the payroll system.

mod api;
mod count;
mod facts;
mod outage;
mod pages;
mod read;
pub mod rules;
mod run;
mod scheme;
mod store;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        id::{
            AllowanceOutageId, AllowanceRunId, AllowanceSchemeId, EmployeeId, MembershipId, UnitId,
        },
        jobs::{Periodic, all},
        routes::Routes,
    },
    requests::Month,
};

use rules::Terms;

pub use count::count;
pub use outage::{Enter, enter, remove};
pub use pages::sheet::sheet;
pub use read::runs;
pub use run::{correct, discard, lock, make};
pub use scheme::{Write, ask, give_back, put_in_force, withdraw, write};

/// The classes of positions (kelas jabatan).
pub const CLASSES: std::ops::RangeInclusive<i16> = 1..=17;

/// Where a scheme stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AllowanceSchemeState")]
pub enum SchemeState {
    Draft,
    /// A second officer is asked to put it in force.
    Waiting,
    InForce,
    /// Dropped before it was in force; it stays readable.
    Withdrawn,
}

impl SchemeState {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Waiting, Self::InForce, Self::Withdrawn];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["draft", "waiting", "in_force", "withdrawn"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What an agency pays by, from a month on.
#[derive(Clone, Debug)]
pub struct Scheme {
    pub id: AllowanceSchemeId,
    pub number: i32,
    pub state: SchemeState,
    /// The first month that it counts.
    pub from: Month,
    /// Rupiah a month by class.
    pub amounts: BTreeMap<i16, i64>,
    pub terms: Terms,
    pub written_by: MembershipId,
    pub writer_name: Option<String>,
    pub written_at: DateTime<Utc>,
    pub asked_by: Option<MembershipId>,
    pub asked_at: Option<DateTime<Utc>>,
    pub put_by: Option<MembershipId>,
    pub putter_name: Option<String>,
    pub put_at: Option<DateTime<Utc>>,
    /// Why it was given back.
    pub note: String,
    /// The scheme it was copied from, and its number.
    pub copied_from: Option<(AllowanceSchemeId, i32)>,
    pub version: i32,
}

impl Scheme {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/allowance/schemes/{}", self.id)
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AllowanceRunState")]
pub enum RunState {
    /// People are counted, some after the others.
    Counting,
    /// A simulation.
    Simulated,
    Locked,
    /// A correction that was begun by mistake; it stays readable and never holds.
    Dropped,
}

impl RunState {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 4] = [Self::Counting, Self::Simulated, Self::Locked, Self::Dropped];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["counting", "simulated", "locked", "dropped"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The amounts of a month.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: AllowanceRunId,
    pub month: Month,
    /// The how manieth correction of a month that was locked before; 0: the month itself.
    pub correction: i16,
    /// Why it is corrected.
    pub reason: String,
    pub scheme: AllowanceSchemeId,
    pub scheme_number: i32,
    pub state: RunState,
    /// How often it was counted.
    pub attempt: i16,
    pub made_by: MembershipId,
    pub maker_name: Option<String>,
    pub made_at: DateTime<Utc>,
    /// The last day that was looked at.
    pub until: NaiveDate,
    /// While it is counted: the last person who was.
    pub reached: Option<EmployeeId>,
    pub counted_at: Option<DateTime<Utc>>,
    pub people: i32,
    /// Of those: without an amount for their class.
    pub unknown: i32,
    /// Rupiah.
    pub total: i64,
    pub locked_by: Option<MembershipId>,
    pub locker_name: Option<String>,
    pub locked_at: Option<DateTime<Utc>>,
    pub dropped_by: Option<MembershipId>,
    pub dropper_name: Option<String>,
    pub dropped_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Run {
    /// Its page for HR.
    pub fn path(&self) -> String {
        format!("/allowance/runs/{}", self.id)
    }
}

/// Days on which attendance could not be recorded, or which do not count for one person.
#[derive(Clone, Debug)]
pub struct Outage {
    pub id: AllowanceOutageId,
    /// With the units below it; neither unit nor person: the agency.
    pub unit: Option<UnitId>,
    pub unit_name: Option<String>,
    /// The person whose days they are.
    pub employee: Option<EmployeeId>,
    pub employee_name: Option<String>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub reason: String,
    pub entered_by: MembershipId,
    pub entered_at: DateTime<Utc>,
}

/// What the worker does for this area: counts the runs that wait.
pub fn periodic() -> Periodic {
    Periodic {
        name: "allowance",
        every: TimeDelta::minutes(1),
        run: |core, agency| {
            Box::pin(async move { all(core, &agency, |cx| Box::pin(count(cx))).await })
        },
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use pages::{list, outages, own, run, scheme, sheet};
    let (hr, rules, me) = (Can::ManagePeople, Can::ManageRules, Can::BeEmployee);
    let routes = routes
        .get("/allowance", hr, list::show)
        .get("/allowance/own", me, own::show)
        .get("/allowance/schemes/new", rules, scheme::new)
        .post("/allowance/schemes", rules, scheme::add)
        .get("/allowance/schemes/{id}", rules, scheme::show)
        .post("/allowance/schemes/{id}", rules, scheme::save)
        .post("/allowance/schemes/{id}/asking", rules, scheme::ask)
        .post("/allowance/schemes/{id}/force", rules, scheme::put)
        .post("/allowance/schemes/{id}/return", rules, scheme::give_back)
        .post(
            "/allowance/schemes/{id}/withdrawal",
            rules,
            scheme::withdraw,
        )
        .get("/allowance/outages", hr, outages::show)
        .post("/allowance/outages", hr, outages::add)
        .post("/allowance/outages/{id}/removal", hr, outages::remove)
        .post("/allowance/runs", hr, run::make)
        .get("/allowance/runs/{id}", hr, run::show)
        .post("/allowance/runs/{id}/lock", hr, run::lock)
        .post("/allowance/runs/{id}/correction", hr, run::correct)
        .post("/allowance/runs/{id}/discarding", hr, run::discard)
        .get("/allowance/runs/{id}/export/{format}", hr, sheet::export)
        .get(
            "/allowance/runs/{id}/people/{employee}",
            hr,
            run::person_page,
        );
    api::routes(routes)
}
