//! The whole file: fields of every row, then what only shows across rows (duplicates, addresses, superiors).
//! Rules: `rules` of `data/pegawai_messy_expected.json`.

use super::{
    clean::Status,
    grid::Sheet,
    header::{Header, Mapping, field},
    reasons::{self, Code},
    reference::Reference,
    report::Fate,
    row,
    rows::{FillDown, Walk},
};
use crate::organisation::nip::Nip;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What is reported of an accepted row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Values {
    /// Row number in the file.
    pub row: u32,
    /// Running number of the file.
    pub no: Option<i64>,
    /// Name with degrees.
    pub name: String,
    /// Position.
    pub position: String,
    /// Superior's number as read, also where nobody was found.
    pub supervisor_nip: Option<String>,
    /// Employee number.
    pub nip: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Grade.
    pub golongan: Option<String>,
    /// Date of the grade.
    pub tmt_golongan: Option<NaiveDate>,
    /// Date of the position.
    pub tmt_jabatan: Option<NaiveDate>,
    /// Unit, by the agency's own spelling.
    pub unit: String,
    /// `L` or `P`.
    pub gender: &'static str,
    /// `PNS`, `CPNS`, `PPPK`, `PPPK_PW`.
    pub status: &'static str,
    /// Address.
    pub email: Option<String>,
    /// Phone number with +62.
    pub phone: Option<String>,
}

/// An accepted employee: the reported values and what else is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// What is reported.
    pub values: Values,
    /// The number, well formed.
    pub nip: Nip,
    /// Kind of employee.
    pub status: Status,
    /// The unit in the tree.
    pub unit_id: Uuid,
    /// The superior, only where one was found who is neither the employee nor part of a loop.
    pub supervisor: Option<String>,
    /// Whether the legal state lets the person work.
    pub active: bool,
    /// Legal state as written.
    pub legal_state: Option<String>,
    /// Degrees before the name, where they have a column of their own.
    pub title_front: Option<String>,
    /// Degrees after the name.
    pub title_back: Option<String>,
    /// Kind of position as written.
    pub position_kind: Option<String>,
    /// Echelon as written.
    pub echelon: Option<String>,
    /// Class of the position, 1-17.
    pub class: Option<i16>,
    /// Place of work as written.
    pub work_location: Option<String>,
}

/// A row and its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRow {
    /// Row number in the file.
    pub row: u32,
    /// What happens to it.
    pub status: Fate,
    /// Why it is refused or skipped.
    pub reasons: Vec<Code>,
    /// What to look at although it is accepted.
    pub warnings: Vec<Code>,
    /// The employee of an accepted row.
    pub employee: Option<Box<Employee>>,
}

/// All rows with data, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// One entry per row with data.
    pub rows: Vec<JudgedRow>,
}

impl Judgement {
    /// Rows with a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.rows.iter().filter(|r| r.status == fate).count()
    }

    /// Employees of the accepted rows.
    pub fn accepted(&self) -> impl Iterator<Item = &Employee> {
        self.rows.iter().filter_map(|r| r.employee.as_deref())
    }
}

/// Judges every row of a sheet of employees.
pub fn judge(
    sheet: &Sheet,
    header: &Header,
    mapping: &Mapping,
    reference: &Reference,
) -> Judgement {
    let unit_columns: Vec<usize> = [field::UNIT, field::UNIT_PARENT]
        .iter()
        .flat_map(|f| mapping.columns(f).iter().copied())
        .collect();
    let fill = FillDown::new(sheet, &unit_columns);
    let mut rows: Vec<JudgedRow> = Walk::new(sheet, header, mapping)
        .data()
        .into_iter()
        .map(|row| {
            if sheet.delimited && row.width != header.width {
                return refused(row.number, vec![Code::ColumnCount]);
            }
            finish(row.number, row::read(row, mapping, &fill, reference))
        })
        .collect();
    settle_duplicates(&mut rows);
    mark_addresses(&mut rows);
    mark_supervisors(&mut rows, reference);
    for row in &mut rows {
        reasons::sort(&mut row.reasons);
        reasons::sort(&mut row.warnings);
    }
    Judgement { rows }
}

fn refused(row: u32, reasons: Vec<Code>) -> JudgedRow {
    JudgedRow {
        row,
        status: Fate::Rejected,
        reasons,
        warnings: Vec::new(),
        employee: None,
    }
}

fn finish(row: u32, draft: row::Draft) -> JudgedRow {
    match draft.employee {
        Some(employee) if draft.reasons.is_empty() => JudgedRow {
            row,
            status: Fate::Accepted,
            reasons: Vec::new(),
            warnings: draft.warnings,
            employee: Some(Box::new(employee)),
        },
        _ => refused(row, draft.reasons),
    }
}

/// Only accepted rows are first copies; a later one is skipped when all its values agree, else refused.
fn settle_duplicates(rows: &mut [JudgedRow]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for i in 0..rows.len() {
        let Some(employee) = rows[i].employee.as_deref() else {
            continue;
        };
        let Some(&earlier) = first.get(employee.nip.as_str()) else {
            first.insert(employee.nip.as_str().to_owned(), i);
            continue;
        };
        let same = rows[earlier]
            .employee
            .as_deref()
            .is_some_and(|e| is_same(e, employee));
        rows[i] = if same {
            JudgedRow {
                status: Fate::SkippedDuplicate,
                ..refused(rows[i].row, vec![Code::DuplicateIdentical])
            }
        } else {
            refused(rows[i].row, vec![Code::DuplicateConflict])
        };
    }
}

fn is_same(a: &Employee, b: &Employee) -> bool {
    let values = Values {
        row: b.values.row,
        no: b.values.no,
        ..a.values.clone()
    };
    values == b.values && a.active == b.active
}

fn mark_addresses(rows: &mut [JudgedRow]) {
    let mut seen = HashSet::new();
    for row in rows {
        if let Some(email) = row.employee.as_ref().and_then(|e| e.values.email.clone())
            && !seen.insert(email)
        {
            reasons::add(&mut row.warnings, Code::EmailDuplicate);
        }
    }
}

/// Finds every superior among the accepted rows and the agency's active employees, and the loops among the rows.
fn mark_supervisors(rows: &mut [JudgedRow], reference: &Reference) {
    let places: HashMap<String, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(i, r)| r.employee.as_ref().map(|e| (e.nip.as_str().to_owned(), i)))
        .collect();
    let mut above: Vec<Option<usize>> = vec![None; rows.len()];
    for i in 0..rows.len() {
        let Some(employee) = rows[i].employee.as_deref_mut() else {
            continue;
        };
        let Some(superior) = employee.values.supervisor_nip.clone() else {
            continue;
        };
        if superior == employee.nip.as_str() {
            reasons::add(&mut rows[i].warnings, Code::SupervisorSelf);
        } else if let Some(place) = places.get(&superior) {
            above[i] = Some(*place);
            employee.supervisor = Some(superior);
        } else if reference.is_active(&superior) {
            employee.supervisor = Some(superior);
        } else {
            reasons::add(&mut rows[i].warnings, Code::SupervisorNotFound);
        }
    }
    for i in loops(&above) {
        reasons::add(&mut rows[i].warnings, Code::SupervisorCycle);
        if let Some(employee) = rows[i].employee.as_deref_mut() {
            employee.supervisor = None;
        }
    }
}

/// Members of the loops in a graph where everyone points to at most one other.
pub(super) fn loops(above: &[Option<usize>]) -> Vec<usize> {
    let mut walked = vec![0_usize; above.len()];
    let mut members = Vec::new();
    for start in 0..above.len() {
        let mark = start + 1;
        let mut at = start;
        while walked[at] == 0 {
            walked[at] = mark;
            match above[at] {
                Some(next) => at = next,
                None => break,
            }
        }
        if walked[at] == mark && above[at].is_some() {
            let first = at;
            loop {
                members.push(at);
                match above[at] {
                    Some(next) if next != first => at = next,
                    _ => break,
                }
            }
        }
    }
    members
}
