//! The person's own choice of mail, reached from the account page.

use askama::Template;
use axum::response::Response;

use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    notices::settings::{self, Form, WAYS},
};

/// A choice as the form macros show it.
struct Choice {
    value: String,
    label: String,
    hint: String,
    selected: bool,
    disabled: bool,
}

#[derive(Template)]
#[template(path = "notices/settings.html")]
struct SettingsPage {
    page: Page,
    errors: Errors,
    ways: Vec<Choice>,
    digest: Vec<Choice>,
    from: Vec<Choice>,
    to: Vec<Choice>,
    zone: &'static str,
}

fn hours(chosen: &str) -> Vec<Choice> {
    (0..24)
        .map(|hour: u8| {
            let value = hour.to_string();
            Choice {
                label: format!("{hour:02}.00"),
                hint: String::new(),
                selected: value == chosen,
                disabled: false,
                value,
            }
        })
        .collect()
}

fn shown(cx: &Cx, input: &Form, errors: Errors) -> SettingsPage {
    let page = Page::new(cx, "notices-settings-title");
    let ways = WAYS
        .into_iter()
        .map(|way| Choice {
            value: way.to_owned(),
            label: page.t(&format!("notices-way-{way}")),
            hint: page.t(&format!("notices-hint-{way}")),
            selected: input.mail == way,
            disabled: false,
        })
        .collect();
    SettingsPage {
        errors,
        ways,
        digest: hours(&input.digest_hour),
        from: hours(&input.quiet_from),
        to: hours(&input.quiet_to),
        zone: crate::kernel::time::zone_short(page.zone),
        page,
    }
}

/// GET /account/notices
pub async fn show(mut cx: Cx) -> Result<Response> {
    let current = settings::current(&mut cx).await?.into();
    page(&shown(&cx, &current, Errors::none()))
}

/// POST /account/notices
pub async fn save(mut cx: Cx, form::Form(input): form::Form<Form>) -> Result<Response> {
    match settings::save(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-notices-saved"));
            Ok(redirect("/account/notices"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&shown(&cx, &input, errors))
        }
    }
}
