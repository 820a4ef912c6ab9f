//! The monthly statement as a file.

use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{presence, words};
use crate::{
    calendar::DayKind,
    kernel::{
        cx::Cx,
        door::Sheet,
        error::{Error, Result},
        export::{self, Kind},
        form::{Path, Query},
        format,
        html::Page,
        id::EmployeeId,
    },
    requests::{
        month::Month,
        statement::{self, Day, Statement},
    },
};

const COLUMNS: [&str; 16] = [
    "name",
    "nip",
    "date",
    "weekday",
    "kind",
    "morning",
    "afternoon",
    "request",
    "state",
    "decided-by",
    "decided-at",
    "week-days",
    "week-cap",
    "hours",
    "declared",
    "observed",
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    month: String,
    employee: Option<EmployeeId>,
}

/// GET /requests/statement/{format}
pub async fn show(
    mut cx: Cx,
    Path(format): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response> {
    let kind = Kind::of(&format).ok_or(Error::NotFound)?;
    let month = Month::parse(&which.month).unwrap_or(Month::of(cx.today()));
    let file = sheet(&mut cx, kind, which.employee, month).await?;
    Ok(file.into_response())
}

/// The statement of a month; one's own when nobody is named.
pub async fn sheet(
    cx: &mut Cx,
    kind: Kind,
    who: Option<EmployeeId>,
    month: Month,
) -> Result<Sheet> {
    let who = match who {
        Some(who) => who,
        None => cx.employee()?,
    };
    let found = statement::statement(cx, who, month).await?;
    let page = Page::new(cx, "requests-statement-title");
    let head: Vec<String> = COLUMNS
        .iter()
        .map(|column| page.t(&format!("requests-statement-{column}")))
        .collect();
    let rows: Vec<Vec<String>> = found
        .days
        .iter()
        .map(|day| row(&page, &found, day))
        .collect();
    let name = format!("{}-{month}", page.t("requests-statement-file"));
    export::table(kind, &name, &head, &rows)
}

fn kind_of(kind: &DayKind, page: &Page) -> String {
    let key = match kind {
        DayKind::Working { .. } => "working",
        DayKind::Weekend => "weekend",
        DayKind::ShiftOff => "shift-off",
        DayKind::Leave { .. } => "leave",
        DayKind::OfficialTrip { .. } => "trip",
        DayKind::Holiday { .. } | DayKind::JointLeave { .. } | DayKind::AgencyDay { .. } => {
            return words::holiday_name(kind, page);
        }
    };
    page.t(&format!("requests-statement-kind-{key}"))
}

fn row(page: &Page, found: &Statement, day: &Day) -> Vec<String> {
    let each = |f: &dyn Fn(&statement::Ground) -> String| {
        let all: Vec<String> = day.grounds.iter().map(f).collect();
        all.join("; ")
    };
    let cap = day.week.cap_halves;
    vec![
        found.person.name.clone(),
        found.person.nip.clone(),
        day.on.to_string(),
        format::weekday(day.on, page.language).to_owned(),
        kind_of(&day.kind, page),
        words::whereabouts(&day.morning, page).1,
        words::whereabouts(&day.afternoon, page).1,
        each(&|ground| ground.id.to_string()),
        each(&|ground| words::state(ground.state.code(), page)),
        each(&|ground| ground.decided_by.clone().unwrap_or_default()),
        each(&|ground| {
            ground
                .decided_at
                .map_or_else(String::new, |at| page.instant(&at))
        }),
        words::days(day.week.used_halves, page),
        cap.map_or_else(
            || page.t("requests-statement-no-cap"),
            |halves| words::days(halves, page),
        ),
        day.times
            .filter(|_| matches!(day.kind, DayKind::Working { .. }))
            .map_or_else(String::new, |times| words::times(times, page)),
        presence::spells(&day.presence, page),
        presence::seen(&day.presence, page),
    ]
}
