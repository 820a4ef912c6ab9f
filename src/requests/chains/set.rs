//! An agency's chains as HR sets them: all at once, over the version that was read.

use super::{
    Chain, Chains,
    rules::{MOST_CHAINS, MOST_STEPS},
};
use crate::{
    kernel::{
        actor::Can,
        audit::{self, Event},
        cx::Cx,
        error::Result,
        form::Check,
    },
    requests::{AskKind, store::chains as table},
};

/// The chains in force.
pub async fn show(cx: &mut Cx) -> Result<Chains> {
    let agency = cx.agency();
    table::of_agency(cx.conn(), agency).await
}

/// Sets the chains; requests that were sent before keep theirs.
pub async fn set(cx: &mut Cx, list: &[Chain], seen: i32) -> Result<()> {
    cx.require(Can::ManageRules)?;
    let (agency, now) = (cx.agency(), cx.now());
    let mut check = Check::new();
    check.ensure(list.len() <= MOST_CHAINS, "chains", "chains-many");
    for chain in list {
        let steps = 1..=MOST_STEPS;
        check.ensure(steps.contains(&chain.steps.len()), "steps", "chain-steps");
        for step in &chain.steps {
            let mut seats = step.seats.clone();
            seats.sort_unstable();
            seats.dedup();
            let whole = !seats.is_empty() && seats.len() == step.seats.len();
            check.ensure(whole, "steps", "chain-seats");
        }
        // own hours are worked in the office
        let nowhere = chain.when.kind == Some(AskKind::Time) && chain.when.place.is_some();
        check.ensure(!nowhere, "place", "chain-place");
        let near = chain.when.kind == Some(AskKind::Time) && chain.when.outside.is_some();
        check.ensure(!near, "outside", "chain-outside");
    }
    check.done()?;
    table::keep(cx.conn(), agency, list, seen, now).await?;
    audit::record(
        cx,
        Event::new("approval-chains-set", "agency", agency.0)
            .with("version", seen + 1)
            .with("chains", serde_json::to_string(list)?),
    )
    .await
}
