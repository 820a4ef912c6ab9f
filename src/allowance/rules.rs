//! What an allowance comes to (law 5, E7): the terms of an agency's scheme, what was known of a person and a month, and the amount with a line
//! for everything that bore on it. Pure; whole rupiah and basis points (hundredths of a percent) only.

mod count;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{kernel::error::FieldError, performance::rating::Predikat};

pub use count::evaluate;

/// The version of the formula: another way of counting is a new number, kept with each result.
pub const FORMULA: i16 = 1;
/// A whole, in basis points.
pub const WHOLE: u16 = 10_000;
/// The most that a class may be paid in a month, in rupiah: guards against a slip of the keyboard.
pub const MOST: i64 = 1_000_000_000;

/// How the two things that count come together (law E7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "AllowanceMode")]
pub enum Mode {
    /// A share for performance, the rest for presence: each is cut by its own.
    Shares {
        /// Basis points.
        performance: u16,
    },
    /// The whole allowance, from which everything is deducted.
    Deductions,
}

/// What a deduction is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AllowanceBase")]
pub enum Base {
    /// The whole allowance.
    Whole,
    Performance,
    Presence,
}

impl Base {
    /// Every base.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Performance, Self::Presence];

    /// The stable word.
    pub fn code(self) -> &'static str {
        ["whole", "performance", "presence"][self as usize]
    }

    /// Reads the stable word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// From so many (minutes, reports) on, up to but without `to`: so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceBand")]
pub struct Band {
    pub from: u16,
    /// None: without end.
    pub to: Option<u16>,
    /// Basis points: what is deducted, or for failed reports the factor.
    pub bp: u16,
}

/// So many working days in a row without an excuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceConsecutive")]
pub struct Consecutive {
    pub days: u8,
    /// Basis points, in place of what those days would cost one by one where it is more.
    pub bp: u16,
}

/// What a flexible day counts as whose work was refused or not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AllowanceUnreported")]
pub enum Unreported {
    /// Nothing follows here.
    Nothing,
    /// It is looked at like a day in the office.
    Marks,
}

/// The terms of a scheme. No law at hand names figures for all: each is the agency's, by the instrument it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AllowanceTerms")]
pub struct Terms {
    /// The agency's instrument that these terms write out.
    pub instrument: String,
    pub mode: Mode,
    /// The factor of each rating, in basis points.
    pub predikat: BTreeMap<Predikat, u16>,
    pub predikat_base: Base,
    /// The rating of how many months before counts: 0 the same month, 3 the quarter before, 12 the year before.
    pub lag: u8,
    /// The factor of a candidate (CPNS), in basis points.
    pub cpns: u16,
    /// Minutes that are not counted as late.
    pub tolerance: u16,
    pub late: Vec<Band>,
    pub early: Vec<Band>,
    /// The minutes of the month together, rather than those of each day.
    pub cumulative: bool,
    /// The minutes that a beginning nobody recorded counts as; none: nothing.
    pub no_in: Option<u16>,
    /// The same of an end.
    pub no_out: Option<u16>,
    /// Basis points a day.
    pub absent: u16,
    /// Whether a working day without any mark, leave, trip, flexible place or outage is an absence.
    pub unseen_absent: bool,
    pub consecutive: Option<Consecutive>,
    /// What late, early and absent are a part of.
    pub presence_base: Base,
    /// Factors by how many reports of the month failed.
    pub failed_reports: Vec<Band>,
    pub failed_base: Base,
    /// Whether a report that was due and not delivered failed too.
    pub missing_fails: bool,
    /// Basis points for a month in which reports were due and none was delivered.
    pub no_report: u16,
    pub no_report_base: Base,
    /// Whether a flexible day counts only where something was recorded on it (law 5.4).
    pub flexible_marks: bool,
    pub unreported: Unreported,
    /// The minutes that a flexible day is told as; none: those of its schedule.
    pub credit_minutes: Option<u16>,
    /// Basis points by decided discipline that is being served.
    pub light: u16,
    pub medium: u16,
    pub heavy: u16,
    /// Words of the record for people to whom nothing is paid (law 5.7).
    pub unpaid: Vec<String>,
    /// The most in rupiah.
    pub cap: Option<i64>,
    /// Rounded down to a multiple of so many rupiah.
    pub round_to: i64,
}

impl Terms {
    /// A proposal that an agency confirms or changes before use: the rows `product_default` of data/tukin_rules.csv, 80 % for candidates
    /// (law 5.1) and the cut of law 5.6. It comes from no instrument.
    pub fn proposal() -> Self {
        let bands = || {
            [
                (1, Some(31), 50),
                (31, Some(61), 100),
                (61, Some(91), 150),
                (91, None, 200),
            ]
            .map(|(from, to, bp)| Band { from, to, bp })
            .to_vec()
        };
        Self {
            instrument: String::new(),
            mode: Mode::Shares { performance: 6_000 },
            predikat: Predikat::ALL
                .into_iter()
                .zip([WHOLE, WHOLE, 9_000, 8_500, 8_000])
                .collect(),
            predikat_base: Base::Performance,
            lag: 1,
            cpns: 8_000,
            tolerance: 0,
            late: bands(),
            early: bands(),
            cumulative: false,
            no_in: Some(91),
            no_out: Some(91),
            absent: 400,
            unseen_absent: false,
            consecutive: None,
            presence_base: Base::Presence,
            failed_reports: Vec::new(),
            failed_base: Base::Performance,
            missing_fails: true,
            no_report: 0,
            no_report_base: Base::Whole,
            flexible_marks: false,
            unreported: Unreported::Marks,
            credit_minutes: None,
            light: 0,
            medium: 2_500,
            heavy: 0,
            unpaid: Vec::new(),
            cap: None,
            round_to: 1,
        }
    }

    /// The shares of performance and presence, in basis points.
    pub fn shares(&self) -> (u16, u16) {
        match self.mode {
            Mode::Shares { performance } => (performance, WHOLE.saturating_sub(performance)),
            Mode::Deductions => (WHOLE, 0),
        }
    }

    /// What a base means in this mode: where there are no shares, the whole.
    fn base(&self, base: Base) -> Base {
        match self.mode {
            Mode::Shares { .. } => base,
            Mode::Deductions => Base::Whole,
        }
    }

    /// What is wrong with them, by field.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut all = Vec::new();
        let mut number = |field: &str, value: i64, min: i64, max: i64| {
            if !(min..=max).contains(&value) {
                let error = FieldError::new(field, "number");
                all.push(error.with("min", min).with("max", max));
            }
        };
        let whole = i64::from(WHOLE);
        for (field, bp) in [
            ("performance", self.shares().0),
            ("cpns", self.cpns),
            ("absent", self.absent),
            ("no_report", self.no_report),
            ("light", self.light),
            ("medium", self.medium),
            ("heavy", self.heavy),
        ] {
            number(field, i64::from(bp), 0, whole);
        }
        if let Mode::Shares { performance } = self.mode {
            number("performance", i64::from(performance), 0, whole);
        }
        for one in Predikat::ALL {
            let factor = self.predikat.get(&one).copied();
            number(one.code(), factor.map_or(-1, i64::from), 0, whole);
        }
        number("lag", i64::from(self.lag), 0, 24);
        number("tolerance", i64::from(self.tolerance), 0, 240);
        for (field, minutes) in [
            ("no_in", self.no_in),
            ("no_out", self.no_out),
            ("credit_minutes", self.credit_minutes),
        ] {
            number(field, minutes.map_or(0, i64::from), 0, 1_440);
        }
        if let Some(one) = self.consecutive {
            number("consecutive_days", i64::from(one.days), 2, 31);
            number("consecutive", i64::from(one.bp), 0, whole);
        }
        number("cap", self.cap.unwrap_or(0), 0, MOST);
        number("round_to", self.round_to, 1, 100_000);
        for (field, bands) in [
            ("late", &self.late),
            ("early", &self.early),
            ("failed_reports", &self.failed_reports),
        ] {
            let follow = bands
                .windows(2)
                .all(|two| two[0].to == Some(two[1].from) && two[0].from < two[1].from);
            let each = bands.iter().all(|one| {
                one.bp <= WHOLE && one.from > 0 && one.to.is_none_or(|to| to > one.from)
            });
            // more is never cheaper
            let rising = bands.windows(2).all(|two| match field {
                "failed_reports" => two[0].bp >= two[1].bp,
                _ => two[0].bp <= two[1].bp,
            });
            let open = bands.last().is_none_or(|last| last.to.is_none());
            if !(follow && each && rising && open) || bands.len() > 12 {
                all.push(FieldError::new(field, "allowance-bands"));
            }
        }
        let many = self.unpaid.len() > 20 || self.unpaid.iter().any(|one| one.len() > 80);
        if many {
            all.push(FieldError::new("unpaid", "too-long").with("max", 20));
        }
        if self.presence_base == Base::Performance {
            all.push(FieldError::new("presence_base", "choice"));
        }
        all
    }
}

/// What became of the work that a flexible day promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    Accepted,
    /// Delivered and not answered, or not due yet.
    Pending,
    /// Sent back or refused.
    Refused,
    /// Due and not delivered.
    Missing,
    /// The request promised none.
    Unasked,
}

/// Why a day deducts nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Excuse {
    /// Attendance could not be recorded there.
    Outage,
    /// HR said, with a reason, that the day does not count for this person.
    Recorded,
    /// Whoever decides for the person has looked at the day.
    Reviewed,
}

fn is_zero(n: &u16) -> bool {
    *n == 0
}

fn is_no(yes: &bool) -> bool {
    !yes
}

/// A working day on which there was something to say; days as scheduled are only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub on: NaiveDate,
    /// The how manieth working day of the month, from 1.
    pub nth: u8,
    /// Minutes between the beginning of the day's hours and the first mark.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub late: u16,
    /// Minutes between the last mark and the end of the day's hours.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub early: u16,
    #[serde(default, skip_serializing_if = "is_no")]
    pub no_in: bool,
    #[serde(default, skip_serializing_if = "is_no")]
    pub no_out: bool,
    /// Without any mark.
    #[serde(default, skip_serializing_if = "is_no")]
    pub unseen: bool,
    /// Approved for another place, all day: what became of its work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flexible: Option<Report>,
    /// The scheduled minutes of a flexible day.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excuse: Option<Excuse>,
}

impl Day {
    /// A day as scheduled.
    pub fn plain(on: NaiveDate, nth: u8) -> Self {
        Self {
            on,
            nth,
            late: 0,
            early: 0,
            no_in: false,
            no_out: false,
            unseen: false,
            flexible: None,
            minutes: 0,
            excuse: None,
        }
    }

    /// Whether there is nothing to say of it.
    pub fn is_plain(&self) -> bool {
        *self == Self::plain(self.on, self.nth)
    }
}

/// How many reports were due in the month and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reports {
    pub due: u16,
    pub accepted: u16,
    pub waiting: u16,
    /// Sent back or refused.
    pub refused: u16,
    pub missing: u16,
}

/// A rating and the period it is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    pub period: String,
    pub predikat: Predikat,
}

/// A decided measure (PP 94/2021) that is served in the month: `light`, `medium` or `heavy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub level: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// What was known of a person and a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Its first day.
    pub month: NaiveDate,
    /// The last day that was looked at; before the end of the month where it still runs.
    pub until: NaiveDate,
    pub kelas: Option<i16>,
    /// What the scheme names for that class, in rupiah a month.
    pub base: Option<i64>,
    pub cpns: bool,
    pub legal_state: String,
    pub rated: Option<Rated>,
    pub working_days: u8,
    /// Of those: leave and trips.
    pub away: u8,
    pub days: Vec<Day>,
    pub reports: Reports,
    pub measures: Vec<Measure>,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AllowanceLineCode")]
pub enum Code {
    /// The amount of the class.
    Base,
    /// The class is not known, or the scheme has no amount for it.
    NoClass,
    /// The person's legal state is one that is not paid.
    Unpaid,
    Cpns,
    Predikat,
    /// No rating of that time is known: nothing follows.
    Unrated,
    FailedReports,
    NoReport,
    Late,
    Early,
    Absent,
    Consecutive,
    /// Flexible days that count as scheduled hours.
    Flexible,
    /// Days on which nothing could be recorded, or that were looked at: they deduct nothing.
    Excused,
    Discipline,
    Cap,
    Rounding,
}

impl Code {
    /// Every code, in the order of a page.
    pub const ALL: [Self; 17] = [
        Self::Base,
        Self::NoClass,
        Self::Unpaid,
        Self::Cpns,
        Self::Predikat,
        Self::Unrated,
        Self::FailedReports,
        Self::NoReport,
        Self::Late,
        Self::Early,
        Self::Absent,
        Self::Consecutive,
        Self::Flexible,
        Self::Excused,
        Self::Discipline,
        Self::Cap,
        Self::Rounding,
    ];

    /// The word of the catalogues.
    pub fn word(self) -> &'static str {
        [
            "base",
            "no-class",
            "unpaid",
            "cpns",
            "predikat",
            "unrated",
            "failed-reports",
            "no-report",
            "late",
            "early",
            "absent",
            "consecutive",
            "flexible",
            "excused",
            "discipline",
            "cap",
            "rounding",
        ][self as usize]
    }
}

/// One thing that bore on the amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub code: Code,
    /// What was found: a class, a rating's period, a level; empty where numbers say it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fact: String,
    /// Days, events or reports.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n: u16,
    /// Minutes together.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u16,
    /// The days, as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<NaiveDate>,
    /// Basis points: a factor (class, candidate, rating, failed reports) or a deduction.
    pub bp: u32,
    /// What they are a part of.
    pub of: Base,
    /// What it adds or takes, in rupiah; all lines together are the amount.
    pub rupiah: i64,
    /// The law, where it is not the agency's instrument.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub law: String,
}

/// An amount and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Rupiah.
    pub amount: i64,
    pub lines: Vec<Line>,
}

/// What a band list says to a number.
pub fn band(bands: &[Band], n: u16) -> Option<Band> {
    bands
        .iter()
        .find(|one| one.from <= n && one.to.is_none_or(|to| n < to))
        .copied()
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
