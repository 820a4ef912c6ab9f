//! Asking for days, deciding, changing one's mind: the stories of employee and supervisor, then each refusal.

use chrono::TimeDelta;
use luwes::requests::State;

use crate::support::{Browser, Person, Shown, TestApp, Unit, World, browser::Attachment, words};

/// A unit of eight: Budi leads, seven work there. Half may be away at a time. Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    budi: Person,
    staff: Vec<Person>,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let mut staff = Vec::new();
    for name in ["Sari", "Tono", "Umi", "Vina", "Wawan", "Yani", "Zaki"] {
        staff.push(world.employee(name).of(&unit).await);
    }
    Office {
        app,
        world,
        unit,
        budi,
        staff,
    }
}

fn fields<'a>(days: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = days.iter().map(|day| ("days", *day)).collect();
    fields.extend([
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
    ]);
    fields
}

/// Sends a request as the form would; gives the answer to the post itself.
async fn send(browser: &mut Browser, days: &[&str]) -> Shown {
    browser.post_multipart("/requests", &fields(days)).await
}

/// The id of a request that was just sent.
fn id_of(sent: &Shown) -> String {
    sent.assert_status(303);
    sent.header("location").replace("/requests/", "")
}

async fn ask(office: &Office, who: usize, days: &[&str]) -> String {
    let mut browser = office.app.as_(&office.staff[who]).await;
    id_of(&send(&mut browser, days).await)
}

async fn state(office: &Office, id: &str) -> String {
    for state in State::ALL {
        let here = format!("id = '{id}' and state = '{}'", state.code());
        if office.world.count("requests", &here).await == 1 {
            return state.code().to_owned();
        }
    }
    panic!("no request {id}");
}

async fn decide(browser: &mut Browser, id: &str, decision: &str, note: &str) -> Shown {
    browser.get(&format!("/inbox/{id}")).await.assert_ok();
    browser
        .submit("#decide", &[("decision", decision), ("note", note)])
        .await
}

#[tokio::test]
async fn sari_asks_from_the_home_page_and_budi_approves() {
    let office = office().await;
    ask(&office, 0, &["2026-11-18"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let home = sari.get("/").await;
    home.assert_ok().assert_link("/requests/new?day=2026-11-24");
    let form = sari.get("/requests/new?day=2026-11-24").await;
    form.assert_ok()
        .assert_text("Kirim 1 hari")
        .assert_text("Selasa 24 Nov");
    let sent = sari.submit("#ask", &[]).await;
    sent.assert_ok()
        .assert_text("Selasa 24 Nov")
        .assert_text("Menunggu keputusan");
    let id = sent.path.replace("/requests/", "");
    let mails = office.app.drain().await;
    assert!(
        mails.iter().any(
            |mail| mail.to == office.budi.email && mail.link.ends_with(&format!("/inbox/{id}"))
        )
    );

    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_h1("2 pengajuan menunggu Anda")
        .assert_text("Aman disetujui");
    budi.submit("#inbox", &[])
        .await
        .assert_at("/inbox")
        .assert_text("2 pengajuan disetujui");
    assert_eq!(state(&office, &id).await, "approved");
    assert!(
        office.app.drain().await.is_empty(),
        "the notice left before ten seconds"
    );
    office.app.pass(TimeDelta::seconds(11));
    let mails = office.app.drain().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.to == office.staff[0].email)
            .count(),
        2
    );
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("Disetujui")
        .assert_text("Riwayat");
}

#[tokio::test]
async fn a_decision_is_taken_back_within_ten_seconds_and_nobody_hears_of_it() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    office.app.drain().await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "refuse", "Rapat besar")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "refused");
    budi.submit("/inbox/undo/", &[]).await.assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "submitted");
    office.app.pass(TimeDelta::seconds(20));
    assert!(office.app.drain().await.is_empty());
    assert_eq!(
        office
            .world
            .count("audit", "event = 'decision-undone'")
            .await,
        1
    );

    decide(&mut budi, &id, "approve", "").await;
    let undo = budi.shown().form("/inbox/undo/").action;
    office.app.pass(TimeDelta::seconds(11));
    budi.post(&undo, &[])
        .await
        .assert_status(422)
        .assert_text(&words("refused-undo-late"));
    assert_eq!(state(&office, &id).await, "approved");
}

#[tokio::test]
async fn a_full_day_names_the_rule_and_offers_another_with_one_tap() {
    let office = office().await;
    for who in 1..5 {
        ask(&office, who, &["2026-11-25"]).await;
    }
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/")
        .await
        .assert_link("/requests/new?day=2026-11-25");
    sari.get("/requests/new?day=2026-11-25")
        .await
        .assert_ok()
        .assert_text("Rabu belum bisa")
        .assert_text("Ganti Rabu ke Kamis");
    let refused = send(&mut sari, &["2026-11-24", "2026-11-25"]).await;
    refused.assert_refused("Rabu, 25 November 2026 belum bisa.");
    assert_eq!(
        office
            .world
            .count(
                "requests",
                &format!("employee_id = '{}'", office.staff[0].employee().0)
            )
            .await,
        0
    );
    let mut again = fields(&["2026-11-24", "2026-11-25"]);
    again.push(("do", "swap:2026-11-25:2026-11-26"));
    let shown = sari.post_multipart("/requests/new", &again).await;
    shown
        .assert_ok()
        .assert_text("Kirim 2 hari")
        .assert_text("2 hari bisa diajukan");
    send(&mut sari, &["2026-11-24", "2026-11-26"])
        .await
        .assert_status(303);
}

#[tokio::test]
async fn of_many_who_want_the_last_places_exactly_as_many_get_them() {
    let office = office().await;
    let mut asking = Vec::new();
    for who in &office.staff {
        let mut browser = office.app.as_(who).await;
        asking.push(async move { send(&mut browser, &["2026-11-24"]).await });
    }
    let answers = futures::future::join_all(asking).await;
    let won = answers.iter().filter(|one| one.status == 303).count();
    assert_eq!(won, 4, "half of eight may be away");
    for lost in answers.iter().filter(|one| one.status != 303) {
        lost.assert_refused("Selasa, 24 November 2026 belum bisa.");
    }
    assert_eq!(office.world.count("request_days", "counts").await, 4);
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_request() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let mut fields = fields(&["2026-11-24"]);
    fields.push(("key", "0193a1b2-0000-7000-8000-000000000001"));
    let first = sari.post_multipart("/requests", &fields).await;
    let second = sari.post_multipart("/requests", &fields).await;
    assert_eq!(id_of(&first), id_of(&second));
    assert_eq!(office.world.count("requests", "true").await, 1);
}

#[tokio::test]
async fn days_that_cannot_be_are_refused_in_words() {
    let office = office().await;
    office
        .world
        .holiday("2026-12-02", "Hari Uji Nasional")
        .await;
    office
        .world
        .absent(&office.staff[0], "leave", "2026-11-26", "2026-11-26")
        .await;
    ask(&office, 0, &["2026-11-24"]).await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    for (day, because) in [
        ("2026-11-12", "12 November 2026 belum bisa."),
        ("2026-12-02", "Hari Uji Nasional"),
        ("2026-11-26", "cuti"),
        ("2026-11-24", "24 November 2026 belum bisa."),
        ("2026-11-21", "21 November 2026 belum bisa."),
    ] {
        send(&mut sari, &[day]).await.assert_refused(because);
    }
    send(&mut sari, &[])
        .await
        .assert_refused(&words("invalid-no-days"));
    let no_plan = [("days", "2026-11-25"), ("place", "home")];
    sari.post_multipart("/requests", &no_plan)
        .await
        .assert_refused(&words("invalid-no-plan"));
    assert_eq!(office.world.count("requests", "true").await, 1);
}

#[tokio::test]
async fn nobody_decides_their_own_request_by_any_door() {
    let office = office().await;
    office.world.grant(&office.budi, "leader").await;
    let mut budi = office.app.as_(&office.budi).await;
    let id = id_of(&send(&mut budi, &["2026-11-24"]).await);
    budi.get("/inbox").await.assert_ok().assert_no_text(&id);
    budi.get(&format!("/inbox/{id}")).await.assert_status(422);
    let own = words("refused-own-request");
    let decision = [("version", "1"), ("decision", "approve"), ("note", "")];
    budi.post(&format!("/inbox/{id}"), &decision)
        .await
        .assert_status(422)
        .assert_text(&own);
    let item = format!("{id}:1");
    budi.post("/inbox", &[("item", &item)])
        .await
        .assert_ok()
        .assert_text(&own);
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(
        office
            .world
            .count("requests", "approver_id = employee_id")
            .await,
        0
    );
}

#[tokio::test]
async fn a_supervisor_who_moved_away_is_told_who_decides_now() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let dewi = office.world.employee("Dewi").of(&office.unit).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}")).await.assert_ok();
    let form = budi.shown().form("#decide");
    office
        .world
        .acting(&dewi, &office.unit, "plh", "2026-11-17", "2026-11-20")
        .await;
    let version = form
        .fields
        .iter()
        .find(|(name, _)| name == "version")
        .expect("a version");
    let decision = [
        ("version", version.1.as_str()),
        ("decision", "approve"),
        ("note", ""),
    ];
    let refused = budi.post(&format!("/inbox/{id}"), &decision).await;
    refused
        .assert_status(422)
        .assert_text(&words("refused-not-approver"));
    office.app.drain().await;
    let mut plh = office.app.as_(&dewi).await;
    plh.get("/inbox").await.assert_ok().assert_text("Sari");
    decide(&mut plh, &id, "approve", "")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "approved");
    assert_eq!(
        office
            .world
            .count("request_events", "acting_kind = 'plh'")
            .await,
        1
    );
}

#[tokio::test]
async fn many_are_approved_at_once_and_each_fate_is_reported() {
    let office = office().await;
    let first = ask(&office, 0, &["2026-11-24"]).await;
    let second = ask(&office, 1, &["2026-11-25"]).await;
    let third = ask(&office, 2, &["2026-11-26"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&format!("/requests/{second}")).await;
    tono.submit(&format!("/requests/{second}/withdrawal"), &[])
        .await
        .assert_ok();
    let told = budi.submit("#inbox", &[]).await;
    told.assert_ok()
        .assert_text("2 disetujui, 1 tidak")
        .assert_text("Tono");
    assert_eq!(state(&office, &first).await, "approved");
    assert_eq!(state(&office, &second).await, "withdrawn");
    assert_eq!(state(&office, &third).await, "approved");
    let late = ask(&office, 3, &["2026-11-24"]).await;
    assert_eq!(
        state(&office, &late).await,
        "submitted",
        "only what was shown is approved"
    );
}

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
        .assert_ok();
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(office.world.count("request_days", "counts").await, 1);
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
async fn evidence_is_for_the_person_and_whoever_decides() {
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
        ("week", "0"),
        ("week", "3"),
        ("week", "0"),
        ("week", "0"),
        ("week", "2"),
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
        office.world.count("request_days", "true").await,
        0,
        "the pattern is stored, not its days"
    );
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
