//! The answer of the rules, as it is stored with a request and shown to everybody alike: the
//! verdict, then every rule with its fact, threshold, citation, way out and who may waive it.

use super::facts::Source;
use super::rule::{Citation, Kind, Severity, WaivableBy, Words};
use crate::calendar::Half;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What one rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Pass,
    Fail,
    NeedsLeader,
    /// The record has a gap; never a failing of the person.
    MissingFact,
    NotApplicable,
}

/// What all rules say together, best first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    Pass,
    NeedsLeader,
    MissingFact,
    Fail,
}

impl Overall {
    /// The stored code.
    pub fn code(self) -> &'static str {
        ["pass", "needs_leader", "missing_fact", "fail"][self as usize]
    }

    /// Whether a request may go to the approver. A gap in the record does not stop it: the approver
    /// sees what is missing and decides.
    pub fn may_submit(self) -> bool {
        self != Self::Fail
    }

    /// Whether the person counts as eligible in the impact preview.
    pub fn is_eligible(self) -> bool {
        self <= Self::NeedsLeader
    }
}

/// Which rule set a rule stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Base,
    Agency,
}

/// A fact that was used, with words to show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UsedFact {
    pub name: String,
    pub value: serde_json::Value,
    pub source: Source,
    pub as_of: DateTime<Utc>,
    /// "Rekan di kantor".
    pub label: Words,
    /// "4 orang".
    pub shown: Words,
}

/// Something that can be done about a rule that is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKind {
    /// Take another day; `value` is its date where known.
    MoveTo,
    /// Ask again from that date on; `value` is the date.
    WaitUntil,
    /// HR or the unit completes the record.
    CompleteData,
    /// Register the home or have it confirmed.
    ConfirmHome,
    ShortenRequest,
    /// Other hours; `value` names the field, such as `mon_start`.
    ChangeHours,
    /// Another period; `value` names the field, such as `last_on`.
    ChangePeriod,
    SpecialCircumstances,
    OtherPlace,
    /// The person named by `waivable_by` may set the rule aside.
    AskWaiver,
    /// Deliver what is overdue.
    DeliverWork,
    /// Have work accepted, or be rated better; `value` is the number of deliverables that are missing, where any are.
    EarnDay,
    /// Nothing but the office on this ground.
    WorkAtOffice,
}

/// A way out, with its button text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    pub kind: RemedyKind,
    #[serde(default)]
    pub value: Option<String>,
    pub text: Words,
}

/// One rule of a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleResult {
    pub key: String,
    pub kind: Kind,
    pub outcome: Outcome,
    pub severity: Severity,
    pub origin: Origin,
    /// Short name of the condition.
    pub title: Words,
    /// The finding in one sentence.
    pub text: Words,
    /// The rule in one sentence, in the agency's own words where it has some.
    pub rule_text: Words,
    pub facts: Vec<UsedFact>,
    pub threshold: serde_json::Value,
    pub citation: Vec<Citation>,
    pub remedy: Vec<Remedy>,
    pub waivable_by: WaivableBy,
    /// Whether "Data saya keliru" may be answered to it.
    pub appeal: bool,
}

impl RuleResult {
    /// Whether it stands between the person and a yes.
    pub fn matters(&self) -> bool {
        self.severity != Severity::Advice
            && !matches!(self.outcome, Outcome::Pass | Outcome::NotApplicable)
    }
}

/// The answer for one (half) day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub verdict: Overall,
    pub day: NaiveDate,
    pub half: Half,
    pub rule_set_version: Option<u32>,
    pub base_rule_set_version: Option<u32>,
    pub evaluated_at: DateTime<Utc>,
    /// At most two short sentences.
    pub headline: Words,
    pub rules: Vec<RuleResult>,
}

impl Verdict {
    /// The rules in the way, gravest first, in the stable order otherwise.
    pub fn in_the_way(&self) -> Vec<&RuleResult> {
        let mut rules: Vec<_> = self.rules.iter().filter(|rule| rule.matters()).collect();
        rules.sort_by_key(|rule| match rule.outcome {
            Outcome::Fail => 0,
            Outcome::MissingFact => 1,
            _ => 2,
        });
        rules
    }
}

/// The answer for a person, whatever the day: "my conditions".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    pub verdict: Overall,
    pub rule_set_version: Option<u32>,
    pub base_rule_set_version: Option<u32>,
    pub evaluated_at: DateTime<Utc>,
    pub headline: Words,
    pub rules: Vec<RuleResult>,
}
