//! Who sees a plan, what the rules say of it, and the lists of plans.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::{
    Answer, HandOver, Plan, Shift, State,
    rules::{self, Duty, Facts, Line, Problem, Standing, Terms, may_plan},
    store::{self, people::Person},
};
use crate::{
    calendar::{self, AbsenceKind, DateRange, WeekDay},
    kernel::{
        actor::{Actor, Can},
        cx::Cx,
        error::{Error, Reason, Result},
        id::{EmployeeId, ShiftPlanId, UnitId},
    },
    organisation,
};

/// How the acting person relates to a plan.
#[derive(Clone, Debug)]
pub struct Sight {
    /// In it now.
    pub member: bool,
    /// Has not answered.
    pub asked: bool,
    /// Whether they may plan for its people today.
    pub may_plan: Result<(), Reason>,
    pub hr: bool,
}

impl Sight {
    /// May answer, or answer otherwise.
    pub fn can_answer(&self, plan: &Plan) -> bool {
        self.member && plan.state == State::Assigned
    }

    /// May change, assign or discard the draft.
    pub fn can_draft(&self, plan: &Plan) -> bool {
        self.may_plan.is_ok() && plan.state == State::Draft
    }

    /// May change or shorten the running plan.
    pub fn can_change(&self, plan: &Plan, today: NaiveDate) -> bool {
        self.may_plan.is_ok() && plan.state == State::Assigned && plan.pattern.to_on > today
    }

    /// May take it back.
    pub fn can_revoke(&self, plan: &Plan) -> bool {
        !self.member && (self.may_plan.is_ok() || self.hr) && plan.state == State::Assigned
    }
}

/// Who decides for each of some people today, as far as the acting person goes, and who above.
pub(super) async fn lines(cx: &mut Cx, people: &[EmployeeId]) -> Result<Vec<Line>> {
    let (agency, today, me) = (cx.agency(), cx.today(), cx.actor().employee);
    let found = organisation::approvers_of(cx.conn(), agency, people, today).await?;
    let lines = found.into_iter().map(|(member, direct, above)| Line {
        member,
        approver: direct.map(|one| one.asked(me)),
        above: above.map(|one| one.asked(me)),
    });
    Ok(lines.collect())
}

/// How the acting person relates to a plan; who may not see it does not find it.
pub(super) async fn sight_of(cx: &mut Cx, plan: &Plan) -> Result<Sight> {
    let present: Vec<EmployeeId> = plan.present().map(|one| one.employee).collect();
    let lines = lines(cx, &present).await?;
    sight(cx.actor(), plan, &lines).ok_or(Error::NotFound)
}

/// The same by lines that are known; none when somebody may not see it.
fn sight(actor: &Actor, plan: &Plan, lines: &[Line]) -> Option<Sight> {
    let (me, roles) = (actor.employee, actor.roles);
    let own = plan.member(me);
    let inside = own.is_some_and(|one| one.out_on.is_none());
    let party = drew(actor, plan);
    let mut may = may_plan(me, lines);
    if lines.is_empty() && party {
        // nobody is left in it: whoever drew it may still end it
        may = Ok(());
    }
    // whoever was in it does not plan it either: the row names them
    if own.is_some() {
        may = Err(Reason::new("own-shift-plan"));
    }
    let waits = |one: &super::Member| one.out_on.is_none() && one.answer == Answer::Waiting;
    let sight = Sight {
        member: inside,
        asked: plan.state == State::Assigned && own.is_some_and(waits),
        may_plan: may,
        hr: roles.hr,
    };
    let known = !matches!(plan.state, State::Draft | State::Discarded);
    let sees = known && (own.is_some() || roles.hr || roles.leader);
    (party || sight.may_plan.is_ok() || sees).then_some(sight)
}

/// Whether somebody drafted or assigned a plan.
fn drew(actor: &Actor, plan: &Plan) -> bool {
    let me = actor.employee;
    me.is_some() && (me == plan.assigned_by || me == Some(plan.drafted_by))
}

/// A plan for whom it is for; others do not find it.
pub async fn show(cx: &mut Cx, id: ShiftPlanId) -> Result<(Plan, Sight)> {
    let agency = cx.agency();
    let plan = store::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &plan).await?;
    Ok((plan, sight))
}

/// Everything the rules look at besides the plan itself.
pub struct Ground {
    pub terms: Terms,
    /// The weekly minutes that the unit's office asks for.
    pub weekly: i64,
    pub away: HashSet<(EmployeeId, NaiveDate)>,
    /// Of these, the days of an official trip.
    pub trips: HashSet<(EmployeeId, NaiveDate)>,
    elsewhere: HashSet<(EmployeeId, NaiveDate)>,
    standings: Vec<Standing>,
    pub zone: Tz,
}

impl Ground {
    /// The facts of a plan.
    pub fn facts<'a>(&'a self, plan: &'a Plan) -> Facts<'a> {
        Facts {
            pattern: &plan.pattern,
            members: &plan.members,
            standings: &self.standings,
            terms: &self.terms,
            weekly: self.weekly,
            away: &self.away,
            elsewhere: &self.elsewhere,
        }
    }

    /// What stands in the way of a plan, and what should be known of it.
    pub fn problems(&self, plan: &Plan) -> Vec<Problem> {
        rules::problems(&self.facts(plan))
    }
}

/// Gathers what the rules look at.
pub async fn ground(cx: &mut Cx, plan: &Plan) -> Result<Ground> {
    let agency = cx.agency();
    let range = DateRange {
        from: plan.pattern.from_on,
        to: plan.pattern.to_on,
    };
    let placed: Vec<(EmployeeId, UnitId)> = plan
        .people()
        .into_iter()
        .map(|who| (who, plan.unit))
        .collect();
    let calendars = calendar::load(cx.conn(), agency, &placed, range).await?;
    let office = calendars.office(plan.unit, range.from);
    // shorter weeks count where the whole plan lies in Ramadan
    let fasting = plan
        .pattern
        .days()
        .all(|day| office.ramadan.iter().any(|days| days.contains(day)));
    let set = if fasting {
        &office.hours.ramadan
    } else {
        &office.hours.normal
    };
    let worked = WeekDay::ALL
        .into_iter()
        .filter(|day| office.week.works_on(*day));
    let weekly = worked.map(|day| i64::from(set.on(day).net_minutes())).sum();
    let (mut away, mut trips) = (HashSet::new(), HashSet::new());
    for who in plan.people() {
        for absence in calendars.absences(who) {
            let days = absence.days.from.max(range.from).iter_days();
            let last = absence.days.to.min(range.to);
            let days = days.take_while(|day| *day <= last).map(|day| (who, day));
            let days: Vec<_> = days.collect();
            away.extend(&days);
            if absence.kind == AbsenceKind::OfficialTrip {
                trips.extend(days);
            }
        }
    }
    let ids: Vec<uuid::Uuid> = plan.people().iter().map(|who| who.0).collect();
    let (find, now) = (cx.core.hooks.elsewhere, cx.now());
    let days = (range.from, range.to);
    let elsewhere = find(cx.conn(), agency, &plan.people(), days, now).await?;
    let terms = store::terms(cx.conn(), agency).await?;
    // far enough to see a row of days and a rest that begin or end in another plan
    let near = Days::new(u64::from(terms.days_in_row) + 1);
    let (before, after) = (range.from - near, range.to + near);
    let others = store::holding(cx.conn(), agency, &ids, before, after).await?;
    let people = store::people::list(cx.conn(), agency, &plan.people(), None).await?;
    let standings = people
        .iter()
        .map(|one| Standing {
            employee: one.id,
            here: one.unit == Some(plan.unit),
            shift_work: one.shift_work,
            held: held(plan, &others, one.id),
            beside: beside(plan, &others, one.id, (before, after)),
        })
        .collect();
    Ok(Ground {
        terms,
        weekly,
        away,
        trips,
        elsewhere,
        standings,
        zone: calendars.unit_zone(plan.unit),
    })
}

/// Another plan that holds somebody in these days; the one that this takes the place of gives way.
fn held(plan: &Plan, others: &[Plan], who: EmployeeId) -> Option<(String, NaiveDate, NaiveDate)> {
    others
        .iter()
        .filter(|other| other.id != plan.id && Some(other.id) != plan.replaces)
        .find_map(|other| {
            let member = other.member(Some(who))?;
            let from = other.pattern.from_on.max(plan.pattern.from_on);
            let out = member.out_on.and_then(|out| out.pred_opt());
            let last = other.pattern.to_on.min(out.unwrap_or(other.pattern.to_on));
            let to = last.min(plan.pattern.to_on);
            (from <= to).then(|| (other.name.clone(), from, to))
        })
}

/// The shifts that somebody has in other plans close before and after this one; of the one that it takes the place of, those before.
fn beside(
    plan: &Plan,
    others: &[Plan],
    who: EmployeeId,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<(NaiveDate, Shift)> {
    let own = &plan.pattern;
    let mut all: Vec<(NaiveDate, Shift)> = others
        .iter()
        .filter(|other| other.id != plan.id)
        .filter_map(|other| Some((other, other.member(Some(who))?)))
        .flat_map(|(other, member)| {
            let replaced = Some(other.id) == plan.replaces;
            let outside = move |day: &NaiveDate| {
                let after = *day > own.to_on && *day <= to && !replaced;
                after || (*day < own.from_on && *day >= from)
            };
            let worked = rules::worked(&other.pattern, member);
            worked
                .filter(move |(day, _)| outside(day))
                .map(|(day, shift)| (day, shift.clone()))
        })
        .collect();
    all.sort_by_key(|(day, _)| *day);
    all
}

/// What is going on with the hand-over of a plan.
pub struct Course {
    pub handovers: Vec<HandOver>,
    /// The plan that takes its place, or is meant to.
    pub successor: Option<Plan>,
    /// The shift that the acting person hands over now, and the next; or why not.
    pub handing: Result<(Duty, Duty), Reason>,
    /// The hand-overs that the acting person may confirm.
    pub to_read: Vec<uuid::Uuid>,
}

/// Hand-overs and what follows, of a plan that one sees.
pub async fn course(cx: &mut Cx, plan: &Plan, zone: Tz) -> Result<Course> {
    let agency = cx.agency();
    let now = cx.now().with_timezone(&zone).naive_local();
    let handovers = store::steps::handovers(cx.conn(), agency, plan.id).await?;
    let me = cx.actor().employee;
    Ok(Course {
        handing: handing(plan, now, me),
        to_read: handovers
            .iter()
            .filter(|one| may_read(plan, one, me))
            .map(|one| one.id)
            .collect(),
        handovers,
        successor: store::successor(cx.conn(), agency, plan.id).await?,
    })
}

/// The shift that somebody hands over now, and the next.
pub(super) fn handing(
    plan: &Plan,
    now: NaiveDateTime,
    me: Option<EmployeeId>,
) -> Result<(Duty, Duty), Reason> {
    if plan.state != State::Assigned {
        return Err(Reason::new("shift-not-running"));
    }
    let me = me.ok_or_else(|| Reason::new("shift-not-on-duty"))?;
    let duties = rules::duties(&plan.pattern, &plan.members, now.date());
    let (off, next) = rules::handing(&duties, now, me)?;
    Ok((off.clone(), next.clone()))
}

/// Whether somebody is on the shift that a hand-over was written for and may confirm having read it.
pub(super) fn may_read(plan: &Plan, one: &HandOver, me: Option<EmployeeId>) -> bool {
    let on_it = plan.member(me).is_some_and(|member| {
        plan.pattern.number_of(member, one.next_on) == Some(one.next) && member.employee != one.from
    });
    plan.state == State::Assigned && one.read_at.is_none() && on_it
}

/// The acting person's plans, those that go on first.
pub async fn own(cx: &mut Cx) -> Result<Vec<Plan>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::of_person(cx.conn(), agency, me).await
}

/// The plans that the acting person may see as whoever plans: those of the units in which they decide for somebody.
pub async fn led(cx: &mut Cx) -> Result<Vec<Plan>> {
    let agency = cx.agency();
    let units: Vec<UnitId> = units(cx).await?.into_iter().map(|one| one.0).collect();
    let mut plans = store::of_units(cx.conn(), agency, &units).await?;
    let people = |plan: &Plan| {
        plan.present()
            .map(|one| one.employee)
            .collect::<HashSet<_>>()
    };
    let all: HashSet<EmployeeId> = plans.iter().flat_map(people).collect();
    let all: Vec<EmployeeId> = all.into_iter().collect();
    let lines = lines(cx, &all).await?;
    let may_plan = |plan: &Plan| {
        let people = people(plan);
        let own = lines.iter().filter(|line| people.contains(&line.member));
        let own: Vec<Line> = own.copied().collect();
        sight(cx.actor(), plan, &own).is_some_and(|sight| sight.may_plan.is_ok())
    };
    plans.retain(may_plan);
    Ok(plans)
}

/// What waits for the acting person's answer.
pub async fn to_answer(cx: &mut Cx) -> Result<Vec<Plan>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::to_answer(cx.conn(), agency, me).await
}

/// The units in which the acting person decides for somebody.
pub async fn units(cx: &mut Cx) -> Result<Vec<(UnitId, String)>> {
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee.filter(|_| cx.actor().roles.supervisor) else {
        return Ok(Vec::new());
    };
    let mut units: Vec<(UnitId, String)> = Vec::new();
    for person in organisation::subordinates(cx.conn(), agency, me, today).await? {
        if !units.iter().any(|(id, _)| *id == person.unit) {
            units.push((person.unit, person.unit_name));
        }
    }
    Ok(units)
}

/// Whom the acting person may put into a plan of a unit: everybody there but themselves.
pub async fn candidates(cx: &mut Cx, unit: UnitId) -> Result<Vec<Person>> {
    let (agency, me) = (cx.agency(), cx.actor().employee);
    if !units(cx).await?.iter().any(|(id, _)| *id == unit) {
        return Err(Error::NotFound);
    }
    let people = store::people::list(cx.conn(), agency, &[], Some(unit)).await?;
    Ok(people
        .into_iter()
        .filter(|one| Some(one.id) != me)
        .collect())
}
