//! `/windows`: which windows run and come; for those who set them also what is over and what the ministry proposes.

use askama::Template;
use axum::response::Response;

use super::{allowed, dates, kind, number, phase};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::Result,
        html::{Page, page},
    },
    windows::{Proposal, Reply, Window, answer, read},
};

/// A window in a list.
pub struct Row {
    href: String,
    icon: &'static str,
    title: String,
    about: String,
    allows: String,
    tone: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "windows/list.html")]
struct ListPage {
    page: Page,
    sets: bool,
    leads: bool,
    proposals: Vec<Row>,
    ahead: Vec<Row>,
    past: Vec<Row>,
}

fn row(page: &Page, window: &Window) -> Row {
    let (kind, icon, _) = kind(page, window.kind);
    let (word, tone) = phase(page, window.phase(page.today));
    Row {
        href: format!("/windows/{}", window.id),
        icon,
        title: window.title.clone(),
        about: format!(
            "{} · {kind} · {}",
            dates(page, window.first_on, window.last_on),
            number(page, &window.number)
        ),
        allows: allowed(page, window.home, window.elsewhere, window.share),
        tone,
        word,
    }
}

/// How an answer reads, with its colour.
pub fn reply(page: &Page, reply: Option<Reply>) -> (String, &'static str) {
    match reply {
        Some(Reply::Accepted) => (page.t("windows-answer-accepted"), "ok"),
        Some(Reply::Adjusted) => (page.t("windows-answer-adjusted"), "ok"),
        Some(Reply::Declined) => (page.t("windows-answer-declined"), "bad"),
        None => (page.t("windows-answer-open"), "warn"),
    }
}

fn proposed(page: &Page, one: &Proposal) -> Row {
    let national = &one.national;
    let (word, tone) = reply(page, one.answer.as_ref().map(|answer| answer.reply));
    Row {
        href: format!("/window-proposals/{}", national.id),
        icon: "landmark",
        title: national.title.clone(),
        about: format!(
            "{} · {}",
            dates(page, national.first_on, national.last_on),
            number(page, &national.number)
        ),
        allows: allowed(page, national.home, national.elsewhere, national.share),
        tone,
        word,
    }
}

/// GET /windows
pub async fn show(mut cx: Cx) -> Result<Response> {
    let sets = read::sets(&cx);
    let found = read::list(&mut cx).await?;
    let proposals = if sets {
        answer::list(&mut cx).await?
    } else {
        Vec::new()
    };
    let page_ = Page::new(&cx, "windows-title");
    page(&ListPage {
        sets,
        leads: cx.actor().roles.may(Can::LeadAgency),
        proposals: proposals.iter().map(|one| proposed(&page_, one)).collect(),
        ahead: found.ahead.iter().map(|one| row(&page_, one)).collect(),
        past: found.past.iter().map(|one| row(&page_, one)).collect(),
        page: page_,
    })
}
