//! The planner against small cases by hand, a slow and obvious search, and random units.

use proptest::prelude::*;

use super::*;

fn candidate(days: usize, weeks: usize, cap: u32) -> Candidate {
    Candidate {
        open: vec![true; days],
        wished: vec![false; days],
        cap: vec![cap; weeks],
        stretches: Vec::new(),
        family: None,
        before: 0,
        credit: 0,
    }
}

fn totals(choice: &Choice) -> Vec<usize> {
    choice
        .iter()
        .map(|days| days.iter().filter(|away| **away).count())
        .collect()
}

#[test]
fn everybody_gets_their_days_where_there_is_room() {
    let problem = Problem {
        weeks: vec![0; 5],
        room: vec![2; 5],
        families: Vec::new(),
        people: vec![candidate(5, 1, 2); 5],
    };
    let choice = problem.propose().unwrap();
    assert_eq!(totals(&choice), [2; 5]);
    assert_eq!(problem.relaxation().unwrap().sum(), 0);
}

#[test]
fn a_rating_counts_as_much_as_the_agency_says() {
    let mut people = vec![candidate(5, 1, 1); 3];
    people[2].before = 1;
    let mut problem = Problem {
        weeks: vec![0; 5],
        room: vec![1, 1, 0, 0, 0],
        families: Vec::new(),
        people,
    };
    assert_eq!(totals(&problem.propose().unwrap()), [1, 1, 0]);
    problem.people[2].credit = 2;
    assert_eq!(totals(&problem.propose().unwrap())[2], 1);
}

#[test]
fn scarce_days_go_to_those_who_had_fewer_and_wishes_are_met_where_they_cost_nobody() {
    let mut people = vec![candidate(5, 1, 2); 3];
    people[0].before = 6;
    people[1].wished[3] = true;
    people[2].wished[3] = true;
    people[2].wished[1] = true;
    let problem = Problem {
        weeks: vec![0; 5],
        room: vec![0, 1, 0, 1, 1],
        families: Vec::new(),
        people,
    };
    let choice = problem.propose().unwrap();
    assert_eq!(totals(&choice).iter().sum::<usize>(), 3);
    assert_eq!(totals(&choice)[0], 0, "had six already");
    assert!(choice[2][1], "a wish that nobody else has");
    let more = problem.relaxation().unwrap().sum();
    assert_eq!(more, 3, "six days are wanted, three can be had");
}

#[test]
fn a_day_that_is_closed_or_over_a_limit_is_named() {
    let mut people = vec![candidate(2, 1, 1); 2];
    people[0].open[0] = false;
    let problem = Problem {
        weeks: vec![0, 0],
        room: vec![1, 1],
        families: Vec::new(),
        people,
    };
    assert_eq!(
        problem.breaches(&vec![vec![true, true], vec![true, false]]),
        [
            Breach::Closed { person: 0, day: 0 },
            Breach::Cap {
                person: 0,
                week: 0,
                by: 1
            },
            Breach::Room { day: 0, by: 1 },
        ]
    );
}

#[test]
fn a_unit_without_people_or_days_has_an_empty_proposal() {
    let nobody = Problem {
        weeks: vec![0; 5],
        room: vec![1; 5],
        families: Vec::new(),
        people: Vec::new(),
    };
    assert_eq!(nobody.propose().unwrap(), Choice::new());
    let no_days = Problem {
        weeks: Vec::new(),
        room: Vec::new(),
        families: Vec::new(),
        people: vec![candidate(0, 0, 0)],
    };
    assert_eq!(no_days.propose().unwrap(), [Vec::<bool>::new()]);
}

/// The worth of a choice, as the planner counts it.
fn worth(problem: &Problem, choice: &Choice) -> f64 {
    let top = problem.people.iter().map(|one| one.before).max().unwrap();
    let most = f64::from(top) + problem.room.len() as f64 + 1.0;
    let mut whole = 0.0;
    for (person, days) in problem.people.iter().zip(choice) {
        let taken = days.iter().filter(|away| **away).count();
        for step in 0..taken {
            whole +=
                STEP * (most + f64::from(person.credit) - f64::from(person.before) - step as f64);
        }
        let wishes = days.iter().zip(&person.wished);
        whole += WISH * wishes.filter(|(away, wish)| **away && **wish).count() as f64;
    }
    whole
}

/// The best of all choices, one by one.
fn best(problem: &Problem) -> f64 {
    let (people, days) = (problem.people.len(), problem.room.len());
    (0_u32..1 << (people * days))
        .filter_map(|bits| {
            let choice: Choice = (0..people)
                .map(|p| (0..days).map(|d| bits >> (p * days + d) & 1 == 1).collect())
                .collect();
            problem
                .breaches(&choice)
                .is_empty()
                .then(|| worth(problem, &choice))
        })
        .fold(0.0, f64::max)
}

fn person(days: usize, weeks: usize) -> impl Strategy<Value = Candidate> {
    (
        prop::collection::vec(prop::bool::weighted(0.8), days),
        prop::collection::vec(prop::bool::weighted(0.3), days),
        prop::collection::vec(0_u32..4, weeks),
        (0_u32..12, 0_u32..3),
        prop::option::of(0_usize..2),
    )
        .prop_map(|(open, wished, cap, (before, credit), family)| Candidate {
            open,
            wished,
            cap,
            stretches: Vec::new(),
            family,
            before,
            credit,
        })
}

fn unit(most: usize, weeks: usize, length: usize) -> impl Strategy<Value = Problem> {
    (1..=most).prop_flat_map(move |people| {
        let days = weeks * length;
        let room = || prop::collection::vec(0..=u32::try_from(people).unwrap(), days);
        (
            room(),
            prop::collection::vec(room(), 2),
            prop::collection::vec(person(days, weeks), people),
        )
            .prop_map(move |(room, families, people)| Problem {
                weeks: (0..days).map(|day| day / length).collect(),
                room,
                families,
                people,
            })
    })
}

/// The same with limits on days in a row and on the whole.
fn ordered_unit(most: usize, weeks: usize, length: usize) -> impl Strategy<Value = Problem> {
    let limits = prop::collection::vec((1_usize..4, 1_u32..8), most);
    (unit(most, weeks, length), limits).prop_map(|(mut problem, limits)| {
        let days = problem.room.len();
        for (person, (row, whole)) in problem.people.iter_mut().zip(limits) {
            let rows = (0..days.saturating_sub(row)).map(|first| Stretch {
                first,
                last: first + row,
                most: count(row),
            });
            let whole = Stretch {
                first: 0,
                last: days - 1,
                most: whole,
            };
            person.stretches = rows.chain([whole]).collect();
        }
        problem
    })
}

/// Whether a choice keeps every limit, counted one by one.
fn keeps(problem: &Problem, choice: &Choice) -> bool {
    let days = 0..problem.room.len();
    let away = |day: usize, family: Option<usize>| {
        let people = problem.people.iter().zip(choice);
        let of = people.filter(|(one, _)| family.is_none() || one.family == family);
        count(of.filter(|(_, days)| days[day]).count())
    };
    let rooms = days.clone().all(|day| {
        let mut families = problem.families.iter().enumerate();
        away(day, None) <= problem.room[day]
            && families.all(|(family, room)| away(day, Some(family)) <= room[day])
    });
    let people = problem.people.iter().zip(choice).all(|(person, row)| {
        let taken = |of: &dyn Fn(usize) -> bool| {
            count(days.clone().filter(|day| of(*day) && row[*day]).count())
        };
        taken(&|day| !person.open[day]) == 0
            && (0..person.cap.len())
                .all(|week| taken(&|day| problem.weeks[day] == week) <= person.cap[week])
            && person
                .stretches
                .iter()
                .all(|one| taken(&|day| (one.first..=one.last).contains(&day)) <= one.most)
    });
    rooms && people
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_proposal_keeps_every_limit(problem in ordered_unit(30, 3, 5)) {
        let choice = problem.propose().expect("always solved");
        prop_assert!(keeps(&problem, &choice));
        // nobody could have one day more beside the others
        for (index, person) in problem.people.iter().enumerate() {
            for day in (0..problem.room.len()).filter(|day| person.open[*day] && !choice[index][*day]) {
                let mut more = choice.clone();
                more[index][day] = true;
                prop_assert!(!keeps(&problem, &more), "{index} could have {day}");
            }
        }
    }

    #[test]
    fn what_breaks_a_limit_is_named(problem in ordered_unit(4, 2, 3), bits in any::<u32>()) {
        let days = problem.room.len();
        let choice: Choice = (0..problem.people.len())
            .map(|one| (0..days).map(|day| bits >> (one * days + day) & 1 == 1).collect())
            .collect();
        prop_assert_eq!(problem.breaches(&choice).is_empty(), keeps(&problem, &choice));
    }

    #[test]
    fn no_choice_is_better(problem in unit(3, 2, 2)) {
        let choice = problem.propose().expect("always solved");
        prop_assert!((worth(&problem, &choice) - best(&problem)).abs() < 1e-6);
    }

    #[test]
    fn nobody_alone_could_have_more_days(problem in ordered_unit(1, 2, 5)) {
        let mut alone = problem;
        let days = alone.room.len();
        alone.room = vec![1; days];
        alone.families = vec![vec![1; days]; 2];
        let best = (0_u32..1 << days)
            .map(|bits| vec![(0..days).map(|day| bits >> day & 1 == 1).collect::<Vec<bool>>()])
            .filter(|choice| keeps(&alone, choice))
            .map(|choice| totals(&choice)[0])
            .max();
        prop_assert_eq!(Some(totals(&vec![alone.all_of(&alone.people[0])])[0]), best);
        prop_assert_eq!(Some(totals(&alone.propose().expect("always solved"))[0]), best);
    }

    #[test]
    fn with_the_places_it_asks_for_everybody_has_all_their_days(problem in unit(12, 2, 5)) {
        let wider = widened(&problem);
        let choice = wider.propose().expect("always solved");
        prop_assert!(!wider.somebody_short(&choice));
    }

    #[test]
    fn with_limits_on_their_order_too(problem in ordered_unit(6, 2, 5)) {
        let wider = widened(&problem);
        prop_assert_eq!(wider.relaxation().expect("always solved").sum(), 0);
    }
}

/// The same with the places that are asked for.
fn widened(problem: &Problem) -> Problem {
    let more = problem.relaxation().expect("always solved");
    let mut wider = problem.clone();
    let add = |room: &mut Vec<u32>, more: &[u32]| {
        for (room, more) in room.iter_mut().zip(more) {
            *room += more;
        }
    };
    add(&mut wider.room, &more.room);
    for (room, more) in wider.families.iter_mut().zip(&more.families) {
        add(room, more);
    }
    wider
}
