//! Asking for days: week tiles, a live check, the reason with a way out, place, plan, and one button that says the result.

mod parts;
mod place;
mod read;
mod times;

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{FromRequest, Request},
    response::Response,
};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    chains,
    trace::{self, Coverage, Reader, Trace},
    words::{self, Choice},
};
use crate::{
    calendar::{DateRange, DayKind, Half, WeekPattern},
    kernel::{
        cx::Cx,
        error::{Error, Reason, Result},
        form::Query,
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, RequestId},
        time,
        upload::Upload,
    },
    organisation::region,
    policy::{self, Overall, Place},
    requests::{
        Assign, Precheck, Request as Asking, Sending, Span, State,
        ask::{self, GROUNDS, Typed},
        assign::{assign, may_assign},
        chains::set,
        check::{Asked, precheck},
        queue::{queue, somebody_first},
        rules::monday,
        save_draft, store, submit,
    },
};
use parts::*;
pub use read::Fields;
use read::read;
use times::*;

/// A day of the week that can be chosen.
struct Tile {
    day: String,
    id: String,
    short: &'static str,
    long: &'static str,
    number: u32,
    checked: bool,
    disabled: bool,
    clash: bool,
    coverage: Option<Coverage>,
    word: String,
}

/// A chosen day, with the part of it that is asked for.
struct Chosen {
    day: String,
    label: String,
    visible: bool,
    options: Vec<Choice>,
}

/// A one-tap change.
struct Fix {
    value: String,
    label: String,
}

/// What the rules say about everything chosen.
struct Note {
    tone: &'static str,
    title: String,
    text: String,
    fixes: Vec<Fix>,
}

/// Why one day is (not) possible.
struct Why {
    title: String,
    chip: String,
    tone: &'static str,
    trace: Trace,
}

/// A weekday of the pattern.
struct WeekDayRow {
    /// 1 is Monday.
    number: usize,
    name: &'static str,
    short: &'static str,
    checked: bool,
    options: Vec<Choice>,
}

/// A line of the plan.
struct Line {
    what: String,
    due: String,
}

/// The form with everything that is alive in it.
struct AskForm {
    errors: Errors,
    title: String,
    lead: String,
    /// To whom days may be assigned; none where one asks for oneself.
    people: Vec<Choice>,
    /// Whether one may wait for a place.
    queue: bool,
    key: String,
    of: String,
    version: String,
    pattern: bool,
    monday: String,
    week_label: String,
    prev: String,
    next: String,
    six: bool,
    tiles: Vec<Tile>,
    chosen: Vec<Chosen>,
    quota: String,
    windows: Vec<words::WindowNote>,
    note: Option<Note>,
    why: Vec<Why>,
    first_on: String,
    last_on: String,
    week: Vec<WeekDayRow>,
    /// Whether a weekday is chosen that may take one half only.
    partly: bool,
    places: Vec<Choice>,
    place_detail: String,
    /// The regency or city of the place as typed, and how it lies outside; none where no chain asks for it.
    region: Option<(String, String)>,
    /// Whether the chosen place has to be named.
    named: bool,
    /// None where days are assigned: they carry no own hours.
    hours: Option<OwnTimes>,
    special: bool,
    grounds: Vec<Choice>,
    reason: String,
    contact: String,
    has_evidence: bool,
    plan: Vec<Line>,
    dock_title: String,
    dock_text: String,
    send: String,
    draft: bool,
}

#[derive(Template)]
#[template(path = "requests/ask.html")]
struct AskPage {
    page: Page,
    ask: AskForm,
}

#[derive(Template)]
#[template(path = "requests/_ask_form.html")]
struct AskPart {
    page: Page,
    ask: AskForm,
}

/// What the form carries besides the request itself.
#[derive(Clone, Debug, Default)]
struct Around {
    key: String,
    /// The person to whom days are assigned; none where one asks for oneself.
    subject: Option<EmployeeId>,
    of: Option<(RequestId, i32)>,
    monday: Option<NaiveDate>,
    has_evidence: bool,
    draft: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Start {
    day: String,
    shape: String,
    route: String,
    /// A person to whom days are to be assigned; `team`: the first whom one may assign to.
    #[serde(rename = "for")]
    subject: Option<String>,
    /// A draft or returned request to go on with.
    again: Option<RequestId>,
    /// A request to take as an example.
    like: Option<RequestId>,
}

/// GET /requests/new
pub async fn show(mut cx: Cx, Query(start): Query<Start>) -> Result<Response> {
    let (agency, employee, today) = (cx.agency(), cx.employee()?, cx.today());
    let mut around = Around {
        key: Uuid::now_v7().to_string(),
        ..Around::default()
    };
    if let Some(wanted) = &start.subject {
        around.subject = Some(subject(&mut cx, wanted).await?);
    }
    let mut typed = match (start.again, start.like) {
        _ if around.subject.is_some() => at_home(),
        (Some(id), _) => {
            let old = store::requests::find(cx.conn(), agency, id).await?;
            if old.employee != employee || !matches!(old.state, State::Draft | State::Returned) {
                return Err(Error::NotFound);
            }
            if old.span.hours().is_some() {
                return Ok(redirect(&format!("/requests/hours/new?again={id}")));
            }
            around.of = Some((old.id, old.version));
            around.has_evidence = old.evidence.is_some();
            around.draft = old.state == State::Draft;
            typed_of(&old, true)
        }
        (None, example) => {
            let latest = match example {
                Some(id) => Some(id),
                None => store::requests::latest(cx.conn(), agency, employee).await?,
            };
            match latest {
                Some(id) => {
                    let old = store::requests::find(cx.conn(), agency, id).await?;
                    if old.employee != employee {
                        return Err(Error::NotFound);
                    }
                    if old.span.hours().is_some() {
                        return Ok(redirect(&format!("/requests/hours/new?like={id}")));
                    }
                    match example {
                        Some(_) => {
                            let rules = policy::rules_in_force(cx.conn(), agency, today).await?;
                            typed_like(&old, today, horizon(&rules.effective, today))
                        }
                        None => typed_of(&old, false),
                    }
                }
                None => at_home(),
            }
        }
    };
    if let Some(day) = time::day(&start.day) {
        typed.days = vec![day.to_string()];
        around.monday = Some(monday(day));
    }
    if start.shape == "pattern" {
        typed.shape = "pattern".into();
    }
    if start.route == "special" {
        typed.route = "special".into();
    }
    with_dates(&mut typed, today);
    let (page_, form) = build(&mut cx, &typed, &around, Errors::none()).await?;
    page(&AskPage {
        page: page_,
        ask: form,
    })
}

/// POST /requests/new: shows the form again after a change, with what is chosen checked anew. Nothing is stored.
pub async fn change(
    mut cx: Cx,
    headers: http::HeaderMap,
    Fields(upload): Fields,
) -> Result<Response> {
    let (mut typed, mut around) = read(&upload);
    apply(upload.field("do"), &mut typed, &mut around);
    with_dates(&mut typed, cx.today());
    let (page_, form) = build(&mut cx, &typed, &around, Errors::none()).await?;
    if headers.contains_key("hx-request") {
        page(&AskPart {
            page: page_,
            ask: form,
        })
    } else {
        page(&AskPage {
            page: page_,
            ask: form,
        })
    }
}

/// One of the small buttons: `swap:2026-11-25:2026-11-26`, `drop:2026-11-25`, `week:2026-11-30`, `shape:pattern`.
fn apply(action: &str, typed: &mut Typed, around: &mut Around) {
    let parts: Vec<&str> = action.split(':').collect();
    match parts.as_slice() {
        ["swap", from, to] => {
            for day in &mut typed.days {
                if day == from {
                    (*to).clone_into(day);
                }
            }
            around.monday = to.parse().ok().map(monday);
        }
        ["drop", day] => typed.days.retain(|one| one != day),
        ["week", to] => around.monday = to.parse().ok().map(monday),
        ["shape", shape] => (*shape).clone_into(&mut typed.shape),
        _ => {}
    }
}

/// POST /requests
pub async fn send(mut cx: Cx, Fields(upload): Fields) -> Result<Response> {
    let (typed, around) = read(&upload);
    let action = upload.field("do");
    let sent = match (typed.read(), around.subject) {
        (Ok(ask), Some(employee)) => {
            let key = around.key.parse().ok();
            assign(&mut cx, Assign { employee, ask, key }).await
        }
        (Ok(ask), None) => {
            let sending = Sending {
                ask,
                evidence: upload.file("evidence").cloned(),
                key: around.key.parse().ok(),
                of: around.of,
            };
            match action {
                "draft" => save_draft(&mut cx, sending).await,
                "queue" => queue(&mut cx, sending).await,
                _ => submit(&mut cx, sending).await,
            }
        }
        (Err(error), _) => Err(error),
    };
    match sent {
        Ok(request) => {
            let key = match request.state {
                State::Draft => "flash-request-drafted",
                State::Queued => "flash-request-queued",
                State::Offered => "flash-days-assigned",
                State::Approved => "flash-request-approved-standing",
                _ => "flash-request-sent",
            };
            let by = request.ground.as_ref().map_or("", |ground| &ground.name);
            cx.flash(
                Flash::ok(key)
                    .with("n", request.span.days().len())
                    .with("name", by),
            );
            Ok(redirect(&request.path()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let (page_, form) = build(&mut cx, &typed, &around, errors).await?;
            invalid(&AskPage {
                page: page_,
                ask: form,
            })
        }
    }
}

async fn build(
    cx: &mut Cx,
    typed: &Typed,
    around: &Around,
    errors: Errors,
) -> Result<(Page, AskForm)> {
    let page_ = Page::new(
        cx,
        if around.subject.is_some() {
            "requests-assign-title"
        } else {
            "requests-ask-title"
        },
    );
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let (employee, people) = whose(cx, around).await?;
    let span = typed.span();
    let offices = place::offices(cx).await?;
    // one that is closed to us is no longer among them, and is said when the form is sent
    let agreement = typed
        .agreement()
        .filter(|id| offices.iter().any(|one| one.id == *id));
    let first = span.range().map(|range| range.from);
    let shown = around
        .monday
        .or(first.map(monday))
        .unwrap_or_else(|| monday(today + Days::new(2)))
        .clamp(monday(today), monday(today + Days::new(400)));
    let asked = Asked::new(
        &span,
        typed.place(),
        typed.route(),
        today,
        around.of.map(|(id, _)| id),
    )
    .with_times(typed.times())
    .at(agreement);
    let week = DateRange {
        from: shown,
        to: shown + Days::new(6),
    };
    let found = precheck(cx.conn(), agency, employee, asked, week, now).await?;
    let mut form = form(&page_, typed, around, errors, &found, shown);
    form.people = people;
    form.places = place::cards(&page_, typed, &offices);
    // days that are assigned take no chain
    let kept = match around.subject {
        Some(_) => None,
        None => Some(set::show(cx).await?),
    };
    form.region = kept
        .as_ref()
        .filter(|kept| kept.ask_where())
        .map(|_| (typed.region.clone(), String::new()));
    form.queue = around.subject.is_none() && may_queue(cx, employee, &found).await?;
    if let Some(kept) = kept.filter(|_| found.possible() > 0) {
        let asked = place::for_chain(typed, &offices, found.possible());
        let (by, far) = chains::foreseen(cx, employee, &asked, &kept, &page_).await?;
        form.dock_text = words::two_sentences(&form.dock_text, &by);
        if let (Some(region), Some(far)) = (&mut form.region, far) {
            region.1 = chains::far_words(far, &page_);
        }
    }
    // a name that is not known says so, before anything is concluded from it
    if let Some(region) = &mut form.region
        && let Some(wrong) = region::wrong("region", &region.0)
    {
        region.1 = Errors::of(&[wrong], page_.language).at("region");
    }
    Ok((page_, form))
}

fn form(
    page: &Page,
    typed: &Typed,
    around: &Around,
    errors: Errors,
    found: &Precheck,
    shown: NaiveDate,
) -> AskForm {
    let pattern = typed.shape == "pattern";
    let input = found
        .situation
        .board
        .calendars
        .office(found.situation.unit, shown);
    let six = input.week == WeekPattern::Six;
    let week_days = if six { 6 } else { 5 };
    let last = shown + Days::new(week_days - 1);
    let prev = shown - Days::new(7);
    let quota = quota(found, shown);
    let special = typed.route == "special";
    let count = found.possible();
    // of a pattern they stay at the office and hinder nothing, as long as a day is left
    let failing = found.failing().count();
    let stepped = pattern && count > 0 && found.hours_fit();
    let failing = if stepped { 0 } else { failing };
    let assigning = around.subject.is_some();
    let out = left_out(page, typed, found);
    AskForm {
        title: page.t(if assigning {
            "requests-assign-title"
        } else {
            "requests-ask-title"
        }),
        lead: page.t(if assigning {
            "requests-assign-lead"
        } else {
            "requests-ask-lead"
        }),
        people: Vec::new(),
        queue: false,
        key: around.key.clone(),
        of: around.of.map(|(id, _)| id.to_string()).unwrap_or_default(),
        version: around.of.map(|(_, v)| v.to_string()).unwrap_or_default(),
        pattern,
        monday: shown.to_string(),
        week_label: format::date_range(shown, last, page.language),
        prev: if prev >= monday(found.situation.today()) {
            prev.to_string()
        } else {
            String::new()
        },
        next: (shown + Days::new(7)).to_string(),
        six,
        tiles: tiles(page, found, shown, week_days),
        chosen: if pattern {
            Vec::new()
        } else {
            chosen(page, found, shown)
        },
        quota: words::quota(&quota, page),
        windows: words::windows(
            &found.situation,
            Some(reach(
                found,
                DateRange {
                    from: shown,
                    to: last,
                },
            )),
            page,
        ),
        note: note(page, found),
        why: why(page, found, assigning),
        first_on: typed.first_on.clone(),
        last_on: typed.last_on.clone(),
        partly: typed.week.iter().any(|bits| bits != "0"),
        week: pattern_rows(page, typed, six),
        places: Vec::new(),
        region: None,
        place_detail: typed.place_detail.clone(),
        named: typed.place() != Place::Home && typed.agreement().is_none(),
        hours: (!assigning).then(|| own_times(page, typed, &errors, found)),
        errors,
        special,
        grounds: GROUNDS
            .iter()
            .map(|code| {
                let label = page.t(&format!("requests-ground-{code}"));
                Choice::new(*code, label, typed.special_ground == *code)
            })
            .collect(),
        reason: typed.reason.clone(),
        contact: typed.contact.clone(),
        has_evidence: around.has_evidence,
        plan: plan(typed),
        dock_title: match (count, failing) {
            (0, 0) => page.t("requests-dock-none"),
            (_, 0) if !missing(typed, around).is_empty() => {
                page.tn("requests-note-pattern-title", count)
            }
            (_, 0) if out.is_empty() => page.tn("requests-dock-ready", count),
            (_, 0) => page.ta2("requests-dock-of", "n", count, "total", count + out.len()),
            _ => page.tn("requests-dock-not-yet", failing),
        },
        dock_text: if count == 0 {
            nothing(page, found)
        } else {
            left_out_too(page, &out, dock_text(page, typed, around))
        },
        send: if assigning {
            page.t("requests-assign")
        } else if count == 0 || failing > 0 {
            page.t("requests-send")
        } else {
            page.tn("requests-send-n", count)
        },
        draft: !assigning && (around.of.is_none() || around.draft),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_button_changes_the_choice_and_nothing_else() {
        let mut typed = Typed {
            days: vec!["2026-11-24".into(), "2026-11-25".into()],
            ..Typed::default()
        };
        let mut around = Around::default();
        apply("swap:2026-11-25:2026-12-03", &mut typed, &mut around);
        assert_eq!(typed.days, ["2026-11-24", "2026-12-03"]);
        assert_eq!(
            around.monday.map(|day| day.to_string()),
            Some("2026-11-30".into())
        );
        apply("drop:2026-11-24", &mut typed, &mut around);
        assert_eq!(typed.days, ["2026-12-03"]);
        apply("nonsense", &mut typed, &mut around);
        assert_eq!(typed.days, ["2026-12-03"]);
    }
}
