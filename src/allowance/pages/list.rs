//! Where HR begins: the months that were counted, and the schemes.

use askama::Template;
use axum::response::Response;

use super::{Choice, run_state, scheme_state, words};
use crate::{
    allowance::{Run, Scheme, read},
    kernel::{
        actor::Can,
        cx::Cx,
        error::Result,
        html::{Errors, Page, page},
    },
    requests::Month,
};

struct Row {
    href: String,
    title: String,
    text: String,
    state: &'static str,
    label: String,
}

#[derive(Template)]
#[template(path = "allowance/list.html")]
pub struct ListPage {
    page: Page,
    errors: Errors,
    runs: Vec<Row>,
    schemes: Vec<Row>,
    months: Vec<Choice>,
    can_write: bool,
    ready: bool,
}

fn run_row(run: &Run, page: &Page) -> Row {
    let (state, label) = run_state(run.state, page);
    Row {
        href: run.path(),
        title: words::run(run, page),
        text: page.ta2(
            "allowance-run-text",
            "total",
            words::money(run.total, page),
            "people",
            page.number(run.people),
        ),
        state,
        label,
    }
}

fn scheme_row(scheme: &Scheme, page: &Page) -> Row {
    let (state, label) = scheme_state(scheme.state, page);
    Row {
        href: scheme.path(),
        title: page.ta("allowance-scheme-n", "n", scheme.number),
        text: page.ta2(
            "allowance-scheme-text",
            "from",
            words::month(scheme.from, page),
            "instrument",
            &scheme.terms.instrument,
        ),
        state,
        label,
    }
}

/// The page with what is wrong with a month that was to be counted.
pub async fn build(cx: &mut Cx, chosen: &str, errors: Errors) -> Result<ListPage> {
    let runs = read::runs(cx).await?;
    let schemes = read::schemes(cx).await?;
    let page_ = Page::new(cx, "allowance-title");
    let this = Month::of(cx.today());
    let mut month = Some(this);
    let mut months = Vec::new();
    // this month, as far as it has come, and the half year before
    while let Some(one) = month.filter(|_| months.len() < 7) {
        months.push(Choice::new(
            one.to_string(),
            words::month(one, &page_),
            chosen,
        ));
        month = one.before();
    }
    let ready = schemes
        .iter()
        .any(|one| one.state == crate::allowance::SchemeState::InForce);
    Ok(ListPage {
        runs: runs.iter().map(|one| run_row(one, &page_)).collect(),
        schemes: schemes.iter().map(|one| scheme_row(one, &page_)).collect(),
        months,
        can_write: cx.actor().roles.may(Can::ManageRules),
        ready,
        errors,
        page: page_,
    })
}

/// GET /allowance
pub async fn show(mut cx: Cx) -> Result<Response> {
    let last = Month::of(cx.today()).before();
    let chosen = last.map_or_else(String::new, |month| month.to_string());
    page(&build(&mut cx, &chosen, Errors::none()).await?)
}
