//! Emergencies: in force at once, told at once to everybody concerned, and further-reaching than other windows.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;

#[tokio::test]
async fn everybody_in_scope_is_told_at_once_and_nobody_else() {
    let office = office().await;
    let (world, app) = (&office.world, &office.app);
    let below = world.unit("Statistik").under(&office.unit).await;
    let inside = world.employee("Rudi").of(&below).await;
    let kept = world.unit("Arsip").under(&office.unit).await;
    let outside = world.employee("Umar").of(&kept).await;
    let counter = world
        .unit("Loket")
        .under(&office.unit)
        .direct_service()
        .await;
    let serving = world.employee("Lina").of(&counter).await;
    let far = world.unit("Keuangan").await;
    let elsewhere = world.employee("Dewi").of(&far).await;
    // Sari keeps quiet now and wants no mail at all
    let mut sari = app.as_(&office.sari).await;
    sari.get("/account/notices").await.assert_ok();
    sari.submit(
        "/account/notices",
        &[("mail", "none"), ("quiet_from", "0"), ("quiet_to", "23")],
    )
    .await
    .assert_ok();
    let mut laras = app.as_(&office.laras).await;
    laras.get("/windows/emergency").await.assert_ok();
    let (scope, excluded) = (office.unit.id.to_string(), kept.id.to_string());
    laras
        .submit(
            "#window",
            &[
                ("title", "Banjir Kota Uji"),
                ("last_on", "2026-11-20"),
                ("scope", &scope),
                ("excluded", &excluded),
            ],
        )
        .await
        .assert_ok()
        .assert_text("Berjalan")
        .assert_text("Darurat");
    let told: BTreeSet<String> = app
        .drain()
        .await
        .into_iter()
        .filter(|mail| mail.subject.contains("Darurat: Banjir Kota Uji"))
        .map(|mail| mail.to)
        .collect();
    for person in [&office.budi, &office.sari, &inside] {
        assert!(told.contains(&person.email), "{}", person.name);
    }
    for person in [&outside, &serving, &elsewhere, &office.hana] {
        assert!(!told.contains(&person.email), "{}", person.name);
    }
    // eight of the unit and one below, one message each
    assert_eq!(
        world
            .count("outbox", "kind = 'window-emergency' and state = 'sent'")
            .await,
        9
    );
    sari.get("/notices")
        .await
        .assert_text("Darurat: Banjir Kota Uji");
}

#[tokio::test]
async fn an_emergency_sets_personal_conditions_aside_but_never_discipline_or_direct_service() {
    let office = office().await;
    let (world, app) = (&office.world, &office.app);
    let bare = world.position_with("Pengemudi", [Some(false); 5]).await;
    let unit = &office.unit;
    let fresh = world
        .employee("Baru")
        .of(unit)
        .as_a(bare)
        .appointed("2026-10-01")
        .rated("kurang")
        .await;
    let punished = world
        .employee("Hukum")
        .of(unit)
        .disciplined("heavy", "serving")
        .await;
    let counter = world.unit("Loket").direct_service().await;
    let serving = world.employee("Lina").of(&counter).await;
    for name in ["Satu", "Dua", "Tiga"] {
        world.employee(name).of(&counter).await;
    }
    let today = "2026-11-17";
    for person in [&fresh, &punished, &serving] {
        let mut browser = app.as_(person).await;
        send(&mut browser, &[today]).await.assert_status(422);
    }
    let hana = world.api(&office.hana).await;
    hana.post(
        "/windows/emergency",
        json!({"title": "Banjir", "last_on": "2026-11-20", "direct_service": true}),
    )
    .await
    .assert_status(201);
    for (person, status) in [(&fresh, 303), (&punished, 422), (&serving, 422)] {
        let mut browser = app.as_(person).await;
        let sent = send(&mut browser, &[today]).await;
        sent.assert_status(status);
        if status == 303 {
            browser
                .get(&sent.header("location"))
                .await
                .assert_text("Karena keadaan darurat Banjir");
        }
    }
}

#[tokio::test]
async fn an_emergency_opens_beside_another_window_but_not_beside_another_emergency() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    set(&mut hana, WEEK).await;
    let flood = [("title", "Banjir"), ("last_on", "2026-11-25")];
    hana.post("/windows/emergency", &flood)
        .await
        .assert_status(303);
    hana.post("/windows/emergency", &flood)
        .await
        .assert_status(422)
        .assert_refused("Sudah ada jendela Banjir");
}
