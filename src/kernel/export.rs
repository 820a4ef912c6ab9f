//! Lists as xlsx and csv. Every cell is a text; what a spreadsheet would take for a formula is made harmless.

use std::{
    io::ErrorKind,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    door::{File, Sheet},
    error::{Error, Result},
};

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The file kinds of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "FileKind", inline)]
pub enum Kind {
    Xlsx,
    Csv,
}

impl Kind {
    /// Reads `xlsx` or `csv`.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// Puts an apostrophe before anything that a spreadsheet might calculate.
pub fn harmless(cell: &str) -> String {
    let first = cell
        .trim_start_matches(|c: char| {
            !matches!(c, '\t' | '\r' | '\n')
                && (c.is_whitespace() || "\"'`“”‘’«»＂＇\u{feff}\u{200b}\u{2060}".contains(c))
        })
        .chars()
        .next();
    match first {
        Some(
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '﹢' | '﹣'
            | '﹦' | '﹫' | '−' | '|',
        ) => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

/// A table as a download.
pub fn table(kind: Kind, name: &str, head: &[String], rows: &[Vec<String>]) -> Result<Sheet> {
    let (ending, media, bytes) = match kind {
        Kind::Csv => ("csv", "text/csv; charset=utf-8", csv_bytes(head, rows)?),
        Kind::Xlsx => ("xlsx", XLSX, xlsx_bytes(head, rows)?),
    };
    Ok(Sheet(File {
        name: format!("{name}.{ending}"),
        media: media.to_owned(),
        bytes,
    }))
}

/// A table as csv with a byte order mark, as Excel expects.
pub fn csv_bytes(head: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    writer
        .write_record(head.iter().map(|cell| harmless(cell)))
        .map_err(Error::internal)?;
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

/// A table as xlsx; every cell is typed as text, so nothing is calculated.
pub fn xlsx_bytes(head: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>> {
    // Rows go through a temporary file, so that a long list needs no memory. The writer panics when that file cannot grow.
    match catch_unwind(AssertUnwindSafe(|| write(head, rows))) {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(XlsxError::IoError(error))) if error.kind() == ErrorKind::StorageFull => {
            Err(full(error))
        }
        Ok(Err(error)) => Err(Error::internal(error)),
        Err(panic) => match panic.downcast_ref::<String>() {
            Some(text) if text.contains("StorageFull") => Err(full(text)),
            _ => resume_unwind(panic),
        },
    }
}

/// The disk for temporary files is full: the operator's to mend, and soon over.
fn full(error: impl std::fmt::Display) -> Error {
    tracing::error!(%error, "the disk for temporary files is full (TMPDIR)");
    Error::Unavailable(30)
}

fn write(head: &[String], rows: &[Vec<String>]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let bold = Format::new().set_bold();
    for (column, cell) in head.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, harmless(cell), &bold)?;
    }
    for (line, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            sheet.write_string(line as u32 + 1, column as u16, harmless(cell))?;
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\"=1", "＝1"] {
            assert!(harmless(evil).starts_with('\''), "{evil}");
        }
        assert_eq!(harmless("Sari Dewi"), "Sari Dewi");
    }
}
