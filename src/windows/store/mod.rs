//! Statements about the windows of an agency.

pub mod national;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Named, Open, Window, kind_code, kind_of, rules::Line, set::Facts};
use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, IdentityId, MembershipId, NationalWindowId, UnitId, WindowId},
    },
    policy::WindowFact,
};

/// Two officers of an agency who set windows at once wait for each other.
pub async fn lock_agency(conn: &mut PgConnection, agency: AgencyId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from agencies where id = $1 for no key update",
        agency.0
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

fn share(stored: i16) -> u8 {
    u8::try_from(stored).unwrap_or(100)
}

/// The windows in force that touch a period, as the rules see them.
pub async fn open_between(
    conn: &mut PgConnection,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Open>> {
    let rows = sqlx::query!(
        r#"select w.id, w.kind, w.number, w.title, w.first_on, w.last_on, w.home, w.elsewhere, w.share, w.direct_service,
           array(select u.unit_id from window_units u where u.agency_id = w.agency_id and u.window_id = w.id and not u.excluded order by u.unit_id) as "scope!",
           array(select u.unit_id from window_units u where u.agency_id = w.agency_id and u.window_id = w.id and u.excluded order by u.unit_id) as "excluded!"
           from windows w where w.agency_id = $1 and w.ended_at is null and w.first_on <= $3 and w.last_on >= $2 order by w.first_on, w.id"#,
        agency.0,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Open {
            fact: WindowFact {
                id: row.id,
                kind: kind_of(&row.kind),
                number: row.number,
                title: row.title,
                first_on: row.first_on,
                last_on: row.last_on,
                share: share(row.share),
            },
            home: row.home,
            elsewhere: row.elsewhere,
            direct_service: row.direct_service,
            scope: row.scope,
            excluded: row.excluded,
        })
        .collect())
}

macro_rules! window {
    ($row:expr) => {
        Window {
            id: WindowId($row.id),
            kind: kind_of(&$row.kind),
            national: $row.national_id.map(NationalWindowId),
            number: $row.number,
            title: $row.title,
            first_on: $row.first_on,
            last_on: $row.last_on,
            home: $row.home,
            elsewhere: $row.elsewhere,
            share: share($row.share),
            direct_service: $row.direct_service,
            note: $row.note,
            scope: Vec::new(),
            excluded: Vec::new(),
            set_by: $row.set_by,
            set_at: $row.set_at,
            ended_by: $row.ended_by,
            ended_at: $row.ended_at,
            end_reason: $row.end_reason,
            version: $row.version,
        }
    };
}

async fn with_units(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut windows: Vec<Window>,
) -> Result<Vec<Window>> {
    let ids: Vec<Uuid> = windows.iter().map(|window| window.id.0).collect();
    let rows = sqlx::query!(
        "select w.window_id, w.unit_id, w.excluded, u.name from window_units w join units u on u.agency_id = w.agency_id and u.id = w.unit_id \
         where w.agency_id = $1 and w.window_id = any($2) order by lower(u.name), u.id",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let named = Named {
            id: UnitId(row.unit_id),
            name: row.name,
        };
        if let Some(window) = windows.iter_mut().find(|one| one.id.0 == row.window_id) {
            if row.excluded {
                window.excluded.push(named);
            } else {
                window.scope.push(named);
            }
        }
    }
    Ok(windows)
}

/// A window with its units.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: WindowId) -> Result<Window> {
    let row = sqlx::query!(
        r#"select w.id, w.kind, w.national_id, w.number, w.title, w.first_on, w.last_on, w.home, w.elsewhere, w.share, w.direct_service, w.note,
           (select i.name from memberships m cross join lateral identity_get(m.identity_id) i where m.agency_id = w.agency_id and m.id = w.set_by) as set_by,
           w.set_at,
           (select i.name from memberships m cross join lateral identity_get(m.identity_id) i where m.agency_id = w.agency_id and m.id = w.ended_by) as ended_by,
           w.ended_at, w.end_reason, w.version
           from windows w where w.agency_id = $1 and w.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    let mut found = with_units(conn, agency, vec![window!(row)]).await?;
    found.pop().ok_or(Error::NotFound)
}

/// Locks and reads a window.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: WindowId) -> Result<Window> {
    sqlx::query_scalar!(
        "select id from windows where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    find(conn, agency, id).await
}

/// The windows in force that run or come, by first day.
pub async fn ahead(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<Window>> {
    let rows = sqlx::query!(
        "select id, kind, national_id, number, title, first_on, last_on, home, elsewhere, share, direct_service, note, \
         null::text as set_by, set_at, null::text as ended_by, ended_at, end_reason, version \
         from windows where agency_id = $1 and ended_at is null and last_on >= $2 order by first_on, id limit 100",
        agency.0,
        today
    )
    .fetch_all(&mut *conn)
    .await?;
    let found = rows.into_iter().map(|row| window!(row)).collect();
    with_units(conn, agency, found).await
}

/// The windows that are over or ended, newest first.
pub async fn past(
    conn: &mut PgConnection,
    agency: AgencyId,
    today: NaiveDate,
) -> Result<Vec<Window>> {
    let rows = sqlx::query!(
        "select id, kind, national_id, number, title, first_on, last_on, home, elsewhere, share, direct_service, note, \
         null::text as set_by, set_at, null::text as ended_by, ended_at, end_reason, version \
         from windows where agency_id = $1 and (ended_at is not null or last_on < $2) order by last_on desc, id limit 50",
        agency.0,
        today
    )
    .fetch_all(&mut *conn)
    .await?;
    let found = rows.into_iter().map(|row| window!(row)).collect();
    with_units(conn, agency, found).await
}

/// Puts a window in place with its units.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WindowId,
    facts: &Facts,
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into windows (agency_id, id, kind, national_id, number, title, first_on, last_on, home, elsewhere, share, direct_service, note, set_by, set_at) \
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)",
        agency.0,
        id.0,
        kind_code(facts.kind),
        facts.national,
        facts.number,
        facts.title,
        facts.first_on,
        facts.last_on,
        facts.home,
        facts.elsewhere,
        facts.share,
        facts.direct_service,
        facts.note,
        by.map(|id| id.0),
        now
    )
    .execute(&mut *conn)
    .await?;
    let both = [(&facts.scope, false), (&facts.excluded, true)];
    let (units, excluded): (Vec<Uuid>, Vec<bool>) = both
        .into_iter()
        .flat_map(|(units, out)| units.iter().map(move |unit| (unit.0, out)))
        .unzip();
    sqlx::query!(
        "insert into window_units (agency_id, window_id, unit_id, excluded) select $1, $2, t.unit, t.excluded from unnest($3::uuid[], $4::bool[]) as t (unit, excluded)",
        agency.0,
        id.0,
        &units,
        &excluded
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a window that is in force.
pub async fn end(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WindowId,
    reason: &str,
    by: Option<MembershipId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update windows set ended_at = $3, ended_by = $4, end_reason = $5, version = version + 1 where agency_id = $1 and id = $2 and ended_at is null",
        agency.0,
        id.0,
        now,
        by.map(|id| id.0),
        reason
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The ministry may see that an agency ended what it had taken up.
pub async fn stats_ended(
    conn: &mut PgConnection,
    agency: AgencyId,
    national: NationalWindowId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update stats_windows set ended = true, as_of = $3 where agency_id = $1 and national_id = $2",
        agency.0,
        national.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Units with the line above each, nearest first.
pub async fn lines(
    conn: &mut PgConnection,
    agency: AgencyId,
    units: &[UnitId],
) -> Result<Vec<Line>> {
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"with recursive line as (
               select u.id as start, u.id, u.parent_id, 0 as depth from units u where u.agency_id = $1 and u.id = any($2)
               union all
               select l.start, u.id, u.parent_id, l.depth + 1 from line l join units u on u.agency_id = $1 and u.id = l.parent_id where l.depth < 40
           )
           select array_agg(id order by depth) as "line!" from line group by start"#,
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}

/// Those of some units that are the agency's and open.
pub async fn units_by_id(
    conn: &mut PgConnection,
    agency: AgencyId,
    ids: &[Uuid],
) -> Result<Vec<UnitId>> {
    let found = sqlx::query_scalar!(
        "select id from units where agency_id = $1 and id = any($2) and active",
        agency.0,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(UnitId).collect())
}

/// An open unit by its code.
pub async fn unit_by_code(
    conn: &mut PgConnection,
    agency: AgencyId,
    code: &str,
) -> Result<Option<UnitId>> {
    let found = sqlx::query_scalar!(
        "select id from units where agency_id = $1 and lower(code) = lower($2) and active limit 1",
        agency.0,
        code
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(UnitId))
}

/// The open units of the first three levels in the order of the tree, with their depth.
pub async fn choosable(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<(Named, i32)>> {
    let rows = sqlx::query!(
        r#"with recursive tree as (
               select u.id, u.name, 0 as depth, array[lower(u.name)] as path from units u where u.agency_id = $1 and u.parent_id is null and u.active
               union all
               select u.id, u.name, t.depth + 1, t.path || lower(u.name) from tree t join units u on u.agency_id = $1 and u.parent_id = t.id and u.active where t.depth < 2
           )
           select id as "id!", name as "name!", depth as "depth!" from tree where depth > 0 order by path, id limit 80"#,
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let named = Named {
                id: UnitId(row.id),
                name: row.name,
            };
            (named, row.depth)
        })
        .collect())
}

/// How many requests lie in a window.
pub async fn requests_in(conn: &mut PgConnection, agency: AgencyId, id: WindowId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from requests where agency_id = $1 and window_id = $2 and state in ('queued', 'submitted', 'offered', 'approved', 'approved_adjusted', 'ended')"#,
        agency.0,
        id.0
    )
    .fetch_one(conn)
    .await?)
}

/// Whoever has days of a window ahead: approved, offered, asked for or waiting for a place.
pub async fn asked_within(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: WindowId,
    today: NaiveDate,
) -> Result<Vec<IdentityId>> {
    let ids = sqlx::query_scalar!(
        "select distinct m.identity_id from requests r join memberships m on m.agency_id = r.agency_id and m.employee_id = r.employee_id and m.active \
         where r.agency_id = $1 and r.window_id = $2 and r.last_on >= $3 and r.state in ('queued', 'submitted', 'offered', 'approved', 'approved_adjusted')",
        agency.0,
        id.0,
        today
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// Everybody a window is for who can be told: active people of the units in its scope, without those it leaves out.
pub async fn people_within(
    conn: &mut PgConnection,
    agency: AgencyId,
    scope: &[UnitId],
    excluded: &[UnitId],
    direct_service: bool,
) -> Result<Vec<IdentityId>> {
    let scope: Vec<Uuid> = scope.iter().map(|unit| unit.0).collect();
    let excluded: Vec<Uuid> = excluded.iter().map(|unit| unit.0).collect();
    let ids = sqlx::query_scalar!(
        "with recursive inside as ( \
             select u.id, u.direct_service from units u \
             where u.agency_id = $1 and (u.id = any($2) or (cardinality($2::uuid[]) = 0 and u.parent_id is null)) and u.id <> all($3) \
             union \
             select u.id, u.direct_service from inside i join units u on u.agency_id = $1 and u.parent_id = i.id and u.id <> all($3) \
         ) \
         select distinct m.identity_id from inside i \
         join employees e on e.agency_id = $1 and e.unit_id = i.id and e.active \
         join memberships m on m.agency_id = e.agency_id and m.employee_id = e.id and m.active \
         where $4 or not i.direct_service",
        agency.0,
        &scope,
        &excluded,
        direct_service
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}

/// The people who hold one of some roles.
pub async fn officers(
    conn: &mut PgConnection,
    agency: AgencyId,
    roles: &[&str],
) -> Result<Vec<IdentityId>> {
    let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    let ids = sqlx::query_scalar!(
        "select distinct m.identity_id from memberships m join role_grants g on g.agency_id = m.agency_id and g.membership_id = m.id \
         where m.agency_id = $1 and m.active and g.role = any($2) and g.revoked_at is null",
        agency.0,
        &roles
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(IdentityId).collect())
}
