//! Requests that wait too long.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, RequestId, UnitId},
        jobs::{CHUNK, Mark},
        time::zone,
    },
    requests::{State, unanswered::Unanswered},
};

/// A request that waits.
pub struct Waiting {
    pub id: RequestId,
    pub employee: EmployeeId,
    /// Who asks.
    pub name: String,
    /// Where it waits; none: with the agency's leader.
    pub approver: Option<EmployeeId>,
    /// The approver's place of duty, else that of who asks.
    pub unit: UnitId,
    /// The zone of that place.
    pub zone: Tz,
    /// Since it was sent, or last moved up or reopened.
    pub since: DateTime<Utc>,
    pub level: i16,
    /// The step of its chain; none: it waits for the direct supervisor, or whoever stands above.
    pub step: Option<i16>,
    pub version: i32,
}

impl Waiting {
    /// Where it waits, and since when.
    pub fn place(&self) -> (UnitId, Tz, DateTime<Utc>) {
        (self.unit, self.zone, self.since)
    }

    /// Its place in the order of those that wait.
    pub fn mark(&self) -> Mark {
        (self.since, self.id.0)
    }
}

struct Row {
    id: Uuid,
    employee_id: Uuid,
    name: String,
    approver_id: Option<Uuid>,
    unit_id: Uuid,
    zone: String,
    since: DateTime<Utc>,
    level: i16,
    step: Option<i16>,
    version: i32,
}

impl From<Row> for Waiting {
    fn from(row: Row) -> Self {
        Self {
            id: RequestId(row.id),
            employee: EmployeeId(row.employee_id),
            name: row.name,
            approver: row.approver_id.map(EmployeeId),
            unit: UnitId(row.unit_id),
            zone: zone(&row.zone),
            since: row.since,
            level: row.level,
            step: row.step,
            version: row.version,
        }
    }
}

/// Requests after a mark that wait for two days or more at one desk and whose approvers were not reminded, oldest first. What is older than two
/// months was reminded of long ago.
pub async fn lock_unreminded(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    from: Mark,
) -> Result<Vec<Waiting>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, r.employee_id, e.name, r.approver_id, u.id as unit_id, coalesce(u.time_zone, g.time_zone) as "zone!", w.since as "since!", r.level, r.step, r.version
           from requests r join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           left join employees a on a.agency_id = r.agency_id and a.id = r.approver_id
           left join memberships m on m.agency_id = a.agency_id and m.employee_id = a.id and m.active
           join units u on u.agency_id = r.agency_id and u.id = coalesce(a.unit_id, r.unit_id) join agencies g on g.id = r.agency_id
           cross join lateral (select greatest(r.submitted_at, (select max(v.at) from request_events v
             where v.agency_id = r.agency_id and v.request_id = r.id and v.event = 'agreed')) as since) w
           where r.agency_id = $1 and r.state = 'submitted' and r.submitted_at between $2::timestamptz - interval '60 days' and $2::timestamptz - interval '2 days'
           and (m.id is not null or r.step is not null) and w.since <= $2::timestamptz - interval '2 days'
           and not exists (select 1 from outbox o where o.agency_id = r.agency_id
             and o.dedupe = 'request-reminder:' || r.id || ':' || (extract(epoch from w.since) * 1000000)::bigint)
           and (w.since, r.id) > ($3, $4) order by w.since, r.id limit $5 for update of r skip locked"#,
        agency.0,
        now,
        from.0,
        from.1,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Waiting::from).collect())
}

/// Requests after a mark that nobody has answered for so many days, oldest first.
pub async fn lock_unanswered(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    days: u16,
    from: Mark,
) -> Result<Vec<Waiting>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, r.employee_id, e.name, r.approver_id, u.id as unit_id, coalesce(u.time_zone, g.time_zone) as "zone!", s.since as "since!", r.level, r.step, r.version
           from requests r join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           left join employees a on a.agency_id = r.agency_id and a.id = r.approver_id
           join units u on u.agency_id = r.agency_id and u.id = coalesce(a.unit_id, r.unit_id) join agencies g on g.id = r.agency_id
           cross join lateral (select max(v.at) as since from request_events v
             where v.agency_id = r.agency_id and v.request_id = r.id and v.to_state = 'submitted' and v.event <> 'rerouted') s
           where r.agency_id = $1 and r.state = 'submitted' and r.submitted_at <= $2::timestamptz - make_interval(days => $3)
           and s.since <= $2::timestamptz - make_interval(days => $3)
           and (s.since, r.id) > ($4, $5) order by s.since, r.id limit $6 for update of r skip locked"#,
        agency.0,
        now,
        i32::from(days),
        from.0,
        from.1,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Waiting::from).collect())
}

/// What the agency chose for requests that nobody answers, and after how many working days.
pub async fn chosen(conn: &mut PgConnection, agency: AgencyId) -> Result<(Unanswered, u16)> {
    let row = sqlx::query!(
        "select unanswered, unanswered_days from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(match row {
        Some(row) => (
            Unanswered::of(&row.unanswered).unwrap_or_default(),
            u16::try_from(row.unanswered_days).unwrap_or(u16::MAX),
        ),
        None => (Unanswered::default(), u16::MAX),
    })
}

/// Whoever stands above the desks at which some requests wait.
pub async fn above(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[RequestId],
    today: NaiveDate,
) -> Result<HashMap<RequestId, Option<EmployeeId>>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select r.id, a.employee_id as "to?" from requests r
           left join lateral approver_of(r.agency_id, r.employee_id, $3, r.level + 1) a on true
           where r.agency_id = $1 and r.id = any($2)"#,
        agency.0,
        &ids,
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (RequestId(row.id), row.to.map(EmployeeId)))
        .collect())
}

/// Moves waiting requests up. Their versions stay: what is asked has not changed.
pub async fn move_up(
    conn: &mut PgConnection,
    agency: AgencyId,
    moved: &[(RequestId, Option<EmployeeId>)],
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = moved.iter().map(|(id, _)| id.0).collect();
    let people: Vec<Option<Uuid>> = moved.iter().map(|(_, to)| to.map(|to| to.0)).collect();
    sqlx::query!(
        "update requests r set level = r.level + 1, approver_id = t.approver_id, updated_at = $4 from unnest($2::uuid[], $3::uuid[]) as t (id, approver_id) \
         where r.agency_id = $1 and r.id = t.id",
        agency.0,
        &ids,
        &people as &[Option<Uuid>],
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends waiting requests that nobody decided.
pub async fn lapse(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[RequestId],
    state: State,
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update requests set state = $3, decided_by = null, decided_at = $4, decision_note = '', undo_until = null, batch_id = null, standing_id = null, \
           updated_at = $4, version = version + 1 where agency_id = $1 and id = any($2)",
        agency.0,
        &ids,
        state.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A request that waits where a mandate holds.
pub struct Mandated {
    pub id: RequestId,
    pub giver: EmployeeId,
    pub giver_name: String,
    pub holder_name: String,
}

/// What waits for the holder of a mandate that somebody gave or holds on a day.
pub async fn mandated(
    conn: &mut PgConnection,
    agency: AgencyId,
    person: EmployeeId,
    on: NaiveDate,
) -> Result<Vec<Mandated>> {
    let rows = sqlx::query!(
        r#"select distinct r.id as "id!", m.giver_id, g.name as giver, m.holder_id, h.name as holder
           from (select distinct d.giver_id, d.holder_id from mandates d where d.agency_id = $1 and $2 in (d.giver_id, d.holder_id)
             and d.ended_at is null and $3 between d.from_on and d.to_on) m
           join (select q.id, q.employee_id, q.approver_id as asked, q.level as at, q.level as to_level from requests q
               where q.agency_id = $1 and q.state = 'submitted' and q.step is null
             union all
             select q.id, q.employee_id, s.approver_id, 0, q.level + 1 from requests q
               join approval_seats s on s.agency_id = q.agency_id and s.request_id = q.id and s.state = 'open'
               where q.agency_id = $1 and q.state = 'submitted') r on r.asked = m.holder_id and r.employee_id <> $2
           join employees g on g.agency_id = $1 and g.id = m.giver_id
           join employees h on h.agency_id = $1 and h.id = m.holder_id
           where exists (select 1 from generate_series(r.at, r.to_level) l, approver_of($1, r.employee_id, $3, l::integer) a
             where a.employee_id = m.holder_id and a.acting = 'mandate' and a.for_id = m.giver_id)
           limit 200"#,
        agency.0,
        person.0,
        on
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Mandated {
            id: RequestId(row.id),
            giver: EmployeeId(row.giver_id),
            giver_name: row.giver,
            holder_name: row.holder,
        })
        .collect())
}
