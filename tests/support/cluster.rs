//! The PostgreSQL of the tests and the migrated database that every test copies.
//!
//! A private cluster under `var/tests` (or `LUWES_TEST_FOLDER`), started by the first test and stopped with the last process that
//! uses it; or, when `LUWES_TEST_ADMIN_URL` names a superuser of a throwaway cluster, that one. The databases carry the id of the
//! process; those of processes that are gone are dropped by the next one.

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

use luwes::kernel::{
    db,
    postgres::{Cluster, Durability, SUPERUSER, create_roles},
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use super::proxy::Upstream;

static SERVER: OnceLock<Server> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// The cluster and the name of its migrated template.
#[derive(Debug)]
pub struct Server {
    admin: PgConnectOptions,
    template: String,
    /// Keeps the private cluster running as long as this process.
    cluster: Option<Cluster>,
}

impl Server {
    /// The cluster of this process, prepared once.
    pub fn get() -> &'static Self {
        SERVER.get_or_init(|| {
            std::thread::spawn(|| on_own_runtime(prepare()))
                .join()
                .expect("the test cluster is prepared")
        })
    }

    /// Connection options of a role to a database.
    pub fn options(&self, role: &str, database: &str) -> PgConnectOptions {
        self.admin.clone().username(role).database(database)
    }

    /// The superuser's options to a database.
    pub fn superuser(&self, database: &str) -> PgConnectOptions {
        self.admin.clone().database(database)
    }

    /// Where the server listens: its socket, else its host and port.
    pub fn address(&self) -> Upstream {
        let admin = &self.admin;
        Upstream::at(admin.get_socket(), admin.get_host(), admin.get_port())
    }

    /// A fresh migrated database; drop it with [`Server::drop_database`].
    pub async fn create_database(&self) -> String {
        let name = format!("{}_{}", self.template, NEXT.fetch_add(1, Ordering::SeqCst));
        let mut admin = self.connect("postgres").await;
        run(
            &mut admin,
            &format!(
                "create database {name} template {} owner luwes_owner",
                self.template
            ),
        )
        .await;
        run(
            &mut admin,
            &format!("revoke all on database {name} from public"),
        )
        .await;
        run(
            &mut admin,
            &format!("grant connect on database {name} to luwes_migrator, luwes_app, luwes_platform, luwes_backup"),
        )
        .await;
        admin.close().await.expect("the connection closes");
        name
    }

    /// Drops a database, whoever is connected.
    pub async fn drop_database(&self, name: &str) {
        let mut admin = self.connect("postgres").await;
        run(
            &mut admin,
            &format!("drop database if exists {name} with (force)"),
        )
        .await;
        admin.close().await.ok();
    }

    /// A superuser's connection: sees every row, for looking and for breaking things on purpose.
    pub async fn connect(&self, database: &str) -> PgConnection {
        self.superuser(database)
            .connect()
            .await
            .expect("the test cluster answers")
    }
}

/// Blocks on a future in a runtime of its own, for work outside any test's runtime.
pub fn on_own_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts")
        .block_on(work)
}

async fn run(conn: &mut PgConnection, sql: &str) {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(conn)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// How a superuser reaches the cluster.
async fn admin() -> (PgConnectOptions, Option<Cluster>) {
    if let Ok(url) = std::env::var("LUWES_TEST_ADMIN_URL") {
        let options = url
            .parse()
            .expect("LUWES_TEST_ADMIN_URL is a database address");
        return (options, None);
    }
    let folder = std::env::var_os("LUWES_TEST_FOLDER").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("var/tests"),
        std::path::PathBuf::from,
    );
    let cluster = Cluster::start(&folder, Durability::Tests)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    (cluster.options(SUPERUSER, "postgres"), Some(cluster))
}

async fn prepare() -> Server {
    let (admin, cluster) = admin().await;
    let template = format!("luwes_test_{}", std::process::id());
    let server = Server {
        admin,
        template,
        cluster,
    };
    let mut conn = server.connect("postgres").await;
    let names: Vec<String> = sqlx::query_scalar(
        "select datname::text from pg_database where datname ~ '^luwes_test_[0-9]+'",
    )
    .fetch_all(&mut conn)
    .await
    .expect("the databases are listed");
    for name in names {
        let pid = name.split('_').nth(2).unwrap_or_default();
        let alive = std::path::Path::new(&format!("/proc/{pid}/stat")).exists();
        if !alive || pid == std::process::id().to_string() {
            run(
                &mut conn,
                &format!("drop database if exists {name} with (force)"),
            )
            .await;
        }
    }
    let template = &server.template;
    run(&mut conn, &format!("create database {template}")).await;
    conn.close().await.expect("the connection closes");
    let mut inside = server.connect(template).await;
    create_roles(&mut inside)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    inside.close().await.expect("the connection closes");
    db::migrate(server.options("luwes_migrator", template))
        .await
        .expect("the migrations run");
    server
}
