//! `luwes bench nightly`: all periodic work for every agency, once with a night's worth to do and once with nothing, while people
//! read pages and ask for days.
//!
//! The work runs in this process with a clock that stands at the morning of a working day; the pages come from `luwes serve` without
//! a worker. What was due is counted before and after.

use std::{
    collections::BTreeMap,
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

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
    client::{Call, Client},
    machine::Cpu,
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

/// Times of one kind of answer.
#[derive(Default)]
struct Times {
    all: Vec<f64>,
    statuses: BTreeMap<u16, usize>,
}

type Answers = BTreeMap<&'static str, Times>;

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
    let stop = AtomicBool::new(false);
    let rest = async {
        tokio::time::sleep(Duration::from_secs(8)).await;
        stop.store(true, Ordering::Relaxed);
    };
    let (_, quiet) = tokio::join!(rest, pages(server.port, &cast, 0, &stop));
    stop.store(false, Ordering::Relaxed);
    let night = async {
        let seconds = round(cluster, &core).await;
        stop.store(true, Ordering::Relaxed);
        seconds
    };
    let (seconds, busy) = tokio::join!(night, pages(server.port, &cast, 200, &stop));
    let (seconds, quiet, busy) = (seconds?, quiet?, busy?);
    println!("left: {}", due(&mut conn, day).await?);
    told(&quiet, &busy);
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

/// People who read and ask, ten times a second in all, until told to stop; each asks once.
async fn pages(port: u16, cast: &Cast, from: usize, stop: &AtomicBool) -> Result<Answers> {
    let mut client = Client::new(port);
    let mut answers = Answers::new();
    for n in from.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let (name, call) = match n % 5 {
            0 => ("home page", cast.page("/", n)),
            1 => ("inbox page", cast.page("/inbox", n)),
            2 => ("team week", cast.page("/team", n)),
            3 => ("precheck of a week", cast.precheck(n)),
            _ => match cast.submit(n / 5) {
                Some(call) => ("submit", call),
                None => ("home page", Call::get("/", cast.employee(n))),
            },
        };
        let began = Instant::now();
        let answer = client.send(&call).await?;
        if !matches!(answer.status, 200 | 303 | 422) {
            bail!("{name} was answered with {}", answer.status);
        }
        let times = answers.entry(name).or_default();
        times.all.push(began.elapsed().as_secs_f64() * 1e3);
        *times.statuses.entry(answer.status).or_default() += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for times in answers.values_mut() {
        times.all.sort_by(f64::total_cmp);
    }
    Ok(answers)
}

fn told(quiet: &Answers, busy: &Answers) {
    println!(
        "\n| meanwhile | before: count, p50, slowest ms | during: count, p50, slowest ms | answers |\n|---|---|---|---|"
    );
    let line = |times: Option<&Times>| match times {
        Some(Times { all, .. }) if !all.is_empty() => format!(
            "{}, {:.0}, {:.0}",
            all.len(),
            all[all.len() / 2],
            all[all.len() - 1]
        ),
        _ => "0".to_owned(),
    };
    for (name, times) in busy {
        println!(
            "| {name} | {} | {} | {:?} |",
            line(quiet.get(name)),
            line(Some(times)),
            times.statuses
        );
    }
}
