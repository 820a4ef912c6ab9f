//! Who sees which work, and the boards of it.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use sqlx::PgConnection;

use super::{Deliverable, Promise, State};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{AgencyId, DeliverableId, EmployeeId, RequestId},
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

/// How many days before it is due something is shown on the first page.
const SOON: u64 = 3;
/// How many things to deliver the first page shows.
const FIRST: i64 = 3;

/// Something of one's own that is to be delivered now: where it is, what, and by when.
#[derive(Clone, Debug)]
pub struct ToDeliver {
    pub path: String,
    pub what: String,
    pub due_on: NaiveDate,
    /// Given back for a revision.
    pub revision: bool,
}

/// What the acting person has to deliver now: overdue, due soon, or given back.
pub async fn to_deliver(cx: &mut Cx) -> Result<Vec<ToDeliver>> {
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let until = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
    let own = store::remind::own(cx.conn(), agency, me, today, until, FIRST).await?;
    let shown = own.into_iter().map(|one| ToDeliver {
        path: match (one.work, one.promise) {
            (Some(work), _) => format!("/work/{work}"),
            (None, Some((request, line))) => format!("/work/new?request={request}&line={line}"),
            (None, None) => "/work".to_owned(),
        },
        what: one.what,
        due_on: one.due_on,
        revision: one.revision,
    });
    Ok(shown.collect())
}

/// What became of a line of a request's plan.
#[derive(Clone, Debug)]
pub struct Kept {
    pub line: i16,
    /// The work that fulfils it; none: nothing was planned for it.
    pub work: Option<Deliverable>,
    /// Whether its person can plan work for it now.
    pub open: bool,
    /// The request whose plan it is a line of.
    pub request: RequestId,
}

impl Kept {
    /// The form on which work for it is delivered.
    pub fn form(&self) -> String {
        format!("/work/new?request={}&line={}", self.request, self.line)
    }
}

/// What became of the lines of the plan of a request, for its person and whoever decides for them.
pub async fn kept(cx: &mut Cx, whose: EmployeeId, request: RequestId) -> Result<Vec<Kept>> {
    let (agency, today) = (cx.agency(), cx.today());
    let done = store::work::kept(cx.conn(), agency, request).await?;
    let open = if cx.actor().employee == Some(whose) {
        store::work::promises(cx.conn(), agency, whose, today).await?
    } else {
        Vec::new()
    };
    let open = open.into_iter().filter(|one| one.request == request);
    let mut all: Vec<Kept> = open
        .map(|one| Kept {
            line: one.line,
            work: None,
            open: true,
            request,
        })
        .collect();
    all.extend(done.into_iter().map(|(line, work)| Kept {
        line,
        work: Some(work),
        open: false,
        request,
    }));
    Ok(all)
}

/// The days on which work was due that some people, or everybody, have not delivered: what was planned, and what requests promised
/// and nothing came of. Oldest first.
pub async fn overdue(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: Option<&[EmployeeId]>,
    today: NaiveDate,
) -> Result<HashMap<EmployeeId, (Vec<NaiveDate>, Vec<NaiveDate>)>> {
    let mut all: HashMap<EmployeeId, (Vec<NaiveDate>, Vec<NaiveDate>)> = HashMap::new();
    for late in store::work::overdue(conn, agency, people, today).await? {
        let (planned, promised) = all.entry(late.employee).or_default();
        let days = if late.promised { promised } else { planned };
        days.push(late.due_on);
    }
    Ok(all)
}

/// The days on which work of some people, or of everybody, was accepted where each works, from a day on; newest first, one for each
/// deliverable.
pub async fn accepted(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: Option<&[EmployeeId]>,
    since: NaiveDate,
) -> Result<HashMap<EmployeeId, Vec<NaiveDate>>> {
    let mut all: HashMap<EmployeeId, Vec<NaiveDate>> = HashMap::new();
    for (employee, on) in store::work::accepted(conn, agency, people, since).await? {
        all.entry(employee).or_default().push(on);
    }
    Ok(all)
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
