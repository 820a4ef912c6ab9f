//! Takes a decision back within its ten seconds: the request waits again, the notice never leaves.

use uuid::Uuid;

use super::{
    Request, Span, State, Step,
    approval::{decision_notice, lock_in_unit},
    chains,
    check::recheck,
    guests,
    rules::next,
    store::{
        self, cases, locks,
        steps::{Line, Outcome},
    },
    swaps,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        outbox,
    },
    policy::Overall,
};

/// Takes back every decision of a batch that this person took less than ten seconds ago. Gives their number.
pub async fn undo(cx: &mut Cx, batch: Uuid) -> Result<usize> {
    let (agency, now) = (cx.agency(), cx.now());
    cx.require(Can::DecideRequests)?;
    let by = cx.employee()?;
    let ids = cases::batch(cx.conn(), agency, batch, by, now).await?;
    let exchanged = store::swaps::batch(cx.conn(), agency, batch, by, now).await?;
    if ids.is_empty() && exchanged.is_empty() {
        return Err(Reason::new("undo-late").into());
    }
    let subjects = locks::subjects(cx.conn(), agency, &ids).await?;
    let mut units: Vec<_> = subjects.iter().map(|(_, _, unit)| *unit).collect();
    units.sort_unstable();
    units.dedup();
    locks::lock_units(cx.conn(), agency, &units).await?;
    guests::hold_all(cx, &ids).await?;
    for (id, employee, unit) in &subjects {
        let request = lock_in_unit(cx, *id, *employee, *unit).await?;
        if request.batch != Some(batch) || request.undo_until.is_none_or(|until| until < now) {
            return Err(Error::Conflict("changed"));
        }
        undo_one(cx, &request, batch).await?;
    }
    for swap in &exchanged {
        swaps::decide::undo(cx, swap.id, batch).await?;
    }
    Ok(subjects.len() + exchanged.len())
}

async fn undo_one(cx: &mut Cx, request: &Request, batch: Uuid) -> Result<()> {
    let (agency, now, id) = (cx.agency(), cx.now(), request.id);
    // an agreement that did not decide yet left it waiting
    let state = match request.state {
        State::Submitted => State::Submitted,
        decided => next(decided, Step::Undo)?,
    };
    let nothing = Outcome::default();
    store::steps::save_outcome(cx.conn(), agency, id, request.version, state, &nothing, now)
        .await?;
    if request.step.is_some() {
        chains::desk::reopen(cx, request, batch).await?;
    }
    if !matches!(request.state, State::Approved | State::Submitted) {
        store::steps::undo_days(cx.conn(), agency, id).await?;
        still_free(cx, request).await?;
    }
    let line = Line {
        event: "undone",
        from: Some(request.state),
        to: state,
        actor: cx.actor().employee,
        acting: None,
        in_place_of: None,
        note: "",
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await?;
    outbox::cancel(cx, &decision_notice(id, batch)).await?;
    audit::record(
        cx,
        Event::new("decision-undone", "request", id.0).with("was", request.state.code()),
    )
    .await
}

/// Places that were given up by a refusal may have gone to somebody else meanwhile.
async fn still_free(cx: &mut Cx, request: &Request) -> Result<()> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let again = store::requests::find(cx.conn(), agency, request.id).await?;
    let span: &Span = &again.span;
    let found = recheck(cx.conn(), agency, &again, span, zone, now).await?;
    if found.overall() == Overall::Fail {
        return Err(Reason::new("undo-taken").into());
    }
    Ok(())
}
