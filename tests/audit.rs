//! The trail: sealed within two seconds, intact when nothing was touched, and naming the first row that was.
#![allow(
    clippy::disallowed_methods,
    reason = "a test runs the worker beside itself"
)]

use std::time::Duration;

use luwes::{
    app,
    kernel::{
        audit::{self, Verification},
        db::Mode,
        jobs::Worker,
        outbox::Mailer,
    },
};
use sqlx::AssertSqlSafe;

use crate::support::{TestApp, World};

/// An agency with ten sealed rows.
async fn sealed() -> (TestApp, World) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let hr = world.employee("Hana").role("hr").await;
    let sari = world.employee("Sari").await;
    let mut desk = app.as_(&hr).await;
    let member = sari.membership.to_string();
    for _ in 0..5 {
        app.pass(chrono::TimeDelta::seconds(1));
        desk.post("/officers", &[("member", &member), ("role", "auditor")])
            .await
            .assert_status(303);
        app.pass(chrono::TimeDelta::seconds(1));
        desk.post(
            &format!("/officers/{member}/withdraw"),
            &[("role", "auditor")],
        )
        .await
        .assert_status(303);
    }
    assert_eq!(world.count("audit", "true").await, 10);
    (app, world)
}

async fn verify(world: &World) -> Verification {
    let db = &world.app.core.db;
    let mut tx = db.tenant(world.agency, Mode::Read).await.unwrap();
    let found = audit::verify(tx.conn(), world.agency, world.app.now())
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    found
}

/// Does something to the trail that the application's user cannot do.
async fn tamper(world: &World, sql: &str) {
    let sql = sql.replace("$1", &format!("'{}'", world.agency.0));
    sqlx::raw_sql(AssertSqlSafe(sql.clone()))
        .execute(&mut world.app.superuser().await)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[tokio::test]
async fn the_worker_seals_within_two_seconds() {
    let (app, world) = sealed().await;
    assert_eq!(world.count("audit_seals", "true").await, 0);
    let folder = std::env::temp_dir().join(format!("{}_worker", app.database));
    let worker = Worker::new(app.core.clone(), Mailer::Folder(folder), app::work());
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(worker.run(stopped));
    let begun = std::time::Instant::now();
    while world.count("audit_seals", "true").await < 10 {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "nothing is sealed"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // a write wakes it: nobody waits for the next full round
    let hr = world.employee("Hadi").role("hr").await;
    app.as_(&hr).await.post("/sign-out", &[]).await;
    let mut cx = world.cx().await;
    audit::record(
        &mut cx,
        audit::Event::new("tested", "agency", world.agency.0),
    )
    .await
    .unwrap();
    cx.finish().await.unwrap();
    let begun = std::time::Instant::now();
    while world.count("audit_seals", "true").await < 11 {
        assert!(begun.elapsed() < Duration::from_secs(2), "sealed too late");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();
}

#[tokio::test]
async fn an_untouched_chain_is_intact_and_gap_free() {
    let (app, world) = sealed().await;
    app.drain().await;
    let found = verify(&world).await;
    assert!(found.intact(), "{found:?}");
    assert_eq!(found.checked, 10);
    assert_eq!(found.head.len(), 64);
    assert_eq!(
        app.count("select count(*) from audit_seals s where not exists (select 1 from audit_seals p where p.agency_id = s.agency_id and p.seq = s.seq - 1) and s.seq > 1")
            .await,
        0
    );
    // the head depends on every row: one more row, another head
    let before = found.head;
    let mut cx = world.cx().await;
    audit::record(
        &mut cx,
        audit::Event::new("tested", "agency", world.agency.0),
    )
    .await
    .unwrap();
    cx.finish().await.unwrap();
    app.drain().await;
    assert_ne!(verify(&world).await.head, before);
}

#[tokio::test]
async fn the_first_touched_row_is_named() {
    let of = |seq: u32| {
        format!("(select audit_id from audit_seals where agency_id = $1 and seq = {seq})")
    };
    let changes = [
        (format!("update audit set event = 'other' where agency_id = $1 and id = {}", of(4)), 4),
        (format!("update audit set detail = '{{}}' where agency_id = $1 and id = {}", of(7)), 7),
        (
            format!("update audit set actor_id = gen_random_uuid() where agency_id = $1 and id = {}", of(2)),
            2,
        ),
        (
            format!("update audit set at = at + interval '1 second' where agency_id = $1 and id = {}", of(5)),
            5,
        ),
        (format!("delete from audit where agency_id = $1 and id = {}", of(3)), 3),
        ("delete from audit_seals where agency_id = $1 and seq = 6".to_owned(), 6),
        (
            // two rows change places
            "update audit_seals set audit_id = case seq when 8 then (select audit_id from audit_seals where agency_id = $1 and seq = 9) end where agency_id = $1 and seq = 8 and false; \
             with a as (select seq, audit_id, audit_at from audit_seals where agency_id = $1 and seq in (8, 9)), \
             gone as (delete from audit_seals where agency_id = $1 and seq = 9 returning *) \
             update audit_seals s set audit_id = g.audit_id, audit_at = g.audit_at from gone g where s.agency_id = $1 and s.seq = 8"
                .to_owned(),
            8,
        ),
        (
            "update audit_seals set hash = '\\x00' where agency_id = $1 and seq = 1".to_owned(),
            1,
        ),
    ];
    for (sql, seq) in changes {
        let (app, world) = sealed().await;
        app.drain().await;
        assert!(verify(&world).await.intact());
        tamper(&world, &sql).await;
        let found = verify(&world).await;
        let (first, what) = found.broken.unwrap_or_else(|| panic!("{sql}: {found:?}"));
        assert_eq!(first, seq, "{sql}: {what}");
        assert!(!found.intact());
    }
}

#[tokio::test]
async fn a_chain_that_was_recomputed_from_a_changed_row_has_another_head() {
    let (app, world) = sealed().await;
    app.drain().await;
    let head = verify(&world).await.head;
    tamper(
        &world,
        "update audit set event = 'other' where agency_id = $1 and id = (select audit_id from audit_seals where agency_id = $1 and seq = 1); \
         delete from audit_seals where agency_id = $1",
    )
    .await;
    app.drain().await;
    let again = verify(&world).await;
    assert!(
        again.intact(),
        "a forger who may do everything makes a chain that fits itself"
    );
    assert_ne!(
        again.head, head,
        "but never the head that was noted elsewhere"
    );
}

#[tokio::test]
async fn what_is_not_sealed_in_time_is_reported() {
    let (app, world) = sealed().await;
    app.pass(chrono::TimeDelta::seconds(9));
    assert_eq!(
        verify(&world).await.unsealed_late,
        8,
        "the last two are ten seconds old and nine"
    );
    app.pass(chrono::TimeDelta::seconds(2));
    assert_eq!(verify(&world).await.unsealed_late, 10);
    assert!(!verify(&world).await.intact());
    app.drain().await;
    assert!(verify(&world).await.intact());
}

#[tokio::test]
async fn the_application_can_neither_change_nor_delete_its_trail() {
    let (app, world) = sealed().await;
    app.drain().await;
    for sql in [
        "update audit set event = 'x'",
        "delete from audit",
        "update audit_seals set seq = seq + 1",
        "delete from audit_seals",
        "truncate audit",
        "delete from audit_default",
    ] {
        let mut tx = world.tx().await;
        let error = sqlx::query(sql).execute(tx.conn()).await.expect_err(sql);
        assert!(
            error.to_string().contains("permission denied"),
            "{sql}: {error}"
        );
    }
}

#[tokio::test]
async fn two_sealers_at_once_make_one_chain() {
    let (app, world) = sealed().await;
    tokio::join!(app.drain(), app.drain(), app.drain());
    let found = verify(&world).await;
    assert!(found.intact(), "{found:?}");
    assert_eq!(found.checked, 10);
}
