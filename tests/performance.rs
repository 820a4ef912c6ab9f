//! Targets of a year: the story by page and by program, and each refusal.

mod credit;
mod day;
mod day_news;
mod feedback;
mod file_refusals;
mod files;
mod imports;
mod improvement;
mod overdue;
mod rating;
mod refusals;
mod reward;
mod templates;
mod work;

use chrono::TimeDelta;
use luwes::kernel::outbox::Mail;
use serde_json::{Value, json};

use crate::support::{Client, Person, Shown, TestApp, Unit, World, app::Options};

/// A unit that Budi leads, below Laras who leads the agency; Sari and Tono work in it in the same position, Umi in another one.
/// Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    laras: Person,
    budi: Person,
    sari: Person,
    tono: Person,
    umi: Person,
    hana: Person,
}

async fn office() -> Office {
    office_with(Options::default()).await
}

async fn office_with(options: Options) -> Office {
    let app = TestApp::with(options).await;
    let world = app.agency("Kota Uji").await;
    let laras = world
        .employee("Laras")
        .head_of(&world.root)
        .role("leader")
        .await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let sari = world.employee("Sari").of(&unit).await;
    let tono = world.employee("Tono").of(&unit).await;
    let other = world.position("Arsiparis").await;
    let umi = world.employee("Umi").of(&unit).as_a(other).await;
    let hana = world.officer("Hana", &["hr"]).await;
    Office {
        app,
        world,
        unit,
        laras,
        budi,
        sari,
        tono,
        umi,
        hana,
    }
}

/// A line as a program writes it.
fn line(result: &str) -> Value {
    json!({"result": result, "indicators": [
        {"aspect": "quantity", "indicator": "Jumlah dokumen", "target": "12", "measure": "dokumen"}
    ]})
}

impl Office {
    async fn api(&self, person: &Person) -> Client {
        self.world.api(person).await
    }

    /// Somebody's targets of this year with these lines, as a draft; gives id and version.
    async fn drafted(&self, person: &Person, lines: Value) -> (String, i64) {
        let api = self.api(person).await;
        let begun = api
            .post(
                "/targets",
                json!({"year": 2026, "approach": "quantitative"}),
            )
            .await;
        begun.assert_status(201);
        let id = begun.id();
        let body =
            json!({"approach": "quantitative", "lines": lines, "version": begun.json["version"]});
        let written = api.put(&format!("/targets/{id}"), body).await;
        written.assert_status(200);
        (id, written.json["version"].as_i64().expect("a version"))
    }

    async fn proposed(&self, person: &Person, lines: Value) -> (String, i64) {
        let (id, version) = self.drafted(person, lines).await;
        let api = self.api(person).await;
        let sent = api
            .post(
                &format!("/targets/{id}/proposal"),
                json!({"version": version}),
            )
            .await;
        sent.assert_status(200);
        (id, version + 1)
    }

    /// Agreed by whoever decides.
    async fn agreed(&self, person: &Person, by: &Person, lines: Value) -> (String, i64) {
        let (id, version) = self.proposed(person, lines).await;
        let body = json!({"decision": "agree", "version": version});
        let done = self
            .api(by)
            .await
            .post(&format!("/targets/{id}/decision"), body)
            .await;
        done.assert_status(200);
        (id, version + 1)
    }

    async fn assert_state(&self, id: &str, state: &str) {
        let one = format!("id = '{id}' and state = '{state}'");
        assert_eq!(self.world.count("targets", &one).await, 1, "{state}");
    }
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    let mine = mails.iter().filter(|mail| mail.to == person.email);
    mine.map(|mail| mail.subject.clone()).collect()
}

/// The id of the targets whose page this is.
fn id_of(shown: &Shown) -> String {
    let rest = shown
        .path
        .strip_prefix("/targets/")
        .expect("a page of targets");
    rest.split('/').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn targets_are_written_discussed_agreed_and_changed_as_a_new_version() {
    let office = office().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/targets")
        .await
        .assert_ok()
        .assert_h1("Sasaran kinerja")
        .assert_text("Anda tidak perlu menunggu sasaran atasan.");
    let begun = sari.submit("#start", &[]).await;
    begun
        .assert_ok()
        .assert_h1("SKP 2026")
        .assert_text("Belum ada sasaran");
    let id = id_of(&begun);
    let path = format!("/targets/{id}");
    // a draft is its writer's alone
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path).await.assert_status(404);
    // nothing to propose yet: told, with the remedy
    sari.submit("#propose", &[])
        .await
        .assert_status(422)
        .assert_text("Belum ada sasaran utama.");
    sari.get(&format!("{path}/lines/new"))
        .await
        .assert_ok()
        .assert_text("Budi belum mengusulkan sasaran 2026.");
    // a target without an indicator: told, and nothing that was typed is lost
    sari.submit(
        "#line",
        &[
            ("result", "Peta usulan program tersedia"),
            ("target", "34"),
            ("measure", "daerah"),
        ],
    )
    .await
    .assert_status(422)
    .assert_text("Ada target tanpa indikator.")
    .assert_text("Peta usulan program tersedia");
    sari.submit(
        "#line",
        &[("indicator", "Daerah yang terpetakan"), ("again", "true")],
    )
    .await
    .assert_ok()
    .assert_h1("Tambah sasaran")
    .assert_text("Konsep ini memuat 1 sasaran.");
    sari.submit(
        "#line",
        &[
            ("result", "Layanan konsultasi cepat"),
            ("indicator", "Dijawab sehari"),
        ],
    )
    .await
    .assert_at(&path)
    .assert_text("Daerah yang terpetakan")
    .assert_text("34 daerah");
    sari.submit("#propose", &[])
        .await
        .assert_status(422)
        .assert_text("Sasaran nomor 2: isi aspek dan target untuk \"Dijawab sehari\".");
    let edit = sari.get(&path).await;
    let links = edit.links();
    let second = links
        .iter()
        .rfind(|link| link.contains("/lines/") && !link.ends_with("/new"));
    sari.get(second.expect("a way to change it"))
        .await
        .assert_ok();
    sari.submit("#line", &[("target", "90"), ("measure", "persen")])
        .await
        .assert_at(&path);
    sari.submit("#propose", &[])
        .await
        .assert_at(&path)
        .assert_text("Menunggu Budi.");
    office.assert_state(&id, "proposed").await;
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Sari mengusulkan SKP 2026"]
    );

    // somebody else's are nobody's business
    let mut tono = office.app.as_(&office.tono).await;
    tono.get(&path).await.assert_status(404);
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&path).await.assert_ok();

    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_h1("1 hal menunggu Anda")
        .assert_link(&path);
    budi.get(&path)
        .await
        .assert_text("Peta usulan program tersedia");
    // back without a word: not like that
    budi.submit("#decide", &[("decision", "return")])
        .await
        .assert_status(422)
        .assert_text("Tulis alasannya");
    budi.get(&path).await;
    budi.submit(
        &format!("{path}/remarks"),
        &[("remark", "Tambahkan sumber data tiap daerah")],
    )
    .await
    .assert_at(&path)
    .assert_text("Tambahkan sumber data tiap daerah");
    budi.submit(
        "#decide",
        &[("decision", "return"), ("note", "Hampir selesai")],
    )
    .await
    .assert_at("/inbox")
    .assert_text("SKP 2026 dikembalikan kepada Sari.");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.sari),
        [
            "Budi memberi catatan pada SKP 2026",
            "SKP 2026 Anda dikembalikan dengan catatan"
        ]
    );
    // HR reads the targets, not what the two of them said
    hana.get(&path)
        .await
        .assert_ok()
        .assert_no_text("Hampir selesai")
        .assert_no_text("Tambahkan sumber data tiap daerah");

    sari.get("/").await.assert_ok().assert_link(&path);
    sari.get(&path)
        .await
        .assert_text("Hampir selesai")
        .assert_text("Tambahkan sumber data tiap daerah");
    sari.submit("#remark", &[("remark", "Sumber ada di lampiran")])
        .await
        .assert_at(&path);
    sari.submit("#propose", &[]).await.assert_at(&path);
    office.app.drain().await;

    budi.get(&path).await.assert_text("Sumber ada di lampiran");
    budi.submit(
        "#decide",
        &[
            ("decision", "agree"),
            ("note", "Sepakat"),
            ("expectation", "Ramah di loket"),
        ],
    )
    .await
    .assert_at("/inbox")
    .assert_text("SKP 2026 Sari disepakati.");
    office.assert_state(&id, "agreed").await;
    let mails = office.app.drain().await;
    assert_eq!(subjects(&mails, &office.sari), ["SKP 2026 Anda disepakati"]);
    sari.get("/targets").await.assert_text("Berlaku");
    sari.get(&path)
        .await
        .assert_text("Berlaku. Disepakati Budi")
        .assert_text("Ramah di loket")
        .assert_text("Tanpa ekspektasi khusus");

    // a change: a new version with a reason; the old one holds meanwhile and stays readable
    sari.submit("#change", &[])
        .await
        .assert_status(422)
        .assert_text("Tulis alasannya.");
    let changed = sari
        .submit("#change", &[("reason", "Tugas baru sejak November")])
        .await;
    changed
        .assert_ok()
        .assert_h1("SKP 2026, versi 2")
        .assert_text("Tugas baru sejak November")
        .assert_text("Ramah di loket");
    let second = id_of(&changed);
    office.assert_state(&id, "agreed").await;
    // nothing is changed yet; what is changed stands beside what it was
    sari.submit("#propose", &[])
        .await
        .assert_status(422)
        .assert_text("Belum ada yang diubah dari versi yang berlaku.");
    let lines = sari.shown().links();
    let line = lines
        .iter()
        .find(|link| link.contains("/lines/") && !link.ends_with("/new"))
        .expect("a line to edit");
    sari.get(line).await.assert_ok();
    sari.submit("#line", &[("result", "Peta usulan program terbit")])
        .await
        .assert_ok();
    sari.submit("#propose", &[]).await.assert_ok();
    budi.get("/inbox").await.assert_text("Perubahan SKP 2026");
    budi.get(&format!("/targets/{second}"))
        .await
        .assert_ok()
        .assert_text("Berubah")
        .assert_text("Sebelumnya: Peta usulan program tersedia");
    budi.submit("#decide", &[("decision", "agree")])
        .await
        .assert_at("/inbox");
    office.assert_state(&id, "replaced").await;
    office.assert_state(&second, "agreed").await;
    sari.get(&path)
        .await
        .assert_ok()
        .assert_text("Sudah diganti versi baru.")
        .assert_text("Peta usulan program tersedia");
    for (event, times) in [
        ("proposed", 3),
        ("given-back", 1),
        ("agreed", 2),
        ("replaced", 1),
        ("changing", 1),
    ] {
        let one = format!("event = 'targets-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

#[tokio::test]
async fn lines_hang_on_the_superiors_and_the_cascade_shows_gaps_and_orphans() {
    let office = office().await;
    let lines = json!([line("Kebijakan berbasis data"), line("Layanan tepercaya")]);
    let (above, _) = office.agreed(&office.budi, &office.laras, lines).await;
    let budi = office.api(&office.budi).await;
    let shown = budi.get(&format!("/targets/{above}")).await;
    let thread = shown.json["results"][0]["thread_id"].clone();
    let mut tied = line("Peta usulan tersedia");
    tied["above_id"] = thread.clone();
    let (of_sari, _) = office
        .agreed(&office.sari, &office.budi, json!([tied]))
        .await;
    office
        .proposed(&office.tono, json!([line("Arsip tertata")]))
        .await;
    office
        .drafted(&office.umi, json!([line("Konsep rahasia")]))
        .await;
    // the words of the superior's line are kept with one's own
    let sari = office.api(&office.sari).await;
    let own = sari.get(&format!("/targets/{of_sari}")).await;
    assert_eq!(
        own.json["results"][0]["above_text"],
        "Kebijakan berbasis data"
    );

    let mut page = office.app.as_(&office.budi).await;
    page.get("/team/targets")
        .await
        .assert_ok()
        .assert_text("1 sasaran belum ada yang mendukung, 1 sasaran anggota belum dikaitkan.")
        .assert_text("Peta usulan tersedia")
        .assert_text("Arsip tertata")
        .assert_text("Belum diusulkan")
        .assert_no_text("Konsep rahasia");
    let cascade = budi.get("/team/targets").await;
    cascade.assert_status(200);
    assert_eq!(cascade.json["lines"][0]["below"][0]["name"], "Sari");
    assert_eq!(cascade.json["lines"][1]["gap"], true);
    assert_eq!(cascade.json["orphans"][0]["name"], "Tono");
    let umi = cascade.json["people"].as_array().expect("people");
    let umi = umi.iter().find(|one| one["name"] == "Umi").expect("Umi");
    assert_eq!(
        (&umi["targets_id"], &umi["state"]),
        (&Value::Null, &Value::Null)
    );
    // the one above looks down; who is not above does not
    let of = format!("/team/targets?of={}", office.budi.employee());
    office
        .api(&office.laras)
        .await
        .get(&of)
        .await
        .assert_status(200);
    let of = format!("/team/targets?of={}", office.laras.employee());
    budi.get(&of).await.assert_problem(404, "not-found");

    // the superior changes: the tie holds through the versions
    let changed = budi
        .post(
            &format!("/targets/{above}/change"),
            json!({"reason": "Arahan baru", "version": shown.json["version"]}),
        )
        .await;
    changed.assert_status(201);
    let next = changed.id();
    let results = changed.json["results"].as_array().expect("results");
    let again = results.iter().map(|line| {
        json!({"id": line["id"], "main": line["main"], "result": line["result"], "indicators": line["indicators"]})
    });
    let mut again: Vec<Value> = again.collect();
    again[0]["result"] = json!("Peta usulan tersedia dan dibahas");
    let body =
        json!({"approach": "quantitative", "lines": again, "version": changed.json["version"]});
    let written = budi.put(&format!("/targets/{next}"), body).await;
    written.assert_status(200);
    let version = written.json["version"].clone();
    budi.post(
        &format!("/targets/{next}/proposal"),
        json!({"version": version}),
    )
    .await
    .assert_status(200);
    let laras = office.api(&office.laras).await;
    let body = json!({"decision": "agree", "version": version.as_i64().expect("a version") + 1});
    laras
        .post(&format!("/targets/{next}/decision"), body)
        .await
        .assert_status(200);
    let cascade = budi.get("/team/targets").await;
    assert_eq!(cascade.json["lines"][0]["below"][0]["name"], "Sari");
    assert_ne!(
        cascade.json["lines"][0]["line"]["id"],
        cascade.json["lines"][0]["line"]["thread_id"]
    );
}

#[tokio::test]
async fn a_colleagues_lines_are_copied_without_how_much_and_ones_own_last_year_whole() {
    let office = office().await;
    let mut weighty = line("Peta usulan tersedia");
    weighty["above_text"] = json!("Arah pimpinan");
    office
        .agreed(
            &office.sari,
            &office.budi,
            json!([weighty, line("Arsip tertata")]),
        )
        .await;
    let tono = office.api(&office.tono).await;
    let from = json!({"year": 2026, "approach": "quantitative", "from_employee_id": office.sari.employee()});
    let copied = tono.post("/targets", from.clone()).await;
    copied.assert_status(201);
    let results = copied.json["results"].as_array().expect("lines");
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["result"], "Peta usulan tersedia");
    assert_eq!(results[0]["above_text"], "");
    assert_eq!(results[0]["indicators"][0]["target"], "");
    assert_eq!(results[0]["indicators"][0]["measure"], "dokumen");
    // once more: nothing twice
    let again = tono.post("/targets", from).await;
    again.assert_status(201);
    assert_eq!(again.json["results"].as_array().expect("lines").len(), 2);
    assert_eq!(again.id(), copied.id());
    // the page offers the same
    let mut page = office.app.as_(&office.tono).await;
    page.get(&format!("/targets/{}", copied.id()))
        .await
        .assert_ok()
        .assert_text("Rekan sejabatan di unit Anda.");

    // the year after: one's own of last year, whole
    office.app.set_clock("2027-01-04T03:00:00Z");
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/targets")
        .await
        .assert_ok()
        .assert_text("Susun SKP 2027")
        .assert_text("SKP Anda 2026");
    let begun = sari.submit("#start", &[("from", "last_year")]).await;
    begun
        .assert_ok()
        .assert_h1("SKP 2027")
        .assert_text("2 sasaran ada di konsep.")
        .assert_text("12 dokumen")
        .assert_text("Arah pimpinan");
    // three taps: begin from last year, propose
    sari.submit("#propose", &[])
        .await
        .assert_text("Menunggu Budi.");
}

#[tokio::test]
async fn what_waits_follows_whoever_decides() {
    let office = office().await;
    let (id, version) = office.proposed(&office.sari, json!([line("Peta")])).await;
    office.app.drain().await;
    office
        .world
        .absent(&office.budi, "leave", "2026-11-17", "2026-11-20")
        .await;
    office.app.pass(TimeDelta::minutes(11));
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert_eq!(
        subjects(&mails, &office.laras),
        ["Sari mengusulkan SKP 2026"]
    );
    let laras = office.api(&office.laras).await;
    let waits = laras.get("/inbox/targets").await;
    assert_eq!(waits.json["items"][0]["id"], id.as_str());
    let body = json!({"decision": "agree", "version": version + 1});
    let agreed = laras.post(&format!("/targets/{id}/decision"), body).await;
    agreed.assert_status(200);
    assert_eq!(agreed.json["agreer_name"], "Laras");
    assert_eq!(agreed.json["in_place_of"], "Budi");
}
