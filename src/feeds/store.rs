//! The statements of this area. Where the secret of a link lives is kept by `identity`, as a token's.

pub mod boards;
pub mod letters;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Feed, Kind};
use crate::kernel::{
    error::Result,
    id::{AgencyId, FeedId, MembershipId, UnitId},
};

/// Locks a membership: its links are made one at a time, so that their limit holds.
pub async fn lock_membership(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: MembershipId,
) -> Result<()> {
    sqlx::query!(
        "select id from memberships where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// How many links of a person can be read.
pub async fn count(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from feeds f join token_homes h on h.token_id = f.id
           where f.agency_id = $1 and f.membership_id = $2 and f.revoked_at is null and (f.expires_at is null or f.expires_at > $3)"#,
        agency.0,
        membership.0,
        now
    )
    .fetch_one(conn)
    .await?)
}

/// A new link.
pub struct NewFeed<'a> {
    pub id: FeedId,
    pub membership: MembershipId,
    pub kind: Kind,
    pub unit: Option<UnitId>,
    pub name: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// Keeps a link.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, new: &NewFeed<'_>) -> Result<()> {
    sqlx::query!(
        "insert into feeds (agency_id, id, membership_id, kind, unit_id, name, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        agency.0,
        new.id.0,
        new.membership.0,
        new.kind.code(),
        new.unit.map(|unit| unit.0),
        new.name,
        new.now,
        new.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Links of a person, newest first, those long gone left out. `live` says that the secret still lives somewhere; whether it may
/// show anything is asked elsewhere.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
    now: DateTime<Utc>,
) -> Result<Vec<Feed>> {
    let rows = sqlx::query!(
        r#"select f.id, f.kind, f.unit_id, u.name as "unit_name?", f.name, f.created_at, f.expires_at, h.last_used_at as "read_at?",
           h.token_id is not null and f.revoked_at is null and (f.expires_at is null or f.expires_at > $3) as "live!"
           from feeds f
           left join units u on u.agency_id = f.agency_id and u.id = f.unit_id
           left join token_homes h on h.token_id = f.id
           where f.agency_id = $1 and f.membership_id = $2 and coalesce(f.revoked_at, $3) > $3::timestamptz - interval '30 days'
           order by f.created_at desc, f.id desc limit 100"#,
        agency.0,
        membership.0,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Feed {
            id: FeedId(row.id),
            kind: Kind::of(&row.kind),
            unit_id: row.unit_id.map(UnitId),
            unit_name: row.unit_name,
            name: row.name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            read_at: row.read_at,
            live: row.live,
        })
        .collect())
}

/// A link's owner and whether it is still open; locked.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: FeedId,
) -> Result<(MembershipId, Kind, bool)> {
    let row = sqlx::query!(
        r#"select membership_id, kind, revoked_at is null as "open!" from feeds where agency_id = $1 and id = $2 for update"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok((
        MembershipId(row.membership_id),
        Kind::of(&row.kind),
        row.open,
    ))
}

/// Ends a link.
pub async fn revoke(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: FeedId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update feeds set revoked_at = $3 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A link that is open: whose it is and what it shows.
pub struct Open {
    pub membership: MembershipId,
    pub kind: Kind,
    pub unit: Option<UnitId>,
}

/// The open link of an id.
pub async fn find_open(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: FeedId,
    now: DateTime<Utc>,
) -> Result<Option<Open>> {
    let row = sqlx::query!(
        "select membership_id, kind, unit_id from feeds \
         where agency_id = $1 and id = $2 and revoked_at is null and (expires_at is null or expires_at > $3)",
        agency.0,
        id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Open {
        membership: MembershipId(row.membership_id),
        kind: Kind::of(&row.kind),
        unit: row.unit_id.map(UnitId),
    }))
}
