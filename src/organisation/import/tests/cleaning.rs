//! Rules of single fields.

use super::{clean::*, *};
use proptest::prelude::*;

fn text(t: &str) -> Cell {
    Cell::text(t)
}

fn day(y: i32, m: u32, d: u32) -> DateValue {
    DateValue::Day(NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

#[test]
fn numbers_of_employees_are_told_apart_by_what_is_wrong() {
    let of = |t: &str| nip_digits(&text(t)).map_err(Code::as_str);
    assert_eq!(of("19850101 201001 1 901").unwrap(), "198501012010011901");
    assert_eq!(
        of("'1985.0101-2010\u{a0}01.1.901 ").unwrap(),
        "198501012010011901"
    );
    assert_eq!(of(""), Err("NIP_MISSING"));
    assert_eq!(of("-"), Err("NIP_MISSING"));
    assert_eq!(of("1.98501E+17"), Err("NIP_LOST_PRECISION"));
    assert_eq!(of("1,98501E+17"), Err("NIP_LOST_PRECISION"));
    assert_eq!(of("198501012010011000"), Err("NIP_LOST_PRECISION"));
    assert_eq!(of("1985O1012010011901"), Err("NIP_NOT_DIGITS"));
    assert_eq!(of("=\"198501012010011901\""), Err("NIP_NOT_DIGITS"));
    assert_eq!(of("19850101201001190"), Err("NIP_LENGTH"));
    assert_eq!(
        nip_digits(&Cell::Number(198501012010011901.0)),
        Err(Code::NipLostPrecision)
    );
    assert_eq!(nip_digits(&Cell::Error("#N/A")), Err(Code::NipMissing));
}

#[test]
fn the_contract_code_fits_contract_employees_and_rows_without_a_kind() {
    let of = |d: &str, s| nip_structure(d, s, today()).map(|n| n.as_str().to_owned());
    assert!(of("199001012022211901", None).is_ok());
    assert!(of("199001012022211901", Some(Status::Pppk)).is_ok());
    assert!(of("199001012022211901", Some(Status::PppkPw)).is_ok());
    assert_eq!(
        of("199001012022211901", Some(Status::Pns)),
        Err(Code::NipStructure)
    );
    assert_eq!(
        of("199001012022211901", Some(Status::Cpns)),
        Err(Code::NipStructure)
    );
    assert!(of("199001012022121901", Some(Status::Pppk)).is_ok());
    assert_eq!(of("199001012022131901", None), Err(Code::NipStructure));
    assert_eq!(
        of("203001012022011901", None),
        Err(Code::NipStructure),
        "born in the future"
    );
    assert_eq!(
        of("202611222022011901", None),
        Err(Code::NipStructure),
        "born today"
    );
    assert!(
        of("202001012022011901", None).is_ok(),
        "no age of appointment at import"
    );
    assert_eq!(of("199002302022011901", None), Err(Code::NipStructure));
    assert_eq!(of("199001012022013901", None), Err(Code::NipStructure));
}

#[test]
fn grades_are_read_in_all_their_spellings_and_no_other() {
    let of = |t: &str| grade(&text(t)).map(|g| g.map(|g| g.as_str().to_owned()));
    for (spelt, want) in [
        ("III/a", "III/a"),
        ("III a", "III/a"),
        ("IIIa", "III/a"),
        ("III/A", "III/a"),
        ("iii/a", "III/a"),
        ("III / a", "III/a"),
        ("Penata Muda (III/a)", "III/a"),
        ("Penata Muda, III/a", "III/a"),
        ("Penata Muda Tingkat I (III/b)", "III/b"),
        ("Pembina Tingkat I, IV/b", "IV/b"),
        ("Penata Muda III/a", "III/a"),
        ("III/a (Penata Muda)", "III/a"),
        ("Penata Muda - III/a", "III/a"),
        ("Pembina Utama (IV/e)", "IV/e"),
        ("I/d", "I/d"),
        ("IX", "IX"),
        ("xvii", "XVII"),
        ("Golongan IX", "IX"),
        ("V", "V"),
    ] {
        assert_eq!(of(spelt), Ok(Some(want.to_owned())), "{spelt}");
    }
    for spelt in [
        "V/a",
        "III/f",
        "III/e",
        "XIX",
        "XVIII",
        "3/a",
        "Penata Muda",
        "Penata Tingkat I",
        "-",
        "#N/A",
        "III/a, III/b",
    ] {
        assert_eq!(of(spelt), Err(Code::GolInvalid), "{spelt}");
    }
    assert_eq!(grade(&Cell::Error("#N/A")), Err(Code::GolInvalid));
    assert_eq!(of(""), Ok(None));
}

#[test]
fn dates_are_read_day_first_in_all_their_spellings_and_no_other() {
    let of = |t: &str| date(&text(t), Some(1969));
    assert_eq!(of("21-01-1969"), day(1969, 1, 21));
    assert_eq!(of("02/03/2004"), day(2004, 3, 2));
    assert_eq!(of("01.10.2016"), day(2016, 10, 1));
    assert_eq!(of("2016-10-01"), day(2016, 10, 1));
    assert_eq!(of("1 Juni 2005"), day(2005, 6, 1));
    assert_eq!(of("17 AGUSTUS 1945"), day(1945, 8, 17));
    assert_eq!(of("46113"), day(2026, 4, 1));
    assert_eq!(date(&Cell::Number(46113.0), None), day(2026, 4, 1));
    assert_eq!(date(&Cell::Number(46113.75), None), day(2026, 4, 1));
    assert_eq!(of("21-01-69"), day(1969, 1, 21));
    assert_eq!(of("01-04-05"), day(2005, 4, 1));
    assert_eq!(of("01-04-30"), day(2030, 4, 1));
    assert_eq!(of("01-04-31"), day(1931, 4, 1));
    assert_eq!(date(&text("05-05-05"), Some(1905)), day(1905, 5, 5));
    for zero in ["00-00-0000", "00/00/0000", "0000-00-00", "00-00-00"] {
        assert_eq!(of(zero), DateValue::Zero, "{zero}");
    }
    for wrong in [
        "31-02-1990",
        "13-25-2018",
        "99-99-2019",
        "sejak dulu",
        "2019/04/01",
        "04-2019",
        "2019",
        "1 Juno 2005",
        "-",
        "00-00-2019",
        "2019-00-00",
        "1-2-3-4",
        "123456",
    ] {
        assert_eq!(of(wrong), DateValue::Invalid, "{wrong}");
    }
    assert_eq!(date(&Cell::Number(2019.0), None), DateValue::Invalid);
    assert_eq!(date(&Cell::Error("#REF!"), None), DateValue::Invalid);
    assert_eq!(of("  "), DateValue::Empty);
    assert_eq!(
        date(&after_place(&text("Pati, 12 Maret 1985")), None),
        day(1985, 3, 12)
    );
}

#[test]
fn names_keep_their_letters_and_do_not_start_like_formulas() {
    let of = |t: &str| name(&text(t)).map_err(Code::as_str);
    assert_eq!(
        of("  Rina \u{a0} <Rini>\tWulandari ").unwrap(),
        "Rina <Rini> Wulandari"
    );
    assert_eq!(of("Nu’man Ma'ruf & Co").unwrap(), "Nu’man Ma'ruf & Co");
    for bad in ["=1+1", "+62", "-Budi", "@Budi", " =HYPERLINK(\"x\")"] {
        assert_eq!(of(bad), Err("NAME_INVALID"), "{bad}");
    }
    assert_eq!(of(" \u{a0} "), Err("NAME_MISSING"));
}

#[test]
fn phones_addresses_sexes_and_kinds_are_read() {
    let phone_of = |c: Cell| phone(&c).map_err(Code::as_str);
    for spelt in [
        "080000062240",
        "0800-000-62240",
        "+6280000062240",
        "6280000062240",
        "80000062240",
        "+62 (0)800 000.62240",
    ] {
        assert_eq!(
            phone_of(text(spelt)).unwrap().unwrap(),
            "+6280000062240",
            "{spelt}"
        );
    }
    assert_eq!(
        phone_of(Cell::Number(80000062240.0)).unwrap().unwrap(),
        "+6280000062240"
    );
    for bad in [
        "08",
        "-",
        "tidak ada",
        "+60123456789",
        "08123456789012345",
        "0812/0813",
    ] {
        assert_eq!(phone_of(text(bad)), Err("PHONE_INVALID"), "{bad}");
    }
    assert_eq!(phone_of(Cell::Empty), Ok(None));
    assert_eq!(
        email(&text(" Budi@Contoh.Example ")).unwrap().unwrap(),
        "budi@contoh.example"
    );
    for bad in [
        "budi(at)contoh.example",
        "tidak ada",
        "-",
        "budi@contoh",
        "a@b@c.id",
        "@contoh.id",
        "budi@.id",
        "a b@c.id",
    ] {
        assert_eq!(email(&text(bad)), Err(Code::EmailInvalid), "{bad}");
    }
    assert_eq!(gender(&text("LAKI-LAKI")).unwrap().letter(), "L");
    assert_eq!(gender(&text("wanita")).unwrap().letter(), "P");
    assert_eq!(gender(&text("x")), None);
    let kind = |t: &str| status(&text(t)).map(Status::as_str);
    assert_eq!(kind("pns "), Some("PNS"));
    assert_eq!(kind("P3K"), Some("PPPK"));
    assert_eq!(kind("PPPK  paruh waktu"), Some("PPPK_PW"));
    assert_eq!(
        kind("PNS Daerah Kab./Kota yang bekerja pada Kab./Kota"),
        Some("PNS")
    );
    for other in ["Honorer", "Non ASN", "PPNPN", "PNSX"] {
        assert_eq!(kind(other), None, "{other}");
    }
    assert!(is_active_state(&text("tugas  belajar")) && is_active_state(&Cell::Empty));
    assert!(!is_active_state(&text("CLTN")));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        any::<String>().prop_map(Cell::text),
        "[0-9IVXa-e/.,() +=@'E-]{0,24}".prop_map(Cell::text),
        any::<f64>().prop_map(Cell::Number),
        any::<bool>().prop_map(Cell::Bool),
        Just(Cell::Error("#N/A")),
        Just(Cell::Empty),
    ]
}

proptest! {
    #[test]
    fn no_cell_trips_a_cleaner_and_what_is_clean_stays_clean(cell in any_cell(), year in 1900..2020_i32) {
        if let Ok(digits) = nip_digits(&cell) {
            prop_assert_eq!(digits.len(), 18);
            let _ = nip_structure(&digits, None, today());
        }
        if let Ok(name) = name(&cell) {
            prop_assert!(!name.starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(collapse(&name), name);
        }
        if let Ok(Some(g)) = grade(&cell) {
            prop_assert_eq!(grade(&text(g.as_str())), Ok(Some(g)));
        }
        if let DateValue::Day(d) = date(&after_place(&cell), Some(year)) {
            prop_assert_eq!(date(&text(&d.format("%d-%m-%Y").to_string()), None), DateValue::Day(d));
        }
        if let Ok(Some(p)) = phone(&cell) {
            prop_assert_eq!(phone(&text(&p)), Ok(Some(p)));
        }
        if let Ok(Some(e)) = email(&cell) {
            prop_assert_eq!(email(&text(&e)), Ok(Some(e)));
        }
        let _ = (gender(&cell), status(&cell), supervisor(&cell), whole(&cell), is_active_state(&cell));
    }

    #[test]
    fn no_text_trips_the_reader(body in any::<String>(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for file in ["a.csv", "a.xlsx", "a.ods", "a.xls", "a"] {
            let _ = preview(file, body.as_bytes(), None, &reference());
            let _ = preview(file, &bytes, None, &reference());
        }
        let mut compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        compound.extend(bytes);
        prop_assert!(read("a.xls", &compound).is_err());
    }
}
