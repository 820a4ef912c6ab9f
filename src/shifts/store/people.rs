//! Statements about the people of a plan: who they are now, who leads them, what they said.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, ShiftPlanId, UnitId},
        jobs::CHUNK,
    },
    shifts::Member,
};

/// Somebody as they are now; no unit: they have left.
pub struct Person {
    pub id: EmployeeId,
    pub name: String,
    pub position: String,
    pub unit: Option<UnitId>,
    /// Whether their position's duties need shifts.
    pub shift_work: Option<bool>,
}

/// Holds the records of some people, in the order of their ids.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, people: &[EmployeeId]) -> Result<()> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(
        "select id from employees where agency_id = $1 and id = any($2) order by id for no key update",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Some people as they are now, and everybody in a unit, by name.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    unit: Option<UnitId>,
) -> Result<Vec<Person>> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select e.id, e.name, p.name as position, e.unit_id, e.active, p.shift_work from employees e \
         join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         where e.agency_id = $1 and (e.id = any($2) or (e.unit_id = $3 and e.active)) order by lower(e.name), e.id",
        agency.0,
        &ids,
        unit.map(|unit| unit.0)
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: EmployeeId(row.id),
            name: row.name,
            position: row.position,
            unit: row.active.then_some(UnitId(row.unit_id)),
            shift_work: row.shift_work,
        })
        .collect())
}

/// Writes the members of a plan anew.
pub async fn put(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
    members: &[(EmployeeId, u8)],
) -> Result<()> {
    sqlx::query!(
        "delete from shift_plan_members where agency_id = $1 and plan_id = $2",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let people: Vec<Uuid> = members.iter().map(|one| one.0.0).collect();
    let starts: Vec<i16> = members.iter().map(|one| i16::from(one.1)).collect();
    sqlx::query!(
        "insert into shift_plan_members (agency_id, plan_id, employee_id, starts_on_day) \
         select $1, $2, t.employee, t.starts from unnest($3::uuid[], $4::smallint[]) as t (employee, starts)",
        agency.0,
        id.0,
        &people,
        &starts
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps what a member said, or that they are out.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
    member: &Member,
) -> Result<()> {
    let reply = member.reply.as_ref();
    sqlx::query!(
        "update shift_plan_members set answer = $4, answered_at = $5, note = $6, out_on = $7, due_on = $8, reply = $9, reply_note = $10, replied_by = $11, replied_at = $12, \
           late_at = case when $4 = 'objected' and due_on = $8 then late_at end where agency_id = $1 and plan_id = $2 and employee_id = $3",
        agency.0,
        id.0,
        member.employee.0,
        member.answer.code(),
        member.answered_at,
        member.note,
        member.out_on,
        member.due_on,
        reply.map(|one| if one.upheld { "upheld" } else { "refused" }),
        reply.map_or("", |one| one.note.as_str()),
        reply.map(|one| one.by.0),
        reply.map(|one| one.at)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Plans to look after: over, or with somebody who left the unit. Held, in the order of their ids.
pub async fn lock_ending(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
) -> Result<Vec<(ShiftPlanId, bool)>> {
    let rows = sqlx::query!(
        r#"select s.id, s.to_on < ($2::timestamptz at time zone coalesce(u.time_zone, g.time_zone))::date - 1 as "over!" from shift_plans s
           join units u on u.agency_id = s.agency_id and u.id = s.unit_id join agencies g on g.id = s.agency_id
           where s.agency_id = $1 and s.state = 'assigned' and (s.to_on < ($2::timestamptz at time zone coalesce(u.time_zone, g.time_zone))::date - 1
             or exists (select 1 from shift_plan_members m join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
               where m.agency_id = s.agency_id and m.plan_id = s.id and m.out_on is null and not (e.active and e.unit_id = s.unit_id)))
           order by s.id limit $3 for update of s skip locked"#,
        agency.0,
        now,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ShiftPlanId(row.id), row.over))
        .collect())
}
