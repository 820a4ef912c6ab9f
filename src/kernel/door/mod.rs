//! The JSON door: what a handler of `/api/v1` takes and answers, and how it describes itself.
//!
//! The types of a handler are its description: [`Describe`] reads what it takes and answers from its signature, so that
//! the document cannot say anything else than what the code does.

mod accept;
mod body;
mod describe;
mod document;
mod fit;
pub mod once;
mod reply;
mod scope;
mod text;

pub use accept::acceptable;
pub(super) use body::media;
pub use body::{Date, IfMatch, Json, Query, Raw, cursor, cursor_at, seen, typed};
pub use describe::{Answer, Describe, Doc, Operation, Returns, Told};
pub use document::{Entry, Interface, Section};
pub use fit::{KEY, TIME};
pub use reply::{
    Archive, Created, Deep, File, Kept, NoContent, Paged, Sheet, Tagged, Whole, Workbook,
};
pub use scope::{Scope, Scopes};
pub use text::Said;

/// What every file of a list has in common.
pub const WHOLE_LIST: &str = "The same cells as the page's file: the whole list as it is narrowed, up to 100,000 rows. `after` has no effect.";
/// Where the interface lives.
pub const BASE: &str = "/api/v1";
/// The most elements an array in a body may have.
pub const ELEMENTS: usize = 500;
/// How deep a body may be nested.
pub const DEPTH: usize = 32;
