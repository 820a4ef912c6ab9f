//! Statements about runs.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    allowance::{Run, RunState},
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AllowanceRunId, AllowanceSchemeId, EmployeeId, MembershipId},
    },
    requests::Month,
};

/// The most that a list shows.
const SHOWN: i64 = 36;

/// Runs, narrowed by what follows the `where`.
macro_rules! runs {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        sqlx::query!(
            r#"select r.id, r.month, r.correction, r.reason, r.scheme_id, s.number as scheme_number, r.state, r.attempt, r.made_by, r.made_at, m.name as "maker_name?", r.until_on, r.reached, r.counted_at,
               r.people, r.unknown, r.total, r.locked_by, l.name as "locker_name?", r.locked_at, r.dropped_by, d.name as "dropper_name?", r.dropped_at, r.version
               from allowance_runs r join allowance_schemes s on s.agency_id = r.agency_id and s.id = r.scheme_id
               join memberships mm on mm.agency_id = r.agency_id and mm.id = r.made_by left join employees m on m.agency_id = mm.agency_id and m.id = mm.employee_id
               left join memberships lm on lm.agency_id = r.agency_id and lm.id = r.locked_by left join employees l on l.agency_id = lm.agency_id and l.id = lm.employee_id
               left join memberships dm on dm.agency_id = r.agency_id and dm.id = r.dropped_by left join employees d on d.agency_id = dm.agency_id and d.id = dm.employee_id
               where r.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Run {
                id: AllowanceRunId(row.id),
                month: Month::of(row.month),
                correction: row.correction,
                reason: row.reason,
                scheme: AllowanceSchemeId(row.scheme_id),
                scheme_number: row.scheme_number,
                state: RunState::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                attempt: row.attempt,
                made_by: MembershipId(row.made_by),
                maker_name: row.maker_name,
                made_at: row.made_at,
                until: row.until_on,
                reached: row.reached.map(EmployeeId),
                counted_at: row.counted_at,
                people: row.people,
                unknown: row.unknown,
                total: row.total,
                locked_by: row.locked_by.map(MembershipId),
                locker_name: row.locker_name,
                locked_at: row.locked_at,
                dropped_by: row.dropped_by.map(MembershipId),
                dropper_name: row.dropper_name,
                dropped_at: row.dropped_at,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Run>>>()
    }};
}

/// The runs of the agency, the newest month first.
pub async fn list(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Run>> {
    runs!(
        conn,
        agency,
        "order by r.month desc, r.correction desc limit $2",
        SHOWN
    )
}

/// One run.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: AllowanceRunId) -> Result<Run> {
    let found = runs!(conn, agency, "and r.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Holds a run against being changed by somebody else.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: AllowanceRunId) -> Result<Run> {
    let found = runs!(conn, agency, "and r.id = $2 for update of r", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The run of a month that holds: the last that is locked, else the last simulation. By an instant: only what was locked by then.
pub async fn holding(
    conn: &mut PgConnection,
    agency: AgencyId,
    month: Month,
    by: Option<DateTime<Utc>>,
) -> Result<Option<Run>> {
    let found = runs!(
        conn,
        agency,
        "and r.month = $2 and r.state in ('simulated', 'locked') and ($3::timestamptz is null or r.locked_at <= $3) order by (r.state = 'locked') desc, r.correction desc limit 1",
        month.first(),
        by
    )?;
    Ok(found.into_iter().next())
}

/// What a correction of a month corrects: what was locked last before it.
pub async fn corrected_by(
    conn: &mut PgConnection,
    agency: AgencyId,
    month: Month,
    correction: i16,
) -> Result<Option<Run>> {
    let found = runs!(
        conn,
        agency,
        "and r.month = $2 and r.correction < $3 and r.state = 'locked' order by r.correction desc limit 1",
        month.first(),
        correction
    )?;
    Ok(found.into_iter().next())
}

/// The correction of a month that came after one of its runs and was not dropped.
pub async fn correcting(
    conn: &mut PgConnection,
    agency: AgencyId,
    month: Month,
    correction: i16,
) -> Result<Option<Run>> {
    let found = runs!(
        conn,
        agency,
        "and r.month = $2 and r.correction > $3 and r.state <> 'dropped' order by r.correction limit 1",
        month.first(),
        correction
    )?;
    Ok(found.into_iter().next())
}

/// The number of the last correction of a month, dropped or not; 0: there is none.
pub async fn last_number(conn: &mut PgConnection, agency: AgencyId, month: Month) -> Result<i16> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(correction), 0::smallint) as "n!" from allowance_runs where agency_id = $1 and month = $2"#,
        agency.0,
        month.first()
    )
    .fetch_one(conn)
    .await?)
}

/// The last run of a month that was not dropped, held against being changed.
pub async fn lock_month(
    conn: &mut PgConnection,
    agency: AgencyId,
    month: Month,
) -> Result<Option<Run>> {
    let found = runs!(
        conn,
        agency,
        "and r.month = $2 and r.state <> 'dropped' order by r.correction desc limit 1 for update of r",
        month.first()
    )?;
    Ok(found.into_iter().next())
}

/// A run that is being counted and that nobody else counts just now, held.
pub async fn counting(conn: &mut PgConnection, agency: AgencyId) -> Result<Option<Run>> {
    let found = runs!(
        conn,
        agency,
        "and r.state = 'counting' order by r.made_at, r.id limit $2 for update of r skip locked",
        1
    )?;
    Ok(found.into_iter().next())
}

/// Begins a run; false where the month has it already.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Run) -> Result<bool> {
    let done = sqlx::query!(
        "insert into allowance_runs (agency_id, id, month, correction, reason, scheme_id, made_by, made_at, until_on) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (agency_id, month, correction) do nothing",
        agency.0,
        one.id.0,
        one.month.first(),
        one.correction,
        one.reason,
        one.scheme.0,
        one.made_by.0,
        one.made_at,
        one.until
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Run) -> Result<()> {
    let done = sqlx::query!(
        "update allowance_runs set scheme_id = $4, state = $5, attempt = $6, made_by = $7, made_at = $8, until_on = $9, reached = $10, counted_at = $11, \
         people = $12, unknown = $13, total = $14, locked_by = $15, locked_at = $16, dropped_by = $17, dropped_at = $18, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.scheme.0,
        one.state.code(),
        one.attempt,
        one.made_by.0,
        one.made_at,
        one.until,
        one.reached.map(|id| id.0),
        one.counted_at,
        one.people,
        one.unknown,
        one.total,
        one.locked_by.map(|id| id.0),
        one.locked_at,
        one.dropped_by.map(|id| id.0),
        one.dropped_at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}
