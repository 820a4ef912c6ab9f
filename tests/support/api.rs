//! A program that holds a token: sends JSON, no cookies, and reads JSON or a problem.

use axum::{body::Body, extract::Request};
use http::{Method, StatusCode, header};
use http_body_util::BodyExt;
use luwes::{
    identity::{MakeToken, TokenKind},
    kernel::door::Scope,
};
use serde_json::Value;
use tower::ServiceExt;

use super::{Person, TestApp, World, page::Shown};

/// A caller of the JSON interface.
#[derive(Clone)]
pub struct Client {
    pub app: TestApp,
    pub token: Option<String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub bytes: Vec<u8>,
    /// The body, null when it is no JSON.
    pub json: Value,
    /// What was called, for messages.
    pub call: String,
}

impl Reply {
    /// Fails unless the status is this one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}: {}",
            self.call,
            String::from_utf8_lossy(&self.bytes)
        );
        self
    }

    /// Fails unless this is a problem with this status and code, whole in every member.
    #[track_caller]
    pub fn assert_problem(&self, status: u16, code: &str) -> &Self {
        self.assert_status(status);
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.call
        );
        assert_eq!(self.json["code"], code, "{}: {}", self.call, self.json);
        assert_eq!(self.json["status"], status, "{}", self.call);
        assert_eq!(self.json["request_id"], self.header("x-request-id"));
        for name in ["type", "title", "detail"] {
            let text = self.json[name].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{}: {name} is empty", self.call);
            assert!(
                !text.starts_with("error-") && !text.starts_with("bad-request-"),
                "{}: no words for {text}",
                self.call
            );
        }
        self
    }

    /// A header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The fields that a problem names.
    pub fn fields(&self) -> Vec<String> {
        self.json["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|error| error["field"].as_str().map(str::to_owned))
            .collect()
    }

    /// The id of what was answered.
    #[track_caller]
    pub fn id(&self) -> String {
        self.json["id"].as_str().expect("an id").to_owned()
    }

    /// As a page, for the walks that read both.
    pub fn shown(self, path: &str) -> Shown {
        Shown {
            status: self.status,
            headers: self.headers,
            path: path.to_owned(),
            bytes: self.bytes,
        }
    }
}

impl Client {
    /// A caller without a token.
    pub fn stranger(app: &TestApp) -> Self {
        Self {
            app: app.clone(),
            token: None,
            headers: Vec::new(),
        }
    }

    /// The same caller, reading English.
    pub fn english(mut self) -> Self {
        self.headers.push(("accept-language".into(), "en".into()));
        self
    }

    /// The same caller, naming each attempt by this key.
    pub fn key(mut self, key: &str) -> Self {
        self.headers.push(("idempotency-key".into(), key.into()));
        self
    }

    /// The same caller with one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Reads; `path` follows `/api/v1`.
    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None).await
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Sends JSON in the place of what is there.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PUT, path, Some(body)).await
    }

    /// Takes away.
    pub async fn delete(&self, path: &str) -> Reply {
        self.call(Method::DELETE, path, None).await
    }

    /// Any method, with or without a JSON body.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        self.send(method, path, body).await
    }

    /// Anything.
    pub async fn send(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Reply {
        let call = format!("{method} {path}");
        let uri = if path.starts_with("/api") {
            path.to_owned()
        } else {
            format!("/api/v1{path}")
        };
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::HOST, "luwes.test");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let (media, bytes) = body.unwrap_or_default();
        if !media.is_empty() {
            request = request.header(header::CONTENT_TYPE, media);
        }
        let request = request.body(Body::from(bytes)).expect("a request");
        let response = self
            .app
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Reply {
            status: parts.status,
            headers: parts.headers,
            json: serde_json::from_slice(&bytes).unwrap_or_default(),
            bytes,
            call,
        }
    }
}

impl World {
    /// A program in which this person's token is, with every scope of use to them.
    pub async fn api(&self, person: &Person) -> Client {
        let roles = self.actor(person).await.roles;
        let scopes: Vec<Scope> = Scope::all().filter(|scope| scope.useful(roles)).collect();
        self.api_with(person, &scopes).await
    }

    /// A program with a token of this person and these scopes.
    pub async fn api_with(&self, person: &Person, scopes: &[Scope]) -> Client {
        self.token(person, TokenKind::Personal, scopes).await
    }

    /// A program of the agency, with a service token that this officer made.
    pub async fn service(&self, officer: &Person, scopes: &[Scope]) -> Client {
        self.token(officer, TokenKind::Service, scopes).await
    }

    async fn token(&self, person: &Person, kind: TokenKind, scopes: &[Scope]) -> Client {
        let mut cx = self.cx_of(person).await;
        let wanted = MakeToken {
            name: "Program".into(),
            scopes: scopes.to_vec(),
            days: 365,
        };
        let made = luwes::identity::make_token(&mut cx, kind, &wanted)
            .await
            .expect("a token");
        cx.finish().await.expect("commit");
        Client {
            token: Some(made.secret),
            ..Client::stranger(&self.app)
        }
    }
}
