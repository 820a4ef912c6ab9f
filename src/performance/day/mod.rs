//! The plan and the report of a day: what somebody means to do and what became of it, on one short page; accepted, or given back, by whoever
//! decides for them.

mod answer;
pub(super) mod read;
mod remind;
pub(super) mod rules;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::id::{DayReportId, DeliverableId, EmployeeId, RequestId};

pub use answer::{Fate, Item, Reply, accept_all, answer, reroute};
pub use read::{Open, open, standing, waiting, waiting_days};
pub use remind::remind;
pub use write::{Write, plan, report};

/// Where the report of a day stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DayReportState")]
pub enum State {
    /// There is a plan and no report yet.
    Planned,
    /// It waits for an answer.
    Reported,
    Accepted,
    /// To be reported again.
    Returned,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 4] = [
        Self::Planned,
        Self::Reported,
        Self::Accepted,
        Self::Returned,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["planned", "reported", "accepted", "returned"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How far the report of a day is, for whoever counts reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DayReportStanding")]
pub enum Standing {
    /// Nothing was reported; at most there is a plan.
    None,
    /// Reported and not answered yet.
    Pending,
    Accepted,
    /// Given back and not reported again.
    Returned,
}

/// What became of a line of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DayLineOutcome")]
pub enum Outcome {
    Done,
    Partly,
    Not,
}

impl Outcome {
    /// Every outcome, the best first.
    pub const ALL: [Self; 3] = [Self::Done, Self::Partly, Self::Not];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["done", "partly", "not"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What is answered to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DayReportAnswer")]
pub enum Answer {
    Accepted,
    Returned,
}

impl Answer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Accepted, Self::Returned];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["accepted", "returned"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A step in the life of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Plan,
    Report,
    Answer(Answer),
}

/// The piece of work that a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Work(DeliverableId),
    /// A line of an approved request's plan.
    Promise(RequestId, i16),
}

/// A line as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    pub what: String,
    pub about: Option<About>,
    /// Only in a report.
    pub outcome: Option<Outcome>,
    pub note: String,
}

/// A line as it is stored.
#[derive(Clone, Debug)]
pub struct Line {
    /// 0: of the plan; otherwise the number of the report.
    pub round: i16,
    pub written: NewLine,
    /// Where the piece of work it is about is delivered; none: it is about none, or nothing is to be delivered now.
    pub deliver: Option<String>,
}

/// A report, with the answer it got.
#[derive(Clone, Debug)]
pub struct Round {
    pub number: i16,
    pub reported_at: DateTime<Utc>,
    pub answer: Option<Answer>,
    pub answered_by: Option<EmployeeId>,
    pub answerer_name: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    pub acting: Option<String>,
    pub in_place_of: Option<String>,
    pub comment: String,
}

/// The plan and report of somebody's day.
#[derive(Clone, Debug)]
pub struct DayReport {
    pub id: DayReportId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub on: NaiveDate,
    pub state: State,
    /// How often it was reported, from an answer to the next.
    pub rounds: i16,
    pub planned_at: Option<DateTime<Utc>>,
    /// Whom it waits for; none: the agency's leader.
    pub approver: Option<EmployeeId>,
    pub approver_name: Option<String>,
    pub version: i32,
    /// Of the plan and of every report, in their order.
    pub lines: Vec<Line>,
    /// Oldest first.
    pub reports: Vec<Round>,
}

impl DayReport {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/today/{}", self.id)
    }

    /// The lines of the plan (0) or of a report.
    pub fn of_round(&self, round: i16) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.round == round)
    }

    /// The lines as they read now: of the newest report, else of the plan.
    pub fn newest(&self) -> impl Iterator<Item = &Line> {
        self.of_round(self.rounds)
    }

    /// The newest report.
    pub fn last(&self) -> Option<&Round> {
        self.reports.last()
    }
}

/// A (half) day that was approved to be worked elsewhere.
#[derive(Clone, Debug)]
pub struct Stay {
    pub employee: EmployeeId,
    pub on: NaiveDate,
    /// Halves of the day: 1 morning, 2 afternoon, 3 both.
    pub halves: i16,
    /// `home`, `other_office` or `other_place`.
    pub place: String,
    pub request: RequestId,
}
