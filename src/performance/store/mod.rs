//! The statements of this area.

pub mod assessments;
pub mod concerned;
pub mod days;
pub mod files;
pub mod lines;
pub mod people;
pub mod periods;
pub mod remind;
pub mod targets;
pub mod templates;
pub mod work;
