//! Who is where in a month.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::team::{CoverView, MemberView};
use crate::{
    kernel::{
        cx::Cx,
        door::{Json, Query, Sheet, cursor},
        error::{Error, Result},
        export::Kind,
        form::Path,
        id::{EmployeeId, UnitId},
    },
    requests::{
        hours::Keeping,
        month::{self, Month},
        pages,
        sight::{chosen_unit, visible_units},
    },
};

/// `2026-11`.
const MONTH: &str = "^20[0-9]{2}-(0[1-9]|1[0-2])$";

/// Which month of which unit.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Which {
    /// This month when left out.
    #[schemars(regex(pattern = MONTH))]
    month: Option<String>,
    /// One's own unit when left out.
    unit: Option<UnitId>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Which month.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// This month when left out.
    #[schemars(regex(pattern = MONTH))]
    month: Option<String>,
}

/// Whose statement of which month.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Whose {
    /// This month when left out.
    #[schemars(regex(pattern = MONTH))]
    month: Option<String>,
    /// Oneself when left out.
    employee_id: Option<EmployeeId>,
}

/// A unit's month.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TeamMonth")]
pub struct MonthView {
    unit_id: UnitId,
    unit_name: String,
    month: String,
    /// The office day by day, everybody counted.
    days: Vec<CoverView>,
    /// At most a hundred people, by name.
    members: Vec<MemberView>,
    next: Option<String>,
}

/// A person's month.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PersonMonth")]
pub struct PersonView {
    unit_id: UnitId,
    unit_name: String,
    month: String,
    person: MemberView,
}

/// One month of a unit.
pub async fn unit(mut cx: Cx, Query(which): Query<Which>) -> Result<Json<MonthView>> {
    let (agency, today) = (cx.agency(), cx.today());
    let month = Month::asked(which.month.as_deref(), today)?;
    let after = cursor(which.after.as_deref(), agency)?;
    let units = visible_units(&mut cx).await?;
    let unit = chosen_unit(&mut cx, &units, which.unit).await?;
    let found = month::of_unit(&mut cx, unit, month, after.as_ref()).await?;
    let everybody: Vec<_> = found.members().iter().map(|member| member.id).collect();
    let keeping = Keeping::load(cx.conn(), agency, &everybody, month.range()).await?;
    let days: Vec<_> = month.days().collect();
    Ok(Json(MonthView {
        unit_id: unit,
        unit_name: found
            .board
            .units
            .get(&unit)
            .map(|info| info.name.clone())
            .unwrap_or_default(),
        month: month.to_string(),
        days: found.days.iter().map(CoverView::of).collect(),
        members: found
            .members()
            .iter()
            .map(|member| MemberView::of(&found.board, &keeping, member, &days))
            .collect(),
        next: found.next().map(|cursor| cursor.encode(agency)),
    }))
}

async fn person(mut cx: Cx, who: EmployeeId, when: &When) -> Result<Json<PersonView>> {
    let month = Month::asked(when.month.as_deref(), cx.today())?;
    let found = month::of_person(&mut cx, who, month).await?;
    let agency = cx.agency();
    let keeping = Keeping::load(cx.conn(), agency, &[who], month.range()).await?;
    let days: Vec<_> = month.days().collect();
    let member = found.board.members.first().ok_or(Error::NotFound)?;
    Ok(Json(PersonView {
        unit_id: found.person.unit,
        unit_name: found.person.unit_name.clone(),
        month: month.to_string(),
        person: MemberView::of(&found.board, &keeping, member, &days),
    }))
}

/// One's own month.
pub async fn own(cx: Cx, Query(when): Query<When>) -> Result<Json<PersonView>> {
    let me = cx.employee()?;
    person(cx, me, &when).await
}

/// A month of somebody whose unit's weeks one may see.
pub async fn of(
    cx: Cx,
    Path(id): Path<EmployeeId>,
    Query(when): Query<When>,
) -> Result<Json<PersonView>> {
    person(cx, id, &when).await
}

/// The monthly statement.
pub async fn statement(
    mut cx: Cx,
    Path(kind): Path<Kind>,
    Query(whose): Query<Whose>,
) -> Result<Sheet> {
    let month = Month::asked(whose.month.as_deref(), cx.today())?;
    pages::statement::sheet(&mut cx, kind, whose.employee_id, month).await
}
