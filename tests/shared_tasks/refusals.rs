//! What is refused about shared tasks, by any door, and what ends by itself.

use serde_json::{Value, json};

use super::*;
use crate::support::words;

#[tokio::test]
async fn a_task_that_cannot_be_is_refused_with_the_field_and_the_remedy() {
    let office = office().await;
    let sari = office.api(0);
    let far = office.world.unit("Jauh").await;
    office.world.employee("Dewi").head_of(&far).await;
    let stranger = office.world.employee("Asing").of(&far).await;
    let (tono, budi) = (office.id(1), office.budi.employee().to_string());
    let changed = |what: fn(&mut Value, &str), with: &str| {
        let mut body = office.proposal();
        what(&mut body, with);
        body
    };
    // somebody in Tono's place
    let with = |who: &str| -> Value {
        let body = office.proposal().to_string().replace(&tono, who);
        serde_json::from_str(&body).expect("a body")
    };
    let stranger_id = stranger.employee().to_string();
    let cases: Vec<(Value, &str, &str)> = vec![
        (
            changed(|body, _| body["title"] = json!(" "), ""),
            "title",
            "required",
        ),
        (
            changed(|body, _| body["from_on"] = json!("2026-11-16"), ""),
            "from_on",
            "shared-task-early",
        ),
        (
            changed(|body, _| body["to_on"] = json!("2026-11-16"), ""),
            "to_on",
            "shared-task-order",
        ),
        (
            changed(
                |body, _| {
                    body["from_on"] = json!("2028-01-03");
                    body["to_on"] = json!("2028-01-28");
                },
                "",
            ),
            "from_on",
            "shared-task-far",
        ),
        (
            changed(|body, _| body["to_on"] = json!("2028-01-28"), ""),
            "to_on",
            "shared-task-long",
        ),
        (
            changed(|body, _| body["members"][1]["share"] = json!(39), ""),
            "share",
            "shared-task-total",
        ),
        (
            changed(|body, _| body["members"] = json!([]), ""),
            "members",
            "shared-task-members",
        ),
        // another unit's people, one's head, and nobody at all: the same answer
        (with(&stranger_id), "members", "shared-task-strangers"),
        (with(&budi), "members", "shared-task-strangers"),
        (
            with(&uuid::Uuid::nil().to_string()),
            "members",
            "shared-task-strangers",
        ),
        (
            changed(|body, _| body["week"] = json!([]), ""),
            "turns",
            "shared-task-turns",
        ),
        (
            changed(
                |body, _| {
                    body["week"].as_array_mut().expect("a week").pop();
                },
                "",
            ),
            "turns",
            "shared-task-gap",
        ),
        (
            changed(
                |body, who| {
                    for day in body["week"].as_array_mut().expect("a week") {
                        day["employee_id"] = json!(who);
                    }
                },
                &tono,
            ),
            "turns",
            "shared-task-idle",
        ),
    ];
    for (body, field, code) in cases {
        let refused = sari.post("/shared-tasks", body).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code))
        );
        let words = first["detail"].as_str().or(first["message"].as_str());
        assert!(
            words.is_none_or(|words| !words.starts_with("invalid-")),
            "{first}"
        );
    }
    assert_eq!(office.world.count("shared_tasks", "true").await, 0);
    assert_eq!(office.world.count("shared_task_turns", "true").await, 0);
}

#[tokio::test]
async fn each_answers_once_and_others_not_at_all() {
    let office = office().await;
    let id = office.proposed().await;
    let agreement = format!("/shared-tasks/{id}/agreement");
    let seen = json!({"version": 1});
    // who put it forward has agreed by that
    office
        .api(0)
        .post(&agreement, seen.clone())
        .await
        .assert_problem(422, "shared-task-answered");
    office
        .api(2)
        .post(&agreement, seen.clone())
        .await
        .assert_problem(404, "not-found");
    let tono = office.api(1);
    tono.post(&agreement, json!({"version": 7}))
        .await
        .assert_problem(409, "changed");
    tono.post(&agreement, json!({})).await.assert_status(422);
    let declined = tono
        .post(
            &format!("/shared-tasks/{id}/declination"),
            json!({"version": 1, "note": "Sedang penuh"}),
        )
        .await;
    declined.assert_status(200);
    assert_eq!(declined.json["state"], "declined");
    tono.post(&agreement, json!({"version": 2}))
        .await
        .assert_problem(422, "shared-task-step");
    let mails = office.app.drain().await;
    assert!(
        subjects(&mails, &office.staff[0])
            .contains(&"Tono tidak menerima Layanan konsultasi".to_owned())
    );
    // either steps back before the decision, and the head hears of it only where it waited there
    for (who, answered) in [(0, false), (1, false), (0, true), (1, true)] {
        let id = match answered {
            true => office.agreed().await,
            false => office.proposed().await,
        };
        office.app.drain().await;
        let back = office
            .api(who)
            .post(
                &format!("/shared-tasks/{id}/withdrawal"),
                json!({"version": 1 + i32::from(answered)}),
            )
            .await;
        back.assert_status(200);
        let expected = match (who, answered) {
            (1, false) => "declined",
            _ => "withdrawn",
        };
        assert_eq!(back.json["state"], expected);
        let mails = office.app.drain().await;
        assert_eq!(subjects(&mails, &office.staff[1 - who]).len(), 1);
        assert_eq!(subjects(&mails, &office.budi).len(), usize::from(answered));
    }
}

#[tokio::test]
async fn c06_no_member_decides_or_revokes_a_shared_task_by_any_door() {
    let office = office().await;
    let id = office.agreed().await;
    let decision = format!("/shared-tasks/{id}/decision");
    let approve = json!({"decision": "approve", "version": 2});
    // Umi decides for nobody, and does not learn that there is such a task
    office
        .world
        .acting(
            &office.staff[2],
            &office.world.root,
            "plh",
            "2026-11-17",
            "2026-11-20",
        )
        .await;
    let umi = office.world.api(&office.staff[2]).await;
    umi.post(&decision, approve.clone())
        .await
        .assert_problem(404, "not-found");
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
    let tono = office.world.api(&office.staff[1]).await;
    tono.post(&decision, approve)
        .await
        .assert_problem(422, "own-shared-task");
    let mut browser = office.app.as_(&office.staff[1]).await;
    browser
        .post(
            &format!("/tasks/{id}/decision"),
            &[("version", "2"), ("decision", "approve")],
        )
        .await
        .assert_status(422)
        .assert_text(&words("refused-own-shared-task"));
    let mut conn = office.app.superuser().await;
    for person in &office.staff[..2] {
        for what in [
            "state = 'approved', decided_at = now(), decided_by",
            "approver_id",
        ] {
            let own = person.employee().0;
            let sql = format!("update shared_tasks set {what} = '{own}' where id = '{id}'");
            let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&mut conn)
                .await
                .expect_err("the table refuses");
            let code = refused.as_database_error().and_then(|one| one.code());
            assert_eq!(code.as_deref(), Some("23514"), "{what}: {refused}");
        }
    }
    // the approvers differ for some days only: it waits, and whoever opens the decision reads until when
    office.round().await;
    office.assert_state(&id, "agreed").await;
    let until = "dapat diputuskan mulai 21 Nov 2026";
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/tasks/{id}"))
        .await
        .assert_ok()
        .assert_text(until)
        .assert_no_text(&words("shared-tasks-approve"));
    budi.post(
        &format!("/tasks/{id}/decision"),
        &[("version", "2"), ("decision", "approve")],
    )
    .await
    .assert_status(422)
    .assert_text(until);
    office
        .head
        .post(&decision, json!({"decision": "approve", "version": 2}))
        .await
        .assert_problem(422, "shared-task-waits");
    office.assert_state(&id, "agreed").await;
    // another supervisor lasts: it ends by itself
    let dewi = office.world.employee("Dewi").await;
    let sql = format!(
        "update employees set supervisor_id = '{}' where id = '{}'",
        dewi.employee().0,
        office.staff[1].employee().0
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .expect("another supervisor");
    office.round().await;
    office.assert_state(&id, "ended").await;
    let why = "ended_why = 'approver'";
    assert_eq!(office.world.count("shared_tasks", why).await, 1);
}

#[tokio::test]
async fn a_member_in_hr_does_not_revoke_an_own_task_and_a_reason_is_needed() {
    let office = office().await;
    office.world.grant(&office.staff[0], "hr").await;
    let id = office.approved().await;
    let body = json!({"version": 3, "note": "Sudah selesai"});
    let path = format!("/tasks/{id}/revocation");
    let typed = [("version", "3"), ("note", "Sudah selesai")];
    let mut sari = office.app.as_(&office.staff[0]).await;
    sari.post(&path, &typed)
        .await
        .assert_status(422)
        .assert_text(&words("refused-own-shared-task"));
    // who has no part in it does not learn that there is such a task
    let mut umi = office.app.as_(&office.staff[2]).await;
    umi.post(&path, &typed).await.assert_status(404);
    let revocation = format!("/shared-tasks/{id}/revocation");
    let budi = &office.head;
    let bare = budi.post(&revocation, json!({"version": 3})).await;
    bare.assert_status(422);
    assert_eq!(bare.fields(), ["note"]);
    budi.post(&revocation, body.clone())
        .await
        .assert_status(200);
    budi.post(&revocation, json!({"version": 4, "note": "Lagi"}))
        .await
        .assert_problem(422, "shared-task-step");
}

#[tokio::test]
async fn a_task_is_handed_over_by_its_holder_while_it_runs_and_read_once() {
    let office = office().await;
    let id = office.agreed().await;
    let handovers = format!("/shared-tasks/{id}/handovers");
    let note = |version: i32| json!({"done": "Rekap", "version": version});
    let (sari, tono) = (office.api(0), office.api(1));
    sari.post(&handovers, note(2))
        .await
        .assert_problem(422, "shared-task-not-running");
    let budi = &office.head;
    budi.post(
        &format!("/shared-tasks/{id}/decision"),
        json!({"decision": "approve", "version": 2}),
    )
    .await
    .assert_status(200);
    // Tuesday is Sari's
    tono.post(&handovers, note(3))
        .await
        .assert_problem(422, "shared-task-not-holder");
    budi.post(&handovers, note(3))
        .await
        .assert_problem(404, "not-found");
    let confirmation = format!("/shared-tasks/{id}/confirmation");
    tono.post(&confirmation, json!({"version": 3}))
        .await
        .assert_problem(422, "shared-task-nothing-to-confirm");
    let empty = sari
        .post(&handovers, json!({"done": " ", "version": 3}))
        .await;
    empty.assert_status(422);
    assert_eq!(empty.fields(), ["done"]);
    sari.post(&handovers, note(3)).await.assert_status(200);
    // the same form once more
    sari.post(&handovers, note(3))
        .await
        .assert_problem(409, "changed");
    sari.post(&confirmation, json!({"version": 4}))
        .await
        .assert_problem(422, "shared-task-nothing-to-confirm");
    tono.post(&confirmation, json!({"version": 4}))
        .await
        .assert_status(200);
    // Thursday is Tono's; Sari adds what she forgot
    office.app.set_clock("2026-11-19T03:00:00Z");
    let late = sari.post(&handovers, note(5)).await;
    late.assert_status(200);
    assert_eq!(late.json["handovers"][0]["to_id"], json!(office.id(1)));
    office.app.set_clock("2026-12-11T03:00:00Z");
    tono.post(&handovers, note(6))
        .await
        .assert_problem(422, "shared-task-last");
}

#[tokio::test]
async fn who_leaves_or_moves_ends_the_task_and_the_others_and_the_head_are_told() {
    let office = office().await;
    let running = office.approved().await;
    let waiting = office.agreed().await;
    let far = office.world.unit("Jauh").await;
    office.world.employee("Dewi").head_of(&far).await;
    office.app.drain().await;
    let mut conn = office.app.superuser().await;
    let sql = format!(
        "update employees set unit_id = '{}' where id = '{}'",
        far.id.0,
        office.staff[1].employee().0
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .expect("moved");
    // nothing to decide any more, even before the worker's round
    let budi = &office.head;
    let decided = budi
        .post(
            &format!("/shared-tasks/{waiting}/decision"),
            json!({"decision": "approve", "version": 2}),
        )
        .await;
    assert!(!decided.status.is_success(), "{}", decided.json);
    let mails = office.round().await;
    for id in [&running, &waiting] {
        office.assert_state(id, "ended").await;
    }
    let left = "ended_why = 'left'";
    assert_eq!(office.world.count("shared_tasks", left).await, 2);
    for person in [&office.staff[0], &office.staff[1], &office.budi] {
        assert_eq!(
            subjects(&mails, person),
            vec!["Tugas bersama Layanan konsultasi berakhir"; 2]
        );
    }
}

#[tokio::test]
async fn who_works_elsewhere_under_the_same_head_neither_agrees_nor_is_decided_on() {
    let office = office().await;
    let asked = office.proposed().await;
    let agreed = office.agreed().await;
    let far = office.world.unit("Jauh").await;
    let sql = format!(
        "update employees set unit_id = '{}', supervisor_id = '{}' where id = '{}'",
        far.id.0,
        office.budi.employee().0,
        office.id(1)
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut office.app.superuser().await)
        .await
        .expect("moved");
    // before the worker's round
    let gone = words("refused-shared-task-gone");
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.post(&format!("/tasks/{asked}/agreement"), &[("version", "1")])
        .await
        .assert_refused(&gone);
    let agreement = format!("/shared-tasks/{asked}/agreement");
    office
        .api(1)
        .post(&agreement, json!({"version": 1}))
        .await
        .assert_problem(422, "shared-task-gone");
    let mut budi = office.app.as_(&office.budi).await;
    budi.post(
        &format!("/tasks/{agreed}/decision"),
        &[("version", "2"), ("decision", "approve")],
    )
    .await
    .assert_refused(&gone);
    let decision = format!("/shared-tasks/{agreed}/decision");
    office
        .head
        .post(&decision, json!({"decision": "approve", "version": 2}))
        .await
        .assert_problem(422, "shared-task-gone");
    office.assert_state(&asked, "proposed").await;
    office.assert_state(&agreed, "agreed").await;
    office.round().await;
    for id in [&asked, &agreed] {
        office.assert_state(id, "ended").await;
    }
}

#[tokio::test]
async fn a_task_that_nobody_decides_ends_after_its_last_day_and_follows_the_head_until_then() {
    let office = office().await;
    let id = office.agreed().await;
    office.app.drain().await;
    // another head from now on
    let dewi = office.world.employee("Dewi").head_of(&office.unit).await;
    let mails = office.round().await;
    let moved = format!("id = '{id}' and approver_id = '{}'", dewi.employee().0);
    assert_eq!(office.world.count("shared_tasks", &moved).await, 1);
    assert_eq!(
        subjects(&mails, &dewi),
        ["Tugas bersama Layanan konsultasi menunggu keputusan Anda"]
    );
    office.app.set_clock("2026-12-11T17:30:00Z");
    let mails = office.round().await;
    office.assert_state(&id, "ended").await;
    assert_eq!(
        office
            .world
            .count("shared_tasks", "ended_why = 'late'")
            .await,
        1
    );
    assert_eq!(
        subjects(&mails, &dewi),
        ["Tugas bersama Layanan konsultasi berakhir"]
    );
}

#[tokio::test]
async fn what_a_stand_in_had_to_decide_goes_back_within_a_minute_and_leads_nowhere_meanwhile() {
    let office = office().await;
    let umi = &office.staff[2];
    let unit = &office.unit;
    office
        .world
        .acting(umi, unit, "plh", "2026-11-17", "2026-11-20")
        .await;
    let id = office.agreed().await;
    office.app.drain().await;
    let mut umi = office.app.as_(umi).await;
    umi.get("/").await.assert_link("/inbox");
    let mut conn = office.app.superuser().await;
    sqlx::query("update acting_heads set ended_at = from_on where agency_id = $1")
        .bind(office.world.agency.0)
        .execute(&mut conn)
        .await
        .unwrap();
    let home = umi.get("/").await;
    assert_eq!(home.number_of("a[href='/inbox']"), 0);
    office.app.pass(TimeDelta::seconds(61));
    office.app.drain().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_link(&format!("/tasks/{id}"));
}
