//! Statements about who has to do with targets, and how an agency writes them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, IdentityId, TargetsId},
    },
    performance::Terms,
};

/// A colleague whose lines may be copied.
pub struct Colleague {
    pub employee: EmployeeId,
    pub name: String,
    /// Their targets in force, of this year or, where there are none, of the year before.
    pub targets: TargetsId,
    pub year: i16,
}

/// Colleagues of the same unit in the same position with agreed targets of a year or the one before, by name.
pub async fn colleagues(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    year: i16,
) -> Result<Vec<Colleague>> {
    let rows = sqlx::query!(
        "select distinct on (lower(e.name), e.id) e.id, e.name, t.id as targets_id, t.year from employees me \
         join employees e on e.agency_id = me.agency_id and e.unit_id = me.unit_id and e.position_id = me.position_id and e.id <> me.id and e.active \
         join targets t on t.agency_id = e.agency_id and t.employee_id = e.id and t.state = 'agreed' and t.year between $3 - 1 and $3 \
         where me.agency_id = $1 and me.id = $2 order by lower(e.name), e.id, t.year desc limit 50",
        agency.0,
        who.0,
        i32::from(year)
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Colleague {
            employee: EmployeeId(row.id),
            name: row.name,
            targets: TargetsId(row.targets_id),
            year: row.year,
        })
        .collect())
}

/// The officers of a role without some people.
pub async fn officers(
    conn: &mut PgConnection,
    agency: AgencyId,
    role: &str,
    without: &[EmployeeId],
) -> Result<Vec<IdentityId>> {
    let without: Vec<uuid::Uuid> = without.iter().map(|id| id.0).collect();
    let ids = sqlx::query_scalar!(
        "select m.identity_id from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active \
         where g.agency_id = $1 and g.role = $2 and g.revoked_at is null and (m.employee_id is null or m.employee_id <> all($3))",
        agency.0,
        role,
        &without
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// How the agency writes targets.
pub async fn terms(conn: &mut PgConnection, agency: AgencyId) -> Result<Terms> {
    let row = sqlx::query!(
        "select weights, above_from, below_under, object_within, files, file_size, report_within, report_flexible, version from target_terms where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Terms::default, |row| Terms {
        weights: row.weights,
        above_from: row.above_from,
        below_under: row.below_under,
        object_within: row.object_within,
        files: row.files,
        file_size: row.file_size,
        report_within: row.report_within,
        report_flexible: row.report_flexible,
        version: row.version,
    }))
}

/// Saves them, unless somebody else saved in between.
pub async fn save_terms(
    conn: &mut PgConnection,
    agency: AgencyId,
    terms: Terms,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into target_terms (agency_id, weights, saved_at, above_from, below_under, object_within, files, file_size, report_within, report_flexible) \
         values ($1, $2, $3, $5, $6, $7, $8, $9, $10, $11) \
         on conflict (agency_id) do update set weights = excluded.weights, saved_at = excluded.saved_at, above_from = excluded.above_from, \
         below_under = excluded.below_under, object_within = excluded.object_within, files = excluded.files, file_size = excluded.file_size, \
         report_within = excluded.report_within, report_flexible = excluded.report_flexible, version = target_terms.version + 1 where target_terms.version = $4",
        agency.0,
        terms.weights,
        now,
        terms.version,
        terms.above_from,
        terms.below_under,
        terms.object_within,
        terms.files,
        terms.file_size,
        terms.report_within,
        terms.report_flexible
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// In how many working days an objection is to be answered.
pub async fn objection_days(conn: &mut PgConnection, agency: AgencyId) -> Result<u32> {
    let days = sqlx::query_scalar!(
        "select objection_days from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(days.map_or(OBJECTION_DAYS, |days| u32::from(days.unsigned_abs())))
}

/// Working days for an answer where the agency says nothing else.
const OBJECTION_DAYS: u32 = 5;

/// Those of some people who lead an open unit.
pub async fn heads(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
) -> Result<Vec<EmployeeId>> {
    let people: Vec<uuid::Uuid> = people.iter().map(|id| id.0).collect();
    let ids = sqlx::query_scalar!(
        r#"select distinct head_id as "head!" from units where agency_id = $1 and active and head_id = any($2)"#,
        agency.0,
        &people
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(EmployeeId).collect())
}
