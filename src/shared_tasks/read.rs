//! Who sees a shared task, and the lists of shared tasks.

use chrono::NaiveDate;

use super::{
    Answer, HandOver, State, Task,
    hand_over::runs_of,
    propose::{apart, approvers, deciders, working_days},
    rules::{self, may_decide},
    store::{self, Peer},
};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, SharedTaskId, UnitId},
    },
    organisation,
};

/// How the acting person relates to a shared task.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub member: bool,
    /// A member who has not answered.
    pub asked: bool,
    /// Decides for all, or did, or is who it waits for.
    pub decider: bool,
    /// May decide today.
    pub decides: bool,
    pub hr: bool,
}

impl Sight {
    /// May answer now.
    pub fn can_answer(self, task: &Task) -> bool {
        self.asked && task.state == State::Proposed
    }

    /// May step back before the decision.
    pub fn can_withdraw(self, task: &Task) -> bool {
        self.member && task.state.is_open() && !self.can_answer(task)
    }

    /// May decide it now.
    pub fn can_decide(self, task: &Task) -> bool {
        self.decides && task.state == State::Agreed
    }

    /// May take it back now.
    pub fn can_revoke(self, task: &Task) -> bool {
        !self.member && (self.decides || self.hr) && task.state == State::Approved
    }
}

/// A shared task for whom it is for; others do not find it.
pub async fn show(cx: &mut Cx, id: SharedTaskId) -> Result<(Task, Sight)> {
    let agency = cx.agency();
    let task = store::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &task).await?;
    Ok((task, sight))
}

/// How the acting person relates to a task; who may not see it does not find it.
pub async fn sight_of(cx: &mut Cx, task: &Task) -> Result<Sight> {
    let approvers = approvers(cx, &task.people()).await?;
    let actor = cx.actor();
    let (me, roles) = (actor.employee, actor.roles);
    let decides = may_decide(me, roles, &task.people(), &deciders(&approvers, me)).is_ok();
    let decided = me.is_some() && task.decided_by == me;
    let waits = me.is_some() && task.approver == me && task.state == State::Agreed;
    let own = task.member(me);
    let sight = Sight {
        member: own.is_some(),
        asked: own.is_some_and(|one| one.answer == Answer::Waiting),
        // what not all have agreed to is between them
        decider: (decides && task.agreed_at.is_some()) || decided || waits,
        decides,
        hr: roles.hr,
    };
    if sight.member || sight.decider || roles.hr || roles.leader {
        Ok(sight)
    } else {
        Err(Error::NotFound)
    }
}

/// Why nobody may decide an open task today, and until when; none where somebody may.
pub async fn waits(cx: &mut Cx, task: &Task) -> Result<Option<Reason>> {
    let people = task.people();
    let found = approvers(cx, &people).await?;
    match rules::one_approver(&deciders(&found, None)) {
        Err(lasting) if task.state.is_open() => apart(cx, &people, lasting).await.map(Some),
        _ => Ok(None),
    }
}

/// What a page shows of a task besides itself.
pub struct Course {
    /// Its working days with who holds it.
    pub days: Vec<(NaiveDate, EmployeeId)>,
    /// Who has it in hand, once it has begun.
    pub in_hand: Option<EmployeeId>,
    pub handovers: Vec<HandOver>,
    /// The task that takes its place, or is meant to.
    pub successor: Option<Task>,
    /// To whom the acting person may pass it on now, or why not.
    pub next: Result<EmployeeId, Reason>,
}

/// Turns, hand-overs and what follows, of a task that one sees.
pub async fn course(cx: &mut Cx, task: &Task) -> Result<Course> {
    let (agency, today) = (cx.agency(), cx.today());
    let range = DateRange {
        from: task.from_on,
        to: task.to_on,
    };
    let working = working_days(cx, task.unit, range).await?;
    let runs = rules::runs(&task.turns, &working);
    let next = match cx.actor().employee {
        Some(me) if task.state == State::Approved => rules::next_hands(&runs, today, me),
        _ => Err(Reason::new("shared-task-not-running")),
    };
    Ok(Course {
        handovers: store::handovers(cx.conn(), agency, task.id).await?,
        successor: store::successor(cx.conn(), agency, task.id).await?,
        in_hand: rules::in_hand(&runs, today),
        days: working
            .into_iter()
            .filter_map(|day| Some((day, rules::holder_on(&task.turns, day)?)))
            .collect(),
        next,
    })
}

/// A task of one's own, with who has it in hand today.
pub struct Own {
    pub task: Task,
    pub in_hand: Option<EmployeeId>,
}

/// The acting person's tasks, those that go on first.
pub async fn own(cx: &mut Cx) -> Result<Vec<Own>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let tasks = store::of_person(cx.conn(), agency, me).await?;
    let mut all = Vec::new();
    for task in tasks {
        let runs = match task.state {
            State::Approved if task.from_on <= today => runs_of(cx, &task).await?,
            _ => Vec::new(),
        };
        let in_hand = rules::in_hand(&runs, today);
        all.push(Own { task, in_hand });
    }
    Ok(all)
}

/// What waits for the acting person's answer.
pub async fn to_answer(cx: &mut Cx) -> Result<Vec<Task>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::to_answer(cx.conn(), agency, me).await
}

/// What waits for the acting person's decision.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<Task>> {
    let (agency, actor) = (cx.agency(), cx.actor().clone());
    store::inbox(cx.conn(), agency, actor.employee, actor.roles.leader).await
}

/// With whom the acting person may share a task.
pub async fn peers(cx: &mut Cx) -> Result<(UnitId, Vec<Peer>)> {
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let unit = organisation::find_active(cx.conn(), agency, me).await?.unit;
    let approver = organisation::approver_of(cx.conn(), agency, me, today, 0).await?;
    let approver = approver.map(|approver| approver.employee);
    let peers = store::peers(cx.conn(), agency, unit, me, approver, today).await?;
    Ok((unit, peers))
}
