//! Rule sets as programs see them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    kernel::{cx::Cx, door::Deep, error::Result, i18n::Lang},
    policy::{
        Kind, Rule, Severity, Shift, WaivableBy, drafting,
        editor::{self, Control, Part},
        preview::{Preview, Short, Touched},
        version::{self, Side, State, obstacles_to},
        view::CitationView,
    },
};

/// A version in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSetLine")]
pub struct LineView {
    pub number: i32,
    pub version: i32,
    /// `draft`, `waiting`, `scheduled`, `in-force`, `ended` or `withdrawn`.
    pub phase: &'static str,
    pub effective_from: Option<NaiveDate>,
    pub copied_from: Option<i32>,
    pub rules: usize,
    pub requested_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
}

/// A rule of a set.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
pub struct RuleView {
    pub key: String,
    pub kind: Kind,
    pub enabled: bool,
    pub locked: bool,
    pub severity: Severity,
    pub waivable_by: WaivableBy,
    pub scope: Deep,
    /// The blanks of the rule's sentence with their values: what a change sends back.
    pub fields: BTreeMap<String, Vec<String>>,
    /// The agency's own sentence for employees.
    pub words_id: Option<String>,
    pub words_en: Option<String>,
    pub citations: Vec<CitationView>,
}

/// A version with its rules.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSet")]
pub struct SetView {
    pub number: i32,
    /// Changes with every step; give it back as `version` or `If-Match`.
    pub version: i32,
    pub phase: &'static str,
    pub effective_from: Option<NaiveDate>,
    pub copied_from: Option<i32>,
    /// Why it was given back.
    pub note: String,
    pub requested_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub rules: Vec<RuleView>,
    /// What keeps it from being published.
    pub obstacles: Vec<ObstacleView>,
}

/// What keeps a set from being published.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleObstacle")]
pub struct ObstacleView {
    pub key: String,
    pub text: String,
}

fn fields(rule: &Rule) -> BTreeMap<String, Vec<String>> {
    let sentence = editor::sentence(&rule.kind, None);
    let mut fields = BTreeMap::new();
    for part in &sentence.id {
        let Part::Blank(blank) = part else { continue };
        let values = match &blank.control {
            Control::Number { value, .. } => vec![value.to_string()],
            Control::Choice { value, .. } | Control::Text { value, .. } => vec![value.clone()],
            Control::Multi { chosen, .. } => chosen.clone(),
            Control::Dates { lines } => vec![lines.clone()],
        };
        fields.insert(blank.name.to_owned(), values);
    }
    fields
}

fn rule(one: &Rule, lang: Lang) -> Result<RuleView> {
    Ok(RuleView {
        key: one.key.clone(),
        kind: one.kind.name(),
        enabled: one.enabled,
        locked: one.locked,
        severity: one.severity,
        waivable_by: one.waivable_by,
        scope: Deep(serde_json::to_value(&one.scope)?),
        fields: fields(one),
        words_id: one.words.as_ref().map(|words| words.id.clone()),
        words_en: one.words.as_ref().map(|words| words.en.clone()),
        citations: one
            .citation
            .iter()
            .map(|cited| CitationView {
                instrument: cited.instrument.get(lang.code()).to_owned(),
                article: cited.article.clone(),
                url: cited.url.clone(),
            })
            .collect(),
    })
}

/// A version as it stands.
pub async fn view(cx: &mut Cx, side: Side, number: i32) -> Result<SetView> {
    let all = version::list(cx, side).await?;
    let one = version::read(cx, side, number).await?;
    let (today, lang) = (cx.today(), cx.lang());
    let from = one.effective_from.unwrap_or(today).max(today);
    let open = matches!(one.state, State::Draft | State::Waiting);
    let obstacles = if open {
        let base = drafting::base_for(cx, side, from).await?;
        obstacles_to(&one.set(), base.as_ref())
    } else {
        Vec::new()
    };
    let rules = one.rules.iter().map(|one| rule(one, lang));
    Ok(SetView {
        number,
        version: one.row_version,
        phase: one.phase(&all, today).code(),
        effective_from: one.effective_from,
        copied_from: one.copied_from,
        rules: rules.collect::<Result<Vec<RuleView>>>()?,
        requested_at: one.requested_at,
        published_at: one.published_at,
        note: one.note,
        obstacles: obstacles
            .into_iter()
            .map(|(key, text)| ObstacleView {
                key,
                text: text.get(lang.code()).to_owned(),
            })
            .collect(),
    })
}

/// What would change for one unit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnitImpact")]
pub struct UnitImpact {
    pub unit_id: Uuid,
    pub change: Shift,
}

/// What a draft would change for everybody.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSetImpact")]
pub struct ImpactView {
    pub at: DateTime<Utc>,
    pub before_version: Option<u32>,
    pub total: Shift,
    pub units: Vec<UnitImpact>,
    /// Units that would have too few people in the office.
    pub short: Vec<Short>,
    /// Approved requests the draft would not give again; they stay valid.
    pub touched: Vec<Touched>,
}

impl From<Preview> for ImpactView {
    fn from(counted: Preview) -> Self {
        Self {
            at: counted.at,
            before_version: counted.before_version,
            total: counted.impact.total,
            units: counted
                .impact
                .by_unit
                .into_iter()
                .map(|(unit_id, change)| UnitImpact { unit_id, change })
                .collect(),
            short: counted.short,
            touched: counted.touched,
        }
    }
}
