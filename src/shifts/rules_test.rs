//! Each rule by a table, and the cycle and the rest rules against slow, obvious models.

use chrono::NaiveTime;
use proptest::prelude::*;

use super::*;
use crate::shifts::Answer;

fn on(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn shift(name: &str, starts: u32, ends: u32, pause: u16) -> Shift {
    let at = |hour| NaiveTime::from_hms_opt(hour % 24, 0, 0).expect("a time");
    Shift {
        name: name.into(),
        starts: at(starts),
        ends: at(ends),
        break_minutes: pause,
        least: 1,
    }
}

fn pattern(shifts: Vec<Shift>, cycle: &[u8]) -> Pattern {
    Pattern {
        from_on: on("2026-11-30"),
        to_on: on("2026-12-27"),
        shifts,
        cycle: cycle.into(),
    }
}

fn member(starts_on_day: u8) -> Member {
    Member {
        employee: EmployeeId::new(),
        name: "Sari".into(),
        starts_on_day,
        answer: Answer::Waiting,
        answered_at: None,
        note: String::new(),
        due_on: None,
        reply: None,
        out_on: None,
    }
}

/// What the rules say of people on these days of the cycle, in positions that need shifts.
fn found(pattern: &Pattern, members: &[Member]) -> Vec<Problem> {
    let standings: Vec<Standing> = members
        .iter()
        .map(|one| Standing {
            employee: one.employee,
            here: true,
            shift_work: Some(true),
            held: None,
            beside: vec![],
        })
        .collect();
    problems(&Facts {
        pattern,
        members,
        standings: &standings,
        terms: &Terms::default(),
        weekly: 2_250,
        away: &HashSet::new(),
        elsewhere: &HashSet::new(),
    })
}

fn rules_of(all: &[Problem]) -> Vec<&'static str> {
    all.iter().map(|one| one.rule).collect()
}

/// Day and night of twelve hours with an hour's break, two of each and four days off: 38.5 hours a week.
fn watch() -> Pattern {
    pattern(
        vec![shift("Siang", 7, 19, 60), shift("Malam", 19, 7, 60)],
        &[1, 1, 2, 2, 0, 0, 0, 0],
    )
}

#[test]
fn a_watch_round_the_clock_is_as_it_should_be() {
    let members: Vec<Member> = [1, 3, 5, 7].map(member).into();
    assert!(found(&watch(), &members).is_empty());
}

#[test]
fn what_is_no_shift_is_told_from_what_is() {
    let office = |cycle: &[u8]| pattern(vec![shift("Kantor", 8, 16, 30)], cycle);
    // 7.5 hours on five days: own working hours, no shift
    assert!(!is_shift(&office(&[1, 1, 1, 1, 1, 0, 0]), 2_250));
    // six days of it: more than five days and 45 hours
    assert!(is_shift(&office(&[1, 1, 1, 1, 1, 1, 0]), 2_250));
    // six days of six hours: no more than the weekly hours
    let short = pattern(vec![shift("Pagi", 8, 14, 0)], &[1, 1, 1, 1, 1, 1, 0]);
    assert!(!is_shift(&short, 2_250));
    // a day of 8 hours 30 minutes is none, a minute more is one
    let day = |pause| pattern(vec![shift("Panjang", 8, 17, pause)], &[1, 0]);
    assert!(!is_shift(&day(30), 2_250));
    assert!(is_shift(&day(29), 2_250));
    // a week across the end of the cycle counts too
    assert!(is_shift(&office(&[1, 1, 1, 0, 1, 1, 1, 1]), 2_250));
}

#[test]
fn each_rule_names_the_person_and_the_days() {
    let night_then_day = pattern(
        vec![shift("Siang", 7, 19, 60), shift("Malam", 19, 7, 60)],
        &[2, 1, 0, 0, 1, 1, 0, 0],
    );
    let sari = [member(1)];
    let rest = found(&night_then_day, &sari);
    let rest = rest.iter().find(|one| one.rule == "rest").expect("rest");
    assert_eq!(
        (rest.who, rest.first_on),
        (Some(sari[0].employee), on("2026-12-01"))
    );
    assert!(rest.args.contains(&("have", "0:00".into())));
    let seven = pattern(vec![shift("Pagi", 7, 15, 60)], &[1, 1, 1, 1, 1, 1, 1, 0]);
    let row = found(&seven, &sari);
    let row = row.iter().find(|one| one.rule == "row").expect("row");
    assert_eq!(
        (row.first_on, row.last_on),
        (on("2026-11-30"), on("2026-12-06"))
    );
    let long = pattern(vec![shift("Panjang", 6, 20, 60)], &[1, 0, 0]);
    assert!(rules_of(&found(&long, &sari)).contains(&"long"));
    let little = pattern(vec![shift("Panjang", 7, 18, 60)], &[1, 0, 0]);
    assert!(rules_of(&found(&little, &sari)).contains(&"total"));
    let much = pattern(vec![shift("Panjang", 7, 19, 60)], &[1, 1, 1, 1, 1, 0]);
    assert!(rules_of(&found(&much, &sari)).contains(&"week"));
}

#[test]
fn shifts_of_a_plan_close_by_count_for_rest_and_days_in_a_row() {
    let sari = member(1);
    let with = |beside: Vec<(NaiveDate, Shift)>, cycle: &[u8]| {
        let pattern = pattern(vec![shift("Siang", 7, 19, 60)], cycle);
        let standings = [Standing {
            employee: sari.employee,
            here: true,
            shift_work: Some(true),
            held: None,
            beside,
        }];
        let all = problems(&Facts {
            pattern: &pattern,
            members: std::slice::from_ref(&sari),
            standings: &standings,
            terms: &Terms::default(),
            weekly: 2_250,
            away: &HashSet::new(),
            elsewhere: &HashSet::new(),
        });
        let own = all
            .into_iter()
            .filter(|one| ["rest", "row"].contains(&one.rule));
        own.map(|one| (one.rule, one.first_on, one.last_on))
            .collect::<Vec<_>>()
    };
    let night = || shift("Malam", 19, 7, 60);
    let half = [1, 1, 1, 0, 0, 0];
    assert!(with(vec![], &half).is_empty());
    let first = on("2026-11-30");
    let before = vec![(on("2026-11-29"), night())];
    assert_eq!(with(before, &half), [("rest", first, first)]);
    // the day after the plan's last one
    let after = on("2026-12-28");
    let early = vec![(after, shift("Pagi", 5, 17, 60))];
    let ends_on_duty = [0, 0, 0, 1];
    assert_eq!(with(early, &ends_on_duty), [("rest", after, after)]);
    // four days before and three of its own are seven in a row
    let days = ["26", "27", "28", "29"].map(|day| on(&format!("2026-11-{day}")));
    let row = days.map(|day| (day, shift("Siang", 7, 19, 60))).to_vec();
    let found = with(row, &half);
    assert_eq!(found, [("row", days[0], on("2026-12-02"))]);
    // what lies between two other plans is not this one's matter
    let far = vec![
        (on("2026-11-27"), night()),
        (on("2026-11-28"), shift("Siang", 7, 19, 60)),
    ];
    assert!(with(far, &half).is_empty());
}

#[test]
fn too_few_people_are_counted_by_shift_and_leave_counts() {
    let members: Vec<Member> = [1, 3, 5].map(member).into();
    let all = found(&watch(), &members);
    assert_eq!(rules_of(&all), ["cover", "cover"]);
    assert!(all.iter().all(|one| one.weight == Weight::Reason));
    let standings = [];
    let away = HashSet::from([(members[0].employee, on("2026-11-30"))]);
    let (pattern, terms) = (watch(), Terms::default());
    let facts = Facts {
        pattern: &pattern,
        members: &members,
        standings: &standings,
        terms: &terms,
        weekly: 2_250,
        away: &away,
        elsewhere: &HashSet::new(),
    };
    assert_eq!(covered(&facts, on("2026-11-30"), 1), 0);
    assert_eq!(covered(&facts, on("2026-12-01"), 1), 1);
}

#[test]
fn a_position_without_shifts_another_plan_and_another_unit_stand_in_the_way() {
    let sari = member(1);
    let pattern = watch();
    let of = |here, shift_work, held| {
        let standings = [Standing {
            employee: sari.employee,
            here,
            shift_work,
            held,
            beside: vec![],
        }];
        let facts = Facts {
            pattern: &pattern,
            members: std::slice::from_ref(&sari),
            standings: &standings,
            terms: &Terms::default(),
            weekly: 2_250,
            away: &HashSet::new(),
            elsewhere: &HashSet::new(),
        };
        let all = problems(&facts);
        let own = all.into_iter().filter(|one| one.rule != "cover");
        own.map(|one| (one.rule, one.weight)).collect::<Vec<_>>()
    };
    assert!(of(true, Some(true), None).is_empty());
    assert_eq!(of(true, Some(false), None), [("task", Weight::Blocks)]);
    assert_eq!(of(true, None, None), [("open", Weight::Hint)]);
    assert_eq!(of(false, Some(true), None), [("unit", Weight::Blocks)]);
    let held = ("Jaga".to_owned(), on("2026-12-01"), on("2026-12-02"));
    assert_eq!(of(true, Some(true), Some(held)), [("held", Weight::Blocks)]);
}

#[test]
fn nobody_plans_for_themselves_and_the_one_above_plans_for_a_head() {
    let [above, head, sari, tono] = [(); 4].map(|()| EmployeeId::new());
    let line = |member, approver, above| Line {
        member,
        approver: Some(approver),
        above,
    };
    let staff = [line(sari, head, None), line(tono, head, None)];
    assert_eq!(may_plan(Some(head), &staff), Ok(()));
    assert_eq!(
        may_plan(Some(above), &staff).unwrap_err().code,
        "not-approver"
    );
    assert_eq!(
        may_plan(Some(sari), &staff).unwrap_err().code,
        "own-shift-plan"
    );
    assert_eq!(may_plan(None, &staff).unwrap_err().code, "not-approver");
    assert_eq!(may_plan(Some(head), &[]).unwrap_err().code, "not-approver");
    let with_head = [line(sari, head, Some(above)), line(head, above, None)];
    assert_eq!(may_plan(Some(above), &with_head), Ok(()));
    assert_eq!(
        may_plan(Some(head), &with_head).unwrap_err().code,
        "own-shift-plan"
    );
}

#[test]
fn a_shift_is_handed_to_the_next_one_with_somebody_else() {
    let (sari, tono) = (member(1), member(3));
    let members = [sari.clone(), tono.clone()];
    let pattern = watch();
    let day = on("2026-11-30");
    let at = |day: &str, hour| on(day).and_hms_opt(hour, 0, 0).expect("a time");
    let duties = duties(&pattern, &members, day);
    // Sari's first day, Tono's first night
    let (off, next) = handing(&duties, at("2026-11-30", 12), sari.employee).expect("a shift");
    assert_eq!((off.on, off.number), (day, 1));
    assert_eq!((next.on, next.number), (day, 2));
    // before it begins nothing is handed over
    let early = handing(&duties, at("2026-11-30", 6), sari.employee);
    assert_eq!(early.unwrap_err().code, "shift-not-on-duty");
    // Tono's night ends on the next morning and goes to Sari
    let (off, next) = handing(&duties, at("2026-12-01", 8), tono.employee).expect("a shift");
    assert_eq!((off.on, off.number), (day, 2));
    assert_eq!(
        (next.on, next.people.clone()),
        (on("2026-12-01"), vec![sari.employee])
    );
    let alone = super::duties(&pattern, &members[..1], day);
    let none = handing(&alone, at("2026-11-30", 12), sari.employee);
    assert_eq!(none.unwrap_err().code, "shift-none-after");
}

#[test]
fn every_step_leads_where_it_should_and_no_other_is_open() {
    use State as S;
    use Step as T;
    let steps = [
        T::Change,
        T::Assign,
        T::Discard,
        T::Answer,
        T::Shorten,
        T::Revoke,
        T::End,
    ];
    let open: Vec<(State, Step, State)> = S::ALL
        .into_iter()
        .flat_map(|state| steps.map(|step| (state, step)))
        .filter_map(|(state, step)| Some((state, step, next(state, step).ok()?)))
        .collect();
    assert_eq!(
        open,
        [
            (S::Draft, T::Change, S::Draft),
            (S::Draft, T::Assign, S::Assigned),
            (S::Draft, T::Discard, S::Discarded),
            (S::Assigned, T::Answer, S::Assigned),
            (S::Assigned, T::Shorten, S::Assigned),
            (S::Assigned, T::Revoke, S::Revoked),
            (S::Assigned, T::End, S::Ended),
        ]
    );
}

#[test]
fn a_draft_that_has_no_shape_is_told_by_its_fields() {
    let who = EmployeeId::new();
    let fields = |pattern: &Pattern, members: &[(EmployeeId, u8)]| -> Vec<&'static str> {
        shape(pattern, members).iter().map(|one| one.code).collect()
    };
    assert!(fields(&watch(), &[(who, 1)]).is_empty());
    assert_eq!(fields(&watch(), &[]), ["shift-members"]);
    assert_eq!(fields(&watch(), &[(who, 1), (who, 2)]), ["shift-members"]);
    assert_eq!(fields(&watch(), &[(who, 9)]), ["shift-offset"]);
    assert_eq!(
        fields(&pattern(vec![], &[0]), &[(who, 1)]),
        ["shift-count", "shift-cycle"]
    );
    let one = || vec![shift("Pagi", 7, 8, 0)];
    assert_eq!(
        fields(&pattern(one(), &[1, 2]), &[(who, 1)]),
        ["shift-unknown"]
    );
    let none = vec![shift("Pagi", 7, 8, 60)];
    assert_eq!(fields(&pattern(none, &[1]), &[(who, 1)]), ["shift-break"]);
}

proptest! {
    /// A slow and obvious model: walk the plan day by day with a hand on the cycle.
    #[test]
    fn the_shift_of_a_day_is_that_of_a_walk_through_the_cycle(
        cycle in prop::collection::vec(0_u8..3, 1..28),
        start in 1_u8..28,
    ) {
        prop_assume!(usize::from(start) <= cycle.len());
        let pattern = pattern(vec![shift("A", 7, 19, 60), shift("B", 19, 7, 60)], &cycle);
        let mut hand = usize::from(start) - 1;
        for day in pattern.days() {
            prop_assert_eq!(pattern.number_on(start, day), Some(cycle[hand]));
            hand = if hand + 1 == cycle.len() { 0 } else { hand + 1 };
        }
        prop_assert_eq!(pattern.number_on(start, pattern.to_on + Days::new(1)), None);
    }

    /// Where the rules find nothing, every two shifts are far enough apart and no run is too long, counted apart.
    #[test]
    fn what_passes_keeps_rest_and_row(
        cycle in prop::collection::vec(0_u8..3, 1..14),
        start in 1_u8..14,
    ) {
        prop_assume!(usize::from(start) <= cycle.len());
        let pattern = pattern(vec![shift("A", 6, 14, 30), shift("B", 20, 6, 30)], &cycle);
        let sari = member(start);
        let all = found(&pattern, std::slice::from_ref(&sari));
        let days: Vec<NaiveDate> = pattern.days().collect();
        let times: Vec<_> = days
            .iter()
            .filter_map(|day| pattern.shift(pattern.number_of(&sari, *day)?).map(|one| one.on(*day)))
            .collect();
        let rested = times.windows(2).all(|two| (two[1].0 - two[0].1).num_minutes() >= 660);
        prop_assert_eq!(rested, !rules_of(&all).contains(&"rest"));
        let works: Vec<bool> = days.iter().map(|day| pattern.number_of(&sari, *day) > Some(0)).collect();
        let row = works.windows(7).any(|seven| seven.iter().all(|one| *one));
        prop_assert_eq!(row, rules_of(&all).contains(&"row"));
    }
}

#[test]
fn leave_and_approved_days_elsewhere_on_a_day_with_a_shift_are_told_by_name() {
    let sari = member(1);
    let (pattern, terms) = (watch(), Terms::default());
    // on shift from the 30th for four days, then off for four
    let at = |day: &str| (sari.employee, on(day));
    let away = HashSet::from([at("2026-12-05")]);
    let elsewhere = HashSet::from([at("2026-11-30"), at("2026-12-03"), at("2026-12-04")]);
    let facts = Facts {
        pattern: &pattern,
        members: std::slice::from_ref(&sari),
        standings: &[],
        terms: &terms,
        weekly: 2_250,
        away: &away,
        elsewhere: &elsewhere,
    };
    let told = |rule: &str| problems(&facts).into_iter().find(|one| one.rule == rule);
    assert_eq!(told("leave"), None);
    let found = told("elsewhere").expect("it is told");
    assert_eq!(found.weight, Weight::Hint);
    assert_eq!(
        (found.who, found.first_on, found.last_on, found.args),
        (
            Some(sari.employee),
            on("2026-11-30"),
            on("2026-12-03"),
            vec![("n", "2".to_owned())]
        )
    );
}
