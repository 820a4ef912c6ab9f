//! Where a private cluster lives and as whom it runs.

use std::{
    ffi::OsStr,
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{Read, Seek, SeekFrom, Write},
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, lchown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest, Sha256};

use super::{PostgresError, io_error};

/// The longest folder whose socket `.s.PGSQL.5432` still fits the kernel's 107 bytes.
const SOCKET_FOLDER_BYTES: usize = 90;
/// Where the server's files go when root's own folder, which nobody else may enter, holds the project.
const ELSEWHERE: &str = "/var/lib/luwes";
const LOG_BYTES: u64 = 5 << 20;

/// The unprivileged user that root lends to the server.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub uid: u32,
    pub gid: u32,
    pub name: String,
}

/// All paths of one cluster.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// What the caller named; lock, FIFO and log are here.
    pub data: PathBuf,
    /// `data`, or a folder the server's user can reach.
    pub home: PathBuf,
    pub pg: PathBuf,
    pub socket: PathBuf,
    pub fifo: PathBuf,
    pub log: PathBuf,
    /// Some when this process is root.
    pub user: Option<User>,
}

impl Place {
    /// Makes the data folder and decides where everything is.
    pub fn of(data: &Path) -> Result<Self, PostgresError> {
        let cannot = || io_error(format!("cannot use the data folder {}", data.display()));
        fs::create_dir_all(data).map_err(cannot())?;
        let data = fs::canonicalize(data).map_err(cannot())?;
        let name = short_name(&data);
        let elsewhere = Path::new(ELSEWHERE).join(&name);
        let root = rustix::process::geteuid().is_root();
        let home = if root && elsewhere.join("pg").exists() {
            elsewhere.clone()
        } else {
            data.clone()
        };
        let user = if root {
            Some(lend_user(&home.join("pg"))?)
        } else {
            own(&home.join("pg"))?;
            None
        };
        let home = match &user {
            Some(user) => reachable(home, elsewhere, user)?,
            None => home,
        };
        let socket = socket_of(&home, &name);
        Ok(Self {
            pg: home.join("pg"),
            socket,
            fifo: data.join("postgres.alive"),
            log: data.join("postgres.log"),
            home,
            data,
            user,
        })
    }

    /// A command as the server's user, away from the caller's folder and environment.
    pub fn command(&self, program: &Path) -> Command {
        command(program.as_os_str(), self.user.as_ref())
    }

    /// A folder that only the server's user (and root) may enter; what lies there already is handed over to that user.
    pub fn private_folder(&self, folder: &Path) -> Result<(), PostgresError> {
        let cannot = || io_error(format!("cannot make {}", folder.display()));
        if !folder.exists() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(cannot())?;
        }
        fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(cannot())?;
        match &self.user {
            Some(user) => hand_over(folder, user).map_err(cannot()),
            None => Ok(()),
        }
    }

    /// The socket's folder. Under /tmp a stranger may have made the name first: then it is refused.
    pub fn socket_folder(&self) -> Result<(), PostgresError> {
        let me = rustix::process::geteuid().as_raw();
        let owner = self.user.as_ref().map_or(me, |user| user.uid);
        if let Ok(found) = fs::symlink_metadata(&self.socket)
            && (!found.is_dir() || (found.uid() != owner && found.uid() != me))
        {
            return Err(PostgresError::Foreign {
                path: self.socket.display().to_string(),
            });
        }
        self.private_folder(&self.socket)?;
        if self.pg.exists() {
            self.private_folder(&self.pg)?;
        }
        Ok(())
    }

    /// Both ends of the FIFO: one for the keeper to read, one for this process to hold open.
    pub fn fifo_ends(&self) -> Result<(File, File), PostgresError> {
        use rustix::fs::{CWD, Mode, mkfifoat};
        let cannot = || io_error(format!("cannot use {}", self.fifo.display()));
        let is_fifo = fs::symlink_metadata(&self.fifo).map(|found| found.file_type().is_fifo());
        if let Ok(false) = is_fifo {
            fs::remove_file(&self.fifo).map_err(cannot())?;
        }
        if !matches!(is_fifo, Ok(true)) {
            mkfifoat(CWD, &self.fifo, Mode::RUSR | Mode::WUSR)
                .map_err(|errno| cannot()(errno.into()))?;
        }
        let both = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&self.fifo)
            .map_err(cannot())?;
        let reader = File::open(&self.fifo).map_err(cannot())?;
        let writer = OpenOptions::new()
            .write(true)
            .open(&self.fifo)
            .map_err(cannot())?;
        drop(both);
        Ok((reader, writer))
    }

    /// The server's log, begun anew when it has grown large.
    pub fn open_log(&self) -> Result<File, PostgresError> {
        let large = fs::metadata(&self.log).is_ok_and(|found| found.len() > LOG_BYTES);
        if large {
            fs::rename(&self.log, self.log.with_extension("log.old")).ok();
        }
        OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.log)
            .map_err(io_error(format!("cannot write {}", self.log.display())))
    }

    /// The last lines of the log, on one line.
    pub fn log_tail(&self) -> String {
        let mut text = String::new();
        if let Ok(mut file) = File::open(&self.log) {
            let length = file.metadata().map_or(0, |found| found.len());
            file.seek(SeekFrom::Start(length.saturating_sub(600))).ok();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).ok();
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(3)..].join(" / ")
    }

    /// Replaces a file of the server in one step, keeping it the server's.
    pub fn write(&self, path: &Path, text: &str) -> Result<(), PostgresError> {
        let cannot = || io_error(format!("cannot write {}", path.display()));
        let beside = path.with_extension("new");
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)
            .map_err(cannot())?;
        file.write_all(text.as_bytes()).map_err(cannot())?;
        file.sync_all().map_err(cannot())?;
        if let Some(user) = &self.user {
            lchown(&beside, Some(user.uid), Some(user.gid)).map_err(cannot())?;
        }
        fs::rename(&beside, path).map_err(cannot())
    }

    /// Deletes what a killed `initdb` left.
    pub fn remove_half_made(&self) -> Result<(), PostgresError> {
        let cannot = || io_error(format!("cannot tidy {}", self.home.display()));
        for entry in fs::read_dir(&self.home).map_err(cannot())?.flatten() {
            if entry.file_name().as_bytes().starts_with(b"pg.new-") {
                fs::remove_dir_all(entry.path()).map_err(cannot())?;
            }
        }
        Ok(())
    }
}

fn command(program: &OsStr, user: Option<&User>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir("/")
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8");
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// A name of twelve letters for a data folder.
fn short_name(data: &Path) -> String {
    let hash = Sha256::digest(data.as_os_str().as_bytes());
    hash.iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The owner of an existing folder, else `postgres`, else `nobody`.
fn lend_user(pg: &Path) -> Result<User, PostgresError> {
    let users = fs::read_to_string("/etc/passwd").map_err(io_error("cannot read /etc/passwd"))?;
    let users: Vec<User> = users
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?.to_owned();
            let uid = fields.nth(1)?.parse().ok()?;
            let gid = fields.next()?.parse().ok()?;
            Some(User { uid, gid, name })
        })
        .collect();
    if let Ok(found) = fs::metadata(pg)
        && found.uid() != 0
    {
        let name = users
            .iter()
            .find(|user| user.uid == found.uid())
            .map_or_else(|| found.uid().to_string(), |user| user.name.clone());
        return Ok(User {
            uid: found.uid(),
            gid: found.gid(),
            name,
        });
    }
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| users.iter().find(|user| user.name == *name))
        .cloned()
        .ok_or(PostgresError::NoUser)
}

fn own(pg: &Path) -> Result<(), PostgresError> {
    match fs::metadata(pg) {
        Ok(found) if found.uid() != rustix::process::geteuid().as_raw() => {
            Err(PostgresError::Foreign {
                path: pg.display().to_string(),
            })
        }
        _ => Ok(()),
    }
}

/// `home` when the server's user can walk there. A new cluster goes `elsewhere` instead (a project under /root is common);
/// one that already lies behind a closed door is named, not abandoned.
fn reachable(home: PathBuf, elsewhere: PathBuf, user: &User) -> Result<PathBuf, PostgresError> {
    let Some(closed) = closed_door(&home, user)? else {
        return Ok(home);
    };
    let refused = |path: String| PostgresError::Unreachable {
        user: user.name.clone(),
        path,
    };
    if home.join("pg").exists() || home == elsewhere {
        return Err(refused(closed));
    }
    let cannot = || io_error(format!("cannot make {}", elsewhere.display()));
    DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(&elsewhere)
        .map_err(cannot())?;
    if let Some(closed) = closed_door(&elsewhere, user)? {
        return Err(refused(closed));
    }
    let note = format!(
        "The user {} may not enter {closed}, so PostgreSQL keeps its files in {}\n",
        user.name,
        elsewhere.display()
    );
    fs::write(home.join("postgres.location"), note).map_err(cannot())?;
    Ok(elsewhere)
}

/// The first folder on the way that the user may not enter.
fn closed_door(folder: &Path, user: &User) -> Result<Option<String>, PostgresError> {
    let mut way: Vec<&Path> = folder.ancestors().collect();
    way.reverse();
    let output = command(OsStr::new("/bin/sh"), Some(user))
        .args([
            "-c",
            r#"for d; do cd "$d" 2>/dev/null || { printf %s "$d"; exit 1; }; done"#,
            "sh",
        ])
        .args(way)
        .output()
        .map_err(io_error("cannot run /bin/sh"))?;
    let closed = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok((!output.status.success()).then_some(closed))
}

/// `home/sock`, or a short folder under /tmp when the path is too long or would need quoting in the server's settings.
fn socket_of(home: &Path, name: &str) -> PathBuf {
    let near = home.join("sock");
    let bytes = near.as_os_str().as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_.-".contains(byte);
    if bytes.len() <= SOCKET_FOLDER_BYTES && bytes.iter().all(plain) {
        near
    } else {
        PathBuf::from(format!("/tmp/luwes-{name}"))
    }
}

/// Gives a tree to the user, entry by entry, never through a symbolic link.
fn hand_over(path: &Path, user: &User) -> std::io::Result<()> {
    let found = fs::symlink_metadata(path)?;
    if found.uid() != user.uid || found.gid() != user.gid {
        lchown(path, Some(user.uid), Some(user.gid))?;
    } else if path.join("PG_VERSION").exists() {
        return Ok(());
    }
    if found.is_dir() {
        for entry in fs::read_dir(path)? {
            hand_over(&entry?.path(), user)?;
        }
    }
    Ok(())
}
