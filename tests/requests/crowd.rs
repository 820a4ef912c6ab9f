//! A crowd at the door: two hundred people want the last ten places of their unit in the same moment.

use std::time::Duration;

use luwes::policy;

use super::{fields, send};
use crate::support::{Browser, Shown, TestApp, app::Options};

/// As a browser does with the page that says "try again in a moment": waits and sends the same form again.
async fn until_answered(browser: &mut Browser) -> Shown {
    let mut fields = fields(&["2026-11-24"]);
    let key = uuid::Uuid::now_v7().to_string();
    fields.push(("key", &key));
    loop {
        let answer = browser.post_multipart("/requests", &fields).await;
        if answer.status != 503 {
            return answer;
        }
        assert_eq!(answer.header("retry-after"), "3");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_once_for_the_last_ten_places() {
    let app = TestApp::with(Options {
        connections: 10,
        ..Options::default()
    })
    .await;
    let world = app.agency("Kota Uji").await;
    let practice = policy::base::Practice {
        quota_percent: 5,
        ..Default::default()
    };
    world
        .rules_of(&policy::base::typical_agency(&practice))
        .await;
    let unit = world.unit("Analisis").await;
    world.employee("Budi").head_of(&unit).await;
    let mut crowd = Vec::new();
    for n in 0..200 {
        let person = world.employee(&format!("Pegawai {n}")).of(&unit).await;
        crowd.push(app.as_(&person).await);
    }
    let answers = futures::future::join_all(crowd.iter_mut().map(until_answered)).await;
    let won = answers.iter().filter(|one| one.status == 303).count();
    assert_eq!(won, 10, "five per cent of 201");
    for lost in answers.iter().filter(|one| one.status != 303) {
        lost.assert_refused("Selasa, 24 November 2026 belum bisa.");
    }
    assert_eq!(world.count("request_days", "counts").await, 10);
    assert_eq!(world.count("requests", "state = 'submitted'").await, 10);
    assert_eq!(
        world.count("audit", "event = 'request-submitted'").await,
        10
    );
    let late = answers.iter().position(|one| one.status != 303);
    send(&mut crowd[late.expect("somebody lost")], &["2026-11-24"])
        .await
        .assert_refused("Selasa, 24 November 2026 belum bisa.");
}
