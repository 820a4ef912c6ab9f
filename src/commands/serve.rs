//! `luwes serve` and `luwes work`: production.

use anyhow::{Context, Result, anyhow};
use luwes::{
    app::{self, Doors},
    config::ServeConfig,
    kernel::{
        cx::{Core, Settings},
        db::Db,
        jobs::Worker,
        outbox::Mailer,
        server::{self, Limits},
        telemetry,
        time::Clock,
    },
};
use secrecy::ExposeSecret;
use tokio::{net::TcpListener, sync::watch};

fn prepare(config: &ServeConfig) -> Result<(Core, Mailer)> {
    telemetry::start(&config.log, config.log_json);
    config.check().map_err(|sentence| anyhow!(sentence))?;
    let options = |url: &str, name: &str| {
        url.parse().with_context(|| {
            format!("{name} is not a database address: postgres://user:password@host/database")
        })
    };
    let app = options(config.database_url.expose_secret(), "DATABASE_URL")?;
    let platform = config
        .platform_database_url
        .as_ref()
        .map(|url| options(url.expose_secret(), "LUWES_PLATFORM_DATABASE_URL"))
        .transpose()?;
    let settings = Settings {
        public_url: config.public_url.trim_end_matches('/').to_owned(),
        secure: config.secure(),
        demo: false,
        trusted_proxies: config.trusted_proxies.clone(),
    };
    let core = app::core(
        Db::open(app, platform, config.connections),
        Clock::system(),
        settings,
    )?;
    let mailer = Mailer::smtp(config.smtp_url.expose_secret(), &config.mail_from)
        .map_err(|sentence| anyhow!(sentence))?;
    Ok((core, mailer))
}

/// Serves until SIGTERM or SIGINT, then lets running work finish.
pub async fn serve(config: ServeConfig) -> Result<()> {
    let (core, mailer) = prepare(&config)?;
    core.db.check().await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {} (LUWES_LISTEN)", config.listen))?;
    let (router, _) = app::build(core.clone(), Doors::default());
    let (stop, stopped) = watch::channel(false);
    let worker = config
        .worker
        .then(|| Worker::new(core, mailer, app::periodic()).spawn(stopped));
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
    Ok(())
}

/// Runs the worker alone.
pub async fn work(config: ServeConfig) -> Result<()> {
    let (core, mailer) = prepare(&config)?;
    core.db.check().await?;
    let (stop, stopped) = watch::channel(false);
    let worker = Worker::new(core, mailer, app::periodic()).spawn(stopped);
    signal().await;
    stop.send(true).ok();
    worker.await.ok();
    Ok(())
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
