//! What keeps a roster from being published: days over a limit, and no day at all.

use super::*;

/// A draft whose days are these of everybody's, put there by hand over the door: its path and the second version as it was answered.
async fn by_hand(office: &Office, days: &[&str]) -> (String, serde_json::Value) {
    let budi = office.world.api(&office.budi).await;
    let made = budi
        .post(
            "/team/rosters",
            json!({
                "unit_id": office.unit.id, "from_on": "2026-11-30", "to_on": "2026-12-11", "place": "home", "plan": "Laporan"
            }),
        )
        .await;
    made.assert_status(201);
    let id = made.json["roster"]["id"].as_str().unwrap();
    let path = format!("/team/rosters/{id}");
    let mut chosen = Vec::new();
    for person in &office.staff {
        for day in days {
            chosen.push(json!({"employee_id": person.employee(), "on": day}));
        }
    }
    let put = budi
        .put(
            &format!("{path}/days"),
            json!({"version": 1, "days": chosen}),
        )
        .await;
    put.assert_status(200);
    assert_eq!(put.json["roster"]["version"], 2);
    (path, put.json)
}

/// The draft is as it was, so many days in it, and nobody was assigned or told anything.
async fn nothing_is_published(office: &Office, version: i32, days: i64) {
    let world = &office.world;
    let draft = format!("state = 'draft' and published_at is null and version = {version}");
    assert_eq!(world.count("rosters", &draft).await, 1);
    assert_eq!(world.count("roster_days", "true").await, days);
    let linked = "request_id is not null";
    assert_eq!(world.count("roster_days", linked).await, 0);
    assert_eq!(world.count("requests", "true").await, 0);
    let published = "event = 'roster-published'";
    assert_eq!(world.count("audit", published).await, 0);
    assert!(office.app.drain().await.is_empty(), "nobody is told");
}

#[tokio::test]
async fn a_roster_that_breaks_a_limit_is_not_published_over_the_door_and_says_how_much_does() {
    let office = office().await;
    let (path, kept) = by_hand(&office, &["2026-12-02"]).await;
    let breaches = kept["breaches"].as_array().unwrap();
    assert_eq!(breaches.len(), 1, "{breaches:?}");
    assert_eq!(breaches[0]["kind"], "room");
    assert_eq!(breaches[0]["by"], 3);
    let budi = office.world.api(&office.budi).await;
    let refused = budi
        .post(&format!("{path}/publication"), json!({"version": 2}))
        .await;
    refused.assert_problem(422, "roster-breaches");
    assert_eq!(
        refused.json["detail"],
        "Masih ada 1 hal yang melanggar batas."
    );
    nothing_is_published(&office, 2, 7).await;
    // with the planner's days in their place it is published
    budi.post(&format!("{path}/proposal"), json!({"version": 2}))
        .await
        .assert_status(200);
    budi.post(&format!("{path}/publication"), json!({"version": 3}))
        .await
        .assert_status(200);
    assert_eq!(office.world.count("requests", "state = 'offered'").await, 7);
}

#[tokio::test]
async fn a_roster_without_a_day_is_not_published_over_the_door() {
    let office = office().await;
    let (path, kept) = by_hand(&office, &[]).await;
    assert_eq!(kept["breaches"], json!([]));
    let budi = office.world.api(&office.budi).await;
    let refused = budi
        .post(&format!("{path}/publication"), json!({"version": 2}))
        .await;
    refused.assert_problem(422, "roster-empty");
    assert_eq!(refused.json["detail"], words("refused-roster-empty"));
    nothing_is_published(&office, 2, 0).await;
}

#[tokio::test]
async fn whoever_takes_every_day_out_and_publishes_keeps_an_empty_draft() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    let made = plan(&office, &mut budi, &[]).await;
    made.assert_status(303);
    let path = made.header("location");
    let publish = "button[name=do][value=publish]";
    let sheet = budi.get(&path).await;
    assert!(!planned(&sheet).is_empty());
    assert_eq!(sheet.number_of(publish), 1);
    assert_eq!(sheet.number_of(&format!("{publish}[disabled]")), 0);
    // every box is emptied
    budi.post(&path, &[("version", "1"), ("do", "publish")])
        .await
        .assert_status(303);
    let sheet = budi.get(&path).await;
    sheet
        .assert_ok()
        .assert_text(&words("flash-roster-not-yet"))
        .assert_no_text("Belum dapat diterbitkan");
    assert!(planned(&sheet).is_empty());
    assert_eq!(sheet.number_of(&format!("{publish}[disabled]")), 1);
    nothing_is_published(&office, 2, 0).await;
}
