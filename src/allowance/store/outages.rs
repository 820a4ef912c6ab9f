//! Statements about days on which attendance could not be recorded.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    allowance::Outage,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AllowanceOutageId, MembershipId, UnitId},
    },
};

/// Outages that touch a range, the newest first.
pub async fn within(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Outage>> {
    let rows = sqlx::query!(
        r#"select o.id, o.unit_id, u.name as "unit_name?", o.from_on, o.to_on, o.reason, o.entered_by, o.entered_at from allowance_outages o
           left join units u on u.agency_id = o.agency_id and u.id = o.unit_id
           where o.agency_id = $1 and o.removed_at is null and o.from_on <= $3 and o.to_on >= $2 order by o.from_on desc, o.id desc limit 500"#,
        agency.0,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Outage {
            id: AllowanceOutageId(row.id),
            unit: row.unit_id.map(UnitId),
            unit_name: row.unit_name,
            from: row.from_on,
            to: row.to_on,
            reason: row.reason,
            entered_by: MembershipId(row.entered_by),
            entered_at: row.entered_at,
        })
        .collect())
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

/// Writes an outage.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Outage) -> Result<()> {
    sqlx::query!(
        "insert into allowance_outages (agency_id, id, unit_id, from_on, to_on, reason, entered_by, entered_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        agency.0,
        one.id.0,
        one.unit.map(|id| id.0),
        one.from,
        one.to,
        one.reason,
        one.entered_by.0,
        one.entered_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Holds an outage against being taken away twice; gives its days.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AllowanceOutageId,
) -> Result<(NaiveDate, NaiveDate)> {
    let row = sqlx::query!(
        "select from_on, to_on from allowance_outages where agency_id = $1 and id = $2 and removed_at is null for update",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| (row.from_on, row.to_on))
        .ok_or(Error::NotFound)
}

/// Takes an outage away; it stays readable in the trail.
pub async fn remove(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AllowanceOutageId,
    by: MembershipId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update allowance_outages set removed_by = $3, removed_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        by.0,
        now
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
