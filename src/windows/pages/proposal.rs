//! A window that the ministry proposes, and the leader's answer.

use askama::Template;
use axum::response::Response;

use super::{Choice, allowed, dates, list::reply, number, units};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::Result,
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::NationalWindowId,
    },
    windows::{
        Reply,
        answer::{self, Answer},
        read,
    },
};

#[derive(Template)]
#[template(path = "windows/proposal.html")]
struct ProposalPage {
    page: Page,
    errors: Errors,
    id: String,
    title: String,
    dates: String,
    first: String,
    last: String,
    most: u8,
    number: String,
    allows: String,
    note: String,
    word: String,
    tone: &'static str,
    /// Whether this person may answer now.
    answers: bool,
    over: bool,
    typed: Answer,
    choices: Vec<Choice>,
    excluded: Vec<Choice>,
    answered: String,
    reason: String,
    window: String,
}

async fn build(
    cx: &mut Cx,
    id: NationalWindowId,
    typed: Option<Answer>,
    errors: Errors,
) -> Result<ProposalPage> {
    let proposal = answer::find(cx, id).await?;
    let all = read::choosable(cx).await?;
    let national = proposal.national;
    let page = Page::new(cx, "windows-title").titled(national.title.clone());
    let over = national.last_on < cx.today();
    let typed = typed.unwrap_or_else(|| Answer {
        first_on: national.first_on.to_string(),
        last_on: national.last_on.to_string(),
        share: national.share.to_string(),
        ..Answer::default()
    });
    let kept = proposal.answer;
    let (word, tone) = reply(&page, kept.as_ref().map(|answer| answer.reply));
    Ok(ProposalPage {
        id: id.to_string(),
        dates: dates(&page, national.first_on, national.last_on),
        first: national.first_on.to_string(),
        last: national.last_on.to_string(),
        most: national.share,
        number: number(&page, &national.number),
        allows: allowed(&page, national.home, national.elsewhere, national.share),
        note: national.note,
        word,
        tone,
        answers: kept.is_none() && !over && cx.actor().roles.may(Can::LeadAgency),
        over: over && kept.is_none(),
        choices: [Reply::Accepted, Reply::Adjusted, Reply::Declined]
            .map(|one| {
                let (label, hint) = match one {
                    Reply::Accepted => ("windows-accept", "windows-accept-hint"),
                    Reply::Adjusted => ("windows-adjust", "windows-adjust-hint"),
                    Reply::Declined => ("windows-decline", "windows-decline-hint"),
                };
                Choice::new(one.code(), page.t(label), typed.answer == one.code())
                    .hint(page.t(hint))
            })
            .into(),
        excluded: units(&all, &typed.excluded),
        answered: kept
            .as_ref()
            .map(|answer| format!("{}, {}", answer.by, page.instant(&answer.at)))
            .unwrap_or_default(),
        reason: kept
            .as_ref()
            .map(|answer| answer.reason.clone())
            .unwrap_or_default(),
        window: kept
            .and_then(|answer| answer.window)
            .map(|id| format!("/windows/{id}"))
            .unwrap_or_default(),
        typed,
        errors,
        title: national.title,
        page,
    })
}

/// GET /window-proposals/{id}
pub async fn show(mut cx: Cx, Path(id): Path<NationalWindowId>) -> Result<Response> {
    page(&build(&mut cx, id, None, Errors::none()).await?)
}

/// POST /window-proposals/{id}
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    Form(input): Form<Answer>,
) -> Result<Response> {
    match answer::answer(&mut cx, id, &input).await {
        Ok(_) => {
            cx.flash(Flash::ok("flash-window-answered"));
            Ok(redirect(&format!("/window-proposals/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, Some(input), errors).await?)
        }
    }
}
