//! `/feeds/….ics`: what a calendar program reads. No session, no cookie; an unknown secret is a plain 404.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::{
    feeds::read::{self, Calendar},
    kernel::{crypto, cx::Gx, error::Result, form::Path},
};

/// Kept by the program alone, and not for long.
const CACHE: HeaderValue = HeaderValue::from_static("private, max-age=300");

fn missing() -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, plain, "404\n").into_response()
}

/// Whether the program has this text already.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|given| given.trim() == "*" || bare(given) == bare(tag))
}

fn answer(headers: &HeaderMap, calendar: Calendar) -> Result<Response> {
    let mut response = if has(headers, &calendar.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let file = [
            (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
            (
                header::CONTENT_DISPOSITION,
                "inline; filename=\"luwes.ics\"",
            ),
        ];
        (file, calendar.text).into_response()
    };
    let tag =
        HeaderValue::from_str(&calendar.tag).map_err(crate::kernel::error::Error::internal)?;
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, CACHE);
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(response)
}

/// GET /feeds/{file}
pub async fn show(gx: Gx, Path(file): Path<String>, headers: HeaderMap) -> Result<Response> {
    let secret = file.strip_suffix(".ics").and_then(crypto::token_hash);
    let Some(hash) = secret else {
        return Ok(missing());
    };
    let doubt = read::Doubt::of(&gx);
    match read::read(gx, hash).await? {
        Some(calendar) => answer(&headers, calendar),
        None => {
            doubt.count().await?;
            Ok(missing())
        }
    }
}
