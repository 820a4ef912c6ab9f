//! Own working hours: the story by page and by interface, each refusal, and who sees and decides what.

use serde_json::{Value, json};

use super::*;

const DAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
const NAMES: [&str; 5] = ["monday", "tuesday", "wednesday", "thursday", "friday"];

/// Half an hour early from Monday, 23 November to Friday, 18 December 2026; some fields another way.
fn form(other: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = vec![
        ("first_on".into(), "2026-11-23".into()),
        ("last_on".into(), "2026-12-18".into()),
        ("reason".into(), "Mengantar anak ke sekolah".into()),
    ];
    for day in DAYS {
        let end = if day == "fri" { "16:00" } else { "15:30" };
        fields.push((format!("{day}_start"), "07:00".into()));
        fields.push((format!("{day}_end"), end.into()));
    }
    for (name, value) in other {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn post(browser: &mut Browser, path: &str, fields: &[(String, String)]) -> Shown {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// Sends the form as it is; gives the id.
pub async fn ask_hours(office: &Office, who: usize) -> String {
    let mut browser = office.app.as_(&office.staff[who]).await;
    id_of(&post(&mut browser, "/requests/hours", &form(&[])).await)
}

fn body(other: &[(&str, Value)]) -> Value {
    let mut normal = serde_json::Map::new();
    for name in NAMES {
        let end = if name == "friday" { "16:00" } else { "15:30" };
        normal.insert(name.into(), json!({ "start": "07:00", "end": end }));
    }
    let mut body = json!({
        "first_on": "2026-11-23", "last_on": "2026-12-18", "normal": normal,
        "reason": "Mengantar anak ke sekolah",
    });
    for (name, value) in other {
        body[*name] = value.clone();
    }
    body
}

#[tokio::test]
async fn sari_starts_earlier_and_budi_approves() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests/new")
        .await
        .assert_ok()
        .assert_link("/requests/hours/new");
    let fresh = sari.get("/requests/hours/new").await;
    fresh
        .assert_ok()
        .assert_text("37 jam 30 menit dari 37 jam 30 menit")
        .assert_text("Rentang 06.30–17.00, jam inti 08.30–15.00.");
    assert_eq!(
        fresh.attributes("#f-mon_start", "value"),
        ["07:30"],
        "prefilled from the working calendar"
    );
    // the office's own hours are nothing to ask for, and nothing is ready without a reason
    fresh
        .assert_text("jamnya masih sama dengan jam kantor")
        .assert_no_text("Siap dikirim");
    let form_ = fresh.form("#hours");
    let mut same = form_.fields.clone();
    same.retain(|(name, _)| !matches!(name.as_str(), "same" | "do" | "reason"));
    same.push(("reason".into(), "Sama saja".into()));
    post(&mut sari, "/requests/hours", &same)
        .await
        .assert_status(422)
        .assert_text(&words("invalid-hours-unchanged"));
    assert_eq!(office.world.count("requests", "true").await, 0);
    let filled = sari
        .post("/requests/hours/new", &{
            let mut fields: Vec<(&str, &str)> = form_
                .fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .filter(|(name, _)| !matches!(*name, "same" | "do"))
                .collect();
            fields.extend([("same", "07:00"), ("do", "same")]);
            fields
        })
        .await;
    filled
        .assert_ok()
        .assert_text("Tulis alasannya dulu.")
        .assert_no_text("Siap dikirim");
    assert_eq!(filled.attributes("#f-fri_end", "value"), ["16:00"]);
    assert_eq!(filled.attributes("#f-tue_end", "value"), ["15:30"]);
    let mut fields = filled.form("#hours").fields;
    fields.retain(|(name, _)| name != "reason");
    fields.push(("reason".into(), "Mengantar anak ke sekolah".into()));
    let id = id_of(&post(&mut sari, "/requests/hours", &fields).await);
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("Senin–Kamis 07.00–15.30, Jumat 07.00–16.00")
        .assert_text("Menunggu keputusan");
    assert_eq!(office.world.count("request_days", "true").await, 0);
    let kept = format!("id = '{id}' and kind = 'time' and place is null and shape = 'hours'");
    assert_eq!(office.world.count("requests", &kept).await, 1);
    let mails = office.app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == office.budi.email));

    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_ok()
        .assert_text("Jam kerja sendiri")
        .assert_text("Senin–Kamis 07.00–15.30");
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_ok()
        .assert_text("Mengantar anak ke sekolah")
        .assert_text("Perpres 21/2023");
    decide(&mut budi, &id, "approve", "")
        .await
        .assert_at("/inbox");
    assert_eq!(state(&office, &id).await, "approved");
    office.app.pass(TimeDelta::seconds(11));
    let mails = office.app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == office.staff[0].email));
    for event in ["request-submitted", "request-decided"] {
        let one = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &one).await, 1, "{event}");
    }
    // seen as times, and in the office, by the team; the quota of place days is whole
    budi.get("/team?week=2026-11-23")
        .await
        .assert_ok()
        .assert_text("Jam sendiri: Senin–Kamis 07.00–15.30, Jumat 07.00–16.00");
    budi.get("/team/month?month=2026-12")
        .await
        .assert_ok()
        .assert_text("Jam sendiri: Senin–Kamis 07.00–15.30");
    sari.get("/")
        .await
        .assert_ok()
        .assert_text("Jam kerja Anda");
    sari.get("/me/month?month=2026-11")
        .await
        .assert_ok()
        .assert_text("07.00–15.30");
    let csv = sari.fetch("/requests/statement/csv?month=2026-12").await;
    assert!(csv.body().contains("07.00–15.30"), "{}", csv.body());
    let list = sari.fetch("/requests?format=csv").await;
    assert!(list.body().contains("Jam kerja sendiri"), "{}", list.body());
    let days = ["2026-11-24", "2026-11-25"];
    id_of(&send(&mut sari, &days).await);
}

#[tokio::test]
async fn the_same_story_through_the_interface() {
    let office = office().await;
    let (sari, budi) = (
        office.world.api(&office.staff[0]).await,
        office.world.api(&office.budi).await,
    );
    let found = sari.post("/requests/hours/precheck", body(&[])).await;
    found.assert_status(200);
    assert_eq!(found.json["may_submit"], true);
    assert_eq!(
        found.json["totals"],
        json!([{ "ramadan": false, "have": 2250, "need": 2250 }])
    );
    let sent = sari.post("/requests/hours", body(&[])).await;
    sent.assert_status(201);
    let id = sent.id();
    assert_eq!(sent.json["kind"], "time");
    assert_eq!(sent.json["place"], Value::Null);
    assert_eq!(sent.json["hours"]["normal"]["friday"]["end"], "16:00");
    assert_eq!(sent.json["first_on"], "2026-11-23");
    let inbox = budi.get("/inbox").await;
    assert_eq!(inbox.json["items"][0]["request"]["kind"], "time");
    assert_eq!(
        inbox.json["items"][0]["request"]["hours"]["normal"]["monday"]["start"],
        "07:00"
    );
    let offer = json!({"decision": "offer", "version": 1, "days": [{"on": "2026-11-26"}]});
    budi.post(&format!("/requests/{id}/decision"), offer)
        .await
        .assert_problem(422, "hours-adjusted");
    let decision = json!({"decision": "return", "version": 1, "note": "Jumat tetap biasa"});
    budi.post(&format!("/requests/{id}/decision"), decision)
        .await
        .assert_status(200);
    office.app.pass(TimeDelta::seconds(11));
    // returned: sent again with another Friday, as the same request
    let mut again = body(&[("request_id", json!(id)), ("version", json!(2))]);
    again["normal"]["friday"] = json!({"start": "07:30", "end": "16:30"});
    let resent = sari.post("/requests/hours", again).await;
    resent.assert_status(201);
    assert_eq!(resent.id(), id);
    let decision = json!({"decision": "approve", "version": 3});
    let approved = budi
        .post(&format!("/requests/{id}/decision"), decision)
        .await;
    approved.assert_status(200);
    assert_eq!(approved.json["state"], "approved");
    assert_eq!(approved.json["verdicts"].as_array().unwrap().len(), 1);
    office.app.pass(TimeDelta::seconds(11));
    // a second plan for the same weeks, and then the first one ends today
    let second = sari.post("/requests/hours", body(&[])).await;
    second.assert_status(422);
    assert_eq!(second.fields(), ["first_on"]);
    sari.post(
        &format!("/requests/{id}/cancellation"),
        json!({"version": 4, "days": ["2026-11-24"]}),
    )
    .await
    .assert_status(422);
    sari.post(
        &format!("/requests/{id}/cancellation"),
        json!({"version": 4}),
    )
    .await
    .assert_status(200);
    assert_eq!(state(&office, &id).await, "cancelled");
    sari.post("/requests/hours", body(&[]))
        .await
        .assert_status(201);
}

#[tokio::test]
async fn each_rule_refuses_at_the_field_that_mends_it_and_keeps_what_was_typed() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    for (other, because, field) in [
        (
            vec![("mon_start", "06:00"), ("mon_end", "14:30")],
            "Rentang jam: Mulai Senin pukul 06.30 atau sesudahnya.",
            "mon_start",
        ),
        (
            vec![("tue_start", "09:00"), ("tue_end", "17:00")],
            "Jam inti: Mulai Selasa paling lambat pukul 08.30.",
            "tue_start",
        ),
        (
            vec![("wed_end", "17:00")],
            "Lama sehari: Pindahkan sebagian jam Rabu ke hari lain.",
            "wed_end",
        ),
        (
            vec![("thu_end", "15:00")],
            "Jam sepekan: Tambah 30 menit dalam sepekan.",
            "total",
        ),
        (
            vec![("fri_start", ""), ("fri_end", "")],
            "Rentang jam: Isi jam mulai dan selesai Jumat.",
            "fri_start",
        ),
        (
            vec![("first_on", "2026-11-16")],
            "Masa berlaku: Mulai 17 November 2026 atau sesudahnya.",
            "first_on",
        ),
        (
            vec![("last_on", "2028-01-07")],
            "Masa berlaku paling lama satu tahun.",
            "last_on",
        ),
        (
            vec![("last_on", "2027-07-30")],
            "Masa berlaku: Pendekkan menjadi paling lama 184 hari.",
            "last_on",
        ),
        (
            vec![("mon_start", "7 pagi")],
            "Isi jam seperti 07.30.",
            "mon_start",
        ),
        (vec![("last_on", "2026-11-01")], "mendahului", "last_on"),
        (vec![("reason", " ")], "", "reason"),
    ] {
        let refused = post(&mut sari, "/requests/hours", &form(&other)).await;
        refused.assert_status(422);
        let errors = refused.errors().join(" | ");
        assert!(errors.contains(because), "{other:?}: {errors}");
        assert!(
            refused
                .links()
                .iter()
                .any(|to| to == &format!("#f-{field}")),
            "{other:?}: {:?}",
            refused.links()
        );
        for (name, value) in other.iter().filter(|(name, _)| *name != "reason") {
            let kept = refused.attributes(&format!("#f-{name}"), "value");
            assert_eq!(kept, [*value], "{name}");
        }
        if other.iter().all(|(name, _)| *name != "reason") {
            refused.assert_text("Mengantar anak ke sekolah");
        }
    }
    assert_eq!(office.world.count("requests", "true").await, 0);
    // the check says the same without sending anything
    let checked = post(
        &mut sari,
        "/requests/hours/new",
        &form(&[("thu_end", "15:00")]),
    )
    .await;
    checked
        .assert_ok()
        .assert_text("37 jam dari 37 jam 30 menit")
        .assert_text("Sepekan 37 jam; yang wajib 37 jam 30 menit.");
}

#[tokio::test]
async fn counters_and_new_people_keep_the_hours_of_the_office() {
    let office = office().await;
    let counter = office.world.unit("Loket").direct_service().await;
    let lia = office.world.employee("Lia").of(&counter).await;
    let baru = office
        .world
        .employee("Baru")
        .of(&office.unit)
        .appointed("2026-10-01")
        .await;
    for who in [&lia, &baru] {
        let mut browser = office.app.as_(who).await;
        let refused = post(&mut browser, "/requests/hours", &form(&[])).await;
        refused.assert_status(422);
    }
    assert_eq!(office.world.count("requests", "true").await, 0);
}

#[tokio::test]
async fn ramadan_has_its_own_rows_and_its_own_total() {
    let office = office().await;
    let mut conn = office.app.superuser().await;
    sqlx::query(
        "insert into ramadan_periods (id, year, from_on, to_on) values (gen_random_uuid(), 2031, '2031-01-06', '2031-02-04') on conflict do nothing",
    )
    .execute(&mut conn)
    .await
    .expect("a Ramadan");
    let api = office.world.api(&office.staff[0]).await;
    let mut asked = body(&[
        ("first_on", json!("2030-12-30")),
        ("last_on", json!("2031-01-31")),
    ]);
    let found = api.post("/requests/hours/precheck", asked.clone()).await;
    assert_eq!(
        found.json["totals"],
        json!([
            { "ramadan": false, "have": 2250, "need": 2250 },
            { "ramadan": true, "have": 1950, "need": 1950 }
        ])
    );
    // a list is no week
    asked["ramadan"] = json!([null, null]);
    let listed = api.post("/requests/hours/precheck", asked.clone()).await;
    listed.assert_status(422);
    assert_eq!(listed.fields(), ["ramadan"]);
    let mut ramadan = serde_json::Map::new();
    for name in NAMES {
        ramadan.insert(name.into(), json!({ "start": "07:30", "end": "14:30" }));
    }
    asked["ramadan"] = Value::Object(ramadan);
    let short = api.post("/requests/hours/precheck", asked).await;
    assert_eq!(short.json["may_submit"], false);
    assert_eq!(short.json["totals"][1]["have"], 1920);
    let mut sari = office.app.as_(&office.staff[0]).await;
    let shown = post(
        &mut sari,
        "/requests/hours/new",
        &form(&[("first_on", "2030-12-30"), ("last_on", "2031-01-31")]),
    )
    .await;
    shown
        .assert_ok()
        .assert_text("32 jam 30 menit dari 32 jam 30 menit");
    assert_eq!(shown.attributes("#f-ramadan_mon_start", "value"), ["08:00"]);
}

#[tokio::test]
async fn nobody_decides_their_own_hours_and_no_other_agency_sees_them() {
    let office = office().await;
    office.world.grant(&office.budi, "leader").await;
    let mut budi = office.app.as_(&office.budi).await;
    let id = id_of(&post(&mut budi, "/requests/hours", &form(&[])).await);
    let decision = [("version", "1"), ("decision", "approve"), ("note", "")];
    budi.post(&format!("/inbox/{id}"), &decision)
        .await
        .assert_status(422)
        .assert_text(&words("refused-own-request"));
    let item = format!("{id}:1");
    budi.post("/inbox", &[("item", &item)])
        .await
        .assert_text(&words("refused-own-request"));
    let api = office.world.api(&office.budi).await;
    let decision = json!({"decision": "approve", "version": 1});
    api.post(&format!("/requests/{id}/decision"), decision)
        .await
        .assert_problem(422, "own-request");
    assert_eq!(state(&office, &id).await, "submitted");

    let twin = office.app.agency("Kota Lain").await;
    twin.rules().await;
    let unit = twin.unit("Analisis").await;
    let tina = twin.employee("Tina").head_of(&unit).role("leader").await;
    let mut tina_ = office.app.as_(&tina).await;
    for path in ["/requests", "/inbox"] {
        tina_.get(&format!("{path}/{id}")).await.assert_status(404);
    }
    let api = twin.api(&tina).await;
    api.get(&format!("/requests/{id}"))
        .await
        .assert_problem(404, "not-found");
    let mut taken = body(&[("request_id", json!(id)), ("version", json!(1))]);
    api.post("/requests/hours", taken.clone())
        .await
        .assert_problem(404, "not-found");
    taken["version"] = Value::Null;
    api.post("/requests/hours/precheck", taken)
        .await
        .assert_problem(404, "not-found");
}

#[tokio::test]
async fn hours_are_approved_in_bulk_refused_objected_to_and_revoked() {
    let office = office().await;
    let (first, second) = (ask_hours(&office, 0).await, ask_hours(&office, 1).await);
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &second, "refuse", "Rapat pagi setiap hari").await;
    budi.get("/inbox").await.assert_ok();
    budi.submit("#inbox", &[]).await.assert_at("/inbox");
    assert_eq!(state(&office, &first).await, "approved");
    assert_eq!(state(&office, &second).await, "refused");
    office.app.pass(TimeDelta::seconds(11));
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&format!("/requests/{second}")).await.assert_ok();
    tono.submit(
        &format!("/requests/{second}/objection"),
        &[("statement", "Rapat pagi hanya hari Senin")],
    )
    .await
    .assert_ok();
    assert_eq!(office.world.count("objections", "state = 'open'").await, 1);
    budi.get(&format!("/requests/{first}")).await.assert_ok();
    budi.submit(
        &format!("/requests/{first}/revocation"),
        &[("from", "2026-12-07"), ("reason", "Pindah tugas")],
    )
    .await
    .assert_ok();
    assert_eq!(state(&office, &first).await, "revoked");
    // until then they hold
    budi.get("/team?week=2026-11-30")
        .await
        .assert_text("Jam sendiri");
    budi.get("/team?week=2026-12-07")
        .await
        .assert_ok()
        .assert_no_text("Jam sendiri");
    let mut umi = office.app.as_(&office.staff[2]).await;
    let withdrawn = id_of(&post(&mut umi, "/requests/hours", &form(&[])).await);
    umi.get(&format!("/requests/{withdrawn}")).await.assert_ok();
    umi.submit(&format!("/requests/{withdrawn}/withdrawal"), &[])
        .await
        .assert_ok();
    assert_eq!(state(&office, &withdrawn).await, "withdrawn");
}

#[tokio::test]
async fn a_decision_on_hours_replays_to_the_same_verdict() {
    let office = office().await;
    let id = ask_hours(&office, 0).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await;
    let auditor = office.world.officer("Aud", &["auditor"]).await;
    let mut browser = office.app.as_(&auditor).await;
    browser
        .get(&format!("/trail/requests/{id}"))
        .await
        .assert_ok()
        .assert_text("Jam kerja sendiri")
        .assert_text(&words("trail-replay-same"));
}

#[tokio::test]
async fn what_counts_places_counts_no_hours() {
    let office = office().await;
    for who in 0..3 {
        ask_hours(&office, who).await;
    }
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox").await.assert_ok();
    budi.submit("#inbox", &[]).await.assert_at("/inbox");
    // half of eight may be away, all four places are there
    for who in 3..7 {
        ask(&office, who, &["2026-11-25"]).await;
    }
    // and whoever keeps own hours may ask for a place too
    ask(&office, 0, &["2026-11-24"]).await;
    let api = office.world.api(&office.budi).await;
    let week = api.get("/team/week?week=2026-11-23").await;
    week.assert_status(200);
    assert_eq!(office.world.count("request_days", "counts").await, 5);
    // a place cannot be put into a request for hours, nor hours into one for a place
    let id = id_of(&{
        let mut browser = office.app.as_(&office.staff[3]).await;
        post(
            &mut browser,
            "/requests/hours",
            &form(&[("first_on", "2026-12-21"), ("last_on", "2027-01-15")]),
        )
        .await
    });
    let decision = json!({"decision": "return", "version": 1, "note": "Lengkapi"});
    api.post(&format!("/requests/{id}/decision"), decision)
        .await
        .assert_status(200);
    office.app.pass(TimeDelta::seconds(11));
    let staff = office.world.api(&office.staff[3]).await;
    let place = json!({
        "days": [{"on": "2026-12-08"}], "place": "home", "version": 2,
        "plan": [{"what": "Laporan"}],
    });
    staff
        .post(&format!("/requests/{id}/submission"), place)
        .await
        .assert_problem(422, "request-kind");
}
