//! Calendar feeds: secret links by which a calendar program reads a person's own days, or who is where in a unit.
//!
//! A link shows what its owner may see at the moment of reading and nothing else: every reading finds the person anew, with the
//! access, roles and units they have now. Its secret lives where tokens live (`identity`), so it dies with the person's password
//! and access. What is told is a kind and, for a unit, a name: never a reason, an address of a place, or evidence.
//! A board is such a link for a screen at a reception: today of a unit, for everybody who passes by, so in brief.

mod api;
mod board;
mod entry;
mod ics;
mod letter;
mod manage;
mod pages;
mod read;
mod rules;
mod store;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use letter::write_days;

use crate::kernel::{
    actor::Can,
    id::{BoardId, FeedId, UnitId},
    routes::Routes,
};

/// What a link shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeedKind", inline)]
pub enum Kind {
    /// The person's own flexible days, leave and official trips.
    Own,
    /// Who is where in a unit: names and kinds.
    Unit,
}

impl Kind {
    /// The stored word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Unit => "unit",
        }
    }

    /// Reads the stored word.
    pub fn of(code: &str) -> Self {
        if code == "unit" {
            Self::Unit
        } else {
            Self::Own
        }
    }
}

/// A link as its owner sees it; never its secret.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Feed {
    pub id: FeedId,
    pub kind: Kind,
    /// The unit it shows; none for one's own days.
    pub unit_id: Option<UnitId>,
    pub unit_name: Option<String>,
    pub name: String,
    pub created_at: DateTime<Utc>,
    /// When it ends by itself; null when it does not.
    pub expires_at: Option<DateTime<Utc>>,
    /// The last time a program read it.
    pub read_at: Option<DateTime<Utc>>,
    /// Whether it can be read now.
    pub live: bool,
}

/// A board as those who may manage it see it; never its secret.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Board {
    pub id: BoardId,
    pub unit_id: UnitId,
    pub unit_name: String,
    pub name: String,
    /// Whether it names people; otherwise it counts them.
    pub names: bool,
    /// Who made it.
    pub made_by: String,
    pub created_at: DateTime<Utc>,
    /// When it ends by itself; null when it does not.
    pub expires_at: Option<DateTime<Utc>>,
    /// The last time a screen read it.
    pub read_at: Option<DateTime<Utc>>,
    /// Whether it can be read now.
    pub live: bool,
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/feeds/{file}", Can::Public, pages::file::show)
        .get("/board/{secret}", Can::Public, pages::board::show)
        .get("/team/boards", Can::SignIn, pages::boards::list)
        .post("/team/boards", Can::SignIn, pages::boards::make)
        .post(
            "/team/boards/{id}/revocation",
            Can::SignIn,
            pages::boards::revoke,
        )
        .get("/account/calendar", Can::SignIn, pages::links::list)
        .post("/account/calendar", Can::SignIn, pages::links::make)
        .post(
            "/account/calendar/{id}/revocation",
            Can::SignIn,
            pages::links::revoke,
        );
    api::routes(routes)
}
