//! Days that a head assigns to somebody by their task; the person confirms them (PermenPANRB 4/2025 article 8: by assignment).

use uuid::Uuid;

use super::{
    Ask, Request, State,
    approval::may_decide,
    guests,
    store::{self, requests::Keep, steps::Line},
    submit::{lock_person, look, refuse_failing},
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, RequestId},
        outbox::{self, Notice},
    },
    organisation,
    policy::{Overall, Route},
};

/// Days to be assigned.
#[derive(Clone, Debug)]
pub struct Assign {
    pub employee: EmployeeId,
    pub ask: Ask,
    /// Names the form: the same form sent twice assigns once.
    pub key: Option<Uuid>,
}

/// Whether the acting person may assign days to somebody: who would decide their requests, never oneself.
pub async fn may_assign(cx: &mut Cx, employee: EmployeeId) -> Result<()> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    organisation::find_active(cx.conn(), agency, employee).await?;
    let approver = organisation::approver_of(cx.conn(), agency, employee, today, 0).await?;
    let actor = cx.actor();
    may_decide(
        actor.employee,
        actor.roles,
        employee,
        Route::Ordinary,
        approver.map(|approver| approver.asked(actor.employee)),
    )?;
    Ok(())
}

/// Assigns days: they take places at once and wait for the person's answer.
pub async fn assign(cx: &mut Cx, input: Assign) -> Result<Request> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.employee()?);
    let employee = input.employee;
    let unit = lock_person(cx, employee).await?;
    may_assign(cx, employee).await?;
    if let Some(key) = input.key
        && let Some(known) = store::requests::find_by_key(cx.conn(), agency, employee, key).await?
    {
        return store::requests::find(cx.conn(), agency, known).await;
    }
    if input.ask.route != Route::Ordinary {
        return Err(Error::field("route", "choice"));
    }
    if input.ask.times.is_some() {
        return Err(Error::field("own_start", "hours-assigned"));
    }
    let ask = guests::described(cx, input.ask).await?;
    guests::hold(cx, ask.agreement).await?;
    let found = look(cx, employee, &ask, None).await?;
    refuse_failing(cx, &ask, &found)?;
    let found = found.sent();
    let (verdict, base_version, rule_version) = found.record()?;
    let keep = Keep {
        id: RequestId::new(),
        employee,
        unit,
        state: State::Offered,
        approver: Some(by),
        evidence: None,
        verdict: Some(verdict),
        base_version,
        rule_version,
        window: found.window(),
        safe: found.overall() == Overall::Pass,
        key: input.key,
        assigned_by: Some(by),
        now,
    };
    let ask = Ask {
        span: found.settled(&ask),
        ..ask
    };
    store::requests::put(cx.conn(), agency, &keep, &ask).await?;
    let line = Line {
        event: "assigned",
        from: None,
        to: keep.state,
        actor: Some(by),
        acting: None,
        in_place_of: None,
        note: "",
        verdict: keep.verdict.as_deref(),
    };
    store::steps::log(cx.conn(), agency, keep.id, now, &line).await?;
    audit::record(
        cx,
        Event::new("days-assigned", "request", keep.id.0)
            .with("days", ask.span.days().len())
            .with("base_version", keep.base_version)
            .with("rule_version", keep.rule_version),
    )
    .await?;
    let notice = Notice::new(
        "request-assigned",
        format!("/requests/{}", keep.id),
        format!("request-assigned:{}", keep.id),
    )
    .with("name", cx.actor().name.clone());
    outbox::tell(cx, employee, notice).await?;
    store::requests::find(cx.conn(), agency, keep.id).await
}
