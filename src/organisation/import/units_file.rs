//! Units and the title of their head in the layout of the SIASN unit reference (`ref_unor`: Id, DiatasanId,
//! NamaUnor, NamaJabatan …), or any list with a code and a name. Same fates as employees.

use super::{
    aliases::Dictionary,
    clean,
    file::FileError,
    grid::{Row, Sheet},
    header::{self, Header, Mapping},
    judge::loops,
    reasons::{self, Code},
    reference::ReferenceUnit,
    report::{Fate, Report, ReportRow},
    rows::Walk,
};
use serde::Serialize;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Column names of unit files.
pub static UNITS: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::new(NAMES.iter().copied(), &["unit_name"], 2));

const NAMES: &[(&str, &str)] = &[
    ("id", "Id"),
    ("id", "UNOR ID"),
    ("id", "Kode Unit Kerja"),
    ("id", "Kode Unit"),
    ("id", "unit_code"),
    ("id", "Kode Unor"),
    ("unit_name", "NamaUnor"),
    ("unit_name", "Nama Unit Kerja Resmi"),
    ("unit_name", "Nama Unit Kerja"),
    ("unit_name", "Nama Unit"),
    ("unit_name", "UNOR NAMA"),
    ("unit_name", "Unit Kerja"),
    ("unit_name", "name"),
    ("parent", "DiatasanId"),
    ("parent", "ID Atasan"),
    ("parent", "Kode Induk"),
    ("parent", "Kode Unit Induk"),
    ("parent", "parent_code"),
    ("head_title", "NamaJabatan"),
    ("head_title", "Jabatan Pimpinan"),
    ("head_title", "Nama Jabatan Pimpinan"),
    ("head_person", "PemimpinPnsId"),
    ("agency", "InstansiId"),
    ("echelon", "EselonId"),
    ("echelon", "Eselon"),
    ("code", "CepatKode"),
    ("root", "IndukUnorId"),
    ("unit_kind", "JenisUnorId"),
    ("unit_kind", "kind"),
];

/// A unit as the file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitLine {
    /// Row number in the file.
    pub row: u32,
    /// Identifier in the file; the name where the file has none.
    pub id: String,
    /// Name.
    pub name: String,
    /// Identifier of the unit above, where it was found in the file or the agency.
    pub parent_id: Option<String>,
    /// Title of the head: the position that is proposed for the unit.
    pub head_title: Option<String>,
    /// The head's identifier in the outside register.
    pub head_person_id: Option<String>,
    /// Short code.
    pub code: Option<String>,
    /// Echelon as written.
    pub echelon: Option<String>,
    /// Kind of unit as written.
    pub kind: Option<String>,
}

/// Rows of a unit file with their fates.
#[derive(Debug, Clone, Default)]
pub struct UnitJudgement {
    /// One entry per row, in file order.
    pub rows: Vec<ReportRow<UnitLine>>,
}

impl UnitJudgement {
    /// Accepted units, every parent before its children.
    pub fn parents_first(&self) -> Vec<&UnitLine> {
        let lines: Vec<&UnitLine> = self.rows.iter().filter_map(|r| r.values.as_ref()).collect();
        let ids: HashSet<&str> = lines.iter().map(|l| l.id.as_str()).collect();
        let mut children: HashMap<&str, Vec<&UnitLine>> = HashMap::new();
        let mut queue: Vec<&UnitLine> = Vec::new();
        for line in lines {
            match line.parent_id.as_deref().filter(|p| ids.contains(p)) {
                Some(parent) => children.entry(parent).or_default().push(line),
                None => queue.push(line),
            }
        }
        let mut at = 0;
        while at < queue.len() {
            queue.extend(children.remove(queue[at].id.as_str()).unwrap_or_default());
            at += 1;
        }
        queue
    }

    /// The report of the file.
    pub fn report(&self, file: &str, sheet: &str, applied: bool) -> Report<UnitLine> {
        Report::of_rows(file, sheet, applied, self.rows.clone())
    }
}

/// Reads a unit file and judges every row.
pub fn preview(
    file_name: &str,
    bytes: &[u8],
    sheet: Option<&str>,
    known: &[ReferenceUnit],
) -> Result<(Header, UnitJudgement), FileError> {
    let book = super::file::read(file_name, bytes)?;
    let (sheet, header) = header::pick(&book, &UNITS, sheet)?;
    let judgement = judge(sheet, &header, &header.mapping, known);
    Ok((header, judgement))
}

/// Judges every row of a sheet of units; `known` are the agency's units.
pub fn judge(
    sheet: &Sheet,
    header: &Header,
    mapping: &Mapping,
    known: &[ReferenceUnit],
) -> UnitJudgement {
    let mut rows: Vec<ReportRow<UnitLine>> = Walk::new(sheet, header, mapping)
        .plain()
        .into_iter()
        .map(|row| read(sheet, header, mapping, row))
        .collect();
    settle_duplicates(&mut rows);
    settle_loops(&mut rows);
    find_parents(&mut rows, known);
    UnitJudgement { rows }
}

fn refuse(row: &mut ReportRow<UnitLine>, status: Fate, code: Code) {
    row.status = status;
    row.values = None;
    row.warnings.clear();
    reasons::add(&mut row.reasons, code);
}

fn read(sheet: &Sheet, header: &Header, mapping: &Mapping, row: &Row) -> ReportRow<UnitLine> {
    let mut out = ReportRow {
        row: row.number,
        status: Fate::Accepted,
        reasons: Vec::new(),
        warnings: Vec::new(),
        values: None,
    };
    if sheet.delimited && row.width != header.width {
        refuse(&mut out, Fate::Rejected, Code::ColumnCount);
        return out;
    }
    let text = |field| clean::optional(mapping.cell(row, field));
    let name = match clean::name(mapping.cell(row, "unit_name")) {
        Ok(name) => Some(name),
        Err(Code::NameInvalid) => {
            refuse(&mut out, Fate::Rejected, Code::UnitNameInvalid);
            None
        }
        Err(_) => {
            refuse(&mut out, Fate::Rejected, Code::UnitNameMissing);
            None
        }
    };
    let id = match text("id") {
        None if mapping.columns("id").is_empty() => name.clone(),
        None => {
            refuse(&mut out, Fate::Rejected, Code::UnitIdMissing);
            None
        }
        id => id,
    };
    let long = |t: &Option<String>| t.as_ref().is_some_and(|t| t.chars().count() > 300);
    if [&id, &name, &text("head_title")].into_iter().any(long) {
        refuse(&mut out, Fate::Rejected, Code::TextTooLong);
    }
    if let (Some(id), Some(name), true) = (id, name, out.reasons.is_empty()) {
        out.values = Some(UnitLine {
            row: row.number,
            parent_id: text("parent").filter(|p| *p != id),
            id,
            name,
            head_title: text("head_title"),
            head_person_id: text("head_person"),
            code: text("code"),
            echelon: text("echelon"),
            kind: text("unit_kind"),
        });
    }
    out
}

fn settle_duplicates(rows: &mut [ReportRow<UnitLine>]) {
    let mut first: HashMap<String, UnitLine> = HashMap::new();
    for row in rows {
        let Some(line) = row.values.clone() else {
            continue;
        };
        match first.get(&line.id) {
            None => {
                first.insert(line.id.clone(), line);
            }
            Some(earlier)
                if UnitLine {
                    row: line.row,
                    ..earlier.clone()
                } == line =>
            {
                refuse(row, Fate::SkippedDuplicate, Code::DuplicateIdentical);
            }
            Some(_) => refuse(row, Fate::Rejected, Code::DuplicateConflict),
        }
    }
}

fn settle_loops(rows: &mut [ReportRow<UnitLine>]) {
    let places: HashMap<String, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(i, r)| r.values.as_ref().map(|l| (l.id.clone(), i)))
        .collect();
    let above: Vec<Option<usize>> = rows
        .iter()
        .map(|r| {
            r.values
                .as_ref()?
                .parent_id
                .as_ref()
                .and_then(|p| places.get(p).copied())
        })
        .collect();
    for i in loops(&above) {
        refuse(&mut rows[i], Fate::Rejected, Code::UnitCycle);
    }
}

/// Parents that are nowhere leave their units at the top, with a warning.
fn find_parents(rows: &mut [ReportRow<UnitLine>], known: &[ReferenceUnit]) {
    let ids: HashSet<String> = rows
        .iter()
        .filter_map(|r| r.values.as_ref().map(|l| l.id.clone()))
        .chain(known.iter().filter_map(|u| u.external_id.clone()))
        .collect();
    for row in rows {
        if let Some(line) = row.values.as_mut()
            && line.parent_id.as_ref().is_some_and(|p| !ids.contains(p))
        {
            line.parent_id = None;
            reasons::add(&mut row.warnings, Code::UnitParentNotFound);
        }
    }
}
