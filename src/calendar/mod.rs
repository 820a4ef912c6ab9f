//! Which days and hours are working time, for whom, and where. The nouns live here; `rules` answers
//! the one question everything else asks: what kind of day is this for this person?
//!
//! Hours, breaks and the five-day week come from Perpres 21/2023 (articles 3, 4, 6 and 7); holidays,
//! joint leave and Ramadan are data entered each year, never constants.

mod absence;
mod api;
mod away;
mod days;
mod load;
mod pages;
mod rules;
pub mod store;

pub use absence::person_named;
pub use away::{Away, away};
pub use load::{Calendars, Stretch, load, load_offices};
pub use rules::{
    IsoWeek, add_working_days, correction_due_on, halves_of_day, hours_on, is_working_day,
    kind_of_day, kind_of_half, local_date, local_time, scheduled_minutes, weekly_target_minutes,
    working_days,
};

use store::entries;

use crate::kernel::{actor::Can, i18n::Lang, routes::Routes};
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// Who declared the day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// National holiday (libur nasional).
    National,
    /// Joint leave (cuti bersama), set with the national holidays each year.
    JointLeave,
    /// A day the agency itself keeps free.
    Agency,
}

/// One day off, with its name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub on: NaiveDate,
    pub name_id: String,
    pub name_en: String,
    pub kind: HolidayKind,
}

/// Days from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateRange {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl DateRange {
    /// The single day `on`.
    pub fn day(on: NaiveDate) -> Self {
        Self { from: on, to: on }
    }

    /// Whether `on` lies in the range.
    pub fn contains(&self, on: NaiveDate) -> bool {
        self.from <= on && on <= self.to
    }

    /// Whether every day of `other` lies in the range. An empty `other` always does.
    pub fn covers(&self, other: &Self) -> bool {
        other.to < other.from || (self.from <= other.from && other.to <= self.to)
    }
}

/// Start, end and break of one working day, in local time of the place of duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHours {
    pub start: NaiveTime,
    pub end: NaiveTime,
    pub break_minutes: u16,
}

impl DayHours {
    /// Working minutes of the day without its break.
    pub fn net_minutes(&self) -> u32 {
        let span = (self.end - self.start).num_minutes() - i64::from(self.break_minutes);
        u32::try_from(span).unwrap_or(0)
    }
}

/// The hours of a week; Friday has its own because of the longer break (Perpres 21/2023).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursSet {
    pub mon_thu: DayHours,
    pub fri: DayHours,
    /// Used by six-day units only; without it Saturday takes the hours of Monday to Thursday.
    pub sat: Option<DayHours>,
}

impl HoursSet {
    /// The hours of that weekday.
    pub fn on(&self, day: WeekDay) -> DayHours {
        match day {
            WeekDay::Fri => self.fri,
            WeekDay::Sat => self.sat.unwrap_or(self.mon_thu),
            _ => self.mon_thu,
        }
    }
}

/// Normal hours and the shorter ones of Ramadan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    pub normal: HoursSet,
    pub ramadan: HoursSet,
}

impl WorkingHours {
    /// Perpres 21/2023 article 4 and its break rule: 37.5 hours in five days, 32.5 in Ramadan.
    pub fn five_day() -> Self {
        Self {
            normal: HoursSet {
                mon_thu: hours((7, 30), (16, 0), 60),
                fri: hours((7, 30), (16, 30), 90),
                sat: None,
            },
            ramadan: HoursSet {
                mon_thu: hours((8, 0), (15, 0), 30),
                fri: hours((8, 0), (15, 30), 60),
                sat: None,
            },
        }
    }

    /// A starting point for units outside the five-day week (Perpres 21/2023 article 7), which set
    /// their own hours. The same weekly total spread over six days; a setting, not found in law.
    pub fn six_day() -> Self {
        Self {
            normal: HoursSet {
                mon_thu: hours((7, 30), (14, 15), 30),
                fri: hours((7, 30), (14, 45), 60),
                sat: None,
            },
            ramadan: HoursSet {
                mon_thu: hours((8, 0), (13, 55), 30),
                fri: hours((8, 0), (14, 25), 60),
                sat: None,
            },
        }
    }
}

fn hours(start: (u32, u32), end: (u32, u32), break_minutes: u16) -> DayHours {
    let at = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    DayHours {
        start: at(start),
        end: at(end),
        break_minutes,
    }
}

/// Which weekdays a unit works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekPattern {
    /// Monday to Friday (Perpres 21/2023 article 3).
    #[default]
    Five,
    /// Monday to Saturday, for units exempt under article 7.
    Six,
}

impl WeekPattern {
    /// Whether the unit works on that weekday.
    pub fn works_on(self, day: WeekDay) -> bool {
        match self {
            Self::Five => day <= WeekDay::Fri,
            Self::Six => day <= WeekDay::Sat,
        }
    }
}

/// A weekday, Monday first.
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
pub enum WeekDay {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl WeekDay {
    /// The seven days, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];

    /// The weekday of a date.
    pub fn of(date: NaiveDate) -> Self {
        match date.weekday() {
            Weekday::Mon => Self::Mon,
            Weekday::Tue => Self::Tue,
            Weekday::Wed => Self::Wed,
            Weekday::Thu => Self::Thu,
            Weekday::Fri => Self::Fri,
            Weekday::Sat => Self::Sat,
            Weekday::Sun => Self::Sun,
        }
    }

    /// The stored code, such as `fri`.
    pub fn code(self) -> &'static str {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][self as usize]
    }

    /// The weekday with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.code() == code)
    }
}

/// The three time zones, by place of duty rather than by server or phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Zone {
    #[serde(rename = "Asia/Jakarta")]
    Wib,
    #[serde(rename = "Asia/Makassar")]
    Wita,
    #[serde(rename = "Asia/Jayapura")]
    Wit,
}

impl Zone {
    /// West to east.
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];

    /// The IANA name.
    pub fn iana(self) -> &'static str {
        self.tz().name()
    }

    /// The zone with that IANA name (Asia/Pontianak keeps the time of Jakarta).
    pub fn from_iana(name: &str) -> Option<Self> {
        match name {
            "Asia/Pontianak" => Some(Self::Wib),
            _ => Self::ALL.into_iter().find(|zone| zone.iana() == name),
        }
    }

    /// What people write after a time.
    pub fn abbreviation(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// The zone's clock.
    pub fn tz(self) -> chrono_tz::Tz {
        match self {
            Self::Wib => chrono_tz::Asia::Jakarta,
            Self::Wita => chrono_tz::Asia::Makassar,
            Self::Wit => chrono_tz::Asia::Jayapura,
        }
    }
}

/// Part of a day. A request, a leave or a trip takes one half or the full day.
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
pub enum Half {
    Morning,
    Afternoon,
    Full,
}

impl Half {
    /// Whether both name at least one common half.
    pub fn overlaps(self, other: Self) -> bool {
        self == Self::Full || other == Self::Full || self == other
    }

    /// How many half days it takes: one or two.
    pub fn count(self) -> u32 {
        if self == Self::Full { 2 } else { 1 }
    }
}

/// Why somebody is away, as entered or imported by HR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    Leave,
    OfficialTrip,
}

/// Leave or an official trip of one person. `half` narrows every day of the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub kind: AbsenceKind,
    pub days: DateRange,
    pub half: Half,
}

/// Everything the kind of a day depends on, for one person.
#[derive(Debug, Clone, Copy)]
pub struct DayInput<'a> {
    pub week: WeekPattern,
    pub hours: &'a WorkingHours,
    /// National, joint and agency days off that apply to the person's agency, in any order.
    pub holidays: &'a [Holiday],
    /// Ramadan, as announced; may touch more than one year.
    pub ramadan: &'a [DateRange],
    /// Leave and trips of this person; empty for an office calendar.
    pub absences: &'a [Absence],
}

/// What a day (or half of it) is for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    Working {
        hours: DayHours,
    },
    Weekend,
    Holiday {
        name_id: String,
        name_en: String,
    },
    JointLeave {
        name_id: String,
        name_en: String,
    },
    AgencyDay {
        name_id: String,
        name_en: String,
    },
    Leave {
        half: Half,
    },
    OfficialTrip {
        half: Half,
    },
    /// A working day of the office on which a plan of shifts leaves the person free.
    ShiftOff,
}

impl DayKind {
    /// Whether the person works at the usual place in this (half) day.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working { .. })
    }

    /// What a named day off is called; empty for any other day.
    pub fn name(&self, lang: Lang) -> &str {
        match self {
            Self::Holiday { name_id, name_en }
            | Self::JointLeave { name_id, name_en }
            | Self::AgencyDay { name_id, name_en } => match lang {
                Lang::Id => name_id,
                Lang::En => name_en,
            },
            _ => "",
        }
    }

    /// Whether the agency as a whole is closed.
    pub fn is_day_off(&self) -> bool {
        matches!(
            self,
            Self::Weekend | Self::Holiday { .. } | Self::JointLeave { .. } | Self::AgencyDay { .. }
        )
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use pages::{absences, national, year};
    let (hr, overseer) = (Can::ManagePeople, Can::OverseeAgencies);
    let routes = routes
        .get("/calendar", hr, year::show)
        .post("/calendar/days", hr, year::add)
        .post("/calendar/days/{id}/remove", hr, year::remove)
        .post("/calendar/hours", hr, year::hours)
        .get("/absences", hr, absences::list)
        .post("/absences", hr, absences::enter)
        .post("/absences/{id}/cancel", hr, absences::cancel)
        .get("/national-days", overseer, national::show)
        .post("/national-days", overseer, national::add)
        .post("/national-days/{id}/remove", overseer, national::remove)
        .post("/ramadan", overseer, national::ramadan);
    api::routes(routes)
}
