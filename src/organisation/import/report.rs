//! The report of an import, as the page shows it and `luwes import --format json` prints it.

use super::{
    judge::{JudgedRow, Judgement, Values},
    reasons::{self, Code},
};
use serde::{Serialize, Serializer, ser::SerializeMap};

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Stored at "apply".
    Accepted,
    /// Not stored.
    Rejected,
    /// The same as an earlier accepted row.
    SkippedDuplicate,
}

impl Fate {
    /// The word in the report.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Accepted => "accepted",
            Fate::Rejected => "rejected",
            Fate::SkippedDuplicate => "skipped_duplicate",
        }
    }

    /// Where the catalogues have its word.
    pub fn key(self) -> String {
        format!("import-fate-{}", self.as_str().replace('_', "-"))
    }
}

/// One document per file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report<V = Values> {
    /// The file's name.
    pub file: String,
    /// The sheet read.
    pub sheet: String,
    /// Whether the accepted rows were stored.
    pub applied: bool,
    /// Rows accepted.
    pub accepted: usize,
    /// Rows refused.
    pub rejected: usize,
    /// Rows skipped as the same again.
    pub duplicates: usize,
    /// One entry per row with data, in file order.
    pub rows: Vec<ReportRow<V>>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportRow<V = Values> {
    /// Row number in the file.
    pub row: u32,
    /// Its fate.
    pub status: Fate,
    /// Why it is refused or skipped.
    pub reasons: Vec<Code>,
    /// What to look at although it is accepted.
    pub warnings: Vec<Code>,
    /// The values of an accepted row, else an empty object.
    #[serde(serialize_with = "values_or_empty", bound(serialize = "V: Serialize"))]
    pub values: Option<V>,
}

fn values_or_empty<V: Serialize, S: Serializer>(
    values: &Option<V>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match values {
        Some(values) => values.serialize(serializer),
        None => serializer.serialize_map(Some(0))?.end(),
    }
}

impl<V> Report<V> {
    /// Puts the rows under their totals.
    pub fn of_rows(file: &str, sheet: &str, applied: bool, rows: Vec<ReportRow<V>>) -> Report<V> {
        let count = |fate| rows.iter().filter(|r| r.status == fate).count();
        Report {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            applied,
            accepted: count(Fate::Accepted),
            rejected: count(Fate::Rejected),
            duplicates: count(Fate::SkippedDuplicate),
            rows,
        }
    }
}

impl<V> ReportRow<V> {
    /// A row read: accepted when nothing is wrong with it and all its values are there.
    pub(super) fn read(row: u32, mut wrong: Vec<Code>, values: Option<V>) -> Self {
        reasons::sort(&mut wrong);
        let accepted = wrong.is_empty() && values.is_some();
        Self {
            row,
            status: if accepted {
                Fate::Accepted
            } else {
                Fate::Rejected
            },
            reasons: wrong,
            warnings: Vec::new(),
            values: values.filter(|_| accepted),
        }
    }

    /// Takes an accepted row back.
    pub(super) fn refuse(&mut self, fate: Fate, code: Code) {
        self.status = fate;
        self.values = None;
        reasons::add(&mut self.reasons, code);
    }
}

/// Rows of a plain list with their fates, in file order.
#[derive(Debug, Clone)]
pub struct Judged<V> {
    pub rows: Vec<ReportRow<V>>,
}

impl<V> Judged<V> {
    /// The values of the accepted rows.
    pub fn accepted(&self) -> impl Iterator<Item = &V> {
        self.rows.iter().filter_map(|row| row.values.as_ref())
    }
}

impl Report {
    /// The report of judged employees.
    pub fn new(file: &str, sheet: &str, applied: bool, judgement: &Judgement) -> Report {
        let row = |r: &JudgedRow| ReportRow {
            row: r.row,
            status: r.status,
            reasons: r.reasons.clone(),
            warnings: r.warnings.clone(),
            values: r.employee.as_ref().map(|e| e.values.clone()),
        };
        Report::of_rows(
            file,
            sheet,
            applied,
            judgement.rows.iter().map(row).collect(),
        )
    }
}
