//! Waiting requests for whose days rules were published since they were judged.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, RequestId},
    },
    requests::anew::{AT_ONCE, Changed},
};

/// Some of them, held. A set bears on the days from its first one on. What was found to be in the way before `stale` is looked at again: by now
/// the person may have done something about it.
pub async fn lock_outdated(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
    stale: DateTime<Utc>,
) -> Result<Vec<RequestId>> {
    let ids = sqlx::query_scalar!(
        "with published as ( \
           select s.published_at, s.effective_from from rule_sets s where s.agency_id = $1 and s.state = 'published' \
           union all \
           select b.published_at, b.effective_from from base_rule_sets b where b.state = 'published') \
         select r.id from requests r where r.agency_id = $1 and r.state in ('queued', 'submitted', 'offered') and r.last_on >= $2 and r.verdict is not null \
         and ((r.rules_changed is not null and r.rejudged_at < $4) \
           or (greatest(r.submitted_at, r.queued_at, r.decided_at, r.rejudged_at) < (select max(p.published_at) from published p) \
             and exists (select 1 from published p where p.effective_from <= r.last_on \
               and p.published_at > greatest(r.submitted_at, r.queued_at, r.decided_at, r.rejudged_at)))) \
         order by r.id limit $3 for update of r skip locked",
        agency.0,
        today,
        AT_ONCE as i64,
        stale
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(RequestId).collect())
}

/// Keeps what was found, and when.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    changed: &[Changed],
    now: DateTime<Utc>,
) -> Result<()> {
    let changed = (!changed.is_empty()).then_some(Json(changed));
    sqlx::query!(
        "update requests set rules_changed = $3, rejudged_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        changed as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
