//! The days of a team: what waits for an answer, to accept one by one or many at once, and a day with who has not reported it.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    Told,
    day::{Asked, look, places, state_word, summary},
    seen, why,
};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Form, Query},
        html::{Flash, Page, page, redirect},
    },
    performance::day::{
        DayReport, Fate, Item, accept_all,
        read::{self, Member},
        waiting,
    },
};

/// Most items of one form.
const ITEMS: usize = 200;

struct Waits {
    href: String,
    /// `id:version`, exactly as shown.
    value: String,
    title: String,
    text: String,
    /// What was done: icon, what, note.
    lines: Vec<super::day::Shown>,
}

struct Who {
    href: String,
    name: String,
    /// Where they work: code and words.
    places: Vec<(&'static str, String)>,
    text: String,
    state: &'static str,
    label: String,
    missing: bool,
}

#[derive(Template)]
#[template(path = "performance/day_team.html")]
struct TeamPage {
    page: Page,
    day: String,
    before: String,
    after: String,
    waits: Vec<Waits>,
    people: Vec<Who>,
    /// The others: at the office or free, without a report.
    others: Vec<String>,
    missing: usize,
    told: Vec<Told>,
}

fn waits(day: &DayReport, page: &Page) -> Waits {
    Waits {
        href: day.path(),
        value: format!("{}:{}", day.id, day.version),
        title: page.ta2(
            "day-of",
            "name",
            &day.employee_name,
            "day",
            page.date(&day.on),
        ),
        text: summary(day, page),
        lines: super::day::lines(day, day.rounds, false, page),
    }
}

fn who(one: &Member, page: &Page) -> Who {
    let report = one.report.as_ref();
    Who {
        href: report.map_or_else(String::new, DayReport::path),
        name: one.person.name.clone(),
        places: places(one.works, &one.stays, page),
        text: report.map_or_else(String::new, |day| summary(day, page)),
        state: report.map_or("", |day| look(day.state)),
        label: report.map_or_else(String::new, |day| state_word(day.state, page)),
        missing: one.missing,
    }
}

async fn build(cx: &mut Cx, asked: Asked, fates: Vec<Fate>) -> Result<TeamPage> {
    let all = waiting(cx).await?;
    let on = asked.or(cx.today());
    let team = read::team(cx, on).await?;
    let page_ = Page::new(cx, "day-team-title");
    let told_of = |one: &Member| one.report.is_some() || !one.stays.is_empty();
    let (people, others): (Vec<_>, Vec<_>) = team.members.into_iter().partition(told_of);
    let link = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(String::new, |day| format!("/team/today?day={day}#h-day"))
    };
    Ok(TeamPage {
        day: page_.long_date(&team.on),
        before: link(team.before),
        after: link(team.after),
        waits: all.iter().map(|one| waits(one, &page_)).collect(),
        missing: people.iter().filter(|one| one.missing).count(),
        people: people.iter().map(|one| who(one, &page_)).collect(),
        others: others.into_iter().map(|one| one.person.name).collect(),
        told: fates.into_iter().map(|fate| told(fate, &page_)).collect(),
        page: page_,
    })
}

fn told(fate: Fate, page: &Page) -> Told {
    match fate.result {
        Ok(day) => Told {
            name: page.ta2(
                "day-of",
                "name",
                &day.employee_name,
                "day",
                page.date(&day.on),
            ),
            ok: true,
            text: page.t("day-state-accepted"),
        },
        Err(error) => Told {
            name: page.t("day-one"),
            ok: false,
            text: why(error, "work-gone", page),
        },
    }
}

/// GET /team/today
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    page(&build(&mut cx, asked, Vec::new()).await?)
}

/// The items that were chosen.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chosen {
    item: Vec<String>,
}

/// POST /team/today: accepts exactly the items that were posted and reports each one's fate.
pub async fn accept(mut cx: Cx, Form(input): Form<Chosen>) -> Result<Response> {
    let items = input
        .item
        .iter()
        .take(ITEMS)
        .map(|text| seen(text).map(|(id, version)| Item { id, version }))
        .collect::<Result<Vec<Item>>>()?;
    if items.is_empty() {
        cx.flash(Flash::warn("flash-nothing-chosen"));
        return Ok(redirect("/team/today"));
    }
    let fates = accept_all(&mut cx, &items).await?;
    if fates.iter().all(|fate| fate.result.is_ok()) {
        cx.flash(Flash::ok("flash-day-accepted-many").with("n", fates.len()));
        return Ok(redirect("/team/today"));
    }
    page(&build(&mut cx, Asked::default(), fates).await?)
}
