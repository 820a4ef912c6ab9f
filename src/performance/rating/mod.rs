//! Ratings of performance (law 4.5–4.9): HR opens a period, people tell what they realised, whoever decides for them rates result and
//! behaviour, and closing the period makes it final and a fact of the policy. An objection goes to the next level; what is corrected is a new
//! version with a reason.

mod account;
mod announce;
mod close;
mod objection;
mod period;
mod rate;
pub mod read;
pub(super) mod rules;
pub mod sheet;
mod simulate;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::id::{
    AssessmentId, EmployeeId, RatingObjectionId, RatingPeriodId, TargetLineId, TargetsId,
};

pub use account::{Account, tell};
pub use announce::{announce, remind_due};
pub use close::{finish, remind, reroute};
pub use objection::{Answer, answer, object};
pub use period::{Open, achieve, close, open};
pub(super) use rate::rater_here;
pub use rate::{Rate, correct, rate};
pub use read::{objections, show};
pub use sheet::{unrated, untold};
pub use simulate::{Figure, Marks, Reckoning, Simulation, Source};

/// What a superior finds a result or a behaviour to be (law 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatingLevel")]
pub enum Level {
    /// Above expectation (di atas ekspektasi).
    Above,
    /// Meets expectation (sesuai ekspektasi).
    Meets,
    /// Below expectation (di bawah ekspektasi).
    Below,
}

impl Level {
    /// Every level, best first.
    pub const ALL: [Self; 3] = [Self::Above, Self::Meets, Self::Below];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["above", "meets", "below"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The five ratings (law 4.6), best first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatingPredikat")]
pub enum Predikat {
    SangatBaik,
    Baik,
    ButuhPerbaikan,
    Kurang,
    SangatKurang,
}

impl Predikat {
    /// Every rating, best first.
    pub const ALL: [Self; 5] = [
        Self::SangatBaik,
        Self::Baik,
        Self::ButuhPerbaikan,
        Self::Kurang,
        Self::SangatKurang,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "sangat_baik",
            "baik",
            "butuh_perbaikan",
            "kurang",
            "sangat_kurang",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What the organisation as a whole achieved (law 4.9), best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OrganisationAchievement")]
pub enum Achievement {
    Istimewa,
    Baik,
    ButuhPerbaikan,
    Kurang,
    SangatKurang,
}

impl Achievement {
    /// Every achievement, best first.
    pub const ALL: [Self; 5] = [
        Self::Istimewa,
        Self::Baik,
        Self::ButuhPerbaikan,
        Self::Kurang,
        Self::SangatKurang,
    ];

    /// The stored word.
    pub fn code(self) -> &'static str {
        [
            "istimewa",
            "baik",
            "butuh_perbaikan",
            "kurang",
            "sangat_kurang",
        ][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// How far a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatingPeriodState")]
pub enum PeriodState {
    Open,
    /// HR has closed it, and the ratings become final one after the other.
    Closing,
    Closed,
}

impl PeriodState {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 3] = [Self::Open, Self::Closing, Self::Closed];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["open", "closing", "closed"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A period in which people are rated.
#[derive(Clone, Debug)]
pub struct Period {
    pub id: RatingPeriodId,
    /// `2026`, `2026-Q3` or `2026-09`.
    pub code: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Until when people are asked to have written and rated.
    pub due_on: NaiveDate,
    pub state: PeriodState,
    pub achievement: Option<Achievement>,
    /// The formula by which its numbers are reckoned ([`rules::FORMULA`] as it was when it was opened).
    pub formula: u32,
    /// The agency's marks for advice when it was opened; unused in the first version of the formula.
    pub above_from: Option<i16>,
    pub below_under: Option<i16>,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Period {
    /// Its page for whoever looks across people.
    pub fn path(&self) -> String {
        format!("/ratings/periods/{}", self.id)
    }

    /// The page of one person in it.
    pub fn path_of(&self, who: EmployeeId) -> String {
        Self::path_in(self.id, who)
    }

    /// The page of one person in a period.
    pub fn path_in(id: RatingPeriodId, who: EmployeeId) -> String {
        format!("/ratings/{id}/{who}")
    }
}

/// How far the rating of one person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AssessmentState")]
pub enum State {
    /// Not rated yet.
    Open,
    /// Rated; only whoever rated sees it before the period is closed.
    Rated,
    /// Final.
    Closed,
    /// A later version stands in its place.
    Replaced,
}

impl State {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 4] = [Self::Open, Self::Rated, Self::Closed, Self::Replaced];

    /// The stored word.
    pub fn code(self) -> &'static str {
        ["open", "rated", "closed", "replaced"][self as usize]
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether it is final, or was.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Replaced)
    }
}

/// A step in the life of a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person tells what was realised.
    Tell,
    Rate,
    /// The period is closed.
    Close,
    /// A later version takes its place.
    Correct,
    Object,
}

/// Names an indicator: the thread of its line, and which of that line's it is, from 0.
pub type Named = (TargetLineId, i16);

/// What the work of a person that counts for a line came to in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RatingEvidence")]
pub struct Evidence {
    /// Pieces of work due in the period that were accepted.
    pub accepted: u32,
    /// Of those: delivered first on the day they were due, or before.
    pub on_time: u32,
    /// Of those: how often they were delivered again.
    pub revisions: u32,
    /// Pieces of work due in the period that are not accepted, and their day is past.
    pub open: u32,
}

impl Evidence {
    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            on_time: self.on_time + other.on_time,
            revisions: self.revisions + other.revisions,
            open: self.open + other.open,
        }
    }
}

/// Pieces of work that were accepted for an indicator in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub thread: TargetLineId,
    pub indicator: i16,
    pub pieces: u32,
}

/// The numbers that were known when somebody was rated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The version of the formula ([`rules::FORMULA`]).
    pub formula: u32,
    /// Percent, where any indicator can be measured.
    pub measured: Option<u32>,
    /// Of all work together.
    pub work: Evidence,
    /// The agency's marks for advice at that time.
    pub above_from: Option<i16>,
    pub below_under: Option<i16>,
    /// Of the indicators that count pieces of work; from the second version of the formula on.
    #[serde(default)]
    pub counted: Vec<Counted>,
}

/// A version of somebody's rating in a period.
#[derive(Clone, Debug)]
pub struct Assessment {
    pub id: AssessmentId,
    pub period: RatingPeriodId,
    pub employee: EmployeeId,
    pub number: i16,
    pub state: State,
    /// The person's own words.
    pub account: String,
    pub told_at: Option<DateTime<Utc>>,
    /// The version of the targets that it was rated by.
    pub targets: Option<TargetsId>,
    pub result: Option<Level>,
    pub behaviour: Option<Level>,
    pub predikat: Option<Predikat>,
    pub note: String,
    /// Why it stands in the place of an earlier version.
    pub reason: String,
    pub rated_by: Option<EmployeeId>,
    pub rater_name: Option<String>,
    pub rated_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    pub acting: Option<String>,
    pub deputised: Option<EmployeeId>,
    /// The head in whose place it was rated.
    pub in_place_of: Option<String>,
    pub facts: Option<Facts>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
    /// What was realised of each indicator, in the person's words.
    pub realised: BTreeMap<Named, String>,
}

/// An objection to a closed rating.
#[derive(Clone, Debug)]
pub struct Objection {
    pub id: RatingObjectionId,
    pub assessment: AssessmentId,
    pub period: RatingPeriodId,
    /// `2026-Q3`.
    pub code: String,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub statement: String,
    /// `open`, `upheld` or `dismissed`.
    pub state: String,
    pub opened_at: DateTime<Utc>,
    pub due_on: Option<NaiveDate>,
    pub answered_by: Option<EmployeeId>,
    pub answerer_name: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: String,
    /// Whoever gave the rating that is objected to.
    pub rated_by: Option<EmployeeId>,
    pub version: i32,
}
