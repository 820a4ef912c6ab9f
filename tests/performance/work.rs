//! Work that is delivered: the story by page and by program, and each refusal.

use serde_json::json;

use super::*;
use crate::support::twin::ask;

impl Office {
    /// Sari's targets are agreed; gives the thread of her line.
    async fn with_targets(&self) -> String {
        let (id, _) = self
            .agreed(
                &self.sari,
                &self.budi,
                json!([line("Peta usulan tersedia")]),
            )
            .await;
        let own = self
            .api(&self.sari)
            .await
            .get(&format!("/targets/{id}"))
            .await;
        self.app.drain().await;
        own.json["results"][0]["thread_id"]
            .as_str()
            .expect("a thread")
            .to_owned()
    }

    /// Delivered by Sari at once; gives id and version.
    async fn delivered(&self, title: &str) -> (String, i64) {
        let body = json!({"title": title, "due_on": "2026-11-20", "content": {"words": "Selesai"}});
        let sent = self.api(&self.sari).await.post("/deliverables", body).await;
        sent.assert_status(201);
        (sent.id(), sent.json["version"].as_i64().expect("a version"))
    }
}

#[tokio::test]
async fn work_is_delivered_revised_and_accepted_and_its_versions_stay() {
    let office = office().await;
    let thread = office.with_targets().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/work")
        .await
        .assert_ok()
        .assert_h1("Hasil kerja")
        .assert_link("/work/new");
    sari.get("/work/new")
        .await
        .assert_ok()
        .assert_text("Peta usulan tersedia: Jumlah dokumen");
    let counts_for = format!("{thread}:0");
    // nothing to look at: told, and what was typed is kept
    sari.submit(
        "#work",
        &[
            ("title", "Peta usulan program"),
            ("counts_for", &counts_for),
            ("due_on", "2026-11-20"),
        ],
    )
    .await
    .assert_status(422)
    .assert_text("Tulis uraian hasil, tempel sedikitnya satu tautan, atau pilih berkas.")
    .assert_text("Peta usulan program");
    sari.submit("#work", &[("links", "javascript:alert(1)")])
        .await
        .assert_status(422)
        .assert_text("Tautan ke-1 bukan alamat web.");
    let mut twice = sari.clone();
    let typed = [
        ("links", "https://contoh.go.id/peta-v1\n"),
        ("words", "Baru 20 daerah"),
    ];
    let sent = sari.submit("#work", &typed).await;
    sent.assert_ok()
        .assert_h1("Peta usulan program")
        .assert_text("Budi yang menanggapi.")
        .assert_text("Sari menyerahkan versi 1")
        .assert_link("https://contoh.go.id/peta-v1");
    let path = sent.path.clone();
    let id = path.replace("/work/", "");
    // the same form once more: the same work
    twice.submit("#work", &typed).await.assert_at(&path);
    assert_eq!(office.world.count("deliverables", "true").await, 1);
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Sari menyerahkan Peta usulan program"]
    );
    // nobody else's business
    let mut tono = office.app.as_(&office.tono).await;
    tono.get(&path).await.assert_status(404);

    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_h1("1 hal menunggu Anda")
        .assert_link(&path);
    budi.get(&path).await.assert_text("Jumlah dokumen");
    budi.submit("#answer", &[("answer", "revision")])
        .await
        .assert_status(422)
        .assert_text("Tulis alasannya.");
    budi.submit(
        "#answer",
        &[
            ("answer", "revision"),
            ("comment", "Tambahkan sumber tiap daerah"),
        ],
    )
    .await
    .assert_at("/team/work")
    .assert_text("Peta usulan program: diminta perbaikan.");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.sari),
        ["Peta usulan program perlu perbaikan"]
    );

    sari.get("/work")
        .await
        .assert_text("Perlu perbaikan")
        .assert_link(&path);
    sari.get(&path)
        .await
        .assert_text("Tambahkan sumber tiap daerah");
    sari.submit("#deliver", &[("words", "34 daerah lengkap")])
        .await
        .assert_at(&path)
        .assert_text("Baru 20 daerah")
        .assert_text("Sari menyerahkan versi 2")
        .assert_text("2 kali diserahkan");
    budi.get(&path).await;
    budi.submit(
        "#answer",
        &[("answer", "accepted"), ("comment", "Lengkap dan jelas")],
    )
    .await
    .assert_at("/team/work");
    sari.get(&path)
        .await
        .assert_text("Diterima")
        .assert_text("Lengkap dan jelas")
        .assert_text("Tambahkan sumber tiap daerah");
    let state = format!("id = '{id}' and state = 'accepted' and rounds = 2");
    assert_eq!(office.world.count("deliverables", &state).await, 1);
    for (event, times) in [
        ("planned", 1),
        ("delivered", 2),
        ("revision", 1),
        ("accepted", 1),
    ] {
        let one = format!("event = 'work-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

#[tokio::test]
async fn what_a_flexible_day_promised_is_delivered_on_its_line_once() {
    let office = office().await;
    office.world.rules().await;
    let mut cx = office.world.cx_of(&office.sari).await;
    let request = ask(&mut cx, "2026-11-24", "").await;
    cx.finish().await.expect("commit");
    let mut sari = office.app.as_(&office.sari).await;
    // not before it is approved
    sari.get("/work")
        .await
        .assert_ok()
        .assert_no_text("Dijanjikan untuk hari fleksibel");
    let promise = json!({"title": "Laporan", "due_on": "2026-11-24", "request_id": request.id, "plan_line": 1});
    let api = office.api(&office.sari).await;
    let refused = api.post("/deliverables", promise.clone()).await;
    assert_eq!(refused.json["errors"][0]["code"], "work-promise");
    let mut cx = office.world.cx_of(&office.budi).await;
    let decide = luwes::requests::Decide {
        decision: luwes::requests::Decision::Approve,
        version: request.version,
        note: String::new(),
        waive: false,
        batch: uuid::Uuid::now_v7(),
    };
    luwes::requests::decide(&mut cx, request.id, decide)
        .await
        .expect("approved");
    cx.finish().await.expect("commit");
    let board = sari.get("/work").await;
    board
        .assert_text("Dijanjikan untuk hari fleksibel")
        .assert_text("laporan");
    let links = board.links();
    let promised = links
        .iter()
        .find(|link| link.starts_with("/work/new?"))
        .expect("a promise");
    sari.get(promised)
        .await
        .assert_ok()
        .assert_text("Dijanjikan: laporan");
    // refused, it is still the piece that was promised
    sari.submit("#work", &[])
        .await
        .assert_status(422)
        .assert_text("Dijanjikan: laporan");
    // four taps from the board: open, write, deliver
    let sent = sari.submit("#work", &[("words", "Selesai dikirim")]).await;
    sent.assert_ok()
        .assert_link(&format!("/requests/{}", request.id));
    sari.get("/work")
        .await
        .assert_no_text("Dijanjikan untuk hari fleksibel");
    let again = api.post("/deliverables", promise).await;
    assert_eq!(again.json["errors"][0]["code"], "work-promise");
    // somebody else's promise is none
    let tono = office.api(&office.tono).await;
    let stolen = json!({"title": "Laporan", "due_on": "2026-11-24", "request_id": request.id, "plan_line": 1});
    let refused = tono.post("/deliverables", stolen).await;
    assert_eq!(refused.json["errors"][0]["code"], "work-promise");
}

#[tokio::test]
async fn several_are_accepted_at_once_and_each_has_its_own_fate() {
    let office = office().await;
    let mut items = Vec::new();
    for title in ["Satu", "Dua", "Tiga"] {
        let (id, version) = office.delivered(title).await;
        items.push(json!({"id": id, "version": version}));
    }
    let budi = office.api(&office.budi).await;
    let waits = budi.get("/inbox/deliverables").await;
    assert_eq!(waits.json["items"].as_array().expect("items").len(), 3);
    let team = budi.get("/team/deliverables").await;
    let sari = team.json["items"].as_array().expect("people");
    let sari = sari.iter().find(|one| one["name"] == "Sari").expect("Sari");
    assert_eq!(sari["delivered"], 3);
    // one was seen in another version
    items[1]["version"] = json!(1);
    let fates = budi
        .post("/inbox/deliverables/acceptance", json!({"items": items}))
        .await;
    fates.assert_status(200);
    let fates = fates.json["items"].as_array().expect("fates");
    assert_eq!(
        fates
            .iter()
            .filter(|one| one["state"] == "accepted")
            .count(),
        2
    );
    assert_eq!(
        fates
            .iter()
            .filter(|one| one["reason"] == "changed")
            .count(),
        1
    );
    // the last one by page
    let mut page = office.app.as_(&office.budi).await;
    page.get("/team/work")
        .await
        .assert_ok()
        .assert_text("1 hasil menunggu tanggapan Anda.")
        .assert_text("Terima yang dipilih")
        .assert_no_text("0 dipilih");
    page.submit("#waiting", &[])
        .await
        .assert_at("/team/work")
        .assert_text("1 hasil menunggu tanggapan Anda.");
    let value = page
        .shown()
        .attributes("#waiting [name=item]", "value")
        .remove(0);
    page.submit("#waiting", &[("item", &value)])
        .await
        .assert_at("/team/work")
        .assert_text("1 hasil diterima.")
        .assert_text("Tidak ada hasil yang menunggu.");
}

#[tokio::test]
async fn nobody_answers_to_their_own_and_steps_out_of_turn_are_refused() {
    let office = office().await;
    let (id, version) = office.delivered("Peta").await;
    let path = |what: &str| format!("/deliverables/{id}/{what}");
    let accept = json!({"answer": "accepted", "version": version});
    for person in [&office.sari, &office.tono, &office.hana] {
        let api = office.api(person).await;
        api.post(&path("answer"), accept.clone())
            .await
            .assert_status(403);
    }
    let laras = office.api(&office.laras).await;
    laras
        .post(&path("answer"), accept.clone())
        .await
        .assert_problem(422, "not-approver");
    // a head's own waits for the one above
    let budi = office.api(&office.budi).await;
    let own = json!({"title": "Telaah", "due_on": "2026-11-20", "content": {"words": "Selesai"}});
    let own = budi.post("/deliverables", own).await;
    budi.post(
        &format!("/deliverables/{}/answer", own.id()),
        accept.clone(),
    )
    .await
    .assert_problem(422, "own-targets");
    assert_eq!(
        budi.get("/inbox/deliverables").await.json["items"]
            .as_array()
            .expect("items")
            .len(),
        1
    );
    let sari = office.api(&office.sari).await;
    let more = json!({"words": "Lagi", "version": version});
    sari.post(&path("deliveries"), more.clone())
        .await
        .assert_problem(422, "work-step");
    let refuse = json!({"answer": "refused", "comment": "Bukan tugas unit", "version": version});
    budi.post(&path("answer"), refuse.clone())
        .await
        .assert_status(200);
    budi.post(&path("answer"), refuse).await.assert_status(409);
    let late = json!({"answer": "accepted", "version": version + 1});
    budi.post(&path("answer"), late)
        .await
        .assert_problem(422, "work-step");
    for what in ["deliveries", "withdrawal"] {
        let body = json!({"version": version + 1});
        sari.post(&path(what), body)
            .await
            .assert_problem(422, "work-step");
    }
    let tono = office.api(&office.tono).await;
    tono.get(&format!("/deliverables/{id}"))
        .await
        .assert_problem(404, "not-found");
    tono.post(&path("withdrawal"), json!({"version": version + 1}))
        .await
        .assert_problem(404, "not-found");
    // and the table says so, too
    let mut tx = office.world.tx().await;
    let done = sqlx::query("update deliveries set answered_by = employee_id")
        .execute(tx.conn())
        .await;
    assert!(done.is_err());
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused_with_the_field_and_the_remedy() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    for (body, field, code) in [
        (
            json!({"title": " ", "due_on": "2026-11-20"}),
            "title",
            "required",
        ),
        (
            json!({"title": "Peta", "due_on": "2026-11-16"}),
            "due_on",
            "work-past",
        ),
        (
            json!({"title": "Peta", "due_on": "2026-11-22"}),
            "due_on",
            "work-day-off",
        ),
        (
            json!({"title": "Peta", "due_on": "2028-11-22"}),
            "due_on",
            "work-far",
        ),
        (
            json!({"title": "Peta", "due_on": "2026-11-20", "thread_id": uuid::Uuid::nil()}),
            "counts_for",
            "work-target",
        ),
        (
            json!({"title": "Peta", "due_on": "2026-11-20", "request_id": uuid::Uuid::nil()}),
            "plan_line",
            "work-promise",
        ),
        (
            json!({"title": "Peta", "due_on": "2026-11-20", "content": {"words": " "}}),
            "words",
            "work-nothing",
        ),
        (
            json!({"title": "Peta", "due_on": "2026-11-20", "content": {"links": ["ftp://contoh.id"]}}),
            "links",
            "work-link",
        ),
    ] {
        let refused = sari.post("/deliverables", body).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code))
        );
    }
    assert_eq!(office.world.count("deliverables", "true").await, 0);
}
