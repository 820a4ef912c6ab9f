//! One's own standing approval: what it means, the one that holds, what it has decided, and the form.

use askama::Template;
use axum::response::Response;
use chrono::Days;
use serde::Deserialize;

use super::words;
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::Form,
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::EmployeeId,
    },
    requests::{
        Standing, Terms, end_standing, give_standing,
        rules::{STANDING_DAYS, STANDING_REACH},
        standing::{self, Decided},
        store,
    },
};

/// The most requests that are listed.
const LISTED: i64 = 20;
/// How far a fresh form reaches, in days.
const OFFERED: u64 = 30;

struct Done {
    href: String,
    name: String,
    initials: String,
    tone: &'static str,
    days: String,
    at: String,
}

#[derive(Template)]
#[template(path = "requests/standing.html")]
struct StandingPage {
    page: Page,
    errors: Errors,
    allowed: bool,
    version: i32,
    /// The one that holds, in words; empty without one.
    current: String,
    since: String,
    means: [(String, String); 4],
    count: String,
    done: Vec<Done>,
    choices: Vec<words::Choice>,
    until: String,
    first: String,
    last: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Give {
    max_days: String,
    until: String,
    version: String,
}

async fn build(cx: &mut Cx, typed: Option<Give>, errors: Errors) -> Result<StandingPage> {
    let (agency, now, today, me) = (cx.agency(), cx.now(), cx.today(), cx.employee()?);
    let own = standing::own(cx).await?;
    let done = store::standing::decided(cx.conn(), agency, me, now, LISTED).await?;
    let page = Page::new(cx, "requests-beforehand-title");
    let typed = typed.unwrap_or_else(|| Give {
        max_days: own
            .current
            .as_ref()
            .map_or(1, |one| one.max_days)
            .to_string(),
        until: (today + Days::new(OFFERED)).to_string(),
        version: String::new(),
    });
    Ok(StandingPage {
        errors,
        allowed: own.allowed,
        version: own.version,
        current: own
            .current
            .as_ref()
            .map_or_else(String::new, |one| terms(one, &page)),
        since: own.current.as_ref().map_or_else(String::new, |one| {
            page.ta("requests-beforehand-since", "date", page.date(&one.from_on))
        }),
        means: ["what", "not", "you", "back"].map(|part| {
            let key = format!("requests-beforehand-means-{part}");
            (page.t(&key), page.t(&format!("{key}-is")))
        }),
        count: page.tn("requests-beforehand-count", own.count),
        done: done
            .iter()
            .enumerate()
            .map(|(index, one)| shown(one, index, &page))
            .collect(),
        choices: (1..=STANDING_DAYS)
            .map(|n| {
                let value = n.to_string();
                let chosen = typed.max_days == value;
                words::Choice::new(value, page.tn("requests-beforehand-days", n), chosen)
            })
            .collect(),
        until: typed.until,
        first: today.to_string(),
        last: (today + Days::new(STANDING_REACH)).to_string(),
        page,
    })
}

fn shown(one: &Decided, index: usize, page: &Page) -> Done {
    Done {
        href: format!("/requests/{}", one.request),
        name: one.name.clone(),
        initials: format::initials(&one.name),
        tone: ["", "b", "c", "d"][index % 4],
        days: words::day_list(&one.days, page),
        at: page.instant(&one.at),
    }
}

/// What holds, in one sentence.
fn terms(one: &Standing, page: &Page) -> String {
    page.ta2(
        "requests-beforehand-terms",
        "n",
        one.max_days,
        "date",
        page.date(&one.to_on),
    )
}

/// The line of the inbox: what holds, or that one may be given; empty where neither is so.
pub async fn line(cx: &mut Cx, page: &Page) -> Result<String> {
    let me: Option<EmployeeId> = cx.actor().employee;
    if me.is_none() {
        return Ok(String::new());
    }
    let own = standing::own(cx).await?;
    Ok(match own.current {
        Some(one) if own.allowed => terms(&one, page),
        Some(_) => page.t("requests-beforehand-suspended"),
        None if own.allowed => page.t("requests-beforehand-offer"),
        None => String::new(),
    })
}

/// GET /inbox/standing
pub async fn show(mut cx: Cx) -> Result<Response> {
    let template = build(&mut cx, None, Errors::none()).await?;
    page(&template)
}

async fn answer(
    mut cx: Cx,
    done: Result<()>,
    flash: &str,
    typed: Option<Give>,
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect("/inbox/standing"))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = build(&mut cx, typed, errors).await?;
            invalid(&template)
        }
    }
}

fn version(text: &str) -> Result<i32> {
    text.trim().parse().map_err(|_| Error::Conflict("changed"))
}

/// POST /inbox/standing
pub async fn give(mut cx: Cx, Form(input): Form<Give>) -> Result<Response> {
    let terms = Terms {
        max_days: input.max_days.clone(),
        until: input.until.clone(),
    };
    let done = match version(&input.version) {
        Ok(version) => give_standing(&mut cx, &terms, version).await,
        Err(error) => Err(error),
    };
    answer(cx, done, "flash-standing-given", Some(input)).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct End {
    version: String,
}

/// POST /inbox/standing/end
pub async fn end(mut cx: Cx, Form(input): Form<End>) -> Result<Response> {
    let done = match version(&input.version) {
        Ok(version) => end_standing(&mut cx, version).await,
        Err(error) => Err(error),
    };
    answer(cx, done, "flash-standing-ended", None).await
}
