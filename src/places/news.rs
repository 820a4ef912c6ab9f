//! Tells HR and the leader what the other agency did. Runs in the agency's own transaction: the other writes into none.

use chrono::TimeDelta;

use super::{Agreement, Side, State, store};
use crate::kernel::{
    actor::Agency,
    cx::{BoxFuture, Core, Cx},
    db::Mode,
    error::Result,
    outbox::{self, Notice},
};

/// What happened longer ago is told no more.
const LATELY: TimeDelta = TimeDelta::days(3);

/// The regular work of one agency.
pub fn run(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        tell(&mut cx).await?;
        cx.finish().await
    })
}

/// What the other side did last, and when; none where it was our own step.
fn news(one: &Agreement) -> Option<(&'static str, chrono::DateTime<chrono::Utc>)> {
    match (one.state, one.side) {
        (State::Offered, Side::Guest) => Some(("agreement-offered", one.offered_at)),
        (State::Withdrawn, Side::Guest) => Some(("agreement-withdrawn", one.answered_at?)),
        (State::Accepted, Side::Host) => Some(("agreement-accepted", one.answered_at?)),
        (State::Declined, Side::Host) => Some(("agreement-declined", one.answered_at?)),
        (State::Ended, side) if one.ended_by != Some(side) => {
            Some(("agreement-ended", one.ended_at?))
        }
        _ => None,
    }
}

/// Tells each officer once of each step; the outbox keeps repeats away.
async fn tell(cx: &mut Cx) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let all = store::list(cx.conn(), agency).await?;
    let found: Vec<_> = all
        .iter()
        .filter_map(|one| Some((one, news(one)?)))
        .filter(|(_, (_, at))| now - *at < LATELY)
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    let officers = store::officers(cx.conn(), agency).await?;
    for (one, (kind, _)) in found {
        let notice = Notice::new(kind, one.path(), format!("{kind}:{}", one.id))
            .with("agency", one.other().to_owned())
            .with("place", one.place.clone())
            .with("until", one.until().format("%d-%m-%Y"))
            .with("reason", one.reason.clone());
        outbox::tell_each(cx, &officers, &notice).await?;
    }
    Ok(())
}
