//! The statements of this area.

pub mod deliveries;
pub mod endpoints;
