//! The messy file, row by row.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn codes(value: &Value) -> BTreeSet<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|c| c.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_messy_file_comes_out_row_by_row_as_fixed() {
    let report = report("pegawai_messy.xlsx", MESSY);
    let expected = &expected()["xlsx"];
    assert_eq!(report["sheet"], expected["sheet"]);
    assert_eq!(report["accepted"], 264);
    assert_eq!(report["rejected"], 33);
    assert_eq!(report["duplicates"], 3);
    let mut wanted: BTreeMap<u64, (String, BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for row in expected["normalized_accepted"].as_array().unwrap() {
        wanted.insert(
            row["row"].as_u64().unwrap(),
            ("accepted".to_owned(), BTreeSet::new(), BTreeSet::new()),
        );
    }
    for row in expected["accepted_with_warnings"].as_array().unwrap() {
        wanted.get_mut(&row["row"].as_u64().unwrap()).unwrap().2 = codes(&row["warnings"]);
    }
    for row in expected["not_accepted"].as_array().unwrap() {
        let fate = row["status"].as_str().unwrap().to_owned();
        wanted.insert(
            row["row"].as_u64().unwrap(),
            (fate, codes(&row["reasons"]), BTreeSet::new()),
        );
    }
    let mut got = BTreeMap::new();
    for row in report["rows"].as_array().unwrap() {
        let fate = row["status"].as_str().unwrap().to_owned();
        got.insert(
            row["row"].as_u64().unwrap(),
            (fate, codes(&row["reasons"]), codes(&row["warnings"])),
        );
    }
    assert_eq!(got.len(), 300);
    assert_eq!(got, wanted);
}

#[test]
fn every_value_of_the_messy_file_comes_out_as_fixed() {
    let report = report("pegawai_messy.xlsx", MESSY);
    let by_row: BTreeMap<u64, &Value> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["row"].as_u64().unwrap(), &r["values"]))
        .collect();
    for wanted in expected()["xlsx"]["normalized_accepted"]
        .as_array()
        .unwrap()
    {
        let row = wanted["row"].as_u64().unwrap();
        assert_eq!(by_row[&row], wanted, "row {row}");
    }
}

#[test]
fn the_header_of_the_messy_file_is_found_in_its_two_rows() {
    let (header, _) = preview("pegawai_messy.xlsx", MESSY, None, &reference()).unwrap();
    assert_eq!(header.rows, [5, 6]);
    let label = |f: &str| {
        let column = header.mapping.columns(f)[0];
        header
            .columns
            .iter()
            .find(|c| c.index == column)
            .unwrap()
            .label
            .clone()
    };
    assert_eq!(label(field::GRADE), "PANGKAT > GOL. RUANG");
    assert_eq!(label(field::POSITION_SINCE), "JABATAN > TMT");
    assert_eq!(label(field::SUPERVISOR_NIP), "NIP ATASAN LANGSUNG");
    let unknown: Vec<&str> = header.unknown().map(|c| c.label.as_str()).collect();
    assert!(unknown.contains(&"KET"), "{unknown:?}");
    assert!(header.mapping.missing().is_empty());
}

#[test]
fn the_same_file_again_reports_the_same_when_its_people_are_active() {
    let once = preview("pegawai_messy.xlsx", MESSY, None, &reference())
        .unwrap()
        .1;
    let nips: Vec<String> = once.accepted().map(|e| e.values.nip.clone()).collect();
    let again = Reference::new(today(), reference().units().to_vec(), nips);
    assert_eq!(
        preview("pegawai_messy.xlsx", MESSY, None, &again)
            .unwrap()
            .1,
        once
    );
}

#[test]
fn a_sheet_is_read_by_its_name_or_refused_in_words() {
    let unknown = preview("pegawai_messy.xlsx", MESSY, Some("Data"), &reference());
    assert_eq!(unknown.unwrap_err().code(), "SHEET_UNKNOWN");
    let note = preview("pegawai_messy.xlsx", MESSY, Some("Petunjuk"), &reference());
    assert_eq!(note.unwrap_err().code(), "NO_HEADER");
    assert!(preview("pegawai_messy.xlsx", MESSY, Some("duk 2026"), &reference()).is_ok());
}

#[test]
fn the_refused_rows_become_a_workbook_that_is_refused_alike() {
    let book = read("pegawai_messy.xlsx", MESSY).unwrap();
    let (sheet, header) = header::pick(&book, &header::EMPLOYEES, None).unwrap();
    let judgement = judge::judge(sheet, &header, &header.mapping, &reference());
    let refused: Vec<(u32, &[Code])> = judgement
        .rows
        .iter()
        .filter(|r| r.status == Fate::Rejected)
        .map(|r| (r.row, r.reasons.as_slice()))
        .collect();
    let labels = rejected::Labels {
        sheet: "Ditolak",
        row: "Baris asal",
        reasons: "Alasan",
    };
    let bytes = rejected::workbook(sheet, &header, &refused, labels, |c| {
        format!("={}", c.as_str())
    })
    .unwrap();
    let (again, second) = preview("ditolak.xlsx", &bytes, None, &reference()).unwrap();
    assert_eq!(again.sheet, "Ditolak");
    let total = second.rows.len();
    assert_eq!(total, 33);
    for (row, (number, codes)) in second.rows.iter().zip(&refused) {
        if codes
            .iter()
            .any(|c| matches!(c, Code::DuplicateConflict | Code::UnitMissing))
        {
            continue;
        }
        assert_eq!(row.reasons, *codes, "row {number}");
    }
    let reread = read("ditolak.xlsx", &bytes).unwrap();
    let last = reread.sheets[0].rows[1].cells.last().unwrap();
    assert_eq!(last.1.to_text(), "=DATE_INVALID");
}

#[test]
fn the_messy_file_saved_by_other_programs_comes_out_the_same() {
    let wanted = report("pegawai_messy.xlsx", MESSY);
    let saved: [(&str, &[u8]); 3] = [
        (
            "pegawai.xls",
            include_bytes!("../../../../tests/fixtures/pegawai_messy.xls"),
        ),
        (
            "pegawai.ods",
            include_bytes!("../../../../tests/fixtures/pegawai_messy.ods"),
        ),
        (
            "pegawai.xlsx",
            include_bytes!("../../../../tests/fixtures/pegawai_messy_shared_strings.xlsx"),
        ),
    ];
    for (name, bytes) in saved {
        let got = report(name, bytes);
        assert_eq!(got["rows"], wanted["rows"], "{name}");
        assert_eq!(got["sheet"], wanted["sheet"], "{name}");
    }
}
