//! The statements of this area: versions of rule sets, and the facts about people.

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{Rule, RuleSet};
use crate::kernel::{error::Result, id::AgencyId};

/// A person as the rules need them; codes as the database keeps them.
pub(super) struct PersonRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub position_id: Uuid,
    pub appointed_on: Option<NaiveDate>,
    pub direct_service: bool,
    pub zone: String,
    pub family: Option<String>,
    pub outside_office: Option<bool>,
    pub no_special_room: Option<bool>,
    pub uses_ict: Option<bool>,
    pub little_face_to_face: Option<bool>,
    pub little_supervision: Option<bool>,
    pub outside_duty: bool,
    pub agency_code: String,
    pub agency_kind: String,
    pub agency_excluded: bool,
    pub discipline: Option<String>,
    pub predikat: Option<String>,
    pub home: Option<String>,
}

/// The facts of everybody active, or of these.
pub(super) async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: Option<&[Uuid]>,
    on: NaiveDate,
) -> Result<Vec<PersonRow>> {
    Ok(sqlx::query_as!(
        PersonRow,
        r#"select e.id, e.unit_id, e.position_id, e.appointed_on, u.direct_service, coalesce(u.time_zone, a.time_zone) as "zone!",
               p.family, p.outside_office, p.no_special_room, p.uses_ict, p.little_face_to_face, p.little_supervision, p.outside_duty,
               a.code as agency_code, a.kind as agency_kind, a.excluded as agency_excluded,
               d.state as "discipline?", r.predikat as "predikat?", h.state as "home?"
           from employees e
           join agencies a on a.id = e.agency_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           left join (select employee_id, case when bool_or(state = 'serving' and (to_on is null or to_on >= $3)) then 'serving'
                          when bool_or(state = 'in_process') then 'in_process' else 'ended' end as state
                      from discipline where agency_id = $1 and from_on <= $3 and ($2::uuid[] is null or employee_id = any($2)) group by employee_id) d
               on d.employee_id = e.id
           left join (select distinct on (employee_id) employee_id, predikat from ratings
                      where agency_id = $1 and rated_on <= $3 and ($2::uuid[] is null or employee_id = any($2))
                      order by employee_id, rated_on desc, id desc) r on r.employee_id = e.id
           left join (select employee_id, min(state) as state from homes
                      where agency_id = $1 and state in ('confirmed', 'proposed') and ($2::uuid[] is null or employee_id = any($2))
                      group by employee_id) h on h.employee_id = e.id
           where e.agency_id = $1 and (($2::uuid[] is null and e.active) or e.id = any($2))
           order by lower(e.name), e.id"#,
        agency.0,
        ids,
        on
    )
    .fetch_all(conn)
    .await?)
}

/// Every unit with its parent.
pub(super) async fn parents(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Vec<(Uuid, Option<Uuid>)>> {
    let rows = sqlx::query!(
        "select id, parent_id from units where agency_id = $1",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.parent_id))
        .collect())
}

/// The base set in force on a day.
pub async fn published_base(conn: &mut PgConnection, on: NaiveDate) -> Result<Option<RuleSet>> {
    let row = sqlx::query!(
        r#"select version, effective_from as "from!", rules as "rules: Json<Vec<Rule>>" from base_rule_sets
           where state = 'published' and effective_from <= $1 order by effective_from desc, version desc limit 1"#,
        on
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| set(row.version, row.from, row.rules.0)))
}

/// The agency's set in force on a day.
pub async fn published(
    conn: &mut PgConnection,
    agency: AgencyId,
    on: NaiveDate,
) -> Result<Option<RuleSet>> {
    let row = sqlx::query!(
        r#"select version, effective_from as "from!", rules as "rules: Json<Vec<Rule>>" from rule_sets
           where agency_id = $1 and state = 'published' and effective_from <= $2 order by effective_from desc, version desc limit 1"#,
        agency.0,
        on
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| set(row.version, row.from, row.rules.0)))
}

fn set(version: i32, effective_from: NaiveDate, rules: Vec<Rule>) -> RuleSet {
    RuleSet {
        version: u32::try_from(version).unwrap_or(0),
        effective_from,
        rules,
    }
}
