//! How far an agency's plans of shifts may go.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    shifts::{
        rules::Terms,
        terms::{self},
    },
};

/// The terms as they are typed, in hours and days.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    rest_hours: String,
    days_in_row: String,
    shift_hours: String,
    week_hours: String,
    plan_days: String,
    version: String,
}

#[derive(Template)]
#[template(path = "shifts/terms.html")]
struct TermsPage {
    page: Page,
    errors: Errors,
    typed: Typed,
}

impl Typed {
    fn of(terms: &Terms) -> Self {
        let hours = |minutes: u16| (minutes / 60).to_string();
        Self {
            rest_hours: hours(terms.rest_minutes),
            days_in_row: terms.days_in_row.to_string(),
            shift_hours: hours(terms.shift_minutes),
            week_hours: hours(terms.week_minutes),
            plan_days: terms.plan_days.to_string(),
            version: terms.version.to_string(),
        }
    }

    fn read(&self) -> Result<Terms> {
        let mut check = Check::new();
        let mut number = |field: &str, text: &str, min, max| {
            let read = check.number(field, text, min, max).unwrap_or(min);
            u16::try_from(read).unwrap_or(u16::MAX)
        };
        let terms = Terms {
            rest_minutes: number("rest_hours", &self.rest_hours, 0, 48) * 60,
            days_in_row: number("days_in_row", &self.days_in_row, 1, 28),
            shift_minutes: number("shift_hours", &self.shift_hours, 1, 24) * 60,
            week_minutes: number("week_hours", &self.week_hours, 1, 168) * 60,
            plan_days: number("plan_days", &self.plan_days, 1, 366),
            version: self
                .version
                .trim()
                .parse()
                .map_err(|_| Error::Conflict("changed"))?,
        };
        check.done()?;
        Ok(terms)
    }
}

fn template(cx: &Cx, typed: Typed, errors: Errors) -> TermsPage {
    TermsPage {
        page: Page::new(cx, "shifts-terms-title"),
        errors,
        typed,
    }
}

/// GET /shifts/terms
pub async fn show(mut cx: Cx) -> Result<Response> {
    let kept = terms::show(&mut cx).await?;
    page(&template(&cx, Typed::of(&kept), Errors::none()))
}

/// POST /shifts/terms
pub async fn save(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let done = match typed.read() {
        Ok(terms) => terms::save(&mut cx, &terms).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            cx.flash(Flash::ok("flash-saved"));
            Ok(redirect("/shifts/terms"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&template(&cx, typed, errors))
        }
    }
}
