//! What is refused to who works on a version, by page and by program, and that it stays as it was.

use chrono::TimeDelta;

use super::*;
use crate::support::Client;

/// Where programs find the version of a page.
fn door(path: &str) -> String {
    path.replace("rules", "rule-sets")
}

/// Takes each of these steps on a version as it is now; each is refused for this reason.
async fn refused(client: &Client, path: &str, version: i32, steps: &[&str], code: &str) {
    for step in steps {
        let body = match *step {
            "return" => json!({"version": version, "note": "Terlalu longgar"}),
            _ => json!({"version": version}),
        };
        let reply = client.post(&format!("{}/{step}", door(path)), body).await;
        reply.assert_problem(422, code);
    }
}

/// Sends other rules for a version that is a draft no more.
async fn not_edited(client: &Client, path: &str, version: i32) {
    let body = json!({"effective_from": "2026-11-20", "rules": [], "version": version});
    let reply = client.put(&door(path), body).await;
    reply.assert_problem(422, "rules-not-draft");
}

#[tokio::test]
async fn a_second_draft_is_refused_until_the_open_one_is_published_or_withdrawn() {
    let (app, world, hana, hari) = office().await;
    // the page that Hari has open is older than the draft
    let mut second = app.as_(&hari).await;
    second.get("/rules").await.assert_ok();
    let mut first = app.as_(&hana).await;
    let path = draft(&mut first).await;
    second
        .submit("/rules", &[])
        .await
        .assert_refused(&words("refused-rules-open-draft"))
        .assert_link(&path);
    // one that waits is open too
    let typed = [("effective_from", "2026-11-18")];
    press(&mut first, &path, "/request", &typed)
        .await
        .assert_status(303);
    let program = world.api(&hari).await;
    let copy = json!({"copy_of": 1});
    let reply = program.post("/rule-sets", copy.clone()).await;
    reply.assert_problem(422, "rules-open-draft");
    assert_eq!(world.count("rule_sets", "version > 1").await, 1);

    let withdrawn = program
        .post(
            &format!("{}/withdrawal", door(&path)),
            json!({"version": 3}),
        )
        .await;
    withdrawn.assert_status(200);
    let reply = program.post("/rule-sets", copy).await;
    reply.assert_status(201);
}

#[tokio::test]
async fn a_step_is_refused_on_a_version_that_does_not_stand_there() {
    let (app, world, hana, hari) = office().await;
    let mut first = app.as_(&hana).await;
    let mut second = app.as_(&hari).await;
    let program = world.api(&hari).await;
    let path = draft(&mut first).await;
    // a draft is neither published nor given back
    for step in ["/publish", "/return"] {
        let typed = [("row_version", "1"), ("note", "Terlalu longgar")];
        second
            .post(&format!("{path}{step}"), &typed)
            .await
            .assert_refused(&words("refused-rules-not-waiting"));
    }
    let deciding = ["publication", "return"];
    refused(&program, &path, 1, &deciding, "rules-not-waiting").await;
    let kept = "state = 'draft' and row_version = 1";
    assert_eq!(world.count("rule_sets", kept).await, 1);

    // what waits is neither edited nor asked for again
    let typed = [("effective_from", "2026-11-18")];
    press(&mut first, &path, "/request", &typed)
        .await
        .assert_status(303);
    not_edited(&program, &path, 3).await;
    refused(&program, &path, 3, &["request"], "rules-not-draft").await;
    let kept = "state = 'waiting' and row_version = 3 and effective_from = '2026-11-18'";
    assert_eq!(world.count("rule_sets", kept).await, 1);

    // and with what is published nothing is done any more
    second.get(&path).await.assert_ok();
    second
        .submit(&format!("{path}/publish"), &[])
        .await
        .assert_ok();
    second
        .post(&format!("{path}/withdraw"), &[("row_version", "4")])
        .await
        .assert_refused(&words("refused-rules-not-draft"));
    not_edited(&program, &path, 4).await;
    let drafting = ["request", "withdrawal"];
    refused(&program, &path, 4, &drafting, "rules-not-draft").await;
    refused(&program, &path, 4, &deciding, "rules-not-waiting").await;
    let kept = "version = 2 and state = 'published' and row_version = 4 and note = ''";
    assert_eq!(world.count("rule_sets", kept).await, 1);
}

#[tokio::test]
async fn a_version_whose_day_has_come_is_not_published_and_gets_a_new_day() {
    let (app, world, hana, hari) = office().await;
    let mut first = app.as_(&hana).await;
    let path = draft(&mut first).await;
    let typed = [("effective_from", "2026-11-18")];
    press(&mut first, &path, "/request", &typed)
        .await
        .assert_status(303);
    app.pass(TimeDelta::days(1));
    let mut second = app.as_(&hari).await;
    second.get(&path).await.assert_ok();
    second
        .submit(&format!("{path}/publish"), &[])
        .await
        .assert_refused(&words("refused-rules-date-passed"));
    let program = world.api(&hari).await;
    refused(&program, &path, 3, &["publication"], "rules-date-passed").await;
    let kept = "state = 'waiting' and row_version = 3 and published_at is null";
    assert_eq!(world.count("rule_sets", kept).await, 1);

    // the way out that the words name, from the page that says so
    let note = [("note", "Tanggalnya sudah lewat")];
    second
        .submit(&format!("{path}/return"), &note)
        .await
        .assert_ok();
    let typed = [("effective_from", "2026-11-19")];
    press(&mut second, &path, "/request", &typed)
        .await
        .assert_status(303);
    let anew = "state = 'waiting' and effective_from = '2026-11-19'";
    assert_eq!(world.count("rule_sets", anew).await, 1);
}

#[tokio::test]
async fn the_ministry_does_not_ask_for_a_set_in_which_nothing_is_on() {
    let app = TestApp::new().await;
    let ministry = app.agency("Kementerian").ministry().await;
    ministry.rules().await;
    let mita = ministry.employee("Mita").role("ministry").await;
    let mut browser = app.as_(&mita).await;
    browser.get("/base-rules").await.assert_ok();
    let page = browser.submit("/base-rules", &[]).await;
    let path = page.assert_ok().path.clone();
    let mut off = fields(&page, &path, &[("effective_from", "2026-11-18")]);
    off.retain(|(name, _)| !name.ends_with(".on"));
    let pairs: Vec<(&str, &str)> = off
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser
        .post(&format!("{path}/request"), &pairs)
        .await
        .assert_refused(&words("refused-rules-empty"));
    let kept = "select count(*) from base_rule_sets where state = 'draft' and row_version = ";
    assert_eq!(app.count(&format!("{kept}1")).await, 1);

    // a program may leave the rules out altogether: a draft keeps that, nobody is asked to publish it
    let program = ministry.api(&mita).await;
    let body = json!({"effective_from": "2026-11-18", "rules": [], "version": 1});
    let saved = program.put(&door(&path), body).await;
    saved.assert_status(200);
    refused(&program, &path, 2, &["request"], "rules-empty").await;
    assert_eq!(app.count(&format!("{kept}2")).await, 1);
}
