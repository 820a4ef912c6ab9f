//! Searching a colleague.

use askama::Template;
use axum::response::Response;
use chrono::Datelike;
use serde::Deserialize;

use super::{
    tabs::{Tab, View, tabs},
    words,
};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::Query,
        format,
        html::{Page, page},
        list::{self, Cursor},
    },
    requests::find::{self, Day, Found, Seen},
};

struct Tile {
    short: &'static str,
    long: &'static str,
    number: u32,
    today: bool,
    code: &'static str,
    /// One word for a day, two where its halves differ.
    word: String,
}

struct Person {
    href: String,
    name: String,
    initials: String,
    position: String,
    unit: String,
    full: bool,
    tiles: Vec<Tile>,
    contact: String,
    email: String,
    phone: String,
    /// The number as it is dialled.
    dial: String,
}

#[derive(Template)]
#[template(path = "requests/find.html")]
struct FindPage {
    page: Page,
    tabs: Vec<Tab>,
    q: String,
    hr: bool,
    asked: bool,
    people: Vec<Person>,
    first: String,
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    after: String,
}

fn word(seen: &Seen, page: &Page) -> (&'static str, String) {
    match seen {
        Seen::Exactly(at) => words::whereabouts(at, page),
        Seen::Office => ("office", page.t("requests-where-office")),
        Seen::Elsewhere => ("other_place", page.t("requests-where-elsewhere")),
        Seen::Away => ("away", page.t("requests-where-away")),
        Seen::Off => ("off", page.t("requests-where-off")),
    }
}

fn tile(day: &Day, page: &Page) -> Tile {
    let (code, morning) = word(&day.morning, page);
    let (later, afternoon) = word(&day.afternoon, page);
    let same = day.morning == day.afternoon;
    Tile {
        short: format::weekday_short(day.on, page.language),
        long: format::weekday(day.on, page.language),
        number: day.on.day(),
        today: day.on == page.today,
        // a day that is split shows the sign of the half spent outside
        code: if same || code != "office" {
            code
        } else {
            later
        },
        word: if same {
            morning
        } else {
            page.ta2(
                "requests-find-halves",
                "morning",
                morning,
                "afternoon",
                afternoon,
            )
        },
    }
}

fn person(one: Found, page: &Page) -> Person {
    Person {
        href: if one.full {
            format!("/employees/{}/month", one.id)
        } else {
            String::new()
        },
        initials: format::initials(&one.name),
        tiles: one.days.iter().map(|day| tile(day, page)).collect(),
        name: one.name,
        position: one.position,
        unit: one.unit_name,
        full: one.full,
        contact: one.contact.unwrap_or_default(),
        email: one.email.unwrap_or_default(),
        dial: one
            .phone
            .as_deref()
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect(),
        phone: one.phone.unwrap_or_default(),
    }
}

/// GET /team/find
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let (agency, today) = (cx.agency(), cx.today());
    let q: String = asked.q.chars().take(100).collect();
    let after = Cursor::decode(&asked.after, agency);
    let found = find::find(&mut cx, &q, after.as_ref()).await?;
    let page_ = Page::new(&cx, "requests-find-title");
    let link = |after: &str| format!("/team/find?{}", list::query(&[("q", &q), ("after", after)]));
    page(&FindPage {
        tabs: tabs(&cx, &page_, View::Find, today, None),
        hr: cx.actor().roles.hr,
        asked: find::enough(&q),
        first: if after.is_some() {
            link("")
        } else {
            String::new()
        },
        next: found.next.as_deref().map(link).unwrap_or_default(),
        people: found
            .rows
            .into_iter()
            .map(|one| person(one, &page_))
            .collect(),
        q,
        page: page_,
    })
}
