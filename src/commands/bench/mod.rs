//! `luwes bench`: a population, a load over real sessions, the same statements without HTTP, and what they cost.
//!
//! Everything happens in a database of its own in the private cluster of `--data`; any database whose name does not end
//! in `_bench` is refused. Method and figures: docs/PERFORMANCE.md.

mod allowance;
mod calls;
mod client;
mod drill;
mod floor;
mod import;
mod load;
mod machine;
mod meanwhile;
mod nightly;
mod ratings;
mod report;
mod roster;
mod run;
mod seed;
mod serve;
mod server;
mod smoke;
mod store;
mod upload;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use luwes::kernel::postgres::{Cluster, Durability};

/// `luwes bench …`
#[derive(Subcommand, Debug)]
pub enum Bench {
    /// Make a population in an empty bench database
    Seed(seed::Seed),
    /// Real requests over loopback: closed loop, then open loop; then check that nothing was lost
    Run(run::Run),
    /// The statements of each page without HTTP, with row-level security on and off
    Floor(floor::Floor),
    /// A workbook of many employees: preview, apply, and the impact of a rule on all of them
    Import(import::Import),
    /// Large files through a running server: how long they take and what they cost in memory; and what a kill in the middle leaves
    Upload(upload::Upload),
    /// All periodic work after a busy day, while pages are read
    Nightly(nightly::Nightly),
    /// The allowance of a month for everybody of the largest agency: time and memory
    Allowance(allowance::Allowance),
    /// A quarter of ratings of everybody is closed, and the results are counted by unit, while pages are read
    Ratings(ratings::Ratings),
    /// The planner of rosters on invented units of several sizes: time, and whether what it proposes keeps every limit
    Roster(roster::Roster),
    /// Kill the server and the database under load, take the disk and the network away, and count what was acknowledged
    Drill(drill::Drill),
    /// The product on a bench database until it is asked to stop
    Serve(serve::Serve),
    /// One person and one head through running servers: sign in, read, ask, decide, withdraw; fails at any unexpected answer
    Smoke(smoke::Smoke),
}

/// Where the bench database is.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The folder of the private PostgreSQL
    #[arg(long, value_name = "DIR", default_value = "var/bench")]
    data: PathBuf,
    /// The database; its name must end in _bench
    #[arg(long, value_name = "NAME", default_value = "luwes_bench")]
    database: String,
}

impl Place {
    /// Finds or starts the cluster; a database that is not for measuring is refused.
    async fn open(&self) -> Result<Cluster> {
        let plain = self
            .database
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain || !self.database.ends_with("_bench") {
            bail!(
                "{} is not a bench database: its name must end in _bench (small letters, digits, _)",
                self.database
            );
        }
        let cluster = Cluster::start(&self.data, Durability::Full).await?;
        cluster.ensure_database(&self.database).await?;
        Ok(cluster)
    }
}

/// Runs the command.
pub async fn run(bench: Bench) -> Result<ExitCode> {
    match bench {
        Bench::Seed(options) => seed::run(options).await,
        Bench::Run(options) => run::run(options).await,
        Bench::Floor(options) => floor::run(options).await,
        Bench::Import(options) => import::run(options).await,
        Bench::Upload(options) => upload::run(options).await,
        Bench::Nightly(options) => nightly::run(options).await,
        Bench::Allowance(options) => allowance::run(options).await,
        Bench::Ratings(options) => ratings::run(options).await,
        Bench::Roster(options) => roster::run(&options),
        Bench::Drill(options) => drill::run(options).await,
        Bench::Serve(options) => serve::run(options).await,
        Bench::Smoke(options) => smoke::run(options).await,
    }
}
