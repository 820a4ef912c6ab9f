//! The product as a test sees it: the real router on a database of its own, a clock that stands still, mails in a folder.

use std::{
    ops::Deref,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use luwes::{
    app::{self, Doors},
    kernel::{
        cx::{Core, Settings},
        db::Db,
        depot::{Depot, Scanner},
        jobs::Worker,
        outbox::{Mail, Mailer},
        outgoing::{Network, Outgoing},
        routes::RouteInfo,
        time::Clock,
        vault::Vault,
    },
};
use sqlx::{PgConnection, postgres::PgConnectOptions};

use super::{
    browser::Browser,
    cluster::{Server, on_own_runtime},
    people::Person,
    world::AgencyBuilder,
};

/// Tuesday 17 November 2026, 08:00 in Jakarta: every test starts here.
pub const START: &str = "2026-11-17T01:00:00Z";
/// The address people would type.
pub const PUBLIC_URL: &str = "https://luwes.test";

/// A running product. Cheap to clone; the database goes away with the last clone.
#[derive(Clone)]
pub struct TestApp(Arc<Inner>);

pub struct Inner {
    pub core: Core,
    pub router: Router,
    pub routes: Vec<RouteInfo>,
    pub database: String,
    pub mail_folder: PathBuf,
    /// Where files lie.
    pub files: PathBuf,
    pub serial: AtomicU32,
}

impl Deref for TestApp {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let name = self.database.clone();
        std::fs::remove_dir_all(&self.mail_folder).ok();
        std::fs::remove_dir_all(&self.files).ok();
        std::thread::spawn(move || on_own_runtime(Server::get().drop_database(&name)))
            .join()
            .ok();
    }
}

/// What a test may want different.
#[derive(Clone, Debug)]
pub struct Options {
    pub connections: u32,
    /// Cookies with `__Host-` and `Secure`, as in production behind TLS.
    pub secure: bool,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// How long a request may take.
    pub patience: Duration,
    /// The local port of a proxy in front of the database, when it is not reached directly.
    pub through: Option<u16>,
    /// The operator has set the key that webhooks need.
    pub vault: bool,
    /// Networks that webhooks may reach besides the public internet.
    pub reach: Vec<Network>,
    /// A certificate authority that webhooks trust, as PEM.
    pub authority: Option<Vec<u8>>,
    /// The operator has said where files lie.
    pub depot: bool,
    /// Who looks at them.
    pub scanner: Option<Scanner>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 5,
            secure: false,
            trusted_proxies: Vec::new(),
            patience: Duration::from_secs(20),
            through: None,
            vault: true,
            reach: vec!["127.0.0.0/8".parse().expect("a network")],
            authority: None,
            depot: true,
            scanner: None,
        }
    }
}

impl TestApp {
    /// The product with an empty, migrated database.
    pub async fn new() -> Self {
        Self::with(Options::default()).await
    }

    /// The product, a little different.
    pub async fn with(options: Options) -> Self {
        let server = Server::get();
        let database = server.create_database().await;
        let connect = |role: &str| match options.through {
            Some(port) => PgConnectOptions::new_without_pgpass()
                .host("127.0.0.1")
                .port(port)
                .username(role)
                .database(&database),
            None => server.options(role, &database),
        };
        let db = Db::open(
            connect("luwes_app"),
            Some(connect("luwes_platform")),
            options.connections,
        );
        let files = std::env::temp_dir().join(format!("{database}_files"));
        let start: DateTime<Utc> = START.parse().expect("START is an instant");
        let settings = Settings {
            public_url: PUBLIC_URL.into(),
            secure: options.secure,
            demo: false,
            trusted_proxies: options.trusted_proxies,
            vault: options.vault.then(|| {
                let key = Vault::fresh().expect("a key");
                Vault::read(&key).expect("the key is read")
            }),
            outgoing: Outgoing::new(options.reach, options.authority.as_deref())
                .expect("the certificates are read"),
            patience: options.patience,
            depot: options
                .depot
                .then(|| Depot::folder(&files, options.scanner).expect("the folder is made")),
        };
        let core = app::core(db, Clock::frozen(start), settings).expect("the core is made");
        let (router, routes) = app::build(core.clone(), Doors::default());
        let mail_folder = std::env::temp_dir().join(format!("{database}_mail"));
        Self(Arc::new(Inner {
            core,
            router,
            routes,
            database,
            mail_folder,
            files,
            serial: AtomicU32::new(0),
        }))
    }

    /// A new agency; its code is made from a counter.
    pub fn agency(&self, name: &str) -> AgencyBuilder {
        AgencyBuilder::new(self.clone(), name)
    }

    /// A browser in which this person is signed in.
    pub async fn as_(&self, person: &Person) -> Browser {
        Browser::signed_in(self.clone(), person).await
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.clone())
    }

    /// The instant it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.core.clock.now()
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.core.clock.set(self.now() + time);
    }

    /// Sets the clock.
    pub fn set_clock(&self, at: &str) {
        self.core.clock.set(at.parse().expect("an instant"));
    }

    /// One round of the worker: seals, delivers, runs periodic work. Returns the mails that left in this round.
    pub async fn drain(&self) -> Vec<Mail> {
        std::fs::remove_dir_all(&self.mail_folder).ok();
        let mailer = Mailer::Folder(self.mail_folder.clone());
        Worker::new(self.core.clone(), mailer, app::work())
            .round()
            .await
            .expect("the worker's round succeeds");
        let mut mails: Vec<(PathBuf, Mail)> = std::fs::read_dir(&self.mail_folder)
            .map(|folder| {
                folder
                    .map(|entry| {
                        let path = entry.expect("an entry").path();
                        let bytes = std::fs::read(&path).expect("a mail is read");
                        (
                            path,
                            serde_json::from_slice(&bytes).expect("a mail is JSON"),
                        )
                    })
                    .collect()
            })
            .unwrap_or_default();
        mails.sort_by(|a, b| a.0.cmp(&b.0));
        mails.into_iter().map(|(_, mail)| mail).collect()
    }

    /// A superuser's connection to this test's database: sees every row of every agency.
    pub async fn superuser(&self) -> PgConnection {
        Server::get().connect(&self.database).await
    }

    /// A connection as `luwes_app`, outside the pool.
    pub async fn as_app_role(&self) -> PgConnection {
        use sqlx::ConnectOptions;
        Server::get()
            .options("luwes_app", &self.database)
            .connect()
            .await
            .expect("luwes_app connects")
    }

    /// One number that a superuser's query gives, such as a count.
    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut self.superuser().await)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The next number of this test's world.
    pub fn next(&self) -> u32 {
        self.serial.fetch_add(1, Ordering::SeqCst)
    }
}
