//! Statements about periods in which people are rated, and the counts across them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, RatingPeriodId},
    },
    performance::rating::{Achievement, Period, PeriodState, Predikat},
};

/// The most that a list shows.
const SHOWN: i64 = 60;

/// Periods, narrowed by what follows the `where`.
macro_rules! periods {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        sqlx::query!(
            "select id, code, from_on, to_on, due_on, state, achievement, formula, above_from, below_under, opened_at, closed_at, version from rating_periods where agency_id = $1 " + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Period {
                id: RatingPeriodId(row.id),
                code: row.code,
                from: row.from_on,
                to: row.to_on,
                due_on: row.due_on,
                state: PeriodState::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                achievement: row.achievement.as_deref().and_then(Achievement::of),
                formula: u32::try_from(row.formula).unwrap_or(0),
                above_from: row.above_from,
                below_under: row.below_under,
                opened_at: row.opened_at,
                closed_at: row.closed_at,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Period>>>()
    }};
}

/// The periods of the agency, the newest first.
pub async fn list(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Period>> {
    periods!(
        conn,
        agency,
        "order by to_on desc, from_on desc limit $2",
        SHOWN
    )
}

/// One period.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: RatingPeriodId) -> Result<Period> {
    let found = periods!(conn, agency, "and id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Holds a period against being closed while somebody is rated in it.
pub async fn hold(conn: &mut PgConnection, agency: AgencyId, id: RatingPeriodId) -> Result<Period> {
    let found = periods!(conn, agency, "and id = $2 for share", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// A period whose ratings become final.
pub async fn closing(conn: &mut PgConnection, agency: AgencyId) -> Result<Option<Period>> {
    let found = periods!(
        conn,
        agency,
        "and state = 'closing' order by closing_at, id limit $2 for update skip locked",
        1
    )?;
    Ok(found.into_iter().next())
}

/// Opens a period; false where the agency has it already.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Period) -> Result<bool> {
    let done = sqlx::query!(
        "insert into rating_periods (agency_id, id, code, from_on, to_on, due_on, opened_at, formula, above_from, below_under) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) on conflict (agency_id, code) do nothing",
        agency.0,
        one.id.0,
        one.code,
        one.from,
        one.to,
        one.due_on,
        one.opened_at,
        i16::try_from(one.formula).unwrap_or(0),
        one.above_from,
        one.below_under
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: &Period,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "update rating_periods set state = $4, achievement = $5, closing_at = case when $4 = 'open' then null else coalesce(closing_at, $6) end, \
         closed_at = case when $4 = 'closed' then coalesce(closed_at, $6) end, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.achievement.map(Achievement::code),
        now
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// How the people of a unit were rated in a period.
pub struct Spread {
    pub name: String,
    /// People of the unit with targets in force in the year of the period.
    pub people: usize,
    pub rated: usize,
    /// Final ratings and those before, in the order of [`Predikat::ALL`].
    pub counts: [usize; 5],
}

/// The ratings of a period by unit, those with people to be rated, by name.
pub async fn spread(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: &Period,
) -> Result<Vec<Spread>> {
    let year = period_year(period);
    let rows = sqlx::query!(
        r#"select u.name, count(*) as "people!", count(a.predikat) as "rated!",
           count(*) filter (where a.predikat = 'sangat_baik') as "a!", count(*) filter (where a.predikat = 'baik') as "b!",
           count(*) filter (where a.predikat = 'butuh_perbaikan') as "c!", count(*) filter (where a.predikat = 'kurang') as "d!",
           count(*) filter (where a.predikat = 'sangat_kurang') as "e!"
           from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           left join assessments a on a.agency_id = e.agency_id and a.period_id = $2 and a.employee_id = e.id and a.state in ('rated', 'closed')
           where e.agency_id = $1 and e.active and (a.id is not null or exists (select 1 from targets t where t.agency_id = e.agency_id and t.employee_id = e.id
             and t.year = $3 and t.state = 'agreed'))
           group by u.id, u.name order by lower(u.name), u.id"#,
        agency.0,
        period.id.0,
        year
    )
    .fetch_all(conn)
    .await?;
    let size = |count: i64| usize::try_from(count).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| Spread {
            name: row.name,
            people: size(row.people),
            rated: size(row.rated),
            counts: [row.a, row.b, row.c, row.d, row.e].map(size),
        })
        .collect())
}

/// The year whose targets a period is rated by.
pub fn period_year(period: &Period) -> i16 {
    use chrono::Datelike;
    i16::try_from(period.from.year()).unwrap_or(0)
}

/// A rating that has become final.
pub struct Final {
    pub assessment: uuid::Uuid,
    pub employee: uuid::Uuid,
    pub predikat: Predikat,
}

/// Makes the next ratings of a period that is closed final, at most so many.
pub async fn close_some(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    now: DateTime<Utc>,
    most: usize,
) -> Result<Vec<Final>> {
    let rows = sqlx::query!(
        r#"update assessments a set state = 'closed', closed_at = $3, version = a.version + 1 from (
             select id from assessments where agency_id = $1 and period_id = $2 and state = 'rated' order by id limit $4 for update
           ) n where a.agency_id = $1 and a.id = n.id returning a.id, a.employee_id, a.predikat as "predikat!""#,
        agency.0,
        period.0,
        now,
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Final {
                assessment: row.id,
                employee: row.employee_id,
                predikat: Predikat::of(&row.predikat)
                    .ok_or_else(|| Error::internal("unknown predikat"))?,
            })
        })
        .collect()
}
