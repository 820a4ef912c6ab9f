//! Shifts through the JSON door: the same operations as the pages.

mod limits;
mod said;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Answer, HandOver, Member, Pattern, Plan, Shift, State, Why, answer, assign,
    draft::{self, Draft, TypedShift},
    read::{self, Course, Ground, Sight},
    rules::{Problem, Weight},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Created, Date, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
    error::Result,
    form::{Check, Path},
    i18n::Lang,
    id::{EmployeeId, ShiftPlanId, UnitId},
    routes::Routes,
};

/// A shift, such as `22:00` to `06:00`; one that ends at or before its start passes midnight.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Shift")]
struct ShiftBody {
    #[schemars(length(min = 1, max = 40))]
    name: String,
    #[schemars(length(max = 8), regex(pattern = "^[0-9]{1,2}[:.][0-9]{2}"))]
    starts: String,
    #[schemars(length(max = 8), regex(pattern = "^[0-9]{1,2}[:.][0-9]{2}"))]
    ends: String,
    #[schemars(range(max = 240))]
    break_minutes: u16,
    /// How many people it needs.
    #[schemars(range(max = 60))]
    least: u16,
}

fn shown_shift(one: &Shift) -> ShiftBody {
    ShiftBody {
        name: one.name.clone(),
        starts: one.starts.format("%H:%M").to_string(),
        ends: one.ends.format("%H:%M").to_string(),
        break_minutes: one.break_minutes,
        least: one.least,
    }
}

/// Somebody in a plan as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftMemberDraft")]
struct MemberIn {
    employee_id: EmployeeId,
    /// The day of the cycle that the plan's first day is for them, from 1.
    #[schemars(range(min = 1, max = 28))]
    starts_on_day: u8,
}

/// A plan as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftPlanDraft")]
struct DraftIn {
    /// Or `If-Match`; only where a draft is written anew.
    version: Option<i32>,
    unit_id: UnitId,
    #[schemars(length(min = 1, max = 120))]
    name: String,
    from_on: Date,
    to_on: Date,
    #[schemars(length(max = 6))]
    shifts: Vec<ShiftBody>,
    /// For each day of the cycle the number of a shift from 1; 0 is off.
    #[schemars(length(max = 28))]
    cycle: Vec<u8>,
    #[schemars(length(max = 60))]
    members: Vec<MemberIn>,
    /// The running plan that it takes the place of, from tomorrow at the earliest.
    replaces_id: Option<ShiftPlanId>,
    /// Why it is changed: needed with `replaces_id`.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    reason: String,
}

impl DraftIn {
    fn read(&self) -> Result<Draft> {
        let mut check = Check::new();
        let name = check.text("name", &self.name, 120);
        let reason = check.optional("reason", &self.reason, 2_000);
        let shifts = (1..)
            .zip(&self.shifts)
            .filter_map(|(number, one)| {
                let typed = TypedShift {
                    name: &one.name,
                    starts: &one.starts,
                    ends: &one.ends,
                    break_minutes: &one.break_minutes.to_string(),
                    least: &one.least.to_string(),
                };
                typed.read(&mut check, number)
            })
            .collect();
        check.done()?;
        Ok(Draft {
            unit: self.unit_id,
            name,
            pattern: Pattern {
                from_on: self.from_on.0,
                to_on: self.to_on.0,
                shifts,
                cycle: self.cycle.clone(),
            },
            members: self
                .members
                .iter()
                .map(|one| (one.employee_id, one.starts_on_day))
                .collect(),
            replaces: self.replaces_id,
            reason,
            key: None,
        })
    }
}

/// Somebody in a plan.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftMember")]
struct MemberView {
    employee_id: EmployeeId,
    name: String,
    starts_on_day: u8,
    answer: Answer,
    answered_at: Option<DateTime<Utc>>,
    note: String,
    /// The last day on which an objection is answered in time.
    due_on: Option<NaiveDate>,
    /// The answer to an objection.
    reply: Option<said::ReplyView>,
    /// From this day on they are no longer in it.
    out_on: Option<NaiveDate>,
}

fn member(one: &Member) -> MemberView {
    MemberView {
        employee_id: one.employee,
        name: one.name.clone(),
        starts_on_day: one.starts_on_day,
        answer: one.answer,
        answered_at: one.answered_at,
        note: one.note.clone(),
        due_on: one.due_on,
        reply: one.reply.as_ref().map(said::ReplyView::of),
        out_on: one.out_on,
    }
}

/// What one shift left to the next.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftHandOver")]
struct HandOverView {
    id: Uuid,
    from_id: EmployeeId,
    from_name: String,
    off_on: NaiveDate,
    /// The number of the shift that went off.
    off_shift: u8,
    next_on: NaiveDate,
    next_shift: u8,
    still_open: String,
    handed_at: DateTime<Utc>,
    read_by: Option<EmployeeId>,
    read_at: Option<DateTime<Utc>>,
}

fn handed(one: HandOver) -> HandOverView {
    HandOverView {
        id: one.id,
        from_id: one.from,
        from_name: one.from_name,
        off_on: one.off_on,
        off_shift: one.off,
        next_on: one.next_on,
        next_shift: one.next,
        still_open: one.still_open,
        handed_at: one.handed_at,
        read_by: one.read_by,
        read_at: one.read_at,
    }
}

/// How heavy a problem is.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShiftProblemWeight")]
enum WeightView {
    /// It has to be mended before the plan is assigned.
    Blocks,
    /// The plan may be assigned with a reason.
    Reason,
    /// Good to know.
    Hint,
}

/// Something that stands in the way of a plan, or should be known of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftProblem")]
struct ProblemView {
    rule: &'static str,
    weight: WeightView,
    /// Whom it concerns; null: the plan as a whole.
    employee_id: Option<EmployeeId>,
    from_on: NaiveDate,
    to_on: NaiveDate,
    /// What is wrong and what to do.
    text: String,
}

fn problem(one: &Problem, lang: Lang) -> ProblemView {
    ProblemView {
        rule: one.rule,
        weight: match one.weight {
            Weight::Blocks => WeightView::Blocks,
            Weight::Reason => WeightView::Reason,
            Weight::Hint => WeightView::Hint,
        },
        employee_id: one.who,
        from_on: one.first_on,
        to_on: one.last_on,
        text: assign::as_error(one).text(lang),
    }
}

/// A plan in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftPlanLine")]
struct LineView {
    id: ShiftPlanId,
    version: i32,
    state: State,
    name: String,
    unit_id: UnitId,
    unit_name: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    shifts: Vec<ShiftBody>,
    /// For each day of the cycle the number of a shift from 1; 0 is off.
    cycle: Vec<u8>,
    members: Vec<MemberView>,
}

fn line(plan: &Plan) -> LineView {
    LineView {
        id: plan.id,
        version: plan.version,
        state: plan.state,
        name: plan.name.clone(),
        unit_id: plan.unit,
        unit_name: plan.unit_name.clone(),
        from_on: plan.pattern.from_on,
        to_on: plan.pattern.to_on,
        shifts: plan.pattern.shifts.iter().map(shown_shift).collect(),
        cycle: plan.pattern.cycle.clone(),
        members: plan.members.iter().map(member).collect(),
    }
}

/// A plan of shifts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftPlan")]
struct PlanView {
    #[serde(flatten)]
    line: LineView,
    /// Working minutes of an average week, and those that the unit's office asks for.
    week_minutes: i64,
    office_week_minutes: i64,
    problems: Vec<ProblemView>,
    handovers: Vec<HandOverView>,
    drafted_by: EmployeeId,
    drafted_at: DateTime<Utc>,
    replaces_id: Option<ShiftPlanId>,
    reason: String,
    /// The plan that takes its place, or is meant to.
    successor_id: Option<ShiftPlanId>,
    assigned_by: Option<EmployeeId>,
    assigned_at: Option<DateTime<Utc>>,
    /// `plt` or `plh`, when somebody acted for the head.
    acting: Option<String>,
    /// Why shifts with too few people were accepted.
    short_reason: String,
    /// Who revoked or shortened it.
    ended_by: Option<EmployeeId>,
    end_note: String,
    /// Why it ended by itself.
    end: Option<Why>,
    ended_at: Option<DateTime<Utc>>,
    /// What the acting person may do now.
    may_draft: bool,
    may_answer: bool,
    may_change: bool,
    may_revoke: bool,
    may_hand_over: bool,
    may_read_hand_over: bool,
}

fn view_as(
    plan: &Plan,
    sight: &Sight,
    ground: &Ground,
    course: Course,
    lang: Lang,
    today: NaiveDate,
) -> PlanView {
    let open = matches!(plan.state, State::Draft | State::Assigned);
    let problems = if open {
        ground.problems(plan)
    } else {
        Vec::new()
    };
    PlanView {
        week_minutes: plan.pattern.week_minutes(),
        office_week_minutes: ground.weekly,
        problems: problems.iter().map(|one| problem(one, lang)).collect(),
        drafted_by: plan.drafted_by,
        drafted_at: plan.drafted_at,
        replaces_id: plan.replaces,
        reason: plan.reason.clone(),
        successor_id: course.successor.map(|one| one.id),
        assigned_by: plan.assigned_by,
        assigned_at: plan.assigned_at,
        acting: plan.acting.clone(),
        short_reason: plan.short_reason.clone(),
        ended_by: plan.ended_by,
        end_note: plan.end_note.clone(),
        end: plan.why,
        ended_at: plan.ended_at,
        may_draft: sight.can_draft(plan),
        may_answer: sight.can_answer(plan),
        may_change: sight.can_change(plan, today),
        may_revoke: sight.can_revoke(plan),
        may_hand_over: course.handing.is_ok(),
        may_read_hand_over: !course.to_read.is_empty(),
        handovers: course.handovers.into_iter().map(handed).collect(),
        line: line(plan),
    }
}

async fn view(cx: &mut Cx, id: ShiftPlanId) -> Result<(i32, PlanView)> {
    let (plan, sight) = read::show(cx, id).await?;
    let ground = read::ground(cx, &plan).await?;
    let course = read::course(cx, &plan, ground.zone).await?;
    let shown = view_as(&plan, &sight, &ground, course, cx.lang(), cx.today());
    Ok((plan.version, shown))
}

async fn again(mut cx: Cx, id: ShiftPlanId) -> Result<Tagged<PlanView>> {
    let (version, view) = view(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

/// GET /shifts
async fn list(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let all = read::own(&mut cx).await?;
    Ok(Json(Paged::whole(all.iter().map(line).collect())))
}

/// GET /team/shifts
async fn led(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let all = read::led(&mut cx).await?;
    Ok(Json(Paged::whole(all.iter().map(line).collect())))
}

/// GET /shifts/{id}
async fn show(cx: Cx, Path(id): Path<ShiftPlanId>) -> Result<Tagged<PlanView>> {
    again(cx, id).await
}

/// POST /shifts
async fn write(mut cx: Cx, Json(input): Json<DraftIn>) -> Result<Created<PlanView>> {
    let plan = draft::draft(&mut cx, input.read()?).await?;
    let location = format!("/api/v1/shifts/{}", plan.id);
    Ok(Created::at(location, view(&mut cx, plan.id).await?.1))
}

/// PUT /shifts/{id}
async fn rewrite(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<DraftIn>,
) -> Result<Tagged<PlanView>> {
    let version = seen(matched, input.version)?;
    draft::change(&mut cx, id, version, input.read()?).await?;
    again(cx, id).await
}

/// An assignment.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftAssignment")]
struct AssignIn {
    /// Or `If-Match`.
    version: Option<i32>,
    /// Needed where a shift has too few people.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    short_reason: String,
}

/// A step with a reason.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftPlanStep")]
struct StepIn {
    /// Or `If-Match`.
    version: Option<i32>,
    /// The reason: needed to revoke.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
}

fn words(field: &str, text: &str) -> Result<String> {
    let mut check = Check::new();
    let note = check.optional(field, text, 2_000);
    check.done()?;
    Ok(note)
}

/// POST /shifts/{id}/assignment
async fn assign_it(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<AssignIn>,
) -> Result<Tagged<PlanView>> {
    let note = words("short_reason", &input.short_reason)?;
    assign::assign(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// POST /shifts/{id}/revocation
async fn revoke(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<StepIn>,
) -> Result<Tagged<PlanView>> {
    let note = words("note", &input.note)?;
    assign::revoke(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// An earlier last day, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftPlanEnding")]
struct EndIn {
    /// Or `If-Match`.
    version: Option<i32>,
    last_on: Date,
    #[schemars(length(max = 2000))]
    note: String,
}

/// POST /shifts/{id}/ending
async fn end(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<EndIn>,
) -> Result<Tagged<PlanView>> {
    let note = words("note", &input.note)?;
    let version = seen(matched, input.version)?;
    assign::end(&mut cx, id, version, input.last_on.0, &note).await?;
    again(cx, id).await
}

/// What a member says to being assigned.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShiftAnswerKind")]
enum AnswerKind {
    Confirm,
    Object,
}

/// An answer to being assigned.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftAnswerGiven")]
struct AnswerIn {
    answer: AnswerKind,
    /// The reason: needed to object.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shifts/{id}/answer
async fn answer_it(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<PlanView>> {
    let note = words("note", &input.note)?;
    let version = seen(matched, input.version)?;
    let confirms = input.answer == AnswerKind::Confirm;
    answer::answer(&mut cx, id, version, confirms, &note).await?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftPlanVersion")]
struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shifts/{id}/discarding
async fn discard(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Json<LineView>> {
    let plan = draft::discard(&mut cx, id, seen(matched, input.version)?).await?;
    Ok(Json(line(&plan)))
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        DecisionsRead as Decisions, DecisionsWrite as Decide, RequestsRead as Read,
        RequestsWrite as Write,
    };
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    let routes = routes
        .api_get("/shifts", own, Read, Doc::new("shifts.list", "Own plans of shifts, those that go on first, at most two hundred"), list)
        .api_get("/team/shifts", decides, Decisions, Doc::new("shifts.led", "Plans of shifts of the people one decides for, drafts too"), led)
        .api_post(
            "/shifts",
            decides,
            Decide,
            Doc::new("shifts.draft", "Write a draft of shifts over a repeating cycle of days")
                .about("By whoever decides for the people in it; never for oneself. The answer says every problem: what blocks has to be mended before the plan is assigned. With `replaces_id` a running plan is changed from tomorrow at the earliest, and holds until the day before. An example: `{\"unit_id\":\"…\",\"name\":\"Jaga ruang server\",\"from_on\":\"2026-12-01\",\"to_on\":\"2027-01-31\",\"shifts\":[{\"name\":\"Siang\",\"starts\":\"07:00\",\"ends\":\"19:00\",\"break_minutes\":60,\"least\":1}],\"cycle\":[1,1,0,0],\"members\":[{\"employee_id\":\"…\",\"starts_on_day\":1}]}`."),
            write,
        )
        .api_get("/shifts/{id}", any, Read, Doc::new("shifts.show", "A plan of shifts with its members, problems and hand-overs"), show)
        .api_put("/shifts/{id}", decides, Decide, Doc::new("shifts.rewrite", "Write a draft anew").about("The unit and the plan that it takes the place of stay as they are."), rewrite)
        .api_post("/shifts/{id}/assignment", decides, Decide, Doc::new("shifts.assign", "Assign a draft to its people").about("Where a shift has too few people on some day, `short_reason` says why that is accepted."), assign_it)
        .api_post("/shifts/{id}/discarding", decides, Decide, Doc::new("shifts.discard", "Throw a draft away"), discard)
        .api_post("/shifts/{id}/answer", own, Write, Doc::new("shifts.answer", "Confirm being assigned, or object with a reason"), answer_it)
        .api_post("/shifts/{id}/ending", decides, Decide, Doc::new("shifts.end", "Let a plan end earlier, with a reason"), end)
        .api_post("/shifts/{id}/revocation", any, Decide, Doc::new("shifts.revoke", "Take an assigned plan back, with a reason; by whoever plans for its people or HR, never a member"), revoke);
    limits::routes(said::routes(routes))
}
