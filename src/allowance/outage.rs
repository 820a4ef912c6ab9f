//! HR says on which days attendance could not be recorded, or that days of one person do not count: such days deduct nothing. Who says so does not
//! lock the month, and nobody says so of their own days.

use chrono::{Days, NaiveDate};

use super::{Outage, RunState, store};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{AllowanceOutageId, EmployeeId, UnitId},
        outbox::{self, Notice},
    },
    organisation,
    requests::Month,
};

/// The most days of one outage.
pub const LONGEST: u64 = 32;

/// An outage as it is entered.
#[derive(Clone, Debug, Default)]
pub struct Enter {
    /// With the units below it; neither unit nor person: the agency.
    pub unit: Option<UnitId>,
    /// The person whose days they are.
    pub employee: Option<EmployeeId>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub reason: String,
}

/// A month that is locked stays as it is.
async fn open(cx: &mut Cx, from: NaiveDate, to: NaiveDate) -> Result<()> {
    let agency = cx.agency();
    let mut month = Month::of(from);
    while month.first() <= to {
        let run = store::runs::lock_month(cx.conn(), agency, month).await?;
        if run.is_some_and(|run| run.state == RunState::Locked) {
            return Err(Reason::new("allowance-locked").into());
        }
        match month.after() {
            Some(next) => month = next,
            None => break,
        }
    }
    Ok(())
}

/// Nobody says of their own days that they do not count, and nobody takes that back of their own.
fn not_own(cx: &Cx, employee: Option<EmployeeId>) -> Result<()> {
    if employee.is_some() && cx.actor().own() == employee {
        return Err(Reason::new("allowance-exception-own").into());
    }
    Ok(())
}

/// The word of the trail for what becomes of an outage, or of days of one person.
fn word(employee: Option<EmployeeId>, words: [&'static str; 2]) -> &'static str {
    words[usize::from(employee.is_some())]
}

/// The person of an exception hears of it.
async fn tell(cx: &mut Cx, kind: &'static str, one: &Outage) -> Result<()> {
    let Some(employee) = one.employee else {
        return Ok(());
    };
    let notice = Notice::new(kind, "/allowance/own", format!("{kind}:{}", one.id))
        .with("from", one.from.to_string())
        .with("to", one.to.to_string());
    outbox::tell(cx, employee, notice).await
}

/// Enters an outage, or that days of one person do not count.
pub async fn enter(cx: &mut Cx, input: &Enter) -> Result<Outage> {
    cx.require(Can::ManagePeople)?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    let mut check = Check::new();
    let reason = check.text("reason", &input.reason, 300);
    check.ensure(input.from.is_some(), "from", "required");
    check.ensure(input.to.is_some(), "to", "required");
    if let (Some(from), Some(to)) = (input.from, input.to) {
        check.ensure(from <= to, "to", "end-before-start");
        check.ensure(to <= today, "to", "not-future");
        if to >= from + Days::new(LONGEST) {
            check.fail(FieldError::new("to", "allowance-outage-long").with("n", LONGEST));
        }
    }
    check.done()?;
    let (Some(from), Some(to)) = (input.from, input.to) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let units = store::outages::units(cx.conn(), agency).await?;
    let unit_name = match input.unit {
        None => None,
        Some(unit) => match units.into_iter().find(|(id, _)| *id == unit) {
            Some((_, name)) => Some(name),
            None => return Err(Error::field("unit", "choice")),
        },
    };
    let employee_name = match input.employee {
        None => None,
        Some(_) if input.unit.is_some() => return Err(Error::field("unit", "allowance-one-of")),
        Some(who) => match organisation::find(cx.conn(), agency, who).await {
            Ok(found) => Some(found.name),
            Err(Error::NotFound) => return Err(Error::field("employee", "choice")),
            Err(error) => return Err(error),
        },
    };
    not_own(cx, input.employee)?;
    open(cx, from, to).await?;
    let one = Outage {
        id: AllowanceOutageId::new(),
        unit: input.unit,
        unit_name,
        employee: input.employee,
        employee_name,
        from,
        to,
        reason,
        entered_by: by,
        entered_at: now,
    };
    let officer = cx.actor().own();
    store::outages::insert(cx.conn(), agency, &one, officer).await?;
    let words = ["allowance-outage-entered", "allowance-exception-entered"];
    let event = Event::new(word(one.employee, words), "allowance_outage", one.id.0)
        .with("unit", one.unit.map(|id| id.to_string()))
        .with("employee", one.employee.map(|id| id.to_string()))
        .with("from", from.to_string())
        .with("to", to.to_string());
    audit::record(cx, event).await?;
    tell(cx, "allowance-excepted", &one).await?;
    Ok(one)
}

/// Takes away what was entered by mistake.
pub async fn remove(cx: &mut Cx, id: AllowanceOutageId) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    let (agency, now) = (cx.agency(), cx.now());
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    let one = store::outages::lock(cx.conn(), agency, id).await?;
    not_own(cx, one.employee)?;
    open(cx, one.from, one.to).await?;
    let officer = cx.actor().own();
    store::outages::remove(cx.conn(), agency, id, (by, officer), now).await?;
    let words = ["allowance-outage-removed", "allowance-exception-removed"];
    let event = Event::new(word(one.employee, words), "allowance_outage", id.0)
        .with("employee", one.employee.map(|id| id.to_string()));
    audit::record(cx, event).await?;
    tell(cx, "allowance-unexcepted", &one).await
}
