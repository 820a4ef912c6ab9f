//! Pure core of the importers: bytes of a spreadsheet in, the fate of every row out. No clock, no database:
//! what the agency already has is handed in as [`Reference`], today's date included.
//!
//! file → [`file::read`] → sheet → [`header::pick`] → mapping (a person may change it) → [`judge::judge`] → report.

pub mod absence;
mod aliases;
pub mod clean;
mod delimited;
pub mod file;
mod grid;
pub mod header;
pub mod judge;
mod limits;
mod ods;
pub mod reasons;
mod reference;
pub mod rejected;
pub mod report;
mod row;
mod rows;
#[cfg(test)]
mod tests;
pub mod units_file;
mod xls;
mod xlsx;
mod zip_guard;

pub use file::{FileError, Workbook, read};
pub use grid::{Cell, Row, Sheet};
pub use header::{Header, Mapping, field};
pub use judge::{Employee, Judgement, Values};
pub use reasons::Code;
pub use reference::{Reference, ReferenceUnit};
pub use report::{Fate, Report};

/// Reads a file of employees and judges every row: the whole path without a person in between.
pub fn preview(
    file_name: &str,
    bytes: &[u8],
    sheet: Option<&str>,
    reference: &Reference,
) -> Result<(Header, Judgement), FileError> {
    let book = read(file_name, bytes)?;
    let (sheet, header) = header::pick(&book, &header::EMPLOYEES, sheet)?;
    let judgement = judge::judge(sheet, &header, &header.mapping, reference);
    Ok((header, judgement))
}
