//! Other days that are offered and accepted with one tap, days that a head assigns, and what becomes of both without an answer.

use super::*;

/// Budi offers Thursday in place of Tuesday; the answer's time to take it back has passed.
async fn offered(office: &Office) -> (String, Browser) {
    let id = ask(office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "offer:2026-11-26=3", "Selasa ada rapat")
        .await
        .assert_at("/inbox")
        .assert_text("Hari lain ditawarkan kepada Sari.");
    assert_eq!(state(office, &id).await, "offered");
    office.app.pass(TimeDelta::seconds(11));
    (id, budi)
}

fn held(day: &str) -> String {
    format!("counts and on_date = '{day}'")
}

#[tokio::test]
async fn an_offer_holds_its_days_and_is_accepted_from_the_first_page_with_one_tap() {
    let office = office().await;
    let (id, _) = offered(&office).await;
    let mails = office.app.drain().await;
    let told = mails.iter().find(|mail| mail.to == office.staff[0].email);
    assert_eq!(
        told.expect("Sari is told").subject,
        "Atasan menawarkan hari lain"
    );
    let days = |day: &'static str| {
        office
            .world
            .count("request_days", Box::leak(held(day).into()))
    };
    assert_eq!(days("2026-11-26").await, 1);
    assert_eq!(days("2026-11-24").await, 0);
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/").await.assert_ok().assert_text("Kamis 26 Nov");
    sari.submit(&format!("/requests/{id}/acceptance"), &[])
        .await
        .assert_at(&format!("/requests/{id}"))
        .assert_text("Hari itu berlaku.")
        .assert_text("Selasa 24 Nov");
    assert_eq!(state(&office, &id).await, "approved_adjusted");
    let decided = format!(
        "id = '{id}' and decided_by = '{}'",
        office.budi.employee().0
    );
    assert_eq!(office.world.count("requests", &decided).await, 1);
    let mails = office.app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == office.budi.email
        && mail.subject == "Sari menerima hari yang Anda tawarkan"));
    for event in ["request-decided", "offer-accepted"] {
        let one = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &one).await, 1, "{event}");
    }
    // accepted twice: it is done already
    sari.post(&format!("/requests/{id}/acceptance"), &[("version", "2")])
        .await
        .assert_status(422);
}

#[tokio::test]
async fn declined_the_days_that_were_asked_for_wait_again_or_come_back_when_taken() {
    let office = office().await;
    let (id, _) = offered(&office).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{id}")).await.assert_ok();
    sari.submit(
        &format!("/requests/{id}/declination"),
        &[("note", "Kamis ada posyandu")],
    )
    .await
    .assert_at(&format!("/requests/{id}"))
    .assert_text("Kamis ada posyandu");
    assert_eq!(state(&office, &id).await, "submitted");
    let tuesday = held("2026-11-24");
    assert_eq!(office.world.count("request_days", &tuesday).await, 1);
    assert_eq!(office.world.count("request_days", "added").await, 0);

    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "offer:2026-11-26=3", "")
        .await
        .assert_at("/inbox");
    for who in 1..5 {
        ask(&office, who, &["2026-11-24"]).await;
    }
    sari.get(&format!("/requests/{id}")).await.assert_ok();
    sari.submit(&format!("/requests/{id}/declination"), &[])
        .await
        .assert_ok();
    assert_eq!(state(&office, &id).await, "returned");
    assert_eq!(office.world.count("request_days", &tuesday).await, 4);
}

#[tokio::test]
async fn an_offer_is_taken_back_within_ten_seconds_by_undo_and_later_by_hand() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    office.app.drain().await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "offer:2026-11-26=3", "").await;
    budi.submit("/inbox/undo/", &[]).await.assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "submitted");
    office.app.pass(TimeDelta::seconds(20));
    assert!(office.app.drain().await.is_empty());
    decide(&mut budi, &id, "offer:2026-11-26=3", "").await;
    office.app.pass(TimeDelta::seconds(11));
    budi.get(&format!("/requests/{id}")).await.assert_ok();
    budi.submit(&format!("/requests/{id}/retraction"), &[])
        .await
        .assert_at(&format!("/requests/{id}"));
    assert_eq!(state(&office, &id).await, "submitted");
    // a peer has no part in it
    decide(&mut budi, &id, "offer:2026-11-26=3", "").await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    for step in ["acceptance", "declination"] {
        tono.post(&format!("/requests/{id}/{step}"), &[("version", "6")])
            .await
            .assert_status(404);
    }
    assert_eq!(state(&office, &id).await, "offered");
}

#[tokio::test]
async fn an_offer_without_an_answer_ends_on_its_first_day_and_both_are_told() {
    let office = office().await;
    let (id, _) = offered(&office).await;
    office.app.drain().await;
    office.app.set_clock("2026-11-26T02:00:00Z");
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert_eq!(state(&office, &id).await, "withdrawn");
    assert_eq!(office.world.count("request_days", "counts").await, 0);
    for person in [&office.staff[0], &office.budi] {
        assert!(
            mails.iter().any(|mail| mail.to == person.email
                && mail.subject == "Tawaran hari untuk Sari berakhir tanpa jawaban"),
            "{}",
            person.email
        );
    }
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.post(&format!("/requests/{id}/acceptance"), &[("version", "3")])
        .await
        .assert_status(422);
}

#[tokio::test]
async fn days_that_are_assigned_hold_once_the_person_confirms_them() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/team")
        .await
        .assert_link("/requests/new?for=team");
    let sari = office.staff[0].employee().0.to_string();
    budi.get("/requests/new?for=team").await.assert_ok();
    budi.get(&format!("/requests/new?for={sari}"))
        .await
        .assert_ok()
        .assert_h1("Tugaskan hari fleksibel")
        .assert_text("Tono");
    let mut form = fields(&["2026-11-24", "2026-11-26"]);
    form.push(("employee", &sari));
    form.push(("key", "0193a1b2-0000-7000-8000-000000000002"));
    let sent = budi.post_multipart("/requests", &form).await;
    let again = budi.post_multipart("/requests", &form).await;
    let id = id_of(&sent);
    assert_eq!(id, id_of(&again), "sent twice, assigned once");
    assert_eq!(state(&office, &id).await, "offered");
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        mails[0].subject,
        "Budi menugaskan hari fleksibel kepada Anda"
    );
    let mut browser = office.app.as_(&office.staff[0]).await;
    browser
        .get(&format!("/requests/{id}"))
        .await
        .assert_text("Budi menugaskan hari ini kepada Anda");
    browser
        .submit(&format!("/requests/{id}/acceptance"), &[])
        .await
        .assert_text("Disetujui");
    assert_eq!(state(&office, &id).await, "approved");
    assert_eq!(office.world.count("request_days", "counts").await, 2);
    let one = format!(
        "id = '{id}' and decided_by = '{}'",
        office.budi.employee().0
    );
    assert_eq!(office.world.count("requests", &one).await, 1);

    // declined, the days are free again
    let mut form = fields(&["2026-12-01"]);
    form.push(("employee", &sari));
    let other = id_of(&budi.post_multipart("/requests", &form).await);
    browser.get(&format!("/requests/{other}")).await.assert_ok();
    browser
        .submit(
            &format!("/requests/{other}/declination"),
            &[("note", "Cuti")],
        )
        .await
        .assert_ok();
    assert_eq!(state(&office, &other).await, "withdrawn");
    assert_eq!(office.world.count("request_days", "counts").await, 2);
}

#[tokio::test]
async fn c06_nobody_assigns_days_to_themselves_or_to_whom_they_do_not_decide_for() {
    let office = office().await;
    let archive = office.world.unit("Arsip").await;
    let stranger = office.world.employee("Asing").of(&archive).await;
    let mut budi = office.app.as_(&office.budi).await;
    let own = office.budi.employee().0.to_string();
    let asing = stranger.employee().0.to_string();
    for (who, refusal) in [
        (&own, "refused-own-request"),
        (&asing, "refused-not-approver"),
    ] {
        let mut form = fields(&["2026-11-24"]);
        form.push(("employee", who));
        budi.post_multipart("/requests", &form)
            .await
            .assert_status(422)
            .assert_text(&words(refusal));
    }
    // a rule in the way stops an assignment as it stops a request
    let sari = office.staff[0].employee().0.to_string();
    let mut form = fields(&["2026-11-21"]);
    form.push(("employee", &sari));
    budi.post_multipart("/requests", &form)
        .await
        .assert_refused("21 November 2026 belum bisa.");
    // an employee who decides for nobody
    let mut tono = office.app.as_(&office.staff[1]).await;
    let mut form = fields(&["2026-11-24"]);
    form.push(("employee", &sari));
    tono.post_multipart("/requests", &form)
        .await
        .assert_status(403);
    assert_eq!(office.world.count("requests", "true").await, 0);
}
