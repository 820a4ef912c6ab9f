//! What stands around every route: request ids, headers, limits, errors with a face.

use std::{borrow::Cow, net::IpAddr, time::Duration};

use askama::Template;
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate},
    },
    csrf::CsrfLayer,
    timeout::TimeoutLayer,
};
use tracing::Instrument;

use super::{
    cx::{Core, lang_of},
    error::Error,
    files::AsItIs,
    html::{Page, redirect},
    i18n::Lang,
};

/// The id of one request: in logs, in the `x-request-id` header and on error pages.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Nothing from outside, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; report-uri /csp-report";

/// Puts every guard around the routes, outermost last.
pub fn around(router: Router, core: &Core) -> Router {
    router
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| Error::internal("panic").into_response(),
        ))
        .layer(from_fn(short_address))
        // the gate limits bodies, and how long they and the work may take; this is what nothing exceeds
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST,
        ))
        .layer(from_fn_with_state(core.clone(), faces))
        .layer(from_fn_with_state(core.clone(), dress))
        .layer(
            CompressionLayer::new().compress_when(DefaultPredicate::new().and(
                |_: StatusCode, _: Version, _: &HeaderMap, about: &Extensions| {
                    about.get::<AsItIs>().is_none()
                },
            )),
        )
}

/// The longest that anything takes: a large file over a slow line.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Puts the origin guard around the pages, which know people by cookies. The JSON door reads none and needs none.
pub fn same_origin(pages: Router<Core>) -> Router<Core> {
    pages
        .layer(CsrfLayer::new().with_rejection_response(|_| Error::Forbidden.into_response()))
        .layer(from_fn(origin_or_refuse))
}

async fn short_address(request: Request, next: Next) -> Response {
    if request.uri().to_string().len() > 4096 {
        return Error::BadRequest("uri").into_response();
    }
    next.run(request).await
}

/// An unsafe request that carries cookies must say where it comes from; the origin layer compares it.
async fn origin_or_refuse(request: Request, next: Next) -> Response {
    let unsafe_method = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let headers = request.headers();
    let silent = !headers.contains_key("sec-fetch-site") && !headers.contains_key(header::ORIGIN);
    if unsafe_method && silent && headers.contains_key(header::COOKIE) && !from_loopback(&request) {
        return Error::Forbidden.into_response();
    }
    next.run(request).await
}

fn from_loopback(request: &Request) -> bool {
    request
        .extensions()
        .get::<ConnectInfo<std::net::SocketAddr>>()
        .is_none_or(|peer| peer.0.ip().is_loopback())
}

/// Addresses whose last part is a secret.
const SECRET_PATHS: [&str; 3] = ["/feeds/", "/link/", "/board/"];

/// What screens without hands show. Whatever they are answered, an error too, they ask again by themselves.
const SCREENS: &str = "/board/";
/// Seconds after which a screen asks again.
const SCREEN_AGAIN: &str = "300";

/// A path as the log may hold it.
fn spoken(path: &str) -> Cow<'_, str> {
    let secret = SECRET_PATHS.iter().find(|start| path.starts_with(**start));
    secret.map_or(Cow::Borrowed(path), |start| Cow::Owned(format!("{start}…")))
}

/// Adds the request id, the log span and the security headers.
async fn dress(
    axum::extract::State(core): axum::extract::State<Core>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = uuid::Uuid::now_v7().simple().to_string();
    let path = spoken(request.uri().path()).into_owned();
    let screen = request.uri().path().starts_with(SCREENS);
    let method = request.method().clone();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id = %id, method = %method, path = %path);
    let started = tokio::time::Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| {
        tracing::info!(
            status = response.status().as_u16(),
            ms = started.elapsed().as_millis() as u64,
            "answered"
        )
    });
    let secure = core.settings.secure;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "geolocation=(), camera=(), microphone=()",
    );
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(header::CACHE_CONTROL, "no-store");
    if screen {
        set(header::REFRESH, SCREEN_AGAIN);
    }
    if secure {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", value);
    }
    response
}

#[derive(Template)]
#[template(path = "layout/error.html")]
struct ErrorPage {
    page: Page,
    status: u16,
    heading: String,
    text: String,
    details: Vec<String>,
    back: String,
    request_id: String,
}

/// Gives errors a face: a page with a way back, or problem+json.
async fn faces(
    axum::extract::State(core): axum::extract::State<Core>,
    request: Request,
    next: Next,
) -> Response {
    let lang = lang_of(request.headers());
    let api = request.uri().path().starts_with("/api/");
    let method = request.method().clone();
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let here = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    let back = came_from(request.headers());
    let response = next.run(request).await;
    let lang = response.extensions().get::<Lang>().copied().unwrap_or(lang);
    let error = match response.extensions().get::<Error>() {
        Some(error) => error.clone(),
        None if response.status() == StatusCode::SERVICE_UNAVAILABLE => Error::Unavailable(3),
        None => return response,
    };
    if let Error::Internal(source) = &error {
        tracing::error!(request = %id, %source, "internal error");
    }
    if api {
        let mut face = super::problem::problem(&error, lang, &id);
        if let Some(allow) = response.headers().get(header::ALLOW) {
            face.headers_mut().insert(header::ALLOW, allow.clone());
        }
        return face;
    }
    if matches!(error, Error::Unauthenticated) && method == Method::GET {
        return redirect(&format!("/sign-in?next={}", encode(&here)));
    }
    error_page(&error, lang, core.settings.demo, id, back)
}

/// The page of an error: what happened, what to do, a way back, the request id.
fn error_page(error: &Error, lang: Lang, demo: bool, request_id: String, back: String) -> Response {
    let code = error.code();
    let details = match error {
        Error::Invalid(fields) => fields.iter().map(|field| field.text(lang)).collect(),
        Error::Refused(reason) => vec![super::i18n::with_args(
            lang,
            &format!("refused-{}", reason.code),
            &reason.args,
        )],
        Error::Conflict(what) => vec![lang.t(&format!("conflict-{what}"))],
        Error::BadRequest(what) => vec![lang.t(&format!("bad-request-{what}"))],
        _ => Vec::new(),
    };
    let status = error.status();
    let template = ErrorPage {
        page: Page::bare(lang, &format!("error-{code}-title"), demo),
        status: status.as_u16(),
        heading: lang.t(&format!("error-{code}-title")),
        text: lang.t(&format!("error-{code}-text")),
        details,
        back,
        request_id,
    };
    let mut response =
        super::html::page_with(status, &template).unwrap_or_else(|_| status.into_response());
    retry_after(error, &mut response);
    response
}

/// Says when to come again.
pub(super) fn retry_after(error: &Error, response: &mut Response) {
    if let Error::Unavailable(seconds) | Error::TooMany(seconds) = error {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
}

/// The page the person came from, when it is one of ours.
fn came_from(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|referer| referer.split_once("://"))
        .and_then(|(_, rest)| rest.strip_prefix(host))
        .map(|path| super::form::local_path(path).to_owned())
        .unwrap_or_else(|| "/".to_owned())
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The network a request comes from: /24 of IPv4, /64 of IPv6; a proxy's word counts only when the proxy is trusted.
pub fn network(extensions: &http::Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> String {
    let peer = extensions
        .get::<ConnectInfo<std::net::SocketAddr>>()
        .map(|info| info.0.ip());
    // the nearest word first: a proxy adds at the end of the line, or a line of its own; what stands before is hearsay
    let claimed = || {
        let lines: Vec<&HeaderValue> = headers.get_all("x-forwarded-for").iter().collect();
        let words = lines
            .into_iter()
            .rev()
            .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        words
            .map(|word| word.trim().parse::<IpAddr>())
            .find(|word| !matches!(word, Ok(address) if trusted.contains(address)))?
            .ok()
    };
    let address = match peer {
        Some(peer) if trusted.contains(&peer) => claimed().unwrap_or(peer),
        Some(peer) => peer,
        None => IpAddr::from([127, 0, 0, 1]),
    };
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            None => {
                let s = v6.segments();
                format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn the_log_holds_no_secret_of_an_address() {
        assert_eq!(spoken("/feeds/abc.ics"), "/feeds/…");
        assert_eq!(spoken("/link/abc"), "/link/…");
        assert_eq!(spoken("/board/abc"), "/board/…");
        assert_eq!(spoken("/requests/abc"), "/requests/abc");
    }
}
