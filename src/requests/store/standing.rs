//! Standing approvals, and what was approved on them.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, RequestId},
    },
    requests::{Standing, standing::Decided},
};

struct Row {
    id: Uuid,
    employee_id: Uuid,
    name: String,
    max_days: i16,
    from_on: chrono::NaiveDate,
    to_on: chrono::NaiveDate,
    given_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    version: i32,
}

impl From<Row> for Standing {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            by: EmployeeId(row.employee_id),
            by_name: row.name,
            max_days: usize::try_from(row.max_days).unwrap_or(0),
            from_on: row.from_on,
            to_on: row.to_on,
            given_at: row.given_at,
            ended_at: row.ended_at,
            version: row.version,
        }
    }
}

/// Whether the agency lets supervisors give standing approvals.
pub async fn allowed(conn: &mut PgConnection, agency: AgencyId) -> Result<bool> {
    let allowed = sqlx::query_scalar!(
        "select standing_approvals from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(allowed.unwrap_or(false))
}

/// The newest one of a person, whether it still holds or not.
pub async fn latest(
    conn: &mut PgConnection,
    agency: AgencyId,
    by: EmployeeId,
) -> Result<Option<Standing>> {
    let row = sqlx::query_as!(
        Row,
        "select s.id, s.employee_id, e.name, s.max_days, s.from_on, s.to_on, s.given_at, s.ended_at, s.version from standing_approvals s \
         join employees e on e.agency_id = s.agency_id and e.id = s.employee_id \
         where s.agency_id = $1 and s.employee_id = $2 order by s.version desc limit 1",
        agency.0,
        by.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Standing::from))
}

/// The one that somebody who may still come in has not ended; it is held, so that its end waits for what is decided on it.
pub async fn hold_open(
    conn: &mut PgConnection,
    agency: AgencyId,
    by: EmployeeId,
) -> Result<Option<Standing>> {
    let row = sqlx::query_as!(
        Row,
        "select s.id, s.employee_id, e.name, s.max_days, s.from_on, s.to_on, s.given_at, s.ended_at, s.version from standing_approvals s \
         join employees e on e.agency_id = s.agency_id and e.id = s.employee_id and e.active \
         join memberships m on m.agency_id = s.agency_id and m.employee_id = s.employee_id and m.active \
         where s.agency_id = $1 and s.employee_id = $2 and s.ended_at is null limit 1 for share of s",
        agency.0,
        by.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Standing::from))
}

/// Writes a new one.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, new: &Standing) -> Result<()> {
    sqlx::query!(
        "insert into standing_approvals (agency_id, id, employee_id, max_days, from_on, to_on, given_at, version) values ($1,$2,$3,$4,$5,$6,$7,$8)",
        agency.0,
        new.id,
        new.by.0,
        i16::try_from(new.max_days).unwrap_or(i16::MAX),
        new.from_on,
        new.to_on,
        new.given_at,
        new.version
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends one.
pub async fn end(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update standing_approvals set ended_at = $3, version = version + 1 where agency_id = $1 and id = $2 and ended_at is null",
        agency.0,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a person has said no to one of the days of a request before: refused, sent back or revoked them.
pub async fn was_denied(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
             select 1 from requests this
             join requests r on r.agency_id = this.agency_id and r.employee_id = this.employee_id
             join request_events v on v.agency_id = r.agency_id and v.request_id = r.id and v.to_state in ('returned', 'refused', 'revoked')
               and v.actor_id is not null
             where this.agency_id = $1 and this.id = $2 and (r.id = this.id
             or (r.shape = 'pattern' and r.first_on <= this.last_on and r.last_on >= this.first_on) or exists (
               select 1 from request_days d join request_days o on o.agency_id = d.agency_id and o.request_id = this.id and o.on_date = d.on_date
               where d.agency_id = r.agency_id and d.request_id = r.id))) as "denied!""#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?)
}

/// How many requests were approved on a person's standing approvals in the last thirty days.
pub async fn count(
    conn: &mut PgConnection,
    agency: AgencyId,
    by: EmployeeId,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from standing_approvals s join requests r on r.agency_id = s.agency_id and r.standing_id = s.id
           where s.agency_id = $1 and s.employee_id = $2 and r.decided_at > $3"#,
        agency.0,
        by.0,
        now - TimeDelta::days(30)
    )
    .fetch_one(conn)
    .await?)
}

/// The newest of them.
pub async fn decided(
    conn: &mut PgConnection,
    agency: AgencyId,
    by: EmployeeId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Decided>> {
    let rows = sqlx::query!(
        r#"select r.id, e.name, r.decided_at as "decided_at!",
           array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id order by d.on_date) as "days!",
           array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id order by d.on_date) as "halves!"
           from standing_approvals s join requests r on r.agency_id = s.agency_id and r.standing_id = s.id
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           where s.agency_id = $1 and s.employee_id = $2 and r.decided_at > $3 order by r.decided_at desc, r.id desc limit $4"#,
        agency.0,
        by.0,
        now - TimeDelta::days(30),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Decided {
            request: RequestId(row.id),
            name: row.name,
            days: super::board::exceptions(&row.days, &row.halves)
                .into_iter()
                .collect(),
            at: row.decided_at,
        })
        .collect())
}
