//! Statements about what somebody is reminded of.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::Result,
    id::{AgencyId, DeliverableId, EmployeeId, RequestId, UnitId},
    jobs::CHUNK,
};

/// Something that somebody has to deliver.
pub struct Due {
    pub employee: EmployeeId,
    pub unit: UnitId,
    pub what: String,
    pub due_on: NaiveDate,
}

/// What is due until three weeks from `today`, planned or promised, of some people who were not looked at that day, by person and day.
pub async fn due(conn: &mut PgConnection, agency: AgencyId, today: NaiveDate) -> Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"with items as (
             select w.employee_id, w.title as what, w.due_on from deliverables w
             where w.agency_id = $1 and w.state in ('planned', 'revision') and w.due_on <= $2::date + 21
             union all
             select r.employee_id, p.what, p.due_on from plan_lines p join requests r on r.agency_id = p.agency_id and r.id = p.request_id
             where p.agency_id = $1 and r.state in ('approved', 'approved_adjusted', 'ended') and p.due_on between $2::date - 31 and $2::date + 21
             and not exists (select 1 from deliverables w where w.agency_id = p.agency_id and w.request_id = p.request_id and w.plan_line = p.line and w.state <> 'withdrawn')
           ), people as (
             select e.id, e.unit_id from employees e where e.agency_id = $1 and e.active and e.id in (select i.employee_id from items i)
             and not exists (select 1 from work_reminders m where m.agency_id = $1 and m.employee_id = e.id and m.looked_on >= $2)
             order by e.id limit $3
           )
           select p.id, p.unit_id, i.what as "what!", i.due_on as "due_on!" from people p join items i on i.employee_id = p.id order by p.id, i.due_on, i.what"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    let due = rows.into_iter().map(|row| Due {
        employee: EmployeeId(row.id),
        unit: UnitId(row.unit_id),
        what: row.what,
        due_on: row.due_on,
    });
    Ok(due.collect())
}

/// Something of one's own that is to be delivered.
pub struct Own {
    /// The work; none: nothing was planned for the promise yet.
    pub work: Option<DeliverableId>,
    /// The request that promised it and the line of its plan.
    pub promise: Option<(RequestId, i16)>,
    pub what: String,
    pub due_on: NaiveDate,
    /// Given back for a revision.
    pub revision: bool,
}

/// What somebody has to deliver until a day, or has to revise, by the day it is due.
pub async fn own(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    today: NaiveDate,
    until: NaiveDate,
    limit: i64,
) -> Result<Vec<Own>> {
    let rows = sqlx::query!(
        r#"select work as "work?", request as "request?", line as "line?", what as "what!", due_on as "due_on!", revision as "revision!" from (
             select w.id as work, w.request_id as request, w.plan_line as line, w.title as what, w.due_on, w.state = 'revision' as revision from deliverables w
             where w.agency_id = $1 and w.employee_id = $2 and (w.state = 'revision' or (w.state = 'planned' and w.due_on <= $4))
             union all
             select null, p.request_id, p.line, p.what, p.due_on, false from requests r join plan_lines p on p.agency_id = r.agency_id and p.request_id = r.id
             where r.agency_id = $1 and r.employee_id = $2 and r.state in ('approved', 'approved_adjusted', 'ended') and p.due_on between $3::date - 31 and $4
             and not exists (select 1 from deliverables w where w.agency_id = p.agency_id and w.request_id = p.request_id and w.plan_line = p.line and w.state <> 'withdrawn')
           ) d order by due_on, what limit $5"#,
        agency.0,
        who.0,
        today,
        until,
        limit
    )
    .fetch_all(conn)
    .await?;
    let own = rows.into_iter().map(|row| Own {
        work: row.work.map(DeliverableId),
        promise: row.request.map(RequestId).zip(row.line),
        what: row.what,
        due_on: row.due_on,
        revision: row.revision,
    });
    Ok(own.collect())
}

/// Keeps that the work of these people was looked through.
pub async fn looked(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    today: NaiveDate,
) -> Result<()> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into work_reminders (agency_id, employee_id, looked_on) select $1, id, $3 from unnest($2::uuid[]) as t (id) \
         on conflict (agency_id, employee_id) do update set looked_on = excluded.looked_on",
        agency.0,
        &people,
        today
    )
    .execute(conn)
    .await?;
    Ok(())
}
