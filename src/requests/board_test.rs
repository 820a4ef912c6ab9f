//! Where somebody is, against a slow and obvious model: for each half day, ask one thing after the other.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Absence, Holiday, HolidayKind},
    requests::rules::pattern_days,
};

/// Two weeks from a Monday.
const LENGTH: u64 = 14;

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).unwrap() + Days::new(offset)
}

fn range(from: u64, to: u64) -> DateRange {
    DateRange {
        from: day(from.min(to)),
        to: day(from.max(to)),
    }
}

/// What lies on a person's two weeks.
#[derive(Clone, Debug)]
struct Weeks {
    week: [u8; 7],
    validity: DateRange,
    exceptions: BTreeMap<NaiveDate, u8>,
    pattern_pending: bool,
    single: BTreeMap<NaiveDate, u8>,
    single_pending: bool,
    absences: Vec<Absence>,
    holiday: Option<NaiveDate>,
}

fn half() -> impl Strategy<Value = Half> {
    prop::sample::select(vec![Half::Morning, Half::Afternoon, Half::Full])
}

fn absence() -> impl Strategy<Value = Absence> {
    let kind = prop::sample::select(vec![AbsenceKind::Leave, AbsenceKind::OfficialTrip]);
    (kind, 0..LENGTH, 0..LENGTH, half()).prop_map(|(kind, from, to, half)| Absence {
        kind,
        days: range(from, to),
        half,
    })
}

fn days(bits: std::ops::Range<u8>) -> impl Strategy<Value = BTreeMap<NaiveDate, u8>> {
    prop::collection::btree_map((0..LENGTH).prop_map(day), bits, 0..5)
}

fn weeks() -> impl Strategy<Value = Weeks> {
    (
        prop::array::uniform7(0_u8..4),
        (0..LENGTH, 0..LENGTH),
        days(0..4),
        any::<bool>(),
        days(1..4),
        any::<bool>(),
        prop::collection::vec(absence(), 0..3),
        prop::option::of((0..LENGTH).prop_map(day)),
    )
        .prop_map(
            |(
                week,
                (from, to),
                exceptions,
                pattern_pending,
                single,
                single_pending,
                absences,
                holiday,
            )| Weeks {
                week,
                validity: range(from, to),
                exceptions,
                pattern_pending,
                single,
                single_pending,
                absences,
                holiday,
            },
        )
}

fn has(bits: u8, half: Half) -> bool {
    match half {
        Half::Morning => bits == 1 || bits == 3,
        Half::Afternoon => bits == 2 || bits == 3,
        Half::Full => bits > 0,
    }
}

/// One word for where the person is in a half day.
fn slow(weeks: &Weeks, on: NaiveDate, half: Half) -> &'static str {
    if weeks.holiday == Some(on) || on.weekday().num_days_from_monday() > 4 {
        return "off";
    }
    for (kind, word) in [
        (AbsenceKind::Leave, "leave"),
        (AbsenceKind::OfficialTrip, "trip"),
    ] {
        for one in &weeks.absences {
            let there = one.days.from <= on && on <= one.days.to;
            if one.kind == kind && there && (one.half == half || one.half == Half::Full) {
                return word;
            }
        }
    }
    let mut usual = 0;
    if weeks.validity.from <= on && on <= weeks.validity.to {
        usual = weeks.week[on.weekday().num_days_from_monday() as usize];
        if let Some(other) = weeks.exceptions.get(&on) {
            usual = *other;
        }
    }
    let pattern = has(usual, half);
    let single = weeks.single.get(&on).is_some_and(|bits| has(*bits, half));
    if (pattern && !weeks.pattern_pending) || (single && !weeks.single_pending) {
        "away"
    } else if pattern || single {
        "waiting"
    } else {
        "office"
    }
}

fn fast(board: &Board, who: EmployeeId, on: NaiveDate, half: Half) -> &'static str {
    match board.place(who, on, half) {
        Where::Off(_) => "off",
        Where::Leave => "leave",
        Where::Trip => "trip",
        Where::At { pending: true, .. } => "waiting",
        Where::At { pending: false, .. } => "away",
        Where::Office => "office",
    }
}

fn board(weeks: &Weeks, who: EmployeeId) -> Board {
    let whole = range(0, LENGTH - 1);
    let stay = |(on, bits), pending| Stay {
        request: RequestId::new(),
        employee: who,
        on,
        bits,
        place: Place::Home,
        pending,
    };
    let pattern = pattern_days(weeks.week, weeks.validity, &weeks.exceptions, whole)
        .into_iter()
        .map(|one| stay(one, weeks.pattern_pending));
    let single = weeks
        .single
        .iter()
        .map(|(on, bits)| stay((*on, *bits), weeks.single_pending));
    let mut stays: HashMap<_, Vec<Stay>> = HashMap::new();
    for one in pattern.chain(single) {
        stays.entry((one.employee, one.on)).or_default().push(one);
    }
    let holidays = weeks.holiday.map(|on| Holiday {
        on,
        name_id: String::new(),
        name_en: String::new(),
        kind: HolidayKind::National,
    });
    let unit = UnitId::new();
    Board {
        range: whole,
        members: Vec::new(),
        units: HashMap::new(),
        calendars: Calendars::plain(whole).with(
            who,
            unit,
            weeks.absences.clone(),
            holidays.into_iter().collect(),
        ),
        families: HashMap::new(),
        stays,
        roster: Roster::default(),
        own: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_half_day_is_where_the_obvious_model_says(weeks in weeks()) {
        let who = EmployeeId::new();
        let board = board(&weeks, who);
        for offset in 0..LENGTH {
            for half in [Half::Morning, Half::Afternoon] {
                let on = day(offset);
                prop_assert_eq!(
                    fast(&board, who, on, half),
                    slow(&weeks, on, half),
                    "{} {:?}", on, half
                );
            }
        }
    }
}
