//! Statements of this area.

pub mod facts;
pub mod outages;
pub mod results;
pub mod runs;
pub mod schemes;
