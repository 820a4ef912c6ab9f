//! The refused rows as a workbook to correct and upload again: the original cells under the original names, then
//! the row they came from and the reasons in words. Every text is written as text, so nothing runs as a formula.

use super::{
    grid::{Cell, Sheet},
    header::Header,
    reasons::Code,
    rows::FillDown,
};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;

/// Words around the rows, in the reader's language.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'l> {
    /// Name of the sheet.
    pub sheet: &'l str,
    /// Head of the column with the original row number.
    pub row: &'l str,
    /// Head of the column with the reasons.
    pub reasons: &'l str,
}

/// Writes the refused rows; `refused` are row numbers with their reasons, `words` gives a code's words.
pub fn workbook(
    sheet: &Sheet,
    header: &Header,
    refused: &[(u32, &[Code])],
    labels: Labels<'_>,
    words: impl Fn(Code) -> String,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(labels.sheet)?;
    let bold = Format::new().set_bold();
    let rows: HashMap<u32, usize> = sheet
        .rows
        .iter()
        .enumerate()
        .map(|(i, r)| (r.number, i))
        .collect();
    let columns: Vec<usize> = header.columns.iter().map(|c| c.index).collect();
    let fill = FillDown::new(sheet, &columns);
    let extra = u16::try_from(columns.len()).unwrap_or(u16::MAX - 2);
    for (place, column) in header.columns.iter().enumerate() {
        page.set_column_width(place as u16, 20)?;
        page.write_string_with_format(0, place as u16, short(&column.label), &bold)?;
    }
    page.set_column_width(extra + 1, 80)?;
    page.write_string_with_format(0, extra, labels.row, &bold)?;
    page.write_string_with_format(0, extra + 1, labels.reasons, &bold)?;
    for (line, (number, codes)) in refused.iter().enumerate() {
        let line = line as u32 + 1;
        if let Some(row) = rows.get(number).map(|i| &sheet.rows[*i]) {
            for (place, column) in columns.iter().enumerate() {
                write_cell(page, line, place as u16, fill.raw(row, *column))?;
            }
        }
        page.write_number(line, extra, f64::from(*number))?;
        let text: Vec<String> = codes.iter().map(|c| words(*c)).collect();
        page.write_string(line, extra + 1, short(&text.join("\n")))?;
    }
    book.save_to_buffer()
}

fn write_cell(page: &mut Worksheet, line: u32, place: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Number(n) if n.is_finite() => page.write_number(line, place, *n)?,
        other => page.write_string(line, place, short(&other.to_text()))?,
    };
    Ok(())
}

/// A spreadsheet holds so much text in a cell and no more.
fn short(text: &str) -> String {
    text.chars().take(super::limits::CELL_CHARS).collect()
}
