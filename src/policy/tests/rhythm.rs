//! Office days and flexible days in turns: the week, the row, the month, the anchor days.

use super::cases::Table;
use super::*;
use Outcome::{Fail, MissingFact, NotApplicable, Pass};

/// A day from its code: `o` office, `h` place, `m` place in the morning, `l` leave, `w` place in a window.
fn own(on: NaiveDate, code: char) -> Option<OwnDay> {
    let (works, away) = match code {
        'o' => (Some(Half::Full), None),
        'h' | 'w' => (Some(Half::Full), Some(Half::Full)),
        'm' => (Some(Half::Full), Some(Half::Morning)),
        'l' => (None, None),
        _ => return None,
    };
    Some(OwnDay {
        on,
        works,
        away,
        in_window: code == 'w',
    })
}

/// Days from Monday 16 November on, one letter each; `-` is a day off.
fn around(day: &mut DayFacts, codes: &str) {
    let days = on("2026-11-16").iter_days().zip(codes.chars());
    day.around = Some(Fact::new(
        days.filter_map(|(on, code)| own(on, code)).collect(),
        Source::Schedule,
        now(),
    ));
}

pub fn cases(t: &mut Table) {
    office_days(t);
    in_a_row(t);
    month(t);
    for (days_chosen, outcome, says) in [
        (
            days(&[WeekDay::Mon, WeekDay::Wed]),
            Fail,
            "Hari Rabu hari bersama: semua di kantor.",
        ),
        (
            days(&[WeekDay::Mon, WeekDay::Thu]),
            Pass,
            "Hari Rabu bukan hari bersama; hari bersama: Senin dan Kamis.",
        ),
    ] {
        let rule = RuleKind::AnchorDays { days: days_chosen };
        t.case(&rule, outcome, says, |_, _| {});
    }
}

fn office_days(t: &mut Table) {
    let rule = RuleKind::MinOfficeDaysPerWeek { days: 3 };
    for (week, outcome, says) in [
        (
            "hhohh--ohhoo--",
            Pass,
            "Pekan 23–27 Nov tetap 3 hari di kantor, dibutuhkan 3 hari.",
        ),
        (
            "ooooo--hmhoo--",
            Fail,
            "Pekan 23–27 Nov tinggal 2,5 hari di kantor, dibutuhkan 3 hari.",
        ),
        (
            "ooooo--o-hoh--",
            Fail,
            "Pekan 23–27 Nov tinggal 2 hari di kantor, dibutuhkan 3 hari.",
        ),
        (
            "ooooo--ollho--",
            Fail,
            "Pekan 23–27 Nov tinggal 2 hari di kantor, dibutuhkan 3 hari.",
        ),
        // two working days are left: both are in the office
        (
            "ooooo--llhlo--",
            Fail,
            "Pekan 23–27 Nov tinggal 1 hari di kantor, dibutuhkan 2 hari.",
        ),
        // a window takes nothing from the ordinary days
        (
            "ooooo--wwhho--",
            Pass,
            "Pekan 23–27 Nov tetap 3 hari di kantor, dibutuhkan 3 hari.",
        ),
    ] {
        t.case(&rule, outcome, says, |_, day| around(day, week));
    }
    t.case(
        &rule,
        MissingFact,
        "Hari kerja pekan ini belum tercatat.",
        |_, _| {},
    );
}

fn in_a_row(t: &mut Table) {
    let rule = RuleKind::MaxConsecutiveDays { days: 2 };
    for (two_weeks, outcome, have) in [
        ("ooooo--ohhoo--", Pass, "2"),
        ("ooooo--hhhoo--", Fail, "3"),
        ("ooooo--ohhho--", Fail, "3"),
        // over the weekend and a holiday
        ("ooooh--h-hoo--", Fail, "3"),
        // leave breaks it, and half a day in the office
        ("ooohh--hlhoo--", Pass, "1"),
        ("ooohh--hmhoo--", Pass, "1"),
        // a day in a window neither counts nor breaks it
        ("ooooh--hwhoo--", Fail, "3"),
        ("ooooo--owhoo--", Pass, "1"),
    ] {
        let says = match (outcome, have) {
            (Fail, _) => "Akan menjadi 3 hari berturut-turut di luar kantor, paling banyak 2 hari.",
            (_, "1") => "Menjadi 1 hari berturut-turut di luar kantor, paling banyak 2 hari.",
            _ => "Menjadi 2 hari berturut-turut di luar kantor, paling banyak 2 hari.",
        };
        t.case(&rule, outcome, says, |_, day| around(day, two_weeks));
    }
    t.case(
        &rule,
        MissingFact,
        "Jadwal di sekitar hari ini belum tercatat.",
        |_, _| {},
    );
}

fn month(t: &mut Table) {
    let cap = |days, with_own_hours| RuleKind::MaxFlexDaysPerMonth {
        days,
        with_own_hours,
        except_special: true,
    };
    let filled = |day: &mut DayFacts| {
        let place = |day: &str, half| PlaceDay { on: on(day), half };
        day.month = Some(Fact::new(
            MonthFacts {
                place: vec![
                    place("2026-11-03", Half::Full),
                    place("2026-11-04", Half::Morning),
                    place("2026-11-25", Half::Full),
                    place("2026-12-01", Half::Full),
                ],
                own_hours: vec![on("2026-11-04"), on("2026-11-05")],
            },
            Source::Schedule,
            now(),
        ));
    };
    for (rule, outcome, says) in [
        (
            cap(3, false),
            Pass,
            "Bulan ini 2,5 hari fleksibel, paling banyak 3 hari.",
        ),
        (
            cap(2, false),
            Fail,
            "Bulan ini akan menjadi 2,5 hari fleksibel, paling banyak 2 hari.",
        ),
        (
            cap(3, true),
            Fail,
            "Bulan ini akan menjadi 4 hari fleksibel, paling banyak 3 hari.",
        ),
    ] {
        t.case(&rule, outcome, says, |_, day| filled(day));
    }
    t.case(
        &cap(0, false),
        NotApplicable,
        "Batas bulan tidak berlaku pada jalur keadaan khusus.",
        |_, day| {
            day.route = Route::SpecialCircumstances;
            filled(day);
        },
    );
    t.case(
        &cap(3, false),
        MissingFact,
        "Jadwal bulan ini belum tercatat.",
        |_, _| {},
    );
}

#[test]
fn the_week_and_its_need_stand_among_the_facts() {
    let mut day = wednesday();
    around(&mut day, "ooooo--llhlo--");
    let found = judged(RuleKind::MinOfficeDaysPerWeek { days: 3 }, &analyst(), &day);
    let shown: Vec<(&str, &str)> = found
        .facts
        .iter()
        .map(|fact| (fact.name.as_str(), fact.shown.en.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("office_half_days", "1 day"),
            ("needed_half_days", "2 days")
        ]
    );
    assert_eq!(found.threshold, serde_json::json!(3));
    assert_eq!(found.remedy[0].kind, RemedyKind::MoveTo);
    assert!(found.appeal);
}

#[test]
fn anchor_days_and_office_days_narrow_the_reach_of_a_week() {
    let anchors = RuleKind::AnchorDays {
        days: days(&[WeekDay::Mon, WeekDay::Thu]),
    };
    let found = reach(&analyst(), &only(anchors));
    assert!(!found.weekdays.contains(&WeekDay::Thu) && found.weekdays.contains(&WeekDay::Fri));
    let least = RuleKind::MinOfficeDaysPerWeek { days: 4 };
    assert_eq!(reach(&analyst(), &only(least)).days_per_week, Some(1));
}

#[test]
fn rules_read_as_far_as_they_reach_and_no_further() {
    let range = crate::calendar::DateRange {
        from: on("2026-11-16"),
        to: on("2026-12-06"),
    };
    let reach = |rules: &Effective| Needs::of([rules]).reach(range);
    assert_eq!(reach(&typical()), range);
    assert_eq!(Needs::of([&typical()]), Needs::default());
    let row = reach(&only(RuleKind::MaxConsecutiveDays { days: 3 }));
    assert_eq!((row.from, row.to), (on("2026-10-27"), on("2026-12-26")));
    let month = reach(&only(RuleKind::MaxFlexDaysPerMonth {
        days: 8,
        with_own_hours: false,
        except_special: true,
    }));
    assert_eq!((month.from, month.to), (on("2026-11-01"), on("2026-12-31")));
}

#[test]
fn a_stricter_number_is_stricter_for_each_of_them() {
    let least = |days| RuleKind::MinOfficeDaysPerWeek { days };
    let row = |days| RuleKind::MaxConsecutiveDays { days };
    let anchors = |list: &[WeekDay]| RuleKind::AnchorDays { days: days(list) };
    let month = |days, with_own_hours, except_special| RuleKind::MaxFlexDaysPerMonth {
        days,
        with_own_hours,
        except_special,
    };
    for (loose, strict) in [
        (least(2), least(3)),
        (row(3), row(2)),
        (
            anchors(&[WeekDay::Mon]),
            anchors(&[WeekDay::Mon, WeekDay::Fri]),
        ),
        (month(8, false, true), month(7, false, true)),
        (month(8, false, true), month(8, true, true)),
        (month(8, false, true), month(8, false, false)),
    ] {
        assert!(is_stricter_or_equal(&loose, &strict), "{strict:?}");
        assert!(!is_stricter_or_equal(&strict, &loose), "{loose:?}");
    }
}
