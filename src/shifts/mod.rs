//! Shifts: a unit's plan over a repeating cycle of days. Whoever decides for its members assigns it, each of them confirms or objects,
//! and one shift hands over to the next. The law says which work may be done in shifts; the rest rules are the agency's own.

mod answer;
mod api;
mod assign;
mod days;
mod draft;
mod hand_over;
mod pages;
mod read;
mod reply;
mod rules;
mod store;
mod terms;
mod upkeep;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::kernel::{
    actor::Can,
    id::{EmployeeId, ShiftPlanId, UnitId},
    routes::Routes,
};

pub use answer::answer;
pub use assign::{assign, end, revoke};
pub use days::{Roster, ShiftDay, roster};
pub use draft::{Draft, discard, draft};
pub use hand_over::{hand_over, read as read_hand_over};
pub use read::to_answer;
pub use reply::{Given as ReplyGiven, objecting, reply, to_reply};
pub use rules::Terms;
pub use terms::save as save_terms;
pub use upkeep::periodic;

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShiftPlanState")]
pub enum State {
    Draft,
    Assigned,
    /// It ended by itself: its last day passed, another one took its place, nobody is left in it.
    Ended,
    Discarded,
    Revoked,
}

impl State {
    /// Every state, in the order of a plan's life.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Assigned,
        Self::Ended,
        Self::Discarded,
        Self::Revoked,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["draft", "assigned", "ended", "discarded", "revoked"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A step in the life of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Change,
    Assign,
    Discard,
    Answer,
    Shorten,
    Revoke,
    End,
}

/// Why a plan ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShiftPlanEnd")]
pub enum Why {
    /// Its last day has passed.
    Over,
    /// Another one took its place before it began.
    Replaced,
    /// Nobody is left in it.
    Empty,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Over, Self::Replaced, Self::Empty];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["over", "replaced", "empty"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a member said to being assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShiftAnswer")]
pub enum Answer {
    Waiting,
    Confirmed,
    Objected,
}

impl Answer {
    /// The stored word.
    pub fn code(self) -> &'static str {
        ["waiting", "confirmed", "objected"][self as usize]
    }

    /// Reads the stored word.
    fn of(code: &str) -> Self {
        match code {
            "confirmed" => Self::Confirmed,
            "objected" => Self::Objected,
            _ => Self::Waiting,
        }
    }
}

/// A shift of a plan; one that ends at or before its start passes midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub name: String,
    pub starts: NaiveTime,
    pub ends: NaiveTime,
    pub break_minutes: u16,
    /// How many people it needs.
    pub least: u16,
}

impl Shift {
    /// From start to end.
    pub fn span(&self) -> TimeDelta {
        let span = self.ends - self.starts;
        if span > TimeDelta::zero() {
            span
        } else {
            span + TimeDelta::days(1)
        }
    }

    /// Working minutes, without the break.
    pub fn net_minutes(&self) -> i64 {
        (self.span().num_minutes() - i64::from(self.break_minutes)).max(0)
    }

    /// Whether it ends on the day after.
    pub fn passes_midnight(&self) -> bool {
        self.ends <= self.starts
    }

    /// When it starts and ends on a day, by the clock of the place.
    pub fn on(&self, day: NaiveDate) -> (NaiveDateTime, NaiveDateTime) {
        let start = day.and_time(self.starts);
        (start, start + self.span())
    }

    /// Its times as people write them: `22.00–06.00`.
    pub fn times(&self) -> String {
        format!(
            "{}–{}",
            self.starts.format("%H.%M"),
            self.ends.format("%H.%M")
        )
    }
}

/// A cycle of days that repeats from the first day of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub shifts: Vec<Shift>,
    /// For each day of the cycle the number of a shift from 1; 0 is off.
    pub cycle: Vec<u8>,
}

/// Somebody in a plan.
#[derive(Clone, Debug)]
pub struct Member {
    pub employee: EmployeeId,
    pub name: String,
    /// The day of the cycle that the plan's first day is for them, from 1.
    pub starts_on_day: u8,
    pub answer: Answer,
    pub answered_at: Option<DateTime<Utc>>,
    pub note: String,
    /// The last day on which an objection is answered in time.
    pub due_on: Option<NaiveDate>,
    /// The answer to an objection.
    pub reply: Option<Reply>,
    /// From this day on they are no longer in it.
    pub out_on: Option<NaiveDate>,
}

/// What whoever plans answered to an objection.
#[derive(Clone, Debug)]
pub struct Reply {
    pub upheld: bool,
    /// What changes, or why it is refused.
    pub note: String,
    pub by: EmployeeId,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

/// What one shift left to the next.
#[derive(Clone, Debug)]
pub struct HandOver {
    pub id: Uuid,
    pub from: EmployeeId,
    pub from_name: String,
    pub off_on: NaiveDate,
    /// The number of the shift that went off.
    pub off: u8,
    pub next_on: NaiveDate,
    pub next: u8,
    pub still_open: String,
    pub handed_at: DateTime<Utc>,
    pub read_by: Option<EmployeeId>,
    pub reader_name: Option<String>,
    pub read_at: Option<DateTime<Utc>>,
}

/// A plan as it is stored.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: ShiftPlanId,
    pub unit: UnitId,
    pub unit_name: String,
    pub name: String,
    pub pattern: Pattern,
    /// In the order in which they were named.
    pub members: Vec<Member>,
    pub state: State,
    pub drafted_by: EmployeeId,
    pub drafter_name: String,
    pub drafted_at: DateTime<Utc>,
    /// The plan that this one takes the place of, and why.
    pub replaces: Option<ShiftPlanId>,
    pub reason: String,
    pub assigned_by: Option<EmployeeId>,
    pub assigner_name: Option<String>,
    pub assigned_at: Option<DateTime<Utc>>,
    /// `plt` or `plh`, when somebody acted for the head.
    pub acting: Option<String>,
    pub deputised: Option<EmployeeId>,
    pub in_place_of: Option<String>,
    /// Why shifts with too few people were accepted.
    pub short_reason: String,
    pub ended_by: Option<EmployeeId>,
    pub ender_name: Option<String>,
    pub end_note: String,
    pub why: Option<Why>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Plan {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/shifts/{}", self.id)
    }

    /// The ids of everybody in it, those who left too.
    pub fn people(&self) -> Vec<EmployeeId> {
        self.members.iter().map(|one| one.employee).collect()
    }

    /// Those who are still in it.
    pub fn present(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|one| one.out_on.is_none())
    }

    /// Somebody as a member.
    pub fn member(&self, who: Option<EmployeeId>) -> Option<&Member> {
        self.members.iter().find(|one| Some(one.employee) == who)
    }

    /// A shift by its number, from 1.
    pub fn shift(&self, number: u8) -> Option<&Shift> {
        self.pattern.shift(number)
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    let routes = routes
        .get("/shifts", own, pages::list::show)
        .get("/shifts/new", decides, pages::form::new)
        .post("/shifts", decides, pages::form::send)
        .get("/shifts/terms", Can::GrantRoles, pages::terms::show)
        .post("/shifts/terms", Can::GrantRoles, pages::terms::save)
        .get("/shifts/{id}", any, pages::show::show)
        .get("/shifts/{id}/draft", decides, pages::form::edit)
        .post("/shifts/{id}/draft", decides, pages::form::save)
        .get("/shifts/{id}/change", decides, pages::form::change)
        .post("/shifts/{id}/assignment", decides, pages::show::assign)
        .post("/shifts/{id}/discarding", decides, pages::show::discard)
        .post("/shifts/{id}/answer", own, pages::show::answer)
        .post("/shifts/{id}/reply", decides, pages::show::reply)
        .post("/shifts/{id}/ending", decides, pages::show::end)
        .post("/shifts/{id}/revocation", any, pages::show::revoke)
        .post("/shifts/{id}/handovers", own, pages::show::hand_over)
        .post("/shifts/{id}/reading", own, pages::show::read);
    api::routes(routes)
}
