//! Everything that is refused, and to whom.

use super::*;
use crate::support::words;

/// The code of the first field of a problem, or its own.
fn code(problem: &Value) -> &str {
    let field = problem["errors"][0]["code"].as_str();
    field.or(problem["code"].as_str()).unwrap_or_default()
}

#[tokio::test]
async fn nobody_puts_their_own_scheme_in_force_by_any_door() {
    let office = office().await;
    let (path, version) = office.asked().await;
    let hana = office.api(&office.hana).await;
    let body = json!({"version": version});
    hana.post(&format!("{path}/force"), body.clone())
        .await
        .assert_problem(422, "allowance-second-officer");
    let refused = hana.post(&format!("{path}/force"), body.clone()).await;
    assert_eq!(refused.json["code"], "allowance-second-officer");
    // nor by the back door: the table refuses too
    let mut tx = office.world.tx().await;
    let own = sqlx::query(
        "update allowance_schemes set state = 'in_force', put_by = written_by, put_at = $2 where agency_id = $1",
    )
    .bind(office.world.agency.0)
    .bind(office.app.now())
    .execute(tx.conn())
    .await;
    assert!(
        own.expect_err("the table refuses")
            .to_string()
            .contains("allowance_schemes_not_own")
    );
    drop(tx);
    // what waits is written over by nobody, and a stale page changes nothing
    let mut over = draft();
    over["version"] = version.clone();
    let refused = hana.put(&path, over).await;
    assert_eq!(refused.json["code"], "allowance-not-draft");
    let heri = office.api(&office.heri).await;
    heri.post(&format!("{path}/force"), json!({"version": 1}))
        .await
        .assert_problem(409, "changed");
    let empty = heri
        .post(
            &format!("{path}/return"),
            json!({"version": version, "note": " "}),
        )
        .await;
    assert_eq!(code(&empty.json), "required");
    heri.post(&format!("{path}/force"), body)
        .await
        .assert_status(200);
    let now = heri.get(&path).await.json["version"].clone();
    for step in ["force", "asking", "withdrawal"] {
        let refused = heri
            .post(&format!("{path}/{step}"), json!({"version": now}))
            .await;
        refused.assert_status(422);
    }
    let given = json!({"version": now, "note": "Terlambat"});
    let refused = heri.post(&format!("{path}/return"), given).await;
    assert_eq!(refused.json["code"], "allowance-not-waiting");
}

#[tokio::test]
async fn a_scheme_names_what_is_wrong_with_it() {
    let office = office().await;
    let hana = office.api(&office.hana).await;
    let mut bad = draft();
    bad["terms"]["instrument"] = json!(" ");
    bad["terms"]["cpns"] = json!(10_001);
    bad["terms"]["late"] =
        json!([{"from": 1, "to": 31, "bp": 50}, {"from": 40, "to": null, "bp": 100}]);
    let refused = hana.post("/allowance-schemes", bad).await;
    refused.assert_status(422);
    let mut fields = refused.fields();
    fields.sort();
    assert_eq!(fields, ["cpns", "instrument", "late"]);
}

#[tokio::test]
async fn nobody_locks_what_they_made_and_what_is_locked_stays() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    let make = |month: &str| json!({"month": month});
    let none = clerk.post("/allowance-runs", make("2026-10")).await;
    assert_eq!(code(&none.json), "allowance-no-scheme");
    office.in_force().await;
    let early = clerk.post("/allowance-runs", make("2026-12")).await;
    assert_eq!(code(&early.json), "allowance-future");
    // this month still runs: it is a simulation that nobody locks
    let (now, version) = office.counted(&clerk, "2026-11").await;
    let heri = office.api(&office.heri).await;
    let lock = |run: &str| format!("/allowance-runs/{run}/lock");
    let refused = heri.post(&lock(&now), json!({"version": version})).await;
    assert_eq!(refused.json["code"], "allowance-month-runs");
    // the month before is whole: its maker does not lock it
    let (run, version) = office.counted(&clerk, "2026-10").await;
    let refused = clerk.post(&lock(&run), json!({"version": version})).await;
    assert_eq!(refused.json["code"], "allowance-lock-own");
    let mut tx = office.world.tx().await;
    let own = sqlx::query("update allowance_runs set state = 'locked', locked_by = made_by, locked_at = $2 where agency_id = $1")
        .bind(office.world.agency.0)
        .bind(office.app.now())
        .execute(tx.conn())
        .await;
    assert!(
        own.expect_err("the table refuses")
            .to_string()
            .contains("allowance_runs_not_own")
    );
    drop(tx);
    heri.post(&lock(&run), json!({"version": 99}))
        .await
        .assert_problem(409, "changed");
    // who says on which days nothing was recorded does not lock that month
    let outage = json!({"from": "2026-10-05", "to": "2026-10-06", "reason": "Jaringan putus"});
    let entered = heri.post("/allowance-outages", outage.clone()).await;
    entered.assert_status(201);
    let refused = heri.post(&lock(&run), json!({"version": version})).await;
    assert_eq!(refused.json["code"], "allowance-lock-outage");
    let ines = office.world.officer("Ines", &["hr"]).await;
    let ines = office.api(&ines).await;
    ines.post(&lock(&run), json!({"version": version}))
        .await
        .assert_status(200);
    // locked: not locked again, not counted again, and no outage reaches into it any more
    let again = ines.post(&lock(&run), json!({"version": version})).await;
    assert_eq!(again.json["code"], "allowance-locked");
    let again = clerk.post("/allowance-runs", make("2026-10")).await;
    assert_eq!(again.json["code"], "allowance-locked");
    let late = clerk.post("/allowance-outages", outage).await;
    assert_eq!(late.json["code"], "allowance-locked");
    let gone = heri
        .delete(&format!("/allowance-outages/{}", entered.id()))
        .await;
    assert_eq!(gone.json["code"], "allowance-locked");
}

#[tokio::test]
async fn a_month_that_is_still_counted_is_not_locked_dropped_or_exported() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    office.in_force().await;
    let (run, version) = office.counted(&clerk, "2026-10").await;
    // as when it is counted again in an agency of thousands: nobody yet, the worker does the rest
    let mut tx = office.world.tx().await;
    sqlx::query(
        "update allowance_runs set state = 'counting', counted_at = null, attempt = attempt + 1, people = 0, unknown = 0, total = 0 where agency_id = $1",
    )
    .bind(office.world.agency.0)
    .execute(tx.conn())
    .await
    .expect("counting");
    tx.commit().await.expect("commit");
    let told = words("refused-allowance-counting");
    let heri = office.api(&office.heri).await;
    let mut page = office.app.as_(&office.heri).await;
    let body = json!({"version": version});
    let typed = version.to_string();
    for step in ["lock", "discarding"] {
        page.post(
            &format!("/allowance/runs/{run}/{step}"),
            &[("version", typed.as_str())],
        )
        .await
        .assert_refused(&told);
        heri.post(&format!("/allowance-runs/{run}/{step}"), body.clone())
            .await
            .assert_problem(422, "allowance-counting");
    }
    page.get(&format!("/allowance/runs/{run}/export/csv"))
        .await
        .assert_status(422)
        .assert_text(&told);
    heri.get(&format!("/allowance-runs/{run}/export/csv"))
        .await
        .assert_problem(422, "allowance-counting");
    let counting = "state = 'counting'";
    assert_eq!(office.world.count("allowance_runs", counting).await, 1);
    // once it is counted, it is locked
    office.app.drain().await;
    let seen = heri.get(&format!("/allowance-runs/{run}")).await;
    let body = json!({"version": seen.json["run"]["version"]});
    heri.post(&format!("/allowance-runs/{run}/lock"), body)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn what_is_typed_of_a_scheme_and_cannot_be_read_is_named_and_kept() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    for (field, typed, told) in [
        (
            "amounts",
            "9: lima juta",
            "Baris 1: tulis kelas 1 sampai 17 dan rupiahnya",
        ),
        ("cap", "banyak", "Isi rupiah tanpa desimal"),
        // more is never cheaper
        (
            "late",
            "1: 2; 31: 1",
            "Yang lebih banyak tidak boleh lebih ringan.",
        ),
    ] {
        hana.get("/allowance/schemes/new").await.assert_ok();
        let mut fields = vec![
            ("instrument", "Perka 7/2026"),
            ("from", "2026-09"),
            ("amounts", "9: 5.000.000"),
        ];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, typed));
        let refused = hana.submit("#scheme", &fields).await;
        refused.assert_refused(told);
        let kept = (field.to_owned(), typed.to_owned());
        assert!(refused.form("#scheme").fields.contains(&kept), "{field}");
    }
    assert_eq!(office.world.count("allowance_schemes", "true").await, 0);
}

#[tokio::test]
async fn an_outage_is_short_and_of_a_unit_or_a_person() {
    let office = office().await;
    let hana = office.api(&office.hana).await;
    let unit: uuid::Uuid = office.budi.unit.expect("a unit").0;
    for (body, field, why) in [
        (
            json!({"from": "2026-09-01", "to": "2026-11-04", "reason": "Padam"}),
            "to",
            "allowance-outage-long",
        ),
        (
            json!({"from": "2026-11-04", "to": "2026-11-04", "reason": "Padam", "unit_id": unit, "employee_id": office.sari.employee()}),
            "unit",
            "allowance-one-of",
        ),
    ] {
        let refused = hana.post("/allowance-outages", body).await;
        refused.assert_status(422);
        assert_eq!(refused.fields(), [field]);
        assert_eq!(code(&refused.json), why);
    }
    assert_eq!(office.world.count("allowance_outages", "true").await, 0);
}

#[tokio::test]
async fn an_outage_names_what_is_wrong_with_it() {
    let office = office().await;
    let hana = office.api(&office.hana).await;
    for (body, field) in [
        (
            json!({"from": "2026-11-05", "to": "2026-11-04", "reason": "Padam"}),
            "to",
        ),
        (
            json!({"from": "2026-11-05", "to": "2026-11-30", "reason": "Padam"}),
            "to",
        ),
        (
            json!({"from": "2026-09-01", "to": "2026-11-04", "reason": "Padam"}),
            "to",
        ),
        (
            json!({"from": "2026-11-04", "to": "2026-11-04", "reason": " "}),
            "reason",
        ),
        (
            json!({"from": "2026-11-04", "to": "2026-11-04", "reason": "Padam", "unit_id": uuid::Uuid::nil()}),
            "unit",
        ),
    ] {
        let refused = hana.post("/allowance-outages", body.clone()).await;
        refused.assert_status(422);
        assert!(
            refused.fields().contains(&field.to_owned()),
            "{body}: {}",
            refused.json
        );
    }
    let missing = format!("/allowance-outages/{}", uuid::Uuid::nil());
    hana.delete(&missing).await.assert_status(404);
}

#[tokio::test]
async fn amounts_are_for_hr_and_the_person_alone() {
    let office = office().await;
    let clerk = office.api(&office.hana).await;
    office.in_force().await;
    office.app.set_clock("2026-12-02T02:00:00Z");
    let (run, _) = office.counted(&clerk, "2026-11").await;
    let of_sari = format!("/allowance-runs/{run}/people/{}", office.sari.employee());
    for person in [&office.budi, &office.sari, &office.audi] {
        let api = office.api(person).await;
        for path in [of_sari.as_str(), "/allowance-runs", "/allowance-schemes"] {
            api.get(path).await.assert_status(403);
        }
    }
    // a supervisor reads the own amount, and nobody else's
    let budi = office.api(&office.budi).await;
    let own = budi.get("/allowance").await;
    assert_eq!(own.json["amount"], 5_000_000);
    // a month that was not counted is not there
    budi.get("/allowance?month=2026-10")
        .await
        .assert_status(404);
    let nobody = format!("/allowance-runs/{run}/people/{}", uuid::Uuid::nil());
    clerk.get(&nobody).await.assert_status(404);
    let sheet = clerk
        .get(&format!("/allowance-runs/{run}/export/csv"))
        .await;
    sheet.assert_status(200);
    office.app.drain().await;
    assert_eq!(
        office
            .world
            .count("audit", "event = 'allowance-exported'")
            .await,
        1
    );
}
