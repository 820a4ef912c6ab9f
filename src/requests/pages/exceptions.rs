//! Exceptions from a rule: the lists, the form that asks for one or gives one, and one with its answer.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    trace::{self, Reader, Row},
    words::Choice,
};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, ExceptionId},
    },
    organisation,
    policy::RuleResult,
    requests::{
        Exception, ExceptionAnswer, ExceptionGround, ExceptionState, TypedException,
        answer_exception, ask_exception, end_exception,
        exceptions::{ask, read},
        give_exception,
    },
};

/// An exception in a list.
pub struct Line {
    pub href: String,
    pub title: String,
    pub text: String,
    pub state: &'static str,
    pub label: String,
}

/// One as a line: of others with their name.
pub fn line(one: &Exception, page: &Page, named: bool) -> Line {
    let rule = one.result.title.get(page.lang);
    let period = format::date_range(one.from_on, one.until_on, page.language);
    Line {
        href: one.path(),
        title: if named {
            one.employee_name.clone()
        } else {
            rule.to_owned()
        },
        text: if named {
            format!("{rule} · {period}")
        } else {
            period
        },
        state: tone(one.state),
        label: word(one, page),
    }
}

/// The colour of a state, by the words of requests.
fn tone(state: ExceptionState) -> &'static str {
    match state {
        ExceptionState::Asked => "submitted",
        ExceptionState::Granted => "approved",
        ExceptionState::Declined => "refused",
        ExceptionState::Withdrawn => "withdrawn",
        ExceptionState::Ended => "ended",
    }
}

/// The word of a state; of what is granted and has not begun, from when on.
fn word(one: &Exception, page: &Page) -> String {
    if one.state == ExceptionState::Granted && one.from_on > page.today {
        return page.ta("exceptions-state-ahead", "day", page.date(&one.from_on));
    }
    page.t(&format!("exceptions-state-{}", one.state.code()))
}

#[derive(Template)]
#[template(path = "requests/exceptions.html")]
struct ListPage {
    page: Page,
    employee: bool,
    waives: bool,
    waiting: Vec<Line>,
    own: Vec<Line>,
    holding: Vec<Line>,
}

/// GET /exceptions
pub async fn list(mut cx: Cx) -> Result<Response> {
    let found = read::lists(&mut cx).await?;
    let roles = cx.actor().roles;
    let page_ = Page::new(&cx, "exceptions-title");
    let lines = |all: &[Exception], named| all.iter().map(|one| line(one, &page_, named)).collect();
    page(&ListPage {
        employee: cx.actor().employee.is_some(),
        waives: roles.hr || roles.leader || roles.supervisor,
        waiting: lines(&found.waiting, true),
        own: lines(&found.own, false),
        holding: lines(&found.holding, true),
        page: page_,
    })
}

#[derive(Template)]
#[template(path = "requests/exception_new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    /// Whom it is given to; empty where one asks for oneself.
    employee: String,
    name: String,
    finding: Row,
    /// What else stands in the way and cannot be set aside.
    others: Vec<String>,
    rule: String,
    on: String,
    day: String,
    grounds: Vec<Choice>,
    statement: String,
    from_on: String,
    until_on: String,
}

/// The rule and the day that the form is about.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    rule: String,
    on: Option<NaiveDate>,
    employee: Option<EmployeeId>,
}

fn grounds(chosen: &str, page: &Page) -> Vec<Choice> {
    ExceptionGround::ALL
        .iter()
        .map(|ground| {
            let code = ground.code();
            let label = page.t(&format!("exceptions-ground-{}", code.replace('_', "-")));
            Choice::new(code, label, chosen == code)
        })
        .collect()
}

fn texts(others: &[RuleResult], page: &Page) -> Vec<String> {
    let text = |one: &RuleResult| one.text.get(page.lang).to_owned();
    others.iter().map(text).collect()
}

/// What else stands in the way of what is asked, as it is now: an exception from one rule opens nothing while another says no.
async fn others(cx: &mut Cx, one: &Exception) -> Result<Vec<RuleResult>> {
    let on = one.on.max(cx.today());
    match ask::finding(cx, one.employee, &one.result.key, on).await {
        Ok(found) => Ok(found.others),
        // the rule no longer says no, or is no longer there
        Err(Error::Refused(_) | Error::NotFound | Error::Invalid(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

async fn form(
    cx: &mut Cx,
    employee: Option<EmployeeId>,
    typed: TypedException,
    errors: Errors,
) -> Result<NewPage> {
    let (agency, today) = (cx.agency(), cx.today());
    let of = match employee {
        Some(employee) => employee,
        None => cx.employee()?,
    };
    let on = typed.on.parse().unwrap_or(today).max(today);
    let ask::Found { result, others } = ask::finding(cx, of, &typed.rule, on).await?;
    let mut name = String::new();
    if employee.is_some() {
        ask::permit(cx, of, result.waivable_by).await?;
        name = organisation::find_active(cx.conn(), agency, of).await?.name;
    }
    let page = Page::new(
        cx,
        if employee.is_some() {
            "exceptions-give-title"
        } else {
            "exceptions-ask-title"
        },
    );
    let mut finding = trace::row(&result, &page, Reader::Other, None);
    finding.remedies.clear();
    Ok(NewPage {
        errors,
        employee: employee.map_or_else(String::new, |id| id.to_string()),
        name,
        finding,
        others: texts(&others, &page),
        rule: typed.rule,
        on: on.to_string(),
        day: page.long_date(&on),
        grounds: grounds(&typed.ground, &page),
        statement: typed.statement,
        from_on: typed.from_on,
        until_on: typed.until_on,
        page,
    })
}

/// Oneself is asked for, anybody else is given to.
fn other(cx: &Cx, employee: Option<EmployeeId>) -> Option<EmployeeId> {
    employee.filter(|id| cx.actor().employee != Some(*id))
}

/// GET /exceptions/new
pub async fn new(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let today = cx.today();
    let on = which.on.unwrap_or(today).max(today);
    let employee = other(&cx, which.employee);
    let typed = ask::usual(&which.rule, on);
    let template = form(&mut cx, employee, typed, Errors::none()).await?;
    page(&template)
}

/// The form as it is sent.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sent {
    employee: String,
    rule: String,
    on: String,
    ground: String,
    statement: String,
    from_on: String,
    until_on: String,
}

/// POST /exceptions
pub async fn send(mut cx: Cx, Form(input): Form<Sent>) -> Result<Response> {
    let employee = match input.employee.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let employee = other(&cx, employee);
    let typed = TypedException {
        rule: input.rule,
        on: input.on,
        ground: input.ground,
        statement: input.statement,
        from_on: input.from_on,
        until_on: input.until_on,
    };
    let done = match employee {
        Some(employee) => give_exception(&mut cx, employee, &typed).await,
        None => ask_exception(&mut cx, &typed).await,
    };
    match done {
        Ok(id) => {
            cx.flash(Flash::ok(if employee.is_some() {
                "flash-exception-given"
            } else {
                "flash-exception-asked"
            }));
            Ok(redirect(&format!("/exceptions/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&form(&mut cx, employee, typed, errors).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "requests/exception.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    own: bool,
    state: &'static str,
    label: String,
    name: String,
    unit: String,
    finding: Row,
    /// What else stands in the way and cannot be set aside.
    others: Vec<String>,
    day: String,
    period: String,
    ground: String,
    statement: String,
    asked: String,
    due: String,
    /// By whom and when it was answered, and in what words.
    decided: String,
    note: String,
    ended: String,
    end_note: String,
    can_answer: bool,
    can_end: bool,
    until_on: String,
    typed_note: String,
}

async fn build(
    cx: &mut Cx,
    id: ExceptionId,
    until_on: Option<String>,
    typed_note: String,
    errors: Errors,
) -> Result<ShowPage> {
    let (one, sight) = read::find(cx, id).await?;
    let others = match one.state {
        ExceptionState::Asked => others(cx, &one).await?,
        _ => Vec::new(),
    };
    let page = Page::new(cx, "exceptions-title");
    let by = |name: &Option<String>| name.clone().unwrap_or_else(|| page.t("exceptions-officer"));
    let at = |at: Option<chrono::DateTime<chrono::Utc>>, name: &Option<String>| {
        at.map_or_else(String::new, |at| {
            format!("{}, {}", by(name), page.instant(&at))
        })
    };
    let mut finding = trace::row(&one.result, &page, Reader::Other, None);
    finding.remedies.clear();
    let ground = format!("exceptions-ground-{}", one.ground.code().replace('_', "-"));
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: one.version,
        own: sight.own,
        state: tone(one.state),
        label: word(&one, &page),
        name: one.employee_name.clone(),
        unit: one.unit_name.clone(),
        finding,
        others: texts(&others, &page),
        day: page.long_date(&one.on),
        period: format::date_range(one.from_on, one.until_on, page.language),
        ground: page.t(&ground),
        statement: one.statement.clone(),
        asked: one
            .asked_at
            .map_or_else(String::new, |at| page.instant(&at)),
        due: one
            .due_on
            .filter(|_| one.state == ExceptionState::Asked)
            .map_or_else(String::new, |day| page.long_date(&day)),
        decided: at(one.decided_at, &one.decided_by_name),
        note: one.note.clone(),
        ended: at(one.ended_at, &one.ended_by_name),
        end_note: one.end_note.clone(),
        can_answer: sight.waives && one.state == ExceptionState::Asked,
        can_end: match one.state {
            ExceptionState::Asked => sight.own,
            ExceptionState::Granted => true,
            _ => false,
        },
        until_on: until_on.unwrap_or_else(|| one.until_on.to_string()),
        typed_note,
        page,
    })
}

/// GET /exceptions/{id}
pub async fn show(mut cx: Cx, Path(id): Path<ExceptionId>) -> Result<Response> {
    page(&build(&mut cx, id, None, String::new(), Errors::none()).await?)
}

/// The answer as it is sent.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answered {
    decision: String,
    until_on: String,
    note: String,
    version: String,
}

fn version(text: &str) -> Result<i32> {
    text.trim().parse().map_err(|_| Error::Conflict("changed"))
}

async fn back(
    mut cx: Cx,
    id: ExceptionId,
    done: Result<Exception>,
    until_on: Option<String>,
    note: String,
) -> Result<Response> {
    match done {
        Ok(one) => {
            cx.flash(Flash::ok(&format!("flash-exception-{}", one.state.code())));
            Ok(redirect(&one.path()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, until_on, note, errors).await?)
        }
    }
}

/// POST /exceptions/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<ExceptionId>,
    Form(input): Form<Answered>,
) -> Result<Response> {
    read::find(&mut cx, id).await?;
    let done = match (version(&input.version), input.decision.as_str()) {
        (Ok(version), "grant" | "decline") => {
            let answer = ExceptionAnswer {
                grant: input.decision == "grant",
                until_on: input.until_on.clone(),
                note: input.note.clone(),
                version,
            };
            answer_exception(&mut cx, id, &answer).await
        }
        (Ok(_), _) => Err(Error::field("decision", "choice")),
        (Err(error), _) => Err(error),
    };
    back(cx, id, done, Some(input.until_on), input.note).await
}

/// The end as it is sent.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ended {
    note: String,
    version: String,
}

/// POST /exceptions/{id}/end
pub async fn end(
    mut cx: Cx,
    Path(id): Path<ExceptionId>,
    Form(input): Form<Ended>,
) -> Result<Response> {
    read::find(&mut cx, id).await?;
    let done = match version(&input.version) {
        Ok(version) => end_exception(&mut cx, id, &input.note, version).await,
        Err(error) => Err(error),
    };
    back(cx, id, done, None, input.note).await
}
