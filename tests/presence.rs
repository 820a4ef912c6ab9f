//! Presence: the story by page and by program, and each refusal.

use chrono::TimeDelta;
use http::Method;
use serde_json::{Value, json};

use crate::support::{Client, Person, TestApp, World, words};

/// Budi leads Sari and Tono; Hana is HR. Sari's Tuesday from home is approved; it is that Tuesday, 24 November 2026, 07:30.
struct Office {
    app: TestApp,
    world: World,
    budi: Person,
    sari: Person,
    tono: Person,
    hana: Person,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    for name in ["Umi", "Vina", "Wawan"] {
        world.employee(name).of(&unit).await;
    }
    let sari = world.employee("Sari").of(&unit).await;
    let tono = world.employee("Tono").of(&unit).await;
    let hana = world.employee("Hana").of(&world.root).role("hr").await;
    let office = Office {
        app,
        world,
        budi,
        sari,
        tono,
        hana,
    };
    let sent = office.api(&office.sari).await.post("/requests", json!({
        "days": [{"on": "2026-11-24", "part": "full"}], "place": "home", "plan": [{"what": "Laporan"}]})).await;
    let id = match sent.status.as_u16() {
        201 => sent.id(),
        _ => panic!("{}", sent.json),
    };
    let decide = json!({"decision": "approve", "version": 1});
    let done = office
        .api(&office.budi)
        .await
        .post(&format!("/requests/{id}/decision"), decide)
        .await;
    done.assert_status(200);
    office.app.set_clock("2026-11-24T00:30:00Z");
    office
}

impl Office {
    async fn api(&self, person: &Person) -> Client {
        self.world.api(person).await
    }

    /// What HR's program brings of one sighting.
    async fn seen(hana: &Client, nip: &str, at: &str, key: &str) -> String {
        let body = json!({"device": "Mesin lobi", "seen": [{"nip": nip, "at": at, "kind": "start", "place": "office", "key": key}]});
        let told = hana.post("/presence/observations", body).await;
        told.assert_status(200);
        told.json["fates"][0].as_str().expect("a fate").to_owned()
    }

    async fn day(&self, on: &str) -> Value {
        let own = self.api(&self.sari).await.get("/me/presence").await;
        let days = own.json["days"].as_array().expect("days").clone();
        days.into_iter()
            .find(|day| day["on"] == on)
            .expect("the day")
    }
}

#[tokio::test]
async fn sari_says_where_she_works_and_moves_and_stops() {
    let office = office().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/")
        .await
        .assert_ok()
        .assert_text("Mulai bekerja: rumah");
    sari.submit("/presence/start", &[("place", "home")])
        .await
        .assert_at("/")
        .assert_text(&words("flash-presence-started"))
        .assert_text("sejak 07.30 rumah");
    office.app.pass(TimeDelta::hours(3));
    sari.get("/presence").await.assert_ok();
    sari.submit(
        "#presence",
        &[("place", "office"), ("note", "Dipanggil rapat")],
    )
    .await
    .assert_at("/presence")
    .assert_text("07.30–10.30 rumah, sejak 10.30 kantor")
    .assert_text("Dipanggil rapat");
    office.app.pass(TimeDelta::hours(5));
    sari.submit("/presence/end", &[])
        .await
        .assert_text("10.30–15.30 kantor");
    let day = office.day("2026-11-24").await;
    assert_eq!(day["difference"], Value::Null, "{day}");
    assert_eq!(day["halves"][0]["place"], "home");
    assert_eq!(day["marks"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        office
            .world
            .count("audit", "event = 'presence-started'")
            .await,
        2
    );
    // the month's file tells it too
    let month = "/requests/statement/csv?month=2026-11";
    let file = sari.get(month).await;
    assert!(file.assert_ok().body().contains("10.30–15.30 kantor"));
}

#[tokio::test]
async fn a_day_that_differs_is_looked_at_once_and_the_person_is_told() {
    let office = office().await;
    office.app.drain().await;
    let sari = office.api(&office.sari).await;
    let elsewhere = json!({"place": "other_place", "note": "Listrik padam"});
    sari.post("/me/presence/start", elsewhere)
        .await
        .assert_status(200);
    assert_eq!(office.day("2026-11-24").await["difference"], "elsewhere");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/presence").await.assert_link("/team/presence");
    budi.get("/team/presence")
        .await
        .assert_ok()
        .assert_text("Dinyatakan di tempat lain, bukan di tempat yang disetujui")
        .assert_text("Listrik padam");
    let action = budi.shown().form("/team/presence/").action;
    budi.submit("/team/presence/", &[("note", "Wajar")])
        .await
        .assert_at("/team/presence")
        .assert_text("Semua sesuai");
    let told = office.app.drain().await;
    assert!(
        told.iter()
            .any(|mail| mail.to == office.sari.email && mail.text.contains("Wajar"))
    );
    office.app.pass(TimeDelta::hours(20));
    let mut page = office.app.as_(&office.sari).await;
    page.get("/presence")
        .await
        .assert_text("Ditinjau Budi")
        .assert_text("Wajar");
    // a second time, or a day that fits
    let mut budi = office.app.as_(&office.budi).await;
    budi.post(&action, &[])
        .await
        .assert_status(422)
        .assert_text(&words("refused-presence-reviewed"));
    let fits = action.replace("2026-11-24", "2026-11-23");
    budi.post(&fits, &[])
        .await
        .assert_status(422)
        .assert_text(&words("refused-presence-fits"));
}

#[tokio::test]
async fn a_device_is_heard_once_and_says_what_it_cannot_keep() {
    let office = office().await;
    let (nip, at) = (office.sari.nip.clone(), "2026-11-24T00:20:00Z");
    let hana = office.api(&office.hana).await;
    assert_eq!(Office::seen(&hana, &nip, at, "1").await, "kept");
    assert_eq!(Office::seen(&hana, &nip, at, "1").await, "repeated");
    assert_eq!(
        Office::seen(&hana, "000000000000000000", at, "2").await,
        "unknown_nip"
    );
    assert_eq!(
        Office::seen(&hana, &nip, "2026-11-25T00:20:00Z", "3").await,
        "outside_days"
    );
    assert_eq!(
        Office::seen(&hana, &nip, "2026-08-24T00:20:00Z", "4").await,
        "outside_days"
    );
    assert_eq!(
        Office::seen(&hana, &office.hana.nip, at, "5").await,
        "own_record"
    );
    let day = office.day("2026-11-24").await;
    assert_eq!(day["difference"], "seen");
    assert_eq!(day["marks"][0]["device"], "Mesin lobi");
    assert_eq!(
        office
            .world
            .count("audit", "event = 'presence-observed'")
            .await,
        1
    );
    // a number twice in one call is one sighting
    let one = json!({"nip": nip, "at": at, "kind": "end", "key": "6"});
    let body = json!({"device": "Mesin lobi", "seen": [one, one]});
    let told = hana.post("/presence/observations", body).await;
    assert_eq!(told.json["fates"], json!(["kept", "repeated"]));
    let none = json!({"device": "Mesin lobi", "seen": []});
    hana.post("/presence/observations", none)
        .await
        .assert_status(422);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_nothing_typed_is_lost() {
    let office = office().await;
    let mut sari = office.app.as_(&office.sari).await;
    sari.post("/presence/end", &[])
        .await
        .assert_status(422)
        .assert_text(&words("refused-presence-not-started"));
    let typed = [("place", "moon"), ("note", "Catatan saya")];
    let wrong = sari.post("/presence/start", &typed).await;
    wrong.assert_status(422);
    assert!(wrong.body().contains("Catatan saya"));
    sari.post("/presence/start", &[("place", "home")])
        .await
        .assert_status(303);
    sari.post("/presence/start", &[("place", "home")])
        .await
        .assert_status(422)
        .assert_text(&words("refused-presence-same"));
    let long = "x".repeat(201);
    sari.post("/presence/start", &[("place", "office"), ("note", &long)])
        .await
        .assert_status(422);
    assert_eq!(office.world.count("presence_marks", "true").await, 1);
}

#[tokio::test]
async fn c06_nobody_looks_at_their_own_day_or_at_a_stranger_s_by_any_door() {
    let office = office().await;
    let (sari, tono) = (office.sari.employee(), office.tono.employee());
    office
        .api(&office.sari)
        .await
        .post("/me/presence/start", json!({"place": "other_place"}))
        .await
        .assert_status(200);
    office
        .api(&office.budi)
        .await
        .post("/me/presence/start", json!({"place": "home"}))
        .await
        .assert_status(200);
    let path = |who| format!("/employees/{who}/presence/review");
    let budi = office.api(&office.budi).await;
    let own = budi
        .post(&path(office.budi.employee()), json!({"on": "2026-11-24"}))
        .await;
    own.assert_status(422);
    assert_eq!(
        office
            .api(&office.hana)
            .await
            .post(&path(sari), json!({"on": "2026-11-24"}))
            .await
            .status
            .as_u16(),
        403
    );
    assert_eq!(
        office
            .api(&office.tono)
            .await
            .post(&path(sari), json!({"on": "2026-11-24"}))
            .await
            .status
            .as_u16(),
        403
    );
    assert_eq!(
        office
            .api(&office.tono)
            .await
            .get(&format!("/employees/{sari}/presence"))
            .await
            .status
            .as_u16(),
        404
    );
    budi.get(&format!("/employees/{tono}/presence"))
        .await
        .assert_status(200);
    budi.post(&path(sari), json!({"on": "2026-11-24", "note": "Baik"}))
        .await
        .assert_status(204);
    let stranger = office
        .app
        .visitor()
        .request(Method::GET, "/presence", None)
        .await;
    stranger.assert_status(303);
}
