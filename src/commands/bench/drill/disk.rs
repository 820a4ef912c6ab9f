//! A full disk: under the tables, under the write-ahead log, under temporary files. Small disks are mounted for it, which needs
//! root, and taken away at the end, also when the drill fails.

use std::{
    fs,
    io::Write,
    os::unix::fs::{chown, symlink},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tokio::time::sleep;
use uuid::Uuid;

use super::{
    super::{client::Client, store::close},
    stage::{RECOVERY, Stage, owner, says_when},
    store,
};

/// A disk of a few megabytes; unmounted when it is dropped.
struct Small {
    folder: PathBuf,
    ballast: PathBuf,
}

impl Small {
    /// Mounts it for a drill, which its name tells: script/crash-drill unmounts what a killed drill has left.
    fn mount(drill: &Path, folder: &Path, mebibytes: u64, (uid, gid): (u32, u32)) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let options = format!("size={mebibytes}m,mode=0700,uid={uid},gid={gid}");
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options])
            .arg(format!("luwes-drill:{}", drill.display()))
            .arg(folder)
            .output()
            .context("mount does not run")?;
        if !done.status.success() {
            bail!("{}", String::from_utf8_lossy(&done.stderr).trim());
        }
        Ok(Self {
            folder: folder.to_owned(),
            ballast: folder.join("ballast"),
        })
    }

    /// Takes every byte that is left.
    fn fill(&self) -> Result<()> {
        let mut ballast = fs::File::create(&self.ballast)?;
        for size in [1 << 20, 1 << 12] {
            let block = vec![0; size];
            while ballast.write_all(&block).is_ok() {}
        }
        Ok(())
    }

    /// Gives them back.
    fn free(&self) -> Result<()> {
        Ok(fs::remove_file(&self.ballast)?)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // lazily: a process that still works there must not keep it
        let done = Command::new("umount").arg("-l").arg(&self.folder).status();
        if !done.is_ok_and(|status| status.success()) {
            eprintln!("{} is still mounted", self.folder.display());
        }
    }
}

/// All three, where disks can be mounted.
pub async fn faults(stage: &mut Stage, seconds: u64) -> Result<()> {
    let probe = stage.data.join("drill-disk");
    let may = if rustix::process::geteuid().is_root() {
        Small::mount(&stage.data, &probe, 1, (0, 0)).map(drop)
    } else {
        Err(anyhow::anyhow!("mounting a small disk needs root"))
    };
    if let Err(why) = may {
        stage.skip("disk full", &format!("{why:#}"));
        return Ok(());
    }
    full_for_files(stage, seconds).await?;
    full_for_temporary_files(stage).await?;
    full_for_log(stage, seconds).await
}

/// The tables that grow lie on a full disk: histories of requests, and the files that people hand in.
async fn full_for_files(stage: &mut Stage, seconds: u64) -> Result<()> {
    let mut conn = stage.superuser().await?;
    let number = store::make_tablespace(&mut conn).await?;
    let room = u64::try_from(store::size_to_move(&mut conn).await?)? / (1 << 20) + 64;
    let pg = stage.cluster()?.pg_data().to_owned();
    let folder = pg.join("pg_tblspc").join(number.to_string());
    let inner: Vec<PathBuf> = fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    let small = Small::mount(&stage.data, &folder, room, owner(&pg)?)?;
    for inside in inner {
        fs::create_dir_all(&inside)?;
        let (uid, gid) = owner(&pg)?;
        chown(&inside, Some(uid), Some(gid))?;
    }
    store::move_tables(&mut conn, true).await?;
    small.fill()?;
    let call = stage
        .cast
        .api_evidence(&Uuid::now_v7().to_string(), 300_000);
    let mut client = Client::new(stage.port());
    let (mut later, mut wrong, began) = (0, Vec::new(), Instant::now());
    while began.elapsed() < Duration::from_secs(seconds) {
        let answer = client.send(&call).await?;
        if says_when(&answer) {
            later += 1;
        } else {
            wrong.push(answer.status);
        }
        sleep(Duration::from_millis(200)).await;
    }
    let reads = stage.others_meanwhile(2).await;
    small.free()?;
    let began = Instant::now();
    let mut status = 0;
    while status != 201 && began.elapsed() < Duration::from_secs(20) {
        let answer = client.send(&call).await?;
        status = answer.status;
        if status != 201 && status != 503 {
            wrong.push(status);
        }
        sleep(Duration::from_millis(50)).await;
    }
    let after = began.elapsed();
    stage.uploads += i64::from(status == 201);
    store::move_tables(&mut conn, false).await?;
    // the folder cannot be removed while a disk is mounted there
    drop(small);
    store::drop_tablespace(&mut conn).await?;
    close(conn).await?;
    let same = stage.server_lives();
    let fine = wrong.is_empty()
        && later > 0
        && reads.wrong + reads.later == 0
        && status == 201
        && after < stage.limit(RECOVERY)
        && same;
    stage.say(fine, format!("the disk of the tables full for {seconds} s: {later} uploads of 300 kB were answered 503 with Retry-After, {} otherwise, {} pages to read were shown meanwhile; stored once (same key) {after:.1?} after there was room, nothing restarted", wrong.len(), reads.shown));
    Ok(())
}

/// Exports write rows to a temporary file.
async fn full_for_temporary_files(stage: &mut Stage) -> Result<()> {
    let small = Small::mount(&stage.data, &stage.temporary(), 32, (0, 0))?;
    small.fill()?;
    let mut client = Client::new(stage.port());
    let call = stage.cast.export();
    let full = client.send(&call).await?;
    small.free()?;
    let free = client.send(&call).await?;
    drop(small);
    let fine = says_when(&full) && free.status == 200 && free.body.starts_with(b"PK");
    stage.say(fine, format!("the disk of temporary files full: an export was answered {} with Retry-After; with room again {} ({} bytes)", full.status, free.status, free.body.len()));
    Ok(())
}

/// The write-ahead log lies on a small disk, is held by a standby that does not read, and the disk fills: PostgreSQL ends.
/// Afterwards what an operator does: make room, start PostgreSQL, remove the dead standby's slot.
async fn full_for_log(stage: &mut Stage, seconds: u64) -> Result<()> {
    let mut conn = stage.superuser().await?;
    store::hold_wal(&mut conn).await?;
    close(conn).await?;
    let pg = stage.cluster()?.pg_data().to_owned();
    let (log, aside) = (pg.join("pg_wal"), pg.join("pg_wal.aside"));
    let folder = pg.with_file_name("drill-wal");
    stage.stop_cluster().await?;
    let room = size(&log)? / (1 << 20) + 96;
    let small = Small::mount(&stage.data, &folder, room, owner(&pg)?)?;
    copy(&log, &folder)?;
    fs::rename(&log, &aside)?;
    symlink(&folder, &log)?;
    stage.start_cluster().await?;
    stage.recovery().await?;
    small.fill()?;
    let watch = stage.others_meanwhile(seconds.max(15));
    let (seen, burnt) = tokio::join!(watch, burn(stage));
    small.free()?;
    stage.cluster = None;
    stage.start_cluster().await?;
    let after = stage.recovery().await?;
    let mut conn = stage.superuser().await?;
    store::free_wal(&mut conn).await?;
    close(conn).await?;
    let same = stage.server_lives();
    stage.stop_cluster().await?;
    fs::remove_file(&log)?;
    copy(&folder, &aside)?;
    fs::rename(&aside, &log)?;
    drop(small);
    fs::remove_dir(&folder).ok();
    stage.start_cluster().await?;
    stage.recovery().await?;
    let fine = burnt
        && seen.wrong == 0
        && seen.later > 0
        && seen.slowest < stage.limit(Duration::from_secs(4))
        && after < stage.limit(RECOVERY)
        && same;
    stage.say(fine, format!("the disk of the write-ahead log full, PostgreSQL ended by itself: {} pages, {} answers 503 with Retry-After, {} others, slowest {:.1?}; a page {after:.1?} after there was room and PostgreSQL ran, the same server", seen.shown, seen.later, seen.wrong, seen.slowest));
    Ok(())
}

/// Uses the log up until the database is gone; whether that came to pass.
async fn burn(stage: &Stage) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        let Ok(mut conn) = stage.superuser().await else {
            return true;
        };
        if store::next_wal(&mut conn).await.is_err() {
            return true;
        }
        close(conn).await.ok();
        sleep(Duration::from_millis(20)).await;
    }
    false
}

fn size(folder: &Path) -> Result<u64> {
    let entries = fs::read_dir(folder)?.flatten();
    Ok(entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|found| found.len())
        .sum())
}

/// Makes the second folder hold what the first holds, with its owners.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(to)?.flatten() {
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    let done = Command::new("cp")
        .arg("-a")
        .arg(from.join("."))
        .arg(to)
        .status()?;
    if !done.success() {
        bail!("{} was not copied", from.display());
    }
    Ok(())
}
