//! The ministry's windows and the agencies' answers.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::shown::{NationalView, PlaceView};
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, IfMatch, Json, Paged, Query, Tagged, cursor, seen},
        error::Result,
        form::Path,
        id::NationalWindowId,
        list::{Listing, PAGE},
    },
    windows::{
        Across, Reply, Tally,
        national::{self, Draft},
        pages::national::cursor_of,
    },
};

/// GET /national-windows
pub async fn list(mut cx: Cx) -> Result<Json<Paged<NationalView>>> {
    let all = national::list(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(NationalView::from).collect(),
    )))
}

/// GET /national-windows/{id}
pub async fn show(mut cx: Cx, Path(id): Path<NationalWindowId>) -> Result<Tagged<NationalView>> {
    let view = NationalView::from(national::find(&mut cx, id).await?);
    Ok(Tagged(view.version, view))
}

/// A window for every agency.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NationalWindowFacts")]
pub struct DraftIn {
    #[schemars(length(min = 1, max = 120))]
    title: String,
    #[serde(default)]
    #[schemars(length(max = 100))]
    number: String,
    first_on: Date,
    last_on: Date,
    #[schemars(length(min = 1, max = 2))]
    places: Vec<PlaceView>,
    #[schemars(range(min = 1, max = 100))]
    share: i64,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// The version that was seen, when changed; or `If-Match`.
    version: Option<i32>,
}

impl DraftIn {
    fn form(self, version: String) -> Draft {
        Draft {
            number: self.number,
            title: self.title,
            first_on: self.first_on.to_string(),
            last_on: self.last_on.to_string(),
            places: self.places.iter().map(|place| place.code()).collect(),
            share: self.share.to_string(),
            note: self.note,
            version,
        }
    }
}

/// POST /national-windows
pub async fn draft(mut cx: Cx, Json(input): Json<DraftIn>) -> Result<Created<NationalView>> {
    let id = national::draft(&mut cx, &input.form(String::new())).await?;
    let view = NationalView::from(national::find(&mut cx, id).await?);
    Ok(Created::at(format!("/api/v1/national-windows/{id}"), view))
}

/// PUT /national-windows/{id}
pub async fn save(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    matched: IfMatch,
    Json(input): Json<DraftIn>,
) -> Result<Tagged<NationalView>> {
    national::find(&mut cx, id).await?;
    let version = seen(matched, input.version)?.to_string();
    national::save(&mut cx, id, &input.form(version)).await?;
    show(cx, Path(id)).await
}

/// A step of a window.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NationalWindowStep")]
pub struct StepIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /national-windows/{id}/request
pub async fn request(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<NationalView>> {
    national::find(&mut cx, id).await?;
    national::request(&mut cx, id, seen(matched, input.version)?).await?;
    show(cx, Path(id)).await
}

/// POST /national-windows/{id}/publication
pub async fn publish(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<NationalView>> {
    national::find(&mut cx, id).await?;
    national::publish(&mut cx, id, seen(matched, input.version)?).await?;
    show(cx, Path(id)).await
}

/// A window given back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NationalWindowReturn")]
pub struct ReturnIn {
    #[schemars(length(min = 1, max = 500))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /national-windows/{id}/return
pub async fn give_back(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    matched: IfMatch,
    Json(input): Json<ReturnIn>,
) -> Result<Tagged<NationalView>> {
    national::find(&mut cx, id).await?;
    let version = seen(matched, input.version)?;
    national::give_back(&mut cx, id, version, &input.reason).await?;
    show(cx, Path(id)).await
}

/// POST /national-windows/{id}/withdrawal
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<NationalView>> {
    national::find(&mut cx, id).await?;
    national::withdraw(&mut cx, id, seen(matched, input.version)?).await?;
    show(cx, Path(id)).await
}

/// An answer to narrow to.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WindowAnswerFilter", inline)]
pub enum OnlyIn {
    Accepted,
    Adjusted,
    Declined,
    /// Not answered yet.
    Open,
}

/// What narrows the answers.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    answer: Option<OnlyIn>,
    /// `next` of the page before.
    after: Option<String>,
}

/// How one agency answered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgencyWindowAnswer")]
pub struct AcrossView {
    agency_id: Uuid,
    code: String,
    name: String,
    /// Null while the proposal is open there.
    answer: Option<Reply>,
    first_on: Option<NaiveDate>,
    last_on: Option<NaiveDate>,
    share: Option<i16>,
    /// Why it declined.
    reason: Option<String>,
    /// Taken up and ended before its time.
    ended: bool,
}

impl From<Across> for AcrossView {
    fn from(one: Across) -> Self {
        Self {
            agency_id: one.agency,
            code: one.code,
            name: one.name,
            answer: one.reply,
            first_on: one.first_on,
            last_on: one.last_on,
            share: one.share,
            reason: (!one.reason.is_empty()).then_some(one.reason),
            ended: one.ended,
        }
    }
}

/// The agencies' answers, with counts of all.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WindowAnswers")]
pub struct AnswersView {
    counts: Tally,
    items: Vec<AcrossView>,
    next: Option<String>,
}

/// GET /national-windows/{id}/answers
pub async fn answers(
    mut cx: Cx,
    Path(id): Path<NationalWindowId>,
    Query(search): Query<Search>,
) -> Result<Json<AnswersView>> {
    let agency = cx.agency();
    national::find(&mut cx, id).await?;
    let only = search.answer.map(|only| match only {
        OnlyIn::Accepted => "accepted",
        OnlyIn::Adjusted => "adjusted",
        OnlyIn::Declined => "declined",
        OnlyIn::Open => "open",
    });
    let after = cursor(search.after.as_deref(), agency)?.map(|cursor| (cursor.key, cursor.id));
    let (counts, rows) = national::answers(&mut cx, id, only, after, PAGE + 1).await?;
    let listing = Listing::cut(rows, PAGE, agency, cursor_of);
    Ok(Json(AnswersView {
        counts,
        items: listing.rows.into_iter().map(AcrossView::from).collect(),
        next: listing.next,
    }))
}
