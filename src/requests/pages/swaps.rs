//! An exchange of days: its page for the two people and for whoever decides.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    judged::{self, Judgement},
    trace::Reader,
    words,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, SwapId},
    },
    organisation,
    requests::{
        DecideSwap, Judged, Swap, SwapState,
        swaps::{
            Part, answer, decide,
            read::{self, SwapSight},
        },
    },
};

struct Move {
    day: String,
    text: String,
    icon: &'static str,
}

struct Step {
    icon: &'static str,
    tone: &'static str,
    what: String,
    by: String,
    at: String,
    at_iso: String,
    quote: String,
}

struct Side {
    name: String,
    judgements: Vec<Judgement>,
}

#[derive(Template)]
#[template(path = "requests/swap.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    back: (String, String),
    state: &'static str,
    label: String,
    lead: String,
    moves: Vec<Move>,
    unit: String,
    approver: String,
    sides: Vec<Side>,
    steps: Vec<Step>,
    can_answer: bool,
    can_withdraw: bool,
    can_decide: bool,
    /// Why it cannot be approved as things stand.
    blocked: String,
    /// Why nobody can decide it now, and until when.
    waits: String,
    other: String,
    note: String,
}

async fn build(cx: &mut Cx, id: SwapId, errors: Errors) -> Result<ShowPage> {
    let (swap, sight) = read::show(cx, id).await?;
    let me = cx.actor().employee;
    let page_ = Page::new(cx, "swaps-title");
    let can_decide = sight.can_decide(&swap);
    let waits = match read::waits(cx, &swap).await? {
        Some(why) => Errors::from_error(why.into(), cx.lang())?.at(""),
        None => String::new(),
    };
    let (mut blocked, mut evaluations) = (String::new(), stored(&swap));
    if can_decide {
        match read::preview(cx, &swap).await {
            Ok(found) => {
                if let Err(error) = found.refuse_approval(cx) {
                    blocked = Errors::from_error(error, cx.lang())?.at("");
                }
                evaluations = found
                    .both
                    .map(|one| (one.employee, one.name, Some(vec![one.judged])));
            }
            Err(error @ Error::Refused(_)) => {
                blocked = Errors::from_error(error, cx.lang())?.at("");
            }
            Err(error) => return Err(error),
        }
    }
    let sides = evaluations
        .into_iter()
        .filter(|(who, ..)| sight.both || Some(*who) == me)
        .filter_map(|(who, name, days)| {
            let reader = if Some(who) == me {
                Reader::Owner
            } else {
                Reader::Other
            };
            Some(Side {
                name: if sight.both { name } else { String::new() },
                judgements: judged::shown(&days?, &page_, reader),
            })
        })
        .collect();
    let (own, other) = swap.seen_by(me);
    let lead = lead(&swap, sight, &page_);
    let title = heading(&swap, &page_);
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: swap.version,
        back: back(own, sight, &page_),
        state: swap.state.code(),
        label: page_.t(&format!("swaps-state-{}", swap.state.code())),
        lead,
        moves: moves(&swap, sight, &page_),
        unit: swap.unit_name.clone(),
        approver: swap.approver_name.clone().unwrap_or_default(),
        sides,
        steps: steps(&swap, &page_),
        can_answer: sight.can_answer(&swap),
        can_withdraw: sight.can_withdraw(&swap),
        can_decide,
        blocked,
        waits,
        other: other.name.clone(),
        note: String::new(),
        page: page_.titled(title),
    })
}

type Evaluated = (EmployeeId, String, Option<Vec<Judged>>);

/// What is stored of both.
fn stored(swap: &Swap) -> [Evaluated; 2] {
    [&swap.proposer, &swap.colleague].map(|part| {
        let days = swap.evaluation(part.employee).map(|one| one.days);
        (part.employee, part.name.clone(), days)
    })
}

/// `Tukar Selasa 24 Nov dengan Kamis 26 Nov`.
pub fn heading(swap: &Swap, page: &Page) -> String {
    page.ta2(
        "swaps-heading",
        "give",
        day(&swap.proposer, page),
        "take",
        day(&swap.colleague, page),
    )
}

fn day(part: &Part, page: &Page) -> String {
    words::short_day(part.on, part.bits, page)
}

fn lead(swap: &Swap, sight: SwapSight, page: &Page) -> String {
    let (proposer, colleague) = (&swap.proposer.name, &swap.colleague.name);
    match (swap.state, swap.lapse) {
        (SwapState::Proposed, _) if sight.colleague => {
            page.ta("swaps-lead-answer", "name", proposer)
        }
        (SwapState::Proposed, _) => page.ta("swaps-lead-proposed", "name", colleague),
        (SwapState::Agreed, _) if sight.decider && !sight.own() => {
            page.ta2("swaps-lead-decide", "one", proposer, "other", colleague)
        }
        (SwapState::Agreed, _) => match &swap.approver_name {
            Some(name) => page.ta("swaps-lead-agreed", "name", name),
            None => page.t("swaps-lead-agreed-leader"),
        },
        (SwapState::Lapsed, Some(why)) => page.t(&format!("swaps-lapse-{}", why.code())),
        (SwapState::Approved, _) => page.t("swaps-lead-approved"),
        _ => page.t("swaps-lead-stays"),
    }
}

fn back(own: &Part, sight: SwapSight, page: &Page) -> (String, String) {
    if sight.own() {
        (
            format!("/requests/{}", own.request),
            page.t("swaps-back-request"),
        )
    } else if sight.decider {
        ("/inbox".to_owned(), page.t("requests-inbox-nav"))
    } else {
        ("/".to_owned(), page.t("layout-to-home"))
    }
}

/// One line for each day: from whom to whom.
fn moves(swap: &Swap, sight: SwapSight, page: &Page) -> Vec<Move> {
    let (proposer, colleague) = (&swap.proposer, &swap.colleague);
    let both = [(proposer, colleague), (colleague, proposer)];
    let mine = if sight.proposer {
        Some(proposer.employee)
    } else if sight.colleague {
        Some(colleague.employee)
    } else {
        None
    };
    both.map(|(from, to)| {
        let (text, icon) = if mine == Some(from.employee) {
            (page.ta("swaps-you-give", "name", &to.name), "arrow-right")
        } else if mine == Some(to.employee) {
            (page.ta("swaps-you-get", "name", &from.name), "arrow-left")
        } else {
            (
                page.ta2("swaps-from-to", "from", &from.name, "to", &to.name),
                "arrow-right",
            )
        };
        Move {
            day: day(from, page),
            text,
            icon,
        }
    })
    .into()
}

fn steps(swap: &Swap, page: &Page) -> Vec<Step> {
    let step = |icon, tone, key: &str, by: String, at: DateTime<Utc>, quote: &str| Step {
        icon,
        tone,
        what: page.t(key),
        by,
        at: page.instant(&at),
        at_iso: at.to_rfc3339(),
        quote: quote.to_owned(),
    };
    let (proposer, colleague) = (&swap.proposer.name, &swap.colleague.name);
    let mut steps = vec![step(
        "send",
        "brand",
        "swaps-event-proposed",
        proposer.clone(),
        swap.proposed_at,
        &swap.note,
    )];
    if let Some(at) = swap.answered_at {
        let (icon, tone, key) = if swap.was_agreed() {
            ("check", "ok", "swaps-event-agreed")
        } else {
            ("ban", "", "swaps-event-declined")
        };
        steps.push(step(
            icon,
            tone,
            key,
            colleague.clone(),
            at,
            &swap.answer_note,
        ));
    }
    let Some(at) = swap.ended_at else {
        return steps;
    };
    let decider = || {
        organisation::decider_words(
            page.language,
            swap.decider_name.as_deref().unwrap_or_default(),
            swap.acting.as_deref(),
            swap.in_place_of.as_deref(),
        )
    };
    match swap.state {
        SwapState::Approved => steps.push(step(
            "circle-check",
            "ok",
            "swaps-event-approved",
            decider(),
            at,
            &swap.decision_note,
        )),
        SwapState::Refused => steps.push(step(
            "circle-x",
            "bad",
            "swaps-event-refused",
            decider(),
            at,
            &swap.decision_note,
        )),
        SwapState::Withdrawn => {
            let by = if swap.withdrawn_by == Some(swap.proposer.employee) {
                proposer
            } else {
                colleague
            };
            steps.push(step(
                "undo-2",
                "",
                "swaps-event-withdrawn",
                by.clone(),
                at,
                "",
            ));
        }
        SwapState::Lapsed => {
            steps.push(step(
                "clock",
                "",
                "swaps-event-lapsed",
                String::new(),
                at,
                "",
            ));
        }
        _ => {}
    }
    steps
}

/// GET /swaps/{id}
pub async fn show(mut cx: Cx, Path(id): Path<SwapId>) -> Result<Response> {
    let template = build(&mut cx, id, Errors::none()).await?;
    page(&template)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answered {
    version: String,
    note: String,
    /// Of a decision: `approve` or `refuse`.
    decision: String,
}

impl Answered {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }

    fn note(&self) -> Result<String> {
        let mut check = Check::new();
        let note = check.optional("note", &self.note, 2_000);
        check.done()?;
        Ok(note)
    }
}

async fn done(
    mut cx: Cx,
    id: SwapId,
    result: Result<Swap>,
    flash: &str,
    note: String,
) -> Result<Response> {
    match result {
        Ok(swap) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&swap.path()))
        }
        Err(error) => again(&mut cx, id, error, note).await,
    }
}

async fn again(cx: &mut Cx, id: SwapId, error: Error, note: String) -> Result<Response> {
    if matches!(error, Error::NotFound | Error::Forbidden) {
        return Err(error);
    }
    let errors = Errors::from_error(error, cx.lang())?;
    let mut template = build(cx, id, errors).await?;
    template.note = note;
    invalid(&template)
}

/// POST /swaps/{id}/agreement
pub async fn agree(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    Form(input): Form<Answered>,
) -> Result<Response> {
    let result = match (input.version(), input.note()) {
        (Ok(version), Ok(note)) => answer::agree(&mut cx, id, version, &note).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    done(cx, id, result, "flash-swap-agreed", input.note).await
}

/// POST /swaps/{id}/declination
pub async fn decline(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    Form(input): Form<Answered>,
) -> Result<Response> {
    let result = match (input.version(), input.note()) {
        (Ok(version), Ok(note)) => answer::decline(&mut cx, id, version, &note).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    done(cx, id, result, "flash-swap-declined", input.note).await
}

/// POST /swaps/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    Form(input): Form<Answered>,
) -> Result<Response> {
    let result = match input.version() {
        Ok(version) => answer::withdraw(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-swap-withdrawn", String::new()).await
}

fn read_decision(input: &Answered) -> Result<DecideSwap> {
    let approve = match input.decision.as_str() {
        "approve" => true,
        "refuse" => false,
        _ => return Err(Error::field("decision", "choice")),
    };
    Ok(DecideSwap {
        approve,
        version: input.version()?,
        note: input.note()?,
        batch: Uuid::now_v7(),
    })
}

/// POST /swaps/{id}/decision
pub async fn decide(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    Form(input): Form<Answered>,
) -> Result<Response> {
    let result = match read_decision(&input) {
        Ok(decision) => {
            let batch = decision.batch;
            let done = decide::decide(&mut cx, id, decision).await;
            done.map(|swap| (swap, batch))
        }
        Err(error) => Err(error),
    };
    match result {
        Ok((swap, batch)) => {
            let key = match swap.state {
                SwapState::Approved => "flash-swap-approved",
                _ => "flash-swap-refused",
            };
            let flash = Flash::ok(key)
                .with("one", &swap.proposer.name)
                .with("other", &swap.colleague.name)
                .undo(format!("/inbox/undo/{batch}"));
            cx.flash(flash);
            Ok(redirect("/inbox"))
        }
        Err(error) => again(&mut cx, id, error, input.note).await,
    }
}
