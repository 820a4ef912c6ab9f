//! Statements about marks and reviews.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{At, Day, Kind, Mark, Marks, Observed, Source};
use crate::{
    calendar::DateRange,
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId},
        time::zone,
    },
};

/// Holds a person's record: their marks are added one at a time.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, who: EmployeeId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from employees where agency_id = $1 and id = $2 for no key update",
        agency.0,
        who.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// The marks of some people within a range.
pub async fn marks(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<Marks> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select employee_id, on_date, at, mark, place, source, note, device from presence_marks
           where agency_id = $1 and employee_id = any($2) and on_date between $3 and $4 order by at, id"#,
        agency.0,
        &ids,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    let mut all = Marks::new();
    for row in rows {
        let key = (EmployeeId(row.employee_id), row.on_date);
        let day: &mut Day = all.entry(key).or_default();
        day.marks.push(Mark {
            on: row.on_date,
            at: row.at,
            kind: if row.mark == "end" {
                Kind::End
            } else {
                Kind::Start
            },
            place: row.place.as_deref().and_then(At::of),
            source: if row.source == "observed" {
                Source::Observed
            } else {
                Source::Declared
            },
            note: row.note,
            device: row.device,
        });
    }
    Ok(all)
}

/// What was recorded of somebody's day, in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first beginning that an attendance system saw.
    pub start: Option<DateTime<Utc>>,
    /// The last end that it saw.
    pub end: Option<DateTime<Utc>>,
}

/// The bounds of the days of some people on which anything was declared or seen, within a range.
pub async fn bounds(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<HashMap<(EmployeeId, NaiveDate), Bounds>> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select employee_id, on_date, min(at) filter (where mark = 'start' and source = 'observed') as start_at, \
         max(at) filter (where mark = 'end' and source = 'observed') as end_at from presence_marks \
         where agency_id = $1 and employee_id = any($2) and on_date between $3 and $4 group by employee_id, on_date",
        agency.0,
        &ids,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let bounds = Bounds {
                start: row.start_at,
                end: row.end_at,
            };
            ((EmployeeId(row.employee_id), row.on_date), bounds)
        })
        .collect())
}

/// Adds a declaration.
pub async fn declare(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    mark: &Mark,
) -> Result<()> {
    sqlx::query!(
        "insert into presence_marks (agency_id, id, employee_id, on_date, at, mark, place, source, note, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7, 'declared', $8, $5)",
        agency.0,
        Uuid::now_v7(),
        who.0,
        mark.on,
        mark.at,
        mark.kind.code(),
        mark.place.map(At::code),
        mark.note
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The active people with these NIPs, and the zone each works in.
pub async fn by_nip(
    conn: &mut PgConnection,
    agency: AgencyId,
    nips: &[String],
) -> Result<HashMap<String, (EmployeeId, chrono_tz::Tz)>> {
    let rows = sqlx::query!(
        r#"select e.nip, e.id, coalesce(u.time_zone, a.time_zone) as "zone!" from employees e
           join agencies a on a.id = e.agency_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           where e.agency_id = $1 and e.nip = any($2) and e.active"#,
        agency.0,
        nips
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.nip, (EmployeeId(row.id), zone(&row.zone))))
        .collect())
}

/// Adds what an attendance system saw; gives the keys that are new.
pub async fn observe(
    conn: &mut PgConnection,
    agency: AgencyId,
    device: &str,
    seen: &[(EmployeeId, NaiveDate, &Observed)],
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    let ids: Vec<Uuid> = seen.iter().map(|_| Uuid::now_v7()).collect();
    let people: Vec<Uuid> = seen.iter().map(|(who, ..)| who.0).collect();
    let days: Vec<NaiveDate> = seen.iter().map(|(_, on, _)| *on).collect();
    let instants: Vec<DateTime<Utc>> = seen.iter().map(|(.., one)| one.at).collect();
    let kinds: Vec<String> = seen
        .iter()
        .map(|(.., one)| one.kind.code().to_owned())
        .collect();
    let places: Vec<Option<String>> = seen
        .iter()
        .map(|(.., one)| one.place.map(|at| at.code().to_owned()))
        .collect();
    let keys: Vec<String> = seen.iter().map(|(.., one)| one.key.clone()).collect();
    Ok(sqlx::query_scalar!(
        r#"insert into presence_marks (agency_id, id, employee_id, on_date, at, mark, place, source, device, device_key, recorded_at)
           select $1, x.id, x.who, x.on_date, x.at, x.mark, x.place, 'observed', $2, x.key, $3
           from unnest($4::uuid[], $5::uuid[], $6::date[], $7::timestamptz[], $8::text[], $9::text[], $10::text[]) as x (id, who, on_date, at, mark, place, key)
           on conflict (agency_id, device, device_key) do nothing returning device_key as "key!""#,
        agency.0,
        device,
        now,
        &ids,
        &people,
        &days,
        &instants,
        &kinds,
        &places as &[Option<String>],
        &keys
    )
    .fetch_all(conn)
    .await?)
}

/// That somebody has looked at a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub by_name: String,
    pub at: DateTime<Utc>,
    pub note: String,
}

/// The reviews of some people's days within a range.
pub async fn reviews(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<HashMap<(EmployeeId, NaiveDate), Review>> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select r.employee_id, r.on_date, e.name, r.reviewed_at, r.note from presence_reviews r \
         join employees e on e.agency_id = r.agency_id and e.id = r.reviewed_by \
         where r.agency_id = $1 and r.employee_id = any($2) and r.on_date between $3 and $4",
        agency.0,
        &ids,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let review = Review {
                by_name: row.name,
                at: row.reviewed_at,
                note: row.note,
            };
            ((EmployeeId(row.employee_id), row.on_date), review)
        })
        .collect())
}

/// Notes that a day was looked at; whether it was new.
pub async fn put_review(
    conn: &mut PgConnection,
    agency: AgencyId,
    (who, on): (EmployeeId, NaiveDate),
    by: EmployeeId,
    note: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into presence_reviews (agency_id, employee_id, on_date, reviewed_by, reviewed_at, note) values ($1, $2, $3, $4, $5, $6) \
         on conflict (agency_id, employee_id, on_date) do nothing",
        agency.0,
        who.0,
        on,
        by.0,
        now,
        note
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
