//! The facts a verdict rests on, each with its source and the moment it was read. Callers gather
//! them; nothing here looks anything up.

use super::guest_office::SeatFacts;
use super::own_hours::HoursFacts;
use super::rule::Predikat;
use crate::calendar::{DayKind, Half};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a fact was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    AgencyRecord,
    UnitRecord,
    PositionRecord,
    EmployeeRecord,
    Calendar,
    /// Approved and pending requests, leave and trips of the unit.
    Schedule,
    /// What the person asks for.
    Request,
    /// Work that is planned and delivered.
    Work,
    /// Nowhere: somebody asks what would follow if it were so.
    Supposed,
    /// A window: an instrument of government for a period.
    Window,
}

/// A value with its source and age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact<T> {
    pub value: T,
    pub source: Source,
    pub as_of: DateTime<Utc>,
}

impl<T> Fact<T> {
    /// A value read from `source` at `as_of`.
    pub fn new(value: T, source: Source, as_of: DateTime<Utc>) -> Self {
        Self {
            value,
            source,
            as_of,
        }
    }
}

/// The unit a person works in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFacts {
    pub id: Uuid,
    /// Parent, grandparent and so on.
    pub ancestors: Vec<Uuid>,
    pub direct_service: Fact<bool>,
}

/// The five task criteria of PermenPANRB 4/2025 article 23; None is "not yet decided".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TaskFlags {
    /// (a) can be done outside the office
    pub outside_office: Option<bool>,
    /// (b) needs no special room or equipment
    pub no_special_room: Option<bool>,
    /// (c) can be done with information technology
    pub with_technology: Option<bool>,
    /// (d) has little face-to-face contact
    pub little_contact: Option<bool>,
    /// (e) needs no continuous supervision
    pub no_constant_supervision: Option<bool>,
    /// (f) the agency's own criterion, where it has one
    pub extra: Option<bool>,
}

impl TaskFlags {
    /// All criteria met.
    pub fn all_met() -> Self {
        Self {
            outside_office: Some(true),
            no_special_room: Some(true),
            with_technology: Some(true),
            little_contact: Some(true),
            no_constant_supervision: Some(true),
            extra: Some(true),
        }
    }

    /// None of the criteria met.
    pub fn none_met() -> Self {
        Self {
            outside_office: Some(false),
            no_special_room: Some(false),
            with_technology: Some(false),
            little_contact: Some(false),
            no_constant_supervision: Some(false),
            extra: Some(false),
        }
    }

    /// The five national criteria in the order of the article.
    pub fn national(&self) -> [Option<bool>; 5] {
        [
            self.outside_office,
            self.no_special_room,
            self.with_technology,
            self.little_contact,
            self.no_constant_supervision,
        ]
    }
}

/// The position a person holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionFacts {
    pub id: Uuid,
    pub family: Option<String>,
    pub flags: Fact<TaskFlags>,
    /// Whether the duties are not bound to the agency's hours; facts of before this was asked leave it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_not_bound: Option<bool>,
}

/// State of a disciplinary case; `Finished` no longer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Discipline {
    Clear,
    InProcess,
    Serving,
    Finished,
}

/// How far the registered home is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HomeState {
    NotGiven,
    /// Proposed by the employee, not yet confirmed by HR.
    Proposed,
    Confirmed,
}

/// A performance rating and the day it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    pub predikat: Predikat,
    pub on: NaiveDate,
}

/// The days on which work was due that the person has not delivered, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Overdue {
    /// Of what is planned, or was given back for revision.
    pub planned: Vec<NaiveDate>,
    /// Of what the plans of approved requests promised and nothing came of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<NaiveDate>,
}

/// What the rules know about a person, whatever the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFacts {
    pub employee: Uuid,
    pub agency_code: String,
    pub agency_kind: Fact<String>,
    /// The agency (or the assignment of this person) is one of those article 38 leaves out.
    pub agency_excluded: Fact<bool>,
    pub unit: UnitFacts,
    /// None while no position is recorded.
    pub position: Option<PositionFacts>,
    pub discipline: Fact<Option<Discipline>>,
    pub appointed_on: Fact<Option<NaiveDate>>,
    pub predikat: Fact<Option<Predikat>>,
    /// The last few ratings, newest first: since when the rating has been low. Evaluations from before days of grace carry none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<Fact<Vec<Rated>>>,
    /// Read only where a rule asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<Fact<Overdue>>,
    /// The days on which work of the person was accepted, newest first, as far back as a rule asks; read only where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Fact<Vec<NaiveDate>>>,
    pub home: Fact<HomeState>,
    /// The duty must be done outside the office (exception to the weekly cap).
    pub duty_outside: Fact<bool>,
    /// Local date at the place of duty.
    pub today: NaiveDate,
    /// Rules that are set aside for this person; evaluations from before exceptions carry none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Fact<Excepted>>,
}

impl PersonFacts {
    /// The exception from a rule that covers a day; of several the longest.
    pub fn excepted(&self, rule: &str, on: NaiveDate) -> Option<&Fact<Excepted>> {
        self.exceptions
            .iter()
            .filter(|one| one.value.rule == rule)
            .filter(|one| (one.value.from_on..=one.value.until_on).contains(&on))
            .max_by_key(|one| one.value.until_on)
    }
}

/// A rule that somebody who may waive it has set aside for a person and a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excepted {
    pub id: Uuid,
    /// Key of the rule.
    pub rule: String,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
}

/// The kind of place asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Home,
    OtherOffice,
    OtherPlace,
}

/// How the request is made (PermenPANRB 4/2025 articles 8 and 30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    #[default]
    Ordinary,
    SpecialCircumstances,
}

/// A day or half day at a flexible place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlaceDay {
    pub on: NaiveDate,
    pub half: Half,
}

/// A day of the person's calendar that is no day off: weekends and holidays are none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OwnDay {
    pub on: NaiveDate,
    /// The halves that the person works; none of a day of leave or on a trip.
    pub works: Option<Half>,
    /// The halves of these at a flexible place, approved, pending or asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Half>,
    /// A window covers the place day: it takes nothing from the limits of ordinary days.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_window: bool,
}

/// The flexible days of the person in the calendar month of a day; those that lie in a window are none of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MonthFacts {
    /// Place days, approved, pending and asked.
    pub place: Vec<PlaceDay>,
    /// Working days under own hours, approved or pending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_hours: Vec<NaiveDate>,
}

/// Head counts of a unit in one half of a day. The person concerned is part of `headcount` and of
/// no other number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Team {
    /// Active employees, without those whom a plan of shifts leaves free on the day, or lets work outside the
    /// office's hours.
    pub headcount: u16,
    /// At a flexible place, approved and pending.
    pub away: u16,
    pub on_leave: u16,
    pub on_trip: u16,
}

/// The unit in both halves of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamDay {
    pub morning: Team,
    pub afternoon: Team,
    /// Minimum in the office that is set at the unit itself.
    pub unit_min_on_site: Option<u16>,
}

impl TeamDay {
    /// The same numbers in both halves.
    pub fn all_day(team: Team, unit_min_on_site: Option<u16>) -> Self {
        Self {
            morning: team,
            afternoon: team,
            unit_min_on_site,
        }
    }

    /// The halves that `half` touches.
    pub fn halves(&self, half: Half) -> impl Iterator<Item = Team> {
        let morning = half.overlaps(Half::Morning).then_some(self.morning);
        let afternoon = half.overlaps(Half::Afternoon).then_some(self.afternoon);
        morning.into_iter().chain(afternoon)
    }
}

/// Who opened a window, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// Pushed by the ministry and taken up by the agency.
    National,
    /// The agency's own.
    Agency,
    /// A flood, unrest: at once.
    Emergency,
}

/// A period of flexible work by an instrument of government, as it applies to the person on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowFact {
    pub id: Uuid,
    pub kind: WindowKind,
    /// Number of the instrument; empty while there is none.
    pub number: String,
    pub title: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    /// Share of a unit's staff that may be away at once, in per cent.
    pub share: u8,
}

/// What the rules know about one day of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFacts {
    pub day: NaiveDate,
    pub half: Half,
    pub place: Place,
    pub route: Route,
    /// The asked (half) day in the person's calendar.
    pub kind_of_day: Fact<DayKind>,
    /// Another request of the person, approved or pending, already takes this (half) day.
    pub taken: Fact<bool>,
    /// Working days the whole request spans; None for a weekly pattern.
    pub length_days: Option<u16>,
    pub submitted_on: NaiveDate,
    pub today: NaiveDate,
    /// Place days in the ISO week of `day`, approved and pending, other days of this request and
    /// this day included.
    pub week: Fact<Vec<PlaceDay>>,
    /// The days of that week that are none off, and those beyond it that continue a row of place days; read only where a rule asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub around: Option<Fact<Vec<OwnDay>>>,
    /// Read only where a rule asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Fact<MonthFacts>>,
    pub team: Fact<TeamDay>,
    /// The people of the person's family of positions in the unit; read only where a rule counts them alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Fact<TeamDay>>,
    /// The window the day lies in; evaluations from before windows carry none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Fact<WindowFact>>,
    /// Own working hours that are asked for, from this day on, instead of a place: then the rules about places say nothing, and
    /// place, week and team are of no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursFacts>,
    /// Own hours of this day that are asked for together with the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_hours: Option<HoursFacts>,
    /// The seat in an office of another agency that the day takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Fact<SeatFacts>>,
    pub evaluated_at: DateTime<Utc>,
}
