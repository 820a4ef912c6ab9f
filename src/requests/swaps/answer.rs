//! The colleague's answer, and one of the two who no longer wants to.

use super::{
    Swap, SwapState, SwapStep,
    propose::{apart, approvers, decider, hold, lock, refuse_promised, standing, weigh},
    rules::next,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, SwapId, UnitId},
        outbox::{self, Notice},
    },
    requests::store::{self, cases},
};

/// Locks an exchange of which the acting person is one of the two, and compares the version that was seen. Others do not find it.
async fn lock_own(
    cx: &mut Cx,
    id: SwapId,
    version: i32,
) -> Result<(Swap, Option<UnitId>, EmployeeId)> {
    let me = cx.employee()?;
    let (swap, unit) = lock(cx, id).await?;
    cx.require(Can::BeEmployee)?;
    if !swap.is_of(Some(me)) {
        return Err(Error::NotFound);
    }
    if swap.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok((swap, unit, me))
}

/// The colleague agrees: the approver of both decides next.
pub async fn agree(cx: &mut Cx, id: SwapId, version: i32, note: &str) -> Result<Swap> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut swap, unit, me) = lock_own(cx, id, version).await?;
    if me != swap.colleague.employee {
        return Err(Reason::new("swap-not-yours").into());
    }
    swap.state = next(swap.state, SwapStep::Agree)?;
    let [mine, theirs] = standing(cx, &swap, unit).await?;
    let two = [swap.proposer.employee, swap.colleague.employee];
    let [own, other] = approvers(cx, two).await?;
    if decider(own) != decider(other) {
        return Err(apart(cx, two, Reason::new("swap-apart")).await?.into());
    }
    refuse_promised(cx, &swap).await?;
    let verdicts = weigh(cx, &swap, [&hold(&mine), &hold(&theirs)]).await?;
    verdicts.refuse_to(cx, me, "note")?;
    swap.keep(verdicts.record());
    swap.answered_at = Some(now);
    swap.answer_note = note.trim().to_owned();
    swap.approver = decider(own);
    store::swaps::save(cx.conn(), agency, &swap).await?;
    record(cx, "swap-agreed", &swap).await?;
    tell(cx, &swap, "swap-agreed", swap.proposer.employee, note).await?;
    tell_approver(cx, &swap).await?;
    store::swaps::find(cx.conn(), agency, id).await
}

/// The colleague would rather keep the day.
pub async fn decline(cx: &mut Cx, id: SwapId, version: i32, note: &str) -> Result<Swap> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut swap, _, me) = lock_own(cx, id, version).await?;
    if me != swap.colleague.employee {
        return Err(Reason::new("swap-not-yours").into());
    }
    swap.state = next(swap.state, SwapStep::Decline)?;
    swap.answered_at = Some(now);
    swap.answer_note = note.trim().to_owned();
    swap.ended_at = Some(now);
    store::swaps::save(cx.conn(), agency, &swap).await?;
    record(cx, "swap-declined", &swap).await?;
    tell(cx, &swap, "swap-declined", swap.proposer.employee, note).await?;
    store::swaps::find(cx.conn(), agency, id).await
}

/// One of the two no longer wants to, before the decision.
pub async fn withdraw(cx: &mut Cx, id: SwapId, version: i32) -> Result<Swap> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut swap, _, me) = lock_own(cx, id, version).await?;
    let was = swap.state;
    // who was asked and has not agreed declines
    if was == SwapState::Proposed && me == swap.colleague.employee {
        return decline(cx, id, version, "").await;
    }
    swap.state = next(was, SwapStep::Withdraw)?;
    swap.withdrawn_by = Some(me);
    swap.ended_at = Some(now);
    store::swaps::save(cx.conn(), agency, &swap).await?;
    record(cx, "swap-withdrawn", &swap).await?;
    let (_, other) = swap.seen_by(Some(me));
    tell(cx, &swap, "swap-withdrawn", other.employee, "").await?;
    if was == SwapState::Agreed
        && let Some(approver) = swap.approver
    {
        tell(cx, &swap, "swap-withdrawn", approver, "").await?;
    }
    store::swaps::find(cx.conn(), agency, id).await
}

async fn record(cx: &mut Cx, event: &'static str, swap: &Swap) -> Result<()> {
    audit::record(
        cx,
        Event::new(event, "swap", swap.id.0)
            .with("state", swap.state.code())
            .with("base_version", swap.base_version)
            .with("rule_version", swap.rule_version),
    )
    .await
}

async fn tell(
    cx: &mut Cx,
    swap: &Swap,
    kind: &'static str,
    to: EmployeeId,
    note: &str,
) -> Result<()> {
    let once = format!("{kind}:{}:{}:{to}", swap.id, swap.version);
    let notice = Notice::new(kind, swap.path(), once)
        .with("name", cx.actor().name.clone())
        .with("note", note.trim());
    outbox::tell(cx, to, notice).await
}

/// Whoever decides for both is told; where nobody stands above them, the agency's leaders.
pub(super) async fn tell_approver(cx: &mut Cx, swap: &Swap) -> Result<()> {
    let agency = cx.agency();
    let notice = |to: String| {
        let once = format!("swap-waiting:{}:{}:{to}", swap.id, swap.version);
        Notice::new("swap-waiting", swap.path(), once)
            .with("name", &swap.proposer.name)
            .with("colleague", &swap.colleague.name)
    };
    if let Some(approver) = swap.approver {
        return outbox::tell(cx, approver, notice(approver.to_string())).await;
    }
    for leader in cases::leaders(cx.conn(), agency, swap.proposer.employee).await? {
        outbox::tell_identity(cx, leader, notice(leader.to_string())).await?;
    }
    Ok(())
}
