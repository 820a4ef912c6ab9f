//! Applies the good rows of a file in the one transaction of the caller. Repeating it changes nothing.

mod absences;
mod employees;
mod ratings;
mod targets;
mod units;

use super::{
    Fate,
    reading::{Judged, Reading},
    run::{Applied, Outcome},
    store,
};
use crate::kernel::{actor::Can, cx::Cx, error::Result};

/// Stores the accepted rows. The caller records what it did.
pub async fn apply(cx: &mut Cx, reading: &Reading) -> Result<Outcome> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::lock(cx.conn(), agency).await?;
    let (applied, leavers) = match &reading.judged {
        Judged::Employees(judged) => {
            let applied = employees::apply(cx, judged).await?;
            (applied, leavers(cx, reading, 0).await?.0)
        }
        Judged::Units(judged) => {
            let coded = !reading.mapping.columns("id").is_empty();
            (units::apply(cx, judged, coded).await?, 0)
        }
        Judged::Absences(judged) => (absences::apply(cx, judged).await?, 0),
        Judged::Targets(judged) => (targets::apply(cx, judged).await?, 0),
        Judged::Ratings(judged) => (ratings::apply(cx, judged).await?, 0),
    };
    Ok(Outcome {
        applied,
        rejected: rejected(reading),
        leavers,
    })
}

fn rejected(reading: &Reading) -> Vec<(u32, Vec<String>)> {
    reading
        .fates()
        .iter()
        .filter(|f| f.status == Fate::Rejected)
        .map(|f| {
            let codes = f.reasons.iter().map(|c| c.as_str().to_owned()).collect();
            (f.row, codes)
        })
        .collect()
}

/// Active employees whom a file of employees does not mention: how many, and the first `most` (name, number, unit).
/// They are proposed to HR as leavers and never removed.
pub async fn leavers(
    cx: &mut Cx,
    reading: &Reading,
    most: i64,
) -> Result<(i64, Vec<(String, String, String)>)> {
    let Judged::Employees(judged) = &reading.judged else {
        return Ok((0, Vec::new()));
    };
    let (mut nips, names) = reading.refused_people();
    nips.extend(judged.accepted().map(|e| e.values.nip.clone()));
    let agency = cx.agency();
    let (total, mut first) =
        store::people::absent(cx.conn(), agency, &nips, &names, most.max(1)).await?;
    first.truncate(usize::try_from(most).unwrap_or_default());
    Ok((total, first))
}

impl Applied {
    /// The figures by name, for the trail.
    pub fn figures(&self) -> [(&'static str, u64); 9] {
        [
            ("created", self.created),
            ("updated", self.updated),
            ("unchanged", self.unchanged),
            ("moved", self.moved),
            ("positions", self.positions),
            ("supervisors", self.supervisors),
            ("loops", self.loops),
            ("heads", self.heads),
            ("members", self.members),
        ]
    }
}
