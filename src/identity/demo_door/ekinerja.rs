//! A workbook as e-Kinerja would tell it, for some people of the demo: their targets with merged cells on one sheet, their ratings on another,
//! a mistake in each to try what the import says of it.

use std::sync::Arc;

use axum::response::Response;
use chrono::Datelike;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::Cast;
use crate::kernel::{
    cx::Gx,
    error::{Error, Result},
    export::XLSX,
    files,
    time::local_date,
};

const TARGETS: [&str; 9] = [
    "NO",
    "NIP",
    "NAMA",
    "TAHUN",
    "RENCANA HASIL KERJA",
    "ASPEK",
    "INDIKATOR KINERJA INDIVIDU",
    "TARGET",
    "SATUAN",
];
const RATINGS: [&str; 7] = [
    "NO",
    "NIP",
    "NAMA",
    "TAHUN",
    "HASIL KERJA",
    "PERILAKU KERJA",
    "PREDIKAT KINERJA",
];
/// The rows of a person: result (empty: the one above), aspect, indicator, target, what it counts.
const ROWS: [[&str; 5]; 3] = [
    [
        "Telaah kebijakan tersusun",
        "Kuantitas",
        "Telaah yang selesai",
        "6",
        "telaah",
    ],
    ["", "Waktu", "Selesai sebelum tenggat", "100", "persen"],
    [
        "Layanan konsultasi berjalan",
        "Kualitas",
        "Kepuasan peserta",
        "90",
        "persen",
    ],
];

/// GET /demo/ekinerja.xlsx
pub async fn download(gx: Gx, cast: Arc<Cast>) -> Result<Response> {
    let year = local_date(gx.now, chrono_tz::Asia::Jakarta).year();
    let bytes = workbook(&cast.ekinerja, year).map_err(Error::internal)?;
    files::download("ekinerja.xlsx", XLSX, bytes)
}

fn workbook(people: &[(String, String)], year: i32) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    targets(book.add_worksheet(), people, year)?;
    ratings(book.add_worksheet(), people, year - 1)?;
    book.save_to_buffer()
}

fn head(page: &mut Worksheet, title: &str, names: &[&str]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    page.write_string_with_format(0, 0, title, &bold)?;
    for (column, name) in (0..).zip(names) {
        page.set_column_width(column, if column == 0 { 6 } else { 24 })?;
        page.write_string_with_format(2, column, *name, &bold)?;
    }
    Ok(())
}

fn targets(page: &mut Worksheet, people: &[(String, String)], year: i32) -> Result<(), XlsxError> {
    let plain = Format::new();
    page.set_name("SKP")?;
    head(page, "SASARAN KINERJA PEGAWAI", &TARGETS)?;
    let mut row = 3;
    for (number, (nip, name)) in (1..).zip(people) {
        let last = row + 2;
        let own = [
            number.to_string(),
            nip.clone(),
            name.clone(),
            year.to_string(),
        ];
        for (column, text) in (0..).zip(&own) {
            page.merge_range(row, column, last, column, text, &plain)?;
        }
        page.merge_range(row, 4, row + 1, 4, ROWS[0][0], &plain)?;
        for (index, told) in (0..).zip(ROWS) {
            for (column, text) in (4..).zip(told) {
                // a word that nobody knows, in the last person's last row
                let wrong = number == people.len() && index == 2 && column == 5;
                let text = if wrong { "Mutu" } else { text };
                let merged = index == 0 && column == 4;
                if !merged && !text.is_empty() {
                    page.write_string(row + index, column, text)?;
                }
            }
        }
        row = last + 1;
    }
    Ok(())
}

fn ratings(page: &mut Worksheet, people: &[(String, String)], year: i32) -> Result<(), XlsxError> {
    page.set_name("Predikat")?;
    head(page, "PREDIKAT KINERJA PEGAWAI", &RATINGS)?;
    let found = [
        ["Di Atas Ekspektasi", "Sesuai Ekspektasi", "Baik"],
        [
            "Di Bawah Ekspektasi",
            "Sesuai Ekspektasi",
            "Butuh Perbaikan",
        ],
        ["Sesuai Ekspektasi", "Sesuai Ekspektasi", "Cukup"],
    ];
    for (index, ((nip, name), found)) in (0..).zip(people.iter().zip(found)) {
        let row = 3 + index;
        let own = [
            (index + 1).to_string(),
            nip.clone(),
            name.clone(),
            year.to_string(),
        ];
        let texts = own.iter().map(String::as_str).chain(found);
        for (column, text) in (0..).zip(texts) {
            page.write_string(row, column, text)?;
        }
    }
    Ok(())
}
