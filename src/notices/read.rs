//! Reading: a page of what one was told, and the mark up to where it has been read.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Told, store};
use crate::kernel::{
    cx::Cx,
    error::{Error, Result},
    list::{Cursor, Listing, PAGE},
    outbox,
};

/// A page of what the person was told, newest first.
pub async fn list(cx: &mut Cx, after: Option<(DateTime<Utc>, Uuid)>) -> Result<Listing<Told>> {
    let (agency, now) = (cx.agency(), cx.now());
    let actor = cx.actor();
    let (identity, membership) = actor
        .identity
        .zip(actor.membership)
        .ok_or(Error::Forbidden)?;
    let since = now - outbox::KEPT;
    let rows = store::list(
        cx.conn(),
        agency,
        identity,
        membership,
        (since, now),
        after,
        PAGE + 1,
    )
    .await?;
    Ok(Listing::cut(rows, PAGE, agency, |told| Cursor {
        key: told.told_at.timestamp_micros().to_string(),
        id: told.id,
    }))
}

/// Marks everything told until an instant as read; the mark never goes back, nor ahead of now.
pub async fn mark(cx: &mut Cx, until: DateTime<Utc>) -> Result<()> {
    let membership = cx.actor().membership.ok_or(Error::Forbidden)?;
    let (agency, now) = (cx.agency(), cx.now());
    store::mark(cx.conn(), agency, membership, until.min(now)).await
}
