//! Deciding: the inbox, one by one, many at once, taking back, revoking, objections.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    asked::{AskIn, DayIn},
    own::{VersionIn, again, view},
    shown::{self, ObjectionView, PrecheckView, RequestView, WaitingView},
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Created, Date, IfMatch, Json, Paged, Tagged, seen},
        error::{Error, Result},
        form::{Check, Path},
        id::{EmployeeId, ObjectionId, RequestId},
        problem,
    },
    requests::{
        self, Answer, Assign, Decide, Decision, Item, State, check::recheck, inbox, rules::bits_of,
        sight::Sight, store,
    },
};

/// What waits for the acting person, by first day.
pub async fn waiting(mut cx: Cx) -> Result<Json<Paged<WaitingView>>> {
    let lang = cx.lang();
    let all = inbox::waiting(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter()
            .map(|one| shown::waiting(one, lang))
            .collect(),
    )))
}

/// What the rules say now about a request that waits.
pub async fn check(mut cx: Cx, Path(id): Path<RequestId>) -> Result<Json<PrecheckView>> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let one = store::requests::find(cx.conn(), agency, id).await?;
    let sight = Sight::of(&mut cx, &one).await?;
    if !(sight.own || sight.decider) {
        return Err(Error::NotFound);
    }
    let found = recheck(cx.conn(), agency, &one, &one.span, zone, now).await?;
    Ok(Json(shown::precheck(&found, cx.lang())))
}

/// What is decided.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DecisionKind")]
pub enum KindIn {
    Approve,
    /// Approved, on `days` instead.
    Adjust,
    /// Approved on `days`, once the person agrees.
    Offer,
    Refuse,
    Return,
}

/// A decision.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Decision")]
pub struct DecideIn {
    decision: KindIn,
    /// The days that are approved or offered, with `adjust` and `offer` only.
    #[serde(default)]
    #[schemars(length(max = 31))]
    days: Vec<DayIn>,
    /// The reason: needed to refuse, to return, and to set a rule aside.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Approve although a rule that may be set aside is in the way.
    #[serde(default)]
    waive: bool,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Decides one request.
pub async fn decide(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<DecideIn>,
) -> Result<Tagged<RequestView>> {
    let mut check = Check::new();
    let note = check.optional("note", &input.note, 2_000);
    let adjusts = matches!(input.decision, KindIn::Adjust | KindIn::Offer);
    check.ensure(input.days.is_empty() || adjusts, "days", "days-only-adjust");
    check.done()?;
    let days: BTreeMap<_, _> = input
        .days
        .iter()
        .map(|day| (day.on.0, bits_of(day.part)))
        .collect();
    let decide = Decide {
        decision: match input.decision {
            KindIn::Approve => Decision::Approve,
            KindIn::Adjust => Decision::Adjust(days),
            KindIn::Offer => Decision::Offer(days),
            KindIn::Refuse => Decision::Refuse,
            KindIn::Return => Decision::Return,
        },
        version: seen(matched, input.version)?,
        note,
        waive: input.waive,
        batch: Uuid::now_v7(),
    };
    requests::decide(&mut cx, id, decide).await?;
    again(cx, id).await
}

/// One item of many, as it was seen.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DecisionItem")]
pub struct ItemIn {
    id: RequestId,
    version: i32,
}

/// Approves exactly these.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Approvals")]
pub struct ApproveIn {
    #[schemars(length(min = 1, max = 200))]
    items: Vec<ItemIn>,
}

/// What became of one item.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fate")]
pub struct FateView {
    id: RequestId,
    approved: bool,
    /// Agreed to at its step; the next one is asked.
    passed_on: bool,
    /// Why not: the code and the words of a problem.
    code: Option<String>,
    detail: Option<String>,
}

/// What became of many.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Approved")]
pub struct ApprovedView {
    /// Takes all of them back, within ten seconds.
    batch: Uuid,
    items: Vec<FateView>,
}

/// Approves many at once; each has its own fate.
pub async fn approve(mut cx: Cx, Json(input): Json<ApproveIn>) -> Result<Json<ApprovedView>> {
    let mut check = Check::new();
    check.ensure(!input.items.is_empty(), "items", "required");
    check.ensure(input.items.len() <= 200, "items", "shape");
    check.done()?;
    let mut items: Vec<Item> = input
        .items
        .iter()
        .map(|item| Item {
            id: item.id,
            version: item.version,
        })
        .collect();
    items.sort_by_key(|item| item.id);
    items.dedup_by_key(|item| item.id);
    let batch = Uuid::now_v7();
    let fates = requests::approve_all(&mut cx, &items, batch).await?;
    let lang = cx.lang();
    let items = fates
        .into_iter()
        .map(|fate| {
            let problem = fate
                .result
                .as_ref()
                .err()
                .map(|error| problem::body(error, lang, ""));
            let text = |name: &str| {
                let value = problem.as_ref()?.get(name)?;
                value.as_str().map(str::to_owned)
            };
            FateView {
                id: fate.id,
                approved: fate.result.as_ref().is_ok_and(|state| state.is_approved()),
                passed_on: matches!(fate.result, Ok(State::Submitted)),
                code: text("code"),
                detail: text("detail"),
            }
        })
        .collect();
    Ok(Json(ApprovedView { batch, items }))
}

/// How many decisions were taken back.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Undone")]
pub struct UndoneView {
    undone: usize,
}

/// Takes back what was decided with one press, within ten seconds.
pub async fn undo(mut cx: Cx, Path(batch): Path<Uuid>) -> Result<Json<UndoneView>> {
    let undone = requests::undo(&mut cx, batch).await?;
    Ok(Json(UndoneView { undone }))
}

/// From when an approved request no longer holds, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Revocation")]
pub struct RevokeIn {
    /// Or `If-Match`.
    version: Option<i32>,
    /// Tomorrow at the earliest.
    from: Date,
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
}

/// Revokes an approved request; by its approver or HR.
pub async fn revoke(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<RevokeIn>,
) -> Result<Tagged<RequestView>> {
    if !(cx.actor().roles.hr || cx.actor().roles.may(Can::DecideRequests)) {
        return Err(Error::Forbidden);
    }
    let mut check = Check::new();
    let reason = check.text("reason", &input.reason, 2_000);
    check.done()?;
    let version = seen(matched, input.version)?;
    requests::revoke(&mut cx, id, version, input.from.0, &reason).await?;
    again(cx, id).await
}

/// Takes back an offer, or days that were assigned, while they wait for the person's answer.
pub async fn retract(
    mut cx: Cx,
    Path(id): Path<RequestId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<RequestView>> {
    requests::retract(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// Days that are assigned to somebody.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Assignment")]
pub struct AssignIn {
    employee_id: EmployeeId,
    days: AskIn,
}

/// Assigns days to somebody, who has to confirm them.
pub async fn assign(mut cx: Cx, Json(input): Json<AssignIn>) -> Result<Created<RequestView>> {
    if input.days.evidence.is_some() {
        return Err(Error::field("days.evidence", "choice"));
    }
    let assign = Assign {
        employee: input.employee_id,
        ask: input.days.read()?,
        key: None,
    };
    if input.days.day_hours.is_some() {
        return Err(Error::field("days.day_hours", "hours-assigned"));
    }
    let one = requests::assign(&mut cx, assign).await?;
    let location = format!("/api/v1{}", one.path());
    Ok(Created::at(location, view(&mut cx, one).await?))
}

/// The objections that wait for the leader.
pub async fn objections(mut cx: Cx) -> Result<Json<Paged<ObjectionView>>> {
    let all = requests::open_objections(&mut cx).await?;
    Ok(Json(Paged::whole(
        all.into_iter().map(ObjectionView::from).collect(),
    )))
}

/// A leader's answer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ObjectionAnswer")]
pub struct AnswerIn {
    upheld: bool,
    #[schemars(length(min = 1, max = 2000))]
    answer: String,
    /// The objection's version.
    version: i32,
}

/// Answers an objection; gives the request as it stands then.
pub async fn answer(
    mut cx: Cx,
    Path(id): Path<ObjectionId>,
    Json(input): Json<AnswerIn>,
) -> Result<Tagged<RequestView>> {
    let mut check = Check::new();
    let text = check.text("answer", &input.answer, 2_000);
    check.done()?;
    let reply = Answer {
        upheld: input.upheld,
        text,
        version: input.version,
    };
    let request = requests::answer(&mut cx, id, reply).await?;
    again(cx, request.id).await
}
