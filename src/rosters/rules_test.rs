//! The planner against small cases by hand, a slow and obvious search, and random units.

use proptest::prelude::*;

use super::*;

fn candidate(days: usize, weeks: usize, cap: u32) -> Candidate {
    Candidate {
        open: vec![true; days],
        wished: vec![false; days],
        cap: vec![cap; weeks],
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
        people: vec![candidate(5, 1, 2); 5],
    };
    let choice = problem.propose().unwrap();
    assert_eq!(totals(&choice), [2; 5]);
    assert_eq!(problem.relaxation().unwrap(), [0; 5]);
}

#[test]
fn a_rating_counts_as_much_as_the_agency_says() {
    let mut people = vec![candidate(5, 1, 1); 3];
    people[2].before = 1;
    let mut problem = Problem {
        weeks: vec![0; 5],
        room: vec![1, 1, 0, 0, 0],
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
        people,
    };
    let choice = problem.propose().unwrap();
    assert_eq!(totals(&choice).iter().sum::<usize>(), 3);
    assert_eq!(totals(&choice)[0], 0, "had six already");
    assert!(choice[2][1], "a wish that nobody else has");
    let more: u32 = problem.relaxation().unwrap().iter().sum();
    assert_eq!(more, 3, "six days are wanted, three can be had");
}

#[test]
fn a_day_that_is_closed_or_over_a_limit_is_named() {
    let mut people = vec![candidate(2, 1, 1); 2];
    people[0].open[0] = false;
    let problem = Problem {
        weeks: vec![0, 0],
        room: vec![1, 1],
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
        people: Vec::new(),
    };
    assert_eq!(nobody.propose().unwrap(), Choice::new());
    let no_days = Problem {
        weeks: Vec::new(),
        room: Vec::new(),
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
    )
        .prop_map(|(open, wished, cap, (before, credit))| Candidate {
            open,
            wished,
            cap,
            before,
            credit,
        })
}

fn unit(most: usize, weeks: usize, length: usize) -> impl Strategy<Value = Problem> {
    (1..=most).prop_flat_map(move |people| {
        let days = weeks * length;
        let room = 0..=u32::try_from(people).unwrap();
        (
            prop::collection::vec(room, days),
            prop::collection::vec(person(days, weeks), people),
        )
            .prop_map(move |(room, people)| Problem {
                weeks: (0..days).map(|day| day / length).collect(),
                room,
                people,
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_proposal_keeps_every_limit(problem in unit(30, 3, 5)) {
        let choice = problem.propose().expect("always solved");
        prop_assert_eq!(problem.breaches(&choice), []);
    }

    #[test]
    fn no_choice_is_better(problem in unit(3, 2, 2)) {
        let choice = problem.propose().expect("always solved");
        prop_assert!((worth(&problem, &choice) - best(&problem)).abs() < 1e-6);
    }

    #[test]
    fn with_the_places_it_asks_for_everybody_has_all_their_days(problem in unit(12, 2, 5)) {
        let more = problem.relaxation().expect("always solved");
        let mut wider = problem.clone();
        for (room, more) in wider.room.iter_mut().zip(&more) {
            *room += more;
        }
        let choice = wider.propose().expect("always solved");
        for (person, days) in wider.people.iter().zip(&choice) {
            prop_assert_eq!(days.iter().filter(|away| **away).count(), wider.reach(person));
        }
    }
}
