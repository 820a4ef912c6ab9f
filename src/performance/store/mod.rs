//! The statements of this area.

pub mod assessments;
pub mod concerned;
pub mod credit;
pub mod days;
pub mod evidence;
pub mod feedback;
pub mod files;
pub mod improvement;
pub mod lines;
pub mod people;
pub mod periods;
pub mod remind;
pub mod targets;
pub mod templates;
pub mod work;

use chrono::{DateTime, Utc};

use crate::kernel::id::EmployeeId;

/// An answer to what somebody delivered or reported, as it is kept with the newest round.
pub struct Answered<'a, A> {
    pub answer: A,
    pub by: EmployeeId,
    pub acting: Option<&'static str>,
    /// The head in whose place it was answered.
    pub deputised: Option<EmployeeId>,
    pub comment: &'a str,
    pub at: DateTime<Utc>,
}
