//! The ministry proposes, agencies answer as they choose.

use serde_json::json;

use super::*;
use crate::support::World as Agency;

const NATIONAL: &[(&str, &str)] = &[
    ("title", "Arus balik"),
    ("number", "SE 9/2026"),
    ("first_on", "2026-11-23"),
    ("last_on", "2026-12-04"),
    ("places", "home"),
    ("places", "elsewhere"),
    ("share", "50"),
];

/// The ministry with two officers.
struct Ministry {
    world: Agency,
    mega: Person,
    maya: Person,
}

async fn ministry(app: &TestApp) -> Ministry {
    let world = app.agency("Kementerian Uji").ministry().await;
    let mega = world.officer("Mega", &["ministry"]).await;
    let maya = world.officer("Maya", &["ministry"]).await;
    Ministry { world, mega, maya }
}

/// Mega drafts, Maya publishes; gives the page of the window.
async fn published(app: &TestApp, ministry: &Ministry) -> String {
    let mut mega = app.as_(&ministry.mega).await;
    mega.get("/national-windows").await.assert_ok();
    let draft = mega.post("/national-windows", NATIONAL).await;
    draft.assert_status(303);
    let page = draft.header("location");
    mega.get(&page).await.assert_ok();
    mega.submit("#steps", &[("step", "request")])
        .await
        .assert_text(&words("refused-window-second-officer"));
    // who asked has nothing to do, the other officer finds it on the first page
    mega.get("/").await.assert_at("/agencies");
    let mut maya = app.as_(&ministry.maya).await;
    maya.get("/")
        .await
        .assert_h1("Menunggu Anda")
        .assert_link(&page);
    maya.get(&page).await.assert_ok();
    maya.submit("#steps", &[("step", "publish")])
        .await
        .assert_at(&page)
        .assert_text("Terbit");
    page
}

/// The address of the proposal in an agency.
fn proposal(page: &str) -> String {
    page.replace("/national-windows/", "/window-proposals/")
}

#[tokio::test]
async fn three_agencies_answer_differently_and_their_people_may_accordingly() {
    let app = TestApp::new().await;
    let ministry = ministry(&app).await;
    let ready = office_of(&app, "Kota Siap").await;
    let careful = office_of(&app, "Kota Cermat").await;
    let busy = office_of(&app, "Kota Sibuk").await;
    let page = published(&app, &ministry).await;
    let path = proposal(&page);
    // the regular work finds the proposal, the next round mails it
    app.drain().await;
    let mails = app.drain().await;
    for leader in [&ready.laras, &careful.laras, &busy.laras] {
        let told = mails
            .iter()
            .filter(|mail| mail.to == leader.email && mail.link.ends_with(&path))
            .count();
        assert_eq!(told, 1, "each leader once");
    }
    // three days in one week are one too many for the weekly cap, and a proposal alone changes nothing
    let (first, second) = (
        ["2026-11-24", "2026-11-25", "2026-11-26"],
        ["2026-12-01", "2026-12-02", "2026-12-03"],
    );
    for office in [&ready, &careful, &busy] {
        let mut sari = app.as_(&office.sari).await;
        send(&mut sari, &first).await.assert_status(422);
        sari.get("/").await.assert_no_text("Arus balik");
    }

    // a leader who is also an employee finds it on the first page
    let lina = ready.world.employee("Lina").role("leader").await;
    app.as_(&lina)
        .await
        .get("/")
        .await
        .assert_text("Usulan kementerian “Arus balik” menunggu jawaban Anda")
        .assert_link(&path);

    let mut laras = app.as_(&ready.laras).await;
    laras.get("/windows").await.assert_link(&path);
    laras.get(&path).await.assert_ok();
    laras
        .submit("#answer", &[("answer", "accepted")])
        .await
        .assert_at(&path)
        .assert_text("Diterima");
    let mut laras = app.as_(&careful.laras).await;
    laras.get(&path).await.assert_ok();
    // what is adjusted in nothing is no answer, by either door; what was typed stays
    let nothing = laras
        .submit("#answer", &[("answer", "adjusted"), ("reason", "Nanti")])
        .await;
    nothing
        .assert_status(422)
        .assert_text("Belum ada yang disesuaikan.");
    laras
        .submit("#answer", &[("answer", "adjusted"), ("reason", "Nanti")])
        .await
        .assert_text("Nanti");
    let same = json!({"answer": "adjusted", "first_on": nothing.attributes("#f-first_on", "value")[0], "last_on": nothing.attributes("#f-last_on", "value")[0], "share": 50});
    let door = careful.world.api(&careful.laras).await;
    let refused = door.post(&format!("{path}/answer"), same).await;
    refused.assert_status(422);
    assert_eq!(refused.fields(), ["answer"]);
    laras.get(&path).await.assert_ok();
    laras
        .submit(
            "#answer",
            &[
                ("answer", "adjusted"),
                ("last_on", "2026-11-27"),
                ("share", "40"),
            ],
        )
        .await
        .assert_text("Disesuaikan");
    let busy_leader = busy.world.api(&busy.laras).await;
    let declined = busy_leader
        .post(
            &format!("{path}/answer"),
            json!({"answer": "declined", "reason": "Layanan akhir tahun penuh."}),
        )
        .await;
    declined.assert_status(200);
    assert_eq!(declined.json["answer"]["answer"], "declined");

    for (office, week, status) in [
        (&ready, &first, 303),
        (&ready, &second, 303),
        (&careful, &first, 303),
        (&careful, &second, 422),
        (&busy, &first, 422),
        (&busy, &second, 422),
    ] {
        let mut sari = app.as_(&office.sari).await;
        send(&mut sari, week).await.assert_status(status);
    }

    let mut mega = app.as_(&ministry.mega).await;
    let shown = mega.get(&page).await;
    shown
        .assert_text("Diterima: 1")
        .assert_text("Disesuaikan: 1")
        .assert_text("Ditolak: 1")
        // the ministry's own agency has not answered
        .assert_text("Belum dijawab: 1")
        .assert_text("23–27 Nov 2026, paling banyak 40%")
        .assert_text("Layanan akhir tahun penuh.")
        .assert_no_text("Laras")
        .assert_no_text("Tono");
    mega.get(&format!("{page}?answer=declined"))
        .await
        .assert_text("Kota Sibuk")
        .assert_no_text("Kota Siap");
    let program = ministry.world.api(&ministry.mega).await;
    let answers = program
        .get(&format!("{page}/answers?answer=adjusted"))
        .await;
    answers.assert_status(200);
    assert_eq!(
        answers.json["counts"],
        json!({"accepted": 1, "adjusted": 1, "declined": 1, "open": 1})
    );
    assert_eq!(answers.json["items"][0]["name"], "Kota Cermat");
    assert_eq!(answers.json["items"][0]["last_on"], "2026-11-27");
}

#[tokio::test]
async fn the_ministry_drafts_publishes_and_reads_through_programs_too() {
    let app = TestApp::new().await;
    let ministry = ministry(&app).await;
    let office = office_of(&app, "Kota Uji").await;
    let (mega, maya) = (
        ministry.world.api(&ministry.mega).await,
        ministry.world.api(&ministry.maya).await,
    );
    let facts = json!({"title": "Arus balik", "first_on": "2026-11-23", "last_on": "2026-12-04", "places": ["home"], "share": 50});
    let draft = mega.post("/national-windows", facts.clone()).await;
    draft.assert_status(201);
    let path = format!("/national-windows/{}", draft.id());
    let mut changed = facts;
    changed["share"] = json!(60);
    changed["version"] = json!(1);
    mega.put(&path, changed).await.assert_status(200);
    mega.post(&format!("{path}/request"), json!({"version": 2}))
        .await
        .assert_status(200);
    let returned = maya
        .post(
            &format!("{path}/return"),
            json!({"version": 3, "reason": "Nomor belum ada."}),
        )
        .await;
    assert_eq!(returned.json["state"], "draft");
    assert_eq!(returned.json["returned"], "Nomor belum ada.");
    // a draft is nobody's business but the ministry's
    let leader = office.world.api(&office.laras).await;
    assert_eq!(
        leader.get("/window-proposals").await.json["items"],
        json!([])
    );
    leader
        .get(&proposal(&path))
        .await
        .assert_problem(404, "not-found");
    mega.post(&format!("{path}/request"), json!({"version": 4}))
        .await
        .assert_status(200);
    mega.post(&format!("{path}/publication"), json!({"version": 5}))
        .await
        .assert_problem(422, "window-second-officer");
    let out = maya
        .post(&format!("{path}/publication"), json!({"version": 5}))
        .await;
    assert_eq!(out.json["state"], "published");
    mega.post(&format!("{path}/withdrawal"), json!({"version": 6}))
        .await
        .assert_problem(422, "window-step");
    let open = leader.get("/window-proposals").await;
    assert_eq!(open.json["items"][0]["answer"], json!(null));
    assert_eq!(open.json["items"][0]["window"]["share"], 60);
    let other = mega
        .post(
            "/national-windows",
            json!({"title": "Lain", "first_on": "2026-12-07", "last_on": "2026-12-08", "places": ["home"], "share": 50}),
        )
        .await;
    let dropped = mega
        .post(
            &format!("/national-windows/{}/withdrawal", other.id()),
            json!({"version": 1}),
        )
        .await;
    assert_eq!(dropped.json["state"], "withdrawn");
}

#[tokio::test]
async fn an_answer_stays_within_the_proposal_says_why_not_and_is_given_once_by_the_leader() {
    let app = TestApp::new().await;
    let ministry = ministry(&app).await;
    let office = office_of(&app, "Kota Uji").await;
    let path = proposal(&published(&app, &ministry).await);
    let mut hana = app.as_(&office.hana).await;
    hana.get(&path)
        .await
        .assert_ok()
        .assert_text(&words("windows-leader-answers"));
    hana.post(&path, &[("answer", "accepted")])
        .await
        .assert_status(403);
    let mut sari = app.as_(&office.sari).await;
    sari.fetch(&path).await.assert_status(403);
    let mut laras = app.as_(&office.laras).await;
    let adjust = |first, last, share| {
        [
            ("answer", "adjusted"),
            ("first_on", first),
            ("last_on", last),
            ("share", share),
        ]
    };
    for (fields, problem) in [
        (
            adjust("2026-11-20", "2026-11-27", "40"),
            "Pilih hari di dalam masa yang diusulkan.",
        ),
        (
            adjust("2026-11-23", "2026-12-11", "40"),
            "Pilih hari di dalam masa yang diusulkan.",
        ),
        (
            adjust("2026-11-27", "2026-11-23", "40"),
            "Tanggal akhir mendahului",
        ),
        (
            adjust("2026-11-23", "2026-11-27", "60"),
            "Isi angka 1 sampai 50.",
        ),
    ] {
        let shown = laras.post(&path, &fields).await;
        shown.assert_status(422);
        assert!(
            shown.errors().iter().any(|error| error.contains(problem)),
            "{problem}: {:?}",
            shown.errors()
        );
    }
    laras
        .post(&path, &[("answer", "declined"), ("reason", "")])
        .await
        .assert_status(422)
        .assert_refused(&words("invalid-required"));
    // the ministry reads the reason as it is: it names nobody
    office.world.employee("Citra Ayu, S.Tr.IP.").await;
    let program = office.world.api(&office.laras).await;
    for (reason, problem) in [
        ("Karena NIP 19900101 201503 1 001 sakit", "memuat NIP"),
        (
            "Menunggu citra  ayu kembali",
            "memuat nama pegawai: Citra Ayu",
        ),
    ] {
        let shown = laras
            .post(&path, &[("answer", "declined"), ("reason", reason)])
            .await;
        shown.assert_status(422).assert_refused(problem);
        assert!(shown.body().contains(reason), "what was typed is lost");
        let refused = program
            .post(
                &format!("{path}/answer"),
                json!({"answer": "declined", "reason": reason}),
            )
            .await;
        refused.assert_status(422);
        assert_eq!(refused.fields(), ["reason"]);
    }
    laras
        .post(&path, &[("answer", "")])
        .await
        .assert_status(422)
        .assert_refused(&words("invalid-choice"));
    laras
        .post(&path, &[("answer", "accepted")])
        .await
        .assert_status(303);
    laras
        .post(&path, &[("answer", "declined"), ("reason", "x")])
        .await
        .assert_status(422)
        .assert_refused(&words("refused-window-answered"));
    // and whoever took it up may end it; the ministry sees that
    let window = program.get(&path).await.json["answer"]["window_id"]
        .as_str()
        .expect("a window")
        .to_owned();
    program
        .post(
            &format!("/windows/{window}/end"),
            json!({"version": 1, "reason": "Cukup."}),
        )
        .await
        .assert_status(200);
    let page = path.replace("/window-proposals/", "/national-windows/");
    let mega = ministry.world.api(&ministry.mega).await;
    let answers = mega.get(&format!("{page}/answers?answer=accepted")).await;
    assert_eq!(answers.json["items"][0]["ended"], true);
}

#[tokio::test]
async fn a_proposal_that_is_over_or_in_the_way_of_an_own_window_is_not_taken_up() {
    let app = TestApp::new().await;
    let ministry = ministry(&app).await;
    let office = office_of(&app, "Kota Uji").await;
    let path = proposal(&published(&app, &ministry).await);
    let mut laras = app.as_(&office.laras).await;
    set(&mut laras, WEEK).await;
    laras
        .post(&path, &[("answer", "accepted")])
        .await
        .assert_status(422)
        .assert_refused("Sudah ada jendela Pekan Hemat Energi");
    app.set_clock("2026-12-07T01:00:00Z");
    let mut laras = app.as_(&office.laras).await;
    laras
        .post(&path, &[("answer", "accepted")])
        .await
        .assert_status(422)
        .assert_refused(&words("refused-window-not-open"));
    assert_eq!(office.world.count("window_answers", "true").await, 0);
}

#[tokio::test]
async fn only_the_ministry_makes_national_windows() {
    let app = TestApp::new().await;
    let ministry = ministry(&app).await;
    let office = office_of(&app, "Kota Uji").await;
    let page = published(&app, &ministry).await;
    for person in [&office.hana, &office.laras] {
        let mut browser = app.as_(person).await;
        browser.fetch("/national-windows").await.assert_status(403);
        browser.fetch(&page).await.assert_status(403);
        browser
            .post("/national-windows", NATIONAL)
            .await
            .assert_status(403);
    }
}
