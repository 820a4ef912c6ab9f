//! The statements of this area.

pub mod lines;
pub mod people;
pub mod remind;
pub mod targets;
pub mod work;
