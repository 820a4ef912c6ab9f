//! Decides one request: approve, approve with other days, refuse, return. Never one's own, by any door.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::{
    Request, Span, Standing, State, Step,
    chains::{
        desk::{self, Agreed, Desk},
        rules::Voice,
    },
    check::{Precheck, recheck},
    guests,
    rules::{UNDO_SECONDS, next},
    standing,
    store::{
        self, locks,
        steps::{Line, Outcome},
    },
};
use crate::{
    kernel::{
        actor::{Can, Roles},
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        id::{EmployeeId, RequestId, UnitId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver},
    policy::{Overall, Route, WaivableBy},
};

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Approve,
    /// Approved, on these days instead.
    Adjust(BTreeMap<NaiveDate, u8>),
    /// Approved on these days, once the person agrees to them.
    Offer(BTreeMap<NaiveDate, u8>),
    Refuse,
    Return,
}

/// A decision as it is taken.
#[derive(Clone, Debug)]
pub struct Decide {
    pub decision: Decision,
    /// The version that was seen.
    pub version: i32,
    /// The reason; required to refuse, to return and to set a rule aside.
    pub note: String,
    /// Approve although a rule that may be waived is in the way.
    pub waive: bool,
    /// Decisions taken with one press share it, and are taken back together.
    pub batch: Uuid,
}

/// Whether somebody may decide a request: its present approver; the agency's leader where nobody else can or where the
/// circumstances are special; never the person who asks.
pub fn may_decide(
    actor: Option<EmployeeId>,
    roles: Roles,
    owner: EmployeeId,
    route: Route,
    approver: Option<EmployeeId>,
) -> Result<(), Reason> {
    let Some(actor) = actor else {
        return Err(Reason::new("not-approver"));
    };
    if actor == owner {
        return Err(Reason::new("own-request"));
    }
    let leads = roles.leader && (approver.is_none() || route == Route::SpecialCircumstances);
    if approver == Some(actor) || leads {
        Ok(())
    } else {
        Err(Reason::new("not-approver"))
    }
}

/// Locks a request in the common order and reads it as it is now.
pub async fn lock(cx: &mut Cx, id: RequestId) -> Result<Request> {
    let agency = cx.agency();
    let subjects = locks::subjects(cx.conn(), agency, &[id]).await?;
    let (_, employee, unit) = *subjects.first().ok_or(Error::NotFound)?;
    locks::lock_units(cx.conn(), agency, &[unit]).await?;
    lock_in_unit(cx, id, employee, unit).await
}

/// The rest of the locks, where the unit is held already.
pub async fn lock_in_unit(
    cx: &mut Cx,
    id: RequestId,
    employee: EmployeeId,
    unit: UnitId,
) -> Result<Request> {
    let agency = cx.agency();
    match locks::lock_employee(cx.conn(), agency, employee).await {
        Ok(now_in) if now_in != unit => return Err(Error::Conflict("changed")),
        // somebody who has left may still be told the outcome
        Ok(_) | Err(Error::NotFound) => {}
        Err(error) => return Err(error),
    }
    locks::lock_request(cx.conn(), agency, id).await?;
    let request = store::requests::find(cx.conn(), agency, id).await?;
    guests::hold(cx, request.agreement).await?;
    Ok(request)
}

/// Decides a request.
pub async fn decide(cx: &mut Cx, id: RequestId, input: Decide) -> Result<Request> {
    let request = lock(cx, id).await?;
    decide_locked(cx, request, input).await
}

/// Decides a request whose locks are held: the bulk form uses it too.
pub async fn decide_locked(cx: &mut Cx, request: Request, input: Decide) -> Result<Request> {
    let agency = cx.agency();
    cx.require(Can::DecideRequests)?;
    let desk = Desk::of(cx, &request).await?;
    let actor = cx.actor();
    let seats = desk.seats_of(actor, &request)?;
    let (person, roles) = (cx.employee()?, actor.roles);
    let approver = desk.approver(&seats, Some(person));
    if request.version != input.version {
        return Err(Error::Conflict("changed"));
    }
    let step = step_of(&input.decision);
    let state = next(request.state, step)?;
    let span = asked_span(&request, &input)?;
    let (chairs, onward) = desk.after(&seats, Voice { person, roles });
    if onward.is_some() && matches!(step, Step::Adjust | Step::Offer) {
        return Err(Reason::new("chain-not-last").into());
    }
    let mut waived = Vec::new();
    let mut outcome = Outcome {
        decided_by: Some(person),
        decided_at: Some(cx.now()),
        note: input.note.trim().to_owned(),
        undo_until: Some(cx.now() + TimeDelta::seconds(UNDO_SECONDS)),
        batch: Some(input.batch),
        ..Outcome::default()
    };
    if state.is_approved() || state == State::Offered {
        let zone = cx.actor().zone;
        let now = cx.now();
        let found = recheck(cx.conn(), agency, &request, &span, zone, now).await?;
        waived = waive(cx, &found, approver, &input)?;
        outcome.waived = !waived.is_empty();
        outcome.verdict = Some(found.record()?);
    } else if outcome.note.is_empty() {
        return Err(Error::field("note", "reason-required"));
    }
    if state.is_approved() {
        let agreed = Agreed {
            chairs: &chairs,
            approver,
            by: person,
            batch: input.batch,
        };
        desk::save(cx, &request, &desk, &agreed).await?;
        if let Some(step) = onward {
            return desk::move_on(cx, &request, step, &agreed, &outcome, waived).await;
        }
    }
    let decided = Decided {
        state,
        span: &span,
        outcome,
        approver,
        waived,
        standing: None,
    };
    conclude(cx, &request, &decided).await
}

/// A decision with everything that is kept of it.
pub(super) struct Decided<'a> {
    pub state: State,
    /// The days that are decided on.
    pub span: &'a Span,
    pub outcome: Outcome,
    pub approver: Option<Approver>,
    /// The rules that were set aside.
    pub waived: Vec<String>,
    /// What it rests on where nobody decided just now.
    pub standing: Option<&'a Standing>,
}

/// The end of every decision, by a person's hand or on a standing approval: save, record, tell.
pub(super) async fn conclude(
    cx: &mut Cx,
    request: &Request,
    decided: &Decided<'_>,
) -> Result<Request> {
    let agency = cx.agency();
    save(cx, request, decided).await?;
    record(cx, request, decided).await?;
    match decided.standing {
        Some(standing) => standing::tell(cx, request, standing).await?,
        None => tell(cx, request, decided.state, &decided.outcome).await?,
    }
    store::requests::find(cx.conn(), agency, request.id).await
}

fn step_of(decision: &Decision) -> Step {
    match decision {
        Decision::Approve => Step::Approve,
        Decision::Adjust(_) => Step::Adjust,
        Decision::Offer(_) => Step::Offer,
        Decision::Refuse => Step::Refuse,
        Decision::Return => Step::Return,
    }
}

/// The days that are decided on.
fn asked_span(request: &Request, input: &Decide) -> Result<Span> {
    match &input.decision {
        Decision::Adjust(_) | Decision::Offer(_) if request.span.is_pattern() => {
            Err(Reason::new("pattern-adjusted").into())
        }
        Decision::Adjust(_) | Decision::Offer(_) if request.span.hours().is_some() => {
            Err(Reason::new("hours-adjusted").into())
        }
        Decision::Adjust(days) | Decision::Offer(days) if days.is_empty() => {
            Err(Error::field("days", "no-days"))
        }
        Decision::Adjust(days) | Decision::Offer(days) => Ok(Span::Days(days.clone())),
        _ => Ok(request.span.clone()),
    }
}

/// Rules in the way stop an approval, unless each of them may be set aside by this person and a reason is given.
fn waive(
    cx: &Cx,
    found: &Precheck,
    approver: Option<Approver>,
    input: &Decide,
) -> Result<Vec<String>> {
    if found.overall() != Overall::Fail {
        return Ok(Vec::new());
    }
    let roles = cx.actor().roles;
    let is_approver = approver.map(|approver| approver.employee) == cx.actor().employee;
    let allowed = match found.waivable_by() {
        Some(WaivableBy::UnitHead) => is_approver || roles.leader,
        Some(WaivableBy::Hr) => roles.hr,
        Some(WaivableBy::AgencyLeader) => roles.leader,
        Some(WaivableBy::None) | None => false,
    };
    if !allowed || !input.waive {
        let lang = cx.lang().code();
        let text = found
            .failing()
            .map(|day| day.verdict().headline.get(lang))
            .collect::<Vec<_>>()
            .join(" ");
        let code = if allowed {
            "decision-needs-waiver"
        } else {
            "decision-blocked"
        };
        return Err(Reason::new(code).with("text", text).into());
    }
    if input.note.trim().is_empty() {
        return Err(Error::Invalid(vec![FieldError::new(
            "note",
            "reason-required",
        )]));
    }
    Ok(found
        .failing()
        .flat_map(|day| day.verdict().in_the_way())
        .map(|rule| rule.key.clone())
        .collect())
}

async fn save(cx: &mut Cx, request: &Request, decided: &Decided<'_>) -> Result<()> {
    let (state, outcome) = (decided.state, &decided.outcome);
    let (agency, now, id) = (cx.agency(), cx.now(), request.id);
    store::steps::save_outcome(cx.conn(), agency, id, request.version, state, outcome, now).await?;
    match (state, decided.span) {
        (State::ApprovedAdjusted | State::Offered, Span::Days(days)) => {
            adjust_days(cx, request, days).await?;
        }
        (State::Refused | State::Returned, _) => {
            store::steps::set_counts(cx.conn(), agency, &[id], false).await?;
        }
        _ => {}
    }
    let decider = decided
        .approver
        .filter(|approver| Some(approver.employee) == outcome.decided_by);
    let line = Line {
        event: match decided.standing {
            Some(_) => "approved_standing",
            None => state.code(),
        },
        from: Some(request.state),
        to: state,
        actor: outcome.decided_by,
        acting: decider
            .and_then(|approver| approver.acting)
            .map(organisation::Capacity::code),
        in_place_of: decider.and_then(|approver| approver.in_place_of),
        note: &outcome.note,
        verdict: outcome.verdict.as_ref().map(|(text, _, _)| text.as_str()),
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await
}

/// Puts these days in place of those of a request for single days, and keeps what was asked for.
pub(super) async fn adjust_days(
    cx: &mut Cx,
    request: &Request,
    days: &BTreeMap<NaiveDate, u8>,
) -> Result<()> {
    let agency = cx.agency();
    let asked: BTreeMap<NaiveDate, u8> = request.span.days().into_iter().collect();
    let gone: Vec<NaiveDate> = asked
        .keys()
        .filter(|day| !days.contains_key(day))
        .copied()
        .collect();
    store::steps::drop_days(cx.conn(), agency, request.id, &gone).await?;
    let other: Vec<(NaiveDate, u8)> = days
        .iter()
        .filter(|(day, bits)| asked.get(day).is_some_and(|asked| asked != *bits))
        .map(|(day, bits)| (*day, *bits))
        .collect();
    store::steps::change_halves(cx.conn(), agency, request.id, &other).await?;
    let new = days
        .iter()
        .filter(|(day, _)| !asked.contains_key(day))
        .map(|(day, bits)| (*day, *bits))
        .collect::<Vec<_>>();
    store::requests::insert_days(cx.conn(), agency, request.id, new.into_iter(), true, true)
        .await?;
    store::steps::span_again(cx.conn(), agency, request.id).await
}

async fn record(cx: &mut Cx, request: &Request, decided: &Decided<'_>) -> Result<()> {
    let versions = decided.outcome.verdict.as_ref();
    let by = decided.outcome.decided_by;
    let decider = decided.approver.filter(|one| Some(one.employee) == by);
    let acting = decider.and_then(|one| one.acting);
    let head = decider.and_then(|one| one.in_place_of);
    let event = match decided.standing {
        // whoever asked is the actor here; the supervisor who answers for it is named
        Some(standing) => Event::new("request-approved-standing", "request", request.id.0)
            .with("standing", standing.id.to_string())
            .with("responsible", standing.by.to_string()),
        None => Event::new("request-decided", "request", request.id.0)
            .with("acting", acting.map(organisation::Capacity::code))
            .with("in_place_of", head.map(|id| id.to_string()))
            .with("waived", decided.waived.clone()),
    };
    let event = event
        .with("state", decided.state.code())
        .with("base_version", versions.and_then(|(_, base, _)| *base))
        .with("rule_version", versions.and_then(|(_, _, own)| *own));
    audit::record(cx, event).await
}

/// The notice that names a decision; taken back with it.
pub fn decision_notice(id: RequestId, batch: Uuid) -> String {
    format!("request-decided:{id}:{batch}")
}

async fn tell(cx: &mut Cx, request: &Request, state: State, outcome: &Outcome) -> Result<()> {
    let kind = match state {
        State::Approved => "request-approved",
        State::ApprovedAdjusted => "request-approved-adjusted",
        State::Offered => "request-offered",
        State::Returned => "request-returned",
        _ => "request-refused",
    };
    let batch = outcome.batch.unwrap_or_default();
    let mut notice = Notice::new(kind, request.path(), decision_notice(request.id, batch))
        .with("name", cx.actor().name.clone())
        .with("note", outcome.note.clone());
    if state.is_approved() {
        notice = notice.with_days_of(request.id.0);
    }
    if let Some(until) = outcome.undo_until {
        notice = notice.after(until);
    }
    outbox::tell(cx, request.employee, notice).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_present_approver_decides_and_nobody_their_own() {
        let (owner, head, other) = (EmployeeId::new(), EmployeeId::new(), EmployeeId::new());
        let plain = Roles::default();
        let leader = Roles {
            leader: true,
            ..plain
        };
        let special = Route::SpecialCircumstances;
        let ordinary = Route::Ordinary;
        let may = |actor, roles, route, approver| {
            may_decide(actor, roles, owner, route, approver)
                .map_err(|reason| reason.code)
                .err()
        };
        let table = [
            (Some(head), plain, ordinary, Some(head), None),
            (
                Some(other),
                plain,
                ordinary,
                Some(head),
                Some("not-approver"),
            ),
            (None, plain, ordinary, Some(head), Some("not-approver")),
            (
                Some(owner),
                plain,
                ordinary,
                Some(owner),
                Some("own-request"),
            ),
            (Some(owner), leader, special, None, Some("own-request")),
            (
                Some(other),
                leader,
                ordinary,
                Some(head),
                Some("not-approver"),
            ),
            (Some(other), leader, special, Some(head), None),
            (Some(other), leader, ordinary, None, None),
            (Some(other), plain, ordinary, None, Some("not-approver")),
        ];
        for (actor, roles, route, approver, refused) in table {
            assert_eq!(may(actor, roles, route, approver), refused);
        }
    }
}
