//! Whom a period concerns: who is told and reminded, what waits on the first page, whom nobody rates, and which period counts.

use super::*;

impl Office {
    /// What the worker tells somebody now: it is written down in one round and mailed in the next.
    async fn told_now(&self, who: &Person) -> Vec<String> {
        let mut mails = self.app.drain().await;
        mails.extend(self.app.drain().await);
        subjects(&mails, who)
    }

    async fn targets_of(&self, person: &Person, by: &Person) {
        self.agreed(person, by, json!([line("Peta tersedia")]))
            .await;
    }
}

#[tokio::test]
async fn whoever_has_targets_in_force_is_told_of_a_period_once() {
    let office = office().await;
    office.one_line().await;
    office.app.drain().await;
    office.app.drain().await;
    let period = office.opened().await;
    assert_eq!(
        office.told_now(&office.sari).await,
        ["Penilaian 2026-Q4 dibuka"]
    );
    assert!(office.told_now(&office.sari).await.is_empty(), "once");
    // nobody without targets in force
    assert!(office.told_now(&office.tono).await.is_empty());
    let done = format!("id = '{}' and told_at is not null", period.id);
    assert_eq!(office.world.count("rating_periods", &done).await, 1);
    let told = "event = 'rating-period-told' and detail::jsonb @> '{\"people\": 1}'";
    assert_eq!(office.world.count("audit", told).await, 1);
}

#[tokio::test]
async fn whoever_is_behind_is_reminded_once_on_a_working_day_shortly_before_it_is_due() {
    let office = office().await;
    office.one_line().await;
    office.targets_of(&office.tono, &office.budi).await;
    office.targets_of(&office.umi, &office.budi).await;
    let period = office.opened().await;
    // Umi is rated, Tono has told, Sari neither
    let budi = office.api(&office.budi).await;
    let body = json!({"result": "meets", "behaviour": "meets", "version": 0});
    budi.put(&period.of(&office.umi), body)
        .await
        .assert_status(200);
    let tono = office.api(&office.tono).await;
    let account = json!({"account": "Selesai", "version": 0});
    tono.put(&format!("{}/account", period.of(&office.tono)), account)
        .await
        .assert_status(200);
    office.told_now(&office.sari).await;
    // Friday, 8 January is the day; three working days before it is Tuesday
    office.app.set_clock("2027-01-04T03:00:00Z");
    assert!(office.told_now(&office.sari).await.is_empty(), "not yet");
    office.world.holiday("2027-01-05", "Hari jadi kota").await;
    office.app.set_clock("2027-01-05T03:00:00Z");
    assert!(office.told_now(&office.sari).await.is_empty(), "a day off");
    office.app.set_clock("2027-01-06T03:00:00Z");
    let mut mails = office.app.drain().await;
    mails.extend(office.app.drain().await);
    assert_eq!(
        subjects(&mails, &office.sari),
        ["Capaian 2026-Q4 belum dikirim, tenggat 8 Jan 2027"]
    );
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Penilaian 2026-Q4 belum lengkap, tenggat 8 Jan 2027"]
    );
    for nothing in [&office.tono, &office.umi, &office.laras] {
        assert!(subjects(&mails, nothing).is_empty(), "{}", nothing.email);
    }
    office.app.set_clock("2027-01-07T03:00:00Z");
    assert!(office.told_now(&office.sari).await.is_empty(), "once");
    assert!(office.told_now(&office.budi).await.is_empty(), "once");
    let reminded = "event = 'rating-period-reminded' and detail::jsonb @> '{\"people\": 2}'";
    assert_eq!(office.world.count("audit", reminded).await, 1);
}

#[tokio::test]
async fn what_waits_in_a_period_stands_on_the_first_page_until_it_is_done() {
    let office = office().await;
    office.one_line().await;
    let period = office.opened().await;
    let path = period.of(&office.sari);
    let mut sari = office.app.as_(&office.sari).await;
    let line = "Kirim capaian Triwulan IV 2026, tenggat 8 Jan 2027";
    sari.get("/").await.assert_text(line).assert_link(&path);
    // while the period runs, only who has told waits to be rated
    let mut budi = office.app.as_(&office.budi).await;
    let sheet = format!("/team/ratings?period={}", period.id);
    let waits = "Triwulan IV 2026: 1 pegawai belum dinilai, tenggat 8 Jan 2027";
    budi.get("/").await.assert_no_text(waits);
    sari.get(&path).await.assert_ok();
    sari.submit("#account", &[("realised", "9")])
        .await
        .assert_at(&path);
    sari.get("/").await.assert_no_text(line);
    budi.get("/").await.assert_text(waits).assert_link(&sheet);
    budi.get("/inbox")
        .await
        .assert_text("1 pegawai belum dinilai, tenggat 8 Jan 2027");
    office.rated(&period, "meets", "meets").await;
    budi.get("/").await.assert_no_text(waits);
    // once it is over everybody with targets does
    office.targets_of(&office.tono, &office.budi).await;
    budi.get("/").await.assert_no_text(waits);
    office.app.set_clock("2026-12-31T03:00:00Z");
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/").await.assert_text(waits);
    office.closed(&period).await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/").await.assert_no_text(waits);
}

#[tokio::test]
async fn those_above_whom_nobody_stands_are_shown_with_what_to_do() {
    let office = office().await;
    office.one_line().await;
    // a second leader, who works below the first
    let ratna = office.world.employee("Ratna").role("leader").await;
    let period = office.opened().await;
    let path = format!("/ratings/periods/{}", period.id);
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&path)
        .await
        .assert_ok()
        .assert_no_text("Tidak ada atasan di atas mereka");
    // Laras leads the agency; Ratna agrees to her targets, but rates nobody who leads her
    office
        .agreed(&office.laras, &ratna, json!([line("Visi tercapai")]))
        .await;
    let api = office.api(&ratna).await;
    let rate = json!({"result": "meets", "behaviour": "meets", "version": 0});
    api.put(&period.of(&office.laras), rate)
        .await
        .assert_problem(404, "not-found");
    hana.get(&path)
        .await
        .assert_text("Tidak ada atasan di atas mereka")
        .assert_text("Laras")
        .assert_text("Belum ada yang dapat menilai.")
        .assert_no_text("Dinilai pemegang peran Pimpinan.");
    let seen = office
        .api(&office.hana)
        .await
        .get(&format!("/rating-periods/{}", period.id))
        .await;
    assert_eq!(seen.json["unled"][0]["name"], "Laras");
    assert_eq!(seen.json["unled"][0]["rated_by_leader"], false);
    // nobody sees her on a sheet, not she herself
    for person in [&office.laras, &ratna] {
        let mut page = office.app.as_(person).await;
        let sheet = page.get("/team/ratings").await;
        let own = period.of(&office.laras);
        assert!(!sheet.links().contains(&own), "{}", person.email);
    }
}

#[tokio::test]
async fn a_leader_rates_whoever_has_nobody_above_from_the_sheet() {
    let office = office().await;
    // a unit beside the agency's top, without a head
    let mut tx = office.world.tx().await;
    sqlx::query("update units set head_id = null where id = $1")
        .bind(office.world.root.id.0)
        .execute(tx.conn())
        .await
        .expect("no head");
    tx.commit().await.expect("commit");
    office
        .agreed(&office.budi, &office.laras, json!([line("Kebijakan")]))
        .await;
    let period = office.opened().await;
    let path = period.of(&office.budi);
    let mut laras = office.app.as_(&office.laras).await;
    laras
        .get("/team/ratings")
        .await
        .assert_ok()
        .assert_text("0 dari 1 sudah dinilai")
        .assert_link(&path);
    laras.get(&path).await.assert_ok();
    laras
        .submit("#rate", &[("result", "meets"), ("behaviour", "meets")])
        .await
        .assert_text("1 dari 1 sudah dinilai");
    let mut hana = office.app.as_(&office.hana).await;
    hana.get(&format!("/ratings/periods/{}", period.id))
        .await
        .assert_text("Dinilai pemegang peran Pimpinan.");
}

#[tokio::test]
async fn the_latest_period_counts_whenever_its_rating_was_given() {
    let office = office().await;
    office.one_line().await;
    let period = office.opened().await;
    office.rated(&period, "above", "above").await;
    office.closed(&period).await;
    // given later, for two earlier quarters
    let mut hana = office.app.as_(&office.hana).await;
    let record = format!("/employees/{}", office.sari.employee());
    hana.get(&record).await.assert_ok();
    for (of, predikat) in [("2026-Q3", "kurang"), ("2026-Q2", "butuh_perbaikan")] {
        let typed = [
            ("period", of),
            ("predikat", predikat),
            ("rated_on", "2026-12-31"),
        ];
        hana.post(&format!("{record}/ratings"), &typed)
            .await
            .assert_status(303);
    }
    for (of, ends) in [
        (CODE, "2026-12-31"),
        ("2026-Q3", "2026-09-30"),
        ("2026-Q2", "2026-06-30"),
        ("2025", "2025-12-31"),
    ] {
        let one = format!(
            "employee_id = '{}' and period = '{of}' and ends_on = '{ends}'",
            office.sari.employee()
        );
        assert_eq!(office.world.count("ratings", &one).await, 1, "{of}");
    }
    let listed = hana.fetch("/employees?q=Sari&format=csv").await.body();
    assert!(listed.contains(",Sangat baik,"), "{listed}");
    let mut cx = office.world.cx_of(&office.sari).await;
    let (agency, now) = (cx.agency(), cx.now());
    let needs = luwes::policy::Needs::default();
    let facts =
        luwes::policy::facts_of(cx.conn(), agency, office.sari.employee(), needs, now).await;
    let facts = facts.expect("facts").expect("a person");
    let newest = facts.predikat.value.expect("a rating");
    assert_eq!(newest, luwes::policy::Predikat::SangatBaik);
    let rated = facts.rated.expect("ratings").value;
    let order: Vec<_> = rated.iter().map(|one| one.predikat.code()).collect();
    assert_eq!(order, ["sangat_baik", "kurang", "butuh_perbaikan", "baik"]);
}
