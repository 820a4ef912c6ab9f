//! Help and the glossary: pages that need no agency and no sign-in.

mod pages;

use crate::kernel::{actor::Can, routes::Routes};

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/help", Can::Public, pages::help)
        .get("/glossary", Can::Public, pages::glossary)
        .get("/api", Can::Public, pages::api)
}
