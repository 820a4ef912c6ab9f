//! A system of an agency that listens on this machine: keeps what it was sent, answers what the test wants, over http or TLS.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Response};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_rustls::TlsAcceptor;

/// What it was sent.
#[derive(Clone, Debug)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    pub fn kind(&self) -> String {
        self.json()["kind"].as_str().expect("a kind").to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().expect("a plain header")
    }

    /// The signatures, in order.
    pub fn signatures(&self) -> Vec<String> {
        let all = self.header("webhook-signature");
        all.split(' ').map(str::to_owned).collect()
    }

    /// What the signature must be under a secret as it was shown, computed as docs/API.md tells receivers to.
    pub fn expected(&self, shown: &str) -> String {
        let secret = shown.strip_prefix("whsec_").expect("a marked secret");
        let secret = STANDARD.decode(secret).expect("base64");
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&secret).expect("a key");
        mac.update(self.header("webhook-id").as_bytes());
        mac.update(b".");
        mac.update(self.header("webhook-timestamp").as_bytes());
        mac.update(b".");
        mac.update(&self.body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

/// What it answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Status(u16, String),
    /// To somewhere else.
    Redirect(String),
    /// Takes its time.
    Late(Duration),
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    next: VecDeque<Reply>,
    always: Option<Reply>,
}

/// A listening system. It ends with the test.
pub struct Receiver {
    pub url: String,
    state: Arc<Mutex<State>>,
    _running: JoinSet<()>,
}

impl Receiver {
    /// Listens on a free port of this machine.
    pub async fn start() -> Self {
        Self::listen("http", None).await
    }

    /// The same with TLS.
    pub async fn secure(acceptor: TlsAcceptor) -> Self {
        Self::listen("https", Some(acceptor)).await
    }

    async fn listen(scheme: &str, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state: Arc<Mutex<State>> = Arc::default();
        let kept = state.clone();
        let mut running = JoinSet::new();
        running.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, acceptor) = (kept.clone(), acceptor.clone());
                connections.spawn(async move {
                    let service = service_fn(move |request| take(kept.clone(), request));
                    let http = hyper::server::conn::http1::Builder::new();
                    match acceptor {
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                let io = TokioIo::new(stream);
                                http.serve_connection(io, service).await.ok();
                            }
                        }
                        None => {
                            let io = TokioIo::new(stream);
                            http.serve_connection(io, service).await.ok();
                        }
                    }
                });
            }
        });
        Self {
            url: format!("{scheme}://127.0.0.1:{port}/luwes?from=uji"),
            state,
            _running: running,
        }
    }

    /// Answers this once, in turn.
    pub fn then(&self, reply: Reply) {
        self.state.lock().unwrap().next.push_back(reply);
    }

    /// Answers this from now on.
    pub fn always(&self, reply: Reply) {
        self.state.lock().unwrap().always = Some(reply);
    }

    /// Everything it was sent.
    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    /// What it was sent since the last look.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.state.lock().unwrap().received)
    }

    /// The kinds of what it was sent since the last look.
    pub fn kinds(&self) -> Vec<String> {
        self.take().iter().map(Received::kind).collect()
    }
}

async fn take(
    state: Arc<Mutex<State>>,
    request: http::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    let path = parts.uri.path_and_query().map(ToString::to_string);
    let reply = {
        let mut state = state.lock().unwrap();
        state.received.push(Received {
            path: format!("{} {}", parts.method, path.unwrap_or_default()),
            headers: parts.headers,
            body,
        });
        state.next.pop_front().or_else(|| state.always.clone())
    };
    let answer = Response::builder();
    Ok(match reply {
        None => answer.status(204).body(Full::default()),
        Some(Reply::Status(status, text)) => answer.status(status).body(Full::new(text.into())),
        Some(Reply::Redirect(to)) => answer
            .status(307)
            .header("location", to)
            .body(Full::default()),
        Some(Reply::Late(time)) => {
            tokio::time::sleep(time).await;
            answer.status(204).body(Full::default())
        }
    }
    .expect("an answer"))
}
