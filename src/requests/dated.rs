//! The (half) days of people's requests as a calendar outside keeps them: those that hold, and those that fell away lately.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{State, rules::pattern_days, store};
use crate::{
    calendar::DateRange,
    kernel::{
        cx::BoxFuture,
        error::Result,
        id::{AgencyId, EmployeeId, RequestId},
    },
    policy::{DayTimes, Place},
};

/// One (half) day of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    pub request: RequestId,
    pub employee: EmployeeId,
    pub on: NaiveDate,
    /// 1 morning, 2 afternoon, 3 both.
    pub bits: u8,
    pub place: Place,
    /// Own start and end of work that go with it.
    pub times: Option<DayTimes>,
    /// Asked for and not decided yet.
    pub pending: bool,
    /// It was asked for once and holds no more.
    pub gone: bool,
    pub version: i32,
    pub changed_at: DateTime<Utc>,
}

/// A weekly pattern with everything its days depend on.
#[derive(Clone, Debug)]
pub(super) struct Repeating {
    pub request: RequestId,
    pub employee: EmployeeId,
    pub place: Place,
    pub times: Option<DayTimes>,
    pub state: State,
    pub validity: DateRange,
    pub stopped_on: Option<NaiveDate>,
    pub week: [u8; 7],
    pub exceptions: BTreeMap<NaiveDate, u8>,
    /// Single days of it were cancelled, or exchanged.
    pub trimmed: bool,
    pub version: i32,
    pub changed_at: DateTime<Utc>,
}

/// The days of these people's requests within a range; what fell away is told when that happened after `since`.
pub async fn dated(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
    since: DateTime<Utc>,
) -> Result<Vec<Dated>> {
    let ids: Vec<uuid::Uuid> = people.iter().map(|id| id.0).collect();
    let mut days = store::dated::single(conn, agency, &ids, range, since).await?;
    for pattern in store::dated::repeating(conn, agency, &ids, range, since).await? {
        days.extend(spread(&pattern, range, since));
    }
    Ok(days)
}

/// The days of a range on which these people are approved to work elsewhere: a hook of the kernel, for areas that may not ask this one.
pub fn elsewhere<'a>(
    conn: &'a mut PgConnection,
    agency: AgencyId,
    people: &'a [EmployeeId],
    (from, to): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<HashSet<(EmployeeId, NaiveDate)>>> {
    Box::pin(async move {
        let days = dated(conn, agency, people, DateRange { from, to }, now).await?;
        let holds = days.iter().filter(|day| !day.pending && !day.gone);
        Ok(holds.map(|day| (day.employee, day.on)).collect())
    })
}

/// The days of a pattern within a range.
fn spread(pattern: &Repeating, range: DateRange, since: DateTime<Utc>) -> Vec<Dated> {
    let stopped = matches!(pattern.state, State::Cancelled | State::Revoked);
    let stands = pattern.state.counts() || pattern.state == State::Ended;
    let lately = pattern.changed_at >= since;
    let holds = |on: NaiveDate| match pattern.stopped_on {
        Some(first) => (stands || stopped) && on < first,
        None => stands,
    };
    let day = |on, bits, gone| Dated {
        request: pattern.request,
        employee: pattern.employee,
        on,
        bits,
        place: pattern.place,
        times: pattern.times,
        pending: pattern.state.is_pending(),
        gone,
        version: pattern.version,
        changed_at: pattern.changed_at,
    };
    let mut days: Vec<Dated> =
        pattern_days(pattern.week, pattern.validity, &pattern.exceptions, range)
            .into_iter()
            .map(|(on, bits)| day(on, bits, !holds(on)))
            .filter(|day| lately || !day.gone)
            .collect();
    if pattern.trimmed && lately {
        let usual = pattern_days(pattern.week, pattern.validity, &BTreeMap::new(), range);
        days.extend(
            usual
                .into_iter()
                .filter(|(on, _)| pattern.exceptions.get(on) == Some(&0))
                .map(|(on, bits)| day(on, bits, true)),
        );
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Every Tuesday of December, morning only on the 15th, the 22nd at the office.
    fn tuesdays(state: State) -> Repeating {
        Repeating {
            request: RequestId(uuid::Uuid::nil()),
            employee: EmployeeId(uuid::Uuid::nil()),
            place: Place::Home,
            times: None,
            state,
            validity: DateRange {
                from: on("2026-12-01"),
                to: on("2026-12-31"),
            },
            stopped_on: None,
            week: [0, 3, 0, 0, 0, 0, 0],
            exceptions: BTreeMap::from([(on("2026-12-15"), 1), (on("2026-12-22"), 0)]),
            trimmed: false,
            version: 4,
            changed_at: at("2026-12-01T00:00:00Z"),
        }
    }

    fn told(pattern: &Repeating, since: &str) -> Vec<(u32, u8, bool)> {
        use chrono::Datelike;
        let range = DateRange {
            from: on("2026-11-01"),
            to: on("2027-02-01"),
        };
        let mut days: Vec<_> = spread(pattern, range, at(since))
            .into_iter()
            .map(|day| (day.on.day(), day.bits, day.gone))
            .collect();
        days.sort_unstable();
        days
    }

    const LATELY: &str = "2026-11-20T00:00:00Z";
    const LONG_AGO: &str = "2026-12-20T00:00:00Z";

    #[test]
    fn a_pattern_that_stands_gives_its_days_and_leaves_its_exceptions_out() {
        let days = [(1, 3, false), (8, 3, false), (15, 1, false), (29, 3, false)];
        for state in [State::Submitted, State::Approved, State::Ended] {
            assert_eq!(told(&tuesdays(state), LATELY), days, "{state:?}");
        }
        assert!(
            spread(
                &tuesdays(State::Submitted),
                tuesdays(State::Draft).validity,
                at(LATELY)
            )
            .iter()
            .all(|day| day.pending)
        );
    }

    #[test]
    fn a_pattern_that_was_stopped_holds_until_then_and_is_gone_after() {
        let mut pattern = tuesdays(State::Revoked);
        pattern.stopped_on = Some(on("2026-12-08"));
        assert_eq!(
            told(&pattern, LATELY),
            [(1, 3, false), (8, 3, true), (15, 1, true), (29, 3, true)]
        );
        assert_eq!(told(&pattern, LONG_AGO), [(1, 3, false)]);
    }

    #[test]
    fn a_pattern_that_never_came_to_be_is_gone_whole() {
        for state in [State::Withdrawn, State::Refused, State::Returned] {
            let days = told(&tuesdays(state), LATELY);
            assert_eq!(days.len(), 4, "{state:?}");
            assert!(days.iter().all(|(_, _, gone)| *gone), "{state:?}");
            assert!(told(&tuesdays(state), LONG_AGO).is_empty());
        }
    }

    #[test]
    fn a_day_that_was_cancelled_alone_is_gone_with_its_usual_halves() {
        let mut pattern = tuesdays(State::Approved);
        pattern.trimmed = true;
        assert!(told(&pattern, LATELY).contains(&(22, 3, true)));
        assert!(
            !told(&pattern, LONG_AGO)
                .iter()
                .any(|(day, _, _)| *day == 22)
        );
    }
}
