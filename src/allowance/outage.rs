//! HR says on which days attendance could not be recorded: such days deduct nothing. Who says so does not lock the month.

use chrono::{Days, NaiveDate};

use super::{Outage, RunState, store};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{AllowanceOutageId, UnitId},
    },
    requests::Month,
};

/// The most days of one outage.
pub const LONGEST: u64 = 32;

/// An outage as it is entered.
#[derive(Clone, Debug, Default)]
pub struct Enter {
    /// With the units below it; none: the agency.
    pub unit: Option<UnitId>,
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

/// Enters an outage.
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
    open(cx, from, to).await?;
    let one = Outage {
        id: AllowanceOutageId::new(),
        unit: input.unit,
        unit_name,
        from,
        to,
        reason,
        entered_by: by,
        entered_at: now,
    };
    store::outages::insert(cx.conn(), agency, &one).await?;
    let event = Event::new("allowance-outage-entered", "allowance_outage", one.id.0)
        .with("unit", one.unit.map(|id| id.to_string()))
        .with("from", from.to_string())
        .with("to", to.to_string());
    audit::record(cx, event).await?;
    Ok(one)
}

/// Takes an outage away that was entered by mistake.
pub async fn remove(cx: &mut Cx, id: AllowanceOutageId) -> Result<()> {
    cx.require(Can::ManagePeople)?;
    let (agency, now) = (cx.agency(), cx.now());
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    let (from, to) = store::outages::lock(cx.conn(), agency, id).await?;
    open(cx, from, to).await?;
    store::outages::remove(cx.conn(), agency, id, by, now).await?;
    let event = Event::new("allowance-outage-removed", "allowance_outage", id.0);
    audit::record(cx, event).await
}
