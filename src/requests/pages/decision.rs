//! Deciding one request: the verdict as it is now, another day with one press, refusal and return with a reason.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    chains,
    trace::{self, Coverage, Reader, Trace},
    words,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::RequestId,
    },
    organisation::{self, Approver},
    policy::{Overall, Route, WaivableBy},
    requests::{
        self, Decide, Decision, Precheck, Request, State,
        chains::{desk::Desk, rules::Voice},
        check::recheck,
        decide as decide_one,
        store::{self, cases},
    },
};

struct Day {
    title: String,
    tone: &'static str,
    chip: String,
    /// None for own hours: they leave nobody missing.
    coverage: Option<Coverage>,
    trace: Trace,
}

struct Offer {
    /// What is decided, with the whole new choice: `offer:2026-11-24=3,2026-11-26=3`.
    value: String,
    label: String,
}

#[derive(Template)]
#[template(path = "requests/decision.html")]
struct DecisionPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    name: String,
    initials: String,
    position: String,
    unit: String,
    days_text: String,
    /// Own hours of Ramadan; empty where there are none.
    ramadan: String,
    place: String,
    window: (String, String),
    plan: Vec<String>,
    ground: String,
    reason: String,
    evidence: bool,
    days: Vec<Day>,
    offers: Vec<Offer>,
    /// The steps of its chain; empty where the direct supervisor decides alone.
    chain: Vec<(String, String)>,
    /// An agreement passes it on and decides nothing yet.
    goes_on: bool,
    blocked: bool,
    /// What is not met and yet stands in no way: theirs to weigh.
    unmet: Vec<String>,
    waivable: bool,
    note: String,
    waiting: bool,
    /// In whose name it is decided, or to whom it was handed down.
    mandate: String,
    /// What rules published since it was sent put in the way.
    rules_changed: Vec<String>,
    /// The upheld objection after which it waits again: what was said, and the answer to it.
    objection: Option<(String, String)>,
    state: &'static str,
    label: String,
}

async fn build(cx: &mut Cx, id: RequestId, errors: Errors) -> Result<DecisionPage> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let request = store::requests::find(cx.conn(), agency, id).await?;
    let desk = Desk::of(cx, &request).await?;
    let actor = cx.actor().clone();
    if request.state == State::Draft {
        return Err(Error::NotFound);
    }
    let seats = desk.seats_of(&actor, &request)?;
    let voice = Voice {
        person: cx.employee()?,
        roles: actor.roles,
    };
    let goes_on = desk.goes_on(&seats, voice);
    let mandate = desk.mandate(&seats, actor.employee);
    let mandate = mandate_words(cx, mandate).await?;
    let objections = cases::objections_of(cx.conn(), agency, id).await?;
    let page_ = Page::new(cx, "requests-decision-title");
    let found = recheck(cx.conn(), agency, &request, &request.span, zone, now).await?;
    let waivable = match found.waivable_by() {
        Some(WaivableBy::UnitHead) => true,
        Some(WaivableBy::AgencyLeader) => actor.roles.leader,
        Some(WaivableBy::Hr) => actor.roles.hr,
        _ => false,
    };
    let title = page_.ta(
        "requests-decision-of",
        "name",
        request.employee_name.clone(),
    );
    Ok(DecisionPage {
        errors,
        id: id.to_string(),
        version: request.version,
        initials: format::initials(&request.employee_name),
        days_text: words::span(&request.span, &page_),
        ramadan: super::show::hours_words(&request, &page_).1,
        place: words::with_times(
            super::show::place_words(&request, &page_),
            request.times.as_ref(),
            &page_,
        ),
        window: words::in_window(request.window.as_ref()),
        plan: request
            .plan
            .iter()
            .map(|line| format!("{} ({})", line.what, page_.date(&line.due_on)))
            .collect(),
        ground: request
            .special_ground
            .as_ref()
            .map_or_else(String::new, |code| {
                page_.t(&format!("requests-ground-{code}"))
            }),
        reason: request.reason.clone(),
        evidence: request.evidence.is_some() && request.route == Route::SpecialCircumstances,
        days: days(&page_, &found),
        offers: if goes_on {
            Vec::new()
        } else {
            offers(&page_, &request, &found)
        },
        chain: chains::of(&request, &desk.chairs, &page_),
        goes_on,
        blocked: found.overall() == Overall::Fail,
        unmet: unmet(&page_, &found),
        waivable,
        note: String::new(),
        waiting: request.state == State::Submitted,
        objection: objections
            .into_iter()
            .find(|one| one.reopened(&request))
            .map(|one| (one.statement, one.answer.unwrap_or_default())),
        mandate,
        rules_changed: words::rules_changed(&request.rules_changed, &page_),
        state: request.state.code(),
        label: words::state(request.state.code(), &page_),
        name: request.employee_name,
        position: request.position,
        unit: request.unit_name,
        page: page_.titled(title),
    })
}

/// How a mandate bears on what the acting person decides here; empty without one.
async fn mandate_words(cx: &mut Cx, mandate: Option<Approver>) -> Result<String> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let Some(one) = mandate else {
        return Ok(String::new());
    };
    let own = Some(one.employee) == cx.actor().employee;
    let (other, key) = match one.in_place_of.filter(|_| own) {
        Some(head) => (head, "requests-in-the-name-of"),
        None => (one.employee, "requests-handed-may"),
    };
    let name = organisation::find(cx.conn(), agency, other).await?.name;
    Ok(lang.ta(key, &[("name", name.into())]))
}

fn days(page: &Page, found: &Precheck) -> Vec<Day> {
    let mut days: Vec<_> = found.days.iter().collect();
    days.sort_by_key(|day| (std::cmp::Reverse(day.verdict().verdict), day.day));
    days.into_iter()
        .take(10)
        .map(|day| {
            let trace = trace::of_verdict(day.verdict(), page, Reader::Decider);
            Day {
                title: if found.asked.hours.is_some() {
                    page.t("requests-kind-time")
                } else {
                    words::short_day(day.day, day.bits, page)
                },
                tone: super::home::tone(day.verdict().verdict),
                chip: trace.count.clone(),
                coverage: found
                    .asked
                    .hours
                    .is_none()
                    .then(|| words::coverage(day.strength, page)),
                trace,
            }
        })
        .collect()
}

/// What is not met on some day and left to whoever decides, a sentence each.
fn unmet(page: &Page, found: &Precheck) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if found.overall() == Overall::Fail {
        return all;
    }
    for rule in found.days.iter().flat_map(|day| day.verdict().in_the_way()) {
        let text = rule.text.get(page.lang).to_owned();
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// Other days with one press: for each day in the way (or, when none is, the first) the nearest that passes.
fn offers(page: &Page, request: &Request, found: &Precheck) -> Vec<Offer> {
    if request.span.is_pattern() || request.span.hours().is_some() {
        return Vec::new();
    }
    let all: BTreeMap<NaiveDate, u8> = request.span.days().into_iter().collect();
    let blocked: Vec<_> = found.failing().collect();
    let targets: Vec<_> = if blocked.is_empty() {
        found.days.iter().take(1).collect()
    } else {
        blocked
    };
    let mut offers = Vec::new();
    for day in targets {
        let Some(half) = super::super::rules::half_of(day.bits) else {
            continue;
        };
        let nearby = found.situation.alternatives(day.day, half, &found.asked);
        for to in nearby.into_iter().take(2) {
            let mut moved = all.clone();
            moved.remove(&day.day);
            moved.insert(to, day.bits);
            let name = words::short_day(to, 3, page);
            offers.push(Offer {
                value: format!("offer:{}", encode(&moved)),
                label: page.ta("requests-offer", "day", name),
            });
        }
        if all.len() > 1 && day.verdict().verdict == Overall::Fail {
            let mut fewer = all.clone();
            fewer.remove(&day.day);
            offers.push(Offer {
                value: format!("adjust:{}", encode(&fewer)),
                label: page.ta(
                    "requests-without",
                    "day",
                    words::short_day(day.day, 3, page),
                ),
            });
        }
    }
    offers
}

fn encode(days: &BTreeMap<NaiveDate, u8>) -> String {
    days.iter()
        .map(|(day, bits)| format!("{day}={bits}"))
        .collect::<Vec<_>>()
        .join(",")
}

fn decode(text: &str) -> Result<BTreeMap<NaiveDate, u8>> {
    text.split(',')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (day, bits) = part.split_once('=').unwrap_or((part, "3"));
            let day = day.parse().ok();
            let bits = bits.parse().ok().filter(|bits| (1..=3).contains(bits));
            day.zip(bits).ok_or_else(|| Error::field("days", "date"))
        })
        .collect()
}

/// GET /inbox/{id}
pub async fn show(mut cx: Cx, Path(id): Path<RequestId>) -> Result<Response> {
    let template = build(&mut cx, id, Errors::none()).await?;
    page(&template)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    version: String,
    /// `approve`, `waive`, `refuse`, `return`, or `offer:` or `adjust:` and the days.
    decision: String,
    note: String,
}

fn read(input: &Input) -> Result<Decide> {
    let decision = match input.decision.as_str() {
        "approve" | "waive" => Decision::Approve,
        "refuse" => Decision::Refuse,
        "return" => Decision::Return,
        other => match other.split_once(':') {
            Some(("adjust", days)) => Decision::Adjust(decode(days)?),
            Some(("offer", days)) => Decision::Offer(decode(days)?),
            _ => return Err(Error::field("decision", "choice")),
        },
    };
    Ok(Decide {
        decision,
        version: input
            .version
            .trim()
            .parse()
            .map_err(|_| Error::Conflict("changed"))?,
        note: input.note.chars().take(2_000).collect(),
        waive: input.decision == "waive",
        batch: Uuid::now_v7(),
    })
}

/// POST /inbox/{id}
pub async fn decide(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(input): Form<Input>,
) -> Result<Response> {
    let done = match read(&input) {
        Ok(decide) => {
            let batch = decide.batch;
            decide_one(&mut cx, id, decide)
                .await
                .map(|request| (request, batch))
        }
        Err(error) => Err(error),
    };
    match done {
        Ok((request, batch)) => {
            let key = match request.state {
                State::Refused => "flash-request-refused",
                State::Returned => "flash-request-returned",
                State::ApprovedAdjusted => "flash-request-adjusted",
                State::Offered => "flash-request-offered",
                State::Submitted => "flash-request-passed-on",
                _ => "flash-request-approved",
            };
            cx.flash(
                Flash::ok(key)
                    .with("name", request.employee_name)
                    .undo(format!("/inbox/undo/{batch}")),
            );
            Ok(redirect("/inbox"))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error.clone(), cx.lang())?;
            let mut template = match build(&mut cx, id, errors).await {
                Ok(template) => template,
                Err(Error::Refused(_)) => return Err(error),
                Err(other) => return Err(other),
            };
            template.note = input.note;
            invalid(&template)
        }
    }
}

/// POST /inbox/undo/{batch}
pub async fn undo(mut cx: Cx, Path(batch): Path<Uuid>) -> Result<Response> {
    let number = requests::undo(&mut cx, batch).await?;
    cx.flash(Flash::ok("flash-decision-undone").with("n", number));
    Ok(redirect("/inbox"))
}
