//! Writing a plan, agreeing to it, noting what comes of it, closing it. Who decides for the person is asked at each step.

use super::{
    Line, Outcome, Plan, Side, State, Step,
    read::{side_of, sight_of},
    rules,
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, Reason, Result},
        form::Check,
        id::{EmployeeId, ImprovementPlanId},
        outbox::{self, Notice},
    },
    organisation::{self, Approver, Capacity},
    performance::store::{self, improvement::Signed},
};

/// Longest note, and longest reason.
const NOTE: usize = 1_000;

/// The lines of a plan as they are written.
#[derive(Clone, Debug)]
pub struct Write {
    /// Whose plan; None: one's own.
    pub employee: Option<EmployeeId>,
    /// The plan that is written over; None: a new one.
    pub plan: Option<ImprovementPlanId>,
    /// The version that was seen; 0 of a new one.
    pub version: i32,
    pub lines: Vec<Line>,
}

/// As whom the acting person signs for the leader.
fn signed(cx: &Cx, approver: Option<Approver>) -> Result<Signed> {
    let me = cx.employee()?;
    let approver = approver.filter(|one| one.employee == me);
    Ok(Signed {
        by: me,
        at: cx.now(),
        acting: approver
            .and_then(|one| one.acting)
            .map(|acting| acting.code()),
        deputised: approver.and_then(|one| one.in_place_of),
    })
}

/// Holds the person's plans and gives one as it is, with the side on which the acting person stands.
async fn held(
    cx: &mut Cx,
    id: ImprovementPlanId,
    version: Option<i32>,
) -> Result<(Plan, Option<Side>, Option<Approver>)> {
    let agency = cx.agency();
    let owner = store::improvement::owner(cx.conn(), agency, id).await?;
    store::targets::lock(cx.conn(), agency, owner).await?;
    cx.require(Can::BeEmployee)?;
    let plan = store::improvement::find(cx.conn(), agency, id).await?;
    sight_of(cx, &plan).await?;
    let (side, approver) = side_of(cx, owner).await?;
    if version.is_some_and(|seen| seen != plan.version) {
        return Err(Error::Conflict("changed"));
    }
    Ok((plan, side, approver))
}

/// Writes a plan, new or over the one that was not agreed yet; whoever writes agrees to what they wrote, the other has yet to.
pub async fn write(cx: &mut Cx, input: Write) -> Result<Plan> {
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    cx.require(Can::BeEmployee)?;
    let (who, found, side, approver) = match input.plan {
        Some(id) => {
            let (plan, side, approver) = held(cx, id, Some(input.version)).await?;
            (plan.employee, Some(plan), side, approver)
        }
        None => {
            let who = input.employee.unwrap_or(me);
            store::targets::lock(cx.conn(), agency, who).await?;
            let (side, approver) = side_of(cx, who).await?;
            if side.is_none() {
                return Err(Error::NotFound);
            }
            organisation::find_active(cx.conn(), agency, who).await?;
            let open = store::improvement::of_people(cx.conn(), agency, &[who], true).await?;
            if let Some(plan) = open.into_iter().next() {
                // the same page sent twice
                let same =
                    plan.state == State::Written && plan.lines == rules::cleaned(input.lines);
                return match same {
                    true => Ok(plan),
                    false => Err(Reason::new("improvement-open").into()),
                };
            }
            (who, None, side, approver)
        }
    };
    let side = side.ok_or(Reason::new("not-approver"))?;
    if let Some(plan) = &found {
        rules::next(plan.state, Step::Write)?;
    }
    let lines = rules::cleaned(input.lines);
    let wrong = rules::problems(&lines, today);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let leader = match side {
        Side::Leader => Some(signed(cx, approver)?),
        Side::Person => None,
    };
    let now = cx.now();
    let id = match found {
        Some(plan) => plan.id,
        None => {
            let id = ImprovementPlanId::new();
            store::improvement::insert(cx.conn(), agency, id, who, now).await?;
            id
        }
    };
    store::improvement::put_lines(cx.conn(), agency, id, &lines).await?;
    let own = (side == Side::Person).then_some(now);
    store::improvement::save_agreement(cx.conn(), agency, id, State::Written, own, leader.as_ref())
        .await?;
    record(cx, "improvement-written", id).await?;
    let plan = store::improvement::find(cx.conn(), agency, id).await?;
    tell_other(
        cx,
        &plan,
        side,
        "improvement-written",
        &plan.version.to_string(),
    )
    .await?;
    Ok(plan)
}

/// Agrees to a plan as it reads. Where both have, it holds. An agreement of somebody who decides for the person no more does not count: then
/// whoever decides now is asked.
pub async fn agree(cx: &mut Cx, id: ImprovementPlanId, version: i32) -> Result<Plan> {
    let (agency, now) = (cx.agency(), cx.now());
    let (plan, side, approver) = held(cx, id, Some(version)).await?;
    let side = side.ok_or(Reason::new("not-approver"))?;
    rules::next(plan.state, Step::Agree)?;
    if plan.agreed_by(side) {
        return Err(Reason::new("improvement-yours").into());
    }
    let decides = |one: &super::Named| approver.is_none_or(|now| now.asked(Some(one.by)) == one.by);
    let before = plan.leader.as_ref().filter(|one| decides(one));
    let leader = match (side, before) {
        (Side::Leader, _) => Some(signed(cx, approver)?),
        (Side::Person, Some(before)) => Some(Signed {
            by: before.by,
            at: before.at,
            acting: before
                .acting
                .as_deref()
                .and_then(Capacity::of)
                .map(Capacity::code),
            deputised: before.deputised,
        }),
        (Side::Person, None) => None,
    };
    let person = match side {
        Side::Person => Some(now),
        Side::Leader => plan.person_agreed_at,
    };
    let state = match (person, &leader) {
        (Some(_), Some(_)) => State::Agreed,
        _ => State::Written,
    };
    store::improvement::save_agreement(cx.conn(), agency, id, state, person, leader.as_ref())
        .await?;
    record(cx, "improvement-agreed", id).await?;
    let plan = store::improvement::find(cx.conn(), agency, id).await?;
    let kind = match state {
        State::Agreed => "improvement-agreed",
        _ => "improvement-written",
    };
    tell_other(cx, &plan, side, kind, &plan.version.to_string()).await?;
    Ok(plan)
}

/// Adds a note on what came of a plan that holds.
pub async fn note(cx: &mut Cx, id: ImprovementPlanId, text: &str) -> Result<Plan> {
    let (agency, me, now, today) = (cx.agency(), cx.employee()?, cx.now(), cx.today());
    let (plan, side, _) = held(cx, id, None).await?;
    let side = side.ok_or(Reason::new("not-approver"))?;
    rules::next(plan.state, Step::Note)?;
    let mut check = Check::new();
    let text = check.text("note", text, NOTE);
    check.done()?;
    if plan.notes.len() >= rules::NOTES {
        return Err(Reason::new("improvement-notes")
            .with("n", rules::NOTES)
            .into());
    }
    let number = plan.notes.len();
    store::improvement::add_note(cx.conn(), agency, id, number, (me, now), &text).await?;
    record(cx, "improvement-noted", id).await?;
    let plan = store::improvement::find(cx.conn(), agency, id).await?;
    tell_other(cx, &plan, side, "improvement-noted", &today.to_string()).await?;
    Ok(plan)
}

/// How a plan is closed.
#[derive(Clone, Debug)]
pub struct Close {
    pub outcome: Outcome,
    pub reason: String,
    /// The version that was seen.
    pub version: i32,
}

/// Closes a plan: whoever decides for the person, never the person.
pub async fn close(cx: &mut Cx, id: ImprovementPlanId, input: Close) -> Result<Plan> {
    let agency = cx.agency();
    let (plan, side, approver) = held(cx, id, Some(input.version)).await?;
    rules::may_close(side)?;
    rules::next(plan.state, Step::Close)?;
    let mut check = Check::new();
    let reason = check.text("reason", &input.reason, NOTE);
    check.done()?;
    let by = signed(cx, approver)?;
    store::improvement::close(cx.conn(), agency, id, input.outcome, &reason, &by).await?;
    record(cx, "improvement-closed", id).await?;
    let plan = store::improvement::find(cx.conn(), agency, id).await?;
    tell_other(cx, &plan, Side::Leader, "improvement-closed", "").await?;
    Ok(plan)
}

/// Records a step.
async fn record(cx: &mut Cx, event: &'static str, id: ImprovementPlanId) -> Result<()> {
    audit::record(cx, Event::new(event, "improvement_plan", id.0)).await
}

/// The other of the two hears of a step; where nobody stands above the person, the agency's leaders do. `once` tells one time from another.
async fn tell_other(
    cx: &mut Cx,
    plan: &Plan,
    side: Side,
    kind: &'static str,
    once: &str,
) -> Result<()> {
    let (agency, today, name) = (cx.agency(), cx.today(), cx.actor().name.clone());
    let notice = |to: String| {
        let once = format!("{kind}:{}:{once}:{to}", plan.id);
        Notice::new(kind, plan.path(), once).with("name", &name)
    };
    if side == Side::Leader {
        let to = plan.employee;
        return outbox::tell(cx, to, notice(to.to_string())).await;
    }
    let approver = organisation::approver_of(cx.conn(), agency, plan.employee, today, 0).await?;
    if let Some(approver) = approver {
        let to = approver.employee;
        return outbox::tell(cx, to, notice(to.to_string())).await;
    }
    let without = [plan.employee];
    for leader in store::people::officers(cx.conn(), agency, "leader", &without).await? {
        outbox::tell_identity(cx, leader, notice(leader.to_string())).await?;
    }
    Ok(())
}
