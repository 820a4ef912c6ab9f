//! What flexible days came to: known numbers, small groups, who may see it, and a slow model that goes through every day of everybody.

mod house;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::support::{Person, world::date};
use house::{Counted, Gone, House, Lot, Piece, Stay, house};

#[tokio::test]
async fn flexible_days_stand_beside_accepted_work_of_the_same_people() {
    let mut house = house(&[6]).await;
    // five of six were at home on Tuesday and Wednesday, 10 and 11 November, and delivered three pieces of work each
    for who in 0..5 {
        house
            .stays
            .push(Stay::on(who, &["2026-11-10", "2026-11-11"]));
        // on a flexible day and in the office, the second late and once again, and one on a Sunday
        house.pieces.push(Piece::on(who, "2026-11-10T03:00:00Z"));
        house.pieces.push(Piece {
            due: date("2026-11-11"),
            rounds: 2,
            ..Piece::on(who, "2026-11-12T03:00:00Z")
        });
        house.pieces.push(Piece::on(who, "2026-11-15T03:00:00Z"));
    }
    // what is not accepted counts for nothing, nor what was delivered before
    house.pieces.push(Piece {
        state: "delivered",
        ..Piece::on(0, "2026-11-10T03:00:00Z")
    });
    house.pieces.push(Piece::on(0, "2026-09-30T03:00:00Z"));
    house.store().await;
    let hana = house.world.officer("Hana", &["hr"]).await;
    let api = house.world.api(&hana).await;
    let found = api.get("/results?period=2026-11").await;
    found.assert_status(200);
    // 1 to 17 November: twelve working days
    let unit = &found.json["units"][0];
    assert_eq!(unit["employees"], 6);
    assert_eq!(unit["flexible"], json!({"people": 5, "half_days": 20}));
    assert_eq!(
        unit["work"],
        json!({"people": 5, "accepted": 15, "on_time": 10, "revisions": 5})
    );
    let compared = json!({
        "people": 5,
        "flexible": {"days": 10, "accepted": 5, "on_time": 5, "revisions": 0},
        "office": {"days": 50, "accepted": 5, "on_time": 0, "revisions": 5},
    });
    assert_eq!(unit["compared"], compared);
    assert_eq!(found.json["all"]["compared"], compared);
    let leader = house
        .world
        .employee("Laras")
        .head_of(&house.world.root)
        .role("leader")
        .await;
    let mut page = house.app.as_(&leader).await;
    page.get("/").await.assert_link("/results");
    page.get("/results?period=2026-11")
        .await
        .assert_ok()
        .assert_h1("Hasil kerja fleksibel")
        .assert_text("November 2026")
        .assert_text("5 pegawai yang sama")
        .assert_text("5,0 hasil per 10 hari fleksibel, 1,0 per 10 hari di kantor")
        .assert_text("Tepat waktu: 100,0% pada hari fleksibel, 0,0% di kantor")
        .assert_text("Putaran perbaikan per hasil: 0,0 pada hari fleksibel, 1,0 di kantor.")
        .assert_text("66,7%");
    page.get("/results").await.assert_text("Triwulan IV 2026");
    page.get("/results?period=2024-Q1").await.assert_status(404);
}

#[tokio::test]
async fn small_groups_are_left_out_and_are_in_no_total() {
    let mut house = house(&[6, 4]).await;
    for who in 0..10 {
        house.pieces.push(Piece::on(who, "2026-11-10T03:00:00Z"));
    }
    // of the larger unit four had flexible days
    for who in 0..4 {
        house.stays.push(Stay::on(who, &["2026-11-11"]));
    }
    // and in October only two delivered anything
    house.pieces.push(Piece::on(0, "2026-10-06T03:00:00Z"));
    house.pieces.push(Piece::on(1, "2026-10-06T03:00:00Z"));
    house.store().await;
    let hana = house.world.officer("Hana", &["hr"]).await;
    let api = house.world.api(&hana).await;
    let quarter = api.get("/results?period=2026-Q4").await;
    let units = &quarter.json["units"];
    assert_eq!(units[0]["flexible"], Value::Null);
    assert_eq!(units[0]["work"]["accepted"], 8);
    assert_eq!(units[1]["work"], Value::Null, "four people");
    assert_eq!(
        quarter.json["all"]["work"]["accepted"], 8,
        "of what is shown"
    );
    assert_eq!(quarter.json["all"]["flexible"]["people"], 0);
    // a month that could be shown alone would tell what October was
    let month = api.get("/results?period=2026-11").await;
    assert_eq!(month.json["units"][0]["work"], Value::Null);
    assert_eq!(month.json["all"]["work"]["accepted"], 0);
    let mut page = house.app.as_(&hana).await;
    page.get("/results?period=2026-11")
        .await
        .assert_ok()
        .assert_text("2 unit tanpa angka, atau dengan terlalu sedikit orang")
        .assert_text("Belum ada unit dengan sedikitnya 5 pegawai");
    let file = page.fetch("/results?period=2026-Q4&format=csv").await;
    let text = file.body();
    let small = text.lines().find(|line| line.starts_with("Bidang 1"));
    let small = small.expect("the small unit");
    assert!(!small.contains("4 orang"), "{small}");
    assert!(text.contains("Bidang 0"));
    // the agency says how small is too small
    page.get("/agency").await.assert_ok();
    page.submit("/agency", &[("smallest_group", "2")])
        .await
        .assert_status(422);
    page.submit("/agency", &[("smallest_group", "4")])
        .await
        .assert_ok();
    let quarter = api.get("/results?period=2026-Q4").await;
    assert_eq!(quarter.json["smallest_group"], 4);
    assert_eq!(quarter.json["units"][1]["work"]["accepted"], 4);
    assert_eq!(quarter.json["all"]["work"]["accepted"], 12);
}

#[tokio::test]
async fn results_are_for_hr_and_the_leader() {
    let house = house(&[1]).await;
    let sari = &house.people[0].0;
    let auditor = house.world.officer("Audi", &["auditor"]).await;
    for person in [sari, &auditor] {
        let mut page = house.app.as_(person).await;
        page.get("/results").await.assert_status(403);
        let api = house.world.api(person).await;
        api.get("/results").await.assert_status(403);
    }
}

#[tokio::test]
async fn the_statement_says_what_a_slow_model_says() {
    let mut house = house(&[5, 4, 6, 3]).await;
    house.world.holiday("2026-10-28", "Hari uji").await;
    let mut lot = Lot(20_261_117);
    let start = date("2026-09-20");
    let people = house.people.len() as u64;
    for _ in 0..60 {
        let who = lot.next(people) as usize;
        let first = lot.day(start, 60);
        let last = first + Days::new(lot.next(12));
        let pattern = lot.next(2) == 0;
        let mut days: BTreeMap<NaiveDate, (i16, bool)> = BTreeMap::new();
        for _ in 0..=lot.next(3) {
            let on = lot.day(first, (last - first).num_days() as u64 + 1);
            // an exception of a pattern may say that there is nothing
            let bits = lot.next(if pattern { 4 } else { 3 }) as i16 + i16::from(!pattern);
            days.insert(on, (bits, !pattern && lot.next(4) == 0));
        }
        let states = [
            "approved",
            "approved_adjusted",
            "ended",
            "submitted",
            "refused",
            "revoked",
            "withdrawn",
        ];
        let state = states[lot.next(7) as usize];
        let week = pattern.then(|| [0; 7].map(|_: i16| [0, 0, 3, 1, 2][lot.next(5) as usize]));
        house.stays.push(Stay {
            who,
            days: days
                .into_iter()
                .map(|(on, (bits, dropped))| (on, bits, dropped))
                .collect(),
            week,
            first,
            last,
            state,
            stopped: (state == "revoked").then(|| first + Days::new(1 + lot.next(6))),
        });
    }
    for _ in 0..120 {
        let at = lot
            .day(start, 60)
            .and_hms_opt(lot.next(24) as u32, 30, 0)
            .expect("a time")
            .and_utc();
        let states = ["accepted", "accepted", "accepted", "delivered", "revision"];
        house.pieces.push(Piece {
            who: lot.next(people) as usize,
            due: at.date_naive() + Days::new(lot.next(5)) - Days::new(2),
            first: at,
            rounds: 1 + lot.next(3) as i16,
            state: states[lot.next(5) as usize],
        });
    }
    for _ in 0..15 {
        let from = lot.day(start, 60);
        house.gone.push(Gone {
            who: lot.next(people) as usize,
            from,
            to: from + Days::new(lot.next(6)),
            cancelled: lot.next(3) == 0,
        });
    }
    house.store().await;
    house.smallest(3).await;
    let off = house.holidays().await;
    let hana = house.world.officer("Hana", &["hr"]).await;
    let api = house.world.api(&hana).await;
    let today = date("2026-11-17");
    let spans = [
        ("2026-Q4", "2026-10-01", "2026-12-31", &[][..]),
        ("2026-Q3", "2026-07-01", "2026-09-30", &[]),
        (
            "2026-10",
            "2026-10-01",
            "2026-10-31",
            &[("2026-11-01", "2026-11-30")],
        ),
        (
            "2026-11",
            "2026-11-01",
            "2026-11-30",
            &[("2026-10-01", "2026-10-31")],
        ),
    ];
    let mut shown = 0;
    for (code, from, to, others) in spans {
        let found = api.get(&format!("/results?period={code}")).await;
        found.assert_status(200);
        for (at, (unit, ..)) in house.units.iter().enumerate() {
            let count =
                |from: &str, to: &str| house.model(at, date(from), date(to).min(today), &off);
            let beside: Vec<Counted> = others.iter().map(|(from, to)| count(from, to)).collect();
            let wanted = count(from, to).view(&beside, 3);
            let units = found.json["units"].as_array().expect("units");
            let one = units
                .iter()
                .find(|one| one["id"] == json!(unit.id.0))
                .expect("the unit");
            for part in ["flexible", "work", "compared"] {
                assert_eq!(one[part], wanted[part], "{code} {at} {part}");
                shown += usize::from(!wanted[part].is_null() && wanted[part]["people"] != 0);
            }
        }
    }
    assert!(shown >= 16, "the model is asked something: {shown}");
}

#[tokio::test]
async fn the_worker_counts_again_after_a_change_and_a_visit_does_not() {
    let mut house = house(&[6]).await;
    for who in 0..6 {
        house.pieces.push(Piece::on(who, "2026-11-10T03:00:00Z"));
    }
    let hana = house.world.officer("Hana", &["hr"]).await;
    let api = house.world.api(&hana).await;
    let found = api.get("/results?period=2026-Q1").await;
    assert_eq!(found.json["as_of"], Value::Null, "not counted yet");
    assert_eq!(found.json["units"], json!([]));
    let mut page = house.app.as_(&hana).await;
    page.get("/results").await.assert_text("belum dihitung");
    house.store().await;
    // this quarter and its two months, the three quarters before with three each
    assert_eq!(house.world.count("results", "true").await, 15);
    assert_eq!(accepted(&house, &hana).await, 6);
    let mut tx = house.world.tx().await;
    sqlx::query(
        "update deliverables set state = 'delivered', ended_at = null where employee_id = $1",
    )
    .bind(house.people[0].0.employee().0)
    .execute(tx.conn())
    .await
    .expect("not accepted any more");
    tx.commit().await.expect("commit");
    assert_eq!(accepted(&house, &hana).await, 6, "as it was counted");
    let sari = house.world.api(&house.people[1].0).await;
    let plan = json!({"title": "Telaah", "due_on": "2026-11-20"});
    sari.post("/deliverables", plan).await.assert_status(201);
    house.app.pass(chrono::TimeDelta::hours(2));
    house.app.drain().await;
    assert_eq!(accepted(&house, &hana).await, 5);
}

/// What is accepted of all that is shown of this quarter.
async fn accepted(house: &House, who: &Person) -> Value {
    let found = house.world.api(who).await.get("/results").await;
    found.json["all"]["work"]["accepted"].clone()
}
