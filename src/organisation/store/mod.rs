//! The area's tables. One function, one statement; nothing here is reached from other areas.

pub mod corrections;
pub mod employees;
pub mod mandates;
pub mod people;
pub mod positions;
pub mod records;
pub mod stand_ins;
pub mod structure;
pub mod summary;
pub mod units;
