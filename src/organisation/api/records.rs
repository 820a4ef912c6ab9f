//! What HR keeps about people, and what people say about their own data, through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::employees::{EmployeeView, again, view};
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, Json, Paged, Query, Sheet, Tagged, cursor_at, typed},
        error::Result,
        export::Kind,
        form::Path,
        id::{CorrectionId, EmployeeId},
        list::{self, Cursor, Listing},
    },
    organisation::{
        Correction,
        correction::{self, Answer, Open},
        pages::corrections as pages,
        record::{self, Case, Home, HomeDecision, Rating},
        store::{self, summary::Numbers},
    },
};

/// A disciplinary case.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewDisciplineCase")]
pub struct CaseIn {
    /// `light`, `medium` or `heavy`.
    level: String,
    /// `in_process`, `serving` or `ended`.
    state: String,
    since_on: Date,
    until_on: Option<Date>,
}

/// Records a disciplinary case.
pub async fn add_case(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Json(input): Json<CaseIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = Case {
        level: input.level,
        state: input.state,
        since_on: input.since_on.to_string(),
        until_on: typed(input.until_on),
    };
    record::add_case(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// How far a case is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DisciplineState")]
pub struct CaseStateIn {
    /// `in_process`, `serving` or `ended`.
    state: String,
}

/// Moves a disciplinary case on.
pub async fn case_state(
    mut cx: Cx,
    Path((id, record)): Path<(EmployeeId, Uuid)>,
    Json(input): Json<CaseStateIn>,
) -> Result<Tagged<EmployeeView>> {
    let today = cx.today();
    record::set_case_state(&mut cx, id, record, &input.state, today).await?;
    again(cx, id).await
}

/// A performance rating.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRating")]
pub struct RatingIn {
    /// A year, or a quarter: `2026`, `2026-Q3`.
    #[schemars(length(max = 20))]
    period: String,
    #[schemars(length(max = 40))]
    predikat: String,
    rated_on: Date,
    /// What the result was found to be, where it is known.
    result: Option<LevelIn>,
    /// What the behaviour was found to be, where it is known.
    behaviour: Option<LevelIn>,
}

/// What a result or a behaviour was found to be.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LevelFound", inline)]
pub enum LevelIn {
    Above,
    Meets,
    Below,
}

fn word(level: Option<LevelIn>) -> String {
    let word = level.map(|level| record::LEVELS_FOUND[level as usize]);
    word.unwrap_or_default().to_owned()
}

/// Enters a rating; the same period again replaces it.
pub async fn rate(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Json(input): Json<RatingIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = Rating {
        period: input.period,
        predikat: input.predikat,
        rated_on: input.rated_on.to_string(),
        result: word(input.result),
        behaviour: word(input.behaviour),
    };
    record::rate(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// What becomes of a proposed home.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "HomeDecision")]
pub struct HomeDecisionIn {
    home_id: Uuid,
    confirm: bool,
    /// Needed to decline.
    #[serde(default)]
    #[schemars(length(max = 500))]
    note: String,
}

/// Confirms or declines the home a person proposed; never one's own.
pub async fn decide_home(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    Json(input): Json<HomeDecisionIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = HomeDecision {
        home: input.home_id.to_string(),
        decision: if input.confirm { "confirm" } else { "decline" }.to_owned(),
        note: input.note,
    };
    record::decide_home(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// One's own record.
pub async fn my_data(mut cx: Cx) -> Result<Json<EmployeeView>> {
    let me = cx.employee()?;
    Ok(Json(view(&mut cx, me).await?))
}

/// Where one lives.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "HomeProposal")]
pub struct HomeIn {
    #[schemars(length(min = 1, max = 400))]
    address: String,
    #[schemars(length(min = 1, max = 120))]
    city: String,
}

/// Proposes one's home; HR confirms it.
pub async fn propose_home(mut cx: Cx, Json(input): Json<HomeIn>) -> Result<Json<EmployeeView>> {
    let form = Home {
        address: input.address,
        city: input.city,
    };
    record::propose_home(&mut cx, &form).await?;
    my_data(cx).await
}

/// A "my data is wrong" case.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Correction")]
pub struct CorrectionView {
    id: CorrectionId,
    version: i32,
    employee_id: EmployeeId,
    employee_name: String,
    unit_name: String,
    fact: String,
    shown_value: String,
    statement: String,
    /// `open`, `accepted` or `declined`.
    state: String,
    opened_at: DateTime<Utc>,
    due_on: NaiveDate,
    answered_at: Option<DateTime<Utc>>,
    answer: String,
}

impl From<Correction> for CorrectionView {
    fn from(one: Correction) -> Self {
        Self {
            id: one.id,
            version: one.version,
            employee_id: one.employee,
            employee_name: one.name,
            unit_name: one.unit_name,
            fact: one.fact,
            shown_value: one.shown_value,
            statement: one.statement,
            state: one.state.code().to_owned(),
            opened_at: one.opened_at,
            due_on: one.due_on,
            answered_at: one.answered_at,
            answer: one.answer,
        }
    }
}

/// Which cases.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CorrectionState", inline)]
pub enum StateIn {
    #[default]
    Open,
    Accepted,
    Declined,
    All,
}

/// What narrows the list.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    #[schemars(length(max = 100))]
    q: Option<String>,
    state: Option<StateIn>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Cases by the day they are due.
pub async fn corrections(
    mut cx: Cx,
    Query(search): Query<Search>,
) -> Result<Json<Paged<CorrectionView>>> {
    let agency = cx.agency();
    let word = search.q.as_deref().unwrap_or_default();
    let like = list::like(word);
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let digits = (digits.len() >= 4).then(|| format!("%{digits}%"));
    let state = match search.state.unwrap_or_default() {
        StateIn::Open => "open",
        StateIn::Accepted => "accepted",
        StateIn::Declined => "declined",
        StateIn::All => "",
    };
    let after = cursor_at(search.after.as_deref(), agency, Cursor::day)?;
    let words = (like.as_deref(), digits.as_deref());
    let limit = list::PAGE + 1;
    let found = store::corrections::list(cx.conn(), agency, words, state, after, limit).await?;
    let listing = Listing::cut(found, list::PAGE, agency, |row| Cursor {
        key: row.due_on.to_string(),
        id: row.id.0,
    });
    Ok(Json(Paged::of(listing, CorrectionView::from)))
}

/// The whole list as a file.
pub async fn export(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(search): Query<Search>,
) -> Result<Sheet> {
    let state = match search.state.unwrap_or_default() {
        StateIn::Open => "open",
        StateIn::Accepted => "accepted",
        StateIn::Declined => "declined",
        StateIn::All => "all",
    };
    let wanted = pages::Search {
        q: search.q.unwrap_or_default(),
        state: state.to_owned(),
        ..pages::Search::default()
    };
    pages::sheet(&mut cx, kind, wanted).await
}

/// What blocks people today, and what is left to set up: HR's first page.
pub async fn summary(mut cx: Cx) -> Result<Json<Numbers>> {
    let (agency, today) = (cx.agency(), cx.today());
    let numbers = store::summary::numbers(cx.conn(), agency, today).await?;
    Ok(Json(numbers))
}

/// One's own cases.
pub async fn my_corrections(mut cx: Cx) -> Result<Json<Paged<CorrectionView>>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let found = store::corrections::of_employee(cx.conn(), agency, me).await?;
    let items = found.into_iter().map(CorrectionView::from).collect();
    Ok(Json(Paged::whole(items)))
}

/// What is wrong about one's own data.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCorrection")]
pub struct OpenIn {
    /// The fact's name, as in a verdict.
    #[schemars(length(min = 1, max = 60))]
    fact: String,
    #[serde(default)]
    #[schemars(length(max = 400))]
    shown_value: String,
    #[schemars(length(min = 1, max = 2000))]
    statement: String,
}

/// Says that one's own data is wrong.
pub async fn open(mut cx: Cx, Json(input): Json<OpenIn>) -> Result<Created<CorrectionView>> {
    let form = Open {
        fact: input.fact,
        shown_value: input.shown_value,
        statement: input.statement,
        back: String::new(),
    };
    let id = correction::open(&mut cx, &form).await?;
    let agency = cx.agency();
    let one = store::corrections::lock(cx.conn(), agency, id).await?;
    Ok(Created::at(
        "/api/v1/my-data/corrections".to_owned(),
        one.into(),
    ))
}

/// HR's answer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CorrectionAnswer")]
pub struct AnswerIn {
    accept: bool,
    #[schemars(length(min = 1, max = 2000))]
    answer: String,
    version: i32,
}

/// Answers a case; never one's own.
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<CorrectionId>,
    Json(input): Json<AnswerIn>,
) -> Result<Json<CorrectionView>> {
    let form = Answer {
        decision: if input.accept { "accept" } else { "decline" }.to_owned(),
        answer: input.answer,
        version: input.version.to_string(),
    };
    correction::answer(&mut cx, id, &form).await?;
    let agency = cx.agency();
    let one = store::corrections::lock(cx.conn(), agency, id).await?;
    Ok(Json(one.into()))
}
