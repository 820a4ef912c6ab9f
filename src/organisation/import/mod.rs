//! The importers. Their core is pure: bytes of a spreadsheet in, the fate of every row out; no clock, no database:
//! what the agency already has is handed in as [`Reference`], today's date included.
//!
//! file → [`file::read`] → sheet → [`header::pick`] → mapping (a person may change it) → [`judge::judge`] → report.
//!
//! Around it: [`reading`] loads the reference and judges a file, [`apply`] stores the good rows in one transaction,
//! [`steps`] are upload, map, apply and discard as the pages and the command line do them.

pub mod absence;
mod aliases;
mod api;
pub mod apply;
pub mod clean;
mod delimited;
pub mod file;
mod grid;
pub mod header;
pub mod judge;
mod limits;
mod ods;
mod pages;
pub mod ratings_file;
pub mod reading;
pub mod reasons;
mod reference;
pub mod rejected;
pub mod report;
mod row;
mod rows;
mod run;
pub mod steps;
mod store;
pub mod targets_file;
#[cfg(test)]
mod tests;
pub mod units_file;
mod xls;
mod xlsx;
mod zip_guard;

use crate::kernel::{actor::Can, routes::Routes};

pub use file::{FileError, Workbook, read};
pub use grid::{Cell, Row, Sheet};
pub use header::{Header, Mapping, field};
pub use judge::{Employee, Judgement, Values};
pub use reasons::Code;
pub use reference::{Reference, ReferenceUnit};
pub use report::{Fate, Report};
pub use run::{Applied, KeptMapping, Kind, Outcome, Run, State};

/// Room for the form around a file of the largest size.
const UPLOAD: usize = limits::FILE_BYTES + (64 << 10);

/// The pages of the importer.
pub fn routes(routes: Routes) -> Routes {
    let can = Can::ManagePeople;
    let routes = routes
        .get("/imports", can, pages::list::list)
        .upload("/imports", can, UPLOAD, pages::list::upload)
        .get("/imports/{id}", can, pages::show::show)
        .get(
            "/imports/{id}/rejected.xlsx",
            can,
            pages::show::refused_rows,
        )
        .post("/imports/{id}/sheet", can, pages::show::sheet)
        .post("/imports/{id}/columns", can, pages::show::columns)
        .post("/imports/{id}/application", can, pages::show::apply)
        .post("/imports/{id}/discard", can, pages::show::discard);
    api::routes(routes)
}

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
