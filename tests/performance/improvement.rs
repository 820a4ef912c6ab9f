//! A plan for improvement: written by one, agreed by both, noted, closed by whoever decides; and each refusal.

use luwes::policy::base;
use serde_json::{Value, json};

use super::*;

/// Wati's last rating is lower than what the rules ask. Gives her, under Budi.
async fn fallen(office: &Office) -> Person {
    let set = base::typical_agency(&base::Practice::default());
    office.world.rules_of(&set).await;
    office
        .world
        .employee("Wati")
        .of(&office.unit)
        .rated("kurang")
        .await
}

fn steps(what: &str) -> Value {
    json!([{"what": what, "by_on": "2026-12-11", "known": "Diterima atasan"}])
}

impl Office {
    /// A plan that somebody wrote; gives its path and version.
    async fn planned_for(&self, by: &Person, who: &Person) -> (String, Value) {
        let body = json!({"employee_id": who.employee(), "lines": steps("Dua telaah")});
        let sent = self.api(by).await.post("/improvement-plans", body).await;
        sent.assert_status(201);
        let path = format!("/improvement-plans/{}", sent.id());
        (path, sent.json["version"].clone())
    }

    /// The same, agreed by both.
    async fn agreed_plan(&self, who: &Person, by: &Person) -> (String, Value) {
        let (path, version) = self.planned_for(who, who).await;
        let door = self.api(by).await;
        let body = json!({"version": version});
        let done = door.post(&format!("{path}/agreement"), body).await;
        done.assert_status(200);
        assert_eq!(done.json["state"], "agreed");
        (path, done.json["version"].clone())
    }
}

#[tokio::test]
async fn a_plan_is_written_agreed_by_both_noted_and_closed_and_changes_no_verdict() {
    let office = office().await;
    let wati = fallen(&office).await;
    office.app.drain().await;
    let verdict = office.api(&wati).await.get("/conditions").await.json;
    // the conditions and the inbox say that there is none
    let mut page = office.app.as_(&wati).await;
    page.get("/conditions")
        .await
        .assert_ok()
        .assert_text("Predikat terakhir di bawah syarat.")
        .assert_link("/improvement/new");
    let mut budi = office.app.as_(&office.budi).await;
    let begin = format!("/improvement/new?employee={}", wati.employee());
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_text("Wati")
        .assert_text("Predikat Kurang, dibutuhkan paling rendah Baik.")
        .assert_link(&begin);
    budi.get("/team/improvement")
        .await
        .assert_ok()
        .assert_link(&begin);
    // what is missing is named, and what was typed stays
    page.get("/improvement")
        .await
        .assert_ok()
        .assert_link("/improvement/new");
    page.get("/improvement/new").await.assert_ok();
    page.submit("#improvement", &[("what-0", "Dua telaah")])
        .await
        .assert_status(422)
        .assert_text("Tulis tanda langkah 1 tercapai.")
        .assert_text("Isi tanggal langkah 1: hari ini sampai satu tahun ke depan.");
    let typed = [("by-0", "2026-12-11"), ("known-0", "Diterima atasan")];
    let sent = page.submit("#improvement", &typed).await;
    let path = sent.path.clone();
    sent.assert_ok()
        .assert_text("Dua telaah")
        .assert_text("Menunggu persetujuan atasan");
    assert_eq!(
        office.told(&office.budi).await,
        ["Rencana perbaikan kinerja menunggu persetujuan Anda"]
    );
    // Budi changes it, and Wati agrees to what it says then
    budi.get("/inbox").await.assert_ok().assert_link(&path);
    budi.get(&path)
        .await
        .assert_ok()
        .assert_link(&format!("{path}/lines"));
    budi.get(&format!("{path}/lines")).await.assert_ok();
    budi.submit("#improvement", &[("what-0", "Tiga telaah")])
        .await
        .assert_ok()
        .assert_text("Menunggu persetujuan Wati");
    page.get("/").await.assert_ok().assert_link(&path);
    page.get(&path).await.assert_ok().assert_text("Tiga telaah");
    page.submit("#agreement", &[])
        .await
        .assert_ok()
        .assert_text("Disepakati")
        .assert_text("Budi menyetujui")
        .assert_text("Wati menyetujui");
    page.get("/conditions")
        .await
        .assert_text("Rencana perbaikan: Disepakati")
        .assert_link(&path);
    budi.get("/inbox").await.assert_no_text("Predikat Kurang");
    page.get(&path).await;
    page.submit("#note", &[("note", "Satu telaah diterima.")])
        .await
        .assert_ok()
        .assert_text("Wati mencatat")
        .assert_text("Satu telaah diterima.");
    // closing asks for a reason, and the person hears of it
    office.app.drain().await;
    budi.get(&path).await;
    budi.submit("#closing", &[("outcome", "not_met"), ("reason", " ")])
        .await
        .assert_status(422);
    budi.submit(
        "#closing",
        &[("outcome", "met"), ("reason", "Tiga diterima.")],
    )
    .await
    .assert_ok()
    .assert_text("Budi menutup: tercapai")
    .assert_text("Tiga diterima.");
    assert_eq!(
        office.told(&wati).await,
        ["Rencana perbaikan kinerja Anda ditutup"]
    );
    let events = "event like 'improvement-%'";
    assert_eq!(office.world.count("audit", events).await, 5);
    let after = office.api(&wati).await.get("/conditions").await.json;
    assert_eq!(after["verdict"], verdict["verdict"]);
    assert_eq!(after["days_per_week"], verdict["days_per_week"]);
    // another may begin
    page.get("/improvement")
        .await
        .assert_ok()
        .assert_link("/improvement/new");
}

#[tokio::test]
async fn a_plan_is_between_the_two_and_the_leader_reads_it() {
    let office = office().await;
    let (path, version) = office.planned_for(&office.budi, &office.sari).await;
    let tono = office.api(&office.tono).await;
    tono.get(&path).await.assert_problem(404, "not-found");
    let body = json!({"version": version});
    tono.post(&format!("{path}/agreement"), body)
        .await
        .assert_problem(404, "not-found");
    let for_sari = json!({"employee_id": office.sari.employee(), "lines": steps("Peta")});
    tono.post("/improvement-plans", for_sari)
        .await
        .assert_problem(404, "not-found");
    let laras = office.api(&office.laras).await;
    let seen = laras.get(&path).await;
    seen.assert_status(200);
    assert_eq!(seen.json["may_agree"], false);
    let refused = laras
        .post(&format!("{path}/notes"), json!({"note": "Baik"}))
        .await;
    refused.assert_problem(422, "not-approver");
    let team = office
        .api(&office.budi)
        .await
        .get("/team/improvement-plans")
        .await;
    let items = team.json["items"].as_array().expect("items");
    assert_eq!(items[0]["name"], "Sari");
    assert_eq!(items[0]["plan"]["state"], "written");
    assert_eq!(items[1]["plan"], Value::Null);
}

#[tokio::test]
async fn each_step_out_of_turn_is_refused_with_what_to_do() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let budi = office.api(&office.budi).await;
    let (path, version) = office.planned_for(&office.sari, &office.sari).await;
    let seen = json!({"version": version});
    // one has agreed to what one wrote; before both have, nothing is noted or closed; a second is not begun
    let agreement = format!("{path}/agreement");
    sari.post(&agreement, seen.clone())
        .await
        .assert_problem(422, "improvement-yours");
    let note = json!({"note": "Baik"});
    sari.post(&format!("{path}/notes"), note)
        .await
        .assert_problem(422, "improvement-step");
    let close = json!({"outcome": "met", "reason": "Selesai", "version": version});
    budi.post(&format!("{path}/closing"), close.clone())
        .await
        .assert_problem(422, "improvement-step");
    let second = json!({"lines": steps("Peta lain")});
    sari.post("/improvement-plans", second)
        .await
        .assert_problem(422, "improvement-open");
    // the same sent twice is one
    let same = json!({"lines": steps("Dua telaah")});
    sari.post("/improvement-plans", same)
        .await
        .assert_status(201);
    assert_eq!(office.world.count("improvement_plans", "true").await, 1);
    // somebody else was faster
    let stale = json!({"version": 99});
    budi.post(&agreement, stale).await.assert_status(409);
    let late = json!({"lines": [{"what": "Peta", "by_on": "2026-11-16", "known": "Ada"}], "version": version});
    sari.put(&path, late).await.assert_status(422);
    // once agreed it is not written over
    budi.post(&agreement, seen).await.assert_status(200);
    let over = json!({"lines": steps("Lain"), "version": 2});
    sari.put(&path, over)
        .await
        .assert_problem(422, "improvement-step");
    // nobody closes their own: the person has no such right, and a head has it for others only
    sari.post(&format!("{path}/closing"), close)
        .await
        .assert_status(403);
    let (own, version) = office.agreed_plan(&office.budi, &office.laras).await;
    let close = json!({"outcome": "met", "reason": "Selesai", "version": version});
    budi.post(&format!("{own}/closing"), close.clone())
        .await
        .assert_problem(422, "own-improvement");
    let laras = office.api(&office.laras).await;
    laras
        .post(&format!("{own}/closing"), close)
        .await
        .assert_status(200);
    // and the table says so, too
    let mut tx = office.world.tx().await;
    let done = sqlx::query("update improvement_plans set closed_by = employee_id")
        .execute(tx.conn())
        .await;
    assert!(done.is_err());
}

#[tokio::test]
async fn a_plan_with_a_hundred_notes_takes_no_more() {
    let office = office().await;
    let (path, _) = office.agreed_plan(&office.sari, &office.budi).await;
    let id = path.rsplit('/').next().expect("an id").to_owned();
    let mut tx = office.world.tx().await;
    sqlx::query(
        "insert into improvement_notes (agency_id, plan_id, number, author_id, note, made_at) \
         select agency_id, id, n, employee_id, 'Catatan', $2 from improvement_plans, generate_series(0, 98) n where id = $1",
    )
    .bind(id.parse::<uuid::Uuid>().expect("an id"))
    .bind(office.app.now())
    .execute(tx.conn())
    .await
    .expect("notes");
    tx.commit().await.expect("commit");
    // both have the page open when the last one is written
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&format!("/improvement/{id}")).await.assert_ok();
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/improvement/{id}")).await.assert_ok();
    budi.submit("#note", &[("note", "Catatan terakhir")])
        .await
        .assert_ok()
        .assert_text("Catatan terakhir");
    sari.submit("#note", &[("note", "Satu lagi")])
        .await
        .assert_refused("Rencana ini sudah punya 100 catatan. Tutup rencananya.");
    let door = office.api(&office.budi).await;
    door.post(&format!("{path}/notes"), json!({"note": "Satu lagi"}))
        .await
        .assert_problem(422, "improvement-notes");
    assert_eq!(office.world.count("improvement_notes", "true").await, 100);
}

#[tokio::test]
async fn a_plan_has_a_step_that_ends_within_a_year() {
    let office = office().await;
    let mut page = office.app.as_(&office.sari).await;
    page.get("/improvement/new").await.assert_ok();
    page.submit("#improvement", &[])
        .await
        .assert_refused("Tulis sedikitnya satu langkah.");
    let typed = [
        ("what-0", "Peta"),
        ("by-0", "2027-11-19"),
        ("known-0", "Ada"),
    ];
    page.submit("#improvement", &typed)
        .await
        .assert_refused("Isi tanggal langkah 1: hari ini sampai satu tahun ke depan.");
    let far = json!({"lines": [{"what": "Peta", "by_on": "2027-11-19", "known": "Ada"}]});
    let sari = office.api(&office.sari).await;
    let refused = sari.post("/improvement-plans", far).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "improvement-by");
    assert_eq!(office.world.count("improvement_plans", "true").await, 0);
}

#[tokio::test]
async fn whoever_decides_by_then_is_asked_and_not_whoever_agreed_before() {
    let office = office().await;
    let (path, version) = office.planned_for(&office.budi, &office.sari).await;
    office
        .world
        .acting(&office.umi, &office.unit, "plt", "2026-11-17", "2026-12-31")
        .await;
    let sari = office.api(&office.sari).await;
    let agreement = format!("{path}/agreement");
    let done = sari.post(&agreement, json!({"version": version})).await;
    done.assert_status(200);
    assert_eq!(done.json["state"], "written");
    assert_eq!(done.json["leader_agreed"], Value::Null);
    let umi = office.api(&office.umi).await;
    let done = umi
        .post(&agreement, json!({"version": done.json["version"]}))
        .await;
    done.assert_status(200);
    assert_eq!(done.json["state"], "agreed");
    assert_eq!(done.json["leader_agreed"]["acting"], "plt");
}

#[tokio::test]
async fn hr_reads_the_plans_of_the_agency_and_writes_in_none() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/improvement/agency")
        .await
        .assert_ok()
        .assert_h1("Rencana perbaikan instansi")
        .assert_text("Belum ada rencana");
    let (path, version) = office.planned_for(&office.budi, &office.sari).await;
    office.agreed_plan(&office.tono, &office.budi).await;
    hana.get("/ratings/periods")
        .await
        .assert_link("/improvement/agency");
    hana.get("/improvement/agency")
        .await
        .assert_text("Sari")
        .assert_text("Menunggu persetujuan")
        .assert_text("Tono")
        .assert_text("Disepakati");
    hana.get("/improvement/agency?state=written")
        .await
        .assert_text("Sari")
        .assert_no_text("Tono");
    hana.get("/improvement/agency?state=closed")
        .await
        .assert_ok()
        .assert_text("Tidak ada rencana dengan keadaan ini");
    let id = path.rsplit('/').next().expect("an id");
    hana.get(&format!("/improvement/{id}"))
        .await
        .assert_ok()
        .assert_text("Dua telaah")
        .assert_link("/improvement/agency")
        .assert_no_text("Kirim dan setujui")
        .assert_no_text("Tutup rencana");
    // the same through the other door, and never in another's hand
    let hr = office.api(&office.hana).await;
    let seen = hr.get("/improvement-plans/agency").await;
    assert_eq!(seen.json["items"].as_array().map(Vec::len), Some(2));
    let seen = hr.get("/improvement-plans/agency?state=agreed").await;
    assert_eq!(seen.json["items"][0]["employee_name"], "Tono");
    let read = hr.get(&path).await;
    read.assert_status(200);
    assert_eq!(read.json["may_agree"], false);
    hr.post(&format!("{path}/agreement"), json!({"version": version}))
        .await
        .assert_status(403);
    // nobody else has the list: not a colleague, not whoever decides for some of them
    for person in [&office.umi, &office.budi] {
        let other = office.api(person).await;
        other
            .get("/improvement-plans/agency")
            .await
            .assert_status(403);
        let mut other = office.app.as_(person).await;
        other.get("/improvement/agency").await.assert_status(403);
    }
}
