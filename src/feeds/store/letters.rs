//! Whose calendar files go along with mails.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, IdentityId, UnitId},
};

/// The employees behind some login identities, and where they work.
pub async fn owners(
    conn: &mut PgConnection,
    agency: AgencyId,
    identities: &BTreeSet<IdentityId>,
) -> Result<BTreeMap<IdentityId, (EmployeeId, UnitId)>> {
    let ids: Vec<Uuid> = identities.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select m.identity_id, e.id, e.unit_id from memberships m join employees e on e.agency_id = m.agency_id and e.id = m.employee_id \
         where m.agency_id = $1 and m.identity_id = any($2)",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let at = (EmployeeId(row.id), UnitId(row.unit_id));
            (IdentityId(row.identity_id), at)
        })
        .collect())
}
