//! The matrix against the reference data, the steps, what can be measured, and the guide.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::performance::rating::Simulation;

const MATRIX: &str = include_str!("../../../data/predikat_kinerja.csv");

fn line(number: u128, weight: Option<u8>, targets: &[(Aspect, &str)]) -> Line {
    let id = TargetLineId(Uuid::from_u128(number));
    Line {
        id,
        thread: id,
        main: true,
        result: "Peta tersedia".into(),
        above: None,
        above_text: String::new(),
        weight,
        indicators: targets
            .iter()
            .map(|(aspect, target)| Indicator {
                aspect: Some(*aspect),
                indicator: "Jumlah".into(),
                target: (*target).into(),
                measure: String::new(),
            })
            .collect(),
    }
}

fn told(all: &[(u128, i16, &str)]) -> BTreeMap<Named, String> {
    all.iter()
        .map(|(line, index, text)| {
            let key = (TargetLineId(Uuid::from_u128(*line)), *index);
            (key, (*text).to_owned())
        })
        .collect()
}

#[test]
fn every_cell_of_the_matrix_is_that_of_the_reference_data() {
    let level = |word: &str| match word {
        "di_atas_ekspektasi" => Level::Above,
        "sesuai_ekspektasi" => Level::Meets,
        "di_bawah_ekspektasi" => Level::Below,
        other => panic!("{other}"),
    };
    let rows: Vec<Vec<&str>> = MATRIX
        .lines()
        .skip(1)
        .map(|row| row.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 9);
    for row in &rows {
        let found = predikat(level(row[0]), level(row[1]));
        assert_eq!(found.code(), row[3], "{row:?}");
        let ordinal = 5 - found as usize;
        assert_eq!(ordinal.to_string(), row[4], "{row:?}");
    }
    // and there is no other pair
    for result in Level::ALL {
        for behaviour in Level::ALL {
            let known = rows
                .iter()
                .filter(|row| (level(row[0]), level(row[1])) == (result, behaviour));
            assert_eq!(known.count(), 1);
        }
    }
}

#[test]
fn a_better_result_never_makes_a_rating_worse() {
    for behaviour in Level::ALL {
        let mut worst = Predikat::SangatBaik;
        for result in Level::ALL {
            let found = predikat(result, behaviour);
            // between weak behaviour and weak results the reference data put behaviour first
            assert!(found >= worst, "{result:?} {behaviour:?}");
            worst = found;
        }
    }
}

#[test]
fn every_step_is_open_in_the_states_it_belongs_to_and_in_no_other() {
    use PeriodState as P;
    let open = [
        (State::Open, P::Open, Step::Tell, State::Open),
        (State::Open, P::Open, Step::Rate, State::Rated),
        (State::Rated, P::Open, Step::Rate, State::Rated),
        (State::Rated, P::Closing, Step::Close, State::Closed),
    ];
    let steps = [
        Step::Tell,
        Step::Rate,
        Step::Close,
        Step::Correct,
        Step::Object,
    ];
    for state in State::ALL {
        for period in PeriodState::ALL {
            for step in steps {
                let listed = open
                    .iter()
                    .find(|one| (one.0, one.1, one.2) == (state, period, step));
                let wanted = match (state, step) {
                    (State::Closed, Step::Correct) => Some(State::Replaced),
                    (State::Closed, Step::Object) => Some(State::Closed),
                    _ => listed.map(|one| one.3),
                };
                let found = next(state, period, step).ok();
                assert_eq!(found, wanted, "{state:?} {period:?} {step:?}");
            }
        }
    }
}

#[test]
fn a_period_is_a_year_a_quarter_or_a_month() {
    let span = |code| days(code).map(|(from, to)| format!("{from} {to}"));
    assert_eq!(span("2026").as_deref(), Some("2026-01-01 2026-12-31"));
    assert_eq!(span("2026-Q3").as_deref(), Some("2026-07-01 2026-09-30"));
    assert_eq!(span("2028-02").as_deref(), Some("2028-02-01 2028-02-29"));
    for wrong in [
        "", "26", "2026-", "2026-Q0", "2026-Q5", "2026-13", "2026-00", "2026-9", "1999", "2026-Q12",
    ] {
        assert_eq!(span(wrong), None, "{wrong}");
    }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (text, thousandths) in [
        ("12", 12_000),
        (" 95 % ", 95_000),
        ("1.250", 1_250_000),
        ("97,5", 97_500),
        ("1.250,25", 1_250_250),
        ("97.5", 97_500),
    ] {
        assert_eq!(number(text), Some(thousandths), "{text}");
    }
    for none in [
        "",
        "%",
        "dua belas",
        "12 peta",
        "-3",
        "1,2,3",
        "1e9",
        "9999999999999999999999",
    ] {
        assert_eq!(number(none), None, "{none}");
    }
}

#[test]
fn only_quantity_and_quality_are_measured_and_far_more_counts_for_half_again() {
    let lines = [
        line(1, None, &[(Aspect::Quantity, "12"), (Aspect::Time, "10")]),
        line(2, None, &[(Aspect::Quality, "95 %")]),
    ];
    // 50 % and 100 %
    let all = told(&[(1, 0, "6"), (1, 1, "3"), (2, 0, "95")]);
    assert_eq!(measured(&lines, &all), Some(75));
    // the second says nothing that can be measured
    let one = told(&[(1, 0, "6"), (2, 0, "baik")]);
    assert_eq!(measured(&lines, &one), Some(50));
    assert_eq!(measured(&lines, &told(&[(1, 1, "3")])), None);
    let far = told(&[(1, 0, "1200"), (2, 0, "0")]);
    assert_eq!(measured(&lines, &far), Some(75));
    let weighed = [
        line(1, Some(80), &[(Aspect::Quantity, "10")]),
        line(2, Some(20), &[(Aspect::Quantity, "10")]),
        line(3, None, &[(Aspect::Quantity, "10")]),
    ];
    let all = told(&[(1, 0, "10"), (2, 0, "5"), (3, 0, "0")]);
    assert_eq!(measured(&weighed, &all), Some(90));
}

#[test]
fn advice_follows_the_marks_of_the_agency_and_is_none_without() {
    assert_eq!(advice(Some(120), None, None), None);
    assert_eq!(advice(None, Some(110), Some(90)), None);
    for (measured, wanted) in [
        (110, Level::Above),
        (109, Level::Meets),
        (90, Level::Meets),
        (89, Level::Below),
    ] {
        let found = advice(Some(measured), Some(110), Some(90));
        assert_eq!(found, Some(wanted), "{measured}");
    }
    assert_eq!(advice(Some(100), Some(110), None), None);
}

#[test]
fn the_guide_speaks_where_a_distribution_is_other_than_it_says() {
    use Achievement as A;
    let codes = |of, counts| -> Vec<&str> {
        distribution(of, counts)
            .into_iter()
            .map(|one| one.0)
            .collect()
    };
    assert!(distribution(A::Baik, [0; 5]).is_empty());
    assert!(codes(A::Istimewa, [7, 3, 0, 0, 0]).is_empty());
    assert_eq!(
        distribution(A::Istimewa, [8, 2, 0, 0, 0]),
        [("guide-very-good-70", 80)]
    );
    assert!(codes(A::Baik, [2, 7, 1, 0, 0]).is_empty());
    assert_eq!(
        codes(A::Baik, [1, 9, 0, 0, 0]),
        ["guide-good-70", "guide-some-weak"]
    );
    assert!(codes(A::ButuhPerbaikan, [1, 3, 6, 0, 0]).is_empty());
    assert_eq!(
        codes(A::ButuhPerbaikan, [2, 3, 5, 0, 0]),
        ["guide-improve-60", "guide-very-good-10"]
    );
    assert!(codes(A::Kurang, [1, 2, 1, 6, 0]).is_empty());
    assert_eq!(
        codes(A::Kurang, [2, 8, 0, 0, 0]),
        ["guide-weak-60", "guide-improve-10", "guide-very-good-10"]
    );
    assert!(codes(A::SangatKurang, [0, 3, 1, 0, 6]).is_empty());
    assert_eq!(
        codes(A::SangatKurang, [1, 9, 0, 0, 0]),
        ["guide-very-weak-60", "guide-weak-10", "guide-no-very-good"]
    );
}

const MARKS: Marks = Marks {
    formula: FORMULA,
    above_from: Some(110),
    below_under: Some(90),
};

fn accepted(all: &[(u128, &str, u32)]) -> Vec<(TargetLineId, String, u32)> {
    all.iter()
        .map(|(line, words, n)| (TargetLineId(Uuid::from_u128(*line)), (*words).into(), *n))
        .collect()
}

#[test]
fn accepted_work_counts_for_quantities_that_nothing_was_told_of() {
    let lines = [
        line(
            1,
            None,
            &[(Aspect::Quantity, "12"), (Aspect::Quality, "95 %")],
        ),
        line(2, None, &[(Aspect::Quantity, "100 %")]),
    ];
    let said = told;
    let known = |told: &[(u128, i16, &str)], work: &[(u128, &str, u32)]| {
        let facts = facts(
            MARKS,
            &lines,
            &said(told),
            &accepted(work),
            Evidence::default(),
        );
        (facts.measured, facts.counted.len())
    };
    // pieces for words that are still on the line, for words that changed, and for a percentage
    assert_eq!(known(&[], &[(1, "Jumlah", 6)]), (Some(50), 1));
    assert_eq!(
        known(&[], &[(1, "Banyaknya", 6), (1, "Jumlah", 3)]),
        (Some(75), 1)
    );
    assert_eq!(known(&[], &[(2, "Jumlah", 6), (3, "Jumlah", 6)]), (None, 0));
    // what is told stands before what is counted, also where it is no number
    assert_eq!(known(&[(1, 0, "3")], &[(1, "Jumlah", 6)]), (Some(25), 1));
    assert_eq!(known(&[(1, 0, "belum")], &[(1, "Jumlah", 6)]), (None, 1));
    let mut share = lines[0].indicators[0].clone();
    assert!(countable(&share));
    share.measure = "Persen".into();
    assert!(!countable(&share));
}

#[test]
fn the_first_formula_counts_nothing_but_what_was_told() {
    let lines = [line(1, None, &[(Aspect::Quantity, "12")])];
    let first = Marks {
        formula: 1,
        ..MARKS
    };
    let work = accepted(&[(1, "Jumlah", 6)]);
    let none = facts(first, &lines, &told(&[]), &work, Evidence::default());
    assert_eq!((none.measured, none.counted.len()), (None, 1));
}

proptest! {
    /// What is simulated is what a rating given at the same moment is kept with, from what is kept alone, for each cell of the matrix.
    #[test]
    fn a_simulation_and_a_rating_come_to_the_same(
        formula in 1_u32..=FORMULA, above in proptest::option::of(100_i16..150), below in proptest::option::of(1_i16..100),
        targets in proptest::collection::vec(("[0-9]{1,3}( %)?", proptest::option::of("[0-9]{1,3}(,[0-9])?"), 0_u32..40, proptest::option::of(1_u8..=100)), 0..6)
    ) {
        let (mut lines, mut told, mut work) = (Vec::new(), BTreeMap::new(), Vec::new());
        for (at, (target, words, pieces, weight)) in (1_u128..).zip(&targets) {
            let one = line(at, *weight, &[(Aspect::Quantity, target)]);
            if let Some(words) = words {
                told.insert((one.thread, 0), words.clone());
            }
            work.push((one.thread, "Jumlah".to_owned(), *pieces));
            lines.push(one);
        }
        let marks = Marks { formula, above_from: above, below_under: below };
        let given = facts(marks, &lines, &told, &work, Evidence::default());
        let kept: Facts = serde_json::from_value(serde_json::to_value(&given).unwrap()).unwrap();
        let simulated = reckon(kept.marks(), &lines, &told, &kept.pieces());
        prop_assert_eq!(simulated.measured, given.measured);
        prop_assert_eq!(simulated.advice, advice(given.measured, above, below));
        for result in Level::ALL {
            for (behaviour, found) in Simulation::row(result) {
                prop_assert_eq!(found, predikat(result, behaviour));
            }
        }
    }

    #[test]
    fn what_is_measured_never_passes_its_most_and_rises_with_what_is_realised(
        target in 1_u32..5_000, realised in 0_u32..20_000, more in 0_u32..5_000, weight in proptest::option::of(1_u8..=100)
    ) {
        let lines = [line(1, weight, &[(Aspect::Quantity, &target.to_string())])];
        let of = |n: u32| measured(&lines, &told(&[(1, 0, &n.to_string())])).unwrap();
        prop_assert!(of(realised) <= MOST);
        prop_assert!(of(realised) <= of(realised + more));
        prop_assert_eq!(of(target), 100);
    }

    #[test]
    fn no_text_makes_a_number_panic(text in ".{0,40}") {
        let _ = number(&text);
        let _ = days(&text);
    }
}
