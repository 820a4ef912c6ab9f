//! The command line. Errors go to stderr in one sentence with the remedy; wrong usage exits 64, failure 1.

use std::process::ExitCode;

mod commands;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run()
}
