//! `/imports/{id}`: columns, every row's fate, apply; afterwards the result and what comes next.

use std::collections::HashMap;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;

use super::view::{self, Column, Filter, Line, Names};
use crate::{
    kernel::{
        cx::Cx,
        door::{File, Workbook},
        error::{Error, Result},
        export::XLSX,
        form::{Form, Path, Query},
        html::{Choice, Errors, Flash, Page, page, page_with, redirect},
        i18n::Lang,
        id::ImportId,
        list,
    },
    organisation::import::{
        Applied, Code, Fate, Run, State,
        apply::leavers,
        header,
        reading::{Fated, Problem, Reading},
        rejected, steps,
    },
};

/// Rows on one page.
const PAGE: usize = 50;
/// Proposed leavers that are named on the page; HR decides among the employees.
const LEAVERS: i64 = 50;

/// A tab: label, figure, address, whether it is open.
struct Tab {
    label: String,
    count: usize,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "organisation/import.html")]
struct ImportPage {
    page: Page,
    errors: Errors,
    id: String,
    version: i32,
    file: String,
    about: String,
    kind: &'static str,
    sheet: String,
    sheets: Vec<Choice>,
    missing: String,
    columns: Vec<Column>,
    open_columns: usize,
    tabs: Vec<Tab>,
    filter: &'static str,
    q: String,
    lines: Vec<Line>,
    found: usize,
    prev: String,
    next: String,
    accepted: i32,
    rejected: i32,
    duplicates: i32,
    leavers: i64,
    leaving: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "organisation/import_done.html")]
struct DonePage {
    page: Page,
    id: String,
    file: String,
    about: String,
    discarded: bool,
    kind: &'static str,
    accepted: i32,
    rejected: i32,
    duplicates: i32,
    applied: Applied,
    leavers: i64,
    lines: Vec<Line>,
    more: usize,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Look {
    show: String,
    q: String,
    after: String,
    before: String,
}

/// A kept file that can no longer be read: what is wrong, and the way on.
#[derive(Template)]
#[template(path = "organisation/import_unread.html")]
struct UnreadPage {
    page: Page,
    id: String,
    version: i32,
    file: String,
    about: String,
    words: String,
}

fn about(page: &Page, run: &Run) -> String {
    let kind = page.t(&format!("imports-kind-{}", run.kind.code()));
    let by = if run.by.is_empty() {
        page.t("imports-by-system")
    } else {
        run.by.clone()
    };
    format!("{kind} · {} · {by}", page.instant(&run.created_at))
}

/// The file, when it can be read; there is nothing to download otherwise.
fn opened(result: Result<Reading, Problem>) -> Result<Reading> {
    result.map_err(|problem| match problem {
        Problem::File(_) => Error::NotFound,
        Problem::Other(error) => error,
    })
}

/// The rows of the page that is looked at, and the addresses of its neighbours.
struct Cut<'r> {
    rows: Vec<(Fated<'r>, (String, String))>,
    found: usize,
    prev: Option<u32>,
    next: Option<u32>,
}

fn cut<'r>(reading: &'r Reading, run: &Run, filter: Filter, look: &Look, lang: Lang) -> Cut<'r> {
    let names = Names::new(reading, run.kind, lang);
    let word = look.q.trim().to_lowercase();
    let squeezed: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = |text: &(String, String), row: u32| {
        let hay = format!("{} {}", text.0, text.1).to_lowercase();
        let tight: String = hay.chars().filter(|c| !c.is_whitespace()).collect();
        hay.contains(&word) || tight.contains(&squeezed) || row.to_string() == squeezed
    };
    let mut all: Vec<(usize, Fated<'r>)> = reading
        .fates()
        .into_iter()
        .enumerate()
        .filter(|(_, fated)| filter.lets(fated))
        .collect();
    if !word.is_empty() {
        all.retain(|(place, fated)| fits(&names.of(*place, fated.row), fated.row));
    }
    let found = all.len();
    let from = match (look.after.parse::<u32>(), look.before.parse::<u32>()) {
        (Ok(after), _) => all.partition_point(|(_, f)| f.row <= after),
        (_, Ok(before)) => all
            .partition_point(|(_, f)| f.row < before)
            .saturating_sub(PAGE),
        _ => 0,
    };
    let to = (from + PAGE).min(found);
    let rows: Vec<(Fated<'r>, (String, String))> = all[from..to]
        .iter()
        .map(|(place, fated)| (*fated, names.of(*place, fated.row)))
        .collect();
    Cut {
        prev: (from > 0)
            .then(|| rows.first().map(|(f, _)| f.row))
            .flatten(),
        next: (to < found)
            .then(|| rows.last().map(|(f, _)| f.row))
            .flatten(),
        rows,
        found,
    }
}

fn tabs(page: &Page, reading: &Reading, base: &str, open: Filter, q: &str) -> Vec<Tab> {
    let fates = reading.fates();
    Filter::ALL
        .into_iter()
        .map(|filter| Tab {
            label: page.t(&format!("imports-show-{}", filter.code())),
            count: fates.iter().filter(|f| filter.lets(f)).count(),
            href: format!(
                "{base}?{}",
                list::query(&[("show", filter.code()), ("q", q)])
            ),
            current: filter == open,
        })
        .collect()
}

fn sheets(reading: &Reading) -> Vec<Choice> {
    reading
        .book
        .sheets
        .iter()
        .filter(|sheet| !sheet.rows.is_empty())
        .map(|sheet| Choice {
            value: sheet.name.clone(),
            label: sheet.name.clone(),
            hint: String::new(),
            selected: sheet.name == reading.header.sheet,
            disabled: false,
        })
        .collect()
}

/// The page of a file that waits to be applied.
async fn waiting(cx: &mut Cx, run: &Run, look: &Look, errors: Errors) -> Result<Response> {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    match steps::open(cx, run).await {
        Ok(reading) => {
            let template = preview(cx, run, &reading, look, errors).await?;
            page_with(status, &template)
        }
        Err(Problem::Other(error)) => Err(error),
        Err(Problem::File(error)) => {
            let page = Page::new(cx, "imports-title").titled(run.file.clone());
            let template = UnreadPage {
                id: run.id.to_string(),
                version: run.version,
                file: run.file.clone(),
                about: about(&page, run),
                words: page.t(&error.key()),
                page,
            };
            page_with(status, &template)
        }
    }
}

async fn preview(
    cx: &mut Cx,
    run: &Run,
    reading: &Reading,
    look: &Look,
    errors: Errors,
) -> Result<ImportPage> {
    let (leaving_count, leaving) = leavers(cx, reading, LEAVERS).await?;
    let page = Page::new(cx, "imports-title").titled(run.file.clone());
    let filter = Filter::of(&look.show).unwrap_or(if run.rejected > 0 {
        Filter::Rejected
    } else {
        Filter::All
    });
    let base = format!("/imports/{}", run.id);
    let shown = cut(reading, run, filter, look, cx.lang());
    let to = |name: &str, row: Option<u32>| {
        row.map(|row| {
            let row = row.to_string();
            let pairs = [
                ("show", filter.code()),
                ("q", look.q.as_str()),
                (name, &row),
            ];
            format!("{base}?{}", list::query(&pairs))
        })
        .unwrap_or_default()
    };
    let missing: Vec<&str> = run
        .kind
        .required()
        .iter()
        .copied()
        .filter(|field| reading.mapping.columns(field).is_empty())
        .collect();
    let columns = view::columns(&page, run.kind, reading);
    let count = |fate| i32::try_from(reading.count(fate)).unwrap_or(i32::MAX);
    Ok(ImportPage {
        errors,
        id: run.id.to_string(),
        version: run.version,
        file: run.file.clone(),
        about: about(&page, run),
        kind: run.kind.code(),
        sheet: reading.header.sheet.clone(),
        sheets: sheets(reading),
        missing: view::fields(&page, &missing),
        open_columns: columns.iter().filter(|c| c.open).count(),
        columns,
        tabs: tabs(&page, reading, &base, filter, &look.q),
        filter: filter.code(),
        q: look.q.clone(),
        found: shown.found,
        prev: to("before", shown.prev),
        next: to("after", shown.next),
        lines: shown
            .rows
            .into_iter()
            .map(|(fated, names)| view::line(&page, &fated, names))
            .collect(),
        accepted: count(Fate::Accepted),
        rejected: count(Fate::Rejected),
        duplicates: count(Fate::SkippedDuplicate),
        leavers: leaving_count,
        leaving,
        page,
    })
}

/// Refused rows as they were when the good ones were applied.
fn refused(run: &Run) -> Vec<(u32, Vec<Code>)> {
    let code = |text: &String| Code::ALL.iter().copied().find(|c| c.as_str() == text);
    run.outcome
        .iter()
        .flat_map(|outcome| &outcome.rejected)
        .map(|(row, codes)| (*row, codes.iter().filter_map(code).collect()))
        .collect()
}

async fn done(cx: &mut Cx, run: &Run) -> Result<DonePage> {
    let refused = refused(run);
    let mut lines = Vec::new();
    let page = Page::new(cx, "imports-title").titled(run.file.clone());
    if run.state == State::Applied && !refused.is_empty() {
        let reading = opened(steps::open(cx, run).await)?;
        let names = Names::new(&reading, run.kind, cx.lang());
        for (row, codes) in refused.iter().take(PAGE) {
            let fated = Fated {
                row: *row,
                status: Fate::Rejected,
                reasons: codes,
                warnings: &[],
            };
            lines.push(view::line(&page, &fated, names.of(usize::MAX, *row)));
        }
    }
    let outcome = run.outcome.clone().unwrap_or_default();
    Ok(DonePage {
        id: run.id.to_string(),
        file: run.file.clone(),
        about: about(&page, run),
        discarded: run.state == State::Discarded,
        kind: run.kind.code(),
        accepted: run.accepted,
        rejected: run.rejected,
        duplicates: run.duplicates,
        applied: outcome.applied,
        leavers: outcome.leavers,
        more: refused.len().saturating_sub(lines.len()),
        lines,
        page,
    })
}

/// GET /imports/{id}
pub async fn show(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    Query(look): Query<Look>,
) -> Result<Response> {
    let run = steps::find(&mut cx, id).await?;
    if run.state == State::Uploaded {
        waiting(&mut cx, &run, &look, Errors::none()).await
    } else {
        page(&done(&mut cx, &run).await?)
    }
}

/// After a step: on, or the same page with what is in the way.
async fn answer(
    mut cx: Cx,
    id: ImportId,
    field: &str,
    step: Result<(), Problem>,
) -> Result<Response> {
    let errors = match step {
        Ok(()) => return Ok(redirect(&format!("/imports/{id}"))),
        Err(Problem::File(error)) => view::error(&cx, field, &error.key()),
        Err(Problem::Other(error)) => Errors::from_error(error, cx.lang())?,
    };
    let run = steps::find(&mut cx, id).await?;
    if run.state == State::Uploaded {
        waiting(&mut cx, &run, &Look::default(), errors).await
    } else {
        Err(Error::Conflict("changed"))
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChosenSheet {
    version: String,
    sheet: String,
}

/// POST /imports/{id}/sheet
pub async fn sheet(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    Form(input): Form<ChosenSheet>,
) -> Result<Response> {
    let step = steps::choose_sheet(&mut cx, id, &input.version, &input.sheet).await;
    answer(cx, id, "sheet", step).await
}

/// POST /imports/{id}/columns
pub async fn columns(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    Form(mut input): Form<HashMap<String, String>>,
) -> Result<Response> {
    let version = input.remove("version").unwrap_or_default();
    let mut chosen = HashMap::new();
    for (name, field) in input {
        let column = name.strip_prefix('c').and_then(|n| n.parse().ok());
        chosen.insert(column.ok_or(Error::BadRequest("form"))?, field);
    }
    let step = steps::choose_columns(&mut cx, id, &version, &chosen).await;
    answer(cx, id, "columns", step).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Confirmed {
    version: String,
    accepted: String,
}

/// POST /imports/{id}/application
pub async fn apply(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    Form(input): Form<Confirmed>,
) -> Result<Response> {
    let step = steps::apply_run(&mut cx, id, &input.version, &input.accepted).await;
    if step.is_ok() {
        cx.flash(Flash::ok("flash-import-applied").with("n", &input.accepted));
    }
    answer(cx, id, "", step.map(|_| ())).await
}

/// POST /imports/{id}/discard
pub async fn discard(
    mut cx: Cx,
    Path(id): Path<ImportId>,
    Form(input): Form<Confirmed>,
) -> Result<Response> {
    let step = steps::discard(&mut cx, id, &input.version).await;
    if step.is_ok() {
        cx.flash(Flash::ok("flash-import-discarded"));
        return Ok(redirect("/imports"));
    }
    answer(cx, id, "", step.map_err(Problem::from)).await
}

/// GET /imports/{id}/rejected.xlsx
pub async fn refused_rows(mut cx: Cx, Path(id): Path<ImportId>) -> Result<Response> {
    Ok(refused_file(&mut cx, id).await?.into_response())
}

/// The refused rows with their reasons as a workbook.
pub async fn refused_file(cx: &mut Cx, id: ImportId) -> Result<Workbook> {
    let run = steps::find(cx, id).await?;
    if run.state == State::Discarded {
        return Err(Error::NotFound);
    }
    let reading = opened(steps::open(cx, &run).await)?;
    let rows: Vec<(u32, Vec<Code>)> = if run.state == State::Applied {
        refused(&run)
    } else {
        reading
            .fates()
            .iter()
            .filter(|f| f.status == Fate::Rejected)
            .map(|f| (f.row, f.reasons.to_vec()))
            .collect()
    };
    let lent: Vec<(u32, &[Code])> = rows.iter().map(|(row, codes)| (*row, &codes[..])).collect();
    let lang = cx.lang();
    let (sheet, row, reasons) = (
        lang.t("imports-xlsx-sheet"),
        lang.t("imports-xlsx-row"),
        lang.t("imports-xlsx-reasons"),
    );
    let labels = rejected::Labels {
        sheet: &sheet,
        row: &row,
        reasons: &reasons,
    };
    let header: &header::Header = &reading.header;
    let bytes = rejected::workbook(reading.sheet(), header, &lent, labels, |c| lang.t(&c.key()))
        .map_err(Error::internal)?;
    let stem = run
        .file
        .rsplit_once('.')
        .map_or(run.file.as_str(), |(stem, _)| stem);
    Ok(Workbook(File {
        name: format!("{sheet} {stem}.xlsx"),
        media: XLSX.to_owned(),
        bytes,
    }))
}
