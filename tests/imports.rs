//! Spreadsheets come in: the messy file to the row, apply once and again, later files that update, units, absences.

mod circles;

use luwes::{
    kernel::cx::Cx,
    organisation::import::{
        Kind, Outcome, Report,
        reading::{self, Judged, Reading, Source},
        steps,
    },
};
use serde_json::Value;

use crate::support::{TestApp, World, browser::Attachment};

const MESSY: &[u8] = include_bytes!("../data/pegawai_messy.xlsx");

fn expected() -> Value {
    serde_json::from_slice(include_bytes!("../data/pegawai_messy_expected.json"))
        .expect("the expected file is JSON")
}

/// An agency with the units of the messy file.
async fn contoh(app: &TestApp) -> World {
    let world = app
        .agency("Pemerintah Kota Contoh")
        .zone("Asia/Makassar")
        .await;
    for name in expected()["unit_reference"].as_array().expect("units") {
        world.unit(name.as_str().expect("a name")).await;
    }
    world
}

async fn read(cx: &mut Cx, kind: Kind, name: &str, bytes: &[u8]) -> Reading {
    let source = Source {
        kind,
        name: name.into(),
        bytes: bytes.to_vec(),
        sheet: None,
        mapping: None,
    };
    reading::open(cx, source).await.expect("the file is read")
}

async fn apply(world: &World, kind: Kind, name: &str, bytes: &[u8]) -> (Reading, Outcome) {
    let mut cx = world.cx().await;
    let reading = read(&mut cx, kind, name, bytes).await;
    let outcome = steps::apply_file(&mut cx, kind, name, bytes, &reading)
        .await
        .expect("it applies");
    cx.finish().await.expect("it commits");
    (reading, outcome)
}

fn report(reading: &Reading, applied: bool) -> Value {
    let Judged::Employees(judged) = &reading.judged else {
        panic!("a file of employees");
    };
    let report = Report::new("pegawai_messy.xlsx", &reading.header.sheet, applied, judged);
    serde_json::to_value(report).expect("JSON")
}

/// Every row of every table of the agency, as text, to see whether anything changed.
async fn everything(world: &World) -> Vec<(String, String)> {
    let mut conn = world.app.superuser().await;
    let mut out = Vec::new();
    for table in [
        "employees",
        "positions",
        "units",
        "assignments",
        "memberships",
        "imports",
        "files",
        "audit",
    ] {
        let sql = format!(
            "select coalesce(md5(string_agg(t::text, '|' order by t.id)), '') from {table} t"
        );
        let sum: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&mut conn)
            .await
            .expect("a sum");
        out.push((table.to_owned(), sum));
    }
    let identities: String = sqlx::query_scalar(
        "select coalesce(md5(string_agg(t::text, '|' order by t.id)), '') from identities t",
    )
    .fetch_one(&mut conn)
    .await
    .expect("a sum");
    out.push(("identities".into(), identities));
    out
}

#[tokio::test]
async fn the_messy_file_is_applied_and_applying_it_again_changes_nothing() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let before = everything(&world).await;
    let preview = {
        let mut cx = world.cx().await;
        report(
            &read(&mut cx, Kind::Employees, "pegawai_messy.xlsx", MESSY).await,
            false,
        )
    };
    assert_eq!(everything(&world).await, before, "a preview stores nothing");
    let (reading, outcome) = apply(&world, Kind::Employees, "pegawai_messy.xlsx", MESSY).await;
    let first = report(&reading, true);
    for (key, figure) in [("accepted", 264), ("rejected", 33), ("duplicates", 3)] {
        assert_eq!(first[key], figure);
    }
    assert_eq!(first["rows"], preview["rows"]);
    assert_eq!(outcome.applied.created, 264);
    assert_eq!(outcome.applied.members, 264);
    assert_eq!(outcome.rejected.len(), 33);
    assert_eq!(world.count("employees", "true").await, 264);
    assert_eq!(
        world.count("memberships", "employee_id is not null").await,
        264
    );
    assert_eq!(world.count("assignments", "to_on is null").await, 264);
    assert_eq!(
        world.count("units", "proposed_head_id is not null").await,
        14
    );
    assert_eq!(world.count("units", "head_id is not null").await, 0);
    assert_eq!(
        world
            .count("positions", "decided_at is null and outside_office is null")
            .await,
        world.count("positions", "true").await
            - world.count("positions", "decided_at is not null").await
    );
    let stored = everything(&world).await;
    let (again, second) = apply(&world, Kind::Employees, "pegawai_messy.xlsx", MESSY).await;
    assert_eq!(report(&again, true), first);
    assert!(!second.applied.changed(), "{:?}", second.applied);
    assert_eq!(everything(&world).await, stored);
}

#[tokio::test]
async fn the_stored_employees_are_those_of_the_expected_file() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    apply(&world, Kind::Employees, "pegawai_messy.xlsx", MESSY).await;
    let mut conn = app.superuser().await;
    for row in expected()["xlsx"]["normalized_accepted"]
        .as_array()
        .expect("rows")
    {
        let stored: (String, String, String, Option<String>, Option<String>) = sqlx::query_as(
            "select e.name, p.name, u.name, e.grade, e.email from employees e \
             join units u on u.agency_id = e.agency_id and u.id = e.unit_id \
             join positions p on p.agency_id = e.agency_id and p.id = e.position_id where e.nip = $1",
        )
        .bind(row["nip"].as_str())
        .fetch_one(&mut conn)
        .await
        .expect("the employee is there");
        assert_eq!(row["name"], stored.0);
        assert_eq!(
            row["position"].as_str().map(str::to_lowercase),
            Some(stored.1.to_lowercase())
        );
        assert_eq!(row["unit"], stored.2);
        assert_eq!(row["golongan"].as_str(), stored.3.as_deref());
        assert_eq!(row["email"].as_str(), stored.4.as_deref());
    }
    let shared: i64 = sqlx::query_scalar(
        "select count(*) from (select lower(email) from identities where email is not null group by 1 having count(*) > 1) x",
    )
    .fetch_one(&mut conn)
    .await
    .expect("a count");
    assert_eq!(shared, 0, "an address signs in one person");
}

const HEAD: &str = "NIP;NAMA;STATUS;GOL;JABATAN;UNIT KERJA;NIP ATASAN;EMAIL;KEDUDUKAN HUKUM\n";

fn csv(lines: &[&str]) -> String {
    format!("{HEAD}{}\n", lines.join("\n"))
}

#[tokio::test]
async fn a_later_file_updates_moves_and_removes_nobody() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let first = csv(&[
        "198501012010011901;Sari Dewi;PNS;III/c;Analis Data;Dinas Kesehatan;198601012010011902;sari@contoh.example;Aktif",
        "198601012010011902;Budi Hartono;PNS;IV/a;Kepala Dinas Kesehatan;Dinas Kesehatan;;budi@contoh.example;Aktif",
        "198701012010011903;Tono;PNS;III/a;Pengadministrasi;Dinas Kesehatan;198601012010011902;;Aktif",
    ]);
    let (_, done) = apply(&world, Kind::Employees, "satu.csv", first.as_bytes()).await;
    assert_eq!((done.applied.created, done.applied.heads), (3, 1));
    assert_eq!(done.applied.supervisors, 2);
    app.pass(chrono::TimeDelta::days(30));
    let second = csv(&[
        "198501012010011901;Sari Dewi, S.Kom.;PNS;III/d;analis data;Inspektorat Daerah;;;Aktif",
        "198601012010011902;Budi Hartono;PNS;IV/a;Kepala Dinas Kesehatan;Dinas Kesehatan;;;Cuti di Luar Tanggungan Negara",
    ]);
    let (_, done) = apply(&world, Kind::Employees, "dua.csv", second.as_bytes()).await;
    let a = done.applied;
    assert_eq!((a.created, a.updated, a.moved, a.positions), (0, 2, 1, 0));
    assert_eq!(done.leavers, 1, "Tono is proposed as a leaver");
    assert_eq!(
        world
            .count("employees", "nip = '198701012010011903' and active")
            .await,
        1
    );
    assert_eq!(
        world
            .count("employees", "nip = '198501012010011901' and grade = 'III/d' and email = 'sari@contoh.example' and supervisor_id is not null and version = 3")
            .await,
        1,
        "what the second file does not tell stays"
    );
    assert_eq!(
        world
            .count("employees", "nip = '198601012010011902' and not active")
            .await,
        1
    );
    assert_eq!(world.count("assignments", "to_on is not null").await, 1);
    assert_eq!(world.count("assignments", "to_on is null").await, 3);
    assert_eq!(
        world
            .count(
                "audit",
                "event = 'import-applied' and actor_kind = 'system'"
            )
            .await,
        2
    );
}

#[tokio::test]
async fn a_unit_file_builds_the_tree_and_proposes_heads() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Pohon").await;
    let budi = world.employee("Budi").await;
    let file = format!(
        "Id;DiatasanId;NamaUnor;NamaJabatan;PemimpinPnsId\nB2;B1;Bidang Mutasi;Kepala Bidang Mutasi;\nB1;ROOT;Dinas Pohon;Kepala Dinas Pohon;{}\n",
        budi.nip
    );
    let (_, done) = apply(&world, Kind::Units, "unor.csv", file.as_bytes()).await;
    assert_eq!(
        (
            done.applied.created,
            done.applied.positions,
            done.applied.heads
        ),
        (2, 2, 1)
    );
    let placed = "code = 'B2' and parent_id = (select id from units where code = 'B1')";
    assert_eq!(world.count("units", placed).await, 1);
    assert_eq!(world.count("units", "code = 'B1' and parent_id = (select id from units where code = 'ROOT') and proposed_head_id is not null").await, 1);
    let stored = everything(&world).await;
    let (_, again) = apply(&world, Kind::Units, "unor.csv", file.as_bytes()).await;
    assert_eq!(again.applied.unchanged, 2);
    assert_eq!(everything(&world).await, stored);
}

#[tokio::test]
async fn absences_are_stored_once_and_taken_days_are_refused() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Cuti").await;
    let sari = world.employee("Sari").await;
    let file = format!(
        "NIP;JENIS;MULAI;SELESAI\n{0};Cuti Tahunan;01-12-2026;03-12-2026\n{0};Dinas Luar;07-12-2026;\n",
        sari.nip
    );
    let (_, done) = apply(&world, Kind::Absences, "cuti.csv", file.as_bytes()).await;
    assert_eq!(done.applied.created, 2);
    let (reading, done) = apply(&world, Kind::Absences, "cuti.csv", file.as_bytes()).await;
    assert_eq!((done.applied.created, done.applied.unchanged), (0, 2));
    assert!(reading.fates().iter().all(|f| f.reasons.is_empty()));
    let other = format!(
        "NIP;JENIS;MULAI;SELESAI\n{};Cuti Sakit;03-12-2026;04-12-2026\n",
        sari.nip
    );
    let (reading, done) = apply(&world, Kind::Absences, "sakit.csv", other.as_bytes()).await;
    assert_eq!(reading.fates()[0].reasons[0].as_str(), "ABSENCE_OVERLAP");
    assert_eq!(done.applied.created, 0);
    assert_eq!(world.count("absences", "true").await, 2);
}

fn xlsx(name: &'static str, bytes: &'static [u8]) -> Attachment<'static> {
    Attachment {
        field: "file",
        name,
        bytes,
    }
}

#[tokio::test]
async fn hr_uploads_checks_applies_and_downloads_what_was_refused() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let rina = world.officer("Rina", &["hr"]).await;
    let mut browser = app.as_(&rina).await;
    browser
        .get("/imports")
        .await
        .assert_ok()
        .assert_h1("Impor data")
        .assert_text("Belum ada impor");
    let page = browser
        .upload(
            "/imports",
            &[("kind", "employees")],
            xlsx("pegawai_messy.xlsx", MESSY),
        )
        .await;
    page.assert_ok()
        .assert_h1("pegawai_messy.xlsx")
        .assert_text("Terapkan 264 baris baik")
        .assert_text("33 baris ditolak")
        .assert_text("NIP tidak berisi 18 angka");
    assert_eq!(
        world.count("employees", "true").await,
        0,
        "nothing is stored yet"
    );
    let here = page.path.clone();
    browser
        .get(&format!("{here}?show=duplicates"))
        .await
        .assert_text("Sama persis dengan baris sebelumnya");
    browser
        .get(&format!("{here}?show=accepted&q=ophelia"))
        .await
        .assert_text("OPHELIA NASYIDAH")
        .assert_text("2 baris");
    let all = browser.get(&format!("{here}?show=all")).await;
    let next = all.attributes("a[rel=next]", "href");
    browser
        .get(&next[0])
        .await
        .assert_ok()
        .assert_text("300 baris");
    let file = browser.fetch(&format!("{here}/rejected.xlsx")).await;
    file.assert_ok();
    let mut cx = world.cx().await;
    let again = read(&mut cx, Kind::Employees, "ditolak.xlsx", &file.bytes).await;
    assert_eq!(again.fates().len(), 33);
    drop(cx);
    browser.get(&here).await;
    browser
        .submit(&format!("{here}/application"), &[])
        .await
        .assert_ok()
        .assert_text("264 baris sudah diterapkan.")
        .assert_text("Pastikan kepala unit")
        .assert_link("/positions")
        .assert_link(&format!("{here}/rejected.xlsx"));
    assert_eq!(world.count("employees", "true").await, 264);
    assert_eq!(
        world
            .count(
                "audit",
                "event = 'import-applied' and actor_kind = 'person'"
            )
            .await,
        1
    );
    let late = browser
        .post(
            &format!("{here}/application"),
            &[("version", "2"), ("accepted", "264")],
        )
        .await;
    late.assert_status(409);
    assert_eq!(
        browser.fetch(&format!("{here}/rejected.xlsx")).await.status,
        200
    );
    browser.get("/imports").await.assert_text("Diterapkan");
    app.drain().await;
}

#[tokio::test]
async fn hr_maps_an_unknown_column_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let rina = world.officer("Rina", &["hr"]).await;
    let mut browser = app.as_(&rina).await;
    browser.get("/imports").await;
    let file =
        b"NIP;NAMA;GOL;TUGAS;UNIT KERJA\n198501012010011901;Sari;III/a;Analis;Dinas Kesehatan\n";
    let page = browser
        .upload(
            "/imports",
            &[("kind", "employees")],
            xlsx("kecil.csv", file),
        )
        .await;
    page.assert_ok()
        .assert_text("Kolom wajib belum ada")
        .assert_text("Rina");
    assert_eq!(page.number_of("form[action$=application]"), 0);
    let here = page.path.clone();
    browser
        .submit(&format!("{here}/columns"), &[("c3", "position")])
        .await
        .assert_ok()
        .assert_no_text("Kolom wajib belum ada")
        .assert_text("Terapkan 1 baris baik");
    browser
        .post(
            &format!("{here}/application"),
            &[("version", "1"), ("accepted", "1")],
        )
        .await
        .assert_status(422);
    assert_eq!(world.count("employees", "true").await, 0);
    browser.get(&here).await;
    browser
        .submit(&format!("{here}/discard"), &[])
        .await
        .assert_at("/imports")
        .assert_text("Berkas dibuang");
    browser
        .get(&here)
        .await
        .assert_text("Tidak ada isinya yang disimpan");
    assert_eq!(world.count("files", "length(bytes) > 0").await, 0);
    app.drain().await;
}

#[tokio::test]
async fn the_good_rows_applied_are_those_that_were_seen() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let rina = world.officer("Rina", &["hr"]).await;
    let mut browser = app.as_(&rina).await;
    browser.get("/imports").await;
    let file =
        b"NIP;NAMA;GOL;JABATAN;UNIT KERJA\n198501012010011901;Sari;III/a;Analis;Dinas Kesehatan\n\
        198601012010011902;Budi;III/a;Analis;Dinas Baru\n";
    let page = browser
        .upload("/imports", &[("kind", "employees")], xlsx("dua.csv", file))
        .await;
    page.assert_text("Terapkan 1 baris baik");
    world.unit("Dinas Baru").await;
    browser
        .submit(&format!("{}/application", page.path), &[])
        .await
        .assert_status(422)
        .assert_text("Data instansi berubah")
        .assert_text("Terapkan 2 baris baik");
    assert_eq!(world.count("employees", "true").await, 0);
    app.drain().await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_in_words() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let rina = world.officer("Rina", &["hr"]).await;
    let mut browser = app.as_(&rina).await;
    for (name, bytes, words) in [
        (
            "foto.xlsx",
            &b"\x89PNG\r\n\x1a\n...."[..],
            "Jenis berkas tidak dapat dibaca",
        ),
        ("kosong.csv", b"   \n", "Berkas kosong"),
        (
            "surat.csv",
            b"satu;dua\ntiga;empat\n",
            "Baris judul kolom tidak ditemukan",
        ),
        ("rusak.xlsx", b"PK\x03\x04rusak", "Berkas rusak"),
    ] {
        browser.get("/imports").await;
        let page = browser
            .upload("/imports", &[("kind", "units")], xlsx(name, bytes))
            .await;
        page.assert_status(422).assert_text(words);
        assert_eq!(
            page.attributes("input[name=kind][checked]", "value"),
            ["units"],
            "the choice is kept"
        );
    }
    browser.get("/imports").await;
    browser
        .submit("/imports", &[("kind", "units")])
        .await
        .assert_status(422)
        .assert_text("Pilih berkasnya lebih dahulu");
    assert_eq!(world.count("files", "true").await, 0);
    app.drain().await;
}

#[tokio::test]
async fn a_kept_file_that_became_unreadable_says_so_and_can_be_discarded() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let rina = world.officer("Rina", &["hr"]).await;
    let mut browser = app.as_(&rina).await;
    browser.get("/imports").await;
    let file =
        b"NIP;NAMA;GOL;JABATAN;UNIT KERJA\n198501012010011901;Sari;III/a;Analis;Dinas Kesehatan\n";
    let here = browser
        .upload("/imports", &[("kind", "employees")], xlsx("satu.csv", file))
        .await
        .path;
    sqlx::query("update files set bytes = 'rusak'::bytea")
        .execute(&mut app.superuser().await)
        .await
        .expect("the file is damaged");
    browser
        .get(&here)
        .await
        .assert_ok()
        .assert_text("Berkas ini tidak dapat dibaca");
    assert_eq!(
        browser.fetch(&format!("{here}/rejected.xlsx")).await.status,
        404
    );
    browser
        .submit(&format!("{here}/discard"), &[])
        .await
        .assert_text("Berkas dibuang");
    app.drain().await;
}

#[tokio::test]
async fn c23_hostile_headers_cells_and_names_stay_text() {
    let app = TestApp::new().await;
    let world = contoh(&app).await;
    let rina = world.officer("Rina", &["hr"]).await;
    let mut browser = app.as_(&rina).await;
    browser.get("/imports").await;
    let file = b"NIP;NAMA;GOL;JABATAN;UNIT KERJA;<script>alert(1)</script>\n\
        1985;<img src=x onerror=alert(2)>;III/a;\"\"\"><svg onload=alert(3)>\";<b>Dinas</b>;=HYPERLINK(\"\"x\"\")\n";
    let page = browser
        .upload(
            "/imports",
            &[("kind", "employees")],
            xlsx("<i>jahat.csv", file),
        )
        .await;
    page.assert_ok().assert_text("<img src=x onerror=alert(2)>");
    for tag in [
        "main script",
        "main img",
        "main svg[onload]",
        "h1 i",
        "main b b",
    ] {
        assert_eq!(page.number_of(tag), 0, "{tag}");
    }
    app.drain().await;
}

#[tokio::test]
async fn c21_an_import_of_another_agency_is_not_there() {
    let app = TestApp::new().await;
    let ours = contoh(&app).await;
    let theirs = app.agency("Kota Lain").await;
    let rina = ours.officer("Rina", &["hr"]).await;
    let joko = theirs.officer("Joko", &["hr"]).await;
    let sari = ours.employee("Sari").await;
    let mut browser = app.as_(&rina).await;
    browser.get("/imports").await;
    let file =
        b"NIP;NAMA;GOL;JABATAN;UNIT KERJA\n198501012010011901;Sari;III/a;Analis;Dinas Kesehatan\n";
    let here = browser
        .upload("/imports", &[("kind", "employees")], xlsx("satu.csv", file))
        .await
        .path;
    let mut other = app.as_(&joko).await;
    for path in [here.clone(), format!("{here}/rejected.xlsx")] {
        assert_eq!(other.fetch(&path).await.status, 404);
        assert_eq!(app.as_(&sari).await.fetch(&path).await.status, 403);
    }
    let typed = [("version", "1"), ("accepted", "1")];
    other
        .post(&format!("{here}/application"), &typed)
        .await
        .assert_status(404);
    other
        .post(&format!("{here}/discard"), &typed)
        .await
        .assert_status(404);
    assert_eq!(ours.count("imports", "state = 'uploaded'").await, 1);
    app.drain().await;
}
