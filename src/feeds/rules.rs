//! What days and absences become in a calendar. Pure: who may read is asked before.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::entry::{Entry, Status, What, When};
use crate::{
    calendar::{AbsenceKind, Away, Calendars, DateRange, DayHours, DayKind, Half, hours_on},
    kernel::{
        crypto::{hex, sha256},
        id::{EmployeeId, UnitId},
    },
    policy::Times,
    requests::{Dated, half_of},
    shifts::ShiftDay,
};

/// Links a person may have open at once.
pub const MOST: i64 = 5;
/// Days back that a feed tells, and for which what fell away stays in it as cancelled.
const BACK: u64 = 60;
/// Days ahead that a feed tells.
const AHEAD: u64 = 400;

/// The days a feed tells.
pub fn window(today: NaiveDate) -> DateRange {
    DateRange {
        from: today - Days::new(BACK),
        to: today + Days::new(AHEAD),
    }
}

/// What fell away before is told no more.
pub fn since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(i64::try_from(BACK).unwrap_or(i64::MAX))
}

/// Who reads a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The person whose days they are.
    Own,
    /// Somebody who may see where the people of this unit are.
    Unit(UnitId),
}

/// The hours of one half: half of the working time from the morning on, or up to the evening; the break lies between.
fn hours_of(hours: DayHours, on: NaiveDate, half: Half) -> (NaiveDateTime, NaiveDateTime) {
    let net = TimeDelta::minutes(i64::from(hours.net_minutes() / 2));
    let (start, end) = (on.and_time(hours.start), on.and_time(hours.end));
    match half {
        Half::Morning => (start, start + net),
        Half::Afternoon => (end - net, end),
        Half::Full => (start, end),
    }
}

fn when(
    calendars: &Calendars,
    who: EmployeeId,
    days: DateRange,
    half: Half,
    own: Option<Times>,
) -> When {
    if half == Half::Full {
        let DateRange { from, to } = days;
        return When::Days { from, to };
    }
    let input = calendars
        .person(who, days.from)
        .unwrap_or_else(|| calendars.agency(days.from));
    let mut hours = hours_on(&input, days.from);
    if let Some(own) = own {
        (hours.start, hours.end) = (own.start, own.end);
    }
    let (start, end) = hours_of(hours, days.from, half);
    When::Hours { start, end }
}

/// The own times that go with a day's place; none where the office's hours hold.
fn own_times(calendars: &Calendars, day: &Dated) -> Option<Times> {
    let times = day.times?;
    let input = calendars
        .person(day.employee, day.on)
        .unwrap_or_else(|| calendars.agency(day.on));
    let ramadan = input.ramadan.iter().any(|days| days.contains(day.on));
    times.on(&hours_on(&input, day.on), ramadan)
}

/// The half of a day that is left when the days off, leave and trips of the person are taken away.
fn worked(calendars: &Calendars, day: &Dated) -> Option<Half> {
    let takes = half_of(day.bits)?;
    let works =
        |half| takes.overlaps(half) && calendars.kind(day.employee, day.on, half).is_working();
    match (works(Half::Morning), works(Half::Afternoon)) {
        (true, true) => Some(Half::Full),
        (true, false) => Some(Half::Morning),
        (false, true) => Some(Half::Afternoon),
        (false, false) => None,
    }
}

/// A name that stays the same. In a unit's feed it is made from the thing's id and does not give it away.
fn uid(reader: Reader, thing: &str) -> String {
    match reader {
        Reader::Own => format!("{thing}@luwes"),
        Reader::Unit(unit) => {
            let hash = sha256(format!("{unit} {thing}").as_bytes());
            format!("{}@luwes", hex(&hash[..16]))
        }
    }
}

fn path(reader: Reader, own: Option<String>, on: NaiveDate) -> Option<String> {
    match reader {
        Reader::Own => own,
        Reader::Unit(unit) => Some(format!("/team?week={on}&unit={unit}")),
    }
}

/// A (half) day of a request; none when the person does not work in it anyway.
pub fn of_day(
    reader: Reader,
    calendars: &Calendars,
    who: Option<String>,
    day: &Dated,
) -> Option<Entry> {
    let half = if day.gone {
        half_of(day.bits)?
    } else {
        worked(calendars, day)?
    };
    let shown = (reader == Reader::Own).then_some(day.place);
    let times = own_times(calendars, day);
    Some(Entry {
        uid: uid(reader, &format!("{}-{}", day.request, day.on)),
        sequence: u32::try_from(day.version).unwrap_or_default(),
        changed_at: day.changed_at,
        when: when(calendars, day.employee, DateRange::day(day.on), half, times),
        zone: calendars.zone(day.employee),
        // a day that fell away may never have been decided: a colleague was not told its place
        what: match shown {
            None if day.gone => What::Flexible,
            _ if day.pending => What::Waiting(shown),
            _ => What::Place(day.place),
        },
        // colleagues read what was decided
        times: times.filter(|_| shown.is_some() || !(day.gone || day.pending)),
        status: match (day.gone, day.pending) {
            (true, _) => Status::Cancelled,
            (false, true) => Status::Tentative,
            (false, false) => Status::Confirmed,
        },
        who,
        path: path(reader, Some(format!("/requests/{}", day.request)), day.on),
    })
}

/// Leave or a trip.
pub fn of_absence(
    reader: Reader,
    calendars: &Calendars,
    who: Option<String>,
    away: &Away,
) -> Entry {
    Entry {
        uid: uid(reader, &away.id.to_string()),
        sequence: u32::try_from(away.version).unwrap_or_default(),
        changed_at: away.changed_at,
        when: when(
            calendars,
            away.employee,
            away.absence.days,
            away.absence.half,
            None,
        ),
        zone: calendars.zone(away.employee),
        what: match away.absence.kind {
            AbsenceKind::Leave => What::Leave,
            AbsenceKind::OfficialTrip => What::Trip,
        },
        times: None,
        status: if away.cancelled {
            Status::Cancelled
        } else {
            Status::Confirmed
        },
        who,
        path: path(reader, None, away.absence.days.from),
    }
}

/// A shift of one's own; none where the person is away. What no plan holds any more is simply no longer told.
pub fn of_shift(
    calendars: &Calendars,
    who: EmployeeId,
    on: NaiveDate,
    turn: &ShiftDay<'_>,
) -> Option<Entry> {
    let shift = turn.shift?;
    let kind = calendars.kind(who, on, Half::Full);
    if matches!(kind, DayKind::Leave { .. } | DayKind::OfficialTrip { .. }) {
        return None;
    }
    let (start, end) = shift.on(on);
    Some(Entry {
        uid: uid(Reader::Own, &format!("{}-{on}", turn.plan)),
        sequence: u32::try_from(turn.version).unwrap_or_default(),
        changed_at: turn.changed_at,
        when: When::Hours { start, end },
        zone: calendars.zone(who),
        what: What::Shift(shift.name.clone()),
        times: None,
        status: Status::Confirmed,
        who: None,
        path: Some(format!("/shifts/{}", turn.plan)),
    })
}

/// In the order a feed is written: the same entries give the same text.
pub fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| (a.when, &a.uid).cmp(&(b.when, &b.uid)));
    entries
}

/// Zones that the hours of some entries stand in.
pub fn zones(entries: &[Entry]) -> Vec<Tz> {
    let mut zones: Vec<Tz> = entries
        .iter()
        .filter(|entry| matches!(entry.when, When::Hours { .. }))
        .map(|entry| entry.zone)
        .collect();
    zones.sort_by_key(|zone| zone.name());
    zones.dedup();
    zones
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
