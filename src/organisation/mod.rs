//! The organisation area: units, positions, employees, and how they come in from spreadsheets.

pub mod import;
pub mod nip;
