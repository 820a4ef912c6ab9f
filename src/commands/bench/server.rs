//! `luwes serve` as a process of its own, so that its processor time and memory can be told apart.

use std::{
    fs::OpenOptions,
    net::TcpListener,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use luwes::kernel::postgres::Cluster;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use super::client::{Call, Client};

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Launch {
    port: u16,
    settings: Vec<(String, String)>,
    log: Option<PathBuf>,
}

impl Launch {
    /// On a free port of the loopback, straight on the cluster.
    pub fn on(cluster: &Cluster, database: &str) -> Result<Self> {
        let launch = Self {
            port: free_port()?,
            settings: Vec::new(),
            log: None,
        };
        Ok(launch
            .with("DATABASE_URL", cluster.url("luwes_app", database))
            .with(
                "LUWES_PLATFORM_DATABASE_URL",
                cluster.url("luwes_platform", database),
            )
            .with("LUWES_LOG", "error")
            .with("LUWES_MAX_CONNECTIONS", "4000")
            .with("LUWES_MAX_CONNECTIONS_PER_ADDRESS", "4000"))
    }

    /// With this setting; a later one takes the place of an earlier.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.push((name.to_owned(), value.to_string()));
        self
    }

    /// Keeps what the server says.
    pub fn logging(mut self, log: PathBuf) -> Self {
        self.log = Some(log);
        self
    }

    /// On this port.
    pub fn listening(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn errors(&self) -> Result<Stdio> {
        let Some(log) = &self.log else {
            return Ok(Stdio::inherit());
        };
        let file = OpenOptions::new().create(true).append(true).open(log)?;
        Ok(Stdio::from(file))
    }
}

/// The running server.
pub struct Server {
    child: Child,
    pub port: u16,
    pub pid: u32,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts it on a free port of the loopback and waits until it is ready.
    pub async fn start(cluster: &Cluster, database: &str) -> Result<Self> {
        Self::launch(&Launch::on(cluster, database)?).await
    }

    /// The same without the worker, so that only what is asked for costs.
    pub async fn start_without_worker(cluster: &Cluster, database: &str) -> Result<Self> {
        let launch = Launch::on(cluster, database)?.with("LUWES_WORKER", false);
        Self::launch(&launch).await
    }

    /// Starts it so and waits until it is ready.
    pub async fn launch(launch: &Launch) -> Result<Self> {
        let began = Instant::now();
        let port = launch.port;
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env_remove("LUWES_DATA")
            .envs(launch.settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(launch.errors()?)
            .kill_on_drop(true)
            .spawn()
            .context("luwes serve did not start")?;
        let pid = child.id().context("the server ended at once")?;
        let mut client = Client::new(port);
        loop {
            let ready = client.send(&Call::get("/readyz", "")).await;
            if ready.is_ok_and(|answer| answer.status == 200) {
                break;
            }
            if let Some(status) = child.try_wait()? {
                bail!("the server ended at its start: {status}");
            }
            if began.elapsed() > Duration::from_secs(30) {
                bail!("the server did not answer within 30 s");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(Self {
            child,
            port,
            pid,
            first_answer: began.elapsed(),
        })
    }

    /// Resolves when the process ends by itself.
    pub async fn ended(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Whether the process still runs.
    pub fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to end and waits.
    pub async fn stop(mut self) -> Result<()> {
        send(self.pid, Signal::TERM)?;
        self.child.wait().await?;
        Ok(())
    }

    /// Ends it at once, as a power cut would.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Sends a signal to a process.
pub fn send(pid: u32, signal: Signal) -> Result<()> {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    Ok(kill_process(pid.context("a process id")?, signal)?)
}

/// The process id of the cluster's first process.
pub fn postmaster(cluster: &Cluster) -> Result<u32> {
    let file = cluster.pg_data().join("postmaster.pid");
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let first = text.lines().next().unwrap_or_default();
    first.trim().parse().context("postmaster.pid has no number")
}
