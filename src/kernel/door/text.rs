//! Words of the product in the language of the caller.

use schemars::JsonSchema;
use serde::Serialize;

/// A coded reason with its words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Said {
    /// Stable; for programs.
    pub code: String,
    /// In the language of `Accept-Language`; for people.
    pub text: String,
}
