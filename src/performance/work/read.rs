//! Who sees which work, and the boards of it.

use super::{Deliverable, Promise, State};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{DeliverableId, EmployeeId},
    },
    organisation::{self, Person},
    performance::{Line, State as TargetsState, read::this_year, rules::may_agree, store},
};

/// How the acting person relates to somebody's work.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub own: bool,
    /// Decides for the person today.
    pub decides: bool,
}

impl Sight {
    /// May deliver a version now.
    pub fn can_deliver(self, work: &Deliverable) -> bool {
        self.own && work.state.is_due()
    }

    /// May answer now.
    pub fn can_answer(self, work: &Deliverable) -> bool {
        self.decides && work.state == State::Delivered
    }
}

/// How the acting person relates to a piece of work; who may not see it does not find it. What is only planned is its person's alone
/// and of whoever decides for them.
pub async fn sight_of(cx: &mut Cx, work: &Deliverable) -> Result<Sight> {
    let (agency, today, who) = (cx.agency(), cx.today(), work.employee);
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    let approver = approver.map(|one| one.asked(me));
    let sight = Sight {
        own: me == Some(who),
        decides: may_agree(me, roles, who, approver).is_ok(),
    };
    let answered = |one: &super::Delivery| me.is_some() && one.answered_by == me;
    let looks = roles.leader || work.deliveries.iter().any(answered);
    if sight.own || sight.decides || looks {
        Ok(sight)
    } else {
        Err(Error::NotFound)
    }
}

/// A piece of work for whom it is for.
pub async fn show(cx: &mut Cx, id: DeliverableId) -> Result<(Deliverable, Sight)> {
    let agency = cx.agency();
    let work = store::work::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &work).await?;
    Ok((work, sight))
}

/// The acting person's work, and what their requests promised without a plan yet.
pub async fn own(cx: &mut Cx) -> Result<(Vec<Deliverable>, Vec<Promise>)> {
    cx.require(Can::BeEmployee)?;
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let all = store::work::of_people(cx.conn(), agency, &[me]).await?;
    let promises = store::work::promises(cx.conn(), agency, me, today).await?;
    Ok((all, promises))
}

/// The lines of the acting person's targets in force this year: what work can count for.
pub async fn lines(cx: &mut Cx) -> Result<Vec<Line>> {
    let (agency, me, year) = (cx.agency(), cx.employee()?, this_year(cx));
    let agreed = [TargetsState::Agreed];
    let targets = store::targets::find_in(cx.conn(), agency, me, year, &agreed).await?;
    Ok(targets.map_or_else(Vec::new, |one| one.lines))
}

/// What waits for the acting person's answer.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<Deliverable>> {
    let (agency, actor) = (cx.agency(), cx.actor().clone());
    store::work::inbox(cx.conn(), agency, actor.employee, actor.roles.leader).await
}

/// Somebody below with how much of their work stands where.
#[derive(Debug)]
pub struct Member {
    pub person: Person,
    pub planned: usize,
    pub delivered: usize,
    pub revision: usize,
    pub accepted: usize,
    pub overdue: usize,
}

/// The people one decides for with their work.
pub async fn team(cx: &mut Cx) -> Result<Vec<Member>> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee else {
        return Ok(Vec::new());
    };
    let people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let counts = store::work::counts(cx.conn(), agency, &ids, today).await?;
    Ok(people
        .into_iter()
        .map(|person| {
            let of = |state: State| {
                let own = counts.iter().filter(|one| one.employee == person.id);
                own.filter(|one| one.state == state)
                    .map(|one| one.number)
                    .sum()
            };
            let overdue = counts.iter().filter(|one| one.employee == person.id);
            Member {
                planned: of(State::Planned),
                delivered: of(State::Delivered),
                revision: of(State::Revision),
                accepted: of(State::Accepted),
                overdue: overdue.map(|one| one.overdue).sum(),
                person,
            }
        })
        .collect())
}
