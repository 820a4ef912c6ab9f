//! Assigning a plan to its people, shortening it, taking it back.

use chrono::{Days, NaiveDate};

use super::{
    Plan, State, Step, Why,
    draft::{lock, record},
    read::{ground, sight_of},
    rules::{Problem, Weight, next},
    store,
};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        id::{EmployeeId, ShiftPlanId},
        outbox::{self, Notice},
    },
    organisation,
};

/// A problem as an error of a field, with everything its words mention.
pub(super) fn as_error(problem: &Problem) -> FieldError {
    let (field, code) = match problem.rule {
        "law" => ("cycle", "shift-law"),
        "total" => ("cycle", "shift-total"),
        "week" => ("cycle", "shift-week"),
        "long" => ("shifts", "shift-long"),
        "rest" => ("members", "shift-rest"),
        "row" => ("members", "shift-row"),
        "task" => ("members", "shift-task"),
        "open" => ("members", "shift-open"),
        "unit" => ("members", "shift-unit"),
        "held" => ("members", "shift-held"),
        "leave" => ("members", "shift-leave"),
        "elsewhere" => ("members", "shift-elsewhere"),
        _ => ("short_reason", "shift-cover"),
    };
    let day = |on: NaiveDate| on.format("%d-%m-%Y");
    let mut error = FieldError::new(field, code)
        .with("name", &problem.name)
        .with("from", day(problem.first_on))
        .with("to", day(problem.last_on));
    for (name, value) in &problem.args {
        error = error.with(name, value);
    }
    error
}

/// Assigns a draft to its people. Shifts with too few people need a reason; whatever else is wrong has to be mended first.
pub async fn assign(
    cx: &mut Cx,
    id: ShiftPlanId,
    version: i32,
    short_reason: &str,
) -> Result<Plan> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let mut plan = lock(cx, id).await?;
    cx.require(Can::DecideRequests)?;
    sight_of(cx, &plan).await?.may_plan?;
    if plan.version != version {
        return Err(Error::Conflict("changed"));
    }
    plan.state = next(plan.state, Step::Assign)?;
    let old = replaced(cx, &plan).await?;
    let earliest = today + Days::new(u64::from(plan.replaces.is_some()));
    if plan.pattern.from_on < earliest {
        let early = FieldError::new("from_on", "shift-early");
        let early = early.with("day", earliest.format("%d-%m-%Y"));
        return Err(Error::Invalid(vec![early]));
    }
    let problems = ground(cx, &plan).await?.problems(&plan);
    let of = |weight| problems.iter().filter(move |one| one.weight == weight);
    let blocking: Vec<FieldError> = of(Weight::Blocks).map(as_error).collect();
    if !blocking.is_empty() {
        return Err(Error::Invalid(blocking));
    }
    let gaps: Vec<FieldError> = of(Weight::Reason).map(as_error).collect();
    if !gaps.is_empty() && short_reason.trim().is_empty() {
        return Err(Error::Invalid(gaps));
    }
    let me = cx.employee()?;
    let first = plan.people().first().copied().unwrap_or(me);
    let approver = organisation::approver_of(cx.conn(), agency, first, today, 0).await?;
    let approver = approver.filter(|one| one.employee == me);
    plan.assigned_by = Some(me);
    plan.assigned_at = Some(now);
    plan.acting = approver
        .and_then(|one| one.acting)
        .map(|acting| acting.code().to_owned());
    plan.deputised = approver.and_then(|one| one.in_place_of);
    if !gaps.is_empty() {
        plan.short_reason = short_reason.trim().to_owned();
    }
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-plan-assigned", &plan).await?;
    let kind = match plan.replaces {
        Some(_) => "shift-plan-replaced",
        None => "shift-plan-assigned",
    };
    for to in plan.people() {
        tell(cx, &plan, kind, to, &plan.reason.clone()).await?;
    }
    if let Some(old) = old {
        give_way(cx, &plan, old).await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// The plan that this one takes the place of, which still has to be in force.
async fn replaced(cx: &mut Cx, plan: &Plan) -> Result<Option<Plan>> {
    let agency = cx.agency();
    let Some(old) = plan.replaces else {
        return Ok(None);
    };
    let old = store::find(cx.conn(), agency, old).await?;
    if old.state != State::Assigned {
        return Err(Reason::new("shift-replaced-gone").into());
    }
    Ok(Some(old))
}

/// The plan that this one takes the place of stops the day before it begins, or before it began.
async fn give_way(cx: &mut Cx, plan: &Plan, mut old: Plan) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    if old.pattern.to_on < plan.pattern.from_on {
        return Ok(());
    }
    if plan.pattern.from_on > old.pattern.from_on {
        let before = plan.pattern.from_on.pred_opt();
        old.pattern.to_on = before.unwrap_or(old.pattern.to_on);
    } else {
        old.state = next(old.state, Step::End)?;
        old.why = Some(Why::Replaced);
        old.ended_at = Some(now);
    }
    store::steps::save(cx.conn(), agency, &old).await?;
    record(cx, "shift-plan-gave-way", &old).await?;
    let gone: Vec<EmployeeId> = old
        .present()
        .map(|one| one.employee)
        .filter(|who| plan.member(Some(*who)).is_none())
        .collect();
    for to in gone {
        tell(cx, &old, "shift-plan-shortened", to, &plan.reason).await?;
    }
    Ok(())
}

/// Tells one person of a step, with the name of whoever took it.
pub(super) async fn tell(
    cx: &mut Cx,
    plan: &Plan,
    kind: &'static str,
    to: EmployeeId,
    note: &str,
) -> Result<()> {
    let once = format!("{kind}:{}:{}:{to}", plan.id, plan.version);
    let notice = Notice::new(kind, plan.path(), once)
        .with("name", cx.actor().name.clone())
        .with("plan", &plan.name)
        .with("from", plan.pattern.from_on.format("%d-%m-%Y"))
        .with("to", plan.pattern.to_on.format("%d-%m-%Y"))
        .with("note", note.trim());
    outbox::tell(cx, to, notice).await
}

/// Locks an assigned plan that the acting person sees, and compares the version that was seen.
async fn running(cx: &mut Cx, id: ShiftPlanId, version: i32, step: Step) -> Result<Plan> {
    let mut plan = lock(cx, id).await?;
    let sight = sight_of(cx, &plan).await?;
    if step == Step::Shorten || !sight.hr || plan.member(cx.actor().employee).is_some() {
        sight.may_plan?;
    }
    if plan.version != version {
        return Err(Error::Conflict("changed"));
    }
    plan.state = next(plan.state, step)?;
    Ok(plan)
}

/// Lets a plan end earlier than it would, with a reason.
pub async fn end(
    cx: &mut Cx,
    id: ShiftPlanId,
    version: i32,
    last_on: NaiveDate,
    note: &str,
) -> Result<Plan> {
    let (agency, today) = (cx.agency(), cx.today());
    let mut plan = running(cx, id, version, Step::Shorten).await?;
    cx.require(Can::DecideRequests)?;
    let mut wrong = Vec::new();
    let first = plan.pattern.from_on.max(today);
    if last_on < first || last_on >= plan.pattern.to_on {
        let day = |on: NaiveDate| on.format("%d-%m-%Y").to_string();
        let until = plan.pattern.to_on.pred_opt().unwrap_or(first);
        let error = FieldError::new("last_on", "shift-last");
        wrong.push(error.with("from", day(first)).with("to", day(until)));
    }
    if note.trim().is_empty() {
        wrong.push(FieldError::new("note", "reason-required"));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    plan.pattern.to_on = last_on;
    plan.ended_by = cx.actor().employee;
    plan.end_note = note.trim().to_owned();
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-plan-shortened", &plan).await?;
    let people: Vec<EmployeeId> = plan.present().map(|one| one.employee).collect();
    for to in people {
        tell(cx, &plan, "shift-plan-shortened", to, note).await?;
    }
    store::find(cx.conn(), agency, id).await
}

/// Takes an assigned plan back, with a reason: whoever plans for its people, or HR; never a member.
pub async fn revoke(cx: &mut Cx, id: ShiftPlanId, version: i32, note: &str) -> Result<Plan> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut plan = running(cx, id, version, Step::Revoke).await?;
    if note.trim().is_empty() {
        return Err(Error::field("note", "reason-required"));
    }
    plan.ended_by = cx.actor().employee;
    plan.end_note = note.trim().to_owned();
    plan.ended_at = Some(now);
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-plan-revoked", &plan).await?;
    let people: Vec<EmployeeId> = plan.present().map(|one| one.employee).collect();
    for to in people {
        tell(cx, &plan, "shift-plan-revoked", to, note).await?;
    }
    store::find(cx.conn(), agency, id).await
}
