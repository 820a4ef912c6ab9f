//! A scheme as it is typed: percentages, bands and amounts as people write them, and back.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;

use crate::{
    allowance::{
        CLASSES, Scheme, Write,
        rules::{Band, Base, Consecutive, MOST, Mode, Terms, Unreported, WHOLE},
    },
    kernel::{error::FieldError, form::Check},
    performance::rating::Predikat,
    requests::Month,
};

/// Every field of the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    pub version: String,
    /// The scheme that a new one begins with.
    pub copied_from: String,
    pub from: String,
    pub instrument: String,
    /// A class and its amount a line.
    pub amounts: String,
    pub mode: String,
    pub performance: String,
    pub sangat_baik: String,
    pub baik: String,
    pub butuh_perbaikan: String,
    pub kurang: String,
    pub sangat_kurang: String,
    pub predikat_base: String,
    pub lag: String,
    pub cpns: String,
    pub tolerance: String,
    pub late: String,
    pub early: String,
    pub cumulative: String,
    pub no_in: String,
    pub no_out: String,
    pub absent: String,
    pub unseen_absent: String,
    pub consecutive_days: String,
    pub consecutive: String,
    pub presence_base: String,
    pub failed_reports: String,
    pub failed_base: String,
    pub missing_fails: String,
    pub no_report: String,
    pub no_report_base: String,
    pub flexible_marks: String,
    pub unreported: String,
    pub credit_minutes: String,
    pub light: String,
    pub medium: String,
    pub heavy: String,
    pub unpaid: String,
    pub cap: String,
    pub round_to: String,
}

/// Basis points as people write percent: `0,5`, `100`.
pub fn percent(bp: u16) -> String {
    match (bp / 100, bp % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) if part % 10 == 0 => format!("{whole},{}", part / 10),
        (whole, part) => format!("{whole},{part:02}"),
    }
}

/// Reads percent with at most two decimals, up to a hundred.
fn read_percent(text: &str) -> Option<u16> {
    let text = text.trim().trim_end_matches('%').trim();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    let part: u16 = format!("{part:0<2}").parse().ok()?;
    Some(whole * 100 + part).filter(|bp| *bp <= WHOLE)
}

/// Bands as one line: `1: 0,5; 31: 1; 61: 1,5`, each from so many on until the next.
pub fn bands(all: &[Band]) -> String {
    let one = |band: &Band| format!("{}: {}", band.from, percent(band.bp));
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn read_bands(text: &str) -> Option<Vec<Band>> {
    let mut all: Vec<Band> = Vec::new();
    for part in text
        .split([';', '\n'])
        .filter(|part| !part.trim().is_empty())
    {
        let (from, bp) = part.split_once(':')?;
        let from: u16 = from.trim().parse().ok()?;
        let bp = read_percent(bp)?;
        if let Some(last) = all.last_mut() {
            last.to = Some(from);
        }
        all.push(Band { from, to: None, bp });
    }
    Some(all)
}

/// Amounts a line each: `9: 5.079.200`; also as two columns of a spreadsheet.
fn amounts(all: &BTreeMap<i16, i64>) -> String {
    let mut text = String::new();
    for (class, amount) in all {
        writeln!(text, "{class}: {}", rupiah(*amount)).ok();
    }
    text.trim_end().to_owned()
}

/// `5.079.200`.
pub fn rupiah(amount: i64) -> String {
    crate::kernel::format::number(amount, crate::kernel::i18n::Lang::Id)
}

fn read_rupiah(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches("Rp").trim();
    let digits: String = text.chars().filter(|c| *c != '.' && *c != ' ').collect();
    let plain =
        !digits.is_empty() && digits.len() < 13 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn read_amounts(text: &str) -> Result<BTreeMap<i16, i64>, FieldError> {
    let mut all = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let problem = || FieldError::new("amounts", "allowance-amount-line").with("n", at + 1);
        let (class, amount) = line
            .trim()
            .split_once([':', '\t', ';'])
            .ok_or_else(problem)?;
        let class: i16 = class.trim().parse().map_err(|_| problem())?;
        let amount = read_rupiah(amount).ok_or_else(problem)?;
        let known = CLASSES.contains(&class) && amount <= MOST;
        if !known || all.insert(class, amount).is_some() {
            return Err(problem());
        }
    }
    Ok(all)
}

fn flag(yes: bool) -> String {
    if yes { "true".into() } else { String::new() }
}

fn minutes(of: Option<u16>) -> String {
    of.map_or_else(String::new, |n| n.to_string())
}

impl Typed {
    /// A scheme as its form shows it.
    pub fn of(scheme: &Scheme) -> Self {
        Self {
            version: scheme.version.to_string(),
            from: scheme.from.to_string(),
            amounts: amounts(&scheme.amounts),
            ..Self::terms(&scheme.terms)
        }
    }

    /// Terms as the form shows them.
    pub fn terms(terms: &Terms) -> Self {
        let factor = |one: Predikat| {
            terms
                .predikat
                .get(&one)
                .copied()
                .map_or_else(String::new, percent)
        };
        Self {
            instrument: terms.instrument.clone(),
            mode: match terms.mode {
                Mode::Shares { .. } => "shares".into(),
                Mode::Deductions => "deductions".into(),
            },
            performance: match terms.mode {
                Mode::Shares { performance } => percent(performance),
                Mode::Deductions => String::new(),
            },
            sangat_baik: factor(Predikat::SangatBaik),
            baik: factor(Predikat::Baik),
            butuh_perbaikan: factor(Predikat::ButuhPerbaikan),
            kurang: factor(Predikat::Kurang),
            sangat_kurang: factor(Predikat::SangatKurang),
            predikat_base: terms.predikat_base.code().into(),
            lag: terms.lag.to_string(),
            cpns: percent(terms.cpns),
            tolerance: terms.tolerance.to_string(),
            late: bands(&terms.late),
            early: bands(&terms.early),
            cumulative: flag(terms.cumulative),
            no_in: minutes(terms.no_in),
            no_out: minutes(terms.no_out),
            absent: percent(terms.absent),
            unseen_absent: flag(terms.unseen_absent),
            consecutive_days: terms
                .consecutive
                .map_or_else(String::new, |one| one.days.to_string()),
            consecutive: terms
                .consecutive
                .map_or_else(String::new, |one| percent(one.bp)),
            presence_base: terms.presence_base.code().into(),
            failed_reports: bands(&terms.failed_reports),
            failed_base: terms.failed_base.code().into(),
            missing_fails: flag(terms.missing_fails),
            no_report: percent(terms.no_report),
            no_report_base: terms.no_report_base.code().into(),
            flexible_marks: flag(terms.flexible_marks),
            unreported: match terms.unreported {
                Unreported::Nothing => "nothing".into(),
                Unreported::Marks => "marks".into(),
            },
            credit_minutes: minutes(terms.credit_minutes),
            light: percent(terms.light),
            medium: percent(terms.medium),
            heavy: percent(terms.heavy),
            unpaid: terms.unpaid.join(", "),
            cap: terms.cap.map_or_else(String::new, rupiah),
            round_to: terms.round_to.to_string(),
            ..Self::default()
        }
    }

    /// What was typed, with what is wrong with it.
    pub fn read(&self) -> Write {
        let mut read = Reader::default();
        let amounts = read_amounts(&self.amounts).unwrap_or_else(|problem| {
            read.problems.push(problem);
            BTreeMap::new()
        });
        let mode = match self.mode.as_str() {
            "deductions" => Mode::Deductions,
            "shares" => Mode::Shares {
                performance: read.percent("performance", &self.performance),
            },
            _ => {
                read.fail("mode", "choice");
                Mode::Deductions
            }
        };
        let factors = [
            &self.sangat_baik,
            &self.baik,
            &self.butuh_perbaikan,
            &self.kurang,
            &self.sangat_kurang,
        ];
        let predikat = Predikat::ALL
            .into_iter()
            .zip(factors)
            .map(|(one, text)| (one, read.percent(one.code(), text)))
            .collect();
        let days = self.consecutive_days.trim();
        let consecutive = (!days.is_empty()).then(|| Consecutive {
            days: u8::try_from(read.number("consecutive_days", days, 2, 31)).unwrap_or(2),
            bp: read.percent("consecutive", &self.consecutive),
        });
        let terms = Terms {
            instrument: self.instrument.clone(),
            mode,
            predikat,
            predikat_base: read.base("predikat_base", &self.predikat_base),
            lag: u8::try_from(read.number("lag", &self.lag, 0, 24)).unwrap_or(0),
            cpns: read.percent("cpns", &self.cpns),
            tolerance: read.number("tolerance", &self.tolerance, 0, 240),
            late: read.bands("late", &self.late),
            early: read.bands("early", &self.early),
            cumulative: self.cumulative == "true",
            no_in: read.minutes("no_in", &self.no_in),
            no_out: read.minutes("no_out", &self.no_out),
            absent: read.percent("absent", &self.absent),
            unseen_absent: self.unseen_absent == "true",
            consecutive,
            presence_base: read.base("presence_base", &self.presence_base),
            failed_reports: read.bands("failed_reports", &self.failed_reports),
            failed_base: read.base("failed_base", &self.failed_base),
            missing_fails: self.missing_fails == "true",
            no_report: read.percent("no_report", &self.no_report),
            no_report_base: read.base("no_report_base", &self.no_report_base),
            flexible_marks: self.flexible_marks == "true",
            unreported: match self.unreported.as_str() {
                "nothing" => Unreported::Nothing,
                _ => Unreported::Marks,
            },
            credit_minutes: read.minutes("credit_minutes", &self.credit_minutes),
            light: read.percent("light", &self.light),
            medium: read.percent("medium", &self.medium),
            heavy: read.percent("heavy", &self.heavy),
            unpaid: self
                .unpaid
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            cap: match self.cap.trim() {
                "" => None,
                text => read_rupiah(text).or_else(|| {
                    read.fail("cap", "allowance-rupiah");
                    None
                }),
            },
            round_to: i64::from(read.number("round_to", &self.round_to, 1, 60_000)),
        };
        Write {
            from: Month::parse(self.from.trim()),
            amounts,
            terms,
            copied_from: self.copied_from.trim().parse().ok(),
            problems: read.problems,
        }
    }
}

/// Reads fields one by one and keeps what is wrong with them.
#[derive(Default)]
struct Reader {
    problems: Vec<FieldError>,
}

impl Reader {
    fn fail(&mut self, field: &str, code: &'static str) {
        self.problems.push(FieldError::new(field, code));
    }

    fn percent(&mut self, field: &str, text: &str) -> u16 {
        read_percent(text).unwrap_or_else(|| {
            self.fail(field, "allowance-percent");
            0
        })
    }

    fn number(&mut self, field: &str, text: &str, min: i64, max: i64) -> u16 {
        let mut check = Check::new();
        let read = check.number(field, text, min, max);
        if let Err(crate::kernel::error::Error::Invalid(found)) = check.done() {
            self.problems.extend(found);
        }
        // what is wrong is told; the least that is right stands in meanwhile
        u16::try_from(read.unwrap_or(min)).unwrap_or(0)
    }

    fn minutes(&mut self, field: &str, text: &str) -> Option<u16> {
        let text = text.trim();
        (!text.is_empty()).then(|| self.number(field, text, 1, 1_440))
    }

    fn bands(&mut self, field: &str, text: &str) -> Vec<Band> {
        read_bands(text).unwrap_or_else(|| {
            self.fail(field, "allowance-bands");
            Vec::new()
        })
    }

    fn base(&mut self, field: &str, text: &str) -> Base {
        Base::of(text).unwrap_or_else(|| {
            self.fail(field, "choice");
            Base::Whole
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_gives_back_what_it_was_filled_with() {
        let terms = Terms {
            instrument: "Perka 1/2026".into(),
            consecutive: Some(Consecutive {
                days: 10,
                bp: WHOLE,
            }),
            failed_reports: vec![
                Band {
                    from: 1,
                    to: Some(6),
                    bp: 9_000,
                },
                Band {
                    from: 6,
                    to: None,
                    bp: 8_525,
                },
            ],
            unpaid: vec!["CLTN".into(), "Diberhentikan sementara".into()],
            cap: Some(20_000_000),
            credit_minutes: Some(510),
            ..Terms::proposal()
        };
        let mut typed = Typed::terms(&terms);
        typed.from = "2026-11".into();
        typed.amounts = "9: 5.079.200\n10\tRp 5979200".into();
        let read = typed.read();
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        assert_eq!(read.terms, terms);
        assert_eq!(
            read.amounts,
            BTreeMap::from([(9, 5_079_200), (10, 5_979_200)])
        );
    }

    #[test]
    fn every_problem_names_its_field() {
        let mut typed = Typed::terms(&Terms::proposal());
        typed.cpns = "101".into();
        typed.late = "1-30: 0,5".into();
        typed.amounts = "9: 5.000.000\n18: 1".into();
        typed.lag = "x".into();
        let fields: Vec<String> = typed
            .read()
            .problems
            .into_iter()
            .map(|one| one.field)
            .collect();
        assert_eq!(fields, ["amounts", "lag", "cpns", "late"]);
    }
}
