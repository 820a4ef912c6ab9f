//! The employee number of Indonesian civil servants (NIP, and NI PPPK), judged by its digits alone
//! (law.md E9): eight digits of birth date, six of appointment, one of sex, three of serial.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::fmt;

/// Eighteen digits whose parts are well formed; [`Nip::parse`] is the only way to make one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Nip(String);

/// Sex as the fifteenth digit tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Digit 1, written `L` in Indonesian files.
    Male,
    /// Digit 2, written `P`.
    Female,
}

impl Sex {
    /// The letter used in personnel files.
    pub fn letter(self) -> &'static str {
        match self {
            Sex::Male => "L",
            Sex::Female => "P",
        }
    }
}

/// What digits 13 and 14 look like. A month fits both kinds (some PPPK numbers carry one), 21 and above only PPPK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NipKind {
    /// Digits 13-14 are a month.
    Month,
    /// Digits 13-14 are 21 or more: a contract employee (PPPK).
    Pppk,
}

/// Why a text is no employee number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NipError {
    /// Not eighteen characters.
    #[error("an employee number has 18 digits")]
    Length,
    /// Something else than digits.
    #[error("an employee number has digits only")]
    NotDigits,
    /// Digits 1-8 are no date.
    #[error("digits 1-8 are not a date of birth")]
    BirthDate,
    /// Digits 13-14 are neither a month nor 21 and above.
    #[error("digits 13-14 are neither a month nor a contract code")]
    Appointment,
    /// Digit 15 is neither 1 nor 2.
    #[error("digit 15 is neither 1 nor 2")]
    Sex,
    /// The serial is 000: the mark of a number that went through a spreadsheet's 15 digits.
    #[error("the serial number is 000")]
    Serial,
}

impl Nip {
    /// Reads eighteen digits; spaces, dots, hyphens and apostrophes are passed over.
    pub fn parse(text: &str) -> Result<Nip, NipError> {
        let digits = strip(text);
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NipError::NotDigits);
        }
        if digits.len() != 18 {
            return Err(NipError::Length);
        }
        let nip = Nip(digits);
        if date_of(&nip.0).is_none() {
            return Err(NipError::BirthDate);
        }
        if !matches!(nip.part(12, 14), 1..=12 | 21..) {
            return Err(NipError::Appointment);
        }
        if !matches!(nip.part(14, 15), 1 | 2) {
            return Err(NipError::Sex);
        }
        if nip.part(15, 18) == 0 {
            return Err(NipError::Serial);
        }
        Ok(nip)
    }

    /// The eighteen digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits 1-8.
    pub fn birth_date(&self) -> NaiveDate {
        date_of(&self.0).unwrap_or_default()
    }

    /// Digit 15.
    pub fn sex(&self) -> Sex {
        if self.part(14, 15) == 2 {
            Sex::Female
        } else {
            Sex::Male
        }
    }

    /// What digits 13-14 say.
    pub fn kind(&self) -> NipKind {
        if self.part(12, 14) >= 21 {
            NipKind::Pppk
        } else {
            NipKind::Month
        }
    }

    /// First day of the appointment month of a PNS; `None` where digits 13-14 are a contract code.
    pub fn appointed(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.part(8, 12) as i32, self.part(12, 14), 1)
    }

    /// Whether the birth date lies before `today` and not absurdly far back.
    pub fn is_plausible(&self, today: NaiveDate) -> bool {
        self.birth_date() < today && self.birth_date().year() >= 1900
    }

    fn part(&self, from: usize, to: usize) -> u32 {
        self.0
            .get(from..to)
            .and_then(|p| p.parse().ok())
            .unwrap_or(0)
    }
}

impl fmt::Display for Nip {
    /// `19850312 201001 2 003`, the way it is printed on letters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = &self.0;
        write!(f, "{} {} {} {}", &n[..8], &n[8..14], &n[14..15], &n[15..])
    }
}

impl fmt::Debug for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nip({}…)", &self.0[..4])
    }
}

impl std::str::FromStr for Nip {
    type Err = NipError;
    fn from_str(text: &str) -> Result<Nip, NipError> {
        Nip::parse(text)
    }
}

fn date_of(digits: &str) -> Option<NaiveDate> {
    let year = digits.get(0..4)?.parse().ok()?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..8)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day).filter(|d| d.year() >= 1900)
}

/// Takes out what people type between the digits: any space, apostrophes, dots, hyphens.
pub fn strip(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{00b4}' | '.' | '-' | '\u{2010}'..='\u{2015}'
                        | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}'
                )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_of_the_rule_are_judged_as_it_says() {
        assert!(Nip::parse("190001011920011001").is_ok());
        assert_eq!(
            Nip::parse("190001011930211001").unwrap().kind(),
            NipKind::Pppk
        );
        assert_eq!(Nip::parse("190013011920011001"), Err(NipError::BirthDate));
        assert_eq!(Nip::parse("190001011920131001"), Err(NipError::Appointment));
        assert_eq!(Nip::parse("190001011920013001"), Err(NipError::Sex));
        assert_eq!(Nip::parse("190001011920011000"), Err(NipError::Serial));
        assert_eq!(Nip::parse("19000101192001100"), Err(NipError::Length));
        assert_eq!(Nip::parse("19000101192OO11001"), Err(NipError::NotDigits));
    }

    #[test]
    fn the_parts_are_read_and_the_printed_form_has_spaces() {
        let nip = Nip::parse("'19850312\u{a0}201001-2.003").unwrap();
        assert_eq!(nip.to_string(), "19850312 201001 2 003");
        assert_eq!(
            nip.birth_date(),
            NaiveDate::from_ymd_opt(1985, 3, 12).unwrap()
        );
        assert_eq!(nip.sex(), Sex::Female);
        assert_eq!(nip.appointed(), NaiveDate::from_ymd_opt(2010, 1, 1));
        assert_eq!(Nip::parse("190001011930211001").unwrap().appointed(), None);
    }
}
