//! `luwes bench run`: real sessions, real forms, over loopback; then what was acknowledged is counted in the database.

use std::{path::PathBuf, process::ExitCode, sync::Mutex, time::Duration};

use anyhow::{Result, bail};
use clap::Args;
use luwes::kernel::{
    audit,
    cx::{Core, Settings},
    db::Mode,
    jobs,
    postgres::{Cluster, SUPERUSER},
    time::{Clock, local_date},
};
use serde::Serialize;
use sqlx::{Connection, PgConnection};

use super::{
    Place,
    calls::{ASKING, Cast, SINGLY},
    client::{Answer, Call},
    load::{self, Seen},
    machine::{self, Cpu},
    report::Row,
    server::{Server, postmaster},
    store::{self, Written},
};
use crate::commands::target::quiet_settings;

/// Options of run.
#[derive(Args, Debug)]
pub struct Run {
    #[command(flatten)]
    place: Place,
    /// Connections at once, one after the other
    #[arg(long, value_delimiter = ',', default_value = "1,8")]
    concurrency: Vec<usize>,
    /// Seconds for each reading operation
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Arrivals a second of the open loop (home 60, team 15, precheck 15, inbox 10 per cent); 0 leaves it out
    #[arg(long, default_value_t = 100)]
    rate: u32,
    /// Units that take part in writing: 26 of each ask, their head decides
    #[arg(long, default_value_t = 40)]
    units: i64,
    /// Also write everything as one JSON document
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Serialize)]
struct Document {
    employees: i64,
    start_ms: f64,
    rest_mib: f64,
    load_mib: f64,
    peak_mib: f64,
    rows: Vec<Row>,
    acknowledged: Acknowledged,
    stored: Written,
    foreign_reads: usize,
    trail_intact: bool,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Acknowledged {
    submitted: usize,
    decided: usize,
}

/// The server with what it costs.
struct Meter {
    server: Server,
    postmaster: u32,
    rows: Vec<Row>,
}

struct Stage {
    meter: Meter,
    cast: Cast,
    submitted: Vec<Vec<String>>,
    acknowledged: Acknowledged,
}

/// Runs everything and says whether what was acknowledged is there.
pub async fn run(options: Run) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let done = measure(&cluster, &options).await;
    cluster.stop().await?;
    Ok(if done? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn measure(cluster: &Cluster, options: &Run) -> Result<bool> {
    let name = &options.place.database;
    let mut conn = PgConnection::connect_with(&cluster.options(SUPERUSER, name)).await?;
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let cast = Cast::sign_in(&mut conn, options.units, today).await?;
    let before = store::written(&mut conn, cast.days[0]).await?;
    if before.requests > 0 {
        bail!("this population has been measured already: seed another one");
    }
    let server = Server::start(cluster, name).await?;
    let rest = machine::memory(server.pid).0;
    let mut stage = Stage {
        submitted: vec![Vec::new(); cast.offices.len()],
        meter: Meter {
            postmaster: postmaster(cluster)?,
            server,
            rows: Vec::new(),
        },
        cast,
        acknowledged: Acknowledged::default(),
    };
    println!("{}", Row::head());
    stage.submit(&options.concurrency).await;
    stage.read(options).await;
    stage.sign_in().await;
    let load = machine::memory(stage.meter.server.pid).0;
    stage.decide().await;
    if options.rate > 0 {
        stage.open_loop(options.rate, options.seconds).await;
    }
    let foreign_reads = stage.foreign_reads().await;
    let peak = machine::memory(stage.meter.server.pid).1;
    // the worker seals within two seconds; what is late is reported by the check itself
    tokio::time::sleep(Duration::from_secs(4)).await;
    let document = Document {
        employees: store::employees(&mut conn).await?,
        start_ms: stage.meter.server.first_answer.as_secs_f64() * 1_000.0,
        rest_mib: rest,
        load_mib: load,
        peak_mib: peak,
        acknowledged: stage.acknowledged,
        stored: store::written(&mut conn, stage.cast.days[0]).await?,
        foreign_reads,
        trail_intact: intact(cluster, name).await?,
        rows: stage.meter.rows,
    };
    stage.meter.server.stop().await?;
    conn.close().await?;
    tell(&document, options)
}

impl Meter {
    async fn closed(
        &mut self,
        (name, width, fine): (&str, usize, u16),
        most: Duration,
        calls: &(dyn Fn(usize) -> Option<Call> + Sync),
        keep: load::Keep<'_>,
    ) -> Seen {
        let cpu = Cpu::now(self.server.pid, self.postmaster);
        let seen = load::closed(self.server.port, calls, width, most, keep).await;
        self.note(name, width, fine, cpu, &seen);
        seen
    }

    fn note(&mut self, name: &str, width: usize, fine: u16, before: Cpu, seen: &Seen) {
        let used = Cpu::now(self.server.pid, self.postmaster).since(before);
        let row = Row::new(name, width, seen, used, fine);
        println!("{row}");
        self.rows.push(row);
    }
}

impl Stage {
    /// Everybody's request: a quarter with one connection, the rest with many.
    async fn submit(&mut self, widths: &[usize]) {
        let all = self.cast.submissions();
        let widest = widths.iter().copied().max().unwrap_or(8);
        let Self {
            meter,
            cast,
            submitted,
            acknowledged,
        } = self;
        let offices = cast.offices.len();
        for (width, part) in [(1, 0..all / 4), (widest, all / 4..all)] {
            let got = Mutex::new(Vec::new());
            let keep = |n: usize, answer: &Answer| {
                if answer.status == 303 && answer.location.starts_with("/requests/") {
                    let id = answer.location.trim_start_matches("/requests/").to_owned();
                    got.lock()
                        .unwrap_or_else(|poisoned| poisoned.into_inner())
                        .push(((n + part.start) % offices, id));
                }
            };
            let calls = |n: usize| {
                let n = n + part.start;
                if n < part.end { cast.submit(n) } else { None }
            };
            let most = Duration::from_secs(120);
            meter
                .closed(("submit", width, 303), most, &calls, &keep)
                .await;
            let got = got
                .into_inner()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            acknowledged.submitted += got.len();
            for (office, id) in got {
                submitted[office].push(id);
            }
        }
    }

    async fn read(&mut self, options: &Run) {
        let Self { meter, cast, .. } = self;
        let most = Duration::from_secs(options.seconds);
        for width in &options.concurrency {
            for (name, path) in [
                ("home page", "/"),
                ("inbox page", "/inbox"),
                ("team week of 50", "/team"),
                ("leader overview", "/overview"),
            ] {
                let calls = |n: usize| Some(cast.page(path, n));
                meter
                    .closed((name, *width, 200), most, &calls, &|_, _| {})
                    .await;
            }
            let calls = |n: usize| Some(cast.precheck(n));
            meter
                .closed(
                    ("precheck of a week", *width, 200),
                    most,
                    &calls,
                    &|_, _| {},
                )
                .await;
        }
    }

    async fn sign_in(&mut self) {
        let Self { meter, cast, .. } = self;
        let calls = |n: usize| (n < 100).then(|| cast.login(n));
        let most = Duration::from_secs(20);
        meter
            .closed(("login", 2, 303), most, &calls, &|_, _| {})
            .await;
    }

    async fn decide(&mut self) {
        let Self {
            meter,
            cast,
            submitted,
            acknowledged,
        } = self;
        let offices = submitted.len();
        let most = Duration::from_secs(120);
        let one = |n: usize| {
            let office = n % offices;
            (n < offices * SINGLY).then(|| {
                let id = submitted[office]
                    .get(n / offices)
                    .map_or("", String::as_str);
                cast.decide(office, id)
            })
        };
        let seen = meter
            .closed(("decide", 8, 303), most, &one, &|_, _| {})
            .await;
        acknowledged.decided += seen.count(303);
        let left = |office: usize| submitted[office].get(SINGLY..).unwrap_or_default();
        let many = |n: usize| (n < offices).then(|| cast.bulk(n, left(n)));
        let name = format!("bulk decide {}", ASKING - SINGLY);
        let seen = meter.closed((&name, 2, 303), most, &many, &|_, _| {}).await;
        if seen.count(303) == offices {
            acknowledged.decided += (0..offices).map(|n| left(n).len()).sum::<usize>();
        }
    }

    async fn open_loop(&mut self, rate: u32, seconds: u64) {
        let cast = &self.cast;
        let calls = |n: usize| match n % 20 {
            0 | 1 => cast.page("/inbox", n),
            2..5 => cast.page("/team", n),
            5..8 => cast.precheck(n),
            _ => cast.page("/", n),
        };
        let cpu = Cpu::now(self.meter.server.pid, self.meter.postmaster);
        let most = Duration::from_secs(seconds);
        let seen = load::open(self.meter.server.port, &calls, rate, most).await;
        let name = format!("mix, open {rate}/s");
        self.meter.note(&name, 0, 200, cpu, &seen);
    }

    /// Heads ask for requests of another agency; how many they got.
    async fn foreign_reads(&self) -> usize {
        let cast = &self.cast;
        let calls = |n: usize| {
            let id = self.submitted.get(n)?.first()?;
            let other = cast.elsewhere(n).ok()?;
            Some(Call::get(&format!("/requests/{id}"), cast.head(other)))
        };
        let most = Duration::from_secs(30);
        let seen = load::closed(self.meter.server.port, &calls, 4, most, &|_, _| {}).await;
        seen.times.len() - seen.count(404)
    }
}

/// Whether the trail of every agency verifies.
pub async fn intact(cluster: &Cluster, name: &str) -> Result<bool> {
    let core = core(cluster, name)?;
    let mut intact = true;
    for agency in jobs::live(&core).await? {
        let mut tx = core.db.tenant(agency.id, Mode::Read).await?;
        let found = audit::verify(tx.conn(), agency.id, core.clock.now()).await?;
        tx.rollback().await?;
        intact &= found.intact();
    }
    Ok(intact)
}

/// The program's core on the bench database.
pub fn core(cluster: &Cluster, name: &str) -> Result<Core> {
    core_at(cluster, name, Clock::system())
}

/// The same with this clock.
pub fn core_at(cluster: &Cluster, name: &str, clock: Clock) -> Result<Core> {
    core_with(cluster, name, clock, quiet_settings("http://127.0.0.1"))
}

/// The same with these settings.
pub fn core_with(cluster: &Cluster, name: &str, clock: Clock, settings: Settings) -> Result<Core> {
    let db = luwes::kernel::db::Db::open(
        cluster.options("luwes_app", name),
        Some(cluster.options("luwes_platform", name)),
        10,
    );
    Ok(luwes::app::core(db, clock, settings)?)
}

fn tell(document: &Document, options: &Run) -> Result<bool> {
    let (asked, stored) = (document.acknowledged, document.stored);
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    let whole = count(stored.requests) == asked.submitted
        && count(stored.days) == asked.submitted
        && count(stored.submitted_in_trail) == asked.submitted
        && count(stored.decided) == asked.decided
        && count(stored.decided_in_trail) == asked.decided;
    println!(
        "\n{} employees · first answer {:.0} ms after start · memory {:.0} MiB at rest, {:.0} MiB under load, {:.0} MiB at most (with sign-ins)",
        document.employees,
        document.start_ms,
        document.rest_mib,
        document.load_mib,
        document.peak_mib
    );
    println!(
        "acknowledged {} requests and {} decisions; stored {stored:?}: {}",
        asked.submitted,
        asked.decided,
        if whole {
            "nothing lost, nothing twice"
        } else {
            "THEY DIFFER"
        }
    );
    println!(
        "reads of another agency that succeeded: {}; trail intact: {}",
        document.foreign_reads, document.trail_intact
    );
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_vec_pretty(document)?)?;
    }
    Ok(whole && document.foreign_reads == 0 && document.trail_intact)
}
