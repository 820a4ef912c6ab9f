//! Recomputes the chain and leaves the result in the trail.

use crate::kernel::{
    actor::Can,
    audit::{self, Event, Verification},
    cx::Cx,
    error::Result,
};

/// Verifies the whole chain of the agency and records what was found.
pub async fn verify(cx: &mut Cx) -> Result<Verification> {
    cx.require(Can::ReadTrail)?;
    let (agency, now) = (cx.agency(), cx.now());
    let found = audit::verify(cx.conn(), agency, now).await?;
    let mut event = Event::new("trail-verified", "agency", agency.0)
        .with("checked", found.checked)
        .with("late", found.unsealed_late)
        .with("head", found.head.clone());
    if let Some((seq, fault)) = found.broken {
        event = event.with("seq", seq).with("fault", fault.code());
    }
    audit::record(cx, event).await?;
    Ok(found)
}
