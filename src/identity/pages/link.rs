//! Asking for a reset link, and setting a password by an invitation or reset link.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    identity::link,
    kernel::{
        cx::Gx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
    },
};

#[derive(Template)]
#[template(path = "identity/reset.html")]
pub struct ResetPage {
    page: Page,
    errors: Errors,
    login: String,
    sent: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ask {
    login: String,
}

/// GET /reset
pub async fn ask(gx: Gx) -> Result<Response> {
    page(&ResetPage {
        page: Page::public(&gx, "reset-title"),
        errors: Errors::none(),
        login: String::new(),
        sent: false,
    })
}

/// POST /reset: the same answer for everybody.
pub async fn send(mut gx: Gx, Form(input): Form<Ask>) -> Result<Response> {
    if input.login.trim().is_empty() {
        let errors = Errors::from_error(Error::field("login", "required"), gx.lang)?;
        return invalid(&ResetPage {
            page: Page::public(&gx, "reset-title"),
            errors,
            login: input.login,
            sent: false,
        });
    }
    link::ask_reset(&mut gx, &input.login).await?;
    page(&ResetPage {
        page: Page::public(&gx, "reset-title"),
        errors: Errors::none(),
        login: String::new(),
        sent: true,
    })
}

#[derive(Template)]
#[template(path = "identity/link.html")]
pub struct LinkPage {
    page: Page,
    errors: Errors,
    /// None when the link is used up, expired or none of ours.
    person: Option<String>,
    invite: bool,
    action: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewPassword {
    password: String,
}

/// GET /link/{token}
pub async fn open(mut gx: Gx, Path(token): Path<String>) -> Result<Response> {
    let owner = link::owner(&mut gx, &token).await?;
    let (person, invite) = owner.map_or((None, false), |(person, purpose)| {
        (Some(person.name), purpose == "invite")
    });
    page(&LinkPage {
        page: Page::public(&gx, "link-title"),
        errors: Errors::none(),
        person,
        invite,
        action: format!("/link/{token}"),
    })
}

/// POST /link/{token}
pub async fn set(
    mut gx: Gx,
    Path(token): Path<String>,
    Form(input): Form<NewPassword>,
) -> Result<Response> {
    match link::set_password(&mut gx, &token, &input.password).await {
        Ok(()) => {
            gx.flash(Flash::ok("flash-password-set"));
            Ok(redirect("/"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, gx.lang)?;
            let owner = link::owner(&mut gx, &token).await?;
            let (person, invite) = owner.map_or((None, false), |(person, purpose)| {
                (Some(person.name), purpose == "invite")
            });
            invalid(&LinkPage {
                page: Page::public(&gx, "link-title"),
                errors,
                person,
                invite,
                action: format!("/link/{token}"),
            })
        }
    }
}
