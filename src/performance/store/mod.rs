//! The statements of this area.

pub mod assessments;
pub mod lines;
pub mod people;
pub mod periods;
pub mod remind;
pub mod targets;
pub mod work;
