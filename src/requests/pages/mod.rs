//! The pages of this area, thin doors before the operations.

pub mod ask;
pub mod conditions;
pub mod decision;
pub mod home;
pub mod inbox;
pub mod list;
pub mod show;
pub mod team;
pub mod trace;
pub mod why;
mod words;
