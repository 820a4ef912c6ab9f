//! Drafts of plans: written, written anew, thrown away.

use chrono::{DateTime, Days, NaiveTime, Utc};
use uuid::Uuid;

use super::{
    Answer, Member, Pattern, Plan, Shift, State, Step,
    read::{lines, sight_of},
    rules::{self, dates, may_plan, shape},
    store,
};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, FieldError, Reason, Result},
    form::Check,
    id::{EmployeeId, ShiftPlanId, UnitId},
};

/// A plan as it is written.
#[derive(Clone, Debug)]
pub struct Draft {
    pub unit: UnitId,
    pub name: String,
    pub pattern: Pattern,
    /// Who is in it, with the day of the cycle that the first day is for them.
    pub members: Vec<(EmployeeId, u8)>,
    /// The plan that it takes the place of, and why.
    pub replaces: Option<ShiftPlanId>,
    pub reason: String,
    /// Names the form: the same form sent twice drafts once.
    pub key: Option<Uuid>,
}

/// A time of day as people type it.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().replace('.', ":");
    ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|shape| NaiveTime::parse_from_str(&text, shape).ok())
}

/// One shift as it is typed: name, start, end, break, how many people.
pub struct TypedShift<'a> {
    pub name: &'a str,
    pub starts: &'a str,
    pub ends: &'a str,
    pub break_minutes: &'a str,
    pub least: &'a str,
}

impl TypedShift<'_> {
    /// The shift, or every problem with it under its own field.
    pub fn read(&self, check: &mut Check, number: usize) -> Option<Shift> {
        let field = |name: &str| format!("{name}_{number}");
        let name = check.text(&field("shift_name"), self.name, 40);
        let mut at = |name: &str, text: &str| {
            let found = time(text);
            check.ensure(found.is_some(), &field(name), "time");
            found
        };
        let (starts, ends) = (at("shift_start", self.starts), at("shift_end", self.ends));
        let pause = check.number(&field("shift_break"), self.break_minutes, 0, 240);
        let least = check.number(&field("shift_least"), self.least, 0, 60);
        Some(Shift {
            name,
            starts: starts?,
            ends: ends?,
            break_minutes: u16::try_from(pause?).ok()?,
            least: u16::try_from(least?).ok()?,
        })
    }
}

/// Writes a draft.
pub async fn draft(cx: &mut Cx, input: Draft) -> Result<Plan> {
    cx.require(Can::DecideRequests)?;
    let (agency, now, me) = (cx.agency(), cx.now(), cx.employee()?);
    if let Some(key) = input.key
        && let Some(known) = store::find_by_key(cx.conn(), agency, me, key).await?
    {
        return Ok(known);
    }
    if let Some(old) = input.replaces {
        store::steps::lock(cx.conn(), agency, &[old]).await?;
        may_replace(cx, old, &input).await?;
    }
    allowed(cx, &input).await?;
    let plan = bare(&input, me, now);
    if !store::steps::insert(cx.conn(), agency, &plan, input.key).await? {
        return Err(Reason::new("shift-changing").into());
    }
    store::people::put(cx.conn(), agency, plan.id, &input.members).await?;
    record(cx, "shift-plan-drafted", &plan).await?;
    store::find(cx.conn(), agency, plan.id).await
}

/// Writes a draft anew.
pub async fn change(cx: &mut Cx, id: ShiftPlanId, version: i32, input: Draft) -> Result<Plan> {
    let agency = cx.agency();
    let old = lock_seen(cx, id, version).await?;
    rules::next(old.state, Step::Change)?;
    let input = Draft {
        unit: old.unit,
        replaces: old.replaces,
        ..input
    };
    if let Some(old) = input.replaces {
        may_replace(cx, old, &input).await?;
    }
    allowed(cx, &input).await?;
    let plan = Plan {
        id,
        version,
        drafted_by: old.drafted_by,
        ..bare(&input, old.drafted_by, old.drafted_at)
    };
    store::steps::rewrite(cx.conn(), agency, &plan).await?;
    store::people::put(cx.conn(), agency, id, &input.members).await?;
    record(cx, "shift-plan-changed", &plan).await?;
    store::find(cx.conn(), agency, id).await
}

/// Throws a draft away.
pub async fn discard(cx: &mut Cx, id: ShiftPlanId, version: i32) -> Result<Plan> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut plan = lock_seen(cx, id, version).await?;
    plan.state = rules::next(plan.state, Step::Discard)?;
    plan.ended_at = Some(now);
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-plan-discarded", &plan).await?;
    Ok(plan)
}

/// Locks a plan with its people, in the common order, and reads it as it is now.
pub(super) async fn lock(cx: &mut Cx, id: ShiftPlanId) -> Result<Plan> {
    let agency = cx.agency();
    let known = store::find(cx.conn(), agency, id).await?;
    store::people::lock(cx.conn(), agency, &known.people()).await?;
    let ids: Vec<ShiftPlanId> = [Some(id), known.replaces].into_iter().flatten().collect();
    store::steps::lock(cx.conn(), agency, &ids).await?;
    store::find(cx.conn(), agency, id).await
}

/// Locks a plan that the acting person may plan, and compares the version that was seen. Others do not find it.
async fn lock_seen(cx: &mut Cx, id: ShiftPlanId, version: i32) -> Result<Plan> {
    let plan = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    let sight = sight_of(cx, &plan).await?;
    sight.may_plan?;
    if plan.version != version {
        return Err(Error::Conflict("changed"));
    }
    Ok(plan)
}

/// A running plan is changed by another one, with a reason; it holds until then.
async fn may_replace(cx: &mut Cx, old: ShiftPlanId, input: &Draft) -> Result<()> {
    let agency = cx.agency();
    let old = store::find(cx.conn(), agency, old).await?;
    sight_of(cx, &old).await?.may_plan?;
    if old.state != State::Assigned {
        return Err(Reason::new("shift-replaced-gone").into());
    }
    if old.unit != input.unit {
        return Err(Error::field("unit", "choice"));
    }
    if input.reason.trim().is_empty() {
        return Err(Error::field("reason", "reason-required"));
    }
    Ok(())
}

/// Whether a draft can be written: its shape, its dates, and whether the acting person plans for its people. What the rules of shifts
/// say of it stands in the way of assigning only.
async fn allowed(cx: &mut Cx, input: &Draft) -> Result<()> {
    let (agency, today, me) = (cx.agency(), cx.today(), cx.actor().employee);
    let terms = store::terms(cx.conn(), agency).await?;
    let earliest = today + Days::new(u64::from(input.replaces.is_some()));
    let (from, to) = (input.pattern.from_on, input.pattern.to_on);
    let mut wrong = dates(from, to, earliest, today, &terms);
    wrong.extend(shape(&input.pattern, &input.members));
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let ids: Vec<EmployeeId> = input.members.iter().map(|one| one.0).collect();
    if me.is_some_and(|me| ids.contains(&me)) {
        return Err(Reason::new("own-shift-plan").into());
    }
    // another unit's people are nobody one knows of
    let people = store::people::list(cx.conn(), agency, &ids, None).await?;
    let here = people.iter().filter(|one| one.unit == Some(input.unit));
    let strangers = || FieldError::new("members", "shift-strangers");
    if here.count() != ids.len() || may_plan(me, &lines(cx, &ids).await?).is_err() {
        return Err(Error::Invalid(vec![strangers()]));
    }
    Ok(())
}

fn bare(input: &Draft, by: EmployeeId, at: DateTime<Utc>) -> Plan {
    let member = |(employee, starts_on_day): &(EmployeeId, u8)| Member {
        employee: *employee,
        name: String::new(),
        starts_on_day: *starts_on_day,
        answer: Answer::Waiting,
        answered_at: None,
        note: String::new(),
        due_on: None,
        reply: None,
        out_on: None,
    };
    Plan {
        id: ShiftPlanId::new(),
        unit: input.unit,
        unit_name: String::new(),
        name: input.name.trim().to_owned(),
        pattern: input.pattern.clone(),
        members: input.members.iter().map(member).collect(),
        state: State::Draft,
        drafted_by: by,
        drafter_name: String::new(),
        drafted_at: at,
        replaces: input.replaces,
        reason: match input.replaces {
            Some(_) => input.reason.trim().to_owned(),
            None => String::new(),
        },
        assigned_by: None,
        assigner_name: None,
        assigned_at: None,
        acting: None,
        deputised: None,
        in_place_of: None,
        short_reason: String::new(),
        ended_by: None,
        ender_name: None,
        end_note: String::new(),
        why: None,
        ended_at: None,
        version: 1,
    }
}

/// Records a step.
pub(super) async fn record(cx: &mut Cx, event: &'static str, plan: &Plan) -> Result<()> {
    let event = Event::new(event, "shift_plan", plan.id.0)
        .with("state", plan.state.code())
        .with("members", plan.members.len())
        .with("from", plan.pattern.from_on.to_string())
        .with("to", plan.pattern.to_on.to_string());
    audit::record(cx, event).await
}
