//! A head's own stand-ins through the JSON door.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::units::{ActingView, MemberView};
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, Json, NoContent},
        error::Result,
        form::Path,
        id::{EmployeeId, UnitId},
    },
    organisation::stand_in::{self, OwnStandIn, OwnUnits},
};

/// A unit that one heads, who stands in there, and who could.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LedUnit")]
pub struct LedView {
    id: UnitId,
    name: String,
    stand_ins: Vec<ActingView>,
    possible: Vec<MemberView>,
}

/// What a head sees about being away.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnStandIns")]
pub struct OwnView {
    /// Whether the agency lets heads name their own stand-ins.
    allowed: bool,
    /// One's next leave of whole days: first and last day.
    leave_from_on: Option<NaiveDate>,
    leave_to_on: Option<NaiveDate>,
    units: Vec<LedView>,
}

impl From<OwnUnits> for OwnView {
    fn from(own: OwnUnits) -> Self {
        Self {
            allowed: own.allowed,
            leave_from_on: own.leave.map(|(from, _)| from),
            leave_to_on: own.leave.map(|(_, to)| to),
            units: own
                .units
                .into_iter()
                .map(|unit| LedView {
                    id: unit.id,
                    name: unit.name,
                    stand_ins: unit.stand_ins.into_iter().map(ActingView::from).collect(),
                    possible: unit.people.into_iter().map(MemberView::from).collect(),
                })
                .collect(),
        }
    }
}

/// The own units with their stand-ins.
pub async fn list(mut cx: Cx) -> Result<Json<OwnView>> {
    Ok(Json(stand_in::own_units(&mut cx).await?.into()))
}

/// Who decides in an own unit, and when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OwnStandInFacts")]
pub struct OwnIn {
    unit_id: UnitId,
    /// One of `possible`.
    employee_id: EmployeeId,
    from_on: Date,
    to_on: Date,
}

/// Names who decides in an own unit for a period, as Plh.
pub async fn name(mut cx: Cx, Json(input): Json<OwnIn>) -> Result<Created<OwnView>> {
    let input = OwnStandIn {
        unit: input.unit_id.to_string(),
        person: input.employee_id.to_string(),
        from_on: input.from_on.to_string(),
        to_on: input.to_on.to_string(),
    };
    stand_in::name_own(&mut cx, &input).await?;
    let now = OwnView::from(stand_in::own_units(&mut cx).await?);
    Ok(Created::at("/api/v1/team/stand-ins".to_owned(), now))
}

/// Ends a stand-in in an own unit today.
pub async fn end(mut cx: Cx, Path(record): Path<Uuid>) -> Result<NoContent> {
    stand_in::end_own(&mut cx, record).await?;
    Ok(NoContent)
}
