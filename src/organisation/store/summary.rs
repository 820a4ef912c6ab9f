//! One statement per list of HR's summary.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::PgConnection;

use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, UnitId},
};

/// Numbers of the summary.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "AgencySetup")]
pub struct Numbers {
    pub units: i64,
    pub employees: i64,
    pub positions: i64,
    pub undecided_positions: i64,
    /// People who hold an undecided position.
    pub undecided_people: i64,
    pub proposed_heads: i64,
    /// Units with people but nobody at the head, today.
    pub headless: i64,
    pub homes: i64,
    pub corrections: i64,
    pub overdue: i64,
    pub not_invited: i64,
    pub no_email: i64,
    pub no_rating: i64,
    pub officers: i64,
    pub published_rules: i64,
}

/// Counts what blocks people today.
pub async fn numbers(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Numbers> {
    Ok(sqlx::query_as!(
        Numbers,
        r#"select
            (select count(*) from units where agency_id = $1 and active) as "units!",
            (select count(*) from employees where agency_id = $1 and active) as "employees!",
            (select count(*) from positions where agency_id = $1 and active) as "positions!",
            (select count(*) from positions where agency_id = $1 and active and decided_at is null) as "undecided_positions!",
            (select count(*) from employees e join positions p on p.agency_id = e.agency_id and p.id = e.position_id
                where e.agency_id = $1 and e.active and p.decided_at is null) as "undecided_people!",
            (select count(*) from units where agency_id = $1 and active and proposed_head_id is not null) as "proposed_heads!",
            (select count(*) from units u where u.agency_id = $1 and u.active and u.head_id is null
                and exists (select 1 from employees e where e.agency_id = u.agency_id and e.unit_id = u.id and e.active)
                and not exists (select 1 from acting_heads a where a.agency_id = u.agency_id and a.unit_id = u.id and a.ended_at is null
                    and $2 between a.from_on and a.to_on)) as "headless!",
            (select count(*) from homes where agency_id = $1 and state = 'proposed') as "homes!",
            (select count(*) from corrections where agency_id = $1 and state = 'open') as "corrections!",
            (select count(*) from corrections where agency_id = $1 and state = 'open' and due_on < $2) as "overdue!",
            (select count(*) from employees e left join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id
                where e.agency_id = $1 and e.active and m.invited_at is null) as "not_invited!",
            (select count(*) from employees where agency_id = $1 and active and email is null) as "no_email!",
            (select count(*) from employees e where e.agency_id = $1 and e.active
                and not exists (select 1 from ratings r where r.agency_id = e.agency_id and r.employee_id = e.id)) as "no_rating!",
            (select count(*) from role_grants where agency_id = $1 and role = 'hr' and revoked_at is null) as "officers!",
            (select count(*) from rule_sets where agency_id = $1 and state = 'published') as "published_rules!""#,
        agency.0,
        today
    )
    .fetch_one(conn)
    .await?)
}

/// A head that an import proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub unit: UnitId,
    pub unit_name: String,
    pub version: i32,
    pub person: EmployeeId,
    pub name: String,
    pub position: String,
}

/// Proposed heads by unit name.
pub async fn proposals(
    conn: &mut PgConnection,
    agency: AgencyId,
    limit: i64,
) -> Result<Vec<Proposal>> {
    let rows = sqlx::query!(
        "select u.id, u.name as unit_name, u.version, e.id as person, e.name, p.name as position from units u \
         join employees e on e.agency_id = u.agency_id and e.id = u.proposed_head_id \
         join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         where u.agency_id = $1 and u.active order by lower(u.name), u.id limit $2",
        agency.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Proposal {
            unit: UnitId(row.id),
            unit_name: row.unit_name,
            version: row.version,
            person: EmployeeId(row.person),
            name: row.name,
            position: row.position,
        })
        .collect())
}

/// A home that waits for HR.
#[derive(Clone, Debug)]
pub struct WaitingHome {
    pub person: EmployeeId,
    pub name: String,
    pub unit: String,
    pub city: String,
    pub proposed_at: DateTime<Utc>,
}

/// Homes that wait, the oldest first.
pub async fn homes(
    conn: &mut PgConnection,
    agency: AgencyId,
    limit: i64,
) -> Result<Vec<WaitingHome>> {
    let rows = sqlx::query!(
        "select h.employee_id, e.name, u.name as unit, h.city, h.proposed_at from homes h \
         join employees e on e.agency_id = h.agency_id and e.id = h.employee_id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
         where h.agency_id = $1 and h.state = 'proposed' order by h.proposed_at, h.id limit $2",
        agency.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| WaitingHome {
            person: EmployeeId(row.employee_id),
            name: row.name,
            unit: row.unit,
            city: row.city,
            proposed_at: row.proposed_at,
        })
        .collect())
}
