//! One decision, replayed: what was asked, what the rules said that day, who decided, and whether the same facts give the same again.

use askama::Template;
use axum::response::Response;

use super::{
    read, trace,
    words::{self, Line},
};
use crate::{
    kernel::{
        audit::Event,
        cx::Cx,
        error::Result,
        form::Path,
        format,
        html::{Page, page},
        id::RequestId,
        list,
    },
    organisation,
    trail::{
        replay::{Agreement, Evaluation, Rules, again, rules_of, version_of},
        search::Find,
        store::{self, Case, Step},
    },
};

struct Moment {
    icon: &'static str,
    tone: &'static str,
    what: String,
    by: String,
    at: String,
    at_iso: String,
    quote: String,
}

struct Day {
    headline: String,
    same: bool,
    agreement: String,
    trace: trace::Trace,
}

struct Judgement {
    id: String,
    title: String,
    sub: String,
    days: Vec<Day>,
}

#[derive(Template)]
#[template(path = "trail/replay.html")]
struct ReplayPage {
    page: Page,
    case: Case,
    nip: String,
    state: String,
    facts: Vec<(String, String)>,
    moments: Vec<Moment>,
    judgements: Vec<Judgement>,
    lines: Vec<Line>,
    tone: &'static str,
    verdict_title: String,
    verdict_text: String,
}

/// GET /trail/requests/{id}
pub async fn show(mut cx: Cx, Path(id): Path<RequestId>) -> Result<Response> {
    let agency = cx.agency();
    let case = store::case(cx.conn(), agency, id).await?;
    let steps = store::steps(cx.conn(), agency, id).await?;
    let find = Find {
        request: Some(id),
        reading: true,
        ..Find::default()
    };
    let entries = store::entries(cx.conn(), agency, &find, None, list::PAGE).await?;
    let stored = evaluations(&case, &steps);
    let rules = rules_of(&mut cx, stored.iter().map(|(_, _, found)| found)).await?;
    let shown = Page::new(&cx, "trail-replay-title");
    let judgements: Vec<Judgement> = stored
        .iter()
        .enumerate()
        .map(|(index, (title, sub, found))| Judgement {
            id: format!("e{index}"),
            title: shown.t(title),
            sub: sub.map(|at| shown.instant(&at)).unwrap_or_default(),
            days: days(found, &rules, &shown),
        })
        .collect();
    let (tone, verdict_title, verdict_text) = summary(&judgements, &shown);
    let event = Event {
        subject_kind: "request",
        subject_id: Some(id.0),
        ..read("replay")
    };
    cx.record_after(event);
    page(&ReplayPage {
        nip: format::nip(&case.nip),
        state: words::state(&case.state, &shown),
        facts: facts(&case, &shown),
        moments: steps.iter().map(|step| moment(step, &shown)).collect(),
        lines: entries
            .iter()
            .map(|entry| Line::of(entry, &shown))
            .collect(),
        page: shown,
        case,
        judgements,
        tone,
        verdict_title,
        verdict_text,
    })
}

type Stored = (
    &'static str,
    Option<chrono::DateTime<chrono::Utc>>,
    Evaluation,
);

/// The evaluations that stand in the steps, latest first; where there is none, the one of the request itself.
fn evaluations(case: &Case, steps: &[Step]) -> Vec<Stored> {
    let mut found: Vec<Stored> = steps
        .iter()
        .rev()
        .filter_map(|step| {
            let evaluation = Evaluation::read(step.verdict.as_deref())?;
            let title = if step.event == "submitted" {
                "trail-judged-sent"
            } else {
                "trail-judged-decided"
            };
            Some((title, Some(step.at), evaluation))
        })
        .collect();
    if found.is_empty()
        && let Some(evaluation) = Evaluation::read(case.verdict.as_deref())
    {
        found.push(("trail-judged-stored", case.submitted_at, evaluation));
    }
    found
}

fn days(found: &Evaluation, rules: &Rules, page: &Page) -> Vec<Day> {
    found
        .days
        .iter()
        .map(|day| {
            let effective = rules
                .get(&version_of(&day.verdict))
                .and_then(Option::as_ref);
            let agreement = again(&found.person, day, effective);
            Day {
                headline: day.verdict.headline.get(page.lang).to_owned(),
                same: agreement == Agreement::Same,
                agreement: agreed(&agreement, page),
                trace: trace::of(&day.verdict, page),
            }
        })
        .collect()
}

fn agreed(agreement: &Agreement, page: &Page) -> String {
    match agreement {
        Agreement::Same => page.t("trail-again-same"),
        Agreement::NoRules => page.t("trail-again-no-rules"),
        Agreement::Different(now, keys) => page.ta2(
            "trail-again-different",
            "now",
            page.t(&format!("trail-overall-{}", now.code().replace('_', "-"))),
            "rules",
            keys.join(", "),
        ),
    }
}

fn summary(judgements: &[Judgement], page: &Page) -> (&'static str, String, String) {
    let days: Vec<&Day> = judgements.iter().flat_map(|one| &one.days).collect();
    if days.is_empty() {
        return (
            "warn",
            page.t("trail-replay-nothing"),
            page.t("trail-replay-nothing-text"),
        );
    }
    let differing = days.iter().filter(|day| !day.same).count();
    if differing == 0 {
        (
            "ok",
            page.t("trail-replay-same"),
            page.tn("trail-replay-same-text", days.len()),
        )
    } else {
        (
            "bad",
            page.tn("trail-replay-different", differing),
            page.t("trail-replay-different-text"),
        )
    }
}

fn facts(case: &Case, page: &Page) -> Vec<(String, String)> {
    let mut facts = vec![
        (page.t("trail-fact-unit"), case.unit.clone()),
        (page.t("trail-fact-position"), case.position.clone()),
        (
            page.t("trail-fact-place"),
            match &case.place {
                Some(place) => words::state(place, page),
                None => page.t("trail-own-hours"),
            },
        ),
    ];
    if let (Some(from), Some(to)) = (case.first_on, case.last_on) {
        facts.push((
            page.t("trail-fact-days"),
            format::date_range(from, to, page.language),
        ));
    }
    if let Some(at) = case.submitted_at {
        facts.push((page.t("trail-fact-sent"), page.instant(&at)));
    }
    if let Some(at) = case.decided_at {
        facts.push((page.t("trail-fact-decided"), page.instant(&at)));
    }
    if let Some(name) = &case.decider {
        facts.push((page.t("trail-fact-decider"), name.clone()));
    }
    if case.route == "special" {
        facts.push((page.t("trail-fact-route"), page.t("trail-word-special")));
    }
    if !case.note.is_empty() {
        facts.push((page.t("trail-fact-note"), case.note.clone()));
    }
    let version = |n: Option<i32>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    facts.push((
        page.t("trail-fact-rules"),
        page.ta2(
            "trail-fact-versions",
            "own",
            version(case.rule_version),
            "base",
            version(case.base_version),
        ),
    ));
    facts
}

fn moment(step: &Step, page: &Page) -> Moment {
    let (icon, tone) = match step.event.as_str() {
        "approved" | "approved_adjusted" => ("circle-check", "ok"),
        "refused" | "revoked" | "lapsed" => ("circle-x", "bad"),
        "returned" => ("message-square-reply", "warn"),
        "submitted" => ("send", "brand"),
        _ => ("circle-dot", ""),
    };
    let by = match &step.by {
        Some(name) => organisation::decider_words(
            page.language,
            name,
            step.acting.as_deref(),
            step.in_place_of.as_deref(),
        ),
        None => page.t("trail-system"),
    };
    Moment {
        icon,
        tone,
        what: page
            .language
            .find(&format!("trail-word-{}", step.event.replace('_', "-")))
            .unwrap_or_else(|| step.event.replace(['_', '-'], " ")),
        by,
        at: page.instant(&step.at),
        at_iso: step.at.to_rfc3339(),
        quote: step.note.clone(),
    }
}
