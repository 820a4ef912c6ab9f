//! The rules of single fields (rules of `data/pegawai_messy_expected.json`): a cell in, a clean value or a code out.

use super::{grid::Cell, reasons::Code};
use crate::organisation::nip;
use chrono::{Datelike, Days, NaiveDate};

/// Text with every run of blanks made one space, none at the ends, invisible characters taken out.
pub fn collapse(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What names are compared by: blanks collapsed, small letters.
pub fn key(text: &str) -> String {
    collapse(text).to_lowercase()
}

/// A cell's text; errors of the spreadsheet count as nothing.
pub fn text(cell: &Cell) -> String {
    match cell {
        Cell::Error(_) => String::new(),
        other => {
            let text = collapse(&other.to_text());
            if is_error_text(&text) {
                String::new()
            } else {
                text
            }
        }
    }
}

fn is_error_text(text: &str) -> bool {
    matches!(
        text,
        "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NULL!" | "#NUM!"
    )
}

/// Text or nothing.
pub fn optional(cell: &Cell) -> Option<String> {
    Some(text(cell)).filter(|t| !t.is_empty())
}

/// `1.98507E+17` and the like.
fn is_scientific(text: &str) -> bool {
    let t = collapse(text).replace(',', ".");
    t.starts_with(|c: char| c.is_ascii_digit())
        && t.contains(['e', 'E'])
        && t.parse::<f64>().is_ok()
}

/// An employee number of eighteen digits, its parts not yet judged.
pub fn nip_digits(cell: &Cell) -> Result<String, Code> {
    let raw = match cell {
        Cell::Number(_) | Cell::Date(_) => return Err(Code::NipLostPrecision),
        other => text(other),
    };
    if is_scientific(&raw) {
        return Err(Code::NipLostPrecision);
    }
    let digits = nip::strip(&raw);
    if digits.is_empty() {
        return Err(Code::NipMissing);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Code::NipNotDigits);
    }
    if digits.len() != 18 {
        return Err(Code::NipLength);
    }
    if digits.ends_with("000") {
        return Err(Code::NipLostPrecision);
    }
    Ok(digits)
}

/// Judges the parts of eighteen digits: birth date real and past, a month or a contract code, sex (law.md E9).
/// A contract code is refused where the row says the person is no contract employee.
pub fn nip_structure(
    digits: &str,
    status: Option<Status>,
    today: NaiveDate,
) -> Result<nip::Nip, Code> {
    let nip = nip::Nip::parse(digits).map_err(|_| Code::NipStructure)?;
    let contract = nip.kind() == nip::NipKind::Pppk;
    if !nip.is_plausible(today) || (contract && status.is_some_and(|s| !s.is_contract())) {
        return Err(Code::NipStructure);
    }
    Ok(nip)
}

/// A name as written, degrees in it.
pub fn name(cell: &Cell) -> Result<String, Code> {
    let name = text(cell);
    match name.chars().next() {
        None => Err(Code::NameMissing),
        Some('=' | '+' | '-' | '@') => Err(Code::NameInvalid),
        Some(_) => Ok(name),
    }
}

/// A grade and which kind of employee has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grade {
    /// `I/a` to `IV/e`.
    Slash(String),
    /// `I` to `XVII`.
    Roman(String),
}

impl Grade {
    /// The grade in its one spelling.
    pub fn as_str(&self) -> &str {
        match self {
            Grade::Slash(s) | Grade::Roman(s) => s,
        }
    }
}

const ROMAN: [&str; 17] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
];

/// Reads a grade alone or beside its rank's name: `III/a`, `IIIa`, `Penata Muda (III/a)`, `Penata Muda, III/a`, `IX`.
pub fn grade(cell: &Cell) -> Result<Option<Grade>, Code> {
    let whole = collapse(&cell.to_text());
    if whole.is_empty() {
        return Ok(None);
    }
    let mut found = None;
    let mut rest = 0;
    for part in whole
        .replace(" - ", ",")
        .split(['(', ')', ',', ';'])
        .map(str::trim)
    {
        match grade_alone(part).or_else(|| grade_last(part)) {
            Some(grade) if found.as_ref().is_none_or(|f| *f == grade) => found = Some(grade),
            Some(_) => return Err(Code::GolInvalid),
            None if part.chars().any(|c| c.is_ascii_digit() || c == '/') => {
                return Err(Code::GolInvalid);
            }
            None if !part.is_empty() => rest += 1,
            None => {}
        }
    }
    match found {
        Some(Grade::Roman(_)) if rest > 0 => Err(Code::GolInvalid),
        Some(grade) => Ok(Some(grade)),
        None => Err(Code::GolInvalid),
    }
}

fn grade_alone(part: &str) -> Option<Grade> {
    let mut tight: String = part.chars().filter(|c| !c.is_whitespace()).collect();
    for prefix in ["golongan", "gol.", "gol"] {
        if tight
            .get(..prefix.len())
            .is_some_and(|p| p.eq_ignore_ascii_case(prefix))
        {
            tight.drain(..prefix.len());
            break;
        }
    }
    let upper = tight.to_ascii_uppercase();
    if ROMAN.contains(&upper.as_str()) {
        return Some(Grade::Roman(upper));
    }
    let letter = upper.chars().last()?;
    let class = upper
        .strip_suffix(letter)?
        .trim_end_matches(['/', '.', '-', '\\'])
        .to_owned();
    let range = match class.as_str() {
        "I" | "II" | "III" => 'A'..='D',
        "IV" => 'A'..='E',
        _ => return None,
    };
    range
        .contains(&letter)
        .then(|| Grade::Slash(format!("{class}/{}", letter.to_ascii_lowercase())))
}

/// `Penata Muda III/a`: the grade is the last word and has its stroke.
fn grade_last(part: &str) -> Option<Grade> {
    let (_, last) = part.rsplit_once(' ')?;
    last.contains('/').then(|| grade_alone(last)).flatten()
}

/// What a date cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateValue {
    /// Nothing.
    Empty,
    /// `00-00-0000`.
    Zero,
    /// A day.
    Day(NaiveDate),
    /// Something else.
    Invalid,
}

/// Reads a date, day first always. `birth_year` decides the century of two-digit years where it fits.
pub fn date(cell: &Cell, birth_year: Option<i32>) -> DateValue {
    match cell {
        Cell::Empty => DateValue::Empty,
        Cell::Date(d) => sound(Some(*d)),
        Cell::Number(n) => sound(serial(*n)),
        Cell::Text(t) => date_text(&collapse(t), birth_year),
        Cell::Bool(_) | Cell::Error(_) => DateValue::Invalid,
    }
}

fn sound(date: Option<NaiveDate>) -> DateValue {
    match date {
        Some(d) if (1900..2200).contains(&d.year()) => DateValue::Day(d),
        _ => DateValue::Invalid,
    }
}

/// A day number of the 1900 system; only five-digit ones are told from other numbers.
fn serial(number: f64) -> Option<NaiveDate> {
    let days = number.floor();
    if !(10_000.0..100_000.0).contains(&days) {
        return None;
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days as u64))
}

fn date_text(text: &str, birth_year: Option<i32>) -> DateValue {
    if text.is_empty() {
        return DateValue::Empty;
    }
    if text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) {
        return sound(text.parse().ok().and_then(serial));
    }
    let words: Vec<&str> = text.split(' ').collect();
    if let [day, month, year] = words[..]
        && let (Some(day), Some(month), Some(year)) =
            (figure(day, 1..=2), month_number(month), figure(year, 4..=4))
    {
        return sound(NaiveDate::from_ymd_opt(year as i32, month, day));
    }
    for separator in ['-', '/', '.'] {
        let parts: Vec<&str> = text.split(separator).collect();
        if let [a, b, c] = parts[..] {
            return day_first(a, b, c, separator, birth_year);
        }
    }
    DateValue::Invalid
}

fn day_first(a: &str, b: &str, c: &str, separator: char, birth_year: Option<i32>) -> DateValue {
    let parsed = if a.len() == 4 && separator == '-' {
        (figure(c, 1..=2), figure(b, 1..=2), figure(a, 4..=4))
    } else if c.len() == 2 {
        let year = figure(c, 2..=2).map(|y| century(y, birth_year));
        (figure(a, 1..=2), figure(b, 1..=2), year)
    } else {
        (figure(a, 1..=2), figure(b, 1..=2), figure(c, 4..=4))
    };
    match parsed {
        (Some(0), Some(0), Some(year)) if year == 0 || (c == "00" && a.len() <= 2) => {
            DateValue::Zero
        }
        (Some(day), Some(month), Some(year)) => {
            sound(NaiveDate::from_ymd_opt(year as i32, month, day))
        }
        _ => DateValue::Invalid,
    }
}

fn century(year: u32, birth_year: Option<i32>) -> u32 {
    match birth_year.and_then(|y| u32::try_from(y).ok()) {
        Some(birth) if birth % 100 == year => birth,
        _ if year <= 30 => 2000 + year,
        _ => 1900 + year,
    }
}

fn figure(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let fits = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn month_number(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["januari", "jan"],
        &["februari", "pebruari", "feb", "peb"],
        &["maret", "mar"],
        &["april", "apr"],
        &["mei"],
        &["juni", "jun"],
        &["juli", "jul"],
        &["agustus", "agu", "ags", "agt", "agust"],
        &["september", "sep", "sept"],
        &["oktober", "okt"],
        &["november", "nopember", "nov", "nop"],
        &["desember", "des"],
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// The part of `Jakarta, 12-03-1985` that is the date; any other text as it is.
pub fn after_place(cell: &Cell) -> Cell {
    match cell {
        Cell::Text(t) if t.contains(',') => {
            let (place, day) = t.rsplit_once(',').unwrap_or(("", t));
            if place.chars().any(|c| c.is_ascii_digit()) {
                cell.clone()
            } else {
                Cell::text(day)
            }
        }
        other => other.clone(),
    }
}

/// `L` or `P`; nothing for anything else.
pub fn gender(cell: &Cell) -> Option<nip::Sex> {
    match key(&text(cell)).replace(['-', ' ', '.'], "").as_str() {
        "l" | "lakilaki" | "pria" | "lk" => Some(nip::Sex::Male),
        "p" | "perempuan" | "wanita" | "pr" => Some(nip::Sex::Female),
        _ => None,
    }
}

/// Kind of civil servant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Permanent.
    Pns,
    /// Permanent, on probation.
    Cpns,
    /// On contract.
    Pppk,
    /// On contract, part time.
    PppkPw,
}

impl Status {
    /// The word stored and reported.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Pns => "PNS",
            Status::Cpns => "CPNS",
            Status::Pppk => "PPPK",
            Status::PppkPw => "PPPK_PW",
        }
    }

    /// The word in the table `employees`.
    pub fn stored(self) -> &'static str {
        match self {
            Status::Pns => "pns",
            Status::Cpns => "cpns",
            Status::Pppk => "pppk",
            Status::PppkPw => "pppk_part_time",
        }
    }

    /// On contract, full or part time.
    pub fn is_contract(self) -> bool {
        matches!(self, Status::Pppk | Status::PppkPw)
    }
}

/// Reads a kind of civil servant, also in the words of the SIASN export (`P`, `C`, `PNS Daerah Kab./Kota …`).
pub fn status(cell: &Cell) -> Option<Status> {
    let word = key(&cell.to_text()).replace(['_', '-'], " ");
    match word.as_str() {
        "pns" | "p" | "pegawai negeri sipil" => Some(Status::Pns),
        "cpns" | "c" | "calon pegawai negeri sipil" => Some(Status::Cpns),
        "pppk" | "p3k" | "pegawai pemerintah dengan perjanjian kerja" => Some(Status::Pppk),
        "pppk paruh waktu" | "p3k paruh waktu" | "pppk pw" | "p3k pw" => Some(Status::PppkPw),
        w if w.starts_with("pns pusat") || w.starts_with("pns daerah") => Some(Status::Pns),
        _ => None,
    }
}

/// Whether a legal state lets the person work: active, on study leave, before retirement, or not said.
pub fn is_active_state(cell: &Cell) -> bool {
    matches!(
        key(&cell.to_text()).as_str(),
        "" | "aktif" | "tugas belajar" | "masa persiapan pensiun"
    )
}

/// An address in small letters; `Ok(None)` for an empty cell.
pub fn email(cell: &Cell) -> Result<Option<String>, Code> {
    let address = key(&cell.to_text());
    if address.is_empty() {
        return Ok(None);
    }
    let good_local = |l: &str| {
        !l.is_empty()
            && l.len() <= 64
            && !l.starts_with('.')
            && !l.ends_with('.')
            && !l.contains("..")
            && l.chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c))
    };
    let good_label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    match address.split_once('@') {
        Some((local, domain))
            if good_local(local)
                && address.len() <= 254
                && domain.contains('.')
                && domain.split('.').all(good_label)
                && !domain.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            Ok(Some(address))
        }
        _ => Err(Code::EmailInvalid),
    }
}

/// A number with +62 and nine to thirteen digits after it; `Ok(None)` for an empty cell.
pub fn phone(cell: &Cell) -> Result<Option<String>, Code> {
    let raw: String = collapse(&cell.to_text())
        .chars()
        .filter(|c| {
            !matches!(
                c,
                ' ' | '-' | '.' | '(' | ')' | '\'' | '\u{2019}' | '\u{2010}'..='\u{2015}'
            )
        })
        .collect();
    if collapse(&cell.to_text()).is_empty() {
        return Ok(None);
    }
    let national = match raw.strip_prefix('+') {
        Some(abroad) => abroad.strip_prefix("62").ok_or(Code::PhoneInvalid)?,
        None => raw.strip_prefix("62").unwrap_or(&raw),
    };
    let digits = national.strip_prefix('0').unwrap_or(national);
    if (9..=13).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0')
    {
        Ok(Some(format!("+62{digits}")))
    } else {
        Err(Code::PhoneInvalid)
    }
}

/// The number of the superior: eighteen digits or whatever is written, nothing when the cell is empty.
pub fn supervisor(cell: &Cell) -> Result<Option<String>, Code> {
    let raw = match cell {
        Cell::Number(_) | Cell::Date(_) => return Err(Code::SupervisorUnreadable),
        other => text(other),
    };
    if is_scientific(&raw) {
        return Err(Code::SupervisorUnreadable);
    }
    Ok(Some(nip::strip(&raw)).filter(|d| !d.is_empty()))
}

/// A whole number in a cell (running number, class).
pub fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => Some(*n as i64),
        Cell::Text(t) => collapse(t).trim_end_matches(['.', ')']).parse().ok(),
        _ => None,
    }
}
