//! The statements of this area.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Settings, Told};
use crate::kernel::{
    error::Result,
    id::{AgencyId, IdentityId, MembershipId},
};

/// What an identity was told within a span, newest first, after a position.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    membership: MembershipId,
    (since, now): (DateTime<Utc>, DateTime<Utc>),
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Told>> {
    let (at, id) = after.unzip();
    let rows = sqlx::query!(
        r#"select o.id, o.kind, o.payload, o.told_at as "told_at!",
           (o.told_at > coalesce((select s.seen_at from notice_settings s where s.agency_id = o.agency_id and s.membership_id = $3), '-infinity')) as "unread!"
           from outbox o where o.agency_id = $1 and o.identity_id = $2 and o.state <> 'cancelled' and o.told_at > $4 and o.told_at <= $5
           and ($6::timestamptz is null or (o.told_at, o.id) < ($6, $7)) order by o.told_at desc, o.id desc limit $8"#,
        agency.0,
        identity.0,
        membership.0,
        since,
        now,
        at,
        id,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Told {
                id: row.id,
                kind: row.kind,
                payload: serde_json::from_value(row.payload)?,
                told_at: row.told_at,
                unread: row.unread,
            })
        })
        .collect()
}

/// Moves the mark of what has been read forward.
pub async fn mark(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
    until: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into notice_settings (agency_id, membership_id, seen_at) values ($1, $2, $3) \
         on conflict (agency_id, membership_id) do update set seen_at = greatest(notice_settings.seen_at, excluded.seen_at)",
        agency.0,
        membership.0,
        until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a person chose.
pub async fn settings(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
) -> Result<Option<Settings>> {
    let row = sqlx::query!(
        "select mail, digest_hour, quiet_from, quiet_to from notice_settings where agency_id = $1 and membership_id = $2",
        agency.0,
        membership.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Settings {
        mail: row.mail,
        digest_hour: row.digest_hour,
        quiet: row.quiet_from.zip(row.quiet_to),
    }))
}

/// Saves a person's choice.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
    settings: &Settings,
) -> Result<()> {
    let (from, to) = settings.quiet.unzip();
    sqlx::query!(
        "insert into notice_settings (agency_id, membership_id, mail, digest_hour, quiet_from, quiet_to) values ($1, $2, $3, $4, $5, $6) \
         on conflict (agency_id, membership_id) do update set mail = excluded.mail, digest_hour = excluded.digest_hour, \
         quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to",
        agency.0,
        membership.0,
        settings.mail,
        settings.digest_hour,
        from,
        to
    )
    .execute(conn)
    .await?;
    Ok(())
}
