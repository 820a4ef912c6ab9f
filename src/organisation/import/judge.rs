//! The whole file: fields of every row, then what only shows across rows (duplicates, addresses, superiors).
//! Rules: `rules` of `data/pegawai_messy_expected.json`.

use super::{
    clean::{self, DateValue, Status},
    grid::{Cell, Row, Sheet},
    header::{Header, Mapping, field},
    reasons::{self, Code},
    reference::{Reference, UnitMatch},
    report::Fate,
    rows::{FillDown, Walk},
};
use crate::organisation::nip::{Nip, Sex};
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
            Draft::read(row, mapping, &fill, reference).finish(row.number)
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

/// A row while its fields are read: what is wrong, what is odd, and the employee as far as there is one.
struct Draft {
    reasons: Vec<Code>,
    warnings: Vec<Code>,
    employee: Option<Employee>,
}

/// The row with the means to read its fields and to note what is wrong.
struct Reader<'r> {
    row: &'r Row,
    mapping: &'r Mapping,
    reasons: Vec<Code>,
    warnings: Vec<Code>,
}

impl<'r> Reader<'r> {
    fn cell(&self, field: &str) -> &'r Cell {
        self.mapping.cell(self.row, field)
    }

    fn optional(&self, field: &str) -> Option<String> {
        clean::optional(self.cell(field))
    }

    /// The value, or its reason noted.
    fn need<T>(&mut self, value: Result<T, Code>) -> Option<T> {
        value
            .map_err(|code| reasons::add(&mut self.reasons, code))
            .ok()
    }

    /// The value, or its warning noted.
    fn wish<T>(&mut self, value: Result<Option<T>, Code>) -> Option<T> {
        match value {
            Ok(value) => value,
            Err(code) => {
                reasons::add(&mut self.warnings, code);
                None
            }
        }
    }

    /// Refuses a text that is longer than is stored.
    fn short(&mut self, text: Option<&str>, most: usize) {
        if text.is_some_and(|t| t.chars().count() > most) {
            reasons::add(&mut self.reasons, Code::TextTooLong);
        }
    }

    fn date(&mut self, cell: &Cell, birth_year: Option<i32>) -> Option<NaiveDate> {
        match clean::date(cell, birth_year) {
            DateValue::Empty => None,
            DateValue::Day(day) => Some(day),
            DateValue::Zero => {
                reasons::add(&mut self.warnings, Code::DateZero);
                None
            }
            DateValue::Invalid => {
                reasons::add(&mut self.reasons, Code::DateInvalid);
                None
            }
        }
    }

    /// The kind of employee: told by any of its columns, the contract first, else inferred from the grade.
    fn status(&mut self, grade: Option<&clean::Grade>) -> Option<Status> {
        let told: Vec<&Cell> = self
            .mapping
            .columns(field::ASN_KIND)
            .iter()
            .map(|c| self.row.get(*c))
            .filter(|c| !c.is_empty())
            .collect();
        if let Some(known) = told
            .iter()
            .map(|c| clean::status(c))
            .collect::<Option<Vec<_>>>()
            && let Some(status) = known.into_iter().max()
        {
            return Some(status);
        }
        let inferred = match grade {
            Some(clean::Grade::Slash(_)) => Status::Pns,
            Some(clean::Grade::Roman(_)) => Status::Pppk,
            None => {
                reasons::add(&mut self.reasons, Code::StatusNotAsn);
                return None;
            }
        };
        if told.is_empty() {
            reasons::add(&mut self.warnings, Code::StatusInferred);
            return Some(inferred);
        }
        reasons::add(&mut self.reasons, Code::StatusNotAsn);
        None
    }

    fn birth_date(&mut self, nip: Option<&Nip>, birth_year: Option<i32>) -> Option<NaiveDate> {
        let told = self.date(
            &clean::after_place(self.cell(field::BIRTH_DATE)),
            birth_year,
        );
        let by_number = nip.map(Nip::birth_date);
        match (told, by_number) {
            (None, Some(_)) => reasons::add(&mut self.warnings, Code::BirthdateFromNip),
            (Some(a), Some(b)) if a != b => {
                reasons::add(&mut self.warnings, Code::BirthdateNipMismatch)
            }
            _ => {}
        }
        told.or(by_number)
    }

    fn gender(&mut self, nip: Option<&Nip>) -> Option<Sex> {
        let told = clean::gender(self.cell(field::GENDER));
        let by_number = nip.map(Nip::sex);
        match (told, by_number) {
            (None, Some(_)) => reasons::add(&mut self.warnings, Code::GenderFromNip),
            (Some(a), Some(b)) if a != b => {
                reasons::add(&mut self.warnings, Code::GenderNipMismatch)
            }
            _ => {}
        }
        told.or(by_number)
    }

    fn unit<'u>(
        &mut self,
        fill: &FillDown<'_>,
        reference: &'u Reference,
    ) -> Option<(Uuid, &'u str)> {
        let name = clean::text(fill.cell(self.mapping, self.row, field::UNIT));
        if name.is_empty() {
            reasons::add(&mut self.reasons, Code::UnitMissing);
            return None;
        }
        let parent = clean::optional(fill.cell(self.mapping, self.row, field::UNIT_PARENT));
        let code = match reference.unit(&name, parent.as_deref()) {
            UnitMatch::Found(unit) => return Some((unit.id, &unit.name)),
            UnitMatch::Unknown => Code::UnitUnknown,
            UnitMatch::Ambiguous => Code::UnitAmbiguous,
        };
        reasons::add(&mut self.reasons, code);
        None
    }

    fn grade(&mut self, status: Option<Status>, grade: Option<&clean::Grade>, refused: bool) {
        match (grade, status) {
            (None, _) if !refused => reasons::add(&mut self.warnings, Code::GolMissing),
            (Some(clean::Grade::Slash(_)), Some(s)) if s.is_contract() => {
                reasons::add(&mut self.warnings, Code::GolStatusMismatch);
            }
            (Some(clean::Grade::Roman(_)), Some(s)) if !s.is_contract() => {
                reasons::add(&mut self.warnings, Code::GolStatusMismatch);
            }
            _ => {}
        }
    }
}

impl Draft {
    fn read(row: &Row, mapping: &Mapping, fill: &FillDown<'_>, reference: &Reference) -> Draft {
        let mut r = Reader {
            row,
            mapping,
            reasons: Vec::new(),
            warnings: Vec::new(),
        };
        let grade = clean::grade(r.cell(field::GRADE));
        let grade_refused = grade.is_err();
        let grade = r.need(grade).flatten();
        let status = r.status(grade.as_ref());
        let told = if r.warnings.contains(&Code::StatusInferred) {
            None
        } else {
            status
        };
        let digits = r.need(clean::nip_digits(r.cell(field::NIP)));
        let birth_year = digits.as_ref().and_then(|d| d.get(..4)?.parse().ok());
        let nip = digits.and_then(|d| r.need(clean::nip_structure(&d, told, reference.today)));
        let name = r.need(clean::name(r.cell(field::NAME)));
        let unit = r.unit(fill, reference);
        let position = r.optional(field::POSITION);
        if position.is_none() {
            reasons::add(&mut r.reasons, Code::JabatanMissing);
        }
        r.short(name.as_deref(), 200);
        r.short(position.as_deref(), 300);
        r.grade(status, grade.as_ref(), grade_refused);
        let tmt_golongan = r.date(r.cell(field::GRADE_SINCE), birth_year);
        let tmt_jabatan = r.date(r.cell(field::POSITION_SINCE), birth_year);
        let birth_date = r.birth_date(nip.as_ref(), birth_year);
        let gender = r.gender(nip.as_ref());
        let active = mapping
            .columns(field::LEGAL_STATE)
            .iter()
            .all(|c| clean::is_active_state(row.get(*c)));
        if !active {
            reasons::add(&mut r.warnings, Code::NotActive);
        }
        let email = r.wish(clean::email(r.cell(field::EMAIL)));
        let phone = r.wish(clean::phone(r.cell(field::PHONE)));
        let superior = clean::supervisor(r.cell(field::SUPERVISOR_NIP));
        if superior == Ok(None) {
            reasons::add(&mut r.warnings, Code::SupervisorMissing);
        }
        let supervisor_nip = r.wish(superior);
        let employee = (|| {
            let nip = nip?;
            let (unit_id, unit) = unit?;
            Some(Employee {
                values: Values {
                    row: row.number,
                    no: clean::whole(r.cell(field::NO)),
                    name: name?,
                    position: position?,
                    supervisor_nip,
                    nip: nip.as_str().to_owned(),
                    birth_date: birth_date?,
                    golongan: grade.map(|g| g.as_str().to_owned()),
                    tmt_golongan,
                    tmt_jabatan,
                    unit: unit.to_owned(),
                    gender: gender?.letter(),
                    status: status?.as_str(),
                    email,
                    phone,
                },
                nip,
                status: status?,
                unit_id,
                supervisor: None,
                active,
                legal_state: r.optional(field::LEGAL_STATE),
                title_front: r.optional(field::TITLE_FRONT),
                title_back: r.optional(field::TITLE_BACK),
                position_kind: r.optional(field::POSITION_KIND),
                echelon: r.optional(field::ECHELON),
                class: clean::whole(r.cell(field::CLASS))
                    .and_then(|n| i16::try_from(n).ok())
                    .filter(|n| (1..=17).contains(n)),
                work_location: r.optional(field::WORK_LOCATION),
            })
        })();
        Draft {
            reasons: r.reasons,
            warnings: r.warnings,
            employee,
        }
    }

    fn finish(self, row: u32) -> JudgedRow {
        match self.employee {
            Some(employee) if self.reasons.is_empty() => JudgedRow {
                row,
                status: Fate::Accepted,
                reasons: Vec::new(),
                warnings: self.warnings,
                employee: Some(Box::new(employee)),
            },
            _ => refused(row, self.reasons),
        }
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
