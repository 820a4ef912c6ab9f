//! A bucket of an S3-compatible store. The library signs and speaks the protocol; the connection is made here, with the TLS that the
//! program has anyway.

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use http::{HeaderValue, header};
use http_body_util::BodyExt;
use hyper_util::rt::TokioIo;
use object_store::{
    ClientOptions, ObjectStore,
    aws::AmazonS3Builder,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
        HttpResponseBody, HttpService,
    },
};
use rustls::{ClientConfig, pki_types::ServerName};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::kernel::outgoing;

/// For a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// For the head of an answer: the store may have to take a whole part first.
const ANSWER: Duration = Duration::from_secs(60);

/// Where a bucket is, and who we are to it.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub name: String,
    /// `https://s3.example.go.id`; `http://` for a loopback address only.
    pub endpoint: String,
    pub region: String,
    pub access_key: String,
    pub secret_key: SecretString,
    /// Further certificate authorities, as PEM.
    pub authorities: Option<Vec<u8>>,
}

impl Bucket {
    pub(super) fn open(&self) -> Result<Box<dyn ObjectStore>, String> {
        let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        let plain = loopback
            .iter()
            .any(|start| self.endpoint.starts_with(start));
        if !plain && !self.endpoint.starts_with("https://") {
            return Err(format!(
                "the endpoint must start with https:// (it is {})",
                self.endpoint
            ));
        }
        let more = outgoing::authorities(self.authorities.as_deref().unwrap_or_default())?;
        let tls = outgoing::tls(&more).map_err(|error| error.to_string())?;
        let store = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_endpoint(&self.endpoint)
            .with_region(&self.region)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(self.secret_key.expose_secret())
            .with_allow_http(plain)
            // one by one: not every store takes many at once
            .with_disable_bulk_delete(true)
            .with_http_connector(Caller { tls: Arc::new(tls) })
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Box::new(store))
    }
}

/// Makes one call over a connection of its own; what is retried, the library retries.
#[derive(Clone, Debug)]
struct Caller {
    tls: Arc<ClientConfig>,
}

impl HttpConnector for Caller {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

impl HttpService for Caller {
    fn call<'a, 'b>(
        &'a self,
        request: HttpRequest,
    ) -> BoxFuture<'b, Result<HttpResponse, HttpError>>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(self.send(request))
    }
}

impl Caller {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let uri = request.uri();
        let host = uri.host().unwrap_or_default();
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let secure = uri.scheme_str() != Some("http");
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = timed(CONNECT, TcpStream::connect((host.as_str(), port))).await?;
        let stream = stream.map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
        stream.set_nodelay(true).ok();
        if !secure {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(host)
            .map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
        let tls = TlsConnector::from(self.tls.clone());
        let stream = timed(CONNECT, tls.connect(name, stream)).await?;
        let stream = stream.map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
        exchange(stream, request).await
    }
}

async fn timed<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, HttpError> {
    let done = tokio::time::timeout(limit, work).await;
    done.map_err(|error| HttpError::new(HttpErrorKind::Timeout, error))
}

async fn exchange<S>(stream: S, request: HttpRequest) -> Result<HttpResponse, HttpError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut parts, body) = request.into_parts();
    let authority = parts
        .uri
        .authority()
        .map(ToString::to_string)
        .unwrap_or_default();
    let host = HeaderValue::from_str(&authority)
        .map_err(|error| HttpError::new(HttpErrorKind::Request, error))?;
    parts.headers.entry(header::HOST).or_insert(host);
    // a server is asked by path; the whole address is for proxies
    let path = parts.uri.path_and_query().cloned();
    parts.uri = path.map_or_else(http::Uri::default, http::Uri::from);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(unsent)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "the connection moves bytes for as long as its answer is read"
    )]
    tokio::spawn(async move { connection.await.ok() });
    let sent = sender.send_request(http::Request::from_parts(parts, body));
    let answer = timed(ANSWER, sent).await?.map_err(unsent)?;
    let (parts, body) = answer.into_parts();
    let body = body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error));
    Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)))
}

fn unsent(error: hyper::Error) -> HttpError {
    HttpError::new(HttpErrorKind::Request, error)
}
