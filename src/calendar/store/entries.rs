//! The statements of what HR and the ministry enter: days, hours, Ramadan, leave and trips.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::calendar::{
    Absence, AbsenceKind, Away, DateRange, DayHours, HoursSet, absence::NewAbsence, store::half,
};
use crate::kernel::{
    error::Result,
    id::{AbsenceId, AgencyId, EmployeeId, UnitId},
};

/// A national day with its source.
#[derive(Debug, Clone)]
pub struct NationalRow {
    pub id: Uuid,
    pub on_date: NaiveDate,
    pub name_id: String,
    pub name_en: String,
    pub kind: String,
    pub status: String,
    pub legal_basis: String,
}

/// The national days of a range with their source.
pub(in crate::calendar) async fn national_rows(
    conn: &mut PgConnection,
    range: DateRange,
) -> Result<Vec<NationalRow>> {
    Ok(sqlx::query_as!(
        NationalRow,
        "select id, on_date, name_id, name_en, kind, status, legal_basis from national_days where on_date between $1 and $2 order by on_date, kind desc",
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?)
}

/// Adds a national day; false when it stands already.
pub(in crate::calendar) async fn insert_national(
    conn: &mut PgConnection,
    day: &NationalRow,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into national_days (id, on_date, name_id, name_en, kind, status, legal_basis) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        day.id, day.on_date, day.name_id, day.name_en, day.kind, day.status, day.legal_basis
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a national day away and says which date it was.
pub(in crate::calendar) async fn delete_national(
    conn: &mut PgConnection,
    id: Uuid,
) -> Result<Option<NaiveDate>> {
    Ok(sqlx::query_scalar!(
        "delete from national_days where id = $1 returning on_date",
        id
    )
    .fetch_optional(conn)
    .await?)
}

/// Sets the Ramadan of a year.
pub(in crate::calendar) async fn upsert_ramadan(
    conn: &mut PgConnection,
    id: Uuid,
    from: NaiveDate,
    to: NaiveDate,
    source: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into ramadan_periods (id, year, from_on, to_on, source) values ($1, $2, $3, $4, $5) \
         on conflict (year) do update set from_on = excluded.from_on, to_on = excluded.to_on, source = excluded.source",
        id, chrono::Datelike::year(&from), from, to, source
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A day of the agency as its page lists it.
pub(in crate::calendar) struct OwnDayRow {
    pub id: Uuid,
    pub on_date: NaiveDate,
    pub name: String,
    pub kind: String,
    pub unit: Option<String>,
}

/// The agency's own days of a range with the names of their units.
pub(in crate::calendar) async fn own_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    range: DateRange,
) -> Result<Vec<OwnDayRow>> {
    Ok(sqlx::query_as!(
        OwnDayRow,
        r#"select d.id, d.on_date, d.name, d.kind, u.name as "unit?" from agency_days d
           left join units u on u.agency_id = d.agency_id and u.id = d.unit_id
           where d.agency_id = $1 and d.on_date between $2 and $3 order by d.on_date, d.id"#,
        agency.0,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?)
}

/// Adds a day of the agency; false when one stands already for that date and unit.
#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
pub(in crate::calendar) async fn insert_day(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    on: NaiveDate,
    name: &str,
    kind: &str,
    unit: Option<UnitId>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into agency_days (agency_id, id, on_date, name, kind, unit_id, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        agency.0, id, on, name, kind, unit.map(|unit| unit.0), now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a day of the agency away and says which date it was.
pub(in crate::calendar) async fn delete_day(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
) -> Result<Option<NaiveDate>> {
    Ok(sqlx::query_scalar!(
        "delete from agency_days where agency_id = $1 and id = $2 returning on_date",
        agency.0,
        id
    )
    .fetch_optional(conn)
    .await?)
}

/// Active units with that name or code.
pub(in crate::calendar) async fn find_unit(
    conn: &mut PgConnection,
    agency: AgencyId,
    typed: &str,
) -> Result<Vec<UnitId>> {
    let ids = sqlx::query_scalar!(
        "select id from units where agency_id = $1 and active and (lower(name) = lower($2) or code = $2) limit 2",
        agency.0,
        typed
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// The names of active units, for the list that a field offers.
pub(in crate::calendar) async fn unit_names(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select distinct name from units where agency_id = $1 and active order by name",
        agency.0
    )
    .fetch_all(conn)
    .await?)
}

/// Sets the hours of a season from a date on.
pub(in crate::calendar) async fn upsert_hours(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: Uuid,
    season: &str,
    from: NaiveDate,
    hours: &HoursSet,
) -> Result<()> {
    let pause = |day: &DayHours| i16::try_from(day.break_minutes).unwrap_or(0);
    let sat = hours.sat.as_ref();
    sqlx::query!(
        "insert into working_hours (agency_id, id, season, from_on, mon_thu_start, mon_thu_end, mon_thu_break, fri_start, fri_end, fri_break, sat_start, sat_end, sat_break) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         on conflict (agency_id, season, from_on) do update set mon_thu_start = excluded.mon_thu_start, mon_thu_end = excluded.mon_thu_end, \
         mon_thu_break = excluded.mon_thu_break, fri_start = excluded.fri_start, fri_end = excluded.fri_end, fri_break = excluded.fri_break, \
         sat_start = excluded.sat_start, sat_end = excluded.sat_end, sat_break = excluded.sat_break",
        agency.0, id, season, from, hours.mon_thu.start, hours.mon_thu.end, pause(&hours.mon_thu), hours.fri.start, hours.fri.end,
        pause(&hours.fri), sat.map(|day| day.start), sat.map(|day| day.end), sat.map_or(0, pause)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An absence as the list shows it.
pub(in crate::calendar) struct AbsenceRow {
    pub id: Uuid,
    pub employee: Uuid,
    pub name: String,
    pub nip: String,
    pub unit: String,
    pub kind: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub halves: i16,
    pub note: String,
    pub source: String,
    pub cancelled: bool,
    pub version: i32,
}

/// What the list of absences shows.
#[derive(Debug, Clone, Default)]
pub(in crate::calendar) struct AbsenceFilter<'a> {
    pub word: Option<&'a str>,
    pub kind: Option<&'a str>,
    /// Absences that end on this day or later.
    pub from: Option<NaiveDate>,
    pub cancelled: bool,
    pub after: Option<(NaiveDate, Uuid)>,
    pub limit: i64,
}

/// One page of absences, the latest start first.
pub(in crate::calendar) async fn list_absences(
    conn: &mut PgConnection,
    agency: AgencyId,
    filter: &AbsenceFilter<'_>,
) -> Result<Vec<AbsenceRow>> {
    let (key, id) = filter
        .after
        .map_or((None, None), |(key, id)| (Some(key), Some(id)));
    Ok(sqlx::query_as!(
        AbsenceRow,
        r#"select a.id, a.employee_id as employee, e.name, e.nip, u.name as unit, a.kind, a.from_on, a.to_on, a.halves, a.note, a.source,
               a.cancelled_at is not null as "cancelled!", a.version
           from absences a join employees e on e.agency_id = a.agency_id and e.id = a.employee_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           where a.agency_id = $1 and ($2::text is null or lower(e.name) like $2 or e.nip like $2) and ($3::text is null or a.kind = $3)
             and ($4::date is null or a.to_on >= $4) and ($5 or a.cancelled_at is null)
             and ($6::date is null or (a.from_on, a.id) < ($6, $7::uuid))
           order by a.from_on desc, a.id desc limit $8"#,
        agency.0,
        filter.word,
        filter.kind,
        filter.from,
        filter.cancelled,
        key,
        id,
        filter.limit
    )
    .fetch_all(conn)
    .await?)
}

/// Active people with that NIP, or with exactly that name; two at most.
pub(in crate::calendar) async fn find_employee(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: &str,
) -> Result<Vec<EmployeeId>> {
    let digits: String = who.chars().filter(char::is_ascii_digit).collect();
    let ids = sqlx::query_scalar!(
        "select id from employees where agency_id = $1 and active and (nip = $2 or lower(name) = lower($3)) limit 2",
        agency.0,
        digits,
        who
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(EmployeeId).collect())
}

/// Holds an employee's row, so that two absences cannot cross.
pub(in crate::calendar) async fn lock_employee(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<()> {
    sqlx::query!(
        "select id from employees where agency_id = $1 and id = $2 for update",
        agency.0,
        employee.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Whether the person is away already on one of these (half) days.
pub(in crate::calendar) async fn overlaps(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    new: &NewAbsence,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from absences where agency_id = $1 and employee_id = $2 and cancelled_at is null
           and from_on <= $4 and to_on >= $3 and (halves & $5) > 0) as "found!""#,
        agency.0,
        employee.0,
        new.from,
        new.to,
        new.halves
    )
    .fetch_one(conn)
    .await?)
}

/// Stores an absence.
pub(in crate::calendar) async fn insert_absence(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AbsenceId,
    employee: EmployeeId,
    new: &NewAbsence,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into absences (agency_id, id, employee_id, kind, from_on, to_on, halves, note, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        agency.0, id.0, employee.0, new.kind, new.from, new.to, new.halves, new.note, by, now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Holds an absence: whose, its version, whether it is cancelled.
pub(in crate::calendar) async fn lock_absence(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AbsenceId,
) -> Result<(EmployeeId, i32, bool)> {
    let row = sqlx::query!(
        r#"select employee_id, version, cancelled_at is not null as "cancelled!" from absences where agency_id = $1 and id = $2 for update"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok((EmployeeId(row.employee_id), row.version, row.cancelled))
}

/// Marks an absence as cancelled; it stays in the history.
pub(in crate::calendar) async fn cancel_absence(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AbsenceId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update absences set cancelled_at = $3, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Leave and trips of these people that touch a range, with those cancelled after `since`.
pub(in crate::calendar) async fn away(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
    since: DateTime<Utc>,
) -> Result<Vec<Away>> {
    let rows = sqlx::query!(
        r#"select id as "id!", employee_id as "employee_id!", kind as "kind!", from_on as "from_on!", to_on as "to_on!", halves as "halves!",
           version as "version!", cancelled_at is not null as "cancelled!", coalesce(cancelled_at, created_at) as "changed_at!" from (
             select * from absences where agency_id = $1 and employee_id = any($2) and cancelled_at is null
             union all
             select * from absences where agency_id = $1 and employee_id = any($2) and cancelled_at >= $5) a
           where from_on <= $4 and to_on >= $3"#,
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
        .map(|row| Away {
            id: AbsenceId(row.id),
            employee: EmployeeId(row.employee_id),
            absence: Absence {
                kind: if row.kind == "leave" {
                    AbsenceKind::Leave
                } else {
                    AbsenceKind::OfficialTrip
                },
                days: DateRange {
                    from: row.from_on,
                    to: row.to_on,
                },
                half: half(row.halves),
            },
            cancelled: row.cancelled,
            version: row.version,
            changed_at: row.changed_at,
        })
        .collect())
}
