//! Files of the same kind, built here: text in every separator and encoding, other headers, other sheets.

use super::*;

/// A header and a good row of the small template, joined with `;`.
const HEAD: &str = "NO;NAMA;NIP;GOL;TMT GOLONGAN;JABATAN;UNIT KERJA;STATUS;NIP ATASAN;EMAIL;NO HP;TANGGAL LAHIR;L/P";

fn good(no: u32, serial: u32) -> String {
    let nip = format!("199001012015011{serial}");
    format!(
        "{no};Budi {no};{nip};III/a;01-10-2020;Perencana;Dinas Kesehatan;PNS;;b{no}@contoh.example;08000000{serial};01-01-1990;L"
    )
}

fn csv(rows: &[String]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

#[test]
fn every_separator_and_encoding_reads_the_same() {
    let text = csv(&[good(1, 901).replace("Budi 1", "Zoë Ñandu"), good(2, 902)]);
    let wanted = report("p.csv", text.as_bytes());
    assert_eq!(wanted["accepted"], 2, "{wanted}");
    assert_eq!(wanted["rows"][0]["values"]["name"], "Zoë Ñandu");
    let same = |bytes: Vec<u8>| assert_eq!(report("p.csv", &bytes), wanted);
    same(text.replace(';', ",").into_bytes());
    same(text.replace(';', "\t").into_bytes());
    same(text.replace('\n', "\r\n").into_bytes());
    same(text.replace('\n', "\r").into_bytes());
    same([b"\xEF\xBB\xBF", text.as_bytes()].concat());
    same(encoding_rs::WINDOWS_1252.encode(&text).0.into_owned());
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    same([b"\xFF\xFE".to_vec(), wide].concat());
    let told = report("p.csv", format!("sep=;\n{text}").as_bytes());
    assert_eq!(told["rows"][0]["row"], 3);
    assert_eq!(told["accepted"], 2);
}

#[test]
fn a_comma_file_with_quoted_commas_is_not_taken_for_another() {
    let text = csv(&[good(1, 901), good(2, 902), good(3, 903)])
        .replace(';', ",")
        .replace("Budi 1", "\"Budi; S.H., M.H.\"")
        .replace("Perencana", "\"Perencana, Muda\"");
    let report = report("p.csv", text.as_bytes());
    assert_eq!(report["accepted"], 3);
    assert_eq!(report["rows"][0]["values"]["name"], "Budi; S.H., M.H.");
}

#[test]
fn quoted_line_breaks_keep_the_physical_line_numbers() {
    let text = format!(
        "\"PEMERINTAH\nKABUPATEN\";;;;;;;;;;;;\n\n{HEAD}\n{}\n\n{}\n{}\n",
        good(1, 901).replace("Budi 1", "\"Budi\r\n\"\"Satu\"\"; S.H.\""),
        good(2, 902),
        good(3, 903).replace("Dinas Kesehatan", "\"Dinas\nKesehatan\""),
    );
    let report = report("p.csv", text.as_bytes());
    let rows: Vec<u64> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [5, 8, 9]);
    assert_eq!(report["accepted"], 3, "{report}");
    assert_eq!(report["rows"][0]["values"]["name"], "Budi \"Satu\"; S.H.");
    assert_eq!(report["rows"][2]["values"]["unit"], "Dinas Kesehatan");
}

#[test]
fn a_record_of_another_width_is_refused_and_nothing_else_is_said_of_it() {
    let short = "4;Budi;199001012015011904;III/a".to_owned();
    let long = good(5, 905) + ";x";
    let titles = ["A. PEJABAT;;;;;;;;;;;;".to_owned(), "B. STAF".to_owned()];
    let footers = [
        "Jumlah;2;;;;;;;;;;;".to_owned(),
        ";Mengetahui,;;;;;;;;;;;".to_owned(),
        ";Kepala Dinas;;;;;Dinas Kesehatan;;;;;;".to_owned(),
        ";NIP. 196901212000032901;;;;;;;;;;;".to_owned(),
    ];
    let rows = [
        &titles[..],
        &[good(1, 901), short, long, HEAD.to_owned(), good(2, 902)],
        &footers,
    ]
    .concat();
    assert_eq!(
        fates("p.csv", csv(&rows).as_bytes()),
        [
            "4:accepted::SUPERVISOR_MISSING",
            "5:rejected:COLUMN_COUNT:",
            "6:rejected:COLUMN_COUNT:",
            "8:accepted::SUPERVISOR_MISSING",
        ]
    );
}

#[test]
fn two_header_rows_in_text_are_joined_and_numbered_columns_skipped() {
    let text = "DAFTAR URUT KEPANGKATAN;;;;;;;;;\n\
        NO;NAMA;NIP;PANGKAT;;JABATAN;;;UNIT KERJA;STATUS\n\
        ;;;GOL. RUANG;TMT;NAMA;TMT;ESELON;;\n\
        1;2;3;4;5;6;7;8;9;10\n\
        1;Budi;199001012015011901;III/a;01-10-2020;Perencana;1 Mei 2021;;Dinas Kesehatan;PNS\n\
        NO;NAMA;NIP;PANGKAT;;JABATAN;;;UNIT KERJA;STATUS\n\
        ;;;GOL. RUANG;TMT;NAMA;TMT;ESELON;;\n\
        2;Siti;199001012015012902;IV/a;44197;Kepala;2021-01-01;II.b;Dinas Kesehatan;PNS\n";
    let report = report("duk.csv", text.as_bytes());
    assert_eq!(report["accepted"], 2, "{report}");
    let values = &report["rows"][1]["values"];
    assert_eq!(report["rows"][1]["row"], 8);
    assert_eq!(values["tmt_golongan"], "2021-01-01");
    assert_eq!(values["tmt_jabatan"], "2021-01-01");
    assert_eq!(values["position"], "Kepala");
}

#[test]
fn parts_of_other_groups_are_not_taken_for_the_employee() {
    let text = "NO;DATA PEGAWAI;;JABATAN;;ATASAN LANGSUNG;;UNIT KERJA;GOL;STATUS;LATIHAN JABATAN;\n\
        ;NAMA;NIP;NAMA;TMT;NAMA;NIP;;;;NAMA;THN\n\
        1;Budi;199001012015011901;Perencana;01-01-2020;Siti;199001012015012902;Dinas Kesehatan;III/a;PNS;Diklat;2019\n\
        2;Siti;199001012015012902;Kepala;01-01-2020;;;Dinas Kesehatan;IV/a;PNS;;\n";
    let report = report("duk.csv", text.as_bytes());
    let values = &report["rows"][0]["values"];
    assert_eq!(values["name"], "Budi", "{report}");
    assert_eq!(values["position"], "Perencana");
    assert_eq!(values["supervisor_nip"], "199001012015012902");
}

#[test]
fn the_flat_siasn_export_is_read_and_the_old_number_ignored() {
    let text = "PNS ID,NIP LAMA,NIP BARU,NAMA,GELAR DEPAN,GELAR BELAKANG,TANGGAL LAHIR,JENIS KELAMIN,EMAIL,EMAIL GOV,NOMOR HP,JENIS PEGAWAI NAMA,KEDUDUKAN HUKUM NAMA,STATUS CPNS PNS,GOL AWAL NAMA,GOL AKHIR NAMA,TMT GOLONGAN,JENIS JABATAN NAMA,JABATAN NAMA,TMT JABATAN,UNOR ID,UNOR NAMA,UNOR INDUK NAMA\n\
        x1,131234567,199001012015011901,BUDI,Dr.,S.H.,01-01-1990,Pria,,b@contoh.go.id,080000000001,PNS Daerah Kab./Kota yang bekerja pada Kab./Kota,Aktif,P,II/a,III/a,01-10-2020,Jabatan Fungsional Tertentu,Perencana Ahli Muda,01-01-2021,u1,DINAS KESEHATAN,Sekretariat Daerah\n\
        x2,,199001012022212902,SITI,,,01-01-1990,Wanita,s@contoh.go.id,,080000000002,PPPK,Tugas Belajar,P,,IX,01-10-2022,,Perawat Ahli Pertama,01-01-2022,u1,Dinas Kesehatan,\n\
        x3,,199001012022012903,RINI,,,01-01-1990,F,,,,,Diberhentikan,C,,III/a,,,Perawat,,,Dinas Kesehatan,\n";
    assert_eq!(
        fates("siasn.csv", text.as_bytes()),
        [
            "2:accepted::SUPERVISOR_MISSING",
            "3:accepted::SUPERVISOR_MISSING",
            "4:accepted::GENDER_FROM_NIP,NOT_ACTIVE,SUPERVISOR_MISSING",
        ]
    );
    let (header, judged) = preview("siasn.csv", text.as_bytes(), None, &reference()).unwrap();
    assert!(
        header
            .columns
            .iter()
            .any(|c| c.label == "NIP LAMA" && c.ignored)
    );
    let rows: Vec<&Employee> = judged.accepted().collect();
    assert_eq!(rows[0].values.email.as_deref(), Some("b@contoh.go.id"));
    assert_eq!(rows[0].values.status, "PNS");
    assert_eq!(rows[0].title_front.as_deref(), Some("Dr."));
    assert_eq!(rows[1].values.status, "PPPK");
    assert_eq!(rows[2].values.status, "CPNS");
    assert!(!rows[2].active && rows[1].active);
}

#[test]
fn shuffled_columns_and_camel_case_names_read_the_same() {
    let text = "unorNama\tnama\tkedudukanPnsNama\ttglLahir\tnipBaru\tgolRuangAkhir\ttmtGolAkhir\tjabatanNama\ttmtJabatan\tstatusPegawai\tjenisKelamin\temailGov\tnoHp\n\
        Dinas Kesehatan\tBudi\tAktif\t1990-01-01\t199001012015011901\tIII/a\t2020-10-01\tPerencana\t2021-01-01\tPNS\tL\tb@contoh.go.id\t80000000001\n";
    let report = report("api.csv", text.as_bytes());
    let values = &report["rows"][0]["values"];
    assert_eq!(report["accepted"], 1, "{report}");
    assert_eq!(values["no"], Value::Null);
    assert_eq!(values["phone"], "+6280000000001");
    assert_eq!(values["tmt_jabatan"], "2021-01-01");
}

#[test]
fn reasons_across_fields_and_rows_are_all_told() {
    let base = good(1, 901);
    let rows = [
        base.replace(";III/a;", ";;").replace("PNS", ""),
        base.replace("Budi 1", "=CMD()")
            .replace("Dinas Kesehatan", "Dinas Antah")
            .replace("01-10-2020", "32-13-2020"),
        base.replace("199001012015011901", "1.99001E+17")
            .replace("Perencana", "#N/A"),
        base.replace("199001012015011901", "199001012015211901"),
        base.clone(),
        base.replace("Perencana", " perencana "),
        base.replace("1;Budi", "9;Budi"),
        base.replace("PNS;;", "PNS;199001012015011901;"),
        good(3, 903).replace("PNS;;", "PNS;199001012015011904;"),
        good(4, 904)
            .replace("PNS;;", "PNS;199001012015011903;")
            .replace("b4@", "B3@"),
        good(5, 905).replace("PNS;;", "PNS;1.99001E+17;"),
        good(6, 906)
            .replace("PNS;;", "PNS;199001012015011999;")
            .replace("III/a", "IX"),
    ];
    assert_eq!(
        fates("p.csv", csv(&rows).as_bytes()),
        [
            "2:rejected:STATUS_NOT_ASN:",
            "3:rejected:DATE_INVALID,NAME_INVALID,UNIT_UNKNOWN:",
            "4:rejected:JABATAN_MISSING,NIP_LOST_PRECISION:",
            "5:rejected:NIP_STRUCTURE:",
            "6:accepted::SUPERVISOR_MISSING",
            "7:rejected:DUPLICATE_CONFLICT:",
            "8:skipped_duplicate:DUPLICATE_IDENTICAL:",
            "9:rejected:DUPLICATE_CONFLICT:",
            "10:accepted::SUPERVISOR_CYCLE",
            "11:accepted::EMAIL_DUPLICATE,SUPERVISOR_CYCLE",
            "12:accepted::SUPERVISOR_UNREADABLE",
            "13:accepted::GOL_STATUS_MISMATCH,SUPERVISOR_NOT_FOUND",
        ]
    );
}

#[test]
fn a_superior_may_be_an_active_employee_of_the_agency() {
    let text = csv(&[good(1, 901).replace("PNS;;", "PNS;199001012015011999;")]);
    let active = Reference::new(
        today(),
        reference().units().to_vec(),
        ["199001012015011999".to_owned()],
    );
    let judged = preview("p.csv", text.as_bytes(), None, &active).unwrap().1;
    assert!(judged.rows[0].warnings.is_empty());
    let found = judged.accepted().next().unwrap().supervisor.clone();
    assert_eq!(found.as_deref(), Some("199001012015011999"));
}

#[test]
fn a_name_that_stands_twice_is_told_apart_by_the_unit_above() {
    let unit = |id: u128, name: &str, parent: Option<u128>| ReferenceUnit {
        id: Uuid::from_u128(id),
        name: name.to_owned(),
        parent_id: parent.map(Uuid::from_u128),
        external_id: None,
    };
    let units = vec![
        unit(1, "Dinas A", None),
        unit(2, "Dinas B", None),
        unit(3, "Sekretariat", Some(1)),
        unit(4, "Sekretariat", Some(2)),
        unit(5, "Subbagian Umum", Some(3)),
        unit(6, "Subbagian Umum", Some(4)),
    ];
    let text = "NIP;NAMA;JABATAN;GOL;STATUS;UNOR NAMA;UNOR INDUK\n\
        199001012015011901;A;Staf;III/a;PNS;sekretariat;DINAS  B\n\
        199001012015011902;B;Staf;III/a;PNS;Subbagian Umum;Dinas A\n\
        199001012015011903;C;Staf;III/a;PNS;Subbagian Umum;\n\
        199001012015011904;D;Staf;III/a;PNS;Subbagian Umum;Dinas C\n\
        199001012015011905;E;Staf;III/a;PNS;Dinas A;Dinas C\n";
    let reference = Reference::new(today(), units, []);
    let judged = preview("p.csv", text.as_bytes(), None, &reference)
        .unwrap()
        .1;
    let places: Vec<Option<u128>> = judged
        .rows
        .iter()
        .map(|r| r.employee.as_ref().map(|e| e.unit_id.as_u128()))
        .collect();
    assert_eq!(places, [Some(4), Some(5), None, None, Some(1)]);
    assert_eq!(judged.rows[2].reasons, [Code::UnitAmbiguous]);
    assert_eq!(judged.rows[3].reasons, [Code::UnitAmbiguous]);
}

#[test]
fn a_person_may_map_a_column_that_is_not_known() {
    let text =
        "Nomor Induk;Nama;Jabatan;OPD;Gol\n199001012015011901;Budi;Staf;Dinas Kesehatan;III/a\n";
    let book = read("p.csv", text.as_bytes()).unwrap();
    let (sheet, header) = header::pick(&book, &header::EMPLOYEES, None).unwrap();
    assert_eq!(header.mapping.missing(), ["nip", "unit"]);
    let unknown: Vec<usize> = header.unknown().map(|c| c.index).collect();
    assert_eq!(unknown, [0, 3]);
    let mut mapping = header.mapping.clone();
    mapping.set(&header::EMPLOYEES, 0, Some("nip"));
    mapping.set(&header::EMPLOYEES, 3, Some("unit"));
    let judged = judge::judge(sheet, &header, &mapping, &reference());
    assert_eq!(judged.count(Fate::Accepted), 1, "{judged:?}");
    mapping.set(&header::EMPLOYEES, 3, None);
    assert!(
        judge::judge(sheet, &header, &mapping, &reference()).rows[0]
            .reasons
            .contains(&Code::UnitMissing)
    );
}

#[test]
fn stored_values_of_formulas_numbers_and_dates_are_read_from_a_sheet() {
    let text = |r: &str, t: &str| format!(r#"<c r="{r}" t="inlineStr"><is><t>{t}</t></is></c>"#);
    let names = [
        "NAMA",
        "NIP",
        "JABATAN",
        "UNIT KERJA",
        "GOL",
        "STATUS",
        "TANGGAL LAHIR",
        "NO HP",
    ];
    let letters = ["C", "D", "E", "F", "G", "H", "I", "J"];
    let head: String = letters
        .iter()
        .zip(names)
        .map(|(l, n)| text(&format!("{l}3"), n))
        .collect();
    let row = |n: u32, nip: String, name: String| {
        format!(
            r#"<row r="{n}">{name}{nip}{}{}{}{}<c r="I{n}"><v>32874</v></c><c r="J{n}"><v>80000000001</v></c></row>"#,
            text(&format!("E{n}"), "Staf"),
            text(&format!("F{n}"), "Dinas Kesehatan"),
            text(&format!("G{n}"), "III/a"),
            text(&format!("H{n}"), "PNS"),
        )
    };
    let formula = r#"<c r="C4" t="str"><f>A1&amp;B1</f><v>Budi</v></c>"#.to_owned();
    let unknown = r#"<c r="C6" t="e"><v>#N/A</v></c>"#.to_owned();
    let sheet = format!(
        r#"<sheetData><row r="3">{head}</row>{}{}{}</sheetData>"#,
        row(4, text("D4", "199001012015011901"), formula),
        row(
            5,
            r#"<c r="D5"><v>199001012015011902</v></c>"#.to_owned(),
            text("C5", "=1+1")
        ),
        row(6, text("D6", "199001012015011903"), unknown),
    );
    let bytes = xlsx_of(&sheet);
    assert_eq!(
        fates("p.xlsx", &bytes),
        [
            "4:accepted::GENDER_FROM_NIP,SUPERVISOR_MISSING",
            "5:rejected:NAME_INVALID,NIP_LOST_PRECISION:",
            "6:rejected:NAME_MISSING:",
        ]
    );
    let values = &report("p.xlsx", &bytes)["rows"][0]["values"];
    assert_eq!(values["name"], "Budi");
    assert_eq!(values["birth_date"], "1990-01-01");
    assert_eq!(values["phone"], "+6280000000001");
}

#[test]
fn an_open_document_is_read_with_its_dates_numbers_and_merged_units() {
    let text = |t: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>"#
        )
    };
    let head: String = [
        "NIP",
        "NAMA",
        "JABATAN",
        "UNIT KERJA",
        "GOL",
        "STATUS",
        "TGL LAHIR",
    ]
    .iter()
    .map(|t| text(t))
    .collect();
    let date = r#"<table:table-cell office:value-type="date" office:date-value="1990-01-01"><text:p>01/01/90</text:p></table:table-cell>"#;
    let tall = r#"<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Dinas<text:s/>Kesehatan</text:p></table:table-cell>"#;
    let number = r#"<table:table-cell office:value-type="float" office:value="199001012015011903"><text:p>1,99E+17</text:p></table:table-cell>"#;
    let row = |cells: &[&str]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let (staf, gol, pns) = (text("Staf &amp; Ahli"), text("III/a"), text("PNS"));
    let table = format!(
        "<table:table table:name=\"Kosong\"/>\n<table:table table:name=\"Pegawai\">\n<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\n<table:table-header-rows>{}</table:table-header-rows>\n{}\n{}\n{}</table:table>",
        row(&[&head]),
        row(&[
            &text("199001012015011901"),
            &text("Budi"),
            &staf,
            tall,
            &gol,
            &pns,
            date
        ]),
        row(&[
            &text("199001012015011902"),
            &text("Beni"),
            &staf,
            "<table:covered-table-cell/>",
            &gol,
            &pns,
            date
        ]),
        row(&[
            number,
            &text("Bono"),
            &staf,
            &text("Dinas Kesehatan"),
            &gol,
            &pns,
            date
        ]),
    );
    let bytes = ods_of(&table);
    assert_eq!(
        fates("p.ods", &bytes),
        [
            "5:accepted::GENDER_FROM_NIP,SUPERVISOR_MISSING",
            "6:accepted::GENDER_FROM_NIP,SUPERVISOR_MISSING",
            "7:rejected:NIP_LOST_PRECISION:",
        ]
    );
    let report = report("p.ods", &bytes);
    assert_eq!(report["sheet"], "Pegawai");
    assert_eq!(report["rows"][1]["values"]["unit"], "Dinas Kesehatan");
    assert_eq!(report["rows"][1]["values"]["position"], "Staf & Ahli");
    assert_eq!(report["rows"][1]["values"]["birth_date"], "1990-01-01");
}

#[test]
fn the_small_agency_template_is_read() {
    let text = "NIP (18 Digit),Nama Lengkap (beserta gelar),Jabatan,Unit Kerja,Golongan / Pangkat,Email (Opsional),No WhatsApp (Opsional)\n\
        '199001012015011901,\"Budi, S.H.\",Staf,Dinas Kesehatan,Penata Muda (III/a),,081200000001\n";
    assert_eq!(
        fates("p.csv", text.as_bytes()),
        ["2:accepted::BIRTHDATE_FROM_NIP,GENDER_FROM_NIP,STATUS_INFERRED,SUPERVISOR_MISSING"]
    );
}

#[test]
fn people_who_are_not_civil_servants_are_no_list_of_employees() {
    let text = "NMPPPNPN,NIKPPNPN,NPWP,STATUS,NOREK,BANK,JABATAN,UNIT_KERJA,EMAIL,TELEPON\nA,1,,X,,,Sopir,Dinas Kesehatan,,\n";
    let refused = preview("p.csv", text.as_bytes(), None, &reference());
    assert_eq!(refused.unwrap_err(), FileError::NoHeader);
}

#[test]
fn a_bare_date_column_belongs_to_what_stands_before_it() {
    let text = "NIP;NAMA;GOL;TMT;JABATAN;TMT;UNIT KERJA;KET;TMT\n199001012015011901;Budi;III/a;01-10-2020;Staf;01-11-2021;Dinas Kesehatan;x;y\n";
    let values = report("p.csv", text.as_bytes())["rows"][0]["values"].clone();
    assert_eq!(values["tmt_golongan"], "2020-10-01");
    assert_eq!(values["tmt_jabatan"], "2021-11-01");
}

#[test]
fn a_text_longer_than_is_stored_is_refused() {
    let long = csv(&[good(1, 901).replace("Budi 1", &"b".repeat(201))]);
    assert_eq!(
        fates("p.csv", long.as_bytes()),
        ["2:rejected:TEXT_TOO_LONG:"]
    );
}

#[test]
fn the_refused_rows_keep_the_unit_of_their_merged_range() {
    let text = |r: &str, t: &str| format!(r#"<c r="{r}" t="inlineStr"><is><t>{t}</t></is></c>"#);
    let line = |n: u32, cells: [&str; 5]| {
        let cells: String = ["A", "B", "C", "D", "E"]
            .iter()
            .zip(cells)
            .filter(|(_, t)| !t.is_empty())
            .map(|(l, t)| text(&format!("{l}{n}"), t))
            .collect();
        format!(r#"<row r="{n}">{cells}</row>"#)
    };
    let sheet = format!(
        r#"<sheetData>{}{}{}</sheetData><mergeCells><mergeCell ref="D2:D3"/></mergeCells>"#,
        line(1, ["NIP", "NAMA", "JABATAN", "UNIT KERJA", "GOL"]),
        line(
            2,
            [
                "199001012015011901",
                "Budi",
                "Staf",
                "Dinas Kesehatan",
                "III/a"
            ]
        ),
        line(3, ["12345", "Beni", "Staf", "", "III/a"]),
    );
    let bytes = xlsx_of(&sheet);
    let book = read("p.xlsx", &bytes).unwrap();
    let (sheet, header) = header::pick(&book, &header::EMPLOYEES, None).unwrap();
    let labels = rejected::Labels {
        sheet: "Ditolak",
        row: "Baris asal",
        reasons: "Alasan",
    };
    let refused = rejected::workbook(sheet, &header, &[(3, &[Code::NipLength])], labels, |c| {
        c.as_str().to_owned()
    })
    .unwrap();
    assert_eq!(fates("r.xlsx", &refused), ["2:rejected:NIP_LENGTH:"]);
}

#[test]
fn a_mapping_survives_being_stored() {
    let (header, _) = preview("pegawai_messy.xlsx", MESSY, None, &reference()).unwrap();
    let stored = serde_json::to_value(&header.mapping).unwrap();
    let stored = serde_json::from_value(stored).unwrap();
    assert_eq!(
        Mapping::restore(&header::EMPLOYEES, &stored),
        header.mapping
    );
}
