//! Who leads whom: questions about the structure that other areas ask.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{Approver, Employee, Person, region::Region, store};
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

/// Who has a number (NIP, NI PPPK), typed with or without spaces.
pub async fn find_by_nip(
    conn: &mut PgConnection,
    agency: AgencyId,
    nip: &str,
) -> Result<Option<EmployeeId>> {
    let digits: String = nip.chars().filter(char::is_ascii_digit).collect();
    let found = store::employees::find_by_text(conn, agency, &digits, "").await?;
    Ok(found.first().copied())
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
/// up the tree; never the person himself, nor anybody on leave that day unless all are. `level` counts how often the case moved
/// up for want of an answer. None where nobody stands above.
pub async fn approver_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    on: NaiveDate,
    level: i16,
) -> Result<Option<Approver>> {
    store::structure::approver_of(conn, agency, employee, on, level).await
}

/// The name of whoever decides for an employee on a day, where nothing else is asked of them. None where nobody stands above.
pub async fn approver_name(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    on: NaiveDate,
) -> Result<Option<String>> {
    store::structure::approver_name(conn, agency, employee, on).await
}

/// Each of some people with who decides for them on a day, and who above, in the order given.
pub async fn approvers_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    on: NaiveDate,
) -> Result<Vec<(EmployeeId, Option<Approver>, Option<Approver>)>> {
    store::structure::approvers_of(conn, agency, people, on).await
}

/// The first day after `after` on which one person (or nobody) decides for all of these people; none within the next two months.
pub async fn one_approver_from(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    after: NaiveDate,
) -> Result<Option<NaiveDate>> {
    store::structure::one_approver_from(conn, agency, people, after).await
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

/// The heads by post above a person, and the superior that their record names, whoever stands in for whom.
pub async fn posts_above(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<EmployeeId>> {
    store::structure::posts_above(conn, agency, who).await
}

/// The open units that a person leads on a day: as head, or standing in for one; by name.
pub async fn led_units(
    conn: &mut PgConnection,
    agency: AgencyId,
    person: EmployeeId,
    on: NaiveDate,
) -> Result<Vec<(UnitId, String)>> {
    store::structure::led_units(conn, agency, person, on).await
}

/// The codes of the regions of somebody's office (that of their unit, else of the nearest one above it that has one) and of their
/// confirmed home, as far as they are known.
pub async fn regions_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<(Option<String>, Option<String>)> {
    let (office, city) = store::structure::office_and_city(conn, agency, employee).await?;
    let home = city.and_then(|city| Region::read(&city));
    Ok((office, home.map(|region| region.code.to_owned())))
}
