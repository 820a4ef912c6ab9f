//! One's own work: what is due, what waits, what was accepted; and the form that plans and delivers.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, work_file};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        depot::{self, Received},
        error::{Error, Result},
        form::{Check, Form, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{RequestId, TargetLineId},
    },
    performance::{
        Line,
        work::{Content, Deliverable, Plan, Promise, State, plan, read},
    },
};

/// How many of those that ended a page shows.
const ENDED: usize = 20;

pub(super) struct Row {
    pub href: String,
    pub title: String,
    pub text: String,
    pub state: &'static str,
    pub label: String,
}

struct Group {
    id: &'static str,
    heading: String,
    rows: Vec<Row>,
}

struct Promised {
    href: String,
    what: String,
    due: String,
}

#[derive(Template)]
#[template(path = "performance/work.html")]
struct WorkPage {
    page: Page,
    promises: Vec<Promised>,
    groups: Vec<Group>,
    team: bool,
}

/// The look of a state: that of a request which stands alike.
pub(super) fn look(work: &Deliverable, today: NaiveDate) -> &'static str {
    match work.state {
        State::Planned if work.is_overdue(today) => "returned",
        State::Planned => "draft",
        State::Delivered => "proposed",
        State::Revision => "returned",
        State::Accepted => "approved",
        State::Refused => "refused",
        State::Withdrawn => "withdrawn",
    }
}

/// The look of a piece of work with its word.
pub fn badge(work: &Deliverable, page: &Page) -> (&'static str, String) {
    (look(work, page.today), state_word(work, page))
}

/// The word of a state; what is planned and late says so.
pub(super) fn state_word(work: &Deliverable, page: &Page) -> String {
    if work.state == State::Planned && work.is_overdue(page.today) {
        return page.t("work-overdue");
    }
    page.t(&format!("work-state-{}", work.state.code()))
}

/// When something is due that is still to be delivered, and by how many days it is late.
pub(super) fn due(on: NaiveDate, page: &Page) -> String {
    let late = page.today.signed_duration_since(on).num_days();
    let due = page.ta("work-due", "day", page.date(&on));
    if late > 0 {
        format!("{due}, {}", page.tn("work-days-late", late))
    } else {
        due
    }
}

pub(super) fn row(work: &Deliverable, page: &Page) -> Row {
    let due = if work.state.is_due() {
        due(work.due_on, page)
    } else {
        page.ta("work-due", "day", page.date(&work.due_on))
    };
    let text = match (&work.result, work.rounds) {
        (Some(result), 0 | 1) => format!("{due} · {result}"),
        (Some(result), n) => format!("{due} · {result} · {}", page.tn("work-rounds", n)),
        (None, 0 | 1) => due,
        (None, n) => format!("{due} · {}", page.tn("work-rounds", n)),
    };
    Row {
        href: work.path(),
        title: work.title.clone(),
        text,
        state: look(work, page.today),
        label: state_word(work, page),
    }
}

/// Rows of several.
pub(super) fn rows(all: &[Deliverable], page: &Page) -> Vec<Row> {
    all.iter().map(|one| row(one, page)).collect()
}

fn group_of(state: State) -> &'static str {
    match state {
        State::Revision => "revision",
        State::Planned => "planned",
        State::Delivered => "delivered",
        _ => "ended",
    }
}

/// GET /work
pub async fn show(mut cx: Cx) -> Result<Response> {
    let (all, promises) = read::own(&mut cx).await?;
    let page_ = Page::new(&cx, "work-title");
    let groups = ["revision", "planned", "delivered", "ended"].map(|id| Group {
        id,
        heading: page_.t(&format!("work-group-{id}")),
        rows: all
            .iter()
            .filter(|one| group_of(one.state) == id)
            .take(if id == "ended" { ENDED } else { usize::MAX })
            .map(|one| row(one, &page_))
            .collect(),
    });
    page(&WorkPage {
        promises: promises.iter().map(|one| promised(one, &page_)).collect(),
        groups: groups
            .into_iter()
            .filter(|group| !group.rows.is_empty())
            .collect(),
        team: cx.actor().roles.may(Can::DecideRequests),
        page: page_,
    })
}

fn promised(one: &Promise, page: &Page) -> Promised {
    Promised {
        href: format!("/work/new?request={}&line={}", one.request, one.line),
        what: one.what.clone(),
        due: due(one.due_on, page),
    }
}

#[derive(Template)]
#[template(path = "performance/work_new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    typed: Typed,
    targets: Vec<Choice>,
    /// The promise that this fulfils, in words.
    promise: String,
    /// What the file field says; empty where files are not taken.
    files: String,
    accepted: &'static str,
}

/// Which promise a form is for.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    request: String,
    line: String,
}

/// A piece of work as it is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    title: String,
    due_on: String,
    /// `thread:number of the indicator`, or empty.
    counts_for: String,
    /// `request:number of the plan line`, or empty.
    promise: String,
    words: String,
    /// One address a line.
    links: String,
    key: String,
    /// `deliver` or `plan`.
    act: String,
}

/// The addresses of a field, one a line.
pub(super) fn links(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Typed {
    fn read(&self, received: &Received) -> Result<Plan> {
        let mut check = Check::new();
        let title = check.text("title", &self.title, 200);
        let due_on = check.date("due_on", &self.due_on);
        let counts_for = pair::<TargetLineId, usize>(&mut check, "counts_for", &self.counts_for);
        let promise = pair::<RequestId, i16>(&mut check, "promise", &self.promise);
        let content = Content {
            words: check.optional("words", &self.words, 4_000),
            links: links(&self.links),
            files: received.files().unwrap_or_default(),
            sent: Vec::new(),
        };
        if let Err(Error::Invalid(wrong)) = received.files() {
            wrong.into_iter().for_each(|one| check.fail(one));
        }
        check.done()?;
        Ok(Plan {
            title,
            counts_for,
            promise,
            due_on: due_on.ok_or_else(|| Error::field("due_on", "required"))?,
            key: self.key.parse().ok(),
            content: (self.act != "plan").then_some(content),
        })
    }
}

/// Two parts of a choice; nothing when left empty.
fn pair<A: std::str::FromStr, B: std::str::FromStr>(
    check: &mut Check,
    field: &str,
    text: &str,
) -> Option<(A, B)> {
    if text.is_empty() {
        return None;
    }
    let found = text
        .split_once(':')
        .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    check.ensure(found.is_some(), field, "choice");
    found
}

fn targets(lines: &[Line], chosen: &str) -> Vec<Choice> {
    let mut all = Vec::new();
    for line in lines {
        for (number, one) in line.indicators.iter().enumerate() {
            let value = format!("{}:{number}", line.thread);
            let selected = value == chosen;
            let label = format!("{}: {}", line.result, one.indicator);
            all.push(Choice::new(value, label, selected));
        }
    }
    all
}

async fn build(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<NewPage> {
    let lines = read::lines(cx).await?;
    let (_, promises) = read::own(cx).await?;
    let page_ = Page::new(cx, "work-new-title");
    let named = |one: &&Promise| format!("{}:{}", one.request, one.line) == typed.promise;
    let promise = promises.iter().find(named).map(|one| promised(one, &page_));
    Ok(NewPage {
        files: work_file::hint(cx, &errors).await?,
        accepted: depot::ACCEPTED,
        errors,
        targets: targets(&lines, &typed.counts_for),
        promise: promise.map_or_else(String::new, |one| format!("{} · {}", one.what, one.due)),
        typed,
        page: page_,
    })
}

/// GET /work/new
pub async fn new(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let (_, promises) = read::own(&mut cx).await?;
    let promise = promises
        .into_iter()
        .find(|one| one.request.to_string() == asked.request && one.line.to_string() == asked.line);
    let mut typed = Typed {
        due_on: cx.today().to_string(),
        key: Uuid::now_v7().to_string(),
        ..Typed::default()
    };
    if let Some(one) = promise {
        typed.title = one.what.chars().take(200).collect();
        typed.due_on = one.due_on.to_string();
        typed.promise = format!("{}:{}", one.request, one.line);
    }
    page(&build(&mut cx, typed, Errors::none()).await?)
}

/// POST /work
pub async fn send(mut cx: Cx, received: Received, Form(typed): Form<Typed>) -> Result<Response> {
    let done = match typed.read(&received) {
        Ok(input) => plan(&mut cx, input).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(work) => {
            let flash = match work.state {
                State::Planned => "flash-work-planned",
                _ => "flash-work-delivered",
            };
            cx.flash(Flash::ok(flash).with("title", &work.title));
            Ok(redirect(&work.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, typed, errors).await?)
        }
    }
}
