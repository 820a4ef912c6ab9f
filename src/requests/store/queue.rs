//! Who waits for a place on a full day, in the order in which they came.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, RequestId, UnitId, WindowId},
        jobs::{CHUNK, Mark},
    },
    requests::State,
};

/// The most of a line that are looked at in one transaction.
pub const TRIED: usize = 100;

/// Tells those who wait in the units of some requests that these gave places up: they are tried at the worker's next round.
pub async fn freed(conn: &mut PgConnection, agency: AgencyId, by: &[RequestId]) -> Result<()> {
    let by: Vec<Uuid> = by.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update requests q set tried_at = null from requests r where r.agency_id = $1 and r.id = any($2) \
         and q.agency_id = r.agency_id and q.unit_id = r.unit_id and q.state = 'queued' and q.tried_at is not null",
        agency.0,
        &by
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Units in which somebody waits who was not tried since places became free, or for an hour (rules, minimum staff and absences change
/// too).
pub async fn units_to_try(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
) -> Result<Vec<UnitId>> {
    let ids = sqlx::query_scalar!(
        "select distinct q.unit_id from requests q where q.agency_id = $1 and q.state = 'queued' \
         and (q.tried_at is null or q.tried_at <= $2::timestamptz - interval '1 hour') \
         order by q.unit_id limit $3",
        agency.0,
        now,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// Somebody in a line: since when, and of whom.
pub struct InLine {
    pub id: RequestId,
    pub employee: EmployeeId,
    pub since: DateTime<Utc>,
}

/// The next who wait in a unit after a mark, first come first.
pub async fn waiting(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    from: Mark,
) -> Result<Vec<InLine>> {
    let rows = sqlx::query!(
        r#"select q.id, q.employee_id, q.queued_at as "since!" from requests q join employees e on e.agency_id = q.agency_id and e.id = q.employee_id and e.unit_id = q.unit_id and e.active
           where q.agency_id = $1 and q.unit_id = $2 and q.state = 'queued' and (q.queued_at, q.id) > ($3, $4) order by q.queued_at, q.id limit $5"#,
        agency.0,
        unit.0,
        from.0,
        from.1,
        TRIED as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| InLine {
            id: RequestId(row.id),
            employee: EmployeeId(row.employee_id),
            since: row.since,
        })
        .collect())
}

/// Remembers that these were tried, and that whoever waits in a unit without working there cannot be. Versions stay: nothing that is
/// asked for has changed.
pub async fn tried(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    these: &[InLine],
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = these.iter().map(|one| one.id.0).collect();
    sqlx::query!(
        "update requests q set tried_at = $4 where q.agency_id = $1 and q.unit_id = $2 and q.state = 'queued' and (q.id = any($3) \
         or not exists (select 1 from employees e where e.agency_id = $1 and e.id = q.employee_id and e.unit_id = $2 and e.active))",
        agency.0,
        unit.0,
        &ids,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Others in a unit who wait for a place on one of these days, first come first.
pub async fn others(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    employee: EmployeeId,
    days: &[NaiveDate],
) -> Result<Vec<RequestId>> {
    let ids = sqlx::query_scalar!(
        "select q.id from requests q where q.agency_id = $1 and q.unit_id = $2 and q.state = 'queued' and q.employee_id <> $3 \
         and exists (select 1 from request_days d where d.agency_id = q.agency_id and d.request_id = q.id and not d.dropped and d.on_date = any($4)) \
         order by q.queued_at, q.id limit $5",
        agency.0,
        unit.0,
        employee.0,
        days,
        TRIED as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// Whether a person waits for one of these days already.
pub async fn own(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    days: &[NaiveDate],
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from requests q join request_days d on d.agency_id = q.agency_id and d.request_id = q.id and not d.dropped
           where q.agency_id = $1 and q.employee_id = $2 and q.state = 'queued' and d.on_date = any($3)) as "found!""#,
        agency.0,
        employee.0,
        days
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// The place in the line of one that waits, from 1: those who came before and want one of the same days.
pub async fn position(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<i64> {
    let ahead = sqlx::query_scalar!(
        r#"select count(*) as "n!" from requests q join requests own on own.agency_id = q.agency_id and own.id = $2
           where q.agency_id = $1 and q.unit_id = own.unit_id and q.state = 'queued' and (q.queued_at, q.id) < (own.queued_at, own.id)
           and exists (select 1 from request_days d join request_days o on o.agency_id = d.agency_id and o.request_id = own.id and o.on_date = d.on_date and not o.dropped
             where d.agency_id = q.agency_id and d.request_id = q.id and not d.dropped)"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(ahead + 1)
}

/// What one is seated with.
pub struct Seat {
    pub state: State,
    pub approver: Option<EmployeeId>,
    pub safe: bool,
    pub window: Option<WindowId>,
    pub verdict: (String, Option<i32>, Option<i32>),
}

/// Sends one that waited to its approver.
pub async fn seat(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    version: i32,
    seat: &Seat,
    now: DateTime<Utc>,
) -> Result<()> {
    let (verdict, base, own) = &seat.verdict;
    let done = sqlx::query!(
        "update requests set state = $4, approver_id = $5, safe = $6, verdict = $7, base_version = $8, rule_version = $9, submitted_at = $10, updated_at = $10, \
           window_id = $11, level = 0, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        id.0,
        version,
        seat.state.code(),
        seat.approver.map(|id| id.0),
        seat.safe,
        verdict,
        *base,
        *own,
        now,
        seat.window.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// What ends without a place, or without the person's answer.
pub struct Late {
    pub id: RequestId,
    pub state: State,
    pub employee: EmployeeId,
    pub name: String,
    /// Who assigned or offered the days.
    pub by: Option<EmployeeId>,
}

/// What waits for a place, or for the person's answer, although its first day has begun where the person works.
pub async fn lock_late(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
) -> Result<Vec<Late>> {
    let rows = sqlx::query!(
        r#"select r.id, r.state, r.employee_id, e.name, coalesce(r.assigned_by, r.decided_by) as by from requests r
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           join units u on u.agency_id = r.agency_id and u.id = r.unit_id join agencies a on a.id = r.agency_id
           where r.agency_id = $1 and r.state in ('queued', 'offered') and r.first_on <= ($2 at time zone 'UTC')::date + 1
           and r.first_on <= ($2 at time zone coalesce(u.time_zone, a.time_zone))::date
           order by r.id limit $3 for update of r skip locked"#,
        agency.0,
        now,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    let late = rows.into_iter().filter_map(|row| {
        Some(Late {
            id: RequestId(row.id),
            state: State::of(&row.state)?,
            employee: EmployeeId(row.employee_id),
            name: row.name,
            by: row.by.map(EmployeeId),
        })
    });
    Ok(late.collect())
}
