//! Requests for a flexible place or own hours: asking, deciding, changing one's mind, and who is where.
//!
//! `board` knows where everybody is, `check` asks the rules about the days of a request; the same check runs while
//! somebody chooses, when the request is sent, and when it is decided.

mod anew;
mod api;
mod approval;
mod ask;
mod assign;
mod board;
mod bulk;
mod chains;
mod check;
mod dated;
mod exceptions;
mod explain;
mod find;
mod ground;
mod guests;
mod hours;
mod inbox;
mod month;
mod objection;
mod offer;
mod openings;
mod pages;
mod presence;
mod queue;
mod revoke;
mod rules;
mod sight;
mod standing;
mod statement;
mod store;
mod submit;
mod swaps;
mod unanswered;
mod undo;
mod upkeep;
mod withdraw;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{
        actor::Can,
        id::{AgreementId, EmployeeId, FileId, RequestId, UnitId, WindowId},
        routes::Routes,
    },
    policy::{self, DayFacts, PersonFacts, Verdict},
};

pub use anew::Changed;
pub use approval::{Decide, Decision, decide, may_decide};
pub use ask::{Ask, AskKind, PlanLine, Span};
pub use assign::{Assign, assign};
pub use board::{Board, Member, Where};
pub use bulk::{Fate, Item, approve_all};
pub use chains::{Chain, Needed, Seat, When, set::set as set_chains};
pub use check::{Checked, Precheck, precheck};
pub use dated::{Dated, dated, elsewhere};
pub use exceptions::{
    Exception, Ground as ExceptionGround, State as ExceptionState,
    answer::{Answer as ExceptionAnswer, answer as answer_exception, end as end_exception},
    ask::{Typed as TypedException, ask as ask_exception, give as give_exception},
};
pub use explain::{Explained, Question, Suppose, explain};
pub use find::Seen;
pub use hours::Keeping;
pub use month::Month;
pub use objection::{Answer, Objection, answer, object, open_objections};
pub use offer::{accept, decline, retract};
pub use openings::{Opening, Openings, Stand, Stretch, hold_unit, openings};
pub use pages::{home::show as home, waits::show as waits};
pub use presence::{at_of, of_person as presence_of, review as review_presence};
pub use queue::queue;
pub use revoke::revoke;
pub use rules::half_of;
pub use sight::{visible_unit, visible_units};
pub use standing::{Terms, end as end_standing, give as give_standing};
pub use submit::{Sending, save_draft, submit};
pub use swaps::{
    Swap, SwapState,
    answer::{agree as agree_swap, decline as decline_swap, withdraw as withdraw_swap},
    decide::{DecideSwap, decide as decide_swap},
    propose::{Propose, propose as propose_swap},
};
pub use undo::undo;
pub use upkeep::{end_passed, reroute, run as upkeep};
pub use withdraw::{cancel, withdraw};

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    /// Waits for a place on days that are full.
    Queued,
    Submitted,
    /// The approver offered other days, or assigned days; the person has to answer.
    Offered,
    Returned,
    Approved,
    ApprovedAdjusted,
    Refused,
    Withdrawn,
    Cancelled,
    Revoked,
    Ended,
}

impl State {
    /// Every state, in the order of a request's life.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Queued,
        Self::Submitted,
        Self::Offered,
        Self::Returned,
        Self::Approved,
        Self::ApprovedAdjusted,
        Self::Refused,
        Self::Withdrawn,
        Self::Cancelled,
        Self::Revoked,
        Self::Ended,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "draft",
            "queued",
            "submitted",
            "offered",
            "returned",
            "approved",
            "approved_adjusted",
            "refused",
            "withdrawn",
            "cancelled",
            "revoked",
            "ended",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether its days take a place in the quota.
    pub fn counts(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::Offered | Self::Approved | Self::ApprovedAdjusted
        )
    }

    /// Whether it takes places without having been agreed to yet.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Submitted | Self::Offered)
    }

    /// Whether it has been agreed to and still holds.
    pub fn is_approved(self) -> bool {
        matches!(self, Self::Approved | Self::ApprovedAdjusted)
    }
}

/// A step in the life of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Wait for a place on a full day.
    Queue,
    Submit,
    /// Offer other days.
    Offer,
    /// Agree to other days that were offered.
    Accept,
    /// Agree to days that were assigned.
    Confirm,
    /// Rather the days that were asked for.
    Decline,
    Return,
    Approve,
    Adjust,
    Refuse,
    Withdraw,
    Cancel,
    Revoke,
    End,
    Undo,
    Uphold,
    Reopen,
    /// Give revoked days back.
    Restore,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 18] = [
        Self::Queue,
        Self::Submit,
        Self::Offer,
        Self::Accept,
        Self::Confirm,
        Self::Decline,
        Self::Return,
        Self::Approve,
        Self::Adjust,
        Self::Refuse,
        Self::Withdraw,
        Self::Cancel,
        Self::Revoke,
        Self::End,
        Self::Undo,
        Self::Uphold,
        Self::Reopen,
        Self::Restore,
    ];
}

/// A request as it is stored, without its days.
#[derive(Clone, Debug)]
pub struct Request {
    pub id: RequestId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub employee_nip: String,
    pub position: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub span: Span,
    /// None for own hours, which are worked in the office.
    pub place: Option<policy::Place>,
    pub place_detail: String,
    /// Own start and end of work on its days, asked for together with the place.
    pub times: Option<policy::DayTimes>,
    /// The agreement whose seats its days take, in an office of another agency.
    pub agreement: Option<AgreementId>,
    /// The regency or city of its place, by its code, where the person said so.
    pub region: Option<String>,
    /// Why its chain was taken, where that asks how far its place lies.
    pub far: Option<chains::Far>,
    pub route: policy::Route,
    pub special_ground: Option<String>,
    pub reason: String,
    pub contact: String,
    pub evidence: Option<FileId>,
    pub state: State,
    pub approver: Option<EmployeeId>,
    pub approver_name: Option<String>,
    /// How often it moved up for want of an answer.
    pub level: i16,
    /// The step of its chain it stands at; none: the direct supervisor decides alone.
    pub step: Option<i16>,
    /// Who assigned the days; none: the person asked.
    pub assigned_by: Option<EmployeeId>,
    /// Since when it waited, or waits, for a place.
    pub queued_at: Option<DateTime<Utc>>,
    /// The evaluation it was submitted or decided on, as stored text.
    pub verdict: Option<String>,
    pub base_version: Option<i32>,
    pub rule_version: Option<i32>,
    pub safe: bool,
    /// What stands in the way since rules were published after it was sent.
    pub rules_changed: Vec<Changed>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<EmployeeId>,
    pub decision_note: String,
    pub undo_until: Option<DateTime<Utc>>,
    pub batch: Option<Uuid>,
    pub stopped_on: Option<NaiveDate>,
    /// The window that all its days lie in.
    pub window: Option<InWindow>,
    /// The standing approval it was approved on; none: somebody decided it themselves.
    pub ground: Option<Ground>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
    pub plan: Vec<PlanLine>,
}

/// The window that the days of a request lie in.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "RequestWindow")]
pub struct InWindow {
    pub id: WindowId,
    pub title: String,
    /// Empty while the instrument has no number.
    pub number: String,
}

/// The standing approval that a request was approved on.
#[derive(Clone, Debug)]
pub struct Ground {
    pub given_on: NaiveDate,
    /// The supervisor who gave it, and who answers for the decision.
    pub name: String,
}

/// What a supervisor says beforehand: requests that no rule stands against, of so many single days at most, are approved in their name.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: Uuid,
    pub by: EmployeeId,
    pub by_name: String,
    pub max_days: usize,
    pub from_on: NaiveDate,
    /// The last day on which a request may be sent.
    pub to_on: NaiveDate,
    pub given_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Grows over all of one person.
    pub version: i32,
}

impl Request {
    /// The page of the request.
    pub fn path(&self) -> String {
        format!("/requests/{}", self.id)
    }

    /// The evaluation it rests on.
    pub fn evaluation(&self) -> Option<Evaluation> {
        serde_json::from_str(self.verdict.as_deref()?).ok()
    }
}

/// One step in the history of a request.
#[derive(Clone, Debug)]
pub struct Happened {
    pub at: DateTime<Utc>,
    pub event: String,
    pub to: Option<State>,
    pub by: Option<String>,
    pub acting: Option<String>,
    /// The head in whose place it was done.
    pub in_place_of: Option<String>,
    pub note: String,
}

/// What a decision rested on: stored as text with the request, enough to judge it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evaluation {
    pub person: PersonFacts,
    pub days: Vec<Judged>,
}

/// One day of an evaluation: the facts that went in and the verdict that came out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Judged {
    pub facts: DayFacts,
    pub verdict: Verdict,
}

/// The most an upload with a request may weigh.
const EVIDENCE_LIMIT: usize = 6 * 1024 * 1024;

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use pages as p;
    let routes = routes
        .get("/requests", Can::BeEmployee, p::list::own)
        .get("/requests/agency", Can::ManagePeople, p::list::agency)
        .get("/requests/new", Can::BeEmployee, p::ask::show)
        .upload(
            "/requests/new",
            Can::BeEmployee,
            EVIDENCE_LIMIT,
            p::ask::change,
        )
        .upload("/requests", Can::BeEmployee, EVIDENCE_LIMIT, p::ask::send)
        .get("/requests/hours/new", Can::BeEmployee, p::hours::show)
        .post("/requests/hours/new", Can::BeEmployee, p::hours::change)
        .post("/requests/hours", Can::BeEmployee, p::hours::send)
        .get(
            "/requests/statement/{format}",
            Can::SignIn,
            p::statement::show,
        )
        .get("/requests/{id}", Can::SignIn, p::show::show)
        .get("/requests/{id}/evidence", Can::SignIn, p::show::evidence)
        .post(
            "/requests/{id}/withdrawal",
            Can::BeEmployee,
            p::show::withdraw,
        )
        .post(
            "/requests/{id}/cancellation",
            Can::BeEmployee,
            p::show::cancel,
        )
        .post(
            "/requests/{id}/acceptance",
            Can::BeEmployee,
            p::show::accept,
        )
        .post(
            "/requests/{id}/declination",
            Can::BeEmployee,
            p::show::decline,
        )
        .post(
            "/requests/{id}/retraction",
            Can::DecideRequests,
            p::show::retract,
        )
        .post("/requests/{id}/objection", Can::BeEmployee, p::show::object)
        .post("/requests/{id}/revocation", Can::SignIn, p::show::revoke)
        .get("/requests/{id}/swap", Can::BeEmployee, p::swap_new::choose)
        .post("/requests/{id}/swap", Can::BeEmployee, p::swap_new::send)
        .get("/swaps/{id}", Can::SignIn, p::swaps::show)
        .post("/swaps/{id}/agreement", Can::BeEmployee, p::swaps::agree)
        .post(
            "/swaps/{id}/declination",
            Can::BeEmployee,
            p::swaps::decline,
        )
        .post(
            "/swaps/{id}/withdrawal",
            Can::BeEmployee,
            p::swaps::withdraw,
        )
        .post(
            "/swaps/{id}/decision",
            Can::DecideRequests,
            p::swaps::decide,
        )
        .get("/inbox", Can::DecideRequests, p::inbox::list)
        .post("/inbox", Can::DecideRequests, p::inbox::approve)
        .get("/approval-chains", Can::ManageRules, p::chains::show)
        .post("/approval-chains", Can::ManageRules, p::chains::save)
        .post(
            "/approval-chains/removal",
            Can::ManageRules,
            p::chains::remove,
        )
        .post("/approval-chains/order", Can::ManageRules, p::chains::raise)
        .get("/inbox/standing", Can::DecideRequests, p::standing::show)
        .post("/inbox/standing", Can::DecideRequests, p::standing::give)
        .post("/inbox/standing/end", Can::DecideRequests, p::standing::end)
        .get("/inbox/{id}", Can::DecideRequests, p::decision::show)
        .post("/inbox/{id}", Can::DecideRequests, p::decision::decide)
        .post(
            "/inbox/undo/{batch}",
            Can::DecideRequests,
            p::decision::undo,
        )
        .post("/objections/{id}", Can::LeadAgency, p::show::answer)
        .get("/team", Can::SignIn, p::team::show)
        .get("/team/month", Can::SignIn, p::month::show)
        .get("/team/find", Can::SignIn, p::find::show)
        .get("/me/month", Can::BeEmployee, p::person_month::own)
        .get("/employees/{id}/month", Can::SignIn, p::person_month::of)
        .get("/employees/{id}/why", Can::SignIn, p::why::show)
        .get("/conditions", Can::BeEmployee, p::conditions::show)
        .get("/presence", Can::BeEmployee, p::presence::show)
        .post("/presence/start", Can::BeEmployee, p::presence::start)
        .post("/presence/end", Can::BeEmployee, p::presence::end)
        .get(
            "/team/presence",
            Can::DecideRequests,
            p::presence::show_team,
        )
        .post(
            "/team/presence/{employee}/{day}",
            Can::DecideRequests,
            p::presence::review,
        )
        .get("/exceptions", Can::SignIn, p::exceptions::list)
        .get("/exceptions/new", Can::SignIn, p::exceptions::new)
        .post("/exceptions", Can::SignIn, p::exceptions::send)
        .get("/exceptions/{id}", Can::SignIn, p::exceptions::show)
        .post(
            "/exceptions/{id}/answer",
            Can::SignIn,
            p::exceptions::answer,
        )
        .post("/exceptions/{id}/end", Can::SignIn, p::exceptions::end);
    api::routes(routes)
}
