//! A plan for improvement: its lines, who agreed, what came of it, and the forms to go on.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::improvement::{look, state_word};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::ImprovementPlanId,
    },
    organisation,
    performance::improvement::{self, Close, Named, Outcome, Plan, Side, State, read},
};

/// A line as it is read.
struct Shown {
    what: String,
    by: String,
    known: String,
    late: bool,
}

/// A step of its history.
struct Step {
    tone: &'static str,
    icon: &'static str,
    title: String,
    at: String,
    at_iso: String,
    text: String,
}

#[derive(Template)]
#[template(path = "performance/improvement_show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    back: (&'static str, String),
    state: &'static str,
    label: String,
    /// Whose agreement is missing; empty while it holds.
    waits: String,
    lines: Vec<Shown>,
    steps: Vec<Step>,
    can_write: bool,
    can_agree: bool,
    can_note: bool,
    can_close: bool,
    note: String,
    reason: String,
}

/// Somebody in words: with the capacity, and for whom.
fn by(one: &Named, page: &Page) -> String {
    organisation::decider_words(
        page.language,
        &one.name,
        one.acting.as_deref(),
        one.in_place_of.as_deref(),
    )
}

fn steps(plan: &Plan, page: &Page) -> Vec<Step> {
    let step = |tone, icon, title: String, at: chrono::DateTime<chrono::Utc>, text: String| Step {
        tone,
        icon,
        title,
        at: page.instant(&at),
        at_iso: at.to_rfc3339(),
        text,
    };
    let agreed = |name: &str| page.ta("improvement-agreed-by", "name", name);
    let mut all: Vec<(chrono::DateTime<chrono::Utc>, Step)> = Vec::new();
    if let Some(at) = plan.person_agreed_at {
        let title = agreed(&plan.employee_name);
        all.push((at, step("ok", "check", title, at, String::new())));
    }
    if let Some(one) = &plan.leader {
        let title = agreed(&by(one, page));
        all.push((one.at, step("ok", "check", title, one.at, String::new())));
    }
    for one in &plan.notes {
        let title = page.ta("improvement-noted-by", "name", &one.author_name);
        let shown = step("brand", "pencil", title, one.made_at, one.note.clone());
        all.push((one.made_at, shown));
    }
    if let Some(closed) = &plan.closed {
        let tone = match closed.outcome {
            Outcome::Met => "ok",
            Outcome::NotMet => "warn",
        };
        let key = format!("improvement-closed-{}", closed.outcome.code());
        let title = page.ta(&key, "name", by(&closed.by, page));
        let at = closed.by.at;
        all.push((
            at,
            step(tone, "circle-check", title, at, closed.reason.clone()),
        ));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, step)| step).collect()
}

async fn build(
    cx: &mut Cx,
    id: ImprovementPlanId,
    typed: Typed,
    errors: Errors,
) -> Result<ShowPage> {
    let (plan, sight) = read::show(cx, id).await?;
    let page_ = Page::new(cx, "improvement-title");
    let back = match sight.side {
        Some(Side::Person) => ("/improvement", page_.t("improvement-title")),
        Some(Side::Leader) => ("/team/improvement", page_.t("improvement-team-title")),
        None if cx.actor().roles.may(Can::SetWindows) => {
            ("/improvement/agency", page_.t("improvement-agency-title"))
        }
        None => ("/", page_.t("layout-to-home")),
    };
    let waits = match (plan.state, plan.agreed_by(Side::Person)) {
        (State::Written, false) => page_.ta("improvement-waits", "name", &plan.employee_name),
        (State::Written, true) => page_.t("improvement-waits-leader"),
        _ => String::new(),
    };
    let today = cx.today();
    let lines = plan.lines.iter().map(|line| Shown {
        what: line.what.clone(),
        by: line.by_on.map_or_else(String::new, |on| page_.date(&on)),
        known: line.known.clone(),
        late: plan.state == State::Agreed && line.by_on.is_some_and(|on| on < today),
    });
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: plan.version,
        back,
        state: look(&plan),
        label: state_word(&plan, &page_),
        waits,
        lines: lines.collect(),
        steps: steps(&plan, &page_),
        can_write: sight.can_write(&plan),
        can_agree: sight.can_agree(&plan),
        can_note: sight.can_note(&plan),
        can_close: sight.can_close(&plan),
        note: typed.note,
        reason: typed.reason,
        page: page_.titled(&plan.employee_name),
    })
}

/// GET /improvement/{id}
pub async fn show(mut cx: Cx, Path(id): Path<ImprovementPlanId>) -> Result<Response> {
    page(&build(&mut cx, id, Typed::default(), Errors::none()).await?)
}

/// What is typed into the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    note: String,
    reason: String,
    outcome: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let version = self.version.trim().parse();
        version.map_err(|_| Error::Conflict("changed"))
    }
}

/// The page again after a step, or with what is wrong.
async fn told(
    mut cx: Cx,
    id: ImprovementPlanId,
    typed: Typed,
    done: Result<Plan>,
    flash: &'static str,
) -> Result<Response> {
    match done {
        Ok(plan) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect(&plan.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}

/// POST /improvement/{id}/agreement
pub async fn agree(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = match typed.version() {
        Ok(version) => improvement::agree(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    told(cx, id, typed, done, "flash-improvement-agreed").await
}

/// POST /improvement/{id}/notes
pub async fn note(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = improvement::note(&mut cx, id, &typed.note).await;
    told(cx, id, typed, done, "flash-improvement-noted").await
}

/// POST /improvement/{id}/closing
pub async fn close(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let read = || -> Result<Close> {
        let mut check = Check::new();
        check.choice("outcome", &typed.outcome, &Outcome::ALL.map(Outcome::code));
        check.done()?;
        Ok(Close {
            outcome: Outcome::of(&typed.outcome).unwrap_or(Outcome::NotMet),
            reason: typed.reason.clone(),
            version: typed.version()?,
        })
    };
    let done = match read() {
        Ok(input) => improvement::close(&mut cx, id, input).await,
        Err(error) => Err(error),
    };
    told(cx, id, typed, done, "flash-improvement-closed").await
}
