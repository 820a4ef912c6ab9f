//! What a unit's days still offer: for each person the days that could be a place day, and for each day the places left. The ground on
//! which a roster is planned; whatever comes of it is judged again like any other request.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Span, Where,
    board::Strength,
    check::{Asked, Situation},
    ground::Ground,
    rules::{half_of, monday},
    store,
};
use crate::{
    calendar::{DateRange, Half, kind_of_day},
    kernel::{
        cx::Cx,
        error::Result,
        id::{AgencyId, EmployeeId, UnitId},
    },
    policy::{self, Fact, Overall, People, Place, Predikat, Route, Source, Team, TeamDay, Words},
};

/// Where a person stands on a day, as a planner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// A place day is possible.
    Open,
    /// The person has a place day already, approved or pending.
    Away,
    /// Leave, an official trip, or a day off.
    Off,
    /// A rule keeps the person in the office; in words.
    Office(Words),
}

/// A person and their days.
#[derive(Clone, Debug)]
pub struct Opening {
    pub employee: EmployeeId,
    pub name: String,
    pub position: String,
    /// One for each day of [`Openings::days`].
    pub stands: Vec<Stand>,
    /// Whole place days that each week can still take; one for each Monday of [`Openings::weeks`].
    pub left: Vec<u32>,
    /// Place days, whole or half, approved or pending, that each week has already.
    pub taken: Vec<u32>,
    /// Place days, approved or pending, from the start of the quarter to the last day.
    pub before: u32,
    /// The rating that counts today.
    pub predikat: Option<Predikat>,
}

/// A unit's days.
#[derive(Clone, Debug)]
pub struct Openings {
    /// The unit's working days within the range.
    pub days: Vec<NaiveDate>,
    /// The Mondays of their weeks.
    pub weeks: Vec<NaiveDate>,
    pub people: Vec<Opening>,
    /// Places left on each day.
    pub room: Vec<u32>,
    /// Who would be in the office on each day as things stand.
    pub strength: Vec<Strength>,
}

/// More colleagues than a unit has: under them no limit on numbers is in the way.
const CROWD: u16 = 20_000;

/// Holds a unit, so that nobody else takes its places meanwhile.
pub async fn hold_unit(cx: &mut Cx, unit: UnitId) -> Result<()> {
    let agency = cx.agency();
    store::locks::lock_units(cx.conn(), agency, &[unit]).await
}

/// The days of a unit within a range, for whole days at one kind of place.
pub async fn openings(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    range: DateRange,
    place: Place,
    now: DateTime<Utc>,
) -> Result<Openings> {
    let ground = Ground::load(conn, agency, unit, None, range, now).await?;
    let board = &ground.board;
    let ids: Vec<EmployeeId> = board.members.iter().map(|member| member.id).collect();
    let (people, needs) = (People::These(&ids), ground.needs());
    let facts = policy::person_facts(conn, agency, people, needs, now).await?;
    let before = halves_until(conn, agency, &ids, range).await?;
    let days: Vec<NaiveDate> = range
        .from
        .iter_days()
        .take_while(|day| *day <= range.to)
        .filter(|day| kind_of_day(&board.calendars.office(unit, *day), *day).is_working())
        .collect();
    let mut weeks: Vec<NaiveDate> = days.iter().map(|day| monday(*day)).collect();
    weeks.dedup();
    let situations: Vec<Situation> = facts
        .into_iter()
        .map(|(employee, person)| ground.situation(employee, person))
        .collect();
    let people: Vec<Opening> = situations
        .iter()
        .filter_map(|situation| {
            let member = board
                .members
                .iter()
                .find(|one| one.id == situation.employee)?;
            Some(Opening {
                employee: member.id,
                name: member.name.clone(),
                position: member.position.clone(),
                stands: days
                    .iter()
                    .map(|day| stand(situation, *day, place))
                    .collect(),
                left: weeks
                    .iter()
                    .map(|week| left(situation, *week, place))
                    .collect(),
                taken: weeks.iter().map(|week| taken(situation, *week)).collect(),
                before: before.get(&member.id).map_or(0, |halves| halves / 2),
                predikat: situation.person.predikat.value,
            })
        })
        .collect();
    let room = days
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let open = people.iter().zip(&situations);
            let somebody = open
                .filter(|(one, _)| one.stands[index] == Stand::Open)
                .map(|(_, situation)| situation)
                .next();
            somebody.map_or(0, |situation| room(situation, *day, place))
        })
        .collect();
    let strength = days
        .iter()
        .map(|day| {
            let team = board.team(unit, *day, None, None);
            let effective = situations.first().map(|one| &one.rules(*day).effective);
            let least = effective.map_or_else(Vec::new, |rules| board.minimums(rules, unit));
            board.strength(&team, &least, false)
        })
        .collect();
    Ok(Openings {
        days,
        weeks,
        people,
        room,
        strength,
    })
}

/// Half days at a place, approved or pending, from the start of the quarter to the end of a range.
async fn halves_until(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<BTreeMap<EmployeeId, u32>> {
    let first = range.from;
    let month = first.month0() / 3 * 3 + 1;
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let range = DateRange {
        from: NaiveDate::from_ymd_opt(first.year(), month, 1).unwrap_or(first),
        to: range.to,
    };
    let mut halves = BTreeMap::new();
    for stay in store::board::stays(conn, agency, &ids, range).await? {
        *halves.entry(stay.employee).or_default() += half_of(stay.bits).map_or(0, Half::count);
    }
    Ok(halves)
}

fn asked(situation: &Situation, day: NaiveDate, place: Place) -> Asked {
    let mut asked = Asked::new(
        &Span::Days(BTreeMap::from([(day, 3)])),
        place,
        Route::Ordinary,
        situation.today(),
        None,
    );
    asked.submitted_on = situation.today();
    asked
}

/// Where a person stands, numbers of colleagues and the weekly cap left aside.
fn stand(situation: &Situation, day: NaiveDate, place: Place) -> Stand {
    let here = |half| situation.board.place(situation.employee, day, half);
    for half in [Half::Morning, Half::Afternoon] {
        match here(half) {
            Where::At { .. } => return Stand::Away,
            Where::Leave | Where::Trip | Where::Off(_) => return Stand::Off,
            Where::Office => {}
        }
    }
    let asked = asked(situation, day, place);
    let mut facts = situation.facts(day, Half::Full, &asked);
    facts.team = crowd(facts.evaluated_at);
    facts.family = facts.family.map(|family| crowd(family.as_of));
    facts.week = Fact::new(Vec::new(), Source::Schedule, facts.evaluated_at);
    if situation.answer(&facts) != Overall::Fail {
        return Stand::Open;
    }
    let rules = &situation.rules(day).effective;
    let verdict = policy::eligibility(&situation.person, rules, &facts);
    let text = verdict.in_the_way().first().map(|rule| rule.text.clone());
    Stand::Office(text.unwrap_or_else(|| verdict.headline.clone()))
}

/// So many colleagues that no limit on numbers is in the way.
fn crowd(at: DateTime<Utc>) -> Fact<TeamDay> {
    let crowd = Team {
        headcount: CROWD,
        ..Team::default()
    };
    Fact::new(TeamDay::all_day(crowd, None), Source::Schedule, at)
}

/// Whole days that the week of a Monday can still take.
fn left(situation: &Situation, week: NaiveDate, place: Place) -> u32 {
    let mut none = asked(situation, week, place);
    none.days.clear();
    situation
        .quota(week, &none)
        .left_halves()
        .map_or(7, |halves| halves / 2)
}

/// Days at a flexible place that the week of a Monday has already, within the roster's days or beside them.
fn taken(situation: &Situation, week: NaiveDate) -> u32 {
    week.iter_days()
        .take(7)
        .map(|day| {
            let mut stays = situation.board.stays(situation.employee, day, None);
            u32::from(stays.next().is_some())
        })
        .sum()
}

/// How many more may be away on a day: the rules are asked with one more colleague away at a time. A quota of one family of positions
/// is none of the unit's room; it is asked when the days are assigned.
fn room(situation: &Situation, day: NaiveDate, place: Place) -> u32 {
    let asked = asked(situation, day, place);
    let mut facts = situation.facts(day, Half::Full, &asked);
    facts.week = Fact::new(Vec::new(), Source::Schedule, facts.evaluated_at);
    facts.family = facts.family.map(|family| crowd(family.as_of));
    let most = facts.team.value.morning.headcount;
    let mut places = 0;
    for _ in 0..most {
        if situation.answer(&facts) == Overall::Fail {
            break;
        }
        places += 1;
        facts.team.value.morning.away += 1;
        facts.team.value.afternoon.away += 1;
    }
    places
}
