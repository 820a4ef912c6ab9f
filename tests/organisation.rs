//! Units, positions, employees: who leads whom, what HR changes, what nobody may change about himself.

mod stand_ins;
mod structure;

use chrono::TimeDelta;
use luwes::{
    kernel::id::{EmployeeId, PositionId},
    organisation::{self, Capacity},
};

use crate::support::{Browser, Person, TestApp, World, world::date};

async fn office() -> (TestApp, World) {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    (app, world)
}

async fn officer(app: &TestApp, world: &World) -> (Person, Browser) {
    let person = world.employee("Tuti Kepegawaian").role("hr").await;
    let browser = app.as_(&person).await;
    (person, browser)
}

async fn approver(world: &World, of: &Person, on: &str) -> Option<(EmployeeId, Option<Capacity>)> {
    let mut tx = world.tx().await;
    organisation::approver_of(tx.conn(), world.agency, of.employee(), date(on), 0)
        .await
        .expect("the question is answered")
        .map(|found| (found.employee, found.acting))
}

async fn version(world: &World, table: &str, id: &str) -> String {
    world
        .app
        .count(&format!(
            "select version::bigint from {table} where id = '{id}'"
        ))
        .await
        .to_string()
}

#[tokio::test]
async fn hr_opens_a_unit_a_position_and_takes_somebody_on() {
    let (app, world) = office().await;
    let (_, mut browser) = officer(&app, &world).await;
    browser
        .get("/units/new")
        .await
        .assert_ok()
        .assert_h1("Tambah unit");
    browser
        .submit(
            "/units",
            &[
                ("name", "Bagian Umum"),
                ("parent", &world.root.id.to_string()),
                ("min_on_site", "2"),
            ],
        )
        .await
        .assert_ok()
        .assert_h1("Bagian Umum");
    browser
        .get("/units")
        .await
        .assert_ok()
        .assert_text("Bagian Umum");
    let unit = browser
        .shown()
        .links()
        .into_iter()
        .rfind(|link| link.starts_with("/units/") && link != "/units/new")
        .expect("a unit");
    let unit = unit.trim_start_matches("/units/").to_owned();
    browser.get("/positions/new").await.assert_ok();
    browser
        .submit("/positions", &[("name", "Arsiparis"), ("kelas", "18")])
        .await
        .assert_status(422)
        .assert_text("Isi angka 1 sampai 17");
    browser
        .submit("/positions", &[("kelas", "9")])
        .await
        .assert_ok()
        .assert_h1("Arsiparis")
        .assert_text("Belum ditetapkan");
    let position = browser
        .shown()
        .path
        .trim_start_matches("/positions/")
        .to_owned();
    browser.get("/employees/new").await.assert_ok();
    browser
        .submit(
            "/employees",
            &[
                ("nip", "1985031220100120"),
                ("name", "Ratna"),
                ("asn_kind", "pns"),
                ("unit", &unit),
                ("position", &position),
            ],
        )
        .await
        .assert_status(422)
        .assert_text("NIP terdiri atas 18 angka");
    browser
        .submit(
            "/employees",
            &[
                ("nip", "19850312 201001 2 003"),
                ("email", "ratna@uji.example"),
            ],
        )
        .await
        .assert_ok()
        .assert_h1("Ratna")
        .assert_text("Bagian Umum");
    browser.get("/employees?q=ratna").await.assert_text("Ratna");
    assert_eq!(
        world
            .count(
                "assignments",
                &format!("unit_id = '{unit}' and to_on is null")
            )
            .await,
        1,
        "the first post is in the history"
    );
    assert_eq!(world.count("audit", "event = 'employee-created'").await, 1);
}

#[tokio::test]
async fn every_page_of_hr_is_shown_and_every_list_downloads() {
    let (app, world) = office().await;
    let loket = world.unit("Loket").direct_service().await;
    let budi = world.employee("Budi").head_of(&loket).await;
    let sari = world
        .employee("=Sari")
        .of(&loket)
        .disciplined("light", "serving")
        .no_home()
        .unrated()
        .await;
    let (_, mut browser) = officer(&app, &world).await;
    let position = world.position;
    for path in [
        "/hr".to_owned(),
        "/employees".into(),
        "/employees?q=sari&status=all&need=no_rating".into(),
        format!("/employees?unit={}", loket.id),
        format!("/employees/{}", sari.employee()),
        format!("/employees/{}", budi.employee()),
        format!("/employees/{}/edit", sari.employee()),
        "/units".into(),
        "/units?q=loket".into(),
        format!("/units/{}", loket.id),
        "/positions".into(),
        "/positions?state=undecided".into(),
        format!("/positions/{position}"),
        "/corrections".into(),
        "/corrections?state=all&q=sari".into(),
        "/my-data".into(),
    ] {
        let shown = browser.get(&path).await;
        shown.assert_ok();
        assert!(!shown.h1().is_empty(), "{path} has a heading");
        assert!(
            !shown.text().contains("organisation-"),
            "{path} shows a key"
        );
    }
    for path in ["/employees", "/units", "/positions", "/corrections"] {
        for kind in ["xlsx", "csv"] {
            browser
                .get(&format!("{path}?format={kind}"))
                .await
                .assert_ok();
        }
    }
    let csv = browser.get("/employees?format=csv&status=all").await;
    assert!(csv.body().contains("'=Sari"), "a name is no formula");
    let mut english = app.as_(&budi).await;
    english
        .post("/language", &[("lang", "en"), ("back", "/my-data")])
        .await;
    english.get("/my-data").await.assert_h1("My data");
}

#[tokio::test]
async fn nobody_changes_what_is_kept_about_himself() {
    let (app, world) = office().await;
    let (me, mut browser) = officer(&app, &world).await;
    let id = me.employee().to_string();
    let here = format!("/employees/{id}");
    let v = version(&world, "employees", &id).await;
    let refused: Vec<(String, Vec<(&str, &str)>)> = vec![
        (
            format!("{here}/edit"),
            vec![
                ("name", "Lain"),
                ("asn_kind", "pns"),
                ("legal_state", "Aktif"),
                ("version", &v),
            ],
        ),
        (format!("{here}/assignment"), vec![("version", &v)]),
        (
            format!("{here}/supervisor"),
            vec![("supervisor", ""), ("version", &v)],
        ),
        (
            format!("{here}/email"),
            vec![("email", "x@uji.example"), ("version", &v)],
        ),
        (
            format!("{here}/discipline"),
            vec![
                ("level", "light"),
                ("state", "serving"),
                ("since_on", "2026-01-01"),
            ],
        ),
        (
            format!("{here}/ratings"),
            vec![
                ("period", "2025"),
                ("predikat", "sangat_baik"),
                ("rated_on", "2026-01-05"),
            ],
        ),
        (
            format!("{here}/departure"),
            vec![("left_on", "2026-11-01"), ("version", &v)],
        ),
    ];
    for (path, fields) in refused {
        let shown = browser.post(&path, &fields).await;
        shown.assert_status(422);
        shown.assert_text("data Anda sendiri");
    }
    let unit = world.root.id.to_string();
    let unit_version = version(&world, "units", &unit).await;
    browser
        .post(
            &format!("/units/{unit}/head"),
            &[("head", &me.nip), ("version", &unit_version)],
        )
        .await
        .assert_status(422);
    browser
        .post(
            &format!("/units/{unit}/acting"),
            &[
                ("person", &me.nip),
                ("kind", "plh"),
                ("from_on", "2026-11-20"),
                ("to_on", "2026-12-20"),
                ("version", &unit_version),
            ],
        )
        .await
        .assert_status(422);
    browser.get("/my-data").await.assert_ok();
    browser
        .submit(
            "/my-data/home",
            &[("address", "Jalan Melati 1"), ("city", "Kota Uji")],
        )
        .await
        .assert_ok();
    let home = {
        let mut superuser = app.superuser().await;
        sqlx::query_scalar::<_, uuid::Uuid>("select id from homes where state = 'proposed'")
            .fetch_one(&mut superuser)
            .await
            .expect("the proposal")
            .to_string()
    };
    browser
        .post(
            &format!("{here}/home"),
            &[("home", &home), ("decision", "confirm")],
        )
        .await
        .assert_status(422);
    assert_eq!(
        world
            .count("homes", "state = 'proposed' and decided_at is null")
            .await,
        1
    );
    assert_eq!(
        world
            .count("employees", &format!("id = '{id}' and version = {v}"))
            .await,
        1
    );
    assert_eq!(world.count("acting_heads", "true").await, 0);
}

#[tokio::test]
async fn criteria_are_set_in_bulk_except_for_ones_own_and_what_changed() {
    let (app, world) = office().await;
    let mine = world.position_with("Analis SDM", [None; 5]).await;
    let plain = world.position_with("Arsiparis", [None; 5]).await;
    let stale = world.position_with("Pranata Komputer", [None; 5]).await;
    let hr = world.employee("Tuti").as_a(mine).role("hr").await;
    let mut browser = app.as_(&hr).await;
    let pick = |id: PositionId, version: i32| format!("{id}:{version}");
    let (a, b, c) = (pick(mine, 1), pick(plain, 1), pick(stale, 7));
    browser
        .get("/positions?state=undecided")
        .await
        .assert_text("Arsiparis");
    browser
        .submit("/positions/flags", &[("pick", &b)])
        .await
        .assert_status(422)
        .assert_text("Jawab paling sedikit satu kriteria");
    let yes = [
        ("outside_office", "yes"),
        ("no_special_room", "yes"),
        ("uses_ict", "yes"),
        ("little_face_to_face", "no"),
        ("little_supervision", "yes"),
    ];
    let mut fields = vec![
        ("pick", a.as_str()),
        ("pick", &b),
        ("pick", &c),
        ("back", "/positions?state=undecided"),
    ];
    fields.extend(yes);
    browser
        .post("/positions/flags", &fields)
        .await
        .assert_status(303);
    browser
        .get("/positions")
        .await
        .assert_text("1 jabatan ditetapkan, 1 berubah sejak halaman dibuka, 1 jabatan Anda sendiri")
        .assert_text("4 dari 5 terpenuhi");
    assert_eq!(
        world
            .count(
                "positions",
                &format!("id = '{plain}' and decided_at is not null and not little_face_to_face")
            )
            .await,
        1
    );
    assert_eq!(
        world
            .count(
                "positions",
                &format!("id in ('{mine}', '{stale}') and decided_at is null")
            )
            .await,
        2
    );
}

#[tokio::test]
async fn a_move_keeps_the_history_and_a_stale_page_is_told() {
    let (app, world) = office().await;
    let loket = world.unit("Loket").await;
    let arsip = world.unit("Arsip").await;
    let sari = world.employee("Sari").of(&loket).await;
    let (_, mut browser) = officer(&app, &world).await;
    let here = format!("/employees/{}", sari.employee());
    browser.get(&here).await.assert_ok();
    browser
        .submit(
            &format!("{here}/assignment"),
            &[
                ("unit", &arsip.id.to_string()),
                ("position", &world.position.to_string()),
                ("from_on", "2027-01-01"),
            ],
        )
        .await
        .assert_status(422)
        .assert_text("Tanggal ini belum tiba");
    browser
        .submit(
            &format!("{here}/assignment"),
            &[("from_on", "2026-11-02"), ("unit", &arsip.id.to_string())],
        )
        .await
        .assert_ok()
        .assert_text("Penempatan baru tersimpan")
        .assert_text("Arsip");
    assert_eq!(
        world
            .count(
                "employees",
                &format!("unit_id = '{}' and version = 2", arsip.id)
            )
            .await,
        1
    );
    browser
        .post(
            &format!("{here}/supervisor"),
            &[("supervisor", ""), ("version", "1")],
        )
        .await
        .assert_status(422)
        .assert_text("diubah orang lain");
}

#[tokio::test]
async fn a_home_is_proposed_by_the_employee_and_confirmed_by_hr() {
    let (app, world) = office().await;
    let sari = world.employee("Sari").no_home().await;
    let (_, mut hr) = officer(&app, &world).await;
    let mut own = app.as_(&sari).await;
    own.get("/my-data").await.assert_text("Usulkan alamat");
    own.submit("/my-data/home", &[("address", ""), ("city", "Pati")])
        .await
        .assert_status(422)
        .assert_text("Wajib diisi");
    own.submit("/my-data/home", &[("address", "Jalan Kenanga 4")])
        .await
        .assert_ok()
        .assert_text("Menunggu konfirmasi");
    hr.get("/hr").await.assert_text("Sari");
    let here = format!("/employees/{}", sari.employee());
    hr.get(&here).await.assert_text("Jalan Kenanga 4");
    hr.submit(&format!("{here}/home"), &[]).await.assert_ok();
    own.get("/my-data").await.assert_text("Dikonfirmasi");
    let mails = app.drain().await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.subject.contains("Rumah terdaftar Anda dikonfirmasi")),
        "{mails:?}"
    );
}

#[tokio::test]
async fn a_wrong_fact_goes_to_hr_with_a_clock_of_three_working_days() {
    let (app, world) = office().await;
    app.set_clock("2026-11-20T03:00:00Z");
    world.holiday("2026-11-24", "Libur uji").await;
    let sari = world.employee("Sari").await;
    let (me, mut hr) = officer(&app, &world).await;
    let mut own = app.as_(&sari).await;
    own.get("/my-data?fact=predikat").await.assert_ok();
    own.submit(
        "/corrections",
        &[("statement", "Predikat 2025 saya Sangat baik.")],
    )
    .await
    .assert_ok()
    .assert_text("Laporan terkirim");
    assert_eq!(
        world
            .count("corrections", "due_on = '2026-11-26' and state = 'open'")
            .await,
        1,
        "Monday, Wednesday, Thursday: the weekend and the holiday do not count"
    );
    own.submit(
        "/corrections",
        &[("fact", "predikat"), ("statement", "Sekali lagi.")],
    )
    .await
    .assert_status(422)
    .assert_text("masih menunggu jawaban");
    hr.get("/corrections").await.assert_text("6 hari lagi");
    let answer = hr
        .shown()
        .forms()
        .into_iter()
        .map(|form| form.action)
        .find(|action| action.ends_with("/answer"))
        .expect("the form of the answer");
    hr.submit(&answer, &[("decision", "decline")])
        .await
        .assert_status(422)
        .assert_text("Wajib diisi");
    hr.submit(
        &answer,
        &[
            ("decision", "decline"),
            ("answer", "SK 2025 menyebut Baik."),
        ],
    )
    .await
    .assert_ok();
    own.get("/my-data")
        .await
        .assert_text("SK 2025 menyebut Baik.");
    app.pass(TimeDelta::minutes(5));
    let mails = app.drain().await;
    assert!(mails.iter().any(|mail| mail.to == me.email), "HR is told");
    assert!(
        mails.iter().any(|mail| mail.to == sari.email),
        "Sari is told"
    );
    let mut mine = app.as_(&me).await;
    mine.get("/my-data").await.assert_ok();
    mine.submit(
        "/corrections",
        &[("fact", "grade"), ("statement", "III/d sejak April.")],
    )
    .await
    .assert_ok();
    let own_case = {
        let mut superuser = app.superuser().await;
        sqlx::query_scalar::<_, uuid::Uuid>("select id from corrections where state = 'open'")
            .fetch_one(&mut superuser)
            .await
            .expect("the own case")
    };
    mine.post(
        &format!("/corrections/{own_case}/answer"),
        &[("decision", "accept"), ("answer", "Ya."), ("version", "1")],
    )
    .await
    .assert_status(422);
    assert_eq!(world.count("corrections", "state = 'open'").await, 1);
}

#[tokio::test]
async fn many_are_invited_and_each_fate_is_told() {
    let (app, world) = office().await;
    let (_, mut hr) = officer(&app, &world).await;
    let sari = world.employee("Sari").await;
    world.employee("Tanpa Surel").no_email().await;
    hr.get("/employees").await.assert_ok();
    hr.post(
        "/employees/invitations",
        &[("pick", &sari.employee().to_string())],
    )
    .await
    .assert_status(303);
    let mails = app.drain().await;
    assert_eq!(mails.iter().filter(|mail| mail.to == sari.email).count(), 1);
    hr.post("/employees/invitations", &[("all", "true")])
        .await
        .assert_status(303);
    assert_eq!(
        world.count("memberships", "invited_at is null").await,
        1,
        "only the one without an address is left"
    );
}

#[tokio::test]
async fn a_leaver_loses_access_and_the_post_at_the_head() {
    let (app, world) = office().await;
    let loket = world.unit("Loket").await;
    let budi = world.employee("Budi").head_of(&loket).await;
    let (_, mut hr) = officer(&app, &world).await;
    let mut his = app.as_(&budi).await;
    his.get("/account").await.assert_ok();
    let here = format!("/employees/{}", budi.employee());
    hr.get(&here).await.assert_ok();
    hr.submit(&format!("{here}/departure"), &[("left_on", "2026-11-01")])
        .await
        .assert_ok()
        .assert_text("Sudah keluar");
    his.get("/account")
        .await
        .assert_at("/sign-in?next=/account");
    assert_eq!(
        world
            .count("units", &format!("id = '{}' and head_id is null", loket.id))
            .await,
        1
    );
    hr.submit(&format!("{here}/return"), &[]).await.assert_ok();
    assert_eq!(world.count("memberships", "not active").await, 0);
}
