//! Finds the rows with the column names, wherever they stand, in one or two levels, and says which field each
//! column is. The result is a value: a person may map columns otherwise before the rows are judged.

use super::{
    aliases::{Dictionary, Meaning, squash},
    file::{FileError, Workbook},
    grid::{Cell, Row, Sheet},
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// Names of the fields of an employee file.
pub mod field {
    #![allow(missing_docs, reason = "the names say it")]
    pub const NO: &str = "no";
    pub const NIP: &str = "nip";
    pub const NAME: &str = "name";
    pub const TITLE_FRONT: &str = "title_front";
    pub const TITLE_BACK: &str = "title_back";
    pub const BIRTH_DATE: &str = "birth_date";
    pub const GENDER: &str = "gender";
    pub const EMAIL: &str = "email";
    pub const PHONE: &str = "phone";
    pub const ASN_KIND: &str = "asn_kind";
    pub const LEGAL_STATE: &str = "legal_state";
    pub const GRADE: &str = "grade";
    pub const GRADE_SINCE: &str = "grade_since";
    pub const POSITION: &str = "position";
    pub const POSITION_KIND: &str = "position_kind";
    pub const POSITION_SINCE: &str = "position_since";
    pub const ECHELON: &str = "echelon";
    pub const CLASS: &str = "class";
    pub const UNIT: &str = "unit";
    pub const UNIT_PARENT: &str = "unit_parent";
    pub const WORK_LOCATION: &str = "work_location";
    pub const SUPERVISOR_NIP: &str = "supervisor_nip";
}

/// Fields without which no employee row can be accepted.
pub const REQUIRED: [&str; 4] = [field::NIP, field::NAME, field::UNIT, field::POSITION];

/// Column names of employee files.
pub static EMPLOYEES: LazyLock<Dictionary> = LazyLock::new(Dictionary::employees);

/// Rows looked at for column names.
const SEARCHED: usize = 80;

/// Which columns hold a field. Where several do, the first that is filled in a row counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Mapping(BTreeMap<&'static str, Vec<usize>>);

impl Mapping {
    /// The columns of a field, preferred first.
    pub fn columns(&self, field: &str) -> &[usize] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// The field a column is mapped to.
    pub fn field_of(&self, column: usize) -> Option<&'static str> {
        self.0
            .iter()
            .find(|(_, c)| c.contains(&column))
            .map(|(f, _)| *f)
    }

    /// Maps a column to a field of the dictionary, or to none; the column leaves any other field.
    pub fn set(&mut self, dictionary: &Dictionary, column: usize, field: Option<&str>) {
        for columns in self.0.values_mut() {
            columns.retain(|c| *c != column);
        }
        self.0.retain(|_, columns| !columns.is_empty());
        if let Some(known) = field.and_then(|f| dictionary.fields.iter().find(|k| **k == f)) {
            self.0.entry(known).or_default().insert(0, column);
        }
    }

    /// A stored mapping again: what it serialises to, fields that are not known left out.
    pub fn restore(dictionary: &Dictionary, stored: &BTreeMap<String, Vec<usize>>) -> Mapping {
        let known = |f: &str| dictionary.fields.iter().find(|k| **k == f).copied();
        Mapping(
            stored
                .iter()
                .filter_map(|(f, c)| Some((known(f)?, c.clone())))
                .collect(),
        )
    }

    /// Required fields that no column holds.
    pub fn missing(&self) -> Vec<&'static str> {
        REQUIRED
            .into_iter()
            .filter(|f| self.columns(f).is_empty())
            .collect()
    }

    /// The first filled cell of a field in a row.
    pub fn cell<'r>(&self, row: &'r Row, field: &str) -> &'r Cell {
        static EMPTY: Cell = Cell::Empty;
        self.columns(field)
            .iter()
            .map(|c| row.get(*c))
            .find(|c| !c.is_empty())
            .unwrap_or(&EMPTY)
    }
}

/// A named column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// 0-based column.
    pub index: usize,
    /// Its name, both levels joined with ` > `.
    pub label: String,
    /// The field it stands for.
    pub field: Option<&'static str>,
    /// Known and not read (the old number).
    pub ignored: bool,
}

/// Where the column names are and what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Header {
    /// Name of the sheet.
    pub sheet: String,
    /// Row numbers of the names: one or two.
    pub rows: Vec<u32>,
    /// Named columns from left to right.
    pub columns: Vec<Column>,
    /// The proposal of which columns hold which field.
    pub mapping: Mapping,
    /// Fields in the header's record, for delimited text.
    pub width: usize,
    /// Position in the sheet's rows after the names.
    #[serde(skip)]
    pub next: usize,
}

impl Header {
    /// Where the catalogues have the name of a field.
    pub fn field_key(field: &str) -> String {
        format!("import-field-{}", field.replace('_', "-"))
    }

    /// Columns that are not known.
    pub fn unknown(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(|c| c.field.is_none() && !c.ignored)
    }

    /// How many columns are known: the measure by which a sheet is chosen.
    pub fn matched(&self) -> usize {
        self.columns.iter().filter(|c| c.field.is_some()).count()
    }
}

/// The sheet asked for, else the one whose header names most fields.
pub fn pick<'b>(
    book: &'b Workbook,
    dictionary: &Dictionary,
    wanted: Option<&str>,
) -> Result<(&'b Sheet, Header), FileError> {
    if let Some(name) = wanted {
        let same = |s: &&Sheet| s.name.trim().eq_ignore_ascii_case(name.trim());
        let sheet = book
            .sheets
            .iter()
            .find(same)
            .ok_or(FileError::SheetUnknown)?;
        return find(sheet, dictionary)
            .map(|h| (sheet, h))
            .ok_or(FileError::NoHeader);
    }
    let mut best: Option<(&Sheet, Header)> = None;
    for sheet in &book.sheets {
        if let Some(header) = find(sheet, dictionary)
            && best
                .as_ref()
                .is_none_or(|(_, b)| header.matched() > b.matched())
        {
            best = Some((sheet, header));
        }
    }
    best.ok_or(FileError::NoHeader)
}

/// The best header of a sheet, if any row looks like one.
pub fn find(sheet: &Sheet, dictionary: &Dictionary) -> Option<Header> {
    let mut best: Option<Header> = None;
    for at in 0..sheet.rows.len().min(SEARCHED) {
        let single = build(sheet, dictionary, at, None);
        let double = sheet
            .rows
            .get(at + 1)
            .filter(|below| sheet.delimited || below.number == sheet.rows[at].number + 1)
            .map(|_| build(sheet, dictionary, at, Some(at + 1)));
        for (header, is_double) in std::iter::once((single, false)).chain(double.map(|d| (d, true)))
        {
            let score = header.matched();
            let good = score >= dictionary.least
                && dictionary
                    .keys
                    .iter()
                    .any(|k| !header.mapping.columns(k).is_empty());
            let top = best.as_ref().map_or(0, Header::matched);
            let tie = score == top
                && best.as_ref().is_some_and(|b| match is_double {
                    true => b.next == at + 1 && is_second_level(&sheet.rows[at + 1], &header),
                    false => b.next == at + 1 && b.rows.len() == 2,
                });
            if good && (score > top || tie) {
                best = Some(header);
            }
        }
    }
    best
}

/// Whether a row reads like names below names: several texts without figures, nothing under the key columns.
fn is_second_level(row: &Row, header: &Header) -> bool {
    let texts = row.cells.iter().all(|(_, c)| match c {
        Cell::Text(t) => !t.bytes().any(|b| b.is_ascii_digit()),
        _ => false,
    });
    let clear = [field::NIP, field::NAME]
        .iter()
        .flat_map(|f| header.mapping.columns(f))
        .all(|c| row.get(*c).is_empty());
    row.cells.len() >= 2 && texts && clear
}

/// A column's two levels: the name above (own or spread over it), how many columns share it, and the name below.
struct Levels {
    index: usize,
    above: String,
    shared: usize,
    below: String,
}

fn levels(sheet: &Sheet, top: &Row, low: Option<&Row>) -> Vec<Levels> {
    let last = |r: &Row| r.cells.last().map_or(0, |(c, _)| usize::from(*c) + 1);
    let width = last(top).max(low.map_or(0, last));
    let mut out: Vec<Levels> = Vec::new();
    let (mut group, mut from) = (String::new(), 0);
    for index in 0..width {
        let own = tidy(top.get(index));
        let below = low.map(|r| tidy(r.get(index))).unwrap_or_default();
        if !own.is_empty() {
            group = own.clone();
            from = index;
        }
        let spread = own.is_empty() && !below.is_empty() && reaches(sheet, top.number, from, index);
        let above = if spread { group.clone() } else { own };
        if !above.is_empty() || !below.is_empty() {
            out.push(Levels {
                index,
                above,
                shared: from,
                below,
            });
        }
    }
    let starts: Vec<usize> = out
        .iter()
        .filter(|l| !l.below.is_empty())
        .map(|l| l.shared)
        .collect();
    for level in &mut out {
        level.shared = starts.iter().filter(|s| **s == level.shared).count();
    }
    out
}

/// Whether the name at `from` covers `index`: by its merged range, or, where it has none, by the empty cells after it.
fn reaches(sheet: &Sheet, row: u32, from: usize, index: usize) -> bool {
    let own =
        |m: &&super::grid::Merge| m.top <= row && row <= m.bottom && usize::from(m.left) == from;
    sheet
        .merges
        .iter()
        .find(own)
        .is_none_or(|m| index <= usize::from(m.right))
}

fn tidy(cell: &Cell) -> String {
    match cell {
        Cell::Text(t) => t.split_whitespace().collect::<Vec<_>>().join(" "),
        other => other.to_text(),
    }
}

fn build(sheet: &Sheet, dictionary: &Dictionary, top: usize, low: Option<usize>) -> Header {
    let (upper, lower) = (&sheet.rows[top], low.map(|l| &sheet.rows[l]));
    let mut columns = Vec::new();
    let mut found: BTreeMap<&'static str, Vec<(usize, usize)>> = BTreeMap::new();
    let mut before = None;
    for level in levels(sheet, upper, lower) {
        let meaning = match meaning(dictionary, &level) {
            Meaning::Unknown => since(dictionary, &level, before),
            known => known,
        };
        let mut column = Column {
            index: level.index,
            label: match (level.above.is_empty(), level.below.is_empty()) {
                (false, false) => format!("{} > {}", level.above, level.below),
                (true, _) => level.below,
                _ => level.above,
            },
            field: None,
            ignored: meaning == Meaning::Ignored,
        };
        if let Meaning::Field(field, rank) = meaning {
            column.field = Some(field);
            found.entry(field).or_default().push((rank, level.index));
        }
        before = column.field;
        columns.push(column);
    }
    let mapping = found
        .into_iter()
        .map(|(field, mut places)| {
            places.sort_unstable();
            (
                field,
                places.into_iter().map(|(_, column)| column).collect(),
            )
        })
        .collect();
    Header {
        sheet: sheet.name.clone(),
        rows: std::iter::once(upper)
            .chain(lower)
            .map(|r| r.number)
            .collect(),
        columns,
        mapping: Mapping(mapping),
        width: upper.width.max(lower.map_or(0, |r| r.width)),
        next: low.unwrap_or(top) + 1,
    }
}

/// A bare `TMT` is the date of the grade or position named just before it.
fn since(dictionary: &Dictionary, level: &Levels, before: Option<&'static str>) -> Meaning {
    let label = if level.below.is_empty() {
        &level.above
    } else {
        &level.below
    };
    let joined = match before {
        Some(field::GRADE) => "TMT GOLONGAN",
        Some(field::POSITION) => "TMT JABATAN",
        _ => return Meaning::Unknown,
    };
    match squash(label).as_str() {
        "tmt" if level.above.is_empty() || level.below.is_empty() => dictionary.meaning(joined),
        _ => Meaning::Unknown,
    }
}

/// Groups that are about somebody or something else than the employee: their parts mean nothing on their own.
const OTHERS: [&str; 14] = [
    "atasan",
    "penilai",
    "suami",
    "istri",
    "pasangan",
    "anak",
    "orangtua",
    "diklat",
    "latihan",
    "pendidikan",
    "pend",
    "penghargaan",
    "hukuman",
    "ijazah",
];

/// Groups that merely say "the employee".
const OWN: [&str; 7] = [
    "pegawai",
    "identitas",
    "data",
    "biodata",
    "asn",
    "pribadi",
    "umum",
];

fn meaning(dictionary: &Dictionary, level: &Levels) -> Meaning {
    let (above, below) = (level.above.as_str(), level.below.as_str());
    if below.is_empty() {
        return dictionary.meaning(above);
    }
    if above.is_empty() {
        return dictionary.meaning(below);
    }
    for joined in [format!("{above} {below}"), format!("{below} {above}")] {
        let meaning = dictionary.meaning(&joined);
        if meaning != Meaning::Unknown {
            return meaning;
        }
    }
    let group = squash(above);
    let alone = dictionary.meaning(below);
    let own = OWN.iter().any(|w| group.contains(w));
    match alone {
        Meaning::Field(field::NAME, _) if !own => {}
        Meaning::Field(..) | Meaning::Ignored if !OTHERS.iter().any(|w| group.contains(w)) => {
            return alone;
        }
        _ => {}
    }
    if level.shared <= 1 || squash(below) == "nama" {
        return dictionary.meaning(above);
    }
    Meaning::Unknown
}
