//! `luwes bench floor`: what a page asks of the database, said again without HTTP, HTML and session cookies.
//!
//! The statements are not written down here: the server is asked for the page once while PostgreSQL logs what it hears,
//! and that log is replayed over bare connections, as the application's user (row-level security on) and as the
//! superuser (off), in the same minute as the page itself.

use std::{
    io::{Read, Seek, SeekFrom},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use luwes::kernel::{
    postgres::{Cluster, SUPERUSER},
    time::{Clock, local_date},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{
    Place,
    calls::Cast,
    client::{Call, Client},
    load,
    machine::Cpu,
    server::{Server, postmaster},
    store,
};

/// Requests that wait for each head.
const WAITING: usize = 20;

/// Options of floor.
#[derive(Args, Debug)]
pub struct Floor {
    #[command(flatten)]
    place: Place,
    /// Connections at once
    #[arg(long, default_value_t = 8)]
    concurrency: usize,
    /// Seconds for each of the three loads of a page
    #[arg(long, default_value_t = 4)]
    seconds: u64,
}

/// One statement as the server received it: its text, and its parameters as literals when it was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heard {
    sql: String,
    parameters: Option<String>,
}

/// Measures each page against its statements.
pub async fn run(options: Floor) -> Result<ExitCode> {
    let cluster = options.place.open().await?;
    let mut conn =
        PgConnection::connect_with(&cluster.options(SUPERUSER, &options.place.database)).await?;
    let done = measure(&cluster, &options, &mut conn).await;
    store::part_units(&mut conn).await?;
    store::log_statements(&mut conn, false).await?;
    conn.close().await?;
    cluster.stop().await?;
    done.map(|()| ExitCode::SUCCESS)
}

async fn measure(cluster: &Cluster, options: &Floor, conn: &mut PgConnection) -> Result<()> {
    let today = local_date(Clock::system().now(), chrono_tz::Asia::Jakarta);
    let cast = Cast::sign_in(conn, 40, today).await?;
    prepare(cluster, options, conn, &cast).await?;
    println!(
        "| page | statements | HTTP/s | SQL/s, RLS on | SQL/s, RLS off | HTTP / SQL | server us | pg us: HTTP, SQL with RLS, without | RLS on / off |\n|---|---:|---:|---:|---:|---:|---:|---|---:|"
    );
    for (name, path) in [
        ("home page", "/"),
        ("inbox page", "/inbox"),
        ("team week of 50", "/team"),
        ("precheck of a week", ""),
        ("leader overview", "/overview"),
    ] {
        let call = |n: usize| match path {
            "" => cast.precheck(n),
            path => cast.page(path, n),
        };
        let scripts = listen(cluster, options, conn, &call).await?;
        row(cluster, options, name, &call, &scripts).await?;
    }
    store::ratings(conn, today, 2).await?;
    let call = |n: usize| cast.page("/team/ratings", n);
    let scripts = listen(cluster, options, conn, &call).await?;
    row(cluster, options, "scoring sheet of 50", &call, &scripts).await?;
    // units hold fifty people: two together for as long as this row takes
    store::join_units(conn, i64::try_from(options.concurrency)?).await?;
    let call = |n: usize| cast.page("/team/month", n);
    let scripts = listen(cluster, options, conn, &call).await?;
    row(
        cluster,
        options,
        "team month of 100 people",
        &call,
        &scripts,
    )
    .await
}

/// Twenty requests wait for each head that is measured (those of an earlier call are refused and wait already), and the
/// worker has counted every agency, as it has whenever people come.
async fn prepare(
    cluster: &Cluster,
    options: &Floor,
    conn: &mut PgConnection,
    cast: &Cast,
) -> Result<()> {
    let server = Server::start(cluster, &options.place.database).await?;
    let mut client = Client::new(server.port);
    for turn in 0..WAITING {
        for office in 0..options.concurrency.min(cast.offices.len()) {
            let call = cast.waiting(turn * cast.offices.len() + office);
            let answer = client.send(&call).await?;
            if !matches!(answer.status, 303 | 422) {
                bail!("a submission was answered with {}", answer.status);
            }
        }
    }
    let began = Instant::now();
    while store::uncounted(conn).await? > 0 {
        if began.elapsed() > Duration::from_secs(300) {
            bail!("the worker has not counted every agency within five minutes");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    server.stop().await
}

/// What the database hears when each of some people asks for the page.
async fn listen(
    cluster: &Cluster,
    options: &Floor,
    conn: &mut PgConnection,
    call: &(dyn Fn(usize) -> Call + Sync),
) -> Result<Vec<Vec<Heard>>> {
    store::log_statements(conn, true).await?;
    let server = Server::start_without_worker(cluster, &options.place.database).await?;
    let log = options.place.data.join("postgres.log");
    let mut client = Client::new(server.port);
    let mut scripts = Vec::new();
    for n in 0..options.concurrency {
        client.send(&call(n)).await?;
        let from = std::fs::metadata(&log)?.len();
        client.send(&call(n)).await?;
        tokio::time::sleep(Duration::from_millis(150)).await;
        let heard = heard(&tail(&log, from)?);
        if heard.is_empty() {
            bail!("PostgreSQL logged nothing: is {} its log?", log.display());
        }
        scripts.push(heard);
    }
    server.stop().await?;
    store::log_statements(conn, false).await?;
    Ok(scripts)
}

fn tail(log: &Path, from: u64) -> Result<String> {
    let mut file = std::fs::File::open(log)?;
    file.seek(SeekFrom::Start(from))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// The statements of a log in their order. Entries start with a date; text that goes on is indented by a tab.
fn heard(log: &str) -> Vec<Heard> {
    let mut all: Vec<Heard> = Vec::new();
    let mut open = false;
    for line in log.lines() {
        let starts = line.as_bytes().first().is_some_and(u8::is_ascii_digit);
        if let Some((_, parameters)) = line.split_once("DETAIL:  parameters: ") {
            if open && let Some(last) = all.last_mut() {
                last.parameters = Some(parameters.to_owned());
            }
            open = false;
        } else if let Some((_, what)) = line.split_once(" ms  ").filter(|_| starts) {
            let executed = what
                .strip_prefix("execute ")
                .and_then(|rest| rest.split_once(": "));
            let sql = executed
                .map(|(_, sql)| sql)
                .or(what.strip_prefix("statement: "));
            open = sql.is_some();
            all.extend(sql.map(|sql| Heard {
                sql: sql.to_owned(),
                parameters: None,
            }));
        } else if open
            && !starts
            && let Some(last) = all.last_mut()
        {
            last.sql = format!("{}\n{}", last.sql, line.trim_start_matches('\t'));
        } else {
            open = false;
        }
    }
    // the transaction of a hook that writes the last-seen time is not part of the page
    all.retain(|one| !one.sql.starts_with("ROLLBACK"));
    all
}

/// `$1 = 'a', $2 = NULL` as the arguments of EXECUTE: `'a', NULL`.
fn arguments(parameters: &str) -> String {
    let mut out = String::new();
    let mut quoted = false;
    let mut rest = parameters;
    while let Some(c) = rest.chars().next() {
        let name = (!quoted && c == '$')
            .then(|| rest.split_once(" = "))
            .flatten();
        if let Some((_, value)) = name {
            rest = value;
            continue;
        }
        quoted ^= c == '\'';
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The same script as text to send: each prepared statement once, then the list of calls.
fn replayable(script: &[Heard]) -> (Vec<String>, Vec<String>) {
    let mut prepared: Vec<&str> = Vec::new();
    let mut calls = Vec::new();
    for one in script {
        let simple = one.parameters.is_none()
            && ["BEGIN", "COMMIT", "SET "]
                .iter()
                .any(|start| one.sql.starts_with(start));
        if simple {
            calls.push(one.sql.clone());
            continue;
        }
        let known = prepared.iter().position(|sql| *sql == one.sql);
        let number = known.unwrap_or_else(|| {
            prepared.push(&one.sql);
            prepared.len() - 1
        });
        calls.push(match &one.parameters {
            Some(parameters) => format!("EXECUTE p{number}({})", arguments(parameters)),
            None => format!("EXECUTE p{number}"),
        });
    }
    let prepare = prepared
        .iter()
        .enumerate()
        .map(|(n, sql)| format!("PREPARE p{n} AS {sql}"))
        .collect();
    (prepare, calls)
}

/// Rounds a second over one connection for each script.
async fn replay(
    cluster: &Cluster,
    options: &Floor,
    role: &str,
    scripts: &[Vec<Heard>],
) -> Result<f64> {
    let most = Duration::from_secs(options.seconds);
    let workers = scripts.iter().map(|script| async move {
        let connect = cluster.options(role, &options.place.database);
        let mut conn = PgConnection::connect_with(&connect).await?;
        let (prepare, calls) = replayable(script);
        for sql in prepare {
            sqlx::raw_sql(AssertSqlSafe(sql.clone()))
                .execute(&mut conn)
                .await
                .with_context(|| sql)?;
        }
        let began = Instant::now();
        let mut rounds = 0_u32;
        while began.elapsed() < most {
            for sql in &calls {
                sqlx::raw_sql(AssertSqlSafe(sql.clone()))
                    .execute(&mut conn)
                    .await?;
            }
            // a page only reads: its transaction ends with nothing to keep
            sqlx::raw_sql("ROLLBACK").execute(&mut conn).await?;
            rounds += 1;
        }
        conn.close().await?;
        Ok::<f64, anyhow::Error>(f64::from(rounds) / began.elapsed().as_secs_f64())
    });
    Ok(futures::future::try_join_all(workers).await?.iter().sum())
}

async fn row(
    cluster: &Cluster,
    options: &Floor,
    name: &str,
    call: &(dyn Fn(usize) -> Call + Sync),
    scripts: &[Vec<Heard>],
) -> Result<()> {
    let server = Server::start_without_worker(cluster, &options.place.database).await?;
    let postmaster = postmaster(cluster)?;
    let most = Duration::from_secs(options.seconds);
    let calls = |n: usize| Some(call(n % scripts.len()));
    let width = options.concurrency;
    // once for warm connections, once to measure
    load::closed(
        server.port,
        &calls,
        width,
        Duration::from_secs(1),
        &|_, _| {},
    )
    .await;
    let cpu = Cpu::now(server.pid, postmaster);
    let seen = load::closed(server.port, &calls, width, most, &|_, _| {}).await;
    let http = Cpu::now(server.pid, postmaster).since(cpu);
    let pid = server.pid;
    let pages = seen.times.len() as f64 / seen.elapsed.as_secs_f64();
    let mut sql = Vec::new();
    for role in ["luwes_app", SUPERUSER] {
        let cpu = Cpu::now(pid, postmaster);
        let began = Instant::now();
        let rounds = replay(cluster, options, role, scripts).await?;
        let used = Cpu::now(pid, postmaster).since(cpu).postgres;
        sql.push((
            rounds,
            used * 1e6 / (rounds * began.elapsed().as_secs_f64()),
        ));
    }
    server.stop().await?;
    let each = |seconds: f64| seconds * 1e6 / seen.times.len() as f64;
    let [(on, on_us), (off, off_us)] = sql[..] else {
        bail!("two replays");
    };
    println!(
        "| {name} | {} | {pages:.0} | {on:.0} | {off:.0} | {:.2} | {:.0} | {:.0}, {on_us:.0}, {off_us:.0} | {:.2} |",
        scripts[0].len(),
        pages / on,
        each(http.server),
        each(http.postgres),
        on_us / off_us
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "2026-11-22 08:00:00.000 UTC [7] LOG:  duration: 0.010 ms  statement: BEGIN READ ONLY\n\
        2026-11-22 08:00:00.000 UTC [7] LOG:  duration: 0.010 ms  parse sqlx_s_1: select 1\n\
        2026-11-22 08:00:00.000 UTC [7] LOG:  duration: 0.010 ms  execute sqlx_s_1: select x\n\
        \tfrom y where z = $1 and w = $2\n\
        2026-11-22 08:00:00.000 UTC [7] DETAIL:  parameters: $1 = 'it''s $2 = b', $2 = NULL\n";

    #[test]
    fn a_log_is_replayed_as_it_was_heard() {
        let script = heard(LOG);
        assert_eq!(script.len(), 2);
        let (prepare, calls) = replayable(&script);
        assert_eq!(
            prepare,
            ["PREPARE p0 AS select x\nfrom y where z = $1 and w = $2"]
        );
        assert_eq!(
            calls,
            ["BEGIN READ ONLY", "EXECUTE p0('it''s $2 = b', NULL)"]
        );
    }
}
