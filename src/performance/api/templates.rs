//! Templates of positions through the JSON door.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, VersionIn, WriteIn, line};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
        error::Result,
        form::Path,
        id::{PositionId, TargetTemplateId, TargetsId},
        routes::Routes,
    },
    performance::{
        Approach, NewLine, Write,
        template::{self, Template},
    },
};

/// The template of a position.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetTemplate")]
struct TemplateView {
    id: TargetTemplateId,
    version: i32,
    position_id: PositionId,
    position_name: String,
    approach: Approach,
    saved_at: DateTime<Utc>,
    /// Results and indicators; targets, weights and superiors' lines are each person's and always empty here.
    results: Vec<LineView>,
}

impl From<Template> for TemplateView {
    fn from(one: Template) -> Self {
        Self {
            id: one.id,
            version: one.version,
            position_id: one.position,
            position_name: one.position_name,
            approach: one.approach,
            saved_at: one.saved_at,
            results: one.lines.into_iter().map(line).collect(),
        }
    }
}

fn tagged(one: Template) -> Tagged<TemplateView> {
    Tagged(one.version, one.into())
}

/// GET /target-templates
async fn list(mut cx: Cx) -> Result<Json<Paged<TemplateView>>> {
    let all = template::list(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(TemplateView::from).collect(),
    )))
}

/// Which position, and how its results are told.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetTemplateDraft")]
struct OpenIn {
    position_id: PositionId,
    approach: Approach,
}

/// POST /target-templates
async fn open(mut cx: Cx, Json(input): Json<OpenIn>) -> Result<Created<TemplateView>> {
    let template = template::open(&mut cx, input.position_id, input.approach).await?;
    let location = format!("/api/v1{}", template.path());
    Ok(Created::at(location, template.into()))
}

/// GET /target-templates/{id}
async fn show(mut cx: Cx, Path(id): Path<TargetTemplateId>) -> Result<Tagged<TemplateView>> {
    Ok(tagged(template::find(&mut cx, id).await?))
}

/// PUT /target-templates/{id}
async fn put(
    mut cx: Cx,
    Path(id): Path<TargetTemplateId>,
    matched: IfMatch,
    Json(input): Json<WriteIn>,
) -> Result<Tagged<TemplateView>> {
    let input = Write {
        approach: input.approach,
        lines: input.lines.into_iter().map(NewLine::from).collect(),
        version: seen(matched, input.version)?,
    };
    Ok(tagged(template::write(&mut cx, id, input).await?))
}

/// From which agreed targets lines are taken.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetTemplateCopy")]
struct CopyIn {
    targets_id: TargetsId,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /target-templates/{id}/copy
async fn copy(
    mut cx: Cx,
    Path(id): Path<TargetTemplateId>,
    matched: IfMatch,
    Json(input): Json<CopyIn>,
) -> Result<Tagged<TemplateView>> {
    let version = seen(matched, input.version)?;
    let done = template::copy(&mut cx, id, input.targets_id, version).await?;
    Ok(tagged(done))
}

/// What was dropped.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetTemplateDropped")]
struct DroppedView {
    id: TargetTemplateId,
}

/// POST /target-templates/{id}/discarding
async fn discard(
    mut cx: Cx,
    Path(id): Path<TargetTemplateId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Json<DroppedView>> {
    template::discard(&mut cx, id, seen(matched, input.version)?).await?;
    Ok(Json(DroppedView { id }))
}

/// The routes of templates.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{PerformanceRead as Read, PerformanceWrite as Write};
    let hr = Can::ManagePeople;
    routes
        .api_get("/target-templates", hr, Read, Doc::new("target_templates.list", "Templates of positions, by position"), list)
        .api_post("/target-templates", hr, Write, Doc::new("target_templates.open", "Begin the template of a position; there is one for each"), open)
        .api_get("/target-templates/{id}", hr, Read, Doc::new("target_templates.show", "One template"), show)
        .api_put(
            "/target-templates/{id}",
            hr,
            Write,
            Doc::new("target_templates.write", "Write a template whole: lines that are left out go")
                .about("How much of each is each person's: targets, weights and ties to a superior's line are left out."),
            put,
        )
        .api_post(
            "/target-templates/{id}/copy",
            hr,
            Write,
            Doc::new("target_templates.copy", "Add the lines of agreed targets of somebody in the position, without those whose result is there already"),
            copy,
        )
        .api_post("/target-templates/{id}/discarding", hr, Write, Doc::new("target_templates.discard", "Drop a template; targets that began from it stay as they are"), discard)
}
