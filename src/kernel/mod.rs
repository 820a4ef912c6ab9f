//! What every area may use and which knows no area.

pub mod actor;
pub mod assets;
pub mod audit;
pub mod chart;
pub mod cookies;
pub mod crypto;
pub mod cx;
pub mod db;
pub mod error;
pub mod export;
pub mod files;
pub mod form;
pub mod format;
pub mod guard;
pub mod html;
pub mod i18n;
pub mod id;
pub mod jobs;
pub mod list;
pub mod outbox;
pub mod postgres;
pub mod routes;
pub mod server;
pub mod telemetry;
pub mod time;
pub mod upload;
