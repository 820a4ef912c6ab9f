//! Pages of shifts.

pub mod form;
pub mod list;
pub mod show;
pub mod table;
pub mod terms;

use chrono::{Datelike, NaiveDate};

use super::{Pattern, Shift};
use crate::kernel::{format, html::Page};

/// One choice of a form.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// A sign for each shift of a plan: the first letter of its name, its number where two begin alike.
fn signs(pattern: &Pattern) -> Vec<String> {
    let first = |one: &Shift| {
        one.name
            .chars()
            .next()
            .map(|c| c.to_uppercase().to_string())
    };
    let all: Vec<Option<String>> = pattern.shifts.iter().map(first).collect();
    let alone = |sign: &Option<String>| all.iter().filter(|one| *one == sign).count() == 1;
    all.iter()
        .enumerate()
        .map(|(index, sign)| match sign {
            Some(letter) if alone(sign) => letter.clone(),
            _ => (index + 1).to_string(),
        })
        .collect()
}

/// A shift in words: its name and times.
fn words(shift: &Shift) -> String {
    format!("{} {}", shift.name, shift.times())
}

/// A weekday and day, such as `Sel 24`.
fn short_day(day: NaiveDate, page: &Page) -> String {
    let weekday = format::weekday_short(day, page.language);
    format!("{weekday} {}", day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_that_begin_alike_are_told_apart_by_number() {
        let named = |name: &str| Shift {
            name: name.into(),
            starts: chrono::NaiveTime::MIN,
            ends: chrono::NaiveTime::MIN,
            break_minutes: 0,
            least: 1,
        };
        let day = NaiveDate::MIN;
        let pattern = Pattern {
            from_on: day,
            to_on: day,
            shifts: ["pagi", "Siang", "Sore"].map(named).into(),
            cycle: vec![1],
        };
        assert_eq!(signs(&pattern), ["P", "2", "3"]);
    }
}
