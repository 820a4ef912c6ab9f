//! An error as problem+json (RFC 9457), in the language of the caller.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde_json::{Value, json};

use super::{
    error::{Error, FieldError},
    guard::retry_after,
    i18n::{Lang, with_args},
};

/// The stable code of a problem: as exact as the program knows it.
fn code(error: &Error) -> &'static str {
    match error {
        Error::Refused(reason) => reason.code,
        Error::Conflict(what) | Error::BadRequest(what) => what,
        other => other.code(),
    }
}

fn detail(error: &Error, lang: Lang) -> String {
    match error {
        Error::Refused(reason) => {
            with_args(lang, &format!("refused-{}", reason.code), &reason.args)
        }
        Error::Conflict(what) => lang.t(&format!("conflict-{what}")),
        Error::BadRequest(what) => lang.t(&format!("bad-request-{what}")),
        other => lang.t(&format!("error-{}-text", other.code())),
    }
}

fn field(error: &FieldError, lang: Lang) -> Value {
    let mut line = json!({"field": error.field, "code": error.code, "message": error.text(lang)});
    if let Some((_, remedy)) = error.args.iter().find(|(name, _)| *name == "remedy") {
        line["remedy"] = json!(remedy);
    }
    line
}

/// The body of a problem.
pub fn body(error: &Error, lang: Lang, request_id: &str) -> Value {
    let case = error.code();
    let mut body = json!({
        "type": format!("/api#problem-{case}"),
        "title": lang.t(&format!("error-{case}-title")),
        "status": error.status().as_u16(),
        "detail": detail(error, lang),
        "code": code(error),
        "request_id": request_id,
    });
    if let Error::Invalid(fields) = error {
        body["errors"] = fields.iter().map(|one| field(one, lang)).collect();
    }
    body
}

/// A problem as an answer.
pub fn problem(error: &Error, lang: Lang, request_id: &str) -> Response {
    let text = body(error, lang, request_id).to_string();
    let mut response = (error.status(), text).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(lang.code()),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if matches!(error, Error::Unauthenticated) {
        headers.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"luwes\""),
        );
    }
    retry_after(error, &mut response);
    response
}
