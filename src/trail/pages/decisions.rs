//! Decisions to look into: exceptions, hasty ones and those between two who decide for each other come first.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{read, words};
use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::Query,
        html::{Page, page},
        list::{self, Cursor, Listing},
    },
    trail::{
        Decision,
        store::{self, Narrow},
    },
};

/// The fields of the search.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    /// `all` lists every decision; otherwise those that need attention.
    show: String,
    after: String,
    format: String,
}

struct Row {
    href: String,
    person: String,
    unit: String,
    state: String,
    state_words: String,
    decider: String,
    at: String,
    version: String,
    flags: Vec<String>,
}

#[derive(Template)]
#[template(path = "trail/decisions.html")]
struct DecisionsPage {
    page: Page,
    q: String,
    all: bool,
    attention_link: String,
    all_link: String,
    rows: Vec<Row>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
}

fn flags(decision: &Decision, page: &Page) -> Vec<String> {
    [
        (decision.waived, "trail-flag-waived"),
        (decision.mutual, "trail-flag-mutual"),
        (decision.quick, "trail-flag-quick"),
        (decision.standing, "trail-flag-standing"),
        (decision.acting, "trail-flag-acting"),
    ]
    .into_iter()
    .filter(|(set, _)| *set)
    .map(|(_, key)| page.t(key))
    .collect()
}

fn row(decision: &Decision, page: &Page) -> Row {
    Row {
        href: format!("/trail/requests/{}", decision.id),
        person: decision.person.clone(),
        unit: decision.unit.clone(),
        state: decision.state.clone(),
        state_words: words::state(&decision.state, page),
        decider: decision
            .decider
            .clone()
            .unwrap_or_else(|| page.t("trail-system")),
        at: page.instant(&decision.decided_at),
        version: decision
            .rule_version
            .map(|version| version.to_string())
            .unwrap_or_default(),
        flags: flags(decision, page),
    }
}

fn exported(kind: Kind, rows: &[Decision], page: &Page) -> Result<Sheet> {
    let head = [
        "person", "nip", "unit", "state", "decider", "at", "version", "flags",
    ]
    .map(|column| page.t(&format!("trail-column-{column}")));
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|decision| {
            let shown = row(decision, page);
            vec![
                shown.person,
                decision.nip.clone(),
                shown.unit,
                shown.state_words,
                shown.decider,
                shown.at,
                shown.version,
                shown.flags.join("; "),
            ]
        })
        .collect();
    export::table(kind, &page.t("trail-decisions-file"), &head, &cells)
}

fn narrow(q: &str, all: bool) -> Narrow {
    Narrow {
        like: list::like(q),
        attention: !all,
        state: None,
    }
}

/// The whole list as a file; taking it leaves a mark.
pub async fn sheet(cx: &mut Cx, kind: Kind, q: &str, all: bool) -> Result<Sheet> {
    let agency = cx.agency();
    let narrow = narrow(q, all);
    let found = store::decisions(cx.conn(), agency, &narrow, None, list::EXPORT).await?;
    cx.record_after(read("decisions-export").with("rows", found.len()));
    exported(kind, &found, &Page::new(cx, "trail-decisions-title"))
}

/// GET /trail/requests
pub async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let agency = cx.agency();
    let all = search.show == "all";
    if let Some(kind) = Kind::of(&search.format) {
        let file = sheet(&mut cx, kind, &search.q, all).await?;
        return Ok(file.into_response());
    }
    let narrow = narrow(&search.q, all);
    let after = Cursor::decode(&search.after, agency);
    let limit = list::PAGE + 1;
    let found = store::decisions(cx.conn(), agency, &narrow, after.as_ref(), limit).await?;
    let shown = Page::new(&cx, "trail-decisions-title");
    cx.record_after(read("decisions"));
    let listing = Listing::cut(found, list::PAGE, agency, |decision| Cursor {
        key: decision.decided_at.to_rfc3339(),
        id: decision.id.0,
    });
    let link = |show: &str, more: &[(&str, &str)]| {
        let mut pairs = vec![("q", search.q.as_str()), ("show", show)];
        pairs.extend_from_slice(more);
        format!("/trail/requests?{}", list::query(&pairs))
    };
    page(&DecisionsPage {
        attention_link: link("", &[]),
        all_link: link("all", &[]),
        rows: listing.rows.iter().map(|one| row(one, &shown)).collect(),
        summary: shown.tn("trail-decisions-shown", listing.rows.len()),
        first: if after.is_some() {
            link(&search.show, &[])
        } else {
            String::new()
        },
        next: listing
            .next
            .map(|cursor| link(&search.show, &[("after", &cursor)]))
            .unwrap_or_default(),
        xlsx: link(&search.show, &[("format", "xlsx")]),
        csv: link(&search.show, &[("format", "csv")]),
        all,
        page: shown,
        q: search.q,
    })
}
