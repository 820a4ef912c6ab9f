//! Statements about disciplinary cases, ratings and homes.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId},
    },
    organisation::{DisciplineCase, HomeEntry, HomeState, RatingEntry},
};

/// A disciplinary case to be written.
pub struct NewCase<'a> {
    pub level: &'a str,
    pub state: &'a str,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// Writes a disciplinary case.
pub async fn insert_case(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    case: &NewCase<'_>,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into discipline (agency_id, id, employee_id, level, state, from_on, to_on, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        agency.0,
        id,
        employee.0,
        case.level,
        case.state,
        case.from,
        case.to,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Moves a case on; an ended one stays ended, and gets the day it ended.
pub async fn set_case_state(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    id: Uuid,
    state: &str,
    today: NaiveDate,
) -> Result<bool> {
    let done = sqlx::query!(
        "update discipline set state = $4, to_on = case when $4 = 'ended' then greatest(from_on, least(coalesce(to_on, $5::date), $5::date)) else to_on end \
         where agency_id = $1 and employee_id = $2 and id = $3 and state <> 'ended' and state <> $4",
        agency.0,
        employee.0,
        id,
        state,
        today
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The disciplinary cases of a person, newest first.
pub async fn cases(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Vec<DisciplineCase>> {
    Ok(sqlx::query_as!(
        DisciplineCase,
        "select id, level, state, from_on, to_on from discipline where agency_id = $1 and employee_id = $2 order by from_on desc, id desc",
        agency.0,
        employee.0
    )
    .fetch_all(conn)
    .await?)
}

/// A rating to be written.
pub struct NewRating<'a> {
    pub period: &'a str,
    pub predikat: &'a str,
    pub rated_on: NaiveDate,
    /// What result and behaviour were found to be, where it is told.
    pub result: Option<&'a str>,
    pub behaviour: Option<&'a str>,
}

/// Writes a rating that was entered; the same period again replaces it, but nothing that was scored here. False: it was.
pub async fn save_rating(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    rating: &NewRating<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, source, created_at, result, behaviour) \
         values ($1, $2, $3, $4, $5, $6, 'entered', $7, $8, $9) \
         on conflict (agency_id, employee_id, period) do update set predikat = excluded.predikat, rated_on = excluded.rated_on, source = 'entered', \
           result = excluded.result, behaviour = excluded.behaviour \
         where ratings.source <> 'scored'",
        agency.0,
        Uuid::now_v7(),
        employee.0,
        rating.period,
        rating.predikat,
        rating.rated_on,
        now,
        rating.result,
        rating.behaviour
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes ratings that were scored here, in place of any others of the same people and periods.
pub async fn save_scored(
    conn: &mut PgConnection,
    agency: AgencyId,
    ratings: &[(EmployeeId, &str, &str, NaiveDate)],
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = ratings.iter().map(|_| Uuid::now_v7()).collect();
    let people: Vec<Uuid> = ratings.iter().map(|one| one.0.0).collect();
    let periods: Vec<String> = ratings.iter().map(|one| one.1.to_owned()).collect();
    let words: Vec<String> = ratings.iter().map(|one| one.2.to_owned()).collect();
    let days: Vec<NaiveDate> = ratings.iter().map(|one| one.3).collect();
    sqlx::query!(
        "insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, source, created_at) \
         select $1, t.id, t.employee, t.period, t.predikat, t.rated_on, 'scored', $2 \
         from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::date[]) as t (id, employee, period, predikat, rated_on) \
         on conflict (agency_id, employee_id, period) do update set predikat = excluded.predikat, rated_on = excluded.rated_on, source = 'scored', \
           result = null, behaviour = null",
        agency.0,
        now,
        &ids,
        &people,
        &periods,
        &words,
        &days
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The ratings of a person, newest first.
pub async fn ratings(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Vec<RatingEntry>> {
    Ok(sqlx::query_as!(
        RatingEntry,
        "select period, predikat, rated_on, source, result, behaviour from ratings where agency_id = $1 and employee_id = $2 order by ends_on desc, rated_on desc",
        agency.0,
        employee.0
    )
    .fetch_all(conn)
    .await?)
}

/// Marks a person's home in this state as replaced.
pub async fn replace_home(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    state: &str,
) -> Result<()> {
    sqlx::query!(
        "update homes set state = 'replaced' where agency_id = $1 and employee_id = $2 and state = $3",
        agency.0,
        employee.0,
        state
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a proposed home.
pub async fn insert_home(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    home: (&str, &str),
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into homes (agency_id, id, employee_id, address, city, state, proposed_at) values ($1, $2, $3, $4, $5, 'proposed', $6)",
        agency.0,
        id,
        employee.0,
        home.0,
        home.1,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// A decision on a proposed home.
pub struct NewHomeState<'a> {
    pub state: &'a str,
    pub note: &'a str,
    pub by: Option<Uuid>,
}

/// Writes the decision; false when the proposal is no longer open.
pub async fn decide_home(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    id: Uuid,
    decided: &NewHomeState<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update homes set state = $4, note = $5, decided_by = $6, decided_at = $7 \
         where agency_id = $1 and employee_id = $2 and id = $3 and state = 'proposed'",
        agency.0,
        employee.0,
        id,
        decided.state,
        decided.note,
        decided.by,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The homes of a person that still matter: proposed, confirmed, the last ones declined; newest first.
pub async fn homes(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Vec<HomeEntry>> {
    let rows = sqlx::query!(
        "select id, address, city, state, proposed_at, decided_at, note from homes \
         where agency_id = $1 and employee_id = $2 and state <> 'replaced' order by proposed_at desc, id desc limit 5",
        agency.0,
        employee.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HomeEntry {
            id: row.id,
            address: row.address,
            city: row.city,
            state: HomeState::of(&row.state).unwrap_or(HomeState::Replaced),
            proposed_at: row.proposed_at,
            decided_at: row.decided_at,
            note: row.note,
        })
        .collect())
}
