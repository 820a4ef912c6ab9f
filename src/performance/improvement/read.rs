//! Who sees which plan, a person's own plans, those of a team, and those of the agency.

use super::{Plan, Side, State, Step, rules};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, ImprovementPlanId},
        list::{Cursor, Listing, PAGE},
    },
    organisation::{self, Approver, Person},
    performance::store,
};

/// How the acting person relates to somebody's plans.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// None: reads only.
    pub side: Option<Side>,
}

impl Sight {
    /// May write the lines over now.
    pub fn can_write(self, plan: &Plan) -> bool {
        self.side.is_some() && rules::next(plan.state, Step::Write).is_ok()
    }

    /// May agree now: has not yet.
    pub fn can_agree(self, plan: &Plan) -> bool {
        let waits = self.side.is_some_and(|side| !plan.agreed_by(side));
        waits && rules::next(plan.state, Step::Agree).is_ok()
    }

    /// May add a note now.
    pub fn can_note(self, plan: &Plan) -> bool {
        self.side.is_some() && rules::next(plan.state, Step::Note).is_ok()
    }

    /// May close it now.
    pub fn can_close(self, plan: &Plan) -> bool {
        rules::may_close(self.side).is_ok() && rules::next(plan.state, Step::Close).is_ok()
    }
}

/// As which of the two the acting person acts for somebody today, and who decides for them.
pub(super) async fn side_of(
    cx: &mut Cx,
    who: EmployeeId,
) -> Result<(Option<Side>, Option<Approver>)> {
    let (agency, today) = (cx.agency(), cx.today());
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    let asked = approver.map(|one| one.asked(me));
    Ok((rules::side(me, roles, who, asked), approver))
}

/// How the acting person relates to a plan; who may not see it does not find it. HR and the leader read those of their agency.
pub async fn sight_of(cx: &mut Cx, plan: &Plan) -> Result<Sight> {
    let (side, _) = side_of(cx, plan.employee).await?;
    let me = cx.actor().employee;
    let took_part = |one: &super::Named| me == Some(one.by);
    let closer = plan.closed.as_ref().map(|one| &one.by);
    let before = plan.leader.iter().chain(closer).any(took_part);
    if side.is_some() || before || cx.actor().roles.may(Can::SetWindows) {
        Ok(Sight { side })
    } else {
        Err(Error::NotFound)
    }
}

/// A plan for whom it is for.
pub async fn show(cx: &mut Cx, id: ImprovementPlanId) -> Result<(Plan, Sight)> {
    let agency = cx.agency();
    let plan = store::improvement::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &plan).await?;
    Ok((plan, sight))
}

/// For whom a plan may be begun, with their name: oneself, or somebody one decides for.
pub async fn whose(cx: &mut Cx, who: Option<EmployeeId>) -> Result<(EmployeeId, String)> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let who = who.unwrap_or(me);
    let (side, _) = side_of(cx, who).await?;
    if side.is_none() {
        return Err(Error::NotFound);
    }
    let person = organisation::find_active(cx.conn(), agency, who).await?;
    Ok((who, person.name))
}

/// The plans of the acting person, the newest first.
pub async fn own(cx: &mut Cx) -> Result<Vec<Plan>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::improvement::of_people(cx.conn(), agency, &[me], false).await
}

/// The plans of some people that are not closed.
pub async fn open_of(cx: &mut Cx, people: &[EmployeeId]) -> Result<Vec<Plan>> {
    let agency = cx.agency();
    store::improvement::of_people(cx.conn(), agency, people, true).await
}

/// The plans that wait for the acting person's agreement: their own, and those of the people they decide for.
pub async fn to_agree(cx: &mut Cx) -> Result<Vec<Plan>> {
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee else {
        return Ok(Vec::new());
    };
    let mut people = vec![me];
    if cx.actor().roles.may(Can::DecideRequests) {
        let below = organisation::subordinates(cx.conn(), agency, me, today).await?;
        people.extend(below.iter().map(|one| one.id));
    }
    let mut plans = open_of(cx, &people).await?;
    plans.retain(|plan| {
        let side = match plan.employee == me {
            true => Side::Person,
            false => Side::Leader,
        };
        plan.state == State::Written && !plan.agreed_by(side)
    });
    Ok(plans)
}

/// The plans of the agency, the newest first, for HR and the leader: in a state, or in every one.
pub async fn agency(
    cx: &mut Cx,
    state: Option<State>,
    after: Option<&Cursor>,
) -> Result<Listing<Plan>> {
    cx.require(Can::SetWindows)?;
    let agency = cx.agency();
    let after = after.and_then(Cursor::instant);
    let rows = store::improvement::page(cx.conn(), agency, state, after).await?;
    Ok(Listing::cut(rows, PAGE, agency, |plan| Cursor {
        key: plan.written_at.timestamp_micros().to_string(),
        id: plan.id.0,
    }))
}

/// Somebody below with the plan that is not closed.
#[derive(Debug)]
pub struct Member {
    pub person: Person,
    pub plan: Option<Plan>,
}

/// The people one decides for, those with a plan first.
pub async fn team(cx: &mut Cx) -> Result<Vec<Member>> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    let people = match cx.actor().employee {
        Some(me) => organisation::subordinates(cx.conn(), agency, me, today).await?,
        None => Vec::new(),
    };
    let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let mut plans = open_of(cx, &ids).await?;
    let members = people.into_iter().map(|person| {
        let at = plans.iter().position(|plan| plan.employee == person.id);
        let plan = at.map(|at| plans.swap_remove(at));
        Member { person, plan }
    });
    let mut members: Vec<Member> = members.collect();
    members.sort_by_key(|one| one.plan.is_none());
    Ok(members)
}
