//! Leave and official trips as a calendar outside keeps them: with their version, and those cancelled lately.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Absence, DateRange, store};
use crate::kernel::{
    error::Result,
    id::{AbsenceId, AgencyId, EmployeeId},
};

/// Leave or a trip of one person. Never its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    pub id: AbsenceId,
    pub employee: EmployeeId,
    pub absence: Absence,
    pub cancelled: bool,
    pub version: i32,
    pub changed_at: DateTime<Utc>,
}

/// Absences of these people that touch a range; those cancelled are told when that happened after `since`.
pub async fn away(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
    since: DateTime<Utc>,
) -> Result<Vec<Away>> {
    let ids: Vec<uuid::Uuid> = people.iter().map(|id| id.0).collect();
    store::entries::away(conn, agency, &ids, range, since).await
}
