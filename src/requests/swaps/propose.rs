//! Proposes an exchange: one's own day for a colleague's.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Hold, Part, Swap, SwapState,
    judge::{Record, Verdicts, judge},
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, RequestId, SwapId, UnitId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver},
    policy::{Place, Route},
    requests::{
        Request, sight,
        store::{self, locks},
    },
};

/// A proposal as it is made.
#[derive(Clone, Debug)]
pub struct Propose {
    /// The own request whose day is given.
    pub request: RequestId,
    pub give_on: NaiveDate,
    /// The colleague's request whose day is wanted.
    pub from: RequestId,
    pub take_on: NaiveDate,
    pub note: String,
    /// Names the form: the same form sent twice proposes once.
    pub key: Option<Uuid>,
}

/// Proposes an exchange to the colleague whose day is wanted.
pub async fn propose(cx: &mut Cx, input: Propose) -> Result<Swap> {
    cx.require(Can::BeEmployee)?;
    let (agency, now, me) = (cx.agency(), cx.now(), cx.employee()?);
    if let Some(known) = already(cx, me, input.key).await? {
        return Ok(known);
    }
    let units = hold_two(cx, [input.request, input.from]).await?;
    if let Some(known) = already(cx, me, input.key).await? {
        return Ok(known);
    }
    let mine = store::requests::find(cx.conn(), agency, input.request).await?;
    let theirs = store::requests::find(cx.conn(), agency, input.from).await?;
    if mine.employee != me || theirs.employee == me {
        return Err(Error::NotFound);
    }
    let unit = together(units).ok_or(Error::NotFound)?;
    if !sight::sees_unit(cx, unit).await? {
        return Err(Error::NotFound);
    }
    let [own, other] = approvers(cx, [me, theirs.employee]).await?;
    if decider(own) != decider(other) {
        return Err(Reason::new("swap-apart").into());
    }
    let proposer = part(cx, &mine, input.give_on)?;
    let colleague = part(cx, &theirs, input.take_on)?;
    let mut swap = Swap {
        id: SwapId::new(),
        unit,
        unit_name: mine.unit_name.clone(),
        proposer,
        colleague,
        state: SwapState::Proposed,
        note: input.note.trim().to_owned(),
        proposed_at: now,
        answered_at: None,
        answer_note: String::new(),
        approver: decider(own),
        approver_name: None,
        decided_by: None,
        decider_name: None,
        acting: None,
        deputised: None,
        in_place_of: None,
        decision_note: String::new(),
        undo_until: None,
        batch: None,
        withdrawn_by: None,
        lapse: None,
        ended_at: None,
        proposer_verdict: None,
        colleague_verdict: None,
        base_version: None,
        rule_version: None,
        version: 1,
    };
    refuse_promised(cx, &swap).await?;
    let verdicts = weigh(cx, &swap, [&hold(&mine), &hold(&theirs)]).await?;
    verdicts.refuse_to(cx, me, "take")?;
    swap.keep(verdicts.record());
    if !store::swaps::insert(cx.conn(), agency, &swap, input.key).await? {
        return Err(Reason::new("swap-twice").into());
    }
    audit::record(
        cx,
        Event::new("swap-proposed", "swap", swap.id.0)
            .with("give", swap.proposer.request.to_string())
            .with("take", swap.colleague.request.to_string())
            .with("base_version", swap.base_version)
            .with("rule_version", swap.rule_version),
    )
    .await?;
    let notice = Notice::new(
        "swap-proposed",
        swap.path(),
        format!("swap-proposed:{}", swap.id),
    )
    .with("name", cx.actor().name.clone())
    .with("note", swap.note.clone());
    outbox::tell(cx, swap.colleague.employee, notice).await?;
    store::swaps::find(cx.conn(), agency, swap.id).await
}

async fn already(cx: &mut Cx, me: EmployeeId, key: Option<Uuid>) -> Result<Option<Swap>> {
    let agency = cx.agency();
    match key {
        Some(key) => store::swaps::find_by_key(cx.conn(), agency, me, key).await,
        None => Ok(None),
    }
}

/// Holds the units, the people and the requests of both, in the common order. Gives the unit each works in now; none for one who left.
pub(super) async fn hold_two(cx: &mut Cx, requests: [RequestId; 2]) -> Result<[Option<UnitId>; 2]> {
    let agency = cx.agency();
    let subjects = locks::subjects(cx.conn(), agency, &requests).await?;
    let of = |request| subjects.iter().find(|(id, ..)| *id == request).copied();
    let (Some(one), Some(other)) = (of(requests[0]), of(requests[1])) else {
        return Err(Error::NotFound);
    };
    let mut units = vec![one.2, other.2];
    units.sort_unstable();
    units.dedup();
    locks::lock_units(cx.conn(), agency, &units).await?;
    let mut people = [one, other];
    people.sort_unstable_by_key(|(_, employee, _)| *employee);
    let mut gone = Vec::new();
    for (_, employee, unit) in people {
        match locks::lock_employee(cx.conn(), agency, employee).await {
            Ok(now_in) if now_in != unit => return Err(Error::Conflict("changed")),
            Ok(_) => {}
            Err(Error::NotFound) => gone.push(employee),
            Err(error) => return Err(error),
        }
    }
    let mut ids = requests;
    ids.sort_unstable();
    for id in ids {
        locks::lock_request(cx.conn(), agency, id).await?;
    }
    Ok([one, other].map(|(_, employee, unit)| (!gone.contains(&employee)).then_some(unit)))
}

/// The unit of both, where it is one.
pub(super) fn together(units: [Option<UnitId>; 2]) -> Option<UnitId> {
    units[0].filter(|unit| units[1] == Some(*unit))
}

/// Who decides for each of the two today.
pub(super) async fn approvers(cx: &mut Cx, two: [EmployeeId; 2]) -> Result<[Option<Approver>; 2]> {
    let (agency, today) = (cx.agency(), cx.today());
    Ok([
        organisation::approver_of(cx.conn(), agency, two[0], today, 0).await?,
        organisation::approver_of(cx.conn(), agency, two[1], today, 0).await?,
    ])
}

/// Why nobody decides for both today: they have one approver again from a day on, or `lasting` says why not.
pub(super) async fn apart(cx: &mut Cx, two: [EmployeeId; 2], lasting: Reason) -> Result<Reason> {
    let (agency, today) = (cx.agency(), cx.today());
    let day = organisation::one_approver_from(cx.conn(), agency, &two, today).await?;
    Ok(match day {
        Some(day) => Reason::new("swap-waits").with("day", day.format("%d-%m-%Y")),
        None => lasting,
    })
}

/// The person behind an approver.
pub(super) fn decider(approver: Option<Approver>) -> Option<EmployeeId> {
    asked(approver, None)
}

/// The person behind an approver, as far as somebody goes: see [`Approver::asked`].
pub(super) fn asked(approver: Option<Approver>, me: Option<EmployeeId>) -> Option<EmployeeId> {
    approver.map(|approver| approver.asked(me))
}

/// The part of somebody in an exchange: an approved day that lies ahead, as it stands.
fn part(cx: &Cx, request: &Request, on: NaiveDate) -> Result<Part> {
    givable(request)?;
    if on <= cx.today() {
        return Err(Reason::new("swap-passed").into());
    }
    let days = request.span.days();
    let bits = days
        .iter()
        .find(|(day, _)| *day == on)
        .map(|(_, bits)| *bits);
    Ok(Part {
        employee: request.employee,
        name: request.employee_name.clone(),
        request: request.id,
        on,
        bits: bits.ok_or_else(|| Reason::new("swap-day-gone"))?,
    })
}

/// Whether the days of a request may be exchanged: it is approved, and neither own hours nor a place with own hours nor for
/// special circumstances, which are the person's own, nor on a seat in another agency's office, which the colleague would not have.
pub fn givable(request: &Request) -> Result<(), Reason> {
    if request.route != Route::Ordinary {
        return Err(Reason::new("swap-special"));
    }
    if request.span.hours().is_some() || request.times.is_some() {
        return Err(Reason::new("swap-hours"));
    }
    if request.agreement.is_some() {
        return Err(Reason::new("swap-seat"));
    }
    if request.state.is_approved() {
        Ok(())
    } else {
        Err(Reason::new("swap-day-gone"))
    }
}

/// An approved request as far as an exchange cares.
pub fn hold(request: &Request) -> Hold {
    Hold {
        request: request.id,
        employee: request.employee,
        // own hours, which have none, are not exchanged
        place: request.place.unwrap_or(Place::OtherPlace),
        span: request.span.clone(),
    }
}

/// A day is promised once at a time.
pub(super) async fn refuse_promised(cx: &mut Cx, swap: &Swap) -> Result<()> {
    let agency = cx.agency();
    let days = [&swap.proposer, &swap.colleague];
    if store::swaps::promised(cx.conn(), agency, swap.id, days).await? {
        return Err(Reason::new("swap-promised").into());
    }
    Ok(())
}

/// What the rules say about both now.
pub(super) async fn weigh(cx: &mut Cx, swap: &Swap, holds: [&Hold; 2]) -> Result<Verdicts> {
    let parts = [&swap.proposer, &swap.colleague];
    judge(cx, swap.unit, holds, parts, swap.proposed_at).await
}

/// Locks an exchange with everything it touches, in the common order, and reads it as it is now. Gives the unit of both, where it
/// still is one.
pub(super) async fn lock(cx: &mut Cx, id: SwapId) -> Result<(Swap, Option<UnitId>)> {
    let agency = cx.agency();
    let known = store::swaps::find(cx.conn(), agency, id).await?;
    let units = hold_two(cx, [known.proposer.request, known.colleague.request]).await?;
    store::swaps::lock(cx.conn(), agency, id).await?;
    let swap = store::swaps::find(cx.conn(), agency, id).await?;
    let unit = together(units).filter(|unit| *unit == swap.unit);
    Ok((swap, unit))
}

/// Both requests of an exchange, whose days still stand: else it can no longer come to be.
pub(super) async fn standing(
    cx: &mut Cx,
    swap: &Swap,
    unit: Option<UnitId>,
) -> Result<[Request; 2]> {
    let agency = cx.agency();
    if unit.is_none() {
        return Err(Reason::new("swap-apart").into());
    }
    let mine = store::requests::find(cx.conn(), agency, swap.proposer.request).await?;
    let theirs = store::requests::find(cx.conn(), agency, swap.colleague.request).await?;
    for (request, own) in [(&mine, &swap.proposer), (&theirs, &swap.colleague)] {
        if part(cx, request, own.on)?.bits != own.bits {
            return Err(Reason::new("swap-day-gone").into());
        }
    }
    Ok([mine, theirs])
}

impl Swap {
    /// Keeps what both were judged on.
    pub(super) fn keep(&mut self, record: Record) {
        let [proposer, colleague] = record.texts;
        self.proposer_verdict = Some(proposer);
        self.colleague_verdict = Some(colleague);
        self.base_version = record.base_version;
        self.rule_version = record.rule_version;
    }
}
