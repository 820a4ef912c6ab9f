//! Every command and its options.

mod admin;
mod audit;
mod bench;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod import;
mod policy;
mod serve;
mod target;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use luwes::config::ServeConfig;

#[derive(Parser)]
#[command(
    name = "luwes",
    version,
    about = "Flexible work for Indonesia's civil service"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Try Luwes: a private database with invented people, one-click sign-in
    #[cfg(feature = "demo")]
    Demo(demo::Demo),
    /// Serve the product (production)
    Serve(Box<ServeConfig>),
    /// Run only the worker: mail, sealing of the trail, daily work
    Work(Box<ServeConfig>),
    /// Apply pending migrations (as luwes_migrator, or with --data)
    Migrate(target::Target),
    /// Look into the database with psql
    Psql(database::Psql),
    /// Print every route with its permission
    Routes {
        #[arg(long, value_enum, default_value_t)]
        format: database::Format,
    },
    /// Print the interface for programs as OpenAPI 3.1
    Openapi,
    /// Read a spreadsheet of employees and say what becomes of every row; --apply stores the good ones
    Import(import::Import),
    /// Ask the rules
    #[command(subcommand)]
    Policy(policy::Policy),
    /// The audit trail
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Measure: a population, a load, what it costs (in a database of its own)
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Agencies, first officers, access
    #[command(subcommand)]
    Admin(admin::Admin),
}

/// Reads the command line and does it.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let usage = error.use_stderr();
            error.print().ok();
            return if usage {
                ExitCode::from(64)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the runtime did not start: {error}")),
    };
    let done = runtime.block_on(async {
        match cli.command {
            #[cfg(feature = "demo")]
            Command::Demo(options) => demo::run(options).await,
            Command::Serve(config) => serve::serve(*config).await.map(|()| ExitCode::SUCCESS),
            Command::Work(config) => serve::work(*config).await.map(|()| ExitCode::SUCCESS),
            Command::Migrate(target) => database::migrate(target).await,
            Command::Psql(options) => database::psql(options).await,
            Command::Routes { format } => database::routes(format),
            Command::Openapi => database::openapi(),
            Command::Import(options) => import::run(options).await,
            Command::Policy(command) => policy::run(command).await,
            Command::Audit(command) => audit::run(command).await,
            Command::Bench(command) => bench::run(command).await,
            Command::Admin(command) => admin::run(command).await,
        }
    });
    match done {
        Ok(code) => code,
        Err(error) => fail(&format!("{error:#}")),
    }
}

fn fail(sentence: &str) -> ExitCode {
    eprintln!("luwes: {sentence}");
    ExitCode::FAILURE
}
