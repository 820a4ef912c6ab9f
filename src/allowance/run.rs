//! HR makes the run of a month, makes it again, and somebody else of HR locks it; a locked month that is found wrong is corrected by a run beside it,
//! which is dropped again where it was begun by mistake.

use super::{
    Run, RunState, count, facts,
    store::{self, runs},
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{AllowanceRunId, MembershipId},
    },
    requests::Month,
};

/// Whether a run may be locked by somebody: by who made it never, and never by who said on which of its days nothing was recorded.
pub fn may_lock(run: &Run, by: MembershipId, touched: bool, whole: bool) -> Result<(), Reason> {
    match run.state {
        RunState::Counting => return Err(Reason::new("allowance-counting")),
        RunState::Locked => return Err(Reason::new("allowance-locked")),
        RunState::Dropped => return Err(Reason::new("allowance-dropped")),
        RunState::Simulated => {}
    }
    if run.made_by == by {
        return Err(Reason::new("allowance-lock-own"));
    }
    if touched {
        return Err(Reason::new("allowance-lock-outage"));
    }
    if !whole {
        return Err(Reason::new("allowance-month-runs").with("day", run.month.range().to));
    }
    Ok(())
}

/// Whether a run may be dropped: a correction, as long as it is a simulation.
pub fn may_discard(run: &Run) -> Result<(), Reason> {
    match run.state {
        RunState::Counting => Err(Reason::new("allowance-counting")),
        RunState::Locked => Err(Reason::new("allowance-locked")),
        RunState::Dropped => Err(Reason::new("allowance-dropped")),
        RunState::Simulated if run.correction == 0 => Err(Reason::new("allowance-not-correction")),
        RunState::Simulated => Ok(()),
    }
}

/// Why somebody does not lock a run; none: they may.
pub async fn barred(cx: &mut Cx, run: &Run, by: MembershipId) -> Result<Option<Reason>> {
    let (agency, today) = (cx.agency(), cx.today());
    let month = run.month.range();
    let days = (month.from, month.to);
    let touched = store::outages::touched_by(cx.conn(), agency, by, days).await?;
    let whole = run.until >= month.to && month.to < today;
    Ok(may_lock(run, by, touched, whole).err())
}

/// Makes the run of a month, or makes it again in place of a simulation, that of a correction too. What one piece holds is counted at once; the
/// worker does the rest.
pub async fn make(cx: &mut Cx, month: Month) -> Result<Run> {
    let mut fresh = fresh(cx, month).await?;
    let agency = cx.agency();
    match runs::lock_month(cx.conn(), agency, month).await? {
        Some(old) if old.state == RunState::Locked => {
            return Err(Reason::new("allowance-locked").into());
        }
        Some(old) => {
            fresh.id = old.id;
            fresh.correction = old.correction;
            fresh.reason = old.reason;
            fresh.attempt = old.attempt.saturating_add(1);
            fresh.version = old.version;
            runs::save(cx.conn(), agency, &fresh).await?;
        }
        None => begin(cx, &fresh).await?,
    }
    counted(cx, "allowance-made", &fresh).await
}

/// Begins a correction of a month that is locked and found wrong: everybody is counted again, by the scheme and the facts of now, beside what was
/// locked and stays as it is.
pub async fn correct(cx: &mut Cx, id: AllowanceRunId, reason: &str) -> Result<Run> {
    let agency = cx.agency();
    let found = runs::find(cx.conn(), agency, id).await?;
    let month = found.month;
    let last = runs::lock_month(cx.conn(), agency, month).await?;
    let last = last.ok_or(Error::NotFound)?;
    let mut fresh = fresh(cx, month).await?;
    if found.state == RunState::Dropped {
        return Err(Reason::new("allowance-dropped").into());
    }
    if last.id != id {
        return Err(Reason::new("allowance-corrected").into());
    }
    if last.state != RunState::Locked {
        return Err(Reason::new("allowance-not-locked").into());
    }
    let mut check = Check::new();
    fresh.reason = check.text("reason", reason, 500);
    check.done()?;
    fresh.correction = runs::last_number(cx.conn(), agency, month).await? + 1;
    begin(cx, &fresh).await?;
    counted(cx, "allowance-correction-made", &fresh).await
}

/// A run of a month that nobody is counted in yet.
async fn fresh(cx: &mut Cx, month: Month) -> Result<Run> {
    cx.require(Can::ManagePeople)?;
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    let Some(until) = facts::until(month, today) else {
        return Err(Error::field("month", "allowance-future"));
    };
    let Some(scheme) = store::schemes::of_month(cx.conn(), agency, month).await? else {
        return Err(Error::field("month", "allowance-no-scheme"));
    };
    Ok(Run {
        id: AllowanceRunId::new(),
        month,
        correction: 0,
        reason: String::new(),
        scheme: scheme.id,
        scheme_number: scheme.number,
        state: RunState::Counting,
        attempt: 1,
        made_by: by,
        maker_name: None,
        made_at: now,
        until,
        reached: None,
        counted_at: None,
        people: 0,
        unknown: 0,
        total: 0,
        locked_by: None,
        locker_name: None,
        locked_at: None,
        dropped_by: None,
        dropper_name: None,
        dropped_at: None,
        version: 1,
    })
}

async fn begin(cx: &mut Cx, fresh: &Run) -> Result<()> {
    let agency = cx.agency();
    if runs::insert(cx.conn(), agency, fresh).await? {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Records a run that begins and counts its first piece.
async fn counted(cx: &mut Cx, event: &'static str, fresh: &Run) -> Result<Run> {
    let agency = cx.agency();
    let event = Event::new(event, "allowance_run", fresh.id.0)
        .with("month", fresh.month.to_string())
        .with("correction", fresh.correction)
        .with("scheme", fresh.scheme_number)
        .with("attempt", fresh.attempt);
    audit::record(cx, event).await?;
    count(cx).await?;
    runs::find(cx.conn(), agency, fresh.id).await
}

/// Locks a simulation: its amounts stay as they are, and can be had for the payroll system. By another officer than who made it.
pub async fn lock(cx: &mut Cx, id: AllowanceRunId, version: i32) -> Result<Run> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut run = runs::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    if let Some(reason) = barred(cx, &run, by).await? {
        return Err(reason.into());
    }
    if run.version != version {
        return Err(Error::Conflict("changed"));
    }
    run.state = RunState::Locked;
    run.locked_by = Some(by);
    run.locked_at = Some(now);
    runs::save(cx.conn(), agency, &run).await?;
    let event = Event::new("allowance-locked", "allowance_run", id.0)
        .with("month", run.month.to_string())
        .with("correction", run.correction)
        .with("people", run.people)
        .with("attempt", run.attempt);
    audit::record(cx, event).await?;
    runs::find(cx.conn(), agency, id).await
}

/// Drops a correction that was begun by mistake, as long as it is a simulation, by whoever may begin one. It stays readable and never holds; what it
/// was to correct stays as it is, and can be corrected anew.
///
/// # Errors
/// `allowance-counting`, `allowance-locked`, `allowance-dropped`: it is no simulation. `allowance-not-correction`: it is the month itself.
pub async fn discard(cx: &mut Cx, id: AllowanceRunId, version: i32) -> Result<Run> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut run = runs::lock(cx.conn(), agency, id).await?;
    cx.require(Can::ManagePeople)?;
    let by = cx.actor().membership.ok_or(Error::Forbidden)?;
    may_discard(&run)?;
    if run.version != version {
        return Err(Error::Conflict("changed"));
    }
    run.state = RunState::Dropped;
    run.dropped_by = Some(by);
    run.dropped_at = Some(now);
    runs::save(cx.conn(), agency, &run).await?;
    let event = Event::new("allowance-correction-dropped", "allowance_run", id.0)
        .with("month", run.month.to_string())
        .with("correction", run.correction)
        .with("attempt", run.attempt);
    audit::record(cx, event).await?;
    runs::find(cx.conn(), agency, id).await
}
