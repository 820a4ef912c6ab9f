//! `luwes bench roster`: the planner of rosters, as the product calls it, on invented units.
//!
//! A unit has people on leave, a counter that needs more of them on some days, days on which everybody is in the office, wishes,
//! two families of positions with quotas of their own, at most two days in a row and six in four weeks, and people who had more days
//! this quarter than others. Nothing is read from a database: this is the time a head waits for the
//! planner itself; its processor time is held against the target, for the clock counts other work of the machine too. What comes out is counted here again, beside the check that the planner makes of itself.

use std::{process::ExitCode, time::Instant};

use anyhow::{Result, bail};
use clap::Args;
use luwes::{
    requests::Stretch,
    rosters::{Candidate, Choice, Problem},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::machine;

/// Working days of a week.
const WEEK: usize = 5;
/// Seconds of processor that a unit of so many people may take.
const TARGETS: [(usize, f64); 2] = [(20, 1.0), (100, 5.0)];

/// Options of roster.
#[derive(Args, Debug)]
pub struct Roster {
    /// People of the unit, one size after the other
    #[arg(long, value_delimiter = ',', default_value = "20,100")]
    people: Vec<usize>,
    /// Weeks to plan; the product takes at most six
    #[arg(long, default_value_t = 4)]
    weeks: usize,
    /// Different units of each size
    #[arg(long, default_value_t = 6)]
    seeds: u64,
}

/// Measures each size and fails where a limit is broken or a target missed.
pub fn run(options: &Roster) -> Result<ExitCode> {
    if !(1..=6).contains(&options.weeks) || options.people.iter().any(|n| !(1..=500).contains(n)) {
        bail!("--weeks is between 1 and 6, --people between 1 and 500");
    }
    println!(
        "| people | weeks | seed | places | days given | days possible | proposal: processor, clock ms | least relaxation: processor, clock ms | more places | limits |\n|---:|---:|---:|---:|---:|---:|---|---|---:|---|"
    );
    let mut fine = true;
    for people in &options.people {
        let mut slowest = 0.0_f64;
        for seed in 0..options.seeds {
            let (seconds, kept) = measure(*people, options.weeks, seed)?;
            slowest = slowest.max(seconds);
            fine &= kept;
        }
        let target = TARGETS.iter().find(|(most, _)| people <= most);
        let Some((_, target)) = target.filter(|_| options.weeks <= 4) else {
            println!("{people} people: {slowest:.2} s of processor at the slowest");
            continue;
        };
        fine &= slowest <= *target;
        println!("{people} people: {slowest:.2} s of processor at the slowest, target {target} s");
    }
    Ok(if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Plans one unit; the processor seconds of the proposal, and whether it keeps every limit.
fn measure(people: usize, weeks: usize, seed: u64) -> Result<(f64, bool)> {
    let problem = unit(people, weeks, seed);
    let (choice, proposal, clock) = timed(|| problem.propose());
    let Some(choice) = choice else {
        bail!("no proposal for {people} people, seed {seed}");
    };
    let (more, relaxing, relaxed) = timed(|| problem.relaxation());
    let Some(more) = more else {
        bail!("no relaxation for {people} people, seed {seed}");
    };
    let kept = keeps(&problem, &choice) && problem.breaches(&choice).is_empty();
    let given = choice.iter().flatten().filter(|away| **away).count();
    let possible = given + short(&problem, &choice);
    println!(
        "| {people} | {weeks} | {seed} | {} | {given} | {possible} | {:.0}, {:.0} | {:.0}, {:.0} | {} | {} |",
        problem.room.iter().sum::<u32>(),
        proposal * 1e3,
        clock * 1e3,
        relaxing * 1e3,
        relaxed * 1e3,
        more.sum(),
        if kept { "kept" } else { "BROKEN" }
    );
    Ok((proposal, kept))
}

/// What it gives, its processor time and its time by the clock.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64, f64) {
    let (cpu, began) = (machine::thread(), Instant::now());
    let done = work();
    (done, machine::thread() - cpu, began.elapsed().as_secs_f64())
}

/// A unit as the product would describe it to the planner. The same seed gives the same unit; a higher one has fewer places.
fn unit(people: usize, weeks: usize, seed: u64) -> Problem {
    let mut random = StdRng::seed_from_u64(seed);
    let days = weeks * WEEK;
    // the quota of the unit: 50 per cent, then less
    let quota = people * (50 - 5 * (seed as usize % 6)) / 100;
    let share: u32 = random.random_range(1..=3);
    // everybody is in the office on Mondays and at one meeting
    let meeting = random.random_range(0..days);
    let anchor = |day: usize| day.is_multiple_of(WEEK) || day == meeting;
    // on one weekday the counter needs more people, and some days are taken by requests of their own
    let counter = random.random_range(1..WEEK);
    let room = (0..days)
        .map(|day| {
            let counter = if day % WEEK == counter { people / 6 } else { 0 };
            let taken = random.random_range(0..=people / 10);
            quota.saturating_sub(counter + taken) as u32
        })
        .collect();
    let candidates = (0..people).map(|index| {
        let leave = random.random_bool(0.2).then(|| {
            let first = random.random_range(0..days);
            first..first + random.random_range(1..=WEEK)
        });
        let never = random.random_bool(0.03);
        let wishes: Vec<usize> = (0..2).map(|_| random.random_range(1..WEEK)).collect();
        let closed = |day: &usize| {
            never || anchor(*day) || leave.as_ref().is_some_and(|leave| leave.contains(day))
        };
        let row = |first: usize| Stretch {
            first,
            last: (first + 2).min(days - 1),
            most: 2,
        };
        let month = Stretch {
            first: 0,
            last: days - 1,
            most: 6,
        };
        Candidate {
            stretches: (0..days).map(row).chain([month]).collect(),
            family: (index % 3 < 2).then_some(index % 3),
            open: (0..days).map(|day| !closed(&day)).collect(),
            wished: (0..days)
                .map(|day| wishes.contains(&(day % WEEK)))
                .collect(),
            cap: (0..weeks)
                .map(|_| share.saturating_sub(u32::from(random.random_bool(0.1))))
                .collect(),
            before: random.random_range(0..=16),
            credit: random.random_range(0..=1),
        }
    });
    let people = candidates.collect();
    Problem {
        weeks: (0..days).map(|day| day / WEEK).collect(),
        room,
        families: vec![
            vec![(quota as u32).div_ceil(3); days],
            vec![quota as u32; days],
        ],
        people,
    }
}

/// The days that people could have besides, were there room for everybody.
fn short(problem: &Problem, choice: &Choice) -> usize {
    let people = problem.people.iter().zip(choice);
    let days = |away: &[bool]| away.iter().filter(|away| **away).count();
    people
        .map(|(person, away)| days(&problem.all_of(person)).saturating_sub(days(away)))
        .sum()
}

/// Whether a choice keeps every limit, counted day by day.
fn keeps(problem: &Problem, choice: &Choice) -> bool {
    let rooms = problem.room.iter().enumerate().all(|(day, room)| {
        let away = choice.iter().filter(|days| days[day]).count();
        away <= *room as usize
    });
    let families = problem.families.iter().enumerate().all(|(family, rooms)| {
        let people = || problem.people.iter().zip(choice);
        let away = |day| {
            let of = people().filter(|(one, days)| one.family == Some(family) && days[day]);
            of.count()
        };
        (0..rooms.len()).all(|day| away(day) <= rooms[day] as usize)
    });
    let people = problem.people.iter().zip(choice).all(|(person, days)| {
        let possible = days
            .iter()
            .zip(&person.open)
            .all(|(away, open)| *open || !*away);
        let weeks = days.chunks(WEEK).zip(&person.cap);
        let capped = weeks
            .map(|(days, cap)| (days.iter().filter(|away| **away).count(), *cap as usize))
            .all(|(have, cap)| have <= cap);
        let stretches = person.stretches.iter().all(|one| {
            let taken = days[one.first..=one.last].iter().filter(|away| **away);
            taken.count() <= one.most as usize
        });
        possible && capped && stretches
    });
    rooms && families && people && choice.len() == problem.people.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_limit_is_seen() {
        let problem = unit(20, 2, 0);
        let choice = problem.propose().expect("a proposal");
        assert!(keeps(&problem, &choice));
        let all = vec![vec![true; 2 * WEEK]; 20];
        assert!(!keeps(&problem, &all));
        let mut monday = choice;
        monday[0][0] = true;
        assert!(!keeps(&problem, &monday), "everybody is in the office");
    }
}
