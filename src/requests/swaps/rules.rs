//! What an exchange may become, who decides it, and the days after it. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{SwapState, SwapStep};
use crate::{
    kernel::{actor::Roles, error::Reason, id::EmployeeId},
    requests::Span,
};

/// How far ahead days may lie that are exchanged.
pub const AHEAD: u64 = 60;

/// The state after a step, or why the step is not open.
pub fn next(state: SwapState, step: SwapStep) -> Result<SwapState, Reason> {
    use SwapState as S;
    use SwapStep as T;
    let to = match (state, step) {
        (S::Proposed, T::Agree) => S::Agreed,
        (S::Proposed, T::Decline) => S::Declined,
        (S::Agreed, T::Approve) => S::Approved,
        (S::Agreed, T::Refuse) => S::Refused,
        (S::Proposed | S::Agreed, T::Withdraw) => S::Withdrawn,
        (S::Proposed | S::Agreed, T::Lapse) => S::Lapsed,
        (S::Approved | S::Refused, T::Undo) => S::Agreed,
        _ => return Err(Reason::new("swap-step").with("state", state.code())),
    };
    Ok(to)
}

/// Whether somebody may decide an exchange: the present approver of both, the agency's leader where nobody else can; never one of
/// the two. `approvers` are the proposer's and the colleague's.
pub fn may_decide(
    actor: Option<EmployeeId>,
    roles: Roles,
    two: [EmployeeId; 2],
    approvers: [Option<EmployeeId>; 2],
) -> Result<(), Reason> {
    let Some(actor) = actor else {
        return Err(Reason::new("not-approver"));
    };
    if two.contains(&actor) {
        return Err(Reason::new("own-swap"));
    }
    if approvers[0] != approvers[1] {
        return Err(Reason::new("swap-approvers"));
    }
    match approvers[0] {
        Some(approver) if approver == actor => Ok(()),
        None if roles.leader => Ok(()),
        _ => Err(Reason::new("not-approver")),
    }
}

/// The days of a request after one of them went, as it stands, and another came.
pub fn after(span: &Span, gives: (NaiveDate, u8), gets: (NaiveDate, u8)) -> Result<Span, Reason> {
    if !span.days().contains(&gives) {
        return Err(Reason::new("swap-day-gone"));
    }
    change(span, gives, gets)
}

/// The days of a request once an exchange is taken back.
pub fn back(span: &Span, gave: (NaiveDate, u8), got: (NaiveDate, u8)) -> Result<Span, Reason> {
    change(span, got, gave)
}

fn change(span: &Span, gives: (NaiveDate, u8), gets: (NaiveDate, u8)) -> Result<Span, Reason> {
    if gives.0 == gets.0 && gives.1 & gets.1 != 0 {
        return Err(Reason::new("swap-same-day"));
    }
    match span {
        Span::Hours { .. } => Err(Reason::new("swap-hours")),
        Span::Days(days) => moved(days.clone(), gives, gets).map(Span::Days),
        Span::Pattern {
            validity,
            week,
            exceptions,
        } => {
            if !validity.contains(gets.0) {
                return Err(Reason::new("swap-outside-pattern"));
            }
            let usual = |day: NaiveDate| week[day.weekday().num_days_from_monday() as usize];
            let held = |day| exceptions.get(&day).copied().unwrap_or(usual(day));
            let touched = [gives.0, gets.0];
            let before = touched
                .into_iter()
                .filter(|day| validity.contains(*day) && held(*day) > 0)
                .map(|day| (day, held(day)))
                .collect();
            let now = moved(before, gives, gets)?;
            let mut exceptions = exceptions.clone();
            for day in touched {
                let bits = now.get(&day).copied().unwrap_or(0);
                if bits == usual(day) {
                    exceptions.remove(&day);
                } else {
                    exceptions.insert(day, bits);
                }
            }
            Ok(Span::Pattern {
                validity: *validity,
                week: *week,
                exceptions,
            })
        }
    }
}

fn moved(
    mut days: BTreeMap<NaiveDate, u8>,
    gives: (NaiveDate, u8),
    gets: (NaiveDate, u8),
) -> Result<BTreeMap<NaiveDate, u8>, Reason> {
    let bits = days.entry(gives.0).or_default();
    if *bits & gives.1 != gives.1 {
        return Err(Reason::new("swap-day-gone"));
    }
    *bits &= !gives.1;
    let bits = days.entry(gets.0).or_default();
    if *bits & gets.1 != 0 {
        return Err(Reason::new("swap-day-held"));
    }
    *bits |= gets.1;
    days.retain(|_, bits| *bits > 0);
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DateRange;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(all: &[(&str, u8)]) -> Span {
        Span::Days(all.iter().map(|(day, bits)| (on(day), *bits)).collect())
    }

    #[test]
    fn an_exchange_goes_its_way_and_no_other() {
        use SwapState as S;
        use SwapStep as T;
        let steps = [
            T::Agree,
            T::Decline,
            T::Approve,
            T::Refuse,
            T::Withdraw,
            T::Lapse,
            T::Undo,
        ];
        let open = |state| {
            steps
                .into_iter()
                .filter_map(|step| next(state, step).ok())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            open(S::Proposed),
            [S::Agreed, S::Declined, S::Withdrawn, S::Lapsed]
        );
        assert_eq!(
            open(S::Agreed),
            [S::Approved, S::Refused, S::Withdrawn, S::Lapsed]
        );
        assert_eq!(open(S::Approved), [S::Agreed]);
        assert_eq!(open(S::Refused), [S::Agreed]);
        for state in [S::Declined, S::Withdrawn, S::Lapsed] {
            assert!(open(state).is_empty(), "{state:?}");
        }
        for state in S::ALL {
            assert_eq!(S::of(state.code()), Some(state));
        }
    }

    #[test]
    fn the_approver_of_both_decides_and_neither_of_the_two() {
        let (ani, budi, head, other) = (
            EmployeeId::new(),
            EmployeeId::new(),
            EmployeeId::new(),
            EmployeeId::new(),
        );
        let plain = Roles::default();
        let leader = Roles {
            leader: true,
            ..plain
        };
        let may = |actor, roles, approvers| {
            super::may_decide(actor, roles, [ani, budi], approvers)
                .err()
                .map(|reason| reason.code)
        };
        let both = [Some(head), Some(head)];
        assert_eq!(may(Some(head), plain, both), None);
        assert_eq!(may(None, plain, both), Some("not-approver"));
        assert_eq!(may(Some(other), leader, both), Some("not-approver"));
        assert_eq!(may(Some(other), leader, [None, None]), None);
        assert_eq!(may(Some(other), plain, [None, None]), Some("not-approver"));
        for own in [ani, budi] {
            for approvers in [both, [Some(own), Some(own)], [None, None]] {
                assert_eq!(may(Some(own), leader, approvers), Some("own-swap"));
            }
        }
        let apart = [Some(head), Some(other)];
        assert_eq!(may(Some(head), plain, apart), Some("swap-approvers"));
    }

    #[test]
    fn single_days_move_whole_and_half() {
        let mine = days(&[("2026-11-24", 3), ("2026-11-26", 1)]);
        let gives = (on("2026-11-24"), 3);
        let now = after(&mine, gives, (on("2026-11-25"), 1)).unwrap();
        assert_eq!(now, days(&[("2026-11-25", 1), ("2026-11-26", 1)]));
        let now = after(&mine, gives, (on("2026-11-26"), 2)).unwrap();
        assert_eq!(now, days(&[("2026-11-26", 3)]));
        let code = |gives, gets| after(&mine, gives, gets).unwrap_err().code;
        assert_eq!(code(gives, (on("2026-11-26"), 3)), "swap-day-held");
        assert_eq!(
            code((on("2026-11-24"), 1), (on("2026-11-25"), 3)),
            "swap-day-gone"
        );
        assert_eq!(
            code((on("2026-11-27"), 3), (on("2026-11-25"), 3)),
            "swap-day-gone"
        );
        assert_eq!(code(gives, (on("2026-11-24"), 1)), "swap-same-day");
        let half = (on("2026-11-26"), 1);
        let now = after(&mine, half, (on("2026-11-26"), 2)).unwrap();
        assert_eq!(now, days(&[("2026-11-24", 3), ("2026-11-26", 2)]));
    }

    #[test]
    fn a_pattern_keeps_its_week_and_takes_the_move_as_exceptions_that_go_when_it_is_undone() {
        let span = Span::Pattern {
            validity: DateRange {
                from: on("2026-12-01"),
                to: on("2026-12-31"),
            },
            week: [0, 3, 0, 0, 0, 0, 0],
            exceptions: BTreeMap::new(),
        };
        let (tuesday, thursday) = ((on("2026-12-08"), 3), (on("2026-12-10"), 3));
        let now = after(&span, tuesday, thursday).unwrap();
        let held: Vec<_> = now.days().into_iter().map(|(day, _)| day.day()).collect();
        assert_eq!(held, [1, 10, 15, 22, 29]);
        assert_eq!(back(&now, tuesday, thursday).unwrap(), span);
        let outside = (on("2027-01-07"), 3);
        assert_eq!(
            after(&span, tuesday, outside).unwrap_err().code,
            "swap-outside-pattern"
        );
    }

    proptest::proptest! {
        /// There and back again is where one was, and half days are neither made nor lost.
        #[test]
        fn no_half_day_is_made_or_lost(
            mine in proptest::collection::btree_map(0_u64..12, 1_u8..4, 1..6),
            give in 0_usize..6, get in 0_u64..12, bits in 1_u8..4,
        ) {
            let start = on("2026-11-23");
            let date = |n: u64| start + chrono::Days::new(n);
            let span = Span::Days(mine.iter().map(|(n, bits)| (date(*n), *bits)).collect());
            let (give_n, give_bits) = mine.iter().nth(give % mine.len()).map(|(n, b)| (*n, *b)).unwrap();
            let (gives, gets) = ((date(give_n), give_bits), (date(get), bits));
            let halves = |span: &Span| span.days().iter().map(|(_, bits)| bits.count_ones()).sum::<u32>();
            if let Ok(now) = after(&span, gives, gets) {
                proptest::prop_assert_eq!(halves(&now) + give_bits.count_ones(), halves(&span) + bits.count_ones());
                proptest::prop_assert_eq!(back(&now, gives, gets).unwrap(), span);
            }
        }
    }
}
