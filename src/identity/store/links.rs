//! One-time links of invitations and resets, by hash only.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{error::Result, id::IdentityId};

/// Keeps a link; older ones of the same purpose stop working.
pub async fn insert_link(
    conn: &mut PgConnection,
    hash: [u8; 32],
    identity: IdentityId,
    purpose: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("update login_links set used_at = $3 where identity_id = $1 and purpose = $2 and used_at is null", identity.0, purpose, now)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into login_links (id, token_hash, identity_id, purpose, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        &hash[..],
        identity.0,
        purpose,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whose link it is, while it can be used.
pub async fn find_link(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<(IdentityId, String)>> {
    let row = sqlx::query!("select identity_id, purpose from login_links where token_hash = $1 and used_at is null and expires_at > $2", &hash[..], now)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (IdentityId(row.identity_id), row.purpose)))
}

/// Uses a link up: only one of two at once succeeds.
pub async fn use_link(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<IdentityId>> {
    let id = sqlx::query_scalar!(
        "update login_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 returning identity_id",
        &hash[..],
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(IdentityId))
}

/// Takes away every link of a person that was not used.
pub async fn delete_links(conn: &mut PgConnection, id: IdentityId) -> Result<()> {
    sqlx::query!(
        "delete from login_links where identity_id = $1 and used_at is null",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
