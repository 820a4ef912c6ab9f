//! Rule sets through the JSON door: versions, their rules, what a draft would change, publication by a second officer.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Kind, Rule, Severity, Shift, WaivableBy, drafting,
    editor::{self, Control, Part},
    form::{Posted, ReadForm},
    preview::{Preview, Short, Touched},
    version::{self, Side, State, Version, obstacles_to},
    view::CitationView,
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Created, Date, Deep, Doc, IfMatch, Json, Paged, Scope, Tagged, seen, typed},
    error::{Error, FieldError, Result},
    form::Path,
    i18n::Lang,
    routes::Routes,
};

/// A version in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSetLine")]
pub struct LineView {
    number: i32,
    version: i32,
    /// `draft`, `waiting`, `scheduled`, `in-force`, `ended` or `withdrawn`.
    phase: &'static str,
    effective_from: Option<NaiveDate>,
    copied_from: Option<i32>,
    rules: usize,
    requested_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
}

/// A rule of a set.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
pub struct RuleView {
    key: String,
    kind: Kind,
    enabled: bool,
    locked: bool,
    severity: Severity,
    waivable_by: WaivableBy,
    scope: Deep,
    /// The blanks of the rule's sentence with their values: what a change sends back.
    fields: BTreeMap<String, Vec<String>>,
    /// The agency's own sentence for employees.
    words_id: Option<String>,
    words_en: Option<String>,
    citations: Vec<CitationView>,
}

/// A version with its rules.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSet")]
pub struct SetView {
    number: i32,
    /// Changes with every step; give it back as `version` or `If-Match`.
    version: i32,
    phase: &'static str,
    effective_from: Option<NaiveDate>,
    copied_from: Option<i32>,
    /// Why it was given back.
    note: String,
    requested_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    rules: Vec<RuleView>,
    /// What keeps it from being published.
    obstacles: Vec<ObstacleView>,
}

/// What keeps a set from being published.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleObstacle")]
pub struct ObstacleView {
    key: String,
    text: String,
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

async fn list(mut cx: Cx, side: Side) -> Result<Json<Paged<LineView>>> {
    let all = version::list(&mut cx, side).await?;
    let today = cx.today();
    let items = all
        .iter()
        .map(|one| LineView {
            number: one.number,
            version: one.row_version,
            phase: one.phase(&all, today).code(),
            effective_from: one.effective_from,
            copied_from: one.copied_from,
            rules: one.rules.len(),
            requested_at: one.requested_at,
            published_at: one.published_at,
        })
        .collect();
    Ok(Json(Paged::whole(items)))
}

async fn view(cx: &mut Cx, side: Side, number: i32) -> Result<SetView> {
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

async fn again(mut cx: Cx, side: Side, number: i32) -> Result<Tagged<SetView>> {
    let shown = view(&mut cx, side, number).await?;
    Ok(Tagged(shown.version, shown))
}

/// What a draft starts from.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRuleSet")]
pub struct StartIn {
    /// The number of a version to copy; of nothing when left out.
    copy_of: Option<i32>,
}

async fn start(mut cx: Cx, side: Side, input: StartIn) -> Result<Created<SetView>> {
    let number = version::draft(&mut cx, side, input.copy_of).await?;
    let shown = view(&mut cx, side, number).await?;
    let location = match side {
        Side::Agency => format!("/api/v1/rule-sets/{number}"),
        Side::Base => format!("/api/v1/base-rule-sets/{number}"),
    };
    Ok(Created::at(location, shown))
}

/// A rule as it is written.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleFacts")]
pub struct RuleIn {
    /// Stable within a set and across its versions; one of the ministry's takes that rule's place.
    #[schemars(length(min = 1, max = 60), regex(pattern = "^[a-z0-9_]+$"))]
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

/// The rules of a draft.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleSetFacts")]
pub struct EditIn {
    /// Tomorrow at the earliest when it is published.
    effective_from: Option<Date>,
    #[schemars(length(max = 100))]
    rules: Vec<RuleIn>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Reads the rules by the editor's own checks, or names every problem.
async fn read(cx: &mut Cx, side: Side, version: &Version, rules: &[RuleIn]) -> Result<Vec<Rule>> {
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

async fn edit(
    mut cx: Cx,
    side: Side,
    number: i32,
    matched: IfMatch,
    input: EditIn,
) -> Result<Tagged<SetView>> {
    let at = seen(matched, input.version)?;
    let mut draft = version::read(&mut cx, side, number).await?;
    draft.effective_from = input.effective_from.map(|day| day.0);
    let rules = read(&mut cx, side, &draft, &input.rules).await?;
    version::save(&mut cx, side, number, at, rules, draft.effective_from).await?;
    again(cx, side, number).await
}

/// A step of a version.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleSetStep")]
pub struct StepIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn request(
    mut cx: Cx,
    side: Side,
    number: i32,
    matched: IfMatch,
    input: StepIn,
) -> Result<Tagged<SetView>> {
    let at = seen(matched, input.version)?;
    let draft = version::read(&mut cx, side, number).await?;
    let today = cx.today();
    let from = draft.effective_from.unwrap_or(today).max(today);
    let base = drafting::base_for(&mut cx, side, from).await?;
    drafting::saved_and_asked(&mut cx, side, &draft, at, &draft.rules, base).await?;
    again(cx, side, number).await
}

async fn publish(
    mut cx: Cx,
    side: Side,
    number: i32,
    matched: IfMatch,
    input: StepIn,
) -> Result<Tagged<SetView>> {
    version::publish(&mut cx, side, number, seen(matched, input.version)?).await?;
    again(cx, side, number).await
}

/// Why a version is given back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleSetReturn")]
pub struct ReturnIn {
    #[schemars(length(min = 1, max = 500))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

async fn give_back(
    mut cx: Cx,
    side: Side,
    number: i32,
    matched: IfMatch,
    input: ReturnIn,
) -> Result<Tagged<SetView>> {
    let at = seen(matched, input.version)?;
    version::give_back(&mut cx, side, number, at, &input.note).await?;
    again(cx, side, number).await
}

async fn withdraw(
    mut cx: Cx,
    side: Side,
    number: i32,
    matched: IfMatch,
    input: StepIn,
) -> Result<Tagged<SetView>> {
    version::withdraw(&mut cx, side, number, seen(matched, input.version)?).await?;
    again(cx, side, number).await
}

/// What would change for one unit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnitImpact")]
pub struct UnitImpact {
    unit_id: Uuid,
    change: Shift,
}

/// What a draft would change for everybody.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSetImpact")]
pub struct ImpactView {
    at: DateTime<Utc>,
    before_version: Option<u32>,
    total: Shift,
    units: Vec<UnitImpact>,
    /// Units that would have too few people in the office.
    short: Vec<Short>,
    /// Approved requests the draft would not give again; they stay valid.
    touched: Vec<Touched>,
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

/// Rules that are tried out.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleSetTrial")]
pub struct TrialIn {
    /// The draft's own when left out.
    #[schemars(length(max = 100))]
    rules: Option<Vec<RuleIn>>,
}

async fn impact(
    mut cx: Cx,
    Path(number): Path<i32>,
    Json(input): Json<TrialIn>,
) -> Result<Json<ImpactView>> {
    let draft = version::read(&mut cx, Side::Agency, number).await?;
    let rules = match &input.rules {
        Some(rules) => read(&mut cx, Side::Agency, &draft, rules).await?,
        None => draft.rules.clone(),
    };
    Ok(Json(
        drafting::counted(&mut cx, &draft, &rules).await?.into(),
    ))
}

macro_rules! doors {
    ($module:ident, $side:expr) => {
        mod $module {
            use super::*;

            pub async fn list(cx: Cx) -> Result<Json<Paged<LineView>>> {
                super::list(cx, $side).await
            }
            pub async fn start(cx: Cx, Json(input): Json<StartIn>) -> Result<Created<SetView>> {
                super::start(cx, $side, input).await
            }
            pub async fn show(cx: Cx, Path(number): Path<i32>) -> Result<Tagged<SetView>> {
                again(cx, $side, number).await
            }
            pub async fn edit(
                cx: Cx,
                Path(number): Path<i32>,
                matched: IfMatch,
                Json(input): Json<EditIn>,
            ) -> Result<Tagged<SetView>> {
                super::edit(cx, $side, number, matched, input).await
            }
            pub async fn request(
                cx: Cx,
                Path(number): Path<i32>,
                matched: IfMatch,
                Json(input): Json<StepIn>,
            ) -> Result<Tagged<SetView>> {
                super::request(cx, $side, number, matched, input).await
            }
            pub async fn publish(
                cx: Cx,
                Path(number): Path<i32>,
                matched: IfMatch,
                Json(input): Json<StepIn>,
            ) -> Result<Tagged<SetView>> {
                super::publish(cx, $side, number, matched, input).await
            }
            pub async fn give_back(
                cx: Cx,
                Path(number): Path<i32>,
                matched: IfMatch,
                Json(input): Json<ReturnIn>,
            ) -> Result<Tagged<SetView>> {
                super::give_back(cx, $side, number, matched, input).await
            }
            pub async fn withdraw(
                cx: Cx,
                Path(number): Path<i32>,
                matched: IfMatch,
                Json(input): Json<StepIn>,
            ) -> Result<Tagged<SetView>> {
                super::withdraw(cx, $side, number, matched, input).await
            }
        }
    };
}

doors!(own, Side::Agency);
doors!(ministry, Side::Base);

/// The routes of rule sets.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{PolicyRead as Read, PolicyWrite as Write};
    let (hr, overseer) = (Can::ManageRules, Can::OverseeAgencies);
    routes
        .api_get(
            "/rule-sets",
            hr,
            Read,
            Doc::new("rules.versions", "The agency's versions"),
            own::list,
        )
        .api_post(
            "/rule-sets",
            hr,
            Write,
            Doc::new("rules.draft", "Start a draft").example("{}"),
            own::start,
        )
        .api_get(
            "/rule-sets/{number}",
            hr,
            Read,
            Doc::new("rules.version", "A version with its rules"),
            own::show,
        )
        .api_put(
            "/rule-sets/{number}",
            hr,
            Write,
            Doc::new("rules.edit", "Save a draft"),
            own::edit,
        )
        .api_post(
            "/rule-sets/{number}/impact",
            hr,
            Read,
            Doc::new("rules.impact", "What a draft would change for everybody"),
            impact,
        )
        .api_post(
            "/rule-sets/{number}/request",
            hr,
            Write,
            Doc::new("rules.request", "Ask a second officer to publish a draft"),
            own::request,
        )
        .api_post(
            "/rule-sets/{number}/publication",
            hr,
            Write,
            Doc::new(
                "rules.publish",
                "Publish; only another officer than the one who asked",
            ),
            own::publish,
        )
        .api_post(
            "/rule-sets/{number}/return",
            hr,
            Write,
            Doc::new("rules.give_back", "Give a waiting version back"),
            own::give_back,
        )
        .api_post(
            "/rule-sets/{number}/withdrawal",
            hr,
            Write,
            Doc::new("rules.withdraw", "Drop a draft or a waiting version"),
            own::withdraw,
        )
        .api_get(
            "/base-rule-sets",
            overseer,
            Read,
            Doc::new("base_rules.versions", "The ministry's versions"),
            ministry::list,
        )
        .api_post(
            "/base-rule-sets",
            overseer,
            Write,
            Doc::new("base_rules.draft", "Start a draft of the ministry's"),
            ministry::start,
        )
        .api_get(
            "/base-rule-sets/{number}",
            overseer,
            Read,
            Doc::new("base_rules.version", "A version of the ministry's"),
            ministry::show,
        )
        .api_put(
            "/base-rule-sets/{number}",
            overseer,
            Write,
            Doc::new("base_rules.edit", "Save a draft of the ministry's"),
            ministry::edit,
        )
        .api_post(
            "/base-rule-sets/{number}/request",
            overseer,
            Write,
            Doc::new("base_rules.request", "Ask a second officer to publish"),
            ministry::request,
        )
        .api_post(
            "/base-rule-sets/{number}/publication",
            overseer,
            Write,
            Doc::new(
                "base_rules.publish",
                "Publish; only another officer than the one who asked",
            ),
            ministry::publish,
        )
        .api_post(
            "/base-rule-sets/{number}/return",
            overseer,
            Write,
            Doc::new("base_rules.give_back", "Give a waiting version back"),
            ministry::give_back,
        )
        .api_post(
            "/base-rule-sets/{number}/withdrawal",
            overseer,
            Write,
            Doc::new("base_rules.withdraw", "Drop a draft or a waiting version"),
            ministry::withdraw,
        )
}
