//! Chains that ask where the place lies: by regency or province of the office, and on the safe side where one is not recorded.

use serde_json::{Value, json};

use super::*;

/// The office with Tuti of HR, and a chain that takes her word too for places outside of something.
struct Land {
    office: Office,
    tuti: Person,
}

async fn land(outside: &str) -> Land {
    let office = office().await;
    let tuti = office.world.employee("Tuti").role("hr").await;
    let land = Land { office, tuti };
    land.chains(json!([chain(outside)]), 0).await;
    land.settle("Kabupaten Pati").await;
    land
}

fn chain(outside: &str) -> Value {
    let steps =
        json!([{"seats": ["supervisor"], "every": false}, {"seats": ["hr"], "every": false}]);
    json!({"outside": outside, "steps": steps})
}

impl Land {
    async fn chains(&self, chains: Value, version: i32) {
        let hr = self.office.world.api(&self.tuti).await;
        let path = "/approval-chains";
        let set = json!({"chains": chains, "version": version});
        let set = hr.put(path, set).await;
        set.assert_status(200);
        assert_eq!(set.json["chains"][0]["outside"], chains[0]["outside"]);
    }

    /// The unit above lies there; the office of the staff follows it.
    async fn settle(&self, region: &str) {
        let hr = self.office.world.api(&self.tuti).await;
        let path = format!("/units/{}", self.office.world.root.id);
        let seen = hr.get(&path).await.json;
        let facts = json!({"name": seen["name"], "code": seen["code"], "place": seen["place"], "region": region, "version": seen["version"]});
        hr.put(&path, facts).await.assert_status(200);
    }

    /// The seats of a request that was just sent, and why it has them.
    async fn asked(&self, who: usize, day: &str, place: &Value) -> (usize, Value) {
        let mut body = json!({"days": [{"on": day}], "plan": [{"what": "Laporan"}]});
        for (name, value) in place.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let client = self.office.world.api(&self.office.staff[who]).await;
        let sent = client.post("/requests", body).await;
        sent.assert_status(201);
        let seats = sent.json["seats"].as_array().map_or(0, Vec::len);
        (seats, sent.json["far"].clone())
    }
}

fn elsewhere(region: &str) -> Value {
    json!({"place": "other_place", "place_detail": "Perpustakaan daerah", "region": region})
}

/// The form of one day in some library.
fn library<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("days", "2026-11-24"),
        ("place", "other_place"),
        ("place_detail", "Perpustakaan daerah"),
        ("plan_what", "Laporan"),
        ("plan_due", ""),
    ];
    form.extend(more);
    form
}

#[tokio::test]
async fn a_chain_that_another_leaves_nothing_for_is_marked() {
    let land = land("regency").await;
    land.chains(json!([chain("regency"), chain("province")]), 1)
        .await;
    let mut tuti = land.office.app.as_(&land.tuti).await;
    let marked = "Tidak pernah dipakai: alur 1 lebih dulu";
    tuti.get("/approval-chains").await.assert_text(marked);
    // the narrower one first: now both are used
    let moved = tuti.submit("/approval-chains/order", &[]).await;
    moved.assert_ok();
    assert!(!moved.text().contains("Tidak pernah dipakai"));
}

#[tokio::test]
async fn a_place_outside_the_regency_takes_another_word_and_one_within_does_not() {
    let land = land("regency").await;
    let near = elsewhere("kab. pati");
    assert_eq!(land.asked(0, "2026-11-24", &near).await, (0, Value::Null));
    let far = elsewhere("33.19");
    let because = json!("regency");
    assert_eq!(land.asked(0, "2026-11-25", &far).await, (2, because));
    // half a day with own hours is as far
    let mut both = far.clone();
    both["days"] = json!([{"on": "2026-11-24", "part": "morning"}]);
    assert_eq!(
        land.asked(3, "2026-11-24", &both).await,
        (2, json!("regency"))
    );
    both["days"] = json!([{"on": "2026-11-25"}]);
    both["day_hours"] = json!({"start": "06:30"});
    assert_eq!(
        land.asked(4, "2026-11-25", &both).await,
        (2, json!("regency"))
    );
    // a home lies where the person's data say, whatever else is typed; that of Tono names no regency
    let home = json!({"place": "home", "region": "33.18"});
    let unknown = (2, json!("unknown"));
    assert_eq!(land.asked(1, "2026-11-24", &home).await, unknown);
    let silent = json!({"place": "other_place", "place_detail": "Perpustakaan daerah"});
    assert_eq!(land.asked(2, "2026-11-24", &silent).await, unknown);
}

#[tokio::test]
async fn a_request_keeps_why_it_took_its_chain_and_is_asked_anew_when_it_is_sent_anew() {
    let land = land("regency").await;
    let office = &land.office;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let far = library(&[("region", "Kota Bogor")]);
    let id = id_of(&sari.post_multipart("/requests", &far).await);
    // the office moves, and the chain is no more: what was sent stays as it was
    land.settle("32.71").await;
    land.chains(json!([]), 1).await;
    let kept = format!("id = '{id}' and far = 'regency' and region = '32.71' and step = 1");
    assert_eq!(office.world.count("requests", &kept).await, 1);
    sari.get(&format!("/requests/{id}"))
        .await
        .assert_ok()
        .assert_text(&words("chains-far-regency"))
        .assert_text("Perpustakaan daerah, Kota Bogor, Jawa Barat");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/inbox/{id}"))
        .await
        .assert_ok()
        .assert_text(&words("chains-far-regency"))
        .assert_text("Perpustakaan daerah, Kota Bogor, Jawa Barat");
    land.chains(json!([chain("regency")]), 2).await;
    decide(&mut budi, &id, "return", "Rencana kurang jelas")
        .await
        .assert_at("/inbox");
    office.app.pass(TimeDelta::seconds(11));
    let again = format!("/requests/new?again={id}");
    let shown = sari.get(&again).await;
    assert_eq!(shown.attributes("#f-region", "value"), ["Kota Bogor"]);
    sari.submit("#ask", &[]).await.assert_ok();
    let near = format!("id = '{id}' and state = 'submitted' and far is null and step is null");
    assert_eq!(office.world.count("requests", &near).await, 1);
}

#[tokio::test]
async fn a_province_is_wider_than_a_regency() {
    let land = land("province").await;
    let near = elsewhere("33.19");
    assert_eq!(land.asked(0, "2026-11-24", &near).await, (0, Value::Null));
    let far = elsewhere("32.71");
    let because = json!("province");
    assert_eq!(land.asked(0, "2026-11-25", &far).await, (2, because));
}

#[tokio::test]
async fn a_home_whose_city_is_a_regency_in_full_needs_no_more_than_it_says() {
    let land = land("regency").await;
    let (office, staff) = (&land.office, &land.office.staff[0]);
    let sari = office.world.api(staff).await;
    let mut own = office.app.as_(staff).await;
    let nowhere = words("organisation-home-nowhere");
    for (city, kept, region) in [
        ("Kuala Lumpur", "Kuala Lumpur", Value::Null),
        ("33.18", "Kabupaten Pati", json!("33.18")),
    ] {
        let home = json!({"address": "Jalan Melati 5", "city": city});
        let made = sari.post("/my-data/home", home).await;
        made.assert_status(200);
        let proposed = format!("state = 'proposed' and city = '{kept}'");
        assert_eq!(office.world.count("homes", &proposed).await, 1);
        let shown = own.get("/my-data").await;
        shown.assert_ok().assert_text(kept).assert_text(&nowhere);
        let text = made.json.to_string();
        assert!(text.contains(&format!("\"region\":{region}")), "{text}");
    }
    let mut tuti = office.app.as_(&land.tuti).await;
    let path = format!("/employees/{}", staff.employee());
    tuti.get(&path).await.assert_ok().assert_text(&nowhere);
    tuti.submit(&format!("{path}/home"), &[("decision", "confirm")])
        .await
        .assert_ok()
        .assert_no_text(&nowhere);
    own.get("/my-data").await.assert_no_text(&nowhere);
    let home = json!({"place": "home"});
    assert_eq!(land.asked(0, "2026-11-24", &home).await, (0, Value::Null));
}

#[tokio::test]
async fn the_form_asks_for_the_region_where_a_chain_does_and_says_who_decides() {
    let plain = office().await;
    let mut sari = plain.app.as_(&plain.staff[0]).await;
    let shown = sari.get("/requests/new").await;
    assert!(shown.attributes("#f-region", "name").is_empty());
    let land = land("regency").await;
    let office = &land.office;
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.get("/requests/new")
        .await
        .assert_ok()
        .assert_text(&words("requests-region-hint"));
    let (alone, both) = ("Diputuskan Budi.", "Diputuskan Budi, lalu Kepegawaian.");
    for (region, decides, why) in [
        ("Kabupaten Pati", alone, None),
        ("Kota Bogor", both, Some("chains-far-regency")),
        ("", both, Some("chains-far-unknown")),
        // nothing is concluded from a name that is not known: the form says so
        ("Bogor", both, None),
    ] {
        let form = library(&[("region", region)]);
        let shown = sari.post_multipart("/requests/new", &form).await;
        shown.assert_ok().assert_text(decides);
        for key in ["chains-far-regency", "chains-far-unknown"] {
            let here = shown.text().contains(&words(key));
            assert_eq!(here, why == Some(key), "{region}: {key}");
        }
        let meant = "Mungkin maksud Anda: Kabupaten Bogor; Kota Bogor.";
        assert_eq!(shown.text().contains(meant), region == "Bogor");
    }
    for (region, problem) in [
        ("Bogor", "Mungkin maksud Anda: Kabupaten Bogor; Kota Bogor."),
        ("Negeri Antah", "Kabupaten atau kota tidak ditemukan."),
    ] {
        let form = library(&[("region", region)]);
        let shown = sari.post_multipart("/requests", &form).await;
        shown.assert_refused(problem);
        assert_eq!(shown.attributes("#f-region", "value"), [region]);
        let api = office.world.api(&office.staff[0]).await;
        let mut body = elsewhere(region);
        body["days"] = json!([{"on": "2026-11-24"}]);
        body["plan"] = json!([{"what": "Laporan"}]);
        let refused = api.post("/requests", body).await;
        refused.assert_problem(422, "invalid");
        assert_eq!(refused.fields(), ["region"]);
    }
    assert_eq!(office.world.count("requests", "true").await, 0);
    // days that are assigned take no chain
    let mut budi = office.app.as_(&office.budi).await;
    let shown = budi.get("/requests/new?for=team").await;
    shown.assert_ok();
    assert!(shown.attributes("#f-region", "name").is_empty());
}

#[tokio::test]
async fn hr_sets_the_condition_and_the_region_of_a_unit_on_their_pages() {
    let office = office().await;
    let person = office.world.employee("Tuti").role("hr").await;
    let mut tuti = office.app.as_(&person).await;
    tuti.get("/approval-chains").await.assert_ok();
    let (first, second) = (("step1", "supervisor"), ("step2", "hr"));
    tuti.submit("#chain", &[("outside", "province"), first, second])
        .await
        .assert_at("/approval-chains")
        .assert_text(&words("chains-outside-province"));
    tuti.get("/approval-chains").await.assert_ok();
    let hours = [("kind", "time"), ("outside", "regency"), ("step1", "hr")];
    tuti.submit("#chain", &hours)
        .await
        .assert_refused(&words("invalid-chain-outside"));
    let mut wrong = chain("regency");
    wrong["kind"] = json!("time");
    let hr = office.world.api(&person).await;
    let set = json!({"chains": [wrong], "version": 1});
    let refused = hr.put("/approval-chains", set).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.fields(), ["outside"]);

    let path = format!("/units/{}", office.unit.id);
    tuti.get(&path).await.assert_ok();
    tuti.submit(&path, &[("region", "Kabupaten Pati")])
        .await
        .assert_ok();
    assert_eq!(office.world.count("units", "region = '33.18'").await, 1);
    let shown = tuti.get(&path).await;
    assert_eq!(shown.attributes("#f-region", "value"), ["Kabupaten Pati"]);
    let refused = tuti.submit(&path, &[("region", "Antah")]).await;
    refused.assert_refused("Kabupaten atau kota tidak ditemukan.");
    assert_eq!(refused.attributes("#f-region", "value"), ["Antah"]);
    let seen = hr.get(&path).await.json;
    assert_eq!(seen["region"], "33.18");
    let facts = json!({"name": seen["name"], "code": seen["code"], "region": "Bogor", "version": seen["version"]});
    let refused = hr.put(&path, facts).await;
    refused.assert_problem(422, "invalid");
    assert_eq!(refused.fields(), ["region"]);
}
