//! Unit files and absence files.

use super::*;

#[test]
fn a_unit_reference_becomes_a_tree_with_heads() {
    let csv = "Id;InstansiId;DiatasanId;EselonId;NamaUnor;NamaJabatan;CepatKode;IndukUnorId;PemimpinPnsId;JenisUnorId\n\
        B2;A;B1;;Bidang Mutasi;Kepala Bidang Mutasi;;B1;;\n\
        B1;A;;21;Dinas Contoh;Kepala Dinas Contoh;01;B1;P1;J\n\
        B3;A;ZZ;;Balai Jauh;;;;;\n\
        B4;A;B1;;;Kepala;;;;\n\
        ;A;B1;;Tanpa Kode;;;;;\n\
        B5;A;B6;;Putar Satu;;;;;\n\
        B6;A;B5;;Putar Dua;;;;;\n\
        B1;A;;21;Dinas Contoh;Kepala Dinas Contoh;01;B1;P1;J\n\
        B2;A;B1;;Bidang Lain;;;;;\n\
        B7;A;B1;;=1+1;;;;;\n";
    let (_, judged) = units_file::preview("unor.csv", csv.as_bytes(), None, &[]).unwrap();
    let fates: Vec<(u32, &str, Vec<&str>)> = judged
        .rows
        .iter()
        .map(|r| {
            (
                r.row,
                r.status.as_str(),
                r.reasons
                    .iter()
                    .chain(&r.warnings)
                    .map(|c| c.as_str())
                    .collect(),
            )
        })
        .collect();
    assert_eq!(
        fates,
        [
            (2, "accepted", vec![]),
            (3, "accepted", vec![]),
            (4, "accepted", vec!["UNIT_PARENT_NOT_FOUND"]),
            (5, "rejected", vec!["UNIT_NAME_MISSING"]),
            (6, "rejected", vec!["UNIT_ID_MISSING"]),
            (7, "rejected", vec!["UNIT_CYCLE"]),
            (8, "rejected", vec!["UNIT_CYCLE"]),
            (9, "skipped_duplicate", vec!["DUPLICATE_IDENTICAL"]),
            (10, "rejected", vec!["DUPLICATE_CONFLICT"]),
            (11, "rejected", vec!["UNIT_NAME_INVALID"]),
        ]
    );
    let order: Vec<&str> = judged
        .parents_first()
        .iter()
        .map(|l| l.id.as_str())
        .collect();
    assert_eq!(order, ["B1", "B3", "B2"]);
    let head = judged.parents_first()[0];
    assert_eq!(head.head_title.as_deref(), Some("Kepala Dinas Contoh"));
    assert_eq!(head.head_person_id.as_deref(), Some("P1"));
}

#[test]
fn the_unit_sheet_of_the_messy_file_is_a_unit_file() {
    let (header, judged) =
        units_file::preview("pegawai_messy.xlsx", MESSY, Some("Referensi Unit"), &[]).unwrap();
    assert_eq!(header.sheet, "Referensi Unit");
    assert_eq!(judged.parents_first().len(), 14);
    assert_eq!(judged.parents_first()[0].id, "U01");
}

#[test]
fn a_parent_may_be_a_unit_the_agency_already_has() {
    let known = [ReferenceUnit {
        id: Uuid::from_u128(9),
        name: "Dinas Contoh".to_owned(),
        parent_id: None,
        external_id: Some("B1".to_owned()),
    }];
    let csv = "Id,DiatasanId,NamaUnor\nB2,B1,Bidang\n";
    let (_, judged) = units_file::preview("unor.csv", csv.as_bytes(), None, &known).unwrap();
    assert_eq!(judged.parents_first()[0].parent_id.as_deref(), Some("B1"));
}

#[test]
fn absences_are_judged_row_by_row() {
    let active = [
        "199001012015011901".to_owned(),
        "199001012015012902".to_owned(),
    ];
    let reference = Reference::new(today(), Vec::new(), active);
    let csv = "NIP;NAMA;JENIS;MULAI;SELESAI;SETENGAH HARI;KETERANGAN\n\
        19900101 201501 1 901;A;Cuti Tahunan;01-12-2026;03-12-2026;;keluarga\n\
        199001012015011901;A;dinas luar;3 Desember 2026;04-12-2026;;\n\
        199001012015011901;A;Perjalanan Dinas;07-12-2026;;pagi;\n\
        199001012015011901;A;Cuti Tahunan;07-12-2026;07-12-2026;siang;\n\
        199001012015012902;B;Cuti Sakit;05-12-2026;01-12-2026;;\n\
        199001012015012902;B;Piknik;05-12-2026;06-12-2026;;\n\
        199001012015012903;C;Cuti;05-12-2026;06-12-2026;;\n\
        199001012015012902;B;Cuti;05-12-2026;06-12-2026;pagi;\n\
        ;B;Cuti;32-12-2026;06-12-2026;;\n\
        199001012015012902;B;Cuti;;06-12-2026;;\n\
        199001012015011901;A;Cuti Tahunan;01-12-2026;03-12-2026;;keluarga\n\
        199001012015011901;A;Cuti\n";
    let (_, judged) = absence::preview("cuti.csv", csv.as_bytes(), None, &reference).unwrap();
    let fates: Vec<(u32, &str, Vec<&str>)> = judged
        .rows
        .iter()
        .map(|r| {
            (
                r.row,
                r.status.as_str(),
                r.reasons.iter().map(|c| c.as_str()).collect(),
            )
        })
        .collect();
    assert_eq!(
        fates,
        [
            (2, "accepted", vec![]),
            (3, "rejected", vec!["ABSENCE_OVERLAP"]),
            (4, "accepted", vec![]),
            (5, "accepted", vec![]),
            (6, "rejected", vec!["DATE_ORDER"]),
            (7, "rejected", vec!["KIND_UNKNOWN"]),
            (8, "rejected", vec!["EMPLOYEE_NOT_FOUND"]),
            (9, "rejected", vec!["HALF_DAY_RANGE"]),
            (10, "rejected", vec!["DATE_INVALID", "NIP_MISSING"]),
            (11, "rejected", vec!["DATE_MISSING"]),
            (12, "skipped_duplicate", vec!["DUPLICATE_IDENTICAL"]),
            (13, "rejected", vec!["COLUMN_COUNT"]),
        ]
    );
    let trip = judged.accepted().nth(1).unwrap();
    assert_eq!(
        (trip.kind, trip.half),
        (
            absence::AbsenceKind::OfficialTrip,
            Some(absence::Half::Morning)
        )
    );
    assert_eq!(trip.starts_on, trip.ends_on);
}

#[test]
fn every_reason_fate_file_error_and_field_has_words_in_both_languages() {
    use crate::kernel::i18n::Lang;
    let fields = [
        &*header::EMPLOYEES,
        &*units_file::UNITS,
        &*absence::ABSENCES,
        &*targets_file::TARGETS,
        &*ratings_file::RATINGS,
    ]
    .into_iter()
    .flat_map(|d| d.fields.iter().map(|f| Header::field_key(f)));
    let keys: Vec<String> = Code::ALL
        .iter()
        .map(|c| c.key())
        .chain(FileError::ALL.iter().map(|e| e.key()))
        .chain([Fate::Accepted, Fate::Rejected, Fate::SkippedDuplicate].map(Fate::key))
        .chain(fields)
        .collect();
    for key in keys {
        for lang in [Lang::Id, Lang::En] {
            assert!(lang.find(&key).is_some(), "{key} in {}", lang.code());
        }
        assert_ne!(Lang::Id.t(&key), "", "{key}");
    }
}
