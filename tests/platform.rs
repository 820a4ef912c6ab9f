//! The ministry's table in aggregates, and the leader's overview of one agency.

use chrono::TimeDelta;
use luwes::{kernel::id::EmployeeId, platform};
use uuid::Uuid;

use crate::support::{Shown, TestApp, Unit, World, world::date};

/// Requests that were sent some days ago and still wait.
async fn waiting(world: &World, unit: &Unit, person: EmployeeId, sent: &str, how_many: u32) {
    let mut root = world.app.superuser().await;
    for _ in 0..how_many {
        sqlx::query(
            "insert into requests (agency_id, id, employee_id, unit_id, shape, place, state, first_on, last_on, submitted_at, created_at, updated_at) \
             values ($1, $2, $3, $4, 'days', 'home', 'submitted', $5, $5, $6::timestamptz, $6::timestamptz, $6::timestamptz)",
        )
        .bind(world.agency.0)
        .bind(Uuid::now_v7())
        .bind(person.0)
        .bind(unit.id.0)
        .bind(date("2026-12-01"))
        .bind(sent.parse::<chrono::DateTime<chrono::Utc>>().expect("an instant"))
        .execute(&mut root)
        .await
        .expect("the request is stored");
    }
}

async fn counted(world: &World) {
    let mut cx = world.cx().await;
    platform::refresh(&mut cx)
        .await
        .expect("the agency is counted");
    cx.finish().await.expect("commit");
}

#[tokio::test]
async fn the_ministry_sees_the_agency_in_need_first_and_why() {
    let app = TestApp::new().await;
    let calm = app.agency("Kota Tenang").await;
    calm.rules().await;
    calm.employee("Ani").await;
    let busy = app.agency("Kota Sibuk").await;
    busy.rules().await;
    let loket = busy.unit("Loket").await;
    let sari = busy.employee("Sari Rahasia").of(&loket).await;
    waiting(&busy, &loket, sari.employee(), "2026-11-02T01:00:00Z", 12).await;
    let ministry = app.agency("Kementerian Uji").ministry().await;
    let officer = ministry.officer("Mega", &["ministry"]).await;
    app.drain().await;
    let mut browser = app.as_(&officer).await;
    let shown = browser.get("/agencies").await;
    shown
        .assert_ok()
        .assert_h1("Pantauan nasional")
        .assert_text("12 pengajuan menunggu lebih dari 3 hari kerja.")
        .assert_no_text("Sari Rahasia");
    let names = shown.all("table.tbl tbody td b");
    assert_eq!(names.first().map(String::as_str), Some("Kota Sibuk"));
    browser
        .submit("form.filters", &[("q", "tenang")])
        .await
        .assert_text("Kota Tenang")
        .assert_no_text("Kota Sibuk");
    for format in ["xlsx", "csv"] {
        browser
            .get(&format!("/agencies?format={format}"))
            .await
            .assert_ok();
    }
}

#[tokio::test]
async fn small_numbers_are_not_told_and_not_summed() {
    let app = TestApp::new().await;
    let small = app.agency("Kota Kecil").await;
    small.rules().await;
    let loket = small.unit("Loket").await;
    let sari = small.employee("Sari").of(&loket).await;
    waiting(&small, &loket, sari.employee(), "2026-11-02T01:00:00Z", 3).await;
    counted(&small).await;
    let ministry = app.agency("Kementerian Uji").ministry().await;
    let officer = ministry.officer("Mega", &["ministry"]).await;
    let mut browser = app.as_(&officer).await;
    let shown = browser.get("/agencies?q=kecil").await;
    shown
        .assert_ok()
        .assert_text("kurang dari 5 pengajuan menunggu lebih dari 3 hari kerja.")
        .assert_text("Tanpa 1 instansi berangka kecil");
    let numbers = shown.all("table.tbl tbody td.num");
    assert!(!numbers.iter().any(|cell| cell == "3"), "{numbers:?}");
}

#[tokio::test]
async fn only_the_ministry_looks_across_and_only_a_leader_at_the_whole() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let hr = world.officer("Hana", &["hr"]).await;
    let mut browser = app.as_(&hr).await;
    browser.get("/agencies").await.assert_status(403);
    browser.get("/overview").await.assert_status(403);
}

#[tokio::test]
async fn a_leader_reads_three_findings_and_one_decision() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let loket = world.unit("Loket").min_on_site(3).await;
    let sari = world.employee("Sari").of(&loket).await;
    let tini = world.employee("Tini").of(&loket).await;
    world.employee("Joko").of(&loket).await;
    let leader = world.officer("Pak Kepala", &["leader"]).await;
    world
        .absent(&tini, "leave", "2026-11-23", "2026-11-24")
        .await;
    app.drain().await;
    let mut browser = app.as_(&leader).await;
    browser
        .get("/overview")
        .await
        .assert_ok()
        .assert_text("Tidak ada pengajuan yang menunggu lebih dari 3 hari kerja")
        .assert_text("1 unit kekurangan petugas pekan depan")
        .assert_text("2 di kantor, dibutuhkan 3")
        .assert_text("Loket kekurangan petugas, Senin, 23 November");
    let mut root = app.superuser().await;
    waiting(&world, &loket, sari.employee(), "2026-11-16T01:00:00Z", 1).await;
    let request: Uuid = sqlx::query_scalar("select id from requests where agency_id = $1")
        .bind(world.agency.0)
        .fetch_one(&mut root)
        .await
        .expect("the request");
    sqlx::query("insert into objections (agency_id, id, request_id, employee_id, statement, opened_at) values ($1, $2, $3, $4, 'Hari itu tim saya lengkap.', $5)")
        .bind(world.agency.0)
        .bind(Uuid::now_v7())
        .bind(request)
        .bind(sari.employee().0)
        .bind(app.now())
        .execute(&mut root)
        .await
        .expect("the objection is stored");
    browser
        .get("/overview")
        .await
        .assert_ok()
        .assert_text("Jawab keberatan Sari")
        .assert_text("Hari itu tim saya lengkap.")
        .assert_link(&format!("/requests/{request}"));
    browser.get("/overview?format=csv").await.assert_ok();
}

#[tokio::test]
async fn the_overview_is_counted_after_a_change_and_not_for_each_visit() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let loket = world.unit("Loket").await;
    let sari = world.employee("Sari").of(&loket).await;
    for name in ["Tono", "Umi", "Vina", "Wawan"] {
        world.employee(name).of(&loket).await;
    }
    let leader = world.officer("Pak Kepala", &["leader"]).await;
    // what was recorded within a minute of a count is counted again
    app.pass(TimeDelta::minutes(5));
    app.drain().await;
    let counted = async || {
        let sql = format!(
            "select extract(epoch from as_of)::bigint from overviews where agency_id = '{}'",
            world.agency.0
        );
        app.count(&sql).await
    };
    let first = counted().await;
    // nothing happens: the count stands
    app.pass(TimeDelta::minutes(10));
    app.drain().await;
    assert_eq!(counted().await, first);
    // a request is sent: the page shows the stored count until the next round has counted again
    let mut head = app.as_(&leader).await;
    let before = parts(&head.get("/overview").await);
    let mut browser = app.as_(&sari).await;
    let fields = [
        ("days", "2026-11-24"),
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("plan_due", "2026-11-24"),
    ];
    browser
        .post_multipart("/requests", &fields)
        .await
        .assert_status(303);
    assert_eq!(parts(&head.get("/overview").await), before);
    app.drain().await;
    assert_eq!(counted().await, first + 600);
    assert_ne!(parts(&head.get("/overview").await), before);
}

/// The lines of the overview's table.
fn parts(page: &Shown) -> Vec<String> {
    page.assert_ok();
    page.all("table.tbl tbody tr")
}
