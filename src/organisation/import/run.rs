//! An import as the agency keeps it: what was uploaded, how far it is, what applying it did.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    absence::ABSENCES,
    aliases::Dictionary,
    header::{EMPLOYEES, REQUIRED},
    ratings_file::RATINGS,
    targets_file::TARGETS,
    units_file::UNITS,
};
use crate::kernel::id::{FileId, ImportId};

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Employees with unit, position, superior.
    Employees,
    /// The tree of units with the titles of their heads.
    Units,
    /// Leave and official trips.
    Absences,
    /// Targets of a year (SKP), as e-Kinerja tells them.
    Targets,
    /// Ratings of performance.
    Ratings,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::Employees,
        Self::Units,
        Self::Absences,
        Self::Targets,
        Self::Ratings,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Employees => "employees",
            Self::Units => "units",
            Self::Absences => "absences",
            Self::Targets => "targets",
            Self::Ratings => "ratings",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The column names of such files.
    pub fn dictionary(self) -> &'static Dictionary {
        match self {
            Self::Employees => &EMPLOYEES,
            Self::Units => &UNITS,
            Self::Absences => &ABSENCES,
            Self::Targets => &TARGETS,
            Self::Ratings => &RATINGS,
        }
    }

    /// Fields without which no row can be accepted.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Employees => &REQUIRED,
            Self::Units => &["unit_name"],
            Self::Absences => &["nip", "kind", "starts_on"],
            Self::Targets => &["nip", "year", "result_plan", "indicator"],
            Self::Ratings => &["nip", "predikat"],
        }
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Read, not applied.
    Uploaded,
    /// The good rows are stored.
    Applied,
    /// Thrown away; nothing of it was stored.
    Discarded,
}

impl State {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Applied => "applied",
            Self::Discarded => "discarded",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Uploaded, Self::Applied, Self::Discarded]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// Which columns hold which field, as it is kept.
pub type KeptMapping = BTreeMap<String, Vec<usize>>;

/// One import.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: ImportId,
    pub kind: Kind,
    pub file_id: FileId,
    pub file: String,
    /// The sheet a person chose; else the one that fits best.
    pub sheet: Option<String>,
    /// The columns a person mapped; else the proposal.
    pub mapping: Option<KeptMapping>,
    pub state: State,
    pub created_at: DateTime<Utc>,
    pub applied_at: Option<DateTime<Utc>>,
    pub accepted: i32,
    pub rejected: i32,
    pub duplicates: i32,
    pub outcome: Option<Outcome>,
    pub version: i32,
    /// Who uploaded it; empty for the command line.
    pub by: String,
}

/// What applying did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Applied {
    /// Employees, units, absences, drafts of targets or ratings that are new.
    pub created: u64,
    /// Those of which something changed.
    pub updated: u64,
    /// Those of which the file said what was known.
    pub unchanged: u64,
    /// Employees whose unit or position became another.
    pub moved: u64,
    /// New positions, their five flags not yet decided.
    pub positions: u64,
    /// Explicit supervisors that became others.
    pub supervisors: u64,
    /// Supervisors left out because they would have led back to the employee.
    pub loops: u64,
    /// Heads of units proposed to HR.
    pub heads: u64,
    /// New memberships without password.
    pub members: u64,
}

impl Applied {
    /// Whether anything was written.
    pub fn changed(&self) -> bool {
        self.created + self.updated + self.positions + self.supervisors + self.heads + self.members
            > 0
    }
}

/// What is kept of an applied import: the figures, the refused rows, how many people were not in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    pub applied: Applied,
    /// Row number and codes.
    pub rejected: Vec<(u32, Vec<String>)>,
    /// Active employees that the file did not mention: proposed as leavers, never removed.
    pub leavers: i64,
}
