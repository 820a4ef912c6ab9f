//! Who may decide, and what a body may say: never about oneself, never what is not the sender's to set.

use http::Method;
use serde_json::{Value, json};

use crate::{
    api::{ask, office},
    support::{
        Client, TestApp,
        crawl::fill,
        sample,
        twin::{self},
    },
};

/// What no body sets: it comes from the session, the rules or the clock.
const NOT_THE_SENDERS: [&str; 12] = [
    "agency_id",
    "employee_id",
    "membership_id",
    "identity_id",
    "approver_id",
    "decided_by",
    "decided_at",
    "state",
    "status",
    "score",
    "created_at",
    "role",
];

#[tokio::test]
async fn c06_nobody_but_the_approver_of_today_approves_by_any_door() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let sent = sari.post("/requests", ask("2026-11-24")).await;
    sent.assert_status(201);
    let id = sent.id();
    let above = o.world.unit("Atas").await;
    let former = o.world.employee("Former").head_of(&above).await;
    let delegate = o.world.employee("Delegate").of(&above).await;
    let unit = crate::support::Unit {
        id: o.sari.unit.expect("a unit"),
        name: "Analisis".into(),
    };
    // a stand-in until yesterday, and one from tomorrow on
    o.world
        .acting(&delegate, &unit, "plh", "2026-11-02", "2026-11-16")
        .await;
    o.world
        .acting(&former, &unit, "plt", "2026-11-18", "2026-11-30")
        .await;
    for person in [&o.sari, &o.tono, &former, &delegate] {
        let client = o.world.api(person).await;
        let answer = client
            .post(
                &format!("/requests/{id}/decision"),
                json!({"decision": "approve", "version": 1}),
            )
            .await;
        assert!(
            [403, 404, 422].contains(&answer.status.as_u16()),
            "{}: {}",
            person.name,
            answer.json
        );
        let many = client
            .post(
                "/inbox/approvals",
                json!({"items": [{"id": id, "version": 1}]}),
            )
            .await;
        assert!(
            many.status.as_u16() == 403 || many.json["items"][0]["approved"] == false,
            "{}",
            many.json
        );
        let mut browser = o.app.as_(person).await;
        let form = [("version", "1"), ("decision", "approve"), ("note", "")];
        let shown = browser.post(&format!("/inbox/{id}"), &form).await;
        assert!(
            shown.status.is_client_error(),
            "{}: {}",
            person.name,
            shown.status
        );
        let item = format!("{id}:1");
        browser.post("/inbox", &[("item", &item)]).await;
    }
    let waiting = format!("id = '{id}' and state = 'submitted'");
    assert_eq!(o.world.count("requests", &waiting).await, 1);
    let budi = o.world.api(&o.budi).await;
    budi.post(
        &format!("/requests/{id}/decision"),
        json!({"decision": "approve", "version": 1}),
    )
    .await
    .assert_status(200);
}

#[tokio::test]
async fn c06_the_table_itself_refuses_a_decision_of_ones_own() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    sari.post("/requests", ask("2026-11-24"))
        .await
        .assert_status(201);
    for column in ["approver_id", "decided_by"] {
        let sql = format!("update requests set {column} = employee_id");
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut o.app.superuser().await)
            .await
            .expect_err("refused");
        let code = refused
            .as_database_error()
            .and_then(|error| error.code().map(String::from));
        assert_eq!(code.as_deref(), Some("23514"), "{column}");
    }
}

#[tokio::test]
async fn c07_no_body_of_a_program_sets_what_is_not_the_senders() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    let document: Value =
        serde_json::from_str(app.core.interface.text()).expect("the document is JSON");
    let id = uuid::Uuid::now_v7().to_string();
    let mut callers = Vec::new();
    for (_, person) in twin.people() {
        let client = Client {
            token: app.as_(person).await.bearer,
            ..Client::stranger(&app)
        };
        callers.push((twin.world.actor(person).await.roles, client));
    }
    let mut sent = 0;
    for operation in app.core.interface.operations() {
        let may = callers.iter().find(|(roles, _)| roles.may(operation.can));
        let (Some(mut body), Some((_, client))) = (sample::body(&document, operation, &id), may)
        else {
            continue;
        };
        let allowed = schema_fields(&document, operation);
        for name in NOT_THE_SENDERS {
            if allowed.iter().any(|known| known == name) {
                continue;
            }
            body[name] = json!(id);
            let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
            let path = fill(&operation.path.replace("{number}", "1"), &id);
            let reply = client.call(method, &path, Some(body.clone())).await;
            let named = reply.json["errors"].as_array().into_iter().flatten();
            assert!(
                reply.status == 422
                    && named
                        .into_iter()
                        .any(|one| one["field"] == name && one["code"] == "unknown-field"),
                "{} with {name}: {}",
                reply.call,
                reply.json
            );
            body.as_object_mut().expect("an object").remove(name);
            sent += 1;
        }
    }
    assert!(sent > 300, "{sent} bodies were sent");
}

/// The names a body may have at its top.
fn schema_fields(document: &Value, operation: &luwes::kernel::door::Operation) -> Vec<String> {
    let method = operation.method.to_ascii_lowercase();
    let schema = &document["paths"][&operation.path][&method]["requestBody"]["content"]["application/json"]
        ["schema"];
    let schema = match schema["$ref"].as_str() {
        Some(path) => document
            .pointer(path.trim_start_matches('#'))
            .expect("it leads somewhere"),
        None => schema,
    };
    schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys().cloned())
        .collect()
}

#[tokio::test]
async fn c07_a_decision_says_decision_note_and_version_and_nothing_of_the_request() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let sent = sari.post("/requests", ask("2026-11-24")).await;
    sent.assert_status(201);
    let budi = o.world.api(&o.budi).await;
    let path = format!("/requests/{}/decision", sent.id());
    for (name, value) in [
        ("place", json!("other_place")),
        ("plan", json!([{"what": "lain"}])),
        ("first_on", json!("2026-11-25")),
        ("employee_id", json!(o.tono.employee())),
        ("halves", json!(3)),
    ] {
        let mut body = json!({"decision": "approve", "version": 1});
        body[name] = value;
        let reply = budi.post(&path, body).await;
        reply.assert_problem(422, "invalid");
        assert_eq!(reply.fields(), [name]);
    }
    let mut browser = o.app.as_(&o.budi).await;
    let inbox = format!("/inbox/{}", sent.id());
    for (name, value) in [
        ("days", "2026-11-25"),
        ("employee_id", "x"),
        ("place", "home"),
        ("state", "approved"),
    ] {
        let form = [
            ("version", "1"),
            ("decision", "approve"),
            ("note", ""),
            (name, value),
        ];
        browser.post(&inbox, &form).await.assert_status(400);
    }
    let untouched = "state = 'submitted' and first_on = '2026-11-24'";
    assert_eq!(o.world.count("requests", untouched).await, 1);
}

#[tokio::test]
async fn c07_no_form_sets_what_is_not_the_senders() {
    let o = office().await;
    let mut sari = o.app.as_(&o.sari).await;
    let tono = o.tono.employee().to_string();
    let base = [
        ("days", "2026-11-24"),
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
    ];
    let mut fields = base.to_vec();
    fields.extend(NOT_THE_SENDERS.map(|name| (name, tono.as_str())));
    let sent = sari.post_multipart("/requests", &fields).await;
    assert!(sent.status == 303 || sent.status.is_client_error());
    let fair = format!(
        "employee_id = '{}' and approver_id = '{}' and state = 'submitted' and decided_by is null and decided_at is null",
        o.sari.employee(),
        o.budi.employee()
    );
    let all = o.world.count("requests", "true").await;
    assert_eq!(o.world.count("requests", &fair).await, all);
    for name in NOT_THE_SENDERS {
        for (path, field) in [
            ("/my-data/home", ("address", "Jalan 1")),
            ("/corrections", ("statement", "x")),
        ] {
            let shown = sari.post(path, &[field, (name, &tono)]).await;
            assert!(
                shown.status.is_client_error(),
                "{path} with {name}: {}",
                shown.status
            );
        }
    }
    let theirs = format!("employee_id = '{tono}' and state = 'proposed'");
    assert_eq!(o.world.count("homes", &theirs).await, 0);
}

#[tokio::test]
async fn c07_the_rights_of_a_person_are_not_given_by_a_header() {
    let o = office().await;
    let hana = o.hana.membership.to_string();
    for (name, value) in [
        ("x-agency-id", o.world.agency.to_string()),
        ("x-user-id", hana.clone()),
        ("x-role", "hr".into()),
        ("x-forwarded-user", hana.clone()),
        ("x-original-url", "/sign-in".into()),
        ("x-rewrite-url", "/sign-in".into()),
        ("x-http-method-override", "GET".into()),
    ] {
        let sari = o
            .world
            .api_with(&o.sari, &[luwes::kernel::door::Scope::OrganisationRead])
            .await;
        let sari = sari.header(name, &value);
        sari.get("/employees")
            .await
            .assert_problem(403, "forbidden");
        let stranger = Client::stranger(&o.app).header(name, &value);
        stranger
            .get("/employees")
            .await
            .assert_problem(401, "unauthenticated");
    }
}
