//! One decision for all members, and taking an approved task back with a reason.

use super::{
    State, Step, Task, Why,
    answer::{record, tell},
    propose::{apart, approvers, deciders, lock, together},
    read::sight_of,
    rules::{may_decide, next},
    store,
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    error::{Error, Result},
    id::SharedTaskId,
};

/// A decision about a shared task.
#[derive(Clone, Debug)]
pub struct Decide {
    pub approve: bool,
    /// The version that was seen.
    pub version: i32,
    /// The reason; required to refuse.
    pub note: String,
}

/// Decides for all members. Approved, the task that it changes holds until the day before it begins.
pub async fn decide(cx: &mut Cx, id: SharedTaskId, input: Decide) -> Result<Task> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut task = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    sight_of(cx, &task).await?;
    let approvers = approvers(cx, &task.people()).await?;
    let (by, roles) = (cx.actor().employee, cx.actor().roles);
    match may_decide(by, roles, &task.people(), &deciders(&approvers, by)) {
        Err(why) if why.code == "shared-task-apart" => {
            return Err(apart(cx, &task.people(), why).await?.into());
        }
        may => may?,
    }
    if task.version != input.version {
        return Err(Error::Conflict("changed"));
    }
    let note = input.note.trim();
    if input.approve {
        task.state = next(task.state, Step::Approve)?;
        together(cx, &task).await?;
    } else {
        task.state = next(task.state, Step::Refuse)?;
        if note.is_empty() {
            return Err(Error::field("note", "reason-required"));
        }
        task.ended_at = Some(now);
    }
    let approver = approvers.into_iter().flatten().next();
    let approver = approver.filter(|approver| Some(approver.employee) == by);
    task.decided_by = by;
    task.decided_at = Some(now);
    task.acting = approver
        .and_then(|approver| approver.acting)
        .map(|acting| acting.code().to_owned());
    task.deputised = approver.and_then(|approver| approver.in_place_of);
    task.decision_note = note.to_owned();
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-decided", &task).await?;
    let kind = match task.state {
        State::Approved => "shared-task-approved",
        _ => "shared-task-refused",
    };
    for to in task.people() {
        tell(cx, &task, kind, to, note).await?;
    }
    if task.state == State::Approved {
        give_way(cx, &task).await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// The task that this one changes stops the day before it begins, or now.
async fn give_way(cx: &mut Cx, task: &Task) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let Some(old) = task.replaces else {
        return Ok(());
    };
    let mut old = store::find(cx.conn(), agency, old).await?;
    if old.state != State::Approved || old.to_on < task.from_on {
        return Ok(());
    }
    if task.from_on > today && task.from_on > old.from_on {
        old.to_on = task.from_on.pred_opt().unwrap_or(old.to_on);
    } else {
        old.state = next(old.state, Step::End)?;
        old.why = Some(Why::Replaced);
        old.ended_at = Some(now);
    }
    store::save(cx.conn(), agency, &old).await?;
    record(cx, "shared-task-replaced", &old).await
}

/// Takes an approved task back, with a reason: whoever decides for its members, or HR; never a member.
pub async fn revoke(cx: &mut Cx, id: SharedTaskId, version: i32, note: &str) -> Result<Task> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut task = lock(cx, id).await?;
    sight_of(cx, &task).await?;
    let approvers = approvers(cx, &task.people()).await?;
    let (by, roles) = (cx.actor().employee, cx.actor().roles);
    let own = task.member(by).is_some();
    let may = may_decide(by, roles, &task.people(), &deciders(&approvers, by));
    if own || !roles.hr {
        may?;
    }
    if task.version != version {
        return Err(Error::Conflict("changed"));
    }
    task.state = next(task.state, Step::Revoke)?;
    if note.trim().is_empty() {
        return Err(Error::field("note", "reason-required"));
    }
    task.ended_by = by;
    task.end_note = note.trim().to_owned();
    task.ended_at = Some(now);
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-revoked", &task).await?;
    for to in task.people() {
        tell(cx, &task, "shared-task-revoked", to, note).await?;
    }
    store::find(cx.conn(), agency, id).await
}
