//! Files that would unfold to something large, and files that are not what they say: refused before they unfold.

use super::*;
use std::time::{Duration, Instant};

fn code(name: &str, bytes: &[u8]) -> &'static str {
    let began = Instant::now();
    let code = read(name, bytes)
        .map(|_| "")
        .unwrap_or_else(FileError::code);
    assert!(
        began.elapsed() < Duration::from_secs(60),
        "{name} took {:?}",
        began.elapsed()
    );
    code
}

#[test]
fn c25_a_sheet_that_unfolds_to_gigabytes_is_refused() {
    let row = "<row><c><v>1</v></c></row>".repeat(40_000);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("[Content_Types].xml", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())
        .unwrap();
    for _ in 0..20 {
        zip.write_all(row.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 200_000);
    assert_eq!(code("bom.xlsx", &bytes), "FILE_TOO_LARGE");
}

#[test]
fn c25_two_cells_at_the_far_corners_cost_nothing() {
    let far = r#"<dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#;
    assert_eq!(code("a.xlsx", &xlsx_of(far)), "FILE_TOO_WIDE");
    let deep = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData>"#;
    assert_eq!(code("a.xlsx", &xlsx_of(deep)), "FILE_TOO_LONG");
    let formatted = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>"#;
    assert_eq!(
        code("a.xlsx", &xlsx_of(formatted)),
        "",
        "empty formatted cells are no table"
    );
}

#[test]
fn c25_entities_archives_and_too_many_parts_are_refused() {
    let sheet = "<sheetData><row><c><v>1</v></c></row></sheetData>";
    let entity = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><sst>&b;</sst>"#;
    assert_eq!(
        code(
            "a.xlsx",
            &xlsx_with(sheet, &[("xl/sharedStrings.xml", entity)])
        ),
        "FILE_UNREADABLE"
    );
    let inner = zipped(&[("a.txt", b"a")]);
    assert_eq!(
        code(
            "a.xlsx",
            &xlsx_with(sheet, &[("xl/embeddings/a.bin", &inner)])
        ),
        "FILE_UNREADABLE"
    );
    let names: Vec<String> = (0..120).map(|i| format!("xl/media/{i}.png")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
    assert_eq!(code("a.xlsx", &xlsx_with(sheet, &many)), "FILE_TOO_LARGE");
    let noise: Vec<u8> = (0..1_500_000_u32)
        .map(|i| b'a' + (i.wrapping_mul(2_654_435_761) >> 27) as u8 % 26)
        .collect();
    let text = [&b"<sst><si><t>"[..], &noise, b"</t></si></sst>"].concat();
    assert_eq!(
        code(
            "a.xlsx",
            &xlsx_with(sheet, &[("xl/sharedStrings.xml", &text)])
        ),
        "FILE_TOO_LARGE"
    );
    let formats = format!(
        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
        "<xf/>".repeat(80_000)
    );
    assert_eq!(
        code(
            "a.xlsx",
            &xlsx_with(sheet, &[("xl/styles.xml", formats.as_bytes())])
        ),
        "FILE_TOO_LARGE"
    );
}

#[test]
fn c25_repeated_cells_and_rows_of_an_open_document_are_counted_not_unfolded() {
    let table = |row: &str| format!(r#"<table:table table:name="T">{row}</table:table>"#);
    let cell =
        |more: &str| format!("<table:table-cell {more}><text:p>a</text:p></table:table-cell>");
    let wide = table(&format!(
        "<table:table-row>{}</table:table-row>",
        cell(r#"table:number-columns-repeated="1000000""#)
    ));
    assert_eq!(code("a.ods", &ods_of(&wide)), "FILE_TOO_WIDE");
    let long = table(&format!(
        r#"<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>"#,
        cell("")
    ));
    assert_eq!(code("a.ods", &ods_of(&long)), "FILE_TOO_LONG");
    let padded = table(&format!(
        r#"<table:table-row>{}<table:table-cell table:number-columns-repeated="16383"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        cell("")
    ));
    assert_eq!(
        code("a.ods", &ods_of(&padded)),
        "",
        "the padding of every such file"
    );
    let custom = table(&format!(
        "<table:table-row>{}</table:table-row>",
        "<table:table-cell><text:p>&b;</text:p></table:table-cell>"
    ));
    assert_eq!(code("a.ods", &ods_of(&custom)), "FILE_UNREADABLE");
}

#[test]
fn c25_a_million_columns_or_an_endless_cell_of_text_is_refused() {
    assert_eq!(
        code("a.csv", ";".repeat(1_000_000).as_bytes()),
        "FILE_TOO_WIDE"
    );
    assert_eq!(
        code("a.csv", ",".repeat(1_000_000).as_bytes()),
        "FILE_TOO_WIDE"
    );
    assert_eq!(
        code(
            "a.csv",
            format!("a;b\n{};c\n", "x".repeat(200_000)).as_bytes()
        ),
        "FILE_CELL_TOO_LONG"
    );
    assert_eq!(
        code("a.csv", "a;b\n".repeat(200_001).as_bytes()),
        "FILE_TOO_LONG"
    );
    assert_eq!(code("a.csv", b"a;b\n\"c;d\n"), "FILE_UNREADABLE");
}

#[test]
fn content_and_extension_must_agree() {
    assert_eq!(code("a.xlsx", b"NIP;NAMA\n1;2\n"), "FILE_TYPE");
    assert_eq!(code("a.csv", MESSY), "FILE_TYPE");
    assert_eq!(code("a.xls", MESSY), "FILE_TYPE");
    assert_eq!(code("a.ods", MESSY), "FILE_TYPE");
    assert_eq!(code("a.pdf", b"%PDF-1.7"), "FILE_TYPE");
    assert_eq!(code("a.csv", b"%PDF-1.7\n"), "FILE_TYPE");
    assert_eq!(code("a.csv", b"<html><table></table></html>"), "FILE_TYPE");
    assert_eq!(code("a.csv", b"a\0b;c\n"), "FILE_TYPE");
    assert_eq!(code("a", b"a;b\n"), "FILE_TYPE");
    assert_eq!(code("a.xlsx", &zipped(&[("a.txt", b"a")])), "FILE_TYPE");
    assert_eq!(code("a.xlsx", &MESSY[..MESSY.len() / 2]), "FILE_UNREADABLE");
    assert_eq!(
        code("a.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        "FILE_PASSWORD"
    );
    assert_eq!(
        code("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        "FILE_UNREADABLE"
    );
    assert_eq!(code("a.csv", b""), "FILE_EMPTY");
    assert_eq!(code("a.csv", b"\n\n ; ;\n"), "FILE_EMPTY");
    assert_eq!(code("a.csv", &vec![b'a'; (64 << 20) + 1]), "FILE_TOO_LARGE");
}

/// A compound file whose directory chain points to itself: followed without a bound it never ends.
#[test]
fn a_chain_that_bites_its_tail_ends() {
    let mut bytes = vec![0_u8; 512 * 3];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[30] = 9;
    bytes[32] = 6;
    bytes[48] = 1;
    bytes[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    bytes[76..512].fill(0xFF);
    bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
    bytes[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(code("a.xls", &bytes), "FILE_UNREADABLE");
}
