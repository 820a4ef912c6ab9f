//! The report of a day: the plan, each report with its answer, and the form to answer.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::day::{Shown, answered, lines, look, state_word};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::DayReportId,
    },
    performance::day::{self, Answer, Reply, read},
};

/// The plan, or a report.
struct Step {
    title: String,
    at: String,
    at_iso: String,
    lines: Vec<Shown>,
    /// What was answered: the look, the words, when; empty while nothing was.
    answer: &'static str,
    answered: String,
    answered_at: String,
    answered_iso: String,
    comment: String,
}

#[derive(Template)]
#[template(path = "performance/day_show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    back: (String, String),
    state: &'static str,
    label: String,
    lead: String,
    steps: Vec<Step>,
    can_answer: bool,
    typed: Typed,
}

async fn build(cx: &mut Cx, id: DayReportId, typed: Typed, errors: Errors) -> Result<ShowPage> {
    let (day, sight) = read::show(cx, id).await?;
    let page_ = Page::new(cx, "day-title");
    let back = if sight.own {
        (format!("/today?day={}", day.on), page_.t("day-title"))
    } else if sight.decides {
        (
            format!("/team/today?day={}", day.on),
            page_.t("day-team-title"),
        )
    } else {
        ("/".to_owned(), page_.t("layout-to-home"))
    };
    let planned = day.planned_at.map(|at| Step {
        title: page_.t("day-plan"),
        at: page_.instant(&at),
        at_iso: at.to_rfc3339(),
        lines: lines(&day, 0, false, &page_),
        answer: "",
        answered: String::new(),
        answered_at: String::new(),
        answered_iso: String::new(),
        comment: String::new(),
    });
    let reported = day.reports.iter().map(|one| Step {
        title: match one.number {
            1 => page_.t("day-report"),
            n => page_.ta("day-report-n", "n", n),
        },
        at: page_.instant(&one.reported_at),
        at_iso: one.reported_at.to_rfc3339(),
        lines: lines(&day, one.number, sight.own, &page_),
        answer: match one.answer {
            Some(Answer::Accepted) => "ok",
            Some(Answer::Returned) => "warn",
            None => "",
        },
        answered: answered(one, &page_),
        answered_at: one
            .answered_at
            .map_or_else(String::new, |at| page_.instant(&at)),
        answered_iso: one
            .answered_at
            .map_or_else(String::new, |at| at.to_rfc3339()),
        comment: one.comment.clone(),
    });
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: day.version,
        back,
        state: look(day.state),
        label: state_word(day.state, &page_),
        lead: page_.long_date(&day.on),
        steps: planned.into_iter().chain(reported).collect(),
        can_answer: sight.can_answer(&day),
        typed,
        page: page_.titled(&day.employee_name),
    })
}

/// GET /today/{id}
pub async fn show(mut cx: Cx, Path(id): Path<DayReportId>) -> Result<Response> {
    page(&build(&mut cx, id, Typed::default(), Errors::none()).await?)
}

/// What is typed into the answer.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    answer: String,
    comment: String,
}

impl Typed {
    fn reply(&self) -> Result<Reply> {
        let mut check = Check::new();
        check.choice("answer", &self.answer, &Answer::ALL.map(Answer::code));
        check.done()?;
        let version = self.version.trim().parse();
        Ok(Reply {
            answer: Answer::of(&self.answer).unwrap_or(Answer::Returned),
            comment: self.comment.clone(),
            version: version.map_err(|_| Error::Conflict("changed"))?,
        })
    }
}

/// POST /today/{id}/answer
pub async fn reply(
    mut cx: Cx,
    Path(id): Path<DayReportId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.reply() {
        Ok(input) => day::answer(&mut cx, id, input).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(day) => {
            let flash = match day.state {
                day::State::Accepted => "flash-day-accepted",
                _ => "flash-day-returned",
            };
            cx.flash(Flash::ok(flash).with("name", &day.employee_name));
            Ok(redirect(&format!("/team/today?day={}", day.on)))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}
