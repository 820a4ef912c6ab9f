//! Gathers what was known of many people in a month: class, rating, decided measures, work that was due, and of each working day what was
//! approved, recorded and excused. Read in a few statements for many people; how it is put together is pure.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Outage, Scheme,
    rules::{Day, Excuse, Inputs, Report, Reports},
    store,
    store::facts::{Due, Person},
};
use crate::{
    calendar::{DateRange, Half, hours_on},
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, RequestId, UnitId},
    },
    performance::day::{self, Standing},
    presence::{self, Bounds},
    requests::{Board, Keeping, Member, Month, Where},
};

/// A month that is counted.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub month: Month,
    /// The last day that is looked at.
    pub until: NaiveDate,
}

/// What was known of the next people by id, at most so many; an empty list at the end.
pub async fn gather(
    conn: &mut PgConnection,
    agency: AgencyId,
    scheme: &Scheme,
    asked: Asked,
    after: Option<EmployeeId>,
    most: i64,
) -> Result<Vec<(EmployeeId, Inputs)>> {
    let month = asked.month.range();
    let people = store::facts::people(conn, agency, month, after, most).await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let members = people
        .iter()
        .map(|one| Member {
            id: one.id,
            name: String::new(),
            unit: one.unit,
            position: String::new(),
        })
        .collect();
    let days = DateRange {
        from: month.from,
        to: asked.until,
    };
    let board = Board::of_people(conn, agency, members, days).await?;
    let keeping = Keeping::load(conn, agency, &ids, days).await?;
    let marks = presence::bounds(conn, agency, &ids, days).await?;
    let reviewed = presence::reviews(conn, agency, &ids, days).await?;
    let outages = store::outages::bearing(conn, agency, &uuids, (days.from, days.to)).await?;
    let mut rated = store::facts::ratings(
        conn,
        agency,
        &uuids,
        &periods(asked.month, scheme.terms.lag),
    )
    .await?;
    let told = day::standing(conn, agency, &ids, days.from, days.to).await?;
    let mut measures = store::facts::measures(conn, agency, &uuids, month).await?;
    let due = store::facts::due(conn, agency, &uuids, month).await?;
    let known = Known {
        asked,
        board: &board,
        keeping: &keeping,
        marks: &marks,
        told: &told,
        looked_at: &|who, on| reviewed.contains_key(&(who, on)),
        outages: &outages,
    };
    Ok(people
        .into_iter()
        .map(|person| {
            let due = due.get(&person.id).map_or(&[][..], Vec::as_slice);
            let (days, working_days, away) = known.days(&person, due);
            let inputs = Inputs {
                month: month.from,
                until: asked.until,
                kelas: person.kelas,
                base: person
                    .kelas
                    .and_then(|one| scheme.amounts.get(&one).copied()),
                cpns: person.cpns,
                legal_state: person.legal_state,
                rated: rated.remove(&person.id),
                working_days,
                away,
                days,
                reports: reports(due, month, asked.until),
                measures: measures.remove(&person.id).unwrap_or_default(),
            };
            (person.id, inputs)
        })
        .collect())
}

/// The periods of ratings that tell of the month so many months before, the narrowest first: the month, its quarter, its year.
pub fn periods(month: Month, lag: u8) -> Vec<String> {
    let first = month.first();
    let then = first
        .checked_sub_months(Months::new(u32::from(lag)))
        .unwrap_or(first);
    vec![
        then.format("%Y-%m").to_string(),
        format!("{}-Q{}", then.year(), then.quarter()),
        then.year().to_string(),
    ]
}

/// What became of a piece of work by the last day that is looked at.
fn report(one: &Due, until: NaiveDate) -> Report {
    match one.state.as_deref() {
        Some("accepted") => Report::Accepted,
        Some("delivered") => Report::Pending,
        Some("revision" | "refused") => Report::Refused,
        _ if one.due_on > until => Report::Pending,
        _ => Report::Missing,
    }
}

/// How many reports were due in the month and what became of them; what is not due by the last day looked at is not counted.
fn reports(due: &[Due], month: DateRange, until: NaiveDate) -> Reports {
    let mut all = Reports::default();
    for one in due
        .iter()
        .filter(|one| one.due_on <= until && month.contains(one.due_on))
    {
        all.due += 1;
        match report(one, until) {
            Report::Accepted => all.accepted += 1,
            Report::Pending => all.waiting += 1,
            Report::Refused => all.refused += 1,
            Report::Missing | Report::Unasked => all.missing += 1,
        }
    }
    all
}

/// What became of the work that a request promised for a day: the first that is due on it or after.
fn promised(due: &[Due], request: RequestId, on: NaiveDate, until: NaiveDate) -> Report {
    due.iter()
        .filter(|one| one.request == Some(request) && one.due_on >= on)
        .min_by_key(|one| one.due_on)
        .map_or(Report::Unasked, |one| report(one, until))
}

/// What became of a flexible day: what its report says, and where nothing was reported the work that was promised for it.
fn became(told: Option<Standing>, work: Report) -> Report {
    match told {
        Some(Standing::Accepted) => Report::Accepted,
        Some(Standing::Pending) => Report::Pending,
        Some(Standing::Returned) => Report::Refused,
        Some(Standing::None) | None => work,
    }
}

/// What was read of everybody.
struct Known<'a> {
    asked: Asked,
    board: &'a Board,
    keeping: &'a Keeping,
    marks: &'a HashMap<(EmployeeId, NaiveDate), Bounds>,
    /// How far the reports of days are.
    told: &'a HashMap<(EmployeeId, NaiveDate), Standing>,
    looked_at: &'a (dyn Fn(EmployeeId, NaiveDate) -> bool + Sync),
    outages: &'a [Outage],
}

/// What HR said of a day of somebody in a unit below `above`.
fn said(one: &Outage, who: EmployeeId, above: &[UnitId], on: NaiveDate) -> Option<Excuse> {
    if on < one.from || one.to < on {
        return None;
    }
    match one.employee {
        Some(named) => (named == who).then_some(Excuse::Recorded),
        None => one
            .unit
            .is_none_or(|unit| above.contains(&unit))
            .then_some(Excuse::Outage),
    }
}

/// The hours that somebody was to keep on a day.
#[derive(Clone, Copy, Debug)]
struct Schedule {
    start: NaiveDateTime,
    end: NaiveDateTime,
    minutes: u16,
}

impl Known<'_> {
    /// The days of a person on which there was something to say, how many working days there were, and on how many of them they were away.
    fn days(&self, person: &Person, due: &[Due]) -> (Vec<Day>, u8, u8) {
        let above = if self.outages.is_empty() {
            Vec::new()
        } else {
            self.board.calendars.above(person.unit)
        };
        let (mut told, mut working, mut away) = (Vec::new(), 0_u8, 0_u8);
        let until = self.asked.until;
        for on in self.asked.month.days().take_while(|on| *on <= until) {
            let morning = self.board.place(person.id, on, Half::Morning);
            let afternoon = self.board.place(person.id, on, Half::Afternoon);
            let gone = |one: &Where| matches!(one, Where::Leave | Where::Trip);
            if matches!(morning, Where::Off(_)) && matches!(afternoon, Where::Off(_)) {
                continue;
            }
            working += 1;
            if gone(&morning) && gone(&afternoon) {
                away += 1;
                continue;
            }
            let mut day = self.day(person, on, working, [&morning, &afternoon], due);
            if !day.is_plain() {
                let said = self
                    .outages
                    .iter()
                    .filter_map(|one| said(one, person.id, &above, on));
                day.excuse = said
                    .min_by_key(|one| *one as u8)
                    .or_else(|| (self.looked_at)(person.id, on).then_some(Excuse::Reviewed));
                told.push(day);
            }
        }
        (told, working, away)
    }

    fn day(
        &self,
        person: &Person,
        on: NaiveDate,
        nth: u8,
        [morning, afternoon]: [&Where; 2],
        due: &[Due],
    ) -> Day {
        let mut day = Day::plain(on, nth);
        let elsewhere = |one: &Where| matches!(one, Where::At { pending: false, .. });
        let office = |one: &Where| matches!(one, Where::Office | Where::At { pending: true, .. });
        let whole = elsewhere(morning) && elsewhere(afternoon);
        let schedule = self.schedule(person, on);
        if whole {
            let stay = self
                .board
                .stays(person.id, on, None)
                .find(|one| !one.pending);
            let work = stay.map_or(Report::Unasked, |stay| {
                promised(due, stay.request, on, self.asked.until)
            });
            day.flexible = Some(became(self.told.get(&(person.id, on)).copied(), work));
            day.minutes = schedule.minutes;
        }
        // of a day that is elsewhere or away by half, only the half in the office is looked at
        let (begins, ends) = (whole || office(morning), whole || office(afternoon));
        match self.marks.get(&(person.id, on)) {
            None => day.unseen = begins && ends,
            Some(seen) => {
                let zone = self.board.calendars.zone(person.id);
                let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
                let minutes = |span: chrono::TimeDelta| {
                    u16::try_from(span.num_minutes().clamp(0, 1_440)).unwrap_or(0)
                };
                // a shift that passes midnight ends on a day of its own marks
                let ends = ends && schedule.end.date() == on;
                let some = seen.start.is_some() || seen.end.is_some();
                if begins {
                    day.late = seen
                        .start
                        .map_or(0, |at| minutes(local(at) - schedule.start));
                    day.no_in = some && seen.start.is_none();
                }
                if ends {
                    day.early = seen.end.map_or(0, |at| minutes(schedule.end - local(at)));
                    day.no_out = some && seen.end.is_none();
                }
            }
        }
        day
    }

    /// A shift, own hours, or those of the office.
    fn schedule(&self, person: &Person, on: NaiveDate) -> Schedule {
        let office = self.board.calendars.person(person.id, on);
        let office = office.unwrap_or_else(|| self.board.calendars.agency(on));
        let usual = hours_on(&office, on);
        let minutes = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        let held = self.board.roster.on(person.id, on);
        if let Some(shift) = held.and_then(|day| day.shift) {
            let (start, end) = shift.on(on);
            let net = u32::try_from(shift.net_minutes()).unwrap_or(0);
            return Schedule {
                start,
                end,
                minutes: minutes(net),
            };
        }
        let own = self.keeping.times(person.id, on, self.board);
        let (start, end) = own.map_or((usual.start, usual.end), |own| (own.start, own.end));
        Schedule {
            start: on.and_time(start),
            end: on.and_time(end),
            minutes: minutes(own.map_or(usual.net_minutes(), |own| {
                own.net_minutes(usual.break_minutes)
            })),
        }
    }
}

/// The last day of a month that can be looked at: its own last, or yesterday. None: it has not begun.
pub fn until(month: Month, today: NaiveDate) -> Option<NaiveDate> {
    let yesterday = today - Days::new(1);
    let last = month.range().to.min(yesterday);
    (last >= month.first()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_rating_of_so_many_months_before_counts() {
        let month = Month::parse("2026-11").unwrap();
        assert_eq!(periods(month, 0), ["2026-11", "2026-Q4", "2026"]);
        assert_eq!(periods(month, 3), ["2026-08", "2026-Q3", "2026"]);
        assert_eq!(periods(month, 12), ["2025-11", "2025-Q4", "2025"]);
        let march = Month::parse("2027-03").unwrap();
        assert_eq!(periods(march, 3), ["2026-12", "2026-Q4", "2026"]);
    }

    #[test]
    fn a_month_is_looked_at_until_yesterday() {
        let month = Month::parse("2026-11").unwrap();
        assert_eq!(until(month, day("2026-11-20")), Some(day("2026-11-19")));
        assert_eq!(until(month, day("2026-12-20")), Some(day("2026-11-30")));
        assert_eq!(until(month, day("2026-11-01")), None);
    }

    #[test]
    fn the_report_of_a_day_goes_before_its_work() {
        let of = |told| became(told, Report::Missing);
        assert_eq!(of(Some(Standing::Accepted)), Report::Accepted);
        assert_eq!(of(Some(Standing::Pending)), Report::Pending);
        assert_eq!(of(Some(Standing::None)), Report::Missing);
        assert_eq!(of(None), Report::Missing);
        let back = became(Some(Standing::Returned), Report::Accepted);
        assert_eq!(back, Report::Refused);
    }

    #[test]
    fn a_day_has_the_first_work_that_is_due_on_it_or_after() {
        let request = RequestId::new();
        let due = |on: &str, state: Option<&str>| Due {
            request: Some(request),
            due_on: day(on),
            state: state.map(str::to_owned),
        };
        let all = [
            due("2026-11-04", Some("accepted")),
            due("2026-11-11", Some("refused")),
            due("2026-11-18", None),
            due("2026-11-25", None),
        ];
        let until = day("2026-11-20");
        let found = |on: &str| promised(&all, request, day(on), until);
        assert_eq!(found("2026-11-04"), Report::Accepted);
        assert_eq!(found("2026-11-05"), Report::Refused);
        assert_eq!(found("2026-11-12"), Report::Missing);
        assert_eq!(found("2026-11-19"), Report::Pending);
        assert_eq!(found("2026-11-26"), Report::Unasked);
        assert_eq!(
            promised(&all, RequestId::new(), day("2026-11-04"), until),
            Report::Unasked
        );
        let month = Month::parse("2026-11").unwrap().range();
        let counted = reports(&all, month, until);
        assert_eq!(
            (
                counted.due,
                counted.accepted,
                counted.refused,
                counted.missing
            ),
            (3, 1, 1, 1)
        );
    }
}
