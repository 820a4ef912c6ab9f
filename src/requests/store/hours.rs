//! Own working hours of people.

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    calendar::DateRange,
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, RequestId},
    },
    policy::HoursWeek,
    requests::{State, hours::Held},
};

fn until(last: NaiveDate, stopped: Option<NaiveDate>) -> NaiveDate {
    stopped
        .and_then(|day| day.pred_opt())
        .map_or(last, |day| day.min(last))
}

/// The first other request for own hours of a person that holds or waits in a period.
pub async fn other(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    period: DateRange,
    without: Option<RequestId>,
) -> Result<Option<DateRange>> {
    let row = sqlx::query!(
        r#"select first_on as "first_on!", last_on as "last_on!", stopped_on from requests
           where agency_id = $1 and employee_id = $2 and kind = 'time' and id is distinct from $3
           and (state in ('submitted', 'offered', 'approved', 'approved_adjusted') or (stopped_on > first_on and stopped_on > $4))
           and first_on <= $5 and last_on >= $4 order by first_on, id limit 1"#,
        agency.0,
        employee.0,
        without.map(|id| id.0),
        period.from,
        period.to
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| DateRange {
        from: row.first_on,
        to: until(row.last_on, row.stopped_on),
    }))
}

/// Own hours of people that hold, held or wait in a range.
pub async fn held(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
) -> Result<Vec<Held>> {
    let rows = sqlx::query!(
        r#"select employee_id, state, first_on as "first_on!", last_on as "last_on!", stopped_on, hours as "hours!: Json<HoursWeek>" from requests
           where agency_id = $1 and employee_id = any($2) and kind = 'time'
           and (state in ('submitted', 'approved', 'approved_adjusted', 'ended') or stopped_on > first_on)
           and first_on <= $4 and last_on >= $3 order by first_on, id"#,
        agency.0,
        people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Held {
            employee: EmployeeId(row.employee_id),
            period: DateRange {
                from: row.first_on,
                to: until(row.last_on, row.stopped_on),
            },
            week: row.hours.0,
            pending: State::of(&row.state).is_some_and(State::is_pending),
        })
        .collect())
}
