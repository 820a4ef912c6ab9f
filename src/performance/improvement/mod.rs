//! A plan for improvement: after a rating that is too low a person and whoever decides for them agree a few lines, note what comes of them,
//! and whoever decides closes it. It changes no verdict: rights open again with results, as they always do.

pub(super) mod read;
mod rules;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::id::{EmployeeId, ImprovementPlanId};

pub use read::{open_of, to_agree};
pub use rules::LINES;
pub use write::{Close, Write, agree, close, note, write};

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImprovementState")]
pub enum State {
    /// One of the two has yet to agree.
    Written,
    /// Both agreed: it holds.
    Agreed,
    Closed,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 3] = [Self::Written, Self::Agreed, Self::Closed];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["written", "agreed", "closed"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How a plan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImprovementOutcome")]
pub enum Outcome {
    Met,
    NotMet,
}

impl Outcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Met, Self::NotMet];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["met", "not_met"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A step in the life of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Write,
    Agree,
    Note,
    Close,
}

/// As which of the two somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Person,
    Leader,
}

/// A line: what, by when, and how one will know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub what: String,
    /// None only while it is typed.
    pub by_on: Option<NaiveDate>,
    pub known: String,
}

/// What came of it on the way.
#[derive(Clone, Debug)]
pub struct Note {
    pub author: EmployeeId,
    pub author_name: String,
    pub note: String,
    pub made_at: DateTime<Utc>,
}

/// Who did something as the leader, and as what.
#[derive(Clone, Debug)]
pub struct Named {
    pub by: EmployeeId,
    pub name: String,
    pub at: DateTime<Utc>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    pub acting: Option<String>,
    pub deputised: Option<EmployeeId>,
    pub in_place_of: Option<String>,
}

/// How and why it ended.
#[derive(Clone, Debug)]
pub struct Closed {
    pub outcome: Outcome,
    pub reason: String,
    pub by: Named,
}

/// A plan for improvement.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: ImprovementPlanId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub state: State,
    pub written_at: DateTime<Utc>,
    pub person_agreed_at: Option<DateTime<Utc>>,
    /// Who agreed as the leader.
    pub leader: Option<Named>,
    pub closed: Option<Closed>,
    pub version: i32,
    pub lines: Vec<Line>,
    /// Oldest first.
    pub notes: Vec<Note>,
}

impl Plan {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/improvement/{}", self.id)
    }

    /// Whether one of the two has agreed to it as it reads now.
    pub fn agreed_by(&self, side: Side) -> bool {
        match side {
            Side::Person => self.person_agreed_at.is_some(),
            Side::Leader => self.leader.is_some(),
        }
    }
}
