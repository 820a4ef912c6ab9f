//! Leave and official trips from a simple list: number, kind, first and last day, half of a day, remark.
//! A row is stored whole or not at all; days already taken by an earlier row of the file are refused.

use super::{
    aliases::Dictionary,
    clean::{self, DateValue},
    file::FileError,
    grid::{Cell, Row, Sheet},
    header::{self, Header, Mapping},
    reasons::{self, Code},
    reference::Reference,
    report::{Fate, Report, ReportRow},
    rows::Walk,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::{collections::HashMap, sync::LazyLock};

/// Column names of absence files.
pub static ABSENCES: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::new(NAMES.iter().copied(), &["nip"], 3));

const NAMES: &[(&str, &str)] = &[
    ("no", "NO"),
    ("nip", "NIP BARU"),
    ("nip", "NIP"),
    ("nip", "NIP/NI PPPK"),
    ("nip", "NIP (18 Digit)"),
    ("nip", "employee_nip"),
    ("nip", "NIP LAMA (ignore)"),
    ("person", "NAMA"),
    ("person", "NAMA PEGAWAI"),
    ("kind", "JENIS"),
    ("kind", "KIND"),
    ("kind", "JENIS CUTI"),
    ("kind", "JENIS KETIDAKHADIRAN"),
    ("kind", "JENIS IZIN"),
    ("starts_on", "MULAI"),
    ("starts_on", "TANGGAL MULAI"),
    ("starts_on", "TGL MULAI"),
    ("starts_on", "MULAI TANGGAL"),
    ("starts_on", "DARI"),
    ("starts_on", "START"),
    ("starts_on", "STARTS ON"),
    ("ends_on", "SELESAI"),
    ("ends_on", "TANGGAL SELESAI"),
    ("ends_on", "TGL SELESAI"),
    ("ends_on", "SAMPAI"),
    ("ends_on", "SAMPAI DENGAN"),
    ("ends_on", "S/D"),
    ("ends_on", "END"),
    ("ends_on", "ENDS ON"),
    ("half", "SETENGAH HARI"),
    ("half", "PARUH HARI"),
    ("half", "HALF DAY"),
    ("half", "HALF"),
    ("note", "KETERANGAN"),
    ("note", "KET"),
    ("note", "ALASAN"),
    ("note", "NOTE"),
];

/// What keeps somebody away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    /// Leave of any kind (PP 11/2017 as changed by PP 17/2020).
    Leave,
    /// Official trip.
    OfficialTrip,
}

/// Half of a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Before the break.
    Morning,
    /// After the break.
    Afternoon,
}

/// An accepted absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AbsenceLine {
    /// Row number in the file.
    pub row: u32,
    /// Employee number.
    pub nip: String,
    /// Leave or official trip.
    pub kind: AbsenceKind,
    /// The kind in the file's words.
    pub label: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Half of the only day.
    pub half: Option<Half>,
    /// Remark.
    pub note: Option<String>,
}

/// Rows of an absence file with their fates.
#[derive(Debug, Clone, Default)]
pub struct AbsenceJudgement {
    /// One entry per row, in file order.
    pub rows: Vec<ReportRow<AbsenceLine>>,
}

impl AbsenceJudgement {
    /// Accepted absences.
    pub fn accepted(&self) -> impl Iterator<Item = &AbsenceLine> {
        self.rows.iter().filter_map(|r| r.values.as_ref())
    }

    /// The report of the file.
    pub fn report(&self, file: &str, sheet: &str, applied: bool) -> Report<AbsenceLine> {
        Report::of_rows(file, sheet, applied, self.rows.clone())
    }
}

/// Reads an absence file and judges every row.
pub fn preview(
    file_name: &str,
    bytes: &[u8],
    sheet: Option<&str>,
    reference: &Reference,
) -> Result<(Header, AbsenceJudgement), FileError> {
    let book = super::file::read(file_name, bytes)?;
    let (sheet, header) = header::pick(&book, &ABSENCES, sheet)?;
    let judgement = judge(sheet, &header, &header.mapping, reference);
    Ok((header, judgement))
}

/// Judges every row of a sheet of absences.
pub fn judge(
    sheet: &Sheet,
    header: &Header,
    mapping: &Mapping,
    reference: &Reference,
) -> AbsenceJudgement {
    let mut rows: Vec<ReportRow<AbsenceLine>> = Walk::new(sheet, header, mapping)
        .plain()
        .into_iter()
        .map(|row| {
            if sheet.delimited && row.width != header.width {
                ReportRow::read(row.number, vec![Code::ColumnCount], None)
            } else {
                read(mapping, row, reference)
            }
        })
        .collect();
    settle_overlaps(&mut rows);
    AbsenceJudgement { rows }
}

fn read(mapping: &Mapping, row: &Row, reference: &Reference) -> ReportRow<AbsenceLine> {
    let mut wrong = Vec::new();
    fn need<T>(wrong: &mut Vec<Code>, value: Result<T, Code>) -> Option<T> {
        value.map_err(|code| reasons::add(wrong, code)).ok()
    }
    let cell = |field| mapping.cell(row, field);
    let nip = clean::nip_digits(cell("nip"))
        .and_then(|d| clean::nip_structure(&d, None, reference.today));
    let nip = nip.and_then(|n| match reference.is_active(n.as_str()) {
        true => Ok(n.as_str().to_owned()),
        false => Err(Code::EmployeeNotFound),
    });
    let nip = need(&mut wrong, nip);
    let label = clean::text(cell("kind"));
    let kind = need(&mut wrong, kind(&label));
    let starts_on = need(&mut wrong, day(cell("starts_on")));
    let ends_on = match cell("ends_on") {
        Cell::Empty => starts_on,
        told => need(&mut wrong, day(told)),
    };
    let half = need(&mut wrong, half(cell("half")));
    if let (Some(start), Some(end)) = (starts_on, ends_on) {
        if end < start {
            reasons::add(&mut wrong, Code::DateOrder);
        } else if (end - start).num_days() > 366 {
            reasons::add(&mut wrong, Code::RangeTooLong);
        } else if end != start && half.flatten().is_some() {
            reasons::add(&mut wrong, Code::HalfDayRange);
        }
    }
    let values = (|| {
        Some(AbsenceLine {
            row: row.number,
            nip: nip?,
            kind: kind?,
            label,
            starts_on: starts_on?,
            ends_on: ends_on?,
            half: half?,
            note: clean::optional(cell("note")),
        })
    })();
    ReportRow::read(row.number, wrong, values)
}

fn day(cell: &Cell) -> Result<NaiveDate, Code> {
    match clean::date(cell, None) {
        DateValue::Day(day) => Ok(day),
        DateValue::Empty | DateValue::Zero => Err(Code::DateMissing),
        DateValue::Invalid => Err(Code::DateInvalid),
    }
}

fn kind(label: &str) -> Result<AbsenceKind, Code> {
    let word = label.to_lowercase();
    let is = |starts: &[&str]| starts.iter().any(|s| word.starts_with(s));
    if word.is_empty() {
        Err(Code::KindMissing)
    } else if is(&["cuti", "cltn", "leave", "sakit", "melahirkan"]) {
        Ok(AbsenceKind::Leave)
    } else if is(&[
        "dinas luar",
        "perjalanan dinas",
        "perjadin",
        "tugas luar",
        "dl",
        "official trip",
        "trip",
    ]) {
        Ok(AbsenceKind::OfficialTrip)
    } else {
        Err(Code::KindUnknown)
    }
}

fn half(cell: &Cell) -> Result<Option<Half>, Code> {
    match clean::key(&cell.to_text()).as_str() {
        "" | "-" | "tidak" | "no" | "sehari penuh" | "penuh" => Ok(None),
        "pagi" | "am" | "morning" | "1" => Ok(Some(Half::Morning)),
        "siang" | "sore" | "pm" | "afternoon" | "2" => Ok(Some(Half::Afternoon)),
        _ => Err(Code::HalfDayUnknown),
    }
}

fn settle_overlaps(rows: &mut [ReportRow<AbsenceLine>]) {
    let mut taken: HashMap<String, Vec<AbsenceLine>> = HashMap::new();
    for row in rows {
        let Some(line) = row.values.clone() else {
            continue;
        };
        let earlier = taken.entry(line.nip.clone()).or_default();
        let code = if earlier.iter().any(|e| is_same(e, &line)) {
            row.status = Fate::SkippedDuplicate;
            Code::DuplicateIdentical
        } else if earlier.iter().any(|e| overlaps(e, &line)) {
            row.status = Fate::Rejected;
            Code::AbsenceOverlap
        } else {
            earlier.push(line);
            continue;
        };
        row.values = None;
        row.reasons.push(code);
    }
}

fn is_same(a: &AbsenceLine, b: &AbsenceLine) -> bool {
    AbsenceLine {
        row: b.row,
        ..a.clone()
    } == *b
}

fn overlaps(a: &AbsenceLine, b: &AbsenceLine) -> bool {
    let days = a.starts_on <= b.ends_on && b.starts_on <= a.ends_on;
    let other_half = matches!((a.half, b.half), (Some(x), Some(y)) if x != y);
    days && !other_half
}
