//! Statements about feedback, and whom somebody finds to ask or to give to.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, DeliverableId, EmployeeId, FeedbackId, TargetLineId, UnitId},
    },
    organisation::Person,
    performance::feedback::{Feedback, Kind, Relation, State, Subject},
};

/// The most that a list shows.
const SHOWN: i64 = 200;
/// The most people that a search finds.
const FOUND: i64 = 20;

/// Feedback with the names a page shows, narrowed by what follows the `where`.
macro_rules! feedback {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        sqlx::query!(
            r#"select f.id, f.about_id, a.name as about_name, f.giver_id, g.name as giver_name, f.relation, f.thread_id, f.deliverable_id, f.topic, f.question,
               f.asked_at, f.state, f.kind, f.words, f.given_at, f.answer, f.answered_at, f.ended_at, f.version
               from feedback f
               join employees a on a.agency_id = f.agency_id and a.id = f.about_id
               join employees g on g.agency_id = f.agency_id and g.id = f.giver_id
               where f.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Feedback {
                id: FeedbackId(row.id),
                about: EmployeeId(row.about_id),
                about_name: row.about_name,
                giver: EmployeeId(row.giver_id),
                giver_name: row.giver_name,
                relation: Relation::of(&row.relation).ok_or_else(|| Error::internal("unknown relation"))?,
                subject: match (row.thread_id, row.deliverable_id) {
                    (Some(thread), _) => Subject::Line(TargetLineId(thread)),
                    (None, Some(work)) => Subject::Work(DeliverableId(work)),
                    (None, None) => Subject::General,
                },
                topic: row.topic,
                question: row.question,
                asked_at: row.asked_at,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                kind: row.kind.as_deref().and_then(Kind::of),
                words: row.words,
                given_at: row.given_at,
                answer: row.answer,
                answered_at: row.answered_at,
                ended_at: row.ended_at,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Feedback>>>()
    }};
}

/// One feedback.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: FeedbackId) -> Result<Feedback> {
    let found = feedback!(conn, agency, "and f.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// What was given or asked about somebody or by them, the newest first.
pub async fn of(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Feedback>> {
    feedback!(
        conn,
        agency,
        "and (f.about_id = $2 or f.giver_id = $2) order by coalesce(f.given_at, f.asked_at) desc, f.id limit $3",
        who.0,
        SHOWN
    )
}

/// What somebody was asked for and has not answered, the oldest first.
pub async fn asked_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    giver: EmployeeId,
) -> Result<Vec<Feedback>> {
    feedback!(
        conn,
        agency,
        "and f.giver_id = $2 and f.state = 'asked' order by f.asked_at, f.id limit $3",
        giver.0,
        SHOWN
    )
}

/// The same words from one person about another since an instant, not taken back.
pub async fn same(
    conn: &mut PgConnection,
    agency: AgencyId,
    (giver, about): (EmployeeId, EmployeeId),
    words: &str,
    since: DateTime<Utc>,
) -> Result<Option<Feedback>> {
    let found = feedback!(
        conn,
        agency,
        "and f.giver_id = $2 and f.about_id = $3 and f.words = $4 and f.state = 'given' and f.given_at > $5",
        giver.0,
        about.0,
        words,
        since
    )?;
    Ok(found.into_iter().next())
}

/// How many somebody gave on a local day of the agency, taken back or not.
pub async fn given_on(
    conn: &mut PgConnection,
    agency: AgencyId,
    giver: EmployeeId,
    on: NaiveDate,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from feedback f join agencies g on g.id = f.agency_id
           where f.agency_id = $1 and f.giver_id = $2 and (f.given_at at time zone g.time_zone)::date = $3"#,
        agency.0,
        giver.0,
        on
    )
    .fetch_one(conn)
    .await?)
}

/// How many somebody asked for on a local day of the agency.
pub async fn asked_on(
    conn: &mut PgConnection,
    agency: AgencyId,
    about: EmployeeId,
    on: NaiveDate,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from feedback f join agencies g on g.id = f.agency_id
           where f.agency_id = $1 and f.about_id = $2 and (f.asked_at at time zone g.time_zone)::date = $3"#,
        agency.0,
        about.0,
        on
    )
    .fetch_one(conn)
    .await?)
}

/// Puts one in place; false where the same person was asked already and has not answered.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Feedback) -> Result<bool> {
    let (thread, work) = match one.subject {
        Subject::General => (None, None),
        Subject::Line(thread) => (Some(thread.0), None),
        Subject::Work(work) => (None, Some(work.0)),
    };
    let done = sqlx::query!(
        "insert into feedback (agency_id, id, about_id, giver_id, relation, thread_id, deliverable_id, topic, question, asked_at, state, kind, words, given_at) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) on conflict (agency_id, about_id, giver_id) where state = 'asked' do nothing",
        agency.0,
        one.id.0,
        one.about.0,
        one.giver.0,
        one.relation.code(),
        thread,
        work,
        one.topic,
        one.question,
        one.asked_at,
        one.state.code(),
        one.kind.map(Kind::code),
        one.words,
        one.given_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Feedback) -> Result<()> {
    let done = sqlx::query!(
        "update feedback set state = $4, kind = $5, words = $6, given_at = $7, answer = $8, answered_at = $9, ended_at = $10, version = version + 1 \
         where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.kind.map(Kind::code),
        one.words,
        one.given_at,
        one.answer,
        one.answered_at,
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

/// Whether two people are of one unit, or have a task, a plan of shifts or a published roster in common.
pub async fn together(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: EmployeeId,
    other: EmployeeId,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from employees a join employees b on b.agency_id = a.agency_id and b.unit_id = a.unit_id and b.id = $3
             where a.agency_id = $1 and a.id = $2)
           or exists (select 1 from shared_tasks t where t.agency_id = $1 and t.state = 'approved' and t.member_ids @> array[$2, $3])
           or exists (select 1 from shift_plans p where p.agency_id = $1 and p.state = 'assigned' and p.member_ids @> array[$2, $3])
           or exists (select 1 from roster_days d join roster_days e on e.agency_id = d.agency_id and e.roster_id = d.roster_id and e.employee_id = $3
             join rosters r on r.agency_id = d.agency_id and r.id = d.roster_id and r.state = 'published'
             where d.agency_id = $1 and d.employee_id = $2) as "together!""#,
        agency.0,
        one.0,
        other.0
    )
    .fetch_one(conn)
    .await?)
}

/// How far somebody's search reaches.
pub struct Reach<'a> {
    /// A part of the name, as a LIKE pattern; none: every name.
    pub word: Option<&'a str>,
    /// This one only.
    pub who: Option<EmployeeId>,
    /// Units whose people are found.
    pub led: &'a [UnitId],
    /// People who are found wherever they are.
    pub above: &'a [EmployeeId],
    pub everybody: bool,
}

/// Active people without the one who searches, by name: those of the same unit or with a task, a plan of shifts or a roster in common, those
/// within reach, and those of units that show themselves to the agency.
pub async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    me: EmployeeId,
    reach: &Reach<'_>,
) -> Result<Vec<Person>> {
    let led: Vec<Uuid> = reach.led.iter().map(|id| id.0).collect();
    let above: Vec<Uuid> = reach.above.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select e.id, e.name, e.nip, e.unit_id, u.name as unit_name, p.name as position_name
           from employees e
           join employees m on m.agency_id = e.agency_id and m.id = $2
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           where e.agency_id = $1 and e.active and e.id <> $2 and ($3::text is null or lower(e.name) like $3) and ($4::uuid is null or e.id = $4)
           and ($7 or e.unit_id = m.unit_id or u.visibility = 'agency' or e.unit_id = any($5) or e.id = any($6) or e.id = m.supervisor_id
             or exists (select 1 from shared_tasks t where t.agency_id = e.agency_id and t.state = 'approved' and t.member_ids @> array[$2, e.id])
             or exists (select 1 from shift_plans s where s.agency_id = e.agency_id and s.state = 'assigned' and s.member_ids @> array[$2, e.id])
             or exists (select 1 from roster_days d join roster_days o on o.agency_id = d.agency_id and o.roster_id = d.roster_id and o.employee_id = e.id
               join rosters r on r.agency_id = d.agency_id and r.id = d.roster_id and r.state = 'published'
               where d.agency_id = e.agency_id and d.employee_id = $2))
           order by lower(e.name), e.id limit $8"#,
        agency.0,
        me.0,
        reach.word,
        reach.who.map(|id| id.0),
        &led,
        &above,
        reach.everybody,
        FOUND
    )
    .fetch_all(conn)
    .await?;
    let all = rows.into_iter().map(|row| Person {
        id: EmployeeId(row.id),
        name: row.name,
        nip: row.nip,
        unit: UnitId(row.unit_id),
        unit_name: row.unit_name,
        position_name: row.position_name,
    });
    Ok(all.collect())
}
