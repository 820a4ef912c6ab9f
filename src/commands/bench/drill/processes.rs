//! Processes that die: the server, PostgreSQL, and a server that is asked to stop.

use std::time::{Duration, Instant};

use anyhow::Result;
use rustix::process::Signal;
use tokio::time::sleep;

use super::{
    super::server::send,
    stage::{RECOVERY, Stage},
    store,
};

/// Kills the server (-9), again and again.
pub async fn kills(stage: &mut Stage, kills: u32) -> Result<()> {
    let mut slowest = Duration::ZERO;
    for turn in 0..kills {
        // another moment of the work each time, without chance
        sleep(Duration::from_millis(300 + u64::from(turn) * 137 % 700)).await;
        if let Some(server) = stage.server.take() {
            server.kill().await?;
        }
        let began = Instant::now();
        stage.start_server().await?;
        stage.recovery().await?;
        slowest = slowest.max(began.elapsed());
    }
    let fine = slowest < stage.limit(RECOVERY);
    stage.say(
        fine,
        format!("server killed (-9) {kills} times: a page again after at most {slowest:.1?}"),
    );
    Ok(())
}

/// Kills one backend hard: PostgreSQL ends all of them and recovers from its log.
pub async fn crashes(stage: &mut Stage, crashes: u32) -> Result<()> {
    let mut slowest = Duration::ZERO;
    for _ in 0..crashes {
        sleep(Duration::from_millis(900)).await;
        let mut conn = stage.superuser().await?;
        let victim = store::some_backend(&mut conn).await?;
        drop(conn);
        if let Some(victim) = victim {
            send(victim, Signal::KILL)?;
        }
        sleep(Duration::from_millis(50)).await;
        slowest = slowest.max(stage.recovery().await?);
    }
    let same = stage.server_lives();
    let fine = same && slowest < stage.limit(RECOVERY);
    stage.say(
        fine,
        format!("PostgreSQL crashed {crashes} times (a backend killed hard, recovery from its log): a page again after at most {slowest:.1?}, the same server"),
    );
    Ok(())
}

/// Asks the server to stop in the middle of the work.
pub async fn graceful_stop(stage: &mut Stage) -> Result<()> {
    let began = Instant::now();
    if let Some(server) = stage.server.take() {
        server.stop().await?;
    }
    let took = began.elapsed();
    stage.start_server().await?;
    stage.say(
        took < Duration::from_secs(21),
        format!("asked to stop under load: ended after {took:.1?}"),
    );
    Ok(())
}
