//! Spans that cannot be asked for, and days that cannot be given back, by page and by program.

use serde_json::json;

use super::*;

#[tokio::test]
async fn more_days_or_weeks_than_a_request_holds_are_refused() {
    let office = office().await;
    let mut sari = office.app.as_(&office.staff[0]).await;
    let days: Vec<String> = (1..=31)
        .map(|day| format!("2026-12-{day:02}"))
        .chain(["2027-01-04".to_owned()])
        .collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    send(&mut sari, &days)
        .await
        .assert_refused("Paling banyak 31 hari dalam satu pengajuan.");
    let pattern = [
        ("shape", "pattern"),
        ("first_on", "2026-11-23"),
        ("last_on", "2027-05-27"),
        ("weekday", "2"),
        ("place", "home"),
        ("plan_what", "Rekap mingguan"),
        ("plan_due", ""),
    ];
    sari.post_multipart("/requests", &pattern)
        .await
        .assert_refused(&words("invalid-pattern-too-long"));
    let api = office.world.api(&office.staff[0]).await;
    let long =
        json!({"first_on": "2026-11-23", "last_on": "2027-05-27", "week": {"tuesday": "full"}});
    let short =
        json!({"first_on": "2026-11-23", "last_on": "2026-12-11", "week": {"tuesday": "full"}});
    let day = json!([{"on": "2026-11-24", "part": "full"}]);
    for (body, field, code) in [
        (
            json!({"pattern": long, "place": "home"}),
            "pattern.last_on",
            "pattern-too-long",
        ),
        (
            json!({"pattern": short, "days": day, "place": "home"}),
            "pattern",
            "days-or-pattern",
        ),
        (
            json!({"days": day, "place": "home", "agreement_id": uuid::Uuid::nil()}),
            "agreement_id",
            "agreement-other-office",
        ),
    ] {
        let refused = api.post("/requests/precheck", body).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code))
        );
    }
    assert_eq!(office.world.count("requests", "true").await, 0);
}

#[tokio::test]
async fn only_days_that_lie_ahead_are_given_back_one_by_one() {
    let office = office().await;
    let id = ask(&office, 0, &["2026-11-24", "2026-11-26"]).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &id, "approve", "").await.assert_ok();
    let hours = hours::ask_hours(&office, 1).await;
    decide(&mut budi, &hours, "approve", "").await.assert_ok();
    for (who, id, code) in [(0, &id, "day-not-ahead"), (1, &hours, "hours-whole")] {
        let api = office.world.api(&office.staff[who]).await;
        let version = api.get(&format!("/requests/{id}")).await.json["version"].clone();
        let path = format!("/requests/{id}/cancellation");
        let body = json!({"days": ["2026-12-25"], "version": version});
        let refused = api.post(&path, body).await;
        refused.assert_problem(422, "invalid");
        assert_eq!(refused.json["errors"][0]["code"], code);
        assert_eq!(state(&office, id).await, "approved");
    }
}
