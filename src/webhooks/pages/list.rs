//! `/webhooks`: where events go, and the form for one more.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::show::{revealed, state};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::Form,
        html::{Errors, Page, invalid, page},
    },
    webhooks::{
        Kind, Webhook,
        manage::{self, AddWebhook},
    },
};

/// One choice of a group.
struct Choice {
    value: &'static str,
    label: String,
    hint: String,
    selected: bool,
    disabled: bool,
}

struct Row {
    href: String,
    name: String,
    host: String,
    about: String,
    tone: &'static str,
    icon: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "webhooks/list.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    /// The operator has switched webhooks on.
    on: bool,
    typed_name: String,
    typed_url: String,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    name: String,
    url: String,
    kinds: Vec<String>,
}

fn row(page: &Page, webhook: &Webhook) -> Row {
    let (tone, icon, word) = state(page, webhook);
    let about = match &webhook.sent_at {
        Some(at) => page.ta("webhooks-last", "at", page.instant(at)),
        None => page.t("webhooks-never"),
    };
    Row {
        href: format!("/webhooks/{}", webhook.id),
        name: webhook.name.clone(),
        host: origin(&webhook.url),
        about: format!(
            "{} · {about}",
            page.tn("webhooks-n-kinds", webhook.kinds.len())
        ),
        tone,
        icon,
        word,
    }
}

/// The machine of an address: its path may be long, and often holds a secret.
fn origin(url: &str) -> String {
    url.split('/').take(3).collect::<Vec<_>>().join("/")
}

async fn webhooks(cx: &mut Cx, typed: Input, errors: Errors) -> Result<ListPage> {
    let found = manage::list(cx).await?;
    let page = Page::new(cx, "webhooks-title");
    Ok(ListPage {
        errors,
        on: manage::is_on(cx),
        kinds: Kind::OFFERED
            .into_iter()
            .map(|kind| Choice {
                value: kind.code(),
                label: page.t(&kind.key()),
                hint: kind.code().to_owned(),
                selected: typed.kinds.iter().any(|word| word == kind.code()),
                disabled: false,
            })
            .collect(),
        rows: found.iter().map(|webhook| row(&page, webhook)).collect(),
        typed_name: typed.name,
        typed_url: typed.url,
        page,
    })
}

/// GET /webhooks
pub async fn show(mut cx: Cx) -> Result<Response> {
    let template = webhooks(&mut cx, Input::default(), Errors::none()).await?;
    page(&template)
}

fn read(input: &Input) -> Result<AddWebhook> {
    let kinds = input
        .kinds
        .iter()
        .map(|word| Kind::of(word).ok_or(Error::field("kinds", "choice")))
        .collect::<Result<Vec<Kind>>>()?;
    Ok(AddWebhook {
        name: input.name.clone(),
        url: input.url.clone(),
        kinds,
    })
}

/// POST /webhooks
pub async fn add(mut cx: Cx, Form(input): Form<Input>) -> Result<Response> {
    let made = match read(&input) {
        Ok(wanted) => manage::add(&mut cx, &wanted).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => revealed(&mut cx, made.webhook.id, made.secret, "webhooks-made").await,
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = webhooks(&mut cx, input, errors).await?;
            invalid(&template)
        }
    }
}
