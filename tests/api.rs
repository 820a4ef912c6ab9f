//! The JSON interface: who comes in, what is refused and how, attempts that are repeated, the document and the table.

use chrono::TimeDelta;
use http::Method;
use luwes::kernel::{actor::Can, door::Scope};
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, World};

/// A unit that Budi leads; Sari and Tono work there, Hana is HR.
pub struct Office {
    pub app: TestApp,
    pub world: World,
    pub budi: Person,
    pub sari: Person,
    pub tono: Person,
    pub hana: Person,
}

pub async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let sari = world.employee("Sari").of(&unit).await;
    let tono = world.employee("Tono").of(&unit).await;
    for name in ["Umi", "Vina", "Wawan"] {
        world.employee(name).of(&unit).await;
    }
    let hana = world.employee("Hana").of(&unit).role("hr").await;
    Office {
        app,
        world,
        budi,
        sari,
        tono,
        hana,
    }
}

pub fn ask(day: &str) -> Value {
    json!({"days": [{"on": day}], "place": "home", "plan": [{"what": "Laporan"}]})
}

#[tokio::test]
async fn a_token_opens_the_door_and_says_who_it_is() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let me = sari.get("/me").await;
    me.assert_status(200);
    assert_eq!(me.json["name"], "Sari");
    assert_eq!(me.json["roles"], json!(["employee"]));
    assert_eq!(me.json["agency"]["name"], "Kota Uji");
    let used = sari.get("/me/tokens").await;
    assert!(used.json["items"][0]["last_used_at"].is_string());
    assert!(!String::from_utf8_lossy(&used.bytes).contains(sari.token.as_deref().unwrap()));
}

#[tokio::test]
async fn c10_no_token_a_wrong_one_and_a_cookie_do_not_come_in() {
    let o = office().await;
    let stranger = Client::stranger(&o.app);
    let refused = stranger.get("/me").await;
    refused.assert_problem(401, "unauthenticated");
    assert!(refused.header("www-authenticate").starts_with("Bearer"));
    let good = o.world.api(&o.sari).await;
    let mut wrong = good.clone();
    wrong.token = good.token.as_ref().map(|token| {
        let last = if token.ends_with('a') { 'b' } else { 'a' };
        format!("{}{last}", &token[..token.len() - 1])
    });
    wrong
        .get("/me")
        .await
        .assert_problem(401, "unauthenticated");
    for odd in ["x", "", "luwes_pat_", "luwes_pat_a_b"] {
        let odd = Client {
            token: Some(odd.into()),
            ..stranger.clone()
        };
        odd.get("/me").await.assert_problem(401, "unauthenticated");
    }
    // a browser's session is no key here, alone or beside a token
    let browser = o.app.as_(&o.sari).await;
    let (name, value) = browser.cookies.iter().next().unwrap();
    let cookie = format!("{name}={value}");
    let with_cookie = stranger.header("cookie", &cookie);
    with_cookie
        .get("/me")
        .await
        .assert_problem(401, "unauthenticated");
    let both = good.header("cookie", &cookie);
    both.get("/me")
        .await
        .assert_problem(400, "cookie-and-token");
}

#[tokio::test]
async fn c17_guessing_tokens_is_throttled_and_shuts_nobody_out() {
    let o = office().await;
    let good = o.world.api(&o.sari).await;
    let wrong = Client {
        token: Some(format!("luwes_pat_{}_{}", "0".repeat(32), "1".repeat(43))),
        ..Client::stranger(&o.app)
    };
    let mut last = 401;
    for _ in 0..310 {
        last = wrong.get("/me").await.status.as_u16();
    }
    assert_eq!(last, 429);
    let refused = wrong.get("/me").await;
    refused.assert_problem(429, "too-many");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    good.get("/me").await.assert_status(200);
}

#[tokio::test]
async fn a_scope_only_takes_away() {
    let o = office().await;
    let reads = o.world.api_with(&o.sari, &[Scope::RequestsRead]).await;
    reads.get("/requests").await.assert_status(200);
    reads.get("/me").await.assert_problem(403, "forbidden");
    reads
        .post("/requests", ask("2026-11-24"))
        .await
        .assert_problem(403, "forbidden");
    // what the person may not do, no scope gives
    let mut all: Vec<Scope> = Scope::all().collect();
    all.retain(|scope| *scope != Scope::AccountWrite);
    let sari = o.world.api(&o.sari).await;
    let wider = sari
        .post(
            "/me/tokens",
            json!({"name": "x", "scopes": ["trail:read"], "days": 1}),
        )
        .await;
    wider.assert_problem(422, "invalid");
    assert_eq!(wider.fields(), ["scopes[0]", "scopes"]);
    sari.get("/inbox").await.assert_problem(403, "forbidden");
}

#[tokio::test]
async fn c02_tokens_die_with_the_password_the_access_and_their_time() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let hana = o.world.api(&o.hana).await;
    sari.get("/me").await.assert_status(200);
    let mut browser = o.app.as_(&o.hana).await;
    browser
        .post(
            &format!("/members/{}/disable", o.sari.membership),
            &[("active", "false")],
        )
        .await
        .assert_status(303);
    sari.get("/me").await.assert_problem(401, "unauthenticated");
    browser
        .post(
            &format!("/members/{}/disable", o.sari.membership),
            &[("active", "true")],
        )
        .await
        .assert_status(303);
    sari.get("/me").await.assert_problem(401, "unauthenticated");

    let again = o.world.api(&o.sari).await;
    again.get("/me").await.assert_status(200);
    o.app.pass(TimeDelta::days(366));
    again
        .get("/me")
        .await
        .assert_problem(401, "unauthenticated");
    hana.get("/me").await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let made = sari
        .post(
            "/me/tokens",
            json!({"name": "Laptop", "scopes": ["account:read"], "days": 30}),
        )
        .await;
    made.assert_status(201);
    let id = made.json["token"]["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1/me/tokens/{id}"));
    let laptop = Client {
        token: made.json["secret"].as_str().map(str::to_owned),
        ..Client::stranger(&o.app)
    };
    laptop.get("/me").await.assert_status(200);
    // somebody else's token is not there
    let tono = o.world.api(&o.tono).await;
    tono.delete(&format!("/me/tokens/{id}"))
        .await
        .assert_problem(404, "not-found");
    sari.delete(&format!("/me/tokens/{id}"))
        .await
        .assert_status(204);
    laptop
        .get("/me")
        .await
        .assert_problem(401, "unauthenticated");
    sari.delete(&format!("/me/tokens/{id}"))
        .await
        .assert_problem(409, "token-ended");
    assert_eq!(o.world.count("audit", "event = 'token-made'").await, 3);
    assert_eq!(o.world.count("audit", "event = 'token-revoked'").await, 1);
}

#[tokio::test]
async fn a_token_made_by_a_token_ends_no_later_and_may_no_more() {
    let o = office().await;
    let narrow = o
        .world
        .api_with(&o.sari, &[Scope::AccountRead, Scope::AccountWrite])
        .await;
    let wider = narrow
        .post(
            "/me/tokens",
            json!({"name": "x", "scopes": ["requests:write"], "days": 1}),
        )
        .await;
    wider.assert_problem(422, "invalid");
    o.app.pass(TimeDelta::days(300));
    let made = narrow
        .post(
            "/me/tokens",
            json!({"name": "x", "scopes": ["account:read"], "days": 365}),
        )
        .await;
    made.assert_status(201);
    let parent = narrow.get("/me").await.json["token"]["expires_at"].clone();
    assert_eq!(made.json["token"]["expires_at"], parent);
}

#[tokio::test]
async fn a_service_acts_in_its_own_name_and_never_decides() {
    let o = office().await;
    let hana = o.world.api(&o.hana).await;
    let made = hana
        .post(
            "/service-tokens",
            json!({"name": "SIMPEG", "scopes": ["requests:read", "organisation:read"], "days": 365}),
        )
        .await;
    made.assert_status(201);
    let refused = hana
        .post(
            "/service-tokens",
            json!({"name": "x", "scopes": ["decisions:write"], "days": 1}),
        )
        .await;
    refused.assert_problem(422, "invalid");
    let service = Client {
        token: made.json["secret"].as_str().map(str::to_owned),
        ..Client::stranger(&o.app)
    };
    service.get("/requests/agency").await.assert_status(200);
    service
        .get("/requests")
        .await
        .assert_problem(403, "forbidden");
    service.get("/inbox").await.assert_problem(403, "forbidden");
    service.get("/me").await.assert_problem(403, "forbidden");
    let sari = o.world.api(&o.sari).await;
    sari.post(
        "/service-tokens",
        json!({"name": "x", "scopes": ["organisation:read"], "days": 1}),
    )
    .await
    .assert_problem(403, "forbidden");
}

#[tokio::test]
async fn every_refusal_is_a_problem_in_the_language_of_the_caller() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    sari.get("/nowhere").await.assert_problem(404, "not-found");
    sari.get("/requests/no-uuid")
        .await
        .assert_problem(404, "not-found");
    let method = sari.call(Method::DELETE, "/requests", None).await;
    method.assert_problem(405, "method");
    assert!(method.header("allow").contains("GET") && method.header("allow").contains("POST"));
    let send = |media: &'static str, bytes: Vec<u8>| {
        let sari = sari.clone();
        async move {
            sari.send(Method::POST, "/requests/precheck", Some((media, bytes)))
                .await
        }
    };
    send("text/plain", b"{}".to_vec())
        .await
        .assert_problem(415, "media-type");
    send("application/json", b"{".to_vec())
        .await
        .assert_problem(400, "json");
    send("application/json", vec![b' '; 70_000])
        .await
        .assert_problem(413, "too-large");
    let deep = format!("{{\"days\":{}{}}}", "[".repeat(40), "]".repeat(40));
    send("application/json", deep.into_bytes())
        .await
        .assert_problem(400, "too-deep");
    let unknown = sari
        .post(
            "/requests/precheck",
            json!({"days": [{"on": "2026-11-24"}], "place": "home", "employee_id": o.tono.employee().to_string()}),
        )
        .await;
    unknown.assert_problem(422, "invalid");
    assert_eq!(unknown.fields(), ["employee_id"]);
    let query = sari.get("/requests?stat=draft").await;
    query.assert_problem(422, "invalid");
    assert_eq!(query.fields(), ["stat"]);
    let id = sari.get("/nowhere").await;
    let en = sari.clone().english().get("/nowhere").await;
    assert_ne!(id.json["title"], en.json["title"]);
    assert_eq!(en.header("content-language"), "en");
}

#[tokio::test]
async fn days_are_judged_without_asking_anybody() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await;
    let body = json!({"days": [{"on": "2026-11-24"}, {"on": "2026-11-22", "part": "morning"}], "place": "home"});
    let found = sari
        .clone()
        .english()
        .post("/requests/precheck", body)
        .await;
    found.assert_status(200);
    assert_eq!(found.json["verdict"], "fail");
    assert_eq!(found.json["may_submit"], false);
    let days = found.json["days"].as_array().unwrap();
    assert_eq!(days.len(), 2);
    assert_eq!(days[0]["verdict"]["verdict"], "fail", "a Sunday");
    assert_eq!(days[1]["verdict"]["verdict"], "pass");
    assert!(days[1]["verdict"]["rules"].as_array().unwrap().len() > 5);
    assert_eq!(o.world.count("requests", "true").await, 0);
}

#[tokio::test]
async fn the_same_key_does_it_once_and_another_body_is_refused() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await.key("attempt-0001");
    let first = sari.post("/requests", ask("2026-11-24")).await;
    first.assert_status(201);
    let again = sari.post("/requests", ask("2026-11-24")).await;
    again.assert_status(201);
    assert_eq!(again.json, first.json);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("idempotent-replayed"), "true");
    sari.post("/requests", ask("2026-11-25"))
        .await
        .assert_problem(422, "idempotency-reused");
    assert_eq!(o.world.count("requests", "true").await, 1);
    // a key is one person's own
    let tono = o.world.api(&o.tono).await.key("attempt-0001");
    tono.post("/requests", ask("2026-11-24"))
        .await
        .assert_status(201);
    let odd = o.world.api(&o.sari).await.key("kurz");
    odd.post("/requests", ask("2026-11-25"))
        .await
        .assert_problem(400, "idempotency-key");
    // what was refused may be tried again under its name
    let other = o.world.api(&o.sari).await.key("attempt-0002");
    other
        .post("/requests", ask("2026-11-22"))
        .await
        .assert_problem(422, "invalid");
    other
        .post("/requests", ask("2026-11-22"))
        .await
        .assert_problem(422, "invalid");
    o.app.pass(TimeDelta::hours(49));
    o.app.drain().await;
    assert_eq!(o.world.count("api_answers", "true").await, 0);
}

#[tokio::test]
async fn fifty_at_once_with_one_key_make_one_request() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await.key("attempt-fifty");
    let calls = (0..50).map(|_| sari.post("/requests", ask("2026-11-24")));
    let replies = futures::future::join_all(calls).await;
    let mut ids: Vec<String> = replies
        .iter()
        .filter(|reply| reply.status == 201)
        .map(|reply| reply.id())
        .collect();
    assert!(ids.len() >= 10, "{} were answered", ids.len());
    assert!(
        replies
            .iter()
            .all(|reply| [201, 503].contains(&reply.status.as_u16()))
    );
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(o.world.count("requests", "true").await, 1);
    assert_eq!(
        o.world.count("audit", "event = 'request-submitted'").await,
        1
    );
}

#[tokio::test]
async fn a_secret_is_not_kept_for_a_repeated_attempt() {
    let o = office().await;
    let sari = o.world.api(&o.sari).await.key("attempt-token");
    let body = json!({"name": "Laptop", "scopes": ["account:read"], "days": 30});
    let first = sari.post("/me/tokens", body.clone()).await;
    assert!(first.json["secret"].is_string());
    let again = sari.post("/me/tokens", body).await;
    again.assert_status(201);
    assert_eq!(again.json["secret"], Value::Null);
    assert_eq!(again.json["token"], first.json["token"]);
    assert_eq!(
        o.world
            .count("api_answers", "body like '%luwes_pat_0%'")
            .await,
        0
    );
}

#[test]
fn the_document_tells_the_table_and_nothing_else() {
    let app = crate::support::cluster::on_own_runtime(TestApp::new());
    let document: Value = serde_json::from_str(app.core.interface.text()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut told: Vec<(String, String)> = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["responses"].as_object().unwrap().len() > 5);
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            told.push((method.to_uppercase(), path.clone()));
        }
    }
    told.sort();
    let mut routed: Vec<(String, String)> = app
        .routes
        .iter()
        .filter(|route| route.path.starts_with("/api/") && route.can != Can::Public)
        .map(|route| (route.method.to_owned(), route.path.clone()))
        .collect();
    routed.sort();
    assert_eq!(told, routed);
    let ids: std::collections::BTreeSet<&str> = app
        .core
        .interface
        .operations()
        .iter()
        .map(|operation| operation.doc.id)
        .collect();
    assert_eq!(ids.len(), routed.len(), "every operation has its own name");
    for route in &app.routes {
        if route.path.starts_with("/api/") {
            assert_eq!(route.scope.is_some(), route.can != Can::Public, "{route:?}");
        }
    }
    // every reference leads somewhere
    let text = app.core.interface.text();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let path = part.split('"').next().unwrap();
        assert!(document.pointer(path).is_some(), "{path}");
    }
}
