//! Statements about versions of targets.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::lines::complete;
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, TargetsId},
        jobs::CHUNK,
    },
    performance::{Approach, State, Targets},
};

/// The most that a list shows.
const SHOWN: i64 = 200;

/// Versions with the names a page shows, narrowed by what follows the `where`, with their lines.
macro_rules! targets {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select t.id, t.employee_id, e.name as employee_name, u.name as unit_name, p.name as position_name, t.year, t.number, t.state, t.approach, t.reason,
               t.started_at, t.proposed_at, t.approver_id, a.name as "approver_name?", t.note, t.agreed_by, d.name as "agreer_name?", t.agreed_at, t.acting_kind,
               t.for_id, h.name as "for_name?", t.ended_at, t.version
               from targets t
               join employees e on e.agency_id = t.agency_id and e.id = t.employee_id
               join units u on u.agency_id = t.agency_id and u.id = t.unit_id
               join positions p on p.agency_id = t.agency_id and p.id = t.position_id
               left join employees a on a.agency_id = t.agency_id and a.id = t.approver_id
               left join employees d on d.agency_id = t.agency_id and d.id = t.agreed_by
               left join employees h on h.agency_id = t.agency_id and h.id = t.for_id
               where t.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Targets {
                id: TargetsId(row.id),
                employee: EmployeeId(row.employee_id),
                employee_name: row.employee_name,
                unit_name: row.unit_name,
                position_name: row.position_name,
                year: row.year,
                number: row.number,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                approach: Approach::of(&row.approach).ok_or_else(|| Error::internal("unknown approach"))?,
                reason: row.reason,
                started_at: row.started_at,
                proposed_at: row.proposed_at,
                approver: row.approver_id.map(EmployeeId),
                approver_name: row.approver_name,
                note: row.note,
                agreed_by: row.agreed_by.map(EmployeeId),
                agreer_name: row.agreer_name,
                agreed_at: row.agreed_at,
                acting: row.acting_kind,
                deputised: row.for_id.map(EmployeeId),
                in_place_of: row.for_name,
                ended_at: row.ended_at,
                version: row.version,
                lines: Vec::new(),
                expectations: Vec::new(),
            })
        })
        .collect::<Result<Vec<Targets>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// One version.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: TargetsId) -> Result<Targets> {
    let found = targets!(conn, agency, "and t.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Every version of a person that was not thrown away, the newest year and version first.
pub async fn of_person(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Targets>> {
    targets!(
        conn,
        agency,
        "and t.employee_id = $2 and t.state <> 'discarded' order by t.year desc, t.number desc limit $3",
        who.0,
        SHOWN
    )
}

/// What others may know of some people's targets of a year: the version in force, else the one that is proposed.
pub async fn known(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    year: i16,
) -> Result<Vec<Targets>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    // 'agreed' stands before 'proposed'
    let mut all = targets!(
        conn,
        agency,
        "and t.employee_id = any($2) and t.year = $3 and t.state in ('agreed', 'proposed') order by t.employee_id, t.state",
        &people,
        year
    )?;
    all.dedup_by_key(|one| one.employee);
    Ok(all)
}

/// The version of a person and year in one of these states, the newest.
pub async fn find_in(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    year: i16,
    states: &[State],
) -> Result<Option<Targets>> {
    let states: Vec<String> = states.iter().map(|one| one.code().to_owned()).collect();
    let found = targets!(
        conn,
        agency,
        "and t.employee_id = $2 and t.year = $3 and t.state = any($4) order by t.number desc limit 1",
        who.0,
        year,
        &states
    )?;
    Ok(found.into_iter().next())
}

/// What was given back to a person, the earliest year first.
pub async fn given_back(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Option<Targets>> {
    let found = targets!(
        conn,
        agency,
        "and t.employee_id = $2 and t.state = 'discussed' order by t.year limit 1",
        who.0
    )?;
    Ok(found.into_iter().next())
}

/// What waits for a person to agree, oldest first; a leader also sees what nobody else can.
pub async fn inbox(
    conn: &mut PgConnection,
    agency: AgencyId,
    approver: Option<EmployeeId>,
    leader: bool,
) -> Result<Vec<Targets>> {
    targets!(
        conn,
        agency,
        "and t.state = 'proposed' and e.active and (t.approver_id = $2 or ($3 and t.approver_id is null)) and t.employee_id is distinct from $2 \
         order by t.proposed_at, t.id limit $4",
        approver.map(|id| id.0),
        leader,
        SHOWN
    )
}

/// Holds a person's record: their targets change one step at a time.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, who: EmployeeId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from employees where agency_id = $1 and id = $2 for no key update",
        agency.0,
        who.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Whose a version is.
pub async fn owner(conn: &mut PgConnection, agency: AgencyId, id: TargetsId) -> Result<EmployeeId> {
    let who = sqlx::query_scalar!(
        "select employee_id from targets where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(EmployeeId(who))
}

/// Starts a version; its number follows those of the year.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: &Targets,
    (unit, position): (Uuid, Uuid),
) -> Result<()> {
    sqlx::query!(
        "insert into targets (agency_id, id, employee_id, year, number, approach, unit_id, position_id, reason, started_at) \
         select $1, $2, $3, $4, coalesce(max(t.number), 0) + 1, $5, $6, $7, $8, $9 from targets t \
         where t.agency_id = $1 and t.employee_id = $3 and t.year = $4 and t.state <> 'discarded'",
        agency.0,
        one.id.0,
        one.employee.0,
        one.year,
        one.approach.code(),
        unit,
        position,
        one.reason,
        one.started_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Targets) -> Result<()> {
    let done = sqlx::query!(
        "update targets set state = $4, approach = $5, proposed_at = $6, approver_id = $7, note = $8, agreed_by = $9, agreed_at = $10, acting_kind = $11, for_id = $12, \
         ended_at = $13, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.approach.code(),
        one.proposed_at,
        one.approver.map(|id| id.0),
        one.note,
        one.agreed_by.map(|id| id.0),
        one.agreed_at,
        one.acting,
        one.deputised.map(|id| id.0),
        one.ended_at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Keeps where the person works now: what is proposed is proposed from there.
pub async fn save_place(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TargetsId,
    (unit, position): (Uuid, Uuid),
) -> Result<()> {
    sqlx::query!(
        "update targets set unit_id = $3, position_id = $4 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        unit,
        position
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Proposed targets whose approver is another one by now.
pub async fn lock_moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(TargetsId, Option<EmployeeId>)>> {
    let rows = sqlx::query!(
        r#"select t.id, a.employee_id as "to?" from targets t
           join employees e on e.agency_id = t.agency_id and e.id = t.employee_id and e.active
           left join lateral approver_of(t.agency_id, t.employee_id, $2, 0) a on true
           where t.agency_id = $1 and t.state = 'proposed' and a.employee_id is distinct from t.approver_id
           order by t.id limit $3 for update of t skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (TargetsId(row.id), row.to.map(EmployeeId)))
        .collect())
}
