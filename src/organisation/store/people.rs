//! Statements about lists of employees.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::Result,
    id::{AgencyId, EmployeeId, UnitId},
    list::Cursor,
};

/// What a list of employees is narrowed to.
#[derive(Default)]
pub struct Filter<'a> {
    pub like: Option<&'a str>,
    /// Digits of a number, as a LIKE pattern.
    pub digits: Option<&'a str>,
    /// This unit and everything below it.
    pub unit: Option<UnitId>,
    /// `active`, `left` or `all`.
    pub status: &'a str,
    /// What still stands in a person's way: `undecided`, `no_rating`, `home`, `not_invited`, `no_email`, or empty.
    pub need: &'a str,
    /// Holders of this position.
    pub position: Option<Uuid>,
}

/// A person in HR's list.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: EmployeeId,
    pub sort: String,
    pub nip: String,
    pub name: String,
    pub asn_kind: String,
    pub grade: String,
    pub unit: String,
    pub position: String,
    pub email: String,
    pub supervisor: String,
    pub active: bool,
    pub left_on: Option<NaiveDate>,
    pub decided: bool,
    pub rating: Option<String>,
    pub home: Option<String>,
    pub invited_at: Option<DateTime<Utc>>,
}

/// People by name.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    filter: &Filter<'_>,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"with recursive below as (
            select u.id from units u where u.agency_id = $1 and u.id = $4
            union select u.id from below b join units u on u.agency_id = $1 and u.parent_id = b.id
        )
        select e.id, lower(e.name) as "sort!", e.nip, e.name, e.asn_kind, coalesce(e.grade, '') as "grade!", u.name as unit, p.name as position,
            coalesce(e.email, '') as "email!", coalesce(s.name, '') as "supervisor!", e.active, e.left_on, (p.decided_at is not null) as "decided!",
            (select r.predikat from ratings r where r.agency_id = e.agency_id and r.employee_id = e.id order by r.ends_on desc, r.rated_on desc limit 1) as rating,
            (select h.state from homes h where h.agency_id = e.agency_id and h.employee_id = e.id and h.state in ('proposed', 'confirmed')
                order by h.state limit 1) as home,
            m.invited_at as "invited_at?"
        from employees e
        join units u on u.agency_id = e.agency_id and u.id = e.unit_id
        join positions p on p.agency_id = e.agency_id and p.id = e.position_id
        left join employees s on s.agency_id = e.agency_id and s.id = e.supervisor_id
        left join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id
        where e.agency_id = $1 and ($2::text is null or lower(e.name) like $2 or e.nip like $3)
        and ($4::uuid is null or e.unit_id in (select id from below))
        and ($5::text = 'all' or e.active = ($5 = 'active'))
        and case $6::text when 'undecided' then p.decided_at is null when 'not_invited' then m.invited_at is null when 'no_email' then e.email is null
            when 'no_rating' then not exists (select 1 from ratings r where r.agency_id = e.agency_id and r.employee_id = e.id)
            when 'home' then exists (select 1 from homes h where h.agency_id = e.agency_id and h.employee_id = e.id and h.state = 'proposed')
            else true end
        and ($7::uuid is null or e.position_id = $7)
        and ($8::text is null or (lower(e.name), e.id) > ($8, $9::uuid))
        order by lower(e.name), e.id limit $10"#,
        agency.0,
        filter.like,
        filter.digits,
        filter.unit.map(|id| id.0),
        filter.status,
        filter.need,
        filter.position,
        after.map(|cursor| cursor.key.as_str()),
        after.map(|cursor| cursor.id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            id: EmployeeId(row.id),
            sort: row.sort,
            nip: row.nip,
            name: row.name,
            asn_kind: row.asn_kind,
            grade: row.grade,
            unit: row.unit,
            position: row.position,
            email: row.email,
            supervisor: row.supervisor,
            active: row.active,
            left_on: row.left_on,
            decided: row.decided,
            rating: row.rating,
            home: row.home,
            invited_at: row.invited_at,
        })
        .collect())
}

/// How many people the same filter holds.
pub async fn count(conn: &mut PgConnection, agency: AgencyId, filter: &Filter<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"with recursive below as (
            select u.id from units u where u.agency_id = $1 and u.id = $4
            union select u.id from below b join units u on u.agency_id = $1 and u.parent_id = b.id
        )
        select count(*) as "n!" from employees e
        join positions p on p.agency_id = e.agency_id and p.id = e.position_id
        left join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id
        where e.agency_id = $1 and ($2::text is null or lower(e.name) like $2 or e.nip like $3)
        and ($4::uuid is null or e.unit_id in (select id from below))
        and ($5::text = 'all' or e.active = ($5 = 'active'))
        and case $6::text when 'undecided' then p.decided_at is null when 'not_invited' then m.invited_at is null when 'no_email' then e.email is null
            when 'no_rating' then not exists (select 1 from ratings r where r.agency_id = e.agency_id and r.employee_id = e.id)
            when 'home' then exists (select 1 from homes h where h.agency_id = e.agency_id and h.employee_id = e.id and h.state = 'proposed')
            else true end
        and ($7::uuid is null or e.position_id = $7)"#,
        agency.0,
        filter.like,
        filter.digits,
        filter.unit.map(|id| id.0),
        filter.status,
        filter.need,
        filter.position
    )
    .fetch_one(conn)
    .await?)
}

/// Active people with an address who never had an invitation.
pub async fn never_invited(
    conn: &mut PgConnection,
    agency: AgencyId,
    limit: i64,
) -> Result<Vec<EmployeeId>> {
    Ok(sqlx::query_scalar!(
        "select e.id from employees e left join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id \
         where e.agency_id = $1 and e.active and e.email is not null and m.invited_at is null order by lower(e.name), e.id limit $2",
        agency.0,
        limit
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(EmployeeId)
    .collect())
}

/// How a person's access stands: member at all, open, when invited.
#[derive(Clone, Copy, Debug, Default)]
pub struct Access {
    pub member: bool,
    pub open: bool,
    pub invited_at: Option<DateTime<Utc>>,
    pub signed_up: bool,
}

/// The access of one person.
pub async fn access(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Access> {
    let row = sqlx::query!(
        r#"select m.active, m.invited_at, (i.password_hash is not null) as "signed_up!" from memberships m
           cross join lateral identity_get(m.identity_id) i where m.agency_id = $1 and m.employee_id = $2"#,
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or(Access::default(), |row| Access {
        member: true,
        open: row.active,
        invited_at: row.invited_at,
        signed_up: row.signed_up,
    }))
}

/// An active employee whose full name, titles aside, stands in a text as whole words. A name of one word counts as it is written only.
pub async fn named_in(
    conn: &mut PgConnection,
    agency: AgencyId,
    text: &str,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        r"select e.name from employees e
          cross join lateral (select ' ' || regexp_replace(btrim(split_part(e.name, ',', 1)), '[^[:alnum:]]+', ' ', 'g') || ' ' as name,
            ' ' || regexp_replace($2, '[^[:alnum:]]+', ' ', 'g') || ' ' as said) t
          where e.agency_id = $1 and e.active and length(t.name) > 4
          and case when btrim(t.name) like '% %' then strpos(lower(t.said), lower(t.name)) else strpos(t.said, t.name) end > 0
          order by length(t.name) desc, e.id limit 1",
        agency.0,
        text
    )
    .fetch_optional(conn)
    .await?)
}
