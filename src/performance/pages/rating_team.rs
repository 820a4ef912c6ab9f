//! The sheet of one's people in a period: what there is to rate them by, and how far they are; and the objections one answers.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::rating_words::{code_word, level_word, period_word, predikat_look, predikat_word};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::Query,
        html::{Page, page},
        id::RatingPeriodId,
    },
    performance::rating::{
        PeriodState, State, read,
        sheet::{Member, sheet},
    },
};

/// Which period.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    period: Option<RatingPeriodId>,
}

struct Row {
    href: String,
    name: String,
    position: String,
    told: String,
    /// Accepted, on time, delivered again, open.
    numbers: [u32; 4],
    measured: String,
    advice: String,
    state: &'static str,
    label: String,
}

struct Waits {
    href: String,
    title: String,
    text: String,
}

#[derive(Template)]
#[template(path = "performance/ratings_team.html")]
struct TeamPage {
    page: Page,
    lead: String,
    /// Address, name, whether it is shown.
    periods: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    /// Those without targets in force, whom nobody can rate.
    idle: Vec<String>,
    objections: Vec<Waits>,
    none: bool,
}

fn row(one: Member, href: String, page: &Page) -> Row {
    let (state, label) = match &one.rating {
        _ if !one.targets => ("draft", page.t("rating-state-no-targets")),
        Some(rating) => match (rating.state, rating.predikat) {
            (State::Rated | State::Closed, Some(found)) => {
                (predikat_look(found), predikat_word(found, page))
            }
            _ => ("proposed", page.t("rating-state-waits")),
        },
        None => ("proposed", page.t("rating-state-waits")),
    };
    let told = one.rating.as_ref().is_some_and(|one| one.told_at.is_some());
    Row {
        href,
        name: one.person.name,
        position: one.person.position_name,
        told: page.t(if told {
            "rating-told-yes"
        } else {
            "rating-told-no"
        }),
        numbers: [
            one.work.accepted,
            one.work.on_time,
            one.work.revisions,
            one.work.open,
        ],
        measured: one
            .measured
            .map_or_else(String::new, |measured| format!("{measured} %")),
        advice: one
            .advice
            .map_or_else(String::new, |level| level_word(level, page)),
        state,
        label,
    }
}

/// GET /team/ratings
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let sheet = sheet(&mut cx, asked.period).await?;
    let objections = read::objections(&mut cx).await?;
    let page_ = Page::new(&cx, "rating-team-title");
    let here = sheet.period.as_ref();
    let rated = |one: &Member| {
        let state = one.rating.as_ref().map(|one| one.state);
        matches!(state, Some(State::Rated | State::Closed))
    };
    let done = sheet.members.iter().filter(|one| rated(one)).count();
    let of = sheet.members.iter().filter(|one| one.targets).count();
    let (ready, idle): (Vec<Member>, Vec<Member>) = sheet
        .members
        .into_iter()
        .partition(|one| one.targets || one.rating.is_some());
    page(&TeamPage {
        lead: here.map_or_else(String::new, |period| {
            let count = page_.ta2("rating-team-lead", "done", done, "of", of);
            let due = page_.ta("rating-due-on", "day", page_.date(&period.due_on));
            match period.state {
                PeriodState::Open => format!("{} · {count} · {due}", period_word(period, &page_)),
                _ => format!("{} · {count}", period_word(period, &page_)),
            }
        }),
        periods: sheet
            .periods
            .iter()
            .map(|one| {
                (
                    format!("/team/ratings?period={}", one.id),
                    period_word(one, &page_),
                    here.is_some_and(|here| here.id == one.id),
                )
            })
            .collect(),
        rows: here.map_or_else(Vec::new, |period| {
            ready
                .into_iter()
                .map(|one| {
                    let href = period.path_of(one.person.id);
                    row(one, href, &page_)
                })
                .collect()
        }),
        idle: idle.into_iter().map(|one| one.person.name).collect(),
        objections: objections
            .iter()
            .map(|one| Waits {
                href: format!("/ratings/{}/{}", one.period, one.employee),
                title: one.employee_name.clone(),
                text: match one.due_on {
                    Some(due) => format!(
                        "{} · {}",
                        code_word(&one.code, &page_),
                        page_.ta("rating-objection-due", "day", page_.date(&due))
                    ),
                    None => code_word(&one.code, &page_),
                },
            })
            .collect(),
        none: sheet.periods.is_empty(),
        page: page_,
    })
}
