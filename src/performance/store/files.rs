//! Files of delivered work.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        depot::Arrived,
        error::{Error, Result},
        id::{AgencyId, DeliverableId, FileId},
        jobs::CHUNK,
    },
    performance::work::{Deliverable, WorkFile},
};

struct Row {
    id: Uuid,
    deliverable_id: Uuid,
    number: Option<i16>,
    name: String,
    media_type: String,
    size: i64,
    sha256: Vec<u8>,
    scanned: bool,
    sent_at: DateTime<Utc>,
}

impl Row {
    fn file(self) -> Result<WorkFile> {
        Ok(WorkFile {
            id: FileId(self.id),
            of: DeliverableId(self.deliverable_id),
            number: self.number,
            name: self.name,
            media: self.media_type,
            size: u64::try_from(self.size).map_err(Error::internal)?,
            sha256: self
                .sha256
                .try_into()
                .map_err(|_| Error::internal("a hash of another length"))?,
            scanned: self.scanned,
            sent_at: self.sent_at,
        })
    }
}

/// The files of some pieces of work, by version, in the order in which they were handed in.
pub async fn of(
    conn: &mut PgConnection,
    agency: AgencyId,
    works: &[Uuid],
) -> Result<Vec<WorkFile>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, deliverable_id, number, name, media_type, size, sha256, scanned, sent_at from delivery_files \
         where agency_id = $1 and deliverable_id = any($2) order by deliverable_id, number nulls last, place, id",
        agency.0,
        works
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Row::file).collect()
}

/// One file of a piece of work.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    work: DeliverableId,
    id: FileId,
) -> Result<WorkFile> {
    let row = sqlx::query_as!(
        Row,
        "select id, deliverable_id, number, name, media_type, size, sha256, scanned, sent_at from delivery_files \
         where agency_id = $1 and deliverable_id = $2 and id = $3",
        agency.0,
        work.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    row.file()
}

/// Puts a file in place: of the newest version, or of none yet.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: &Deliverable,
    (number, place): (Option<i16>, i16),
    file: &Arrived,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into delivery_files (agency_id, id, deliverable_id, employee_id, number, place, name, media_type, size, sha256, scanned, sent_at) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)",
        agency.0,
        file.id.0,
        of.id.0,
        of.employee.0,
        number,
        place,
        file.name,
        file.media,
        i64::try_from(file.size).map_err(Error::internal)?,
        &file.sha256[..],
        file.scanned,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Binds a file that was sent before to the newest version.
pub async fn bind(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: &Deliverable,
    id: FileId,
    place: i16,
) -> Result<()> {
    let done = sqlx::query!(
        "update delivery_files set number = $4, place = $5 where agency_id = $1 and deliverable_id = $2 and id = $3 and number is null",
        agency.0,
        of.id.0,
        id.0,
        of.rounds,
        place
    )
    .execute(conn)
    .await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(Error::Conflict("changed")),
    }
}

/// Forgets a file that was sent and not delivered; false where there is none.
pub async fn delete(
    conn: &mut PgConnection,
    agency: AgencyId,
    work: DeliverableId,
    id: FileId,
) -> Result<bool> {
    let done = sqlx::query!(
        "delete from delivery_files where agency_id = $1 and deliverable_id = $2 and id = $3 and number is null",
        agency.0,
        work.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets what was sent before an instant and never delivered, some at once. Gives the pieces of work with the files.
pub async fn delete_waiting(
    conn: &mut PgConnection,
    agency: AgencyId,
    before: DateTime<Utc>,
) -> Result<Vec<(DeliverableId, FileId)>> {
    let rows = sqlx::query!(
        "delete from delivery_files f using (select id from delivery_files where agency_id = $1 and number is null and sent_at < $2 \
         order by sent_at limit $3 for update skip locked) old where f.agency_id = $1 and f.id = old.id returning f.deliverable_id, f.id",
        agency.0,
        before,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (DeliverableId(row.deliverable_id), FileId(row.id)))
        .collect())
}

/// Which of these have a row.
pub async fn known(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[FileId],
) -> Result<Vec<FileId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_scalar!(
        "select id from delivery_files where agency_id = $1 and id = any($2)",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(FileId).collect())
}
