//! From the sealed trail to deliveries: what an agency's webhooks have not heard yet, in the transaction that remembers it.

use super::{
    Kind,
    rules::{Told, plan},
    store::{deliveries, endpoints},
};
use crate::kernel::{cx::Core, db::Mode, error::Result, id::AgencyId};

/// Rows of the trail that one transaction looks at.
const BATCH: i64 = 2_000;

/// Brings every active webhook of an agency up to the newest sealed row.
pub async fn spread(core: &Core, agency: AgencyId) -> Result<()> {
    while step(core, agency).await? {}
    Ok(())
}

/// One batch; whether there is more.
async fn step(core: &Core, agency: AgencyId) -> Result<bool> {
    let now = core.clock.now();
    let mut tx = core.db.tenant(agency, Mode::Write).await?;
    let conn = tx.conn();
    let (listeners, head) = endpoints::behind(conn, agency).await?;
    let Some(after) = listeners.iter().map(|one| one.seen).min() else {
        tx.rollback().await?;
        return Ok(false);
    };
    let up_to = head.min(after + BATCH);
    let rows = deliveries::happenings(conn, agency, after, up_to, &Kind::audited()).await?;
    let mut told: Vec<Told> = Vec::new();
    for one in plan(&rows, &listeners, now) {
        let undone = one.kind == Kind::RequestReopened;
        if !(undone && deliveries::drop_decision(conn, agency, &one).await?) {
            told.push(one);
        }
    }
    if !told.is_empty() {
        deliveries::insert(conn, agency, &told).await?;
    }
    let ids: Vec<_> = listeners.iter().map(|one| one.id.0).collect();
    endpoints::seen(conn, agency, &ids, up_to).await?;
    tx.commit().await?;
    Ok(up_to < head)
}
