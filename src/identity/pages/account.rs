//! The person's own account: password, devices, language, agency.

use askama::Template;
use axum::response::Response;
use http::HeaderValue;
use serde::Deserialize;

use crate::{
    identity::{Device, session, store},
    kernel::{
        crypto,
        cx::{Cx, Gx},
        error::{Error, Result},
        form::{Form, Path, local_path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        i18n::Lang,
        id::{AgencyId, SessionId},
    },
};

#[derive(Template)]
#[template(path = "identity/account.html")]
pub struct AccountPage {
    page: Page,
    errors: Errors,
    login: String,
    email: String,
    devices: Vec<Device>,
    roles: Vec<String>,
}

async fn account(cx: &mut Cx, errors: Errors) -> Result<AccountPage> {
    let (identity, current, now) = (
        cx.actor().identity.ok_or(Error::Forbidden)?,
        cx.actor().session,
        cx.now(),
    );
    let person = store::get(cx.conn(), identity)
        .await?
        .ok_or(Error::NotFound)?;
    let devices = store::list_sessions(cx.conn(), identity, current, now).await?;
    let roles = cx.actor().roles;
    let held = [
        (roles.employee, "role-employee"),
        (roles.supervisor, "role-supervisor"),
        (roles.hr, "role-hr"),
        (roles.leader, "role-leader"),
        (roles.auditor, "role-auditor"),
        (roles.ministry, "role-ministry"),
    ];
    Ok(AccountPage {
        page: Page::new(cx, "account-title"),
        errors,
        login: person
            .nip
            .map(|nip| crate::kernel::format::nip(&nip))
            .unwrap_or_default(),
        email: person.email.unwrap_or_default(),
        devices: devices
            .into_iter()
            .map(|device| Device {
                device: device_words(&device.device, cx.lang()),
                ..device
            })
            .collect(),
        roles: held
            .iter()
            .filter(|(has, _)| *has)
            .map(|(_, key)| cx.lang().t(key))
            .collect(),
    })
}

/// "Chrome di Android": the browser and the system a device names itself by.
fn device_words(agent: &str, lang: Lang) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(sign, _)| agent.contains(sign))
            .map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => lang.ta(
            "account-device",
            &[("browser", browser.into()), ("system", system.into())],
        ),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => lang.t("account-device-unknown"),
    }
}

/// GET /account
pub async fn show(mut cx: Cx) -> Result<Response> {
    let template = account(&mut cx, Errors::none()).await?;
    page(&template)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    old: String,
    new: String,
}

/// POST /account/password
pub async fn password(mut cx: Cx, Form(input): Form<Change>) -> Result<Response> {
    match session::change_password(&mut cx, &input.old, &input.new).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-password-changed"));
            Ok(redirect("/account"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = account(&mut cx, errors).await?;
            invalid(&template)
        }
    }
}

/// POST /account/sessions/{id}/end
pub async fn end_session(mut cx: Cx, Path(id): Path<SessionId>) -> Result<Response> {
    session::end(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-session-ended"));
    Ok(redirect("/account"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    agency: AgencyId,
}

/// POST /session/agency
pub async fn switch(mut cx: Cx, Form(input): Form<Switch>) -> Result<Response> {
    session::switch(&mut cx, input.agency).await?;
    Ok(redirect("/"))
}

/// POST /sign-out
pub async fn sign_out(mut gx: Gx) -> Result<Response> {
    session::sign_out(&mut gx).await?;
    let mut response = redirect("/sign-in");
    response
        .headers_mut()
        .insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Language {
    lang: String,
    back: String,
}

/// POST /language: before sign-in in a cookie, afterwards with the person.
pub async fn language(mut gx: Gx, Form(input): Form<Language>) -> Result<Response> {
    let lang = Lang::of(&input.lang);
    let now = gx.now;
    if let Some(hash) = gx.token.as_deref().and_then(crypto::token_hash)
        && let Some(identity) = session::identity_of(&mut gx, hash, now).await?
    {
        store::set_lang(gx.conn(), identity, lang.code()).await?;
    }
    let secure = if gx.core.settings.secure {
        "; Secure"
    } else {
        ""
    };
    gx.set_cookie(&format!(
        "lang={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}",
        lang.code()
    ));
    Ok(redirect(local_path(&input.back)))
}
