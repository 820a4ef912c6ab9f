//! A bucket against a store of the test's own, which speaks as much of the protocol as the depot needs and checks every signature.

use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use futures::TryStreamExt;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, StatusCode, header};
use sha2::Sha256;

use crate::kernel::{
    crypto::{hex, sha256},
    depot::{Bucket, Depot, PART_OF_BUCKET, tests::made},
    id::{AgencyId, FileId},
};

const SECRET: &str = "rahasia-sekali";

#[derive(Clone, Default)]
struct Store(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Whether a request is signed by who knows the secret, over exactly what came (AWS Signature Version 4).
fn signed(request: &http::request::Parts, body: &[u8]) -> bool {
    let head = |name: &str| {
        request
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    let Some(given) = head("authorization") else {
        return false;
    };
    let part = |name: &str| {
        let (_, rest) = given.split_once(&format!("{name}=")).unwrap();
        rest.split(',').next().unwrap().trim().to_owned()
    };
    let names = part("SignedHeaders");
    let lines: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", head(name).unwrap().trim()))
        .collect();
    let mut query: Vec<String> = request
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.contains('=') {
            true => pair.to_owned(),
            false => format!("{pair}="),
        })
        .collect();
    query.sort();
    let content = head("x-amz-content-sha256").unwrap();
    if content != hex(&sha256(body)) {
        return false;
    }
    let canonical = format!(
        "{}\n{}\n{}\n{lines}\n{names}\n{content}",
        request.method,
        request.uri.path(),
        query.join("&")
    );
    let credential = part("Credential");
    let (_, scope) = credential.split_once('/').unwrap();
    let at = head("x-amz-date").unwrap();
    let text = format!(
        "AWS4-HMAC-SHA256\n{at}\n{scope}\n{}",
        hex(&sha256(canonical.as_bytes()))
    );
    let key = scope
        .split('/')
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, step| {
            mac(&key, step)
        });
    hex(&mac(&key, &text)) == part("Signature")
}

async fn answer(State(store): State<Store>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 64 << 20).await.unwrap();
    if !signed(&parts, &body) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let key = parts
        .uri
        .path()
        .trim_start_matches("/berkas")
        .trim_start_matches('/')
        .to_owned();
    let query: BTreeMap<String, String> =
        url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let mut inner = store.0.lock().unwrap();
    let tag = [(header::ETAG, "\"tag\"")];
    match (parts.method, query.get("partNumber"), query.get("uploadId")) {
        (Method::POST, None, None) => {
            inner.parts.insert(key, BTreeMap::new());
            "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
                .into_response()
        }
        (Method::PUT, Some(number), Some(_)) => {
            let number = number.parse().unwrap();
            inner
                .parts
                .get_mut(&key)
                .unwrap()
                .insert(number, body.to_vec());
            tag.into_response()
        }
        (Method::POST, None, Some(_)) => {
            let whole = inner.parts.remove(&key).unwrap().into_values().flatten();
            let whole = whole.collect();
            inner.objects.insert(key, whole);
            "<CompleteMultipartUploadResult><ETag>tag</ETag></CompleteMultipartUploadResult>"
                .into_response()
        }
        (Method::GET, None, None) if query.contains_key("list-type") => {
            let prefix = &query["prefix"];
            let found = inner.objects.iter().filter(|one| one.0.starts_with(prefix));
            let found: String = found
                .map(|(key, bytes)| format!("<Contents><Key>{key}</Key><Size>{}</Size><LastModified>2026-11-17T01:00:00Z</LastModified><ETag>tag</ETag></Contents>", bytes.len()))
                .collect();
            format!("<ListBucketResult>{found}</ListBucketResult>").into_response()
        }
        (Method::GET, None, None) => match inner.objects.get(&key) {
            Some(bytes) => {
                let modified = (header::LAST_MODIFIED, "Tue, 17 Nov 2026 01:00:00 GMT");
                ([tag[0].clone(), modified], bytes.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        (Method::DELETE, None, None) => {
            inner.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::NOT_IMPLEMENTED.into_response(),
    }
}

async fn serve(store: Store) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer).with_state(store);
    #[expect(clippy::disallowed_methods, reason = "a store of the test's own")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn bucket(endpoint: &str, secret: &str) -> Bucket {
    Bucket {
        name: "berkas".into(),
        endpoint: endpoint.into(),
        region: "id-jkt".into(),
        access_key: "luwes".into(),
        secret_key: secret.into(),
        authorities: None,
    }
}

#[tokio::test]
async fn a_bucket_keeps_gives_lists_and_forgets() {
    let store = Store::default();
    let endpoint = serve(store.clone()).await;
    let depot = Depot::bucket(&bucket(&endpoint, SECRET), None).unwrap();
    let (agency, id) = (AgencyId::new(), FileId::new());
    let bytes: Vec<u8> = (0..PART_OF_BUCKET + 1_000)
        .map(|n| (n % 251) as u8)
        .collect();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    depot.put(agency, id, file).await.unwrap();
    let key = format!("{agency}/{id}");
    assert!(store.0.lock().unwrap().objects.contains_key(&key));
    let pieces = depot.read(agency, id, sha256(&bytes)).await.unwrap();
    let read: Vec<Bytes> = pieces.try_collect().await.unwrap();
    assert_eq!(read.concat(), bytes);
    let soon = made(id) + TimeDelta::days(1);
    assert_eq!(depot.before(agency, soon).await.unwrap(), [id]);
    assert!(
        depot
            .before(AgencyId::new(), soon)
            .await
            .unwrap()
            .is_empty()
    );
    depot.remove(agency, &[id]).await.unwrap();
    assert!(store.0.lock().unwrap().objects.is_empty());
    // who does not know the secret gets nothing in
    let stranger = Depot::bucket(&bucket(&endpoint, "salah"), None).unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"x").unwrap();
    assert!(stranger.put(agency, id, file).await.is_err());
    // and nobody speaks to a store in plain words over a network
    assert!(Depot::bucket(&bucket("http://s3.contoh.go.id", SECRET), None).is_err());
}
