//! What flexible days came to, by unit.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::{
    kernel::{
        chart::{Bars, Value},
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::Query,
        format,
        html::{Page, page},
        list,
    },
    reports::results::{Compared, Results, Span, Unit, results},
};

/// Units that the page shows; the file has all.
const SHOWN: usize = 200;

/// The fields of the page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    period: String,
    q: String,
    format: String,
}

struct Choice {
    value: String,
    label: String,
    selected: bool,
}

struct Line {
    name: String,
    employees: String,
    cells: [Cell; CELLS],
}

/// A number with whom it is of beneath.
struct Cell {
    number: String,
    of: String,
}

/// Columns of numbers behind that of the employees.
const CELLS: usize = 6;

/// Their heads.
const HEADS: [&str; CELLS] = [
    "results-flexible",
    "results-accepted",
    "results-on-time",
    "results-rounds",
    "results-per-flexible",
    "results-per-office",
];

#[derive(Template)]
#[template(path = "reports/results.html")]
struct ResultsPage {
    page: Page,
    lead: String,
    spans: Vec<Choice>,
    q: String,
    charts: Vec<Bars>,
    /// Who is compared, or why nobody is.
    compared: String,
    /// How often work was delivered again on both kinds of days.
    rounds: String,
    how: String,
    as_of: String,
    /// Why there is no line.
    empty: String,
    heads: Vec<String>,
    lines: Vec<Line>,
    all: Option<Line>,
    /// Units of which there is nothing to show.
    silent: Vec<String>,
    summary: String,
    xlsx: String,
    csv: String,
}

/// GET /results
pub async fn show(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        let sheet = sheet(&mut cx, kind, &search.period, &search.q).await?;
        return Ok(sheet.into_response());
    }
    let found = results(&mut cx, &search.period).await?;
    let page_ = Page::new(&cx, "results-title");
    let units = named(&found.units, &search.q);
    let (speaking, silent): (Vec<&Unit>, Vec<&Unit>) =
        units.into_iter().partition(|unit| unit.says_something());
    let address = |kind| {
        let (period, q) = (found.span.code.as_str(), search.q.as_str());
        let query = list::query(&[("period", period), ("q", q), ("format", kind)]);
        format!("/results?{query}")
    };
    let compared = found.all.compared.filter(|one| one.people > 0);
    page(&ResultsPage {
        lead: period_word(&found.span, &page_),
        spans: found
            .spans
            .iter()
            .map(|span| Choice {
                value: span.code.clone(),
                label: period_word(span, &page_),
                selected: *span == found.span,
            })
            .collect(),
        charts: compared.map_or_else(Vec::new, |one| charts(&one, &page_)),
        compared: match (compared, found.as_of) {
            (Some(one), _) => page_.tn("results-compared", one.people),
            (None, Some(_)) => page_.tn("results-compared-none", found.least),
            (None, None) => page_.t("results-uncounted"),
        },
        rounds: compared.map_or_else(String::new, |one| {
            let sides = [one.flexible, one.office].map(|side| decimal(side.rounds(), &page_));
            let [flexible, office] = sides;
            page_.ta2("results-again", "flexible", flexible, "office", office)
        }),
        empty: page_.t(match found.as_of {
            Some(_) => "results-empty-text",
            None => "results-uncounted",
        }),
        as_of: found.as_of.map_or_else(String::new, |at| {
            page_.ta("results-as-of", "at", page_.instant(&at))
        }),
        how: page_.tn("results-how", found.least),
        heads: HEADS.iter().map(|key| page_.t(key)).collect(),
        lines: speaking
            .iter()
            .take(SHOWN)
            .map(|unit| line(unit, found.least, &page_))
            .collect(),
        silent: silent
            .iter()
            .take(SHOWN)
            .map(|unit| unit.name.clone())
            .collect(),
        all: search.q.trim().is_empty().then(|| {
            let all = line(&found.all, found.least, &page_);
            let name = page_.t("results-all");
            Line { name, ..all }
        }),
        summary: match speaking.len() {
            n if n > SHOWN => page_.ta2("results-some", "n", SHOWN, "of", page_.number(n)),
            n => page_.tn("results-units", n),
        },
        xlsx: address("xlsx"),
        csv: address("csv"),
        page: page_,
        q: search.q,
    })
}

/// The units whose name holds what is looked for.
pub fn named<'a>(units: &'a [Unit], wanted: &str) -> Vec<&'a Unit> {
    let wanted = wanted.trim().to_lowercase();
    let all = units.iter();
    all.filter(|unit| unit.name.to_lowercase().contains(&wanted))
        .collect()
}

/// A period in words: "Triwulan IV 2026", "November 2026".
fn period_word(span: &Span, page: &Page) -> String {
    use chrono::Datelike;
    let year = span.from.year();
    if span.code.contains('Q') {
        let quarter = span.from.month0() / 3 + 1;
        return page.ta(&format!("rating-quarter-{quarter}"), "year", year);
    }
    let month = format::month(span.from.month0(), page.language);
    format!("{month} {year}")
}

fn decimal(number: Option<i64>, page: &Page) -> String {
    number.map_or_else(|| "–".to_owned(), |n| format::decimal(n, page.language))
}

fn percent(share: Option<i64>, page: &Page) -> String {
    share.map_or_else(|| "–".to_owned(), |n| format::percent(n, page.language))
}

fn line(unit: &Unit, least: i64, page: &Page) -> Line {
    let few = || Cell {
        number: page.tn("results-few", least),
        of: String::new(),
    };
    let people = |n: i64| match n {
        0 => String::new(),
        n => page.tn("results-people", n),
    };
    let cell = |number: String, n: i64| Cell {
        number,
        of: people(n),
    };
    let flexible = unit.flexible.map_or_else(few, |one| {
        // half days, as hundredths of days
        cell(decimal(Some(one.half_days * 50), page), one.people)
    });
    let [accepted, on_time, rounds] = match unit.work {
        Some(one) => [
            cell(page.number(one.accepted), one.people),
            cell(percent(one.side().on_time_share(), page), 0),
            cell(decimal(one.side().rounds(), page), 0),
        ],
        None => [few(), few(), few()],
    };
    let [away, office] = match unit.compared {
        Some(one) => [
            cell(
                decimal(one.flexible.per_ten_days().filter(|_| one.people > 0), page),
                one.people,
            ),
            cell(
                decimal(one.office.per_ten_days().filter(|_| one.people > 0), page),
                one.people,
            ),
        ],
        None => [few(), few()],
    };
    Line {
        name: unit.name.clone(),
        employees: page.number(unit.employees),
        cells: [flexible, accepted, on_time, rounds, away, office],
    }
}

/// Flexible days beside days in the office: how much was delivered, and how much of it on time.
fn charts(of: &Compared, page: &Page) -> Vec<Bars> {
    let sides = [of.flexible, of.office];
    let names = [
        page.t("results-side-flexible"),
        page.t("results-side-office"),
    ];
    let chart = |id, key: &str, numbers: [Option<i64>; 2], shown: [String; 2]| {
        let values: Vec<Value> = (0..2)
            .map(|at| Value {
                label: names[at].clone(),
                shown: shown[at].clone(),
                drawn: numbers[at].map(|n| n as f64),
                strong: at == 0,
            })
            .collect();
        let [flexible, office] = shown;
        let title = page.ta2(
            &format!("results-{key}-chart"),
            "flexible",
            flexible,
            "office",
            office,
        );
        let head = page.t(&format!("results-{key}-head"));
        Bars::new(id, title, head.clone(), &values).heads(page.t("results-side"), head)
    };
    let rates = sides.map(|side| side.per_ten_days());
    let shares = sides.map(|side| side.on_time_share());
    vec![
        chart("rate", "rate", rates, rates.map(|n| decimal(n, page))),
        chart("share", "share", shares, shares.map(|n| percent(n, page))),
    ]
}

/// The units as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, period: &str, q: &str) -> Result<Sheet> {
    let found: Results = results(cx, period).await?;
    let page = Page::new(cx, "results-title");
    let keys = ["results-unit", "results-employees"];
    let head: Vec<String> = keys
        .iter()
        .map(|key| page.t(key))
        .chain(HEADS.iter().flat_map(|key| {
            let people = page.ta("results-people-of", "what", page.t(key));
            [page.t(key), people]
        }))
        .collect();
    let rows: Vec<Vec<String>> = named(&found.units, q)
        .into_iter()
        .map(|unit| {
            let line = line(unit, found.least, &page);
            let cells = line.cells.into_iter();
            let cells = cells.flat_map(|one| [one.number, one.of]).collect();
            [vec![line.name, line.employees], cells].concat()
        })
        .collect();
    let name = format!("{}-{}", page.t("results-file"), found.span.code);
    export::table(kind, &name, &head, &rows)
}
