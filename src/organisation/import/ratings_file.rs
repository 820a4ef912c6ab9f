//! Ratings of performance as e-Kinerja tells them: a row for each person and period, with the rating and, where the file has them, what
//! result and behaviour were found to be.

use super::{
    aliases::Dictionary,
    clean::{self, DateValue},
    grid::{Cell, Row, Sheet},
    header::{Header, Mapping},
    reasons::{self, Code},
    reference::Reference,
    report::{Fate, Judged, ReportRow},
    rows::Walk,
};
use crate::{
    kernel::id::EmployeeId,
    organisation::{record::RATINGS as PREDIKATS, rules},
};
use chrono::NaiveDate;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::LazyLock,
};

/// Most ratings of one file: they are entered one by one, as by hand.
const MOST: usize = 5_000;

/// Column names of files of ratings.
pub static RATINGS: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::new(NAMES.iter().copied(), &["nip"], 3));

const NAMES: &[(&str, &str)] = &[
    ("no", "NO"),
    ("nip", "NIP BARU"),
    ("nip", "NIP"),
    ("nip", "NIP/NI PPPK"),
    ("nip", "NIP PEGAWAI"),
    ("nip", "NIP (18 Digit)"),
    ("nip", "NIP LAMA (ignore)"),
    ("person", "NAMA"),
    ("person", "NAMA PEGAWAI"),
    ("period", "PERIODE"),
    ("period", "PERIODE PENILAIAN"),
    ("period", "TRIWULAN"),
    ("period", "BULAN"),
    ("period", "PERIOD"),
    ("year", "TAHUN"),
    ("year", "TAHUN PENILAIAN"),
    ("year", "YEAR"),
    ("result_rating", "HASIL KERJA"),
    ("result_rating", "RATING HASIL KERJA"),
    ("result_rating", "hasilKinerja"),
    ("result_rating", "hasilKinerjaNilai"),
    ("behaviour_rating", "PERILAKU KERJA"),
    ("behaviour_rating", "PERILAKU"),
    ("behaviour_rating", "RATING PERILAKU KERJA"),
    ("behaviour_rating", "PerilakuKerjaNilai"),
    ("predikat", "PREDIKAT"),
    ("predikat", "PREDIKAT KINERJA"),
    ("predikat", "PREDIKAT KINERJA PEGAWAI"),
    ("predikat", "kuadranKinerja"),
    ("predikat", "KuadranKinerjaNilai"),
    ("rated_on", "TANGGAL PENILAIAN"),
    ("rated_on", "TGL PENILAIAN"),
    ("rated_on", "TANGGAL"),
    ("rated_on", "RATED ON"),
    ("rated_on", "namaPenilai (ignore)"),
    ("rated_on", "nipNrpPenilai (ignore)"),
    ("rated_on", "penilaiGolonganId (ignore)"),
    ("rated_on", "penilaiJabatanNm (ignore)"),
    ("rated_on", "penilaiUnorNm (ignore)"),
    ("rated_on", "statusPenilai (ignore)"),
];

/// An accepted rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingLine {
    /// Row number in the file.
    pub row: u32,
    pub nip: String,
    /// A year, a quarter or a month: `2026`, `2026-Q3`, `2026-09`.
    pub period: String,
    /// The stored word of the rating.
    pub predikat: &'static str,
    /// `above`, `meets` or `below`.
    pub result: Option<&'static str>,
    pub behaviour: Option<&'static str>,
    /// From when it counts.
    pub rated_on: NaiveDate,
    /// Whose it is; known once it was compared with what the agency has.
    pub employee: Option<EmployeeId>,
    /// Their name here, likewise.
    pub name: String,
    /// What applying would do.
    pub becomes: Becomes,
}

/// What applying a rating would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    New,
    /// It takes the place of another one that was entered.
    Changed,
    /// It stands already.
    Same,
}

/// A rating as it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    pub nip: String,
    pub employee: EmployeeId,
    pub name: String,
    /// None: the person has none.
    pub period: Option<String>,
    pub predikat: Option<String>,
    pub result: Option<String>,
    pub behaviour: Option<String>,
    pub rated_on: Option<NaiveDate>,
    /// Given here, in a period of the agency.
    pub scored: bool,
}

/// Judges every row of a sheet of ratings.
pub fn judge(
    sheet: &Sheet,
    header: &Header,
    mapping: &Mapping,
    reference: &Reference,
) -> Judged<RatingLine> {
    let mut rows: Vec<ReportRow<RatingLine>> = Walk::new(sheet, header, mapping)
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
    settle_duplicates(&mut rows);
    let mut taken = 0;
    for row in &mut rows {
        if row.values.is_some() {
            taken += 1;
            if taken > MOST {
                row.refuse(Fate::Rejected, Code::FileMany);
            }
        }
    }
    Judged { rows }
}

/// The number of an active employee.
pub(super) fn nip(cell: &Cell, reference: &Reference) -> Result<String, Code> {
    let digits = clean::nip_digits(cell)?;
    let nip = clean::nip_structure(&digits, None, reference.today)?;
    match reference.is_active(nip.as_str()) {
        true => Ok(digits),
        false => Err(Code::EmployeeNotFound),
    }
}

fn read(mapping: &Mapping, row: &Row, reference: &Reference) -> ReportRow<RatingLine> {
    let mut wrong = Vec::new();
    fn need<T>(wrong: &mut Vec<Code>, value: Result<T, Code>) -> Option<T> {
        value.map_err(|code| reasons::add(wrong, code)).ok()
    }
    let cell = |field| mapping.cell(row, field);
    let nip = need(&mut wrong, nip(cell("nip"), reference));
    let said = (clean::text(cell("period")), clean::text(cell("year")));
    let period = need(
        &mut wrong,
        period(&said.0, &said.1).ok_or(Code::PeriodUnknown),
    );
    let predikat = need(&mut wrong, predikat(&clean::text(cell("predikat"))));
    let result = need(&mut wrong, level(&clean::text(cell("result_rating"))));
    let behaviour = need(&mut wrong, level(&clean::text(cell("behaviour_rating"))));
    let ended = period.as_deref().and_then(last_day);
    let rated_on = match clean::date(cell("rated_on"), None) {
        DateValue::Day(day) if day > reference.today => Err(Code::RatedOnFuture),
        DateValue::Day(day) => Ok(day),
        DateValue::Invalid => Err(Code::DateInvalid),
        // the file tells no day: the rating counts from the end of what it is about
        DateValue::Empty | DateValue::Zero => match ended {
            Some(day) if day <= reference.today => Ok(day),
            Some(_) => Err(Code::RatedOnMissing),
            None => Err(Code::PeriodUnknown),
        },
    };
    let rated_on = need(&mut wrong, rated_on);
    let values = (|| {
        Some(RatingLine {
            row: row.number,
            nip: nip?,
            period: period?,
            predikat: predikat?,
            result: result?,
            behaviour: behaviour?,
            rated_on: rated_on?,
            employee: None,
            name: String::new(),
            becomes: Becomes::New,
        })
    })();
    ReportRow::read(row.number, wrong, values)
}

/// The last day of a period.
fn last_day(period: &str) -> Option<NaiveDate> {
    rules::period_days(period).map(|(_, last)| last)
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// A period as files write it, the year beside it or in it: `2026-Q3`, `Triwulan III 2026`, `TW 3`, `September`, `Tahunan`.
fn period(text: &str, year: &str) -> Option<String> {
    if let Some(code) = rules::rating_period(text) {
        return Some(code);
    }
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let four = |word: &&String| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let year = match words.iter().find(four) {
        Some(told) => told.clone(),
        None => year.trim().to_owned(),
    };
    let rest: Vec<&str> = words
        .iter()
        .filter(|word| !four(word))
        .map(String::as_str)
        .collect();
    let code = match rest.as_slice() {
        [] | ["tahunan" | "tahun" | "annual"] => year,
        ["triwulan" | "tw" | "kuartal" | "quarter" | "q", part] => {
            format!("{year}-Q{}", quarter(part)?)
        }
        ["q1" | "tw1"] => format!("{year}-Q1"),
        ["q2" | "tw2"] => format!("{year}-Q2"),
        ["q3" | "tw3"] => format!("{year}-Q3"),
        ["q4" | "tw4"] => format!("{year}-Q4"),
        [part] if quarter(part).is_some() && part.starts_with('i') => {
            format!("{year}-Q{}", quarter(part)?)
        }
        [month] | ["bulan", month] => {
            let index = MONTHS.iter().position(|name| name == month)?;
            format!("{year}-{:02}", index + 1)
        }
        _ => return None,
    };
    rules::rating_period(&code)
}

fn quarter(word: &str) -> Option<u8> {
    match word {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

/// A rating in words, or as its code in SIASN: 1 very good to 5 very poor.
fn predikat(text: &str) -> Result<&'static str, Code> {
    let word = clean::key(text).replace([' ', '-'], "_");
    let found = match word.as_str() {
        "" => return Err(Code::PredikatMissing),
        "1" => 0,
        "2" => 1,
        "3" => 2,
        "4" | "kurang/misconduct" => 3,
        "5" => 4,
        word => PREDIKATS
            .iter()
            .position(|one| *one == word)
            .ok_or(Code::PredikatUnknown)?,
    };
    Ok(PREDIKATS[found])
}

/// What a result or a behaviour was found to be, in words or as its code in SIASN: 1 above, 2 as expected, 3 below.
fn level(text: &str) -> Result<Option<&'static str>, Code> {
    let word = clean::key(text);
    match word.as_str() {
        "" | "-" => Ok(None),
        "1" => Ok(Some("above")),
        "2" => Ok(Some("meets")),
        "3" => Ok(Some("below")),
        word if word.contains("atas") || word == "above" => Ok(Some("above")),
        word if word.starts_with("sesuai") || word == "meets" => Ok(Some("meets")),
        word if word.contains("bawah") || word == "below" => Ok(Some("below")),
        _ => Err(Code::LevelUnknown),
    }
}

fn settle_duplicates(rows: &mut [ReportRow<RatingLine>]) {
    let mut first: HashMap<(String, String), RatingLine> = HashMap::new();
    for row in rows {
        let Some(line) = row.values.clone() else {
            continue;
        };
        match first.entry((line.nip.clone(), line.period.clone())) {
            Entry::Vacant(free) => {
                free.insert(line);
            }
            Entry::Occupied(earlier) => {
                let same = RatingLine {
                    row: line.row,
                    ..earlier.get().clone()
                } == line;
                if same {
                    row.refuse(Fate::SkippedDuplicate, Code::DuplicateIdentical);
                } else {
                    row.refuse(Fate::Rejected, Code::DuplicateConflict);
                }
            }
        }
    }
}

/// Lays accepted rows beside what stands: nobody enters a rating of their own, and what was given here stays.
pub(super) fn compare(
    judged: &mut Judged<RatingLine>,
    standing: &[Standing],
    own: Option<EmployeeId>,
) {
    let mut by_nip: HashMap<&str, Vec<&Standing>> = HashMap::new();
    for one in standing {
        by_nip.entry(&one.nip).or_default().push(one);
    }
    for row in &mut judged.rows {
        let Some(line) = &mut row.values else {
            continue;
        };
        let theirs = by_nip.get(line.nip.as_str()).map_or(&[][..], Vec::as_slice);
        if let Some(person) = theirs.first() {
            line.employee = Some(person.employee);
            line.name.clone_from(&person.name);
        }
        let now = theirs
            .iter()
            .find(|one| one.period.as_deref() == Some(line.period.as_str()));
        let same = |one: &&&Standing| {
            one.predikat.as_deref() == Some(line.predikat)
                && one.result.as_deref() == line.result
                && one.behaviour.as_deref() == line.behaviour
                && one.rated_on == Some(line.rated_on)
        };
        line.becomes = match now {
            None => Becomes::New,
            Some(_) if now.filter(same).is_some() => Becomes::Same,
            Some(_) => Becomes::Changed,
        };
        let code = match line.employee {
            None => Some(Code::EmployeeNotFound),
            who if who == own => Some(Code::OwnRecord),
            _ if now.is_some_and(|one| one.scored) => Some(Code::RatingScored),
            _ => None,
        };
        if let Some(code) = code {
            row.refuse(Fate::Rejected, code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_files_write_them() {
        for (text, year, code) in [
            ("2026-Q3", "", "2026-Q3"),
            ("2026", "", "2026"),
            ("", "2025", "2025"),
            ("Tahunan", "2025", "2025"),
            ("Triwulan III 2026", "", "2026-Q3"),
            ("TW 2", "2026", "2026-Q2"),
            ("tw4", "2026", "2026-Q4"),
            ("IV", "2026", "2026-Q4"),
            ("September", "2026", "2026-09"),
            ("Bulan Mei 2026", "", "2026-05"),
        ] {
            assert_eq!(period(text, year).as_deref(), Some(code), "{text} {year}");
        }
        for (text, year) in [
            ("", ""),
            ("9", "2026"),
            ("Triwulan V", "2026"),
            ("Semester 1", "2026"),
            ("Triwulan III", ""),
            ("September", "26"),
        ] {
            assert_eq!(period(text, year), None, "{text} {year}");
        }
    }

    #[test]
    fn ratings_and_levels_are_words_or_codes_of_siasn() {
        assert_eq!(predikat("SANGAT BAIK"), Ok("sangat_baik"));
        assert_eq!(predikat("Kurang/Misconduct"), Ok("kurang"));
        assert_eq!(predikat("3"), Ok("butuh_perbaikan"));
        assert_eq!(predikat(" "), Err(Code::PredikatMissing));
        assert_eq!(predikat("Cukup"), Err(Code::PredikatUnknown));
        assert_eq!(level("DIATAS ESPEKTASI"), Ok(Some("above")));
        assert_eq!(level("Sesuai Ekspektasi"), Ok(Some("meets")));
        assert_eq!(level("3"), Ok(Some("below")));
        assert_eq!(level(""), Ok(None));
        assert_eq!(level("4"), Err(Code::LevelUnknown));
    }
}
