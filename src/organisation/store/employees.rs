//! Statements about employees.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, PositionId, UnitId},
    },
    organisation::{
        AsnKind, Assignment, Employee,
        employee::{Entry, Facts},
    },
};

/// The record, or not found.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Employee> {
    let row = sqlx::query!(
        r#"select e.id, e.nip, e.name, e.asn_kind, e.grade, e.grade_since, e.unit_id, u.name as unit_name, e.position_id, p.name as position_name,
           e.position_since, e.supervisor_id, s.name as "supervisor_name?", e.birth_on, e.gender, e.email, e.phone, e.appointed_on, e.legal_state,
           e.active, e.left_on, e.version
           from employees e
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           left join employees s on s.agency_id = e.agency_id and s.id = e.supervisor_id
           where e.agency_id = $1 and e.id = $2"#,
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Employee {
        id: EmployeeId(row.id),
        nip: row.nip,
        name: row.name,
        asn_kind: AsnKind::of(&row.asn_kind).ok_or(Error::internal("unknown asn_kind"))?,
        grade: row.grade,
        grade_since: row.grade_since,
        unit: UnitId(row.unit_id),
        unit_name: row.unit_name,
        position: PositionId(row.position_id),
        position_name: row.position_name,
        position_since: row.position_since,
        supervisor: row.supervisor_id.map(EmployeeId),
        supervisor_name: row.supervisor_name,
        birth_on: row.birth_on,
        gender: row.gender,
        email: row.email,
        phone: row.phone,
        appointed_on: row.appointed_on,
        legal_state: row.legal_state,
        active: row.active,
        left_on: row.left_on,
        version: row.version,
    })
}

/// Locks the row until the transaction ends.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, employee: EmployeeId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from employees where agency_id = $1 and id = $2 for update",
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

/// Whether the unit and the position stand in this agency and are in use.
pub async fn places_exist(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    position: PositionId,
) -> Result<(bool, bool)> {
    let row = sqlx::query!(
        r#"select exists (select 1 from units where agency_id = $1 and id = $2 and active) as "unit!",
           exists (select 1 from positions where agency_id = $1 and id = $3 and active) as "position!""#,
        agency.0,
        unit.0,
        position.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.unit, row.position))
}

/// Writes a new record; false when the number is taken.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    entry: &Entry,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into employees (agency_id, id, nip, name, asn_kind, grade, unit_id, position_id, position_since, birth_on, gender, email, phone, \
         appointed_on, legal_state, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16) on conflict (agency_id, nip) do nothing",
        agency.0,
        id.0,
        entry.nip,
        entry.facts.name,
        entry.facts.asn_kind.code(),
        entry.facts.grade,
        entry.unit.0,
        entry.position.0,
        entry.position_since,
        entry.birth_on,
        entry.gender,
        entry.email,
        entry.facts.phone,
        entry.facts.appointed_on,
        entry.facts.legal_state,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes corrected facts.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update employees set name = $3, asn_kind = $4, grade = $5, grade_since = $6, appointed_on = $7, legal_state = $8, phone = $9, \
         version = version + 1, updated_at = $10 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        facts.name,
        facts.asn_kind.code(),
        facts.grade,
        facts.grade_since,
        facts.appointed_on,
        facts.legal_state,
        facts.phone,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the present unit and position.
pub async fn set_post(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    post: (UnitId, PositionId),
    since: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update employees set unit_id = $3, position_id = $4, position_since = case when position_id = $4 then position_since else $5 end, \
         version = version + 1, updated_at = $6 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        post.0.0,
        post.1.0,
        since,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Since when the open assignment holds.
pub async fn open_assignment(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
) -> Result<Option<NaiveDate>> {
    Ok(sqlx::query_scalar!(
        "select from_on from assignments where agency_id = $1 and employee_id = $2 and to_on is null order by from_on desc limit 1",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Ends the open assignment the day before the next begins, never before its own start.
pub async fn close_assignment(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    next: NaiveDate,
) -> Result<()> {
    sqlx::query!(
        "update assignments set to_on = greatest(from_on, $3::date - 1) where agency_id = $1 and employee_id = $2 and to_on is null",
        agency.0,
        id.0,
        next
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Opens an assignment.
pub async fn insert_assignment(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    post: (UnitId, PositionId),
    from: NaiveDate,
) -> Result<()> {
    sqlx::query!(
        "insert into assignments (agency_id, id, employee_id, unit_id, position_id, from_on) values ($1, $2, $3, $4, $5, $6)",
        agency.0,
        Uuid::now_v7(),
        id.0,
        post.0.0,
        post.1.0,
        from
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The history of units and positions, newest first.
pub async fn assignments(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
) -> Result<Vec<Assignment>> {
    Ok(sqlx::query_as!(
        Assignment,
        "select u.name as unit, p.name as position, a.from_on, a.to_on from assignments a \
         join units u on u.agency_id = a.agency_id and u.id = a.unit_id \
         join positions p on p.agency_id = a.agency_id and p.id = a.position_id \
         where a.agency_id = $1 and a.employee_id = $2 order by a.from_on desc, a.id desc",
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?)
}

/// Writes or clears the explicit supervisor.
pub async fn set_supervisor(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    supervisor: Option<EmployeeId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update employees set supervisor_id = $3, version = version + 1, updated_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        supervisor.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a person already answers, through explicit supervisors, to somebody.
pub async fn answers_to(
    conn: &mut PgConnection,
    agency: AgencyId,
    person: EmployeeId,
    to: EmployeeId,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"with recursive line as (
            select e.supervisor_id from employees e where e.agency_id = $1 and e.id = $2
            union
            select e.supervisor_id from line l join employees e on e.agency_id = $1 and e.id = l.supervisor_id
        ) select exists (select 1 from line where supervisor_id = $3) as "found!""#,
        agency.0,
        person.0,
        to.0
    )
    .fetch_one(conn)
    .await?)
}

/// Active people with this number or this full name, at most two.
pub async fn find_by_text(
    conn: &mut PgConnection,
    agency: AgencyId,
    digits: &str,
    name: &str,
) -> Result<Vec<EmployeeId>> {
    Ok(sqlx::query_scalar!(
        "select id from employees where agency_id = $1 and active and (nip = $2 or lower(name) = $3) order by id limit 2",
        agency.0,
        digits,
        name
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(EmployeeId)
    .collect())
}

/// Writes the registered address.
pub async fn set_email(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    email: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update employees set email = $3, version = version + 1, updated_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        email,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A day of leaving closes the record; none opens it again.
pub async fn set_active(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: EmployeeId,
    left_on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update employees set active = $3::date is null, left_on = $3, version = version + 1, updated_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        left_on,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
