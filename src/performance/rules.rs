//! What targets may become, who agrees to them, what is wrong with them, what a copy carries over, and whose line hangs on whose. Pure.

use std::collections::HashSet;

use super::{Approach, Indicator, Line, NewLine, State, Step, Targets};
use crate::kernel::{
    actor::Roles,
    error::{FieldError, Reason},
    id::{EmployeeId, TargetLineId},
};

/// Most lines of a version.
pub const LINES: usize = 20;
/// Most indicators of a line.
pub const INDICATORS: usize = 8;
/// Most remarks on a version.
pub const REMARKS: i64 = 200;

/// The state after a step, or why the step is not open.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    use State as S;
    use Step as T;
    let to = match (state, step) {
        (S::Draft | S::Discussed, T::Write) => state,
        (S::Draft | S::Discussed, T::Propose) => S::Proposed,
        (S::Proposed, T::Retract) => S::Draft,
        (S::Proposed, T::GiveBack) => S::Discussed,
        (S::Proposed, T::Agree) => S::Agreed,
        (S::Proposed | S::Discussed, T::Remark) => state,
        (S::Agreed, T::Change) => state,
        (S::Agreed, T::Replace) => S::Replaced,
        (S::Draft | S::Discussed, T::Discard) => S::Discarded,
        _ => return Err(Reason::new("targets-step").with("state", state.code())),
    };
    Ok(to)
}

/// Whether somebody may agree to targets: whoever decides for the person, the agency's leader where nobody stands above; never oneself.
pub fn may_agree(
    actor: Option<EmployeeId>,
    roles: Roles,
    owner: EmployeeId,
    approver: Option<EmployeeId>,
) -> Result<(), Reason> {
    match actor {
        Some(actor) if actor == owner => Err(Reason::new("own-targets")),
        Some(actor) if approver == Some(actor) => Ok(()),
        Some(_) if approver.is_none() && roles.leader => Ok(()),
        _ => Err(Reason::new("not-approver")),
    }
}

/// The years for which somebody may write targets: this one and the next.
pub fn years(this: i16) -> [i16; 2] {
    [this, this + 1]
}

/// What is wrong with lines as they are written; an indicator may still lack its target.
pub fn problems(lines: &[NewLine]) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if lines.len() > LINES {
        wrong.push(FieldError::new("lines", "targets-many").with("n", LINES));
    }
    let long = |text: &str, max: usize| text.chars().count() > max;
    for line in lines {
        if line.result.trim().is_empty() {
            wrong.push(FieldError::new("result", "required"));
        }
        for (field, text, max) in [
            ("result", &line.result, 500),
            ("above_text", &line.above_text, 500),
        ] {
            if long(text, max) {
                wrong.push(FieldError::new(field, "too-long").with("max", max));
            }
        }
        if line
            .weight
            .is_some_and(|weight| !(1..=100).contains(&weight))
        {
            wrong.push(
                FieldError::new("weight", "number")
                    .with("min", 1)
                    .with("max", 100),
            );
        }
        if line.indicators.len() > INDICATORS {
            wrong.push(FieldError::new("indicator", "targets-indicators").with("n", INDICATORS));
        }
        for one in &line.indicators {
            if one.indicator.trim().is_empty() {
                wrong.push(FieldError::new("indicator", "targets-nameless"));
            }
            for (field, text, max) in [
                ("indicator", &one.indicator, 300),
                ("target", &one.target, 60),
                ("measure", &one.measure, 40),
            ] {
                if long(text, max) {
                    wrong.push(FieldError::new(field, "too-long").with("max", max));
                }
            }
        }
    }
    let ids: Vec<TargetLineId> = lines.iter().filter_map(|line| line.id).collect();
    if ids.iter().collect::<HashSet<_>>().len() < ids.len() {
        wrong.push(FieldError::new("lines", "targets-twice"));
    }
    wrong
}

/// What is missing before lines can be proposed: the first gap of each line, then the weights.
pub fn missing(lines: &[Line], approach: Approach, weights: bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if !lines.iter().any(|line| line.main) {
        wrong.push(FieldError::new("lines", "targets-no-main"));
    }
    for (number, line) in (1..).zip(lines) {
        let fail = |code| FieldError::new("lines", code).with("n", number);
        if line.indicators.is_empty() {
            wrong.push(fail("targets-no-indicator"));
        } else if approach == Approach::Quantitative {
            let bare = |one: &&Indicator| one.aspect.is_none() || one.target.trim().is_empty();
            if let Some(one) = line.indicators.iter().find(bare) {
                wrong.push(fail("targets-no-target").with("indicator", &one.indicator));
            }
        }
    }
    if weights {
        let main = lines.iter().filter(|line| line.main);
        let total: u32 = main.map(|line| u32::from(line.weight.unwrap_or(0))).sum();
        if total != 100 {
            wrong.push(FieldError::new("lines", "targets-weights").with("total", total));
        }
    }
    wrong
}

/// From where lines are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// One's own, of the year before: everything but the tie to the superior's line, which is of that year.
    LastYear,
    /// A colleague's in the same position, or the template of it: what is to be achieved and by what it is measured; how much is theirs alone.
    Colleague,
    /// The version that is changed: everything.
    Version,
}

/// Lines as they are carried over, without those whose result is there already.
pub fn carried(from: From, lines: &[Line], there: &[Line]) -> Vec<NewLine> {
    let same = |line: &Line| {
        let result = line.result.trim().to_lowercase();
        there
            .iter()
            .any(|one| one.result.trim().to_lowercase() == result)
    };
    let fresh = lines.iter().filter(|line| !same(line));
    fresh
        .map(|line| {
            let mut new = NewLine {
                id: None,
                ..line.rewritten()
            };
            match from {
                From::Version => {}
                From::LastYear => new.above = None,
                From::Colleague => new = without_amounts(new),
            }
            new
        })
        .collect()
}

/// A line without what is one person's alone: how much, how heavy, and below which line of the superior.
pub fn without_amounts(mut line: NewLine) -> NewLine {
    line.above = None;
    line.above_text = String::new();
    line.weight = None;
    for one in &mut line.indicators {
        one.target = String::new();
    }
    line
}

/// A line of somebody below, in the lists that were given: whose, and which.
pub type Place = (usize, usize);

/// Whose line hangs on whose.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cascade {
    /// For each of the superior's lines those that hang on it; none on a main line is a gap.
    pub below: Vec<Vec<Place>>,
    /// Main lines that hang on none of them.
    pub orphans: Vec<Place>,
}

/// Lays the lines of people under those of their superior.
pub fn cascade(own: &[Line], people: &[&[Line]]) -> Cascade {
    let mut all = Cascade {
        below: vec![Vec::new(); own.len()],
        orphans: Vec::new(),
    };
    for (person, lines) in people.iter().enumerate() {
        for (index, line) in lines.iter().enumerate() {
            let on = line.above.and_then(|above| {
                let mut own = own.iter();
                own.position(|one| one.thread == above)
            });
            match on {
                Some(on) => all.below[on].push((person, index)),
                None if line.main => all.orphans.push((person, index)),
                None => {}
            }
        }
    }
    all
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;

/// Whether a version says the same as the one before: lines in order, approach and what is expected of behaviour.
pub fn unchanged(old: &Targets, new: &Targets) -> bool {
    let alike = |(a, b): (&Line, &Line)| same_line(a, b);
    old.approach == new.approach
        && old.expectations == new.expectations
        && old.lines.len() == new.lines.len()
        && old.lines.iter().zip(&new.lines).all(alike)
}

/// Whether a line of two versions says the same; each version has ids of its own.
pub fn same_line(old: &Line, new: &Line) -> bool {
    let told = |line: &Line| Line {
        id: line.thread,
        ..line.clone()
    };
    told(old) == told(new)
}
