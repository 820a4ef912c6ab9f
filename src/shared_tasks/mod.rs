//! Shared tasks: a task that two to six people of a unit hold in turns. One proposes it with shares and turns, each of the others agrees,
//! the approver of all decides once; the holder passes it on with a note that the next one confirms. The law names this kind of flexible
//! work and says no more of it: everything here is a rule of the product.

mod answer;
mod api;
mod decide;
mod hand_over;
mod pages;
mod propose;
mod read;
mod rules;
mod store;
mod upkeep;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{
    actor::Can,
    id::{EmployeeId, SharedTaskId, UnitId},
    routes::Routes,
};

pub use answer::{agree, decline, withdraw};
pub use decide::{Decide, decide, revoke};
pub use hand_over::{Note, confirm, hand_over};
pub use propose::{Propose, propose};
pub use read::{to_answer, waiting};
pub use upkeep::periodic;

/// Where a shared task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SharedTaskState")]
pub enum State {
    /// Members have to answer.
    Proposed,
    /// All want it; the approver has to decide.
    Agreed,
    Approved,
    Refused,
    Declined,
    Withdrawn,
    Revoked,
    /// It ended by itself: its last day passed, somebody left, another one took its place.
    Ended,
}

impl State {
    /// Every state, in the order of a task's life.
    pub const ALL: [Self; 8] = [
        Self::Proposed,
        Self::Agreed,
        Self::Approved,
        Self::Refused,
        Self::Declined,
        Self::Withdrawn,
        Self::Revoked,
        Self::Ended,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "proposed",
            "agreed",
            "approved",
            "refused",
            "declined",
            "withdrawn",
            "revoked",
            "ended",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether somebody still has to answer or decide.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Agreed)
    }
}

/// A step in the life of a shared task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The last member agrees.
    Agree,
    Decline,
    Approve,
    Refuse,
    Withdraw,
    Revoke,
    End,
}

/// Why a shared task ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SharedTaskEnd")]
pub enum Why {
    /// Its last day has passed.
    Over,
    /// Its last day passed before it was approved.
    Late,
    /// A member left or works in another unit.
    Left,
    /// The members have different approvers by now.
    Approver,
    /// Another one, with other shares or turns, took its place.
    Replaced,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Over,
        Self::Late,
        Self::Left,
        Self::Approver,
        Self::Replaced,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["over", "late", "left", "approver", "replaced"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a member said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SharedTaskAnswer")]
pub enum Answer {
    Waiting,
    Agreed,
    Declined,
}

impl Answer {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["waiting", "agreed", "declined"][self as usize]
    }

    /// Reads the stored word.
    fn of(code: &str) -> Self {
        match code {
            "agreed" => Self::Agreed,
            "declined" => Self::Declined,
            _ => Self::Waiting,
        }
    }
}

/// One of those who hold a task.
#[derive(Clone, Debug)]
pub struct Member {
    pub employee: EmployeeId,
    pub name: String,
    /// Percent.
    pub share: u8,
    pub answer: Answer,
    pub answered_at: Option<DateTime<Utc>>,
    pub note: String,
}

/// Days from one to another on which somebody holds the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub holder: EmployeeId,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Who holds the task when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turns {
    /// The same every week, Monday first.
    Week([Option<EmployeeId>; 7]),
    /// Stretches of days.
    Stretches(Vec<Stretch>),
}

/// A hand-over: what the next holder has to know.
#[derive(Clone, Debug)]
pub struct HandOver {
    pub id: Uuid,
    pub from: EmployeeId,
    pub from_name: String,
    pub to: EmployeeId,
    pub to_name: String,
    pub done: String,
    pub still_open: String,
    /// Where the work lies.
    pub lies: String,
    pub handed_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// A shared task as it is stored.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: SharedTaskId,
    pub unit: UnitId,
    pub unit_name: String,
    pub title: String,
    pub description: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub proposer: EmployeeId,
    pub proposer_name: String,
    pub proposed_at: DateTime<Utc>,
    /// In the order in which they were named.
    pub members: Vec<Member>,
    pub turns: Turns,
    pub state: State,
    /// The task that this one takes the place of, and why.
    pub replaces: Option<SharedTaskId>,
    pub reason: String,
    pub agreed_at: Option<DateTime<Utc>>,
    pub approver: Option<EmployeeId>,
    pub approver_name: Option<String>,
    pub decided_by: Option<EmployeeId>,
    pub decider_name: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    /// `plt` or `plh`, when somebody acted for the head.
    pub acting: Option<String>,
    /// The head in whose place it was decided.
    pub deputised: Option<EmployeeId>,
    pub in_place_of: Option<String>,
    pub decision_note: String,
    /// Who withdrew or revoked it; none: it ended by itself, or an officer without a record did.
    pub ended_by: Option<EmployeeId>,
    pub ender_name: Option<String>,
    pub end_note: String,
    pub why: Option<Why>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Task {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/tasks/{}", self.id)
    }

    /// The ids of its members.
    pub fn people(&self) -> Vec<EmployeeId> {
        self.members.iter().map(|one| one.employee).collect()
    }

    /// Somebody as a member.
    pub fn member(&self, who: Option<EmployeeId>) -> Option<&Member> {
        self.members.iter().find(|one| Some(one.employee) == who)
    }

    /// The name of a member.
    pub fn name_of(&self, who: EmployeeId) -> &str {
        self.member(Some(who)).map_or("", |one| one.name.as_str())
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let (own, any) = (Can::BeEmployee, Can::SignIn);
    let routes = routes
        .get("/tasks", own, pages::list::show)
        .get("/tasks/new", own, pages::new::choose)
        .post("/tasks", own, pages::new::send)
        .get("/tasks/{id}", any, pages::show::show)
        .get("/tasks/{id}/change", own, pages::new::change)
        .post("/tasks/{id}/agreement", own, pages::show::agree)
        .post("/tasks/{id}/declination", own, pages::show::decline)
        .post("/tasks/{id}/withdrawal", own, pages::show::withdraw)
        .post("/tasks/{id}/handovers", own, pages::show::hand_over)
        .post("/tasks/{id}/confirmation", own, pages::show::confirm)
        .post(
            "/tasks/{id}/decision",
            Can::DecideRequests,
            pages::show::decide,
        )
        .post("/tasks/{id}/revocation", any, pages::show::revoke);
    api::routes(routes)
}
