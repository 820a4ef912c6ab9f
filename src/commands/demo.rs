//! `luwes demo`: a private database, invented people, one-click sign-in. Never production.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use luwes::{
    app::{self, Doors},
    demo,
    identity::demo_door::Cast,
    kernel::{
        cx::{Core, Settings},
        depot::Depot,
        error::Error,
        jobs::Worker,
        outbox::Mailer,
        outgoing::Outgoing,
        postgres::Cluster,
        server::{self, Limits},
        telemetry,
        vault::Vault,
    },
};
use tokio::{net::TcpListener, sync::watch};

use super::target::{DATABASE, Reached, cluster};

/// Options of the demo.
#[derive(Args, Debug)]
pub struct Demo {
    /// Serve on 127.0.0.1 at this port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Start over: the demo's data is thrown away
    #[arg(long)]
    fresh: bool,
    /// Keep the data in this folder
    #[arg(long, value_name = "DIR", default_value = "var/demo")]
    data: PathBuf,
    /// Prepare everything, stop, and exit 0
    #[arg(long)]
    no_serve: bool,
    /// Log filter
    #[arg(long, env = "LUWES_LOG", default_value = "warn")]
    log: String,
}

fn say(started: Instant, what: &str) {
    eprintln!("[{:6.1} s] {what}", started.elapsed().as_secs_f32());
}

/// Prepares and serves the demo.
pub async fn run(options: Demo) -> Result<ExitCode> {
    telemetry::start(&options.log, false);
    let started = Instant::now();
    if options.fresh {
        say(started, "throwing the old demo away");
        Cluster::wipe(&options.data).await?;
        for leftover in ["mail", "files", "cast.json", "secret.key"] {
            let path = options.data.join(leftover);
            if path.is_dir() {
                std::fs::remove_dir_all(&path).ok();
            } else {
                std::fs::remove_file(&path).ok();
            }
        }
    }
    say(started, "starting the private PostgreSQL");
    let reached = Reached::Private(cluster(&options.data).await?);
    let done = prepared(&options, &reached, started).await;
    let released = reached.release().await;
    done.and(released)?;
    Ok(ExitCode::SUCCESS)
}

async fn prepared(options: &Demo, reached: &Reached, started: Instant) -> Result<()> {
    let applied = reached.migrate().await?;
    if applied > 0 {
        say(started, &format!("{applied} migrations applied"));
    }
    let settings = Settings {
        public_url: format!("http://127.0.0.1:{}", options.port),
        secure: false,
        demo: true,
        trusted_proxies: Vec::new(),
        vault: Some(vault(&options.data)?),
        outgoing: own_machine()?,
        patience: Duration::from_secs(20),
        depot: Some(depot(&options.data)?),
    };
    let core = reached.core(settings)?;
    core.db.check().await?;
    let cast = cast(&core, reached, &options.data, started).await?;
    let mailer = Mailer::Folder(options.data.join("mail"));
    if options.no_serve {
        let db = core.db.clone();
        Worker::new(core, mailer, app::work()).round().await?;
        db.close().await;
        say(started, "prepared");
        return Ok(());
    }
    serve(core, mailer, cast, options.port, started).await
}

/// The key of this demo's webhooks, made when there is none yet. It lies beside the data, as no real key does.
fn vault(data: &Path) -> Result<Vault> {
    let path = data.join("secret.key");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(_) => {
            let fresh = Vault::fresh()?;
            OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&path)
                .and_then(|mut file| file.write_all(fresh.as_bytes()))
                .with_context(|| format!("cannot write {}", path.display()))?;
            fresh
        }
    };
    Vault::read(&text).map_err(|sentence| anyhow!("{}: {sentence}", path.display()))
}

/// Where the demo's files lie: beside its data, looked at by no scanner.
fn depot(data: &Path) -> Result<Depot> {
    Depot::folder(&data.join("files"), None).map_err(|sentence| anyhow!(sentence))
}

/// Webhooks of the demo may reach a receiver on the same machine.
fn own_machine() -> Result<Outgoing> {
    let loopback = ["127.0.0.0/8", "::1/128"].map(str::parse);
    let networks = loopback.into_iter().collect::<Result<Vec<_>, String>>();
    networks
        .and_then(|networks| Outgoing::new(networks, None))
        .map_err(|sentence| anyhow!(sentence))
}

/// The people of the sign-in page; loads the demo when it is not there yet.
async fn cast(core: &Core, reached: &Reached, data: &Path, started: Instant) -> Result<Cast> {
    let path = data.join("cast.json");
    if demo::is_loaded(core).await? {
        let text = std::fs::read(&path).with_context(|| {
            format!(
                "{} is missing or unreadable: start over with --fresh",
                path.display()
            )
        })?;
        return Ok(serde_json::from_slice(&text)?);
    }
    let count = async || match reached {
        Reached::Private(cluster) => cluster.analyze(DATABASE).await.map_err(Error::internal),
        Reached::Address(_) => Ok(()),
    };
    let mail = data.join("mail");
    let cast = demo::load(core, &mail, |what| say(started, what), count).await?;
    std::fs::write(&path, serde_json::to_vec_pretty(&cast)?)?;
    Ok(cast)
}

async fn serve(core: Core, mailer: Mailer, cast: Cast, port: u16, started: Instant) -> Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port))
        .await
        .with_context(|| format!("port {port} is taken: choose another with --port"))?;
    say(
        started,
        &format!("ready: http://127.0.0.1:{port}/demo/sign-in"),
    );
    eprintln!("\nOne click signs you in as:");
    for member in &cast.people {
        eprintln!("  {:<18} NIP {}", member.key, member.nip);
    }
    eprintln!("Stop with Ctrl-C; the data stays. `--fresh` starts over.");
    let (router, _) = app::build(core.clone(), Doors { demo: Some(cast) });
    let (stop, stopped) = watch::channel(false);
    let worker = Worker::new(core, mailer, app::work()).spawn(stopped);
    let limits = Limits {
        connections: 500,
        per_address: 500,
    };
    server::serve(listener, router, limits, super::serve::signal()).await;
    stop.send(true).ok();
    worker.await.ok();
    Ok(())
}
