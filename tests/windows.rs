//! Windows: periods of flexible work by an instrument of government. The agency's own first, then emergencies and the ministry's.

mod emergency;
mod lost;
mod national;
mod refusals;

use luwes::{
    calendar::WeekDay,
    policy::base::{self, Practice},
};
use serde_json::json;

use crate::support::{Browser, Person, Shown, TestApp, Unit, World, words};

/// A unit of eight that Budi leads; Hana is HR, Laras the leader. Half may be away, two days a week, never on a Monday.
/// Today is Tuesday, 17 November 2026.
pub struct Office {
    pub app: TestApp,
    pub world: World,
    pub unit: Unit,
    pub budi: Person,
    pub sari: Person,
    pub hana: Person,
    pub laras: Person,
}

pub async fn office_of(app: &TestApp, name: &str) -> Office {
    let world = app.agency(name).await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let sari = world.employee("Sari").of(&unit).await;
    for name in ["Tono", "Umi", "Vina", "Wawan", "Yani", "Zaki"] {
        world.employee(name).of(&unit).await;
    }
    let hana = world.officer("Hana", &["hr"]).await;
    let laras = world.officer("Laras", &["leader"]).await;
    Office {
        app: app.clone(),
        world,
        unit,
        budi,
        sari,
        hana,
        laras,
    }
}

pub async fn office() -> Office {
    office_of(&TestApp::new().await, "Kota Uji").await
}

/// Sends a request for these days from home, as the form does.
pub async fn send(browser: &mut Browser, days: &[&str]) -> Shown {
    let mut fields: Vec<(&str, &str)> = days.iter().map(|day| ("days", *day)).collect();
    fields.extend([
        ("place", "home"),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
    ]);
    browser.post_multipart("/requests", &fields).await
}

/// Sets a window through the page; gives its address.
pub async fn set(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let shown = browser.post("/windows", fields).await;
    shown.assert_status(303);
    shown.header("location")
}

/// The whole week of 23 November, home, half of a unit.
pub const WEEK: &[(&str, &str)] = &[
    ("title", "Pekan Hemat Energi"),
    ("number", "SE-7/2026"),
    ("first_on", "2026-11-23"),
    ("last_on", "2026-11-27"),
    ("places", "home"),
    ("share", "50"),
];
/// Monday to Friday of that week: a Monday, and three days more than the cap.
pub const DAYS: [&str; 5] = [
    "2026-11-23",
    "2026-11-24",
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
];

#[tokio::test]
async fn hr_sets_a_window_and_a_week_that_the_rules_forbid_can_be_asked_for() {
    let office = office().await;
    let mut sari = office.app.as_(&office.sari).await;
    send(&mut sari, &DAYS).await.assert_status(422);
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/windows")
        .await
        .assert_ok()
        .assert_link("/windows/new");
    hana.get("/windows/new").await.assert_ok();
    hana.submit(
        "#window",
        &[
            ("title", "Pekan Hemat Energi"),
            ("number", "SE-7/2026"),
            ("first_on", "2026-11-23"),
            ("last_on", "2026-11-27"),
            ("share", "50"),
        ],
    )
    .await
    .assert_ok()
    .assert_h1("Pekan Hemat Energi")
    .assert_text("Hana")
    .assert_text(&words("flash-window-set"));
    assert_eq!(
        office
            .world
            .count("audit", "event = 'window-set' and actor_kind = 'person'")
            .await,
        1
    );

    let home = sari.get("/").await;
    home.assert_text("Jendela: Pekan Hemat Energi")
        .assert_text("23–27 Nov 2026");
    sari.get("/requests/new?day=2026-11-23")
        .await
        .assert_text("Jendela: Pekan Hemat Energi")
        .assert_text("1 hari");
    // where it does not touch what is chosen, nothing is said of it
    sari.get("/requests/new?day=2026-12-01")
        .await
        .assert_no_text("Jendela: Pekan Hemat Energi");
    let list = sari.get("/windows").await;
    list.assert_ok()
        .assert_text("Rumah dan tempat lain")
        .assert_no_text(&words("windows-new"));
    let sent = send(&mut sari, &DAYS).await;
    sent.assert_status(303);
    let path = sent.header("location");
    sari.get(&path)
        .await
        .assert_text("Pekan Hemat Energi (SE-7/2026)")
        .assert_text("Selama jendela Pekan Hemat Energi (SE-7/2026, 23–27 Nov 2026)");
    sari.get("/requests")
        .await
        .assert_text("Pekan Hemat Energi");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path.replace("/requests/", "/inbox/"))
        .await
        .assert_ok()
        .assert_text("Pekan Hemat Energi (SE-7/2026)");
    assert_eq!(
        office
            .world
            .count(
                "audit",
                "event = 'request-submitted' and detail::jsonb ->> 'window' is not null"
            )
            .await,
        1
    );
}

#[tokio::test]
async fn a_program_sets_a_window_reads_it_and_finds_it_in_a_request() {
    let office = office().await;
    let hana = office.world.api(&office.hana).await;
    let made = hana
        .post(
            "/windows",
            json!({"title": "Pekan Hemat Energi", "first_on": "2026-11-23", "last_on": "2026-11-27",
                "places": ["home"], "share": 50, "excluded_unit_ids": [], "note": "Layanan tetap buka."}),
        )
        .await;
    made.assert_status(201);
    assert_eq!(made.json["phase"], "coming");
    assert_eq!(made.json["set_by"], "Hana");
    let id = made.id();
    let sari = office.world.api(&office.sari).await;
    let list = sari.get("/windows").await;
    assert_eq!(list.json["items"][0]["id"], id.as_str());
    assert_eq!(list.json["items"][0]["set_by"], json!(null));
    let asked = sari
        .post(
            "/policy/what-if",
            json!({"on": "2026-11-23", "place": "home"}),
        )
        .await;
    asked.assert_status(200);
    let rules = asked.json["recorded"]["verdict"]["rules"]
        .as_array()
        .expect("rules")
        .clone();
    let aside: Vec<&str> = rules
        .iter()
        .filter(|rule| rule["outcome"] == "not_applicable")
        .filter(|rule| {
            rule["facts"]
                .as_array()
                .is_some_and(|facts| facts.iter().any(|fact| fact["name"] == "window"))
        })
        .filter_map(|rule| rule["kind"].as_str())
        .collect();
    assert!(
        aside.contains(&"weekdays") && aside.contains(&"max_place_days_per_week"),
        "{aside:?}"
    );
    assert!(!aside.contains(&"task_flags"), "{aside:?}");
    let elsewhere = json!({"on": "2026-11-23", "place": "other_place"});
    let elsewhere = sari.post("/policy/what-if", elsewhere).await;
    assert_eq!(
        elsewhere.json["recorded"]["verdict"]["verdict"], "fail",
        "the window allows home only"
    );

    let mut browser = office.app.as_(&office.sari).await;
    let sent = send(&mut browser, &DAYS).await;
    sent.assert_status(303);
    let one = sari.get(&sent.header("location")).await;
    assert_eq!(one.json["window"]["id"], id.as_str());
    let own = sari.get("/requests").await;
    assert_eq!(own.json["items"][0]["window"], "Pekan Hemat Energi");

    let ended = hana
        .post(
            &format!("/windows/{id}/end"),
            json!({"version": 1, "reason": "Tidak perlu lagi."}),
        )
        .await;
    ended.assert_status(200);
    assert_eq!(ended.json["phase"], "ended");
    assert_eq!(ended.json["end_reason"], "Tidak perlu lagi.");
}

#[tokio::test]
async fn the_share_of_the_window_takes_the_place_of_the_units_quota() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let mut narrow = WEEK.to_vec();
    narrow[5] = ("share", "12");
    set(&mut hana, &narrow).await;
    // twelve per cent of eight is nobody
    let mut sari = office.app.as_(&office.sari).await;
    send(&mut sari, &["2026-11-24"])
        .await
        .assert_status(422)
        .assert_text("batas jendela Pekan Hemat Energi");
    // a day outside goes by the agency's own half
    send(&mut sari, &["2026-12-01"]).await.assert_status(303);
}

#[tokio::test]
async fn a_window_ended_early_closes_at_once_and_those_who_asked_are_told_why() {
    let office = office().await;
    let mut laras = office.app.as_(&office.laras).await;
    let window = set(&mut laras, WEEK).await;
    let mut sari = office.app.as_(&office.sari).await;
    send(&mut sari, &DAYS).await.assert_status(303);
    office.app.drain().await;
    laras
        .get(&window)
        .await
        .assert_text("Pengajuan di dalamnya");
    laras
        .submit(
            &format!("{window}/end"),
            &[("reason", "Sudah cukup hemat.")],
        )
        .await
        .assert_at(&window)
        .assert_text("Sudah cukup hemat.");
    let mails = office.app.drain().await;
    let told: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.subject.contains("diakhiri"))
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(told, [office.sari.email.as_str()]);
    sari.get(&window).await.assert_text("Sudah cukup hemat.");
    let mut tono = office.app.as_(&office.budi).await;
    send(&mut tono, &DAYS).await.assert_status(422);
    assert_eq!(
        office.world.count("audit", "event = 'window-ended'").await,
        1
    );
}

#[tokio::test]
async fn services_that_stay_open_and_other_units_are_outside_the_window() {
    let office = office().await;
    let (world, app) = (&office.world, &office.app);
    let archive = world.unit("Arsip").under(&office.unit).await;
    let umar = world.employee("Umar").of(&archive).await;
    for name in ["Satu", "Dua", "Tiga", "Empat"] {
        world.employee(name).of(&archive).await;
    }
    let other = world.unit("Keuangan").await;
    let dewi = world.employee("Dewi").of(&other).await;
    for name in ["Lima", "Enam", "Tujuh"] {
        world.employee(name).of(&other).await;
    }
    let mut hana = app.as_(&office.hana).await;
    let (scope, excluded) = (office.unit.id.to_string(), archive.id.to_string());
    let mut scoped = WEEK.to_vec();
    scoped.extend([("scope", scope.as_str()), ("excluded", excluded.as_str())]);
    let window = set(&mut hana, &scoped).await;
    hana.get(&window)
        .await
        .assert_text("Analisis")
        .assert_text("Arsip");
    for (person, status) in [(&office.sari, 303), (&umar, 422), (&dewi, 422)] {
        let mut browser = app.as_(person).await;
        let home = browser.get("/").await;
        if status == 303 {
            home.assert_text("Pekan Hemat Energi");
        } else {
            home.assert_no_text("Pekan Hemat Energi");
        }
        send(&mut browser, &["2026-11-23"])
            .await
            .assert_status(status);
    }
}

#[tokio::test]
async fn a_decision_from_before_a_window_replays_byte_for_byte() {
    let office = office().await;
    let mut sari = office.app.as_(&office.sari).await;
    let sent = send(&mut sari, &["2026-11-24"]).await;
    sent.assert_status(303);
    let id = sent.header("location").replace("/requests/", "");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}")).await.assert_ok();
    budi.submit("#decide", &[("decision", "approve")]).await;
    let stored = || async {
        let text: String = sqlx::query_scalar("select verdict from requests where id = $1::uuid")
            .bind(uuid::Uuid::parse_str(&id).expect("an id"))
            .fetch_one(&mut office.app.superuser().await)
            .await
            .expect("the verdict is stored");
        text
    };
    let before = stored().await;
    assert!(!before.contains("window"), "no trace of windows");
    let mut hana = office.app.as_(&office.hana).await;
    set(&mut hana, WEEK).await;
    assert_eq!(stored().await, before);
    let evaluation: luwes::requests::Evaluation =
        serde_json::from_str(&before).expect("it is read");
    assert_eq!(
        serde_json::to_string(&evaluation).expect("it is written"),
        before
    );
    let mut tx = office.world.tx().await;
    for judged in &evaluation.days {
        let rules = luwes::policy::rules_in_force(tx.conn(), office.world.agency, judged.facts.day)
            .await
            .expect("rules");
        let again = luwes::policy::eligibility(&evaluation.person, &rules.effective, &judged.facts);
        assert_eq!(
            serde_json::to_string(&again).expect("it is written"),
            serde_json::to_string(&judged.verdict).expect("it is written")
        );
    }
}

#[tokio::test]
async fn another_agencys_window_is_not_found_by_any_door() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let window = set(&mut hana, WEEK).await;
    let theirs = office_of(&office.app, "Kota Lain").await;
    let mut stranger = office.app.as_(&theirs.hana).await;
    stranger.fetch(&window).await.assert_status(404);
    stranger
        .post(
            &format!("{window}/end"),
            &[("version", "1"), ("reason", "x")],
        )
        .await
        .assert_status(404);
    let program = theirs.world.api(&theirs.hana).await;
    program.get(&window).await.assert_problem(404, "not-found");
    program
        .post(
            &format!("{window}/end"),
            json!({"version": 1, "reason": "x"}),
        )
        .await
        .assert_problem(404, "not-found");
    assert_eq!(program.get("/windows").await.json["items"], json!([]));
    let mut their_sari = office.app.as_(&theirs.sari).await;
    their_sari
        .get("/")
        .await
        .assert_no_text("Pekan Hemat Energi");
    send(&mut their_sari, &DAYS).await.assert_status(422);
}

#[tokio::test]
async fn days_of_a_window_are_none_of_the_weekly_limit_whichever_is_approved_first() {
    for window_first in [true, false] {
        let office = office().await;
        // weekdays from Monday on, two a week, as HR has it here
        office
            .world
            .rules_of(&base::typical_agency(&Practice {
                allowed: WeekDay::ALL.into_iter().take(5).collect(),
                lead_days: 0,
                version: 2,
                ..Practice::default()
            }))
            .await;
        let mut hana = office.app.as_(&office.hana).await;
        let mut late = WEEK.to_vec();
        late[2] = ("first_on", "2026-11-25");
        set(&mut hana, &late).await;
        let mut sari = office.app.as_(&office.sari).await;
        let mut sent = Vec::new();
        for days in [&DAYS[..2], &DAYS[2..]] {
            let one = send(&mut sari, days).await;
            one.assert_status(303);
            sent.push(one.header("location").replace("/requests/", ""));
        }
        if window_first {
            sent.reverse();
        }
        let mut budi = office.app.as_(&office.budi).await;
        for id in &sent {
            budi.get(&format!("/inbox/{id}")).await.assert_ok();
            budi.submit("#decide", &[("decision", "approve")])
                .await
                .assert_at("/inbox");
        }
        let world = &office.world;
        assert_eq!(world.count("requests", "state = 'approved'").await, 2);
        // the two days outside are all that the week may have there
        let door = world.api(&office.sari).await;
        let asked = json!({"days": [{"on": "2026-11-25"}], "place": "home"});
        let found = door.post("/requests/precheck", asked).await;
        assert_eq!(found.json["quotas"][0]["used_halves"], 4);
    }
}
