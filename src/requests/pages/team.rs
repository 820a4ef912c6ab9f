//! Who is where: one week of a unit, two halves a day, with the people in the office beneath.

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::{
    tabs::{Tab, View, tabs},
    words,
};
use crate::{
    calendar::{DateRange, Half, WeekPattern},
    kernel::{
        cx::Cx,
        error::Result,
        form::Query,
        format,
        html::{Page, page},
        id::UnitId,
        time,
    },
    requests::{
        Board, Where,
        board::Member,
        hours::Keeping,
        month::{Month, OfficeDay, office_days},
        rules::monday,
        sight::{chosen_unit, visible_units},
    },
};

struct Cell {
    code: &'static str,
    word: String,
    half: String,
}

struct Column {
    short: &'static str,
    long: &'static str,
    number: u32,
    now: bool,
}

struct PersonRow {
    href: String,
    name: String,
    initials: String,
    position: String,
    /// The own hours of the week.
    hours: String,
    /// One cell for a whole day, two where its halves differ.
    days: Vec<Vec<Cell>>,
}

struct Cover {
    present: u32,
    minimum: u32,
    low: bool,
    off: bool,
    words: String,
}

/// A unit that may be looked at.
pub struct UnitLink {
    pub href: String,
    pub name: String,
    pub current: bool,
}

#[derive(Template)]
#[template(path = "requests/team.html")]
struct TeamPage {
    page: Page,
    unit: String,
    lead: String,
    prev: String,
    next: String,
    six: bool,
    columns: Vec<Column>,
    rows: Vec<PersonRow>,
    covers: Vec<Cover>,
    short_days: String,
    units: Vec<UnitLink>,
    tabs: Vec<Tab>,
    /// Whether the person looking decides for others, and so may name a stand-in.
    stand_ins: bool,
    /// Code and word of every sign this week shows.
    legend: Vec<(&'static str, String)>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    week: String,
    unit: Option<UnitId>,
}

/// GET /team
pub async fn show(mut cx: Cx, Query(which): Query<Which>) -> Result<Response> {
    let page_ = Page::new(&cx, "requests-team-title");
    let (agency, today) = (cx.agency(), cx.today());
    let units = visible_units(&mut cx).await?;
    let unit = chosen_unit(&mut cx, &units, which.unit).await?;
    let asked = time::day(&which.week);
    // on a Sunday the week is over: the next one is asked about; on a Saturday too, where nobody works that day
    let mut start = monday(asked.unwrap_or(today + Days::new(1)));
    let saturday = asked.is_none() && today.weekday() == Weekday::Sat;
    let range = DateRange {
        from: start,
        to: start + Days::new(if saturday { 13 } else { 6 }),
    };
    let board = Board::load(cx.conn(), agency, &[unit], None, range).await?;
    if saturday && board.calendars.office(unit, start).week != WeekPattern::Six {
        start = start + Days::new(7);
    }
    let six = board.calendars.office(unit, start).week == WeekPattern::Six;
    let days: Vec<NaiveDate> = start.iter_days().take(if six { 6 } else { 5 }).collect();
    let office = office_days(&mut cx, &board, unit, days.iter().copied()).await?;
    let covers: Vec<Cover> = office.iter().map(|day| cover(&page_, day)).collect();
    let short_days: Vec<String> = days
        .iter()
        .zip(&covers)
        .filter(|(_, cover)| cover.low)
        .map(|(day, cover)| format!("{}: {}", format::weekday(*day, page_.language), cover.words))
        .collect();
    let everybody: Vec<_> = board.members.iter().map(|member| member.id).collect();
    let keeping = Keeping::load(cx.conn(), agency, &everybody, range).await?;
    let rows: Vec<PersonRow> = board
        .members
        .iter()
        .map(|member| PersonRow {
            hours: words::own_times(&keeping, &board, member.id, days.iter().copied(), &page_),
            ..person(&page_, &board, member, &days)
        })
        .collect();
    let link = |to: NaiveDate| format!("/team?week={to}&unit={unit}");
    page(&TeamPage {
        unit: board
            .units
            .get(&unit)
            .map(|info| info.name.clone())
            .unwrap_or_default(),
        lead: page_.ta2(
            "requests-team-lead",
            "week",
            format::date_range(start, days.last().copied().unwrap_or(start), page_.language),
            "n",
            board.members.len(),
        ),
        prev: link(start - Days::new(7)),
        next: link(start + Days::new(7)),
        six,
        columns: days
            .iter()
            .map(|day| Column {
                short: format::weekday_short(*day, page_.language),
                long: format::weekday(*day, page_.language),
                number: day.day(),
                now: *day == today,
            })
            .collect(),
        legend: legend(&rows, &page_),
        tabs: tabs(&cx, &page_, View::Week, start, Some(unit)),
        stand_ins: cx.actor().roles.supervisor || cx.actor().roles.leader,
        rows,
        covers,
        short_days: short_days.join(". "),
        units: units
            .into_iter()
            .map(|(id, name)| UnitLink {
                href: format!("/team?week={start}&unit={id}"),
                current: id == unit,
                name,
            })
            .collect(),
        page: page_,
    })
}

fn person(page: &Page, board: &Board, member: &Member, days: &[NaiveDate]) -> PersonRow {
    let cell = |at: &Where, half: &str| {
        let (code, word) = words::whereabouts(at, page);
        Cell {
            code,
            word,
            half: half.to_owned(),
        }
    };
    let month = days
        .first()
        .map_or(Month::of(page.today), |day| Month::of(*day));
    PersonRow {
        href: format!("/employees/{}/month?month={month}", member.id),
        name: member.name.clone(),
        initials: format::initials(&member.name),
        position: member.position.clone(),
        hours: String::new(),
        days: days
            .iter()
            .map(|day| {
                let morning = board.place(member.id, *day, Half::Morning);
                let afternoon = board.place(member.id, *day, Half::Afternoon);
                let held = board.roster.on(member.id, *day);
                if let (Where::Office, Where::Office, Some(held)) = (&morning, &afternoon, held) {
                    let (code, word) = words::shift(held, page);
                    let half = String::new();
                    vec![Cell { code, word, half }]
                } else if morning == afternoon {
                    vec![cell(&morning, "")]
                } else {
                    vec![
                        cell(&morning, &page.t("requests-morning")),
                        cell(&afternoon, &page.t("requests-afternoon")),
                    ]
                }
            })
            .collect(),
    }
}

fn legend(rows: &[PersonRow], page: &Page) -> Vec<(&'static str, String)> {
    let mut signs: Vec<(&'static str, String)> = Vec::new();
    for cell in rows.iter().flat_map(|row| row.days.iter().flatten()) {
        if !signs.iter().any(|(code, _)| *code == cell.code) {
            let word = match cell.code {
                "shift" => page.t("shifts-title"),
                _ => cell.word.clone(),
            };
            signs.push((cell.code, word));
        }
    }
    signs
}

fn cover(page: &Page, day: &OfficeDay) -> Cover {
    Cover {
        present: day.strength.present,
        minimum: day.strength.minimum,
        low: day.low(),
        off: !day.working,
        words: words::coverage(day.strength, page).label,
    }
}
