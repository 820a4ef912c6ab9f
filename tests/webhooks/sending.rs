//! What goes wrong on the way: refusals, redirects, slow and dead receivers, a worker that dies, secrets that change.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use luwes::kernel::{jobs::Worker, outbox::Mailer};
use tokio_rustls::{TlsAcceptor, rustls};

use super::{
    Office, office, office_with,
    receiver::{Receiver, Reply},
};
use crate::support::{app::Options, words};

#[tokio::test]
async fn a_refused_event_is_tried_twelve_times_over_most_of_a_day_then_dead_and_sent_again_by_hand()
{
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    receiver.always(Reply::Status(500, format!("gagal {}", "x".repeat(9_000))));
    let begun = o.app.now();
    o.submit("2026-11-24").await;
    o.app.drain().await;
    let mut ids = Vec::new();
    for attempt in 1..=12 {
        let got = receiver.take();
        assert_eq!(got.len(), 1, "attempt {attempt}");
        ids.push(got[0].header("webhook-id").to_owned());
        let newest = o.newest(&hook).await;
        assert_eq!(newest["attempts"], attempt);
        assert_eq!(newest["status"], 500);
        assert_eq!(newest["problem"], "status");
        assert_eq!(newest["answer"].as_str().unwrap().len(), 500);
        if attempt < 12 {
            assert_eq!(newest["state"], "pending");
            let pause = TimeDelta::seconds(30 << (attempt - 1));
            o.later(pause - TimeDelta::seconds(1)).await;
            assert_eq!(receiver.kinds(), [""; 0], "too early after {attempt}");
            o.later(TimeDelta::seconds(1).max(TimeDelta::minutes(15) - pause))
                .await;
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "one id at every attempt");
    assert!(o.app.now() - begun < TimeDelta::days(1));
    assert_eq!(o.newest(&hook).await["state"], "dead");
    o.later(TimeDelta::days(1)).await;
    assert_eq!(receiver.kinds(), [""; 0], "the dead rest");

    let mut hana = o.app.as_(&o.hana).await;
    let shown = hana.get(&format!("/webhooks/{}?state=dead", hook.id)).await;
    shown
        .assert_ok()
        .assert_text("status 500")
        .assert_text(&words("webhooks-fate-dead"))
        .assert_text("gagal xxx");
    receiver.always(Reply::Status(200, String::new()));
    let action = format!("/webhooks/{}/repetition", hook.id);
    hana.submit(&action, &[])
        .await
        .assert_ok()
        .assert_text(&words("flash-webhook-repeated"));
    o.app.drain().await;
    let got = receiver.take();
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].header("webhook-id"), ids[0], "the same event");
    assert_eq!(o.newest(&hook).await["state"], "sent");
    assert_eq!(o.webhook(&hook).await["dead"], 0);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let o = office().await;
    let (receiver, elsewhere) = (Receiver::start().await, Receiver::start().await);
    receiver.always(Reply::Redirect(elsewhere.url.clone()));
    let hook = o.add(&receiver.url, &["request.submitted"]).await;
    o.app.drain().await;
    assert_eq!(receiver.take().len(), 1);
    assert_eq!(elsewhere.take().len(), 0);
    let newest = o.newest(&hook).await;
    assert_eq!(
        (newest["problem"].as_str(), newest["status"].as_i64()),
        (Some("redirect"), Some(307))
    );
}

#[tokio::test]
async fn an_address_that_became_private_is_not_called() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    // a name that passed when it was added and now leads into the house
    let port = receiver
        .url
        .split(':')
        .nth(2)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    for url in [
        format!("https://localhost:{port}/"),
        "https://10.0.0.1/".into(),
        "https://[::ffff:10.0.0.1]/".into(),
    ] {
        sqlx::query("delete from webhook_deliveries")
            .execute(&mut o.app.superuser().await)
            .await
            .unwrap();
        sqlx::query("update webhooks set url = $1, rest_until = null")
            .bind(&url)
            .execute(&mut o.app.superuser().await)
            .await
            .unwrap();
        o.hr()
            .post(
                &format!("/webhooks/{}/test", hook.id),
                serde_json::json!({}),
            )
            .await;
        o.later(TimeDelta::hours(9)).await;
        let newest = o.newest(&hook).await;
        // 127.0.0.0/8 is allowed in tests, so localhost is reached and has no TLS
        let wanted = if url.contains("localhost") {
            ["tls", "private"].as_slice()
        } else {
            &["private"]
        };
        assert!(
            wanted.contains(&newest["problem"].as_str().unwrap()),
            "{url}: {newest}"
        );
    }
    assert_eq!(receiver.take().len(), 0);
}

#[tokio::test]
async fn a_worker_that_dies_between_sending_and_marking_sends_the_same_event_again() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    receiver.then(Reply::Late(Duration::from_secs(60)));
    o.submit("2026-11-24").await;
    // dropped while the receiver has the event and the worker has no answer
    tokio::time::timeout(Duration::from_secs(2), o.app.drain())
        .await
        .unwrap_err();
    assert_eq!(o.newest(&hook).await["state"], "pending");
    o.later(TimeDelta::seconds(59)).await;
    assert_eq!(receiver.received().len(), 1, "the lease still runs");
    o.later(TimeDelta::seconds(2)).await;
    let got = receiver.take();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"));
    assert_eq!(got[0].json(), got[1].json());
    assert_eq!(o.newest(&hook).await["state"], "sent");
}

#[tokio::test]
async fn during_a_rotation_both_secrets_sign_and_a_day_later_only_the_new_one() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    let mut hana = o.app.as_(&o.hana).await;
    hana.get(&format!("/webhooks/{}", hook.id))
        .await
        .assert_ok();
    let made = hana
        .submit(&format!("/webhooks/{}/secret", hook.id), &[])
        .await;
    made.assert_ok().assert_text(&words("webhooks-rotated"));
    let new = made.attributes("#f-secret", "value").remove(0);
    assert_ne!(new, hook.secret);
    assert!(o.webhook(&hook).await["old_secret_until"].is_string());
    o.submit("2026-11-24").await;
    o.app.drain().await;
    let got = receiver.take().remove(0);
    assert_eq!(
        got.signatures(),
        [got.expected(&new), got.expected(&hook.secret)]
    );
    o.app.pass(TimeDelta::hours(24));
    o.submit("2026-12-02").await;
    o.app.drain().await;
    let got = receiver.take().remove(0);
    assert_eq!(got.signatures(), [got.expected(&new)]);
    assert_eq!(
        o.world.count("webhooks", "old_secret is null").await,
        1,
        "forgotten"
    );
    assert!(o.webhook(&hook).await["old_secret_until"].is_null());
}

#[tokio::test]
async fn a_receiver_that_accepts_nothing_for_three_days_is_paused_and_hr_is_told_once() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    receiver.always(Reply::Status(503, String::new()));
    o.submit("2026-11-24").await;
    o.app.drain().await;
    o.later(TimeDelta::hours(40)).await;
    assert_eq!(o.webhook(&hook).await["state"], "active");
    o.later(TimeDelta::hours(32)).await;
    let paused = o.webhook(&hook).await;
    assert_eq!(
        (paused["state"].as_str(), paused["pause"].as_str()),
        (Some("paused"), Some("failing"))
    );
    let tries = receiver.take().len();
    let mails = o.app.drain().await;
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.link.contains(&hook.id))
        .collect();
    assert_eq!(told.len(), 1, "{mails:?}");
    assert_eq!(told[0].to, o.hana.email);
    o.submit("2026-12-02").await;
    o.later(TimeDelta::days(2)).await;
    assert_eq!(receiver.take().len(), 0, "nothing after {tries} tries");
    // repaired: what waited and what happened meanwhile arrives
    receiver.always(Reply::Status(200, String::new()));
    let mut hana = o.app.as_(&o.hana).await;
    let page = hana.get(&format!("/webhooks/{}", hook.id)).await;
    page.assert_ok()
        .assert_text(&words("webhooks-state-stopped"));
    hana.submit(&format!("/webhooks/{}/resumption", hook.id), &[])
        .await
        .assert_ok();
    o.app.drain().await;
    assert_eq!(receiver.kinds(), ["request.submitted", "request.submitted"]);
    assert_eq!(
        o.world
            .count("audit", "event in ('webhook-paused', 'webhook-resumed')")
            .await,
        2
    );
}

#[tokio::test]
async fn a_receiver_that_says_gone_is_paused_at_once_and_nothing_is_lost() {
    let o = office().await;
    let receiver = Receiver::start().await;
    let hook = o.add_quiet(&receiver, &["request.submitted"]).await;
    receiver.then(Reply::Status(410, String::new()));
    o.submit("2026-11-24").await;
    o.app.drain().await;
    assert_eq!(o.webhook(&hook).await["pause"], "gone");
    receiver.take();
    let resumed = o
        .hr()
        .post(
            &format!("/webhooks/{}/resumption", hook.id),
            serde_json::json!({}),
        )
        .await;
    resumed.assert_status(200);
    o.later(TimeDelta::seconds(30)).await;
    assert_eq!(receiver.kinds(), ["request.submitted"]);
}

#[tokio::test]
async fn a_slow_receiver_holds_back_neither_other_agencies_nor_the_mail() {
    let o = office().await;
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    slow.always(Reply::Late(Duration::from_secs(60)));
    for _ in 0..5 {
        o.add(&slow.url, &["request.submitted"]).await;
    }
    let other = o.app.agency("Kota Lain").await;
    let unit = other.unit("Loket").await;
    let head = other.employee("Hadi").of(&unit).role("hr").await;
    let body = serde_json::json!({ "name": "X", "url": quick.url, "kinds": ["unit.created"] });
    let client = other.api(&head).await;
    client.post("/webhooks", body).await.assert_status(201);
    o.submit("2026-11-24").await;

    let folder = std::env::temp_dir().join(format!("{}_slow", o.app.database));
    let mailer = Mailer::Folder(folder.clone());
    let worker = Worker::new(o.app.core.clone(), mailer, luwes::app::work());
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut running = tokio::task::JoinSet::new();
    running.spawn(worker.run(stopped));
    let begun = std::time::Instant::now();
    loop {
        let mailed = std::fs::read_dir(&folder).is_ok_and(|folder| folder.count() > 0);
        if mailed && !quick.received().is_empty() && !slow.received().is_empty() {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(8),
            "held back: {mailed}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.send(true).unwrap();
    running.join_all().await;
    assert!(slow.received().len() <= 8, "few at once");
    std::fs::remove_dir_all(folder).ok();
}

/// A certificate for this machine, and who signed it.
fn certificate() -> (TlsAcceptor, Vec<u8>) {
    let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (
        TlsAcceptor::from(Arc::new(config)),
        made.cert.pem().into_bytes(),
    )
}

async fn over_tls(trusted: bool) -> (Office, Receiver, super::Hook) {
    let (acceptor, pem) = certificate();
    let receiver = Receiver::secure(acceptor).await;
    let o = office_with(Options {
        authority: trusted.then_some(pem),
        ..Options::default()
    })
    .await;
    let hook = o.add(&receiver.url, &["request.submitted"]).await;
    o.app.drain().await;
    (o, receiver, hook)
}

#[tokio::test]
async fn a_certificate_is_verified_and_one_of_the_operators_authority_is_trusted() {
    let (o, receiver, hook) = over_tls(true).await;
    assert_eq!(receiver.kinds(), ["webhook.test"]);
    assert_eq!(o.newest(&hook).await["state"], "sent");
    let (o, receiver, hook) = over_tls(false).await;
    assert_eq!(receiver.kinds(), [""; 0]);
    assert_eq!(o.newest(&hook).await["problem"], "tls");
}

#[tokio::test]
async fn nobody_there_and_nonsense_are_told_apart() {
    let o = office().await;
    let gone = Receiver::start().await;
    let hook = o.add(&gone.url, &["request.submitted"]).await;
    drop(gone);
    tokio::time::sleep(Duration::from_millis(50)).await;
    o.app.drain().await;
    assert_eq!(o.newest(&hook).await["problem"], "unreachable");
    // a port that speaks something else
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let odd = o.add(&url, &["request.submitted"]).await;
    let talk = async {
        use tokio::io::AsyncWriteExt;
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"SSH-2.0-x\r\n").await.unwrap();
    };
    tokio::join!(talk, o.app.drain());
    assert_eq!(o.newest(&odd).await["problem"], "unreadable");
}
