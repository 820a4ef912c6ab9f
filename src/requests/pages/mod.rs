//! The pages of this area, thin doors before the operations.

pub mod ask;
pub mod chains;
pub mod conditions;
pub mod decision;
pub mod exceptions;
pub mod find;
pub mod home;
pub mod hours;
pub mod inbox;
mod judged;
pub mod list;
pub mod month;
pub mod person_month;
pub mod presence;
pub mod show;
pub mod standing;
pub mod statement;
mod steps;
pub mod swap_new;
pub mod swaps;
mod tabs;
pub mod team;
pub mod trace;
pub mod waits;
pub mod why;
mod words;
