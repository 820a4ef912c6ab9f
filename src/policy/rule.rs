//! What a rule is: a typed condition with a severity, a scope, a citation and words. Nothing here
//! is a script; a new kind of condition is a new variant.

use crate::calendar::{DateRange, WeekDay};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The same text in Bahasa Indonesia and English.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Words {
    pub id: String,
    pub en: String,
}

impl Words {
    /// Both texts.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            en: en.into(),
        }
    }

    /// The text for a language code; anything but `en` reads Indonesian.
    pub fn get(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.id }
    }
}

/// Where a rule comes from. `evidence` says how well it is known (law.md tags in words).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// Name of the instrument in both languages.
    pub instrument: Words,
    #[serde(default)]
    pub article: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    pub evidence: Evidence,
}

/// How well a citation is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CitationEvidence")]
pub enum Evidence {
    /// The text of the article was read.
    Text,
    /// Press or an agency page reports or quotes it.
    Reported,
    /// A setting of the agency; nothing in law was found.
    Setting,
}

/// What a condition that is not met means.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Shown, never in the way.
    Advice,
    /// The leader decides.
    NeedsLeader,
    /// Not possible.
    Blocks,
}

/// Who may set a rule aside for one case; never the person concerned. Strictest first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WaivableBy {
    None,
    AgencyLeader,
    Hr,
    UnitHead,
}

/// Whom a rule concerns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Scope {
    /// Everybody in the agency.
    Agency,
    /// A unit and everything below it.
    UnitSubtree { unit: Uuid },
    /// A family of positions, by name.
    PositionFamily { family: String },
}

/// A share of a unit's active staff, or a number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "by", content = "value", rename_all = "snake_case")]
pub enum Limit {
    Percent(u8),
    Number(u16),
}

/// The annual performance rating (PermenPANRB 6/2022), worst first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Predikat {
    SangatKurang,
    Kurang,
    ButuhPerbaikan,
    Baik,
    SangatBaik,
}

impl Predikat {
    /// Worst to best.
    pub const ALL: [Self; 5] = [
        Self::SangatKurang,
        Self::Kurang,
        Self::ButuhPerbaikan,
        Self::Baik,
        Self::SangatBaik,
    ];

    /// The stored code, as in `data/predikat_kinerja.csv`.
    pub fn code(self) -> &'static str {
        [
            "sangat_kurang",
            "kurang",
            "butuh_perbaikan",
            "baik",
            "sangat_baik",
        ][self as usize]
    }

    /// The rating with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|predikat| predikat.code() == code)
    }
}

fn is_zero(days: &u16) -> bool {
    *days == 0
}

/// A condition and its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "params", rename_all = "snake_case")]
pub enum RuleKind {
    /// The day is today or later, a working day, free of leave, trips and other requests
    /// (Perpres 21/2023 articles 3 and 6).
    WorkingDay {},
    /// Defence, police and missions abroad are outside (PermenPANRB 4/2025 article 38).
    ExcludedAgency {
        codes: BTreeSet<String>,
        kinds: BTreeSet<String>,
    },
    /// Units, with everything below them, that the agency keeps in the office.
    ExcludedUnit { units: BTreeSet<Uuid> },
    /// Positions or families of positions that the agency keeps in the office.
    ExcludedPosition {
        positions: BTreeSet<Uuid>,
        families: BTreeSet<String>,
    },
    /// The unit gives no direct public service.
    DirectService {},
    /// The five task criteria for a flexible place (PermenPANRB 4/2025 article 23), and one more
    /// that the agency may word itself (criterion f).
    TaskFlags {
        #[serde(default)]
        extra: Option<Words>,
    },
    /// No disciplinary sanction in process or being served (article 25).
    DisciplinaryState {},
    /// Not a new employee (article 25); the number of months is a setting.
    MinMonthsSinceAppointment { months: u16 },
    /// The last rating is at least this. Below it the right closes so many days after the rating, and opens with a better one.
    MinPredikat {
        at_least: Predikat,
        #[serde(default, skip_serializing_if = "is_zero")]
        grace_days: u16,
    },
    /// Nothing that the person has to deliver is later than so many days. A setting of the agency: the law asks that supervision look at
    /// results (PermenPANRB 4/2025), and names no such consequence.
    NoOverdueWork {
        days: u16,
        /// What a request's plan promised counts too, where nothing came of it.
        with_promises: bool,
    },
    /// Work from home is done at the residence in personnel data (articles 11 and 17).
    RegisteredHome {},
    /// The weekdays on which a flexible place is open; `uncounted` ones leave the weekly cap alone
    /// where the cap permits it.
    Weekdays {
        allowed: BTreeSet<WeekDay>,
        uncounted: BTreeSet<WeekDay>,
    },
    /// Weekdays on which everybody in scope is in the office: the anchor days of a team, where the scope is a unit. A setting of the
    /// agency, like the least of office days, the row and the month below: no law that is known asks for any of them.
    AnchorDays { days: BTreeSet<WeekDay> },
    /// Dates on which everybody is needed in the office.
    BlockedDates { dates: Vec<DateRange> },
    /// The only dates on which a flexible place is open.
    AllowedDates { dates: Vec<DateRange> },
    /// Days between asking and the day itself, at least.
    LeadTimeDays { days: u16 },
    /// Days between asking and the day itself, at most.
    HorizonDays { days: u16 },
    /// Working days one request may span.
    MaxLengthDays { days: u16 },
    /// Place days in a week from Monday to Sunday, approved and pending together.
    MaxPlaceDaysPerWeek {
        days: u8,
        /// Duty that must be done outside the office is not limited.
        except_duty_outside: bool,
        /// The special circumstances route is not limited.
        except_special: bool,
        /// Weekdays that a weekday rule may take out of the count.
        may_leave_uncounted: BTreeSet<WeekDay>,
    },
    /// More than `beyond` place days in a week only for whoever has earned them: so many deliverables accepted within the last days, a
    /// rating, or both. Every place day counts, also one that the weekly limit leaves out. Duty outside the office and special
    /// circumstances are no reward and not limited. A setting of the agency: the law asks that supervision look at results
    /// (PermenPANRB 4/2025), and names no such reward.
    EarnedDays {
        beyond: u8,
        /// Deliverables that were accepted, at least; zero asks for none.
        accepted: u16,
        /// How many days back they count, today included.
        within_days: u16,
        /// The last rating is at least this; none asks for none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<Predikat>,
    },
    /// Working days of a week from Monday to Sunday that stay in the office, at least; never more than the person works in it.
    MinOfficeDaysPerWeek { days: u8 },
    /// Working days in a row at a flexible place, approved, pending and asked, at most.
    MaxConsecutiveDays { days: u8 },
    /// Flexible days of a calendar month, whatever the place, approved and pending together: one cap across all kinds.
    MaxFlexDaysPerMonth {
        days: u8,
        /// Working days under own hours count too.
        with_own_hours: bool,
        /// The special circumstances route is not limited.
        except_special: bool,
    },
    /// People of the unit away at a flexible place at the same time, at most.
    UnitQuota {
        limit: Limit,
        /// The weekdays it holds for; none named means every day.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        weekdays: BTreeSet<WeekDay>,
        /// Only the people of the family of positions in the scope count, in the unit and away.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        family_only: bool,
    },
    /// People of the unit in the office, at least. A larger number set at the unit wins.
    MinOnSite { limit: Limit },
    /// Own start and end of work (PermenPANRB 4/2025, dynamic time): how far they may move from the office's hours, how long after
    /// the office's start and before its end everybody is there (core hours), the longest working day, the longest period.
    OwnHours {
        window_minutes: u16,
        core_minutes: u16,
        day_minutes: u16,
        period_days: u16,
        /// Whether a request for a place may carry own start and end for its days.
        #[serde(default = "yes", skip_serializing_if = "is_yes")]
        with_place: bool,
    },
}

fn yes() -> bool {
    true
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_yes(value: &bool) -> bool {
    *value
}

/// The name of a kind, without its parameters. The order is the order in which results are shown.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    WorkingDay,
    ExcludedAgency,
    ExcludedUnit,
    ExcludedPosition,
    DirectService,
    TaskFlags,
    DisciplinaryState,
    MinMonthsSinceAppointment,
    MinPredikat,
    NoOverdueWork,
    RegisteredHome,
    Weekdays,
    AnchorDays,
    BlockedDates,
    AllowedDates,
    LeadTimeDays,
    HorizonDays,
    MaxLengthDays,
    MaxPlaceDaysPerWeek,
    EarnedDays,
    MinOfficeDaysPerWeek,
    MaxConsecutiveDays,
    MaxFlexDaysPerMonth,
    UnitQuota,
    MinOnSite,
    OwnHours,
}

/// When a kind of rule can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// From the person alone: part of "my conditions" and of the impact preview.
    Person,
    /// From the person and the kind of place: shown among "my conditions", decided per request.
    Place,
    /// Only for a certain day.
    Day,
}

impl Kind {
    /// All kinds in the order of explanation.
    pub const ALL: [Self; 26] = [
        Self::WorkingDay,
        Self::ExcludedAgency,
        Self::ExcludedUnit,
        Self::ExcludedPosition,
        Self::DirectService,
        Self::TaskFlags,
        Self::DisciplinaryState,
        Self::MinMonthsSinceAppointment,
        Self::MinPredikat,
        Self::NoOverdueWork,
        Self::RegisteredHome,
        Self::Weekdays,
        Self::AnchorDays,
        Self::BlockedDates,
        Self::AllowedDates,
        Self::LeadTimeDays,
        Self::HorizonDays,
        Self::MaxLengthDays,
        Self::MaxPlaceDaysPerWeek,
        Self::EarnedDays,
        Self::MinOfficeDaysPerWeek,
        Self::MaxConsecutiveDays,
        Self::MaxFlexDaysPerMonth,
        Self::UnitQuota,
        Self::MinOnSite,
        Self::OwnHours,
    ];

    /// The stored code, such as `min_on_site`.
    pub fn code(self) -> &'static str {
        match self {
            Self::WorkingDay => "working_day",
            Self::ExcludedAgency => "excluded_agency",
            Self::ExcludedUnit => "excluded_unit",
            Self::ExcludedPosition => "excluded_position",
            Self::DirectService => "direct_service",
            Self::TaskFlags => "task_flags",
            Self::DisciplinaryState => "disciplinary_state",
            Self::MinMonthsSinceAppointment => "min_months_since_appointment",
            Self::MinPredikat => "min_predikat",
            Self::NoOverdueWork => "no_overdue_work",
            Self::RegisteredHome => "registered_home",
            Self::Weekdays => "weekdays",
            Self::AnchorDays => "anchor_days",
            Self::BlockedDates => "blocked_dates",
            Self::AllowedDates => "allowed_dates",
            Self::LeadTimeDays => "lead_time_days",
            Self::HorizonDays => "horizon_days",
            Self::MaxLengthDays => "max_length_days",
            Self::MaxPlaceDaysPerWeek => "max_place_days_per_week",
            Self::EarnedDays => "earned_days",
            Self::MinOfficeDaysPerWeek => "min_office_days_per_week",
            Self::MaxConsecutiveDays => "max_consecutive_days",
            Self::MaxFlexDaysPerMonth => "max_flex_days_per_month",
            Self::UnitQuota => "unit_quota",
            Self::MinOnSite => "min_on_site",
            Self::OwnHours => "own_hours",
        }
    }

    /// The kind with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What has to be known before it can be judged.
    pub fn level(self) -> Level {
        match self {
            Self::ExcludedAgency
            | Self::ExcludedUnit
            | Self::ExcludedPosition
            | Self::DirectService
            | Self::TaskFlags
            | Self::DisciplinaryState
            | Self::MinMonthsSinceAppointment
            | Self::MinPredikat
            | Self::NoOverdueWork => Level::Person,
            Self::RegisteredHome => Level::Place,
            _ => Level::Day,
        }
    }

    /// Whether it never says no: where it is not met, the record has a gap, and whoever decides about the request decides (law.md E2).
    pub fn leaves_it_open(self) -> bool {
        self == Self::RegisteredHome
    }

    /// Whether "Data saya keliru" makes sense: the rule reads a record about person, unit or team. What is overdue is delivered.
    pub fn appealable(self) -> bool {
        (self.level() != Level::Day && self != Self::NoOverdueWork)
            || matches!(
                self,
                Self::WorkingDay
                    | Self::MaxPlaceDaysPerWeek
                    | Self::MinOfficeDaysPerWeek
                    | Self::MaxConsecutiveDays
                    | Self::MaxFlexDaysPerMonth
                    | Self::UnitQuota
                    | Self::MinOnSite
            )
    }
}

impl RuleKind {
    /// A quota for everybody in the unit on every day.
    pub fn quota(limit: Limit) -> Self {
        Self::UnitQuota {
            limit,
            weekdays: BTreeSet::new(),
            family_only: false,
        }
    }

    /// The name of the kind.
    pub fn name(&self) -> Kind {
        match self {
            Self::WorkingDay {} => Kind::WorkingDay,
            Self::ExcludedAgency { .. } => Kind::ExcludedAgency,
            Self::ExcludedUnit { .. } => Kind::ExcludedUnit,
            Self::ExcludedPosition { .. } => Kind::ExcludedPosition,
            Self::DirectService {} => Kind::DirectService,
            Self::TaskFlags { .. } => Kind::TaskFlags,
            Self::DisciplinaryState {} => Kind::DisciplinaryState,
            Self::MinMonthsSinceAppointment { .. } => Kind::MinMonthsSinceAppointment,
            Self::MinPredikat { .. } => Kind::MinPredikat,
            Self::NoOverdueWork { .. } => Kind::NoOverdueWork,
            Self::RegisteredHome {} => Kind::RegisteredHome,
            Self::Weekdays { .. } => Kind::Weekdays,
            Self::AnchorDays { .. } => Kind::AnchorDays,
            Self::BlockedDates { .. } => Kind::BlockedDates,
            Self::AllowedDates { .. } => Kind::AllowedDates,
            Self::LeadTimeDays { .. } => Kind::LeadTimeDays,
            Self::HorizonDays { .. } => Kind::HorizonDays,
            Self::MaxLengthDays { .. } => Kind::MaxLengthDays,
            Self::MaxPlaceDaysPerWeek { .. } => Kind::MaxPlaceDaysPerWeek,
            Self::EarnedDays { .. } => Kind::EarnedDays,
            Self::MinOfficeDaysPerWeek { .. } => Kind::MinOfficeDaysPerWeek,
            Self::MaxConsecutiveDays { .. } => Kind::MaxConsecutiveDays,
            Self::MaxFlexDaysPerMonth { .. } => Kind::MaxFlexDaysPerMonth,
            Self::UnitQuota { .. } => Kind::UnitQuota,
            Self::MinOnSite { .. } => Kind::MinOnSite,
            Self::OwnHours { .. } => Kind::OwnHours,
        }
    }
}

/// One condition of a rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Stable within a set and across its versions; an agency rule with the key of a base rule
    /// takes that rule's place.
    pub key: String,
    #[serde(flatten)]
    pub kind: RuleKind,
    pub enabled: bool,
    pub severity: Severity,
    pub scope: Scope,
    pub citation: Vec<Citation>,
    /// The agency's own sentence for employees; may use the blanks of the default sentence.
    #[serde(default)]
    pub words: Option<Words>,
    /// Base set only: agencies may make it stricter, never looser.
    #[serde(default)]
    pub locked: bool,
    pub waivable_by: WaivableBy,
}

impl Rule {
    /// An enabled, blocking, agency-wide rule that nobody may waive: narrow from there.
    pub fn new(key: impl Into<String>, kind: RuleKind) -> Self {
        Self {
            key: key.into(),
            kind,
            enabled: true,
            severity: Severity::Blocks,
            scope: Scope::Agency,
            citation: Vec::new(),
            words: None,
            locked: false,
            waivable_by: WaivableBy::None,
        }
    }
}

/// A version of the rules of the ministry or of one agency. Never edited once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    pub version: u32,
    pub effective_from: chrono::NaiveDate,
    pub rules: Vec<Rule>,
}
