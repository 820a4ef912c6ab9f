//! Searching a colleague: in full within reach, in brief where a unit shows itself to the agency, and nobody else.

use serde_json::json;

use super::*;

/// It is Wednesday, 18 November: Sari is at home and gave a contact, Umi is on leave. Loki works in another unit.
async fn today() -> (Office, Person) {
    let office = office().await;
    let sari = office.world.api(&office.staff[0]).await;
    let body = json!({
        "days": [{ "on": "2026-11-18" }],
        "place": "home",
        "place_detail": "RAHASIA alamat",
        "contact": "0812-3456",
        "plan": [{ "what": "Laporan", "due_on": "2026-11-18" }],
    });
    let sent = sari.post("/requests", body).await;
    sent.assert_status(201);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &sent.id(), "approve", "")
        .await
        .assert_at("/inbox");
    office
        .world
        .absent(&office.staff[2], "leave", "2026-11-18", "2026-11-19")
        .await;
    office.app.pass(TimeDelta::days(1));
    let mut db = office.app.superuser().await;
    sqlx::query("update employees set phone = '+62 811 000' where id = any($1)")
        .bind(
            office
                .staff
                .iter()
                .map(|one| one.employee().0)
                .collect::<Vec<_>>(),
        )
        .execute(&mut db)
        .await
        .expect("telephones are known");
    let loket = office.world.unit("Loket").await;
    let loki = office.world.employee("Loki").of(&loket).await;
    (office, loki)
}

async fn open_to_all(office: &Office) {
    let hr = office.world.officer("Rina", &["hr"]).await;
    let mut hr = office.app.as_(&hr).await;
    let page = format!("/units/{}", office.unit.id);
    let unit = hr.get(&page).await;
    assert_eq!(
        unit.attributes("#f-visibility option[selected]", "value"),
        ["unit"]
    );
    hr.submit(&page, &[("visibility", "agency")])
        .await
        .assert_ok();
}

#[tokio::test]
async fn a_colleague_of_the_unit_is_found_with_place_days_and_contact() {
    let (office, _) = today().await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get("/team").await.assert_link("/team/find");
    let start = tono.get("/team/find").await;
    start
        .assert_ok()
        .assert_h1(&words("requests-find-title"))
        .assert_text(&words("requests-find-start"));
    let found = tono.get("/team/find?q=sAr").await;
    found
        .assert_ok()
        .assert_text("Sari")
        .assert_text("0812-3456")
        .assert_text("Rumah")
        .assert_no_text("+62 811 000")
        .assert_no_text("RAHASIA");
    // today and four working days more
    assert_eq!(found.all(".found .day b"), ["18", "19", "20", "23", "24"]);
    let umi = tono.get("/team/find?q=Umi").await;
    umi.assert_text("Cuti").assert_text("+62 811 000");
    assert_eq!(umi.attributes("a[href^='tel:']", "href"), ["tel:+62811000"]);
    tono.get("/team/find?q=S")
        .await
        .assert_text(&words("requests-find-start-text"));
    tono.get("/team/find?q=Zzz")
        .await
        .assert_text("Tidak ada \"Zzz\" yang boleh Anda lihat");
}

#[tokio::test]
async fn a_unit_is_closed_to_others_until_hr_opens_it_and_then_tells_in_brief() {
    let (office, loki) = today().await;
    let mut browser = office.app.as_(&loki).await;
    browser
        .get("/team/find?q=Sari")
        .await
        .assert_ok()
        .assert_text(&words("requests-find-none-text"));
    open_to_all(&office).await;
    assert_eq!(
        office
            .world
            .count(
                "audit",
                "event = 'unit-edited' and detail like '%visibility%'"
            )
            .await,
        1
    );
    let sari = browser.get("/team/find?q=Sari").await;
    sari.assert_text("Sari")
        .assert_text(&words("requests-find-brief"))
        .assert_text(&words("requests-where-elsewhere"))
        .assert_text(&office.staff[0].email)
        .assert_no_text("Rumah")
        .assert_no_text("0812-3456")
        .assert_no_text("+62 811 000");
    assert_eq!(sari.number_of(".found h2 a"), 0, "no way to the month");
    let umi = browser.get("/team/find?q=Umi").await;
    umi.assert_text(&words("requests-where-away"))
        .assert_no_text("Cuti");
    // the week and the month of the unit stay closed
    for page in [
        format!("/team?unit={}", office.unit.id),
        format!("/team/month?unit={}", office.unit.id),
        format!("/employees/{}/month", office.staff[0].employee()),
    ] {
        browser.get(&page).await.assert_status(404);
    }
}

#[tokio::test]
async fn a_program_finds_the_same_and_hr_sets_the_level() {
    let (office, loki) = today().await;
    let tono = office.world.api(&office.staff[1]).await;
    let full = tono.get("/team/find?q=Sari").await;
    let sari = &full.assert_status(200).json["items"][0];
    assert_eq!(sari["full"], true);
    assert_eq!(sari["contact"], "0812-3456");
    assert_eq!(sari["halves"][0]["place"], "home");
    open_to_all(&office).await;
    let brief = office.world.api(&loki).await.get("/team/find?q=ar").await;
    let sari = &brief.assert_status(200).json["items"][0];
    assert_eq!(sari["full"], false);
    assert_eq!(sari["halves"][0]["is"], "flexible");
    assert!(sari["halves"][0]["place"].is_null());
    assert!(sari["contact"].is_null() && sari["phone"].is_null());
    let umi = office.world.api(&loki).await.get("/team/find?q=umi").await;
    assert_eq!(umi.json["items"][0]["halves"][0]["is"], "away");
    let hana = office.world.officer("Hana", &["hr"]).await;
    let service = office
        .world
        .service(&hana, &[luwes::kernel::door::Scope::RequestsRead])
        .await;
    // a service reads what HR may read, as it does in the week
    let found = service.get("/team/find?q=Sari").await;
    assert_eq!(found.assert_status(200).json["items"][0]["full"], true);
    for odd in ["/team/find", "/team/find?q=S"] {
        tono.get(odd).await.assert_problem(422, "invalid");
    }
    // the level by program: left as it is when it is not named
    let hr = office.world.api(&hana).await;
    let path = format!("/units/{}", office.unit.id);
    let unit = hr.get(&path).await;
    assert_eq!(unit.json["visibility"], "agency");
    let body = json!({ "name": "Analisis", "version": unit.json["version"] });
    let kept = hr.put(&path, body).await;
    assert_eq!(kept.assert_status(200).json["visibility"], "agency");
    let body = json!({ "name": "Analisis", "visibility": "unit", "version": kept.json["version"] });
    let shut = hr.put(&path, body).await;
    assert_eq!(shut.assert_status(200).json["visibility"], "unit");
}

#[tokio::test]
async fn another_agencys_people_are_never_found_and_a_nip_only_by_hr() {
    let (office, _) = today().await;
    open_to_all(&office).await;
    let far = office.app.agency("Kota Jauh").await;
    let jauh = far.employee("Jauh").await;
    let rina = far.officer("Rani", &["hr"]).await;
    for stranger in [&jauh, &rina] {
        let mut browser = office.app.as_(stranger).await;
        browser
            .get("/team/find?q=Sari")
            .await
            .assert_ok()
            .assert_no_text("0812-3456")
            .assert_text(&words("requests-find-none-text"));
    }
    let nip: String = sqlx::query_scalar("select nip from employees where id = $1")
        .bind(office.staff[0].employee().0)
        .fetch_one(&mut office.app.superuser().await)
        .await
        .expect("a NIP");
    let path = format!("/team/find?q={nip}");
    let hr = office.world.officer("Hana", &["hr"]).await;
    office
        .app
        .as_(&hr)
        .await
        .get(&path)
        .await
        .assert_text("Sari");
    office
        .app
        .as_(&office.staff[1])
        .await
        .get(&path)
        .await
        .assert_no_text("Sari");
}
