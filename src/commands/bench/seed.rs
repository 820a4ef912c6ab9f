//! `luwes bench seed`: the population.

use std::{process::ExitCode, time::Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use luwes::{
    kernel::{crypto::Passwords, db, postgres::SUPERUSER},
    policy,
};
use sqlx::{Connection, PgConnection};

use super::{Place, store};

/// The password of everybody in a bench database.
pub const PASSWORD: &str = "ukur kinerja dengan tenang";

/// Options of seed.
#[derive(Args, Debug)]
pub struct Seed {
    #[command(flatten)]
    place: Place,
    /// How many employees
    #[arg(long, default_value_t = 5_000)]
    employees: u32,
    /// How many agencies; without it one for 500 employees, 3 to 600
    #[arg(long)]
    agencies: Option<u32>,
}

/// Makes the population.
pub async fn run(options: Seed) -> Result<ExitCode> {
    if !(500..=6_000_000).contains(&options.employees) {
        bail!("--employees is between 500 and 6000000");
    }
    let cluster = options.place.open().await?;
    let done = seed(&cluster, &options).await;
    cluster.stop().await?;
    done.map(|()| ExitCode::SUCCESS)
}

async fn seed(cluster: &luwes::kernel::postgres::Cluster, options: &Seed) -> Result<()> {
    let name = &options.place.database;
    db::migrate(cluster.options("luwes_migrator", name)).await?;
    let mut conn = PgConnection::connect_with(&cluster.options(SUPERUSER, name)).await?;
    if store::employees(&mut conn).await? > 0 {
        bail!("{name} already holds a population: choose another --database or --data");
    }
    let agencies = options
        .agencies
        .unwrap_or((options.employees / 500).clamp(3, 600));
    let began = Instant::now();
    let hash = Passwords::new(1, 1)?.hash(PASSWORD.into()).await?;
    let practice = policy::base::Practice {
        effective_from: chrono::NaiveDate::from_ymd_opt(2025, 1, 1).context("a date")?,
        ..Default::default()
    };
    let base = serde_json::to_string(&policy::base::ministry().rules)?;
    let rules = serde_json::to_string(&policy::base::typical_agency(&practice).rules)?;
    let settings = [
        ("bench.employees", options.employees.to_string()),
        ("bench.agencies", agencies.to_string()),
        ("bench.base", base),
        ("bench.rules", rules),
        ("bench.hash", hash),
    ];
    store::seed(&mut conn, &settings).await?;
    let seconds = began.elapsed().as_secs_f64();
    let size = store::size(&mut conn).await?;
    println!(
        "{} employees in {agencies} agencies: {seconds:.1} s, {:.0} employees/s, {} bytes per employee with four requests each",
        options.employees,
        f64::from(options.employees) / seconds,
        size / i64::from(options.employees)
    );
    conn.close().await?;
    Ok(())
}
