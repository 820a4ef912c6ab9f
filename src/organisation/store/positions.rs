//! Statements about positions.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, MembershipId, PositionId},
        list::Cursor,
    },
    organisation::{Position, position::Facts, rules},
};

macro_rules! position {
    ($row:expr) => {
        Position {
            id: PositionId($row.id),
            name: $row.name,
            family: $row.family,
            jenjang: $row.jenjang,
            kelas: $row.kelas,
            flags: [
                $row.outside_office,
                $row.no_special_room,
                $row.uses_ict,
                $row.little_face_to_face,
                $row.little_supervision,
            ],
            times: [$row.shift_work, $row.hours_not_bound],
            outside_duty: $row.outside_duty,
            decided: $row.decided_at.is_some(),
            holders: $row.holders,
            version: $row.version,
        }
    };
}

/// Locks and reads a position.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: PositionId) -> Result<Position> {
    sqlx::query_scalar!(
        "select id from positions where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    find(conn, agency, id).await
}

/// A position with the number of people who hold it.
pub async fn find(conn: &mut PgConnection, agency: AgencyId, id: PositionId) -> Result<Position> {
    let row = sqlx::query!(
        r#"select p.id, p.name, p.family, p.jenjang, p.kelas, p.outside_office, p.no_special_room, p.uses_ict, p.little_face_to_face,
           p.little_supervision, p.shift_work, p.hours_not_bound, p.outside_duty, p.decided_at, p.version,
           (select count(*) from employees e where e.agency_id = p.agency_id and e.position_id = p.id and e.active) as "holders!"
           from positions p where p.agency_id = $1 and p.id = $2"#,
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(position!(row))
}

/// What a list of positions is narrowed to.
#[derive(Default)]
pub struct Filter<'a> {
    pub like: Option<&'a str>,
    /// `undecided`, `decided`, `passing` (all five met) or empty.
    pub state: &'a str,
}

/// Positions by name, with the number of holders.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    filter: &Filter<'_>,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Position>> {
    let rows = sqlx::query!(
        r#"select p.id, p.name, p.family, p.jenjang, p.kelas, p.outside_office, p.no_special_room, p.uses_ict, p.little_face_to_face,
           p.little_supervision, p.shift_work, p.hours_not_bound, p.outside_duty, p.decided_at, p.version, coalesce(c.n, 0) as "holders!"
           from positions p
           left join (select position_id, count(*) as n from employees where agency_id = $1 and active group by position_id) c on c.position_id = p.id
           where p.agency_id = $1 and p.active
           and ($2::text is null or lower(p.name) like $2 or lower(p.family) like $2)
           and ($3::text = '' or ($3 = 'undecided' and p.decided_at is null) or ($3 = 'decided' and p.decided_at is not null)
             or ($3 = 'passing' and p.outside_office and p.no_special_room and p.uses_ict and p.little_face_to_face and p.little_supervision))
           and ($4::text is null or (lower(p.name), p.id) > ($4, $5::uuid))
           order by lower(p.name), p.id limit $6"#,
        agency.0,
        filter.like,
        filter.state,
        after.map(|cursor| cursor.key.as_str()),
        after.map(|cursor| cursor.id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| position!(row)).collect())
}

/// How many positions there are, and how many of them HR has not decided.
pub async fn count(conn: &mut PgConnection, agency: AgencyId) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) as "all!", count(*) filter (where decided_at is null) as "undecided!" from positions where agency_id = $1 and active"#,
        agency.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.all, row.undecided))
}

/// Writes a new position; false when the name is taken.
pub async fn insert(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: PositionId,
    facts: &Facts,
    now: DateTime<Utc>,
    by: Option<MembershipId>,
) -> Result<bool> {
    let decided = rules::decided(&facts.flags);
    let done = sqlx::query!(
        "insert into positions (agency_id, id, name, family, jenjang, kelas, outside_office, no_special_room, uses_ict, little_face_to_face, \
         little_supervision, outside_duty, decided_at, decided_by, shift_work, hours_not_bound) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
         case when $13 then $14::timestamptz end, case when $13 then $15::uuid end, $16, $17) on conflict do nothing",
        agency.0,
        id.0,
        facts.name,
        facts.family,
        facts.jenjang,
        facts.kelas,
        facts.flags[0],
        facts.flags[1],
        facts.flags[2],
        facts.flags[3],
        facts.flags[4],
        facts.outside_duty,
        decided,
        now,
        by.map(|id| id.0),
        facts.times[0],
        facts.times[1]
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a changed position; it counts as decided once every criterion has an answer.
pub async fn save(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: PositionId,
    facts: &Facts,
    now: DateTime<Utc>,
    by: Option<MembershipId>,
) -> Result<()> {
    let decided = rules::decided(&facts.flags);
    sqlx::query!(
        "update positions set name = $3, family = $4, jenjang = $5, kelas = $6, outside_office = $7, no_special_room = $8, uses_ict = $9, \
         little_face_to_face = $10, little_supervision = $11, outside_duty = $12, decided_at = case when $13 then $14::timestamptz end, \
         decided_by = case when $13 then $15::uuid end, shift_work = $16, hours_not_bound = $17, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        id.0,
        facts.name,
        facts.family,
        facts.jenjang,
        facts.kelas,
        facts.flags[0],
        facts.flags[1],
        facts.flags[2],
        facts.flags[3],
        facts.flags[4],
        facts.outside_duty,
        decided,
        now,
        by.map(|id| id.0),
        facts.times[0],
        facts.times[1]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether another position has the name.
pub async fn name_taken(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: PositionId,
    name: &str,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from positions where agency_id = $1 and id <> $2 and lower(name) = lower($3)) as "taken!""#,
        agency.0,
        id.0,
        name
    )
    .fetch_one(conn)
    .await?)
}
