//! Tokens of the JSON interface: one's own, and those of the agency's services. A new one is shown once, in the answer to
//! the form that made it.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    identity::{MakeToken, Token, TokenKind, token},
    kernel::{
        cx::Cx,
        door::Scope,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::TokenId,
    },
};

/// One choice of a group.
pub struct Choice {
    value: &'static str,
    label: String,
    hint: String,
    selected: bool,
    disabled: bool,
}

/// A token as the list shows it.
pub struct Row {
    id: String,
    name: String,
    prefix: String,
    made_by: String,
    scopes: String,
    until: String,
    used: String,
    live: bool,
}

#[derive(Template)]
#[template(path = "identity/tokens.html")]
pub struct TokensPage {
    page: Page,
    errors: Errors,
    /// The words of the kind: `own` or `service`.
    kind: &'static str,
    action: &'static str,
    typed_name: String,
    scopes: Vec<Choice>,
    days: Vec<Choice>,
    rows: Vec<Row>,
    /// The secret of the token that was just made.
    secret: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    name: String,
    scopes: Vec<String>,
    days: String,
}

/// The lives that are offered, in days.
const DAYS: [&str; 4] = ["30", "90", "180", "365"];

async fn tokens(
    cx: &mut Cx,
    kind: TokenKind,
    typed: Input,
    secret: String,
    errors: Errors,
) -> Result<TokensPage> {
    let service = kind == TokenKind::Service;
    let found = if service {
        token::services(cx).await?
    } else {
        token::own(cx).await?
    };
    let lang = cx.lang();
    let roles = cx.actor().roles;
    let page = Page::new(
        cx,
        if service {
            "tokens-service-title"
        } else {
            "tokens-own-title"
        },
    );
    let offered = Scope::all().filter(|scope| match kind {
        TokenKind::Personal => scope.useful(roles),
        TokenKind::Service => Scope::SERVICE.contains(scope),
    });
    Ok(TokensPage {
        errors,
        kind: if service { "service" } else { "own" },
        action: if service {
            "/service-tokens"
        } else {
            "/account/tokens"
        },
        scopes: offered
            .map(|scope| Choice {
                value: scope.code(),
                label: lang.t(&format!("scope-{}", scope.code().replace(':', "-"))),
                hint: scope.code().to_owned(),
                selected: typed.scopes.iter().any(|word| word == scope.code()),
                disabled: false,
            })
            .collect(),
        days: DAYS
            .into_iter()
            .map(|days| Choice {
                value: days,
                label: lang.tn("tokens-days-n", days.parse().unwrap_or_default()),
                hint: String::new(),
                selected: typed.days == days || (typed.days.is_empty() && days == "90"),
                disabled: false,
            })
            .collect(),
        rows: found.iter().map(|token| row(&page, token)).collect(),
        typed_name: typed.name,
        secret,
        page,
    })
}

fn row(page: &Page, token: &Token) -> Row {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.code()).collect();
    Row {
        id: token.id.to_string(),
        name: token.name.clone(),
        prefix: token.prefix.clone(),
        made_by: token.made_by.clone(),
        scopes: scopes.join(", "),
        until: page.instant(&token.expires_at),
        used: token
            .last_used_at
            .map_or_else(|| page.t("tokens-never"), |at| page.instant(&at)),
        live: token.live,
    }
}

async fn make(mut cx: Cx, kind: TokenKind, input: Input) -> Result<Response> {
    let made = match read(&input) {
        Ok(wanted) => token::make(&mut cx, kind, &wanted).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let secret = made.secret;
            let template = tokens(&mut cx, kind, Input::default(), secret, Errors::none()).await?;
            page(&template)
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = tokens(&mut cx, kind, input, String::new(), errors).await?;
            invalid(&template)
        }
    }
}

fn read(input: &Input) -> Result<MakeToken> {
    let scopes = input
        .scopes
        .iter()
        .map(|word| Scope::of(word).ok_or(Error::field("scopes", "choice")))
        .collect::<Result<Vec<Scope>>>()?;
    Ok(MakeToken {
        name: input.name.clone(),
        scopes,
        days: input.days.parse().unwrap_or_default(),
    })
}

async fn revoke(mut cx: Cx, id: TokenId, back: &'static str) -> Result<Response> {
    token::revoke(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-token-revoked"));
    Ok(redirect(back))
}

async fn list(mut cx: Cx, kind: TokenKind) -> Result<Response> {
    let (typed, errors) = (Input::default(), Errors::none());
    let template = tokens(&mut cx, kind, typed, String::new(), errors).await?;
    page(&template)
}

/// GET /account/tokens
pub async fn own(cx: Cx) -> Result<Response> {
    list(cx, TokenKind::Personal).await
}

/// POST /account/tokens
pub async fn make_own(cx: Cx, Form(input): Form<Input>) -> Result<Response> {
    make(cx, TokenKind::Personal, input).await
}

/// POST /account/tokens/{id}/revocation
pub async fn revoke_own(cx: Cx, Path(id): Path<TokenId>) -> Result<Response> {
    revoke(cx, id, "/account/tokens").await
}

/// GET /service-tokens
pub async fn services(cx: Cx) -> Result<Response> {
    list(cx, TokenKind::Service).await
}

/// POST /service-tokens
pub async fn make_service(cx: Cx, Form(input): Form<Input>) -> Result<Response> {
    make(cx, TokenKind::Service, input).await
}

/// POST /service-tokens/{id}/revocation
pub async fn revoke_service(cx: Cx, Path(id): Path<TokenId>) -> Result<Response> {
    revoke(cx, id, "/service-tokens").await
}
