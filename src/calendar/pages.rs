//! The pages of this area: the agency's year, absences, the national calendar.

pub mod absences;
pub mod national;
pub mod year;

/// One choice of a field.
pub struct Choice {
    pub value: &'static str,
    pub label: String,
    pub hint: String,
    pub selected: bool,
    pub disabled: bool,
}

/// Choices from words with a common prefix in the catalogue.
pub fn choices(
    lang: crate::kernel::i18n::Lang,
    prefix: &str,
    values: &[&'static str],
    chosen: &str,
) -> Vec<Choice> {
    values
        .iter()
        .map(|value| Choice {
            value,
            label: lang.t(&format!("{prefix}-{value}")),
            hint: String::new(),
            selected: *value == chosen,
            disabled: false,
        })
        .collect()
}
