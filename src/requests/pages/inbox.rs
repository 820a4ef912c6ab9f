//! What waits for a decision, in two piles: safe, and those that need thought. One press approves exactly what is shown.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    standing,
    trace::Coverage,
    waits::{self, Group},
    words,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::Form,
        format,
        html::{Errors, Flash, Page, page, redirect},
    },
    organisation::{self, Acts},
    performance, policy,
    requests::{
        Evaluation, Fate, Item, State, Swap, approve_all,
        inbox::{Mandate, Waiting, waiting},
        store::{hints, lists::Row},
        swaps,
    },
    shared_tasks::{self, Task},
};

pub(super) struct Entry {
    id: String,
    value: String,
    name: String,
    initials: String,
    tone: &'static str,
    days: String,
    place: String,
    chip: String,
    chip_tone: &'static str,
    coverage: Option<Coverage>,
    safe: bool,
    /// In whose name it is decided, or to whom it was handed down.
    mandate: String,
    /// What rules published since it was sent put in the way.
    changed: String,
}

/// An exchange that waits: one decision for two people.
struct Exchange {
    href: String,
    names: String,
    days: [String; 2],
}

struct Told {
    name: String,
    ok: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "requests/inbox.html")]
struct InboxPage {
    page: Page,
    heading: String,
    lead: String,
    /// In whose place one decides, and who decides in one's own.
    acts: Vec<String>,
    /// About one's own standing approval.
    beforehand: String,
    thought: Vec<Entry>,
    safe: Vec<Entry>,
    /// Handed down to somebody: they decide, and the head may.
    handed: Vec<Entry>,
    swaps: Vec<Exchange>,
    /// Shared tasks that wait: address, title, members.
    tasks: Vec<(String, String, String)>,
    /// Targets that wait: address, whose, which.
    targets: Vec<(String, String, String)>,
    /// Work that waits for an answer: address, title, whose and when it is due.
    work: Vec<(String, String, String)>,
    /// What waits besides.
    groups: Vec<Group>,
    told: Vec<Told>,
    told_title: String,
    undo: String,
}

/// GET /inbox
pub async fn list(mut cx: Cx) -> Result<Response> {
    let template = build(&mut cx, Vec::new(), None).await?;
    page(&template)
}

async fn build(cx: &mut Cx, fates: Vec<Fate>, undo: Option<Uuid>) -> Result<InboxPage> {
    let (handed, rows): (Vec<_>, Vec<_>) =
        waiting(cx).await?.into_iter().partition(Waiting::handed);
    let actor = cx.actor().clone();
    let hints = hints::of(cx.conn(), &actor).await?;
    let swaps = match hints.swaps {
        true => swaps::read::waiting(cx).await?,
        false => Vec::new(),
    };
    let tasks = match hints.tasks {
        true => shared_tasks::waiting(cx).await?,
        false => Vec::new(),
    };
    let targets = match hints.targets {
        true => performance::waiting(cx).await?,
        false => Vec::new(),
    };
    let work = match hints.work {
        true => performance::work::waiting(cx).await?,
        false => Vec::new(),
    };
    let page_ = Page::new(cx, "requests-inbox-title");
    let groups = waits::all(cx, &hints, &page_).await?;
    let beforehand = standing::line(cx, &page_).await?;
    let acts = organisation::acts(cx).await?;
    let acts = acts.iter().map(|one| acting(one, &page_)).collect();
    let (safe, thought): (Vec<Entry>, Vec<Entry>) = rows
        .iter()
        .enumerate()
        .map(|(index, one)| entry(&page_, one, index))
        .partition(|entry| entry.safe);
    // what the menu and the first page count; the others are cases of their own beside them
    let decided = rows.len() + swaps.len() + tasks.len() + targets.len() + work.len();
    let others: usize = groups.iter().map(|group| group.rows.len()).sum();
    let besides: Vec<&str> = groups.iter().map(|group| group.count.as_str()).collect();
    let heading = match (decided, others) {
        (0, 0) => page_.t("requests-inbox-empty"),
        (0, n) => page_.tn("requests-inbox-others", n),
        (n, _) => page_.tn("requests-inbox-heading", n),
    };
    let lead = match (decided, others) {
        (0, 0) => page_.t("requests-inbox-empty-text"),
        (0, _) => besides.join(", "),
        _ => sum(
            &page_,
            &[
                ("requests-inbox-safe", safe.len()),
                ("requests-inbox-thought", thought.len()),
                ("requests-inbox-swaps", swaps.len()),
                ("requests-inbox-tasks", tasks.len()),
                ("requests-inbox-targets", targets.len()),
                ("requests-inbox-work", work.len()),
            ],
            &besides,
        ),
    };
    let done = fates.iter().filter(|fate| fate.result.is_ok()).count();
    Ok(InboxPage {
        heading,
        lead,
        acts,
        beforehand,
        told_title: page_.ta2(
            "requests-inbox-told",
            "done",
            done,
            "left",
            fates.len() - done,
        ),
        told: fates.into_iter().map(|fate| told(&page_, fate)).collect(),
        undo: match undo {
            Some(batch) if done > 0 => format!("/inbox/undo/{batch}"),
            _ => String::new(),
        },
        thought,
        safe,
        handed: handed
            .iter()
            .enumerate()
            .map(|(index, one)| entry(&page_, one, index))
            .collect(),
        swaps: swaps.iter().map(|one| exchange(&page_, one)).collect(),
        tasks: tasks.iter().map(shared_task).collect(),
        work: work
            .iter()
            .map(|one| {
                let due = page_.ta("work-due", "day", page_.date(&one.due_on));
                let whose = format!("{} · {due}", one.employee_name);
                (one.path(), one.title.clone(), whose)
            })
            .collect(),
        targets: targets
            .iter()
            .map(|one| {
                let which = match one.number {
                    1 => page_.ta("targets-name", "year", one.year),
                    _ => page_.ta("targets-name-change", "year", one.year),
                };
                let lines = page_.tn("targets-lines", one.lines.len());
                (
                    one.path(),
                    one.employee_name.clone(),
                    format!("{which} · {lines}"),
                )
            })
            .collect(),
        groups,
        page: page_,
    })
}

/// What the heading counts, part by part, and what waits besides.
fn sum(page: &Page, parts: &[(&str, usize)], besides: &[&str]) -> String {
    let parts = parts.iter().filter(|(_, n)| *n > 0);
    let mut parts: Vec<String> = parts.map(|(key, n)| page.tn(key, *n)).collect();
    if !besides.is_empty() {
        parts.push(page.ta("requests-inbox-besides", "what", besides.join(", ")));
    }
    parts.join(", ")
}

/// "Plh Padma Nasution sampai 1 Des 2026", or who decides in one's own place.
fn acting(one: &Acts, page: &Page) -> String {
    let key = match one.mine {
        true => "requests-inbox-acting",
        false => "requests-inbox-acted",
    };
    let other = one.other.as_ref().unwrap_or(&one.unit_name);
    let kind = page.t(&format!("organisation-acting-{}", one.kind));
    let words = page.ta2(key, "kind", kind, "name", other);
    page.ta2(
        "requests-inbox-until",
        "what",
        words,
        "day",
        page.date(&one.to_on),
    )
}

fn shared_task(one: &Task) -> (String, String, String) {
    let names: Vec<&str> = one.members.iter().map(|one| one.name.as_str()).collect();
    (one.path(), one.title.clone(), names.join(", "))
}

fn exchange(page: &Page, one: &Swap) -> Exchange {
    let line = |from: &swaps::Part, to: &swaps::Part| {
        let day = words::short_day(from.on, from.bits, page);
        let moved = page.ta2("swaps-from-to", "from", &from.name, "to", &to.name);
        format!("{day}: {moved}")
    };
    let (proposer, colleague) = (&one.proposer, &one.colleague);
    Exchange {
        href: one.path(),
        names: page.ta2("swaps-two", "one", &proposer.name, "other", &colleague.name),
        days: [line(proposer, colleague), line(colleague, proposer)],
    }
}

fn entry(page: &Page, one: &Waiting, index: usize) -> Entry {
    let (row, weakest, short) = (&one.row, one.weakest, one.short());
    let (chip, chip_tone) = chip(page, row, short);
    let mandate = one.mandate.as_ref().map(|mandate| match mandate {
        Mandate::HandedTo(name) => page.ta("requests-handed-to", "name", name),
        Mandate::InTheNameOf(name) => page.ta("requests-in-the-name-of", "name", name),
    });
    Entry {
        id: row.id.to_string(),
        value: format!("{}:{}", row.id, row.version),
        name: row.employee_name.clone(),
        initials: format::initials(&row.employee_name),
        tone: ["", "b", "c", "d"][index % 4],
        days: words::row_days(row, page),
        place: words::row_place(row, page),
        chip,
        chip_tone,
        coverage: weakest.map(|strength| words::coverage(strength, page)),
        safe: one.safe(),
        mandate: mandate.unwrap_or_default(),
        changed: words::rules_changed(&row.rules_changed, page)
            .into_iter()
            .next()
            .unwrap_or_default(),
    }
}

fn chip(page: &Page, row: &Row, short: bool) -> (String, &'static str) {
    if row.special {
        return (page.t("requests-chip-special"), "warn");
    }
    if row.reopened {
        return (page.t("requests-chip-reopened"), "warn");
    }
    if !row.rules_changed.is_empty() {
        return (page.t("requests-chip-rules-changed"), "warn");
    }
    if short {
        return (page.t("requests-chip-short"), "bad");
    }
    let evaluation: Option<Evaluation> = row
        .verdict
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let rules: Vec<_> = evaluation
        .iter()
        .flat_map(|one| one.days.iter())
        .flat_map(|day| day.verdict.rules.iter())
        .filter(|rule| rule.outcome != policy::Outcome::NotApplicable)
        .collect();
    let matter = rules.iter().find(|rule| rule.matters());
    match matter {
        Some(rule) => (rule.title.get(page.lang).to_owned(), "warn"),
        None if row.excepted => (page.t("requests-chip-excepted"), "ok"),
        None => (page.t("requests-chip-safe"), "ok"),
    }
}

fn told(page: &Page, fate: Fate) -> Told {
    let text = match &fate.result {
        Ok(State::Submitted) => page.t("requests-fate-passed-on"),
        Ok(_) => page.t("requests-fate-approved"),
        Err(Error::NotFound) => page.t("requests-fate-gone"),
        Err(error) => Errors::from_error(error.clone(), page.language)
            .ok()
            .and_then(|errors| errors.0.into_iter().next())
            .map_or_else(|| page.t("requests-fate-failed"), |(_, text)| text),
    };
    Told {
        name: if fate.employee_name.is_empty() {
            page.t("requests-fate-unknown")
        } else {
            fate.employee_name
        },
        ok: fate.result.is_ok(),
        text,
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chosen {
    /// `id:version`, exactly as shown.
    item: Vec<String>,
}

fn item(text: &str) -> Result<Item> {
    let wrong = || Error::BadRequest("form");
    let (id, version) = text.split_once(':').ok_or_else(wrong)?;
    Ok(Item {
        id: id.parse().map_err(|_| wrong())?,
        version: version.parse().map_err(|_| wrong())?,
    })
}

/// POST /inbox: approves exactly the items that were posted and reports each one's fate.
pub async fn approve(mut cx: Cx, Form(input): Form<Chosen>) -> Result<Response> {
    let mut items = input
        .item
        .iter()
        .map(|text| item(text))
        .collect::<Result<Vec<Item>>>()?;
    items.dedup_by_key(|item| item.id);
    items.truncate(200);
    if items.is_empty() {
        cx.flash(Flash::warn("flash-nothing-chosen"));
        return Ok(redirect("/inbox"));
    }
    let batch = Uuid::now_v7();
    let fates = approve_all(&mut cx, &items, batch).await?;
    if fates.iter().all(|fate| fate.result.is_ok()) {
        let passed_on = |fate: &&Fate| matches!(fate.result, Ok(State::Submitted));
        let on = fates.iter().filter(passed_on).count();
        let done = fates.len() - on;
        let flash = if on == 0 {
            Flash::ok("flash-requests-approved").with("n", done)
        } else {
            Flash::ok("flash-requests-passed-on")
                .with("done", done)
                .with("on", on)
        };
        cx.flash(flash.undo(format!("/inbox/undo/{batch}")));
        return Ok(redirect("/inbox"));
    }
    let template = build(&mut cx, fates, Some(batch)).await?;
    page(&template)
}
