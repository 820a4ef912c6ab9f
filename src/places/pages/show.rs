//! One agreement: its terms, the next step of this side, and how many guests come on which day.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{dates, state, weekdays};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::AgreementId,
    },
    organisation::region,
    places::{
        Side, State,
        agree::{self, Answer, End},
        rules, store,
    },
};

#[derive(Template)]
#[template(path = "places/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    heading: String,
    word: String,
    tone: &'static str,
    host: bool,
    other: String,
    place: String,
    address: String,
    region: String,
    seats: String,
    weekdays: String,
    dates: String,
    number: String,
    note: String,
    reason: String,
    can_answer: bool,
    can_withdraw: bool,
    can_end: bool,
    /// Between which days it may be ended, in words and for the field.
    between: String,
    earliest: String,
    latest: String,
    /// Days with how many guests come.
    days: Vec<(String, i16)>,
    counts: bool,
    typed_reason: String,
    typed_last: String,
}

async fn build(cx: &mut Cx, id: AgreementId, errors: Errors) -> Result<ShowPage> {
    let (agency, today) = (cx.agency(), cx.today());
    let one = store::find(cx.conn(), agency, id).await?;
    let counts = one.days().is_some();
    let days = if counts {
        store::counted(cx.conn(), id, today).await?
    } else {
        Vec::new()
    };
    let page = Page::new(cx, "places-title").titled(format!("{}, {}", one.place, one.other()));
    let (word, tone) = state(&one, &page, today);
    let may = |to| rules::may(one.state, one.side, to).is_ok();
    let ends = rules::ends(one.last_on, today).filter(|_| may(State::Ended));
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: one.version,
        heading: page.title.clone(),
        word,
        tone,
        host: one.side == Side::Host,
        other: one.other().to_owned(),
        place: one.place.clone(),
        address: one.address.clone(),
        region: region::described(one.region.as_deref()),
        seats: one.seats.to_string(),
        weekdays: weekdays(&one, &page),
        dates: dates(&one, &page),
        number: one.number.clone(),
        note: one.note.clone(),
        reason: one.reason.clone(),
        can_answer: may(State::Accepted),
        can_withdraw: may(State::Withdrawn),
        can_end: ends.is_some(),
        between: ends.map_or_else(String::new, |days| {
            format::date_range(days.from, days.to, page.language)
        }),
        earliest: ends.map_or_else(String::new, |days| days.from.to_string()),
        latest: ends.map_or_else(String::new, |days| days.to.to_string()),
        days: days
            .into_iter()
            .map(|day| (page.long_date(&day.on), day.guests))
            .collect(),
        counts,
        typed_reason: String::new(),
        typed_last: String::new(),
        page,
    })
}

/// GET /places/{id}
pub async fn show(mut cx: Cx, Path(id): Path<AgreementId>) -> Result<Response> {
    page(&build(&mut cx, id, Errors::none()).await?)
}

async fn after(
    mut cx: Cx,
    id: AgreementId,
    done: Result<()>,
    flash: &str,
    typed: (String, String),
) -> Result<Response> {
    match done {
        Ok(()) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&format!("/places/{id}")))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let mut template = build(&mut cx, id, errors).await?;
            (template.typed_reason, template.typed_last) = typed;
            invalid(&template)
        }
    }
}

/// POST /places/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<AgreementId>,
    Form(input): Form<Answer>,
) -> Result<Response> {
    let done = agree::answer(&mut cx, id, &input).await;
    let flash = if input.accepted == "true" {
        "flash-agreement-accepted"
    } else {
        "flash-agreement-declined"
    };
    after(cx, id, done, flash, (input.reason, String::new())).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seen {
    version: String,
}

/// POST /places/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<AgreementId>,
    Form(input): Form<Seen>,
) -> Result<Response> {
    let done = agree::withdraw(&mut cx, id, &input.version).await;
    after(cx, id, done, "flash-agreement-withdrawn", <_>::default()).await
}

/// POST /places/{id}/end
pub async fn end(
    mut cx: Cx,
    Path(id): Path<AgreementId>,
    Form(input): Form<End>,
) -> Result<Response> {
    let done = agree::end(&mut cx, id, &input).await;
    after(
        cx,
        id,
        done,
        "flash-agreement-ended",
        (input.reason, input.last_on),
    )
    .await
}
