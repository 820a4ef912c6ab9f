//! Lists of requests: one's own, the agency's, and those that wait for a decision.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    kernel::{
        actor::Actor,
        error::Result,
        id::{AgencyId, EmployeeId, RequestId, UnitId},
    },
    policy::{DayTimes, HoursWeek},
    requests::{Changed, State, store::board},
};

/// A request in a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: RequestId,
    pub employee_name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub pattern: bool,
    pub week: [u8; 7],
    pub days: Vec<(NaiveDate, u8)>,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
    /// The first day from which a pattern that was ended early no longer holds.
    pub stopped_on: Option<NaiveDate>,
    /// Empty for own hours.
    pub place: String,
    /// Another place, as the person named it.
    pub place_detail: String,
    /// Own hours, where they are asked for instead of a place.
    pub hours: Option<HoursWeek>,
    /// Own start and end that go with the place.
    pub times: Option<DayTimes>,
    pub special: bool,
    pub state: State,
    pub safe: bool,
    /// What stands in the way since rules were published after it was sent.
    pub rules_changed: Vec<Changed>,
    /// Title of the window that all its days lie in.
    pub window: Option<String>,
    pub approver_name: Option<String>,
    pub plan: String,
    /// The evaluation of one that waits and needs a thought.
    pub verdict: Option<String>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// An exchange of one of its days is open.
    pub swapping: bool,
    /// It waits again because an objection to its refusal was upheld.
    pub reopened: bool,
    /// A day of it passes by an exception.
    pub excepted: bool,
    pub version: i32,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub employee: Option<EmployeeId>,
    pub state: Option<String>,
    pub word: Option<String>,
    /// After this row: creation instant and id.
    pub after: Option<(DateTime<Utc>, Uuid)>,
    pub limit: i64,
}

impl Row {
    /// Some of its days stand though it was revoked.
    pub fn keeps_days(&self) -> bool {
        match self.pattern {
            true => self.stopped_on > self.first_on,
            false => !self.days.is_empty(),
        }
    }
}

macro_rules! row {
    ($row:expr) => {
        Row {
            id: RequestId($row.id),
            employee_name: $row.employee_name,
            unit: UnitId($row.unit_id),
            unit_name: $row.unit_name,
            pattern: $row.shape == "pattern",
            week: board::week($row.week_halves.as_deref().unwrap_or_default()),
            days: board::exceptions(&$row.days, &$row.halves)
                .into_iter()
                .collect(),
            first_on: $row.first_on,
            last_on: $row.last_on,
            stopped_on: $row.stopped_on,
            place: $row.place.unwrap_or_default(),
            place_detail: $row.place_detail,
            hours: $row.hours.map(|Json(week)| week),
            times: $row.day_times.map(|Json(times)| times),
            special: $row.route == "special",
            state: State::of(&$row.state).unwrap_or(State::Draft),
            safe: $row.safe,
            rules_changed: $row.rules_changed.map_or_else(Vec::new, |Json(all)| all),
            window: $row.window,
            approver_name: $row.approver_name,
            plan: $row.plan,
            verdict: $row.verdict,
            created_at: $row.created_at,
            submitted_at: $row.submitted_at,
            swapping: $row.swapping,
            reopened: $row.reopened,
            excepted: $row.excepted.unwrap_or_default(),
            version: $row.version,
        }
    };
}

/// Requests by filter, newest first.
pub async fn list(conn: &mut PgConnection, agency: AgencyId, filter: &Filter) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select r.id, r.employee_id, e.name as employee_name, e.unit_id, u.name as unit_name, r.shape, r.week_halves, r.first_on, r.last_on, r.stopped_on, r.place, r.place_detail, r.hours as "hours: Json<HoursWeek>", r.day_times as "day_times: Json<DayTimes>", r.route,
           r.state, r.safe, w.title as "window?", a.name as "approver_name?", r.created_at, r.submitted_at, r.version, null::text as verdict, false as excepted, false as "reopened!", null::jsonb as "rules_changed: Json<Vec<Changed>>",
           exists (select 1 from swaps s where s.agency_id = r.agency_id and s.state in ('proposed', 'agreed') and (s.give_request_id = r.id or s.take_request_id = r.id)) as "swapping!",
           array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and d.halves > 0 and not d.dropped order by d.on_date) as "days!",
           array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and d.halves > 0 and not d.dropped order by d.on_date) as "halves!",
           coalesce((select string_agg(l.what, '; ' order by l.line) from plan_lines l where l.agency_id = r.agency_id and l.request_id = r.id), '') as "plan!"
           from requests r
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           join units u on u.agency_id = r.agency_id and u.id = r.unit_id
           left join employees a on a.agency_id = r.agency_id and a.id = r.approver_id
           left join windows w on w.agency_id = r.agency_id and w.id = r.window_id and r.first_on >= w.first_on and r.last_on <= w.last_on
           where r.agency_id = $1 and ($2::uuid is null or r.employee_id = $2)
           and ($2::uuid is not null or r.state <> 'draft')
           and ($3::text is null or r.state = $3)
           and ($4::text is null or lower(e.name) like $4 or exists (select 1 from plan_lines l where l.agency_id = r.agency_id and l.request_id = r.id and lower(l.what) like $4))
           and ($5::timestamptz is null or (r.created_at, r.id) < ($5, $6))
           order by r.created_at desc, r.id desc limit $7"#,
        agency.0,
        filter.employee.map(|id| id.0),
        filter.state,
        filter.word,
        filter.after.map(|(at, _)| at),
        filter.after.map(|(_, id)| id),
        filter.limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row!(row)).collect())
}

/// What waits for a person's decision, by first day; a leader also sees special circumstances and what nobody else can decide.
/// `handed` are those that the person handed down.
pub async fn inbox(
    conn: &mut PgConnection,
    agency: AgencyId,
    actor: &Actor,
    handed: &[Uuid],
) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select r.id, r.employee_id, e.name as employee_name, e.unit_id, u.name as unit_name, r.shape, r.week_halves, r.first_on, r.last_on, null::date as stopped_on, r.place, r.place_detail, r.hours as "hours: Json<HoursWeek>", r.day_times as "day_times: Json<DayTimes>", r.route,
           r.state, r.safe, w.title as "window?", a.name as "approver_name?", r.created_at, r.submitted_at, r.version, case when not r.safe then r.verdict end as verdict, r.verdict like '%"name":"exception"%' as excepted, false as "swapping!",
           case when r.rejudged_at > greatest(r.submitted_at, r.queued_at, r.decided_at) then r.rules_changed end as "rules_changed: Json<Vec<Changed>>",
           exists (select 1 from objections o where o.agency_id = r.agency_id and o.request_id = r.id and o.state = 'upheld' and o.answered_at >= r.submitted_at) as "reopened!",
           array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and d.halves > 0 and not d.dropped order by d.on_date) as "days!",
           array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id and d.halves > 0 and not d.dropped order by d.on_date) as "halves!",
           coalesce((select string_agg(l.what, '; ' order by l.line) from plan_lines l where l.agency_id = r.agency_id and l.request_id = r.id), '') as "plan!"
           from requests r
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           left join employees a on a.agency_id = r.agency_id and a.id = r.approver_id
           left join windows w on w.agency_id = r.agency_id and w.id = r.window_id and r.first_on >= w.first_on and r.last_on <= w.last_on
           where r.agency_id = $1 and r.state = 'submitted' and r.employee_id is distinct from $2
           and r.id in (
             select o.id from requests o where o.agency_id = $1 and o.state = 'submitted' and o.step is null and o.approver_id = $2
             union all
             select o.id from requests o where $3 and o.agency_id = $1 and o.state = 'submitted' and (o.route = 'special' or (o.step is null and o.approver_id is null))
             union all
             select s.request_id from approval_seats s where s.agency_id = $1 and s.state = 'open' and s.approver_id = $2
             union all
             select s.request_id from approval_seats s where s.agency_id = $1 and s.state = 'open' and s.approver_id is null and case s.seat when 'hr' then $4 else $3 end
             union all
             select unnest($5::uuid[]))
           order by r.first_on, r.id limit 200"#,
        agency.0,
        actor.employee.map(|id| id.0),
        actor.roles.leader,
        actor.roles.hr,
        handed
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row!(row)).collect())
}

/// Units with active people, by name: to choose from, and cut where there are very many. Whether somebody may look at a unit is asked
/// with [`staffed_unit`].
pub async fn staffed_units(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Vec<(UnitId, String)>> {
    let rows = sqlx::query!(
        "select u.id, u.name from units u where u.agency_id = $1 and u.active \
         and exists (select 1 from employees e where e.agency_id = u.agency_id and e.unit_id = u.id and e.active) order by lower(u.name), u.id limit 500",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.name))
        .collect())
}

/// The name of one unit with active people.
pub async fn staffed_unit(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select u.name from units u where u.agency_id = $1 and u.id = $2 and u.active \
         and exists (select 1 from employees e where e.agency_id = u.agency_id and e.unit_id = u.id and e.active)",
        agency.0,
        unit.0
    )
    .fetch_optional(conn)
    .await?)
}
