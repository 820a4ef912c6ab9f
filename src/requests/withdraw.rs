//! The person who asked changes his mind: withdraw before a decision, cancel after an approval, whole or single days.

use chrono::NaiveDate;

use super::{
    Request, Span, State, Step,
    approval::lock,
    offer,
    rules::next,
    store::{self, steps::Line},
};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    id::RequestId,
    outbox::{self, Notice},
};

/// Locks an own request and compares the version that was seen. Somebody else's is not found.
pub(super) async fn lock_own(cx: &mut Cx, id: RequestId, version: i32) -> Result<Request> {
    let employee = cx.employee()?;
    let request = lock(cx, id).await?;
    cx.require(Can::BeEmployee)?;
    if request.employee != employee {
        return Err(Error::NotFound);
    }
    if request.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok(request)
}

/// Withdraws a request before it is decided.
pub async fn withdraw(cx: &mut Cx, id: RequestId, version: i32) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let request = lock_own(cx, id, version).await?;
    let state = next(request.state, Step::Withdraw)?;
    store::steps::save_state(cx.conn(), agency, id, version, state, None, now).await?;
    store::steps::set_counts(cx.conn(), agency, &[id], false).await?;
    log(cx, &request, "withdrawn", state).await?;
    audit::record(cx, Event::new("request-withdrawn", "request", id.0)).await
}

/// Cancels an approved request from today on, or only these days of it. What lies behind stays as it was.
pub async fn cancel(cx: &mut Cx, id: RequestId, version: i32, only: &[NaiveDate]) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let request = lock_own(cx, id, version).await?;
    let state = next(request.state, Step::Cancel)?;
    if request.span.hours().is_some() {
        return cancel_hours(cx, &request, state, only).await;
    }
    let held: Vec<NaiveDate> = request
        .span
        .days()
        .into_iter()
        .map(|(day, _)| day)
        .collect();
    let ahead: Vec<NaiveDate> = held.iter().filter(|day| **day >= today).copied().collect();
    let gone = chosen(&ahead, only)?;
    if gone.len() == ahead.len() {
        store::steps::save_state(cx.conn(), agency, id, version, state, Some(today), now).await?;
        store::steps::drop_from(cx.conn(), agency, id, today).await?;
        log(cx, &request, "cancelled", state).await?;
    } else {
        store::steps::save_state(cx.conn(), agency, id, version, request.state, None, now).await?;
        drop_single(cx, &request, &gone).await?;
        log(cx, &request, "day-cancelled", request.state).await?;
    }
    audit::record(
        cx,
        Event::new("request-cancelled", "request", id.0)
            .with("days", gone.len())
            .with("whole", gone.len() == ahead.len()),
    )
    .await?;
    offer::tell_own(cx, &request).await?;
    tell(cx, &request).await
}

/// Own hours end today; they have no single days.
async fn cancel_hours(
    cx: &mut Cx,
    request: &Request,
    state: State,
    only: &[NaiveDate],
) -> Result<()> {
    let (agency, now, today, id) = (cx.agency(), cx.now(), cx.today(), request.id);
    if !only.is_empty() {
        return Err(Error::field("days", "hours-whole"));
    }
    if !request.span.reaches(today) {
        return Err(Reason::new("nothing-ahead").into());
    }
    let version = request.version;
    store::steps::save_state(cx.conn(), agency, id, version, state, Some(today), now).await?;
    log(cx, request, "cancelled", state).await?;
    audit::record(
        cx,
        Event::new("request-cancelled", "request", id.0).with("whole", true),
    )
    .await?;
    tell(cx, request).await
}

async fn tell(cx: &mut Cx, request: &Request) -> Result<()> {
    let Some(approver) = request.approver else {
        return Ok(());
    };
    let (id, version) = (request.id, request.version);
    let notice = Notice::new(
        "request-cancelled",
        format!("/requests/{id}"),
        format!("request-cancelled:{id}:{version}"),
    )
    .with("name", cx.actor().name.clone());
    outbox::tell(cx, approver, notice).await
}

/// The days that fall away: all that lie ahead, or the chosen ones among them.
fn chosen(ahead: &[NaiveDate], only: &[NaiveDate]) -> Result<Vec<NaiveDate>> {
    if ahead.is_empty() {
        return Err(Reason::new("nothing-ahead").into());
    }
    if only.is_empty() {
        return Ok(ahead.to_vec());
    }
    if only.iter().any(|day| !ahead.contains(day)) {
        return Err(Error::field("days", "day-not-ahead"));
    }
    let mut days = only.to_vec();
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

async fn drop_single(cx: &mut Cx, request: &Request, gone: &[NaiveDate]) -> Result<()> {
    let agency = cx.agency();
    match &request.span {
        Span::Days(_) => {
            store::steps::drop_days(cx.conn(), agency, request.id, gone).await?;
            store::steps::span_again(cx.conn(), agency, request.id).await
        }
        Span::Hours { .. } => Ok(()),
        Span::Pattern { .. } => {
            let none = gone.iter().map(|day| (*day, 0));
            store::requests::insert_days(cx.conn(), agency, request.id, none, false, false).await?;
            store::queue::freed(cx.conn(), agency, &[request.id]).await
        }
    }
}

async fn log(cx: &mut Cx, request: &Request, event: &str, to: State) -> Result<()> {
    let (agency, now, actor) = (cx.agency(), cx.now(), cx.actor().employee);
    let line = Line {
        event,
        from: Some(request.state),
        to,
        actor,
        acting: None,
        in_place_of: None,
        note: "",
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, request.id, now, &line).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_ahead_can_be_cancelled() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ahead = [on("2026-11-24"), on("2026-11-26")];
        assert_eq!(chosen(&ahead, &[]).unwrap(), ahead);
        assert_eq!(
            chosen(&ahead, &[on("2026-11-26")]).unwrap(),
            [on("2026-11-26")]
        );
        assert!(chosen(&ahead, &[on("2026-11-20")]).is_err());
        assert!(chosen(&[], &[]).is_err());
    }
}
