//! The statements of this area.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Answer, HandOver, Member, State, Stretch, Task, Turns, Why};
use crate::kernel::{
    error::{Error, Result},
    id::{AgencyId, EmployeeId, IdentityId, SharedTaskId, UnitId},
    jobs::CHUNK,
};

/// The most that a list shows.
const SHOWN: i64 = 200;

/// Shared tasks with the names a page shows, narrowed by what follows the `where`; without members and turns.
macro_rules! tasks {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select t.id, t.unit_id, u.name as unit_name, t.title, t.description, t.from_on, t.to_on, t.proposer_id, p.name as proposer_name, t.proposed_at, t.state,
               t.replaces_id, t.reason, t.agreed_at, t.approver_id, a.name as "approver_name?", t.decided_by, d.name as "decider_name?", t.decided_at, t.acting_kind,
               t.for_id, h.name as "for_name?", t.decision_note, t.ended_by, x.name as "ender_name?", t.end_note, t.ended_why, t.ended_at, t.version
               from shared_tasks t
               join units u on u.agency_id = t.agency_id and u.id = t.unit_id
               join employees p on p.agency_id = t.agency_id and p.id = t.proposer_id
               left join employees a on a.agency_id = t.agency_id and a.id = t.approver_id
               left join employees d on d.agency_id = t.agency_id and d.id = t.decided_by
               left join employees h on h.agency_id = t.agency_id and h.id = t.for_id
               left join employees x on x.agency_id = t.agency_id and x.id = t.ended_by
               where t.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Task {
                id: SharedTaskId(row.id),
                unit: UnitId(row.unit_id),
                unit_name: row.unit_name,
                title: row.title,
                description: row.description,
                from_on: row.from_on,
                to_on: row.to_on,
                proposer: EmployeeId(row.proposer_id),
                proposer_name: row.proposer_name,
                proposed_at: row.proposed_at,
                members: Vec::new(),
                turns: Turns::Stretches(Vec::new()),
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                replaces: row.replaces_id.map(SharedTaskId),
                reason: row.reason,
                agreed_at: row.agreed_at,
                approver: row.approver_id.map(EmployeeId),
                approver_name: row.approver_name,
                decided_by: row.decided_by.map(EmployeeId),
                decider_name: row.decider_name,
                decided_at: row.decided_at,
                acting: row.acting_kind,
                deputised: row.for_id.map(EmployeeId),
                in_place_of: row.for_name,
                decision_note: row.decision_note,
                ended_by: row.ended_by.map(EmployeeId),
                ender_name: row.ender_name,
                end_note: row.end_note,
                why: row.ended_why.as_deref().and_then(Why::of),
                ended_at: row.ended_at,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Task>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// Adds members and turns.
async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut tasks: Vec<Task>,
) -> Result<Vec<Task>> {
    if tasks.is_empty() {
        return Ok(tasks);
    }
    let ids: Vec<Uuid> = tasks.iter().map(|task| task.id.0).collect();
    let members = sqlx::query!(
        "select m.task_id, m.employee_id, e.name, m.share, m.answer, m.answered_at, m.note from shared_task_members m \
         join shared_tasks t on t.agency_id = m.agency_id and t.id = m.task_id \
         join employees e on e.agency_id = m.agency_id and e.id = m.employee_id \
         where m.agency_id = $1 and m.task_id = any($2) order by m.task_id, array_position(t.member_ids, m.employee_id)",
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let turns = sqlx::query!(
        "select task_id, employee_id, weekday, from_on, to_on from shared_task_turns where agency_id = $1 and task_id = any($2) order by task_id, number",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for task in &mut tasks {
        let own = members.iter().filter(|row| row.task_id == task.id.0);
        task.members = own
            .map(|row| Member {
                employee: EmployeeId(row.employee_id),
                name: row.name.clone(),
                share: u8::try_from(row.share).unwrap_or(0),
                answer: Answer::of(&row.answer),
                answered_at: row.answered_at,
                note: row.note.clone(),
            })
            .collect();
        let (mut week, mut stretches) = ([None; 7], Vec::new());
        for row in turns.iter().filter(|row| row.task_id == task.id.0) {
            let holder = EmployeeId(row.employee_id);
            let weekday = row.weekday.and_then(|day| usize::try_from(day - 1).ok());
            if let Some(slot) = weekday.and_then(|index| week.get_mut(index)) {
                *slot = Some(holder);
            } else if let (Some(from), Some(to)) = (row.from_on, row.to_on) {
                stretches.push(Stretch { holder, from, to });
            }
        }
        task.turns = if stretches.is_empty() {
            Turns::Week(week)
        } else {
            Turns::Stretches(stretches)
        };
    }
    Ok(tasks)
}

/// One task.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: SharedTaskId) -> Result<Task> {
    let found = tasks!(conn, agency, "and t.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The task that this form has already put forward.
pub async fn find_by_key(
    conn: &mut PgConnection,
    agency: AgencyId,
    proposer: EmployeeId,
    key: Uuid,
) -> Result<Option<Task>> {
    let found = tasks!(
        conn,
        agency,
        "and t.proposer_id = $2 and t.idempotency_key = $3",
        proposer.0,
        key
    )?;
    Ok(found.into_iter().next())
}

/// The task that takes the place of another, or is meant to.
pub async fn successor(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: SharedTaskId,
) -> Result<Option<Task>> {
    let found = tasks!(
        conn,
        agency,
        "and t.replaces_id = $2 and t.state not in ('refused', 'declined', 'withdrawn') order by t.proposed_at desc, t.id desc limit 1",
        id.0
    )?;
    Ok(found.into_iter().next())
}

/// The tasks of a person, those that go on first, then the newest.
pub async fn of_person(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Task>> {
    tasks!(
        conn,
        agency,
        "and t.id in (select m.task_id from shared_task_members m where m.agency_id = $1 and m.employee_id = $2) \
         order by t.ended_at is not null, coalesce(t.ended_at, t.proposed_at) desc, t.id desc limit $3",
        who.0,
        SHOWN
    )
}

/// What waits for a person's answer, oldest first.
pub async fn to_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Task>> {
    tasks!(
        conn,
        agency,
        "and t.state = 'proposed' and t.id in (select m.task_id from shared_task_members m where m.agency_id = $1 and m.employee_id = $2 and m.answer = 'waiting') \
         order by t.proposed_at, t.id limit $3",
        who.0,
        SHOWN
    )
}

/// What waits for a person's decision, by first day; a leader also sees what nobody else can decide.
pub async fn inbox(
    conn: &mut PgConnection,
    agency: AgencyId,
    approver: Option<EmployeeId>,
    leader: bool,
) -> Result<Vec<Task>> {
    tasks!(
        conn,
        agency,
        "and t.state = 'agreed' and (t.approver_id = $2 or ($3 and t.approver_id is null)) and not coalesce($2 = any (t.member_ids), false) \
         order by t.from_on, t.id limit $4",
        approver.map(|id| id.0),
        leader,
        SHOWN
    )
}

/// Holds tasks, in the order of their ids.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, ids: &[SharedTaskId]) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let held = sqlx::query_scalar!(
        "select id from shared_tasks where agency_id = $1 and id = any($2) order by id for update",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    if held.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Somebody as they are now; no unit: they have left.
pub struct Person {
    pub id: EmployeeId,
    pub name: String,
    pub unit: Option<UnitId>,
}

/// Holds the records of some people, in the order of their ids.
pub async fn lock_people(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
) -> Result<Vec<Person>> {
    let ids: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select id, name, unit_id, active from employees where agency_id = $1 and id = any($2) order by id for no key update",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: EmployeeId(row.id),
            name: row.name,
            unit: row.active.then_some(UnitId(row.unit_id)),
        })
        .collect())
}

/// A colleague of the same unit and approver.
pub struct Peer {
    pub id: EmployeeId,
    pub name: String,
    pub position: String,
}

/// Who works in a unit and has this approver today, by name, without one person.
pub async fn peers(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
    without: EmployeeId,
    approver: Option<EmployeeId>,
    today: NaiveDate,
) -> Result<Vec<Peer>> {
    let rows = sqlx::query!(
        "select e.id, e.name, p.name as position from employees e join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         left join lateral approver_of(e.agency_id, e.id, $5, 0) a on true \
         where e.agency_id = $1 and e.unit_id = $2 and e.active and e.id <> $3 and a.employee_id is not distinct from $4 order by lower(e.name), e.id limit 200",
        agency.0,
        unit.0,
        without.0,
        approver.map(|id| id.0),
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Peer {
            id: EmployeeId(row.id),
            name: row.name,
            position: row.position,
        })
        .collect())
}

/// The agency's leaders who are none of these people.
pub async fn leaders(
    conn: &mut PgConnection,
    agency: AgencyId,
    without: &[EmployeeId],
) -> Result<Vec<IdentityId>> {
    let without: Vec<Uuid> = without.iter().map(|id| id.0).collect();
    let ids = sqlx::query_scalar!(
        "select m.identity_id from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active \
         where g.agency_id = $1 and g.role = 'leader' and g.revoked_at is null and not coalesce(m.employee_id = any($2), false)",
        agency.0,
        &without
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// Puts a new task in place, with its members and turns; false where the task that it would change is being changed already.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    task: &Task,
    key: Option<Uuid>,
) -> Result<bool> {
    let people: Vec<Uuid> = task.members.iter().map(|one| one.employee.0).collect();
    let done = sqlx::query!(
        "insert into shared_tasks (agency_id, id, unit_id, title, description, from_on, to_on, proposer_id, proposed_at, member_ids, state, replaces_id, reason, approver_id, idempotency_key) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15) \
         on conflict (agency_id, replaces_id) where state in ('proposed', 'agreed', 'approved') do nothing",
        agency.0,
        task.id.0,
        task.unit.0,
        task.title,
        task.description,
        task.from_on,
        task.to_on,
        task.proposer.0,
        task.proposed_at,
        &people,
        task.state.code(),
        task.replaces.map(|id| id.0),
        task.reason,
        task.approver.map(|id| id.0),
        key
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for member in &task.members {
        sqlx::query!(
            "insert into shared_task_members (agency_id, task_id, employee_id, share, answer, answered_at) values ($1,$2,$3,$4,$5,$6)",
            agency.0,
            task.id.0,
            member.employee.0,
            i16::from(member.share),
            member.answer.code(),
            member.answered_at
        )
        .execute(&mut *conn)
        .await?;
    }
    let (mut holders, mut weekdays, mut from, mut to) = (vec![], vec![], vec![], vec![]);
    match &task.turns {
        Turns::Week(week) => {
            for (day, holder) in (1_i16..).zip(week) {
                if let Some(holder) = holder {
                    holders.push(holder.0);
                    weekdays.push(Some(day));
                    from.push(None);
                    to.push(None);
                }
            }
        }
        Turns::Stretches(all) => {
            for one in all {
                holders.push(one.holder.0);
                weekdays.push(None);
                from.push(Some(one.from));
                to.push(Some(one.to));
            }
        }
    }
    sqlx::query!(
        "insert into shared_task_turns (agency_id, task_id, number, employee_id, weekday, from_on, to_on) \
         select $1, $2, t.number, t.holder, t.weekday, t.from_on, t.to_on \
         from unnest($3::uuid[], $4::smallint[], $5::date[], $6::date[]) with ordinality as t (holder, weekday, from_on, to_on, number)",
        agency.0,
        task.id.0,
        &holders,
        &weekdays as &[Option<i16>],
        &from as &[Option<NaiveDate>],
        &to as &[Option<NaiveDate>]
    )
    .execute(conn)
    .await?;
    Ok(true)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, task: &Task) -> Result<()> {
    let done = sqlx::query!(
        "update shared_tasks set state = $4, to_on = $5, agreed_at = $6, approver_id = $7, decided_by = $8, decided_at = $9, acting_kind = $10, for_id = $11, \
           decision_note = $12, ended_by = $13, end_note = $14, ended_why = $15, ended_at = $16, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        task.id.0,
        task.version,
        task.state.code(),
        task.to_on,
        task.agreed_at,
        task.approver.map(|id| id.0),
        task.decided_by.map(|id| id.0),
        task.decided_at,
        task.acting,
        task.deputised.map(|id| id.0),
        task.decision_note,
        task.ended_by.map(|id| id.0),
        task.end_note,
        task.why.map(Why::code),
        task.ended_at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Keeps what a member said.
pub async fn save_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: SharedTaskId,
    member: &Member,
) -> Result<()> {
    sqlx::query!(
        "update shared_task_members set answer = $4, answered_at = $5, note = $6 where agency_id = $1 and task_id = $2 and employee_id = $3",
        agency.0,
        id.0,
        member.employee.0,
        member.answer.code(),
        member.answered_at,
        member.note
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The hand-overs of a task, newest first.
pub async fn handovers(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: SharedTaskId,
) -> Result<Vec<HandOver>> {
    let rows = sqlx::query!(
        "select h.id, h.from_id, f.name as from_name, h.to_id, t.name as to_name, h.done, h.still_open, h.lies, h.handed_at, h.read_at from shared_task_handovers h \
         join employees f on f.agency_id = h.agency_id and f.id = h.from_id join employees t on t.agency_id = h.agency_id and t.id = h.to_id \
         where h.agency_id = $1 and h.task_id = $2 order by h.handed_at desc, h.id desc limit $3",
        agency.0,
        id.0,
        SHOWN
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HandOver {
            id: row.id,
            from: EmployeeId(row.from_id),
            from_name: row.from_name,
            to: EmployeeId(row.to_id),
            to_name: row.to_name,
            done: row.done,
            still_open: row.still_open,
            lies: row.lies,
            handed_at: row.handed_at,
            read_at: row.read_at,
        })
        .collect())
}

/// Keeps a hand-over.
pub async fn insert_handover(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: SharedTaskId,
    one: &HandOver,
) -> Result<()> {
    sqlx::query!(
        "insert into shared_task_handovers (agency_id, id, task_id, from_id, to_id, done, still_open, lies, handed_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
        agency.0,
        one.id,
        id.0,
        one.from.0,
        one.to.0,
        one.done,
        one.still_open,
        one.lies,
        one.handed_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks what was handed over to somebody as read. Gives who handed it over, one for each.
pub async fn confirm(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: SharedTaskId,
    to: EmployeeId,
    now: DateTime<Utc>,
) -> Result<Vec<EmployeeId>> {
    let from = sqlx::query_scalar!(
        "update shared_task_handovers set read_at = $4 where agency_id = $1 and task_id = $2 and to_id = $3 and read_at is null returning from_id",
        agency.0,
        id.0,
        to.0,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(from.into_iter().map(EmployeeId).collect())
}

/// Tasks that end by themselves, and why: the last day has passed, a member left or moved, or nobody decides for all of them any more.
/// Approvers that differ for a while only, as while a member stands in for the head, end nothing.
pub async fn lock_ending(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Vec<(SharedTaskId, Why)>> {
    let rows = sqlx::query!(
        r#"select t.id, k.why as "why!" from shared_tasks t
           join units u on u.agency_id = t.agency_id and u.id = t.unit_id join agencies g on g.id = t.agency_id
           cross join lateral (select bool_and(e.active and e.unit_id = t.unit_id) as here,
             count(distinct coalesce(e.supervisor_id, u.head_id, '00000000-0000-0000-0000-000000000000')) > 1 or coalesce(bool_or(e.id = u.head_id), false) as apart
             from shared_task_members m
             join employees e on e.agency_id = m.agency_id and e.id = m.employee_id where m.agency_id = t.agency_id and m.task_id = t.id) p
           cross join lateral (select case
             when t.to_on < ($2::timestamptz at time zone coalesce(u.time_zone, g.time_zone))::date then case t.state when 'approved' then 'over' else 'late' end
             when not p.here then 'left'
             when t.state <> 'approved' and p.apart and (select count(distinct coalesce((select a.employee_id from approver_of(m.agency_id, m.employee_id, $3, 0) a), '00000000-0000-0000-0000-000000000000'))
               from shared_task_members m where m.agency_id = t.agency_id and m.task_id = t.id) > 1 then 'approver' end as why) k
           where t.agency_id = $1 and t.state in ('proposed', 'agreed', 'approved') and k.why is not null
           order by t.id limit $4 for update of t skip locked"#,
        agency.0,
        now,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((SharedTaskId(row.id), Why::of(&row.why)?)))
        .collect())
}

/// Tasks that wait for a decision and whose approver is another one by now, the same for all members.
pub async fn lock_moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(SharedTaskId, Option<EmployeeId>)>> {
    let rows = sqlx::query!(
        r#"select t.id, a.employee_id as "to?" from shared_tasks t
           left join lateral approver_of(t.agency_id, t.proposer_id, $2, 0) a on true
           where t.agency_id = $1 and t.state = 'agreed' and a.employee_id is distinct from t.approver_id
           and not exists (select 1 from shared_task_members m left join lateral approver_of(m.agency_id, m.employee_id, $2, 0) o on true
             where m.agency_id = t.agency_id and m.task_id = t.id and o.employee_id is distinct from a.employee_id)
           order by t.id limit $3 for update of t skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (SharedTaskId(row.id), row.to.map(EmployeeId)))
        .collect())
}
