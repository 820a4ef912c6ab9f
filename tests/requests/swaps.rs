//! Exchange of days between colleagues: the story by page and by program, and how days move.

#[path = "swap_refusals.rs"]
mod refusals;

use luwes::kernel::outbox::Mail;
use serde_json::{Value, json};

use super::*;
use crate::support::Client;

/// An approved request whose time to take the decision back has passed.
async fn approved(office: &Office, who: usize, days: &[&str]) -> String {
    let id = ask(office, who, days).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await;
    office.app.pass(TimeDelta::seconds(11));
    id
}

/// Sari has Tuesday, Tono has Thursday, both approved.
async fn two(office: &Office) -> (String, String) {
    let sari = approved(office, 0, &["2026-11-24"]).await;
    let tono = approved(office, 1, &["2026-11-26"]).await;
    office.app.drain().await;
    (sari, tono)
}

async fn api(office: &Office, who: usize) -> Client {
    office.world.api(&office.staff[who]).await
}

fn proposal(give: &str, from: &str, take: &str) -> Value {
    json!({"give_on": give, "from_request_id": from, "take_on": take})
}

/// Sari proposes her Tuesday for Tono's Thursday; gives the id.
async fn proposed(office: &Office, sari: &str, tono: &str) -> String {
    let sent = api(office, 0)
        .await
        .post(
            &format!("/requests/{sari}/swaps"),
            proposal("2026-11-24", tono, "2026-11-26"),
        )
        .await;
    sent.assert_status(201);
    sent.id()
}

async fn agree(office: &Office, id: &str) {
    api(office, 1)
        .await
        .post(&format!("/swaps/{id}/agreement"), json!({"version": 1}))
        .await
        .assert_status(200);
}

async fn days(office: &Office, who: usize) -> Vec<String> {
    let mut held = Vec::new();
    for day in 23..28 {
        let one = format!(
            "counts and employee_id = '{}' and on_date = '2026-11-{day}'",
            office.staff[who].employee().0
        );
        if office.world.count("request_days", &one).await == 1 {
            held.push(day.to_string());
        }
    }
    held
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    let mine = mails.iter().filter(|mail| mail.to == person.email);
    mine.map(|mail| mail.subject.clone()).collect()
}

async fn minute(office: &Office) -> Vec<Mail> {
    office.app.pass(TimeDelta::minutes(2));
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    mails
}

async fn swap_state(office: &Office, id: &str, state: &str) {
    let one = format!("id = '{id}' and state = '{state}'");
    assert_eq!(office.world.count("swaps", &one).await, 1, "{state}");
}

#[tokio::test]
async fn two_colleagues_exchange_a_day_and_their_head_decides_once_for_both() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let swap = format!("/requests/{sari_id}/swap");
    sari.get(&format!("/requests/{sari_id}"))
        .await
        .assert_ok()
        .assert_link(&swap);
    sari.get(&swap)
        .await
        .assert_ok()
        .assert_h1("Tukar hari dengan rekan")
        .assert_text("Selasa 24 Nov")
        .assert_text("Kamis 26 Nov")
        .assert_text("Tono");
    // nothing chosen: told, and what was typed is still there
    let missed = sari
        .submit("#swap", &[("note", "Kamis ada rapat sekolah")])
        .await;
    missed
        .assert_status(422)
        .assert_text("Pilih satu hari rekan.")
        .assert_text("Kamis ada rapat sekolah");
    let take = format!("{tono_id}:2026-11-26");
    let sent = sari.submit("#swap", &[("take", &take)]).await;
    sent.assert_ok()
        .assert_h1("Tukar Selasa 24 Nov dengan Kamis 26 Nov")
        .assert_text("Menunggu rekan")
        .assert_text("Anda berikan kepada Tono")
        .assert_text("Anda terima dari Tono");
    let path = sent.path.clone();
    let id = path.replace("/swaps/", "");
    sari.get("/requests")
        .await
        .assert_text("Tukar hari menunggu");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[1]),
        ["Sari mengajak Anda tukar hari"]
    );

    let mut budi = office.app.as_(&office.budi).await;
    // before the colleague agrees it is nothing to decide, and nobody else's business
    budi.get(&path).await.assert_status(404);
    let mut umi = office.app.as_(&office.staff[2]).await;
    umi.get(&path).await.assert_status(404);

    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get("/")
        .await
        .assert_ok()
        .assert_text("Sari mengajak Anda tukar hari")
        .assert_link(&path);
    tono.get(&path)
        .await
        .assert_text("Sari menunggu jawaban Anda.")
        .assert_text("Kamis ada rapat sekolah");
    tono.submit("#answer", &[("note", "Boleh")])
        .await
        .assert_at(&path)
        .assert_text("Menunggu keputusan");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Tukar hari Sari dan Tono menunggu keputusan Anda"]
    );
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Tono setuju tukar hari"]
    );

    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_h1("1 hal menunggu Anda")
        .assert_text("Sari dan Tono")
        .assert_link(&path);
    budi.get(&path)
        .await
        .assert_text("dari Sari kepada Tono")
        .assert_text("dari Tono kepada Sari")
        .assert_text("Sari: Kamis 26 Nov")
        .assert_text("Tono: Selasa 24 Nov");
    budi.submit("#decide", &[("decision", "approve")])
        .await
        .assert_at("/inbox")
        .assert_text("Hari Sari dan Tono ditukar.");
    assert_eq!(days(&office, 0).await, ["26"]);
    assert_eq!(days(&office, 1).await, ["24"]);
    swap_state(&office, &id, "approved").await;
    assert!(
        office.app.drain().await.is_empty(),
        "told before ten seconds"
    );
    office.app.pass(TimeDelta::seconds(11));
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Tukar hari dengan Tono disetujui"]
    );
    assert_eq!(
        subjects(&mails, &office.staff[1]),
        ["Tukar hari dengan Sari disetujui"]
    );
    sari.get(&format!("/requests/{sari_id}"))
        .await
        .assert_h1("Kamis 26 Nov")
        .assert_text("Satu hari ditukar dengan rekan")
        .assert_link(&path);
    sari.get(&path)
        .await
        .assert_text("Kedua hari sudah berpindah.");
    // what reads days knows nothing of exchanges
    let week = api(&office, 0)
        .await
        .get("/team/week?week=2026-11-24")
        .await;
    week.assert_status(200);
    for event in ["swap-proposed", "swap-agreed", "swap-decided"] {
        let one = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &one).await, 1, "{event}");
    }
    let both = "event = 'request-exchanged'";
    assert_eq!(office.world.count("audit", both).await, 2);
    let judged = "event = 'exchanged' and verdict like '%rule_set_version%'";
    assert_eq!(office.world.count("request_events", judged).await, 2);
    let kept = "rule_version is not null and base_version is not null and proposer_verdict <> colleague_verdict";
    assert_eq!(office.world.count("swaps", kept).await, 1);
}

#[tokio::test]
async fn a_program_exchanges_the_same_way_once_and_takes_it_back_in_time() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let (sari, tono) = (api(&office, 0).await, api(&office, 1).await);
    let budi = office.world.api(&office.budi).await;
    let options = sari.get(&format!("/requests/{sari_id}/swap-options")).await;
    options.assert_status(200);
    assert_eq!(
        options.json["give"],
        json!({"on": "2026-11-24", "part": "full"})
    );
    assert_eq!(options.json["takes"][0]["request_id"], json!(tono_id));
    let body = proposal("2026-11-24", &tono_id, "2026-11-26");
    let path = format!("/requests/{sari_id}/swaps");
    let keyed = sari.clone().header("idempotency-key", "tukar-0001");
    let sent = keyed.post(&path, body.clone()).await;
    sent.assert_status(201);
    let id = sent.id();
    let again = keyed.post(&path, body.clone()).await;
    again.assert_status(201);
    assert_eq!(again.id(), id, "sent twice, proposed once");
    sari.post(&path, body)
        .await
        .assert_problem(422, "swap-twice");
    let one = format!("/swaps/{id}");
    assert_eq!(sari.get("/swaps").await.json["items"][0]["id"], json!(id));
    // each reads the verdict on themselves and not the other's
    let mine = sari.get(&one).await;
    assert_eq!(mine.json["proposer"]["verdict"]["on"], "2026-11-26");
    assert!(mine.json["colleague"]["verdict"].is_null());
    sari.post(&format!("{one}/agreement"), json!({"version": 1}))
        .await
        .assert_problem(422, "swap-not-yours");
    let stale = tono.clone().header("if-match", "\"7\"");
    stale
        .post(&format!("{one}/agreement"), json!({}))
        .await
        .assert_problem(409, "changed");
    let agreed = tono
        .clone()
        .header("if-match", "\"1\"")
        .post(&format!("{one}/agreement"), json!({}))
        .await;
    agreed.assert_status(200);
    assert_eq!(agreed.json["state"], "agreed");
    let inbox = budi.get("/inbox/swaps").await;
    assert_eq!(inbox.json["items"][0]["id"], json!(id));
    let decision = format!("{one}/decision");
    sari.post(&decision, json!({"decision": "approve", "version": 2}))
        .await
        .assert_problem(403, "forbidden");
    budi.post(&decision, json!({"decision": "refuse", "version": 2}))
        .await
        .assert_status(422);
    let decided = budi
        .post(&decision, json!({"decision": "approve", "version": 2}))
        .await;
    decided.assert_status(200);
    assert_eq!(decided.json["state"], "approved");
    assert_eq!(decided.json["proposer"]["verdict"]["verdict"], "pass");
    assert_eq!(decided.json["colleague"]["verdict"]["verdict"], "pass");
    assert_eq!(days(&office, 0).await, ["26"]);
    let batch = decided.json["batch"].as_str().expect("a batch");
    budi.post(&format!("/inbox/undo/{batch}"), json!({}))
        .await
        .assert_status(200);
    assert_eq!(days(&office, 0).await, ["24"]);
    assert_eq!(days(&office, 1).await, ["26"]);
    assert_eq!(
        office
            .world
            .count("request_days", "added and not dropped")
            .await,
        0
    );
    swap_state(&office, &id, "agreed").await;
    office.app.pass(TimeDelta::seconds(20));
    let told = office.app.drain().await;
    assert!(
        !subjects(&told, &office.staff[0])
            .iter()
            .any(|one| one.contains("disetujui"))
    );
    // refused with its reason, everybody keeps their day
    let refused = budi
        .post(
            &decision,
            json!({"decision": "refuse", "note": "Rapat pimpinan", "version": 4}),
        )
        .await;
    refused.assert_status(200);
    assert_eq!(refused.json["state"], "refused");
    assert_eq!(days(&office, 0).await, ["24"]);
    budi.post(&decision, json!({"decision": "approve", "version": 5}))
        .await
        .assert_problem(422, "swap-step");
}

#[tokio::test]
async fn a_day_that_is_full_can_be_exchanged_for_nobody_more_is_away() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    for who in 2..5 {
        approved(&office, who, &["2026-11-24", "2026-11-26"]).await;
    }
    let tuesday = "counts and on_date = '2026-11-24'";
    assert_eq!(office.world.count("request_days", tuesday).await, 4);
    let id = proposed(&office, &sari_id, &tono_id).await;
    agree(&office, &id).await;
    let budi = office.world.api(&office.budi).await;
    budi.post(
        &format!("/swaps/{id}/decision"),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_status(200);
    assert_eq!(office.world.count("request_days", tuesday).await, 4);
    assert_eq!(days(&office, 1).await, ["24"]);
}

#[tokio::test]
async fn a_day_is_promised_once_and_what_was_exchanged_can_be_exchanged_again() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let umi_id = approved(&office, 2, &["2026-11-25"]).await;
    let first = proposed(&office, &sari_id, &tono_id).await;
    let umi = api(&office, 2).await;
    let path = format!("/requests/{umi_id}/swaps");
    let second = umi
        .post(&path, proposal("2026-11-25", &tono_id, "2026-11-26"))
        .await;
    second.assert_status(201);
    agree(&office, &first).await;
    let tono = api(&office, 1).await;
    tono.post(
        &format!("/swaps/{}/agreement", second.id()),
        json!({"version": 1}),
    )
    .await
    .assert_problem(422, "swap-promised");
    let budi = office.world.api(&office.budi).await;
    let approve = async |id: &str| {
        budi.post(
            &format!("/swaps/{id}/decision"),
            json!({"decision": "approve", "version": 2}),
        )
        .await
        .assert_status(200);
        office.app.pass(TimeDelta::seconds(11));
    };
    approve(&first).await;
    // the other wanted a day that Tono no longer has
    minute(&office).await;
    swap_state(&office, &second.id(), "lapsed").await;
    // and back again by another exchange: what was asked for stays what was asked for
    let sent = api(&office, 0)
        .await
        .post(
            &format!("/requests/{sari_id}/swaps"),
            proposal("2026-11-26", &tono_id, "2026-11-24"),
        )
        .await;
    sent.assert_status(201);
    agree(&office, &sent.id()).await;
    approve(&sent.id()).await;
    assert_eq!(days(&office, 0).await, ["24"]);
    assert_eq!(days(&office, 1).await, ["26"]);
    let seen = api(&office, 0)
        .await
        .get(&format!("/requests/{sari_id}"))
        .await;
    assert_eq!(
        seen.json["days"],
        json!([{"on": "2026-11-24", "part": "full"}])
    );
    assert_eq!(seen.json["asked_days"], seen.json["days"]);
}

#[tokio::test]
async fn a_day_of_a_pattern_moves_as_an_exception_and_back_when_it_is_undone() {
    let office = office().await;
    let sari = api(&office, 0).await;
    let budi = office.world.api(&office.budi).await;
    let pattern = sari
        .post(
            "/requests",
            json!({"pattern": {"first_on": "2026-12-01", "last_on": "2026-12-31", "week": {"tuesday": "full"}},
                "place": "home", "plan": [{"what": "Laporan"}]}),
        )
        .await;
    pattern.assert_status(201);
    budi.post(
        &format!("/requests/{}/decision", pattern.id()),
        json!({"decision": "approve", "version": 1}),
    )
    .await
    .assert_status(200);
    let tono_id = approved(&office, 1, &["2026-12-10"]).await;
    let path = format!("/requests/{}", pattern.id());
    let before = sari.get(&path).await.json["pattern"].clone();
    let sent = sari
        .post(
            &format!("{path}/swaps"),
            proposal("2026-12-08", &tono_id, "2026-12-10"),
        )
        .await;
    sent.assert_status(201);
    agree(&office, &sent.id()).await;
    let decided = budi
        .post(
            &format!("/swaps/{}/decision", sent.id()),
            json!({"decision": "approve", "version": 2}),
        )
        .await;
    decided.assert_status(200);
    let held = sari.get(&path).await.json["days"].to_string();
    assert!(
        held.contains("2026-12-10") && !held.contains("2026-12-08"),
        "{held}"
    );
    let month = sari.get("/me/month?month=2026-12").await;
    month.assert_status(200);
    let theirs = "counts and on_date = '2026-12-08' and halves = 3";
    assert_eq!(office.world.count("request_days", theirs).await, 1);
    let batch = decided.json["batch"].as_str().expect("a batch");
    budi.post(&format!("/inbox/undo/{batch}"), json!({}))
        .await
        .assert_status(200);
    let held = sari.get(&path).await.json["days"].to_string();
    assert!(
        !held.contains("2026-12-10") && held.contains("2026-12-08"),
        "{held}"
    );
    assert_eq!(sari.get(&path).await.json["pattern"], before);
}

#[tokio::test]
async fn a_morning_is_exchanged_for_an_afternoon_of_the_same_date() {
    let office = office().await;
    let half = |part: &str| json!({"days": [{"on": "2026-11-24", "part": part}], "place": "home", "plan": [{"what": "Laporan"}]});
    let budi = office.world.api(&office.budi).await;
    let mut ids = Vec::new();
    for (who, part) in [(0, "morning"), (1, "afternoon")] {
        let sent = api(&office, who).await.post("/requests", half(part)).await;
        budi.post(
            &format!("/requests/{}/decision", sent.id()),
            json!({"decision": "approve", "version": 1}),
        )
        .await
        .assert_status(200);
        ids.push(sent.id());
    }
    let sent = api(&office, 0)
        .await
        .post(
            &format!("/requests/{}/swaps", ids[0]),
            proposal("2026-11-24", &ids[1], "2026-11-24"),
        )
        .await;
    sent.assert_status(201);
    agree(&office, &sent.id()).await;
    budi.post(
        &format!("/swaps/{}/decision", sent.id()),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_status(200);
    for (who, bits) in [(0, 2), (1, 1)] {
        let one = format!(
            "counts and halves = {bits} and employee_id = '{}'",
            office.staff[who].employee().0
        );
        assert_eq!(office.world.count("request_days", &one).await, 1);
    }
}

#[tokio::test]
async fn who_decides_in_the_heads_place_is_named_with_the_head_in_both_requests() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let (sari, tono) = two(&office).await;
    let id = proposed(&office, &sari, &tono).await;
    agree(&office, &id).await;
    office
        .world
        .absent(&office.budi, "leave", "2026-11-17", "2026-11-19")
        .await;
    let bos = office.world.api(&boss).await;
    bos.post(
        &format!("/swaps/{id}/decision"),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_status(200);
    for (who, request) in [(0, &sari), (1, &tono)] {
        let mut browser = office.app.as_(&office.staff[who]).await;
        browser
            .get(&format!("/requests/{request}"))
            .await
            .assert_text("Bos, menggantikan Budi");
    }
}
