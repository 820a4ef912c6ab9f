//! What the overview shows of a whole agency. Counting it reads every request of ninety days, so the worker does it
//! once after a change and stores the result; the page reads one row.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Part,
    findings::{Short, by_day, least, next_monday, shortages},
    store,
};
use crate::{
    kernel::{
        actor::Agency,
        audit,
        cx::{BoxFuture, Core, Cx},
        db::Mode,
        error::Result,
        jobs::Periodic,
    },
    policy,
};

/// Units short of people that are kept by name; more are only counted.
const NAMED: usize = 50;

/// How long a count holds although nothing was recorded in the agency: the national calendar and base rules are others' work.
const HOLDS: TimeDelta = TimeDelta::hours(1);

/// The regular count of an agency.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    pub as_of: DateTime<Utc>,
    /// The day it was counted for.
    pub today: NaiveDate,
    /// Working days of the last thirty.
    pub working_days: i64,
    /// The parts right below the top, those with the largest share of flexible days first.
    pub parts: Vec<Part>,
    /// The coming week.
    pub days: Vec<OnSite>,
    /// Units that would be short of people in the coming week, the shortest first.
    pub short: Vec<Short>,
    /// How many such units there are, and how many days of them.
    pub short_units: usize,
    pub short_days: usize,
}

/// People in the office on a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OnSite {
    pub on: NaiveDate,
    pub present: i64,
    pub headcount: i64,
}

/// The last count, if it is of today; else a count for the one who asks (a new agency, the first minute of a day).
pub async fn current(cx: &mut Cx) -> Result<Summary> {
    let (agency, today) = (cx.agency(), cx.today());
    let stored = store::summary(cx.conn(), agency).await?;
    match stored.filter(|summary| summary.today == today) {
        Some(summary) => Ok(summary),
        None => count(cx).await,
    }
}

/// The parts whose name holds what is looked for.
pub fn named(parts: Vec<Part>, wanted: &str) -> Vec<Part> {
    let wanted = wanted.trim().to_lowercase();
    parts
        .into_iter()
        .filter(|part| part.name.to_lowercase().contains(&wanted))
        .collect()
}

async fn count(cx: &mut Cx) -> Result<Summary> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let parts = store::parts(cx.conn(), agency, now, today).await?;
    let working_days = store::working_days(cx.conn(), today).await?;
    let monday = next_monday(today);
    let week = store::week(cx.conn(), agency, monday, monday + Days::new(4)).await?;
    let rules = policy::rules_in_force(cx.conn(), agency, monday).await?;
    let mut short = shortages(&week, least(&rules.effective));
    let mut units: Vec<&str> = short.iter().map(|one| one.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let (short_units, short_days) = (units.len(), short.len());
    short.truncate(NAMED);
    Ok(Summary {
        as_of: now,
        today,
        working_days,
        parts,
        days: by_day(&week)
            .into_iter()
            .map(|(on, present, headcount)| OnSite {
                on,
                present,
                headcount,
            })
            .collect(),
        short,
        short_units,
        short_days,
    })
}

/// The regular work: counts again when something changed in the agency, or the day did.
pub fn periodic() -> Periodic {
    Periodic {
        name: "overview",
        every: TimeDelta::minutes(5),
        run,
    }
}

fn run(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        let (id, now, today) = (cx.agency(), cx.now(), cx.today());
        let stored = store::summary(cx.conn(), id).await?;
        if let Some(old) = stored.filter(|old| {
            old.today == today && (TimeDelta::zero()..HOLDS).contains(&(now - old.as_of))
        }) && audit::quiet_since(cx.conn(), id, old.as_of).await?
        {
            return Ok(());
        }
        let summary = count(&mut cx).await?;
        store::save(cx.conn(), id, &summary).await?;
        cx.finish().await
    })
}
