//! The waiting list of full days: who came first is seated first, once a place is free on every day that was asked for.

use super::{
    Request, Sending, Span, State, Step,
    approval::lock_in_unit,
    chains,
    check::{Precheck, recheck},
    guests,
    rules::next,
    standing,
    store::{self, locks, queue as list, requests::Keep, steps::Line},
    submit::{already, earlier, keep_evidence, lock_person, look, refuse_failing, submit},
};
use crate::{
    kernel::{
        actor::{Agency, Can},
        audit::{self, Event},
        cx::{Core, Cx},
        db::Mode,
        error::{Error, Reason, Result},
        id::{EmployeeId, RequestId, UnitId},
        jobs::{CHUNK, Mark, Turn, next_mark},
        outbox::{self, Notice},
    },
    organisation,
    policy::{Overall, Route},
};

/// Lets a request wait for a place where nothing but the want of places is in its way. Where there is room already and nobody
/// waits for it, the request is sent at once.
pub async fn queue(cx: &mut Cx, send: Sending) -> Result<Request> {
    cx.require(Can::BeEmployee)?;
    let (agency, now, employee) = (cx.agency(), cx.now(), cx.employee()?);
    if !matches!(send.ask.span, Span::Days(_)) {
        return Err(Reason::new("queue-pattern").into());
    }
    let unit = lock_person(cx, employee).await?;
    if let Some(known) = already(cx, employee, &send).await? {
        return store::requests::find(cx.conn(), agency, known).await;
    }
    let send = guests::named(cx, send).await?;
    guests::hold(cx, send.ask.agreement).await?;
    let found = look(cx, employee, &send.ask, send.of.map(|(id, _)| id)).await?;
    if !found.only_full() {
        refuse_failing(cx, &send.ask, &found)?;
        if !somebody_first(cx, unit, employee, &found).await? {
            return submit(cx, send).await;
        }
    }
    let before = earlier(cx, employee, &send, Step::Queue).await?;
    let days: Vec<_> = found.asked.days.keys().copied().collect();
    if list::own(cx.conn(), agency, employee, &days).await? {
        return Err(Error::field("days", "queue-twice"));
    }
    let (verdict, base_version, rule_version) = found.record()?;
    let keep = Keep {
        id: before.as_ref().map_or_else(RequestId::new, |old| old.id),
        employee,
        unit,
        state: State::Queued,
        approver: None,
        evidence: keep_evidence(cx, &send, before.as_ref()).await?,
        verdict: Some(verdict),
        base_version,
        rule_version,
        window: found.window(),
        safe: false,
        key: send.key,
        assigned_by: None,
        now,
    };
    store::requests::put(cx.conn(), agency, &keep, &send.ask).await?;
    let from = before.map(|old| old.state);
    log(cx, keep.id, "queued", from, State::Queued, Some(employee)).await?;
    let event = Event::new("request-queued", "request", keep.id.0).with("days", days.len());
    audit::record(cx, event).await?;
    store::requests::find(cx.conn(), agency, keep.id).await
}

/// Whether somebody waits for a place on one of these days and could have it now: it is theirs, not of whoever comes later.
/// The unit is locked, or the answer is a hint only.
pub async fn somebody_first(
    cx: &mut Cx,
    unit: UnitId,
    employee: EmployeeId,
    found: &Precheck,
) -> Result<bool> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let days: Vec<_> = found.asked.days.keys().copied().collect();
    if days.is_empty() {
        return Ok(false);
    }
    for id in list::others(cx.conn(), agency, unit, employee, &days).await? {
        let other = store::requests::find(cx.conn(), agency, id).await?;
        let theirs = recheck(cx.conn(), agency, &other, &other.span, zone, now).await?;
        if theirs.overall() != Overall::Fail {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Seats who waits, unit by unit, a stretch of the line in each transaction.
pub async fn seat_all(core: &Core, agency: &Agency) -> Result<()> {
    let turn = Turn::begin();
    loop {
        let mut cx = Cx::system(core, agency.clone(), Mode::Read).await?;
        let (id, now) = (cx.agency(), cx.now());
        let units = list::units_to_try(cx.conn(), id, now).await?;
        cx.finish().await?;
        for unit in &units {
            let mut from = Some(Mark::default());
            while let Some(mark) = from {
                let mut cx = Cx::system(core, agency.clone(), Mode::Write).await?;
                from = seat(&mut cx, *unit, mark).await?;
                cx.finish().await?;
                if turn.over() {
                    return Ok(());
                }
            }
        }
        if units.len() < CHUNK {
            return Ok(());
        }
    }
}

/// Seats the next of one unit for whom there is room now, in the order in which they came. Gives the mark of the last, none at the end.
async fn seat(cx: &mut Cx, unit: UnitId, from: Mark) -> Result<Option<Mark>> {
    let (agency, now) = (cx.agency(), cx.now());
    locks::lock_units(cx.conn(), agency, &[unit]).await?;
    let line = list::waiting(cx.conn(), agency, unit, from).await?;
    for one in &line {
        match lock_in_unit(cx, one.id, one.employee, unit).await {
            Ok(request) if request.state == State::Queued => {
                seat_one(cx, &request).await?;
            }
            // it was withdrawn, or the person works elsewhere by now
            Ok(_) | Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    list::tried(cx.conn(), agency, unit, &line, now).await?;
    Ok(next_mark(&line, list::TRIED, |one| (one.since, one.id.0)))
}

async fn seat_one(cx: &mut Cx, request: &Request) -> Result<bool> {
    let (agency, now, today, zone) = (cx.agency(), cx.now(), cx.today(), cx.actor().zone);
    let found = recheck(cx.conn(), agency, request, &request.span, zone, now).await?;
    if found.overall() == Overall::Fail {
        return Ok(false);
    }
    let to = next(request.state, Step::Submit)?;
    let approver = organisation::approver_of(cx.conn(), agency, request.employee, today, 0).await?;
    let safe = found.overall() == Overall::Pass && request.route == Route::Ordinary;
    let verdict = found.record()?;
    let seat = list::Seat {
        state: to,
        approver: approver.map(|approver| approver.employee),
        safe,
        window: found.window(),
        verdict,
    };
    list::seat(cx.conn(), agency, request.id, request.version, &seat, now).await?;
    store::steps::set_counts(cx.conn(), agency, &[request.id], true).await?;
    log(cx, request.id, "seated", Some(request.state), to, None).await?;
    audit::record(cx, Event::new("request-seated", "request", request.id.0)).await?;
    let seated = store::requests::find(cx.conn(), agency, request.id).await?;
    let seated = chains::desk::begin(cx, seated).await?;
    let approved = standing::approve(cx, &seated, approver, &found).await?;
    if approved.is_some() {
        return Ok(true);
    }
    let once = format!("{}:{}", request.id, request.version);
    let notice = Notice::new(
        "request-seated",
        request.path(),
        format!("request-seated:{once}"),
    );
    outbox::tell(cx, request.employee, notice).await?;
    let version = request.version.to_string();
    chains::desk::tell_begun(cx, &seated, &version).await?;
    Ok(true)
}

/// Ends what still waits for a place, or for the person's answer, when its first day has begun. Gives the number.
pub async fn lapse(cx: &mut Cx) -> Result<usize> {
    let (agency, now) = (cx.agency(), cx.now());
    let late = list::lock_late(cx.conn(), agency, now).await?;
    if late.is_empty() {
        return Ok(0);
    }
    let (mut events, mut notices) = (Vec::new(), Vec::new());
    let word = |state| match state {
        State::Queued => "queue-lapsed",
        _ => "offer-lapsed",
    };
    for one in &late {
        let to = next(one.state, Step::Withdraw)?;
        events.push(
            Event::new("request-expired", "request", one.id.0)
                .with("was", one.state.code())
                .with("state", to.code()),
        );
        let event = word(one.state);
        for person in [Some(one.employee), one.by].into_iter().flatten() {
            let once = format!("{event}:{}:{person}", one.id);
            let notice = Notice::new(event, format!("/requests/{}", one.id), once);
            notices.push((person, notice.with("name", one.name.clone())));
        }
    }
    let to = State::Withdrawn;
    let ids: Vec<RequestId> = late.iter().map(|one| one.id).collect();
    store::steps::save_states(cx.conn(), agency, &ids, to, now).await?;
    store::steps::set_counts(cx.conn(), agency, &ids, false).await?;
    for was in [State::Queued, State::Offered] {
        let these = late.iter().filter(|one| one.state == was);
        let these: Vec<_> = these.map(|one| (one.id, was, None)).collect();
        store::steps::log_each(cx.conn(), agency, now, word(was), &these, to).await?;
    }
    audit::record_each(cx, &events).await?;
    outbox::tell_people(cx, notices).await?;
    Ok(late.len())
}

async fn log(
    cx: &mut Cx,
    id: RequestId,
    event: &str,
    from: Option<State>,
    to: State,
    actor: Option<EmployeeId>,
) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let line = Line {
        event,
        from,
        to,
        actor,
        acting: None,
        in_place_of: None,
        note: "",
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await
}
