//! What a member says to being assigned: they confirm, or object with a reason. The plan holds; its planner hears of it
//! and answers.

use super::{
    Answer, Plan, Step,
    assign::tell,
    draft::{lock, record},
    reply::due,
    rules::next,
    store,
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    error::{Error, Reason, Result},
    id::{EmployeeId, ShiftPlanId},
};

/// Locks a plan in which the acting person is, and compares the version that was seen. Others do not find it.
pub(super) async fn lock_own(
    cx: &mut Cx,
    id: ShiftPlanId,
    version: i32,
) -> Result<(Plan, EmployeeId)> {
    let me = cx.employee()?;
    let plan = lock(cx, id).await?;
    cx.require(Can::BeEmployee)?;
    let inside = plan
        .member(Some(me))
        .is_some_and(|one| one.out_on.is_none());
    if !inside || plan.assigned_at.is_none() {
        return Err(Error::NotFound);
    }
    if plan.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok((plan, me))
}

/// A member confirms, or objects with a reason; an answer may be changed while the plan runs.
pub async fn answer(
    cx: &mut Cx,
    id: ShiftPlanId,
    version: i32,
    confirms: bool,
    note: &str,
) -> Result<Plan> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut plan, me) = lock_own(cx, id, version).await?;
    plan.state = next(plan.state, Step::Answer)?;
    let (said, event) = match confirms {
        true => (Answer::Confirmed, "shift-plan-confirmed"),
        false => (Answer::Objected, "shift-plan-objected"),
    };
    if !confirms && note.trim().is_empty() {
        return Err(Error::field("note", "reason-required"));
    }
    let due_on = match confirms {
        true => None,
        false => due(cx, plan.unit).await?,
    };
    let member = plan.members.iter_mut().find(|one| one.employee == me);
    let member = member.ok_or(Error::NotFound)?;
    if member.answer == said {
        return Err(Reason::new("shift-answered").into());
    }
    member.answer = said;
    member.answered_at = Some(now);
    member.note = note.trim().to_owned();
    (member.due_on, member.reply) = (due_on, None);
    let member = member.clone();
    store::people::save(cx.conn(), agency, id, &member).await?;
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, event, &plan).await?;
    if let Some(to) = plan.assigned_by {
        tell(cx, &plan, event, to, note).await?;
    }
    store::find(cx.conn(), agency, id).await
}
