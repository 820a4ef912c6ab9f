//! The person's answer to other days that were offered, or to days that were assigned; and taking an offer back.

use super::{
    Request, State, Step,
    approval::{lock, may_decide},
    check::recheck,
    rules::next,
    store::{
        self,
        steps::{Line, Outcome},
    },
    withdraw::lock_own,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, RequestId},
        outbox::{self, Notice},
    },
    organisation,
    policy::Overall,
};

/// Agrees to the days that were offered or assigned: they are approved by whoever put them forward.
pub async fn accept(cx: &mut Cx, id: RequestId, version: i32) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let request = lock_own(cx, id, version).await?;
    let (step, event) = match request.assigned_by {
        Some(_) => (Step::Confirm, "confirmed"),
        None => (Step::Accept, "accepted"),
    };
    let state = next(request.state, step)?;
    if request.span.days().iter().any(|(day, _)| *day < today) {
        return Err(Reason::new("offer-passed").into());
    }
    match request.assigned_by {
        Some(by) => {
            let outcome = Outcome {
                decided_by: Some(by),
                decided_at: Some(now),
                ..Outcome::default()
            };
            store::steps::save_outcome(cx.conn(), agency, id, version, state, &outcome, now)
                .await?;
        }
        None => {
            store::steps::save_state(cx.conn(), agency, id, version, state, None, now).await?;
        }
    }
    log(cx, &request, event, state, "").await?;
    audit::record(
        cx,
        Event::new("offer-accepted", "request", id.0).with("state", state.code()),
    )
    .await?;
    tell(cx, &request, "offer-accepted", "").await
}

/// Rather not. Days that were assigned are gone; in place of other days, those that were asked for wait for a decision again, or
/// come back to the person where somebody else has them by now.
pub async fn decline(cx: &mut Cx, id: RequestId, version: i32, note: &str) -> Result<()> {
    let request = lock_own(cx, id, version).await?;
    let note = note.trim();
    let state = give_up(cx, &request, Step::Decline).await?;
    log(cx, &request, "declined", state, note).await?;
    audit::record(
        cx,
        Event::new("offer-declined", "request", id.0).with("state", state.code()),
    )
    .await?;
    tell(cx, &request, "offer-declined", note).await
}

/// Takes back an offer that the person has not answered. By whoever decides.
pub async fn retract(cx: &mut Cx, id: RequestId, version: i32) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let request = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    let approver =
        organisation::approver_of(cx.conn(), agency, request.employee, today, request.level)
            .await?;
    let actor = cx.actor();
    may_decide(
        actor.employee,
        actor.roles,
        request.employee,
        request.route,
        approver.map(|approver| approver.employee),
    )?;
    if request.version != version {
        return Err(Error::Conflict("changed"));
    }
    let state = give_up(cx, &request, Step::Decline).await?;
    log(cx, &request, "retracted", state, "").await?;
    audit::record(
        cx,
        Event::new("offer-retracted", "request", id.0).with("state", state.code()),
    )
    .await?;
    let notice = Notice::new(
        "offer-retracted",
        request.path(),
        format!("offer-retracted:{id}:{version}"),
    )
    .with("name", cx.actor().name.clone());
    outbox::tell(cx, request.employee, notice).await
}

/// The offered days go; gives the state after.
async fn give_up(cx: &mut Cx, request: &Request, step: Step) -> Result<State> {
    let (agency, now, zone, id) = (cx.agency(), cx.now(), cx.actor().zone, request.id);
    let nothing = Outcome::default();
    if request.assigned_by.is_some() {
        if request.state != State::Offered {
            return Err(Reason::new("request-step")
                .with("state", request.state.code())
                .into());
        }
        let state = next(request.state, Step::Withdraw)?;
        store::steps::save_outcome(cx.conn(), agency, id, request.version, state, &nothing, now)
            .await?;
        store::steps::set_counts(cx.conn(), agency, id, false).await?;
        return Ok(state);
    }
    next(request.state, step)?;
    store::steps::undo_days(cx.conn(), agency, id).await?;
    let asked = store::requests::find(cx.conn(), agency, id).await?;
    let found = recheck(cx.conn(), agency, &asked, &asked.span, zone, now).await?;
    // days that rules were in the way of when they were offered others are the approver's matter still
    let free = found.overall() != Overall::Fail || !found.only_full();
    let step = if free { step } else { Step::Return };
    let state = next(request.state, step)?;
    store::steps::save_outcome(cx.conn(), agency, id, request.version, state, &nothing, now)
        .await?;
    if !state.counts() {
        store::steps::set_counts(cx.conn(), agency, id, false).await?;
    }
    Ok(state)
}

/// Who put the days forward learns the answer.
async fn tell(cx: &mut Cx, request: &Request, kind: &'static str, note: &str) -> Result<()> {
    let by: Option<EmployeeId> = request.assigned_by.or(request.decided_by);
    let Some(by) = by else { return Ok(()) };
    let once = format!("{kind}:{}:{}", request.id, request.version);
    let notice = Notice::new(kind, request.path(), once)
        .with("name", cx.actor().name.clone())
        .with("note", note);
    outbox::tell(cx, by, notice).await
}

async fn log(cx: &mut Cx, request: &Request, event: &str, to: State, note: &str) -> Result<()> {
    let (agency, now, actor) = (cx.agency(), cx.now(), cx.actor().employee);
    let line = Line {
        event,
        from: Some(request.state),
        to,
        actor,
        acting: None,
        in_place_of: None,
        note,
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, request.id, now, &line).await
}
