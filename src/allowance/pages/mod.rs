//! Pages of the allowance.

pub mod list;
pub mod outages;
pub mod own;
pub mod run;
pub mod scheme;
pub mod sheet;
mod typed;
mod words;

use serde::Deserialize;

use crate::{
    allowance::{RunState, SchemeState},
    kernel::{
        error::{Error, Result},
        html::Page,
    },
};

/// One choice of a form.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
    pub disabled: bool,
}

impl Choice {
    fn new(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self {
            selected: value == chosen,
            value,
            label: label.into(),
            hint: String::new(),
            disabled: false,
        }
    }
}

/// What is done to a scheme or a run that was seen.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Act {
    version: String,
    note: String,
}

impl Act {
    fn version(&self) -> Result<i32> {
        let text = self.version.trim();
        text.parse().map_err(|_| Error::Conflict("changed"))
    }
}

/// The look and the word of a run's state.
fn run_state(state: RunState, page: &Page) -> (&'static str, String) {
    let look = match state {
        RunState::Counting => "queued",
        RunState::Simulated => "proposed",
        RunState::Locked => "approved",
        RunState::Dropped => "withdrawn",
    };
    (look, page.t(&format!("allowance-run-{}", state.code())))
}

/// The look and the word of a scheme's state.
fn scheme_state(state: SchemeState, page: &Page) -> (&'static str, String) {
    let look = match state {
        SchemeState::Draft => "draft",
        SchemeState::Waiting => "proposed",
        SchemeState::InForce => "approved",
        SchemeState::Withdrawn => "withdrawn",
    };
    let word = format!("allowance-scheme-{}", state.code().replace('_', "-"));
    (look, page.t(&word))
}
