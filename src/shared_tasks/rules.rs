//! What a shared task may become, who decides it, and who holds it on which day. Pure.

use chrono::{Datelike, NaiveDate};

use super::{State, Step, Stretch, Turns};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Roles,
        error::{FieldError, Reason},
        id::EmployeeId,
    },
};

/// How many people hold a task.
pub const MEMBERS: std::ops::RangeInclusive<usize> = 2..=6;
/// How many days a task may last.
pub const LONGEST: i64 = 366;
/// How far ahead it may begin.
pub const AHEAD: i64 = 366;
/// How many stretches it may have.
pub const STRETCHES: usize = 60;

/// The state after a step, or why the step is not open.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    use State as S;
    use Step as T;
    let to = match (state, step) {
        (S::Proposed, T::Agree) => S::Agreed,
        (S::Proposed, T::Decline) => S::Declined,
        (S::Agreed, T::Approve) => S::Approved,
        (S::Agreed, T::Refuse) => S::Refused,
        (S::Proposed | S::Agreed, T::Withdraw) => S::Withdrawn,
        (S::Approved, T::Revoke) => S::Revoked,
        (S::Proposed | S::Agreed | S::Approved, T::End) => S::Ended,
        _ => return Err(Reason::new("shared-task-step").with("state", state.code())),
    };
    Ok(to)
}

/// The one person who decides for all of them today; the reason where there is none. `Ok(None)`: nobody stands above any of them, the
/// agency's leader decides.
pub fn one_approver(approvers: &[Option<EmployeeId>]) -> Result<Option<EmployeeId>, Reason> {
    let first = approvers.first().copied().flatten();
    if approvers.iter().all(|one| *one == first) {
        Ok(first)
    } else {
        Err(Reason::new("shared-task-apart"))
    }
}

/// Whether somebody may decide about a task: the present approver of all its members, the agency's leader where nobody else can; never
/// one of the members. `approvers` are those of the members.
pub fn may_decide(
    actor: Option<EmployeeId>,
    roles: Roles,
    members: &[EmployeeId],
    approvers: &[Option<EmployeeId>],
) -> Result<(), Reason> {
    let Some(actor) = actor else {
        return Err(Reason::new("not-approver"));
    };
    if members.contains(&actor) {
        return Err(Reason::new("own-shared-task"));
    }
    match one_approver(approvers)? {
        Some(approver) if approver == actor => Ok(()),
        None if roles.leader => Ok(()),
        _ => Err(Reason::new("not-approver")),
    }
}

/// A task as it is put forward, with what the rules need to know of it.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    pub range: DateRange,
    /// Who puts it forward.
    pub proposer: EmployeeId,
    /// With name and percent.
    pub members: &'a [(EmployeeId, String, u8)],
    pub turns: &'a Turns,
    /// The working days of the unit within the range.
    pub working: &'a [NaiveDate],
    /// The first day it may begin.
    pub earliest: NaiveDate,
}

/// Whether the dates can be: not before the earliest day, not too long, not too far.
pub fn dates(range: DateRange, earliest: NaiveDate) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if range.from < earliest {
        wrong.push(FieldError::new("from_on", "shared-task-early").with("day", shown(earliest)));
    } else if (range.from - earliest).num_days() > AHEAD {
        wrong.push(FieldError::new("from_on", "shared-task-far"));
    }
    if range.to < range.from {
        wrong.push(FieldError::new("to_on", "shared-task-order"));
    } else if (range.to - range.from).num_days() >= LONGEST {
        wrong.push(FieldError::new("to_on", "shared-task-long").with("n", LONGEST));
    }
    wrong
}

/// Everything that is wrong with a task that is put forward.
pub fn problems(draft: &Draft<'_>) -> Vec<FieldError> {
    let mut wrong = dates(draft.range, draft.earliest);
    let people: Vec<EmployeeId> = draft.members.iter().map(|one| one.0).collect();
    let twice = (1..people.len()).any(|index| people[..index].contains(&people[index]));
    if twice || !people.contains(&draft.proposer) || !MEMBERS.contains(&people.len()) {
        wrong.push(
            FieldError::new("members", "shared-task-members")
                .with("min", MEMBERS.start())
                .with("max", MEMBERS.end()),
        );
        return wrong;
    }
    let total: u32 = draft.members.iter().map(|one| u32::from(one.2)).sum();
    if total != 100 || draft.members.iter().any(|one| one.2 == 0) {
        wrong.push(FieldError::new("share", "shared-task-total").with("total", total));
    }
    if wrong.iter().all(|one| !one.field.ends_with("_on")) {
        wrong.extend(in_turns(draft));
    }
    wrong
}

/// The first thing that is wrong with the turns.
fn in_turns(draft: &Draft<'_>) -> Option<FieldError> {
    let fail = |code| Some(FieldError::new("turns", code));
    let people = draft.members.iter().map(|one| one.0);
    let mut holders: Vec<EmployeeId> = match draft.turns {
        Turns::Week(week) => week.iter().copied().flatten().collect(),
        Turns::Stretches(all) => all.iter().map(|one| one.holder).collect(),
    };
    holders.retain(|holder| !people.clone().any(|one| one == *holder));
    if !holders.is_empty() {
        return fail("shared-task-stranger");
    }
    if let Turns::Stretches(all) = draft.turns {
        if all.len() > STRETCHES {
            return Some(FieldError::new("turns", "shared-task-many").with("n", STRETCHES));
        }
        if let Some(one) = all.iter().find(|one| one.to < one.from) {
            return fail("shared-task-backwards").map(|error| error.with("day", shown(one.from)));
        }
        let outside =
            |one: &&Stretch| !draft.range.contains(one.from) || !draft.range.contains(one.to);
        if let Some(one) = all.iter().find(outside) {
            return fail("shared-task-outside").map(|error| error.with("day", shown(one.from)));
        }
        if let Some(day) = held_twice(all) {
            return fail("shared-task-twice").map(|error| error.with("day", shown(day)));
        }
    }
    if draft.working.is_empty() {
        return fail("shared-task-no-days");
    }
    let gap = draft
        .working
        .iter()
        .find(|day| holder_on(draft.turns, **day).is_none());
    if let Some(day) = gap {
        return fail("shared-task-gap").map(|error| error.with("day", shown(*day)));
    }
    let idle = draft.members.iter().find(|(who, ..)| {
        let mut days = draft.working.iter();
        !days.any(|day| holder_on(draft.turns, *day) == Some(*who))
    });
    idle.map(|(_, name, _)| FieldError::new("turns", "shared-task-idle").with("name", name))
}

/// The first day that two stretches share.
fn held_twice(all: &[Stretch]) -> Option<NaiveDate> {
    let mut sorted = all.to_vec();
    sorted.sort_unstable_by_key(|one| one.from);
    sorted
        .windows(2)
        .find(|two| two[1].from <= two[0].to)
        .map(|two| two[1].from)
}

/// A day as errors name it: the same in both languages.
fn shown(day: NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
}

/// Who holds the task on a day, whatever kind of day it is.
pub fn holder_on(turns: &Turns, day: NaiveDate) -> Option<EmployeeId> {
    match turns {
        Turns::Week(week) => week[day.weekday().num_days_from_monday() as usize],
        Turns::Stretches(all) => all
            .iter()
            .find(|one| one.from <= day && day <= one.to)
            .map(|one| one.holder),
    }
}

/// Working days without a break in one pair of hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub holder: EmployeeId,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The task's working days, joined where the holder stays the same.
pub fn runs(turns: &Turns, working: &[NaiveDate]) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    for day in working {
        let Some(holder) = holder_on(turns, *day) else {
            continue;
        };
        match all.last_mut() {
            Some(run) if run.holder == holder => run.to = *day,
            _ => all.push(Run {
                holder,
                from: *day,
                to: *day,
            }),
        }
    }
    all
}

/// Who has the task in hand today: the holder of the last working day that has come.
pub fn in_hand(runs: &[Run], today: NaiveDate) -> Option<EmployeeId> {
    let run = runs.iter().rfind(|run| run.from <= today);
    run.map(|run| run.holder)
}

/// To whom somebody passes the task on today: the holder to the next one; or, where that was forgotten, the one before to the holder.
pub fn next_hands(runs: &[Run], today: NaiveDate, from: EmployeeId) -> Result<EmployeeId, Reason> {
    let Some(now) = runs.iter().rposition(|run| run.from <= today) else {
        return Err(Reason::new("shared-task-not-begun"));
    };
    if runs[now].holder == from {
        let next = runs.get(now + 1).map(|run| run.holder);
        return next.ok_or_else(|| Reason::new("shared-task-last"));
    }
    match now.checked_sub(1).map(|before| runs[before].holder) {
        Some(before) if before == from => Ok(runs[now].holder),
        _ => Err(Reason::new("shared-task-not-holder")),
    }
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
