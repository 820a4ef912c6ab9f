//! The statement behind the report of results.

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};

use crate::{
    kernel::{error::Result, id::AgencyId},
    reports::results::{Compared, Count, Counted, Flexible, Side, Span, Work},
};

/// From how many people on a group is shown.
pub async fn smallest_group(conn: &mut PgConnection, agency: AgencyId) -> Result<i64> {
    let least = sqlx::query_scalar!(
        "select smallest_group from agency_settings where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(i64::from(least.unwrap_or(SMALLEST)))
}

/// The last count of a period.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, code: &str) -> Result<Option<Count>> {
    let row = sqlx::query!(
        r#"select as_of, summary as "summary: Json<Vec<Counted>>" from results where agency_id = $1 and code = $2"#,
        agency.0,
        code
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Count {
        as_of: row.as_of,
        units: row.summary.0,
    }))
}

/// Writes a count in the place of the one before.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    code: &str,
    count: &Count,
) -> Result<()> {
    sqlx::query!(
        "insert into results (agency_id, code, as_of, summary) values ($1, $2, $3, $4) \
         on conflict (agency_id, code) do update set as_of = excluded.as_of, summary = excluded.summary",
        agency.0,
        code,
        count.as_of,
        Json(&count.units) as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// People of a group where the agency says nothing else. Ours.
const SMALLEST: i16 = 5;

/// Every unit with people in it, by name: what its people of today did in a period, until today. A flexible day is a working day of the unit's
/// week on which a place was approved for at least a half, an office day any other on which nobody was on leave or a trip; work counts on the day
/// of its first delivery where its person works.
pub async fn count(
    conn: &mut PgConnection,
    agency: AgencyId,
    span: &Span,
    today: NaiveDate,
) -> Result<Vec<Counted>> {
    let rows = sqlx::query!(
        r#"with days as (
             select g::date as on_date, extract(isodow from g)::int as weekday from generate_series($2::date, $3::date, interval '1 day') g
             where extract(isodow from g) < 7 and not exists (select 1 from national_days n where n.on_date = g::date)
               and not exists (select 1 from agency_days a where a.agency_id = $1 and a.on_date = g::date and a.kind = 'holiday' and a.unit_id is null)),
           weeks as (select 5 as week, count(*) filter (where weekday < 6) as days from days union all select 6, count(*) from days),
           staff as (
             select e.id, e.unit_id, coalesce(u.week_pattern, s.week_pattern, 5)::int as week, coalesce(u.time_zone, a.time_zone) as zone
             from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id join agencies a on a.id = e.agency_id
             left join agency_settings s on s.agency_id = e.agency_id where e.agency_id = $1 and e.active),
           approved as (
             select r.id, r.employee_id, r.shape, r.first_on, least(r.last_on, r.stopped_on - 1) as last_on, r.week_halves from requests r
             where r.agency_id = $1 and r.kind = 'place' and r.first_on <= $3 and r.last_on >= $2
               and (r.state in ('approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on)),
           asked as (
             select r.employee_id, x.on_date, x.halves from approved r join request_days x on x.agency_id = $1 and x.request_id = r.id and not x.dropped
             where r.shape = 'days' and x.on_date between $2 and $3 and x.on_date <= r.last_on
             union all
             select r.employee_id, d.on_date, coalesce(x.halves, r.week_halves[d.weekday], 0::smallint) from approved r
             join days d on d.on_date between r.first_on and r.last_on
             left join request_days x on x.agency_id = $1 and x.request_id = r.id and x.on_date = d.on_date where r.shape = 'pattern'),
           flexible as (
             select f.employee_id, f.on_date, bit_or(f.halves) as halves from asked f join days d on d.on_date = f.on_date join staff s on s.id = f.employee_id
             where f.halves > 0 and (d.weekday < 6 or s.week = 6) group by f.employee_id, f.on_date),
           away as (
             select a.employee_id, d.on_date from absences a join days d on d.on_date between a.from_on and a.to_on join staff s on s.id = a.employee_id
             where a.agency_id = $1 and a.cancelled_at is null and a.from_on <= $3 and a.to_on >= $2 and (d.weekday < 6 or s.week = 6)
             except select f.employee_id, f.on_date from flexible f),
           done as (
             select w.employee_id, s.week, (v.delivered_at at time zone s.zone)::date as on_date, w.due_on, w.rounds - 1 as again
             from deliveries v join deliverables w on w.agency_id = v.agency_id and w.id = v.deliverable_id and w.state = 'accepted'
             join staff s on s.id = w.employee_id
             where v.agency_id = $1 and v.number = 1 and v.delivered_at >= $2::date - interval '2 days' and v.delivered_at < $3::date + interval '2 days'),
           placed as (
             select w.employee_id, w.on_date <= w.due_on as on_time, w.again, f.on_date is not null as flexible,
               f.on_date is null and a.on_date is null and d.on_date is not null as office
             from done w left join flexible f on f.employee_id = w.employee_id and f.on_date = w.on_date
             left join away a on a.employee_id = w.employee_id and a.on_date = w.on_date
             left join days d on d.on_date = w.on_date and (d.weekday < 6 or w.week = 6)
             where w.on_date between $2 and $3),
           person as (
             select s.unit_id, f.halves, w.accepted, w.on_time, w.again, f.days as flexible_days, k.days - coalesce(f.days, 0) - coalesce(a.days, 0) as office_days,
               w.flexible_work, w.flexible_on_time, w.flexible_again, w.office_work, w.office_on_time, w.office_again,
               coalesce(f.days > 0 and k.days - f.days - coalesce(a.days, 0) > 0 and w.flexible_work + w.office_work > 0, false) as compared
             from staff s join weeks k on k.week = s.week
             left join (select employee_id, count(*) as days, sum(case halves when 3 then 2 else 1 end) as halves from flexible group by employee_id) f on f.employee_id = s.id
             left join (select employee_id, count(*) as days from away group by employee_id) a on a.employee_id = s.id
             left join (
               select employee_id, count(*) as accepted, count(*) filter (where on_time) as on_time, sum(again) as again,
                 count(*) filter (where flexible) as flexible_work, count(*) filter (where flexible and on_time) as flexible_on_time,
                 coalesce(sum(again) filter (where flexible), 0) as flexible_again, count(*) filter (where office) as office_work,
                 count(*) filter (where office and on_time) as office_on_time, coalesce(sum(again) filter (where office), 0) as office_again
               from placed group by employee_id) w on w.employee_id = s.id)
           select u.id, u.name, count(*) as "employees!", count(p.halves) as "flexible_people!", coalesce(sum(p.halves), 0)::bigint as "half_days!",
             count(p.accepted) as "work_people!", coalesce(sum(p.accepted), 0)::bigint as "accepted!", coalesce(sum(p.on_time), 0)::bigint as "on_time!",
             coalesce(sum(p.again), 0)::bigint as "again!", count(*) filter (where p.compared) as "both_people!",
             coalesce(sum(p.flexible_days) filter (where p.compared), 0)::bigint as "flexible_days!", coalesce(sum(p.flexible_work) filter (where p.compared), 0)::bigint as "flexible_work!",
             coalesce(sum(p.flexible_on_time) filter (where p.compared), 0)::bigint as "flexible_on_time!", coalesce(sum(p.flexible_again) filter (where p.compared), 0)::bigint as "flexible_again!",
             coalesce(sum(p.office_days) filter (where p.compared), 0)::bigint as "office_days!", coalesce(sum(p.office_work) filter (where p.compared), 0)::bigint as "office_work!",
             coalesce(sum(p.office_on_time) filter (where p.compared), 0)::bigint as "office_on_time!", coalesce(sum(p.office_again) filter (where p.compared), 0)::bigint as "office_again!"
           from person p join units u on u.agency_id = $1 and u.id = p.unit_id group by u.id, u.name order by lower(u.name), u.id"#,
        agency.0,
        span.from,
        span.to.min(today)
    )
    .fetch_all(conn)
    .await?;
    let counted = rows.into_iter().map(|row| Counted {
        id: row.id,
        name: row.name,
        employees: row.employees,
        flexible: Flexible {
            people: row.flexible_people,
            half_days: row.half_days,
        },
        work: Work {
            people: row.work_people,
            accepted: row.accepted,
            on_time: row.on_time,
            revisions: row.again,
        },
        compared: Compared {
            people: row.both_people,
            flexible: Side {
                days: row.flexible_days,
                accepted: row.flexible_work,
                on_time: row.flexible_on_time,
                revisions: row.flexible_again,
            },
            office: Side {
                days: row.office_days,
                accepted: row.office_work,
                on_time: row.office_on_time,
                revisions: row.office_again,
            },
        },
    });
    Ok(counted.collect())
}
