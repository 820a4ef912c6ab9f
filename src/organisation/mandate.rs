//! Mandates: a head hands decisions down the line for a period. The holder decides in the head's name; the head may still decide, and
//! ends it at any time. The law names no rule for it (law.md), so the head says who, for whom and how long.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Person, Unit, rules,
    store::{self, mandates},
};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Result},
    form::Check,
    id::{EmployeeId, UnitId},
    outbox::{self, Notice},
};

/// The longest mandate, in days: it is given anew each year.
pub const LONGEST: u64 = 366;

/// A mandate, as whoever gave it sees it.
#[derive(Debug)]
pub struct Mandate {
    pub id: Uuid,
    /// About the people of this unit and those below it.
    pub over: UnitId,
    pub over_name: String,
    pub holder: EmployeeId,
    pub holder_name: String,
    /// The holder works here no longer: decisions are the head's again.
    pub gone: bool,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// The day on which it was ended, where it did not run its course.
    pub ended_on: Option<NaiveDate>,
    pub open: bool,
}

/// A unit that somebody heads, with the mandates given there and what a new one may say.
#[derive(Debug)]
pub struct Handed {
    pub id: UnitId,
    pub name: String,
    pub mandates: Vec<Mandate>,
    /// The people of the unit and the heads directly below.
    pub people: Vec<Person>,
    /// The unit and those below it.
    pub units: Vec<(UnitId, String)>,
}

/// The form by which a head gives a mandate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Give {
    /// The unit one heads.
    pub unit: String,
    /// About whose people: one of [`Handed::units`].
    pub over: String,
    /// One of [`Handed::people`].
    pub person: String,
    pub from_on: String,
    pub to_on: String,
}

/// The units that the person heads, with their mandates.
pub async fn own(cx: &mut Cx) -> Result<Vec<Handed>> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for (id, name) in store::stand_ins::headed_by(cx.conn(), agency, me).await? {
        all.push(Handed {
            mandates: mandates::of_unit(cx.conn(), agency, id, today).await?,
            people: mandates::possible(cx.conn(), agency, id, me).await?,
            units: mandates::below(cx.conn(), agency, id).await?,
            id,
            name,
        });
    }
    Ok(all)
}

/// Gives a mandate. Gives the entry.
pub async fn give(cx: &mut Cx, input: &Give) -> Result<Uuid> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut check = Check::new();
    let unit = check.optional_id("unit", &input.unit);
    check.ensure(!input.unit.is_empty(), "unit", "choice");
    check.done()?;
    let unit = lock(cx, unit.ok_or(Error::NotFound)?).await?;
    let giver = cx.employee()?;
    let mut check = Check::new();
    let over = check.optional_id::<UnitId>("over", &input.over);
    check.ensure(!input.over.is_empty(), "over", "choice");
    let person = check.optional_id::<EmployeeId>("person", &input.person);
    check.ensure(!input.person.is_empty(), "person", "choose-person");
    let from = check.date("from_on", &input.from_on);
    let to = check.date("to_on", &input.to_on);
    if let (Some(from), Some(to)) = (from, to) {
        if let Err(code) = rules::check_period(from, to, today) {
            check.fail(FieldError::new("to_on", code));
        } else if to > from + Days::new(LONGEST) {
            check.fail(FieldError::new("to_on", "mandate-too-long"));
        }
    }
    check.done()?;
    let (Some(over), Some(holder), Some(from), Some(to)) = (over, person, from, to) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let units = mandates::below(cx.conn(), agency, unit.id).await?;
    let (_, over_name) = units
        .into_iter()
        .find(|(id, _)| *id == over)
        .ok_or_else(|| Error::field("over", "choice"))?;
    let people = mandates::possible(cx.conn(), agency, unit.id, giver).await?;
    if !people.iter().any(|one| one.id == holder) {
        return Err(Error::field("person", "choose-person"));
    }
    let new = mandates::New {
        giver,
        over,
        holder,
        from,
        to,
    };
    if mandates::overlaps(cx.conn(), agency, unit.id, &new).await? {
        return Err(Error::field("over", "mandate-overlap"));
    }
    let entry = mandates::insert(cx.conn(), agency, unit.id, &new, now).await?;
    audit::record(
        cx,
        Event::new("mandate-given", "unit", unit.id.0)
            .with("holder", holder.to_string())
            .with("over", over.to_string())
            .with("from_on", from.to_string())
            .with("to_on", to.to_string()),
    )
    .await?;
    let notice = Notice::new("mandate-given", "/inbox", format!("mandate:{entry}"))
        .with("name", cx.actor().name.clone())
        .with("unit", over_name)
        .with("from", from.format("%d-%m-%Y"))
        .with("to", to.format("%d-%m-%Y"));
    outbox::tell(cx, holder, notice).await?;
    Ok(entry)
}

/// Ends a mandate of an own unit: the decisions are the head's own again, at once. A new head ends what the one before gave.
pub async fn end(cx: &mut Cx, entry: Uuid) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let (unit, holder) = mandates::unit_and_holder(cx.conn(), agency, entry).await?;
    let unit = lock(cx, unit).await?;
    if !mandates::end(cx.conn(), agency, entry, now).await? {
        return Err(Error::Conflict("changed"));
    }
    audit::record(
        cx,
        Event::new("mandate-ended", "unit", unit.id.0).with("holder", holder.to_string()),
    )
    .await?;
    let notice = Notice::new("mandate-ended", "/inbox", format!("mandate-ended:{entry}"))
        .with("name", cx.actor().name.clone());
    outbox::tell(cx, holder, notice).await
}

/// Locks a unit for its head; another's is not found.
async fn lock(cx: &mut Cx, unit: UnitId) -> Result<Unit> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let unit = store::units::lock(cx.conn(), agency, unit).await?;
    cx.require(Can::DecideRequests)?;
    if unit.head == Some(me) && unit.active {
        Ok(unit)
    } else {
        Err(Error::NotFound)
    }
}
