//! Every table of a tenant × what can be done to it × whose context is set, as `luwes_app`.

use std::collections::HashMap;

use luwes::kernel::db::APPEND_ONLY;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgRow};
use uuid::Uuid;

use crate::support::{
    TestApp,
    twin::{self, Twin, tenant_tables},
};

/// What a statement did: rows it saw or touched, or the SQLSTATE it was refused with.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Rows(u64),
    Refused(String),
}

/// The context a statement runs in.
#[derive(Clone, Copy, Debug)]
enum Context {
    None,
    Agency(Uuid),
    Garbage,
}

struct Matrix {
    conn: PgConnection,
    tables: Vec<String>,
    /// The columns of each table that are written, without those that the database reckons.
    columns: HashMap<String, String>,
    a: Uuid,
    b: Uuid,
}

impl Matrix {
    async fn new() -> (Self, TestApp, Twin, Twin) {
        let app = TestApp::new().await;
        let a = twin::build(&app, "Kota A", "ZZ-A-", true).await;
        let b = twin::build(&app, "Kota B", "ZZ-B-", false).await;
        app.drain().await;
        let tables = tenant_tables(&mut app.superuser().await).await;
        let written = "select table_name::text, string_agg(quote_ident(column_name), ', ' order by ordinal_position) \
                       from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' group by 1";
        let columns: Vec<(String, String)> = sqlx::query_as(written)
            .fetch_all(&mut app.superuser().await)
            .await
            .expect("the columns");
        let matrix = Self {
            conn: app.as_app_role().await,
            columns: columns.into_iter().collect(),
            tables,
            a: a.world.agency.0,
            b: b.world.agency.0,
        };
        (matrix, app, a, b)
    }

    /// Runs one statement in a transaction of its own and takes it back. `$1` is the agency, `$2` a row as JSON.
    async fn run(
        &mut self,
        context: Context,
        sql: &str,
        agency: Uuid,
        row: Option<&serde_json::Value>,
    ) -> Outcome {
        let mut tx = self.conn.begin().await.expect("begin");
        let set = match context {
            Context::None => None,
            Context::Agency(id) => Some(format!("set local app.agency_id = '{id}'")),
            Context::Garbage => Some("set local app.agency_id = 'anything'' or true --'".into()),
        };
        if let Some(set) = set {
            sqlx::query(AssertSqlSafe(set))
                .execute(&mut *tx)
                .await
                .expect("the context is set");
        }
        let statement = AssertSqlSafe(sql.to_owned());
        let query = sqlx::query(statement);
        let query = if sql.contains("$1") {
            query.bind(agency)
        } else {
            query
        };
        let query = match row {
            Some(row) => query.bind(row),
            None => query,
        };
        let done: Result<u64, sqlx::Error> = if sql.starts_with("select") {
            query
                .fetch_one(&mut *tx)
                .await
                .map(|row: PgRow| row.get::<i64, _>(0) as u64)
        } else {
            query
                .execute(&mut *tx)
                .await
                .map(|done| done.rows_affected())
        };
        tx.rollback().await.expect("rollback");
        match done {
            Ok(rows) => Outcome::Rows(rows),
            Err(sqlx::Error::Database(error)) => {
                Outcome::Refused(error.code().unwrap_or_default().into_owned())
            }
            Err(error) => panic!("{sql}: {error}"),
        }
    }

    /// Puts a row, whatever it is, into a table.
    fn insert(&self, table: &str) -> String {
        let columns = &self.columns[table];
        format!(
            "insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, $2) where $1::uuid is not null"
        )
    }

    async fn row_of(&self, app: &TestApp, table: &str, agency: Uuid) -> serde_json::Value {
        sqlx::query_scalar(AssertSqlSafe(format!(
            "select to_jsonb(t) from {table} t where agency_id = $1 limit 1"
        )))
        .bind(agency)
        .fetch_one(&mut app.superuser().await)
        .await
        .unwrap_or_else(|_| {
            panic!("{table} has no row in the twin: add one in tests/support/twin.rs")
        })
    }
}

fn append_only(table: &str) -> bool {
    APPEND_ONLY.split(',').any(|name| name == table)
}

/// Refused by row-level security or by missing rights.
fn denied(outcome: &Outcome) -> bool {
    *outcome == Outcome::Refused("42501".into())
}

#[tokio::test]
async fn c21_nobody_reads_or_changes_another_agencys_row() {
    let (mut m, app, _, b) = Matrix::new().await;
    let before = b.checksum().await;
    let (as_a, of_b) = (Context::Agency(m.a), m.b);
    for table in m.tables.clone() {
        let total = app
            .count(&format!(
                "select count(*) from {table} where agency_id = '{}'",
                m.a
            ))
            .await;
        let everything = format!("select count(*) from {table}");
        assert_eq!(
            m.run(as_a, &everything, m.a, None).await,
            Outcome::Rows(total as u64),
            "{table}: A sees its own rows and no other"
        );
        let foreign = format!("select count(*) from {table} where agency_id = $1");
        assert_eq!(
            m.run(as_a, &foreign, of_b, None).await,
            Outcome::Rows(0),
            "{table}"
        );
        let row = m.row_of(&app, &table, of_b).await;
        let put = m.run(as_a, &m.insert(&table), of_b, Some(&row)).await;
        assert!(denied(&put), "{table}: insert a foreign row: {put:?}");
        for verb in ["update", "delete"] {
            let sql = if verb == "update" {
                format!("update {table} set agency_id = agency_id where agency_id = $1")
            } else {
                format!("delete from {table} where agency_id = $1")
            };
            let done = m.run(as_a, &sql, of_b, None).await;
            // what is never deleted need not be deletable
            let fine = match (append_only(&table), verb) {
                (true, _) => denied(&done),
                (false, "delete") => denied(&done) || done == Outcome::Rows(0),
                (false, _) => done == Outcome::Rows(0),
            };
            assert!(fine, "{table}: {verb} a foreign row: {done:?}");
        }
        if !append_only(&table) {
            let upsert = format!("{} on conflict do nothing", m.insert(&table));
            let done = m.run(as_a, &upsert, of_b, Some(&row)).await;
            assert!(denied(&done), "{table}: upsert a foreign row: {done:?}");
            let moved = format!("update {table} set agency_id = '{of_b}' where agency_id = $1");
            let done = m.run(as_a, &moved, m.a, None).await;
            assert!(denied(&done), "{table}: move a row to B: {done:?}");
            let take = format!("update {table} set agency_id = $1");
            let done = m.run(Context::Agency(of_b), &take, m.a, None).await;
            assert!(denied(&done), "{table}: take rows over to A: {done:?}");
        }
    }
    assert_eq!(b.checksum().await, before);
}

#[tokio::test]
async fn an_agency_may_write_its_own_rows() {
    let (mut m, app, a, _) = Matrix::new().await;
    let as_a = Context::Agency(m.a);
    for table in m.tables.clone() {
        let row = m.row_of(&app, &table, a.world.agency.0).await;
        let upsert = format!("{} on conflict do nothing", m.insert(&table));
        assert_eq!(
            m.run(as_a, &upsert, m.a, Some(&row)).await,
            Outcome::Rows(0),
            "{table}: an own row passes the policy and meets itself"
        );
        let touch = format!("update {table} set agency_id = agency_id where agency_id = $1");
        let done = m.run(as_a, &touch, m.a, None).await;
        if append_only(&table) {
            assert!(denied(&done), "{table}: {done:?}");
        } else {
            assert!(
                matches!(done, Outcome::Rows(rows) if rows > 0),
                "{table}: {done:?}"
            );
        }
    }
}

#[tokio::test]
async fn without_an_agency_or_with_nonsense_there_is_nothing() {
    let (mut m, app, _, b) = Matrix::new().await;
    let before = b.checksum().await;
    for table in m.tables.clone() {
        let everything = format!("select count(*) from {table}");
        assert_eq!(
            m.run(Context::None, &everything, m.b, None).await,
            Outcome::Rows(0),
            "{table}"
        );
        let nonsense = m.run(Context::Garbage, &everything, m.b, None).await;
        assert_eq!(nonsense, Outcome::Refused("22P02".into()), "{table}");
        let row = m.row_of(&app, &table, m.b).await;
        for context in [Context::None, Context::Garbage] {
            let put = m.run(context, &m.insert(&table), m.b, Some(&row)).await;
            assert!(
                matches!(put, Outcome::Refused(_)),
                "{table} {context:?}: {put:?}"
            );
            let gone = m
                .run(context, &format!("delete from {table}"), m.b, None)
                .await;
            let fine = matches!(gone, Outcome::Rows(0) | Outcome::Refused(_));
            assert!(fine, "{table} {context:?}: {gone:?}");
        }
    }
    assert_eq!(b.checksum().await, before);
}

#[tokio::test]
async fn the_matrix_notices_a_dropped_policy() {
    let (mut m, app, ..) = Matrix::new().await;
    sqlx::raw_sql(
        "drop policy tenant on employees; create policy tenant on employees using (true)",
    )
    .execute(&mut app.superuser().await)
    .await
    .unwrap();
    let seen = m
        .run(Context::None, "select count(*) from employees", m.b, None)
        .await;
    assert!(matches!(seen, Outcome::Rows(rows) if rows > 0));
}

#[tokio::test]
async fn login_identities_are_reached_through_their_functions_only() {
    let (mut m, _app, ..) = Matrix::new().await;
    for sql in [
        "select count(*) from identities",
        "update identities set disabled = true",
        "delete from identities",
    ] {
        let done = m.run(Context::Agency(m.a), sql, m.a, None).await;
        assert!(denied(&done), "{sql}: {done:?}");
    }
}

#[tokio::test]
async fn the_ministrys_user_reads_aggregates_and_nothing_else() {
    let (m, app, a, b) = Matrix::new().await;
    let tables = m.tables.clone();
    let mut tx = app.core.db.platform().await.expect("the ministry's pool");
    let both: i64 = sqlx::query_scalar("select count(*) from stats_agencies")
        .fetch_one(tx.conn())
        .await
        .expect("aggregates are read");
    assert_eq!(both, 2, "{} and {}", a.world.name, b.world.name);
    tx.rollback().await.expect("rollback");
    for table in tables.iter().filter(|table| !table.starts_with("stats_")) {
        let mut tx = app.core.db.platform().await.expect("the ministry's pool");
        let done = sqlx::query(AssertSqlSafe(format!("select 1 from {table} limit 1")))
            .fetch_optional(tx.conn())
            .await;
        let code = done.err().and_then(|error| match error {
            sqlx::Error::Database(error) => error.code().map(|code| code.into_owned()),
            _ => None,
        });
        assert_eq!(code.as_deref(), Some("42501"), "{table}");
    }
}
