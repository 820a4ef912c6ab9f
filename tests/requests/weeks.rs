//! The week of a unit: which unit may be looked at, however many there are, and which rules count on each of its days.

use luwes::{
    kernel::id::UnitId,
    policy::{
        Limit,
        base::{self, Practice},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::support::world::date;

/// Six hundred more units of one person each, by name before every other: more than a list of units holds.
async fn crowd(world: &World) {
    let mut tx = world.tx().await;
    for sql in [
        "insert into units (agency_id, id, code, name, parent_id, place) select $1, gen_random_uuid(), 'BANYAK' || n, '0 unit ' || n, $2, 'Kantor ' || $3::timestamptz::date \
         from generate_series(1, 600) n",
        "insert into employees (agency_id, id, nip, name, asn_kind, grade, unit_id, position_id, birth_on, gender, created_at, updated_at) \
         select $1, gen_random_uuid(), '19860101201001' || lpad((row_number() over ())::text, 4, '0'), 'Orang ' || u.code, 'pns', 'III/c', u.id, \
           (select p.id from positions p where p.agency_id = $1 limit 1), '1985-03-12', 'P', $3, $3 from units u where u.agency_id = $1 and u.parent_id = $2 and u.code like 'BANYAK%'",
    ] {
        let query = sqlx::query(sql)
            .bind(world.agency.0)
            .bind(world.root.id.0)
            .bind(world.app.now());
        query.execute(tx.conn()).await.expect("the crowd is stored");
    }
    tx.commit().await.expect("commit");
}

/// What somebody reads who holds nothing but the address.
async fn read(office: &Office, path: &str) -> Shown {
    let mut anybody = office.app.visitor();
    anybody.request(http::Method::GET, path, None).await
}

#[tokio::test]
async fn hr_and_the_leader_look_at_any_unit_even_where_no_list_can_hold_them_all() {
    let office = office().await;
    let world = &office.world;
    crowd(world).await;
    let hana = world.officer("Hana", &["hr"]).await;
    let laras = world.officer("Laras", &["leader"]).await;
    let id = office.unit.id;
    for officer in [&hana, &laras] {
        let mut browser = office.app.as_(officer).await;
        for path in ["/team", "/team/month"] {
            browser
                .get(&format!("{path}?unit={id}"))
                .await
                .assert_ok()
                .assert_text("Analisis");
        }
        let door = world.api(officer).await;
        for path in ["/team/week", "/team/month"] {
            let found = door.get(&format!("{path}?unit={id}")).await;
            found.assert_status(200);
            assert_eq!(found.json["unit_name"], "Analisis");
        }
        let feed = json!({"name": "Ponsel", "kind": "unit", "unit_id": id});
        let made = door.post("/me/feeds", feed).await;
        made.assert_status(201);
        let address = made.json["address"].as_str().expect("an address");
        let path = address.replace("https://luwes.test", "");
        read(&office, &path).await.assert_ok();
    }
    let door = world.api(&hana).await;
    let board = json!({"name": "Lobi", "unit_id": id, "names": true});
    let made = door.post("/boards", board).await;
    made.assert_status(201);
    let address = made.json["address"].as_str().expect("an address");
    let path = address.replace("https://luwes.test", "");
    read(&office, &path).await.assert_ok();
    assert_eq!(
        door.get("/boards").await.json["items"][0]["live"],
        json!(true)
    );
}

#[tokio::test]
async fn whether_a_unit_may_be_looked_at_is_asked_by_its_id() {
    let office = office().await;
    let world = &office.world;
    let other = world.unit("Arsip").await;
    let dewi = world.employee("Dewi").head_of(&other).await;
    let empty = world.unit("Kosong").await;
    let hana = world.officer("Hana", &["hr"]).await;
    let far = office.app.agency("Kota Jauh").await;
    let theirs = far.unit("Analisis").await;
    far.employee("Jauh").of(&theirs).await;
    let id = office.unit.id;
    let table: [(&Person, UnitId, Option<&str>); 8] = [
        (&hana, id, Some("Analisis")),
        (&hana, other.id, Some("Arsip")),
        (&hana, empty.id, None),
        (&hana, theirs.id, None),
        (&hana, UnitId(Uuid::nil()), None),
        (&office.budi, id, Some("Analisis")),
        (&office.staff[0], id, Some("Analisis")),
        (&dewi, id, None),
    ];
    for (person, unit, name) in table {
        let mut cx = world.cx_of(person).await;
        let found = luwes::requests::visible_unit(&mut cx, unit).await;
        assert_eq!(found.expect("read").as_deref(), name, "{}", person.name);
    }
    let mut stranger = office.app.as_(&dewi).await;
    stranger
        .get(&format!("/team?unit={id}"))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn a_week_beyond_any_calendar_is_this_week() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    for week in [
        "%2B262142-12-31",
        "-262143-01-01",
        "1899-12-31",
        "2200-01-01",
        "kemarin",
    ] {
        sari.get(&format!("/team?week={week}"))
            .await
            .assert_ok()
            .assert_text("16–20 Nov 2026");
    }
    for week in ["1900-01-01", "2199-12-31"] {
        let shown = sari.get(&format!("/team?week={week}")).await;
        shown.assert_ok().assert_no_text("Nov 2026");
    }
}

#[tokio::test]
async fn each_day_of_a_week_goes_by_the_minimum_of_its_own_day() {
    let office = office().await;
    // from Wednesday on three quarters stay in the office
    office
        .world
        .rules_of(&base::typical_agency(&Practice {
            version: 2,
            effective_from: date("2026-11-25"),
            min_on_site: Limit::Percent(75),
            ..Practice::default()
        }))
        .await;
    let least = [4, 4, 6, 6, 6];
    let door = office.world.api(&office.budi).await;
    let week = door.get("/team/week?week=2026-11-24").await;
    let days = week.json["days"].as_array().expect("days");
    let found: Vec<_> = days
        .iter()
        .map(|day| day["strength"]["minimum"].clone())
        .collect();
    assert_eq!(found, least);
    let mut budi = office.app.as_(&office.budi).await;
    let page = budi.get("/team?week=2026-11-24").await;
    let covers = page.assert_ok().all("tfoot .cover small");
    assert_eq!(covers.len(), least.len());
    for (words, least) in covers.iter().zip(least) {
        assert!(words.contains(&least.to_string()), "{covers:?}");
    }
}
