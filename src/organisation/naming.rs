//! What would name a person in a text that other agencies read.

use sqlx::PgConnection;

use super::store;
use crate::kernel::{error::Result, id::AgencyId};

/// What names somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An employee number.
    Number,
    /// The name of an employee of the agency.
    Name(String),
}

/// What in a text would name somebody who works in the agency.
pub async fn named_in(
    conn: &mut PgConnection,
    agency: AgencyId,
    text: &str,
) -> Result<Option<Named>> {
    if holds_number(text) {
        return Ok(Some(Named::Number));
    }
    let name = store::people::named_in(conn, agency, text).await?;
    Ok(name.map(Named::Name))
}

/// Whether a text holds an employee number: 18 digits in a row, spaces between them or not.
fn holds_number(text: &str) -> bool {
    let mut digits = 0;
    for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
        digits = if sign.is_ascii_digit() { digits + 1 } else { 0 };
        if digits == 18 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_employee_number_is_found_however_it_is_spaced() {
        for text in [
            "NIP 199001012015031001 sakit",
            "19900101 201503 1 001",
            "a199001012015031001b",
        ] {
            assert!(super::holds_number(text), "{text}");
        }
        for text in [
            "",
            "Surat 1990/2015",
            "19900101 x 2015031001",
            "080012345678",
        ] {
            assert!(!super::holds_number(text), "{text}");
        }
    }
}
