//! Rule sets: the editor and its preview, publication by a second officer, what then holds.

mod refusals;

use luwes::policy::{Discipline, People, Predikat, RuleKind, Scope, base};
use serde_json::json;

use crate::support::{Browser, Person, Shown, TestApp, World, words, world::date};

async fn office() -> (TestApp, World, Person, Person) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    let hana = world.employee("Hana").role("hr").await;
    let hari = world.employee("Hari").role("hr").await;
    (app, world, hana, hari)
}

/// Opens a draft that copies what holds and gives its address.
async fn draft(browser: &mut Browser) -> String {
    browser.get("/rules").await.assert_ok();
    let page = browser.submit("/rules", &[]).await;
    page.assert_ok();
    page.path.clone()
}

/// The editor's fields with some of them replaced, as another button of the form sends them.
fn fields(page: &Shown, path: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = page.form(path).fields;
    fields.retain(|(name, _)| !typed.iter().any(|(given, _)| given == name));
    fields.extend(
        typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

async fn press(browser: &mut Browser, path: &str, door: &str, typed: &[(&str, &str)]) -> Shown {
    let page = browser.get(path).await;
    let fields = fields(&page, path, typed);
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(&format!("{path}{door}"), &pairs).await
}

const CAP: &str = "max_place_days_per_week.days";
const QUOTA: &str = "unit_quota.value";

#[tokio::test]
async fn a_rule_is_changed_previewed_and_published_by_a_second_officer() {
    let (app, world, hana, hari) = office().await;
    let new = world.employee("Baru").appointed("2026-09-01").await;
    world.employee("Sari").await;
    let mut first = app.as_(&hana).await;
    let path = draft(&mut first).await;
    let page = first.get(&path).await;
    page.assert_text(&words("policy-impact"));

    // somebody appointed eleven weeks ago becomes eligible when the months go
    let typed = [
        ("min_months_since_appointment.months", "1"),
        ("try", "Baru"),
    ];
    let preview = press(&mut first, &path, "/impact", &typed).await;
    preview.assert_ok();
    assert_eq!(preview.all(".delta .huge"), ["+1"]);
    preview.assert_text("Baru menjadi boleh.");
    assert_eq!(world.count("rule_sets", "state = 'draft'").await, 1);
    // of several that what was typed finds, one is picked, and counts
    let several = [typed[0], ("try", "ar")];
    let preview = press(&mut first, &path, "/impact", &several).await;
    preview.assert_text(&words("policy-try-several"));
    let picked = [typed[0], ("picked", new.nip.as_str()), ("try", "ar")];
    let preview = press(&mut first, &path, "/impact", &picked).await;
    preview.assert_text("Baru menjadi boleh.");

    let typed = [
        ("min_months_since_appointment.months", "1"),
        ("effective_from", "2026-11-23"),
    ];
    let asked = press(&mut first, &path, "/request", &typed).await;
    asked.assert_status(303);
    first
        .get(&path)
        .await
        .assert_text(&words("policy-second-own"));
    let version = first.shown().forms();
    assert!(
        version
            .iter()
            .all(|form| !form.action.ends_with("/publish"))
    );
    first
        .post(&format!("{path}/publish"), &[("row_version", "3")])
        .await
        .assert_refused(&words("refused-rules-second-officer"));

    let mut second = app.as_(&hari).await;
    second.get("/notices").await.assert_link(&path);
    second
        .get("/")
        .await
        .assert_text("menunggu diterbitkan oleh Anda")
        .assert_link(&path);
    first
        .get("/")
        .await
        .assert_no_text("menunggu diterbitkan oleh Anda");
    // what changes stands first, everything else is folded away
    let seen = second.get(&path).await;
    seen.assert_text("+1")
        .assert_text("Yang berubah dari versi 1");
    assert_eq!(seen.number_of("main del"), 1);
    assert!(seen.number_of("main details article") > 1);
    second
        .submit(&format!("{path}/publish"), &[])
        .await
        .assert_ok();
    assert_eq!(world.count("rule_sets", "state = 'published'").await, 2);
    let subjects: Vec<String> = app
        .drain()
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(subjects.len(), 2, "{subjects:?}");

    // in force on its day, not before
    let number: i32 = path.rsplit('/').next().unwrap().parse().unwrap();
    second.get("/rules").await.assert_text("Terjadwal");
    app.set_clock("2026-11-23T01:00:00Z");
    app.as_(&hari)
        .await
        .get("/rules")
        .await
        .assert_text(&format!("Berlaku sekarang: versi {number}"));
}

#[tokio::test]
async fn nobody_changes_what_is_published_or_publishes_back_in_time() {
    let (app, world, hana, _) = office().await;
    let mut browser = app.as_(&hana).await;
    let path = draft(&mut browser).await;
    for day in ["2026-11-17", "2026-11-16", ""] {
        let page = press(&mut browser, &path, "/request", &[("effective_from", day)]).await;
        page.assert_status(422);
        page.assert_text(&words("invalid-rules-from-tomorrow"));
    }
    assert_eq!(world.count("rule_sets", "state = 'waiting'").await, 0);
    // the published version has no editor, and its row cannot be written by the application
    let published = browser.get("/rules/1").await;
    assert!(
        published
            .forms()
            .iter()
            .all(|form| form.action != "/rules/1")
    );
    let mut tx = world.tx().await;
    let done = sqlx::query("update rule_sets set note = 'x' where version = 1")
        .execute(tx.conn())
        .await
        .expect("a statement");
    assert_eq!(done.rows_affected(), 0);
}

#[tokio::test]
async fn a_national_limit_is_told_at_its_control_and_a_stale_page_is_refused() {
    let (app, world, hana, hari) = office().await;
    let mut browser = app.as_(&hana).await;
    let path = draft(&mut browser).await;
    let page = press(&mut browser, &path, "", &[(CAP, "4")]).await;
    page.assert_status(422);
    assert_eq!(
        page.attributes(&format!("input[name=\"{CAP}\"]"), "aria-invalid"),
        ["true"]
    );
    assert_eq!(
        page.attributes(&format!("input[name=\"{CAP}\"]"), "value"),
        ["4"]
    );

    // two officers have the draft open; the later one is told
    let mut other = app.as_(&hari).await;
    let old = other.get(&path).await;
    press(&mut browser, &path, "", &[(CAP, "1")])
        .await
        .assert_status(303);
    let stale = fields(&old, &path, &[(QUOTA, "30")]);
    let pairs: Vec<(&str, &str)> = stale
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = other.post(&path, &pairs).await;
    answer.assert_status(422);
    answer.assert_text(&words("conflict-changed"));
    assert_eq!(
        world
            .count("rule_sets", "state = 'draft' and row_version = 2")
            .await,
        1
    );
}

#[tokio::test]
async fn a_condition_is_added_needs_its_law_and_is_taken_away() {
    let (app, _, hana, _) = office().await;
    let mut browser = app.as_(&hana).await;
    let path = draft(&mut browser).await;
    let typed = [("action", "add"), ("add_kind", "blocked_dates")];
    press(&mut browser, &path, "", &typed)
        .await
        .assert_status(303);
    let page = browser.get(&path).await;
    assert_eq!(page.number_of("textarea[name=\"blocked_dates.dates\"]"), 1);
    let typed = [
        ("blocked_dates.dates", "2026-12-28 s.d. 2026-12-31"),
        ("effective_from", "2026-11-23"),
    ];
    let page = press(&mut browser, &path, "/request", &typed).await;
    page.assert_status(422);
    page.assert_text("Isi dasar hukumnya.");
    let with_law = [
        ("blocked_dates.dates", "2026-12-28 s.d. 2026-12-31"),
        ("blocked_dates.law_id", "Surat edaran 9/2026"),
    ];
    press(&mut browser, &path, "", &with_law)
        .await
        .assert_status(303);
    let compared = browser.get(&format!("{path}/compare?with=1")).await;
    compared.assert_text("2026-12-28 s.d. 2026-12-31");
    let typed = [("remove", "blocked_dates")];
    press(&mut browser, &path, "", &typed)
        .await
        .assert_status(303);
    let page = browser.get(&path).await;
    assert_eq!(page.number_of("textarea[name=\"blocked_dates.dates\"]"), 0);
}

#[tokio::test]
async fn the_names_behind_the_numbers_are_listed_and_exported() {
    let (app, world, hana, _) = office().await;
    world.employee("Baru").appointed("2026-09-01").await;
    world.employee("=cmd").appointed("2026-09-02").await;
    let mut browser = app.as_(&hana).await;
    let path = draft(&mut browser).await;
    let typed = [("min_months_since_appointment.months", "1")];
    press(&mut browser, &path, "", &typed)
        .await
        .assert_status(303);
    let names = browser
        .get(&format!("{path}/impact/names?change=gained&q=baru"))
        .await;
    assert_eq!(names.number_of("tbody tr"), 1);
    let csv = browser
        .fetch(&format!("{path}/impact/names?change=gained&format=csv"))
        .await;
    assert!(csv.body().contains("'=cmd"), "{}", csv.body());
    // going on to the names from the editor saves what it holds first
    let typed = [
        ("min_months_since_appointment.months", "2"),
        ("action", "names:change=gained"),
    ];
    let gone_on = press(&mut browser, &path, "", &typed).await;
    assert_eq!(
        gone_on.header("location"),
        format!("{path}/impact/names?change=gained")
    );
    let kept = browser.get(&path).await;
    let months = "[name='min_months_since_appointment.months']";
    assert_eq!(kept.attributes(months, "value"), ["2"]);
    assert!(kept.number_of("#impact button[value^='names:']") > 0);
    browser
        .get(&format!("{path}/impact/names?change=lost"))
        .await
        .assert_text(&words("policy-names-empty"));
}

#[tokio::test]
async fn the_ministry_locks_and_the_agency_is_held_to_it_and_told() {
    let app = TestApp::new().await;
    let ministry = app.agency("Kementerian").ministry().await;
    let world = app.agency("Kota Uji").await;
    world.rules().await;
    world.employee("Hana").role("hr").await;
    let mita = ministry.employee("Mita").role("ministry").await;
    let maya = ministry.employee("Maya").role("ministry").await;
    let mut first = app.as_(&mita).await;
    first.get("/base-rules").await.assert_ok();
    let page = first.submit("/base-rules", &[]).await;
    let path = page.assert_ok().path.clone();
    let typed = [(CAP, "1"), ("effective_from", "2026-11-18")];
    press(&mut first, &path, "/request", &typed)
        .await
        .assert_status(303);
    let mut second = app.as_(&maya).await;
    second.get(&path).await.assert_ok();
    second
        .submit(&format!("{path}/publish"), &[])
        .await
        .assert_ok();
    app.set_clock("2026-11-18T03:00:00Z");
    let mut cx = world.cx().await;
    let day = "2026-11-18".parse().unwrap();
    let holds = luwes::policy::rules_in_force(cx.conn(), world.agency, day)
        .await
        .expect("rules");
    let cap = holds
        .effective
        .rules
        .iter()
        .find(|rule| rule.rule.key == "max_place_days_per_week")
        .expect("the cap");
    assert!(matches!(
        cap.rule.kind,
        RuleKind::MaxPlaceDaysPerWeek { days: 1, .. }
    ));
    luwes::policy::news::tell(&mut cx).await.expect("told");
    luwes::policy::news::tell(&mut cx).await.expect("told once");
    cx.finish().await.expect("committed");
    let mails = app.drain().await;
    let told = mails
        .iter()
        .filter(|mail| mail.subject.contains("Aturan nasional"));
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn an_employee_reads_no_rule_drafts() {
    let (app, world, hana, _) = office().await;
    let mut desk = app.as_(&hana).await;
    let path = draft(&mut desk).await;
    let sari = world.employee("Sari").await;
    let mut browser = app.as_(&sari).await;
    for door in ["/rules", &path, "/base-rules", "/calendar", "/absences"] {
        browser.get(door).await.assert_status(403);
    }
}

#[tokio::test]
async fn what_is_left_of_a_week_leaves_out_a_weekday_only_where_a_rule_for_the_person_asks_it() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let mut set = base::typical_agency(&base::Practice::default());
    for rule in &mut set.rules {
        if matches!(rule.kind, RuleKind::Weekdays { .. }) {
            rule.scope = Scope::PositionFamily {
                family: "Pranata Komputer".into(),
            };
        }
    }
    world.rules_of(&set).await;
    let other = world.position("Pranata Komputer").await;
    let sari = world.employee("Sari").await;
    let tono = world.employee("Tono").as_a(other).await;
    for (person, used) in [(&sari, 4), (&tono, 2)] {
        let asked = json!({"days": [{"on": "2026-11-26"}, {"on": "2026-11-27"}], "place": "home"});
        let found = world
            .api(person)
            .await
            .post("/requests/precheck", asked)
            .await;
        found.assert_status(200);
        assert_eq!(
            found.json["quotas"][0]["used_halves"], used,
            "{}: {}",
            person.name, found.json["quotas"]
        );
    }
}

#[tokio::test]
async fn a_sanction_begins_and_ends_with_the_day_where_the_person_works() {
    let app = TestApp::new().await;
    let world = app.agency("Papua Uji").await;
    world.rules().await;
    let unit = world.unit("Jayapura").zone("Asia/Jayapura").await;
    let begun = world.employee("Mulai").of(&unit).unrated().await;
    let over = world.employee("Selesai").of(&unit).await;
    world.employee("Satu").of(&unit).await;
    world.employee("Dua").of(&unit).await;
    let mut tx = world.tx().await;
    for (person, from, to) in [
        (&begun, date("2026-11-17"), None),
        (&over, date("2026-06-01"), Some(date("2026-11-16"))),
    ] {
        sqlx::query("insert into discipline (agency_id, id, employee_id, level, state, from_on, to_on, created_at) values ($1, $2, $3, 'heavy', 'serving', $4, $5, $6)")
            .bind(world.agency.0)
            .bind(uuid::Uuid::now_v7())
            .bind(person.employee().0)
            .bind(from)
            .bind(to)
            .bind(app.now())
            .execute(tx.conn())
            .await
            .expect("the measure is stored");
    }
    sqlx::query("insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, created_at) values ($1, $2, $3, '2026', 'baik', '2026-11-17', $4)")
        .bind(world.agency.0)
        .bind(uuid::Uuid::now_v7())
        .bind(begun.employee().0)
        .bind(app.now())
        .execute(tx.conn())
        .await
        .expect("the rating is stored");
    tx.commit().await.expect("commit");
    // eight in the morning of the 17th in Jayapura; in Jakarta too it is the 17th, and in Greenwich still the 16th
    app.set_clock("2026-11-16T23:00:00Z");
    let mut tx = world.tx().await;
    let at = app.now();
    let mut found = Vec::new();
    for person in [&begun, &over] {
        let facts = luwes::policy::facts_of(
            tx.conn(),
            world.agency,
            person.employee(),
            luwes::policy::Needs::default(),
            at,
        )
        .await;
        found.push(facts.expect("read").expect("an employee"));
    }
    assert_eq!(found[0].discipline.value, Some(Discipline::Serving));
    assert_eq!(found[0].predikat.value, Some(Predikat::Baik), "rated today");
    assert_ne!(found[1].discipline.value, Some(Discipline::Serving));
    drop(tx);
    for (person, status) in [(&begun, 422), (&over, 201)] {
        let ask = json!({"days": [{"on": "2026-11-24"}], "place": "home",
            "plan": [{"what": "Laporan", "due_on": "2026-11-24"}]});
        let sent = world.api(person).await.post("/requests", ask).await;
        sent.assert_status(status);
    }
    // an hour before midnight there nothing of it is so
    app.set_clock("2026-11-16T14:00:00Z");
    let mut tx = world.tx().await;
    let at = app.now();
    let all = luwes::policy::person_facts(
        tx.conn(),
        world.agency,
        People::All,
        luwes::policy::Needs::default(),
        at,
    )
    .await;
    let all = all.expect("read");
    let serving: Vec<_> = all
        .iter()
        .filter(|(_, facts)| facts.discipline.value == Some(Discipline::Serving))
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(serving, [over.employee()]);
}

async fn rate(world: &World, person: &Person, period: &str, predikat: &str, on: &str) {
    let mut tx = world.tx().await;
    sqlx::query("insert into ratings (agency_id, id, employee_id, period, predikat, rated_on, created_at) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(world.agency.0)
        .bind(uuid::Uuid::now_v7())
        .bind(person.employee().0)
        .bind(period)
        .bind(predikat)
        .bind(date(on))
        .bind(world.app.now())
        .execute(tx.conn())
        .await
        .expect("the rating is stored");
    tx.commit().await.expect("commit");
}

/// How often the people of an agency were told something.
async fn told(world: &World, kind: &str) -> i64 {
    for _ in 0..2 {
        let mut cx = world.cx().await;
        luwes::policy::grace::tell(&mut cx).await.expect("told");
        cx.finish().await.expect("committed");
    }
    world.count("outbox", &format!("kind = '{kind}'")).await
}

#[tokio::test]
async fn a_low_rating_closes_the_right_with_notice_and_a_better_one_opens_it() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let mut set = base::typical_agency(&base::Practice::default());
    for rule in &mut set.rules {
        if let RuleKind::MinPredikat { grace_days, .. } = &mut rule.kind {
            *grace_days = 14;
            rule.severity = luwes::policy::Severity::Blocks;
        }
    }
    world.rules_of(&set).await;
    let sari = world.employee("Sari").await;
    world.employee("Tono").await;
    world.employee("Umi").await;
    assert_eq!(told(&world, "rating-closes").await, 0);
    rate(&world, &sari, "2026 triwulan III", "kurang", "2026-11-12").await;
    assert_eq!(told(&world, "rating-closes").await, 1);
    let mut browser = app.as_(&sari).await;
    browser
        .get("/notices")
        .await
        .assert_ok()
        .assert_text("Mulai 26 Nov 2026 hak kerja fleksibel Anda ditutup");
    browser
        .get("/conditions")
        .await
        .assert_ok()
        .assert_text("hak kerja fleksibel ditutup mulai 26 November 2026");
    // until then the right stands, and what is asked for later is refused already
    let ask = |day: &str| {
        json!({"days": [{"on": day}], "place": "home",
            "plan": [{"what": "Laporan", "due_on": day}]})
    };
    let door = world.api(&sari).await;
    let sent = door.post("/requests", ask("2026-11-25")).await;
    sent.assert_status(201);
    let sent = door.post("/requests", ask("2026-11-26")).await;
    sent.assert_status(422);
    // a further low rating gives no new days, a better one opens the right
    rate(
        &world,
        &sari,
        "2026 antara",
        "butuh_perbaikan",
        "2026-11-16",
    )
    .await;
    let sent = door.post("/requests", ask("2026-11-26")).await;
    sent.assert_status(422);
    assert_eq!(told(&world, "rating-closes").await, 1);
    app.set_clock("2026-11-19T02:00:00Z");
    rate(&world, &sari, "2026 ulang", "baik", "2026-11-19").await;
    assert_eq!(told(&world, "rating-opens").await, 1);
    assert_eq!(told(&world, "rating-closes").await, 1);
    let door = world.api(&sari).await;
    let sent = door.post("/requests", ask("2026-11-26")).await;
    sent.assert_status(201);
}

#[tokio::test]
async fn a_draft_is_copied_from_the_newest_version_also_where_that_holds_later() {
    let (app, world, hana, _) = office().await;
    let newer = base::typical_agency(&base::Practice {
        version: 2,
        effective_from: date("2026-12-07"),
        days_per_week: 1,
        ..base::Practice::default()
    });
    world.rules_published(&newer, app.now()).await;
    let mut desk = app.as_(&hana).await;
    let path = draft(&mut desk).await;
    assert_eq!(path, "/rules/3");
    let copied = "state = 'draft' and version = 3 and copied_from = 2 \
        and rules = (select o.rules from rule_sets o where o.agency_id = rule_sets.agency_id and o.version = 2)";
    assert_eq!(world.count("rule_sets", copied).await, 1);
}
