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
    db::Mode,
    error::Result,
    id::SharedTaskId,
    jobs::Periodic,
    outbox::{self, Notice},
};

/// What the worker does for this area.
pub fn periodic() -> Periodic {
    Periodic {
        name: "shared-tasks",
        every: TimeDelta::minutes(10),
        run: upkeep,
    }
}

/// Ends what is over, and hands what waits to whoever decides now.
fn upkeep(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut cx = Cx::system(core, agency, Mode::Write).await?;
        run(&mut cx).await?;
        cx.finish().await
    })
}

async fn run(cx: &mut Cx) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    for (id, why) in store::lock_ending(cx.conn(), agency, now, today).await? {
        end(cx, id, why).await?;
    }
    for (id, to) in store::lock_moved(cx.conn(), agency, today).await? {
        let mut task = store::find(cx.conn(), agency, id).await?;
        task.approver = to;
        store::save(cx.conn(), agency, &task).await?;
        let event = Event::new("shared-task-rerouted", "shared_task", id.0)
            .with("approver", to.map(|to| to.to_string()));
        audit::record(cx, event).await?;
        tell_approver(cx, &task).await?;
    }
    Ok(())
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
