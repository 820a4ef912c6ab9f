//! Who works in some units, and where they will be.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    calendar::DateRange,
    kernel::{
        error::Result,
        id::{AgencyId, AgreementId, EmployeeId, RequestId, UnitId},
    },
    policy::{DayTimes, Place},
    requests::{
        State, ask,
        board::{Member, Stay, UnitInfo},
        rules::pattern_days,
    },
};

/// Some units, and the active people in them by name.
pub async fn units(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: &[Uuid],
) -> Result<(HashMap<UnitId, UnitInfo>, Vec<Member>)> {
    let rows = sqlx::query!(
        r#"select u.id as unit_id, u.name as unit, u.min_on_site, e.id as "id?", e.name as "name?", p.name as "position?" from units u
           left join employees e on e.agency_id = u.agency_id and e.unit_id = u.id and e.active
           left join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           where u.agency_id = $1 and u.id = any($2) order by lower(e.name), e.id"#,
        agency.0,
        units
    )
    .fetch_all(conn)
    .await?;
    let mut infos = HashMap::new();
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        let unit = UnitId(row.unit_id);
        infos.entry(unit).or_insert_with(|| UnitInfo {
            name: row.unit,
            min_on_site: row.min_on_site.and_then(|least| u16::try_from(least).ok()),
        });
        if let (Some(id), Some(name), Some(position)) = (row.id, row.name, row.position) {
            members.push(Member {
                id: EmployeeId(id),
                name,
                unit,
                position,
            });
        }
    }
    Ok((infos, members))
}

/// The families of positions of the active people of a unit.
pub async fn families(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
) -> Result<HashMap<EmployeeId, String>> {
    let rows = sqlx::query!(
        r#"select e.id, p.family as "family!" from employees e
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           where e.agency_id = $1 and e.unit_id = $2 and e.active and p.family is not null"#,
        agency.0,
        unit.0
    )
    .fetch_all(conn)
    .await?;
    let families = rows.into_iter();
    Ok(families
        .map(|row| (EmployeeId(row.id), row.family))
        .collect())
}

/// Approved and pending place days of people within a range, weekly patterns spread out: single days from one half of the statement, patterns
/// with their exceptions from the other.
pub async fn stays(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[Uuid],
    range: DateRange,
) -> Result<Vec<Stay>> {
    let rows = sqlx::query!(
        r#"select r.id as "id!", r.employee_id as "employee_id!", r.state as "state!", r.submitted_at, r.place as "place!", r.day_times as "day_times: Json<DayTimes>", r.agreement_id,
             d.on_date, d.halves, null::date as first_on, null::date as last_on, null::date as stopped_on, null::smallint[] as week_halves,
             null::date[] as except_on, null::smallint[] as except_halves
           from request_days d join requests r on r.agency_id = d.agency_id and r.id = d.request_id
           where d.agency_id = $1 and d.counts and d.employee_id = any($2) and d.on_date between $3 and $4 and r.shape = 'days'
           union all
           select r.id, r.employee_id, r.state, r.submitted_at, r.place, r.day_times, r.agreement_id, null, null, r.first_on, r.last_on, r.stopped_on, r.week_halves,
             array(select d.on_date from request_days d where d.agency_id = r.agency_id and d.request_id = r.id order by d.on_date),
             array(select d.halves from request_days d where d.agency_id = r.agency_id and d.request_id = r.id order by d.on_date)
           from requests r where r.agency_id = $1 and r.employee_id = any($2) and r.shape = 'pattern' and r.week_halves is not null
           and (r.state in ('submitted', 'offered', 'approved', 'approved_adjusted', 'ended') or r.stopped_on > r.first_on)
           and r.first_on <= $4 and r.last_on >= $3"#,
        agency.0,
        people,
        range.from,
        range.to
    )
    .fetch_all(conn)
    .await?;
    let mut stays = Vec::with_capacity(rows.len());
    for row in rows {
        let bits = |halves: i16| u8::try_from(halves).unwrap_or(3);
        let days = match (row.first_on, row.last_on) {
            (Some(from), Some(last)) => {
                let stopped = row.stopped_on.and_then(|day| day.pred_opt());
                let to = stopped.map_or(last, |day| day.min(last));
                let exceptions = exceptions(
                    row.except_on.as_deref().unwrap_or_default(),
                    row.except_halves.as_deref().unwrap_or_default(),
                );
                let week = week(row.week_halves.as_deref().unwrap_or_default());
                pattern_days(week, DateRange { from, to }, &exceptions, range)
            }
            _ => row.on_date.zip(row.halves.map(bits)).into_iter().collect(),
        };
        stays.extend(days.into_iter().map(|(on, bits)| {
            Stay {
                request: RequestId(row.id),
                employee: EmployeeId(row.employee_id),
                on,
                bits,
                place: ask::place_of(&row.place).unwrap_or(Place::OtherPlace),
                pending: State::of(&row.state).is_some_and(State::is_pending),
                waits_since: row
                    .submitted_at
                    .filter(|_| row.state == State::Submitted.code()),
                times: row.day_times.as_ref().map(|times| times.0),
                agreement: row.agreement_id.map(AgreementId),
            }
        }));
    }
    Ok(stays)
}

/// Exceptions of a pattern by day.
pub fn exceptions(days: &[NaiveDate], halves: &[i16]) -> BTreeMap<NaiveDate, u8> {
    days.iter()
        .copied()
        .zip(halves.iter().map(|bits| u8::try_from(*bits).unwrap_or(0)))
        .collect()
}

/// The stored week as seven half-day bits.
pub fn week(stored: &[i16]) -> [u8; 7] {
    let mut week = [0; 7];
    for (bits, stored) in week.iter_mut().zip(stored) {
        *bits = u8::try_from(*stored).unwrap_or(0);
    }
    week
}
