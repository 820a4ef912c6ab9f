//! What the days of a statement rest on.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, RequestId},
    },
    requests::{State, statement::Ground},
};

/// These requests with who decided them, and when.
pub async fn grounds(
    conn: &mut PgConnection,
    agency: AgencyId,
    requests: &[Uuid],
) -> Result<HashMap<RequestId, Ground>> {
    let rows = sqlx::query!(
        r#"select r.id, r.state, r.decided_at, d.name as "decided_by?" from requests r
           left join employees d on d.agency_id = r.agency_id and d.id = r.decided_by
           where r.agency_id = $1 and r.id = any($2)"#,
        agency.0,
        requests
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let id = RequestId(row.id);
            let ground = Ground {
                id,
                state: State::of(&row.state).unwrap_or(State::Draft),
                decided_by: row.decided_by,
                decided_at: row.decided_at,
            };
            (id, ground)
        })
        .collect())
}
