//! Work that is delivered: planned with a day on which it is due, delivered as versions with words, links and files, and answered: accepted,
//! back for revision, or refused.

mod answer;
pub(super) mod compare;
mod deliver;
pub(super) mod files;
pub(super) mod read;
mod remind;
pub(super) mod rules;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{
    crypto::hex,
    id::{DeliverableId, EmployeeId, FileId, RequestId, TargetLineId},
};

pub use answer::{Fate, Item, Reply, accept_all, answer, reroute};
pub use deliver::{Content, Plan, deliver, plan, withdraw};
pub use files::sweeping;
pub use read::{Kept, ToDeliver, accepted, kept, overdue, to_deliver, waiting};
pub use remind::remind;

/// Where a piece of work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeliverableState")]
pub enum State {
    Planned,
    /// It waits for an answer.
    Delivered,
    /// To be delivered again.
    Revision,
    Accepted,
    Refused,
    /// The person no longer means to deliver it.
    Withdrawn,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Delivered,
        Self::Revision,
        Self::Accepted,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "planned",
            "delivered",
            "revision",
            "accepted",
            "refused",
            "withdrawn",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the person has to deliver.
    pub fn is_due(self) -> bool {
        matches!(self, Self::Planned | Self::Revision)
    }
}

/// What is answered to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeliveryAnswer")]
pub enum Answer {
    Accepted,
    Revision,
    Refused,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Revision, Self::Refused];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["accepted", "revision", "refused"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A step in the life of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Deliver,
    Answer(Answer),
    Withdraw,
}

/// A file of a piece of work. Its bytes lie in the depot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFile {
    pub id: FileId,
    pub of: DeliverableId,
    /// The version that it was delivered with; none: sent, not delivered yet.
    pub number: Option<i16>,
    pub name: String,
    pub media: String,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
    /// Whether a scanner looked at it.
    pub scanned: bool,
    pub sent_at: DateTime<Utc>,
}

impl WorkFile {
    /// Where it is downloaded.
    pub fn path(&self) -> String {
        format!("/work/{}/files/{}", self.of, self.id)
    }

    /// Its hash, as both sides read it.
    pub fn hash(&self) -> String {
        hex(&self.sha256)
    }
}

/// A version of it, with the answer it got.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub number: i16,
    pub words: String,
    pub links: Vec<String>,
    /// In the order in which they were handed in.
    pub files: Vec<WorkFile>,
    pub delivered_at: DateTime<Utc>,
    pub answer: Option<Answer>,
    pub answered_by: Option<EmployeeId>,
    pub answerer_name: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    pub acting: Option<String>,
    pub in_place_of: Option<String>,
    pub comment: String,
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct Deliverable {
    pub id: DeliverableId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub title: String,
    /// The thread of the line of the person's targets that it counts for.
    pub thread: Option<TargetLineId>,
    /// That line as it reads in the newest version.
    pub result: Option<String>,
    /// The indicator, as it read when it was planned.
    pub indicator: String,
    /// The request for flexible days that promised it, and the number of its plan line.
    pub promise: Option<(RequestId, i16)>,
    pub due_on: NaiveDate,
    pub state: State,
    /// How often it was delivered.
    pub rounds: i16,
    pub planned_at: DateTime<Utc>,
    /// Whom it waits for; none: the agency's leader.
    pub approver: Option<EmployeeId>,
    pub approver_name: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
    /// Oldest first.
    pub deliveries: Vec<Delivery>,
}

impl Deliverable {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/work/{}", self.id)
    }

    /// Whether it should have been delivered by now.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state.is_due() && self.due_on < today
    }
}

/// A line of an approved request's plan that nothing was planned for yet.
#[derive(Clone, Debug)]
pub struct Promise {
    pub request: RequestId,
    pub line: i16,
    pub what: String,
    pub due_on: NaiveDate,
}
