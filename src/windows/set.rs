//! Sets a window of the agency, opens one at once in an emergency, ends one before its time.

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Window, kind_code,
    rules::{self, Area},
    store,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        format,
        id::{UnitId, WindowId},
        outbox::{self, Notice},
    },
    policy::WindowKind,
};

/// A window as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    pub number: String,
    pub title: String,
    pub first_on: String,
    pub last_on: String,
    /// `home`, `elsewhere`.
    pub places: Vec<String>,
    pub share: String,
    /// `true`: units that serve the public are meant, too.
    pub direct_service: String,
    /// Units it is for, by id; none: the whole agency.
    pub scope: Vec<String>,
    /// Further ones by code, with commas between.
    pub scope_codes: String,
    pub excluded: Vec<String>,
    pub excluded_codes: String,
    pub note: String,
}

/// A window that was read from a form.
#[derive(Clone, Debug)]
pub struct Facts {
    pub kind: WindowKind,
    pub national: Option<Uuid>,
    pub number: String,
    pub title: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub home: bool,
    pub elsewhere: bool,
    pub share: i16,
    pub direct_service: bool,
    pub scope: Vec<UnitId>,
    pub excluded: Vec<UnitId>,
    pub note: String,
}

/// Sets a window; one for an emergency is in force at once, and everybody it is for is told at once.
pub async fn set(cx: &mut Cx, kind: WindowKind, form: &Form) -> Result<WindowId> {
    let agency = cx.agency();
    store::lock_agency(cx.conn(), agency).await?;
    cx.require(Can::SetWindows)?;
    let facts = read(cx, kind, form).await?;
    let id = put(cx, &facts).await?;
    match kind {
        WindowKind::Emergency => alarm(cx, id, &facts).await?,
        _ => tell_officers(cx, "window-set", id, &facts).await?,
    }
    Ok(id)
}

/// Reads a form, or names every problem with it.
async fn read(cx: &mut Cx, kind: WindowKind, form: &Form) -> Result<Facts> {
    let today = cx.today();
    let emergency = kind == WindowKind::Emergency;
    let mut check = Check::new();
    let title = check.text("title", &form.title, 120);
    let number = check.optional("number", &form.number, 100);
    let first = match form.first_on.trim() {
        "" if emergency => Some(today),
        typed => check.date("first_on", typed),
    };
    let last = check.date("last_on", &form.last_on);
    let (home, elsewhere) = places(&mut check, &form.places, emergency);
    let share = match form.share.trim() {
        "" if emergency => Some(100),
        typed => check.number("share", typed, 1, 100),
    };
    let note = check.optional("note", &form.note, 2_000);
    let scope = units(cx, &mut check, "scope", &form.scope, &form.scope_codes).await?;
    let excluded = units(
        cx,
        &mut check,
        "excluded",
        &form.excluded,
        &form.excluded_codes,
    )
    .await?;
    if let (Some(first), Some(last)) = (first, last)
        && let Err(code) = rules::check_period(first, last, today)
    {
        check.fail(FieldError::new("last_on", code).with("days", rules::LONGEST));
    }
    if let Some(first) = first {
        check.ensure(first >= today, "first_on", "window-from-today");
    }
    check.done()?;
    let (Some(first_on), Some(last_on), Some(share)) = (first, last, share) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    Ok(Facts {
        kind,
        national: None,
        number,
        title,
        first_on,
        last_on,
        home,
        elsewhere,
        share: i16::try_from(share).unwrap_or(100),
        direct_service: form.direct_service == "true",
        scope,
        excluded,
        note,
    })
}

/// The places a window allows; in an emergency every place where nothing is said.
pub fn places(check: &mut Check, typed: &[String], emergency: bool) -> (bool, bool) {
    if typed.is_empty() && emergency {
        return (true, true);
    }
    for place in typed {
        check.choice("places", place, &["home", "elsewhere"]);
    }
    let has = |wanted: &str| typed.iter().any(|place| place == wanted);
    let (home, elsewhere) = (has("home"), has("elsewhere"));
    if typed.is_empty() {
        check.fail(FieldError::new("places", "window-places"));
    }
    (home, elsewhere)
}

/// The chosen units, and those named by code; every one must be a unit of this agency.
pub async fn units(
    cx: &mut Cx,
    check: &mut Check,
    field: &'static str,
    chosen: &[String],
    codes: &str,
) -> Result<Vec<UnitId>> {
    let agency = cx.agency();
    let mut ids: Vec<Uuid> = Vec::new();
    for text in chosen.iter().filter(|text| !text.trim().is_empty()) {
        ids.extend(check.optional_id::<Uuid>(field, text));
    }
    let mut found = store::units_by_id(cx.conn(), agency, &ids).await?;
    ids.sort_unstable();
    ids.dedup();
    check.ensure(found.len() == ids.len(), field, "window-unit");
    let codes = check.optional(field, codes, 500);
    for code in codes
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty())
    {
        match store::unit_by_code(cx.conn(), agency, code).await? {
            Some(unit) => found.push(unit),
            None => check.fail(FieldError::new(field, "window-unit-code").with("code", code)),
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Saves and records a window, however it came to be; one that stands in another's way is refused.
pub async fn put(cx: &mut Cx, facts: &Facts) -> Result<WindowId> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let area = area(cx, &facts.scope, &facts.excluded).await?;
    if rules::contradicts(&area) {
        return Err(Error::field("excluded", "window-excluded"));
    }
    refuse_overlap(cx, facts, &area).await?;
    let id = WindowId::new();
    store::insert(cx.conn(), agency, id, facts, by, now).await?;
    audit::record(
        cx,
        Event::new("window-set", "window", id.0)
            .with("kind", kind_code(facts.kind))
            .with("first_on", facts.first_on.to_string())
            .with("last_on", facts.last_on.to_string())
            .with("share", facts.share)
            .with("direct_service", facts.direct_service)
            .with("scope", texts(&facts.scope))
            .with("excluded", texts(&facts.excluded)),
    )
    .await?;
    Ok(id)
}

fn texts(units: &[UnitId]) -> Vec<String> {
    units.iter().map(UnitId::to_string).collect()
}

async fn area(cx: &mut Cx, scope: &[UnitId], excluded: &[UnitId]) -> Result<Area> {
    let agency = cx.agency();
    Ok(Area {
        scope: store::lines(cx.conn(), agency, scope).await?,
        excluded: excluded.iter().map(|unit| unit.0).collect(),
    })
}

/// Two windows at once for the same people would leave open which of them holds. An emergency goes before any other, so only
/// another emergency stands in its way.
async fn refuse_overlap(cx: &mut Cx, facts: &Facts, area: &Area) -> Result<()> {
    let agency = cx.agency();
    let others = store::open_between(cx.conn(), agency, facts.first_on, facts.last_on).await?;
    let emergency = facts.kind == WindowKind::Emergency;
    for other in others {
        if (other.fact.kind == WindowKind::Emergency) != emergency {
            continue;
        }
        let scope: Vec<UnitId> = other.scope.iter().copied().map(UnitId).collect();
        let theirs = Area {
            scope: store::lines(cx.conn(), agency, &scope).await?,
            excluded: other.excluded,
        };
        if rules::overlap(area, &theirs) {
            let dates = format::date_range(other.fact.first_on, other.fact.last_on, cx.lang());
            return Err(Reason::new("window-overlap")
                .with("title", other.fact.title)
                .with("dates", dates)
                .into());
        }
    }
    Ok(())
}

/// Ends a window from now on; requests that were approved in it stand.
pub async fn end(cx: &mut Cx, id: WindowId, version: i32, reason: &str) -> Result<()> {
    let (agency, now, today, by) = (cx.agency(), cx.now(), cx.today(), cx.actor().membership);
    let window = store::lock(cx.conn(), agency, id).await?;
    cx.require(Can::SetWindows)?;
    if window.version != version {
        return Err(Error::Conflict("changed"));
    }
    if window.ended_at.is_some() || window.last_on < today {
        return Err(Reason::new("window-not-open").into());
    }
    let mut check = Check::new();
    let reason = check.text("reason", reason, 500);
    check.done()?;
    store::end(cx.conn(), agency, id, &reason, by, now).await?;
    if let Some(national) = window.national {
        store::stats_ended(cx.conn(), agency, national, now).await?;
    }
    audit::record(
        cx,
        Event::new("window-ended", "window", id.0).with("kind", kind_code(window.kind)),
    )
    .await?;
    tell_ended(cx, &window, &reason).await
}

/// Whoever asked for days of the window that are still to come hears that it is over.
async fn tell_ended(cx: &mut Cx, window: &Window, reason: &str) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let people = store::asked_within(cx.conn(), agency, window.id, today).await?;
    let notice = Notice::new(
        "window-ended",
        format!("/windows/{}", window.id),
        format!("window-ended:{}", window.id),
    )
    .with("title", window.title.clone())
    .with("reason", reason);
    outbox::tell_each(cx, &people, &notice).await
}

/// Everybody whom an emergency window is for, once each, at once.
async fn alarm(cx: &mut Cx, id: WindowId, facts: &Facts) -> Result<()> {
    let agency = cx.agency();
    let people = store::people_within(
        cx.conn(),
        agency,
        &facts.scope,
        &facts.excluded,
        facts.direct_service,
    )
    .await?;
    let notice = Notice::new(
        "window-emergency",
        format!("/windows/{id}"),
        format!("window-emergency:{id}"),
    )
    .with("title", facts.title.clone())
    .with("from", facts.first_on.format("%d-%m-%Y"))
    .with("to", facts.last_on.format("%d-%m-%Y"));
    outbox::tell_each(cx, &people, &notice).await
}

/// The agency's other officers hear of a window: HR of the leader's, the leader of HR's.
pub async fn tell_officers(
    cx: &mut Cx,
    kind: &'static str,
    id: WindowId,
    facts: &Facts,
) -> Result<()> {
    let (agency, me) = (cx.agency(), cx.actor().identity);
    let mut officers = store::officers(cx.conn(), agency, &["hr", "leader"]).await?;
    officers.retain(|officer| Some(*officer) != me);
    let notice = Notice::new(kind, format!("/windows/{id}"), format!("{kind}:{id}"))
        .with("title", facts.title.clone())
        .with("from", facts.first_on.format("%d-%m-%Y"))
        .with("to", facts.last_on.format("%d-%m-%Y"));
    outbox::tell_each(cx, &officers, &notice).await
}
