//! What the person was told, newest first; what is new is marked.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Query, local_path},
        html::{Flash, Page, page, redirect},
        i18n::with_pairs,
        list::{self, Cursor},
        time,
    },
    notices::{Told, read},
};

struct Line {
    href: String,
    icon: &'static str,
    words: String,
    at: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "notices/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    /// Up to where "all read" marks; empty when nothing is new here.
    until: String,
    summary: String,
    first: String,
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    after: String,
}

/// GET /notices
pub async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let after = Cursor::decode(&search.after, cx.agency()).and_then(|cursor| cursor.instant());
    let listing = read::list(&mut cx, after).await?;
    let page_ = Page::new(&cx, "notices-title");
    let newest = listing.rows.first().filter(|_| search.after.is_empty());
    let until = newest
        .filter(|_| page_.unread > 0)
        .map(|told| told.told_at.timestamp_micros().to_string());
    page(&ListPage {
        lines: listing.rows.iter().map(|told| line(&page_, told)).collect(),
        until: until.unwrap_or_default(),
        summary: page_.tn("notices-count", listing.rows.len()),
        first: if search.after.is_empty() {
            String::new()
        } else {
            "/notices".into()
        },
        next: listing
            .next
            .map(|cursor| format!("/notices?{}", list::query(&[("after", &cursor)])))
            .unwrap_or_default(),
        page: page_,
    })
}

/// One line: the subject its mail has too.
fn line(page: &Page, told: &Told) -> Line {
    let mut args: Vec<(String, String)> = told.payload.args.clone().into_iter().collect();
    args.push(("person".into(), page.person.clone()));
    args.push(("link".into(), told.payload.link.clone()));
    let href = if told.payload.link.is_empty() {
        "/"
    } else {
        local_path(&told.payload.link)
    };
    Line {
        href: href.to_owned(),
        icon: icon(&told.kind),
        words: with_pairs(page.language, &format!("mail-{}-subject", told.kind), &args),
        at: page.instant(&told.told_at),
        unread: told.unread,
    }
}

fn icon(kind: &str) -> &'static str {
    match kind {
        "request-waiting" | "requests-moved" | "request-reminder" | "request-escalated" => "inbox",
        "request-approved"
        | "request-approved-adjusted"
        | "request-approved-standing"
        | "standing-approved" => "circle-check",
        "request-returned" => "message-square-reply",
        "request-refused" => "circle-x",
        "request-revoked" => "circle-minus",
        "request-cancelled" => "ban",
        "request-days-changed" => "calendar-days",
        kind if kind.starts_with("rules") || kind.starts_with("base-rules") => "scale",
        "rating-closes" | "rating-opens" => "target",
        kind if kind.starts_with("allowance-") => "banknote",
        kind if kind.starts_with("feedback-") => "message-square-reply",
        kind if kind.starts_with("objection") => "gavel",
        kind if kind.starts_with("swap") => "repeat",
        kind if kind.starts_with("shared-task") => "users",
        kind if ["targets-", "work-", "rating-", "improvement-", "credit-"]
            .iter()
            .any(|start| kind.starts_with(start)) =>
        {
            "target"
        }
        kind if kind.starts_with("shift-") || kind.starts_with("presence-") => "clock",
        _ => "bell",
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mark {
    until: String,
}

/// POST /notices/read
pub async fn read(mut cx: Cx, Form(input): Form<Mark>) -> Result<Response> {
    let until = input.until.parse().ok().and_then(time::instant);
    read::mark(&mut cx, until.ok_or(Error::BadRequest("form"))?).await?;
    cx.flash(Flash::ok("flash-notices-read"));
    Ok(redirect("/notices"))
}
