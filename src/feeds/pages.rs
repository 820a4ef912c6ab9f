//! The pages of this area, and the file that calendar programs read.

pub mod file;
pub mod links;
