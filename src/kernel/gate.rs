//! The gate in front of every route: reads the body, opens the transaction, finds the person, asks the coarse permission,
//! runs the handler, and commits when the answer is a success or rolls back otherwise, before the answer leaves.
//! Unsafe methods run detached from the client's connection: a phone that loses signal never cancels a half-done write.
//!
//! Pages know a person by the session cookie; the JSON door by a bearer token and never by a cookie.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, header, request::Parts};

use super::{
    actor::{Actor, Can},
    audit, crypto,
    cx::{Bearer, Core, Session, Slot, cookie, lang_of, request_id},
    db::{Mode, Tx},
    depot::{self, Received},
    door::{
        Scope, acceptable,
        once::{Attempt, Holder},
    },
    error::{Error, Result},
    guard,
    i18n::Lang,
};

/// How somebody may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A browser with a session.
    Page,
    /// A program with a token that has this scope and takes one of these media types.
    Api(Scope, &'static [&'static str]),
}

/// What stands at the gate of one route.
#[derive(Clone, Debug)]
pub struct Entry {
    pub can: Can,
    pub door: Door,
    /// The largest body.
    pub limit: usize,
    /// Whether it works with files, which takes longer than a page.
    pub files: bool,
    /// Its files stream into the depot before the transaction begins.
    pub streams: bool,
    /// The route as it is written in the table.
    pub route: Arc<str>,
}

/// What the gate leaves to do once the answer is known.
#[derive(Default)]
struct Leaving {
    session: Option<Session>,
    bearer: Option<Bearer>,
    attempt: Option<(Attempt, Holder)>,
    files: Option<Received>,
}

/// The gate in front of one route.
pub async fn gate(core: Core, entry: Entry, request: Request, next: Next) -> Response {
    if let Door::Api(_, produces) = entry.door
        && !acceptable(request.headers(), produces)
    {
        return Error::BadRequest("not-acceptable").into_response();
    }
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let patience = core.settings.patience * if entry.files { 6 } else { 1 };
    if safe {
        let work = pass(core, entry, true, Bytes::new(), request, next);
        return within(patience, work).await;
    }
    let request = if entry.streams && depot::carries(request.headers(), entry.door == Door::Page) {
        match stream(&core, &entry, request).await {
            Ok(request) => request,
            Err(refusal) => return answered(refusal),
        }
    } else {
        request
    };
    let (parts, body) = request.into_parts();
    let read = axum::body::to_bytes(body, entry.limit);
    let bytes = match tokio::time::timeout(BODY, read).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            let too_large = std::error::Error::source(&error)
                .is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
            return Error::BadRequest(if too_large { "too-large" } else { "body" }).into_response();
        }
        Err(_) => return Error::Unavailable(3).into_response(),
    };
    let request = Request::from_parts(parts, Body::from(bytes.clone()));
    let work = within(patience, pass(core, entry, false, bytes, request, next));
    let work = tracing::Instrument::in_current_span(work);
    #[expect(
        clippy::disallowed_methods,
        reason = "unsafe methods are detached from the client's connection"
    )]
    let answer = tokio::spawn(work).await;
    answer.unwrap_or_else(|panic| Error::internal(panic).into_response())
}

/// How long a body may take that is held in memory, and one that streams.
const BODY: Duration = Duration::from_secs(120);
const STREAM: Duration = Duration::from_secs(20 * 60);

/// Streams the files of a request into the depot. Who comes in is known before their bytes are taken; no connection is held while
/// they come, and the transaction of the work begins after.
async fn stream(core: &Core, entry: &Entry, request: Request) -> Result<Request, Refusal> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > depot::BODY) {
        return Err((Error::BadRequest("too-large"), None));
    }
    let (parts, body) = request.into_parts();
    let within = core.settings.patience;
    let admitted = tokio::time::timeout(within, admit(core, entry, true, &parts)).await;
    let (tx, actor, _) = admitted.unwrap_or(Err((Error::Unavailable(3), None)))?;
    let lang = Some(actor.lang);
    tx.rollback().await.map_err(|error| (error, lang))?;
    let request = Request::from_parts(parts, body);
    let (place, agency) = (core.settings.depot.as_ref(), actor.agency.id);
    let taken = async {
        match entry.door {
            Door::Page => depot::form(place, agency, request).await,
            Door::Api(..) => depot::raw(place, agency, request).await,
        }
    };
    let taken = tokio::time::timeout(STREAM, taken).await;
    taken
        .unwrap_or(Err(Error::Unavailable(3)))
        .map_err(|error| (error, lang))
}

fn answered((error, lang): Refusal) -> Response {
    let mut response = error.into_response();
    response.extensions_mut().extend(lang_extension(lang));
    response
}

/// Gives up on work that has waited too long for the database. The limits of its statements are the database's own and say
/// nothing when it has gone without a word; whatever was open is thrown away with its connection.
async fn within(patience: Duration, work: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(patience, work)
        .await
        .unwrap_or_else(|_| Error::Unavailable(3).into_response())
}

async fn pass(
    core: Core,
    entry: Entry,
    read_only: bool,
    body: Bytes,
    request: Request,
    next: Next,
) -> Response {
    let (parts, rest) = request.into_parts();
    let slot = Slot::default();
    let page = entry.door == Door::Page;
    let had_flash = page && cookie(&parts.headers, "flash").is_some();
    let mut leaving = Leaving::default();
    if entry.can != Can::Public {
        match admit(&core, &entry, read_only, &parts).await {
            Ok((tx, actor, found)) => {
                leaving = found;
                slot.with(|state| {
                    state.tx = Some(tx);
                    state.actor = Some(actor);
                });
            }
            Err(refusal) => return answered(refusal),
        }
    }
    if !page && parts.method == Method::POST {
        match first_time(&core, &entry, &slot, &body, &parts).await {
            Ok((attempt, None)) => leaving.attempt = attempt,
            Ok((_, Some(answered))) => return answered,
            Err(error) => return error.into_response(),
        }
    }
    leaving.files = parts.extensions.get::<Received>().cloned();
    let mut request = Request::from_parts(parts, rest);
    request.extensions_mut().insert(slot.clone());
    request.extensions_mut().insert(core.clone());
    let is_get = *request.method() == Method::GET;
    let id = request_id(request.extensions());
    let mut response = next.run(request).await;
    let lang = slot.with(|state| state.actor.as_ref().map(|actor| actor.lang));
    response.extensions_mut().extend(lang_extension(lang));
    response = match end(&core, &slot, &leaving, read_only, response).await {
        Ok(response) => response,
        Err(error) => return error.into_response(),
    };
    let after = slot.with(|state| std::mem::take(&mut state.after));
    if response.status().is_success()
        && !after.is_empty()
        && let Some(actor) = slot.with(|state| state.actor.clone())
        && let Err(error) = audit::record_apart(&core, &actor, &after, &id).await
    {
        return error.into_response();
    }
    touch(&core, &leaving).await;
    if page {
        dress(&core, &slot, had_flash && is_get, &mut response);
    }
    response
}

/// Ends the transaction as the answer says.
async fn end(
    core: &Core,
    slot: &Slot,
    leaving: &Leaving,
    read_only: bool,
    mut response: Response,
) -> Result<Response> {
    let Some(mut tx) = slot.with(|state| state.tx.take()) else {
        return Ok(response);
    };
    let good = response.status().is_success() || response.status().is_redirection();
    if !good {
        tx.rollback().await?;
        if let Some(files) = &leaving.files {
            files.discard().await;
        }
        return Ok(response);
    }
    if let Some(files) = &leaving.files {
        files.keep();
    }
    if let Some((attempt, holder)) = &leaving.attempt {
        response = attempt.finish(tx.conn(), *holder, response).await?;
    }
    tx.commit().await?;
    if !read_only {
        core.wake.notify_one();
    }
    Ok(response)
}

async fn touch(core: &Core, leaving: &Leaving) {
    let now = core.clock.now();
    if let Some(session) = leaving.session.as_ref().filter(|session| session.stale) {
        (core.hooks.touch)(core.db.clone(), session.id, now).await;
    }
    if let Some(bearer) = leaving.bearer.as_ref().filter(|bearer| bearer.stale) {
        (core.hooks.touch_bearer)(core.db.clone(), bearer.id, now).await;
    }
}

/// Puts cookies and the message for the next page on the answer of a page.
fn dress(core: &Core, slot: &Slot, flash_read: bool, response: &mut Response) {
    let (flash, cookies) =
        slot.with(|state| (state.flash.take(), std::mem::take(&mut state.cookies)));
    let success = response.status().is_success();
    let headers = response.headers_mut();
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    let secure = if core.settings.secure { "; Secure" } else { "" };
    let line = match flash {
        Some(flash) => format!(
            "flash={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60{secure}",
            flash.encode()
        ),
        None if flash_read && success => {
            format!("flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}")
        }
        None => return,
    };
    if let Ok(value) = HeaderValue::from_str(&line) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// What a named attempt comes to: itself when it is new, or what was answered before.
type Tried = (Option<(Attempt, Holder)>, Option<Response>);

/// Takes the name of an attempt, or finds what it was answered before.
async fn first_time(
    core: &Core,
    entry: &Entry,
    slot: &Slot,
    body: &[u8],
    parts: &Parts,
) -> Result<Tried> {
    let path = parts
        .uri
        .path_and_query()
        .map_or("", http::uri::PathAndQuery::as_str);
    let attempt = Attempt::of(&parts.headers, &entry.route, path, body)?;
    let (mut tx, actor) = slot.with(|state| (state.tx.take(), state.actor.clone()));
    let named = attempt.zip(actor.as_deref().and_then(Holder::of));
    let answered = match (&named, tx.as_mut()) {
        (Some((attempt, holder)), Some(tx)) => {
            attempt.begin(tx.conn(), *holder, core.clock.now()).await?
        }
        _ => None,
    };
    slot.with(|state| state.tx = tx);
    Ok((named, answered))
}

/// An error, and the person's language when the person is known.
type Refusal = (Error, Option<Lang>);

/// Lets the layer that gives errors a face speak the person's language.
fn lang_extension(lang: Option<Lang>) -> http::Extensions {
    let mut extensions = http::Extensions::new();
    if let Some(lang) = lang {
        extensions.insert(lang);
    }
    extensions
}

async fn admit(
    core: &Core,
    entry: &Entry,
    read_only: bool,
    parts: &Parts,
) -> Result<(Tx, Arc<Actor>, Leaving), Refusal> {
    let mode = if read_only { Mode::Read } else { Mode::Write };
    let found = match entry.door {
        Door::Page => recognise(core, mode, &parts.headers).await,
        Door::Api(..) => identify(core, mode, parts).await,
    };
    let (tx, actor, leaving) = found.map_err(|error| (error, None))?;
    let scoped = match (entry.door, actor.token) {
        (Door::Page, _) => true,
        (Door::Api(scope, _), Some(held)) => held.scopes.has(scope),
        (Door::Api(..), None) => false,
    };
    if !scoped || !actor.roles.may(entry.can) {
        return Err((Error::Forbidden, Some(actor.lang)));
    }
    Ok((tx, Arc::new(actor), leaving))
}

/// The person of a session cookie.
async fn recognise(core: &Core, mode: Mode, headers: &HeaderMap) -> Result<(Tx, Actor, Leaving)> {
    let token = cookie(headers, core.settings.cookie_name()).ok_or(Error::Unauthenticated)?;
    let hash = crypto::token_hash(&token).ok_or(Error::Unauthenticated)?;
    let now = core.clock.now();
    let mut tx = core.db.begin(mode).await?;
    let session = (core.hooks.session)(tx.conn(), hash, now)
        .await?
        .ok_or(Error::Unauthenticated)?;
    let agency = session.agency.ok_or(Error::Unauthenticated)?;
    tx.bind(agency).await?;
    let actor = (core.hooks.actor)(tx.conn(), &session, now)
        .await?
        .ok_or(Error::Unauthenticated)?;
    let leaving = Leaving {
        session: Some(session),
        ..Leaving::default()
    };
    Ok((tx, actor, leaving))
}

/// Who a bearer token acts as. A cookie beside it is refused: nobody can say which of the two was meant.
async fn identify(core: &Core, mode: Mode, parts: &Parts) -> Result<(Tx, Actor, Leaving)> {
    let headers = &parts.headers;
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let given = given.next().filter(|_| given.next().is_none());
    if given.is_some() && headers.contains_key(header::COOKIE) {
        return Err(Error::BadRequest("cookie-and-token"));
    }
    let secret = given
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, token)| crypto::bearer_hash(token.trim()))
        .ok_or(Error::Unauthenticated)?;
    let now = core.clock.now();
    let mut tx = core.db.begin(mode).await?;
    if let Some(bearer) = (core.hooks.bearer)(tx.conn(), secret, now).await? {
        tx.bind(bearer.agency).await?;
        if let Some(mut actor) = (core.hooks.bearer_actor)(tx.conn(), &bearer, now).await? {
            actor.lang = lang_of(headers);
            let leaving = Leaving {
                bearer: Some(bearer),
                ..Leaving::default()
            };
            return Ok((tx, actor, leaving));
        }
    }
    tx.rollback().await?;
    let network = guard::network(&parts.extensions, headers, &core.settings.trusted_proxies);
    (core.hooks.doubt)(core.db.clone(), network, now).await?;
    Err(Error::Unauthenticated)
}
