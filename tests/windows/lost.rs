//! What becomes of days that were offered, assigned or waited for inside a window when it ends.

use chrono::TimeDelta;

use super::*;

const MONDAY: &str = "2026-11-23";

fn id_of(sent: &Shown) -> String {
    sent.assert_status(303);
    sent.header("location").replace("/requests/", "")
}

async fn end(browser: &mut Browser, window: &str) {
    browser.get(window).await.assert_ok();
    browser
        .submit(
            &format!("{window}/end"),
            &[("reason", "Sudah cukup hemat.")],
        )
        .await
        .assert_at(window);
}

/// Who is told in these mails that a window was ended.
async fn told(office: &Office) -> Vec<String> {
    let mails = office.app.drain().await;
    let mut told: Vec<String> = mails
        .into_iter()
        .filter(|mail| mail.subject.contains("diakhiri"))
        .map(|mail| mail.to)
        .collect();
    told.sort_unstable();
    told
}

async fn accept(browser: &mut Browser, id: &str) -> Shown {
    browser.get(&format!("/requests/{id}")).await.assert_ok();
    browser
        .submit(&format!("/requests/{id}/acceptance"), &[])
        .await
}

async fn state(office: &Office, id: &str, state: &str) -> bool {
    let here = format!("id = '{id}' and state = '{state}'");
    office.world.count("requests", &here).await == 1
}

#[tokio::test]
async fn days_assigned_in_a_window_are_not_agreed_to_after_it_was_ended() {
    let office = office().await;
    let mut laras = office.app.as_(&office.laras).await;
    let window = set(&mut laras, WEEK).await;
    let mut budi = office.app.as_(&office.budi).await;
    let who = office.sari.employee().0.to_string();
    let mut sent = Vec::new();
    for days in [vec![MONDAY], vec!["2026-11-24"]] {
        let mut form: Vec<(&str, &str)> = days.iter().map(|day| ("days", *day)).collect();
        form.extend([
            ("place", "home"),
            ("plan_what", "Laporan"),
            ("plan_due", ""),
            ("employee", &who),
        ]);
        sent.push(id_of(&budi.post_multipart("/requests", &form).await));
    }
    office.app.drain().await;
    end(&mut laras, &window).await;
    assert_eq!(told(&office).await, [office.sari.email.as_str()]);
    let mut sari = office.app.as_(&office.sari).await;
    accept(&mut sari, &sent[0])
        .await
        .assert_status(422)
        .assert_text("Jendela yang memungkinkan hari ini sudah diakhiri.")
        .assert_text("Senin");
    assert!(state(&office, &sent[0], "offered").await);
    // a Tuesday needs no window
    accept(&mut sari, &sent[1]).await.assert_ok();
    assert!(state(&office, &sent[1], "approved").await);
    // and it can still be declined
    sari.get(&format!("/requests/{}", sent[0])).await;
    sari.submit(&format!("/requests/{}/declination", sent[0]), &[])
        .await
        .assert_ok();
    assert!(state(&office, &sent[0], "withdrawn").await);
}

#[tokio::test]
async fn a_day_offered_in_a_window_in_place_of_one_outside_needs_the_window_still() {
    let office = office().await;
    let mut laras = office.app.as_(&office.laras).await;
    let window = set(&mut laras, WEEK).await;
    let mut sari = office.app.as_(&office.sari).await;
    let id = id_of(&send(&mut sari, &["2026-12-01"]).await);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}")).await.assert_ok();
    budi.submit(
        "#decide",
        &[("decision", "offer:2026-11-23=3"), ("note", "")],
    )
    .await
    .assert_at("/inbox");
    assert!(state(&office, &id, "offered").await);
    office.app.pass(TimeDelta::seconds(11));
    end(&mut laras, &window).await;
    accept(&mut sari, &id)
        .await
        .assert_status(422)
        .assert_text("Jendela yang memungkinkan hari ini sudah diakhiri.");
    assert!(state(&office, &id, "offered").await);
}

#[tokio::test]
async fn who_waits_for_a_place_in_a_window_is_told_of_its_end_and_is_seated_within_it() {
    let office = office().await;
    let world = &office.world;
    // a second unit of eight, of which four may be away
    let other = world.unit("Keuangan").await;
    let mut staff = Vec::new();
    for name in ["Ani", "Beni", "Cici", "Deni", "Eka", "Fani", "Gina", "Hadi"] {
        staff.push(world.employee(name).of(&other).await);
    }
    let mut first = String::new();
    for (index, person) in staff[..4].iter().enumerate() {
        let mut browser = office.app.as_(person).await;
        let id = id_of(&send(&mut browser, &["2026-11-25"]).await);
        if index == 0 {
            first = id;
        }
    }
    let queue = [
        ("days", "2026-11-25"),
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
        ("do", "queue"),
    ];
    // Eka waits since before there was a window, Fani within it
    let mut eka = office.app.as_(&staff[4]).await;
    let before = id_of(&eka.post_multipart("/requests", &queue).await);
    office.app.pass(TimeDelta::seconds(1));
    let mut laras = office.app.as_(&office.laras).await;
    let window = set(&mut laras, WEEK).await;
    let mut fani = office.app.as_(&staff[5]).await;
    let within = id_of(&fani.post_multipart("/requests", &queue).await);
    for id in [&before, &within] {
        assert!(state(&office, id, "queued").await);
    }
    let mut ani = office.app.as_(&staff[0]).await;
    ani.get(&format!("/requests/{first}")).await.assert_ok();
    ani.submit(&format!("/requests/{first}/withdrawal"), &[])
        .await
        .assert_ok();
    office.app.pass(TimeDelta::minutes(2));
    office.app.drain().await;
    office.app.drain().await;
    assert!(state(&office, &before, "submitted").await);
    let id = window.replace("/windows/", "");
    let seated = format!("id = '{before}' and window_id = '{id}'");
    assert_eq!(world.count("requests", &seated).await, 1);
    end(&mut laras, &window).await;
    let mut both = [staff[4].email.clone(), staff[5].email.clone()];
    both.sort_unstable();
    assert_eq!(told(&office).await, both);
}
