//! `luwes bench drill`: faults under load, with a ledger of everything that was acknowledged.
//!
//! People and programs of forty units ask for a day; it is taken back or refused, again and again. Each acknowledged id is
//! written to a file and synced before its person goes on. Meanwhile the server is killed, the database is killed, its
//! connections are ended, a table is locked, slow sockets pile up, the network fails, disks fill, the clock is stepped.
//! Afterwards every id of the ledger must be in the database exactly once with its audit row and its notice, and the trail
//! must verify.

mod account;
mod clock;
mod crowd;
mod database;
mod disk;
mod ledger;
mod network;
mod processes;
mod proxy;
mod stage;
mod store;
mod uploads;

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use clap::{Args, ValueEnum};
use luwes::kernel::{
    postgres::Cluster,
    time::{Clock, local_date},
};
use tokio::time::sleep;

use self::{account::Before, crowd::Crowd, ledger::Ledger, stage::Stage};
use super::{
    Place,
    calls::Cast,
    store::{close, connect},
};

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Fault {
    /// The server is killed (-9)
    Kills,
    /// The server is killed (-9) while files come in
    Uploads,
    /// PostgreSQL crashes
    Crashes,
    /// The database ends every connection, every three seconds
    Backends,
    /// The database is gone for a while
    Outage,
    /// A table is locked
    Lock,
    /// Connections that send half a line
    Sockets,
    /// The network between server and database is slow, torn, cut, silent
    Network,
    /// Disks are full (needs root)
    Disk,
    /// The server's clock is stepped (needs libfaketime)
    Clock,
    /// The server is asked to stop
    Stop,
}

/// Options of drill.
#[derive(Args, Debug)]
pub struct Drill {
    #[command(flatten)]
    place: Place,
    /// Only these faults
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FAULTS")]
    only: Vec<Fault>,
    /// Kills (-9) of the server
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// Crashes of PostgreSQL
    #[arg(long, default_value_t = 5)]
    crashes: u32,
    /// Seconds of each lock, pile of slow sockets, kind of network, full disk
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Seconds without a database
    #[arg(long, default_value_t = 30)]
    outage: u64,
    /// Slow sockets at once
    #[arg(long, default_value_t = 1_500)]
    sockets: usize,
    /// How many times longer than promised anything may take: the debug program on a shared machine is no measure
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
    slack: u32,
    /// Where the acknowledged ids are written
    #[arg(long, default_value = "var/drill-ledger.txt")]
    ledger: PathBuf,
}

/// Runs the drill; fails when anything acknowledged is missing or doubled, or a promise was not held.
pub async fn run(options: Drill) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let (mut stage, before) = set_up(cluster, &options).await?;
    let ledger = Arc::new(Ledger::create(&options.ledger)?);
    let crowd = Crowd {
        cast: stage.cast.clone(),
        ledger: ledger.clone(),
        stop: Arc::new(AtomicBool::new(false)),
        port: stage.port(),
    };
    let seats = crowd.gather();
    let done = faults(&mut stage, &options).await;
    crowd.stop.store(true, Ordering::Relaxed);
    for seat in seats {
        seat.await??;
    }
    done?;
    account::settle(&mut stage, &ledger, before).await?;
    if let Some(server) = stage.server.take() {
        server.stop().await?;
    }
    stage.stop_cluster().await?;
    println!(
        "{}",
        match (stage.fine, stage.skipped) {
            (true, 0) => "everything holds".to_owned(),
            (true, n) => format!("everything that was tried holds; skipped: {n}"),
            (false, _) => "SOMETHING DOES NOT HOLD".to_owned(),
        }
    );
    Ok(if stage.fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn set_up(cluster: Cluster, options: &Drill) -> Result<(Stage, Before)> {
    let name = options.place.database.clone();
    let mut conn = connect(&cluster, &name).await?;
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let mut cast = Cast::sign_in(&mut conn, 40, today).await?;
    cast.make_bearers(&mut conn).await?;
    let before = Before {
        at: store::stamp(&mut conn).await?,
        requests: store::requests(&mut conn).await?,
    };
    close(conn).await?;
    let data = std::fs::canonicalize(&options.place.data)?;
    let mut stage = Stage::new(cluster, name, data, cast)?;
    stage.slack = options.slack;
    stage.start_server().await?;
    Ok((stage, before))
}

async fn faults(stage: &mut Stage, options: &Drill) -> Result<()> {
    let seconds = options.seconds;
    sleep(Duration::from_secs(2)).await;
    for fault in Fault::value_variants() {
        if !options.only.is_empty() && !options.only.contains(fault) {
            continue;
        }
        match fault {
            Fault::Kills => processes::kills(stage, options.kills).await?,
            Fault::Uploads => uploads::kills(stage, options.kills).await?,
            Fault::Crashes => processes::crashes(stage, options.crashes).await?,
            Fault::Backends => database::ended_backends(stage, seconds).await?,
            Fault::Outage => database::outage(stage, options.outage).await?,
            Fault::Lock => database::locked_table(stage, seconds).await?,
            Fault::Sockets => database::slow_sockets(stage, options.sockets, seconds).await?,
            Fault::Network => network::faults(stage, seconds).await?,
            Fault::Disk => disk::faults(stage, seconds).await?,
            Fault::Clock => clock::steps(stage, seconds).await?,
            Fault::Stop => processes::graceful_stop(stage).await?,
        }
    }
    // the crowd goes on for a moment, so that what came last is seen to work
    sleep(Duration::from_secs(2)).await;
    Ok(())
}
