//! The server's clock is stepped while people work. libfaketime stands between the server and the system's clock; the
//! monotonic clock goes on as it does when a real clock is set.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use luwes::kernel::crypto;
use sqlx::PgConnection;
use tokio::time::sleep;

use super::{
    super::{
        client::{Call, Client},
        store::close,
    },
    stage::{Stage, says_when},
    store,
};

/// How far the clock is stepped, in seconds.
const STEP: i64 = 600;

/// The preloaded library, where it is installed.
fn library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.flatten();
    folders
        .map(|entry| entry.path().join("faketime/libfaketimeMT.so.1"))
        .find(|path| path.is_file())
}

/// Steps the clock ahead, back, behind, and back.
pub async fn steps(stage: &mut Stage, seconds: u64) -> Result<()> {
    let Some(library) = library() else {
        stage.skip(
            "clock stepped",
            "libfaketime is not installed (apt-get install faketime)",
        );
        return Ok(());
    };
    let file = stage.data.join("drill-clock");
    set(&file, 0)?;
    let before = stage.launch.clone();
    let launch = before
        .clone()
        .with("LD_PRELOAD", library.display())
        .with(
            "FAKETIME_TIMESTAMP_FILE",
            fs::canonicalize(&file)?.display(),
        )
        .with("FAKETIME_NO_CACHE", 1)
        .with("FAKETIME_DONT_FAKE_MONOTONIC", 1);
    stage.restart_with(launch).await?;
    let (ended, living) = markers(stage).await?;
    let mut conn = stage.superuser().await?;
    let (count, ends, _) = store::sessions(&mut conn).await?;
    let (mut shown, mut later, mut wrong, mut followed) = (0, 0, 0, true);
    for offset in [STEP, 0, -STEP, 0] {
        set(&file, offset)?;
        followed &= follows(&mut conn, stage, offset as f64).await?;
        let seen = stage.others_meanwhile((seconds / 4).max(2)).await;
        shown += seen.shown;
        later += seen.later;
        wrong += seen.wrong + usize::from(!refused(stage, &ended).await?);
        wrong += usize::from(refused(stage, &living).await?);
    }
    let (count_after, ends_after, ahead) = store::sessions(&mut conn).await?;
    close(conn).await?;
    let kept = count == count_after && (ends - ends_after).abs() < 1.0;
    let fine = followed && kept && wrong == 0 && later == 0 && ahead <= STEP as f64 + 5.0;
    stage.say(fine, format!("the server's clock set 10 minutes ahead, back, 10 minutes behind, and back: {shown} pages, {} others; a session that ended 11 minutes before stayed ended, one that had 11 minutes left was kept, no session's end moved, last seen at most {:.0} s ahead", wrong + later, ahead.max(0.0)));
    stage.restart_with(before).await
}

fn set(file: &Path, offset: i64) -> Result<()> {
    // never half written
    let beside = file.with_extension("new");
    fs::write(&beside, format!("{offset:+}\n"))?;
    Ok(fs::rename(&beside, file)?)
}

/// Two sessions of the first employee: one that ended eleven minutes ago, one that ends in eleven.
async fn markers(stage: &Stage) -> Result<(String, String)> {
    let like = crypto::token_hash(stage.cast.employee(0)).context("a session")?;
    let mut conn = stage.superuser().await?;
    let mut tokens = Vec::new();
    for seconds in [-660, 660] {
        let (token, hash) = crypto::token()?;
        store::session_until(&mut conn, &hash, &like, seconds).await?;
        tokens.push(token);
    }
    close(conn).await?;
    let living = tokens.pop().context("two tokens")?;
    let ended = tokens.pop().context("two tokens")?;
    Ok((ended, living))
}

/// Whether the server sends this session to sign in.
async fn refused(stage: &Stage, token: &str) -> Result<bool> {
    let mut client = Client::new(stage.port());
    let mut answer = client.send(&Call::get("/account", token)).await?;
    for _ in 0..20 {
        if !says_when(&answer) {
            break;
        }
        sleep(Duration::from_millis(200)).await;
        answer = client.send(&Call::get("/account", token)).await?;
    }
    Ok(answer.location.starts_with("/sign-in"))
}

/// Whether the server goes by the clock that was set, as the newest seal of the trail tells. (The Date of an answer does not
/// tell: the HTTP library goes on with an old one until a clock that was set back has caught up.)
async fn follows(conn: &mut PgConnection, stage: &Stage, offset: f64) -> Result<bool> {
    let agency = stage.cast.offices[0].agency;
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        let told = store::last_sealed(conn, agency).await?;
        if told.is_some_and(|told| (told - offset).abs() < 60.0) {
            return Ok(true);
        }
        sleep(Duration::from_millis(250)).await;
    }
    Ok(false)
}
