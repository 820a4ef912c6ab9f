//! People who read and ask while something else is measured, and how long they wait for their pages.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use super::{
    calls::Cast,
    client::{Call, Client},
};

/// Times of one kind of answer.
#[derive(Default)]
pub struct Times {
    all: Vec<f64>,
    statuses: BTreeMap<u16, usize>,
}

/// Times by what was asked.
pub type Answers = BTreeMap<&'static str, Times>;

/// People who read and ask, ten times a second in all, until told to stop; each asks once. `from` counts on from an earlier time.
pub async fn pages(port: u16, cast: &Cast, from: usize, stop: &AtomicBool) -> Result<Answers> {
    let mut client = Client::new(port);
    let mut answers = Answers::new();
    for n in from.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let (name, call) = match n % 6 {
            0 => ("home page", cast.page("/", n)),
            1 => ("inbox page", cast.page("/inbox", n)),
            2 => ("team week", cast.page("/team", n)),
            3 => ("precheck of a week", cast.precheck(n)),
            4 => ("scoring sheet", cast.page("/team/ratings", n)),
            _ => match cast.submit(n / 6) {
                Some(call) => ("submit", call),
                None => ("home page", Call::get("/", cast.employee(n))),
            },
        };
        let began = Instant::now();
        let answer = client.send(&call).await?;
        if !matches!(answer.status, 200 | 303 | 422) {
            bail!("{name} was answered with {}", answer.status);
        }
        let times = answers.entry(name).or_default();
        times.all.push(began.elapsed().as_secs_f64() * 1e3);
        *times.statuses.entry(answer.status).or_default() += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for times in answers.values_mut() {
        times.all.sort_by(f64::total_cmp);
    }
    Ok(answers)
}

/// The same for eight seconds in which nothing else happens.
pub async fn quiet(port: u16, cast: &Cast) -> Result<Answers> {
    let stop = AtomicBool::new(false);
    let rest = async {
        tokio::time::sleep(Duration::from_secs(8)).await;
        stop.store(true, Ordering::Relaxed);
    };
    tokio::join!(rest, pages(port, cast, 0, &stop)).1
}

/// Some work while people read and ask: what it gave, and how long they waited.
pub async fn during<T>(
    port: u16,
    cast: &Cast,
    from: usize,
    work: impl Future<Output = Result<T>>,
) -> Result<(T, Answers)> {
    let stop = AtomicBool::new(false);
    let work = async {
        let done = work.await;
        stop.store(true, Ordering::Relaxed);
        done
    };
    let (done, busy) = tokio::join!(work, pages(port, cast, from, &stop));
    Ok((done?, busy?))
}

/// The table of waiting, before and during.
pub fn told(quiet: &Answers, busy: &Answers) {
    println!(
        "\n| meanwhile | before: count, p50, slowest ms | during: count, p50, slowest ms | answers |\n|---|---|---|---|"
    );
    let line = |times: Option<&Times>| match times {
        Some(Times { all, .. }) if !all.is_empty() => format!(
            "{}, {:.0}, {:.0}",
            all.len(),
            all[all.len() / 2],
            all[all.len() - 1]
        ),
        _ => "0".to_owned(),
    };
    for (name, times) in busy {
        println!(
            "| {name} | {} | {} | {:?} |",
            line(quiet.get(name)),
            line(Some(times)),
            times.statuses
        );
    }
}
