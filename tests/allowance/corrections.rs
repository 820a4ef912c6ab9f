//! A locked month that is found wrong: a correction beside it, locked by itself; and the whole file however it is cut.

use luwes::kernel::{export::Kind, id::AllowanceRunId};

use super::*;

/// November with Sari 40 minutes late on a day, made by Hana and locked by Heri.
async fn locked(office: &Office) -> String {
    let clerk = office.api(&office.hana).await;
    office.in_force().await;
    office.seen(&clerk, "2026-11-03", "01:10", "09:05").await;
    office.app.set_clock("2026-12-02T02:00:00Z");
    let clerk = office.api(&office.hana).await;
    let (run, version) = office.counted(&clerk, "2026-11").await;
    lock(office, &office.heri, &run, version).await;
    run
}

async fn lock(office: &Office, by: &Person, run: &str, version: Value) {
    let by = office.api(by).await;
    by.post(
        &format!("/allowance-runs/{run}/lock"),
        json!({"version": version}),
    )
    .await
    .assert_status(200);
}

async fn file(by: &Client, run: &str) -> String {
    let file = by.get(&format!("/allowance-runs/{run}/export/csv")).await;
    file.assert_status(200);
    String::from_utf8(file.bytes.clone()).expect("text")
}

#[tokio::test]
async fn a_locked_month_is_corrected_beside_what_was_locked() {
    let office = office().await;
    let run = locked(&office).await;
    let clerk = office.api(&office.hana).await;
    let heri = office.api(&office.heri).await;
    let exported = file(&clerk, &run).await;
    let late = json!({"employee_id": office.sari.employee(), "from": "2026-11-03", "to": "2026-11-03", "reason": "Surat RSUD"});
    let refused = clerk.post("/allowance-outages", late.clone()).await;
    assert_eq!(refused.json["code"], "allowance-locked");
    // Hana begins a correction on the page, mends the data and counts it again
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&format!("/allowance/runs/{run}"))
        .await
        .assert_ok();
    hana.submit("#correct", &[])
        .await
        .assert_status(422)
        .assert_text("Wajib diisi.");
    let begun = hana
        .submit("#correct", &[("reason", "Surat RSUD datang terlambat")])
        .await;
    begun
        .assert_ok()
        .assert_h1("November 2026 · koreksi 1")
        .assert_text("Simulasi")
        .assert_text("Koreksi atas")
        .assert_text("Surat RSUD datang terlambat")
        .assert_text("Dibanding November 2026: tetap.");
    clerk
        .post("/allowance-outages", late)
        .await
        .assert_status(201);
    let (correction, version) = office.counted(&clerk, "2026-11").await;
    assert_ne!(correction, run);
    let shown = clerk.get(&format!("/allowance-runs/{correction}")).await;
    assert_eq!(shown.json["run"]["correction"], 1);
    assert_eq!(shown.json["run"]["reason"], "Surat RSUD datang terlambat");
    assert_eq!(shown.json["before"]["run"]["id"], json!(run));
    assert_eq!(shown.json["before"]["higher"], 1);
    assert_eq!(shown.json["before"]["lower"], 0);
    let changed = clerk
        .get(&format!("/allowance-runs/{correction}/people?changed=true"))
        .await;
    let items = changed.json["items"].as_array().expect("items");
    assert_eq!(items.len(), 1, "{}", changed.json);
    assert_eq!(items[0]["name"], "Sari");
    assert_eq!(items[0]["amount"], 5_000_000);
    assert_eq!(items[0]["before"], 4_980_000);
    // until it is locked, Sari has what is locked
    let sari = office.api(&office.sari).await;
    let own = sari.get("/allowance").await;
    assert_eq!(own.json["run_id"], json!(run));
    assert_eq!(own.json["amount"], 4_980_000);
    lock(&office, &office.heri, &correction, version).await;
    let mut page = office.app.as_(&office.sari).await;
    page.get("/allowance/own")
        .await
        .assert_text("November 2026 · koreksi 1")
        .assert_text("Rp 5.000.000")
        .assert_text("Bulan ini dikoreksi: Surat RSUD datang terlambat")
        .assert_text("Dibanding November 2026: +Rp 20.000");
    // what was exported is had again byte by byte; the correction's file holds the difference alone
    assert_eq!(file(&heri, &run).await, exported);
    let difference = file(&heri, &correction).await;
    assert_eq!(difference.lines().count(), 2, "{difference}");
    assert!(
        difference
            .lines()
            .next()
            .expect("a head")
            .contains("Kurang bayar (Rp)")
    );
    assert!(
        difference.contains(&format!(
            "{},Sari,Analisis,2026-11,5000000,5000000,4980000,20000,0,Terkunci",
            office.sari.nip
        )),
        "{difference}"
    );
    // the page of the month leads to it; the month after is compared with what holds
    let mut page = office.app.as_(&office.heri).await;
    page.get(&format!("/allowance/runs/{run}"))
        .await
        .assert_text("dihitung ulang sebagai koreksi")
        .assert_link(&format!("/allowance/runs/{correction}"));
    office.app.set_clock("2027-01-04T02:00:00Z");
    let clerk = office.api(&office.hana).await;
    let (next, _) = office.counted(&clerk, "2026-12").await;
    let shown = clerk.get(&format!("/allowance-runs/{next}")).await;
    assert_eq!(shown.json["before"]["run"]["id"], json!(correction));
    for (event, times) in [("allowance-correction-made", 1), ("allowance-locked", 2)] {
        let found = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &found).await, times, "{event}");
    }
}

#[tokio::test]
async fn a_correction_takes_out_who_left_before_and_names_each_refusal() {
    let office = office().await;
    let run = locked(&office).await;
    let clerk = office.api(&office.hana).await;
    let path = |run: &str| format!("/allowance-runs/{run}/correction");
    let because = json!({"reason": "Tono berhenti pada Oktober"});
    let empty = clerk.post(&path(&run), json!({"reason": " "})).await;
    assert_eq!(empty.fields(), ["reason"]);
    let missing = uuid::Uuid::nil().to_string();
    clerk
        .post(&path(&missing), because.clone())
        .await
        .assert_status(404);
    for person in [&office.budi, &office.audi] {
        let api = office.api(person).await;
        api.post(&path(&run), because.clone())
            .await
            .assert_status(403);
    }
    let mut tx = office.world.tx().await;
    sqlx::query("update employees set active = false, left_on = '2026-10-31' where agency_id = $1 and id = $2")
        .bind(office.world.agency.0)
        .bind(office.tono.employee().0)
        .execute(tx.conn())
        .await
        .expect("he left");
    tx.commit().await.expect("commit");
    let begun = clerk.post(&path(&run), because.clone()).await;
    begun.assert_status(201);
    let (correction, version) = (begun.id(), begun.json["version"].clone());
    let shown = clerk.get(&format!("/allowance-runs/{correction}")).await;
    assert_eq!(shown.json["before"]["gone"], 1);
    let listed = clerk
        .get(&format!("/allowance-runs/{correction}/people?changed=true"))
        .await;
    assert_eq!(listed.json["items"][0]["name"], "Tono");
    assert_eq!(listed.json["items"][0]["gone"], true);
    assert_eq!(listed.json["items"][0]["amount"], 0);
    assert_eq!(listed.json["items"][0]["before"], 2_820_000);
    let text = file(&clerk, &correction).await;
    assert!(
        text.contains(",2026-11,,0,2820000,0,2820000,Simulasi"),
        "{text}"
    );
    // a simulation is not corrected but counted again; what was corrected is corrected by its correction
    let refused = clerk.post(&path(&correction), because.clone()).await;
    assert_eq!(refused.json["code"], "allowance-not-locked");
    let refused = clerk.post(&path(&run), because.clone()).await;
    assert_eq!(refused.json["code"], "allowance-corrected");
    // who made it does not lock it
    let body = json!({"version": version});
    let refused = clerk
        .post(&format!("/allowance-runs/{correction}/lock"), body)
        .await;
    assert_eq!(refused.json["code"], "allowance-lock-own");
    lock(&office, &office.heri, &correction, version).await;
    let second = clerk.post(&path(&correction), because).await;
    assert_eq!(second.json["correction"], 2);
    // a correction without a reason is none, by the table either
    let mut tx = office.world.tx().await;
    let silent = sqlx::query(
        "update allowance_runs set reason = '' where agency_id = $1 and correction = 1",
    )
    .bind(office.world.agency.0)
    .execute(tx.conn())
    .await;
    assert!(
        silent
            .expect_err("the table refuses")
            .to_string()
            .contains("allowance_runs_reason")
    );
}

#[tokio::test]
async fn a_correction_begun_by_mistake_is_dropped_and_what_is_locked_stays() {
    let office = office().await;
    let run = locked(&office).await;
    let clerk = office.api(&office.hana).await;
    let before = (
        file(&clerk, &run).await,
        clerk.get(&format!("/allowance-runs/{run}")).await.json["run"].clone(),
    );
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&format!("/allowance/runs/{run}")).await;
    hana.submit("#correct", &[("reason", "Salah bulan")])
        .await
        .assert_h1("November 2026 · koreksi 1")
        .assert_text("Batalkan koreksi");
    hana.submit("#discard", &[])
        .await
        .assert_at(&format!("/allowance/runs/{run}"))
        .assert_text("Koreksi dibatalkan. Yang terkunci tetap seperti semula.")
        .assert_text("Hitung koreksi")
        .assert_no_text("Lihat koreksinya");
    // it stays readable, and what is locked is as it was
    let runs = clerk.get("/allowance-runs").await;
    let dropped = runs.json["items"][0].clone();
    assert_eq!(
        (&dropped["state"], &dropped["correction"]),
        (&json!("dropped"), &json!(1))
    );
    let id = dropped["id"].as_str().expect("an id").to_owned();
    hana.get(&format!("/allowance/runs/{id}"))
        .await
        .assert_ok()
        .assert_text("Dibatalkan")
        .assert_text("Salah bulan")
        .assert_no_text("Batalkan koreksi")
        .assert_no_text("Kunci bulan ini");
    hana.get("/allowance").await.assert_text("Dibatalkan");
    let after = (
        file(&clerk, &run).await,
        clerk.get(&format!("/allowance-runs/{run}")).await.json["run"].clone(),
    );
    assert_eq!(after, before);
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/allowance/own")
        .await
        .assert_ok()
        .assert_text("Terkunci")
        .assert_no_text("Dibatalkan");
    // another correction is compared with what is locked, holds once it is locked, and is corrected itself
    let begun = clerk
        .post(
            &format!("/allowance-runs/{run}/correction"),
            json!({"reason": "Surat RSUD"}),
        )
        .await;
    begun.assert_status(201);
    assert_eq!(begun.json["correction"], 2);
    let shown = clerk.get(&format!("/allowance-runs/{}", begun.id())).await;
    assert_eq!(shown.json["before"]["run"]["id"], json!(run));
    let shown = clerk.get(&format!("/allowance-runs/{run}")).await;
    assert_eq!(shown.json["corrected_by"], json!(begun.id()));
    lock(
        &office,
        &office.heri,
        &begun.id(),
        begun.json["version"].clone(),
    )
    .await;
    for (event, times) in [
        ("correction-made", 2),
        ("correction-dropped", 1),
        ("locked", 2),
    ] {
        let one = format!("event = 'allowance-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

#[tokio::test]
async fn each_refusal_of_dropping_a_correction() {
    let office = office().await;
    let run = locked(&office).await;
    let clerk = office.api(&office.hana).await;
    let path = |run: &str| format!("/allowance-runs/{run}/discarding");
    let code = |reply: crate::support::api::Reply| reply.json["code"].clone();
    // what is locked, and a month itself
    let version = clerk.get(&format!("/allowance-runs/{run}")).await.json["run"]["version"].clone();
    let seen = json!({"version": version});
    assert_eq!(
        code(clerk.post(&path(&run), seen.clone()).await),
        "allowance-locked"
    );
    let (month, version) = office.counted(&clerk, "2026-10").await;
    let body = json!({"version": version});
    let refused = clerk.post(&path(&month), body).await;
    assert_eq!(code(refused), "allowance-not-correction");
    // whoever may not begin one, and a version that is not the last
    let because = json!({"reason": "Salah bulan"});
    let begun = clerk
        .post(
            &format!("/allowance-runs/{run}/correction"),
            because.clone(),
        )
        .await;
    let id = begun.id();
    let seen = json!({"version": begun.json["version"]});
    for person in [&office.budi, &office.audi] {
        let api = office.api(person).await;
        api.post(&path(&id), seen.clone()).await.assert_status(403);
    }
    clerk
        .post(&path(&uuid::Uuid::nil().to_string()), seen.clone())
        .await
        .assert_status(404);
    clerk
        .post(&path(&id), json!({"version": 99}))
        .await
        .assert_problem(409, "changed");
    // by another officer of HR than who began it, once; then it is neither locked nor counted again nor corrected
    let heri = office.api(&office.heri).await;
    let done = heri.post(&path(&id), seen).await;
    done.assert_status(200);
    assert_eq!(done.json["state"], "dropped");
    let seen = json!({"version": done.json["version"]});
    assert_eq!(
        code(heri.post(&path(&id), seen.clone()).await),
        "allowance-dropped"
    );
    let lock = heri.post(&format!("/allowance-runs/{id}/lock"), seen).await;
    assert_eq!(code(lock), "allowance-dropped");
    let again = clerk
        .post("/allowance-runs", json!({"month": "2026-11"}))
        .await;
    assert_eq!(code(again), "allowance-locked");
    let again = clerk
        .post(&format!("/allowance-runs/{id}/correction"), because)
        .await;
    assert_eq!(code(again), "allowance-dropped");
    // the table drops neither the month itself nor what is locked
    let mut tx = office.world.tx().await;
    let sql = "update allowance_runs set state = 'dropped', dropped_by = made_by, dropped_at = made_at where agency_id = $1 and id = $2";
    let refused = sqlx::query(sql)
        .bind(office.world.agency.0)
        .bind(month.parse::<uuid::Uuid>().expect("an id"))
        .execute(tx.conn())
        .await
        .expect_err("the table refuses");
    assert!(
        refused.to_string().contains("allowance_runs_dropped"),
        "{refused}"
    );
}

#[tokio::test]
async fn the_file_holds_everybody_however_small_its_pieces() {
    let office = office().await;
    let run = locked(&office).await;
    let clerk = office.api(&office.hana).await;
    let whole = file(&clerk, &run).await;
    // six people and a head
    assert_eq!(whole.lines().count(), 7, "{whole}");
    let id: AllowanceRunId = run.parse().expect("an id");
    let mut cx = office.world.cx_of(&office.hana).await;
    for piece in [1, 2, 6, 7] {
        let cut = luwes::allowance::sheet(&mut cx, Kind::Csv, id, piece).await;
        let cut = cut.expect("a file").0.bytes;
        assert_eq!(String::from_utf8(cut).expect("text"), whole, "{piece}");
    }
    let book = luwes::allowance::sheet(&mut cx, Kind::Xlsx, id, 2).await;
    let book = std::io::Cursor::new(book.expect("a workbook").0.bytes);
    let mut book = zip::ZipArchive::new(book).expect("a workbook");
    let sheet = book.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    let sheet = std::io::read_to_string(sheet).expect("text");
    assert_eq!(sheet.matches("<row ").count(), 7);
    cx.finish().await.expect("commit");
    // somebody who is passed over makes it no file at all
    let mut tx = office.world.tx().await;
    sqlx::query("delete from allowance_results where agency_id = $1 and employee_id = $2")
        .bind(office.world.agency.0)
        .bind(office.sari.employee().0)
        .execute(tx.conn())
        .await
        .expect("gone");
    tx.commit().await.expect("commit");
    clerk
        .get(&format!("/allowance-runs/{run}/export/csv"))
        .await
        .assert_problem(409, "changed");
}

#[tokio::test]
async fn a_scheme_that_is_copied_names_what_it_was_copied_from() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/allowance/schemes/new")
        .await
        .assert_text("Isian awal ini usulan, bukan peraturan.")
        .assert_no_text("Disalin dari");
    office.in_force().await;
    hana.get("/allowance").await.assert_ok();
    hana.get("/allowance/schemes/new")
        .await
        .assert_text("Disalin dari")
        .assert_text("Ini konsep baru")
        .assert_no_text("Isian awal ini usulan, bukan peraturan.");
    // a refused form still names it
    hana.submit("#scheme", &[("instrument", "")])
        .await
        .assert_status(422)
        .assert_text("Ini konsep baru");
    let draft = hana
        .submit("#scheme", &[("instrument", "Perka 8/2026")])
        .await;
    draft
        .assert_ok()
        .assert_h1("Skema 2")
        .assert_text("Disalin dari")
        .assert_text("Konsep tersimpan.");
    hana.submit("#ask", &[])
        .await
        .assert_text("Disalin dari")
        .assert_text("Skema 1");
    let clerk = office.api(&office.hana).await;
    let all = clerk.get("/allowance-schemes").await;
    let [second, first] = [0, 1].map(|n| all.json["items"][n].clone());
    assert_eq!(second["copied_from"], first["id"]);
    assert_eq!(first["copied_from"], Value::Null);
    // any scheme may be copied, from its page
    let path = format!(
        "/allowance/schemes/{}",
        first["id"].as_str().expect("an id")
    );
    let copy = path.replace("schemes/", "schemes/new?copy=");
    hana.get(&path).await.assert_link(&copy);
    hana.get(&copy)
        .await
        .assert_ok()
        .assert_text("Ini konsep baru");
    let nobody = format!("/allowance/schemes/new?copy={}", uuid::Uuid::nil());
    hana.get(&nobody).await.assert_status(404);
    let mut unknown = super::draft();
    unknown["copied_from"] = json!(uuid::Uuid::nil());
    let refused = clerk.post("/allowance-schemes", unknown).await;
    assert_eq!(refused.fields(), ["copied_from"]);
}
