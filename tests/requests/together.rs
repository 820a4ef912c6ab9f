//! A place and own hours asked for at once: the story by page and by interface, each refusal, and everything that moves days.

use luwes::policy::{self, Rule, RuleKind, base::Practice};
use serde_json::{Value, json};

use super::*;

/// Tuesday at home from 06.30 on; some fields another way.
fn form<'a>(days: &[&'a str], own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = fields(days);
    all.extend(own);
    all
}

async fn ask_both(office: &Office, who: usize, days: &[&str]) -> String {
    let mut browser = office.app.as_(&office.staff[who]).await;
    let own = [("own_start", "06:30")];
    id_of(&browser.post_multipart("/requests", &form(days, &own)).await)
}

fn body(days: &[&str], hours: Value) -> Value {
    let days: Vec<Value> = days.iter().map(|day| json!({ "on": day })).collect();
    json!({ "days": days, "place": "home", "day_hours": hours, "plan": [{"what": "Laporan"}] })
}

/// Own hours with a place are refused in this agency.
async fn apart() -> Office {
    let office = office().await;
    let mut set = policy::base::typical_agency(&Practice {
        version: 2,
        effective_from: "2026-11-01".parse().expect("a date"),
        ..Practice::default()
    });
    set.rules.push(Rule::new(
        "own_hours",
        RuleKind::OwnHours {
            window_minutes: 60,
            core_minutes: 60,
            day_minutes: 510,
            period_days: 184,
            with_place: false,
        },
    ));
    office.world.rules_of(&set).await;
    office
}

#[tokio::test]
async fn sari_works_from_home_and_starts_early_in_one_request_with_one_decision() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests/new?day=2026-11-24")
        .await
        .assert_ok()
        .assert_text("Jam kerja sendiri pada hari-hari ini")
        .assert_text("Rentang 06.30–17.00, jam inti 08.30–15.00.");
    let own = [("own_start", "06:30"), ("own_end", "15:00")];
    let days = ["2026-11-24"];
    sari.post_multipart("/requests/new", &form(&days, &own))
        .await
        .assert_ok()
        .assert_text("Rentang jam")
        .assert_text("jam kerja 06.30–15.00");
    let id = id_of(&sari.post_multipart("/requests", &form(&days, &own)).await);
    let kept = format!("id = '{id}' and kind = 'place' and day_times is not null");
    assert_eq!(office.world.count("requests", &kept).await, 1);
    assert_eq!(office.world.count("requests", "true").await, 1, "one case");
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("jam kerja 06.30–15.00")
        .assert_text("Jam inti");
    sari.get("/requests")
        .await
        .assert_ok()
        .assert_text("jam kerja 06.30–15.00");

    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_text("jam kerja 06.30–15.00");
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_ok()
        .assert_text("jam kerja 06.30–15.00")
        .assert_text("Rentang jam");
    budi.get("/team?week=2026-11-23")
        .await
        .assert_no_text("Jam sendiri");
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "approved");
    let decided = format!("request_id = '{id}' and event = 'approved'");
    assert_eq!(office.world.count("request_events", &decided).await, 1);
    // both show wherever the day does
    budi.get("/team?week=2026-11-23")
        .await
        .assert_text("Jam sendiri: Selasa 06.30–15.00")
        .assert_text("Rumah");
    budi.get("/team/month?month=2026-11")
        .await
        .assert_ok()
        .assert_text("06.30–15.00 (24)");
    sari.get("/me/month?month=2026-11")
        .await
        .assert_ok()
        .assert_text("06.30–15.00 (24)");
    sari.get("/").await.assert_ok();
    let csv = sari.fetch("/requests/statement/csv?month=2026-11").await;
    let line = csv
        .body()
        .lines()
        .find(|line| line.contains("2026-11-24"))
        .expect("the day")
        .to_owned();
    assert!(
        line.contains("Rumah") && line.contains("06.30–15.00"),
        "{line}"
    );
    assert_eq!(csv.body().matches("06.30–15.00").count(), 1);
    let auditor = office.world.officer("Aud", &["auditor"]).await;
    let mut auditor = office.app.as_(&auditor).await;
    auditor
        .get(&format!("/trail/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("Rentang jam")
        .assert_text(&words("trail-replay-same"));
}

#[tokio::test]
async fn the_same_through_the_interface_and_without_an_end_the_day_is_as_long_as_the_offices() {
    let office = office().await;
    let (sari, budi) = (
        office.world.api(&office.staff[0]).await,
        office.world.api(&office.budi).await,
    );
    // Friday is longer by its break
    let asked = body(&["2026-11-24", "2026-11-27"], json!({"start": "06:30"}));
    let mut precheck = asked.clone();
    precheck.as_object_mut().expect("an object").remove("plan");
    let found = sari.post("/requests/precheck", precheck).await;
    found.assert_status(200);
    assert_eq!(found.json["may_submit"], true, "{}", found.json);
    let rules = found.json["days"][1]["verdict"]["rules"].clone();
    let keys: Vec<&str> = rules
        .as_array()
        .expect("rules")
        .iter()
        .filter(|rule| rule["kind"] == "own_hours")
        .map(|rule| rule["key"].as_str().expect("a key"))
        .collect();
    let aspects = ["window", "core", "day", "total", "overlap", "place"];
    assert_eq!(keys, aspects.map(|one| format!("own_hours.{one}")));
    assert!(rules.to_string().contains("06.30–15.30"), "{rules}");
    let sent = sari.post("/requests", asked).await;
    sent.assert_status(201);
    let id = sent.id();
    assert_eq!(sent.json["kind"], "place");
    assert_eq!(sent.json["day_hours"]["start"], "06:30");
    let inbox = budi.get("/inbox").await;
    assert_eq!(
        inbox.json["items"][0]["request"]["day_hours"]["start"],
        "06:30"
    );
    // other days: the hours go with them
    let offer = json!({"decision": "offer", "version": 1, "days": [{"on": "2026-11-25"}, {"on": "2026-11-27"}]});
    budi.post(&format!("/requests/{id}/decision"), offer)
        .await
        .assert_status(200);
    office.app.pass(TimeDelta::seconds(11));
    sari.post(&format!("/requests/{id}/acceptance"), json!({"version": 2}))
        .await
        .assert_status(200);
    let mut reader = office.app.as_(&office.budi).await;
    reader
        .get("/team?week=2026-11-23")
        .await
        .assert_text("Jam sendiri: Rabu 06.30–15.00, Jumat 06.30–15.30");
    let week = budi.get("/team/week?week=2026-11-23").await;
    let members = week.json["members"].as_array().expect("members");
    let sari_s = members.iter().find(|one| one["name"] == "Sari");
    assert_eq!(
        sari_s.expect("Sari")["own_hours"],
        json!([
            {"on": "2026-11-25", "start": "06:30", "end": "15:00"},
            {"on": "2026-11-27", "start": "06:30", "end": "15:30"}
        ])
    );
    // one day is given up, the other stays whole
    sari.post(
        &format!("/requests/{id}/cancellation"),
        json!({"version": 3, "days": ["2026-11-25"]}),
    )
    .await
    .assert_status(200);
    reader
        .get("/team?week=2026-11-23")
        .await
        .assert_text("Jam sendiri: Jumat 06.30–15.30");
}

#[tokio::test]
async fn every_tuesday_from_home_and_early() {
    let office = office().await;
    office.world.holiday("2026-12-08", "Hari Uji").await;
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-30"),
        ("last_on", "2026-12-27"),
        ("weekday", "2"),
        ("place", "home"),
        ("plan_what", "Rekap mingguan"),
        ("plan_due", ""),
        ("own_start", "06.30"),
    ];
    let mut sari = office.app.as_(&office.staff[0]).await;
    let id = id_of(&sari.post_multipart("/requests", &pattern).await);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await;
    sari.get("/me/month?month=2026-12")
        .await
        .assert_ok()
        .assert_text("06.30–15.00 (1, 15)");
    // the same again brings the hours along
    let again = sari.get(&format!("/requests/new?like={id}")).await;
    assert_eq!(again.attributes("#f-own_start", "value"), ["06:30"]);
    // revoked from a day on, the hours go with the place
    office.app.pass(TimeDelta::seconds(11));
    budi.get(&format!("/requests/{id}")).await.assert_ok();
    budi.submit(
        &format!("/requests/{id}/revocation"),
        &[("from", "2026-12-14"), ("reason", "Pindah tugas")],
    )
    .await
    .assert_ok();
    sari.get("/me/month?month=2026-12")
        .await
        .assert_text("06.30–15.00 (1)");
}

#[tokio::test]
async fn each_rule_refuses_at_its_field_and_keeps_what_was_typed() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let days = ["2026-11-24", "2026-11-25"];
    for (own, because, field) in [
        (
            vec![("own_start", "06:00"), ("own_end", "15:00")],
            "Rentang jam: Mulai Selasa pukul 06.30 atau sesudahnya.",
            "own_start",
        ),
        (
            vec![("own_start", "08:45"), ("own_end", "17:00")],
            "Jam inti: Mulai Selasa paling lambat pukul 08.30.",
            "own_start",
        ),
        (
            vec![("own_start", "07:00"), ("own_end", "16:59")],
            "Lama sehari: Isi jam selesai yang lebih awal.",
            "own_end",
        ),
        (
            vec![("own_start", "07:00"), ("own_end", "15:00")],
            "Jam sepekan: Selesai Selasa pukul 15.30 atau sesudahnya.",
            "own_end",
        ),
        (vec![("own_end", "15:00")], "", "own_start"),
        (
            vec![("own_start", "pagi")],
            "Isi jam seperti 07.30.",
            "own_start",
        ),
        (
            vec![("own_start", "07:00"), ("own_end", "06:00")],
            "Rentang jam: Isi jam selesai Selasa sesudah jam mulai.",
            "own_end",
        ),
        (vec![("ramadan_start", "08:00")], "", "own_start"),
    ] {
        let refused = sari.post_multipart("/requests", &form(&days, &own)).await;
        refused.assert_status(422);
        let errors = refused.errors().join(" | ");
        assert!(errors.contains(because), "{own:?}: {errors}");
        let links = refused.links();
        let there = format!("#f-{field}");
        assert!(links.contains(&there), "{own:?}: {links:?}");
        for (name, value) in &own {
            let kept = refused.attributes(&format!("#f-{name}"), "value");
            assert_eq!(kept, [*value], "{name}");
        }
    }
    assert_eq!(office.world.count("requests", "true").await, 0);
    // a pattern steps around no day for the hours' sake, and the interface names its own fields
    let api = office.world.api(&office.staff[0]).await;
    let mut asked = body(&[], json!({"start": "07:00", "end": "15:00"}));
    asked["pattern"] = json!({"first_on": "2026-11-30", "last_on": "2026-12-13", "week": {"tuesday": "full", "friday": "full"}});
    let refused = api.post("/requests", asked.clone()).await;
    refused.assert_status(422);
    assert_eq!(refused.fields(), ["day_hours.end"]);
    asked.as_object_mut().expect("an object").remove("plan");
    let found = api.post("/requests/precheck", asked).await;
    assert_eq!(found.json["may_submit"], false);
}

#[tokio::test]
async fn on_one_day_only_one_set_of_own_hours_holds() {
    let office = office().await;
    let weekly = super::hours::ask_hours(&office, 0).await;
    let api = office.world.api(&office.staff[0]).await;
    let both = body(&["2026-11-24"], json!({"start": "06:30"}));
    let refused = api.post("/requests", both.clone()).await;
    refused.assert_status(422);
    assert_eq!(refused.fields(), ["day_hours.start"]);
    let because = refused.json.to_string();
    assert!(because.contains("batalkan jam yang lain"), "{because}");
    api.post(
        &format!("/requests/{weekly}/withdrawal"),
        json!({"version": 1}),
    )
    .await
    .assert_status(200);
    api.post("/requests", both).await.assert_status(201);
    // and the other way round: own hours over a period with such a day in it
    let mut sari = office.app.as_(&office.staff[0]).await;
    let refused = sari
        .post(
            "/requests/hours/new",
            &[
                ("first_on", "2026-11-23"),
                ("last_on", "2026-12-18"),
                ("mon_start", "07:00"),
                ("mon_end", "15:30"),
            ],
        )
        .await;
    refused
        .assert_ok()
        .assert_text("Sudah ada jam kerja sendiri");
    // two halves of one day at two places have one start
    let half = |part: &str, start: &str| {
        let mut asked = body(&[], json!({ "start": start }));
        asked["days"] = json!([{"on": "2026-11-26", "part": part}]);
        asked
    };
    api.post("/requests", half("morning", "07:00"))
        .await
        .assert_status(201);
    let refused = api.post("/requests", half("afternoon", "08:00")).await;
    refused.assert_status(422);
    assert_eq!(refused.fields(), ["day_hours.start"]);
}

#[tokio::test]
async fn in_ramadan_the_offices_hours_hold_unless_others_are_given() {
    let office = office().await;
    let mut conn = office.app.superuser().await;
    sqlx::query(
        "insert into ramadan_periods (id, year, from_on, to_on) values (gen_random_uuid(), 2031, '2031-01-06', '2031-02-04') on conflict do nothing",
    )
    .execute(&mut conn)
    .await
    .expect("a Ramadan");
    let api = office.world.api(&office.staff[0]).await;
    let asked = |hours: Value| json!({ "days": [{"on": "2031-01-07"}], "place": "home", "day_hours": hours });
    let own = |found: &Value| -> Vec<String> {
        let rules = found["days"][0]["verdict"]["rules"]
            .as_array()
            .expect("rules");
        rules
            .iter()
            .filter(|rule| rule["kind"] == "own_hours" && rule["outcome"] == "fail")
            .map(|rule| rule["key"].as_str().expect("a key").to_owned())
            .collect()
    };
    let usual = api
        .post("/requests/precheck", asked(json!({"start": "06:30"})))
        .await;
    assert_eq!(own(&usual.json), Vec::<String>::new(), "{}", usual.json);
    for (start, end, fails) in [
        ("07:30", "14:30", vec![]),
        ("07:30", "14:00", vec!["own_hours.total"]),
        ("06:30", "13:30", vec!["own_hours.window", "own_hours.core"]),
    ] {
        let hours = json!({"start": "06:30", "ramadan": {"start": start, "end": end}});
        let found = api.post("/requests/precheck", asked(hours)).await;
        assert_eq!(own(&found.json), fails, "{start}–{end}: {}", found.json);
    }
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.post_multipart("/requests/new", &form(&["2031-01-07"], &[]))
        .await
        .assert_ok()
        .assert_text(&words("requests-day-hours-ramadan-hint"));
}

#[tokio::test]
async fn an_agency_keeps_places_and_own_hours_apart() {
    let office = apart().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let days = ["2026-11-24"];
    let own = [("own_start", "06:30")];
    let refused = sari.post_multipart("/requests", &form(&days, &own)).await;
    refused.assert_status(422);
    refused.assert_text("Instansi Anda tidak menggabungkan jam kerja sendiri dengan tempat lain.");
    sari.get("/requests/new?day=2026-11-24")
        .await
        .assert_text(&words("requests-day-hours-apart"));
    // each by itself is possible
    id_of(&send(&mut sari, &days).await);
    super::hours::ask_hours(&office, 0).await;
}

#[tokio::test]
async fn what_was_said_of_places_beforehand_and_exchanges_do_not_reach_own_hours() {
    let office = super::standing::beforehand().await;
    let id = ask_both(&office, 0, &["2026-11-24"]).await;
    assert_eq!(state(&office, &id).await, "submitted", "waits for Budi");
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await;
    office.app.pass(TimeDelta::seconds(11));
    let other = ask(&office, 1, &["2026-11-26"]).await;
    assert_eq!(state(&office, &other).await, "approved");
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_no_text(&words("swaps-open"));
    let swap = json!({"give_on": "2026-11-24", "from_request_id": other, "take_on": "2026-11-26"});
    let api = office.world.api(&office.staff[0]).await;
    api.post(&format!("/requests/{id}/swaps"), swap)
        .await
        .assert_problem(422, "swap-hours");
    let back = json!({"give_on": "2026-11-26", "from_request_id": id, "take_on": "2026-11-24"});
    let tono = office.world.api(&office.staff[1]).await;
    tono.post(&format!("/requests/{other}/swaps"), back)
        .await
        .assert_problem(422, "swap-hours");
    // days that are assigned carry no own hours
    let assigned = json!({
        "employee_id": office.staff[2].employee(),
        "days": body(&["2026-11-25"], json!({"start": "06:30"})),
    });
    let api = office.world.api(&office.budi).await;
    let refused = api.post("/team/assignments", assigned).await;
    refused.assert_status(422);
    assert_eq!(refused.fields(), ["days.day_hours"]);
}

#[tokio::test]
async fn the_line_for_a_full_day_keeps_the_hours_and_seats_both() {
    let office = office().await;
    let mut first = String::new();
    for who in 1..5 {
        let id = ask(&office, who, &["2026-11-25"]).await;
        if who == 1 {
            first = id;
        }
    }
    office.app.drain().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let days = ["2026-11-25"];
    // hours that do not fit cannot be waited for
    let wrong = [("own_start", "05:00"), ("do", "queue")];
    sari.post_multipart("/requests", &form(&days, &wrong))
        .await
        .assert_status(422);
    let own = [("own_start", "06:30"), ("do", "queue")];
    let id = id_of(&sari.post_multipart("/requests", &form(&days, &own)).await);
    assert_eq!(state(&office, &id).await, "queued");
    let tono = office.world.api(&office.staff[1]).await;
    tono.post(
        &format!("/requests/{first}/withdrawal"),
        json!({"version": 1}),
    )
    .await
    .assert_status(200);
    office.app.pass(TimeDelta::minutes(2));
    office.app.drain().await;
    office.app.drain().await;
    assert_eq!(state(&office, &id).await, "submitted");
    let kept = format!("id = '{id}' and day_times is not null");
    assert_eq!(office.world.count("requests", &kept).await, 1);
}

#[tokio::test]
async fn a_returned_request_is_changed_whole_and_nobody_decides_their_own() {
    let office = office().await;
    office.world.grant(&office.budi, "leader").await;
    let mut budi = office.app.as_(&office.budi).await;
    let own = [("own_start", "06:30")];
    let mine = id_of(
        &budi
            .post_multipart("/requests", &form(&["2026-11-24"], &own))
            .await,
    );
    let decision = [("version", "1"), ("decision", "approve"), ("note", "")];
    budi.post(&format!("/inbox/{mine}"), &decision)
        .await
        .assert_status(422)
        .assert_text(&words("refused-own-request"));
    let id = ask_both(&office, 0, &["2026-11-26"]).await;
    decide(&mut budi, &id, "return", "Mulai pukul 07.00 saja").await;
    office.app.pass(TimeDelta::seconds(11));
    let mut sari = office.app.as_(&office.staff[0]).await;
    let again = sari.get(&format!("/requests/new?again={id}")).await;
    assert_eq!(again.attributes("#f-own_start", "value"), ["06:30"]);
    sari.submit("#ask", &[("own_start", "07:00")])
        .await
        .assert_ok()
        .assert_text("jam kerja mulai 07.00");
    assert_eq!(state(&office, &id).await, "submitted");
    // and taken out again: a place alone
    let api = office.world.api(&office.staff[0]).await;
    api.post(&format!("/requests/{id}/withdrawal"), json!({"version": 3}))
        .await
        .assert_status(200);
    assert_eq!(state(&office, &id).await, "withdrawn");
}
