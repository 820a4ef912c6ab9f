//! One decision again: the stored facts go through the stored version of the rules once more, and the two results are compared.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::store;
use crate::kernel::{cx::Cx, error::Result};
use crate::policy::{self, DayFacts, Effective, Outcome, Overall, PersonFacts, Verdict, base};

/// What a decision rested on, as it was stored with the request.
#[derive(Clone, Debug, Deserialize)]
pub struct Evaluation {
    pub person: PersonFacts,
    pub days: Vec<Judged>,
}

/// One day: the facts that went in and the verdict that came out.
#[derive(Clone, Debug, Deserialize)]
pub struct Judged {
    pub facts: DayFacts,
    pub verdict: Verdict,
}

/// How the replay compares with what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    Same,
    /// The result now, and the rules whose outcome differs.
    Different(Overall, Vec<String>),
    /// The version of the rules is no longer there.
    NoRules,
}

impl Evaluation {
    /// Reads what is stored; an older or foreign form is none.
    pub fn read(stored: Option<&str>) -> Option<Self> {
        serde_json::from_str(stored?).ok()
    }

    /// The rule versions its days were judged by: base and agency.
    pub fn versions(&self) -> Vec<(Option<u32>, Option<u32>)> {
        let mut versions: Vec<_> = self
            .days
            .iter()
            .map(|day| version_of(&day.verdict))
            .collect();
        versions.sort_unstable();
        versions.dedup();
        versions
    }
}

/// The versions a verdict names: base and agency.
pub fn version_of(verdict: &Verdict) -> (Option<u32>, Option<u32>) {
    (verdict.base_rule_set_version, verdict.rule_set_version)
}

/// Judges the stored facts again by the same rules and compares, rule by rule.
pub fn again(person: &PersonFacts, day: &Judged, rules: Option<&Effective>) -> Agreement {
    let Some(rules) = rules else {
        return Agreement::NoRules;
    };
    let now = policy::eligibility(person, rules, &day.facts);
    let stored = outcomes(&day.verdict);
    let found = outcomes(&now);
    if now.verdict == day.verdict.verdict && stored == found {
        return Agreement::Same;
    }
    let mut differing: Vec<String> = found
        .iter()
        .filter(|pair| !stored.contains(pair))
        .chain(stored.iter().filter(|pair| !found.contains(pair)))
        .map(|(key, _)| (*key).to_owned())
        .collect();
    differing.sort();
    differing.dedup();
    Agreement::Different(now.verdict, differing)
}

fn outcomes(verdict: &Verdict) -> Vec<(&str, Outcome)> {
    verdict
        .rules
        .iter()
        .map(|rule| (rule.key.as_str(), rule.outcome))
        .collect()
}

/// Versions of the rules: base and agency.
pub type Versions = (Option<u32>, Option<u32>);
/// Rules by version; none where a version is no longer there.
pub type Rules = BTreeMap<Versions, Option<Effective>>;

/// The rules of every version the evaluations name, as they were published.
pub async fn rules_of(cx: &mut Cx, found: impl Iterator<Item = &Evaluation>) -> Result<Rules> {
    let mut wanted: Vec<Versions> = found.flat_map(Evaluation::versions).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let agency = cx.agency();
    let mut rules = Rules::new();
    for (base_version, own_version) in wanted {
        let published = match base_version {
            Some(version) => store::base_rules(cx.conn(), version).await?,
            None => None,
        };
        let start = base::ministry();
        let base = published.or_else(|| {
            base_version
                .is_none_or(|version| version == start.version)
                .then_some(start)
        });
        let own = match own_version {
            Some(version) => Some(store::rules(cx.conn(), agency, version).await?),
            None => None,
        };
        let together = match (base, own) {
            (Some(base), None) => Some(policy::together(base, None).effective),
            (Some(base), Some(Some(own))) => Some(policy::together(base, Some(own)).effective),
            _ => None,
        };
        rules.insert((base_version, own_version), together);
    }
    Ok(rules)
}
