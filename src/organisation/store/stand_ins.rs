//! Statements about stand-ins.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::structure::PersonRow;
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, UnitId},
    },
    organisation::{Acting, ActingHead, Acts, Person},
};

/// Whether a stand-in of the unit is already named for one of the days.
pub async fn overlaps(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from acting_heads where agency_id = $1 and unit_id = $2 and ended_at is null and from_on <= $4 and to_on >= $3) as "taken!""#,
        agency.0,
        unit.0,
        from,
        to
    )
    .fetch_one(conn)
    .await?)
}

/// A stand-in as it is stored.
#[derive(Debug)]
pub struct New {
    pub unit: UnitId,
    pub person: EmployeeId,
    pub kind: Acting,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The head who names it; none: HR.
    pub by: Option<EmployeeId>,
}

/// Writes a stand-in and returns its id.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    new: &New,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "with bump as (update units set version = version + 1 where agency_id = $1 and id = $3) \
         insert into acting_heads (agency_id, id, unit_id, employee_id, kind, from_on, to_on, created_at, named_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        agency.0,
        id,
        new.unit.0,
        new.person.0,
        new.kind.code(),
        new.from,
        new.to,
        now,
        new.by.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// The stand-ins of a unit that are running or to come, then the last ones over.
pub async fn of_unit(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    today: NaiveDate,
) -> Result<Vec<ActingHead>> {
    let rows = sqlx::query!(
        r#"select a.id, a.employee_id, e.name, a.kind, a.from_on, a.to_on, h.name as "named_by?", (a.ended_at is null and a.to_on >= $3) as "open!",
           (a.ended_at at time zone coalesce(u.time_zone, g.time_zone))::date as ended_on,
           exists (select 1 from absences b where b.agency_id = a.agency_id and b.employee_id = a.employee_id and b.kind = 'leave' and b.cancelled_at is null
             and b.from_on <= a.to_on and b.to_on >= greatest(a.from_on, $3)) as "away!"
           from acting_heads a join employees e on e.agency_id = a.agency_id and e.id = a.employee_id
           join units u on u.agency_id = a.agency_id and u.id = a.unit_id join agencies g on g.id = a.agency_id
           left join employees h on h.agency_id = a.agency_id and h.id = a.named_by
           where a.agency_id = $1 and a.unit_id = $2 order by 8 desc, a.from_on desc, a.id desc limit 10"#,
        agency.0,
        unit.0,
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ActingHead {
            id: row.id,
            employee: EmployeeId(row.employee_id),
            name: row.name,
            kind: Acting::of(&row.kind).unwrap_or(Acting::Plh),
            from_on: row.from_on,
            to_on: row.to_on,
            ended_on: row.ended_on,
            named_by: row.named_by,
            away: row.open && row.away,
            open: row.open,
        })
        .collect())
}

/// Who stands in by this entry.
pub async fn person(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    id: Uuid,
) -> Result<EmployeeId> {
    sqlx::query_scalar!(
        "select employee_id from acting_heads where agency_id = $1 and unit_id = $2 and id = $3",
        agency.0,
        unit.0,
        id
    )
    .fetch_optional(conn)
    .await?
    .map(EmployeeId)
    .ok_or(Error::NotFound)
}

/// The unit of an entry.
pub async fn unit_of(conn: &mut PgConnection, agency: AgencyId, id: Uuid) -> Result<UnitId> {
    sqlx::query_scalar!(
        "select unit_id from acting_heads where agency_id = $1 and id = $2",
        agency.0,
        id
    )
    .fetch_optional(conn)
    .await?
    .map(UnitId)
    .ok_or(Error::NotFound)
}

/// Ends a stand-in that is still open.
pub async fn end(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update acting_heads set ended_at = $3 where agency_id = $1 and id = $2 and ended_at is null",
        agency.0,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The open units that somebody heads, by name.
pub async fn headed_by(
    conn: &mut PgConnection,
    agency: AgencyId,
    head: EmployeeId,
) -> Result<Vec<(UnitId, String)>> {
    let rows = sqlx::query!(
        "select id, name from units where agency_id = $1 and head_id = $2 and active order by lower(name), id",
        agency.0,
        head.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.name))
        .collect())
}

/// Who may stand in for a head: the people of the unit, the heads directly below and beside it, and the one above; not the head.
/// Heads come first.
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
            union select u.head_id from units t join units u on u.agency_id = t.agency_id and u.active and (u.parent_id = t.parent_id or u.id = t.parent_id)
                where t.agency_id = $1 and t.id = $2
        )
        select e.id, e.name, e.nip, e.unit_id, u.name as unit_name, p.name as position_name
        from asked q join employees e on e.agency_id = $1 and e.id = q.id and e.active and e.id <> $3
        join units u on u.agency_id = e.agency_id and u.id = e.unit_id
        join positions p on p.agency_id = e.agency_id and p.id = e.position_id
        order by not exists (select 1 from units h where h.agency_id = $1 and h.active and h.head_id = e.id), lower(e.name), e.id limit 300"#,
        agency.0,
        unit.0,
        head.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Whether the agency lets heads name their own stand-ins.
pub async fn heads_may(conn: &mut PgConnection, agency: AgencyId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        "select heads_name_stand_ins from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?
    .unwrap_or(true))
}

/// Somebody's next leave of whole days, running or to come within half a year.
pub async fn next_leave(
    conn: &mut PgConnection,
    agency: AgencyId,
    person: EmployeeId,
    today: NaiveDate,
) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let row = sqlx::query!(
        "select from_on, to_on from absences where agency_id = $1 and employee_id = $2 and kind = 'leave' and halves = 3 and cancelled_at is null \
         and to_on >= $3 and from_on < $3::date + 184 order by from_on limit 1",
        agency.0,
        person.0,
        today
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.from_on, row.to_on)))
}

/// The units in which a person acts for the head today, and those of theirs in which somebody acts for them.
pub async fn acts(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    today: NaiveDate,
) -> Result<Vec<Acts>> {
    let rows = sqlx::query!(
        r#"select a.employee_id = $2 as "mine!", u.name as unit_name, case when a.employee_id = $2 then h.name else e.name end as other, a.kind, a.to_on
           from acting_heads a
           join units u on u.agency_id = a.agency_id and u.id = a.unit_id and u.active
           join employees e on e.agency_id = a.agency_id and e.id = a.employee_id and e.active
           left join employees h on h.agency_id = u.agency_id and h.id = u.head_id
           where a.agency_id = $1 and a.ended_at is null and $3 between a.from_on and a.to_on and (a.employee_id = $2 or u.head_id = $2)
           order by u.name"#,
        agency.0,
        who.0,
        today
    )
    .fetch_all(conn)
    .await?;
    let acts = rows.into_iter().map(|row| Acts {
        mine: row.mine,
        unit_name: row.unit_name,
        other: row.other,
        kind: row.kind,
        to_on: row.to_on,
    });
    Ok(acts.collect())
}
