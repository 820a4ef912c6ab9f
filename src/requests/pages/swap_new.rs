//! Choosing a day to give and a colleague's to take, and proposing the exchange.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::words::{self, Choice};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::RequestId,
    },
    requests::{
        Propose,
        swaps::{
            options::{Options, Taking, options},
            propose::propose,
        },
    },
};

struct Giving {
    href: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "requests/swap_new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    id: String,
    key: String,
    gives: Vec<Giving>,
    /// The day that is given, as the form sends it, and in words.
    give: String,
    give_label: String,
    takings: Vec<Choice>,
    barred: String,
    note: String,
}

/// What is typed or followed so far.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    give: String,
    /// `request:date`.
    take: String,
    note: String,
    key: String,
}

async fn build_new(
    cx: &mut Cx,
    id: RequestId,
    typed: Typed,
    mut errors: Errors,
) -> Result<NewPage> {
    let wanted: Option<NaiveDate> = typed.give.trim().parse().ok();
    let found = match options(cx, id, wanted).await {
        // a day that was given away or has come meanwhile: choose anew
        Err(error @ Error::Invalid(_)) => {
            if errors.is_empty() {
                errors = Errors::from_error(error, cx.lang())?;
            }
            options(cx, id, None).await?
        }
        other => other?,
    };
    let page_ = Page::new(cx, "swaps-new-title");
    let Options {
        gives,
        give,
        takings,
        barred,
    } = found;
    Ok(NewPage {
        errors,
        id: id.to_string(),
        key: if typed.key.is_empty() {
            Uuid::now_v7().to_string()
        } else {
            typed.key
        },
        gives: gives
            .iter()
            .map(|(day, bits)| Giving {
                href: format!("/requests/{id}/swap?give={day}"),
                label: words::short_day(*day, *bits, &page_),
                chosen: give.is_some_and(|(on, _)| on == *day),
            })
            .collect(),
        give: give.map_or_else(String::new, |(day, _)| day.to_string()),
        give_label: give.map_or_else(String::new, |(day, bits)| {
            words::short_day(day, bits, &page_)
        }),
        takings: takings
            .iter()
            .map(|one| choice(one, &typed.take, &page_))
            .collect(),
        barred: if barred == 0 {
            String::new()
        } else {
            page_.tn("swaps-barred", barred)
        },
        note: typed.note,
        page: page_,
    })
}

fn choice(one: &Taking, chosen: &str, page: &Page) -> Choice {
    let value = format!("{}:{}", one.day.request, one.day.on);
    let selected = value == chosen;
    let label = words::short_day(one.day.on, one.day.bits, page);
    Choice::new(value, label, selected).hint(format!("{}, {}", one.day.name, one.position))
}

/// GET /requests/{id}/swap
pub async fn choose(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let template = build_new(&mut cx, id, typed, Errors::none()).await?;
    page(&template)
}

fn read_proposal(id: RequestId, typed: &Typed) -> Result<Propose> {
    let mut check = Check::new();
    let give = check.date("give", &typed.give);
    let taken = typed.take.split_once(':');
    let from = taken.and_then(|(request, _)| request.parse::<RequestId>().ok());
    let on = taken.and_then(|(_, day)| day.parse::<NaiveDate>().ok());
    check.ensure(from.is_some() && on.is_some(), "take", "swap-take");
    let note = check.optional("note", &typed.note, 2_000);
    check.done()?;
    match (give, from, on) {
        (Some(give_on), Some(from), Some(take_on)) => Ok(Propose {
            request: id,
            give_on,
            from,
            take_on,
            note,
            key: typed.key.parse().ok(),
        }),
        _ => Err(Error::field("take", "swap-take")),
    }
}

/// POST /requests/{id}/swap
pub async fn send(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = match read_proposal(id, &typed) {
        Ok(input) => propose(&mut cx, input).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(swap) => {
            cx.flash(Flash::ok("flash-swap-proposed").with("name", &swap.colleague.name));
            Ok(redirect(&swap.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error.clone(), cx.lang())?;
            match build_new(&mut cx, id, typed, errors).await {
                Ok(template) => invalid(&template),
                // the request itself can no longer give a day
                Err(Error::Refused(_)) => Err(error),
                Err(other) => Err(other),
            }
        }
    }
}
