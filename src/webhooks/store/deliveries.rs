//! Deliveries: one event for one webhook.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, WebhookId},
        time::zone,
    },
    webhooks::{
        Delivery, Fate, Kind,
        rules::{Happening, Told},
    },
};

/// Sealed rows of the trail with these events, after one number and up to another, in order.
pub async fn happenings(
    conn: &mut PgConnection,
    agency: AgencyId,
    after: i64,
    up_to: i64,
    events: &[String],
) -> Result<Vec<Happening>> {
    let rows = sqlx::query!(
        "select s.seq, a.id, a.at, a.event, a.subject_kind, a.subject_id, a.detail \
         from audit_seals s join audit a on a.agency_id = s.agency_id and a.id = s.audit_id and a.at = s.audit_at \
         where s.agency_id = $1 and s.seq > $2 and s.seq <= $3 and a.event = any($4) order by s.seq",
        agency.0,
        after,
        up_to,
        events
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Happening {
            seq: row.seq,
            id: row.id,
            at: row.at,
            event: row.event,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            detail: row.detail,
        })
        .collect())
}

/// Drops a decision that was taken back before anybody tried to send it; whether there was one.
pub async fn drop_decision(
    conn: &mut PgConnection,
    agency: AgencyId,
    undone: &Told,
) -> Result<bool> {
    let done = sqlx::query!(
        "delete from webhook_deliveries d where d.agency_id = $1 and d.webhook_id = $2 and d.subject_id = $4 and d.state = 'pending' and d.attempts = 0 \
         and d.seq = (select max(o.seq) from webhook_deliveries o where o.agency_id = $1 and o.webhook_id = $2 and o.subject_id = $4 and o.kind = any($3))",
        agency.0,
        undone.webhook.0,
        &Kind::SETTLING.map(|kind| kind.code().to_owned()),
        undone.subject_id
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps events that are to be told, and wakes the worker for those that wait a moment.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, all: &[Told]) -> Result<()> {
    let webhooks: Vec<Uuid> = all.iter().map(|one| one.webhook.0).collect();
    let events: Vec<Uuid> = all.iter().map(|one| one.event_id).collect();
    let seqs: Vec<i64> = all.iter().map(|one| one.seq).collect();
    let kinds: Vec<String> = all.iter().map(|one| one.kind.code().to_owned()).collect();
    let subjects: Vec<String> = all.iter().map(|one| one.subject_kind.clone()).collect();
    let ids: Vec<Option<Uuid>> = all.iter().map(|one| one.subject_id).collect();
    let paths: Vec<String> = all.iter().map(|one| one.path.clone()).collect();
    let outcomes: Vec<Option<String>> = all.iter().map(|one| one.outcome.clone()).collect();
    let ats: Vec<DateTime<Utc>> = all.iter().map(|one| one.at).collect();
    let dues: Vec<DateTime<Utc>> = all.iter().map(|one| one.not_before).collect();
    sqlx::query!(
        "insert into webhook_deliveries (agency_id, webhook_id, event_id, seq, kind, subject_kind, subject_id, path, outcome, happened_at, not_before) \
         select $1, * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[]) \
         on conflict do nothing",
        agency.0,
        &webhooks,
        &events,
        &seqs,
        &kinds,
        &subjects,
        &ids as &[Option<Uuid>],
        &paths,
        &outcomes as &[Option<String>],
        &ats,
        &dues
    )
    .execute(&mut *conn)
    .await?;
    if let Some(last) = dues.iter().max() {
        sqlx::query!(
            "insert into wakeups (id, agency_id, due_at) values ($1, $2, $3)",
            Uuid::now_v7(),
            agency.0,
            last
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// An event on its way, with what it takes to send it.
pub struct Due {
    pub event_id: Uuid,
    pub seq: i64,
    pub kind: String,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub path: String,
    pub outcome: Option<String>,
    pub happened_at: DateTime<Utc>,
    pub attempts: i16,
    pub url: String,
    pub secret: Vec<u8>,
    /// The former secret while it still signs.
    pub old_secret: Option<Vec<u8>>,
    pub agency: String,
    pub zone: Tz,
}

/// The next due event of an active webhook, counted as tried: whoever dies now leaves it to be tried again.
pub async fn claim(
    conn: &mut PgConnection,
    agency: AgencyId,
    webhook: WebhookId,
    now: DateTime<Utc>,
) -> Result<Option<Due>> {
    let row = sqlx::query!(
        r#"update webhook_deliveries d set attempts = least(d.attempts + 1, 1000), tried_at = $3 from webhooks w, agencies a
           where d.agency_id = $1 and d.webhook_id = $2 and w.agency_id = $1 and w.id = $2 and a.id = $1 and w.state = 'active'
           and d.event_id = (select event_id from webhook_deliveries where agency_id = $1 and webhook_id = $2 and state = 'pending' and not_before <= $3
             order by seq limit 1 for update skip locked)
           returning d.event_id, d.seq, d.kind, d.subject_kind, d.subject_id, d.path, d.outcome, d.happened_at, d.attempts, w.url, w.secret,
             case when w.old_until > $3 then w.old_secret end as "old_secret?", a.code, a.time_zone"#,
        agency.0,
        webhook.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Due {
        event_id: row.event_id,
        seq: row.seq,
        kind: row.kind,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        path: row.path,
        outcome: row.outcome,
        happened_at: row.happened_at,
        attempts: row.attempts,
        url: row.url,
        secret: row.secret,
        old_secret: row.old_secret,
        agency: row.code,
        zone: zone(&row.time_zone),
    }))
}

/// How an attempt ended.
pub struct Ended<'a> {
    pub state: Fate,
    pub status: Option<i16>,
    pub problem: Option<&'a str>,
    pub answer: Option<&'a str>,
    /// When it is tried again.
    pub next: DateTime<Utc>,
}

/// Writes down how an attempt ended.
pub async fn mark(
    conn: &mut PgConnection,
    agency: AgencyId,
    webhook: WebhookId,
    event: Uuid,
    ended: &Ended<'_>,
) -> Result<()> {
    sqlx::query!(
        "update webhook_deliveries set state = $4, status = $5, problem = $6, answer = $7, not_before = $8 \
         where agency_id = $1 and webhook_id = $2 and event_id = $3",
        agency.0,
        webhook.0,
        event,
        ended.state.code(),
        ended.status,
        ended.problem,
        ended.answer,
        ended.next
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Events of a webhook, newest first; `before` is the number of the last one seen.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    webhook: WebhookId,
    state: Option<Fate>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let rows = sqlx::query!(
        "select event_id, seq, kind, happened_at, state, attempts, not_before, tried_at, status, problem, answer from webhook_deliveries \
         where agency_id = $1 and webhook_id = $2 and ($3::text is null or state = $3) and ($4::bigint is null or seq < $4) order by seq desc limit $5",
        agency.0,
        webhook.0,
        state.map(Fate::code),
        before,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let state = Fate::of(&row.state).unwrap_or(Fate::Pending);
            Delivery {
                event_id: row.event_id,
                sequence: row.seq,
                kind: Kind::of(&row.kind).unwrap_or(Kind::Test),
                happened_at: row.happened_at,
                state,
                attempts: row.attempts,
                next_at: (state == Fate::Pending).then_some(row.not_before),
                tried_at: row.tried_at,
                status: row.status,
                problem: row.problem,
                answer: row.answer,
            }
        })
        .collect())
}

/// Sends one event, or every dead one, again: from the first attempt on. Gives how many.
pub async fn repeat(
    conn: &mut PgConnection,
    agency: AgencyId,
    webhook: WebhookId,
    only: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "update webhook_deliveries set state = 'pending', attempts = 0, not_before = $4 where agency_id = $1 and webhook_id = $2 \
         and (event_id = $3 or ($3::uuid is null and state = 'dead')) and state <> 'pending'",
        agency.0,
        webhook.0,
        only,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Whether an event stands there for this webhook.
pub async fn state(
    conn: &mut PgConnection,
    agency: AgencyId,
    webhook: WebhookId,
    event: Uuid,
) -> Result<Fate> {
    let state = sqlx::query_scalar!(
        "select state from webhook_deliveries where agency_id = $1 and webhook_id = $2 and event_id = $3 for update",
        agency.0,
        webhook.0,
        event
    )
    .fetch_one(conn)
    .await?;
    Ok(Fate::of(&state).unwrap_or(Fate::Pending))
}

/// Forgets events that were accepted, or given up, long ago; and former secrets that sign no more.
pub async fn forget(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    sent: DateTime<Utc>,
    dead: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "delete from webhook_deliveries where agency_id = $1 and ((state = 'sent' and tried_at < $2) or (state = 'dead' and tried_at < $3))",
        agency.0,
        sent,
        dead
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update webhooks set old_secret = null, old_until = null where agency_id = $1 and old_until <= $2",
        agency.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
