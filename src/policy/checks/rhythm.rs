//! How days in the office and flexible days take turns: the least of a week in the office, days in a row, the month. Half days
//! count half; the day under judgement is one of the days counted.

use super::{Finding, UNKNOWN, met, not_applicable};
use crate::calendar::{Half, IsoWeek};
use crate::policy::facts::{DayFacts, MonthFacts, OwnDay, Route};
use crate::policy::rule::RuleKind;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Judges a kind of rule about the order of days; facts from before these rules do not tell.
pub(super) fn judge(kind: &RuleKind, day: &DayFacts) -> Finding {
    match kind {
        RuleKind::MinOfficeDaysPerWeek { days } => match office_halves(day, *days) {
            None => UNKNOWN,
            Some(office) => met(office.have >= office.need),
        },
        RuleKind::MaxConsecutiveDays { days } => match row(day) {
            None => UNKNOWN,
            Some(row) => met(row <= u32::from(*days)),
        },
        RuleKind::MaxFlexDaysPerMonth {
            except_special: true,
            ..
        } if day.route == Route::SpecialCircumstances => not_applicable("special"),
        RuleKind::MaxFlexDaysPerMonth {
            days,
            with_own_hours,
            ..
        } => match month_halves(day, *with_own_hours) {
            None => UNKNOWN,
            Some(halves) => met(halves <= 2 * u32::from(*days)),
        },
        _ => not_applicable("no_day"),
    }
}

/// Half days of a week in the office beside those that are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::policy) struct Office {
    pub have: u32,
    pub need: u32,
}

/// The half days in the office in the week of the day. No more is needed than the person works in it: whoever works two days of a
/// week whose minimum is three is in the office on both. Days off, leave and trips are no working days; a place day that a window
/// covers takes nothing from the minimum.
pub(in crate::policy) fn office_halves(day: &DayFacts, least: u8) -> Option<Office> {
    let days = day.around.as_ref()?.value.iter();
    let week = IsoWeek::of(day.day);
    let (mut works, mut away) = (0, 0);
    for own in days.filter(|own| IsoWeek::of(own.on) == week) {
        works += count(own.works);
        away += match own.away {
            Some(half) if !own.in_window => half.count(),
            _ => 0,
        };
    }
    Some(Office {
        have: works.saturating_sub(away),
        need: works.min(2 * u32::from(least)),
    })
}

/// The working days in a row at a flexible place that the day is one of. Weekends, holidays and place days that a window covers
/// neither count nor break it; a day with as much as half of it in the office ends it, and so does leave or a trip of a whole day.
pub(in crate::policy) fn row(day: &DayFacts) -> Option<u32> {
    let days = &day.around.as_ref()?.value;
    let counted: Vec<&OwnDay> = days.iter().filter(|own| !own.in_window).collect();
    let away = |own: &&&OwnDay| own.works.is_some() && own.away == own.works;
    let Some(at) = counted.iter().position(|own| own.on == day.day) else {
        return Some(0);
    };
    if !away(&&counted[at]) {
        return Some(0);
    }
    let before = counted[..at].iter().rev().take_while(away).count();
    let after = counted[at..].iter().take_while(away).count();
    u32::try_from(before + after).ok()
}

/// Flexible half days in the calendar month of the day, each counted once.
pub(in crate::policy) fn month_halves(day: &DayFacts, with_own_hours: bool) -> Option<u32> {
    let MonthFacts { place, own_hours } = &day.month.as_ref()?.value;
    let month = |on: NaiveDate| (on.year(), on.month());
    let own = own_hours
        .iter()
        .filter(|_| with_own_hours)
        .map(|on| (*on, Half::Full));
    let places = place.iter().map(|place| (place.on, place.half));
    let mut halves: BTreeMap<NaiveDate, (bool, bool)> = BTreeMap::new();
    for (on, half) in places.chain(own).chain([(day.day, day.half)]) {
        if month(on) == month(day.day) {
            let (morning, afternoon) = halves.entry(on).or_default();
            *morning |= half.overlaps(Half::Morning);
            *afternoon |= half.overlaps(Half::Afternoon);
        }
    }
    let counted = halves.values();
    Some(
        counted
            .map(|(morning, afternoon)| u32::from(*morning) + u32::from(*afternoon))
            .sum(),
    )
}

fn count(half: Option<Half>) -> u32 {
    half.map_or(0, Half::count)
}
