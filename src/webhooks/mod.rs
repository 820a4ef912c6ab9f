//! Outgoing events: other systems of an agency hear what happened, signed, at least once.
//!
//! The source is the trail. Every operation writes its audit row in its own transaction and the sealer numbers the rows of an
//! agency without gaps, so an acknowledged change cannot miss its event, no operation has to know of webhooks, and a decision
//! pays nothing for them. Each webhook keeps the number it has seen up to ([`spread`]); the rows after it become deliveries in
//! the transaction that moves the number, so each event is there exactly once. The event's id is that of the audit row: stable
//! over attempts, receivers and restarts. Sending ([`deliver`]) is at least once: lease, send with no transaction open, mark.
//!
//! A decision may be taken back for ten seconds. Its event waits a little longer than that; one that is taken back meanwhile
//! is dropped, and in the rare case that it has left already, `request.reopened` follows it. What is told stands.

mod api;
mod deliver;
mod keep;
mod kind;
mod manage;
mod message;
mod pages;
mod rules;
mod spread;
mod store;

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{
    actor::Can,
    id::WebhookId,
    jobs::{Errands, Periodic},
    routes::Routes,
};

pub use kind::Kind;
pub use manage::{AddWebhook, Revealed, add};

/// Whether events are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WebhookState", inline)]
pub enum State {
    Active,
    Paused,
}

/// Why a webhook rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WebhookPause", inline)]
pub enum Pause {
    /// An officer wanted it.
    Officer,
    /// Nothing was accepted for days.
    Failing,
    /// The receiver answered 410: it wants nothing any more.
    Gone,
}

impl Pause {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Officer, Self::Failing, Self::Gone]
            .into_iter()
            .find(|pause| pause.code() == code)
    }
}

/// Where a system of the agency listens. Never its secret.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    pub kinds: Vec<Kind>,
    pub state: State,
    /// Why it rests, while it does.
    pub pause: Option<Pause>,
    pub paused_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    /// The last time something was accepted.
    pub sent_at: Option<DateTime<Utc>>,
    /// Nothing was accepted since then; null when the last attempt was.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when messages carry the former secret's signature too.
    pub old_secret_until: Option<DateTime<Utc>>,
    /// Events that wait to be sent.
    pub waiting: i64,
    /// Events that were given up.
    pub dead: i64,
}

/// How one event fared at one receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Fate {
    /// Waits for its first or next attempt.
    Pending,
    /// The receiver accepted it.
    Sent,
    /// Given up; it can be sent again.
    Dead,
}

impl Fate {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Pending, Self::Sent, Self::Dead]
            .into_iter()
            .find(|fate| fate.code() == code)
    }
}

/// One event for one receiver.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Delivery {
    /// The id of the event, sent as `webhook-id`.
    pub event_id: Uuid,
    pub sequence: i64,
    pub kind: Kind,
    pub happened_at: DateTime<Utc>,
    pub state: Fate,
    pub attempts: i16,
    /// When it is tried next, while it waits.
    pub next_at: Option<DateTime<Utc>>,
    pub tried_at: Option<DateTime<Utc>>,
    /// What the receiver answered last.
    pub status: Option<i16>,
    /// Why the last attempt failed: `status`, `redirect`, `private`, `unknown`, `unreachable`, `tls`, `slow`, `unreadable`, `secret`.
    pub problem: Option<String>,
    /// The beginning of the receiver's last answer, when it was a refusal.
    pub answer: Option<String>,
}

/// The periodic work of this area.
pub fn periodic() -> Periodic {
    Periodic {
        name: "webhooks",
        every: TimeDelta::hours(6),
        run: keep::forget,
    }
}

/// What is done for an agency after something happened there.
pub fn errands() -> Errands {
    Errands {
        name: "webhooks",
        find: deliver::errands,
    }
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use Can::GrantRoles;
    let routes = routes
        .get("/webhooks", GrantRoles, pages::list::show)
        .post("/webhooks", GrantRoles, pages::list::add)
        .get("/webhooks/{id}", GrantRoles, pages::show::show)
        .post("/webhooks/{id}/secret", GrantRoles, pages::show::rotate)
        .post("/webhooks/{id}/test", GrantRoles, pages::show::test)
        .post("/webhooks/{id}/pause", GrantRoles, pages::show::pause)
        .post("/webhooks/{id}/resumption", GrantRoles, pages::show::resume)
        .post("/webhooks/{id}/deletion", GrantRoles, pages::show::delete)
        .post(
            "/webhooks/{id}/repetition",
            GrantRoles,
            pages::show::repeat_all,
        )
        .post(
            "/webhooks/{id}/deliveries/{event}/repetition",
            GrantRoles,
            pages::show::repeat,
        );
    api::routes(routes)
}
