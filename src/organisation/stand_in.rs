//! Who decides while a head is away. HR names a stand-in for any unit, as Plt or Plh; a head names one for the own units, as Plh,
//! where the agency lets heads do so (the law leaves open who may: a setting).

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Acting, ActingHead, Person, Unit, employee, rules, store, unit};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Reason, Result},
    form::Check,
    id::{EmployeeId, UnitId},
    outbox::{self, Notice},
};

/// Who acts for whom today, as far as it concerns one person.
#[derive(Debug)]
pub struct Acts {
    /// The person acts; otherwise somebody acts for them.
    pub mine: bool,
    pub unit_name: String,
    /// The head, or whoever acts.
    pub other: Option<String>,
    pub kind: String,
    pub to_on: NaiveDate,
}

/// The form by which HR names a stand-in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StandIn {
    pub person: String,
    pub kind: String,
    pub from_on: String,
    pub to_on: String,
    pub version: String,
}

/// The form by which a head names a stand-in for an own unit.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnStandIn {
    pub unit: String,
    /// Somebody of [`Led::people`], by id.
    pub person: String,
    pub from_on: String,
    pub to_on: String,
}

/// A unit that somebody heads, and who stands in there.
#[derive(Debug)]
pub struct Led {
    pub id: UnitId,
    pub name: String,
    /// Running and coming ones first, then the last ones over.
    pub stand_ins: Vec<ActingHead>,
    /// Who may be asked: the people of the unit, the heads directly below it and beside it, and the one above.
    pub people: Vec<Person>,
}

/// What a head sees about being away.
#[derive(Debug)]
pub struct OwnUnits {
    pub units: Vec<Led>,
    /// Whether the agency lets heads name their own stand-ins.
    pub allowed: bool,
    /// The head's next leave of at least a whole day, running or to come.
    pub leave: Option<(NaiveDate, NaiveDate)>,
}

/// The units that the person heads, with stand-ins and who could be one.
pub async fn own_units(cx: &mut Cx) -> Result<OwnUnits> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    let allowed = store::stand_ins::heads_may(cx.conn(), agency).await?;
    let mut units = Vec::new();
    let Some(me) = cx.actor().employee else {
        return Ok(OwnUnits {
            units,
            allowed,
            leave: None,
        });
    };
    for (id, name) in store::stand_ins::headed_by(cx.conn(), agency, me).await? {
        units.push(Led {
            stand_ins: store::stand_ins::of_unit(cx.conn(), agency, id, today).await?,
            people: store::stand_ins::possible(cx.conn(), agency, id, me).await?,
            id,
            name,
        });
    }
    Ok(OwnUnits {
        units,
        allowed,
        leave: store::stand_ins::next_leave(cx.conn(), agency, me, today).await?,
    })
}

/// The units in which the acting person acts for the head today, and those of theirs in which somebody acts for them.
pub async fn acts(cx: &mut Cx) -> Result<Vec<Acts>> {
    let (agency, today) = (cx.agency(), cx.today());
    match cx.actor().employee {
        Some(me) => store::stand_ins::acts(cx.conn(), agency, me, today).await,
        None => Ok(Vec::new()),
    }
}

/// HR names an acting head (Plt or Plh) for a period; periods of one unit do not overlap.
pub async fn name(cx: &mut Cx, id: UnitId, input: &StandIn) -> Result<()> {
    let unit = unit::lock(cx, id, &input.version).await?;
    let mut check = Check::new();
    let person = check.text("person", &input.person, 200);
    let kind = Acting::of(&input.kind);
    check.ensure(kind.is_some(), "kind", "choice");
    let period = period(cx, &mut check, &input.from_on, &input.to_on);
    check.done()?;
    let (Some(kind), Some(period)) = (kind, period) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let person = employee::resolve(cx, "person", &person).await?;
    rules::not_own(cx.actor().own(), person)?;
    put(cx, &unit, person, kind, period, None).await?;
    Ok(())
}

/// A head names who decides in the own unit for a period, as Plh. Gives the entry.
pub async fn name_own(cx: &mut Cx, input: &OwnStandIn) -> Result<Uuid> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let mut check = Check::new();
    let unit = check.optional_id("unit", &input.unit);
    check.ensure(!input.unit.is_empty(), "unit", "choice");
    check.done()?;
    let unit = unit.ok_or(Error::NotFound)?;
    let unit = store::units::lock(cx.conn(), agency, unit).await?;
    may_name(cx, &unit, me).await?;
    let mut check = Check::new();
    let person = check.optional_id("person", &input.person);
    check.ensure(!input.person.is_empty(), "person", "choose-person");
    let period = period(cx, &mut check, &input.from_on, &input.to_on);
    check.done()?;
    let (Some(person), Some(period)) = (person, period) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let people = store::stand_ins::possible(cx.conn(), agency, unit.id, me).await?;
    if !people.iter().any(|one| one.id == person) {
        return Err(Error::field("person", "choose-person"));
    }
    put(cx, &unit, person, Acting::Plh, period, Some(me)).await
}

/// Only the head himself, where the agency lets heads do so; another unit is not found.
async fn may_name(cx: &mut Cx, unit: &Unit, me: EmployeeId) -> Result<()> {
    cx.require(Can::DecideRequests)?;
    let agency = cx.agency();
    if unit.head != Some(me) || !unit.active {
        return Err(Error::NotFound);
    }
    if store::stand_ins::heads_may(cx.conn(), agency).await? {
        Ok(())
    } else {
        Err(Reason::new("stand-in-by-hr").into())
    }
}

fn period(cx: &Cx, check: &mut Check, from: &str, to: &str) -> Option<(NaiveDate, NaiveDate)> {
    let from = check.date("from_on", from);
    let to = check.date("to_on", to);
    let (from, to) = (from?, to?);
    if let Err(code) = rules::check_period(from, to, cx.today()) {
        check.fail(FieldError::new("to_on", code));
    }
    Some((from, to))
}

/// Saves, records and tells, however the stand-in was named.
async fn put(
    cx: &mut Cx,
    unit: &Unit,
    person: EmployeeId,
    kind: Acting,
    (from, to): (NaiveDate, NaiveDate),
    by: Option<EmployeeId>,
) -> Result<Uuid> {
    let (agency, now) = (cx.agency(), cx.now());
    if unit.head == Some(person) {
        return Err(Error::field("person", "acting-is-head"));
    }
    if store::stand_ins::overlaps(cx.conn(), agency, unit.id, from, to).await? {
        return Err(Error::field("from_on", "acting-overlap"));
    }
    let new = store::stand_ins::New {
        unit: unit.id,
        person,
        kind,
        from,
        to,
        by,
    };
    let entry = store::stand_ins::insert(cx.conn(), agency, &new, now).await?;
    audit::record(
        cx,
        Event::new("acting-head-named", "unit", unit.id.0)
            .with("employee", person.to_string())
            .with("kind", kind.code())
            .with("from_on", from.to_string())
            .with("to_on", to.to_string()),
    )
    .await?;
    outbox::tell(
        cx,
        person,
        Notice::new("acting-head", "/inbox", format!("acting:{entry}"))
            .with("unit", unit.name.clone())
            .with("from", from.format("%d-%m-%Y"))
            .with("to", to.format("%d-%m-%Y")),
    )
    .await?;
    Ok(entry)
}

/// HR ends a stand-in early.
pub async fn end(cx: &mut Cx, id: UnitId, entry: Uuid) -> Result<()> {
    let agency = cx.agency();
    store::units::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    let person = store::stand_ins::person(cx.conn(), agency, id, entry).await?;
    rules::not_own(cx.actor().own(), person)?;
    close(cx, id, entry, person).await
}

/// A head is back early: ends a stand-in in the own unit, whoever named it.
pub async fn end_own(cx: &mut Cx, entry: Uuid) -> Result<()> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let id = store::stand_ins::unit_of(cx.conn(), agency, entry).await?;
    let unit = store::units::lock(cx.conn(), agency, id).await?;
    may_name(cx, &unit, me).await?;
    let person = store::stand_ins::person(cx.conn(), agency, id, entry).await?;
    close(cx, id, entry, person).await
}

async fn close(cx: &mut Cx, unit: UnitId, entry: Uuid, person: EmployeeId) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    if !store::stand_ins::end(cx.conn(), agency, entry, now).await? {
        return Err(Error::Conflict("changed"));
    }
    audit::record(
        cx,
        Event::new("acting-head-ended", "unit", unit.0).with("employee", person.to_string()),
    )
    .await
}
