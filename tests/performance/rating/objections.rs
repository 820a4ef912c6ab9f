//! Who answers an objection and who corrects: what the page offers is what is done, and nobody judges their own head.

use super::*;

impl Office {
    /// Sari was rated by Budi and the period is closed; gives it and the path of her rating.
    async fn finally(&self, result: &str, behaviour: &str) -> (Period, String) {
        self.one_line().await;
        let period = self.opened().await;
        self.rated(&period, result, behaviour).await;
        self.closed(&period).await;
        let path = period.of(&self.sari);
        (period, path)
    }

    /// Somebody objects to their own final rating; gives the version of that rating.
    async fn objected(&self, period: &Period, person: &Person) -> Value {
        let api = self.api(person).await;
        let path = period.of(person);
        let now = api.get(&path).await;
        let objection = json!({"statement": "Tidak sesuai", "version": now.json["version"]});
        api.post(&format!("{path}/objection"), objection)
            .await
            .assert_status(200);
        now.json["version"].clone()
    }

    /// Corrected by somebody; gives what was answered.
    async fn corrected(
        &self,
        api: &Client,
        path: &str,
        result: &str,
    ) -> crate::support::api::Reply {
        let now = api.get(path).await;
        let body = json!({"result": result, "behaviour": "meets", "note": "Sumber", "reason": "Salah hitung", "version": now.json["version"]});
        api.post(&format!("{path}/correction"), body).await
    }
}

#[tokio::test]
async fn after_an_upheld_objection_whoever_rates_corrects_nothing_and_is_offered_nothing() {
    let office = office().await;
    let (period, path) = office.finally("meets", "meets").await;
    let budi = office.api(&office.budi).await;
    assert_eq!(budi.get(&path).await.json["may_correct"], true);
    let mut page = office.app.as_(&office.budi).await;
    page.get(&path).await.assert_text("Perbaiki penilaian");
    office.objected(&period, &office.sari).await;
    assert_eq!(budi.get(&path).await.json["may_correct"], false);
    let laras = office.api(&office.laras).await;
    let answer = json!({"answer": "Benar", "instead": {"result": "above", "behaviour": "meets"}, "version": 1});
    laras
        .post(&format!("{path}/answer"), answer)
        .await
        .assert_status(200);
    // neither by page nor by program
    assert_eq!(budi.get(&path).await.json["may_correct"], false);
    page.get(&path).await.assert_no_text("Perbaiki penilaian");
    office
        .corrected(&budi, &path, "below")
        .await
        .assert_problem(422, "rating-upheld");
    let kept = format!(
        "employee_id = '{}' and state = 'closed' and number = 2 and result = 'above'",
        office.sari.employee()
    );
    assert_eq!(office.world.count("assessments", &kept).await, 1);
}

#[tokio::test]
async fn who_only_stands_in_corrects_only_what_they_gave() {
    let office = office().await;
    let (_, path) = office.finally("meets", "meets").await;
    let unit = &office.unit;
    office
        .world
        .acting(&office.tono, unit, "plh", "2026-12-30", "2027-01-31")
        .await;
    let mut page = office.app.as_(&office.tono).await;
    page.get(&path)
        .await
        .assert_ok()
        .assert_no_text("Perbaiki penilaian");
    let tono = office.api(&office.tono).await;
    assert_eq!(tono.get(&path).await.json["may_correct"], false);
    office
        .corrected(&tono, &path, "below")
        .await
        .assert_problem(422, "not-rater");
}

#[tokio::test]
async fn a_rating_is_corrected_so_often_and_no_more() {
    let office = office().await;
    let (_, path) = office.finally("meets", "meets").await;
    let budi = office.api(&office.budi).await;
    for number in 2..=20 {
        let result = ["meets", "above"][usize::from(number % 2 == 0)];
        let done = office.corrected(&budi, &path, result).await;
        done.assert_status(200);
        assert_eq!(done.json["number"], number);
    }
    assert_eq!(budi.get(&path).await.json["may_correct"], false);
    office
        .corrected(&budi, &path, "below")
        .await
        .assert_problem(422, "rating-versions");
}

#[tokio::test]
async fn an_answer_that_comes_too_late_leaves_nothing_behind() {
    let office = office().await;
    let (period, path) = office.finally("below", "meets").await;
    office.objected(&period, &office.sari).await;
    // another rating is written before the objection is found to have changed: both are undone
    let laras = office.api(&office.laras).await;
    let answer = json!({"answer": "Benar", "instead": {"result": "above", "behaviour": "meets"}, "version": 7});
    laras
        .post(&format!("{path}/answer"), answer)
        .await
        .assert_problem(409, "changed");
    assert_eq!(office.world.count("assessments", "number = 2").await, 0);
    assert_eq!(
        office
            .world
            .count("rating_objections", "state = 'open'")
            .await,
        1
    );
    office.predikat_is("butuh_perbaikan").await;
    assert_eq!(
        office
            .world
            .count("audit", "event = 'rating-corrected'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_subordinate_with_the_leaders_role_judges_nothing_of_their_head() {
    let office = office().await;
    office.one_line().await;
    office
        .agreed(&office.budi, &office.laras, json!([line("Kebijakan")]))
        .await;
    office.world.grant(&office.sari, "leader").await;
    let period = office.opened().await;
    let path = period.of(&office.budi);
    let rate = json!({"result": "below", "behaviour": "below", "note": "Kurang", "version": 0});
    let sari = office.api(&office.sari).await;
    sari.put(&path, rate.clone())
        .await
        .assert_problem(404, "not-found");
    let laras = office.api(&office.laras).await;
    laras.put(&path, rate).await.assert_status(200);
    office.closed(&period).await;
    office.app.drain().await;
    office.objected(&period, &office.budi).await;
    // Laras rated and Sari is led by Budi: nobody is left, and HR hears of it
    let mails = office.app.drain().await;
    let told = ["Budi mengajukan keberatan atas penilaian 2026-Q4"];
    assert_eq!(subjects(&mails, &office.hana), told);
    assert!(subjects(&mails, &office.sari).is_empty());
    let sari = office.api(&office.sari).await;
    let answer = json!({"answer": "Tetap", "version": 1});
    sari.post(&format!("{path}/answer"), answer.clone())
        .await
        .assert_problem(422, "not-reviewer");
    let seen = sari.get("/team/ratings").await;
    assert_eq!(seen.json["objections"], json!([]));
    // HR makes somebody from beside a leader, who answers it
    let top = &office.world.root;
    let other = office.world.employee("Ratna").of(top).role("leader").await;
    let ratna = office.api(&other).await;
    let seen = ratna.get("/team/ratings").await;
    assert_eq!(
        seen.json["objections"][0]["employee_name"], "Budi",
        "{}",
        seen.json
    );
    ratna
        .post(&format!("{path}/answer"), answer)
        .await
        .assert_status(200);
}

#[tokio::test]
async fn how_the_own_head_is_rated_is_not_on_the_sheet_of_a_stand_in() {
    let office = office().await;
    office.one_line().await;
    office
        .agreed(&office.budi, &office.laras, json!([line("Kebijakan")]))
        .await;
    let period = office.opened().await;
    let path = period.of(&office.budi);
    let rate = json!({"result": "above", "behaviour": "meets", "version": 0});
    let laras = office.api(&office.laras).await;
    laras.put(&path, rate).await.assert_status(200);
    let root = &office.world.root;
    office
        .world
        .acting(&office.sari, root, "plh", "2026-11-01", "2026-12-31")
        .await;
    let mut sari = office.app.as_(&office.sari).await;
    let sheet = sari.get("/team/ratings").await;
    sheet.assert_ok().assert_no_text("Budi");
    assert!(!sheet.links().contains(&path));
    sari.get(&path).await.assert_status(404);
    let seen = office.api(&office.sari).await.get("/team/ratings").await;
    let people = seen.json["people"].as_array().expect("people");
    assert!(people.iter().all(|one| one["name"] != "Budi"), "{people:?}");
}

#[tokio::test]
async fn a_period_that_is_being_closed_takes_no_rating_any_more() {
    let office = office().await;
    office.one_line().await;
    let period = office.opened().await;
    office.app.set_clock("2026-12-31T03:00:00Z");
    let hana = office.api(&office.hana).await;
    let path = format!("/rating-periods/{}", period.id);
    let closing = format!("{path}/closing");
    hana.post(&closing, json!({"version": 1}))
        .await
        .assert_status(200);
    let of = period.of(&office.sari);
    let budi = office.api(&office.budi).await;
    let rate = json!({"result": "meets", "behaviour": "meets", "version": 0});
    budi.put(&of, rate)
        .await
        .assert_problem(422, "rating-period-closed");
    let sari = office.api(&office.sari).await;
    let account = json!({"account": "Baik", "version": 0});
    sari.put(&format!("{of}/account"), account)
        .await
        .assert_problem(422, "rating-period-closed");
    hana.post(&closing, json!({"version": 2}))
        .await
        .assert_problem(422, "rating-period-closed");
    // marks that contradict each other, and words that are too long
    let marks = json!({"weights": false, "above_from": 80, "below_under": 90, "version": 0});
    let refused = hana.put("/target-terms", marks).await;
    assert_eq!(first(&refused.json), ("below_under", "rating-marks"));
}
