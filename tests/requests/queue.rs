//! The waiting list of full days: first come, first seated, and nobody overtakes.

use super::*;

/// Four of eight are away on Wednesday, as many as may be: Tono, Umi, Vina, Wawan. Gives the id of Tono's request.
async fn full() -> (Office, String) {
    let office = office().await;
    let mut first = String::new();
    for who in 1..5 {
        let id = ask(&office, who, &["2026-11-25"]).await;
        if who == 1 {
            first = id;
        }
    }
    office.app.drain().await;
    (office, first)
}

async fn wait(office: &Office, who: usize) -> String {
    let mut browser = office.app.as_(&office.staff[who]).await;
    let mut form = fields(&["2026-11-25"]);
    form.push(("do", "queue"));
    let id = id_of(&browser.post_multipart("/requests", &form).await);
    office.app.pass(TimeDelta::seconds(1));
    id
}

/// The worker's minute passes.
async fn minute(office: &Office) -> Vec<luwes::kernel::outbox::Mail> {
    office.app.pass(TimeDelta::minutes(2));
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    mails
}

async fn give_up(office: &Office, who: usize, id: &str) {
    let mut browser = office.app.as_(&office.staff[who]).await;
    browser.get(&format!("/requests/{id}")).await.assert_ok();
    browser
        .submit(&format!("/requests/{id}/withdrawal"), &[])
        .await
        .assert_ok();
}

#[tokio::test]
async fn who_came_first_gets_the_place_that_becomes_free_and_the_next_moves_up() {
    let (office, tono) = full().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests/new?day=2026-11-25")
        .await
        .assert_ok()
        .assert_text("Antre tempat");
    let first = wait(&office, 0).await;
    let second = wait(&office, 5).await;
    for (id, place) in [(&first, "Antrean ke-1"), (&second, "Antrean ke-2")] {
        let mut reader = office
            .app
            .as_(&office.staff[if id == &first { 0 } else { 5 }])
            .await;
        reader
            .get(&format!("/requests/{id}"))
            .await
            .assert_text(place);
    }
    assert!(minute(&office).await.is_empty(), "nothing is free yet");
    assert_eq!(office.world.count("requests", "state = 'queued'").await, 2);

    give_up(&office, 1, &tono).await;
    // the place is Sari's: somebody who asks in this very moment does not overtake
    let mut zaki = office.app.as_(&office.staff[6]).await;
    send(&mut zaki, &["2026-11-25"])
        .await
        .assert_refused(&words("invalid-queue-first"));
    let mails = minute(&office).await;
    assert_eq!(state(&office, &first).await, "submitted");
    assert_eq!(state(&office, &second).await, "queued");
    assert!(mails.iter().any(
        |mail| mail.to == office.staff[0].email && mail.subject == "Ada tempat untuk hari Anda"
    ));
    assert!(mails.iter().any(|mail| mail.to == office.budi.email
        && mail.subject == "Pengajuan Sari menunggu keputusan Anda"));
    let mut yani = office.app.as_(&office.staff[5]).await;
    yani.get(&format!("/requests/{second}"))
        .await
        .assert_text("Antrean ke-1");
    let counted = "counts and on_date = '2026-11-25'";
    assert_eq!(office.world.count("request_days", counted).await, 4);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &first, "approve", "")
        .await
        .assert_at("/inbox");
}

#[tokio::test]
async fn only_a_full_day_has_a_line_and_each_person_one_place_in_it() {
    let (office, _) = full().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    // a day with room is asked for at once
    let mut form = fields(&["2026-11-24"]);
    form.push(("do", "queue"));
    let id = id_of(&sari.post_multipart("/requests", &form).await);
    assert_eq!(state(&office, &id).await, "submitted");
    // a day that no place can mend
    let mut form = fields(&["2026-11-21"]);
    form.push(("do", "queue"));
    sari.post_multipart("/requests", &form)
        .await
        .assert_refused("21 November 2026 belum bisa.");
    wait(&office, 0).await;
    let mut form = fields(&["2026-11-25"]);
    form.push(("do", "queue"));
    sari.post_multipart("/requests", &form)
        .await
        .assert_refused(&words("invalid-queue-twice"));
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-23"),
        ("last_on", "2026-12-18"),
        ("weekday", "3"),
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("do", "queue"),
    ];
    sari.post_multipart("/requests", &pattern)
        .await
        .assert_status(422)
        .assert_text(&words("refused-queue-pattern"));
}

#[tokio::test]
async fn who_waits_may_leave_the_line_and_without_a_place_it_ends_on_the_day() {
    let (office, _) = full().await;
    let first = wait(&office, 0).await;
    let second = wait(&office, 5).await;
    give_up(&office, 0, &first).await;
    assert_eq!(state(&office, &first).await, "withdrawn");
    office.app.set_clock("2026-11-25T02:00:00Z");
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert_eq!(state(&office, &second).await, "withdrawn");
    assert!(mails.iter().any(|mail| mail.to == office.staff[5].email
        && mail.subject == "Antrean Anda berakhir tanpa tempat"));
    assert_eq!(
        office
            .world
            .count("audit", "event = 'request-expired'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_crowd_in_line_is_seated_in_order_and_no_limit_is_exceeded() {
    let (office, _) = full().await;
    let mut late = Vec::new();
    for n in 0..12 {
        late.push(
            office
                .world
                .employee(&format!("Pegawai {n}"))
                .of(&office.unit)
                .await,
        );
    }
    // twelve more people: half of twenty may be away, six more than now
    let mut asking = Vec::new();
    for person in &late {
        let mut browser = office.app.as_(person).await;
        asking.push(async move {
            let mut form = fields(&["2026-11-25"]);
            form.push(("do", "queue"));
            browser.post_multipart("/requests", &form).await
        });
    }
    let answers = futures::future::join_all(asking).await;
    assert!(
        answers.iter().all(|one| one.status == 303),
        "nobody is lost"
    );
    assert_eq!(
        office.world.count("requests", "state = 'submitted'").await,
        10
    );
    assert_eq!(office.world.count("requests", "state = 'queued'").await, 6);
    let before = "select string_agg(id::text, ',' order by queued_at, id) from \
        (select id, queued_at from requests where agency_id = $1 and state = 'queued' order by queued_at, id limit 2) q";
    let first: String = sqlx::query_scalar(before)
        .bind(office.world.agency.0)
        .fetch_one(&mut office.app.superuser().await)
        .await
        .unwrap();
    // two places become free
    let mut budi = office.app.as_(&office.budi).await;
    let ids: Vec<String> = sqlx::query_scalar(
        "select id::text from requests where agency_id = $1 and state = 'submitted' order by id limit 2",
    )
    .bind(office.world.agency.0)
    .fetch_all(&mut office.app.superuser().await)
    .await
    .unwrap();
    for id in &ids {
        decide(&mut budi, id, "refuse", "Rapat")
            .await
            .assert_at("/inbox");
    }
    minute(&office).await;
    for id in first.split(',') {
        assert_eq!(state(&office, id).await, "submitted", "came first");
    }
    assert_eq!(office.world.count("requests", "state = 'queued'").await, 4);
    let counted = "counts and on_date = '2026-11-25'";
    assert_eq!(office.world.count("request_days", counted).await, 10);
    assert_eq!(
        office
            .world
            .count("audit", "event = 'request-seated'")
            .await,
        2
    );
}
