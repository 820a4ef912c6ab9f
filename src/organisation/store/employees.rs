//! Statements about employees.

use sqlx::PgConnection;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, PositionId, UnitId},
    },
    organisation::{AsnKind, Employee},
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
