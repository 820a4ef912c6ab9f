//! `/board/…`: what a screen at a reception shows. No session, no cookie, no script; it comes again by itself.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::{
    calendar::{DayKind, Half},
    feeds::{
        board::{self, Shown},
        read::Doubt,
    },
    kernel::{
        crypto,
        cx::Gx,
        error::Result,
        form::Path,
        format,
        html::{Page, page},
    },
};

/// Seconds after which the screen asks again.
const AGAIN: u32 = 300;

/// People in the same kind of place.
struct Pile {
    title: String,
    class: &'static str,
    icon: &'static str,
    count: usize,
    names: Vec<String>,
}

#[derive(Template)]
#[template(path = "feeds/board.html")]
struct BoardPage {
    page: Page,
    again: u32,
    unit: String,
    agency: String,
    date: String,
    half: String,
    /// Why nobody works.
    off: Option<String>,
    /// How the piles are laid out: `counts`, or `named` with as many names as a screen holds.
    size: &'static str,
    piles: Vec<Pile>,
    empty: bool,
    at: String,
}

fn missing() -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, plain, "404\n").into_response()
}

fn day_off(kind: &DayKind, page: &Page) -> String {
    match kind {
        DayKind::Holiday { name_id, name_en }
        | DayKind::JointLeave { name_id, name_en }
        | DayKind::AgencyDay { name_id, name_en } => {
            if page.lang == "en" { name_en } else { name_id }.clone()
        }
        _ => page.t("boards-off"),
    }
}

/// A screen is not scrolled: the more names, the smaller they are.
fn size(names: bool, people: usize) -> &'static str {
    match (names, people) {
        (false, _) => "counts",
        (true, 0..=24) => "named",
        (true, 25..=48) => "named many",
        (true, _) => "named crowd",
    }
}

fn built(shown: Shown, demo: bool) -> BoardPage {
    let mut page = Page::bare(shown.lang, "boards-page-title", demo);
    page.brand.clone_from(&shown.brand);
    let pile = |key: &str, class, icon, names: Vec<String>| Pile {
        title: page.t(key),
        class,
        icon,
        count: names.len(),
        names: if shown.names { names } else { Vec::new() },
    };
    let piles = vec![
        pile("boards-office", "kantor", "building-2", shown.office),
        pile("boards-elsewhere", "wfa", "map-pin", shown.elsewhere),
        pile("boards-away", "cuti", "circle-minus", shown.away),
    ];
    BoardPage {
        again: AGAIN,
        unit: shown.unit,
        agency: shown.agency,
        date: format::long_date(shown.on, shown.lang),
        half: page.t(if shown.half == Half::Morning {
            "boards-morning"
        } else {
            "boards-afternoon"
        }),
        off: shown.off.as_ref().map(|kind| day_off(kind, &page)),
        size: size(shown.names, piles.iter().map(|pile| pile.count).sum()),
        empty: piles.iter().all(|pile| pile.count == 0),
        piles,
        at: format::clock_time(shown.now, shown.zone),
        page,
    }
}

/// GET /board/{secret}
pub async fn show(gx: Gx, Path(secret): Path<String>) -> Result<Response> {
    let Some(hash) = crypto::token_hash(&secret) else {
        return Ok(missing());
    };
    let (doubt, demo) = (Doubt::of(&gx), gx.core.settings.demo);
    let Some(shown) = board::read(gx, hash).await? else {
        doubt.count().await?;
        return Ok(missing());
    };
    let mut response = page(&built(shown, demo))?;
    let headers = response.headers_mut();
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    // the address is the secret: what the page loads is not told where from
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    Ok(response)
}
