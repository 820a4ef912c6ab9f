//! What may be done with a plan, and what is wrong with its lines. Pure.

use chrono::{Days, NaiveDate};

use super::{Line, Side, State, Step};
use crate::{
    kernel::{
        actor::Roles,
        error::{FieldError, Reason},
        id::EmployeeId,
    },
    performance::rules::may_agree,
};

/// Most lines of a plan.
pub const LINES: usize = 5;
/// Most notes of a plan.
pub const NOTES: usize = 100;
/// The farthest day of a line, in days from today.
const FARTHEST: u64 = 366;
/// Longest text of a line.
const TEXT: usize = 300;

/// The state after a step; of agreeing it is decided by both.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    match (state, step) {
        (State::Written, Step::Write | Step::Agree) => Ok(State::Written),
        (State::Agreed, Step::Note) => Ok(State::Agreed),
        (State::Agreed, Step::Close) => Ok(State::Closed),
        _ => Err(Reason::new("improvement-step").with("state", state.code())),
    }
}

/// As which of the two somebody acts: the person, or whoever decides for them; None: neither.
pub fn side(
    actor: Option<EmployeeId>,
    roles: Roles,
    owner: EmployeeId,
    approver: Option<EmployeeId>,
) -> Option<Side> {
    if actor == Some(owner) {
        return Some(Side::Person);
    }
    may_agree(actor, roles, owner, approver)
        .is_ok()
        .then_some(Side::Leader)
}

/// Whether somebody may close a plan: whoever decides for the person, never the person.
pub fn may_close(side: Option<Side>) -> Result<(), Reason> {
    match side {
        Some(Side::Leader) => Ok(()),
        Some(Side::Person) => Err(Reason::new("own-improvement")),
        None => Err(Reason::new("not-approver")),
    }
}

/// The lines with spaces at their ends cut; those in which nothing was typed are left out.
pub fn cleaned(lines: Vec<Line>) -> Vec<Line> {
    let cut = |text: &str| text.trim().replace('\0', "");
    let lines = lines.into_iter().map(|line| Line {
        what: cut(&line.what),
        by_on: line.by_on,
        known: cut(&line.known),
    });
    lines
        .filter(|line| !line.what.is_empty() || !line.known.is_empty() || line.by_on.is_some())
        .collect()
}

/// What is wrong with cleaned lines, by field.
pub fn problems(lines: &[Line], today: NaiveDate) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if lines.is_empty() {
        wrong.push(FieldError::new("what-0", "improvement-nothing"));
    }
    if lines.len() > LINES {
        wrong.push(FieldError::new("what-0", "improvement-many").with("n", LINES));
    }
    let last = today.checked_add_days(Days::new(FARTHEST)).unwrap_or(today);
    for (number, line) in lines.iter().enumerate() {
        let n = number + 1;
        for (field, text, missing) in [
            ("what", &line.what, "improvement-what"),
            ("known", &line.known, "improvement-known"),
        ] {
            let field = format!("{field}-{number}");
            if text.is_empty() {
                wrong.push(FieldError::new(field, missing).with("n", n));
            } else if text.chars().count() > TEXT {
                wrong.push(FieldError::new(field, "too-long").with("max", TEXT));
            }
        }
        if !line.by_on.is_some_and(|on| (today..=last).contains(&on)) {
            wrong.push(FieldError::new(format!("by-{number}"), "improvement-by").with("n", n));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(what: &str, by_on: Option<&str>, known: &str) -> Line {
        Line {
            what: what.into(),
            by_on: by_on.map(day),
            known: known.into(),
        }
    }

    #[test]
    fn a_plan_is_written_until_both_agree_noted_while_it_holds_and_closed_once() {
        use State::{Agreed, Closed, Written};
        use Step::{Agree, Close, Note, Write};
        for (state, step, after) in [
            (Written, Write, Some(Written)),
            (Written, Agree, Some(Written)),
            (Written, Note, None),
            (Written, Close, None),
            (Agreed, Write, None),
            (Agreed, Agree, None),
            (Agreed, Note, Some(Agreed)),
            (Agreed, Close, Some(Closed)),
            (Closed, Write, None),
            (Closed, Agree, None),
            (Closed, Note, None),
            (Closed, Close, None),
        ] {
            assert_eq!(next(state, step).ok(), after, "{state:?} {step:?}");
        }
    }

    #[test]
    fn nobody_closes_their_own_and_whoever_decides_does() {
        let (owner, head, other) = (EmployeeId::new(), EmployeeId::new(), EmployeeId::new());
        let nothing = Roles::default();
        let asked = |who| side(Some(who), nothing, owner, Some(head));
        assert_eq!(asked(owner), Some(Side::Person));
        assert_eq!(asked(head), Some(Side::Leader));
        assert_eq!(asked(other), None);
        let leads = Roles {
            leader: true,
            ..nothing
        };
        assert_eq!(side(Some(other), leads, owner, None), Some(Side::Leader));
        assert_eq!(side(Some(owner), leads, owner, None), Some(Side::Person));
        let own = Reason::new("own-improvement");
        assert_eq!(may_close(Some(Side::Person)), Err(own));
        assert_eq!(may_close(None), Err(Reason::new("not-approver")));
        assert_eq!(may_close(Some(Side::Leader)), Ok(()));
    }

    #[test]
    fn each_line_says_what_by_when_and_how_one_will_know() {
        let today = day("2026-11-17");
        let said = |lines: Vec<Line>| -> Vec<String> {
            let wrong = problems(&cleaned(lines), today);
            let wrong = wrong.into_iter();
            wrong
                .map(|one| format!("{} {}", one.field, one.code))
                .collect()
        };
        let fine = || line("Dua telaah", Some("2026-12-11"), "Diterima atasan");
        let nothing: [&str; 0] = [];
        assert_eq!(said(vec![fine(), line(" ", None, ""), fine()]), nothing);
        assert_eq!(
            said(vec![line("", None, " ")]),
            ["what-0 improvement-nothing"]
        );
        assert_eq!(
            said(vec![fine(), line("", None, "Diterima")]),
            ["what-1 improvement-what", "by-1 improvement-by"]
        );
        for on in ["2026-11-16", "2027-11-19"] {
            let one = line("Dua telaah", Some(on), "Diterima");
            assert_eq!(said(vec![one]), ["by-0 improvement-by"]);
        }
        assert_eq!(
            said(vec![line(&"a".repeat(301), Some("2026-11-17"), "")]),
            ["what-0 too-long", "known-0 improvement-known"]
        );
        let six = (0..6).map(|_| fine()).collect();
        assert_eq!(said(six), ["what-0 improvement-many"]);
    }
}
