//! Choosing with whom to share a task, then putting it forward; the same form changes a task that runs.

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, call_name};
use crate::{
    kernel::{
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::{Check, Form, Path, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::{EmployeeId, SharedTaskId},
    },
    shared_tasks::{
        Propose, State, Stretch, Task, Turns,
        propose::{propose, words},
        read,
        rules::MEMBERS,
    },
};

/// Rows for stretches that a form offers beyond those in use.
const SPARE_ROWS: usize = 2;

#[derive(Template)]
#[template(path = "shared_tasks/choose.html")]
struct ChoosePage {
    page: Page,
    errors: Errors,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
}

struct ShareField {
    id: String,
    name: String,
    employee: String,
    share: String,
}

struct WeekField {
    name: &'static str,
    holders: Vec<Choice>,
}

struct StretchField {
    from: String,
    to: String,
    holders: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "shared_tasks/new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    lead: String,
    /// Back to the choice of people, or to the task that is changed.
    back: String,
    back_label: String,
    typed: Typed,
    shares: Vec<ShareField>,
    week: Vec<WeekField>,
    stretches: Vec<StretchField>,
}

/// With whom, and how turns are taken.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chosen {
    with: Vec<String>,
    /// `week` or `stretches`.
    turns: String,
}

/// A task as it is typed. The lists go together: a share for each member, a holder for each weekday from Monday, three fields for each
/// stretch.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    title: String,
    description: String,
    from_on: String,
    to_on: String,
    member: Vec<String>,
    share: Vec<String>,
    turns: String,
    week: Vec<String>,
    turn_from: Vec<String>,
    turn_to: Vec<String>,
    turn_holder: Vec<String>,
    replaces: String,
    reason: String,
    key: String,
}

/// Oneself and everybody with whom one may share, by name.
async fn everybody(cx: &mut Cx) -> Result<Vec<(EmployeeId, String, String)>> {
    let me = cx.employee()?;
    let (_, peers) = read::peers(cx).await?;
    let mut all = vec![(me, cx.actor().name.clone(), String::new())];
    all.extend(
        peers
            .into_iter()
            .map(|one| (one.id, one.name, one.position)),
    );
    Ok(all)
}

/// GET /tasks/new
pub async fn choose(mut cx: Cx, Query(chosen): Query<Chosen>) -> Result<Response> {
    let all = everybody(&mut cx).await?;
    let picked: Vec<EmployeeId> = all[1..]
        .iter()
        .map(|one| one.0)
        .filter(|id| chosen.with.contains(&id.to_string()))
        .collect();
    if picked.is_empty() || picked.len() >= *MEMBERS.end() {
        return choices(&cx, &all[1..], &chosen);
    }
    let mut members = vec![all[0].0];
    members.extend(picked);
    let typed = first(&members, chosen.turns == "stretches", cx.today());
    let template = build(&mut cx, typed, Errors::none()).await?;
    page(&template)
}

fn choices(cx: &Cx, peers: &[(EmployeeId, String, String)], chosen: &Chosen) -> Result<Response> {
    let page_ = Page::new(cx, "shared-tasks-new-title");
    let wrong = FieldError::new("with", "shared-task-with").with("max", MEMBERS.end() - 1);
    // the form names how turns are taken, whoever opens the page does not
    let sent = !chosen.turns.is_empty();
    let errors = if sent { vec![wrong] } else { Vec::new() };
    let template = ChoosePage {
        errors: Errors::of(&errors, cx.lang()),
        people: peers
            .iter()
            .map(|(id, name, position)| {
                let id = id.to_string();
                let selected = chosen.with.contains(&id);
                Choice::new(id, name, selected).hint(position)
            })
            .collect(),
        kinds: ["week", "stretches"]
            .map(|kind| {
                let selected = kind == chosen.turns || (!sent && kind == "week");
                let label = page_.t(&format!("shared-tasks-turns-{kind}"));
                let hint = page_.t(&format!("shared-tasks-turns-{kind}-hint"));
                Choice::new(kind, label, selected).hint(hint)
            })
            .into(),
        page: page_,
    };
    if sent {
        invalid(&template)
    } else {
        page(&template)
    }
}

/// A form to begin with: four weeks from next Monday, even shares, turns in the order of the members.
fn first(members: &[EmployeeId], stretches: bool, today: NaiveDate) -> Typed {
    let monday = today + Days::new(7 - u64::from(today.weekday().num_days_from_monday()));
    let count = members.len();
    let mut typed = Typed {
        from_on: monday.to_string(),
        to_on: (monday + Days::new(25)).to_string(),
        member: members.iter().map(ToString::to_string).collect(),
        share: (0..count)
            .map(|index| (100 / count + usize::from(index < 100 % count)).to_string())
            .collect(),
        turns: if stretches { "stretches" } else { "week" }.to_owned(),
        key: Uuid::now_v7().to_string(),
        ..Typed::default()
    };
    if stretches {
        // a week for each, in turn
        for (week, member) in (0..4).zip(members.iter().cycle()) {
            let from = monday + Days::new(7 * week);
            typed.turn_from.push(from.to_string());
            typed.turn_to.push((from + Days::new(4)).to_string());
            typed.turn_holder.push(member.to_string());
        }
    } else {
        typed.week = (0..5)
            .map(|day| members[(day * count / 5).min(count - 1)].to_string())
            .collect();
    }
    typed
}

async fn build(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<NewPage> {
    let all = everybody(cx).await?;
    let page_ = Page::new(cx, "shared-tasks-new-title");
    let members: Vec<(String, &str)> = typed
        .member
        .iter()
        .filter_map(|id| {
            let found = all.iter().find(|one| one.0.to_string() == *id)?;
            Some((id.clone(), found.1.as_str()))
        })
        .collect();
    let called = || members.iter().map(|one| one.1);
    let holders = |chosen: Option<&String>| -> Vec<Choice> {
        let choice = |(id, name): &(String, &str)| {
            Choice::new(id.clone(), call_name(name, called()), Some(id) == chosen)
        };
        members.iter().map(choice).collect()
    };
    let me = cx.employee()?.to_string();
    let others = members.iter().filter(|one| one.0 != me);
    let names: Vec<String> = others.map(|one| call_name(one.1, called())).collect();
    let week = typed.turns != "stretches";
    let used = typed.rows();
    let (back, back_label, title) = if typed.replaces.is_empty() {
        let back = "/tasks/new".to_owned();
        (back, "shared-tasks-back-people", "shared-tasks-new-title")
    } else {
        let back = format!("/tasks/{}", typed.replaces);
        (back, "shared-tasks-back-task", "shared-tasks-change-title")
    };
    Ok(NewPage {
        errors,
        lead: page_.ta("shared-tasks-with", "names", names.join(", ")),
        back,
        back_label: page_.t(back_label),
        shares: (1..)
            .zip(&members)
            .map(|(number, (employee, name))| ShareField {
                id: if number == 1 {
                    "f-share".to_owned()
                } else {
                    format!("f-share-{number}")
                },
                name: (*name).to_owned(),
                share: typed
                    .member
                    .iter()
                    .position(|id| id == employee)
                    .and_then(|index| typed.share.get(index).cloned())
                    .unwrap_or_default(),
                employee: employee.clone(),
            })
            .collect(),
        week: (0..if week { 6 } else { 0 })
            .map(|index| WeekField {
                name: format::weekday_name(index, page_.language),
                holders: holders(typed.week.get(index)),
            })
            .collect(),
        stretches: (0..if week { 0 } else { used + SPARE_ROWS })
            .map(|index| StretchField {
                from: typed.turn_from.get(index).cloned().unwrap_or_default(),
                to: typed.turn_to.get(index).cloned().unwrap_or_default(),
                holders: holders(typed.turn_holder.get(index)),
            })
            .collect(),
        page: {
            let title = page_.t(title);
            page_.titled(title)
        },
        typed,
    })
}

impl Typed {
    /// What was typed, or every problem with it.
    fn read(&self) -> Result<Propose> {
        let mut check = Check::new();
        let [title, description, reason] =
            words(&mut check, &self.title, &self.description, &self.reason);
        let from_on = check.date("from_on", &self.from_on);
        let to_on = check.date("to_on", &self.to_on);
        let members: Vec<_> = self
            .member
            .iter()
            .enumerate()
            .filter_map(|(index, id)| {
                let share = self.share.get(index).map_or("", String::as_str);
                let share = check.number("share", share, 1, 99);
                let share = share.and_then(|share| u8::try_from(share).ok());
                let who = check.optional_id("members", id);
                Some((who?, share?))
            })
            .collect();
        let turns = if self.turns == "stretches" {
            Turns::Stretches(self.stretches(&mut check))
        } else {
            let mut week = [None; 7];
            for (slot, id) in week.iter_mut().zip(&self.week) {
                *slot = check.optional_id("turns", id);
            }
            Turns::Week(week)
        };
        let replaces = check.optional_id("replaces", &self.replaces);
        check.done()?;
        let missing = || Error::field("from_on", "required");
        Ok(Propose {
            title,
            description,
            from_on: from_on.ok_or_else(missing)?,
            to_on: to_on.ok_or_else(missing)?,
            members,
            turns,
            replaces,
            reason,
            key: self.key.parse().ok(),
        })
    }

    /// How many rows of stretches are in use, gaps among them counted.
    fn rows(&self) -> usize {
        let all = [&self.turn_from, &self.turn_to, &self.turn_holder];
        let last = |row: &Vec<String>| row.iter().rposition(|text| !text.trim().is_empty());
        all.into_iter()
            .filter_map(last)
            .max()
            .map_or(0, |last| last + 1)
    }

    /// The stretches that are typed; rows left empty do not count.
    fn stretches(&self, check: &mut Check) -> Vec<Stretch> {
        let at = |all: &[String], index: usize| all.get(index).cloned().unwrap_or_default();
        let mut all = Vec::new();
        for index in 0..self.rows() {
            let (from, to, holder) = (
                at(&self.turn_from, index),
                at(&self.turn_to, index),
                at(&self.turn_holder, index),
            );
            if from.is_empty() && to.is_empty() && holder.is_empty() {
                continue;
            }
            match (from.parse(), to.parse(), holder.parse()) {
                (Ok(from), Ok(to), Ok(holder)) => all.push(Stretch { holder, from, to }),
                _ => {
                    check.fail(FieldError::new("turns", "shared-task-row").with("n", index + 1));
                }
            }
        }
        all
    }

    /// The form of a task as it runs, from tomorrow on at the earliest.
    fn of(task: &Task, today: NaiveDate) -> Self {
        let from = task.from_on.max(today + Days::new(1));
        let mut typed = Self {
            title: task.title.clone(),
            description: task.description.clone(),
            from_on: from.to_string(),
            to_on: task.to_on.max(from).to_string(),
            member: task
                .members
                .iter()
                .map(|one| one.employee.to_string())
                .collect(),
            share: task
                .members
                .iter()
                .map(|one| one.share.to_string())
                .collect(),
            replaces: task.id.to_string(),
            key: Uuid::now_v7().to_string(),
            ..Self::default()
        };
        match &task.turns {
            Turns::Week(week) => {
                typed.turns = "week".to_owned();
                let id =
                    |who: &Option<EmployeeId>| who.map_or_else(String::new, |id| id.to_string());
                typed.week = week.iter().map(id).collect();
            }
            Turns::Stretches(all) => {
                typed.turns = "stretches".to_owned();
                for one in all.iter().filter(|one| one.to >= from) {
                    typed.turn_from.push(one.from.max(from).to_string());
                    typed.turn_to.push(one.to.to_string());
                    typed.turn_holder.push(one.holder.to_string());
                }
            }
        }
        typed
    }
}

/// GET /tasks/{id}/change
pub async fn change(mut cx: Cx, Path(id): Path<SharedTaskId>) -> Result<Response> {
    let (task, sight) = read::show(&mut cx, id).await?;
    if !sight.member {
        return Err(Error::NotFound);
    }
    if task.state != State::Approved {
        return Err(Reason::new("shared-task-not-running").into());
    }
    let typed = Typed::of(&task, cx.today());
    let template = build(&mut cx, typed, Errors::none()).await?;
    page(&template)
}

/// POST /tasks
pub async fn send(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let done = match typed.read() {
        Ok(input) => propose(&mut cx, input).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(task) => {
            cx.flash(Flash::ok("flash-shared-task-proposed"));
            Ok(redirect(&task.path()))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, typed, errors).await?)
        }
    }
}
