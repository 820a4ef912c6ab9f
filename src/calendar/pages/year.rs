//! The agency's year: national and own days month by month, the working hours, Ramadan.

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, choices};
use crate::{
    calendar::{
        DayHours, DayInput, DayKind, HoursSet, WeekDay, days,
        days::{DayForm, HoursForm},
        entries, kind_of_day, load_offices, store,
    },
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        i18n::Lang,
    },
};

/// A square of the month.
pub struct Square {
    day: u32,
    /// `""` before the first, `work`, `weekend`, `off`.
    class: &'static str,
    name: String,
    today: bool,
}

/// A day off in the list under the month.
pub struct DayOff {
    date: NaiveDate,
    name: String,
    kind_label: String,
    estimate: bool,
    source: String,
    own: Option<String>,
    unit: String,
    working: bool,
}

/// One month.
pub struct Month {
    name: String,
    weeks: Vec<Vec<Square>>,
    days: Vec<DayOff>,
}

/// The hours of one season.
pub struct Season {
    title: String,
    lines: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "calendar/year.html")]
struct YearPage {
    page: Page,
    errors: Errors,
    year: i32,
    months: Vec<Month>,
    heads: Vec<(String, &'static str)>,
    seasons: Vec<Season>,
    ramadan: Vec<String>,
    day: DayForm,
    kinds: Vec<Choice>,
    units: Vec<String>,
    hours: HoursForm,
    season_choices: Vec<Choice>,
    today: String,
}

/// Which year.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    year: String,
}

/// The year that is looked at: this one, or another within reach of a calendar.
pub fn asked_year(asked: &str, today: NaiveDate) -> Result<i32> {
    if asked.is_empty() {
        return Ok(today.year());
    }
    asked
        .parse()
        .ok()
        .filter(|year| (2000..=2100).contains(year))
        .ok_or(Error::NotFound)
}

fn square(input: &DayInput<'_>, on: NaiveDate, today: NaiveDate, lang: Lang) -> Square {
    let (class, name) = match kind_of_day(input, on) {
        DayKind::Weekend => ("weekend", String::new()),
        DayKind::Holiday { name_id, name_en }
        | DayKind::JointLeave { name_id, name_en }
        | DayKind::AgencyDay { name_id, name_en } => {
            ("off", if lang == Lang::En { name_en } else { name_id })
        }
        _ => ("work", String::new()),
    };
    Square {
        day: on.day(),
        class,
        name,
        today: on == today,
    }
}

fn weeks(input: &DayInput<'_>, first: NaiveDate, today: NaiveDate, lang: Lang) -> Vec<Vec<Square>> {
    let blank = || Square {
        day: 0,
        class: "",
        name: String::new(),
        today: false,
    };
    let before = first.weekday().num_days_from_monday();
    let mut squares: Vec<Square> = (0..before).map(|_| blank()).collect();
    squares.extend(
        first
            .iter_days()
            .take_while(|on| on.month() == first.month())
            .map(|on| square(input, on, today, lang)),
    );
    while !squares.len().is_multiple_of(7) {
        squares.push(blank());
    }
    let mut rows = Vec::new();
    let mut squares = squares.into_iter().peekable();
    while squares.peek().is_some() {
        rows.push(squares.by_ref().take(7).collect());
    }
    rows
}

fn span(day: &DayHours, lang: Lang) -> String {
    lang.ta(
        "calendar-hours-line",
        &[
            ("start", day.start.format("%H.%M").to_string().into()),
            ("end", day.end.format("%H.%M").to_string().into()),
            ("break", day.break_minutes.to_string().into()),
        ],
    )
}

fn season(title: &str, hours: &HoursSet, six: bool, lang: Lang) -> Season {
    let mut lines = vec![
        (lang.t("calendar-mon-thu"), span(&hours.mon_thu, lang)),
        (lang.t("calendar-fri"), span(&hours.fri, lang)),
    ];
    if six {
        let sat = hours.on(WeekDay::Sat);
        lines.push((lang.t("calendar-sat"), span(&sat, lang)));
    }
    Season {
        title: lang.t(title),
        lines,
    }
}

fn form_of(hours: &HoursSet, today: NaiveDate) -> HoursForm {
    let time = |at: chrono::NaiveTime| at.format("%H:%M").to_string();
    HoursForm {
        season: "normal".into(),
        from_on: today.to_string(),
        mon_thu_start: time(hours.mon_thu.start),
        mon_thu_end: time(hours.mon_thu.end),
        mon_thu_break: hours.mon_thu.break_minutes.to_string(),
        fri_start: time(hours.fri.start),
        fri_end: time(hours.fri.end),
        fri_break: hours.fri.break_minutes.to_string(),
        sat_start: hours.sat.map_or_else(String::new, |sat| time(sat.start)),
        sat_end: hours.sat.map_or_else(String::new, |sat| time(sat.end)),
        sat_break: hours
            .sat
            .map_or_else(String::new, |sat| sat.break_minutes.to_string()),
    }
}

async fn days_off(cx: &mut Cx, year: i32) -> Result<Vec<DayOff>> {
    let range = days::year(year).ok_or(Error::NotFound)?;
    let (agency, lang) = (cx.agency(), cx.lang());
    let national = entries::national_rows(cx.conn(), range).await?;
    let own = entries::own_days(cx.conn(), agency, range).await?;
    let mut all: Vec<DayOff> = national
        .into_iter()
        .map(|row| DayOff {
            date: row.on_date,
            name: if lang == Lang::En {
                row.name_en
            } else {
                row.name_id
            },
            kind_label: lang.t(&format!("calendar-kind-{}", row.kind)),
            estimate: row.status == "perkiraan",
            source: row.legal_basis,
            own: None,
            unit: String::new(),
            working: false,
        })
        .collect();
    all.extend(own.into_iter().map(|row| DayOff {
        date: row.on_date,
        name: row.name,
        kind_label: lang.t(&format!("calendar-kind-{}", row.kind)),
        estimate: false,
        source: String::new(),
        own: Some(row.id.to_string()),
        unit: row.unit.unwrap_or_default(),
        working: row.kind == "working",
    }));
    all.sort_by_key(|day| day.date);
    Ok(all)
}

async fn build(
    cx: &mut Cx,
    year: i32,
    day: Option<DayForm>,
    hours: Option<HoursForm>,
    errors: Errors,
) -> Result<YearPage> {
    let (agency, today, lang) = (cx.agency(), cx.today(), cx.lang());
    let range = days::year(year).ok_or(Error::NotFound)?;
    let calendars = load_offices(cx.conn(), agency, Some(&[]), range).await?;
    let mut off = days_off(cx, year).await?;
    let mut months = Vec::new();
    for month in 1..=12 {
        let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(Error::NotFound)?;
        let (of_month, rest): (Vec<_>, Vec<_>) =
            off.into_iter().partition(|day| day.date.month() == month);
        off = rest;
        months.push(Month {
            name: format::month(month - 1, lang).to_owned(),
            weeks: weeks(&calendars.agency(first), first, today, lang),
            days: of_month,
        });
    }
    let input = calendars.agency(today);
    let six = input.week == crate::calendar::WeekPattern::Six;
    let page = Page::new(cx, "calendar-title");
    let ramadan = store::ramadan(cx.conn(), range).await?;
    let day = day.unwrap_or_default();
    let hours = hours.unwrap_or_else(|| form_of(&input.hours.normal, today));
    Ok(YearPage {
        seasons: vec![
            season("calendar-season-normal", &input.hours.normal, six, lang),
            season("calendar-season-ramadan", &input.hours.ramadan, six, lang),
        ],
        ramadan: ramadan
            .iter()
            .map(|days| format!("{} – {}", page.date(&days.from), page.date(&days.to)))
            .collect(),
        heads: (0..7)
            .map(|index| {
                let name = format::weekday_name(index, lang);
                (name.chars().take(1).collect(), name)
            })
            .collect(),
        kinds: choices(lang, "calendar-kind", &["holiday", "working"], &day.kind),
        season_choices: choices(
            lang,
            "calendar-season",
            &["normal", "ramadan"],
            &hours.season,
        ),
        units: entries::unit_names(cx.conn(), agency).await?,
        today: today.to_string(),
        months,
        page,
        errors,
        year,
        day,
        hours,
    })
}

/// GET /calendar
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let year = asked_year(&asked.year, cx.today())?;
    let template = build(&mut cx, year, None, None, Errors::none()).await?;
    page(&template)
}

/// POST /calendar/days
pub async fn add(mut cx: Cx, Form(input): Form<DayForm>) -> Result<Response> {
    match days::add_day(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-day-added"));
            let year = input.on_date.get(..4).unwrap_or_default();
            let year = asked_year(year, cx.today()).unwrap_or_else(|_| cx.today().year());
            Ok(redirect(&format!("/calendar?year={year}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let year = cx.today().year();
            let template = build(&mut cx, year, Some(input), None, errors).await?;
            invalid(&template)
        }
    }
}

/// A form without fields of its own.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

/// POST /calendar/days/{id}/remove
pub async fn remove(
    mut cx: Cx,
    Path(id): Path<Uuid>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    days::remove_day(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-day-removed"));
    Ok(redirect("/calendar"))
}

/// POST /calendar/hours
pub async fn hours(mut cx: Cx, Form(input): Form<HoursForm>) -> Result<Response> {
    match days::set_hours(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-hours-set"));
            Ok(redirect("/calendar"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let year = cx.today().year();
            let template = build(&mut cx, year, None, Some(input), errors).await?;
            invalid(&template)
        }
    }
}
