//! Tables for every kind and outcome, sentences, and properties of the engine.

mod cases;
mod earned;
mod editing;
mod outcomes;
mod overdue;
mod properties;
mod quotas;
mod rhythm;
mod sets;
mod speaking;
mod windows;

use super::*;
use crate::calendar::{DayKind, Half, WeekDay, WorkingHours};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn now() -> DateTime<Utc> {
    "2026-11-19T00:43:00Z".parse().unwrap()
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn fact<T>(value: T) -> Fact<T> {
    Fact::new(value, Source::EmployeeRecord, now())
}

/// A policy analyst in unit 12 (below 11, below 10) who meets everything.
pub fn analyst() -> PersonFacts {
    PersonFacts {
        employee: id(1),
        agency_code: "4011".into(),
        agency_kind: Fact::new("lpnk".into(), Source::AgencyRecord, now()),
        agency_excluded: Fact::new(false, Source::AgencyRecord, now()),
        unit: UnitFacts {
            id: id(12),
            ancestors: vec![id(11), id(10)],
            direct_service: Fact::new(false, Source::UnitRecord, now()),
        },
        position: Some(PositionFacts {
            id: id(30),
            family: Some("Analis Kebijakan".into()),
            flags: Fact::new(facts::TaskFlags::all_met(), Source::PositionRecord, now()),
            hours_not_bound: None,
        }),
        discipline: fact(Some(Discipline::Clear)),
        appointed_on: fact(Some(on("2020-01-31"))),
        predikat: fact(Some(Predikat::Baik)),
        rated: None,
        overdue: None,
        accepted: None,
        home: fact(HomeState::Confirmed),
        duty_outside: fact(false),
        today: on("2026-11-19"),
        exceptions: Vec::new(),
    }
}

/// Wednesday 25 November 2026 from home, asked on the 19th; ten in the unit, two away.
pub fn wednesday() -> DayFacts {
    DayFacts {
        day: on("2026-11-25"),
        half: Half::Full,
        place: Place::Home,
        route: Route::Ordinary,
        kind_of_day: Fact::new(
            DayKind::Working {
                hours: WorkingHours::five_day().normal.mon_thu,
            },
            Source::Calendar,
            now(),
        ),
        taken: Fact::new(false, Source::Schedule, now()),
        length_days: Some(1),
        submitted_on: on("2026-11-19"),
        today: on("2026-11-19"),
        week: Fact::new(vec![], Source::Schedule, now()),
        around: None,
        month: None,
        team: Fact::new(
            TeamDay::all_day(
                Team {
                    headcount: 10,
                    away: 2,
                    on_leave: 1,
                    on_trip: 0,
                },
                None,
            ),
            Source::Schedule,
            now(),
        ),
        family: None,
        window: None,
        hours: None,
        day_hours: None,
        seat: None,
        evaluated_at: now(),
    }
}

/// The same times from Monday to Friday for four whole weeks.
pub fn planned(start: &str, end: &str) -> HoursFacts {
    let at = |text: &str| format!("{text}:00").parse().unwrap();
    let (start, end) = (at(start), at(end));
    let days = WeekDay::ALL[..5].iter();
    let office = WorkingHours::five_day().normal;
    let period = crate::calendar::DateRange {
        from: on("2026-11-23"),
        to: on("2026-12-18"),
    };
    HoursFacts {
        period,
        week: HoursWeek {
            normal: days
                .clone()
                .map(|day| (*day, Times { start, end }))
                .collect(),
            ..HoursWeek::default()
        },
        office: vec![OfficeStretch {
            days_in: period,
            ramadan: false,
            days: days.map(|day| (*day, office.on(*day))).collect(),
        }],
        other: Fact::new(None, Source::Schedule, now()),
    }
}

pub fn set(version: u32, rules: Vec<Rule>) -> RuleSet {
    RuleSet {
        version,
        effective_from: on("2026-01-01"),
        rules,
    }
}

pub fn only(kind: RuleKind) -> Effective {
    base_alone(&set(1, vec![Rule::new("rule", kind)]))
}

/// The result of one rule of that kind on the facts.
pub fn judged(kind: RuleKind, person: &PersonFacts, day: &DayFacts) -> RuleResult {
    eligibility(person, &only(kind), day).rules.remove(0)
}

pub fn typical() -> Effective {
    combine(
        &base::ministry(),
        &base::typical_agency(&base::Practice::default()),
    )
    .unwrap()
}

pub fn days(list: &[WeekDay]) -> std::collections::BTreeSet<WeekDay> {
    list.iter().copied().collect()
}

pub fn cap(days: u8) -> RuleKind {
    RuleKind::MaxPlaceDaysPerWeek {
        days,
        except_duty_outside: true,
        except_special: true,
        may_leave_uncounted: [WeekDay::Fri].into(),
    }
}

/// One person and day per outcome of every kind, with the rule that gives it.
pub struct Case {
    pub rule: RuleKind,
    pub person: PersonFacts,
    pub day: DayFacts,
    pub outcome: Outcome,
    pub says: &'static str,
}
