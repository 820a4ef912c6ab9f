//! Tokens of the JSON interface: a person's own, and those that HR makes for a service. Shown once, kept as a hash, with
//! an end and with scopes; they die with the person's password and access.

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::store;
use crate::kernel::{
    actor::{Agency, Can},
    audit::{self, Event},
    crypto,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    door::Scope,
    error::{Error, FieldError, Reason, Result},
    form::Check,
    id::{AgencyId, IdentityId, TokenId},
};

/// Tokens a person may have at once.
const PERSONAL: i64 = 20;
/// Service tokens an agency may have at once.
const SERVICE: i64 = 50;
/// The longest life, in days.
pub const DAYS: i64 = 365;

/// Whom a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum TokenKind {
    Personal,
    Service,
}

impl TokenKind {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Service => "service",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Self {
        if code == "service" {
            Self::Service
        } else {
            Self::Personal
        }
    }
}

/// A token as its owner sees it; never the secret.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Token {
    pub id: TokenId,
    pub kind: TokenKind,
    pub name: String,
    /// Enough to recognise it by, never enough to use it.
    pub prefix: String,
    pub scopes: Vec<Scope>,
    pub made_by: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    /// Whether it can be used now.
    pub live: bool,
}

/// What a new token shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// What it is for, in the owner's words.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    #[schemars(length(min = 1, max = 18))]
    pub scopes: Vec<Scope>,
    /// Days until it ends.
    #[schemars(range(min = 1, max = 365))]
    pub days: i64,
}

/// A token that was just made: the only time its secret is seen.
#[derive(Clone, Debug)]
pub struct Made {
    pub token: Token,
    pub secret: String,
}

/// Makes a token of the acting person, or of a service of the agency.
pub async fn make(cx: &mut Cx, kind: TokenKind, input: &MakeToken) -> Result<Made> {
    let service = kind == TokenKind::Service;
    cx.require(if service {
        Can::GrantRoles
    } else {
        Can::SignIn
    })?;
    let (agency, now) = (cx.agency(), cx.now());
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    let identity = cx.actor().identity.ok_or(Error::Forbidden)?;
    let name = checked(cx, kind, input)?;
    // one at a time, so that the limit holds
    store::lock_membership(cx.conn(), agency, membership).await?;
    let owner = (!service).then_some(membership);
    let most = if service { SERVICE } else { PERSONAL };
    if store::count_tokens(cx.conn(), agency, owner, now).await? >= most {
        return Err(Reason::new("tokens-many").with("max", most).into());
    }
    let id = TokenId::new();
    let (secret, prefix, hash) = crypto::bearer(id.0)?;
    let mut expires_at = now + TimeDelta::days(input.days);
    if let Some(held) = cx.actor().token {
        expires_at = expires_at.min(held.expires_at);
    }
    let mut scopes = input.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let new = store::NewToken {
        id,
        hash,
        kind,
        membership,
        identity: (!service).then_some(identity),
        name: &name,
        prefix: &prefix,
        scopes: &scopes,
        now,
        expires_at,
    };
    store::insert_token(cx.conn(), agency, &new).await?;
    let words: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
    let event = Event::new("token-made", "token", id.0)
        .with("kind", kind.code())
        .with("scopes", words)
        .with("expires_at", expires_at.to_rfc3339());
    audit::record(cx, event).await?;
    Ok(Made {
        token: Token {
            id,
            kind,
            name,
            prefix,
            scopes,
            made_by: cx.actor().name.clone(),
            created_at: now,
            expires_at,
            last_used_at: None,
            live: true,
        },
        secret,
    })
}

/// The name, when everything asked for may be had: a token makes no token that may do more than itself.
fn checked(cx: &Cx, kind: TokenKind, input: &MakeToken) -> Result<String> {
    let mut check = Check::new();
    let name = check.text("name", &input.name, 100);
    check.ensure(!name.chars().any(char::is_control), "name", "token-name");
    check.ensure(!input.scopes.is_empty(), "scopes", "no-scopes");
    let roles = cx.actor().roles;
    for (index, scope) in input.scopes.iter().enumerate() {
        let offered = match kind {
            TokenKind::Personal => scope.useful(roles),
            TokenKind::Service => Scope::SERVICE.contains(scope),
        };
        check.ensure(offered, &format!("scopes[{index}]"), "scope");
    }
    if let Some(held) = cx.actor().token {
        check.ensure(held.scopes.covers(&input.scopes), "scopes", "scope-wider");
    }
    if !(1..=DAYS).contains(&input.days) {
        check.fail(
            FieldError::new("days", "number")
                .with("min", 1)
                .with("max", DAYS),
        );
    }
    check.done()?;
    Ok(name)
}

/// The acting person's own tokens.
pub async fn own(cx: &mut Cx) -> Result<Vec<Token>> {
    let (agency, now) = (cx.agency(), cx.now());
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    store::list_tokens(cx.conn(), agency, Some(membership), now).await
}

/// The tokens of the agency's services.
pub async fn services(cx: &mut Cx) -> Result<Vec<Token>> {
    cx.require(Can::GrantRoles)?;
    let (agency, now) = (cx.agency(), cx.now());
    store::list_tokens(cx.conn(), agency, None, now).await
}

/// Forgets where tokens lived that ended long ago; their rows stay.
pub fn upkeep(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let before = core.clock.now() - TimeDelta::days(90);
        let mut tx = core.db.tenant(agency.id, Mode::Write).await?;
        store::forget_tokens(tx.conn(), agency.id, before).await?;
        tx.commit().await
    })
}

/// Keeps where a secret of another area lives, as a token's: found by its hash before any agency is known, gone with the
/// person's password and access.
pub async fn give_home(
    conn: &mut PgConnection,
    agency: AgencyId,
    identity: IdentityId,
    id: Uuid,
    hash: [u8; 32],
) -> Result<()> {
    store::insert_home(conn, agency, Some(identity), TokenId(id), hash).await
}

/// Such a secret lives nowhere any more.
pub async fn take_home(conn: &mut PgConnection, id: Uuid) -> Result<()> {
    store::delete_home(conn, TokenId(id)).await
}

/// Ends an own token, or as HR that of a service. Somebody else's is not found.
pub async fn revoke(cx: &mut Cx, id: TokenId) -> Result<()> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let (kind, owner, open) = store::lock_token(cx.conn(), agency, id).await?;
    let allowed = match kind {
        TokenKind::Personal => by == Some(owner),
        TokenKind::Service => by.is_some() && cx.actor().roles.may(Can::GrantRoles),
    };
    if !allowed {
        return Err(Error::NotFound);
    }
    if !open {
        return Err(Error::Conflict("token-ended"));
    }
    store::revoke_token(cx.conn(), agency, id, by, now).await?;
    audit::record(
        cx,
        Event::new("token-revoked", "token", id.0).with("kind", kind.code()),
    )
    .await
}
