//! Rules as programs write them, read by the editor's own checks.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{
        cx::Cx,
        door::{KEY, typed},
        error::{Error, FieldError, Result},
    },
    policy::{
        Kind, Rule, Severity, WaivableBy, drafting,
        form::{Posted, ReadForm},
        version::{Side, Version},
    },
};

/// A rule as it is written.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleFacts")]
pub struct RuleIn {
    /// Stable within a set and across its versions; one of the ministry's takes that rule's place.
    #[schemars(length(min = 1, max = 60), regex(pattern = KEY))]
    key: String,
    kind: Kind,
    enabled: bool,
    severity: Severity,
    waivable_by: WaivableBy,
    /// The ministry's only: agencies may make it stricter, never looser.
    #[serde(default)]
    locked: bool,
    /// A unit's id: the rule concerns it and everything below it.
    scope_unit_id: Option<Uuid>,
    /// A family of positions the rule concerns.
    #[schemars(length(max = 120))]
    scope_family: Option<String>,
    /// The blanks of the rule's sentence, as a version shows them.
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
    #[schemars(length(max = 500))]
    words_id: Option<String>,
    #[schemars(length(max = 500))]
    words_en: Option<String>,
    /// The legal basis: name of the instrument.
    #[schemars(length(max = 300))]
    law: Option<String>,
    #[schemars(length(max = 60))]
    article: Option<String>,
    #[schemars(length(max = 300))]
    url: Option<String>,
}

fn code<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

impl RuleIn {
    /// The fields as the editor would post them.
    fn post(&self, pairs: &mut Vec<(String, String)>) {
        let mut put =
            |name: &str, value: String| pairs.push((format!("{}.{name}", self.key), value));
        put("kind", self.kind.code().to_owned());
        put("severity", code(&self.severity));
        put("waiver", code(&self.waivable_by));
        if self.enabled {
            put("on", "true".to_owned());
        }
        if self.locked {
            put("locked", "true".to_owned());
        }
        match (self.scope_unit_id, &self.scope_family) {
            (Some(unit), _) => {
                put("scope", "unit".to_owned());
                put("scope_unit", unit.to_string());
            }
            (None, Some(family)) => put("scope", format!("family:{family}")),
            (None, None) => put("scope", "agency".to_owned()),
        }
        put("words_id", typed(self.words_id.as_ref()));
        put("words_en", typed(self.words_en.as_ref()));
        put("law_id", typed(self.law.as_ref()));
        put("article", typed(self.article.as_ref()));
        put("url", typed(self.url.as_ref()));
        for (name, values) in &self.fields {
            for value in values {
                put(name, value.clone());
            }
        }
        pairs.push(("rule".to_owned(), self.key.clone()));
    }
}

/// Reads the rules by the editor's own checks, or names every problem.
pub async fn read(
    cx: &mut Cx,
    side: Side,
    version: &Version,
    rules: &[RuleIn],
) -> Result<Vec<Rule>> {
    let mut pairs = Vec::new();
    let mut problems = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let plain = !rule.key.is_empty()
            && rule.key.len() <= 60
            && rule
                .key
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        let twice = rules[..index].iter().any(|other| other.key == rule.key);
        if !plain || twice {
            problems.push(FieldError::new(format!("rules[{index}].key"), "choice"));
        }
        rule.post(&mut pairs);
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let ReadForm { rules, errors } = drafting::read(cx, side, version, &Posted(pairs)).await?;
    if errors.is_empty() {
        return Ok(rules);
    }
    let lang = cx.lang().code();
    Err(Error::Invalid(
        errors
            .into_iter()
            .map(|(field, text)| FieldError::new(field, "rule").with("text", text.get(lang)))
            .collect(),
    ))
}
