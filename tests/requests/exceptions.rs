//! Exceptions: a rule is set aside for one person and a period, asked for as an objection to what it says, or given.

use luwes::{
    kernel::door::Scope,
    policy::{Severity, WaivableBy, base},
};
use serde_json::{Value, json};

use super::*;

/// The office under rules whose weekdays its head may waive, and whose horizon HR may. Monday is no day for a flexible place.
async fn house() -> (Office, Person, Person) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let mut set = base::typical_agency(&base::Practice::default());
    for rule in &mut set.rules {
        match rule.key.as_str() {
            "weekdays" => rule.waivable_by = WaivableBy::UnitHead,
            "min_predikat" => {
                rule.severity = Severity::Blocks;
                rule.waivable_by = WaivableBy::Hr;
            }
            "horizon_days" => rule.waivable_by = WaivableBy::Hr,
            _ => {}
        }
    }
    world.rules_of(&set).await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let mut staff = Vec::new();
    for name in ["Sari", "Tono", "Umi"] {
        staff.push(world.employee(name).of(&unit).await);
    }
    let hr = world.employee("Tuti").role("hr").await;
    let leader = world.employee("Kepala").role("leader").await;
    let office = Office {
        app,
        world,
        unit,
        budi,
        staff,
    };
    (office, hr, leader)
}

const MONDAY: &str = "2026-11-23";
const LATER: &str = "2026-11-30";

/// Sari asks that Mondays be open to her until the end of the year.
async fn asked(office: &Office) -> String {
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/exceptions/new?rule=weekdays&on={MONDAY}"))
        .await
        .assert_ok()
        .assert_h1("Minta pengecualian");
    let typed = [
        ("ground", "family"),
        ("statement", "Mengantar ibu berobat tiap Senin."),
        ("until_on", "2026-12-31"),
    ];
    let shown = sari.submit("#exception", &typed).await;
    shown.assert_ok().assert_text("Permintaan terkirim");
    shown.path.clone()
}

async fn answer(office: &Office, who: &Person, path: &str, typed: &[(&str, &str)]) -> Shown {
    let mut browser = office.app.as_(who).await;
    browser.get(path).await.assert_ok();
    browser.submit("#answer", typed).await
}

#[tokio::test]
async fn an_objection_to_a_rule_is_granted_holds_for_its_days_and_ends() {
    let (office, ..) = house().await;
    let sari = &office.staff[0];
    let mut browser = office.app.as_(sari).await;
    browser
        .get(&format!("/requests/new?day={MONDAY}"))
        .await
        .assert_link(&format!("/exceptions/new?rule=weekdays&on={MONDAY}"));
    send(&mut browser, &[MONDAY]).await.assert_status(422);

    let path = asked(&office).await;
    let mails = office.app.drain().await;
    let to_head = mails.iter().find(|mail| mail.to == office.budi.email);
    assert!(to_head.is_some_and(|mail| mail.link.ends_with(&path)));
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_link(&path);
    budi.get("/").await.assert_link(&path);
    answer(
        &office,
        &office.budi,
        &path,
        &[
            ("decision", "grant"),
            ("until_on", "2026-12-01"),
            ("note", ""),
        ],
    )
    .await
    .assert_ok()
    .assert_text("Permintaan dikabulkan");
    let mails = office.app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == sari.email));

    // the day passes, and what was decided on keeps why; the day after the last does not
    let sent = send(&mut browser, &[MONDAY]).await;
    let id = id_of(&sent);
    browser
        .get(&format!("/requests/{id}"))
        .await
        .assert_text("Dikecualikan sampai 1 Desember 2026")
        .assert_text("terpenuhi · 1 dikecualikan sampai 1 Des 2026");
    budi.get("/inbox")
        .await
        .assert_text("Lolos dengan pengecualian")
        .assert_no_text("Semua syarat terpenuhi");
    send(&mut browser, &["2026-12-07"]).await.assert_status(422);
    browser
        .get("/exceptions")
        .await
        .assert_link(&path)
        .assert_text("Berlaku");

    // somebody else's needs more of a token than one's own
    let weak = [Scope::RequestsRead, Scope::RequestsWrite];
    let weak = office.world.api_with(&office.budi, &weak).await;
    let end = json!({"note": "Ibunya sudah sembuh.", "version": 2});
    weak.post(&format!("{path}/end"), end)
        .await
        .assert_status(403);
    budi.get(&path).await.assert_ok();
    budi.submit("#end", &[("note", "Ibunya sudah sembuh.")])
        .await
        .assert_ok()
        .assert_text("Pengecualian diakhiri");
    send(&mut browser, &[LATER]).await.assert_status(422);
    assert_eq!(state(&office, &id).await, "submitted");
    for event in ["exception-asked", "exception-granted", "exception-ended"] {
        let here = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &here).await, 1, "{event}");
    }
}

#[tokio::test]
async fn an_objection_is_declined_with_a_reason_and_reminded_once_when_late() {
    let (office, ..) = house().await;
    let path = asked(&office).await;
    office.app.drain().await;
    // five working days for an answer: Tuesday 17 to Tuesday 24 November
    office.app.pass(TimeDelta::days(8));
    let late = |mails: &[luwes::kernel::outbox::Mail]| {
        mails
            .iter()
            .filter(|mail| mail.to == office.budi.email && mail.subject.contains("belum dijawab"))
            .count()
    };
    for told in [1, 0] {
        let mut mails = office.app.drain().await;
        mails.extend(office.app.drain().await);
        assert_eq!(late(&mails), told);
        office.app.pass(TimeDelta::days(1));
    }
    let nothing = [("decision", "decline"), ("note", "")];
    answer(&office, &office.budi, &path, &nothing)
        .await
        .assert_status(422)
        .assert_text(&words("invalid-reason-required"));
    let reason = [
        ("decision", "decline"),
        ("note", "Senin ada rapat pekanan."),
    ];
    answer(&office, &office.budi, &path, &reason)
        .await
        .assert_ok()
        .assert_text("Permintaan ditolak");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&path)
        .await
        .assert_text("Senin ada rapat pekanan.");
    send(&mut sari, &[LATER]).await.assert_status(422);
}

#[tokio::test]
async fn who_may_waive_gives_an_exception_and_nobody_for_themselves() {
    let (office, hr, leader) = house().await;
    let sari = &office.staff[0];
    let far = "2027-01-06";
    let body = |rule: &str, on: &str, until: &str| -> Value {
        json!({
            "rule": rule, "on": on, "ground": "disability", "statement": "Perlu rencana jauh hari.",
            "from_on": on, "until_on": until,
        })
    };
    let give = format!("/employees/{}/exceptions", sari.employee());
    // the head may not waive what is HR's, Sari not her own, a colleague does not find her
    let budi = office.world.api(&office.budi).await;
    budi.post(&give, body("horizon_days", far, far))
        .await
        .assert_problem(422, "exception-not-yours");
    let client = office.world.api(&hr).await;
    let own = format!("/employees/{}/exceptions", hr.employee());
    client
        .post(&own, body("horizon_days", far, far))
        .await
        .assert_problem(422, "own-exception");
    let tono = office.world.api(&office.staff[1]).await;
    tono.post(&give, body("horizon_days", far, far))
        .await
        .assert_status(403);
    let made = client.post(&give, body("horizon_days", far, far)).await;
    made.assert_status(201);
    assert_eq!(made.json["state"], "granted");
    assert_eq!(made.json["asked_at"], Value::Null);
    // the leader stands above HR; from the page of the rules it is one link
    let mut browser = office.app.as_(&leader).await;
    browser
        .get(&format!("/employees/{}/why?on={MONDAY}", sari.employee()))
        .await
        .assert_link(&format!(
            "/exceptions/new?rule=weekdays&on={MONDAY}&employee={}",
            sari.employee()
        ));
    let shown = client.get("/exceptions").await;
    assert_eq!(shown.json["holding"][0]["rule"], "horizon_days");
    let mut sari = office.app.as_(sari).await;
    send(&mut sari, &[far]).await.assert_status(303);
    let id = made.json["id"].as_str().expect("an id").to_owned();
    sari.get(&format!("/exceptions/{id}")).await.assert_ok();
    sari.submit("#end", &[]).await.assert_ok();
    let shown = client.get(&format!("/exceptions/{id}")).await;
    assert_eq!(shown.json["state"], "ended");
    client
        .post(
            &format!("/exceptions/{id}/end"),
            json!({"note": "Lagi", "version": shown.json["version"]}),
        )
        .await
        .assert_problem(422, "exception-closed");
}

#[tokio::test]
async fn what_cannot_be_excepted_is_refused_with_its_reason_and_keeps_what_was_typed() {
    let (office, hr, _) = house().await;
    let client = office.world.api(&office.staff[0]).await;
    let body = |rule: &str, on: &str, from: &str, until: &str| {
        json!({
            "rule": rule, "on": on, "ground": "objection", "statement": "Keberatan.",
            "from_on": from, "until_on": until,
        })
    };
    for (rule, on, code) in [
        // Tuesday is open; a working day nobody may waive; no such rule; the past is over
        ("weekdays", "2026-11-24", "exception-not-needed"),
        ("working_day", "2026-11-22", "exception-none"),
        ("no_such_rule", MONDAY, "not-found"),
        ("weekdays", "2026-11-09", "invalid"),
    ] {
        let status = if code == "not-found" { 404 } else { 422 };
        let reply = client
            .post("/exceptions", body(rule, on, MONDAY, "2026-12-31"))
            .await;
        reply.assert_problem(status, code);
    }
    for (from, until) in [
        ("2026-12-31", MONDAY),
        ("2026-11-02", "2026-11-03"),
        (MONDAY, "2027-11-25"),
    ] {
        let reply = client
            .post("/exceptions", body("weekdays", MONDAY, from, until))
            .await;
        reply.assert_problem(422, "invalid");
        assert_eq!(reply.fields(), ["until_on"], "{from} {until}");
    }
    let good = body("weekdays", MONDAY, MONDAY, "2026-12-31");
    let made = client.post("/exceptions", good.clone()).await;
    made.assert_status(201);
    client
        .post("/exceptions", good)
        .await
        .assert_problem(422, "exception-open");
    let id = made.json["id"].as_str().expect("an id").to_owned();
    let path = format!("/exceptions/{id}");
    // a colleague does not find it; HR stands above the head and may answer; a stale page is told
    let tono = office.world.api(&office.staff[1]).await;
    tono.get(&path).await.assert_status(404);
    let officer = office.world.api(&hr).await;
    officer
        .post(
            &format!("{path}/answer"),
            json!({"grant": true, "version": 7}),
        )
        .await
        .assert_status(409);
    officer
        .post(
            &format!("{path}/answer"),
            json!({"grant": true, "version": 1}),
        )
        .await
        .assert_status(200);
    let mut sari = office.app.as_(&office.staff[1]).await;
    let typed = [
        ("rule", "weekdays"),
        ("on", LATER),
        ("ground", "health"),
        ("statement", "Terapi"),
        ("from_on", LATER),
        ("until_on", "2028-01-01"),
    ];
    let shown = sari.post("/exceptions", &typed).await;
    shown
        .assert_status(422)
        .assert_text(&words("invalid-exception-too-long"))
        .assert_text("Terapi");
    assert_eq!(shown.attributes("input[name=from_on]", "value"), [LATER]);
}

#[tokio::test]
async fn what_else_stands_in_the_way_is_named_before_anybody_asks_or_grants() {
    let (office, ..) = house().await;
    let served = office.world.employee("Wira").of(&office.unit);
    let wira = served.disciplined("medium", "serving").await;
    let mut browser = office.app.as_(&wira).await;
    let barred = words("exceptions-others");
    browser
        .get(&format!("/exceptions/new?rule=weekdays&on={MONDAY}"))
        .await
        .assert_ok()
        .assert_text(&barred);
    let typed = [("ground", "family"), ("statement", "Mengantar ibu.")];
    let path = browser.submit("#exception", &typed).await.path;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&path).await.assert_ok().assert_text(&barred);
    // where nothing else says no, nothing is said
    let path = asked(&office).await;
    budi.get(&path).await.assert_ok().assert_no_text(&barred);
}

#[tokio::test]
async fn conditions_name_what_is_granted_from_a_later_day_on() {
    let (office, hr, _) = house().await;
    let wira = office.world.employee("Wira").of(&office.unit);
    let wira = wira.rated("kurang").await;
    let mut browser = office.app.as_(&wira).await;
    let ask = "/exceptions/new?rule=min_predikat";
    browser.get("/conditions").await.assert_link(ask);
    let employee = wira.employee().to_string();
    let mut officer = office.app.as_(&hr).await;
    let given = officer
        .post(
            "/exceptions",
            &[
                ("employee", employee.as_str()),
                ("rule", "min_predikat"),
                ("on", "2026-12-01"),
                ("ground", "health"),
                ("statement", "Dirawat sepanjang masa penilaian."),
                ("from_on", "2026-12-01"),
                ("until_on", "2026-12-31"),
            ],
        )
        .await;
    let path = given.assert_status(303).header("location");
    let shown = browser.get("/conditions").await;
    shown.assert_link(&path);
    assert!(!shown.links().iter().any(|link| link.starts_with(ask)));
}
