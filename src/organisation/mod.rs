//! The organisation area: units, positions, employees, who leads whom, how people come in from spreadsheets,
//! and what HR keeps about them.

pub mod import;
pub mod nip;
mod store;
mod structure;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::{
    id::{EmployeeId, PositionId, UnitId},
    routes::Routes,
};

pub use structure::{approver_of, find, find_active, members_of_unit, subordinates, unit_path};

/// The legal kind of a civil servant (UU 20/2023): permanent, candidate, contract, part-time contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// Who decides for a person on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approver {
    pub employee: EmployeeId,
    /// Set when the decider stands in for the head.
    pub acting: Option<Acting>,
    /// The unit the decider leads, or the explicit supervisor's own.
    pub unit: UnitId,
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

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    routes
}
