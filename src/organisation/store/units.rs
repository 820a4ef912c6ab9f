//! Statements about units and their heads.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, UnitId},
    },
    organisation::{Acting, Unit, UnitRow, Visibility, unit::Facts},
};

/// Locks and reads a unit.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: UnitId) -> Result<Unit> {
    sqlx::query_scalar!(
        "select id from units where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    find(conn, agency, id).await
}

/// A unit with the names around it.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: UnitId) -> Result<Unit> {
    let row = sqlx::query!(
        r#"select u.id, u.code, u.parent_id, u.name, u.head_title, u.head_id, h.name as "head_name?", h.nip as "head_nip?",
           u.proposed_head_id, p.name as "proposed_name?", u.place, u.region, u.time_zone, u.direct_service, u.min_on_site, u.week_pattern, u.visibility, u.active, u.version
           from units u
           left join employees h on h.agency_id = u.agency_id and h.id = u.head_id
           left join employees p on p.agency_id = u.agency_id and p.id = u.proposed_head_id
           where u.agency_id = $1 and u.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Unit {
        id: UnitId(row.id),
        code: row.code,
        parent: row.parent_id.map(UnitId),
        name: row.name,
        head_title: row.head_title,
        head: row.head_id.map(EmployeeId),
        head_name: row.head_name,
        head_nip: row.head_nip,
        proposed_head: row.proposed_head_id.map(EmployeeId),
        proposed_name: row.proposed_name,
        place: row.place,
        region: row.region,
        time_zone: row.time_zone,
        direct_service: row.direct_service,
        min_on_site: row.min_on_site,
        week_pattern: row.week_pattern,
        visibility: Visibility::of(&row.visibility).unwrap_or_default(),
        active: row.active,
        version: row.version,
    })
}

/// Every unit of the agency with its head and head counts, by name; the tree is built from it.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    on: NaiveDate,
) -> Result<Vec<UnitRow>> {
    let rows = sqlx::query!(
        r#"select u.id, u.code, u.parent_id, u.name, u.place, u.direct_service, u.min_on_site, u.active, u.version,
           h.name as "head?", p.name as "proposed?", t.name as "acting?", t.kind as "acting_kind?", coalesce(c.n, 0) as "people!"
           from units u
           left join employees h on h.agency_id = u.agency_id and h.id = u.head_id and h.active
           left join employees p on p.agency_id = u.agency_id and p.id = u.proposed_head_id
           left join (select unit_id, count(*) as n from employees where agency_id = $1 and active group by unit_id) c on c.unit_id = u.id
           left join lateral (select x.name, a.kind from acting_heads a join employees x on x.agency_id = a.agency_id and x.id = a.employee_id and x.active
               where a.agency_id = u.agency_id and a.unit_id = u.id and a.ended_at is null and $2 between a.from_on and a.to_on
               order by a.from_on desc, a.id desc limit 1) t on true
           where u.agency_id = $1 order by lower(u.name), u.id"#,
        agency.0,
        on
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| UnitRow {
            id: UnitId(row.id),
            code: row.code.unwrap_or_default(),
            parent: row.parent_id.map(UnitId),
            name: row.name,
            place: row.place,
            direct_service: row.direct_service,
            min_on_site: row.min_on_site,
            active: row.active,
            version: row.version,
            head: row.head,
            proposed: row.proposed,
            acting: row
                .acting
                .zip(row.acting_kind.as_deref().and_then(Acting::of)),
            people: row.people,
        })
        .collect())
}

/// The parent of every unit.
pub async fn parents(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<HashMap<UnitId, Option<UnitId>>> {
    let rows = sqlx::query!(
        "select id, parent_id from units where agency_id = $1",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.parent_id.map(UnitId)))
        .collect())
}

/// Writes a new unit; false when the code is taken.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: UnitId,
    facts: &Facts,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into units (agency_id, id, name, code, parent_id, place, time_zone, direct_service, min_on_site, week_pattern, head_title, visibility, region) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, 'unit'), $13) on conflict do nothing",
        agency.0,
        id.0,
        facts.name,
        facts.code,
        facts.parent.map(|id| id.0),
        facts.place,
        facts.time_zone,
        facts.direct_service,
        facts.min_on_site,
        facts.week_pattern,
        facts.head_title,
        facts.visibility.map(Visibility::code),
        facts.region
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a changed unit.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: UnitId,
    facts: &Facts,
) -> Result<()> {
    sqlx::query!(
        "update units set name = $3, code = $4, parent_id = $5, place = $6, time_zone = $7, direct_service = $8, min_on_site = $9, \
         week_pattern = $10, head_title = $11, active = $12, visibility = coalesce($13, visibility), region = $14, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        facts.name,
        facts.code,
        facts.parent.map(|id| id.0),
        facts.place,
        facts.time_zone,
        facts.direct_service,
        facts.min_on_site,
        facts.week_pattern,
        facts.head_title,
        facts.active,
        facts.visibility.map(Visibility::code),
        facts.region
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether another unit has the code.
pub async fn code_taken(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: UnitId,
    code: &str,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from units where agency_id = $1 and id <> $2 and code = $3) as "taken!""#,
        agency.0,
        id.0,
        code
    )
    .fetch_one(conn)
    .await?)
}

/// Whether people or open units still hang on it.
pub async fn in_use(conn: &mut PgConnection, agency: AgencyId, id: UnitId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from employees where agency_id = $1 and unit_id = $2 and active)
           or exists (select 1 from units where agency_id = $1 and parent_id = $2 and active) as "used!""#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?)
}

/// Writes the head; a proposal is settled by it.
pub async fn set_head(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: UnitId,
    head: Option<EmployeeId>,
) -> Result<()> {
    sqlx::query!(
        "update units set head_id = $3, proposed_head_id = null, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        head.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets a proposal aside.
pub async fn drop_proposed(conn: &mut PgConnection, agency: AgencyId, id: UnitId) -> Result<()> {
    sqlx::query!(
        "update units set proposed_head_id = null, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a leaver from every post at the head of a unit and returns how many there were.
pub async fn vacate(conn: &mut PgConnection, agency: AgencyId, person: EmployeeId) -> Result<i64> {
    let done = sqlx::query!(
        "update units set head_id = case when head_id = $2 then null else head_id end, \
         proposed_head_id = case when proposed_head_id = $2 then null else proposed_head_id end, version = version + 1 \
         where agency_id = $1 and (head_id = $2 or proposed_head_id = $2)",
        agency.0,
        person.0
    )
    .execute(conn)
    .await?;
    Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX))
}
