//! The route table: method, path, permission. Nothing can be routed without saying who may come in.

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    middleware::{Next, from_fn},
    routing::{MethodFilter, MethodRouter, on},
};
use serde::Serialize;

use super::{
    actor::Can,
    cx::{BodyLimit, Core, gate},
};

/// Bodies of ordinary forms.
pub const FORM_LIMIT: usize = 64 * 1024;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RouteInfo {
    pub method: &'static str,
    pub path: String,
    pub permission: &'static str,
    #[serde(skip)]
    pub can: Can,
}

/// Collects the routes of every area.
pub struct Routes {
    core: Core,
    router: Router<Core>,
    table: Vec<RouteInfo>,
}

impl Routes {
    /// An empty table.
    pub fn new(core: Core) -> Self {
        Self {
            core,
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// A page or file to read.
    pub fn get<H, T>(self, path: &str, can: Can, handler: H) -> Self
    where
        H: Handler<T, Core>,
        T: 'static,
    {
        self.add("GET", MethodFilter::GET, path, can, FORM_LIMIT, handler)
    }

    /// A form to send.
    pub fn post<H, T>(self, path: &str, can: Can, handler: H) -> Self
    where
        H: Handler<T, Core>,
        T: 'static,
    {
        self.add("POST", MethodFilter::POST, path, can, FORM_LIMIT, handler)
    }

    /// A form that carries files, up to `limit` bytes in all.
    pub fn upload<H, T>(self, path: &str, can: Can, limit: usize, handler: H) -> Self
    where
        H: Handler<T, Core>,
        T: 'static,
    {
        self.add("POST", MethodFilter::POST, path, can, limit, handler)
    }

    fn add<H, T>(
        mut self,
        method: &'static str,
        filter: MethodFilter,
        path: &str,
        can: Can,
        limit: usize,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Core>,
        T: 'static,
    {
        let core = self.core.clone();
        let layer = from_fn(move |request: Request, next: Next| {
            gate(core.clone(), can, BodyLimit(limit), request, next)
        });
        let route: MethodRouter<Core> = on(filter, handler).route_layer(layer);
        self.router = self.router.route(path, route);
        self.table.push(RouteInfo {
            method,
            path: path.to_owned(),
            permission: can.name(),
            can,
        });
        self
    }

    /// The router and its table, sorted.
    pub fn finish(mut self) -> (Router<Core>, Vec<RouteInfo>) {
        self.table
            .sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
        (self.router, self.table)
    }
}
