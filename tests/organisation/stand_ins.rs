//! Who decides while a head is away: named by the head, or found by itself.

use luwes::organisation::Capacity;
use serde_json::json;

use super::{approver, office};
use crate::support::{Person, TestApp, Unit, World, words, world::date};

/// Bos heads the agency, Budi the counter with Sari and Tono, Rina the archive beside it with Umi.
struct Counter {
    app: TestApp,
    world: World,
    unit: Unit,
    boss: Person,
    budi: Person,
    sari: Person,
    tono: Person,
    rina: Person,
    umi: Person,
}

async fn counter() -> Counter {
    let (app, world) = office().await;
    let boss = world.employee("Bos").head_of(&world.root).await;
    let unit = world.unit("Loket").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let sari = world.employee("Sari").of(&unit).await;
    let tono = world.employee("Tono").of(&unit).await;
    let archive = world.unit("Arsip").await;
    let rina = world.employee("Rina").head_of(&archive).await;
    let umi = world.employee("Umi").of(&archive).await;
    Counter {
        app,
        world,
        unit,
        boss,
        budi,
        sari,
        tono,
        rina,
        umi,
    }
}

#[tokio::test]
async fn whoever_is_on_leave_all_day_is_passed_over_and_named_as_the_one_replaced() {
    let c = counter().await;
    let alone = |person: &Person| Some((person.employee(), None));
    c.world
        .absent(&c.budi, "leave", "2026-11-19", "2026-11-20")
        .await;
    assert_eq!(
        approver(&c.world, &c.sari, "2026-11-18").await,
        alone(&c.budi)
    );
    assert_eq!(
        approver(&c.world, &c.sari, "2026-11-19").await,
        alone(&c.boss)
    );
    assert_eq!(
        approver(&c.world, &c.sari, "2026-11-21").await,
        alone(&c.budi)
    );
    let mut tx = c.world.tx().await;
    let found = luwes::organisation::approver_of(
        tx.conn(),
        c.world.agency,
        c.sari.employee(),
        date("2026-11-19"),
        0,
    )
    .await
    .expect("answered")
    .expect("somebody decides");
    assert_eq!(found.in_place_of, Some(c.budi.employee()));
    drop(tx);
    // on a trip one still decides; and when everybody is on leave the nearest does
    c.world
        .absent(&c.budi, "official_trip", "2026-11-24", "2026-11-24")
        .await;
    assert_eq!(
        approver(&c.world, &c.sari, "2026-11-24").await,
        alone(&c.budi)
    );
    for away in [&c.budi, &c.boss] {
        c.world
            .absent(away, "leave", "2026-11-26", "2026-11-26")
            .await;
    }
    assert_eq!(
        approver(&c.world, &c.sari, "2026-11-26").await,
        alone(&c.budi)
    );
}

#[tokio::test]
async fn a_case_that_moved_up_goes_to_the_next_person_and_above_the_last_to_nobody() {
    let c = counter().await;
    let mut tx = c.world.tx().await;
    for (level, expected) in [(0, Some(&c.budi)), (1, Some(&c.boss)), (2, None)] {
        let found = luwes::organisation::approver_of(
            tx.conn(),
            c.world.agency,
            c.sari.employee(),
            date("2026-11-19"),
            level,
        )
        .await
        .expect("answered");
        assert_eq!(
            found.map(|found| found.employee),
            expected.map(Person::employee),
            "level {level}"
        );
    }
}

#[tokio::test]
async fn a_head_names_a_stand_in_before_leave_and_is_back_early() {
    let c = counter().await;
    c.world
        .absent(&c.budi, "leave", "2026-11-19", "2026-11-20")
        .await;
    let mut budi = c.app.as_(&c.budi).await;
    budi.get("/team").await.assert_link("/team/stand-ins");
    let shown = budi.get("/team/stand-ins").await;
    shown
        .assert_ok()
        .assert_text("19–20 Nov 2026")
        .assert_text("belum ada pengganti");
    // the leave is offered as the period; the people of the unit, the head beside and the one above as persons
    let offered = shown.attributes("select[name=person] option", "value");
    for (person, there) in [
        (&c.sari, true),
        (&c.tono, true),
        (&c.rina, true),
        (&c.boss, true),
        (&c.umi, false),
        (&c.budi, false),
    ] {
        let id = person.employee().to_string();
        assert_eq!(offered.contains(&id), there, "{}", person.name);
    }
    let sari = c.sari.employee().to_string();
    budi.submit("/team/stand-ins", &[("person", &sari)])
        .await
        .assert_at("/team/stand-ins")
        .assert_text("Pengganti tersimpan")
        .assert_text("ditunjuk Budi")
        .assert_no_text("belum ada pengganti");
    let mails = c.app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == c.sari.email));
    let plh = Some((c.sari.employee(), Some(Capacity::Plh)));
    assert_eq!(approver(&c.world, &c.tono, "2026-11-19").await, plh);
    assert_eq!(
        approver(&c.world, &c.sari, "2026-11-19").await,
        Some((c.boss.employee(), None)),
        "the stand-in never decides the own case"
    );
    budi.submit("/team/stand-ins/", &[])
        .await
        .assert_at("/team/stand-ins")
        .assert_text("Masa pengganti diakhiri")
        .assert_text("diakhiri sebelum mulai (19–20 Nov 2026)");
    assert_ne!(approver(&c.world, &c.tono, "2026-11-19").await, plh);
    for event in ["acting-head-named", "acting-head-ended"] {
        let here = format!("event = '{event}'");
        assert_eq!(c.world.count("audit", &here).await, 1);
    }
}

#[tokio::test]
async fn a_stand_in_that_was_ended_early_shows_its_last_day() {
    let c = counter().await;
    c.world
        .acting(&c.sari, &c.unit, "plh", "2026-11-16", "2026-11-27")
        .await;
    c.app.set_clock("2026-11-19T01:00:00Z");
    let mut budi = c.app.as_(&c.budi).await;
    budi.get("/team/stand-ins")
        .await
        .assert_text("16–27 Nov 2026");
    budi.submit("/team/stand-ins/", &[])
        .await
        .assert_at("/team/stand-ins")
        .assert_text("16–19 Nov 2026")
        .assert_no_text("27 Nov 2026");
    let client = c.world.api(&c.budi).await;
    let shown = client.get("/api/v1/team/stand-ins").await;
    let entry = &shown.json["units"][0]["stand_ins"][0];
    assert_eq!(entry["to_on"], "2026-11-27");
    assert_eq!(entry["ended_on"], "2026-11-19");
}

#[tokio::test]
async fn a_stand_in_on_leave_is_shown_as_such_and_passed_over() {
    let c = counter().await;
    c.world
        .acting(&c.sari, &c.unit, "plh", "2026-11-19", "2026-11-20")
        .await;
    c.world
        .absent(&c.sari, "leave", "2026-11-20", "2026-11-20")
        .await;
    let mut budi = c.app.as_(&c.budi).await;
    budi.get("/team/stand-ins")
        .await
        .assert_text("Ia cuti pada sebagian masa ini");
    assert_eq!(
        approver(&c.world, &c.tono, "2026-11-20").await,
        Some((c.boss.employee(), None))
    );
}

#[tokio::test]
async fn what_a_head_may_not_do_with_stand_ins_is_refused_with_its_reason() {
    let c = counter().await;
    let (unit, sari, umi) = (
        c.unit.id.to_string(),
        c.sari.employee().to_string(),
        c.umi.employee().to_string(),
    );
    let fields = |person: &str, from: &'static str, to: &'static str| {
        vec![
            ("unit", unit.clone()),
            ("person", person.to_owned()),
            ("from_on", from.to_owned()),
            ("to_on", to.to_owned()),
        ]
    };
    let mut budi = c.app.as_(&c.budi).await;
    for (person, from, to, words_) in [
        ("", "2026-11-19", "2026-11-20", "invalid-choose-person"),
        (&*umi, "2026-11-19", "2026-11-20", "invalid-choose-person"),
        (
            &*sari,
            "2026-11-20",
            "2026-11-19",
            "invalid-end-before-start",
        ),
        (&*sari, "2026-11-02", "2026-11-03", "invalid-period-over"),
        (&*sari, "", "2026-11-03", "invalid-required"),
    ] {
        let typed = fields(person, from, to);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let shown = budi.post("/team/stand-ins", &typed).await;
        shown.assert_status(422).assert_text(&words(words_));
        assert_eq!(shown.attributes("input[name=to_on]", "value"), [to]);
    }
    let good = fields(&sari, "2026-11-19", "2026-11-20");
    let good: Vec<(&str, &str)> = good.iter().map(|(k, v)| (*k, v.as_str())).collect();
    budi.post("/team/stand-ins", &good).await.assert_status(303);
    budi.post("/team/stand-ins", &good)
        .await
        .assert_status(422)
        .assert_text(&words("invalid-acting-overlap"));
    // another head's unit is not there, nor is the end of its stand-in
    let mut rina = c.app.as_(&c.rina).await;
    rina.post("/team/stand-ins", &good).await.assert_status(404);
    let entry = c
        .world
        .app
        .count(&format!(
            "select count(*) from acting_heads where agency_id = '{}'",
            c.world.agency
        ))
        .await;
    assert_eq!(entry, 1);
    let mut shown = c.app.as_(&c.budi).await;
    let page = shown.get("/team/stand-ins").await;
    let end = page.form("/team/stand-ins/").action;
    rina.post(&end, &[]).await.assert_status(404);
    // an agency that leaves it to HR
    c.world.stand_ins_by_hr().await;
    budi.get("/team/stand-ins")
        .await
        .assert_text(&words("refused-stand-in-by-hr"));
    let later = fields(&sari, "2026-12-01", "2026-12-02");
    let later: Vec<(&str, &str)> = later.iter().map(|(k, v)| (*k, v.as_str())).collect();
    budi.post("/team/stand-ins", &later)
        .await
        .assert_status(422)
        .assert_text(&words("refused-stand-in-by-hr"));
    budi.post(&end, &[])
        .await
        .assert_status(422)
        .assert_text(&words("refused-stand-in-by-hr"));
}

#[tokio::test]
async fn a_program_of_a_head_names_and_ends_a_stand_in() {
    let c = counter().await;
    let client = c.world.api(&c.budi).await;
    let body = json!({
        "unit_id": c.unit.id.to_string(),
        "employee_id": c.sari.employee().to_string(),
        "from_on": "2026-11-19",
        "to_on": "2026-11-20",
    });
    let made = client.post("/api/v1/team/stand-ins", body).await;
    made.assert_status(201);
    assert_eq!(made.json["units"][0]["stand_ins"][0]["named_by"], "Budi");
    let shown = client.get("/api/v1/team/stand-ins").await;
    shown.assert_status(200);
    assert_eq!(shown.json["allowed"], true);
    let entry = shown.json["units"][0]["stand_ins"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    client
        .delete(&format!("/api/v1/team/stand-ins/{entry}"))
        .await
        .assert_status(204);
    client
        .delete(&format!("/api/v1/team/stand-ins/{entry}"))
        .await
        .assert_problem(409, "changed");
}
