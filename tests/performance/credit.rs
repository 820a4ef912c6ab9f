//! Credit points: from a coefficient put in force by a second officer to a corrected figure, and each refusal.

use super::*;

impl Office {
    /// Another officer of HR.
    async fn second(&self) -> Person {
        self.world.officer("Wati", &["hr"]).await
    }

    /// The position of Sari and Tono is of a level.
    async fn level(&self, jenjang: &str) {
        let mut tx = self.world.tx().await;
        sqlx::query(
            "update positions set jenjang = $2 where agency_id = $1 and name = 'Analis Kebijakan'",
        )
        .bind(self.world.agency.0)
        .bind(jenjang)
        .execute(tx.conn())
        .await
        .expect("a level");
        tx.commit().await.expect("commit");
    }

    /// Sari's rating of a year is entered by HR.
    async fn entered(&self, predikat: &str) {
        let path = format!("/employees/{}/ratings", self.sari.employee());
        let body = json!({"period": "2025", "predikat": predikat, "rated_on": "2026-01-15"});
        let api = self.api(&self.hana).await;
        let sent = api.post(&path, body).await;
        assert!(sent.status.is_success(), "{:?}", sent.json);
    }
}

#[tokio::test]
async fn points_follow_the_rating_of_a_year_and_every_figure_stays() {
    let office = office().await;
    let wati = office.second().await;
    office.level("Ahli  Pertama").await;
    office.entered("baik").await;
    office.app.drain().await;
    // the level has no coefficient yet
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/ratings").await.assert_link("/credit-points");
    sari.get("/credit-points")
        .await
        .assert_ok()
        .assert_text("Belum ada angka kredit");

    let mut hana = office.app.as_(&office.hana).await;
    hana.get("/credit-points/coefficients")
        .await
        .assert_ok()
        .assert_text("Hanya koefisien Terampil (5)");
    hana.submit(
        "#coefficient",
        &[("jenjang", "Ahli Pertama"), ("coefficient", "12,505")],
    )
    .await
    .assert_status(422)
    .assert_text("Tulis koefisien dari 0,01 sampai 1000");
    hana.submit(
        "#coefficient",
        &[
            ("coefficient", "12,5"),
            ("instrument", "PermenPANRB 1/2023, lampiran"),
            ("from", "2025-01-01"),
        ],
    )
    .await
    .assert_text("Koefisien tersimpan dan menunggu petugas lain.")
    .assert_text("ahli pertama: 12,5");
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &wati),
        ["Koefisien jenjang ahli pertama menunggu diberlakukan"]
    );
    assert_eq!(office.world.count("credit_points", "true").await, 0);
    let of_wati = office.api(&wati).await;
    let all = of_wati.get("/credit-coefficients").await;
    let id = all.json["items"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let put = of_wati
        .post(
            &format!("/credit-coefficients/{id}/in-force"),
            json!({"version": 1}),
        )
        .await;
    put.assert_status(200);
    assert_eq!(put.json["state"], "in_force");
    office.app.set_clock("2026-11-17T04:00:00Z");
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert_eq!(subjects(&mails, &office.sari), ["Angka kredit 2025: 12,5"]);
    let mut sari = office.app.as_(&office.sari).await;
    sari.get("/credit-points")
        .await
        .assert_text("12,5 × 100 % = 12,5: koefisien jenjang ahli pertama, predikat Baik.")
        .assert_text("Dasar koefisien: PermenPANRB 1/2023, lampiran");

    // the rating is corrected: another figure, and the old one is kept
    office.entered("butuh_perbaikan").await;
    office.app.set_clock("2026-11-17T05:00:00Z");
    office.app.drain().await;
    let own = office.api(&office.sari).await.get("/credit-points").await;
    let figures: Vec<(i64, &str)> = own.json["items"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|one| {
            (
                one["number"].as_i64().unwrap_or(0),
                one["points"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(figures, [(2, "9.375"), (1, "12.5")]);
    // nothing changed: nothing is counted
    office.app.set_clock("2026-11-17T06:00:00Z");
    office.app.drain().await;
    let hers = format!("employee_id = '{}'", office.sari.employee());
    assert_eq!(office.world.count("credit_points", &hers).await, 2);

    // the list of HR and the leader, and its files
    let mut laras = office.app.as_(&office.laras).await;
    laras
        .get("/credit-points/list")
        .await
        .assert_ok()
        .assert_h1("Angka kredit tahunan 2025")
        .assert_text("9,375")
        .assert_text("12,5 × 75 %");
    let list = office
        .api(&office.hana)
        .await
        .get("/credit-points/years/2025")
        .await;
    // everybody of the level once, with the figure that holds
    let of_list: Vec<(&str, &str)> = list.json["items"]
        .as_array()
        .expect("people")
        .iter()
        .map(|one| {
            let points = one["points"]["points"].as_str().unwrap_or("");
            (one["name"].as_str().unwrap_or(""), points)
        })
        .collect();
    let wanted = [
        ("Budi", "12.5"),
        ("Laras", "12.5"),
        ("Sari", "9.375"),
        ("Tono", "12.5"),
    ];
    assert_eq!(of_list, wanted);
    let file = laras.get("/credit-points/list/2025/export/csv").await;
    file.assert_ok();
    assert!(file.body().contains("9,375"), "{}", file.body());
    laras
        .get("/credit-points/list/2025/export/xlsx")
        .await
        .assert_ok();
    laras
        .get("/credit-points/list/2025/export/pdf")
        .await
        .assert_status(404);
}

#[tokio::test]
async fn the_level_that_the_source_names_has_a_coefficient_and_people_without_a_level_see_nothing()
{
    let office = office().await;
    office.level("Terampil").await;
    let mut tx = office.world.tx().await;
    sqlx::query("update positions set jenjang = null where agency_id = $1 and name = 'Arsiparis'")
        .bind(office.world.agency.0)
        .execute(tx.conn())
        .await
        .expect("no level");
    tx.commit().await.expect("commit");
    office.entered("sangat_baik").await;
    office.app.set_clock("2026-11-17T04:00:00Z");
    office.app.drain().await;
    let own = office.api(&office.sari).await.get("/credit-points").await;
    let one = &own.json["items"][0];
    assert_eq!(
        (&one["coefficient"], &one["points"]),
        (&json!("5"), &json!("7.5"))
    );
    assert_eq!(one["coefficient_id"], Value::Null);
    // Umi's position has no level
    let umi = office.api(&office.umi).await;
    umi.get("/credit-points").await.assert_status(404);
    let mut page = office.app.as_(&office.umi).await;
    page.get("/ratings").await.assert_no_text("Angka kredit");
    page.get("/credit-points").await.assert_status(404);
}

#[tokio::test]
async fn each_refusal_of_a_coefficient() {
    let office = office().await;
    let wati = office.second().await;
    let hana = office.api(&office.hana).await;
    let draft = json!({"jenjang": "Mahir", "coefficient": "12.5", "instrument": "Peraturan", "from": "2026-01-01"});
    for (field, wrong) in [("jenjang", " "), ("coefficient", "0"), ("instrument", " ")] {
        let mut body = draft.clone();
        body[field] = json!(wrong);
        let refused = hana.post("/credit-coefficients", body).await;
        refused.assert_status(422);
        assert_eq!(refused.json["errors"][0]["field"], field);
    }
    let sent = hana.post("/credit-coefficients", draft.clone()).await;
    sent.assert_status(201);
    let path = format!("/credit-coefficients/{}", sent.id());
    let seen = json!({"version": 1});
    hana.post(&format!("{path}/in-force"), seen.clone())
        .await
        .assert_problem(422, "credit-second-officer");
    let of_wati = office.api(&wati).await;
    of_wati
        .post(&format!("{path}/in-force"), json!({"version": 2}))
        .await
        .assert_problem(409, "changed");
    of_wati
        .post(&format!("{path}/withdrawal"), seen)
        .await
        .assert_status(200);
    of_wati
        .post(&format!("{path}/in-force"), json!({"version": 2}))
        .await
        .assert_problem(422, "credit-not-waiting");
    // an employee writes none
    let sari = office.api(&office.sari).await;
    sari.post("/credit-coefficients", draft)
        .await
        .assert_status(403);
    // and past the operation nobody puts their own in force, nor changes a figure
    let mut tx = office.world.tx().await;
    let refused = sqlx::query("update credit_coefficients set state = 'in_force', put_by = written_by, put_at = now() where agency_id = $1")
        .bind(office.world.agency.0)
        .execute(tx.conn())
        .await
        .expect_err("refused");
    assert!(
        refused.to_string().contains("credit_coefficients_not_own"),
        "{refused}"
    );
    let mut tx = office.world.tx().await;
    sqlx::query("update credit_points set points = points + 1")
        .execute(tx.conn())
        .await
        .expect_err("figures are added, never changed");
}
