//! Outgoing events: what a receiver gets, what becomes of refusals, and what an officer can do about it, by page and by program.

mod managing;
mod receiver;
mod sending;

use chrono::TimeDelta;
use luwes::{
    kernel::id::RequestId,
    requests::{self, Decide, Decision},
};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Client, Person, TestApp, World, app::Options, twin::ask, words};
use receiver::Receiver;

/// A unit: Budi decides, Sari asks, Hana is HR. It is Tuesday, 17 November 2026, 08:00 in Jakarta.
struct Office {
    app: TestApp,
    world: World,
    hana: Person,
    budi: Person,
    sari: Person,
    /// A program with Hana's token.
    client: Client,
}

async fn office_with(options: Options) -> Office {
    let app = TestApp::with(options).await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    for name in ["Tono", "Umi", "Vina"] {
        world.employee(name).of(&unit).await;
    }
    let sari = world.employee("Sari Wulandari").of(&unit).await;
    let hana = world.employee("Hana").of(&unit).role("hr").await;
    let client = world.api(&hana).await;
    Office {
        app,
        world,
        hana,
        budi,
        sari,
        client,
    }
}

async fn office() -> Office {
    office_with(Options::default()).await
}

/// A webhook, its id and its secret.
struct Hook {
    id: String,
    secret: String,
}

impl Office {
    fn hr(&self) -> &Client {
        &self.client
    }

    /// Adds a webhook through the JSON door.
    async fn add(&self, url: &str, kinds: &[&str]) -> Hook {
        let body = json!({ "name": "SIMPEG", "url": url, "kinds": kinds });
        let made = self.hr().post("/webhooks", body).await;
        made.assert_status(201);
        Hook {
            id: made.json["webhook"]["id"].as_str().unwrap().to_owned(),
            secret: made.json["secret"].as_str().unwrap().to_owned(),
        }
    }

    /// Adds one and lets its first test event arrive.
    async fn add_quiet(&self, receiver: &Receiver, kinds: &[&str]) -> Hook {
        let hook = self.add(&receiver.url, kinds).await;
        self.app.drain().await;
        assert_eq!(receiver.kinds(), ["webhook.test"]);
        hook
    }

    async fn submit(&self, day: &str) -> RequestId {
        let mut cx = self.world.cx_of(&self.sari).await;
        let request = ask(&mut cx, day, "RAHASIA").await;
        cx.finish().await.unwrap();
        request.id
    }

    /// Budi decides; gives the batch that can be taken back.
    async fn decide(&self, id: RequestId, decision: Decision) -> Uuid {
        let batch = Uuid::now_v7();
        let mut cx = self.world.cx_of(&self.budi).await;
        let decide = Decide {
            decision,
            version: 1,
            note: "RAHASIA alasan".into(),
            waive: false,
            batch,
        };
        requests::decide(&mut cx, id, decide).await.unwrap();
        cx.finish().await.unwrap();
        batch
    }

    async fn undo(&self, batch: Uuid) {
        let mut cx = self.world.cx_of(&self.budi).await;
        requests::undo(&mut cx, batch).await.unwrap();
        cx.finish().await.unwrap();
    }

    /// The newest event of a webhook, as programs read it.
    async fn newest(&self, hook: &Hook) -> serde_json::Value {
        let path = format!("/webhooks/{}/deliveries", hook.id);
        let list = self.hr().get(&path).await;
        list.assert_status(200).json["items"][0].clone()
    }

    async fn webhook(&self, hook: &Hook) -> serde_json::Value {
        let shown = self.hr().get(&format!("/webhooks/{}", hook.id)).await;
        shown.assert_status(200).json.clone()
    }

    /// A worker's round, a moment later.
    async fn later(&self, time: TimeDelta) {
        self.app.pass(time);
        self.app.drain().await;
    }
}

#[tokio::test]
async fn hr_adds_a_webhook_and_the_other_system_hears_of_a_request_with_a_signature_that_verifies()
{
    let o = office().await;
    let receiver = Receiver::start().await;
    let mut hana = o.app.as_(&o.hana).await;
    hana.get("/webhooks")
        .await
        .assert_ok()
        .assert_h1(&words("webhooks-title"))
        .assert_text(&words("webhooks-empty"));
    let made = hana
        .submit(
            "#new-webhook",
            &[
                ("name", "SIMPEG"),
                ("url", &receiver.url),
                ("kinds", "request.submitted"),
            ],
        )
        .await;
    made.assert_ok().assert_text(&words("webhooks-made"));
    let secret = made.attributes("#f-secret", "value").remove(0);
    let page = hana.get("/webhooks").await;
    assert!(!page.body().contains(&secret), "the secret is shown once");
    let link = page.attributes("main .list a.item", "href").remove(0);
    assert!(!hana.get(&link).await.body().contains(&secret));

    let request = o.submit("2026-11-24").await;
    o.app.drain().await;
    let got = receiver.take();
    assert_eq!(got.len(), 2, "{got:?}");
    assert_eq!(got[0].kind(), "webhook.test");
    for one in &got {
        assert_eq!(one.path, "POST /luwes?from=uji");
        assert_eq!(one.signatures(), [one.expected(&secret)]);
        assert_eq!(one.header("content-type"), "application/json");
        assert!(one.header("user-agent").starts_with("Luwes/"));
        let sent: i64 = one.header("webhook-timestamp").parse().unwrap();
        assert_eq!(sent, o.app.now().timestamp());
    }
    let body = got[1].json();
    assert_eq!(body["kind"], "request.submitted");
    assert_eq!(body["id"], got[1].header("webhook-id"));
    assert_eq!(body["agency"], o.world.code);
    assert_eq!(body["at"], "2026-11-17T08:00:00+07:00");
    assert_eq!(body["subject"]["id"], request.to_string());
    let href = body["subject"]["href"].as_str().unwrap();
    let read = o
        .hr()
        .get(href.strip_prefix("https://luwes.test").unwrap())
        .await;
    assert_eq!(read.assert_status(200).json["id"], request.to_string());
    hana.get(&link)
        .await
        .assert_ok()
        .assert_text(&words("webhooks-kind-request-submitted"))
        .assert_text(&words("webhooks-fate-sent"));
}

#[tokio::test]
async fn a_message_holds_references_and_nothing_that_a_person_is_or_typed() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let all: Vec<String> = luwes::webhooks::Kind::OFFERED
        .iter()
        .map(|kind| kind.code().to_owned())
        .collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    o.add_quiet(&receiver, &all).await;
    let request = o.submit("2026-11-24").await;
    o.decide(request, Decision::Refuse).await;
    let form = [("name", "Wulan Baru"), ("nip", "199001012015012999")];
    o.app.as_(&o.hana).await.post("/employees", &form).await;
    o.later(TimeDelta::seconds(20)).await;
    let got = receiver.take();
    assert!(got.len() >= 2, "{got:?}");
    for one in got {
        let text = String::from_utf8(one.body.clone()).unwrap();
        for secret in [
            "Sari",
            "Wulan",
            "Budi",
            "RAHASIA",
            "alasan",
            &o.sari.nip,
            &o.budi.nip,
        ] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let body = one.json();
        let mut names: Vec<&str> = body
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        names.retain(|name| *name != "outcome");
        names.sort_unstable();
        assert_eq!(names, ["agency", "at", "id", "kind", "sequence", "subject"]);
        if one.kind() == "request.decided" {
            assert_eq!(body["outcome"], "refused");
        }
    }
}

#[tokio::test]
async fn a_plan_for_improvement_is_told_at_each_step_and_its_notes_are_not() {
    let o = office().await;
    let receiver = Receiver::start().await;
    o.add_quiet(&receiver, &["improvement.changed"]).await;
    let (sari, budi) = (o.world.api(&o.sari).await, o.world.api(&o.budi).await);
    let lines = json!([{"what": "RAHASIA", "by_on": "2026-12-11", "known": "alasan"}]);
    let sent = sari
        .post("/improvement-plans", json!({"lines": lines}))
        .await;
    let path = format!("/improvement-plans/{}", sent.assert_status(201).id());
    let seen = json!({"version": sent.json["version"]});
    let agreed = budi.post(&format!("{path}/agreement"), seen).await;
    budi.post(&format!("{path}/notes"), json!({"note": "RAHASIA"}))
        .await
        .assert_status(200);
    let version = &agreed.assert_status(200).json["version"];
    let close = json!({"outcome": "met", "reason": "alasan", "version": version});
    budi.post(&format!("{path}/closing"), close)
        .await
        .assert_status(200);
    o.later(TimeDelta::seconds(20)).await;
    let got = receiver.take();
    assert_eq!(got.len(), 3, "{got:?}");
    for one in got {
        assert_eq!(one.kind(), "improvement.changed");
        let body = one.json();
        let href = body["subject"]["href"].as_str().expect("an address");
        assert!(href.ends_with(&format!("/api/v1{path}")), "{href}");
        let text = String::from_utf8(one.body.clone()).unwrap();
        assert!(
            !text.contains("RAHASIA") && !text.contains("alasan"),
            "{text}"
        );
        // who of HR reads messages may read what they are of
        let read = o.client.get(&path).await;
        assert_eq!(read.assert_status(200).json["state"], "closed");
    }
}

#[tokio::test]
async fn a_decision_is_told_once_it_stands_and_not_when_it_was_taken_back() {
    let o = office().await;
    let receiver = Receiver::start().await;
    o.add_quiet(&receiver, &["request.decided"]).await;
    let request = o.submit("2026-11-24").await;
    // taken back before the worker looked, and after it looked
    for looked in [false, true] {
        let batch = o.decide_again(request).await;
        if looked {
            o.app.drain().await;
        }
        o.app.pass(TimeDelta::seconds(5));
        o.undo(batch).await;
        o.later(TimeDelta::seconds(30)).await;
        assert_eq!(receiver.kinds(), [""; 0], "looked: {looked}");
    }
    o.decide_again(request).await;
    o.later(TimeDelta::seconds(11)).await;
    assert_eq!(receiver.kinds(), [""; 0], "told before it stands");
    o.later(TimeDelta::seconds(5)).await;
    let got = receiver.take();
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].json()["outcome"], "approved");
}

#[tokio::test]
async fn a_decision_that_has_left_already_is_followed_by_its_taking_back() {
    let o = office().await;
    let receiver = Receiver::start().await;
    o.add_quiet(&receiver, &["request.decided"]).await;
    let request = o.submit("2026-11-24").await;
    let batch = o.decide_again(request).await;
    o.app.drain().await;
    // as when the worker's clock is ahead
    sqlx::query("update webhook_deliveries set not_before = happened_at")
        .execute(&mut o.app.superuser().await)
        .await
        .unwrap();
    o.app.drain().await;
    assert_eq!(receiver.kinds(), ["request.decided"]);
    o.undo(batch).await;
    o.app.drain().await;
    let got = receiver.take();
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].kind(), "request.reopened");
    assert_eq!(got[0].json()["subject"]["id"], request.to_string());
}

impl Office {
    /// Budi approves whatever version the request has now.
    async fn decide_again(&self, id: RequestId) -> Uuid {
        let version = self
            .app
            .count(&format!(
                "select version::bigint from requests where id = '{id}'"
            ))
            .await;
        let batch = Uuid::now_v7();
        let mut cx = self.world.cx_of(&self.budi).await;
        let decide = Decide {
            decision: Decision::Approve,
            version: i32::try_from(version).unwrap(),
            note: String::new(),
            waive: false,
            batch,
        };
        requests::decide(&mut cx, id, decide).await.unwrap();
        cx.finish().await.unwrap();
        batch
    }
}

#[tokio::test]
async fn two_workers_at_once_make_each_event_once_and_lose_none() {
    let o = office().await;
    let receiver = Receiver::start().await;
    o.add_quiet(&receiver, &["request.submitted", "request.withdrawn"])
        .await;
    let mut asked = Vec::new();
    for day in ["2026-11-24", "2026-11-26", "2026-12-02", "2026-12-08"] {
        asked.push(o.submit(day).await.to_string());
    }
    tokio::join!(o.round(), o.round(), o.round());
    o.later(TimeDelta::seconds(90)).await;
    let told: Vec<String> = receiver
        .take()
        .iter()
        .map(|one| one.json()["subject"]["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told, asked, "each once and in order");
}

impl Office {
    /// A round of a worker of its own, without mail.
    async fn round(&self) {
        use luwes::kernel::{jobs::Worker, outbox::Mailer};
        Worker::new(self.app.core.clone(), Mailer::Waiting, luwes::app::work())
            .round()
            .await
            .unwrap();
    }
}
