//! The worker: woken by writes, it seals the trail and delivers the outbox, one agency at a time; beside that it runs the areas'
//! periodic work. What may wait for others' machines is found in the round and done beside it, so that nothing else waits.

use std::{collections::BTreeSet, sync::Mutex, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use tokio::{sync::watch, task::JoinSet, time::Instant};
use uuid::Uuid;

use super::{
    actor::Agency,
    audit,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::{Error, Result},
    id::AgencyId,
    outbox::{self, Mailer},
    time::zone,
};

/// Work that an area wants done regularly for every live agency.
#[derive(Clone, Copy)]
pub struct Periodic {
    pub name: &'static str,
    pub every: TimeDelta,
    pub run: for<'a> fn(&'a Core, Agency) -> BoxFuture<'a, Result<()>>,
}

/// Work beside the rounds; it ends by itself in less than a minute and answers for its own failures.
pub type Errand = BoxFuture<'static, ()>;

/// Finds the errands of an agency after something happened there, its trail already sealed.
#[derive(Clone, Copy)]
pub struct Errands {
    pub name: &'static str,
    pub find: for<'a> fn(&'a Core, AgencyId) -> BoxFuture<'a, Result<Vec<Errand>>>,
}

/// What the areas want done.
pub struct Work {
    pub periodic: Vec<Periodic>,
    pub errands: Vec<Errands>,
}

/// For how many agencies a kind of work is done at once: while one waits for the database, the other is worked on.
const AT_ONCE: usize = 2;
/// The most things that periodic work takes into one transaction: what it holds is soon free again.
pub const CHUNK: usize = 500;
/// How long one kind of work goes on for one agency before the others have their turn; the next round does the rest.
const TURN: Duration = Duration::from_secs(10);

/// A piece of periodic work on one agency, in a transaction of its own; gives how many it has done, at most [`CHUNK`] of a kind.
pub type Piece = for<'a> fn(&'a mut Cx) -> BoxFuture<'a, Result<usize>>;

/// Where a walk stands: since when the last one seen has waited, and its id.
pub type Mark = (DateTime<Utc>, Uuid);

/// A piece of a walk along what waits, some of which may have to wait on: takes those after a mark, and gives the mark of the last
/// it looked at, none at the end.
pub type Stretch = for<'a> fn(&'a mut Cx, Mark) -> BoxFuture<'a, Result<Option<Mark>>>;

/// The turn of one kind of work for one agency.
pub struct Turn(Instant);

impl Turn {
    /// Begins a turn.
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    /// Whether it is the turn of the others.
    pub fn over(&self) -> bool {
        self.0.elapsed() >= TURN
    }
}

/// Does a piece again and again until it finds fewer than it would take.
pub async fn all(core: &Core, agency: &Agency, piece: Piece) -> Result<()> {
    let turn = Turn::begin();
    while !turn.over() {
        let mut cx = Cx::system(core, agency.clone(), Mode::Write).await?;
        let done = piece(&mut cx).await?;
        cx.finish().await?;
        if done < CHUNK {
            break;
        }
    }
    Ok(())
}

/// Walks along everything that waits, the oldest first.
pub async fn along(core: &Core, agency: &Agency, stretch: Stretch) -> Result<()> {
    let turn = Turn::begin();
    let mut from = Some(Mark::default());
    while let Some(mark) = from.filter(|_| !turn.over()) {
        let mut cx = Cx::system(core, agency.clone(), Mode::Write).await?;
        from = stretch(&mut cx, mark).await?;
        cx.finish().await?;
    }
    Ok(())
}

/// The mark at which a walk goes on after these; none where there were fewer than it would take at once.
pub fn next_mark<T>(seen: &[T], at_once: usize, mark: impl Fn(&T) -> Mark) -> Option<Mark> {
    seen.last().filter(|_| seen.len() >= at_once).map(mark)
}

/// Errands at once; while so many run, none is looked for.
const ERRANDS: usize = 64;
/// How long errands may take to end when the process does.
const FAREWELL: Duration = Duration::from_secs(12);

/// How long a few statements may take, and the work for one agency. A database that has gone without a word answers never.
const SHORT: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_secs(300);

/// Ends work that has waited too long for the database; it is tried again.
async fn within<T>(limit: Duration, work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or(Err(Error::Unavailable(3)))
}

/// Whether this much time has passed. A clock that was set back says nothing about it: then it has, rather than the work
/// being left undone until the clock has caught up.
fn passed(since: DateTime<Utc>, now: DateTime<Utc>, wanted: TimeDelta) -> bool {
    now < since || now - since >= wanted
}

/// The worker of one process.
pub struct Worker {
    rounds: Rounds,
    chores: Chores,
}

/// What must not wait: seals, messages, errands.
struct Rounds {
    core: Core,
    mailer: Mailer,
    errands: Vec<Errands>,
    swept: Option<DateTime<Utc>>,
    /// Agencies whose errands were not looked for, because enough ran.
    behind: BTreeSet<AgencyId>,
}

/// The periodic work, apart from the rounds: counting a large agency takes longer than the trail may stay unsealed.
struct Chores {
    core: Core,
    periodic: Vec<Periodic>,
    last: Vec<Option<DateTime<Utc>>>,
}

impl Chores {
    async fn run(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.round(&stop).await {
                tracing::warn!(%error, "periodic work failed; trying again");
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Does what is due, until told to stop.
    async fn round(&mut self, stop: &watch::Receiver<bool>) -> Result<()> {
        let now = self.core.clock.now();
        for (job, last) in self.periodic.iter().zip(&mut self.last) {
            if last.is_some_and(|at| !passed(at, now, job.every)) {
                continue;
            }
            *last = Some(now);
            sweep(&self.core, job, stop).await?;
            if *stop.borrow() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// What one kind of work came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Swept {
    /// The longest that it took for an agency.
    pub slowest: Duration,
    /// Agencies for which it failed; they have their turn again.
    pub failed: usize,
}

/// Does one kind of periodic work for every agency that is in use, a few at a time, until told to stop.
pub async fn sweep(core: &Core, job: &Periodic, stop: &watch::Receiver<bool>) -> Result<Swept> {
    let agencies = Mutex::new(within(SHORT, live(core)).await?.into_iter());
    let lane = || async {
        let mut swept = Swept::default();
        while let Some(agency) = next_of(&agencies).filter(|_| !*stop.borrow()) {
            let began = Instant::now();
            if let Err(error) = within(LONG, (job.run)(core, agency)).await {
                tracing::warn!(job = job.name, %error, "periodic work failed");
                swept.failed += 1;
            }
            swept.slowest = swept.slowest.max(began.elapsed());
        }
        swept
    };
    let lanes = join_all((0..AT_ONCE).map(|_| lane())).await;
    Ok(lanes.into_iter().fold(Swept::default(), |all, one| Swept {
        slowest: all.slowest.max(one.slowest),
        failed: all.failed + one.failed,
    }))
}

fn next_of(agencies: &Mutex<impl Iterator<Item = Agency>>) -> Option<Agency> {
    agencies.lock().ok()?.next()
}

impl Worker {
    /// A worker that delivers through `mailer` and does the areas' work.
    pub fn new(core: Core, mailer: Mailer, work: Work) -> Self {
        let last = vec![None; work.periodic.len()];
        Self {
            chores: Chores {
                core: core.clone(),
                periodic: work.periodic,
                last,
            },
            rounds: Rounds {
                core,
                mailer,
                errands: work.errands,
                swept: None,
                behind: BTreeSet::new(),
            },
        }
    }

    /// Works in a task of its own until told to stop.
    #[expect(
        clippy::disallowed_methods,
        reason = "one worker lives beside the server"
    )]
    pub fn spawn(self, stop: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
        tokio::spawn(self.run(stop))
    }

    /// Works until told to stop. Failures are logged and tried again; the database being away is no reason to end.
    #[expect(
        clippy::disallowed_methods,
        reason = "periodic work runs beside the rounds, and its end is waited for"
    )]
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let chores = tokio::spawn(self.chores.run(stop.clone()));
        self.rounds.run(stop).await;
        chores.await.ok();
    }

    /// Does what is due now, once, errands and periodic work and all.
    pub async fn round(&mut self) -> Result<()> {
        let mut found = Vec::new();
        let done = self.rounds.pass(ERRANDS, &mut found).await;
        join_all(found).await;
        done?;
        let (_still, stop) = watch::channel(false);
        self.chores.round(&stop).await
    }
}

impl Rounds {
    async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut running = JoinSet::new();
        while !*stop.borrow() {
            while running.try_join_next().is_some() {}
            let free = ERRANDS.saturating_sub(running.len());
            let mut found = Vec::new();
            let done = self.pass(free, &mut found).await;
            found.into_iter().for_each(|errand| {
                running.spawn(errand);
            });
            if let Err(error) = done {
                tracing::warn!(%error, "worker round failed; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            tokio::select! {
                () = self.core.wake.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
        }
        // an errand that is cut off here leaves nothing half done: its lease ends, and it is done again
        let all = async { while running.join_next().await.is_some() {} };
        tokio::time::timeout(FAREWELL, all).await.ok();
    }

    /// Does what is due now, and finds errands while there is room for some. What was found is to be done even after an error.
    async fn pass(&mut self, mut free: usize, found: &mut Vec<Errand>) -> Result<()> {
        let now = self.core.clock.now();
        let (ids, mut agencies) = within(SHORT, self.due(now)).await?;
        if self
            .swept
            .is_none_or(|at| passed(at, now, TimeDelta::seconds(30)))
        {
            let live = within(SHORT, live(&self.core)).await?;
            agencies.extend(live.into_iter().map(|agency| agency.id));
            self.swept = Some(now);
        }
        agencies.append(&mut self.behind);
        for agency in agencies {
            while within(SHORT, self.seal(agency)).await? > 0 {}
            within(LONG, outbox::deliver(&self.core, &self.mailer, agency)).await?;
            if free == 0 {
                self.behind.insert(agency);
                continue;
            }
            for errands in &self.errands {
                match within(SHORT, (errands.find)(&self.core, agency)).await {
                    Ok(more) => {
                        free = free.saturating_sub(more.len());
                        found.extend(more);
                    }
                    Err(error) => tracing::warn!(errands = errands.name, %error, "not found"),
                }
            }
        }
        within(SHORT, self.forget(&ids)).await
    }

    async fn due(&self, now: DateTime<Utc>) -> Result<(Vec<Uuid>, BTreeSet<AgencyId>)> {
        let mut tx = self.core.db.begin(Mode::Read).await?;
        let rows = sqlx::query!(
            "select id, agency_id from wakeups where due_at <= $1 limit 5000",
            now
        )
        .fetch_all(tx.conn())
        .await?;
        tx.rollback().await?;
        Ok((
            rows.iter().map(|row| row.id).collect(),
            rows.into_iter()
                .map(|row| AgencyId(row.agency_id))
                .collect(),
        ))
    }

    async fn forget(&self, ids: &[Uuid]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut tx = self.core.db.begin(Mode::Write).await?;
        sqlx::query!("delete from wakeups where id = any($1)", ids)
            .execute(tx.conn())
            .await?;
        tx.commit().await
    }

    async fn seal(&self, agency: AgencyId) -> Result<usize> {
        let mut tx = self.core.db.tenant(agency, Mode::Write).await?;
        let sealed = audit::seal(tx.conn(), agency, self.core.clock.now()).await?;
        tx.commit().await?;
        Ok(sealed)
    }
}

/// Every agency that is in use.
pub async fn live(core: &Core) -> Result<Vec<Agency>> {
    let mut tx = core.db.begin(Mode::Read).await?;
    let rows =
        sqlx::query!("select id, code, name, time_zone from agencies where live order by code")
            .fetch_all(tx.conn())
            .await?;
    tx.rollback().await?;
    Ok(rows
        .into_iter()
        .map(|row| Agency {
            id: AgencyId(row.id),
            code: row.code,
            name: row.name,
            brand: String::new(),
            zone: zone(&row.time_zone),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_delays_no_work() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (since, minute) = (at("2026-11-17T01:00:00Z"), TimeDelta::minutes(1));
        assert!(!passed(since, at("2026-11-17T01:00:59Z"), minute));
        assert!(passed(since, at("2026-11-17T01:01:00Z"), minute));
        assert!(passed(since, at("2026-11-17T00:50:00Z"), minute));
    }
}
