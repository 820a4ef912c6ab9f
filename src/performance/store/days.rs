//! Statements about plans and reports of days, and about where people work on them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    calendar::DateRange,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, DayReportId, DeliverableId, EmployeeId, RequestId, UnitId},
        jobs::CHUNK,
    },
    performance::{
        day::{About, Answer, DayReport, Line, NewLine, Outcome, Round, State, Stay},
        store::Answered,
    },
};

/// The most that a list shows.
const SHOWN: i64 = 200;

/// Reports of days with the names a page shows, narrowed by what follows the `where`, with their lines and answers.
macro_rules! reports {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select d.id, d.employee_id, e.name as employee_name, d.on_date, d.state, d.rounds, d.planned_at, d.approver_id, a.name as "approver_name?", d.version
               from day_reports d
               join employees e on e.agency_id = d.agency_id and e.id = d.employee_id
               left join employees a on a.agency_id = d.agency_id and a.id = d.approver_id
               where d.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(DayReport {
                id: DayReportId(row.id),
                employee: EmployeeId(row.employee_id),
                employee_name: row.employee_name,
                on: row.on_date,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                rounds: row.rounds,
                planned_at: row.planned_at,
                approver: row.approver_id.map(EmployeeId),
                approver_name: row.approver_name,
                version: row.version,
                lines: Vec::new(),
                reports: Vec::new(),
            })
        })
        .collect::<Result<Vec<DayReport>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// Adds lines and answers.
async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut all: Vec<DayReport>,
) -> Result<Vec<DayReport>> {
    let ids: Vec<Uuid> = all.iter().map(|one| one.id.0).collect();
    if ids.is_empty() {
        return Ok(all);
    }
    let lines = lines(conn, agency, &ids).await?;
    let rounds = sqlx::query!(
        r#"select d.report_id, d.number, d.reported_at, d.answer, d.answered_by, b.name as "answerer_name?", d.answered_at, d.acting_kind, h.name as "for_name?", d.comment
           from day_rounds d
           left join employees b on b.agency_id = d.agency_id and b.id = d.answered_by
           left join employees h on h.agency_id = d.agency_id and h.id = d.for_id
           where d.agency_id = $1 and d.report_id = any($2) order by d.report_id, d.number"#,
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for one in &mut all {
        let own = lines.iter().filter(|(id, _)| *id == one.id);
        one.lines = own.map(|(_, line)| line.clone()).collect();
        let own = rounds.iter().filter(|row| row.report_id == one.id.0);
        one.reports = own
            .map(|row| Round {
                number: row.number,
                reported_at: row.reported_at,
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

/// The lines of some reports, in their order; each with where the work it is about is delivered, while it is to be delivered.
async fn lines(
    conn: &mut PgConnection,
    agency: AgencyId,
    reports: &[Uuid],
) -> Result<Vec<(DayReportId, Line)>> {
    let rows = sqlx::query!(
        r#"select l.report_id, l.round, l.what, l.deliverable_id, l.request_id, l.plan_line, l.outcome, l.note, w.id as "work?", w.state as "work_state?"
           from day_lines l
           left join deliverables w on w.agency_id = l.agency_id and (w.id = l.deliverable_id
               or (w.request_id = l.request_id and w.plan_line = l.plan_line and w.state <> 'withdrawn'))
           where l.agency_id = $1 and l.report_id = any($2) order by l.report_id, l.round, l.number"#,
        agency.0,
        reports
    )
    .fetch_all(conn)
    .await?;
    let lines = rows.into_iter().map(|row| {
        let promise = row.request_id.map(RequestId).zip(row.plan_line);
        let due = matches!(row.work_state.as_deref(), Some("planned" | "revision"));
        let deliver = match (row.work, promise) {
            (Some(work), _) => due.then(|| format!("/work/{work}")),
            (None, Some((request, line))) => {
                Some(format!("/work/new?request={request}&line={line}"))
            }
            (None, None) => None,
        };
        let about = match (row.deliverable_id, promise) {
            (Some(work), _) => Some(About::Work(DeliverableId(work))),
            (None, Some((request, line))) => Some(About::Promise(request, line)),
            (None, None) => None,
        };
        let line = Line {
            round: row.round,
            written: NewLine {
                what: row.what,
                about,
                outcome: row.outcome.as_deref().and_then(Outcome::of),
                note: row.note,
            },
            deliver,
        };
        (DayReportId(row.report_id), line)
    });
    Ok(lines.collect())
}

/// One report.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: DayReportId) -> Result<DayReport> {
    let found = reports!(conn, agency, "and d.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The reports of some people within a range, newest first.
pub async fn of_people(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<Vec<DayReport>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    reports!(
        conn,
        agency,
        "and d.employee_id = any($2) and d.on_date between $3 and $4 order by d.on_date desc, d.id",
        &people,
        range.from,
        range.to
    )
}

/// What waits for a person's answer, oldest first; a leader also sees what nobody else can answer.
pub async fn inbox(
    conn: &mut PgConnection,
    agency: AgencyId,
    approver: Option<EmployeeId>,
    leader: bool,
) -> Result<Vec<DayReport>> {
    reports!(
        conn,
        agency,
        "and d.state = 'reported' and e.active and (d.approver_id = $2 or ($3 and d.approver_id is null)) and d.employee_id is distinct from $2 \
         order by d.on_date, lower(e.name), d.id limit $4",
        approver.map(|id| id.0),
        leader,
        SHOWN
    )
}

/// Of which days how many reports wait for a person's answer, oldest day first.
pub async fn waiting_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    approver: Option<EmployeeId>,
    leader: bool,
) -> Result<Vec<(NaiveDate, i64)>> {
    let rows = sqlx::query!(
        r#"select d.on_date, count(*) as "n!" from day_reports d join employees e on e.agency_id = d.agency_id and e.id = d.employee_id and e.active
           where d.agency_id = $1 and d.state = 'reported' and (d.approver_id = $2 or ($3 and d.approver_id is null)) and d.employee_id is distinct from $2
           group by d.on_date order by d.on_date"#,
        agency.0,
        approver.map(|id| id.0),
        leader
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.on_date, row.n)).collect())
}

/// Whose a report is.
pub async fn owner(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: DayReportId,
) -> Result<EmployeeId> {
    let who = sqlx::query_scalar!(
        "select employee_id from day_reports where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(EmployeeId(who))
}

/// Puts a day in place; its lines and reports follow.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &DayReport) -> Result<()> {
    sqlx::query!(
        "insert into day_reports (agency_id, id, employee_id, on_date, state, rounds, planned_at, approver_id) values ($1,$2,$3,$4,$5,$6,$7,$8)",
        agency.0,
        one.id.0,
        one.employee.0,
        one.on,
        one.state.code(),
        one.rounds,
        one.planned_at,
        one.approver.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &DayReport) -> Result<()> {
    let done = sqlx::query!(
        "update day_reports set state = $4, rounds = $5, planned_at = $6, approver_id = $7, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.rounds,
        one.planned_at,
        one.approver.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Puts these lines in the place of those of the plan (round 0) or of a report.
pub async fn put_lines(
    conn: &mut PgConnection,
    agency: AgencyId,
    report: DayReportId,
    round: i16,
    lines: &[NewLine],
) -> Result<()> {
    sqlx::query!(
        "delete from day_lines where agency_id = $1 and report_id = $2 and round = $3",
        agency.0,
        report.0,
        round
    )
    .execute(&mut *conn)
    .await?;
    let promise = |line: &NewLine| match line.about {
        Some(About::Promise(request, line)) => (Some(request.0), Some(line)),
        _ => (None, None),
    };
    let work = |line: &NewLine| match line.about {
        Some(About::Work(work)) => Some(work.0),
        _ => None,
    };
    let numbers: Vec<i16> = (0..).take(lines.len()).collect();
    let what: Vec<String> = lines.iter().map(|line| line.what.clone()).collect();
    let works: Vec<Option<Uuid>> = lines.iter().map(work).collect();
    let requests: Vec<Option<Uuid>> = lines.iter().map(|line| promise(line).0).collect();
    let plan_lines: Vec<Option<i16>> = lines.iter().map(|line| promise(line).1).collect();
    let outcome = |line: &NewLine| line.outcome.map(|one| one.code().to_owned());
    let outcomes: Vec<Option<String>> = lines.iter().map(outcome).collect();
    let notes: Vec<String> = lines.iter().map(|line| line.note.clone()).collect();
    sqlx::query!(
        "insert into day_lines (agency_id, report_id, round, number, what, deliverable_id, request_id, plan_line, outcome, note) \
         select $1, $2, $3, * from unnest($4::smallint[], $5::text[], $6::uuid[], $7::uuid[], $8::smallint[], $9::text[], $10::text[])",
        agency.0,
        report.0,
        round,
        &numbers,
        &what,
        &works as &[Option<Uuid>],
        &requests as &[Option<Uuid>],
        &plan_lines as &[Option<i16>],
        &outcomes as &[Option<String>],
        &notes
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps that a day was reported; corrected before it was answered, it is the same report.
pub async fn put_round(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: &DayReport,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into day_rounds (agency_id, report_id, number, employee_id, reported_at) values ($1,$2,$3,$4,$5) \
         on conflict (agency_id, report_id, number) do update set reported_at = excluded.reported_at",
        agency.0,
        of.id.0,
        of.rounds,
        of.employee.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the answer to the newest report.
pub async fn save_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    of: &DayReport,
    what: &Answered<'_, Answer>,
) -> Result<()> {
    sqlx::query!(
        "update day_rounds set answer = $4, answered_by = $5, answered_at = $6, acting_kind = $7, for_id = $8, comment = $9 \
         where agency_id = $1 and report_id = $2 and number = $3 and answer is null",
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

/// Which of these pieces of work are somebody's own.
pub async fn own_works(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    works: &[DeliverableId],
) -> Result<Vec<DeliverableId>> {
    let works: Vec<Uuid> = works.iter().map(|id| id.0).collect();
    let own = sqlx::query_scalar!(
        "select id from deliverables where agency_id = $1 and employee_id = $2 and id = any($3)",
        agency.0,
        who.0,
        &works
    )
    .fetch_all(conn)
    .await?;
    Ok(own.into_iter().map(DeliverableId).collect())
}

/// The lines of the plans of these requests, as far as they are somebody's own and were approved.
pub async fn own_promises(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
    requests: &[RequestId],
) -> Result<Vec<(RequestId, i16)>> {
    let requests: Vec<Uuid> = requests.iter().map(|id| id.0).collect();
    let own = sqlx::query!(
        "select p.request_id, p.line from requests r join plan_lines p on p.agency_id = r.agency_id and p.request_id = r.id \
         where r.agency_id = $1 and r.employee_id = $2 and r.id = any($3) and r.state in ('approved', 'approved_adjusted', 'ended')",
        agency.0,
        who.0,
        &requests
    )
    .fetch_all(conn)
    .await?;
    Ok(own
        .into_iter()
        .map(|row| (RequestId(row.request_id), row.line))
        .collect())
}

/// Reported days whose approver is another one by now.
pub async fn lock_moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(DayReportId, Option<EmployeeId>)>> {
    let rows = sqlx::query!(
        r#"select d.id, a.employee_id as "to?" from day_reports d
           join employees e on e.agency_id = d.agency_id and e.id = d.employee_id and e.active
           left join lateral approver_of(d.agency_id, d.employee_id, $2, 0) a on true
           where d.agency_id = $1 and d.state = 'reported' and a.employee_id is distinct from d.approver_id
           order by d.id limit $3 for update of d skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (DayReportId(row.id), row.to.map(EmployeeId)))
        .collect())
}

/// How far the days of some people within a range are; days without a row have no plan.
pub async fn states(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<Vec<(EmployeeId, NaiveDate, State)>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select employee_id, on_date, state from day_reports where agency_id = $1 and employee_id = any($2) and on_date between $3 and $4",
        agency.0,
        &people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?;
            Ok((EmployeeId(row.employee_id), row.on_date, state))
        })
        .collect()
}

/// The approved days of people at a flexible place within a range, weekly patterns spread out, by day.
pub async fn stays(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    range: DateRange,
) -> Result<Vec<Stay>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select d.employee_id as "employee!", d.on_date as "on!", d.halves as "halves!", r.place as "place!", r.id as "request!"
           from request_days d join requests r on r.agency_id = d.agency_id and r.id = d.request_id
           where d.agency_id = $1 and d.employee_id = any($2) and d.on_date between $3 and $4 and d.counts and d.halves > 0 and r.shape = 'days'
             and r.state not in ('submitted', 'offered')
           union all
           select r.employee_id, g.on_date::date, coalesce(x.halves, r.week_halves[extract(isodow from g.on_date)::int]), r.place, r.id
           from requests r
           cross join lateral generate_series(greatest(r.first_on, $3), least(r.last_on, $4, r.stopped_on - 1), interval '1 day') g (on_date)
           left join request_days x on x.agency_id = r.agency_id and x.request_id = r.id and x.on_date = g.on_date::date
           where r.agency_id = $1 and r.employee_id = any($2) and r.shape = 'pattern' and r.first_on <= $4 and r.last_on >= $3
             and (r.state in ('approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on)
             and coalesce(x.halves, r.week_halves[extract(isodow from g.on_date)::int], 0) > 0
           order by 2, 5"#,
        agency.0,
        &people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    let stays = rows.into_iter().map(|row| Stay {
        employee: EmployeeId(row.employee),
        on: row.on,
        halves: row.halves,
        place: row.place,
        request: RequestId(row.request),
    });
    Ok(stays.collect())
}

/// Active people with an approved day elsewhere in the three weeks before `today` for whom it was not looked that day, with their units.
pub async fn to_look(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(EmployeeId, UnitId)>> {
    let rows = sqlx::query!(
        "select e.id, e.unit_id from employees e where e.agency_id = $1 and e.active \
         and exists (select 1 from requests r where r.agency_id = e.agency_id and r.employee_id = e.id and r.shape in ('days', 'pattern') \
           and r.first_on < $2 and r.last_on >= $2::date - 21 and (r.state in ('approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on)) \
         and not exists (select 1 from day_reminders m where m.agency_id = e.agency_id and m.employee_id = e.id and m.looked_on >= $2) \
         order by e.id limit $3",
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (EmployeeId(row.id), UnitId(row.unit_id)))
        .collect())
}

/// Keeps that it was looked for these people.
pub async fn looked(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    today: NaiveDate,
) -> Result<()> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into day_reminders (agency_id, employee_id, looked_on) select $1, id, $3 from unnest($2::uuid[]) as t (id) \
         on conflict (agency_id, employee_id) do update set looked_on = excluded.looked_on",
        agency.0,
        &people,
        today
    )
    .execute(conn)
    .await?;
    Ok(())
}
