//! What flexible days came to: for each unit flexible days beside accepted work, and for people who had both kinds of days what they delivered on
//! flexible days beside what they delivered in the office. Groups that are too small say nothing, and no total contains them, so that nothing can
//! be reckoned back.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store;
use crate::kernel::{
    cx::Cx,
    error::{Error, Result},
};

/// A quarter or a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// `2026-Q3` or `2026-09`.
    pub code: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// How many quarters can be looked at, with this one.
const QUARTERS: u32 = 4;

/// The quarter of a day.
pub(super) fn quarter(day: NaiveDate) -> Span {
    let first = day.with_day(1).unwrap_or(day);
    let from = first - Months::new((day.month() - 1) % 3);
    Span {
        code: format!("{}-Q{}", from.year(), from.quarter()),
        from,
        to: from + Months::new(3) - Days::new(1),
    }
}

/// A quarter with its months that have begun on a day, the newest first.
pub(super) fn with_months(quarter: Span, today: NaiveDate) -> Vec<Span> {
    let first = quarter.from;
    let months = (0..3).rev().map(|n| first + Months::new(n));
    let months = months.filter(|from| *from <= today).map(|from| Span {
        code: from.format("%Y-%m").to_string(),
        from,
        to: from + Months::new(1) - Days::new(1),
    });
    [quarter].into_iter().chain(months).collect()
}

/// The quarters that can be looked at on a day, the newest first.
pub(super) fn quarters(today: NaiveDate) -> impl Iterator<Item = Span> {
    (0..QUARTERS).map(move |back| quarter(today - Months::new(back * 3)))
}

/// What can be looked at on a day: each quarter with its months that have begun, the newest first.
pub fn spans(today: NaiveDate) -> Vec<Span> {
    quarters(today)
        .flat_map(|quarter| with_months(quarter, today))
        .collect()
}

/// Flexible days of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flexible {
    /// People who had some.
    pub people: i64,
    /// Approved half days on working days.
    pub half_days: i64,
}

/// Accepted work of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// People who delivered some.
    pub people: i64,
    /// Pieces of work first delivered in the period, and accepted since.
    pub accepted: i64,
    /// Of those: delivered first on the day they were due, or before.
    pub on_time: i64,
    /// Of those: how often they were delivered again.
    pub revisions: i64,
}

/// What was delivered on one kind of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Working days of this kind.
    pub days: i64,
    pub accepted: i64,
    pub on_time: i64,
    pub revisions: i64,
}

impl Side {
    /// Accepted work for ten days, in hundredths; none without days.
    pub fn per_ten_days(&self) -> Option<i64> {
        (self.accepted * 1_000).checked_div(self.days)
    }

    /// The share of work that was delivered on time, in basis points; none without work.
    pub fn on_time_share(&self) -> Option<i64> {
        (self.on_time * 10_000).checked_div(self.accepted)
    }

    /// Revision rounds for a piece of work, in hundredths; none without work.
    pub fn rounds(&self) -> Option<i64> {
        (self.revisions * 100).checked_div(self.accepted)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            days: self.days + other.days,
            accepted: self.accepted + other.accepted,
            on_time: self.on_time + other.on_time,
            revisions: self.revisions + other.revisions,
        }
    }
}

impl Work {
    /// The same shares as those of one kind of day.
    pub fn side(&self) -> Side {
        Side {
            days: 0,
            accepted: self.accepted,
            on_time: self.on_time,
            revisions: self.revisions,
        }
    }
}

/// The same people on flexible days and in the office: those who had both kinds of days and delivered accepted work on some of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub people: i64,
    pub flexible: Side,
    pub office: Side,
}

/// The people of a unit as they were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub id: Uuid,
    pub name: String,
    pub employees: i64,
    pub flexible: Flexible,
    pub work: Work,
    pub compared: Compared,
}

/// A unit as it is shown; none: too few people to say anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: Uuid,
    pub name: String,
    pub employees: i64,
    pub flexible: Option<Flexible>,
    pub work: Option<Work>,
    pub compared: Option<Compared>,
}

impl Unit {
    /// Whether any number of it is shown that is not nought.
    pub fn says_something(&self) -> bool {
        self.flexible.is_some_and(|one| one.people > 0)
            || self.work.is_some_and(|one| one.people > 0)
    }
}

/// A period as it is shown.
#[derive(Debug)]
pub struct Results {
    /// When it was counted; none: not yet, and there are no units.
    pub as_of: Option<DateTime<Utc>>,
    pub span: Span,
    /// Everything that can be looked at.
    pub spans: Vec<Span>,
    /// From how many people on a group is shown.
    pub least: i64,
    /// By name.
    pub units: Vec<Unit>,
    /// Of what is shown of the units, and of nothing else.
    pub all: Unit,
}

/// A unit without what too few people stand behind: in this period, or in one of `others`, those that together make a longer one. A month is
/// shown where all of its quarter can be, so that none is what the quarter leaves over.
fn shown(unit: Counted, others: &[&Counted], least: i64) -> Unit {
    let enough = |people: fn(&Counted) -> i64| {
        let all = others.iter().copied().chain([&unit]);
        unit.employees >= least && all.map(people).all(|people| people == 0 || people >= least)
    };
    let (flexible, work, compared) = (
        enough(|one| one.flexible.people),
        enough(|one| one.work.people),
        enough(|one| one.compared.people),
    );
    Unit {
        flexible: flexible.then_some(unit.flexible),
        work: work.then_some(unit.work),
        // it tells of flexible days and of work, too
        compared: (flexible && work && compared).then_some(unit.compared),
        id: unit.id,
        name: unit.name,
        employees: unit.employees,
    }
}

/// What is shown of all units together.
fn total(units: &[Unit]) -> Unit {
    let (mut flexible, mut work) = (Flexible::default(), Work::default());
    let mut compared = Compared::default();
    for one in units.iter().filter_map(|unit| unit.flexible) {
        flexible.people += one.people;
        flexible.half_days += one.half_days;
    }
    for one in units.iter().filter_map(|unit| unit.work) {
        work.people += one.people;
        work.accepted += one.accepted;
        work.on_time += one.on_time;
        work.revisions += one.revisions;
    }
    for one in units.iter().filter_map(|unit| unit.compared) {
        compared.people += one.people;
        compared.flexible = compared.flexible.plus(one.flexible);
        compared.office = compared.office.plus(one.office);
    }
    Unit {
        id: Uuid::nil(),
        name: String::new(),
        employees: units.iter().map(|unit| unit.employees).sum(),
        flexible: Some(flexible),
        work: Some(work),
        compared: Some(compared),
    }
}

/// A period as it was counted.
#[derive(Debug)]
pub struct Count {
    pub as_of: DateTime<Utc>,
    pub units: Vec<Counted>,
}

/// The results of a period; without one named: of this quarter.
pub async fn results(cx: &mut Cx, code: &str) -> Result<Results> {
    let (agency, today) = (cx.agency(), cx.today());
    let spans = spans(today);
    let span = match code.trim() {
        "" => spans.first(),
        code => spans.iter().find(|span| span.code == code),
    }
    .ok_or(Error::NotFound)?
    .clone();
    let whole = quarter(span.from);
    let mut others = Vec::new();
    if span != whole {
        for other in with_months(whole.clone(), today) {
            if other != span && other != whole {
                let found = store::results::find(cx.conn(), agency, &other.code).await?;
                let all = found.map_or_else(Vec::new, |count| count.units).into_iter();
                let by_id = all.map(|one| (one.id, one));
                others.push(by_id.collect::<HashMap<Uuid, Counted>>());
            }
        }
    }
    let least = store::results::smallest_group(cx.conn(), agency).await?;
    let (as_of, units) = match store::results::find(cx.conn(), agency, &span.code).await? {
        Some(count) => (Some(count.as_of), count.units),
        None => (None, Vec::new()),
    };
    let units: Vec<Unit> = units
        .into_iter()
        .map(|unit| {
            let id = unit.id;
            let beside: Vec<&Counted> = others.iter().filter_map(|all| all.get(&id)).collect();
            shown(unit, &beside, least)
        })
        .collect();
    Ok(Results {
        all: total(&units),
        as_of,
        span,
        spans,
        least,
        units,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unit(flexible: i64, work: i64, compared: i64) -> Counted {
        Counted {
            employees: 9,
            flexible: Flexible {
                people: flexible,
                half_days: 2 * flexible,
            },
            work: Work {
                people: work,
                accepted: 3 * work,
                on_time: 2 * work,
                revisions: work,
            },
            compared: Compared {
                people: compared,
                ..Compared::default()
            },
            ..Counted::default()
        }
    }

    #[test]
    fn a_year_of_quarters_can_be_looked_at_with_the_months_that_have_begun() {
        let codes: Vec<String> = spans(day("2026-11-17"))
            .into_iter()
            .map(|span| span.code)
            .collect();
        assert_eq!(codes[..4], ["2026-Q4", "2026-11", "2026-10", "2026-Q3"]);
        assert_eq!(codes.last().map(String::as_str), Some("2026-01"));
        assert_eq!(codes.len(), 15);
        let all = spans(day("2026-01-31"));
        assert_eq!(all[0].code, "2026-Q1");
        assert_eq!(
            (all[0].from, all[0].to),
            (day("2026-01-01"), day("2026-03-31"))
        );
        assert_eq!(all[2].code, "2025-Q4");
        assert_eq!(
            (all[3].from, all[3].to),
            (day("2025-12-01"), day("2025-12-31"))
        );
    }

    #[test]
    fn a_part_is_left_out_where_too_few_people_stand_behind_it_and_nothing_is_no_person() {
        let found = shown(unit(4, 5, 0), &[], 5);
        assert!(found.flexible.is_none() && found.work.is_some() && found.compared.is_none());
        let found = shown(unit(0, 4, 4), &[], 5);
        assert!(found.flexible.is_some() && found.work.is_none() && found.compared.is_none());
        let found = shown(unit(9, 9, 9), &[], 5);
        assert!(found.flexible.is_some() && found.work.is_some() && found.compared.is_some());
        assert!(found.says_something() && !shown(unit(0, 4, 0), &[], 5).says_something());
        let few = Counted {
            employees: 4,
            ..unit(0, 0, 0)
        };
        let found = shown(few, &[], 5);
        assert!(found.flexible.is_none() && found.work.is_none());
    }

    #[test]
    fn a_month_is_left_out_with_the_others_of_its_quarter() {
        let found = shown(unit(6, 6, 6), &[&unit(6, 2, 0), &unit(0, 0, 0)], 5);
        assert!(found.flexible.is_some());
        assert!(found.work.is_none() && found.compared.is_none());
    }

    #[test]
    fn rates_are_none_where_there_is_nothing_to_divide_by() {
        let side = Side::default();
        assert_eq!(
            (side.per_ten_days(), side.on_time_share(), side.rounds()),
            (None, None, None)
        );
        let side = Side {
            days: 8,
            accepted: 3,
            on_time: 2,
            revisions: 4,
        };
        assert_eq!(side.per_ten_days(), Some(375));
        assert_eq!(side.on_time_share(), Some(6_666));
        assert_eq!(side.rounds(), Some(133));
    }

    proptest! {
        #[test]
        fn nothing_that_is_left_out_of_a_unit_is_in_the_total(
            people in proptest::collection::vec((0_i64..9, 0_i64..9, 0_i64..9), 0..20), least in 3_i64..9
        ) {
            let counted: Vec<Counted> = people.iter().map(|(a, b, c)| unit(*a, *b, *c)).collect();
            let units: Vec<Unit> = counted.iter().map(|one| shown(one.clone(), &[], least)).collect();
            let all = total(&units);
            let sum = |of: fn(&Counted) -> i64| -> i64 {
                counted.iter().map(of).filter(|n| *n >= least).sum()
            };
            prop_assert_eq!(all.flexible.unwrap().people, sum(|one| one.flexible.people));
            prop_assert_eq!(all.work.unwrap().people, sum(|one| one.work.people));
            for unit in &units {
                prop_assert!(unit.work.is_none_or(|one| one.people == 0 || one.people >= least));
                prop_assert!(unit.compared.is_none_or(|one| one.people == 0 || one.people >= least));
            }
        }
    }
}
