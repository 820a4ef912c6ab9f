//! Luwes.
pub mod calendar;

