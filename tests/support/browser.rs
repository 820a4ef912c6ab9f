//! A browser without a screen: keeps cookies, follows redirects, fills in the forms it finds, says that it is the same origin.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{
    body::Body,
    extract::{ConnectInfo, Request},
};
use chrono::{DateTime, Utc};
use http::{Method, header};
use http_body_util::BodyExt;
use luwes::kernel::{crypto, door::Scope};
use sqlx::PgConnection;
use tower::ServiceExt;

use super::{app::TestApp, page::Shown, people::Person};

/// One person's browser.
#[derive(Clone)]
pub struct Browser {
    app: TestApp,
    pub cookies: BTreeMap<String, String>,
    pub headers: Vec<(&'static str, String)>,
    /// Shown at `/api/v1` in place of the cookies: a token with every scope.
    pub bearer: Option<String>,
    peer: Option<SocketAddr>,
    shown: Option<Shown>,
}

/// A token of this person with every scope, put into the database directly.
async fn bearer(conn: &mut PgConnection, person: &Person, now: DateTime<Utc>) -> String {
    let id = uuid::Uuid::now_v7();
    let (secret, prefix, hash) = crypto::bearer(id).expect("a token");
    let scopes: Vec<&str> = Scope::all().map(Scope::code).collect();
    sqlx::query(
        "insert into api_tokens (agency_id, id, kind, membership_id, name, prefix, scopes, created_at, expires_at) \
         values ($1, $2, 'personal', $3, 'test', $4, $5, $6, $6 + interval '365 days')",
    )
    .bind(person.agency.0)
    .bind(id)
    .bind(person.membership.0)
    .bind(prefix)
    .bind(scopes)
    .bind(now)
    .execute(&mut *conn)
    .await
    .expect("the token is stored");
    sqlx::query("insert into token_homes (token_hash, token_id, agency_id, identity_id) values ($1, $2, $3, $4)")
        .bind(&hash[..])
        .bind(id)
        .bind(person.agency.0)
        .bind(person.identity.0)
        .execute(conn)
        .await
        .expect("the token lives");
    secret
}

/// A file for a form.
pub struct Attachment<'a> {
    pub field: &'a str,
    pub name: &'a str,
    pub bytes: &'a [u8],
}

impl Browser {
    /// Nobody is signed in.
    pub fn new(app: TestApp) -> Self {
        Self {
            app,
            cookies: BTreeMap::new(),
            headers: vec![("sec-fetch-site", "same-origin".into())],
            bearer: None,
            peer: None,
            shown: None,
        }
    }

    /// A person with a session put into the database directly.
    pub async fn signed_in(app: TestApp, person: &Person) -> Self {
        let (token, hash) = crypto::token().expect("a token");
        let now = app.now();
        let mut conn = app.superuser().await;
        sqlx::query(
            "insert into sessions (id, token_hash, identity_id, agency_id, device, network, created_at, last_seen_at, expires_at) \
             values ($1, $2, $3, $4, 'test', '127.0.0.0/24', $5, $5, $5 + interval '365 days')",
        )
        .bind(uuid::Uuid::now_v7())
        .bind(&hash[..])
        .bind(person.identity.0)
        .bind(person.agency.0)
        .bind(now)
        .execute(&mut conn)
        .await
        .expect("the session is stored");
        let bearer = bearer(&mut conn, person, now).await;
        let mut browser = Self::new(app);
        browser.bearer = Some(bearer);
        let name = browser.app.core.settings.cookie_name();
        browser.cookies.insert(name.into(), token);
        browser
    }

    /// The same browser behind this address.
    pub fn from(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(
            address.parse().expect("an address"),
            50_000,
        ));
        self
    }

    /// Reads English.
    pub fn english(mut self) -> Self {
        self.headers.push(("accept-language", "en".into()));
        self
    }

    /// What is on the screen.
    pub fn shown(&self) -> &Shown {
        self.shown.as_ref().expect("a page was opened")
    }

    /// Opens a page, following redirects.
    pub async fn get(&mut self, path: &str) -> Shown {
        let shown = self.request(Method::GET, path, None).await;
        self.follow(shown).await
    }

    /// Opens a page without following redirects and without leaving the page on the screen.
    pub async fn fetch(&mut self, path: &str) -> Shown {
        self.request(Method::GET, path, None).await
    }

    /// Fills in a form of the page on the screen (by CSS selector or action) and sends it. A name may come several times;
    /// given names replace what stands in the form. A name that the form does not have is a mistake of the test.
    pub async fn submit(&mut self, which: &str, typed: &[(&str, &str)]) -> Shown {
        let form = self.shown().form(which);
        let mut fields = form.fields.clone();
        fields.retain(|(name, _)| !typed.iter().any(|(given, _)| given == name));
        for (name, value) in typed {
            assert!(
                form.names.iter().any(|known| known == name),
                "the form {which} has no field {name}, only {:?}",
                form.names
            );
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        if form.method != "post" {
            let path = form.action.split('?').next().unwrap_or_default().to_owned();
            return self.get(&format!("{path}?{}", encoded(&fields))).await;
        }
        let (kind, body) = if form.multipart {
            multipart(&fields, &[])
        } else {
            (FORM.to_owned(), encoded(&fields).into_bytes())
        };
        let shown = self
            .request(Method::POST, &form.action, Some((kind, body)))
            .await;
        self.follow(shown).await
    }

    /// Sends a form with a file.
    pub async fn upload(
        &mut self,
        which: &str,
        typed: &[(&str, &str)],
        file: Attachment<'_>,
    ) -> Shown {
        self.upload_all(which, typed, &[file]).await
    }

    /// Sends a form with several files.
    pub async fn upload_all(
        &mut self,
        which: &str,
        typed: &[(&str, &str)],
        files: &[Attachment<'_>],
    ) -> Shown {
        let form = self.shown().form(which);
        assert!(form.multipart, "the form {which} carries no files");
        for file in files {
            assert!(
                form.names.iter().any(|name| name == file.field),
                "the form {which} has no file field {}",
                file.field
            );
        }
        let mut fields = form.fields.clone();
        fields.retain(|(name, _)| !typed.iter().any(|(given, _)| given == name));
        fields.extend(
            typed
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let body = multipart(&fields, files);
        let shown = self.request(Method::POST, &form.action, Some(body)).await;
        self.follow(shown).await
    }

    /// Posts fields to an address without any page, as an attacker or a program would; redirects are not followed.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let body = (FORM.to_owned(), encoded(&fields).into_bytes());
        self.request(Method::POST, path, Some(body)).await
    }

    /// The same as a form with files, none chosen.
    pub async fn post_multipart(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let body = multipart(&fields, &[]);
        self.request(Method::POST, path, Some(body)).await
    }

    /// Sends anything.
    pub async fn request(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> Shown {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "luwes.test");
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let api = path.starts_with("/api/v1/");
        if let Some(token) = self.bearer.as_ref().filter(|_| api) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !self.cookies.is_empty() && !api {
            let line: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        let (kind, bytes) = body.unwrap_or_default();
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request.body(Body::from(bytes)).expect("a request");
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self
            .app
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = body
            .collect()
            .await
            .expect("the body is whole")
            .to_bytes()
            .to_vec();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().expect("a cookie is text"));
        }
        Shown {
            status: parts.status,
            headers: parts.headers,
            path: path.to_owned(),
            bytes,
        }
    }

    fn keep(&mut self, line: &str) {
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if value.is_empty() || attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    async fn follow(&mut self, mut shown: Shown) -> Shown {
        for _ in 0..5 {
            if !shown.status.is_redirection() {
                break;
            }
            let to = shown.header("location");
            assert!(
                to.starts_with('/') && !to.starts_with("//"),
                "a redirect leaves the site: {to}"
            );
            shown = self.request(Method::GET, &to, None).await;
        }
        self.shown = Some(shown.clone());
        shown
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Fields as a browser writes them.
pub fn encoded(fields: &[(String, String)]) -> String {
    let part = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
                    char::from(byte).to_string()
                }
                b' ' => "+".into(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", part(name), part(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// A form with files as a browser writes it.
pub fn multipart(fields: &[(String, String)], files: &[Attachment<'_>]) -> (String, Vec<u8>) {
    let edge = "luwes-edge-7f3a";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    for file in files {
        let head = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            file.field, file.name
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={edge}"), body)
}
