//! `luwes bench serve`: the product on a bench database, as `luwes serve` runs it, until it is asked to stop.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::{
    Place,
    server::{Launch, Server},
};
use crate::commands::serve::signal;

/// Options of serve.
#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// The port of the loopback to listen on
    #[arg(long)]
    port: u16,
}

/// Serves; says so once it answers.
pub async fn run(options: Serve) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let launch = Launch::on(&cluster, &options.place.database)?.listening(options.port);
    let mut server = Server::launch(&launch).await?;
    println!("ready at http://127.0.0.1:{}", options.port);
    tokio::select! {
        () = signal() => {}
        ended = server.ended() => bail!("the server ended by itself: {}", ended?),
    }
    server.stop().await?;
    cluster.stop().await?;
    Ok(ExitCode::SUCCESS)
}
