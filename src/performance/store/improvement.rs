//! Statements about plans for improvement.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, ImprovementPlanId},
        list::PAGE,
    },
    performance::improvement::{Closed, Line, Named, Note, Outcome, Plan, State},
};

/// Plans with the names a page shows, narrowed by what follows the `where`, with their lines and notes.
macro_rules! plans {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select p.id, p.employee_id, e.name as employee_name, p.state, p.written_at, p.person_agreed_at, p.version, p.outcome, p.reason,
               p.leader_id, l.name as "leader_name?", p.leader_agreed_at, p.leader_acting, p.leader_for_id, f.name as "leader_for?",
               p.closed_by, c.name as "closer_name?", p.closed_at, p.closed_acting, p.closed_for_id, g.name as "closed_for?"
               from improvement_plans p
               join employees e on e.agency_id = p.agency_id and e.id = p.employee_id
               left join employees l on l.agency_id = p.agency_id and l.id = p.leader_id
               left join employees f on f.agency_id = p.agency_id and f.id = p.leader_for_id
               left join employees c on c.agency_id = p.agency_id and c.id = p.closed_by
               left join employees g on g.agency_id = p.agency_id and g.id = p.closed_for_id
               where p.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            let named = |by: Option<Uuid>, name, at, acting, deputised: Option<Uuid>, place| {
                Some(Named {
                    by: EmployeeId(by?),
                    name: Option::unwrap_or_default(name),
                    at: Option::unwrap_or_default(at),
                    acting,
                    deputised: deputised.map(EmployeeId),
                    in_place_of: place,
                })
            };
            let leader = named(
                row.leader_id, row.leader_name, row.leader_agreed_at, row.leader_acting, row.leader_for_id, row.leader_for,
            );
            let closer = named(
                row.closed_by, row.closer_name, row.closed_at, row.closed_acting, row.closed_for_id, row.closed_for,
            );
            let outcome = row.outcome.as_deref().and_then(Outcome::of);
            let closed = closer.zip(outcome).map(|(by, outcome)| Closed { outcome, reason: row.reason, by });
            Ok(Plan {
                id: ImprovementPlanId(row.id),
                employee: EmployeeId(row.employee_id),
                employee_name: row.employee_name,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                written_at: row.written_at,
                person_agreed_at: row.person_agreed_at,
                leader,
                closed,
                version: row.version,
                lines: Vec::new(),
                notes: Vec::new(),
            })
        })
        .collect::<Result<Vec<Plan>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// Adds lines and notes.
async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut all: Vec<Plan>,
) -> Result<Vec<Plan>> {
    let ids: Vec<Uuid> = all.iter().map(|one| one.id.0).collect();
    if ids.is_empty() {
        return Ok(all);
    }
    let lines = sqlx::query!(
        "select plan_id, what, by_on, known from improvement_lines where agency_id = $1 and plan_id = any($2) order by plan_id, number",
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let notes = sqlx::query!(
        "select n.plan_id, n.author_id, e.name, n.note, n.made_at from improvement_notes n \
         join employees e on e.agency_id = n.agency_id and e.id = n.author_id \
         where n.agency_id = $1 and n.plan_id = any($2) order by n.plan_id, n.number",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for one in &mut all {
        let own = lines.iter().filter(|row| row.plan_id == one.id.0);
        one.lines = own
            .map(|row| Line {
                what: row.what.clone(),
                by_on: Some(row.by_on),
                known: row.known.clone(),
            })
            .collect();
        let own = notes.iter().filter(|row| row.plan_id == one.id.0);
        one.notes = own
            .map(|row| Note {
                author: EmployeeId(row.author_id),
                author_name: row.name.clone(),
                note: row.note.clone(),
                made_at: row.made_at,
            })
            .collect();
    }
    Ok(all)
}

/// One plan.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ImprovementPlanId,
) -> Result<Plan> {
    let found = plans!(conn, agency, "and p.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The plans of some people, the newest first; `open`: only those that are not closed.
pub async fn of_people(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    open: bool,
) -> Result<Vec<Plan>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    plans!(
        conn,
        agency,
        "and p.employee_id = any($2) and (p.state <> 'closed' or not $3) order by p.written_at desc, p.id limit 500",
        &people,
        open
    )
}

/// The plans of the agency, the newest first, one more than a page: in a state, or in every one; after the one that was shown last.
pub async fn page(
    conn: &mut PgConnection,
    agency: AgencyId,
    state: Option<State>,
    after: Option<(DateTime<Utc>, Uuid)>,
) -> Result<Vec<Plan>> {
    plans!(
        conn,
        agency,
        "and ($2::text is null or p.state = $2) and ($3::timestamptz is null or (p.written_at, p.id) < ($3, $4::uuid)) \
         order by p.written_at desc, p.id desc limit $5",
        state.map(State::code),
        after.map(|(at, _)| at),
        after.map(|(_, id)| id),
        PAGE + 1
    )
}

/// Whose a plan is.
pub async fn owner(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ImprovementPlanId,
) -> Result<EmployeeId> {
    let who = sqlx::query_scalar!(
        "select employee_id from improvement_plans where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(EmployeeId(who))
}

/// Puts a plan in place; its lines and agreements follow.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ImprovementPlanId,
    employee: EmployeeId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into improvement_plans (agency_id, id, employee_id, written_at, version) values ($1,$2,$3,$4,0)",
        agency.0,
        id.0,
        employee.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts these lines in the place of those there are.
pub async fn put_lines(
    conn: &mut PgConnection,
    agency: AgencyId,
    plan: ImprovementPlanId,
    lines: &[Line],
) -> Result<()> {
    sqlx::query!(
        "delete from improvement_lines where agency_id = $1 and plan_id = $2",
        agency.0,
        plan.0
    )
    .execute(&mut *conn)
    .await?;
    let numbers: Vec<i16> = (0..).take(lines.len()).collect();
    let what: Vec<String> = lines.iter().map(|line| line.what.clone()).collect();
    let days: Vec<NaiveDate> = lines.iter().filter_map(|line| line.by_on).collect();
    let known: Vec<String> = lines.iter().map(|line| line.known.clone()).collect();
    sqlx::query!(
        "insert into improvement_lines (agency_id, plan_id, number, what, by_on, known) \
         select $1, $2, * from unnest($3::smallint[], $4::text[], $5::date[], $6::text[])",
        agency.0,
        plan.0,
        &numbers,
        &what,
        &days,
        &known
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who signs for the leader, when, and as what.
pub struct Signed {
    pub by: EmployeeId,
    pub at: DateTime<Utc>,
    pub acting: Option<&'static str>,
    pub deputised: Option<EmployeeId>,
}

/// Writes who has agreed and where the plan stands then; its holder has compared the version under the lock.
pub async fn save_agreement(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ImprovementPlanId,
    state: State,
    person: Option<DateTime<Utc>>,
    leader: Option<&Signed>,
) -> Result<()> {
    sqlx::query!(
        "update improvement_plans set state = $3, person_agreed_at = $4, leader_id = $5, leader_agreed_at = $6, leader_acting = $7, \
         leader_for_id = $8, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        state.code(),
        person,
        leader.map(|one| one.by.0),
        leader.map(|one| one.at),
        leader.and_then(|one| one.acting),
        leader.and_then(|one| one.deputised.map(|id| id.0))
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a note.
pub async fn add_note(
    conn: &mut PgConnection,
    agency: AgencyId,
    plan: ImprovementPlanId,
    number: usize,
    (author, now): (EmployeeId, DateTime<Utc>),
    note: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into improvement_notes (agency_id, plan_id, number, author_id, note, made_at) values ($1,$2,$3,$4,$5,$6)",
        agency.0,
        plan.0,
        i16::try_from(number).unwrap_or(i16::MAX),
        author.0,
        note,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Closes a plan.
pub async fn close(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ImprovementPlanId,
    outcome: Outcome,
    reason: &str,
    by: &Signed,
) -> Result<()> {
    sqlx::query!(
        "update improvement_plans set state = 'closed', outcome = $3, reason = $4, closed_by = $5, closed_at = $6, closed_acting = $7, \
         closed_for_id = $8, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        outcome.code(),
        reason,
        by.by.0,
        by.at,
        by.acting,
        by.deputised.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}
