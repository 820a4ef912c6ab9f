//! What happens after the decision: corrections, other days, cancelling, revoking, patterns, the end.

use super::*;

#[tokio::test]
async fn a_refusal_needs_a_reason_and_an_objection_goes_to_the_leader() {
    let office = office().await;
    let leader = office.world.officer("Kepala", &["leader"]).await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "refuse", " ")
        .await
        .assert_refused(&words("invalid-reason-required"));
    decide(&mut budi, &id, "refuse", "Perlu di loket")
        .await
        .assert_at("/inbox");
    let mut sari = office.app.as_(&office.staff[0]).await;
    let page = format!("/requests/{id}");
    sari.get(&page).await.assert_text("Perlu di loket");
    sari.submit(
        &format!("{page}/objection"),
        &[("statement", "Loket sudah cukup orang")],
    )
    .await
    .assert_ok();
    office.app.pass(TimeDelta::seconds(11));
    assert!(
        office
            .app
            .drain()
            .await
            .iter()
            .any(|mail| mail.to == leader.email)
    );
    let mut kepala = office.app.as_(&leader).await;
    kepala
        .get(&page)
        .await
        .assert_ok()
        .assert_text("Loket sudah cukup orang");
    kepala
        .submit("/objections/", &[("answer", "Setuju"), ("upheld", "true")])
        .await
        .assert_ok()
        .assert_text("kembali kepada Budi untuk diputuskan ulang")
        .assert_text("Keberatan diterima; kembali untuk diputuskan ulang");
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(office.world.count("request_days", "counts").await, 1);
    // both are told; the decider sees why it is back, and it is not among those that need no thought
    let mails = office.app.drain().await;
    let told = |person: &Person, word: &str| {
        let mut mine = mails.iter().filter(|mail| mail.to == person.email);
        mine.any(|mail| mail.subject.contains(word))
    };
    assert!(told(&office.staff[0], "diputuskan ulang"));
    assert!(told(&office.budi, "menunggu keputusan Anda"));
    let inbox = budi.get("/inbox").await;
    inbox
        .assert_text("Perlu pertimbangan Anda")
        .assert_text("Keberatan diterima")
        .assert_no_text("Aman disetujui");
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_text("Kembali untuk diputuskan ulang")
        .assert_text("Loket sudah cukup orang")
        .assert_text("Setuju");
}

#[tokio::test]
async fn a_returned_request_is_corrected_and_sent_again() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "return", "Sebutkan hasilnya")
        .await
        .assert_at("/inbox");
    assert_eq!(office.world.count("request_days", "counts").await, 0);
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/new?again={id}"))
        .await
        .assert_ok()
        .assert_text("Selasa 24 Nov");
    sari.submit(
        "#ask",
        &[("plan_what", "Naskah kebijakan"), ("plan_due", "")],
    )
    .await
    .assert_ok()
    .assert_at(&format!("/requests/{id}"))
    .assert_text("Naskah kebijakan");
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(office.world.count("request_days", "counts").await, 1);
}

#[tokio::test]
async fn another_day_is_offered_and_approved_with_one_press() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "adjust:2026-11-26=1", "")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "approved_adjusted");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_h1("Kamis 26 Nov (pagi)");
    assert_eq!(
        office
            .world
            .count(
                "request_days",
                "counts and on_date = '2026-11-26' and halves = 1"
            )
            .await,
        1
    );
    budi.submit("/inbox/undo/", &[]).await.assert_ok();
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_h1("Selasa 24 Nov");
}

#[tokio::test]
async fn half_of_an_asked_day_is_approved_and_the_whole_returns_when_that_is_taken_back() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24", "2026-11-26"]).await;
    let client = office.world.api(&office.budi).await;
    let half = serde_json::json!({
        "decision": "adjust",
        "days": [{"on": "2026-11-24", "part": "morning"}],
        "version": 1,
    });
    client
        .post(&format!("/api/v1/requests/{id}/decision"), half)
        .await
        .assert_status(200);
    let counted = |halves: i16| {
        format!("counts and on_date = '2026-11-24' and halves = {halves} and not dropped")
    };
    assert_eq!(office.world.count("request_days", &counted(1)).await, 1);
    assert_eq!(office.world.count("request_days", "counts").await, 1);
    let mut sari = office.app.as_(&office.staff[0]).await;
    let page = format!("/requests/{id}");
    sari.get(&page).await.assert_h1("Selasa 24 Nov (pagi)");
    let decided = client.get(&format!("/api/v1/requests/{id}")).await;
    let batch = decided.json["batch"].as_str().expect("a batch").to_owned();
    let mut budi = office.app.as_(&office.budi).await;
    budi.post(&format!("/inbox/undo/{batch}"), &[])
        .await
        .assert_status(303);
    assert_eq!(office.world.count("request_days", &counted(3)).await, 1);
    assert_eq!(office.world.count("request_days", "counts").await, 2);
}

#[tokio::test]
async fn a_day_or_the_whole_is_cancelled_after_approval_and_the_place_is_free_again() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24", "2026-11-26"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    let mut sari = office.app.as_(&office.staff[0]).await;
    let page = format!("/requests/{id}");
    sari.get(&page).await;
    let cancel = format!("{page}/cancellation");
    sari.submit(&cancel, &[("days", "2026-11-24")])
        .await
        .assert_h1("Kamis 26 Nov");
    assert_eq!(office.world.count("request_days", "counts").await, 1);
    sari.post(&cancel, &[("version", "1")])
        .await
        .assert_refused("diubah orang lain");
    sari.get(&page).await;
    sari.submit(&cancel, &[]).await.assert_text("Dibatalkan");
    assert_eq!(state(&office, &id).await, "cancelled");
    assert_eq!(office.world.count("request_days", "counts").await, 0);
}

#[tokio::test]
async fn an_approval_is_revoked_with_notice_and_a_reason() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await;
    let page = format!("/requests/{id}");
    let revoke = format!("{page}/revocation");
    budi.get(&page).await.assert_ok();
    budi.submit(&revoke, &[("from", "2026-11-17"), ("reason", "Sidang")])
        .await
        .assert_refused(&words("invalid-revoke-notice"));
    budi.get(&page).await;
    budi.submit(&revoke, &[("from", "2026-11-18"), ("reason", "Sidang")])
        .await
        .assert_ok();
    assert_eq!(state(&office, &id).await, "revoked");
    assert!(
        office
            .app
            .drain()
            .await
            .iter()
            .any(|mail| mail.text.contains("Sidang"))
    );
}

#[tokio::test]
async fn an_upheld_objection_gives_back_the_revoked_days_that_lie_ahead() {
    let office = office().await;
    let leader = office.world.officer("Kepala", &["leader"]).await;
    let id = ask(&office, 0, &["2026-11-24", "2026-11-26"]).await;
    let page = format!("/requests/{id}");
    revoke(&office, &id, "2026-11-18").await;
    assert_eq!(office.world.count("request_days", "counts").await, 0);
    object(&office, &id).await;
    office.app.pass(TimeDelta::days(8));
    let mut kepala = office.app.as_(&leader).await;
    kepala.get(&page).await.assert_text("Sidang sudah dipindah");
    kepala
        .submit("/objections/", &[("answer", "Setuju"), ("upheld", "true")])
        .await
        .assert_ok()
        .assert_text("Keberatan diterima");
    assert_eq!(state(&office, &id).await, "approved");
    let back = "counts and on_date = '2026-11-26'";
    assert_eq!(office.world.count("request_days", back).await, 1);
    assert_eq!(office.world.count("request_days", "counts").await, 1);
    kepala.get(&page).await.assert_h1("Kamis 26 Nov");
}

#[tokio::test]
async fn an_objection_that_is_upheld_too_late_gives_nothing_back_and_one_dismissed_neither() {
    let office = office().await;
    let leader = office.world.officer("Kepala", &["leader"]).await;
    for (upheld, word) in [
        ("false", "Keberatan ditolak"),
        ("true", "Keberatan diterima"),
    ] {
        let id = ask(&office, 0, &["2026-11-24"]).await;
        revoke(&office, &id, "2026-11-18").await;
        object(&office, &id).await;
        if upheld == "true" {
            office.app.pass(TimeDelta::days(8));
        }
        let mut kepala = office.app.as_(&leader).await;
        kepala.get(&format!("/requests/{id}")).await;
        kepala
            .submit("/objections/", &[("answer", "Ya"), ("upheld", upheld)])
            .await
            .assert_ok()
            .assert_text(word);
        assert_eq!(state(&office, &id).await, "revoked");
        assert_eq!(office.world.count("request_days", "counts").await, 0);
    }
}

#[tokio::test]
async fn a_pattern_revoked_from_a_day_on_says_which_days_stand() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-17"),
        ("last_on", "2026-12-11"),
        ("weekday", "2"),
        ("weekday", "3"),
        ("place", "home"),
        ("plan_what", "Rekap mingguan"),
        ("plan_due", ""),
    ];
    let id = id_of(&sari.post_multipart("/requests", &pattern).await);
    revoke(&office, &id, "2026-11-24").await;
    let shown = sari.get(&format!("/requests/{id}")).await;
    shown
        .assert_text("Dicabut sebagian")
        .assert_text("Hari sebelum 24 Nov 2026 tetap berlaku; sejak hari itu dicabut.");
    assert_eq!(shown.all("details.more ul.list li"), ["Rabu 18 Nov"]);
    for page in ["/requests", "/"] {
        sari.get(page).await.assert_text("Dicabut sebagian");
    }
}

#[tokio::test]
async fn a_restored_pattern_leaves_out_the_days_that_passed_while_it_was_revoked() {
    let office = office().await;
    let leader = office.world.officer("Kepala", &["leader"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-23"),
        ("last_on", "2026-12-11"),
        ("weekday", "2"),
        ("weekday", "5"),
        ("halves", "5=2"),
        ("place", "home"),
        ("plan_what", "Rekap mingguan"),
        ("plan_due", ""),
    ];
    let id = id_of(&sari.post_multipart("/requests", &pattern).await);
    revoke(&office, &id, "2026-11-18").await;
    object(&office, &id).await;
    office.app.pass(TimeDelta::days(8));
    let mut kepala = office.app.as_(&leader).await;
    kepala.get(&format!("/requests/{id}")).await;
    kepala
        .submit("/objections/", &[("answer", "Setuju"), ("upheld", "true")])
        .await
        .assert_ok();
    assert_eq!(state(&office, &id).await, "approved");
    let passed = "halves = 0 and on_date = '2026-11-24'";
    assert_eq!(office.world.count("request_days", passed).await, 1);
    assert_eq!(office.world.count("request_days", "true").await, 1);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/team?week=2026-11-23").await.assert_text("Rumah");
}

/// The approver approves a request and revokes it from a day on.
async fn revoke(office: &Office, id: &str, from: &str) {
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, id, "approve", "").await;
    let page = format!("/requests/{id}");
    budi.get(&page).await.assert_ok();
    budi.submit(
        &format!("{page}/revocation"),
        &[("from", from), ("reason", "Sidang")],
    )
    .await
    .assert_ok();
    assert_eq!(state(office, id).await, "revoked");
}

/// The person objects to what became of the request.
async fn object(office: &Office, id: &str) {
    let mut sari = office.app.as_(&office.staff[0]).await;
    let page = format!("/requests/{id}");
    sari.get(&page).await.assert_text("Keberatan");
    let statement = [("statement", "Sidang sudah dipindah")];
    sari.submit(&format!("{page}/objection"), &statement)
        .await
        .assert_ok();
}

#[tokio::test]
async fn c03_evidence_is_for_the_person_and_whoever_decides() {
    let office = office().await;
    let hr = office.world.officer("Hesti", &["hr"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests/new?day=2026-11-24&route=special")
        .await
        .assert_ok();
    let typed = [
        ("special_ground", "health"),
        ("reason", "Pemulihan operasi"),
        ("plan_what", "Laporan"),
    ];
    let file = |bytes| Attachment {
        field: "evidence",
        name: "surat.pdf",
        bytes,
    };
    sari.submit("#ask", &typed)
        .await
        .assert_refused(&words("invalid-evidence-required"));
    sari.upload("#ask", &typed, file(b"not a pdf"))
        .await
        .assert_refused(&words("invalid-evidence-type"));
    let sent = sari
        .upload("#ask", &typed, file(b"%PDF-1.7 surat dokter"))
        .await;
    sent.assert_ok();
    let page = sent.path.clone();
    let id = page.replace("/requests/", "");
    sari.fetch(&format!("{page}/evidence")).await.assert_ok();
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_text("Keadaan khusus");
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_text("Pemulihan operasi");
    budi.fetch(&format!("{page}/evidence")).await.assert_ok();
    let mut hesti = office.app.as_(&hr).await;
    let seen = hesti.get(&page).await;
    seen.assert_ok()
        .assert_no_text("Pemulihan operasi")
        .assert_text(&words("requests-evidence-there"));
    hesti
        .fetch(&format!("{page}/evidence"))
        .await
        .assert_status(404);
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&page).await.assert_status(404);
    tono.get("/team")
        .await
        .assert_ok()
        .assert_no_text("Pemulihan");
}

#[tokio::test]
async fn a_weekly_pattern_steps_around_days_that_cannot_be() {
    let office = office().await;
    office.world.holiday("2026-12-01", "Hari Uji Dua").await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-23"),
        ("last_on", "2026-12-11"),
        ("weekday", "2"),
        ("weekday", "5"),
        ("halves", "5=2"),
        ("place", "home"),
        ("plan_what", "Rekap mingguan"),
        ("plan_due", ""),
    ];
    let mut ends_first = pattern;
    ends_first[2].1 = "2026-11-01";
    sari.post_multipart("/requests", &ends_first)
        .await
        .assert_refused(&words("invalid-end-before-start"));
    let id = id_of(&sari.post_multipart("/requests", &pattern).await);
    assert_eq!(
        office.world.count("request_days", "halves = 0").await,
        office.world.count("request_days", "true").await,
        "the pattern is stored, not its days"
    );
    // the holiday is no day of it
    let holiday = "on_date = '2026-12-01'";
    assert_eq!(office.world.count("request_days", holiday).await, 1);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    budi.get("/team?week=2026-11-23")
        .await
        .assert_ok()
        .assert_text("Rumah");
    send(&mut sari, &["2026-11-24"])
        .await
        .assert_refused("24 November 2026 belum bisa.");
    let page = format!("/requests/{id}");
    sari.get(&page).await;
    sari.submit(&format!("{page}/cancellation"), &[("days", "2026-11-24")])
        .await
        .assert_ok();
    send(&mut sari, &["2026-11-24"]).await.assert_status(303);
}

#[tokio::test]
async fn what_has_passed_ends_by_itself() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-18"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await;
    office.app.set_clock("2026-11-18T16:59:00Z");
    office.app.drain().await;
    assert_eq!(state(&office, &id).await, "approved");
    office.app.set_clock("2026-11-18T17:01:00Z");
    office.app.drain().await;
    assert_eq!(state(&office, &id).await, "ended");
}

#[tokio::test]
async fn pages_stand_without_anything_and_lists_export() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests")
        .await
        .assert_ok()
        .assert_text("Belum ada pengajuan");
    sari.get("/conditions")
        .await
        .assert_ok()
        .assert_h1("Syarat saya");
    let id = ask(&office, 0, &["2026-11-24"]).await;
    sari.get("/requests?state=submitted&q=laporan")
        .await
        .assert_ok()
        .assert_link(&format!("/requests/{id}"));
    let csv = sari.fetch("/requests?format=csv").await;
    assert!(csv.body().contains("Selasa 24 Nov"));
    let mut other = office.app.as_(&office.staff[1]).await;
    other
        .get(&format!("/requests/{id}"))
        .await
        .assert_status(404);
    let version = [("version", "1")];
    other
        .post(&format!("/requests/{id}/withdrawal"), &version)
        .await
        .assert_status(404);
    let english = office.app.as_(&office.budi).await.english();
    let mut english = english;
    english.get(&format!("/inbox/{id}")).await.assert_ok();
}

#[tokio::test]
async fn an_objection_has_a_day_for_its_answer_and_the_leader_is_reminded_once_when_it_has_passed()
{
    let office = office().await;
    let leader = office.world.officer("Kepala", &["leader"]).await;
    let hr = office.world.officer("Tuti", &["hr"]).await;
    let mut tuti = office.app.as_(&hr).await;
    tuti.get("/agency").await.assert_ok();
    let wrong = tuti.submit("/agency", &[("objection_days", "31")]).await;
    wrong.assert_status(422);
    assert_eq!(
        wrong.attributes("input[name=objection_days]", "value"),
        ["31"]
    );
    tuti.submit("/agency", &[("objection_days", "3")])
        .await
        .assert_at("/agency");
    let id = ask(&office, 0, &["2026-12-15"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "refuse", "Perlu di loket").await;
    office.app.pass(TimeDelta::seconds(11));
    object(&office, &id).await;
    // Tuesday: Wednesday, Thursday, Friday
    let due = "due_on = '2026-11-20' and state = 'open'";
    assert_eq!(office.world.count("objections", due).await, 1);
    let page = format!("/requests/{id}");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&page)
        .await
        .assert_text("Dijawab paling lambat 20 Nov 2026");
    let late = |mails: Vec<luwes::kernel::outbox::Mail>| {
        let about = "Keberatan Sari lewat batas waktu";
        let told = mails.iter().filter(|mail| mail.subject == about);
        told.map(|mail| mail.to.clone()).collect::<Vec<_>>()
    };
    for (instant, told) in [
        ("2026-11-20T09:00:00Z", vec![]),
        ("2026-11-21T02:00:00Z", vec![leader.email.clone()]),
        ("2026-11-24T02:00:00Z", vec![]),
    ] {
        office.app.set_clock(instant);
        let mut mails = office.app.drain().await;
        mails.extend(office.app.drain().await);
        assert_eq!(late(mails), told, "{instant}");
    }
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&page)
        .await
        .assert_text("Lewat batas 20 Nov 2026")
        .assert_text(&words("requests-event-objection-late"));
    let mut kepala = office.app.as_(&leader).await;
    kepala
        .get("/overview")
        .await
        .assert_text("Dijawab paling lambat 20 Nov 2026");
    kepala.get(&page).await.assert_ok();
    kepala
        .submit("/objections/", &[("answer", "Setuju"), ("upheld", "true")])
        .await
        .assert_ok();
    sari.get(&page).await.assert_no_text("Lewat batas");
}
