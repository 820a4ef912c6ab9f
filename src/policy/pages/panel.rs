//! The preview beside the editor, and the names behind its numbers.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        error::{Error, Result},
        export,
        form::{Path, Query},
        format,
        html::{Count, Page, page},
        i18n::Lang,
        list::{self, Cursor, Listing},
    },
    policy::{
        Change, InForce, Overall, People, PersonChange, Shift, changes,
        names::Names,
        person_change, person_facts,
        preview::{Crowd, Preview},
        rules_in_force, sentences, standing, store, together,
        version::{self, Side},
        words,
    },
};

/// One unit of the table.
pub struct UnitRow {
    pub name: String,
    pub before: u32,
    pub after: u32,
    pub gained: u32,
    pub lost: u32,
    pub net: i64,
    pub href: String,
}

/// The answer to "try it for one employee".
pub struct Tried {
    pub tone: &'static str,
    pub text: String,
    pub why: Vec<String>,
}

/// A person to choose when a word fits several.
pub struct Candidate {
    pub nip: String,
    pub label: String,
}

/// The panel.
#[derive(Default)]
pub struct Panel {
    pub address: String,
    pub draft: i32,
    /// Why there are no numbers; empty when there are.
    pub refused: String,
    pub before_label: String,
    pub net: i64,
    pub gained: u32,
    pub lost: u32,
    pub lost_to_gap: u32,
    pub wider: u32,
    pub narrower: u32,
    pub to_complete: u32,
    pub people: u32,
    pub before: u32,
    pub after: u32,
    pub before_share: String,
    pub after_share: String,
    pub before_width: String,
    pub after_width: String,
    pub units: Vec<UnitRow>,
    pub more_units: Vec<UnitRow>,
    pub short: Vec<String>,
    pub touched: usize,
    pub touched_rows: Vec<String>,
    pub at: String,
    pub tried: Option<Tried>,
    pub candidates: Vec<Candidate>,
    pub nobody: String,
    pub with_names: bool,
}

impl Panel {
    /// A panel that says why nothing was counted.
    pub fn refused(address: String, draft: i32, why: String) -> Self {
        Self {
            address,
            draft,
            refused: why,
            ..Self::default()
        }
    }

    /// `+424`, `−17`, `0`.
    pub fn signed(&self, n: impl Count, lang: &str) -> String {
        signed(n.count(), Lang::of(lang))
    }
}

fn signed(n: i64, lang: Lang) -> String {
    let digits = format::number(n.abs(), lang);
    match n {
        0 => digits,
        n if n < 0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// One decimal of a hundred, with the decimal mark of the language.
fn share(part: u32, whole: u32) -> (String, f64) {
    let percent = if whole == 0 {
        0.0
    } else {
        f64::from(part) * 100.0 / f64::from(whole)
    };
    (format!("{percent:.1}"), percent)
}

/// The words of a preview.
pub fn panel(
    preview: &Preview,
    faces: &HashMap<Uuid, String>,
    names: &Names,
    address: String,
    number: i32,
    page: &Page,
) -> Panel {
    let lang = page.language;
    let total = preview.impact.total;
    let people = total.after.people;
    let (before_width, _) = share(total.before.eligible, people);
    let (after_width, _) = share(total.after.eligible, people);
    let shown = |text: &str| match lang {
        Lang::Id => text.replace('.', ","),
        Lang::En => text.to_owned(),
    };
    let mut units: Vec<UnitRow> = preview
        .impact
        .by_unit
        .iter()
        .filter(|(_, shift)| moves(shift))
        .map(|(unit, shift)| UnitRow {
            name: names.unit(*unit),
            before: shift.before.eligible,
            after: shift.after.eligible,
            gained: shift.gained,
            lost: shift.lost,
            net: i64::from(shift.gained) - i64::from(shift.lost),
            href: format!("{address}/impact/names?unit={unit}"),
        })
        .collect();
    units.sort_by_key(|row| {
        (
            std::cmp::Reverse(row.gained + row.lost),
            row.name.to_lowercase(),
        )
    });
    let more_units = units.split_off(units.len().min(8));
    Panel {
        draft: number,
        refused: String::new(),
        before_label: preview.before_version.map_or_else(
            || lang.t("policy-impact-before-base"),
            |version| {
                lang.ta(
                    "policy-impact-before",
                    &[("version", version.to_string().into())],
                )
            },
        ),
        net: i64::from(total.gained) - i64::from(total.lost),
        gained: total.gained,
        lost: total.lost,
        lost_to_gap: total.lost_to_gap,
        wider: total.wider,
        narrower: total.narrower,
        to_complete: total.after.to_complete,
        people,
        before: total.before.eligible,
        after: total.after.eligible,
        before_share: shown(&before_width),
        after_share: shown(&after_width),
        before_width,
        after_width,
        units,
        more_units,
        short: short(preview, names, lang),
        touched: preview.touched.len(),
        touched_rows: preview
            .touched
            .iter()
            .take(20)
            .map(|touched| {
                let name = faces.get(&touched.employee).cloned().unwrap_or_default();
                format!("{name}, {}", page.date(&touched.first))
            })
            .collect(),
        at: page.instant(&preview.at),
        tried: None,
        candidates: Vec::new(),
        nobody: String::new(),
        with_names: true,
        address,
    }
}

fn moves(shift: &Shift) -> bool {
    shift.gained + shift.lost + shift.wider + shift.narrower > 0
}

fn short(preview: &Preview, names: &Names, lang: Lang) -> Vec<String> {
    preview
        .short
        .iter()
        .map(|short| {
            let args = [
                ("unit", names.unit(short.unit).into()),
                ("day", words::weekday(short.day).get(lang.code()).into()),
                ("present", short.present.to_string().into()),
                ("need", short.need.to_string().into()),
            ];
            lang.ta("policy-impact-short", &args)
        })
        .collect()
}

/// The names of the people behind touched requests.
pub async fn faces(cx: &mut Cx, preview: &Preview) -> Result<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = preview
        .touched
        .iter()
        .take(20)
        .map(|touched| touched.employee)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let agency = cx.agency();
    let found = store::faces(cx.conn(), agency, &ids, None, None, 20).await?;
    Ok(found.into_iter().map(|face| (face.id, face.name)).collect())
}

/// Tries the draft for one employee, found by name or NIP.
pub async fn try_one(
    cx: &mut Cx,
    panel: &mut Panel,
    word: &str,
    crowd: &Crowd,
    before: &InForce,
    after: &InForce,
) -> Result<()> {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let all_digits = word
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace());
    let asked = if all_digits { digits.as_str() } else { word };
    let Some(pattern) = list::like(asked) else {
        return Ok(());
    };
    let (agency, lang) = (cx.agency(), cx.lang());
    let mut found = store::search(cx.conn(), agency, &pattern, 6).await?;
    if let Some(exact) = found
        .iter()
        .position(|face| face.name.to_lowercase() == asked.to_lowercase())
        && found
            .iter()
            .filter(|face| face.name.to_lowercase() == asked.to_lowercase())
            .count()
            == 1
    {
        found = vec![found.swap_remove(exact)];
    }
    match found.as_slice() {
        [] => panel.nobody = lang.t("policy-try-nobody"),
        [one] => {
            let person = crowd.people.iter().find(|person| person.employee == one.id);
            if let Some(person) = person {
                let change = person_change(person, &before.effective, &after.effective);
                let rules = if change.change == Change::Gained {
                    &before.effective
                } else {
                    &after.effective
                };
                let why = standing(person, rules, crowd.at)
                    .rules
                    .into_iter()
                    .filter(|rule| change.because.contains(&rule.key))
                    .map(|rule| rule.text.get(lang.code()).to_owned())
                    .collect();
                panel.tried = Some(tried(&one.name, &change, why, lang));
            }
        }
        several => {
            panel.candidates = several
                .iter()
                .map(|face| Candidate {
                    nip: face.nip.clone(),
                    label: format!("{}, {}", face.name, face.unit),
                })
                .collect();
        }
    }
    Ok(())
}

fn tried(name: &str, change: &PersonChange, why: Vec<String>, lang: Lang) -> Tried {
    let (key, tone) = match change.change {
        Change::Gained => ("policy-try-gained", "ok"),
        Change::Lost if change.after == Overall::MissingFact => ("policy-try-gap", "warn"),
        Change::Lost => ("policy-try-lost", "bad"),
        Change::Wider => ("policy-try-wider", "ok"),
        Change::Narrower => ("policy-try-narrower", "warn"),
        Change::Unchanged if change.after.is_eligible() => ("policy-try-stays", "ok"),
        Change::Unchanged if change.after == Overall::MissingFact => ("policy-try-open", "warn"),
        Change::Unchanged => ("policy-try-not", "warn"),
    };
    Tried {
        tone,
        text: lang.ta(key, &[("name", name.into())]),
        why,
    }
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

fn change_code(change: Change) -> &'static str {
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
pub async fn names(
    mut cx: Cx,
    Path(number): Path<i32>,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    let stored = version::read(&mut cx, Side::Agency, number).await?;
    let (agency, today, at, lang) = (cx.agency(), cx.today(), cx.now(), cx.lang());
    let before = rules_in_force(cx.conn(), agency, today).await?;
    let from = stored.effective_from.unwrap_or(today).max(today);
    let base = rules_in_force(cx.conn(), agency, from).await?.base.clone();
    let after = together(base, Some(stored.set()));
    let unit: Option<Uuid> = match filter.unit.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let facts = person_facts(cx.conn(), agency, People::All, at).await?;
    let people: Vec<_> = facts.into_iter().map(|(_, facts)| facts).collect();
    let found: HashMap<Uuid, PersonChange> = changes(&before.effective, &after.effective, &people)
        .filter(|one| unit.is_none_or(|unit| one.unit == unit))
        .filter(|one| filter.change.is_empty() || change_code(one.change) == filter.change)
        .map(|one| (one.employee, one))
        .collect();
    let ids: Vec<Uuid> = found.keys().copied().collect();
    let word = list::like(&filter.q);
    let cursor = Cursor::decode(&filter.after, agency);
    let wanted = export::Kind::of(&filter.format);
    let size = if wanted.is_some() {
        list::EXPORT
    } else {
        list::PAGE + 1
    };
    let start = cursor
        .as_ref()
        .filter(|_| wanted.is_none())
        .map(|cursor| (cursor.key.as_str(), cursor.id));
    let faces = store::faces(cx.conn(), agency, &ids, word.as_deref(), start, size).await?;
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
    let row = |face: &store::Face| {
        let one = &found[&face.id];
        let why: Vec<String> = one
            .because
            .iter()
            .map(|key| titles.get(key).unwrap_or(key).clone())
            .collect();
        NameRow {
            name: face.name.clone(),
            nip: face.nip.clone(),
            unit: face.unit.clone(),
            position: face.position.clone(),
            change: lang.t(&format!("policy-change-{}", change_code(one.change))),
            tone: tone(one.change),
            why: why.join(", "),
        }
    };
    if let Some(kind) = wanted {
        let head = ["name", "nip", "unit", "position", "change", "why"]
            .map(|key| lang.t(&format!("policy-names-{key}")));
        let rows: Vec<Vec<String>> = faces
            .iter()
            .map(row)
            .map(|row| {
                vec![
                    row.name,
                    row.nip,
                    row.unit,
                    row.position,
                    row.change,
                    row.why,
                ]
            })
            .collect();
        return export::table(kind, &format!("dampak-versi-{number}"), &head, &rows);
    }
    let listing = Listing::cut(faces, list::PAGE, agency, |face| Cursor {
        key: face.name.to_lowercase(),
        id: face.id,
    });
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
        summary: page_of.tn("policy-names-count", found.len()),
        next: listing
            .next
            .as_deref()
            .map_or_else(String::new, |next| link(&[("after", next)])),
        xlsx: link(&[("format", "xlsx")]),
        csv: link(&[("format", "csv")]),
        rows: listing.rows.iter().map(row).collect(),
        page: page_of,
        address,
        number,
        q: filter.q,
        unit: filter.unit,
        unit_name,
    };
    page(&template)
}
