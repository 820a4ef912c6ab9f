//! From bytes and a file name to sheets. The kind is decided by content and must agree with the extension;
//! everything that could make a small file large is refused before it is unfolded.

use super::{delimited, grid::Sheet, limits, ods, xls, xlsx, zip_guard};

/// A file read.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// The name it was uploaded under.
    pub file: String,
    /// Its tables, in the file's order.
    pub sheets: Vec<Sheet>,
}

/// Why a file as a whole is refused. [`FileError::code`] is stable; the words are in the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// More bytes than accepted, or unfolds to more than accepted.
    #[error("the file is too large")]
    TooLarge,
    /// Not a kind of table file that is read, or its content is of another kind than its name says.
    #[error(
        "the file is not a spreadsheet or text table, or its content does not fit its extension"
    )]
    Type,
    /// Damaged, or built in a way no spreadsheet program does.
    #[error("the file cannot be read")]
    Unreadable,
    /// A password protects it.
    #[error("the file is protected with a password")]
    Password,
    /// More columns than accepted.
    #[error("the table is too wide")]
    TooWide,
    /// More rows, cells or sheets than accepted.
    #[error("the table is too long")]
    TooLong,
    /// A cell with more text than a spreadsheet allows.
    #[error("a cell holds too much text")]
    CellTooLong,
    /// No filled cell at all.
    #[error("the file is empty")]
    Empty,
    /// No row looks like the column names.
    #[error("no row with column names was found")]
    NoHeader,
    /// The sheet asked for is not in the file.
    #[error("the file has no sheet of that name")]
    SheetUnknown,
}

impl FileError {
    /// Every error, so that a test can ask for words for each.
    pub const ALL: [FileError; 10] = [
        FileError::TooLarge,
        FileError::Type,
        FileError::Unreadable,
        FileError::Password,
        FileError::TooWide,
        FileError::TooLong,
        FileError::CellTooLong,
        FileError::Empty,
        FileError::NoHeader,
        FileError::SheetUnknown,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            FileError::TooLarge => "FILE_TOO_LARGE",
            FileError::Type => "FILE_TYPE",
            FileError::Unreadable => "FILE_UNREADABLE",
            FileError::Password => "FILE_PASSWORD",
            FileError::TooWide => "FILE_TOO_WIDE",
            FileError::TooLong => "FILE_TOO_LONG",
            FileError::CellTooLong => "FILE_CELL_TOO_LONG",
            FileError::Empty => "FILE_EMPTY",
            FileError::NoHeader => "NO_HEADER",
            FileError::SheetUnknown => "SHEET_UNKNOWN",
        }
    }

    /// Where the catalogues have its words.
    pub fn key(self) -> String {
        let code = self.code();
        let code = code.strip_prefix("FILE_").unwrap_or(code);
        format!("import-file-{}", code.to_lowercase().replace('_', "-"))
    }
}

/// Reads every sheet of a file.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Workbook, FileError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(FileError::TooLarge);
    }
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    let sheets = match extension(file_name).as_str() {
        "xlsx" | "ods" if is_compound(bytes) => return Err(FileError::Password),
        "xlsx" if is_zip(bytes) => {
            zip_guard::check(bytes, zip_guard::Kind::Xlsx)?;
            guarded(|| xlsx::read(bytes))?
        }
        "ods" if is_zip(bytes) => {
            zip_guard::check(bytes, zip_guard::Kind::Ods)?;
            guarded(|| ods::read(bytes))?
        }
        "xls" if is_compound(bytes) => guarded(|| xls::read(bytes))?,
        "csv" | "tsv" | "txt" if !is_zip(bytes) && !is_compound(bytes) => {
            vec![delimited::read(file_name, bytes)?]
        }
        _ => return Err(FileError::Type),
    };
    if sheets.iter().all(|s| s.rows.is_empty()) {
        return Err(FileError::Empty);
    }
    Ok(Workbook {
        file: file_name.to_owned(),
        sheets,
    })
}

/// A damaged file may trip an index inside a parser; that is an unreadable file, not a fault of the server.
fn guarded<T>(parse: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .unwrap_or(Err(FileError::Unreadable))
}

fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, e)| e.trim().to_ascii_lowercase())
        .unwrap_or_default()
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}
