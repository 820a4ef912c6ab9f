//! Whom a window is for, which windows stand in each other's way, and what a period may be. Pure.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Open;
use crate::policy::{Place, UnitFacts, WindowKind};

/// The longest window, in days.
pub const LONGEST: i64 = 184;

/// Whether a window takes in a unit: within its scope, not left out; a unit that serves the public stays open unless the window
/// says otherwise.
pub fn concerns(window: &Open, unit: &UnitFacts) -> bool {
    let line = || std::iter::once(&unit.id).chain(&unit.ancestors);
    let inside = window.scope.is_empty() || line().any(|id| window.scope.contains(id));
    inside
        && !line().any(|id| window.excluded.contains(id))
        && (window.direct_service || !unit.direct_service.value)
}

/// Whether a window allows a kind of place.
pub fn allows(window: &Open, place: Place) -> bool {
    match place {
        Place::Home => window.home,
        Place::OtherOffice | Place::OtherPlace => window.elsewhere,
    }
}

/// The window that a day of somebody in that unit lies in; an emergency goes before others.
pub fn applying<'a>(
    windows: &'a [Open],
    day: NaiveDate,
    place: Place,
    unit: &UnitFacts,
) -> Option<&'a Open> {
    windows
        .iter()
        .filter(|window| (window.fact.first_on..=window.fact.last_on).contains(&day))
        .filter(|window| allows(window, place) && concerns(window, unit))
        .min_by_key(|window| {
            (
                window.fact.kind != WindowKind::Emergency,
                window.fact.first_on,
                window.fact.id,
            )
        })
}

/// A unit and those above it, nearest first.
pub type Line = Vec<Uuid>;

/// The part of an agency a window is for; no line means the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub scope: Vec<Line>,
    pub excluded: Vec<Uuid>,
}

impl Area {
    fn leaves_out(&self, line: &[Uuid]) -> bool {
        line.iter().any(|id| self.excluded.contains(id))
    }
}

/// Whether two areas have a unit in common.
pub fn overlap(one: &Area, other: &Area) -> bool {
    let shared = |line: &Line| !one.leaves_out(line) && !other.leaves_out(line);
    match (one.scope.is_empty(), other.scope.is_empty()) {
        (true, true) => true,
        (true, false) => other.scope.iter().any(shared),
        (false, true) => one.scope.iter().any(shared),
        (false, false) => one.scope.iter().any(|a| {
            other.scope.iter().any(|b| {
                let deeper = if a.len() >= b.len() { a } else { b };
                let (Some(first), Some(second)) = (a.first(), b.first()) else {
                    return false;
                };
                deeper.contains(first) && deeper.contains(second) && shared(deeper)
            })
        }),
    }
}

/// What is wrong with the area of a window: a unit of its scope that it leaves out again.
pub fn contradicts(area: &Area) -> bool {
    area.scope.iter().any(|line| area.leaves_out(line))
}

/// What is wrong with a period, as the code of a problem with its last day: it ends before it starts, is past, or too long.
pub fn check_period(
    first: NaiveDate,
    last: NaiveDate,
    today: NaiveDate,
) -> Result<(), &'static str> {
    if last < first {
        Err("end-before-start")
    } else if last < today {
        Err("window-past")
    } else if (last - first).num_days() >= LONGEST {
        Err("window-too-long")
    } else {
        Ok(())
    }
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
