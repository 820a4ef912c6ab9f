//! The pages of this area.

pub mod decisions;
pub mod list;
pub mod readings;
pub mod replay;
mod trace;
mod words;

use crate::{kernel::audit::Event, trail::Chain};

/// The mark a reader leaves: which page, never what was typed.
fn read(what: &'static str) -> Event {
    Event::new("trail-read", "trail", None).with("page", what)
}

/// A choice of a select.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// How the chain stands, ready to show.
pub struct Status {
    pub tone: &'static str,
    pub title: String,
    pub text: String,
    pub seq: i64,
    pub head: String,
    pub sealed: String,
    pub verified: String,
}

impl Status {
    fn of(chain: &Chain, page: &crate::kernel::html::Page) -> Self {
        words::status(chain, page)
    }
}
