//! Making, changing and publishing a roster. Only by who decides for the people of the unit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use uuid::Uuid;

use super::{
    Day, Roster, Settings, State,
    rules::{Breach, Candidate, Choice, More, Problem},
    store,
};
use crate::{
    calendar::DateRange,
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::{Error, FieldError, Reason, Result},
        form::Check,
        i18n::Lang,
        id::{EmployeeId, RequestId, RosterId, UnitId},
        problem,
    },
    organisation::{self, Person},
    policy::{Predikat, Route},
    requests::{self, Ask, Assign, Openings, PlanLine, Span, Stand, openings},
};

/// The longest period, in days: six weeks.
pub const LONGEST: u64 = 42;
/// How far ahead a roster may end, in days.
const FARTHEST: u64 = 184;

/// A roster with everything it rests on.
pub struct Sheet {
    pub roster: Roster,
    pub openings: Openings,
    pub problem: Problem,
    /// The planned days that are not published, by person and day of `openings`.
    pub choice: Choice,
    /// Days that were published, with their requests.
    pub published: Vec<(Day, RequestId)>,
    pub breaches: Vec<Breach>,
    /// Whether days wait here of people of the unit for whom somebody else decides.
    pub others: bool,
}

impl Sheet {
    /// More places with which everybody could have all their days; nothing where they have them, or for days that are not planned any
    /// more. It thinks apart, like a proposal.
    pub async fn more_needed(&self) -> Result<More> {
        if self.roster.state != State::Draft || !self.problem.somebody_short(&self.choice) {
            return Ok(More::default());
        }
        let problem = self.problem.clone();
        let more = tokio::task::spawn_blocking(move || problem.relaxation());
        Ok(more.await.map_err(Error::internal)?.unwrap_or_default())
    }
}

/// What became of one person's days.
pub struct Fate {
    pub name: String,
    /// The requests that were made of them: as few as the rules allow.
    pub requests: Vec<RequestId>,
    /// Why the rest could not be assigned.
    pub refused: Option<Error>,
}

impl Fate {
    /// Why the days could not be assigned, as closely as the refusal says it, and what helps; nothing where they were.
    pub fn why(&self, lang: Lang) -> Option<String> {
        let error = self.refused.as_ref()?;
        let body = problem::body(error, lang, "");
        let first = &body["errors"][0];
        let words = first["message"]
            .as_str()
            .or_else(|| body["detail"].as_str());
        let remedy = first["remedy"].as_str().filter(|text| !text.is_empty());
        let words = words.into_iter().chain(remedy);
        Some(words.collect::<Vec<_>>().join(" "))
    }
}

/// The people the acting person decides for; never oneself.
async fn led(cx: &mut Cx) -> Result<Vec<Person>> {
    let (agency, today) = (cx.agency(), cx.today());
    match cx.actor().employee.filter(|_| cx.actor().roles.supervisor) {
        Some(me) => organisation::subordinates(cx.conn(), agency, me, today).await,
        None => Ok(Vec::new()),
    }
}

/// The units in which the acting person decides for somebody.
pub async fn led_units(cx: &mut Cx) -> Result<Vec<(UnitId, String)>> {
    let mut units: Vec<(UnitId, String)> = Vec::new();
    for person in led(cx).await? {
        if !units.iter().any(|(id, _)| *id == person.unit) {
            units.push((person.unit, person.unit_name));
        }
    }
    Ok(units)
}

/// The people of a unit that the acting person plans: those whose requests they decide, no others of the unit.
async fn permit(cx: &mut Cx, unit: UnitId) -> Result<BTreeSet<EmployeeId>> {
    cx.require(Can::DecideRequests)?;
    let people = led(cx).await?.into_iter();
    let people: BTreeSet<EmployeeId> = people
        .filter(|person| person.unit == unit)
        .map(|person| person.id)
        .collect();
    if people.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(people)
}

/// Every problem with what a roster is to be planned with.
fn checked(settings: &Settings, today: NaiveDate) -> Result<()> {
    let mut check = Check::new();
    let ahead = settings.from_on > today;
    check.ensure(ahead, "from_on", "roster-ahead");
    check.ensure(
        settings.to_on >= settings.from_on,
        "to_on",
        "end-before-start",
    );
    if settings.to_on >= settings.from_on + Days::new(LONGEST) {
        check.fail(FieldError::new("to_on", "roster-long").with("weeks", LONGEST / 7));
    }
    if settings.to_on > today + Days::new(FARTHEST) {
        check.fail(FieldError::new("to_on", "roster-far"));
    }
    check.ensure((1..=6).contains(&settings.share), "share", "choice");
    check.text("plan", &settings.plan, 500);
    if settings.place != crate::policy::Place::Home {
        check.text("place_detail", &settings.place_detail, 200);
    }
    check.ensure(settings.office_dates.len() <= 31, "office_dates", "choice");
    check.done()
}

/// Makes a draft with the planner's proposal.
pub async fn make(cx: &mut Cx, settings: Settings) -> Result<RosterId> {
    let (agency, now, today) = (cx.agency(), cx.now(), cx.today());
    let by = cx.employee()?;
    permit(cx, settings.unit).await?;
    checked(&settings, today)?;
    let id = RosterId::new();
    store::insert(cx.conn(), agency, id, &settings, by, now).await?;
    let sheet = load(cx, id).await?;
    let days = proposal(&sheet).await?;
    store::put_days(cx.conn(), agency, id, &people_of(&sheet), &days).await?;
    audit::record(
        cx,
        Event::new("roster-made", "roster", id.0)
            .with("unit", settings.unit.to_string())
            .with("days", days.len()),
    )
    .await?;
    Ok(id)
}

/// The planner's days, or why there are none. It thinks apart: a large unit keeps it busy for a moment.
async fn proposal(sheet: &Sheet) -> Result<Vec<Day>> {
    let problem = sheet.problem.clone();
    let choice = tokio::task::spawn_blocking(move || problem.propose())
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Reason::new("roster-unsolved"))?;
    Ok(days_of(&choice, &sheet.openings))
}

fn people_of(sheet: &Sheet) -> Vec<Uuid> {
    let people = sheet.openings.people.iter();
    people.map(|one| one.employee.0).collect()
}

fn days_of(choice: &Choice, openings: &Openings) -> Vec<Day> {
    let people = openings.people.iter().zip(choice);
    people
        .flat_map(|(person, days)| {
            let days = openings.days.iter().zip(days);
            days.filter(|(_, away)| **away)
                .map(|(day, _)| (person.employee, *day))
        })
        .collect()
}

/// A roster as it stands, judged anew.
pub async fn show(cx: &mut Cx, id: RosterId) -> Result<Sheet> {
    let sheet = load(cx, id).await?;
    if sheet.roster.state == State::Discarded {
        return Err(Error::NotFound);
    }
    Ok(sheet)
}

async fn load(cx: &mut Cx, id: RosterId) -> Result<Sheet> {
    let (agency, now) = (cx.agency(), cx.now());
    let roster = store::find(cx.conn(), agency, id).await?;
    let settings = &roster.settings;
    let planned_for = permit(cx, settings.unit).await?;
    let range = DateRange {
        from: settings.from_on,
        to: settings.to_on,
    };
    let mut openings =
        openings(cx.conn(), agency, settings.unit, range, settings.place, now).await?;
    // the others count in room and strength; where they stand, and why, is for those who decide for them
    let mut others = BTreeSet::new();
    openings.people.retain(|person| {
        let led = planned_for.contains(&person.employee);
        if !led {
            others.insert(person.employee);
        }
        led
    });
    let ids: Vec<Uuid> = openings.people.iter().map(|one| one.employee.0).collect();
    let wishes = store::wishes(cx.conn(), agency, &ids).await?;
    let stored = store::days(cx.conn(), agency, id).await?;
    let credit = store::credit(cx.conn(), agency).await?;
    let problem = problem(settings, &openings, &wishes.into_iter().collect(), credit);
    let open: BTreeSet<Day> = stored
        .iter()
        .filter(|(_, request)| request.is_none())
        .map(|(day, _)| *day)
        .collect();
    let choice: Choice = openings
        .people
        .iter()
        .map(|person| {
            let chosen = |day: &NaiveDate| open.contains(&(person.employee, *day));
            openings.days.iter().map(chosen).collect()
        })
        .collect();
    let breaches = problem.breaches(&choice);
    Ok(Sheet {
        others: open.iter().any(|(person, _)| others.contains(person)),
        published: stored
            .into_iter()
            .filter_map(|(day, request)| Some((day, request?)))
            .collect(),
        roster,
        openings,
        problem,
        choice,
        breaches,
    })
}

/// The planner's view of a unit's days.
fn problem(
    settings: &Settings,
    openings: &Openings,
    wishes: &BTreeMap<EmployeeId, [bool; 7]>,
    credit: u32,
) -> Problem {
    let weekday = |day: &NaiveDate| day.weekday().num_days_from_monday() as usize;
    let office = |day: &NaiveDate| {
        settings.office_weekdays[weekday(day)] || settings.office_dates.contains(day)
    };
    let week = |day: &NaiveDate| {
        let monday = *day - Days::new(weekday(day) as u64);
        openings.weeks.iter().position(|one| *one == monday)
    };
    Problem {
        weeks: openings.days.iter().filter_map(week).collect(),
        room: openings.room.clone(),
        families: openings
            .families
            .iter()
            .map(|one| one.room.clone())
            .collect(),
        people: openings
            .people
            .iter()
            .map(|person| {
                let wished = wishes.get(&person.employee).copied().unwrap_or_default();
                Candidate {
                    open: openings
                        .days
                        .iter()
                        .zip(&person.stands)
                        .map(|(day, stand)| *stand == Stand::Open && !office(day))
                        .collect(),
                    wished: openings
                        .days
                        .iter()
                        .map(|day| wished[weekday(day)])
                        .collect(),
                    cap: person
                        .left
                        .iter()
                        .zip(&person.taken)
                        .map(|(left, taken)| {
                            (*left).min(u32::from(settings.share).saturating_sub(*taken))
                        })
                        .collect(),
                    stretches: person.stretches.clone(),
                    family: person.family,
                    before: person.before,
                    credit: match person.predikat {
                        Some(Predikat::SangatBaik) => credit,
                        _ => 0,
                    },
                }
            })
            .collect(),
    }
}

/// Locks a draft and reads it, when the version that was seen still stands.
async fn draft(cx: &mut Cx, id: RosterId, version: i32) -> Result<Sheet> {
    let agency = cx.agency();
    store::lock(cx.conn(), agency, id).await?;
    let sheet = show(cx, id).await?;
    if sheet.roster.version != version {
        return Err(Error::Conflict("changed"));
    }
    if sheet.roster.state != State::Draft {
        return Err(Reason::new("roster-published").into());
    }
    Ok(sheet)
}

/// Keeps the days that the head chose by hand. What they break is said, and stands in the way of publishing only.
pub async fn keep(cx: &mut Cx, id: RosterId, version: i32, days: &[Day]) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let sheet = draft(cx, id, version).await?;
    let known = |(person, day): &Day| {
        sheet.openings.days.contains(day)
            && sheet
                .openings
                .people
                .iter()
                .any(|one| one.employee == *person)
    };
    if !days.iter().all(known) {
        return Err(Error::field("days", "choice"));
    }
    store::put_days(cx.conn(), agency, id, &people_of(&sheet), days).await?;
    store::save(cx.conn(), agency, id, version, State::Draft, now).await?;
    let event = Event::new("roster-changed", "roster", id.0).with("days", days.len());
    audit::record(cx, event).await
}

/// Lets the planner begin anew.
pub async fn propose(cx: &mut Cx, id: RosterId, version: i32) -> Result<()> {
    let sheet = draft(cx, id, version).await?;
    let days = proposal(&sheet).await?;
    keep(cx, id, version, &days).await
}

/// Throws a draft away.
pub async fn discard(cx: &mut Cx, id: RosterId, version: i32) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    if draft(cx, id, version).await?.others {
        return Err(Reason::new("roster-others").into());
    }
    store::save(cx.conn(), agency, id, version, State::Discarded, now).await?;
    audit::record(cx, Event::new("roster-discarded", "roster", id.0)).await
}

/// Holds the unit of a roster. Before the roster itself: the order in which requests are locked.
pub async fn hold(cx: &mut Cx, id: RosterId) -> Result<()> {
    let agency = cx.agency();
    let unit = store::find(cx.conn(), agency, id).await?.settings.unit;
    requests::hold_unit(cx, unit).await
}

/// What is asked for some days of a roster.
fn asked(settings: &Settings, days: &[NaiveDate]) -> Ask {
    let plan = days.last().map(|last| PlanLine {
        what: settings.plan.clone(),
        due_on: *last,
    });
    Ask {
        span: Span::Days(days.iter().map(|day| (*day, 3)).collect()),
        place: settings.place,
        agreement: None,
        region: None,
        times: None,
        place_detail: settings.place_detail.clone(),
        route: Route::Ordinary,
        special_ground: None,
        reason: String::new(),
        contact: String::new(),
        plan: plan.into_iter().collect(),
    }
}

/// Assigns the planned days, in as few requests for each person as the rules about their length allow. Whoever cannot be assigned theirs (something changed meanwhile) is named,
/// and the roster stays a draft with what is left of it.
pub async fn publish(cx: &mut Cx, id: RosterId, version: i32) -> Result<Vec<Fate>> {
    let (agency, now) = (cx.agency(), cx.now());
    hold(cx, id).await?;
    let sheet = draft(cx, id, version).await?;
    if !sheet.breaches.is_empty() {
        return Err(Reason::new("roster-breaches")
            .with("n", sheet.breaches.len())
            .into());
    }
    let settings = &sheet.roster.settings;
    let mut fates = Vec::new();
    for (person, row) in sheet.openings.people.iter().zip(&sheet.choice) {
        let days = sheet.openings.days.iter().zip(row);
        let days: Vec<NaiveDate> = days
            .filter(|(_, away)| **away)
            .map(|(day, _)| *day)
            .collect();
        if days.is_empty() {
            continue;
        }
        let mut fate = Fate {
            name: person.name.clone(),
            requests: Vec::new(),
            refused: None,
        };
        for days in days.chunks(person.length) {
            let assign = Assign {
                employee: person.employee,
                ask: asked(settings, days),
                key: None,
            };
            match requests::assign(cx, assign).await {
                Ok(request) => {
                    let whose = (id, person.employee);
                    store::published(cx.conn(), agency, whose, days, request.id).await?;
                    fate.requests.push(request.id);
                }
                Err(error @ (Error::Internal(_) | Error::Unavailable(_))) => return Err(error),
                Err(error) => fate.refused = Some(error),
            }
        }
        fates.push(fate);
    }
    if fates.is_empty() {
        return Err(Reason::new("roster-empty").into());
    }
    let done = fates.iter().filter(|fate| fate.refused.is_none()).count();
    let state = if done == fates.len() && !sheet.others {
        State::Published
    } else {
        State::Draft
    };
    store::save(cx.conn(), agency, id, version, state, now).await?;
    audit::record(
        cx,
        Event::new("roster-published", "roster", id.0)
            .with("people", done)
            .with("left", fates.len() - done),
    )
    .await?;
    Ok(fates)
}

/// The weekdays one would like, oneself.
pub async fn own_wishes(cx: &mut Cx) -> Result<[bool; 7]> {
    let agency = cx.agency();
    let Some(me) = cx.actor().employee else {
        return Ok([false; 7]);
    };
    let found = store::wishes(cx.conn(), agency, &[me.0]).await?;
    Ok(found.first().map_or([false; 7], |(_, wished)| *wished))
}

/// Keeps the weekdays one would like; a wish, never a promise.
pub async fn wish(cx: &mut Cx, wished: [bool; 7]) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    cx.require(Can::BeEmployee)?;
    let me = cx.employee()?;
    store::put_wishes(cx.conn(), agency, me, wished, now).await?;
    let days = wished.iter().filter(|day| **day).count();
    audit::record(
        cx,
        Event::new("roster-wishes-saved", "employee", me.0).with("days", days),
    )
    .await
}

/// The rosters of the units one decides for.
pub async fn list(cx: &mut Cx, units: &[(UnitId, String)]) -> Result<Vec<Roster>> {
    let agency = cx.agency();
    let ids: Vec<Uuid> = units.iter().map(|(id, _)| id.0).collect();
    store::list(cx.conn(), agency, &ids).await
}
