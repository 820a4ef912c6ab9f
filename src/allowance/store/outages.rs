//! Statements about days on which attendance could not be recorded, or which do not count for one person.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    allowance::Outage,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AllowanceOutageId, EmployeeId, MembershipId, UnitId},
    },
};

/// Outages, narrowed by what follows the `where`.
macro_rules! outages {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let rows = sqlx::query!(
            r#"select o.id, o.unit_id, u.name as "unit_name?", o.employee_id, e.name as "employee_name?", o.from_on, o.to_on, o.reason, o.entered_by, o.entered_at
               from allowance_outages o left join units u on u.agency_id = o.agency_id and u.id = o.unit_id
               left join employees e on e.agency_id = o.agency_id and e.id = o.employee_id
               where o.agency_id = $1 and o.removed_at is null "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?;
        rows.into_iter()
            .map(|row| Outage {
                id: AllowanceOutageId(row.id),
                unit: row.unit_id.map(UnitId),
                unit_name: row.unit_name,
                employee: row.employee_id.map(EmployeeId),
                employee_name: row.employee_name,
                from: row.from_on,
                to: row.to_on,
                reason: row.reason,
                entered_by: MembershipId(row.entered_by),
                entered_at: row.entered_at,
            })
            .collect::<Vec<Outage>>()
    }};
}

/// Outages and days of single people that touch a range, the newest first.
pub async fn within(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Outage>> {
    Ok(outages!(
        conn,
        agency,
        "and o.from_on <= $3 and o.to_on >= $2 order by o.from_on desc, o.id desc limit 500",
        from,
        to
    ))
}

/// What bears on the days of some people: every outage that touches a range, and their own.
pub async fn bearing(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Outage>> {
    Ok(outages!(
        conn,
        agency,
        "and o.from_on <= $3 and o.to_on >= $2 and (o.employee_id is null or o.employee_id = any($4)) order by o.from_on, o.id",
        from,
        to,
        people
    ))
}

/// Whether somebody entered or took away an outage that touches a range: they do not lock its amounts.
pub async fn touched_by(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: MembershipId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from allowance_outages where agency_id = $1 and (entered_by = $2 or removed_by = $2) and from_on <= $4 and to_on >= $3) as "touched!""#,
        agency.0,
        who.0,
        from,
        to
    )
    .fetch_one(conn)
    .await?)
}

/// Writes an outage; who of HR enters it as an employee, if they are one.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: &Outage,
    officer: Option<EmployeeId>,
) -> Result<()> {
    sqlx::query!(
        "insert into allowance_outages (agency_id, id, unit_id, employee_id, from_on, to_on, reason, entered_by, entered_at, officer_id) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        agency.0,
        one.id.0,
        one.unit.map(|id| id.0),
        one.employee.map(|id| id.0),
        one.from,
        one.to,
        one.reason,
        one.entered_by.0,
        one.entered_at,
        officer.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Holds an outage against being taken away twice.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AllowanceOutageId,
) -> Result<Outage> {
    let found = outages!(conn, agency, "and o.id = $2 for update of o", id.0);
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Takes an outage away, by a membership who may be an employee; it stays readable in the trail.
pub async fn remove(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AllowanceOutageId,
    (by, officer): (MembershipId, Option<EmployeeId>),
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update allowance_outages set removed_by = $3, removed_at = $4, remover_id = $5 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        by.0,
        now,
        officer.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The active units of the agency by name, to choose from.
pub async fn units(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<(UnitId, String)>> {
    let rows = sqlx::query!(
        "select id, name from units where agency_id = $1 and active order by lower(name), id limit 2000",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.name))
        .collect())
}
