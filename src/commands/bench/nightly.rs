//! `luwes bench nightly`: all periodic work for every agency, once with a night's worth to do and once with nothing, while people
//! read pages and ask for days.
//!
//! The work runs in this process with a clock that stands at the morning of a working day; the pages come from `luwes serve` without
//! a worker. What was due is counted before and after.

use std::{process::ExitCode, time::Instant};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
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
    machine::Cpu,
    meanwhile,
    run::core_at,
    server::{Server, postmaster},
    store,
};

/// Seconds that the work of a night may take.
const TARGET: f64 = 60.0;
/// Units whose people read and ask meanwhile.
const UNITS: i64 = 40;

/// Options of nightly.
#[derive(Args, Debug)]
pub struct Nightly {
    #[command(flatten)]
    place: Place,
    /// Let PostgreSQL explain every statement of more than a second in its log
    #[arg(long)]
    explain: bool,
}

/// Measures a night, then a round in which nothing is due.
pub async fn run(options: Nightly) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let done = measure(&cluster, &options).await;
    cluster.stop().await?;
    Ok(if done? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn measure(cluster: &Cluster, options: &Nightly) -> Result<bool> {
    let name = &options.place.database;
    luwes::kernel::db::migrate(cluster.options("luwes_migrator", name)).await?;
    let mut conn = store::connect(cluster, name).await?;
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let cast = Cast::sign_in(&mut conn, UNITS, today).await?;
    let day = next_wednesday(today);
    let began = Instant::now();
    store::night(&mut conn, day).await?;
    let people = store::employees(&mut conn).await?;
    println!(
        "{people} employees, a night before {day} made in {:.0} s; due: {}",
        began.elapsed().as_secs_f64(),
        due(&mut conn, day).await?
    );
    store::explain_slow(&mut conn, options.explain).await?;
    let core = core_at(cluster, name, Clock::frozen(morning(day)?))?;
    let server = Server::start_without_worker(cluster, name).await?;
    let quiet = meanwhile::quiet(server.port, &cast).await?;
    let night = round(cluster, &core);
    let (seconds, busy) = meanwhile::during(server.port, &cast, 240, night).await?;
    println!("left: {}", due(&mut conn, day).await?);
    meanwhile::told(&quiet, &busy);
    core.clock.set(morning(day)? + TimeDelta::minutes(1));
    println!("\na minute later, with nothing due");
    let again = round(cluster, &core).await?;
    store::explain_slow(&mut conn, false).await?;
    core.db.close().await;
    server.stop().await?;
    store::close(conn).await?;
    println!(
        "\n{people} employees: {seconds:.1} s for a night (target {TARGET} s), {again:.1} s for a round with nothing due"
    );
    Ok(seconds <= TARGET)
}

/// The Wednesday of next week: days before and after it are working days.
fn next_wednesday(today: NaiveDate) -> NaiveDate {
    today + Days::new(9 - u64::from(today.weekday().num_days_from_monday()))
}

/// Eight in the morning in Jakarta.
fn morning(day: NaiveDate) -> Result<DateTime<Utc>> {
    Ok(day.and_hms_opt(1, 0, 0).context("an hour")?.and_utc())
}

async fn due(conn: &mut PgConnection, day: NaiveDate) -> Result<String> {
    let rows = store::night_due(conn, day).await?;
    let words = rows.iter().map(|(what, n)| format!("{n} {what}"));
    Ok(words.collect::<Vec<_>>().join(", "))
}

/// Every periodic work for every agency, as the worker does it; gives the seconds.
async fn round(cluster: &Cluster, core: &Core) -> Result<f64> {
    let postmaster = postmaster(cluster)?;
    println!(
        "| work | seconds | processor: worker, PostgreSQL | slowest agency, s |\n|---|---:|---|---:|"
    );
    let (_still, stop) = watch::channel(false);
    let whole = Instant::now();
    for job in app::work().periodic {
        let (cpu, began) = (Cpu::now(0, postmaster), Instant::now());
        let swept = jobs::sweep(core, &job, &stop).await?;
        if swept.failed > 0 {
            bail!("{} failed for {} agencies", job.name, swept.failed);
        }
        let used = Cpu::now(0, postmaster).since(cpu);
        println!(
            "| {} | {:.1} | {:.1}, {:.1} | {:.1} |",
            job.name,
            began.elapsed().as_secs_f64(),
            used.own,
            used.postgres,
            swept.slowest.as_secs_f64()
        );
    }
    Ok(whole.elapsed().as_secs_f64())
}
