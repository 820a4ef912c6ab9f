//! Two versions side by side, as sentences with struck and new values; prints as an annex.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::card::{Said, compared, differs, icon, scope_words, severity_code, spoken};
use crate::{
    kernel::{
        cx::Cx,
        error::Result,
        form::{Path, Query},
        html::{Page, page},
        i18n::Lang,
    },
    policy::{
        Rule,
        names::Names,
        sentences,
        version::{self, Side},
    },
};

/// One condition in both versions.
pub struct Row {
    pub key: String,
    pub icon: &'static str,
    pub title: String,
    /// `added`, `removed`, `changed` or `same`.
    pub change: &'static str,
    pub change_label: String,
    pub said: Vec<Said>,
    /// What differs besides the sentence: what, before, now.
    pub notes: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "policy/compare.html")]
struct ComparePage {
    page: Page,
    side: Side,
    number: i32,
    with: i32,
    rows: Vec<Row>,
    same: Vec<Row>,
}

/// Which version to compare with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {
    with: i32,
}

fn row(old: Option<&Rule>, new: Option<&Rule>, lang: Lang, names: &Names) -> Option<Row> {
    let any = new.or(old)?;
    let whole = |text: String, added: bool| {
        let (old, new) = if added {
            (String::new(), text)
        } else {
            (text, String::new())
        };
        vec![Said {
            old,
            same: String::new(),
            new,
        }]
    };
    let (change, said) = match (old, new) {
        (Some(old), Some(new)) => {
            let change = if differs(old, new) || old.locked != new.locked {
                "changed"
            } else {
                "same"
            };
            (change, compared(&old.kind, &new.kind, lang, names))
        }
        (None, _) => ("added", whole(spoken(&any.kind, lang, names), true)),
        (_, None) => ("removed", whole(spoken(&any.kind, lang, names), false)),
    };
    let mut notes = Vec::new();
    if let (Some(old), Some(new)) = (old, new) {
        let mut note = |key: &str, was: String, now: String| {
            if was != now {
                notes.push((lang.t(key), was, now));
            }
        };
        let on = |rule: &Rule| {
            lang.t(if rule.enabled {
                "policy-on"
            } else {
                "policy-off"
            })
        };
        let severity =
            |rule: &Rule| lang.t(&format!("policy-severity-{}", severity_code(rule.severity)));
        let scope = |rule: &Rule| scope_words(&rule.scope, lang, names);
        let waiver = |rule: &Rule| {
            sentences::waiver(rule.waivable_by)
                .get(lang.code())
                .to_owned()
        };
        let words = |rule: &Rule| {
            sentences::statement(&rule.kind, rule.words.as_ref())
                .get(lang.code())
                .to_owned()
        };
        let lock = |rule: &Rule| {
            lang.t(if rule.locked {
                "policy-locked"
            } else {
                "policy-unlocked"
            })
        };
        note("policy-switch", on(old), on(new));
        note("policy-lock-state", lock(old), lock(new));
        note("policy-severity", severity(old), severity(new));
        note("policy-scope", scope(old), scope(new));
        note("policy-waiver", waiver(old), waiver(new));
        if old.words != new.words {
            note("policy-words", words(old), words(new));
        }
    }
    Some(Row {
        key: any.key.clone(),
        icon: icon(any.kind.name()),
        title: sentences::title(any.kind.name())
            .get(lang.code())
            .to_owned(),
        change,
        change_label: lang.t(&format!("policy-compare-{change}")),
        said,
        notes,
    })
}

/// Every condition of two versions side by side.
pub async fn rows(cx: &mut Cx, side: Side, number: i32, with: i32) -> Result<Vec<Row>> {
    let new = version::read(cx, side, number).await?;
    let old = version::read(cx, side, with).await?;
    let (agency, lang) = (cx.agency(), cx.lang());
    let mut known = new.rules.clone();
    known.extend(old.rules.clone());
    let names = Names::load(cx.conn(), agency, &known).await?;
    let mut pairs: Vec<(Option<&Rule>, Option<&Rule>)> = new
        .rules
        .iter()
        .map(|rule| (old.rules.iter().find(|was| was.key == rule.key), Some(rule)))
        .collect();
    pairs.extend(
        old.rules
            .iter()
            .filter(|was| !new.rules.iter().any(|rule| rule.key == was.key))
            .map(|was| (Some(was), None)),
    );
    pairs.sort_by_key(|(was, now)| {
        now.or(*was)
            .map(|rule| (rule.kind.name(), rule.key.clone()))
    });
    Ok(pairs
        .into_iter()
        .filter_map(|(was, now)| row(was, now, lang, &names))
        .collect())
}

async fn show(mut cx: Cx, side: Side, number: i32, with: i32) -> Result<Response> {
    let all = rows(&mut cx, side, number, with).await?;
    let (same, rows) = all.into_iter().partition(|row| row.change == "same");
    page(&ComparePage {
        page: Page::new(&cx, "policy-compare-title"),
        side,
        number,
        with,
        rows,
        same,
    })
}

/// GET /rules/{version}/compare?with=
pub async fn agency(cx: Cx, Path(number): Path<i32>, Query(with): Query<With>) -> Result<Response> {
    show(cx, Side::Agency, number, with.with).await
}

/// GET /base-rules/{version}/compare?with=
pub async fn ministry(
    cx: Cx,
    Path(number): Path<i32>,
    Query(with): Query<With>,
) -> Result<Response> {
    show(cx, Side::Base, number, with.with).await
}
