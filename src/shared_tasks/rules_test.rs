//! Tests of the rules about shared tasks.

use chrono::Days;
use proptest::prelude::*;

use super::*;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Mondays to Fridays of a range.
fn working(range: DateRange) -> Vec<NaiveDate> {
    range
        .from
        .iter_days()
        .take_while(|day| *day <= range.to)
        .filter(|day| day.weekday().num_days_from_monday() < 5)
        .collect()
}

fn range(from: &str, to: &str) -> DateRange {
    DateRange {
        from: on(from),
        to: on(to),
    }
}

fn stretch(holder: EmployeeId, from: &str, to: &str) -> Stretch {
    Stretch {
        holder,
        from: on(from),
        to: on(to),
    }
}

/// Two people who hold a task from Monday, 23 November, to Friday, 4 December 2026.
struct Case {
    ani: EmployeeId,
    budi: EmployeeId,
    range: DateRange,
    shares: Vec<(EmployeeId, String, u8)>,
}

impl Case {
    fn new() -> Self {
        let (ani, budi) = (EmployeeId::new(), EmployeeId::new());
        Self {
            ani,
            budi,
            range: range("2026-11-23", "2026-12-04"),
            shares: vec![(ani, "Ani".into(), 60), (budi, "Budi".into(), 40)],
        }
    }

    /// Ani holds it to Wednesday, Budi the rest of the week.
    fn week(&self) -> Turns {
        let (a, b) = (Some(self.ani), Some(self.budi));
        Turns::Week([a, a, a, b, b, None, None])
    }

    fn codes(&self, turns: &Turns) -> Vec<(String, &'static str)> {
        let working = working(self.range);
        let found = problems(&Draft {
            range: self.range,
            proposer: self.ani,
            members: &self.shares,
            turns,
            working: &working,
            earliest: on("2026-11-17"),
        });
        let all = found.into_iter();
        all.map(|error| (error.field, error.code)).collect()
    }

    fn turns_code(&self, turns: &Turns) -> &'static str {
        let codes = self.codes(turns);
        assert_eq!(codes.len(), 1, "{codes:?}");
        assert_eq!(codes[0].0, "turns");
        codes[0].1
    }
}

#[test]
fn a_task_goes_its_way_and_no_other() {
    use State as S;
    use Step as T;
    let steps = [
        T::Agree,
        T::Decline,
        T::Approve,
        T::Refuse,
        T::Withdraw,
        T::Revoke,
        T::End,
    ];
    let open = |state| {
        let all = steps.into_iter();
        all.filter_map(|step| next(state, step).ok())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        open(S::Proposed),
        [S::Agreed, S::Declined, S::Withdrawn, S::Ended]
    );
    assert_eq!(
        open(S::Agreed),
        [S::Approved, S::Refused, S::Withdrawn, S::Ended]
    );
    assert_eq!(open(S::Approved), [S::Revoked, S::Ended]);
    for state in [S::Refused, S::Declined, S::Withdrawn, S::Revoked, S::Ended] {
        assert!(open(state).is_empty(), "{state:?}");
    }
    for state in S::ALL {
        assert_eq!(S::of(state.code()), Some(state));
    }
    for why in super::super::Why::ALL {
        assert_eq!(super::super::Why::of(why.code()), Some(why));
    }
}

#[test]
fn the_one_approver_of_all_decides_and_no_member() {
    let ids: [EmployeeId; 5] = std::array::from_fn(|_| EmployeeId::new());
    let [ani, budi, cici, head, other] = ids;
    let members = [ani, budi, cici];
    let plain = Roles::default();
    let leader = Roles {
        leader: true,
        ..plain
    };
    let may = |actor, roles, approvers: [Option<EmployeeId>; 3]| {
        may_decide(actor, roles, &members, &approvers)
            .err()
            .map(|reason| reason.code)
    };
    let all = [Some(head); 3];
    assert_eq!(may(Some(head), plain, all), None);
    assert_eq!(may(None, plain, all), Some("not-approver"));
    assert_eq!(may(Some(other), leader, all), Some("not-approver"));
    assert_eq!(may(Some(other), leader, [None; 3]), None);
    assert_eq!(may(Some(other), plain, [None; 3]), Some("not-approver"));
    for own in members {
        for approvers in [all, [Some(own); 3], [None; 3]] {
            assert_eq!(may(Some(own), leader, approvers), Some("own-shared-task"));
        }
    }
    for apart in [
        [Some(head), Some(head), Some(other)],
        [Some(head), None, Some(head)],
    ] {
        assert_eq!(may(Some(head), leader, apart), Some("shared-task-apart"));
    }
}

#[test]
fn dates_lie_ahead_within_a_year_and_in_order() {
    let code = |from, to| -> Vec<_> {
        let all = dates(range(from, to), on("2026-11-17")).into_iter();
        all.map(|error| (error.field, error.code)).collect()
    };
    let wrong = |field: &str, code| vec![(field.to_owned(), code)];
    assert!(code("2026-11-17", "2026-11-17").is_empty());
    assert!(code("2026-11-17", "2027-11-17").is_empty());
    assert_eq!(
        code("2026-11-16", "2026-11-20"),
        wrong("from_on", "shared-task-early")
    );
    assert_eq!(
        code("2027-11-19", "2027-11-20"),
        wrong("from_on", "shared-task-far")
    );
    assert_eq!(
        code("2026-11-20", "2026-11-19"),
        wrong("to_on", "shared-task-order")
    );
    assert_eq!(
        code("2026-11-17", "2027-11-18"),
        wrong("to_on", "shared-task-long")
    );
}

#[test]
fn shares_total_a_hundred_among_two_to_six_different_people() {
    let mut case = Case::new();
    let turns = case.week();
    assert!(case.codes(&turns).is_empty());
    for (ani, budi) in [(50, 49), (99, 99), (100, 0), (0, 100)] {
        case.shares[0].2 = ani;
        case.shares[1].2 = budi;
        let wrong = ("share".to_owned(), "shared-task-total");
        assert!(case.codes(&turns).contains(&wrong), "{ani} and {budi}");
    }
    let members = vec![("members".to_owned(), "shared-task-members")];
    let mut case = Case::new();
    case.shares.truncate(1);
    assert_eq!(case.codes(&turns), members, "alone");
    let mut case = Case::new();
    case.shares[1].0 = case.ani;
    assert_eq!(case.codes(&turns), members, "twice the same");
    let mut case = Case::new();
    case.shares[0].0 = EmployeeId::new();
    assert_eq!(case.codes(&turns), members, "without the proposer");
    let mut case = Case::new();
    for _ in 0..5 {
        case.shares.push((EmployeeId::new(), String::new(), 1));
    }
    assert_eq!(case.codes(&turns), members, "seven");
}

#[test]
fn no_working_day_is_without_a_holder_or_has_two() {
    let case = Case::new();
    let (a, b) = (Some(case.ani), Some(case.budi));
    let week = |days| Turns::Week(days);
    assert!(case.codes(&case.week()).is_empty());
    for (turns, code) in [
        (week([a, a, a, b, None, b, b]), "shared-task-gap"),
        (week([a, a, a, a, a, b, b]), "shared-task-idle"),
        (
            week([a, b, Some(EmployeeId::new()), b, b, None, None]),
            "shared-task-stranger",
        ),
    ] {
        assert_eq!(case.turns_code(&turns), code, "{turns:?}");
    }
    let first = stretch(case.ani, "2026-11-23", "2026-11-29");
    let all = |rest: &[Stretch]| {
        let mut all = vec![first];
        all.extend(rest);
        Turns::Stretches(all)
    };
    let fine = all(&[stretch(case.budi, "2026-11-30", "2026-12-04")]);
    assert!(case.codes(&fine).is_empty());
    for (turns, code) in [
        // a weekend may lie between two stretches, a Monday not
        (
            all(&[stretch(case.budi, "2026-12-01", "2026-12-04")]),
            "shared-task-gap",
        ),
        (
            all(&[stretch(case.budi, "2026-11-30", "2026-12-03")]),
            "shared-task-gap",
        ),
        (
            all(&[stretch(case.budi, "2026-11-27", "2026-12-04")]),
            "shared-task-twice",
        ),
        (
            all(&[stretch(case.budi, "2026-11-30", "2026-12-07")]),
            "shared-task-outside",
        ),
        (
            all(&[stretch(case.budi, "2026-12-04", "2026-11-30")]),
            "shared-task-backwards",
        ),
        (
            all(&[stretch(case.ani, "2026-11-30", "2026-12-04")]),
            "shared-task-idle",
        ),
        (
            all(&[stretch(EmployeeId::new(), "2026-11-30", "2026-12-04")]),
            "shared-task-stranger",
        ),
        (
            Turns::Stretches(vec![first; STRETCHES + 1]),
            "shared-task-many",
        ),
    ] {
        assert_eq!(case.turns_code(&turns), code, "{turns:?}");
    }
    let mut case = Case::new();
    case.range = range("2026-11-28", "2026-11-29");
    assert_eq!(case.turns_code(&case.week()), "shared-task-no-days");
}

#[test]
fn the_holder_passes_it_on_to_the_next_one_and_the_one_before_may_be_late() {
    let case = Case::new();
    let working = working(case.range);
    let runs = runs(&case.week(), &working);
    let held: Vec<_> = runs
        .iter()
        .map(|run| {
            (
                run.holder == case.ani,
                run.from.to_string(),
                run.to.to_string(),
            )
        })
        .collect();
    assert_eq!(
        held,
        [
            (true, "2026-11-23".to_owned(), "2026-11-25".to_owned()),
            (false, "2026-11-26".to_owned(), "2026-11-27".to_owned()),
            (true, "2026-11-30".to_owned(), "2026-12-02".to_owned()),
            (false, "2026-12-03".to_owned(), "2026-12-04".to_owned()),
        ]
    );
    let to = |day, from| next_hands(&runs, on(day), from).map_err(|reason| reason.code);
    let (ani, budi) = (case.ani, case.budi);
    assert_eq!(to("2026-11-22", ani), Err("shared-task-not-begun"));
    assert_eq!(to("2026-11-24", ani), Ok(budi));
    assert_eq!(to("2026-11-24", budi), Err("shared-task-not-holder"));
    // Thursday: Ani has forgotten it on Wednesday
    assert_eq!(to("2026-11-26", ani), Ok(budi));
    // a weekend belongs to whoever held it last
    assert_eq!(to("2026-11-28", budi), Ok(ani));
    assert_eq!(in_hand(&runs, on("2026-11-28")), Some(budi));
    assert_eq!(in_hand(&runs, on("2026-11-22")), None);
    assert_eq!(to("2026-12-04", budi), Err("shared-task-last"));
    assert_eq!(
        to("2026-12-04", EmployeeId::new()),
        Err("shared-task-not-holder")
    );
}

proptest! {
    /// Whatever stretches somebody types: where the rules find nothing wrong, every working day has exactly one holder, who is a
    /// member, and every member has a day.
    #[test]
    fn turns_that_pass_give_every_working_day_exactly_one_holder(
        members in 2_usize..5,
        cuts in proptest::collection::vec((0_u64..26, 0_u64..12, 0_usize..5), 1..8),
        tidy in any::<bool>(),
    ) {
        let ids: Vec<EmployeeId> = (0..members).map(|_| EmployeeId::new()).collect();
        let range = range("2026-11-23", "2026-12-18");
        let day = |n: u64| range.from + Days::new(n);
        // tidy ones follow each other without a gap, the others fall as they may
        let mut from = 0;
        let mut all = Vec::new();
        for (start, length, who) in &cuts {
            let start = if tidy { from } else { *start };
            let end = (start + length).min(25);
            all.push(Stretch { holder: ids[who % members], from: day(start), to: day(end) });
            from = end + 1;
            if from > 25 {
                break;
            }
        }
        if tidy && let Some(last) = all.last_mut() {
            last.to = range.to;
        }
        let turns = Turns::Stretches(all.clone());
        let working = working(range);
        let shares: Vec<_> = ids.iter().map(|id| (*id, String::new(), 1)).collect();
        let draft = Draft { range, proposer: ids[0], members: &shares, turns: &turns, working: &working, earliest: range.from };
        let wrong = in_turns(&draft);
        let holders = |on: &NaiveDate| all.iter().filter(|one| one.from <= *on && *on <= one.to).count();
        let each = working.iter().all(|on| holders(on) == 1);
        let busy = ids.iter().all(|id| working.iter().any(|on| holder_on(&turns, *on) == Some(*id)));
        if wrong.is_none() {
            prop_assert!(each && busy);
            let runs = runs(&turns, &working);
            for on in &working {
                let in_runs: Vec<_> = runs.iter().filter(|run| run.from <= *on && *on <= run.to).collect();
                prop_assert_eq!(in_runs.len(), 1);
                prop_assert_eq!(Some(in_runs[0].holder), holder_on(&turns, *on));
            }
            prop_assert!(runs.windows(2).all(|two| two[0].holder != two[1].holder && two[0].to < two[1].from));
        } else if tidy {
            // what follows each other without a gap fails only where somebody has no day
            prop_assert!(!busy, "{:?}", wrong);
        }
    }

    /// A weekly pattern passes exactly when every weekday that is worked has a holder and every member has one.
    #[test]
    fn a_weekly_pattern_passes_exactly_when_every_worked_weekday_is_held(days in proptest::array::uniform5(0_usize..3)) {
        let case = Case::new();
        let who = [None, Some(case.ani), Some(case.budi)];
        let turns = Turns::Week([who[days[0]], who[days[1]], who[days[2]], who[days[3]], who[days[4]], None, None]);
        let fine = !days.contains(&0) && days.contains(&1) && days.contains(&2);
        prop_assert_eq!(case.codes(&turns).is_empty(), fine);
    }
}
