//! The common shape of every table file: sheets of rows of filled cells, with the row numbers a person sees.

use super::{file::FileError, limits};
use chrono::NaiveDate;

/// One value as the file holds it; formulas are never run, their stored value stands here.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(Box<str>),
    /// A number, as typed or stored.
    Number(f64),
    /// A cell formatted as a date.
    Date(NaiveDate),
    /// TRUE or FALSE.
    Bool(bool),
    /// A spreadsheet error such as `#N/A`.
    Error(&'static str),
}

impl Cell {
    /// Text unless it is blank.
    pub fn text(value: impl Into<Box<str>>) -> Cell {
        let value = value.into();
        if value.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            Cell::Empty
        } else {
            Cell::Text(value)
        }
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty)
    }

    /// The value as it would be read aloud; empty for an empty cell.
    pub fn to_text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(t) => t.to_string(),
            Cell::Number(n) if n.fract() == 0.0 && n.abs() < 1e18 => format!("{n:.0}"),
            Cell::Number(n) => n.to_string(),
            Cell::Date(d) => d.format("%d-%m-%Y").to_string(),
            Cell::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
            Cell::Error(e) => (*e).to_owned(),
        }
    }
}

/// A row with its filled cells, in column order.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// 1-based sheet row; in delimited text the physical line where the record starts.
    pub number: u32,
    /// Fields in the record of a delimited text, 0 in a spreadsheet.
    pub width: usize,
    /// Filled cells by 0-based column.
    pub cells: Vec<(u16, Cell)>,
}

impl Row {
    /// The cell in a column.
    pub fn get(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell::Empty;
        u16::try_from(column)
            .ok()
            .and_then(|c| self.cells.binary_search_by_key(&c, |(i, _)| *i).ok())
            .map_or(&EMPTY, |i| &self.cells[i].1)
    }
}

/// A merged range; rows 1-based, columns 0-based, both ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: u16,
    /// Last column.
    pub right: u16,
}

/// One table of a file. Rows without a filled cell are left out.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name; the file's name for delimited text.
    pub name: String,
    /// Filled rows, by ascending number.
    pub rows: Vec<Row>,
    /// Merged ranges.
    pub merges: Vec<Merge>,
    /// Whether records have a width that must agree with the header's.
    pub delimited: bool,
}

/// Builds sheets cell by cell and stops at the limits.
pub(super) struct Builder {
    cells_left: usize,
    sheet: Sheet,
}

impl Builder {
    pub fn new() -> Builder {
        Builder {
            cells_left: limits::CELLS,
            sheet: Sheet::default(),
        }
    }

    /// Adds a cell; `row` and `column` 0-based. Rows must come in ascending order.
    pub fn push(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), FileError> {
        if cell.is_empty() {
            return Ok(());
        }
        if column as usize >= limits::COLUMNS {
            return Err(FileError::TooWide);
        }
        if row >= limits::ROWS {
            return Err(FileError::TooLong);
        }
        if let Cell::Text(t) = &cell
            && t.len() > limits::CELL_CHARS
            && t.chars().count() > limits::CELL_CHARS
        {
            return Err(FileError::CellTooLong);
        }
        self.cells_left = self.cells_left.checked_sub(1).ok_or(FileError::TooLong)?;
        let number = row + 1;
        let column = column as u16;
        match self.sheet.rows.last_mut() {
            Some(last) if last.number == number => last.cells.push((column, cell)),
            Some(last) if last.number > number => return Err(FileError::Unreadable),
            _ => self.sheet.rows.push(Row {
                number,
                width: 0,
                cells: vec![(column, cell)],
            }),
        }
        Ok(())
    }

    /// Adds a merged range, 0-based; ranges outside the limits are of no use and left out.
    pub fn merge(&mut self, (top, left): (u32, u32), (bottom, right): (u32, u32)) {
        if left as usize >= limits::COLUMNS || top >= limits::ROWS || bottom < top || right < left {
            return;
        }
        self.sheet.merges.push(Merge {
            top: top + 1,
            bottom: bottom.min(limits::ROWS) + 1,
            left: left as u16,
            right: right.min(u32::from(u16::MAX)) as u16,
        });
    }

    /// Gives the sheet out and starts the next one within the same allowance.
    pub fn finish(&mut self, name: &str) -> Sheet {
        let mut sheet = std::mem::take(&mut self.sheet);
        name.clone_into(&mut sheet.name);
        for row in &mut sheet.rows {
            row.cells.sort_by_key(|(c, _)| *c);
            row.cells.dedup_by_key(|(c, _)| *c);
        }
        sheet
    }
}
