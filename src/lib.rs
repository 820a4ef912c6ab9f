//! Luwes: flexible work for Indonesia's civil service.
//!
//! * `kernel`: what every area may use and which knows no area
//! * `identity`: who is it, of which agency
//! * `organisation`: who works where, and how they come in from spreadsheets
//! * `calendar`: what kind of day a day is
//! * `policy`: who may, how often, under which rule
//! * `requests`: asking for days, deciding, who is where
//! * `trail`: what happened, in words, sealed; decisions replayed
//! * `platform`: agencies in aggregates, for the ministry
//! * `reports`: the leader's overview
//! * `webhooks`: other systems hear what happened
//! * `feeds`: calendar programs read who is where
//! * `rosters`: a head plans who works where for some weeks
//! * `shared_tasks`: tasks that several people hold in turns
//! * `shifts`: plans of shifts over a cycle of days, with rest rules and hand-overs
//! * `performance`: targets of a year, agreed in dialogue
//! * `allowance`: what the performance allowance of a month comes to, and why
//! * `guide`: help and glossary
//! * `demo`: invented people in real agencies
//! * `app`: puts the areas together

pub mod allowance;
pub mod app;
pub mod calendar;
pub mod config;
#[cfg(feature = "demo")]
pub mod demo;
pub mod feeds;
pub mod guide;
pub mod identity;
pub mod kernel;
pub mod notices;
pub mod organisation;
pub mod performance;
pub mod places;
pub mod platform;
pub mod policy;
pub mod presence;
pub mod reports;
pub mod requests;
pub mod rosters;
pub mod shared_tasks;
pub mod shifts;
pub mod trail;
pub mod webhooks;
pub mod windows;
