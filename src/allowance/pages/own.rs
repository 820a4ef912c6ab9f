//! An amount and why: one's own, or for HR that of a person.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{Choice, run_state, words};
use crate::{
    allowance::{
        RunState,
        read::{self, Why},
    },
    kernel::{
        cx::Cx,
        error::Result,
        form::Query,
        html::{Page, page},
    },
    requests::Month,
};

/// Which month.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    month: String,
}

/// What an amount is made of, in words.
pub struct Amount {
    month: String,
    amount: String,
    state: &'static str,
    label: String,
    simulated: bool,
    /// That a locked month was corrected; empty: it was not.
    corrected: String,
    /// What was looked at: until when, and of how many working days.
    seen: String,
    before: String,
    lines: Vec<words::Told>,
    sentences: Vec<String>,
}

#[derive(Template)]
#[template(path = "allowance/own.html")]
pub struct OwnPage {
    page: Page,
    /// The way back, for HR.
    back: String,
    found: Option<Amount>,
    months: Vec<Choice>,
}

fn amount(why: &Why, page: &Page) -> Amount {
    let run = &why.run;
    let (state, label) = run_state(run.state, page);
    let inputs = &why.inputs;
    let before = match &why.before {
        Some((earlier, told)) => page.ta2(
            "allowance-own-before",
            "difference",
            words::difference(why.outcome.amount - told.amount, page),
            "month",
            words::run(earlier, page),
        ),
        None => String::new(),
    };
    Amount {
        month: words::run(run, page),
        amount: words::money(why.outcome.amount, page),
        state,
        label,
        simulated: run.state == RunState::Simulated,
        corrected: match run.correction {
            0 => String::new(),
            _ => page.ta("allowance-own-corrected", "reason", &run.reason),
        },
        seen: crate::kernel::i18n::with_args(
            page.language,
            "allowance-own-seen",
            &[
                ("until", page.date(&inputs.until)),
                ("days", inputs.working_days.to_string()),
                ("away", inputs.away.to_string()),
            ],
        ),
        before,
        lines: why
            .outcome
            .lines
            .iter()
            .map(|line| words::line(line, &why.terms.instrument, page))
            .collect(),
        sentences: words::sentences(&why.terms, page),
    }
}

/// The page of a person for HR.
pub fn of_person(cx: &Cx, why: &Why, name: &str) -> OwnPage {
    let page = Page::new(cx, "allowance-own-title");
    OwnPage {
        back: why.run.path(),
        found: Some(amount(why, &page)),
        months: Vec::new(),
        page: page.titled(name),
    }
}

/// GET /allowance/own
pub async fn show(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let (found, months) = read::own(&mut cx, Month::parse(&which.month)).await?;
    let page_ = Page::new(&cx, "allowance-own-title");
    let chosen = found
        .as_ref()
        .map_or_else(|| which.month.clone(), |why| why.run.month.to_string());
    page(&OwnPage {
        back: String::new(),
        found: found.as_ref().map(|why| amount(why, &page_)),
        months: months
            .into_iter()
            .map(|one| Choice::new(one.to_string(), words::month(one, &page_), &chosen))
            .collect(),
        page: page_,
    })
}
