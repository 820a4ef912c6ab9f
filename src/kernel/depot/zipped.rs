//! Looks through an archive before anybody may open it: how many parts, how large they really are unpacked (counted, never believed),
//! where they would be put, archives inside archives, programs inside documents. Nothing is kept.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
};

use zip::ZipArchive;

use super::kind::{Kind, Shape};

/// Parts of an archive with all the archives in it.
const PARTS: usize = 10_000;
/// Unpacked bytes of all of them together.
const UNPACKED: u64 = 512 << 20;
/// A part larger than [`RATIO_FROM`] may not be more than this many times its packed size.
const RATIO: u64 = 200;
const RATIO_FROM: u64 = 8 << 20;
/// How deep archives may lie inside archives.
const DEPTH: usize = 3;

/// Why a file is refused. The words stand in the catalogues as `invalid-file-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Its content is not what its name claims.
    Disguised,
    /// It cannot be read to its end.
    Broken,
    /// Unpacked it is too much.
    Bomb,
    /// Archives in archives in archives.
    Nested,
    /// A part of it would be put outside of where it is unpacked.
    Climbs,
    /// A part is locked by a password, so that nobody can look.
    Locked,
    /// There are programs in a document.
    Macros,
}

impl Fault {
    /// The code of the field's problem.
    pub fn code(self) -> &'static str {
        match self {
            Self::Disguised => "file-disguised",
            Self::Broken => "file-broken",
            Self::Bomb => "file-bomb",
            Self::Nested => "file-nested",
            Self::Climbs => "file-climbs",
            Self::Locked => "file-locked",
            Self::Macros => "file-macros",
        }
    }
}

/// What may still be unpacked.
struct Left<'a> {
    parts: usize,
    bytes: u64,
    nameless: Nameless<'a>,
}

/// Makes a file without a name for an archive that lies in another one.
pub(super) type Nameless<'a> = &'a dyn Fn() -> io::Result<File>;

/// Looks through a file that begins as an archive.
pub(super) fn check(file: &mut File, kind: &Kind, nameless: Nameless<'_>) -> Result<(), Fault> {
    let mut left = Left {
        parts: PARTS,
        bytes: UNPACKED,
        nameless,
    };
    look(file, Some(kind), &mut left, 1)
}

fn look(
    file: &mut File,
    kind: Option<&Kind>,
    left: &mut Left<'_>,
    depth: usize,
) -> Result<(), Fault> {
    // the list of parts is read whole by the library: how long it is, is counted before
    if marks(file, left.parts)? > left.parts {
        return Err(Fault::Bomb);
    }
    file.rewind().map_err(|_| Fault::Broken)?;
    let mut archive = ZipArchive::new(&mut *file).map_err(|_| Fault::Broken)?;
    let parts = archive.len();
    left.parts = left.parts.checked_sub(parts).ok_or(Fault::Bomb)?;
    let office = kind.is_some_and(|kind| matches!(kind.shape, Shape::Office(_)));
    let document = office || kind.is_some_and(|kind| kind.shape == Shape::OpenDocument);
    let mut found = Found::default();
    for index in 0..parts {
        let mut part = archive.by_index(index).map_err(locked_or_broken)?;
        if part.encrypted() {
            return Err(Fault::Locked);
        }
        let name = part.name().map_err(|_| Fault::Climbs)?.into_owned();
        if climbs(&name) || part.is_symlink() {
            return Err(Fault::Climbs);
        }
        if macros(&name, document) {
            return Err(Fault::Macros);
        }
        let packed = part.compressed_size().max(1);
        let (mut size, mut inner) = (0_u64, None);
        let mut chunk = vec![0; 64 << 10];
        loop {
            let n = part.read(&mut chunk).map_err(|_| Fault::Broken)?;
            if n == 0 {
                break;
            }
            let piece = &chunk[..n];
            if size == 0 {
                if piece.starts_with(b"PK\x03\x04") {
                    if depth >= DEPTH {
                        return Err(Fault::Nested);
                    }
                    inner = Some((left.nameless)().map_err(|_| Fault::Broken)?);
                }
                found.note(index, &name, piece);
            }
            size += n as u64;
            left.bytes = left.bytes.checked_sub(n as u64).ok_or(Fault::Bomb)?;
            if size > RATIO_FROM && size / packed > RATIO {
                return Err(Fault::Bomb);
            }
            if let Some(inner) = &mut inner {
                inner.write_all(piece).map_err(|_| Fault::Broken)?;
            }
        }
        drop(part);
        if let Some(mut inner) = inner {
            look(&mut inner, None, left, depth + 1)?;
        }
    }
    match kind {
        Some(kind) if !found.fits(kind) => Err(Fault::Disguised),
        _ => Ok(()),
    }
}

fn locked_or_broken(error: zip::result::ZipError) -> Fault {
    match error {
        zip::result::ZipError::UnsupportedArchive(_) => Fault::Locked,
        _ => Fault::Broken,
    }
}

/// What tells one kind of archive from another.
#[derive(Default)]
struct Found {
    types: bool,
    folders: Vec<String>,
    /// What the first part says, where it is the media type of an OpenDocument file.
    media: String,
}

impl Found {
    fn note(&mut self, index: usize, name: &str, piece: &[u8]) {
        self.types |= name == "[Content_Types].xml";
        if let Some((folder, _)) = name.split_once('/') {
            let folder = format!("{folder}/");
            if self.folders.len() < 50 && !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
        if index == 0 && name == "mimetype" {
            self.media = String::from_utf8_lossy(piece).trim().to_owned();
        }
    }

    fn fits(&self, kind: &Kind) -> bool {
        match kind.shape {
            Shape::Office(folder) => self.types && self.folders.iter().any(|one| one == folder),
            Shape::OpenDocument => self.media == kind.media,
            _ => true,
        }
    }
}

/// Whether a part would be put outside the folder that it is unpacked into, or is named to deceive.
fn climbs(name: &str) -> bool {
    let name = name.replace('\\', "/");
    name.starts_with('/')
        || name.split('/').any(|part| part == "..")
        || name.get(1..2) == Some(":")
        || name.chars().any(char::is_control)
}

fn macros(name: &str, document: bool) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("vbaproject.bin") || (document && name.starts_with("basic/"))
}

/// How often the mark of a listed part stands in a file, as far as it matters.
fn marks(file: &mut File, most: usize) -> Result<usize, Fault> {
    const MARK: &[u8] = b"PK\x01\x02";
    file.rewind().map_err(|_| Fault::Broken)?;
    let (mut found, mut kept) = (0, 0);
    let mut window = vec![0; 64 << 10];
    loop {
        let n = file.read(&mut window[kept..]).map_err(|_| Fault::Broken)?;
        if n == 0 {
            return Ok(found);
        }
        let seen = kept + n;
        found += window[..seen]
            .windows(MARK.len())
            .filter(|four| *four == MARK)
            .count();
        if found > most {
            return Ok(found);
        }
        // a mark may lie across two pieces
        let tail = seen.saturating_sub(MARK.len() - 1);
        window.copy_within(tail..seen, 0);
        kept = seen - tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn fault(name: &str, bytes: &[u8]) -> Option<Fault> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Kind::of(name)
            .unwrap()
            .check(&mut file, &tempfile::tempfile)
            .err()
    }

    const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

    #[test]
    fn office_files_and_archives_are_told_apart_by_their_parts() {
        let word = archive(&[TYPES, ("word/document.xml", b"<document/>")]);
        assert_eq!(fault("a.docx", &word), None);
        assert_eq!(fault("a.xlsx", &word), Some(Fault::Disguised));
        assert_eq!(fault("a.zip", &word), None);
        let text = archive(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", b"<office/>"),
        ]);
        assert_eq!(fault("a.odt", &text), None);
        assert_eq!(fault("a.ods", &text), Some(Fault::Disguised));
        let both = archive(&[("laporan/a.docx", &word), ("laporan/b.txt", b"teks")]);
        assert_eq!(fault("a.zip", &both), None);
        assert_eq!(fault("a.docx", &both), Some(Fault::Disguised));
        let cut = &word[..word.len() - 30];
        assert_eq!(fault("a.docx", cut), Some(Fault::Broken));
    }

    #[test]
    fn programs_in_documents_are_refused() {
        let parts = [TYPES, ("word/document.xml", &b"<document/>"[..])];
        let with = archive(&[parts[0], parts[1], ("word/vbaProject.bin", b"x")]);
        assert_eq!(fault("a.docx", &with), Some(Fault::Macros));
        let inside = archive(&[("a.docm", &with)]);
        assert_eq!(fault("a.zip", &inside), Some(Fault::Macros));
    }

    #[test]
    fn bombs_are_refused_by_what_they_really_unpack_to() {
        let zeros = vec![0; 12 << 20];
        let bomb = archive(&[("nol", &zeros)]);
        assert!(bomb.len() < 20_000);
        assert_eq!(fault("a.zip", &bomb), Some(Fault::Bomb));
        // the same one level down
        assert_eq!(
            fault("a.zip", &archive(&[("b.zip", &bomb)])),
            Some(Fault::Bomb)
        );
        let mut many = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for n in 0..=PARTS {
            many.start_file(format!("{n}"), SimpleFileOptions::default())
                .unwrap();
        }
        let many = many.finish().unwrap().into_inner();
        assert_eq!(fault("a.zip", &many), Some(Fault::Bomb));
        let mut deep = archive(&[("teks", b"a")]);
        for _ in 0..DEPTH {
            deep = archive(&[("dalam.zip", &deep)]);
        }
        assert_eq!(fault("a.zip", &deep), Some(Fault::Nested));
    }

    #[test]
    fn parts_that_climb_out_are_refused() {
        for evil in [
            "../a",
            "a/../../b",
            "/etc/passwd",
            "..\\a",
            "C:\\a",
            "C:a",
            "a\u{7}",
        ] {
            assert!(climbs(evil), "{evil}");
        }
        for fine in ["a/b.txt", "..a/b", "a..b", "laporan akhir/peta.pdf"] {
            assert!(!climbs(fine), "{fine}");
        }
        let out = archive(&[("../../a.txt", b"a")]);
        assert_eq!(fault("a.zip", &out), Some(Fault::Climbs));
    }
}
