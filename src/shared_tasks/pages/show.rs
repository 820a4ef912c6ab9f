//! A shared task: its page for the members and for whoever decides, and what they do there.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::Deserialize;

use super::call_name;
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Check, Form, Path},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, SharedTaskId},
    },
    organisation,
    shared_tasks::{
        Answer, HandOver, Note, State, Task, answer,
        decide::{self},
        hand_over::{self},
        read::{self, Course, Sight},
    },
};

/// How many weeks of turns a page shows.
const WEEKS: u64 = 4;

struct Tile {
    class: &'static str,
    short: &'static str,
    long: &'static str,
    number: u32,
    icon: &'static str,
    word: String,
    today: bool,
}

struct Week {
    title: String,
    six: bool,
    tiles: Vec<Tile>,
}

struct Person {
    name: String,
    share: String,
    /// What they said, while that matters: a state of a request and its word.
    code: &'static str,
    label: String,
}

struct Handed {
    title: String,
    at: String,
    at_iso: String,
    done: String,
    still_open: String,
    lies: String,
    read: bool,
    chip: String,
    /// The newest of those that the acting person has not confirmed: one press confirms them all.
    confirm: bool,
}

struct Step {
    icon: &'static str,
    tone: &'static str,
    what: String,
    by: String,
    at: String,
    at_iso: String,
    quote: String,
}

#[derive(Template)]
#[template(path = "shared_tasks/show.html")]
struct ShowPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    back: (&'static str, String),
    state: &'static str,
    label: String,
    lead: String,
    description: String,
    /// Why it changes another one.
    reason: String,
    period: String,
    unit: String,
    approver: String,
    people: Vec<Person>,
    weeks: Vec<Week>,
    handed: Vec<Handed>,
    steps: Vec<Step>,
    /// The task that it takes the place of, and the one that takes its own: address and words.
    links: Vec<(String, String)>,
    can_answer: bool,
    can_withdraw: bool,
    can_decide: bool,
    /// Why nobody can decide it now, and until when.
    waits: String,
    can_revoke: bool,
    can_change: bool,
    /// To whom the acting person may pass it on.
    next: String,
    typed: Typed,
}

async fn build(cx: &mut Cx, id: SharedTaskId, typed: Typed, errors: Errors) -> Result<ShowPage> {
    let (task, sight) = read::show(cx, id).await?;
    let course = read::course(cx, &task).await?;
    let waits = match read::waits(cx, &task).await? {
        Some(why) => Errors::from_error(why.into(), cx.lang())?.at(""),
        None => String::new(),
    };
    let me = cx.actor().employee;
    let page_ = Page::new(cx, "shared-tasks-title");
    let mut links = Vec::new();
    if let Some(old) = task.replaces {
        links.push((format!("/tasks/{old}"), page_.t("shared-tasks-replaces")));
    }
    if let Some(new) = &course.successor {
        let key = format!("shared-tasks-state-{}", new.state.code());
        let words = page_.ta("shared-tasks-successor", "state", page_.t(&key));
        links.push((new.path(), words));
    }
    let changing = course
        .successor
        .as_ref()
        .is_some_and(|one| matches!(one.state, State::Proposed | State::Agreed | State::Approved));
    let to_read = |one: &HandOver| Some(one.to) == me && one.read_at.is_none();
    let unread = course.handovers.iter().position(to_read);
    let next = course.next.as_ref().ok().filter(|_| sight.member);
    Ok(ShowPage {
        errors,
        id: id.to_string(),
        version: task.version,
        back: back(sight, &page_),
        state: task.state.code(),
        label: page_.t(&format!("shared-tasks-state-{}", task.state.code())),
        lead: lead(&task, sight, &course, me, &page_),
        description: task.description.clone(),
        reason: task.reason.clone(),
        period: format::date_range(task.from_on, task.to_on, page_.language),
        unit: task.unit_name.clone(),
        approver: task.approver_name.clone().unwrap_or_default(),
        people: people(&task, &page_),
        weeks: weeks(&task, &course, me, &page_),
        handed: course
            .handovers
            .iter()
            .enumerate()
            .map(|(index, one)| handed(one, unread == Some(index), &page_))
            .collect(),
        steps: steps(&task, &page_),
        links,
        can_answer: sight.can_answer(&task),
        can_withdraw: sight.can_withdraw(&task),
        can_decide: sight.can_decide(&task),
        waits,
        can_revoke: sight.can_revoke(&task),
        can_change: sight.member
            && task.state == State::Approved
            && !changing
            && task.to_on > page_.today,
        next: next.map_or_else(String::new, |who| task.name_of(*who).to_owned()),
        typed,
        page: page_.titled(&task.title),
    })
}

fn back(sight: Sight, page: &Page) -> (&'static str, String) {
    if sight.member {
        ("/tasks", page.t("shared-tasks-title"))
    } else if sight.decider {
        ("/inbox", page.t("requests-inbox-nav"))
    } else {
        ("/", page.t("layout-to-home"))
    }
}

fn lead(task: &Task, sight: Sight, course: &Course, me: Option<EmployeeId>, page: &Page) -> String {
    match (task.state, task.why, course.in_hand) {
        (State::Proposed, ..) if sight.asked => {
            page.ta("shared-tasks-lead-answer", "name", &task.proposer_name)
        }
        (State::Proposed, ..) => {
            let silent = task
                .members
                .iter()
                .filter(|one| one.answer == Answer::Waiting);
            let names: Vec<&str> = silent.map(|one| one.name.as_str()).collect();
            page.ta("shared-tasks-lead-proposed", "names", names.join(", "))
        }
        (State::Agreed, ..) if sight.decider => page.t("shared-tasks-lead-decide"),
        (State::Agreed, ..) => match &task.approver_name {
            Some(name) => page.ta("shared-tasks-lead-agreed", "name", name),
            None => page.t("shared-tasks-lead-agreed-leader"),
        },
        (State::Approved, _, Some(who)) if Some(who) == me => page.t("shared-tasks-lead-mine"),
        (State::Approved, _, Some(who)) => {
            page.ta("shared-tasks-lead-held", "name", task.name_of(who))
        }
        (State::Approved, ..) => page.ta(
            "shared-tasks-lead-ahead",
            "day",
            page.long_date(&task.from_on),
        ),
        (State::Ended, Some(why), _) => page.t(&format!("shared-tasks-why-{}", why.code())),
        (State::Revoked, ..) => page.t("shared-tasks-lead-revoked"),
        _ => page.t("shared-tasks-lead-not"),
    }
}

fn people(task: &Task, page: &Page) -> Vec<Person> {
    task.members
        .iter()
        .map(|one| Person {
            name: one.name.clone(),
            share: page.ta("shared-tasks-percent", "n", one.share),
            code: match one.answer {
                Answer::Waiting => "submitted",
                Answer::Agreed => "approved",
                Answer::Declined => "declined",
            },
            label: match task.state {
                State::Proposed | State::Declined => {
                    page.t(&format!("shared-tasks-answer-{}", one.answer.code()))
                }
                _ => String::new(),
            },
        })
        .collect()
}

/// The weeks ahead, from today or from the first day; none once it is over.
fn weeks(task: &Task, course: &Course, me: Option<EmployeeId>, page: &Page) -> Vec<Week> {
    let from = task.from_on.max(page.today);
    if task.to_on < from || !(task.state.is_open() || task.state == State::Approved) {
        return Vec::new();
    }
    let monday = from - Days::new(u64::from(from.weekday().num_days_from_monday()));
    let six = course
        .days
        .iter()
        .any(|(day, _)| day.weekday().num_days_from_monday() == 5);
    (0..WEEKS)
        .map(|week| monday + Days::new(7 * week))
        .filter(|start| *start <= task.to_on)
        .map(|start| {
            let last = start + Days::new(if six { 5 } else { 4 });
            let days = start.iter_days().take_while(|day| *day <= last);
            Week {
                title: format::date_range(start, last, page.language),
                six,
                tiles: days.map(|day| tile(day, task, course, me, page)).collect(),
            }
        })
        .collect()
}

fn tile(day: NaiveDate, task: &Task, course: &Course, me: Option<EmployeeId>, page: &Page) -> Tile {
    let held = course.days.iter().find(|(on, _)| *on == day);
    let holder = held.map(|(_, who)| *who);
    let mine = holder.is_some() && holder == me;
    Tile {
        class: match holder {
            Some(_) if mine => "wfa",
            Some(_) => "kantor",
            None => "libur",
        },
        short: format::weekday_short(day, page.language),
        long: format::weekday(day, page.language),
        number: day.day(),
        icon: match holder {
            Some(_) if mine => "user-check",
            Some(_) => "user",
            None => "minus",
        },
        word: match holder {
            Some(_) if mine => page.t("shared-tasks-you"),
            Some(who) => {
                let all = task.members.iter().map(|one| one.name.as_str());
                call_name(task.name_of(who), all)
            }
            None if day < task.from_on || day > task.to_on => page.t("shared-tasks-outside"),
            None => page.t("shared-tasks-day-off"),
        },
        today: day == page.today,
    }
}

fn handed(one: &HandOver, confirm: bool, page: &Page) -> Handed {
    Handed {
        confirm,
        title: page.ta2(
            "shared-tasks-from-to",
            "from",
            &one.from_name,
            "to",
            &one.to_name,
        ),
        at: page.instant(&one.handed_at),
        at_iso: one.handed_at.to_rfc3339(),
        done: one.done.clone(),
        still_open: one.still_open.clone(),
        lies: one.lies.clone(),
        read: one.read_at.is_some(),
        chip: match &one.read_at {
            Some(at) => page.ta("shared-tasks-read-at", "at", page.instant(at)),
            None => page.t("shared-tasks-unread"),
        },
    }
}

fn steps(task: &Task, page: &Page) -> Vec<Step> {
    let step = |icon, tone, key: &str, by: String, at: DateTime<Utc>, quote: &str| {
        let step = Step {
            icon,
            tone,
            what: page.t(key),
            by,
            at: page.instant(&at),
            at_iso: at.to_rfc3339(),
            quote: quote.to_owned(),
        };
        (at, step)
    };
    let proposer = task.proposer_name.clone();
    let key = match task.replaces {
        Some(_) => "shared-tasks-event-change",
        None => "shared-tasks-event-proposed",
    };
    let mut all = vec![step(
        "send",
        "brand",
        key,
        proposer,
        task.proposed_at,
        &task.reason,
    )];
    for one in task
        .members
        .iter()
        .filter(|one| one.employee != task.proposer)
    {
        let (icon, tone, key) = match one.answer {
            Answer::Waiting => continue,
            Answer::Agreed => ("check", "ok", "shared-tasks-event-agreed"),
            Answer::Declined => ("ban", "", "shared-tasks-event-declined"),
        };
        if let Some(at) = one.answered_at {
            all.push(step(icon, tone, key, one.name.clone(), at, &one.note));
        }
    }
    if let Some(at) = task.decided_at {
        let (icon, tone, key) = match task.state {
            State::Refused => ("circle-x", "bad", "shared-tasks-event-refused"),
            _ => ("circle-check", "ok", "shared-tasks-event-approved"),
        };
        all.push(step(
            icon,
            tone,
            key,
            decider(task, page),
            at,
            &task.decision_note,
        ));
    }
    let ended = match task.state {
        State::Withdrawn => Some(("undo-2", "", "shared-tasks-event-withdrawn")),
        State::Revoked => Some(("circle-minus", "bad", "shared-tasks-event-revoked")),
        State::Ended => Some(("flag", "", "shared-tasks-event-ended")),
        _ => None,
    };
    if let (Some((icon, tone, key)), Some(at)) = (ended, task.ended_at) {
        let by = task.ender_name.clone().unwrap_or_default();
        all.push(step(icon, tone, key, by, at, &task.end_note));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, step)| step).collect()
}

fn decider(task: &Task, page: &Page) -> String {
    organisation::decider_words(
        page.language,
        task.decider_name.as_deref().unwrap_or_default(),
        task.acting.as_deref(),
        task.in_place_of.as_deref(),
    )
}

/// GET /tasks/{id}
pub async fn show(mut cx: Cx, Path(id): Path<SharedTaskId>) -> Result<Response> {
    let template = build(&mut cx, id, Typed::default(), Errors::none()).await?;
    page(&template)
}

/// What is typed into one of the forms of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    version: String,
    note: String,
    /// Of a decision: `approve` or `refuse`.
    decision: String,
    /// Of a hand-over.
    done: String,
    still_open: String,
    lies: String,
}

impl Typed {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }

    fn note(&self) -> Result<(i32, String)> {
        let mut check = Check::new();
        let note = check.optional("note", &self.note, 2_000);
        check.done()?;
        Ok((self.version()?, note))
    }

    fn decision(&self) -> Result<decide::Decide> {
        let (version, note) = self.note()?;
        let mut check = Check::new();
        check.choice("decision", &self.decision, &["approve", "refuse"]);
        check.done()?;
        Ok(decide::Decide {
            approve: self.decision == "approve",
            version,
            note,
        })
    }

    fn handing(&self) -> Result<(i32, Note)> {
        let note = Note::read(&self.done, &self.still_open, &self.lies)?;
        Ok((self.version()?, note))
    }
}

/// On to `to`, or the page again with what is wrong and what was typed.
async fn done(
    mut cx: Cx,
    id: SharedTaskId,
    result: Result<Task>,
    flash: &str,
    to: &str,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(task) => {
            cx.flash(Flash::ok(flash).with("title", &task.title));
            let own = task.path();
            Ok(redirect(if to.is_empty() { &own } else { to }))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, id, typed, errors).await?)
        }
    }
}

/// POST /tasks/{id}/agreement
pub async fn agree(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.note() {
        Ok((version, note)) => answer::agree(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shared-task-agreed", "", typed).await
}

/// POST /tasks/{id}/declination
pub async fn decline(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.note() {
        Ok((version, note)) => answer::decline(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shared-task-declined", "", typed).await
}

/// POST /tasks/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.note() {
        Ok((version, note)) => answer::withdraw(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shared-task-withdrawn", "", typed).await
}

/// POST /tasks/{id}/decision
pub async fn decide(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.decision() {
        Ok(decision) => decide::decide(&mut cx, id, decision).await,
        Err(error) => Err(error),
    };
    let flash = match typed.decision.as_str() {
        "approve" => "flash-shared-task-approved",
        _ => "flash-shared-task-refused",
    };
    done(cx, id, result, flash, "/inbox", typed).await
}

/// POST /tasks/{id}/revocation
pub async fn revoke(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.note() {
        Ok((version, note)) => decide::revoke(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shared-task-revoked", "", typed).await
}

/// POST /tasks/{id}/handovers
pub async fn hand_over(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.handing() {
        Ok((version, note)) => hand_over::hand_over(&mut cx, id, version, &note).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shared-task-handed-over", "", typed).await
}

/// POST /tasks/{id}/confirmation
pub async fn confirm(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = match typed.version() {
        Ok(version) => hand_over::confirm(&mut cx, id, version).await,
        Err(error) => Err(error),
    };
    done(cx, id, result, "flash-shared-task-confirmed", "", typed).await
}
