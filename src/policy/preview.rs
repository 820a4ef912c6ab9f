//! What a draft would do, counted on everybody before it is published: who gains and who loses, unit
//! by unit, which units would run short of staff, and which approved requests would not pass today.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::Booking;
use super::{
    Effective, Impact, Limit, Needs, PersonFacts, Reach, RuleKind, Scope, Severity, impact, reach,
    store,
};
use super::{
    InForce,
    load::{People, person_facts},
};
use crate::calendar::{self, Calendars, DateRange, IsoWeek, WeekDay};
use crate::kernel::{cx::Cx, error::Result, id::UnitId};

/// Weeks ahead in which staffing is looked at.
const WEEKS: u64 = 4;
/// How far ahead approved requests are looked at.
const YEAR: u64 = 366;

/// Everybody's facts with what is booked, read once for one preview.
pub struct Crowd {
    pub people: Vec<PersonFacts>,
    pub at: DateTime<Utc>,
    from: NaiveDate,
    bookings: Vec<Booking>,
    away: Vec<(Uuid, DateRange)>,
    minimums: HashMap<Uuid, u32>,
    calendars: Calendars,
}

/// A unit that would have too few people in the office on a weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Short {
    pub unit: Uuid,
    pub day: WeekDay,
    pub present: u32,
    pub need: u32,
}

/// An approved request with a day that the draft would not give again; it stays valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Touched {
    pub request: Uuid,
    pub employee: Uuid,
    pub first: NaiveDate,
}

/// The whole preview of a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Preview {
    pub at: DateTime<Utc>,
    pub before_version: Option<u32>,
    pub impact: Impact,
    pub short: Vec<Short>,
    pub touched: Vec<Touched>,
}

/// Reads what a preview from `from` on, and its rules, need.
pub async fn crowd(cx: &mut Cx, from: NaiveDate, needs: Needs) -> Result<Crowd> {
    let (agency, at) = (cx.agency(), cx.now());
    let facts = person_facts(cx.conn(), agency, People::All, needs, at).await?;
    let end = |days| from.checked_add_days(Days::new(days)).unwrap_or(from);
    let month = DateRange {
        from,
        to: end(WEEKS * 7 - 1),
    };
    Ok(Crowd {
        people: facts.into_iter().map(|(_, facts)| facts).collect(),
        at,
        from,
        bookings: store::bookings(cx.conn(), agency, from, end(YEAR)).await?,
        away: store::away(cx.conn(), agency, month).await?,
        minimums: store::minimums(cx.conn(), agency).await?,
        calendars: calendar::load_offices(cx.conn(), agency, None, month).await?,
    })
}

/// Counts the change from what holds to `after`.
pub fn preview(crowd: &Crowd, before: &InForce, after: &Effective) -> Preview {
    Preview {
        at: crowd.at,
        before_version: before.effective.version,
        impact: impact(&before.effective, after, &crowd.people),
        short: short(crowd, after),
        touched: touched(crowd, &before.effective, after),
    }
}

/// Units whose minimum would not be kept: by what is booked already under the draft's minimum, or,
/// where no blocking rule guards the unit's own minimum, by what the draft allows.
fn short(crowd: &Crowd, after: &Effective) -> Vec<Short> {
    let mut units: BTreeMap<Uuid, Vec<&PersonFacts>> = BTreeMap::new();
    for person in &crowd.people {
        units.entry(person.unit.id).or_default().push(person);
    }
    let booked = booked(crowd);
    let mut found = Vec::new();
    for (unit, people) in &units {
        let heads = people.len() as u32;
        let own = crowd.minimums.get(unit).copied().unwrap_or(0);
        let guard = guard(after, people[0], heads);
        let need = guard.unwrap_or(0).max(own);
        if need == 0 {
            continue;
        }
        for day in WeekDay::ALL.into_iter().take(6) {
            let gone = booked.get(&(*unit, day)).copied().unwrap_or(0);
            let mut present = heads.saturating_sub(gone);
            if guard.is_none() {
                let may = people
                    .iter()
                    .map(|person| reach(person, after))
                    .filter(|reach| reach.verdict.is_eligible() && reach.weekdays.contains(&day));
                let quota = quota(after, people[0], heads, day);
                let may = (may.count() as u32).min(quota.unwrap_or(u32::MAX));
                present = present.min(heads - may.min(heads));
            }
            let works = crowd
                .calendars
                .office(UnitId(*unit), crowd.from)
                .week
                .works_on(day);
            if works && present < need {
                found.push(Short {
                    unit: *unit,
                    day,
                    present,
                    need,
                });
            }
        }
    }
    found
}

/// The most people of a unit who are away on one of the coming weekdays.
fn booked(crowd: &Crowd) -> HashMap<(Uuid, WeekDay), u32> {
    let range = crowd.calendars.range();
    let mut gone: HashMap<(Uuid, NaiveDate), HashSet<Uuid>> = HashMap::new();
    for booking in crowd.bookings.iter().filter(|one| range.contains(one.on)) {
        let key = (booking.unit, booking.on);
        gone.entry(key).or_default().insert(booking.employee);
    }
    let unit_of: HashMap<Uuid, Uuid> = crowd
        .people
        .iter()
        .map(|person| (person.employee, person.unit.id))
        .collect();
    for (employee, days) in &crowd.away {
        let Some(unit) = unit_of.get(employee) else {
            continue;
        };
        for on in days.from.max(range.from).iter_days() {
            if on > days.to.min(range.to) {
                break;
            }
            gone.entry((*unit, on)).or_default().insert(*employee);
        }
    }
    let mut most = HashMap::new();
    for ((unit, on), people) in gone {
        let office = crowd.calendars.office(UnitId(unit), on);
        if calendar::is_working_day(&office, on) {
            let seen: &mut u32 = most.entry((unit, WeekDay::of(on))).or_default();
            *seen = (*seen).max(people.len() as u32);
        }
    }
    most
}

fn reaches(scope: &Scope, person: &PersonFacts) -> bool {
    match scope {
        Scope::Agency => true,
        Scope::UnitSubtree { unit } => {
            person.unit.id == *unit || person.unit.ancestors.contains(unit)
        }
        Scope::PositionFamily { .. } => false,
    }
}

/// The minimum in the office that a blocking rule keeps for the unit of `person`.
fn guard(after: &Effective, person: &PersonFacts, heads: u32) -> Option<u32> {
    let limits = after.rules.iter().filter_map(|rule| match rule.rule.kind {
        RuleKind::MinOnSite { limit }
            if rule.rule.severity == Severity::Blocks && reaches(&rule.rule.scope, person) =>
        {
            Some(match limit {
                Limit::Percent(share) => (heads * u32::from(share)).div_ceil(100),
                Limit::Number(number) => u32::from(number),
            })
        }
        _ => None,
    });
    limits.max()
}

/// The most people of the unit of `person` that a blocking quota lets go at once on a weekday.
fn quota(after: &Effective, person: &PersonFacts, heads: u32, day: WeekDay) -> Option<u32> {
    let limits = after.rules.iter().filter_map(|rule| match &rule.rule.kind {
        RuleKind::UnitQuota {
            limit,
            weekdays,
            family_only: false,
        } if (weekdays.is_empty() || weekdays.contains(&day))
            && rule.rule.severity == Severity::Blocks
            && reaches(&rule.rule.scope, person) =>
        {
            Some(match limit {
                Limit::Percent(share) => heads * u32::from(*share) / 100,
                Limit::Number(number) => u32::from(*number),
            })
        }
        _ => None,
    });
    limits.min()
}

/// Approved requests that hold under today's rules and have a weekday, a number of days a week or a
/// person that the draft leaves out.
fn touched(crowd: &Crowd, before: &Effective, after: &Effective) -> Vec<Touched> {
    let people: HashMap<Uuid, &PersonFacts> = crowd
        .people
        .iter()
        .map(|person| (person.employee, person))
        .collect();
    let mut reaches = HashMap::new();
    let mut weeks: HashMap<(Uuid, IsoWeek), BTreeSet<NaiveDate>> = HashMap::new();
    for booking in crowd.bookings.iter().filter(|booking| booking.approved) {
        let week = (booking.employee, IsoWeek::of(booking.on));
        weeks.entry(week).or_default().insert(booking.on);
    }
    let mut found: BTreeMap<Uuid, Touched> = BTreeMap::new();
    for booking in crowd.bookings.iter().filter(|booking| booking.approved) {
        let Some(person) = people.get(&booking.employee) else {
            continue;
        };
        let (was, is) = reaches
            .entry(booking.employee)
            .or_insert_with(|| (reach(person, before), reach(person, after)));
        let in_week = weeks
            .get(&(booking.employee, IsoWeek::of(booking.on)))
            .map_or(0, BTreeSet::len);
        let stands = |reach: &Reach| {
            reach.verdict.is_eligible()
                && reach.weekdays.contains(&WeekDay::of(booking.on))
                && reach
                    .days_per_week
                    .is_none_or(|most| in_week <= usize::from(most))
        };
        if stands(was) && !stands(is) {
            let touched = found.entry(booking.request).or_insert(Touched {
                request: booking.request,
                employee: booking.employee,
                first: booking.on,
            });
            touched.first = touched.first.min(booking.on);
        }
    }
    let mut touched: Vec<Touched> = found.into_values().collect();
    touched.sort_by_key(|one| (one.first, one.request));
    touched
}

#[cfg(test)]
#[path = "preview_test.rs"]
mod tests;
