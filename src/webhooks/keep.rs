//! What is forgotten: events that arrived a month ago, and those given up three months ago.

use chrono::TimeDelta;

use super::store::deliveries;
use crate::kernel::{
    actor::Agency,
    cx::{BoxFuture, Core},
    db::Mode,
    error::Result,
};

/// How long an event that was accepted stays visible.
const SENT: TimeDelta = TimeDelta::days(30);
/// How long one that was given up can be sent again.
const DEAD: TimeDelta = TimeDelta::days(90);

/// The periodic work of this area for one agency.
pub fn forget(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let now = core.clock.now();
        let mut tx = core.db.tenant(agency.id, Mode::Write).await?;
        deliveries::forget(tx.conn(), agency.id, now, now - SENT, now - DEAD).await?;
        tx.commit().await
    })
}
