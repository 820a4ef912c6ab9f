//! Statements about the structure: approvers, subordinates, members, paths.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, UnitId},
    },
    organisation::{Approver, Capacity, Person},
};

/// One row of the function `approver_of` (migration 0028).
pub async fn approver_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    on: NaiveDate,
    level: i16,
) -> Result<Option<Approver>> {
    let row = sqlx::query!(
        r#"select employee_id as "employee_id!", acting, unit_id as "unit_id!", for_id from approver_of($1, $2, $3, $4)"#,
        agency.0,
        employee.0,
        on,
        i32::from(level)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Approver {
        employee: EmployeeId(row.employee_id),
        acting: row.acting.as_deref().and_then(Capacity::of),
        unit: UnitId(row.unit_id),
        in_place_of: row.for_id.map(EmployeeId),
    }))
}

/// The name of whoever decides for a person on a day.
pub async fn approver_name(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
    on: NaiveDate,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select e.name from approver_of($1, $2, $3, 0) a join employees e on e.agency_id = $1 and e.id = a.employee_id",
        agency.0,
        employee.0,
        on
    )
    .fetch_optional(conn)
    .await?)
}

/// Each of some people with who decides for them on a day, and who above, in the order given.
pub async fn approvers_of(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    on: NaiveDate,
) -> Result<Vec<(EmployeeId, Option<Approver>, Option<Approver>)>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select x.id as "id!", d.employee_id as "direct?", d.acting as "acting?", d.unit_id as "unit?", d.for_id as "for?",
           a.employee_id as "above?", a.acting as "above_acting?", a.unit_id as "above_unit?", a.for_id as "above_for?"
           from unnest($2::uuid[]) with ordinality x (id, n) left join lateral approver_of($1, x.id, $3, 0) d on true
           left join lateral approver_of($1, x.id, $3, 1) a on true order by x.n"#,
        agency.0,
        &people,
        on
    )
    .fetch_all(conn)
    .await?;
    let approver =
        |who: Option<Uuid>, acting: Option<String>, unit: Option<Uuid>, of: Option<Uuid>| {
            Some(Approver {
                employee: EmployeeId(who?),
                acting: acting.as_deref().and_then(Capacity::of),
                unit: UnitId(unit?),
                in_place_of: of.map(EmployeeId),
            })
        };
    Ok(rows
        .into_iter()
        .map(|row| {
            let direct = approver(row.direct, row.acting, row.unit, row.r#for);
            let above = approver(row.above, row.above_acting, row.above_unit, row.above_for);
            (EmployeeId(row.id), direct, above)
        })
        .collect())
}

/// The first day after another, within two months, on which all of some people have the same approver.
pub async fn one_approver_from(
    conn: &mut PgConnection,
    agency: AgencyId,
    people: &[EmployeeId],
    after: NaiveDate,
) -> Result<Option<NaiveDate>> {
    let people: Vec<Uuid> = people.iter().map(|id| id.0).collect();
    Ok(sqlx::query_scalar!(
        "select min(k.day) from (select $3::date + d.number as day from generate_series(1, 62) as d (number)) k \
         where (select count(distinct coalesce(a.employee_id, '00000000-0000-0000-0000-000000000000')) from unnest($2::uuid[]) as p (id) \
           left join lateral approver_of($1, p.id, k.day, 0) a on true) = 1",
        agency.0,
        &people,
        after
    )
    .fetch_one(conn)
    .await?)
}

/// A person as statements give one.
pub struct PersonRow {
    pub id: Uuid,
    pub name: String,
    pub nip: String,
    pub unit_id: Uuid,
    pub unit_name: String,
    pub position_name: String,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: EmployeeId(row.id),
            name: row.name,
            nip: row.nip,
            unit: UnitId(row.unit_id),
            unit_name: row.unit_name,
            position_name: row.position_name,
        }
    }
}

/// Gathers everybody who could answer to the supervisor, then keeps those of whom `approver_of` says so; those whose decisions he handed
/// down stay his people.
pub async fn subordinates(
    conn: &mut PgConnection,
    agency: AgencyId,
    supervisor: EmployeeId,
    on: NaiveDate,
) -> Result<Vec<Person>> {
    let rows = sqlx::query_as!(
        PersonRow,
        r#"with recursive leaders as (
            select u.id, u.parent_id, l.leader, u.head_id, t.employee_id as acting_id,
                -- somebody on leave is passed over: his people may answer to whoever stands above him
                case when not exists (select 1 from absences b where b.agency_id = u.agency_id and b.employee_id = l.leader and b.kind = 'leave'
                    and b.cancelled_at is null and b.halves = 3 and $3 between b.from_on and b.to_on) then l.leader end as there
            from units u
            left join employees h on h.agency_id = u.agency_id and h.id = u.head_id and h.active
            left join lateral (select a.employee_id from acting_heads a join employees x on x.agency_id = a.agency_id and x.id = a.employee_id and x.active
                where a.agency_id = u.agency_id and a.unit_id = u.id and a.ended_at is null and $3 between a.from_on and a.to_on
                order by a.from_on desc, a.id desc limit 1) t on true
            cross join lateral (select coalesce(t.employee_id, h.id) as leader) l
            where u.agency_id = $1
        ),
        region as (
            select l.id, null::uuid as only_id from leaders l where l.leader = $2
            union
            select l.id, coalesce(l.there, r.only_id) from region r join leaders l on l.parent_id = r.id
            where l.leader is distinct from $2 and (l.there is null or r.only_id is null or r.only_id = l.there)
        ),
        handed as (
            select d.over_id as id from mandates d where d.agency_id = $1 and d.holder_id = $2 and d.ended_at is null and $3 between d.from_on and d.to_on
            union
            select u.id from handed h join units u on u.agency_id = $1 and u.parent_id = h.id
        ),
        maybe as (
            select e.id from employees e join region r on r.id = e.unit_id and (r.only_id is null or r.only_id = e.id)
            where e.agency_id = $1 and e.active and e.id <> $2
            union
            select e.id from employees e join handed h on h.id = e.unit_id where e.agency_id = $1 and e.active and e.id <> $2
            union
            select e.id from employees e where e.agency_id = $1 and e.active and e.supervisor_id = $2
            union
            select e.id from employees e join leaders l on l.head_id = e.supervisor_id and l.acting_id = $2
            where e.agency_id = $1 and e.active
        )
        select e.id as "id!", e.name as "name!", e.nip as "nip!", e.unit_id as "unit_id!", u.name as "unit_name!", p.name as "position_name!"
        -- an array, so that they are found first, whatever the plan thinks of their number: approver_of is dear
        from unnest(array(select id from maybe)) as m(id)
        join employees e on e.agency_id = $1 and e.id = m.id
        cross join lateral approver_of($1, e.id, $3) a
        join units u on u.agency_id = e.agency_id and u.id = e.unit_id
        join positions p on p.agency_id = e.agency_id and p.id = e.position_id
        where a.employee_id = $2 or (a.acting = 'mandate' and a.for_id = $2)
        order by lower(e.name), e.id"#,
        agency.0,
        supervisor.0,
        on
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Active people of one unit.
pub async fn members_of_unit(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
) -> Result<Vec<Person>> {
    let rows = sqlx::query_as!(
        PersonRow,
        "select e.id, e.name, e.nip, e.unit_id, u.name as unit_name, p.name as position_name \
         from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
         join positions p on p.agency_id = e.agency_id and p.id = e.position_id \
         where e.agency_id = $1 and e.unit_id = $2 and e.active order by lower(e.name), e.id",
        agency.0,
        unit.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// From the unit up to the root.
pub async fn unit_path(
    conn: &mut PgConnection,
    agency: AgencyId,
    unit: UnitId,
) -> Result<Vec<(UnitId, String)>> {
    let rows = sqlx::query!(
        r#"with recursive path as (
            select u.id, u.parent_id, u.name, 0 as depth from units u where u.agency_id = $1 and u.id = $2
            union all
            select u.id, u.parent_id, u.name, p.depth + 1 from path p join units u on u.agency_id = $1 and u.id = p.parent_id where p.depth < 40
        ) select id as "id!", name as "name!" from path order by depth"#,
        agency.0,
        unit.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.name))
        .collect())
}

/// The open units that a person heads or stands in for on a day.
pub async fn led_units(
    conn: &mut PgConnection,
    agency: AgencyId,
    person: EmployeeId,
    on: NaiveDate,
) -> Result<Vec<(UnitId, String)>> {
    let rows = sqlx::query!(
        "select u.id, u.name from units u where u.agency_id = $1 and u.active and (u.head_id = $2 or exists ( \
         select 1 from acting_heads a where a.agency_id = u.agency_id and a.unit_id = u.id and a.employee_id = $2 \
         and a.ended_at is null and $3 between a.from_on and a.to_on)) order by lower(u.name), u.id",
        agency.0,
        person.0,
        on
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UnitId(row.id), row.name))
        .collect())
}

/// The region of the nearest unit up the tree from somebody's that has one, and the city of their confirmed home.
pub async fn office_and_city(
    conn: &mut PgConnection,
    agency: AgencyId,
    employee: EmployeeId,
) -> Result<(Option<String>, Option<String>)> {
    let row = sqlx::query!(
        r#"with recursive path as (
            select u.parent_id, u.region, 0 as depth from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id
            where e.agency_id = $1 and e.id = $2
            union all
            select u.parent_id, u.region, p.depth + 1 from path p join units u on u.agency_id = $1 and u.id = p.parent_id
            where p.region is null and p.depth < 40
        ) select (select region from path where region is not null) as region,
            (select city from homes where agency_id = $1 and employee_id = $2 and state = 'confirmed') as city"#,
        agency.0,
        employee.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.region, row.city))
}

/// The heads by post above a person: of their unit and of those they head themselves, and of every unit over these; and the superior that their
/// record names. Who stands in for whom does not matter.
pub async fn posts_above(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<EmployeeId>> {
    let ids = sqlx::query_scalar!(
        r#"with recursive up as (
             select u.id, u.parent_id, u.head_id from units u
             where u.agency_id = $1 and (u.head_id = $2 or u.id = (select e.unit_id from employees e where e.agency_id = $1 and e.id = $2))
             union select p.id, p.parent_id, p.head_id from up join units p on p.agency_id = $1 and p.id = up.parent_id
           )
           select head_id as "id!" from up where head_id <> $2
           union select supervisor_id from employees where agency_id = $1 and id = $2 and supervisor_id is not null"#,
        agency.0,
        who.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(EmployeeId).collect())
}
