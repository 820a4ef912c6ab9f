//! Statements about whom a period of rating concerns: who is told of it and reminded of its day, what waits from whom, and whom nobody rates.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, RatingPeriodId, UnitId},
        jobs::CHUNK,
    },
    organisation::Person,
};

/// An open period with how far the worker came in it.
pub struct News {
    pub id: RatingPeriodId,
    pub code: String,
    /// The year whose targets it is rated by.
    pub year: i16,
    pub due_on: NaiveDate,
    pub opened_at: DateTime<Utc>,
    /// The last person told or reminded; none: nobody yet.
    pub after: Option<EmployeeId>,
}

struct NewsRow {
    id: Uuid,
    code: String,
    year: i16,
    due_on: NaiveDate,
    opened_at: DateTime<Utc>,
    after: Option<Uuid>,
}

impl From<NewsRow> for News {
    fn from(row: NewsRow) -> Self {
        Self {
            id: RatingPeriodId(row.id),
            code: row.code,
            year: row.year,
            due_on: row.due_on,
            opened_at: row.opened_at,
            after: row.after.map(EmployeeId),
        }
    }
}

/// Holds an open period whose people were not all told of it, the oldest.
pub async fn untold(conn: &mut PgConnection, agency: AgencyId) -> Result<Option<News>> {
    let row = sqlx::query_as!(
        NewsRow,
        r#"select id, code, extract(year from from_on)::smallint as "year!", due_on, opened_at, told_to as after from rating_periods
           where agency_id = $1 and state = 'open' and told_at is null order by opened_at, id limit 1 for update skip locked"#,
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(News::from))
}

/// Holds the open periods whose people were told, and not all reminded, and that are due from today until a day; those due first before the
/// others.
pub async fn unreminded(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<News>> {
    let rows = sqlx::query_as!(
        NewsRow,
        r#"select id, code, extract(year from from_on)::smallint as "year!", due_on, opened_at, reminded_to as after from rating_periods
           where agency_id = $1 and state = 'open' and told_at is not null and reminded_at is null and due_on between $2 and $3
           order by due_on, id for update skip locked"#,
        agency.0,
        today,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(News::from).collect())
}

/// The next people with targets in force in the year of a period, by id.
pub async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    news: &News,
) -> Result<Vec<EmployeeId>> {
    let ids = sqlx::query_scalar!(
        "select e.id from employees e join targets t on t.agency_id = e.agency_id and t.employee_id = e.id and t.year = $2 and t.state = 'agreed' \
         where e.agency_id = $1 and e.active and ($3::uuid is null or e.id > $3) order by e.id limit $4",
        agency.0,
        news.year,
        news.after.map(|id| id.0),
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(EmployeeId).collect())
}

/// Keeps how far people were told of a period, and when that ended.
pub async fn told(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RatingPeriodId,
    to: Option<EmployeeId>,
    ended: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!(
        "update rating_periods set told_to = coalesce($3, told_to), told_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        to.map(|to| to.0),
        ended
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps how far people were reminded of a period, and when that ended.
pub async fn reminded(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RatingPeriodId,
    to: Option<EmployeeId>,
    ended: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!(
        "update rating_periods set reminded_to = coalesce($3, reminded_to), reminded_at = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        to.map(|to| to.0),
        ended
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Those of some people who are not rated yet in a period, and whether they have told what was realised.
pub async fn unrated(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    people: &[EmployeeId],
) -> Result<Vec<(EmployeeId, bool)>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select p.id as "id!", a.told_at is not null as "told!" from unnest($3::uuid[]) as p (id)
           left join assessments a on a.agency_id = $1 and a.period_id = $2 and a.employee_id = p.id and a.state <> 'replaced'
           where a.state is null or a.state = 'open'"#,
        agency.0,
        period.0,
        &people
    )
    .fetch_all(conn)
    .await?;
    let all = rows.into_iter().map(|row| (EmployeeId(row.id), row.told));
    Ok(all.collect())
}

/// An open period in which something may wait from somebody.
pub struct Waiting {
    pub id: RatingPeriodId,
    pub code: String,
    pub year: i16,
    pub to: NaiveDate,
    pub due_on: NaiveDate,
    /// They have targets in force, and have neither told what was realised nor been rated.
    pub own: bool,
}

/// The open periods of the agency, those due first before the others.
pub async fn open(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        r#"select p.id, p.code, extract(year from p.from_on)::smallint as "year!", p.to_on, p.due_on,
             exists (select 1 from targets t where t.agency_id = p.agency_id and t.employee_id = $2 and t.year = extract(year from p.from_on) and t.state = 'agreed')
             and not exists (select 1 from assessments a where a.agency_id = p.agency_id and a.period_id = p.id and a.employee_id = $2
               and a.state <> 'replaced' and (a.told_at is not null or a.state <> 'open')) as "own!"
           from rating_periods p where p.agency_id = $1 and p.state = 'open' order by p.due_on, p.id"#,
        agency.0,
        who.0
    )
    .fetch_all(conn)
    .await?;
    let all = rows.into_iter().map(|row| Waiting {
        id: RatingPeriodId(row.id),
        code: row.code,
        year: row.year,
        to: row.to_on,
        due_on: row.due_on,
        own: row.own,
    });
    Ok(all.collect())
}

/// How many of some people wait to be rated in a period: those who have told what was realised, and once it is over everybody with targets in
/// force.
pub async fn to_rate(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: &Waiting,
    people: &[EmployeeId],
    over: bool,
) -> Result<i64> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from targets t
           left join assessments a on a.agency_id = t.agency_id and a.period_id = $2 and a.employee_id = t.employee_id and a.state <> 'replaced'
           where t.agency_id = $1 and t.employee_id = any($4) and t.year = $3 and t.state = 'agreed'
           and (a.state is null or a.state = 'open') and ($5 or a.told_at is not null)"#,
        agency.0,
        period.id.0,
        period.year,
        &people,
        over
    )
    .fetch_one(conn)
    .await?)
}

/// The most people without anybody above whom a page names.
const NAMED: i64 = 50;

/// Those with targets in force or a rating in a period above whom no head and no named superior stands by post, by name. Who stands in for whom
/// does not matter here.
pub async fn topmost(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    year: i16,
) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"with recursive posts as (
             select u.id, array_remove(array[h.id], null) as heads from units u
             left join employees h on h.agency_id = u.agency_id and h.id = u.head_id and h.active
             where u.agency_id = $1 and u.parent_id is null
             union all
             select u.id, p.heads || array_remove(array[h.id], null) from posts p join units u on u.agency_id = $1 and u.parent_id = p.id
             left join employees h on h.agency_id = u.agency_id and h.id = u.head_id and h.active
           ),
           bare as (select id, heads from posts where (select count(distinct head) from unnest(heads) head) < 2)
           select e.id, e.name, e.nip, e.unit_id, u.name as unit_name, p.name as position_name
           from unnest(array(select x.id from employees x join bare o on o.id = x.unit_id where x.agency_id = $1 and x.active and o.heads <@ array[x.id])) as m(id)
           join employees e on e.agency_id = $1 and e.id = m.id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           where not exists (select 1 from employees s where s.agency_id = e.agency_id and s.id = e.supervisor_id and s.active)
           and (exists (select 1 from targets t where t.agency_id = e.agency_id and t.employee_id = e.id and t.year = $3 and t.state = 'agreed')
             or exists (select 1 from assessments a where a.agency_id = e.agency_id and a.period_id = $2 and a.employee_id = e.id))
           order by lower(e.name), e.id limit $4"#,
        agency.0,
        period.0,
        year,
        NAMED
    )
    .fetch_all(conn)
    .await?;
    let all = rows.into_iter().map(|row| Person {
        id: EmployeeId(row.id),
        name: row.name,
        nip: row.nip,
        unit: UnitId(row.unit_id),
        unit_name: row.unit_name,
        position_name: row.position_name,
    });
    Ok(all.collect())
}

/// The employees who hold the role of the leader.
pub async fn leaders(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<EmployeeId>> {
    let ids = sqlx::query_scalar!(
        r#"select distinct m.employee_id as "id!" from role_grants g
           join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active
           join employees e on e.agency_id = m.agency_id and e.id = m.employee_id and e.active
           where g.agency_id = $1 and g.role = 'leader' and g.revoked_at is null"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(EmployeeId).collect())
}
