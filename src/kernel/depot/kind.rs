//! What a file may be. Its content is looked at; its name only says what it claims to be.

use std::{
    fs::File,
    io::{self, Read, Seek},
};

use super::zipped::{self, Fault, Nameless};

/// How the content of a kind is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// By these first bytes.
    Begins(&'static [u8]),
    /// A RIFF file of this form.
    Riff(&'static [u8]),
    /// An archive of any files.
    Zip,
    /// An Office file: the folder in which its parts lie.
    Office(&'static str),
    /// An OpenDocument file, whose first part is its media type.
    OpenDocument,
}

/// A kind: the ending of its names, its media type, how its content is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub ending: &'static str,
    pub media: &'static str,
    pub shape: Shape,
}

const fn kind(ending: &'static str, media: &'static str, shape: Shape) -> Kind {
    Kind {
        ending,
        media,
        shape,
    }
}

const PDF: &str = "application/pdf";
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const WEBP: &str = "image/webp";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODP: &str = "application/vnd.oasis.opendocument.presentation";
const ZIP: &str = "application/zip";

const KINDS: [Kind; 12] = [
    kind("pdf", PDF, Shape::Begins(b"%PDF-")),
    kind("jpg", JPEG, Shape::Begins(b"\xFF\xD8\xFF")),
    kind("jpeg", JPEG, Shape::Begins(b"\xFF\xD8\xFF")),
    kind("png", PNG, Shape::Begins(b"\x89PNG\r\n\x1a\n")),
    kind("webp", WEBP, Shape::Riff(b"WEBP")),
    kind("docx", DOCX, Shape::Office("word/")),
    kind("xlsx", XLSX, Shape::Office("xl/")),
    kind("pptx", PPTX, Shape::Office("ppt/")),
    kind("odt", ODT, Shape::OpenDocument),
    kind("ods", ODS, Shape::OpenDocument),
    kind("odp", ODP, Shape::OpenDocument),
    kind("zip", ZIP, Shape::Zip),
];

/// The media types that files of any kind have.
pub const MEDIA: &[&str] = &[PDF, JPEG, PNG, WEBP, DOCX, XLSX, PPTX, ODT, ODS, ODP, ZIP];

/// The endings as a file field offers them.
pub const ACCEPTED: &str = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.zip";

impl Kind {
    /// The kind that a name claims.
    pub fn of(name: &str) -> Option<&'static Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        KINDS.iter().find(|kind| kind.ending == ending)
    }

    /// Looks whether the content is what the name claims, and harmless to open.
    pub fn check(&self, file: &mut File, nameless: Nameless<'_>) -> Result<(), Fault> {
        let mut first = [0; 16];
        file.rewind().map_err(|_| Fault::Broken)?;
        let read = beginning(file, &mut first).map_err(|_| Fault::Broken)?;
        let first = &first[..read];
        let zip = first.starts_with(b"PK\x03\x04");
        match self.shape {
            Shape::Begins(mark) if first.starts_with(mark) => Ok(()),
            Shape::Riff(form) if first.starts_with(b"RIFF") && first.get(8..12) == Some(form) => {
                Ok(())
            }
            Shape::Zip | Shape::Office(_) | Shape::OpenDocument if zip => {
                zipped::check(file, self, nameless)
            }
            _ => Err(Fault::Disguised),
        }
    }
}

fn beginning(file: &mut File, into: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < into.len() {
        match file.read(&mut into[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn fault(name: &str, bytes: &[u8]) -> Option<Fault> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Kind::of(name)
            .unwrap()
            .check(&mut file, &tempfile::tempfile)
            .err()
    }

    #[test]
    fn a_file_is_what_its_name_claims_or_it_is_refused() {
        assert_eq!(fault("a.pdf", b"%PDF-1.7\n"), None);
        assert_eq!(fault("a.JPG", b"\xFF\xD8\xFF\xE0"), None);
        assert_eq!(fault("a.webp", b"RIFF\x10\0\0\0WEBPVP8 "), None);
        for (name, bytes) in [
            ("a.pdf", &b"MZ\x90\0"[..]),
            ("a.pdf", b"<html><script>alert(1)</script>%PDF-1.7"),
            (
                "a.png",
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            ),
            ("a.jpg", b"GIF89a"),
            ("a.webp", b"RIFF\x10\0\0\0WAVEfmt "),
            ("a.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            ("a.zip", b"7z\xBC\xAF\x27\x1C"),
            ("a.pdf", b""),
        ] {
            assert_eq!(fault(name, bytes), Some(Fault::Disguised), "{name}");
        }
        for name in [
            "a.exe", "a.svg", "a.html", "a.docm", "a", "a.pdf.js", ".", "",
        ] {
            assert!(Kind::of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn what_a_field_offers_is_what_is_taken() {
        let offered: Vec<&str> = ACCEPTED.split(',').map(|one| &one[1..]).collect();
        assert_eq!(offered, KINDS.map(|kind| kind.ending));
        assert!(KINDS.iter().all(|kind| MEDIA.contains(&kind.media)));
    }
}
