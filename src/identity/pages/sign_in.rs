//! The sign-in page.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    identity::{SignIn, sign_in},
    kernel::{
        cx::Gx,
        error::Result,
        form::{Form, Query, local_path},
        html::{Errors, Page, invalid, page, redirect},
    },
};

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
pub struct SignInPage {
    page: Page,
    errors: Errors,
    login: String,
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Next {
    next: String,
}

/// GET /sign-in
pub async fn show(gx: Gx, Query(query): Query<Next>) -> Result<Response> {
    page(&SignInPage {
        page: Page::public(&gx, "sign-in-title"),
        errors: Errors::none(),
        login: String::new(),
        next: local_path(&query.next).to_owned(),
    })
}

/// POST /sign-in
pub async fn submit(mut gx: Gx, Form(input): Form<SignIn>) -> Result<Response> {
    match sign_in(&mut gx, &input).await {
        Ok(_) => Ok(redirect(local_path(&input.next))),
        Err(error) => {
            let errors = Errors::from_error(error, gx.lang)?;
            invalid(&SignInPage {
                page: Page::public(&gx, "sign-in-title"),
                errors,
                login: input.login,
                next: local_path(&input.next).to_owned(),
            })
        }
    }
}
