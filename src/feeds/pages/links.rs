//! `/account/calendar`: links for calendar programs. A new one is shown once, in the answer to the form that made it.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::{
    feeds::{
        Feed, Kind,
        manage::{self, MakeFeed},
    },
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::FeedId,
    },
};

/// The choice of one's own days; every other choice is the id of a unit.
const OWN: &str = "own";

/// One choice of what a link shows.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
    pub disabled: bool,
}

impl Choice {
    /// An open choice; chosen when it is what was typed.
    pub fn new(value: String, label: String, typed: &str) -> Self {
        Self {
            selected: typed == value,
            value,
            label,
            disabled: false,
        }
    }
}

/// A link as the list shows it.
pub struct Row {
    id: String,
    name: String,
    shows: String,
    made: String,
    read: String,
    until: Option<String>,
    live: bool,
}

/// How a link gets into one kind of program.
pub struct Guide {
    title: String,
    steps: Vec<String>,
}

#[derive(Template)]
#[template(path = "feeds/links.html")]
pub struct LinksPage {
    page: Page,
    errors: Errors,
    typed_name: String,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    guides: Vec<Guide>,
    /// The address of the link that was just made, and the same for the calendar of this device.
    address: String,
    device: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    name: String,
    shows: String,
}

fn shows(page: &Page, feed: &Feed) -> String {
    match &feed.unit_name {
        Some(unit) => page.ta("feeds-shows-unit", "unit", unit),
        None => page.t("feeds-shows-own"),
    }
}

fn row(page: &Page, feed: &Feed) -> Row {
    Row {
        id: feed.id.to_string(),
        name: feed.name.clone(),
        shows: shows(page, feed),
        made: page.instant(&feed.created_at),
        read: feed
            .read_at
            .map_or_else(|| page.t("feeds-never"), |at| page.instant(&at)),
        until: feed.expires_at.map(|at| page.instant(&at)),
        live: feed.live,
    }
}

fn guides(page: &Page) -> Vec<Guide> {
    let guide = |title: &str, steps: &[&str]| Guide {
        title: page.t(title),
        steps: steps.iter().map(|step| page.t(step)).collect(),
    };
    vec![
        guide(
            "feeds-google",
            &["feeds-google-1", "feeds-google-2", "feeds-google-3"],
        ),
        guide(
            "feeds-apple",
            &["feeds-apple-1", "feeds-apple-2", "feeds-apple-3"],
        ),
        guide(
            "feeds-outlook",
            &["feeds-outlook-1", "feeds-outlook-2", "feeds-outlook-3"],
        ),
    ]
}

async fn links(cx: &mut Cx, typed: Input, address: String, errors: Errors) -> Result<LinksPage> {
    let (own, units) = manage::offered(cx).await?;
    let found = manage::own(cx).await?;
    let page = Page::new(cx, "feeds-title");
    let choice = |value: String, label| Choice::new(value, label, &typed.shows);
    let mut choices = Vec::with_capacity(units.len() + 1);
    if own {
        choices.push(choice(OWN.to_owned(), page.t("feeds-shows-own")));
    }
    for (id, name) in units {
        let label = page.ta("feeds-shows-unit", "unit", name);
        choices.push(choice(id.to_string(), label));
    }
    Ok(LinksPage {
        errors,
        typed_name: typed.name,
        choices,
        rows: found.iter().map(|feed| row(&page, feed)).collect(),
        guides: guides(&page),
        device: address
            .split_once("://")
            .map(|(_, rest)| format!("webcal://{rest}"))
            .unwrap_or_default(),
        address,
        page,
    })
}

/// GET /account/calendar
pub async fn list(mut cx: Cx) -> Result<Response> {
    let (typed, address) = (Input::default(), String::new());
    page(&links(&mut cx, typed, address, Errors::none()).await?)
}

fn read(input: &Input) -> Result<MakeFeed> {
    let name = input.name.clone();
    if input.shows == OWN {
        let (kind, unit_id) = (Kind::Own, None);
        return Ok(MakeFeed {
            name,
            kind,
            unit_id,
        });
    }
    let unit = input.shows.parse();
    Ok(MakeFeed {
        name,
        kind: Kind::Unit,
        unit_id: Some(unit.map_err(|_| Error::field("shows", "choice"))?),
    })
}

/// POST /account/calendar
pub async fn make(mut cx: Cx, Form(input): Form<Input>) -> Result<Response> {
    let made = match read(&input) {
        Ok(wanted) => manage::make(&mut cx, &wanted).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let typed = Input::default();
            page(&links(&mut cx, typed, made.address, Errors::none()).await?)
        }
        Err(error) => {
            let mut errors = Errors::from_error(error, cx.lang())?;
            for (field, _) in &mut errors.0 {
                // one choice on the page stands for both fields
                if field == "kind" || field == "unit_id" {
                    "shows".clone_into(field);
                }
            }
            invalid(&links(&mut cx, input, String::new(), errors).await?)
        }
    }
}

/// POST /account/calendar/{id}/revocation
pub async fn revoke(mut cx: Cx, Path(id): Path<FeedId>) -> Result<Response> {
    manage::revoke(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-feed-revoked"));
    Ok(redirect("/account/calendar"))
}
