//! The organisation area: units, positions, employees, who leads whom, how people come in from spreadsheets,
//! and what HR keeps about them.

mod api;
mod approver;
mod correction;
mod employee;
pub mod import;
mod invitation;
mod mandate;
mod naming;
pub mod nip;
mod pages;
mod position;
mod record;
pub mod region;
mod rules;
mod stand_in;
mod store;
mod structure;
mod unit;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use uuid::Uuid;

use crate::kernel::{
    actor::Can,
    id::{CorrectionId, EmployeeId, PositionId, UnitId},
    routes::Routes,
};

pub use approver::{Approver, Capacity, decider_words};
pub use correction::{
    Answer as CorrectionAnswer, Open as NewCorrection, answer as answer_correction,
    open as open_correction,
};
pub use employee::{
    Edit as EmployeeEdit, Leave, Move, New as NewEmployee, create as create_employee,
    edit as edit_employee, leave, reassign,
};
pub use invitation::{Sent, invite_all, invite_many};
pub use naming::{Named, named_in};
pub use position::{Bulk as PositionFlags, set_flags as set_position_flags};
pub use record::{Home as NewHome, HomeDecision, decide_home, propose_home, save_scored};
pub use stand_in::{Acts, acts};
pub use structure::{
    approver_name, approver_of, approvers_of, find, find_active, find_by_nip, led_units,
    members_of_unit, one_approver_from, posts_above, regions_of, subordinates,
};

/// The legal kind of a civil servant (UU 20/2023): permanent, candidate, contract, part-time contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AsnKind {
    Pns,
    Cpns,
    Pppk,
    PppkPartTime,
}

impl AsnKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 4] = [Self::Pns, Self::Cpns, Self::Pppk, Self::PppkPartTime];

    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pns => "pns",
            Self::Cpns => "cpns",
            Self::Pppk => "pppk",
            Self::PppkPartTime => "pppk_part_time",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A stand-in at the head of a unit: Plt (the post is vacant) or Plh (the head is away).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acting {
    Plt,
    Plh,
}

impl Acting {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Plt => "plt",
            Self::Plh => "plh",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Plt, Self::Plh]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// The catalogue key of a stand-in's kind.
pub fn acting_key(kind: &Acting) -> &'static str {
    match kind {
        Acting::Plt => "organisation-acting-plt",
        Acting::Plh => "organisation-acting-plh",
    }
}

/// A civil servant's record in one agency.
#[derive(Clone, Debug)]
pub struct Employee {
    pub id: EmployeeId,
    pub nip: String,
    pub name: String,
    pub asn_kind: AsnKind,
    pub grade: Option<String>,
    pub grade_since: Option<NaiveDate>,
    pub unit: UnitId,
    pub unit_name: String,
    pub position: PositionId,
    pub position_name: String,
    pub position_since: Option<NaiveDate>,
    /// Set only when HR named one; otherwise the unit's head leads.
    pub supervisor: Option<EmployeeId>,
    pub supervisor_name: Option<String>,
    pub birth_on: Option<NaiveDate>,
    pub gender: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub appointed_on: Option<NaiveDate>,
    pub legal_state: String,
    pub active: bool,
    pub left_on: Option<NaiveDate>,
    pub version: i32,
}

/// A person in a list: only what is needed to name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: EmployeeId,
    pub name: String,
    pub nip: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub position_name: String,
}

/// One line of a person's history of units and positions.
#[derive(Clone, Debug)]
pub struct Assignment {
    pub unit: String,
    pub position: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

/// Who besides those who may see a unit's week learns where its people are.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Visibility {
    /// Nobody.
    #[default]
    Unit,
    /// Everybody of the agency: in the office, elsewhere or away, and nothing closer.
    Agency,
}

impl Visibility {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Agency => "agency",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Unit, Self::Agency]
            .into_iter()
            .find(|level| level.code() == code)
    }
}

/// An organisational unit.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: UnitId,
    pub code: Option<String>,
    pub parent: Option<UnitId>,
    pub name: String,
    pub head_title: Option<String>,
    pub head: Option<EmployeeId>,
    pub head_name: Option<String>,
    pub head_nip: Option<String>,
    /// Found as `Kepala <unit>` at import; waits for HR.
    pub proposed_head: Option<EmployeeId>,
    pub proposed_name: Option<String>,
    pub place: String,
    /// The code of its regency or city; none: the parent's.
    pub region: Option<String>,
    pub time_zone: Option<String>,
    pub direct_service: bool,
    pub min_on_site: Option<i16>,
    pub week_pattern: Option<i16>,
    pub visibility: Visibility,
    pub active: bool,
    pub version: i32,
}

/// A unit in the tree.
#[derive(Clone, Debug)]
pub struct UnitRow {
    pub id: UnitId,
    pub code: String,
    pub parent: Option<UnitId>,
    pub name: String,
    pub place: String,
    pub direct_service: bool,
    pub min_on_site: Option<i16>,
    pub active: bool,
    pub version: i32,
    pub head: Option<String>,
    pub proposed: Option<String>,
    pub acting: Option<(String, Acting)>,
    pub people: i64,
}

/// A stand-in at the head of a unit, with its period.
#[derive(Clone, Debug)]
pub struct ActingHead {
    pub id: Uuid,
    pub employee: EmployeeId,
    pub name: String,
    pub kind: Acting,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// The day on which it was ended, where it did not run its course.
    pub ended_on: Option<NaiveDate>,
    /// The head who named the stand-in; none: HR.
    pub named_by: Option<String>,
    /// On leave for a part of what is left of the period: then whoever stands above decides.
    pub away: bool,
    /// Running or to come.
    pub open: bool,
}

/// A position and its five task criteria (PermenPANRB 4/2025 art. 23); None is "not yet decided".
#[derive(Clone, Debug)]
pub struct Position {
    pub id: PositionId,
    pub name: String,
    pub family: Option<String>,
    pub jenjang: Option<String>,
    pub kelas: Option<i16>,
    pub flags: [Option<bool>; 5],
    /// The criteria of flexible time, in the order of [`position::TIMES`].
    pub times: [Option<bool>; 2],
    /// The duty must be done outside the office, so the weekly cap does not apply.
    pub outside_duty: bool,
    pub decided: bool,
    pub holders: i64,
    pub version: i32,
}

/// A disciplinary case.
#[derive(Clone, Debug)]
pub struct DisciplineCase {
    pub id: Uuid,
    pub level: String,
    pub state: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

/// A performance rating.
#[derive(Clone, Debug)]
pub struct RatingEntry {
    pub period: String,
    pub predikat: String,
    pub rated_on: NaiveDate,
    pub source: String,
    /// What the result was found to be (`above`, `meets`, `below`), where whoever entered the rating told it.
    pub result: Option<String>,
    /// What the behaviour was found to be, likewise.
    pub behaviour: Option<String>,
}

/// How far a registered home is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeState {
    Proposed,
    Confirmed,
    Declined,
    Replaced,
}

impl HomeState {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [
            Self::Proposed,
            Self::Confirmed,
            Self::Declined,
            Self::Replaced,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }
}

/// A home a person proposed.
#[derive(Clone, Debug)]
pub struct HomeEntry {
    pub id: Uuid,
    pub address: String,
    pub city: String,
    pub state: HomeState,
    pub proposed_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub note: String,
}

impl HomeEntry {
    /// The regency or city that its city names in full; none: where it lies is not known.
    pub fn region(&self) -> Option<&'static region::Region> {
        region::Region::read(&self.city)
    }
}

/// How far a correction case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionState {
    Open,
    Accepted,
    Declined,
}

impl CorrectionState {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Open, Self::Accepted, Self::Declined]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A "my data is wrong" case.
#[derive(Clone, Debug)]
pub struct Correction {
    pub id: CorrectionId,
    pub employee: EmployeeId,
    pub name: String,
    pub nip: String,
    pub unit_name: String,
    pub fact: String,
    pub shown_value: String,
    pub statement: String,
    pub state: CorrectionState,
    pub opened_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: String,
    pub version: i32,
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let routes = api::routes(import::routes(hr(routes)));
    routes
        .get(
            "/team/stand-ins",
            Can::DecideRequests,
            pages::stand_ins::show,
        )
        .post(
            "/team/stand-ins",
            Can::DecideRequests,
            pages::stand_ins::name,
        )
        .post(
            "/team/stand-ins/{record}/end",
            Can::DecideRequests,
            pages::stand_ins::end,
        )
        .get("/team/mandates", Can::DecideRequests, pages::mandates::show)
        .post("/team/mandates", Can::DecideRequests, pages::mandates::give)
        .post(
            "/team/mandates/{record}/end",
            Can::DecideRequests,
            pages::mandates::end,
        )
        .get("/my-data", Can::BeEmployee, pages::my_data::show)
        .post("/my-data/home", Can::BeEmployee, pages::my_data::propose)
        .post("/corrections", Can::BeEmployee, pages::corrections::open)
}

/// The routes of HR.
fn hr(routes: Routes) -> Routes {
    let can = Can::ManagePeople;
    routes
        .get("/hr", can, pages::summary::show)
        .get("/employees", can, pages::employees::list)
        .post("/employees", can, pages::employees::create)
        .get("/employees/new", can, pages::employees::new)
        .post("/employees/invitations", can, pages::employees::invite)
        .get("/employees/{id}", can, pages::employee::show)
        .get("/employees/{id}/edit", can, pages::employee_edit::show)
        .post("/employees/{id}/edit", can, pages::employee_edit::save)
        .post("/employees/{id}/assignment", can, pages::employee::assign)
        .post(
            "/employees/{id}/supervisor",
            can,
            pages::employee::supervisor,
        )
        .post("/employees/{id}/email", can, pages::employee::email)
        .post(
            "/employees/{id}/discipline",
            can,
            pages::employee::discipline,
        )
        .post(
            "/employees/{id}/discipline/{record}",
            can,
            pages::employee::discipline_state,
        )
        .post("/employees/{id}/ratings", can, pages::employee::rate)
        .post("/employees/{id}/home", can, pages::employee::home)
        .post("/employees/{id}/invitation", can, pages::employee::invite)
        .post("/employees/{id}/departure", can, pages::employee::leave)
        .post("/employees/{id}/return", can, pages::employee::come_back)
        .get("/units", can, pages::units::list)
        .post("/units", can, pages::units::create)
        .get("/units/new", can, pages::units::new)
        .post("/units/heads", can, pages::units::confirm_heads)
        .get("/units/{id}", can, pages::unit::show)
        .post("/units/{id}", can, pages::unit::save)
        .post("/units/{id}/head", can, pages::unit::head)
        .post("/units/{id}/proposal", can, pages::unit::proposal)
        .post("/units/{id}/acting", can, pages::unit::acting)
        .post(
            "/units/{id}/acting/{record}/end",
            can,
            pages::unit::end_acting,
        )
        .get("/positions", can, pages::positions::list)
        .post("/positions", can, pages::positions::create)
        .get("/positions/new", can, pages::positions::new)
        .post("/positions/flags", can, pages::positions::set_flags)
        .get("/positions/{id}", can, pages::positions::show)
        .post("/positions/{id}", can, pages::positions::save)
        .get("/corrections", can, pages::corrections::list)
        .post("/corrections/{id}/answer", can, pages::corrections::answer)
}
