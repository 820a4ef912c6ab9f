//! What ends by itself: an exchange whose day comes, whose days are gone, or that nobody answers. Never approved in silence.

use super::{Lapse, SwapStep, answer::tell_approver, rules::next};
use crate::{
    kernel::{
        actor::Agency,
        audit::{self, Event},
        cx::{Core, Cx},
        db::Mode,
        error::Result,
        id::SwapId,
        jobs::{CHUNK, Mark, all, along, next_mark},
        outbox::{self, Notice},
    },
    requests::{
        store::{self, waiting},
        upkeep::patient_no_more,
    },
};

/// Ends what can no longer come to be, and hands what waits to whoever decides now.
pub async fn upkeep(core: &Core, agency: &Agency) -> Result<()> {
    let mut cx = Cx::system(core, agency.clone(), Mode::Read).await?;
    let open = store::swaps::any_open(cx.conn(), agency.id).await?;
    cx.finish().await?;
    if !open {
        return Ok(());
    }
    all(core, agency, |cx| Box::pin(end_broken(cx))).await?;
    along(core, agency, |cx, from| Box::pin(end_silent(cx, from))).await?;
    all(core, agency, |cx| Box::pin(hand_over(cx))).await
}

/// Ends what can no longer come to be. Gives the number.
async fn end_broken(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let broken = store::swaps::lock_broken(cx.conn(), agency, now, today).await?;
    for (id, why) in &broken {
        end(cx, *id, *why).await?;
    }
    Ok(broken.len())
}

/// Ends what nobody has answered for too long.
async fn end_silent(cx: &mut Cx, from: Mark) -> Result<Option<Mark>> {
    let (agency, now) = (cx.agency(), cx.now());
    let (_, days) = waiting::chosen(cx.conn(), agency).await?;
    let silent = store::swaps::lock_unanswered(cx.conn(), agency, now, days, from).await?;
    let next = next_mark(&silent, CHUNK, |one| (one.since, one.id.0));
    for one in patient_no_more(cx, silent, days, |one| (one.unit, one.zone, one.since)).await? {
        end(cx, one.id, Lapse::Unanswered).await?;
    }
    Ok(next)
}

/// Hands what waits to whoever decides now. Gives the number.
async fn hand_over(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let moved = store::swaps::lock_moved(cx.conn(), agency, today).await?;
    for (id, to) in &moved {
        let (id, to) = (*id, *to);
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
    Ok(moved.len())
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
