//! Tells rows with data from titles, repeated names, column numbers, section titles and footers.

use super::{
    clean,
    grid::{Cell, Merge, Row, Sheet},
    header::{Header, Mapping, field},
};
use std::collections::HashMap;

/// A section title is merged over more columns than this.
const SECTION_WIDTH: u16 = 10;

/// Walks the rows below the header and passes those that carry data.
pub(super) struct Walk<'s> {
    sheet: &'s Sheet,
    header: &'s Header,
    mapping: &'s Mapping,
    names: Vec<&'s Row>,
    wide: HashMap<u32, u16>,
    signed: bool,
}

impl<'s> Walk<'s> {
    pub fn new(sheet: &'s Sheet, header: &'s Header, mapping: &'s Mapping) -> Walk<'s> {
        let is_name = |r: &&Row| header.rows.contains(&r.number);
        let wide = |m: &&Merge| m.right - m.left >= SECTION_WIDTH && m.top == m.bottom;
        Walk {
            sheet,
            header,
            mapping,
            names: sheet
                .rows
                .iter()
                .take(header.next)
                .filter(is_name)
                .collect(),
            wide: sheet
                .merges
                .iter()
                .filter(wide)
                .map(|m| (m.top, m.left))
                .collect(),
            signed: false,
        }
    }

    /// Rows with data, in file order.
    pub fn data(mut self) -> Vec<&'s Row> {
        let rows = self.sheet.rows.get(self.header.next..).unwrap_or_default();
        rows.iter().filter(|row| self.is_data(row)).collect()
    }

    /// Rows of a plain list: everything below the names that is not a title, a sum or a lone remark.
    pub fn plain(self) -> Vec<&'s Row> {
        let rows = self.sheet.rows.get(self.header.next..).unwrap_or_default();
        let listed = |row: &&Row| {
            let lone = row.cells.len() == 1 && self.header.columns.len() > 1;
            let closing = row.cells.len() <= 2 && is_closing(row);
            !(lone
                || closing
                || self.is_section(row)
                || self.is_repeated_header(row)
                || is_column_numbers(row))
        };
        rows.iter().filter(listed).collect()
    }

    fn is_data(&mut self, row: &Row) -> bool {
        if self.is_section(row) || self.is_repeated_header(row) || is_column_numbers(row) {
            return false;
        }
        let nip = clean::text(self.mapping.cell(row, field::NIP));
        let number = clean::text(self.mapping.cell(row, field::NO));
        let unit = self.mapping.cell(row, field::UNIT);
        if nip.is_empty() && is_closing(row) {
            self.signed = true;
            return false;
        }
        if let [(column, cell)] = row.cells.as_slice() {
            return self.is_lone_data(usize::from(*column), cell);
        }
        if nip.is_empty() && (self.signed || !starts_with_digit(&number)) && !self.is_rich(row) {
            let letter = !number.is_empty() && unit.is_empty();
            if self.signed || letter || (number.is_empty() && unit.is_empty()) {
                return false;
            }
        }
        self.signed &= nip.is_empty();
        true
    }

    /// A single filled cell is a title or a remark, unless it is a number of a row or an employee.
    fn is_lone_data(&self, column: usize, cell: &Cell) -> bool {
        let text = clean::text(cell);
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        match self.mapping.field_of(column) {
            Some(field::NO) => clean::whole(cell).is_some() && !self.signed,
            Some(field::NIP) => digits >= 5 && letters <= 1,
            _ => false,
        }
    }

    /// A row without number and unit that nevertheless tells of a person: its name and several more fields.
    fn is_rich(&self, row: &Row) -> bool {
        let filled = |f: &str| !self.mapping.cell(row, f).is_empty();
        let fields = [
            field::POSITION,
            field::GRADE,
            field::BIRTH_DATE,
            field::ASN_KIND,
            field::EMAIL,
            field::GENDER,
            field::GRADE_SINCE,
        ];
        filled(field::NAME) && fields.iter().filter(|f| filled(f)).count() >= 3
    }

    fn is_section(&self, row: &Row) -> bool {
        let Some(left) = self.wide.get(&row.number) else {
            return false;
        };
        row.cells.len() == 1 && row.cells[0].0 == *left
    }

    fn is_repeated_header(&self, row: &Row) -> bool {
        let same = |(column, cell): &&(u16, Cell)| {
            let text = clean::key(&cell.to_text());
            self.names
                .iter()
                .any(|n| clean::key(&n.get(usize::from(*column)).to_text()) == text)
        };
        let equal = row.cells.iter().filter(same).count();
        equal >= 2 && equal * 10 >= row.cells.len() * 6
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// `(1) (2) (3) …` below the names.
fn is_column_numbers(row: &Row) -> bool {
    let number = |cell: &Cell| {
        clean::text(cell)
            .trim_matches(['(', ')', '[', ']', '.'])
            .parse::<u32>()
            .ok()
    };
    let numbers: Option<Vec<u32>> = row.cells.iter().map(|(_, c)| number(c)).collect();
    numbers.is_some_and(|n| n.len() >= 3 && n.windows(2).all(|w| w[1] == w[0] + 1) && n[0] <= 2)
}

/// Sums and the place for signatures.
fn is_closing(row: &Row) -> bool {
    let Some((_, first)) = row.cells.first() else {
        return false;
    };
    let text = clean::key(&first.to_text());
    [
        "jumlah",
        "total",
        "mengetahui",
        "catatan",
        "keterangan:",
        "keterangan :",
    ]
    .iter()
    .any(|w| text.starts_with(w))
}

/// Looks cells of a vertically merged range up in its first row.
pub(super) struct FillDown<'s> {
    ranges: HashMap<u16, Vec<(Merge, &'s Cell)>>,
}

impl<'s> FillDown<'s> {
    /// Ranges over several rows in the given columns.
    pub fn new(sheet: &'s Sheet, columns: &[usize]) -> FillDown<'s> {
        let mut ranges: HashMap<u16, Vec<(Merge, &Cell)>> = HashMap::new();
        for m in &sheet.merges {
            if m.bottom > m.top
                && columns.contains(&usize::from(m.left))
                && let Ok(at) = sheet.rows.binary_search_by_key(&m.top, |r| r.number)
            {
                let cell = sheet.rows[at].get(usize::from(m.left));
                ranges.entry(m.left).or_default().push((*m, cell));
            }
        }
        for column in ranges.values_mut() {
            column.sort_by_key(|(m, _)| m.top);
        }
        FillDown { ranges }
    }

    /// The cell of a column, or the one its merged range was given.
    pub fn raw(&self, row: &'s Row, column: usize) -> &'s Cell {
        let own = row.get(column);
        let ranges = u16::try_from(column).ok().and_then(|c| self.ranges.get(&c));
        match (own, ranges) {
            (Cell::Empty, Some(ranges)) => {
                let until = ranges.partition_point(|(m, _)| m.top <= row.number);
                let covering = ranges[..until]
                    .last()
                    .filter(|(m, _)| row.number <= m.bottom);
                covering.map_or(own, |(_, cell)| cell)
            }
            _ => own,
        }
    }

    /// The first filled cell of a field, merged ranges looked up.
    pub fn cell(&self, mapping: &Mapping, row: &'s Row, field: &str) -> &'s Cell {
        static EMPTY: Cell = Cell::Empty;
        mapping
            .columns(field)
            .iter()
            .map(|c| self.raw(row, *c))
            .find(|c| !c.is_empty())
            .unwrap_or(&EMPTY)
    }
}
