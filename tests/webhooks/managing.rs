//! What an officer may do, by page and by program, and who may not.

use chrono::TimeDelta;
use serde_json::json;

use super::{office, office_with, receiver::Receiver};
use crate::support::{app::Options, words};

#[tokio::test]
async fn an_address_must_be_https_public_and_without_a_password() {
    let o = office().await;
    let hr = o.hr();
    for (url, code) in [
        ("https://10.0.0.1/", "url-private"),
        ("https://169.254.169.254/latest/meta-data/", "url-private"),
        ("https://[fd00:ec2::254]/", "url-private"),
        ("https://0xa.1/", "url-private"),
        ("http://simpeg.contoh.go.id/", "url-https"),
        ("http://192.168.1.5/", "url-https"),
        ("https://me:pw@simpeg.contoh.go.id/", "url-credentials"),
        ("javascript:alert(1)", "url"),
        ("simpeg", "url"),
    ] {
        let body = json!({ "name": "X", "url": url, "kinds": ["request.submitted"] });
        let refused = hr.post("/webhooks", body).await;
        refused.assert_problem(422, "invalid");
        assert_eq!(refused.json["errors"][0]["field"], "url", "{url}");
        assert_eq!(refused.json["errors"][0]["code"], code, "{url}");
    }
    let mut hana = o.app.as_(&o.hana).await;
    hana.get("/webhooks").await.assert_ok();
    let typed = [
        ("name", "Dalam"),
        ("url", "https://10.0.0.1/"),
        ("kinds", "request.decided"),
    ];
    let shown = hana.submit("#new-webhook", &typed).await;
    shown
        .assert_status(422)
        .assert_text(&words("invalid-url-private"));
    assert_eq!(shown.attributes("#f-url", "value"), ["https://10.0.0.1/"]);
    assert_eq!(shown.number_of("input[name=kinds][checked]"), 1);
    assert_eq!(o.world.count("webhooks", "true").await, 0);
}

#[tokio::test]
async fn every_step_of_a_webhook_has_its_door_for_programs() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hr = o.hr();
    let hook = o
        .add_quiet(&receiver, &["request.submitted", "request.decided"])
        .await;
    let at = |rest: &str| format!("/webhooks/{}{rest}", hook.id);
    let list = hr.get("/webhooks").await;
    assert_eq!(list.assert_status(200).json["items"][0]["id"], hook.id);
    assert!(!list.json.to_string().contains("whsec_"));
    assert_eq!(
        list.json["items"][0]["kinds"],
        json!(["request.submitted", "request.decided"])
    );

    hr.post(&at("/test"), json!({})).await.assert_status(204);
    o.app.drain().await;
    assert_eq!(receiver.kinds(), ["webhook.test"]);
    let paused = hr.post(&at("/pause"), json!({})).await;
    assert_eq!(paused.assert_status(200).json["pause"], "officer");
    hr.post(&at("/pause"), json!({}))
        .await
        .assert_problem(409, "changed");
    hr.post(&at("/test"), json!({}))
        .await
        .assert_problem(422, "webhook-paused");
    o.submit("2026-11-24").await;
    o.app.drain().await;
    assert_eq!(receiver.kinds(), [""; 0]);
    hr.post(&at("/resumption"), json!({}))
        .await
        .assert_status(200);
    hr.post(&at("/resumption"), json!({}))
        .await
        .assert_problem(409, "changed");
    o.app.drain().await;
    assert_eq!(receiver.kinds(), ["request.submitted"]);

    let newest = o.newest(&hook).await;
    let event = newest["event_id"].as_str().unwrap();
    let again = at(&format!("/deliveries/{event}/repetition"));
    hr.post(&again, json!({})).await.assert_status(204);
    hr.post(&again, json!({}))
        .await
        .assert_problem(422, "webhook-waiting");
    o.app.drain().await;
    let got = receiver.take();
    assert_eq!(got[0].header("webhook-id"), event);
    hr.post(&at("/repetition"), json!({}))
        .await
        .assert_problem(422, "webhook-none-dead");
    let dead = hr.get(&at("/deliveries?state=dead")).await;
    assert_eq!(dead.assert_status(200).json["items"], json!([]));

    let rotated = hr.post(&at("/secret"), json!({})).await;
    assert_ne!(rotated.assert_status(201).json["secret"], hook.secret);
    hr.delete(&at("")).await.assert_status(204);
    hr.get(&at("")).await.assert_problem(404, "not-found");
    assert_eq!(o.world.count("webhook_deliveries", "true").await, 0);
    for event in [
        "added",
        "tested",
        "paused",
        "resumed",
        "repeated",
        "secret-changed",
        "deleted",
    ] {
        let there = format!("event = 'webhook-{event}'");
        assert_eq!(o.world.count("audit", &there).await, 1, "{event}");
    }
}

#[tokio::test]
async fn a_repeated_attempt_makes_one_webhook_and_shows_the_secret_once() {
    let o = office().await;
    let hr = o.hr().clone().key("webhook-satu");
    let body =
        json!({ "name": "X", "url": "https://hooks.contoh.go.id/", "kinds": ["import.applied"] });
    let first = hr.post("/webhooks", body.clone()).await;
    assert!(
        first.assert_status(201).json["secret"]
            .as_str()
            .unwrap()
            .starts_with("whsec_")
    );
    let second = hr.post("/webhooks", body).await;
    assert!(second.assert_status(201).json["secret"].is_null());
    assert_eq!(second.json["webhook"]["id"], first.json["webhook"]["id"]);
    assert_eq!(o.world.count("webhooks", "true").await, 1);
}

#[tokio::test]
async fn an_agency_has_at_most_ten_however_many_are_asked_for_at_once() {
    let o = office().await;
    let hr = o.hr();
    let one = |n: usize| {
        let hr = hr.clone();
        async move {
            let body = json!({ "name": format!("S{n}"), "url": "https://hooks.contoh.go.id/", "kinds": ["import.applied"] });
            hr.post("/webhooks", body).await
        }
    };
    let all = futures::future::join_all((0..14).map(one)).await;
    let made = all.iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 10);
    for refused in all.iter().filter(|reply| reply.status != 201) {
        refused.assert_problem(422, "webhooks-many");
    }
}

#[tokio::test]
async fn only_hr_of_the_agency_reaches_a_webhook_and_only_with_its_scope() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    let event = o.newest(&hook).await["event_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let other = o.app.agency("Kota Lain").await;
    let unit = other.unit("Loket").await;
    let stranger = other.employee("Hadi").of(&unit).role("hr").await;
    let theirs = other.api(&stranger).await;
    let mut theirs_page = o.app.as_(&stranger).await;
    let sari = o.world.api(&o.sari).await;
    let mut sari_page = o.app.as_(&o.sari).await;
    for rest in [
        "/secret",
        "/pause",
        "/resumption",
        "/test",
        "/repetition",
        &format!("/deliveries/{event}/repetition"),
    ] {
        let path = format!("/webhooks/{}{rest}", hook.id);
        theirs
            .post(&path, json!({}))
            .await
            .assert_problem(404, "not-found");
        theirs_page.post(&path, &[]).await.assert_status(404);
        sari.post(&path, json!({}))
            .await
            .assert_problem(403, "forbidden");
        sari_page.post(&path, &[]).await.assert_status(403);
    }
    let path = format!("/webhooks/{}", hook.id);
    theirs.get(&path).await.assert_problem(404, "not-found");
    theirs
        .get(&format!("{path}/deliveries"))
        .await
        .assert_problem(404, "not-found");
    theirs.delete(&path).await.assert_problem(404, "not-found");
    theirs_page.fetch(&path).await.assert_status(404);
    theirs_page
        .post(&format!("{path}/deletion"), &[])
        .await
        .assert_status(404);
    sari_page.fetch("/webhooks").await.assert_status(403);
    sari_page.fetch(&path).await.assert_status(403);
    sari_page
        .post(&format!("{path}/deletion"), &[])
        .await
        .assert_status(403);
    assert_eq!(theirs.get("/webhooks").await.json["items"], json!([]));
    use luwes::kernel::door::Scope;
    let narrow = o.world.api_with(&o.hana, &[Scope::WebhooksRead]).await;
    narrow.get(&path).await.assert_status(200);
    narrow
        .post(&format!("{path}/test"), json!({}))
        .await
        .assert_problem(403, "forbidden");
    let off = o.world.api_with(&o.hana, &[Scope::AccountRead]).await;
    off.get(&path).await.assert_problem(403, "forbidden");
    assert_eq!(o.webhook(&hook).await["state"], "active");
}

#[tokio::test]
async fn a_secret_lies_encrypted_and_without_the_operators_key_webhooks_are_off() {
    let o = office().await;
    let hook = o
        .add("https://hooks.contoh.go.id/", &["import.applied"])
        .await;
    let dump: String = sqlx::query_scalar("select string_agg(w::text, '|') from webhooks w")
        .fetch_one(&mut o.app.superuser().await)
        .await
        .unwrap();
    use base64::{Engine, engine::general_purpose::STANDARD};
    let bytes = STANDARD
        .decode(hook.secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let plain: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!dump.contains(&plain) && !dump.contains(&hook.secret));

    let o = office_with(Options {
        vault: false,
        ..Options::default()
    })
    .await;
    let page = o.app.as_(&o.hana).await.get("/webhooks").await;
    page.assert_ok().assert_text(&words("webhooks-off"));
    assert_eq!(page.number_of("#new-webhook"), 0);
    let body =
        json!({ "name": "X", "url": "https://hooks.contoh.go.id/", "kinds": ["import.applied"] });
    let refused = o.hr().post("/webhooks", body).await;
    refused.assert_problem(422, "webhooks-off");
}

#[tokio::test]
async fn what_arrived_is_forgotten_after_a_month_and_what_was_given_up_after_three() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    o.submit("2026-11-24").await;
    o.app.drain().await;
    sqlx::query("update webhook_deliveries set state = 'dead' where kind = 'request.submitted'")
        .execute(&mut o.app.superuser().await)
        .await
        .unwrap();
    o.later(TimeDelta::days(31)).await;
    let left = o.newest(&hook).await;
    assert_eq!(left["state"], "dead");
    assert_eq!(o.world.count("webhook_deliveries", "true").await, 1);
    o.later(TimeDelta::days(60)).await;
    assert_eq!(o.world.count("webhook_deliveries", "true").await, 0);
}
