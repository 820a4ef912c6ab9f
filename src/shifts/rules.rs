//! What a plan of shifts has to keep: the law's marks of a shift, the weekly hours, rest, and enough people. Pure.
//!
//! The cycle repeats, so whatever holds between its days holds on every lap; a member only begins it elsewhere.

mod clash;

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use super::{Member, Pattern, Shift, State, Step};
use crate::kernel::{
    error::{FieldError, Reason},
    id::EmployeeId,
};

/// How many days a cycle may have.
pub const CYCLE: std::ops::RangeInclusive<usize> = 1..=28;
/// How many shifts a plan may have.
pub const SHIFTS: std::ops::RangeInclusive<usize> = 1..=6;
/// How many people a plan may have.
pub const MEMBERS: std::ops::RangeInclusive<usize> = 1..=60;
/// How far ahead a plan may begin, in days.
pub const AHEAD: u64 = 366;
/// Working minutes of a day beyond which it is a shift (law.md 1.8): 8 hours 30 minutes.
pub const SHIFT_DAY: i64 = 510;
/// Working days of a week beyond which it is a shift, with more than the weekly hours (law.md 1.8).
const SHIFT_WEEK_DAYS: usize = 5;
/// How long after its end a shift may still be handed over, in hours.
const LATE_HOURS: i64 = 24;

/// How far plans may go. The law names no figures for these: the defaults are this product's guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Least time between two shifts.
    pub rest_minutes: u16,
    /// Most days in a row with a shift.
    pub days_in_row: u16,
    /// Longest shift, from start to end.
    pub shift_minutes: u16,
    /// Most working time in an average week.
    pub week_minutes: u16,
    /// Longest plan.
    pub plan_days: u16,
    pub version: i32,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            rest_minutes: 11 * 60,
            days_in_row: 6,
            shift_minutes: 12 * 60,
            week_minutes: 48 * 60,
            plan_days: 184,
            version: 0,
        }
    }
}

/// The state after a step, or why the step is not open.
pub fn next(state: State, step: Step) -> Result<State, Reason> {
    use State as S;
    use Step as T;
    let to = match (state, step) {
        (S::Draft, T::Change) => S::Draft,
        (S::Draft, T::Assign) | (S::Assigned, T::Answer | T::Shorten) => S::Assigned,
        (S::Draft, T::Discard) => S::Discarded,
        (S::Assigned, T::Revoke) => S::Revoked,
        (S::Assigned, T::End) => S::Ended,
        _ => return Err(Reason::new("shift-step").with("state", state.code())),
    };
    Ok(to)
}

/// Who decides for a member, and who above.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub member: EmployeeId,
    pub approver: Option<EmployeeId>,
    pub above: Option<EmployeeId>,
}

/// Whether somebody may plan for these people: whoever decides for each; for people whose decider is in the plan, the one above.
/// Never a member.
pub fn may_plan(actor: Option<EmployeeId>, lines: &[Line]) -> Result<(), Reason> {
    let Some(actor) = actor else {
        return Err(Reason::new("not-approver"));
    };
    if lines.iter().any(|line| line.member == actor) {
        return Err(Reason::new("own-shift-plan"));
    }
    let inside = |who: Option<EmployeeId>| lines.iter().any(|line| Some(line.member) == who);
    let decides = |line: &Line| {
        line.approver == Some(actor) || (inside(line.approver) && line.above == Some(actor))
    };
    // a plan in which nobody is left is nobody's to plan
    if !lines.is_empty() && lines.iter().all(decides) {
        Ok(())
    } else {
        Err(Reason::new("not-approver"))
    }
}

impl Pattern {
    /// A shift by its number, from 1.
    pub fn shift(&self, number: u8) -> Option<&Shift> {
        self.shifts.get(usize::from(number).checked_sub(1)?)
    }

    /// The days of the plan.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let last = self.to_on;
        self.from_on.iter_days().take_while(move |day| *day <= last)
    }

    /// The number of the shift on a day for whoever starts on this day of the cycle; 0: off, none: outside the plan.
    pub fn number_on(&self, starts_on_day: u8, day: NaiveDate) -> Option<u8> {
        if day < self.from_on || day > self.to_on || self.cycle.is_empty() {
            return None;
        }
        let past = usize::try_from((day - self.from_on).num_days()).ok()?;
        let at = past + usize::from(starts_on_day.saturating_sub(1));
        self.cycle.get(at % self.cycle.len()).copied()
    }

    /// The same for a member: nothing once they are out.
    pub fn number_of(&self, member: &Member, day: NaiveDate) -> Option<u8> {
        self.number_on(member.starts_on_day, day)
            .filter(|_| member.out_on.is_none_or(|out| day < out))
    }

    /// Working minutes of the whole cycle.
    fn cycle_minutes(&self) -> i64 {
        let shifts = self.cycle.iter().filter_map(|number| self.shift(*number));
        shifts.map(Shift::net_minutes).sum()
    }

    /// Working minutes of an average week.
    pub fn week_minutes(&self) -> i64 {
        let days = i64::try_from(self.cycle.len()).unwrap_or(1).max(1);
        self.cycle_minutes() * 7 / days
    }

    /// The shift of a day of the cycle that goes on over its end.
    fn lap(&self, at: usize) -> Option<&Shift> {
        self.shift(*self.cycle.get(at % self.cycle.len().max(1))?)
    }
}

/// Whether the law calls this a shift: a day over 8 hours 30 minutes, or a week of more than five working days and more than the weekly
/// hours.
pub fn is_shift(pattern: &Pattern, weekly: i64) -> bool {
    let length = pattern.cycle.len();
    let long = (0..length).any(|at| {
        pattern
            .lap(at)
            .is_some_and(|one| one.net_minutes() > SHIFT_DAY)
    });
    long || (0..length).any(|first| {
        let week: Vec<i64> = (first..first + 7)
            .filter_map(|at| pattern.lap(at))
            .map(Shift::net_minutes)
            .collect();
        week.len() > SHIFT_WEEK_DAYS && week.iter().sum::<i64>() > weekly
    })
}

/// Something that stands in the way of a plan, or should be known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule: `law`, `total`, `week`, `long`, `rest`, `row`, `task`, `open`, `unit`, `held`, `cover`, `leave`, `elsewhere`.
    pub rule: &'static str,
    pub weight: Weight,
    /// Whom it concerns; none: the plan as a whole.
    pub who: Option<EmployeeId>,
    /// The name as people read it.
    pub name: String,
    /// The first and the last day on which it shows.
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    /// What the words of the rule mention.
    pub args: Vec<(&'static str, String)>,
}

/// What a problem does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It has to be mended before the plan is assigned.
    Blocks,
    /// The plan may be assigned with a reason.
    Reason,
    /// Good to know.
    Hint,
}

/// What the rules need to know of a member.
#[derive(Clone, Debug)]
pub struct Standing {
    pub employee: EmployeeId,
    /// Whether they work in the plan's unit.
    pub here: bool,
    /// Whether their position's duties need shifts.
    pub shift_work: Option<bool>,
    /// Another plan that holds them in these days: its name, and from when to when.
    pub held: Option<(String, NaiveDate, NaiveDate)>,
    /// Their shifts in other plans close before and after this one, in order.
    pub beside: Vec<(NaiveDate, Shift)>,
}

/// Everything a plan is held against.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub pattern: &'a Pattern,
    pub members: &'a [Member],
    pub standings: &'a [Standing],
    pub terms: &'a Terms,
    /// The weekly minutes that the unit's office asks for.
    pub weekly: i64,
    /// Days on which members are on leave or a trip.
    pub away: &'a HashSet<(EmployeeId, NaiveDate)>,
    /// Days on which members are approved to work elsewhere.
    pub elsewhere: &'a HashSet<(EmployeeId, NaiveDate)>,
}

/// Every problem with a plan, the heaviest first.
pub fn problems(facts: &Facts<'_>) -> Vec<Problem> {
    let pattern = facts.pattern;
    let mut all = Vec::new();
    let whole = |rule, args| plain(rule, Weight::Blocks, pattern, args);
    if !is_shift(pattern, facts.weekly) {
        all.push(whole("law", vec![]));
    }
    let average = pattern.week_minutes();
    if average < facts.weekly {
        let args = vec![("have", hours(average)), ("need", hours(facts.weekly))];
        all.push(whole("total", args));
    }
    let most = i64::from(facts.terms.week_minutes);
    if average > most {
        let args = vec![("have", hours(average)), ("most", hours(most))];
        all.push(whole("week", args));
    }
    let longest = i64::from(facts.terms.shift_minutes);
    for (number, shift) in pattern.shifts.iter().enumerate() {
        let span = shift.span().num_minutes();
        let used = pattern
            .cycle
            .iter()
            .any(|one| usize::from(*one) == number + 1);
        if used && span > longest {
            let args = vec![
                ("shift", shift.name.clone()),
                ("have", hours(span)),
                ("most", hours(longest)),
            ];
            all.push(whole("long", args));
        }
    }
    for member in facts.members {
        all.extend(rest(facts, member));
        all.extend(row(facts, member));
    }
    all.extend(standings(facts));
    all.extend(short(facts));
    all.extend(clash::clashes(facts));
    all
}

fn plain(
    rule: &'static str,
    weight: Weight,
    pattern: &Pattern,
    args: Vec<(&'static str, String)>,
) -> Problem {
    Problem {
        rule,
        weight,
        who: None,
        name: String::new(),
        first_on: pattern.from_on,
        last_on: pattern.to_on,
        args,
    }
}

/// Hours and minutes, not to be taken for a decimal: `37:30`.
fn hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// The days of one member with a shift.
pub(super) fn worked<'a>(
    pattern: &'a Pattern,
    member: &'a Member,
) -> impl Iterator<Item = (NaiveDate, &'a Shift)> {
    pattern.days().filter_map(move |day| {
        let number = pattern.number_of(member, day)?;
        Some((day, pattern.shift(number)?))
    })
}

/// The same with their shifts in plans close before and after, in order.
fn worked_around<'a>(facts: &Facts<'a>, member: &'a Member) -> Vec<(NaiveDate, &'a Shift)> {
    let mine = |one: &&Standing| one.employee == member.employee;
    let beside = facts.standings.iter().find(mine);
    let beside = beside.map_or(&[][..], |one| &one.beside);
    let mut all: Vec<_> = beside.iter().map(|(day, shift)| (*day, shift)).collect();
    all.extend(worked(facts.pattern, member));
    all.sort_by_key(|(day, _)| *day);
    all
}

impl Pattern {
    fn holds(&self, day: NaiveDate) -> bool {
        (self.from_on..=self.to_on).contains(&day)
    }
}

/// Too little time between two shifts: once a member, with the first and last day.
fn rest(facts: &Facts<'_>, member: &Member) -> Option<Problem> {
    let least = i64::from(facts.terms.rest_minutes);
    let mut before: Option<(NaiveDate, &Shift)> = None;
    let mut found: Option<Problem> = None;
    for (day, shift) in worked_around(facts, member) {
        let here = |(last, _): &(NaiveDate, &Shift)| {
            facts.pattern.holds(day) || facts.pattern.holds(*last)
        };
        if let Some((last, earlier)) = before.filter(here) {
            let rest = (shift.on(day).0 - earlier.on(last).1).num_minutes();
            if rest < least {
                let one = found.get_or_insert_with(|| Problem {
                    who: Some(member.employee),
                    name: member.name.clone(),
                    first_on: day,
                    args: vec![
                        ("before", earlier.name.clone()),
                        ("after", shift.name.clone()),
                        ("have", hours(rest.max(0))),
                        ("least", hours(least)),
                    ],
                    ..plain("rest", Weight::Blocks, facts.pattern, vec![])
                });
                one.last_on = day;
            }
        }
        before = Some((day, shift));
    }
    found
}

/// Too many days in a row: once a member, with the first day that is too many.
fn row(facts: &Facts<'_>, member: &Member) -> Option<Problem> {
    let most = usize::from(facts.terms.days_in_row);
    let (mut run, mut last): (usize, Option<NaiveDate>) = (0, None);
    let mut longest: (usize, Option<NaiveDate>) = (0, None);
    for (day, _) in worked_around(facts, member) {
        run = if last.and_then(|last| last.succ_opt()) == Some(day) {
            run + 1
        } else {
            1
        };
        last = Some(day);
        let began = day - Days::new(run as u64 - 1);
        let here = began <= facts.pattern.to_on && day >= facts.pattern.from_on;
        if here && run > longest.0 {
            longest = (run, Some(day));
        }
    }
    let (run, end) = (longest.0, longest.1.filter(|_| longest.0 > most)?);
    Some(Problem {
        who: Some(member.employee),
        name: member.name.clone(),
        first_on: end - Days::new(run as u64 - 1),
        last_on: end,
        args: vec![("have", run.to_string()), ("most", most.to_string())],
        ..plain("row", Weight::Blocks, facts.pattern, vec![])
    })
}

/// What stands against a member whatever the pattern.
fn standings(facts: &Facts<'_>) -> Vec<Problem> {
    let mut all = Vec::new();
    for member in facts.members.iter().filter(|one| one.out_on.is_none()) {
        let standing = facts
            .standings
            .iter()
            .find(|one| one.employee == member.employee);
        let one = |rule, weight, args| Problem {
            who: Some(member.employee),
            name: member.name.clone(),
            ..plain(rule, weight, facts.pattern, args)
        };
        let Some(standing) = standing.filter(|one| one.here) else {
            all.push(one("unit", Weight::Blocks, vec![]));
            continue;
        };
        match standing.shift_work {
            Some(false) => all.push(one("task", Weight::Blocks, vec![])),
            None => all.push(one("open", Weight::Hint, vec![])),
            Some(true) => {}
        }
        if let Some((plan, from, to)) = &standing.held {
            all.push(Problem {
                first_on: *from,
                last_on: *to,
                ..one("held", Weight::Blocks, vec![("plan", plan.clone())])
            });
        }
    }
    all
}

/// A shift of a day with fewer people than it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub on: NaiveDate,
    /// The number of the shift.
    pub number: u8,
    pub have: usize,
    pub need: usize,
}

/// The gaps of each shift, once a shift, with the first and the last day.
fn short(facts: &Facts<'_>) -> Vec<Problem> {
    let gaps = gaps(facts);
    let shifts = (1_u8..).zip(&facts.pattern.shifts);
    shifts
        .filter_map(|(number, shift)| {
            let own: Vec<&Gap> = gaps.iter().filter(|gap| gap.number == number).collect();
            let (first, last) = (own.first()?, own.last()?);
            let least = own.iter().map(|gap| gap.have).min().unwrap_or(0);
            let args = vec![
                ("shift", shift.name.clone()),
                ("n", own.len().to_string()),
                ("have", least.to_string()),
                ("need", shift.least.to_string()),
            ];
            Some(Problem {
                first_on: first.on,
                last_on: last.on,
                ..plain("cover", Weight::Reason, facts.pattern, args)
            })
        })
        .collect()
}

/// How many people a shift has on a day, those on leave or a trip left out.
pub fn covered(facts: &Facts<'_>, on: NaiveDate, number: u8) -> usize {
    let on_it = |one: &&Member| facts.pattern.number_of(one, on) == Some(number);
    let there = |one: &&Member| !facts.away.contains(&(one.employee, on));
    facts.members.iter().filter(on_it).filter(there).count()
}

/// Every shift of every day that has too few people.
pub fn gaps(facts: &Facts<'_>) -> Vec<Gap> {
    let pattern = facts.pattern;
    let mut all = Vec::new();
    for on in pattern.days() {
        for (number, shift) in (1_u8..).zip(&pattern.shifts) {
            let (have, need) = (covered(facts, on, number), usize::from(shift.least));
            if have < need {
                all.push(Gap {
                    on,
                    number,
                    have,
                    need,
                });
            }
        }
    }
    all
}

/// A shift of a day with the people on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub on: NaiveDate,
    pub number: u8,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
    pub people: Vec<EmployeeId>,
}

/// The shifts with people around a moment, three days to either side, in order.
pub fn duties(pattern: &Pattern, members: &[Member], around: NaiveDate) -> Vec<Duty> {
    let mut all = Vec::new();
    let from = around - Days::new(3);
    for on in from.iter_days().take(8) {
        for (number, shift) in (1_u8..).zip(&pattern.shifts) {
            let people: Vec<EmployeeId> = members
                .iter()
                .filter(|one| pattern.number_of(one, on) == Some(number))
                .map(|one| one.employee)
                .collect();
            if !people.is_empty() {
                let (start, end) = shift.on(on);
                all.push(Duty {
                    on,
                    number,
                    start,
                    end,
                    people,
                });
            }
        }
    }
    all.sort_by_key(|one| (one.start, one.end));
    all
}

/// Which shift somebody hands over now, and to which: the one they are on, or were on until lately, and the next with somebody else.
pub fn handing(
    duties: &[Duty],
    now: NaiveDateTime,
    me: EmployeeId,
) -> Result<(&Duty, &Duty), Reason> {
    let off = duties
        .iter()
        .rev()
        .find(|one| one.people.contains(&me) && one.start <= now)
        .filter(|one| (now - one.end).num_hours() < LATE_HOURS)
        .ok_or_else(|| Reason::new("shift-not-on-duty"))?;
    let follows = |one: &&Duty| one.start > off.start && one.end > off.end;
    let next = duties
        .iter()
        .filter(follows)
        .find(|one| one.people.iter().any(|who| *who != me))
        .ok_or_else(|| Reason::new("shift-none-after"))?;
    Ok((off, next))
}

/// Whether the dates of a plan can be.
pub fn dates(
    from: NaiveDate,
    to: NaiveDate,
    earliest: NaiveDate,
    today: NaiveDate,
    terms: &Terms,
) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if from < earliest {
        let day = earliest.format("%d-%m-%Y");
        wrong.push(FieldError::new("from_on", "shift-early").with("day", day));
    }
    if from > today + Days::new(AHEAD) {
        wrong.push(FieldError::new("from_on", "shift-far"));
    }
    if to < from {
        wrong.push(FieldError::new("to_on", "end-before-start"));
    } else if (to - from).num_days() >= i64::from(terms.plan_days) {
        wrong.push(FieldError::new("to_on", "shift-plan-long").with("n", terms.plan_days));
    }
    wrong
}

/// Whether the pattern and the members can be, by the fields of the form.
pub fn shape(pattern: &Pattern, members: &[(EmployeeId, u8)]) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if !SHIFTS.contains(&pattern.shifts.len()) {
        wrong.push(FieldError::new("shifts", "shift-count").with("max", SHIFTS.end()));
    }
    for (number, shift) in (1..).zip(&pattern.shifts) {
        if shift.net_minutes() == 0 {
            wrong.push(FieldError::new("shifts", "shift-break").with("n", number));
        }
    }
    let known = |number: &u8| *number == 0 || pattern.shift(*number).is_some();
    if !CYCLE.contains(&pattern.cycle.len()) || pattern.cycle.iter().all(|one| *one == 0) {
        wrong.push(FieldError::new("cycle", "shift-cycle").with("max", CYCLE.end()));
    } else if !pattern.cycle.iter().all(known) {
        wrong.push(FieldError::new("cycle", "shift-unknown"));
    }
    let mut people: Vec<EmployeeId> = members.iter().map(|one| one.0).collect();
    people.sort_unstable();
    people.dedup();
    if !MEMBERS.contains(&members.len()) || people.len() != members.len() {
        wrong.push(FieldError::new("members", "shift-members").with("max", MEMBERS.end()));
    }
    let length = pattern.cycle.len();
    if members
        .iter()
        .any(|one| one.1 == 0 || usize::from(one.1) > length)
    {
        wrong.push(FieldError::new("members", "shift-offset").with("n", length));
    }
    wrong
}

/// Monday of the week a day lies in.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
