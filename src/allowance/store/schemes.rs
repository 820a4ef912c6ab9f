//! Statements about schemes.

use std::collections::BTreeMap;

use sqlx::{PgConnection, types::Json};

use crate::{
    allowance::{Scheme, SchemeState, rules::Terms},
    kernel::{
        error::{Error, Result},
        id::{AgencyId, AllowanceSchemeId, IdentityId, MembershipId},
    },
    requests::Month,
};

/// The most that a list shows.
const SHOWN: i64 = 60;

/// Schemes, narrowed by what follows the `where`.
macro_rules! schemes {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        sqlx::query!(
            r#"select s.id, s.number, s.state, s.from_month, s.amounts as "amounts: Json<BTreeMap<i16, i64>>", s.terms as "terms: Json<Terms>", s.written_by, s.written_at,
               w.name as "writer_name?", s.asked_by, s.asked_at, s.put_by, s.put_at, p.name as "putter_name?", s.note, s.version, s.copied_from, c.number as "copied_number?"
               from allowance_schemes s
               join memberships wm on wm.agency_id = s.agency_id and wm.id = s.written_by left join employees w on w.agency_id = wm.agency_id and w.id = wm.employee_id
               left join memberships pm on pm.agency_id = s.agency_id and pm.id = s.put_by left join employees p on p.agency_id = pm.agency_id and p.id = pm.employee_id
               left join allowance_schemes c on c.agency_id = s.agency_id and c.id = s.copied_from
               where s.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Scheme {
                id: AllowanceSchemeId(row.id),
                number: row.number,
                state: SchemeState::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                from: Month::of(row.from_month),
                amounts: row.amounts.0,
                terms: row.terms.0,
                written_by: MembershipId(row.written_by),
                writer_name: row.writer_name,
                written_at: row.written_at,
                asked_by: row.asked_by.map(MembershipId),
                asked_at: row.asked_at,
                put_by: row.put_by.map(MembershipId),
                putter_name: row.putter_name,
                put_at: row.put_at,
                note: row.note,
                copied_from: row.copied_from.map(AllowanceSchemeId).zip(row.copied_number),
                version: row.version,
            })
        })
        .collect::<Result<Vec<Scheme>>>()
    }};
}

/// The schemes of the agency, the newest first.
pub async fn list(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Scheme>> {
    schemes!(conn, agency, "order by s.number desc limit $2", SHOWN)
}

/// One scheme.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AllowanceSchemeId,
) -> Result<Scheme> {
    let found = schemes!(conn, agency, "and s.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Holds a scheme against being changed by somebody else.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: AllowanceSchemeId,
) -> Result<Scheme> {
    let found = schemes!(conn, agency, "and s.id = $2 for update of s", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The scheme that counts a month: the latest that is in force by then.
pub async fn of_month(
    conn: &mut PgConnection,
    agency: AgencyId,
    month: Month,
) -> Result<Option<Scheme>> {
    let found = schemes!(
        conn,
        agency,
        "and s.state = 'in_force' and s.from_month <= $2 order by s.from_month desc, s.number desc limit 1",
        month.first()
    )?;
    Ok(found.into_iter().next())
}

/// Writes a new draft and gives its number.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Scheme) -> Result<i32> {
    Ok(sqlx::query_scalar!(
        "insert into allowance_schemes (agency_id, id, number, from_month, amounts, terms, written_by, written_at, copied_from) \
         values ($1, $2, (select coalesce(max(number), 0) + 1 from allowance_schemes where agency_id = $1), $3, $4, $5, $6, $7, $8) returning number",
        agency.0,
        one.id.0,
        one.from.first(),
        Json(&one.amounts) as _,
        Json(&one.terms) as _,
        one.written_by.0,
        one.written_at,
        one.copied_from.map(|(id, _)| id.0)
    )
    .fetch_one(conn)
    .await?)
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Scheme) -> Result<()> {
    let done = sqlx::query!(
        "update allowance_schemes set state = $4, from_month = $5, amounts = $6, terms = $7, written_by = $8, written_at = $9, asked_by = $10, asked_at = $11, \
         put_by = $12, put_at = $13, note = $14, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.from.first(),
        Json(&one.amounts) as _,
        Json(&one.terms) as _,
        one.written_by.0,
        one.written_at,
        one.asked_by.map(|id| id.0),
        one.asked_at,
        one.put_by.map(|id| id.0),
        one.put_at,
        one.note
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// The officers of HR who can be asked.
pub async fn officers(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<IdentityId>> {
    let rows = sqlx::query_scalar!(
        "select distinct m.identity_id from role_grants g join memberships m on m.agency_id = g.agency_id and m.id = g.membership_id and m.active \
         where g.agency_id = $1 and g.role = 'hr' and g.revoked_at is null",
        agency.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(IdentityId).collect())
}
