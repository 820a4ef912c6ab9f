//! One quarter as people live it, by page and by program: targets agreed, three deliverables, one of them revised twice, a rating, the
//! predikat, what the allowance comes to, what becomes of flexible days, an objection, and the correction that follows from it.

use luwes::{
    allowance::rules::Terms,
    kernel::outbox::Mail,
    policy::{
        Predikat, Rule, RuleKind,
        base::{self, Practice},
    },
};
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, World};

/// Laras leads the agency, Budi a unit of it, Sari works there in class 9; Hana and Heri are of HR. Whoever's rating is not at least
/// "baik" gets no flexible days. The allowance of December follows from the rating of its quarter. Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    laras: Person,
    budi: Person,
    sari: Person,
    hana: Person,
    heri: Person,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let mut set = base::typical_agency(&Practice {
        version: 2,
        effective_from: "2026-11-01".parse().expect("a date"),
        min_predikat: None,
        horizon_days: 120,
        ..Practice::default()
    });
    set.rules.push(Rule::new(
        "min_predikat",
        RuleKind::MinPredikat {
            at_least: Predikat::Baik,
            grace_days: 0,
        },
    ));
    world.rules_of(&set).await;
    let laras = world
        .employee("Laras")
        .head_of(&world.root)
        .role("leader")
        .await;
    let unit = world.unit("Analisis").await;
    let ninth = world.position("Analis").await;
    let budi = world.employee("Budi").head_of(&unit).as_a(ninth).await;
    let sari = world
        .employee("Sari")
        .of(&unit)
        .as_a(ninth)
        .rated("baik")
        .await;
    for name in ["Tono", "Umi"] {
        world.employee(name).of(&unit).as_a(ninth).await;
    }
    let hana = world.officer("Hana", &["hr"]).await;
    let heri = world.officer("Heri", &["hr"]).await;
    Office {
        app,
        world,
        laras,
        budi,
        sari,
        hana,
        heri,
    }
}

impl Office {
    async fn api(&self, person: &Person) -> Client {
        self.world.api(person).await
    }

    /// A scheme of Hana that Heri put in force.
    async fn scheme(&self, hana: &Client, heri: &Client) {
        let terms = Terms {
            instrument: "Perka 7/2026 Pasal 4".into(),
            lag: 0,
            ..Terms::proposal()
        };
        let draft = json!({"from": "2026-01", "amounts": [{"class": 9, "amount": 5_000_000}], "terms": terms});
        let sent = hana.post("/allowance-schemes", draft).await;
        sent.assert_status(201);
        let path = format!("/allowance-schemes/{}", sent.id());
        let asked = hana
            .post(
                &format!("{path}/asking"),
                json!({"version": sent.json["version"]}),
            )
            .await;
        asked.assert_status(200);
        heri.post(
            &format!("{path}/force"),
            json!({"version": asked.json["version"]}),
        )
        .await
        .assert_status(200);
    }

    /// December is counted anew; gives what Sari's comes to.
    async fn december(&self, hana: &Client, sari: &Client) -> Value {
        let sent = hana
            .post("/allowance-runs", json!({"month": "2026-12"}))
            .await;
        sent.assert_status(201);
        let own = sari.get("/allowance?month=2026-12").await;
        own.assert_status(200);
        own.json["amount"].clone()
    }

    /// What the rules say of a day of Sari: the verdict and the words of the rule about ratings.
    async fn asked(&self, sari: &Client, on: &str) -> (Value, Value) {
        let body = json!({"days": [{"on": on}], "place": "home"});
        let found = sari.post("/requests/precheck", body).await;
        found.assert_status(200);
        let day = &found.json["days"][0]["verdict"];
        let rules = day["rules"].as_array().expect("rules");
        let rating = rules.iter().find(|rule| rule["kind"] == "min_predikat");
        (
            day["verdict"].clone(),
            rating.expect("a rule about ratings")["text"].clone(),
        )
    }
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    let mine = mails.iter().filter(|mail| mail.to == person.email);
    mine.map(|mail| mail.subject.clone()).collect()
}

const LOW: &str = "Predikat kinerja terakhir Butuh Perbaikan, dibutuhkan paling rendah Baik.";

#[tokio::test]
async fn a_whole_quarter_by_page() {
    let office = office().await;
    let (clerk, second) = (
        office.api(&office.hana).await,
        office.api(&office.heri).await,
    );
    office.scheme(&clerk, &second).await;

    // the plan is written and agreed
    let mut sari = office.app.as_(&office.sari).await;
    let mut budi = office.app.as_(&office.budi).await;
    sari.get("/targets").await.assert_ok();
    let begun = sari.submit("#start", &[]).await;
    let targets = begun.path.clone();
    sari.get(&format!("{targets}/lines/new")).await.assert_ok();
    sari.submit(
        "#line",
        &[
            ("result", "Peta usulan tersedia"),
            ("indicator", "Jumlah peta"),
            ("aspect", "quantity"),
            ("target", "4"),
            ("measure", "peta"),
        ],
    )
    .await
    .assert_at(&targets);
    sari.submit("#propose", &[])
        .await
        .assert_text("Menunggu Budi.");
    budi.get(&targets).await.assert_ok();
    budi.submit("#decide", &[("decision", "agree")])
        .await
        .assert_text("SKP 2026 Sari disepakati.");

    // three deliverables, the second revised twice
    let own = office.api(&office.sari).await;
    let agreed = own.get(&targets).await;
    let thread = agreed.json["results"][0]["thread_id"].as_str();
    let counts_for = format!("{}:0", thread.expect("a line"));
    for (title, revisions) in [("Peta satu", 0), ("Peta dua", 2), ("Peta tiga", 0)] {
        sari.get("/work/new")
            .await
            .assert_text("Peta usulan tersedia: Jumlah peta");
        let sent = sari
            .submit(
                "#work",
                &[
                    ("title", title),
                    ("counts_for", &counts_for),
                    ("due_on", "2026-11-20"),
                    ("words", "Selesai"),
                ],
            )
            .await;
        sent.assert_ok().assert_h1(title);
        let work = sent.path.clone();
        for _ in 0..revisions {
            budi.get(&work).await.assert_ok();
            budi.submit(
                "#answer",
                &[("answer", "revision"), ("comment", "Tambahkan sumber")],
            )
            .await
            .assert_at("/team/work");
            sari.get(&work).await.assert_text("Tambahkan sumber");
            sari.submit("#deliver", &[("words", "Dengan sumber")])
                .await
                .assert_at(&work);
        }
        budi.get(&work).await.assert_ok();
        budi.submit("#answer", &[("answer", "accepted")])
            .await
            .assert_at("/team/work");
    }
    sari.get("/requests/new?day=2026-12-02")
        .await
        .assert_ok()
        .assert_no_text(LOW);

    // the quarter is rated, with the evidence beside it
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/ratings/periods").await.assert_ok();
    let opened = hana
        .submit("#open", &[("code", "2026-Q4"), ("due_on", "2027-01-08")])
        .await;
    let period = opened.path.clone();
    let id = period.replace("/ratings/periods/", "");
    let rating = format!("/ratings/{id}/{}", office.sari.employee());
    sari.get(&rating)
        .await
        .assert_text("3 hasil diterima · 3 tepat waktu · 2 kali diperbaiki");
    sari.submit("#account", &[("realised", "3")])
        .await
        .assert_at(&rating);
    budi.get(&rating)
        .await
        .assert_text("3 hasil kerja yang jatuh tempo dalam periode ini")
        .assert_text("Peta dua");
    budi.submit(
        "#rate",
        &[
            ("result", "below"),
            ("behaviour", "meets"),
            ("note", "Satu peta belum ada"),
        ],
    )
    .await
    .assert_text("Butuh Perbaikan");
    office.app.set_clock("2026-12-31T03:00:00Z");
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&period).await.assert_ok();
    hana.submit("#closing", &[]).await.assert_ok();
    office.app.drain().await;
    let mails = office.app.drain().await;
    assert!(
        subjects(&mails, &office.sari).contains(&"Penilaian 2026-Q4 sudah final".to_owned()),
        "{:?}",
        subjects(&mails, &office.sari)
    );
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&rating)
        .await
        .assert_text("Satu peta belum ada")
        .assert_text("Butuh Perbaikan");

    // what it does to the allowance and to flexible days, said in words
    let own = office.api(&office.sari).await;
    office.december(&clerk, &own).await;
    sari.get("/allowance/own?month=2026-12")
        .await
        .assert_text("Rp 4.700.000")
        .assert_text("Butuh Perbaikan, Triwulan IV 2026");
    sari.get("/conditions").await.assert_ok().assert_text(LOW);
    sari.post_multipart(
        "/requests",
        &[
            ("days", "2027-01-06"),
            ("place", "home"),
            ("plan_what", "Naskah"),
            ("plan_due", ""),
        ],
    )
    .await
    .assert_status(422)
    .assert_text(LOW);

    // the objection goes above whoever rated, and is upheld
    sari.get(&rating).await.assert_ok();
    sari.submit(
        "#object",
        &[("statement", "Peta keempat baru jatuh tempo Januari")],
    )
    .await
    .assert_at(&rating);
    let mut laras = office.app.as_(&office.laras).await;
    laras.get(&rating).await.assert_ok();
    laras
        .submit(
            "#answer",
            &[
                ("act", "uphold"),
                ("result", "meets"),
                ("behaviour", "meets"),
                ("answer", "Peta keempat memang bukan triwulan ini"),
            ],
        )
        .await
        .assert_at("/team/ratings");
    office.app.drain().await;
    sari.get(&rating)
        .await
        .assert_text("Laras menerima keberatan")
        .assert_text("Versi 1: Butuh Perbaikan");

    // what follows from it is corrected too
    office.december(&clerk, &own).await;
    sari.get("/allowance/own?month=2026-12")
        .await
        .assert_text("Rp 5.000.000")
        .assert_text("Baik, Triwulan IV 2026");
    sari.get("/conditions")
        .await
        .assert_ok()
        .assert_no_text(LOW);
    let sent = sari
        .post_multipart(
            "/requests",
            &[
                ("days", "2027-01-06"),
                ("place", "home"),
                ("plan_what", "Naskah"),
                ("plan_due", ""),
            ],
        )
        .await;
    sent.assert_status(303);
}

#[tokio::test]
async fn a_whole_quarter_by_program() {
    let office = office().await;
    let (hana, heri) = (
        office.api(&office.hana).await,
        office.api(&office.heri).await,
    );
    let (sari, budi) = (
        office.api(&office.sari).await,
        office.api(&office.budi).await,
    );
    office.scheme(&hana, &heri).await;
    let line = json!({"result": "Peta usulan tersedia", "indicators": [
        {"aspect": "quantity", "indicator": "Jumlah peta", "target": "4", "measure": "peta"}]});
    let begun = sari
        .post(
            "/targets",
            json!({"year": 2026, "approach": "quantitative"}),
        )
        .await;
    let path = format!("/targets/{}", begun.id());
    let body =
        json!({"approach": "quantitative", "lines": [line], "version": begun.json["version"]});
    let written = sari.put(&path, body).await;
    written.assert_status(200);
    let thread = written.json["results"][0]["thread_id"].clone();
    let version = json!({"version": written.json["version"]});
    let proposed = sari.post(&format!("{path}/proposal"), version).await;
    proposed.assert_status(200);
    let body = json!({"decision": "agree", "version": proposed.json["version"]});
    budi.post(&format!("{path}/decision"), body)
        .await
        .assert_status(200);
    for (title, revisions) in [("Peta satu", 0), ("Peta dua", 2), ("Peta tiga", 0)] {
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
        let done = budi.post(&format!("{path}/answer"), yes).await;
        done.assert_status(200);
        assert_eq!(done.json["state"], "accepted");
    }
    assert_eq!(office.asked(&sari, "2026-12-02").await.0, "pass");

    let body = json!({"code": "2026-Q4", "due_on": "2027-01-08"});
    let opened = hana.post("/rating-periods", body).await;
    opened.assert_status(201);
    let period = format!("/rating-periods/{}", opened.id());
    let rating = format!("/ratings/{}/{}", opened.id(), office.sari.employee());
    let told =
        json!({"realised": [{"thread_id": thread, "indicator": 0, "realised": "3"}], "version": 0});
    let told = sari.put(&format!("{rating}/account"), told).await;
    told.assert_status(200);
    assert_eq!(told.json["measured"], 75);
    let body = json!({"result": "below", "behaviour": "meets", "note": "Satu peta belum ada", "version": told.json["version"]});
    budi.put(&rating, body).await.assert_status(200);
    office.app.set_clock("2026-12-31T03:00:00Z");
    let (hana, sari) = (
        office.api(&office.hana).await,
        office.api(&office.sari).await,
    );
    let now = hana.get(&period).await;
    let body = json!({"version": now.json["period"]["version"]});
    hana.post(&format!("{period}/closing"), body)
        .await
        .assert_status(200);
    office.app.drain().await;
    let now = sari.get(&rating).await;
    assert_eq!(now.json["predikat"], "butuh_perbaikan");

    assert_eq!(office.december(&hana, &sari).await, 4_700_000);
    let (verdict, words) = office.asked(&sari, "2027-01-06").await;
    assert_eq!(verdict, "fail");
    assert_eq!(words, LOW);
    let mut request = json!({"days": [{"on": "2027-01-06"}], "place": "home"});
    request["plan"] = json!([{"what": "Naskah", "due_on": "2027-01-06"}]);
    sari.post("/requests", request.clone())
        .await
        .assert_status(422);

    let body = json!({"statement": "Peta keempat baru jatuh tempo Januari", "version": now.json["version"]});
    sari.post(&format!("{rating}/objection"), body)
        .await
        .assert_status(200);
    let laras = office.api(&office.laras).await;
    let body = json!({
        "answer": "Peta keempat memang bukan triwulan ini", "version": 1,
        "instead": {"result": "meets", "behaviour": "meets"}});
    let answered = laras.post(&format!("{rating}/answer"), body).await;
    answered.assert_status(200);
    office.app.drain().await;
    let now = sari.get(&rating).await;
    assert_eq!(now.json["predikat"], "baik");
    assert_eq!(now.json["before"][0]["predikat"], "butuh_perbaikan");
    assert_eq!(office.december(&hana, &sari).await, 5_000_000);
    assert_eq!(office.asked(&sari, "2027-01-06").await.0, "pass");
    sari.post("/requests", request).await.assert_status(201);
}
