//! Imports on their way from upload to apply.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, FileId, ImportId},
    },
    organisation::import::{Kind, Run, State},
};

struct Row {
    id: Uuid,
    kind: String,
    file_id: Uuid,
    file: String,
    sheet: Option<String>,
    mapping: Option<Value>,
    state: String,
    created_at: DateTime<Utc>,
    applied_at: Option<DateTime<Utc>>,
    accepted: i32,
    rejected: i32,
    duplicates: i32,
    report: Option<Value>,
    version: i32,
    by: Option<String>,
}

impl Row {
    fn run(self) -> Result<Run> {
        Ok(Run {
            id: ImportId(self.id),
            kind: Kind::of(&self.kind).ok_or(Error::internal("unknown kind of import"))?,
            file_id: FileId(self.file_id),
            file: self.file,
            sheet: self.sheet,
            mapping: self
                .mapping
                .map(serde_json::from_value)
                .transpose()
                .map_err(Error::internal)?,
            state: State::of(&self.state).ok_or(Error::internal("unknown state of import"))?,
            created_at: self.created_at,
            applied_at: self.applied_at,
            accepted: self.accepted,
            rejected: self.rejected,
            duplicates: self.duplicates,
            outcome: self
                .report
                .map(serde_json::from_value)
                .transpose()
                .map_err(Error::internal)?,
            version: self.version,
            by: self.by.unwrap_or_default(),
        })
    }
}

/// One import of the agency.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: ImportId) -> Result<Run> {
    sqlx::query_as!(
        Row,
        r#"select i.id, i.kind, i.file_id, f.name as file, i.sheet, i.mapping, i.state, i.created_at, i.applied_at, i.accepted, i.rejected, i.duplicates,
           i.report, i.version, coalesce(e.name, p.name) as "by?"
           from imports i join files f on f.agency_id = i.agency_id and f.id = i.file_id
           left join memberships m on m.agency_id = i.agency_id and m.id = i.created_by
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join lateral identity_get(m.identity_id) p on true
           where i.agency_id = $1 and i.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?
    .run()
}

/// Locks an import for a change.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: ImportId) -> Result<Run> {
    sqlx::query!(
        "select id from imports where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    find(conn, agency, id).await
}

/// Imports of the agency, latest first, from an id downwards.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    before: Option<Uuid>,
    size: i64,
) -> Result<Vec<Run>> {
    sqlx::query_as!(
        Row,
        r#"select i.id, i.kind, i.file_id, f.name as file, i.sheet, i.mapping, i.state, i.created_at, i.applied_at, i.accepted, i.rejected, i.duplicates,
           null::jsonb as report, i.version, coalesce(e.name, p.name) as "by?"
           from imports i join files f on f.agency_id = i.agency_id and f.id = i.file_id
           left join memberships m on m.agency_id = i.agency_id and m.id = i.created_by
           left join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
           left join lateral identity_get(m.identity_id) p on true
           where i.agency_id = $1 and ($2::uuid is null or i.id < $2) order by i.id desc limit $3"#,
        agency.0,
        before,
        size
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::run)
    .collect()
}

/// Keeps a new import.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, run: &Run, by: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into imports (agency_id, id, kind, file_id, sheet, state, created_by, created_at, accepted, rejected, duplicates) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        agency.0,
        run.id.0,
        run.kind.code(),
        run.file_id.0,
        run.sheet,
        run.state.code(),
        by,
        run.created_at,
        run.accepted,
        run.rejected,
        run.duplicates
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Saves an import unless somebody else did in between.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, run: &Run) -> Result<()> {
    let mapping = run.mapping.as_ref().map(serde_json::to_value).transpose()?;
    let outcome = run.outcome.as_ref().map(serde_json::to_value).transpose()?;
    let done = sqlx::query!(
        "update imports set sheet = $3, mapping = $4, state = $5, applied_at = $6, accepted = $7, rejected = $8, duplicates = $9, report = $10, \
         version = version + 1 where agency_id = $1 and id = $2 and version = $11",
        agency.0,
        run.id.0,
        run.sheet,
        mapping,
        run.state.code(),
        run.applied_at,
        run.accepted,
        run.rejected,
        run.duplicates,
        outcome,
        run.version
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Conflict("changed"));
    }
    Ok(())
}

/// Forgets the bytes of a file that will not be used; its name stays in the list.
pub async fn empty_file(conn: &mut PgConnection, agency: AgencyId, id: FileId) -> Result<()> {
    sqlx::query!(
        "update files set bytes = ''::bytea where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
