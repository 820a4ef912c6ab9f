//! The editor: sentences with blanks, and back from the posted form.

use super::cases::cases;
use super::*;
use crate::policy::editor::{Blank, Control, Options, Part, parse, sentence, starting};

fn blanks(kind: &RuleKind, base: Option<&RuleKind>) -> Vec<Blank> {
    let parts = sentence(kind, base).id;
    parts
        .into_iter()
        .filter_map(|part| match part {
            Part::Blank(blank) => Some(blank),
            Part::Text(_) => None,
        })
        .collect()
}

/// What a browser posts when nobody touches the sentence.
fn posted(kind: &RuleKind) -> Vec<(String, String)> {
    let mut form = Vec::new();
    for blank in blanks(kind, None) {
        let mut put = |value: String| form.push((blank.name.to_owned(), value));
        match blank.control {
            Control::Number { value, .. } => put(value.to_string()),
            Control::Choice { value, .. } | Control::Text { value, .. } => put(value),
            Control::Multi { chosen, .. } => chosen.into_iter().for_each(put),
            Control::Dates { lines } => put(lines),
        }
    }
    form
}

#[test]
fn an_untouched_sentence_posts_the_same_rule() {
    for case in cases() {
        let form = posted(&case.rule);
        assert_eq!(parse(case.rule.name(), &form, None), Ok(case.rule));
    }
}

#[test]
fn every_blank_stands_in_both_languages() {
    for kind in Kind::ALL {
        let sentence = sentence(&starting(kind), None);
        let names = |parts: &[Part]| {
            let mut names: Vec<&str> = parts
                .iter()
                .filter_map(|part| match part {
                    Part::Blank(blank) => Some(blank.name),
                    Part::Text(text) => {
                        assert!(!text.contains(['{', '}', '_']), "{text}");
                        None
                    }
                })
                .collect();
            names.sort_unstable();
            names
        };
        assert_eq!(names(&sentence.id), names(&sentence.en), "{kind:?}");
    }
}

#[test]
fn the_national_limit_bounds_the_control_and_the_form() {
    let base = cap(2);
    let blank = blanks(&cap(1), Some(&base)).remove(0);
    assert_eq!(
        blank.control,
        Control::Number {
            value: 1,
            min: 0,
            max: 2
        }
    );
    let form = |days: &str| vec![("days".to_owned(), days.to_owned())];
    let kind = Kind::MaxPlaceDaysPerWeek;
    assert!(parse(kind, &form("2"), Some(&base)).is_ok());
    for wrong in ["3", "-1", "", "dua", "99999999999"] {
        let errors = parse(kind, &form(wrong), Some(&base)).unwrap_err();
        assert_eq!(errors[0].field, "days");
        assert_eq!(errors[0].text.id, "Isi angka dari 0 sampai 2.");
    }
}

#[test]
fn a_rating_below_the_national_one_cannot_be_chosen() {
    let base = RuleKind::MinPredikat {
        at_least: Predikat::Baik,
        grace_days: 0,
    };
    let Control::Choice { options, .. } = blanks(&base, Some(&base)).remove(0).control else {
        panic!("a choice");
    };
    assert_eq!(options.len(), 2);
    let form = vec![("at_least".to_owned(), "kurang".to_owned())];
    assert!(parse(Kind::MinPredikat, &form, Some(&base)).is_err());
    assert!(parse(Kind::MinPredikat, &form, None).is_ok());
}

/// A posted condition about days that results open.
fn earned(beyond: &str, accepted: &str, within: &str, rating: &str) -> Vec<(String, String)> {
    let pairs = [
        ("beyond", beyond),
        ("accepted", accepted),
        ("within_days", within),
        ("rating", rating),
    ];
    let owned = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    owned.into()
}

#[test]
fn days_that_results_open_stay_within_what_the_ministry_asks() {
    let base = RuleKind::EarnedDays {
        beyond: 1,
        accepted: 3,
        within_days: 90,
        at_least: Some(Predikat::Baik),
    };
    let ends: Vec<(u32, u32)> = blanks(&base, Some(&base))
        .into_iter()
        .filter_map(|blank| match blank.control {
            Control::Number { min, max, .. } => Some((min, max)),
            Control::Choice { options, .. } => {
                assert_eq!(options.len(), 2, "Baik and better, never none");
                None
            }
            _ => None,
        })
        .collect();
    assert_eq!(ends, [(0, 1), (3, 99), (1, 90)]);
    let kind = Kind::EarnedDays;
    assert_eq!(
        parse(kind, &earned("1", "3", "90", "baik"), Some(&base)),
        Ok(base.clone())
    );
    for (form, field) in [
        (earned("2", "3", "90", "baik"), "beyond"),
        (earned("1", "2", "90", "baik"), "accepted"),
        (earned("1", "3", "91", "baik"), "within_days"),
        (earned("1", "3", "90", "kurang"), "rating"),
        (earned("1", "3", "90", "any"), "rating"),
    ] {
        let errors = parse(kind, &form, Some(&base)).unwrap_err();
        assert_eq!(errors[0].field, field);
    }
    // where the ministry asks for a rating only, how far back work counts is the agency's
    let rated = RuleKind::EarnedDays {
        beyond: 1,
        accepted: 0,
        within_days: 30,
        at_least: Some(Predikat::Baik),
    };
    assert!(parse(kind, &earned("1", "2", "180", "baik"), Some(&rated)).is_ok());
    assert!(parse(kind, &earned("1", "0", "90", "baik"), None).is_ok());
}

#[test]
fn wrong_values_are_answered_at_their_blank() {
    let form = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    for (kind, pairs, field) in [
        (Kind::ExcludedUnit, form(&[("units", "not-an-id")]), "units"),
        (Kind::Weekdays, form(&[]), "allowed"),
        (
            Kind::Weekdays,
            form(&[("allowed", "tue"), ("uncounted", "fri")]),
            "uncounted",
        ),
        (Kind::Weekdays, form(&[("allowed", "someday")]), "allowed"),
        (Kind::BlockedDates, form(&[("dates", "besok")]), "dates"),
        (Kind::BlockedDates, form(&[("dates", "")]), "dates"),
        (
            Kind::BlockedDates,
            form(&[("dates", "2026-12-31 s.d. 2026-12-01")]),
            "dates",
        ),
        (Kind::TaskFlags, form(&[("extra_id", "Syarat")]), "extra_en"),
        (Kind::UnitQuota, form(&[("value", "5")]), "by"),
        (
            Kind::UnitQuota,
            form(&[("value", "101"), ("by", "percent")]),
            "value",
        ),
        (Kind::HorizonDays, form(&[("days", "0")]), "days"),
        (Kind::EarnedDays, earned("6", "3", "90", "any"), "beyond"),
        (Kind::EarnedDays, earned("1", "", "90", "any"), "accepted"),
        (Kind::EarnedDays, earned("1", "0", "90", "any"), "accepted"),
        (
            Kind::EarnedDays,
            earned("1", "3", "0", "any"),
            "within_days",
        ),
        (Kind::EarnedDays, earned("1", "3", "90", "bagus"), "rating"),
    ] {
        let errors = parse(kind, &pairs, None).unwrap_err();
        assert_eq!(errors[0].field, field, "{kind:?} {pairs:?}");
    }
}

#[test]
fn dates_are_read_in_the_ways_people_write_them() {
    let lines = "24-12-2026 s.d. 31-12-2026\n\n2027-01-04\n01/02/2027 - 05/02/2027";
    let form = vec![("dates".to_owned(), lines.to_owned())];
    let RuleKind::BlockedDates { dates } = parse(Kind::BlockedDates, &form, None).unwrap() else {
        panic!("dates");
    };
    let found: Vec<(String, String)> = dates
        .iter()
        .map(|range| (range.from.to_string(), range.to.to_string()))
        .collect();
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(
        found,
        [
            pair("2026-12-24", "2026-12-31"),
            pair("2027-01-04", "2027-01-04"),
            pair("2027-02-01", "2027-02-05"),
        ]
    );
}

#[test]
fn lists_that_only_the_agency_knows_are_left_to_the_page() {
    let Control::Multi { options, .. } = blanks(&starting(Kind::ExcludedUnit), None)
        .remove(0)
        .control
    else {
        panic!("a multiple choice");
    };
    assert_eq!(options, Options::Units);
}
