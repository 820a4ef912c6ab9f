//! A database that ends connections, goes away, or locks a table; and slow sockets.

use std::time::{Duration, Instant};

use anyhow::Result;
use rustix::process::Signal;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

use super::{
    super::{
        server::{postmaster, send},
        store::close,
    },
    stage::{RECOVERY, Stage},
    store,
};

/// The database ends every connection, every three seconds.
pub async fn ended_backends(stage: &mut Stage, seconds: u64) -> Result<()> {
    let mut ended = 0;
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        let mut conn = stage.superuser().await?;
        ended += store::end_backends(&mut conn).await?;
        close(conn).await?;
        sleep(Duration::from_secs(3)).await;
    }
    let after = stage.recovery().await?;
    let fine = after < stage.limit(RECOVERY) && ended > 0;
    stage.say(fine, format!("{ended} connections ended by the database, every 3 s for {seconds} s: a page {after:.1?} afterwards"));
    Ok(())
}

/// PostgreSQL is gone (immediate shutdown) and comes back.
pub async fn outage(stage: &mut Stage, seconds: u64) -> Result<()> {
    let pid = postmaster(stage.cluster()?)?;
    send(pid, Signal::QUIT)?;
    // the keeper of the old process ends with it
    stage.cluster = None;
    sleep(Duration::from_millis(100)).await;
    let seen = stage.others_meanwhile(seconds).await;
    stage.start_cluster().await?;
    let after = stage.recovery().await?;
    let same = stage.server_lives();
    let fine = seen.wrong == 0
        && seen.later > 0
        && seen.slowest < stage.limit(Duration::from_secs(4))
        && after < stage.limit(RECOVERY)
        && same;
    stage.say(fine, format!("database gone for {seconds} s: {} answers 503 with Retry-After, {} others, slowest {:.1?}; a page {after:.1?} after its return, the same server", seen.later, seen.shown + seen.wrong, seen.slowest));
    Ok(())
}

/// Somebody holds a table that every request for days needs.
pub async fn locked_table(stage: &mut Stage, seconds: u64) -> Result<()> {
    let mut conn = stage.superuser().await?;
    store::lock_plans(&mut conn).await?;
    let seen = stage.others_meanwhile(seconds).await;
    store::unlock(&mut conn).await?;
    close(conn).await?;
    let after = stage.recovery().await?;
    let failed = seen.later + seen.wrong;
    let fine = failed == 0
        && seen.p99 < stage.limit(Duration::from_secs(1))
        && after < stage.limit(RECOVERY);
    stage.say(fine, format!("a table locked for {seconds} s: {} requests elsewhere, p99 {:.1?}, {failed} failed; all well {after:.1?} afterwards", seen.shown, seen.p99));
    Ok(())
}

/// Many connections send half a line and wait.
pub async fn slow_sockets(stage: &mut Stage, sockets: usize, seconds: u64) -> Result<()> {
    let mut held = Vec::with_capacity(sockets);
    for _ in 0..sockets {
        let mut socket = TcpStream::connect(("127.0.0.1", stage.port())).await?;
        socket.write_all(b"GET / HTTP/1.1\r\nHost: sl").await?;
        held.push(socket);
    }
    let seen = stage.others_meanwhile(seconds).await;
    let mut closed = 0;
    for socket in held {
        let mut byte = [0; 1];
        let read = tokio::time::timeout(Duration::from_millis(1), async {
            socket.readable().await?;
            socket.try_read(&mut byte)
        });
        closed += usize::from(read.await.is_ok());
    }
    let failed = seen.later + seen.wrong;
    // the server waits ten seconds for a head
    let ended = closed == sockets || seconds < 12;
    let fine = failed == 0 && seen.p99 < stage.limit(Duration::from_secs(1)) && ended;
    stage.say(fine, format!("{sockets} sockets that send half a line for {seconds} s: {} requests beside them, p99 {:.1?}, {failed} failed; {closed} of the slow ones were closed by the server", seen.shown, seen.p99));
    Ok(())
}
