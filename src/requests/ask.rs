//! What is asked: days or a weekly pattern, a place, a route, a plan. Read from a form and checked field by field.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    chains::rules::AskedFor,
    rules::{MOST_DAYS, PATTERN_DAYS, pattern_days},
};
use crate::{
    calendar::DateRange,
    kernel::{error::FieldError, error::Result, form::Check, id::AgreementId},
    organisation::region,
    policy::{DayTimes, HoursWeek, Place, Route, StartEnd},
};

/// The days of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Single days with their half-day bits.
    Days(BTreeMap<NaiveDate, u8>),
    /// A week that repeats; only exceptions are kept day by day.
    Pattern {
        validity: DateRange,
        week: [u8; 7],
        exceptions: BTreeMap<NaiveDate, u8>,
    },
    /// Own start and end of work over a period: it takes no days from the office.
    Hours {
        validity: DateRange,
        week: HoursWeek,
    },
}

/// Which kind of flexible work a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RequestKind")]
pub enum AskKind {
    /// Another place on some days.
    Place,
    /// Own start and end of work.
    Time,
}

impl AskKind {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Time => "time",
        }
    }
}

impl Span {
    /// The kind of flexible work.
    pub fn kind(&self) -> AskKind {
        match self {
            Self::Days(_) | Self::Pattern { .. } => AskKind::Place,
            Self::Hours { .. } => AskKind::Time,
        }
    }

    /// Whether some of it lies on a day or after it.
    pub fn reaches(&self, day: NaiveDate) -> bool {
        match self {
            Self::Hours { validity, .. } => validity.to >= day,
            _ => self.days().iter().any(|(on, _)| *on >= day),
        }
    }

    /// The own hours asked for.
    pub fn hours(&self) -> Option<(DateRange, &HoursWeek)> {
        match self {
            Self::Hours { validity, week } => Some((*validity, week)),
            _ => None,
        }
    }

    /// First and last day; none without any day.
    pub fn range(&self) -> Option<DateRange> {
        match self {
            Self::Days(days) => Some(DateRange {
                from: *days.first_key_value()?.0,
                to: *days.last_key_value()?.0,
            }),
            Self::Pattern { validity, .. } | Self::Hours { validity, .. } => Some(*validity),
        }
    }

    /// Every (half) day it takes from the office; own hours take none.
    pub fn days(&self) -> Vec<(NaiveDate, u8)> {
        match self {
            Self::Days(days) => days.iter().map(|(day, bits)| (*day, *bits)).collect(),
            Self::Pattern {
                validity,
                week,
                exceptions,
            } => pattern_days(*week, *validity, exceptions, *validity),
            Self::Hours { .. } => Vec::new(),
        }
    }

    /// The stored word.
    pub fn shape(&self) -> &'static str {
        match self {
            Self::Days(_) => "days",
            Self::Pattern { .. } => "pattern",
            Self::Hours { .. } => "hours",
        }
    }

    /// Whether it repeats weekly.
    pub fn is_pattern(&self) -> bool {
        matches!(self, Self::Pattern { .. })
    }
}

/// What will be delivered, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    pub what: String,
    pub due_on: NaiveDate,
}

/// A request as it is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub span: Span,
    /// Of no account for own hours, which are worked in the office.
    pub place: Place,
    pub place_detail: String,
    /// Own start and end of work on its days, asked for together with the place.
    pub times: Option<DayTimes>,
    /// The agreement whose seats its days take, in an office of another agency.
    pub agreement: Option<AgreementId>,
    /// The code of the regency or city of the place, where it is said; never of a home.
    pub region: Option<String>,
    pub route: Route,
    pub special_ground: Option<String>,
    pub reason: String,
    pub contact: String,
    pub plan: Vec<PlanLine>,
}

/// The fields of the form, as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub shape: String,
    /// Chosen dates.
    pub days: Vec<String>,
    /// `2026-11-24=1`: a chosen date that takes only one half.
    pub halves: Vec<String>,
    pub first_on: String,
    pub last_on: String,
    /// Half-day bits of Monday to Saturday.
    pub week: Vec<String>,
    /// The stored word, or `office:` and the id of an agreement: an office of another agency.
    pub place: String,
    pub place_detail: String,
    /// Code or name of the regency or city of the place; of no account for a home.
    pub region: String,
    /// Own start and end of work on the days, and on those in Ramadan; empty: the office's.
    pub own_start: String,
    pub own_end: String,
    pub ramadan_start: String,
    pub ramadan_end: String,
    pub route: String,
    pub special_ground: String,
    pub reason: String,
    pub contact: String,
    pub plan_what: Vec<String>,
    pub plan_due: Vec<String>,
}

/// The grounds of special circumstances (PermenPANRB 4/2025 article 30, in the agency's words).
pub const GROUNDS: [&str; 4] = ["health", "family", "disaster", "other"];

/// Before the id of an agreement, where a form names an office of another agency.
const OFFICE: &str = "office:";

/// How a form names an office of another agency.
pub fn office_code(agreement: AgreementId) -> String {
    format!("{OFFICE}{agreement}")
}

/// The stored word of a place.
pub fn place_code(place: Place) -> &'static str {
    match place {
        Place::Home => "home",
        Place::OtherOffice => "other_office",
        Place::OtherPlace => "other_place",
    }
}

/// Reads a time of day, with a point or a colon.
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().replace('.', ":");
    ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|shape| NaiveTime::parse_from_str(&text, shape).ok())
}

/// Reads the stored word of a place.
pub fn place_of(code: &str) -> Option<Place> {
    [Place::Home, Place::OtherOffice, Place::OtherPlace]
        .into_iter()
        .find(|place| place_code(*place) == code)
}

/// The stored word of a route.
pub fn route_code(route: Route) -> &'static str {
    match route {
        Route::Ordinary => "task",
        Route::SpecialCircumstances => "special",
    }
}

impl Typed {
    /// The days alone, as far as they can be read: for the check while choosing.
    pub fn span(&self) -> Span {
        let mut ignored = Check::new();
        self.read_span(&mut ignored)
    }

    /// The days alone, or every problem with them.
    pub fn sure_span(&self) -> Result<Span> {
        let mut check = Check::new();
        let span = self.read_span(&mut check);
        check.done()?;
        Ok(span)
    }

    /// The own hours alone, as far as they can be read: for the check while choosing.
    pub fn times(&self) -> Option<DayTimes> {
        self.read_times(&mut Check::new())
    }

    /// The own hours alone, or every problem with them.
    pub fn sure_times(&self) -> Result<Option<DayTimes>> {
        let mut check = Check::new();
        let times = self.read_times(&mut check);
        check.done()?;
        Ok(times)
    }

    /// What is asked for on so many days, as far as the choice of its chain cares.
    pub fn for_chain(&self, days: usize) -> AskedFor {
        AskedFor {
            kind: AskKind::Place,
            with_hours: self.times().is_some(),
            route: self.route(),
            place: Some(self.place()),
            days,
            region: self.read_region(&mut Check::new()),
        }
    }

    /// A home lies where the person's data say.
    fn read_region(&self, check: &mut Check) -> Option<String> {
        match self.place() {
            Place::Home => None,
            _ => region::check(check, "region", &self.region),
        }
    }

    fn read_times(&self, check: &mut Check) -> Option<DayTimes> {
        let mut read = |start: (&str, &str), end: (&str, &str)| {
            let blank = |text: &str| text.trim().is_empty();
            if blank(start.1) {
                check.ensure(blank(end.1), start.0, "required");
                return None;
            }
            let mut read_time = |(field, text): (&str, &str)| {
                let found = time(text);
                check.ensure(found.is_some(), field, "time");
                found
            };
            let from = read_time(start);
            let to = if blank(end.1) {
                None
            } else {
                Some(read_time(end)?)
            };
            Some(StartEnd {
                start: from?,
                end: to,
            })
        };
        let normal = read(("own_start", &self.own_start), ("own_end", &self.own_end));
        let ramadan = read(
            ("ramadan_start", &self.ramadan_start),
            ("ramadan_end", &self.ramadan_end),
        );
        if normal.is_none() && ramadan.is_some() && self.own_start.trim().is_empty() {
            check.fail(FieldError::new("own_start", "required"));
        }
        let normal = normal?;
        Some(DayTimes { normal, ramadan })
    }

    /// The place chosen, or home.
    pub fn place(&self) -> Place {
        self.known_place().unwrap_or(Place::Home)
    }

    fn known_place(&self) -> Option<Place> {
        match self.agreement() {
            Some(_) => Some(Place::OtherOffice),
            None => place_of(&self.place),
        }
    }

    /// The agreement chosen: an office of another agency.
    pub fn agreement(&self) -> Option<AgreementId> {
        self.place.strip_prefix(OFFICE)?.parse().ok()
    }

    /// The route chosen.
    pub fn route(&self) -> Route {
        if self.route == "special" {
            Route::SpecialCircumstances
        } else {
            Route::Ordinary
        }
    }

    fn read_span(&self, check: &mut Check) -> Span {
        if self.shape == "pattern" {
            self.read_pattern(check)
        } else {
            self.read_days(check)
        }
    }

    fn read_days(&self, check: &mut Check) -> Span {
        let halves: BTreeMap<&str, u8> = self
            .halves
            .iter()
            .filter_map(|text| text.split_once('='))
            .filter_map(|(day, bits)| Some((day, bits.parse::<u8>().ok()?)))
            .filter(|(_, bits)| (1..=3).contains(bits))
            .collect();
        let mut days = BTreeMap::new();
        for text in &self.days {
            if let Some(day) = check.optional_date("days", text) {
                let bits = halves.get(text.trim()).copied().unwrap_or(3);
                days.insert(day, bits);
            }
        }
        check.ensure(!days.is_empty(), "days", "no-days");
        if days.len() > MOST_DAYS {
            check.fail(FieldError::new("days", "too-many-days").with("max", MOST_DAYS));
            days = days.into_iter().take(MOST_DAYS).collect();
        }
        Span::Days(days)
    }

    fn read_pattern(&self, check: &mut Check) -> Span {
        let from = check.date("first_on", &self.first_on);
        let to = check.date("last_on", &self.last_on);
        let mut week = [0_u8; 7];
        for (bits, text) in week.iter_mut().zip(&self.week) {
            *bits = text
                .trim()
                .parse()
                .ok()
                .filter(|bits| *bits <= 3)
                .unwrap_or(0);
        }
        let (Some(from), Some(to)) = (from, to) else {
            return Span::Days(BTreeMap::new());
        };
        if to < from {
            check.fail(FieldError::new("last_on", "end-before-start"));
            return Span::Days(BTreeMap::new());
        }
        if to - from > TimeDelta::days(PATTERN_DAYS) {
            check.fail(FieldError::new("last_on", "pattern-too-long"));
            return Span::Days(BTreeMap::new());
        }
        check.ensure(week.iter().any(|bits| *bits > 0), "week", "no-days");
        Span::Pattern {
            validity: DateRange { from, to },
            week,
            exceptions: BTreeMap::new(),
        }
    }

    /// The whole request, or every problem with it.
    pub fn read(&self) -> Result<Ask> {
        let mut check = Check::new();
        let span = self.read_span(&mut check);
        let (place, agreement) = (self.known_place(), self.agreement());
        check.ensure(place.is_some(), "place", "choice");
        let route = self.route();
        let special = route == Route::SpecialCircumstances;
        let place_detail = check.optional("place_detail", &self.place_detail, 200);
        if place.is_some_and(|place| place != Place::Home) && agreement.is_none() {
            check.ensure(!place_detail.is_empty(), "place_detail", "required");
        }
        let region = self.read_region(&mut check);
        let reason = check.optional("reason", &self.reason, 2_000);
        if special {
            check.choice("special_ground", &self.special_ground, &GROUNDS);
            check.ensure(!reason.is_empty(), "reason", "required");
        }
        let contact = check.optional("contact", &self.contact, 200);
        let plan = self.read_plan(&mut check, &span);
        let times = self.read_times(&mut check);
        check.done()?;
        Ok(Ask {
            times,
            agreement,
            region,
            span,
            place: place.unwrap_or(Place::Home),
            place_detail,
            route,
            special_ground: special.then(|| self.special_ground.clone()),
            reason,
            contact,
            plan,
        })
    }

    fn read_plan(&self, check: &mut Check, span: &Span) -> Vec<PlanLine> {
        let last = span.range().map(|range| range.to);
        let mut lines = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, what) in self.plan_what.iter().enumerate().take(10) {
            let what = check.optional("plan_what", what, 500);
            if what.is_empty() {
                continue;
            }
            let due = self.plan_due.get(index).map_or("", String::as_str);
            let due = check.optional_date("plan_due", due).or(last);
            if seen.insert(what.clone())
                && let Some(due_on) = due
            {
                lines.push(PlanLine { what, due_on });
            }
        }
        check.ensure(!seen.is_empty(), "plan_what", "no-plan");
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::error::Error;

    fn typed() -> Typed {
        Typed {
            days: vec!["2026-11-24".into(), "2026-11-26".into()],
            halves: vec!["2026-11-26=1".into()],
            place: "home".into(),
            plan_what: vec!["Laporan".into()],
            plan_due: vec![String::new()],
            ..Typed::default()
        }
    }

    fn codes(typed: &Typed) -> Vec<(String, &'static str)> {
        match typed.read() {
            Err(Error::Invalid(fields)) => fields.into_iter().map(|f| (f.field, f.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn days_and_halves_are_read_and_a_plan_is_due_on_the_last_day() {
        let ask = typed().read().unwrap();
        let days: Vec<u8> = ask.span.days().into_iter().map(|(_, bits)| bits).collect();
        assert_eq!(days, [3, 1]);
        assert_eq!(ask.plan[0].due_on.to_string(), "2026-11-26");
    }

    #[test]
    fn every_problem_is_named() {
        let bad = Typed {
            days: vec!["24-11-2026".into()],
            place: "beach".into(),
            ..Typed::default()
        };
        assert_eq!(
            codes(&bad),
            [
                ("days".to_owned(), "date"),
                ("days".to_owned(), "no-days"),
                ("place".to_owned(), "choice"),
                ("plan_what".to_owned(), "no-plan"),
            ]
        );
    }

    #[test]
    fn a_pattern_that_ends_before_it_starts_is_refused() {
        let bad = Typed {
            shape: "pattern".into(),
            first_on: "2026-12-01".into(),
            last_on: "2026-11-01".into(),
            week: vec!["0".into(), "3".into()],
            ..typed()
        };
        assert_eq!(codes(&bad), [("last_on".to_owned(), "end-before-start")]);
    }

    #[test]
    fn special_circumstances_need_a_ground_and_a_reason() {
        let bad = Typed {
            route: "special".into(),
            ..typed()
        };
        assert_eq!(
            codes(&bad),
            [
                ("special_ground".to_owned(), "choice"),
                ("reason".to_owned(), "required")
            ]
        );
    }
}
