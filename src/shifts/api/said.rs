//! What is said about a plan while it runs: answers to objections, hand-overs.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PlanView, VersionIn, again, words};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        door::{Doc, IfMatch, Json, Scope, Tagged, seen},
        error::Result,
        form::Path,
        id::{EmployeeId, ShiftPlanId},
        routes::Routes,
    },
    shifts::{
        Reply, hand_over,
        reply::{self, Given},
    },
};

/// An answer to an objection.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftReply")]
pub(super) struct ReplyView {
    upheld: bool,
    /// What changes, or why it is refused.
    note: String,
    replied_by: EmployeeId,
    replied_at: DateTime<Utc>,
}

impl ReplyView {
    /// As programs see it.
    pub(super) fn of(one: &Reply) -> Self {
        Self {
            upheld: one.upheld,
            note: one.note.clone(),
            replied_by: one.by,
            replied_at: one.at,
        }
    }
}

/// An answer to an objection, as it is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftReplyGiven")]
struct ReplyIn {
    /// Whose objection it is.
    employee_id: EmployeeId,
    upheld: bool,
    /// What changes, or why it is refused.
    #[schemars(length(min = 1, max = 2000))]
    note: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shifts/{id}/reply
async fn reply_it(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<ReplyIn>,
) -> Result<Tagged<PlanView>> {
    let given = Given {
        to: input.employee_id,
        upheld: input.upheld,
        note: words("note", &input.note)?,
        version: seen(matched, input.version)?,
    };
    reply::reply(&mut cx, id, given).await?;
    again(cx, id).await
}

/// What is open for the next shift.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShiftNote")]
struct NoteIn {
    #[schemars(length(min = 1, max = 2000))]
    still_open: String,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// POST /shifts/{id}/handovers
async fn hand_on(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<NoteIn>,
) -> Result<Tagged<PlanView>> {
    let note = words("still_open", &input.still_open)?;
    hand_over::hand_over(&mut cx, id, seen(matched, input.version)?, &note).await?;
    again(cx, id).await
}

/// POST /shifts/{id}/reading
async fn read_it(
    mut cx: Cx,
    Path(id): Path<ShiftPlanId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<PlanView>> {
    hand_over::read(&mut cx, id, seen(matched, input.version)?).await?;
    again(cx, id).await
}

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    let (own, decides) = (Can::BeEmployee, Can::DecideRequests);
    routes
        .api_post(
            "/shifts/{id}/reply",
            decides,
            Scope::DecisionsWrite,
            Doc::new("shifts.reply", "Answer a member's objection").about("Upheld, `note` says what changes, and the plan is then changed by another one; refused, why. By whoever plans for its people, never a member."),
            reply_it,
        )
        .api_post(
            "/shifts/{id}/handovers",
            own,
            Scope::RequestsWrite,
            Doc::new("shifts.hand_over", "Write what is open for the next shift").about("By somebody on the shift, or until a day after its end."),
            hand_on,
        )
        .api_post(
            "/shifts/{id}/reading",
            own,
            Scope::RequestsWrite,
            Doc::new("shifts.read", "Confirm having read what was left to one's shift"),
            read_it,
        )
}
