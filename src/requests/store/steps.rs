//! Steps in the life of a request: states, days that fall away, the timeline.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::queue::freed;
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, RequestId},
    },
    requests::{Happened, State},
};

/// What a decision writes.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub decided_by: Option<EmployeeId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub note: String,
    pub undo_until: Option<DateTime<Utc>>,
    pub batch: Option<Uuid>,
    /// The standing approval it rests on.
    pub standing: Option<Uuid>,
    /// A rule was set aside for it.
    pub waived: bool,
    /// A new evaluation with its rule versions; none keeps the old one.
    pub verdict: Option<(String, Option<i32>, Option<i32>)>,
}

/// Writes a new state with its decision; a stale version is a conflict.
pub async fn save_outcome(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    version: i32,
    state: State,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<()> {
    let verdict = outcome.verdict.as_ref();
    let done = sqlx::query!(
        "update requests set state = $4, decided_by = $5, decided_at = $6, decision_note = $7, undo_until = $8, batch_id = $9, \
           verdict = coalesce($10, verdict), base_version = case when $10::text is null then base_version else $11 end, \
           rule_version = case when $10::text is null then rule_version else $12 end, \
           standing_id = $14, waived = $15 or (step is not null and waived), updated_at = $13, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        id.0,
        version,
        state.code(),
        outcome.decided_by.map(|id| id.0),
        outcome.decided_at,
        outcome.note,
        outcome.undo_until,
        outcome.batch,
        verdict.map(|(text, _, _)| text.as_str()),
        verdict.and_then(|(_, base, _)| *base),
        verdict.and_then(|(_, _, own)| *own),
        now,
        outcome.standing,
        outcome.waived
    )
    .execute(conn)
    .await?;
    fresh(done.rows_affected())
}

/// Writes a new state and leaves the decision as it is.
pub async fn save_state(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    version: i32,
    state: State,
    stopped_on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "update requests set state = $4, stopped_on = coalesce($5, stopped_on), updated_at = $6, undo_until = null, version = version + 1 \
         where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        id.0,
        version,
        state.code(),
        stopped_on,
        now
    )
    .execute(conn)
    .await?;
    fresh(done.rows_affected())
}

/// Writes a new state into each of several requests that are held.
pub async fn save_states(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[RequestId],
    state: State,
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update requests set state = $3, updated_at = $4, undo_until = null, version = version + 1 where agency_id = $1 and id = any($2)",
        agency.0,
        &ids,
        state.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn fresh(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Whether the days of some requests take places.
pub async fn set_counts(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[RequestId],
    counts: bool,
) -> Result<()> {
    let requests: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update request_days d set counts = $3 from requests r where d.agency_id = $1 and d.request_id = any($2) and not d.dropped \
         and r.agency_id = d.agency_id and r.id = d.request_id and r.shape = 'days'",
        agency.0,
        &requests,
        counts
    )
    .execute(&mut *conn)
    .await?;
    if counts {
        Ok(())
    } else {
        freed(conn, agency, ids).await
    }
}

/// Drops the days of a request from a date on; earlier ones stay as they were.
pub async fn drop_from(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    from: NaiveDate,
) -> Result<()> {
    sqlx::query!(
        "update request_days set counts = false, dropped = true where agency_id = $1 and request_id = $2 and on_date >= $3 and halves > 0",
        agency.0,
        id.0,
        from
    )
    .execute(&mut *conn)
    .await?;
    freed(conn, agency, &[id]).await
}

/// Remembers which days a revocation takes, before they are dropped.
pub async fn mark_revoked(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    from: NaiveDate,
) -> Result<()> {
    sqlx::query!(
        "update request_days set revoked = true where agency_id = $1 and request_id = $2 and on_date >= $3 and halves > 0 and not dropped",
        agency.0,
        id.0,
        from
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The single days that a revocation took.
pub async fn revoked_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
) -> Result<Vec<(NaiveDate, u8)>> {
    let rows = sqlx::query!(
        "select on_date, halves from request_days where agency_id = $1 and request_id = $2 and revoked order by on_date",
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.on_date, u8::try_from(row.halves).unwrap_or(3)))
        .collect())
}

/// Takes a revocation back: these single days count again, and of a pattern the days of `gone` stay at the office.
#[expect(
    clippy::too_many_arguments,
    reason = "what comes back and what does not"
)]
pub async fn restore(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    version: i32,
    state: State,
    back: &[NaiveDate],
    gone: &[NaiveDate],
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "update requests set state = $4, stopped_on = null, updated_at = $5, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        id.0,
        version,
        state.code(),
        now
    )
    .execute(&mut *conn)
    .await?;
    fresh(done.rows_affected())?;
    sqlx::query!(
        "update request_days d set counts = (r.shape = 'days'), dropped = false, revoked = false from requests r \
         where d.agency_id = $1 and d.request_id = $2 and d.on_date = any($3) and d.revoked and r.agency_id = d.agency_id and r.id = d.request_id",
        agency.0,
        id.0,
        back
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves) \
         select r.agency_id, r.id, day, r.employee_id, r.unit_id, 0 from requests r, unnest($3::date[]) day \
         where r.agency_id = $1 and r.id = $2 and r.shape = 'pattern' \
         on conflict (agency_id, request_id, on_date) do update set halves = 0, revoked = false",
        agency.0,
        id.0,
        gone
    )
    .execute(&mut *conn)
    .await?;
    span_again(conn, agency, id).await
}

/// Drops these days of a request.
pub async fn drop_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    days: &[NaiveDate],
) -> Result<()> {
    sqlx::query!(
        "update request_days set counts = false, dropped = true where agency_id = $1 and request_id = $2 and on_date = any($3)",
        agency.0,
        id.0,
        days
    )
    .execute(&mut *conn)
    .await?;
    freed(conn, agency, &[id]).await
}

/// Puts other halves on days of a request and keeps those that were asked for.
pub async fn change_halves(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    days: &[(NaiveDate, u8)],
) -> Result<()> {
    let (days, halves): (Vec<NaiveDate>, Vec<i16>) = days
        .iter()
        .map(|(day, bits)| (*day, i16::from(*bits)))
        .unzip();
    sqlx::query!(
        "update request_days d set asked_halves = coalesce(d.asked_halves, d.halves), halves = n.halves from unnest($3::date[], $4::int2[]) as n (on_date, halves) \
         where d.agency_id = $1 and d.request_id = $2 and d.on_date = n.on_date",
        agency.0,
        id.0,
        &days,
        &halves
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes an adjustment back: added days go, dropped ones return, each with the halves that were asked for.
pub async fn undo_days(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<()> {
    sqlx::query!(
        "delete from request_days where agency_id = $1 and request_id = $2 and added",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update request_days d set counts = true, dropped = false, halves = coalesce(d.asked_halves, d.halves), asked_halves = null from requests r where d.agency_id = $1 and d.request_id = $2 \
         and r.agency_id = d.agency_id and r.id = d.request_id and r.shape = 'days'",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    span_again(conn, agency, id).await
}

/// The days of a request as the person asked for them, before other days took their place.
pub async fn asked_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
) -> Result<Vec<(NaiveDate, u8)>> {
    let rows = sqlx::query!(
        r#"select d.on_date, coalesce(d.asked_halves, d.halves) as "halves!" from request_days d
           where d.agency_id = $1 and d.request_id = $2 and not d.added order by d.on_date"#,
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.on_date, u8::try_from(row.halves).unwrap_or(3)))
        .collect())
}

/// First and last day follow the days that are left.
pub async fn span_again(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<()> {
    sqlx::query!(
        "update requests r set first_on = d.first_on, last_on = d.last_on from \
         (select min(on_date) as first_on, max(on_date) as last_on from request_days where agency_id = $1 and request_id = $2 and not dropped) d \
         where r.agency_id = $1 and r.id = $2 and r.shape = 'days' and d.first_on is not null",
        agency.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub event: &'a str,
    pub from: Option<State>,
    pub to: State,
    pub actor: Option<EmployeeId>,
    pub acting: Option<&'a str>,
    /// The head in whose place the actor did it.
    pub in_place_of: Option<EmployeeId>,
    pub note: &'a str,
    pub verdict: Option<&'a str>,
}

/// Adds a line to the timeline.
pub async fn log(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    at: DateTime<Utc>,
    line: &Line<'_>,
) -> Result<()> {
    sqlx::query!(
        "insert into request_events (agency_id, id, request_id, at, event, from_state, to_state, actor_id, acting_kind, for_id, note, verdict) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)",
        agency.0,
        Uuid::now_v7(),
        id.0,
        at,
        line.event,
        line.from.map(State::code),
        line.to.code(),
        line.actor.map(|id| id.0),
        line.acting,
        line.in_place_of.map(|id| id.0),
        line.note,
        line.verdict
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Logs that the same happened by itself to each of several requests, which stood in these states; with the person it leads to.
pub async fn log_each(
    conn: &mut PgConnection,
    agency: AgencyId,
    at: DateTime<Utc>,
    event: &str,
    were: &[(RequestId, State, Option<EmployeeId>)],
    to: State,
) -> Result<()> {
    let ids: Vec<Uuid> = were.iter().map(|_| Uuid::now_v7()).collect();
    let requests: Vec<Uuid> = were.iter().map(|one| one.0.0).collect();
    let states: Vec<String> = were.iter().map(|one| one.1.code().to_owned()).collect();
    let actors: Vec<Option<Uuid>> = were.iter().map(|one| one.2.map(|id| id.0)).collect();
    sqlx::query!(
        "insert into request_events (agency_id, id, request_id, at, event, from_state, to_state, note, actor_id) \
         select $1, t.id, t.request_id, $2, $3, t.was, $4, '', t.actor_id from unnest($5::uuid[], $6::uuid[], $7::text[], $8::uuid[]) as t (id, request_id, was, actor_id)",
        agency.0,
        at,
        event,
        to.code(),
        &ids,
        &requests,
        &states,
        &actors as &[Option<Uuid>]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The timeline, oldest first.
pub async fn timeline(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
) -> Result<Vec<Happened>> {
    let rows = sqlx::query!(
        r#"select v.at, v.event, v.to_state, v.acting_kind, v.note, e.name as "by?", f.name as "in_place_of?" from request_events v
           left join employees e on e.agency_id = v.agency_id and e.id = v.actor_id
           left join employees f on f.agency_id = v.agency_id and f.id = v.for_id
           where v.agency_id = $1 and v.request_id = $2 order by v.at, v.id"#,
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Happened {
            at: row.at,
            event: row.event,
            to: State::of(&row.to_state),
            by: row.by,
            acting: row.acting_kind,
            in_place_of: row.in_place_of,
            note: row.note,
        })
        .collect())
}
