//! The pages of this area.

pub mod board;
pub mod boards;
pub mod file;
pub mod links;
