//! Verdicts and rules as the JSON door shows them: words in the caller's language, facts and law beside each rule.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Citation, Evidence, Kind, Outcome, Overall, RemedyKind, RuleResult, Severity, Source,
    WaivableBy,
};
use crate::{
    calendar::Half,
    kernel::{door::Deep, i18n::Lang},
};

/// A fact that was used.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fact")]
pub struct FactView {
    pub name: String,
    pub label: String,
    pub shown: String,
    pub value: Deep,
    pub source: Source,
    pub as_of: DateTime<Utc>,
}

/// Where a rule comes from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Citation")]
pub struct CitationView {
    pub instrument: String,
    pub article: Option<String>,
    pub url: Option<String>,
    /// How well it is known: where it is `reported`, the address leads to a report, not to the text.
    pub evidence: Evidence,
}

/// A way out.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Remedy")]
pub struct RemedyView {
    pub kind: RemedyKind,
    pub value: Option<String>,
    pub text: String,
}

/// What one rule says.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleResult")]
pub struct RuleView {
    pub key: String,
    pub kind: Kind,
    pub outcome: Outcome,
    pub severity: Severity,
    pub title: String,
    /// The finding.
    pub text: String,
    /// The rule itself.
    pub rule: String,
    pub facts: Vec<FactView>,
    pub citations: Vec<CitationView>,
    pub remedies: Vec<RemedyView>,
    pub waivable_by: WaivableBy,
}

/// The answer for one (half) day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
pub struct VerdictView {
    pub on: NaiveDate,
    pub part: Half,
    pub verdict: Overall,
    pub headline: String,
    pub rule_set_version: Option<u32>,
    pub base_rule_set_version: Option<u32>,
    pub evaluated_at: DateTime<Utc>,
    pub rules: Vec<RuleView>,
}

fn citation(one: &Citation, lang: Lang) -> CitationView {
    CitationView {
        instrument: one.instrument.get(lang.code()).to_owned(),
        article: one.article.clone(),
        url: one.url.clone(),
        evidence: one.evidence,
    }
}

/// A rule's finding.
pub fn rule(one: &RuleResult, lang: Lang) -> RuleView {
    let code = lang.code();
    RuleView {
        key: one.key.clone(),
        kind: one.kind,
        outcome: one.outcome,
        severity: one.severity,
        title: one.title.get(code).to_owned(),
        text: one.text.get(code).to_owned(),
        rule: one.rule_text.get(code).to_owned(),
        facts: one
            .facts
            .iter()
            .map(|fact| FactView {
                name: fact.name.clone(),
                label: fact.label.get(code).to_owned(),
                shown: fact.shown.get(code).to_owned(),
                value: Deep(fact.value.clone()),
                source: fact.source,
                as_of: fact.as_of,
            })
            .collect(),
        citations: one.citation.iter().map(|one| citation(one, lang)).collect(),
        remedies: one
            .remedy
            .iter()
            .map(|remedy| RemedyView {
                kind: remedy.kind,
                value: remedy.value.clone(),
                text: remedy.text.get(code).to_owned(),
            })
            .collect(),
        waivable_by: one.waivable_by,
    }
}

/// The findings of every rule, in their stable order.
pub fn rules(all: &[RuleResult], lang: Lang) -> Vec<RuleView> {
    all.iter().map(|one| rule(one, lang)).collect()
}

/// A verdict with its rules.
pub fn verdict(one: &super::Verdict, lang: Lang) -> VerdictView {
    VerdictView {
        on: one.day,
        part: one.half,
        verdict: one.verdict,
        headline: one.headline.get(lang.code()).to_owned(),
        rule_set_version: one.rule_set_version,
        base_rule_set_version: one.base_rule_set_version,
        evaluated_at: one.evaluated_at,
        rules: rules(&one.rules, lang),
    }
}
