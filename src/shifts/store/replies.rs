//! Statements about objections to shifts.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, ShiftPlanId},
    jobs::CHUNK,
};

/// Working days within which objections are answered in an agency.
pub async fn objection_days(conn: &mut PgConnection, agency: AgencyId) -> Result<u32> {
    let days = sqlx::query_scalar!(
        "select objection_days from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(days.and_then(|days| u32::try_from(days).ok()).unwrap_or(5))
}

/// Whether any objection in a running plan waits for an answer.
pub async fn any_objection(conn: &mut PgConnection, agency: AgencyId) -> Result<bool> {
    let any = sqlx::query_scalar!(
        r#"select exists (select 1 from shift_plans s join shift_plan_members m on m.agency_id = s.agency_id and m.plan_id = s.id
             where s.agency_id = $1 and s.state = 'assigned' and m.answer = 'objected' and m.reply is null and m.out_on is null) as "any!""#,
        agency.0
    )
    .fetch_one(conn)
    .await?;
    Ok(any)
}

/// Objections in running plans whose day has passed at the place and of which nobody was reminded. Their plans are held.
pub async fn late(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
) -> Result<Vec<(ShiftPlanId, EmployeeId)>> {
    let rows = sqlx::query!(
        "select s.id, m.employee_id from shift_plans s join shift_plan_members m on m.agency_id = s.agency_id and m.plan_id = s.id \
         join units u on u.agency_id = s.agency_id and u.id = s.unit_id join agencies g on g.id = s.agency_id \
         where s.agency_id = $1 and s.state = 'assigned' and m.answer = 'objected' and m.reply is null and m.late_at is null and m.out_on is null \
         and m.due_on < ($2::timestamptz at time zone coalesce(u.time_zone, g.time_zone))::date \
         order by s.id, m.employee_id limit $3 for update of s skip locked",
        agency.0,
        now,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ShiftPlanId(row.id), EmployeeId(row.employee_id)))
        .collect())
}

/// Notes that somebody was reminded of an objection.
pub async fn reminded(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
    who: EmployeeId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update shift_plan_members set late_at = $4 where agency_id = $1 and plan_id = $2 and employee_id = $3",
        agency.0,
        id.0,
        who.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
