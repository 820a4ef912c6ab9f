//! The windows of an agency, and its answers to the ministry.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shown::{PlaceView, ProposalView, WindowView, window};
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, IfMatch, Json, Paged, Tagged, seen, typed},
        error::Result,
        form::Path,
        id::{NationalWindowId, UnitId, WindowId},
    },
    policy::WindowKind,
    windows::{
        Reply,
        answer::{self, Answer},
        read,
        set::{self, Form},
    },
};

/// GET /windows
pub async fn list(mut cx: Cx) -> Result<Json<Paged<WindowView>>> {
    let (today, sets) = (cx.today(), read::sets(&cx));
    let found = read::list(&mut cx).await?;
    let all = found.ahead.into_iter().chain(found.past);
    Ok(Json(Paged::whole(
        all.map(|one| window(one, today, sets)).collect(),
    )))
}

async fn view(cx: &mut Cx, id: WindowId) -> Result<(i32, WindowView)> {
    let (today, sets) = (cx.today(), read::sets(cx));
    let one = read::find(cx, id).await?;
    Ok((one.version, window(one, today, sets)))
}

/// GET /windows/{id}
pub async fn show(mut cx: Cx, Path(id): Path<WindowId>) -> Result<Tagged<WindowView>> {
    let (version, view) = view(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

fn texts(units: &[UnitId]) -> Vec<String> {
    units.iter().map(UnitId::to_string).collect()
}

/// A window to set.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewWindow")]
pub struct SetIn {
    #[schemars(length(min = 1, max = 120))]
    title: String,
    /// Number of the instrument; left out while there is none.
    #[serde(default)]
    #[schemars(length(max = 100))]
    number: String,
    first_on: Date,
    last_on: Date,
    /// At least one.
    #[schemars(length(min = 1, max = 2))]
    places: Vec<PlaceView>,
    /// Share of a unit's staff that may be away at once, in per cent.
    #[schemars(range(min = 1, max = 100))]
    share: i64,
    /// Whether units that serve the public are meant, too.
    #[serde(default)]
    direct_service: bool,
    /// Units it is for, each with everything below; the whole agency when left out.
    #[serde(default)]
    #[schemars(length(max = 100))]
    scope_unit_ids: Vec<UnitId>,
    /// Units it leaves out, each with everything below.
    #[serde(default)]
    #[schemars(length(max = 100))]
    excluded_unit_ids: Vec<UnitId>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
}

async fn made(mut cx: Cx, kind: WindowKind, form: &Form) -> Result<Created<WindowView>> {
    let id = set::set(&mut cx, kind, form).await?;
    let (_, view) = view(&mut cx, id).await?;
    Ok(Created::at(format!("/api/v1/windows/{id}"), view))
}

/// POST /windows
pub async fn set(cx: Cx, Json(input): Json<SetIn>) -> Result<Created<WindowView>> {
    let form = Form {
        title: input.title,
        number: input.number,
        first_on: input.first_on.to_string(),
        last_on: input.last_on.to_string(),
        places: input.places.iter().map(|place| place.code()).collect(),
        share: input.share.to_string(),
        direct_service: input.direct_service.to_string(),
        scope: texts(&input.scope_unit_ids),
        excluded: texts(&input.excluded_unit_ids),
        note: input.note,
        ..Form::default()
    };
    made(cx, WindowKind::Agency, &form).await
}

/// An emergency: everything but title and last day has a default.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewEmergency")]
pub struct EmergencyIn {
    #[schemars(length(min = 1, max = 120))]
    title: String,
    /// Today when left out.
    first_on: Option<Date>,
    last_on: Date,
    /// 100 when left out.
    #[schemars(range(min = 1, max = 100))]
    share: Option<i64>,
    #[serde(default)]
    direct_service: bool,
    /// The whole agency when left out.
    #[serde(default)]
    #[schemars(length(max = 100))]
    scope_unit_ids: Vec<UnitId>,
    #[serde(default)]
    #[schemars(length(max = 100))]
    excluded_unit_ids: Vec<UnitId>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
}

/// POST /windows/emergency
pub async fn emergency(cx: Cx, Json(input): Json<EmergencyIn>) -> Result<Created<WindowView>> {
    let form = Form {
        title: input.title,
        first_on: typed(input.first_on),
        last_on: input.last_on.to_string(),
        share: typed(input.share),
        direct_service: input.direct_service.to_string(),
        scope: texts(&input.scope_unit_ids),
        excluded: texts(&input.excluded_unit_ids),
        note: input.note,
        ..Form::default()
    };
    made(cx, WindowKind::Emergency, &form).await
}

/// Why a window ends before its time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WindowEnd")]
pub struct EndIn {
    #[schemars(length(min = 1, max = 500))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /windows/{id}/end
pub async fn end(
    mut cx: Cx,
    Path(id): Path<WindowId>,
    matched: IfMatch,
    Json(input): Json<EndIn>,
) -> Result<Tagged<WindowView>> {
    read::find(&mut cx, id).await?;
    let version = seen(matched, input.version)?;
    set::end(&mut cx, id, version, &input.reason).await?;
    show(cx, Path(id)).await
}

/// GET /window-proposals
pub async fn proposals(mut cx: Cx) -> Result<Json<Paged<ProposalView>>> {
    let all = answer::list(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(ProposalView::from).collect(),
    )))
}

/// GET /window-proposals/{id}
pub async fn proposal(mut cx: Cx, Path(id): Path<NationalWindowId>) -> Result<Json<ProposalView>> {
    Ok(Json(answer::find(&mut cx, id).await?.into()))
}

/// An answer to a proposal. Dates, share and units are for an adjustment, the reason for a refusal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewWindowAnswer")]
pub struct AnswerIn {
    answer: Reply,
    first_on: Option<Date>,
    last_on: Option<Date>,
    #[schemars(range(min = 1, max = 100))]
    share: Option<i64>,
    #[serde(default)]
    #[schemars(length(max = 100))]
    excluded_unit_ids: Vec<UnitId>,
    /// The ministry reads it as it is: no employee's name or number.
    #[serde(default)]
    #[schemars(length(max = 500))]
    reason: String,
}

/// POST /window-proposals/{id}/answer
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    Json(input): Json<AnswerIn>,
) -> Result<Json<ProposalView>> {
    let form = Answer {
        answer: input.answer.code().to_owned(),
        first_on: typed(input.first_on),
        last_on: typed(input.last_on),
        share: typed(input.share),
        excluded: texts(&input.excluded_unit_ids),
        reason: input.reason,
        ..Answer::default()
    };
    answer::answer(&mut cx, id, &form).await?;
    proposal(cx, Path(id)).await
}
