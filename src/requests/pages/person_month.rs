//! One month of one person, as a calendar: the own one, or a colleague's as far as the week shows it too.

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{
    tabs::{Tab, View, tabs},
    words,
};
use crate::{
    calendar::Half,
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Path, Query},
        format,
        html::{Page, page},
        id::EmployeeId,
    },
    requests::{
        Where,
        explain::may_ask,
        hours::Keeping,
        month::{self, Month, PersonMonth},
    },
};

struct Cell {
    code: &'static str,
    word: String,
    half: String,
}

/// One square of the calendar; the number 0 stands for the days of other months.
#[derive(Default)]
struct Square {
    number: u32,
    off: bool,
    now: bool,
    holiday: String,
    cells: Vec<Cell>,
    /// The request that the day belongs to, for the person's own eyes.
    href: String,
}

#[derive(Template)]
#[template(path = "requests/person_month.html")]
struct PersonPage {
    page: Page,
    heading: String,
    lead: String,
    /// Own hours of the month, in words.
    hours: String,
    own: bool,
    prev: String,
    next: String,
    tabs: Vec<Tab>,
    title: String,
    heads: Vec<(&'static str, &'static str)>,
    weeks: Vec<Vec<Square>>,
    /// How many days of each kind: `Rumah`, `4,5 hari`.
    totals: Vec<(&'static str, String, String)>,
    /// The statement as files, for those whom it is for.
    xlsx: String,
    csv: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    month: String,
}

/// GET /me/month
pub async fn own(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let me = cx.employee()?;
    answer(&mut cx, me, &which).await
}

/// GET /employees/{id}/month
pub async fn of(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Query(which): Query<Which>,
) -> Result<Response> {
    answer(&mut cx, id, &which).await
}

fn square(found: &PersonMonth, on: NaiveDate, page: &Page) -> Square {
    let (who, board) = (found.person.id, &found.board);
    let morning = board.place(who, on, Half::Morning);
    let afternoon = board.place(who, on, Half::Afternoon);
    let off = matches!((&morning, &afternoon), (Where::Off(_), Where::Off(_)));
    let cell = |at: &Where, half: &str| {
        let (code, word) = words::whereabouts(at, page);
        Cell {
            code,
            word,
            half: half.to_owned(),
        }
    };
    let holiday = match &morning {
        Where::Off(kind) => words::holiday_name(kind, page),
        _ => String::new(),
    };
    let cells = if off {
        Vec::new()
    } else if morning == afternoon {
        vec![cell(&morning, "")]
    } else {
        vec![
            cell(&morning, &page.t("requests-morning")),
            cell(&afternoon, &page.t("requests-afternoon")),
        ]
    };
    let away = |at: &Where| matches!(at, Where::At { .. });
    let request = (found.own && (away(&morning) || away(&afternoon)))
        .then(|| board.stays(who, on, None).min_by_key(|stay| stay.pending))
        .flatten();
    Square {
        number: on.day(),
        off,
        now: on == page.today,
        holiday,
        cells,
        href: request.map_or_else(String::new, |stay| format!("/requests/{}", stay.request)),
    }
}

fn weeks(found: &PersonMonth, month: Month, page: &Page) -> Vec<Vec<Square>> {
    let before = month.first().weekday().num_days_from_monday() as usize;
    let mut squares: Vec<Square> = (0..before).map(|_| Square::default()).collect();
    squares.extend(month.days().map(|on| square(found, on, page)));
    while !squares.len().is_multiple_of(7) {
        squares.push(Square::default());
    }
    let mut weeks = Vec::new();
    let mut rest = squares.into_iter().peekable();
    while rest.peek().is_some() {
        weeks.push(rest.by_ref().take(7).collect());
    }
    weeks
}

/// Half days of each kind, in the order in which they first come.
fn totals(weeks: &[Vec<Square>], page: &Page) -> Vec<(&'static str, String, String)> {
    let mut halves: Vec<(&'static str, String, u32)> = Vec::new();
    for square in weeks.iter().flatten() {
        let each = if square.cells.len() == 1 { 2 } else { 1 };
        for cell in &square.cells {
            match halves.iter_mut().find(|(code, ..)| *code == cell.code) {
                Some((_, _, sum)) => *sum += each,
                None => halves.push((cell.code, cell.word.clone(), each)),
            }
        }
    }
    halves
        .into_iter()
        .map(|(code, word, halves)| {
            let key = if halves == 2 {
                "requests-month-day"
            } else {
                "requests-month-days"
            };
            (code, word, page.ta(key, "n", words::days(halves, page)))
        })
        .collect()
}

/// Whether the statement is for the eyes of the acting person.
async fn may(cx: &mut Cx, who: EmployeeId) -> Result<bool> {
    match may_ask(cx, who).await {
        Ok(()) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn answer(cx: &mut Cx, who: EmployeeId, which: &Which) -> Result<Response> {
    let today = cx.today();
    let month = Month::parse(&which.month).unwrap_or(Month::of(today));
    let found = month::of_person(cx, who, month).await?;
    let agency = cx.agency();
    let keeping = Keeping::load(cx.conn(), agency, &[who], month.range()).await?;
    let page_ = Page::new(cx, "requests-mine-title");
    let page_ = if found.own {
        page_
    } else {
        page_.titled(found.person.name.clone())
    };
    let statement = found.own || may(cx, who).await?;
    let file = |format: &str| {
        if !statement {
            return String::new();
        }
        let of = if found.own {
            String::new()
        } else {
            format!("&employee={who}")
        };
        format!("/requests/statement/{format}?month={month}{of}")
    };
    let base = if found.own {
        "/me/month".to_owned()
    } else {
        format!("/employees/{who}/month")
    };
    let to = |month: Option<Month>| {
        month
            .map(|month| format!("{base}?month={month}"))
            .unwrap_or_default()
    };
    let weeks = weeks(&found, month, &page_);
    let totals = totals(&weeks, &page_);
    let name = words::month(month, &page_);
    let on = if Month::of(today) == month {
        today
    } else {
        month.first()
    };
    page(&PersonPage {
        heading: page_.title.clone(),
        lead: if found.own {
            name.clone()
        } else {
            format!(
                "{name}. {}, {}",
                found.person.position_name, found.person.unit_name
            )
        },
        hours: words::held(&keeping, &found.board, who, month.days(), &page_),
        own: found.own,
        prev: to(month.before()),
        next: to(month.after()),
        tabs: tabs(
            cx,
            &page_,
            View::Mine,
            on,
            (!found.own).then_some(found.person.unit),
        )
        .into_iter()
        .map(|tab| Tab {
            current: tab.current && found.own,
            ..tab
        })
        .collect(),
        heads: (0..7)
            .map(|index| {
                (
                    format::weekday_name_short(index, page_.language),
                    format::weekday_name(index, page_.language),
                )
            })
            .collect(),
        title: name,
        xlsx: file("xlsx"),
        csv: file("csv"),
        weeks,
        totals,
        page: page_,
    })
}
