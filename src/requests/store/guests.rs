//! Whose days take seats of an agreement with another agency.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    calendar::DateRange,
    kernel::{
        error::Result,
        id::{AgencyId, AgreementId, RequestId},
    },
};

/// People who asked for days on an agreement in a range.
pub async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    agreement: AgreementId,
    range: DateRange,
) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        "select distinct employee_id from requests where agency_id = $1 and agreement_id = $2 and first_on <= $4 and last_on >= $3",
        agency.0,
        agreement.0,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?)
}

/// The agreements of some requests.
pub async fn of_requests(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[RequestId],
) -> Result<Vec<AgreementId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(
        r#"select distinct agreement_id as "id!" from requests where agency_id = $1 and id = any($2) and agreement_id is not null"#,
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(AgreementId).collect())
}

/// Approved requests with days after the last one of an agreement that was ended, with the first day that is lost.
pub async fn beyond(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Vec<(RequestId, NaiveDate)>> {
    let rows = sqlx::query!(
        r#"select r.id, a.stops_on + 1 as "from!" from requests r join seat_agreements a on a.guest_id = r.agency_id and a.id = r.agreement_id
           where r.agency_id = $1 and r.agreement_id is not null and a.state = 'ended' and r.last_on > a.stops_on
           and r.state in ('approved', 'approved_adjusted') order by r.id limit 500"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (RequestId(row.id), row.from))
        .collect())
}
