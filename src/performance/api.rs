//! Targets through the JSON door: the same operations as the pages.

mod credit;
mod day;
mod feedback;
mod files;
mod improvement;
mod rating;
mod rating_periods;
mod simulation;
mod team;
mod templates;
mod work;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Agree, Approach, Aspect, Indicator, Line, NewLine, Remark, Start, State, Targets, Value, Write,
    agree,
    read::{self, Sight},
    write::{self, Source},
};
use crate::kernel::{
    actor::Can,
    cx::Cx,
    door::{Created, Doc, IfMatch, Json, Paged, Scope, Tagged, seen},
    error::{Error, Result},
    form::{Check, Path},
    id::{EmployeeId, TargetLineId, TargetsId},
    routes::Routes,
};

/// From where lines are copied into a draft.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetsStart")]
struct StartIn {
    /// This year or the next.
    #[schemars(range(min = 2000, max = 2199))]
    year: i16,
    approach: Approach,
    /// Copy one's own agreed lines of the year before.
    #[serde(default)]
    from_last_year: bool,
    /// Copy the agreed lines of a colleague of the same unit in the same position: results and indicators, without how much is theirs.
    from_employee_id: Option<EmployeeId>,
    /// Copy the template of one's position: results and indicators.
    #[serde(default)]
    from_template: bool,
}

/// By what a result is measured.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetIndicator")]
struct IndicatorBody {
    /// Needed with the quantitative approach.
    aspect: Option<Aspect>,
    #[schemars(length(min = 1, max = 300))]
    indicator: String,
    /// Needed with the quantitative approach, to propose.
    #[serde(default)]
    #[schemars(length(max = 60))]
    target: String,
    /// What the target counts.
    #[serde(default)]
    #[schemars(length(max = 40))]
    measure: String,
}

impl From<IndicatorBody> for Indicator {
    fn from(one: IndicatorBody) -> Self {
        let text = |text: String| text.trim().replace('\0', "");
        Self {
            aspect: one.aspect,
            indicator: text(one.indicator),
            target: text(one.target),
            measure: text(one.measure),
        }
    }
}

fn yes() -> bool {
    true
}

/// A result plan as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetLineDraft")]
struct LineIn {
    /// The line that it is written over; none: a new one.
    id: Option<TargetLineId>,
    /// A main one, or an additional one.
    #[serde(default = "yes")]
    main: bool,
    #[schemars(length(min = 1, max = 500))]
    result: String,
    /// The thread of the superior's line that is intervened.
    above_id: Option<TargetLineId>,
    /// That line in words, where the superior has none here yet.
    #[serde(default)]
    #[schemars(length(max = 500))]
    above_text: String,
    /// Percent.
    #[schemars(range(min = 1, max = 100))]
    weight: Option<u8>,
    #[serde(default)]
    #[schemars(length(max = 8))]
    indicators: Vec<IndicatorBody>,
}

impl From<LineIn> for NewLine {
    fn from(one: LineIn) -> Self {
        Self {
            id: one.id,
            main: one.main,
            result: one.result,
            above: one.above_id,
            above_text: one.above_text,
            weight: one.weight,
            indicators: one.indicators.into_iter().map(Indicator::from).collect(),
        }
    }
}

/// What a draft says, whole.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetsDraft")]
struct WriteIn {
    approach: Approach,
    /// All of them, in their order: those that are not among them go.
    #[schemars(length(max = 20))]
    lines: Vec<LineIn>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// A result plan.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetLine")]
struct LineView {
    id: TargetLineId,
    /// The same line through the versions of a year: what a line below hangs on.
    thread_id: TargetLineId,
    main: bool,
    result: String,
    above_id: Option<TargetLineId>,
    above_text: String,
    weight: Option<u8>,
    indicators: Vec<IndicatorBody>,
}

fn line(one: Line) -> LineView {
    let indicators = one.indicators.into_iter();
    LineView {
        id: one.id,
        thread_id: one.thread,
        main: one.main,
        result: one.result,
        above_id: one.above,
        above_text: one.above_text,
        weight: one.weight,
        indicators: indicators
            .map(|one| IndicatorBody {
                aspect: one.aspect,
                indicator: one.indicator,
                target: one.target,
                measure: one.measure,
            })
            .collect(),
    }
}

/// A remark on a line, or on the whole.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetRemark")]
struct RemarkView {
    id: Uuid,
    line_id: Option<TargetLineId>,
    /// The line as it read then.
    about: String,
    author_id: EmployeeId,
    author_name: String,
    remark: String,
    made_at: DateTime<Utc>,
}

fn said(one: Remark) -> RemarkView {
    RemarkView {
        id: one.id,
        line_id: one.line,
        about: one.about,
        author_id: one.author,
        author_name: one.author_name,
        remark: one.remark,
        made_at: one.made_at,
    }
}

/// What a leader expects of one of the seven values beyond itself.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BehaviourExpectation")]
struct ExpectationBody {
    value: Value,
    #[schemars(length(max = 500))]
    expectation: String,
}

/// A version of somebody's targets in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TargetsLine")]
struct RowView {
    id: TargetsId,
    version: i32,
    employee_id: EmployeeId,
    employee_name: String,
    unit_name: String,
    position_name: String,
    year: i16,
    /// Counts the versions of the year.
    number: i16,
    state: State,
    approach: Approach,
    lines: usize,
    proposed_at: Option<DateTime<Utc>>,
    agreed_at: Option<DateTime<Utc>>,
}

fn row(one: &Targets) -> RowView {
    RowView {
        id: one.id,
        version: one.version,
        employee_id: one.employee,
        employee_name: one.employee_name.clone(),
        unit_name: one.unit_name.clone(),
        position_name: one.position_name.clone(),
        year: one.year,
        number: one.number,
        state: one.state,
        approach: one.approach,
        lines: one.lines.len(),
        proposed_at: one.proposed_at,
        agreed_at: one.agreed_at,
    }
}

/// A version of somebody's targets of a year.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Targets")]
struct TargetsView {
    #[serde(flatten)]
    row: RowView,
    /// Why it changes the version before.
    reason: String,
    results: Vec<LineView>,
    expectations: Vec<ExpectationBody>,
    remarks: Vec<RemarkView>,
    started_at: DateTime<Utc>,
    approver_id: Option<EmployeeId>,
    approver_name: Option<String>,
    /// What the leader wrote on giving it back or agreeing.
    note: String,
    agreed_by: Option<EmployeeId>,
    agreer_name: Option<String>,
    /// `plt`, `plh` or `mandate`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    /// What the acting person may do now.
    may_write: bool,
    may_agree: bool,
    may_remark: bool,
}

fn view_of(one: Targets, sight: Sight, remarks: Vec<Remark>) -> TargetsView {
    TargetsView {
        row: row(&one),
        may_write: sight.own && one.state.is_written(),
        may_agree: sight.can_agree(&one),
        may_remark: sight.can_remark(&one),
        reason: one.reason,
        results: one.lines.into_iter().map(line).collect(),
        expectations: one
            .expectations
            .into_iter()
            .map(|(value, expectation)| ExpectationBody { value, expectation })
            .collect(),
        remarks: remarks.into_iter().map(said).collect(),
        started_at: one.started_at,
        approver_id: one.approver,
        approver_name: one.approver_name,
        note: one.note,
        agreed_by: one.agreed_by,
        agreer_name: one.agreer_name,
        acting: one.acting,
        in_place_of: one.in_place_of,
        ended_at: one.ended_at,
    }
}

async fn view(cx: &mut Cx, id: TargetsId) -> Result<(i32, TargetsView)> {
    let (targets, sight, remarks) = read::show(cx, id).await?;
    Ok((targets.version, view_of(targets, sight, remarks)))
}

async fn again(mut cx: Cx, id: TargetsId) -> Result<Tagged<TargetsView>> {
    let (version, view) = view(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

/// GET /targets
async fn list(mut cx: Cx) -> Result<Json<Paged<RowView>>> {
    let all = read::own(&mut cx).await?;
    Ok(Json(Paged::whole(all.iter().map(row).collect())))
}

/// GET /inbox/targets
async fn waiting(mut cx: Cx) -> Result<Json<Paged<RowView>>> {
    let all = read::waiting(&mut cx).await?;
    Ok(Json(Paged::whole(all.iter().map(row).collect())))
}

/// POST /targets
async fn start(mut cx: Cx, Json(input): Json<StartIn>) -> Result<Created<TargetsView>> {
    let named = [
        input.from_last_year.then_some(Source::LastYear),
        input.from_template.then_some(Source::Template),
        input.from_employee_id.map(Source::Colleague),
    ];
    let mut named = named.into_iter().flatten();
    let from = named.next();
    if named.next().is_some() {
        return Err(Error::field("from_employee_id", "targets-one-source"));
    }
    let input = Start {
        year: input.year,
        approach: input.approach,
        from,
    };
    let targets = write::start(&mut cx, input).await?;
    let location = format!("/api/v1/targets/{}", targets.id);
    Ok(Created::at(location, view(&mut cx, targets.id).await?.1))
}

/// GET /targets/{id}
async fn show(cx: Cx, Path(id): Path<TargetsId>) -> Result<Tagged<TargetsView>> {
    again(cx, id).await
}

/// PUT /targets/{id}
async fn put(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    matched: IfMatch,
    Json(input): Json<WriteIn>,
) -> Result<Tagged<TargetsView>> {
    let input = Write {
        approach: input.approach,
        lines: input.lines.into_iter().map(NewLine::from).collect(),
        version: seen(matched, input.version)?,
    };
    write::write(&mut cx, id, input).await?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetsVersion")]
struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /targets/{id}/proposal
async fn propose(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<TargetsView>> {
    agree::propose(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// POST /targets/{id}/retraction
async fn retract(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<TargetsView>> {
    agree::retract(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// POST /targets/{id}/discarding
async fn discard(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<TargetsView>> {
    write::discard(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// Why targets in force are changed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetsChange")]
struct ChangeIn {
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /targets/{id}/change
async fn change(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    matched: IfMatch,
    Json(input): Json<ChangeIn>,
) -> Result<Created<TargetsView>> {
    let mut check = Check::new();
    let reason = check.optional("reason", &input.reason, 2_000);
    check.done()?;
    let version = seen(matched, input.version)?;
    let new = write::change(&mut cx, id, version, &reason).await?;
    let location = format!("/api/v1/targets/{}", new.id);
    Ok(Created::at(location, view(&mut cx, new.id).await?.1))
}

/// A remark.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetRemarkDraft")]
struct RemarkIn {
    /// The line; none: the whole.
    line_id: Option<TargetLineId>,
    #[schemars(length(min = 1, max = 1000))]
    remark: String,
}

/// POST /targets/{id}/remarks
async fn remark(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    Json(input): Json<RemarkIn>,
) -> Result<Tagged<TargetsView>> {
    agree::remark(&mut cx, id, input.line_id, &input.remark).await?;
    again(cx, id).await
}

/// What is answered to proposed targets.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TargetsDecisionKind")]
enum KindIn {
    Agree,
    /// Given back to be written on, with a note or remarks.
    Return,
}

/// An answer to proposed targets.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TargetsDecision")]
struct DecideIn {
    decision: KindIn,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// On agreeing: all that is expected beyond the values themselves.
    #[serde(default)]
    #[schemars(length(max = 7))]
    expectations: Vec<ExpectationBody>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /targets/{id}/decision
async fn decide(
    mut cx: Cx,
    Path(id): Path<TargetsId>,
    matched: IfMatch,
    Json(input): Json<DecideIn>,
) -> Result<Tagged<TargetsView>> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    check.done()?;
    let version = seen(matched, input.version)?;
    if input.decision == KindIn::Return {
        agree::give_back(&mut cx, id, version, &note).await?;
    } else {
        let all = input.expectations.into_iter();
        let agreed = Agree {
            version,
            note,
            expectations: all.map(|one| (one.value, one.expectation)).collect(),
        };
        agree::agree(&mut cx, id, agreed).await?;
    }
    again(cx, id).await
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Scope::{
        DecisionsRead as Decisions, DecisionsWrite as Decide, PerformanceRead as Read,
        PerformanceWrite as Write,
    };
    let (own, any, decides) = (Can::BeEmployee, Can::SignIn, Can::DecideRequests);
    let routes = credit::routes(feedback::routes(routes));
    let routes = work::routes(team::routes(routes));
    let routes = templates::routes(rating::routes(day::routes(files::routes(
        improvement::routes(routes),
    ))));
    routes
        .api_get("/targets", own, Read, Doc::new("targets.list", "Own targets of every year and version, the newest first"), list)
        .api_post(
            "/targets",
            own,
            Write,
            Doc::new("targets.start", "Start one's targets of a year, or go on with the draft there is")
                .about("With a source its lines are added, without those whose result is there already. From a colleague of the same unit in the same position come results and indicators; how much of each is theirs stays theirs.")
                .example(r#"{"year":2026,"approach":"quantitative"}"#),
            start,
        )
        .api_get("/targets/{id}", any, Read, Doc::new("targets.show", "A version of targets; a draft is its writer's alone"), show)
        .api_put(
            "/targets/{id}",
            own,
            Write,
            Doc::new("targets.write", "Write one's draft whole: lines that are left out go")
                .about("`above_id` is the `thread_id` of a line of the superior; its words are filled in. It may be left open: nobody waits for the superior's plan."),
            put,
        )
        .api_post("/targets/{id}/proposal", own, Write, Doc::new("targets.propose", "Put a draft forward to whoever decides for oneself"), propose)
        .api_post("/targets/{id}/retraction", own, Write, Doc::new("targets.retract", "Take a proposal back to write on"), retract)
        .api_post("/targets/{id}/discarding", own, Write, Doc::new("targets.discard", "Throw a draft away"), discard)
        .api_post("/targets/{id}/change", own, Write, Doc::new("targets.change", "Begin a new version of targets in force, with a reason; those hold until it is agreed"), change)
        .api_post("/targets/{id}/remarks", own, Write, Doc::new("targets.remark", "Remark on a line or the whole, as their person or as whoever agrees"), remark)
        .api_get("/inbox/targets", decides, Decisions, Doc::new("decisions.targets", "Proposed targets that wait for an answer"), waiting)
        .api_post("/targets/{id}/decision", decides, Decide, Doc::new("decisions.decide_targets", "Agree to proposed targets, or give them back; never one's own"), decide)
}
