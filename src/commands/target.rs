//! Which database a command works on: the private cluster of `--data DIR`, else `DATABASE_URL`.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use luwes::{
    app,
    kernel::{
        cx::{Core, Settings},
        db::{self, Db},
        outgoing::Outgoing,
        postgres::{Cluster, Durability},
        time::Clock,
    },
};
use sqlx::postgres::PgConnectOptions;

/// The database's name in a private cluster.
pub const DATABASE: &str = "luwes";

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct Target {
    /// Use the private PostgreSQL of this folder (running, or started for the call) instead of DATABASE_URL
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The database's address when no --data is given
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// A database that can be reached; holds the private cluster while it is needed.
pub enum Reached {
    Private(Cluster),
    Address(PgConnectOptions),
}

impl Target {
    /// Finds or starts the database.
    pub async fn reach(&self) -> Result<Reached> {
        match (&self.data, &self.database_url) {
            (Some(folder), _) => Ok(Reached::Private(cluster(folder).await?)),
            (None, Some(url)) => Ok(Reached::Address(url.parse().context(
                "DATABASE_URL is not a database address: postgres://user:password@host/database",
            )?)),
            (None, None) => Err(anyhow!(
                "say which database: --data DIR, or set DATABASE_URL"
            )),
        }
    }
}

/// The private cluster of a folder, with its database and roles.
pub async fn cluster(folder: &Path) -> Result<Cluster> {
    let cluster = Cluster::start(folder, Durability::Full).await?;
    cluster.ensure_database(DATABASE).await?;
    Ok(cluster)
}

impl Reached {
    /// Connection options for a role of the private cluster; an address stays what it is.
    pub fn options(&self, role: &str) -> PgConnectOptions {
        match self {
            Self::Private(cluster) => cluster.options(role, DATABASE),
            Self::Address(options) => options.clone(),
        }
    }

    /// Applies pending migrations; how many there were.
    pub async fn migrate(&self) -> Result<usize> {
        db::migrate(self.options("luwes_migrator")).await.context(
            "the migrations did not run: connect as luwes_migrator and see migrations/README.md",
        )
    }

    /// The program's core on this database, as the application's user.
    pub fn core(&self, settings: Settings) -> Result<Core> {
        let platform = match self {
            Self::Private(_) => Some(self.options("luwes_platform")),
            Self::Address(_) => None,
        };
        Ok(app::core(
            Db::open(self.options("luwes_app"), platform, 10),
            Clock::system(),
            settings,
        )?)
    }

    /// Lets go of the database: a cluster that was started for this call stops.
    pub async fn release(self) -> Result<()> {
        match self {
            Self::Private(cluster) => Ok(cluster.stop().await?),
            Self::Address(_) => Ok(()),
        }
    }
}

/// Settings of commands that serve nobody.
pub fn quiet_settings(public_url: &str) -> Settings {
    Settings {
        public_url: public_url.trim_end_matches('/').to_owned(),
        secure: public_url.starts_with("https://"),
        demo: false,
        trusted_proxies: Vec::new(),
        vault: None,
        outgoing: Outgoing::default(),
        patience: Duration::from_secs(20),
        depot: None,
    }
}
