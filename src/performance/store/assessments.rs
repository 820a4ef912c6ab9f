//! Statements about ratings of people, what was realised, the work beside it, and objections.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{
            AgencyId, AssessmentId, EmployeeId, RatingObjectionId, RatingPeriodId, TargetLineId,
            TargetsId,
        },
        jobs::Mark,
    },
    performance::rating::{Assessment, Evidence, Level, Named, Objection, Period, Predikat, State},
};

/// Versions of ratings with the names a page shows, narrowed by what follows the `where`, with what was realised.
macro_rules! assessments {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select a.id, a.period_id, a.employee_id, a.number, a.state, a.account, a.told_at, a.targets_id, a.result, a.behaviour, a.predikat, a.note, a.reason,
               a.rated_by, r.name as "rater_name?", a.rated_at, a.acting_kind, a.for_id, h.name as "for_name?", a.facts, a.closed_at, a.version
               from assessments a
               left join employees r on r.agency_id = a.agency_id and r.id = a.rated_by
               left join employees h on h.agency_id = a.agency_id and h.id = a.for_id
               where a.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Assessment {
                id: AssessmentId(row.id),
                period: RatingPeriodId(row.period_id),
                employee: EmployeeId(row.employee_id),
                number: row.number,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                account: row.account,
                told_at: row.told_at,
                targets: row.targets_id.map(TargetsId),
                result: row.result.as_deref().and_then(Level::of),
                behaviour: row.behaviour.as_deref().and_then(Level::of),
                predikat: row.predikat.as_deref().and_then(Predikat::of),
                note: row.note,
                reason: row.reason,
                rated_by: row.rated_by.map(EmployeeId),
                rater_name: row.rater_name,
                rated_at: row.rated_at,
                acting: row.acting_kind,
                deputised: row.for_id.map(EmployeeId),
                in_place_of: row.for_name,
                facts: row
                    .facts
                    .map(serde_json::from_value)
                    .transpose()
                    .map_err(|error| Error::internal(format!("facts of a rating: {error}")))?,
                closed_at: row.closed_at,
                version: row.version,
                realised: BTreeMap::new(),
            })
        })
        .collect::<Result<Vec<Assessment>>>()?;
        realised($conn, $agency, bare).await
    }};
}

/// Adds what was realised.
async fn realised(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut all: Vec<Assessment>,
) -> Result<Vec<Assessment>> {
    if all.is_empty() {
        return Ok(all);
    }
    let ids: Vec<Uuid> = all.iter().map(|one| one.id.0).collect();
    let rows = sqlx::query!(
        "select assessment_id, thread_id, indicator, realised from assessment_lines where agency_id = $1 and assessment_id = any($2)",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        if let Some(one) = all.iter_mut().find(|one| one.id.0 == row.assessment_id) {
            let named = (TargetLineId(row.thread_id), row.indicator);
            one.realised.insert(named, row.realised);
        }
    }
    Ok(all)
}

/// The version of somebody in a period that counts.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    who: EmployeeId,
) -> Result<Option<Assessment>> {
    let found = assessments!(
        conn,
        agency,
        "and a.period_id = $2 and a.employee_id = $3 and a.state <> 'replaced'",
        period.0,
        who.0
    )?;
    Ok(found.into_iter().next())
}

/// Versions of somebody in a period that others took the place of, the newest first.
pub async fn replaced(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    who: EmployeeId,
) -> Result<Vec<Assessment>> {
    assessments!(
        conn,
        agency,
        "and a.period_id = $2 and a.employee_id = $3 and a.state = 'replaced' order by a.number desc",
        period.0,
        who.0
    )
}

/// The versions that count of somebody in every period.
pub async fn of_person(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Assessment>> {
    assessments!(
        conn,
        agency,
        "and a.employee_id = $2 and a.state <> 'replaced'",
        who.0
    )
}

/// The versions that count of some people in a period.
pub async fn of_people(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    people: &[EmployeeId],
) -> Result<Vec<Assessment>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    assessments!(
        conn,
        agency,
        "and a.period_id = $2 and a.employee_id = any($3) and a.state <> 'replaced'",
        period.0,
        &people
    )
}

/// Puts a first version in place, where it is not stored yet.
pub async fn begin(conn: &mut PgConnection, agency: AgencyId, one: &mut Assessment) -> Result<()> {
    if one.version > 0 {
        return Ok(());
    }
    one.version = 1;
    sqlx::query!(
        "insert into assessments (agency_id, id, period_id, employee_id, number) values ($1,$2,$3,$4,$5)",
        agency.0,
        one.id.0,
        one.period.0,
        one.employee.0,
        one.number
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a version in place that is final at once, with what was realised as the one before has it.
pub async fn insert_corrected(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: &Assessment,
    before: AssessmentId,
) -> Result<()> {
    sqlx::query!(
        "insert into assessments (agency_id, id, period_id, employee_id, number, state, account, told_at, targets_id, result, behaviour, predikat, note, reason, rated_by, \
         rated_at, acting_kind, for_id, facts, closed_at) values ($1,$2,$3,$4,$5,'closed',$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)",
        agency.0,
        one.id.0,
        one.period.0,
        one.employee.0,
        one.number,
        one.account,
        one.told_at,
        one.targets.map(|id| id.0),
        one.result.map(Level::code),
        one.behaviour.map(Level::code),
        one.predikat.map(Predikat::code),
        one.note,
        one.reason,
        one.rated_by.map(|id| id.0),
        one.rated_at,
        one.acting,
        one.deputised.map(|id| id.0),
        facts(one)?,
        one.closed_at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into assessment_lines (agency_id, assessment_id, thread_id, indicator, realised) \
         select agency_id, $3, thread_id, indicator, realised from assessment_lines where agency_id = $1 and assessment_id = $2",
        agency.0,
        before.0,
        one.id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn facts(one: &Assessment) -> Result<Option<serde_json::Value>> {
    one.facts
        .as_ref()
        .map(serde_json::to_value)
        .transpose()
        .map_err(|error| Error::internal(format!("facts of a rating: {error}")))
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Assessment) -> Result<()> {
    let done = sqlx::query!(
        "update assessments set state = $4, account = $5, told_at = $6, targets_id = $7, result = $8, behaviour = $9, predikat = $10, note = $11, rated_by = $12, \
         rated_at = $13, acting_kind = $14, for_id = $15, facts = $16, closed_at = $17, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.account,
        one.told_at,
        one.targets.map(|id| id.0),
        one.result.map(Level::code),
        one.behaviour.map(Level::code),
        one.predikat.map(Predikat::code),
        one.note,
        one.rated_by.map(|id| id.0),
        one.rated_at,
        one.acting,
        one.deputised.map(|id| id.0),
        facts(one)?,
        one.closed_at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Writes what was realised, in place of what was written.
pub async fn realise(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AssessmentId,
    all: &BTreeMap<Named, String>,
) -> Result<()> {
    sqlx::query!(
        "delete from assessment_lines where agency_id = $1 and assessment_id = $2",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let threads: Vec<Uuid> = all.keys().map(|(thread, _)| thread.0).collect();
    let indicators: Vec<i16> = all.keys().map(|(_, index)| *index).collect();
    let words: Vec<String> = all.values().cloned().collect();
    sqlx::query!(
        "insert into assessment_lines (agency_id, assessment_id, thread_id, indicator, realised) select $1, $2, t.* from unnest($3::uuid[], $4::smallint[], $5::text[]) as t",
        agency.0,
        id.0,
        &threads,
        &indicators,
        &words
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The work of some people that was due in a period, by the line that it counts for; none: work that counts for no line.
pub async fn evidence(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: &Period,
    people: &[EmployeeId],
    today: NaiveDate,
) -> Result<BTreeMap<(EmployeeId, Option<TargetLineId>), Evidence>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select w.employee_id, w.thread_id, count(*) filter (where w.state = 'accepted') as "accepted!",
           count(*) filter (where w.state = 'accepted' and (d.delivered_at at time zone coalesce(u.time_zone, g.time_zone))::date <= w.due_on) as "on_time!",
           coalesce(sum(w.rounds - 1) filter (where w.state = 'accepted'), 0) as "revisions!",
           count(*) filter (where w.state in ('planned', 'delivered', 'revision') and w.due_on < $5) as "open!"
           from deliverables w
           join employees e on e.agency_id = w.agency_id and e.id = w.employee_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join agencies g on g.id = w.agency_id
           left join deliveries d on d.agency_id = w.agency_id and d.deliverable_id = w.id and d.number = 1
           where w.agency_id = $1 and w.employee_id = any($2) and w.due_on between $3 and $4
           group by w.employee_id, w.thread_id"#,
        agency.0,
        &people,
        period.from,
        period.to,
        today
    )
    .fetch_all(conn)
    .await?;
    let size = |count: i64| u32::try_from(count).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| {
            let whose = (EmployeeId(row.employee_id), row.thread_id.map(TargetLineId));
            let evidence = Evidence {
                accepted: size(row.accepted),
                on_time: size(row.on_time),
                revisions: size(row.revisions),
                open: size(row.open),
            };
            (whose, evidence)
        })
        .collect())
}

/// Objections with the names a page shows, narrowed by what follows the `where`.
macro_rules! objections {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let rows = sqlx::query!(
            r#"select o.id, o.assessment_id, a.period_id, p.code, o.employee_id, e.name as employee_name, o.statement, o.state, o.opened_at, o.due_on, o.answered_by, b.name as "answerer_name?",
               o.answered_at, o.answer, a.rated_by, o.version
               from rating_objections o
               join assessments a on a.agency_id = o.agency_id and a.id = o.assessment_id
               join rating_periods p on p.agency_id = a.agency_id and p.id = a.period_id
               join employees e on e.agency_id = o.agency_id and e.id = o.employee_id
               left join employees b on b.agency_id = o.agency_id and b.id = o.answered_by
               where o.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?;
        rows.into_iter()
            .map(|row| Objection {
                id: RatingObjectionId(row.id),
                assessment: AssessmentId(row.assessment_id),
                period: RatingPeriodId(row.period_id),
                code: row.code,
                employee: EmployeeId(row.employee_id),
                employee_name: row.employee_name,
                statement: row.statement,
                state: row.state,
                opened_at: row.opened_at,
                due_on: row.due_on,
                answered_by: row.answered_by.map(EmployeeId),
                answerer_name: row.answerer_name,
                answered_at: row.answered_at,
                answer: row.answer,
                rated_by: row.rated_by.map(EmployeeId),
                version: row.version,
            })
            .collect::<Vec<Objection>>()
    }};
}

/// The objections to ratings of somebody in a period, the newest first.
pub async fn objections(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    who: EmployeeId,
) -> Result<Vec<Objection>> {
    Ok(objections!(
        conn,
        agency,
        "and a.period_id = $2 and o.employee_id = $3 order by o.opened_at desc",
        period.0,
        who.0
    ))
}

/// The objections that wait for somebody's answer, oldest first; a leader also sees what nobody else answers.
pub async fn open_objections(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    leader: bool,
) -> Result<Vec<Objection>> {
    Ok(objections!(
        conn,
        agency,
        "and o.state = 'open' and e.active and (o.reviewer_id = $2 or ($3 and o.reviewer_id is null)) and o.employee_id <> $2 and not exists ( \
           select 1 from assessments x where x.agency_id = a.agency_id and x.period_id = a.period_id and x.employee_id = a.employee_id and $2 in (x.rated_by, x.for_id)) \
         order by o.opened_at limit 200",
        who.0,
        leader
    ))
}

/// An open objection with whoever answers it.
pub struct Open {
    pub id: RatingObjectionId,
    pub assessment: AssessmentId,
    pub period: RatingPeriodId,
    pub employee: EmployeeId,
    pub reviewer: Option<EmployeeId>,
    pub opened_at: DateTime<Utc>,
}

macro_rules! opened {
    ($rows:expr) => {
        $rows
            .into_iter()
            .map(|row| Open {
                id: RatingObjectionId(row.id),
                assessment: AssessmentId(row.assessment_id),
                period: RatingPeriodId(row.period_id),
                employee: EmployeeId(row.employee_id),
                reviewer: row.reviewer_id.map(EmployeeId),
                opened_at: row.opened_at,
            })
            .collect()
    };
}

/// Holds some open objections after a mark, the oldest first, to see whether they wait with the right person.
pub async fn lock_open(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: Mark,
    most: usize,
) -> Result<Vec<Open>> {
    let rows = sqlx::query!(
        "select o.id, o.assessment_id, a.period_id, o.employee_id, o.reviewer_id, o.opened_at from rating_objections o \
         join assessments a on a.agency_id = o.agency_id and a.id = o.assessment_id \
         join employees e on e.agency_id = o.agency_id and e.id = o.employee_id and e.active \
         where o.agency_id = $1 and o.state = 'open' and (o.opened_at, o.id) > ($2, $3) order by o.opened_at, o.id limit $4 for update of o skip locked",
        agency.0,
        from.0,
        from.1,
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(conn)
    .await?;
    Ok(opened!(rows))
}

/// Everybody who has had a part in somebody's rating in a period: gave or corrected it, was the head in whose place that was done, or answered
/// an objection.
pub async fn involved(
    conn: &mut PgConnection,
    agency: AgencyId,
    period: RatingPeriodId,
    who: EmployeeId,
) -> Result<Vec<EmployeeId>> {
    let ids = sqlx::query_scalar!(
        r#"select x.id as "id!" from assessments a
           left join rating_objections o on o.agency_id = a.agency_id and o.assessment_id = a.id
           cross join lateral (values (a.rated_by), (a.for_id), (o.answered_by)) as x (id)
           where a.agency_id = $1 and a.period_id = $2 and a.employee_id = $3 and x.id is not null"#,
        agency.0,
        period.0,
        who.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(EmployeeId).collect())
}

/// Hands an objection to whoever answers it; none: the agency's leaders.
pub async fn hand_over(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RatingObjectionId,
    to: Option<EmployeeId>,
) -> Result<()> {
    sqlx::query!(
        "update rating_objections set reviewer_id = $3 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        to.map(|to| to.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An objection as it is opened.
pub struct NewObjection<'a> {
    pub of: &'a Assessment,
    pub statement: &'a str,
    pub due_on: Option<NaiveDate>,
    /// Who answers it; none: the agency's leaders.
    pub reviewer: Option<EmployeeId>,
}

/// Opens an objection; none where that version was objected to before.
pub async fn insert_objection(
    conn: &mut PgConnection,
    agency: AgencyId,
    new: &NewObjection<'_>,
    now: DateTime<Utc>,
) -> Result<Option<RatingObjectionId>> {
    let id = sqlx::query_scalar!(
        "insert into rating_objections (agency_id, id, assessment_id, employee_id, statement, opened_at, due_on, reviewer_id) values ($1,$2,$3,$4,$5,$6,$7,$8) \
         on conflict (agency_id, assessment_id) do nothing returning id",
        agency.0,
        RatingObjectionId::new().0,
        new.of.id.0,
        new.of.employee.0,
        new.statement,
        now,
        new.due_on,
        new.reviewer.map(|id| id.0)
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(RatingObjectionId))
}

/// Answers an open objection; false where somebody else did.
pub async fn answer_objection(
    conn: &mut PgConnection,
    agency: AgencyId,
    one: &Objection,
    (state, answer): (&str, &str),
    by: EmployeeId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update rating_objections set state = $4, answer = $5, answered_by = $6, answered_at = $7, version = version + 1 \
         where agency_id = $1 and id = $2 and version = $3 and state = 'open'",
        agency.0,
        one.id.0,
        one.version,
        state,
        answer,
        by.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the objections whose day has passed without an answer, once each.
pub async fn late_objections(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
    most: usize,
) -> Result<Vec<Open>> {
    let rows = sqlx::query!(
        "update rating_objections o set reminded = true from (
           select x.id, a.period_id from rating_objections x join assessments a on a.agency_id = x.agency_id and a.id = x.assessment_id
           join employees e on e.agency_id = x.agency_id and e.id = x.employee_id and e.active
           where x.agency_id = $1 and x.state = 'open' and not x.reminded and x.due_on < $2 order by x.opened_at limit $3 for update of x skip locked
         ) n where o.agency_id = $1 and o.id = n.id returning o.id, o.assessment_id, n.period_id, o.employee_id, o.reviewer_id, o.opened_at",
        agency.0,
        today,
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(conn)
    .await?;
    Ok(opened!(rows))
}
