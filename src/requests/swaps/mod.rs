//! Exchange of flexible days: somebody gives a day and takes a colleague's, the colleague agrees, and the approver of both decides
//! once. The days are moved within the two requests, so that whatever reads days knows nothing of exchanges.

pub mod answer;
pub mod decide;
mod judge;
pub mod lapse;
pub mod options;
pub mod propose;
pub mod read;
pub mod rules;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Evaluation, Span};
use crate::{
    kernel::id::{EmployeeId, RequestId, SwapId, UnitId},
    policy::Place,
};

pub use judge::Verdicts;

/// Where an exchange stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SwapState")]
pub enum SwapState {
    /// The colleague has to answer.
    Proposed,
    /// Both want it; the approver has to decide.
    Agreed,
    Approved,
    Refused,
    Declined,
    Withdrawn,
    /// It ended by itself: the day came, a day was gone, nobody answered.
    Lapsed,
}

impl SwapState {
    /// Every state, in the order of an exchange's life.
    pub const ALL: [Self; 7] = [
        Self::Proposed,
        Self::Agreed,
        Self::Approved,
        Self::Refused,
        Self::Declined,
        Self::Withdrawn,
        Self::Lapsed,
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
            "lapsed",
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

/// A step in the life of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwapStep {
    Agree,
    Decline,
    Approve,
    Refuse,
    Withdraw,
    Lapse,
    Undo,
}

/// Why an exchange ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SwapLapse")]
pub enum Lapse {
    /// One of the two days has come.
    Day,
    /// One of the days is no longer held, or one of the two works elsewhere.
    Gone,
    /// The two have different approvers by now.
    Approver,
    /// It waited longer than the agency lets anything wait.
    Unanswered,
}

impl Lapse {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Day, Self::Gone, Self::Approver, Self::Unanswered];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["day", "gone", "approver", "unanswered"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// One of the two, and the (half) day that he gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub employee: EmployeeId,
    pub name: String,
    pub request: RequestId,
    pub on: NaiveDate,
    /// 1 morning, 2 afternoon, 3 both.
    pub bits: u8,
}

impl Part {
    /// The day and its halves.
    pub fn day(&self) -> (NaiveDate, u8) {
        (self.on, self.bits)
    }
}

/// An exchange as it is stored.
#[derive(Clone, Debug)]
pub struct Swap {
    pub id: SwapId,
    pub unit: UnitId,
    pub unit_name: String,
    pub proposer: Part,
    pub colleague: Part,
    pub state: SwapState,
    pub note: String,
    pub proposed_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer_note: String,
    pub approver: Option<EmployeeId>,
    pub approver_name: Option<String>,
    pub decided_by: Option<EmployeeId>,
    pub decider_name: Option<String>,
    /// `plt` or `plh`, when somebody acted for the head.
    pub acting: Option<String>,
    /// The head in whose place it was decided.
    pub deputised: Option<EmployeeId>,
    pub in_place_of: Option<String>,
    pub decision_note: String,
    pub undo_until: Option<DateTime<Utc>>,
    pub batch: Option<Uuid>,
    pub withdrawn_by: Option<EmployeeId>,
    pub lapse: Option<Lapse>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The evaluation of each as it was last judged, as stored text.
    pub proposer_verdict: Option<String>,
    pub colleague_verdict: Option<String>,
    pub base_version: Option<i32>,
    pub rule_version: Option<i32>,
    pub version: i32,
}

impl Swap {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/swaps/{}", self.id)
    }

    /// Whether both wanted it: before that it is a matter between the two.
    pub fn was_agreed(&self) -> bool {
        self.answered_at.is_some() && self.state != SwapState::Declined
    }

    /// Whether somebody is one of the two.
    pub fn is_of(&self, who: Option<EmployeeId>) -> bool {
        who.is_some_and(|who| who == self.proposer.employee || who == self.colleague.employee)
    }

    /// One's own part and the other's, seen by one of the two; by others as it was proposed.
    pub fn seen_by(&self, who: Option<EmployeeId>) -> (&Part, &Part) {
        if who == Some(self.colleague.employee) {
            (&self.colleague, &self.proposer)
        } else {
            (&self.proposer, &self.colleague)
        }
    }

    /// The stored evaluation of one of the two.
    pub fn evaluation(&self, who: EmployeeId) -> Option<Evaluation> {
        let text = if who == self.proposer.employee {
            &self.proposer_verdict
        } else {
            &self.colleague_verdict
        };
        serde_json::from_str(text.as_deref()?).ok()
    }
}

/// An approved request as far as an exchange cares.
#[derive(Clone, Debug)]
pub struct Hold {
    pub request: RequestId,
    pub employee: EmployeeId,
    pub place: Place,
    pub span: Span,
}
