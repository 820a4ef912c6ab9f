//! Sheets of an .xls. The parser behind it unfolds a sheet into a full rectangle and follows sector chains without
//! a bound, so the container and the cell records are walked here first.

use super::{
    file::FileError,
    grid::{Builder, Cell, Sheet},
    limits, xlsx,
};
use calamine::{Data, Reader, Xls, XlsError};
use std::io::Cursor;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    survey(&Container::open(bytes)?.workbook()?)?;
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => FileError::Password,
        _ => FileError::Unreadable,
    })?;
    let mut builder = Builder::new();
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        for (r, c, value) in range.used_cells() {
            builder.push(top + r as u32, left + c as u32, convert(value))?;
        }
        for m in book.merge_cells_by_sheet_name(&name).unwrap_or_default() {
            builder.merge(m.start, m.end);
        }
        sheets.push(builder.finish(&name));
    }
    Ok(sheets)
}

fn convert(value: &Data) -> Cell {
    match value {
        Data::Int(n) => Cell::Number(*n as f64),
        Data::Float(n) => Cell::Number(*n),
        Data::String(s) => Cell::text(s.as_str()),
        Data::Bool(b) => Cell::Bool(*b),
        Data::DateTime(d) => xlsx::date(*d),
        Data::DateTimeIso(s) => xlsx::iso_date(s),
        Data::DurationIso(s) => Cell::text(s.as_str()),
        Data::Error(e) => xlsx::error_cell(e),
        Data::Empty => Cell::Empty,
    }
}

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const LAST_SECTOR: u32 = 0xFFFF_FFF9;

/// The sectors of a compound file (MS-CFB), every chain followed at most as far as the file is long.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Result<Container<'a>, FileError> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(FileError::Unreadable),
        };
        let mut this = Container {
            bytes,
            sector,
            fat: Vec::new(),
            directory: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..109)
            .map(|i| u32_at(bytes, 76 + 4 * i))
            .collect::<Result<_, _>>()?;
        let mut next = u32_at(bytes, 68)?;
        let mut steps = 0;
        while next <= LAST_SECTOR {
            steps += 1;
            if steps > bytes.len() / sector + 1 {
                return Err(FileError::Unreadable);
            }
            let mut more = words(this.sector_at(next)?);
            next = more.pop().ok_or(FileError::Unreadable)?;
            tables.extend(more);
        }
        if tables.len() > bytes.len() / sector + 110 {
            return Err(FileError::Unreadable);
        }
        for id in tables.into_iter().filter(|id| *id <= LAST_SECTOR) {
            let entries = words(this.sector_at(id)?);
            this.fat.extend(entries);
        }
        this.directory = this.chain(u32_at(bytes, 48)?)?;
        Ok(this)
    }

    fn sector_at(&self, id: u32) -> Result<&'a [u8], FileError> {
        let from = (id as usize)
            .checked_add(1)
            .and_then(|i| i.checked_mul(self.sector));
        let from = from
            .filter(|f| *f < self.bytes.len())
            .ok_or(FileError::Unreadable)?;
        Ok(&self.bytes[from..(from + self.sector).min(self.bytes.len())])
    }

    fn chain(&self, start: u32) -> Result<Vec<u8>, FileError> {
        let mut id = start;
        let mut out = Vec::new();
        while id != END_OF_CHAIN {
            out.extend_from_slice(self.sector_at(id)?);
            if out.len() > self.bytes.len() + self.sector {
                return Err(FileError::Unreadable);
            }
            id = *self.fat.get(id as usize).ok_or(FileError::Unreadable)?;
        }
        Ok(out)
    }

    fn entry(&self, wanted: &str) -> Option<(u32, usize)> {
        self.directory.chunks_exact(128).find_map(|entry| {
            let name: Vec<u16> = entry[..64]
                .chunks_exact(2)
                .map(|p| u16::from_le_bytes([p[0], p[1]]))
                .collect();
            let name = String::from_utf16_lossy(&name);
            let name = name.split('\0').next().unwrap_or_default();
            if !name.eq_ignore_ascii_case(wanted) {
                return None;
            }
            Some((u32_at(entry, 116).ok()?, u32_at(entry, 120).ok()? as usize))
        })
    }

    /// The stream with the workbook's records.
    fn workbook(&self) -> Result<Vec<u8>, FileError> {
        if self.entry("EncryptedPackage").is_some() {
            return Err(FileError::Password);
        }
        let (start, len) = self
            .entry("Workbook")
            .or_else(|| self.entry("Book"))
            .ok_or(FileError::Type)?;
        let mut stream = if len < 4096 {
            self.mini_chain(start, len)?
        } else {
            self.chain(start)?
        };
        stream.truncate(len);
        Ok(stream)
    }

    fn mini_chain(&self, start: u32, len: usize) -> Result<Vec<u8>, FileError> {
        let root = u32_at(&self.directory, 116)?;
        let small = self.chain(root)?;
        let table = words(&self.chain(u32_at(self.bytes, 60)?)?);
        let mut out = Vec::new();
        let mut id = start;
        while id != END_OF_CHAIN && out.len() < len {
            let from = (id as usize).checked_mul(64).ok_or(FileError::Unreadable)?;
            out.extend_from_slice(small.get(from..from + 64).ok_or(FileError::Unreadable)?);
            id = *table.get(id as usize).ok_or(FileError::Unreadable)?;
        }
        Ok(out)
    }
}

/// Walks the records (MS-XLS 2.3) and refuses positions beyond the limits.
fn survey(stream: &[u8]) -> Result<(), FileError> {
    let mut at = 0;
    let mut cells = 0;
    let mut sheets = 0;
    while at + 4 <= stream.len() {
        let kind = u16_at(stream, at)?;
        let len = usize::from(u16_at(stream, at + 2)?);
        let body = stream
            .get(at + 4..at + 4 + len)
            .ok_or(FileError::Unreadable)?;
        at += 4 + len;
        let last_column = match kind {
            0x0006 | 0x00D6 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E => u16_at(body, 2)?,
            0x00BD => u16_at(body, len.saturating_sub(2))?,
            0x0085 => {
                sheets += 1;
                continue;
            }
            _ => continue,
        };
        cells += 1;
        if usize::from(last_column) >= limits::COLUMNS {
            return Err(FileError::TooWide);
        }
        if u32::from(u16_at(body, 0)?) >= limits::ROWS
            || cells > limits::CELLS
            || sheets > limits::SHEETS
        {
            return Err(FileError::TooLong);
        }
    }
    Ok(())
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, FileError> {
    match bytes.get(at..at + 2) {
        Some([a, b]) => Ok(u16::from_le_bytes([*a, *b])),
        _ => Err(FileError::Unreadable),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, FileError> {
    match bytes.get(at..at + 4) {
        Some([a, b, c, d]) => Ok(u32::from_le_bytes([*a, *b, *c, *d])),
        _ => Err(FileError::Unreadable),
    }
}
