//! Targets: the area that keeps them begins a draft for each person; this one only puts the rows together.

use crate::{
    kernel::{cx::Cx, error::Result},
    organisation::import::{
        report::Judged,
        run::Applied,
        targets_file::{TargetLine, gather},
    },
};

/// Applies the accepted rows of a file of targets.
pub async fn apply(cx: &mut Cx, judged: &Judged<TargetLine>) -> Result<Applied> {
    let all = gather(judged);
    let bring = cx.core.hooks.bring_targets;
    bring(cx, &all).await?;
    Ok(Applied {
        created: all.len() as u64,
        ..Applied::default()
    })
}
