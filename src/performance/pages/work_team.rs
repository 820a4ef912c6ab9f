//! The work of a team: what waits for an answer, to accept one by one or many at once, and how much of everybody's stands where.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Told, seen, why, work::row};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::Form,
        html::{Flash, Page, page, redirect},
    },
    performance::work::{
        Fate, Item, accept_all,
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
}

struct Who {
    name: String,
    position: String,
    numbers: [usize; 5],
}

#[derive(Template)]
#[template(path = "performance/work_team.html")]
struct TeamPage {
    page: Page,
    waits: Vec<Waits>,
    heads: [String; 5],
    people: Vec<Who>,
    /// Those without any work.
    idle: Vec<String>,
    told: Vec<Told>,
}

async fn build(cx: &mut Cx, fates: Vec<Fate>) -> Result<TeamPage> {
    let all = waiting(cx).await?;
    let team = read::team(cx).await?;
    let page_ = Page::new(cx, "work-team-title");
    let counts = |one: &Member| {
        [
            one.overdue,
            one.planned,
            one.revision,
            one.delivered,
            one.accepted,
        ]
    };
    let (idle, team): (Vec<_>, Vec<_>) = team.into_iter().partition(|one| counts(one) == [0; 5]);
    Ok(TeamPage {
        waits: all
            .iter()
            .map(|one| {
                let row = row(one, &page_);
                Waits {
                    href: row.href,
                    value: format!("{}:{}", one.id, one.version),
                    title: row.title,
                    text: format!("{} · {}", one.employee_name, row.text),
                }
            })
            .collect(),
        heads: ["overdue", "planned", "revision", "delivered", "accepted"]
            .map(|name| page_.t(&format!("work-count-{name}"))),
        people: team
            .into_iter()
            .map(|one| Who {
                numbers: counts(&one),
                name: one.person.name,
                position: one.person.position_name,
            })
            .collect(),
        idle: idle.into_iter().map(|one| one.person.name).collect(),
        told: fates.into_iter().map(|fate| told(fate, &page_)).collect(),
        page: page_,
    })
}

fn told(fate: Fate, page: &Page) -> Told {
    match fate.result {
        Ok(work) => Told {
            name: format!("{}, {}", work.employee_name, work.title),
            ok: true,
            text: page.t("work-state-accepted"),
        },
        Err(error) => Told {
            name: page.t("work-one"),
            ok: false,
            text: why(error, "work-gone", page),
        },
    }
}

/// GET /team/work
pub async fn show(mut cx: Cx) -> Result<Response> {
    page(&build(&mut cx, Vec::new()).await?)
}

/// The items that were chosen.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chosen {
    item: Vec<String>,
}

/// POST /team/work: accepts exactly the items that were posted and reports each one's fate.
pub async fn accept(mut cx: Cx, Form(input): Form<Chosen>) -> Result<Response> {
    let items = input
        .item
        .iter()
        .take(ITEMS)
        .map(|text| seen(text).map(|(id, version)| Item { id, version }))
        .collect::<Result<Vec<Item>>>()?;
    if items.is_empty() {
        cx.flash(Flash::warn("flash-nothing-chosen"));
        return Ok(redirect("/team/work"));
    }
    let fates = accept_all(&mut cx, &items).await?;
    if fates.iter().all(|fate| fate.result.is_ok()) {
        cx.flash(Flash::ok("flash-work-accepted-many").with("n", fates.len()));
        return Ok(redirect("/team/work"));
    }
    page(&build(&mut cx, fates).await?)
}
