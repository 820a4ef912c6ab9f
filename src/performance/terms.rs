//! How an agency writes targets: whether main lines carry weights. The law at hand names no duty to weigh.

use super::store;
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Result},
};

/// How targets are written in an agency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Main lines carry weights that make a hundred.
    pub weights: bool,
    /// 0 where none were saved yet.
    pub version: i32,
}

/// The terms in force.
pub async fn show(cx: &mut Cx) -> Result<Terms> {
    let agency = cx.agency();
    store::people::terms(cx.conn(), agency).await
}

/// Saves the terms, unless somebody else saved in between.
pub async fn save(cx: &mut Cx, terms: Terms) -> Result<()> {
    cx.require(Can::GrantRoles)?;
    let (agency, now) = (cx.agency(), cx.now());
    if !store::people::save_terms(cx.conn(), agency, terms, now).await? {
        return Err(Error::Conflict("changed"));
    }
    let event = Event::new("target-terms-saved", "agency", agency.0).with("weights", terms.weights);
    audit::record(cx, event).await
}
