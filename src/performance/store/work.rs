//! Statements about work that is delivered.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, DeliverableId, EmployeeId, RequestId, TargetLineId},
        jobs::CHUNK,
    },
    performance::{
        rating::Period,
        store::Answered,
        work::{Answer, Deliverable, Delivery, Promise, State},
    },
};

/// The most that a list shows.
const SHOWN: i64 = 200;

/// Pieces of work with the names a page shows, narrowed by what follows the `where`, with their versions.
macro_rules! work {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select w.id, w.employee_id, e.name as employee_name, w.title, w.thread_id, l.result as "result?", w.indicator, w.request_id, w.plan_line, w.due_on, w.state,
               w.rounds, w.planned_at, w.approver_id, a.name as "approver_name?", w.ended_at, w.version
               from deliverables w
               join employees e on e.agency_id = w.agency_id and e.id = w.employee_id
               left join employees a on a.agency_id = w.agency_id and a.id = w.approver_id
               left join lateral (select n.result from target_lines n join targets t on t.agency_id = n.agency_id and t.id = n.targets_id
                 where n.agency_id = w.agency_id and n.thread_id = w.thread_id and t.state in ('agreed', 'replaced') order by t.number desc limit 1) l on true
               where w.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Deliverable {
                id: DeliverableId(row.id),
                employee: EmployeeId(row.employee_id),
                employee_name: row.employee_name,
                title: row.title,
                thread: row.thread_id.map(TargetLineId),
                result: row.result,
                indicator: row.indicator,
                promise: row.request_id.map(RequestId).zip(row.plan_line),
                due_on: row.due_on,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                rounds: row.rounds,
                planned_at: row.planned_at,
                approver: row.approver_id.map(EmployeeId),
                approver_name: row.approver_name,
                ended_at: row.ended_at,
                version: row.version,
                deliveries: Vec::new(),
            })
        })
        .collect::<Result<Vec<Deliverable>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// Adds the versions.
async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut all: Vec<Deliverable>,
) -> Result<Vec<Deliverable>> {
    let ids: Vec<Uuid> = all
        .iter()
        .filter(|one| one.rounds > 0)
        .map(|one| one.id.0)
        .collect();
    if ids.is_empty() {
        return Ok(all);
    }
    let rows = sqlx::query!(
        r#"select d.deliverable_id, d.number, d.words, d.links, d.delivered_at, d.answer, d.answered_by, b.name as "answerer_name?", d.answered_at, d.acting_kind,
           h.name as "for_name?", d.comment from deliveries d
           left join employees b on b.agency_id = d.agency_id and b.id = d.answered_by
           left join employees h on h.agency_id = d.agency_id and h.id = d.for_id
           where d.agency_id = $1 and d.deliverable_id = any($2) order by d.deliverable_id, d.number"#,
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let files = super::files::of(conn, agency, &ids).await?;
    for one in &mut all {
        let with = |number: i16| {
            let own = files.iter().filter(|file| file.of == one.id);
            own.filter(move |file| file.number == Some(number)).cloned()
        };
        let own = rows.iter().filter(|row| row.deliverable_id == one.id.0);
        one.deliveries = own
            .map(|row| Delivery {
                number: row.number,
                words: row.words.clone(),
                links: row.links.clone(),
                files: with(row.number).collect(),
                delivered_at: row.delivered_at,
                answer: row.answer.as_deref().and_then(Answer::of),
                answered_by: row.answered_by.map(EmployeeId),
                answerer_name: row.answerer_name.clone(),
                answered_at: row.answered_at,
                acting: row.acting_kind.clone(),
                in_place_of: row.for_name.clone(),
                comment: row.comment.clone(),
            })
            .collect();
    }
    Ok(all)
}

/// One piece of work.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: DeliverableId,
) -> Result<Deliverable> {
    let found = work!(conn, agency, "and w.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// What somebody planned by a form.
pub async fn find_by_key(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    key: Uuid,
) -> Result<Option<Deliverable>> {
    let found = work!(
        conn,
        agency,
        "and w.employee_id = $2 and w.idempotency_key = $3",
        who.0,
        key
    )?;
    Ok(found.into_iter().next())
}

/// The work of some people: what is open by the day it is due, then what ended last.
pub async fn of_people(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
) -> Result<Vec<Deliverable>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    work!(
        conn,
        agency,
        "and w.employee_id = any($2) and w.state <> 'withdrawn' order by w.ended_at is not null, w.ended_at desc, w.due_on, w.id limit $3",
        &people,
        SHOWN
    )
}

/// The work of a person that was due in a period, in the order of its days.
pub async fn due_in(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    period: &Period,
) -> Result<Vec<Deliverable>> {
    work!(
        conn,
        agency,
        "and w.employee_id = $2 and w.due_on between $3 and $4 and w.state <> 'withdrawn' order by w.due_on, w.id limit $5",
        who.0,
        period.from,
        period.to,
        SHOWN
    )
}

/// What waits for a person's answer, oldest first; a leader also sees what nobody else can answer.
pub async fn inbox(
    conn: &mut PgConnection,
    agency: AgencyId,
    approver: Option<EmployeeId>,
    leader: bool,
) -> Result<Vec<Deliverable>> {
    work!(
        conn,
        agency,
        "and w.state = 'delivered' and e.active and (w.approver_id = $2 or ($3 and w.approver_id is null)) and w.employee_id is distinct from $2 \
         order by w.due_on, w.id limit $4",
        approver.map(|id| id.0),
        leader,
        SHOWN
    )
}

/// Whose a piece of work is.
pub async fn owner(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: DeliverableId,
) -> Result<EmployeeId> {
    let who = sqlx::query_scalar!(
        "select employee_id from deliverables where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(EmployeeId(who))
}

/// Puts a planned piece of work in place; false where something was planned for that promise already.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: &Deliverable,
    key: Option<Uuid>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into deliverables (agency_id, id, employee_id, title, thread_id, indicator, request_id, plan_line, due_on, planned_at, idempotency_key) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) \
         on conflict (agency_id, request_id, plan_line) where request_id is not null and state <> 'withdrawn' do nothing",
        agency.0,
        one.id.0,
        one.employee.0,
        one.title,
        one.thread.map(|id| id.0),
        one.indicator,
        one.promise.map(|promise| promise.0.0),
        one.promise.map(|promise| promise.1),
        one.due_on,
        one.planned_at,
        key
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Deliverable) -> Result<()> {
    let done = sqlx::query!(
        "update deliverables set state = $4, rounds = $5, approver_id = $6, ended_at = $7, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.rounds,
        one.approver.map(|id| id.0),
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

/// Keeps a version.
pub async fn insert_delivery(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: &Deliverable,
    (words, links): (&str, &[String]),
    files: usize,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into deliveries (agency_id, deliverable_id, number, employee_id, words, links, delivered_at, files) values ($1,$2,$3,$4,$5,$6,$7,$8)",
        agency.0,
        of.id.0,
        of.rounds,
        of.employee.0,
        words,
        links,
        now,
        i16::try_from(files).map_err(Error::internal)?
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the answer to the newest version.
pub async fn save_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: &Deliverable,
    what: &Answered<'_, Answer>,
) -> Result<()> {
    sqlx::query!(
        "update deliveries set answer = $4, answered_by = $5, answered_at = $6, acting_kind = $7, for_id = $8, comment = $9 \
         where agency_id = $1 and deliverable_id = $2 and number = $3 and answer is null",
        agency.0,
        of.id.0,
        of.rounds,
        what.answer.code(),
        what.by.0,
        what.at,
        what.acting,
        what.deputised.map(|id| id.0),
        what.comment
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lines of the plans of somebody's approved requests that nothing was planned for, those of the last month and to come, by day.
pub async fn promises(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    today: NaiveDate,
) -> Result<Vec<Promise>> {
    let rows = sqlx::query!(
        "select p.request_id, p.line, p.what, p.due_on from requests r join plan_lines p on p.agency_id = r.agency_id and p.request_id = r.id \
         where r.agency_id = $1 and r.employee_id = $2 and r.state in ('approved', 'approved_adjusted', 'ended') and p.due_on >= $3::date - 31 \
         and not exists (select 1 from deliverables w where w.agency_id = p.agency_id and w.request_id = p.request_id and w.plan_line = p.line and w.state <> 'withdrawn') \
         order by p.due_on, p.request_id, p.line limit 20",
        agency.0,
        who.0,
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Promise {
            request: RequestId(row.request_id),
            line: row.line,
            what: row.what,
            due_on: row.due_on,
        })
        .collect())
}

/// Delivered work whose approver is another one by now.
pub async fn lock_moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(DeliverableId, Option<EmployeeId>)>> {
    let rows = sqlx::query!(
        r#"select w.id, a.employee_id as "to?" from deliverables w
           join employees e on e.agency_id = w.agency_id and e.id = w.employee_id and e.active
           left join lateral approver_of(w.agency_id, w.employee_id, $2, 0) a on true
           where w.agency_id = $1 and w.state = 'delivered' and a.employee_id is distinct from w.approver_id
           order by w.id limit $3 for update of w skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (DeliverableId(row.id), row.to.map(EmployeeId)))
        .collect())
}

/// How many pieces of work of somebody stand in a state, and how many of those are overdue.
pub struct Count {
    pub employee: EmployeeId,
    pub state: State,
    pub number: usize,
    pub overdue: usize,
}

/// The work of some people, counted; what ended is counted for the year of `today`.
pub async fn counts(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    today: NaiveDate,
) -> Result<Vec<Count>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select employee_id, state, count(*) as "number!", count(*) filter (where due_on < $3 and state in ('planned', 'revision')) as "overdue!" from deliverables
           where agency_id = $1 and employee_id = any($2) and (ended_at is null or due_on >= date_trunc('year', $3::date)::date) group by employee_id, state"#,
        agency.0,
        &people,
        today
    )
    .fetch_all(conn)
    .await?;
    let size = |count: i64| usize::try_from(count).unwrap_or(0);
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Count {
                employee: EmployeeId(row.employee_id),
                state: State::of(&row.state)?,
                number: size(row.number),
                overdue: size(row.overdue),
            })
        })
        .collect())
}

/// A day on which work was due that is not delivered.
pub struct Late {
    pub employee: EmployeeId,
    /// A request's plan promised it, and nothing came of it.
    pub promised: bool,
    pub due_on: NaiveDate,
}

/// What some people, or everybody, should have delivered before `today`, by the day it was due. Promises fall away with the month in
/// which something can be planned for them.
pub async fn overdue(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: Option<&[EmployeeId]>,
    today: NaiveDate,
) -> Result<Vec<Late>> {
    let people: Option<Vec<Uuid>> = people.map(|all| all.iter().map(|id| id.0).collect());
    let rows = sqlx::query!(
        r#"select l.employee_id as "employee_id!", l.promised as "promised!", l.due_on as "due_on!" from (
             select w.employee_id, false as promised, w.due_on from deliverables w
             where w.agency_id = $1 and w.state in ('planned', 'revision') and w.due_on < $3 and ($2::uuid[] is null or w.employee_id = any($2))
             union all
             select r.employee_id, true, p.due_on from requests r join plan_lines p on p.agency_id = r.agency_id and p.request_id = r.id
             where r.agency_id = $1 and r.state in ('approved', 'approved_adjusted', 'ended') and p.due_on < $3 and p.due_on >= $3::date - 31
             and ($2::uuid[] is null or r.employee_id = any($2))
             and not exists (select 1 from deliverables w where w.agency_id = p.agency_id and w.request_id = p.request_id and w.plan_line = p.line and w.state <> 'withdrawn')
           ) l order by l.due_on"#,
        agency.0,
        people.as_deref(),
        today
    )
    .fetch_all(conn)
    .await?;
    let late = rows.into_iter().map(|row| Late {
        employee: EmployeeId(row.employee_id),
        promised: row.promised,
        due_on: row.due_on,
    });
    Ok(late.collect())
}

/// The days on which work of some people, or of everybody, was accepted since a day, by the clock where each works; newest first.
pub async fn accepted(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: Option<&[EmployeeId]>,
    since: NaiveDate,
) -> Result<Vec<(EmployeeId, NaiveDate)>> {
    let people: Option<Vec<Uuid>> = people.map(|all| all.iter().map(|id| id.0).collect());
    let rows = sqlx::query!(
        r#"select w.employee_id, (w.ended_at at time zone coalesce(u.time_zone, a.time_zone))::date as "on!" from deliverables w
           join employees e on e.agency_id = w.agency_id and e.id = w.employee_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id join agencies a on a.id = e.agency_id
           where w.agency_id = $1 and w.state = 'accepted' and w.ended_at >= $3::date and ($2::uuid[] is null or w.employee_id = any($2))
           order by w.ended_at desc"#,
        agency.0,
        people.as_deref(),
        since
    )
    .fetch_all(conn)
    .await?;
    let days = rows.into_iter();
    Ok(days
        .map(|row| (EmployeeId(row.employee_id), row.on))
        .collect())
}

/// What came of the lines of a request's plan.
pub async fn kept(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
) -> Result<Vec<(i16, Deliverable)>> {
    let all = work!(
        conn,
        agency,
        "and w.request_id = $2 and w.state <> 'withdrawn' order by w.plan_line",
        request.0
    )?;
    let line = |one: Deliverable| Some((one.promise?.1, one));
    Ok(all.into_iter().filter_map(line).collect())
}
