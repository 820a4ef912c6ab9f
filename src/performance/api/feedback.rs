//! Feedback through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Query, Scope, Tagged, seen},
        error::{Error, Result},
        form::Path,
        id::{DeliverableId, EmployeeId, FeedbackId, TargetLineId},
        routes::Routes,
    },
    organisation::Person,
    performance::feedback::{
        self, Ask, Feedback, Give, Kind, Relation, Said, State, Subject, read,
    },
};

/// A feedback, or one that was asked for, as far as the acting person may know it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Feedback")]
struct View {
    id: FeedbackId,
    version: i32,
    state: State,
    about_id: EmployeeId,
    about_name: String,
    giver_id: EmployeeId,
    giver_name: String,
    relation: Relation,
    /// The thread of a line of the person's targets.
    thread_id: Option<TargetLineId>,
    deliverable_id: Option<DeliverableId>,
    /// What it is about, as it read then; empty: in general.
    topic: String,
    question: String,
    asked_at: Option<DateTime<Utc>>,
    /// Null where it was not given, or was taken back.
    kind: Option<Kind>,
    words: String,
    given_at: Option<DateTime<Utc>>,
    answer: String,
    answered_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<Feedback> for View {
    fn from(one: Feedback) -> Self {
        let (thread_id, deliverable_id) = match one.subject {
            Subject::General => (None, None),
            Subject::Line(thread) => (Some(thread), None),
            Subject::Work(work) => (None, Some(work)),
        };
        Self {
            id: one.id,
            version: one.version,
            state: one.state,
            about_id: one.about,
            about_name: one.about_name,
            giver_id: one.giver,
            giver_name: one.giver_name,
            relation: one.relation,
            thread_id,
            deliverable_id,
            topic: one.topic,
            question: one.question,
            asked_at: one.asked_at,
            kind: one.kind,
            words: one.words,
            given_at: one.given_at,
            answer: one.answer,
            answered_at: one.answered_at,
            ended_at: one.ended_at,
        }
    }
}

fn views(all: Vec<Feedback>) -> Vec<View> {
    all.into_iter().map(View::from).collect()
}

/// One's own feedback.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnFeedback")]
struct OwnView {
    /// Asked of one, the oldest first.
    asked: Vec<View>,
    /// About oneself, the newest first.
    about: Vec<View>,
    /// Given by oneself, the newest first.
    given: Vec<View>,
}

/// GET /feedback
async fn own(mut cx: Cx) -> Result<Json<OwnView>> {
    let own = read::own(&mut cx).await?;
    Ok(Json(OwnView {
        asked: views(own.asked),
        about: views(own.about),
        given: views(own.given),
    }))
}

async fn again(mut cx: Cx, id: FeedbackId) -> Result<Tagged<View>> {
    let (one, _) = read::show(&mut cx, id).await?;
    Ok(Tagged(one.version, one.into()))
}

/// GET /feedback/{id}
async fn show(cx: Cx, Path(id): Path<FeedbackId>) -> Result<Tagged<View>> {
    again(cx, id).await
}

/// Which days.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackQuery")]
struct AboutIn {
    /// The first day; with `to`.
    from: Option<Date>,
    to: Option<Date>,
}

/// GET /team/feedback/{employee}
async fn about(
    mut cx: Cx,
    Path(who): Path<EmployeeId>,
    Query(input): Query<AboutIn>,
) -> Result<Json<Paged<View>>> {
    let days: Option<(NaiveDate, NaiveDate)> = match (input.from, input.to) {
        (Some(from), Some(to)) => Some((from.0, to.0)),
        (None, None) => None,
        (None, Some(_)) => return Err(Error::field("from", "required")),
        (Some(_), None) => return Err(Error::field("to", "required")),
    };
    let (_, all) = read::about(&mut cx, who, days).await?;
    Ok(Json(Paged::whole(views(all))))
}

/// Whom to search for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackPeopleQuery")]
struct FindIn {
    /// A part of the name, of two letters or more.
    q: String,
}

/// Somebody to ask or to give to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FeedbackPerson")]
struct PersonView {
    employee_id: EmployeeId,
    name: String,
    position_name: String,
    unit_name: String,
}

impl From<Person> for PersonView {
    fn from(one: Person) -> Self {
        Self {
            employee_id: one.id,
            name: one.name,
            position_name: one.position_name,
            unit_name: one.unit_name,
        }
    }
}

/// GET /feedback/people
async fn people(mut cx: Cx, Query(input): Query<FindIn>) -> Result<Json<Paged<PersonView>>> {
    let all = read::find(&mut cx, &input.q).await?;
    let views = all.into_iter().map(PersonView::from).collect();
    Ok(Json(Paged::whole(views)))
}

fn subject(thread: Option<TargetLineId>, work: Option<DeliverableId>) -> Result<Subject> {
    match (thread, work) {
        (None, None) => Ok(Subject::General),
        (Some(thread), None) => Ok(Subject::Line(thread)),
        (None, Some(work)) => Ok(Subject::Work(work)),
        (Some(_), Some(_)) => Err(Error::field("subject", "feedback-subject")),
    }
}

/// What is asked of whom.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackAsk")]
struct AskIn {
    giver_id: EmployeeId,
    /// Of a line of one's targets in force; or a piece of work, or neither.
    thread_id: Option<TargetLineId>,
    deliverable_id: Option<DeliverableId>,
    /// What it is about in words, where it is about neither.
    #[serde(default)]
    #[schemars(length(max = 200))]
    topic: String,
    #[schemars(length(min = 1, max = 1000))]
    question: String,
}

fn created(one: Feedback) -> Created<View> {
    let location = format!("/api/v1/feedback/{}", one.id);
    Created::at(location, one.into())
}

/// POST /feedback/asks
async fn ask(mut cx: Cx, Json(input): Json<AskIn>) -> Result<Created<View>> {
    let input = Ask {
        giver: input.giver_id,
        subject: subject(input.thread_id, input.deliverable_id)?,
        topic: input.topic,
        question: input.question,
    };
    Ok(created(feedback::ask(&mut cx, &input).await?))
}

/// A feedback as it is given unasked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackGiven")]
struct GiveIn {
    about_id: EmployeeId,
    /// Of a line of the person's targets in force, for whoever rates them; or a piece of work, or neither.
    thread_id: Option<TargetLineId>,
    deliverable_id: Option<DeliverableId>,
    /// What it is about in words, where it is about neither.
    #[serde(default)]
    #[schemars(length(max = 200))]
    topic: String,
    kind: Kind,
    #[schemars(length(min = 1, max = 1000))]
    words: String,
}

/// POST /feedback
async fn give(mut cx: Cx, Json(input): Json<GiveIn>) -> Result<Created<View>> {
    let input = Give {
        about: input.about_id,
        subject: subject(input.thread_id, input.deliverable_id)?,
        topic: input.topic,
        said: Said {
            kind: input.kind,
            words: input.words,
        },
    };
    Ok(created(feedback::give(&mut cx, &input).await?))
}

/// What is said to what was asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackSaid")]
struct SaidIn {
    kind: Kind,
    #[schemars(length(min = 1, max = 1000))]
    words: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /feedback/{id}/giving
async fn give_asked(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    matched: IfMatch,
    Json(input): Json<SaidIn>,
) -> Result<Tagged<View>> {
    let version = seen(matched, input.version)?;
    let said = Said {
        kind: input.kind,
        words: input.words,
    };
    feedback::give_asked(&mut cx, id, version, &said).await?;
    again(cx, id).await
}

/// Which version was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackSeen")]
struct SeenIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /feedback/{id}/declining
async fn decline(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<View>> {
    let version = seen(matched, input.version)?;
    feedback::decline(&mut cx, id, version).await?;
    again(cx, id).await
}

/// POST /feedback/{id}/withdrawal
async fn withdraw(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<View>> {
    let version = seen(matched, input.version)?;
    feedback::withdraw(&mut cx, id, version).await?;
    again(cx, id).await
}

/// POST /feedback/{id}/retraction
async fn retract(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<View>> {
    let version = seen(matched, input.version)?;
    feedback::retract(&mut cx, id, version).await?;
    again(cx, id).await
}

/// What the person says to it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FeedbackAnswer")]
struct AnswerIn {
    #[schemars(length(min = 1, max = 1000))]
    answer: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /feedback/{id}/answer
async fn answer(
    mut cx: Cx,
    Path(id): Path<FeedbackId>,
    matched: IfMatch,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<View>> {
    let version = seen(matched, input.version)?;
    feedback::answer(&mut cx, id, version, &input.answer).await?;
    again(cx, id).await
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{PerformanceRead as Read, PerformanceWrite as Write};
    let own_ = Can::BeEmployee;
    routes
        .api_get("/feedback", own_, Read, Doc::new("feedback.list", "Own feedback: asked of one, about oneself, given"), own)
        .api_get("/feedback/people", own_, Read, Doc::new("feedback.people", "People whom one may ask or give to, by a part of their name"), people)
        .api_post("/feedback", own_, Write, Doc::new("feedback.give", "Give feedback about somebody; never about oneself").about("At most ten a day. The same words to the same person within a day are the same feedback. It stands beside a rating and never counts by itself."), give)
        .api_post("/feedback/asks", own_, Write, Doc::new("feedback.ask", "Ask somebody for feedback about oneself"), ask)
        .api_get("/feedback/{id}", own_, Read, Doc::new("feedback.show", "A feedback: for the person it is about, whoever gave it and whoever rates the person"), show)
        .api_post("/feedback/{id}/giving", own_, Write, Doc::new("feedback.give_asked", "Give feedback that was asked for"), give_asked)
        .api_post("/feedback/{id}/declining", own_, Write, Doc::new("feedback.decline", "Have nothing to say to what was asked"), decline)
        .api_post("/feedback/{id}/withdrawal", own_, Write, Doc::new("feedback.withdraw", "Take back what one gave, within a day; that it was there stays known"), withdraw)
        .api_post("/feedback/{id}/answer", own_, Write, Doc::new("feedback.answer", "Say something to feedback about oneself, once"), answer)
        .api_post("/feedback/{id}/retraction", own_, Write, Doc::new("feedback.retract", "Take back what one asked, while it is not answered; that it was asked stays known"), retract)
        .api_get("/team/feedback/{employee}", own_, Read, Doc::new("feedback.about", "Feedback about somebody: for the person and whoever rates them"), about)
}
