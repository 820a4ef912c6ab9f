//! The statements of this area: the count inside an agency, and the ministry's reading across agencies.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Counts, Row};
use crate::kernel::{error::Result, id::AgencyId};

/// What plain statements count; people and rules come from the engine.
pub async fn count(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Counts> {
    let row = sqlx::query!(
        r#"select
             (select count(*) from positions p where p.agency_id = $1 and p.active and (p.outside_office is null or p.no_special_room is null
                 or p.uses_ict is null or p.little_face_to_face is null or p.little_supervision is null))::int as "undecided!",
             (select count(*) from requests r where r.agency_id = $1 and r.kind = 'place' and r.state = 'submitted')::int as "pending!",
             (select count(*) from requests r where r.agency_id = $1 and r.kind = 'place' and r.state = 'submitted' and r.submitted_at::date <
                 (select d::date from generate_series($3::date - 90, $3::date, interval '1 day') d
                  where extract(isodow from d) < 6 and not exists (select 1 from national_days n where n.on_date = d::date)
                  order by d desc offset 3 limit 1))::int as "late!",
             (select count(*) from requests r where r.agency_id = $1 and r.kind = 'place' and r.decided_at > $2::timestamptz - interval '30 days'
                 and r.state in ('approved', 'approved_adjusted', 'ended', 'revoked', 'cancelled'))::int as "approved!",
             (select count(*) from requests r where r.agency_id = $1 and r.kind = 'place' and r.decided_at > $2::timestamptz - interval '30 days' and r.state = 'refused')::int as "refused!",
             (select count(*) from requests r
                 cross join lateral generate_series(greatest(r.first_on, $3::date + 1), least(r.last_on, $3::date + 7), interval '1 day') d
                 left join request_days x on x.agency_id = r.agency_id and x.request_id = r.id and x.on_date = d::date
                 where r.agency_id = $1 and r.state in ('approved', 'approved_adjusted') and r.first_on <= $3::date + 7 and r.last_on >= $3::date + 1
                 and ((r.shape = 'days' and x.counts) or (r.shape = 'pattern' and coalesce(x.halves, r.week_halves[extract(isodow from d)::int], 0::smallint) > 0)))::int as "days!""#,
        agency.0,
        now,
        today
    )
    .fetch_one(conn)
    .await?;
    Ok(Counts {
        positions_undecided: row.undecided,
        pending: row.pending,
        pending_over_3_days: row.late,
        approved_30_days: row.approved,
        refused_30_days: row.refused,
        place_days_next_7: row.days,
        ..Counts::default()
    })
}

/// When an agency was counted last.
pub async fn counted_at(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar!(
        "select as_of from stats_agencies where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?)
}

/// What was counted last still holds.
pub async fn still(conn: &mut PgConnection, agency: AgencyId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update stats_agencies set as_of = $2 where agency_id = $1",
        agency.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the counts of one agency.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    counts: &Counts,
    reasons: &BTreeMap<&'static str, i32>,
) -> Result<()> {
    sqlx::query!(
        "insert into stats_agencies (agency_id, as_of, employees, standing_ok, positions_undecided, pending, pending_over_3_days, \
           approved_30_days, refused_30_days, place_days_next_7, rule_version) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) \
         on conflict (agency_id) do update set as_of = excluded.as_of, employees = excluded.employees, standing_ok = excluded.standing_ok, \
           positions_undecided = excluded.positions_undecided, pending = excluded.pending, pending_over_3_days = excluded.pending_over_3_days, \
           approved_30_days = excluded.approved_30_days, refused_30_days = excluded.refused_30_days, \
           place_days_next_7 = excluded.place_days_next_7, rule_version = excluded.rule_version",
        agency.0,
        now,
        counts.employees,
        counts.standing_ok,
        counts.positions_undecided,
        counts.pending,
        counts.pending_over_3_days,
        counts.approved_30_days,
        counts.refused_30_days,
        counts.place_days_next_7,
        counts.rule_version
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from stats_reasons where agency_id = $1", agency.0)
        .execute(&mut *conn)
        .await?;
    let kinds: Vec<String> = reasons.keys().map(|kind| (*kind).to_owned()).collect();
    let people: Vec<i32> = reasons.values().copied().collect();
    sqlx::query!(
        "insert into stats_reasons (agency_id, rule_kind, people, as_of) select $1, t.kind, t.people, $4 from unnest($2::text[], $3::int[]) as t (kind, people)",
        agency.0,
        &kinds,
        &people,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What narrows the table.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    pub like: Option<String>,
    pub kind: Option<String>,
    pub province: Option<String>,
    /// In use or not; none means both.
    pub live: Option<bool>,
}

/// Where a page of the table starts.
#[derive(Clone, Debug)]
pub struct After {
    pub need: i64,
    pub name: String,
    pub id: Uuid,
}

/// Agencies by need, then by name. Numbers from one to four weigh alike, so that the order tells nothing about them.
pub async fn agencies(
    conn: &mut PgConnection,
    narrow: &Narrow,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"with weighed as (
               select a.id, a.code, a.name, a.kind, a.province, a.live, a.excluded, a.ministry,
                   case when not a.live then 0 when a.ministry or s.agency_id is null then 1 else 2
                       + (case when s.pending_over_3_days between 1 and 4 then 3 else s.pending_over_3_days end)::bigint * 100000
                       + (case when s.employees = 0 then 50000 else 0 end)
                       + least(case when s.positions_undecided between 1 and 4 then 3 else s.positions_undecided end, 4000) * 10
                       + (case when s.rule_version is null then 5 else 0 end) end as need,
                   s.as_of, s.employees, s.standing_ok, s.positions_undecided, s.pending, s.pending_over_3_days, s.approved_30_days,
                   s.refused_30_days, s.place_days_next_7, s.rule_version
               from agencies a left join stats_agencies s on s.agency_id = a.id
               where ($1::text is null or lower(a.name) like $1 or lower(a.code) like $1)
                 and ($2::text is null or a.kind = $2) and ($3::text is null or a.province = $3) and ($4::bool is null or a.live = $4))
           select id as "id!", code as "code!", name as "name!", kind as "kind!", province, live as "live!", excluded as "excluded!",
               ministry as "ministry!", need as "need!", as_of as "as_of?", employees as "employees?", standing_ok as "standing_ok?",
               positions_undecided as "positions_undecided?", pending as "pending?", pending_over_3_days as "pending_over_3_days?",
               approved_30_days as "approved_30_days?", refused_30_days as "refused_30_days?", place_days_next_7 as "place_days_next_7?",
               rule_version as "rule_version?"
           from weighed
           where $5::bigint is null or need < $5 or (need = $5 and (lower(name), id) > ($6, $7))
           order by need desc, lower(name), id limit $8"#,
        narrow.like,
        narrow.kind,
        narrow.province,
        narrow.live,
        after.map(|after| after.need),
        after.map(|after| after.name.as_str()),
        after.map(|after| after.id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            id: row.id,
            code: row.code,
            name: row.name,
            kind: row.kind,
            province: row.province,
            live: row.live,
            excluded: row.excluded,
            ministry: row.ministry,
            need: row.need,
            as_of: row.as_of,
            counts: row.employees.map(|employees| Counts {
                employees,
                standing_ok: row.standing_ok.unwrap_or(0),
                positions_undecided: row.positions_undecided.unwrap_or(0),
                pending: row.pending.unwrap_or(0),
                pending_over_3_days: row.pending_over_3_days.unwrap_or(0),
                approved_30_days: row.approved_30_days.unwrap_or(0),
                refused_30_days: row.refused_30_days.unwrap_or(0),
                place_days_next_7: row.place_days_next_7.unwrap_or(0),
                rule_version: row.rule_version,
            }),
        })
        .collect())
}

/// How many people each kind of rule keeps away, agency by agency.
pub async fn reasons(conn: &mut PgConnection, narrow: &Narrow) -> Result<Vec<(String, i32)>> {
    let rows = sqlx::query!(
        "select s.rule_kind, s.people from stats_reasons s join agencies a on a.id = s.agency_id \
         where a.live and ($1::text is null or lower(a.name) like $1 or lower(a.code) like $1) and ($2::text is null or a.kind = $2) \
           and ($3::text is null or a.province = $3) order by s.rule_kind",
        narrow.like,
        narrow.kind,
        narrow.province
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.rule_kind, row.people))
        .collect())
}

/// The provinces of the directory.
pub async fn provinces(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct province as "province!" from agencies where province is not null and province <> '' order by 1"#
    )
    .fetch_all(conn)
    .await?)
}
