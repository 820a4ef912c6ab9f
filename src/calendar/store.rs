//! The statements that read the calendar: days off, hours, Ramadan, absences, units.

pub(in crate::calendar) mod entries;

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Absence, AbsenceKind, DateRange, DayHours, Half, Holiday, HolidayKind, HoursSet, WeekPattern,
};
use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, UnitId},
};

/// A day that an agency, or one of its units, keeps free or works although it is a national day off.
pub(super) struct AgencyDay {
    pub on: NaiveDate,
    pub name: String,
    pub working: bool,
    pub unit: Option<UnitId>,
}

/// A unit with what its calendar depends on; week pattern and zone are already the agency's where the unit has none.
pub(super) struct OfficeRow {
    pub id: UnitId,
    pub parent: Option<UnitId>,
    pub week: WeekPattern,
    pub zone: String,
}

/// Hours of a season from a date on.
pub(super) struct HoursRow {
    pub ramadan: bool,
    pub from_on: NaiveDate,
    pub hours: HoursSet,
}

/// One half or both, as the database keeps it.
pub fn half(bits: i16) -> Half {
    match bits {
        1 => Half::Morning,
        2 => Half::Afternoon,
        _ => Half::Full,
    }
}

/// The bits the database keeps for a half: 1 morning, 2 afternoon, 3 both.
pub fn half_bits(half: Half) -> i16 {
    match half {
        Half::Morning => 1,
        Half::Afternoon => 2,
        Half::Full => 3,
    }
}

/// National holidays and joint leave within a range.
pub async fn national_days(conn: &mut PgConnection, range: DateRange) -> Result<Vec<Holiday>> {
    let rows = sqlx::query!(
        "select on_date, name_id, name_en, kind from national_days where on_date between $1 and $2 order by on_date, kind desc",
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Holiday {
            on: row.on_date,
            name_id: row.name_id,
            name_en: row.name_en,
            kind: if row.kind == "national" {
                HolidayKind::National
            } else {
                HolidayKind::JointLeave
            },
        })
        .collect())
}

/// The agency's own days within a range.
pub(super) async fn agency_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    range: DateRange,
) -> Result<Vec<AgencyDay>> {
    let rows = sqlx::query!(
        "select on_date, name, kind, unit_id from agency_days where agency_id = $1 and on_date between $2 and $3",
        agency.0,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AgencyDay {
            on: row.on_date,
            name: row.name,
            working: row.kind == "working",
            unit: row.unit_id.map(UnitId),
        })
        .collect())
}

/// Ramadan periods that touch a range.
pub async fn ramadan(conn: &mut PgConnection, range: DateRange) -> Result<Vec<DateRange>> {
    let rows = sqlx::query!(
        "select from_on, to_on from ramadan_periods where from_on <= $2 and to_on >= $1 order by from_on",
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| DateRange {
            from: row.from_on,
            to: row.to_on,
        })
        .collect())
}

/// Every set of hours the agency has entered, newest first.
pub(super) async fn hours(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<HoursRow>> {
    let rows = sqlx::query!(
        "select season, from_on, mon_thu_start, mon_thu_end, mon_thu_break, fri_start, fri_end, fri_break, sat_start, sat_end, sat_break \
         from working_hours where agency_id = $1 order by from_on desc",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    let day = |start: NaiveTime, end: NaiveTime, pause: i16| DayHours {
        start,
        end,
        break_minutes: u16::try_from(pause).unwrap_or(0),
    };
    Ok(rows
        .into_iter()
        .map(|row| HoursRow {
            ramadan: row.season == "ramadan",
            from_on: row.from_on,
            hours: HoursSet {
                mon_thu: day(row.mon_thu_start, row.mon_thu_end, row.mon_thu_break),
                fri: day(row.fri_start, row.fri_end, row.fri_break),
                sat: row
                    .sat_start
                    .zip(row.sat_end)
                    .map(|(start, end)| day(start, end, row.sat_break)),
            },
        })
        .collect())
}

/// These units and those above them (every unit of the agency when `units` is none), with week pattern and zone.
pub(super) async fn offices(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: Option<&[Uuid]>,
) -> Result<Vec<OfficeRow>> {
    let rows = sqlx::query!(
        r#"with recursive wanted as (
               select u.id, u.parent_id, u.week_pattern, u.time_zone from units u
               where u.agency_id = $1 and ($2::uuid[] is null or u.id = any($2))
               union
               select p.id, p.parent_id, p.week_pattern, p.time_zone from wanted w join units p on p.agency_id = $1 and p.id = w.parent_id)
           select w.id as "id!", w.parent_id, coalesce(w.week_pattern, s.week_pattern, 5) as "week!", coalesce(w.time_zone, a.time_zone) as "zone!"
           from wanted w join agencies a on a.id = $1 left join agency_settings s on s.agency_id = a.id"#,
        agency.0,
        units
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OfficeRow {
            id: UnitId(row.id),
            parent: row.parent_id.map(UnitId),
            week: if row.week == 6 {
                WeekPattern::Six
            } else {
                WeekPattern::Five
            },
            zone: row.zone,
        })
        .collect())
}

/// The unit of each of these people; all active people when `ids` is none.
pub(super) async fn units_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: Option<&[Uuid]>,
) -> Result<Vec<(EmployeeId, UnitId)>> {
    let rows = sqlx::query!(
        "select id, unit_id from employees where agency_id = $1 and (($2::uuid[] is null and active) or id = any($2))",
        agency.0,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (EmployeeId(row.id), UnitId(row.unit_id)))
        .collect())
}

/// Leave and trips of these people that touch a range.
pub(super) async fn absences(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: Option<&[Uuid]>,
    range: DateRange,
) -> Result<Vec<(EmployeeId, Absence)>> {
    let rows = sqlx::query!(
        "select employee_id, kind, from_on, to_on, halves from absences \
         where agency_id = $1 and cancelled_at is null and from_on <= $4 and to_on >= $3 and ($2::uuid[] is null or employee_id = any($2))",
        agency.0,
        ids,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let absence = Absence {
                kind: if row.kind == "leave" {
                    AbsenceKind::Leave
                } else {
                    AbsenceKind::OfficialTrip
                },
                days: DateRange {
                    from: row.from_on,
                    to: row.to_on,
                },
                half: half(row.halves),
            };
            (EmployeeId(row.employee_id), absence)
        })
        .collect())
}

/// Week pattern and zone of the agency itself.
pub(super) async fn agency_week(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<(WeekPattern, String)> {
    let row = sqlx::query!(
        r#"select a.time_zone, coalesce(s.week_pattern, 5) as "week!" from agencies a left join agency_settings s on s.agency_id = a.id where a.id = $1"#,
        agency.0
    )
    .fetch_one(conn)
    .await?;
    let week = if row.week == 6 {
        WeekPattern::Six
    } else {
        WeekPattern::Five
    };
    Ok((week, row.time_zone))
}
