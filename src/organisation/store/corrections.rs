//! Statements about correction cases.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, CorrectionId, EmployeeId, MembershipId},
    },
    organisation::{Correction, CorrectionState},
};

/// What the clock of a case depends on.
pub struct Clock {
    pub days: i64,
    pub six_day_week: bool,
    pub free: Vec<NaiveDate>,
}

/// The agency's answer time, the unit's working week and the days off of the coming two months.
pub async fn clock(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    today: NaiveDate,
) -> Result<Clock> {
    let row = sqlx::query!(
        r#"select coalesce(s.correction_days, 3) as "days!", coalesce(u.week_pattern, s.week_pattern, 5) as "week!",
           array(select n.on_date from national_days n where n.on_date between $3 and $3::date + 62
             union select d.on_date from agency_days d where d.agency_id = $1 and d.kind = 'holiday' and d.unit_id is null and d.on_date between $3 and $3::date + 62
             except select w.on_date from agency_days w where w.agency_id = $1 and w.kind = 'working' and w.unit_id is null and w.on_date between $3 and $3::date + 62) as "free!"
           from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           left join agency_settings s on s.agency_id = e.agency_id
           where e.agency_id = $1 and e.id = $2"#,
        agency.0,
        employee.0,
        today
    )
    .fetch_one(conn)
    .await?;
    Ok(Clock {
        days: i64::from(row.days),
        six_day_week: row.week == 6,
        free: row.free,
    })
}

/// Whether a case about the fact is still open.
pub async fn is_open(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    fact: &str,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from corrections where agency_id = $1 and employee_id = $2 and fact = $3 and state = 'open') as "open!""#,
        agency.0,
        employee.0,
        fact
    )
    .fetch_one(conn)
    .await?)
}

/// A case to be written.
pub struct NewCase<'a> {
    pub fact: &'a str,
    pub shown: &'a str,
    pub statement: &'a str,
    pub due_on: NaiveDate,
}

/// Writes a case.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: CorrectionId,
    employee: EmployeeId,
    case: &NewCase<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into corrections (agency_id, id, employee_id, fact, shown_value, statement, opened_at, due_on) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        agency.0,
        id.0,
        employee.0,
        case.fact,
        case.shown,
        case.statement,
        now,
        case.due_on
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The HR admins who can answer: everybody with the role except the person.
pub async fn officers(
    conn: &mut PgConnection,
    agency: AgencyId,
    except: EmployeeId,
) -> Result<Vec<EmployeeId>> {
    Ok(sqlx::query_scalar!(
        r#"select m.employee_id as "id!" from role_grants r join memberships m on m.agency_id = r.agency_id and m.id = r.membership_id and m.active
           where r.agency_id = $1 and r.role = 'hr' and r.revoked_at is null and m.employee_id is not null and m.employee_id <> $2 order by m.id"#,
        agency.0,
        except.0
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(EmployeeId)
    .collect())
}

macro_rules! correction {
    ($row:expr) => {
        Correction {
            id: CorrectionId($row.id),
            employee: EmployeeId($row.employee_id),
            name: $row.name,
            nip: $row.nip,
            unit_name: $row.unit_name,
            fact: $row.fact,
            shown_value: $row.shown_value,
            statement: $row.statement,
            state: CorrectionState::of(&$row.state).unwrap_or(CorrectionState::Open),
            opened_at: $row.opened_at,
            due_on: $row.due_on,
            answered_at: $row.answered_at,
            answer: $row.answer.unwrap_or_default(),
            version: $row.version,
        }
    };
}

/// Locks and reads a case.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: CorrectionId,
) -> Result<Correction> {
    let row = sqlx::query!(
        "select c.id, c.employee_id, e.name, e.nip, u.name as unit_name, c.fact, c.shown_value, c.statement, c.state, c.opened_at, c.due_on, \
         c.answered_at, c.answer, c.version from corrections c \
         join employees e on e.agency_id = c.agency_id and e.id = c.employee_id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
         where c.agency_id = $1 and c.id = $2 for update of c",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(correction!(row))
}

/// The cases of one person, newest first.
pub async fn of_employee(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Vec<Correction>> {
    let rows = sqlx::query!(
        "select c.id, c.employee_id, e.name, e.nip, u.name as unit_name, c.fact, c.shown_value, c.statement, c.state, c.opened_at, c.due_on, \
         c.answered_at, c.answer, c.version from corrections c \
         join employees e on e.agency_id = c.agency_id and e.id = c.employee_id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
         where c.agency_id = $1 and c.employee_id = $2 order by c.opened_at desc, c.id desc limit 50",
        agency.0,
        employee.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| correction!(row)).collect())
}

/// Cases in one state (or all when empty), the most urgent first.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    (like, digits): (Option<&str>, Option<&str>),
    state: &str,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Correction>> {
    let rows = sqlx::query!(
        "select c.id, c.employee_id, e.name, e.nip, u.name as unit_name, c.fact, c.shown_value, c.statement, c.state, c.opened_at, c.due_on, \
         c.answered_at, c.answer, c.version from corrections c \
         join employees e on e.agency_id = c.agency_id and e.id = c.employee_id \
         join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
         where c.agency_id = $1 and ($2::text = '' or ($2 = 'open' and c.state = 'open') or ($2 = 'answered' and c.state <> 'open')) \
         and ($3::text is null or lower(e.name) like $3 or e.nip like $4) \
         and ($5::date is null or (c.due_on, c.id) > ($5, $6::uuid)) order by c.due_on, c.id limit $7",
        agency.0,
        state,
        like,
        digits,
        after.map(|(day, _)| day),
        after.map(|(_, id)| id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| correction!(row)).collect())
}

/// Writes HR's answer.
pub async fn save_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: CorrectionId,
    (state, words): (CorrectionState, &str),
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update corrections set state = $3, answer = $4, answered_by = $5, answered_at = $6, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        state.code(),
        words,
        by.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
