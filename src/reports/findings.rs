//! What the figures mean: units short of people, and the one decision that comes first. Pure.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Cover, Waiting};
use crate::{
    kernel::id::RequestId,
    policy::{Effective, Limit, RuleKind, Scope},
};

/// A unit that is short of people on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    pub on: NaiveDate,
    pub unit: String,
    pub present: i64,
    pub need: i64,
}

/// The Monday after today.
pub fn next_monday(today: NaiveDate) -> NaiveDate {
    today + Days::new(u64::from(7 - today.weekday().num_days_from_monday()))
}

/// The agency-wide minimum on site of the rules, the strictest where there are several.
pub fn least(rules: &Effective) -> Option<Limit> {
    rules
        .rules
        .iter()
        .filter(|rule| rule.rule.enabled && rule.rule.scope == Scope::Agency)
        .filter_map(|rule| match rule.rule.kind {
            RuleKind::MinOnSite { limit } => Some(limit),
            _ => None,
        })
        .max_by_key(|limit| match limit {
            Limit::Percent(share) => (1, u16::from(*share)),
            Limit::Number(people) => (0, *people),
        })
}

/// How many people a unit needs in the office: the larger of its own minimum and the agency's rule, never more than it has.
pub fn need(headcount: i64, own: Option<i16>, rule: Option<Limit>) -> i64 {
    let by_rule = match rule {
        Some(Limit::Percent(share)) => (headcount * i64::from(share) + 99) / 100,
        Some(Limit::Number(people)) => i64::from(people),
        None => 0,
    };
    by_rule.max(own.map_or(0, i64::from)).min(headcount)
}

/// Units that would be short of people, the shortest first.
pub fn shortages(week: &[Cover], rule: Option<Limit>) -> Vec<Short> {
    let mut short: Vec<Short> = week
        .iter()
        .map(|cover| Short {
            on: cover.on,
            unit: cover.unit.clone(),
            present: cover.headcount - cover.away,
            need: need(cover.headcount, cover.minimum, rule),
        })
        .filter(|short| short.present < short.need)
        .collect();
    short.sort_by(|a, b| {
        (b.need - b.present, a.on, &a.unit).cmp(&(a.need - a.present, b.on, &b.unit))
    });
    short
}

/// People in the office on each day, over all units.
pub fn by_day(week: &[Cover]) -> Vec<(NaiveDate, i64, i64)> {
    let mut days: Vec<(NaiveDate, i64, i64)> = Vec::new();
    for cover in week {
        let present = cover.headcount - cover.away;
        match days.iter_mut().find(|(on, _, _)| *on == cover.on) {
            Some((_, there, all)) => {
                *there += present;
                *all += cover.headcount;
            }
            None => days.push((cover.on, present, cover.headcount)),
        }
    }
    days.sort_unstable();
    days
}

/// The one decision that comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// An objection: the oldest, and how many there are.
    Objection(RequestId, String, usize),
    /// Requests that only the leader can decide.
    Requests(i64),
    /// A unit that would be short of people.
    Short(Short),
    Nothing,
}

/// People wait longest for an answer to an objection; then requests nobody else can decide; then next week.
pub fn next(objections: &[Waiting], for_leader: i64, short: &[Short]) -> Next {
    if let Some(oldest) = objections.first() {
        return Next::Objection(oldest.request, oldest.person.clone(), objections.len());
    }
    if for_leader > 0 {
        return Next::Requests(for_leader);
    }
    short.first().cloned().map_or(Next::Nothing, Next::Short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(on: &str, unit: &str, headcount: i64, away: i64) -> Cover {
        Cover {
            on: on.parse().unwrap(),
            unit: unit.into(),
            headcount,
            away,
            minimum: None,
        }
    }

    #[test]
    fn the_coming_week_starts_on_the_next_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(next_monday(day("2026-11-17")), day("2026-11-23"));
        assert_eq!(next_monday(day("2026-11-22")), day("2026-11-23"));
        assert_eq!(next_monday(day("2026-11-23")), day("2026-11-30"));
    }

    #[test]
    fn the_larger_minimum_counts_and_nobody_needs_more_than_there_are() {
        assert_eq!(need(10, None, Some(Limit::Percent(55))), 6);
        assert_eq!(need(10, Some(8), Some(Limit::Percent(55))), 8);
        assert_eq!(need(2, None, Some(Limit::Number(5))), 2);
        assert_eq!(need(10, None, None), 0);
    }

    #[test]
    fn the_shortest_unit_comes_first_and_days_add_up() {
        let week = [
            cover("2026-11-24", "Loket", 10, 6),
            cover("2026-11-23", "Arsip", 10, 5),
            cover("2026-11-23", "Loket", 10, 2),
        ];
        let short = shortages(&week, Some(Limit::Percent(60)));
        let names: Vec<_> = short
            .iter()
            .map(|one| (one.unit.as_str(), one.present))
            .collect();
        assert_eq!(names, [("Loket", 4), ("Arsip", 5)]);
        let days = by_day(&week);
        assert_eq!((days[0].1, days[0].2), (13, 20));
        assert_eq!(next(&[], 0, &short), Next::Short(short[0].clone()));
        assert_eq!(next(&[], 3, &short), Next::Requests(3));
        assert_eq!(next(&[], 0, &[]), Next::Nothing);
    }
}
