//! Searching colleagues.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, UnitId},
        list::Cursor,
    },
    requests::board::Member,
};

/// What is searched for, and how far the person who searches sees.
pub struct Filter<'a> {
    /// A part of the name, as a LIKE pattern.
    pub word: &'a str,
    /// The beginning of a NIP, as a LIKE pattern.
    pub digits: Option<String>,
    /// Every unit may be seen closely.
    pub everybody: bool,
    /// Units that may be seen closely.
    pub units: Vec<Uuid>,
    pub after: Option<&'a Cursor>,
    pub limit: i64,
}

/// Somebody who was found.
pub struct Row {
    pub member: Member,
    pub sort: String,
    pub unit_name: String,
    pub full: bool,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Active people by name, those only whom the person who searches may see.
pub async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    filter: &Filter<'_>,
) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select e.id, e.name, lower(e.name) as "sort!", e.unit_id, u.name as unit, p.name as position, e.email, e.phone,
           ($4 or e.unit_id = any($5)) as "full!"
           from employees e
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           where e.agency_id = $1 and e.active and (lower(e.name) like $2 or e.nip like $3)
           and ($4 or e.unit_id = any($5) or u.visibility = 'agency')
           and ($6::text is null or (lower(e.name), e.id) > ($6, $7::uuid))
           order by lower(e.name), e.id limit $8"#,
        agency.0,
        filter.word,
        filter.digits,
        filter.everybody,
        &filter.units,
        filter.after.map(|cursor| cursor.key.as_str()),
        filter.after.map(|cursor| cursor.id),
        filter.limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            member: Member {
                id: EmployeeId(row.id),
                name: row.name,
                unit: UnitId(row.unit_id),
                position: row.position,
            },
            sort: row.sort,
            unit_name: row.unit,
            full: row.full,
            email: row.email,
            phone: row.phone,
        })
        .collect())
}

/// What people gave to be reached by, with these requests.
pub async fn contacts(
    conn: &mut PgConnection,
    agency: AgencyId,
    requests: &[Uuid],
) -> Result<HashMap<EmployeeId, String>> {
    if requests.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        "select employee_id, contact from requests where agency_id = $1 and id = any($2) and contact <> ''",
        agency.0,
        requests
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (EmployeeId(row.employee_id), row.contact))
        .collect())
}
