//! What stands of ratings, and of targets, beside which rows of a file are laid.

use sqlx::PgConnection;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId},
    },
    organisation::import::{ratings_file, targets_file},
};

/// The ratings of these people; somebody without one is a row of their own.
pub async fn ratings(
    conn: &mut PgConnection,
    agency: AgencyId,
    nips: &[String],
) -> Result<Vec<ratings_file::Standing>> {
    let rows = sqlx::query!(
        r#"select e.nip, e.id, e.name, r.period as "period?", r.predikat as "predikat?", r.result, r.behaviour, r.rated_on as "rated_on?",
           coalesce(r.source = 'scored', false) as "scored!"
           from employees e left join ratings r on r.agency_id = e.agency_id and r.employee_id = e.id
           where e.agency_id = $1 and e.nip = any($2) and e.active"#,
        agency.0,
        nips
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ratings_file::Standing {
            nip: row.nip,
            employee: EmployeeId(row.id),
            name: row.name,
            period: row.period,
            predikat: row.predikat,
            result: row.result,
            behaviour: row.behaviour,
            rated_on: row.rated_on,
            scored: row.scored,
        })
        .collect())
}

/// The years of which these people have targets, whatever their state; somebody without any is a row of their own.
pub async fn targets(
    conn: &mut PgConnection,
    agency: AgencyId,
    nips: &[String],
) -> Result<Vec<targets_file::Standing>> {
    let rows = sqlx::query!(
        r#"select distinct e.nip, e.id, e.name, t.year as "year?" from employees e
           left join targets t on t.agency_id = e.agency_id and t.employee_id = e.id and t.state <> 'discarded'
           where e.agency_id = $1 and e.nip = any($2) and e.active"#,
        agency.0,
        nips
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| targets_file::Standing {
            nip: row.nip,
            employee: EmployeeId(row.id),
            name: row.name,
            year: row.year,
        })
        .collect())
}
