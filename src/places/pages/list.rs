//! `/places`: offices that other agencies open to us, and ours that are open to them.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;

use super::{dates, state, weekdays};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        html::{Page, page},
    },
    places::{Agreement, Side, store},
};

struct Row {
    href: String,
    title: String,
    about: String,
    tone: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "places/list.html")]
struct ListPage {
    page: Page,
    theirs: Vec<Row>,
    ours: Vec<Row>,
}

fn row(one: &Agreement, page: &Page, today: NaiveDate) -> Row {
    let (word, tone) = state(one, page, today);
    Row {
        href: one.path(),
        title: format!("{}, {}", one.place, one.other()),
        about: format!(
            "{} · {} · {}",
            dates(one, page),
            weekdays(one, page),
            page.tn("places-seats", one.seats)
        ),
        tone,
        word,
    }
}

/// GET /places
pub async fn show(mut cx: Cx) -> Result<Response> {
    let (agency, today) = (cx.agency(), cx.today());
    let all = store::list(cx.conn(), agency).await?;
    let page_ = Page::new(&cx, "places-title");
    let rows = |side| {
        let own = all.iter().filter(|one| one.side == side);
        own.map(|one| row(one, &page_, today)).collect()
    };
    let (theirs, ours) = (rows(Side::Guest), rows(Side::Host));
    page(&ListPage {
        theirs,
        ours,
        page: page_,
    })
}
