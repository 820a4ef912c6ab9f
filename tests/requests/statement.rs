//! The monthly statement of a person: who may have it, and what stands in it.

use super::*;

fn rows(shown: &Shown) -> Vec<Vec<String>> {
    let body = shown.body();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(body.trim_start_matches('\u{feff}').as_bytes());
    reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect()
}

/// A person whose name would be a formula is at home on the 24th, approved by Budi, and on leave on the 26th.
async fn formula() -> (Office, Person, String) {
    let office = office().await;
    let evil = office
        .world
        .employee("=HYPERLINK(A1)")
        .of(&office.unit)
        .await;
    let mut browser = office.app.as_(&evil).await;
    let id = id_of(&send(&mut browser, &["2026-11-24"]).await);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    office
        .world
        .absent(&evil, "leave", "2026-11-26", "2026-11-26")
        .await;
    (office, evil, id)
}

#[tokio::test]
async fn a_person_has_every_day_of_the_month_with_its_ground_and_the_weeks_count() {
    let (office, evil, id) = formula().await;
    let mut browser = office.app.as_(&evil).await;
    browser
        .get("/me/month?month=2026-11")
        .await
        .assert_link("/requests/statement/xlsx?month=2026-11");
    let shown = browser.fetch("/requests/statement/csv?month=2026-11").await;
    shown.assert_ok();
    assert!(
        shown
            .header("content-disposition")
            .contains("rekap-2026-11.csv")
    );
    let rows = rows(&shown);
    assert_eq!(rows.len(), 31, "a head and thirty days");
    let on = |day: usize| &rows[day];
    let flexible = on(24);
    assert_eq!(flexible[0], "'=HYPERLINK(A1)", "no formula");
    assert_eq!(
        flexible[2..7],
        ["2026-11-24", "Selasa", "Hari kerja", "Rumah", "Rumah"]
    );
    assert_eq!(flexible[7], id);
    assert_eq!(flexible[8..10], ["Disetujui", "Budi"]);
    assert!(flexible[10].contains("17 Nov 2026"), "{}", flexible[10]);
    assert_eq!(flexible[11..13], ["1", "2"], "one of two days that week");
    assert_eq!(on(17)[11..13], ["0", "2"]);
    assert_eq!(on(26)[4..6], ["Cuti", "Cuti"]);
    assert_eq!(on(28)[4], "Akhir pekan");
    assert_eq!(on(23)[5], "Kantor");
    let book = browser
        .fetch("/requests/statement/xlsx?month=2026-11")
        .await;
    book.assert_ok();
    assert!(book.bytes.starts_with(b"PK"));
    let other = browser.fetch("/requests/statement/csv?month=2026-12").await;
    assert_eq!(self::rows(&other).len(), 32);
}

#[tokio::test]
async fn the_decider_hr_and_the_leader_have_it_and_nobody_else() {
    let (office, evil, _) = formula().await;
    let who = evil.employee();
    let path = format!("/requests/statement/csv?month=2026-11&employee={who}");
    let program = format!("/requests/statement/csv?month=2026-11&employee_id={who}");
    let hana = office.world.officer("Hana", &["hr"]).await;
    let lea = office.world.officer("Lea", &["leader"]).await;
    let audi = office.world.officer("Audi", &["auditor"]).await;
    let far = office.app.agency("Kota Jauh").await;
    let jauh = far.officer("Jauh", &["hr"]).await;
    for (person, world, status) in [
        (&office.budi, &office.world, 200),
        (&hana, &office.world, 200),
        (&lea, &office.world, 200),
        (&audi, &office.world, 404),
        (&office.staff[0], &office.world, 404),
        (&jauh, &far, 404),
    ] {
        let shown = office.app.as_(person).await.fetch(&path).await;
        shown.assert_status(status);
        let reply = world.api(person).await.get(&program).await;
        reply.assert_status(status);
        if status == 200 {
            assert_eq!(reply.bytes, shown.bytes, "the same file by both doors");
        }
    }
    let month = format!("/employees/{who}/month?month=2026-11");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&month).await.assert_link(&format!(
        "/requests/statement/csv?month=2026-11&employee={who}"
    ));
    let mut sari = office.app.as_(&office.staff[0]).await;
    let shown = sari.get(&month).await;
    assert_eq!(shown.number_of("a[download]"), 0);
    let mut audi = office.app.as_(&audi).await;
    audi.fetch("/requests/statement/csv")
        .await
        .assert_status(403);
    sari.fetch("/requests/statement/pdf")
        .await
        .assert_status(404);
}
