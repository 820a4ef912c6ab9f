//! Answers what was asked for, and ends what holds.

use super::{
    Exception, State,
    ask::{asked, permit},
    rules::{Step, next, period},
};
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Result},
        form::Check,
        id::ExceptionId,
        outbox::{self, Notice},
    },
    requests::store::{
        exceptions::{self, Change},
        locks,
    },
};

/// The answer, as typed.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub grant: bool,
    /// The last day; what was asked for where it is empty.
    pub until_on: String,
    /// Why not, where it is declined.
    pub note: String,
    pub version: i32,
}

/// Locks an exception with its person, and reads it as it is now.
async fn lock(cx: &mut Cx, id: ExceptionId, version: i32) -> Result<Exception> {
    let agency = cx.agency();
    let known = exceptions::find(cx.conn(), agency, id).await?;
    locks::lock_employee(cx.conn(), agency, known.employee).await?;
    let one = exceptions::lock(cx.conn(), agency, id).await?;
    if one.version == version {
        Ok(one)
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Grants or declines what somebody asked for; whoever may waive the rule, never for themselves.
pub async fn answer(cx: &mut Cx, id: ExceptionId, input: &Answer) -> Result<Exception> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let one = lock(cx, id, input.version).await?;
    permit(cx, one.employee, one.result.waivable_by).await?;
    let step = if input.grant {
        Step::Grant
    } else {
        Step::Decline
    };
    let state = next(one.state, step)?;
    let mut check = Check::new();
    let until = match input.until_on.trim() {
        "" => Some(one.until_on),
        typed => check.date("until_on", typed),
    };
    let note = check.optional("note", &input.note, 2_000);
    check.ensure(input.grant || !note.is_empty(), "note", "reason-required");
    if let Some(until) = until.filter(|_| input.grant)
        && let Err((field, code)) = period(one.from_on, until, today)
    {
        check.fail(FieldError::new(field, code));
    }
    check.done()?;
    let until = until.unwrap_or(one.until_on);
    let change = Change {
        state,
        until,
        by: cx.actor().employee,
        note: &note,
    };
    exceptions::decide(cx.conn(), agency, id, &change, now).await?;
    let (event, rule) = match state {
        State::Granted => ("exception-granted", one.result.key.clone()),
        _ => ("exception-declined", one.result.key.clone()),
    };
    let recorded = Event::new(event, "exception", id.0)
        .with("rule", rule)
        .with("until_on", until.to_string());
    audit::record(cx, recorded).await?;
    let notice = Notice::new(event, one.path(), format!("exception-answered:{id}"))
        .with("name", cx.actor().name.clone())
        .with("until", until.format("%d-%m-%Y"))
        .with("note", note);
    outbox::tell(cx, one.employee, notice).await?;
    exceptions::find(cx.conn(), agency, id).await
}

/// The person takes back what is asked for, or gives up what holds; whoever may waive the rule ends what holds, with a reason.
pub async fn end(cx: &mut Cx, id: ExceptionId, note: &str, version: i32) -> Result<Exception> {
    let (agency, now) = (cx.agency(), cx.now());
    let one = lock(cx, id, version).await?;
    let me = cx.actor().employee;
    let own = me == Some(one.employee);
    if !own {
        permit(cx, one.employee, one.result.waivable_by).await?;
    }
    let step = if own && one.state == State::Asked {
        Step::Withdraw
    } else {
        Step::End
    };
    let state = next(one.state, step)?;
    let mut check = Check::new();
    let note = check.optional("note", note, 2_000);
    check.ensure(own || !note.is_empty(), "note", "reason-required");
    check.done()?;
    let change = Change {
        state,
        until: one.until_on,
        by: me,
        note: &note,
    };
    exceptions::end(cx.conn(), agency, id, &change, now).await?;
    let event = match state {
        State::Withdrawn => "exception-withdrawn",
        _ => "exception-ended",
    };
    let recorded = Event::new(event, "exception", id.0).with("rule", one.result.key.clone());
    audit::record(cx, recorded).await?;
    if !own {
        let notice = Notice::new(
            "exception-ended",
            one.path(),
            format!("exception-ended:{id}"),
        )
        .with("name", cx.actor().name.clone())
        .with("note", note);
        outbox::tell(cx, one.employee, notice).await?;
    }
    exceptions::find(cx.conn(), agency, id).await
}

/// Reminds, once, whoever is asked of each that waits past its day. Gives their number.
pub async fn remind_late(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let late = exceptions::take_late(cx.conn(), agency, today, now).await?;
    for id in &late {
        let one = exceptions::find(cx.conn(), agency, *id).await?;
        audit::record(cx, Event::new("exception-late", "exception", id.0)).await?;
        let people = asked(cx, one.employee, one.result.waivable_by).await?;
        let notice = Notice::new("exception-late", one.path(), format!("exception-late:{id}"))
            .with("name", one.employee_name.clone());
        outbox::tell_each(cx, &people, &notice).await?;
    }
    Ok(late.len())
}
