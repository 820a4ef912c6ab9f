//! Every command and its options.

mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use luwes::config::ServeConfig;

#[derive(Parser)]
#[command(
    name = "luwes",
    version,
    about = "Flexible work for Indonesia's civil service",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the product (production)
    Serve(Box<ServeConfig>),
    /// Run only the worker: mail, sealing of the trail, daily work
    Work(Box<ServeConfig>),
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
            Command::Serve(config) => serve::serve(*config).await.map(|()| ExitCode::SUCCESS),
            Command::Work(config) => serve::work(*config).await.map(|()| ExitCode::SUCCESS),
        }
    });
    match done {
        Ok(code) => code,
        Err(error) => fail(&error.to_string()),
    }
}

fn fail(sentence: &str) -> ExitCode {
    eprintln!("luwes: {sentence}");
    ExitCode::FAILURE
}
