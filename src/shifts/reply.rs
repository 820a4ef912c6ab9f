//! What whoever plans answers to an objection to being assigned: it is upheld, and what changes, or refused, and why. A late answer is
//! reminded of once. The plan itself is changed by another one, as ever.

use chrono::{Days, NaiveDate};

use super::{
    Answer, Member, Plan, Reply, State, Step,
    draft::lock,
    read::{led, sight_of},
    rules::next,
    store,
};
use crate::{
    calendar::{self, DateRange, add_working_days},
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, ShiftPlanId, UnitId},
        outbox::{self, Notice},
    },
    organisation,
};

/// An answer to an objection.
#[derive(Clone, Debug)]
pub struct Given {
    /// Whose objection it is.
    pub to: EmployeeId,
    pub upheld: bool,
    /// What changes, or why it is refused.
    pub note: String,
    /// The version that was seen.
    pub version: i32,
}

/// The last day for an answer to an objection made today, by the working days of a unit.
pub(super) async fn due(cx: &mut Cx, unit: UnitId) -> Result<Option<NaiveDate>> {
    let (agency, today) = (cx.agency(), cx.today());
    let days = store::replies::objection_days(cx.conn(), agency).await?;
    let ahead = DateRange {
        from: today,
        to: today + Days::new(120),
    };
    let calendars = calendar::load_offices(cx.conn(), agency, Some(&[unit.0]), ahead).await?;
    let office = calendars.office(unit, today);
    Ok(add_working_days(&office, today, days))
}

/// Answers a member's objection; by whoever plans for these people, never a member.
pub async fn reply(cx: &mut Cx, id: ShiftPlanId, given: Given) -> Result<Plan> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut plan = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    sight_of(cx, &plan).await?.may_plan?;
    if plan.version != given.version {
        return Err(Error::Conflict("changed"));
    }
    plan.state = next(plan.state, Step::Answer)?;
    let member = plan.members.iter_mut().find(|one| one.employee == given.to);
    let member = member.ok_or(Error::NotFound)?;
    may_reply(member)?;
    let note = given.note.trim();
    if note.is_empty() {
        return Err(Error::field("note", "reason-required"));
    }
    member.reply = Some(Reply {
        upheld: given.upheld,
        note: note.to_owned(),
        by: cx.employee()?,
        by_name: cx.actor().name.clone(),
        at: now,
    });
    let member = member.clone();
    store::people::save(cx.conn(), agency, id, &member).await?;
    store::steps::save(cx.conn(), agency, &plan).await?;
    let event = Event::new("shift-objection-answered", "shift_plan", id.0)
        .with("employee", given.to.to_string())
        .with("state", if given.upheld { "upheld" } else { "dismissed" });
    audit::record(cx, event).await?;
    let kind = match given.upheld {
        true => "shift-objection-upheld",
        false => "shift-objection-refused",
    };
    let once = format!("{kind}:{id}:{}:{}", given.to, plan.version);
    let notice = Notice::new(kind, plan.path(), once)
        .with("name", cx.actor().name.clone())
        .with("plan", &plan.name)
        .with("note", note);
    outbox::tell(cx, given.to, notice).await?;
    store::find(cx.conn(), agency, id).await
}

/// Reminds whoever plans, once, of each objection whose day has passed without an answer. Gives their number.
pub(super) async fn remind_late(cx: &mut Cx) -> Result<usize> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let late = store::replies::late(cx.conn(), agency, now).await?;
    for (id, who) in &late {
        let plan = store::find(cx.conn(), agency, *id).await?;
        store::replies::reminded(cx.conn(), agency, *id, *who, now).await?;
        let event = Event::new("shift-objection-late", "shift_plan", id.0)
            .with("employee", who.to_string());
        audit::record(cx, event).await?;
        let head = organisation::approver_of(cx.conn(), agency, *who, today, 0).await?;
        let name = plan.member(Some(*who)).map(|one| one.name.clone());
        if let Some(to) = head.map(|one| one.employee).or(plan.assigned_by) {
            let once = format!("shift-objection-late:{id}:{who}:{}", now.timestamp_micros());
            let notice = Notice::new("shift-objection-late", plan.path(), once)
                .with("name", name.unwrap_or_default())
                .with("plan", &plan.name);
            outbox::tell(cx, to, notice).await?;
        }
    }
    Ok(late.len())
}

/// The plans in which an objection waits for the acting person's answer.
pub async fn to_reply(cx: &mut Cx) -> Result<Vec<Plan>> {
    let agency = cx.agency();
    if !store::replies::any_objection(cx.conn(), agency).await? {
        return Ok(Vec::new());
    }
    let mut plans = led(cx).await?;
    plans.retain(|plan| plan.state == State::Assigned && objecting(plan).next().is_some());
    Ok(plans)
}

/// Whose objections in a plan wait for an answer.
pub fn objecting(plan: &Plan) -> impl Iterator<Item = &Member> {
    plan.members.iter().filter(|one| may_reply(one).is_ok())
}

/// Whether an objection waits for an answer: of somebody who is still in the plan, objects, and has none yet.
pub(super) fn may_reply(member: &Member) -> Result<(), Reason> {
    match (member.answer, &member.reply, member.out_on) {
        (Answer::Objected, None, None) => Ok(()),
        (_, Some(_), _) => Err(Reason::new("shift-replied")),
        _ => Err(Reason::new("shift-no-objection")),
    }
}
