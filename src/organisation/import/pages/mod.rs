//! Pages of the importer: earlier imports and the drop area; one import with its columns, rows and result.

pub mod list;
pub mod show;
mod view;
