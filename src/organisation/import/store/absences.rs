//! Leave and official trips from a list.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::Result,
    id::{AgencyId, MembershipId},
};

/// An absence that stands.
#[derive(Clone, Debug)]
pub struct Standing {
    pub nip: String,
    pub kind: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// 1 morning, 2 afternoon, 3 whole day.
    pub halves: i16,
}

/// A new absence.
#[derive(Clone, Debug)]
pub struct Line {
    pub nip: String,
    pub kind: &'static str,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub halves: i16,
    pub note: String,
}

/// What stands for these people between two days.
pub async fn standing(
    conn: &mut PgConnection,
    agency: AgencyId,
    nips: &[String],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Standing>> {
    let rows = sqlx::query!(
        "select e.nip, a.kind, a.from_on, a.to_on, a.halves from absences a join employees e on e.agency_id = a.agency_id and e.id = a.employee_id \
         where a.agency_id = $1 and a.cancelled_at is null and e.nip = any($2) and a.from_on <= $4 and a.to_on >= $3",
        agency.0,
        nips,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Standing {
            nip: row.nip,
            kind: row.kind,
            from_on: row.from_on,
            to_on: row.to_on,
            halves: row.halves,
        })
        .collect())
}

/// Stores absences that do not stand yet; how many.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    lines: &[Line],
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let ids: Vec<Uuid> = lines.iter().map(|_| Uuid::now_v7()).collect();
    let nips: Vec<String> = lines.iter().map(|l| l.nip.clone()).collect();
    let kinds: Vec<String> = lines.iter().map(|l| l.kind.to_owned()).collect();
    let from: Vec<NaiveDate> = lines.iter().map(|l| l.from_on).collect();
    let to: Vec<NaiveDate> = lines.iter().map(|l| l.to_on).collect();
    let halves: Vec<i16> = lines.iter().map(|l| l.halves).collect();
    let notes: Vec<String> = lines.iter().map(|l| l.note.clone()).collect();
    let done = sqlx::query!(
        "insert into absences (agency_id, id, employee_id, kind, from_on, to_on, halves, note, source, created_by, created_at) \
         select $1, x.id, e.id, x.kind, x.from_on, x.to_on, x.halves, x.note, 'import', $9, $10 \
         from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::int2[], $8::text[]) as x(id, nip, kind, from_on, to_on, halves, note) \
         join employees e on e.agency_id = $1 and e.nip = x.nip and e.active \
         where not exists (select 1 from absences a where a.agency_id = $1 and a.employee_id = e.id and a.cancelled_at is null \
           and a.from_on <= x.to_on and a.to_on >= x.from_on and (a.halves & x.halves) <> 0)",
        agency.0,
        &ids,
        &nips,
        &kinds,
        &from,
        &to,
        &halves,
        &notes,
        by.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
