//! How an agency writes targets.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::Form,
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
    performance::terms::{self, Terms},
};

/// The terms as they are typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// `true`, or empty.
    weights: String,
    version: String,
}

#[derive(Template)]
#[template(path = "performance/terms.html")]
struct TermsPage {
    page: Page,
    errors: Errors,
    weights: bool,
    version: String,
}

fn template(cx: &Cx, typed: &Typed, errors: Errors) -> TermsPage {
    TermsPage {
        page: Page::new(cx, "targets-terms-title"),
        errors,
        weights: typed.weights == "true",
        version: typed.version.clone(),
    }
}

/// GET /targets/terms
pub async fn show(mut cx: Cx) -> Result<Response> {
    let kept = terms::show(&mut cx).await?;
    let typed = Typed {
        weights: kept.weights.to_string(),
        version: kept.version.to_string(),
    };
    page(&template(&cx, &typed, Errors::none()))
}

/// POST /targets/terms
pub async fn save(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let done = match typed.version.trim().parse() {
        Ok(version) => {
            let weights = typed.weights == "true";
            terms::save(&mut cx, Terms { weights, version }).await
        }
        Err(_) => Err(Error::Conflict("changed")),
    };
    match done {
        Ok(()) => {
            cx.flash(Flash::ok("flash-saved"));
            Ok(redirect("/targets/terms"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&template(&cx, &typed, errors))
        }
    }
}
