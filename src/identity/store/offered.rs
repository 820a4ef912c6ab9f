//! Whom the demo's door offers.

use sqlx::PgConnection;

use crate::kernel::{error::Result, id::AgencyId};

/// A person at the demo's door.
pub struct Offered {
    pub nip: String,
    pub name: String,
    pub position: String,
    pub unit: String,
}

/// People of the agency by name or NIP.
pub async fn offered(
    conn: &mut PgConnection,
    agency: AgencyId,
    word: Option<&str>,
) -> Result<Vec<Offered>> {
    let rows = sqlx::query_as!(
        Offered,
        "select e.nip, e.name, p.name as position, u.name as unit from employees e join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id where e.agency_id = $1 and e.active \
         and ($2::text is null or lower(e.name) like $2 or e.nip like $2) order by lower(e.name), e.id limit 30",
        agency.0,
        word
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
