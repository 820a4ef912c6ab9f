//! Shared tasks: the story by page and by program, and each refusal.

mod refusals;

use chrono::TimeDelta;
use luwes::kernel::outbox::Mail;
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, Unit, World};

/// A unit that Budi leads and in which Sari, Tono and Umi work. Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    budi: Person,
    staff: Vec<Person>,
    hana: Person,
    /// Programs of the staff, and of Budi.
    programs: Vec<Client>,
    head: Client,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let mut staff = Vec::new();
    for name in ["Sari", "Tono", "Umi"] {
        staff.push(world.employee(name).of(&unit).await);
    }
    let hana = world.officer("Hana", &["hr"]).await;
    let mut programs = Vec::new();
    for person in &staff {
        programs.push(world.api(person).await);
    }
    Office {
        head: world.api(&budi).await,
        app,
        world,
        unit,
        budi,
        staff,
        hana,
        programs,
    }
}

impl Office {
    fn api(&self, who: usize) -> &Client {
        &self.programs[who]
    }

    fn id(&self, who: usize) -> String {
        self.staff[who].employee().to_string()
    }

    /// A task of Sari (Monday to Wednesday) and Tono (Thursday and Friday), from today for four weeks.
    fn proposal(&self) -> Value {
        let (sari, tono) = (self.id(0), self.id(1));
        let week: Vec<Value> = ["mon", "tue", "wed", "thu", "fri"]
            .iter()
            .zip([&sari, &sari, &sari, &tono, &tono])
            .map(|(day, who)| json!({"weekday": day, "employee_id": who}))
            .collect();
        json!({"title": "Layanan konsultasi", "from_on": "2026-11-17", "to_on": "2026-12-11",
            "members": [{"employee_id": sari, "share": 60}, {"employee_id": tono, "share": 40}], "week": week})
    }

    /// The task as Sari puts it forward; gives its id.
    async fn proposed(&self) -> String {
        let sent = self.api(0).post("/shared-tasks", self.proposal()).await;
        sent.assert_status(201);
        sent.id()
    }

    /// Tono has agreed.
    async fn agreed(&self) -> String {
        let id = self.proposed().await;
        let agreement = format!("/shared-tasks/{id}/agreement");
        let tono = self.api(1);
        tono.post(&agreement, json!({"version": 1}))
            .await
            .assert_status(200);
        id
    }

    /// Budi has approved.
    async fn approved(&self) -> String {
        let id = self.agreed().await;
        let decision = format!("/shared-tasks/{id}/decision");
        let budi = &self.head;
        budi.post(&decision, json!({"decision": "approve", "version": 2}))
            .await
            .assert_status(200);
        self.app.drain().await;
        id
    }

    async fn assert_state(&self, id: &str, state: &str) {
        let one = format!("id = '{id}' and state = '{state}'");
        assert_eq!(self.world.count("shared_tasks", &one).await, 1, "{state}");
    }

    /// The worker's round, ten minutes later.
    async fn round(&self) -> Vec<Mail> {
        self.app.pass(TimeDelta::minutes(11));
        let mut mails = self.app.drain().await;
        mails.extend(self.app.drain().await);
        mails
    }
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    let mine = mails.iter().filter(|mail| mail.to == person.email);
    mine.map(|mail| mail.subject.clone()).collect()
}

#[tokio::test]
async fn two_colleagues_share_a_task_hand_it_over_and_it_ends_after_its_last_day() {
    let office = office().await;
    let tono_id = office.id(1);
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests")
        .await
        .assert_ok()
        .assert_link("/tasks");
    sari.get("/tasks")
        .await
        .assert_ok()
        .assert_text("Belum ada tugas bersama")
        .assert_link("/tasks/new");
    sari.get("/tasks/new").await.assert_ok();
    // nobody chosen: told
    sari.submit("#choose", &[])
        .await
        .assert_status(422)
        .assert_text("Pilih satu sampai 5 rekan.");
    sari.get("/tasks/new").await.assert_ok();
    sari.submit("#choose", &[("with", &tono_id)])
        .await
        .assert_ok()
        .assert_h1("Ajukan tugas bersama")
        .assert_text("Bersama Tono");
    // everything that is wrong is told at once, and nothing that was typed is lost
    let missed = sari
        .submit(
            "#task",
            &[
                ("description", "Menjawab pertanyaan pegawai"),
                ("from_on", "2026-11-17"),
                ("to_on", "2026-12-11"),
                ("share", "60"),
                ("share", "30"),
            ],
        )
        .await;
    missed
        .assert_status(422)
        .assert_text("Menjawab pertanyaan pegawai");
    let missed = sari
        .submit("#task", &[("title", "Layanan konsultasi")])
        .await;
    missed
        .assert_status(422)
        .assert_text("Jumlah bagian sekarang 90%. Ubah sampai tepat 100%.")
        .assert_text("Menjawab pertanyaan pegawai");
    let mut twice = sari.clone();
    let sent = sari
        .submit("#task", &[("share", "60"), ("share", "40")])
        .await;
    sent.assert_ok()
        .assert_h1("Layanan konsultasi")
        .assert_text("Menunggu anggota")
        .assert_text("Belum dijawab Tono.")
        .assert_text("60%");
    let path = sent.path.clone();
    let id = path.replace("/tasks/", "");
    // the same form once more: the same task
    twice
        .submit("#task", &[("share", "60"), ("share", "40")])
        .await
        .assert_at(&path);
    assert_eq!(office.world.count("shared_tasks", "true").await, 1);
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[1]),
        ["Sari mengajak Anda berbagi tugas: Layanan konsultasi"]
    );

    // before all agree it is nothing to decide, and nobody else's business
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path).await.assert_status(404);
    let mut umi = office.app.as_(&office.staff[2]).await;
    umi.get(&path).await.assert_status(404);

    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get("/")
        .await
        .assert_ok()
        .assert_text("Sari mengajak Anda berbagi tugas: Layanan konsultasi")
        .assert_link(&path);
    tono.get("/tasks")
        .await
        .assert_text("Menunggu jawaban Anda");
    tono.get(&path)
        .await
        .assert_text("Sari menunggu jawaban Anda.")
        .assert_text("Menjawab pertanyaan pegawai");
    tono.submit("#answer", &[("note", "Siap")])
        .await
        .assert_at(&path)
        .assert_text("Menunggu keputusan Budi.");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Tugas bersama Layanan konsultasi menunggu keputusan Anda"]
    );
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Tono setuju memegang Layanan konsultasi"]
    );

    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_h1("1 hal menunggu Anda")
        .assert_text("Sari, Tono")
        .assert_link(&path);
    budi.get(&path).await.assert_text("Semua anggota sepakat.");
    budi.submit("#decide", &[("decision", "refuse")])
        .await
        .assert_status(422);
    budi.submit("#decide", &[("decision", "approve")])
        .await
        .assert_at("/inbox")
        .assert_text("Layanan konsultasi: disetujui untuk semua anggota.");
    office.assert_state(&id, "approved").await;
    let mails = office.app.drain().await;
    for person in &office.staff[..2] {
        assert_eq!(
            subjects(&mails, person),
            ["Tugas bersama Layanan konsultasi disetujui"]
        );
    }

    // it is Tuesday: Sari's
    sari.get("/tasks").await.assert_text("Anda pegang hari ini");
    sari.get(&path)
        .await
        .assert_text("Sekarang Anda yang memegang.")
        .assert_text("Serahkan kepada Tono");
    sari.submit("#hand-over", &[("still_open", "Tiga surat belum dibalas")])
        .await
        .assert_status(422)
        .assert_text("Tiga surat belum dibalas");
    sari.submit(
        "#hand-over",
        &[
            ("done", "Rekap minggu ini"),
            ("lies", "Map bersama, folder konsultasi"),
        ],
    )
    .await
    .assert_at(&path)
    .assert_text("Rekap minggu ini")
    .assert_text("Belum dibaca");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[1]),
        ["Sari menyerahkan Layanan konsultasi kepada Anda"]
    );
    tono.get(&path)
        .await
        .assert_text("Sekarang dipegang Sari.")
        .assert_text("Tiga surat belum dibalas")
        .assert_text("Map bersama, folder konsultasi");
    tono.submit(&format!("{path}/confirmation"), &[])
        .await
        .assert_at(&path)
        .assert_no_text("Belum dibaca");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Tono sudah membaca serah terima Layanan konsultasi"]
    );
    office.app.set_clock("2026-11-19T03:00:00Z");
    let mut tono = office.app.as_(&office.staff[1]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    tono.get("/tasks").await.assert_text("Anda pegang hari ini");
    sari.get("/tasks")
        .await
        .assert_text("Hari ini dipegang Tono");

    office.app.set_clock("2026-12-11T03:00:00Z");
    office.round().await;
    office.assert_state(&id, "approved").await;
    office.app.set_clock("2026-12-11T17:30:00Z");
    let mails = office.round().await;
    office.assert_state(&id, "ended").await;
    assert_eq!(
        subjects(&mails, &office.staff[1]),
        ["Tugas bersama Layanan konsultasi berakhir"]
    );
    assert!(subjects(&mails, &office.budi).is_empty());
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&path)
        .await
        .assert_text("Hari terakhirnya sudah lewat.");
    for event in [
        "proposed",
        "agreed",
        "decided",
        "handed-over",
        "handover-read",
        "ended",
    ] {
        let one = format!("event = 'shared-task-{event}'");
        assert_eq!(office.world.count("audit", &one).await, 1, "{event}");
    }
}

#[tokio::test]
async fn three_share_a_task_by_program_change_it_and_hr_revokes_it() {
    let office = office().await;
    let (sari, tono, umi) = (office.api(0), office.api(1), office.api(2));
    let budi = &office.head;
    let ids: Vec<String> = (0..3).map(|who| office.id(who)).collect();
    let shares = |all: [u8; 3]| -> Vec<Value> {
        let all = ids.iter().zip(all);
        all.map(|(id, share)| json!({"employee_id": id, "share": share}))
            .collect()
    };
    let body = json!({"title": "Laporan triwulan", "from_on": "2026-11-17", "to_on": "2026-12-04",
    "members": shares([34, 33, 33]), "stretches": [
        {"employee_id": ids[0], "from_on": "2026-11-17", "to_on": "2026-11-20"},
        {"employee_id": ids[1], "from_on": "2026-11-23", "to_on": "2026-11-27"},
        {"employee_id": ids[2], "from_on": "2026-11-30", "to_on": "2026-12-04"},
    ]});
    let keyed = sari.clone().key("tugas-0001");
    let sent = keyed.post("/shared-tasks", body.clone()).await;
    sent.assert_status(201);
    let id = sent.id();
    let again = keyed.post("/shared-tasks", body.clone()).await;
    assert_eq!(again.id(), id, "sent twice, proposed once");
    let one = format!("/shared-tasks/{id}");
    for (client, version, state) in [(tono, 1, "proposed"), (umi, 2, "agreed")] {
        let tag = format!("\"{version}\"");
        let agreed = client
            .clone()
            .header("if-match", &tag)
            .post(&format!("{one}/agreement"), json!({}))
            .await;
        agreed.assert_status(200);
        assert_eq!(agreed.json["state"], state);
    }
    let inbox = budi.get("/inbox/shared-tasks").await;
    assert_eq!(inbox.json["items"][0]["id"], json!(id));
    let decision = format!("{one}/decision");
    budi.post(&decision, json!({"decision": "approve", "version": 2}))
        .await
        .assert_problem(409, "changed");
    let decided = budi
        .post(&decision, json!({"decision": "approve", "version": 3}))
        .await;
    decided.assert_status(200);
    assert_eq!(decided.json["state"], "approved");
    assert_eq!(decided.json["may_revoke"], true);
    let days = decided.json["days"].as_array().expect("days");
    assert_eq!(days.len(), 14);
    let mine = sari.get("/shared-tasks").await;
    assert_eq!(mine.json["items"][0]["holder_id"], json!(ids[0]));
    let seen = sari.get(&one).await;
    assert_eq!(seen.json["may_hand_over_to"], json!(ids[1]));
    let handed = sari
        .post(
            &format!("{one}/handovers"),
            json!({"done": "Bab satu", "still_open": "Bab dua", "version": 4}),
        )
        .await;
    handed.assert_status(200);
    assert_eq!(handed.json["handovers"][0]["to_id"], json!(ids[1]));
    let read = tono
        .post(&format!("{one}/confirmation"), json!({"version": 5}))
        .await;
    read.assert_status(200);
    assert!(read.json["handovers"][0]["read_at"].is_string());

    // Umi would like to hold it earlier: the old one goes on until the day before
    let change = json!({"title": "Laporan triwulan", "from_on": "2026-11-23", "to_on": "2026-12-04",
    "members": shares([20, 30, 50]), "replaces_id": id, "stretches": [
        {"employee_id": ids[2], "from_on": "2026-11-23", "to_on": "2026-12-01"},
        {"employee_id": ids[1], "from_on": "2026-12-02", "to_on": "2026-12-03"},
        {"employee_id": ids[0], "from_on": "2026-12-04", "to_on": "2026-12-04"},
    ]});
    let refused = umi.post("/shared-tasks", change.clone()).await;
    refused.assert_status(422);
    assert_eq!(refused.fields(), ["reason"]);
    let mut change = change;
    change["reason"] = json!("Tono dinas luar");
    let sent = umi.post("/shared-tasks", change.clone()).await;
    sent.assert_status(201);
    let new = sent.id();
    tono.post("/shared-tasks", change)
        .await
        .assert_problem(422, "shared-task-changing");
    office.assert_state(&id, "approved").await;
    for (client, version) in [(sari, 1), (tono, 2)] {
        client
            .post(
                &format!("/shared-tasks/{new}/agreement"),
                json!({"version": version}),
            )
            .await
            .assert_status(200);
    }
    budi.post(
        &format!("/shared-tasks/{new}/decision"),
        json!({"decision": "approve", "version": 3}),
    )
    .await
    .assert_status(200);
    let old = sari.get(&one).await;
    assert_eq!(old.json["state"], "approved");
    assert_eq!(old.json["to_on"], "2026-11-22");
    assert_eq!(old.json["successor_id"], json!(new));
    office.app.set_clock("2026-11-23T03:00:00Z");
    office.round().await;
    office.assert_state(&id, "ended").await;
    office.assert_state(&new, "approved").await;
    let mine = umi.get("/shared-tasks").await;
    assert_eq!(mine.json["items"][0]["holder_id"], json!(ids[2]));

    let path = format!("/tasks/{new}");
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&path).await.assert_ok();
    hana.submit("#revoke", &[])
        .await
        .assert_status(422)
        .assert_text("Tulis alasannya.");
    hana.submit("#revoke", &[("note", "Unit ditata ulang")])
        .await
        .assert_at(&path)
        .assert_text("Unit ditata ulang");
    office.assert_state(&new, "revoked").await;
    let mails = office.app.drain().await;
    for person in &office.staff {
        let told = subjects(&mails, person);
        assert!(told.iter().any(|one| one.ends_with("dicabut")), "{told:?}");
    }
}

#[tokio::test]
async fn a_running_task_is_changed_by_page_and_the_old_one_leads_to_it() {
    let office = office().await;
    let id = office.approved().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let path = format!("/tasks/{id}");
    sari.get(&path).await.assert_link(&format!("{path}/change"));
    sari.get(&format!("{path}/change"))
        .await
        .assert_ok()
        .assert_h1("Ubah bagian atau giliran");
    sari.submit("#task", &[])
        .await
        .assert_status(422)
        .assert_text("Tulis alasannya.");
    let sent = sari
        .submit(
            "#task",
            &[
                ("reason", "Bagian Tono bertambah"),
                ("share", "50"),
                ("share", "50"),
            ],
        )
        .await;
    sent.assert_ok()
        .assert_text("Bagian Tono bertambah")
        .assert_text("Menunggu anggota")
        .assert_link(&path);
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[1]),
        ["Sari mengusulkan perubahan: Layanan konsultasi"]
    );
    sari.get(&path)
        .await
        .assert_link(&sent.path)
        .assert_text("Perubahan: Menunggu anggota")
        .assert_no_text("Ubah bagian atau giliran");
    // withdrawn, it may be changed anew
    sari.get(&sent.path).await.assert_ok();
    sari.submit(&format!("{}/withdrawal", sent.path), &[])
        .await
        .assert_at(&sent.path);
    sari.get(&path).await.assert_link(&format!("{path}/change"));
    office.assert_state(&id, "approved").await;
}
