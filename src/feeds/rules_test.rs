//! What days and absences become: hours, states, names that stay, and what colleagues are not told.

use chrono::{Datelike, NaiveTime};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::Absence,
    kernel::id::{AbsenceId, RequestId},
    policy::{DayTimes, Place, StartEnd},
};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const UNIT: Reader = Reader::Unit(UnitId(Uuid::from_u128(9)));

/// Tuesday, 24 November 2026, from home.
fn day(bits: u8) -> Dated {
    Dated {
        request: RequestId(Uuid::from_u128(7)),
        employee: EmployeeId(Uuid::from_u128(1)),
        on: on("2026-11-24"),
        bits,
        place: Place::Home,
        times: None,
        pending: false,
        gone: false,
        version: 2,
        changed_at: at("2026-11-17T01:00:00Z"),
    }
}

fn plain() -> Calendars {
    Calendars::plain(window(on("2026-11-17")))
}

fn own(day: &Dated) -> Option<Entry> {
    of_day(Reader::Own, &plain(), None, day)
}

fn clock(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

#[test]
fn a_whole_day_is_a_date_and_a_half_day_its_working_hours() {
    let whole = own(&day(3)).unwrap();
    assert_eq!(
        whole.when,
        When::Days {
            from: on("2026-11-24"),
            to: on("2026-11-24")
        }
    );
    // Tuesday 07.30 to 16.00 with an hour's break; Friday 07.30 to 16.30 with an hour and a half
    for (date, bits, start, end) in [
        ("2026-11-24", 1, "07:30:00", "11:15:00"),
        ("2026-11-24", 2, "12:15:00", "16:00:00"),
        ("2026-11-27", 1, "07:30:00", "11:15:00"),
        ("2026-11-27", 2, "12:45:00", "16:30:00"),
    ] {
        let half = Dated {
            on: on(date),
            ..day(bits)
        };
        let When::Hours { start: a, end: b } = own(&half).unwrap().when else {
            panic!("{date} {bits} is no half day");
        };
        assert_eq!(
            (a, b),
            (
                on(date).and_time(clock(start)),
                on(date).and_time(clock(end))
            )
        );
    }
}

#[test]
fn what_is_asked_for_is_tentative_and_what_fell_away_is_cancelled_under_the_same_name() {
    let asked = Dated {
        pending: true,
        version: 1,
        ..day(3)
    };
    let gone = Dated {
        gone: true,
        version: 3,
        ..day(3)
    };
    let all = [own(&asked), own(&day(3)), own(&gone)].map(Option::unwrap);
    assert_eq!(
        all.clone().map(|entry| entry.status),
        [Status::Tentative, Status::Confirmed, Status::Cancelled]
    );
    assert_eq!(all.clone().map(|entry| entry.sequence), [1, 2, 3]);
    assert!(all.iter().all(|entry| entry.uid == all[0].uid));
    assert_eq!(all[0].what, What::Waiting(Some(Place::Home)));
}

#[test]
fn a_colleague_is_not_told_a_place_that_was_not_agreed_to_nor_the_requests_id() {
    let shown = |day: &Dated| of_day(UNIT, &plain(), Some("Sari".into()), day).unwrap();
    let asked = shown(&Dated {
        pending: true,
        ..day(3)
    });
    assert_eq!(asked.what, What::Waiting(None));
    let gone = shown(&Dated {
        gone: true,
        ..day(3)
    });
    assert_eq!(gone.what, What::Flexible);
    let agreed = shown(&day(3));
    assert_eq!(agreed.what, What::Place(Place::Home));
    assert_eq!(agreed.uid, asked.uid);
    assert!(!agreed.uid.contains(&day(3).request.to_string()[..8]));
    assert!(!agreed.path.unwrap().contains("requests"));
}

#[test]
fn own_hours_go_with_the_day_and_its_halves_and_are_told_to_colleagues_once_decided() {
    let times = Some(DayTimes {
        normal: StartEnd {
            start: clock("06:30:00"),
            end: None,
        },
        ramadan: None,
    });
    let with = |bits| Dated { times, ..day(bits) };
    let told = own(&with(3)).unwrap().times.unwrap();
    assert_eq!(
        (told.start, told.end),
        (clock("06:30:00"), clock("15:00:00"))
    );
    let When::Hours { start, end } = own(&with(1)).unwrap().when else {
        panic!("half a day has hours");
    };
    assert_eq!(start, on("2026-11-24").and_time(clock("06:30:00")));
    assert_eq!(end, on("2026-11-24").and_time(clock("10:15:00")));
    let asked = Dated {
        pending: true,
        ..with(3)
    };
    assert!(own(&asked).unwrap().times.is_some());
    let shown = |day: &Dated| of_day(UNIT, &plain(), Some("Sari".into()), day).unwrap();
    assert!(shown(&asked).times.is_none());
    assert!(shown(&with(3)).times.is_some());
}

#[test]
fn a_day_that_is_not_worked_is_left_out_unless_it_fell_away() {
    let sunday = Dated {
        on: on("2026-11-29"),
        ..day(3)
    };
    assert_eq!(own(&sunday), None);
    assert!(
        own(&Dated {
            gone: true,
            ..sunday
        })
        .is_some()
    );
    assert_eq!(own(&day(0)), None);
}

#[test]
fn leave_is_one_entry_over_its_days() {
    let away = Away {
        id: AbsenceId(Uuid::from_u128(5)),
        employee: EmployeeId(Uuid::from_u128(1)),
        absence: Absence {
            kind: AbsenceKind::Leave,
            days: DateRange {
                from: on("2026-12-14"),
                to: on("2026-12-18"),
            },
            half: Half::Full,
        },
        cancelled: false,
        version: 1,
        changed_at: at("2026-11-17T01:00:00Z"),
    };
    let entry = of_absence(Reader::Own, &plain(), None, &away);
    assert_eq!(
        (entry.what, entry.status, entry.path),
        (What::Leave, Status::Confirmed, None)
    );
    assert_eq!(
        entry.when,
        When::Days {
            from: on("2026-12-14"),
            to: on("2026-12-18")
        }
    );
    let cancelled = Away {
        cancelled: true,
        version: 2,
        ..away
    };
    let after = of_absence(Reader::Own, &plain(), None, &cancelled);
    assert_eq!((after.status, after.sequence), (Status::Cancelled, 2));
    assert_eq!(after.uid, entry.uid);
}

#[test]
fn the_window_reaches_from_sixty_days_back_to_four_hundred_ahead() {
    let days = window(on("2026-11-17"));
    assert_eq!(days.from, on("2026-09-18"));
    assert_eq!(days.to, on("2027-12-22"));
}

proptest! {
    #[test]
    fn a_half_never_ends_before_it_starts_nor_outside_the_day(from in 0_u32..600, long in 121_u32..700, pause in 0_u16..120) {
        let time = |minutes: u32| NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
        let hours = DayHours { start: time(from), end: time(from + long), break_minutes: pause };
        let date = on("2026-11-24");
        let (a, b) = hours_of(hours, date, Half::Morning);
        let (c, d) = hours_of(hours, date, Half::Afternoon);
        prop_assert!(a < b && b <= c && c < d);
        prop_assert_eq!((a, d), (date.and_time(hours.start), date.and_time(hours.end)));
        prop_assert_eq!(a.date().day(), 24);
    }
}
