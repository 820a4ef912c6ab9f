//! `luwes bench allowance`: the run of a month for everybody of the largest agency of a bench database, marks of every working day and all.

use std::{process::ExitCode, time::Instant};

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use luwes::{
    allowance::{self, rules::Terms},
    kernel::{
        actor::Agency,
        cx::Cx,
        db::Mode,
        id::AgencyId,
        postgres::Cluster,
        time::{Clock, zone},
    },
};

use super::{
    Place,
    machine::{self, Cpu},
    run::core_at,
    server::postmaster,
    store,
};

/// Seconds and MiB that a run of 100,000 people may take.
const TARGET: (f64, f64) = (20.0, 300.0);

/// Options of allowance.
#[derive(Args, Debug)]
pub struct Allowance {
    #[command(flatten)]
    place: Place,
    /// The first day of the month that is counted
    #[arg(long, default_value = "2026-10-01")]
    month: NaiveDate,
}

/// Measures one run, from nobody counted to everybody.
pub async fn run(options: Allowance) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let done = measure(&cluster, &options).await;
    cluster.stop().await?;
    Ok(if done? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn measure(cluster: &Cluster, options: &Allowance) -> Result<bool> {
    let name = &options.place.database;
    luwes::kernel::db::migrate(cluster.options("luwes_migrator", name)).await?;
    let mut conn = store::connect(cluster, name).await?;
    let terms = serde_json::to_string(&Terms::proposal())?;
    let began = Instant::now();
    let (agency, people) = store::allowance_month(&mut conn, options.month, &terms).await?;
    println!(
        "{people} employees, their marks of {} made in {:.0} s",
        options.month.format("%Y-%m"),
        began.elapsed().as_secs_f64()
    );
    let core = core_at(cluster, name, Clock::frozen(after(options.month)?))?;
    let agency = Agency {
        id: AgencyId(agency),
        code: String::new(),
        name: String::new(),
        brand: String::new(),
        zone: zone("Asia/Jakarta"),
    };
    machine::forget_peak();
    let (cpu, began) = (Cpu::now(0, postmaster(cluster)?), Instant::now());
    let (mut counted, mut pieces) = (0_usize, 0_usize);
    loop {
        let mut cx = Cx::system(&core, agency.clone(), Mode::Write).await?;
        let done = allowance::count(&mut cx).await?;
        cx.finish().await?;
        if done == 0 {
            break;
        }
        counted += done;
        pieces += 1;
    }
    let seconds = began.elapsed().as_secs_f64();
    let used = Cpu::now(0, postmaster(cluster)?).since(cpu);
    let (_, peak) = machine::memory(std::process::id());
    let (state, total) = store::allowance_result(&mut conn).await?;
    println!(
        "| people | pieces | seconds | processor: worker, PostgreSQL | peak MiB | state | rupiah |\n|---:|---:|---:|---|---:|---|---:|"
    );
    println!(
        "| {counted} | {pieces} | {seconds:.1} | {:.1}, {:.1} | {peak:.0} | {state} | {total} |",
        used.own, used.postgres
    );
    println!(
        "target for 100,000 people: {} s and {} MiB",
        TARGET.0, TARGET.1
    );
    core.db.close().await;
    store::close(conn).await?;
    let share = (counted as f64 / 100_000.0).max(1.0);
    Ok(seconds <= TARGET.0 * share && peak <= TARGET.1)
}

/// Nine in the morning in Jakarta, a few days after the month.
fn after(month: NaiveDate) -> Result<DateTime<Utc>> {
    let next = month
        .checked_add_months(chrono::Months::new(1))
        .context("a month")?;
    let day = next + chrono::Days::new(3);
    Ok(day.and_hms_opt(2, 0, 0).context("an hour")?.and_utc())
}
