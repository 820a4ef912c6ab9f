//! What an attendance system saw, as HR's programs bring it. A repetition changes nothing.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::{At, Kind, store};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::Result,
    form::Check,
    time::local_date,
};

/// How long ago something may have been seen, in days.
pub const OLDEST: i64 = 62;
/// How far clocks of devices may be ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// One thing that a system saw.
#[derive(Clone, Debug)]
pub struct Observed {
    pub nip: String,
    pub at: DateTime<Utc>,
    pub kind: Kind,
    pub place: Option<At>,
    /// The system's own number of it.
    pub key: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Kept,
    /// It was here before.
    Repeated,
    /// Nobody active has this NIP.
    Unknown,
    /// It lies ahead, or more than [`OLDEST`] days back.
    When,
    /// It concerns whoever brings it.
    Own,
}

/// Keeps what a system saw; gives what became of each, in order.
pub async fn observe(cx: &mut Cx, device: &str, seen: &[Observed]) -> Result<Vec<Fate>> {
    cx.require(Can::ManagePeople)?;
    let (agency, now, own) = (cx.agency(), cx.now(), cx.actor().own());
    let mut check = Check::new();
    let device = check.text("device", device, 80);
    check.done()?;
    let nips: Vec<String> = seen.iter().map(|one| one.nip.clone()).collect();
    let people = store::by_nip(cx.conn(), agency, &nips).await?;
    let placed: Vec<Result<_, Fate>> = seen
        .iter()
        .map(|one| {
            let (who, zone) = *people.get(&one.nip).ok_or(Fate::Unknown)?;
            if own == Some(who) {
                return Err(Fate::Own);
            }
            if one.at > now + AHEAD || one.at < now - TimeDelta::days(OLDEST) {
                return Err(Fate::When);
            }
            Ok((who, local_date(one.at, zone), one))
        })
        .collect();
    let mut keys = HashSet::new();
    let first: Vec<_> = placed
        .iter()
        .flatten()
        .filter(|(.., one)| keys.insert(one.key.as_str()))
        .copied()
        .collect();
    let kept = store::observe(cx.conn(), agency, &device, &first, now).await?;
    let mut kept: HashSet<String> = kept.into_iter().collect();
    let count = kept.len();
    let fates = placed
        .iter()
        .map(|one| match one {
            Ok((.., seen)) if kept.remove(&seen.key) => Fate::Kept,
            Ok(_) => Fate::Repeated,
            Err(fate) => *fate,
        })
        .collect();
    if count > 0 {
        let event = Event::new("presence-observed", "agency", agency.0);
        audit::record(cx, event.with("device", device).with("n", count)).await?;
    }
    Ok(fates)
}
