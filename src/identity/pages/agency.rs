//! The agency's settings.

use askama::Template;
use axum::response::Response;

use crate::{
    identity::settings::{self, BRANDS, Settings, UNANSWERED},
    kernel::{
        cx::Cx,
        error::Result,
        form::Form,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
};

/// One choice of a radio group.
pub struct Choice {
    value: &'static str,
    label: String,
    hint: String,
    selected: bool,
    disabled: bool,
}

#[derive(Template)]
#[template(path = "identity/agency.html")]
pub struct AgencyPage {
    page: Page,
    errors: Errors,
    settings: Settings,
    brands: Vec<Choice>,
    weeks: Vec<Choice>,
    unanswered: Vec<Choice>,
}

fn template(cx: &Cx, settings: Settings, errors: Errors) -> AgencyPage {
    let lang = cx.lang();
    let choice = |value: &'static str, prefix: &str, chosen: &str| Choice {
        value,
        label: lang.t(&format!("{prefix}-{value}")),
        hint: String::new(),
        selected: value == chosen,
        disabled: false,
    };
    AgencyPage {
        page: Page::new(cx, "agency-title"),
        errors,
        brands: BRANDS
            .iter()
            .map(|brand| choice(brand, "agency-brand", &settings.brand))
            .collect(),
        weeks: ["5", "6"]
            .into_iter()
            .map(|week| choice(week, "agency-week", &settings.week_pattern))
            .collect(),
        unanswered: UNANSWERED
            .into_iter()
            .map(|what| Choice {
                hint: lang.t(&format!("agency-unanswered-{what}-hint")),
                ..choice(what, "agency-unanswered", &settings.unanswered)
            })
            .collect(),
        settings,
    }
}

/// GET /agency
pub async fn show(mut cx: Cx) -> Result<Response> {
    let settings = settings::show(&mut cx).await?;
    page(&template(&cx, settings, Errors::none()))
}

/// POST /agency
pub async fn save(mut cx: Cx, Form(input): Form<Settings>) -> Result<Response> {
    match settings::save(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-saved"));
            Ok(redirect("/agency"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&template(&cx, input, errors))
        }
    }
}
