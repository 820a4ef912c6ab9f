//! Exceptions: one rule is set aside for one person and a period. Asked for by the person as an objection to what a rule says, before
//! anybody has decided anything, or given by whoever may waive the rule. The rules read what is granted (`policy::Excepted`): an
//! exception turns a no of its rule into a yes, and nothing else.

pub mod answer;
pub mod ask;
pub mod read;
pub mod rules;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    kernel::id::{EmployeeId, ExceptionId, UnitId},
    policy::RuleResult,
};

/// Why it is asked for or given: the grounds of law.md E1 (none is known as a national list), and an objection to the rule itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExceptionGround")]
pub enum Ground {
    Objection,
    Health,
    PregnancyNursing,
    Disability,
    Family,
    Disaster,
    Other,
}

impl Ground {
    /// Every ground, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Objection,
        Self::Health,
        Self::PregnancyNursing,
        Self::Disability,
        Self::Family,
        Self::Disaster,
        Self::Other,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "objection",
            "health",
            "pregnancy_nursing",
            "disability",
            "family",
            "disaster",
            "other",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }
}

/// Where an exception stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExceptionState")]
pub enum State {
    Asked,
    Granted,
    Declined,
    /// Taken back by the person before an answer.
    Withdrawn,
    /// Ended before its last day.
    Ended,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Asked,
        Self::Granted,
        Self::Declined,
        Self::Withdrawn,
        Self::Ended,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["asked", "granted", "declined", "withdrawn", "ended"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// An exception, asked for or given.
#[derive(Clone, Debug)]
pub struct Exception {
    pub id: ExceptionId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub unit: UnitId,
    pub unit_name: String,
    /// What the rule said on the day it was asked about.
    pub result: RuleResult,
    pub on: NaiveDate,
    pub ground: Ground,
    pub statement: String,
    pub state: State,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    /// None: given without being asked for.
    pub asked_at: Option<DateTime<Utc>>,
    /// The last day on which it is answered in time.
    pub due_on: Option<NaiveDate>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by_name: Option<String>,
    pub note: String,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by_name: Option<String>,
    pub end_note: String,
    pub version: i32,
}

impl Exception {
    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/exceptions/{}", self.id)
    }
}
