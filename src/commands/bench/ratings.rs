//! `luwes bench ratings`: a period of ratings of everybody is closed by the worker, and what flexible days came to is counted by unit, while people read
//! pages and ask for days.
//!
//! The work runs in this process with a clock that stands after the quarter; the pages come from `luwes serve` without a worker.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use clap::Args;
use luwes::{
    app,
    kernel::{
        cx::Core,
        jobs,
        postgres::Cluster,
        time::{Clock, local_date},
    },
};
use sqlx::PgConnection;
use tokio::sync::watch;

use super::{
    Place,
    calls::Cast,
    machine::{self, Cpu},
    meanwhile,
    run::core_at,
    server::{Server, postmaster},
    store,
};

/// Units whose people read and ask meanwhile.
const UNITS: i64 = 40;

/// Options of ratings.
#[derive(Args, Debug)]
pub struct Ratings {
    #[command(flatten)]
    place: Place,
}

/// Closes a quarter of ratings, then counts the results.
pub async fn run(options: Ratings) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let done = measure(&cluster, &options).await;
    cluster.stop().await?;
    done.map(|()| ExitCode::SUCCESS)
}

async fn measure(cluster: &Cluster, options: &Ratings) -> Result<()> {
    let name = &options.place.database;
    luwes::kernel::db::migrate(cluster.options("luwes_migrator", name)).await?;
    let mut conn = store::connect(cluster, name).await?;
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let cast = Cast::sign_in(&mut conn, UNITS, today).await?;
    let first = today.with_day(1).context("a day")?;
    let day = first - Months::new(first.month0() % 3 + 1);
    let began = Instant::now();
    let people = store::ratings(&mut conn, day, 1).await?;
    println!(
        "{people} ratings of the quarter of {day} made in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    let core = core_at(cluster, name, Clock::frozen(morning(today)?))?;
    let server = Server::start_without_worker(cluster, name).await?;
    let quiet = meanwhile::quiet(server.port, &cast).await?;
    println!(
        "| work | rows | seconds | processor: worker, PostgreSQL | peak MiB |\n|---|---:|---:|---|---:|"
    );
    let close = async {
        store::close_ratings(&mut conn).await?;
        sweep(
            cluster,
            &core,
            "rating periods",
            &mut conn,
            store::unfinal_ratings,
        )
        .await
    };
    let ((), closing) = meanwhile::during(server.port, &cast, 300, close).await?;
    let count = async {
        sweep(
            cluster,
            &core,
            "results",
            &mut conn,
            store::uncounted_results,
        )
        .await
    };
    let ((), counting) = meanwhile::during(server.port, &cast, 900, count).await?;
    let day = today + Days::new(1);
    let quarter = format!("{}-Q{}", day.year(), day.quarter());
    let (people, counted) = store::counted_people(&mut conn, &quarter).await?;
    println!("{counted} of {people} people are in the results of {quarter}");
    if counted != people {
        bail!("not everybody was counted");
    }
    for (what, busy) in [("closing", &closing), ("results", &counting)] {
        println!("\nwhile the worker was at: {what}");
        meanwhile::told(&quiet, busy);
    }
    core.db.close().await;
    server.stop().await?;
    store::close(conn).await
}

/// Nine in the morning in Jakarta, the day after: nobody has asked for results of that day yet.
fn morning(today: NaiveDate) -> Result<DateTime<Utc>> {
    let day = today + Days::new(1);
    Ok(day.and_hms_opt(2, 0, 0).context("an hour")?.and_utc())
}

/// One kind of periodic work for every agency, again until nothing of it is left.
async fn sweep(
    cluster: &Cluster,
    core: &Core,
    name: &str,
    conn: &mut PgConnection,
    left: impl AsyncFn(&mut PgConnection, DateTime<Utc>) -> Result<i64>,
) -> Result<()> {
    let all = app::work().periodic;
    let job = all
        .iter()
        .find(|job| job.name == name)
        .context("the work")?;
    let now = core.clock.now();
    let rows = left(&mut *conn, now).await?;
    machine::forget_peak();
    let (cpu, began) = (Cpu::now(0, postmaster(cluster)?), Instant::now());
    let (_still, stop) = watch::channel(false);
    while left(&mut *conn, now).await? > 0 {
        let swept = jobs::sweep(core, job, &stop).await?;
        if swept.failed > 0 {
            bail!("{name} failed for {} agencies", swept.failed);
        }
        if began.elapsed() > Duration::from_secs(1_800) {
            bail!("{name} is not done within half an hour");
        }
    }
    let used = Cpu::now(0, postmaster(cluster)?).since(cpu);
    println!(
        "| {name} | {rows} | {:.1} | {:.1}, {:.1} | {:.0} |",
        began.elapsed().as_secs_f64(),
        used.own,
        used.postgres,
        machine::memory(std::process::id()).1
    );
    Ok(())
}
