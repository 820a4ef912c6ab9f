//! Shared tasks through the JSON door: the same operations as the pages.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Answer, HandOver, Member, Note, Propose, State, Stretch, Task, Turns, Why, answer,
    decide::{self},
    hand_over::{self},
    propose::{self, words},
    read::{self, Course, Sight},
};
use crate::{
    calendar::WeekDay,
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
        error::{Error, Result},
        form::{Check, Path},
        id::{EmployeeId, SharedTaskId, UnitId},
        routes::Routes,
    },
};

/// One of those who are to hold a task.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskShare")]
struct ShareIn {
    employee_id: EmployeeId,
    /// Percent; all shares together are 100.
    #[schemars(range(min = 1, max = 99))]
    share: u8,
}

/// Who holds the task on a weekday of every week.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskWeekday")]
struct WeekdayTurn {
    weekday: WeekDay,
    employee_id: EmployeeId,
}

/// Who holds the task from one day to another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskStretch")]
struct StretchIn {
    employee_id: EmployeeId,
    from_on: Date,
    to_on: Date,
}

/// A task as it is put forward.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskProposal")]
struct ProposeIn {
    #[schemars(length(min = 1, max = 120))]
    title: String,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    description: String,
    from_on: Date,
    to_on: Date,
    /// Two to six people of one unit with one approver, oneself among them.
    #[schemars(length(max = 6))]
    members: Vec<ShareIn>,
    /// The same every week; or `stretches`.
    #[serde(default)]
    #[schemars(length(max = 7))]
    week: Vec<WeekdayTurn>,
    /// Every working day of the task has exactly one holder.
    #[serde(default)]
    #[schemars(length(max = 60))]
    stretches: Vec<StretchIn>,
    /// The running task that it takes the place of.
    replaces_id: Option<SharedTaskId>,
    /// Why it is changed: needed with `replaces_id`.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    reason: String,
}

fn turns(week: &[WeekdayTurn], stretches: &[StretchIn]) -> Result<Turns> {
    if week.is_empty() == stretches.is_empty() {
        return Err(Error::field("turns", "shared-task-turns"));
    }
    if week.is_empty() {
        let all = stretches.iter().map(|one| Stretch {
            holder: one.employee_id,
            from: one.from_on.0,
            to: one.to_on.0,
        });
        return Ok(Turns::Stretches(all.collect()));
    }
    let mut held = [None; 7];
    for one in week {
        held[one.weekday as usize] = Some(one.employee_id);
    }
    Ok(Turns::Week(held))
}

/// POST /shared-tasks
async fn propose(mut cx: Cx, Json(input): Json<ProposeIn>) -> Result<Created<TaskView>> {
    let mut check = Check::new();
    let [title, description, reason] =
        words(&mut check, &input.title, &input.description, &input.reason);
    check.done()?;
    let input = Propose {
        title,
        description,
        from_on: input.from_on.0,
        to_on: input.to_on.0,
        members: input
            .members
            .iter()
            .map(|one| (one.employee_id, one.share))
            .collect(),
        turns: turns(&input.week, &input.stretches)?,
        replaces: input.replaces_id,
        reason,
        key: None,
    };
    let task = propose::propose(&mut cx, input).await?;
    let location = format!("/api/v1/shared-tasks/{}", task.id);
    Ok(Created::at(location, view(&mut cx, task.id).await?.1))
}

/// One of those who hold a task.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SharedTaskMember")]
struct MemberView {
    employee_id: EmployeeId,
    name: String,
    /// Percent.
    share: u8,
    answer: Answer,
    answered_at: Option<DateTime<Utc>>,
    note: String,
}

fn member(one: Member) -> MemberView {
    MemberView {
        employee_id: one.employee,
        name: one.name,
        share: one.share,
        answer: one.answer,
        answered_at: one.answered_at,
        note: one.note,
    }
}

/// Who holds the task from one day to another.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SharedTaskStretchLine")]
struct StretchView {
    employee_id: EmployeeId,
    from_on: NaiveDate,
    to_on: NaiveDate,
}

/// Who holds the task on a working day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SharedTaskDay")]
struct DayView {
    on: NaiveDate,
    employee_id: EmployeeId,
}

/// What one holder told the next.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SharedTaskHandOver")]
struct HandOverView {
    id: Uuid,
    from_id: EmployeeId,
    from_name: String,
    to_id: EmployeeId,
    to_name: String,
    done: String,
    still_open: String,
    /// Where the work lies.
    lies: String,
    handed_at: DateTime<Utc>,
    /// When the next holder confirmed having read it.
    read_at: Option<DateTime<Utc>>,
}

fn handed(one: HandOver) -> HandOverView {
    HandOverView {
        id: one.id,
        from_id: one.from,
        from_name: one.from_name,
        to_id: one.to,
        to_name: one.to_name,
        done: one.done,
        still_open: one.still_open,
        lies: one.lies,
        handed_at: one.handed_at,
        read_at: one.read_at,
    }
}

/// A shared task in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SharedTaskLine")]
struct LineView {
    id: SharedTaskId,
    version: i32,
    state: State,
    title: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    unit_id: UnitId,
    unit_name: String,
    proposer_id: EmployeeId,
    proposer_name: String,
    proposed_at: DateTime<Utc>,
    members: Vec<MemberView>,
    /// Who has it in hand today; null before it begins, once it is over, and in the list of what waits for a decision.
    holder_id: Option<EmployeeId>,
}

fn line(task: Task, holder_id: Option<EmployeeId>) -> LineView {
    LineView {
        id: task.id,
        version: task.version,
        state: task.state,
        title: task.title,
        from_on: task.from_on,
        to_on: task.to_on,
        unit_id: task.unit,
        unit_name: task.unit_name,
        proposer_id: task.proposer,
        proposer_name: task.proposer_name,
        proposed_at: task.proposed_at,
        members: task.members.into_iter().map(member).collect(),
        holder_id,
    }
}

/// A shared task.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SharedTask")]
struct TaskView {
    #[serde(flatten)]
    line: LineView,
    description: String,
    /// The same every week; empty where stretches are set.
    week: Vec<WeekdayTurn>,
    stretches: Vec<StretchView>,
    /// Its working days with who holds it.
    days: Vec<DayView>,
    handovers: Vec<HandOverView>,
    replaces_id: Option<SharedTaskId>,
    reason: String,
    /// The task that takes its place, or is meant to.
    successor_id: Option<SharedTaskId>,
    agreed_at: Option<DateTime<Utc>>,
    approver_id: Option<EmployeeId>,
    approver_name: Option<String>,
    decided_by: Option<EmployeeId>,
    decider_name: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    /// `plt` or `plh`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
    decision_note: String,
    /// Who withdrew or revoked it.
    ended_by: Option<EmployeeId>,
    end_note: String,
    /// Why it ended by itself.
    end: Option<Why>,
    ended_at: Option<DateTime<Utc>>,
    /// What the acting person may do now.
    may_answer: bool,
    may_withdraw: bool,
    may_decide: bool,
    may_revoke: bool,
    /// To whom the acting person may pass it on now.
    may_hand_over_to: Option<EmployeeId>,
}

fn view_as(task: Task, sight: Sight, course: Course) -> TaskView {
    let (week, stretches) = match &task.turns {
        Turns::Week(held) => {
            let days = WeekDay::ALL.into_iter().zip(held);
            let week = days.filter_map(|(weekday, who)| {
                who.map(|employee_id| WeekdayTurn {
                    weekday,
                    employee_id,
                })
            });
            (week.collect(), Vec::new())
        }
        Turns::Stretches(all) => {
            let all = all.iter().map(|one| StretchView {
                employee_id: one.holder,
                from_on: one.from,
                to_on: one.to,
            });
            (Vec::new(), all.collect())
        }
    };
    TaskView {
        description: task.description.clone(),
        week,
        stretches,
        days: course
            .days
            .into_iter()
            .map(|(on, employee_id)| DayView { on, employee_id })
            .collect(),
        handovers: course.handovers.into_iter().map(handed).collect(),
        replaces_id: task.replaces,
        reason: task.reason.clone(),
        successor_id: course.successor.map(|one| one.id),
        agreed_at: task.agreed_at,
        approver_id: task.approver,
        approver_name: task.approver_name.clone(),
        decided_by: task.decided_by,
        decider_name: task.decider_name.clone(),
        decided_at: task.decided_at,
        acting: task.acting.clone(),
        in_place_of: task.in_place_of.clone(),
        decision_note: task.decision_note.clone(),
        ended_by: task.ended_by,
        end_note: task.end_note.clone(),
        end: task.why,
        ended_at: task.ended_at,
        may_answer: sight.can_answer(&task),
        may_withdraw: sight.can_withdraw(&task),
        may_decide: sight.can_decide(&task),
        may_revoke: sight.can_revoke(&task),
        may_hand_over_to: course.next.ok(),
        line: line(task, course.in_hand),
    }
}

async fn view(cx: &mut Cx, id: SharedTaskId) -> Result<(i32, TaskView)> {
    let (task, sight) = read::show(cx, id).await?;
    let course = read::course(cx, &task).await?;
    Ok((task.version, view_as(task, sight, course)))
}

async fn again(mut cx: Cx, id: SharedTaskId) -> Result<Tagged<TaskView>> {
    let (version, view) = view(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

/// GET /shared-tasks
async fn list(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let all = read::own(&mut cx).await?.into_iter();
    let lines = all.map(|one| line(one.task, one.in_hand));
    Ok(Json(Paged::whole(lines.collect())))
}

/// GET /inbox/shared-tasks
async fn waiting(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let all = read::waiting(&mut cx).await?.into_iter();
    Ok(Json(Paged::whole(all.map(|one| line(one, None)).collect())))
}

/// GET /shared-tasks/{id}
async fn show(cx: Cx, Path(id): Path<SharedTaskId>) -> Result<Tagged<TaskView>> {
    again(cx, id).await
}

/// A step with words: an answer, a withdrawal, a revocation.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskStep")]
struct StepIn {
    /// Or `If-Match`.
    version: Option<i32>,
    /// The reason: needed to revoke.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
}

impl StepIn {
    fn note(&self) -> Result<String> {
        let mut check = Check::new();
        let note = check.optional("note", &self.note, 2_000);
        check.done()?;
        Ok(note)
    }
}

/// POST /shared-tasks/{id}/agreement
async fn agree(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<TaskView>> {
    let note = input.note()?;
    answer::agree(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// POST /shared-tasks/{id}/declination
async fn decline(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<TaskView>> {
    let note = input.note()?;
    answer::decline(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// POST /shared-tasks/{id}/withdrawal
async fn withdraw(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<TaskView>> {
    let note = input.note()?;
    answer::withdraw(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// POST /shared-tasks/{id}/revocation
async fn revoke(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<TaskView>> {
    let note = input.note()?;
    decide::revoke(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// What is decided about a shared task.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SharedTaskDecisionKind")]
enum KindIn {
    Approve,
    Refuse,
}

/// A decision about a shared task.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskDecision")]
struct DecideIn {
    decision: KindIn,
    /// The reason: needed to refuse.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shared-tasks/{id}/decision
async fn decide(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<DecideIn>,
) -> Result<Tagged<TaskView>> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    check.done()?;
    let decision = decide::Decide {
        approve: input.decision == KindIn::Approve,
        version: seen(matched, input.version)?,
        note,
    };
    decide::decide(&mut cx, id, decision).await?;
    again(cx, id).await
}

/// What the next holder has to know.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskNote")]
struct NoteIn {
    #[schemars(length(min = 1, max = 2000))]
    done: String,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    still_open: String,
    /// Where the work lies.
    #[serde(default)]
    #[schemars(length(max = 500))]
    lies: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shared-tasks/{id}/handovers
async fn hand_on(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<NoteIn>,
) -> Result<Tagged<TaskView>> {
    let note = Note::read(&input.done, &input.still_open, &input.lies)?;
    hand_over::hand_over(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SharedTaskVersion")]
struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shared-tasks/{id}/confirmation
async fn confirm(
    mut cx: Cx,
    Path(id): Path<SharedTaskId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<TaskView>> {
    hand_over::confirm(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        DecisionsRead as Decisions, DecisionsWrite as Decide, RequestsRead as Read,
        RequestsWrite as Write,
    };
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    routes
        .api_get("/shared-tasks", own, Read, Doc::new("shared_tasks.list", "Own shared tasks, those that go on first, at most two hundred"), list)
        .api_post(
            "/shared-tasks",
            own,
            Write,
            Doc::new("shared_tasks.propose", "Put a task forward that several people hold in turns")
                .about("Two to six people of one unit with one approver, shares that make 100, and exactly one holder on every working day, either by `week` or by `stretches`. Each of the others agrees, then the approver decides once. With `replaces_id` a member changes a running task from tomorrow on at the earliest: it is agreed anew, and the old one holds until then. An example: `{\"title\":\"Laporan triwulan\",\"from_on\":\"2026-11-23\",\"to_on\":\"2026-12-18\",\"members\":[{\"employee_id\":\"…\",\"share\":60},{\"employee_id\":\"…\",\"share\":40}],\"week\":[{\"weekday\":\"mon\",\"employee_id\":\"…\"}]}`."),
            propose,
        )
        .api_get("/shared-tasks/{id}", any, Read, Doc::new("shared_tasks.show", "A shared task with its members, days and hand-overs"), show)
        .api_post("/shared-tasks/{id}/agreement", own, Write, Doc::new("shared_tasks.agree", "Agree to hold a task; once all have, the approver decides"), agree)
        .api_post("/shared-tasks/{id}/declination", own, Write, Doc::new("shared_tasks.decline", "Decline to hold a task: then it does not come to be"), decline)
        .api_post("/shared-tasks/{id}/withdrawal", own, Write, Doc::new("shared_tasks.withdraw", "Withdraw a task before it is decided; any member"), withdraw)
        .api_post(
            "/shared-tasks/{id}/handovers",
            own,
            Write,
            Doc::new("shared_tasks.hand_over", "Pass the task on to the next holder with a note")
                .about("By whoever has it in hand, to the next holder; or, where that was forgotten, by the one before to the holder."),
            hand_on,
        )
        .api_post("/shared-tasks/{id}/confirmation", own, Write, Doc::new("shared_tasks.confirm", "Confirm having read what was handed over"), confirm)
        .api_get("/inbox/shared-tasks", decides, Decisions, Doc::new("decisions.shared_tasks", "Shared tasks that wait for a decision"), waiting)
        .api_post("/shared-tasks/{id}/decision", decides, Decide, Doc::new("decisions.decide_shared_task", "Decide a shared task, once for all its members; never one's own"), decide)
        .api_post("/shared-tasks/{id}/revocation", any, Decide, Doc::new("decisions.revoke_shared_task", "Revoke an approved shared task, with a reason; by its approver or HR, never a member"), revoke)
}
