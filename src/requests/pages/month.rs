//! Who is where: one month of a unit. A grid of people and days where there is room; day by day on a phone, with those who are
//! not simply in the office.

use askama::Template;
use axum::response::Response;
use chrono::Datelike;
use serde::Deserialize;

use super::{
    tabs::{Tab, View, tabs},
    team::UnitLink,
    words,
};
use crate::{
    calendar::Half,
    kernel::{
        cx::Cx,
        error::Result,
        form::Query,
        format,
        html::{Page, page},
        id::UnitId,
        list::{self, Cursor},
    },
    requests::{
        Where,
        board::Member,
        hours::Keeping,
        month::{self, Month, OfficeDay, UnitMonth},
        sight::{chosen_unit, visible_units},
    },
};

/// Days that are named when the office is too empty on more of them.
const NAMED: usize = 8;

/// Where somebody is, as a sign and a word.
struct Sign {
    at: Where,
    code: &'static str,
    word: String,
}

/// Every sign of a month once, and who has which: words are looked up for the few signs, not for thousands of cells.
#[derive(Default)]
struct Signs(Vec<Sign>);

impl Signs {
    fn number(&mut self, at: Where, page: &Page) -> usize {
        if let Some(known) = self.0.iter().position(|sign| sign.at == at) {
            return known;
        }
        let (code, word) = words::whereabouts(&at, page);
        self.0.push(Sign { at, code, word });
        self.0.len() - 1
    }
}

/// One day of one person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// Nobody works.
    Off,
    Office,
    /// The number of the sign.
    Whole(usize),
    Halves(usize, usize),
}

struct PersonRow {
    href: String,
    name: String,
    position: String,
    /// Own hours of the month, in words.
    hours: String,
    cells: Vec<Cell>,
}

struct Column {
    id: String,
    short: &'static str,
    long: &'static str,
    number: u32,
    now: bool,
    off: bool,
    holiday: String,
    present: u32,
    minimum: u32,
    low: bool,
    words: String,
}

/// People with the same sign on a day.
struct Group {
    code: &'static str,
    word: String,
    names: String,
}

struct DayLine {
    column: usize,
    title: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "requests/month.html")]
struct MonthPage {
    page: Page,
    unit: String,
    title: String,
    lead: String,
    prev: String,
    next: String,
    tabs: Vec<Tab>,
    units: Vec<UnitLink>,
    short_days: String,
    columns: Vec<Column>,
    rows: Vec<PersonRow>,
    signs: Vec<Sign>,
    legend: Vec<(&'static str, String)>,
    office: String,
    morning: String,
    afternoon: String,
    lines: Vec<DayLine>,
    /// The anchor of today, in the month that it falls in.
    today: String,
    first: String,
    more: String,
}

impl MonthPage {
    fn sign(&self, number: &usize) -> &Sign {
        &self.signs[*number]
    }

    fn column(&self, line: &DayLine) -> &Column {
        &self.columns[line.column]
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    month: String,
    unit: Option<UnitId>,
    after: String,
}

fn link(unit: UnitId, month: Month, after: &str) -> String {
    let pairs = [
        ("month", month.to_string()),
        ("unit", unit.to_string()),
        ("after", after.to_owned()),
    ];
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (*a, b.as_str())).collect();
    format!("/team/month?{}", list::query(&pairs))
}

fn column(day: &OfficeDay, found: &UnitMonth, page: &Page) -> Column {
    let office = found.board.calendars.office(found.unit, day.on);
    let kind = crate::calendar::kind_of_day(&office, day.on);
    Column {
        id: format!("d{}", day.on.day()),
        short: format::weekday_short(day.on, page.language),
        long: format::weekday(day.on, page.language),
        number: day.on.day(),
        now: day.on == page.today,
        off: !day.working,
        holiday: words::holiday_name(&kind, page),
        present: day.strength.present,
        minimum: day.strength.minimum,
        low: day.low(),
        words: words::coverage(day.strength, page).label,
    }
}

fn cell(found: &UnitMonth, who: &Member, day: &OfficeDay, signs: &mut Signs, page: &Page) -> Cell {
    if !day.working {
        return Cell::Off;
    }
    let at = |half| found.board.place(who.id, day.on, half);
    match (at(Half::Morning), at(Half::Afternoon)) {
        (Where::Office, Where::Office) => Cell::Office,
        (morning, afternoon) if morning == afternoon => Cell::Whole(signs.number(morning, page)),
        (morning, afternoon) => {
            Cell::Halves(signs.number(morning, page), signs.number(afternoon, page))
        }
    }
}

/// Who is not simply in the office on a day, by sign.
fn groups(at: usize, rows: &[PersonRow], signs: &[Sign], page: &Page) -> Vec<Group> {
    let (morning, afternoon) = (page.t("requests-morning"), page.t("requests-afternoon"));
    let mut named: Vec<Vec<String>> = signs.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let mut put = |sign: usize, part: &str| {
            if signs[sign].code == "office" {
                return;
            }
            let name = &row.name;
            named[sign].push(if part.is_empty() {
                name.clone()
            } else {
                format!("{name} ({part})")
            });
        };
        match row.cells[at] {
            Cell::Off | Cell::Office => {}
            Cell::Whole(sign) => put(sign, ""),
            Cell::Halves(first, second) => {
                put(first, &morning);
                put(second, &afternoon);
            }
        }
    }
    signs
        .iter()
        .zip(named)
        .filter(|(_, names)| !names.is_empty())
        .map(|(sign, names)| Group {
            code: sign.code,
            word: sign.word.clone(),
            names: names.join(", "),
        })
        .collect()
}

fn short_days(columns: &[Column], page: &Page) -> String {
    let low: Vec<String> = columns
        .iter()
        .filter(|column| column.low)
        .map(|column| format!("{} {}", column.short, column.number))
        .collect();
    let named = low[..low.len().min(NAMED)].join(", ");
    if low.len() > NAMED {
        page.ta2(
            "requests-month-short-more",
            "days",
            named,
            "n",
            low.len() - NAMED,
        )
    } else {
        named
    }
}

fn legend(signs: &[Sign]) -> Vec<(&'static str, String)> {
    let mut legend: Vec<(&'static str, String)> = Vec::new();
    for sign in signs.iter().filter(|sign| sign.code != "office") {
        if !legend.iter().any(|(code, _)| *code == sign.code) {
            legend.push((sign.code, sign.word.clone()));
        }
    }
    legend
}

/// GET /team/month
pub async fn show(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let page_ = Page::new(&cx, "requests-team-title");
    let (agency, today) = (cx.agency(), cx.today());
    let units = visible_units(&mut cx).await?;
    let unit = chosen_unit(&mut cx, &units, which.unit).await?;
    let month = Month::parse(&which.month).unwrap_or(Month::of(today));
    let after = Cursor::decode(&which.after, agency);
    let found = month::of_unit(&mut cx, unit, month, after.as_ref()).await?;
    let everybody: Vec<_> = found.members().iter().map(|member| member.id).collect();
    let keeping = Keeping::load(cx.conn(), agency, &everybody, month.range()).await?;
    let mut signs = Signs::default();
    let rows: Vec<PersonRow> = found
        .members()
        .iter()
        .map(|member| PersonRow {
            href: format!("/employees/{}/month?month={month}", member.id),
            name: member.name.clone(),
            position: member.position.clone(),
            hours: words::held(&keeping, &found.board, member.id, month.days(), &page_),
            cells: found
                .days
                .iter()
                .map(|day| cell(&found, member, day, &mut signs, &page_))
                .collect(),
        })
        .collect();
    let columns: Vec<Column> = found
        .days
        .iter()
        .map(|day| column(day, &found, &page_))
        .collect();
    let lines = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.off || !column.holiday.is_empty())
        .map(|(at, column)| DayLine {
            column: at,
            title: format!("{}, {}", column.long, column.number),
            groups: groups(at, &rows, &signs.0, &page_),
        })
        .collect();
    let name = words::month(month, &page_);
    let here = Month::of(today) == month;
    let to = |month: Option<Month>| month.map(|month| link(unit, month, "")).unwrap_or_default();
    page(&MonthPage {
        unit: found
            .board
            .units
            .get(&unit)
            .map(|info| info.name.clone())
            .unwrap_or_default(),
        lead: page_.ta2(
            "requests-month-lead",
            "month",
            &name,
            "n",
            found.board.members.len(),
        ),
        title: name,
        prev: to(month.before()),
        next: to(month.after()),
        tabs: tabs(
            &cx,
            &page_,
            View::Month,
            if here { today } else { month.first() },
            Some(unit),
        ),
        units: units
            .into_iter()
            .map(|(id, name)| UnitLink {
                href: link(id, month, ""),
                current: id == unit,
                name,
            })
            .collect(),
        short_days: short_days(&columns, &page_),
        today: if here {
            format!("d{}", today.day())
        } else {
            String::new()
        },
        first: if after.is_some() {
            link(unit, month, "")
        } else {
            String::new()
        },
        more: found
            .next()
            .map(|cursor| link(unit, month, &cursor.encode(agency)))
            .unwrap_or_default(),
        legend: legend(&signs.0),
        office: page_.t("requests-where-office"),
        morning: page_.t("requests-morning"),
        afternoon: page_.t("requests-afternoon"),
        signs: signs.0,
        columns,
        rows,
        lines,
        page: page_,
    })
}
