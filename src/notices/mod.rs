//! What a person was told in this agency, and how they want mail about it. The rows are the kernel's outbox; every area writes them
//! by telling somebody something.

mod api;
mod pages;
mod read;
mod settings;
mod store;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::kernel::{
    actor::Can,
    jobs::Periodic,
    outbox::{self, Payload},
    routes::Routes,
};

pub use settings::{Form, Settings, save};

/// Something the person was told.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: Uuid,
    pub kind: String,
    pub payload: Payload,
    pub told_at: DateTime<Utc>,
    pub unread: bool,
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/notices", Can::SignIn, pages::list::show)
        .post("/notices/read", Can::SignIn, pages::list::read)
        .get("/account/notices", Can::SignIn, pages::settings::show)
        .post("/account/notices", Can::SignIn, pages::settings::save);
    api::routes(routes)
}

/// The periodic work of this area: what is older than people may read goes.
pub fn periodic() -> Periodic {
    Periodic {
        name: "notices",
        every: TimeDelta::hours(6),
        run: outbox::forget,
    }
}
