//! Rule sets as programs see them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    kernel::{cx::Cx, door::Deep, error::Result, i18n::Lang},
    policy::{
        Kind, Rule, Severity, Shift, WaivableBy, drafting,
        editor::{self, Control, Part},
        pages::{card::Said, compare::Row, impact},
        preview::{Preview, Short, Touched},
        version::{self, Side, State, obstacles_to},
        view::CitationView,
    },
};

/// What becomes of a person's verdict.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "VerdictChange", inline)]
pub enum ChangeIn {
    Gained,
    Lost,
    Wider,
    Narrower,
}

impl ChangeIn {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
        }
    }
}

/// A person whose verdict changes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImpactName")]
pub struct NameView {
    employee_id: Uuid,
    name: String,
    nip: String,
    unit: String,
    position: String,
    /// `gained`, `lost`, `wider` or `narrower`.
    change: &'static str,
    /// The conditions that make the difference, by title.
    why: Vec<String>,
}

impl From<impact::Name> for NameView {
    fn from(one: impact::Name) -> Self {
        Self {
            employee_id: one.id,
            name: one.name,
            nip: one.nip,
            unit: one.unit,
            position: one.position,
            change: impact::change_code(one.change),
            why: one.why,
        }
    }
}

/// A condition in two versions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleDifference")]
pub struct DifferenceView {
    key: String,
    title: String,
    /// `added`, `removed`, `changed` or `same`.
    change: &'static str,
    /// The sentence in the other version; empty when it is added.
    before: String,
    /// The sentence in this version; empty when it is removed.
    now: String,
    /// What differs besides the sentence.
    notes: Vec<NoteView>,
}

/// Something of a condition that differs besides its sentence.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleDifferenceNote")]
pub struct NoteView {
    what: String,
    before: String,
    now: String,
}

impl From<Row> for DifferenceView {
    fn from(row: Row) -> Self {
        let sentence = |part: fn(&Said) -> &str| {
            let words = row.said.iter().map(|said| (said.same.as_str(), part(said)));
            words.flat_map(|(same, other)| [same, other]).collect()
        };
        Self {
            before: sentence(|said| &said.old),
            now: sentence(|said| &said.new),
            key: row.key,
            title: row.title,
            change: row.change,
            notes: row
                .notes
                .into_iter()
                .map(|(what, before, now)| NoteView { what, before, now })
                .collect(),
        }
    }
}

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
                evidence: cited.evidence,
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
