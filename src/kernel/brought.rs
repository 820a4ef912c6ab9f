//! Targets of a year as a file brings them: what the importer hands to the area that keeps targets (a hook of [`super::cx::Hooks`], as neither
//! of the two may import the other).

use super::id::EmployeeId;

/// Somebody's targets of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    pub employee: EmployeeId,
    pub year: i16,
    /// Some indicator has an aspect or a target.
    pub quantitative: bool,
    pub results: Vec<BroughtResult>,
}

/// A result plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtResult {
    /// A main one, or an additional one.
    pub main: bool,
    pub result: String,
    /// The superior's result that it intervenes, in words.
    pub above: String,
    /// Percent.
    pub weight: Option<u8>,
    pub indicators: Vec<BroughtIndicator>,
}

/// By what a result is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtIndicator {
    /// `quantity`, `quality`, `time` or `cost`; none: in words.
    pub aspect: Option<&'static str>,
    pub indicator: String,
    pub target: String,
    /// What the target counts.
    pub measure: String,
}
