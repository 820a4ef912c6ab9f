//! The statements of this area.

pub mod anew;
pub mod board;
pub mod cases;
pub mod chains;
pub mod dated;
pub mod exceptions;
pub mod find;
pub mod guests;
pub mod hints;
pub mod hours;
pub mod lists;
pub mod locks;
pub mod queue;
pub mod requests;
pub mod standing;
pub mod statement;
pub mod steps;
pub mod swaps;
pub mod waiting;
