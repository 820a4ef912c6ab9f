//! Plan and report of a day: the story by page and by program, and each refusal.

use serde_json::json;

use super::*;
use crate::support::api::Reply;

/// The Tuesday on which Sari works at home.
pub(super) const DAY: &str = "2026-11-24";

/// A line as a program writes it.
pub(super) fn task(what: &str, outcome: &str) -> Value {
    match outcome {
        "" => json!({"what": what}),
        outcome => json!({"what": what, "outcome": outcome}),
    }
}

impl Office {
    /// Tuesday a week later, in the morning: Sari works at home, as approved; her request promised a report.
    pub(super) async fn at_home(&self) {
        self.world.rules().await;
        self.approved(DAY).await;
        self.app.drain().await;
        self.app.set_clock("2026-11-24T01:00:00Z");
    }

    /// Reported with one line that is done; gives id and version.
    pub(super) async fn reported(&self, who: &Person, on: &str) -> (String, i64) {
        let done = json!([task("Peta usulan", "done")]);
        let sent = put(&self.api(who).await, "report", on, 0, done).await;
        sent.assert_status(200);
        (sent.id(), sent.json["version"].as_i64().expect("a version"))
    }
}

/// Writes the plan or the report of a day.
pub(super) async fn put(api: &Client, what: &str, on: &str, version: i64, lines: Value) -> Reply {
    let body = json!({"on": on, "version": version, "lines": lines});
    api.put(&format!("/days/{what}"), body).await
}

/// Answers a report.
pub(super) async fn answer(by: &Client, id: &str, body: Value) -> Reply {
    by.post(&format!("/day-reports/{id}/answer"), body).await
}

#[tokio::test]
async fn a_day_is_planned_reported_returned_and_accepted_and_its_rounds_stay() {
    let office = office().await;
    office.at_home().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/")
        .await
        .assert_ok()
        .assert_text("Laporkan hari fleksibel ini");
    let page = sari.get("/today").await;
    page.assert_ok()
        .assert_h1("Rencana dan laporan harian")
        .assert_text("rumah");
    // it begins with what the request promised
    assert_eq!(page.attributes("#f-what-0", "value"), ["laporan"]);
    let mut twice = sari.clone();
    let plan = [("what-1", "Telaah surat"), ("act", "plan")];
    sari.submit("#day", &plan)
        .await
        .assert_ok()
        .assert_text("Rencana tersimpan.")
        .assert_text("Direncanakan");
    // the same page sent twice: one plan
    twice
        .submit("#day", &plan)
        .await
        .assert_ok()
        .assert_text("Rencana tersimpan.");
    let rounds = "round = 0 and what = 'Telaah surat'";
    assert_eq!(office.world.count("day_lines", rounds).await, 1);

    office.app.set_clock("2026-11-24T09:00:00Z");
    sari.get("/today").await;
    // something without an outcome: told which, and nothing that was typed is lost
    let told = sari
        .submit(
            "#day",
            &[
                ("outcome-0", "done"),
                ("note-1", "menunggu data"),
                ("act", "report"),
            ],
        )
        .await;
    told.assert_status(422)
        .assert_text("Pilih jadinya pekerjaan 2: selesai, sebagian, atau belum.");
    assert_eq!(told.attributes("#f-note-1", "value"), ["menunggu data"]);
    let sent = sari
        .submit("#day", &[("outcome-1", "partly"), ("act", "report")])
        .await;
    sent.assert_ok()
        .assert_text("Laporan terkirim kepada Budi.")
        .assert_text("Menunggu tanggapan")
        .assert_text("2 pekerjaan, 1 selesai");
    // what is done leads to delivering it
    let links = sent.links();
    assert!(
        links
            .iter()
            .any(|link| link.starts_with("/work/new?request=")),
        "{links:?}"
    );
    let path = links
        .iter()
        .find(|link| link.starts_with("/today/"))
        .expect("a history")
        .clone();
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Laporan harian menunggu Anda"]
    );
    // corrected before it is answered: the same report
    sari.submit("#day", &[("outcome-1", "done"), ("act", "report")])
        .await
        .assert_ok()
        .assert_text("2 pekerjaan, 2 selesai");
    assert_eq!(office.world.count("day_rounds", "true").await, 1);
    sari.get("/")
        .await
        .assert_ok()
        .assert_no_text("Laporkan hari fleksibel ini");

    // nobody else's business
    let mut tono = office.app.as_(&office.tono).await;
    tono.get(&path).await.assert_status(404);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_text("1 laporan menunggu tanggapan Anda.");
    budi.get("/team/today")
        .await
        .assert_ok()
        .assert_text("1 laporan menunggu tanggapan Anda.")
        .assert_text("Telaah surat")
        .assert_link(&path)
        .assert_text("Terima yang dipilih")
        .assert_no_text("0 dipilih");
    budi.get(&path)
        .await
        .assert_ok()
        .assert_h1("Sari")
        .assert_text("menunggu data");
    budi.submit("#answer", &[("answer", "returned")])
        .await
        .assert_status(422)
        .assert_text("Tulis alasannya.");
    budi.submit(
        "#answer",
        &[("answer", "returned"), ("comment", "Sebutkan daerahnya")],
    )
    .await
    .assert_ok()
    .assert_text("Laporan dikembalikan kepada Sari.");
    let mails = office.app.drain().await;
    let told = subjects(&mails, &office.sari);
    let back = told.iter().filter(|one| one.ends_with("dikembalikan"));
    assert_eq!(back.count(), 1, "{told:?}");

    // found from the first page, with the reason
    let again = format!("/today?day={DAY}");
    sari.get("/").await.assert_link(&again);
    sari.get(&again)
        .await
        .assert_text("Budi mengembalikan")
        .assert_text("Sebutkan daerahnya");
    sari.submit("#day", &[("note-1", "34 daerah"), ("act", "report")])
        .await
        .assert_ok()
        .assert_text("Laporan terkirim kepada Budi.");
    let waits = budi.get("/team/today").await;
    let value = waits.attributes("#waiting [name=item]", "value").remove(0);
    budi.submit("#waiting", &[("item", &value)])
        .await
        .assert_at("/team/today")
        .assert_text("1 laporan diterima.")
        .assert_text("Tidak ada laporan yang menunggu.");
    // plan, both reports and both answers stay to be read
    sari.get(&path)
        .await
        .assert_text("Diterima")
        .assert_text("Sebutkan daerahnya")
        .assert_text("menunggu data")
        .assert_text("34 daerah")
        .assert_text("Laporan ke-2");
    for (event, times) in [
        ("planned", 1),
        ("reported", 3),
        ("returned", 1),
        ("accepted", 1),
    ] {
        let one = format!("event = 'day-{event}'");
        assert_eq!(office.world.count("audit", &one).await, times, "{event}");
    }
}

#[tokio::test]
async fn a_day_that_went_as_promised_is_reported_in_two_taps() {
    let office = office().await;
    office.at_home().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/today").await;
    sari.submit("#day", &[("act", "done")])
        .await
        .assert_ok()
        .assert_text("Laporan terkirim kepada Budi.")
        .assert_text("1 pekerjaan, 1 selesai");
    let line = "round = 1 and what = 'laporan' and outcome = 'done' and request_id is not null";
    assert_eq!(office.world.count("day_lines", line).await, 1);
}

#[tokio::test]
async fn days_off_and_leave_say_so() {
    let office = office().await;
    office
        .world
        .absent(&office.sari, "leave", "2026-11-18", "2026-11-18")
        .await;
    let mut sari = office.app.as_(&office.sari).await;
    for (on, words) in [
        ("2026-11-18", "Anda cuti"),
        ("2026-11-22", "Hari libur"),
        // long ago, and nothing was written
        ("2026-11-02", "Tidak ada laporan"),
    ] {
        let page = sari.get(&format!("/today?day={on}")).await;
        page.assert_ok().assert_text(words);
        assert!(page.attributes("#day", "action").is_empty(), "{on}");
    }
    sari.get("/today?day=2027-11-02").await.assert_status(404);
    // who works nowhere here has no days
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/today").await.assert_status(403);
}

#[tokio::test]
async fn several_are_accepted_at_once_and_each_has_its_own_fate() {
    let office = office().await;
    let mut items = Vec::new();
    for person in [&office.sari, &office.tono, &office.umi] {
        let (id, version) = office.reported(person, "2026-11-17").await;
        items.push(json!({"id": id, "version": version}));
    }
    let budi = office.api(&office.budi).await;
    let waits = budi.get("/inbox/day-reports").await;
    assert_eq!(waits.json["items"].as_array().expect("items").len(), 3);
    // one was seen in another version, one is not there
    items[1]["version"] = json!(9);
    items.push(json!({"id": uuid::Uuid::nil(), "version": 1}));
    let fates = budi
        .post("/inbox/day-reports/acceptance", json!({"items": items}))
        .await;
    fates.assert_status(200);
    let fates = fates.json["items"].as_array().expect("fates").clone();
    let with = |field: &str, word: &str| fates.iter().filter(|one| one[field] == word).count();
    assert_eq!(with("state", "accepted"), 2);
    assert_eq!(with("reason", "changed"), 1);
    assert_eq!(with("reason", "not-found"), 1);
    assert_eq!(
        office
            .world
            .count("day_reports", "state = 'accepted'")
            .await,
        2
    );
    budi.post("/inbox/day-reports/acceptance", json!({"items": []}))
        .await
        .assert_problem(422, "invalid");
}

#[tokio::test]
async fn nobody_answers_to_their_own_and_steps_out_of_turn_are_refused() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let budi = office.api(&office.budi).await;
    let laras = office.api(&office.laras).await;
    let (id, version) = office.reported(&office.sari, "2026-11-17").await;
    let accept = json!({"answer": "accepted", "version": version});
    for person in [&office.sari, &office.tono, &office.hana] {
        let api = office.api(person).await;
        answer(&api, &id, accept.clone()).await.assert_status(403);
    }
    // the leader sees it, and is not the one who decides
    let refused = answer(&laras, &id, accept.clone()).await;
    refused.assert_problem(422, "not-approver");
    // a head's own waits for the one above
    let (own, seen) = office.reported(&office.budi, "2026-11-17").await;
    answer(&budi, &own, json!({"answer": "accepted", "version": seen}))
        .await
        .assert_problem(422, "own-targets");
    let waits = budi.get("/inbox/day-reports").await;
    assert_eq!(waits.json["items"].as_array().expect("items").len(), 1);
    let item = json!({"items": [{"id": own, "version": seen}]});
    let fates = budi.post("/inbox/day-reports/acceptance", item).await;
    assert_eq!(fates.json["items"][0]["reason"], "own-targets");
    answer(&laras, &own, json!({"answer": "accepted", "version": seen}))
        .await
        .assert_status(200);
    // without a reason it is not given back; in another version not at all
    let back = json!({"answer": "returned", "version": version});
    let refused = answer(&budi, &id, back).await;
    assert_eq!(refused.json["errors"][0]["code"], "reason-required");
    let stale = json!({"answer": "accepted", "version": version + 7});
    answer(&budi, &id, stale).await.assert_status(409);
    answer(&budi, &id, accept).await.assert_status(200);
    let again = json!({"answer": "accepted", "version": version + 1});
    answer(&budi, &id, again)
        .await
        .assert_problem(422, "day-step");
    // accepted, it is not written over
    let lines = json!([task("Lain", "done")]);
    put(&sari, "report", "2026-11-17", version + 1, lines)
        .await
        .assert_problem(422, "day-step");
    // somebody else's is not found
    let tono = office.api(&office.tono).await;
    tono.get(&format!("/day-reports/{id}"))
        .await
        .assert_problem(404, "not-found");
    // and the table says so, too
    for sql in [
        "update day_rounds set answer = 'accepted', answered_by = employee_id, answered_at = reported_at",
        "update day_reports set approver_id = employee_id",
    ] {
        let mut tx = office.world.tx().await;
        assert!(sqlx::query(sql).execute(tx.conn()).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_refused_with_the_line_and_the_remedy() {
    let office = office().await;
    office
        .world
        .absent(&office.sari, "leave", "2026-11-18", "2026-11-18")
        .await;
    let sari = office.api(&office.sari).await;
    let one = || json!([task("Peta", "")]);
    let done = || json!([task("Peta", "done")]);
    for (what, on, lines, code) in [
        ("plan", "2026-11-16", one(), "day-past"),
        ("plan", "2026-11-25", one(), "day-far"),
        ("plan", "2026-11-22", one(), "day-off"),
        ("plan", "2026-11-18", one(), "day-leave"),
        ("report", "2026-11-19", done(), "day-future"),
        ("report", "2026-11-11", done(), "day-late"),
        ("report", "2026-11-15", done(), "day-off"),
    ] {
        let refused = put(&sari, what, on, 0, lines).await;
        refused.assert_problem(422, code);
    }
    // three working days later is in time
    put(&sari, "report", "2026-11-12", 0, done())
        .await
        .assert_status(200);
    let strange = json!([{"what": "Peta", "outcome": "done", "deliverable_id": uuid::Uuid::nil()}]);
    let promise = json!([{"what": "Peta", "outcome": "done", "request_id": uuid::Uuid::nil(), "plan_line": 1}]);
    let many: Vec<Value> = (0..13).map(|_| task("Peta", "done")).collect();
    for (lines, field, code) in [
        (json!([]), "lines", "required"),
        (json!([task(" ", "done")]), "what-0", "day-what"),
        (
            json!([task("Peta", "done"), task("Surat", "")]),
            "outcome-1",
            "day-outcome",
        ),
        (
            json!([task(&"x".repeat(201), "done")]),
            "lines[0].what",
            "too-long",
        ),
        (strange, "what-0", "day-about"),
        (promise, "what-0", "day-about"),
        (Value::Array(many), "lines", "too-many"),
    ] {
        let refused = put(&sari, "report", "2026-11-17", 0, lines).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code))
        );
    }
    assert_eq!(office.world.count("day_reports", "true").await, 1);
    // a form that says nothing
    let mut page = office.app.as_(&office.sari).await;
    page.get("/today").await;
    page.submit("#day", &[("act", "plan")])
        .await
        .assert_status(422)
        .assert_text("Tulis sedikitnya satu pekerjaan.");
    // written in between
    put(&sari, "plan", "2026-11-17", 0, one())
        .await
        .assert_status(200);
    let other = json!([task("Lain", "")]);
    put(&sari, "plan", "2026-11-17", 0, other)
        .await
        .assert_status(409);
    // given back without end
    let spent = "update day_reports set rounds = 20, state = 'returned', version = 5 where on_date = '2026-11-17'";
    let mut tx = office.world.tx().await;
    sqlx::query(spent)
        .execute(tx.conn())
        .await
        .expect("many reports");
    tx.commit().await.expect("commit");
    put(&sari, "report", "2026-11-17", 5, done())
        .await
        .assert_problem(422, "day-rounds");
}

#[tokio::test]
async fn what_was_given_back_may_be_reported_again_for_as_long() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let tono = office.api(&office.tono).await;
    let budi = office.api(&office.budi).await;
    let mut given = Vec::new();
    for person in [&office.sari, &office.tono] {
        given.push(office.reported(person, "2026-11-17").await);
    }
    office.app.set_clock("2026-11-27T02:00:00Z");
    for (id, version) in &given {
        let back =
            json!({"answer": "returned", "comment": "Sebutkan daerahnya", "version": version});
        answer(&budi, id, back).await.assert_status(200);
    }
    let lines = || json!([task("Peta 34 daerah", "done")]);
    // three working days after it was given back, a Friday
    office.app.set_clock("2026-12-02T02:00:00Z");
    let again = put(&sari, "report", "2026-11-17", 2, lines()).await;
    again.assert_status(200);
    assert_eq!(again.json["reports"].as_array().expect("reports").len(), 2);
    office.app.set_clock("2026-12-03T02:00:00Z");
    put(&tono, "report", "2026-11-17", 2, lines())
        .await
        .assert_problem(422, "day-late");
}
