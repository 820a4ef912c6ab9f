//! Sends a request: the days are judged again under the locks that quotas need, and the answer is kept with it.

use uuid::Uuid;

use super::{
    Ask, AskKind, Request, State, Step, chains,
    check::{Asked, Precheck, precheck},
    guests, queue,
    rules::next,
    standing,
    store::{self, locks, requests::Keep, steps::Line},
};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        files,
        id::{EmployeeId, FileId, RequestId, UnitId},
        upload::Part,
    },
    organisation,
    policy::{Overall, Route},
};

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Sending {
    pub ask: Ask,
    pub evidence: Option<Part>,
    /// Names the form: the same form sent twice makes one request.
    pub key: Option<Uuid>,
    /// A draft or returned request that is sent again, with the version that was seen.
    pub of: Option<(RequestId, i32)>,
}

/// Sends a request to the approver, or says which day stands in the way and why.
pub async fn submit(cx: &mut Cx, send: Sending) -> Result<Request> {
    cx.require(Can::BeEmployee)?;
    let (agency, now, employee) = (cx.agency(), cx.now(), cx.employee()?);
    if let Some(known) = already(cx, employee, &send).await? {
        return store::requests::find(cx.conn(), agency, known).await;
    }
    let send = guests::named(cx, send).await?;
    // Judged before the lock too: a crowd in front of a full unit is told at once and does not queue.
    if let Err(refused) = judge(cx, employee, &send).await {
        // unless it is this very form that has taken the day meanwhile: its first answer was lost on the way
        return match already(cx, employee, &send).await? {
            Some(known) => store::requests::find(cx.conn(), agency, known).await,
            None => Err(refused),
        };
    }
    let unit = lock_person(cx, employee).await?;
    if let Some(known) = already(cx, employee, &send).await? {
        return store::requests::find(cx.conn(), agency, known).await;
    }
    let before = earlier(cx, employee, &send, Step::Submit).await?;
    guests::hold(cx, send.ask.agreement).await?;
    let found = judge(cx, employee, &send).await?.sent();
    if queue::somebody_first(cx, unit, employee, &found).await? {
        return Err(Error::field("days", "queue-first"));
    }
    let today = cx.today();
    let approver = organisation::approver_of(cx.conn(), agency, employee, today, 0).await?;
    let evidence = keep_evidence(cx, &send, before.as_ref()).await?;
    let (verdict, base_version, rule_version) = found.record()?;
    let safe = found.overall() == Overall::Pass
        && send.ask.route == Route::Ordinary
        && !found.days.is_empty();
    let keep = Keep {
        id: before.as_ref().map_or_else(RequestId::new, |old| old.id),
        employee,
        unit,
        state: State::Submitted,
        approver: approver.map(|approver| approver.employee),
        evidence,
        verdict: Some(verdict),
        base_version,
        rule_version,
        window: found.window(),
        safe,
        key: send.key,
        assigned_by: None,
        now,
    };
    let ask = Ask {
        span: found.settled(&send.ask),
        ..send.ask
    };
    store::requests::put(cx.conn(), agency, &keep, &ask).await?;
    record(
        cx,
        &keep,
        before.map(|old| old.state),
        ask.span.kind(),
        ask.span.days().len(),
    )
    .await?;
    let request = store::requests::find(cx.conn(), agency, keep.id).await?;
    let request = chains::desk::begin(cx, request).await?;
    if let Some(approved) = standing::approve(cx, &request, approver, &found).await? {
        return Ok(approved);
    }
    let once = keep.now.timestamp_micros().to_string();
    chains::desk::tell_begun(cx, &request, &once).await?;
    Ok(request)
}

/// What the rules say about the days now; a day in the way is an error that names it.
async fn judge(cx: &mut Cx, employee: EmployeeId, send: &Sending) -> Result<Precheck> {
    let of = send.of.map(|(id, _)| id);
    let found = look(cx, employee, &send.ask, of).await?;
    refuse_failing(cx, &send.ask, &found)?;
    Ok(found)
}

/// What the rules say about days that are asked for or assigned now.
pub(super) async fn look(
    cx: &mut Cx,
    employee: EmployeeId,
    ask: &Ask,
    of: Option<RequestId>,
) -> Result<Precheck> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let asked = Asked::new(&ask.span, ask.place, ask.route, today, of)
        .with_times(ask.times)
        .at(ask.agreement);
    let around = ask.span.range().unwrap_or(DateRange::day(today));
    precheck(cx.conn(), agency, employee, asked, around, now).await
}

/// Keeps what was typed without asking anybody; nothing is judged and no place is taken.
pub async fn save_draft(cx: &mut Cx, send: Sending) -> Result<Request> {
    cx.require(Can::BeEmployee)?;
    let (agency, now, employee) = (cx.agency(), cx.now(), cx.employee()?);
    let unit = lock_person(cx, employee).await?;
    if let Some(known) = already(cx, employee, &send).await? {
        return store::requests::find(cx.conn(), agency, known).await;
    }
    let send = guests::named(cx, send).await?;
    let before = earlier(cx, employee, &send, Step::Submit).await?;
    if let Some(sent) = before.as_ref().filter(|old| old.state != State::Draft) {
        return Err(Reason::new("request-step")
            .with("state", sent.state.code())
            .into());
    }
    let keep = Keep {
        id: before.as_ref().map_or_else(RequestId::new, |old| old.id),
        employee,
        unit,
        state: State::Draft,
        approver: None,
        evidence: match &send.evidence {
            Some(_) => keep_evidence(cx, &send, before.as_ref()).await?,
            None => before.as_ref().and_then(|old| old.evidence),
        },
        verdict: None,
        base_version: None,
        rule_version: None,
        window: None,
        safe: false,
        key: send.key,
        assigned_by: None,
        now,
    };
    store::requests::put(cx.conn(), agency, &keep, &send.ask).await?;
    audit::record(cx, Event::new("request-drafted", "request", keep.id.0)).await?;
    store::requests::find(cx.conn(), agency, keep.id).await
}

/// Holds a person and the unit they work in.
pub(super) async fn lock_person(cx: &mut Cx, employee: EmployeeId) -> Result<UnitId> {
    let agency = cx.agency();
    let unit = locks::unit_of(cx.conn(), agency, employee).await?;
    locks::lock_units(cx.conn(), agency, &[unit]).await?;
    let now_in = locks::lock_employee(cx.conn(), agency, employee).await?;
    if now_in == unit {
        Ok(unit)
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// The request this very form has made before.
pub(super) async fn already(
    cx: &mut Cx,
    employee: EmployeeId,
    send: &Sending,
) -> Result<Option<RequestId>> {
    let agency = cx.agency();
    match (send.key, send.of) {
        (Some(key), None) => store::requests::find_by_key(cx.conn(), agency, employee, key).await,
        _ => Ok(None),
    }
}

/// The draft or returned request this one takes the place of.
pub(super) async fn earlier(
    cx: &mut Cx,
    employee: EmployeeId,
    send: &Sending,
    step: Step,
) -> Result<Option<Request>> {
    let Some((id, version)) = send.of else {
        return Ok(None);
    };
    let agency = cx.agency();
    locks::lock_request(cx.conn(), agency, id).await?;
    let old = store::requests::find(cx.conn(), agency, id).await?;
    if old.employee != employee {
        return Err(Error::NotFound);
    }
    if old.version != version {
        return Err(Error::Conflict("changed"));
    }
    next(old.state, step)?;
    if old.span.kind() != send.ask.span.kind() {
        return Err(Reason::new("request-kind").into());
    }
    Ok(Some(old))
}

/// A day on which a rule is in the way stops the request and is named with its reason. A pattern steps around such
/// days as long as one is left.
pub(super) fn refuse_failing(cx: &Cx, ask: &Ask, found: &Precheck) -> Result<()> {
    let lang = cx.lang().code();
    if ask.span.hours().is_some() {
        super::hours::refuse(found, lang)?;
        return super::hours::must_differ(found);
    }
    // one start and one end for all days: where they do not fit, no day is left out for it
    super::hours::refuse(found, lang)?;
    let mut problems: Vec<FieldError> = found
        .failing()
        .map(|day| {
            let verdict = day.verdict();
            let problem =
                FieldError::new("days", "verdict").with("text", verdict.headline.get(lang));
            let way = verdict
                .in_the_way()
                .into_iter()
                .flat_map(|rule| &rule.remedy);
            match way.map(|remedy| remedy.text.get(lang)).next() {
                Some(remedy) => problem.with("remedy", remedy),
                None => problem,
            }
        })
        .collect();
    if ask.span.is_pattern() {
        if found.days.is_empty() {
            problems = vec![FieldError::new("days", "no-days")];
        } else if problems.len() < found.days.len() {
            problems.clear();
        } else {
            problems.truncate(3);
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(problems))
    }
}

pub(super) async fn keep_evidence(
    cx: &mut Cx,
    send: &Sending,
    before: Option<&Request>,
) -> Result<Option<FileId>> {
    let old = before.and_then(|request| request.evidence);
    let special = send.ask.route == Route::SpecialCircumstances;
    match &send.evidence {
        Some(part) if special => {
            let media = files::evidence_type(&part.name, &part.bytes)
                .ok_or_else(|| Error::field("evidence", "evidence-type"))?;
            files::keep(cx, "evidence", &part.name, media, &part.bytes)
                .await
                .map(Some)
        }
        _ if special && old.is_none() => Err(Error::field("evidence", "evidence-required")),
        _ => Ok(old.filter(|_| special)),
    }
}

async fn record(
    cx: &mut Cx,
    keep: &Keep,
    from: Option<State>,
    kind: AskKind,
    days: usize,
) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let event = if from == Some(State::Returned) {
        "resubmitted"
    } else {
        "submitted"
    };
    let line = Line {
        event,
        from,
        to: State::Submitted,
        actor: Some(keep.employee),
        acting: None,
        in_place_of: None,
        note: "",
        verdict: keep.verdict.as_deref(),
    };
    store::steps::log(cx.conn(), agency, keep.id, now, &line).await?;
    audit::record(
        cx,
        Event::new("request-submitted", "request", keep.id.0)
            .with("kind", kind.code())
            .with("days", days)
            .with("safe", keep.safe)
            .with("base_version", keep.base_version)
            .with("rule_version", keep.rule_version)
            .with("window", keep.window.map(|id| id.to_string())),
    )
    .await
}
