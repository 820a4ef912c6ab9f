//! Who leads whom, the tree of units, and the wall between agencies.

use luwes::{
    kernel::{door::Scope, id::EmployeeId},
    organisation::{self, Capacity},
};
use serde_json::json;

use super::{approver, office, officer, version};
use crate::support::{Person, Unit, World, words, world::date};

#[tokio::test]
async fn the_nearest_head_decides_and_nobody_decides_for_himself() {
    let (_, world) = office().await;
    let boss = world.employee("Bos").head_of(&world.root).await;
    let loket = world.unit("Loket").await;
    let budi = world.employee("Budi").head_of(&loket).await;
    let sari = world.employee("Sari").of(&loket).await;
    let day = "2026-11-20";
    assert_eq!(
        approver(&world, &sari, day).await,
        Some((budi.employee(), None))
    );
    assert_eq!(
        approver(&world, &budi, day).await,
        Some((boss.employee(), None))
    );
    assert_eq!(approver(&world, &boss, day).await, None);
    let named = world.employee("Nana").of(&loket).under(&boss).await;
    assert_eq!(
        approver(&world, &named, day).await,
        Some((boss.employee(), None))
    );
    let empty = world.unit("Tanpa kepala").under(&loket).await;
    let dewi = world.employee("Dewi").of(&empty).await;
    assert_eq!(
        approver(&world, &dewi, day).await,
        Some((budi.employee(), None))
    );
}

#[tokio::test]
async fn a_stand_in_decides_during_the_period_and_never_for_himself() {
    let (_, world) = office().await;
    let boss = world.employee("Bos").head_of(&world.root).await;
    let loket = world.unit("Loket").await;
    let budi = world.employee("Budi").head_of(&loket).await;
    let sari = world.employee("Sari").of(&loket).await;
    let tono = world.employee("Tono").of(&loket).under(&budi).await;
    world
        .acting(&sari, &loket, "plh", "2026-11-20", "2026-11-24")
        .await;
    let stand_in = Some((sari.employee(), Some(Capacity::Plh)));
    assert_eq!(approver(&world, &tono, "2026-11-20").await, stand_in);
    assert_eq!(approver(&world, &budi, "2026-11-24").await, stand_in);
    assert_eq!(
        approver(&world, &sari, "2026-11-20").await,
        Some((boss.employee(), None))
    );
    for outside in ["2026-11-19", "2026-11-25"] {
        assert_eq!(
            approver(&world, &tono, outside).await,
            Some((budi.employee(), None))
        );
    }
}

#[tokio::test]
async fn subordinates_are_exactly_those_whose_approver_one_is() {
    let (_, world) = office().await;
    let boss = world.employee("Bos").head_of(&world.root).await;
    let a = world.unit("A").await;
    let head_a = world.employee("Kepala A").head_of(&a).await;
    let a1 = world.unit("A1").under(&a).await;
    let in_a1 = world.employee("Isi A1").of(&a1).await;
    let a2 = world.unit("A2").under(&a1).await;
    let head_a2 = world.employee("Kepala A2").head_of(&a2).await;
    let in_a2 = world.employee("Isi A2").of(&a2).await;
    let b = world.unit("B").await;
    let in_b = world.employee("Isi B").of(&b).under(&head_a).await;
    let other_b = world.employee("Isi B lain").of(&b).await;
    world
        .acting(&in_a1, &a, "plh", "2026-11-20", "2026-11-30")
        .await;
    world
        .acting(&in_b, &b, "plt", "2026-11-20", "2026-11-30")
        .await;
    world
        .absent(&head_a, "leave", "2026-12-02", "2026-12-03")
        .await;
    world
        .absent(&boss, "leave", "2026-12-03", "2026-12-03")
        .await;
    world
        .absent(&in_a1, "leave", "2026-11-23", "2026-11-23")
        .await;
    let everybody = [&boss, &head_a, &in_a1, &head_a2, &in_a2, &in_b, &other_b];
    let days = [
        "2026-11-19",
        "2026-11-20",
        "2026-11-23",
        "2026-12-02",
        "2026-12-03",
    ];
    for day in days {
        for leader in everybody {
            let mut tx = world.tx().await;
            let mut found: Vec<EmployeeId> =
                organisation::subordinates(tx.conn(), world.agency, leader.employee(), date(day))
                    .await
                    .expect("answered")
                    .into_iter()
                    .map(|person| person.id)
                    .collect();
            drop(tx);
            let mut expected = Vec::new();
            for person in everybody {
                let who = approver(&world, person, day).await.map(|(id, _)| id);
                if who == Some(leader.employee()) {
                    expected.push(person.employee());
                }
            }
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{} on {day}", leader.name);
        }
    }
}

#[tokio::test]
async fn a_unit_never_hangs_under_itself_and_closes_only_when_empty() {
    let (app, world) = office().await;
    let a = world.unit("A").await;
    let b = world.unit("B").under(&a).await;
    world.employee("Sari").of(&b).await;
    let hr = world.officer("Tuti", &["hr"]).await;
    let mut hr = app.as_(&hr).await;
    hr.get(&format!("/units/{}", a.id)).await.assert_ok();
    let form = format!("/units/{}", a.id);
    hr.submit(&form, &[("parent", &b.id.to_string())])
        .await
        .assert_status(422)
        .assert_text("di bawah dirinya sendiri");
    let v = version(&world, "units", &b.id.to_string()).await;
    hr.post(
        &format!("/units/{}", b.id),
        &[("name", "B"), ("version", &v)],
    )
    .await
    .assert_status(422)
    .assert_text("Masih ada pegawai");
}

#[tokio::test]
async fn another_agency_is_not_there() {
    let (app, world) = office().await;
    let (_, mut hr) = officer(&app, &world).await;
    let other = app.agency("Kota Lain").await;
    let theirs = other.employee("Rahasia Lain").await;
    for path in [
        format!("/employees/{}", theirs.employee()),
        format!("/employees/{}/edit", theirs.employee()),
        format!("/units/{}", other.root.id),
        format!("/positions/{}", other.position),
    ] {
        hr.get(&path)
            .await
            .assert_status(404)
            .assert_no_text("Rahasia");
    }
    hr.post(
        &format!("/employees/{}/ratings", theirs.employee()),
        &[
            ("period", "2025"),
            ("predikat", "baik"),
            ("rated_on", "2026-01-05"),
        ],
    )
    .await
    .assert_status(404);
}

#[tokio::test]
async fn proposed_heads_are_confirmed_and_stand_ins_never_overlap() {
    let (app, world) = office().await;
    let loket = world.unit("Loket").await;
    let budi = world.employee("Budi").of(&loket).await;
    let sari = world.employee("Sari").of(&loket).await;
    let (_, mut hr) = officer(&app, &world).await;
    propose(&world, &loket, &budi).await;
    hr.get("/hr").await.assert_text("Budi");
    hr.submit("/units/heads", &[])
        .await
        .assert_ok()
        .assert_text("1 pimpinan ditetapkan");
    assert_eq!(
        approver(&world, &sari, "2026-11-20").await,
        Some((budi.employee(), None))
    );
    let here = format!("/units/{}", loket.id);
    let period = [
        ("kind", "plh"),
        ("from_on", "2026-11-23"),
        ("to_on", "2026-11-27"),
    ];
    hr.get(&here).await.assert_ok();
    let mut fields = vec![("person", sari.nip.as_str())];
    fields.extend(period);
    hr.submit(&format!("{here}/acting"), &fields)
        .await
        .assert_ok()
        .assert_text("Pengganti tersimpan");
    hr.submit(&format!("{here}/acting"), &fields)
        .await
        .assert_status(422)
        .assert_text("Sudah ada pengganti");
    let mails = app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == sari.email));
}

async fn propose(world: &World, unit: &Unit, person: &Person) {
    let mut tx = world.tx().await;
    sqlx::query("update units set proposed_head_id = $3 where agency_id = $1 and id = $2")
        .bind(world.agency.0)
        .bind(unit.id.0)
        .bind(person.employee().0)
        .execute(tx.conn())
        .await
        .expect("the proposal is stored");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn what_weighs_in_ones_own_unit_is_changed_by_another_officer() {
    let (app, world) = office().await;
    let other = world.unit("Bidang").await;
    let loket = world.unit("Loket").await;
    let tuti = world.employee("Tuti").of(&loket).role("hr").await;
    let here = format!("/units/{}", loket.id);
    let under = other.id.to_string();
    let as_it_was = format!(
        "id = '{}' and version = 1 and not direct_service and min_on_site is null and week_pattern is null and parent_id = '{}'",
        loket.id, world.root.id
    );
    let mut own = app.as_(&tuti).await;
    for (field, value) in [
        ("direct_service", "true"),
        ("min_on_site", "3"),
        ("week_pattern", "6"),
        ("parent", under.as_str()),
    ] {
        own.get(&here).await.assert_ok();
        let shown = own.submit(&here, &[(field, value)]).await;
        shown
            .assert_status(422)
            .assert_text(&words("refused-own-unit"));
        let typed = (field.to_owned(), value.to_owned());
        let kept = shown.form(&here).fields;
        assert!(kept.contains(&typed), "{field} is lost: {kept:?}");
        assert_eq!(world.count("units", &as_it_was).await, 1, "{field}");
    }
    let edit = json!({"name": "Loket", "parent_id": world.root.id, "min_on_site": 3, "version": 1});
    // nor does a program that Tuti made
    let program = world.service(&tuti, &[Scope::OrganisationWrite]).await;
    for door in [world.api(&tuti).await, program] {
        door.put(&here, edit.clone())
            .await
            .assert_problem(422, "own-unit");
    }
    assert_eq!(world.count("units", &as_it_was).await, 1);
    assert_eq!(world.count("audit", "event = 'unit-edited'").await, 0);
    // its name weighs nothing; the minimum is for somebody of another unit
    own.get(&here).await.assert_ok();
    own.submit(&here, &[("name", "Loket Utama")])
        .await
        .assert_ok()
        .assert_h1("Loket Utama");
    let rina = world.employee("Rina").of(&other).role("hr").await;
    let mut hr = app.as_(&rina).await;
    hr.get(&here).await.assert_ok();
    hr.submit(&here, &[("min_on_site", "3")]).await.assert_ok();
    let changed = format!("id = '{}' and min_on_site = 3", loket.id);
    assert_eq!(world.count("units", &changed).await, 1);
}

#[tokio::test]
async fn the_criteria_of_ones_own_position_are_decided_by_another_officer() {
    let (app, world) = office().await;
    let mine = world.position_with("Analis SDM", [None; 5]).await;
    let tuti = world.employee("Tuti").as_a(mine).role("hr").await;
    let here = format!("/positions/{mine}");
    let as_it_was = format!(
        "id = '{mine}' and version = 1 and decided_at is null and uses_ict is null and shift_work is null and family = 'Analis SDM' and not outside_duty"
    );
    let mut own = app.as_(&tuti).await;
    for (field, value) in [
        ("uses_ict", "yes"),
        ("shift_work", "yes"),
        ("outside_duty", "true"),
        ("family", "Arsiparis"),
    ] {
        own.get(&here)
            .await
            .assert_ok()
            .assert_text(&words("organisation-own-position-note"));
        let shown = own.submit(&here, &[(field, value)]).await;
        shown
            .assert_status(422)
            .assert_text(&words("refused-own-position"));
        let typed = (field.to_owned(), value.to_owned());
        let kept = shown.form(&here).fields;
        assert!(kept.contains(&typed), "{field} is lost: {kept:?}");
        assert_eq!(world.count("positions", &as_it_was).await, 1, "{field}");
    }
    let door = world.api(&tuti).await;
    door.put(
        &here,
        json!({"name": "Analis SDM", "family": "Analis SDM", "uses_ict": true, "version": 1}),
    )
    .await
    .assert_problem(422, "own-position");
    assert_eq!(world.count("positions", &as_it_was).await, 1);
    assert_eq!(world.count("audit", "event = 'position-edited'").await, 0);
    // its name weighs nothing; the criteria are for somebody who does not hold it
    own.get(&here).await.assert_ok();
    own.submit(&here, &[("name", "Analis SDM Aparatur")])
        .await
        .assert_ok()
        .assert_h1("Analis SDM Aparatur");
    let rina = world.employee("Rina").role("hr").await;
    let mut hr = app.as_(&rina).await;
    hr.get(&here)
        .await
        .assert_ok()
        .assert_no_text(&words("organisation-own-position-note"));
    hr.submit(&here, &[("uses_ict", "yes")]).await.assert_ok();
    let changed = format!("id = '{mine}' and uses_ict");
    assert_eq!(world.count("positions", &changed).await, 1);
}
