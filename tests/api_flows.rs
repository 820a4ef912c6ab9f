//! Whole stories through the JSON interface: asking, deciding, the organisation, the trail.

use chrono::TimeDelta;
use luwes::kernel::door::Scope;
use serde_json::{Value, json};

use crate::{
    api::{ask, office},
    support::Client,
};

#[tokio::test]
async fn sari_asks_budi_approves_and_both_read_the_same() {
    let o = office().await;
    let (sari, budi) = (o.world.api(&o.sari).await, o.world.api(&o.budi).await);
    let sent = sari.post("/requests", ask("2026-11-24")).await;
    sent.assert_status(201);
    let id = sent.id();
    assert_eq!(sent.header("location"), format!("/api/v1/requests/{id}"));
    let inbox = budi.get("/inbox").await;
    assert_eq!(inbox.json["items"][0]["request"]["id"], json!(id));
    assert_eq!(inbox.json["items"][0]["safe"], true);
    let read = budi.get(&format!("/requests/{id}")).await;
    let tag = read.header("etag").to_owned();
    assert_eq!(tag, "\"1\"");
    let check = budi.get(&format!("/requests/{id}/check")).await;
    assert_eq!(check.json["verdict"], "pass");
    let decided = budi
        .clone()
        .header("if-match", &tag)
        .post(
            &format!("/requests/{id}/decision"),
            json!({"decision": "approve"}),
        )
        .await;
    decided.assert_status(200);
    assert_eq!(decided.json["state"], "approved");
    assert_eq!(decided.json["verdicts"][0]["verdict"], "pass");
    // the version that was seen is no longer there
    budi.clone()
        .header("if-match", &tag)
        .post(
            &format!("/requests/{id}/decision"),
            json!({"decision": "approve"}),
        )
        .await
        .assert_problem(409, "changed");
    let batch = decided.json["batch"].as_str().unwrap().to_owned();
    let undone = budi.post(&format!("/inbox/undo/{batch}"), json!({})).await;
    undone.assert_status(200);
    assert_eq!(undone.json["undone"], 1);
    let seen = sari.get(&format!("/requests/{id}")).await;
    assert_eq!(seen.json["state"], "submitted");
    let events: Vec<&str> = seen.json["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|step| step["event"].as_str())
        .collect();
    assert_eq!(events, ["submitted", "approved", "undone"]);
}

#[tokio::test]
async fn c06_nobody_decides_their_own_and_a_peer_finds_nothing() {
    let o = office().await;
    let budi = o.world.api(&o.budi).await;
    let sari = o.world.api(&o.sari).await;
    let own = budi.post("/requests", ask("2026-11-25")).await;
    own.assert_status(201);
    let path = format!("/requests/{}/decision", own.id());
    let approve = json!({"decision": "approve", "version": 1});
    budi.post(&path, approve.clone())
        .await
        .assert_problem(422, "own-request");
    let many = budi
        .post(
            "/inbox/approvals",
            json!({"items": [{"id": own.id(), "version": 1}]}),
        )
        .await;
    many.assert_status(200);
    assert_eq!(many.json["items"][0]["approved"], false);
    assert_eq!(many.json["items"][0]["code"], "own-request");
    sari.post(&path, approve)
        .await
        .assert_problem(403, "forbidden");
    let tono = o.world.api(&o.tono).await;
    tono.get(&format!("/requests/{}", own.id()))
        .await
        .assert_problem(404, "not-found");
}

#[tokio::test]
async fn single_and_bulk_through_pages_and_programs_leave_the_same_trail() {
    let o = office().await;
    let (sari, tono) = (o.world.api(&o.sari).await, o.world.api(&o.tono).await);
    let budi = o.world.api(&o.budi).await;
    let one = sari.post("/requests", ask("2026-11-24")).await.id();
    let two = tono.post("/requests", ask("2026-11-25")).await.id();
    budi.post(
        &format!("/requests/{one}/decision"),
        json!({"decision": "approve", "version": 1}),
    )
    .await
    .assert_status(200);
    let many = budi
        .post(
            "/inbox/approvals",
            json!({"items": [{"id": two, "version": 1}]}),
        )
        .await;
    assert_eq!(many.json["items"][0]["approved"], true);
    let same = o
        .app
        .count("select count(distinct (event, subject_kind, detail::jsonb - 'token')) from audit where event = 'request-decided'")
        .await;
    assert_eq!(same, 1);
    o.app.pass(TimeDelta::seconds(11));
    let mails = o.app.drain().await;
    let approved = mails.iter().filter(|mail| mail.to == o.sari.email).count();
    assert_eq!(approved, 1, "one message for one decision");
}

#[tokio::test]
async fn a_draft_is_kept_changed_sent_withdrawn_and_refused_is_objected_to() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let kept = sari.post("/requests/drafts", ask("2026-11-24")).await;
    kept.assert_status(201);
    let path = format!("/requests/{}", kept.id());
    let mut other = ask("2026-11-26");
    other["version"] = json!(kept.json["version"]);
    let changed = sari.put(&path, other.clone()).await;
    changed.assert_status(200);
    assert_eq!(changed.json["days"][0]["on"], "2026-11-26");
    sari.put(&path, other.clone())
        .await
        .assert_problem(409, "changed");
    other["version"] = changed.json["version"].clone();
    let sent = sari.post(&format!("{path}/submission"), other).await;
    sent.assert_status(200);
    assert_eq!(sent.json["state"], "submitted");
    let gone = sari
        .post(
            &format!("{path}/withdrawal"),
            json!({"version": sent.json["version"]}),
        )
        .await;
    assert_eq!(gone.json["state"], "withdrawn");

    let again = sari.post("/requests", ask("2026-11-24")).await;
    let budi = o.world.api(&o.budi).await;
    let decision = format!("/requests/{}/decision", again.id());
    let bare = budi
        .post(&decision, json!({"decision": "refuse", "version": 1}))
        .await;
    bare.assert_problem(422, "invalid");
    assert_eq!(bare.fields(), ["note"]);
    let refused = budi
        .post(
            &decision,
            json!({"decision": "refuse", "version": 1, "note": "Rapat"}),
        )
        .await;
    refused.assert_status(200);
    let objected = sari
        .post(
            &format!("/requests/{}/objections", again.id()),
            json!({"version": refused.json["version"], "statement": "Rapatnya daring"}),
        )
        .await;
    objected.assert_status(200);
    assert_eq!(objected.json["objections"][0]["state"], "open");
}

#[tokio::test]
async fn a_rule_in_the_way_is_named_with_a_way_out() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await.english();
    let refused = sari.post("/requests", ask("2026-11-22")).await;
    refused.assert_problem(422, "invalid");
    let error = &refused.json["errors"][0];
    assert_eq!(error["field"], "days");
    assert_eq!(error["code"], "verdict");
    assert!(!error["message"].as_str().unwrap().is_empty());
    assert!(error["remedy"].is_string(), "{error}");
}

#[tokio::test]
async fn c21_ids_and_cursors_of_another_agency_lead_nowhere() {
    let o = office().await;
    let there = o.app.agency("Kota Lain").await;
    there.rules().await;
    let unit = there.unit("Sana").await;
    there.employee("Wira").head_of(&unit).await;
    let joko = there.employee("Joko").of(&unit).await;
    for name in ["Andi", "Beni", "Cici"] {
        there.employee(name).of(&unit).await;
    }
    let hr = there.employee("Hesti").of(&unit).role("hr").await;
    let (joko, hesti) = (there.api(&joko).await, there.api(&hr).await);
    let theirs = joko.post("/requests", ask("2026-11-24")).await;
    theirs.assert_status(201);
    let hana = o.world.api(&o.hana).await;
    hana.get(&format!("/requests/{}", theirs.id()))
        .await
        .assert_problem(404, "not-found");
    let missing = uuid::Uuid::now_v7();
    let (a, b) = (
        hana.get(&format!("/requests/{}", theirs.id())).await,
        hana.get(&format!("/requests/{missing}")).await,
    );
    assert_eq!(a.json["detail"], b.json["detail"]);
    for person in 0..60 {
        there
            .employee(&format!("Orang {person:02}"))
            .of(&unit)
            .await;
    }
    let page = hesti.get("/employees").await;
    let next = page.json["next"]
        .as_str()
        .expect("a second page")
        .to_owned();
    let second = hesti.get(&format!("/employees?after={next}")).await;
    second.assert_status(200);
    assert_ne!(second.json["items"][0]["id"], page.json["items"][0]["id"]);
    let foreign = hana.get(&format!("/employees?after={next}")).await;
    foreign.assert_problem(422, "invalid");
    assert_eq!(foreign.fields(), ["after"]);
    hana.get("/employees?after=nonsense")
        .await
        .assert_problem(422, "invalid");
}

#[tokio::test]
async fn hr_keeps_the_organisation_and_never_their_own_record() {
    let o = office().await;
    let hana = o.world.api(&o.hana).await;
    let unit = hana
        .post("/units", json!({"name": "Bidang Data", "min_on_site": 2}))
        .await;
    unit.assert_status(201);
    let path = format!("/units/{}", unit.id());
    let headed = hana
        .put(
            &format!("{path}/head"),
            json!({"employee_id": o.sari.employee(), "version": unit.json["version"]}),
        )
        .await;
    headed.assert_status(200);
    assert_eq!(headed.json["head_name"], "Sari");
    hana.put(
        &format!("{path}/head"),
        json!({"employee_id": o.hana.employee(), "version": headed.json["version"]}),
    )
    .await
    .assert_problem(422, "own-record");
    let people = hana.get("/employees?q=Sari").await;
    assert_eq!(people.json["items"].as_array().unwrap().len(), 1);
    let record = hana.get(&format!("/employees/{}", o.sari.employee())).await;
    record.assert_status(200);
    let moved = hana
        .post(
            &format!("/employees/{}/assignment", o.sari.employee()),
            json!({"unit_id": unit.id(), "position_id": record.json["position_id"], "from_on": "2026-11-17", "version": record.json["version"]}),
        )
        .await;
    moved.assert_status(200);
    assert_eq!(moved.json["unit_name"], "Bidang Data");
}

#[tokio::test]
async fn a_service_is_named_in_the_trail_and_spares_its_maker() {
    let o = office().await;
    let auditor = o.world.employee("Audi").role("auditor").await;
    let hana = o.world.api(&o.hana).await;
    let made = hana
        .post(
            "/service-tokens",
            json!({"name": "SIMPEG", "scopes": ["organisation:read", "organisation:write", "calendar:write"], "days": 30}),
        )
        .await;
    let service = Client {
        token: made.json["secret"].as_str().map(str::to_owned),
        ..Client::stranger(&o.app)
    };
    let unit = service.post("/units", json!({"name": "Bidang Baru"})).await;
    unit.assert_status(201);
    let record = service
        .get(&format!("/employees/{}", o.hana.employee()))
        .await;
    let edit = json!({"name": "Hana Lain", "asn_kind": record.json["asn_kind"], "legal_state": "Aktif", "version": record.json["version"]});
    service
        .put(&format!("/employees/{}", o.hana.employee()), edit)
        .await
        .assert_problem(422, "own-record");
    service
        .post(
            "/absences",
            json!({"employee_id": o.hana.employee(), "kind": "leave", "from_on": "2026-12-01"}),
        )
        .await
        .assert_problem(422, "own-absence");
    let trail = o
        .world
        .api(&auditor)
        .await
        .get("/trail?event=unit-created")
        .await;
    trail.assert_status(200);
    let actors: Vec<&Value> = trail.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["actor"])
        .collect();
    assert_eq!(actors, [&json!("SIMPEG")]);
    assert_eq!(
        o.world.count("audit", "event = 'trail-read'").await,
        1,
        "reading leaves a mark"
    );
}

#[tokio::test]
async fn rules_are_drafted_tried_and_published_by_a_second_officer() {
    let o = office().await;
    let other = o.world.employee("Indra").role("hr").await;
    let (hana, indra) = (o.world.api(&o.hana).await, o.world.api(&other).await);
    let versions = hana.get("/rule-sets").await;
    versions.assert_status(200);
    let newest = &versions.json["items"][0]["number"];
    let draft = hana.post("/rule-sets", json!({"copy_of": newest})).await;
    draft.assert_status(201);
    let path = format!("/rule-sets/{}", draft.json["number"]);
    let rule = json!({
        "key": "lead_time_days", "kind": "lead_time_days", "enabled": true, "severity": "blocks", "waivable_by": "none",
        "fields": {"days": ["5"]}, "law": "Keputusan kepala", "article": "3",
    });
    let saved = hana
        .put(&path, json!({"effective_from": "2026-12-01", "rules": [rule], "version": draft.json["version"]}))
        .await;
    saved.assert_status(200);
    assert_eq!(saved.json["rules"][0]["fields"]["days"], json!(["5"]));
    let mut odd = rule_with(&saved.json["rules"][0]);
    odd["fields"] = json!({"days": ["99999"]});
    let refused = hana
        .put(&path, json!({"effective_from": "2026-12-01", "rules": [odd], "version": saved.json["version"]}))
        .await;
    refused.assert_problem(422, "invalid");
    let impact = hana.post(&format!("{path}/impact"), json!({})).await;
    impact.assert_status(200);
    assert!(impact.json["total"]["before"]["people"].as_i64().unwrap() > 5);
    let asked = hana
        .post(
            &format!("{path}/request"),
            json!({"version": saved.json["version"]}),
        )
        .await;
    asked.assert_status(200);
    assert_eq!(asked.json["phase"], "waiting");
    let version = json!({"version": asked.json["version"]});
    hana.post(&format!("{path}/publication"), version.clone())
        .await
        .assert_problem(422, "rules-second-officer");
    let published = indra.post(&format!("{path}/publication"), version).await;
    published.assert_status(200);
    assert_eq!(published.json["phase"], "scheduled");
}

fn rule_with(shown: &Value) -> Value {
    json!({
        "key": shown["key"], "kind": shown["kind"], "enabled": shown["enabled"], "severity": shown["severity"],
        "waivable_by": shown["waivable_by"], "law": "Keputusan kepala",
    })
}

#[tokio::test]
async fn a_spreadsheet_is_uploaded_looked_at_and_applied_once() {
    let o = office().await;
    let service = o
        .world
        .service(&o.hana, &[Scope::ImportRead, Scope::ImportWrite])
        .await;
    let file = "Id;DiatasanId;NamaUnor;NamaJabatan;PemimpinPnsId\nB1;ROOT;Dinas Satu;Kepala Dinas Satu;\nB2;B1;Bidang Dua;Kepala Bidang Dua;\n";
    let send = |path: &'static str, media: &'static str| {
        let service = service.clone();
        async move {
            let body = Some((media, file.as_bytes().to_vec()));
            service.send(http::Method::POST, path, body).await
        }
    };
    send("/imports?kind=units&name=unit.csv", "application/json")
        .await
        .assert_problem(415, "media-type");
    send("/imports?kind=nothing&name=unit.csv", "text/csv")
        .await
        .assert_problem(422, "invalid");
    let sent = send("/imports?kind=units&name=unit.csv", "text/csv").await;
    sent.assert_status(201);
    let path = format!("/imports/{}", sent.id());
    let preview = service.get(&format!("{path}/preview")).await;
    preview.assert_status(200);
    assert_eq!(preview.json["accepted"], 2, "{}", preview.json);
    let apply = json!({"accepted": 2, "version": preview.json["import"]["version"]});
    let applied = service
        .post(&format!("{path}/application"), apply.clone())
        .await;
    applied.assert_status(200);
    assert_eq!(applied.json["figures"]["created"], 2);
    service
        .post(&format!("{path}/application"), apply)
        .await
        .assert_problem(409, "changed");
}

#[tokio::test]
async fn other_days_are_offered_and_accepted_and_days_are_assigned_over_the_door() {
    let o = office().await;
    let (sari, budi) = (o.world.api(&o.sari).await, o.world.api(&o.budi).await);
    let sent = sari.post("/requests", ask("2026-11-24")).await;
    let path = format!("/requests/{}", sent.id());
    let offer = json!({"decision": "offer", "days": [{"on": "2026-11-26"}], "version": 1});
    let offered = budi.post(&format!("{path}/decision"), offer).await;
    offered.assert_status(200);
    assert_eq!(offered.json["state"], "offered");
    assert_eq!(offered.json["asked_days"][0]["on"], "2026-11-24");
    assert_eq!(offered.json["days"][0]["on"], "2026-11-26");
    budi.post(&format!("{path}/acceptance"), json!({"version": 2}))
        .await
        .assert_status(404);
    let accepted = sari
        .post(&format!("{path}/acceptance"), json!({"version": 2}))
        .await;
    accepted.assert_status(200);
    assert_eq!(accepted.json["state"], "approved_adjusted");

    let mut days = ask("2026-12-01");
    let employee = accepted.json["employee_id"].clone();
    let body = json!({"employee_id": employee, "days": days.clone()});
    let assigned = budi.post("/team/assignments", body.clone()).await;
    assigned.assert_status(201);
    assert_eq!(assigned.json["state"], "offered");
    // what is assigned brings no own hours
    let mut timed = ask("2026-12-02");
    timed["day_hours"] = json!({"start": "07:00"});
    let with_hours = json!({"employee_id": employee, "days": timed});
    let refused = budi.post("/team/assignments", with_hours).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.fields(), ["days.day_hours"]);
    assert_eq!(refused.json["errors"][0]["code"], "hours-assigned");
    sari.post("/team/assignments", body)
        .await
        .assert_status(403);
    let path = format!("/requests/{}", assigned.id());
    let declined = sari
        .post(
            &format!("{path}/declination"),
            json!({"version": 1, "note": "Cuti"}),
        )
        .await;
    assert_eq!(declined.json["state"], "withdrawn");
    days["evidence"] = json!({"name": "a.pdf", "base64": ""});
    budi.post(
        "/team/assignments",
        json!({"employee_id": employee, "days": days}),
    )
    .await
    .assert_status(422);
    let again = json!({"employee_id": employee, "days": ask("2026-12-02")});
    let assigned = budi.post("/team/assignments", again).await;
    let back = budi
        .post(
            &format!("/requests/{}/retraction", assigned.id()),
            json!({"version": 1}),
        )
        .await;
    assert_eq!(back.json["state"], "withdrawn");
}

#[tokio::test]
async fn a_full_day_has_a_waiting_list_over_the_door() {
    let o = office().await;
    let mut ids = Vec::new();
    for person in [&o.sari, &o.tono, &o.hana] {
        let sent = o
            .world
            .api(person)
            .await
            .post("/requests", ask("2026-11-25"))
            .await;
        sent.assert_status(201);
        ids.push(sent.id());
    }
    let budi = o.world.api(&o.budi).await;
    budi.post("/requests", ask("2026-11-25"))
        .await
        .assert_status(422);
    let waits = budi.post("/requests/waiting-list", ask("2026-11-25")).await;
    waits.assert_status(201);
    assert_eq!(waits.json["state"], "queued");
    assert_eq!(waits.json["queue_position"], 1);
    let withdrawn = o
        .world
        .api(&o.sari)
        .await
        .post(
            &format!("/requests/{}/withdrawal", ids[0]),
            json!({"version": 1}),
        )
        .await;
    withdrawn.assert_status(200);
    o.app.pass(TimeDelta::minutes(2));
    o.app.drain().await;
    let seen = budi.get(&format!("/requests/{}", waits.id())).await;
    assert_eq!(seen.json["state"], "submitted");
    assert!(seen.json["queue_position"].is_null());
}
