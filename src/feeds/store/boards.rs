//! Boards. Where the secret of one lives is kept by `identity`, as a token's.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    feeds::Board,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, BoardId, MembershipId, UnitId},
    },
};

/// Locks a unit: its boards are made one at a time, so that their limit holds.
pub async fn lock_unit(conn: &mut PgConnection, agency: AgencyId, id: UnitId) -> Result<()> {
    sqlx::query!(
        "select id from units where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

/// How many boards of a unit can be read.
pub async fn count(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    now: DateTime<Utc>,
) -> Result<i64> {
    let boards = list(conn, agency, Some(&[unit.0]), now).await?;
    let live = boards.iter().filter(|board| board.live).count();
    Ok(i64::try_from(live).unwrap_or(i64::MAX))
}

/// A new board.
pub struct NewBoard<'a> {
    pub id: BoardId,
    pub unit: UnitId,
    pub membership: MembershipId,
    pub name: &'a str,
    pub names: bool,
    pub now: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// Keeps a board.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, new: &NewBoard<'_>) -> Result<()> {
    sqlx::query!(
        "insert into boards (agency_id, id, unit_id, membership_id, name, names, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        agency.0,
        new.id.0,
        new.unit.0,
        new.membership.0,
        new.name,
        new.names,
        new.now,
        new.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Boards of some units, or of all of them, newest first; those long gone left out. `live` says what a screen would find: the secret
/// still lives, and whoever made the board may still show the unit (as HR, or leading it today where they work).
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: Option<&[uuid::Uuid]>,
    now: DateTime<Utc>,
) -> Result<Vec<Board>> {
    let rows = sqlx::query!(
        r#"select b.id, b.unit_id, u.name as unit_name, b.name, b.names, coalesce(e.name, (select i.name from identity_get(m.identity_id) i), '') as "made_by!", b.created_at, b.expires_at, h.last_used_at as "read_at?",
           h.token_id is not null and b.revoked_at is null and (b.expires_at is null or b.expires_at > $3)
             and m.active and u.active and not (select i.disabled from identity_get(m.identity_id) i)
             and case when exists (select 1 from role_grants r where r.agency_id = m.agency_id and r.membership_id = m.id and r.role = 'hr' and r.revoked_at is null)
               then exists (select 1 from employees x where x.agency_id = u.agency_id and x.unit_id = u.id and x.active)
               else coalesce(e.active, false) and (u.head_id is not distinct from e.id or exists (select 1 from acting_heads t
                 where t.agency_id = u.agency_id and t.unit_id = u.id and t.employee_id = e.id and t.ended_at is null
                 and ($3::timestamptz at time zone coalesce(w.time_zone, a.time_zone))::date between t.from_on and t.to_on)) end as "live!"
           from boards b
           join units u on u.agency_id = b.agency_id and u.id = b.unit_id
           join memberships m on m.agency_id = b.agency_id and m.id = b.membership_id
           join agencies a on a.id = b.agency_id
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join units w on w.agency_id = e.agency_id and w.id = e.unit_id
           left join token_homes h on h.token_id = b.id
           where b.agency_id = $1 and ($2::uuid[] is null or b.unit_id = any($2)) and coalesce(b.revoked_at, $3) > $3::timestamptz - interval '30 days'
           order by b.created_at desc, b.id desc limit 200"#,
        agency.0,
        units,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Board {
            id: BoardId(row.id),
            unit_id: UnitId(row.unit_id),
            unit_name: row.unit_name,
            name: row.name,
            names: row.names,
            made_by: row.made_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            read_at: row.read_at,
            live: row.live,
        })
        .collect())
}

/// A board's unit and whether it is still open; locked.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: BoardId,
) -> Result<(UnitId, bool)> {
    let row = sqlx::query!(
        r#"select unit_id, revoked_at is null as "open!" from boards where agency_id = $1 and id = $2 for update"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok((UnitId(row.unit_id), row.open))
}

/// Ends a board.
pub async fn revoke(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: BoardId,
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update boards set revoked_at = $3, revoked_by = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now,
        by.map(|by| by.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A board that is open: who made it and what it shows.
pub struct Open {
    pub membership: MembershipId,
    pub unit: UnitId,
    pub names: bool,
}

/// The open board of an id.
pub async fn find_open(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: BoardId,
    now: DateTime<Utc>,
) -> Result<Option<Open>> {
    let row = sqlx::query!(
        "select membership_id, unit_id, names from boards \
         where agency_id = $1 and id = $2 and revoked_at is null and (expires_at is null or expires_at > $3)",
        agency.0,
        id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Open {
        membership: MembershipId(row.membership_id),
        unit: UnitId(row.unit_id),
        names: row.names,
    }))
}
