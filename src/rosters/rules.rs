//! Who works where: a proposal for the place days of a unit that keeps every limit and shares the days evenly. Pure.
//!
//! Places a day, of the unit and of a family of positions, and place days a person and week are the limits of a flow from people to
//! days, so that the linear programme that a kept solver library solves has whole numbers at its optimum. Limits on days in a row, on a
//! month and on the whole can leave parts of days: whom they concern is settled one after the other. All limits are checked again before
//! anybody sees a proposal.

use crate::requests::Stretch;
use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable,
};

/// What a proposal is made from. Days are numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The week of each day.
    pub weeks: Vec<usize>,
    /// Places that are left on each day.
    pub room: Vec<u32>,
    /// Places that are left on each day for each family of positions that has a limit of its own.
    pub families: Vec<Vec<u32>>,
    pub people: Vec<Candidate>,
}

/// A person as the planner sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Days on which a place day is possible at all.
    pub open: Vec<bool>,
    /// Days the person would like.
    pub wished: Vec<bool>,
    /// Place days that each week can still take.
    pub cap: Vec<u32>,
    /// What longer or shorter stretches of days can still take.
    pub stretches: Vec<Stretch>,
    /// The family of positions whose places the person takes, by its number.
    pub family: Option<usize>,
    /// Place days in the quarter so far: who had fewer comes first.
    pub before: u32,
    /// Days of the quarter by which the person comes ahead of the others.
    pub credit: u32,
}

/// For each person, the days at a flexible place.
pub type Choice = Vec<Vec<bool>>;

/// What a choice breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// The day is not possible for the person.
    Closed { person: usize, day: usize },
    /// More days in a week than the person may have.
    Cap { person: usize, week: usize, by: u32 },
    /// More days of a stretch than the person may have.
    Stretch {
        person: usize,
        first: usize,
        last: usize,
        most: u32,
        by: u32,
    },
    /// More people away than there are places.
    Room { day: usize, by: u32 },
    /// More people of a family of positions away than there are places for it.
    Family { family: usize, day: usize, by: u32 },
}

/// More places, with which everybody could have all their days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Of the unit, by day.
    pub room: Vec<u32>,
    /// Of each family of positions, by day.
    pub families: Vec<Vec<u32>>,
}

impl More {
    /// All of them.
    pub fn sum(&self) -> u32 {
        self.room.iter().chain(self.families.iter().flatten()).sum()
    }
}

/// The worth of one more day falls by this with each day a person has.
const STEP: f64 = 10.0;
/// The worth of a wished day: less than a step, so that a wish never costs another their share.
const WISH: f64 = 4.0;
/// What the solver leaves of a part that is none.
const NOTHING: f64 = 1e-6;

impl Problem {
    fn days(&self) -> usize {
        self.room.len()
    }

    fn week_count(&self) -> usize {
        self.weeks.iter().max().map_or(0, |last| last + 1)
    }

    fn days_of(&self, week: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.days()).filter(move |day| self.weeks[*day] == week)
    }

    /// The most days a person can have, whatever the others get: one after the other while nothing breaks. As every limit is on days
    /// that follow each other, no other order gives more.
    pub fn all_of(&self, person: &Candidate) -> Vec<bool> {
        let mut away = vec![false; self.days()];
        for day in 0..self.days() {
            away[day] = person.open[day] && self.may(person, &away, day);
        }
        away
    }

    /// Whether a person may have one more day beside those they have.
    fn may(&self, person: &Candidate, away: &[bool], day: usize) -> bool {
        let have = |days: &mut dyn Iterator<Item = usize>| days.filter(|day| away[*day]).count();
        let week = self.weeks[day];
        let cap = person.cap.get(week).map_or(0, |cap| *cap as usize);
        let within = |one: &&Stretch| (one.first..=one.last).contains(&day);
        have(&mut self.days_of(week)) < cap
            && person.stretches.iter().filter(within).all(|one| {
                let mut days = one.first..=one.last;
                have(&mut days) < one.most as usize
            })
    }

    /// How many are away on a day: of everybody, or of a family.
    fn away(&self, choice: &Choice, day: usize, family: Option<usize>) -> usize {
        let people = self.people.iter().zip(choice);
        people
            .filter(|(one, _)| family.is_none() || one.family == family)
            .filter(|(_, away)| away[day])
            .count()
    }

    /// By how many a choice goes over the places of each day: of everybody, or of a family.
    fn over(&self, choice: &Choice, room: &[u32], family: Option<usize>) -> Vec<u32> {
        let days = room.iter().enumerate();
        days.map(|(day, room)| {
            let have = self.away(choice, day, family);
            count(have.saturating_sub(*room as usize))
        })
        .collect()
    }

    /// The places that a choice wants beside those there are.
    fn wanting(&self, choice: &Choice) -> More {
        let families = self.families.iter().enumerate();
        More {
            room: self.over(choice, &self.room, None),
            families: families
                .map(|(family, room)| self.over(choice, room, Some(family)))
                .collect(),
        }
    }

    /// Everything a choice breaks, nothing where it may be published.
    pub fn breaches(&self, choice: &Choice) -> Vec<Breach> {
        let mut found = Vec::new();
        for (index, person) in self.people.iter().enumerate() {
            let away = &choice[index];
            for day in (0..self.days()).filter(|day| away[*day] && !person.open[*day]) {
                found.push(Breach::Closed { person: index, day });
            }
            for week in 0..self.week_count() {
                let have = self.days_of(week).filter(|day| away[*day]).count();
                let by = have.saturating_sub(person.cap.get(week).map_or(0, |cap| *cap as usize));
                if by > 0 {
                    found.push(Breach::Cap {
                        person: index,
                        week,
                        by: count(by),
                    });
                }
            }
            for one in &person.stretches {
                let have = (one.first..=one.last).filter(|day| away[*day]).count();
                let by = have.saturating_sub(one.most as usize);
                if by > 0 {
                    found.push(Breach::Stretch {
                        person: index,
                        first: one.first,
                        last: one.last,
                        most: one.most,
                        by: count(by),
                    });
                }
            }
        }
        let wanting = self.wanting(choice);
        for (day, by) in wanting.room.iter().enumerate().filter(|(_, by)| **by > 0) {
            found.push(Breach::Room { day, by: *by });
        }
        for (family, days) in wanting.families.iter().enumerate() {
            for (day, by) in days.iter().enumerate().filter(|(_, by)| **by > 0) {
                found.push(Breach::Family {
                    family,
                    day,
                    by: *by,
                });
            }
        }
        found
    }

    /// The best choice: as many days as there is room for, shared evenly over the quarter, wished days where that costs nobody.
    /// None where the solver gave up.
    pub fn propose(&self) -> Option<Choice> {
        let mut vars = ProblemVariables::new();
        let mut worth = Expression::from(0.0);
        let mut chosen: Vec<Vec<Option<Variable>>> = Vec::new();
        let mut steps: Vec<Vec<Variable>> = Vec::new();
        let top = self.people.iter().map(|one| one.before).max().unwrap_or(0);
        let most = f64::from(top) + self.days() as f64 + 1.0;
        for person in &self.people {
            let row = (0..self.days()).map(|day| {
                person.open[day].then(|| {
                    let var = vars.add(variable().min(0).max(1));
                    if person.wished[day] {
                        worth += WISH * var;
                    }
                    var
                })
            });
            chosen.push(row.collect());
            let reach = self.all_of(person).iter().filter(|away| **away).count();
            let row = (0..reach).map(|step| {
                let var = vars.add(variable().min(0).max(1));
                worth += STEP
                    * (most + f64::from(person.credit) - f64::from(person.before) - step as f64)
                    * var;
                var
            });
            steps.push(row.collect());
        }
        let mut model = vars.maximise(worth).using(microlp);
        for (row, share) in chosen.iter().zip(&steps) {
            let mut whole = Expression::from(0.0);
            for var in row.iter().flatten() {
                whole += *var;
            }
            for var in share {
                whole -= *var;
            }
            model.add_constraint(constraint!(whole == 0.0));
        }
        self.limit(&mut model, &chosen, None);
        let solution = model.solve().ok()?;
        let choice = self.whole(&parts(&chosen, &solution));
        self.breaches(&choice).is_empty().then_some(choice)
    }

    /// A choice from parts of days: who has whole days only keeps them, the others are settled one after the other.
    fn whole(&self, parts: &[Vec<f64>]) -> Choice {
        let mut choice = self.kept(parts);
        let mut order: Vec<usize> = (0..self.people.len()).collect();
        order.sort_by_key(|person| self.people[*person].before);
        for person in order.iter().filter(|person| !is_whole(&parts[**person])) {
            let worth = (0..self.days()).map(|day| {
                let free = self.free(&choice, *person, day);
                free.then(|| 1.0 + parts[*person][day])
            });
            if let Some(days) = self.alone(*person, &worth.collect::<Vec<_>>(), 0) {
                choice[*person] = days;
            }
        }
        // a day that was left in parts may be a whole one of somebody now
        for person in order {
            for day in 0..self.days() {
                let one = &self.people[person];
                let fits = one.open[day]
                    && !choice[person][day]
                    && self.free(&choice, person, day)
                    && self.may(one, &choice[person], day);
                choice[person][day] |= fits;
            }
        }
        choice
    }

    /// The days of those who have no parts of days.
    fn kept(&self, parts: &[Vec<f64>]) -> Choice {
        let days = |parts: &Vec<f64>| match is_whole(parts) {
            true => parts.iter().map(|part| *part > 0.5).collect(),
            false => vec![false; self.days()],
        };
        parts.iter().map(days).collect()
    }

    /// Whether a place is left on a day for a person, of the unit's and of their family's.
    fn free(&self, choice: &Choice, person: usize, day: usize) -> bool {
        let left = |room: &[u32], family| self.away(choice, day, family) < room[day] as usize;
        let own = self.people[person].family;
        left(&self.room, None) && own.is_none_or(|own| left(&self.families[own], Some(own)))
    }

    /// The days of one person that are worth most together, at least so many; those without a worth are none.
    fn alone(&self, person: usize, worth: &[Option<f64>], least: usize) -> Option<Vec<bool>> {
        let mut vars = ProblemVariables::new();
        let mut whole = Expression::from(0.0);
        let mut sum = Expression::from(0.0);
        let row: Vec<Option<Variable>> = worth
            .iter()
            .zip(&self.people[person].open)
            .map(|(worth, open)| {
                let worth = worth.filter(|_| *open)?;
                let var = vars.add(variable().min(0).max(1));
                whole += worth * var;
                sum += var;
                Some(var)
            })
            .collect();
        let mut model = vars.maximise(whole).using(microlp);
        model.add_constraint(constraint!(sum >= least as f64));
        self.own_limits(&mut model, &self.people[person], &row);
        let solution = model.solve().ok()?;
        let days = row.iter().map(|var| part(*var, &solution) > 0.5);
        Some(days.collect())
    }

    /// Whether somebody has fewer days in a choice than they may.
    pub fn somebody_short(&self, choice: &Choice) -> bool {
        let days = |away: &[bool]| away.iter().filter(|away| **away).count();
        let short =
            |(person, away): (&Candidate, &Vec<bool>)| days(away) < days(&self.all_of(person));
        self.people.iter().zip(choice).any(short)
    }

    /// The fewest more places with which everybody could have as many days as they may; none where all can already.
    pub fn relaxation(&self) -> Option<More> {
        let mut vars = ProblemVariables::new();
        let chosen: Vec<Vec<Option<Variable>>> = self
            .people
            .iter()
            .map(|person| {
                (0..self.days())
                    .map(|day| person.open[day].then(|| vars.add(variable().min(0).max(1))))
                    .collect()
            })
            .collect();
        let mut cost = Expression::from(0.0);
        let mut row = |_: &Vec<u32>| -> Vec<Variable> {
            (0..self.days())
                .map(|_| {
                    let var = vars.add(variable().min(0));
                    cost += var;
                    var
                })
                .collect()
        };
        let room = row(&self.room);
        let more = (room, self.families.iter().map(row).collect());
        let most: Choice = self.people.iter().map(|one| self.all_of(one)).collect();
        let mut model = vars.minimise(cost).using(microlp);
        for (row, most) in chosen.iter().zip(&most) {
            let mut whole = Expression::from(0.0);
            for var in row.iter().flatten() {
                whole += *var;
            }
            let reach = most.iter().filter(|away| **away).count() as f64;
            model.add_constraint(constraint!(whole >= reach));
        }
        self.limit(&mut model, &chosen, Some(&more));
        let solution = model.solve().ok()?;
        let parts = parts(&chosen, &solution);
        let mut choice = self.kept(&parts);
        for person in (0..self.people.len()).filter(|person| !is_whole(&parts[*person])) {
            let worth = (0..self.days()).map(|day| {
                let free = self.free(&choice, person, day);
                Some(f64::from(u8::from(free)) + parts[person][day] / 2.0)
            });
            let reach = most[person].iter().filter(|away| **away).count();
            choice[person] = self.alone(person, &worth.collect::<Vec<_>>(), reach)?;
        }
        Some(self.wanting(&choice))
    }

    /// The limits of one person: each week, each stretch.
    fn own_limits<M: SolverModel>(
        &self,
        model: &mut M,
        person: &Candidate,
        row: &[Option<Variable>],
    ) {
        let mut most = |days: &mut dyn Iterator<Item = usize>, most: u32| {
            let mut whole = Expression::from(0.0);
            for var in days.filter_map(|day| row[day]) {
                whole += var;
            }
            model.add_constraint(constraint!(whole <= f64::from(most)));
        };
        for week in 0..self.week_count() {
            let cap = person.cap.get(week).copied().unwrap_or(0);
            most(&mut self.days_of(week), cap);
        }
        for one in &person.stretches {
            most(&mut (one.first..=one.last), one.most);
        }
    }

    fn limit<M: SolverModel>(
        &self,
        model: &mut M,
        chosen: &[Vec<Option<Variable>>],
        more: Option<&(Vec<Variable>, Vec<Vec<Variable>>)>,
    ) {
        for (row, person) in chosen.iter().zip(&self.people) {
            self.own_limits(model, person, row);
        }
        let mut room = |room: &[u32], extra: Option<&Vec<Variable>>, family: Option<usize>| {
            for (day, places) in room.iter().enumerate() {
                let people = chosen.iter().zip(&self.people);
                let of = people.filter(|(_, one)| family.is_none() || one.family == family);
                let mut whole = Expression::from(0.0);
                for var in of.filter_map(|(row, _)| row[day]) {
                    whole += var;
                }
                if let Some(extra) = extra {
                    whole -= extra[day];
                }
                model.add_constraint(constraint!(whole <= f64::from(*places)));
            }
        };
        room(&self.room, more.map(|(unit, _)| unit), None);
        for (family, places) in self.families.iter().enumerate() {
            room(places, more.map(|(_, of)| &of[family]), Some(family));
        }
    }
}

/// What a solution gives of a day.
fn part(var: Option<Variable>, solution: &impl Solution) -> f64 {
    var.map_or(0.0, |var| solution.value(var))
}

/// What it gives of everybody's days.
fn parts(chosen: &[Vec<Option<Variable>>], solution: &impl Solution) -> Vec<Vec<f64>> {
    let rows = chosen.iter();
    rows.map(|row| row.iter().map(|var| part(*var, solution)).collect())
        .collect()
}

/// Whether no day of these is given in parts.
fn is_whole(parts: &[f64]) -> bool {
    parts
        .iter()
        .all(|part| part.min(1.0 - part).abs() < NOTHING)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
