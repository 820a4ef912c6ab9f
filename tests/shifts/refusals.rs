//! What is refused about shifts, by any door, and what happens by itself.

use serde_json::{Value, json};

use super::*;
use crate::support::words;

#[tokio::test]
async fn a_draft_that_cannot_be_is_refused_with_the_field_and_the_remedy() {
    let office = office().await;
    let far = office.world.unit("Jauh").await;
    office.world.employee("Dewi").head_of(&far).await;
    let stranger = office.world.employee("Asing").of(&far).await;
    let sari = office.id(0);
    let with = |field: &str, value: Value| {
        let mut body = office.plan();
        body[field] = value;
        body
    };
    let named = |who: String| {
        let text = office.plan().to_string().replace(&sari, &who);
        serde_json::from_str::<Value>(&text).expect("a body")
    };
    let mut far_off = with("from_on", json!("2028-01-03"));
    far_off["to_on"] = json!("2028-01-30");
    let resting = json!([{"name": "Siang", "starts": "08:00", "ends": "09:00", "break_minutes": 60, "least": 1}]);
    // the cycle has eight days
    let mut late = office.plan();
    late["members"][0]["starts_on_day"] = json!(9);
    let broken = json!([{"name": "Siang", "starts": "99:99", "ends": "19:00", "break_minutes": 0, "least": 1}]);
    for (body, field, code) in [
        (with("name", json!(" ")), "name", "required"),
        (
            with("from_on", json!("2026-11-16")),
            "from_on",
            "shift-early",
        ),
        (
            with("to_on", json!("2026-11-16")),
            "to_on",
            "end-before-start",
        ),
        (
            with("to_on", json!("2027-10-01")),
            "to_on",
            "shift-plan-long",
        ),
        (far_off, "from_on", "shift-far"),
        (with("shifts", broken), "shift_start_1", "time"),
        (with("shifts", resting), "shifts", "shift-break"),
        (late, "members", "shift-offset"),
        (with("cycle", json!([0, 0])), "cycle", "shift-cycle"),
        (
            with("cycle", json!([1, 1, 2, 2, 0, 0, 0, 3])),
            "cycle",
            "shift-unknown",
        ),
        (with("members", json!([])), "members", "shift-members"),
        // another unit's people and nobody at all: the same answer
        (
            named(stranger.employee().to_string()),
            "members",
            "shift-strangers",
        ),
        (
            named(uuid::Uuid::nil().to_string()),
            "members",
            "shift-strangers",
        ),
    ] {
        let refused = office.head.post("/shifts", body).await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(
            (&first["field"], &first["code"]),
            (&json!(field), &json!(code))
        );
    }
    assert_eq!(office.world.count("shift_plans", "true").await, 0);
}

#[tokio::test]
async fn c06_nobody_assigns_themselves_by_any_door() {
    let office = office().await;
    let budi = office.budi.employee().to_string();
    // in one's own plan
    let own = office.plan().to_string().replace(&office.id(0), &budi);
    let own: Value = serde_json::from_str(&own).expect("a body");
    office
        .head
        .post("/shifts", own.clone())
        .await
        .assert_problem(422, "own-shift-plan");
    // the one above plans for a head together with his people
    let above = office
        .world
        .employee("Laras")
        .head_of(&office.world.root)
        .await;
    let laras = office.world.api(&above).await;
    let sent = laras.post("/shifts", own).await;
    sent.assert_status(201);
    let id = sent.id();
    let assignment = format!("/shifts/{id}/assignment");
    office
        .head
        .post(&assignment, json!({"version": 1}))
        .await
        .assert_problem(404, "not-found");
    laras
        .post(&assignment, json!({"version": 1}))
        .await
        .assert_status(200);
    // alone, his people are his
    laras
        .post("/shifts", office.plan())
        .await
        .assert_problem(422, "invalid");
    // Sari stands in for the head and drafts nothing for herself; the table refuses it too
    office
        .world
        .acting(
            &office.staff[0],
            &office.unit,
            "plh",
            "2026-11-17",
            "2026-11-20",
        )
        .await;
    let sari = office.world.api(&office.staff[0]).await;
    sari.post("/shifts", office.plan())
        .await
        .assert_problem(422, "own-shift-plan");
    let mut conn = office.app.superuser().await;
    for what in ["assigned_by", "ended_by"] {
        let sql = format!("update shift_plans set {what} = '{budi}' where id = '{id}'");
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .expect_err("the table refuses");
        let code = refused.as_database_error().and_then(|one| one.code());
        assert_eq!(code.as_deref(), Some("23514"), "{what}: {refused}");
    }
}

#[tokio::test]
async fn what_is_no_shift_or_breaks_a_rule_is_not_assigned_and_says_why() {
    let office = office().await;
    let short = json!([{"name": "Kantor", "starts": "08:00", "ends": "16:00", "break_minutes": 30, "least": 0}]);
    let mut none = office.plan();
    none["shifts"] = short;
    none["cycle"] = json!([1, 1, 1, 1, 1, 0, 0, 0]);
    let mut row = office.plan();
    row["cycle"] = json!([1, 1, 1, 1, 1, 1, 1, 2]);
    for (body, code, said) in [
        (none, "shift-law", "jam kerja sendiri"),
        (row, "shift-week", "Tambah hari libur"),
    ] {
        let id = office.drafted(body).await;
        let refused = office
            .head
            .post(
                &format!("/shifts/{id}/assignment"),
                json!({"version": 1, "short_reason": "Tetap"}),
            )
            .await;
        refused.assert_problem(422, "invalid");
        let first = &refused.json["errors"][0];
        assert_eq!(first["code"], code);
        assert!(first.to_string().contains(said), "{first}");
        let discarding = format!("/shifts/{id}/discarding");
        office
            .head
            .post(&discarding, json!({"version": 1}))
            .await
            .assert_status(200);
        office
            .head
            .post(&discarding, json!({"version": 2}))
            .await
            .assert_problem(422, "shift-step");
    }
    // two plans do not hold one person on the same days
    office.assigned().await;
    let second = office.drafted(office.plan()).await;
    let refused = office
        .head
        .post(
            &format!("/shifts/{second}/assignment"),
            json!({"version": 1}),
        )
        .await;
    assert_eq!(refused.json["errors"][0]["code"], "shift-held");
}

#[tokio::test]
async fn members_answer_for_themselves_and_others_not_at_all() {
    let office = office().await;
    let id = office.assigned().await;
    let answer = format!("/shifts/{id}/answer");
    let confirm = json!({"version": 2, "answer": "confirm"});
    office
        .head
        .post(&answer, confirm.clone())
        .await
        .assert_problem(404, "not-found");
    let sari = office.api(0);
    sari.post(&answer, json!({"version": 7, "answer": "confirm"}))
        .await
        .assert_problem(409, "changed");
    let bare = sari
        .post(&answer, json!({"version": 2, "answer": "object"}))
        .await;
    assert_eq!(bare.fields(), ["note"]);
    sari.post(&answer, confirm).await.assert_status(200);
    sari.post(&answer, json!({"version": 3, "answer": "confirm"}))
        .await
        .assert_problem(422, "shift-answered");
    // a member neither revokes nor shortens
    for (step, body) in [
        ("revocation", json!({"version": 3, "note": "Tidak"})),
        (
            "ending",
            json!({"version": 3, "note": "Tidak", "last_on": "2026-11-20"}),
        ),
    ] {
        let done = sari.post(&format!("/shifts/{id}/{step}"), body).await;
        assert!(!done.status.is_success(), "{step}: {}", done.json);
    }
    let bare = office
        .head
        .post(&format!("/shifts/{id}/revocation"), json!({"version": 3}))
        .await;
    assert_eq!(bare.fields(), ["note"]);
    let late = json!({"version": 3, "last_on": "2026-12-14", "note": "Selesai"});
    let late = office
        .head
        .post(&format!("/shifts/{id}/ending"), late)
        .await;
    assert_eq!(late.fields(), ["last_on"]);
    assert_eq!(late.json["errors"][0]["code"], "shift-last");
}

#[tokio::test]
async fn a_shift_is_handed_over_by_who_is_on_it_and_read_by_who_comes() {
    let office = office().await;
    let id = office.assigned().await;
    let handovers = format!("/shifts/{id}/handovers");
    let reading = format!("/shifts/{id}/reading");
    let note = |version: i32| json!({"version": version, "still_open": "Pendingin"});
    // Umi has had no shift yet
    office
        .api(2)
        .post(&handovers, note(2))
        .await
        .assert_problem(422, "shift-not-on-duty");
    office
        .head
        .post(&handovers, note(2))
        .await
        .assert_problem(404, "not-found");
    let sari = office.api(0);
    let empty = sari
        .post(&handovers, json!({"version": 2, "still_open": " "}))
        .await;
    assert_eq!(empty.fields(), ["still_open"]);
    sari.post(&handovers, note(2)).await.assert_status(200);
    for who in [0, 2] {
        office
            .api(who)
            .post(&reading, json!({"version": 3}))
            .await
            .assert_problem(422, "shift-nothing-to-read");
    }
    office
        .api(1)
        .post(&reading, json!({"version": 3}))
        .await
        .assert_status(200);
    office
        .api(1)
        .post(&reading, json!({"version": 4}))
        .await
        .assert_problem(422, "shift-nothing-to-read");
}

#[tokio::test]
async fn who_leaves_the_unit_drops_out_and_the_head_is_told() {
    let office = office().await;
    let id = office.assigned().await;
    let far = office.world.unit("Jauh").await;
    office.world.employee("Dewi").head_of(&far).await;
    office.app.drain().await;
    let mut conn = office.app.superuser().await;
    let gone = |who: usize| {
        format!(
            "update employees set unit_id = '{}' where id = '{}'",
            far.id.0,
            office.id(who)
        )
    };
    sqlx::query(sqlx::AssertSqlSafe(gone(1)))
        .execute(&mut conn)
        .await
        .expect("moved");
    let mails = office.round().await;
    assert_eq!(
        subjects(&mails, &office.budi),
        ["Tono keluar dari rencana sif Jaga ruang server"]
    );
    office.assert_state(&id, "assigned").await;
    let shown = office.head.get(&format!("/shifts/{id}")).await;
    let rules = shown.json["problems"].to_string();
    assert!(rules.contains("cover"), "{rules}");
    for who in [0, 2, 3] {
        sqlx::query(sqlx::AssertSqlSafe(gone(who)))
            .execute(&mut conn)
            .await
            .expect("moved");
    }
    office.round().await;
    office.assert_state(&id, "ended").await;
    assert_eq!(
        office
            .world
            .count("shift_plans", "ended_why = 'empty'")
            .await,
        1
    );
    // a plan in which nobody is left is nobody else's business either
    let stranger = office.world.employee("Asing").of(&far).await;
    let asing = office.world.api(&stranger).await;
    let path = format!("/shifts/{id}");
    asing.get(&path).await.assert_problem(404, "not-found");
    office.api(0).get(&path).await.assert_status(200);
    office.head.get(&path).await.assert_status(200);
    // whoever drew it finds it among the plans of the unit once somebody works there again
    office.world.employee("Eko").of(&office.unit).await;
    assert_eq!(
        office.head.get("/team/shifts").await.json["items"][0]["id"],
        json!(id)
    );
}

#[tokio::test]
async fn what_is_not_in_force_is_neither_changed_nor_handed_over() {
    let office = office().await;
    let code = "shift-not-running";
    let rests = words("refused-shift-not-running");
    let mut budi = office.app.as_(&office.budi).await;
    let draft = office.drafted(office.plan()).await;
    // a draft is written anew, not changed
    budi.get(&format!("/shifts/{draft}/change"))
        .await
        .assert_status(422)
        .assert_text(&rests);
    office.assert_state(&draft, "draft").await;
    let path = format!("/shifts/{draft}");
    office
        .head
        .post(&format!("{path}/discarding"), json!({"version": 1}))
        .await
        .assert_status(200);
    // it was taken back: Sari leaves nothing to the next shift
    let id = office.assigned().await;
    let path = format!("/shifts/{id}");
    let mut sari = office.app.as_(&office.staff[0]).await;
    office
        .head
        .post(
            &format!("{path}/revocation"),
            json!({"version": 2, "note": "Ruang server pindah"}),
        )
        .await
        .assert_status(200);
    sari.post(
        &format!("{path}/handovers"),
        &[("version", "3"), ("still_open", "Pendingin")],
    )
    .await
    .assert_refused(&rests);
    office
        .api(0)
        .post(
            &format!("{path}/handovers"),
            json!({"version": 3, "still_open": "Pendingin"}),
        )
        .await
        .assert_problem(422, code);
    assert_eq!(office.world.count("shift_handovers", "true").await, 0);
    let same = format!("id = '{id}' and version = 3");
    assert_eq!(office.world.count("shift_plans", &same).await, 1);
}

#[tokio::test]
async fn a_plan_that_was_taken_back_meanwhile_is_not_replaced() {
    let office = office().await;
    let code = "shift-replaced-gone";
    let gone = words("refused-shift-replaced-gone");
    let old = office.assigned().await;
    let mut body = office.plan();
    body["from_on"] = json!("2026-11-23");
    body["replaces_id"] = json!(old);
    body["reason"] = json!("Pola baru");
    let next = office.drafted(body.clone()).await;
    // the draft is being written anew when the old plan is taken back
    let mut budi = office.app.as_(&office.budi).await;
    budi.get(&format!("/shifts/{next}/draft")).await.assert_ok();
    office
        .head
        .post(
            &format!("/shifts/{old}/revocation"),
            json!({"version": 2, "note": "Ruang server pindah"}),
        )
        .await
        .assert_status(200);
    office.app.drain().await;
    let refused = budi.submit("#plan", &[("name", "Jaga ruang baru")]).await;
    refused.assert_refused(&gone);
    let kept = refused.attributes("input[name=name]", "value");
    assert_eq!(kept, ["Jaga ruang baru"], "nothing typed is lost");
    let mut anew = body.clone();
    anew["version"] = json!(1);
    let path = format!("/shifts/{next}");
    office.head.put(&path, anew).await.assert_problem(422, code);
    let assignment = format!("{path}/assignment");
    budi.post(&assignment, &[("version", "1")])
        .await
        .assert_refused(&gone)
        .assert_text("Konsep");
    office
        .head
        .post(&assignment, json!({"version": 1}))
        .await
        .assert_problem(422, code);
    let draft = format!("id = '{next}' and state = 'draft' and version = 1");
    assert_eq!(office.world.count("shift_plans", &draft).await, 1);
    office.assert_state(&old, "revoked").await;
    assert!(office.app.drain().await.is_empty(), "nobody is told");
    // as the words say: it is thrown away, and nothing new replaces what is gone
    office
        .head
        .post(&format!("{path}/discarding"), json!({"version": 1}))
        .await
        .assert_status(200);
    office
        .head
        .post("/shifts", body.clone())
        .await
        .assert_problem(422, code);
    assert_eq!(office.world.count("shift_plans", "true").await, 2);
    body["replaces_id"] = Value::Null;
    office.drafted(body).await;
}

#[tokio::test]
async fn what_hr_says_of_a_position_bears_on_shifts_and_own_hours_and_on_no_place() {
    let office = office().await;
    let hr = office.world.api(&office.hana).await;
    let place = json!({"days": [{"on": "2026-11-25"}], "place": "home"});
    let before = office
        .api(0)
        .post("/requests/precheck", place.clone())
        .await;
    // by the list of positions: both answers for all of them at once
    let all = hr.get("/positions").await;
    let items: Vec<Value> = all.json["items"]
        .as_array()
        .expect("positions")
        .iter()
        .map(|one| json!({"id": one["id"], "version": one["version"]}))
        .collect();
    let flags = json!({"items": items, "shift_work": false, "hours_not_bound": false});
    hr.post("/positions/flags", flags).await.assert_status(200);
    let all = hr.get("/positions").await;
    let one = &all.json["items"][0];
    assert_eq!(
        (&one["shift_work"], &one["hours_not_bound"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(one["uses_ict"], true, "what was left out stays");

    let id = office.drafted(office.plan()).await;
    let assignment = format!("/shifts/{id}/assignment");
    let refused = office.head.post(&assignment, json!({"version": 1})).await;
    assert_eq!(refused.json["errors"][0]["code"], "shift-task");
    let day = json!({"start": "07:00", "end": "15:30"});
    let week = json!({"monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": {"start": "07:00", "end": "16:00"}});
    let own = json!({"first_on": "2026-11-30", "last_on": "2027-01-29", "normal": week, "reason": "Anak"});
    let judged = office
        .api(0)
        .post("/requests/hours/precheck", own.clone())
        .await;
    assert!(
        judged.json.to_string().contains("terikat jam instansi"),
        "{}",
        judged.json
    );
    let after = office.api(0).post("/requests/precheck", place).await;
    assert_eq!(before.json["verdict"], after.json["verdict"]);

    // one position on its page: shifts needed, the hours left open
    let mut browser = office.app.as_(&office.hana).await;
    let path = format!("/positions/{}", one["id"].as_str().expect("an id"));
    browser.get(&path).await.assert_ok();
    let answers = [("shift_work", "yes"), ("hours_not_bound", "")];
    browser.submit(&path, &answers).await.assert_at(&path);
    let all = hr.get("/positions").await;
    let one = &all.json["items"][0];
    assert_eq!(
        (&one["shift_work"], &one["hours_not_bound"]),
        (&json!(true), &Value::Null)
    );
}
