//! Looks through a zipped workbook before a parser may: number of parts, real unzipped sizes, ratio, document
//! types, archives inside archives, and counts of the elements that parsers hold in memory. Nothing is kept.

use super::{file::FileError, limits};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Which parts must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// Passes a package that can be parsed within the limits.
pub(super) fn check(bytes: &[u8], kind: Kind) -> Result<(), FileError> {
    if count_capped(bytes, b"PK\x01\x02", limits::ZIP_ENTRIES + 1) > limits::ZIP_ENTRIES {
        return Err(FileError::TooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileError::Unreadable)?;
    if archive.len() > limits::ZIP_ENTRIES {
        return Err(FileError::TooLarge);
    }
    let wanted = match kind {
        Kind::Xlsx => "[Content_Types].xml",
        Kind::Ods => "content.xml",
    };
    if archive.index_for_name(wanted).is_none() {
        return Err(FileError::Type);
    }
    let mut total = 0;
    let mut counts = Counts::default();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| FileError::Unreadable)?;
        if part.encrypted() {
            return Err(FileError::Password);
        }
        let name = part
            .name()
            .map_err(|_| FileError::Unreadable)?
            .to_ascii_lowercase();
        let packed = part.compressed_size().max(1);
        let mut scan = Scan::new(&name, packed);
        let mut chunk = vec![0; 64 << 10];
        loop {
            let n = part.read(&mut chunk).map_err(|_| FileError::Unreadable)?;
            if n == 0 {
                break;
            }
            total += n as u64;
            if total > limits::UNZIPPED_BYTES {
                return Err(FileError::TooLarge);
            }
            scan.feed(&chunk[..n], &mut counts)?;
        }
    }
    Ok(())
}

fn count_capped(bytes: &[u8], mark: &[u8], cap: usize) -> usize {
    let mut found = 0;
    let mut rest = bytes;
    while found < cap
        && let Some(at) = rest.iter().position(|b| *b == mark[0])
    {
        rest = &rest[at..];
        if rest.starts_with(mark) {
            found += 1;
        }
        rest = &rest[1..];
    }
    found
}

/// Elements a parser keeps one value for.
#[derive(Default)]
struct Counts {
    strings: u64,
    merges: u64,
    formats: u64,
    sheets: u64,
}

struct Scan {
    xml: bool,
    large: bool,
    size: u64,
    packed: u64,
    tail: Vec<u8>,
    run: usize,
}

/// Longest mark looked for, less one: what of a chunk's end is looked at again with the next.
const OVERLAP: usize = 24;

impl Scan {
    fn new(name: &str, packed: u64) -> Scan {
        let xml = [".xml", ".rels", ".vml"].iter().any(|e| name.ends_with(e));
        Scan {
            xml,
            large: !xml
                || name.contains("sheet")
                || name.ends_with("sharedstrings.xml")
                || name == "content.xml",
            size: 0,
            packed,
            tail: Vec::new(),
            run: 0,
        }
    }

    fn feed(&mut self, chunk: &[u8], counts: &mut Counts) -> Result<(), FileError> {
        if self.size == 0
            && [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0", b"\x1F\x8B"]
                .iter()
                .any(|m| chunk.starts_with(m))
        {
            return Err(FileError::Unreadable);
        }
        self.size += chunk.len() as u64;
        if self.size > limits::RATIO_FROM && self.size / self.packed > limits::RATIO {
            return Err(FileError::TooLarge);
        }
        if !self.large && self.size > limits::SMALL_PART_BYTES {
            return Err(FileError::TooLarge);
        }
        if !self.xml {
            return Ok(());
        }
        let mut window = std::mem::take(&mut self.tail);
        window.extend_from_slice(chunk);
        let keep = window.len().saturating_sub(OVERLAP);
        let mut at = 0;
        while let Some(open) = window[at..keep].iter().position(|b| *b == b'<') {
            at += open;
            self.run = 0;
            look(&window[at..], counts)?;
            at += 1;
        }
        self.run += keep.saturating_sub(at);
        if self.large && self.run > limits::TOKEN_BYTES {
            return Err(FileError::TooLarge);
        }
        self.tail = window.split_off(keep);
        Ok(())
    }
}

/// Name of the element that starts here, without prefix; empty for end tags and the like.
fn local_name(element: &[u8]) -> &[u8] {
    let body = &element[1..element.len().min(OVERLAP + 1)];
    let end = body
        .iter()
        .position(|b| matches!(b, b' ' | b'>' | b'/' | b'\t' | b'\r' | b'\n'))
        .unwrap_or(body.len());
    let name = &body[..end];
    match name.iter().position(|b| *b == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

fn look(element: &[u8], counts: &mut Counts) -> Result<(), FileError> {
    if element.starts_with(b"<!DOCTYPE") || element.starts_with(b"<!ENTITY") {
        return Err(FileError::Unreadable);
    }
    let (count, limit) = match local_name(element) {
        b"si" => (&mut counts.strings, limits::STRINGS),
        b"sheet" => (&mut counts.sheets, limits::SHEETS as u64),
        b"mergeCell" => (&mut counts.merges, limits::MERGES),
        b"xf" => (&mut counts.formats, limits::FORMATS),
        _ => return Ok(()),
    };
    *count += 1;
    if *count > limit {
        Err(FileError::TooLarge)
    } else {
        Ok(())
    }
}
