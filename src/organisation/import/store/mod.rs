//! The statements of the importer. Set-based: a file of 100,000 rows is a few dozen statements.

pub mod absences;
pub mod people;
pub mod performance;
pub mod runs;
pub mod units;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Reference, ReferenceUnit};
use crate::kernel::{error::Result, id::AgencyId};

/// Rows handed to the database in one statement.
pub const CHUNK: usize = 10_000;

/// A sign of life while the program is busy with a file.
pub async fn touch(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("select 1 as one").fetch_one(conn).await?;
    Ok(())
}

/// Lets one import of the agency write at a time; ordinary work goes on. Its statements may take longer than a page's, and
/// they join sets: the planner does not know yet how many people a new agency has, and would look each row up among all.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId) -> Result<()> {
    sqlx::query!("set local statement_timeout = '60s'")
        .execute(&mut *conn)
        .await?;
    sqlx::query!("set local enable_nestloop = off")
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "select id from agencies where id = $1 for no key update",
        agency.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// What rows are compared with: the agency's units in use and its active employees.
pub async fn reference(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Reference> {
    let units = sqlx::query!(
        "select id, name, parent_id, code from units where agency_id = $1 and active",
        agency.0
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .map(|row| ReferenceUnit {
        id: row.id,
        name: row.name,
        parent_id: row.parent_id,
        external_id: row.code,
    })
    .collect();
    let active = sqlx::query_scalar!(
        "select nip from employees where agency_id = $1 and active",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(Reference::new(today, units, active))
}

/// Makes the positions of these names that are not there yet, "not yet decided"; how many were made.
pub async fn insert_positions(
    conn: &mut PgConnection,
    agency: AgencyId,
    positions: &[(String, Option<i16>)],
) -> Result<u64> {
    let mut made = 0;
    for some in positions.chunks(CHUNK) {
        let ids: Vec<Uuid> = some.iter().map(|_| Uuid::now_v7()).collect();
        let names: Vec<String> = some.iter().map(|(name, _)| name.clone()).collect();
        let classes: Vec<Option<i16>> = some.iter().map(|(_, class)| *class).collect();
        made += sqlx::query!(
            "insert into positions (agency_id, id, name, kelas) \
             select distinct on (lower(x.name)) $1, x.id, x.name, x.kelas \
             from unnest($2::uuid[], $3::text[], $4::int2[]) with ordinality as x(id, name, kelas, place) \
             order by lower(x.name), x.place on conflict (agency_id, lower(name)) do nothing",
            agency.0,
            &ids,
            &names,
            &classes as &[Option<i16>]
        )
        .execute(&mut *conn)
        .await?
        .rows_affected();
    }
    Ok(made)
}

/// Proposes the one active employee whose position is `Kepala <unit>`, or the unit's own title of head, as its head;
/// how many proposals are new. Heads themselves are confirmed by HR.
pub async fn propose_heads(conn: &mut PgConnection, agency: AgencyId) -> Result<u64> {
    let done = sqlx::query!(
        "with fitting as ( \
           select u.id as unit_id, e.id as employee_id, count(*) over (partition by u.id) as candidates from units u \
           join positions p on p.agency_id = u.agency_id and lower(p.name) in (lower('Kepala ' || u.name), lower(u.head_title)) \
           join employees e on e.agency_id = u.agency_id and e.position_id = p.id and e.unit_id = u.id and e.active \
           where u.agency_id = $1 and u.active) \
         update units u set proposed_head_id = f.employee_id, version = u.version + 1 from fitting f \
         where u.agency_id = $1 and u.id = f.unit_id and f.candidates = 1 \
         and u.head_id is distinct from f.employee_id and u.proposed_head_id is distinct from f.employee_id",
        agency.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
