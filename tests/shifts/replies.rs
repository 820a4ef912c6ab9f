//! The answer to an objection: by whoever plans, with a clock, never by the member.

use super::*;

/// Sari objects to the plan that Budi assigned; gives its id and the version after.
async fn objected(office: &Office) -> (String, i64) {
    let id = office.assigned().await;
    let path = format!("/shifts/{id}");
    let plan = office.api(0).get(&path).await;
    let body =
        json!({"version": plan.json["version"], "answer": "object", "note": "Ada jadwal kuliah"});
    let said = office.api(0).post(&format!("{path}/answer"), body).await;
    said.assert_status(200);
    (id, said.json["version"].as_i64().unwrap())
}

#[tokio::test]
async fn a_head_answers_an_objection_and_the_member_is_told() {
    let office = office().await;
    let (id, version) = objected(&office).await;
    office.round().await;
    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/inbox")
        .await
        .assert_text("Keberatan atas sif")
        .assert_link(&format!("/shifts/{id}#h-members"));
    budi.get(&format!("/shifts/{id}"))
        .await
        .assert_text("Dijawab paling lambat");
    let empty = budi.submit("#reply-1", &[("answer", "uphold")]).await;
    empty.assert_status(422);
    let done = budi
        .submit(
            "#reply-1",
            &[
                ("answer", "uphold"),
                ("note", "Mulai pekan depan siang saja"),
            ],
        )
        .await;
    done.assert_ok()
        .assert_text("Keberatan diterima, pegawai diberi tahu")
        .assert_text("Diterima Budi: Mulai pekan depan siang saja")
        .assert_no_text("Keberatan Sari")
        .assert_link(&format!("/shifts/{id}/change"));
    assert_eq!(done.number_of("#h-members ~ ul .state.refused"), 0);
    let told = subjects(&office.round().await, &office.staff[0]);
    assert_eq!(told, ["Keberatan Anda diterima: Jaga ruang server"]);
    let audited = "event = 'shift-objection-answered'";
    assert_eq!(office.world.count("audit", audited).await, 1);
    budi.get("/inbox")
        .await
        .assert_no_text("Keberatan atas sif");
    // once is enough; and whoever agrees after all has no answer any more
    let path = format!("/shifts/{id}/reply");
    let body = json!({"employee_id": office.id(0), "upheld": false, "note": "Tidak", "version": version + 1});
    let twice = office.head.post(&path, body).await;
    twice.assert_problem(422, "shift-replied");
    let yes = json!({"answer": "confirm", "version": version + 1});
    let agreed = office
        .api(0)
        .post(&format!("/shifts/{id}/answer"), yes)
        .await;
    agreed.assert_status(200);
    assert!(agreed.json["members"][0]["reply"].is_null());
}

#[tokio::test]
async fn nobody_else_answers_an_objection_and_a_late_one_is_reminded_of_once() {
    let office = office().await;
    let (id, version) = objected(&office).await;
    let path = format!("/shifts/{id}/reply");
    let body = |who: usize, version: i64| json!({"employee_id": office.id(who), "upheld": true, "note": "Setuju", "version": version});
    // the member, a colleague, and a member who does not object
    for who in [0, 1] {
        office
            .api(who)
            .post(&path, body(0, version))
            .await
            .assert_status(403);
    }
    let none = office.head.post(&path, body(1, version)).await;
    none.assert_problem(422, "shift-no-objection");
    let stale = office.head.post(&path, body(0, version - 1)).await;
    stale.assert_status(409);
    // five working days from Tuesday, 17 November: Tuesday, 24 November
    office.app.set_clock("2026-11-24T05:00:00Z");
    assert!(
        !subjects(&office.round().await, &office.budi)
            .iter()
            .any(|subject| subject.contains("belum dijawab"))
    );
    office.app.set_clock("2026-11-25T05:00:00Z");
    let late = |mails: &[Mail]| {
        let mine = subjects(mails, &office.budi);
        mine.iter()
            .filter(|one| one.contains("belum dijawab"))
            .count()
    };
    assert_eq!(late(&office.round().await), 1);
    assert_eq!(late(&office.round().await), 0);
    let refused = office.head.post(&path, body(0, version)).await;
    refused.assert_status(200);
}
