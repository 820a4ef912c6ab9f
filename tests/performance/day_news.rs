//! Days seen from the team: who has not reported and is reminded, whom a report waits for, how far days are, and where people work.

use luwes::performance::day::{Standing, standing};
use serde_json::json;

use super::{
    day::{DAY, answer, put, task},
    *,
};
use crate::support::world::date;

#[tokio::test]
async fn who_has_not_reported_a_flexible_day_is_shown_and_reminded_once_where_the_agency_asks() {
    let office = office().await;
    office.at_home().await;
    // the same day, and an ordinary one of Tono's
    let budi = office.api(&office.budi).await;
    let team = budi.get(&format!("/team/day-reports?on={DAY}")).await;
    let of = |name: &str| {
        let all = team.json["items"].as_array().expect("people");
        all.iter()
            .find(|one| one["name"] == name)
            .expect("a person")
            .clone()
    };
    assert_eq!(of("Sari")["missing"], true);
    assert_eq!(of("Sari")["elsewhere"][0]["place"], "home");
    assert_eq!(of("Tono")["missing"], false);
    let mut page = office.app.as_(&office.budi).await;
    page.get(&format!("/team/today?day={DAY}"))
        .await
        .assert_ok()
        .assert_text("1 belum melapor");
    // nobody asks: nobody is reminded
    office.app.set_clock("2026-11-25T01:00:00Z");
    assert!(
        office
            .told(&office.sari)
            .await
            .iter()
            .all(|one| !one.starts_with("Laporan"))
    );
    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/targets/terms").await.assert_ok();
    hana.submit(
        "#terms",
        &[("report_within", "0"), ("report_flexible", "true")],
    )
    .await
    .assert_status(422);
    hana.submit("#terms", &[("report_within", "2")])
        .await
        .assert_ok();
    let asked = "report_flexible and report_within = 2";
    assert_eq!(office.world.count("target_terms", asked).await, 1);
    office.app.pass(TimeDelta::minutes(11));
    let told = office.told(&office.sari).await;
    let reports = |told: &[String]| {
        let own = told.iter().filter(|one| one.ends_with("belum ada"));
        own.count()
    };
    assert_eq!(reports(&told), 1, "{told:?}");
    // once, and no more the days after
    for clock in [
        "2026-11-25T04:00:00Z",
        "2026-11-26T01:00:00Z",
        "2026-11-27T01:00:00Z",
    ] {
        office.app.set_clock(clock);
        let told = office.told(&office.sari).await;
        assert_eq!(reports(&told), 0, "{clock}: {told:?}");
    }
    assert_eq!(
        office.world.count("audit", "event = 'day-reminded'").await,
        1
    );
}

#[tokio::test]
async fn who_has_reported_is_not_reminded_and_what_waits_follows_whoever_decides() {
    let office = office().await;
    office.at_home().await;
    let mut tx = office.world.tx().await;
    let asked =
        "insert into target_terms (agency_id, saved_at, report_flexible) values ($1, now(), true)";
    sqlx::query(asked)
        .bind(office.world.agency.0)
        .execute(tx.conn())
        .await
        .expect("reports are asked for");
    tx.commit().await.expect("commit");
    let (id, version) = office.reported(&office.sari, DAY).await;
    office.app.drain().await;
    office
        .world
        .absent(&office.budi, "leave", "2026-11-25", "2026-11-27")
        .await;
    office.app.set_clock("2026-11-25T01:00:00Z");
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert!(
        subjects(&mails, &office.sari)
            .iter()
            .all(|one| !one.starts_with("Laporan"))
    );
    assert_eq!(
        subjects(&mails, &office.laras),
        ["Laporan harian menunggu Anda"]
    );
    let accept = json!({"answer": "accepted", "version": version + 1});
    let laras = office.api(&office.laras).await;
    let done = answer(&laras, &id, accept).await;
    done.assert_status(200);
    assert_eq!(done.json["reports"][0]["answerer_name"], "Laras");
    assert_eq!(done.json["reports"][0]["in_place_of"], "Budi");
}

#[tokio::test]
async fn how_far_days_are_is_told_for_everybody_and_every_day() {
    let office = office().await;
    let sari = office.api(&office.sari).await;
    let budi = office.api(&office.budi).await;
    let plan = json!([task("Peta", "")]);
    put(&sari, "plan", "2026-11-18", 0, plan)
        .await
        .assert_status(200);
    let (id, version) = office.reported(&office.sari, "2026-11-16").await;
    let accept = json!({"answer": "accepted", "version": version});
    answer(&budi, &id, accept).await.assert_status(200);
    office.reported(&office.sari, "2026-11-17").await;
    let (id, version) = office.reported(&office.tono, "2026-11-17").await;
    let back = json!({"answer": "returned", "comment": "Kurang", "version": version});
    answer(&budi, &id, back).await.assert_status(200);
    let people = [office.sari.employee(), office.tono.employee()];
    let mut tx = office.world.tx().await;
    let agency = office.world.agency;
    let days = [date("2026-11-16"), date("2026-11-18")];
    let all = standing(tx.conn(), agency, &people, days[0], days[1])
        .await
        .expect("told");
    assert_eq!(all.len(), 6);
    let of = |who: usize, on: &str| all[&(people[who], date(on))];
    assert_eq!(of(0, "2026-11-16"), Standing::Accepted);
    assert_eq!(of(0, "2026-11-17"), Standing::Pending);
    assert_eq!(of(0, "2026-11-18"), Standing::None, "a plan is no report");
    assert_eq!(of(1, "2026-11-16"), Standing::None);
    assert_eq!(of(1, "2026-11-17"), Standing::Returned);
}

#[tokio::test]
async fn where_somebody_works_is_what_the_board_says() {
    use luwes::{
        policy::{Place, Route},
        requests::{self, Ask, Decide, Decision, PlanLine, Sending, Span, Where},
    };
    let office = office().await;
    office.world.rules().await;
    office.world.holiday("2026-12-01", "Hari Uji").await;
    // Tuesdays, and Thursday afternoons, of three weeks
    let span = Span::Pattern {
        validity: luwes::calendar::DateRange {
            from: date("2026-11-23"),
            to: date("2026-12-11"),
        },
        week: [0, 3, 0, 2, 0, 0, 0],
        exceptions: [(date("2026-11-26"), 0)].into(),
    };
    let ask = Ask {
        span,
        place: Place::Home,
        agreement: None,
        region: None,
        times: None,
        place_detail: String::new(),
        route: Route::Ordinary,
        special_ground: None,
        reason: "Telaah".into(),
        contact: "0811".into(),
        plan: vec![PlanLine {
            what: "Rekap mingguan".into(),
            due_on: date("2026-12-11"),
        }],
    };
    let sending = Sending {
        ask,
        evidence: None,
        key: None,
        of: None,
    };
    let mut cx = office.world.cx_of(&office.sari).await;
    let request = requests::submit(&mut cx, sending).await.expect("sent");
    // waits to the end: nowhere approved
    crate::support::twin::ask(&mut cx, "2026-11-25", "").await;
    cx.finish().await.expect("commit");
    let decide = Decide {
        decision: Decision::Approve,
        version: request.version,
        note: String::new(),
        waive: false,
        batch: uuid::Uuid::now_v7(),
    };
    let mut cx = office.world.cx_of(&office.budi).await;
    let approved = requests::decide(&mut cx, request.id, decide)
        .await
        .expect("approved");
    cx.finish().await.expect("commit");
    office.app.set_clock("2026-12-08T01:00:00Z");
    let mut cx = office.world.cx_of(&office.sari).await;
    requests::cancel(&mut cx, request.id, approved.version, &[])
        .await
        .expect("cancelled from today on");
    cx.finish().await.expect("commit");
    office.app.set_clock("2026-12-11T01:00:00Z");
    let mut cx = office.world.cx_of(&office.sari).await;
    let board = requests::presence_of(&mut cx, office.sari.employee())
        .await
        .expect("the board");
    cx.finish().await.expect("commit");
    let at = |half: &Where| matches!(half, Where::At { pending: false, .. });
    let sari = office.api(&office.sari).await;
    let mut away = Vec::new();
    for day in board.days.iter().filter(|day| day.on >= date("2026-11-23")) {
        let own = sari.get(&format!("/days/own?on={}", day.on)).await;
        own.assert_status(200);
        let stays = own.json["elsewhere"].as_array().expect("places").clone();
        let half = |name: &str| stays.iter().any(|one| one[name] == true);
        let told = (half("morning"), half("afternoon"));
        assert_eq!(told, (at(&day.morning), at(&day.afternoon)), "{}", day.on);
        if told != (false, false) {
            away.push((day.on.to_string(), told));
        }
    }
    away.sort();
    let days: Vec<&str> = away.iter().map(|(on, _)| on.as_str()).collect();
    assert_eq!(days, ["2026-11-24", "2026-12-03"]);
    assert_eq!(away[1].1, (false, true));
}
