//! Statements about credit points and their coefficients.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, CreditCoefficientId, EmployeeId, MembershipId},
        jobs::CHUNK,
    },
    performance::{
        credit::{Coefficient, Listed, Points, State, rules},
        rating::Predikat,
    },
};

/// The most that a list shows.
const SHOWN: i64 = 200;

/// Coefficients with the names a page shows, narrowed by what follows the `where`.
macro_rules! coefficients {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        sqlx::query!(
            r#"select c.id, c.jenjang, c.hundredths, c.instrument, c.from_on, c.state, c.written_by, i.name as "writer_name?", c.written_at, c.put_by,
               p.name as "putter_name?", c.put_at, c.version
               from credit_coefficients c
               left join memberships w on w.agency_id = c.agency_id and w.id = c.written_by
               left join employees i on i.agency_id = w.agency_id and i.id = w.employee_id
               left join memberships x on x.agency_id = c.agency_id and x.id = c.put_by
               left join employees p on p.agency_id = x.agency_id and p.id = x.employee_id
               where c.agency_id = $1 "# + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Coefficient {
                id: CreditCoefficientId(row.id),
                jenjang: row.jenjang,
                hundredths: row.hundredths,
                instrument: row.instrument,
                from: row.from_on,
                state: State::of(&row.state).ok_or_else(|| Error::internal("unknown state"))?,
                written_by: MembershipId(row.written_by),
                writer_name: row.writer_name,
                written_at: row.written_at,
                putter_name: row.putter_name,
                put_by: row.put_by.map(MembershipId),
                put_at: row.put_at,
                version: row.version,
            })
        })
        .collect::<Result<Vec<Coefficient>>>()
    }};
}

/// One coefficient.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: CreditCoefficientId,
) -> Result<Coefficient> {
    let found = coefficients!(conn, agency, "and c.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Holds a coefficient: one step at a time.
pub async fn lock(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: CreditCoefficientId,
) -> Result<Coefficient> {
    let found = coefficients!(conn, agency, "and c.id = $2 for update of c", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Every coefficient: what waits first, then by level, the newest first.
pub async fn list(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Coefficient>> {
    coefficients!(
        conn,
        agency,
        "order by c.state <> 'waiting', c.state = 'withdrawn', c.jenjang, c.from_on desc, c.written_at desc limit $2",
        SHOWN
    )
}

/// Puts a coefficient in place.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Coefficient) -> Result<()> {
    sqlx::query!(
        "insert into credit_coefficients (agency_id, id, jenjang, hundredths, instrument, from_on, state, written_by, written_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
        agency.0,
        one.id.0,
        one.jenjang,
        one.hundredths,
        one.instrument,
        one.from,
        one.state.code(),
        one.written_by.0,
        one.written_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what a step changed; a stale version is a conflict.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Coefficient) -> Result<()> {
    let done = sqlx::query!(
        "update credit_coefficients set state = $4, put_by = $5, put_at = $6, version = version + 1 where agency_id = $1 and id = $2 and version = $3",
        agency.0,
        one.id.0,
        one.version,
        one.state.code(),
        one.put_by.map(|id| id.0),
        one.put_at
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed"))
    }
}

/// The levels that positions with people name, as they are written.
pub async fn levels(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct p.jenjang as "jenjang!" from positions p where p.agency_id = $1 and p.jenjang is not null and p.active
           and exists (select 1 from employees e where e.agency_id = p.agency_id and e.position_id = p.id and e.active) order by 1 limit $2"#,
        agency.0,
        SHOWN
    )
    .fetch_all(conn)
    .await?)
}

/// A rating of a year whose points are to be counted.
pub struct Due {
    pub employee: EmployeeId,
    pub year: i16,
    /// The number of the figure that is to be.
    pub number: i16,
    pub predikat: Predikat,
    /// As it is compared.
    pub jenjang: String,
    /// None: the one that the law's source names counts.
    pub id: Option<CreditCoefficientId>,
    /// Hundredths of a point, and the instrument.
    pub coefficient: Option<(i32, String)>,
}

/// The next ratings of a year that are not counted, or were counted from something else: another predikat, level or coefficient. The level is that
/// of the position held on the last day of the year; the coefficient the one in force on that day, and without any that of the level which the
/// law's source names.
pub async fn due(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select r.employee_id, left(r.period, 4)::smallint as "year!", coalesce(o.number, 0)::smallint as "number!", r.predikat, l.jenjang as "jenjang!",
           c.id as "id?", c.hundredths as "hundredths?", c.instrument as "instrument?"
           from ratings r
           join employees e on e.agency_id = r.agency_id and e.id = r.employee_id
           left join lateral (select a.position_id from assignments a where a.agency_id = r.agency_id and a.employee_id = r.employee_id
             and a.from_on <= r.ends_on and (a.to_on is null or a.to_on >= r.ends_on) order by a.from_on desc, a.id desc limit 1) held on true
           join positions p on p.agency_id = r.agency_id and p.id = coalesce(held.position_id, e.position_id)
           cross join lateral (select lower(regexp_replace(btrim(p.jenjang), '\s+', ' ', 'g')) as jenjang) l
           left join lateral (select k.id, k.hundredths, k.instrument from credit_coefficients k where k.agency_id = r.agency_id and k.jenjang = l.jenjang
             and k.state = 'in_force' and k.from_on <= r.ends_on order by k.from_on desc, k.put_at desc limit 1) c on true
           left join lateral (select n.number, n.predikat, n.jenjang, n.hundredths, n.coefficient_id, n.formula from credit_points n
             where n.agency_id = r.agency_id and n.employee_id = r.employee_id and n.year = left(r.period, 4)::smallint order by n.number desc limit 1) o on true
           where r.agency_id = $1 and r.period ~ '^20[0-9]{2}$' and l.jenjang <> '' and (c.id is not null or l.jenjang = $2)
           and (o.number is null or (o.predikat, o.jenjang, o.hundredths, o.coefficient_id, o.formula) is distinct from
             (r.predikat, l.jenjang, coalesce(c.hundredths, $3), c.id, $4::smallint))
           order by r.employee_id, r.period limit $5"#,
        agency.0,
        rules::NAMED,
        rules::NAMED_HUNDREDTHS,
        rules::FORMULA,
        CHUNK as i64
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Due {
                employee: EmployeeId(row.employee_id),
                year: row.year,
                number: row.number + 1,
                predikat: Predikat::of(&row.predikat)
                    .ok_or_else(|| Error::internal("unknown predikat"))?,
                jenjang: row.jenjang,
                id: row.id.map(CreditCoefficientId),
                coefficient: row.hundredths.zip(row.instrument),
            })
        })
        .collect()
}

/// Puts figures in place.
pub async fn insert_points(
    conn: &mut PgConnection,
    agency: AgencyId,
    all: &[Points],
) -> Result<()> {
    for one in all {
        sqlx::query!(
            "insert into credit_points (agency_id, employee_id, year, number, formula, predikat, jenjang, coefficient_id, hundredths, instrument, percent, points, counted_at) \
             values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
            agency.0,
            one.employee.0,
            one.year,
            one.number,
            one.formula,
            one.predikat.code(),
            one.jenjang,
            one.coefficient.map(|id| id.0),
            one.hundredths,
            one.instrument,
            one.percent,
            one.points,
            one.counted_at
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// A figure as it is stored.
struct Row {
    employee_id: Uuid,
    year: i16,
    number: i16,
    formula: i16,
    predikat: String,
    jenjang: String,
    coefficient_id: Option<Uuid>,
    hundredths: i32,
    instrument: String,
    percent: i16,
    points: i64,
    counted_at: DateTime<Utc>,
}

impl TryFrom<Row> for Points {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            employee: EmployeeId(row.employee_id),
            year: row.year,
            number: row.number,
            formula: row.formula,
            predikat: Predikat::of(&row.predikat)
                .ok_or_else(|| Error::internal("unknown predikat"))?,
            jenjang: row.jenjang,
            coefficient: row.coefficient_id.map(CreditCoefficientId),
            hundredths: row.hundredths,
            instrument: row.instrument,
            percent: row.percent,
            points: row.points,
            counted_at: row.counted_at,
        })
    }
}

/// Every figure of somebody, the newest first.
pub async fn of_person(
    conn: &mut PgConnection,
    agency: AgencyId,
    who: EmployeeId,
) -> Result<Vec<Points>> {
    let rows = sqlx::query_as!(
        Row,
        "select employee_id, year, number, formula, predikat, jenjang, coefficient_id, hundredths, instrument, percent, points, counted_at \
         from credit_points where agency_id = $1 and employee_id = $2 order by year desc, number desc limit $3",
        agency.0,
        who.0,
        SHOWN
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Points::try_from).collect()
}

/// Whether the position of somebody has a level, or points were counted for them.
pub async fn concern(conn: &mut PgConnection, agency: AgencyId, who: EmployeeId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from employees e join positions p on p.agency_id = e.agency_id and p.id = e.position_id
             where e.agency_id = $1 and e.id = $2 and btrim(coalesce(p.jenjang, '')) <> '')
           or exists (select 1 from credit_points c where c.agency_id = $1 and c.employee_id = $2) as "yes!""#,
        agency.0,
        who.0
    )
    .fetch_one(conn)
    .await?)
}

/// The figures that hold of a year, by name.
pub async fn of_year(conn: &mut PgConnection, agency: AgencyId, year: i16) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"select distinct on (lower(e.name), e.id) e.name, e.nip, u.name as unit_name, p.name as position_name, c.employee_id, c.year, c.number, c.formula, c.predikat,
           c.jenjang, c.coefficient_id, c.hundredths, c.instrument, c.percent, c.points, c.counted_at
           from credit_points c
           join employees e on e.agency_id = c.agency_id and e.id = c.employee_id
           join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           join positions p on p.agency_id = e.agency_id and p.id = e.position_id
           where c.agency_id = $1 and c.year = $2 order by lower(e.name), e.id, c.number desc"#,
        agency.0,
        year
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let points = Row {
                employee_id: row.employee_id,
                year: row.year,
                number: row.number,
                formula: row.formula,
                predikat: row.predikat,
                jenjang: row.jenjang,
                coefficient_id: row.coefficient_id,
                hundredths: row.hundredths,
                instrument: row.instrument,
                percent: row.percent,
                points: row.points,
                counted_at: row.counted_at,
            };
            Ok(Listed {
                name: row.name,
                nip: row.nip,
                unit_name: row.unit_name,
                position_name: row.position_name,
                points: points.try_into()?,
            })
        })
        .collect()
}

/// The years of which something was counted, the newest first.
pub async fn years(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<i16>> {
    Ok(sqlx::query_scalar!(
        "select distinct year from credit_points where agency_id = $1 order by year desc",
        agency.0
    )
    .fetch_all(conn)
    .await?)
}
