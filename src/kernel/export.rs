//! Lists as xlsx and csv. Every cell is a text; what a spreadsheet would take for a formula is made harmless.

use rust_xlsxwriter::{Format, Workbook};

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
    let mut book = Workbook::new();
    let sheet = book
        .add_worksheet_with_constant_memory()
        .map_err(Error::internal)?;
    let bold = Format::new().set_bold();
    for (column, cell) in head.iter().enumerate() {
        sheet
            .write_string_with_format(0, column as u16, harmless(cell), &bold)
            .map_err(Error::internal)?;
    }
    for (line, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            sheet
                .write_string(line as u32 + 1, column as u16, harmless(cell))
                .map_err(Error::internal)?;
        }
    }
    book.save_to_buffer().map_err(Error::internal)
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
