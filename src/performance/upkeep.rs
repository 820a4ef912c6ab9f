//! Proposed targets and delivered work follow whoever decides for their person; who has something to deliver is reminded.

use chrono::TimeDelta;

use super::{agree::tell_approver, credit, day, rating, store, work};
use crate::kernel::{
    actor::Agency,
    audit::{self, Event},
    cx::{BoxFuture, Core, Cx},
    error::Result,
    jobs::{Periodic, all, along},
};

/// What the worker does for this area.
pub fn periodic() -> Periodic {
    Periodic {
        name: "targets",
        every: TimeDelta::minutes(10),
        run: upkeep,
    }
}

fn upkeep(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        all(core, &agency, |cx| Box::pin(reroute(cx))).await?;
        all(core, &agency, |cx| Box::pin(work::reroute(cx))).await?;
        all(core, &agency, |cx| Box::pin(work::remind(cx))).await?;
        all(core, &agency, |cx| Box::pin(day::reroute(cx))).await?;
        all(core, &agency, |cx| Box::pin(day::remind(cx))).await?;
        along(core, &agency, |cx, from| {
            Box::pin(rating::reroute(cx, from))
        })
        .await?;
        all(core, &agency, |cx| Box::pin(rating::remind(cx))).await?;
        all(core, &agency, |cx| Box::pin(credit::count(cx))).await?;
        all(core, &agency, |cx| Box::pin(rating::remind_due(cx))).await
    })
}

/// Tells people of periods that were opened, and makes the ratings of closed ones final.
pub fn rating_periods() -> Periodic {
    Periodic {
        name: "rating periods",
        every: TimeDelta::minutes(1),
        run: |core, agency| {
            Box::pin(async move {
                all(core, &agency, |cx| Box::pin(rating::announce(cx))).await?;
                all(core, &agency, |cx| Box::pin(rating::finish(cx))).await
            })
        },
    }
}

/// Hands what waits to whoever decides now. Gives the number.
async fn reroute(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let moved = store::targets::lock_moved(cx.conn(), agency, today).await?;
    for (id, to) in &moved {
        let mut targets = store::targets::find(cx.conn(), agency, *id).await?;
        targets.approver = *to;
        store::targets::save(cx.conn(), agency, &targets).await?;
        let event = Event::new("targets-rerouted", "targets", id.0)
            .with("approver", to.map(|to| to.to_string()));
        audit::record(cx, event).await?;
        tell_approver(cx, &targets).await?;
    }
    Ok(moved.len())
}
