//! Employees: insert, update, supervisors, history, who is missing from a file.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::{Error, Result},
    id::{AgencyId, EmployeeId},
};

/// An employee as the database gets it. What the file does not tell is empty and stays as it is.
#[derive(Clone, Debug, Serialize)]
pub struct Line<'a> {
    pub id: Uuid,
    pub nip: &'a str,
    pub name: &'a str,
    pub asn_kind: &'static str,
    pub grade: Option<&'a str>,
    pub grade_since: Option<NaiveDate>,
    pub unit_id: Uuid,
    pub position: &'a str,
    pub position_since: Option<NaiveDate>,
    pub birth_on: NaiveDate,
    pub gender: &'static str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub appointed_on: Option<NaiveDate>,
    pub legal_state: Option<&'a str>,
    pub active: Option<bool>,
}

/// What became of a line.
#[derive(Clone, Debug)]
pub struct Saved {
    pub id: EmployeeId,
    pub nip: String,
    pub is_new: bool,
    pub changed: bool,
    /// Unit or position became another.
    pub moved: bool,
    pub member: bool,
    /// Since when the open row of the history says what it says.
    pub open_from: Option<NaiveDate>,
}

/// Locks the employees of these numbers, in one order.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, nips: &[String]) -> Result<()> {
    sqlx::query!(
        "select id from employees where agency_id = $1 and nip = any($2) order by id for update",
        agency.0,
        nips
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Inserts new employees and updates those of whom the file tells something else. Deletes nobody.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    lines: &[Line<'_>],
    now: DateTime<Utc>,
) -> Result<Vec<Saved>> {
    let text = serde_json::to_string(lines).map_err(Error::internal)?;
    let rows = sqlx::query!(
        r#"with line as materialized (
          select x.id, x.nip, x.name, x.asn_kind, coalesce(x.grade, e.grade) as grade, coalesce(x.grade_since, e.grade_since) as grade_since,
            x.unit_id, p.id as position_id, coalesce(x.position_since, e.position_since) as position_since, coalesce(x.birth_on, e.birth_on) as birth_on,
            coalesce(x.gender, e.gender) as gender, coalesce(x.email, e.email) as email, coalesce(x.phone, e.phone) as phone,
            coalesce(e.appointed_on, x.appointed_on) as appointed_on, coalesce(x.legal_state, e.legal_state, 'Aktif') as legal_state,
            coalesce(x.active, e.active, true) as active,
            e.id as old_id, e.id is not null and (e.unit_id, e.position_id) is distinct from (x.unit_id, p.id) as moved
          from jsonb_to_recordset($2::text::jsonb) as x(id uuid, nip text, name text, asn_kind text, grade text, grade_since date, unit_id uuid, position text,
            position_since date, birth_on date, gender text, email text, phone text, appointed_on date, legal_state text, active boolean)
          join positions p on p.agency_id = $1 and lower(p.name) = lower(x.position)
          left join employees e on e.agency_id = $1 and e.nip = x.nip),
        saved as (
          insert into employees as e (agency_id, id, nip, name, asn_kind, grade, grade_since, unit_id, position_id, position_since, birth_on, gender,
            email, phone, appointed_on, legal_state, active, created_at, updated_at)
          select $1, id, nip, name, asn_kind, grade, grade_since, unit_id, position_id, position_since, birth_on, gender,
            email, phone, appointed_on, legal_state, active, $3, $3 from line
          on conflict (agency_id, nip) do update set name = excluded.name, asn_kind = excluded.asn_kind, grade = excluded.grade,
            grade_since = excluded.grade_since, unit_id = excluded.unit_id, position_id = excluded.position_id, position_since = excluded.position_since,
            birth_on = excluded.birth_on, gender = excluded.gender, email = excluded.email, phone = excluded.phone, appointed_on = excluded.appointed_on,
            legal_state = excluded.legal_state, active = excluded.active, left_on = case when excluded.active then null else e.left_on end,
            version = e.version + 1, updated_at = excluded.updated_at
          where (e.name, e.asn_kind, e.grade, e.grade_since, e.unit_id, e.position_id, e.position_since, e.birth_on, e.gender, e.email, e.phone,
              e.appointed_on, e.legal_state, e.active)
            is distinct from (excluded.name, excluded.asn_kind, excluded.grade, excluded.grade_since, excluded.unit_id, excluded.position_id,
              excluded.position_since, excluded.birth_on, excluded.gender, excluded.email, excluded.phone, excluded.appointed_on,
              excluded.legal_state, excluded.active)
          returning e.id, e.nip)
        select l.nip as "nip!", coalesce(l.old_id, l.id) as "id!", l.old_id is null as "is_new!", s.id is not null as "changed!", l.moved as "moved!",
          exists (select 1 from memberships m where m.agency_id = $1 and m.employee_id = l.old_id) as "member!",
          (select a.from_on from assignments a where a.agency_id = $1 and a.employee_id = l.old_id and a.to_on is null order by a.from_on desc limit 1) as open_from
        from line l left join saved s on s.nip = l.nip"#,
        agency.0,
        text,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Saved {
            id: EmployeeId(row.id),
            nip: row.nip,
            is_new: row.is_new,
            changed: row.changed,
            moved: row.moved,
            member: row.member,
            open_from: row.open_from,
        })
        .collect())
}

/// Writes the history of people who are new or moved: the open row ends the day before, the next one opens. A row that
/// would not have lasted a day is corrected instead.
pub async fn save_history(
    conn: &mut PgConnection,
    agency: AgencyId,
    changes: &[(EmployeeId, NaiveDate)],
) -> Result<()> {
    let ids: Vec<Uuid> = changes.iter().map(|(_, _)| Uuid::now_v7()).collect();
    let employees: Vec<Uuid> = changes.iter().map(|(id, _)| id.0).collect();
    let since: Vec<NaiveDate> = changes.iter().map(|(_, day)| *day).collect();
    sqlx::query!(
        "update assignments a set to_on = case when a.from_on < c.since then c.since - 1 end, \
           unit_id = case when a.from_on < c.since then a.unit_id else e.unit_id end, \
           position_id = case when a.from_on < c.since then a.position_id else e.position_id end \
         from unnest($2::uuid[], $3::date[]) as c(employee_id, since) \
         join employees e on e.agency_id = $1 and e.id = c.employee_id \
         where a.agency_id = $1 and a.employee_id = c.employee_id and a.to_on is null",
        agency.0,
        &employees,
        &since
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into assignments (agency_id, id, employee_id, unit_id, position_id, from_on) \
         select $1, c.id, e.id, e.unit_id, e.position_id, c.since \
         from unnest($2::uuid[], $3::uuid[], $4::date[]) as c(id, employee_id, since) \
         join employees e on e.agency_id = $1 and e.id = c.employee_id \
         where not exists (select 1 from assignments a where a.agency_id = $1 and a.employee_id = c.employee_id and a.to_on is null)",
        agency.0,
        &ids,
        &employees,
        &since
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Every explicit supervisor of the agency: number of the employee, number of the supervisor.
pub async fn supervisors(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select e.nip, s.nip as supervisor from employees e \
         join employees s on s.agency_id = e.agency_id and s.id = e.supervisor_id where e.agency_id = $1",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.nip, row.supervisor))
        .collect())
}

/// Sets supervisors by number; how many became another.
pub async fn save_supervisors(
    conn: &mut PgConnection,
    agency: AgencyId,
    links: &[(&str, &str)],
    now: DateTime<Utc>,
) -> Result<u64> {
    let nips: Vec<String> = links.iter().map(|(nip, _)| (*nip).to_owned()).collect();
    let above: Vec<String> = links.iter().map(|(_, nip)| (*nip).to_owned()).collect();
    let done = sqlx::query!(
        "update employees e set supervisor_id = s.id, version = e.version + 1, updated_at = $4 \
         from unnest($2::text[], $3::text[]) as l(nip, above) join employees s on s.agency_id = $1 and s.nip = l.above \
         where e.agency_id = $1 and e.nip = l.nip and e.id <> s.id and e.supervisor_id is distinct from s.id",
        agency.0,
        &nips,
        &above,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Active employees that are not in a file: how many, and the first of them (name, number, unit). `names` are the names of
/// refused rows, so that nobody is proposed whose row is only misspelt.
pub async fn absent(
    conn: &mut PgConnection,
    agency: AgencyId,
    nips: &[String],
    names: &[String],
    most: i64,
) -> Result<(i64, Vec<(String, String, String)>)> {
    let rows = sqlx::query!(
        r#"select e.name, e.nip, u.name as unit, count(*) over () as "total!" from employees e
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           where e.agency_id = $1 and e.active
           and not exists (select 1 from unnest($2::text[]) as x(nip) where x.nip = e.nip)
           and not exists (select 1 from unnest($3::text[]) as y(name) where lower(y.name) = lower(e.name))
           order by lower(e.name), e.id limit $4"#,
        agency.0,
        nips,
        names,
        most
    )
    .fetch_all(conn)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((
        total,
        rows.into_iter()
            .map(|row| (row.name, row.nip, row.unit))
            .collect(),
    ))
}
