//! `/imports`: the drop area, what files may hold, and earlier imports.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::view;
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::Query,
        html::{Choice, Errors, Page, invalid, page, redirect},
        list::{Cursor, Listing, PAGE},
        upload::Upload,
    },
    organisation::import::{Kind, Run, State, reading::Problem, steps},
};

struct Row {
    href: String,
    file: String,
    about: String,
    by: String,
    state: &'static str,
    state_word: String,
    accepted: i32,
    rejected: i32,
    duplicates: i32,
}

/// What a kind of file may hold, for the hints.
struct Hint {
    kind: String,
    needed: String,
    useful: String,
}

#[derive(Template)]
#[template(path = "organisation/imports.html")]
struct ImportsPage {
    page: Page,
    errors: Errors,
    kinds: Vec<Choice>,
    hints: Vec<Hint>,
    rows: Vec<Row>,
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Place {
    after: String,
}

fn row(page: &Page, run: Run) -> Row {
    let kind = page.t(&format!("imports-kind-{}", run.kind.code()));
    Row {
        href: format!("/imports/{}", run.id),
        about: format!("{kind} · {}", page.instant(&run.created_at)),
        by: if run.by.is_empty() {
            page.t("imports-by-system")
        } else {
            run.by
        },
        state: match run.state {
            State::Uploaded => "warn",
            State::Applied => "ok",
            State::Discarded => "",
        },
        state_word: page.t(&format!("imports-state-{}", run.state.code())),
        file: run.file,
        accepted: run.accepted,
        rejected: run.rejected,
        duplicates: run.duplicates,
    }
}

async fn imports(cx: &mut Cx, place: &Place, kind: Kind, errors: Errors) -> Result<ImportsPage> {
    let agency = cx.agency();
    let before = Cursor::decode(&place.after, agency).map(|cursor| cursor.id);
    let found = steps::list(cx, before, PAGE + 1).await?;
    let listing = Listing::cut(found, PAGE, agency, |run| Cursor {
        key: String::new(),
        id: run.id.0,
    });
    let page = Page::new(cx, "imports-title");
    let hints = Kind::ALL
        .iter()
        .map(|kind| Hint {
            kind: page.t(&format!("imports-kind-{}", kind.code())),
            needed: view::fields(&page, kind.required()),
            useful: view::useful(&page, *kind),
        })
        .collect();
    Ok(ImportsPage {
        errors,
        kinds: view::kinds(&page, kind),
        hints,
        rows: listing
            .rows
            .into_iter()
            .map(|run| row(&page, run))
            .collect(),
        next: listing
            .next
            .map(|cursor| format!("/imports?after={cursor}"))
            .unwrap_or_default(),
        page,
    })
}

/// GET /imports
pub async fn list(mut cx: Cx, Query(place): Query<Place>) -> Result<Response> {
    let template = imports(&mut cx, &place, Kind::Employees, Errors::none()).await?;
    page(&template)
}

/// POST /imports
pub async fn upload(mut cx: Cx, upload: Upload) -> Result<Response> {
    let kind = Kind::of(upload.field("kind"));
    let errors = match (kind, upload.file("file")) {
        (None, _) => view::error(&cx, "kind", "imports-kind-missing"),
        (_, None) => view::error(&cx, "file", "imports-file-missing"),
        (Some(kind), Some(file)) => {
            match steps::upload(&mut cx, kind, &file.name, &file.bytes).await {
                Ok(id) => return Ok(redirect(&format!("/imports/{id}"))),
                Err(Problem::File(error)) => view::error(&cx, "file", &error.key()),
                Err(Problem::Other(error)) => Errors::from_error(error, cx.lang())?,
            }
        }
    };
    let kind = kind.unwrap_or(Kind::Employees);
    let template = imports(&mut cx, &Place::default(), kind, errors).await?;
    invalid(&template)
}
