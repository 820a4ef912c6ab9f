//! What is known of people in a month, read from the tables of other areas in a few statements for many people at once.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    allowance::rules::{Measure, Rated},
    calendar::DateRange,
    kernel::{
        error::{Error, Result},
        id::{AgencyId, EmployeeId, RequestId, UnitId},
    },
    performance::rating::Predikat,
};

/// Somebody who is counted, as they were in the month.
pub struct Person {
    pub id: EmployeeId,
    pub unit: UnitId,
    pub kelas: Option<i16>,
    pub cpns: bool,
    pub legal_state: String,
}

/// The next people of a month by id: who works here, or left in it. Unit and position are those of the last assignment in the month.
pub async fn people(
    conn: &mut PgConnection,
    agency: AgencyId,
    month: DateRange,
    after: Option<EmployeeId>,
    most: i64,
) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"select e.id, coalesce(a.unit_id, e.unit_id) as "unit_id!", p.kelas, e.asn_kind = 'cpns' as "cpns!", e.legal_state from employees e
           left join lateral (select t.unit_id, t.position_id from assignments t where t.agency_id = e.agency_id and t.employee_id = e.id
             and t.from_on <= $3 and (t.to_on is null or t.to_on >= $2) order by t.from_on desc, t.id desc limit 1) a on true
           join positions p on p.agency_id = e.agency_id and p.id = coalesce(a.position_id, e.position_id)
           where e.agency_id = $1 and (e.active or e.left_on >= $2) and ($4::uuid is null or e.id > $4) order by e.id limit $5"#,
        agency.0,
        month.from,
        month.to,
        after.map(|id| id.0),
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: EmployeeId(row.id),
            unit: UnitId(row.unit_id),
            kelas: row.kelas,
            cpns: row.cpns,
            legal_state: row.legal_state,
        })
        .collect())
}

/// The ratings of people of a time, by the narrowest of these periods that they were rated in.
pub async fn ratings(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    periods: &[String],
) -> Result<HashMap<EmployeeId, Rated>> {
    let rows = sqlx::query!(
        "select distinct on (employee_id) employee_id, period, predikat from ratings where agency_id = $1 and employee_id = any($2) and period = any($3) \
         order by employee_id, array_position($3, period)",
        agency.0,
        people,
        periods
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let predikat =
                Predikat::of(&row.predikat).ok_or_else(|| Error::internal("unknown predikat"))?;
            let rated = Rated {
                period: row.period,
                predikat,
            };
            Ok((EmployeeId(row.employee_id), rated))
        })
        .collect()
}

/// Decided measures of people that are or were served in a range.
pub async fn measures(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
) -> Result<HashMap<EmployeeId, Vec<Measure>>> {
    let rows = sqlx::query!(
        "select employee_id, level, from_on, to_on from discipline where agency_id = $1 and employee_id = any($2) and state in ('serving', 'ended') \
         and from_on <= $4 and (to_on is null or to_on >= $3) order by employee_id, from_on, id",
        agency.0,
        people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    let mut all: HashMap<EmployeeId, Vec<Measure>> = HashMap::new();
    for row in rows {
        let one = Measure {
            level: row.level,
            from: row.from_on,
            to: row.to_on,
        };
        all.entry(EmployeeId(row.employee_id))
            .or_default()
            .push(one);
    }
    Ok(all)
}

/// Work that somebody is to deliver.
pub struct Due {
    /// The request that promised it.
    pub request: Option<RequestId>,
    pub due_on: NaiveDate,
    /// The stored state of a deliverable; none: promised, and nothing came of it yet.
    pub state: Option<String>,
}

/// The work of people that is due in a range: what approved requests promised, and what was planned besides. Of promises also what is due in the
/// two months after: a flexible day may have its work due later.
pub async fn due(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
) -> Result<HashMap<EmployeeId, Vec<Due>>> {
    let rows = sqlx::query!(
        r#"select r.employee_id as "employee_id!", p.request_id as "request_id?", p.due_on as "due_on!", w.state as "state?" from requests r
           join plan_lines p on p.agency_id = r.agency_id and p.request_id = r.id
           left join deliverables w on w.agency_id = p.agency_id and w.request_id = p.request_id and w.plan_line = p.line and w.state <> 'withdrawn'
           where r.agency_id = $1 and r.employee_id = any($2) and r.state in ('approved', 'approved_adjusted', 'ended') and p.due_on between $3 and $4::date + 62
           union all
           select employee_id, null::uuid, due_on, state from deliverables
           where agency_id = $1 and employee_id = any($2) and request_id is null and state <> 'withdrawn' and due_on between $3 and $4
           order by 1, 3, 2"#,
        agency.0,
        people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    let mut all: HashMap<EmployeeId, Vec<Due>> = HashMap::new();
    for row in rows {
        let one = Due {
            request: row.request_id.map(RequestId),
            due_on: row.due_on,
            state: row.state,
        };
        all.entry(EmployeeId(row.employee_id))
            .or_default()
            .push(one);
    }
    Ok(all)
}
