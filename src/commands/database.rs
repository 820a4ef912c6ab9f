//! `luwes migrate`, `luwes psql`, `luwes routes`.

use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::{Args, ValueEnum};
use luwes::{
    app::{self, Doors},
    kernel::{cx::Core, db::Db, time::Clock},
};
use sqlx::postgres::PgConnectOptions;

use super::target::{DATABASE, Reached, Target, quiet_settings};

/// Text for people, JSON for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// Applies pending migrations (connect as luwes_migrator, or give --data).
pub async fn migrate(target: Target) -> Result<ExitCode> {
    let reached = target.reach().await?;
    let done = reached.migrate().await;
    reached.release().await?;
    match done? {
        0 => eprintln!("nothing to do: the schema is current"),
        n => eprintln!("{n} migrations applied"),
    }
    Ok(ExitCode::SUCCESS)
}

/// As whom psql looks.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum PsqlRole {
    /// The cluster's superuser: sees every row
    #[default]
    Owner,
    /// luwes_app without a tenant: no rows until SET LOCAL app.agency_id
    App,
}

/// Options of psql.
#[derive(Args, Debug)]
pub struct Psql {
    #[command(flatten)]
    target: Target,
    /// As whom to look (with --data)
    #[arg(long, value_enum, default_value_t)]
    role: PsqlRole,
    /// Arguments for psql itself
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Opens psql; its exit status is passed through.
pub async fn psql(options: Psql) -> Result<ExitCode> {
    let reached = options.target.reach().await?;
    let mut command = match &reached {
        Reached::Private(cluster) => {
            let role = match options.role {
                PsqlRole::Owner => luwes::kernel::postgres::SUPERUSER,
                PsqlRole::App => "luwes_app",
            };
            let mut command = tokio::process::Command::new(cluster.client("psql"));
            command.arg("--host").arg(cluster.socket()).args([
                "--username",
                role,
                "--dbname",
                DATABASE,
            ]);
            command
        }
        Reached::Address(_) => {
            let mut command = tokio::process::Command::new("psql");
            command.arg(options.target.database_url.clone().unwrap_or_default());
            command
        }
    };
    // Ctrl-C ends psql's statement, not this process, which keeps the cluster up for psql.
    let _interrupts = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    let status = command
        .args(&options.arguments)
        .status()
        .await
        .context("psql did not start: install postgresql-client");
    reached.release().await?;
    let code = status?
        .code()
        .ok_or_else(|| anyhow!("psql was ended by a signal"))?;
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// A product that nobody will serve: its tables are what is asked for.
fn unserved() -> Result<Core> {
    let db = Db::open(PgConnectOptions::new_without_pgpass(), None, 1);
    Ok(app::core(
        db,
        Clock::system(),
        quiet_settings("http://127.0.0.1"),
    )?)
}

/// Prints the interface for programs as OpenAPI 3.1.
pub fn openapi() -> Result<ExitCode> {
    let core = unserved()?;
    let (_, _) = app::build(core.clone(), Doors::default());
    println!("{}", core.interface.text());
    Ok(ExitCode::SUCCESS)
}

/// Prints the route table with permissions.
pub fn routes(format: Format) -> Result<ExitCode> {
    let (_, table) = app::build(unserved()?, Doors::default());
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&table)?),
        Format::Text => {
            for route in table {
                println!(
                    "{:<6} {:<52} {}",
                    route.method, route.path, route.permission
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
