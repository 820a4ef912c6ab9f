//! Webhooks: where events go.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, IdentityId, MembershipId, WebhookId},
    },
    webhooks::{Kind, Pause, State, Webhook, rules::Listener},
};

fn kinds(words: &[String]) -> Vec<Kind> {
    words.iter().filter_map(|word| Kind::of(word)).collect()
}

fn words(kinds: &[Kind]) -> Vec<String> {
    kinds.iter().map(|kind| kind.code().to_owned()).collect()
}

/// One webhook, or all of the agency, oldest first.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    only: Option<WebhookId>,
    now: DateTime<Utc>,
) -> Result<Vec<Webhook>> {
    let rows = sqlx::query!(
        r#"select w.id, w.name, w.url, w.kinds, w.state, w.pause, w.paused_at, w.created_at, w.sent_at, w.failing_since, w.old_until,
           coalesce(e.name, (select i.name from identity_get(m.identity_id) i), '') as "by!",
           (select count(*) from webhook_deliveries d where d.agency_id = w.agency_id and d.webhook_id = w.id and d.state = 'pending') as "waiting!",
           (select count(*) from webhook_deliveries d where d.agency_id = w.agency_id and d.webhook_id = w.id and d.state = 'dead') as "dead!"
           from webhooks w join memberships m on m.agency_id = w.agency_id and m.id = w.created_by
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           where w.agency_id = $1 and ($2::uuid is null or w.id = $2) order by w.created_at, w.id"#,
        agency.0,
        only.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Webhook {
            id: WebhookId(row.id),
            name: row.name,
            url: row.url,
            kinds: kinds(&row.kinds),
            state: if row.state == "paused" {
                State::Paused
            } else {
                State::Active
            },
            pause: row.pause.as_deref().and_then(Pause::of),
            paused_at: row.paused_at,
            created_at: row.created_at,
            created_by: row.by,
            sent_at: row.sent_at,
            failing_since: row.failing_since,
            old_secret_until: row.old_until.filter(|until| *until > now),
            waiting: row.waiting,
            dead: row.dead,
        })
        .collect())
}

/// A new webhook.
pub struct New<'a> {
    pub id: WebhookId,
    pub name: &'a str,
    pub url: &'a str,
    pub kinds: &'a [Kind],
    pub secret: &'a [u8],
    pub by: MembershipId,
    pub now: DateTime<Utc>,
}

/// How many the agency has. Waits for whoever is adding one.
pub async fn lock_count(conn: &mut PgConnection, agency: AgencyId) -> Result<i64> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::text, 11))",
        agency.0.to_string()
    )
    .execute(&mut *conn)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from webhooks where agency_id = $1"#,
        agency.0
    )
    .fetch_one(conn)
    .await?)
}

/// Keeps a webhook. It hears what is sealed from now on.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, new: &New<'_>) -> Result<()> {
    sqlx::query!(
        "insert into webhooks (agency_id, id, name, url, kinds, secret, seen_seq, created_by, created_at) \
         values ($1, $2, $3, $4, $5, $6, coalesce((select seq from audit_seals where agency_id = $1 order by seq desc limit 1), 0), $7, $8)",
        agency.0,
        new.id.0,
        new.name,
        new.url,
        &words(new.kinds),
        new.secret,
        new.by.0,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What an operation must know of a webhook; locked.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: WebhookId) -> Result<State> {
    let state = sqlx::query_scalar!(
        "select state from webhooks where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(if state == "paused" {
        State::Paused
    } else {
        State::Active
    })
}

/// Pauses a webhook.
pub async fn pause(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    why: Pause,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update webhooks set state = 'paused', pause = $3, paused_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        why.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets a webhook go on where it stopped, or from an instant when it stopped before that.
pub async fn resume(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    from: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update webhooks set state = 'active', pause = null, paused_at = null, rest_until = null, failures = 0, failing_since = null, \
         seen_seq = greatest(seen_seq, coalesce((select s.seq - 1 from audit a join audit_seals s on s.agency_id = a.agency_id and s.audit_id = a.id \
             where a.agency_id = $1 and a.at >= $3 order by a.at, a.id limit 1), 0)) \
         where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        from
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a new secret in the place of the present one, which still signs for a while.
pub async fn rotate(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    secret: &[u8],
    old_until: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update webhooks set old_secret = secret, old_until = $4, secret = $3 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        secret,
        old_until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a webhook away with what was told to it.
pub async fn delete(conn: &mut PgConnection, agency: AgencyId, id: WebhookId) -> Result<()> {
    sqlx::query!(
        "delete from webhooks where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Active webhooks that have not seen the newest sealed row, locked, and the number of that row. One that another worker holds
/// is left to it.
pub async fn behind(conn: &mut PgConnection, agency: AgencyId) -> Result<(Vec<Listener>, i64)> {
    let rows = sqlx::query!(
        r#"select w.id, w.kinds, w.seen_seq, w.created_at, h.seq as "head!" from webhooks w
           cross join lateral (select seq from audit_seals where agency_id = $1 order by seq desc limit 1) h
           where w.agency_id = $1 and w.state = 'active' and w.seen_seq < h.seq order by w.id for update of w skip locked"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    let head = rows.first().map_or(0, |row| row.head);
    let listeners = rows
        .into_iter()
        .map(|row| Listener {
            id: WebhookId(row.id),
            kinds: kinds(&row.kinds),
            seen: row.seen_seq,
            created_at: row.created_at,
        })
        .collect();
    Ok((listeners, head))
}

/// Remembers up to which number these have seen the trail.
pub async fn seen(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[Uuid],
    up_to: i64,
) -> Result<()> {
    sqlx::query!(
        "update webhooks set seen_seq = $3 where agency_id = $1 and id = any($2) and seen_seq < $3",
        agency.0,
        ids,
        up_to
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes up to `most` active webhooks with something due, for as long as the lease runs.
pub async fn lease(
    conn: &mut PgConnection,
    agency: AgencyId,
    most: i64,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<WebhookId>> {
    let ids = sqlx::query_scalar!(
        "update webhooks set rest_until = $4 where agency_id = $1 and id in (select w.id from webhooks w \
           where w.agency_id = $1 and w.state = 'active' and (w.rest_until is null or w.rest_until <= $3) \
           and exists (select from webhook_deliveries d where d.agency_id = $1 and d.webhook_id = w.id and d.state = 'pending' and d.not_before <= $3) \
           order by w.rest_until nulls first, w.id limit $2 for update skip locked) returning id",
        agency.0,
        most,
        now,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(WebhookId).collect())
}

/// Gives a leased webhook back; wakes the worker when there is more to do.
pub async fn release(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "with w as (insert into wakeups (id, agency_id, due_at) select $4, $1, $3 \
           where exists (select from webhook_deliveries where agency_id = $1 and webhook_id = $2 and state = 'pending' and not_before <= $3)) \
         update webhooks set rest_until = null where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now,
        Uuid::now_v7()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Something was accepted.
pub async fn accepted(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update webhooks set sent_at = $3, failures = 0, failing_since = null where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a failure adds up to.
pub struct Failing {
    pub name: String,
    pub failures: i32,
    pub since: DateTime<Utc>,
    pub active: bool,
}

/// Something was not accepted: counts it.
pub async fn failed(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    now: DateTime<Utc>,
) -> Result<Option<Failing>> {
    let row = sqlx::query!(
        r#"update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, $3) where agency_id = $1 and id = $2
           returning name, failures, failing_since as "since!", state = 'active' as "active!""#,
        agency.0,
        id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Failing {
        name: row.name,
        failures: row.failures,
        since: row.since,
        active: row.active,
    }))
}

/// Lets a webhook rest.
pub async fn rest(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WebhookId,
    until: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update webhooks set rest_until = $3 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who hears that a webhook was paused.
pub async fn officers(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<IdentityId>> {
    let ids = sqlx::query_scalar!(
        "select distinct m.identity_id from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active \
         where g.agency_id = $1 and g.role = 'hr' and g.revoked_at is null",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}
