//! The national calendar, kept by the ministry for every agency.

use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{Choice, choices, year::asked_year};
use crate::{
    calendar::{
        days::{self, NationalForm, RamadanForm},
        entries, store,
    },
    kernel::{
        cx::Cx,
        error::{Error, Result},
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        i18n::Lang,
    },
};

/// A day as the page lists it.
pub struct Row {
    id: String,
    date: NaiveDate,
    name: String,
    kind: String,
    estimate: bool,
    source: String,
}

#[derive(Template)]
#[template(path = "calendar/national.html")]
struct NationalPage {
    page: Page,
    errors: Errors,
    year: i32,
    rows: Vec<Row>,
    ramadan: Vec<String>,
    day: NationalForm,
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    period: RamadanForm,
}

/// Which year.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    year: String,
}

async fn build(
    cx: &mut Cx,
    year: i32,
    day: NationalForm,
    period: RamadanForm,
    errors: Errors,
) -> Result<NationalPage> {
    let lang = cx.lang();
    let range = days::year(year).ok_or(Error::NotFound)?;
    let rows = entries::national_rows(cx.conn(), range).await?;
    let ramadan = store::ramadan(cx.conn(), range).await?;
    let page = Page::new(cx, "national-title");
    Ok(NationalPage {
        rows: rows
            .into_iter()
            .map(|row| Row {
                id: row.id.to_string(),
                date: row.on_date,
                name: if lang == Lang::En {
                    row.name_en
                } else {
                    row.name_id
                },
                kind: lang.t(&format!("calendar-kind-{}", row.kind)),
                estimate: row.status == "perkiraan",
                source: row.legal_basis,
            })
            .collect(),
        ramadan: ramadan
            .iter()
            .map(|days| format!("{} – {}", page.date(&days.from), page.date(&days.to)))
            .collect(),
        kinds: choices(
            lang,
            "calendar-kind",
            &["national", "joint_leave"],
            &day.kind,
        ),
        statuses: choices(
            lang,
            "national-status",
            &["ditetapkan", "perkiraan"],
            &day.status,
        ),
        page,
        errors,
        year,
        day,
        period,
    })
}

/// GET /national-days
pub async fn show(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let year = asked_year(&asked.year, cx.today())?;
    let template = build(
        &mut cx,
        year,
        NationalForm::default(),
        RamadanForm::default(),
        Errors::none(),
    )
    .await?;
    page(&template)
}

/// POST /national-days
pub async fn add(mut cx: Cx, Form(input): Form<NationalForm>) -> Result<Response> {
    match days::add_national(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-day-added"));
            Ok(redirect("/national-days"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let year = cx.today().year();
            let period = RamadanForm::default();
            let template = build(&mut cx, year, input, period, errors).await?;
            invalid(&template)
        }
    }
}

/// POST /national-days/{id}/remove
pub async fn remove(
    mut cx: Cx,
    Path(id): Path<Uuid>,
    Form(super::year::Nothing {}): Form<super::year::Nothing>,
) -> Result<Response> {
    days::remove_national(&mut cx, id).await?;
    cx.flash(Flash::ok("flash-day-removed"));
    Ok(redirect("/national-days"))
}

/// POST /ramadan
pub async fn ramadan(mut cx: Cx, Form(input): Form<RamadanForm>) -> Result<Response> {
    match days::set_ramadan(&mut cx, &input).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-ramadan-set"));
            Ok(redirect("/national-days"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let year = cx.today().year();
            let day = NationalForm::default();
            let template = build(&mut cx, year, day, input, errors).await?;
            invalid(&template)
        }
    }
}
