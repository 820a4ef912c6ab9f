//! Requests as lists: one's own, and the agency's for HR. Search, filter, pages, export.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::words::{self, Choice};
use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::Query,
        html::{Page, page},
        id::EmployeeId,
        list::{self, Cursor, EXPORT, Listing, PAGE},
    },
    requests::{
        State,
        store::{
            self,
            lists::{Filter, Row},
        },
    },
};

struct Line {
    href: String,
    name: String,
    unit: String,
    days: String,
    place: String,
    plan: String,
    window: String,
    swapping: bool,
    state: &'static str,
    label: String,
    sent: String,
}

#[derive(Template)]
#[template(path = "requests/list.html")]
struct ListPage {
    page: Page,
    title: String,
    lead: String,
    action: &'static str,
    search_label: String,
    own: bool,
    q: String,
    states: Vec<Choice>,
    lines: Vec<Line>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
    filtered: bool,
}

/// The fields of the search.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub state: String,
    pub after: String,
    pub format: String,
}

/// The whole list as a file: a person's own, or the agency's.
pub async fn sheet(
    cx: &mut Cx,
    kind: Kind,
    search: &Search,
    employee: Option<EmployeeId>,
) -> Result<Sheet> {
    let agency = cx.agency();
    let filter = Filter {
        employee,
        state: State::of(&search.state).map(|state| state.code().to_owned()),
        word: list::like(&search.q),
        after: None,
        limit: EXPORT,
    };
    let rows = store::lists::list(cx.conn(), agency, &filter).await?;
    export_rows(&Page::new(cx, "requests-list-title"), kind, &rows)
}

/// GET /requests
pub async fn own(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    let employee = cx.employee()?;
    answer(&mut cx, search, Some(employee)).await
}

/// GET /requests/agency
pub async fn agency(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    answer(&mut cx, search, None).await
}

fn after(text: &str, cx: &Cx) -> Option<(DateTime<Utc>, uuid::Uuid)> {
    Cursor::decode(text, cx.agency())?.instant()
}

async fn answer(cx: &mut Cx, search: Search, employee: Option<EmployeeId>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        let file = sheet(cx, kind, &search, employee).await?;
        return Ok(file.into_response());
    }
    let agency = cx.agency();
    let state = State::of(&search.state).map(State::code);
    let filter = Filter {
        employee,
        state: state.map(str::to_owned),
        word: list::like(&search.q),
        after: after(&search.after, cx),
        limit: PAGE + 1,
    };
    let rows = store::lists::list(cx.conn(), agency, &filter).await?;
    let title = if employee.is_some() {
        "requests-list-title"
    } else {
        "requests-agency-title"
    };
    let page_ = Page::new(cx, title);
    let action = if employee.is_some() {
        "/requests"
    } else {
        "/requests/agency"
    };
    let listing = Listing::cut(rows, PAGE, agency, |row| Cursor {
        key: row.created_at.timestamp_micros().to_string(),
        id: row.id.0,
    });
    let link = |more: (&str, &str)| {
        format!(
            "{action}?{}",
            list::query(&[("q", &search.q), ("state", state.unwrap_or("")), more])
        )
    };
    page(&ListPage {
        title: page_.t(title),
        lead: page_.t(&format!("{title}-lead")),
        action,
        search_label: page_.t(if employee.is_some() {
            "requests-list-search-own"
        } else {
            "requests-list-search"
        }),
        own: employee.is_some(),
        states: states(&page_, state, employee.is_some()),
        lines: listing.rows.iter().map(|row| line(&page_, row)).collect(),
        summary: page_.tn("requests-list-count", listing.rows.len()),
        first: if search.after.is_empty() {
            String::new()
        } else {
            link(("after", ""))
        },
        next: listing
            .next
            .as_deref()
            .map(|cursor| link(("after", cursor)))
            .unwrap_or_default(),
        xlsx: link(("format", "xlsx")),
        csv: link(("format", "csv")),
        filtered: state.is_some() || !search.q.is_empty(),
        q: search.q.clone(),
        page: page_,
    })
}

fn states(page: &Page, chosen: Option<&str>, own: bool) -> Vec<Choice> {
    State::ALL
        .into_iter()
        .filter(|state| own || *state != State::Draft)
        .map(|state| {
            let label = words::state(state.code(), page);
            Choice::new(state.code(), label, chosen == Some(state.code()))
        })
        .collect()
}

fn line(page: &Page, row: &Row) -> Line {
    Line {
        href: format!("/requests/{}", row.id),
        name: row.employee_name.clone(),
        unit: row.unit_name.clone(),
        days: words::row_days(row, page),
        place: words::row_place(row, page),
        plan: row.plan.clone(),
        window: row.window.clone().unwrap_or_default(),
        swapping: row.swapping,
        state: row.state.code(),
        label: words::state_with(row.state, row.keeps_days(), page),
        sent: row
            .submitted_at
            .map_or_else(String::new, |at| page.instant(&at)),
    }
}

fn export_rows(page: &Page, kind: Kind, rows: &[Row]) -> Result<Sheet> {
    let head: Vec<String> = [
        "requests-col-name",
        "requests-col-unit",
        "requests-col-days",
        "requests-col-place",
        "requests-col-plan",
        "requests-col-state",
        "requests-col-approver",
        "requests-col-sent",
    ]
    .into_iter()
    .map(|key| page.t(key))
    .collect();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let line = line(page, row);
            vec![
                line.name,
                line.unit,
                line.days,
                line.place,
                line.plan,
                line.label,
                row.approver_name.clone().unwrap_or_default(),
                line.sent,
            ]
        })
        .collect();
    export::table(kind, "pengajuan", &head, &cells)
}
