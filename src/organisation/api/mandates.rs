//! A head's mandates through the JSON door.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::units::MemberView;
use crate::{
    kernel::{
        cx::Cx,
        door::{Created, Date, Json, NoContent},
        error::Result,
        form::Path,
        id::{EmployeeId, UnitId},
    },
    organisation::mandate::{self, Give, Handed, Mandate},
};

/// A mandate: somebody down the line decides in one's name.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Mandate")]
pub struct MandateView {
    id: Uuid,
    /// About the people of this unit and those below it.
    over_id: UnitId,
    over_name: String,
    holder_id: EmployeeId,
    holder_name: String,
    /// The holder has left: decisions are one's own again.
    holder_gone: bool,
    from_on: NaiveDate,
    to_on: NaiveDate,
    /// The day on which it was ended; null: it runs, or ran, its course.
    ended_on: Option<NaiveDate>,
    /// Running or to come.
    open: bool,
}

impl From<Mandate> for MandateView {
    fn from(one: Mandate) -> Self {
        Self {
            id: one.id,
            over_id: one.over,
            over_name: one.over_name,
            holder_id: one.holder,
            holder_name: one.holder_name,
            holder_gone: one.gone,
            from_on: one.from_on,
            to_on: one.to_on,
            ended_on: one.ended_on,
            open: one.open,
        }
    }
}

/// A unit that a mandate may be about.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MandateUnit")]
pub struct OverView {
    id: UnitId,
    name: String,
}

/// A unit that one heads, with the mandates given there and what a new one may say.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandedUnit")]
pub struct HandedView {
    id: UnitId,
    name: String,
    mandates: Vec<MandateView>,
    /// Who may hold one.
    possible: Vec<MemberView>,
    /// About whose people.
    units: Vec<OverView>,
}

impl From<Handed> for HandedView {
    fn from(unit: Handed) -> Self {
        let units = unit.units.into_iter();
        Self {
            id: unit.id,
            name: unit.name,
            mandates: unit.mandates.into_iter().map(MandateView::from).collect(),
            possible: unit.people.into_iter().map(MemberView::from).collect(),
            units: units.map(|(id, name)| OverView { id, name }).collect(),
        }
    }
}

/// The units one heads, with their mandates.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnMandates")]
pub struct OwnView {
    units: Vec<HandedView>,
}

async fn view(cx: &mut Cx) -> Result<OwnView> {
    let units = mandate::own(cx).await?.into_iter();
    Ok(OwnView {
        units: units.map(HandedView::from).collect(),
    })
}

/// The own units with their mandates.
pub async fn list(mut cx: Cx) -> Result<Json<OwnView>> {
    Ok(Json(view(&mut cx).await?))
}

/// Who decides about whom in one's name, and when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MandateFacts")]
pub struct MandateIn {
    /// The unit one heads.
    unit_id: UnitId,
    /// One of its `units`.
    over_id: UnitId,
    /// One of its `possible`.
    holder_id: EmployeeId,
    from_on: Date,
    /// At most 366 days later.
    to_on: Date,
}

/// Gives a mandate.
pub async fn give(mut cx: Cx, Json(input): Json<MandateIn>) -> Result<Created<OwnView>> {
    let input = Give {
        unit: input.unit_id.to_string(),
        over: input.over_id.to_string(),
        person: input.holder_id.to_string(),
        from_on: input.from_on.to_string(),
        to_on: input.to_on.to_string(),
    };
    mandate::give(&mut cx, &input).await?;
    let now = view(&mut cx).await?;
    Ok(Created::at("/api/v1/team/mandates".to_owned(), now))
}

/// Ends a mandate at once.
pub async fn end(mut cx: Cx, Path(record): Path<Uuid>) -> Result<NoContent> {
    mandate::end(&mut cx, record).await?;
    Ok(NoContent)
}
