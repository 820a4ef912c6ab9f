//! Batches, objections, and what the periodic work looks for.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, IdentityId, ObjectionId, RequestId},
        jobs::CHUNK,
    },
    requests::{Objection, State},
};

/// The requests of a batch that this person may still take back.
pub async fn batch(
    conn: &mut PgConnection,
    agency: AgencyId,
    batch: Uuid,
    by: EmployeeId,
    now: DateTime<Utc>,
) -> Result<Vec<RequestId>> {
    let ids = sqlx::query_scalar!(
        "select id from requests where agency_id = $1 and batch_id = $2 and undo_until >= $4 \
         and (decided_by = $3 or exists (select 1 from approval_seats s where s.agency_id = $1 and s.request_id = requests.id and s.batch_id = $2 and s.agreed_by = $3))",
        agency.0,
        batch,
        by.0,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// Opens an objection; none when one is open already.
pub async fn open_objection(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    employee: EmployeeId,
    statement: &str,
    due_on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<Option<ObjectionId>> {
    let id = sqlx::query_scalar!(
        "insert into objections (agency_id, id, request_id, employee_id, statement, opened_at, due_on) values ($1,$2,$3,$4,$5,$6,$7) \
         on conflict (agency_id, request_id) where state = 'open' do nothing returning id",
        agency.0,
        ObjectionId::new().0,
        request.0,
        employee.0,
        statement,
        now,
        due_on
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(ObjectionId))
}

macro_rules! objection {
    ($row:expr) => {
        Objection {
            id: ObjectionId($row.id),
            request: RequestId($row.request_id),
            employee: EmployeeId($row.employee_id),
            employee_name: $row.name,
            statement: $row.statement,
            state: $row.state,
            opened_at: $row.opened_at,
            due_on: $row.due_on,
            answered_at: $row.answered_at,
            answer: $row.answer,
            decision_note: $row.decision_note,
            version: $row.version,
        }
    };
}

/// Working days within which objections are answered in an agency.
pub async fn objection_days(conn: &mut PgConnection, agency: AgencyId) -> Result<u32> {
    let days = sqlx::query_scalar!(
        "select objection_days from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(days.and_then(|days| u32::try_from(days).ok()).unwrap_or(5))
}

/// Open objections whose day has passed and of which the leader was not reminded.
pub async fn late_objections(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<ObjectionId>> {
    let ids = sqlx::query_scalar!(
        "select o.id from objections o where o.agency_id = $1 and o.state = 'open' and o.due_on < $2 \
         and not exists (select 1 from request_events v where v.agency_id = o.agency_id and v.request_id = o.request_id and v.event = 'objection-late' and v.at >= o.opened_at) \
         order by o.due_on, o.id limit $3 for update of o skip locked",
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(ObjectionId).collect())
}

/// One objection.
pub async fn find_objection(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ObjectionId,
) -> Result<Objection> {
    let row = sqlx::query!(
        "select o.id, o.request_id, o.employee_id, e.name, o.statement, o.state, o.opened_at, o.due_on, o.answered_at, o.answer, r.decision_note, o.version from objections o \
         join employees e on e.agency_id = o.agency_id and e.id = o.employee_id \
         join requests r on r.agency_id = o.agency_id and r.id = o.request_id where o.agency_id = $1 and o.id = $2",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(objection!(row))
}

/// The objections to one request, newest first.
pub async fn objections_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
) -> Result<Vec<Objection>> {
    let rows = sqlx::query!(
        "select o.id, o.request_id, o.employee_id, e.name, o.statement, o.state, o.opened_at, o.due_on, o.answered_at, o.answer, r.decision_note, o.version from objections o \
         join employees e on e.agency_id = o.agency_id and e.id = o.employee_id \
         join requests r on r.agency_id = o.agency_id and r.id = o.request_id where o.agency_id = $1 and o.request_id = $2 order by o.opened_at desc",
        agency.0,
        request.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| objection!(row)).collect())
}

/// Every open objection but one's own, oldest first.
pub async fn open_objections(
    conn: &mut PgConnection,
    agency: AgencyId,
    own: Option<EmployeeId>,
) -> Result<Vec<Objection>> {
    let rows = sqlx::query!(
        "select o.id, o.request_id, o.employee_id, e.name, o.statement, o.state, o.opened_at, o.due_on, o.answered_at, o.answer, r.decision_note, o.version from objections o \
         join employees e on e.agency_id = o.agency_id and e.id = o.employee_id \
         join requests r on r.agency_id = o.agency_id and r.id = o.request_id \
         where o.agency_id = $1 and o.state = 'open' and o.employee_id is distinct from $2 order by o.opened_at, o.id limit 200",
        agency.0,
        own.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| objection!(row)).collect())
}

/// Answers an open objection; false when its version has changed.
#[expect(clippy::too_many_arguments, reason = "one statement, each a column")]
pub async fn answer_objection(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ObjectionId,
    version: i32,
    state: &str,
    by: Option<EmployeeId>,
    answer: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update objections set state = $4, answered_by = $5, answer = $6, answered_at = $7, version = version + 1 \
         where agency_id = $1 and id = $2 and version = $3 and state = 'open'",
        agency.0,
        id.0,
        version,
        state,
        by.map(|id| id.0),
        answer,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The login identities of the agency's leaders, without the person concerned.
pub async fn leaders(
    conn: &mut PgConnection,
    agency: AgencyId,
    without: EmployeeId,
) -> Result<Vec<IdentityId>> {
    let ids = sqlx::query_scalar!(
        "select m.identity_id from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active \
         where g.agency_id = $1 and g.role = 'leader' and g.revoked_at is null and m.employee_id is distinct from $2",
        agency.0,
        without.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// Approved requests whose last day has passed where the person works.
pub async fn lock_passed(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
) -> Result<Vec<(RequestId, State)>> {
    let rows = sqlx::query!(
        "select r.id, r.state from requests r join units u on u.agency_id = r.agency_id and u.id = r.unit_id join agencies a on a.id = r.agency_id \
         where r.agency_id = $1 and r.state in ('approved', 'approved_adjusted') and r.last_on <= ($2 at time zone 'UTC')::date and r.last_on < ($2 at time zone coalesce(u.time_zone, a.time_zone))::date \
         limit $3 for update of r skip locked",
        agency.0,
        now,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((RequestId(row.id), State::of(&row.state)?)))
        .collect())
}

/// Waiting requests whose approver is another one by now: request, present approver, the name of who asks. Most wait with the direct
/// supervisor, who is there and has no stand-in and no mandate: that is seen once for each, and only the others are asked of the structure.
pub async fn lock_moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(RequestId, Option<EmployeeId>, String)>> {
    let rows = sqlx::query!(
        r#"with there as materialized (
             select h.id from (select distinct approver_id from requests where agency_id = $1 and state = 'submitted') w
             join employees h on h.agency_id = $1 and h.id = w.approver_id and h.active
             where not exists (select 1 from absences b where b.agency_id = $1 and b.employee_id = h.id and b.kind = 'leave' and b.cancelled_at is null
                 and b.halves = 3 and $2 between b.from_on and b.to_on)
             and not exists (select 1 from units l join acting_heads t on t.agency_id = l.agency_id and t.unit_id = l.id and t.ended_at is null
                 and $2 between t.from_on and t.to_on where l.agency_id = $1 and l.head_id = h.id)
             and not exists (select 1 from mandates d where d.agency_id = $1 and d.ended_at is null and $2 between d.from_on and d.to_on and d.giver_id = h.id)
             and not exists (select 1 from mandates d where d.agency_id = $1 and d.ended_at is null and $2 between d.from_on and d.to_on and d.holder_id = h.id)),
           doubtful as materialized (
             select r.id, r.employee_id, r.level, e.name from requests r join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
             join units u on u.agency_id = e.agency_id and u.id = e.unit_id left join there h on h.id = r.approver_id
             where r.agency_id = $1 and r.state = 'submitted' and r.step is null
             and (h.id is null or r.level <> 0 or h.id is distinct from coalesce(e.supervisor_id, u.head_id)))
           select r.id, d.name, a.employee_id as "to?" from doubtful d join requests r on r.agency_id = $1 and r.id = d.id
           left join lateral approver_of(r.agency_id, d.employee_id, $2, d.level) a on true
           where r.state = 'submitted' and a.employee_id is distinct from r.approver_id
           order by r.id limit $3 for update of r skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (RequestId(row.id), row.to.map(EmployeeId), row.name))
        .collect())
}

/// Hands a waiting request to another approver. Its version stays: what is asked has not changed.
pub async fn set_approver(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    to: Option<EmployeeId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update requests set approver_id = $3, updated_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        to.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
