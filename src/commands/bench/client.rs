//! One keep-alive connection to the server, as a browser holds it.

use anyhow::{Context, Result};
use http::{Method, Request, header};
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
}

/// What came back, read to the end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: Bytes,
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
        let origin = format!("http://127.0.0.1:{}", self.port);
        let mut request = Request::builder()
            .method(&call.method)
            .uri(&call.path)
            .header(header::HOST, &origin[7..])
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, format!("sid={}", call.token));
        if call.method == Method::POST {
            request = request
                .header(header::ORIGIN, &origin)
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, call.content_type);
        }
        let request = request.body(Full::new(call.body.clone()))?;
        let sender = self.sender().await?;
        sender.ready().await?;
        let answer = sender.send_request(request).await?;
        let status = answer.status().as_u16();
        let location = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(Answer {
            status,
            location,
            body,
        })
    }
}
