//! Exchange of days: what may be exchanged, proposing, answering, deciding.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{own::VersionIn, shown::DayView};
use crate::{
    calendar::Half,
    kernel::{
        cx::Cx,
        door::{Created, Date, IfMatch, Json, Paged, Query, Tagged, seen},
        error::Result,
        form::{Check, Path},
        id::{EmployeeId, RequestId, SwapId, UnitId},
    },
    policy::view::{self, VerdictView},
    requests::{
        DecideSwap, Propose, Swap, SwapState,
        rules::half_of,
        swaps::{
            Lapse, Part, answer,
            decide::decide as decide_one,
            options::options as choices,
            propose::propose as propose_one,
            read::{self, SwapSight},
        },
    },
};

/// The day that would be given.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Giving {
    /// A day of the request; may be left out when it has one only.
    give: Option<Date>,
}

/// A colleague's day that may be taken.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapOption")]
pub struct OptionView {
    request_id: RequestId,
    employee_id: EmployeeId,
    employee_name: String,
    position: String,
    on: NaiveDate,
    part: Half,
}

/// What an own request can give, and what may be taken for it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapOptions")]
pub struct OptionsView {
    /// Days of the request that may be given.
    gives: Vec<DayView>,
    /// The day that is given; null while it has to be chosen.
    give: Option<DayView>,
    /// Days of colleagues of the same unit with the same approver for which both would pass, at most sixty.
    takes: Vec<OptionView>,
    /// Days of colleagues that a rule keeps from being taken.
    barred: usize,
}

fn day((on, bits): (NaiveDate, u8)) -> DayView {
    DayView {
        on,
        part: half_of(bits).unwrap_or(Half::Full),
    }
}

/// What may be exchanged.
pub async fn options(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Query(giving): Query<Giving>,
) -> Result<Json<OptionsView>> {
    let found = choices(&mut cx, id, giving.give.map(|day| day.0)).await?;
    Ok(Json(OptionsView {
        gives: found.gives.into_iter().map(day).collect(),
        give: found.give.map(day),
        takes: found
            .takings
            .into_iter()
            .map(|one| OptionView {
                request_id: one.day.request,
                employee_id: one.day.employee,
                employee_name: one.day.name,
                position: one.position,
                on: one.day.on,
                part: half_of(one.day.bits).unwrap_or(Half::Full),
            })
            .collect(),
        barred: found.barred,
    }))
}

/// A proposal.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SwapProposal")]
pub struct ProposeIn {
    /// The own day that is given.
    give_on: Date,
    /// The colleague's request, and its day that is wanted.
    from_request_id: RequestId,
    take_on: Date,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
}

/// Proposes an exchange to a colleague.
pub async fn propose(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    Json(input): Json<ProposeIn>,
) -> Result<Created<SwapView>> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    check.done()?;
    let input = Propose {
        request: id,
        give_on: input.give_on.0,
        from: input.from_request_id,
        take_on: input.take_on.0,
        note,
        key: None,
    };
    let swap = propose_one(&mut cx, input).await?;
    let location = format!("/api/v1{}", swap.path());
    Ok(Created::at(location, view_of(&mut cx, swap.id).await?.1))
}

/// One of the two: what they give, and the verdict on the day that they get.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapSide")]
pub struct SideView {
    employee_id: EmployeeId,
    employee_name: String,
    request_id: RequestId,
    gives: DayView,
    /// Stored, never computed anew; for the person and whoever decides, HR and the leader.
    verdict: Option<VerdictView>,
}

/// An exchange of two days in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapLine")]
pub struct LineView {
    id: SwapId,
    version: i32,
    state: SwapState,
    proposer_id: EmployeeId,
    proposer_name: String,
    proposer_gives: DayView,
    colleague_id: EmployeeId,
    colleague_name: String,
    colleague_gives: DayView,
    proposed_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

fn line(swap: Swap) -> LineView {
    LineView {
        id: swap.id,
        version: swap.version,
        state: swap.state,
        proposer_id: swap.proposer.employee,
        proposer_gives: day(swap.proposer.day()),
        proposer_name: swap.proposer.name,
        colleague_id: swap.colleague.employee,
        colleague_gives: day(swap.colleague.day()),
        colleague_name: swap.colleague.name,
        proposed_at: swap.proposed_at,
        ended_at: swap.ended_at,
    }
}

/// An exchange of two days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Swap")]
pub struct SwapView {
    id: SwapId,
    version: i32,
    state: SwapState,
    unit_id: UnitId,
    unit_name: String,
    proposer: SideView,
    colleague: SideView,
    note: String,
    proposed_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    answer_note: String,
    approver_id: Option<EmployeeId>,
    approver_name: Option<String>,
    decided_by: Option<EmployeeId>,
    decider_name: Option<String>,
    /// `plt` or `plh`, when somebody acted for the head.
    acting: Option<String>,
    in_place_of: Option<String>,
    decision_note: String,
    /// Until when the decision may be taken back, by its `batch` at `/inbox/undo/{batch}`.
    undo_until: Option<DateTime<Utc>>,
    batch: Option<Uuid>,
    withdrawn_by: Option<EmployeeId>,
    /// Why it ended by itself.
    lapse: Option<Lapse>,
    ended_at: Option<DateTime<Utc>>,
    rule_set_version: Option<i32>,
    base_rule_set_version: Option<i32>,
    /// What the acting person may do now.
    may_answer: bool,
    may_withdraw: bool,
    may_decide: bool,
}

fn side(swap: &Swap, part: &Part, shown: bool, cx: &Cx) -> SideView {
    let judged = swap.evaluation(part.employee).filter(|_| shown);
    let first = judged.and_then(|one| one.days.into_iter().next());
    SideView {
        employee_id: part.employee,
        employee_name: part.name.clone(),
        request_id: part.request,
        gives: day(part.day()),
        verdict: first.map(|one| view::verdict(&one.verdict, cx.lang())),
    }
}

async fn view_of(cx: &mut Cx, id: SwapId) -> Result<(i32, SwapView)> {
    let (swap, sight) = read::show(cx, id).await?;
    Ok((swap.version, view_as(swap, sight, cx)))
}

fn view_as(swap: Swap, sight: SwapSight, cx: &Cx) -> SwapView {
    SwapView {
        proposer: side(&swap, &swap.proposer, sight.both || sight.proposer, cx),
        colleague: side(&swap, &swap.colleague, sight.both || sight.colleague, cx),
        may_answer: sight.can_answer(&swap),
        may_withdraw: sight.can_withdraw(&swap),
        may_decide: sight.can_decide(&swap),
        id: swap.id,
        version: swap.version,
        state: swap.state,
        unit_id: swap.unit,
        unit_name: swap.unit_name,
        note: swap.note,
        proposed_at: swap.proposed_at,
        answered_at: swap.answered_at,
        answer_note: swap.answer_note,
        approver_id: swap.approver,
        approver_name: swap.approver_name,
        decided_by: swap.decided_by,
        decider_name: swap.decider_name,
        acting: swap.acting,
        in_place_of: swap.in_place_of,
        decision_note: swap.decision_note,
        undo_until: swap.undo_until,
        batch: swap.batch,
        withdrawn_by: swap.withdrawn_by,
        lapse: swap.lapse,
        ended_at: swap.ended_at,
        rule_set_version: swap.rule_version,
        base_rule_set_version: swap.base_version,
    }
}

async fn again(mut cx: Cx, id: SwapId) -> Result<Tagged<SwapView>> {
    let (version, view) = view_of(&mut cx, id).await?;
    Ok(Tagged(version, view))
}

/// The acting person's exchanges.
pub async fn list(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let all = read::own(&mut cx).await?;
    Ok(Json(Paged::whole(all.into_iter().map(line).collect())))
}

/// What waits for the acting person's decision.
pub async fn waiting(mut cx: Cx) -> Result<Json<Paged<LineView>>> {
    let all = read::waiting(&mut cx).await?;
    Ok(Json(Paged::whole(all.into_iter().map(line).collect())))
}

/// One exchange.
pub async fn show(cx: Cx, Path(id): Path<SwapId>) -> Result<Tagged<SwapView>> {
    again(cx, id).await
}

/// An answer of the colleague.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SwapAnswer")]
pub struct AnswerIn {
    /// Or `If-Match`.
    version: Option<i32>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
}

impl AnswerIn {
    fn note(&self) -> Result<String> {
        let mut check = Check::new();
        let note = check.optional("note", &self.note, 2_000);
        check.done()?;
        Ok(note)
    }
}

/// The colleague agrees.
pub async fn agree(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    matched: IfMatch,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<SwapView>> {
    let note = input.note()?;
    answer::agree(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// The colleague keeps the day.
pub async fn decline(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    matched: IfMatch,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<SwapView>> {
    let note = input.note()?;
    answer::decline(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// One of the two no longer wants to.
pub async fn withdraw(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<SwapView>> {
    answer::withdraw(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// What is decided about an exchange.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SwapDecisionKind")]
pub enum KindIn {
    Approve,
    Refuse,
}

/// A decision about an exchange.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SwapDecision")]
pub struct DecideIn {
    decision: KindIn,
    /// The reason: needed to refuse.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Decides for both.
pub async fn decide(
    mut cx: Cx,
    Path(id): Path<SwapId>,
    matched: IfMatch,
    Json(input): Json<DecideIn>,
) -> Result<Tagged<SwapView>> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    check.done()?;
    let decision = DecideSwap {
        approve: input.decision == KindIn::Approve,
        version: seen(matched, input.version)?,
        note,
        batch: Uuid::now_v7(),
    };
    decide_one(&mut cx, id, decision).await?;
    again(cx, id).await
}
