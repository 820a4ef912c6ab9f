//! Statements about the amounts of people.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::kernel::{
    error::Result,
    id::{AgencyId, AllowanceRunId, EmployeeId},
    list::{Cursor, Listing},
};

/// What somebody comes to, ready to be kept.
pub struct New {
    pub employee: EmployeeId,
    pub base: Option<i64>,
    pub amount: i64,
    pub inputs: String,
    pub outcome: String,
}

/// Keeps the amounts of some people, in place of those counted before.
pub async fn put(
    conn: &mut PgConnection,
    agency: AgencyId,
    run: AllowanceRunId,
    (attempt, formula): (i16, i16),
    all: &[New],
) -> Result<()> {
    let people: Vec<Uuid> = all.iter().map(|one| one.employee.0).collect();
    let bases: Vec<Option<i64>> = all.iter().map(|one| one.base).collect();
    let amounts: Vec<i64> = all.iter().map(|one| one.amount).collect();
    let inputs: Vec<&str> = all.iter().map(|one| one.inputs.as_str()).collect();
    let outcomes: Vec<&str> = all.iter().map(|one| one.outcome.as_str()).collect();
    sqlx::query!(
        "insert into allowance_results (agency_id, run_id, employee_id, attempt, formula, base, amount, inputs, outcome) \
         select $1, $2, t.employee, $3, $4, t.base, t.amount, t.inputs, t.outcome \
         from unnest($5::uuid[], $6::bigint[], $7::bigint[], $8::text[], $9::text[]) as t (employee, base, amount, inputs, outcome) \
         on conflict (agency_id, run_id, employee_id) do update set attempt = excluded.attempt, formula = excluded.formula, base = excluded.base, \
         amount = excluded.amount, inputs = excluded.inputs, outcome = excluded.outcome",
        agency.0,
        run.0,
        attempt,
        formula,
        &people,
        &bases as &[Option<i64>],
        &amounts,
        &inputs as &[&str],
        &outcomes as &[&str]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Drops what an earlier attempt counted of people whom the last one did not meet.
pub async fn drop_earlier(
    conn: &mut PgConnection,
    agency: AgencyId,
    run: AllowanceRunId,
    attempt: i16,
) -> Result<()> {
    sqlx::query!(
        "delete from allowance_results where agency_id = $1 and run_id = $2 and attempt <> $3",
        agency.0,
        run.0,
        attempt
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A person's amount in a run, with that of the run before.
#[derive(Clone, Debug)]
pub struct Row {
    pub employee: EmployeeId,
    pub name: String,
    pub nip: String,
    pub unit: String,
    pub base: Option<i64>,
    pub amount: i64,
    /// In the run it is compared with; none: not there.
    pub before: Option<i64>,
    /// In that run only: nothing is left of the amount.
    pub gone: bool,
}

/// What a list of people is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In a name or a NIP.
    pub word: Option<String>,
    /// Only amounts that are other than in the run before, or new.
    pub changed: bool,
    /// Only people without an amount for their class.
    pub unknown: bool,
    /// Also people who are only in the run it is compared with.
    pub gone: bool,
}

/// The people of a run by name, from a cursor on.
pub async fn list(
    conn: &mut PgConnection,
    agency: AgencyId,
    (run, before): (AllowanceRunId, Option<AllowanceRunId>),
    filter: &Filter,
    after: Option<&Cursor>,
    size: i64,
) -> Result<Listing<Row>> {
    let word = filter.word.as_deref().and_then(crate::kernel::list::like);
    let rows = sqlx::query!(
        r#"select e.id, e.name, e.nip, u.name as unit, r.base as "base?", coalesce(r.amount, 0) as "amount!", b.amount as "before?",
           r.employee_id is null as "gone!", lower(e.name) as "key!"
           from employees e join units u on u.agency_id = e.agency_id and u.id = e.unit_id
           left join allowance_results r on r.agency_id = e.agency_id and r.run_id = $2 and r.employee_id = e.id
           left join allowance_results b on b.agency_id = e.agency_id and b.run_id = $3 and b.employee_id = e.id
           where e.agency_id = $1 and (r.employee_id is not null or ($10 and b.employee_id is not null))
           and ($4::text is null or lower(e.name) like $4 or e.nip like $4)
           and (not $5 or b.amount is distinct from r.amount) and (not $6 or (r.employee_id is not null and r.base is null))
           and ($7::text is null or (lower(e.name), e.id) > ($7, $8::uuid)) order by lower(e.name), e.id limit $9"#,
        agency.0,
        run.0,
        before.map(|id| id.0),
        word,
        filter.changed,
        filter.unknown,
        after.map(|cursor| cursor.key.as_str()),
        after.map(|cursor| cursor.id),
        size + 1,
        filter.gone
    )
    .fetch_all(conn)
    .await?;
    let rows: Vec<(String, Row)> = rows
        .into_iter()
        .map(|row| {
            let one = Row {
                employee: EmployeeId(row.id),
                name: row.name,
                nip: row.nip,
                unit: row.unit,
                base: row.base,
                amount: row.amount,
                before: row.before,
                gone: row.gone,
            };
            (row.key, one)
        })
        .collect();
    let listing = Listing::cut(rows, size, agency, |(key, row)| Cursor {
        key: key.clone(),
        id: row.employee.0,
    });
    Ok(Listing {
        rows: listing.rows.into_iter().map(|(_, row)| row).collect(),
        next: listing.next,
    })
}

/// How the amounts of a run differ from those of another: higher, lower, new people, people who are gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub higher: i64,
    pub lower: i64,
    pub new: i64,
    pub gone: i64,
}

/// Compares two runs.
pub async fn compare(
    conn: &mut PgConnection,
    agency: AgencyId,
    run: AllowanceRunId,
    before: AllowanceRunId,
) -> Result<Compared> {
    Ok(sqlx::query_as!(
        Compared,
        r#"select count(*) filter (where r.amount > b.amount) as "higher!", count(*) filter (where r.amount < b.amount) as "lower!",
           count(*) filter (where b.employee_id is null) as "new!", count(*) filter (where r.employee_id is null) as "gone!"
           from (select employee_id, amount from allowance_results where agency_id = $1 and run_id = $2) r
           full join (select employee_id, amount from allowance_results where agency_id = $1 and run_id = $3) b on b.employee_id = r.employee_id"#,
        agency.0,
        run.0,
        before.0
    )
    .fetch_one(conn)
    .await?)
}

/// What is kept of a person in a run.
#[derive(Clone, Debug)]
pub struct Kept {
    pub formula: i16,
    pub amount: i64,
    pub inputs: String,
    pub outcome: String,
}

/// A person's amount in a run, with what it was counted from.
pub async fn find_opt(
    conn: &mut PgConnection,
    agency: AgencyId,
    run: AllowanceRunId,
    who: EmployeeId,
) -> Result<Option<Kept>> {
    Ok(sqlx::query_as!(
        Kept,
        "select formula, amount, inputs, outcome from allowance_results where agency_id = $1 and run_id = $2 and employee_id = $3",
        agency.0,
        run.0,
        who.0
    )
    .fetch_optional(conn)
    .await?)
}
