//! What happens by itself: a plan ends after its last day; whoever leaves the unit drops out, and the head hears of it; an objection
//! that nobody answers is reminded of.

use chrono::TimeDelta;

use super::{Plan, Step, Why, draft::record, reply::remind_late, rules::next, store};
use crate::{
    kernel::{
        actor::Agency,
        cx::{BoxFuture, Core, Cx},
        error::Result,
        id::{EmployeeId, ShiftPlanId},
        jobs::{Periodic, all},
        outbox::{self, Notice},
    },
    organisation,
};

/// What the worker does for this area.
pub fn periodic() -> Periodic {
    Periodic {
        name: "shifts",
        every: TimeDelta::minutes(10),
        run: upkeep,
    }
}

/// Looks after the plans of an agency.
fn upkeep(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        all(core, &agency, |cx| Box::pin(run(cx))).await?;
        all(core, &agency, |cx| Box::pin(remind_late(cx))).await
    })
}

async fn run(cx: &mut Cx) -> Result<usize> {
    let (agency, now) = (cx.agency(), cx.now());
    let ending = store::people::lock_ending(cx.conn(), agency, now).await?;
    for (id, over) in &ending {
        if *over {
            let mut plan = store::find(cx.conn(), agency, *id).await?;
            end(cx, &mut plan, Why::Over).await?;
        } else {
            drop_out(cx, *id).await?;
        }
    }
    Ok(ending.len())
}

async fn end(cx: &mut Cx, plan: &mut Plan, why: Why) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    plan.state = next(plan.state, Step::End)?;
    plan.why = Some(why);
    plan.ended_at = Some(now);
    store::steps::save(cx.conn(), agency, plan).await?;
    record(cx, "shift-plan-ended", plan).await?;
    let mut people: Vec<EmployeeId> = plan.present().map(|one| one.employee).collect();
    people.extend(plan.assigned_by);
    for to in people {
        let once = format!("shift-plan-ended:{}:{to}", plan.id);
        let notice = Notice::new("shift-plan-ended", plan.path(), once)
            .with("plan", &plan.name)
            .with("why", why.code());
        outbox::tell(cx, to, notice).await?;
    }
    Ok(())
}

/// Who left or moved has no more shifts from today; whoever leads the others, or assigned the plan, is told.
async fn drop_out(cx: &mut Cx, id: ShiftPlanId) -> Result<()> {
    let (agency, today) = (cx.agency(), cx.today());
    let mut plan = store::find(cx.conn(), agency, id).await?;
    let people = store::people::list(cx.conn(), agency, &plan.people(), None).await?;
    let here = |who: EmployeeId| {
        let found = people.iter().find(|one| one.id == who);
        found.is_some_and(|one| one.unit == Some(plan.unit))
    };
    let gone: Vec<EmployeeId> = plan
        .present()
        .map(|one| one.employee)
        .filter(|who| !here(*who))
        .collect();
    let mut names = Vec::new();
    for member in plan
        .members
        .iter_mut()
        .filter(|one| gone.contains(&one.employee))
    {
        member.out_on = Some(today);
        names.push(member.name.clone());
        let member = member.clone();
        store::people::save(cx.conn(), agency, id, &member).await?;
    }
    let first = plan.present().next().map(|one| one.employee);
    let Some(first) = first else {
        return end(cx, &mut plan, Why::Empty).await;
    };
    store::steps::save(cx.conn(), agency, &plan).await?;
    record(cx, "shift-plan-left", &plan).await?;
    let head = organisation::approver_of(cx.conn(), agency, first, today, 0).await?;
    let head = head.map(|one| one.employee).or(plan.assigned_by);
    if let Some(to) = head {
        let once = format!("shift-plan-left:{id}:{}:{to}", plan.version);
        let notice = Notice::new("shift-plan-left", plan.path(), once)
            .with("plan", &plan.name)
            .with("names", names.join(", "));
        outbox::tell(cx, to, notice).await?;
    }
    Ok(())
}
