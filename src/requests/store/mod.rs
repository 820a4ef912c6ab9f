//! The statements of this area.

pub mod board;
pub mod cases;
pub mod dated;
pub mod lists;
pub mod locks;
pub mod queue;
pub mod requests;
pub mod steps;
pub mod waiting;
