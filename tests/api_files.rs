//! Files through the JSON door: the same bytes as at the pages, under the same permission, and only for who takes their type.

use http::{Method, StatusCode};
use luwes::kernel::door::Scope;
use serde_json::json;

use crate::{
    api::{ask, office},
    support::{Client, TestApp, sample, twin},
};

/// A list's page, its file at the JSON door, and the one who reads both. What is about the trail asks for one person: reading
/// leaves marks, which the next file would hold.
const FILES: &[(&str, &str, &str, &str)] = &[
    ("/requests?", "/requests/export", "", "employee"),
    ("/requests/agency?", "/requests/agency/export", "", "hr"),
    (
        "/employees?status=all&",
        "/employees/export",
        "status=all",
        "hr",
    ),
    ("/units?", "/units/export", "", "hr"),
    ("/positions?", "/positions/export", "", "hr"),
    (
        "/corrections?state=all&",
        "/corrections/export",
        "state=all",
        "hr",
    ),
    ("/absences?when=all&", "/absences/export", "when=all", "hr"),
    (
        "/trail/readings?q=ZZ-Sari&",
        "/trail/readings/export",
        "q=ZZ-Sari",
        "hr",
    ),
    (
        "/trail?event=all&q=ZZ-Sari&",
        "/trail/export",
        "event=all&q=ZZ-Sari",
        "auditor",
    ),
    (
        "/trail/requests?show=all&",
        "/trail/requests/export",
        "all=true",
        "auditor",
    ),
    ("/overview?", "/overview/export", "", "leader"),
    ("/results?", "/results/export", "", "leader"),
    ("/agencies?", "/agencies/export", "", "ministry"),
    (
        "/rules/2/impact/names?",
        "/rule-sets/2/impact/names/export",
        "",
        "hr",
    ),
];

#[tokio::test]
async fn a_file_is_the_same_by_page_and_by_program() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "ZZ-", true).await;
    // results are counted by the worker
    app.drain().await;
    let people: std::collections::BTreeMap<_, _> = twin.people().into_iter().collect();
    for (page, file, query, role) in FILES {
        let mut browser = app.as_(people[role]).await;
        let client = Client {
            token: browser.bearer.clone(),
            ..Client::stranger(&app)
        };
        let shown = browser.fetch(&format!("{page}format=csv")).await;
        shown.assert_ok();
        let reply = client.get(&format!("{file}/csv?{query}")).await;
        reply.assert_status(200);
        assert_eq!(
            String::from_utf8_lossy(&reply.bytes),
            shown.body(),
            "{page}"
        );
        for name in [
            "content-type",
            "content-disposition",
            "content-security-policy",
        ] {
            assert_eq!(reply.header(name), shown.header(name), "{page}: {name}");
        }
        let rows = shown.body().lines().count() - 1;
        let none = ["/trail/readings", "/agencies", "/rules/2"];
        assert!(
            rows > 0 || none.iter().any(|name| page.starts_with(name)),
            "{page} has rows"
        );
        let book = client.get(&format!("{file}/xlsx")).await;
        book.assert_status(200);
        assert!(book.bytes.starts_with(b"PK"), "{file}");
        client
            .get(&format!("{file}/pdf"))
            .await
            .assert_problem(404, "not-found");
    }
}

#[tokio::test]
async fn the_evidence_file_of_the_trail_is_the_pages_and_leaves_its_mark() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    app.drain().await;
    let marks = "select count(*) from audit where event = 'trail-read' and detail::json->>'page' = 'bundle'";
    let mut auditor = app.as_(&twin.auditor).await;
    let page = auditor.fetch("/trail/bundle?from=&to=").await;
    let client = twin.world.api(&twin.auditor).await;
    let reply = client.get("/trail/bundle").await;
    reply.assert_status(200);
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(
        reply.header("content-disposition"),
        page.header("content-disposition")
    );
    let rows = reply.json["rows"].as_array().map_or(0, Vec::len);
    assert!(rows > 5, "{rows} rows");
    assert_eq!(app.count(marks).await, 2);
    let hr = twin.world.api(&twin.hr).await;
    hr.get("/trail/bundle")
        .await
        .assert_problem(403, "forbidden");
    let blind = twin
        .world
        .api_with(&twin.auditor, &[Scope::AccountRead])
        .await;
    blind
        .get("/trail/export/csv")
        .await
        .assert_problem(403, "forbidden");
}

#[tokio::test]
async fn refused_rows_come_back_as_a_workbook() {
    let o = office().await;
    let hana = o.world.api(&o.hana).await;
    let file = "NIP;Nama;Unit;Jabatan\n123;=1+1;Analisis;Analis\n";
    let sent = hana
        .send(
            Method::POST,
            "/imports?kind=employees&name=salah.csv",
            Some(("text/csv", file.into())),
        )
        .await;
    sent.assert_status(201);
    let reply = hana.get(&format!("/imports/{}/rejected", sent.id())).await;
    reply.assert_status(200);
    assert!(reply.header("content-disposition").contains("salah.xlsx"));
    assert!(reply.header("content-type").contains("spreadsheetml"));
    let mut browser = o.app.as_(&o.hana).await;
    let page = browser
        .fetch(&format!("/imports/{}/rejected.xlsx", sent.id()))
        .await;
    assert_eq!(
        page.header("content-disposition"),
        reply.header("content-disposition")
    );
    let sari = o.world.api(&o.sari).await;
    sari.get(&format!("/imports/{}/rejected", sent.id()))
        .await
        .assert_problem(403, "forbidden");
}

#[tokio::test]
async fn who_accepts_nothing_of_what_is_answered_is_told_so() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    for fine in [
        "*/*",
        "application/*",
        "application/json",
        "application/problem+json",
        "",
    ] {
        sari.clone()
            .header("accept", fine)
            .get("/me")
            .await
            .assert_status(200);
    }
    for none in ["text/html", "application/json;q=0", "image/png, text/*"] {
        let caller = sari.clone().header("accept", none);
        caller
            .get("/me")
            .await
            .assert_problem(406, "not-acceptable");
        caller
            .post("/requests", ask("2026-11-24"))
            .await
            .assert_problem(406, "not-acceptable");
    }
    assert_eq!(
        o.world.count("requests", "true").await,
        0,
        "nothing was done"
    );
    let hana = o.world.api(&o.hana).await;
    for (accept, status) in [
        ("text/csv", StatusCode::OK),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            StatusCode::OK,
        ),
        ("application/json", StatusCode::NOT_ACCEPTABLE),
    ] {
        let caller = hana.clone().header("accept", accept);
        assert_eq!(
            caller.get("/employees/export/csv").await.status,
            status,
            "{accept}"
        );
    }
}

#[tokio::test]
async fn the_document_tells_the_types_of_files() {
    let app = TestApp::new().await;
    let document: serde_json::Value =
        serde_json::from_str(app.core.interface.text()).expect("the document is JSON");
    let mut files = 0;
    let all = app.core.interface.operations().iter();
    for operation in all.filter(|one| one.method == "GET") {
        let path = &document["paths"][&operation.path]["get"];
        let answer = &path["responses"]["200"];
        if !answer["headers"]["Content-Disposition"].is_object() {
            continue;
        }
        files += 1;
        assert!(path["responses"]["406"].is_object(), "{}", operation.path);
        let types: Vec<&String> = answer["content"]
            .as_object()
            .expect("types")
            .keys()
            .collect();
        assert!(!types.is_empty(), "{}", operation.path);
        if operation.path.ends_with("{format}") {
            assert!(types.iter().any(|name| *name == "text/csv"), "{types:?}");
            let mut format = path["parameters"].as_array().expect("parameters").iter();
            let format = format.rfind(|one| one["name"] == "format");
            assert_eq!(
                format.expect("format")["schema"]["enum"],
                json!(["xlsx", "csv"])
            );
        }
        assert!(sample::body(&document, operation, "").is_none());
    }
    assert_eq!(
        files,
        FILES.len() + 7,
        "lists, evidence, rejected rows, the bundle, the statement, an allowance, a file of work, credit points"
    );
}

#[tokio::test]
async fn notices_are_read_marked_and_chosen_by_a_program() {
    let o = office().await;
    let (sari, budi) = (o.world.api(&o.sari).await, o.world.api(&o.budi).await);
    sari.post("/requests", ask("2026-11-24"))
        .await
        .assert_status(201);
    o.app.pass(chrono::TimeDelta::seconds(30));
    let told = budi.get("/me/notices").await;
    told.assert_status(200);
    let first = &told.json["items"][0];
    assert_eq!(first["unread"], true, "{}", told.json);
    assert!(
        first["text"]
            .as_str()
            .is_some_and(|text| text.contains("Sari"))
    );
    budi.post("/me/notices/read", json!({"until": first["at"]}))
        .await
        .assert_status(204);
    let told = budi.get("/me/notices").await;
    assert_eq!(told.json["items"][0]["unread"], false);
    assert_eq!(sari.get("/me/notices?after=zz").await.fields(), ["after"]);
    let wish = json!({"mail": "digest", "digest_hour": 7, "quiet_from": 21, "quiet_to": 5});
    budi.put("/me/notices/settings", wish.clone())
        .await
        .assert_status(200);
    assert_eq!(budi.get("/me/notices/settings").await.json, wish);
    let half = json!({"mail": "each", "digest_hour": 7, "quiet_from": 21, "quiet_to": null});
    assert_eq!(
        budi.put("/me/notices/settings", half).await.fields(),
        ["quiet_to"]
    );
    let service = o.world.service(&o.hana, &[Scope::RequestsRead]).await;
    service
        .get("/me/notices")
        .await
        .assert_problem(403, "forbidden");
}

#[tokio::test]
async fn versions_are_compared_and_their_names_listed_by_a_program() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "ZZ-", true).await;
    let hr = twin.world.api(&twin.hr).await;
    let same = hr.get("/rule-sets/2/compare?with=1").await;
    same.assert_status(200);
    let items = same.json["items"].as_array().expect("items");
    assert!(items.len() > 3 && items.iter().all(|one| one["change"] == "same"));
    assert!(items.iter().all(|one| one["before"] == one["now"]));
    hr.get("/rule-sets/2/compare?with=9")
        .await
        .assert_problem(404, "not-found");
    let set = hr.get("/rule-sets/2").await;
    let body = json!({"effective_from": "2027-01-01", "rules": [], "version": set.json["version"]});
    hr.put("/rule-sets/2", body).await.assert_status(200);
    let changed = hr.get("/rule-sets/2/compare?with=1").await;
    let gone = changed.json["items"].as_array().expect("items");
    assert_eq!(gone.len(), items.len(), "{}", changed.json);
    assert!(
        gone.iter()
            .all(|one| one["change"] == "removed" && one["now"] == "")
    );
    let names = hr.get("/rule-sets/2/impact/names").await;
    names.assert_status(200);
    let mut browser = app.as_(&twin.hr).await;
    let page = browser.get("/rules/2/impact/names").await;
    for one in names.json["items"].as_array().into_iter().flatten() {
        page.assert_text(one["name"].as_str().unwrap_or_default());
    }
    let summary = hr.get("/summary").await;
    summary.assert_status(200);
    assert!(
        summary.json["employees"].as_i64() > Some(60),
        "{}",
        summary.json
    );
}
