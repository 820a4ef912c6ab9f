//! Approval chains: what an agency keeps, and the seats of one request.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, IdentityId, RequestId},
        jobs::CHUNK,
    },
    requests::chains::{Chain, Chains, Chair, Far, Seat, SeatState},
};

/// The chains of an agency; none is kept before the first.
pub async fn of_agency(conn: &mut PgConnection, agency: AgencyId) -> Result<Chains> {
    let row = sqlx::query!(
        r#"select chains as "chains!: Json<Vec<Chain>>", version from approval_chains where agency_id = $1"#,
        agency.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Chains::default, |row| Chains {
        list: row.chains.0,
        version: row.version,
    }))
}

/// Keeps the chains over the version that was read; a stale version is a conflict. HR keeps its inbox while a request waits for it.
pub async fn keep(
    conn: &mut PgConnection,
    agency: AgencyId,
    list: &[Chain],
    seen: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    let asks_hr = list
        .iter()
        .flat_map(|chain| &chain.steps)
        .any(|step| step.seats.contains(&Seat::Hr));
    let done = sqlx::query!(
        "insert into approval_chains (agency_id, chains, asks_hr, version, set_at) \
         select $1, $2, $3 or exists (select 1 from approval_seats s where s.agency_id = $1 and s.seat = 'hr' and s.state in ('later', 'open')), 1, $5 where $4 = 0 \
            or exists (select 1 from approval_chains where agency_id = $1) \
         on conflict (agency_id) do update set chains = excluded.chains, asks_hr = excluded.asks_hr, version = approval_chains.version + 1, set_at = excluded.set_at \
         where approval_chains.version = $4",
        agency.0,
        Json(list) as Json<&[Chain]>,
        asks_hr,
        seen,
        now
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// The roles that somebody else than this person has, who could decide.
pub async fn held_by_others(
    conn: &mut PgConnection,
    agency: AgencyId,
    without: EmployeeId,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select distinct g.role from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active \
         join employees e on e.agency_id = m.agency_id and e.id = m.employee_id and e.active \
         where g.agency_id = $1 and g.role in ('hr', 'leader') and g.revoked_at is null and e.id <> $2",
        agency.0,
        without.0
    )
    .fetch_all(conn)
    .await?)
}

/// The login identities of these people and of everybody with one of these roles, but for the person concerned.
pub async fn addressees(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    roles: &[&str],
    without: EmployeeId,
) -> Result<Vec<IdentityId>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    let ids = sqlx::query_scalar!(
        r#"select m.identity_id as "id!" from memberships m where m.agency_id = $1 and m.employee_id = any($2) and m.employee_id <> $4
           union
           select m.identity_id from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active
           where g.agency_id = $1 and g.role = any($3) and g.revoked_at is null and m.employee_id is distinct from $4"#,
        agency.0,
        &people,
        &roles,
        without.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// The seats of a request, step by step.
pub async fn chairs(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
) -> Result<Vec<Chair>> {
    let rows = sqlx::query!(
        r#"select s.step, s.seat, s.every, s.state, s.approver_id, p.name as "person_name?", s.agreed_by, b.name as "agreed_by_name?", s.agreed_at, s.acting_kind,
           f.name as "in_place_of?", s.batch_id
           from approval_seats s
           left join employees p on p.agency_id = s.agency_id and p.id = s.approver_id
           left join employees b on b.agency_id = s.agency_id and b.id = s.agreed_by
           left join employees f on f.agency_id = s.agency_id and f.id = s.for_id
           where s.agency_id = $1 and s.request_id = $2
           order by s.step, array_position(array['supervisor', 'unit_head', 'hr', 'leader'], s.seat)"#,
        agency.0,
        request.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Chair {
                step: row.step,
                seat: Seat::of(&row.seat).ok_or_else(|| Error::internal("unknown seat"))?,
                every: row.every,
                state: SeatState::of(&row.state)
                    .ok_or_else(|| Error::internal("unknown state of a seat"))?,
                person: row.approver_id.map(EmployeeId),
                person_name: row.person_name,
                agreed_by: row.agreed_by.map(EmployeeId),
                agreed_by_name: row.agreed_by_name,
                agreed_at: row.agreed_at,
                acting: row.acting_kind,
                in_place_of: row.in_place_of,
                batch: row.batch_id,
            })
        })
        .collect()
}

/// Puts the seats of a request in place of those it had before.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    employee: EmployeeId,
    chairs: &[Chair],
) -> Result<()> {
    for chair in chairs {
        sqlx::query!(
            "insert into approval_seats (agency_id, request_id, step, seat, every, employee_id, approver_id, state) values ($1,$2,$3,$4,$5,$6,$7,$8)",
            agency.0,
            request.0,
            chair.step,
            chair.seat.code(),
            chair.every,
            employee.0,
            chair.person.map(|id| id.0),
            chair.state.code()
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Takes the seats of a request away: it is sent anew.
pub async fn clear(conn: &mut PgConnection, agency: AgencyId, request: RequestId) -> Result<()> {
    sqlx::query!(
        "delete from approval_seats where agency_id = $1 and request_id = $2",
        agency.0,
        request.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How a seat was agreed to.
pub struct By<'a> {
    pub acting: Option<&'a str>,
    pub in_place_of: Option<EmployeeId>,
    pub batch: Uuid,
    pub at: DateTime<Utc>,
}

/// Writes what became of a seat.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    chair: &Chair,
    by: &By<'_>,
) -> Result<()> {
    let agreed = chair.state == SeatState::Agreed;
    sqlx::query!(
        "update approval_seats set state = $5, approver_id = $6, agreed_by = $7, agreed_at = $8, acting_kind = $9, for_id = $10, batch_id = $11 \
         where agency_id = $1 and request_id = $2 and step = $3 and seat = $4",
        agency.0,
        request.0,
        chair.step,
        chair.seat.code(),
        chair.state.code(),
        chair.person.map(|id| id.0),
        chair.agreed_by.filter(|_| agreed).map(|id| id.0),
        agreed.then_some(by.at),
        by.acting.filter(|_| agreed),
        by.in_place_of.filter(|_| agreed).map(|id| id.0),
        by.batch
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Opens the seats again that were agreed to or passed with one press; those of later steps wait.
pub async fn reopen(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    first: i16,
    batch: Uuid,
) -> Result<()> {
    sqlx::query!(
        "update approval_seats set state = case when step = $3 then 'open' else 'later' end, agreed_by = null, agreed_at = null, acting_kind = null, for_id = null, batch_id = null \
         where agency_id = $1 and request_id = $2 and (step > $3 or (step = $3 and batch_id = $4))",
        agency.0,
        request.0,
        first,
        batch
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the step a request stands at, with the person it waits for; it has not moved up there.
pub async fn stand(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    step: i16,
    approver: Option<EmployeeId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update requests set step = $3, approver_id = $4, level = 0, updated_at = $5 where agency_id = $1 and id = $2",
        agency.0,
        request.0,
        step,
        approver.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes why the chain of a request was taken, where it asks how far its place lies.
pub async fn far(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    far: Far,
) -> Result<()> {
    sqlx::query!(
        "update requests set far = $3 where agency_id = $1 and id = $2",
        agency.0,
        request.0,
        far.code()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Open seats of waiting requests whose person is another one by now: request, seat, present person.
pub async fn moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(RequestId, Seat, Option<EmployeeId>)>> {
    let rows = sqlx::query!(
        r#"select s.request_id, s.seat, a.employee_id as "to?" from approval_seats s
           join requests r on r.agency_id = s.agency_id and r.id = s.request_id and r.state = 'submitted'
           left join lateral approver_of(s.agency_id, s.employee_id, $2, r.level + case s.seat when 'unit_head' then 1 else 0 end) a on true
           where s.agency_id = $1 and s.state = 'open' and s.seat in ('supervisor', 'unit_head') and a.employee_id is distinct from s.approver_id
           order by s.request_id limit $3 for update of r skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let seat = Seat::of(&row.seat)?;
            Some((RequestId(row.request_id), seat, row.to.map(EmployeeId)))
        })
        .collect())
}

/// Hands an open seat to another person.
pub async fn hand(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    seat: Seat,
    to: Option<EmployeeId>,
) -> Result<()> {
    sqlx::query!(
        "update approval_seats set approver_id = $4 where agency_id = $1 and request_id = $2 and seat = $3 and state = 'open'",
        agency.0,
        request.0,
        seat.code(),
        to.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What HR leaves unanswered is the leader's.
pub async fn hr_to_leader(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
) -> Result<bool> {
    let done = sqlx::query!(
        "update approval_seats s set seat = 'leader' where s.agency_id = $1 and s.request_id = $2 and s.seat = 'hr' and s.state = 'open' \
         and not exists (select 1 from approval_seats o where o.agency_id = s.agency_id and o.request_id = s.request_id and o.step = s.step and o.seat = 'leader')",
        agency.0,
        request.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
