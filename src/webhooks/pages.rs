//! The pages of this area.

pub mod list;
pub mod show;
