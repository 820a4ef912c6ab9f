//! What a change of rules would do, counted person by person before anything is published. Exact,
//! never sampled; the same checks as in a verdict.

use super::combine::Effective;
use super::eligibility::{Reach, obstacles, reach};
use super::facts::PersonFacts;
use super::verdict::Overall;
use crate::calendar::WeekDay;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many people stand where.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Heads {
    pub people: u32,
    /// May ask, with or without the leader.
    pub eligible: u32,
    /// A gap in the record keeps the answer open.
    pub to_complete: u32,
    /// Do not meet the conditions yet.
    pub not_eligible: u32,
}

impl Heads {
    fn count(&mut self, verdict: Overall) {
        self.people += 1;
        match verdict {
            Overall::Pass | Overall::NeedsLeader => self.eligible += 1,
            Overall::MissingFact => self.to_complete += 1,
            Overall::Fail => self.not_eligible += 1,
        }
    }
}

/// The change for one group of people.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Shift {
    pub before: Heads,
    pub after: Heads,
    /// Become eligible.
    pub gained: u32,
    /// Are no longer eligible.
    pub lost: u32,
    /// Of those lost, how many only because of a gap in the record.
    pub lost_to_gap: u32,
    /// Stay eligible with more days or weekdays, or no longer need the leader.
    pub wider: u32,
    /// Stay eligible with fewer days or weekdays, or now need the leader.
    pub narrower: u32,
}

/// The whole preview.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Impact {
    pub total: Shift,
    pub by_unit: BTreeMap<Uuid, Shift>,
}

/// What happens to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Gained,
    Lost,
    Wider,
    Narrower,
    Unchanged,
}

/// One person whose position changes, for the list of names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    pub employee: Uuid,
    pub unit: Uuid,
    pub change: Change,
    pub before: Overall,
    pub after: Overall,
    /// Keys of the rules that stand in the way under the new set (before, for those who gain).
    pub because: Vec<String>,
    /// Place days a week, before and after; none without a limit.
    pub days: [Option<u8>; 2],
    /// Weekdays on which a request can pass, before and after.
    pub weekdays: [BTreeSet<WeekDay>; 2],
}

/// Counts the change for everybody, in one pass.
pub fn impact<P: std::borrow::Borrow<PersonFacts>>(
    before: &Effective,
    after: &Effective,
    people: impl IntoIterator<Item = P>,
) -> Impact {
    let mut whole = Impact::default();
    for person in people {
        let person = person.borrow();
        let (old, new) = (reach(person, before), reach(person, after));
        let unit = whole.by_unit.entry(person.unit.id).or_default();
        for shift in [&mut whole.total, unit] {
            shift.before.count(old.verdict);
            shift.after.count(new.verdict);
            match change(&old, &new) {
                Change::Gained => shift.gained += 1,
                Change::Lost => {
                    shift.lost += 1;
                    shift.lost_to_gap += u32::from(new.verdict == Overall::MissingFact);
                }
                Change::Wider => shift.wider += 1,
                Change::Narrower => shift.narrower += 1,
                Change::Unchanged => {}
            }
        }
    }
    whole
}

/// The people whose position changes, in the order given; names on demand.
pub fn changes<P: std::borrow::Borrow<PersonFacts>>(
    before: &Effective,
    after: &Effective,
    people: impl IntoIterator<Item = P>,
) -> impl Iterator<Item = PersonChange> {
    people.into_iter().filter_map(|person| {
        let found = person_change(person.borrow(), before, after);
        (found.change != Change::Unchanged).then_some(found)
    })
}

/// The change for one employee: "try it for one".
pub fn person_change(person: &PersonFacts, before: &Effective, after: &Effective) -> PersonChange {
    let (old, new) = (reach(person, before), reach(person, after));
    let change = change(&old, &new);
    let because = obstacles(
        person,
        if change == Change::Gained {
            before
        } else {
            after
        },
    );
    PersonChange {
        employee: person.employee,
        unit: person.unit.id,
        change,
        before: old.verdict,
        after: new.verdict,
        because,
        days: [old.days_per_week, new.days_per_week],
        weekdays: [old.weekdays, new.weekdays],
    }
}

fn change(old: &Reach, new: &Reach) -> Change {
    match (old.verdict.is_eligible(), new.verdict.is_eligible()) {
        (false, true) => Change::Gained,
        (true, false) => Change::Lost,
        (false, false) => Change::Unchanged,
        (true, true) => {
            let days = |reach: &Reach| reach.days_per_week.unwrap_or(u8::MAX);
            let less = new.verdict > old.verdict
                || days(new) < days(old)
                || !new.weekdays.is_superset(&old.weekdays);
            let more = new.verdict < old.verdict
                || days(new) > days(old)
                || !old.weekdays.is_superset(&new.weekdays);
            match (less, more) {
                (true, _) => Change::Narrower,
                (false, true) => Change::Wider,
                (false, false) => Change::Unchanged,
            }
        }
    }
}
