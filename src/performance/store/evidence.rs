//! Statements about accepted work as evidence beside a rating.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, TargetLineId},
    },
    performance::rating::Period,
};

/// Pieces of work of some people that were due in a period and are accepted, by the line and the indicator, in its words, that they were
/// planned for.
pub async fn accepted(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: &Period,
    people: &[EmployeeId],
) -> Result<Vec<(EmployeeId, (TargetLineId, String, u32))>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select employee_id, thread_id as "thread_id!", indicator, count(*) as "pieces!" from deliverables
           where agency_id = $1 and employee_id = any($2) and due_on between $3 and $4 and state = 'accepted' and thread_id is not null
           group by employee_id, thread_id, indicator order by employee_id, thread_id, indicator"#,
        agency.0,
        &people,
        period.from,
        period.to
    )
    .fetch_all(conn)
    .await?;
    let all = rows.into_iter().map(|row| {
        let pieces = u32::try_from(row.pieces).unwrap_or(u32::MAX);
        let what = (TargetLineId(row.thread_id), row.indicator, pieces);
        (EmployeeId(row.employee_id), what)
    });
    Ok(all.collect())
}
