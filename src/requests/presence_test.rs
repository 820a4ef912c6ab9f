//! Every combination of what was approved with what was said and seen.

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::{
    calendar::DayKind,
    presence::{Day, Kind, Mark, Source},
};

const HOME: Where = Where::At {
    place: Place::Home,
    pending: false,
};
const WAITING: Where = Where::At {
    place: Place::Home,
    pending: true,
};

fn day(said: &[At], seen: Option<Option<At>>) -> Day {
    let at: DateTime<Utc> = "2026-11-17T00:30:00Z".parse().unwrap();
    let mark = |hours: usize, place, source| Mark {
        on: "2026-11-17".parse().unwrap(),
        at: at + TimeDelta::hours(hours as i64),
        kind: Kind::Start,
        place,
        source,
        note: String::new(),
        device: String::new(),
    };
    let said = said.iter().enumerate();
    let said = said.map(|(n, at)| mark(n, Some(*at), Source::Declared));
    let seen = seen.map(|place| mark(9, place, Source::Observed));
    Day {
        marks: said.chain(seen).collect(),
    }
}

#[test]
fn each_way_to_differ_is_told_and_what_fits_is_not() {
    use At::{Home, Office, OtherPlace};
    let told = |morning: &Where, afternoon: &Where, said: &[At], seen| {
        difference(morning, afternoon, &day(said, seen)).map(Difference::code)
    };
    let full = |at: &Where, said: &[At], seen| told(at, at, said, seen);
    // nothing said, nothing seen
    assert_eq!(full(&HOME, &[], None), None);
    assert_eq!(full(&HOME, &[Home], None), None);
    assert_eq!(full(&Where::Office, &[Office], Some(Some(Office))), None);
    assert_eq!(full(&Where::Office, &[Home], None), Some("unapproved"));
    assert_eq!(full(&WAITING, &[Home], None), Some("unapproved"));
    assert_eq!(full(&HOME, &[OtherPlace], None), Some("elsewhere"));
    assert_eq!(full(&HOME, &[Office], None), Some("came_in"));
    // called in during the day
    assert_eq!(full(&HOME, &[Home, Office], Some(Some(Office))), None);
    assert_eq!(full(&HOME, &[Home], Some(Some(Office))), Some("seen"));
    assert_eq!(full(&HOME, &[], Some(Some(Office))), Some("seen"));
    // a device that does not say where
    assert_eq!(full(&HOME, &[Home], Some(None)), None);
    // half a day in the office
    assert_eq!(
        told(&HOME, &Where::Office, &[Home, Office], Some(Some(Office))),
        None
    );
    assert_eq!(
        told(&HOME, &Where::Office, &[OtherPlace], None),
        Some("elsewhere")
    );
    // days off
    assert_eq!(full(&Where::Leave, &[Home], None), None);
    assert_eq!(
        full(&Where::Off(DayKind::Weekend), &[Home], Some(Some(Office))),
        None
    );
}
