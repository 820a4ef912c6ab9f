//! What ends by itself: a task whose last day has passed, whose member left or moved, or that nobody can decide any more.

use chrono::TimeDelta;

use super::{
    State, Step, Why,
    answer::{record, tell_approver},
    rules::next,
    store,
};
use crate::kernel::{
    actor::Agency,
    audit::{self, Event},
    cx::{BoxFuture, Core, Cx},
    error::Result,
    id::SharedTaskId,
    jobs::{Periodic, all},
    outbox::{self, Notice},
};

/// What the worker does for this area.
pub fn periodic() -> Periodic {
    Periodic {
        name: "shared-tasks",
        // as often as requests and exchanges: what waits for one person moves together
        every: TimeDelta::minutes(1),
        run: upkeep,
    }
}

/// Ends what is over, and hands what waits to whoever decides now.
fn upkeep(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        all(core, &agency, |cx| Box::pin(end_all(cx))).await?;
        all(core, &agency, |cx| Box::pin(reroute(cx))).await
    })
}

/// Ends what is over. Gives the number.
async fn end_all(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let ending = store::lock_ending(cx.conn(), agency, now, today).await?;
    for (id, why) in &ending {
        end(cx, *id, *why).await?;
    }
    Ok(ending.len())
}

/// Hands what waits to whoever decides now. Gives the number.
async fn reroute(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let moved = store::lock_moved(cx.conn(), agency, today).await?;
    for (id, to) in &moved {
        let (id, to) = (*id, *to);
        let mut task = store::find(cx.conn(), agency, id).await?;
        task.approver = to;
        store::save(cx.conn(), agency, &task).await?;
        let event = Event::new("shared-task-rerouted", "shared_task", id.0)
            .with("approver", to.map(|to| to.to_string()));
        audit::record(cx, event).await?;
        tell_approver(cx, &task).await?;
    }
    Ok(moved.len())
}

/// Ends a task and tells its members, and its approver where it waited for one or ends before its last day.
async fn end(cx: &mut Cx, id: SharedTaskId, why: Why) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut task = store::find(cx.conn(), agency, id).await?;
    let was = task.state;
    task.state = next(was, Step::End)?;
    task.why = Some(why);
    task.ended_at = Some(now);
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-ended", &task).await?;
    let mut people = task.people();
    if was != State::Proposed && why != Why::Over {
        people.extend(task.approver);
    }
    for to in people {
        let once = format!("shared-task-ended:{id}:{to}");
        let notice = Notice::new("shared-task-ended", task.path(), once)
            .with("title", &task.title)
            .with("why", why.code());
        outbox::tell(cx, to, notice).await?;
    }
    Ok(())
}
