//! One agency never sees another: in the catalogue, at every table, through every route.

mod crawl;
mod tables;

use luwes::kernel::db;
use sqlx::{AssertSqlSafe, Connection};

use crate::support::TestApp;

/// What the catalogue gate says about this test's database.
async fn gate(app: &TestApp) -> Vec<(String, String)> {
    db::gate(&mut app.superuser().await, "luwes_app")
        .await
        .expect("the gate runs")
}

/// A product on a database that keeps what it acknowledged, as production must; the test cluster does not.
async fn durable() -> TestApp {
    let app = TestApp::new().await;
    break_it(
        &app,
        "do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$",
    )
    .await;
    app
}

async fn break_it(app: &TestApp, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut app.superuser().await)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[tokio::test]
async fn the_catalogue_gate_finds_nothing_in_a_migrated_database() {
    let app = durable().await;
    assert_eq!(gate(&app).await, []);
    app.core.db.check().await.expect("the server may start");
}

#[tokio::test]
async fn the_catalogue_gate_sees_every_kind_of_hole() {
    let app = TestApp::new().await;
    let mut conn = app.superuser().await;
    for (sql, problem) in [
        ("drop policy tenant on employees", "no policy"),
        (
            "alter table requests no force row level security",
            "RLS off or not forced",
        ),
        (
            "alter table units disable row level security",
            "RLS off or not forced",
        ),
        (
            "create policy open on ratings for select to luwes_app using (true)",
            "policy not bound to app.agency_id: open",
        ),
        (
            "grant update on audit to luwes_app",
            "append-only table can be changed by app role",
        ),
        (
            "grant truncate on homes to luwes_app",
            "app role may TRUNCATE/TRIGGER/REFERENCES",
        ),
        (
            "grant select on audit_default to luwes_app",
            "partition reachable directly by app role",
        ),
        (
            "create index loose on employees (lower(name))",
            "index not led by agency_id: loose",
        ),
        (
            "create table secrets (agency_id uuid not null primary key)",
            "RLS off or not forced",
        ),
        (
            "create view peek as select * from employees; grant select on peek to luwes_app",
            "view without security_invoker",
        ),
        (
            "create function peek() returns bigint language sql security definer as 'select count(*) from public.employees'",
            "SECURITY DEFINER function executable by app role",
        ),
    ] {
        let mut tx = conn.begin().await.expect("begin");
        sqlx::raw_sql(sql)
            .execute(&mut *tx)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        let found = db::gate(&mut tx, "luwes_app").await.expect("the gate runs");
        assert!(
            found.iter().any(|(what, _)| what == problem),
            "{sql}: {found:?}"
        );
        tx.rollback().await.expect("rollback");
    }
    assert_eq!(gate(&app).await, []);
}

#[tokio::test]
async fn the_server_does_not_start_on_a_hole_or_an_unfinished_edited_or_forgetful_database() {
    for (sql, words) in [
        ("drop policy tenant on employees", "tenant isolation"),
        (
            "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)",
            "luwes migrate",
        ),
        (
            "update _sqlx_migrations set checksum = '\\x00' where version = 1",
            "never edited",
        ),
        (
            "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$",
            "synchronous_commit",
        ),
    ] {
        let app = durable().await;
        break_it(&app, sql).await;
        let said = app.core.db.check().await.expect_err(sql).to_string();
        assert!(said.contains(words), "{sql}: {said}");
    }
}

#[tokio::test]
async fn an_older_program_starts_on_a_newer_schema_that_says_what_is_global() {
    let app = durable().await;
    // what a later release might add: a column, a table of every agency's, a function, and the row of its migration
    break_it(
        &app,
        "alter table employees add column nickname text; \
         create table later_days (on_date date primary key); \
         grant select on later_days to luwes_app; \
         create function later_count() returns bigint language sql security definer set search_path = public \
             as 'select count(*) from later_days'; \
         grant execute on function later_count() to luwes_app; \
         insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
             values (9999, 'later', true, '\\x00', 0)",
    )
    .await;
    let said = app.core.db.check().await.expect_err("unsaid").to_string();
    assert!(said.contains("tenant isolation"), "{said}");
    break_it(
        &app,
        "comment on table later_days is 'global: the same for every agency'; \
         comment on function later_count() is 'global: counts what is the same for every agency'",
    )
    .await;
    app.core.db.check().await.expect("the older program starts");
    // a comment alone opens nothing: a table of an agency that is no longer closed is still seen
    break_it(&app, "alter table employees disable row level security").await;
    assert!(app.core.db.check().await.is_err());
    break_it(&app, "alter table employees enable row level security").await;
    // and going back runs the older program's migrations, of which there is nothing left to do
    let server = crate::support::cluster::Server::get();
    let done = db::migrate(server.options("luwes_migrator", &app.database))
        .await
        .expect("a newer schema is left as it is");
    assert_eq!(done, 0);
    // without the later migration the words of a comment count for nothing
    break_it(&app, "delete from _sqlx_migrations where version = 9999").await;
    assert!(app.core.db.check().await.is_err());
}

#[tokio::test]
async fn the_server_does_not_start_as_a_superuser_or_owner() {
    let app = durable().await;
    for role in ["postgres", "luwes_migrator"] {
        let server = crate::support::cluster::Server::get();
        let db = db::Db::open(server.options(role, &app.database), None, 1);
        let said = db.check().await.expect_err(role).to_string();
        assert!(said.contains("connect as luwes_app"), "{role}: {said}");
    }
}
