//! Days of requests with what a calendar outside needs to keep them up to date. Led by the person, whose requests are few.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::board::{exceptions, week};
use crate::{
    calendar::DateRange,
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, RequestId},
    },
    policy::{DayTimes, Place},
    requests::{
        State, ask,
        dated::{Dated, Repeating},
    },
};

/// Days of requests for single days.
pub async fn single(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
    since: DateTime<Utc>,
) -> Result<Vec<Dated>> {
    let rows = sqlx::query!(
        r#"select r.id, r.employee_id, d.on_date, d.halves, d.counts, r.state, r.place as "place!", r.day_times as "day_times: Json<DayTimes>", r.version, r.updated_at from requests r
           join request_days d on d.agency_id = r.agency_id and d.request_id = r.id
           where r.agency_id = $1 and r.employee_id = any($2) and r.shape = 'days' and r.submitted_at is not null
           and d.on_date between $3 and $4 and d.halves > 0 and (d.counts or r.updated_at >= $5)"#,
        agency.0,
        people,
        range.from,
        range.to,
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Dated {
            request: RequestId(row.id),
            employee: EmployeeId(row.employee_id),
            on: row.on_date,
            bits: u8::try_from(row.halves).unwrap_or(3),
            place: ask::place_of(&row.place).unwrap_or(Place::OtherPlace),
            times: row.day_times.map(|Json(times)| times),
            pending: State::of(&row.state).is_some_and(State::is_pending),
            gone: !row.counts,
            version: row.version,
            changed_at: row.updated_at,
        })
        .collect())
}

/// Weekly patterns that touch a range and hold, held once, or ended lately.
pub async fn repeating(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
    since: DateTime<Utc>,
) -> Result<Vec<Repeating>> {
    let rows = sqlx::query!(
        r#"select r.id, r.employee_id, r.state, r.place as "place!", r.day_times as "day_times: Json<DayTimes>", r.first_on as "first_on!", r.last_on as "last_on!", r.stopped_on,
           r.week_halves as "week_halves!", r.version, r.updated_at,
           array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id order by d.on_date) as "except_on!",
           array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id order by d.on_date) as "except_halves!",
           exists (select 1 from request_events v where v.agency_id = r.agency_id and v.request_id = r.id and v.event in ('day-cancelled', 'exchanged', 'exchange-undone')) as "trimmed!"
           from requests r where r.agency_id = $1 and r.employee_id = any($2) and r.shape = 'pattern' and r.week_halves is not null
           and r.submitted_at is not null and r.first_on <= $4 and r.last_on >= $3
           and (r.state in ('submitted', 'offered', 'approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on or r.updated_at >= $5)"#,
        agency.0,
        people,
        range.from,
        range.to,
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Repeating {
            request: RequestId(row.id),
            employee: EmployeeId(row.employee_id),
            place: ask::place_of(&row.place).unwrap_or(Place::OtherPlace),
            times: row.day_times.map(|Json(times)| times),
            state: State::of(&row.state).unwrap_or(State::Draft),
            validity: DateRange {
                from: row.first_on,
                to: row.last_on,
            },
            stopped_on: row.stopped_on,
            week: week(&row.week_halves),
            exceptions: exceptions(&row.except_on as &[NaiveDate], &row.except_halves),
            trimmed: row.trimmed,
            version: row.version,
            changed_at: row.updated_at,
        })
        .collect())
}
