//! The database: pools, tenant transactions, start-up checks. The only place that may touch a pool.

use std::{borrow::Cow, time::Duration};

use sqlx::{
    AssertSqlSafe, PgConnection, Postgres,
    migrate::Migrator,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
};
use tokio::{runtime::Handle, time::timeout};

use super::{
    error::{Error, Result},
    id::AgencyId,
};

/// The migrations compiled into this program.
pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Tables that belong to no agency; everything else is under row-level security.
pub const GLOBAL_TABLES: &str = "agencies,_sqlx_migrations,identities,identity_agencies,sessions,login_links,token_homes,throttles,wakeups,national_days,ramadan_periods,base_rule_sets,national_windows,seat_agreements,agreement_days";
/// Tables that only grow.
pub const APPEND_ONLY: &str = "audit,audit_seals,request_events,presence_marks,presence_reviews,improvement_notes,credit_points";
/// Functions that reach the login identities, which are global.
pub const DEFINER_OK: &str = "identity_find,identity_get,identity_ensure,identities_ensure,identity_set_password,identity_set_email,identity_set_lang,identity_set_disabled";

const GATE: &str = include_str!("../../checks/catalog_gate.sql");

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Read,
    Write,
}

/// How long a connection may take to come back to the pool. One that is silent for longer is dead (a machine or a network
/// that went away without a word) and is thrown away: it must not keep its place.
const RETURN: Duration = Duration::from_secs(3);

/// An open transaction. Dropped without [`Tx::commit`] it rolls back.
pub struct Tx {
    /// Some until it is dropped.
    held: Option<PoolConnection<Postgres>>,
    open: bool,
}

impl Tx {
    async fn begin(pool: &PgPool, statement: &'static str) -> Result<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that opens transactions"
        )]
        let held = Some(pool.acquire().await?);
        let mut tx = Self { held, open: true };
        sqlx::raw_sql(statement).execute(tx.conn()).await?;
        Ok(tx)
    }

    /// The connection to run statements on.
    pub fn conn(&mut self) -> &mut PgConnection {
        match &mut self.held {
            Some(held) => held,
            None => unreachable!("a transaction holds its connection until it is dropped"),
        }
    }

    /// Makes the work durable.
    pub async fn commit(mut self) -> Result<()> {
        sqlx::raw_sql("COMMIT").execute(self.conn()).await?;
        self.open = false;
        Ok(())
    }

    /// Throws the work away, now.
    pub async fn rollback(mut self) -> Result<()> {
        sqlx::raw_sql("ROLLBACK").execute(self.conn()).await?;
        self.open = false;
        Ok(())
    }

    /// Binds the transaction to one agency. Formatted from a `Uuid`, never from text; `SET LOCAL` because
    /// `set_config()` does not reach the workers of a distributed database.
    pub async fn bind(&mut self, agency: AgencyId) -> Result<()> {
        let statement = AssertSqlSafe(format!(
            "SET LOCAL app.agency_id = '{}'",
            agency.0.hyphenated()
        ));
        sqlx::query(statement).execute(self.conn()).await?;
        Ok(())
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let (Some(held), Ok(runtime)) = (self.held.take(), Handle::try_current()) {
            runtime.spawn(give_back(held, self.open));
        }
    }
}

/// Brings a connection back to its pool, or throws it away when it does not answer. The pool would wait for ever for one
/// whose other end has gone without a word, and every such connection would keep its place.
async fn give_back(mut held: PoolConnection<Postgres>, open: bool) {
    if open {
        let rollback = sqlx::raw_sql("ROLLBACK").execute(&mut *held);
        if !timeout(RETURN, rollback)
            .await
            .is_ok_and(|done| done.is_ok())
        {
            held.close_on_drop();
            return;
        }
    }
    timeout(RETURN, held.return_to_pool()).await.ok();
}

/// The pools of the process.
#[derive(Clone)]
pub struct Db {
    app: PgPool,
    platform: Option<PgPool>,
}

impl Db {
    /// Opens the application pool (and the ministry's, when given). Connections are made on demand.
    pub fn open(app: PgConnectOptions, platform: Option<PgConnectOptions>, max: u32) -> Self {
        let pool = |options: PgConnectOptions, max: u32| {
            PgPoolOptions::new()
                .max_connections(max)
                .min_connections(0)
                .acquire_timeout(Duration::from_secs(2))
                .idle_timeout(Duration::from_secs(300))
                .test_before_acquire(false)
                // A begin that was cancelled leaves its transaction open on the connection, and the next write there
                // would be lost: whatever is open is ended before anybody gets the connection. A bare ROLLBACK would leave
                // a warning in the log of the database each time; where a transaction has failed the BEGIN does, and the
                // connection is thrown away.
                .before_acquire(|conn, _| {
                    Box::pin(async move {
                        Ok(sqlx::raw_sql("BEGIN; ROLLBACK").execute(conn).await.is_ok())
                    })
                })
                .connect_lazy_with(options.options([("client_min_messages", "error")]))
        };
        Self {
            app: pool(app, max),
            platform: platform.map(|options| pool(options, 2)),
        }
    }

    /// Closes every connection, so that a private cluster stops without anybody being cut off.
    pub async fn close(&self) {
        self.app.close().await;
        if let Some(platform) = &self.platform {
            platform.close().await;
        }
    }

    /// A transaction of one agency.
    pub async fn tenant(&self, agency: AgencyId, mode: Mode) -> Result<Tx> {
        let mut tx = self.begin(mode).await?;
        tx.bind(agency).await?;
        Ok(tx)
    }

    /// A transaction that sees global tables only: tenant rows are invisible until it is bound.
    pub async fn begin(&self, mode: Mode) -> Result<Tx> {
        let statement = match mode {
            Mode::Read => "BEGIN READ ONLY",
            Mode::Write => "BEGIN",
        };
        Tx::begin(&self.app, statement).await
    }

    /// A read-only transaction of the ministry: aggregate tables of every agency and nothing else.
    pub async fn platform(&self) -> Result<Tx> {
        let pool = self.platform.as_ref().ok_or(Error::Unavailable(60))?;
        Tx::begin(pool, "BEGIN READ ONLY").await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        let mut tx = self.begin(Mode::Read).await?;
        sqlx::query("select 1").execute(tx.conn()).await?;
        tx.rollback().await
    }

    /// Everything that must hold before the server serves: an unprivileged user, no pending migration, a clean catalogue.
    pub async fn check(&self) -> Result<(), StartError> {
        let mut tx = self
            .begin(Mode::Read)
            .await
            .map_err(|error| StartError::Unreachable(error.to_string()))?;
        let user: (String, bool, bool, bool, String, String, i32) = sqlx::query_as(
            "select current_user::text, r.rolsuper, r.rolbypassrls, \
             exists (select 1 from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace), \
             current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_version_num')::int \
             from pg_roles r where r.rolname = current_user",
        )
        .fetch_one(tx.conn())
        .await
        .map_err(StartError::sql)?;
        if user.1 || user.2 || user.3 {
            return Err(StartError::Privileged(user.0));
        }
        if user.5 == "off" {
            return Err(StartError::NotDurable);
        }
        if !patched(user.6) {
            return Err(StartError::TooOld(user.6));
        }
        let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "select version, checksum from _sqlx_migrations where success order by version",
        )
        .fetch_all(tx.conn())
        .await
        .map_err(|_| StartError::Pending(MIGRATIONS.iter().count()))?;
        let missing = MIGRATIONS
            .iter()
            .filter(|m| !applied.iter().any(|(version, _)| *version == m.version))
            .count();
        if missing > 0 {
            return Err(StartError::Pending(missing));
        }
        if let Some(changed) = MIGRATIONS.iter().find(|m| {
            applied
                .iter()
                .any(|(v, sum)| *v == m.version && sum[..] != m.checksum[..])
        }) {
            return Err(StartError::Edited(changed.version));
        }
        let newer = applied
            .iter()
            .any(|(version, _)| !MIGRATIONS.version_exists(*version));
        let mut known = Known::default();
        if newer {
            known.add_later(tx.conn()).await.map_err(StartError::sql)?;
        }
        let faults = gate_knowing(tx.conn(), &user.0, &known)
            .await
            .map_err(StartError::sql)?;
        match faults.first() {
            Some((problem, object)) => Err(StartError::Catalogue(
                format!("{problem}: {object}"),
                faults.len(),
            )),
            None => Ok(()),
        }
    }
}

/// What the catalogue gate lets stand outside row-level security.
struct Known {
    tables: String,
    functions: String,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            tables: GLOBAL_TABLES.to_owned(),
            functions: DEFINER_OK.to_owned(),
        }
    }
}

impl Known {
    /// Adds what a later release has made global. This program does not know it by name; the migration that made it says so
    /// in a comment on the table or function that begins with `global:` (migrations/README.md).
    async fn add_later(&mut self, conn: &mut PgConnection) -> Result<(), sqlx::Error> {
        let (tables, functions): (String, String) = sqlx::query_as(
            "select coalesce((select string_agg(',' || c.relname, '') from pg_class c \
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') \
                and obj_description(c.oid, 'pg_class') like 'global:%'), ''), \
             coalesce((select string_agg(',' || p.proname, '') from pg_proc p \
                where p.pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') like 'global:%'), '')",
        )
        .fetch_one(conn)
        .await?;
        self.tables += &tables;
        self.functions += &functions;
        Ok(())
    }
}

/// Runs the catalogue gate; every row is a hole in tenant isolation.
pub async fn gate(
    conn: &mut PgConnection,
    app_role: &str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    gate_knowing(conn, app_role, &Known::default()).await
}

async fn gate_knowing(
    conn: &mut PgConnection,
    app_role: &str,
    known: &Known,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let sql = GATE
        .lines()
        .filter(|line| !line.starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n")
        .replace(":'app_role'", &quoted(app_role))
        .replace(":'global_tables'", &quoted(&known.tables))
        .replace(":'append_only'", &quoted(APPEND_ONLY))
        .replace(":'definer_ok'", &quoted(&known.functions));
    sqlx::query_as(AssertSqlSafe(sql)).fetch_all(conn).await
}

/// Whether a version of PostgreSQL (as `server_version_num`) has the last repairs to row-level security (CVE-2025-8713 and before).
pub fn patched(version: i32) -> bool {
    version
        >= match version / 10_000 {
            16 => 160_010,
            17 => 170_006,
            _ => 150_014,
        }
}

/// Why the server does not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the database does not answer ({0}): check DATABASE_URL and that PostgreSQL runs")]
    Unreachable(String),
    #[error(
        "database user {0} is a superuser, may bypass row-level security or owns tables: connect as luwes_app"
    )]
    Privileged(String),
    #[error("synchronous_commit is off: an acknowledged request could be lost; set it to on")]
    NotDurable,
    #[error(
        "PostgreSQL {0} has known holes in row-level security: 15.14, 16.10, 17.6, 18 or newer is needed"
    )]
    TooOld(i32),
    #[error("{0} migration(s) are pending: run `luwes migrate` first")]
    Pending(usize),
    #[error(
        "applied migration {0} differs from this program's: an applied migration is never edited"
    )]
    Edited(i64),
    #[error("tenant isolation is not intact ({0}; {1} finding(s)): see checks/catalog_gate.sql")]
    Catalogue(String, usize),
    #[error("a start-up check failed: {0}")]
    Sql(String),
}

impl StartError {
    fn sql(error: sqlx::Error) -> Self {
        Self::Sql(error.to_string())
    }
}

/// Applies what is pending, as `luwes_owner` (the migrator is a member of it). A schema that a later release has made is left
/// as it is: going back is starting the old program again.
pub async fn migrate(options: PgConnectOptions) -> Result<usize, sqlx::Error> {
    use sqlx::{ConnectOptions, Connection};
    let mut conn = options
        .options([("role", "luwes_owner"), ("lock_timeout", "5s")])
        .connect()
        .await?;
    let before = applied(&mut conn).await?;
    let mut migrations = Migrator {
        migrations: Cow::Owned(MIGRATIONS.migrations.to_vec()),
        ..Migrator::DEFAULT
    };
    migrations
        .set_ignore_missing(true)
        .run(&mut conn)
        .await
        .map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
    partitions(&mut conn).await?;
    let done = applied(&mut conn).await?;
    conn.close().await?;
    Ok(done.saturating_sub(before))
}

/// How many migrations have been applied.
async fn applied(conn: &mut PgConnection) -> Result<usize, sqlx::Error> {
    let known: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *conn)
        .await?;
    if !known {
        return Ok(0);
    }
    let done: i64 = sqlx::query_scalar("select count(*) from _sqlx_migrations where success")
        .fetch_one(conn)
        .await?;
    Ok(usize::try_from(done).unwrap_or(0))
}

/// Makes the monthly partitions of `audit` for the coming two years; existing ones stay.
async fn partitions(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(
        "do $$ declare m date := date_trunc('month', now())::date; begin \
         for i in 0..24 loop \
           if to_regclass(format('audit_%s', to_char(m, 'YYYY_MM'))) is null then \
             begin \
               execute format('create table %I partition of audit for values from (%L) to (%L)', 'audit_' || to_char(m, 'YYYY_MM'), m, (m + interval '1 month')::date); \
             exception when check_violation then null; \
             end; \
           end if; \
           m := (m + interval '1 month')::date; \
         end loop; end $$",
    )
    .execute(conn)
    .await?;
    Ok(())
}
