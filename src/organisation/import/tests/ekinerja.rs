//! Workbooks of e-Kinerja: targets of a year with their merged cells, and ratings.

use super::*;
use crate::kernel::id::EmployeeId;
use rust_xlsxwriter::{Format, Workbook as Book};

const SARI: &str = "199001012015011901";
const TONO: &str = "199001012015011902";

fn people() -> Reference {
    Reference::new(today(), Vec::new(), [SARI.to_owned(), TONO.to_owned()])
}

fn targets(name: &str, bytes: &[u8]) -> report::Judged<targets_file::TargetLine> {
    let book = read(name, bytes).unwrap();
    let (sheet, header) = header::pick(&book, &targets_file::TARGETS, None).unwrap();
    targets_file::judge(sheet, &header, &header.mapping, &people())
}

fn ratings(text: &str) -> report::Judged<ratings_file::RatingLine> {
    let book = read("predikat.csv", text.as_bytes()).unwrap();
    let (sheet, header) = header::pick(&book, &ratings_file::RATINGS, None).unwrap();
    ratings_file::judge(sheet, &header, &header.mapping, &people())
}

/// Row, fate, then reasons and warnings.
fn fates<V>(judged: &report::Judged<V>) -> Vec<(u32, &'static str, Vec<&'static str>)> {
    let told = |row: &report::ReportRow<V>| {
        let codes = row.reasons.iter().chain(&row.warnings);
        codes.map(|code| code.as_str()).collect()
    };
    let rows = judged.rows.iter();
    rows.map(|row| (row.row, row.status.as_str(), told(row)))
        .collect()
}

const FORM: &str = "NIP;NAMA;TAHUN;RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI;RENCANA HASIL KERJA;ASPEK;INDIKATOR KINERJA INDIVIDU;TARGET;SATUAN;BOBOT";

fn form(rows: &[String]) -> String {
    format!("{FORM}\n{}\n", rows.join("\n"))
}

#[test]
fn the_form_with_merged_cells_and_two_sections_is_read_row_by_row() {
    let mut book = Book::new();
    let page = book.add_worksheet();
    let plain = Format::new();
    let text = |page: &mut rust_xlsxwriter::Worksheet, row, column, words: &str| {
        page.write_string(row, column, words).unwrap();
    };
    text(page, 0, 0, "SASARAN KINERJA PEGAWAI");
    for (column, name) in [
        "NO",
        "NIP",
        "TAHUN",
        "RENCANA HASIL KERJA",
        "ASPEK",
        "INDIKATOR KINERJA INDIVIDU",
        "TARGET",
        "SATUAN",
        "REALISASI BERDASARKAN BUKTI DUKUNG",
    ]
    .into_iter()
    .enumerate()
    {
        text(page, 2, column as u16, name);
    }
    text(page, 3, 0, "A. UTAMA");
    page.merge_range(4, 1, 6, 1, SARI, &plain).unwrap();
    page.merge_range(4, 2, 6, 2, "2026", &plain).unwrap();
    page.merge_range(4, 3, 5, 3, "Peta jabatan", &plain)
        .unwrap();
    for (row, aspect, indicator) in [
        (4, "Kuantitas", "Jumlah peta"),
        (5, "Waktu", "Selesai"),
        (6, "Kualitas", "Tanpa kesalahan"),
    ] {
        text(page, row, 4, aspect);
        text(page, row, 5, indicator);
        page.write_number(row, 6, 12).unwrap();
        text(page, row, 7, "dokumen");
    }
    text(page, 6, 3, "Buletin");
    text(page, 7, 0, "B. TAMBAHAN");
    for (column, words) in [(1, SARI), (2, "2026"), (3, "Notulis"), (5, "Notula")] {
        text(page, 8, column, words);
    }
    text(page, 9, 0, "Mengetahui");
    let bytes = book.save_to_buffer().unwrap();
    let mut judged = targets("skp.xlsx", &bytes);
    assert_eq!(
        fates(&judged),
        [
            (5, "accepted", vec![]),
            (6, "accepted", vec![]),
            (7, "accepted", vec![]),
            (9, "accepted", vec![]),
        ]
    );
    let told = targets_file::Standing {
        nip: SARI.into(),
        employee: EmployeeId(Uuid::from_u128(7)),
        name: "Sari".into(),
        year: Some(2025),
    };
    targets_file::compare(&mut judged, &[told]);
    let all = targets_file::gather(&judged);
    assert_eq!(all.len(), 1);
    assert!(all[0].quantitative);
    let results: Vec<(&str, bool, usize)> = all[0]
        .results
        .iter()
        .map(|one| (one.result.as_str(), one.main, one.indicators.len()))
        .collect();
    assert_eq!(
        results,
        [
            ("Peta jabatan", true, 2),
            ("Buletin", true, 1),
            ("Notulis", false, 1)
        ]
    );
    assert_eq!(all[0].results[0].indicators[1].aspect, Some("time"));
    assert_eq!(all[0].results[0].indicators[0].target, "12");
}

#[test]
fn a_row_that_names_neither_person_nor_result_goes_on_with_the_one_above() {
    let text = form(&[
        format!("{SARI};Sari;2026;Atas;Peta;Kuantitas;Jumlah;12;peta;40%"),
        ";;;;;Waktu;Selesai;30;hari;".into(),
        // who it is about is not told: nothing is taken from the row above
        ";;2026;;Buletin;Kuantitas;Terbit;12;buletin;".into(),
        ";Tono;;;;Kuantitas;Terbit;12;buletin;".into(),
    ]);
    let judged = targets("skp.csv", text.as_bytes());
    assert_eq!(
        fates(&judged),
        [
            (2, "accepted", vec![]),
            (3, "accepted", vec![]),
            (4, "rejected", vec!["NIP_MISSING"]),
            (
                5,
                "rejected",
                vec!["NIP_MISSING", "RESULT_MISSING", "YEAR_INVALID"]
            ),
        ]
    );
    let lines: Vec<_> = judged.accepted().collect();
    assert_eq!(
        (lines[1].result.as_str(), lines[1].nip.as_str()),
        ("Peta", SARI)
    );
    assert_eq!(
        (lines[0].weight, lines[0].above.as_str()),
        (Some(40), "Atas")
    );
}

#[test]
fn each_row_of_targets_is_refused_for_its_own_reason_and_a_person_comes_whole_or_not_at_all() {
    let row = |who: &str, rest: &str| format!("{who};X;{rest}");
    for (rest, code) in [
        (";;Peta;Kuantitas;Jumlah;1;peta;", "YEAR_INVALID"),
        ("dua;;Peta;Kuantitas;Jumlah;1;peta;", "YEAR_INVALID"),
        ("2025;;Peta;Kuantitas;Jumlah;1;peta;", "PLAN_YEAR"),
        ("2028;;Peta;Kuantitas;Jumlah;1;peta;", "PLAN_YEAR"),
        ("2026;;;Kuantitas;Jumlah;1;peta;", "RESULT_MISSING"),
        ("2026;;Peta;Kuantitas;;1;peta;", "INDICATOR_MISSING"),
        ("2026;;Peta;Mutu;Jumlah;1;peta;", "ASPECT_UNKNOWN"),
        ("2026;;Peta;Kuantitas;Jumlah;1;peta;0", "WEIGHT_INVALID"),
        ("2026;;Peta;Kuantitas;Jumlah;1;peta;berat", "WEIGHT_INVALID"),
        ("2026;;Peta;Kuantitas;Jumlah;1", "COLUMN_COUNT"),
    ] {
        let text = form(&[
            row(SARI, "2026;;Baik;Kuantitas;Jumlah;1;peta;"),
            row(SARI, rest),
            row(TONO, "2026;;Baik;Kuantitas;Jumlah;1;peta;"),
        ]);
        let judged = targets("skp.csv", text.as_bytes());
        assert_eq!(
            fates(&judged),
            [
                (2, "rejected", vec!["PLAN_INCOMPLETE"]),
                (3, "rejected", vec![code]),
                (4, "accepted", vec![]),
            ],
            "{rest}"
        );
    }
    let long = form(&[row(
        SARI,
        &format!("2026;;{};Waktu;J;1;p;", "a".repeat(501)),
    )]);
    assert_eq!(
        fates(&targets("skp.csv", long.as_bytes()))[0].2,
        ["TEXT_TOO_LONG"]
    );
    let text = form(&[
        row(SARI, "2026;;Peta;Kuantitas;Jumlah;1;peta;"),
        row(SARI, "2026;;Peta;Kuantitas;Jumlah;1;peta;"),
        row(SARI, "2026;;Peta;Waktu;Selesai;;;"),
        row(TONO, "2026;;Peta;Kuantitas;Jumlah;1;peta;"),
        row(TONO, "2026;;Peta;Kuantitas;Jumlah;2;peta;"),
        row("199001012015011999", "2026;;Peta;Kuantitas;Jumlah;1;peta;"),
    ]);
    assert_eq!(
        fates(&targets("skp.csv", text.as_bytes())),
        [
            (2, "accepted", vec![]),
            (3, "skipped_duplicate", vec!["DUPLICATE_IDENTICAL"]),
            (4, "accepted", vec!["TARGET_MISSING"]),
            (5, "rejected", vec!["PLAN_INCOMPLETE"]),
            (6, "rejected", vec!["DUPLICATE_CONFLICT"]),
            (7, "rejected", vec!["EMPLOYEE_NOT_FOUND"]),
        ]
    );
    let kinds = "NIP;TAHUN;RENCANA HASIL KERJA;JENIS;INDIKATOR\n\
        199001012015011901;2026;Peta;Tambahan;Jumlah\n199001012015011902;2026;Peta;Pokok;Jumlah\n";
    let judged = targets("skp.csv", kinds.as_bytes());
    assert_eq!(fates(&judged)[1].2, ["PLAN_KIND_UNKNOWN"]);
    assert!(!judged.accepted().next().unwrap().main);
}

#[test]
fn more_than_targets_may_hold_is_refused() {
    let many: Vec<String> = (0..21)
        .map(|n| format!("{SARI};X;2026;;Peta {n};Kuantitas;Jumlah;1;peta;"))
        .collect();
    let judged = targets("skp.csv", form(&many).as_bytes());
    let fates_ = fates(&judged);
    assert_eq!(fates_[20].2, ["PLAN_MANY_RESULTS"]);
    assert!(fates_[..20].iter().all(|row| row.2 == ["PLAN_INCOMPLETE"]));
    let many: Vec<String> = (0..9)
        .map(|n| format!("{SARI};X;2026;;Peta;Kuantitas;Jumlah {n};1;peta;"))
        .collect();
    let judged = targets("skp.csv", form(&many).as_bytes());
    assert_eq!(fates(&judged)[8].2, ["PLAN_MANY_INDICATORS"]);
}

#[test]
fn whoever_has_targets_of_the_year_here_goes_on_with_those() {
    let text = form(&[
        format!("{SARI};X;2026;;Peta;Kuantitas;Jumlah;1;peta;"),
        format!("{TONO};X;2026;;Peta;Kuantitas;Jumlah;1;peta;"),
        format!("{TONO};X;2027;;Peta;Kuantitas;Jumlah;1;peta;"),
    ]);
    let mut judged = targets("skp.csv", text.as_bytes());
    let standing = |nip: &str, year| targets_file::Standing {
        nip: nip.into(),
        employee: EmployeeId(Uuid::from_u128(7)),
        name: "Sari".into(),
        year,
    };
    targets_file::compare(&mut judged, &[standing(TONO, Some(2026))]);
    assert_eq!(
        fates(&judged),
        [
            (2, "rejected", vec!["EMPLOYEE_NOT_FOUND"]),
            (3, "rejected", vec!["PLAN_EXISTS"]),
            (4, "accepted", vec![]),
        ]
    );
}

#[test]
fn each_row_of_ratings_is_judged_for_itself() {
    let text = "NIP;NAMA;TAHUN;PERIODE;HASIL KERJA;PERILAKU KERJA;PREDIKAT KINERJA;TANGGAL PENILAIAN;namaPenilai\n\
        199001012015011901;A;2026;Triwulan III;Di Atas Ekspektasi;Sesuai Ekspektasi;Baik;05-10-2026;Budi\n\
        199001012015011901;A;2026;Triwulan III;Di Atas Ekspektasi;Sesuai Ekspektasi;Baik;05-10-2026;Budi\n\
        199001012015011901;A;2026;TW 3;;;Kurang;05-10-2026;Budi\n\
        199001012015011901;A;2025;;1;2;2;;\n\
        199001012015011902;A;2026;Semester 1;;;Baik;05-10-2026;\n\
        199001012015011902;A;2026;Oktober;;;;05-11-2026;\n\
        199001012015011902;A;2026;Oktober;;;Cukup;05-11-2026;\n\
        199001012015011902;A;2026;Oktober;bagus;;Baik;05-11-2026;\n\
        199001012015011902;A;2026;Desember;;;Baik;;\n\
        199001012015011902;A;2026;Oktober;;;Baik;05-12-2026;\n\
        199001012015011902;A;2026;Oktober;;;Baik;31-02-2026;\n\
        199001012015011999;A;2026;Oktober;;;Baik;05-11-2026;\n";
    let mut judged = ratings(text);
    assert_eq!(
        fates(&judged),
        [
            (2, "accepted", vec![]),
            (3, "skipped_duplicate", vec!["DUPLICATE_IDENTICAL"]),
            (4, "rejected", vec!["DUPLICATE_CONFLICT"]),
            (5, "accepted", vec![]),
            (6, "rejected", vec!["PERIOD_UNKNOWN"]),
            (7, "rejected", vec!["PREDIKAT_MISSING"]),
            (8, "rejected", vec!["PREDIKAT_UNKNOWN"]),
            (9, "rejected", vec!["LEVEL_UNKNOWN"]),
            (10, "rejected", vec!["RATED_ON_MISSING"]),
            (11, "rejected", vec!["RATED_ON_FUTURE"]),
            (12, "rejected", vec!["DATE_INVALID"]),
            (13, "rejected", vec!["EMPLOYEE_NOT_FOUND"]),
        ]
    );
    let lines: Vec<_> = judged.accepted().cloned().collect();
    assert_eq!(
        (lines[0].period.as_str(), lines[0].predikat, lines[0].result),
        ("2026-Q3", "baik", Some("above"))
    );
    // no day is told: it counts from the end of what it is about
    assert_eq!(lines[1].rated_on.to_string(), "2025-12-31");
    let me = EmployeeId(Uuid::from_u128(7));
    let standing = |period: &str, scored| ratings_file::Standing {
        nip: SARI.into(),
        employee: me,
        name: "Sari".into(),
        period: Some(period.into()),
        predikat: Some("baik".into()),
        result: Some("above".into()),
        behaviour: Some("meets".into()),
        rated_on: "2025-12-31".parse().ok(),
        scored,
    };
    let all = [standing("2026-Q3", true), standing("2025", false)];
    let mut own = judged.clone();
    ratings_file::compare(&mut judged, &all, None);
    assert_eq!(fates(&judged)[0].2, ["RATING_SCORED"]);
    let same = judged.accepted().next().unwrap();
    assert_eq!(same.becomes, ratings_file::Becomes::Same);
    ratings_file::compare(&mut own, &all, Some(me));
    assert!(own.accepted().next().is_none());
    assert_eq!(fates(&own)[0].2, ["OWN_RECORD"]);
}

#[test]
fn a_file_carries_so_many_people_and_the_rest_is_told_to_come_next() {
    // numbers that differ in their serial and year of birth
    let nip = |n: usize| format!("{}01012015011{:03}", 1985 + n / 900, 1 + n % 900);
    let nips: Vec<String> = (0..1_001).map(nip).collect();
    let known = Reference::new(today(), Vec::new(), nips.clone());
    let rows: Vec<String> = nips
        .iter()
        .map(|nip| format!("{nip};X;2026;;Peta;Kuantitas;Jumlah;1;peta;"))
        .collect();
    let book = read("skp.csv", form(&rows).as_bytes()).unwrap();
    let (sheet, header) = header::pick(&book, &targets_file::TARGETS, None).unwrap();
    let judged = targets_file::judge(sheet, &header, &header.mapping, &known);
    assert_eq!(judged.accepted().count(), 1_000);
    assert_eq!(fates(&judged)[1_000].2, ["FILE_MANY"]);
}
