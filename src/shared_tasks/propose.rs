//! Puts a task forward, new or in place of one that runs.

use std::collections::HashSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    Answer, Member, State, Task, Turns,
    rules::{Draft, one_approver, problems},
    store,
};
use crate::{
    calendar::{self, DateRange},
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        id::{EmployeeId, SharedTaskId, UnitId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver},
};

/// A task as it is put forward.
#[derive(Clone, Debug)]
pub struct Propose {
    pub title: String,
    pub description: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// Who holds it, the proposer among them, with their shares in percent.
    pub members: Vec<(EmployeeId, u8)>,
    pub turns: Turns,
    /// The running task that it takes the place of, and why.
    pub replaces: Option<SharedTaskId>,
    pub reason: String,
    /// Names the form: the same form sent twice proposes once.
    pub key: Option<Uuid>,
}

/// The words of a task as they are typed: title, description, reason of a change.
pub fn words(check: &mut Check, title: &str, description: &str, reason: &str) -> [String; 3] {
    [
        check.text("title", title, 120),
        check.optional("description", description, 2_000),
        check.optional("reason", reason, 2_000),
    ]
}

/// Puts a task forward to the others who are to hold it; the proposer agrees by that.
pub async fn propose(cx: &mut Cx, input: Propose) -> Result<Task> {
    cx.require(Can::BeEmployee)?;
    let (agency, now, today, me) = (cx.agency(), cx.now(), cx.today(), cx.employee()?);
    if let Some(known) = already(cx, me, input.key).await? {
        return Ok(known);
    }
    let mut wanted: Vec<EmployeeId> = input.members.iter().map(|one| one.0).collect();
    wanted.push(me);
    let people = store::lock_people(cx.conn(), agency, &wanted).await?;
    if let Some(known) = already(cx, me, input.key).await? {
        return Ok(known);
    }
    let own = people.iter().find(|one| one.id == me);
    let unit = own.and_then(|one| one.unit).ok_or(Error::NotFound)?;
    let earliest = match input.replaces {
        Some(id) => {
            may_change(cx, id, me, &input.reason).await?;
            today + Days::new(1)
        }
        None => today,
    };
    let strangers = || FieldError::new("members", "shared-task-strangers");
    let mut members = Vec::new();
    for (who, share) in &input.members {
        // another unit's people are nobody one knows of
        let found = people
            .iter()
            .find(|one| one.id == *who && one.unit == Some(unit));
        let found = found.ok_or_else(|| Error::Invalid(vec![strangers()]))?;
        members.push((found.id, found.name.clone(), *share));
    }
    let range = DateRange {
        from: input.from_on,
        to: input.to_on,
    };
    let working = working_days(cx, unit, range).await?;
    let wrong = problems(&Draft {
        range,
        proposer: me,
        members: &members,
        turns: &input.turns,
        working: &working,
        earliest,
    });
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let ids: Vec<EmployeeId> = members.iter().map(|one| one.0).collect();
    let approvers = approvers(cx, &ids).await?;
    one_approver(&deciders(&approvers, None)).map_err(|_| Error::Invalid(vec![strangers()]))?;
    let task = Task {
        unit,
        members: members
            .into_iter()
            .map(|(employee, name, share)| member(employee, name, share, me, now))
            .collect(),
        proposer: me,
        proposed_at: now,
        ..bare(input.clone())
    };
    if !store::insert(cx.conn(), agency, &task, input.key).await? {
        return Err(Reason::new("shared-task-changing").into());
    }
    let event = Event::new("shared-task-proposed", "shared_task", task.id.0)
        .with("members", task.members.len())
        .with("from", task.from_on.to_string())
        .with("to", task.to_on.to_string())
        .with("replaces", task.replaces.map(|id| id.to_string()));
    audit::record(cx, event).await?;
    for member in task.members.iter().filter(|one| one.employee != me) {
        let kind = match task.replaces {
            Some(_) => "shared-task-change-asked",
            None => "shared-task-asked",
        };
        let notice = Notice::new(
            kind,
            task.path(),
            format!("{kind}:{}:{}", task.id, member.employee),
        )
        .with("name", cx.actor().name.clone())
        .with("title", &task.title);
        outbox::tell(cx, member.employee, notice).await?;
    }
    store::find(cx.conn(), agency, task.id).await
}

async fn already(cx: &mut Cx, me: EmployeeId, key: Option<Uuid>) -> Result<Option<Task>> {
    let agency = cx.agency();
    match key {
        Some(key) => store::find_by_key(cx.conn(), agency, me, key).await,
        None => Ok(None),
    }
}

/// A member changes a task that runs, and says why; the task holds until the other one is approved.
async fn may_change(cx: &mut Cx, id: SharedTaskId, me: EmployeeId, reason: &str) -> Result<()> {
    let agency = cx.agency();
    store::lock(cx.conn(), agency, &[id]).await?;
    let old = store::find(cx.conn(), agency, id).await?;
    if old.member(Some(me)).is_none() {
        return Err(Error::NotFound);
    }
    if old.state != State::Approved {
        return Err(Reason::new("shared-task-not-running").into());
    }
    if reason.trim().is_empty() {
        return Err(Error::field("reason", "reason-required"));
    }
    Ok(())
}

fn member(
    employee: EmployeeId,
    name: String,
    share: u8,
    me: EmployeeId,
    now: DateTime<Utc>,
) -> Member {
    let own = employee == me;
    Member {
        employee,
        name,
        share,
        answer: if own { Answer::Agreed } else { Answer::Waiting },
        answered_at: own.then_some(now),
        note: String::new(),
    }
}

/// A new task of what was typed; the rest is filled in by `propose`.
fn bare(input: Propose) -> Task {
    Task {
        id: SharedTaskId::new(),
        unit: UnitId(Uuid::nil()),
        unit_name: String::new(),
        title: input.title.trim().to_owned(),
        description: input.description.trim().to_owned(),
        from_on: input.from_on,
        to_on: input.to_on,
        proposer: EmployeeId(Uuid::nil()),
        proposer_name: String::new(),
        proposed_at: DateTime::UNIX_EPOCH,
        members: Vec::new(),
        turns: input.turns,
        state: State::Proposed,
        replaces: input.replaces,
        reason: match input.replaces {
            Some(_) => input.reason.trim().to_owned(),
            None => String::new(),
        },
        agreed_at: None,
        approver: None,
        approver_name: None,
        decided_by: None,
        decider_name: None,
        decided_at: None,
        acting: None,
        deputised: None,
        in_place_of: None,
        decision_note: String::new(),
        ended_by: None,
        ender_name: None,
        end_note: String::new(),
        why: None,
        ended_at: None,
        version: 1,
    }
}

/// The working days of a unit within a range of a year or so.
pub(super) async fn working_days(
    cx: &mut Cx,
    unit: UnitId,
    range: DateRange,
) -> Result<Vec<NaiveDate>> {
    let agency = cx.agency();
    if range.to < range.from || (range.to - range.from).num_days() > super::rules::LONGEST {
        return Ok(Vec::new());
    }
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&[unit.0]), range).await?;
    Ok(range
        .from
        .iter_days()
        .take_while(|day| *day <= range.to)
        .filter(|day| calendar::is_working_day(&calendars.office(unit, *day), *day))
        .collect())
}

/// Who decides for each of some people today.
pub(super) async fn approvers(cx: &mut Cx, people: &[EmployeeId]) -> Result<Vec<Option<Approver>>> {
    let (agency, today) = (cx.agency(), cx.today());
    let mut all = Vec::new();
    for who in people {
        all.push(organisation::approver_of(cx.conn(), agency, *who, today, 0).await?);
    }
    Ok(all)
}

/// Why nobody decides for all of them today: they have one approver again from a day on, or they are apart for good.
pub(super) async fn apart(cx: &mut Cx, people: &[EmployeeId], lasting: Reason) -> Result<Reason> {
    let (agency, today) = (cx.agency(), cx.today());
    let day = organisation::one_approver_from(cx.conn(), agency, people, today).await?;
    Ok(match day {
        Some(day) => Reason::new("shared-task-waits").with("day", day.format("%d-%m-%Y")),
        None => lasting,
    })
}

/// The people behind approvers, as far as somebody goes: see [`Approver::asked`].
pub(super) fn deciders(
    approvers: &[Option<Approver>],
    me: Option<EmployeeId>,
) -> Vec<Option<EmployeeId>> {
    let people = approvers.iter();
    people.map(|one| one.map(|one| one.asked(me))).collect()
}

/// Locks a task with its members, in the common order, and reads it as it is now.
pub(super) async fn lock(cx: &mut Cx, id: SharedTaskId) -> Result<Task> {
    let agency = cx.agency();
    let known = store::find(cx.conn(), agency, id).await?;
    store::lock_people(cx.conn(), agency, &known.people()).await?;
    let ids: Vec<SharedTaskId> = [Some(id), known.replaces].into_iter().flatten().collect();
    store::lock(cx.conn(), agency, &ids).await?;
    store::find(cx.conn(), agency, id).await
}

/// Whether all members still work in the unit of the task and have one approver, whom it gives; else it can no longer come to be.
pub(super) async fn together(cx: &mut Cx, task: &Task) -> Result<Option<Approver>> {
    let agency = cx.agency();
    let people = store::lock_people(cx.conn(), agency, &task.people()).await?;
    let here: HashSet<EmployeeId> = people
        .iter()
        .filter(|one| one.unit == Some(task.unit))
        .map(|one| one.id)
        .collect();
    if task.members.iter().any(|one| !here.contains(&one.employee)) {
        return Err(Reason::new("shared-task-gone").into());
    }
    let approvers = approvers(cx, &task.people()).await?;
    if let Err(lasting) = one_approver(&deciders(&approvers, None)) {
        return Err(apart(cx, &task.people(), lasting).await?.into());
    }
    Ok(approvers.into_iter().next().flatten())
}
