//! Who gains and who loses, counted on a few people.

use super::*;
use crate::policy::{
    Discipline, EffectiveRule, Fact, HomeState, Origin, Rule, Source, UnitFacts, base, base_alone,
};

fn person(unit: Uuid) -> PersonFacts {
    let at = DateTime::<Utc>::default();
    let source = Source::EmployeeRecord;
    PersonFacts {
        employee: Uuid::now_v7(),
        agency_code: "CONTOH".into(),
        agency_kind: Fact::new("kabupaten".into(), source, at),
        agency_excluded: Fact::new(false, source, at),
        unit: UnitFacts {
            id: unit,
            ancestors: Vec::new(),
            direct_service: Fact::new(false, source, at),
        },
        position: None,
        discipline: Fact::new(Some(Discipline::Clear), source, at),
        appointed_on: Fact::new("2010-01-01".parse().ok(), source, at),
        predikat: Fact::new(None, source, at),
        rated: None,
        overdue: None,
        accepted: None,
        home: Fact::new(HomeState::Confirmed, source, at),
        duty_outside: Fact::new(false, source, at),
        today: "2026-11-22".parse().unwrap(),
        exceptions: Vec::new(),
    }
}

/// Ten people of one unit; `booked` of them are away on Friday 4 December, all approved.
fn crowd(booked: usize, minimum: u32) -> (Crowd, Uuid) {
    let unit = Uuid::now_v7();
    let people: Vec<_> = (0..10).map(|_| person(unit)).collect();
    let on = "2026-12-04".parse().unwrap();
    let bookings = people[..booked]
        .iter()
        .map(|person| Booking {
            request: Uuid::now_v7(),
            employee: person.employee,
            unit,
            on,
            approved: true,
        })
        .collect();
    let from: NaiveDate = "2026-11-30".parse().unwrap();
    let range = DateRange {
        from,
        to: from + Days::new(27),
    };
    let crowd = Crowd {
        people,
        at: DateTime::default(),
        from,
        bookings,
        away: Vec::new(),
        minimums: HashMap::from([(unit, minimum)]),
        calendars: Calendars::plain(range),
    };
    (crowd, unit)
}

fn with(rules: Vec<Rule>) -> Effective {
    let mut effective = base_alone(&base::ministry());
    // only the weekly cap: everybody here is eligible
    effective
        .rules
        .retain(|rule| rule.rule.key == "max_place_days_per_week");
    effective
        .rules
        .extend(rules.into_iter().map(|rule| EffectiveRule {
            origin: Origin::Agency,
            rule,
        }));
    effective
}

#[test]
fn a_unit_is_short_when_its_bookings_break_the_new_minimum() {
    let (crowd, unit) = crowd(6, 0);
    let rule = |share| {
        let limit = Limit::Percent(share);
        with(vec![Rule::new(
            "min_on_site",
            RuleKind::MinOnSite { limit },
        )])
    };
    assert!(short(&crowd, &rule(40)).is_empty());
    let expected = Short {
        unit,
        day: WeekDay::Fri,
        present: 4,
        need: 5,
    };
    assert_eq!(short(&crowd, &rule(50)), [expected]);
}

#[test]
fn a_minimum_that_no_rule_guards_is_told_for_every_open_weekday() {
    let (crowd, _) = crowd(0, 3);
    let days = short(&crowd, &with(Vec::new()));
    assert_eq!(days.len(), 5, "{days:?}");
    let limit = Limit::Number(7);
    let quota = Rule::new("unit_quota", RuleKind::quota(limit));
    assert!(short(&crowd, &with(vec![quota])).is_empty());
}

#[test]
fn an_approved_request_on_a_closed_weekday_is_touched() {
    let (crowd, _) = crowd(2, 0);
    let open = |days: &[WeekDay]| {
        let kind = RuleKind::Weekdays {
            allowed: days.iter().copied().collect(),
            uncounted: BTreeSet::new(),
        };
        with(vec![Rule::new("weekdays", kind)])
    };
    let (monday, friday) = (open(&[WeekDay::Mon]), open(&[WeekDay::Fri]));
    assert_eq!(touched(&crowd, &friday, &monday).len(), 2);
    assert!(touched(&crowd, &friday, &friday).is_empty());
    assert!(
        touched(&crowd, &monday, &monday).is_empty(),
        "what the rules of today leave out already is no effect of the draft"
    );
}
