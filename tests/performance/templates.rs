//! Templates of positions: HR keeps them, people in the position begin from them, nobody's amounts are in them.

use serde_json::json;

use super::*;

async fn position_of(office: &Office, person: &Person) -> String {
    let id: uuid::Uuid =
        sqlx::query_scalar("select position_id from employees where agency_id = $1 and id = $2")
            .bind(office.world.agency.0)
            .bind(person.employee().0)
            .fetch_one(&mut office.app.superuser().await)
            .await
            .expect("a position");
    id.to_string()
}

/// A template of Sari's position with these lines, by program: id and version.
async fn written(office: &Office, lines: Value) -> (String, i64) {
    let api = office.api(&office.hana).await;
    let position = position_of(office, &office.sari).await;
    let body = json!({"position_id": position, "approach": "quantitative"});
    let begun = api.post("/target-templates", body).await;
    begun.assert_status(201);
    let id = begun.id();
    let body = json!({"approach": "quantitative", "lines": lines, "version": 1});
    let done = api.put(&format!("/target-templates/{id}"), body).await;
    done.assert_status(200);
    (id, done.json["version"].as_i64().expect("a version"))
}

#[tokio::test]
async fn hr_keeps_a_template_and_somebody_in_the_position_begins_from_it() {
    let office = office().await;
    office
        .agreed(&office.tono, &office.budi, json!([line("Peta jabatan")]))
        .await;
    let position = position_of(&office, &office.sari).await;
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/ratings/periods")
        .await
        .assert_link("/target-templates");
    hana.get("/target-templates")
        .await
        .assert_ok()
        .assert_h1("Templat sasaran jabatan")
        .assert_text("Belum ada templat");
    // no position was chosen: told, and the choice of the approach is kept
    let refused = hana
        .submit("#open", &[("position", ""), ("approach", "qualitative")])
        .await;
    refused.assert_status(422);
    assert_eq!(
        refused.attributes("input[name=approach][checked]", "value"),
        ["qualitative"]
    );
    let page = hana
        .submit(
            "#open",
            &[("position", &position), ("approach", "quantitative")],
        )
        .await;
    page.assert_ok().assert_text("Templat ini masih kosong");
    let path = page.path.clone();
    // nothing is offered while it is empty
    let mut sari = office.app.as_(&office.sari).await;
    let empty = sari.get("/targets").await;
    assert_eq!(empty.number_of("input[name=from][value=template]"), 0);
    // from somebody's agreed targets: what and by what it is measured, not how much
    let source = page.attributes("#f-from option:not([value=''])", "value");
    hana.submit("#copy", &[("from", &source[0])])
        .await
        .assert_ok()
        .assert_text("Peta jabatan")
        .assert_text("Jumlah dokumen")
        .assert_no_text("12 dokumen");
    hana.get(&format!("{path}/lines/new"))
        .await
        .assert_ok()
        .assert_text("Besar targetnya diisi tiap pegawai.")
        .assert_no_text("Bobot");
    hana.submit("#line", &[("result", "Buletin terbit")])
        .await
        .assert_ok()
        .assert_text("Buletin terbit")
        .assert_text("Templat ini punya 2 sasaran");
    // a line without a result: told, what was typed is kept
    hana.get(&format!("{path}/lines/new")).await;
    let refused = hana
        .submit("#line", &[("result", " "), ("kind", "additional")])
        .await;
    refused.assert_status(422);
    assert_eq!(
        refused.attributes("input[name=kind][checked]", "value"),
        ["additional"]
    );
    let offered = sari.get("/targets").await;
    assert_eq!(offered.number_of("input[name=from][value=template]"), 1);
    sari.submit("#start", &[("from", "template")])
        .await
        .assert_ok()
        .assert_text("Peta jabatan")
        .assert_text("Buletin terbit");
    assert_eq!(
        office
            .world
            .count(
                "target_indicators",
                "indicator = 'Jumlah dokumen' and target = ''"
            )
            .await,
        1
    );
    // one in another position has none
    let api = office.api(&office.umi).await;
    let body = json!({"year": 2026, "approach": "quantitative", "from_template": true});
    let refused = api.post("/targets", body).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "targets-no-template");
    // edited, taken out, dropped: what began from it stays
    let lines = hana.get(&path).await.attributes("ol.targets a", "href");
    hana.get(&lines[1]).await.assert_ok();
    hana.submit("#line", &[("result", "Buletin bulanan terbit")])
        .await
        .assert_text("Buletin bulanan terbit");
    hana.get(&lines[1]).await;
    hana.submit("#removal", &[])
        .await
        .assert_ok()
        .assert_no_text("Buletin bulanan terbit");
    hana.submit("#discard", &[])
        .await
        .assert_at("/target-templates")
        .assert_text("Templat dihapus.");
    assert_eq!(office.world.count("target_templates", "true").await, 0);
    assert_eq!(
        office
            .world
            .count("target_lines", "result = 'Buletin terbit'")
            .await,
        1
    );
    for event in ["opened", "saved", "dropped"] {
        let told = format!("event = 'target-template-{event}'");
        assert!(office.world.count("audit", &told).await > 0, "{event}");
    }
}

#[tokio::test]
async fn a_template_holds_nobodys_amounts_whatever_a_program_writes() {
    let office = office().await;
    let mut full = line("Peta");
    full["weight"] = json!(40);
    full["above_text"] = json!("Kebijakan");
    let (id, version) = written(&office, json!([full])).await;
    let api = office.api(&office.hana).await;
    let shown = api.get(&format!("/target-templates/{id}")).await;
    let result = &shown.json["results"][0];
    assert_eq!(result["indicators"][0]["target"], "");
    assert_eq!(result["indicators"][0]["measure"], "dokumen");
    assert_eq!(
        (&result["weight"], &result["above_text"]),
        (&json!(null), &json!(""))
    );
    let listed = api.get("/target-templates").await;
    assert_eq!(listed.json["items"][0]["id"], json!(id));
    // written over, by the version that was seen alone
    let body = json!({"approach": "qualitative", "lines": [{"id": result["id"], "result": "Peta lengkap"}], "version": version});
    let path = format!("/target-templates/{id}");
    let done = api.put(&path, body.clone()).await;
    done.assert_status(200);
    assert_eq!(done.json["results"][0]["id"], result["id"]);
    api.put(&path, body).await.assert_problem(409, "changed");
}

#[tokio::test]
async fn what_a_template_cannot_be_is_refused_with_the_field_and_the_remedy() {
    let office = office().await;
    let (targets, _) = office
        .agreed(&office.umi, &office.budi, json!([line("Arsip")]))
        .await;
    let (id, version) = written(&office, json!([line("Peta")])).await;
    let api = office.api(&office.hana).await;
    let path = format!("/target-templates/{id}");
    let position = position_of(&office, &office.sari).await;
    let many: Vec<Value> = (0..21).map(|n| line(&format!("Peta {n}"))).collect();
    for (method, path, body, field, code) in [
        (
            "post",
            "/target-templates".to_owned(),
            json!({"position_id": position, "approach": "quantitative"}),
            "position",
            "template-there",
        ),
        (
            "post",
            "/target-templates".to_owned(),
            json!({"position_id": uuid::Uuid::nil(), "approach": "quantitative"}),
            "position",
            "choice",
        ),
        (
            "post",
            format!("{path}/copy"),
            json!({"targets_id": targets, "version": version}),
            "from",
            "template-source",
        ),
        (
            "put",
            path.clone(),
            json!({"approach": "quantitative", "lines": [line(" ")], "version": version}),
            "result",
            "required",
        ),
        (
            "put",
            path.clone(),
            json!({"approach": "quantitative", "lines": many, "version": version}),
            "lines",
            "too-many",
        ),
    ] {
        let refused = match method {
            "put" => api.put(&path, body).await,
            _ => api.post(&path, body).await,
        };
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code)),
            "{path}"
        );
    }
    // a line of another template is not there
    let body = json!({"approach": "quantitative", "lines": [{"id": uuid::Uuid::nil(), "result": "Peta"}], "version": version});
    api.put(&path, body).await.assert_status(404);
    // one source at a time
    let body = json!({"year": 2026, "approach": "quantitative", "from_template": true, "from_last_year": true});
    let refused = office.api(&office.sari).await.post("/targets", body).await;
    assert_eq!(refused.json["errors"][0]["code"], "targets-one-source");
    // nobody but HR, and nobody of another agency
    let mut sari = office.app.as_(&office.sari).await;
    sari.get(&path).await.assert_status(403);
    sari.get("/target-templates").await.assert_status(403);
    let theirs = office.app.agency("Kota Lain").await;
    let joko = theirs.officer("Joko", &["hr"]).await;
    let other = theirs.api(&joko).await;
    other.get(&path).await.assert_status(404);
    let typed = json!({"version": version});
    other
        .post(&format!("{path}/discarding"), typed)
        .await
        .assert_status(404);
    assert_eq!(office.world.count("target_templates", "true").await, 1);
}
