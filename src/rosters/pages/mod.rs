//! The pages of this area.

pub mod list;
pub mod sheet;

use chrono::Datelike;

use crate::kernel::{
    format,
    html::{Choice, Page},
};

/// Monday to Friday or Saturday as choices.
fn weekdays(page: &Page, chosen: [bool; 7], six: bool) -> Vec<Choice> {
    (0..if six { 6 } else { 5 })
        .map(|index| {
            let name = format::weekday_name(index, page.language);
            Choice::new(index.to_string(), name, chosen[index])
        })
        .collect()
}

/// The weekdays that a form names.
fn read_weekdays(typed: &[String]) -> [bool; 7] {
    let mut chosen = [false; 7];
    for index in typed.iter().filter_map(|text| text.parse::<usize>().ok()) {
        if let Some(day) = chosen.get_mut(index) {
            *day = true;
        }
    }
    chosen
}

/// A weekday and day of the month, such as `Sel 24`.
fn short_day(day: chrono::NaiveDate, page: &Page) -> String {
    format!(
        "{} {}",
        format::weekday_short(day, page.language),
        day.day()
    )
}
