//! `luwes serve` and `luwes work`: production.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use luwes::{
    app::{self, Doors},
    config::ServeConfig,
    kernel::{
        cx::{Core, Settings},
        db::Db,
        jobs::Worker,
        outbox::Mailer,
        postgres::Cluster,
        server::{self, Limits},
        telemetry,
        time::Clock,
    },
};
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnectOptions;
use tokio::{net::TcpListener, sync::watch};

/// What a serving process holds while it lives.
struct Prepared {
    core: Core,
    mailer: Mailer,
    /// The private cluster of `--data`, kept running.
    cluster: Option<Cluster>,
}

async fn prepare(config: &ServeConfig) -> Result<Prepared> {
    telemetry::start(&config.log, config.log_json);
    let public_url = config.public_url().map_err(|sentence| anyhow!(sentence))?;
    let address = |url: &SecretString, name: &str| {
        url.expose_secret()
            .parse::<PgConnectOptions>()
            .with_context(|| {
                format!("{name} is not a database address: postgres://user:password@host/database")
            })
    };
    let mut cluster = None;
    let (app, mut platform) = match (&config.data, &config.database_url) {
        (Some(folder), _) => {
            let started = super::target::cluster(folder).await?;
            let options = |role: &str| started.options(role, super::target::DATABASE);
            let pair = (options("luwes_app"), Some(options("luwes_platform")));
            cluster = Some(started);
            pair
        }
        (None, Some(url)) => (address(url, "DATABASE_URL")?, None),
        (None, None) => {
            return Err(anyhow!(
                "say which database: set DATABASE_URL (as luwes_app), or give --data DIR"
            ));
        }
    };
    if let Some(url) = &config.platform_database_url {
        platform = Some(address(url, "LUWES_PLATFORM_DATABASE_URL")?);
    }
    let settings = Settings {
        secure: public_url.starts_with("https://"),
        public_url,
        demo: false,
        trusted_proxies: config.trusted_proxies.clone(),
        vault: config.vault().map_err(|sentence| anyhow!(sentence))?,
        outgoing: config.outgoing().map_err(|sentence| anyhow!(sentence))?,
        patience: Duration::from_secs(config.request_seconds),
        depot: config.depot().map_err(|sentence| anyhow!(sentence))?,
    };
    match &settings.depot {
        None => tracing::info!("LUWES_FILES is not set: work is delivered without files"),
        Some(depot) if !depot.scans() => {
            tracing::warn!(
                "LUWES_ANTIVIRUS is not set: no scanner looks at files that are handed in"
            );
        }
        Some(_) => {}
    }
    if settings.vault.is_none() {
        tracing::info!("LUWES_SECRET_KEY is not set: webhooks are off");
    }
    let db = Db::open(app, platform, config.connections);
    let core = app::core(db, Clock::system(), settings)?;
    core.db.check().await?;
    let mailer = match (&config.smtp_url, &config.mail_from) {
        (Some(url), Some(from)) => {
            Mailer::smtp(url.expose_secret(), from).map_err(|sentence| anyhow!(sentence))?
        }
        (Some(_), None) => {
            return Err(anyhow!(
                "LUWES_MAIL_FROM is missing: set it to the sender, such as Luwes <luwes@example.go.id>"
            ));
        }
        (None, _) => {
            tracing::warn!("LUWES_SMTP_URL is not set: messages wait in the outbox");
            Mailer::Waiting
        }
    };
    Ok(Prepared {
        core,
        mailer,
        cluster,
    })
}

/// Serves until SIGTERM or SIGINT, then lets running work finish.
pub async fn serve(config: ServeConfig) -> Result<()> {
    let Prepared {
        core,
        mailer,
        cluster,
    } = prepare(&config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {} (LUWES_LISTEN)", config.listen))?;
    let (router, _) = app::build(core.clone(), Doors::default());
    let (stop, stopped) = watch::channel(false);
    let worker = config
        .worker
        .then(|| Worker::new(core, mailer, app::work()).spawn(stopped));
    tracing::info!(listen = %config.listen, "serving");
    let limits = Limits {
        connections: config.max_connections,
        per_address: config.max_per_address,
    };
    server::serve(listener, router, limits, signal()).await;
    stop.send(true).ok();
    if let Some(worker) = worker {
        worker.await.ok();
    }
    release(cluster).await
}

/// Runs the worker alone.
pub async fn work(config: ServeConfig) -> Result<()> {
    let Prepared {
        core,
        mailer,
        cluster,
    } = prepare(&config).await?;
    let (stop, stopped) = watch::channel(false);
    let worker = Worker::new(core, mailer, app::work()).spawn(stopped);
    signal().await;
    stop.send(true).ok();
    worker.await.ok();
    release(cluster).await
}

async fn release(cluster: Option<Cluster>) -> Result<()> {
    match cluster {
        Some(cluster) => Ok(cluster.stop().await?),
        None => Ok(()),
    }
}

/// Resolves when the process is asked to end.
pub async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
