//! Statements about exceptions.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, ExceptionId, UnitId},
        jobs::CHUNK,
    },
    policy::{RuleResult, WaivableBy},
    requests::exceptions::{Exception, Ground, State},
};

/// An exception as it is stored.
pub struct Keep<'a> {
    pub employee: EmployeeId,
    pub result: RuleResult,
    pub on: NaiveDate,
    pub ground: Ground,
    pub statement: &'a str,
    pub state: State,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub due_on: Option<NaiveDate>,
    /// Who gives it, where nobody asked.
    pub by: Option<EmployeeId>,
}

/// Writes an exception; none where the person has asked for one from the same rule already.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    keep: &Keep<'_>,
    now: DateTime<Utc>,
) -> Result<Option<ExceptionId>> {
    let granted = keep.state == State::Granted;
    let id = sqlx::query_scalar!(
        "insert into exceptions (agency_id, id, employee_id, rule_key, result, on_date, ground, statement, state, from_on, until_on, asked_at, due_on, decided_at, decided_by, created_at) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16) \
         on conflict (agency_id, employee_id, rule_key) where state = 'asked' do nothing returning id",
        agency.0,
        ExceptionId::new().0,
        keep.employee.0,
        keep.result.key,
        Json(&keep.result) as Json<&RuleResult>,
        keep.on,
        keep.ground.code(),
        keep.statement,
        keep.state.code(),
        keep.from,
        keep.until,
        (!granted).then_some(now),
        keep.due_on,
        granted.then_some(now),
        keep.by.filter(|_| granted).map(|id| id.0),
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(ExceptionId))
}

/// Those of some people or with some waivers, but for one's own.
pub struct Of {
    pub state: State,
    pub own: Option<EmployeeId>,
    /// The people one decides for: of them what a unit's head may waive.
    pub people: Vec<EmployeeId>,
    /// Of everybody what these may waive.
    pub by: Vec<WaivableBy>,
}

/// Which exceptions are wanted; what is none does not matter.
#[derive(Default)]
struct Which {
    id: Option<ExceptionId>,
    employee: Option<EmployeeId>,
    of: Option<Of>,
}

fn word(by: WaivableBy) -> &'static str {
    match by {
        WaivableBy::None => "none",
        WaivableBy::AgencyLeader => "agency_leader",
        WaivableBy::Hr => "hr",
        WaivableBy::UnitHead => "unit_head",
    }
}

/// Newest first.
async fn list(conn: &mut PgConnection, agency: AgencyId, which: Which) -> Result<Vec<Exception>> {
    let (mut people, mut by): (Vec<Uuid>, Vec<String>) = (Vec::new(), Vec::new());
    if let Some(of) = &which.of {
        people.extend(of.people.iter().map(|id| id.0));
        by.extend(of.by.iter().map(|by| word(*by).to_owned()));
    }
    let state = which.of.as_ref().map(|of| of.state.code());
    let own = which.of.as_ref().and_then(|of| of.own).map(|id| id.0);
    let rows = sqlx::query!(
        r#"select x.id, x.employee_id, e.name as employee_name, e.unit_id, u.name as unit_name, x.result as "result: Json<RuleResult>", x.on_date, x.ground, x.statement, x.state,
           x.from_on, x.until_on, x.asked_at, x.due_on, x.decided_at, d.name as "decided_by_name?", x.note, x.ended_at, b.name as "ended_by_name?", x.end_note, x.version
           from exceptions x join employees e on e.agency_id = x.agency_id and e.id = x.employee_id join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           left join employees d on d.agency_id = x.agency_id and d.id = x.decided_by left join employees b on b.agency_id = x.agency_id and b.id = x.ended_by
           where x.agency_id = $1 and ($2::uuid is null or x.id = $2) and ($3::uuid is null or x.employee_id = $3)
           and ($4::text is null or (x.state = $4 and x.employee_id is distinct from $5
             and (x.result ->> 'waivable_by' = any($6) or (x.result ->> 'waivable_by' = 'unit_head' and x.employee_id = any($7)))))
           order by x.created_at desc, x.id desc limit 200"#,
        agency.0,
        which.id.map(|id| id.0),
        which.employee.map(|id| id.0),
        state,
        own,
        &by,
        &people
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Exception {
                id: ExceptionId(row.id),
                employee: EmployeeId(row.employee_id),
                employee_name: row.employee_name,
                unit: UnitId(row.unit_id),
                unit_name: row.unit_name,
                result: row.result.0,
                on: row.on_date,
                ground: Ground::of(&row.ground).ok_or_else(|| Error::internal("unknown ground"))?,
                statement: row.statement,
                state: State::of(&row.state)
                    .ok_or_else(|| Error::internal("unknown state of an exception"))?,
                from_on: row.from_on,
                until_on: row.until_on,
                asked_at: row.asked_at,
                due_on: row.due_on,
                decided_at: row.decided_at,
                decided_by_name: row.decided_by_name,
                note: row.note,
                ended_at: row.ended_at,
                ended_by_name: row.ended_by_name,
                end_note: row.end_note,
                version: row.version,
            })
        })
        .collect()
}

/// Whether the agency has any in a state: most have none, and then nobody's people need to be looked up.
pub async fn any(conn: &mut PgConnection, agency: AgencyId, state: State) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from exceptions where agency_id = $1 and state = $2) as "any!""#,
        agency.0,
        state.code()
    )
    .fetch_one(conn)
    .await?)
}

/// What others have asked for, or holds for them, as far as it is for somebody to answer or end.
pub async fn others(conn: &mut PgConnection, agency: AgencyId, of: Of) -> Result<Vec<Exception>> {
    if of.people.is_empty() && of.by.is_empty() {
        return Ok(Vec::new());
    }
    let which = Which {
        of: Some(of),
        ..Which::default()
    };
    list(conn, agency, which).await
}

/// A person's own.
pub async fn of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Vec<Exception>> {
    let which = Which {
        employee: Some(employee),
        ..Which::default()
    };
    list(conn, agency, which).await
}

/// One exception; another agency's is not found.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: ExceptionId) -> Result<Exception> {
    let which = Which {
        id: Some(id),
        ..Which::default()
    };
    let found = list(conn, agency, which).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Holds an exception and reads it as it is now.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: ExceptionId) -> Result<Exception> {
    sqlx::query_scalar!(
        "select id from exceptions where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    find(conn, agency, id).await
}

/// What an exception becomes.
pub struct Change<'a> {
    pub state: State,
    pub until: NaiveDate,
    pub by: Option<EmployeeId>,
    pub note: &'a str,
}

/// Writes the answer.
pub async fn decide(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ExceptionId,
    change: &Change<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update exceptions set state = $3, until_on = $4, decided_by = $5, note = $6, decided_at = $7, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        change.state.code(),
        change.until,
        change.by.map(|id| id.0),
        change.note,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the end.
pub async fn end(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ExceptionId,
    change: &Change<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update exceptions set state = $3, ended_by = $4, end_note = $5, ended_at = $6, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        change.state.code(),
        change.by.map(|id| id.0),
        change.note,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks some that wait past their day as reminded, and gives them.
pub async fn take_late(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<ExceptionId>> {
    let ids = sqlx::query_scalar!(
        "update exceptions set reminded_at = $3 where agency_id = $1 and id in (select id from exceptions where agency_id = $1 \
           and state = 'asked' and due_on < $2 and reminded_at is null order by due_on, id limit $4 for update skip locked) returning id",
        agency.0,
        today,
        now,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(ExceptionId).collect())
}
