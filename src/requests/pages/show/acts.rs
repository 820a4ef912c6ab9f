//! What can be done about a request on its page: withdraw, answer an offer, cancel, object, revoke.

use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use super::{ShowPage, build};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, invalid, redirect},
        id::{ObjectionId, RequestId},
    },
    requests::{
        self, Answer, State,
        store::{self, cases},
    },
};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Versioned {
    version: String,
    days: Vec<String>,
}

async fn answer_form(
    mut cx: Cx,
    id: RequestId,
    done: Result<()>,
    flash: Flash,
    keep: impl FnOnce(&mut ShowPage),
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(flash);
            Ok(redirect(&format!("/requests/{id}")))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let mut template = build(&mut cx, id, errors).await?;
            keep(&mut template);
            invalid(&template)
        }
    }
}

fn version(text: &str) -> Result<i32> {
    text.trim().parse().map_err(|_| Error::Conflict("changed"))
}

/// POST /requests/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Versioned>,
) -> Result<Response> {
    let done = match version(&input.version) {
        Ok(version) => requests::withdraw(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    answer_form(cx, id, done, Flash::ok("flash-request-withdrawn"), |_| {}).await
}

/// POST /requests/{id}/acceptance
pub async fn accept(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Versioned>,
) -> Result<Response> {
    let done = match version(&input.version) {
        Ok(version) => requests::accept(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    answer_form(cx, id, done, Flash::ok("flash-offer-accepted"), |_| {}).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decline {
    version: String,
    note: String,
}

/// POST /requests/{id}/declination
pub async fn decline(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Decline>,
) -> Result<Response> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    let done = match (check.done(), version(&input.version)) {
        (Ok(()), Ok(version)) => requests::decline(&mut cx, id, version, &note).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    answer_form(cx, id, done, Flash::ok("flash-offer-declined"), |page| {
        page.statement = input.note;
    })
    .await
}

/// POST /requests/{id}/retraction
pub async fn retract(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Versioned>,
) -> Result<Response> {
    let done = match version(&input.version) {
        Ok(version) => requests::retract(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    answer_form(cx, id, done, Flash::ok("flash-offer-retracted"), |_| {}).await
}

/// POST /requests/{id}/cancellation
pub async fn cancel(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Versioned>,
) -> Result<Response> {
    let mut check = Check::new();
    let only: Vec<NaiveDate> = input
        .days
        .iter()
        .filter_map(|day| check.date("days", day))
        .collect();
    let done = match (check.done(), version(&input.version)) {
        (Ok(()), Ok(version)) => requests::cancel(&mut cx, id, version, &only).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let agency = cx.agency();
    let hours = store::requests::find(cx.conn(), agency, id).await?;
    let flash = match hours.span.hours() {
        Some(_) => Flash::ok("flash-hours-cancelled"),
        None => Flash::ok("flash-request-cancelled"),
    };
    answer_form(cx, id, done, flash, |_| {}).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Object {
    version: String,
    statement: String,
}

/// POST /requests/{id}/objection
pub async fn object(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Object>,
) -> Result<Response> {
    let done = match version(&input.version) {
        Ok(version) => requests::object(&mut cx, id, version, &input.statement).await,
        Err(error) => Err(error),
    };
    answer_form(cx, id, done, Flash::ok("flash-objection-sent"), |page| {
        page.statement = input.statement;
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Revoke {
    version: String,
    from: String,
    reason: String,
}

/// POST /requests/{id}/revocation
pub async fn revoke(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Revoke>,
) -> Result<Response> {
    if !(cx.actor().roles.hr || cx.actor().roles.may(Can::DecideRequests)) {
        return Err(Error::Forbidden);
    }
    let mut check = Check::new();
    let from = check.date("from", &input.from);
    let done = match (check.done(), version(&input.version), from) {
        (Ok(()), Ok(version), Some(from)) => {
            requests::revoke(&mut cx, id, version, from, &input.reason).await
        }
        (Err(error), _, _) | (_, Err(error), _) => Err(error),
        (_, _, None) => Err(Error::field("from", "required")),
    };
    answer_form(cx, id, done, Flash::ok("flash-request-revoked"), |page| {
        page.from = input.from;
        page.revoke_reason = input.reason;
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reply {
    version: String,
    answer: String,
    upheld: String,
}

/// POST /objections/{id}
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<ObjectionId>,
    Form(input): Form<Reply>,
) -> Result<Response> {
    let agency = cx.agency();
    let request = cases::find_objection(cx.conn(), agency, id).await?.request;
    let done = match version(&input.version) {
        Ok(version) => {
            let reply = Answer {
                upheld: input.upheld == "true",
                text: input.answer,
                version,
            };
            requests::answer(&mut cx, id, reply).await
        }
        Err(error) => Err(error),
    };
    let flash = match done.as_ref().ok().filter(|_| input.upheld == "true") {
        Some(one) if one.state == State::Submitted => Flash::ok("flash-objection-reopened")
            .with("name", one.approver_name.clone().unwrap_or_default()),
        Some(one) if one.state == State::Returned => {
            Flash::ok("flash-objection-returned").with("name", &one.employee_name)
        }
        _ => Flash::ok("flash-objection-answered"),
    };
    answer_form(cx, request, done.map(|_| ()), flash, |_| {}).await
}
