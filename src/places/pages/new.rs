//! The form that offers seats to another agency.

use askama::Template;
use axum::response::Response;

use super::Choice;
use crate::{
    calendar::WeekDay,
    kernel::{
        cx::Cx,
        error::Result,
        form::Form,
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    places::agree::{self, Typed},
};

#[derive(Template)]
#[template(path = "places/new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    typed: Typed,
    /// The names that the field of the other agency suggests.
    agencies: Vec<String>,
    weekdays: Vec<Choice>,
}

async fn build(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<NewPage> {
    let agencies = agree::choosable(cx).await?;
    let page = Page::new(cx, "places-new-title");
    let weekdays = WeekDay::ALL
        .into_iter()
        .map(|day| Choice {
            value: day.code().to_owned(),
            label: format::weekday_name(day as usize, page.language).to_owned(),
            hint: String::new(),
            selected: typed.weekdays.iter().any(|code| code == day.code()),
            disabled: false,
        })
        .collect();
    Ok(NewPage {
        page,
        errors,
        typed,
        agencies,
        weekdays,
    })
}

/// GET /places/new
pub async fn show(mut cx: Cx) -> Result<Response> {
    let typed = Typed {
        weekdays: WeekDay::ALL[..5]
            .iter()
            .map(|day| day.code().to_owned())
            .collect(),
        ..Typed::default()
    };
    page(&build(&mut cx, typed, Errors::none()).await?)
}

/// POST /places
pub async fn send(mut cx: Cx, Form(input): Form<Typed>) -> Result<Response> {
    match agree::offer(&mut cx, &input).await {
        Ok(id) => {
            cx.flash(Flash::ok("flash-agreement-offered"));
            Ok(redirect(&format!("/places/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, input, errors).await?)
        }
    }
}
