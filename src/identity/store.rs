//! The statements of this area. Login identities are reached through the database's own narrow functions.

mod actors;
mod agencies;
mod links;
mod members;
#[cfg(feature = "demo")]
mod offered;
mod tokens;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

pub use actors::{actor_of, live_session, touch_session};
pub use agencies::{KeptSettings, agency_by_code, create_agency, save_settings, settings};
pub use links::{delete_links, find_link, insert_link, use_link};
pub use members::ensure_members;
#[cfg(feature = "demo")]
pub use offered::offered;
pub use tokens::{
    NewToken, count_tokens, delete_home, find_bearer, forget_tokens, insert_home, insert_token,
    list_tokens, live_token, lock_token, revoke_token, touch_bearer,
};

use super::{Device, Identity, Officer, Role};
use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, IdentityId, MembershipId, SessionId},
};

/// The identity of a NIP or an e-mail address.
pub async fn find_by_login(conn: &mut PgConnection, login: &str) -> Result<Option<Identity>> {
    let row = sqlx::query!(
        r#"select id as "id!", nip, email, name as "name!", password_hash, disabled as "disabled!", lang as "lang!" from identity_find($1)"#,
        login
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Identity {
        id: IdentityId(row.id),
        nip: row.nip,
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        disabled: row.disabled,
        lang: row.lang,
    }))
}

/// The identity of an id.
pub async fn get(conn: &mut PgConnection, id: IdentityId) -> Result<Option<Identity>> {
    let row = sqlx::query!(
        r#"select id as "id!", nip, email, name as "name!", password_hash, disabled as "disabled!", lang as "lang!" from identity_get($1)"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Identity {
        id: IdentityId(row.id),
        nip: row.nip,
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        disabled: row.disabled,
        lang: row.lang,
    }))
}

/// The identity of a NIP, made when there is none.
pub async fn ensure_identity(
    conn: &mut PgConnection,
    nip: &str,
    email: Option<&str>,
    name: &str,
) -> Result<IdentityId> {
    let id = sqlx::query_scalar!(
        r#"select identity_ensure($1, $2, $3, $4) as "id!""#,
        IdentityId::new().0,
        nip,
        email,
        name
    )
    .fetch_one(conn)
    .await?;
    Ok(IdentityId(id))
}

/// Sets a password; sessions are ended by the caller.
pub async fn set_password(
    conn: &mut PgConnection,
    id: IdentityId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("select identity_set_password($1, $2, $3)", id.0, hash, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Sets the language a person reads.
pub async fn set_lang(conn: &mut PgConnection, id: IdentityId, lang: &str) -> Result<()> {
    sqlx::query!("select identity_set_lang($1, $2)", id.0, lang)
        .execute(conn)
        .await?;
    Ok(())
}

/// The agencies an identity belongs to: id and name.
pub async fn agencies_of(
    conn: &mut PgConnection,
    id: IdentityId,
) -> Result<Vec<(AgencyId, String)>> {
    let rows = sqlx::query!(
        "select a.id, a.name from identity_agencies i join agencies a on a.id = i.agency_id where i.identity_id = $1 and a.live order by a.name",
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (AgencyId(row.id), row.name))
        .collect())
}

/// Makes a person a member of the agency (the transaction is bound to it).
pub async fn insert_membership(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    employee: Option<EmployeeId>,
    now: DateTime<Utc>,
) -> Result<MembershipId> {
    sqlx::query!("insert into identity_agencies (identity_id, agency_id) values ($1, $2) on conflict do nothing", identity.0, agency.0)
        .execute(&mut *conn)
        .await?;
    let id = sqlx::query_scalar!(
        "insert into memberships (agency_id, id, identity_id, employee_id, created_at) values ($1, $2, $3, $4, $5) \
         on conflict (agency_id, identity_id) do update set employee_id = coalesce(memberships.employee_id, excluded.employee_id) returning id",
        agency.0,
        MembershipId::new().0,
        identity.0,
        employee.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(MembershipId(id))
}

/// The membership of an identity in the agency of the transaction, when active.
pub async fn active_membership(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
) -> Result<Option<MembershipId>> {
    let id = sqlx::query_scalar!(
        "select id from memberships where agency_id = $1 and identity_id = $2 and active",
        agency.0,
        identity.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(MembershipId))
}

/// A membership's identity and whether it is active; locked.
pub async fn lock_membership(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: MembershipId,
) -> Result<(IdentityId, bool)> {
    let row = sqlx::query!(
        "select identity_id, active from memberships where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok((IdentityId(row.identity_id), row.active))
}

/// The membership that belongs to an employee.
pub async fn membership_of_employee(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Option<(MembershipId, IdentityId)>> {
    let row = sqlx::query!(
        "select id, identity_id from memberships where agency_id = $1 and employee_id = $2",
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (MembershipId(row.id), IdentityId(row.identity_id))))
}

/// Opens or closes a membership.
pub async fn set_active(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: MembershipId,
    active: bool,
) -> Result<()> {
    sqlx::query!(
        "update memberships set active = $3 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        active
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that an invitation was sent.
pub async fn set_invited(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: MembershipId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update memberships set invited_at = $3 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A new session.
pub struct NewSession<'a> {
    pub id: SessionId,
    pub hash: [u8; 32],
    pub identity: IdentityId,
    pub agency: AgencyId,
    pub device: &'a str,
    pub network: &'a str,
    pub remembered: bool,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Keeps a session; the oldest beyond ten end.
pub async fn insert_session(conn: &mut PgConnection, new: &NewSession<'_>) -> Result<()> {
    sqlx::query!(
        "insert into sessions (id, token_hash, identity_id, agency_id, device, network, remembered, created_at, last_seen_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        new.id.0,
        &new.hash[..],
        new.identity.0,
        new.agency.0,
        new.device,
        new.network,
        new.remembered,
        new.now,
        new.expires_at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from sessions where identity_id = $1 and (expires_at <= $2 or id not in \
         (select id from sessions where identity_id = $1 order by created_at desc, id desc limit 10))",
        new.identity.0,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The person's signed-in devices, newest use first.
pub async fn list_sessions(
    conn: &mut PgConnection,
    identity: IdentityId,
    current: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<Vec<Device>> {
    let rows = sqlx::query!(
        "select id, device, network, created_at, last_seen_at from sessions where identity_id = $1 and expires_at > $2 order by last_seen_at desc",
        identity.0,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Device {
            id: SessionId(row.id),
            device: row.device,
            network: row.network,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            current: Some(SessionId(row.id)) == current,
        })
        .collect())
}

/// Ends one of a person's own sessions.
pub async fn delete_session(
    conn: &mut PgConnection,
    identity: IdentityId,
    id: SessionId,
) -> Result<bool> {
    let done = sqlx::query!(
        "delete from sessions where id = $1 and identity_id = $2",
        id.0,
        identity.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends the session of a token.
pub async fn delete_session_by_token(conn: &mut PgConnection, hash: [u8; 32]) -> Result<()> {
    sqlx::query!("delete from sessions where token_hash = $1", &hash[..])
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of a person, except perhaps the one in hand, and every token in every agency.
pub async fn delete_sessions(
    conn: &mut PgConnection,
    identity: IdentityId,
    except: Option<SessionId>,
) -> Result<()> {
    sqlx::query!(
        "with tokens as (delete from token_homes where identity_id = $1) \
         delete from sessions where identity_id = $1 and ($2::uuid is null or id <> $2)",
        identity.0,
        except.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves a session to another agency of the same person.
pub async fn set_session_agency(
    conn: &mut PgConnection,
    id: SessionId,
    agency: AgencyId,
) -> Result<()> {
    sqlx::query!(
        "update sessions set agency_id = $2 where id = $1",
        id.0,
        agency.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// People with roles, and people found by a search word.
pub async fn list_officers(
    conn: &mut PgConnection,
    agency: AgencyId,
    word: Option<&str>,
) -> Result<Vec<Officer>> {
    let rows = sqlx::query!(
        r#"select m.id, m.active, m.invited_at, coalesce(e.name, i.name) as "name!", coalesce(e.nip, i.nip, '') as "nip!", coalesce(u.name, '') as "unit!",
           i.password_hash is not null as "has_password!",
           coalesce(array_agg(g.role order by g.role) filter (where g.role is not null), '{}') as "roles!"
           from memberships m
           cross join lateral identity_get(m.identity_id) i
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           left join role_grants g on g.agency_id = m.agency_id and g.membership_id = m.id and g.revoked_at is null
           where m.agency_id = $1 and (($2::text is null and exists (select 1 from role_grants x where x.agency_id = m.agency_id and x.membership_id = m.id and x.revoked_at is null))
             or ($2::text is not null and (lower(coalesce(e.name, i.name)) like $2 or coalesce(e.nip, i.nip) like $2)))
           group by m.id, m.active, m.invited_at, e.name, e.nip, u.name, i.name, i.nip, i.password_hash order by 4, m.id limit 50"#,
        agency.0,
        word
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Officer {
            membership: MembershipId(row.id),
            name: row.name,
            nip: row.nip,
            unit: row.unit,
            roles: row.roles.iter().filter_map(|role| Role::of(role)).collect(),
            active: row.active,
            invited_at: row.invited_at,
            has_password: row.has_password,
        })
        .collect())
}

/// Grants a role once.
pub async fn insert_grant(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
    role: Role,
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into role_grants (agency_id, id, membership_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (agency_id, membership_id, role) where revoked_at is null do nothing",
        agency.0,
        Uuid::now_v7(),
        membership.0,
        role.code(),
        by.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Withdraws a role.
pub async fn revoke_grant(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: MembershipId,
    role: Role,
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update role_grants set revoked_at = $5, revoked_by = $4 where agency_id = $1 and membership_id = $2 and role = $3 and revoked_at is null",
        agency.0,
        membership.0,
        role.code(),
        by.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Locks everybody who holds a role, so that two who remove each other come one after the other.
pub async fn lock_role(conn: &mut PgConnection, agency: AgencyId, role: Role) -> Result<()> {
    sqlx::query!(
        "select id from role_grants where agency_id = $1 and role = $2 and revoked_at is null order by id for update",
        agency.0,
        role.code()
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// How many active people hold a role besides one.
pub async fn count_others(
    conn: &mut PgConnection,
    agency: AgencyId,
    role: Role,
    besides: MembershipId,
) -> Result<i64> {
    let n = sqlx::query_scalar!(
        r#"select count(distinct g.membership_id) as "n!" from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id
           where g.agency_id = $1 and g.role = $2 and g.membership_id <> $3 and g.revoked_at is null and m.active"#,
        agency.0,
        role.code(),
        besides.0
    )
    .fetch_one(conn)
    .await?;
    Ok(n)
}

/// The tokens left in a bucket and when it was last touched; a new one is full. Whoever comes at the same time waits here.
pub async fn lock_bucket(
    conn: &mut PgConnection,
    key: [u8; 32],
    full: f64,
    now: DateTime<Utc>,
) -> Result<(f64, DateTime<Utc>)> {
    sqlx::query!(
        "insert into throttles (key, tokens, updated_at) values ($1, $2, $3) on conflict (key) do nothing",
        &key[..],
        full,
        now
    )
    .execute(&mut *conn)
    .await?;
    let row = sqlx::query!(
        "select tokens, updated_at from throttles where key = $1 for update",
        &key[..]
    )
    .fetch_one(conn)
    .await?;
    Ok((row.tokens, row.updated_at))
}

/// Writes a bucket.
pub async fn set_bucket(
    conn: &mut PgConnection,
    key: [u8; 32],
    tokens: f64,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into throttles (key, tokens, updated_at) values ($1, $2, $3) on conflict (key) do update set tokens = excluded.tokens, updated_at = excluded.updated_at",
        &key[..],
        tokens,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The person of a live session.
pub async fn identity_of_session(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<IdentityId>> {
    let id = sqlx::query_scalar!(
        "select identity_id from sessions where token_hash = $1 and expires_at > $2",
        &hash[..],
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(IdentityId))
}

/// Closes or opens a login identity.
pub async fn set_disabled(conn: &mut PgConnection, id: IdentityId, disabled: bool) -> Result<()> {
    sqlx::query!("select identity_set_disabled($1, $2)", id.0, disabled)
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes the address of an identity.
pub async fn set_email(conn: &mut PgConnection, id: IdentityId, email: Option<&str>) -> Result<()> {
    sqlx::query!("select identity_set_email($1, $2)", id.0, email)
        .execute(conn)
        .await?;
    Ok(())
}
