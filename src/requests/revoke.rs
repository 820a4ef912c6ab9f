//! Revokes an approved request from a day on, with a reason and with notice. By the approver or HR, never one's own.

use chrono::NaiveDate;

use super::{
    Request, State, Step,
    approval::{lock, may_decide},
    rules::next,
    store::{self, steps::Line},
};
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        id::RequestId,
        outbox::{self, Notice},
    },
    organisation,
    places::Agreement,
};

/// Revokes an approved request from `from` on, tomorrow at the earliest: the person must be able to come.
pub async fn revoke(
    cx: &mut Cx,
    id: RequestId,
    version: i32,
    from: NaiveDate,
    reason: &str,
) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let request = lock(cx, id).await?;
    let approver =
        organisation::approver_of(cx.conn(), agency, request.employee, today, request.level)
            .await?;
    let actor = cx.actor();
    if actor.employee == Some(request.employee) {
        return Err(Reason::new("own-request").into());
    }
    if !actor.roles.hr {
        may_decide(
            actor.employee,
            actor.roles,
            request.employee,
            request.route,
            approver.map(|approver| approver.asked(actor.employee)),
        )?;
    }
    if request.version != version {
        return Err(Error::Conflict("changed"));
    }
    let state = next(request.state, Step::Revoke)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "reason-required"));
    }
    if from <= today {
        return Err(Error::Invalid(vec![FieldError::new(
            "from",
            "revoke-notice",
        )]));
    }
    if !request.span.reaches(from) {
        return Err(Reason::new("nothing-ahead").into());
    }
    let revoked = Revoked {
        from,
        reason,
        office: None,
    };
    take_away(cx, &request, state, &revoked).await
}

/// What is revoked, and why.
pub(super) struct Revoked<'a> {
    pub from: NaiveDate,
    pub reason: &'a str,
    /// The office of another agency whose agreement ended, where that is why.
    pub office: Option<&'a Agreement>,
}

/// The end of every revocation, by an officer or because the days lost their office: save, record, tell.
pub(super) async fn take_away(
    cx: &mut Cx,
    request: &Request,
    state: State,
    revoked: &Revoked<'_>,
) -> Result<()> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().employee);
    let (id, version, from, reason) = (request.id, request.version, revoked.from, revoked.reason);
    store::steps::save_state(cx.conn(), agency, id, version, state, Some(from), now).await?;
    store::steps::mark_revoked(cx.conn(), agency, id, from).await?;
    store::steps::drop_from(cx.conn(), agency, id, from).await?;
    let line = Line {
        event: "revoked",
        from: Some(request.state),
        to: state,
        actor: by,
        acting: None,
        in_place_of: None,
        note: reason,
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await?;
    let agreement = request.agreement.filter(|_| revoked.office.is_some());
    audit::record(
        cx,
        Event::new("request-revoked", "request", id.0)
            .with("from", from.to_string())
            .with("agreement", agreement.map(|id| id.to_string())),
    )
    .await?;
    if let Some(office) = revoked.office {
        return tell_closed(cx, request, office).await;
    }
    let notice = Notice::new(
        "request-revoked",
        request.path(),
        format!("request-revoked:{id}:{version}"),
    )
    .with("name", cx.actor().name.clone())
    .with("note", reason)
    .with_days_of(id.0);
    outbox::tell(cx, request.employee, notice).await
}

/// The person and their approver hear that the office is closed to them.
async fn tell_closed(cx: &mut Cx, request: &Request, office: &Agreement) -> Result<()> {
    let kind = "request-office-closed";
    let people = [Some(request.employee), request.approver];
    for who in people.into_iter().flatten() {
        let once = format!("{kind}:{}:{}:{who}", request.id, request.version);
        let notice = Notice::new(kind, request.path(), once)
            .with("name", request.employee_name.clone())
            .with("office", office.office())
            .with("until", office.until().format("%d-%m-%Y"))
            .with("note", office.reason.clone());
        let own = who == request.employee;
        let notice = if own {
            notice.with_days_of(request.id.0)
        } else {
            notice
        };
        outbox::tell(cx, who, notice).await?;
    }
    Ok(())
}
