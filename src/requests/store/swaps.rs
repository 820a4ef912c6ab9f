//! Exchanges of days.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sqlx::PgConnection;
use uuid::Uuid;

use super::board::{exceptions, week};
use crate::{
    calendar::DateRange,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, RequestId, SwapId, UnitId},
        jobs::{CHUNK, Mark},
        time::zone,
    },
    policy::Place,
    requests::{
        Span, ask,
        swaps::{Hold, Lapse, Part, Swap, SwapState},
    },
};

/// The most that a list shows.
const SHOWN: i64 = 200;

/// Exchanges with the names a page shows, narrowed by what follows the `where`.
macro_rules! swaps {
    ($conn:expr, $tail:tt, $($arg:expr),*) => {
        sqlx::query!(
            r#"select s.id, s.unit_id, u.name as unit_name, s.proposer_id, p.name as proposer_name, s.colleague_id, c.name as colleague_name,
               s.give_request_id, s.give_on, s.give_halves, s.take_request_id, s.take_on, s.take_halves, s.state, s.note, s.proposed_at, s.answered_at, s.answer_note,
               s.approver_id, a.name as "approver_name?", s.decided_by, d.name as "decider_name?", s.acting_kind, s.for_id, h.name as "for_name?", s.decision_note,
               s.undo_until, s.batch_id, s.withdrawn_by, s.lapse, s.ended_at, s.proposer_verdict, s.colleague_verdict, s.base_version, s.rule_version, s.version
               from swaps s
               join units u on u.agency_id = s.agency_id and u.id = s.unit_id
               join employees p on p.agency_id = s.agency_id and p.id = s.proposer_id
               join employees c on c.agency_id = s.agency_id and c.id = s.colleague_id
               left join employees a on a.agency_id = s.agency_id and a.id = s.approver_id
               left join employees d on d.agency_id = s.agency_id and d.id = s.decided_by
               left join employees h on h.agency_id = s.agency_id and h.id = s.for_id
               where s.agency_id = $1 "# + $tail,
            $($arg),*
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Swap {
                id: SwapId(row.id),
                unit: UnitId(row.unit_id),
                unit_name: row.unit_name,
                proposer: Part {
                    employee: EmployeeId(row.proposer_id),
                    name: row.proposer_name,
                    request: RequestId(row.give_request_id),
                    on: row.give_on,
                    bits: bits(row.give_halves),
                },
                colleague: Part {
                    employee: EmployeeId(row.colleague_id),
                    name: row.colleague_name,
                    request: RequestId(row.take_request_id),
                    on: row.take_on,
                    bits: bits(row.take_halves),
                },
                state: SwapState::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                note: row.note,
                proposed_at: row.proposed_at,
                answered_at: row.answered_at,
                answer_note: row.answer_note,
                approver: row.approver_id.map(EmployeeId),
                approver_name: row.approver_name,
                decided_by: row.decided_by.map(EmployeeId),
                decider_name: row.decider_name,
                acting: row.acting_kind,
                deputised: row.for_id.map(EmployeeId),
                in_place_of: row.for_name,
                decision_note: row.decision_note,
                undo_until: row.undo_until,
                batch: row.batch_id,
                withdrawn_by: row.withdrawn_by.map(EmployeeId),
                lapse: row.lapse.as_deref().and_then(Lapse::of),
                ended_at: row.ended_at,
                proposer_verdict: row.proposer_verdict,
                colleague_verdict: row.colleague_verdict,
                base_version: row.base_version,
                rule_version: row.rule_version,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Swap>>>()
    };
}

fn bits(halves: i16) -> u8 {
    u8::try_from(halves).unwrap_or(3)
}

/// One exchange.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: SwapId) -> Result<Swap> {
    let found = swaps!(conn, "and s.id = $2", agency.0, id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The exchange that this form has already proposed.
pub async fn find_by_key(
    conn: &mut PgConnection,
    agency: AgencyId,
    proposer: EmployeeId,
    key: Uuid,
) -> Result<Option<Swap>> {
    let found = swaps!(
        conn,
        "and s.proposer_id = $2 and s.idempotency_key = $3",
        agency.0,
        proposer.0,
        key
    )?;
    Ok(found.into_iter().next())
}

/// The exchanges of a person, open ones first, then the newest.
pub async fn of_person(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Swap>> {
    swaps!(
        conn,
        "and (s.proposer_id = $2 or s.colleague_id = $2) order by s.ended_at is not null, s.proposed_at desc, s.id desc limit $3",
        agency.0,
        who.0,
        SHOWN
    )
}

/// What waits for a person's answer, oldest first.
pub async fn to_answer(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Swap>> {
    swaps!(
        conn,
        "and s.colleague_id = $2 and s.state = 'proposed' order by s.proposed_at, s.id limit $3",
        agency.0,
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
) -> Result<Vec<Swap>> {
    swaps!(
        conn,
        "and s.state = 'agreed' and (s.approver_id = $2 or ($3 and s.approver_id is null)) \
         and s.proposer_id is distinct from $2 and s.colleague_id is distinct from $2 \
         order by least(s.give_on, s.take_on), s.id limit $4",
        agency.0,
        approver.map(|id| id.0),
        leader,
        SHOWN
    )
}

/// The exchanges that a request has part in, newest first.
pub async fn of_request(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
) -> Result<Vec<Swap>> {
    swaps!(
        conn,
        "and (s.give_request_id = $2 or s.take_request_id = $2) order by s.proposed_at desc, s.id desc limit 20",
        agency.0,
        request.0
    )
}

/// The exchanges of a batch that this person may still take back.
pub async fn batch(
    conn: &mut PgConnection,
    agency: AgencyId,
    batch: Uuid,
    by: EmployeeId,
    now: DateTime<Utc>,
) -> Result<Vec<Swap>> {
    swaps!(
        conn,
        "and s.batch_id = $2 and s.decided_by = $3 and s.undo_until >= $4",
        agency.0,
        batch,
        by.0,
        now
    )
}

/// Holds an exchange.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: SwapId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from swaps where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

/// Whether one of these days is promised in another exchange that waits for its decision.
pub async fn promised(
    conn: &mut PgConnection,
    agency: AgencyId,
    without: SwapId,
    days: [&Part; 2],
) -> Result<bool> {
    let [one, other] = days;
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from swaps s where s.agency_id = $1 and s.id <> $2 and s.state = 'agreed'
           and ((s.give_request_id, s.give_on) in (($3, $4), ($5, $6)) or (s.take_request_id, s.take_on) in (($3, $4), ($5, $6)))) as "found!""#,
        agency.0,
        without.0,
        one.request.0,
        one.on,
        other.request.0,
        other.on
    )
    .fetch_one(conn)
    .await?)
}

/// Puts a new proposal in place; false where the same two days are proposed already.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    swap: &Swap,
    key: Option<Uuid>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into swaps (agency_id, id, unit_id, proposer_id, colleague_id, give_request_id, give_on, give_halves, take_request_id, take_on, take_halves, \
           state, note, proposed_at, approver_id, proposer_verdict, colleague_verdict, base_version, rule_version, idempotency_key) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20) \
         on conflict (agency_id, give_request_id, give_on, take_request_id, take_on) where state in ('proposed', 'agreed') do nothing",
        agency.0,
        swap.id.0,
        swap.unit.0,
        swap.proposer.employee.0,
        swap.colleague.employee.0,
        swap.proposer.request.0,
        swap.proposer.on,
        i16::from(swap.proposer.bits),
        swap.colleague.request.0,
        swap.colleague.on,
        i16::from(swap.colleague.bits),
        swap.state.code(),
        swap.note,
        swap.proposed_at,
        swap.approver.map(|id| id.0),
        swap.proposer_verdict,
        swap.colleague_verdict,
        swap.base_version,
        swap.rule_version,
        key
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, swap: &Swap) -> Result<()> {
    let done = sqlx::query!(
        "update swaps set state = $4, answered_at = $5, answer_note = $6, approver_id = $7, decided_by = $8, acting_kind = $9, for_id = $10, decision_note = $11, \
           undo_until = $12, batch_id = $13, withdrawn_by = $14, lapse = $15, ended_at = $16, proposer_verdict = $17, colleague_verdict = $18, \
           base_version = $19, rule_version = $20, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        swap.id.0,
        swap.version,
        swap.state.code(),
        swap.answered_at,
        swap.answer_note,
        swap.approver.map(|id| id.0),
        swap.decided_by.map(|id| id.0),
        swap.acting,
        swap.deputised.map(|id| id.0),
        swap.decision_note,
        swap.undo_until,
        swap.batch,
        swap.withdrawn_by.map(|id| id.0),
        swap.lapse.map(Lapse::code),
        swap.ended_at,
        swap.proposer_verdict,
        swap.colleague_verdict,
        swap.base_version,
        swap.rule_version
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
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
         where e.agency_id = $1 and e.unit_id = $2 and e.active and e.id <> $3 and a.employee_id is not distinct from $4 order by lower(e.name), e.id",
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

/// Approved requests of these people that touch a range and whose days may be exchanged: neither own hours, by themselves or with a place, nor
/// those of special circumstances.
pub async fn holds(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
) -> Result<Vec<Hold>> {
    let rows = sqlx::query!(
        r#"select r.id, r.employee_id, r.place as "place!", r.shape, r.first_on as "first_on!", r.last_on as "last_on!", r.week_halves,
           array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and (r.shape = 'pattern' or not d.dropped) order by d.on_date) as "days!",
           array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and (r.shape = 'pattern' or not d.dropped) order by d.on_date) as "halves!"
           from requests r where r.agency_id = $1 and r.employee_id = any($2) and r.state in ('approved', 'approved_adjusted') and r.route = 'task' and r.shape <> 'hours' and r.day_times is null and r.agreement_id is null
           and r.first_on <= $4 and r.last_on >= $3 order by r.first_on, r.id"#,
        agency.0,
        people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let days = exceptions(&row.days, &row.halves);
            Hold {
                request: RequestId(row.id),
                employee: EmployeeId(row.employee_id),
                place: ask::place_of(&row.place).unwrap_or(Place::OtherPlace),
                span: match row.week_halves.filter(|_| row.shape == "pattern") {
                    Some(halves) => Span::Pattern {
                        validity: DateRange {
                            from: row.first_on,
                            to: row.last_on,
                        },
                        week: week(&halves),
                        exceptions: days,
                    },
                    None => Span::Days(days),
                },
            }
        })
        .collect())
}

/// Takes exceptions of a pattern out: those days follow the week again.
pub async fn forget_exceptions(
    conn: &mut PgConnection,
    agency: AgencyId,
    request: RequestId,
    days: &[NaiveDate],
) -> Result<()> {
    sqlx::query!(
        "delete from request_days where agency_id = $1 and request_id = $2 and on_date = any($3)",
        agency.0,
        request.0,
        days
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether an exchange waits for anything.
pub async fn any_open(conn: &mut PgConnection, agency: AgencyId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from swaps where agency_id = $1 and state in ('proposed', 'agreed')) as "open!""#,
        agency.0
    )
    .fetch_one(conn)
    .await?)
}

/// Open exchanges that can no longer come to be, and why. Approvers that differ for a while only, as while one of the two stands in for
/// the head, end nothing. Days that an exchange moved which may still be taken back are left alone.
pub async fn lock_broken(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Vec<(SwapId, Lapse)>> {
    let rows = sqlx::query!(
        r#"select s.id, k.why as "why!" from swaps s
           join units u on u.agency_id = s.agency_id and u.id = s.unit_id join agencies g on g.id = s.agency_id
           join employees p on p.agency_id = s.agency_id and p.id = s.proposer_id
           join employees c on c.agency_id = s.agency_id and c.id = s.colleague_id
           left join lateral approver_of(s.agency_id, s.proposer_id, $3, 0) pa on true
           left join lateral approver_of(s.agency_id, s.colleague_id, $3, 0) ca on true
           cross join lateral (select count(*) as held from (values (s.give_request_id, s.give_on, s.give_halves), (s.take_request_id, s.take_on, s.take_halves)) as t (request, day, halves)
             join requests r on r.agency_id = s.agency_id and r.id = t.request and r.state in ('approved', 'approved_adjusted') and t.day between r.first_on and r.last_on
             left join request_days d on d.agency_id = r.agency_id and d.request_id = r.id and d.on_date = t.day
             where case when r.shape = 'pattern' then coalesce(d.halves, r.week_halves[extract(isodow from t.day)::int]) = t.halves else d.counts and d.halves = t.halves end) x
           cross join lateral (select case
             when least(s.give_on, s.take_on) <= ($2::timestamptz at time zone coalesce(u.time_zone, g.time_zone))::date then 'day'
             when x.held < 2 or not p.active or not c.active or p.unit_id <> s.unit_id or c.unit_id <> s.unit_id then 'gone'
             when pa.employee_id is distinct from ca.employee_id
               and (coalesce(p.supervisor_id, u.head_id) is distinct from coalesce(c.supervisor_id, u.head_id) or u.head_id in (p.id, c.id)) then 'approver' end as why) k
           where s.agency_id = $1 and s.state in ('proposed', 'agreed') and k.why is not null
           and not exists (select 1 from swaps m where m.agency_id = s.agency_id and m.state = 'approved' and m.undo_until >= $2
             and (m.give_request_id in (s.give_request_id, s.take_request_id) or m.take_request_id in (s.give_request_id, s.take_request_id)))
           order by s.id limit $4 for update of s skip locked"#,
        agency.0,
        now,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((SwapId(row.id), Lapse::of(&row.why)?)))
        .collect())
}

/// Exchanges that wait for a decision and whose approver is another one by now, the same for both.
pub async fn lock_moved(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<(SwapId, Option<EmployeeId>)>> {
    let rows = sqlx::query!(
        r#"select s.id, a.employee_id as "to?" from swaps s
           left join lateral approver_of(s.agency_id, s.proposer_id, $2, 0) a on true
           left join lateral approver_of(s.agency_id, s.colleague_id, $2, 0) c on true
           where s.agency_id = $1 and s.state = 'agreed' and a.employee_id is distinct from s.approver_id
           and a.employee_id is not distinct from c.employee_id
           order by s.id limit $3 for update of s skip locked"#,
        agency.0,
        today,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (SwapId(row.id), row.to.map(EmployeeId)))
        .collect())
}

/// An exchange that waits.
pub struct Waiting {
    pub id: SwapId,
    pub unit: UnitId,
    /// The zone of the unit.
    pub zone: Tz,
    /// Since it was proposed, or agreed to.
    pub since: DateTime<Utc>,
}

/// Exchanges after a mark that nobody has answered for so many days, oldest first.
pub async fn lock_unanswered(
    conn: &mut PgConnection,
    agency: AgencyId,
    now: DateTime<Utc>,
    days: u16,
    from: Mark,
) -> Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        r#"select s.id, s.unit_id, coalesce(u.time_zone, g.time_zone) as "zone!", coalesce(s.answered_at, s.proposed_at) as "since!" from swaps s
           join units u on u.agency_id = s.agency_id and u.id = s.unit_id join agencies g on g.id = s.agency_id
           where s.agency_id = $1 and s.state in ('proposed', 'agreed') and s.proposed_at <= $2::timestamptz - make_interval(days => $3)
           and coalesce(s.answered_at, s.proposed_at) <= $2::timestamptz - make_interval(days => $3)
           and (coalesce(s.answered_at, s.proposed_at), s.id) > ($4, $5)
           order by coalesce(s.answered_at, s.proposed_at), s.id limit $6 for update of s skip locked"#,
        agency.0,
        now,
        i32::from(days),
        from.0,
        from.1,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            id: SwapId(row.id),
            unit: UnitId(row.unit_id),
            zone: zone(&row.zone),
            since: row.since,
        })
        .collect())
}
