//! Whom a window is for and when two stand in each other's way, case by case.

use chrono::{DateTime, Utc};

use super::*;
use crate::policy::{Fact, Source, WindowFact};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn window(kind: WindowKind, number: u128) -> Open {
    Open {
        fact: WindowFact {
            id: id(number),
            kind,
            number: String::new(),
            title: "Uji".into(),
            first_on: on("2026-12-21"),
            last_on: on("2026-12-31"),
            share: 80,
        },
        home: true,
        elsewhere: false,
        direct_service: false,
        scope: Vec::new(),
        excluded: Vec::new(),
    }
}

/// Unit 12 below 11 below 10.
fn unit(direct_service: bool) -> UnitFacts {
    let at: DateTime<Utc> = "2026-11-19T00:43:00Z".parse().unwrap();
    UnitFacts {
        id: id(12),
        ancestors: vec![id(11), id(10)],
        direct_service: Fact::new(direct_service, Source::UnitRecord, at),
    }
}

#[test]
fn a_window_is_for_its_scope_without_what_it_leaves_out() {
    let plain = window(WindowKind::Agency, 1);
    let scoped = |scope: &[u128], excluded: &[u128]| Open {
        scope: scope.iter().copied().map(id).collect(),
        excluded: excluded.iter().copied().map(id).collect(),
        ..plain.clone()
    };
    for (scope, excluded, expected) in [
        (&[][..], &[][..], true),
        (&[12], &[], true),
        (&[11], &[], true),
        (&[13], &[], false),
        (&[], &[11], false),
        (&[10], &[12], false),
        (&[10], &[13], true),
    ] {
        let found = concerns(&scoped(scope, excluded), &unit(false));
        assert_eq!(found, expected, "{scope:?} without {excluded:?}");
    }
}

#[test]
fn a_unit_that_serves_the_public_stays_open_unless_the_window_says_otherwise() {
    let mut one = window(WindowKind::Emergency, 1);
    assert!(!concerns(&one, &unit(true)));
    one.direct_service = true;
    assert!(concerns(&one, &unit(true)));
}

#[test]
fn only_its_own_days_and_places_lie_in_a_window_and_an_emergency_goes_first() {
    let all = [
        window(WindowKind::Agency, 1),
        window(WindowKind::Emergency, 2),
    ];
    let found = |day: &str, place| {
        applying(&all, on(day), place, &unit(false)).map(|window| window.fact.id)
    };
    assert_eq!(found("2026-12-21", Place::Home), Some(id(2)));
    assert_eq!(found("2026-12-31", Place::Home), Some(id(2)));
    assert_eq!(found("2026-12-20", Place::Home), None);
    assert_eq!(found("2027-01-01", Place::Home), None);
    assert_eq!(found("2026-12-21", Place::OtherPlace), None);
    let ordinary = applying(&all[..1], on("2026-12-22"), Place::Home, &unit(false));
    assert_eq!(ordinary.map(|window| window.fact.id), Some(id(1)));
}

#[test]
fn two_areas_overlap_where_a_unit_belongs_to_both() {
    let line = |ids: &[u128]| ids.iter().copied().map(id).collect::<Line>();
    let area = |scope: &[&[u128]], excluded: &[u128]| Area {
        scope: scope.iter().map(|ids| line(ids)).collect(),
        excluded: excluded.iter().copied().map(id).collect(),
    };
    let whole = area(&[], &[]);
    let (loket, arsip) = (area(&[&[12, 11, 10]], &[]), area(&[&[13, 11, 10]], &[]));
    let bidang = area(&[&[11, 10]], &[]);
    for (one, other, expected) in [
        (&whole, &whole, true),
        (&whole, &loket, true),
        (&loket, &arsip, false),
        (&bidang, &loket, true),
        (&loket, &loket, true),
        (&area(&[], &[11]), &loket, false),
        (&area(&[], &[12]), &loket, false),
        (&area(&[&[11, 10]], &[12]), &loket, false),
        (&area(&[&[11, 10]], &[12]), &arsip, true),
    ] {
        assert_eq!(overlap(one, other), expected, "{one:?} {other:?}");
        assert_eq!(overlap(other, one), expected, "{other:?} {one:?}");
    }
    assert!(contradicts(&area(&[&[12, 11, 10]], &[11])));
    assert!(!contradicts(&area(&[&[11, 10]], &[12])));
    assert!(!contradicts(&area(&[], &[12])));
}

#[test]
fn a_period_ends_after_it_starts_lies_ahead_and_has_an_end() {
    let today = on("2026-11-19");
    for (first, last, problem) in [
        ("2026-11-19", "2026-11-19", None),
        ("2026-11-01", "2026-11-30", None),
        ("2026-12-02", "2026-12-01", Some("end-before-start")),
        ("2026-11-01", "2026-11-18", Some("window-past")),
        ("2026-12-01", "2027-06-02", None),
        ("2026-12-01", "2027-06-03", Some("window-too-long")),
    ] {
        let found = check_period(on(first), on(last), today).err();
        assert_eq!(found, problem, "{first} to {last}");
    }
}
