//! What must hold for all terms and all months.

use proptest::prelude::*;

use super::*;

fn bands() -> impl Strategy<Value = Vec<Band>> {
    prop::collection::vec((1_u16..60, 0_u16..400), 0..4).prop_map(|steps| {
        let (mut from, mut bp) = (1, 0);
        let last = steps.len().saturating_sub(1);
        let one = |(at, (width, more)): (usize, (u16, u16))| {
            let start = from;
            from += width;
            bp += more;
            Band {
                from: start,
                to: (at < last).then_some(from),
                bp,
            }
        };
        steps.into_iter().enumerate().map(one).collect()
    })
}

prop_compose! {
    fn terms()(
        late in bands(),
        early in bands(),
        performance in prop::option::of(0_u16..=WHOLE),
        factors in prop::collection::vec(0_u16..=WHOLE, 5),
        bases in (0_usize..3, 0_usize..2),
        numbers in (0_u16..=WHOLE, 0_u16..=1_000, 0_u16..=WHOLE, 0_u16..=WHOLE),
        flags in (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        cap in prop::option::of(0_i64..6_000_000),
        round_to in 1_i64..2_000,
    ) -> Terms {
        Terms {
            mode: performance.map_or(Mode::Deductions, |performance| Mode::Shares { performance }),
            predikat: Predikat::ALL.into_iter().zip(factors).collect(),
            predikat_base: Base::ALL[bases.0],
            presence_base: [Base::Whole, Base::Presence][bases.1],
            cpns: numbers.0,
            absent: numbers.1,
            no_report: numbers.2,
            medium: numbers.3,
            unseen_absent: flags.0,
            cumulative: flags.1,
            flexible_marks: flags.2,
            unreported: if flags.3 { Unreported::Marks } else { Unreported::Nothing },
            late,
            early,
            cap,
            round_to,
            ..Terms::proposal()
        }
    }
}

fn days() -> impl Strategy<Value = Vec<Day>> {
    let report = prop::option::of(prop::sample::select(vec![
        Report::Accepted,
        Report::Pending,
        Report::Refused,
        Report::Missing,
        Report::Unasked,
    ]));
    let one = (0_u16..200, 0_u16..200, any::<[bool; 4]>(), report);
    prop::collection::vec(one, 0..22).prop_map(|all| {
        (1_u8..)
            .zip(all)
            .map(
                |(nth, (late, early, [no_in, no_out, unseen, excused], flexible))| Day {
                    late,
                    early,
                    no_in,
                    no_out,
                    unseen,
                    flexible,
                    excuse: excused.then_some(Excuse::Reviewed),
                    ..Day::plain(day(u32::from(nth)), nth)
                },
            )
            .collect()
    })
}

prop_compose! {
    fn months()(
        days in days(),
        base in prop::option::of(0_i64..40_000_000),
        cpns in any::<bool>(),
        rated in prop::option::of(0_usize..5),
        served in any::<bool>(),
        reports in (0_u16..8, 0_u16..8, 0_u16..8, 0_u16..8),
    ) -> Inputs {
        let served = served.then(|| Measure { level: "medium".into(), from: day(1), to: None });
        Inputs {
            days,
            base,
            cpns,
            rated: rated.map(|at| Rated { period: "2026-Q3".into(), predikat: Predikat::ALL[at] }),
            measures: served.into_iter().collect(),
            reports: Reports {
                due: reports.0 + reports.1 + reports.2 + reports.3,
                accepted: reports.0,
                waiting: reports.1,
                refused: reports.2,
                missing: reports.3,
            },
            ..month()
        }
    }
}

proptest! {
    /// Never negative, never above the class or the cap, a multiple of the step, and the lines add up to the rupiah.
    #[test]
    fn an_amount_stays_within_its_bounds_and_is_the_sum_of_its_lines(terms in terms(), inputs in months()) {
        prop_assert!(terms.problems().is_empty(), "{:?}", terms.problems());
        let told = evaluate(&terms, &inputs);
        prop_assert!(told.amount >= 0);
        prop_assert!(told.amount <= inputs.base.unwrap_or(0));
        prop_assert!(terms.cap.is_none_or(|cap| told.amount <= cap));
        prop_assert_eq!(told.amount % terms.round_to, 0);
        let sum: i64 = told.lines.iter().map(|one| one.rupiah).sum();
        prop_assert_eq!(sum, told.amount);
        prop_assert!(told.lines.iter().skip(1).all(|one| one.rupiah <= 0));
    }

    /// What was stored counts to the same bytes again.
    #[test]
    fn stored_inputs_count_to_the_same_bytes(terms in terms(), inputs in months()) {
        let told = serde_json::to_string(&evaluate(&terms, &inputs)).unwrap();
        let kept: Terms = serde_json::from_str(&serde_json::to_string(&terms).unwrap()).unwrap();
        let known: Inputs = serde_json::from_str(&serde_json::to_string(&inputs).unwrap()).unwrap();
        prop_assert_eq!(&known, &inputs);
        prop_assert_eq!(serde_json::to_string(&evaluate(&kept, &known)).unwrap(), told);
    }

    /// More late, an absence more, a worse factor: never a higher amount.
    #[test]
    fn more_to_deduct_is_never_more_to_pay(terms in terms(), inputs in months(), more in 1_u16..120, at in 0_usize..22) {
        let before = evaluate(&terms, &inputs).amount;
        let mut later = inputs.clone();
        if let Some(one) = later.days.get_mut(at) {
            one.late = one.late.saturating_add(more);
            prop_assert!(evaluate(&terms, &later).amount <= before);
        }
        let mut gone = inputs.clone();
        gone.days.push(Day { unseen: true, ..Day::plain(day(30), 30) });
        prop_assert!(evaluate(&terms, &gone).amount <= before);
        let mut failed = inputs.clone();
        failed.reports.refused += more;
        prop_assert!(evaluate(&terms, &failed).amount <= before || inputs.reports.accepted + inputs.reports.waiting + inputs.reports.refused == 0);
        let mut harder = terms.clone();
        harder.absent = harder.absent.saturating_add(more).min(WHOLE);
        for factor in harder.predikat.values_mut() {
            *factor = factor.saturating_sub(more);
        }
        prop_assert!(evaluate(&harder, &inputs).amount <= before);
    }
}
