//! Plans for improvement, through the JSON door.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Query, Scope, Tagged, cursor, seen},
        error::Result,
        form::Path,
        id::{EmployeeId, ImprovementPlanId},
        routes::Routes,
    },
    performance::improvement::{
        self, Close, Line, Named, Outcome, Plan, State, Write,
        read::{self, Sight},
    },
};

/// A line: what, by when, and how one will know.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImprovementLineIn")]
struct LineIn {
    #[schemars(length(min = 1, max = 300))]
    what: String,
    /// From today to a year ahead.
    by_on: Date,
    #[schemars(length(min = 1, max = 300))]
    known: String,
}

fn lines(all: Vec<LineIn>) -> Vec<Line> {
    let line = |one: LineIn| Line {
        what: one.what,
        by_on: Some(one.by_on.0),
        known: one.known,
    };
    all.into_iter().map(line).collect()
}

/// The same as it is read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImprovementLine")]
struct LineView {
    what: String,
    by_on: Option<NaiveDate>,
    known: String,
}

/// What came of it on the way.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImprovementNote")]
struct NoteView {
    author_id: EmployeeId,
    author_name: String,
    note: String,
    made_at: DateTime<Utc>,
}

/// Who did something as the leader, and as what.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImprovementLeader")]
struct NamedView {
    employee_id: EmployeeId,
    name: String,
    at: DateTime<Utc>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
}

fn named(one: &Named) -> NamedView {
    NamedView {
        employee_id: one.by,
        name: one.name.clone(),
        at: one.at,
        acting: one.acting.clone(),
        in_place_of: one.in_place_of.clone(),
    }
}

/// A plan for improvement.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImprovementPlan")]
struct View {
    id: ImprovementPlanId,
    version: i32,
    employee_id: EmployeeId,
    employee_name: String,
    state: State,
    written_at: DateTime<Utc>,
    lines: Vec<LineView>,
    /// When the person agreed to it as it reads; null: not yet.
    person_agreed_at: Option<DateTime<Utc>>,
    /// Who agreed as the leader; null: nobody yet.
    leader_agreed: Option<NamedView>,
    /// Oldest first.
    notes: Vec<NoteView>,
    outcome: Option<Outcome>,
    reason: Option<String>,
    closed: Option<NamedView>,
}

fn view(one: &Plan) -> View {
    View {
        id: one.id,
        version: one.version,
        employee_id: one.employee,
        employee_name: one.employee_name.clone(),
        state: one.state,
        written_at: one.written_at,
        lines: one
            .lines
            .iter()
            .map(|line| LineView {
                what: line.what.clone(),
                by_on: line.by_on,
                known: line.known.clone(),
            })
            .collect(),
        person_agreed_at: one.person_agreed_at,
        leader_agreed: one.leader.as_ref().map(named),
        notes: one
            .notes
            .iter()
            .map(|note| NoteView {
                author_id: note.author,
                author_name: note.author_name.clone(),
                note: note.note.clone(),
                made_at: note.made_at,
            })
            .collect(),
        outcome: one.closed.as_ref().map(|closed| closed.outcome),
        reason: one.closed.as_ref().map(|closed| closed.reason.clone()),
        closed: one.closed.as_ref().map(|closed| named(&closed.by)),
    }
}

/// A plan with what the acting person may do with it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImprovementPlanShown")]
struct ShownView {
    #[serde(flatten)]
    plan: View,
    may_write: bool,
    may_agree: bool,
    may_note: bool,
    may_close: bool,
}

fn shown(plan: &Plan, sight: Sight) -> ShownView {
    ShownView {
        may_write: sight.can_write(plan),
        may_agree: sight.can_agree(plan),
        may_note: sight.can_note(plan),
        may_close: sight.can_close(plan),
        plan: view(plan),
    }
}

/// The plan as it stands after a step.
async fn again(mut cx: Cx, id: ImprovementPlanId) -> Result<Tagged<ShownView>> {
    let (plan, sight) = read::show(&mut cx, id).await?;
    Ok(Tagged(plan.version, shown(&plan, sight)))
}

/// GET /improvement-plans
async fn list(mut cx: Cx) -> Result<Json<Paged<View>>> {
    let all = read::own(&mut cx).await?;
    Ok(Json(Paged::whole(all.iter().map(view).collect())))
}

/// The lines of a new plan.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImprovementPlanNew")]
struct NewIn {
    /// Whose plan; left out: one's own.
    employee_id: Option<EmployeeId>,
    #[schemars(length(min = 1, max = 5))]
    lines: Vec<LineIn>,
}

/// POST /improvement-plans
async fn begin(mut cx: Cx, Json(input): Json<NewIn>) -> Result<Created<ShownView>> {
    let write = Write {
        employee: input.employee_id,
        plan: None,
        version: 0,
        lines: lines(input.lines),
    };
    let plan = improvement::write(&mut cx, write).await?;
    let sight = read::sight_of(&mut cx, &plan).await?;
    let location = format!("/api/v1/improvement-plans/{}", plan.id);
    Ok(Created::at(location, shown(&plan, sight)))
}

/// GET /improvement-plans/{id}
async fn show(cx: Cx, Path(id): Path<ImprovementPlanId>) -> Result<Tagged<ShownView>> {
    again(cx, id).await
}

/// The lines of a plan, whole.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImprovementPlanLines")]
struct WriteIn {
    #[schemars(length(min = 1, max = 5))]
    lines: Vec<LineIn>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// PUT /improvement-plans/{id}
async fn put(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    matched: IfMatch,
    Json(input): Json<WriteIn>,
) -> Result<Tagged<ShownView>> {
    let write = Write {
        employee: None,
        plan: Some(id),
        version: seen(matched, input.version)?,
        lines: lines(input.lines),
    };
    improvement::write(&mut cx, write).await?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImprovementPlanSeen")]
struct SeenIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /improvement-plans/{id}/agreement
async fn agree(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    matched: IfMatch,
    Json(input): Json<SeenIn>,
) -> Result<Tagged<ShownView>> {
    improvement::agree(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// What came of it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImprovementNoteIn")]
struct NoteIn {
    #[schemars(length(min = 1, max = 1000))]
    note: String,
}

/// POST /improvement-plans/{id}/notes
async fn note(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    Json(input): Json<NoteIn>,
) -> Result<Tagged<ShownView>> {
    improvement::note(&mut cx, id, &input.note).await?;
    again(cx, id).await
}

/// How a plan is closed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ImprovementPlanClosing")]
struct CloseIn {
    outcome: Outcome,
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /improvement-plans/{id}/closing
async fn close(
    mut cx: Cx,
    Path(id): Path<ImprovementPlanId>,
    matched: IfMatch,
    Json(input): Json<CloseIn>,
) -> Result<Tagged<ShownView>> {
    let close = Close {
        outcome: input.outcome,
        reason: input.reason,
        version: seen(matched, input.version)?,
    };
    improvement::close(&mut cx, id, close).await?;
    again(cx, id).await
}

/// Somebody below with the plan that is not closed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamImprovement")]
struct MemberView {
    employee_id: EmployeeId,
    name: String,
    /// Null: there is none.
    plan: Option<View>,
}

/// GET /team/improvement-plans
async fn team(mut cx: Cx) -> Result<Json<Paged<MemberView>>> {
    let all = read::team(&mut cx).await?.into_iter();
    let members = all.map(|one| MemberView {
        employee_id: one.person.id,
        name: one.person.name,
        plan: one.plan.as_ref().map(view),
    });
    Ok(Json(Paged::whole(members.collect())))
}

/// Which plans of the agency.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "ImprovementQuery")]
struct AgencyIn {
    /// Only those in this state.
    state: Option<State>,
    /// `next` of the page before.
    after: Option<String>,
}

/// GET /improvement-plans/agency
async fn agency(mut cx: Cx, Query(input): Query<AgencyIn>) -> Result<Json<Paged<View>>> {
    let after = cursor(input.after.as_deref(), cx.agency())?;
    let listing = read::agency(&mut cx, input.state, after.as_ref()).await?;
    Ok(Json(Paged::of(listing, |plan| view(&plan))))
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{DecisionsWrite as Decide, PerformanceRead as Read, PerformanceWrite as Write};
    let (mine, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    routes
        .api_get("/improvement-plans", mine, Read, Doc::new("improvement.list", "Own plans for improvement, the newest first"), list)
        .api_post(
            "/improvement-plans",
            mine,
            Write,
            Doc::new("improvement.begin", "Write a plan for improvement: one's own, or that of somebody one decides for; whoever writes it agrees to it")
                .about("One plan of a person is open at a time. It changes no verdict: rights open again with results. An example: `{\"lines\":[{\"what\":\"Dua telaah\",\"by_on\":\"2026-12-11\",\"known\":\"Diterima atasan\"}]}`."),
            begin,
        )
        .api_get("/improvement-plans/agency", Can::SetWindows, Read, Doc::new("improvement.agency", "The plans of the agency, the newest first, for HR and the leader"), agency)
        .api_get("/improvement-plans/{id}", any, Read, Doc::new("improvement.show", "A plan for improvement with its notes"), show)
        .api_put("/improvement-plans/{id}", mine, Write, Doc::new("improvement.write", "Write the lines over while one of the two has yet to agree; the other is asked anew"), put)
        .api_post("/improvement-plans/{id}/agreement", mine, Write, Doc::new("improvement.agree", "Agree to a plan as it reads, as the person or as whoever decides for them"), agree)
        .api_post("/improvement-plans/{id}/notes", mine, Write, Doc::new("improvement.note", "Add a note on what came of a plan that holds"), note)
        .api_post("/improvement-plans/{id}/closing", decides, Decide, Doc::new("improvement.close", "Close a plan as met or not met, with a reason; never one's own"), close)
        .api_get("/team/improvement-plans", decides, Read, Doc::new("improvement.team", "The people one decides for, with the plan for improvement that is open"), team)
}
