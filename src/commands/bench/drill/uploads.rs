//! Files that come in while the server is killed: what was acknowledged is there, and the sweep leaves nothing that no row knows.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;
use luwes::{
    kernel::{depot::Depot, jobs, time::Clock},
    performance,
};
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::watch, time::sleep};

use super::{
    super::{client::Client, run::core_with, store::close, upload},
    stage::Stage,
    store,
};
use crate::commands::target::quiet_settings;

/// Bytes of a file that is broken off.
const SIZE: usize = 6 << 20;

/// Kills the server (-9) again and again while a file comes in: in the middle of it, after its last byte, and while it is put in its place.
pub async fn kills(stage: &mut Stage, kills: u32) -> Result<()> {
    let files = stage.files();
    let token = stage.cast.employee(1).to_owned();
    let body = upload::form("putus.pdf", &upload::pdf(SIZE));
    let mut lost = 0;
    for turn in 0..kills {
        let mut stream = TcpStream::connect(("127.0.0.1", stage.port())).await?;
        let head = upload::head(stage.port(), &token, body.len());
        stream.write_all(head.as_bytes()).await?;
        // a part of it, or the whole and then a few milliseconds more each time
        match turn % 3 {
            0 => stream.write_all(&body[..body.len() / 4 * 3]).await?,
            _ => stream.write_all(&body).await?,
        }
        sleep(Duration::from_millis(u64::from(turn) * 23 % 120)).await;
        if let Some(server) = stage.server.take() {
            server.kill().await?;
        }
        drop(stream);
        stage.start_server().await?;
        stage.recovery().await?;
        // what is acknowledged is stored before the next kill
        let mut client = Client::new(stage.port());
        let small = upload::form("utuh.pdf", &upload::pdf(1 << 16));
        let page = upload::sent(&mut client, &token, small.clone()).await?;
        let back = upload::download(&mut client, &token, &page).await?;
        lost += usize::from(back.len() != 1 << 16);
    }
    let left = upload::objects(&files)?;
    sweep(stage, &files).await?;
    let mut conn = stage.superuser().await?;
    let (rows, bytes) = store::files(&mut conn).await?;
    close(conn).await?;
    let (after, size) = (upload::objects(&files)?, upload::bytes(&files)?);
    stage.say(
        lost == 0 && (after, size) == (rows, bytes),
        format!("server killed (-9) {kills} times while a file came in: {lost} acknowledged files lost; {left} objects, after the sweep {after}, rows that know one {rows}"),
    );
    Ok(())
}

/// The worker's sweep of every agency, two days later.
async fn sweep(stage: &Stage, files: &Path) -> Result<()> {
    let mut settings = quiet_settings("http://127.0.0.1");
    settings.depot = Some(Depot::folder(files, None).map_err(anyhow::Error::msg)?);
    let later = Clock::frozen(Clock::system().now() + TimeDelta::days(2));
    let core = core_with(stage.cluster()?, &stage.name, later, settings)?;
    let (_still, stop) = watch::channel(false);
    let swept = jobs::sweep(&core, &performance::sweeping(), &stop)
        .await
        .context("the sweep of files")?;
    core.db.close().await;
    if swept.failed > 0 {
        bail!("the sweep failed for {} agencies", swept.failed);
    }
    Ok(())
}
