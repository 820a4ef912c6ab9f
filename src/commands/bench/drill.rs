//! `luwes bench drill`: faults under load, with a ledger of everything that was acknowledged.
//!
//! People of forty units ask for a day and take it back, again and again. Each acknowledged id is written to a file and
//! synced before its person goes on. Meanwhile the server is killed, the database is killed, its connections are ended,
//! a table is locked, slow sockets pile up, the disk fills. Afterwards every id of the ledger must be in the database
//! exactly once with its audit row and its message, and the trail must verify.

use std::{
    fs::File,
    io::Write,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use luwes::kernel::{
    postgres::{Cluster, Durability, SUPERUSER},
    time::{Clock, local_date},
};
use rustix::process::Signal;
use sqlx::{Connection, PgConnection};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};
use uuid::Uuid;

use super::{
    Place,
    calls::Cast,
    client::{Call, Client},
    run::intact,
    server::{Server, free_port, postmaster, send},
    store,
};

/// Options of drill.
#[derive(Args, Debug)]
pub struct Drill {
    #[command(flatten)]
    place: Place,
    /// Kills (-9) of the server
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// Crashes of PostgreSQL
    #[arg(long, default_value_t = 5)]
    crashes: u32,
    /// Seconds of each outage, lock and pile of slow sockets
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Slow sockets at once
    #[arg(long, default_value_t = 1_500)]
    sockets: usize,
    /// Where the acknowledged ids are written
    #[arg(long, default_value = "var/drill-ledger.txt")]
    ledger: PathBuf,
}

/// Two columns of the ledger: what was acknowledged, and for which request.
struct Ledger {
    file: Mutex<File>,
    submitted: Mutex<Vec<Uuid>>,
    withdrawn: Mutex<Vec<Uuid>>,
    refused: AtomicUsize,
}

impl Ledger {
    fn note(&self, what: &str, id: Uuid) -> Result<()> {
        let mut file = locked(&self.file);
        writeln!(file, "{what} {id}")?;
        file.sync_data()?;
        let list = if what == "submitted" {
            &self.submitted
        } else {
            &self.withdrawn
        };
        locked(list).push(id);
        Ok(())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

struct Stage {
    cluster: Option<Cluster>,
    server: Option<Server>,
    port: u16,
    name: String,
    data: PathBuf,
    cast: Arc<Cast>,
    lines: Vec<String>,
    fine: bool,
}

/// Runs the drill; fails when anything acknowledged is missing or doubled.
pub async fn run(options: Drill) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let name = options.place.database.clone();
    let mut conn = PgConnection::connect_with(&cluster.options(SUPERUSER, &name)).await?;
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let cast = Arc::new(Cast::sign_in(&mut conn, 40, today).await?);
    let begun = store::stamp(&mut conn).await?;
    conn.close().await?;
    let port = free_port()?;
    let server = Server::launch(&cluster, &name, true, port).await?;
    if let Some(folder) = options.ledger.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let ledger = Arc::new(Ledger {
        file: Mutex::new(File::create(&options.ledger)?),
        submitted: Mutex::default(),
        withdrawn: Mutex::default(),
        refused: AtomicUsize::new(0),
    });
    let mut stage = Stage {
        cluster: Some(cluster),
        server: Some(server),
        port,
        name,
        data: options.place.data.clone(),
        cast,
        lines: Vec::new(),
        fine: true,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let crowd: Vec<_> = (0..8)
        .map(|seat| {
            let (cast, ledger, stop) = (stage.cast.clone(), ledger.clone(), stop.clone());
            #[expect(
                clippy::disallowed_methods,
                reason = "people who go on whatever happens"
            )]
            tokio::spawn(async move { person(seat, port, &cast, &ledger, &stop).await })
        })
        .collect();
    let done = stage.faults(&options).await;
    stop.store(true, Ordering::Relaxed);
    for one in crowd {
        one.await??;
    }
    done?;
    stage.count(&ledger, begun).await?;
    for line in &stage.lines {
        println!("{line}");
    }
    if let Some(server) = stage.server.take() {
        server.stop().await?;
    }
    if let Some(cluster) = stage.cluster.take() {
        cluster.stop().await?;
    }
    Ok(if stage.fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Sends until there is an answer that is not "in a moment": what a patient browser does.
async fn until(
    client: &mut Client,
    call: &Call,
    ledger: &Ledger,
    stop: &AtomicBool,
) -> Option<super::client::Answer> {
    while !stop.load(Ordering::Relaxed) {
        match client.send(call).await {
            Ok(answer) if answer.status != 503 => return Some(answer),
            Ok(_) => ledger.refused.fetch_add(1, Ordering::Relaxed),
            Err(_) => 0,
        };
        sleep(Duration::from_millis(200)).await;
    }
    None
}

/// One seat of the crowd: every person of its units asks for a day and takes it back.
async fn person(
    seat: usize,
    port: u16,
    cast: &Cast,
    ledger: &Ledger,
    stop: &AtomicBool,
) -> Result<()> {
    let mut client = Client::new(port);
    for n in (seat..).step_by(8) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        // the same form, with the same key, until it is answered
        let Some(call) = cast.submit(n % cast.submissions()) else {
            continue;
        };
        let Some(answer) = until(&mut client, &call, ledger, stop).await else {
            break;
        };
        let id = answer.location.trim_start_matches("/requests/");
        let Ok(id) = Uuid::parse_str(id) else {
            bail!("a submission was answered with {}", answer.status);
        };
        ledger.note("submitted", id)?;
        let call = cast.withdraw(n % cast.submissions(), id);
        let Some(answer) = until(&mut client, &call, ledger, stop).await else {
            break;
        };
        // a conflict says that the try before, whose answer was lost, had been done
        if answer.status == 303 {
            ledger.note("withdrawn", id)?;
        }
    }
    Ok(())
}

impl Stage {
    fn cluster(&self) -> Result<&Cluster> {
        self.cluster.as_ref().context("the cluster runs")
    }

    fn say(&mut self, fine: bool, line: String) {
        println!("{} {line}", if fine { "ok    " } else { "FAILED" });
        self.lines.push(format!(
            "| {} | {line} |",
            if fine { "ok" } else { "FAILED" }
        ));
        self.fine &= fine;
    }

    async fn superuser(&self) -> Result<PgConnection> {
        Ok(PgConnection::connect_with(&self.cluster()?.options(SUPERUSER, &self.name)).await?)
    }

    /// How long until a page of a signed-in person answers again.
    async fn recovery(&self) -> Result<Duration> {
        let began = Instant::now();
        let mut client = Client::new(self.port);
        while began.elapsed() < Duration::from_secs(60) {
            let answer = client.send(&self.cast.page("/account", 0)).await;
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(began.elapsed());
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("no page for a minute")
    }

    async fn faults(&mut self, options: &Drill) -> Result<()> {
        sleep(Duration::from_secs(2)).await;
        self.kill_server(options.kills).await?;
        self.crash_postgres(options.crashes).await?;
        self.end_backends(options.seconds).await?;
        self.outage(options.seconds).await?;
        self.locked_table(options.seconds).await?;
        self.slow_sockets(options.sockets, options.seconds).await?;
        self.graceful_stop().await
    }

    async fn kill_server(&mut self, kills: u32) -> Result<()> {
        let mut slowest = Duration::ZERO;
        for turn in 0..kills {
            // another moment of the work each time, without chance
            sleep(Duration::from_millis(300 + u64::from(turn) * 137 % 700)).await;
            if let Some(server) = self.server.take() {
                server.kill().await?;
            }
            let began = Instant::now();
            self.server = Some(Server::launch(self.cluster()?, &self.name, true, self.port).await?);
            self.recovery().await?;
            slowest = slowest.max(began.elapsed());
        }
        let fine = slowest < Duration::from_secs(5);
        self.say(
            fine,
            format!("server killed (-9) {kills} times: a page again after at most {slowest:.1?}"),
        );
        Ok(())
    }

    async fn crash_postgres(&mut self, crashes: u32) -> Result<()> {
        let mut slowest = Duration::ZERO;
        for _ in 0..crashes {
            sleep(Duration::from_millis(900)).await;
            let mut conn = self.superuser().await?;
            let victim = store::some_backend(&mut conn).await?;
            drop(conn);
            // one backend killed hard: PostgreSQL ends all of them and recovers from its log
            if let Some(victim) = victim {
                send(victim, Signal::KILL)?;
            }
            sleep(Duration::from_millis(50)).await;
            slowest = slowest.max(self.recovery().await?);
        }
        let fine = slowest < Duration::from_secs(5);
        self.say(fine, format!("PostgreSQL crashed {crashes} times: a page again after at most {slowest:.1?}, the same server"));
        Ok(())
    }

    async fn end_backends(&mut self, seconds: u64) -> Result<()> {
        let mut ended = 0;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(seconds) {
            let mut conn = self.superuser().await?;
            ended += store::end_backends(&mut conn).await?;
            conn.close().await?;
            sleep(Duration::from_secs(3)).await;
        }
        let after = self.recovery().await?;
        let fine = after < Duration::from_secs(5);
        self.say(fine, format!("{ended} connections ended by the database, every 3 s: a page {after:.1?} afterwards"));
        Ok(())
    }

    async fn outage(&mut self, seconds: u64) -> Result<()> {
        let pid = postmaster(self.cluster()?)?;
        send(pid, Signal::QUIT)?;
        // the keeper of the old process ends with it
        self.cluster = None;
        let mut client = Client::new(self.port);
        let began = Instant::now();
        let (mut told, mut slowest, mut wrong) = (0, Duration::ZERO, 0);
        while began.elapsed() < Duration::from_secs(seconds) {
            let asked = Instant::now();
            match client.send(&self.cast.page("/account", 1)).await {
                Ok(answer) if answer.status == 503 => told += 1,
                _ => wrong += 1,
            }
            slowest = slowest.max(asked.elapsed());
            sleep(Duration::from_millis(250)).await;
        }
        let cluster = Cluster::start(&self.data, Durability::Full).await?;
        self.cluster = Some(cluster);
        let after = self.recovery().await?;
        let fine = wrong == 0 && slowest < Duration::from_secs(4) && after < Duration::from_secs(5);
        self.say(fine, format!("database gone for {seconds} s: {told} answers 503 with Retry-After, {wrong} others, slowest {slowest:.1?}; a page {after:.1?} after its return, the same server"));
        Ok(())
    }

    async fn locked_table(&mut self, seconds: u64) -> Result<()> {
        let mut conn = self.superuser().await?;
        store::lock_plans(&mut conn).await?;
        let (slowest, count, wrong) = self.others_meanwhile(seconds).await;
        store::unlock(&mut conn).await?;
        conn.close().await?;
        let after = self.recovery().await?;
        let fine = wrong == 0 && slowest < Duration::from_secs(1);
        self.say(fine, format!("a table locked for {seconds} s: {count} requests elsewhere, p99 {slowest:.1?}, {wrong} failed; all well {after:.1?} afterwards"));
        Ok(())
    }

    /// The p99 of pages that need nothing of what is blocked, how many there were, and how many failed.
    async fn others_meanwhile(&self, seconds: u64) -> (Duration, usize, usize) {
        let mut client = Client::new(self.port);
        let began = Instant::now();
        let (mut times, mut wrong) = (Vec::new(), 0);
        while began.elapsed() < Duration::from_secs(seconds) {
            let asked = Instant::now();
            let answer = client.send(&self.cast.page("/account", times.len())).await;
            wrong += usize::from(!answer.is_ok_and(|answer| answer.status == 200));
            times.push(asked.elapsed());
            sleep(Duration::from_millis(20)).await;
        }
        times.sort_unstable();
        let p99 = times
            .get(times.len() * 99 / 100)
            .copied()
            .unwrap_or_default();
        (p99, times.len(), wrong)
    }

    async fn slow_sockets(&mut self, sockets: usize, seconds: u64) -> Result<()> {
        let mut held = Vec::with_capacity(sockets);
        for _ in 0..sockets {
            let mut socket = TcpStream::connect(("127.0.0.1", self.port)).await?;
            socket.write_all(b"GET / HTTP/1.1\r\nHost: sl").await?;
            held.push(socket);
        }
        let (slowest, count, wrong) = self.others_meanwhile(seconds).await;
        let mut closed = 0;
        for socket in held {
            let mut byte = [0; 1];
            let read = tokio::time::timeout(Duration::from_millis(1), async {
                socket.readable().await?;
                socket.try_read(&mut byte)
            });
            closed += usize::from(read.await.is_ok());
        }
        let fine = wrong == 0 && slowest < Duration::from_secs(1);
        self.say(fine, format!("{sockets} sockets that send half a line for {seconds} s: {count} requests beside them, p99 {slowest:.1?}, {wrong} failed; {closed} of the slow ones were closed by the server"));
        Ok(())
    }

    async fn graceful_stop(&mut self) -> Result<()> {
        let began = Instant::now();
        if let Some(server) = self.server.take() {
            server.stop().await?;
        }
        let took = began.elapsed();
        self.server = Some(Server::launch(self.cluster()?, &self.name, true, self.port).await?);
        self.say(
            took < Duration::from_secs(21),
            format!("asked to stop under load: ended after {took:.1?}"),
        );
        sleep(Duration::from_secs(3)).await;
        Ok(())
    }

    /// Everything of the ledger is there exactly once with its audit row and message, and nothing is half done.
    async fn count(&mut self, ledger: &Ledger, begun: chrono::DateTime<chrono::Utc>) -> Result<()> {
        sleep(Duration::from_secs(5)).await;
        let mut conn = self.superuser().await?;
        let submitted = locked(&ledger.submitted).clone();
        let withdrawn = locked(&ledger.withdrawn).clone();
        let found = store::acknowledged(&mut conn, &submitted, &withdrawn).await?;
        let doubles = submitted.len() - std::collections::HashSet::<_>::from_iter(&submitted).len();
        let half = store::half_done(&mut conn, begun).await?;
        let open = store::left_open(&mut conn).await?;
        conn.close().await?;
        let refused = ledger.refused.load(Ordering::Relaxed);
        self.say(
            doubles == 0 && found.requests == submitted.len() as i64 && found.audited == found.requests && found.told == found.requests,
            format!("{} acknowledged requests: {} stored once, {} with one audit row, {} with one message; {refused} were told to try again", submitted.len(), found.requests, found.audited, found.told),
        );
        self.say(
            found.withdrawn == withdrawn.len() as i64,
            format!(
                "{} acknowledged withdrawals: {} stored with one audit row",
                withdrawn.len(),
                found.withdrawn
            ),
        );
        self.say(
            half == 0,
            format!("requests without days, audit row or event: {half}"),
        );
        self.say(open == 0, format!("transactions left open: {open}"));
        let whole = intact(self.cluster()?, &self.name).await?;
        self.say(whole, "the trail of every agency verifies".into());
        Ok(())
    }
}
