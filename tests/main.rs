//! Everything that is tested through the outside of the crate, in one binary (each further one is another link step).

mod support;

mod allowance;
mod api;
mod api_document;
mod api_files;
mod api_flows;
mod architecture;
mod audit;
mod authorisation;
mod calendar;
mod faults;
mod feeds;
mod identity;
mod imports;
mod notices;
mod organisation;
mod performance;
mod places;
mod platform;
mod policy;
mod presence;
mod quarter;
mod requests;
mod results;
mod rosters;
mod security;
mod shared_tasks;
mod shifts;
mod templates;
mod tenancy;
mod trail;
mod translations;
mod webhooks;
mod windows;
