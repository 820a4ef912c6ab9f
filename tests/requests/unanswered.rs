//! Requests that nobody answers: by leave they find whoever stands above, by time what the agency chose.

use luwes::kernel::outbox::Mail;

use super::*;

/// The agency's choice, as HR saves it on the page.
async fn choose(office: &Office, what: &str, days: &str) {
    let hr = office.world.officer("Tuti", &["hr"]).await;
    let mut hr = office.app.as_(&hr).await;
    hr.get("/agency").await.assert_ok();
    hr.submit(
        "/agency",
        &[("unanswered", what), ("unanswered_days", days)],
    )
    .await
    .assert_at("/agency")
    .assert_text(&words("flash-saved"));
}

/// Everything the worker does at an instant; the upkeep tells, the next round delivers.
async fn at(office: &Office, instant: &str) -> Vec<Mail> {
    office.app.set_clock(instant);
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    mails
}

fn subjects(mails: &[Mail], person: &Person) -> Vec<String> {
    mails
        .iter()
        .filter(|mail| mail.to == person.email)
        .map(|mail| mail.subject.clone())
        .collect()
}

#[tokio::test]
async fn while_the_head_is_on_leave_the_next_superior_decides_and_the_timeline_names_both() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    office
        .world
        .absent(&office.budi, "leave", "2026-11-18", "2026-11-19")
        .await;
    let mails = at(&office, "2026-11-18T02:00:00Z").await;
    assert_eq!(
        subjects(&mails, &boss),
        ["Pengajuan Sari menunggu keputusan Anda"]
    );
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_no_text("Sari");
    let mut bos = office.app.as_(&boss).await;
    decide(&mut bos, &id, "approve", "")
        .await
        .assert_at("/inbox");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_text("Bos, menggantikan Budi");
}

#[tokio::test]
async fn what_comes_back_before_anybody_decided_waits_for_the_head_again() {
    let office = office().await;
    office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    office
        .world
        .absent(&office.budi, "leave", "2026-11-18", "2026-11-18")
        .await;
    ask(&office, 0, &["2026-11-24"]).await;
    at(&office, "2026-11-18T02:00:00Z").await;
    at(&office, "2026-11-19T02:00:00Z").await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_text("Sari");
}

#[tokio::test]
async fn by_default_a_request_waits_for_ever_and_is_never_approved_in_silence() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-12-15"]).await;
    at(&office, "2026-12-14T02:00:00Z").await;
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(
        office.world.count("requests", "level > 0").await,
        0,
        "nobody chose that it moves up"
    );
}

#[tokio::test]
async fn without_an_answer_it_moves_up_by_working_days_and_at_last_to_the_leader() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let leader = office.world.employee("Kepala").role("leader").await;
    choose(&office, "escalate", "3").await;
    let id = ask(&office, 0, &["2026-12-15"]).await;
    // Wednesday, Thursday, Friday; Monday at half past seven in Jakarta
    at(&office, "2026-11-23T00:29:00Z").await;
    assert_eq!(office.world.count("requests", "level > 0").await, 0);
    let mails = at(&office, "2026-11-23T00:30:00Z").await;
    assert_eq!(subjects(&mails, &boss), ["Pengajuan Sari naik kepada Anda"]);
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Pengajuan Anda naik ke atasan berikutnya"]
    );
    assert!(
        subjects(&mails, &office.budi)
            .contains(&"Pengajuan Sari tidak lagi menunggu Anda".to_owned())
    );
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_no_text("Sari");
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_status(422)
        .assert_text(&words("refused-not-approver"));
    // again for the superior, with a time of its own
    at(&office, "2026-11-26T02:00:00Z").await;
    assert_eq!(office.world.count("requests", "level = 1").await, 1);
    let mails = at(&office, "2026-11-27T02:00:00Z").await;
    assert_eq!(
        subjects(&mails, &leader),
        ["Pengajuan Sari naik kepada Anda"]
    );
    at(&office, "2026-12-10T02:00:00Z").await;
    assert_eq!(office.world.count("requests", "level = 2").await, 1);
    let mut kepala = office.app.as_(&leader).await;
    kepala.get("/inbox").await.assert_text("Sari");
    decide(&mut kepala, &id, "approve", "")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "approved");
    let moved = "event = 'request-escalated'";
    assert_eq!(office.world.count("audit", moved).await, 2);
}

#[tokio::test]
async fn a_corrected_request_begins_at_the_head_again() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    choose(&office, "escalate", "3").await;
    let id = ask(&office, 0, &["2026-12-15"]).await;
    at(&office, "2026-11-23T02:00:00Z").await;
    let mut bos = office.app.as_(&boss).await;
    decide(&mut bos, &id, "return", "Sebutkan hasilnya")
        .await
        .assert_at("/inbox");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/new?again={id}")).await;
    sari.submit("#ask", &[("plan_what", "Naskah"), ("plan_due", "")])
        .await
        .assert_ok();
    assert_eq!(office.world.count("requests", "level = 0").await, 1);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_text("Sari");
}

#[tokio::test]
async fn where_the_agency_chose_so_it_ends_refused_frees_its_place_and_can_be_objected_to() {
    let office = office().await;
    office.world.officer("Kepala", &["leader"]).await;
    choose(&office, "refuse", "4").await;
    let id = ask(&office, 0, &["2026-12-15"]).await;
    at(&office, "2026-11-23T02:00:00Z").await;
    assert_eq!(state(&office, &id).await, "submitted");
    let mails = at(&office, "2026-11-24T02:00:00Z").await;
    assert_eq!(state(&office, &id).await, "refused");
    assert_eq!(office.world.count("request_days", "counts").await, 0);
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Pengajuan Anda berakhir tanpa jawaban"]
    );
    let mut sari = office.app.as_(&office.staff[0]).await;
    let page = format!("/requests/{id}");
    sari.get(&page)
        .await
        .assert_text(&words("requests-lapsed-note"))
        .assert_text(&words("requests-event-lapsed"));
    sari.submit(
        &format!("{page}/objection"),
        &[("statement", "Tidak dijawab")],
    )
    .await
    .assert_ok();
    let auditor = office.world.officer("Rudi", &["auditor"]).await;
    let mut rudi = office.app.as_(&auditor).await;
    rudi.get("/trail/requests?show=all")
        .await
        .assert_text("Sari");
    rudi.get(&format!("/trail/requests/{id}")).await.assert_ok();
    assert_eq!(
        office
            .world
            .count(
                "audit",
                "event = 'request-lapsed' and actor_kind = 'system'"
            )
            .await,
        1
    );
}

#[tokio::test]
async fn an_answer_in_time_stays_an_answer() {
    let office = office().await;
    choose(&office, "refuse", "3").await;
    let id = ask(&office, 0, &["2026-12-15"]).await;
    office.app.set_clock("2026-11-20T02:00:00Z");
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    at(&office, "2026-11-30T02:00:00Z").await;
    assert_eq!(state(&office, &id).await, "approved");
}
