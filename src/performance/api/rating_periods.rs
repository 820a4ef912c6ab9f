//! Periods of rating and the spread of ratings across units through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
        error::Result,
        form::Path,
        id::{EmployeeId, RatingPeriodId},
        routes::Routes,
    },
    performance::rating::{
        self, Achievement, Open, Period, PeriodState,
        read::{self, UnitSpread},
    },
};

/// A period in which people are rated.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingPeriod")]
pub(super) struct PeriodView {
    id: RatingPeriodId,
    version: i32,
    /// `2026`, `2026-Q3` or `2026-09`.
    code: String,
    from: NaiveDate,
    to: NaiveDate,
    due_on: NaiveDate,
    state: PeriodState,
    achievement: Option<Achievement>,
    /// The formula by which its numbers are reckoned, with the agency's marks when it was opened (null: none; in the first version of the
    /// formula those of the day count).
    formula: u32,
    above_from: Option<i16>,
    below_under: Option<i16>,
    opened_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
}

impl From<Period> for PeriodView {
    fn from(one: Period) -> Self {
        Self {
            id: one.id,
            version: one.version,
            code: one.code,
            from: one.from,
            to: one.to,
            due_on: one.due_on,
            state: one.state,
            achievement: one.achievement,
            formula: one.formula,
            above_from: one.above_from,
            below_under: one.below_under,
            opened_at: one.opened_at,
            closed_at: one.closed_at,
        }
    }
}

/// GET /rating-periods
async fn periods(mut cx: Cx) -> Result<Json<Paged<PeriodView>>> {
    let all = read::periods(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(PeriodView::from).collect(),
    )))
}

/// A period as it is opened.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingPeriodDraft")]
struct OpenIn {
    /// `2026`, `2026-Q3` or `2026-09`, begun by now.
    #[schemars(length(min = 4, max = 7))]
    code: String,
    /// From its last day on.
    due_on: Date,
}

/// POST /rating-periods
async fn open(mut cx: Cx, Json(input): Json<OpenIn>) -> Result<Created<PeriodView>> {
    let input = Open {
        code: input.code,
        due_on: Some(input.due_on.0),
    };
    let period = rating::open(&mut cx, &input).await?;
    let location = format!("/api/v1/rating-periods/{}", period.id);
    Ok(Created::at(location, period.into()))
}

/// How people of a unit were rated; without a name: of all units together.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingSpread")]
struct SpreadView {
    name: String,
    people: usize,
    rated: usize,
    sangat_baik: usize,
    baik: usize,
    butuh_perbaikan: usize,
    kurang: usize,
    sangat_kurang: usize,
    /// Its share of good ratings is far from that of the whole.
    apart: bool,
    /// Too few were rated to say how before the period is closed: nothing is counted.
    few: bool,
}

impl From<UnitSpread> for SpreadView {
    fn from(one: UnitSpread) -> Self {
        let [sangat_baik, baik, butuh_perbaikan, kurang, sangat_kurang] = one.counts;
        Self {
            name: one.name,
            people: one.people,
            rated: one.rated,
            sangat_baik,
            baik,
            butuh_perbaikan,
            kurang,
            sangat_kurang,
            apart: one.apart,
            few: one.few,
        }
    }
}

/// Where a distribution is other than the guide says; for the leader to consider.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingGuide")]
struct GuideView {
    code: String,
    /// Percent.
    share: usize,
}

/// How people were rated in a period.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingCalibration")]
struct CalibrationView {
    period: PeriodView,
    all: SpreadView,
    units: Vec<SpreadView>,
    guide: Vec<GuideView>,
    /// Those above whom nobody stands.
    unled: Vec<UnledView>,
}

/// Somebody above whom nobody stands who could rate them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingUnled")]
struct UnledView {
    employee_id: EmployeeId,
    name: String,
    unit: String,
    /// One of the agency's leaders does; else nobody can.
    rated_by_leader: bool,
}

async fn calibrated(mut cx: Cx, id: RatingPeriodId) -> Result<Tagged<CalibrationView>> {
    let found = read::calibration(&mut cx, id).await?;
    let view = CalibrationView {
        all: found.all.into(),
        units: found.units.into_iter().map(SpreadView::from).collect(),
        guide: found
            .guide
            .into_iter()
            .map(|(code, share)| GuideView {
                code: code.to_owned(),
                share,
            })
            .collect(),
        unled: found
            .unled
            .into_iter()
            .map(|(one, rated_by_leader)| UnledView {
                employee_id: one.id,
                name: one.name,
                unit: one.unit_name,
                rated_by_leader,
            })
            .collect(),
        period: found.period.into(),
    };
    Ok(Tagged(view.period.version, view))
}

/// GET /rating-periods/{id}
async fn period(cx: Cx, Path(id): Path<RatingPeriodId>) -> Result<Tagged<CalibrationView>> {
    calibrated(cx, id).await
}

/// What the organisation as a whole achieved.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingAchievement")]
struct AchieveIn {
    /// Null: it is not known.
    achievement: Option<Achievement>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// PUT /rating-periods/{id}/achievement
async fn achieve(
    mut cx: Cx,
    Path(id): Path<RatingPeriodId>,
    matched: IfMatch,
    Json(input): Json<AchieveIn>,
) -> Result<Tagged<CalibrationView>> {
    let version = seen(matched, input.version)?;
    rating::achieve(&mut cx, id, version, input.achievement).await?;
    calibrated(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingPeriodVersion")]
struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /rating-periods/{id}/closing
async fn close(
    mut cx: Cx,
    Path(id): Path<RatingPeriodId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<CalibrationView>> {
    rating::close(&mut cx, id, seen(matched, input.version)?).await?;
    calibrated(cx, id).await
}

/// The routes of periods.
pub(super) fn routes(routes: Routes) -> Routes {
    use Scope::{PerformanceRead as Read, PerformanceWrite as Write};
    let (looks, manages) = (Can::SetWindows, Can::ManagePeople);
    routes
        .api_get(
            "/rating-periods",
            looks,
            Read,
            Doc::new("rating_periods.list", "The periods of the agency"),
            periods,
        )
        .api_post(
            "/rating-periods",
            manages,
            Write,
            Doc::new("rating_periods.open", "Open a period"),
            open,
        )
        .api_get(
            "/rating-periods/{id}",
            looks,
            Read,
            Doc::new(
                "rating_periods.show",
                "How people were rated across units in a period, and what the guide says to it",
            ),
            period,
        )
        .api_put(
            "/rating-periods/{id}/achievement",
            manages,
            Write,
            Doc::new(
                "rating_periods.achieve",
                "Say what the organisation as a whole achieved",
            ),
            achieve,
        )
        .api_post(
            "/rating-periods/{id}/closing",
            manages,
            Write,
            Doc::new(
                "rating_periods.close",
                "Close a period: its ratings become final, one after the other",
            ),
            close,
        )
}
