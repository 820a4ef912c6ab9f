//! What is refused, and in which words.

use serde_json::json;

use super::*;

/// The form of a week with one field replaced or, where the value is empty, left out.
fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = WEEK.to_vec();
    fields.retain(|(known, _)| *known != name);
    if !value.is_empty() {
        fields.push((name, value));
    }
    fields
}

#[tokio::test]
async fn a_form_names_every_field_that_is_wrong() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let strange = uuid::Uuid::now_v7().to_string();
    for (name, value, problem) in [
        ("title", "", "Wajib diisi."),
        ("first_on", "2026-11-16", "Pilih hari ini atau sesudahnya."),
        ("first_on", "kapan", "Tulis tanggal yang benar"),
        ("last_on", "2026-11-20", "Tanggal akhir mendahului"),
        ("last_on", "2027-11-20", "Paling lama 184 hari."),
        ("places", "", "Pilih paling sedikit satu tempat."),
        ("places", "beach", "Pilih salah satu yang tersedia."),
        ("share", "0", "Isi angka 1 sampai 100."),
        ("share", "101", "Isi angka 1 sampai 100."),
        ("scope", strange.as_str(), "Ada unit yang tidak ditemukan."),
        (
            "scope_codes",
            "TIDAK-ADA",
            "Kode unit TIDAK-ADA tidak ditemukan.",
        ),
    ] {
        let shown = hana.post("/windows", &with(name, value)).await;
        shown.assert_status(422);
        assert!(
            shown.errors().iter().any(|error| error.contains(problem)),
            "{name} = {value}: {:?}",
            shown.errors()
        );
        if name != "title" {
            assert_eq!(
                shown.attributes("#f-title", "value"),
                ["Pekan Hemat Energi"],
                "what was typed stays"
            );
        }
    }
    assert_eq!(office.world.count("windows", "true").await, 0);
}

#[tokio::test]
async fn a_unit_in_scope_is_not_left_out_as_well() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let unit = office.unit.id.to_string();
    let root = office.world.root.id.to_string();
    for excluded in [&unit, &root] {
        let mut fields = with("scope", &unit);
        fields.push(("excluded", excluded));
        hana.post("/windows", &fields)
            .await
            .assert_status(422)
            .assert_refused(&words("invalid-window-excluded"));
    }
}

#[tokio::test]
async fn two_windows_for_the_same_people_on_the_same_day_are_refused_in_words() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let other = office.world.unit("Keuangan").await;
    let (unit, other) = (office.unit.id.to_string(), other.id.to_string());
    set(&mut hana, &with("scope", &unit)).await;
    hana.post("/windows", WEEK)
        .await
        .assert_status(422)
        .assert_refused("Sudah ada jendela Pekan Hemat Energi (23–27 Nov 2026)");
    let program = office.world.api(&office.hana).await.english();
    let again = program
        .post(
            "/windows",
            json!({"title": "Lagi", "first_on": "2026-11-27", "last_on": "2026-11-30", "places": ["elsewhere"],
                "share": 10, "scope_unit_ids": [unit]}),
        )
        .await;
    again.assert_problem(422, "window-overlap");
    assert!(
        again.json["detail"]
            .as_str()
            .is_some_and(|text| text.contains("23–27 Nov 2026")),
        "{}",
        again.json
    );
    set(&mut hana, &with("scope", &other)).await;
    let mut later = with("first_on", "2026-11-30");
    later.retain(|(name, _)| *name != "last_on");
    later.push(("last_on", "2026-12-04"));
    set(&mut hana, &later).await;
}

#[tokio::test]
async fn only_hr_and_the_leader_set_and_end_windows() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let window = set(&mut hana, WEEK).await;
    for person in [&office.sari, &office.budi] {
        let mut browser = office.app.as_(person).await;
        for path in ["/windows/new", "/windows/emergency"] {
            browser.fetch(path).await.assert_status(403);
        }
        for path in ["/windows", "/windows/emergency", &format!("{window}/end")] {
            browser.post(path, WEEK).await.assert_status(403);
        }
        let program = office.world.api(person).await;
        program
            .post(
                &format!("{window}/end"),
                json!({"version": 1, "reason": "x"}),
            )
            .await
            .assert_problem(403, "forbidden");
    }
    use luwes::kernel::door::Scope;
    let narrow = office
        .world
        .api_with(&office.hana, &[Scope::WindowsRead])
        .await;
    narrow.get(&window).await.assert_status(200);
    narrow
        .post(
            &format!("{window}/end"),
            json!({"version": 1, "reason": "x"}),
        )
        .await
        .assert_problem(403, "forbidden");
}

#[tokio::test]
async fn an_end_needs_a_reason_the_version_seen_and_a_window_that_is_open() {
    let office = office().await;
    let mut hana = office.app.as_(&office.hana).await;
    let window = set(&mut hana, WEEK).await;
    let end = format!("{window}/end");
    hana.post(&end, &[("version", "1"), ("reason", " ")])
        .await
        .assert_status(422)
        .assert_refused(&words("invalid-required"));
    hana.post(&end, &[("version", "7"), ("reason", "x")])
        .await
        .assert_status(422)
        .assert_refused(&words("conflict-changed"));
    let program = office.world.api(&office.hana).await;
    program
        .post(&end, json!({"version": 7, "reason": "x"}))
        .await
        .assert_problem(409, "changed");
    hana.post(&end, &[("version", "1"), ("reason", "Cukup.")])
        .await
        .assert_status(303);
    hana.post(&end, &[("version", "2"), ("reason", "Lagi.")])
        .await
        .assert_status(422)
        .assert_refused(&words("refused-window-not-open"));
}

#[tokio::test]
async fn a_program_reads_which_field_is_wrong() {
    let office = office().await;
    let program = office.world.api(&office.hana).await;
    let week = json!({"title": "Pekan", "first_on": "2026-11-23", "last_on": "2026-11-27", "places": ["home"], "share": 50});
    for (name, value, field) in [
        ("title", json!(""), "title"),
        ("first_on", json!("2026-11-16"), "first_on"),
        ("last_on", json!("2026-11-20"), "last_on"),
        ("places", json!([]), "places"),
        ("share", json!(101), "share"),
        ("scope_unit_ids", json!([uuid::Uuid::now_v7()]), "scope"),
    ] {
        let mut wrong = week.clone();
        wrong[name] = value;
        let answer = program.post("/windows", wrong).await;
        answer.assert_problem(422, "invalid");
        assert!(
            answer.fields().iter().any(|known| known == field),
            "{name}: {}",
            answer.json
        );
    }
    program
        .post(
            "/windows/emergency",
            json!({"title": "Banjir", "last_on": "2026-11-16"}),
        )
        .await
        .assert_problem(422, "invalid");
    assert_eq!(office.world.count("windows", "true").await, 0);
}
