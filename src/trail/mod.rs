//! The auditor's area: the trail in words, the state of its chain, and decisions replayed with the facts of their day.
//!
//! Nothing here changes anything; what an auditor opens leaves a mark that the agency can read.

mod api;
pub mod bundle;
mod event;
mod pages;
mod replay;
#[cfg(test)]
mod replay_test;
mod search;
mod store;
mod verify;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::kernel::{actor::Can, id::RequestId, routes::Routes};

pub use event::{EVENTS, Group};

/// One row of the trail with the names its references stand for today.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// The acting person; none for the system.
    pub actor: Option<String>,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    /// The name of the subject, where it has one.
    pub subject: Option<String>,
    /// The request the row is about.
    pub request: Option<RequestId>,
    pub detail: String,
    /// The names of people, units and positions that the detail refers to, by id.
    pub named: HashMap<Uuid, String>,
    /// The place in the chain; none while the seal is awaited.
    pub seq: Option<i64>,
}

/// How the chain stands, without recomputing it.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// The last sequence number: how many rows are sealed.
    pub seq: i64,
    pub head: String,
    pub since: Option<DateTime<Utc>>,
    pub sealed_at: Option<DateTime<Utc>>,
    /// Rows that wait for their seal longer than they should.
    pub late: i64,
    pub last: Option<Checked>,
}

/// The last full verification, as the trail itself keeps it.
#[derive(Clone, Debug)]
pub struct Checked {
    pub at: DateTime<Utc>,
    pub by: Option<String>,
    pub checked: i64,
    /// The first bad row and what is wrong with it.
    pub broken: Option<(i64, String)>,
    pub late: i64,
}

impl Checked {
    /// Whether everything was as it was written.
    pub fn intact(&self) -> bool {
        self.broken.is_none() && self.late == 0
    }
}

/// A decision as the list of decisions shows it, with what makes it worth a look.
#[derive(Clone, Debug)]
pub struct Decision {
    pub id: RequestId,
    pub person: String,
    pub nip: String,
    pub unit: String,
    pub state: String,
    pub decider: Option<String>,
    pub decided_at: DateTime<Utc>,
    pub seconds: i64,
    pub rule_version: Option<i32>,
    /// Approved although a rule was not met.
    pub waived: bool,
    /// Decided within a minute of being sent.
    pub quick: bool,
    /// The two have decided each other's requests.
    pub mutual: bool,
    /// Approved on a standing approval: at once, by nobody's hand.
    pub standing: bool,
    /// Decided by somebody who stood in for the head.
    pub acting: bool,
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    use pages as p;
    let routes = routes
        .get("/trail", Can::ReadTrail, p::list::show)
        .post("/trail/verification", Can::ReadTrail, p::list::verify)
        .get("/trail/bundle", Can::ReadTrail, p::list::bundle)
        .get("/trail/requests", Can::ReadTrail, p::decisions::show)
        .get("/trail/requests/{id}", Can::ReadTrail, p::replay::show)
        .get("/trail/readings", Can::GrantRoles, p::readings::show);
    api::routes(routes)
}
