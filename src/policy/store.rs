//! The statements of this area: versions of rule sets, and the facts about people.

pub(in crate::policy) mod in_force;
pub(in crate::policy) mod names;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::version::{Side, State, Version};
use super::{Excepted, Rule, RuleSet};
use crate::calendar::DateRange;
use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, IdentityId, RuleSetId},
};

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
    pub hours_not_bound: Option<bool>,
    pub outside_duty: bool,
    pub agency_code: String,
    pub agency_kind: String,
    pub agency_excluded: bool,
    pub discipline: Option<String>,
    /// The last ratings, newest first, and their days.
    pub predikats: Option<Vec<String>>,
    pub rated_on: Option<Vec<NaiveDate>>,
    pub home: Option<String>,
}

/// The facts of everybody active, or of these, on the day that it is where each of them works.
pub(super) async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: Option<&[Uuid]>,
    at: DateTime<Utc>,
) -> Result<Vec<PersonRow>> {
    Ok(sqlx::query_as!(
        PersonRow,
        r#"select e.id, e.unit_id, e.position_id, e.appointed_on, u.direct_service, coalesce(u.time_zone, a.time_zone) as "zone!",
               p.family, p.outside_office, p.no_special_room, p.uses_ict, p.little_face_to_face, p.little_supervision, p.hours_not_bound, p.outside_duty,
               a.code as agency_code, a.kind as agency_kind, a.excluded as agency_excluded,
               d.state as "discipline?", r.predikats[1:4] as "predikats?", r.rated_on[1:4] as "rated_on?", h.state as "home?"
           from employees e
           join agencies a on a.id = e.agency_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           left join (select s.employee_id, case when bool_or(s.state = 'serving' and (s.to_on is null or s.to_on >= t.today)) then 'serving'
                          when bool_or(s.state = 'in_process') then 'in_process' else 'ended' end as state
                      from discipline s join employees x on x.agency_id = s.agency_id and x.id = s.employee_id
                      join units w on w.agency_id = x.agency_id and w.id = x.unit_id join agencies b on b.id = x.agency_id
                      cross join lateral (select ($3::timestamptz at time zone coalesce(w.time_zone, b.time_zone))::date as today) t
                      where s.agency_id = $1 and s.from_on <= t.today and ($2::uuid[] is null or s.employee_id = any($2)) group by s.employee_id) d
               on d.employee_id = e.id
           left join (select g.employee_id, array_agg(g.predikat order by g.ends_on desc, g.rated_on desc, g.id desc) as predikats,
                          array_agg(g.rated_on order by g.ends_on desc, g.rated_on desc, g.id desc) as rated_on
                      from ratings g join employees x on x.agency_id = g.agency_id and x.id = g.employee_id
                      join units w on w.agency_id = x.agency_id and w.id = x.unit_id join agencies b on b.id = x.agency_id
                      where g.agency_id = $1 and g.rated_on <= ($3::timestamptz at time zone coalesce(w.time_zone, b.time_zone))::date
                      and ($2::uuid[] is null or g.employee_id = any($2))
                      group by g.employee_id) r on r.employee_id = e.id
           left join (select employee_id, min(state) as state from homes
                      where agency_id = $1 and state in ('confirmed', 'proposed') and ($2::uuid[] is null or employee_id = any($2))
                      group by employee_id) h on h.employee_id = e.id
           where e.agency_id = $1 and (($2::uuid[] is null and e.active) or e.id = any($2))
           order by lower(e.name), e.id"#,
        agency.0,
        ids,
        at
    )
    .fetch_all(conn)
    .await?)
}

/// The rules that are set aside for everybody, or for these, and not over at an instant wherever people work.
pub(super) async fn exceptions(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: Option<&[Uuid]>,
    at: DateTime<Utc>,
) -> Result<Vec<(Uuid, Excepted)>> {
    let rows = sqlx::query!(
        "select employee_id, id, rule_key, from_on, until_on from exceptions \
         where agency_id = $1 and state = 'granted' and until_on >= $3::timestamptz::date - 1 and ($2::uuid[] is null or employee_id = any($2)) \
         order by employee_id, id",
        agency.0,
        ids,
        at
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let excepted = Excepted {
                id: row.id,
                rule: row.rule_key,
                from_on: row.from_on,
                until_on: row.until_on,
            };
            (row.employee_id, excepted)
        })
        .collect())
}

/// The active people who were rated after a day and have ever been rated so low.
pub(super) async fn rated_since(
    conn: &mut PgConnection,
    agency: AgencyId,
    since: NaiveDate,
    low: &[String],
) -> Result<Vec<EmployeeId>> {
    let rows = sqlx::query_scalar!(
        r#"select distinct r.employee_id from ratings r join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           where r.agency_id = $1 and r.rated_on > $2 and e.active and r.employee_id in (select l.employee_id from ratings l where l.agency_id = $1 and l.predikat = any($3))"#,
        agency.0,
        since,
        low
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(EmployeeId).collect())
}

/// These units and those above them, each with its parent.
pub(super) async fn parents(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: &[Uuid],
) -> Result<Vec<(Uuid, Option<Uuid>)>> {
    let rows = sqlx::query!(
        r#"with recursive up as (
               select id, parent_id from units where agency_id = $1 and id = any($2)
               union
               select p.id, p.parent_id from up u join units p on p.agency_id = $1 and p.id = u.parent_id)
           select id as "id!", parent_id from up"#,
        agency.0,
        units
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

/// A version as the database keeps it, of the agency or of the ministry.
struct VersionRow {
    id: Uuid,
    version: i32,
    state: String,
    effective_from: Option<NaiveDate>,
    rules: Json<Vec<Rule>>,
    copied_from: Option<i32>,
    note: String,
    requested_by: Option<Uuid>,
    requested_at: Option<DateTime<Utc>>,
    published_by: Option<Uuid>,
    published_at: Option<DateTime<Utc>>,
    impact: Option<serde_json::Value>,
    row_version: i32,
}

impl From<VersionRow> for Version {
    fn from(row: VersionRow) -> Self {
        Self {
            id: RuleSetId(row.id),
            number: row.version,
            state: State::of(&row.state),
            effective_from: row.effective_from,
            rules: row.rules.0,
            copied_from: row.copied_from,
            note: row.note,
            requested_by: row.requested_by.map(IdentityId),
            requested_at: row.requested_at,
            published_by: row.published_by.map(IdentityId),
            published_at: row.published_at,
            impact: row.impact,
            row_version: row.row_version,
        }
    }
}

/// The newest versions first.
pub(super) async fn versions(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
) -> Result<Vec<Version>> {
    let rows = match side {
        Side::Agency => {
            sqlx::query_as!(
                VersionRow,
                r#"select id, version, state, effective_from, rules as "rules: Json<Vec<Rule>>", copied_from, note, requested_by, requested_at,
                   published_by, published_at, impact, row_version from rule_sets where agency_id = $1 order by version desc limit 50"#,
                agency.0
            )
            .fetch_all(conn)
            .await?
        }
        Side::Base => {
            sqlx::query_as!(
                VersionRow,
                r#"select id, version, state, effective_from, rules as "rules: Json<Vec<Rule>>", copied_from, note, requested_by, requested_at,
                   published_by, published_at, null::jsonb as impact, row_version from base_rule_sets order by version desc limit 50"#
            )
            .fetch_all(conn)
            .await?
        }
    };
    Ok(rows.into_iter().map(Version::from).collect())
}

/// One version.
pub(super) async fn version(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
    number: i32,
) -> Result<Version> {
    let row = match side {
        Side::Agency => {
            sqlx::query_as!(
                VersionRow,
                r#"select id, version, state, effective_from, rules as "rules: Json<Vec<Rule>>", copied_from, note, requested_by, requested_at,
                   published_by, published_at, impact, row_version from rule_sets where agency_id = $1 and version = $2"#,
                agency.0,
                number
            )
            .fetch_one(conn)
            .await?
        }
        Side::Base => {
            sqlx::query_as!(
                VersionRow,
                r#"select id, version, state, effective_from, rules as "rules: Json<Vec<Rule>>", copied_from, note, requested_by, requested_at,
                   published_by, published_at, null::jsonb as impact, row_version from base_rule_sets where version = $1"#,
                number
            )
            .fetch_one(conn)
            .await?
        }
    };
    Ok(row.into())
}

/// The version that waits to be published, unless this officer asked for it.
pub(super) async fn waiting(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
    not_by: Option<IdentityId>,
) -> Result<Option<i32>> {
    let by = not_by.map(|id| id.0);
    Ok(sqlx::query_scalar!(
        r#"select version as "version!" from rule_sets where $3 and agency_id = $1 and state = 'waiting' and requested_by is distinct from $2
           union all select version from base_rule_sets where not $3 and state = 'waiting' and requested_by is distinct from $2"#,
        agency.0,
        by,
        side == Side::Agency
    )
    .fetch_optional(conn)
    .await?)
}

/// Holds one version until the transaction ends and gives it as it is now; a published one can be neither held nor changed.
pub(super) async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
    number: i32,
) -> Result<Version> {
    match side {
        Side::Agency => {
            sqlx::query!(
                "select id from rule_sets where agency_id = $1 and version = $2 for update",
                agency.0,
                number
            )
            .fetch_optional(&mut *conn)
            .await?;
        }
        Side::Base => {
            sqlx::query!(
                "select id from base_rule_sets where version = $1 for update",
                number
            )
            .fetch_optional(&mut *conn)
            .await?;
        }
    }
    version(conn, agency, side, number).await
}

/// Adds a draft; a second one beside an open draft breaks the unique index.
pub(super) async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
    draft: &Version,
    by: Option<IdentityId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let by = by.map(|id| id.0);
    match side {
        Side::Agency => {
            sqlx::query!(
                "insert into rule_sets (agency_id, id, version, state, effective_from, rules, copied_from, created_by, created_at) values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8)",
                agency.0, draft.id.0, draft.number, draft.effective_from, Json(&draft.rules) as _, draft.copied_from, by, now
            )
            .execute(conn)
            .await?;
        }
        Side::Base => {
            sqlx::query!(
                "insert into base_rule_sets (id, version, state, effective_from, rules, copied_from, created_by, created_at) values ($1, $2, 'draft', $3, $4, $5, $6, $7)",
                draft.id.0, draft.number, draft.effective_from, Json(&draft.rules) as _, draft.copied_from, by, now
            )
            .execute(conn)
            .await?;
        }
    }
    Ok(())
}

/// Writes a version back; the caller holds its lock.
pub(super) async fn update(
    conn: &mut PgConnection,
    agency: AgencyId,
    side: Side,
    now: &Version,
) -> Result<()> {
    let (requested_by, published_by) = (
        now.requested_by.map(|id| id.0),
        now.published_by.map(|id| id.0),
    );
    match side {
        Side::Agency => {
            sqlx::query!(
                "update rule_sets set state = $3, effective_from = $4, rules = $5, note = $6, requested_by = $7, requested_at = $8, \
                 published_by = $9, published_at = $10, impact = $11, row_version = row_version + 1 where agency_id = $1 and id = $2",
                agency.0, now.id.0, now.state.code(), now.effective_from, Json(&now.rules) as _, now.note, requested_by, now.requested_at,
                published_by, now.published_at, now.impact
            )
            .execute(conn)
            .await?;
        }
        Side::Base => {
            sqlx::query!(
                "update base_rule_sets set state = $2, effective_from = $3, rules = $4, note = $5, requested_by = $6, requested_at = $7, \
                 published_by = $8, published_at = $9, row_version = row_version + 1 where id = $1",
                now.id.0, now.state.code(), now.effective_from, Json(&now.rules) as _, now.note, requested_by, now.requested_at,
                published_by, now.published_at
            )
            .execute(conn)
            .await?;
        }
    }
    Ok(())
}

/// The names of login identities, for "asked for by".
pub(super) async fn identity_name(conn: &mut PgConnection, id: IdentityId) -> Result<String> {
    let name = sqlx::query_scalar!("select name from identity_get($1)", id.0)
        .fetch_optional(conn)
        .await?;
    Ok(name.flatten().unwrap_or_default())
}

/// The login identities of the agency's active officers with a role.
pub(super) async fn officers(
    conn: &mut PgConnection,
    agency: AgencyId,
    role: &str,
) -> Result<Vec<IdentityId>> {
    let ids = sqlx::query_scalar!(
        "select distinct m.identity_id from memberships m join role_grants g on g.agency_id = m.agency_id and g.membership_id = m.id \
         where m.agency_id = $1 and m.active and g.role = $2 and g.revoked_at is null",
        agency.0,
        role
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// A day at a flexible place that counts: approved, or waiting for a decision.
pub struct Booking {
    pub request: Uuid,
    pub employee: Uuid,
    pub unit: Uuid,
    pub on: NaiveDate,
    pub approved: bool,
}

/// Every booked day within a range, single days and weekly patterns alike.
pub(super) async fn bookings(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Booking>> {
    Ok(sqlx::query_as!(
        Booking,
        r#"select r.id as "request!", r.employee_id as "employee!", d.unit_id as "unit!", d.on_date as "on!", r.state not in ('submitted', 'offered') as "approved!"
           from request_days d join requests r on r.agency_id = d.agency_id and r.id = d.request_id
           where d.agency_id = $1 and d.on_date between $2 and $3 and d.counts and not d.dropped and d.halves > 0
             and r.state in ('submitted', 'offered', 'approved', 'approved_adjusted')
           union all
           select r.id, r.employee_id, r.unit_id, g.on_date::date, r.state not in ('submitted', 'offered')
           from requests r cross join lateral generate_series(greatest(r.first_on, $2), least(coalesce(r.last_on, $3), $3), interval '1 day') g (on_date)
           where r.agency_id = $1 and r.shape = 'pattern' and r.state in ('submitted', 'offered', 'approved', 'approved_adjusted')
             and r.first_on <= $3 and coalesce(r.last_on, $3) >= $2
             and r.week_halves[extract(isodow from g.on_date)::int] > 0
             and not exists (select 1 from request_days x where x.agency_id = r.agency_id and x.request_id = r.id and x.on_date = g.on_date::date)"#,
        agency.0,
        from,
        to
    )
    .fetch_all(conn)
    .await?)
}

/// Leave and trips of active people that touch a range.
pub(super) async fn away(
    conn: &mut PgConnection,
    agency: AgencyId,
    range: DateRange,
) -> Result<Vec<(Uuid, DateRange)>> {
    let rows = sqlx::query!(
        "select a.employee_id, a.from_on, a.to_on from absences a join employees e on e.agency_id = a.agency_id and e.id = a.employee_id \
         where a.agency_id = $1 and a.cancelled_at is null and e.active and a.from_on <= $3 and a.to_on >= $2",
        agency.0,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let days = DateRange {
                from: row.from_on,
                to: row.to_on,
            };
            (row.employee_id, days)
        })
        .collect())
}

/// The minimum in the office that is set at units themselves.
pub(super) async fn minimums(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<HashMap<Uuid, u32>> {
    let rows = sqlx::query!(
        r#"select id, min_on_site as "least!" from units where agency_id = $1 and min_on_site is not null"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, u32::try_from(row.least).unwrap_or(0)))
        .collect())
}

/// A person as the list of names shows them.
pub(super) struct Face {
    pub id: Uuid,
    pub name: String,
    pub nip: String,
    pub unit: String,
    pub position: String,
}

/// These people by name, one page after a name and id.
pub(super) async fn faces(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[Uuid],
    word: Option<&str>,
    after: Option<(&str, Uuid)>,
    limit: i64,
) -> Result<Vec<Face>> {
    let (key, id) = after.map_or((None, None), |(key, id)| (Some(key), Some(id)));
    Ok(sqlx::query_as!(
        Face,
        "select e.id, e.name, e.nip, u.name as unit, p.name as position from employees e \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         where e.agency_id = $1 and e.id = any($2) and ($3::text is null or lower(e.name) like $3 or e.nip like $3) \
           and ($4::text is null or (lower(e.name), e.id) > ($4, $5::uuid)) order by lower(e.name), e.id limit $6",
        agency.0,
        ids,
        word,
        key,
        id,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// Active people whose name or NIP contains a word.
pub(super) async fn search(
    conn: &mut PgConnection,
    agency: AgencyId,
    word: &str,
    limit: i64,
) -> Result<Vec<Face>> {
    Ok(sqlx::query_as!(
        Face,
        "select e.id, e.name, e.nip, u.name as unit, p.name as position from employees e \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         where e.agency_id = $1 and e.active and (lower(e.name) like $2 or e.nip like $2) order by lower(e.name), e.id limit $3",
        agency.0,
        word,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// The newest base version published since an instant.
pub(super) async fn newest_base(
    conn: &mut PgConnection,
    since: DateTime<Utc>,
) -> Result<Option<Version>> {
    let row = sqlx::query_as!(
        VersionRow,
        r#"select id, version, state, effective_from, rules as "rules: Json<Vec<Rule>>", copied_from, note, requested_by, requested_at,
           published_by, published_at, null::jsonb as impact, row_version from base_rule_sets
           where state = 'published' and published_at >= $1 order by published_at desc limit 1"#,
        since
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Version::from))
}
