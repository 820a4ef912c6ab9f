//! Performance: targets of a year (SKP, law 4), written by a person, discussed line by line and agreed with whoever decides for them; what
//! was agreed stays, and a change is a new version with a reason. Whose line hangs on whose is the cascade.

mod agree;
mod api;
mod bring;
mod cascade;
pub mod credit;
pub mod day;
pub mod feedback;
pub mod improvement;
mod pages;
pub mod rating;
mod read;
mod rules;
mod store;
mod template;
mod terms;
mod upkeep;
pub mod work;
mod write;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{
    actor::Can,
    id::{EmployeeId, TargetLineId, TargetsId},
    routes::Routes,
};

pub use agree::{Agree, agree, give_back, propose, remark, retract};
pub use bring::bring;
pub use pages::{rating_words::code_word as period_word, work::badge as work_badge};
pub use read::{returned, waiting};
pub use template::{
    Template, copy as copy_into_template, open as open_template, write as write_template,
};
pub use terms::{Terms, save as save_terms};
pub use upkeep::{periodic, rating_periods};
pub use work::sweeping;
pub use write::{Source, Start, Write, change, discard, start, write};

/// Where a version of somebody's targets stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TargetsState")]
pub enum State {
    /// The person writes.
    Draft,
    /// It waits for whoever agrees.
    Proposed,
    /// Given back with remarks: the person writes again.
    Discussed,
    /// In force.
    Agreed,
    /// A later version took its place.
    Replaced,
    /// Thrown away before anybody agreed.
    Discarded,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Proposed,
        Self::Discussed,
        Self::Agreed,
        Self::Replaced,
        Self::Discarded,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "draft",
            "proposed",
            "discussed",
            "agreed",
            "replaced",
            "discarded",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the person may write in it.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Discussed)
    }

    /// Whether it is still to be agreed.
    pub fn is_open(self) -> bool {
        self.is_written() || self == Self::Proposed
    }
}

/// A step in the life of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Write,
    Propose,
    Retract,
    GiveBack,
    Agree,
    Remark,
    Change,
    Replace,
    Discard,
}

/// How results are told: one approach for the whole (law 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TargetsApproach")]
pub enum Approach {
    /// Every indicator has an aspect and a target.
    Quantitative,
    /// Indicators in words.
    Qualitative,
}

impl Approach {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Quantitative, Self::Qualitative];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["quantitative", "qualitative"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What an indicator measures (law 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TargetAspect")]
pub enum Aspect {
    Quantity,
    Quality,
    Time,
    Cost,
}

impl Aspect {
    /// Every aspect, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Quantity, Self::Quality, Self::Time, Self::Cost];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["quantity", "quality", "time", "cost"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The seven values of a civil servant, BerAKHLAK (law 4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BehaviourValue")]
pub enum Value {
    Service,
    Accountable,
    Competent,
    Harmonious,
    Loyal,
    Adaptive,
    Collaborative,
}

impl Value {
    /// Every value, in the order of their name.
    pub const ALL: [Self; 7] = [
        Self::Service,
        Self::Accountable,
        Self::Competent,
        Self::Harmonious,
        Self::Loyal,
        Self::Adaptive,
        Self::Collaborative,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "service",
            "accountable",
            "competent",
            "harmonious",
            "loyal",
            "adaptive",
            "collaborative",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// By what a result is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// None: in words, of a qualitative approach.
    pub aspect: Option<Aspect>,
    pub indicator: String,
    pub target: String,
    /// What the target counts: documents, percent, days.
    pub measure: String,
}

/// A result plan (RHK) as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// The line that it is written over; none: a new one.
    pub id: Option<TargetLineId>,
    /// A main one, or an additional one.
    pub main: bool,
    pub result: String,
    /// The thread of the superior's line that is intervened.
    pub above: Option<TargetLineId>,
    /// That line in words; also where the superior has none here yet.
    pub above_text: String,
    /// Percent.
    pub weight: Option<u8>,
    pub indicators: Vec<Indicator>,
}

/// A result plan as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: TargetLineId,
    /// The same line through the versions of a year: the first of them.
    pub thread: TargetLineId,
    pub main: bool,
    pub result: String,
    pub above: Option<TargetLineId>,
    pub above_text: String,
    pub weight: Option<u8>,
    pub indicators: Vec<Indicator>,
}

impl Line {
    /// As it is written over.
    pub fn rewritten(&self) -> NewLine {
        NewLine {
            id: Some(self.id),
            main: self.main,
            result: self.result.clone(),
            above: self.above,
            above_text: self.above_text.clone(),
            weight: self.weight,
            indicators: self.indicators.clone(),
        }
    }
}

/// A remark on a line, or on the whole.
#[derive(Clone, Debug)]
pub struct Remark {
    pub id: Uuid,
    pub line: Option<TargetLineId>,
    /// The line as it read then.
    pub about: String,
    pub author: EmployeeId,
    pub author_name: String,
    pub remark: String,
    pub made_at: DateTime<Utc>,
}

/// A version of somebody's targets of a year.
#[derive(Clone, Debug)]
pub struct Targets {
    pub id: TargetsId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub unit_name: String,
    pub position_name: String,
    pub year: i16,
    /// Counts the versions of the year.
    pub number: i16,
    pub state: State,
    pub approach: Approach,
    /// Why it changes the version before.
    pub reason: String,
    pub started_at: DateTime<Utc>,
    pub proposed_at: Option<DateTime<Utc>>,
    /// Whom it waits for; none: the agency's leader.
    pub approver: Option<EmployeeId>,
    pub approver_name: Option<String>,
    /// What the leader wrote on giving it back or agreeing.
    pub note: String,
    pub agreed_by: Option<EmployeeId>,
    pub agreer_name: Option<String>,
    pub agreed_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    pub acting: Option<String>,
    pub deputised: Option<EmployeeId>,
    /// The head in whose place it was agreed.
    pub in_place_of: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
    pub lines: Vec<Line>,
    /// What the leader expects beyond the values themselves.
    pub expectations: Vec<(Value, String)>,
}

impl Targets {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/targets/{}", self.id)
    }

    /// One of its lines.
    pub fn line(&self, id: TargetLineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    let routes = routes
        .get("/targets", own, pages::list::show)
        .post("/targets", own, pages::list::start)
        .get("/targets/terms", Can::GrantRoles, pages::terms::show)
        .post("/targets/terms", Can::GrantRoles, pages::terms::save)
        .get("/targets/{id}", any, pages::show::show)
        .post("/targets/{id}/proposal", own, pages::show::propose)
        .post("/targets/{id}/retraction", own, pages::show::retract)
        .post("/targets/{id}/change", own, pages::show::change)
        .post("/targets/{id}/discarding", own, pages::show::discard)
        .post("/targets/{id}/remarks", own, pages::show::remark)
        .post("/targets/{id}/decision", decides, pages::show::decide)
        .get("/targets/{id}/lines/new", own, pages::line::new)
        .post("/targets/{id}/lines", own, pages::line::add)
        .get("/targets/{id}/lines/{line}", own, pages::line::edit)
        .post("/targets/{id}/lines/{line}", own, pages::line::save)
        .post(
            "/targets/{id}/lines/{line}/removal",
            own,
            pages::line::remove,
        )
        .get("/team/targets", decides, pages::cascade::show);
    let routes = routes
        .get("/work", own, pages::work::show)
        .stream("/work", own, pages::work::send)
        .get("/work/new", own, pages::work::new)
        .get("/work/{id}", any, pages::work_show::show)
        .stream("/work/{id}/deliveries", own, pages::work_show::hand_in)
        .get("/work/{id}/files/{file}", any, pages::work_file::download)
        .post("/work/{id}/withdrawal", own, pages::work_show::drop_it)
        .post("/work/{id}/answer", decides, pages::work_show::reply)
        .get("/team/work", decides, pages::work_team::show)
        .post("/team/work", decides, pages::work_team::accept);
    let routes = routes
        .get("/today", own, pages::day::show)
        .post("/today", own, pages::day::send)
        .get("/today/{id}", any, pages::day_show::show)
        .post("/today/{id}/answer", decides, pages::day_show::reply)
        .get("/team/today", decides, pages::day_team::show)
        .post("/team/today", decides, pages::day_team::accept);
    let routes = routes
        .get("/improvement", own, pages::improvement::list)
        .post("/improvement", own, pages::improvement::send)
        .get("/improvement/new", own, pages::improvement::new)
        .get("/improvement/{id}", any, pages::improvement_show::show)
        .post("/improvement/{id}", own, pages::improvement::save)
        .get("/improvement/{id}/lines", own, pages::improvement::edit)
        .post(
            "/improvement/{id}/agreement",
            own,
            pages::improvement_show::agree,
        )
        .post(
            "/improvement/{id}/notes",
            own,
            pages::improvement_show::note,
        )
        .post(
            "/improvement/{id}/closing",
            decides,
            pages::improvement_show::close,
        )
        .get("/team/improvement", decides, pages::improvement::team);
    let (manages, looks) = (Can::ManagePeople, Can::SetWindows);
    let routes = routes
        .get("/improvement/agency", looks, pages::improvement::agency)
        .get("/target-templates", manages, pages::templates::list)
        .post("/target-templates", manages, pages::templates::open)
        .get("/target-templates/{id}", manages, pages::templates::show)
        .post(
            "/target-templates/{id}/copy",
            manages,
            pages::templates::copy,
        )
        .post(
            "/target-templates/{id}/discarding",
            manages,
            pages::templates::discard,
        )
        .get(
            "/target-templates/{id}/lines/new",
            manages,
            pages::templates::new_line,
        )
        .post(
            "/target-templates/{id}/lines",
            manages,
            pages::templates::add_line,
        )
        .get(
            "/target-templates/{id}/lines/{line}",
            manages,
            pages::templates::edit_line,
        )
        .post(
            "/target-templates/{id}/lines/{line}",
            manages,
            pages::templates::save_line,
        )
        .post(
            "/target-templates/{id}/lines/{line}/removal",
            manages,
            pages::templates::remove_line,
        );
    let routes = routes
        .get("/ratings", own, pages::rating::list)
        .get("/ratings/periods", looks, pages::rating_periods::list)
        .post("/ratings/periods", manages, pages::rating_periods::open)
        .get("/ratings/periods/{id}", looks, pages::rating_periods::show)
        .post(
            "/ratings/periods/{id}/achievement",
            manages,
            pages::rating_periods::achieve,
        )
        .post(
            "/ratings/periods/{id}/closing",
            manages,
            pages::rating_periods::close,
        )
        .get("/ratings/{period}/{employee}", any, pages::rating::show)
        .post(
            "/ratings/{period}/{employee}/account",
            own,
            pages::rating::tell,
        )
        .post(
            "/ratings/{period}/{employee}/rating",
            decides,
            pages::rating::rate,
        )
        .post(
            "/ratings/{period}/{employee}/correction",
            decides,
            pages::rating::correct,
        )
        .post(
            "/ratings/{period}/{employee}/objection",
            own,
            pages::rating::object,
        )
        .post(
            "/ratings/{period}/{employee}/answer",
            decides,
            pages::rating::answer,
        )
        .get("/team/ratings", decides, pages::rating_team::show);
    let routes = routes
        .get("/feedback", own, pages::feedback::list)
        .post("/feedback", own, pages::feedback::give)
        .get("/feedback/new", own, pages::feedback::new)
        .post("/feedback/asks", own, pages::feedback::ask)
        .get("/feedback/{id}", own, pages::feedback_show::show)
        .post("/feedback/{id}/giving", own, pages::feedback_show::give)
        .post(
            "/feedback/{id}/withdrawal",
            own,
            pages::feedback_show::withdraw,
        )
        .post("/feedback/{id}/answer", own, pages::feedback_show::answer)
        .post(
            "/feedback/{id}/retraction",
            own,
            pages::feedback_show::retract,
        )
        .get("/team/feedback/{employee}", own, pages::feedback::about);
    let rules = Can::ManageRules;
    let routes = routes
        .get("/credit-points", own, pages::credit::own)
        .get("/credit-points/list", looks, pages::credit::list)
        .get(
            "/credit-points/list/{year}/export/{format}",
            looks,
            pages::credit::download,
        )
        .get(
            "/credit-points/coefficients",
            looks,
            pages::credit::coefficients,
        )
        .post("/credit-points/coefficients", rules, pages::credit::write)
        .post(
            "/credit-points/coefficients/{id}/in-force",
            rules,
            pages::credit::put,
        )
        .post(
            "/credit-points/coefficients/{id}/withdrawal",
            rules,
            pages::credit::withdraw,
        );
    api::routes(routes)
}
