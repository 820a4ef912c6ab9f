//! Where the agency asks for a report of flexible days, whoever has not reported one hears of it on the next working day, once.

use super::read::unreported;
use crate::{
    kernel::{
        audit::{self, Event},
        cx::Cx,
        error::Result,
        id::EmployeeId,
        outbox::{self, Notice},
    },
    performance::{store, terms},
};

/// Looks through the days of some people who were not looked at today. Gives their number.
pub async fn remind(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    if !terms::show(cx).await?.report_flexible {
        return Ok(0);
    }
    let people = store::days::to_look(cx.conn(), agency, today).await?;
    if people.is_empty() {
        return Ok(0);
    }
    let late = unreported(cx, &people).await?;
    let events: Vec<Event> = late
        .iter()
        .map(|(who, on)| Event::new("day-reminded", "employee", who.0).with("on", on.to_string()))
        .collect();
    audit::record_each(cx, &events).await?;
    let notices = late.into_iter().map(|(who, on)| {
        let once = format!("day-missing:{who}:{on}");
        let notice = Notice::new("day-missing", format!("/today?day={on}"), once);
        (who, notice.with("on", on.format("%d-%m-%Y")))
    });
    outbox::tell_people(cx, notices.collect()).await?;
    let ids: Vec<EmployeeId> = people.iter().map(|(id, _)| *id).collect();
    store::days::looked(cx.conn(), agency, &ids, today).await?;
    Ok(ids.len())
}
