//! Credit points (angka kredit) of functional positions (law 4.12): the coefficient of a year by level (jenjang), times 150, 100, 75, 50 or 25
//! percent by the predikat of that year. Coefficients are data of the agency by an instrument; the law at hand names one, of the level Terampil.
//! It names no shares for less than a year, so that only the rating of a year counts.

mod coefficient;
mod count;
pub(super) mod read;
pub(super) mod rules;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rating::Predikat;
use crate::kernel::id::{CreditCoefficientId, EmployeeId, MembershipId};

pub use coefficient::{Write, put_in_force, withdraw, write};
pub use count::count;

/// Where a coefficient stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CreditCoefficientState")]
pub enum State {
    /// For another officer than who wrote it.
    Waiting,
    InForce,
    Withdrawn,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::InForce, Self::Withdrawn];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["waiting", "in_force", "withdrawn"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a year is worth at a level, by an instrument.
#[derive(Clone, Debug)]
pub struct Coefficient {
    pub id: CreditCoefficientId,
    /// In small letters.
    pub jenjang: String,
    /// Points, in hundredths.
    pub hundredths: i32,
    pub instrument: String,
    /// It counts for the years that end on this day or later, until another one does.
    pub from: NaiveDate,
    pub state: State,
    pub written_by: MembershipId,
    pub writer_name: Option<String>,
    pub written_at: DateTime<Utc>,
    pub putter_name: Option<String>,
    pub put_by: Option<MembershipId>,
    pub put_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// What somebody's rating of a year came to, with what it was counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    pub employee: EmployeeId,
    pub year: i16,
    /// Counts the figures of the year: the newest holds.
    pub number: i16,
    /// The version of the formula ([`rules::FORMULA`]).
    pub formula: i16,
    pub predikat: Predikat,
    pub jenjang: String,
    /// None: the one that the law's source names.
    pub coefficient: Option<CreditCoefficientId>,
    /// Points of a year, in hundredths.
    pub hundredths: i32,
    pub instrument: String,
    pub percent: i16,
    /// In ten thousandths of a point.
    pub points: i64,
    pub counted_at: DateTime<Utc>,
}

/// Somebody's points of a year in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub name: String,
    pub nip: String,
    pub unit_name: String,
    pub position_name: String,
    pub points: Points,
}
