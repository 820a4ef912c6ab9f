//! Positions and their task criteria.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Choice, choices, key, units::fate_flash, yes_no};
use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::{Error, Result},
        export::{self, Kind},
        form::{Form, Path, Query, local_path},
        html::{Errors, Flash, Page, invalid, page, redirect},
        id::PositionId,
        list::{self, Cursor, Listing},
    },
    organisation::{
        Position,
        position::{self, Bulk, FLAGS, TIMES},
        store,
    },
};

const STATES: [&str; 3] = ["undecided", "decided", "passing"];

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
    fn address(&self, extra: (&str, &str)) -> String {
        let pairs = [("q", self.q.as_str()), ("state", &self.state), extra];
        format!("/positions?{}", list::query(&pairs))
    }

    /// Read back from an address of the list, when a form returns to it.
    fn of(address: &str) -> Self {
        address
            .parse()
            .ok()
            .and_then(|uri| axum::extract::Query::<Self>::try_from_uri(&uri).ok())
            .map(|query| query.0)
            .unwrap_or_default()
    }
}

/// A row as the page shows it.
pub struct Row {
    id: String,
    pick: String,
    name: String,
    about: String,
    holders: i64,
    tone: &'static str,
    verdict: String,
    outside_duty: bool,
    selected: bool,
}

/// A criterion with its answers, for a form.
pub struct Flag {
    name: &'static str,
    label: String,
    hint: String,
    error: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "organisation/positions.html")]
pub struct PositionsPage {
    page: Page,
    errors: Errors,
    search: Search,
    back: String,
    states: Vec<Choice>,
    rows: Vec<Row>,
    flags: Vec<Flag>,
    times: Vec<Flag>,
    duty: Vec<Choice>,
    summary: String,
    first: String,
    next: String,
    xlsx: String,
    csv: String,
    total: i64,
    undecided: i64,
}

/// The state of the five criteria in words, with its tone.
pub fn verdict(cx: &Cx, flags: &[Option<bool>; 5]) -> (&'static str, String) {
    let lang = cx.lang();
    let met = flags.iter().filter(|flag| **flag == Some(true)).count();
    let open = flags.iter().filter(|flag| flag.is_none()).count();
    if open == 5 {
        ("warn", lang.t("organisation-flags-undecided"))
    } else if open > 0 {
        let count = i64::try_from(open).unwrap_or_default();
        ("warn", lang.tn("organisation-flags-open", count))
    } else if met == 5 {
        ("ok", lang.t("organisation-flags-all"))
    } else {
        let count = i64::try_from(met).unwrap_or_default();
        ("", lang.tn("organisation-flags-met", count))
    }
}

/// Criteria as fields of a form.
fn flag_fields(cx: &Cx, names: &[&'static str], kept: &[&str], errors: &Errors) -> Vec<Flag> {
    let lang = cx.lang();
    names
        .iter()
        .zip(kept)
        .map(|(name, kept)| Flag {
            name,
            label: lang.t(&key("flag", name)),
            hint: lang.t(&format!("{}-hint", key("flag", name))),
            error: errors.at(name),
            choices: yes_no(lang, kept),
        })
        .collect()
}

async fn list_page(
    cx: &mut Cx,
    search: Search,
    kept: &Bulk,
    errors: Errors,
) -> Result<PositionsPage> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let like = list::like(&search.q);
    let state = STATES
        .into_iter()
        .find(|state| *state == search.state)
        .unwrap_or_default();
    let filter = store::positions::Filter {
        like: like.as_deref(),
        state,
    };
    let after = Cursor::decode(&search.after, agency);
    let found =
        store::positions::list(cx.conn(), agency, &filter, after.as_ref(), list::PAGE + 1).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.name.to_lowercase(),
        id: row.id.0,
    });
    let (total, undecided) = store::positions::count(cx.conn(), agency).await?;
    let page_of = Page::new(cx, "organisation-positions-title");
    let answers = [
        kept.outside_office.as_str(),
        &kept.no_special_room,
        &kept.uses_ict,
        &kept.little_face_to_face,
        &kept.little_supervision,
    ];
    let times = [kept.shift_work.as_str(), &kept.hours_not_bound];
    Ok(PositionsPage {
        states: choices(lang, "position-state", &STATES, state),
        flags: flag_fields(cx, &FLAGS, &answers, &errors),
        times: flag_fields(cx, &TIMES, &times, &errors),
        duty: yes_no(lang, &kept.outside_duty),
        rows: listing
            .rows
            .iter()
            .map(|row| shown(cx, row, &kept.pick))
            .collect(),
        summary: page_of.ta2(
            "organisation-shown",
            "shown",
            page_of.number(listing.rows.len()),
            "total",
            page_of.number(total),
        ),
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
        back: search.address(("after", &search.after)),
        total,
        undecided,
        page: page_of,
        errors,
        search,
    })
}

fn shown(cx: &Cx, row: &Position, picks: &[String]) -> Row {
    let (tone, verdict) = verdict(cx, &row.flags);
    let about: Vec<String> = [&row.family, &row.jenjang]
        .into_iter()
        .flatten()
        .cloned()
        .chain(
            row.kelas
                .map(|n| format!("{} {n}", cx.lang().t("organisation-kelas"))),
        )
        .collect();
    let pick = format!("{}:{}", row.id, row.version);
    Row {
        id: row.id.to_string(),
        name: row.name.clone(),
        about: about.join(" · "),
        holders: row.holders,
        tone,
        verdict,
        outside_duty: row.outside_duty,
        selected: picks.contains(&pick),
        pick,
    }
}

/// GET /positions
pub async fn list(mut cx: Cx, Query(search): Query<Search>) -> Result<Response> {
    if let Some(kind) = Kind::of(&search.format) {
        return Ok(sheet(&mut cx, kind, &search).await?.into_response());
    }
    let template = list_page(&mut cx, search, &Bulk::default(), Errors::none()).await?;
    page(&template)
}

/// The whole list as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, search: &Search) -> Result<Sheet> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let like = list::like(&search.q);
    let filter = store::positions::Filter {
        like: like.as_deref(),
        state: &search.state,
    };
    let rows = store::positions::list(cx.conn(), agency, &filter, None, list::EXPORT).await?;
    let mut head: Vec<String> = ["position", "family", "jenjang", "kelas", "people"]
        .iter()
        .map(|column| lang.t(&key("column", column)))
        .collect();
    head.extend(FLAGS.iter().map(|flag| lang.t(&key("flag", flag))));
    head.extend(TIMES.iter().map(|time| lang.t(&key("flag", time))));
    head.push(lang.t("organisation-flag-outside-duty"));
    let word = |value: Option<bool>| match value {
        Some(true) => lang.t("organisation-answer-yes"),
        Some(false) => lang.t("organisation-answer-no"),
        None => String::new(),
    };
    let lines: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| {
            let mut line = vec![
                row.name,
                row.family.unwrap_or_default(),
                row.jenjang.unwrap_or_default(),
                row.kelas.map(|n| n.to_string()).unwrap_or_default(),
                row.holders.to_string(),
            ];
            line.extend(row.flags.into_iter().chain(row.times).map(word));
            line.push(word(Some(row.outside_duty)));
            line
        })
        .collect();
    export::table(kind, "positions", &head, &lines)
}

/// POST /positions/flags
pub async fn set_flags(mut cx: Cx, Form(input): Form<Bulk>) -> Result<Response> {
    let back = match local_path(&input.back) {
        path if path.starts_with("/positions") => path.to_owned(),
        _ => "/positions".to_owned(),
    };
    match position::set_flags(&mut cx, &input).await {
        Ok(fate) => {
            cx.flash(fate_flash("flags", fate));
            Ok(redirect(&back))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = list_page(&mut cx, Search::of(&back), &input, errors).await?;
            invalid(&template)
        }
    }
}

#[derive(Template)]
#[template(path = "organisation/position.html")]
pub struct PositionPage {
    page: Page,
    errors: Errors,
    /// Where the form posts to.
    action: String,
    form: position::Form,
    flags: Vec<Flag>,
    times: Vec<Flag>,
    current: Option<Position>,
    tone: &'static str,
    verdict: String,
    own: bool,
}

fn word(value: Option<bool>) -> String {
    match value {
        Some(true) => "yes".into(),
        Some(false) => "no".into(),
        None => String::new(),
    }
}

fn form_of(position: &Position) -> position::Form {
    let flags = position.flags.map(word);
    let [a, b, c, d, e] = flags;
    let [shift_work, hours_not_bound] = position.times.map(word);
    position::Form {
        name: position.name.clone(),
        family: position.family.clone().unwrap_or_default(),
        jenjang: position.jenjang.clone().unwrap_or_default(),
        kelas: position.kelas.map(|n| n.to_string()).unwrap_or_default(),
        outside_office: a,
        no_special_room: b,
        uses_ict: c,
        little_face_to_face: d,
        little_supervision: e,
        shift_work,
        hours_not_bound,
        outside_duty: position.outside_duty.to_string(),
        version: position.version.to_string(),
    }
}

async fn form_page(
    cx: &mut Cx,
    id: Option<PositionId>,
    kept: Option<position::Form>,
    errors: Errors,
) -> Result<PositionPage> {
    let (agency, me) = (cx.agency(), cx.actor().employee);
    let current = match id {
        Some(id) => Some(store::positions::find(cx.conn(), agency, id).await?),
        None => None,
    };
    let own = match (me, id) {
        (Some(me), Some(id)) => {
            store::employees::find(cx.conn(), agency, me)
                .await?
                .position
                == id
        }
        _ => false,
    };
    let mut form = kept
        .or_else(|| current.as_ref().map(form_of))
        .unwrap_or_default();
    if let Some(current) = &current {
        form.version = current.version.to_string();
    }
    let answers = [
        form.outside_office.as_str(),
        &form.no_special_room,
        &form.uses_ict,
        &form.little_face_to_face,
        &form.little_supervision,
    ];
    let times = [form.shift_work.as_str(), &form.hours_not_bound];
    let (tone, verdict) = current
        .as_ref()
        .map(|current| verdict(cx, &current.flags))
        .unwrap_or_default();
    let page_of = Page::new(cx, "organisation-position-new-title");
    Ok(PositionPage {
        flags: flag_fields(cx, &FLAGS, &answers, &errors),
        times: flag_fields(cx, &TIMES, &times, &errors),
        page: match &current {
            Some(current) => page_of.titled(current.name.clone()),
            None => page_of,
        },
        action: id.map_or_else(|| "/positions".to_owned(), |id| format!("/positions/{id}")),
        errors,
        current,
        tone,
        verdict,
        own,
        form,
    })
}

/// GET /positions/new
pub async fn new(mut cx: Cx) -> Result<Response> {
    let template = form_page(&mut cx, None, None, Errors::none()).await?;
    page(&template)
}

/// POST /positions
pub async fn create(mut cx: Cx, Form(input): Form<position::Form>) -> Result<Response> {
    let done = position::create(&mut cx, &input).await;
    finish(cx, None, input, done).await
}

/// GET /positions/{id}
pub async fn show(mut cx: Cx, Path(id): Path<PositionId>) -> Result<Response> {
    let template = form_page(&mut cx, Some(id), None, Errors::none()).await?;
    page(&template)
}

/// POST /positions/{id}
pub async fn save(
    mut cx: Cx,
    Path(id): Path<PositionId>,
    Form(input): Form<position::Form>,
) -> Result<Response> {
    let done = position::edit(&mut cx, id, &input).await.map(|()| id);
    finish(cx, Some(id), input, done).await
}

async fn finish(
    mut cx: Cx,
    id: Option<PositionId>,
    input: position::Form,
    done: Result<PositionId, Error>,
) -> Result<Response> {
    match done {
        Ok(id) => {
            cx.flash(Flash::ok("flash-organisation-saved"));
            Ok(redirect(&format!("/positions/{id}")))
        }
        Err(error) => {
            let errors = Errors::from_error(error, cx.lang())?;
            let template = form_page(&mut cx, id, Some(input), errors).await?;
            invalid(&template)
        }
    }
}
