//! Mandates: a head hands decisions down the line; the holder decides in the head's name, never about himself.

use luwes::{
    kernel::id::EmployeeId,
    organisation::{self, Capacity},
};
use serde_json::json;

use super::*;
use crate::support::world::date;

/// Whoever decides about Sari on a day.
async fn approver(office: &Office, who: &Person, on: &str) -> (EmployeeId, Option<Capacity>) {
    let mut tx = office.world.tx().await;
    let agency = office.world.agency;
    let found = organisation::approver_of(tx.conn(), agency, who.employee(), date(on), 0)
        .await
        .expect("the question is answered")
        .expect("somebody decides");
    (found.employee, found.acting)
}

async fn give(office: &Office, holder: &Person, from: &str, to: &str) -> Shown {
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/team/mandates").await.assert_ok();
    let person = holder.employee().to_string();
    let fields = [
        ("person", person.as_str()),
        ("from_on", from),
        ("to_on", to),
    ];
    budi.submit("/team/mandates", &fields).await
}

async fn waits_for(office: &Office, who: &Person, id: &str) -> bool {
    let mut browser = office.app.as_(who).await;
    let shown = browser.get("/inbox").await;
    shown.links().contains(&format!("/inbox/{id}"))
}

#[tokio::test]
async fn a_head_hands_decisions_down_and_the_holder_decides_in_the_heads_name() {
    let office = office().await;
    let (sari, tono) = (&office.staff[0], &office.staff[1]);
    let early = ask(&office, 0, &["2026-11-24"]).await;
    let mut browser = office.app.as_(&office.budi).await;
    browser
        .get("/team/stand-ins")
        .await
        .assert_link("/team/mandates");
    give(&office, tono, "2026-11-17", "2026-12-31")
        .await
        .assert_at("/team/mandates")
        .assert_text("Mandat tersimpan")
        .assert_text("Tono");
    let mails = office.app.drain().await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.to == tono.email && mail.subject.contains("mandat Budi"))
    );

    // what waited moves to the holder, what comes is theirs; their own stays with the head
    office.app.drain().await;
    assert!(waits_for(&office, tono, &early).await);
    // the head sees it apart: it does not wait for him, and he may decide
    assert!(waits_for(&office, &office.budi, &early).await);
    let mut browser = office.app.as_(&office.budi).await;
    browser
        .get("/inbox")
        .await
        .assert_h1("Semua sudah beres")
        .assert_text("Dilimpahkan kepada Tono");
    browser
        .get(&format!("/inbox/{early}"))
        .await
        .assert_text("Dilimpahkan kepada Tono; Anda tetap boleh memutuskan");
    let later = ask(&office, 0, &["2026-11-25"]).await;
    let own = ask(&office, 1, &["2026-11-25"]).await;
    assert!(waits_for(&office, tono, &later).await);
    assert!(!waits_for(&office, tono, &own).await);
    assert!(waits_for(&office, &office.budi, &own).await);

    let mut browser = office.app.as_(tono).await;
    browser.get("/inbox").await.assert_text("Atas nama Budi");
    browser
        .get(&format!("/inbox/{early}"))
        .await
        .assert_text("Atas nama Budi");
    decide(&mut browser, &early, "approve", "").await;
    assert_eq!(state(&office, &early).await, "approved");
    let mut browser = office.app.as_(sari).await;
    browser
        .get(&format!("/requests/{early}"))
        .await
        .assert_text("Tono atas nama Budi");
    // the head still sees them as people of his, and may decide himself
    let mut browser = office.app.as_(&office.budi).await;
    browser.get("/team").await.assert_text("Sari");
    decide(&mut browser, &later, "refuse", "Hari itu ada rapat.").await;
    assert_eq!(state(&office, &later).await, "refused");
    let mut browser = office.app.as_(sari).await;
    browser
        .get(&format!("/requests/{later}"))
        .await
        .assert_text("Budi")
        .assert_no_text("atas nama");
}

#[tokio::test]
async fn a_mandate_ends_and_what_waits_is_the_heads_again() {
    let office = office().await;
    let tono = &office.staff[1];
    give(&office, tono, "2026-11-17", "2026-12-31").await;
    let id = ask(&office, 0, &["2026-11-24"]).await;
    assert!(waits_for(&office, tono, &id).await);
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/team/mandates").await.assert_ok();
    budi.submit("/team/mandates/", &[])
        .await
        .assert_at("/team/mandates")
        .assert_text("Mandat diakhiri");
    office.app.drain().await;
    assert!(waits_for(&office, &office.budi, &id).await);
    let mut browser = office.app.as_(tono).await;
    browser
        .get(&format!("/inbox/{id}"))
        .await
        .assert_status(403);
    for event in ["mandate-given", "mandate-ended"] {
        let here = format!("event = '{event}'");
        assert_eq!(office.world.count("audit", &here).await, 1);
    }
}

#[tokio::test]
async fn who_decides_on_which_day_with_a_mandate() {
    let office = office().await;
    let [sari, tono, umi, ..] = office.staff.as_slice() else {
        panic!("seven work there")
    };
    let budi = (office.budi.employee(), None);
    let mandate = (tono.employee(), Some(Capacity::Mandate));
    give(&office, tono, "2026-11-18", "2026-12-04").await;
    office
        .world
        .absent(tono, "leave", "2026-11-23", "2026-11-23")
        .await;
    for (who, on, expected) in [
        (sari, "2026-11-17", budi),
        (sari, "2026-11-18", mandate),
        (umi, "2026-12-04", mandate),
        // never about himself; not while on leave; not after its last day
        (tono, "2026-11-18", budi),
        (sari, "2026-11-23", budi),
        (sari, "2026-12-05", budi),
    ] {
        assert_eq!(approver(&office, who, on).await, expected, "{on}");
    }
    // a stand-in of the head does not end it: the head's unit decides in the same way
    office
        .world
        .acting(umi, &office.unit, "plh", "2026-11-25", "2026-11-26")
        .await;
    assert_eq!(approver(&office, sari, "2026-11-25").await, mandate);
    assert_eq!(
        approver(&office, tono, "2026-11-25").await,
        (umi.employee(), Some(Capacity::Plh))
    );
}

#[tokio::test]
async fn a_chain_asks_the_holder_for_the_head_above_and_a_new_head_is_not_bound() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let aide = office.world.employee("Ajudan").of(&office.world.root).await;
    let hr = office.world.employee("Tuti").role("hr").await;
    let chain = json!({"steps": [
        {"seats": ["supervisor"], "every": true},
        {"seats": ["unit_head"], "every": true},
    ]});
    office
        .world
        .api(&hr)
        .await
        .put("/approval-chains", json!({"chains": [chain], "version": 0}))
        .await
        .assert_status(200);
    let boss_api = office.world.api(&boss).await;
    let body = json!({
        "unit_id": office.world.root.id.to_string(),
        "over_id": office.unit.id.to_string(),
        "holder_id": aide.employee().to_string(),
        "from_on": "2026-11-17",
        "to_on": "2026-12-31",
    });
    boss_api
        .post("/team/mandates", body)
        .await
        .assert_status(201);
    let id = ask(&office, 0, &["2026-11-24"]).await;
    let mut browser = office.app.as_(&office.budi).await;
    decide(&mut browser, &id, "approve", "").await;
    assert!(waits_for(&office, &aide, &id).await);
    let waiting = boss_api.get("/inbox").await;
    assert_eq!(waiting.json["items"][0]["handed_to"], "Ajudan");
    let mut browser = office.app.as_(&aide).await;
    decide(&mut browser, &id, "approve", "").await;
    assert_eq!(state(&office, &id).await, "approved");
    let mut browser = office.app.as_(&office.staff[0]).await;
    browser
        .get(&format!("/requests/{id}"))
        .await
        .assert_text("Ajudan atas nama Bos");
    // a head who comes later has given nothing
    let next = office
        .world
        .employee("Pengganti")
        .head_of(&office.world.root)
        .await;
    let mut tx = office.world.tx().await;
    let agency = office.world.agency;
    let found = organisation::approver_of(
        tx.conn(),
        agency,
        office.staff[0].employee(),
        date("2026-11-18"),
        1,
    )
    .await
    .expect("answered")
    .expect("somebody stands above");
    assert_eq!((found.employee, found.acting), (next.employee(), None));
}

#[tokio::test]
async fn what_a_mandate_may_not_say_is_refused_with_its_reason() {
    let office = office().await;
    let archive = office.world.unit("Arsip").await;
    let rina = office.world.employee("Rina").head_of(&archive).await;
    let (unit, other) = (office.unit.id.to_string(), archive.id.to_string());
    let tono = office.staff[1].employee().to_string();
    let stranger = rina.employee().to_string();
    let head = office.budi.employee().to_string();
    let mut budi = office.app.as_(&office.budi).await;
    let fields = |over: &str, person: &str, from: &str, to: &str| {
        [
            ("unit", unit.clone()),
            ("over", over.to_owned()),
            ("person", person.to_owned()),
            ("from_on", from.to_owned()),
            ("to_on", to.to_owned()),
        ]
    };
    let (today, end) = ("2026-11-17", "2026-12-31");
    for (over, person, from, to, code) in [
        ("", &*tono, today, end, "invalid-choice"),
        (&*other, &*tono, today, end, "invalid-choice"),
        (&*unit, "", today, end, "invalid-choose-person"),
        (&*unit, &*stranger, today, end, "invalid-choose-person"),
        (&*unit, &*head, today, end, "invalid-choose-person"),
        (&*unit, &*tono, end, today, "invalid-end-before-start"),
        (
            &*unit,
            &*tono,
            "2026-11-02",
            "2026-11-03",
            "invalid-period-over",
        ),
        (
            &*unit,
            &*tono,
            today,
            "2027-11-19",
            "invalid-mandate-too-long",
        ),
        (&*unit, &*tono, "", end, "invalid-required"),
    ] {
        let typed = fields(over, person, from, to);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let shown = budi.post("/team/mandates", &typed).await;
        shown.assert_status(422).assert_text(&words(code));
        assert_eq!(shown.attributes("input[name=to_on]", "value"), [to]);
    }
    let good = fields(&unit, &tono, today, end);
    let good: Vec<(&str, &str)> = good.iter().map(|(k, v)| (*k, v.as_str())).collect();
    budi.post("/team/mandates", &good).await.assert_status(303);
    budi.post("/team/mandates", &good)
        .await
        .assert_status(422)
        .assert_text(&words("invalid-mandate-overlap"));
    // another head's unit is not there, nor is the end of its mandate; who heads nothing has nothing to give
    let mut browser = office.app.as_(&rina).await;
    browser
        .post("/team/mandates", &good)
        .await
        .assert_status(404);
    let end = budi
        .get("/team/mandates")
        .await
        .form("/team/mandates/")
        .action;
    browser.post(&end, &[]).await.assert_status(404);
    let mut browser = office.app.as_(&office.staff[0]).await;
    browser.get("/team/mandates").await.assert_status(403);
    browser.post(&end, &[]).await.assert_status(403);
    budi.post(&end, &[]).await.assert_status(303);
    budi.post(&end, &[])
        .await
        .assert_status(422)
        .assert_text("Data ini diubah orang lain");
}

#[tokio::test]
async fn a_program_of_a_head_gives_and_ends_a_mandate() {
    let office = office().await;
    let client = office.world.api(&office.budi).await;
    let tono = office.staff[1].employee().to_string();
    let body = json!({
        "unit_id": office.unit.id.to_string(),
        "over_id": office.unit.id.to_string(),
        "holder_id": tono,
        "from_on": "2026-11-17",
        "to_on": "2026-12-31",
    });
    let made = client.post("/team/mandates", body.clone()).await;
    made.assert_status(201);
    assert_eq!(made.json["units"][0]["mandates"][0]["holder_name"], "Tono");
    client
        .post("/team/mandates", body)
        .await
        .assert_problem(422, "invalid");
    let shown = client.get("/team/mandates").await;
    let entry = shown.json["units"][0]["mandates"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/team/mandates/{entry}");
    client.delete(&path).await.assert_status(204);
    client.delete(&path).await.assert_status(409);
    let shown = client.get("/team/mandates").await;
    assert_eq!(shown.json["units"][0]["mandates"][0]["open"], false);
}

#[tokio::test]
async fn what_a_mandate_moves_is_told_at_once_not_one_by_one() {
    let office = office().await;
    let tono = &office.staff[1];
    for who in [0, 2, 3] {
        ask(&office, who, &["2026-11-25"]).await;
    }
    office.app.drain().await;
    let waits = |mails: &[luwes::kernel::outbox::Mail], who: &Person| -> Vec<(String, String)> {
        let mine = mails.iter().filter(|mail| mail.to == who.email);
        mine.filter(|mail| mail.subject.contains("menunggu keputusan Anda"))
            .map(|mail| (mail.subject.clone(), mail.link.clone()))
            .collect()
    };
    give(&office, tono, "2026-11-17", "2026-11-18").await;
    office.app.pass(TimeDelta::minutes(2));
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    let told = waits(&mails, tono);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0.starts_with("3 pengajuan kini"), "{told:?}");
    assert!(told[0].1.ends_with("/inbox"));
    let moved = office.world.count("audit", "event = 'request-rerouted'");
    assert_eq!(moved.await, 3);
    // and when it is over, the head hears of it once
    office.app.set_clock("2026-11-19T02:00:00Z");
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    let told = waits(&mails, &office.budi);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0.starts_with("3 pengajuan kini"), "{told:?}");
}
