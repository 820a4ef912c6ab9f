//! The private PostgreSQL of `demo`, of `--data DIR` and of the tests: found on the system, in a folder of its own, on a unix
//! socket of its own, never over TCP, never as root.
//!
//! Who keeps it running: a small shell (the keeper) reads a FIFO in the data folder and stops the server at its end of file. Every
//! process that uses the cluster holds the FIFO open for writing, so the kernel counts the users, and counts them right when one is
//! killed with -9. The first user starts the server, later ones are guests, the last one out turns off the light.

mod binaries;
mod place;
mod process;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, ChildStdout, Command},
    time::sleep,
};

use binaries::Binaries;
use place::Place;

/// The roles of the database and their rights on it; the same file serves production (docker-compose, docs/OPERATIONS.md).
pub const ROLES: &str = include_str!("../../script/roles.sql");

/// The cluster's superuser, which no part of the product uses.
pub const SUPERUSER: &str = "postgres";

const PORT: u16 = 5432;
const TICK: Duration = Duration::from_millis(50);
/// Crash recovery of a big folder takes a while; it is over long before this.
const START_LIMIT: Duration = Duration::from_secs(180);
const STOP_LIMIT: Duration = Duration::from_secs(60);
const GUEST_LIMIT: Duration = Duration::from_secs(10);

/// How much a commit is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// `fsync` and `synchronous_commit` on: what was acknowledged is there after a power cut.
    Full,
    /// For tests: both off.
    Tests,
}

/// Why the private PostgreSQL cannot be used, in one sentence with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(
        "PostgreSQL 15 or newer was not found: install it (apt-get install --no-install-recommends postgresql) or set DATABASE_URL"
    )]
    Missing,
    #[error(
        "{data} was made by PostgreSQL {made}, but installed is {installed}: install postgresql-{made}, move the data with pg_upgrade, or start over with another --data folder"
    )]
    OtherMajor {
        data: String,
        made: u32,
        installed: String,
    },
    #[error(
        "{path} belongs to another user: run the command as that user or as root, or choose another --data folder"
    )]
    Foreign { path: String },
    #[error(
        "the user {user}, who runs PostgreSQL, may not enter {path}: allow it (chmod o+x '{path}') or choose another --data folder, such as /var/lib/luwes"
    )]
    Unreachable { user: String, path: String },
    #[error(
        "neither a user postgres nor a user nobody exists, and PostgreSQL refuses to run as root: create one (useradd --system postgres) or run as another user"
    )]
    NoUser,
    #[error(
        "another process has been starting PostgreSQL in {data} for a minute: wait for it or end it, then try again"
    )]
    Busy { data: String },
    #[error("PostgreSQL did not stop within a minute; its log is {log}")]
    StillRunning { log: String },
    #[error("PostgreSQL did not start; the end of its log {log} says: {tail}")]
    NotStarted { log: String, tail: String },
    #[error("{program} failed: {output}")]
    Failed { program: String, output: String },
    #[error("{what}: {source}")]
    Io { what: String, source: io::Error },
    #[error("the private PostgreSQL answered: {0}")]
    Sql(#[from] sqlx::Error),
}

/// Puts a sentence before an input/output error.
fn io_error<T: Into<String>>(what: T) -> impl FnOnce(io::Error) -> PostgresError {
    let what = what.into();
    move |source| PostgresError::Io { what, source }
}

/// A running private cluster. It stays up while any process holds one of these for its folder, and stops with the last.
#[derive(Debug)]
pub struct Cluster {
    place: Place,
    keeper: Option<Child>,
    alive: Option<File>,
}

impl Cluster {
    /// Uses the running cluster of `data`, or starts it, taking over whatever an earlier, killed process left behind.
    pub async fn start(data: &Path, durability: Durability) -> Result<Self, PostgresError> {
        let place = Place::of(data)?;
        let _lock = lock(&place).await?;
        let binaries = Binaries::find(&place)?;
        if let Some(alive) = attach(&place, &binaries).await? {
            return Ok(Self {
                place,
                keeper: None,
                alive: Some(alive),
            });
        }
        process::stop_all(&place).await?;
        if !place.pg.join("PG_VERSION").exists() {
            initialise(&place, &binaries, durability).await?;
        }
        configure(&place, durability)?;
        let (keeper, alive) = run(&place, &binaries).await?;
        Ok(Self {
            place,
            keeper: Some(keeper),
            alive: Some(alive),
        })
    }

    /// Whether this process uses a server that another one started.
    pub fn is_guest(&self) -> bool {
        self.keeper.is_none()
    }

    /// Connection options over the socket; inside the private folder the socket trusts every role name.
    pub fn options(&self, role: &str, database: &str) -> PgConnectOptions {
        options(&self.place, role, database)
    }

    /// The same as an address that sqlx, psql and pg_dump understand.
    pub fn url(&self, role: &str, database: &str) -> String {
        let socket: String = self
            .place
            .socket
            .to_string_lossy()
            .bytes()
            .map(|byte| match byte {
                b'/' => "%2F".to_owned(),
                plain => char::from(plain).to_string(),
            })
            .collect();
        format!("postgresql:///{database}?host={socket}&port={PORT}&user={role}")
    }

    /// The folder of the socket, for `psql -h`.
    pub fn socket(&self) -> &Path {
        &self.place.socket
    }

    /// The server's own data folder.
    pub fn pg_data(&self) -> &Path {
        &self.place.pg
    }

    /// A client program of the same PostgreSQL version (`psql`, `pg_dump`), else the one in PATH.
    pub fn client(&self, program: &str) -> PathBuf {
        Binaries::find(&self.place)
            .map(|binaries| binaries.folder.join(program))
            .ok()
            .filter(|path| path.is_file())
            .unwrap_or_else(|| PathBuf::from(program))
    }

    /// Creates the database and the roles where they are missing; true when the database is new. `name` comes from the program, never from a person.
    pub async fn ensure_database(&self, name: &str) -> Result<bool, PostgresError> {
        let mut admin = self.options(SUPERUSER, "postgres").connect().await?;
        let known: bool =
            sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
                .bind(name)
                .fetch_one(&mut admin)
                .await?;
        if !known {
            let create = format!("create database \"{}\"", name.replace('"', "\"\""));
            sqlx::query(AssertSqlSafe(create))
                .execute(&mut admin)
                .await?;
        }
        admin.close().await?;
        let mut inside = self.options(SUPERUSER, name).connect().await?;
        create_roles(&mut inside).await?;
        inside.close().await?;
        Ok(!known)
    }

    /// Lets PostgreSQL count what was just loaded. It would do so by itself within a minute, which the first visitor would feel.
    pub async fn analyze(&self, name: &str) -> Result<(), PostgresError> {
        let mut inside = self.options(SUPERUSER, name).connect().await?;
        sqlx::raw_sql("analyze").execute(&mut inside).await?;
        Ok(inside.close().await?)
    }

    /// Leaves the cluster and waits until it has stopped, unless another process still uses it.
    pub async fn stop(mut self) -> Result<(), PostgresError> {
        drop(self.alive.take());
        let patience = Duration::from_millis(if self.is_guest() { 300 } else { 2_000 });
        let begun = Instant::now();
        let mut asked = false;
        while let Some(pid) = process::postmaster(&self.place) {
            if begun.elapsed() > STOP_LIMIT {
                return Err(PostgresError::StillRunning {
                    log: self.place.log.display().to_string(),
                });
            }
            if !asked && begun.elapsed() > patience && !process::is_stopping(&self.place) {
                if self.is_guest() || is_kept(&self.place) {
                    return Ok(());
                }
                process::ask_to_stop(pid);
                asked = true;
            }
            sleep(TICK).await;
        }
        if let Some(mut keeper) = self.keeper.take() {
            keeper
                .wait()
                .await
                .map_err(io_error("waiting for PostgreSQL"))?;
        }
        Ok(())
    }

    /// Stops the cluster of `data` whoever uses it, and deletes what it stored (`demo --fresh`).
    pub async fn wipe(data: &Path) -> Result<(), PostgresError> {
        let place = Place::of(data)?;
        let _lock = lock(&place).await?;
        process::stop_all(&place).await?;
        for folder in [&place.pg, &place.socket] {
            if folder.exists() {
                fs::remove_dir_all(folder)
                    .map_err(io_error(format!("cannot delete {}", folder.display())))?;
            }
        }
        if place.home != place.data {
            fs::remove_dir(&place.home).ok();
        }
        Ok(())
    }
}

/// Creates the roles of the product and their rights on the database that `superuser` is connected to. May be repeated.
pub async fn create_roles(superuser: &mut PgConnection) -> Result<(), PostgresError> {
    superuser.execute(sqlx::raw_sql(ROLES)).await?;
    Ok(())
}

fn options(place: &Place, role: &str, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(&place.socket)
        .port(PORT)
        .username(role)
        .database(database)
}

/// One starter at a time. The kernel lets go of the lock when its process dies.
async fn lock(place: &Place) -> Result<File, PostgresError> {
    let path = place.data.join("postgres.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => PostgresError::Foreign {
                path: path.display().to_string(),
            },
            _ => io_error(format!("cannot write {}", path.display()))(error),
        })?;
    let begun = Instant::now();
    while file.try_lock().is_err() {
        if begun.elapsed() > START_LIMIT {
            return Err(PostgresError::Busy {
                data: place.data.display().to_string(),
            });
        }
        sleep(TICK).await;
    }
    Ok(file)
}

/// The writing end of the FIFO; none when no keeper reads it.
fn hold(place: &Place) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    open(&place.fifo, flags, Mode::empty()).ok().map(File::from)
}

/// Whether a keeper still reads, for the sake of another process.
fn is_kept(place: &Place) -> bool {
    hold(place).is_some()
}

/// Becomes a guest of a running cluster: its keeper reads the FIFO and its server answers, in the installed version.
async fn attach(place: &Place, binaries: &Binaries) -> Result<Option<File>, PostgresError> {
    let begun = Instant::now();
    while begun.elapsed() < GUEST_LIMIT && process::postmaster(place).is_some() {
        let Some(mut alive) = hold(place) else {
            return Ok(None);
        };
        if let Some(version) = server_version(place).await {
            if version != binaries.version {
                tracing::warn!(running = version, installed = %binaries.version, "PostgreSQL was upgraded: restarting it");
                return Ok(None);
            }
            sleep(TICK).await;
            if alive.write_all(b"\n").is_ok() {
                return Ok(Some(alive));
            }
        }
        sleep(TICK).await;
    }
    Ok(None)
}

async fn server_version(place: &Place) -> Option<String> {
    let options = options(place, SUPERUSER, "postgres").disable_statement_logging();
    let mut conn = options.connect().await.ok()?;
    let version = sqlx::query_scalar("show server_version")
        .fetch_one(&mut conn)
        .await
        .ok();
    conn.close().await.ok();
    version
}

/// `initdb` into a folder beside, renamed when complete, so that a killed one leaves nothing that looks whole.
async fn initialise(
    place: &Place,
    binaries: &Binaries,
    durability: Durability,
) -> Result<(), PostgresError> {
    let fresh = place
        .home
        .join(format!("pg.new-{}", rustix::process::getpid()));
    place.remove_half_made()?;
    place.private_folder(&fresh)?;
    tracing::info!(folder = %place.pg.display(), version = %binaries.version, "preparing a private PostgreSQL");
    let output = Command::from(place.command(&binaries.folder.join("initdb")))
        .args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8"])
        .args(["--locale=C.UTF-8", "--no-instructions"])
        .args((durability == Durability::Tests).then_some("--no-sync"))
        .arg("-D")
        .arg(&fresh)
        .kill_on_drop(true)
        .output()
        .await
        .map_err(io_error("cannot run initdb"))?;
    if !output.status.success() {
        fs::remove_dir_all(&fresh).ok();
        return Err(PostgresError::Failed {
            program: "initdb".into(),
            output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    if place.pg.exists() {
        fs::remove_dir(&place.pg).map_err(io_error(format!(
            "{} is no PostgreSQL folder and not empty; move it away",
            place.pg.display()
        )))?;
    }
    fs::rename(&fresh, &place.pg).map_err(io_error("cannot move the new PostgreSQL folder"))
}

/// Writes the settings into the folder, so that the server runs the same when somebody starts it with `pg_ctl`.
fn configure(place: &Place, durability: Durability) -> Result<(), PostgresError> {
    let durable = match durability {
        Durability::Full => "on",
        Durability::Tests => "off",
    };
    let settings = format!(
        "# Written by luwes at every start.\n\
         listen_addresses = ''\nport = {PORT}\nunix_socket_directories = '{}'\nunix_socket_permissions = 0700\n\
         fsync = {durable}\nsynchronous_commit = {durable}\nfull_page_writes = {durable}\n\
         max_connections = 200\njit = off\ntimezone = 'UTC'\nlog_timezone = 'UTC'\nlogging_collector = off\n",
        place.socket.display()
    );
    let main = place.pg.join("postgresql.conf");
    let text =
        fs::read_to_string(&main).map_err(io_error(format!("cannot read {}", main.display())))?;
    if !text.contains("include_if_exists = 'luwes.conf'") {
        place.write(
            &main,
            &format!("{text}\ninclude_if_exists = 'luwes.conf'\n"),
        )?;
    }
    place.write(&place.pg.join("luwes.conf"), &settings)
}

/// Stops the server when the last writer of the FIFO on its standard input has gone. `exited` on standard output: it ended.
const KEEPER: &str = r#"
{ "$1" -D "$2" </dev/null >&2; echo exited; } &
while read -r _; do :; done
exec </dev/null
if [ -f "$2/postmaster.pid" ]; then
    read -r pid <"$2/postmaster.pid"
    [ "/proc/$pid/cwd" -ef "$2" ] && kill -INT "$pid"
fi
wait
"#;

async fn run(place: &Place, binaries: &Binaries) -> Result<(Child, File), PostgresError> {
    let (reader, alive) = place.fifo_ends()?;
    place.socket_folder()?;
    let log = place.open_log()?;
    let errors = log.try_clone().map_err(io_error("cannot open the log"))?;
    let mut keeper = Command::from(place.command(Path::new("/bin/sh")))
        .args(["-c", KEEPER, "luwes-postgres"])
        .arg(binaries.folder.join("postgres"))
        .arg(&place.pg)
        .stdin(Stdio::from(reader))
        .stdout(Stdio::piped())
        .stderr(Stdio::from(errors))
        .process_group(0)
        .spawn()
        .map_err(io_error("cannot run /bin/sh"))?;
    let said = keeper.stdout.take();
    match ready(place, said).await {
        Ok(()) => Ok((keeper, alive)),
        Err(error) => {
            drop(alive);
            keeper.wait().await.ok();
            Err(error)
        }
    }
}

async fn ready(place: &Place, said: Option<ChildStdout>) -> Result<(), PostgresError> {
    let ended = async {
        if let Some(said) = said {
            BufReader::new(said).lines().next_line().await.ok();
        }
    };
    let answers = async {
        while server_version(place).await.is_none() {
            sleep(TICK).await;
        }
    };
    let started = tokio::select! {
        () = ended => false,
        () = answers => true,
        () = sleep(START_LIMIT) => false,
    };
    if started {
        return Ok(());
    }
    Err(PostgresError::NotStarted {
        log: place.log.display().to_string(),
        tail: place.log_tail(),
    })
}

#[cfg(test)]
mod tests;
