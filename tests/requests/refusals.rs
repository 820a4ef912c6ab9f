//! What is refused about a request because of what became of it meanwhile: in words on the page, by its code through the interface, and
//! nothing changes.

use serde_json::{Value, json};

use super::*;
use crate::support::Client;

/// A person at the pages and with a program.
struct Doors {
    page: Browser,
    program: Client,
}

impl Doors {
    async fn of(office: &Office, who: &Person) -> Self {
        Self {
            page: office.app.as_(who).await,
            program: office.world.api(who).await,
        }
    }

    /// Takes a step by both doors, with the same names: the page refuses it in these words, the interface with this code.
    async fn refuse(&mut self, [page, call]: [&str; 2], body: Value, code: &str, said: &str) {
        let names = body.as_object().expect("names with values");
        let fields: Vec<(&str, String)> = names
            .iter()
            .map(|(name, value)| {
                let text = value.as_str().map(str::to_owned);
                (name.as_str(), text.unwrap_or_else(|| value.to_string()))
            })
            .collect();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let shown = self.page.post(page, &fields).await;
        shown.assert_status(422).assert_text(said);
        let reply = self.program.post(call, body).await;
        reply.assert_problem(422, code);
    }
}

/// A request is in this state and nobody has written it since this version.
async fn stands(office: &Office, id: &str, state: &str, version: i32) {
    let one = format!("id = '{id}' and state = '{state}' and version = {version}");
    assert_eq!(
        office.world.count("requests", &one).await,
        1,
        "{state} {version}"
    );
}

#[tokio::test]
async fn days_are_assigned_to_nobody_as_long_as_nobody_is_there() {
    let office = office().await;
    let archive = office.world.unit("Arsip").await;
    let dewi = office.world.employee("Dewi").head_of(&archive).await;
    let mut dewi = office.app.as_(&dewi).await;
    dewi.get("/requests/new?for=team")
        .await
        .assert_status(422)
        .assert_text(&words("refused-nobody-to-assign"));
    assert_eq!(office.world.count("requests", "true").await, 0);
    office.world.employee("Eko").of(&archive).await;
    dewi.get("/requests/new?for=team")
        .await
        .assert_ok()
        .assert_text("Eko");
}

#[tokio::test]
async fn what_lies_behind_is_neither_cancelled_nor_revoked() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let hours = super::hours::ask_hours(&office, 1).await;
    let mut budi = office.app.as_(&office.budi).await;
    for one in [&id, &hours] {
        decide(&mut budi, one, "approve", "")
            .await
            .assert_at("/inbox");
    }
    let none = words("refused-nothing-ahead");
    let code = "nothing-ahead";
    // the day after, before the worker's round
    office.app.set_clock("2026-11-25T01:00:00Z");
    let mut sari = Doors::of(&office, &office.staff[0]).await;
    let cancel = format!("/requests/{id}/cancellation");
    sari.refuse([&cancel, &cancel], json!({"version": 2}), code, &none)
        .await;
    let mut head = Doors::of(&office, &office.budi).await;
    let revoke = format!("/requests/{id}/revocation");
    let later = json!({"version": 2, "from": "2026-11-26", "reason": "Sidang"});
    head.refuse([&revoke, &revoke], later, code, &none).await;
    stands(&office, &id, "approved", 2).await;
    let held = "counts and on_date = '2026-11-24'";
    assert_eq!(office.world.count("request_days", held).await, 1);
    // own hours whose last day has passed
    office.app.set_clock("2026-12-21T01:00:00Z");
    let mut tono = Doors::of(&office, &office.staff[1]).await;
    let cancel = format!("/requests/{hours}/cancellation");
    tono.refuse([&cancel, &cancel], json!({"version": 2}), code, &none)
        .await;
    stands(&office, &hours, "approved", 2).await;
}

#[tokio::test]
async fn who_objects_waits_for_the_answer_before_objecting_again() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "refuse", "Rapat besar")
        .await
        .assert_at("/inbox");
    let mut sari = Doors::of(&office, &office.staff[0]).await;
    let (page, call) = (
        format!("/requests/{id}/objection"),
        format!("/requests/{id}/objections"),
    );
    let first = json!({"version": 2, "statement": "Rapatnya daring"});
    sari.program.post(&call, first).await.assert_status(200);
    let again = json!({"version": 2, "statement": "Sekali lagi"});
    let waits = words("refused-objection-open");
    sari.refuse([&page, &call], again, "objection-open", &waits)
        .await;
    let first = "state = 'open' and statement = 'Rapatnya daring'";
    assert_eq!(office.world.count("objections", first).await, 1);
    assert_eq!(office.world.count("objections", "true").await, 1);
    let objected = "event = 'objected'";
    assert_eq!(office.world.count("request_events", objected).await, 1);
}

#[tokio::test]
async fn an_offer_is_not_accepted_after_its_day() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "offer:2026-11-26=3", "")
        .await
        .assert_at("/inbox");
    // the page stays open past midnight, and the worker has not come round
    office.app.set_clock("2026-11-26T15:00:00Z");
    let mut sari = Doors::of(&office, &office.staff[0]).await;
    sari.page.get(&format!("/requests/{id}")).await.assert_ok();
    office.app.set_clock("2026-11-26T18:00:00Z");
    let accept = format!("/requests/{id}/acceptance");
    let passed = words("refused-offer-passed");
    sari.page.submit(&accept, &[]).await.assert_refused(&passed);
    sari.refuse(
        [&accept, &accept],
        json!({"version": 2}),
        "offer-passed",
        &passed,
    )
    .await;
    stands(&office, &id, "offered", 2).await;
    let accepted = "event = 'offer-accepted'";
    assert_eq!(office.world.count("audit", accepted).await, 0);
}

#[tokio::test]
async fn a_step_that_is_not_open_says_what_became_of_the_request() {
    let office = office().await;
    let code = "request-step";
    let mut sari = Doors::of(&office, &office.staff[0]).await;
    let mut budi = Doors::of(&office, &office.budi).await;
    let id = id_of(&send(&mut sari.page, &["2026-11-24"]).await);
    let step = |id: &str, name: &str| format!("/requests/{id}/{name}");
    // it waits: there is nothing to cancel, to accept, to object to, to revoke or to take back
    let waits = "Pengajuan ini masih menunggu keputusan.";
    for (page, call, body) in [
        ("cancellation", "cancellation", json!({"version": 1})),
        ("acceptance", "acceptance", json!({"version": 1})),
        (
            "objection",
            "objections",
            json!({"version": 1, "statement": "Tidak setuju"}),
        ),
    ] {
        let paths = [step(&id, page), step(&id, call)];
        sari.refuse([&paths[0], &paths[1]], body, code, waits).await;
    }
    for (name, body) in [
        (
            "revocation",
            json!({"version": 1, "from": "2026-11-24", "reason": "Sidang"}),
        ),
        ("retraction", json!({"version": 1})),
    ] {
        let path = step(&id, name);
        budi.refuse([&path, &path], body, code, waits).await;
    }
    stands(&office, &id, "submitted", 1).await;
    // it was returned: nothing to decide, and no draft any more
    let decision = step(&id, "decision");
    let back = json!({"decision": "return", "version": 1, "note": "Sebutkan hasilnya"});
    budi.program.post(&decision, back).await.assert_status(200);
    let returned = "Pengajuan ini sudah dikembalikan.";
    let approve = json!({"decision": "approve", "version": 2});
    let inbox = format!("/inbox/{id}");
    budi.refuse([&inbox, &decision], approve, code, returned)
        .await;
    let mut draft = crate::api::ask("2026-11-25");
    draft["version"] = json!(2);
    let kept = sari.program.put(&format!("/requests/{id}"), draft).await;
    kept.assert_problem(422, code);
    let mut form = fields(&["2026-11-25"]);
    form.extend([("request", id.as_str()), ("version", "2"), ("do", "draft")]);
    let kept = sari.page.post_multipart("/requests", &form).await;
    kept.assert_refused(returned);
    stands(&office, &id, "returned", 2).await;
    // it was withdrawn
    let withdraw = step(&id, "withdrawal");
    let gone = sari.program.post(&withdraw, json!({"version": 2})).await;
    gone.assert_status(200);
    sari.refuse(
        [&withdraw, &withdraw],
        json!({"version": 3}),
        code,
        "Pengajuan ini sudah ditarik.",
    )
    .await;
    stands(&office, &id, "withdrawn", 3).await;
    // days that were assigned and confirmed are neither declined nor taken back
    let body = json!({"employee_id": office.staff[0].employee().to_string(), "days": crate::api::ask("2026-11-26")});
    let assigned = budi.program.post("/team/assignments", body).await;
    assigned.assert_status(201);
    let id = assigned.id();
    let confirmed = sari
        .program
        .post(&step(&id, "acceptance"), json!({"version": 1}))
        .await;
    confirmed.assert_status(200);
    let approved = "Pengajuan ini sudah disetujui.";
    for (who, name) in [(&mut sari, "declination"), (&mut budi, "retraction")] {
        let path = step(&id, name);
        who.refuse([&path, &path], json!({"version": 2}), code, approved)
            .await;
    }
    stands(&office, &id, "approved", 2).await;
    assert_eq!(office.world.count("request_days", "counts").await, 1);
}

#[tokio::test]
async fn a_rule_that_nobody_may_set_aside_stops_the_approval_by_every_door() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    // leave was entered since
    office
        .world
        .absent(&office.staff[0], "leave", "2026-11-24", "2026-11-24")
        .await;
    let mut budi = Doors::of(&office, &office.budi).await;
    let (inbox, decision) = (format!("/inbox/{id}"), format!("/requests/{id}/decision"));
    let code = "decision-blocked";
    let blocked = "Belum bisa disetujui.";
    let approve = json!({"decision": "approve", "version": 1});
    budi.refuse([&inbox, &decision], approve, code, blocked)
        .await;
    // nor with a reason
    let typed = [("decision", "waive"), ("version", "1"), ("note", "Tetap")];
    budi.page
        .post(&inbox, &typed)
        .await
        .assert_refused(blocked)
        .assert_text("Tetap");
    let waived = json!({"decision": "approve", "waive": true, "note": "Tetap", "version": 1});
    let waived = budi.program.post(&decision, waived).await;
    waived.assert_problem(422, code);
    // nor among many
    let item = format!("{id}:1");
    let many = budi.page.post("/inbox", &[("item", &item)]).await;
    many.assert_ok().assert_text(blocked);
    let items = json!({"items": [{"id": id, "version": 1}]});
    let many = budi.program.post("/inbox/approvals", items).await;
    many.assert_status(200);
    assert_eq!(many.json["items"][0]["code"], code);
    stands(&office, &id, "submitted", 1).await;
    let decided = "event = 'request-decided'";
    assert_eq!(office.world.count("audit", decided).await, 0);
}

#[tokio::test]
async fn a_refusal_is_not_taken_back_once_its_place_is_somebody_elses() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    for who in 1..4 {
        ask(&office, who, &["2026-11-24"]).await;
    }
    let mut browser = office.app.as_(&office.budi).await;
    decide(&mut browser, &id, "refuse", "Rapat besar")
        .await
        .assert_at("/inbox");
    let undo = browser.shown().form("/inbox/undo/").action;
    let last = ask(&office, 4, &["2026-11-24"]).await;
    let mut budi = Doors::of(&office, &office.budi).await;
    let taken = words("refused-undo-taken");
    budi.refuse([&undo, &undo], json!({}), "undo-taken", &taken)
        .await;
    stands(&office, &id, "refused", 2).await;
    assert_eq!(office.world.count("request_days", "counts").await, 4);
    // the place is free again in time
    let wawan = office.world.api(&office.staff[4]).await;
    wawan
        .post(
            &format!("/requests/{last}/withdrawal"),
            json!({"version": 1}),
        )
        .await
        .assert_status(200);
    budi.page.post(&undo, &[]).await.assert_status(303);
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(office.world.count("request_days", "counts").await, 4);
}

#[tokio::test]
async fn what_waits_for_a_place_is_no_draft() {
    let office = office().await;
    for who in 1..5 {
        ask(&office, who, &["2026-11-24"]).await;
    }
    let mut sari = Doors::of(&office, &office.staff[0]).await;
    let body = crate::api::ask("2026-11-24");
    let queued = sari
        .program
        .post("/requests/waiting-list", body.clone())
        .await;
    queued.assert_status(201);
    let id = queued.id();
    let mut draft = body;
    draft["version"] = json!(1);
    let kept = sari.program.put(&format!("/requests/{id}"), draft).await;
    kept.assert_problem(422, "request-step");
    let mut form = fields(&["2026-11-24"]);
    form.extend([("request", id.as_str()), ("version", "1"), ("do", "draft")]);
    let kept = sari.page.post_multipart("/requests", &form).await;
    kept.assert_refused("Pengajuan ini masih antre tempat.");
    stands(&office, &id, "queued", 1).await;
}
