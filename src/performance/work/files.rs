//! Files of work: a program sends them one by one before it delivers, a form brings them along. Who reads the work reads its files, and
//! nobody else. What was sent and never delivered is forgotten after a day, and so is every object that no row knows.

use std::collections::HashSet;

use chrono::TimeDelta;

use super::{
    Deliverable, Step, WorkFile,
    deliver::own,
    read,
    rules::{self, next},
};
use crate::{
    kernel::{
        actor::Agency,
        audit::{self, Event},
        crypto::hex,
        cx::{BoxFuture, Core, Cx},
        db::Mode,
        depot::{Arrived, Depot, Pieces, Received},
        error::{Error, Result},
        id::{DeliverableId, FileId},
        jobs::{CHUNK, Periodic},
    },
    performance::{store, terms},
};

/// How long something lies that was sent and not delivered, or that no row knows yet.
const WAITS: TimeDelta = TimeDelta::hours(24);

/// What may be handed in now: how many files, and how many MiB each; none where files are off.
pub async fn limits(cx: &mut Cx) -> Result<Option<(i16, i16)>> {
    let kept = terms::show(cx).await?;
    let on = cx.core.settings.depot.is_some() && kept.files > 0;
    Ok(on.then_some((kept.files, kept.file_size)))
}

/// Keeps a file for the next delivery of one's own work.
pub async fn send(cx: &mut Cx, id: DeliverableId, received: &Received) -> Result<WorkFile> {
    let (agency, now) = (cx.agency(), cx.now());
    let work = own(cx, id).await?;
    next(work.state, Step::Deliver)?;
    let files = received.files()?;
    let file = files
        .first()
        .ok_or_else(|| Error::field("files", "required"))?;
    let kept = store::files::of(cx.conn(), agency, &[work.id.0]).await?;
    let waiting = kept.iter().filter(|one| one.number.is_none()).count();
    let terms = terms::show(cx).await?;
    let wrong = rules::file_problems(&[file], waiting + 1, terms.files, terms.file_size);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    store::files::insert(cx.conn(), agency, &work, (None, 1), file, now).await?;
    note(cx, "work-file-sent", &work, file.id, file.size, file.sha256).await?;
    store::files::find(cx.conn(), agency, id, file.id).await
}

/// Takes back a file that was sent and not delivered. Its bytes go with the next sweep.
pub async fn take_back(cx: &mut Cx, id: DeliverableId, file: FileId) -> Result<()> {
    let agency = cx.agency();
    let work = own(cx, id).await?;
    if !store::files::delete(cx.conn(), agency, id, file).await? {
        return Err(Error::NotFound);
    }
    let event = Event::new("work-file-removed", "deliverable", work.id.0);
    audit::record(cx, event.with("file", file.to_string())).await
}

/// The files of a piece of work for whom it is for; what is not delivered yet is its person's alone.
pub async fn list(cx: &mut Cx, id: DeliverableId) -> Result<Vec<WorkFile>> {
    let agency = cx.agency();
    let (work, sight) = read::show(cx, id).await?;
    let mut all = store::files::of(cx.conn(), agency, &[work.id.0]).await?;
    all.retain(|one| sight.own || one.number.is_some());
    Ok(all)
}

/// A file with its bytes.
pub async fn open(cx: &mut Cx, id: DeliverableId, file: FileId) -> Result<(WorkFile, Pieces)> {
    let agency = cx.agency();
    let (_, sight) = read::show(cx, id).await?;
    let file = store::files::find(cx.conn(), agency, id, file).await?;
    if file.number.is_none() && !sight.own {
        return Err(Error::NotFound);
    }
    let depot = cx.core.settings.depot.clone();
    let depot = depot.ok_or(Error::Unavailable(60))?;
    let pieces = depot.read(agency, file.id, file.sha256).await?;
    Ok((file, pieces))
}

/// What is wrong with the files of a delivery, before anything is written: too many or too large, or one that was not sent.
pub(super) async fn look(
    cx: &mut Cx,
    work: DeliverableId,
    files: &[Arrived],
    sent: &[FileId],
) -> Result<()> {
    if files.is_empty() && sent.is_empty() {
        return Ok(());
    }
    let agency = cx.agency();
    let terms = terms::show(cx).await?;
    let arrived: Vec<&Arrived> = files.iter().collect();
    let mut wrong = rules::file_problems(
        &arrived,
        files.len() + sent.len(),
        terms.files,
        terms.file_size,
    );
    if wrong.is_empty() && !sent.is_empty() {
        let kept = store::files::of(cx.conn(), agency, &[work.0]).await?;
        let waiting: HashSet<FileId> = kept
            .iter()
            .filter(|one| one.number.is_none())
            .map(|one| one.id)
            .collect();
        let named: HashSet<FileId> = sent.iter().copied().collect();
        if named.len() != sent.len() || !named.is_subset(&waiting) {
            wrong.push(crate::kernel::error::FieldError::new("files", "work-file"));
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(wrong)),
    }
}

/// Binds the files to the newest version, each with its hash in the trail.
pub(super) async fn bind(
    cx: &mut Cx,
    work: &Deliverable,
    files: &[Arrived],
    sent: &[FileId],
) -> Result<()> {
    let (agency, now) = (cx.agency(), cx.now());
    let mut place = 0;
    for id in sent {
        place += 1;
        let file = store::files::find(cx.conn(), agency, work.id, *id).await?;
        store::files::bind(cx.conn(), agency, work, *id, place).await?;
        note(cx, "work-file-delivered", work, *id, file.size, file.sha256).await?;
    }
    for file in files {
        place += 1;
        let at = (Some(work.rounds), place);
        store::files::insert(cx.conn(), agency, work, at, file, now).await?;
        let (size, sha256) = (file.size, file.sha256);
        note(cx, "work-file-delivered", work, file.id, size, sha256).await?;
    }
    Ok(())
}

async fn note(
    cx: &mut Cx,
    event: &'static str,
    work: &Deliverable,
    file: FileId,
    size: u64,
    sha256: [u8; 32],
) -> Result<()> {
    let event = Event::new(event, "deliverable", work.id.0)
        .with("file", file.to_string())
        .with("version", work.rounds)
        .with("size", size)
        .with("sha256", hex(&sha256));
    audit::record(cx, event).await
}

/// Forgets what was sent and not delivered, then takes away every object that no row knows: what a refused request or a crash left.
pub fn sweeping() -> Periodic {
    Periodic {
        name: "files",
        every: TimeDelta::hours(1),
        run: |core, agency| Box::pin(sweep(core, agency)),
    }
}

fn sweep(core: &Core, agency: Agency) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let Some(depot) = core.settings.depot.clone() else {
            return Ok(());
        };
        loop {
            let mut cx = Cx::system(core, agency.clone(), Mode::Write).await?;
            let gone = forget(&mut cx).await?;
            cx.finish().await?;
            if gone < CHUNK {
                break;
            }
        }
        clear(core, &agency, &depot).await
    })
}

async fn forget(cx: &mut Cx) -> Result<usize> {
    let (agency, before) = (cx.agency(), cx.now() - WAITS);
    let gone = store::files::delete_waiting(cx.conn(), agency, before).await?;
    let events: Vec<Event> = gone
        .iter()
        .map(|(work, file)| {
            Event::new("work-file-removed", "deliverable", work.0).with("file", file.to_string())
        })
        .collect();
    audit::record_each(cx, &events).await?;
    Ok(gone.len())
}

async fn clear(core: &Core, agency: &Agency, depot: &Depot) -> Result<()> {
    let old = depot.before(agency.id, core.clock.now() - WAITS).await?;
    for some in old.chunks(CHUNK) {
        let mut cx = Cx::system(core, agency.clone(), Mode::Read).await?;
        let known = store::files::known(cx.conn(), agency.id, some).await?;
        cx.finish().await?;
        let lost: Vec<FileId> = some
            .iter()
            .filter(|id| !known.contains(id))
            .copied()
            .collect();
        if !lost.is_empty() {
            tracing::info!(
                number = lost.len(),
                "files that nothing knows are taken away"
            );
            depot.remove(agency.id, &lost).await?;
        }
    }
    Ok(())
}
