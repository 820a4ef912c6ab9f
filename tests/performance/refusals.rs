//! What is refused about targets, by any door.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn what_cannot_be_written_is_refused_with_the_field_and_the_remedy() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    for (body, field, code) in [
        (
            json!({"year": 2025, "approach": "quantitative"}),
            "year",
            "choice",
        ),
        (
            json!({"year": 2026, "approach": "quantitative", "from_last_year": true}),
            "from",
            "targets-no-last-year",
        ),
        (
            json!({"year": 2026, "approach": "quantitative", "from_last_year": true, "from_employee_id": office.tono.employee()}),
            "from_employee_id",
            "targets-one-source",
        ),
    ] {
        let refused = sari.post("/targets", body).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code))
        );
    }
    let (id, version) = office.drafted(&office.sari, json!([line("Peta")])).await;
    let path = format!("/targets/{id}");
    let mut many = Vec::new();
    for number in 0..21 {
        many.push(line(&format!("Peta {number}")));
    }
    let mut nameless = line("Peta");
    nameless["indicators"][0]["indicator"] = json!(" ");
    let mut untied = line("Peta");
    untied["above_id"] = json!(uuid::Uuid::nil());
    for (lines, field, code) in [
        (json!(many), "lines", "too-many"),
        (json!([line(" ")]), "result", "required"),
        (json!([nameless]), "indicator", "targets-nameless"),
        (json!([untied]), "above", "targets-above"),
    ] {
        let body = json!({"approach": "quantitative", "lines": lines, "version": version});
        let refused = sari.put(&path, body).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code)),
            "{}",
            refused.json
        );
    }
    // the same line twice
    let mut once = line("Peta");
    once["id"] = sari.get(&path).await.json["results"][0]["id"].clone();
    let body = json!({"approach": "quantitative", "lines": [once, once], "version": version});
    let refused = sari.put(&path, body).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "targets-twice");
    let stale = json!({"approach": "quantitative", "lines": [], "version": version - 1});
    sari.put(&path, stale).await.assert_status(409);
    // somebody else's line is none
    let mut foreign = line("Peta");
    foreign["id"] = json!(uuid::Uuid::nil());
    let body = json!({"approach": "quantitative", "lines": [foreign], "version": version});
    sari.put(&path, body).await.assert_problem(404, "not-found");
    let kept = sari.get(&path).await;
    assert_eq!(kept.json["results"].as_array().expect("lines").len(), 1);
}

#[tokio::test]
async fn nobody_agrees_to_their_own_and_nobody_else_than_who_decides() {
    let office = office().await;
    let (id, version) = office.proposed(&office.sari, json!([line("Peta")])).await;
    let decision = format!("/targets/{id}/decision");
    let agree = json!({"decision": "agree", "version": version});
    // not by the person, nor a colleague, nor HR, nor the leader while somebody stands between
    for person in [&office.sari, &office.tono, &office.hana] {
        let api = office.api(person).await;
        api.post(&decision, agree.clone()).await.assert_status(403);
    }
    office
        .api(&office.laras)
        .await
        .post(&decision, agree.clone())
        .await
        .assert_problem(422, "not-approver");
    // the head neither agrees to the head's own, though the door is open to heads
    let (own, version) = office
        .proposed(&office.budi, json!([line("Kebijakan")]))
        .await;
    let body = json!({"decision": "agree", "version": version});
    office
        .api(&office.budi)
        .await
        .post(&format!("/targets/{own}/decision"), body)
        .await
        .assert_problem(422, "own-targets");
    // not even the leader, where nobody stands above
    let (own, version) = office.proposed(&office.laras, json!([line("Visi")])).await;
    let body = json!({"decision": "agree", "version": version});
    let laras = office.api(&office.laras).await;
    laras
        .post(&format!("/targets/{own}/decision"), body)
        .await
        .assert_problem(422, "own-targets");
    office.assert_state(&own, "proposed").await;
    // and the table says so, too
    let mut tx = office.world.tx().await;
    let done = sqlx::query("update targets set state = 'agreed', agreed_by = employee_id, agreed_at = started_at where id = $1")
        .bind(own.parse::<uuid::Uuid>().expect("an id"))
        .execute(tx.conn())
        .await;
    assert!(done.is_err());
}

#[tokio::test]
async fn a_step_out_of_turn_is_refused() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let budi = office.api(&office.budi).await;
    let (id, version) = office
        .agreed(&office.sari, &office.budi, json!([line("Peta")]))
        .await;
    let path = |what: &str| format!("/targets/{id}/{what}");
    let seen = json!({"version": version});
    for what in ["proposal", "retraction", "discarding"] {
        let reply = sari.post(&path(what), seen.clone()).await;
        reply.assert_problem(422, "targets-step");
    }
    let lines = json!({"approach": "quantitative", "lines": [], "version": version});
    sari.put(&format!("/targets/{id}"), lines)
        .await
        .assert_problem(422, "targets-step");
    sari.post(&path("remarks"), json!({"remark": "Terlambat"}))
        .await
        .assert_problem(422, "targets-step");
    let agree = json!({"decision": "agree", "version": version});
    budi.post(&path("decision"), agree)
        .await
        .assert_problem(422, "targets-step");
    // agreed already: only a change with a reason, and one at a time
    let again = json!({"year": 2026, "approach": "quantitative"});
    sari.post("/targets", again)
        .await
        .assert_problem(422, "targets-agreed");
    let bare = json!({"reason": " ", "version": version});
    let refused = sari.post(&path("change"), bare).await;
    assert_eq!(refused.fields(), ["reason"]);
    let change = json!({"reason": "Tugas baru", "version": version});
    let new = sari.post(&path("change"), change.clone()).await;
    new.assert_status(201);
    sari.post(&path("change"), change.clone())
        .await
        .assert_problem(422, "targets-changing");
    // thrown away, it does not count: the next change is version two again
    let thrown = format!("/targets/{}/discarding", new.id());
    sari.post(&thrown, json!({"version": new.json["version"]}))
        .await
        .assert_status(200);
    let new = sari.post(&path("change"), change).await;
    assert_eq!(new.json["number"], 2);
    // others' drafts and steps are not there
    let tono = office.api(&office.tono).await;
    for what in ["proposal", "retraction", "discarding"] {
        tono.post(&path(what), seen.clone())
            .await
            .assert_problem(404, "not-found");
    }
    budi.get(&format!("/targets/{}", new.id()))
        .await
        .assert_problem(404, "not-found");
}

#[tokio::test]
async fn only_agreed_lines_of_ones_own_kind_of_work_are_copied() {
    let office = office().await;
    office
        .proposed(&office.tono, json!([line("Belum disepakati")]))
        .await;
    office
        .agreed(&office.umi, &office.budi, json!([line("Jabatan lain")]))
        .await;
    let sari = office.api(&office.sari).await;
    let strangers = [
        office.tono.employee().to_string(),
        office.umi.employee().to_string(),
        office.budi.employee().to_string(),
        uuid::Uuid::nil().to_string(),
    ];
    for who in strangers {
        let body = json!({"year": 2026, "approach": "quantitative", "from_employee_id": who});
        let refused = sari.post("/targets", body).await;
        refused.assert_problem(422, "invalid");
        assert_eq!(refused.json["errors"][0]["code"], "targets-no-colleague");
    }
    assert_eq!(office.world.count("targets", "state = 'draft'").await, 0);
}

#[tokio::test]
async fn weights_count_where_the_agency_wants_them() {
    let office = office().await;
    let hana = office.api(&office.hana).await;
    let on = json!({"weights": true, "version": 0});
    hana.put("/target-terms", on.clone())
        .await
        .assert_status(200);
    hana.put("/target-terms", on).await.assert_status(409);
    office
        .api(&office.budi)
        .await
        .put("/target-terms", json!({"weights": false, "version": 1}))
        .await
        .assert_status(403);
    let weighted = |weight: u8| -> Value {
        let mut one = line(&format!("Bagian {weight}"));
        one["weight"] = json!(weight);
        one
    };
    let (id, version) = office
        .drafted(&office.sari, json!([weighted(60), weighted(30)]))
        .await;
    let sari = office.api(&office.sari).await;
    let proposal = format!("/targets/{id}/proposal");
    let refused = sari.post(&proposal, json!({"version": version})).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "targets-weights");
    let lines = json!([weighted(60), weighted(40)]);
    let body = json!({"approach": "quantitative", "lines": lines, "version": version});
    sari.put(&format!("/targets/{id}"), body)
        .await
        .assert_status(200);
    sari.post(&proposal, json!({"version": version + 1}))
        .await
        .assert_status(200);
    let mut page = office.app.as_(&office.hana).await;
    page.get("/targets/terms").await.assert_ok();
    page.submit("#terms", &[]).await.assert_at("/targets/terms");
}

#[tokio::test]
async fn what_is_given_back_agreed_or_proposed_without_saying_anything_is_refused() {
    let office = office().await;
    let (id, version) = office.proposed(&office.sari, json!([line("Peta")])).await;
    let budi = office.api(&office.budi).await;
    let decision = format!("/targets/{id}/decision");
    let back = json!({"decision": "return", "version": version});
    let refused = budi.post(&decision, back).await;
    assert_eq!(refused.fields(), ["note"]);
    assert_eq!(refused.json["errors"][0]["code"], "targets-why-back");
    let twice = json!({"decision": "agree", "version": version, "expectations": [
        {"value": "service", "expectation": "Cepat"}, {"value": "service", "expectation": "Ramah"}
    ]});
    let refused = budi.post(&decision, twice).await;
    assert_eq!(refused.fields(), ["service"], "{}", refused.json);
    assert_eq!(refused.json["errors"][0]["code"], "targets-expected-twice");
    office.assert_state(&id, "proposed").await;
    budi.post(&decision, json!({"decision": "agree", "version": version}))
        .await
        .assert_status(200);
    // a change that changes nothing
    let sari = office.api(&office.sari).await;
    let change = json!({"reason": "Tugas baru", "version": version + 1});
    let new = sari.post(&format!("/targets/{id}/change"), change).await;
    new.assert_status(201);
    let proposal = format!("/targets/{}/proposal", new.id());
    sari.post(&proposal, json!({"version": new.json["version"]}))
        .await
        .assert_problem(422, "targets-unchanged");
}

#[tokio::test]
async fn what_is_said_too_often_or_at_too_great_length_is_refused() {
    let office = office().await;
    let (id, _) = office.proposed(&office.sari, json!([line("Peta")])).await;
    let mut tx = office.world.tx().await;
    sqlx::query(
        "insert into target_remarks (agency_id, id, targets_id, author_id, remark, made_at) \
         select agency_id, gen_random_uuid(), id, employee_id, 'Catatan', started_at from targets, generate_series(1, 200) where id = $1",
    )
    .bind(id.parse::<uuid::Uuid>().expect("an id"))
    .execute(tx.conn())
    .await
    .expect("remarks");
    tx.commit().await.expect("commit");
    let sari = office.api(&office.sari).await;
    sari.post(
        &format!("/targets/{id}/remarks"),
        json!({"remark": "Satu lagi"}),
    )
    .await
    .assert_problem(422, "targets-remarks");
    // work that was delivered fifty times, and an answer without a reason
    let body = json!({"title": "Peta", "due_on": "2026-11-20", "content": {"words": "Selesai"}});
    let work = sari.post("/deliverables", body).await;
    work.assert_status(201);
    let path = format!("/deliverables/{}", work.id());
    let budi = office.api(&office.budi).await;
    let back = json!({"answer": "revision", "version": work.json["version"]});
    let refused = budi.post(&format!("{path}/answer"), back).await;
    assert_eq!(refused.fields(), ["comment"]);
    assert_eq!(refused.json["errors"][0]["code"], "reason-required");
    let mut tx = office.world.tx().await;
    sqlx::query("update deliverables set rounds = 50, state = 'revision' where id = $1")
        .bind(work.id().parse::<uuid::Uuid>().expect("an id"))
        .execute(tx.conn())
        .await
        .expect("often");
    tx.commit().await.expect("commit");
    let again = json!({"words": "Lagi", "version": work.json["version"]});
    sari.post(&format!("{path}/deliveries"), again)
        .await
        .assert_problem(422, "work-rounds");
}
