//! The statements of the overview: they read the tables of several areas and write the area's own summary.

pub mod results;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};

use super::{Cover, Part, Standing, Summary, Waiting};
use crate::kernel::{
    error::Result,
    id::{AgencyId, RequestId},
};

/// The overview's last count.
pub async fn summary(conn: &mut PgConnection, agency: AgencyId) -> Result<Option<Summary>> {
    let stored = sqlx::query_scalar!(
        r#"select summary as "summary: Json<Summary>" from overviews where agency_id = $1"#,
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(stored.map(|summary| summary.0))
}

/// Writes a count in the place of the one before.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, summary: &Summary) -> Result<()> {
    sqlx::query!(
        "insert into overviews (agency_id, as_of, summary) values ($1, $2, $3) \
         on conflict (agency_id) do update set as_of = excluded.as_of, summary = excluded.summary",
        agency.0,
        summary.as_of,
        Json(summary) as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the regular count says of everybody's standing.
pub async fn standing(conn: &mut PgConnection, agency: AgencyId) -> Result<Option<Standing>> {
    let row = sqlx::query!(
        r#"select s.as_of, s.employees, s.standing_ok, s.pending, s.pending_over_3_days, r.rule_kind as "kind?", r.people as "people?"
           from stats_agencies s
           left join lateral (select rule_kind, people from stats_reasons where agency_id = s.agency_id order by people desc, rule_kind limit 1) r on true
           where s.agency_id = $1"#,
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Standing {
        as_of: row.as_of,
        employees: row.employees,
        able: row.standing_ok,
        pending: row.pending,
        late: row.pending_over_3_days,
        obstacle: row.kind.zip(row.people),
    }))
}

/// Open objections, oldest first.
pub async fn objections(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        "select o.request_id, e.name, u.name as unit, o.statement, o.opened_at, o.due_on from objections o \
         join employees e on e.agency_id = o.agency_id and e.id = o.employee_id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
         where o.agency_id = $1 and o.state = 'open' order by o.opened_at, o.id limit 50",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            request: RequestId(row.request_id),
            person: row.name,
            unit: row.unit,
            statement: row.statement,
            opened_at: row.opened_at,
            due_on: row.due_on,
        })
        .collect())
}

/// Requests that only the leader can decide: special circumstances, or nobody above the person.
pub async fn for_leader(conn: &mut PgConnection, agency: AgencyId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from requests where agency_id = $1 and state = 'submitted' and (route = 'special' or (step is null and approver_id is null)
             or exists (select 1 from approval_seats s where s.agency_id = $1 and s.request_id = requests.id and s.state = 'open' and s.seat <> 'hr' and s.approver_id is null))"#,
        agency.0
    )
    .fetch_one(conn)
    .await?)
}

/// The parts right below the top with what happened in them lately.
pub async fn parts(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Vec<Part>> {
    let from = today - Days::new(29);
    Ok(sqlx::query_as!(
        Part,
        r#"with recursive tree as (
               select u.id, u.id as top, u.name, u.parent_id is null as is_root from units u
               where u.agency_id = $1 and (u.parent_id is null
                   or u.parent_id in (select r.id from units r where r.agency_id = $1 and r.parent_id is null))
               union all
               select c.id, t.top, t.name, false from tree t join units c on c.agency_id = $1 and c.parent_id = t.id where not t.is_root),
           staff as (select t.top, count(*) as n from employees e join tree t on t.id = e.unit_id where e.agency_id = $1 and e.active group by t.top),
           days as (
               select t.top, sum(case coalesce(x.halves, r.week_halves[extract(isodow from d)::int], 0::smallint) when 3 then 2 when 0 then 0 else 1 end) as halves
               from requests r cross join lateral generate_series(greatest(r.first_on, $3::date), least(r.last_on, $4::date), interval '1 day') d
               left join request_days x on x.agency_id = r.agency_id and x.request_id = r.id and x.on_date = d::date and not x.dropped
               join tree t on t.id = r.unit_id
               where r.agency_id = $1 and r.state in ('approved', 'approved_adjusted', 'ended') and r.first_on <= $4::date and r.last_on >= $3::date
               and (r.shape = 'pattern' or x.request_id is not null) group by t.top),
           cases as (
               select t.top, count(*) filter (where r.state = 'submitted') as waiting,
                   count(*) filter (where r.decided_at > $2::timestamptz - interval '90 days') as decided,
                   count(*) filter (where r.decided_at > $2::timestamptz - interval '90 days' and r.state in ('approved', 'approved_adjusted', 'ended', 'cancelled', 'revoked')) as approved,
                   percentile_cont(0.5) within group (order by extract(epoch from r.decided_at - r.submitted_at)::float8 / 3600)
                       filter (where r.decided_at > $2::timestamptz - interval '90 days' and r.submitted_at is not null) as median
               from requests r join tree t on t.id = r.unit_id where r.agency_id = $1 and r.kind = 'place' group by t.top)
           select u.id as "id!", u.name as "name!", coalesce(s.n, 0) as "employees!", coalesce(d.halves, 0)::bigint as "half_days!",
               coalesce(c.waiting, 0) as "waiting!", coalesce(c.decided, 0) as "decided!", coalesce(c.approved, 0) as "approved!", c.median as median_hours
           from (select distinct top from tree) p
           join units u on u.agency_id = $1 and u.id = p.top
           left join staff s on s.top = p.top left join days d on d.top = p.top left join cases c on c.top = p.top
           where coalesce(s.n, 0) > 0
           order by coalesce(d.halves, 0)::float8 / s.n desc, lower(u.name)"#,
        agency.0,
        now,
        from,
        today
    )
    .fetch_all(conn)
    .await?)
}

/// Working days of the last thirty, by the national calendar.
pub async fn working_days(conn: &mut PgConnection, today: NaiveDate) -> Result<i64> {
    let from = today - Days::new(29);
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from generate_series($1::date, $2::date, interval '1 day') d
           where extract(isodow from d) < 6 and not exists (select 1 from national_days n where n.on_date = d::date)"#,
        from,
        today
    )
    .fetch_one(conn)
    .await?)
}

/// Every unit on every working day of a span: how many people it has, and how many are away or have asked to be.
pub async fn week(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Cover>> {
    Ok(sqlx::query_as!(
        Cover,
        r#"with days as (
               select g::date as on_date, extract(isodow from g)::int as weekday from generate_series($2::date, $3::date, interval '1 day') g
               where extract(isodow from g) < 6 and not exists (select 1 from national_days n where n.on_date = g::date)
                 and not exists (select 1 from agency_days a where a.agency_id = $1 and a.on_date = g::date and a.kind = 'holiday' and a.unit_id is null)),
           away as (
               select x.employee_id, x.on_date from request_days x join requests r on r.agency_id = x.agency_id and r.id = x.request_id
               where x.agency_id = $1 and x.counts and x.on_date between $2 and $3 and r.shape = 'days'
               union
               select r.employee_id, d.on_date from days d
               join requests r on r.agency_id = $1 and r.shape = 'pattern' and r.state in ('submitted', 'offered', 'approved', 'approved_adjusted')
                   and d.on_date between r.first_on and r.last_on
               left join request_days x on x.agency_id = r.agency_id and x.request_id = r.id and x.on_date = d.on_date
               where coalesce(x.halves, r.week_halves[d.weekday], 0::smallint) > 0
               union
               select b.employee_id, d.on_date from days d
               join absences b on b.agency_id = $1 and b.cancelled_at is null and d.on_date between b.from_on and b.to_on),
           gone as (
               select e.unit_id, w.on_date, count(*) as n from away w
               join employees e on e.agency_id = $1 and e.id = w.employee_id and e.active group by e.unit_id, w.on_date),
           staff as (select e.unit_id, count(*) as n from employees e where e.agency_id = $1 and e.active group by e.unit_id)
           select d.on_date as "on!", u.name as "unit!", s.n as "headcount!", coalesce(g.n, 0) as "away!", u.min_on_site as minimum
           from days d cross join staff s join units u on u.agency_id = $1 and u.id = s.unit_id
           left join gone g on g.unit_id = s.unit_id and g.on_date = d.on_date
           order by d.on_date, lower(u.name)"#,
        agency.0,
        from,
        to
    )
    .fetch_all(conn)
    .await?)
}
