//! Days of a week that results earn: what a rule asks for them, and how far a person is from it.

use super::{Finding, Met, NO, UNKNOWN, YES, counted_halves, not_applicable};
use crate::policy::facts::{DayFacts, PersonFacts, Route};
use crate::policy::rule::{Predikat, RuleKind};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a rule about earned days asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::policy) struct Terms {
    pub beyond: u8,
    pub accepted: u16,
    pub within_days: u16,
    pub at_least: Option<Predikat>,
}

/// What a person lacks of it; nothing when the days are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::policy) struct Lack {
    /// Deliverables that have yet to be accepted.
    pub accepted: u32,
    /// The rating that is asked, where the last one is lower or not known.
    pub at_least: Option<Predikat>,
}

impl Terms {
    /// The terms of a rule of that kind.
    pub fn of(kind: &RuleKind) -> Option<Self> {
        match kind {
            RuleKind::EarnedDays {
                beyond,
                accepted,
                within_days,
                at_least,
            } => Some(Self {
                beyond: *beyond,
                accepted: *accepted,
                within_days: *within_days,
                at_least: *at_least,
            }),
            _ => None,
        }
    }

    /// The days of the last ones that count on which work was accepted; None where it was not read.
    pub fn counted(&self, person: &PersonFacts) -> Option<Vec<NaiveDate>> {
        let all = person.accepted.as_ref()?.value.iter();
        let counts = |on: &&NaiveDate| {
            let ago = (person.today - **on).num_days();
            (0..i64::from(self.within_days)).contains(&ago)
        };
        Some(all.filter(counts).copied().collect())
    }

    /// Whether a person has earned the days; None where a record has a gap and nothing else is missing.
    pub fn earned_by(&self, person: &PersonFacts) -> Option<bool> {
        let enough = |days: Vec<NaiveDate>| days.len() >= usize::from(self.accepted);
        let work = (self.accepted > 0).then(|| self.counted(person).map(enough));
        let rated = self
            .at_least
            .map(|least| person.predikat.value.map(|own| own >= least));
        let asked: Vec<Option<bool>> = work.into_iter().chain(rated).collect();
        if asked.contains(&Some(false)) {
            return Some(false);
        }
        (!asked.contains(&None)).then_some(true)
    }

    /// What is still missing.
    pub fn lack(&self, person: &PersonFacts) -> Lack {
        let have = self.counted(person).map_or(0, |days| days.len());
        let have = u32::try_from(have).unwrap_or(u32::MAX);
        let low = |least: &Predikat| person.predikat.value.is_none_or(|own| own < *least);
        Lack {
            accepted: u32::from(self.accepted).saturating_sub(have),
            at_least: self.at_least.filter(low),
        }
    }
}

/// Half days at a flexible place in the week of the day, whatever the weekday.
pub(in crate::policy) fn week_halves(day: &DayFacts) -> u32 {
    counted_halves(day, &BTreeSet::new())
}

/// Judges a rule about earned days: as far as the days are open to all nothing is asked.
pub(super) fn judge(kind: &RuleKind, person: &PersonFacts, day: &DayFacts) -> Finding {
    let Some(terms) = Terms::of(kind) else {
        return not_applicable("no_day");
    };
    if person.duty_outside.value {
        return not_applicable("duty_outside");
    }
    if day.route == Route::SpecialCircumstances {
        return not_applicable("special");
    }
    if week_halves(day) <= 2 * u32::from(terms.beyond) {
        return YES;
    }
    match terms.earned_by(person) {
        Some(true) => Finding {
            met: Met::Yes,
            case: "earned",
        },
        Some(false) => NO,
        None => UNKNOWN,
    }
}
