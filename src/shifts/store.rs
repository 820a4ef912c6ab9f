//! The statements of this area.

pub mod people;
pub mod replies;
pub mod steps;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Answer, Member, Pattern, Plan, Reply, Shift, State, Why, rules::Terms};
use crate::kernel::{
    error::{Error, Result},
    id::{AgencyId, EmployeeId, ShiftPlanId, UnitId},
};

/// The most that a list shows.
pub const SHOWN: i64 = 200;

/// Plans with the names a page shows, narrowed by what follows the `where`; without shifts and members.
macro_rules! plans {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            r#"select s.id, s.unit_id, u.name as unit_name, s.name, s.from_on, s.to_on, s.cycle, s.state, s.drafted_by, d.name as drafter_name, s.drafted_at,
               s.replaces_id, s.reason, s.assigned_by, a.name as "assigner_name?", s.assigned_at, s.acting_kind, s.for_id, h.name as "for_name?",
               s.short_reason, s.ended_by, x.name as "ender_name?", s.end_note, s.ended_why, s.ended_at, s.version
               from shift_plans s
               join units u on u.agency_id = s.agency_id and u.id = s.unit_id
               join employees d on d.agency_id = s.agency_id and d.id = s.drafted_by
               left join employees a on a.agency_id = s.agency_id and a.id = s.assigned_by
               left join employees h on h.agency_id = s.agency_id and h.id = s.for_id
               left join employees x on x.agency_id = s.agency_id and x.id = s.ended_by
               where s.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Plan {
                id: ShiftPlanId(row.id),
                unit: UnitId(row.unit_id),
                unit_name: row.unit_name,
                name: row.name,
                pattern: Pattern {
                    from_on: row.from_on,
                    to_on: row.to_on,
                    shifts: Vec::new(),
                    cycle: row.cycle.iter().map(|one| u8::try_from(*one).unwrap_or(0)).collect(),
                },
                members: Vec::new(),
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                drafted_by: EmployeeId(row.drafted_by),
                drafter_name: row.drafter_name,
                drafted_at: row.drafted_at,
                replaces: row.replaces_id.map(ShiftPlanId),
                reason: row.reason,
                assigned_by: row.assigned_by.map(EmployeeId),
                assigner_name: row.assigner_name,
                assigned_at: row.assigned_at,
                acting: row.acting_kind,
                deputised: row.for_id.map(EmployeeId),
                in_place_of: row.for_name,
                short_reason: row.short_reason,
                ended_by: row.ended_by.map(EmployeeId),
                ender_name: row.ender_name,
                end_note: row.end_note,
                why: row.ended_why.as_deref().and_then(Why::of),
                ended_at: row.ended_at,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Plan>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// Adds shifts and members.
async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut plans: Vec<Plan>,
) -> Result<Vec<Plan>> {
    if plans.is_empty() {
        return Ok(plans);
    }
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.id.0).collect();
    let shifts = sqlx::query!(
        "select plan_id, name, starts, ends, break_minutes, least from shift_plan_shifts where agency_id = $1 and plan_id = any($2) order by plan_id, number",
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let members = sqlx::query!(
        r#"select m.plan_id, m.employee_id, e.name, m.starts_on_day, m.answer, m.answered_at, m.note, m.out_on,
         m.due_on, m.reply, m.reply_note, m.replied_by, b.name as "replier_name?", m.replied_at from shift_plan_members m
         join shift_plans s on s.agency_id = m.agency_id and s.id = m.plan_id
         join employees e on e.agency_id = m.agency_id and e.id = m.employee_id
         left join employees b on b.agency_id = m.agency_id and b.id = m.replied_by
         where m.agency_id = $1 and m.plan_id = any($2) order by m.plan_id, array_position(s.member_ids, m.employee_id)"#,
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let small = |number: i16| u8::try_from(number).unwrap_or(0);
    let count = |number: i16| u16::try_from(number).unwrap_or(0);
    for plan in &mut plans {
        plan.pattern.shifts = shifts
            .iter()
            .filter(|row| row.plan_id == plan.id.0)
            .map(|row| Shift {
                name: row.name.clone(),
                starts: row.starts,
                ends: row.ends,
                break_minutes: count(row.break_minutes),
                least: count(row.least),
            })
            .collect();
        plan.members = members
            .iter()
            .filter(|row| row.plan_id == plan.id.0)
            .map(|row| Member {
                employee: EmployeeId(row.employee_id),
                name: row.name.clone(),
                starts_on_day: small(row.starts_on_day),
                answer: Answer::of(&row.answer),
                answered_at: row.answered_at,
                note: row.note.clone(),
                due_on: row.due_on,
                reply: row
                    .reply
                    .as_deref()
                    .zip(row.replied_by)
                    .zip(row.replied_at)
                    .map(|((reply, by), at)| Reply {
                        upheld: reply == "upheld",
                        note: row.reply_note.clone(),
                        by: EmployeeId(by),
                        by_name: row.replier_name.clone().unwrap_or_default(),
                        at,
                    }),
                out_on: row.out_on,
            })
            .collect();
    }
    Ok(plans)
}

/// One plan.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: ShiftPlanId) -> Result<Plan> {
    let found = plans!(conn, agency, "and s.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The plan that this form has already drafted.
pub async fn find_by_key(
    conn: &mut PgConnection,
    agency: AgencyId,
    by: EmployeeId,
    key: Uuid,
) -> Result<Option<Plan>> {
    let found = plans!(
        conn,
        agency,
        "and s.drafted_by = $2 and s.idempotency_key = $3",
        by.0,
        key
    )?;
    Ok(found.into_iter().next())
}

/// The plan that takes the place of another, or is meant to.
pub async fn successor(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
) -> Result<Option<Plan>> {
    let found = plans!(
        conn,
        agency,
        "and s.replaces_id = $2 and s.state in ('draft', 'assigned', 'ended') order by s.drafted_at desc, s.id desc limit 1",
        id.0
    )?;
    Ok(found.into_iter().next())
}

/// The assigned and ended plans of a person, those that go on first.
pub async fn of_person(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Plan>> {
    plans!(
        conn,
        agency,
        "and s.state in ('assigned', 'ended', 'revoked') and s.id in (select m.plan_id from shift_plan_members m where m.agency_id = $1 and m.employee_id = $2) \
         order by s.ended_at is not null, s.from_on desc, s.id desc limit $3",
        who.0,
        SHOWN
    )
}

/// The plans of some units, those that go on first; nothing that was thrown away.
pub async fn of_units(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: &[UnitId],
) -> Result<Vec<Plan>> {
    let units: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    plans!(
        conn,
        agency,
        "and s.state <> 'discarded' and s.unit_id = any($2) order by s.ended_at is not null, s.from_on desc, s.id desc limit $3",
        &units,
        SHOWN
    )
}

/// What waits for a person's answer, by first day.
pub async fn to_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Plan>> {
    plans!(
        conn,
        agency,
        "and s.state = 'assigned' and s.id in (select m.plan_id from shift_plan_members m where m.agency_id = $1 and m.employee_id = $2 and m.answer = 'waiting' and m.out_on is null) \
         order by s.from_on, s.id limit $3",
        who.0,
        SHOWN
    )
}

/// The plans that hold or held some people in a range, without those that were taken back.
pub async fn holding(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Plan>> {
    plans!(
        conn,
        agency,
        "and (s.state = 'assigned' or (s.state = 'ended' and s.ended_why <> 'replaced')) and s.from_on <= $4 and s.to_on >= $3 \
         and s.id in (select m.plan_id from shift_plan_members m where m.agency_id = $1 and m.employee_id = any($2)) order by s.from_on, s.id limit $5",
        people,
        from,
        to,
        1_000_i64
    )
}

/// How far plans may go in an agency.
pub async fn terms(conn: &mut PgConnection, agency: AgencyId) -> Result<Terms> {
    let row = sqlx::query!(
        "select rest_minutes, days_in_row, shift_minutes, week_minutes, plan_days, version from shift_terms where agency_id = $1",
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    let count = |number: i16| u16::try_from(number).unwrap_or(0);
    Ok(row.map_or_else(Terms::default, |row| Terms {
        rest_minutes: count(row.rest_minutes),
        days_in_row: count(row.days_in_row),
        shift_minutes: count(row.shift_minutes),
        week_minutes: count(row.week_minutes),
        plan_days: count(row.plan_days),
        version: row.version,
    }))
}
