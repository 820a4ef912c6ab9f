//! The tree of units, opening a unit, confirming several proposed heads.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Choice, Node, choices, key, tree, unit_choices};
use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::Result,
        export::{self, Kind},
        form::{Form, Query},
        html::{Errors, Flash, Page, invalid, page, redirect},
        list::query,
    },
    organisation::{
        UnitRow, store,
        unit::{self, Fate, ZONES},
    },
};

/// What the address of the tree carries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub format: String,
}

#[derive(Template)]
#[template(path = "organisation/units.html")]
pub struct UnitsPage {
    page: Page,
    q: String,
    nodes: Vec<Node>,
    found: Vec<UnitRow>,
    total: usize,
    xlsx: String,
    csv: String,
}

/// GET /units
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, &search.q).await?.into_response());
    }
    let (agency, today) = (cx.agency(), cx.today());
    let rows = store::units::list(cx.conn(), agency, today).await?;
    let found = narrowed(&rows, &search.q);
    let address = |kind: &str| {
        format!(
            "/units?{}",
            query(&[("q", search.q.as_str()), ("format", kind)])
        )
    };
    let template = UnitsPage {
        page: Page::new(&cx, "organisation-units-title"),
        nodes: if search.q.trim().is_empty() {
            tree(&rows)
        } else {
            Vec::new()
        },
        total: rows.len(),
        xlsx: address("xlsx"),
        csv: address("csv"),
        q: search.q,
        found,
    };
    page(&template)
}

/// The units whose name, code or place holds a word.
fn narrowed(rows: &[UnitRow], q: &str) -> Vec<UnitRow> {
    let word = q.trim().to_lowercase();
    rows.iter()
        .filter(|row| {
            word.is_empty()
                || row.name.to_lowercase().contains(&word)
                || row.code.to_lowercase().contains(&word)
                || row.place.to_lowercase().contains(&word)
        })
        .cloned()
        .collect()
}

/// The units as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, q: &str) -> Result<Sheet> {
    let (agency, lang, today) = (cx.agency(), cx.lang(), cx.today());
    let all = store::units::list(cx.conn(), agency, today).await?;
    let rows = narrowed(&all, q);
    let head: Vec<String> = [
        "code",
        "unit",
        "parent",
        "place",
        "direct_service",
        "min_on_site",
        "head",
        "acting",
        "people",
        "status",
    ]
    .iter()
    .map(|column| lang.t(&key("column", column)))
    .collect();
    let names: std::collections::HashMap<_, &str> =
        all.iter().map(|row| (row.id, row.name.as_str())).collect();
    let yes = |value: bool| lang.t(&key("answer", if value { "yes" } else { "no" }));
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.code.clone(),
                row.name.clone(),
                row.parent
                    .and_then(|id| names.get(&id).map(|name| (*name).to_owned()))
                    .unwrap_or_default(),
                row.place.clone(),
                yes(row.direct_service),
                row.min_on_site.map(|n| n.to_string()).unwrap_or_default(),
                row.head.clone().unwrap_or_default(),
                row.acting
                    .as_ref()
                    .map(|(name, _)| name.clone())
                    .unwrap_or_default(),
                row.people.to_string(),
                lang.t(if row.active {
                    "organisation-unit-open"
                } else {
                    "organisation-unit-closed"
                }),
            ]
        })
        .collect();
    export::table(kind, "units", &head, &lines)
}

#[derive(Template)]
#[template(path = "organisation/unit_new.html")]
pub struct NewPage {
    page: Page,
    errors: Errors,
    form: unit::Form,
    parents: Vec<Choice>,
    zones: Vec<Choice>,
    weeks: Vec<Choice>,
    visibilities: Vec<Choice>,
}

async fn new_page(cx: &mut Cx, form: unit::Form, errors: Errors) -> Result<NewPage> {
    let (agency, lang, today) = (cx.agency(), cx.lang(), cx.today());
    let rows = store::units::list(cx.conn(), agency, today).await?;
    Ok(NewPage {
        page: Page::new(cx, "organisation-unit-new-title"),
        errors,
        parents: unit_choices(&rows, &form.parent),
        zones: zones(cx, &form.time_zone),
        weeks: choices(lang, "week", &["5", "6"], &form.week_pattern),
        visibilities: choices(lang, "visibility", &VISIBILITIES, &form.visibility),
        form,
    })
}

/// How far a unit may show its people.
pub const VISIBILITIES: [&str; 2] = ["unit", "agency"];

/// The three zones as choices.
pub fn zones(cx: &Cx, kept: &str) -> Vec<Choice> {
    ZONES
        .iter()
        .map(|zone| {
            let short = crate::kernel::time::zone_short(crate::kernel::time::zone(zone));
            Choice::new(*zone, short, kept)
        })
        .map(|mut choice| {
            choice.label = format!(
                "{} ({})",
                choice.label,
                cx.lang()
                    .t(&key("zone", &choice.value.to_lowercase().replace('/', "-")))
            );
            choice
        })
        .collect()
}

/// What the address of a new unit carries: under which unit it hangs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Under {
    parent: String,
}

/// GET /units/new
pub async fn new(mut cx: Cx, Query(under): Query<Under>) -> Result<Response> {
    let form = unit::Form {
        parent: under.parent,
        ..unit::Form::default()
    };
    let template = new_page(&mut cx, form, Errors::none()).await?;
    page(&template)
}

/// POST /units
pub async fn create(mut cx: Cx, Form(input): Form<unit::Form>) -> Result<Response> {
    match unit::create(&mut cx, &input).await {
        Ok(id) => {
            cx.flash(Flash::ok("flash-organisation-unit-created"));
            Ok(redirect(&format!("/units/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = new_page(&mut cx, input, errors).await?;
            invalid(&template)
        }
    }
}

/// The form that confirms several heads: `unit:version` of each row shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Heads {
    pick: Vec<String>,
}

/// POST /units/heads
pub async fn confirm_heads(mut cx: Cx, Form(input): Form<Heads>) -> Result<Response> {
    let fate = unit::confirm_heads(&mut cx, &input.pick).await?;
    cx.flash(fate_flash("heads", fate));
    Ok(redirect("/hr"))
}

/// What became of a bulk action, in one sentence.
pub fn fate_flash(what: &str, fate: Fate) -> Flash {
    let all_done = fate.changed == 0 && fate.own == 0;
    let key = match fate.done {
        0 if all_done => format!("flash-organisation-{what}-none"),
        _ if all_done => format!("flash-organisation-{what}"),
        _ => format!("flash-organisation-{what}-some"),
    };
    let flash = if all_done && fate.done > 0 {
        Flash::ok(&key)
    } else {
        Flash::warn(&key)
    };
    flash
        .with("done", fate.done)
        .with("changed", fate.changed)
        .with("own", fate.own)
}
