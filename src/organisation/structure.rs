//! Who leads whom: questions about the structure that other areas ask.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{Approver, Employee, Person, store};
use crate::kernel::{
    error::{Error, Result},
    id::{AgencyId, EmployeeId, UnitId},
};

/// An employee of the agency, active or not; another agency's is not found.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Employee> {
    store::employees::find(conn, agency, employee).await
}

/// An employee who still works here.
pub async fn find_active(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Employee> {
    let found = find(conn, agency, employee).await?;
    if found.active {
        Ok(found)
    } else {
        Err(Error::NotFound)
    }
}

/// Who decides for an employee on a day: the explicit supervisor, else the acting head (Plt, Plh) or head of the nearest unit
/// up the tree; never the person himself. None where nobody stands above.
pub async fn approver_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    on: NaiveDate,
) -> Result<Option<Approver>> {
    store::structure::approver_of(conn, agency, employee, on).await
}

/// The active employees for whom a person decides on a day, by name.
pub async fn subordinates(
    conn: &mut PgConnection,
    agency: AgencyId,
    supervisor: EmployeeId,
    on: NaiveDate,
) -> Result<Vec<Person>> {
    store::structure::subordinates(conn, agency, supervisor, on).await
}

/// The active employees of a unit itself, without the units below, by name.
pub async fn members_of_unit(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
) -> Result<Vec<Person>> {
    store::structure::members_of_unit(conn, agency, unit).await
}
