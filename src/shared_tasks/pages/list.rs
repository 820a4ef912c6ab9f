//! One's own shared tasks: what is in one's hands today, what waits for an answer, the others, and those that are over.

use askama::Template;
use axum::response::Response;

use super::call_name;
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        format,
        html::{Page, page},
        id::EmployeeId,
    },
    shared_tasks::{
        Answer, State,
        read::{self, Own},
    },
};

struct Row {
    href: String,
    title: String,
    period: String,
    with: String,
    /// Who has it in hand today.
    holder: String,
    state: &'static str,
    label: String,
}

/// Some of the tasks under one heading.
struct Group {
    id: &'static str,
    heading: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "shared_tasks/list.html")]
struct ListPage {
    page: Page,
    groups: Vec<Group>,
}

/// GET /tasks
pub async fn show(mut cx: Cx) -> Result<Response> {
    let all = read::own(&mut cx).await?;
    let me = cx.employee()?;
    let page_ = Page::new(&cx, "shared-tasks-title");
    let groups = ["mine", "answer", "running", "past"].map(|id| Group {
        id,
        heading: page_.t(&format!("shared-tasks-group-{id}")),
        rows: all
            .iter()
            .filter(|one| group_of(one, me) == id)
            .map(|one| row(one, me, &page_))
            .collect(),
    });
    page(&ListPage {
        groups: groups
            .into_iter()
            .filter(|group| !group.rows.is_empty())
            .collect(),
        page: page_,
    })
}

fn group_of(one: &Own, me: EmployeeId) -> &'static str {
    let task = &one.task;
    let asked = task
        .member(Some(me))
        .is_some_and(|own| own.answer == Answer::Waiting);
    match task.state {
        State::Proposed if asked => "answer",
        State::Approved if one.in_hand == Some(me) => "mine",
        State::Proposed | State::Agreed | State::Approved => "running",
        _ => "past",
    }
}

fn row(one: &Own, me: EmployeeId, page: &Page) -> Row {
    let task = &one.task;
    let all = || task.members.iter().map(|member| member.name.as_str());
    let with: Vec<String> = task
        .members
        .iter()
        .filter(|member| member.employee != me)
        .map(|member| call_name(&member.name, all()))
        .collect();
    Row {
        href: task.path(),
        title: task.title.clone(),
        period: format::date_range(task.from_on, task.to_on, page.language),
        with: page.ta("shared-tasks-with", "names", with.join(", ")),
        holder: match one.in_hand {
            Some(who) if who != me => page.ta("shared-tasks-held-by", "name", task.name_of(who)),
            _ => String::new(),
        },
        state: task.state.code(),
        label: page.t(&format!("shared-tasks-state-{}", task.state.code())),
    }
}
