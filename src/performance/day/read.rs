//! Who sees which report, a person's own day with what its plan begins with, and the days of a team.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use sqlx::PgConnection;

use super::{
    DayReport, NewLine, Standing, State, Stay,
    rules::{self, Works},
};
use crate::{
    calendar::{self, Calendars, DateRange, DayKind, Half},
    kernel::{
        actor::Can,
        cx::Cx,
        error::{Error, Result},
        id::{AgencyId, DayReportId, EmployeeId, RequestId, UnitId},
    },
    organisation::{self, Person},
    performance::{rules::may_agree, store, terms},
    shifts::{self, Roster},
};

/// How many days back a person's page and a team's go.
pub const BACK: u64 = 30;
/// How far around a day the calendar is read, so that working days can be counted over holidays.
const AROUND: u64 = 62;

/// What is known of some people's days: calendar, shifts, and where they work as approved.
pub(super) struct Ground {
    calendars: Calendars,
    roster: Roster,
    stays: Vec<Stay>,
}

impl Ground {
    /// Loads what bears on a day; the calendar goes on from there, and from `today`, for two months.
    pub(super) async fn load(
        conn: &mut PgConnection,
        agency: AgencyId,
        people: &[(EmployeeId, UnitId)],
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self> {
        let ids: Vec<EmployeeId> = people.iter().map(|(id, _)| *id).collect();
        let side = Days::new(AROUND);
        let range = DateRange {
            from: on.min(today).checked_sub_days(side).unwrap_or(on),
            to: on.max(today).checked_add_days(side).unwrap_or(on),
        };
        let day = DateRange::day(on);
        Ok(Self {
            calendars: calendar::load(conn, agency, people, range).await?,
            roster: shifts::roster(conn, agency, &ids, day).await?,
            stays: store::days::stays(conn, agency, &ids, day).await?,
        })
    }

    /// Whether somebody works on the day that was loaded.
    pub(super) fn works(&self, who: EmployeeId, on: NaiveDate) -> Works {
        let halves =
            [Half::Morning, Half::Afternoon].map(|half| self.calendars.kind(who, on, half));
        let shift = self.roster.on(who, on).map(|day| day.shift.is_some());
        rules::works(&halves, shift)
    }

    /// What kind of day the calendar says it is.
    fn kind(&self, who: EmployeeId, on: NaiveDate) -> DayKind {
        self.calendars.kind(who, on, Half::Full)
    }

    /// Where somebody works elsewhere, as approved; nothing while they are away or free.
    fn stays(&self, who: EmployeeId, on: NaiveDate) -> Vec<Stay> {
        let own = self.stays.iter().filter(|stay| stay.employee == who);
        let own = own.filter(|stay| stay.on == on).cloned();
        match self.works(who, on) {
            Works::Yes => own.collect(),
            _ => Vec::new(),
        }
    }

    /// The working day of a unit before another day.
    fn before(&self, unit: UnitId, on: NaiveDate) -> Option<NaiveDate> {
        self.walk(
            unit,
            std::iter::successors(on.pred_opt(), |on| on.pred_opt()),
        )
    }

    /// The working day of a unit after another day.
    fn after(&self, unit: UnitId, on: NaiveDate) -> Option<NaiveDate> {
        self.walk(
            unit,
            std::iter::successors(on.succ_opt(), |on| on.succ_opt()),
        )
    }

    fn walk(&self, unit: UnitId, days: impl Iterator<Item = NaiveDate>) -> Option<NaiveDate> {
        let range = self.calendars.range();
        days.take_while(|on| range.contains(*on))
            .find(|on| calendar::is_working_day(&self.calendars.office(unit, *on), *on))
    }
}

/// Until when a day may be reported: so many working days after it, or after its report was given back.
pub(super) fn until(
    ground: &Ground,
    unit: UnitId,
    (on, report): (NaiveDate, Option<&DayReport>),
    within: i16,
    zone: Tz,
) -> NaiveDate {
    let given_back = report.filter(|one| one.state == State::Returned);
    let at = given_back.and_then(|one| one.last()?.answered_at);
    let from = at.map_or(on, |at| on.max(at.with_timezone(&zone).date_naive()));
    let office = ground.calendars.office(unit, from);
    let count = u32::from(within.unsigned_abs());
    calendar::add_working_days(&office, from, count).unwrap_or(from)
}

/// How the acting person relates to somebody's report.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub own: bool,
    /// Decides for the person today.
    pub decides: bool,
}

impl Sight {
    /// May answer now.
    pub fn can_answer(self, day: &DayReport) -> bool {
        self.decides && day.state == State::Reported
    }
}

/// How the acting person relates to a report; who may not see it does not find it.
pub async fn sight_of(cx: &mut Cx, day: &DayReport) -> Result<Sight> {
    let (agency, today, who) = (cx.agency(), cx.today(), day.employee);
    let approver = organisation::approver_of(cx.conn(), agency, who, today, 0).await?;
    let (me, roles) = (cx.actor().employee, cx.actor().roles);
    let approver = approver.map(|one| one.asked(me));
    let sight = Sight {
        own: me == Some(who),
        decides: may_agree(me, roles, who, approver).is_ok(),
    };
    let answered = |one: &super::Round| me.is_some() && one.answered_by == me;
    if sight.own || sight.decides || roles.leader || day.reports.iter().any(answered) {
        Ok(sight)
    } else {
        Err(Error::NotFound)
    }
}

/// A report for whom it is for.
pub async fn show(cx: &mut Cx, id: DayReportId) -> Result<(DayReport, Sight)> {
    let agency = cx.agency();
    let day = store::days::find(cx.conn(), agency, id).await?;
    let sight = sight_of(cx, &day).await?;
    Ok((day, sight))
}

/// A person's own day.
#[derive(Debug)]
pub struct OwnDay {
    pub on: NaiveDate,
    pub works: Works,
    pub kind: DayKind,
    /// Where they work elsewhere, as approved; empty: in the office.
    pub stays: Vec<Stay>,
    pub report: Option<DayReport>,
    /// What the plan begins with while nothing was written.
    pub suggested: Vec<NewLine>,
    /// The last day on which it may be reported.
    pub until: NaiveDate,
    pub may_plan: bool,
    pub may_report: bool,
    /// The working days around it, as far as they can be looked at.
    pub before: Option<NaiveDate>,
    pub after: Option<NaiveDate>,
}

/// A day of the acting person.
pub async fn own(cx: &mut Cx, on: NaiveDate) -> Result<OwnDay> {
    cx.require(Can::BeEmployee)?;
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    if !reach(today).contains(on) {
        return Err(Error::NotFound);
    }
    let person = organisation::find(cx.conn(), agency, me).await?;
    let ground = Ground::load(cx.conn(), agency, &[(me, person.unit)], on, today).await?;
    let found = store::days::of_people(cx.conn(), agency, &[me], DateRange::day(on)).await?;
    let report = found.into_iter().next();
    let within = terms::show(cx).await?.report_within;
    let last = until(
        &ground,
        person.unit,
        (on, report.as_ref()),
        within,
        cx.actor().zone,
    );
    let works = ground.works(me, on);
    let open = |step| rules::next(report.as_ref().map(|one| one.state), step).is_ok();
    let may_plan = open(super::Step::Plan) && rules::may_plan(on, today, works).is_ok();
    let may_report = open(super::Step::Report) && rules::may_report(on, today, last, works).is_ok();
    let stays = ground.stays(me, on);
    let suggested = if report.is_none() && (may_plan || may_report) {
        suggested(cx, on, &stays).await?
    } else {
        Vec::new()
    };
    let seen = |day: Option<NaiveDate>| day.filter(|day| reach(today).contains(*day));
    Ok(OwnDay {
        on,
        works,
        kind: ground.kind(me, on),
        stays,
        suggested,
        until: last,
        may_plan,
        may_report,
        before: seen(ground.before(person.unit, on)),
        after: seen(ground.after(person.unit, on)),
        report,
    })
}

/// The days that can be looked at.
fn reach(today: NaiveDate) -> DateRange {
    DateRange {
        from: today.checked_sub_days(Days::new(366)).unwrap_or(today),
        to: today
            .checked_add_days(Days::new(rules::AHEAD))
            .unwrap_or(today),
    }
}

async fn suggested(cx: &mut Cx, on: NaiveDate, stays: &[Stay]) -> Result<Vec<NewLine>> {
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let month = on.checked_add_days(Days::new(31)).unwrap_or(on);
    let due = store::remind::own(cx.conn(), agency, me, today, month, 100).await?;
    let requests: Vec<RequestId> = stays.iter().map(|stay| stay.request).collect();
    Ok(rules::suggested(&due, on, &requests))
}

/// The acting person's reports of the last days and of those to come, newest first.
pub async fn list(cx: &mut Cx, range: DateRange) -> Result<Vec<DayReport>> {
    cx.require(Can::BeEmployee)?;
    let (agency, me) = (cx.agency(), cx.employee()?);
    store::days::of_people(cx.conn(), agency, &[me], range).await
}

/// The days that a person's page lists.
pub fn lately(today: NaiveDate) -> DateRange {
    DateRange {
        from: today.checked_sub_days(Days::new(BACK)).unwrap_or(today),
        ..reach(today)
    }
}

/// What waits for the acting person's answer, oldest first.
pub async fn waiting(cx: &mut Cx) -> Result<Vec<DayReport>> {
    let (agency, actor) = (cx.agency(), cx.actor().clone());
    store::days::inbox(cx.conn(), agency, actor.employee, actor.roles.leader).await
}

/// Of which days how many reports wait for the acting person's answer, oldest day first.
pub async fn waiting_days(cx: &mut Cx) -> Result<Vec<(NaiveDate, i64)>> {
    let (agency, actor) = (cx.agency(), cx.actor().clone());
    store::days::waiting_days(cx.conn(), agency, actor.employee, actor.roles.leader).await
}

/// What the acting person has to do about their own days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Today they work elsewhere, and nothing was reported yet.
    Today,
    /// The report of this day was given back.
    Returned(NaiveDate),
}

/// What the acting person has to do about their own days; `elsewhere`: today they work at a flexible place.
pub async fn open(cx: &mut Cx, elsewhere: bool) -> Result<Vec<Open>> {
    let (agency, me, today) = (cx.agency(), cx.employee()?, cx.today());
    let range = lately(today);
    let days = store::days::states(cx.conn(), agency, &[me], range).await?;
    let reported =
        |(_, on, state): &(EmployeeId, NaiveDate, State)| *on == today && *state != State::Planned;
    let mut all = Vec::new();
    if elsewhere && !days.iter().any(reported) {
        all.push(Open::Today);
    }
    if days.iter().all(|(.., state)| *state != State::Returned) {
        return Ok(all);
    }
    let days = store::days::of_people(cx.conn(), agency, &[me], range).await?;
    let unit = organisation::find(cx.conn(), agency, me).await?.unit;
    let within = terms::show(cx).await?.report_within;
    let ground = Ground::load(cx.conn(), agency, &[(me, unit)], today, today).await?;
    let zone = cx.actor().zone;
    let open = days.iter().filter(|one| {
        one.state == State::Returned
            && today <= until(&ground, unit, (one.on, Some(*one)), within, zone)
    });
    all.extend(open.map(|one| Open::Returned(one.on)));
    Ok(all)
}

/// Somebody of a team with their day.
#[derive(Debug)]
pub struct Member {
    pub person: Person,
    pub works: Works,
    /// Where they work elsewhere, as approved; empty: in the office.
    pub stays: Vec<Stay>,
    pub report: Option<DayReport>,
    /// They worked elsewhere and nothing was reported.
    pub missing: bool,
}

/// A day of a team.
#[derive(Debug)]
pub struct TeamDay {
    pub on: NaiveDate,
    pub members: Vec<Member>,
    /// The days around it that can be looked at.
    pub before: Option<NaiveDate>,
    pub after: Option<NaiveDate>,
}

/// The day of those one decides for; those who have not reported a day elsewhere first.
pub async fn team(cx: &mut Cx, on: NaiveDate) -> Result<TeamDay> {
    cx.require(Can::DecideRequests)?;
    let (agency, today) = (cx.agency(), cx.today());
    if !reach(today).contains(on) {
        return Err(Error::NotFound);
    }
    let people = match cx.actor().employee {
        Some(me) => organisation::subordinates(cx.conn(), agency, me, today).await?,
        None => Vec::new(),
    };
    let units: Vec<(EmployeeId, UnitId)> = people.iter().map(|one| (one.id, one.unit)).collect();
    let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let ground = Ground::load(cx.conn(), agency, &units, on, today).await?;
    let found = store::days::of_people(cx.conn(), agency, &ids, DateRange::day(on)).await?;
    let mut reports: HashMap<EmployeeId, DayReport> =
        found.into_iter().map(|one| (one.employee, one)).collect();
    let members = people.into_iter().map(|person| {
        let report = reports.remove(&person.id);
        let stays = ground.stays(person.id, on);
        let none = rules::standing(report.as_ref().map(|one| one.state)) == Standing::None;
        Member {
            works: ground.works(person.id, on),
            missing: none && !stays.is_empty() && on <= today,
            stays,
            report,
            person,
        }
    });
    let mut members: Vec<Member> = members.collect();
    members.sort_by_key(|one| !one.missing);
    let seen = |day: Option<NaiveDate>| day.filter(|day| reach(today).contains(*day));
    let next_to = |step: fn(&Ground, UnitId, NaiveDate) -> Option<NaiveDate>| {
        let unit = units.first().map(|(_, unit)| *unit)?;
        seen(step(&ground, unit, on))
    };
    Ok(TeamDay {
        on,
        before: next_to(Ground::before),
        after: next_to(Ground::after),
        members,
    })
}

/// How far the reports of some people are, on every day from `from` to `to`. Days without a row stand as nothing reported.
pub async fn standing(
    conn: &mut PgConnection,
    agency: AgencyId,
    employees: &[EmployeeId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<(EmployeeId, NaiveDate), Standing>> {
    let range = DateRange { from, to };
    let mut all = HashMap::new();
    for who in employees {
        let days = from.iter_days().take_while(|on| *on <= to);
        all.extend(days.map(|on| ((*who, on), Standing::None)));
    }
    for (who, on, state) in store::days::states(conn, agency, employees, range).await? {
        all.insert((who, on), rules::standing(Some(state)));
    }
    Ok(all)
}

/// Whom of some people to remind on a working day of theirs: they worked elsewhere on the working day before and have not reported it.
pub(super) async fn unreported(
    cx: &mut Cx,
    people: &[(EmployeeId, UnitId)],
) -> Result<Vec<(EmployeeId, NaiveDate)>> {
    let (agency, today) = (cx.agency(), cx.today());
    let ids: Vec<EmployeeId> = people.iter().map(|(id, _)| *id).collect();
    let mut ground = Ground::load(cx.conn(), agency, people, today, today).await?;
    let wanted = people.iter().filter_map(|(who, unit)| {
        let office = ground.calendars.office(*unit, today);
        let works = calendar::is_working_day(&office, today);
        Some((*who, ground.before(*unit, today).filter(|_| works)?))
    });
    let wanted: Vec<(EmployeeId, NaiveDate)> = wanted.collect();
    let Some(first) = wanted.iter().map(|(_, on)| *on).min() else {
        return Ok(Vec::new());
    };
    let range = DateRange {
        from: first,
        to: today,
    };
    ground.stays = store::days::stays(cx.conn(), agency, &ids, range).await?;
    ground.roster = shifts::roster(cx.conn(), agency, &ids, range).await?;
    let states = store::days::states(cx.conn(), agency, &ids, range).await?;
    let reported = |who: EmployeeId, on: NaiveDate| {
        let own = states.iter().find(|(id, day, _)| (*id, *day) == (who, on));
        rules::standing(own.map(|(.., state)| *state)) != Standing::None
    };
    let late = wanted
        .into_iter()
        .filter(|(who, on)| !ground.stays(*who, *on).is_empty() && !reported(*who, *on));
    Ok(late.collect())
}
