//! The server's processes as /proc shows them: whose pid file is stale, what an earlier start left running.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::sleep;

use super::{PostgresError, STOP_LIMIT, TICK, io_error, place::Place};

/// The pid of the running postmaster of this folder. A pid file that names a dead or a foreign process counts as none.
pub(super) fn postmaster(place: &Place) -> Option<Pid> {
    let text = fs::read_to_string(place.pg.join("postmaster.pid")).ok()?;
    let raw: i32 = text.lines().next()?.trim().parse().ok()?;
    left(place).into_iter().find(|pid| pid.as_raw_pid() == raw)
}

/// Whether the postmaster is on its way out.
pub(super) fn is_stopping(place: &Place) -> bool {
    fs::read_to_string(place.pg.join("postmaster.pid")).is_ok_and(|text| {
        text.lines()
            .nth(7)
            .is_some_and(|line| line.trim() == "stopping")
    })
}

/// Fast shutdown: sessions end, everything is written.
pub(super) fn ask_to_stop(pid: Pid) {
    kill_process(pid, Signal::INT).ok();
}

/// Ends whatever still runs in the folder (asked politely, then at once: the write-ahead log makes that safe) and clears a stale pid file.
pub(super) async fn stop_all(place: &Place) -> Result<(), PostgresError> {
    if let Some(pid) = postmaster(place) {
        tracing::info!(
            pid = pid.as_raw_pid(),
            "taking over a PostgreSQL that was left running"
        );
        ask_to_stop(pid);
        wait_until_empty(place, STOP_LIMIT).await;
    } else {
        wait_until_empty(place, Duration::from_secs(5)).await;
    }
    for signal in [Signal::QUIT, Signal::KILL] {
        for pid in left(place) {
            kill_process(pid, signal).ok();
        }
        wait_until_empty(place, Duration::from_secs(10)).await;
    }
    if !left(place).is_empty() {
        return Err(PostgresError::StillRunning {
            log: place.log.display().to_string(),
        });
    }
    let file = place.pg.join("postmaster.pid");
    if file.exists() {
        fs::remove_file(&file).map_err(io_error("cannot clear a stale postmaster.pid"))?;
    }
    Ok(())
}

async fn wait_until_empty(place: &Place, limit: Duration) {
    let begun = Instant::now();
    while !left(place).is_empty() && begun.elapsed() < limit {
        sleep(TICK).await;
    }
}

/// Every server process that works in the folder: the postmaster and its children. Asked as the server's user: in a container
/// root may not look into another user's processes.
fn left(place: &Place) -> Vec<Pid> {
    const SCAN: &str =
        r#"for p in /proc/[0-9]*; do [ "$p/cwd" -ef "$1" ] && echo "${p#/proc/}"; done"#;
    let output = place
        .command(Path::new("/bin/sh"))
        .args(["-c", SCAN, "sh"])
        .arg(&place.pg)
        .output();
    let text = output.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    );
    text.lines()
        .filter_map(|line| line.parse().ok())
        .filter(|raw| is_server(*raw))
        .filter_map(Pid::from_raw)
        .collect()
}

fn is_server(raw: i32) -> bool {
    fs::read_to_string(format!("/proc/{raw}/comm")).is_ok_and(|comm| comm.starts_with("postgres"))
}
