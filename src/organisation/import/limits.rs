//! How much of a file is read at most. A file beyond a limit is refused whole, before anything large is held.

/// Bytes of an uploaded file (security.md: import 64 MiB).
pub const FILE_BYTES: usize = 64 << 20;
/// Parts in a zipped workbook (security.md C25).
pub const ZIP_ENTRIES: usize = 100;
/// Unzipped bytes of all parts together.
pub const UNZIPPED_BYTES: u64 = 384 << 20;
/// Unzipped bytes of a part that is neither a sheet nor the shared strings.
pub const SMALL_PART_BYTES: u64 = 8 << 20;
/// A part larger than [`RATIO_FROM`] may not be more than this many times its packed size.
pub const RATIO: u64 = 100;
/// Packed so well is only suspicious from this size on.
pub const RATIO_FROM: u64 = 8 << 20;
/// Width of a table.
pub const COLUMNS: usize = 200;
/// Last row number of a table.
pub const ROWS: u32 = 200_000;
/// Filled cells in a workbook.
pub const CELLS: usize = 6_000_000;
/// Sheets in a workbook.
pub const SHEETS: usize = 60;
/// Shared strings of a workbook.
pub const STRINGS: u64 = 3_000_000;
/// Merged ranges in a sheet.
pub const MERGES: u64 = 200_000;
/// Cell formats of a workbook (the limit of the program that made it is 64,000).
pub const FORMATS: u64 = 70_000;
/// Characters in one cell (the spreadsheet's own limit).
pub const CELL_CHARS: usize = 32_767;
/// Bytes from one element to the next: a parser holds that much at once.
pub const TOKEN_BYTES: usize = 1 << 20;
