//! Brings the calendar of people and units out of the database in a handful of statements, ready for
//! the pure answers of `rules`.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Absence, DateRange, DayInput, DayKind, Half, Holiday, HolidayKind, HoursSet, WeekPattern,
    WorkingHours, kind_of_half, store,
    store::common::{AgencyDay, HoursRow, OfficeRow, common},
};
use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, UnitId},
    time::zone,
};

/// The calendars of some people of one agency within a range of dates.
#[derive(Debug, Clone)]
pub struct Calendars {
    range: DateRange,
    offices: HashMap<UnitId, Office>,
    parents: HashMap<UnitId, Option<UnitId>>,
    agency_wide: Office,
    people: HashMap<EmployeeId, Person>,
    ramadan: Vec<DateRange>,
    five: Vec<(NaiveDate, WorkingHours)>,
    six: Vec<(NaiveDate, WorkingHours)>,
}

/// Days on which an office keeps the same hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub days: DateRange,
    pub ramadan: bool,
    pub week: WeekPattern,
    pub hours: HoursSet,
}

#[derive(Debug, Clone)]
struct Office {
    week: WeekPattern,
    zone: Tz,
    holidays: Vec<Holiday>,
}

#[derive(Debug, Clone)]
struct Person {
    unit: UnitId,
    absences: Vec<Absence>,
    /// Days on which a plan of shifts leaves the person free.
    free: HashSet<NaiveDate>,
}

impl Calendars {
    /// A calendar without holidays, people or units: five days, hours of Perpres 21/2023.
    pub fn plain(range: DateRange) -> Self {
        Self {
            range,
            offices: HashMap::new(),
            parents: HashMap::new(),
            agency_wide: Office {
                week: WeekPattern::Five,
                zone: zone(""),
                holidays: Vec::new(),
            },
            people: HashMap::new(),
            ramadan: Vec::new(),
            five: timeline(WorkingHours::five_day(), &[]),
            six: timeline(WorkingHours::six_day(), &[]),
        }
    }

    /// The same with a person who has these absences, in an agency that is off on these days.
    #[cfg(test)]
    pub fn with(
        mut self,
        id: EmployeeId,
        unit: UnitId,
        absences: Vec<Absence>,
        holidays: Vec<Holiday>,
    ) -> Self {
        self.agency_wide.holidays = holidays;
        let free = HashSet::new();
        self.people.insert(
            id,
            Person {
                unit,
                absences,
                free,
            },
        );
        self
    }

    /// The same with Ramadan on these days.
    #[cfg(test)]
    pub fn in_ramadan(mut self, days: DateRange) -> Self {
        self.ramadan.push(days);
        self
    }

    /// The dates that were loaded; days outside know no holidays and no absences.
    pub fn range(&self) -> DateRange {
        self.range
    }

    /// What the calendar of a person on `on` depends on; None for somebody who was not asked for.
    pub fn person(&self, id: EmployeeId, on: NaiveDate) -> Option<DayInput<'_>> {
        let person = self.people.get(&id)?;
        Some(self.input(self.office_of(person.unit), &person.absences, on))
    }

    /// The calendar of a unit, without anybody's absences.
    pub fn office(&self, unit: UnitId, on: NaiveDate) -> DayInput<'_> {
        self.input(self.office_of(unit), &[], on)
    }

    /// The calendar of the agency as a whole, without units' own days.
    pub fn agency(&self, on: NaiveDate) -> DayInput<'_> {
        self.input(&self.agency_wide, &[], on)
    }

    /// What kind of (half) day it is for a person; somebody unknown has the agency's calendar.
    pub fn kind(&self, id: EmployeeId, on: NaiveDate, half: Half) -> DayKind {
        let input = self.person(id, on).unwrap_or_else(|| self.agency(on));
        let free = self
            .people
            .get(&id)
            .is_some_and(|one| one.free.contains(&on));
        match kind_of_half(&input, on, half) {
            DayKind::Working { .. } if free => DayKind::ShiftOff,
            kind => kind,
        }
    }

    /// Notes that a plan of shifts leaves a person free on a day.
    pub fn leave_free(&mut self, id: EmployeeId, on: NaiveDate) {
        if let Some(person) = self.people.get_mut(&id) {
            person.free.insert(on);
        }
    }

    /// The hours of a person's office over a range, days with the same hours together; somebody unknown has the agency's.
    pub fn stretches(&self, id: EmployeeId, range: DateRange) -> Vec<Stretch> {
        let mut all: Vec<Stretch> = Vec::new();
        for on in range.from.iter_days().take_while(|on| *on <= range.to) {
            let input = self.person(id, on).unwrap_or_else(|| self.agency(on));
            let ramadan = input.ramadan.iter().any(|days| days.contains(on));
            let hours = if ramadan {
                input.hours.ramadan
            } else {
                input.hours.normal
            };
            match all.last_mut() {
                Some(last) if last.ramadan == ramadan && last.hours == hours => {
                    last.days.to = on;
                }
                _ => all.push(Stretch {
                    days: DateRange::day(on),
                    ramadan,
                    week: input.week,
                    hours,
                }),
            }
        }
        all
    }

    /// The time zone of a person's place of duty.
    pub fn zone(&self, id: EmployeeId) -> Tz {
        self.people
            .get(&id)
            .map_or(self.agency_wide.zone, |person| {
                self.office_of(person.unit).zone
            })
    }

    /// The time zone of a unit's place.
    pub fn unit_zone(&self, unit: UnitId) -> Tz {
        self.office_of(unit).zone
    }

    /// Leave and trips of a person within the range.
    pub fn absences(&self, id: EmployeeId) -> &[Absence] {
        self.people
            .get(&id)
            .map_or(&[], |person| person.absences.as_slice())
    }

    /// The people who were loaded, with their units.
    pub fn people(&self) -> impl Iterator<Item = (EmployeeId, UnitId)> + '_ {
        self.people.iter().map(|(id, person)| (*id, person.unit))
    }

    /// A loaded unit and the units above it, nearest first.
    pub fn above(&self, unit: UnitId) -> Vec<UnitId> {
        line(unit, &self.parents)
    }

    fn office_of(&self, unit: UnitId) -> &Office {
        self.offices.get(&unit).unwrap_or(&self.agency_wide)
    }

    fn input<'a>(
        &'a self,
        office: &'a Office,
        absences: &'a [Absence],
        on: NaiveDate,
    ) -> DayInput<'a> {
        let hours = match office.week {
            WeekPattern::Five => &self.five,
            WeekPattern::Six => &self.six,
        };
        DayInput {
            week: office.week,
            hours: in_force(hours, on),
            holidays: &office.holidays,
            ramadan: &self.ramadan,
            absences,
        }
    }
}

/// The calendars of people, each with the unit they work in, of their units and of those above, for `range`.
pub async fn load(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[(EmployeeId, UnitId)],
    range: DateRange,
) -> Result<Calendars> {
    let mut wanted: Vec<Uuid> = people.iter().map(|(_, unit)| unit.0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut calendars = load_offices(conn, agency, Some(&wanted), range).await?;
    calendars.people = people
        .iter()
        .map(|(id, unit)| {
            let absences = Vec::new();
            let unit = *unit;
            let free = HashSet::new();
            let person = Person {
                unit,
                absences,
                free,
            };
            (*id, person)
        })
        .collect();
    let ids: Vec<Uuid> = people.iter().map(|(id, _)| id.0).collect();
    for (id, absence) in store::absences(conn, agency, &ids, range).await? {
        if let Some(person) = calendars.people.get_mut(&id) {
            person.absences.push(absence);
        }
    }
    Ok(calendars)
}

/// The calendars of these units and those above them (of every unit when None), without people.
pub async fn load_offices(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: Option<&[Uuid]>,
    range: DateRange,
) -> Result<Calendars> {
    let common = common(conn, agency, units, range).await?;
    let rows = &common.offices;
    Ok(Calendars {
        range,
        offices: offices(rows, &common.national, &common.own),
        parents: rows.iter().map(|row| (row.id, row.parent)).collect(),
        agency_wide: Office {
            week: common.week,
            zone: zone(&common.zone),
            holidays: holidays_at(&[], &common.national, &common.own),
        },
        people: HashMap::new(),
        ramadan: common.ramadan,
        five: timeline(WorkingHours::five_day(), &common.hours),
        six: timeline(WorkingHours::six_day(), &common.hours),
    })
}

fn offices(rows: &[OfficeRow], national: &[Holiday], own: &[AgencyDay]) -> HashMap<UnitId, Office> {
    let parents: HashMap<UnitId, Option<UnitId>> =
        rows.iter().map(|row| (row.id, row.parent)).collect();
    let only_agency_wide = own.iter().all(|day| day.unit.is_none());
    let shared = holidays_at(&[], national, own);
    rows.iter()
        .map(|row| {
            let holidays = if only_agency_wide {
                shared.clone()
            } else {
                holidays_at(&line(row.id, &parents), national, own)
            };
            let office = Office {
                week: row.week(),
                zone: zone(&row.zone),
                holidays,
            };
            (row.id, office)
        })
        .collect()
}

/// A unit and the units above it, nearest first.
fn line(unit: UnitId, parents: &HashMap<UnitId, Option<UnitId>>) -> Vec<UnitId> {
    let mut line = vec![unit];
    while let Some(Some(parent)) = line.last().and_then(|last| parents.get(last)) {
        if line.contains(parent) {
            break;
        }
        line.push(*parent);
    }
    line
}

/// The days off of a unit. The nearest entry of unit, parents and agency decides whether a day is
/// free or worked; a worked day takes the national day off away.
fn holidays_at(line: &[UnitId], national: &[Holiday], own: &[AgencyDay]) -> Vec<Holiday> {
    let nearest = |on: NaiveDate| {
        own.iter()
            .filter(|day| day.on == on)
            .filter_map(|day| match day.unit {
                None => Some((line.len(), day)),
                Some(unit) => line
                    .iter()
                    .position(|above| *above == unit)
                    .map(|at| (at, day)),
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, day)| day)
    };
    let mut holidays: Vec<Holiday> = national
        .iter()
        .filter(|holiday| !nearest(holiday.on).is_some_and(|day| day.working))
        .cloned()
        .collect();
    let mut dates: Vec<NaiveDate> = own.iter().map(|day| day.on).collect();
    dates.sort_unstable();
    dates.dedup();
    for day in dates.into_iter().filter_map(nearest) {
        if !day.working {
            holidays.push(Holiday {
                on: day.on,
                name_id: day.name.clone(),
                name_en: day.name.clone(),
                kind: HolidayKind::Agency,
            });
        }
    }
    holidays
}

/// The hours in force from each date on which something changes, oldest first; before the first
/// entry the defaults of Perpres 21/2023 hold (law.md E4).
fn timeline(defaults: WorkingHours, rows: &[HoursRow]) -> Vec<(NaiveDate, WorkingHours)> {
    let mut changes: Vec<&HoursRow> = rows.iter().collect();
    changes.sort_by_key(|row| row.from_on);
    let mut line = vec![(NaiveDate::MIN, defaults)];
    let mut now = defaults;
    for row in changes {
        if row.ramadan {
            now.ramadan = row.hours;
        } else {
            now.normal = row.hours;
        }
        line.push((row.from_on, now));
    }
    line
}

fn in_force(line: &[(NaiveDate, WorkingHours)], on: NaiveDate) -> &WorkingHours {
    let at = line.partition_point(|(from, _)| *from <= on);
    &line[at.saturating_sub(1)].1
}

#[cfg(test)]
#[path = "load_test.rs"]
mod tests;
