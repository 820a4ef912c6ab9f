//! The statements that read the calendar: days off, Ramadan, absences; `common` reads what all of an agency share, and units.

pub(in crate::calendar) mod common;
pub(in crate::calendar) mod entries;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Absence, AbsenceKind, DateRange, Half, Holiday, HolidayKind};
use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId},
};

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

/// Leave and trips of these people that touch a range.
pub(super) async fn absences(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[Uuid],
    range: DateRange,
) -> Result<Vec<(EmployeeId, Absence)>> {
    let rows = sqlx::query!(
        "select employee_id, kind, from_on, to_on, halves from absences \
         where agency_id = $1 and cancelled_at is null and from_on <= $4 and to_on >= $3 and employee_id = any($2)",
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
