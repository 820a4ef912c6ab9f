//! Pure answers about days: kind of day, scheduled minutes, weeks, local dates, working-day sums.
//!
//! Precedence, strongest first: national holiday, joint leave, agency day, weekend of the unit's
//! pattern, leave, official trip, working. A closed day stays closed whatever was entered for the
//! person (leave does not consume holidays), and leave beats a trip booked over it. Leave and trips
//! are judged per half; `kind_of_day` names the strongest of two different halves.

use super::{
    AbsenceKind, DateRange, DayHours, DayInput, DayKind, Half, Holiday, HolidayKind, HoursSet,
    WeekDay, Zone,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// Working days HR has to answer a correction ("Data saya keliru").
const CORRECTION_WORKING_DAYS: u32 = 3;

/// What kind of day `date` is for this person.
pub fn kind_of_day(input: &DayInput<'_>, date: NaiveDate) -> DayKind {
    let [morning, afternoon] = halves_of_day(input, date);
    match (morning, afternoon) {
        (DayKind::Leave { .. }, DayKind::Leave { .. }) => DayKind::Leave { half: Half::Full },
        (DayKind::OfficialTrip { .. }, DayKind::OfficialTrip { .. }) => {
            DayKind::OfficialTrip { half: Half::Full }
        }
        (leave @ DayKind::Leave { .. }, _) | (_, leave @ DayKind::Leave { .. }) => leave,
        (trip @ DayKind::OfficialTrip { .. }, _) | (_, trip @ DayKind::OfficialTrip { .. }) => trip,
        (same, _) => same,
    }
}

/// Morning and afternoon of `date` for this person.
pub fn halves_of_day(input: &DayInput<'_>, date: NaiveDate) -> [DayKind; 2] {
    [Half::Morning, Half::Afternoon].map(|half| kind_of_half(input, date, half))
}

/// What the asked part of `date` is; for `Half::Full` the same as [`kind_of_day`].
pub fn kind_of_half(input: &DayInput<'_>, date: NaiveDate, half: Half) -> DayKind {
    if half == Half::Full {
        return kind_of_day(input, date);
    }
    if let Some(off) = day_off(input, date) {
        return off;
    }
    let away = |kind| {
        input.absences.iter().any(|absence| {
            absence.kind == kind && absence.days.contains(date) && absence.half.overlaps(half)
        })
    };
    if away(AbsenceKind::Leave) {
        DayKind::Leave { half }
    } else if away(AbsenceKind::OfficialTrip) {
        DayKind::OfficialTrip { half }
    } else {
        DayKind::Working {
            hours: hours_on(input, date),
        }
    }
}

fn day_off(input: &DayInput<'_>, date: NaiveDate) -> Option<DayKind> {
    let holiday = input
        .holidays
        .iter()
        .filter(|holiday| holiday.on == date)
        .min_by_key(|h| h.kind);
    match holiday {
        Some(holiday) => Some(named(holiday)),
        None if !input.week.works_on(WeekDay::of(date)) => Some(DayKind::Weekend),
        None => None,
    }
}

fn named(holiday: &Holiday) -> DayKind {
    let (name_id, name_en) = (holiday.name_id.clone(), holiday.name_en.clone());
    match holiday.kind {
        HolidayKind::National => DayKind::Holiday { name_id, name_en },
        HolidayKind::JointLeave => DayKind::JointLeave { name_id, name_en },
        HolidayKind::Agency => DayKind::AgencyDay { name_id, name_en },
    }
}

/// The hours of the office on that weekday and in that season, whether it is open or not.
pub fn hours_on(input: &DayInput<'_>, date: NaiveDate) -> DayHours {
    let set: &HoursSet = if input.ramadan.iter().any(|days| days.contains(date)) {
        &input.hours.ramadan
    } else {
        &input.hours.normal
    };
    set.on(WeekDay::of(date))
}

/// Whether the office works on `date`, whatever the person's leave or trips.
pub fn is_working_day(input: &DayInput<'_>, date: NaiveDate) -> bool {
    day_off(input, date).is_none()
}

/// Minutes the person is scheduled to work on `date`: none on days off, the other half on a
/// half-day leave; an official trip is work (Perpres 21/2023 article 4).
pub fn scheduled_minutes(input: &DayInput<'_>, date: NaiveDate) -> u32 {
    let net = hours_on(input, date).net_minutes();
    let [morning, afternoon] = halves_of_day(input, date);
    let part = |kind: &DayKind, minutes| match kind {
        DayKind::Working { .. } | DayKind::OfficialTrip { .. } => minutes,
        _ => 0,
    };
    part(&morning, net / 2) + part(&afternoon, net - net / 2)
}

/// Minutes to be worked in a week: what is left after days off and leave.
pub fn weekly_target_minutes(input: &DayInput<'_>, week: IsoWeek) -> u32 {
    week.days().map(|date| scheduled_minutes(input, date)).sum()
}

/// The office's working days within a range, in order.
pub fn working_days<'a>(
    input: &'a DayInput<'a>,
    range: DateRange,
) -> impl Iterator<Item = NaiveDate> + 'a {
    range
        .from
        .iter_days()
        .take_while(move |date| *date <= range.to)
        .filter(move |date| is_working_day(input, *date))
}

/// The `count`-th working day after `from`; `from` itself does not count. None when the calendar
/// holds no such day within ten years (an agency that closed every day).
pub fn add_working_days(input: &DayInput<'_>, from: NaiveDate, count: u32) -> Option<NaiveDate> {
    if count == 0 {
        return Some(from);
    }
    let end = from.checked_add_days(Days::new(3_660))?;
    let range = DateRange {
        from: from.succ_opt()?,
        to: end,
    };
    working_days(input, range).nth(count as usize - 1)
}

/// The last day on which HR answers a correction in time: three working days.
pub fn correction_due_on(input: &DayInput<'_>, opened_on: NaiveDate) -> Option<NaiveDate> {
    add_working_days(input, opened_on, CORRECTION_WORKING_DAYS)
}

/// The date on the wall at the place of duty.
pub fn local_date(instant: DateTime<Utc>, zone: Zone) -> NaiveDate {
    instant.with_timezone(&zone.tz()).date_naive()
}

/// The time on the wall at the place of duty.
pub fn local_time(instant: DateTime<Utc>, zone: Zone) -> NaiveTime {
    instant.with_timezone(&zone.tz()).time()
}

/// A week from Monday to Sunday, numbered as in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IsoWeek {
    pub year: i32,
    pub week: u32,
}

impl IsoWeek {
    /// The week a date lies in.
    pub fn of(date: NaiveDate) -> Self {
        let week = date.iso_week();
        Self {
            year: week.year(),
            week: week.week(),
        }
    }

    /// Its Monday; None for a number no year has, such as week 60.
    pub fn monday(self) -> Option<NaiveDate> {
        NaiveDate::from_isoywd_opt(self.year, self.week, chrono::Weekday::Mon)
    }

    /// Its seven days, Monday first; none for a week that does not exist.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.monday()
            .into_iter()
            .flat_map(|monday| monday.iter_days().take(7))
    }
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
