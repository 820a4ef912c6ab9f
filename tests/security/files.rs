//! Files that go out and come in: formulas, types, sizes.

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use http::Method;
use serde_json::json;

use crate::support::{
    Client, TestApp,
    browser::Attachment,
    twin::{self, Twin},
};

/// Beginnings that a spreadsheet calculates, plain and behind what it skips.
const FORMULAS: [&str; 18] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "  +1",
    "\u{a0}=1",
    "\"=1+1",
    "'=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " \t=cmd|' /C calc'!A0",
    "|calc",
];

/// Puts these beginnings wherever a text of this agency stands, in turn.
async fn fill_in(twin: &Twin, texts: &[&str]) {
    let mut conn = twin.world.app.superuser().await;
    for (table, columns) in [
        ("employees", &["name", "email"][..]),
        ("units", &["name", "place", "code"]),
        ("positions", &["name", "family", "jenjang"]),
        ("corrections", &["statement", "shown_value", "answer"]),
        ("absences", &["note"]),
        ("plan_lines", &["what"]),
    ] {
        let set: Vec<String> = columns
            .iter()
            .map(|name| format!("{name} = ($2::text[])[1 + abs(hashtext('{name}' || t::text)) % cardinality($2)] || left(md5(t::text), 8)"))
            .collect();
        let sql = format!(
            "update {table} t set {} where agency_id = $1",
            set.join(", ")
        );
        sqlx::query(sqlx::AssertSqlSafe(sql.clone()))
            .bind(twin.world.agency.0)
            .bind(texts)
            .execute(&mut conn)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

fn harmless(cell: &str) -> bool {
    let skipped = |c: char| c.is_whitespace() && !"\t\r\n".contains(c) || "\"'\u{feff}".contains(c);
    let bare = cell.trim_start_matches(skipped);
    let starts = bare.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '|', '＝', '＋', '－', '＠',
    ]);
    !starts || cell.starts_with('\'')
}

#[tokio::test]
async fn c24_no_cell_of_any_file_is_calculated() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    fill_in(&twin, &FORMULAS).await;
    let run: uuid::Uuid = sqlx::query_scalar("select id from allowance_runs where agency_id = $1")
        .bind(twin.world.agency.0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a run of the twin");
    let (mut met, mut files) = (0, 0);
    for (_, person) in twin.people() {
        let client = Client {
            token: app.as_(person).await.bearer,
            ..Client::stranger(&app)
        };
        let roles = twin.world.actor(person).await.roles;
        for operation in app.core.interface.operations() {
            if !operation.path.ends_with("{format}") || !roles.may(operation.can) {
                continue;
            }
            let path = operation
                .path
                .replace("{number}", "2")
                .replace("{year}", "2026")
                .replace("{id}", &run.to_string())
                .replace("{format}", "csv");
            let reply = client.get(&path).await;
            reply.assert_status(200);
            files += 1;
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(
                    reply
                        .bytes
                        .strip_prefix(b"\xEF\xBB\xBF")
                        .unwrap_or(&reply.bytes),
                );
            for row in reader.records() {
                for cell in &row.expect("a row") {
                    assert!(harmless(cell), "{path}: {cell:?}");
                    met += usize::from(cell.starts_with('\''));
                }
            }
        }
    }
    assert!(
        files > 12 && met > 200,
        "{met} cells of {files} files were made harmless"
    );
}

/// The parts of a workbook that hold cells.
fn sheets(bytes: &[u8]) -> String {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut text = String::new();
    for index in 0..book.len() {
        let mut part = book.by_index(index).expect("a part");
        if part.name().expect("a name").starts_with("xl/worksheets/") {
            part.read_to_string(&mut text).expect("the part is text");
        }
    }
    text
}

#[tokio::test]
async fn c24_a_workbook_holds_texts_and_no_formula() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kementerian Uji", "", true).await;
    fill_in(&twin, &["=1+1"]).await;
    let client = Client {
        token: app.as_(&twin.hr).await.bearer,
        ..Client::stranger(&app)
    };
    let csv = "NIP;NAMA;GOL;JABATAN;UNIT KERJA;=HYPERLINK(1)\n1;=1+1;+1;-1+1;@SUM(A1);=cmd|' /C calc'!A0\n";
    let sent = client
        .send(
            Method::POST,
            "/imports?kind=employees&name=x.csv",
            Some(("text/csv", csv.into())),
        )
        .await;
    sent.assert_status(201);
    for path in [
        "/employees/export/xlsx".to_owned(),
        "/units/export/xlsx".to_owned(),
        format!("/imports/{}/rejected", sent.id()),
    ] {
        let reply = client.get(&path).await;
        reply.assert_status(200);
        let text = sheets(&reply.bytes);
        assert!(text.contains("<c "), "{path} has cells");
        assert!(
            !text.contains("<f>") && !text.contains("<f "),
            "{path} has a formula"
        );
        for cell in text.split("<c ").skip(1) {
            let kind = cell.split('>').next().unwrap_or_default();
            let number = !kind.contains("t=\"");
            assert!(!number || !cell.contains("1+1"), "{path}: {cell:.60}");
        }
    }
}

#[tokio::test]
async fn c25_a_small_file_that_unfolds_to_gigabytes_is_refused_at_once() {
    let app = TestApp::new().await;
    let world = app.agency("Kota Uji").await;
    let hana = world.employee("Hana").role("hr").await;
    let client = world.api(&hana).await;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    zip.start_file("[Content_Types].xml", plain)
        .expect("a part");
    zip.write_all(b"<Types/>").expect("written");
    let row = b"<row><c><v>1</v></c></row>".repeat(40_000);
    zip.start_file("xl/worksheets/sheet1.xml", plain)
        .expect("a part");
    for _ in 0..20 {
        zip.write_all(&row).expect("written");
    }
    let bytes = zip.finish().expect("a zip file").into_inner();
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    let began = Instant::now();
    let body = Some(("application/octet-stream", bytes));
    let reply = client
        .send(Method::POST, "/imports?kind=employees&name=bom.xlsx", body)
        .await;
    reply.assert_problem(422, "invalid");
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(world.count("imports", "true").await, 0);
}

#[tokio::test]
async fn c03_evidence_is_what_it_says_not_too_large_and_never_shown_in_the_page() {
    let app = TestApp::new().await;
    let twin = twin::build(&app, "Kota Uji", "", false).await;
    let mut sari = app.as_(&twin.sari).await;
    let typed = [
        ("special_ground", "health"),
        ("reason", "Pemulihan"),
        ("plan_what", "Laporan"),
    ];
    let html = b"<html><script>alert(1)</script>".to_vec();
    let large = [b"%PDF-1.7".to_vec(), vec![b' '; 6 << 20]].concat();
    for (name, bytes) in [
        ("surat.pdf", html.clone()),
        ("surat.html", html),
        ("surat.svg", b"<svg onload=alert(1)>".to_vec()),
        ("surat.exe", b"MZ\x90".to_vec()),
        ("surat.pdf.exe", b"%PDF-1.7".to_vec()),
        ("surat.png", b"%PDF-1.7".to_vec()),
        ("besar.pdf", large),
    ] {
        sari.get("/requests/new?day=2026-12-03&route=special")
            .await
            .assert_ok();
        let file = Attachment {
            field: "evidence",
            name,
            bytes: &bytes,
        };
        let shown = sari.upload("#ask", &typed, file).await;
        assert!(
            [413, 422].contains(&shown.status.as_u16()),
            "{name}: {}",
            shown.status
        );
    }
    sari.get("/requests/new?day=2026-12-03&route=special")
        .await
        .assert_ok();
    // larger than what a framework takes by itself
    let letter = [b"%PDF-1.7 surat".to_vec(), vec![b' '; 3 << 20]].concat();
    let file = Attachment {
        field: "evidence",
        name: "surat dokter; filename=x.html;.pdf",
        bytes: &letter,
    };
    let sent = sari.upload("#ask", &typed, file).await;
    sent.assert_ok();
    let shown = sari.fetch(&format!("{}/evidence", sent.path)).await;
    shown.assert_ok();
    assert!(
        shown
            .header("content-disposition")
            .starts_with("attachment;")
    );
    assert!(
        shown
            .header("content-security-policy")
            .starts_with("sandbox")
    );
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("content-type"), "application/pdf");
    assert_eq!(json!(shown.header("cache-control")), "private, no-store");
}
