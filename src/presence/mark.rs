//! A person says where they work, and when they stop. Only for themselves, only now.

use super::{At, Day, Kind, Mark, NOTE, Source, rules, store};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::Result,
        form::Check,
        id::EmployeeId,
    },
};

/// From now on the acting person works at a place.
pub async fn start(cx: &mut Cx, place: At, note: &str) -> Result<()> {
    let (who, day) = today(cx).await?;
    rules::may_start(&day, place)?;
    declare(cx, who, Kind::Start, Some(place), note).await
}

/// The acting person stops working now.
pub async fn finish(cx: &mut Cx, note: &str) -> Result<()> {
    let (who, day) = today(cx).await?;
    rules::may_finish(&day)?;
    declare(cx, who, Kind::End, None, note).await
}

async fn today(cx: &mut Cx) -> Result<(EmployeeId, Day)> {
    let (agency, who, today) = (cx.agency(), cx.employee()?, cx.today());
    store::lock(cx.conn(), agency, who).await?;
    cx.require(Can::BeEmployee)?;
    let mut marks = store::marks(cx.conn(), agency, &[who], DateRange::day(today)).await?;
    Ok((who, marks.remove(&(who, today)).unwrap_or_default()))
}

async fn declare(
    cx: &mut Cx,
    who: EmployeeId,
    kind: Kind,
    place: Option<At>,
    note: &str,
) -> Result<()> {
    let (agency, at, on) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let note = check.optional("note", note, NOTE);
    check.done()?;
    let mark = Mark {
        on,
        at,
        kind,
        place,
        source: Source::Declared,
        note,
        device: String::new(),
    };
    store::declare(cx.conn(), agency, who, &mark).await?;
    let event = match kind {
        Kind::Start => "presence-started",
        Kind::End => "presence-finished",
    };
    audit::record(
        cx,
        Event::new(event, "employee", who.0).with("place", place.map(At::code)),
    )
    .await
}
