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
    policy::{
        self, DayFacts, Fact, MonthFacts, Needs, Overall, People, Place, Predikat, Route, RuleKind,
        Scope, Source, Team, TeamDay, Words,
    },
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
    /// What the rules about days in a row and about months leave of days that are open each for itself.
    pub stretches: Vec<Stretch>,
    /// The days that one request may have.
    pub length: usize,
    /// The family of positions whose places the person takes too; one of [`Openings::families`].
    pub family: Option<usize>,
    /// Place days, approved or pending, from the start of the quarter to the last day.
    pub before: u32,
    /// The rating that counts today.
    pub predikat: Option<Predikat>,
}

/// Days in order, of which no more than some can be place days together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first and last day, as numbers of [`Openings::days`].
    pub first: usize,
    pub last: usize,
    pub most: u32,
}

/// A family of positions of a unit, where a rule limits how many of it may be away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub name: String,
    /// Places left on each day.
    pub room: Vec<u32>,
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
    /// Places left for some of the people besides.
    pub families: Vec<Family>,
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
    let mut names: Vec<&String> = situations.iter().filter_map(family).collect();
    names.sort_unstable();
    names.dedup();
    let people: Vec<Opening> = situations
        .iter()
        .filter_map(|situation| {
            let member = board
                .members
                .iter()
                .find(|one| one.id == situation.employee)?;
            let stands: Vec<Stand> = days
                .iter()
                .map(|day| stand(situation, *day, place))
                .collect();
            Some(Opening {
                employee: member.id,
                name: member.name.clone(),
                position: member.position.clone(),
                stretches: stretches(situation, &days, &stands, place),
                length: length(situation, &days, &stands, place),
                stands,
                family: family(situation).and_then(|own| names.binary_search(&own).ok()),
                left: days
                    .chunk_by(|one, next| monday(*one) == monday(*next))
                    .map(|week| left(situation, week, place))
                    .collect(),
                taken: weeks.iter().map(|week| taken(situation, *week)).collect(),
                before: before.get(&member.id).map_or(0, |halves| halves / 2),
                predikat: situation.person.predikat.value,
            })
        })
        .collect();
    let open_on = |index: usize| {
        let open = people.iter().zip(&situations);
        open.filter(move |(one, _)| one.stands[index] == Stand::Open)
    };
    let unit_room = days
        .iter()
        .enumerate()
        .map(|(index, day)| room(open_on(index).map(|(_, one)| one), *day, place, Of::Unit))
        .collect();
    let families = names
        .iter()
        .enumerate()
        .map(|(number, name)| Family {
            name: (*name).clone(),
            room: days
                .iter()
                .enumerate()
                .map(|(index, day)| {
                    let kin = open_on(index).filter(|(one, _)| one.family == Some(number));
                    room(kin.map(|(_, one)| one), *day, place, Of::Family)
                })
                .collect(),
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
        room: unit_room,
        families,
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

/// Whole days that the week of some days can still take, under the rules of each of them.
fn left(situation: &Situation, week: &[NaiveDate], place: Place) -> u32 {
    let most = |day: &NaiveDate| {
        let mut none = asked(situation, *day, place);
        none.days.clear();
        let quota = situation.quota(*day, &none);
        quota.left_halves().map_or(7, |halves| halves / 2)
    };
    week.iter().map(most).min().unwrap_or(0)
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

/// The family of positions of a person, where a rule counts the people of it.
fn family(situation: &Situation) -> Option<&String> {
    let own = situation.person.position.as_ref()?.family.as_ref()?;
    let counts = |rule: &policy::Rule| {
        let quota = matches!(
            rule.kind,
            RuleKind::UnitQuota {
                family_only: true,
                ..
            }
        );
        let here = !matches!(&rule.scope, Scope::PositionFamily { family } if family != own);
        quota && here
    };
    let held = situation.rules.iter().map(|(_, held)| &held.effective);
    let mut rules = held.flat_map(|held| &held.rules);
    rules.any(|rule| counts(&rule.rule)).then_some(own)
}

/// Whose places are counted.
#[derive(Clone, Copy)]
enum Of {
    Unit,
    Family,
}

/// How many more may be away on a day, whoever of these people they are: the rules are asked whether they let the last of so many go,
/// which a rule may answer for some of them only.
fn room<'a>(
    people: impl Iterator<Item = &'a Situation>,
    day: NaiveDate,
    place: Place,
    of: Of,
) -> u32 {
    let mut least = None;
    for situation in people {
        let asked = asked(situation, day, place);
        let mut facts = situation.facts(day, Half::Full, &asked);
        facts.week = Fact::new(Vec::new(), Source::Schedule, facts.evaluated_at);
        match of {
            Of::Unit => facts.family = facts.family.map(|family| crowd(family.as_of)),
            Of::Family => facts.team = crowd(facts.evaluated_at),
        }
        let counted = match of {
            Of::Unit => Some(&facts.team),
            Of::Family => facts.family.as_ref(),
        };
        let Some(team) = counted.map(|fact| fact.value) else {
            continue;
        };
        let mut places = least.unwrap_or_else(|| u32::from(team.morning.headcount));
        while places > 0 {
            let mut full = team;
            let before = u16::try_from(places - 1).unwrap_or(u16::MAX);
            full.morning.away = full.morning.away.saturating_add(before);
            full.afternoon.away = full.afternoon.away.saturating_add(before);
            match (of, &mut facts.family) {
                (Of::Family, Some(family)) => family.value = full,
                _ => facts.team.value = full,
            }
            if situation.answer(&facts) != Overall::Fail {
                break;
            }
            places -= 1;
        }
        least = Some(places);
    }
    least.unwrap_or(0)
}

/// How many days one request of a person may have.
fn length(situation: &Situation, days: &[NaiveDate], stands: &[Stand], place: Place) -> usize {
    let Some(last) = days.len().checked_sub(1) else {
        return 1;
    };
    let most = counted(situation, days, stands, place, (0, last), |facts| {
        if let Some(month) = &mut facts.month {
            month.value = MonthFacts::default();
        }
    });
    most.map_or(days.len(), |one| one.most.max(1) as usize)
}

/// What rules about the order of days leave of a person's open days. They are asked about days together that are open each for
/// itself: whatever they refuse together cannot all be had.
fn stretches(
    situation: &Situation,
    days: &[NaiveDate],
    stands: &[Stand],
    place: Place,
) -> Vec<Stretch> {
    let needs = |day: &NaiveDate| Needs::of([&situation.rules(*day).effective]);
    let mut found = Vec::new();
    if days.iter().any(|day| needs(day).row.is_some()) {
        for first in 0..days.len() {
            found.extend(row(situation, days, stands, place, first));
        }
    }
    if days.iter().any(|day| needs(day).month) {
        for month in
            days.chunk_by(|one, next| policy::month(*one).from == policy::month(*next).from)
        {
            let first = days.partition_point(|day| *day < month[0]);
            let whole = (first, first + month.len() - 1);
            found.extend(counted(situation, days, stands, place, whole, |facts| {
                facts.length_days = Some(1);
            }));
        }
    }
    found
}

/// Whether the rules refuse the last of some days, were all of them place days. Colleagues and the weekly cap are left aside.
fn refused(
    situation: &Situation,
    together: &[NaiveDate],
    place: Place,
    aside: impl FnOnce(&mut DayFacts),
) -> bool {
    let Some(last) = together.last() else {
        return false;
    };
    let mut asked = asked(situation, *last, place);
    asked.days = together.iter().map(|day| (*day, 3)).collect();
    let mut facts = situation.facts(*last, Half::Full, &asked);
    facts.team = crowd(facts.evaluated_at);
    facts.family = facts.family.map(|family| crowd(family.as_of));
    aside(&mut facts);
    situation.answer(&facts) == Overall::Fail
}

/// The shortest row of open days from one on that is too long; days that are taken already belong to it, a day in the office ends it.
fn row(
    situation: &Situation,
    days: &[NaiveDate],
    stands: &[Stand],
    place: Place,
    first: usize,
) -> Option<Stretch> {
    let mut together = Vec::new();
    for (last, stand) in stands.iter().enumerate().skip(first) {
        match stand {
            Stand::Open => together.push(days[last]),
            Stand::Away if last > first => continue,
            _ => return None,
        }
        if refused(situation, &together, place, |facts| {
            facts.length_days = Some(1);
        }) {
            return Some(Stretch {
                first,
                last,
                most: u32::try_from(together.len()).unwrap_or(u32::MAX) - 1,
            });
        }
    }
    None
}

/// How many of the open days from a first to a last can be had, where that is fewer than all; weeks and rows are left aside, and
/// what is said.
fn counted(
    situation: &Situation,
    days: &[NaiveDate],
    stands: &[Stand],
    place: Place,
    (first, last): (usize, usize),
    aside: impl Fn(&mut DayFacts),
) -> Option<Stretch> {
    let mut together = Vec::new();
    let open = (first..=last).filter(|index| stands[*index] == Stand::Open);
    for (most, index) in (0_u32..).zip(open) {
        together.push(days[index]);
        let over = refused(situation, &together, place, |facts| {
            facts.week.value.clear();
            if let Some(around) = &mut facts.around {
                around.value.clear();
            }
            aside(facts);
        });
        if over {
            return Some(Stretch { first, last, most });
        }
    }
    None
}
