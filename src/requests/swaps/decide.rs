//! One decision for both: approved, the days change places; refused, everything stays. It may be taken back for ten seconds.

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::{
    Part, Swap, SwapState, SwapStep,
    propose::{apart, approvers, asked, hold, lock, standing, weigh},
    rules::{self, next},
};
use crate::{
    calendar::Half,
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::SwapId,
        outbox::{self, Notice},
    },
    requests::{
        Request, Span,
        approval::adjust_days,
        check::recheck,
        rules::{UNDO_SECONDS, half_of},
        store::{self, steps::Line},
    },
};

/// A decision about an exchange.
#[derive(Clone, Debug)]
pub struct DecideSwap {
    pub approve: bool,
    /// The version that was seen.
    pub version: i32,
    /// The reason; required to refuse.
    pub note: String,
    /// Takes it back, within ten seconds.
    pub batch: Uuid,
}

/// Decides for both.
pub async fn decide(cx: &mut Cx, id: SwapId, input: DecideSwap) -> Result<Swap> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut swap, unit) = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    let two = [swap.proposer.employee, swap.colleague.employee];
    let [own, other] = approvers(cx, two).await?;
    let actor = cx.actor();
    let by = actor.employee;
    let roles = actor.roles;
    match rules::may_decide(by, roles, two, [asked(own, by), asked(other, by)]) {
        Err(why) if why.code == "swap-approvers" => return Err(apart(cx, two, why).await?.into()),
        may => may?,
    }
    if swap.version != input.version {
        return Err(Error::Conflict("changed"));
    }
    let step = if input.approve {
        SwapStep::Approve
    } else {
        SwapStep::Refuse
    };
    swap.state = next(swap.state, step)?;
    swap.decision_note = input.note.trim().to_owned();
    let approver = own.filter(|approver| Some(approver.employee) == by);
    swap.decided_by = by;
    swap.acting = approver
        .and_then(|approver| approver.acting)
        .map(|acting| acting.code().to_owned());
    swap.deputised = approver.and_then(|approver| approver.in_place_of);
    if input.approve {
        let [mine, theirs] = standing(cx, &swap, unit).await?;
        let verdicts = weigh(cx, &swap, [&hold(&mine), &hold(&theirs)]).await?;
        verdicts.refuse_approval(cx)?;
        swap.keep(verdicts.record());
        let days = (swap.proposer.day(), swap.colleague.day());
        let mine_after = rules::after(&mine.span, days.0, days.1)?;
        let theirs_after = rules::after(&theirs.span, days.1, days.0)?;
        set_days(cx, &swap, &mine, &mine_after, "exchanged").await?;
        set_days(cx, &swap, &theirs, &theirs_after, "exchanged").await?;
    } else if swap.decision_note.is_empty() {
        return Err(Error::field("note", "reason-required"));
    }
    swap.ended_at = Some(now);
    swap.undo_until = Some(now + TimeDelta::seconds(UNDO_SECONDS));
    swap.batch = Some(input.batch);
    store::swaps::save(cx.conn(), agency, &swap).await?;
    audit::record(
        cx,
        Event::new("swap-decided", "swap", id.0)
            .with("state", swap.state.code())
            .with("base_version", swap.base_version)
            .with("rule_version", swap.rule_version),
    )
    .await?;
    tell_both(cx, &swap, input.batch).await?;
    store::swaps::find(cx.conn(), agency, id).await
}

/// Takes an own decision of this batch back within its ten seconds: the exchange waits again, the notices never leave.
pub async fn undo(cx: &mut Cx, id: SwapId, batch: Uuid) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let (mut swap, _) = lock(cx, id).await?;
    let mine = swap.decided_by.is_some() && swap.decided_by == cx.actor().employee;
    let late = swap.undo_until.is_none_or(|until| until < now);
    if !mine || swap.batch != Some(batch) || late {
        return Err(Error::Conflict("changed"));
    }
    let was = swap.state;
    swap.state = next(was, SwapStep::Undo)?;
    if was == SwapState::Approved {
        let both = [&swap.proposer, &swap.colleague];
        for (own, other) in [(both[0], both[1]), (both[1], both[0])] {
            let request = store::requests::find(cx.conn(), agency, own.request).await?;
            if !request.state.is_approved() {
                return Err(Reason::new("undo-taken").into());
            }
            let before = rules::back(&request.span, own.day(), other.day())
                .map_err(|_| Reason::new("undo-taken"))?;
            refuse_asked_anew(cx, &request, &before, own.day()).await?;
            set_days(cx, &swap, &request, &before, "exchange-undone").await?;
        }
    }
    swap.decided_by = None;
    swap.acting = None;
    swap.deputised = None;
    swap.decision_note = String::new();
    swap.ended_at = None;
    swap.undo_until = None;
    swap.batch = None;
    store::swaps::save(cx.conn(), agency, &swap).await?;
    for part in [&swap.proposer, &swap.colleague] {
        outbox::cancel(cx, &once(&swap, part, batch)).await?;
    }
    audit::record(
        cx,
        Event::new("swap-undone", "swap", id.0).with("was", was.code()),
    )
    .await
}

/// Whoever gave a day may have asked for it anew meanwhile: it is not given back besides.
async fn refuse_asked_anew(
    cx: &mut Cx,
    request: &Request,
    before: &Span,
    (on, bits): (NaiveDate, u8),
) -> Result<()> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let found = recheck(cx.conn(), agency, request, before, zone, now).await?;
    let half = half_of(bits).unwrap_or(Half::Full);
    if found.situation.facts(on, half, &found.asked).taken.value {
        return Err(Reason::new("undo-taken").into());
    }
    Ok(())
}

/// Writes the days of a request as an adjusted approval does, and what happened with the verdict it rests on.
async fn set_days(
    cx: &mut Cx,
    swap: &Swap,
    request: &Request,
    to: &Span,
    event: &'static str,
) -> Result<()> {
    let (agency, now, id, state) = (cx.agency(), cx.now(), request.id, request.state);
    store::steps::save_state(cx.conn(), agency, id, request.version, state, None, now).await?;
    match (to, &request.span) {
        (Span::Days(days), _) => adjust_days(cx, request, days).await?,
        (
            Span::Pattern { exceptions, .. },
            Span::Pattern {
                exceptions: was, ..
            },
        ) => {
            let gone: Vec<_> = was
                .keys()
                .filter(|day| !exceptions.contains_key(day))
                .copied()
                .collect();
            store::swaps::forget_exceptions(cx.conn(), agency, id, &gone).await?;
            let put = exceptions
                .iter()
                .filter(|(day, bits)| was.get(day) != Some(bits))
                .map(|(day, bits)| (*day, *bits));
            store::requests::insert_days(cx.conn(), agency, id, put, false, false).await?;
        }
        (Span::Pattern { .. } | Span::Hours { .. }, _) => {
            return Err(Error::internal("an exchange keeps the shape of a request"));
        }
    }
    let own = request.employee == swap.proposer.employee;
    let verdict = if own {
        &swap.proposer_verdict
    } else {
        &swap.colleague_verdict
    };
    let line = Line {
        event,
        from: Some(state),
        to: state,
        actor: cx.actor().employee,
        acting: swap.acting.as_deref(),
        in_place_of: swap.deputised,
        note: "",
        verdict: verdict.as_deref().filter(|_| event == "exchanged"),
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await?;
    audit::record(
        cx,
        Event::new("request-exchanged", "request", id.0)
            .with("swap", swap.id.to_string())
            .with("undone", event != "exchanged"),
    )
    .await
}

/// Names the notice of a decision to one of the two; taken back with it.
fn once(swap: &Swap, to: &Part, batch: Uuid) -> String {
    format!("swap-decided:{}:{batch}:{}", swap.id, to.employee)
}

async fn tell_both(cx: &mut Cx, swap: &Swap, batch: Uuid) -> Result<()> {
    let kind = match swap.state {
        SwapState::Approved => "swap-approved",
        _ => "swap-refused",
    };
    for (to, other) in [
        (&swap.proposer, &swap.colleague),
        (&swap.colleague, &swap.proposer),
    ] {
        let mut notice = Notice::new(kind, swap.path(), once(swap, to, batch))
            .with("name", cx.actor().name.clone())
            .with("colleague", &other.name)
            .with("note", swap.decision_note.clone())
            .with_days_of(to.request.0);
        if let Some(until) = swap.undo_until {
            notice = notice.after(until);
        }
        outbox::tell(cx, to.employee, notice).await?;
    }
    Ok(())
}
