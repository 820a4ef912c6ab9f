//! The statements of this area.

pub mod assessments;
pub mod concerned;
pub mod credit;
pub mod days;
pub mod evidence;
pub mod feedback;
pub mod files;
pub mod improvement;
pub mod lines;
pub mod people;
pub mod periods;
pub mod remind;
pub mod targets;
pub mod templates;
pub mod work;
