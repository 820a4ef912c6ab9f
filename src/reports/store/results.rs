//! The statements behind the report of results: short ones, for some people at a time.

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    kernel::{error::Result, id::AgencyId, time::zone},
    reports::{
        counting::{Person, Piece},
        results::{Count, Counted},
    },
};

/// From how many people on a group is shown.
pub async fn smallest_group(conn: &mut PgConnection, agency: AgencyId) -> Result<i64> {
    let least = sqlx::query_scalar!(
        "select smallest_group from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(i64::from(least.unwrap_or(SMALLEST)))
}

/// The last count of a period.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, code: &str) -> Result<Option<Count>> {
    let row = sqlx::query!(
        r#"select as_of, summary as "summary: Json<Vec<Counted>>" from results where agency_id = $1 and code = $2"#,
        agency.0,
        code
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Count {
        as_of: row.as_of,
        units: row.summary.0,
    }))
}

/// Writes a count in the place of the one before.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    code: &str,
    count: &Count,
) -> Result<()> {
    sqlx::query!(
        "insert into results (agency_id, code, as_of, summary) values ($1, $2, $3, $4) \
         on conflict (agency_id, code) do update set as_of = excluded.as_of, summary = excluded.summary",
        agency.0,
        code,
        count.as_of,
        Json(&count.units) as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// People of a group where the agency says nothing else. Ours.
const SMALLEST: i16 = 5;

/// The units of an agency by name.
pub async fn units(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!(
        "select id, name from units where agency_id = $1 order by lower(name), id",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The days from Monday to Saturday on which an agency works, in a range.
pub async fn working_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<NaiveDate>> {
    Ok(sqlx::query_scalar!(
        r#"select g::date as "on_date!" from generate_series($2::date, $3::date, interval '1 day') g
           where extract(isodow from g) < 7 and not exists (select 1 from national_days n where n.on_date = g::date)
             and not exists (select 1 from agency_days a where a.agency_id = $1 and a.on_date = g::date and a.kind = 'holiday' and a.unit_id is null)
           order by 1"#,
        agency.0,
        from,
        to
    )
    .fetch_all(conn)
    .await?)
}

/// The next people of today, by id.
pub async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"select e.id, e.unit_id, coalesce(u.week_pattern, s.week_pattern, 5) as "week!", coalesce(u.time_zone, a.time_zone) as "zone!" from employees e
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id join agencies a on a.id = e.agency_id
           left join agency_settings s on s.agency_id = e.agency_id
           where e.agency_id = $1 and e.active and ($2::uuid is null or e.id > $2) order by e.id limit $3"#,
        agency.0,
        after,
        most
    )
    .fetch_all(conn)
    .await?;
    let people = rows.into_iter().map(|row| Person {
        id: row.id,
        unit: row.unit_id,
        saturdays: row.week == 6,
        zone: zone(&row.zone),
    });
    Ok(people.collect())
}

/// The half days of people in a range for which a place was approved, as bits, a row for each request and day.
pub async fn places(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Uuid, NaiveDate, i16)>> {
    let rows = sqlx::query!(
        r#"select r.employee_id as "employee_id!", x.on_date as "on_date!", x.halves as "halves!" from requests r
           join request_days x on x.agency_id = r.agency_id and x.request_id = r.id and not x.dropped
           where r.agency_id = $1 and r.employee_id = any($2) and r.kind = 'place' and r.shape = 'days' and r.first_on <= $4 and r.last_on >= $3
             and (r.state in ('approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on)
             and x.on_date between $3 and $4 and x.on_date <= least(r.last_on, r.stopped_on - 1)
           union all
           select r.employee_id, g::date, coalesce(x.halves, r.week_halves[extract(isodow from g)::int], 0::smallint) from requests r
           cross join generate_series(greatest(r.first_on, $3), least(r.last_on, r.stopped_on - 1, $4), interval '1 day') g
           left join request_days x on x.agency_id = r.agency_id and x.request_id = r.id and x.on_date = g::date
           where r.agency_id = $1 and r.employee_id = any($2) and r.kind = 'place' and r.shape = 'pattern' and r.first_on <= $4 and r.last_on >= $3
             and (r.state in ('approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on)"#,
        agency.0,
        people,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    let places = rows
        .into_iter()
        .map(|row| (row.employee_id, row.on_date, row.halves));
    Ok(places.collect())
}

/// When people were on leave or a trip, first and last day.
pub async fn away(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Uuid, NaiveDate, NaiveDate)>> {
    let rows = sqlx::query!(
        "select employee_id, from_on, to_on from absences \
         where agency_id = $1 and employee_id = any($2) and cancelled_at is null and from_on <= $4 and to_on >= $3",
        agency.0,
        people,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    let away = rows
        .into_iter()
        .map(|row| (row.employee_id, row.from_on, row.to_on));
    Ok(away.collect())
}

/// Accepted work of people that was first delivered about a range: a day of every zone's more on both sides.
pub async fn accepted(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Uuid, Piece)>> {
    let rows = sqlx::query!(
        r#"select w.employee_id, v.delivered_at, w.due_on, w.rounds - 1 as "again!" from deliverables w
           join deliveries v on v.agency_id = w.agency_id and v.deliverable_id = w.id and v.number = 1
           where w.agency_id = $1 and w.employee_id = any($2) and w.state = 'accepted'
             and v.delivered_at >= $3::date - interval '2 days' and v.delivered_at < $4::date + interval '2 days'"#,
        agency.0,
        people,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    let pieces = rows.into_iter().map(|row| {
        let piece = Piece {
            delivered: row.delivered_at,
            due_on: row.due_on,
            again: i64::from(row.again),
        };
        (row.employee_id, piece)
    });
    Ok(pieces.collect())
}
