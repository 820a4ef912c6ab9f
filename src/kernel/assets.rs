//! Static files, compiled into the program and served under a name that changes with their content.

use std::{collections::HashMap, sync::LazyLock};

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

use super::{
    crypto::{hex, sha256},
    error::{Error, Result},
    form::{Path, Query},
};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// One short hash over every static file: the `v` in their addresses.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Static::iter().collect();
    names.sort();
    let mut all = Vec::new();
    for name in names {
        if let Some(file) = Static::get(&name) {
            all.extend_from_slice(&file.metadata.sha256_hash());
        }
    }
    hex(&sha256(&all)[..5])
});

static TYPES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    HashMap::from([
        ("css", "text/css; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("woff2", "font/woff2"),
        ("webmanifest", "application/manifest+json"),
        ("txt", "text/plain; charset=utf-8"),
    ])
});

/// The version in the addresses of static files (`?v=`).
pub fn version() -> &'static str {
    &VERSION
}

/// The version an address asks for.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    v: String,
}

/// Serves a static file; the right version in its address makes it safe to keep for a year.
pub async fn serve(Path(name): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let file = Static::get(&name).ok_or(Error::NotFound)?;
    let extension = name.rsplit('.').next().unwrap_or_default();
    let media = TYPES.get(extension).copied().ok_or(Error::NotFound)?;
    let mut response = (StatusCode::OK, file.data.into_owned()).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let cache = if asked.v == *VERSION {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(response)
}
