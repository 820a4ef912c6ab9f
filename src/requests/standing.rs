//! Standing approvals: a supervisor says beforehand which requests are approved in their name, and answers for each of them. Nothing
//! is approved without such a person, and only what no rule says a word against.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    Request, Standing, Step,
    approval::{Decided as Decision, conclude},
    check::Precheck,
    rules::{JustSent, STANDING_DAYS, STANDING_REACH, approved_on, next},
    store::{self, locks, steps::Outcome},
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{EmployeeId, RequestId},
        outbox::{self, Notice},
    },
    organisation::Approver,
};

/// What is agreed to beforehand, as typed.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Single days a request may carry, 1 to 5.
    pub max_days: String,
    /// The last day on which a request may be sent.
    pub until: String,
}

/// A request that was approved on a standing approval.
pub struct Decided {
    pub request: RequestId,
    pub name: String,
    pub days: Vec<(NaiveDate, u8)>,
    pub at: DateTime<Utc>,
}

/// What a supervisor sees about their own.
pub struct Own {
    /// Whether the agency lets supervisors give one.
    pub allowed: bool,
    /// The one that is neither ended nor over.
    pub current: Option<Standing>,
    /// What an answer to this must name: grows with each that is given or ended.
    pub version: i32,
    /// How many requests were approved on it in the last thirty days.
    pub count: i64,
}

/// The acting supervisor's own.
pub async fn own(cx: &mut Cx) -> Result<Own> {
    cx.require(Can::DecideRequests)?;
    let (agency, now, today, me) = (cx.agency(), cx.now(), cx.today(), cx.employee()?);
    let latest = store::standing::latest(cx.conn(), agency, me).await?;
    Ok(Own {
        allowed: store::standing::allowed(cx.conn(), agency).await?,
        version: version(latest.as_ref()),
        current: latest.filter(|one| one.ended_at.is_none() && one.to_on >= today),
        count: store::standing::count(cx.conn(), agency, me, now).await?,
    })
}

fn version(latest: Option<&Standing>) -> i32 {
    latest.map_or(0, |one| one.version)
}

/// Holds the acting supervisor and gives their newest one; a stale version is a conflict.
async fn lock_latest(cx: &mut Cx, seen: i32) -> Result<(EmployeeId, Option<Standing>)> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    locks::lock_employee(cx.conn(), agency, me).await?;
    cx.require(Can::DecideRequests)?;
    let latest = store::standing::latest(cx.conn(), agency, me).await?;
    if version(latest.as_ref()) == seen {
        Ok((me, latest))
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Gives a standing approval; it takes the place of the one before.
pub async fn give(cx: &mut Cx, terms: &Terms, seen: i32) -> Result<()> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let (me, latest) = lock_latest(cx, seen).await?;
    if !store::standing::allowed(cx.conn(), agency).await? {
        return Err(Reason::new("standing-not-allowed").into());
    }
    let mut check = Check::new();
    let most = check.number("max_days", &terms.max_days, 1, STANDING_DAYS);
    let until = check.date("until", &terms.until);
    if let Some(until) = until {
        let last = today + Days::new(STANDING_REACH);
        check.ensure(until >= today, "until", "period-over");
        check.ensure(until <= last, "until", "standing-too-long");
    }
    check.done()?;
    let (Some(most), Some(to_on)) = (most, until) else {
        return Err(Error::internal("a checked form without its parts"));
    };
    let mut before = version(latest.as_ref());
    if let Some(old) = latest.filter(|one| one.ended_at.is_none()) {
        close(cx, &old).await?;
        before += 1;
    }
    let new = Standing {
        id: Uuid::now_v7(),
        by: me,
        by_name: cx.actor().name.clone(),
        max_days: usize::try_from(most).unwrap_or(1),
        from_on: today,
        to_on,
        given_at: now,
        ended_at: None,
        version: before + 1,
    };
    store::standing::insert(cx.conn(), agency, &new).await?;
    audit::record(
        cx,
        Event::new("standing-approval-given", "standing_approval", new.id)
            .with("max_days", new.max_days)
            .with("to_on", to_on.to_string()),
    )
    .await
}

/// Ends the acting supervisor's standing approval at once.
pub async fn end(cx: &mut Cx, seen: i32) -> Result<()> {
    let (_, latest) = lock_latest(cx, seen).await?;
    match latest.filter(|one| one.ended_at.is_none()) {
        Some(one) => close(cx, &one).await,
        None => Err(Error::NotFound),
    }
}

async fn close(cx: &mut Cx, one: &Standing) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    store::standing::end(cx.conn(), agency, one.id, now).await?;
    let event = Event::new("standing-approval-ended", "standing_approval", one.id);
    audit::record(cx, event).await
}

/// Approves a request that was just sent or seated, where its present approver has said so beforehand. The locks of the submission are
/// held: places are counted once, and whoever ends the standing approval at this moment waits for this decision or comes before it.
pub(super) async fn approve(
    cx: &mut Cx,
    request: &Request,
    approver: Option<Approver>,
    found: &Precheck,
) -> Result<Option<Request>> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let Some(decider) = approver else {
        return Ok(None);
    };
    let Some(standing) = store::standing::hold_open(cx.conn(), agency, decider.employee).await?
    else {
        return Ok(None);
    };
    let allowed = store::standing::allowed(cx.conn(), agency).await?;
    let sent = JustSent {
        owner: request.employee,
        span: &request.span,
        route: request.route,
        clear: found.is_clear(),
        denied: store::standing::was_denied(cx.conn(), agency, request.id).await?,
        assigned: request.assigned_by.is_some(),
        chained: request.step.is_some(),
        with_hours: request.times.is_some(),
    };
    if !approved_on(&standing, &sent, allowed, today) {
        return Ok(None);
    }
    let verdict = request.verdict.clone();
    let outcome = Outcome {
        decided_by: Some(standing.by),
        decided_at: Some(now),
        standing: Some(standing.id),
        verdict: verdict.map(|text| (text, request.base_version, request.rule_version)),
        ..Outcome::default()
    };
    let decision = Decision {
        state: next(request.state, Step::Approve)?,
        span: &request.span,
        outcome,
        approver,
        waived: Vec::new(),
        standing: Some(&standing),
    };
    conclude(cx, request, &decision).await.map(Some)
}

/// Who asked learns on what ground it is approved; who answers for it learns of each.
pub(super) async fn tell(cx: &mut Cx, request: &Request, standing: &Standing) -> Result<()> {
    let notice = |kind: &'static str, name: &str| {
        let once = format!("{kind}:{}:{}", request.id, request.version);
        Notice::new(kind, request.path(), once)
            .with("name", name)
            .with("on", standing.from_on.format("%d-%m-%Y"))
    };
    let own = notice("request-approved-standing", &standing.by_name);
    outbox::tell(cx, request.employee, own.with_days_of(request.id.0)).await?;
    let named = notice("standing-approved", &request.employee_name);
    outbox::tell(cx, standing.by, named).await
}
