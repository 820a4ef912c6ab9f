//! Own working hours: read from a form and checked field by field, held against the calendar, and who keeps which on a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{Ask, Board, Precheck, Span, ask::time, store};
use crate::{
    calendar::{Calendars, DateRange, Half, WeekDay},
    kernel::{
        error::{Error, FieldError, Result},
        form::Check,
        id::{AgencyId, EmployeeId},
    },
    policy::{
        HoursFacts, HoursWeek, Kind, OfficeStretch, Outcome, Place, RemedyKind, Route, Severity,
        Times,
    },
};

/// The most days of a period that are looked at; the rules allow fewer.
const MOST_DAYS: i64 = 366;

/// Start and end of one weekday, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDay {
    pub start: String,
    pub end: String,
}

impl TypedDay {
    fn is_blank(&self) -> bool {
        self.start.trim().is_empty() && self.end.trim().is_empty()
    }
}

/// The fields of the form, as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedHours {
    pub first_on: String,
    pub last_on: String,
    pub normal: BTreeMap<WeekDay, TypedDay>,
    pub ramadan: BTreeMap<WeekDay, TypedDay>,
    pub reason: String,
}

/// The prefix of the fields of a season.
pub fn prefix(ramadan: bool) -> &'static str {
    if ramadan { "ramadan_" } else { "" }
}

impl TypedHours {
    /// The period and the week, or every problem with them.
    pub fn span(&self) -> Result<Span> {
        let mut check = Check::new();
        let span = self.read_span(&mut check);
        check.done()?;
        span.ok_or_else(|| Error::field("first_on", "required"))
    }

    fn read_span(&self, check: &mut Check) -> Option<Span> {
        let from = check.date("first_on", &self.first_on);
        let to = check.date("last_on", &self.last_on);
        let week = HoursWeek {
            normal: read_week(check, &self.normal, false),
            ramadan: read_week(check, &self.ramadan, true),
        };
        let (from, to) = from.zip(to)?;
        if to < from {
            check.fail(FieldError::new("last_on", "end-before-start"));
            return None;
        }
        if (to - from).num_days() >= MOST_DAYS {
            check.fail(FieldError::new("last_on", "hours-too-long"));
            return None;
        }
        let some = !(week.normal.is_empty() && week.ramadan.is_empty());
        check.ensure(some, "total", "no-hours");
        let validity = DateRange { from, to };
        Some(Span::Hours { validity, week })
    }

    /// The whole request, or every problem with it.
    pub fn read(&self) -> Result<Ask> {
        let mut check = Check::new();
        let span = self.read_span(&mut check);
        let reason = check.text("reason", &self.reason, 2_000);
        check.done()?;
        Ok(Ask {
            span: span.ok_or_else(|| Error::field("first_on", "required"))?,
            place: Place::OtherOffice,
            place_detail: String::new(),
            region: None,
            times: None,
            agreement: None,
            route: Route::Ordinary,
            special_ground: None,
            reason,
            contact: String::new(),
            plan: Vec::new(),
        })
    }
}

fn read_week(
    check: &mut Check,
    typed: &BTreeMap<WeekDay, TypedDay>,
    ramadan: bool,
) -> BTreeMap<WeekDay, Times> {
    let mut week = BTreeMap::new();
    for (day, fields) in typed.iter().filter(|(_, fields)| !fields.is_blank()) {
        let mut read = |end: &str, text: &str| {
            let field = format!("{}{}_{end}", prefix(ramadan), day.code());
            let found = time(text);
            if found.is_none() {
                check.fail(FieldError::new(field, "time"));
            }
            found
        };
        let (start, end) = (read("start", &fields.start), read("end", &fields.end));
        if let (Some(start), Some(end)) = (start, end) {
            week.insert(*day, Times { start, end });
        }
    }
    week
}

/// Whether a week asks for nothing: on every day it is what the office keeps anyway.
pub fn unchanged(facts: &HoursFacts) -> bool {
    facts.office.iter().all(|office| {
        office.days.iter().all(|(on, day)| {
            let own = facts.week.on(*on, office);
            own.is_none_or(|own| (own.start, own.end) == (day.start, day.end))
        })
    })
}

/// Own hours that are the office's are nothing to decide on.
pub fn must_differ(found: &Precheck) -> Result<()> {
    let day = found.days.first();
    match day.and_then(|day| day.judged.facts.hours.as_ref()) {
        Some(facts) if unchanged(facts) => Err(Error::field("total", "hours-unchanged")),
        _ => Ok(()),
    }
}

/// The hours of a person's office over a period, as the rules read them.
pub fn offices(
    calendars: &Calendars,
    employee: EmployeeId,
    period: DateRange,
) -> Vec<OfficeStretch> {
    calendars
        .stretches(employee, period)
        .into_iter()
        .map(|stretch| OfficeStretch {
            days_in: stretch.days,
            ramadan: stretch.ramadan,
            days: WeekDay::ALL
                .into_iter()
                .filter(|day| stretch.week.works_on(*day))
                .map(|day| (day, stretch.hours.on(day)))
                .collect(),
        })
        .collect()
}

/// A rule in the way of own hours is an error at the field that mends it, with what to do. Of own hours that go with a place each
/// field is named once, whatever the days.
pub fn refuse(found: &Precheck, lang: &str) -> Result<()> {
    let with_place = found.asked.hours.is_none();
    let mut problems: Vec<FieldError> = Vec::new();
    let mut seen = BTreeSet::new();
    for rule in found.failing().flat_map(|day| &day.verdict().rules) {
        let place = with_place && rule.kind != Kind::OwnHours;
        if rule.outcome != Outcome::Fail || rule.severity != Severity::Blocks || place {
            continue;
        }
        let mut ways = rule
            .remedy
            .iter()
            .filter(|way| matches!(way.kind, RemedyKind::ChangeHours | RemedyKind::ChangePeriod))
            .peekable();
        if ways.peek().is_none() && seen.insert(rule.key.clone()) {
            let remedy = rule.remedy.first().map_or("", |way| way.text.get(lang));
            let field = if with_place { "own_start" } else { "hours" };
            problems.push(
                FieldError::new(field, "verdict")
                    .with("text", rule.text.get(lang))
                    .with("remedy", remedy),
            );
        }
        for way in ways {
            let field = way.value.clone().unwrap_or_default();
            if !with_place || seen.insert(field.clone()) {
                problems.push(
                    FieldError::new(field, "hours-rule")
                        .with("rule", rule.title.get(lang))
                        .with("remedy", way.text.get(lang)),
                );
            }
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(problems))
    }
}

/// Own hours of a person that hold, held or wait.
#[derive(Clone, Debug)]
pub struct Held {
    pub employee: EmployeeId,
    pub period: DateRange,
    pub week: HoursWeek,
    pub pending: bool,
}

/// Who of some people keeps own hours, in a range.
#[derive(Clone, Debug, Default)]
pub struct Keeping(Vec<Held>);

impl Keeping {
    /// Own hours of people in a range, decided and waiting.
    pub async fn load(
        conn: &mut PgConnection,
        agency: AgencyId,
        people: &[EmployeeId],
        range: DateRange,
    ) -> Result<Self> {
        let ids: Vec<uuid::Uuid> = people.iter().map(|id| id.0).collect();
        store::hours::held(conn, agency, &ids, range)
            .await
            .map(Self)
    }

    /// These own hours, whoever keeps them.
    #[cfg(test)]
    pub(super) fn just(held: Vec<Held>) -> Self {
        Self(held)
    }

    /// Own hours of a person that are decided.
    pub fn of(&self, who: EmployeeId) -> impl Iterator<Item = &Held> {
        self.0
            .iter()
            .filter(move |held| held.employee == who && !held.pending)
    }

    /// The own times that a person works by on a day, decided ones only: those that go with the day's place, else those of the week.
    /// The office's season tells which hold; none on a day off and where the office's own hold.
    pub fn times(&self, who: EmployeeId, on: NaiveDate, board: &Board) -> Option<Times> {
        let works = |half| board.calendars.kind(who, on, half).is_working();
        if !works(Half::Morning) && !works(Half::Afternoon) {
            return None;
        }
        let office = offices(&board.calendars, who, DateRange::day(on)).pop()?;
        let usual = office.days.get(&WeekDay::of(on))?;
        if let Some(times) = board.day_times(who, on) {
            return times.on(usual, office.ramadan);
        }
        let held = self.of(who).find(|held| held.period.contains(on))?;
        held.week.on(WeekDay::of(on), &office)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedHours {
        let day = |start: &str, end: &str| TypedDay {
            start: start.into(),
            end: end.into(),
        };
        TypedHours {
            first_on: "2026-11-30".into(),
            last_on: "2027-01-29".into(),
            normal: WeekDay::ALL[..5]
                .iter()
                .map(|on| (*on, day("07:00", "15.30")))
                .collect(),
            reason: "Antar anak".into(),
            ..TypedHours::default()
        }
    }

    fn codes(typed: &TypedHours) -> Vec<(String, &'static str)> {
        match typed.read() {
            Err(Error::Invalid(fields)) => fields.into_iter().map(|f| (f.field, f.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn times_are_read_with_a_point_or_a_colon() {
        let ask = typed().read().unwrap();
        let (_, week) = ask.span.hours().unwrap();
        assert_eq!(week.normal[&WeekDay::Mon].end.to_string(), "15:30:00");
        assert!(ask.span.days().is_empty());
    }

    #[test]
    fn every_problem_names_its_field() {
        let mut bad = typed();
        bad.last_on = "2026-11-01".into();
        bad.reason = " ".into();
        bad.normal.insert(
            WeekDay::Tue,
            TypedDay {
                start: "25:00".into(),
                end: String::new(),
            },
        );
        assert_eq!(
            codes(&bad),
            [
                ("tue_start".to_owned(), "time"),
                ("tue_end".to_owned(), "time"),
                ("last_on".to_owned(), "end-before-start"),
                ("reason".to_owned(), "required"),
            ]
        );
    }
}
