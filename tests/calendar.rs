//! The working calendar, leave and trips.

use luwes::calendar::{self, DateRange, DayKind, Half};

use crate::support::{Person, TestApp, World, words};

async fn office() -> (TestApp, World, Person) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let hana = world.employee("Hana").role("hr").await;
    (app, world, hana)
}

async fn kind(world: &World, person: &Person, on: &str, half: Half) -> DayKind {
    let on = on.parse().expect("a date");
    let mut cx = world.cx().await;
    let unit = person.unit.expect("an employee has a unit");
    let people = [(person.employee(), unit)];
    let found = calendar::load(cx.conn(), world.agency, &people, DateRange::day(on))
        .await
        .expect("a calendar");
    found.kind(person.employee(), on, half)
}

#[tokio::test]
async fn leave_is_entered_seen_by_the_rules_and_cancelled() {
    let (app, world, hana) = office().await;
    let sari = world.employee("Sari").await;
    let mut browser = app.as_(&hana).await;
    browser.get("/absences").await.assert_ok();
    let typed = [
        ("who", sari.nip.as_str()),
        ("kind", "leave"),
        ("from_on", "2026-11-24"),
        ("half", "morning"),
    ];
    browser
        .submit("/absences", &typed)
        .await
        .assert_ok()
        .assert_text("Sari");
    let morning = kind(&world, &sari, "2026-11-24", Half::Morning).await;
    assert!(matches!(morning, DayKind::Leave { .. }));
    assert!(
        kind(&world, &sari, "2026-11-24", Half::Afternoon)
            .await
            .is_working()
    );
    // the same half again is refused, the other half is not
    browser.get("/absences").await;
    browser
        .submit("/absences", &typed)
        .await
        .assert_refused(&words("refused-absence-overlap"));
    let list = browser.get("/absences?when=all").await;
    let cancel = list
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/cancel"))
        .expect("a row to cancel");
    browser.submit(&cancel.action, &[]).await.assert_ok();
    assert!(
        kind(&world, &sari, "2026-11-24", Half::Morning)
            .await
            .is_working()
    );
    // the page from before cannot cancel it twice
    browser
        .post(&cancel.action, &[("version", "1")])
        .await
        .assert_status(422)
        .assert_text(&words("conflict-changed"));
    assert_eq!(world.count("absences", "cancelled_at is not null").await, 1);
}

#[tokio::test]
async fn nobody_enters_or_cancels_their_own_leave() {
    let (app, world, hana) = office().await;
    let mut browser = app.as_(&hana).await;
    let typed = [
        ("who", hana.nip.as_str()),
        ("kind", "official_trip"),
        ("from_on", "2026-11-24"),
        ("half", "full"),
    ];
    browser.get("/absences").await;
    browser
        .submit("/absences", &typed)
        .await
        .assert_refused(&words("refused-own-absence"));
    world
        .absent(&hana, "leave", "2026-11-24", "2026-11-25")
        .await;
    let list = browser.get("/absences").await;
    assert!(
        list.forms()
            .iter()
            .all(|form| !form.action.ends_with("/cancel"))
    );
    assert_eq!(world.count("absences", "cancelled_at is null").await, 1);
}

#[tokio::test]
async fn what_is_wrong_with_an_absence_is_told_beside_its_field() {
    let (app, _, hana) = office().await;
    let mut browser = app.as_(&hana).await;
    browser.get("/absences").await;
    let typed = [
        ("who", "19850312"),
        ("kind", "leave"),
        ("from_on", "2026-11-24"),
        ("to_on", "2026-11-20"),
        ("half", "full"),
    ];
    let page = browser.submit("/absences", &typed).await;
    page.assert_status(422);
    page.assert_text(&words("invalid-absence-nobody"));
    page.assert_text(&words("invalid-absence-order"));
    assert_eq!(page.attributes("#f-who", "value"), ["19850312"]);
}

#[tokio::test]
async fn a_day_of_one_unit_is_free_there_only() {
    let (app, world, hana) = office().await;
    let loket = world.unit("Loket").await;
    let budi = world.employee("Budi").of(&loket).await;
    let mut browser = app.as_(&hana).await;
    browser.get("/calendar").await.assert_ok();
    let typed = [
        ("on_date", "2026-11-26"),
        ("name", "Hari jadi loket"),
        ("kind", "holiday"),
        ("unit", "loket"),
    ];
    browser
        .submit("/calendar/days", &typed)
        .await
        .assert_ok()
        .assert_text("Hari jadi loket");
    let there = kind(&world, &budi, "2026-11-26", Half::Full).await;
    assert!(matches!(there, DayKind::AgencyDay { .. }));
    assert!(
        kind(&world, &hana, "2026-11-26", Half::Full)
            .await
            .is_working()
    );
    browser.get("/calendar").await;
    browser
        .submit("/calendar/days", &typed)
        .await
        .assert_status(422);
}

#[tokio::test]
async fn hours_hold_from_their_day_on() {
    let (app, world, hana) = office().await;
    let mut browser = app.as_(&hana).await;
    browser.get("/calendar").await;
    let typed = [("from_on", "2026-12-01"), ("mon_thu_start", "08:00")];
    browser.submit("/calendar/hours", &typed).await.assert_ok();
    for (on, start) in [("2026-11-30", "07:30:00"), ("2026-12-01", "08:00:00")] {
        let DayKind::Working { hours } = kind(&world, &hana, on, Half::Full).await else {
            panic!("{on} is a working day");
        };
        assert_eq!(hours.start.to_string(), start);
    }
    browser.get("/calendar").await;
    browser
        .submit("/calendar/hours", &[("from_on", "2026-11-01")])
        .await
        .assert_status(422)
        .assert_text(&words("invalid-calendar-past"));
}

#[tokio::test]
async fn the_ministry_keeps_the_national_days() {
    let app = TestApp::new().await;
    let ministry = app.agency("Kementerian").ministry().await;
    let world = app.agency("Kota Uji").await;
    let sari = world.employee("Sari").await;
    let mita = ministry.employee("Mita").role("ministry").await;
    let mut browser = app.as_(&mita).await;
    browser.get("/national-days").await.assert_ok();
    let typed = [
        ("on_date", "2026-11-27"),
        ("name_id", "Hari pemilihan"),
        ("name_en", "Election day"),
        ("kind", "national"),
        ("status", "perkiraan"),
    ];
    browser
        .submit("/national-days", &typed)
        .await
        .assert_ok()
        .assert_text("Perkiraan");
    let day = kind(&world, &sari, "2026-11-27", Half::Full).await;
    assert!(matches!(day, DayKind::Holiday { .. }));
    let hana = world.employee("Hana").role("hr").await;
    let mut other = app.as_(&hana).await;
    other
        .post("/national-days", &typed)
        .await
        .assert_status(403);
}
