//! Feedback at any time (law 4.1): a short text from a superior, a colleague or a unit that is served, about a piece of work, a line of the
//! targets or in general; asked for or given unasked, always with the giver's name. It stands beside a rating and never counts by itself.
//! The law at hand names no kinds, numbers or days of it (4.11 only that coaching has feedback forms): those here are the product's.

mod ask;
mod give;
pub(super) mod read;
pub(super) mod rules;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{
    audit::{self, Event},
    cx::Cx,
    error::Result,
    id::{DeliverableId, EmployeeId, FeedbackId, TargetLineId},
};

pub use ask::{Ask, ask, retract};
pub use give::{Give, Said, answer, decline, give, give_asked, withdraw};
pub use read::asked;

/// Where a feedback stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeedbackState")]
pub enum State {
    /// The person asked for it.
    Asked,
    Given,
    /// Whoever was asked has nothing to say.
    Declined,
    /// The giver took it back.
    Withdrawn,
    /// The person took the question back before it was answered.
    Retracted,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 5] = [
        Self::Asked,
        Self::Given,
        Self::Declined,
        Self::Withdrawn,
        Self::Retracted,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["asked", "given", "declined", "withdrawn", "retracted"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a feedback is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeedbackKind")]
pub enum Kind {
    Praise,
    Suggestion,
    Concern,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Praise, Self::Suggestion, Self::Concern];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["praise", "suggestion", "concern"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// How the giver stood to the person then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeedbackRelation")]
pub enum Relation {
    /// Stands above the person, or decides for them.
    Superior,
    /// Of the same unit, or with a task, a roster or a plan of shifts in common.
    Peer,
    /// Of another unit.
    Other,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 3] = [Self::Superior, Self::Peer, Self::Other];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["superior", "peer", "other"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A step in the life of a feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Give,
    Decline,
    Withdraw,
    Answer,
    Retract,
}

/// What a feedback is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    #[default]
    General,
    /// The thread of a line of the person's targets.
    Line(TargetLineId),
    Work(DeliverableId),
}

/// A feedback, or one that was asked for.
#[derive(Clone, Debug)]
pub struct Feedback {
    pub id: FeedbackId,
    /// The person it is about.
    pub about: EmployeeId,
    pub about_name: String,
    pub giver: EmployeeId,
    pub giver_name: String,
    pub relation: Relation,
    pub subject: Subject,
    /// The line or the work as it read then, or what it is about in words.
    pub topic: String,
    /// What the person wanted to know; empty where it was given unasked.
    pub question: String,
    pub asked_at: Option<DateTime<Utc>>,
    pub state: State,
    pub kind: Option<Kind>,
    pub words: String,
    pub given_at: Option<DateTime<Utc>>,
    /// What the person said to it, once.
    pub answer: String,
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was declined or taken back, or the question was.
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Feedback {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/feedback/{}", self.id)
    }
}

/// Records a step.
async fn record(cx: &mut Cx, event: &'static str, one: &Feedback) -> Result<()> {
    let event = Event::new(event, "feedback", one.id.0)
        .with("employee", one.about.to_string())
        .with("giver", one.giver.to_string())
        .with("kind", one.kind.map(Kind::code))
        .with("relation", one.relation.code());
    audit::record(cx, event).await
}
