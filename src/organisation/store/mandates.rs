//! Statements about mandates.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::structure::PersonRow;
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, UnitId},
    },
    organisation::{Person, mandate::Mandate},
};

/// The mandates that the present head of a unit gave: open ones first, then the last ones over.
pub async fn of_unit(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    today: NaiveDate,
) -> Result<Vec<Mandate>> {
    let rows = sqlx::query!(
        r#"select d.id, d.over_id, o.name as over_name, d.holder_id, e.name as holder_name, e.active as holder_active, d.from_on, d.to_on,
           (d.ended_at is null and d.to_on >= $3) as "open!", (d.ended_at at time zone coalesce(u.time_zone, g.time_zone))::date as ended_on
           from mandates d join units u on u.agency_id = d.agency_id and u.id = d.unit_id and u.head_id = d.giver_id join agencies g on g.id = d.agency_id
           join units o on o.agency_id = d.agency_id and o.id = d.over_id
           join employees e on e.agency_id = d.agency_id and e.id = d.holder_id
           where d.agency_id = $1 and d.unit_id = $2 order by 9 desc, d.from_on desc, d.id desc limit 20"#,
        agency.0,
        unit.0,
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Mandate {
            id: row.id,
            over: UnitId(row.over_id),
            over_name: row.over_name,
            holder: EmployeeId(row.holder_id),
            holder_name: row.holder_name,
            gone: !row.holder_active,
            from_on: row.from_on,
            to_on: row.to_on,
            ended_on: row.ended_on,
            open: row.open,
        })
        .collect())
}

/// Whether an open mandate of a unit's head about the same people covers one of the days.
pub async fn overlaps(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    new: &New,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from mandates d join units u on u.agency_id = d.agency_id and u.id = d.unit_id and u.head_id = d.giver_id
           where d.agency_id = $1 and d.unit_id = $2 and d.over_id = $3 and d.ended_at is null and d.from_on <= $5 and d.to_on >= $4) as "taken!""#,
        agency.0,
        unit.0,
        new.over.0,
        new.from,
        new.to
    )
    .fetch_one(conn)
    .await?)
}

/// A mandate as it is stored.
#[derive(Debug)]
pub struct New {
    pub giver: EmployeeId,
    pub over: UnitId,
    pub holder: EmployeeId,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Writes a mandate and returns its id.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    new: &New,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into mandates (agency_id, id, unit_id, giver_id, over_id, holder_id, from_on, to_on, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        agency.0,
        id,
        unit.0,
        new.giver.0,
        new.over.0,
        new.holder.0,
        new.from,
        new.to,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// The unit whose head gave a mandate, and its holder.
pub async fn unit_and_holder(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
) -> Result<(UnitId, EmployeeId)> {
    let row = sqlx::query!(
        "select unit_id, holder_id from mandates where agency_id = $1 and id = $2",
        agency.0,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok((UnitId(row.unit_id), EmployeeId(row.holder_id)))
}

/// Ends a mandate that is still open.
pub async fn end(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update mandates set ended_at = $3 where agency_id = $1 and id = $2 and ended_at is null",
        agency.0,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who may hold a mandate of a unit's head: the people of the unit and the heads directly below it; not the head.
pub async fn possible(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    head: EmployeeId,
) -> Result<Vec<Person>> {
    let rows = sqlx::query_as!(
        PersonRow,
        r#"with asked as (
            select e.id from employees e where e.agency_id = $1 and e.unit_id = $2
            union select u.head_id from units u where u.agency_id = $1 and u.active and u.parent_id = $2
        )
        select e.id, e.name, e.nip, e.unit_id, u.name as unit_name, p.name as position_name
        from asked q join employees e on e.agency_id = $1 and e.id = q.id and e.active and e.id <> $3
        join units u on u.agency_id = e.agency_id and u.id = e.unit_id
        join positions p on p.agency_id = e.agency_id and p.id = e.position_id
        order by lower(e.name), e.id limit 300"#,
        agency.0,
        unit.0,
        head.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// A unit and the open units below it, by depth and name.
pub async fn below(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
) -> Result<Vec<(UnitId, String)>> {
    let rows = sqlx::query!(
        r#"with recursive tree as (
            select u.id, u.name, 0 as depth from units u where u.agency_id = $1 and u.id = $2
            union all
            select u.id, u.name, t.depth + 1 from tree t join units u on u.agency_id = $1 and u.parent_id = t.id and u.active where t.depth < 40
        ) select id as "id!", name as "name!" from tree order by depth, lower(name), id limit 300"#,
        agency.0,
        unit.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.name))
        .collect())
}
