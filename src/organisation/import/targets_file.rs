//! Targets of a year (SKP) as e-Kinerja tells them: a row for each indicator, its result in the row or in a merged cell above. The form has no
//! column for who agreed and when, so that targets come in as a draft of the person: they propose it, and whoever decides for them agrees.

use super::{
    aliases::Dictionary,
    clean,
    grid::{Cell, Row, Sheet},
    header::{Header, Mapping},
    ratings_file::nip,
    reasons::{self, Code},
    reference::Reference,
    report::{Fate, Judged, ReportRow},
    rows::{FillDown, Walk},
};
use crate::kernel::{
    brought::{Brought, BroughtIndicator, BroughtResult},
    id::EmployeeId,
};
use chrono::Datelike;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

/// Most people of one file: the draft of each is begun as if by hand.
const PEOPLE: usize = 1_000;
/// Most results of a year, and most indicators of a result, as when they are written.
const RESULTS: usize = 20;
const INDICATORS: usize = 8;

/// Column names of the form (PermenPANRB 6/2022) as it is drawn, and of the one before it.
pub static TARGETS: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::new(NAMES.iter().copied(), &["nip"], 4));

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
    ("year", "TAHUN"),
    ("year", "TAHUN SKP"),
    ("year", "YEAR"),
    (
        "above_text",
        "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI",
    ),
    ("above_text", "RENCANA HASIL KERJA ATASAN YANG DIINTERVENSI"),
    ("above_text", "RHK PIMPINAN YANG DIINTERVENSI"),
    ("above_text", "RHK PIMPINAN"),
    ("result_plan", "RENCANA HASIL KERJA"),
    ("result_plan", "RHK"),
    ("result_plan", "RENCANA KINERJA"),
    ("plan_kind", "JENIS"),
    ("plan_kind", "JENIS RHK"),
    ("plan_kind", "JENIS KINERJA"),
    ("plan_kind", "UTAMA/TAMBAHAN"),
    ("aspect", "ASPEK"),
    ("indicator", "INDIKATOR KINERJA INDIVIDU"),
    ("indicator", "INDIKATOR KINERJA"),
    ("indicator", "INDIKATOR"),
    ("indicator", "IKI"),
    ("target", "TARGET"),
    ("target", "TARGET TAHUNAN"),
    ("measure", "SATUAN"),
    ("measure", "SATUAN TARGET"),
    ("weight", "BOBOT"),
    ("weight", "BOBOT (%)"),
    ("no", "RENCANA AKSI (ignore)"),
    ("no", "PERSPEKTIF (ignore)"),
    ("no", "REALISASI (ignore)"),
    ("no", "REALISASI BERDASARKAN BUKTI DUKUNG (ignore)"),
    (
        "no",
        "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG (ignore)",
    ),
    ("no", "BUKTI DUKUNG (ignore)"),
];

/// An accepted indicator with the result it measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetLine {
    /// Row number in the file.
    pub row: u32,
    pub nip: String,
    pub year: i16,
    pub main: bool,
    pub result: String,
    pub above: String,
    pub weight: Option<u8>,
    /// `quantity`, `quality`, `time` or `cost`.
    pub aspect: Option<&'static str>,
    pub indicator: String,
    pub target: String,
    pub measure: String,
    /// Whose they are; known once it was compared with what the agency has.
    pub employee: Option<EmployeeId>,
    /// Their name here, likewise.
    pub name: String,
}

/// A year of which somebody has targets here.
#[derive(Clone, Debug)]
pub struct Standing {
    pub nip: String,
    pub employee: EmployeeId,
    pub name: String,
    /// None: the person has none of any year.
    pub year: Option<i16>,
}

/// What the rows above tell a row that goes on with their result.
#[derive(Default, Clone)]
struct Above {
    cells: HashMap<&'static str, Cell>,
}

/// What a row that names neither person nor result takes from the one above.
const CARRIED: [&str; 6] = [
    "nip",
    "year",
    "result_plan",
    "above_text",
    "plan_kind",
    "weight",
];

/// Judges every row of a sheet of targets. Somebody's targets come whole or not at all.
pub fn judge(
    sheet: &Sheet,
    header: &Header,
    mapping: &Mapping,
    reference: &Reference,
) -> Judged<TargetLine> {
    let columns: Vec<usize> = CARRIED
        .iter()
        .flat_map(|field| mapping.columns(field).iter().copied())
        .collect();
    let fill = FillDown::new(sheet, &columns);
    let kinds = section_kinds(sheet);
    let mut above = Above::default();
    let mut rows = Vec::new();
    // whose each row is, also where it is refused
    let mut people: Vec<Option<String>> = Vec::new();
    for row in Walk::new(sheet, header, mapping).plain() {
        if sheet.delimited && row.width != header.width {
            rows.push(ReportRow::read(row.number, vec![Code::ColumnCount], None));
            people.push(nip(mapping.cell(row, "nip"), reference).ok());
            continue;
        }
        let own = |field| fill.cell(mapping, row, field).clone();
        let goes_on = own("nip").is_empty()
            && own("result_plan").is_empty()
            && mapping.cell(row, "person").is_empty()
            && !mapping.cell(row, "indicator").is_empty();
        if !goes_on {
            above.cells = CARRIED.map(|field| (field, own(field))).into();
        }
        let told = |field| match CARRIED.contains(&field) {
            true => above.cells.get(field).cloned().unwrap_or(Cell::Empty),
            false => own(field),
        };
        let section = kinds.range(..row.number).next_back().map(|(_, main)| *main);
        people.push(nip(&told("nip"), reference).ok());
        rows.push(read(row, told, section, reference));
    }
    settle_duplicates(&mut rows);
    refuse_too_much(&mut rows);
    refuse_halves(&mut rows, &people);
    Judged { rows }
}

/// Titles of sections, `Utama` and `Tambahan`, which stand alone in their row: from which row on which of the two holds.
fn section_kinds(sheet: &Sheet) -> BTreeMap<u32, bool> {
    let lone = sheet.rows.iter().filter(|row| row.cells.len() == 1);
    lone.filter_map(|row| {
        let word = clean::key(&row.cells[0].1.to_text());
        let last = word.rsplit([' ', '.']).next().unwrap_or_default();
        match last {
            "utama" => Some((row.number, true)),
            "tambahan" => Some((row.number, false)),
            _ => None,
        }
    })
    .collect()
}

fn read(
    row: &Row,
    told: impl Fn(&'static str) -> Cell,
    section: Option<bool>,
    reference: &Reference,
) -> ReportRow<TargetLine> {
    let mut wrong = Vec::new();
    let mut warnings = Vec::new();
    fn need<T>(wrong: &mut Vec<Code>, value: Result<T, Code>) -> Option<T> {
        value.map_err(|code| reasons::add(wrong, code)).ok()
    }
    let nip = need(&mut wrong, nip(&told("nip"), reference));
    let this = reference.today.year();
    let year = match clean::whole(&told("year")) {
        Some(year) if (i64::from(this)..=i64::from(this) + 1).contains(&year) => {
            i16::try_from(year).map_err(|_| Code::YearInvalid)
        }
        Some(year) if (2000..=2199).contains(&year) => Err(Code::PlanYear),
        _ => Err(Code::YearInvalid),
    };
    let year = need(&mut wrong, year);
    let mut words = |field, max: usize, missing: Option<Code>| {
        let text = clean::text(&told(field));
        match missing {
            Some(code) if text.is_empty() => reasons::add(&mut wrong, code),
            _ if text.chars().count() > max => reasons::add(&mut wrong, Code::TextTooLong),
            _ => {}
        }
        text
    };
    let result = words("result_plan", 500, Some(Code::ResultMissing));
    let above = words("above_text", 500, None);
    let indicator = words("indicator", 300, Some(Code::IndicatorMissing));
    let target = words("target", 60, None);
    let measure = words("measure", 40, None);
    let aspect = need(&mut wrong, aspect(&clean::text(&told("aspect"))));
    let main = match clean::key(&told("plan_kind").to_text()).as_str() {
        "" => Ok(section.unwrap_or(true)),
        word if word.ends_with("utama") || word == "main" => Ok(true),
        word if word.ends_with("tambahan") || word == "additional" => Ok(false),
        _ => Err(Code::PlanKindUnknown),
    };
    let main = need(&mut wrong, main);
    let weight = need(&mut wrong, weight(&told("weight")));
    if aspect.flatten().is_some() && target.is_empty() {
        warnings.push(Code::TargetMissing);
    }
    let values = (|| {
        Some(TargetLine {
            row: row.number,
            nip: nip?,
            year: year?,
            main: main?,
            result,
            above,
            weight: weight?,
            aspect: aspect?,
            indicator,
            target,
            measure,
            employee: None,
            name: String::new(),
        })
    })();
    let mut read = ReportRow::read(row.number, wrong, values);
    if read.values.is_some() {
        read.warnings = warnings;
    }
    read
}

fn aspect(text: &str) -> Result<Option<&'static str>, Code> {
    let word = clean::key(text);
    let is = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    if word.is_empty() || word == "-" {
        Ok(None)
    } else if is(&["kuantitas", "quantity"]) {
        Ok(Some("quantity"))
    } else if is(&["kualitas", "quality"]) {
        Ok(Some("quality"))
    } else if is(&["waktu", "time"]) {
        Ok(Some("time"))
    } else if is(&["biaya", "cost"]) {
        Ok(Some("cost"))
    } else {
        Err(Code::AspectUnknown)
    }
}

/// A percentage, with or without its sign; a cell formatted as one holds a fraction.
fn weight(cell: &Cell) -> Result<Option<u8>, Code> {
    let number = match cell {
        Cell::Empty => return Ok(None),
        Cell::Number(part) if *part > 0.0 && *part <= 1.0 => (part * 100.0).round() as i64,
        other => {
            let text = clean::text(other);
            let text = text.trim_end_matches('%').trim();
            if text.is_empty() || text == "-" {
                return Ok(None);
            }
            text.parse().map_err(|_| Code::WeightInvalid)?
        }
    };
    match u8::try_from(number) {
        Ok(percent @ 1..=100) => Ok(Some(percent)),
        _ => Err(Code::WeightInvalid),
    }
}

/// What makes two rows the same result of the same person.
fn result_of(line: &TargetLine) -> (String, i16, String) {
    (line.nip.clone(), line.year, line.result.to_lowercase())
}

fn settle_duplicates(rows: &mut [ReportRow<TargetLine>]) {
    let mut first: HashMap<_, TargetLine> = HashMap::new();
    for row in rows {
        let Some(line) = row.values.clone() else {
            continue;
        };
        let key = (result_of(&line), line.aspect, line.indicator.to_lowercase());
        let Some(earlier) = first.get(&key) else {
            first.insert(key, line);
            continue;
        };
        let same = TargetLine {
            row: line.row,
            ..earlier.clone()
        } == line;
        if same {
            row.refuse(Fate::SkippedDuplicate, Code::DuplicateIdentical);
        } else {
            row.refuse(Fate::Rejected, Code::DuplicateConflict);
        }
        row.warnings.clear();
    }
}

/// Refuses results and indicators beyond what targets may hold, and people beyond what a file may carry.
fn refuse_too_much(rows: &mut [ReportRow<TargetLine>]) {
    let mut people: HashSet<String> = HashSet::new();
    let mut results: HashMap<(String, i16), HashSet<String>> = HashMap::new();
    let mut indicators: HashMap<(String, i16, String), usize> = HashMap::new();
    for row in rows {
        let Some(line) = &row.values else { continue };
        let key = result_of(line);
        let theirs = results.entry((line.nip.clone(), line.year)).or_default();
        theirs.insert(key.2.clone());
        let measured = indicators.entry(key).or_default();
        *measured += 1;
        let code = if theirs.len() > RESULTS {
            Code::PlanManyResults
        } else if *measured > INDICATORS {
            Code::PlanManyIndicators
        } else if !people.contains(&line.nip) && people.len() >= PEOPLE {
            Code::FileMany
        } else {
            people.insert(line.nip.clone());
            continue;
        };
        row.refuse(Fate::Rejected, code);
    }
}

/// Refuses the other rows of somebody of whom one is refused.
fn refuse_halves(rows: &mut [ReportRow<TargetLine>], people: &[Option<String>]) {
    let halves: HashSet<&str> = rows
        .iter()
        .zip(people)
        .filter(|(row, _)| row.status == Fate::Rejected)
        .filter_map(|(_, who)| who.as_deref())
        .collect();
    for row in rows {
        if let Some(line) = &row.values
            && halves.contains(line.nip.as_str())
        {
            row.refuse(Fate::Rejected, Code::PlanIncomplete);
            row.warnings.clear();
        }
    }
}

/// Lays accepted rows beside what stands: whoever has targets of the year here, in whatever state, goes on with those.
pub(super) fn compare(judged: &mut Judged<TargetLine>, standing: &[Standing]) {
    let mut people: HashMap<&str, &Standing> = HashMap::new();
    let mut taken: HashSet<(&str, i16)> = HashSet::new();
    for one in standing {
        people.insert(&one.nip, one);
        taken.extend(one.year.map(|year| (one.nip.as_str(), year)));
    }
    for row in &mut judged.rows {
        let Some(line) = &mut row.values else {
            continue;
        };
        if let Some(person) = people.get(line.nip.as_str()) {
            line.employee = Some(person.employee);
            line.name.clone_from(&person.name);
        }
        let code = if line.employee.is_none() {
            Code::EmployeeNotFound
        } else if taken.contains(&(line.nip.as_str(), line.year)) {
            Code::PlanExists
        } else {
            continue;
        };
        row.refuse(Fate::Rejected, code);
        row.warnings.clear();
    }
}

/// The accepted rows put together: a year of a person each, in the order of their records.
pub(super) fn gather(judged: &Judged<TargetLine>) -> Vec<Brought> {
    let mut all: BTreeMap<(EmployeeId, i16), Brought> = BTreeMap::new();
    for line in judged.accepted() {
        let Some(employee) = line.employee else {
            continue;
        };
        let one = all.entry((employee, line.year)).or_insert_with(|| Brought {
            employee,
            year: line.year,
            quantitative: false,
            results: Vec::new(),
        });
        one.quantitative |= line.aspect.is_some() || !line.target.is_empty();
        let indicator = BroughtIndicator {
            aspect: line.aspect,
            indicator: line.indicator.clone(),
            target: line.target.clone(),
            measure: line.measure.clone(),
        };
        let word = line.result.to_lowercase();
        match one
            .results
            .iter_mut()
            .find(|result| result.result.to_lowercase() == word)
        {
            Some(result) => result.indicators.push(indicator),
            None => one.results.push(BroughtResult {
                main: line.main,
                result: line.result.clone(),
                above: line.above.clone(),
                weight: line.weight,
                indicators: vec![indicator],
            }),
        }
    }
    all.into_values().collect()
}
