//! Correction cases: HR's list with its clock, HR's answer, and the employee's door.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{Choice, choices, key};
use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::{Form, Path, Query},
        format,
        html::{Errors, Flash, Page, invalid, page, redirect},
        i18n::Lang,
        id::CorrectionId,
        list::{self, Cursor, Listing},
    },
    organisation::{
        Correction, CorrectionState,
        correction::{self, Answer, Open},
        store,
    },
};

const STATES: [&str; 3] = ["open", "answered", "all"];

/// What the address of the list carries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub state: String,
    pub after: String,
    pub format: String,
}

impl Search {
    fn state(&self) -> &'static str {
        STATES
            .into_iter()
            .find(|state| *state == self.state)
            .unwrap_or("open")
    }

    fn address(&self, extra: (&str, &str)) -> String {
        let pairs = [("q", self.q.as_str()), ("state", &self.state), extra];
        format!("/corrections?{}", list::query(&pairs))
    }
}

/// A case as pages show it.
pub struct Row {
    pub id: String,
    pub person: String,
    pub name: String,
    pub initials: String,
    pub unit: String,
    pub fact: String,
    pub case: Correction,
    pub own: bool,
    pub tone: &'static str,
    pub clock: String,
    pub open: bool,
    pub kept: Answer,
}

/// The name of a fact: the catalogue's, or the rule's own word for facts of the trace.
pub fn fact_name(lang: Lang, code: &str) -> String {
    lang.find(&key("fact", code))
        .unwrap_or_else(|| lang.t("organisation-fact-other"))
}

/// How much time is left, in words, with its tone.
fn clock(lang: Lang, case: &Correction, today: NaiveDate) -> (&'static str, String) {
    match case.state {
        CorrectionState::Accepted => ("ok", lang.t("organisation-case-accepted")),
        CorrectionState::Declined => ("", lang.t("organisation-case-declined")),
        CorrectionState::Open => {
            let left = (case.due_on - today).num_days();
            match left {
                ..0 => ("bad", lang.tn("organisation-overdue", -left)),
                0 => ("warn", lang.t("organisation-due-today")),
                _ => ("", lang.tn("organisation-due-in", left)),
            }
        }
    }
}

/// A case in words.
pub fn row(cx: &Cx, case: Correction) -> Row {
    let lang = cx.lang();
    let (tone, clock) = clock(lang, &case, cx.today());
    Row {
        id: case.id.to_string(),
        person: case.employee.to_string(),
        name: case.name.clone(),
        initials: format::initials(&case.name),
        unit: case.unit_name.clone(),
        fact: fact_name(lang, &case.fact),
        own: cx.actor().employee == Some(case.employee),
        tone,
        clock,
        open: case.state == CorrectionState::Open,
        kept: Answer::default(),
        case,
    }
}

#[derive(Template)]
#[template(path = "organisation/corrections.html")]
pub struct CorrectionsPage {
    page: Page,
    errors: Errors,
    search: Search,
    states: Vec<Choice>,
    rows: Vec<Row>,
    failed: String,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
}

async fn list_page(cx: &mut Cx, search: Search, errors: Errors) -> Result<CorrectionsPage> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let found = read(cx, &search, list::PAGE + 1).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.due_on.to_string(),
        id: row.id.0,
    });
    let page_of = Page::new(cx, "organisation-corrections-title");
    let shown = listing.rows.len();
    Ok(CorrectionsPage {
        states: choices(lang, "case-list", &STATES, search.state()),
        rows: listing.rows.into_iter().map(|case| row(cx, case)).collect(),
        failed: String::new(),
        summary: page_of.tn("organisation-cases", shown),
        first: if search.after.is_empty() {
            String::new()
        } else {
            search.address(("after", ""))
        },
        next: listing
            .next
            .map(|cursor| search.address(("after", &cursor)))
            .unwrap_or_default(),
        xlsx: search.address(("format", "xlsx")),
        csv: search.address(("format", "csv")),
        page: page_of,
        errors,
        search,
    })
}

async fn read(cx: &mut Cx, search: &Search, limit: i64) -> Result<Vec<Correction>> {
    let agency = cx.agency();
    let like = list::like(&search.q);
    let digits: String = search.q.chars().filter(char::is_ascii_digit).collect();
    let digits = (digits.len() >= 4).then(|| format!("%{digits}%"));
    let state = match search.state() {
        "all" => "",
        state => state,
    };
    let after = Cursor::decode(&search.after, agency).and_then(|cursor| cursor.day());
    let words = (like.as_deref(), digits.as_deref());
    store::corrections::list(cx.conn(), agency, words, state, after, limit).await
}

/// GET /corrections
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, search).await?.into_response());
    }
    let template = list_page(&mut cx, search, Errors::none()).await?;
    page(&template)
}

/// The whole list as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, mut search: Search) -> Result<Sheet> {
    search.after.clear();
    let rows = read(cx, &search, list::EXPORT).await?;
    let lang = cx.lang();
    let head: Vec<String> = [
        "nip",
        "name",
        "unit",
        "fact",
        "shown",
        "statement",
        "opened_on",
        "due_on",
        "status",
        "answer",
    ]
    .iter()
    .map(|column| lang.t(&key("column", column)))
    .collect();
    let lines: Vec<Vec<String>> = rows
        .into_iter()
        .map(|case| {
            vec![
                case.nip,
                case.name,
                case.unit_name,
                fact_name(lang, &case.fact),
                case.shown_value,
                case.statement,
                case.opened_at.date_naive().to_string(),
                case.due_on.to_string(),
                lang.t(&key("case", case.state.code())),
                case.answer,
            ]
        })
        .collect();
    export::table(kind, "corrections", &head, &lines)
}

/// POST /corrections/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<CorrectionId>,
    Form(input): Form<Answer>,
) -> Result<Response> {
    match correction::answer(&mut cx, id, &input).await {
        Ok(case) => {
            let accepted = input.decision == "accept";
            cx.flash(Flash::ok(if accepted {
                "flash-organisation-case-accepted"
            } else {
                "flash-organisation-case-declined"
            }));
            let back = if accepted {
                format!("/employees/{}", case.employee)
            } else {
                "/corrections".to_owned()
            };
            Ok(redirect(&back))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let mut template = list_page(&mut cx, Search::default(), errors).await?;
            let failed = id.to_string();
            for row in template.rows.iter_mut().filter(|row| row.id == failed) {
                row.kept = input.clone();
            }
            template.failed = failed;
            invalid(&template)
        }
    }
}

/// POST /corrections
pub async fn open(mut cx: Cx, Form(input): Form<Open>) -> Result<Response> {
    match correction::open(&mut cx, &input).await {
        Ok(_) => {
            cx.flash(Flash::ok("flash-organisation-case-opened"));
            Ok(redirect(input.back()))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            super::my_data::show_again(cx, super::my_data::Kept::case(input), errors).await
        }
    }
}
