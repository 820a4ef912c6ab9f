//! Rules as sentences, with the law they rest on.

use super::*;

pub(super) fn laws(citations: &[Citation], lang: Lang) -> Vec<Law> {
    citations
        .iter()
        .map(|cited| {
            let name = cited.instrument.get(lang.code());
            let text = match &cited.article {
                Some(article) => lang.ta(
                    "policy-law-article",
                    &[("law", name.into()), ("article", article.into())],
                ),
                None => name.to_owned(),
            };
            Law {
                text,
                url: cited.url.clone().unwrap_or_default(),
                reported: cited.evidence == Evidence::Reported,
                evidence: sentences::evidence(cited.evidence)
                    .get(lang.code())
                    .to_owned(),
            }
        })
        .collect()
}

/// Whom a rule concerns, in words.
pub fn scope_words(scope: &Scope, lang: Lang, names: &Names) -> String {
    match scope {
        Scope::Agency => lang.t("policy-scope-agency"),
        Scope::UnitSubtree { unit } => lang.ta(
            "policy-scope-subtree",
            &[("unit", names.unit(*unit).into())],
        ),
        Scope::PositionFamily { family } => {
            lang.ta("policy-scope-family", &[("family", family.into())])
        }
    }
}

pub(super) fn blank_words(blank: &Blank, lang: Lang, names: &Names) -> String {
    let code = lang.code();
    let none = || lang.t("policy-none-chosen");
    let of = |options: &[editor::Choice], value: &str| {
        options
            .iter()
            .find(|option| option.value == value)
            .map_or_else(
                || value.to_owned(),
                |option| option.words.get(code).to_owned(),
            )
    };
    match &blank.control {
        Control::Number { value, .. } => value.to_string(),
        Control::Choice { value, options } => of(options, value),
        Control::Text { value, .. } => {
            if value.is_empty() {
                none()
            } else {
                value.clone()
            }
        }
        Control::Dates { lines } => lines.replace('\n', ", "),
        Control::Multi { chosen, options } => {
            let words: Vec<String> = chosen
                .iter()
                .map(|value| match options {
                    Options::Given(all) => of(all, value),
                    Options::Units => names.label("units", value),
                    Options::Positions => names.label("positions", value),
                    Options::Agencies => names.label("agencies", value),
                    Options::AgencyKinds => crate::policy::words::agency_kind(value)
                        .get(code)
                        .to_owned(),
                    Options::PositionFamilies => value.replace('_', " "),
                })
                .collect();
            if words.is_empty() {
                none()
            } else {
                words.join(", ")
            }
        }
    }
}

/// The sentence of a condition with its values as words; empty lists are left out.
pub fn spoken(kind: &RuleKind, lang: Lang, names: &Names) -> String {
    editor::plain(kind)
        .parts(lang.code())
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Blank(blank) => blank_words(blank, lang, names),
        })
        .collect()
}

/// The sentence of a condition with old values struck and new ones marked.
pub fn compared(old: &RuleKind, new: &RuleKind, lang: Lang, names: &Names) -> Vec<Said> {
    let before: BTreeMap<&str, String> = editor::sentence(old, None)
        .parts(lang.code())
        .iter()
        .filter_map(|part| match part {
            Part::Blank(blank) => Some((blank.name, blank_words(blank, lang, names))),
            Part::Text(_) => None,
        })
        .collect();
    let same = |text: String| Said {
        old: String::new(),
        same: text,
        new: String::new(),
    };
    editor::sentence(new, None)
        .parts(lang.code())
        .iter()
        .map(|part| match part {
            Part::Text(text) => same(text.clone()),
            Part::Blank(blank) => {
                let now = blank_words(blank, lang, names);
                match before.get(blank.name) {
                    Some(was) if *was != now => Said {
                        old: was.clone(),
                        same: String::new(),
                        new: now,
                    },
                    _ => same(now),
                }
            }
        })
        .collect()
}
