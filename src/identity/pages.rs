//! The pages of this area.

pub mod account;
pub mod agency;
pub mod link;
pub mod officers;
pub mod sign_in;
pub mod tokens;
