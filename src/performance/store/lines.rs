//! Statements about the lines of targets, what a leader expects, and remarks.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    kernel::{
        error::Result,
        id::{AgencyId, EmployeeId, TargetLineId, TargetsId},
    },
    performance::{Aspect, Indicator, Line, Remark, Targets, Value},
};

/// Adds lines, indicators and expectations.
pub async fn complete(
    conn: &mut PgConnection,
    agency: AgencyId,
    mut all: Vec<Targets>,
) -> Result<Vec<Targets>> {
    if all.is_empty() {
        return Ok(all);
    }
    let ids: Vec<Uuid> = all.iter().map(|one| one.id.0).collect();
    let lines = sqlx::query!(
        "select targets_id, id, thread_id, main, result, above_id, above_text, weight from target_lines \
         where agency_id = $1 and targets_id = any($2) order by targets_id, number, id",
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let indicators = sqlx::query!(
        "select i.line_id, i.aspect, i.indicator, i.target, i.measure from target_indicators i \
         join target_lines l on l.agency_id = i.agency_id and l.id = i.line_id \
         where i.agency_id = $1 and l.targets_id = any($2) order by i.line_id, i.number",
        agency.0,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let expectations = sqlx::query!(
        "select targets_id, value, expectation from target_expectations where agency_id = $1 and targets_id = any($2)",
        agency.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    for one in &mut all {
        let own = lines.iter().filter(|row| row.targets_id == one.id.0);
        one.lines = own
            .map(|row| Line {
                id: TargetLineId(row.id),
                thread: TargetLineId(row.thread_id),
                main: row.main,
                result: row.result.clone(),
                above: row.above_id.map(TargetLineId),
                above_text: row.above_text.clone(),
                weight: row.weight.and_then(|weight| u8::try_from(weight).ok()),
                indicators: indicators
                    .iter()
                    .filter(|of| of.line_id == row.id)
                    .map(|of| Indicator {
                        aspect: of.aspect.as_deref().and_then(Aspect::of),
                        indicator: of.indicator.clone(),
                        target: of.target.clone(),
                        measure: of.measure.clone(),
                    })
                    .collect(),
            })
            .collect();
        one.expectations = Value::ALL
            .into_iter()
            .filter_map(|value| {
                let row = expectations
                    .iter()
                    .find(|row| row.targets_id == one.id.0 && row.value == value.code())?;
                Some((value, row.expectation.clone()))
            })
            .collect();
    }
    Ok(all)
}

/// Writes the lines of a version, in their order, in place of those it has.
pub async fn write(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TargetsId,
    lines: &[Line],
) -> Result<()> {
    let ids: Vec<Uuid> = lines.iter().map(|line| line.id.0).collect();
    sqlx::query!(
        "delete from target_lines where agency_id = $1 and targets_id = $2 and id <> all($3)",
        agency.0,
        id.0,
        &ids
    )
    .execute(&mut *conn)
    .await?;
    let threads: Vec<Uuid> = lines.iter().map(|line| line.thread.0).collect();
    let main: Vec<bool> = lines.iter().map(|line| line.main).collect();
    let results: Vec<String> = lines.iter().map(|line| line.result.clone()).collect();
    let above: Vec<Option<Uuid>> = lines.iter().map(|line| line.above.map(|id| id.0)).collect();
    let texts: Vec<String> = lines.iter().map(|line| line.above_text.clone()).collect();
    let weights: Vec<Option<i16>> = lines
        .iter()
        .map(|line| line.weight.map(i16::from))
        .collect();
    sqlx::query!(
        "insert into target_lines (agency_id, id, targets_id, thread_id, number, main, result, above_id, above_text, weight) \
         select $1, t.id, $2, t.thread, t.number, t.main, t.result, t.above, t.words, t.weight \
         from unnest($3::uuid[], $4::uuid[], $5::bool[], $6::text[], $7::uuid[], $8::text[], $9::smallint[]) with ordinality \
           as t (id, thread, main, result, above, words, weight, number) \
         on conflict (agency_id, id) do update set number = excluded.number, main = excluded.main, result = excluded.result, above_id = excluded.above_id, \
           above_text = excluded.above_text, weight = excluded.weight where target_lines.targets_id = $2",
        agency.0,
        id.0,
        &ids,
        &threads,
        &main,
        &results,
        &above as &[Option<Uuid>],
        &texts,
        &weights as &[Option<i16>]
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from target_indicators where agency_id = $1 and line_id = any($2)",
        agency.0,
        &ids
    )
    .execute(&mut *conn)
    .await?;
    let (mut of, mut numbers, mut aspects) = (vec![], vec![], vec![]);
    let (mut words, mut targets, mut measures) = (vec![], vec![], vec![]);
    for line in lines {
        for (number, one) in (1_i16..).zip(&line.indicators) {
            of.push(line.id.0);
            numbers.push(number);
            aspects.push(one.aspect.map(|aspect| aspect.code().to_owned()));
            words.push(one.indicator.clone());
            targets.push(one.target.clone());
            measures.push(one.measure.clone());
        }
    }
    sqlx::query!(
        "insert into target_indicators (agency_id, line_id, number, aspect, indicator, target, measure) \
         select $1, t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[]) as t",
        agency.0,
        &of,
        &numbers,
        &aspects as &[Option<String>],
        &words,
        &targets,
        &measures
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what the leader expects, in place of what was written.
pub async fn expect(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TargetsId,
    all: &[(Value, String)],
) -> Result<()> {
    sqlx::query!(
        "delete from target_expectations where agency_id = $1 and targets_id = $2",
        agency.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let values: Vec<String> = all.iter().map(|one| one.0.code().to_owned()).collect();
    let words: Vec<String> = all.iter().map(|one| one.1.clone()).collect();
    sqlx::query!(
        "insert into target_expectations (agency_id, targets_id, value, expectation) select $1, $2, t.* from unnest($3::text[], $4::text[]) as t",
        agency.0,
        id.0,
        &values,
        &words
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The remarks on a version, oldest first.
pub async fn remarks(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TargetsId,
) -> Result<Vec<Remark>> {
    let rows = sqlx::query!(
        "select r.id, r.line_id, r.about, r.author_id, e.name as author_name, r.remark, r.made_at from target_remarks r \
         join employees e on e.agency_id = r.agency_id and e.id = r.author_id \
         where r.agency_id = $1 and r.targets_id = $2 order by r.made_at, r.id",
        agency.0,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Remark {
            id: row.id,
            line: row.line_id.map(TargetLineId),
            about: row.about,
            author: EmployeeId(row.author_id),
            author_name: row.author_name,
            remark: row.remark,
            made_at: row.made_at,
        })
        .collect())
}

/// Keeps a remark.
pub async fn insert_remark(
    conn: &mut PgConnection,
    agency: AgencyId,
    id: TargetsId,
    one: &Remark,
) -> Result<()> {
    sqlx::query!(
        "insert into target_remarks (agency_id, id, targets_id, line_id, about, author_id, remark, made_at) values ($1,$2,$3,$4,$5,$6,$7,$8)",
        agency.0,
        one.id,
        id.0,
        one.line.map(|line| line.0),
        one.about,
        one.author.0,
        one.remark,
        one.made_at
    )
    .execute(conn)
    .await?;
    Ok(())
}
