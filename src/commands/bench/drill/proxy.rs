//! A proxy in front of PostgreSQL whose weather can be chosen: slow, torn, cut, silent. The drill and the tests
//! (tests/support/mod.rs) compile this one file, which therefore needs nothing else of the program.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinHandle,
    time::sleep,
};

/// Where the server behind the proxy listens.
#[derive(Clone, Debug)]
pub enum Upstream {
    Socket(PathBuf),
    Tcp(String, u16),
}

impl Upstream {
    /// The socket in a folder, as PostgreSQL names it; else a host and port.
    pub fn at(socket: Option<&PathBuf>, host: &str, port: u16) -> Self {
        match socket {
            Some(folder) => Self::Socket(folder.join(format!(".s.PGSQL.{port}"))),
            None => Self::Tcp(host.to_owned(), port),
        }
    }
}

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    Fine,
    /// Everything takes this long, each way.
    Slow(Duration),
    /// The first and then every third BEGIN arrives by half, and its connection ends there.
    Torn,
    /// Connections end and no new one is accepted.
    Cut,
    /// Connections stay open and nothing arrives any more: the other machine has gone without a word. Those that lived then
    /// stay dead when the weather is fine again.
    Silent,
}

/// A running proxy; it ends when it is dropped.
pub struct Proxy {
    pub port: u16,
    weather: watch::Sender<Weather>,
    begins: Arc<AtomicUsize>,
    listening: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a free port of this machine.
    pub async fn start(upstream: Upstream) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let (weather, state) = watch::channel(Weather::Fine);
        let begins = Arc::new(AtomicUsize::new(0));
        let counted = begins.clone();
        let listening = spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let carried = Carried {
                    state: state.clone(),
                    begins: counted.clone(),
                    dead: Arc::default(),
                };
                if *state.borrow() != Weather::Cut {
                    spawn(carry(client, upstream.clone(), carried));
                }
            }
        });
        Ok(Self {
            port,
            weather,
            begins,
            listening,
        })
    }

    /// Changes the weather, for connections that exist as well.
    pub fn set(&self, weather: Weather) {
        self.begins.store(0, Ordering::Relaxed);
        self.weather.send_replace(weather);
    }

    /// How many BEGINs were torn since the weather changed.
    pub fn torn(&self) -> usize {
        self.begins.load(Ordering::Relaxed).div_ceil(3)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn spawn<F>(work: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    #[expect(
        clippy::disallowed_methods,
        reason = "one task per connection, outside the product"
    )]
    tokio::spawn(work)
}

/// What belongs to one connection.
#[derive(Clone)]
struct Carried {
    state: watch::Receiver<Weather>,
    begins: Arc<AtomicUsize>,
    dead: Arc<AtomicBool>,
}

async fn carry(client: TcpStream, upstream: Upstream, carried: Carried) {
    client.set_nodelay(true).ok();
    match upstream {
        Upstream::Socket(path) => {
            if let Ok(server) = UnixStream::connect(path).await {
                between(client, server, carried).await;
            }
        }
        Upstream::Tcp(host, port) => {
            if let Ok(server) = TcpStream::connect((host.as_str(), port)).await {
                server.set_nodelay(true).ok();
                between(client, server, carried).await;
            }
        }
    }
}

async fn between<S>(client: TcpStream, server: S, carried: Carried)
where
    S: AsyncRead + AsyncWrite,
{
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = tokio::io::split(server);
    let mut state = carried.state.clone();
    tokio::select! {
        _ = pump(from_client, to_server, carried.clone(), true) => {}
        _ = pump(from_server, to_client, carried, false) => {}
        _ = state.wait_for(|weather| *weather == Weather::Cut) => {}
    }
}

/// Carries one direction until an end closes, or until the weather ends it.
async fn pump<R, W>(mut from: R, mut to: W, carried: Carried, asking: bool) -> io::Result<()>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let count = from.read(&mut buffer).await?;
        if count == 0 {
            return Ok(());
        }
        let said = &buffer[..count];
        let weather = *carried.state.borrow();
        match weather {
            Weather::Silent => carried.dead.store(true, Ordering::Relaxed),
            Weather::Slow(by) => sleep(by).await,
            Weather::Torn if asking => {
                let begin = said.windows(5).position(|five| five == b"BEGIN");
                if let Some(at) = begin
                    && carried
                        .begins
                        .fetch_add(1, Ordering::Relaxed)
                        .is_multiple_of(3)
                {
                    to.write_all(&said[..at + 2]).await?;
                    return to.flush().await;
                }
            }
            _ => {}
        }
        if !carried.dead.load(Ordering::Relaxed) {
            to.write_all(said).await?;
        }
    }
}
