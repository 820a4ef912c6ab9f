//! Tokens of the JSON interface. Where one lives is global, as a session is; everything else is the agency's.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::{
    identity::{Token, TokenKind},
    kernel::{
        actor::{Actor, Agency, Held, Roles},
        cx::Bearer,
        door::{Scope, Scopes},
        error::Result,
        i18n::Lang,
        id::{AgencyId, EmployeeId, IdentityId, MembershipId, TokenId},
        time::zone,
    },
};

/// Where the token of a hash lives.
pub async fn find_bearer(
    conn: &mut PgConnection,
    hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Bearer>> {
    let row = sqlx::query!(
        "select token_id, agency_id, identity_id, last_used_at from token_homes where token_hash = $1",
        &hash[..]
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Bearer {
        id: TokenId(row.token_id),
        agency: AgencyId(row.agency_id),
        identity: row.identity_id.map(IdentityId),
        stale: row
            .last_used_at
            .is_none_or(|at| now - at > TimeDelta::seconds(60)),
    }))
}

/// Writes the last-used time of a token.
pub async fn touch_bearer(conn: &mut PgConnection, id: TokenId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update token_homes set last_used_at = $2 where token_id = $1 and (last_used_at is null or last_used_at < $2)",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a live token allows, and the actor of a service.
pub struct Live {
    pub held: Held,
    pub service: Actor,
}

/// A token that has neither expired nor been revoked, inside the agency's transaction.
pub async fn live_token(
    conn: &mut PgConnection,
    bearer: &Bearer,
    now: DateTime<Utc>,
) -> Result<Option<Live>> {
    let row = sqlx::query!(
        r#"select t.name, t.kind, t.scopes, t.expires_at, m.employee_id, a.code, a.time_zone,
           coalesce(g.display_name, a.name) as "agency_name!", coalesce(g.brand, 'laut') as "brand!"
           from api_tokens t join agencies a on a.id = t.agency_id and a.live
           join memberships m on m.agency_id = t.agency_id and m.id = t.membership_id
           left join agency_settings g on g.agency_id = t.agency_id
           where t.agency_id = $1 and t.id = $2 and t.revoked_at is null and t.expires_at > $3"#,
        bearer.agency.0,
        bearer.id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let service = row.kind == "service";
        let agency = Agency {
            id: bearer.agency,
            code: row.code,
            name: row.agency_name,
            brand: row.brand,
            zone: zone(&row.time_zone),
        };
        let held = Held {
            id: bearer.id,
            scopes: Scopes::read(&row.scopes),
            service,
            expires_at: row.expires_at,
            behind: row.employee_id.filter(|_| service).map(EmployeeId),
        };
        let actor = Actor {
            token: Some(held),
            name: row.name,
            roles: Roles {
                hr: true,
                ..Roles::default()
            },
            lang: Lang::Id,
            ..Actor::system(agency)
        };
        Live {
            held,
            service: actor,
        }
    }))
}

/// A new token.
pub struct NewToken<'a> {
    pub id: TokenId,
    pub hash: [u8; 32],
    pub kind: TokenKind,
    pub membership: MembershipId,
    pub identity: Option<IdentityId>,
    pub name: &'a str,
    pub prefix: &'a str,
    pub scopes: &'a [Scope],
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Keeps a token and where it lives.
pub async fn insert_token(
    conn: &mut PgConnection,
    agency: AgencyId,
    new: &NewToken<'_>,
) -> Result<()> {
    let scopes: Vec<String> = new
        .scopes
        .iter()
        .map(|scope| scope.code().to_owned())
        .collect();
    sqlx::query!(
        "insert into api_tokens (agency_id, id, kind, membership_id, name, prefix, scopes, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        agency.0,
        new.id.0,
        new.kind.code(),
        new.membership.0,
        new.name,
        new.prefix,
        &scopes,
        new.now,
        new.expires_at
    )
    .execute(&mut *conn)
    .await?;
    insert_home(conn, agency, new.identity, new.id, new.hash).await
}

/// Keeps where a secret lives.
pub async fn insert_home(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: Option<IdentityId>,
    id: TokenId,
    hash: [u8; 32],
) -> Result<()> {
    sqlx::query!(
        "insert into token_homes (token_hash, token_id, agency_id, identity_id) values ($1, $2, $3, $4)",
        &hash[..],
        id.0,
        agency.0,
        identity.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A secret lives nowhere any more.
pub async fn delete_home(conn: &mut PgConnection, id: TokenId) -> Result<()> {
    sqlx::query!("delete from token_homes where token_id = $1", id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Tokens of a person, or of the agency's services when nobody is named; newest first, those long gone left out.
pub async fn list_tokens(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<Vec<Token>> {
    let rows = sqlx::query!(
        r#"select t.id, t.kind, t.name, t.prefix, t.scopes, t.created_at, t.expires_at, t.revoked_at, h.last_used_at as "last_used_at?",
           h.token_id is not null and t.revoked_at is null and t.expires_at > $3 as "live!",
           coalesce(e.name, (select i.name from identity_get(m.identity_id) i), '') as "made_by!"
           from api_tokens t
           join memberships m on m.agency_id = t.agency_id and m.id = t.membership_id
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join token_homes h on h.token_id = t.id
           where t.agency_id = $1 and (($2::uuid is null and t.kind = 'service') or (t.kind = 'personal' and t.membership_id = $2))
             and coalesce(t.revoked_at, t.expires_at) > $3::timestamptz - interval '90 days'
           order by t.created_at desc, t.id desc limit 200"#,
        agency.0,
        membership.map(|id| id.0),
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Token {
            id: TokenId(row.id),
            kind: TokenKind::of(&row.kind),
            name: row.name,
            prefix: row.prefix,
            scopes: Scopes::read(&row.scopes).list(),
            made_by: row.made_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            live: row.live,
        })
        .collect())
}

/// A token's kind, owner and whether it can be used; locked.
pub async fn lock_token(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TokenId,
) -> Result<(TokenKind, MembershipId, bool)> {
    let row = sqlx::query!(
        r#"select kind, membership_id, revoked_at is null as "open!" from api_tokens where agency_id = $1 and id = $2 for update"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok((
        TokenKind::of(&row.kind),
        MembershipId(row.membership_id),
        row.open,
    ))
}

/// Ends a token: it lives nowhere any more.
pub async fn revoke_token(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TokenId,
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<()> {
    delete_home(conn, id).await?;
    sqlx::query!(
        "update api_tokens set revoked_at = $3, revoked_by = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now,
        by.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets where tokens lived that ended before an instant.
pub async fn forget_tokens(
    conn: &mut PgConnection,
    agency: AgencyId,
    before: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "delete from token_homes h using api_tokens t where t.agency_id = $1 and t.id = h.token_id and t.expires_at < $2",
        agency.0,
        before
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many tokens of a person, or of services, can be used.
pub async fn count_tokens(
    conn: &mut PgConnection,
    agency: AgencyId,
    membership: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from api_tokens t where t.agency_id = $1 and t.revoked_at is null and t.expires_at > $3
           and (($2::uuid is null and t.kind = 'service') or (t.kind = 'personal' and t.membership_id = $2))"#,
        agency.0,
        membership.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await?)
}
