//! A proxy in front of PostgreSQL that can be cut and mended: the database is away and comes back.
#![allow(clippy::disallowed_methods, reason = "one task per connection")]

use tokio::{
    io::{AsyncRead, AsyncWrite, copy_bidirectional},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
};

use super::cluster::{Address, Server};

/// A running proxy; it ends with the test's runtime.
pub struct Proxy {
    pub port: u16,
    open: watch::Sender<bool>,
}

impl Proxy {
    /// Listens on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (open, state) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let state = state.clone();
                if *state.borrow() {
                    tokio::spawn(carry(client, state));
                }
            }
        });
        Self { port, open }
    }

    /// Cuts every connection and accepts no new one.
    pub fn cut(&self) {
        self.open.send_replace(false);
    }

    /// The database is back.
    pub fn mend(&self) {
        self.open.send_replace(true);
    }
}

async fn carry(client: TcpStream, state: watch::Receiver<bool>) {
    match Server::get().address() {
        Address::Socket(path) => {
            if let Ok(server) = UnixStream::connect(path).await {
                until_cut(client, server, state).await;
            }
        }
        Address::Tcp(host, port) => {
            if let Ok(server) = TcpStream::connect((host.as_str(), port)).await {
                until_cut(client, server, state).await;
            }
        }
    }
}

async fn until_cut<S>(mut client: TcpStream, mut server: S, mut state: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    tokio::select! {
        _ = copy_bidirectional(&mut client, &mut server) => {}
        _ = state.wait_for(|open| !open) => {}
    }
}
