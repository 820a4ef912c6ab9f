//! Rule sets through the JSON door: versions, their rules, what a draft would change, publication by a second officer.

mod shown;
mod written;

use schemars::JsonSchema;
use serde::Deserialize;

use self::{
    shown::{ChangeIn, DifferenceView, ImpactView, LineView, NameView, SetView, view},
    written::{RuleIn, read},
};
use super::{
    drafting,
    pages::{
        compare,
        impact::{self, Wanted},
    },
    version::{self, Side},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{
        self, Created, Date, Doc, IfMatch, Json, Paged, Query, Scope, Sheet, Tagged, cursor, seen,
    },
    error::Result,
    export::Kind,
    form::Path,
    id::UnitId,
    list::{self, Cursor},
    routes::Routes,
};

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

/// Whose verdicts.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NameSearch {
    #[schemars(length(max = 100))]
    q: Option<String>,
    change: Option<ChangeIn>,
    unit: Option<UnitId>,
    /// `next` of the page before.
    after: Option<String>,
}

impl NameSearch {
    fn wanted<'w>(&'w self, after: Option<&'w Cursor>) -> Wanted<'w> {
        Wanted {
            q: self.q.as_deref().unwrap_or_default(),
            change: self.change.map_or("", ChangeIn::code),
            unit: self.unit.map(|unit| unit.0),
            after,
        }
    }
}

async fn names(
    mut cx: Cx,
    Path(number): Path<i32>,
    Query(search): Query<NameSearch>,
) -> Result<Json<Paged<NameView>>> {
    let agency = cx.agency();
    let after = cursor(search.after.as_deref(), agency)?;
    let wanted = search.wanted(after.as_ref());
    let found = impact::named(&mut cx, number, &wanted, list::PAGE + 1).await?;
    let listing = impact::cut(found.rows, agency);
    Ok(Json(Paged::of(listing, NameView::from)))
}

async fn export_names(
    mut cx: Cx,
    Path((number, kind)): Path<(i32, Kind)>,
    Query(search): Query<NameSearch>,
) -> Result<Sheet> {
    impact::sheet(&mut cx, kind, number, &search.wanted(None)).await
}

/// Which version to compare with.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// The number of the other version.
    with: i32,
}

async fn compared(
    mut cx: Cx,
    side: Side,
    number: i32,
    with: i32,
) -> Result<Json<Paged<DifferenceView>>> {
    let rows = compare::rows(&mut cx, side, number, with).await?;
    let items = rows.into_iter().map(DifferenceView::from).collect();
    Ok(Json(Paged::whole(items)))
}

macro_rules! doors {
    ($module:ident, $side:expr) => {
        mod $module {
            use super::*;

            pub async fn list(cx: Cx) -> Result<Json<Paged<LineView>>> {
                super::list(cx, $side).await
            }
            pub async fn compare(
                cx: Cx,
                Path(number): Path<i32>,
                Query(with): Query<With>,
            ) -> Result<Json<Paged<DifferenceView>>> {
                super::compared(cx, $side, number, with.with).await
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
        .api_get(
            "/rule-sets/{number}/impact/names",
            hr,
            Read,
            Doc::new(
                "rules.impact_names",
                "The people whose verdict a version changes",
            ),
            names,
        )
        .api_get(
            "/rule-sets/{number}/impact/names/export/{format}",
            hr,
            Read,
            Doc::new("rules.export_impact_names", "The same people as a file")
                .about(door::WHOLE_LIST),
            export_names,
        )
        .api_get(
            "/rule-sets/{number}/compare",
            hr,
            Read,
            Doc::new("rules.compare", "Two versions side by side, in sentences"),
            own::compare,
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
        .api_get(
            "/base-rule-sets/{number}/compare",
            overseer,
            Read,
            Doc::new(
                "base_rules.compare",
                "Two versions of the ministry's side by side",
            ),
            ministry::compare,
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
