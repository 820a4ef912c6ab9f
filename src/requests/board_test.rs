//! Where somebody is and from when to when, against a slow and obvious model: for each (half) day, ask one thing after the other.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Absence, Holiday, HolidayKind, WeekDay, WorkingHours},
    policy::{HoursWeek, StartEnd, Times},
    requests::{
        hours::{Held, Keeping},
        rules::pattern_days,
    },
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
    hours: Hours,
}

/// Own start and end in these weeks: with the pattern, with the single days, and by themselves over a period.
#[derive(Clone, Debug)]
struct Hours {
    pattern: Option<DayTimes>,
    single: Option<DayTimes>,
    week: HoursWeek,
    period: DateRange,
    pending: bool,
    ramadan: DateRange,
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

fn clock() -> impl Strategy<Value = chrono::NaiveTime> {
    (0_u32..60).prop_map(|minute| chrono::NaiveTime::from_hms_opt(7, minute, 0).unwrap())
}

fn start_end() -> impl Strategy<Value = StartEnd> {
    (clock(), prop::option::of(clock())).prop_map(|(start, end)| StartEnd {
        start,
        end: end.map(|end| end + chrono::TimeDelta::hours(8)),
    })
}

fn day_times() -> impl Strategy<Value = Option<DayTimes>> {
    let one = (start_end(), prop::option::of(start_end()));
    prop::option::of(one.prop_map(|(normal, ramadan)| DayTimes { normal, ramadan }))
}

fn week_of_times() -> impl Strategy<Value = BTreeMap<WeekDay, Times>> {
    let times = (clock(), clock()).prop_map(|(start, end)| Times {
        start,
        end: end + chrono::TimeDelta::hours(8),
    });
    let day = prop::sample::select(WeekDay::ALL[..5].to_vec());
    prop::collection::btree_map(day, times, 0..6)
}

fn hours() -> impl Strategy<Value = Hours> {
    (
        day_times(),
        day_times(),
        (week_of_times(), week_of_times()),
        (0..LENGTH, 0..LENGTH),
        any::<bool>(),
        (0..LENGTH, 0..LENGTH),
    )
        .prop_map(|(pattern, single, week, period, pending, ramadan)| Hours {
            pattern,
            single,
            week: HoursWeek {
                normal: week.0,
                ramadan: week.1,
            },
            period: range(period.0, period.1),
            pending,
            ramadan: range(ramadan.0, ramadan.1),
        })
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
        hours(),
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
                hours,
            )| Weeks {
                week,
                validity: range(from, to),
                exceptions,
                pattern_pending,
                single,
                single_pending,
                absences,
                holiday,
                hours,
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

/// From when to when the person works by own hours, asking one thing after the other.
fn slow_times(weeks: &Weeks, on: NaiveDate) -> Option<(String, String)> {
    let place = [Half::Morning, Half::Afternoon].map(|half| slow(weeks, on, half));
    if place
        .iter()
        .all(|word| matches!(*word, "off" | "leave" | "trip"))
    {
        return None;
    }
    let hours = &weeks.hours;
    let ramadan = hours.ramadan.from <= on && on <= hours.ramadan.to;
    let office = WorkingHours::five_day();
    let office = if ramadan {
        office.ramadan
    } else {
        office.normal
    };
    let office = office.on(WeekDay::of(on));
    let mut usual = 0;
    if weeks.validity.from <= on && on <= weeks.validity.to {
        usual = weeks.week[on.weekday().num_days_from_monday() as usize];
        if let Some(other) = weeks.exceptions.get(&on) {
            usual = *other;
        }
    }
    let mut with_place = None;
    if weeks.single.contains_key(&on) && !weeks.single_pending {
        with_place = hours.single;
    }
    if usual > 0 && !weeks.pattern_pending && hours.pattern.is_some() {
        with_place = hours.pattern;
    }
    let said = |start: chrono::NaiveTime, end: chrono::NaiveTime| {
        (
            start.format("%H:%M").to_string(),
            end.format("%H:%M").to_string(),
        )
    };
    if let Some(times) = with_place {
        let asked = if ramadan {
            times.ramadan?
        } else {
            times.normal
        };
        let length = office.end - office.start;
        return Some(said(asked.start, asked.end.unwrap_or(asked.start + length)));
    }
    if hours.pending || on < hours.period.from || on > hours.period.to {
        return None;
    }
    let week = if ramadan {
        &hours.week.ramadan
    } else {
        &hours.week.normal
    };
    match week.get(&WeekDay::of(on)) {
        Some(times) => Some(said(times.start, times.end)),
        None if ramadan => Some(said(office.start, office.end)),
        None => None,
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
    let stay = |(on, bits), pending, times| Stay {
        request: RequestId::new(),
        employee: who,
        on,
        bits,
        place: Place::Home,
        pending,
        waits_since: None,
        times,
        agreement: None,
    };
    let pattern = pattern_days(weeks.week, weeks.validity, &weeks.exceptions, whole)
        .into_iter()
        .map(|one| stay(one, weeks.pattern_pending, weeks.hours.pattern));
    let single = weeks
        .single
        .iter()
        .map(|(on, bits)| stay((*on, *bits), weeks.single_pending, weeks.hours.single));
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
        calendars: Calendars::plain(whole)
            .with(
                who,
                unit,
                weeks.absences.clone(),
                holidays.into_iter().collect(),
            )
            .in_ramadan(weeks.hours.ramadan),
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

    #[test]
    fn every_day_has_the_hours_that_the_obvious_model_says(weeks in weeks()) {
        let who = EmployeeId::new();
        let board = board(&weeks, who);
        let keeping = Keeping::just(vec![Held {
            employee: who,
            period: weeks.hours.period,
            week: weeks.hours.week.clone(),
            pending: weeks.hours.pending,
        }]);
        for on in (0..LENGTH).map(day) {
            let fast = keeping.times(who, on, &board).map(|times| {
                let said = |at: chrono::NaiveTime| at.format("%H:%M").to_string();
                (said(times.start), said(times.end))
            });
            prop_assert_eq!(fast, slow_times(&weeks, on), "{}", on);
        }
    }
}
