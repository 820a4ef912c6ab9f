//! The people one rates with what there is to rate them by, and what waits in open periods.

use std::collections::BTreeMap;

use super::{Assessment, Evidence, Facts, Level, Period, PeriodState, rate, read, rules};
use crate::{
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{EmployeeId, RatingPeriodId},
    },
    organisation::{self, Person},
    performance::{State as TargetsState, store},
};

/// Somebody below with what there is to rate them by.
#[derive(Debug)]
pub struct Member {
    pub person: Person,
    pub rating: Option<Assessment>,
    /// Targets are in force, so they can be rated.
    pub targets: bool,
    pub work: Evidence,
    /// What can be measured of what they told and of what was accepted, in percent.
    pub measured: Option<u32>,
    /// What the marks of the period say to it: no rating.
    pub advice: Option<Level>,
}

/// Those above whom nobody stands who rates them in a period, by name: a leader of the agency does.
pub(super) async fn unled(cx: &mut Cx, period: RatingPeriodId, year: i16) -> Result<Vec<Person>> {
    let agency = cx.agency();
    let mut all = Vec::new();
    for one in store::concerned::topmost(cx.conn(), agency, period, year).await? {
        if read::rater_of(cx, one.id).await?.is_none() {
            all.push(one);
        }
    }
    Ok(all)
}

/// The people whom the acting person decides for without those who lead them, and these.
async fn below(cx: &mut Cx, me: EmployeeId) -> Result<(Vec<Person>, Vec<EmployeeId>)> {
    let (agency, today) = (cx.agency(), cx.today());
    // a stand-in higher up does not see how the own head is rated
    let above = organisation::posts_above(cx.conn(), agency, me).await?;
    let mut people = organisation::subordinates(cx.conn(), agency, me, today).await?;
    people.retain(|one| !above.contains(&one.id));
    Ok((people, above))
}

/// The people the acting person rates in a period: those [`below`], and for a leader those above whom nobody stands.
async fn rated_by(
    cx: &mut Cx,
    me: EmployeeId,
    (mut people, above): (Vec<Person>, Vec<EmployeeId>),
    (period, year): (RatingPeriodId, i16),
) -> Result<Vec<Person>> {
    if cx.actor().roles.leader {
        let alone = unled(cx, period, year).await?.into_iter();
        let others = alone.filter(|one| one.id != me && !above.contains(&one.id));
        people.extend(others);
        people.sort_by_key(|one| (one.name.to_lowercase(), one.id));
        people.dedup_by_key(|one| one.id);
    }
    Ok(people)
}

/// A period in which something waits from the acting person.
#[derive(Debug)]
pub struct Awaited {
    /// `2026-Q3`.
    pub code: String,
    pub due_on: chrono::NaiveDate,
    /// Where it is done.
    pub path: String,
    /// People to rate; 0: one's own realisation is to be told.
    pub people: i64,
}

/// The open periods for which the acting person has targets in force and has not told yet what was realised, those due first before the others.
pub async fn untold(cx: &mut Cx) -> Result<Vec<Awaited>> {
    let (agency, me) = (cx.agency(), cx.employee()?);
    let open = store::concerned::open(cx.conn(), agency, me).await?;
    let own = open.into_iter().filter(|one| one.own).map(|one| Awaited {
        path: Period::path_in(one.id, me),
        code: one.code,
        due_on: one.due_on,
        people: 0,
    });
    Ok(own.collect())
}

/// The open periods in which people wait to be rated by the acting person: whoever has told what was realised, and after the last day of the
/// period everybody with targets in force.
pub async fn unrated(cx: &mut Cx) -> Result<Vec<Awaited>> {
    let (agency, today) = (cx.agency(), cx.today());
    let Some(me) = cx.actor().employee else {
        return Ok(Vec::new());
    };
    let open = store::concerned::open(cx.conn(), agency, me).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let below = below(cx, me).await?;
    let mut all = Vec::new();
    for one in open {
        let people = rated_by(cx, me, below.clone(), (one.id, one.year)).await?;
        let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
        let over = today >= one.to;
        let n = store::concerned::to_rate(cx.conn(), agency, &one, &ids, over).await?;
        if n > 0 {
            all.push(Awaited {
                path: format!("/team/ratings?period={}", one.id),
                code: one.code,
                due_on: one.due_on,
                people: n,
            });
        }
    }
    Ok(all)
}

/// The sheet of one's people in a period.
#[derive(Debug)]
pub struct Sheet {
    /// None: no period was opened yet.
    pub period: Option<Period>,
    pub periods: Vec<Period>,
    pub members: Vec<Member>,
}

/// The people one rates with their ratings in a period, by name; without one named: the newest that is open, else the newest.
pub async fn sheet(cx: &mut Cx, wanted: Option<RatingPeriodId>) -> Result<Sheet> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    let periods = store::periods::list(cx.conn(), agency).await?;
    let open = periods.iter().find(|one| one.state == PeriodState::Open);
    let period = match wanted {
        Some(id) => Some(
            periods
                .iter()
                .find(|one| one.id == id)
                .ok_or(Error::NotFound)?,
        ),
        None => open.or_else(|| periods.first()),
    }
    .cloned();
    let (Some(period), Some(me)) = (period, cx.actor().employee) else {
        return Ok(Sheet {
            period: None,
            periods,
            members: Vec::new(),
        });
    };
    let year = store::periods::period_year(&period);
    let below = below(cx, me).await?;
    let people = rated_by(cx, me, below, (period.id, year)).await?;
    let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let targets = store::targets::known(cx.conn(), agency, &ids, year).await?;
    let mut ratings = store::assessments::of_people(cx.conn(), agency, period.id, &ids).await?;
    let work = store::assessments::evidence(cx.conn(), agency, &period, &ids, today).await?;
    let accepted = store::evidence::accepted(cx.conn(), agency, &period, &ids).await?;
    let marks = rate::marks(cx, &period).await?;
    let members = people
        .into_iter()
        .map(|person| {
            let at = ratings.iter().position(|one| one.employee == person.id);
            let rating = at.map(|at| ratings.swap_remove(at));
            let agreed = targets
                .iter()
                .find(|one| one.employee == person.id && one.state == TargetsState::Agreed);
            let own = accepted.iter().filter(|(who, _)| *who == person.id);
            let own: Vec<_> = own.map(|(_, one)| one.clone()).collect();
            let none = BTreeMap::new();
            let told = rating.as_ref().map_or(&none, |one| &one.realised);
            let work = work.iter().filter(|((who, _), _)| *who == person.id);
            let work = work.fold(Evidence::default(), |sum, (_, one)| sum.plus(*one));
            let kept = rating.as_ref().filter(|one| one.state.is_final());
            let facts = match (kept.and_then(|one| one.facts.clone()), agreed) {
                (Some(kept), _) => kept,
                (None, Some(targets)) => rules::facts(marks, &targets.lines, told, &own, work),
                (None, None) => Facts::default(),
            };
            Member {
                targets: agreed.is_some(),
                work,
                measured: facts.measured,
                advice: rules::advice(facts.measured, facts.above_from, facts.below_under),
                rating,
                person,
            }
        })
        .collect();
    Ok(Sheet {
        period: Some(period),
        periods,
        members,
    })
}
