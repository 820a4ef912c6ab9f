//! Who works where: a proposal for the place days of a unit that keeps every limit and shares the days evenly. Pure.
//!
//! The limits (places a day, place days a person and week) are those of a flow from people to days, so the linear programme that a
//! kept solver library solves has whole numbers at its optimum; they are checked all the same before anybody sees them.

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
    /// More people away than there are places.
    Room { day: usize, by: u32 },
}

/// The worth of one more day falls by this with each day a person has.
const STEP: f64 = 10.0;
/// The worth of a wished day: less than a step, so that a wish never costs another their share.
const WISH: f64 = 4.0;

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

    /// The most days a person can have, whatever the others get.
    fn reach(&self, person: &Candidate) -> usize {
        (0..self.week_count())
            .map(|week| {
                let open = self.days_of(week).filter(|day| person.open[*day]).count();
                open.min(person.cap.get(week).map_or(0, |cap| *cap as usize))
            })
            .sum()
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
        }
        for day in 0..self.days() {
            let have = choice.iter().filter(|away| away[day]).count();
            let by = have.saturating_sub(self.room[day] as usize);
            if by > 0 {
                found.push(Breach::Room { day, by: count(by) });
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
            let row = (0..self.reach(person)).map(|step| {
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
        self.limit(&mut model, &chosen, &[]);
        let solution = model.solve().ok()?;
        let choice: Choice = chosen
            .iter()
            .map(|row| {
                let taken = |var: &Option<Variable>| var.is_some_and(|v| solution.value(v) > 0.5);
                row.iter().map(taken).collect()
            })
            .collect();
        self.breaches(&choice).is_empty().then_some(choice)
    }

    /// Whether somebody has fewer days in a choice than they may.
    pub fn somebody_short(&self, choice: &Choice) -> bool {
        let short = |(person, days): (&Candidate, &Vec<bool>)| {
            days.iter().filter(|away| **away).count() < self.reach(person)
        };
        self.people.iter().zip(choice).any(short)
    }

    /// The fewest more places, by day, with which everybody could have as many days as they may. Nothing where all can already.
    pub fn relaxation(&self) -> Option<Vec<u32>> {
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
        let more: Vec<Variable> = (0..self.days())
            .map(|_| vars.add(variable().min(0)))
            .collect();
        let mut cost = Expression::from(0.0);
        for var in &more {
            cost += *var;
        }
        let mut model = vars.minimise(cost).using(microlp);
        for (row, person) in chosen.iter().zip(&self.people) {
            let mut whole = Expression::from(0.0);
            for var in row.iter().flatten() {
                whole += *var;
            }
            let reach = self.reach(person) as f64;
            model.add_constraint(constraint!(whole >= reach));
        }
        self.limit(&mut model, &chosen, &more);
        let solution = model.solve().ok()?;
        Some(
            more.iter()
                .map(|var| count(solution.value(*var).round().max(0.0) as usize))
                .collect(),
        )
    }

    fn limit<M: SolverModel>(
        &self,
        model: &mut M,
        chosen: &[Vec<Option<Variable>>],
        more: &[Variable],
    ) {
        for (row, person) in chosen.iter().zip(&self.people) {
            for week in 0..self.week_count() {
                let mut whole = Expression::from(0.0);
                for var in self.days_of(week).filter_map(|day| row[day]) {
                    whole += var;
                }
                let cap = f64::from(person.cap.get(week).copied().unwrap_or(0));
                model.add_constraint(constraint!(whole <= cap));
            }
        }
        for day in 0..self.days() {
            let mut whole = Expression::from(0.0);
            for var in chosen.iter().filter_map(|row| row[day]) {
                whole += var;
            }
            if let Some(extra) = more.get(day) {
                whole -= *extra;
            }
            let room = f64::from(self.room[day]);
            model.add_constraint(constraint!(whole <= room));
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
