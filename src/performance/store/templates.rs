//! Statements about templates of positions.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::{Error, Result},
        id::{AgencyId, PositionId, TargetLineId, TargetTemplateId, TargetsId},
    },
    performance::{
        Approach, Aspect, Indicator, Line,
        template::{Agreed, Template},
    },
};

/// Most positions that a form offers.
const OFFERED: i64 = 2_000;
/// Most agreed targets that a form offers.
const SOURCES: i64 = 50;

/// Templates, narrowed by what follows the `where`, with their lines.
macro_rules! templates {
    ($conn:expr, $agency:expr, $tail:tt, $($arg:expr),*) => {{
        let bare = sqlx::query!(
            "select t.id, t.position_id, p.name, t.approach, t.saved_at, t.version from target_templates t \
             join positions p on p.agency_id = t.agency_id and p.id = t.position_id where t.agency_id = $1 " + $tail,
            $agency.0,
            $($arg),*
        )
        .fetch_all(&mut *$conn)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Template {
                id: TargetTemplateId(row.id),
                position: PositionId(row.position_id),
                position_name: row.name,
                approach: Approach::of(&row.approach).ok_or_else(|| Error::internal("unknown approach"))?,
                saved_at: row.saved_at,
                version: row.version,
                lines: Vec::new(),
            })
        })
        .collect::<Result<Vec<Template>>>()?;
        complete($conn, $agency, bare).await
    }};
}

/// Every template, by the name of its position.
pub async fn list(conn: &mut PgConnection, agency: AgencyId) -> Result<Vec<Template>> {
    templates!(
        conn,
        agency,
        "order by lower(p.name), t.id limit $2",
        OFFERED
    )
}

/// One template.
pub async fn find(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TargetTemplateId,
) -> Result<Template> {
    let found = templates!(conn, agency, "and t.id = $2", id.0)?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The template of a position.
pub async fn of_position(
    conn: &mut PgConnection,
    agency: AgencyId,
    position: Uuid,
) -> Result<Option<Template>> {
    let found = templates!(conn, agency, "and t.position_id = $2", position)?;
    Ok(found.into_iter().next())
}

/// Adds lines and indicators.
async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut all: Vec<Template>,
) -> Result<Vec<Template>> {
    let ids: Vec<Uuid> = all.iter().map(|one| one.id.0).collect();
    let lines = sqlx::query!(
        "select template_id, id, main, result from target_template_lines where agency_id = $1 and template_id = any($2) order by template_id, number, id",
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let indicators = sqlx::query!(
        "select i.line_id, i.aspect, i.indicator, i.measure from target_template_indicators i \
         join target_template_lines l on l.agency_id = i.agency_id and l.id = i.line_id \
         where i.agency_id = $1 and l.template_id = any($2) order by i.line_id, i.number",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for one in &mut all {
        let own = lines.iter().filter(|row| row.template_id == one.id.0);
        one.lines = own
            .map(|row| Line {
                id: TargetLineId(row.id),
                thread: TargetLineId(row.id),
                main: row.main,
                result: row.result.clone(),
                above: None,
                above_text: String::new(),
                weight: None,
                indicators: indicators
                    .iter()
                    .filter(|of| of.line_id == row.id)
                    .map(|of| Indicator {
                        aspect: of.aspect.as_deref().and_then(Aspect::of),
                        indicator: of.indicator.clone(),
                        target: String::new(),
                        measure: of.measure.clone(),
                    })
                    .collect(),
            })
            .collect();
    }
    Ok(all)
}

/// Positions somebody holds and that have no template, by name.
pub async fn positions(
    conn: &mut PgConnection,
    agency: AgencyId,
) -> Result<Vec<(PositionId, String)>> {
    let rows = sqlx::query!(
        "select p.id, p.name from positions p where p.agency_id = $1 \
         and exists (select 1 from employees e where e.agency_id = p.agency_id and e.position_id = p.id and e.active) \
         and not exists (select 1 from target_templates t where t.agency_id = p.agency_id and t.position_id = p.id) \
         order by lower(p.name), p.id limit $2",
        agency.0,
        OFFERED
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (PositionId(row.id), row.name))
        .collect())
}

/// The agreed targets of people in a position, the newest first.
pub async fn sources(
    conn: &mut PgConnection,
    agency: AgencyId,
    position: PositionId,
) -> Result<Vec<Agreed>> {
    let rows = sqlx::query!(
        "select t.id, e.name, t.year from targets t join employees e on e.agency_id = t.agency_id and e.id = t.employee_id \
         where t.agency_id = $1 and t.position_id = $2 and t.state = 'agreed' order by t.year desc, lower(e.name), t.id limit $3",
        agency.0,
        position.0,
        SOURCES
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Agreed {
            id: TargetsId(row.id),
            name: row.name,
            year: row.year,
        })
        .collect())
}

/// Holds a position while its template is begun; its name. None: there is no such position.
pub async fn lock_position(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: PositionId,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select name from positions where agency_id = $1 and id = $2 for key share",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Begins a template; false: the position has one.
pub async fn insert(conn: &mut PgConnection, agency: AgencyId, one: &Template) -> Result<bool> {
    let done = sqlx::query!(
        "insert into target_templates (agency_id, id, position_id, approach, saved_at) values ($1, $2, $3, $4, $5) \
         on conflict (agency_id, position_id) do nothing",
        agency.0,
        one.id.0,
        one.position.0,
        one.approach.code(),
        one.saved_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds a template for a change.
pub async fn lock(conn: &mut PgConnection, agency: AgencyId, id: TargetTemplateId) -> Result<()> {
    sqlx::query_scalar!(
        "select id from target_templates where agency_id = $1 and id = $2 for update",
        agency.0,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(())
}

/// Writes a template with its lines, in their order, in place of those it has.
pub async fn save(conn: &mut PgConnection, agency: AgencyId, one: &Template) -> Result<()> {
    sqlx::query!(
        "update target_templates set approach = $3, saved_at = $4, version = version + 1 where agency_id = $1 and id = $2",
        agency.0,
        one.id.0,
        one.approach.code(),
        one.saved_at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from target_template_lines where agency_id = $1 and template_id = $2",
        agency.0,
        one.id.0
    )
    .execute(&mut *conn)
    .await?;
    let ids: Vec<Uuid> = one.lines.iter().map(|line| line.id.0).collect();
    let main: Vec<bool> = one.lines.iter().map(|line| line.main).collect();
    let results: Vec<String> = one.lines.iter().map(|line| line.result.clone()).collect();
    sqlx::query!(
        "insert into target_template_lines (agency_id, id, template_id, number, main, result) \
         select $1, t.id, $2, t.number, t.main, t.result from unnest($3::uuid[], $4::bool[], $5::text[]) with ordinality as t (id, main, result, number)",
        agency.0,
        one.id.0,
        &ids,
        &main,
        &results
    )
    .execute(&mut *conn)
    .await?;
    let (mut of, mut numbers, mut aspects) = (vec![], vec![], vec![]);
    let (mut words, mut measures) = (vec![], vec![]);
    for line in &one.lines {
        for (number, one) in (1_i16..).zip(&line.indicators) {
            of.push(line.id.0);
            numbers.push(number);
            aspects.push(one.aspect.map(|aspect| aspect.code().to_owned()));
            words.push(one.indicator.clone());
            measures.push(one.measure.clone());
        }
    }
    sqlx::query!(
        "insert into target_template_indicators (agency_id, line_id, number, aspect, indicator, measure) \
         select $1, t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[]) as t",
        agency.0,
        &of,
        &numbers,
        &aspects as &[Option<String>],
        &words,
        &measures
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Drops a template with its lines.
pub async fn delete(conn: &mut PgConnection, agency: AgencyId, id: TargetTemplateId) -> Result<()> {
    sqlx::query!(
        "delete from target_templates where agency_id = $1 and id = $2",
        agency.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
