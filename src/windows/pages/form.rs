//! The forms that set a window: a plain one, and a short one for an emergency.

use askama::Template;
use axum::response::Response;

use super::{Choice, places, units};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::Form,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    policy::WindowKind,
    windows::{
        read,
        set::{self, Form as Typed},
    },
};

#[derive(Template)]
#[template(path = "windows/form.html")]
struct FormPage {
    page: Page,
    errors: Errors,
    emergency: bool,
    typed: Typed,
    places: Vec<Choice>,
    scope: Vec<Choice>,
    excluded: Vec<Choice>,
    /// Whether something is chosen or wrong about units, so that they stand open.
    scoped: bool,
    leaves_out: bool,
}

async fn build(cx: &mut Cx, emergency: bool, typed: Typed, errors: Errors) -> Result<FormPage> {
    let all = read::choosable(cx).await?;
    let title = if emergency {
        "windows-emergency-title"
    } else {
        "windows-new-title"
    };
    let page = Page::new(cx, title);
    let open = |field: &str, chosen: &[String], codes: &str| {
        !chosen.is_empty() || !codes.is_empty() || !errors.at(field).is_empty()
    };
    Ok(FormPage {
        places: places(&page, &typed.places),
        scope: units(&all, &typed.scope),
        excluded: units(&all, &typed.excluded),
        scoped: open("scope", &typed.scope, &typed.scope_codes),
        leaves_out: open("excluded", &typed.excluded, &typed.excluded_codes),
        emergency,
        errors,
        typed,
        page,
    })
}

/// GET /windows/new
pub async fn show(mut cx: Cx) -> Result<Response> {
    let typed = Typed {
        places: vec!["home".into(), "elsewhere".into()],
        ..Typed::default()
    };
    page(&build(&mut cx, false, typed, Errors::none()).await?)
}

/// GET /windows/emergency
pub async fn emergency(mut cx: Cx) -> Result<Response> {
    let typed = Typed {
        first_on: cx.today().to_string(),
        share: "100".into(),
        ..Typed::default()
    };
    page(&build(&mut cx, true, typed, Errors::none()).await?)
}

async fn answer(mut cx: Cx, kind: WindowKind, input: Typed) -> Result<Response> {
    let emergency = kind == WindowKind::Emergency;
    match set::set(&mut cx, kind, &input).await {
        Ok(id) => {
            cx.flash(Flash::ok(if emergency {
                "flash-window-emergency"
            } else {
                "flash-window-set"
            }));
            Ok(redirect(&format!("/windows/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, emergency, input, errors).await?)
        }
    }
}

/// POST /windows
pub async fn set(cx: Cx, Form(input): Form<Typed>) -> Result<Response> {
    answer(cx, WindowKind::Agency, input).await
}

/// POST /windows/emergency
pub async fn set_emergency(cx: Cx, Form(input): Form<Typed>) -> Result<Response> {
    answer(cx, WindowKind::Emergency, input).await
}
