//! The names behind the numbers of a preview: who gains, who loses, and by which condition.

use std::collections::HashMap;

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        door::Sheet,
        error::{Error, Result},
        export::{self, Kind},
        form::{Path, Query},
        html::{Page, page},
        i18n::Lang,
        id::AgencyId,
        list::{self, Cursor, Listing},
    },
    policy::{
        Change, Effective, Needs, Overall, People, PersonChange, changes,
        names::Names,
        person_facts, rules_in_force, sentences, store, together,
        version::{self, Side},
    },
};

/// A person whose verdict changes.
pub struct Name {
    pub id: Uuid,
    pub name: String,
    pub nip: String,
    pub unit: String,
    pub position: String,
    pub change: Change,
    /// What makes the difference: conditions by title, or what becomes wider or narrower.
    pub why: Vec<String>,
}

/// People of one preview.
pub struct Found {
    pub rows: Vec<Name>,
    /// How many fit, on every page together.
    pub all: usize,
}

/// Which of them.
#[derive(Default)]
pub struct Wanted<'w> {
    pub q: &'w str,
    /// One kind of change; all when empty.
    pub change: &'w str,
    pub unit: Option<Uuid>,
    pub after: Option<&'w Cursor>,
}

/// The people whose verdict a version changes, by name.
pub async fn named(cx: &mut Cx, number: i32, wanted: &Wanted<'_>, limit: i64) -> Result<Found> {
    let stored = version::read(cx, Side::Agency, number).await?;
    let (agency, today, at, lang) = (cx.agency(), cx.today(), cx.now(), cx.lang());
    let before = rules_in_force(cx.conn(), agency, stored.held_against(today)).await?;
    let from = stored.effective_from.unwrap_or(today).max(today);
    let base = rules_in_force(cx.conn(), agency, from).await?.base.clone();
    let after = together(base, Some(stored.set()));
    let needs = Needs::of([&before.effective, &after.effective]);
    let facts = person_facts(cx.conn(), agency, People::All, needs, at).await?;
    let people: Vec<_> = facts.into_iter().map(|(_, facts)| facts).collect();
    let found: HashMap<Uuid, PersonChange> = changes(&before.effective, &after.effective, &people)
        .filter(|one| wanted.unit.is_none_or(|unit| one.unit == unit))
        .filter(|one| wanted.change.is_empty() || change_code(one.change) == wanted.change)
        .map(|one| (one.employee, one))
        .collect();
    let ids: Vec<Uuid> = found.keys().copied().collect();
    let word = list::like(wanted.q);
    let start = wanted.after.map(|cursor| (cursor.key.as_str(), cursor.id));
    let faces = store::faces(cx.conn(), agency, &ids, word.as_deref(), start, limit).await?;
    let titles: HashMap<String, String> = before
        .effective
        .rules
        .iter()
        .chain(&after.effective.rules)
        .map(|rule| {
            let title = sentences::title(rule.rule.kind.name());
            (rule.rule.key.clone(), title.get(lang.code()).to_owned())
        })
        .collect();
    // a rule that stays as it was explains nothing, unless nothing else does
    let rule = |all: &Effective, key: &str| {
        let mut rules = all.rules.iter();
        rules
            .find(|one| one.rule.key == key)
            .map(|one| one.rule.clone())
    };
    let changed = |key: &&String| rule(&before.effective, key) != rule(&after.effective, key);
    let why = |key: &String| titles.get(key).unwrap_or(key).clone();
    Ok(Found {
        all: found.len(),
        rows: faces
            .into_iter()
            .filter_map(|face| {
                let one = found.get(&face.id)?;
                Some(Name {
                    id: face.id,
                    name: face.name,
                    nip: face.nip,
                    unit: face.unit,
                    position: face.position,
                    change: one.change,
                    why: because(one, changed)
                        .map(why)
                        .chain(reached(one, lang))
                        .collect(),
                })
            })
            .collect(),
    })
}

/// The rules that make the difference: those that changed, else all.
fn because(
    one: &PersonChange,
    changed: impl Fn(&&String) -> bool,
) -> impl Iterator<Item = &String> {
    let any = one.because.iter().any(|key| changed(&key));
    one.because.iter().filter(move |key| !any || changed(key))
}

/// What becomes wider or narrower for somebody who stays eligible: `2 → 1 hari sepekan`, `tanpa Jumat`.
fn reached(one: &PersonChange, lang: Lang) -> Vec<String> {
    if !matches!(one.change, Change::Wider | Change::Narrower) {
        return Vec::new();
    }
    let mut words = Vec::new();
    let [before, after] = one.days;
    if before != after {
        let days = |most: Option<u8>| match most {
            Some(most) => most.to_string(),
            None => lang.t("policy-names-no-limit"),
        };
        let args = [
            ("before", days(before).into()),
            ("after", days(after).into()),
        ];
        words.push(lang.ta("policy-names-days", &args));
    }
    let [before, after] = &one.weekdays;
    for (key, days) in [
        ("policy-names-without", before.difference(after)),
        ("policy-names-with", after.difference(before)),
    ] {
        let days: Vec<String> = days
            .map(|day| {
                crate::policy::words::weekday(*day)
                    .get(lang.code())
                    .to_owned()
            })
            .collect();
        if !days.is_empty() {
            words.push(lang.ta(key, &[("days", days.join(", ").into())]));
        }
    }
    if one.before != one.after {
        let key = match one.after {
            Overall::NeedsLeader => "policy-names-leader",
            _ => "policy-names-no-leader",
        };
        words.push(lang.t(key));
    }
    words
}

/// One page of them.
pub fn cut(rows: Vec<Name>, agency: AgencyId) -> Listing<Name> {
    Listing::cut(rows, list::PAGE, agency, |one| Cursor {
        key: one.name.to_lowercase(),
        id: one.id,
    })
}

/// All of them as a file.
pub async fn sheet(cx: &mut Cx, kind: Kind, number: i32, wanted: &Wanted<'_>) -> Result<Sheet> {
    let found = named(cx, number, wanted, list::EXPORT).await?;
    let lang = cx.lang();
    let head = ["name", "nip", "unit", "position", "change", "why"]
        .map(|key| lang.t(&format!("policy-names-{key}")));
    let rows: Vec<Vec<String>> = found
        .rows
        .into_iter()
        .map(|one| {
            vec![
                one.name,
                one.nip,
                one.unit,
                one.position,
                lang.t(&format!("policy-change-{}", change_code(one.change))),
                one.why.join(", "),
            ]
        })
        .collect();
    export::table(kind, &format!("dampak-versi-{number}"), &head, &rows)
}

/// A row of the names.
pub struct NameRow {
    name: String,
    nip: String,
    unit: String,
    position: String,
    change: String,
    tone: &'static str,
    why: String,
}

#[derive(Template)]
#[template(path = "policy/names.html")]
pub struct NamesPage {
    page: Page,
    address: String,
    number: i32,
    q: String,
    changes: Vec<super::card::Opt>,
    unit: String,
    unit_name: String,
    rows: Vec<NameRow>,
    summary: String,
    next: String,
    xlsx: String,
    csv: String,
}

/// The filter of the names.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    q: String,
    change: String,
    unit: String,
    after: String,
    format: String,
}

/// The stored word of a change.
pub fn change_code(change: Change) -> &'static str {
    match change {
        Change::Gained => "gained",
        Change::Lost => "lost",
        Change::Wider => "wider",
        Change::Narrower => "narrower",
        Change::Unchanged => "unchanged",
    }
}

fn tone(change: Change) -> &'static str {
    match change {
        Change::Gained | Change::Wider => "ok",
        Change::Lost => "bad",
        Change::Narrower => "warn",
        Change::Unchanged => "",
    }
}

/// GET /rules/{version}/impact/names
pub async fn show(
    mut cx: Cx,
    Path(number): Path<i32>,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    let (agency, lang) = (cx.agency(), cx.lang());
    let unit: Option<Uuid> = match filter.unit.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let mut wanted = Wanted {
        q: &filter.q,
        change: &filter.change,
        unit,
        after: None,
    };
    if let Some(kind) = Kind::of(&filter.format) {
        let file = sheet(&mut cx, kind, number, &wanted).await?;
        return Ok(file.into_response());
    }
    let cursor = Cursor::decode(&filter.after, agency);
    wanted.after = cursor.as_ref();
    let found = named(&mut cx, number, &wanted, list::PAGE + 1).await?;
    let listing = cut(found.rows, agency);
    let rows = listing
        .rows
        .into_iter()
        .map(|one| NameRow {
            name: one.name,
            nip: one.nip,
            unit: one.unit,
            position: one.position,
            change: lang.t(&format!("policy-change-{}", change_code(one.change))),
            tone: tone(one.change),
            why: one.why.join(", "),
        })
        .collect();
    let address = format!("/rules/{number}");
    let link = |extra: &[(&str, &str)]| {
        let mut pairs = vec![
            ("q", filter.q.as_str()),
            ("change", filter.change.as_str()),
            ("unit", filter.unit.as_str()),
        ];
        pairs.extend_from_slice(extra);
        format!("{address}/impact/names?{}", list::query(&pairs))
    };
    let unit_name = match unit {
        Some(unit) => Names::load(cx.conn(), agency, &[]).await?.unit(unit),
        None => String::new(),
    };
    let page_of = Page::new(&cx, "policy-names-title");
    let template = NamesPage {
        changes: ["", "gained", "lost", "wider", "narrower"]
            .into_iter()
            .map(|code| super::card::Opt {
                value: code.into(),
                label: lang.t(&format!(
                    "policy-change-{}",
                    if code.is_empty() { "all" } else { code }
                )),
                selected: filter.change == code,
            })
            .collect(),
        summary: page_of.tn("policy-names-count", found.all),
        next: listing
            .next
            .as_deref()
            .map_or_else(String::new, |next| link(&[("after", next)])),
        xlsx: link(&[("format", "xlsx")]),
        csv: link(&[("format", "csv")]),
        rows,
        page: page_of,
        address,
        number,
        q: filter.q,
        unit: filter.unit,
        unit_name,
    };
    page(&template)
}
