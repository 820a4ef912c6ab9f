//! Presence: where people say they work today, and what attendance systems saw. Two facts beside what was planned and approved; none
//! of the four overwrites another (`requests::presence` lays them side by side).

mod mark;
mod observe;
mod rules;
mod store;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::id::EmployeeId;

pub use mark::{finish, start};
pub use observe::{Fate, OLDEST, Observed, observe};
pub use store::{Bounds, Review, bounds, lock, marks, put_review, reviews};

/// The longest note on a declaration, in characters.
pub const NOTE: usize = 200;

/// Where somebody works.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PresencePlace")]
pub enum At {
    Office,
    Home,
    OtherOffice,
    OtherPlace,
}

impl At {
    /// Every place, the office first.
    pub const ALL: [Self; 4] = [
        Self::Office,
        Self::Home,
        Self::OtherOffice,
        Self::OtherPlace,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["office", "home", "other_office", "other_place"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|at| at.code() == code)
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PresenceSource")]
pub enum Source {
    /// The person.
    Declared,
    /// An attendance system.
    Observed,
}

/// The beginning or the end of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PresenceMarkKind")]
pub enum Kind {
    Start,
    End,
}

impl Kind {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["start", "end"][self as usize]
    }
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PresenceMark")]
pub struct Mark {
    pub on: NaiveDate,
    pub at: DateTime<Utc>,
    pub kind: Kind,
    /// None: an end, or a device that does not say.
    pub place: Option<At>,
    pub source: Source,
    pub note: String,
    /// The attendance system that saw it.
    pub device: String,
}

/// Work at one place, as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    pub place: At,
    pub from: DateTime<Utc>,
    /// None: it goes on, or nobody said when it ended.
    pub to: Option<DateTime<Utc>>,
}

/// The marks of one person on one day, in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    pub marks: Vec<Mark>,
}

/// The marks of some people, by person and day.
pub type Marks = std::collections::HashMap<(EmployeeId, NaiveDate), Day>;
