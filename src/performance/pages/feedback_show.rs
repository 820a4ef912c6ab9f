//! One feedback: what was asked and said, and the forms to give, to decline, to answer, and to take either back.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::{
    Choice,
    feedback::{kinds, said, standing, topic},
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::FeedbackId,
    },
    performance::feedback::{self, Feedback, Step, read, rules},
};

#[derive(Template)]
#[template(path = "performance/feedback_show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    back: (String, String),
    action: String,
    version: i32,
    state: &'static str,
    label: String,
    lead: String,
    facts: Vec<(String, String)>,
    question: String,
    words: String,
    answer: String,
    answered: String,
    can_give: bool,
    can_withdraw: bool,
    can_answer: bool,
    can_retract: bool,
    kinds: Vec<Choice>,
    typed: Typed,
}

/// What is typed into one of the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    kind: String,
    words: String,
    answer: String,
    act: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }
}

async fn build(cx: &mut Cx, id: FeedbackId, typed: Typed, errors: Errors) -> Result<ShowPage> {
    let now = cx.now();
    let (one, sight) = read::show(cx, id).await?;
    let page_ = Page::new(cx, "feedback-title");
    let (state, label) = standing(&one, &page_);
    let may = |step| rules::next(&one, step, now).is_ok();
    let relation = page_.t(&format!("feedback-relation-{}", one.relation.code()));
    let title = page_.ta("feedback-of", "name", &one.about_name);
    let mut facts = vec![
        (page_.t("feedback-about"), topic(&one, &page_)),
        (
            page_.t("feedback-giver"),
            format!("{} · {relation}", one.giver_name),
        ),
    ];
    for (key, at) in [
        ("feedback-asked-at", one.asked_at),
        ("feedback-given-at", one.given_at),
        ("feedback-ended-at", one.ended_at),
    ] {
        if let Some(at) = at {
            facts.push((page_.t(key), page_.instant(&at)));
        }
    }
    Ok(ShowPage {
        back: if sight.about || sight.giver {
            ("/feedback".into(), page_.t("feedback-title"))
        } else {
            (format!("/team/feedback/{}", one.about), title.clone())
        },
        action: one.path(),
        version: one.version,
        state,
        label,
        lead: page_.t("feedback-beside"),
        facts,
        can_give: sight.giver && may(Step::Give),
        can_withdraw: sight.giver && may(Step::Withdraw),
        can_answer: sight.about && may(Step::Answer),
        can_retract: sight.about && may(Step::Retract),
        answered: one
            .answered_at
            .filter(|_| !one.answer.is_empty())
            .map_or_else(String::new, |at| {
                let at = page_.instant(&at);
                page_.ta2("feedback-answered-by", "name", &one.about_name, "at", at)
            }),
        kinds: kinds(&typed.kind, &page_),
        typed,
        errors,
        page: page_.titled(title),
        question: one.question,
        words: one.words,
        answer: one.answer,
    })
}

/// GET /feedback/{id}
pub async fn show(mut cx: Cx, Path(id): Path<FeedbackId>) -> Result<Response> {
    page(&build(&mut cx, id, Typed::default(), Errors::none()).await?)
}

/// The page again, with what is wrong and what was typed where something is.
async fn done(
    mut cx: Cx,
    id: FeedbackId,
    result: Result<Feedback>,
    flash: &str,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(one) => {
            cx.flash(Flash::ok(flash).with("name", &one.about_name));
            Ok(redirect(&one.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}

/// POST /feedback/{id}/giving: gives what was asked for, or has nothing to say.
pub async fn give(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let declines = typed.act == "decline";
    let result = async {
        let version = typed.version()?;
        if declines {
            return feedback::decline(&mut cx, id, version).await;
        }
        let said = said(&typed.kind, &typed.words)?;
        feedback::give_asked(&mut cx, id, version, &said).await
    }
    .await;
    let flash = match declines {
        true => "flash-feedback-declined",
        false => "flash-feedback-given",
    };
    done(cx, id, result, flash, typed).await
}

/// POST /feedback/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = async { feedback::withdraw(&mut cx, id, typed.version()?).await }.await;
    done(cx, id, result, "flash-feedback-withdrawn", typed).await
}

/// POST /feedback/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result =
        async { feedback::answer(&mut cx, id, typed.version()?, &typed.answer).await }.await;
    done(cx, id, result, "flash-feedback-answered", typed).await
}

/// POST /feedback/{id}/retraction
pub async fn retract(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = async { feedback::retract(&mut cx, id, typed.version()?).await }.await;
    done(cx, id, result, "flash-feedback-retracted", typed).await
}
