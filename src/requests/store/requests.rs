//! Reading and writing requests with their days and plan lines.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::board::{exceptions, week};
use crate::{
    calendar::DateRange,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AgreementId, EmployeeId, FileId, RequestId, UnitId, WindowId},
    },
    policy::{DayTimes, HoursWeek, Place, Route},
    requests::{
        Ask, AskKind, Changed, Ground, InWindow, PlanLine, Request, Span, State, ask, chains::Far,
    },
};

/// A request with its days and plan lines.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: RequestId) -> Result<Request> {
    let row = sqlx::query!(
        r#"select r.id, r.employee_id, e.name as employee_name, e.nip, p.name as position, r.unit_id, u.name as unit_name, r.shape, r.place, r.place_detail, r.hours as "hours: Json<HoursWeek>", r.day_times as "day_times: Json<DayTimes>", r.agreement_id, r.region, r.far,
           r.route, r.special_ground, r.reason, r.contact, r.evidence_id, r.state, r.approver_id, a.name as "approver_name?", r.first_on, r.last_on,
           r.week_halves, r.verdict, r.base_version, r.rule_version, r.safe, r.submitted_at, r.decided_at, r.decided_by, r.decision_note, r.undo_until,
           r.batch_id, r.stopped_on, r.created_at, r.version, r.level, r.step, r.assigned_by, r.queued_at,
           case when r.state in ('queued', 'submitted', 'offered') and r.rejudged_at > greatest(r.submitted_at, r.queued_at, r.decided_at) then r.rules_changed end as "rules_changed: Json<Vec<Changed>>",
           w.id as "window_id?", w.title as "window_title?", w.number as "window_number?",
           g.from_on as "standing_on?", s.name as "standing_name?",
           array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and (r.shape = 'pattern' or not d.dropped) order by d.on_date) as "days!",
           array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and (r.shape = 'pattern' or not d.dropped) order by d.on_date) as "halves!",
           array(select l.what from plan_lines l where l.agency_id = r.agency_id and l.request_id = r.id order by l.line) as "plan_what!",
           array(select l.due_on from plan_lines l where l.agency_id = r.agency_id and l.request_id = r.id order by l.line) as "plan_due!"
           from requests r
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           join units u on u.agency_id = r.agency_id and u.id = r.unit_id
           left join employees a on a.agency_id = r.agency_id and a.id = r.approver_id
           left join windows w on w.agency_id = r.agency_id and w.id = r.window_id and r.first_on >= w.first_on and r.last_on <= w.last_on
           left join standing_approvals g on g.agency_id = r.agency_id and g.id = r.standing_id
           left join employees s on s.agency_id = g.agency_id and s.id = g.employee_id
           where r.agency_id = $1 and r.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    let days = exceptions(&row.days, &row.halves);
    let validity = row
        .first_on
        .zip(row.last_on)
        .map(|(from, to)| DateRange { from, to });
    let span = match (row.shape.as_str(), validity, row.week_halves, row.hours) {
        ("pattern", Some(validity), Some(halves), _) => Span::Pattern {
            validity,
            week: week(&halves),
            exceptions: days,
        },
        ("hours", Some(validity), _, Some(Json(week))) => Span::Hours { validity, week },
        _ => Span::Days(days),
    };
    Ok(Request {
        id: RequestId(row.id),
        employee: EmployeeId(row.employee_id),
        employee_name: row.employee_name,
        employee_nip: row.nip,
        position: row.position,
        unit: UnitId(row.unit_id),
        unit_name: row.unit_name,
        span,
        place: row
            .place
            .map(|place| ask::place_of(&place).unwrap_or(Place::OtherPlace)),
        place_detail: row.place_detail,
        times: row.day_times.map(|Json(times)| times),
        agreement: row.agreement_id.map(AgreementId),
        region: row.region,
        far: row.far.as_deref().and_then(Far::of),
        route: if row.route == "special" {
            Route::SpecialCircumstances
        } else {
            Route::Ordinary
        },
        special_ground: row.special_ground,
        reason: row.reason,
        contact: row.contact,
        evidence: row.evidence_id.map(FileId),
        state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
        approver: row.approver_id.map(EmployeeId),
        approver_name: row.approver_name,
        level: row.level,
        step: row.step,
        assigned_by: row.assigned_by.map(EmployeeId),
        queued_at: row.queued_at,
        verdict: row.verdict,
        base_version: row.base_version,
        rule_version: row.rule_version,
        safe: row.safe,
        rules_changed: row.rules_changed.map_or_else(Vec::new, |Json(all)| all),
        submitted_at: row.submitted_at,
        decided_at: row.decided_at,
        decided_by: row.decided_by.map(EmployeeId),
        decision_note: row.decision_note,
        undo_until: row.undo_until,
        batch: row.batch_id,
        stopped_on: row.stopped_on,
        window: row
            .window_id
            .zip(row.window_title)
            .map(|(id, title)| InWindow {
                id: WindowId(id),
                title,
                number: row.window_number.unwrap_or_default(),
            }),
        ground: row
            .standing_on
            .zip(row.standing_name)
            .map(|(given_on, name)| Ground { given_on, name }),
        created_at: row.created_at,
        version: row.version,
        plan: row
            .plan_what
            .into_iter()
            .zip(row.plan_due)
            .map(|(what, due_on)| PlanLine { what, due_on })
            .collect(),
    })
}

/// The request that this form has already made.
pub async fn find_by_key(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    key: Uuid,
) -> Result<Option<RequestId>> {
    let id = sqlx::query_scalar!(
        "select id from requests where agency_id = $1 and employee_id = $2 and idempotency_key = $3",
        agency.0,
        employee.0,
        key
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(RequestId))
}

/// What is kept beside the form's own fields.
#[derive(Clone, Debug)]
pub struct Keep {
    pub id: RequestId,
    pub employee: EmployeeId,
    pub unit: UnitId,
    pub state: State,
    pub approver: Option<EmployeeId>,
    pub evidence: Option<FileId>,
    pub verdict: Option<String>,
    pub base_version: Option<i32>,
    pub rule_version: Option<i32>,
    /// The window that all days lie in.
    pub window: Option<WindowId>,
    pub safe: bool,
    pub key: Option<Uuid>,
    /// Who assigns the days; none: the person asks.
    pub assigned_by: Option<EmployeeId>,
    pub now: DateTime<Utc>,
}

fn stored_week(span: &Span) -> Option<Vec<i16>> {
    match span {
        Span::Days(_) | Span::Hours { .. } => None,
        Span::Pattern { week, .. } => Some(week.iter().map(|bits| i16::from(*bits)).collect()),
    }
}

/// Puts a new request in place, or the new version of a draft or returned one.
pub async fn put(conn: &mut PgConnection, agency: AgencyId, keep: &Keep, ask: &Ask) -> Result<()> {
    let range = ask.span.range();
    let week = stored_week(&ask.span);
    let kind = ask.span.kind();
    let place = (kind == AskKind::Place).then(|| ask::place_code(ask.place));
    let hours = ask.span.hours().map(|(_, week)| Json(week.clone()));
    let submitted = matches!(keep.state, State::Submitted | State::Offered).then_some(keep.now);
    let queued = (keep.state == State::Queued).then_some(keep.now);
    sqlx::query!(
        "insert into requests (agency_id, id, employee_id, unit_id, shape, place, place_detail, route, special_ground, reason, contact, evidence_id, state, \
           approver_id, first_on, last_on, week_halves, verdict, base_version, rule_version, safe, submitted_at, created_at, updated_at, idempotency_key, queued_at, assigned_by, window_id, kind, hours, day_times, agreement_id, region) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32) \
         on conflict (agency_id, id) do update set unit_id = excluded.unit_id, shape = excluded.shape, place = excluded.place, place_detail = excluded.place_detail, \
           route = excluded.route, special_ground = excluded.special_ground, reason = excluded.reason, contact = excluded.contact, evidence_id = excluded.evidence_id, \
           state = excluded.state, approver_id = excluded.approver_id, first_on = excluded.first_on, last_on = excluded.last_on, week_halves = excluded.week_halves, \
           verdict = excluded.verdict, base_version = excluded.base_version, rule_version = excluded.rule_version, safe = excluded.safe, \
           submitted_at = excluded.submitted_at, updated_at = excluded.updated_at, decided_at = null, decided_by = null, decision_note = '', undo_until = null, waived = false, \
           batch_id = null, level = 0, step = null, queued_at = excluded.queued_at, window_id = excluded.window_id, hours = excluded.hours, day_times = excluded.day_times, agreement_id = excluded.agreement_id, region = excluded.region, far = null, version = requests.version + 1",
        agency.0,
        keep.id.0,
        keep.employee.0,
        keep.unit.0,
        ask.span.shape(),
        place,
        ask.place_detail,
        ask::route_code(ask.route),
        ask.special_ground,
        ask.reason,
        ask.contact,
        keep.evidence.map(|id| id.0),
        keep.state.code(),
        keep.approver.map(|id| id.0),
        range.map(|range| range.from),
        range.map(|range| range.to),
        week.as_deref(),
        keep.verdict,
        keep.base_version,
        keep.rule_version,
        keep.safe,
        submitted,
        keep.now,
        keep.key,
        queued,
        keep.assigned_by.map(|id| id.0),
        keep.window.map(|id| id.0),
        kind.code(),
        hours as Option<Json<HoursWeek>>,
        ask.times.map(Json) as Option<Json<DayTimes>>,
        ask.agreement.map(|id| id.0),
        ask.region
    )
    .execute(&mut *conn)
    .await?;
    put_days(conn, agency, keep, &ask.span).await?;
    put_plan(conn, agency, keep.id, &ask.plan).await
}

async fn put_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    keep: &Keep,
    span: &Span,
) -> Result<()> {
    sqlx::query!(
        "delete from request_days where agency_id = $1 and request_id = $2",
        agency.0,
        keep.id.0
    )
    .execute(&mut *conn)
    .await?;
    let (days, counts) = match span {
        Span::Days(days) => (days, keep.state.counts()),
        Span::Pattern { exceptions, .. } => (exceptions, false),
        Span::Hours { .. } => return Ok(()),
    };
    insert_days(
        conn,
        agency,
        keep.id,
        days.iter().map(|(day, bits)| (*day, *bits)),
        counts,
        false,
    )
    .await
}

/// Adds days to a request; its employee and unit are read from it. A day that was asked for once and comes back stays asked for.
pub async fn insert_days(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    days: impl Iterator<Item = (NaiveDate, u8)>,
    counts: bool,
    added: bool,
) -> Result<()> {
    let (days, halves): (Vec<NaiveDate>, Vec<i16>) =
        days.map(|(day, bits)| (day, i16::from(bits))).unzip();
    sqlx::query!(
        "insert into request_days (agency_id, request_id, on_date, employee_id, unit_id, halves, counts, added) \
         select r.agency_id, r.id, d.on_date, r.employee_id, r.unit_id, d.halves, $5, $6 from requests r cross join unnest($3::date[], $4::int2[]) as d (on_date, halves) \
         where r.agency_id = $1 and r.id = $2 \
         on conflict (agency_id, request_id, on_date) do update set halves = excluded.halves, counts = excluded.counts, dropped = false, \
           added = request_days.added and excluded.added, \
           asked_halves = case when request_days.added or request_days.halves = excluded.halves or request_days.halves = 0 then request_days.asked_halves \
             else coalesce(request_days.asked_halves, request_days.halves) end",
        agency.0,
        id.0,
        &days,
        &halves,
        counts,
        added
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn put_plan(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: RequestId,
    plan: &[PlanLine],
) -> Result<()> {
    sqlx::query!(
        "delete from plan_lines where agency_id = $1 and request_id = $2",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let ids: Vec<Uuid> = plan.iter().map(|_| Uuid::now_v7()).collect();
    let what: Vec<String> = plan.iter().map(|line| line.what.clone()).collect();
    let due: Vec<NaiveDate> = plan.iter().map(|line| line.due_on).collect();
    sqlx::query!(
        "insert into plan_lines (agency_id, id, request_id, line, what, due_on) \
         select $1, l.id, $2, (row_number() over ())::int2, l.what, l.due_on from unnest($3::uuid[], $4::text[], $5::date[]) as l (id, what, due_on)",
        agency.0,
        id.0,
        &ids,
        &what,
        &due
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The newest request of a person that was really sent: its place and plan are offered again.
pub async fn latest(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<Option<RequestId>> {
    let id = sqlx::query_scalar!(
        "select id from requests where agency_id = $1 and employee_id = $2 and submitted_at is not null and route = 'task' and kind = 'place' order by created_at desc, id desc limit 1",
        agency.0,
        employee.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(RequestId))
}
