//! Revokes an approved request from a day on, with a reason and with notice. By the approver or HR, never one's own.

use chrono::NaiveDate;

use super::{
    Step,
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
};

/// Revokes an approved request from `from` on, tomorrow at the earliest: the person must be able to come.
pub async fn revoke(
    cx: &mut Cx,
    id: RequestId,
    version: i32,
    from: NaiveDate,
    reason: &str,
) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
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
    let by = actor.employee;
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
    audit::record(
        cx,
        Event::new("request-revoked", "request", id.0).with("from", from.to_string()),
    )
    .await?;
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
