//! Locks, in one order: unit, employee, request; then an exchange of days.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::{Error, Result},
    id::{AgencyId, EmployeeId, RequestId, UnitId},
};

/// The unit of an active employee.
pub async fn unit_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<UnitId> {
    let unit = sqlx::query_scalar!(
        "select unit_id from employees where agency_id = $1 and id = $2 and active",
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?;
    unit.map(UnitId).ok_or(Error::NotFound)
}

/// Holds units so that nobody else counts their places meanwhile; always in the order of their ids.
pub async fn lock_units(conn: &mut PgConnection, agency: AgencyId, units: &[UnitId]) -> Result<()> {
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    sqlx::query_scalar!(
        "select id from units where agency_id = $1 and id = any($2) order by id for no key update",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Holds an employee's record: one request of a person is handled at a time.
pub async fn lock_employee(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<UnitId> {
    let unit = sqlx::query_scalar!(
        "select unit_id from employees where agency_id = $1 and id = $2 and active for no key update",
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?;
    unit.map(UnitId).ok_or(Error::NotFound)
}

/// Holds a request; another agency's is not found.
pub async fn lock_request(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from requests where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

/// The employees (with the units they work in now) of some requests.
pub async fn subjects(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[RequestId],
) -> Result<Vec<(RequestId, EmployeeId, UnitId)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select r.id, r.employee_id, e.unit_id from requests r join employees e on e.agency_id = r.agency_id and e.id = r.employee_id \
         where r.agency_id = $1 and r.id = any($2) order by e.unit_id, r.employee_id, r.id",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                RequestId(row.id),
                EmployeeId(row.employee_id),
                UnitId(row.unit_id),
            )
        })
        .collect())
}
