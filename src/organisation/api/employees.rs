//! Employees through the JSON door: records, posts, supervisors, access.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::units::nip_of;
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, IfMatch, Json, NoContent, Tagged, seen, typed},
        error::Result,
        form::Path,
        id::{EmployeeId, PositionId, UnitId},
    },
    organisation::{
        AsnKind, Capacity, HomeEntry,
        employee::{self, Edit, Email, Leave, Move, New, Supervisor},
        invitation::{self, Sent},
        store,
    },
};

/// One line of a person's history.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Assignment")]
pub struct AssignmentView {
    unit: String,
    position: String,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

/// A disciplinary case.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DisciplineCase")]
pub struct CaseView {
    id: Uuid,
    level: String,
    state: String,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

/// A performance rating.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rating")]
pub struct RatingView {
    period: String,
    predikat: String,
    rated_on: NaiveDate,
    source: String,
    /// What the result was found to be: `above`, `meets` or `below`; null where it is not known.
    result: Option<String>,
    /// What the behaviour was found to be, likewise.
    behaviour: Option<String>,
}

/// A home a person proposed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Home")]
pub struct HomeView {
    id: Uuid,
    address: String,
    city: String,
    /// The official code of the regency or city that `city` names in full; null: where it lies is not known.
    region: Option<&'static str>,
    state: String,
    proposed_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    note: String,
}

impl From<HomeEntry> for HomeView {
    fn from(one: HomeEntry) -> Self {
        Self {
            region: one.region().map(|region| region.code),
            id: one.id,
            address: one.address,
            city: one.city,
            state: one.state.code().to_owned(),
            proposed_at: one.proposed_at,
            decided_at: one.decided_at,
            note: one.note,
        }
    }
}

/// Who decides for a person today.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Approver")]
pub struct ApproverView {
    employee_id: EmployeeId,
    name: String,
    acting: Option<Capacity>,
}

/// A civil servant's record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Employee")]
pub struct EmployeeView {
    id: EmployeeId,
    version: i32,
    nip: String,
    name: String,
    asn_kind: AsnKind,
    grade: Option<String>,
    grade_since: Option<NaiveDate>,
    unit_id: UnitId,
    unit_name: String,
    position_id: PositionId,
    position_name: String,
    position_since: Option<NaiveDate>,
    supervisor_id: Option<EmployeeId>,
    birth_on: Option<NaiveDate>,
    gender: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    appointed_on: Option<NaiveDate>,
    legal_state: String,
    active: bool,
    left_on: Option<NaiveDate>,
    approver: Option<ApproverView>,
    assignments: Vec<AssignmentView>,
    discipline: Vec<CaseView>,
    ratings: Vec<RatingView>,
    homes: Vec<HomeView>,
}

/// A whole record.
pub async fn view(cx: &mut Cx, id: EmployeeId) -> Result<EmployeeView> {
    let (agency, today) = (cx.agency(), cx.today());
    let one = store::employees::find(cx.conn(), agency, id).await?;
    let approver = match store::structure::approver_of(cx.conn(), agency, id, today, 0).await? {
        Some(found) => Some(ApproverView {
            employee_id: found.employee,
            name: store::employees::find(cx.conn(), agency, found.employee)
                .await?
                .name,
            acting: found.acting,
        }),
        None => None,
    };
    let assignments = store::employees::assignments(cx.conn(), agency, id).await?;
    let cases = store::records::cases(cx.conn(), agency, id).await?;
    let ratings = store::records::ratings(cx.conn(), agency, id).await?;
    let homes = store::records::homes(cx.conn(), agency, id).await?;
    Ok(EmployeeView {
        id: one.id,
        version: one.version,
        nip: one.nip,
        name: one.name,
        asn_kind: one.asn_kind,
        grade: one.grade,
        grade_since: one.grade_since,
        unit_id: one.unit,
        unit_name: one.unit_name,
        position_id: one.position,
        position_name: one.position_name,
        position_since: one.position_since,
        supervisor_id: one.supervisor,
        birth_on: one.birth_on,
        gender: one.gender,
        email: one.email,
        phone: one.phone,
        appointed_on: one.appointed_on,
        legal_state: one.legal_state,
        active: one.active,
        left_on: one.left_on,
        approver,
        assignments: assignments
            .into_iter()
            .map(|one| AssignmentView {
                unit: one.unit,
                position: one.position,
                from_on: one.from_on,
                to_on: one.to_on,
            })
            .collect(),
        discipline: cases
            .into_iter()
            .map(|one| CaseView {
                id: one.id,
                level: one.level,
                state: one.state,
                from_on: one.from_on,
                to_on: one.to_on,
            })
            .collect(),
        ratings: ratings
            .into_iter()
            .map(|one| RatingView {
                period: one.period,
                predikat: one.predikat,
                rated_on: one.rated_on,
                source: one.source,
                result: one.result,
                behaviour: one.behaviour,
            })
            .collect(),
        homes: homes.into_iter().map(HomeView::from).collect(),
    })
}

/// The record as it stands after a step.
pub async fn again(mut cx: Cx, id: EmployeeId) -> Result<Tagged<EmployeeView>> {
    let shown = view(&mut cx, id).await?;
    Ok(Tagged(shown.version, shown))
}

/// One person's record.
pub async fn show(cx: Cx, Path(id): Path<EmployeeId>) -> Result<Tagged<EmployeeView>> {
    again(cx, id).await
}

/// A new record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewEmployee")]
pub struct NewIn {
    /// Eighteen digits; birth date and sex are read from it.
    #[schemars(length(min = 18, max = 30))]
    nip: String,
    #[schemars(length(min = 1, max = 200))]
    name: String,
    asn_kind: AsnKind,
    #[schemars(length(max = 20))]
    grade: Option<String>,
    unit_id: UnitId,
    position_id: PositionId,
    position_since: Option<Date>,
    appointed_on: Option<Date>,
    #[schemars(length(max = 254))]
    email: Option<String>,
    #[schemars(length(max = 30))]
    phone: Option<String>,
}

/// Enters a person.
pub async fn create(mut cx: Cx, Json(input): Json<NewIn>) -> Result<Created<EmployeeView>> {
    let form = New {
        nip: input.nip,
        name: input.name,
        asn_kind: input.asn_kind.code().to_owned(),
        grade: typed(input.grade),
        unit: input.unit_id.to_string(),
        position: input.position_id.to_string(),
        position_since: typed(input.position_since),
        appointed_on: typed(input.appointed_on),
        email: typed(input.email),
        phone: typed(input.phone),
    };
    let id = employee::create(&mut cx, &form).await?;
    let shown = view(&mut cx, id).await?;
    Ok(Created::at(format!("/api/v1/employees/{id}"), shown))
}

/// The facts of a person.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EmployeeFacts")]
pub struct EditIn {
    #[schemars(length(min = 1, max = 200))]
    name: String,
    asn_kind: AsnKind,
    #[schemars(length(max = 20))]
    grade: Option<String>,
    grade_since: Option<Date>,
    appointed_on: Option<Date>,
    #[schemars(length(min = 1, max = 60))]
    legal_state: String,
    #[schemars(length(max = 30))]
    phone: Option<String>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Corrects facts; never one's own.
pub async fn edit(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    matched: IfMatch,
    Json(input): Json<EditIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = Edit {
        name: input.name,
        asn_kind: input.asn_kind.code().to_owned(),
        grade: typed(input.grade),
        grade_since: typed(input.grade_since),
        appointed_on: typed(input.appointed_on),
        legal_state: input.legal_state,
        phone: typed(input.phone),
        version: seen(matched, input.version)?.to_string(),
    };
    employee::edit(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// A new post.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EmployeeMove")]
pub struct MoveIn {
    unit_id: UnitId,
    position_id: PositionId,
    from_on: Date,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Moves a person to another unit or position; the history keeps the old post.
pub async fn reassign(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    matched: IfMatch,
    Json(input): Json<MoveIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = Move {
        unit: input.unit_id.to_string(),
        position: input.position_id.to_string(),
        from_on: input.from_on.to_string(),
        version: seen(matched, input.version)?.to_string(),
    };
    employee::reassign(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// Who leads a person in place of the unit's head.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EmployeeSupervisor")]
pub struct SupervisorIn {
    /// Null leaves it to the unit's head.
    employee_id: Option<EmployeeId>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Names a supervisor, or leaves it to the unit's head.
pub async fn supervisor(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    matched: IfMatch,
    Json(input): Json<SupervisorIn>,
) -> Result<Tagged<EmployeeView>> {
    let supervisor = match input.employee_id {
        Some(person) => nip_of(&mut cx, "employee_id", person).await?,
        None => String::new(),
    };
    let form = Supervisor {
        supervisor,
        version: seen(matched, input.version)?.to_string(),
    };
    employee::set_supervisor(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// The registered address.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EmployeeEmail")]
pub struct EmailIn {
    #[schemars(length(max = 254))]
    email: Option<String>,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Changes the registered address; the person's sessions and tokens end.
pub async fn email(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    matched: IfMatch,
    Json(input): Json<EmailIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = Email {
        email: typed(input.email),
        version: seen(matched, input.version)?.to_string(),
    };
    employee::set_email(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// When a person leaves.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Departure")]
pub struct LeaveIn {
    left_on: Date,
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Ends a person's service here; access closes.
pub async fn leave(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    matched: IfMatch,
    Json(input): Json<LeaveIn>,
) -> Result<Tagged<EmployeeView>> {
    let form = Leave {
        left_on: input.left_on.to_string(),
        version: seen(matched, input.version)?.to_string(),
    };
    employee::leave(&mut cx, id, &form).await?;
    again(cx, id).await
}

/// Only the version that was seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EmployeeVersion")]
pub struct VersionIn {
    /// Or `If-Match`.
    version: Option<i32>,
}

/// Takes a departure back.
pub async fn come_back(
    mut cx: Cx,
    Path(id): Path<EmployeeId>,
    matched: IfMatch,
    Json(input): Json<VersionIn>,
) -> Result<Tagged<EmployeeView>> {
    let version = seen(matched, input.version)?.to_string();
    employee::come_back(&mut cx, id, &version).await?;
    again(cx, id).await
}

/// Sends a person the link to set a password.
pub async fn invite(mut cx: Cx, Path(id): Path<EmployeeId>) -> Result<NoContent> {
    invitation::invite(&mut cx, id).await?;
    Ok(NoContent)
}

/// Whom to invite.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Invitations")]
pub struct InviteIn {
    /// These people; everybody with an address who was never invited, when left out (in batches).
    #[schemars(length(max = 500))]
    employee_ids: Option<Vec<EmployeeId>>,
}

/// What became of invitations.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Invited")]
pub struct SentView {
    sent: i64,
    without_email: i64,
    /// Have a password already, or are not there.
    already: i64,
    /// Whether more wait for the next batch.
    more: bool,
}

/// Invites many by the same operation.
pub async fn invite_many(mut cx: Cx, Json(input): Json<InviteIn>) -> Result<Json<SentView>> {
    let sent: Sent = match input.employee_ids {
        Some(ids) => invitation::invite_many(&mut cx, &ids).await?,
        None => invitation::invite_all(&mut cx).await?,
    };
    Ok(Json(SentView {
        sent: sent.sent,
        without_email: sent.without_email,
        already: sent.already,
        more: sent.left > 0,
    }))
}
