//! One keep-alive connection to the server, as a browser holds it.

use anyhow::{Context, Result};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::{body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One request to send.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: Method,
    pub path: String,
    /// The session's token; empty for a stranger.
    pub token: String,
    pub content_type: &'static str,
    pub body: Bytes,
    /// A program with a bearer token instead of a browser with a session.
    pub program: bool,
    /// `Idempotency-Key`, when a program gives one.
    pub key: String,
}

impl Call {
    /// A page to read.
    pub fn get(path: &str, token: &str) -> Self {
        Self {
            method: Method::GET,
            path: path.to_owned(),
            token: token.to_owned(),
            content_type: "",
            body: Bytes::new(),
            program: false,
            key: String::new(),
        }
    }

    /// A form to send.
    pub fn post(path: &str, token: &str, content_type: &'static str, body: Bytes) -> Self {
        Self {
            method: Method::POST,
            content_type,
            body,
            ..Self::get(path, token)
        }
    }

    /// A document that a program sends, named so that it is done once.
    pub fn json(path: &str, bearer: &str, key: &str, body: String) -> Self {
        Self {
            program: true,
            key: key.to_owned(),
            ..Self::post(path, bearer, "application/json", Bytes::from(body))
        }
    }

    /// Something that a program reads.
    pub fn api(path: &str, bearer: &str) -> Self {
        Self {
            program: true,
            ..Self::get(path, bearer)
        }
    }

    fn headers(&self, host: &str) -> Result<HeaderMap> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse()?);
        if self.program {
            headers.insert(
                header::AUTHORIZATION,
                format!("Bearer {}", self.token).parse()?,
            );
            headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        } else {
            headers.insert(header::ACCEPT, HeaderValue::from_static("text/html"));
            headers.insert(header::COOKIE, format!("sid={}", self.token).parse()?);
        }
        if self.method == Method::POST {
            headers.insert(header::CONTENT_TYPE, self.content_type.parse()?);
            if self.program {
                headers.insert("idempotency-key", self.key.parse()?);
            } else {
                headers.insert(header::ORIGIN, format!("http://{host}").parse()?);
                headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
            }
        }
        Ok(headers)
    }
}

/// What came back, read to the end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// A header's text; empty when it is not there.
    pub fn header(&self, name: HeaderName) -> String {
        text(&self.headers, name)
    }

    /// The session's token that this answer sets as a cookie.
    pub fn session(&self) -> Option<String> {
        let mut cookies = self.headers.get_all(header::SET_COOKIE).iter();
        cookies.find_map(|cookie| {
            let rest = cookie.to_str().ok()?.strip_prefix("sid=")?;
            Some(rest.split(';').next()?.to_owned())
        })
    }

    /// The answer to a program.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A connection that is opened when needed and again when the server closed it.
pub struct Client {
    port: u16,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    /// Nothing is opened yet.
    pub fn new(port: u16) -> Self {
        Self { port, sender: None }
    }

    async fn sender(&mut self) -> Result<&mut SendRequest<Full<Bytes>>> {
        if self.sender.as_ref().is_none_or(SendRequest::is_closed) {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream.set_nodelay(true)?;
            let (sender, connection) =
                hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
            #[expect(clippy::disallowed_methods, reason = "one task per connection")]
            tokio::spawn(async move { connection.await.ok() });
            self.sender = Some(sender);
        }
        self.sender.as_mut().context("a connection was just opened")
    }

    /// Sends and reads the whole answer.
    pub async fn send(&mut self, call: &Call) -> Result<Answer> {
        let mut request = Request::builder()
            .method(&call.method)
            .uri(&call.path)
            .body(Full::new(call.body.clone()))?;
        *request.headers_mut() = call.headers(&format!("127.0.0.1:{}", self.port))?;
        let sender = self.sender().await?;
        sender.ready().await?;
        let answer = sender.send_request(request).await?;
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(Answer {
            status,
            location: text(&headers, header::LOCATION),
            headers,
            body,
        })
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}
