//! Closed and open loops over many connections.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

use super::client::{Answer, Call, Client};

/// What a load saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// Milliseconds of every answered request.
    pub times: Vec<f64>,
    pub statuses: BTreeMap<u16, usize>,
    pub bytes: usize,
    /// Requests that got no answer.
    pub broken: usize,
    pub elapsed: Duration,
}

impl Seen {
    fn note(&mut self, began: Instant, answer: Option<&Answer>) {
        match answer {
            Some(answer) => {
                self.times.push(began.elapsed().as_secs_f64() * 1_000.0);
                *self.statuses.entry(answer.status).or_default() += 1;
                self.bytes += answer.body.len();
            }
            None => self.broken += 1,
        }
    }

    fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        self.bytes += other.bytes;
        self.broken += other.broken;
    }

    /// The time below which this share of the answers came, in milliseconds; the times must be sorted.
    pub fn quantile(&self, share: f64) -> f64 {
        let last = self.times.len().saturating_sub(1);
        let index = (last as f64 * share).round() as usize;
        self.times.get(index).copied().unwrap_or_default()
    }

    /// Answers with this status.
    pub fn count(&self, status: u16) -> usize {
        self.statuses.get(&status).copied().unwrap_or_default()
    }
}

/// Where answers go that somebody wants to read: the number of the call and the answer.
pub type Keep<'a> = &'a (dyn Fn(usize, &Answer) + Sync);

/// `width` connections, each sending the next call as soon as it has its answer, until the calls or the time are over.
pub async fn closed(
    port: u16,
    calls: &(dyn Fn(usize) -> Option<Call> + Sync),
    width: usize,
    most: Duration,
    keep: Keep<'_>,
) -> Seen {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    let worker = || async {
        let mut client = Client::new(port);
        let mut seen = Seen::default();
        while began.elapsed() < most {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(call) = calls(number) else { break };
            let sent = Instant::now();
            let answer = client.send(&call).await.ok();
            if let Some(answer) = &answer {
                keep(number, answer);
            }
            seen.note(sent, answer.as_ref());
        }
        seen
    };
    let mut all = Seen::default();
    for seen in futures::future::join_all((0..width).map(|_| worker())).await {
        all.add(seen);
    }
    all.elapsed = began.elapsed();
    all.times.sort_by(f64::total_cmp);
    all
}

/// `rate` requests a second whatever the server does; the time of each counts from the moment it was due, so that waiting shows.
pub async fn open(
    port: u16,
    calls: &(dyn Fn(usize) -> Call + Sync),
    rate: u32,
    most: Duration,
) -> Seen {
    let began = Instant::now();
    let count = (most.as_secs_f64() * f64::from(rate)) as usize;
    let free = Arc::new(Mutex::new(Vec::<Client>::new()));
    let width = Arc::new(Semaphore::new(256));
    let arrivals = (0..count).map(|number| {
        let (free, width) = (free.clone(), width.clone());
        let due = began + Duration::from_secs_f64(number as f64 / f64::from(rate));
        let call = calls(number);
        async move {
            tokio::time::sleep_until(due.into()).await;
            let _seat = width.acquire().await.ok()?;
            let idle = free
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .pop();
            let mut client = idle.unwrap_or_else(|| Client::new(port));
            let answer = client.send(&call).await.ok();
            free.lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .push(client);
            Some((due, Instant::now(), answer))
        }
    });
    let mut all = Seen::default();
    for done in futures::future::join_all(arrivals)
        .await
        .into_iter()
        .flatten()
    {
        let (due, at, answer) = done;
        match answer {
            Some(answer) => {
                all.times
                    .push(at.duration_since(due).as_secs_f64() * 1_000.0);
                *all.statuses.entry(answer.status).or_default() += 1;
                all.bytes += answer.body.len();
            }
            None => all.broken += 1,
        }
    }
    all.elapsed = began.elapsed();
    all.times.sort_by(f64::total_cmp);
    all
}
