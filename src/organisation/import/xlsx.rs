//! Sheets of an .xlsx, cell by cell, so that an empty expanse costs nothing. Run after the package was looked through.

use super::{
    file::FileError,
    grid::{Builder, Cell, Sheet},
};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use std::io::Cursor;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| error(&e))?;
    let mut sheets = Vec::new();
    let mut builder = Builder::new();
    for name in book.sheet_names() {
        if !read_cells(&mut book, &name, &mut builder)? {
            continue;
        }
        if let Ok(merges) = book.merge_cells_by_sheet_name(&name) {
            for m in merges {
                builder.merge(m.start, m.end);
            }
        }
        sheets.push(builder.finish(&name));
    }
    Ok(sheets)
}

/// Whether the sheet is a worksheet, its cells then added.
fn read_cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    builder: &mut Builder,
) -> Result<bool, FileError> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(e) => return Err(error(&e)),
    };
    while let Some(cell) = cells.next_cell().map_err(|e| error(&e))? {
        let (row, column) = cell.get_position();
        builder.push(row, column, convert(cell.get_value()))?;
    }
    Ok(true)
}

fn error(error: &XlsxError) -> FileError {
    match error {
        XlsxError::Password => FileError::Password,
        _ => FileError::Unreadable,
    }
}

fn convert(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(s) => Cell::text(s.as_str()),
        DataRef::SharedString(s) => Cell::text(*s),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(d) => date(*d),
        DataRef::DateTimeIso(s) => iso_date(s),
        DataRef::DurationIso(s) => Cell::text(s.as_str()),
        DataRef::Error(e) => error_cell(e),
        DataRef::Empty => Cell::Empty,
    }
}

/// A cell shown as a date; a number far outside the calendar stays a number.
pub(super) fn date(value: ExcelDateTime) -> Cell {
    let serial = value.as_f64();
    if !value.is_datetime() || !(1.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    value
        .as_datetime()
        .map_or(Cell::Number(serial), |d| Cell::Date(d.date()))
}

/// The day of an ISO instant, or the text.
pub(super) fn iso_date(text: &str) -> Cell {
    text.get(..10)
        .and_then(|day| day.parse().ok())
        .map_or_else(|| Cell::text(text), Cell::Date)
}

/// A spreadsheet error by its usual spelling.
pub(super) fn error_cell(error: &calamine::CellErrorType) -> Cell {
    use calamine::CellErrorType as E;
    Cell::Error(match error {
        E::Div0 => "#DIV/0!",
        E::NA => "#N/A",
        E::Name => "#NAME?",
        E::Null => "#NULL!",
        E::Num => "#NUM!",
        E::Ref => "#REF!",
        E::Value => "#VALUE!",
        E::GettingData => "#DATA!",
    })
}
