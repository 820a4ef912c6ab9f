//! Exchanges that are refused, declined, withdrawn, or end by themselves.

use super::*;

#[tokio::test]
async fn a_rule_in_the_way_is_told_in_full_to_whom_it_concerns_and_by_name_to_the_other() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    // Tono is on leave on Tuesday
    office
        .world
        .absent(&office.staff[1], "leave", "2026-11-24", "2026-11-24")
        .await;
    let sari = api(&office, 0).await;
    let path = format!("/requests/{sari_id}/swaps");
    let refused = sari
        .post(&path, proposal("2026-11-24", &tono_id, "2026-11-26"))
        .await;
    refused.assert_problem(422, "invalid");
    let problem = &refused.json["errors"][0];
    assert_eq!(problem["code"], "swap-colleague");
    let words = problem["message"].as_str().expect("words");
    assert!(words.contains("Tono") && !words.contains("cuti"), "{words}");
    assert!(
        problem["remedy"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    // a rule about the person is not even named
    let served = format!(
        "insert into discipline (agency_id, id, employee_id, level, state, from_on, created_at) \
         select agency_id, gen_random_uuid(), id, 'medium', 'serving', '2026-06-01', created_at from employees where id = '{}'",
        office.staff[1].employee().0
    );
    let clear = format!(
        "delete from absences where employee_id = '{}'",
        office.staff[1].employee().0
    );
    let mut conn = office.app.superuser().await;
    for sql in [served, clear] {
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .expect("changed");
    }
    let refused = sari
        .post(&path, proposal("2026-11-24", &tono_id, "2026-11-26"))
        .await;
    let problem = &refused.json["errors"][0];
    assert_eq!(problem["code"], "swap-colleague-own");
    let words = problem["message"].as_str().expect("words");
    assert!(!words.to_lowercase().contains("hukuman"), "{words}");
    // and such a day is not offered
    let options = sari.get(&format!("/requests/{sari_id}/swap-options")).await;
    assert_eq!(options.json["takes"], json!([]));
    assert_eq!(options.json["barred"], 1);

    // Umi has two days in the next week: a third is one too many, and she reads her own rule in full
    let umi_id = approved(&office, 2, &["2026-11-25"]).await;
    approved(&office, 2, &["2026-12-01", "2026-12-03"]).await;
    let vina_id = approved(&office, 3, &["2026-12-02"]).await;
    let refused = api(&office, 2)
        .await
        .post(
            &format!("/requests/{umi_id}/swaps"),
            proposal("2026-11-25", &vina_id, "2026-12-02"),
        )
        .await;
    assert_eq!(refused.json["errors"][0]["code"], "verdict");
    let refused = api(&office, 3)
        .await
        .post(
            &format!("/requests/{vina_id}/swaps"),
            proposal("2026-12-02", &umi_id, "2026-11-25"),
        )
        .await;
    assert_eq!(refused.json["errors"][0]["code"], "swap-colleague");
}

#[tokio::test]
async fn only_days_that_stand_and_colleagues_of_one_unit_and_approver_are_exchanged() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let sari = api(&office, 0).await;
    let path = format!("/requests/{sari_id}/swaps");
    let far = office.world.unit("Arsip").await;
    office.world.employee("Dewi").head_of(&far).await;
    let asing = office.world.employee("Asing").of(&far).await;
    let theirs = office.world.api(&asing).await;
    let sent = theirs
        .post("/requests", crate::api::ask("2026-11-26"))
        .await;
    let cases = [
        // another unit's request is nothing one knows of
        (
            proposal("2026-11-24", &sent.id(), "2026-11-26"),
            404,
            "not-found",
        ),
        (
            proposal("2026-11-24", &sari_id, "2026-11-24"),
            404,
            "not-found",
        ),
        (
            proposal("2026-11-25", &tono_id, "2026-11-26"),
            422,
            "swap-day-gone",
        ),
        (
            proposal("2026-11-24", &tono_id, "2026-11-27"),
            422,
            "swap-day-gone",
        ),
        (
            proposal("2026-11-17", &tono_id, "2026-11-26"),
            422,
            "swap-passed",
        ),
    ];
    for (body, status, code) in cases {
        sari.post(&path, body).await.assert_problem(status, code);
    }
    // somebody else's request gives nothing
    api(&office, 1)
        .await
        .post(&path, proposal("2026-11-24", &tono_id, "2026-11-26"))
        .await
        .assert_problem(404, "not-found");
    // one that waits for its decision holds no day yet
    let umi_id = ask(&office, 2, &["2026-11-26"]).await;
    sari.post(&path, proposal("2026-11-24", &umi_id, "2026-11-26"))
        .await
        .assert_problem(422, "swap-day-gone");
    // the same date, the same halves
    let vina_id = approved(&office, 3, &["2026-11-24"]).await;
    sari.post(&path, proposal("2026-11-24", &vina_id, "2026-11-24"))
        .await
        .assert_problem(422, "swap-same-day");
    let mut conn = office.app.superuser().await;
    let mut change = async |sql: String| {
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .expect("changed");
    };
    // days for special circumstances are the person's own
    change(format!(
        "update requests set route = 'special' where id = '{tono_id}'"
    ))
    .await;
    sari.post(&path, proposal("2026-11-24", &tono_id, "2026-11-26"))
        .await
        .assert_problem(422, "swap-special");
    change(format!(
        "update requests set route = 'task' where id = '{tono_id}'"
    ))
    .await;
    // another approver
    change(format!(
        "update employees set supervisor_id = '{}' where id = '{}'",
        office.staff[4].employee().0,
        office.staff[1].employee().0
    ))
    .await;
    sari.post(&path, proposal("2026-11-24", &tono_id, "2026-11-26"))
        .await
        .assert_problem(422, "swap-apart");
    let options = sari.get(&format!("/requests/{sari_id}/swap-options")).await;
    let all = options.json["takes"].to_string();
    assert!(!all.contains("Tono") && !all.contains("Asing"), "{all}");
    assert_eq!(office.world.count("swaps", "true").await, 0);
}

/// Gives somebody another supervisor from now on.
async fn under(office: &Office, person: &Person, supervisor: &Person) {
    let (person, supervisor) = (person.employee().0, supervisor.employee().0);
    let sql = format!("update employees set supervisor_id = '{supervisor}' where id = '{person}'");
    let mut conn = office.app.superuser().await;
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .expect("another supervisor");
}

#[tokio::test]
async fn c06_neither_of_the_two_decides_an_exchange_by_any_door() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let id = proposed(&office, &sari_id, &tono_id).await;
    agree(&office, &id).await;
    // Tono stands in for the head from today
    office
        .world
        .acting(
            &office.staff[1],
            &office.unit,
            "plh",
            "2026-11-17",
            "2026-11-20",
        )
        .await;
    let tono = api(&office, 1).await;
    tono.post(
        &format!("/swaps/{id}/decision"),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_problem(422, "own-swap");
    let mut browser = office.app.as_(&office.staff[1]).await;
    browser
        .post(
            &format!("/swaps/{id}/decision"),
            &[("version", "2"), ("decision", "approve")],
        )
        .await
        .assert_status(422)
        .assert_text(&words("refused-own-swap"));
    let mut conn = office.app.superuser().await;
    for person in &office.staff[..2] {
        for what in [
            "state = 'approved', ended_at = now(), decided_by",
            "approver_id",
        ] {
            let own = person.employee().0;
            let sql = format!("update swaps set {what} = '{own}' where id = '{id}'");
            let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&mut conn)
                .await
                .expect_err("the table refuses");
            let code = refused.as_database_error().and_then(|one| one.code());
            assert_eq!(code.as_deref(), Some("23514"), "{what}: {refused}");
        }
    }
    // the approvers differ for some days only: it waits, and whoever opens the decision reads until when
    minute(&office).await;
    swap_state(&office, &id, "agreed").await;
    let until = "dapat diputuskan mulai 21 Nov 2026";
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/swaps/{id}"))
        .await
        .assert_ok()
        .assert_text(until)
        .assert_no_text(&words("swaps-approve"));
    budi.post(
        &format!("/swaps/{id}/decision"),
        &[("version", "2"), ("decision", "approve")],
    )
    .await
    .assert_status(422)
    .assert_text(until);
    let head = office.world.api(&office.budi).await;
    head.post(
        &format!("/swaps/{id}/decision"),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_problem(422, "swap-waits");
    swap_state(&office, &id, "agreed").await;
    assert_eq!(days(&office, 0).await, ["24"]);
    // another supervisor lasts: it ends by itself
    let dewi = office.world.employee("Dewi").await;
    under(&office, &office.staff[1], &dewi).await;
    minute(&office).await;
    swap_state(&office, &id, "lapsed").await;
    assert_eq!(office.world.count("swaps", "lapse = 'approver'").await, 1);
}

#[tokio::test]
async fn a_rule_in_the_way_of_one_stops_the_approval_and_names_who_and_why() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let id = proposed(&office, &sari_id, &tono_id).await;
    agree(&office, &id).await;
    // leave was entered since: Tono cannot take Tuesday
    office
        .world
        .absent(&office.staff[1], "leave", "2026-11-24", "2026-11-24")
        .await;
    let decision = format!("/swaps/{id}/decision");
    let mut budi = office.app.as_(&office.budi).await;
    budi.post(&decision, &[("version", "2"), ("decision", "approve")])
        .await
        .assert_refused("Belum bisa disetujui. Tono: ");
    let head = office.world.api(&office.budi).await;
    head.post(&decision, json!({"decision": "approve", "version": 2}))
        .await
        .assert_problem(422, "swap-blocked");
    swap_state(&office, &id, "agreed").await;
    assert_eq!(days(&office, 0).await, ["24"]);
    assert_eq!(days(&office, 1).await, ["26"]);
    let decided = "event in ('swap-decided', 'request-exchanged')";
    assert_eq!(office.world.count("audit", decided).await, 0);
}

#[tokio::test]
async fn it_is_not_taken_back_once_a_day_is_asked_for_anew_or_cancelled() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let id = proposed(&office, &sari_id, &tono_id).await;
    agree(&office, &id).await;
    let head = office.world.api(&office.budi).await;
    let approve = json!({"decision": "approve", "version": 2});
    let decided = head.post(&format!("/swaps/{id}/decision"), approve).await;
    decided.assert_status(200);
    let batch = decided.json["batch"].as_str().expect("a batch");
    let undo = format!("/inbox/undo/{batch}");
    let mut budi = office.app.as_(&office.budi).await;
    let taken = words("refused-undo-taken");
    // Sari asks anew for the Tuesday that she gave away
    let anew = ask(&office, 0, &["2026-11-24"]).await;
    head.post(&undo, json!({}))
        .await
        .assert_problem(422, "undo-taken");
    budi.post(&undo, &[])
        .await
        .assert_status(422)
        .assert_text(&taken);
    swap_state(&office, &id, "approved").await;
    assert_eq!(days(&office, 0).await, ["24", "26"]);
    assert_eq!(days(&office, 1).await, ["24"]);
    // she withdraws that, and cancels the Thursday that she got
    let sari = api(&office, 0).await;
    sari.post(
        &format!("/requests/{anew}/withdrawal"),
        json!({"version": 1}),
    )
    .await
    .assert_status(200);
    let one = format!("/requests/{sari_id}");
    let version = sari.get(&one).await.json["version"].clone();
    sari.post(&format!("{one}/cancellation"), json!({"version": version}))
        .await
        .assert_status(200);
    head.post(&undo, json!({}))
        .await
        .assert_problem(422, "undo-taken");
    budi.post(&undo, &[])
        .await
        .assert_status(422)
        .assert_text(&taken);
    swap_state(&office, &id, "approved").await;
    assert!(days(&office, 0).await.is_empty());
    assert_eq!(days(&office, 1).await, ["24"]);
    assert_eq!(
        office.world.count("audit", "event = 'swap-undone'").await,
        0
    );
}

#[tokio::test]
async fn it_is_declined_or_withdrawn_by_either_before_the_decision_and_then_is_over() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let id = proposed(&office, &sari_id, &tono_id).await;
    office.app.drain().await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    let path = format!("/swaps/{id}");
    tono.get(&path).await.assert_ok();
    tono.post(
        &format!("{path}/declination"),
        &[("version", "1"), ("note", "Kamis saya piket")],
    )
    .await
    .assert_status(303);
    swap_state(&office, &id, "declined").await;
    let mails = office.app.drain().await;
    assert_eq!(
        subjects(&mails, &office.staff[0]),
        ["Tono tidak menerima tukar hari"]
    );
    tono.post(&format!("{path}/agreement"), &[("version", "2")])
        .await
        .assert_status(422)
        .assert_text("Rekan tidak menerima tukar hari ini.");
    // the proposer steps back before the answer, the colleague after it
    for (who, answered) in [(0, false), (1, true), (0, true)] {
        let id = proposed(&office, &sari_id, &tono_id).await;
        if answered {
            agree(&office, &id).await;
        }
        office.app.drain().await;
        let mut browser = office.app.as_(&office.staff[who]).await;
        browser.get(&format!("/swaps/{id}")).await.assert_ok();
        browser
            .submit(&format!("/swaps/{id}/withdrawal"), &[])
            .await
            .assert_at(&format!("/swaps/{id}"))
            .assert_text("Hari masing-masing tetap seperti semula.");
        swap_state(&office, &id, "withdrawn").await;
        let mails = office.app.drain().await;
        assert_eq!(subjects(&mails, &office.staff[1 - who]).len(), 1);
        assert_eq!(subjects(&mails, &office.budi).len(), usize::from(answered));
    }
    assert_eq!(days(&office, 0).await, ["24"]);
}

#[tokio::test]
async fn it_ends_by_itself_when_a_day_is_gone_or_comes_or_nobody_answers() {
    let office = office().await;
    let (sari_id, tono_id) = two(&office).await;
    let gone = proposed(&office, &sari_id, &tono_id).await;
    agree(&office, &gone).await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.get(&format!("/requests/{tono_id}")).await.assert_ok();
    tono.submit(&format!("/requests/{tono_id}/cancellation"), &[])
        .await
        .assert_ok();
    // nothing to decide any more, even before the worker's round
    let budi = office.world.api(&office.budi).await;
    budi.post(
        &format!("/swaps/{gone}/decision"),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_problem(422, "swap-day-gone");
    let mut head = office.app.as_(&office.budi).await;
    head.get(&format!("/swaps/{gone}"))
        .await
        .assert_ok()
        .assert_text(&words("refused-swap-day-gone"));
    let mails = minute(&office).await;
    swap_state(&office, &gone, "lapsed").await;
    for person in &office.staff[..2] {
        let told = subjects(&mails, person);
        assert!(told.iter().any(|one| one.ends_with("berakhir")), "{told:?}");
    }
    // nobody answers: five working days, the agency's limit, then it is over
    let umi = approved(&office, 2, &["2026-12-03"]).await;
    let vina = approved(&office, 3, &["2026-12-08"]).await;
    let sent = api(&office, 2)
        .await
        .post(
            &format!("/requests/{umi}/swaps"),
            proposal("2026-12-03", &vina, "2026-12-08"),
        )
        .await;
    sent.assert_status(201);
    office.app.set_clock("2026-11-24T03:00:00Z");
    office.app.drain().await;
    swap_state(&office, &sent.id(), "proposed").await;
    office.app.set_clock("2026-11-25T03:00:00Z");
    office.app.drain().await;
    swap_state(&office, &sent.id(), "lapsed").await;
    assert_eq!(office.world.count("swaps", "lapse = 'unanswered'").await, 1);
    // the day comes
    let sent = api(&office, 2)
        .await
        .post(
            &format!("/requests/{umi}/swaps"),
            proposal("2026-12-03", &vina, "2026-12-08"),
        )
        .await;
    let late = sent.id();
    office.app.set_clock("2026-12-01T03:00:00Z");
    office.app.drain().await;
    swap_state(&office, &late, "proposed").await;
    office.app.set_clock("2026-12-02T17:30:00Z");
    office.app.drain().await;
    swap_state(&office, &late, "lapsed").await;
    assert_eq!(office.world.count("swaps", "lapse = 'day'").await, 1);
    assert_eq!(
        office.world.count("audit", "event = 'swap-lapsed'").await,
        3
    );
}

#[tokio::test]
async fn own_hours_are_not_exchanged_on_either_side() {
    let office = office().await;
    let hours = crate::requests::hours::ask_hours(&office, 0).await;
    let mut budi = office.app.as_(&office.budi).await;
    decide(&mut budi, &hours, "approve", "").await;
    let tono_id = approved(&office, 1, &["2026-11-26"]).await;
    let mut browser = office.app.as_(&office.staff[0]).await;
    let page = browser.get(&format!("/requests/{hours}")).await;
    page.assert_ok().assert_no_text("Tukar hari");
    let sari = api(&office, 0).await;
    let proposed = proposal("2026-11-24", &tono_id, "2026-11-26");
    sari.post(&format!("/requests/{hours}/swaps"), proposed)
        .await
        .assert_problem(422, "swap-hours");
    api(&office, 1)
        .await
        .post(
            &format!("/requests/{tono_id}/swaps"),
            proposal("2026-11-26", &hours, "2026-11-24"),
        )
        .await
        .assert_problem(422, "swap-hours");
}
