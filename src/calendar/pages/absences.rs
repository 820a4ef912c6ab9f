//! Leave and official trips: the list, entering, cancelling.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Choice, choices};
use crate::{
    calendar::{
        absence::{self, AbsenceForm},
        entries::{self, AbsenceFilter, AbsenceRow},
    },
    kernel::{
        cx::Cx,
        door::Sheet,
        error::{Error, Result},
        export,
        form::{Form, Path, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        i18n::Lang,
        id::AbsenceId,
        list::{self, Cursor, Listing},
    },
};

/// A row as the page shows it.
pub struct Row {
    id: String,
    version: i32,
    name: String,
    nip: String,
    unit: String,
    trip: bool,
    kind: String,
    days: String,
    note: String,
    cancelled: bool,
    own: bool,
}

#[derive(Template)]
#[template(path = "calendar/absences.html")]
struct AbsencesPage {
    page: Page,
    errors: Errors,
    q: String,
    kinds: Vec<Choice>,
    times: Vec<Choice>,
    rows: Vec<Row>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
    form: AbsenceForm,
    form_kinds: Vec<Choice>,
    halves: Vec<Choice>,
    open: bool,
}

/// The filter of the list.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    pub q: String,
    pub kind: String,
    /// `""` from today on, `all` the past too, `cancelled` cancelled ones as well.
    pub when: String,
    pub after: String,
    pub format: String,
}

fn row(found: &AbsenceRow, page: &Page, own: Option<uuid::Uuid>) -> Row {
    let lang = page.language;
    let days = if found.from_on == found.to_on {
        page.date(&found.from_on)
    } else {
        format!(
            "{} – {}",
            page.date(&found.from_on),
            page.date(&found.to_on)
        )
    };
    let days = match found.halves {
        1 => format!("{days}, {}", lang.t("absence-half-morning")),
        2 => format!("{days}, {}", lang.t("absence-half-afternoon")),
        _ => days,
    };
    Row {
        id: found.id.to_string(),
        version: found.version,
        name: found.name.clone(),
        nip: found.nip.clone(),
        unit: found.unit.clone(),
        trip: found.kind == "official_trip",
        kind: lang.t(&format!("absence-kind-{}", found.kind)),
        days,
        note: found.note.clone(),
        cancelled: found.cancelled,
        own: own == Some(found.employee),
    }
}

fn exported(rows: &[AbsenceRow], lang: Lang) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "nip", "name", "unit", "kind", "from", "to", "half", "note", "source", "state",
    ]
    .map(|key| lang.t(&format!("absence-{key}")));
    let rows = rows.iter().map(|row| {
        let half = match row.halves {
            1 => "absence-half-morning",
            2 => "absence-half-afternoon",
            _ => "absence-half-full",
        };
        vec![
            row.nip.clone(),
            row.name.clone(),
            row.unit.clone(),
            lang.t(&format!("absence-kind-{}", row.kind)),
            row.from_on.to_string(),
            row.to_on.to_string(),
            lang.t(half),
            row.note.clone(),
            lang.find(&format!("absence-source-{}", row.source))
                .unwrap_or_else(|| row.source.clone()),
            if row.cancelled {
                lang.t("absence-cancelled")
            } else {
                String::new()
            },
        ]
    });
    (head.to_vec(), rows.collect())
}

async fn found(cx: &mut Cx, filter: &Filter, limit: i64) -> Result<Vec<AbsenceRow>> {
    let agency = cx.agency();
    let word = list::like(&filter.q);
    let after = Cursor::decode(&filter.after, agency).and_then(|cursor| cursor.day());
    let wanted = AbsenceFilter {
        word: word.as_deref(),
        kind: Some(filter.kind.as_str()).filter(|kind| !kind.is_empty()),
        from: filter.when.is_empty().then(|| cx.today()),
        cancelled: filter.when == "cancelled",
        after: after.filter(|_| limit <= list::PAGE + 1),
        limit,
    };
    entries::list_absences(cx.conn(), agency, &wanted).await
}

async fn build(
    cx: &mut Cx,
    filter: Filter,
    form: AbsenceForm,
    errors: Errors,
) -> Result<AbsencesPage> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let rows = found(cx, &filter, list::PAGE + 1).await?;
    let listing = Listing::cut(rows, list::PAGE, agency, |row| Cursor {
        key: row.from_on.to_string(),
        id: row.id,
    });
    let own = cx.actor().employee.map(|id| id.0);
    let page = Page::new(cx, "absence-title");
    let link = |extra: &[(&str, &str)]| {
        let mut pairs = vec![
            ("q", filter.q.as_str()),
            ("kind", filter.kind.as_str()),
            ("when", filter.when.as_str()),
        ];
        pairs.extend_from_slice(extra);
        format!("/absences?{}", list::query(&pairs))
    };
    let choice = |value: &'static str, key: &str, chosen: &str| Choice {
        value,
        label: lang.t(key),
        hint: String::new(),
        selected: value == chosen,
        disabled: false,
    };
    Ok(AbsencesPage {
        kinds: vec![
            choice("", "absence-kind-all", &filter.kind),
            choice("leave", "absence-kind-leave", &filter.kind),
            choice("official_trip", "absence-kind-official_trip", &filter.kind),
        ],
        times: vec![
            choice("", "absence-when-now", &filter.when),
            choice("all", "absence-when-all", &filter.when),
            choice("cancelled", "absence-when-cancelled", &filter.when),
        ],
        form_kinds: choices(
            lang,
            "absence-kind",
            &["leave", "official_trip"],
            &form.kind,
        ),
        halves: choices(
            lang,
            "absence-half",
            &["full", "morning", "afternoon"],
            &form.half,
        ),
        summary: page.tn("absence-count", listing.rows.len()),
        first: if filter.after.is_empty() {
            String::new()
        } else {
            link(&[])
        },
        next: listing
            .next
            .as_deref()
            .map_or_else(String::new, |next| link(&[("after", next)])),
        xlsx: link(&[("format", "xlsx")]),
        csv: link(&[("format", "csv")]),
        rows: listing
            .rows
            .iter()
            .map(|one| row(one, &page, own))
            .collect(),
        open: !errors.is_empty(),
        page,
        errors,
        q: filter.q,
        form,
    })
}

/// The whole list as a file.
pub async fn sheet(cx: &mut Cx, kind: export::Kind, filter: &Filter) -> Result<Sheet> {
    let rows = found(cx, filter, list::EXPORT).await?;
    let (head, rows) = exported(&rows, cx.lang());
    export::table(kind, "cuti-dan-dinas", &head, &rows)
}

/// GET /absences
pub async fn list(mut cx: Cx, Query(filter): Query<Filter>) -> Result<Response> {
    if let Some(kind) = export::Kind::of(&filter.format) {
        return Ok(sheet(&mut cx, kind, &filter).await?.into_response());
    }
    let template = build(&mut cx, filter, AbsenceForm::default(), Errors::none()).await?;
    page(&template)
}

/// POST /absences
pub async fn enter(mut cx: Cx, Form(input): Form<AbsenceForm>) -> Result<Response> {
    match absence::enter(&mut cx, &input).await {
        Ok(_) => {
            cx.flash(Flash::ok("flash-absence-entered"));
            Ok(redirect("/absences?when=all"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = build(&mut cx, Filter::default(), input, errors).await?;
            invalid(&template)
        }
    }
}

/// Which version of the row was on the page.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seen {
    version: String,
}

/// POST /absences/{id}/cancel
pub async fn cancel(
    mut cx: Cx,
    Path(id): Path<AbsenceId>,
    Form(seen): Form<Seen>,
) -> Result<Response> {
    let version = seen
        .version
        .parse()
        .map_err(|_| Error::Conflict("changed"))?;
    match absence::cancel(&mut cx, id, version).await {
        Ok(()) => {
            cx.flash(Flash::ok("flash-absence-cancelled"));
            Ok(redirect("/absences?when=all"))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let filter = Filter {
                when: "all".into(),
                ..Filter::default()
            };
            let template = build(&mut cx, filter, AbsenceForm::default(), errors).await?;
            invalid(&template)
        }
    }
}
