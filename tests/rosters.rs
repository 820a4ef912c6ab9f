//! Planning a unit's days: the story of a head and his people, then each refusal.

mod quotas;
mod refusals;

use serde_json::json;

use crate::support::{Browser, Person, Shown, TestApp, Unit, World, words};

/// A unit of eight: Budi leads, seven work there. Half may be away at a time. Today is Tuesday, 17 November 2026.
struct Office {
    app: TestApp,
    world: World,
    unit: Unit,
    budi: Person,
    staff: Vec<Person>,
}

async fn office() -> Office {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let unit = world.unit("Analisis").await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let mut staff = Vec::new();
    for name in ["Sari", "Tono", "Umi", "Vina", "Wawan", "Yani", "Zaki"] {
        staff.push(world.employee(name).of(&unit).await);
    }
    Office {
        app,
        world,
        unit,
        budi,
        staff,
    }
}

const FORM: [(&str, &str); 5] = [
    ("from_on", "2026-11-30"),
    ("to_on", "2026-12-11"),
    ("share", "2"),
    ("place", "home"),
    ("plan", "Laporan triwulan"),
];

async fn plan(office: &Office, browser: &mut Browser, more: &[(&str, &str)]) -> Shown {
    let unit = office.unit.id.to_string();
    let mut form = FORM.to_vec();
    form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    form.push(("unit", &unit));
    form.extend(more);
    browser.get("/team/rosters").await.assert_ok();
    browser.post("/team/rosters", &form).await
}

/// Asks the days of a roster on which somebody is planned: `employee:date` as the page names them.
fn planned(shown: &Shown) -> Vec<(String, String)> {
    let fields = shown.form("#roster").fields;
    fields
        .into_iter()
        .filter(|(name, _)| name == "days")
        .filter_map(|(_, value)| {
            let (who, day) = value.split_once(':')?;
            Some((who.to_owned(), day.to_owned()))
        })
        .collect()
}

/// How many are away of how many places, day by day: `3/4`.
fn covers(sheet: &Shown) -> Vec<String> {
    let body = sheet.body();
    let cells = body.split("class=\"cover").skip(1);
    cells
        .filter_map(|cell| Some(cell.split('>').nth(1)?.split('<').next()?.to_owned()))
        .collect()
}

#[tokio::test]
async fn a_head_plans_two_weeks_publishes_and_everybody_confirms_with_one_tap() {
    let office = office().await;
    let mut vina = office.app.as_(&office.staff[3]).await;
    vina.get("/team/rosters")
        .await
        .assert_ok()
        .assert_text("Hari pilihan saya")
        .assert_no_text("Susun jadwal");
    vina.submit("/team/rosters/wishes", &[("wish", "4")])
        .await
        .assert_at("/team/rosters");

    let mut budi = office.app.as_(&office.budi).await;
    budi.get("/team").await.assert_link("/team/rosters");
    let made = plan(&office, &mut budi, &[("office", "0")]).await;
    made.assert_status(303);
    let path = made.header("location").to_owned();
    let sheet = budi.get(&path).await;
    sheet.assert_ok().assert_no_text("Budi, ");
    let days = planned(&sheet);
    assert_eq!(days.len(), 7 * 2 * 2, "seven people, two weeks, two days");
    for day in ["2026-12-01", "2026-12-04", "2026-12-08"] {
        let away = days.iter().filter(|(_, on)| on == day).count();
        assert!(away <= 4, "half of eight may be away on {day}: {away}");
    }
    assert!(
        days.iter()
            .all(|(_, on)| on != "2026-11-30" && on != "2026-12-07"),
        "on Mondays everybody is in the office"
    );
    let wish = office.staff[3].employee().0.to_string();
    for friday in ["2026-12-04", "2026-12-11"] {
        assert!(
            days.contains(&(wish.clone(), friday.to_owned())),
            "{friday}"
        );
    }

    let feet = covers(&sheet);
    assert_eq!(feet.len(), 10, "{feet:?}");
    let published = budi.submit("#roster", &[("do", "publish")]).await;
    published
        .assert_at(&path)
        .assert_text("Jadwal terbit untuk 7 orang.");
    // the days that are published are still counted, against the same limits
    assert_eq!(covers(&published), feet);
    assert_eq!(office.world.count("requests", "state = 'offered'").await, 7);
    assert_eq!(office.world.count("request_days", "counts").await, 28);
    let mails = office.app.drain().await;
    assert_eq!(mails.len(), 7);
    assert!(
        mails
            .iter()
            .all(|mail| mail.subject == "Budi menugaskan hari fleksibel kepada Anda")
    );
    vina.get("/").await.assert_ok().assert_text("Terima");
    let id: String = sqlx::query_scalar("select id::text from requests where employee_id = $1")
        .bind(office.staff[3].employee().0)
        .fetch_one(&mut office.app.superuser().await)
        .await
        .unwrap();
    vina.submit(&format!("/requests/{id}/acceptance"), &[])
        .await
        .assert_ok()
        .assert_text("Disetujui");
    // a published roster is not changed any more
    budi.post(&path, &[("version", "3"), ("do", "save")])
        .await
        .assert_status(422)
        .assert_text(&words("refused-roster-published"));
    assert_eq!(
        office
            .world
            .count("audit", "event = 'roster-published'")
            .await,
        1
    );
}

#[tokio::test]
async fn what_the_hand_breaks_is_named_kept_and_not_published() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    let made = plan(&office, &mut budi, &[]).await;
    let path = made.header("location").to_owned();
    let all: Vec<String> = office
        .staff
        .iter()
        .map(|one| format!("{}:2026-12-02", one.employee().0))
        .collect();
    let mut form = vec![("version", "1"), ("do", "publish")];
    form.extend(all.iter().map(|day| ("days", day.as_str())));
    budi.post(&path, &form).await.assert_status(303);
    budi.get(&path)
        .await
        .assert_text("Belum dapat diterbitkan")
        .assert_text("Rab 2: kelebihan 3 orang.");
    assert_eq!(office.world.count("roster_days", "true").await, 7);
    assert_eq!(office.world.count("requests", "true").await, 0);
    // an older page does not overwrite a newer one
    budi.post(&path, &[("version", "1"), ("do", "save")])
        .await
        .assert_status(422);
    budi.get(&path).await;
    budi.submit("#roster", &[("do", "propose")])
        .await
        .assert_at(&path)
        .assert_no_text("Belum dapat diterbitkan");
    budi.submit("#roster", &[("do", "discard")])
        .await
        .assert_at("/team/rosters");
    budi.get(&path).await.assert_status(404);
}

#[tokio::test]
async fn leave_rules_and_earlier_requests_are_planned_around_and_scarce_days_are_shared() {
    let office = office().await;
    office
        .world
        .absent(&office.staff[0], "leave", "2026-11-30", "2026-12-04")
        .await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.post_multipart(
        "/requests",
        &[
            ("days", "2026-12-01"),
            ("place", "home"),
            ("plan_what", "Naskah"),
            ("plan_due", ""),
        ],
    )
    .await
    .assert_status(303);
    let mut budi = office.app.as_(&office.budi).await;
    let made = plan(
        &office,
        &mut budi,
        &[
            ("office", "2"),
            ("office", "3"),
            ("office_dates", "2026-12-04, 2026-12-11"),
        ],
    )
    .await;
    let sheet = budi.get(&made.header("location")).await;
    let days = planned(&sheet);
    let of = |person: &Person| {
        let id = person.employee().0.to_string();
        days.iter().filter(|(who, _)| *who == id).count()
    };
    // two Tuesdays are left: on the first Sari is on leave and Tono away already, so that two more may go; on the second four
    assert_eq!(days.len(), 6, "{days:?}");
    for (index, person) in office.staff.iter().enumerate() {
        assert_eq!(
            of(person),
            usize::from(index != 1),
            "Tono has a day already"
        );
    }
    let sari = office.staff[0].employee().0.to_string();
    assert!(days.contains(&(sari, "2026-12-08".to_owned())), "{days:?}");
    sheet.assert_text("Belum semua mendapat jatah penuh");
}

#[tokio::test]
async fn bad_settings_are_named_and_kept() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    for (field, value, refusal) in [
        ("from_on", "2026-11-17", "invalid-roster-ahead"),
        ("to_on", "2026-11-01", "invalid-end-before-start"),
        ("to_on", "", "invalid-required"),
        ("plan", " ", "invalid-required"),
        ("share", "9", ""),
        ("office_dates", "besok", "invalid-date"),
    ] {
        let unit = office.unit.id.to_string();
        let mut form: Vec<(&str, &str)> = FORM
            .into_iter()
            .filter(|(name, _)| *name != field)
            .collect();
        form.extend([("unit", unit.as_str()), (field, value)]);
        let shown = budi.post("/team/rosters", &form).await;
        shown.assert_status(422);
        if !refusal.is_empty() {
            shown.assert_text(&words(refusal));
        }
        let kept = shown.form("/team/rosters").fields;
        for (name, value) in FORM.into_iter().filter(|(name, _)| *name != field) {
            let typed = (name.to_owned(), value.to_owned());
            assert!(kept.contains(&typed), "{name} is lost: {kept:?}");
        }
    }
    let unit = office.unit.id.to_string();
    let mut long = FORM.to_vec();
    long.retain(|(name, _)| *name != "to_on");
    long.extend([("unit", unit.as_str()), ("to_on", "2027-02-11")]);
    budi.post("/team/rosters", &long)
        .await
        .assert_status(422)
        .assert_text("Paling lama 6 minggu.");
    let mut far = FORM.to_vec();
    far.retain(|(name, _)| !name.ends_with("_on"));
    far.extend([("from_on", "2027-06-07"), ("to_on", "2027-06-11")]);
    far.push(("unit", unit.as_str()));
    budi.post("/team/rosters", &far)
        .await
        .assert_status(422)
        .assert_text(&words("invalid-roster-far"));
    assert_eq!(office.world.count("rosters", "true").await, 0);
}

#[tokio::test]
async fn only_who_decides_for_the_unit_plans_it_and_over_the_door_as_on_the_page() {
    let office = office().await;
    let other = office.world.unit("Arsip").await;
    let dewi = office.world.employee("Dewi").head_of(&other).await;
    office.world.employee("Eko").of(&other).await;
    let body = json!({
        "unit_id": office.unit.id, "from_on": "2026-11-30", "to_on": "2026-12-04", "place": "home", "plan": "Laporan"
    });
    let budi = office.world.api(&office.budi).await;
    let made = budi.post("/team/rosters", body.clone()).await;
    made.assert_status(201);
    assert_eq!(made.json["people"].as_array().unwrap().len(), 7);
    let path = format!(
        "/team/rosters/{}",
        made.json["roster"]["id"].as_str().unwrap()
    );
    let stranger = office.world.api(&dewi).await;
    stranger
        .post("/team/rosters", body)
        .await
        .assert_status(404);
    stranger.get(&path).await.assert_status(404);
    stranger
        .post(&format!("{path}/publication"), json!({"version": 1}))
        .await
        .assert_status(404);
    let staff = office.world.api(&office.staff[0]).await;
    staff.get(&path).await.assert_status(403);
    let wishes = json!({"weekdays": ["tue"]});
    staff
        .put("/me/wishes", wishes.clone())
        .await
        .assert_status(200);
    assert_eq!(staff.get("/me/wishes").await.json, wishes);
    let again = budi
        .post(&format!("{path}/proposal"), json!({"version": 1}))
        .await;
    again.assert_status(200);
    let own = office.staff[0].employee().0.to_string();
    let sari = again.json["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["employee_id"] == json!(own))
        .unwrap();
    assert_eq!(sari["days"][1]["planned"], true, "Tuesday as she likes it");
    let fates = budi
        .post(&format!("{path}/publication"), json!({"version": 2}))
        .await;
    fates.assert_status(200);
    assert_eq!(fates.json["items"].as_array().unwrap().len(), 7);
    assert!(fates.json["items"][0]["request_ids"][0].is_string());
}

#[tokio::test]
async fn a_head_above_sees_and_plans_only_those_whose_requests_that_head_decides() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let above = world.unit("Bidang").await;
    let dewi = world.employee("Dewi").head_of(&above).await;
    let unit = world.unit("Analisis").under(&above).await;
    let budi = world.employee("Budi").head_of(&unit).await;
    let sari = world
        .employee("Sari")
        .of(&unit)
        .disciplined("heavy", "serving")
        .await;
    let tono = world.employee("Tono").of(&unit).await;
    world.employee("Umi").of(&unit).await;
    let obstacle = "Hukuman disiplin masih dijalani.";

    let mut below = app.as_(&budi).await;
    let id = unit.id.to_string();
    let mut form = FORM.to_vec();
    form.push(("unit", &id));
    below.get("/team/rosters").await.assert_ok();
    let made = below.post("/team/rosters", &form).await;
    made.assert_status(303);
    let path = made.header("location");
    let sheet = below.get(&path).await;
    sheet.assert_text("Sari").assert_text(obstacle);
    let before = world.count("roster_days", "true").await;
    assert!(before > 0);

    // Dewi decides for Budi alone: of the others she learns nothing but how many are in the office
    let mut head = app.as_(&dewi).await;
    for where_ in [
        path.clone(),
        head.post("/team/rosters", &form).await.header("location"),
    ] {
        let sheet = head.get(&where_).await;
        sheet
            .assert_ok()
            .assert_text("Budi")
            .assert_no_text("Sari")
            .assert_no_text("Tono")
            .assert_no_text(obstacle);
        let own = budi.employee().0.to_string();
        assert!(planned(&sheet).iter().all(|(who, _)| *who == own));
    }
    let door = world.api(&dewi).await;
    let seen = door.get(&path).await;
    seen.assert_status(200);
    assert_eq!(seen.json["people"].as_array().unwrap().len(), 1);
    for person in [&sari, &tono] {
        let day = json!({"employee_id": person.employee(), "on": "2026-12-02"});
        door.put(
            &format!("{path}/days"),
            json!({"version": 1, "days": [day]}),
        )
        .await
        .assert_problem(422, "invalid");
    }
    // what she plans in the draft of the unit's head leaves his people's days as they are
    let day = json!({"employee_id": budi.employee(), "on": "2026-12-02"});
    door.put(
        &format!("{path}/days"),
        json!({"version": 1, "days": [day]}),
    )
    .await
    .assert_status(200);
    let own = format!("employee_id = '{}'", budi.employee().0);
    let roster = format!("roster_id = '{}'", path.rsplit('/').next().unwrap());
    let kept = format!("{roster} and not {own}");
    assert_eq!(world.count("roster_days", &kept).await, before);
    door.header("if-match", "\"2\"")
        .delete(&path)
        .await
        .assert_problem(422, "roster-others");
    let door = world.api(&dewi).await;
    let fates = door
        .post(&format!("{path}/publication"), json!({"version": 2}))
        .await;
    fates.assert_status(200);
    assert_eq!(fates.json["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.count("requests", "true").await, 1);
    assert_eq!(
        world.count("rosters", "state = 'published'").await,
        0,
        "the days of the others still wait for whoever decides for them"
    );
    below.get(&path).await.assert_ok().assert_text("Tono");
}

#[tokio::test]
async fn days_that_somebody_has_already_count_towards_the_share_of_their_week() {
    let office = office().await;
    let mut tono = office.app.as_(&office.staff[1]).await;
    tono.post_multipart(
        "/requests",
        &[
            ("days", "2026-12-01"),
            ("place", "home"),
            ("plan_what", "Naskah"),
            ("plan_due", ""),
        ],
    )
    .await
    .assert_status(303);
    let mut budi = office.app.as_(&office.budi).await;
    let unit = office.unit.id.to_string();
    // from Wednesday on: the Tuesday before it is of the same week
    let form = [
        ("from_on", "2026-12-02"),
        ("to_on", "2026-12-11"),
        ("share", "1"),
        ("place", "home"),
        ("plan", "Laporan triwulan"),
        ("unit", unit.as_str()),
    ];
    let made = budi.post("/team/rosters", &form).await;
    made.assert_status(303);
    let sheet = budi.get(&made.header("location")).await;
    let days = planned(&sheet);
    for (index, person) in office.staff.iter().enumerate() {
        let id = person.employee().0.to_string();
        let of = |week: std::ops::Range<&str>| {
            let own = days.iter().filter(|(who, _)| *who == id);
            own.filter(|(_, on)| week.contains(&on.as_str())).count()
        };
        let first = usize::from(index != 1);
        assert_eq!(of("2026-12-02".."2026-12-07"), first, "{}", person.name);
        assert_eq!(of("2026-12-07".."2026-12-12"), 1, "{}", person.name);
    }
}

#[tokio::test]
async fn more_days_than_a_request_may_have_become_several() {
    let office = office().await;
    let body = json!({
        "unit_id": office.unit.id, "from_on": "2026-11-23", "to_on": "2026-12-11", "place": "home", "plan": "Laporan"
    });
    let door = office.world.api(&office.budi).await;
    let made = door.post("/team/rosters", body).await;
    made.assert_status(201);
    let id = made.json["roster"]["id"].as_str().unwrap().to_owned();
    // six days of each person, where a request may have five
    let fates = door
        .post(
            &format!("/team/rosters/{id}/publication"),
            json!({"version": 1}),
        )
        .await;
    fates.assert_status(200);
    let fates = fates.json["items"].as_array().unwrap();
    assert_eq!(fates.len(), 7);
    for fate in fates {
        assert!(fate["detail"].is_null(), "{fate}");
        assert_eq!(fate["request_ids"].as_array().unwrap().len(), 2, "{fate}");
    }
    assert_eq!(office.world.count("request_days", "counts").await, 7 * 6);
    let unlinked = "request_id is null";
    assert_eq!(office.world.count("roster_days", unlinked).await, 0);
    assert_eq!(
        office.world.count("rosters", "state = 'published'").await,
        1
    );
}

#[tokio::test]
async fn publishing_from_the_page_holds_the_unit_before_the_roster_as_the_door_does() {
    let office = office().await;
    let mut budi = office.app.as_(&office.budi).await;
    let made = plan(&office, &mut budi, &[]).await;
    let path = made.header("location");
    budi.get(&path).await.assert_ok();
    let mut holder = office.world.cx().await;
    luwes::requests::hold_unit(&mut holder, office.unit.id)
        .await
        .expect("the unit is held");
    let publishing = async { budi.submit("#roster", &[("do", "publish")]).await.status };
    // whoever holds the unit gets the roster at once
    let roster = uuid::Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
    let meanwhile = async {
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        sqlx::query("select id from rosters where agency_id = $1 and id = $2 for update nowait")
            .bind(office.world.agency.0)
            .bind(roster)
            .execute(holder.conn())
            .await
            .expect("the roster is free");
        holder.finish().await.expect("commit");
    };
    let (status, ()) = futures::future::join(publishing, meanwhile).await;
    assert_eq!(status, 200, "the page after it");
    assert_eq!(office.world.count("requests", "state = 'offered'").await, 7);
}

#[tokio::test]
async fn the_planner_keeps_the_anchor_days_of_a_unit() {
    use luwes::calendar::WeekDay;
    use luwes::policy::{Rule, RuleKind, Scope, base};
    let office = office().await;
    let mut set = base::typical_agency(&base::Practice {
        version: 2,
        ..base::Practice::default()
    });
    let days = [WeekDay::Wed, WeekDay::Fri].into();
    let mut anchors = Rule::new("anchor_days", RuleKind::AnchorDays { days });
    anchors.scope = Scope::UnitSubtree {
        unit: office.unit.id.0,
    };
    set.rules.push(anchors);
    office.world.rules_of(&set).await;
    let mut budi = office.app.as_(&office.budi).await;
    let made = plan(&office, &mut budi, &[]).await;
    made.assert_status(303);
    let path = made.header("location").to_owned();
    let days = planned(budi.get(&path).await.assert_ok());
    assert!(!days.is_empty());
    for day in ["2026-12-02", "2026-12-04", "2026-12-09", "2026-12-11"] {
        assert!(days.iter().all(|(_, on)| on != day), "{day}");
    }
}
