//! Periodic work: requests whose last day has passed end; waiting requests follow the structure to their present approver, who is
//! reminded once when one waits; what still waits then moves up or ends as the agency chose; whoever waits for a place is seated; what waits while rules change is
//! judged anew; exchanges that can no longer come to be end; days in an office of another agency that closed to us are revoked, and how many come there is counted.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    State, Step,
    anew::judge_all,
    chains::desk,
    exceptions, guests,
    objection::remind_late,
    queue::{lapse, seat_all},
    rules::{PATIENCE, next, overdue},
    store::{
        self, cases,
        waiting::{self, Waiting},
    },
    swaps,
    unanswered::answer_for_nobody,
};
use crate::{
    calendar::{self, DateRange},
    kernel::{
        actor::Agency,
        audit::{self, Event},
        cx::{BoxFuture, Core, Cx},
        error::Result,
        id::{EmployeeId, RequestId, UnitId},
        jobs::{CHUNK, Mark, all, along, next_mark},
        outbox::{self, Notice},
        time::local_date,
    },
};

/// What the worker does for one agency.
pub fn run(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        all(core, &agency, |cx| Box::pin(end_passed(cx))).await?;
        all(core, &agency, |cx| Box::pin(reroute(cx))).await?;
        all(core, &agency, |cx| Box::pin(lapse(cx))).await?;
        seat_all(core, &agency).await?;
        judge_all(core, &agency).await?;
        along(core, &agency, |cx, from| Box::pin(remind(cx, from))).await?;
        along(core, &agency, |cx, from| {
            Box::pin(answer_for_nobody(cx, from))
        })
        .await?;
        swaps::lapse::upkeep(core, &agency).await?;
        all(core, &agency, |cx| Box::pin(remind_late(cx))).await?;
        all(core, &agency, |cx| {
            Box::pin(exceptions::answer::remind_late(cx))
        })
        .await?;
        all(core, &agency, |cx| Box::pin(guests::upkeep(cx))).await
    })
}

/// Ends approved requests whose last day has passed at the person's place of duty. Gives their number.
pub async fn end_passed(cx: &mut Cx) -> Result<usize> {
    let (agency, now) = (cx.agency(), cx.now());
    let passed = cases::lock_passed(cx.conn(), agency, now).await?;
    let ids: Vec<RequestId> = passed.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let mut lines = Vec::new();
    for (id, state) in &passed {
        next(*state, Step::End)?;
        lines.push((*id, *state, None));
    }
    store::steps::save_states(cx.conn(), agency, &ids, State::Ended, now).await?;
    store::steps::log_each(cx.conn(), agency, now, "ended", &lines, State::Ended).await?;
    let events = ids
        .iter()
        .map(|id| Event::new("request-ended", "request", id.0));
    audit::record_each(cx, &events.collect::<Vec<_>>()).await?;
    Ok(ids.len())
}

/// A waiting request that is with somebody else now, and the name of who asks.
pub(super) type Moved = (RequestId, Option<EmployeeId>, String);

/// Hands waiting requests to whoever decides now. Gives their number.
pub async fn reroute(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut moved: Vec<Moved> = cases::lock_moved(cx.conn(), agency, today).await?;
    for (id, to, _) in &moved {
        cases::set_approver(cx.conn(), agency, *id, *to, now).await?;
    }
    moved.extend(desk::reroute(cx).await?);
    let state = State::Submitted;
    let lines: Vec<_> = moved.iter().map(|(id, to, _)| (*id, state, *to)).collect();
    store::steps::log_each(cx.conn(), agency, now, "rerouted", &lines, state).await?;
    let events = moved.iter().map(|(id, to, _)| {
        Event::new("request-rerouted", "request", id.0)
            .with("approver", to.map(|to| to.to_string()))
    });
    audit::record_each(cx, &events.collect::<Vec<_>>()).await?;
    let notices = moved_notices(&moved, today, now);
    outbox::tell_people(cx, notices).await?;
    Ok(moved.len())
}

/// One notice to each person for all that is theirs to decide now: of one request with its name, of several with their number.
fn moved_notices(
    moved: &[Moved],
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Vec<(EmployeeId, Notice)> {
    let mut of: BTreeMap<EmployeeId, Vec<&Moved>> = BTreeMap::new();
    for one in moved {
        if let Some(to) = one.1 {
            of.entry(to).or_default().push(one);
        }
    }
    of.into_iter()
        .map(|(to, all)| match all.as_slice() {
            [(id, _, name)] => {
                let once = format!("request-waiting:{id}:{to}:{today}");
                let link = format!("/inbox/{id}");
                let notice = Notice::new("request-waiting", link, once);
                (to, notice.with("name", name))
            }
            many => {
                let once = format!("requests-moved:{to}:{}", now.timestamp_micros());
                let notice = Notice::new("requests-moved", "/inbox", once);
                (to, notice.with("n", many.len()))
            }
        })
        .collect()
}

/// Reminds the approver of what waits for more than two working days, once, when work begins at their place on the third.
async fn remind(cx: &mut Cx, from: Mark) -> Result<Option<Mark>> {
    let (agency, now) = (cx.agency(), cx.now());
    let waiting = waiting::lock_unreminded(cx.conn(), agency, now, from).await?;
    let next = next_mark(&waiting, CHUNK, Waiting::mark);
    let (mut events, mut notices) = (Vec::new(), Vec::new());
    for case in patient_no_more(cx, waiting, PATIENCE, Waiting::place).await? {
        let link = format!("/inbox/{}", case.id);
        // the mark by which the next round knows that they were reminded
        let once = format!(
            "request-reminder:{}:{}",
            case.id,
            case.since.timestamp_micros()
        );
        let notice = |once| {
            Notice::new("request-reminder", link.clone(), once).with("name", case.name.clone())
        };
        match (case.step, case.approver) {
            (Some(_), _) => {
                let told = desk::asked_now(cx, case.id, case.employee).await?;
                if told.is_empty() {
                    continue;
                }
                for (n, identity) in told.into_iter().enumerate() {
                    let once = match n {
                        0 => once.clone(),
                        _ => format!("{once}:{identity}"),
                    };
                    outbox::tell_identity(cx, identity, notice(once)).await?;
                }
            }
            (None, Some(approver)) => notices.push((approver, notice(once))),
            (None, None) => continue,
        }
        let approver = case.approver.map(|approver| approver.to_string());
        let event = Event::new("request-reminded", "request", case.id.0);
        events.push(event.with("approver", approver));
    }
    audit::record_each(cx, &events).await?;
    outbox::tell_people(cx, notices).await?;
    Ok(next)
}

/// Those that have waited longer than so many working days, by the calendar of the place where they wait: `place` tells its unit and
/// zone, and since when.
pub async fn patient_no_more<T>(
    cx: &mut Cx,
    mut waiting: Vec<T>,
    patience: u16,
    place: impl Fn(&T) -> (UnitId, Tz, DateTime<Utc>),
) -> Result<Vec<T>> {
    let (agency, now) = (cx.agency(), cx.now());
    let Some(from) = waiting.iter().map(|case| place(case).2).min() else {
        return Ok(waiting);
    };
    let range = DateRange {
        from: (from - TimeDelta::days(1)).date_naive(),
        to: (now + TimeDelta::days(1)).date_naive(),
    };
    let mut units: Vec<_> = waiting.iter().map(|case| place(case).0.0).collect();
    units.sort_unstable();
    units.dedup();
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&units), range).await?;
    waiting.retain(|case| {
        let (unit, zone, since) = place(case);
        let today = local_date(now, zone);
        let office = calendars.office(unit, today);
        let since = local_date(since, zone);
        let at = now.with_timezone(&zone).time();
        overdue(&office, since, today, at, patience)
    });
    Ok(waiting)
}
