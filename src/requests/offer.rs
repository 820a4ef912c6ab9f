//! The person's answer to other days that were offered, or to days that were assigned; and taking an offer back.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    Request, State, Step,
    approval::lock,
    chains::desk::Desk,
    check::recheck,
    rules::next,
    store::{
        self,
        steps::{Line, Outcome as Written},
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
    policy::{Outcome, Overall, RuleResult, Severity},
    windows,
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
    refuse_without_ground(cx, &request).await?;
    match request.assigned_by {
        Some(by) => {
            let outcome = Written {
                decided_by: Some(by),
                decided_at: Some(now),
                ..Written::default()
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
    tell_own(cx, &request).await?;
    tell(cx, &request, "offer-accepted", "").await
}

/// Days that were put forward inside a window, or on seats of an agreement, are judged again where it was ended since: they may rest
/// on it alone.
async fn refuse_without_ground(cx: &mut Cx, request: &Request) -> Result<()> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let Some(range) = request.span.range() else {
        return Ok(());
    };
    let before = request.evaluation().map_or_else(Vec::new, |one| one.days);
    let mut lost: BTreeSet<Uuid> = before
        .iter()
        .filter_map(|day| Some(day.facts.window.as_ref()?.value.id))
        .chain(request.window.as_ref().map(|window| window.id.0))
        .collect();
    if lost.is_empty() && request.agreement.is_none() {
        return Ok(());
    }
    for open in windows::open_in(cx.conn(), agency, range).await? {
        lost.remove(&open.fact.id);
    }
    if lost.is_empty() && request.agreement.is_none() {
        return Ok(());
    }
    let blocks =
        |rule: &RuleResult| rule.outcome == Outcome::Fail && rule.severity == Severity::Blocks;
    // what was in the way when the days were put forward was set aside then
    let known = |on, key: &str| {
        let mut same = before.iter().filter(|day| day.facts.day == on);
        same.any(|day| {
            let mut rules = day.verdict.rules.iter();
            rules.any(|rule| rule.key == key && blocks(rule))
        })
    };
    let found = recheck(cx.conn(), agency, request, &request.span, zone, now).await?;
    let lang = cx.lang().code();
    let new: Vec<&str> = found
        .failing()
        .filter(|day| {
            let mut rules = day.verdict().rules.iter();
            rules.any(|rule| blocks(rule) && !known(day.day, &rule.key))
        })
        .map(|day| day.verdict().headline.get(lang))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let code = match request.agreement {
        Some(_) => "offer-agreement-over",
        None => "offer-window-over",
    };
    Err(Reason::new(code).with("text", new.join(" ")).into())
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
    let request = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    let desk = Desk::of(cx, &request).await?;
    desk.seats_of(cx.actor(), &request)?;
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
    let nothing = Written::default();
    if request.assigned_by.is_some() {
        if request.state != State::Offered {
            return Err(Reason::new("request-step")
                .with("state", request.state.code())
                .into());
        }
        let state = next(request.state, Step::Withdraw)?;
        store::steps::save_outcome(cx.conn(), agency, id, request.version, state, &nothing, now)
            .await?;
        store::steps::set_counts(cx.conn(), agency, &[id], false).await?;
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
        store::steps::set_counts(cx.conn(), agency, &[id], false).await?;
    }
    Ok(state)
}

/// The person's own doing changed approved days: what they are told carries the days for their calendar.
pub(super) async fn tell_own(cx: &mut Cx, request: &Request) -> Result<()> {
    let once = format!("request-days-changed:{}:{}", request.id, request.version);
    let notice = Notice::new("request-days-changed", request.path(), once);
    outbox::tell(cx, request.employee, notice.with_days_of(request.id.0)).await
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
