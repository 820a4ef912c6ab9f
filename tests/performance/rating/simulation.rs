//! What a rating would come to before it is given: for the person and whoever rates, by what is kept with the period.

use super::*;

/// The marks of the agency.
async fn marks(office: &Office, above: i16, below: i16, version: i32) {
    let terms =
        json!({"weights": false, "above_from": above, "below_under": below, "version": version});
    let hana = office.api(&office.hana).await;
    hana.put("/target-terms", terms).await.assert_status(200);
}

#[tokio::test]
async fn accepted_work_is_simulated_for_the_person_and_whoever_rates_and_a_rating_keeps_the_same_numbers()
 {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let thread = office.one_line().await;
    marks(&office, 110, 20, 0).await;
    let period = office.opened().await;
    let of = period.of(&office.sari);
    let path = format!("{of}/simulation");
    let budi = office.api(&office.budi).await;
    for title in ["Peta satu", "Peta dua", "Peta tiga"] {
        let body = json!({"title": title, "due_on": "2026-11-20", "thread_id": thread, "content": {"words": "Selesai"}});
        let sent = sari.post("/deliverables", body).await;
        let yes = json!({"answer": "accepted", "version": sent.json["version"]});
        let answer = format!("/deliverables/{}/answer", sent.id());
        budi.post(&answer, yes).await.assert_status(200);
    }
    // marks that change later are for later periods
    marks(&office, 30, 10, 1).await;

    let seen = sari.get(&path).await;
    seen.assert_status(200);
    assert_eq!(seen.json["formula"], 2);
    assert_eq!(
        (&seen.json["above_from"], &seen.json["below_under"]),
        (&json!(110), &json!(20))
    );
    assert_eq!(seen.json["measured"], 25);
    let one = &seen.json["indicators"][0];
    assert_eq!(
        (&one["source"], &one["realised"]),
        (&json!("counted"), &json!("3"))
    );
    assert_eq!(one["percent"], 25);
    let cells = seen.json["matrix"].as_array().expect("cells");
    assert_eq!(cells.len(), 9);
    let suggested: Vec<&Value> = cells
        .iter()
        .filter(|one| one["suggested"] == true)
        .collect();
    assert_eq!(suggested.len(), 3);
    assert!(suggested.iter().all(|one| one["result"] == "meets"));
    assert!(cells.iter().all(|one| one["given"] == false));

    let mut page = office.app.as_(&office.sari).await;
    page.get(&of)
        .await
        .assert_ok()
        .assert_text("Simulasi sampai hari ini")
        .assert_text("Bukan janji dan bukan penilaian.")
        .assert_text("Capaian terukur 25 %.")
        .assert_text("3 hasil diterima dari target 12 dokumen")
        .assert_text("Perilaku Di bawah ekspektasi: Kurang/Misconduct")
        .assert_text("di atas ekspektasi mulai 110 %");
    let mut sheet = office.app.as_(&office.budi).await;
    sheet
        .get("/team/ratings")
        .await
        .assert_text("25 %")
        .assert_text("Saran dari angka: Sesuai ekspektasi");

    // what she tells stands before what is counted
    let told =
        json!({"realised": [{"thread_id": thread, "indicator": 0, "realised": "2"}], "version": 0});
    sari.put(&format!("{of}/account"), told)
        .await
        .assert_status(200);
    let seen = sari.get(&path).await;
    assert_eq!(seen.json["measured"], 16);
    assert_eq!(seen.json["indicators"][0]["source"], "told");

    // whoever rated sees the cell, the person not before the period is closed
    office.rated(&period, "below", "above").await;
    let given = |shown: &Value| -> Vec<String> {
        let cells = shown["matrix"].as_array().expect("cells").iter();
        cells
            .filter(|one| one["given"] == true)
            .map(|one| one["predikat"].to_string())
            .collect()
    };
    let shown = budi.get(&path).await;
    assert_eq!(given(&shown.json), ["\"butuh_perbaikan\""]);
    assert!(given(&sari.get(&path).await.json).is_empty());
    let kept = sari.get(&of).await;
    assert_eq!(
        (&kept.json["measured"], &kept.json["formula"]),
        (&json!(16), &json!(2))
    );
    let facts = "facts->>'measured' = '16' and facts->>'formula' = '2' and facts->>'above_from' = '110' and facts->'counted'->0->>'pieces' = '3'";
    assert_eq!(office.world.count("assessments", facts).await, 1);

    // and nothing is simulated once it is closed
    office.closed(&period).await;
    sari.get(&path).await.assert_status(404);
}

#[tokio::test]
async fn nobody_else_finds_a_simulation_and_a_period_from_before_keeps_its_formula() {
    let office = office().await;
    let thread = office.one_line().await;
    let period = office.opened().await;
    let path = format!("{}/simulation", period.of(&office.sari));
    for person in [&office.tono, &office.laras, &office.hana] {
        let api = office.api(person).await;
        api.get(&path).await.assert_status(404);
    }
    // Umi has no targets in force
    let umi = office.api(&office.umi).await;
    umi.get(&format!("{}/simulation", period.of(&office.umi)))
        .await
        .assert_status(404);
    office.handed_in("Peta satu", &thread, 0).await;
    let sari = office.api(&office.sari).await;
    assert_eq!(sari.get(&path).await.json["measured"], 8);
    // as a program of before opened it: by the marks of the day, and nothing is counted
    let mut tx = office.world.tx().await;
    sqlx::query("update rating_periods set formula = 1 where agency_id = $1")
        .bind(office.world.agency.0)
        .execute(tx.conn())
        .await
        .expect("changed");
    tx.commit().await.expect("commit");
    marks(&office, 110, 90, 0).await;
    let seen = sari.get(&path).await;
    assert_eq!(
        (&seen.json["formula"], &seen.json["measured"]),
        (&json!(1), &Value::Null)
    );
    assert_eq!(seen.json["above_from"], 110);
}
