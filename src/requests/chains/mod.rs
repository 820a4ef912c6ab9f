//! Approval chains: which requests take more than the direct supervisor's word, as each agency sets it. What applies is frozen into a
//! request when it is sent; a step is agreed to by one of its seats or by every one, and the last agreement approves.

pub mod desk;
pub mod rules;
pub mod set;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::AskKind;
use crate::{
    kernel::id::EmployeeId,
    policy::{Place, Route},
};

/// Whose word a step takes (roles of law.md E1: atasan langsung, pimpinan unit organisasi, admin kepegawaian, PPK).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ApprovalSeat")]
pub enum Seat {
    /// Whoever decides on the person as a rule.
    Supervisor,
    /// Whoever stands next above.
    UnitHead,
    /// Any officer of HR.
    Hr,
    /// The leader of the agency.
    Leader,
}

impl Seat {
    /// Every seat.
    pub const ALL: [Self; 4] = [Self::Supervisor, Self::UnitHead, Self::Hr, Self::Leader];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["supervisor", "unit_head", "hr", "leader"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|seat| seat.code() == code)
    }

    /// How many levels above the direct supervisor its person is found; none for a role.
    pub fn level(self) -> Option<i16> {
        match self {
            Self::Supervisor => Some(0),
            Self::UnitHead => Some(1),
            Self::Hr | Self::Leader => None,
        }
    }
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    pub seats: Vec<Seat>,
    /// Every seat has to agree; otherwise one is enough.
    pub every: bool,
}

/// Which requests a chain is for; what is none does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct When {
    pub kind: Option<AskKind>,
    pub route: Option<Route>,
    pub place: Option<Place>,
    /// Longer than so many days.
    pub over_days: Option<u16>,
    /// Its place lies outside this of the person's office. Where one of the two is not known, it counts as outside.
    pub outside: Option<Outside>,
}

/// How far a place lies from the office, as regions go: kilometres are not measured, as coordinates are kept nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OutsideOf")]
pub enum Outside {
    /// Kabupaten or kota.
    Regency,
    Province,
}

impl Outside {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Regency => "regency",
            Self::Province => "province",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Regency, Self::Province]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// How a place lies outside, where a chain was taken for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FarAway")]
pub enum Far {
    /// It lies in another regency or city.
    Regency,
    /// It lies in another province.
    Province,
    /// The region of the place or of the office is not recorded.
    Unknown,
}

impl Far {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["regency", "province", "unknown"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Regency, Self::Province, Self::Unknown]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// A chain: for which requests, and whose agreement they take, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    pub when: When,
    pub steps: Vec<Needed>,
}

/// The chains of an agency, in the order in which they are tried.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    pub list: Vec<Chain>,
    /// 0 before the first.
    pub version: i32,
}

impl Chains {
    /// Whether one of them asks where the place lies.
    pub fn ask_where(&self) -> bool {
        self.list.iter().any(|chain| chain.when.outside.is_some())
    }
}

/// Where a seat of a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ApprovalSeatState")]
pub enum SeatState {
    /// An earlier step is open.
    Later,
    Open,
    Agreed,
    /// No longer asked: another seat was enough, or the same person had agreed.
    Passed,
}

impl SeatState {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["later", "open", "agreed", "passed"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Later, Self::Open, Self::Agreed, Self::Passed]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A seat in the chain of one request.
#[derive(Clone, Debug)]
pub struct Chair {
    /// From 1.
    pub step: i16,
    pub seat: Seat,
    pub every: bool,
    pub state: SeatState,
    /// With whom it is while open; none: with whoever has the role, or with nobody.
    pub person: Option<EmployeeId>,
    pub person_name: Option<String>,
    pub agreed_by: Option<EmployeeId>,
    pub agreed_by_name: Option<String>,
    pub agreed_at: Option<DateTime<Utc>>,
    pub acting: Option<String>,
    /// In whose place it was agreed.
    pub in_place_of: Option<String>,
    /// The press it was agreed with.
    pub batch: Option<Uuid>,
}

impl Chair {
    /// A seat that nobody has agreed to: open in the first step.
    pub fn asked(step: i16, seat: Seat, every: bool, person: Option<EmployeeId>) -> Self {
        Self {
            step,
            seat,
            every,
            state: if step == 1 {
                SeatState::Open
            } else {
                SeatState::Later
            },
            person,
            person_name: None,
            agreed_by: None,
            agreed_by_name: None,
            agreed_at: None,
            acting: None,
            in_place_of: None,
            batch: None,
        }
    }
}
