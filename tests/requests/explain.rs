//! Why somebody may or may not work elsewhere on a day, and what if a fact were another.

use serde_json::json;

use super::*;

#[tokio::test]
async fn hr_sees_which_rule_decides_a_day_and_what_a_disciplinary_case_would_change() {
    let office = office().await;
    let sari = &office.staff[0];
    let hr = office.world.officer("Rina", &["hr"]).await;
    let mut hr = office.app.as_(&hr).await;
    let page = format!("/employees/{}/why", sari.employee());
    hr.get(&format!("/employees/{}", sari.employee()))
        .await
        .assert_link(&page);
    let as_it_is = hr.get(&format!("{page}?on=2026-11-24&place=home")).await;
    as_it_is
        .assert_ok()
        .assert_text(&words("requests-why-recorded"))
        .assert_no_text(&words("requests-why-supposed"));
    assert_eq!(as_it_is.number_of("main .note.ok"), 1);
    assert_eq!(as_it_is.number_of("main .note.bad"), 0);
    let what_if = hr
        .get(&format!(
            "{page}?on=2026-11-24&place=home&discipline=serving"
        ))
        .await;
    what_if
        .assert_ok()
        .assert_text(&words("requests-why-supposed"))
        .assert_text("pengandaian");
    assert_eq!(what_if.number_of("main .note.ok"), 1);
    assert_eq!(what_if.number_of("main .note.bad"), 1);
    assert_eq!(office.world.count("discipline", "true").await, 0);
}

#[tokio::test]
async fn a_day_past_or_too_far_or_no_day_is_named_and_the_question_stays() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    let page = format!("/employees/{}/why", office.staff[0].employee());
    for (on, problem) in [
        ("2026-11-16", "invalid-explain-past"),
        ("2028-01-01", "invalid-explain-far"),
        ("besok", "invalid-date"),
    ] {
        let shown = budi
            .get(&format!("{page}?on={on}&place=other_office"))
            .await;
        shown.assert_status(422).assert_text(&words(problem));
        assert_eq!(
            shown.attributes("select[name=place] option[selected]", "value"),
            ["other_office"]
        );
    }
}

#[tokio::test]
async fn only_who_may_know_finds_the_person() {
    let office = office().await;
    let boss = office
        .world
        .employee("Bos")
        .head_of(&office.world.root)
        .await;
    let leader = office.world.officer("Kepala", &["leader"]).await;
    let auditor = office.world.officer("Rudi", &["auditor"]).await;
    let page = format!("/employees/{}/why", office.staff[0].employee());
    let ask = json!({
        "employee_id": office.staff[0].employee().to_string(),
        "on": "2026-11-24",
        "place": "home",
    });
    for (person, status) in [
        (&office.staff[0], 200),
        (&office.budi, 200),
        (&leader, 200),
        // a colleague, the superior of the superior, and the auditor, who replays what was decided
        (&office.staff[1], 404),
        (&boss, 404),
        (&auditor, 404),
    ] {
        let mut browser = office.app.as_(person).await;
        browser.get(&page).await.assert_status(status);
        let client = office.world.api(person).await;
        client
            .post("/api/v1/policy/what-if", ask.clone())
            .await
            .assert_status(status);
    }
    let elsewhere = office.app.agency("Kota Lain").await;
    let stranger = elsewhere.officer("Dewi", &["hr", "leader"]).await;
    let client = elsewhere.api(&stranger).await;
    client
        .post("/api/v1/policy/what-if", ask)
        .await
        .assert_status(404);
}

#[tokio::test]
async fn a_program_asks_about_itself_and_gets_both_answers() {
    let office = office().await;
    let client = office.world.api(&office.staff[0]).await;
    let ask = json!({"on": "2026-11-24", "place": "home", "suppose": {"discipline": "serving"}});
    let answer = client.post("/api/v1/policy/what-if", ask).await;
    answer.assert_status(200);
    assert_eq!(answer.json["recorded"]["verdict"]["verdict"], "pass");
    assert_eq!(answer.json["supposed"]["verdict"]["verdict"], "fail");
    let supposed = answer.json["supposed"]["verdict"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .flat_map(|rule| rule["facts"].as_array().expect("facts"))
        .filter(|fact| fact["source"] == "supposed")
        .count();
    assert_eq!(supposed, 1);
    let past = json!({"on": "2026-11-02", "place": "home"});
    client
        .post("/api/v1/policy/what-if", past)
        .await
        .assert_problem(422, "invalid");
}
