//! The scene of the drill: the cluster, the server, and the probe that tells how others fare meanwhile.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use luwes::kernel::postgres::{Cluster, Durability};
use sqlx::PgConnection;
use tokio::time::{sleep, timeout};

use super::super::{
    calls::Cast,
    client::{Answer, Client},
    server::{Launch, Server},
    store::connect,
};

/// Everything must be well again within this time.
pub const RECOVERY: Duration = Duration::from_secs(5);
/// A probe that is not answered within this time counts as failed.
const PROBE: Duration = Duration::from_secs(40);

/// The scene.
pub struct Stage {
    pub cluster: Option<Cluster>,
    pub server: Option<Server>,
    pub launch: Launch,
    pub name: String,
    pub data: PathBuf,
    pub cast: Arc<Cast>,
    pub fine: bool,
    pub skipped: usize,
    /// Requests that a fault itself sent.
    pub uploads: i64,
    /// How many times longer than promised anything may take; 1 for the release build.
    pub slack: u32,
}

/// What a probe saw while something was wrong.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub p99: Duration,
    pub slowest: Duration,
    /// Pages that were shown.
    pub shown: usize,
    /// 503 with Retry-After.
    pub later: usize,
    /// Anything else: another status, a 503 that does not say when, no answer.
    pub wrong: usize,
}

impl Stage {
    /// The scene before the server is started.
    pub fn new(cluster: Cluster, name: String, data: PathBuf, cast: Cast) -> Result<Self> {
        let temporary = data.join("drill-tmp");
        std::fs::create_dir_all(&temporary)?;
        let log = data.join("drill-server.log");
        std::fs::write(&log, "")?;
        let launch = Launch::on(&cluster, &name)?
            .with("TMPDIR", temporary.display())
            .with("LUWES_FILES", data.join("drill-files").display())
            .logging(log);
        Ok(Self {
            cluster: Some(cluster),
            server: None,
            launch,
            name,
            data,
            cast: Arc::new(cast),
            fine: true,
            skipped: 0,
            uploads: 0,
            slack: 1,
        })
    }

    /// A promised time, times the slack of this run.
    pub fn limit(&self, promised: Duration) -> Duration {
        promised * self.slack
    }

    /// Where the server keeps temporary files.
    pub fn temporary(&self) -> PathBuf {
        self.data.join("drill-tmp")
    }

    /// Where the server keeps files of work.
    pub fn files(&self) -> PathBuf {
        self.data.join("drill-files")
    }

    /// What the server said.
    pub fn server_log(&self) -> PathBuf {
        self.data.join("drill-server.log")
    }

    /// The cluster, which runs.
    pub fn cluster(&self) -> Result<&Cluster> {
        self.cluster.as_ref().context("the cluster runs")
    }

    /// A line of the report, as docs/RELIABILITY.md holds it.
    pub fn say(&mut self, fine: bool, line: String) {
        println!("| {} | {line} |", if fine { "ok" } else { "FAILED" });
        self.fine &= fine;
    }

    /// A fault that cannot be made here, and why.
    pub fn skip(&mut self, what: &str, why: &str) {
        println!("| skipped | {what}: {why} |");
        self.skipped += 1;
    }

    /// A connection that sees everything.
    pub async fn superuser(&self) -> Result<PgConnection> {
        connect(self.cluster()?, &self.name).await
    }

    /// The port of the server, which stays the same.
    pub fn port(&self) -> u16 {
        self.launch.port()
    }

    /// Starts the server as it was started before.
    pub async fn start_server(&mut self) -> Result<()> {
        self.server = Some(Server::launch(&self.launch).await?);
        Ok(())
    }

    /// Asks the server to stop and starts it in another way.
    pub async fn restart_with(&mut self, launch: Launch) -> Result<()> {
        if let Some(server) = self.server.take() {
            server.stop().await?;
        }
        self.launch = launch;
        self.start_server().await
    }

    /// Stops PostgreSQL in an orderly way; the server stays.
    pub async fn stop_cluster(&mut self) -> Result<()> {
        if let Some(cluster) = self.cluster.take() {
            cluster.stop().await?;
        }
        Ok(())
    }

    /// Starts PostgreSQL again.
    pub async fn start_cluster(&mut self) -> Result<()> {
        self.cluster = Some(Cluster::start(&self.data, Durability::Full).await?);
        Ok(())
    }

    /// Whether the same server process still runs.
    pub fn server_lives(&mut self) -> bool {
        self.server.as_mut().is_some_and(Server::lives)
    }

    /// How long until a page of a signed-in person answers again.
    pub async fn recovery(&self) -> Result<Duration> {
        let began = Instant::now();
        let mut client = Client::new(self.port());
        while began.elapsed() < Duration::from_secs(60) {
            let call = self.cast.page("/account", 0);
            match timeout(Duration::from_secs(20), client.send(&call)).await {
                Ok(Ok(answer)) if answer.status == 200 => return Ok(began.elapsed()),
                Err(_) => client = Client::new(self.port()),
                _ => {}
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("no page for a minute")
    }

    /// Asks for a page that needs nothing of what is blocked, again and again.
    pub async fn others_meanwhile(&self, seconds: u64) -> Seen {
        let span = Duration::from_secs(seconds);
        self.others_until(|began| began.elapsed() >= span).await
    }

    /// The same until something holds.
    pub async fn others_until(&self, mut enough: impl FnMut(Instant) -> bool) -> Seen {
        let mut client = Client::new(self.port());
        let began = Instant::now();
        let (mut seen, mut times) = (Seen::default(), Vec::new());
        while !enough(began) {
            let asked = Instant::now();
            let call = self.cast.page("/account", times.len());
            match timeout(PROBE, client.send(&call)).await {
                Ok(Ok(answer)) if answer.status == 200 => seen.shown += 1,
                Ok(Ok(answer)) if says_when(&answer) => seen.later += 1,
                _ => {
                    seen.wrong += 1;
                    client = Client::new(self.port());
                }
            }
            times.push(asked.elapsed());
            sleep(Duration::from_millis(20)).await;
        }
        times.sort_unstable();
        let at = times.len() * 99 / 100;
        seen.p99 = times.get(at).copied().unwrap_or_default();
        seen.slowest = times.last().copied().unwrap_or_default();
        seen
    }
}

/// Whether an answer is "in a moment", and says when.
pub fn says_when(answer: &Answer) -> bool {
    answer.status == 503 && !answer.header(http::header::RETRY_AFTER).is_empty()
}

/// The user whom the files of the cluster belong to.
pub fn owner(folder: &Path) -> Result<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(folder)?;
    Ok((found.uid(), found.gid()))
}
