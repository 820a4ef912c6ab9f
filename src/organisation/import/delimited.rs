//! Comma, semicolon or tab separated text in UTF-8, UTF-16 with mark or Windows-1252. Quoted fields may hold
//! separators and line breaks; a row's number is the physical line where its record starts.

use super::{
    file::FileError,
    grid::{Cell, Row, Sheet},
    limits,
};
use std::borrow::Cow;

/// Records looked at to tell the separator.
const SNIFFED: usize = 300;

/// Reads the text as one sheet named after the file.
pub(super) fn read(file_name: &str, bytes: &[u8]) -> Result<Sheet, FileError> {
    let text = decode(bytes)?;
    let (separator, skip) = separator(&text)?;
    let mut sheet = Sheet {
        name: stem(file_name),
        delimited: true,
        ..Sheet::default()
    };
    let mut cells = 0_usize;
    let mut records = Records::new(&text, separator);
    while let Some(record) = records.next_record()? {
        if record.line <= skip {
            continue;
        }
        if record.line > limits::ROWS {
            return Err(FileError::TooLong);
        }
        let width = record.fields.len();
        let filled: Vec<(u16, Cell)> = record
            .fields
            .into_iter()
            .enumerate()
            .map(|(i, f)| (i as u16, Cell::text(f)))
            .filter(|(_, c)| !c.is_empty())
            .collect();
        cells += filled.len();
        if cells > limits::CELLS {
            return Err(FileError::TooLong);
        }
        if !filled.is_empty() {
            sheet.rows.push(Row {
                number: record.line,
                width,
                cells: filled,
            });
        }
    }
    Ok(sheet)
}

fn stem(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(s, _)| s).to_owned()
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileError> {
    let (encoding, mark) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, 0),
        None => (encoding_rs::WINDOWS_1252, 0),
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if broken {
        return Err(FileError::Unreadable);
    }
    let binary = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{80}'..='\u{9f}')
    };
    let markup = text
        .trim_start()
        .get(..5)
        .is_some_and(|s| s.eq_ignore_ascii_case("<html") || s == "<?xml");
    if markup || text.contains(binary) || text.trim_start().starts_with("%PDF") {
        return Err(FileError::Type);
    }
    Ok(text)
}

/// The separator, and the number of leading lines that only tell it (`sep=;`).
fn separator(text: &str) -> Result<(char, u32), FileError> {
    let first = text.lines().next().unwrap_or_default().trim_end();
    if first.len() == 5
        && first.to_ascii_lowercase().starts_with("sep=")
        && let Some(told) = first.chars().last()
    {
        return Ok((told, 1));
    }
    let mut best = (';', 0);
    for candidate in [';', ',', '\t'] {
        let score = consistency(text, candidate)?;
        if score > best.1 {
            best = (candidate, score);
        }
    }
    Ok((best.0, 0))
}

/// How many fields stand in records of the commonest width above one.
fn consistency(text: &str, separator: char) -> Result<usize, FileError> {
    let mut widths = std::collections::HashMap::new();
    let mut records = Records::new(text, separator);
    for _ in 0..SNIFFED {
        match records.next_record() {
            Ok(Some(record)) if record.fields.len() > 1 => {
                *widths.entry(record.fields.len()).or_insert(0) += 1
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(FileError::TooWide) => return Ok(1),
            Err(_) => return Ok(0),
        }
    }
    Ok(widths
        .into_iter()
        .map(|(width, seen)| (width - 1) * seen)
        .max()
        .unwrap_or(0))
}

struct Record {
    line: u32,
    fields: Vec<String>,
}

/// Splits text into records as spreadsheets do: a quote opens only at the start of a field, two quotes stand for one.
struct Records<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    line: u32,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: char) -> Records<'a> {
        Records {
            rest: text.chars().peekable(),
            separator,
            line: 1,
        }
    }

    fn next_record(&mut self) -> Result<Option<Record>, FileError> {
        if self.rest.peek().is_none() {
            return Ok(None);
        }
        let mut record = Record {
            line: self.line,
            fields: Vec::new(),
        };
        loop {
            let (field, ended) = self.field()?;
            record.fields.push(field);
            if record.fields.len() > limits::COLUMNS {
                return Err(FileError::TooWide);
            }
            if ended {
                return Ok(Some(record));
            }
        }
    }

    /// One field, and whether the record ends with it.
    fn field(&mut self) -> Result<(String, bool), FileError> {
        let mut field = String::new();
        let mut quoted = false;
        if self.rest.peek() == Some(&'"') {
            self.rest.next();
            quoted = true;
        }
        loop {
            let Some(c) = self.rest.next() else {
                return if quoted {
                    Err(FileError::Unreadable)
                } else {
                    Ok((field, true))
                };
            };
            match c {
                '"' if quoted && self.rest.peek() == Some(&'"') => {
                    self.rest.next();
                    field.push('"');
                }
                '"' if quoted => quoted = false,
                '\r' | '\n' => {
                    self.line += 1;
                    if c == '\r' && self.rest.peek() == Some(&'\n') {
                        self.rest.next();
                    }
                    if !quoted {
                        return Ok((field, true));
                    }
                    field.push('\n');
                }
                c if c == self.separator && !quoted => return Ok((field, false)),
                c => field.push(c),
            }
            if field.len() > 4 * limits::CELL_CHARS {
                return Err(FileError::CellTooLong);
            }
        }
    }
}
