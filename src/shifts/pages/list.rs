//! One's own shifts, today and in the next two weeks, one's plans, and those of the people one decides for.

use askama::Template;
use axum::response::Response;
use chrono::Days;

use super::words;
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        cx::Cx,
        error::Result,
        format,
        html::{Page, page},
    },
    shifts::{
        Answer, Plan, days,
        read::{self},
    },
};

struct Line {
    day: String,
    word: String,
    off: bool,
    today: bool,
    href: String,
}

struct Row {
    href: String,
    title: String,
    period: String,
    state: &'static str,
    label: String,
}

#[derive(Template)]
#[template(path = "shifts/list.html")]
struct ListPage {
    page: Page,
    today: String,
    lines: Vec<Line>,
    own: Vec<Row>,
    led: Vec<Row>,
    plans: bool,
    terms: bool,
}

/// GET /shifts
pub async fn show(mut cx: Cx) -> Result<Response> {
    let own = read::own(&mut cx).await?;
    let plans = !read::units(&mut cx).await?.is_empty();
    let led = if plans {
        read::led(&mut cx).await?
    } else {
        Vec::new()
    };
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let range = DateRange {
        from: today,
        to: today + Days::new(13),
    };
    let roster = days::roster(cx.conn(), agency, &[me], range).await?;
    let page_ = Page::new(&cx, "shifts-title");
    let lines: Vec<Line> = (0..14)
        .map(|n| today + Days::new(n))
        .filter_map(|day| {
            let held = roster.on(me, day)?;
            Some(Line {
                day: page_.long_date(&day),
                word: held.shift.map_or_else(|| page_.t("shifts-off"), words),
                off: held.shift.is_none(),
                today: day == today,
                href: format!("/shifts/{}", held.plan),
            })
        })
        .collect();
    let now = roster.on(me, today);
    page(&ListPage {
        today: match now.map(|held| held.shift) {
            Some(Some(shift)) => page_.ta("shifts-today", "shift", words(shift)),
            Some(None) => page_.t("shifts-today-off"),
            None => page_.t("shifts-today-none"),
        },
        lines,
        own: own
            .iter()
            .map(|plan| {
                let said = plan
                    .member(Some(me))
                    .map_or(Answer::Waiting, |one| one.answer);
                let running = plan.ended_at.is_none();
                let (state, key) = match (running, said) {
                    (false, _) => (plan.state.code(), format!("state-{}", plan.state.code())),
                    (_, Answer::Waiting) => ("submitted", "answer-asked".to_owned()),
                    (_, Answer::Confirmed) => ("approved", "answer-confirmed".to_owned()),
                    (_, Answer::Objected) => ("refused", "answer-objected".to_owned()),
                };
                row(plan, state, page_.t(&format!("shifts-{key}")), &page_)
            })
            .collect(),
        led: led
            .iter()
            .map(|plan| {
                let label = page_.t(&format!("shifts-state-{}", plan.state.code()));
                row(plan, state_look(plan), label, &page_)
            })
            .collect(),
        plans,
        terms: cx.actor().roles.may(Can::GrantRoles),
        page: page_,
    })
}

/// The look of a plan's state, as requests have it.
pub(super) fn state_look(plan: &Plan) -> &'static str {
    match plan.state.code() {
        "assigned" => "approved",
        "discarded" => "withdrawn",
        code => code,
    }
}

fn row(plan: &Plan, state: &'static str, label: String, page: &Page) -> Row {
    let (from, to) = (plan.pattern.from_on, plan.pattern.to_on);
    let period = format::date_range(from, to, page.language);
    Row {
        href: plan.path(),
        title: plan.name.clone(),
        period: format!("{period} · {}", plan.unit_name),
        state,
        label,
    }
}
