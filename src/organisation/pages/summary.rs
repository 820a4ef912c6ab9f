//! HR's summary: what blocks people today, and what is left to set up.

use askama::Template;
use axum::response::Response;

use super::corrections::{self, Row};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        html::{Page, page},
    },
    organisation::store::{
        self,
        summary::{Numbers, Proposal, WaitingHome},
    },
};

/// How many rows each part shows.
const ROWS: i64 = 6;

/// One step of setting up.
pub struct Step {
    done: bool,
    href: &'static str,
    text: String,
    count: String,
}

/// A proposed head as the page shows it.
pub struct ProposalRow {
    pick: String,
    own: bool,
    entry: Proposal,
}

#[derive(Template)]
#[template(path = "organisation/summary.html")]
pub struct SummaryPage {
    page: Page,
    numbers: Numbers,
    steps: Vec<Step>,
    setting_up: bool,
    proposals: Vec<ProposalRow>,
    homes: Vec<WaitingHome>,
    cases: Vec<Row>,
    calm: bool,
}

fn steps(page: &Page, n: &Numbers) -> Vec<Step> {
    let step = |done: bool, href: &'static str, key: &str, count: String| Step {
        done,
        href,
        text: page.t(key),
        count,
    };
    let left = |n: i64| if n > 0 { page.number(n) } else { String::new() };
    vec![
        step(
            n.units > 0,
            "/units",
            "organisation-step-units",
            left(n.units),
        ),
        step(
            n.employees > 0,
            "/imports",
            "organisation-step-employees",
            left(n.employees),
        ),
        step(
            n.employees > 0 && n.proposed_heads == 0 && n.headless == 0,
            "/units",
            "organisation-step-heads",
            left(n.proposed_heads + n.headless),
        ),
        step(
            n.positions > 0 && n.undecided_positions == 0,
            "/positions?state=undecided",
            "organisation-step-positions",
            left(n.undecided_positions),
        ),
        step(
            n.published_rules > 0,
            "/rules",
            "organisation-step-rules",
            String::new(),
        ),
        step(
            n.officers > 1,
            "/officers",
            "organisation-step-officers",
            String::new(),
        ),
        step(
            n.employees > 0 && n.not_invited == 0,
            "/employees?need=not_invited",
            "organisation-step-invite",
            left(n.not_invited),
        ),
    ]
}

/// GET /hr
pub async fn show(mut cx: Cx) -> Result<Response> {
    let (agency, today) = (cx.agency(), cx.today());
    let numbers = store::summary::numbers(cx.conn(), agency, today).await?;
    let proposals = store::summary::proposals(cx.conn(), agency, ROWS).await?;
    let homes = store::summary::homes(cx.conn(), agency, ROWS).await?;
    let cases =
        store::corrections::list(cx.conn(), agency, (None, None), "open", None, ROWS).await?;
    let me = cx.actor().employee;
    let page_of = Page::new(&cx, "organisation-summary-title");
    let steps = steps(&page_of, &numbers);
    let template = SummaryPage {
        setting_up: numbers.units == 0
            || numbers.employees == 0
            || numbers.published_rules == 0
            || numbers.officers < 2,
        steps,
        proposals: proposals
            .into_iter()
            .map(|entry| ProposalRow {
                pick: format!("{}:{}", entry.unit, entry.version),
                own: me == Some(entry.person),
                entry,
            })
            .collect(),
        calm: numbers.corrections == 0
            && numbers.homes == 0
            && numbers.proposed_heads == 0
            && numbers.headless == 0
            && numbers.undecided_people == 0,
        cases: cases
            .into_iter()
            .map(|case| corrections::row(&cx, case))
            .collect(),
        homes,
        numbers,
        page: page_of,
    };
    page(&template)
}
