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
    let mut table = Table::begin(kind, head)?;
    table.add(rows)?;
    table.finish(name)
}

/// A table that is written some rows after the others, so that nobody holds all rows at once.
pub struct Table(Form);

enum Form {
    Csv(Box<csv::Writer<Vec<u8>>>),
    /// Rows go through a temporary file, so that a long list needs no memory; and the line that is next.
    Xlsx(Box<Workbook>, u32),
}

impl Table {
    /// Begins a table with its head. Csv has a byte order mark, as Excel expects; in xlsx every cell is typed as text, so nothing is calculated.
    pub fn begin(kind: Kind, head: &[String]) -> Result<Self> {
        let form = match kind {
            Kind::Csv => {
                let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
                let cells = head.iter().map(|cell| harmless(cell));
                writer.write_record(cells).map_err(Error::internal)?;
                Form::Csv(Box::new(writer))
            }
            Kind::Xlsx => Form::Xlsx(Box::new(guarded(|| headed(head))?), 1),
        };
        Ok(Self(form))
    }

    /// Writes the next rows.
    pub fn add(&mut self, rows: &[Vec<String>]) -> Result<()> {
        match &mut self.0 {
            Form::Csv(writer) => rows.iter().try_for_each(|row| {
                let cells = row.iter().map(|cell| harmless(cell));
                writer.write_record(cells).map_err(Error::internal)
            }),
            Form::Xlsx(book, line) => guarded(|| append(book, line, rows)),
        }
    }

    /// The whole as a download.
    pub fn finish(self, name: &str) -> Result<Sheet> {
        let (ending, media, bytes) = match self.0 {
            Form::Csv(writer) => (
                "csv",
                "text/csv; charset=utf-8",
                (*writer).into_inner().map_err(Error::internal)?,
            ),
            Form::Xlsx(mut book, _) => ("xlsx", XLSX, guarded(|| book.save_to_buffer())?),
        };
        Ok(Sheet(File {
            name: format!("{name}.{ending}"),
            media: media.to_owned(),
            bytes,
        }))
    }
}

/// Runs a step of the workbook's writer, which panics when its temporary file cannot grow.
fn guarded<T>(step: impl FnOnce() -> std::result::Result<T, XlsxError>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(done)) => Ok(done),
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

fn headed(head: &[String]) -> std::result::Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let bold = Format::new().set_bold();
    for (column, cell) in head.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, harmless(cell), &bold)?;
    }
    Ok(book)
}

fn append(
    book: &mut Workbook,
    line: &mut u32,
    rows: &[Vec<String>],
) -> std::result::Result<(), XlsxError> {
    let sheet = book.worksheet_from_index(0)?;
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            sheet.write_string(*line, column as u16, harmless(cell))?;
        }
        *line += 1;
    }
    Ok(())
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
