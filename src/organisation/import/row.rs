//! One row of an employee file: its fields read by the rules of [`clean`], with what is wrong or odd noted.

use super::{
    clean::{self, DateValue, Status},
    grid::{Cell, Row},
    header::{Mapping, field},
    judge::{Employee, Values},
    reasons::{self, Code},
    reference::{Reference, UnitMatch},
    rows::FillDown,
};
use crate::organisation::nip::{Nip, Sex};
use chrono::NaiveDate;
use uuid::Uuid;

/// A row read: what is wrong, what is odd, and the employee as far as there is one.
pub(super) struct Draft {
    pub reasons: Vec<Code>,
    pub warnings: Vec<Code>,
    pub employee: Option<Employee>,
}

/// Reads a row.
pub(super) fn read(
    row: &Row,
    mapping: &Mapping,
    fill: &FillDown<'_>,
    reference: &Reference,
) -> Draft {
    let mut reader = Reader {
        row,
        mapping,
        reasons: Vec::new(),
        warnings: Vec::new(),
    };
    let core = reader.core(fill, reference);
    let values = reader.values(&core);
    let employee = reader.employee(core, values);
    Draft {
        reasons: reader.reasons,
        warnings: reader.warnings,
        employee,
    }
}

/// What a row cannot be accepted without.
struct Core<'u> {
    nip: Option<Nip>,
    birth_year: Option<i32>,
    status: Option<Status>,
    grade: Option<clean::Grade>,
    name: Option<String>,
    position: Option<String>,
    unit: Option<(Uuid, &'u str)>,
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

    fn core<'u>(&mut self, fill: &FillDown<'_>, reference: &'u Reference) -> Core<'u> {
        let grade = clean::grade(self.cell(field::GRADE));
        let refused = grade.is_err();
        let grade = self.need(grade).flatten();
        let status = self.status(grade.as_ref());
        let inferred = self.warnings.contains(&Code::StatusInferred);
        let told = status.filter(|_| !inferred);
        let digits = self.need(clean::nip_digits(self.cell(field::NIP)));
        let birth_year = digits.as_ref().and_then(|d| d.get(..4)?.parse().ok());
        let nip = digits.and_then(|d| self.need(clean::nip_structure(&d, told, reference.today)));
        let name = self.need(clean::name(self.cell(field::NAME)));
        let position = self.optional(field::POSITION);
        if position.is_none() {
            reasons::add(&mut self.reasons, Code::JabatanMissing);
        }
        self.short(name.as_deref(), 200);
        self.short(position.as_deref(), 300);
        self.grade(status, grade.as_ref(), refused);
        Core {
            nip,
            birth_year,
            status,
            grade,
            name,
            position,
            unit: self.unit(fill, reference),
        }
    }

    /// Reads the other fields too, even where something of the core is missing: every reason is told.
    fn values(&mut self, core: &Core<'_>) -> Option<Values> {
        let tmt_golongan = self.date(self.cell(field::GRADE_SINCE), core.birth_year);
        let tmt_jabatan = self.date(self.cell(field::POSITION_SINCE), core.birth_year);
        let birth_date = self.birth_date(core.nip.as_ref(), core.birth_year);
        let gender = self.gender(core.nip.as_ref());
        let email = self.wish(clean::email(self.cell(field::EMAIL)));
        let phone = self.wish(clean::phone(self.cell(field::PHONE)));
        let superior = clean::supervisor(self.cell(field::SUPERVISOR_NIP));
        if superior == Ok(None) {
            reasons::add(&mut self.warnings, Code::SupervisorMissing);
        }
        let supervisor_nip = self.wish(superior);
        Some(Values {
            row: self.row.number,
            no: clean::whole(self.cell(field::NO)),
            name: core.name.clone()?,
            position: core.position.clone()?,
            supervisor_nip,
            nip: core.nip.as_ref()?.as_str().to_owned(),
            birth_date: birth_date?,
            golongan: core.grade.as_ref().map(|g| g.as_str().to_owned()),
            tmt_golongan,
            tmt_jabatan,
            unit: core.unit?.1.to_owned(),
            gender: gender?.letter(),
            status: core.status?.as_str(),
            email,
            phone,
        })
    }

    fn employee(&mut self, core: Core<'_>, values: Option<Values>) -> Option<Employee> {
        let states = self.mapping.columns(field::LEGAL_STATE);
        let active = states
            .iter()
            .all(|c| clean::is_active_state(self.row.get(*c)));
        if !active {
            reasons::add(&mut self.warnings, Code::NotActive);
        }
        Some(Employee {
            values: values?,
            nip: core.nip?,
            status: core.status?,
            unit_id: core.unit?.0,
            supervisor: None,
            active,
            legal_state: self.optional(field::LEGAL_STATE),
            title_front: self.optional(field::TITLE_FRONT),
            title_back: self.optional(field::TITLE_BACK),
            position_kind: self.optional(field::POSITION_KIND),
            echelon: self.optional(field::ECHELON),
            class: clean::whole(self.cell(field::CLASS))
                .and_then(|n| i16::try_from(n).ok())
                .filter(|n| (1..=17).contains(n)),
            work_location: self.optional(field::WORK_LOCATION),
        })
    }
}
