//! Who read the trail, for the agency: an auditor's own access is no secret.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::words::Line;
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
    trail::{search::Find, store},
};

/// The fields of the search.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    after: String,
    format: String,
}

#[derive(Template)]
#[template(path = "trail/readings.html")]
struct ReadingsPage {
    page: Page,
    q: String,
    lines: Vec<Line>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
}

/// The whole list as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, q: &str) -> Result<Sheet> {
    let agency = cx.agency();
    let find = Find::of(q, "group:reading", None, None, cx.actor().zone);
    let entries = store::entries(cx.conn(), agency, &find, None, list::EXPORT).await?;
    let shown = Page::new(cx, "trail-readings-title");
    let head =
        ["at", "who", "what", "details"].map(|column| shown.t(&format!("trail-column-{column}")));
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| Line::of(entry, &shown))
        .map(|line| {
            let details = line.detail_text();
            vec![line.at, line.who, line.what, details]
        })
        .collect();
    export::table(kind, &shown.t("trail-readings-file"), &head, &rows)
}

/// GET /trail/readings
pub async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, &search.q).await?.into_response());
    }
    let agency = cx.agency();
    let find = Find::of(&search.q, "group:reading", None, None, cx.actor().zone);
    let after = Cursor::decode(&search.after, agency);
    let limit = list::PAGE + 1;
    let entries = store::entries(cx.conn(), agency, &find, after.as_ref(), limit).await?;
    let shown = Page::new(&cx, "trail-readings-title");
    let listing = Listing::cut(entries, list::PAGE, agency, |entry| Cursor {
        key: entry.at.to_rfc3339(),
        id: entry.id,
    });
    let link = |more: &[(&str, &str)]| {
        let mut pairs = vec![("q", search.q.as_str())];
        pairs.extend_from_slice(more);
        format!("/trail/readings?{}", list::query(&pairs))
    };
    page(&ReadingsPage {
        lines: listing
            .rows
            .iter()
            .map(|entry| Line::of(entry, &shown))
            .collect(),
        summary: shown.tn("trail-shown", listing.rows.len()),
        first: if after.is_some() {
            link(&[])
        } else {
            String::new()
        },
        next: listing
            .next
            .map(|cursor| link(&[("after", &cursor)]))
            .unwrap_or_default(),
        xlsx: link(&[("format", "xlsx")]),
        csv: link(&[("format", "csv")]),
        page: shown,
        q: search.q,
    })
}
