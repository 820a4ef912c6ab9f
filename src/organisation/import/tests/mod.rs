//! The importer against the messy file with its fixed result, and against files of the same kind built here.

mod bombs;
mod cleaning;
mod ekinerja;
mod generated;
mod lists;
mod messy;

use super::*;
use chrono::NaiveDate;
use serde_json::Value;
use std::io::{Cursor, Write};
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

/// The day on which the tests run.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// The fixed result of the messy file.
pub fn expected() -> Value {
    serde_json::from_str(include_str!("../../../../data/pegawai_messy_expected.json")).unwrap()
}

pub const MESSY: &[u8] = include_bytes!("../../../../data/pegawai_messy.xlsx");

/// The fourteen units of the fictional agency.
pub fn reference() -> Reference {
    let names = expected()["unit_reference"].as_array().unwrap().clone();
    let units = names.iter().enumerate().map(|(i, n)| ReferenceUnit {
        id: Uuid::from_u128(i as u128 + 1),
        name: n.as_str().unwrap().to_owned(),
        parent_id: None,
        external_id: None,
    });
    Reference::new(today(), units.collect(), [])
}

/// The report of a file as JSON, the way others read it.
pub fn report(name: &str, bytes: &[u8]) -> Value {
    let (header, judgement) = preview(name, bytes, None, &reference()).unwrap();
    serde_json::to_value(Report::new(name, &header.sheet, false, &judgement)).unwrap()
}

/// `row:status:reasons:warnings` of every row.
pub fn fates(name: &str, bytes: &[u8]) -> Vec<String> {
    let report = report(name, bytes);
    let join = |v: &Value| {
        let list: Vec<&str> = v
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c.as_str().unwrap())
            .collect();
        list.join(",")
    };
    report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            format!(
                "{}:{}:{}:{}",
                r["row"],
                r["status"].as_str().unwrap(),
                join(&r["reasons"]),
                join(&r["warnings"])
            )
        })
        .collect()
}

/// A zip with these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(body).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A minimal .xlsx with one sheet of this XML inside `<worksheet>`.
pub fn xlsx_of(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

/// The same with further parts.
pub fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let book_rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book_rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// A minimal .ods with this XML inside the spreadsheet body.
pub fn ods_of(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}
