//! The pages of this area: rule sets of an agency and of the ministry, their preview, names, comparison.

pub mod card;
pub mod compare;
pub mod impact;
pub mod panel;
pub mod rail;
pub mod sets;
