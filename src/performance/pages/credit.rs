//! Credit points: one's own with the reckoning in words, those of a year for HR and the leader, and the coefficients.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::rating_words::predikat_word;
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::Sheet,
        error::{Error, Result},
        export::{self, Kind},
        form::{Check, Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::CreditCoefficientId,
    },
    performance::credit::{self, Coefficient, Points, State, Write, read, rules},
};

struct Year {
    title: String,
    points: String,
    /// The reckoning in words.
    reckoning: String,
    source: String,
    /// Figures that others followed.
    before: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "performance/credit_own.html")]
struct OwnPage {
    page: Page,
    years: Vec<Year>,
}

fn points(one: &Points) -> String {
    rules::decimal(one.points, 4)
}

/// "7,5 = 5 × 150 % (Sangat Baik), jenjang terampil".
fn reckoning(one: &Points, page: &Page) -> String {
    let parts = [
        ("points", points(one)),
        ("coefficient", rules::decimal(one.hundredths.into(), 2)),
        ("percent", one.percent.to_string()),
        ("predikat", predikat_word(one.predikat, page)),
        ("jenjang", one.jenjang.clone()),
    ];
    let args: Vec<(String, String)> = parts
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    crate::kernel::i18n::with_pairs(page.language, "credit-reckoning", &args)
}

/// GET /credit-points
pub async fn own(mut cx: Cx) -> Result<Response> {
    let all = read::own(&mut cx).await?;
    let page_ = Page::new(&cx, "credit-title");
    let mut years: Vec<Year> = Vec::new();
    let mut last = None;
    for one in &all {
        if last == Some(one.year) {
            let old = page_.ta2(
                "credit-before",
                "n",
                one.number,
                "at",
                page_.instant(&one.counted_at),
            );
            if let Some(year) = years.last_mut() {
                year.before.push((old, reckoning(one, &page_)));
            }
            continue;
        }
        last = Some(one.year);
        years.push(Year {
            title: page_.ta("rating-year", "year", one.year.to_string()),
            points: points(one),
            reckoning: reckoning(one, &page_),
            source: page_.ta("credit-source", "instrument", &one.instrument),
            before: Vec::new(),
        });
    }
    page(&OwnPage { years, page: page_ })
}

struct Row {
    name: String,
    position: String,
    unit: String,
    jenjang: String,
    predikat: String,
    reckoning: String,
    points: String,
}

#[derive(Template)]
#[template(path = "performance/credit_list.html")]
struct ListPage {
    page: Page,
    /// Address, year, whether it is shown.
    years: Vec<(String, String, bool)>,
    year: String,
    rows: Vec<Row>,
}

/// Which year.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    year: Option<i16>,
}

/// GET /credit-points/list
pub async fn list(mut cx: Cx, Query(asked): Query<Asked>) -> Result<Response> {
    let years = read::years(&mut cx).await?;
    let here = asked.year.or_else(|| years.first().copied());
    let all = match here {
        Some(year) => read::list(&mut cx, year).await?,
        None => Vec::new(),
    };
    let page_ = Page::new(&cx, "credit-list-title");
    page(&ListPage {
        years: years
            .iter()
            .map(|year| {
                let href = format!("/credit-points/list?year={year}");
                (href, year.to_string(), here == Some(*year))
            })
            .collect(),
        year: here.map_or_else(String::new, |year| year.to_string()),
        rows: all
            .into_iter()
            .map(|one| Row {
                jenjang: one.points.jenjang.clone(),
                predikat: predikat_word(one.points.predikat, &page_),
                reckoning: format!(
                    "{} × {} %",
                    rules::decimal(one.points.hundredths.into(), 2),
                    one.points.percent
                ),
                points: points(&one.points),
                name: one.name,
                position: one.position_name,
                unit: one.unit_name,
            })
            .collect(),
        page: page_,
    })
}

/// The list of a year as a file.
pub async fn table(cx: &mut Cx, kind: Kind, year: i16) -> Result<Sheet> {
    let all = read::list(cx, year).await?;
    let page = Page::new(cx, "credit-list-title");
    let head: Vec<String> = [
        "nip",
        "name",
        "position",
        "unit",
        "jenjang",
        "predikat",
        "coefficient",
        "percent",
        "points",
        "instrument",
    ]
    .map(|name| page.t(&format!("credit-column-{name}")))
    .into();
    let rows: Vec<Vec<String>> = all
        .into_iter()
        .map(|one| {
            vec![
                one.nip,
                one.name,
                one.position_name,
                one.unit_name,
                one.points.jenjang.clone(),
                predikat_word(one.points.predikat, &page),
                rules::decimal(one.points.hundredths.into(), 2),
                one.points.percent.to_string(),
                points(&one.points),
                one.points.instrument,
            ]
        })
        .collect();
    export::table(kind, &format!("angka-kredit-{year}"), &head, &rows)
}

/// GET /credit-points/list/{year}/export/{format}
pub async fn download(mut cx: Cx, Path((year, format)): Path<(i16, String)>) -> Result<Response> {
    let kind = Kind::of(&format).ok_or(Error::NotFound)?;
    Ok(table(&mut cx, kind, year).await?.into_response())
}

struct Item {
    action: String,
    version: i32,
    title: String,
    text: String,
    instrument: String,
    state: &'static str,
    label: String,
    can_put: bool,
    can_withdraw: bool,
}

/// What is typed into the form of a new coefficient, or sent for one that waits.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    jenjang: String,
    coefficient: String,
    instrument: String,
    from: String,
    version: String,
}

#[derive(Template)]
#[template(path = "performance/credit_coefficients.html")]
struct CoefficientsPage {
    page: Page,
    errors: Errors,
    items: Vec<Item>,
    /// Levels that positions name.
    levels: Vec<String>,
    can_write: bool,
    typed: Typed,
}

fn item(one: &Coefficient, cx: &Cx, page: &Page) -> Item {
    let me = cx.actor().membership;
    let manages = cx.actor().roles.may(Can::ManageRules);
    let look = match one.state {
        State::Waiting => "proposed",
        State::InForce => "approved",
        State::Withdrawn => "withdrawn",
    };
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let mut text = vec![page.ta("credit-from", "day", page.date(&one.from))];
    text.push(page.ta("credit-written-by", "name", name(&one.writer_name)));
    if one.put_at.is_some() {
        text.push(page.ta("credit-put-by", "name", name(&one.putter_name)));
    }
    Item {
        action: format!("/credit-points/coefficients/{}", one.id),
        version: one.version,
        title: page.ta2(
            "credit-of-level",
            "jenjang",
            &one.jenjang,
            "points",
            rules::decimal(one.hundredths.into(), 2),
        ),
        text: text.join(" · "),
        instrument: one.instrument.clone(),
        state: look,
        label: page.t(&format!("credit-state-{}", one.state.code())),
        can_put: manages && me.is_some_and(|me| rules::may_put(one, me).is_ok()),
        can_withdraw: manages && one.state == State::Waiting,
    }
}

async fn build(cx: &mut Cx, typed: Typed, errors: Errors) -> Result<CoefficientsPage> {
    let (all, levels) = read::coefficients(cx).await?;
    let page_ = Page::new(cx, "credit-coefficients-title");
    Ok(CoefficientsPage {
        items: all.iter().map(|one| item(one, cx, &page_)).collect(),
        levels,
        can_write: cx.actor().roles.may(Can::ManageRules),
        typed,
        errors,
        page: page_,
    })
}

/// GET /credit-points/coefficients
pub async fn coefficients(mut cx: Cx) -> Result<Response> {
    page(&build(&mut cx, Typed::default(), Errors::none()).await?)
}

async fn done(
    mut cx: Cx,
    result: Result<Coefficient>,
    flash: &str,
    typed: Typed,
) -> Result<Response> {
    match result {
        Ok(_) => {
            cx.flash(Flash::ok(flash));
            Ok(redirect("/credit-points/coefficients"))
        }
        Err(error @ (Error::NotFound | Error::Forbidden)) => Err(error),
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            invalid(&build(&mut cx, typed, errors).await?)
        }
    }
}

/// POST /credit-points/coefficients
pub async fn write(mut cx: Cx, Form(typed): Form<Typed>) -> Result<Response> {
    let mut check = Check::new();
    let from = check.optional_date("from", &typed.from);
    let result = match check.done() {
        Ok(()) => {
            let input = Write {
                jenjang: typed.jenjang.clone(),
                hundredths: rules::hundredths(&typed.coefficient),
                instrument: typed.instrument.clone(),
                from,
            };
            credit::write(&mut cx, &input).await
        }
        Err(error) => Err(error),
    };
    done(cx, result, "flash-credit-written", typed).await
}

fn version(typed: &Typed) -> Result<i32> {
    let text = typed.version.trim();
    text.parse().map_err(|_| Error::Conflict("changed"))
}

/// POST /credit-points/coefficients/{id}/in-force
pub async fn put(
    mut cx: Cx,
    Path(id): Path<CreditCoefficientId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = async { credit::put_in_force(&mut cx, id, version(&typed)?).await }.await;
    done(cx, result, "flash-credit-in-force", typed).await
}

/// POST /credit-points/coefficients/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<CreditCoefficientId>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let result = async { credit::withdraw(&mut cx, id, version(&typed)?).await }.await;
    done(cx, result, "flash-credit-withdrawn", typed).await
}
