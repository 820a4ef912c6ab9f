//! Leave and official trips.

use crate::{
    kernel::{cx::Cx, error::Result},
    organisation::import::{
        absence::AbsenceJudgement,
        reading::{halves, kind_code},
        run::Applied,
        store::{self, CHUNK, absences::Line},
    },
};

/// Applies the accepted rows of a list of absences.
pub async fn apply(cx: &mut Cx, judged: &AbsenceJudgement) -> Result<Applied> {
    let (agency, now, by) = (cx.agency(), cx.now(), cx.actor().membership);
    let lines: Vec<Line> = judged
        .accepted()
        .map(|line| Line {
            nip: line.nip.clone(),
            kind: kind_code(line.kind),
            from_on: line.starts_on,
            to_on: line.ends_on,
            halves: halves(line),
            note: line.note.clone().unwrap_or_else(|| line.label.clone()),
        })
        .collect();
    let mut created = 0;
    for some in lines.chunks(CHUNK) {
        created += store::absences::insert(cx.conn(), agency, some, by, now).await?;
    }
    Ok(Applied {
        created,
        unchanged: (lines.len() as u64).saturating_sub(created),
        ..Applied::default()
    })
}
