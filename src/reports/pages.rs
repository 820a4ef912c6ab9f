//! The leader's overview.

pub mod results;

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    Part, Standing, Waiting,
    findings::{Next, Short, next},
    store,
    summary::{current, named},
};
use crate::{
    kernel::{
        chart::{Bars, Value},
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::Query,
        format,
        html::{Page, page},
        list,
    },
    policy,
};

/// Units drawn in the chart.
const DRAWN: usize = 8;
/// Shortages listed.
const LISTED: usize = 6;

/// The fields of the page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    format: String,
}

struct Finding {
    tone: &'static str,
    icon: &'static str,
    text: String,
    sub: String,
}

struct Act {
    tone: &'static str,
    title: String,
    text: String,
    href: String,
    label: String,
}

struct Line {
    name: String,
    employees: String,
    share: String,
    waiting: String,
    approved: String,
    median: String,
}

struct Day {
    name: String,
    present: u32,
    total: u32,
    words: String,
}

struct Lack {
    unit: String,
    words: String,
}

struct Objecting {
    href: String,
    person: String,
    unit: String,
    statement: String,
    since: String,
}

#[derive(Template)]
#[template(path = "reports/overview.html")]
struct OverviewPage {
    page: Page,
    findings: Vec<Finding>,
    act: Act,
    chart: Option<Bars>,
    q: String,
    lines: Vec<Line>,
    summary: String,
    xlsx: String,
    csv: String,
    days: Vec<Day>,
    lacks: Vec<Lack>,
    lacking_more: String,
    objections: Vec<Objecting>,
    as_of: String,
}

/// GET /overview
pub async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, &search.q).await?.into_response());
    }
    let shown = Page::new(&cx, "overview-title");
    let summary = current(&mut cx).await?;
    let working = summary.working_days;
    let parts = named(summary.parts, &search.q);
    let agency = cx.agency();
    let standing = store::standing(cx.conn(), agency).await?;
    let objections = store::objections(cx.conn(), agency).await?;
    let for_leader = store::for_leader(cx.conn(), agency).await?;
    let short = summary.short;
    let act = act(&next(&objections, for_leader, &short), &shown);
    page(&OverviewPage {
        findings: vec![
            people(standing.as_ref(), &shown),
            answers(standing.as_ref(), &shown),
            coverage(short.first(), summary.short_units, &shown),
        ],
        act,
        chart: chart(&parts, working, &shown),
        lines: parts
            .iter()
            .map(|part| line(part, working, &shown))
            .collect(),
        summary: shown.tn("overview-parts", parts.len()),
        xlsx: format!(
            "/overview?{}",
            list::query(&[("q", &search.q), ("format", "xlsx")])
        ),
        csv: format!(
            "/overview?{}",
            list::query(&[("q", &search.q), ("format", "csv")])
        ),
        days: summary
            .days
            .iter()
            .map(|one| day(one.on, one.present, one.headcount, &shown))
            .collect(),
        lacks: short
            .iter()
            .take(LISTED)
            .map(|one| lack(one, &shown))
            .collect(),
        lacking_more: match summary.short_days.saturating_sub(LISTED) {
            0 => String::new(),
            more => shown.tn("overview-short-more", more),
        },
        objections: objections
            .iter()
            .map(|one| objecting(one, &shown))
            .collect(),
        as_of: shown.ta("overview-as-of", "at", shown.instant(&summary.as_of)),
        page: shown,
        q: search.q,
    })
}

fn people(standing: Option<&Standing>, page: &Page) -> Finding {
    let Some(standing) = standing else {
        return Finding {
            tone: "",
            icon: "clock",
            text: page.t("overview-not-counted"),
            sub: String::new(),
        };
    };
    let text = page.ta2(
        "overview-able",
        "able",
        page.number(standing.able),
        "n",
        page.number(standing.employees),
    );
    let sub = match &standing.obstacle {
        Some((kind, people)) => page.ta2(
            "overview-obstacle",
            "reason",
            rule_words(kind, page),
            "n",
            page.number(*people),
        ),
        None => page.t("overview-no-obstacle"),
    };
    Finding {
        tone: "brand",
        icon: "users",
        text,
        sub,
    }
}

fn rule_words(kind: &str, page: &Page) -> String {
    policy::Kind::from_code(kind)
        .map(|kind| policy::sentences::title(kind).get(page.lang).to_owned())
        .unwrap_or_else(|| kind.replace('_', " "))
}

fn answers(standing: Option<&Standing>, page: &Page) -> Finding {
    let (pending, late) = standing.map_or((0, 0), |standing| (standing.pending, standing.late));
    if late > 0 {
        Finding {
            tone: "warn",
            icon: "clock",
            text: page.tn("overview-late", late),
            sub: page.tn("overview-pending", pending),
        }
    } else {
        Finding {
            tone: "ok",
            icon: "circle-check",
            text: page.t("overview-on-time"),
            sub: page.tn("overview-pending", pending),
        }
    }
}

fn coverage(worst: Option<&Short>, units: usize, page: &Page) -> Finding {
    match worst {
        Some(worst) => Finding {
            tone: "warn",
            icon: "triangle-alert",
            text: page.tn("overview-short", units),
            sub: page.ta2(
                "overview-short-worst",
                "unit",
                &worst.unit,
                "day",
                page.day_month(&worst.on),
            ),
        },
        None => Finding {
            tone: "ok",
            icon: "building-2",
            text: page.t("overview-enough"),
            sub: page.t("overview-enough-sub"),
        },
    }
}

fn act(next: &Next, page: &Page) -> Act {
    match next {
        Next::Objection(request, person, all) => Act {
            tone: "warn",
            title: page.ta("overview-act-objection", "name", person),
            text: page.tn("overview-act-objection-text", *all),
            href: format!("/requests/{request}"),
            label: page.t("overview-act-objection-go"),
        },
        Next::Requests(n) => Act {
            tone: "warn",
            title: page.tn("overview-act-requests", *n),
            text: page.t("overview-act-requests-text"),
            href: "/inbox".to_owned(),
            label: page.t("overview-act-requests-go"),
        },
        Next::Short(short) => Act {
            tone: "warn",
            title: page.ta2(
                "overview-act-short",
                "unit",
                &short.unit,
                "day",
                page.day_month(&short.on),
            ),
            text: page.ta2(
                "overview-short-line",
                "present",
                page.number(short.present),
                "need",
                page.number(short.need),
            ),
            href: format!("/team?day={}", short.on),
            label: page.t("overview-act-short-go"),
        },
        Next::Nothing => Act {
            tone: "ok",
            title: page.t("overview-act-nothing"),
            text: page.t("overview-act-nothing-text"),
            href: String::new(),
            label: String::new(),
        },
    }
}

/// Days at a flexible place as basis points of the part's working days.
fn share(part: &Part, working: i64) -> i64 {
    let all = part.employees * working * 2;
    if all > 0 {
        part.half_days * 10_000 / all
    } else {
        0
    }
}

fn line(part: &Part, working: i64, page: &Page) -> Line {
    Line {
        name: part.name.clone(),
        employees: page.number(part.employees),
        share: format::percent(share(part, working), page.language),
        waiting: page.number(part.waiting),
        approved: if part.decided > 0 {
            format::percent(part.approved * 10_000 / part.decided, page.language)
        } else {
            "–".to_owned()
        },
        median: match part.median_hours {
            Some(hours) if hours >= 48.0 => page.tn("overview-days", (hours / 24.0).round() as i64),
            Some(hours) => page.tn("overview-hours", hours.round() as i64),
            None => "–".to_owned(),
        },
    }
}

fn chart(parts: &[Part], working: i64, page: &Page) -> Option<Bars> {
    let most = parts.first().filter(|part| part.half_days > 0)?;
    let values: Vec<Value> = parts
        .iter()
        .take(DRAWN)
        .map(|part| Value {
            label: part.name.clone(),
            shown: format::percent(share(part, working), page.language),
            drawn: Some(share(part, working) as f64),
            strong: false,
        })
        .collect();
    let title = page.ta2(
        "overview-chart",
        "unit",
        &most.name,
        "share",
        format::percent(share(most, working), page.language),
    );
    Some(
        Bars::new("by-unit", title, page.t("overview-chart-desc"), &values).heads(
            page.t("overview-column-unit"),
            page.t("overview-column-share"),
        ),
    )
}

fn day(on: NaiveDate, present: i64, total: i64, page: &Page) -> Day {
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    Day {
        name: page.day_month(&on),
        present: count(present),
        total: count(total),
        words: page.ta2(
            "overview-present",
            "present",
            page.number(present),
            "n",
            page.number(total),
        ),
    }
}

fn lack(short: &Short, page: &Page) -> Lack {
    Lack {
        unit: short.unit.clone(),
        words: format!(
            "{}: {}",
            page.day_month(&short.on),
            page.ta2(
                "overview-short-line",
                "present",
                page.number(short.present),
                "need",
                page.number(short.need),
            )
        ),
    }
}

fn objecting(one: &Waiting, page: &Page) -> Objecting {
    Objecting {
        href: format!("/requests/{}", one.request),
        person: one.person.clone(),
        unit: one.unit.clone(),
        statement: one.statement.clone(),
        since: match one.due_on {
            Some(day) => page.ta("requests-objection-due", "date", page.date(&day)),
            None => page.instant(&one.opened_at),
        },
    }
}

/// The parts of the agency as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, q: &str) -> Result<Sheet> {
    let summary = current(cx).await?;
    let (parts, working) = (named(summary.parts, q), summary.working_days);
    exported(kind, &parts, working, &Page::new(cx, "overview-title"))
}

fn exported(kind: Kind, parts: &[Part], working: i64, page: &Page) -> Result<Sheet> {
    let head = [
        "unit",
        "employees",
        "share",
        "waiting",
        "approved",
        "median",
    ]
    .map(|column| page.t(&format!("overview-column-{column}")));
    let rows: Vec<Vec<String>> = parts
        .iter()
        .map(|part| line(part, working, page))
        .map(|line| {
            vec![
                line.name,
                line.employees,
                line.share,
                line.waiting,
                line.approved,
                line.median,
            ]
        })
        .collect();
    export::table(kind, &page.t("overview-file"), &head, &rows)
}
