//! The preview beside the editor.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        format,
        html::{Count, Page},
        i18n::Lang,
        list,
    },
    policy::{
        Change, InForce, Overall, PersonChange, Shift,
        names::Names,
        person_change,
        preview::{Crowd, Preview},
        standing, store, words,
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
    /// Who stays eligible with more or less: in words.
    pub reach: String,
    /// Which names stand behind it.
    pub which: String,
}

/// What changes most.
#[derive(Default)]
pub struct Head {
    /// `+424`, `−17`, `92`.
    pub number: String,
    pub tone: &'static str,
    pub text: String,
    /// The kind of change behind it; empty: whatever changes.
    pub change: &'static str,
}

/// One count of people, with the kind of change behind it.
pub struct Part {
    pub text: String,
    /// Empty where there is nobody to name.
    pub change: &'static str,
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
    pub head: Head,
    pub parts: Vec<Part>,
    pub lost_to_gap: u32,
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
    /// It counts a draft that may hold more than is saved: going on to the names saves it first.
    pub saves: bool,
    /// It is counted for a version that is no draft any more.
    pub published: bool,
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
            reach: reach(shift, page),
            which: format!("unit={unit}"),
        })
        .collect();
    units.sort_by_key(|row| {
        (
            std::cmp::Reverse(row.gained + row.lost),
            row.reach.is_empty(),
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
        head: head(&total, page),
        parts: parts(&total, page),
        lost_to_gap: total.lost_to_gap,
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
        saves: false,
        published: false,
        address,
    }
}

/// What changes most: who may ask at all goes before how much.
fn head(total: &Shift, page: &Page) -> Head {
    let net = i64::from(total.gained) - i64::from(total.lost);
    let most = total.wider.max(total.narrower);
    if total.gained.max(total.lost) >= most {
        let (tone, key) = match net {
            0 => ("", "policy-impact-gain"),
            net if net > 0 => (" ink-ok", "policy-impact-gain"),
            _ => (" ink-bad", "policy-impact-loss"),
        };
        let change = match (total.gained, total.lost) {
            (0, 0) => "",
            (gained, lost) if gained >= lost => "gained",
            _ => "lost",
        };
        return Head {
            number: signed(net, page.language),
            tone,
            text: page.t(key),
            change,
        };
    }
    let (tone, key, change) = if total.narrower >= total.wider {
        (" ink-warn", "policy-impact-most-narrower", "narrower")
    } else {
        (" ink-ok", "policy-impact-most-wider", "wider")
    };
    Head {
        number: format::number(i64::from(most), page.language),
        tone,
        text: page.t(key),
        change,
    }
}

/// Each count in words; how much is said only where it changes.
fn parts(total: &Shift, page: &Page) -> Vec<Part> {
    [
        ("policy-impact-gained", total.gained, "gained", true),
        ("policy-impact-lost", total.lost, "lost", true),
        ("policy-impact-wider", total.wider, "wider", false),
        ("policy-impact-narrower", total.narrower, "narrower", false),
    ]
    .into_iter()
    .filter(|(_, n, _, always)| *always || *n > 0)
    .map(|(key, n, change, _)| Part {
        text: page.tn(key, n),
        change: if n > 0 { change } else { "" },
    })
    .collect()
}

/// Who of a unit stays eligible with more or less.
fn reach(shift: &Shift, page: &Page) -> String {
    [
        ("policy-impact-wider", shift.wider),
        ("policy-impact-narrower", shift.narrower),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(key, n)| page.tn(key, n))
    .collect::<Vec<_>>()
    .join(", ")
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
