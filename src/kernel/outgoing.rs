//! Calls to addresses that an agency typed: the name is looked up once, every address it has must be public (or in a network
//! the operator allows), and the connection goes to exactly an address that was looked at. No redirect, no proxy, no cookie,
//! no connection kept; ten seconds for everything, four kilobytes of answer.

mod network;

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::{HeaderName, HeaderValue, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

pub use network::{Network, public};

/// The longest address.
pub const URL: usize = 500;
/// For the name, the connection, the request and the answer together.
const PATIENCE: Duration = Duration::from_secs(10);
/// For one of several addresses of a name.
const CONNECT: Duration = Duration::from_secs(3);
/// What is read of a refusal, and how long.
const ANSWER: usize = 4 * 1024;
const READ: Duration = Duration::from_secs(2);

/// Why a call brought no answer. The words stand in the catalogues as `outgoing-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The name has no address.
    Unknown,
    /// An address of it is private, or http goes further than the own machine.
    Private,
    /// Nobody answers there.
    Unreachable,
    /// The certificate does not fit, or there is no TLS.
    Tls,
    /// It took too long.
    Slow,
    /// What came back is no HTTP.
    Unreadable,
}

impl Trouble {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Private => "private",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::Slow => "slow",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The beginning of the body, as text.
    pub body: String,
}

/// Whether something outside may be called, and how it is trusted.
#[derive(Clone, Debug, Default)]
pub struct Outgoing(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    allowed: Vec<Network>,
    roots: Vec<CertificateDer<'static>>,
    tls: OnceLock<Arc<ClientConfig>>,
}

impl Outgoing {
    /// Public addresses, and besides them the networks that the operator allows; `pem` holds further certificate authorities.
    pub fn new(allowed: Vec<Network>, pem: Option<&[u8]>) -> Result<Self, String> {
        let roots = match pem {
            Some(pem) => authorities(pem)?,
            None => Vec::new(),
        };
        Ok(Self(Arc::new(Inner {
            allowed,
            roots,
            tls: OnceLock::new(),
        })))
    }

    /// The address, when it may be called as far as can be said without looking its name up; else the code of the problem.
    pub fn target(&self, text: &str) -> Result<Url, &'static str> {
        let url = Url::parse(text.trim()).map_err(|_| "url")?;
        if url.as_str().len() > URL {
            return Err("url-long");
        }
        let host = url.host().ok_or("url")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("url-credentials");
        }
        if url.fragment().is_some() || url.port() == Some(0) {
            return Err("url");
        }
        let address = match host {
            Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
            Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
            Host::Domain(name) => {
                let name = name.trim_end_matches('.');
                let local = ["localhost", "local", "internal", "lan", "home.arpa"]
                    .iter()
                    .any(|end| name == *end || name.ends_with(&format!(".{end}")));
                if local && self.0.allowed.is_empty() {
                    return Err("url-private");
                }
                None
            }
        };
        match (url.scheme(), address) {
            ("https", None) => {}
            ("https", Some(ip)) if self.may_reach(ip) => {}
            ("https", Some(_)) => return Err("url-private"),
            // plain http never leaves the machine, and only where the operator said so
            ("http", Some(ip)) if ip.is_loopback() && self.allows(ip) => {}
            _ => return Err("url-https"),
        }
        Ok(url)
    }

    fn allows(&self, ip: IpAddr) -> bool {
        self.0.allowed.iter().any(|network| network.holds(ip))
    }

    fn may_reach(&self, ip: IpAddr) -> bool {
        public(ip) || self.allows(ip)
    }

    /// Posts a body. The answer of any status is an answer.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Answer, Trouble> {
        let call = async {
            let url = self.target(url).map_err(|_| Trouble::Private)?;
            let addresses = self.addresses(&url).await?;
            let request = request(&url, headers, body)?;
            let stream = connect(&addresses).await?;
            if url.scheme() == "http" {
                return exchange(stream, request).await;
            }
            let host = url.host_str().unwrap_or_default();
            let name = host.trim_start_matches('[').trim_end_matches(']');
            let name = ServerName::try_from(name.to_owned()).map_err(|_| Trouble::Tls)?;
            let stream = TlsConnector::from(self.tls()?)
                .connect(name, stream)
                .await
                .map_err(|error| {
                    tracing::debug!(%error, host, "no TLS");
                    Trouble::Tls
                })?;
            exchange(stream, request).await
        };
        tokio::time::timeout(PATIENCE, call)
            .await
            .unwrap_or(Err(Trouble::Slow))
    }

    /// Every address of the host, when each may be reached.
    async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Trouble> {
        let port = url.port_or_known_default().ok_or(Trouble::Unreachable)?;
        let found: Vec<SocketAddr> = match url.host().ok_or(Trouble::Unknown)? {
            Host::Ipv4(ip) => vec![(ip, port).into()],
            Host::Ipv6(ip) => vec![(ip, port).into()],
            Host::Domain(name) => tokio::net::lookup_host((name, port))
                .await
                .map_err(|_| Trouble::Unknown)?
                .collect(),
        };
        if found.is_empty() {
            return Err(Trouble::Unknown);
        }
        // one bad address among good ones is enough: which one is used must not be up to chance
        if found.iter().all(|at| self.may_reach(at.ip())) {
            Ok(found)
        } else {
            Err(Trouble::Private)
        }
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, Trouble> {
        if let Some(config) = self.0.tls.get() {
            return Ok(config.clone());
        }
        let config = tls(&self.0.roots).map_err(|_| Trouble::Tls)?;
        Ok(self.0.tls.get_or_init(|| Arc::new(config)).clone())
    }
}

/// The certificate authorities of a PEM text.
pub(super) fn authorities(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("the certificates cannot be read: {error}"))
}

/// TLS that trusts the public certificate authorities and these.
pub(super) fn tls(more: &[CertificateDer<'static>]) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for root in more {
        roots.add(root.clone())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn request(
    url: &Url,
    headers: &[(&'static str, String)],
    body: Vec<u8>,
) -> Result<Request<Full<Bytes>>, Trouble> {
    let host = url.host_str().unwrap_or_default();
    let host = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut request = Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "*/*")
        .header(header::CONNECTION, "close")
        .header(
            header::USER_AGENT,
            concat!("Luwes/", env!("CARGO_PKG_VERSION")),
        )
        .body(Full::new(Bytes::from(body)))
        .map_err(|_| Trouble::Unreadable)?;
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).map_err(|_| Trouble::Unreadable)?;
        request
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
    Ok(request)
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Trouble> {
    for address in addresses {
        match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => tracing::debug!(%error, "no connection"),
            Err(_) => tracing::debug!("no connection in time"),
        }
    }
    Err(Trouble::Unreachable)
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Answer, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Trouble::Unreadable)?;
    let talk = async {
        let answer = sender
            .send_request(request)
            .await
            .map_err(|_| Trouble::Unreadable)?;
        let status = answer.status().as_u16();
        // only a refusal is read on: its words are for people, the status is what counts
        let body = if answer.status().is_success() {
            String::new()
        } else {
            beginning(answer.into_body()).await
        };
        Ok(Answer { status, body })
    };
    // the connection moves bytes while the talk waits for them; both end here, nothing runs on by itself
    let mut connection = std::pin::pin!(connection);
    let mut talk = std::pin::pin!(talk);
    tokio::select! {
        answer = &mut talk => answer,
        ended = &mut connection => match ended {
            Ok(()) => talk.await,
            Err(_) => talk.await.map_err(|_| Trouble::Unreadable),
        },
    }
}

/// The first bytes of a body. What is too long, slow or torn is cut.
async fn beginning(mut body: Incoming) -> String {
    let mut bytes = Vec::new();
    let read = async {
        while bytes.len() < ANSWER
            && let Some(Ok(frame)) = body.frame().await
        {
            if let Some(data) = frame.data_ref() {
                bytes.extend_from_slice(&data[..data.len().min(ANSWER - bytes.len())]);
            }
        }
    };
    tokio::time::timeout(READ, read).await.ok();
    String::from_utf8_lossy(&bytes)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(500)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(allowed: &[&str]) -> Outgoing {
        let allowed = allowed.iter().map(|text| text.parse().unwrap()).collect();
        Outgoing::new(allowed, None).unwrap()
    }

    #[test]
    fn an_address_is_https_public_and_without_credentials() {
        let out = outgoing(&[]);
        let fault = |text: &str| out.target(text).err().unwrap_or("fine");
        assert_eq!(fault("https://hooks.contoh.go.id/luwes?x=1"), "fine");
        assert_eq!(fault("https://hooks.contoh.go.id:8443/"), "fine");
        assert_eq!(fault("https://8.8.8.8/"), "fine");
        for odd in ["", "hooks", "https://", "https://x/#y", "https://x:0/"] {
            assert_eq!(fault(odd), "url", "{odd}");
        }
        for odd in [
            "http://hooks.contoh.go.id/",
            "ftp://x.id/",
            "file:///etc/passwd",
            "http://127.0.0.1/",
        ] {
            let code = fault(odd);
            assert!(code == "url-https" || code == "url", "{odd}: {code}");
        }
        assert_eq!(
            fault("https://me:pw@hooks.contoh.go.id/"),
            "url-credentials"
        );
        let long = format!("https://hooks.contoh.go.id/{}", "x".repeat(URL));
        assert_eq!(fault(&long), "url-long");
        for private in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fd00::1]/",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://db.internal/",
        ] {
            assert_eq!(fault(private), "url-private", "{private}");
        }
    }

    #[test]
    fn plain_http_goes_to_the_own_machine_only_and_only_when_allowed() {
        let out = outgoing(&["127.0.0.0/8", "10.0.0.0/8"]);
        assert!(out.target("http://127.0.0.1:9000/x").is_ok());
        assert_eq!(out.target("http://10.1.2.3/").unwrap_err(), "url-https");
        assert!(out.target("https://10.1.2.3/").is_ok());
        assert_eq!(
            out.target("https://192.168.1.1/").unwrap_err(),
            "url-private"
        );
    }

    #[tokio::test]
    async fn a_name_with_a_private_address_is_not_called() {
        let out = outgoing(&["10.0.0.0/8"]);
        // passes the first look, because some network is allowed; its address is not in it
        assert!(out.target("https://localhost:9/").is_ok());
        let done = out.post("https://localhost:9/", &[], Vec::new()).await;
        assert_eq!(done, Err(Trouble::Private));
    }
}
