//! The area's tables. One function, one statement; nothing here is reached from other areas.

pub mod employees;
pub mod structure;
