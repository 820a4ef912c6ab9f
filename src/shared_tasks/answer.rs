//! What members say: they agree, decline, or no longer want to.

use super::{
    Answer, Task,
    propose::{lock, together},
    rules::next,
    store,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, SharedTaskId},
        outbox::{self, Notice},
    },
    shared_tasks::{State, Step},
};

/// Locks a task of which the acting person is a member, and compares the version that was seen. Others do not find it.
pub(super) async fn lock_own(
    cx: &mut Cx,
    id: SharedTaskId,
    version: i32,
) -> Result<(Task, EmployeeId)> {
    let me = cx.employee()?;
    let task = lock(cx, id).await?;
    cx.require(Can::BeEmployee)?;
    if task.member(Some(me)).is_none() {
        return Err(Error::NotFound);
    }
    if task.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok((task, me))
}

/// Writes what one member says into the task and the table.
async fn say(
    cx: &mut Cx,
    task: &mut Task,
    me: EmployeeId,
    answer: Answer,
    note: &str,
) -> Result<()> {
    let (agency, now, id) = (cx.agency(), cx.now(), task.id);
    let member = task.members.iter_mut().find(|one| one.employee == me);
    let member = member.ok_or(Error::NotFound)?;
    member.answer = answer;
    member.answered_at = Some(now);
    member.note = note.trim().to_owned();
    let member = member.clone();
    store::save_answer(cx.conn(), agency, id, &member).await
}

/// Whether it is this member's turn to answer.
fn may_answer(task: &Task, me: EmployeeId, step: Step) -> Result<()> {
    next(task.state, step)?;
    match task.member(Some(me)).map(|one| one.answer) {
        Some(Answer::Waiting) => Ok(()),
        _ => Err(Reason::new("shared-task-answered").into()),
    }
}

/// A member agrees; once all have, the approver decides next.
pub async fn agree(cx: &mut Cx, id: SharedTaskId, version: i32, note: &str) -> Result<Task> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut task, me) = lock_own(cx, id, version).await?;
    may_answer(&task, me, Step::Agree)?;
    let approver = together(cx, &task).await?;
    say(cx, &mut task, me, Answer::Agreed, note).await?;
    let all = task.members.iter().all(|one| one.answer == Answer::Agreed);
    if all {
        task.state = next(task.state, Step::Agree)?;
        task.agreed_at = Some(now);
        task.approver = approver.map(|approver| approver.employee);
    }
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-agreed", &task).await?;
    let proposer = task.proposer;
    tell(cx, &task, "shared-task-agreed", proposer, note).await?;
    if all {
        tell_approver(cx, &task).await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// A member would rather not: then it does not come to be.
pub async fn decline(cx: &mut Cx, id: SharedTaskId, version: i32, note: &str) -> Result<Task> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut task, me) = lock_own(cx, id, version).await?;
    may_answer(&task, me, Step::Decline)?;
    say(cx, &mut task, me, Answer::Declined, note).await?;
    task.state = next(task.state, Step::Decline)?;
    task.ended_at = Some(now);
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-declined", &task).await?;
    for to in others(&task, me) {
        tell(cx, &task, "shared-task-declined", to, note).await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// A member who had agreed, or the proposer, no longer wants to, before the decision.
pub async fn withdraw(cx: &mut Cx, id: SharedTaskId, version: i32, note: &str) -> Result<Task> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut task, me) = lock_own(cx, id, version).await?;
    let was = task.state;
    // who was asked and has not agreed declines
    if was == State::Proposed && may_answer(&task, me, Step::Decline).is_ok() {
        return decline(cx, id, version, note).await;
    }
    task.state = next(was, Step::Withdraw)?;
    task.ended_by = Some(me);
    task.end_note = note.trim().to_owned();
    task.ended_at = Some(now);
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-withdrawn", &task).await?;
    let mut to = others(&task, me);
    if was == State::Agreed {
        to.extend(task.approver);
    }
    for to in to {
        tell(cx, &task, "shared-task-withdrawn", to, note).await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// The members without one.
pub(super) fn others(task: &Task, me: EmployeeId) -> Vec<EmployeeId> {
    let mut people = task.people();
    people.retain(|one| *one != me);
    people
}

/// Records a step.
pub(super) async fn record(cx: &mut Cx, event: &'static str, task: &Task) -> Result<()> {
    let event = Event::new(event, "shared_task", task.id.0).with("state", task.state.code());
    audit::record(cx, event).await
}

/// Tells one person of a step, with the name of whoever took it.
pub(super) async fn tell(
    cx: &mut Cx,
    task: &Task,
    kind: &'static str,
    to: EmployeeId,
    note: &str,
) -> Result<()> {
    let once = format!("{kind}:{}:{}:{to}", task.id, task.version);
    let notice = Notice::new(kind, task.path(), once)
        .with("name", cx.actor().name.clone())
        .with("title", &task.title)
        .with("note", note.trim());
    outbox::tell(cx, to, notice).await
}

/// Whoever decides for all is told; where nobody stands above them, the agency's leaders.
pub(super) async fn tell_approver(cx: &mut Cx, task: &Task) -> Result<()> {
    let agency = cx.agency();
    let notice = |to: String| {
        let once = format!("shared-task-waiting:{}:{}:{to}", task.id, task.version);
        Notice::new("shared-task-waiting", task.path(), once)
            .with("name", &task.proposer_name)
            .with("title", &task.title)
    };
    if let Some(approver) = task.approver {
        return outbox::tell(cx, approver, notice(approver.to_string())).await;
    }
    for leader in store::leaders(cx.conn(), agency, &task.people()).await? {
        outbox::tell_identity(cx, leader, notice(leader.to_string())).await?;
    }
    Ok(())
}
