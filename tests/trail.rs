//! The auditor: what happened in words, the chain, a decision replayed, and the mark that reading leaves.

use std::collections::BTreeMap;

use luwes::{
    kernel::{
        audit::{self, Event},
        id::RequestId,
    },
    policy::{Place, Route},
    requests::{Ask, Decide, Decision, PlanLine, Sending, Span, decide, submit},
    trail::bundle::Bundle,
};
use uuid::Uuid;

use crate::support::{Person, TestApp, World, world::date};

struct Story {
    app: TestApp,
    world: World,
    auditor: Person,
    sari: Person,
    request: RequestId,
}

/// Sari asks for next Tuesday, Budi approves it.
async fn story() -> Story {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Sekretariat").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let sari = world.employee("Sari").of(&unit).await;
    for name in ["Tini", "Joko", "Wati", "Agus", "Rina"] {
        world.employee(name).of(&unit).await;
    }
    let auditor = world.officer("Tuti", &["auditor"]).await;
    let ask = Ask {
        span: Span::Days(BTreeMap::from([(date("2026-11-24"), 3)])),
        place: Place::Home,
        agreement: None,
        region: None,
        times: None,
        place_detail: String::new(),
        route: Route::Ordinary,
        special_ground: None,
        reason: String::new(),
        contact: "0812 0000 0000".into(),
        plan: vec![PlanLine {
            what: "Laporan triwulan".into(),
            due_on: date("2026-11-24"),
        }],
    };
    let mut cx = world.cx_of(&sari).await;
    let sent = submit(
        &mut cx,
        Sending {
            ask,
            evidence: None,
            key: None,
            of: None,
        },
    )
    .await
    .expect("the request is sent");
    cx.finish().await.expect("commit");
    app.pass(chrono::TimeDelta::seconds(30));
    let mut cx = world.cx_of(&budi).await;
    decide(
        &mut cx,
        sent.id,
        Decide {
            decision: Decision::Approve,
            version: sent.version,
            note: String::new(),
            waive: false,
            batch: Uuid::now_v7(),
        },
    )
    .await
    .expect("the request is approved");
    cx.finish().await.expect("commit");
    app.drain().await;
    Story {
        app,
        world,
        auditor,
        sari,
        request: sent.id,
    }
}

#[tokio::test]
async fn an_auditor_finds_a_person_and_replays_the_decision() {
    let story = story().await;
    let mut browser = story.app.as_(&story.auditor).await;
    browser
        .get("/trail")
        .await
        .assert_ok()
        .assert_h1("Jejak audit")
        .assert_text("Pengajuan diputuskan");
    let nip = story.sari.nip.clone();
    browser
        .submit("form.filters", &[("q", &nip), ("event", "group:requests")])
        .await
        .assert_ok()
        .assert_text("Pengajuan dikirim")
        .assert_text("Pengajuan: Sari")
        .assert_no_text("Tini");
    browser
        .get(&format!("/trail/requests/{}", story.request))
        .await
        .assert_ok()
        .assert_text("Sama seperti saat diputuskan")
        .assert_text("Dinilai ulang: sama")
        .assert_text("Budi");
    browser
        .get(&format!("/trail/requests/{}", Uuid::now_v7()))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn a_decision_within_a_minute_needs_attention() {
    let story = story().await;
    let mut browser = story.app.as_(&story.auditor).await;
    browser
        .get("/trail/requests")
        .await
        .assert_ok()
        .assert_text("Sari")
        .assert_text("Diputuskan dalam satu menit")
        .assert_link(&format!("/trail/requests/{}", story.request));
}

#[tokio::test]
async fn a_stored_result_that_was_tampered_with_shows_in_the_replay() {
    let story = story().await;
    let mut root = story.app.superuser().await;
    sqlx::query(
        "update request_events set verdict = regexp_replace(verdict, '\"state\":\"confirmed\"|\"home\":\\{\"value\":\"confirmed\"', '\"home\":{\"value\":\"not_given\"') \
         where request_id = $1 and verdict is not null",
    )
    .bind(story.request.0)
    .execute(&mut root)
    .await
    .expect("the verdict is changed");
    let mut browser = story.app.as_(&story.auditor).await;
    browser
        .get(&format!("/trail/requests/{}", story.request))
        .await
        .assert_ok()
        .assert_text("Dinilai ulang: berbeda");
}

#[tokio::test]
async fn the_chain_is_verified_and_a_changed_row_is_named() {
    let story = story().await;
    let mut browser = story.app.as_(&story.auditor).await;
    browser
        .get("/trail")
        .await
        .assert_text("belum pernah diperiksa penuh");
    browser
        .submit("/trail/verification", &[])
        .await
        .assert_at("/trail")
        .assert_text("Utuh sejak");
    let mut root = story.app.superuser().await;
    sqlx::query("update audit set detail = '{\"state\":\"refused\"}' where agency_id = $1 and event = 'request-decided'")
        .bind(story.world.agency.0)
        .execute(&mut root)
        .await
        .expect("a row is changed");
    browser
        .submit("/trail/verification", &[])
        .await
        .assert_text("Rantai tidak utuh")
        .assert_text("diubah setelah disegel");
}

#[tokio::test]
async fn reading_leaves_a_mark_that_hr_can_see() {
    let story = story().await;
    let hr = story.world.officer("Hana", &["hr"]).await;
    let mut browser = story.app.as_(&story.auditor).await;
    browser
        .get(&format!("/trail/requests/{}", story.request))
        .await
        .assert_ok();
    assert_eq!(story.world.count("audit", "event = 'trail-read'").await, 1);
    let mut office = story.app.as_(&hr).await;
    office
        .get("/trail/readings")
        .await
        .assert_ok()
        .assert_text("Jejak audit dibaca")
        .assert_text("Tuti")
        .assert_text("putar ulang keputusan");
    office.get("/trail").await.assert_status(403);
    browser.get("/trail/readings").await.assert_status(403);
}

#[tokio::test]
async fn the_evidence_file_verifies_without_a_database() {
    let story = story().await;
    let mut browser = story.app.as_(&story.auditor).await;
    let file = browser.get("/trail/bundle").await;
    file.assert_ok();
    let mut bundle: Bundle = serde_json::from_slice(&file.bytes).expect("the file is JSON");
    assert!(bundle.rows.len() >= 2);
    assert_eq!(bundle.fault(), None);
    bundle.rows[0].event = "signed-in-by-somebody-else".into();
    assert!(bundle.fault().is_some());
    for format in ["xlsx", "csv"] {
        let export = browser.get(&format!("/trail?format={format}")).await;
        export.assert_ok();
        assert!(export.bytes.len() > 100);
    }
}

#[tokio::test]
async fn another_agencys_trail_stays_its_own() {
    let story = story().await;
    let other = story.app.agency("Kota Lain").await;
    let stranger = other.officer("Lela", &["auditor"]).await;
    let mut browser = story.app.as_(&stranger).await;
    browser
        .get("/trail?event=all")
        .await
        .assert_ok()
        .assert_no_text("Sari");
    browser
        .get(&format!("/trail/requests/{}", story.request))
        .await
        .assert_status(404);
    let file = browser.get("/trail/bundle").await;
    assert!(!file.body().contains("request-decided"));
}

#[tokio::test]
async fn details_say_names_and_words_not_ids_and_codes() {
    let story = story().await;
    let mut cx = story.world.cx().await;
    let event = Event::new("mandate-given", "unit", story.world.root.id.0)
        .with("holder", story.sari.employee().to_string())
        .with("over", story.world.root.id.to_string())
        .with("from_on", "2026-11-24")
        .with("waived", vec!["max_place_days_per_week".to_owned()]);
    audit::record(&mut cx, event).await.expect("it is recorded");
    cx.finish().await.expect("commit");
    let mut browser = story.app.as_(&story.auditor).await;
    let shown = browser.get("/trail").await;
    shown
        .assert_text("pemegang mandat: Sari")
        .assert_text("atas pegawai: Kota Uji")
        .assert_text("24 Nov 2026")
        .assert_no_text("max place days")
        .assert_no_text("max_place");
}
