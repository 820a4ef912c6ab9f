//! Ratings: a quarter from agreed targets to a corrected rating, by page and by program, and each refusal.

mod objections;
mod periods;
mod simulation;

use serde_json::{Value, json};

use super::*;

const CODE: &str = "2026-Q4";

/// Who rates whom in the period.
struct Period {
    id: String,
}

impl Period {
    fn of(&self, person: &Person) -> String {
        format!("/ratings/{}/{}", self.id, person.employee())
    }
}

impl Office {
    async fn opened(&self) -> Period {
        let body = json!({"code": CODE, "due_on": "2027-01-08"});
        let sent = self
            .api(&self.hana)
            .await
            .post("/rating-periods", body)
            .await;
        sent.assert_status(201);
        Period { id: sent.id() }
    }

    /// Sari's targets are agreed, with one line; gives its thread.
    async fn one_line(&self) -> String {
        let (id, _) = self
            .agreed(&self.sari, &self.budi, json!([line("Peta tersedia")]))
            .await;
        let own = self
            .api(&self.sari)
            .await
            .get(&format!("/targets/{id}"))
            .await;
        own.json["results"][0]["thread_id"]
            .as_str()
            .expect("a thread")
            .to_owned()
    }

    /// Delivered by Sari, and answered by Budi as often as it takes.
    async fn handed_in(&self, title: &str, thread: &str, revisions: usize) {
        let (sari, budi) = (self.api(&self.sari).await, self.api(&self.budi).await);
        let body = json!({"title": title, "due_on": "2026-11-20", "thread_id": thread, "content": {"words": "Selesai"}});
        let mut at = sari.post("/deliverables", body).await;
        at.assert_status(201);
        let path = format!("/deliverables/{}", at.id());
        for _ in 0..revisions {
            let back = json!({"answer": "revision", "comment": "Tambahkan sumber", "version": at.json["version"]});
            at = budi.post(&format!("{path}/answer"), back).await;
            let again = json!({"words": "Dengan sumber", "version": at.json["version"]});
            at = sari.post(&format!("{path}/deliveries"), again).await;
            at.assert_status(200);
        }
        let yes = json!({"answer": "accepted", "version": at.json["version"]});
        budi.post(&format!("{path}/answer"), yes)
            .await
            .assert_status(200);
    }

    /// Rated by Budi through the program; gives what it answered.
    async fn rated(&self, period: &Period, result: &str, behaviour: &str) {
        let api = self.api(&self.budi).await;
        let now = api.get(&period.of(&self.sari)).await;
        let body = json!({"result": result, "behaviour": behaviour, "note": "Sumber belum lengkap", "version": now.json["version"]});
        api.put(&period.of(&self.sari), body)
            .await
            .assert_status(200);
    }

    /// The last day of the year has come and HR closes the period; the worker makes its ratings final.
    async fn closed(&self, period: &Period) -> Vec<Mail> {
        self.app.set_clock("2026-12-31T03:00:00Z");
        let api = self.api(&self.hana).await;
        let path = format!("/rating-periods/{}", period.id);
        let now = api.get(&path).await;
        let body = json!({"version": now.json["period"]["version"]});
        let sent = api.post(&format!("{path}/closing"), body).await;
        sent.assert_status(200);
        self.app.drain().await;
        let now = api.get(&path).await;
        assert_eq!(now.json["period"]["state"], "closed");
        // what the worker tells goes out in its next round
        self.app.drain().await
    }

    async fn predikat_is(&self, predikat: &str) {
        let one = format!(
            "employee_id = '{}' and period = '{CODE}' and predikat = '{predikat}' and source = 'scored'",
            self.sari.employee()
        );
        assert_eq!(self.world.count("ratings", &one).await, 1, "{predikat}");
    }
}

/// The first problem of an answer.
fn first(problem: &Value) -> (&str, &str) {
    let one = &problem["errors"][0];
    (
        one["field"].as_str().unwrap_or_default(),
        one["code"].as_str().unwrap_or_default(),
    )
}

#[tokio::test]
async fn a_quarter_from_agreed_targets_to_a_corrected_rating() {
    let office = office().await;
    let thread = office.one_line().await;
    office.handed_in("Peta satu", &thread, 0).await;
    office.handed_in("Peta dua", &thread, 2).await;
    office.handed_in("Peta tiga", &thread, 0).await;
    office.app.drain().await;

    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/ratings/periods")
        .await
        .assert_ok()
        .assert_h1("Periode penilaian")
        .assert_text("Belum ada periode penilaian");
    hana.submit("#open", &[("code", "2026-q4"), ("due_on", "2026-12-01")])
        .await
        .assert_status(422)
        .assert_text("Tenggat tidak boleh sebelum hari terakhir periode");
    let opened = hana.submit("#open", &[("due_on", "2027-01-08")]).await;
    opened
        .assert_ok()
        .assert_h1("Triwulan IV 2026")
        .assert_text("0 dari 1 sudah dinilai");
    let period = Period {
        id: opened.path.replace("/ratings/periods/", ""),
    };
    let path = period.of(&office.sari);

    // Sari tells what she realised, from the list of her ratings
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/ratings")
        .await
        .assert_ok()
        .assert_h1("Penilaian kinerja")
        .assert_text("Isi capaian")
        .assert_link(&path);
    sari.get(&path)
        .await
        .assert_ok()
        .assert_h1("Penilaian Triwulan IV 2026")
        .assert_text("3 hasil diterima · 3 tepat waktu · 2 kali diperbaiki");
    sari.submit("#account", &[])
        .await
        .assert_status(422)
        .assert_text("Isi sedikitnya satu capaian atau catatan.");
    sari.submit(
        "#account",
        &[("realised", "9"), ("account", "Data provinsi terlambat")],
    )
    .await
    .assert_at(&path)
    .assert_text("Capaian terkirim.")
    .assert_text("75 %");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Sari mengirim capaian 2026-Q4"]
    );
    // no colleague finds it
    let mut tono = office.app.as_(&office.tono).await;
    tono.get(&path).await.assert_status(404);

    // Budi rates with the evidence beside it
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/team/ratings")
        .await
        .assert_ok()
        .assert_text("0 dari 1 sudah dinilai")
        .assert_text("Terkirim")
        .assert_link(&path);
    budi.get(&path)
        .await
        .assert_text("Data provinsi terlambat")
        .assert_text("75 %");
    budi.submit("#rate", &[("result", "below"), ("behaviour", "meets")])
        .await
        .assert_status(422)
        .assert_text("Tulis apa yang kurang dan apa yang diharapkan.");
    budi.submit("#rate", &[("note", "Tiga peta kurang sumber")])
        .await
        .assert_at(&format!("/team/ratings?period={}", period.id))
        .assert_text("1 dari 1 sudah dinilai")
        .assert_text("Butuh Perbaikan");
    // before the period is closed the person knows only that it is done
    sari.get(&path)
        .await
        .assert_text("Anda sudah dinilai.")
        .assert_no_text("Tiga peta kurang sumber");
    assert_eq!(office.world.count("ratings", "source = 'scored'").await, 0);

    let mails = office.closed(&period).await;
    assert_eq!(
        subjects(&mails, &office.sari),
        ["Penilaian 2026-Q4 sudah final"]
    );
    office.predikat_is("butuh_perbaikan").await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&path)
        .await
        .assert_text("Tiga peta kurang sumber")
        .assert_text("Butuh Perbaikan")
        .assert_text("Dinilai oleh");

    // the objection goes above whoever rated
    sari.submit("#object", &[]).await.assert_status(422);
    sari.submit("#object", &[("statement", "Sumber ada di lembar kedua")])
        .await
        .assert_at(&path)
        .assert_text("Sumber ada di lembar kedua");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.laras),
        ["Sari mengajukan keberatan atas penilaian 2026-Q4"]
    );
    let mut laras = office.app.as_(&office.laras).await;
    laras
        .get("/team/ratings")
        .await
        .assert_ok()
        .assert_text("Keberatan menunggu jawaban Anda")
        .assert_link(&path);
    laras.get(&path).await.assert_ok();
    laras
        .submit(
            "#answer",
            &[
                ("act", "uphold"),
                ("result", "meets"),
                ("behaviour", "meets"),
                ("answer", "Sumber memang lengkap"),
            ],
        )
        .await
        .assert_at("/team/ratings")
        .assert_no_text("Keberatan menunggu jawaban Anda");
    office.predikat_is("baik").await;
    sari.get(&path)
        .await
        .assert_text("Laras menerima keberatan")
        .assert_text("Versi 1: Butuh Perbaikan")
        .assert_text("Baik");
    let kept = "state = 'replaced' and predikat = 'butuh_perbaikan'";
    assert_eq!(office.world.count("assessments", kept).await, 1);
    for (event, times) in [
        ("period-opened", 1),
        ("told", 1),
        ("given", 1),
        ("period-closing", 1),
        ("period-closed", 1),
        ("final", 1),
        ("objected", 1),
        ("objection-answered", 1),
        ("corrected", 1),
    ] {
        let one = format!("event = 'rating-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

#[tokio::test]
async fn a_program_rates_corrects_and_reads_the_distribution() {
    let office = office().await;
    let thread = office.one_line().await;
    // the agency's marks turn a number into advice
    let terms = json!({"weights": false, "above_from": 100, "below_under": 80, "version": 0});
    let hana = office.api(&office.hana).await;
    hana.put("/target-terms", terms).await.assert_status(200);
    let period = office.opened().await;
    let sari = office.api(&office.sari).await;
    let path = period.of(&office.sari);
    let told = json!({"realised": [{"thread_id": thread, "indicator": 0, "realised": "12"}], "version": 0});
    let sent = sari.put(&format!("{path}/account"), told).await;
    sent.assert_status(200);
    assert_eq!(sent.json["measured"], 100);
    assert_eq!(sent.json["advice"], "above");
    office.rated(&period, "above", "above").await;
    // not known to her before the period is closed
    let now = sari.get(&path).await;
    assert_eq!(now.json["state"], "rated");
    assert_eq!(now.json["predikat"], Value::Null);
    assert_eq!(now.json["note"], "");
    let achieved = json!({"achievement": "istimewa", "version": 1});
    let spread = hana
        .put(
            &format!("/rating-periods/{}/achievement", period.id),
            achieved,
        )
        .await;
    spread.assert_status(200);
    // one of one would tell who was rated how
    assert_eq!(spread.json["all"]["few"], true);
    assert_eq!(spread.json["all"]["sangat_baik"], 0);
    office.closed(&period).await;
    let spread = hana.get(&format!("/rating-periods/{}", period.id)).await;
    assert_eq!(spread.json["all"]["sangat_baik"], 1);
    assert_eq!(spread.json["guide"][0]["code"], "guide-very-good-70");
    office.predikat_is("sangat_baik").await;
    let budi = office.api(&office.budi).await;
    let now = budi.get(&path).await;
    let version = now.json["version"].clone();
    let fix = json!({"result": "meets", "behaviour": "above", "reason": "Salah hitung", "version": version});
    let fixed = budi.post(&format!("{path}/correction"), fix.clone()).await;
    fixed.assert_status(200);
    assert_eq!(fixed.json["predikat"], "baik");
    assert_eq!(fixed.json["before"][0]["predikat"], "sangat_baik");
    office.predikat_is("baik").await;
    // the same page sent again is stale
    budi.post(&format!("{path}/correction"), fix)
        .await
        .assert_problem(409, "changed");
    // what was scored is not entered over
    let mut page = office.app.as_(&office.hana).await;
    let record = format!("/employees/{}", office.sari.employee());
    page.get(&record).await.assert_ok();
    let typed = [
        ("period", CODE),
        ("predikat", "sangat_baik"),
        ("rated_on", "2026-12-31"),
    ];
    page.post(&format!("{record}/ratings"), &typed)
        .await
        .assert_status(422)
        .assert_text("Predikat periode itu dinilai di sini.");
    office.predikat_is("baik").await;
}

#[tokio::test]
async fn nobody_rates_themselves_nor_whoever_leads_them() {
    let office = office().await;
    office.one_line().await;
    office
        .agreed(&office.budi, &office.laras, json!([line("Kebijakan")]))
        .await;
    let period = office.opened().await;
    let body = json!({"result": "above", "behaviour": "above", "version": 0});
    // oneself
    let budi = office.api(&office.budi).await;
    let own = budi.put(&period.of(&office.budi), body.clone()).await;
    own.assert_problem(422, "own-rating");
    // somebody who is not one's own: not found
    let tono = office.api(&office.tono).await;
    tono.put(&period.of(&office.sari), body.clone())
        .await
        .assert_status(403);
    // a stand-in for the head's head does not rate the own head
    let root = &office.world.root;
    office
        .world
        .acting(&office.sari, root, "plh", "2026-11-01", "2026-12-31")
        .await;
    let sari = office.api(&office.sari).await;
    let trick = sari.put(&period.of(&office.budi), body.clone()).await;
    assert_eq!(trick.status.as_u16(), 404, "{}", trick.json);
    assert_eq!(
        office.world.count("assessments", "state = 'rated'").await,
        0
    );
    // nor does whoever rated answer the objection
    office.rated(&period, "below", "meets").await;
    office.closed(&period).await;
    let sari = office.api(&office.sari).await;
    let path = period.of(&office.sari);
    let now = sari.get(&path).await;
    let objection = json!({"statement": "Tidak sesuai", "version": now.json["version"]});
    sari.post(&format!("{path}/objection"), objection.clone())
        .await
        .assert_status(200);
    let twice = sari.post(&format!("{path}/objection"), objection).await;
    twice.assert_problem(422, "rating-object-once");
    let budi = office.api(&office.budi).await;
    let answer = json!({"answer": "Tetap", "version": 1});
    let refused = budi.post(&format!("{path}/answer"), answer).await;
    refused.assert_problem(422, "not-reviewer");
    let now = budi.get(&path).await;
    let fix = json!({"result": "meets", "behaviour": "meets", "reason": "Lain", "version": now.json["version"]});
    let refused = budi.post(&format!("{path}/correction"), fix).await;
    refused.assert_problem(422, "rating-objected");
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_the_reason() {
    let office = office().await;
    let hana = office.api(&office.hana).await;
    for (body, wanted) in [
        (
            json!({"code": "2026-Q5", "due_on": "2027-01-08"}),
            ("code", "rating-code"),
        ),
        (
            json!({"code": "2027-Q1", "due_on": "2027-04-08"}),
            ("code", "rating-future"),
        ),
        (
            json!({"code": CODE, "due_on": "2026-12-30"}),
            ("due_on", "rating-due"),
        ),
    ] {
        let refused = hana.post("/rating-periods", body).await;
        assert_eq!(first(&refused.json), wanted, "{}", refused.json);
    }
    let period = office.opened().await;
    let twice = json!({"code": CODE, "due_on": "2027-01-08"});
    let refused = hana.post("/rating-periods", twice).await;
    assert_eq!(first(&refused.json), ("code", "rating-twice"));
    // it still runs
    let path = format!("/rating-periods/{}", period.id);
    let early = hana
        .post(&format!("{path}/closing"), json!({"version": 1}))
        .await;
    early.assert_problem(422, "rating-period-runs");
    let other = json!({"achievement": null, "version": 7});
    hana.put(&format!("{path}/achievement"), other)
        .await
        .assert_problem(409, "changed");
    // without targets nobody is rated
    let sari = office.api(&office.sari).await;
    let budi = office.api(&office.budi).await;
    let of = period.of(&office.sari);
    let none = json!({"account": "Baik", "version": 0});
    let refused = sari.put(&format!("{of}/account"), none.clone()).await;
    refused.assert_problem(422, "rating-no-targets");
    let rate = json!({"result": "meets", "behaviour": "meets", "version": 0});
    let refused = budi.put(&of, rate.clone()).await;
    refused.assert_problem(422, "rating-no-targets");
    office.one_line().await;
    let strange = json!({"realised": [{"thread_id": uuid::Uuid::nil(), "indicator": 0, "realised": "1"}], "version": 0});
    let refused = sari.put(&format!("{of}/account"), strange).await;
    assert_eq!(first(&refused.json), ("realised", "rating-indicator"));
    let weak = json!({"result": "meets", "behaviour": "below", "version": 0});
    let refused = budi.put(&of, weak).await;
    assert_eq!(first(&refused.json), ("note", "rating-why-below"));
    office.rated(&period, "meets", "meets").await;
    // told too late; and nothing final to object to yet
    let now = sari.get(&of).await;
    let late = json!({"account": "Baik", "version": now.json["version"]});
    let refused = sari.put(&format!("{of}/account"), late).await;
    refused.assert_problem(422, "rating-already");
    let object = json!({"statement": "Tidak", "version": now.json["version"]});
    let refused = sari.post(&format!("{of}/objection"), object).await;
    refused.assert_problem(422, "rating-step");
    office.closed(&period).await;
    let budi = office.api(&office.budi).await;
    let now = budi.get(&of).await;
    let again = json!({"result": "above", "behaviour": "meets", "version": now.json["version"]});
    let refused = budi.put(&of, again).await;
    refused.assert_problem(422, "rating-step");
    let same = json!({"result": "meets", "behaviour": "meets", "reason": "Sama", "version": now.json["version"]});
    let refused = budi.post(&format!("{of}/correction"), same).await;
    assert_eq!(first(&refused.json), ("result", "rating-same"));
    // the days to object have passed
    office.app.set_clock("2027-03-01T03:00:00Z");
    let sari = office.api(&office.sari).await;
    let now = sari.get(&of).await;
    assert_eq!(now.json["may_object"], false);
    let object = json!({"statement": "Tidak", "version": now.json["version"]});
    let refused = sari.post(&format!("{of}/objection"), object).await;
    refused.assert_problem(422, "rating-object-late");
    // Tono was never rated: the period is over for him
    let tono = office.api(&office.tono).await;
    let gone = json!({"account": "Baik", "version": 0});
    let refused = tono
        .put(&format!("{}/account", period.of(&office.tono)), gone)
        .await;
    refused.assert_problem(422, "rating-no-targets");
}

#[tokio::test]
async fn an_objection_whose_day_has_passed_is_remembered_once() {
    let office = office().await;
    office.one_line().await;
    let period = office.opened().await;
    office.rated(&period, "meets", "meets").await;
    office.closed(&period).await;
    let sari = office.api(&office.sari).await;
    let path = period.of(&office.sari);
    let now = sari.get(&path).await;
    let objection =
        json!({"statement": "Perilaku saya di atas ekspektasi", "version": now.json["version"]});
    sari.post(&format!("{path}/objection"), objection)
        .await
        .assert_status(200);
    office.app.drain().await;
    office.app.set_clock("2027-01-25T03:00:00Z");
    office.app.drain().await;
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.laras),
        ["Keberatan Sari lewat waktu"]
    );
    office.app.set_clock("2027-01-26T03:00:00Z");
    office.app.drain().await;
    let mails = office.app.drain().await;
    assert!(subjects(&mails, &office.laras).is_empty());
    // it stays answerable, and the rating stays
    let laras = office.api(&office.laras).await;
    let answer = json!({"answer": "Tidak ada data baru", "version": 1});
    let done = laras.post(&format!("{path}/answer"), answer).await;
    done.assert_status(200);
    assert_eq!(done.json["objections"][0]["state"], "dismissed");
    office.predikat_is("baik").await;
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.sari),
        ["Penilaian 2026-Q4 dipertahankan"]
    );
}

#[tokio::test]
async fn an_objection_follows_whoever_stands_above() {
    let office = office().await;
    office.one_line().await;
    let period = office.opened().await;
    office.rated(&period, "meets", "meets").await;
    office.closed(&period).await;
    let path = period.of(&office.sari);
    let sari = office.api(&office.sari).await;
    let now = sari.get(&path).await;
    let objection = json!({"statement": "Tidak sesuai", "version": now.json["version"]});
    sari.post(&format!("{path}/objection"), objection)
        .await
        .assert_status(200);
    office.app.drain().await;
    let root = &office.world.root;
    office
        .world
        .acting(&office.tono, root, "plh", "2026-12-30", "2027-01-31")
        .await;
    office.app.pass(TimeDelta::minutes(11));
    office.app.drain().await;
    let mails = office.app.drain().await;
    let told = ["Sari mengajukan keberatan atas penilaian 2026-Q4"];
    assert_eq!(subjects(&mails, &office.tono), told);
    let mut tono = office.app.as_(&office.tono).await;
    for page in ["/", "/inbox", "/team/ratings"] {
        tono.get(page).await.assert_ok().assert_link(&path);
    }
    let mut laras = office.app.as_(&office.laras).await;
    laras.get("/team/ratings").await.assert_no_text("Sari");
    let moved = "event = 'rating-objection-rerouted'";
    assert_eq!(office.world.count("audit", moved).await, 1);
}

#[tokio::test]
async fn the_head_in_whose_place_somebody_rated_does_not_answer_the_objection() {
    let office = office().await;
    office.one_line().await;
    let period = office.opened().await;
    let path = period.of(&office.sari);
    office
        .world
        .acting(
            &office.tono,
            &office.unit,
            "plh",
            "2026-11-01",
            "2026-11-30",
        )
        .await;
    let body = json!({"result": "meets", "behaviour": "meets", "version": 0});
    let tono = office.api(&office.tono).await;
    tono.put(&path, body).await.assert_status(200);
    office.closed(&period).await;
    let sari = office.api(&office.sari).await;
    let now = sari.get(&path).await;
    let objection = json!({"statement": "Tidak sesuai", "version": now.json["version"]});
    sari.post(&format!("{path}/objection"), objection)
        .await
        .assert_status(200);
    let answer = json!({"answer": "Tetap", "version": 1});
    let budi = office.api(&office.budi).await;
    let refused = budi.post(&format!("{path}/answer"), answer.clone()).await;
    refused.assert_problem(422, "not-reviewer");
    let laras = office.api(&office.laras).await;
    laras
        .post(&format!("{path}/answer"), answer)
        .await
        .assert_status(200);
}
