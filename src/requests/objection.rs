//! An objection to a refusal or a revocation goes to the agency's leader, who upholds or dismisses it.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{
    Request, Span, State, Step,
    approval::lock,
    chains::desk,
    check::recheck,
    rules::{may_object, next},
    store::{
        self, cases,
        steps::{Line, Outcome},
    },
};
use crate::{
    calendar::{self, DateRange, add_working_days},
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, ObjectionId, RequestId, UnitId},
        outbox::{self, Notice},
    },
    policy::Overall,
};

/// An objection with what a leader needs to see.
#[derive(Clone, Debug)]
pub struct Objection {
    pub id: ObjectionId,
    pub request: RequestId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub statement: String,
    pub state: String,
    pub opened_at: DateTime<Utc>,
    /// The last day on which it is answered in time; none for one from before there was a clock.
    pub due_on: Option<NaiveDate>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: Option<String>,
    pub decision_note: String,
    pub version: i32,
}

impl Objection {
    /// Whether a request waits again because this was upheld: it was not sent anew since.
    pub fn reopened(&self, request: &Request) -> bool {
        let since = self.answered_at >= request.submitted_at;
        request.state == State::Submitted && self.state == "upheld" && since
    }
}

/// A leader's answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub upheld: bool,
    pub text: String,
    pub version: i32,
}

/// Objects to the refusal or the revocation of an own request.
pub async fn object(cx: &mut Cx, id: RequestId, version: i32, statement: &str) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let employee = cx.employee()?;
    let request = lock(cx, id).await?;
    cx.require(Can::BeEmployee)?;
    if request.employee != employee {
        return Err(Error::NotFound);
    }
    if request.version != version {
        return Err(Error::Conflict("changed"));
    }
    may_object(request.state)?;
    let statement = statement.trim();
    if statement.is_empty() || statement.chars().count() > 2_000 {
        return Err(Error::field("statement", "required"));
    }
    let due_on = due(cx, request.unit).await?;
    let objection = cases::open_objection(cx.conn(), agency, id, employee, statement, due_on, now)
        .await?
        .ok_or_else(|| Reason::new("objection-open"))?;
    let state = request.state;
    log(cx, id, "objected", state, state, statement).await?;
    audit::record(
        cx,
        Event::new("objection-opened", "objection", objection.0)
            .with("request", id.to_string())
            .with("due_on", due_on.map(|day| day.to_string())),
    )
    .await?;
    for leader in cases::leaders(cx.conn(), agency, employee).await? {
        let notice = Notice::new(
            "objection-opened",
            format!("/requests/{id}"),
            format!("objection:{objection}:{leader}"),
        )
        .with("name", cx.actor().name.clone());
        outbox::tell_identity(cx, leader, notice).await?;
    }
    Ok(())
}

/// The last day for an answer, by the working days of a unit.
pub(super) async fn due(cx: &mut Cx, unit: UnitId) -> Result<Option<NaiveDate>> {
    let (agency, today) = (cx.agency(), cx.today());
    let days = cases::objection_days(cx.conn(), agency).await?;
    let ahead = DateRange {
        from: today,
        to: today + Days::new(120),
    };
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&[unit.0]), ahead).await?;
    Ok(add_working_days(
        &calendars.office(unit, today),
        today,
        days,
    ))
}

/// Reminds the leader, once, of each objection whose day has passed without an answer. Gives their number.
pub async fn remind_late(cx: &mut Cx) -> Result<usize> {
    let (agency, today) = (cx.agency(), cx.today());
    let late = cases::late_objections(cx.conn(), agency, today).await?;
    for id in &late {
        let one = cases::find_objection(cx.conn(), agency, *id).await?;
        let request = store::requests::find(cx.conn(), agency, one.request).await?;
        let state = request.state;
        log(cx, request.id, "objection-late", state, state, "").await?;
        let event =
            Event::new("objection-late", "objection", id.0).with("request", request.id.to_string());
        audit::record(cx, event).await?;
        let once = format!("objection-late:{id}");
        let notice = Notice::new("objection-late", request.path(), once)
            .with("name", one.employee_name.clone());
        let leaders = cases::leaders(cx.conn(), agency, one.employee).await?;
        outbox::tell_each(cx, &leaders, &notice).await?;
    }
    Ok(late.len())
}

/// The objections that wait for the leader, oldest first; never the leader's own.
pub async fn open_objections(cx: &mut Cx) -> Result<Vec<Objection>> {
    cx.require(Can::LeadAgency)?;
    let (agency, own) = (cx.agency(), cx.actor().employee);
    cases::open_objections(cx.conn(), agency, own).await
}

/// Answers an objection. Upheld, a refused request waits for a decision again where its days are still possible; otherwise it goes
/// back to the person to choose other days. Of a revoked one the days ahead come back that no rule stands against. Gives the request as
/// it stands then.
pub async fn answer(cx: &mut Cx, id: ObjectionId, input: Answer) -> Result<Request> {
    let (agency, now) = (cx.agency(), cx.now());
    cx.require(Can::LeadAgency)?;
    let found = cases::find_objection(cx.conn(), agency, id).await?;
    let request = lock(cx, found.request).await?;
    let own = cx.actor().employee;
    if own == Some(request.employee) {
        return Err(Reason::new("own-request").into());
    }
    let text = input.text.trim();
    if text.is_empty() {
        return Err(Error::field("answer", "reason-required"));
    }
    let state = if input.upheld { "upheld" } else { "dismissed" };
    if !cases::answer_objection(cx.conn(), agency, id, input.version, state, own, text, now).await?
    {
        return Err(Error::Conflict("changed"));
    }
    if input.upheld {
        match request.state {
            State::Revoked => restore(cx, &request, text).await?,
            _ => reopen(cx, request.id, text).await?,
        }
    } else {
        log(
            cx,
            request.id,
            "objection-dismissed",
            request.state,
            request.state,
            text,
        )
        .await?;
    }
    audit::record(
        cx,
        Event::new("objection-answered", "objection", id.0)
            .with("request", request.id.to_string())
            .with("state", state),
    )
    .await?;
    let request = store::requests::find(cx.conn(), agency, request.id).await?;
    let again = request.approver_name.clone();
    let again = again.filter(|_| input.upheld && request.state == State::Submitted);
    let kind = match (&again, input.upheld) {
        (Some(_), _) => "objection-reopened",
        (None, true) => "objection-upheld",
        (None, false) => "objection-dismissed",
    };
    let once = format!("objection-answered:{id}");
    let notice = Notice::new(kind, request.path(), once.clone())
        .with("name", cx.actor().name.clone())
        .with("note", text)
        .with("approver", again.unwrap_or_default())
        .with_days_of(request.id.0);
    outbox::tell(cx, request.employee, notice).await?;
    if request.state == State::Submitted {
        desk::tell_begun(cx, &request, &once).await?;
    }
    Ok(request)
}

async fn reopen(cx: &mut Cx, id: RequestId, text: &str) -> Result<()> {
    let (agency, now, zone) = (cx.agency(), cx.now(), cx.actor().zone);
    let request = store::requests::find(cx.conn(), agency, id).await?;
    let found = recheck(cx.conn(), agency, &request, &request.span, zone, now).await?;
    let possible = found.overall() != Overall::Fail;
    let state = next(
        request.state,
        if possible { Step::Uphold } else { Step::Reopen },
    )?;
    let nothing = Outcome::default();
    store::steps::save_outcome(cx.conn(), agency, id, request.version, state, &nothing, now)
        .await?;
    store::steps::set_counts(cx.conn(), agency, &[id], state.counts()).await?;
    log(cx, id, "objection-upheld", request.state, state, text).await
}

/// What is behind stays as it was: the person was at the office then.
async fn restore(cx: &mut Cx, request: &Request, text: &str) -> Result<()> {
    let (agency, now, today, zone) = (cx.agency(), cx.now(), cx.today(), cx.actor().zone);
    let id = request.id;
    let span = match &request.span {
        Span::Days(_) => {
            let taken = store::steps::revoked_days(cx.conn(), agency, id).await?;
            Span::Days(taken.into_iter().filter(|(day, _)| *day > today).collect())
        }
        pattern => pattern.clone(),
    };
    let found = recheck(cx.conn(), agency, request, &span, zone, now).await?;
    let blocked: Vec<NaiveDate> = found.failing().map(|day| day.verdict().day).collect();
    let judged = found.days.iter().map(|day| day.verdict().day);
    let back: Vec<NaiveDate> = judged
        .filter(|day| *day > today && !blocked.contains(day))
        .collect();
    let mut state = request.state;
    if !back.is_empty() {
        state = next(request.state, Step::Restore)?;
        let since = request.stopped_on.unwrap_or(today);
        let days = span.days().into_iter().map(|(day, _)| day);
        let gone: Vec<NaiveDate> = days
            .filter(|day| *day >= since && (*day <= today || blocked.contains(day)))
            .collect();
        let version = request.version;
        store::steps::restore(cx.conn(), agency, id, version, state, &back, &gone, now).await?;
    }
    log(cx, id, "objection-upheld", request.state, state, text).await
}

async fn log(
    cx: &mut Cx,
    id: RequestId,
    event: &str,
    from: State,
    to: State,
    note: &str,
) -> Result<()> {
    let (agency, now, actor) = (cx.agency(), cx.now(), cx.actor().employee);
    let line = Line {
        event,
        from: Some(from),
        to,
        actor,
        acting: None,
        in_place_of: None,
        note,
        verdict: None,
    };
    store::steps::log(cx.conn(), agency, id, now, &line).await
}
