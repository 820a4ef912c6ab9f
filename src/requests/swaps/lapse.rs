//! What ends by itself: an exchange whose day comes, whose days are gone, or that nobody answers. Never approved in silence.

use super::{Lapse, SwapStep, answer::tell_approver, rules::next};
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        id::SwapId,
        outbox::{self, Notice},
    },
    requests::{
        store::{self, waiting},
        upkeep::patient_no_more,
    },
};

/// Ends what can no longer come to be, and hands what waits to whoever decides now. Gives the number of those that ended.
pub async fn upkeep(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let broken = store::swaps::lock_broken(cx.conn(), agency, now, today).await?;
    for (id, why) in &broken {
        end(cx, *id, *why).await?;
    }
    let (_, days) = waiting::chosen(cx.conn(), agency).await?;
    let silent = store::swaps::lock_unanswered(cx.conn(), agency, now, days).await?;
    let silent = patient_no_more(cx, silent, days, |one| (one.unit, one.zone, one.since)).await?;
    for one in &silent {
        end(cx, one.id, Lapse::Unanswered).await?;
    }
    for (id, to) in store::swaps::lock_moved(cx.conn(), agency, today).await? {
        let mut swap = store::swaps::find(cx.conn(), agency, id).await?;
        swap.approver = to;
        store::swaps::save(cx.conn(), agency, &swap).await?;
        audit::record(
            cx,
            Event::new("swap-rerouted", "swap", id.0).with("approver", to.map(|to| to.to_string())),
        )
        .await?;
        tell_approver(cx, &swap).await?;
    }
    Ok(broken.len() + silent.len())
}

async fn end(cx: &mut Cx, id: SwapId, why: Lapse) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut swap = store::swaps::find(cx.conn(), agency, id).await?;
    let was = swap.state;
    swap.state = next(was, SwapStep::Lapse)?;
    swap.lapse = Some(why);
    swap.ended_at = Some(now);
    store::swaps::save(cx.conn(), agency, &swap).await?;
    audit::record(
        cx,
        Event::new("swap-lapsed", "swap", id.0)
            .with("was", was.code())
            .with("why", why.code()),
    )
    .await?;
    for (to, other) in [
        (&swap.proposer, &swap.colleague),
        (&swap.colleague, &swap.proposer),
    ] {
        let once = format!("swap-lapsed:{id}:{}", to.employee);
        let notice = Notice::new("swap-lapsed", swap.path(), once)
            .with("colleague", &other.name)
            .with("why", why.code());
        outbox::tell(cx, to.employee, notice).await?;
    }
    Ok(())
}
