//! The network between server and database: slow, torn in the middle of a BEGIN, cut, and silent.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::sleep;

use super::{
    super::store::close,
    proxy::{Proxy, Upstream, Weather},
    stage::{RECOVERY, Stage},
    store,
};

/// How long a request may wait in all before it is given up (`LUWES_REQUEST_SECONDS`), as the drill sets it.
const PATIENCE: u64 = 8;

/// Puts the proxy between, makes each kind of weather, and takes it away again.
pub async fn faults(stage: &mut Stage, seconds: u64) -> Result<()> {
    let direct = stage.cluster()?.options("luwes_app", &stage.name);
    let upstream = Upstream::at(direct.get_socket(), direct.get_host(), direct.get_port());
    let proxy = Proxy::start(upstream).await.context("the proxy listens")?;
    let before = stage.launch.clone();
    let through = |role: &str| {
        format!(
            "postgres://{role}@127.0.0.1:{}/{}?sslmode=disable",
            proxy.port, stage.name
        )
    };
    let launch = before
        .clone()
        .with("DATABASE_URL", through("luwes_app"))
        .with("LUWES_PLATFORM_DATABASE_URL", through("luwes_platform"))
        .with("LUWES_REQUEST_SECONDS", PATIENCE);
    stage.restart_with(launch).await?;
    slow(stage, &proxy, seconds).await?;
    torn(stage, &proxy, seconds).await?;
    cut(stage, &proxy, seconds).await?;
    silent(stage, &proxy, seconds).await?;
    stage.restart_with(before).await
}

async fn slow(stage: &mut Stage, proxy: &Proxy, seconds: u64) -> Result<()> {
    let delay = Duration::from_millis(50);
    proxy.set(Weather::Slow(delay));
    let seen = stage.others_meanwhile(seconds).await;
    proxy.set(Weather::Fine);
    let after = stage.recovery().await?;
    let fine =
        seen.wrong == 0 && seen.shown > 0 && seen.slowest < stage.limit(Duration::from_secs(4));
    let fine = fine && after < stage.limit(RECOVERY);
    stage.say(fine, format!("every message between server and database {} ms late, each way, for {seconds} s: {} pages, p99 {:.1?}, {} answers 503 with Retry-After, {} others; all well {after:.1?} afterwards", delay.as_millis(), seen.shown, seen.p99, seen.later, seen.wrong));
    Ok(())
}

async fn torn(stage: &mut Stage, proxy: &Proxy, seconds: u64) -> Result<()> {
    proxy.set(Weather::Torn);
    let seen = stage.others_meanwhile(seconds).await;
    let torn = proxy.torn();
    proxy.set(Weather::Fine);
    let after = stage.recovery().await?;
    sleep(Duration::from_millis(1_500)).await;
    let mut conn = stage.superuser().await?;
    let open = store::left_open(&mut conn).await?;
    close(conn).await?;
    let fine = seen.wrong == 0
        && torn > 0
        && open == 0
        && seen.slowest < stage.limit(Duration::from_secs(4))
        && after < stage.limit(RECOVERY);
    stage.say(fine, format!("{torn} connections cut in the middle of a BEGIN in {seconds} s: {} pages, {} answers 503 with Retry-After, {} others, slowest {:.1?}; no transaction left open, all well {after:.1?} afterwards", seen.shown, seen.later, seen.wrong, seen.slowest));
    Ok(())
}

async fn cut(stage: &mut Stage, proxy: &Proxy, seconds: u64) -> Result<()> {
    proxy.set(Weather::Cut);
    let seen = stage.others_meanwhile(seconds.min(5)).await;
    proxy.set(Weather::Fine);
    let after = stage.recovery().await?;
    let fine = seen.wrong == 0
        && seen.later > 0
        && seen.slowest < stage.limit(Duration::from_secs(4))
        && after < stage.limit(RECOVERY);
    stage.say(fine, format!("the line to the database cut for {} s: {} answers 503 with Retry-After, {} others, slowest {:.1?}; all well {after:.1?} afterwards, the same server", seconds.min(5), seen.later, seen.shown + seen.wrong, seen.slowest));
    Ok(())
}

/// Connections whose other end has gone without a word. Those in use are given up after [`PATIENCE`]; so is what waits.
async fn silent(stage: &mut Stage, proxy: &Proxy, seconds: u64) -> Result<()> {
    let seconds = seconds.max(PATIENCE + 4);
    proxy.set(Weather::Silent);
    let seen = stage.others_meanwhile(seconds).await;
    proxy.set(Weather::Fine);
    let after = stage.recovery().await?;
    let limit = stage.limit(Duration::from_secs(PATIENCE + 2));
    let fine =
        seen.wrong == 0 && seen.later > 0 && seen.slowest < limit && after < stage.limit(RECOVERY);
    stage.say(fine, format!("the database gone without a word (half-open connections) for {seconds} s: {} answers 503 with Retry-After, {} others, slowest {:.1?} (a request may take {PATIENCE} s); all well {after:.1?} afterwards, the same server", seen.later, seen.shown + seen.wrong, seen.slowest));
    Ok(())
}
