//! Static files, compiled into the program and served under a name that changes with their content, packed once as small
//! as brotli can.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
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

/// Files packed so far, by the hash of their content: a file changed on disk while developing is packed anew.
static PACKED: LazyLock<Mutex<HashMap<[u8; 32], Bytes>>> = LazyLock::new(Mutex::default);

/// The content at brotli's best level, which takes too long to do for every answer.
async fn packed(hash: [u8; 32], data: Cow<'static, [u8]>) -> Result<Bytes> {
    let known = |pack: Option<Bytes>| {
        let mut all = PACKED
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        match pack {
            Some(pack) => Some(all.entry(hash).or_insert(pack).clone()),
            None => all.get(&hash).cloned(),
        }
    };
    if let Some(done) = known(None) {
        return Ok(done);
    }
    // A quarter of a second of pure computing, once per file.
    let pack = tokio::task::spawn_blocking(move || {
        let mut out = Vec::with_capacity(data.len() / 3);
        let best = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut &*data, &mut out, &best).map(|_| Bytes::from(out))
    });
    let pack = pack
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    known(Some(pack)).ok_or(Error::NotFound)
}

/// Whether the client reads brotli.
fn reads_brotli(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    offers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|offer| offer.replace(' ', ""))
        .any(|offer| {
            offer == "br"
                || offer
                    .strip_prefix("br;q=")
                    .is_some_and(|q| q.parse() != Ok(0.0))
        })
}

/// Serves a static file; the right version in its address makes it safe to keep for a year.
pub async fn serve(
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response> {
    let file = Static::get(&name).ok_or(Error::NotFound)?;
    let extension = name.rsplit('.').next().unwrap_or_default();
    let media = TYPES.get(extension).copied().ok_or(Error::NotFound)?;
    let small = !matches!(extension, "png" | "woff2");
    let mut response = if small && reads_brotli(&headers) {
        let body = packed(file.metadata.sha256_hash(), file.data).await?;
        let coding = (header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        (StatusCode::OK, [coding], body).into_response()
    } else {
        (StatusCode::OK, file.data.into_owned()).into_response()
    };
    let cache = if asked.v == *VERSION {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, cache),
        (header::VARY, "accept-encoding"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(value: &'static str) -> bool {
        reads_brotli(&HeaderMap::from_iter([(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static(value),
        )]))
    }

    #[test]
    fn brotli_only_for_those_who_read_it() {
        assert!(offers("gzip, deflate, br, zstd"));
        assert!(offers("br;q=0.5"));
        assert!(!offers("gzip, br;q=0"));
        assert!(!offers("gzip, brx"));
        assert!(!reads_brotli(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn what_is_packed_unpacks_to_the_same() {
        let file = Static::get("css/app.css").unwrap();
        let pack = packed(file.metadata.sha256_hash(), file.data.clone())
            .await
            .unwrap();
        assert!(pack.len() * 4 < file.data.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*pack, &mut back).unwrap();
        assert_eq!(back, *file.data);
    }
}
