//! Asks the rules about the days of a request. One function for the check while choosing, at submission and at the decision.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{
    Ask, Evaluation, Judged, Request, Span,
    board::{Board, Strength},
    ground::Ground,
    guests,
    hours::Held,
    rules::{half_of, monday},
    store,
};
mod answer;

use crate::{
    calendar::{DateRange, Half, IsoWeek, WeekDay},
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AgreementId, EmployeeId, RequestId, UnitId, WindowId},
    },
    policy::{
        self, DayFacts, DayTimes, Fact, HoursFacts, HoursWeek, InForce, Needs, Overall,
        PersonFacts, Place, PlaceDay, Route, Severity, Source, Verdict, WaivableBy, WeekCap,
    },
    windows,
};

/// How far from a wanted day another one is offered.
const NEARBY: u64 = 14;
/// Alternatives named for a day.
const OFFERED: usize = 2;
/// Days of a weekly pattern whose full verdict is kept.
const KEPT: usize = 12;

/// Everything the rules need to know about one person around some days.
pub struct Situation {
    pub employee: EmployeeId,
    pub unit: UnitId,
    pub person: PersonFacts,
    /// The days that may be judged.
    pub(super) range: DateRange,
    pub board: Arc<Board>,
    /// Windows that touch the loaded days, for whomever they are.
    pub(super) windows: Arc<Vec<windows::Open>>,
    /// Rules by the day from which they hold, oldest first.
    pub(super) rules: Vec<(NaiveDate, Arc<InForce>)>,
    /// Own hours, where a rule counts them.
    pub(super) hours: Arc<Vec<Held>>,
    pub(super) now: DateTime<Utc>,
    /// Other own hours of the person in the period of those asked for.
    pub(super) other_hours: Option<DateRange>,
    /// Periods of own hours of the person, where hours are asked for together with a place.
    pub(super) kept: Vec<DateRange>,
    /// The office of another agency that is asked for.
    pub(super) seats: Option<guests::Seats>,
}

/// What is asked for, as far as the rules care.
#[derive(Clone, Debug)]
pub struct Asked {
    pub days: BTreeMap<NaiveDate, u8>,
    pub place: Place,
    pub route: Route,
    pub pattern: bool,
    pub submitted_on: NaiveDate,
    /// The request under judgement, whose own days are no obstacle to it.
    pub request: Option<RequestId>,
    /// Since when it waits. None: it is not sent yet, and all that waits besides counts before it.
    pub waits_since: Option<DateTime<Utc>>,
    /// Own hours that are asked for instead of days.
    pub hours: Option<(DateRange, HoursWeek)>,
    /// Own start and end of the days, asked for together with the place.
    pub times: Option<DayTimes>,
    /// The agreement whose seats the days take.
    pub agreement: Option<AgreementId>,
}

/// One day with its verdict, the team, and days nearby that would pass.
#[derive(Clone, Debug)]
pub struct Checked {
    pub day: NaiveDate,
    pub bits: u8,
    pub judged: Judged,
    pub alternatives: Vec<NaiveDate>,
    pub strength: Strength,
}

impl Checked {
    /// The verdict on the day.
    pub fn verdict(&self) -> &Verdict {
        &self.judged.verdict
    }
}

/// Place days of a week against the cap, in half days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    pub monday: NaiveDate,
    pub used_halves: u32,
    /// None where nothing limits the week.
    pub cap_halves: Option<u32>,
    /// Weekdays that stay out of the count.
    pub uncounted: Vec<WeekDay>,
}

impl Quota {
    /// Half days left.
    pub fn left_halves(&self) -> Option<u32> {
        self.cap_halves
            .map(|cap| cap.saturating_sub(self.used_halves))
    }
}

/// The answer about a request.
pub struct Precheck {
    pub situation: Situation,
    pub asked: Asked,
    pub days: Vec<Checked>,
}

impl Situation {
    /// Loads a person, the unit around him and the rules for the weeks of `range`.
    pub async fn load(
        conn: &mut PgConnection,
        agency: AgencyId,
        employee: EmployeeId,
        range: DateRange,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let person = policy::facts_of(conn, agency, employee, Needs::default(), now)
            .await?
            .ok_or(Error::NotFound)?;
        let unit = UnitId(person.unit.id);
        let ground = Ground::load(conn, agency, unit, Some(employee), range, now).await?;
        let person = policy::complete(conn, agency, ground.needs(), person, now).await?;
        Ok(ground.situation(employee, person))
    }

    /// The rules that hold on a day.
    pub fn rules(&self, on: NaiveDate) -> &InForce {
        let at = self.rules.partition_point(|(from, _)| *from <= on);
        &self.rules[at.saturating_sub(1)].1
    }

    /// Today at the place of duty.
    pub fn today(&self) -> NaiveDate {
        self.person.today
    }

    /// The people in the office on a day if this person is away.
    pub fn strength(&self, on: NaiveDate, without: Option<RequestId>) -> Strength {
        let team = self.board.team(self.unit, on, Some(self.employee), without);
        let least = self.board.minimums(&self.rules(on).effective, self.unit);
        self.board.strength(&team, &least, true)
    }

    /// The place half days of the week of `on`, those of `asked` included. Days that lie in a window are none of the weekly limit,
    /// whichever were asked for or approved first.
    fn week(&self, on: NaiveDate, asked: &Asked) -> Vec<PlaceDay> {
        self.place_days(IsoWeek::of(on).days(), asked)
    }

    /// The window that a day of this person at a kind of place lies in.
    pub(super) fn window(&self, day: NaiveDate, place: Place) -> Option<&windows::Open> {
        windows::applying(&self.windows, day, place, &self.person.unit)
    }

    /// The facts of one asked day.
    pub fn facts(&self, day: NaiveDate, half: Half, asked: &Asked) -> DayFacts {
        let taken = self
            .board
            .stays(self.employee, day, asked.request)
            .filter_map(|stay| half_of(stay.bits))
            .any(|other| other.overlaps(half));
        let schedule = |value| Fact::new(value, Source::Schedule, self.now);
        let window = self.window(day, asked.place);
        let needs = Needs::of([&self.rules(day).effective]);
        DayFacts {
            day,
            half,
            place: asked.place,
            route: asked.route,
            kind_of_day: Fact::new(
                self.board.calendars.kind(self.employee, day, half),
                Source::Calendar,
                self.now,
            ),
            taken: schedule(taken),
            length_days: (!asked.pattern)
                .then(|| u16::try_from(asked.days.len()).unwrap_or(u16::MAX)),
            submitted_on: asked.submitted_on,
            today: self.today(),
            week: Fact::new(self.week(day, asked), Source::Schedule, self.now),
            around: (needs.week || needs.row.is_some())
                .then(|| Fact::new(self.around(day, asked), Source::Schedule, self.now)),
            month: needs
                .month
                .then(|| Fact::new(self.month(day, asked), Source::Schedule, self.now)),
            team: Fact::new(
                self.board
                    .team(self.unit, day, Some(self.employee), asked.request),
                Source::Schedule,
                self.now,
            ),
            family: self.family_team(needs, day, asked),
            hours: None,
            day_hours: asked
                .times
                .map(|times| times.facts(day, self.office(day), self.others(day, asked))),
            seat: self.seats.as_ref().map(|seats| seats.on(day, self.now)),
            window: window.map(|open| Fact::new(open.fact.clone(), Source::Window, self.now)),
            evaluated_at: self.now,
        }
    }

    /// The person's office around one day.
    fn office(&self, day: NaiveDate) -> Vec<policy::OfficeStretch> {
        super::hours::offices(&self.board.calendars, self.employee, DateRange::day(day))
    }

    /// Other own hours on a day: of a period, or of another request for a place.
    fn others(&self, day: NaiveDate, asked: &Asked) -> Fact<Option<DateRange>> {
        let mut stays = self.board.stays(self.employee, day, asked.request);
        let period = self.kept.iter().find(|period| period.contains(day));
        let other = period.copied().or_else(|| {
            stays
                .any(|stay| stay.times.is_some())
                .then(|| DateRange::day(day))
        });
        Fact::new(other, Source::Schedule, self.now)
    }

    /// The first day of a period on which own hours go with a place.
    fn placed_hours(&self, period: DateRange, asked: &Asked) -> Option<DateRange> {
        let days = period.from.iter_days().take_while(|day| *day <= period.to);
        let mut days = days.filter(|day| {
            let mut stays = self.board.stays(self.employee, *day, asked.request);
            stays.any(|stay| stay.times.is_some())
        });
        days.next().map(DateRange::day)
    }

    /// The answer about own hours: one verdict on the whole plan, told on its first day.
    fn hours(&self, validity: DateRange, week: &HoursWeek, asked: &Asked) -> Checked {
        let day = validity.from;
        let mut facts = self.facts(day, Half::Full, asked);
        facts.window = None;
        facts.hours = Some(HoursFacts {
            period: validity,
            week: week.clone(),
            office: super::hours::offices(&self.board.calendars, self.employee, validity),
            other: Fact::new(
                self.other_hours
                    .or_else(|| self.placed_hours(validity, asked)),
                Source::Schedule,
                self.now,
            ),
        });
        let verdict = policy::eligibility(&self.person, &self.rules(day).effective, &facts);
        Checked {
            day,
            bits: 3,
            judged: Judged { facts, verdict },
            alternatives: Vec::new(),
            strength: self.strength(day, asked.request),
        }
    }

    /// The windows that are for this person and not over, by first day, whatever the place.
    pub fn windows(&self) -> impl Iterator<Item = &windows::Open> {
        self.windows
            .iter()
            .filter(|open| open.fact.last_on >= self.today())
            .filter(|open| windows::concerns(open, &self.person.unit))
    }

    /// The verdict on one asked day.
    pub fn judge(&self, day: NaiveDate, half: Half, asked: &Asked) -> Judged {
        let facts = self.facts(day, half, asked);
        let verdict = policy::eligibility(&self.person, &self.rules(day).effective, &facts);
        Judged { facts, verdict }
    }

    /// The verdict on one asked day alone, without its words.
    pub fn answer(&self, facts: &DayFacts) -> Overall {
        policy::answer(&self.person, &self.rules(facts.day).effective, facts)
    }

    /// Days near `wanted` that would pass in its place, nearest first.
    pub fn alternatives(&self, wanted: NaiveDate, half: Half, asked: &Asked) -> Vec<NaiveDate> {
        let from = (wanted - Days::new(NEARBY))
            .max(self.today())
            .max(self.range.from);
        let to = (wanted + Days::new(NEARBY)).min(self.range.to);
        let free = from
            .iter_days()
            .take_while(|day| *day <= to)
            .filter(|day| !asked.days.contains_key(day));
        policy::alternatives(wanted, free, OFFERED, |day| {
            let mut moved = asked.clone();
            let bits = moved.days.remove(&wanted).unwrap_or(3);
            moved.days.insert(day, bits);
            self.answer(&self.facts(day, half, &moved))
        })
    }

    /// The day of a week by whose rules the week is spoken of: the first that lies ahead.
    pub fn ahead(&self, monday: NaiveDate) -> NaiveDate {
        monday.max((self.today() + Days::new(1)).min(monday + Days::new(4)))
    }

    /// What is left of the week, the asked days included: of the weekly caps, and beside the least of office days. Of several, the one
    /// that leaves least.
    pub fn quota(&self, on: NaiveDate, asked: &Asked) -> Quota {
        let places = self.week(on, asked);
        let quota = |cap: Option<WeekCap>| {
            let uncounted = cap.as_ref().map(|cap| &cap.uncounted);
            let out = |day| uncounted.is_some_and(|days| days.contains(&WeekDay::of(day)));
            let mut halves: BTreeMap<NaiveDate, u8> = BTreeMap::new();
            for place in places.iter().filter(|place| !out(place.on)) {
                *halves.entry(place.on).or_default() |= super::rules::bits_of(place.half);
            }
            Quota {
                monday: monday(on),
                used_halves: halves.values().map(|bits| bits.count_ones()).sum(),
                cap_halves: cap.as_ref().map(|cap| u32::from(cap.days) * 2),
                uncounted: cap.map_or_else(Vec::new, |cap| cap.uncounted.into_iter().collect()),
            }
        };
        let rules = &self.rules(on).effective;
        let office = policy::office_days(&self.person, rules, on).map(|least| {
            let days = self.around(on, asked);
            let week = days
                .iter()
                .filter(|own| IsoWeek::of(own.on) == IsoWeek::of(on));
            let works: u32 = week.filter_map(|own| own.works).map(Half::count).sum();
            Quota {
                cap_halves: Some(works.saturating_sub(2 * u32::from(least))),
                ..quota(None)
            }
        });
        policy::week_caps(&self.person, rules, on)
            .into_iter()
            .map(|cap| quota(Some(cap)))
            .chain(office)
            .min_by_key(|quota| (quota.left_halves(), quota.cap_halves))
            .unwrap_or_else(|| quota(None))
    }
}

impl Asked {
    /// What own hours ask for.
    pub fn for_hours(span: &Span, submitted_on: NaiveDate, request: Option<RequestId>) -> Self {
        let (place, route) = (Place::OtherOffice, Route::Ordinary);
        Self::new(span, place, route, submitted_on, request)
    }

    /// What a form or an operation asks for.
    pub fn new(
        span: &Span,
        place: Place,
        route: Route,
        submitted_on: NaiveDate,
        request: Option<RequestId>,
    ) -> Self {
        Self {
            days: span.days().into_iter().collect(),
            place,
            route,
            pattern: span.is_pattern(),
            submitted_on,
            request,
            waits_since: None,
            hours: span
                .hours()
                .map(|(validity, week)| (validity, week.clone())),
            times: None,
            agreement: None,
        }
    }

    /// The same with own hours on its days.
    pub fn with_times(self, times: Option<DayTimes>) -> Self {
        Self { times, ..self }
    }

    /// The same on seats of an agreement.
    pub fn at(self, agreement: Option<AgreementId>) -> Self {
        Self { agreement, ..self }
    }
}

/// Judges every day of what is asked. A weekly pattern is asked for on its working days only: on the others its owner is off anyway.
/// Its days are judged in order, each beside those before it that can be: of two where the week has room for one, the first stays.
/// What is left of `asked.days` are the days that can be sent.
pub fn check(situation: Situation, mut asked: Asked) -> Precheck {
    if asked.pattern {
        asked.days.retain(|day, bits| {
            half_of(*bits).is_some_and(|half| {
                situation
                    .board
                    .calendars
                    .kind(situation.employee, *day, half)
                    .is_working()
            })
        });
    }
    if let Some((validity, week)) = asked.hours.clone() {
        let checked = situation.hours(validity, &week, &asked);
        return Precheck {
            situation,
            asked,
            days: vec![checked],
        };
    }
    let wanted = asked.days.clone();
    if asked.pattern {
        asked.days.clear();
    }
    let mut days = Vec::new();
    for (day, bits) in &wanted {
        let Some(half) = half_of(*bits) else { continue };
        asked.days.insert(*day, *bits);
        let mut judged = situation.judge(*day, half, &asked);
        let fails = judged.verdict.verdict == Overall::Fail;
        let alternatives = if fails && !asked.pattern {
            situation.alternatives(*day, half, &asked)
        } else {
            Vec::new()
        };
        if fails && asked.pattern {
            asked.days.remove(day);
        }
        judged.verdict.offer(&alternatives);
        days.push(Checked {
            day: *day,
            bits: *bits,
            judged,
            alternatives,
            strength: situation.strength(*day, asked.request),
        });
    }
    Precheck {
        situation,
        asked,
        days,
    }
}

/// The answer about days that a person may ask for: loads what is needed, then judges.
pub async fn precheck(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    asked: Asked,
    around: DateRange,
    now: DateTime<Utc>,
) -> Result<Precheck> {
    let first = asked.days.keys().next().copied().unwrap_or(around.from);
    let last = asked.days.keys().last().copied().unwrap_or(around.to);
    let range = DateRange {
        from: first.min(around.from) - Days::new(NEARBY),
        to: last.max(around.to) + Days::new(NEARBY),
    };
    let mut situation = Situation::load(conn, agency, employee, range, now).await?;
    if let Some((validity, _)) = &asked.hours {
        situation.other_hours =
            store::hours::other(conn, agency, employee, *validity, asked.request).await?;
    }
    if asked.times.is_some() {
        let held = store::hours::held(conn, agency, &[employee.0], range).await?;
        situation.kept = held.into_iter().map(|one| one.period).collect();
    }
    if let Some(id) = asked.agreement {
        situation.seats = Some(guests::seats(conn, agency, id, employee, range).await?);
    }
    Ok(check(situation, asked))
}

/// The same for a request as it stands now, under the locks of its caller.
pub async fn recheck(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: &Request,
    span: &Span,
    zone: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Result<Precheck> {
    let today = crate::kernel::time::local_date(now, zone);
    let submitted_on = request
        .queued_at
        .or(request.submitted_at)
        .map_or(today, |at| crate::kernel::time::local_date(at, zone));
    let mut asked = Asked::new(
        span,
        request.place.unwrap_or(Place::OtherOffice),
        request.route,
        submitted_on,
        Some(request.id),
    )
    .with_times(request.times)
    .at(request.agreement);
    asked.waits_since = request.submitted_at.filter(|_| request.state.is_pending());
    let around = span.range().unwrap_or(DateRange::day(today));
    precheck(conn, agency, request.employee, asked, around, now).await
}
