//! The account through the JSON door: who one is, sessions, tokens.

mod officers;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Device, MakeToken, Token, TokenKind, session, store,
    token::{self, Made},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Created, Doc, Json, NoContent, Paged, Scope},
    error::{Error, Result},
    form::Path,
    id::{AgencyId, EmployeeId, MembershipId, SessionId, TokenId, UnitId},
    routes::Routes,
};

/// Who a token acts as.
#[derive(Serialize, JsonSchema)]
pub struct Me {
    kind: TokenKind,
    name: String,
    agency: MyAgency,
    membership_id: Option<MembershipId>,
    employee_id: Option<EmployeeId>,
    unit_id: Option<UnitId>,
    unit_name: Option<String>,
    /// `employee`, `supervisor`, `hr`, `leader`, `auditor`, `ministry`.
    roles: Vec<&'static str>,
    /// Requests that wait for this person's decision.
    waiting: i64,
    time_zone: String,
    token: MyToken,
}

/// The agency a token belongs to.
#[derive(Serialize, JsonSchema)]
pub struct MyAgency {
    id: AgencyId,
    code: String,
    name: String,
}

/// What the token in use allows.
#[derive(Serialize, JsonSchema)]
pub struct MyToken {
    id: TokenId,
    scopes: Vec<Scope>,
    expires_at: DateTime<Utc>,
}

/// GET /me
async fn me(cx: Cx) -> Result<Json<Me>> {
    let actor = cx.actor();
    let held = actor.token.ok_or(Error::Forbidden)?;
    let roles = actor.roles;
    let names = [
        (roles.employee, "employee"),
        (roles.supervisor, "supervisor"),
        (roles.hr, "hr"),
        (roles.leader, "leader"),
        (roles.auditor, "auditor"),
        (roles.ministry, "ministry"),
    ];
    Ok(Json(Me {
        kind: if held.service {
            TokenKind::Service
        } else {
            TokenKind::Personal
        },
        name: actor.name.clone(),
        agency: MyAgency {
            id: actor.agency.id,
            code: actor.agency.code.clone(),
            name: actor.agency.name.clone(),
        },
        membership_id: actor.membership,
        employee_id: actor.employee,
        unit_id: actor.unit,
        unit_name: actor.unit.map(|_| actor.unit_name.clone()),
        roles: names
            .iter()
            .filter(|(held, _)| *held)
            .map(|(_, name)| *name)
            .collect(),
        waiting: actor.pending,
        time_zone: actor.zone.name().to_owned(),
        token: MyToken {
            id: held.id,
            scopes: held.scopes.list(),
            expires_at: held.expires_at,
        },
    }))
}

/// One signed-in device.
#[derive(Serialize, JsonSchema)]
pub struct Session {
    id: SessionId,
    device: String,
    network: String,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
}

impl From<Device> for Session {
    fn from(device: Device) -> Self {
        Self {
            id: device.id,
            device: device.device,
            network: device.network,
            created_at: device.created_at,
            last_seen_at: device.last_seen_at,
        }
    }
}

/// GET /me/sessions
async fn sessions(mut cx: Cx) -> Result<Json<Paged<Session>>> {
    let identity = cx.actor().identity.ok_or(Error::Forbidden)?;
    let now = cx.now();
    let devices = store::list_sessions(cx.conn(), identity, None, now).await?;
    let items = devices.into_iter().map(Session::from).collect();
    Ok(Json(Paged::whole(items)))
}

/// DELETE /me/sessions/{id}
async fn end_session(mut cx: Cx, Path(id): Path<SessionId>) -> Result<NoContent> {
    session::end(&mut cx, id).await?;
    Ok(NoContent)
}

/// GET /me/tokens
async fn tokens(mut cx: Cx) -> Result<Json<Paged<Token>>> {
    Ok(Json(Paged::whole(token::own(&mut cx).await?)))
}

/// A token with its secret, which is never shown again.
#[derive(Serialize, JsonSchema)]
pub struct NewToken {
    token: Token,
    /// Null when the answer is that of an earlier attempt with the same `Idempotency-Key`.
    secret: Option<String>,
}

fn made(made: Made, path: &str) -> Result<Created<NewToken>> {
    let location = format!("/api/v1/{path}/{}", made.token.id);
    let mut view = NewToken {
        token: made.token,
        secret: None,
    };
    let kept = serde_json::to_string(&view)?;
    view.secret = Some(made.secret);
    Ok(Created {
        kept: Some(kept),
        ..Created::at(location, view)
    })
}

/// POST /me/tokens
async fn make_token(mut cx: Cx, Json(input): Json<MakeToken>) -> Result<Created<NewToken>> {
    made(
        token::make(&mut cx, TokenKind::Personal, &input).await?,
        "me/tokens",
    )
}

/// DELETE /me/tokens/{id}
async fn revoke_token(mut cx: Cx, Path(id): Path<TokenId>) -> Result<NoContent> {
    token::revoke(&mut cx, id).await?;
    Ok(NoContent)
}

/// GET /service-tokens
async fn service_tokens(mut cx: Cx) -> Result<Json<Paged<Token>>> {
    Ok(Json(Paged::whole(token::services(&mut cx).await?)))
}

/// POST /service-tokens
async fn make_service_token(mut cx: Cx, Json(input): Json<MakeToken>) -> Result<Created<NewToken>> {
    made(
        token::make(&mut cx, TokenKind::Service, &input).await?,
        "service-tokens",
    )
}

/// The routes of the account.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{AccountRead, AccountWrite};
    let secret =
        "The secret is in this answer only; a repeated Idempotency-Key is answered without it.";
    officers::routes(routes)
        .api_get(
            "/me",
            Can::SignIn,
            AccountRead,
            Doc::new("account.me", "Who this token acts as"),
            me,
        )
        .api_get(
            "/me/sessions",
            Can::SignIn,
            AccountRead,
            Doc::new("account.sessions", "Devices that are signed in"),
            sessions,
        )
        .api_delete(
            "/me/sessions/{id}",
            Can::SignIn,
            AccountWrite,
            Doc::new("account.end_session", "End a device's session"),
            end_session,
        )
        .api_get(
            "/me/tokens",
            Can::SignIn,
            AccountRead,
            Doc::new("account.tokens", "Own tokens"),
            tokens,
        )
        .api_post(
            "/me/tokens",
            Can::SignIn,
            AccountWrite,
            Doc::new("account.make_token", "Make a token of one's own")
                .about("A token makes no token that may do more, or lives longer, than itself. The secret is in this answer only; a repeated Idempotency-Key is answered without it.")
                .example(r#"{"name":"Laptop","scopes":["account:read"],"days":30}"#),
            make_token,
        )
        .api_delete(
            "/me/tokens/{id}",
            Can::SignIn,
            AccountWrite,
            Doc::new("account.revoke_token", "End a token: an own one, or as HR that of a service"),
            revoke_token,
        )
        .api_get(
            "/service-tokens",
            Can::GrantRoles,
            AccountRead,
            Doc::new("account.service_tokens", "Tokens of the agency's services"),
            service_tokens,
        )
        .api_post(
            "/service-tokens",
            Can::GrantRoles,
            AccountWrite,
            Doc::new("account.make_service_token", "Make a token for a service of the agency")
                .about(secret)
                .example(r#"{"name":"SIMPEG","scopes":["organisation:read"],"days":365}"#),
            make_service_token,
        )
}
