//! Statements that write plans, terms and hand-overs.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::SHOWN;
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, ShiftPlanId},
    },
    shifts::{HandOver, Plan, Shift, Why, rules::Terms},
};

/// Holds plans, in the order of their ids.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, ids: &[ShiftPlanId]) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let held = sqlx::query_scalar!(
        "select id from shift_plans where agency_id = $1 and id = any($2) order by id for update",
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

fn cycle(plan: &Plan) -> Vec<i16> {
    plan.pattern
        .cycle
        .iter()
        .map(|one| i16::from(*one))
        .collect()
}

fn people(plan: &Plan) -> Vec<Uuid> {
    plan.members.iter().map(|one| one.employee.0).collect()
}

/// Puts a new draft in place, with its shifts; false where the plan that it would change is being changed already.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    plan: &Plan,
    key: Option<Uuid>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into shift_plans (agency_id, id, unit_id, name, from_on, to_on, cycle, member_ids, drafted_by, drafted_at, replaces_id, reason, idempotency_key) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) on conflict (agency_id, replaces_id) where state in ('draft', 'assigned') do nothing",
        agency.0,
        plan.id.0,
        plan.unit.0,
        plan.name,
        plan.pattern.from_on,
        plan.pattern.to_on,
        &cycle(plan),
        &people(plan),
        plan.drafted_by.0,
        plan.drafted_at,
        plan.replaces.map(|id| id.0),
        plan.reason,
        key
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    put_shifts(conn, agency, plan.id, &plan.pattern.shifts).await?;
    Ok(true)
}

/// Writes what a draft holds over the version that was read; a stale version is a conflict.
pub async fn rewrite(conn: &mut PgConnection, agency: AgencyId, plan: &Plan) -> Result<()> {
    let done = sqlx::query!(
        "update shift_plans set name = $4, from_on = $5, to_on = $6, cycle = $7, member_ids = $8, reason = $9, version = version + 1 \
         where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        plan.id.0,
        plan.version,
        plan.name,
        plan.pattern.from_on,
        plan.pattern.to_on,
        &cycle(plan),
        &people(plan),
        plan.reason
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Conflict("changed"));
    }
    put_shifts(conn, agency, plan.id, &plan.pattern.shifts).await
}

async fn put_shifts(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
    shifts: &[Shift],
) -> Result<()> {
    sqlx::query!(
        "delete from shift_plan_shifts where agency_id = $1 and plan_id = $2",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    for (number, shift) in (1_i16..).zip(shifts) {
        sqlx::query!(
            "insert into shift_plan_shifts (agency_id, plan_id, number, name, starts, ends, break_minutes, least) values ($1,$2,$3,$4,$5,$6,$7,$8)",
            agency.0,
            id.0,
            number,
            shift.name,
            shift.starts,
            shift.ends,
            i16::try_from(shift.break_minutes).unwrap_or(i16::MAX),
            i16::try_from(shift.least).unwrap_or(i16::MAX)
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, plan: &Plan) -> Result<()> {
    let done = sqlx::query!(
        "update shift_plans set state = $4, to_on = $5, assigned_by = $6, assigned_at = $7, acting_kind = $8, for_id = $9, short_reason = $10, ended_by = $11, \
           end_note = $12, ended_why = $13, ended_at = $14, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        plan.id.0,
        plan.version,
        plan.state.code(),
        plan.pattern.to_on,
        plan.assigned_by.map(|id| id.0),
        plan.assigned_at,
        plan.acting,
        plan.deputised.map(|id| id.0),
        plan.short_reason,
        plan.ended_by.map(|id| id.0),
        plan.end_note,
        plan.why.map(Why::code),
        plan.ended_at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// Saves how far plans may go, unless somebody else saved in between.
pub async fn save_terms(
    conn: &mut PgConnection,
    agency: AgencyId,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<bool> {
    let number = |count: u16| i16::try_from(count).unwrap_or(i16::MAX);
    let done = sqlx::query!(
        "insert into shift_terms (agency_id, rest_minutes, days_in_row, shift_minutes, week_minutes, plan_days, saved_at) values ($1,$2,$3,$4,$5,$6,$7) \
         on conflict (agency_id) do update set rest_minutes = excluded.rest_minutes, days_in_row = excluded.days_in_row, shift_minutes = excluded.shift_minutes, \
         week_minutes = excluded.week_minutes, plan_days = excluded.plan_days, saved_at = excluded.saved_at, version = shift_terms.version + 1 where shift_terms.version = $8",
        agency.0,
        number(terms.rest_minutes),
        number(terms.days_in_row),
        number(terms.shift_minutes),
        number(terms.week_minutes),
        number(terms.plan_days),
        now,
        terms.version
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The hand-overs of a plan, newest first.
pub async fn handovers(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
) -> Result<Vec<HandOver>> {
    let rows = sqlx::query!(
        r#"select h.id, h.from_id, f.name as from_name, h.off_on, h.off_number, h.next_on, h.next_number, h.still_open, h.handed_at, h.read_by, r.name as "reader_name?", h.read_at
           from shift_handovers h join employees f on f.agency_id = h.agency_id and f.id = h.from_id
           left join employees r on r.agency_id = h.agency_id and r.id = h.read_by
           where h.agency_id = $1 and h.plan_id = $2 order by h.handed_at desc, h.id desc limit $3"#,
        agency.0,
        id.0,
        SHOWN
    )
    .fetch_all(conn)
    .await?;
    let small = |number: i16| u8::try_from(number).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| HandOver {
            id: row.id,
            from: EmployeeId(row.from_id),
            from_name: row.from_name,
            off_on: row.off_on,
            off: small(row.off_number),
            next_on: row.next_on,
            next: small(row.next_number),
            still_open: row.still_open,
            handed_at: row.handed_at,
            read_by: row.read_by.map(EmployeeId),
            reader_name: row.reader_name,
            read_at: row.read_at,
        })
        .collect())
}

/// Keeps a hand-over.
pub async fn insert_handover(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: ShiftPlanId,
    one: &HandOver,
) -> Result<()> {
    sqlx::query!(
        "insert into shift_handovers (agency_id, id, plan_id, from_id, off_on, off_number, next_on, next_number, still_open, handed_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
        agency.0,
        one.id,
        id.0,
        one.from.0,
        one.off_on,
        i16::from(one.off),
        one.next_on,
        i16::from(one.next),
        one.still_open,
        one.handed_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks hand-overs as read by somebody.
pub async fn read(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[Uuid],
    by: EmployeeId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update shift_handovers set read_by = $3, read_at = $4 where agency_id = $1 and id = any($2) and read_at is null",
        agency.0,
        ids,
        by.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
