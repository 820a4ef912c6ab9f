//! Units: insert, update, place in the tree, proposed heads by number.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{error::Result, id::AgencyId};

/// A unit the agency has.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub parent_id: Option<Uuid>,
}

/// A unit as it is to be.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub head_title: Option<String>,
    pub parent_id: Option<Uuid>,
}

/// Every unit of the agency, locked.
pub async fn lock_all(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Known>> {
    let rows = sqlx::query!(
        "select id, code, name, parent_id from units where agency_id = $1 order by id for update",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Known {
            id: row.id,
            code: row.code,
            name: row.name,
            parent_id: row.parent_id,
        })
        .collect())
}

/// Inserts units without their place in the tree and updates those that differ; how many were inserted and updated.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    lines: &[Line],
    new: &[Uuid],
) -> Result<(u64, u64)> {
    let ids: Vec<Uuid> = lines.iter().map(|l| l.id).collect();
    let codes: Vec<Option<String>> = lines.iter().map(|l| l.code.clone()).collect();
    let names: Vec<String> = lines.iter().map(|l| l.name.clone()).collect();
    let titles: Vec<Option<String>> = lines.iter().map(|l| l.head_title.clone()).collect();
    let parents: Vec<Option<Uuid>> = lines.iter().map(|l| l.parent_id).collect();
    sqlx::query!(
        "insert into units (agency_id, id, code, name, head_title) \
         select $1, x.id, x.code, x.name, x.title from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as x(id, code, name, title) \
         where x.id = any($6::uuid[])",
        agency.0,
        &ids,
        &codes as &[Option<String>],
        &names,
        &titles as &[Option<String>],
        new
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update units u set parent_id = x.parent from unnest($2::uuid[], $3::uuid[]) as x(id, parent) \
         where u.agency_id = $1 and u.id = x.id and x.id = any($4::uuid[])",
        agency.0,
        &ids,
        &parents as &[Option<Uuid>],
        new
    )
    .execute(&mut *conn)
    .await?;
    let updated = sqlx::query!(
        "update units u set code = coalesce(x.code, u.code), name = x.name, head_title = coalesce(x.title, u.head_title), parent_id = x.parent, \
           active = true, version = u.version + 1 \
         from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[]) as x(id, code, name, title, parent) \
         where u.agency_id = $1 and u.id = x.id and (u.code, u.name, u.head_title, u.parent_id, u.active) \
           is distinct from (coalesce(x.code, u.code), x.name, coalesce(x.title, u.head_title), x.parent, true)",
        agency.0,
        &ids,
        &codes as &[Option<String>],
        &names,
        &titles as &[Option<String>],
        &parents as &[Option<Uuid>]
    )
    .execute(conn)
    .await?;
    Ok((new.len() as u64, updated.rows_affected()))
}

/// Proposes as heads the active employees of these numbers; how many proposals are new.
pub async fn propose_heads(
    conn: &mut PgConnection,
    agency: AgencyId,
    heads: &[(Uuid, String)],
) -> Result<u64> {
    let units: Vec<Uuid> = heads.iter().map(|(unit, _)| *unit).collect();
    let nips: Vec<String> = heads.iter().map(|(_, nip)| nip.clone()).collect();
    let done = sqlx::query!(
        "update units u set proposed_head_id = e.id, version = u.version + 1 \
         from unnest($2::uuid[], $3::text[]) as x(unit_id, nip) join employees e on e.agency_id = $1 and e.nip = x.nip and e.active \
         where u.agency_id = $1 and u.id = x.unit_id and u.head_id is distinct from e.id and u.proposed_head_id is distinct from e.id",
        agency.0,
        &units,
        &nips
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
