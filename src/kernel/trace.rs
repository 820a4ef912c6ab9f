//! The rule trace as every page shows it (templates/layout/_trace.html): cause, proof, way out. Filled by the areas that judge or
//! replay.

use std::borrow::Borrow;

use askama::Template;

use super::{html::Page, parts::Part};

/// Colleagues in the office against the minimum.
#[derive(Clone, Debug)]
pub struct Coverage {
    pub present: u32,
    pub total: u32,
    pub minimum: u32,
    pub label: String,
}

/// A legal basis.
#[derive(Clone, Debug)]
pub struct Cited {
    pub text: String,
    pub url: Option<String>,
    /// Whether the address leads to a report about it, not to its text.
    pub reported: bool,
}

/// A way out.
#[derive(Clone, Debug)]
pub struct Way {
    pub text: String,
    pub href: Option<String>,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Row {
    pub outcome: &'static str,
    pub title: String,
    pub sub: String,
    pub facts: Vec<String>,
    pub coverage: Option<Coverage>,
    pub rule: String,
    pub citations: Vec<Cited>,
    pub remedies: Vec<Way>,
    pub applies: String,
    pub waiver: String,
}

/// All conditions of a day or a person.
#[derive(Clone, Debug)]
pub struct Trace {
    pub open: Vec<Row>,
    pub passed: Vec<Row>,
    pub passed_label: String,
    /// How many of all are met, and how many are met by an exception alone.
    pub count: String,
    pub foot: String,
    pub appeal: Option<String>,
}

/// A condition as it is shown.
#[derive(Template)]
#[template(path = "layout/_trace_row.html")]
pub struct ShownRow<'a> {
    page: &'a Page,
    r: &'a Row,
    open: bool,
}

/// The trace as it is shown.
#[derive(Template)]
#[template(path = "layout/_trace_whole.html")]
pub struct Shown<'a> {
    page: &'a Page,
    trace: &'a Trace,
}

impl Row {
    /// The condition, unfolded when `open`.
    pub fn shown<'a>(&'a self, page: &'a Page, open: impl Borrow<bool>) -> Part<ShownRow<'a>> {
        let open = *open.borrow();
        Part(ShownRow {
            page,
            r: self,
            open,
        })
    }
}

impl Trace {
    /// All conditions.
    pub fn shown<'a>(&'a self, page: &'a Page) -> Part<Shown<'a>> {
        Part(Shown { page, trace: self })
    }
}
