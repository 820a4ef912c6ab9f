//! When a day may be planned and reported, what is wrong with its lines, and what its plan begins with. Pure.

use chrono::{Days, NaiveDate};

use super::{About, NewLine, Standing, State, Step};
use crate::{
    calendar::DayKind,
    kernel::{
        error::{FieldError, Reason},
        id::RequestId,
    },
    performance::store::remind::Own as Due,
};

/// Most lines of a day.
pub const LINES: usize = 12;
/// Longest line.
pub const WHAT: usize = 200;
/// Longest note on what became of a line.
pub const NOTE: usize = 500;
/// Most reports of a day.
pub const ROUNDS: i16 = 20;
/// How far ahead a day may be planned, in days.
pub const AHEAD: u64 = 7;
/// Work that is due within so many days belongs into the plan.
const SOON: u64 = 3;
/// With how many lines a plan begins at most.
const SUGGESTED: usize = 8;

/// The state after a step, or why the step is not open. None: nothing was written yet.
pub fn next(state: Option<State>, step: Step) -> Result<State, Reason> {
    use super::Answer as A;
    use State as S;
    let to = match (state, step) {
        (None | Some(S::Planned), Step::Plan) => S::Planned,
        (None | Some(S::Planned | S::Reported | S::Returned), Step::Report) => S::Reported,
        (Some(S::Reported), Step::Answer(A::Accepted)) => S::Accepted,
        (Some(S::Reported), Step::Answer(A::Returned)) => S::Returned,
        (state, _) => {
            let state = state.map_or("none", State::code);
            return Err(Reason::new("day-step").with("state", state));
        }
    };
    Ok(to)
}

/// Whether somebody works on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Works {
    Yes,
    DayOff,
    Leave,
}

/// Whether somebody works on a day, given its halves and, where a plan of shifts holds them, whether it has a shift for them.
pub fn works(halves: &[DayKind; 2], shift: Option<bool>) -> Works {
    let leave = |half: &DayKind| matches!(half, DayKind::Leave { .. });
    let at_work =
        |half: &DayKind| matches!(half, DayKind::Working { .. } | DayKind::OfficialTrip { .. });
    if halves.iter().all(leave) {
        return Works::Leave;
    }
    match shift {
        Some(true) => Works::Yes,
        Some(false) => Works::DayOff,
        None if halves.iter().any(at_work) => Works::Yes,
        None => Works::DayOff,
    }
}

/// Why a day cannot have a plan or a report by its kind.
fn must_work(works: Works) -> Result<(), Reason> {
    match works {
        Works::Yes => Ok(()),
        Works::DayOff => Err(Reason::new("day-off")),
        Works::Leave => Err(Reason::new("day-leave")),
    }
}

/// Whether the plan of a day may be written: until the day ends, and not far ahead.
pub fn may_plan(on: NaiveDate, today: NaiveDate, works: Works) -> Result<(), Reason> {
    if on < today {
        return Err(Reason::new("day-past"));
    }
    let last = today.checked_add_days(Days::new(AHEAD));
    if last.is_some_and(|last| on > last) {
        return Err(Reason::new("day-far").with("n", AHEAD));
    }
    must_work(works)
}

/// Whether a day may be reported: from the day on, until `until`.
pub fn may_report(
    on: NaiveDate,
    today: NaiveDate,
    until: NaiveDate,
    works: Works,
) -> Result<(), Reason> {
    if on > today {
        return Err(Reason::new("day-future"));
    }
    if today > until {
        return Err(Reason::new("day-late").with("until", until.format("%d-%m-%Y")));
    }
    must_work(works)
}

/// Lines without spaces at the ends and without those that say nothing.
pub fn cleaned(lines: Vec<NewLine>) -> Vec<NewLine> {
    let text = |text: &str| text.trim().replace('\0', "");
    let lines = lines.into_iter().map(|line| NewLine {
        what: text(&line.what),
        note: text(&line.note),
        ..line
    });
    lines
        .filter(|line| !line.what.is_empty() || line.outcome.is_some() || !line.note.is_empty())
        .collect()
}

/// What is wrong with lines; a report says of each what became of it.
pub fn problems(lines: &[NewLine], reported: bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if lines.is_empty() {
        wrong.push(FieldError::new("what-0", "day-nothing"));
    }
    if lines.len() > LINES {
        wrong.push(FieldError::new("what-0", "day-many").with("n", LINES));
    }
    for (number, line) in lines.iter().enumerate() {
        let mut fail = |name: &str, code, max: usize| {
            let error = FieldError::new(format!("{name}-{number}"), code);
            wrong.push(error.with("n", number + 1).with("max", max));
        };
        match line.what.chars().count() {
            0 => fail("what", "day-what", WHAT),
            n if n > WHAT => fail("what", "too-long", WHAT),
            _ => {}
        }
        if reported && line.outcome.is_none() {
            fail("outcome", "day-outcome", 0);
        }
        if line.note.chars().count() > NOTE {
            fail("note", "too-long", NOTE);
        }
    }
    wrong
}

/// What the plan of a day begins with: what is to be revised, what is due soon, and what the requests for this day promised.
pub fn suggested(due: &[Due], on: NaiveDate, requests: &[RequestId]) -> Vec<NewLine> {
    let soon = on.checked_add_days(Days::new(SOON)).unwrap_or(on);
    let fits = |one: &&Due| {
        let promised = one.promise.map(|promise| promise.0);
        one.revision
            || one.due_on <= soon
            || promised.is_some_and(|request| requests.contains(&request))
    };
    let line = |one: &Due| NewLine {
        what: one.what.chars().take(WHAT).collect(),
        about: match (one.work, one.promise) {
            (Some(work), _) => Some(About::Work(work)),
            (None, Some((request, line))) => Some(About::Promise(request, line)),
            (None, None) => None,
        },
        outcome: None,
        note: String::new(),
    };
    due.iter().filter(fits).take(SUGGESTED).map(line).collect()
}

/// How far a day is for whoever counts reports; none: nothing was written.
pub fn standing(state: Option<State>) -> Standing {
    match state {
        None | Some(State::Planned) => Standing::None,
        Some(State::Reported) => Standing::Pending,
        Some(State::Accepted) => Standing::Accepted,
        Some(State::Returned) => Standing::Returned,
    }
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
