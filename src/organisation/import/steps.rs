//! The steps of an import: upload, map, apply, discard; and the whole path at once for the command line.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    Fate, Mapping,
    apply::apply,
    reading::{self, Problem, Reading, Source},
    run::{Applied, Kind, Outcome, Run, State},
    store,
};
use crate::kernel::{
    actor::Can,
    audit::{self, Event},
    cx::Cx,
    error::{Error, Reason, Result},
    files,
    id::ImportId,
};

/// The kind of bytes of an upload: what it is was judged by its content.
const MEDIA: &str = "application/octet-stream";

fn fresh(kind: Kind, name: &str, reading: &Reading, cx: &Cx) -> Run {
    let mut run = Run {
        id: ImportId::new(),
        kind,
        file_id: crate::kernel::id::FileId::new(),
        file: name.to_owned(),
        sheet: Some(reading.header.sheet.clone()),
        mapping: None,
        state: State::Uploaded,
        created_at: cx.now(),
        applied_at: None,
        accepted: 0,
        rejected: 0,
        duplicates: 0,
        outcome: None,
        version: 1,
        by: String::new(),
    };
    count(&mut run, reading);
    run
}

fn count(run: &mut Run, reading: &Reading) {
    let of = |fate| i32::try_from(reading.count(fate)).unwrap_or(i32::MAX);
    run.accepted = of(Fate::Accepted);
    run.rejected = of(Fate::Rejected);
    run.duplicates = of(Fate::SkippedDuplicate);
}

/// Keeps an upload that can be read. Employees, units and absences are written only by [`apply_run`].
pub async fn upload(
    cx: &mut Cx,
    kind: Kind,
    name: &str,
    bytes: &[u8],
) -> Result<ImportId, Problem> {
    cx.require(Can::ManagePeople)?;
    let reading = reading::open(
        cx,
        Source {
            kind,
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            sheet: None,
            mapping: None,
        },
    )
    .await?;
    let mut run = fresh(kind, name, &reading, cx);
    keep(cx, &mut run, bytes).await?;
    record(cx, "import-uploaded", &run, None).await?;
    Ok(run.id)
}

async fn keep(cx: &mut Cx, run: &mut Run, bytes: &[u8]) -> Result<()> {
    let (agency, (_, by)) = (cx.agency(), cx.actor().mark());
    run.file_id = files::keep(cx, "import", &run.file, MEDIA, bytes).await?;
    store::runs::insert(cx.conn(), agency, run, by.unwrap_or(Uuid::nil())).await
}

async fn record(cx: &mut Cx, code: &'static str, run: &Run, done: Option<&Applied>) -> Result<()> {
    let mut event = Event::new(code, "import", run.id.0)
        .with("kind", run.kind.code())
        .with("accepted", run.accepted)
        .with("rejected", run.rejected)
        .with("duplicates", run.duplicates);
    for (name, figure) in done.map(Applied::figures).into_iter().flatten() {
        event = event.with(name, figure);
    }
    audit::record(cx, event).await
}

/// An import of the agency.
pub async fn find(cx: &mut Cx, id: ImportId) -> Result<Run> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::runs::find(cx.conn(), agency, id).await
}

/// Imports of the agency, latest first.
pub async fn list(cx: &mut Cx, before: Option<Uuid>, size: i64) -> Result<Vec<Run>> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    store::runs::list(cx.conn(), agency, before, size).await
}

/// Reads the kept file of an import and judges it against the agency as it is now.
pub async fn open(cx: &mut Cx, run: &Run) -> Result<Reading, Problem> {
    let file = files::read(cx, run.file_id).await?;
    let source = Source {
        kind: run.kind,
        name: file.name,
        bytes: file.bytes,
        sheet: run.sheet.clone(),
        mapping: run.mapping.clone(),
    };
    reading::open(cx, source).await
}

async fn lock(cx: &mut Cx, id: ImportId, version: &str) -> Result<Run> {
    cx.require(Can::ManagePeople)?;
    let agency = cx.agency();
    let run = store::runs::lock(cx.conn(), agency, id).await?;
    if run.version.to_string() != version || run.state != State::Uploaded {
        return Err(Error::Conflict("changed"));
    }
    Ok(run)
}

/// Saves which sheet is read; the columns are proposed anew.
pub async fn choose_sheet(
    cx: &mut Cx,
    id: ImportId,
    version: &str,
    sheet: &str,
) -> Result<(), Problem> {
    let mut run = lock(cx, id, version).await?;
    run.sheet = Some(sheet.to_owned());
    run.mapping = None;
    let reading = open(cx, &run).await?;
    count(&mut run, &reading);
    save(cx, &run, "import-mapped").await?;
    Ok(())
}

/// Saves which column holds which field; `chosen` has a field for each column, empty for none.
pub async fn choose_columns(
    cx: &mut Cx,
    id: ImportId,
    version: &str,
    chosen: &HashMap<usize, String>,
) -> Result<(), Problem> {
    let mut run = lock(cx, id, version).await?;
    let before = open(cx, &run).await?;
    let mut mapping: Mapping = before.mapping.clone();
    for column in &before.header.columns {
        let Some(field) = chosen.get(&column.index) else {
            continue;
        };
        let field = Some(field.as_str()).filter(|f| !f.is_empty());
        if mapping.field_of(column.index) != field {
            mapping.set(run.kind.dictionary(), column.index, field);
        }
    }
    let kept = serde_json::to_value(&mapping).and_then(serde_json::from_value);
    run.mapping = Some(kept.map_err(Error::internal)?);
    let after = open(cx, &run).await?;
    count(&mut run, &after);
    save(cx, &run, "import-mapped").await?;
    Ok(())
}

async fn save(cx: &mut Cx, run: &Run, code: &'static str) -> Result<()> {
    let agency = cx.agency();
    store::runs::save(cx.conn(), agency, run).await?;
    record(cx, code, run, run.outcome.as_ref().map(|o| &o.applied)).await
}

/// Stores the good rows, exactly as many as the person saw.
pub async fn apply_run(
    cx: &mut Cx,
    id: ImportId,
    version: &str,
    seen: &str,
) -> Result<Applied, Problem> {
    let mut run = lock(cx, id, version).await?;
    let reading = open(cx, &run).await?;
    count(&mut run, &reading);
    if run.accepted == 0 {
        return Err(Error::from(Reason::new("import-nothing")).into());
    }
    if run.accepted.to_string() != seen {
        return Err(Error::Conflict("import-preview").into());
    }
    let outcome = apply(cx, &reading).await?;
    let applied = outcome.applied;
    run.state = State::Applied;
    run.applied_at = Some(cx.now());
    run.outcome = Some(outcome);
    save(cx, &run, "import-applied").await?;
    Ok(applied)
}

/// Throws an upload away; its bytes are forgotten.
pub async fn discard(cx: &mut Cx, id: ImportId, version: &str) -> Result<()> {
    let mut run = lock(cx, id, version).await?;
    run.state = State::Discarded;
    let agency = cx.agency();
    store::runs::empty_file(cx.conn(), agency, run.file_id).await?;
    save(cx, &run, "import-discarded").await
}

/// Applies a file that was read without the pages (the command line). Where nothing changes, nothing is kept either.
pub async fn apply_file(
    cx: &mut Cx,
    kind: Kind,
    name: &str,
    bytes: &[u8],
    reading: &Reading,
) -> Result<Outcome> {
    let outcome = apply(cx, reading).await?;
    if outcome.applied.changed() {
        let mut run = fresh(kind, name, reading, cx);
        keep(cx, &mut run, bytes).await?;
        run.state = State::Applied;
        run.applied_at = Some(cx.now());
        run.outcome = Some(outcome.clone());
        save(cx, &run, "import-applied").await?;
    }
    Ok(outcome)
}
