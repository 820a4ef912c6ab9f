//! The performance allowance: a month from a scheme to a locked file, by page and by program, and each refusal.

mod corrections;
mod exceptions;
mod refusals;

use luwes::{
    allowance::rules::{Inputs, Terms, evaluate},
    kernel::outbox::Mail,
};
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, World};

/// Budi leads Sari and Tono in class 9 and Umi in a position without a class; Hana and Heri are of HR, Audi is auditor.
/// Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    budi: Person,
    sari: Person,
    tono: Person,
    hana: Person,
    heri: Person,
    audi: Person,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let ninth = world.position("Analis").await;
    let classless = world.position("Pramu").await;
    let mut tx = world.tx().await;
    sqlx::query("update positions set kelas = null where agency_id = $1 and id = $2")
        .bind(world.agency.0)
        .bind(classless.0)
        .execute(tx.conn())
        .await
        .expect("the class is gone");
    tx.commit().await.expect("commit");
    let budi = world.employee("Budi").head_of(&unit).as_a(ninth).await;
    let sari = world.employee("Sari").of(&unit).as_a(ninth).await;
    let tono = world
        .employee("Tono")
        .of(&unit)
        .as_a(ninth)
        .kind("cpns")
        .rated("butuh_perbaikan")
        .disciplined("medium", "serving")
        .await;
    for name in ["Umi", "Vina", "Wawan"] {
        world.employee(name).of(&unit).as_a(classless).await;
    }
    let hana = world.officer("Hana", &["hr"]).await;
    let heri = world.officer("Heri", &["hr"]).await;
    let audi = world.officer("Audi", &["auditor"]).await;
    Office {
        app,
        world,
        budi,
        sari,
        tono,
        hana,
        heri,
        audi,
    }
}

/// A scheme as a program writes it: the proposal, by the rating of the year before.
fn draft() -> Value {
    let terms = Terms {
        instrument: "Perka 7/2026 Pasal 4".into(),
        lag: 12,
        ..Terms::proposal()
    };
    json!({"from": "2026-01", "amounts": [{"class": 9, "amount": 5_000_000}], "terms": terms})
}

impl Office {
    async fn api(&self, person: &Person) -> Client {
        self.world.api(person).await
    }

    /// Written and asked by Hana; gives its address and version.
    async fn asked(&self) -> (String, Value) {
        let hana = self.api(&self.hana).await;
        let sent = hana.post("/allowance-schemes", draft()).await;
        sent.assert_status(201);
        let path = format!("/allowance-schemes/{}", sent.id());
        let body = json!({"version": sent.json["version"]});
        let asked = hana.post(&format!("{path}/asking"), body).await;
        asked.assert_status(200);
        (path, asked.json["version"].clone())
    }

    /// Put in force by Heri.
    async fn in_force(&self) {
        let (path, version) = self.asked().await;
        let heri = self.api(&self.heri).await;
        let body = json!({"version": version});
        heri.post(&format!("{path}/force"), body)
            .await
            .assert_status(200);
    }

    /// Counted by somebody; gives its id and version.
    async fn counted(&self, by: &Client, month: &str) -> (String, Value) {
        let sent = by.post("/allowance-runs", json!({"month": month})).await;
        sent.assert_status(201);
        assert_eq!(sent.json["state"], "simulated", "{}", sent.json);
        (sent.id(), sent.json["version"].clone())
    }

    /// What a device saw of Sari's day: coming and going, by the clock of Jakarta less seven hours.
    async fn seen(&self, hana: &Client, on: &str, from: &str, to: &str) {
        let one = |kind: &str, at: &str| json!({"nip": self.sari.nip, "at": format!("{on}T{at}:00Z"), "kind": kind, "place": "office", "key": format!("{on}{kind}")});
        let body = json!({"device": "Mesin lobi", "seen": [one("start", from), one("end", to)]});
        let told = hana.post("/presence/observations", body).await;
        told.assert_status(200);
        assert_eq!(told.json["fates"], json!(["kept", "kept"]));
    }

    /// The amount of somebody in a run, line by line.
    async fn why(&self, hana: &Client, run: &str, person: &Person) -> Value {
        let path = format!("/allowance-runs/{run}/people/{}", person.employee());
        let found = hana.get(&path).await;
        found.assert_status(200);
        found.json
    }
}

/// The rupiah of a line; nothing where there is none.
fn rupiah(why: &Value, code: &str) -> Option<i64> {
    let lines = why["lines"].as_array().expect("lines");
    let line = lines.iter().find(|one| one["code"] == code)?;
    line["rupiah"].as_i64()
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    let mine = mails.iter().filter(|mail| mail.to == person.email);
    mine.map(|mail| mail.subject.clone()).collect()
}

#[tokio::test]
async fn a_month_from_a_scheme_to_a_locked_file() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    // Hana writes a scheme; what is missing is told and nothing typed is lost
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/allowance")
        .await
        .assert_ok()
        .assert_h1("Tunjangan kinerja")
        .assert_text("Belum ada skema")
        .assert_text("Belum ada bulan yang dihitung");
    hana.get("/allowance/schemes/new")
        .await
        .assert_ok()
        .assert_text("Isian awal ini usulan, bukan peraturan.");
    hana.submit(
        "#scheme",
        &[("instrument", "Perka 7/2026"), ("late", "1-30: 0,5")],
    )
    .await
    .assert_status(422)
    .assert_text("Isi sedikitnya satu kelas jabatan.")
    .assert_text("Tulis angka awal dan persennya berurutan");
    let written = hana
        .submit(
            "#scheme",
            &[
                ("late", "1: 0,5; 31: 1; 61: 1,5; 91: 2"),
                ("from", "2026-09"),
                ("amounts", "9: 5.000.000"),
                ("lag", "12"),
            ],
        )
        .await;
    written.assert_ok().assert_h1("Skema 1");
    let path = written.path.clone();
    hana.submit("#ask", &[])
        .await
        .assert_at(&path)
        .assert_text("Menunggu petugas lain")
        .assert_text("Penyusun dan pemintanya tidak memberlakukannya sendiri.")
        .assert_text("Kelas 9")
        .assert_text("Rp 5.000.000");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.heri),
        ["Skema tunjangan 1 menunggu Anda"]
    );
    // Heri gives it back once, then puts it in force
    let mut heri = office.app.as_(&office.heri).await;
    heri.get(&path).await.assert_ok();
    heri.submit("#return", &[])
        .await
        .assert_status(422)
        .assert_text("Wajib diisi.");
    heri.submit("#return", &[("note", "Sebut pasalnya")])
        .await
        .assert_text("Sebut pasalnya");
    hana.get(&path).await.assert_text("Sebut pasalnya");
    hana.submit("#scheme", &[("instrument", "Perka 7/2026 Pasal 4")])
        .await
        .assert_ok();
    hana.submit("#ask", &[]).await.assert_ok();
    heri.get(&path).await;
    heri.submit("#force", &[])
        .await
        .assert_at(&path)
        .assert_text("Berlaku");

    // Sari came 40 minutes late on a Tuesday; a Thursday was as it should be
    office.seen(&clerk, "2026-11-03", "01:10", "09:05").await;
    office.seen(&clerk, "2026-11-05", "00:25", "09:05").await;
    office.app.set_clock("2026-12-02T02:00:00Z");
    let mut hana = office.app.as_(&office.hana).await;
    let mut heri = office.app.as_(&office.heri).await;
    hana.get("/allowance").await;
    let counted = hana.submit("#make", &[("month", "2026-11")]).await;
    counted
        .assert_ok()
        .assert_h1("November 2026")
        .assert_text("Simulasi")
        .assert_text("Bulan sebelumnya belum dihitung")
        .assert_text("3 pegawai tanpa jumlah untuk kelas jabatannya")
        .assert_text("Yang menghitung tidak menguncinya sendiri.")
        .assert_text("Rp 4.980.000");
    let run = counted.path.clone();
    // Sari reads why, on a simulation
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/allowance/own")
        .await
        .assert_ok()
        .assert_h1("Tunjangan saya")
        .assert_text("Rp 4.980.000")
        .assert_text("Ini simulasi.")
        .assert_text("1 kali, 40 menit")
        .assert_text("Potongan 1% dari bagian kehadiran")
        .assert_text("−Rp 20.000")
        .assert_text("Selasa, 3 November")
        .assert_text("Baik, Tahun 2025")
        .assert_text("Perka 7/2026 Pasal 4")
        .assert_text("beri tahu kepegawaian sebelum dikunci");
    // Heri compares and locks
    let mails = office.app.drain().await;
    assert!(
        subjects(&mails, &office.heri).contains(&"Tunjangan 2026-11 selesai dihitung".to_owned())
    );
    heri.get(&run).await.assert_ok();
    heri.submit("#lock", &[])
        .await
        .assert_at(&run)
        .assert_text("Terkunci")
        .assert_text("Jumlahnya tidak berubah lagi.");
    let file = heri.get(&format!("{run}/export/csv")).await;
    file.assert_ok();
    let text = file.body();
    assert!(
        text.contains(&format!(
            "{},Sari,Analisis,2026-11,5000000,4980000,,Terkunci",
            office.sari.nip
        )),
        "{text}"
    );
    heri.get(&format!("{run}/export/xlsx")).await.assert_ok();
    sari.get("/allowance/own?month=2026-11")
        .await
        .assert_text("Terkunci")
        .assert_no_text("Ini simulasi.");
    // a month later it stands beside the one before
    office.app.set_clock("2027-01-04T02:00:00Z");
    let (next, _) = office.counted(&clerk, "2026-12").await;
    let mut heri = office.app.as_(&office.heri).await;
    let mut sari = office.app.as_(&office.sari).await;
    heri.get(&format!("/allowance/runs/{next}"))
        .await
        .assert_text("Dibanding November 2026:")
        .assert_text("Rp 4.980.000");
    sari.get("/allowance/own")
        .await
        .assert_text("Dibanding November 2026:");
    // the trail tells the auditor, who sees no amounts
    let mut audi = office.app.as_(&office.audi).await;
    audi.get("/trail")
        .await
        .assert_text("Tunjangan dikunci")
        .assert_text("Skema tunjangan diberlakukan");
    audi.get(&run).await.assert_status(403);
}

#[tokio::test]
async fn every_fact_of_the_month_bears_as_the_terms_say() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    let second = office.api(&office.heri).await;
    office.in_force().await;
    // a day from home is approved, and its work delivered
    let sari = office.api(&office.sari).await;
    let sent = sari.post("/requests", json!({
        "days": [{"on": "2026-11-24", "part": "full"}], "place": "home", "plan": [{"what": "Laporan"}]})).await;
    sent.assert_status(201);
    let request = sent.id();
    let budi = office.api(&office.budi).await;
    budi.post(
        &format!("/requests/{request}/decision"),
        json!({"decision": "approve", "version": 1}),
    )
    .await
    .assert_status(200);
    office.app.set_clock("2026-11-24T08:00:00Z");
    let work = json!({"title": "Laporan", "due_on": "2026-11-24", "request_id": request, "plan_line": 1, "content": {"words": "Selesai"}});
    sari.post("/deliverables", work).await.assert_status(201);
    office.app.set_clock("2026-12-02T02:00:00Z");
    // she was seen too late that day as well: a flexible day whose work waits counts as it was scheduled
    office.seen(&clerk, "2026-11-24", "05:00", "06:00").await;
    office.seen(&clerk, "2026-11-03", "02:10", "08:20").await;
    let (run, _) = office.counted(&clerk, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(rupiah(&why, "base"), Some(5_000_000));
    assert_eq!(rupiah(&why, "flexible"), Some(0));
    // 100 minutes late: 2 % of two million; 40 minutes early: 1 %
    assert_eq!(rupiah(&why, "late"), Some(-40_000), "{why}");
    assert_eq!(rupiah(&why, "early"), Some(-20_000), "{why}");
    assert_eq!(why["amount"], 4_940_000);
    // a candidate with a weak rating of the year before and a decided cut: (0.6 × 0.9 + 0.4) × 0.8 × 0.75 of five million
    let tono = office.why(&clerk, &run, &office.tono).await;
    assert_eq!(tono["amount"], 2_820_000, "{tono}");
    assert_eq!(rupiah(&tono, "cpns"), Some(-1_000_000));
    assert_eq!(rupiah(&tono, "predikat"), Some(-240_000));
    assert_eq!(rupiah(&tono, "discipline"), Some(-940_000));
    let line = tono["lines"].as_array().expect("lines").iter();
    let mut line = line.filter(|one| one["code"] == "discipline");
    assert_eq!(
        line.next().expect("a line")["citation"],
        "PP 94/2021 Pasal 10"
    );
    // an outage of the agency takes the late day away, once it is counted again
    let outage = json!({"from": "2026-11-03", "to": "2026-11-04", "reason": "Listrik padam"});
    clerk
        .post("/allowance-outages", outage)
        .await
        .assert_status(201);
    let (again, _) = office.counted(&second, "2026-11").await;
    assert_eq!(again, run, "the simulation is replaced");
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(why["amount"], 5_000_000, "{why}");
    assert_eq!(rupiah(&why, "excused"), Some(0));
    // refused work no longer carries the day: it is looked at by its marks
    let mut tx = office.world.tx().await;
    sqlx::query("update deliverables set state = 'refused', ended_at = $2 where agency_id = $1")
        .bind(office.world.agency.0)
        .bind(office.app.now())
        .execute(tx.conn())
        .await
        .expect("the answer is stored");
    tx.commit().await.expect("commit");
    office.counted(&second, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(rupiah(&why, "flexible"), None, "{why}");
    assert_eq!(rupiah(&why, "late"), Some(-40_000), "{why}");
    // a report of the day goes before its work: it waits, and the day counts as it was scheduled
    office.app.set_clock("2026-11-24T10:30:00Z");
    let sari = office.api(&office.sari).await;
    let report = json!({"on": "2026-11-24", "version": 0, "lines": [{"what": "Laporan", "outcome": "done", "note": ""}]});
    let report = sari.put("/days/report", report).await;
    report.assert_status(200);
    office.app.set_clock("2026-12-02T02:00:00Z");
    office.counted(&second, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(rupiah(&why, "flexible"), Some(0), "{why}");
    let budi = office.api(&office.budi).await;
    let back = json!({"answer": "returned", "comment": "Sebut datanya", "version": report.json["version"]});
    budi.post(&format!("/day-reports/{}/answer", report.id()), back)
        .await
        .assert_status(200);
    office.counted(&second, "2026-11").await;
    let why = office.why(&clerk, &run, &office.sari).await;
    assert_eq!(rupiah(&why, "flexible"), None, "{why}");
    // and her own door says the same
    let own = sari.get("/allowance?month=2026-11").await;
    assert_eq!(own.json["amount"], why["amount"]);
    // people and their amounts, by name
    let listed = clerk
        .get(&format!("/allowance-runs/{run}/people?q=sari"))
        .await;
    assert_eq!(listed.json["items"][0]["amount"], why["amount"]);
    let unknown = clerk
        .get(&format!("/allowance-runs/{run}/people?unknown=true"))
        .await;
    let names: Vec<&str> = unknown.json["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["Umi", "Vina", "Wawan"]);
}

#[tokio::test]
async fn what_is_stored_counts_to_the_same_bytes_again() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    office.in_force().await;
    office.seen(&clerk, "2026-11-03", "01:10", "09:05").await;
    office.app.set_clock("2026-12-02T02:00:00Z");
    office.counted(&clerk, "2026-11").await;
    let mut tx = office.world.tx().await;
    let terms: Value =
        sqlx::query_scalar("select terms from allowance_schemes where agency_id = $1")
            .bind(office.world.agency.0)
            .fetch_one(tx.conn())
            .await
            .expect("the terms are kept");
    let terms: Terms = serde_json::from_value(terms).expect("terms");
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select inputs, outcome, amount from allowance_results where agency_id = $1",
    )
    .bind(office.world.agency.0)
    .fetch_all(tx.conn())
    .await
    .expect("the results are kept");
    assert_eq!(rows.len(), 6);
    for (inputs, outcome, amount) in rows {
        let known: Inputs = serde_json::from_str(&inputs).expect("inputs");
        let told = evaluate(&terms, &known);
        assert_eq!(serde_json::to_string(&told).expect("json"), outcome);
        assert_eq!(told.amount, amount);
    }
}
