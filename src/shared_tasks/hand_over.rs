//! The holder passes the task on with a note; the next one confirms having read it.

use uuid::Uuid;

use super::{
    HandOver, State, Task,
    answer::{lock_own, record, tell},
    propose::working_days,
    rules::{Run, next_hands, runs},
    store,
};
use crate::{
    calendar::DateRange,
    kernel::{
        cx::Cx,
        error::{Reason, Result},
        form::Check,
        id::SharedTaskId,
    },
};

/// What the next holder has to know.
#[derive(Clone, Debug)]
pub struct Note {
    pub done: String,
    pub still_open: String,
    /// Where the work lies.
    pub lies: String,
}

impl Note {
    /// What was typed, or every problem with it.
    pub fn read(done: &str, still_open: &str, lies: &str) -> Result<Self> {
        let mut check = Check::new();
        let note = Self {
            done: check.text("done", done, 2_000),
            still_open: check.optional("still_open", still_open, 2_000),
            lies: check.optional("lies", lies, 500),
        };
        check.done()?;
        Ok(note)
    }
}

/// The working days of a task, joined where the holder stays the same.
pub(super) async fn runs_of(cx: &mut Cx, task: &Task) -> Result<Vec<Run>> {
    let range = DateRange {
        from: task.from_on,
        to: task.to_on,
    };
    let working = working_days(cx, task.unit, range).await?;
    Ok(runs(&task.turns, &working))
}

/// Passes the task on to the next holder.
pub async fn hand_over(cx: &mut Cx, id: SharedTaskId, version: i32, note: &Note) -> Result<Task> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let (task, me) = lock_own(cx, id, version).await?;
    if task.state != State::Approved {
        return Err(Reason::new("shared-task-not-running").into());
    }
    let runs = runs_of(cx, &task).await?;
    let to = next_hands(&runs, today, me)?;
    let one = HandOver {
        id: Uuid::now_v7(),
        from: me,
        from_name: String::new(),
        to,
        to_name: String::new(),
        done: note.done.clone(),
        still_open: note.still_open.clone(),
        lies: note.lies.clone(),
        handed_at: now,
        read_at: None,
    };
    store::insert_handover(cx.conn(), agency, id, &one).await?;
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-handed-over", &task).await?;
    tell(cx, &task, "shared-task-handed-over", to, "").await?;
    store::find(cx.conn(), agency, id).await
}

/// The next holder has read what was handed over.
pub async fn confirm(cx: &mut Cx, id: SharedTaskId, version: i32) -> Result<Task> {
    let (agency, now) = (cx.agency(), cx.now());
    let (task, me) = lock_own(cx, id, version).await?;
    let mut from = store::confirm(cx.conn(), agency, id, me, now).await?;
    if from.is_empty() {
        return Err(Reason::new("shared-task-nothing-to-confirm").into());
    }
    from.sort_unstable();
    from.dedup();
    store::save(cx.conn(), agency, &task).await?;
    record(cx, "shared-task-handover-read", &task).await?;
    for to in from {
        tell(cx, &task, "shared-task-handover-read", to, "").await?;
    }
    store::find(cx.conn(), agency, id).await
}
