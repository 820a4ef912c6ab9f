//! Tables for the kinds of day, and properties that hold for every calendar.

use super::*;
use crate::calendar::{Absence, WeekPattern, WorkingHours};
use proptest::prelude::*;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn holiday(date: &str, kind: HolidayKind) -> Holiday {
    Holiday {
        on: on(date),
        name_id: "Nama".into(),
        name_en: "Name".into(),
        kind,
    }
}

fn absence(kind: AbsenceKind, from: &str, to: &str, half: Half) -> Absence {
    Absence {
        kind,
        days: DateRange {
            from: on(from),
            to: on(to),
        },
        half,
    }
}

#[derive(Debug)]
struct Office {
    week: WeekPattern,
    hours: WorkingHours,
    holidays: Vec<Holiday>,
    ramadan: Vec<DateRange>,
    absences: Vec<Absence>,
}

impl Office {
    fn of_2026() -> Self {
        Self {
            week: WeekPattern::Five,
            hours: WorkingHours::five_day(),
            holidays: vec![
                holiday("2026-12-24", HolidayKind::JointLeave),
                holiday("2026-12-25", HolidayKind::National),
                holiday("2026-12-28", HolidayKind::Agency),
                holiday("2026-12-28", HolidayKind::JointLeave),
                holiday("2026-05-31", HolidayKind::National),
                holiday("2026-12-31", HolidayKind::Agency),
            ],
            ramadan: vec![DateRange {
                from: on("2026-02-18"),
                to: on("2026-03-19"),
            }],
            absences: vec![
                absence(AbsenceKind::Leave, "2026-11-23", "2026-11-24", Half::Full),
                absence(
                    AbsenceKind::OfficialTrip,
                    "2026-11-24",
                    "2026-11-25",
                    Half::Full,
                ),
                absence(
                    AbsenceKind::Leave,
                    "2026-11-26",
                    "2026-11-26",
                    Half::Morning,
                ),
                absence(
                    AbsenceKind::OfficialTrip,
                    "2026-11-26",
                    "2026-11-26",
                    Half::Afternoon,
                ),
                absence(
                    AbsenceKind::OfficialTrip,
                    "2026-11-27",
                    "2026-11-27",
                    Half::Afternoon,
                ),
                absence(AbsenceKind::Leave, "2026-12-24", "2026-12-30", Half::Full),
            ],
        }
    }

    fn input(&self) -> DayInput<'_> {
        DayInput {
            week: self.week,
            hours: &self.hours,
            holidays: &self.holidays,
            ramadan: &self.ramadan,
            absences: &self.absences,
        }
    }
}

fn label(kind: &DayKind) -> String {
    match kind {
        DayKind::Working { .. } => "working".into(),
        DayKind::Weekend => "weekend".into(),
        DayKind::Holiday { .. } => "holiday".into(),
        DayKind::JointLeave { .. } => "joint".into(),
        DayKind::AgencyDay { .. } => "agency".into(),
        DayKind::Leave { half } => format!("leave {half:?}"),
        DayKind::OfficialTrip { half } => format!("trip {half:?}"),
        DayKind::ShiftOff => "shift off".into(),
    }
}

#[test]
fn each_kind_of_day_follows_the_precedence() {
    let office = Office::of_2026();
    for (date, day, morning, afternoon) in [
        ("2026-11-20", "working", "working", "working"),
        ("2026-11-21", "weekend", "weekend", "weekend"),
        (
            "2026-11-23",
            "leave Full",
            "leave Morning",
            "leave Afternoon",
        ),
        (
            "2026-11-24",
            "leave Full",
            "leave Morning",
            "leave Afternoon",
        ),
        ("2026-11-25", "trip Full", "trip Morning", "trip Afternoon"),
        (
            "2026-11-26",
            "leave Morning",
            "leave Morning",
            "trip Afternoon",
        ),
        ("2026-11-27", "trip Afternoon", "working", "trip Afternoon"),
        ("2026-12-24", "joint", "joint", "joint"),
        ("2026-12-25", "holiday", "holiday", "holiday"),
        ("2026-12-26", "weekend", "weekend", "weekend"),
        ("2026-12-28", "joint", "joint", "joint"),
        ("2026-12-31", "agency", "agency", "agency"),
        ("2026-05-31", "holiday", "holiday", "holiday"),
    ] {
        let input = office.input();
        assert_eq!(label(&kind_of_day(&input, on(date))), day, "{date}");
        let halves = halves_of_day(&input, on(date)).map(|kind| label(&kind));
        assert_eq!(halves, [morning, afternoon], "{date}");
    }
}

#[test]
fn saturday_is_work_for_a_six_day_unit_only() {
    let mut office = Office::of_2026();
    let saturday = on("2026-11-21");
    assert!(!is_working_day(&office.input(), saturday));
    office.week = WeekPattern::Six;
    assert!(is_working_day(&office.input(), saturday));
    assert!(!is_working_day(&office.input(), on("2026-11-22")));
}

#[test]
fn scheduled_minutes_are_those_of_the_regulation() {
    let mut office = Office::of_2026();
    for (date, minutes) in [
        ("2026-11-19", 450),
        ("2026-11-20", 450),
        ("2026-03-12", 390),
        ("2026-03-13", 390),
        ("2026-11-21", 0),
        ("2026-11-23", 0),
        ("2026-11-25", 450),
        ("2026-11-26", 225),
        ("2026-11-27", 450),
        ("2026-12-25", 0),
    ] {
        assert_eq!(
            scheduled_minutes(&office.input(), on(date)),
            minutes,
            "{date}"
        );
    }
    let week = |date| IsoWeek::of(on(date));
    assert_eq!(
        weekly_target_minutes(&office.input(), week("2026-11-16")),
        37 * 60 + 30
    );
    assert_eq!(
        weekly_target_minutes(&office.input(), week("2026-03-09")),
        32 * 60 + 30
    );
    assert_eq!(
        weekly_target_minutes(&office.input(), week("2026-12-21")),
        3 * 450
    );
    office.week = WeekPattern::Six;
    office.hours = WorkingHours::six_day();
    assert_eq!(
        weekly_target_minutes(&office.input(), week("2026-11-16")),
        37 * 60 + 30
    );
    assert_eq!(
        weekly_target_minutes(&office.input(), week("2026-03-09")),
        32 * 60 + 30
    );
}

#[test]
fn a_correction_is_due_after_three_working_days() {
    let office = Office::of_2026();
    for (opened, due) in [
        ("2026-11-16", "2026-11-19"),
        ("2026-11-19", "2026-11-24"),
        ("2026-11-21", "2026-11-25"),
        ("2026-12-23", "2027-01-01"),
    ] {
        assert_eq!(
            correction_due_on(&office.input(), on(opened)),
            Some(on(due)),
            "{opened}"
        );
    }
}

#[test]
fn the_local_date_is_that_of_the_place_of_duty() {
    let instant = "2026-11-22T15:30:00Z".parse().unwrap();
    let dates = Zone::ALL.map(|zone| local_date(instant, zone).to_string());
    assert_eq!(dates, ["2026-11-22", "2026-11-22", "2026-11-23"]);
    let later = "2026-11-22T16:00:00Z".parse().unwrap();
    let dates = Zone::ALL.map(|zone| local_date(later, zone).to_string());
    assert_eq!(dates, ["2026-11-22", "2026-11-23", "2026-11-23"]);
    assert_eq!(local_time(later, Zone::Wit).to_string(), "01:00:00");
}

#[test]
fn zones_travel_as_iana_names() {
    for zone in Zone::ALL {
        assert_eq!(Zone::from_iana(zone.iana()), Some(zone));
        assert_eq!(serde_json::to_value(zone).unwrap(), zone.iana());
    }
    assert_eq!(Zone::from_iana("Asia/Pontianak"), Some(Zone::Wib));
    assert_eq!(Zone::from_iana("Europe/Berlin"), None);
}

#[test]
fn a_week_starts_on_monday_and_crosses_the_year() {
    let week = IsoWeek::of(on("2027-01-01"));
    assert_eq!((week.year, week.week), (2026, 53));
    assert_eq!(week.monday(), Some(on("2026-12-28")));
    assert_eq!(week.days().last(), Some(on("2027-01-03")));
    assert_eq!(
        IsoWeek {
            year: 2026,
            week: 60
        }
        .days()
        .count(),
        0
    );
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0u64..3_000).prop_map(|offset| {
        on("2024-01-01")
            .checked_add_days(Days::new(offset))
            .unwrap()
    })
}

fn any_half() -> impl Strategy<Value = Half> {
    prop_oneof![Just(Half::Morning), Just(Half::Afternoon), Just(Half::Full)]
}

fn any_office() -> impl Strategy<Value = Office> {
    let kind = prop_oneof![
        Just(HolidayKind::National),
        Just(HolidayKind::JointLeave),
        Just(HolidayKind::Agency)
    ];
    let holidays = proptest::collection::vec(
        (any_date(), kind).prop_map(|(date, kind)| Holiday {
            on: date,
            name_id: "Nama".into(),
            name_en: "Name".into(),
            kind,
        }),
        0..60,
    );
    let away = prop_oneof![Just(AbsenceKind::Leave), Just(AbsenceKind::OfficialTrip)];
    let absences = proptest::collection::vec(
        (away, any_date(), 0u64..20, any_half()).prop_map(|(kind, from, length, half)| Absence {
            kind,
            days: DateRange {
                from,
                to: from.checked_add_days(Days::new(length)).unwrap(),
            },
            half,
        }),
        0..20,
    );
    let week = prop_oneof![Just(WeekPattern::Five), Just(WeekPattern::Six)];
    (week, holidays, absences).prop_map(|(week, holidays, absences)| Office {
        week,
        hours: WorkingHours::five_day(),
        holidays,
        ramadan: vec![],
        absences,
    })
}

proptest! {
    #[test]
    fn a_closed_day_has_no_minutes_and_no_leave(office in any_office(), date in any_date()) {
        let input = office.input();
        let kind = kind_of_day(&input, date);
        prop_assert_eq!(kind.is_day_off(), !is_working_day(&input, date));
        if kind.is_day_off() {
            prop_assert_eq!(scheduled_minutes(&input, date), 0);
        }
    }

    #[test]
    fn a_full_day_works_exactly_when_both_halves_do(office in any_office(), date in any_date()) {
        let input = office.input();
        let both = halves_of_day(&input, date).iter().all(DayKind::is_working);
        prop_assert_eq!(kind_of_day(&input, date).is_working(), both);
    }

    #[test]
    fn adding_working_days_lands_on_one_and_counts_them(
        office in any_office(), from in any_date(), count in 1u32..30,
    ) {
        let input = office.input();
        let landed = add_working_days(&input, from, count).unwrap();
        prop_assert!(is_working_day(&input, landed));
        let range = DateRange { from: from.succ_opt().unwrap(), to: landed };
        prop_assert_eq!(working_days(&input, range).count(), count as usize);
    }

    #[test]
    fn every_date_lies_in_its_week(date in any_date()) {
        let week = IsoWeek::of(date);
        prop_assert!(week.days().any(|day| day == date));
        prop_assert_eq!(week.days().next().map(WeekDay::of), Some(WeekDay::Mon));
    }
}
