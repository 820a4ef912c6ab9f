//! Ratings of performance through the JSON door.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    rating_periods::{self, PeriodView},
    simulation,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, IfMatch, Json, Paged, Query, Scope, Tagged, seen},
        error::{Error, Result},
        form::Path,
        id::{EmployeeId, RatingObjectionId, RatingPeriodId, TargetLineId, TargetsId},
        routes::Routes,
    },
    performance::rating::{
        self, Account, Answer, Assessment, Evidence, Level, Objection, Predikat, Rate, State,
        read::{self, Shown},
        rules,
        sheet::{self, Member},
    },
};

/// One's own rating in a period; null: nothing was told or rated yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnRating")]
struct OwnView {
    period: PeriodView,
    state: Option<State>,
    /// Once it is final.
    predikat: Option<Predikat>,
}

/// GET /ratings
async fn list(mut cx: Cx) -> Result<Json<Paged<OwnView>>> {
    let all = read::own(&mut cx).await?.into_iter();
    let views = all.map(|(period, one)| OwnView {
        period: period.into(),
        state: one.as_ref().map(|one| one.state),
        predikat: one.and_then(|one| one.predikat),
    });
    Ok(Json(Paged::whole(views.collect())))
}

/// What was realised of an indicator.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingRealised")]
struct RealisedBody {
    /// The thread of the line of the targets.
    thread_id: TargetLineId,
    /// Which indicator of that line, from 0.
    indicator: i16,
    #[schemars(length(max = 300))]
    realised: String,
}

/// The work of the period that counts for a line; null: for none.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingWork")]
struct WorkView {
    thread_id: Option<TargetLineId>,
    evidence: Evidence,
}

/// A version that another took the place of.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingBefore")]
struct BeforeView {
    number: i16,
    result: Option<Level>,
    behaviour: Option<Level>,
    predikat: Option<Predikat>,
    note: String,
    reason: String,
    rated_by: Option<EmployeeId>,
    rated_at: Option<DateTime<Utc>>,
}

impl From<Assessment> for BeforeView {
    fn from(one: Assessment) -> Self {
        Self {
            number: one.number,
            result: one.result,
            behaviour: one.behaviour,
            predikat: one.predikat,
            note: one.note,
            reason: one.reason,
            rated_by: one.rated_by,
            rated_at: one.rated_at,
        }
    }
}

/// An objection to a rating.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingObjection")]
struct ObjectionView {
    id: RatingObjectionId,
    version: i32,
    period_id: RatingPeriodId,
    employee_id: EmployeeId,
    employee_name: String,
    statement: String,
    /// `open`, `upheld` or `dismissed`.
    state: String,
    opened_at: DateTime<Utc>,
    due_on: Option<NaiveDate>,
    answered_at: Option<DateTime<Utc>>,
    answer: String,
}

impl From<Objection> for ObjectionView {
    fn from(one: Objection) -> Self {
        Self {
            id: one.id,
            version: one.version,
            period_id: one.period,
            employee_id: one.employee,
            employee_name: one.employee_name,
            statement: one.statement,
            state: one.state,
            opened_at: one.opened_at,
            due_on: one.due_on,
            answered_at: one.answered_at,
            answer: one.answer,
        }
    }
}

/// Somebody's rating in a period, as far as the acting person may know it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rating")]
struct View {
    period: PeriodView,
    employee_id: EmployeeId,
    name: String,
    /// 0 where nothing was told or rated yet.
    version: i32,
    number: i16,
    state: State,
    targets_id: Option<TargetsId>,
    account: String,
    told_at: Option<DateTime<Utc>>,
    realised: Vec<RealisedBody>,
    work: Vec<WorkView>,
    /// What can be measured of what was realised, in percent.
    measured: Option<u32>,
    /// The version of the formula that measured it.
    formula: u32,
    /// What the agency's marks say to it; advice.
    advice: Option<Level>,
    result: Option<Level>,
    behaviour: Option<Level>,
    predikat: Option<Predikat>,
    note: String,
    reason: String,
    rated_by: Option<EmployeeId>,
    rater_name: Option<String>,
    rated_at: Option<DateTime<Utc>>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    before: Vec<BeforeView>,
    objections: Vec<ObjectionView>,
    object_until: Option<NaiveDate>,
    may_tell: bool,
    may_rate: bool,
    may_correct: bool,
    may_object: bool,
    may_answer: bool,
}

fn view(shown: Shown, today: NaiveDate) -> View {
    let facts = &shown.facts;
    View {
        measured: facts.measured,
        formula: facts.formula,
        advice: rules::advice(facts.measured, facts.above_from, facts.below_under),
        may_tell: shown.can_tell(),
        may_rate: shown.can_rate(),
        may_correct: shown.can_correct(),
        may_object: shown.can_object(today),
        may_answer: shown.sight.reviews,
        employee_id: shown.who,
        name: shown.name,
        version: shown.rating.version,
        number: shown.rating.number,
        state: shown.rating.state,
        targets_id: shown.targets.map(|one| one.id),
        account: shown.rating.account,
        told_at: shown.rating.told_at,
        realised: shown
            .rating
            .realised
            .into_iter()
            .map(|((thread_id, indicator), realised)| RealisedBody {
                thread_id,
                indicator,
                realised,
            })
            .collect(),
        work: shown
            .work
            .into_iter()
            .map(|(thread_id, evidence)| WorkView {
                thread_id,
                evidence,
            })
            .collect(),
        result: shown.rating.result,
        behaviour: shown.rating.behaviour,
        predikat: shown.rating.predikat,
        note: shown.rating.note,
        reason: shown.rating.reason,
        rated_by: shown.rating.rated_by,
        rater_name: shown.rating.rater_name,
        rated_at: shown.rating.rated_at,
        acting: shown.rating.acting,
        in_place_of: shown.rating.in_place_of,
        closed_at: shown.rating.closed_at,
        before: shown.before.into_iter().map(BeforeView::from).collect(),
        objections: shown
            .objections
            .into_iter()
            .map(ObjectionView::from)
            .collect(),
        object_until: shown.object_until,
        period: shown.period.into(),
    }
}

type Of = Path<(RatingPeriodId, EmployeeId)>;

async fn again(mut cx: Cx, (period, who): (RatingPeriodId, EmployeeId)) -> Result<Tagged<View>> {
    let today = cx.today();
    let shown = read::show(&mut cx, period, who).await?;
    Ok(Tagged(shown.rating.version, view(shown, today)))
}

/// GET /ratings/{period}/{employee}
async fn show(cx: Cx, Path(of): Of) -> Result<Tagged<View>> {
    again(cx, of).await
}

/// What somebody tells of a period.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingAccount")]
struct AccountIn {
    #[serde(default)]
    #[schemars(length(max = 200))]
    realised: Vec<RealisedBody>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    account: String,
    /// 0 where there was none yet; or `If-Match`.
    version: Option<i32>,
}

/// PUT /ratings/{period}/{employee}/account
async fn tell(
    mut cx: Cx,
    Path(of): Of,
    matched: IfMatch,
    Json(input): Json<AccountIn>,
) -> Result<Tagged<View>> {
    if cx.employee()? != of.1 {
        return Err(Error::NotFound);
    }
    let pairs = input.realised.into_iter();
    let account = Account {
        realised: pairs
            .map(|one| ((one.thread_id, one.indicator), one.realised))
            .collect::<BTreeMap<_, _>>(),
        account: input.account,
        version: seen(matched, input.version)?,
    };
    rating::tell(&mut cx, of.0, &account).await?;
    again(cx, of).await
}

/// A rating as it is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingGiven")]
struct RateIn {
    result: Level,
    behaviour: Level,
    /// Needed where either is below expectation.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// 0 where there was none yet; or `If-Match`.
    version: Option<i32>,
}

impl RateIn {
    fn rate(self, matched: IfMatch) -> Result<Rate> {
        Ok(Rate {
            result: self.result,
            behaviour: self.behaviour,
            note: self.note,
            version: seen(matched, self.version)?,
        })
    }
}

/// PUT /ratings/{period}/{employee}
async fn rate(
    mut cx: Cx,
    Path(of): Of,
    matched: IfMatch,
    Json(input): Json<RateIn>,
) -> Result<Tagged<View>> {
    read::show(&mut cx, of.0, of.1).await?;
    rating::rate(&mut cx, of.0, of.1, &input.rate(matched)?).await?;
    again(cx, of).await
}

/// A correction of a final rating.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingCorrection")]
struct CorrectIn {
    result: Level,
    behaviour: Level,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /ratings/{period}/{employee}/correction
async fn correct(
    mut cx: Cx,
    Path(of): Of,
    matched: IfMatch,
    Json(input): Json<CorrectIn>,
) -> Result<Tagged<View>> {
    read::show(&mut cx, of.0, of.1).await?;
    let reason = input.reason;
    let rate = RateIn {
        result: input.result,
        behaviour: input.behaviour,
        note: input.note,
        version: input.version,
    };
    rating::correct(&mut cx, of.0, of.1, &rate.rate(matched)?, &reason).await?;
    again(cx, of).await
}

/// An objection to one's own rating.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingObjectionStatement")]
struct ObjectIn {
    #[schemars(length(min = 1, max = 2000))]
    statement: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /ratings/{period}/{employee}/objection
async fn object(
    mut cx: Cx,
    Path(of): Of,
    matched: IfMatch,
    Json(input): Json<ObjectIn>,
) -> Result<Tagged<View>> {
    if cx.employee()? != of.1 {
        return Err(Error::NotFound);
    }
    let version = seen(matched, input.version)?;
    rating::object(&mut cx, of.0, version, &input.statement).await?;
    again(cx, of).await
}

/// The rating that it should be instead.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingInstead")]
struct InsteadIn {
    result: Level,
    behaviour: Level,
}

/// An answer to an objection.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingObjectionAnswer")]
struct AnswerIn {
    /// Null: the rating stays.
    instead: Option<InsteadIn>,
    #[schemars(length(min = 1, max = 2000))]
    answer: String,
    /// Of the objection.
    version: i32,
}

/// POST /ratings/{period}/{employee}/answer
async fn answer(mut cx: Cx, Path(of): Of, Json(input): Json<AnswerIn>) -> Result<Tagged<View>> {
    read::show(&mut cx, of.0, of.1).await?;
    let answer = Answer {
        instead: input.instead.map(|one| (one.result, one.behaviour)),
        text: input.answer,
        version: input.version,
    };
    rating::answer(&mut cx, of.0, of.1, &answer).await?;
    again(cx, of).await
}

/// Somebody below with what there is to rate them by.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingMember")]
struct MemberView {
    employee_id: EmployeeId,
    name: String,
    /// Targets are in force, so they can be rated.
    targets: bool,
    told: bool,
    state: Option<State>,
    predikat: Option<Predikat>,
    work: Evidence,
    measured: Option<u32>,
    /// What the marks of the period say to it; advice.
    advice: Option<Level>,
}

fn member(one: Member) -> MemberView {
    let rating = one.rating.as_ref();
    MemberView {
        employee_id: one.person.id,
        targets: one.targets,
        told: rating.is_some_and(|one| one.told_at.is_some()),
        state: rating.map(|one| one.state),
        predikat: rating.and_then(|one| one.predikat),
        work: one.work,
        measured: one.measured,
        advice: one.advice,
        name: one.person.name,
    }
}

/// Which period.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatingSheetQuery")]
struct SheetIn {
    /// None: the newest that is open, else the newest.
    period: Option<RatingPeriodId>,
}

/// The people one rates in a period; null: none was opened yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatingSheet")]
struct SheetView {
    period: Option<PeriodView>,
    people: Vec<MemberView>,
    /// Objections that wait for one's answer.
    objections: Vec<ObjectionView>,
}

/// GET /team/ratings
async fn team(mut cx: Cx, Query(input): Query<SheetIn>) -> Result<Json<SheetView>> {
    let sheet = sheet::sheet(&mut cx, input.period).await?;
    let objections = read::objections(&mut cx).await?;
    Ok(Json(SheetView {
        period: sheet.period.map(PeriodView::from),
        people: sheet.members.into_iter().map(member).collect(),
        objections: objections.into_iter().map(ObjectionView::from).collect(),
    }))
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        DecisionsRead as Decisions, DecisionsWrite as Decide, PerformanceRead as Read,
        PerformanceWrite as Write,
    };
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    let of = "/ratings/{period}/{employee}";
    let routes = simulation::routes(rating_periods::routes(routes));
    routes
        .api_get("/ratings", own, Read, Doc::new("ratings.list", "Own ratings, and the periods that are open"), list)
        .api_get(of, any, Read, Doc::new("ratings.show", "Somebody's rating in a period: what was promised, realised and delivered, and how it was rated").about("Who may not see it does not find it. A rating that is not final is known to whoever rates only."), show)
        .api_put("/ratings/{period}/{employee}/account", own, Write, Doc::new("ratings.tell", "Tell what was realised of one's indicators; until one is rated"), tell)
        .api_post("/ratings/{period}/{employee}/objection", own, Write, Doc::new("ratings.object", "Object to one's final rating, within the agency's days"), object)
        .api_put(of, decides, Decide, Doc::new("ratings.rate", "Rate result and behaviour of somebody one decides for; never oneself, and nobody who leads one").about("An example: `{\"result\":\"meets\",\"behaviour\":\"above\",\"note\":\"Tepat waktu\",\"version\":0}`."), rate)
        .api_post("/ratings/{period}/{employee}/correction", decides, Decide, Doc::new("ratings.correct", "Correct a final rating by a new version with a reason"), correct)
        .api_post("/ratings/{period}/{employee}/answer", decides, Decide, Doc::new("ratings.answer", "Answer an objection: the rating stays, or another stands in its place; never whoever gave it"), answer)
        .api_get("/team/ratings", decides, Decisions, Doc::new("ratings.team", "The people one rates in a period with what there is to rate them by, and objections that wait"), team)
}
