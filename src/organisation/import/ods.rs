//! Sheets of an .ods, read as a stream: repeated cells and rows are counted, never unfolded where they are empty.
//! Run after the package was looked through.

use super::{
    file::FileError,
    grid::{Builder, Cell, Sheet},
    limits, xlsx,
};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use std::io::{BufRead, BufReader, Cursor};
use zip::ZipArchive;

/// Reads every table of the document.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileError::Unreadable)?;
    let content = archive
        .by_name("content.xml")
        .map_err(|_| FileError::Unreadable)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut builder = Builder::new();
    let mut sheets = Vec::new();
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|_| FileError::Unreadable)?
        {
            Event::Start(e) if e.local_name().as_ref() == "table" => {
                if sheets.len() >= limits::SHEETS {
                    return Err(FileError::TooLong);
                }
                let name = attribute(&e, "name").unwrap_or_default();
                read_table(&mut xml, &mut builder)?;
                sheets.push(builder.finish(&name));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(sheets)
}

fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == wanted)
        .and_then(|a| {
            a.normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(|v| v.into_owned())
        })
}

fn repeated(element: &BytesStart<'_>, wanted: &str) -> u32 {
    attribute(element, wanted)
        .and_then(|v| v.parse().ok())
        .unwrap_or(1)
        .max(1)
}

fn read_table<R: BufRead>(xml: &mut Reader<R>, builder: &mut Builder) -> Result<(), FileError> {
    let mut buffer = Vec::new();
    let mut row = 0_u32;
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|_| FileError::Unreadable)?
        {
            Event::Start(e) if e.local_name().as_ref() == "table-row" => {
                let times = repeated(&e, "number-rows-repeated");
                let cells = read_row(xml, row, builder)?;
                if !cells.is_empty() {
                    for copy in 0..times {
                        for (column, cell) in &cells {
                            builder.push(row.saturating_add(copy), *column, cell.clone())?;
                        }
                    }
                }
                row = row.saturating_add(times);
            }
            Event::End(e) if e.local_name().as_ref() == "table" => return Ok(()),
            Event::Eof => return Err(FileError::Unreadable),
            _ => {}
        }
    }
}

fn read_row<R: BufRead>(
    xml: &mut Reader<R>,
    row: u32,
    builder: &mut Builder,
) -> Result<Vec<(u32, Cell)>, FileError> {
    let mut buffer = Vec::new();
    let mut cells = Vec::new();
    let mut column = 0_u32;
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|_| FileError::Unreadable)?
        {
            Event::Start(e)
                if matches!(e.local_name().as_ref(), "table-cell" | "covered-table-cell") =>
            {
                let start = e.to_owned();
                let covered = start.local_name().as_ref() == "covered-table-cell";
                let text = read_text(xml)?;
                let times = repeated(&start, "number-columns-repeated");
                let (down, across) = (
                    repeated(&start, "number-rows-spanned"),
                    repeated(&start, "number-columns-spanned"),
                );
                if down > 1 || across > 1 {
                    let end = (
                        row.saturating_add(down - 1),
                        column.saturating_add(across - 1),
                    );
                    builder.merge((row, column), end);
                }
                let cell = if covered {
                    Cell::Empty
                } else {
                    convert(&start, text)
                };
                if !cell.is_empty() {
                    if column as usize + times as usize > limits::COLUMNS {
                        return Err(FileError::TooWide);
                    }
                    cells.extend((column..column + times).map(|c| (c, cell.clone())));
                }
                column = column.saturating_add(times);
            }
            Event::End(e) if e.local_name().as_ref() == "table-row" => return Ok(cells),
            Event::Eof => return Err(FileError::Unreadable),
            _ => {}
        }
    }
}

/// Text of a cell: its paragraphs, without notes.
fn read_text<R: BufRead>(xml: &mut Reader<R>) -> Result<String, FileError> {
    let mut buffer = Vec::new();
    let mut text = String::new();
    let (mut depth, mut notes, mut paragraphs) = (1, 0, 0);
    while depth > 0 {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|_| FileError::Unreadable)?
        {
            Event::Start(e) => {
                depth += 1;
                match e.local_name().as_ref() {
                    "annotation" => notes += 1,
                    "p" if notes == 0 => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "s" | "tab" | "line-break" if notes == 0 => text.push(' '),
                    _ => {}
                }
            }
            Event::End(e) => {
                depth -= 1;
                if e.local_name().as_ref() == "annotation" {
                    notes -= 1;
                }
            }
            Event::Text(t) if notes == 0 && paragraphs > 0 => text.push_str(&t.xml10_content()),
            Event::CData(t) if notes == 0 && paragraphs > 0 => text.push_str(&t.xml10_content()),
            Event::GeneralRef(r) if notes == 0 => push_reference(&r, &mut text)?,
            Event::Eof => return Err(FileError::Unreadable),
            _ => {}
        }
        if text.len() > 4 * limits::CELL_CHARS {
            return Err(FileError::CellTooLong);
        }
    }
    Ok(text)
}

fn push_reference(
    reference: &quick_xml::events::BytesRef<'_>,
    text: &mut String,
) -> Result<(), FileError> {
    if let Some(c) = reference
        .resolve_char_ref()
        .map_err(|_| FileError::Unreadable)?
    {
        text.push(c);
        return Ok(());
    }
    text.push(match reference.xml10_content().as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return Err(FileError::Unreadable),
    });
    Ok(())
}

fn convert(element: &BytesStart<'_>, text: String) -> Cell {
    match attribute(element, "value-type").as_deref() {
        Some("float" | "currency" | "percentage") => attribute(element, "value")
            .and_then(|v| v.parse().ok())
            .map_or_else(|| Cell::text(text), Cell::Number),
        Some("date") => {
            attribute(element, "date-value").map_or(Cell::Empty, |d| xlsx::iso_date(&d))
        }
        Some("boolean") => {
            Cell::Bool(attribute(element, "boolean-value").as_deref() == Some("true"))
        }
        Some("string") => Cell::text(attribute(element, "string-value").unwrap_or(text)),
        _ => match text.trim() {
            "#N/A" => Cell::Error("#N/A"),
            "#REF!" => Cell::Error("#REF!"),
            "#VALUE!" => Cell::Error("#VALUE!"),
            "#DIV/0!" => Cell::Error("#DIV/0!"),
            "#NAME?" => Cell::Error("#NAME?"),
            _ => Cell::text(text),
        },
    }
}
