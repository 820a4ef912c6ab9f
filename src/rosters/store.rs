//! The statements of this area.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Day, Roster, Settings, State};
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, RequestId, RosterId, UnitId},
    },
    policy::Place,
};

/// The stored word of a kind of place.
fn place_code(place: Place) -> &'static str {
    match place {
        Place::Home => "home",
        Place::OtherOffice => "other_office",
        Place::OtherPlace => "other_place",
    }
}

fn place_of(code: &str) -> Place {
    match code {
        "home" => Place::Home,
        "other_office" => Place::OtherOffice,
        _ => Place::OtherPlace,
    }
}

/// Weekdays as bits, Monday first.
pub fn bits(weekdays: [bool; 7]) -> i16 {
    (0..7)
        .filter(|index| weekdays[*index])
        .map(|index| 1 << index)
        .sum()
}

fn weekdays(bits: i16) -> [bool; 7] {
    std::array::from_fn(|index| bits >> index & 1 == 1)
}

macro_rules! roster {
    ($row:expr) => {
        Roster {
            id: RosterId($row.id),
            settings: Settings {
                unit: UnitId($row.unit_id),
                from_on: $row.from_on,
                to_on: $row.to_on,
                share: u8::try_from($row.share).unwrap_or(1),
                place: place_of(&$row.place),
                place_detail: $row.place_detail,
                office_weekdays: weekdays($row.office_weekdays),
                office_dates: $row.office_dates,
                plan: $row.plan,
            },
            unit_name: $row.unit_name,
            state: State::of(&$row.state),
            made_by_name: $row.made_by_name,
            made_at: $row.made_at,
            published_at: $row.published_at,
            version: $row.version,
        }
    };
}

/// One roster.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: RosterId) -> Result<Roster> {
    let row = sqlx::query!(
        "select r.id, r.unit_id, u.name as unit_name, r.from_on, r.to_on, r.share, r.place, r.place_detail, r.office_weekdays, r.office_dates, r.plan, r.state, \
         e.name as made_by_name, r.made_at, r.published_at, r.version from rosters r \
         join units u on u.agency_id = r.agency_id and u.id = r.unit_id join employees e on e.agency_id = r.agency_id and e.id = r.made_by \
         where r.agency_id = $1 and r.id = $2",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(roster!(row))
}

/// The rosters of some units that are not thrown away, latest period first.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: &[Uuid],
) -> Result<Vec<Roster>> {
    let rows = sqlx::query!(
        "select r.id, r.unit_id, u.name as unit_name, r.from_on, r.to_on, r.share, r.place, r.place_detail, r.office_weekdays, r.office_dates, r.plan, r.state, \
         e.name as made_by_name, r.made_at, r.published_at, r.version from rosters r \
         join units u on u.agency_id = r.agency_id and u.id = r.unit_id join employees e on e.agency_id = r.agency_id and e.id = r.made_by \
         where r.agency_id = $1 and r.unit_id = any($2) and r.state <> 'discarded' order by r.from_on desc, r.id desc limit 100",
        agency.0,
        units
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| roster!(row)).collect())
}

/// Holds a roster while it is changed.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: RosterId) -> Result<()> {
    sqlx::query!(
        "select id from rosters where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

/// Keeps a new draft.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RosterId,
    settings: &Settings,
    by: EmployeeId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into rosters (agency_id, id, unit_id, from_on, to_on, share, place, place_detail, office_weekdays, office_dates, plan, made_by, made_at) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
        agency.0,
        id.0,
        settings.unit.0,
        settings.from_on,
        settings.to_on,
        i16::from(settings.share),
        place_code(settings.place),
        settings.place_detail,
        bits(settings.office_weekdays),
        &settings.office_dates,
        settings.plan,
        by.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a new state and the next version; a stale one is a conflict.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RosterId,
    version: i32,
    state: State,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "update rosters set state = $4, published_at = case when $4 = 'published' then $5::timestamptz end, version = version + 1 \
         where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        id.0,
        version,
        state.code(),
        now
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Puts these days of some people in place of those that are planned for them and not published.
pub async fn put_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RosterId,
    people: &[Uuid],
    days: &[Day],
) -> Result<()> {
    sqlx::query!(
        "delete from roster_days where agency_id = $1 and roster_id = $2 and employee_id = any($3) and request_id is null",
        agency.0,
        id.0,
        people
    )
    .execute(&mut *conn)
    .await?;
    let (people, dates): (Vec<Uuid>, Vec<NaiveDate>) =
        days.iter().map(|(person, day)| (person.0, *day)).unzip();
    sqlx::query!(
        "insert into roster_days (agency_id, roster_id, employee_id, on_date) select $1, $2, d.person, d.on_date from unnest($3::uuid[], $4::date[]) as d (person, on_date) \
         on conflict do nothing",
        agency.0,
        id.0,
        &people,
        &dates
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The planned days: person, day, and the request made of it.
pub async fn days(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RosterId,
) -> Result<Vec<(Day, Option<RequestId>)>> {
    let rows = sqlx::query!(
        "select employee_id, on_date, request_id from roster_days where agency_id = $1 and roster_id = $2 order by employee_id, on_date",
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let day = (EmployeeId(row.employee_id), row.on_date);
            (day, row.request_id.map(RequestId))
        })
        .collect())
}

/// Remembers the request that was made of some days of a person.
pub async fn published(
    conn: &mut PgConnection,
    agency: AgencyId,
    (id, employee): (RosterId, EmployeeId),
    days: &[NaiveDate],
    request: RequestId,
) -> Result<()> {
    sqlx::query!(
        "update roster_days set request_id = $4 where agency_id = $1 and roster_id = $2 and employee_id = $3 and on_date = any($5) and request_id is null",
        agency.0,
        id.0,
        employee.0,
        request.0,
        days
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The weekdays that some people would like.
pub async fn wishes(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
) -> Result<Vec<(EmployeeId, [bool; 7])>> {
    let rows = sqlx::query!(
        "select employee_id, weekdays from roster_wishes where agency_id = $1 and employee_id = any($2)",
        agency.0,
        people
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (EmployeeId(row.employee_id), weekdays(row.weekdays)))
        .collect())
}

/// Keeps the weekdays a person would like.
pub async fn put_wishes(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    wished: [bool; 7],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into roster_wishes (agency_id, employee_id, weekdays, updated_at) values ($1, $2, $3, $4) \
         on conflict (agency_id, employee_id) do update set weekdays = excluded.weekdays, updated_at = excluded.updated_at",
        agency.0,
        employee.0,
        bits(wished),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Days of the quarter by which whoever is rated best is ahead.
pub async fn credit(conn: &mut PgConnection, agency: AgencyId) -> Result<u32> {
    let days = sqlx::query_scalar!(
        "select roster_credit from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(days.map_or(0, |days| u32::try_from(days).unwrap_or(0)))
}
