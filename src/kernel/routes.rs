//! The route table: method, path, permission. Nothing can be routed without saying who may come in.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    middleware::{Next, from_fn},
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};
use futures::future::BoxFuture;
use schemars::SchemaGenerator;
use serde::Serialize;

use super::{
    actor::Can,
    cx::Core,
    door::{Answer, BASE, Describe, Doc, Operation, Returns, Scope, Told},
    gate::{Door, Entry, gate},
};

/// Bodies of ordinary forms.
pub const FORM_LIMIT: usize = 64 * 1024;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RouteInfo {
    pub method: &'static str,
    pub path: String,
    pub permission: &'static str,
    /// What a token needs for it; none at a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<&'static str>,
    #[serde(skip)]
    pub can: Can,
}

/// How the body of a route is taken.
#[derive(Clone, Copy)]
enum Size {
    /// Held in memory, up to so many bytes.
    Held(usize),
    /// Its files stream into the depot; the rest is a form like any other.
    Streams,
}

/// Collects the routes of every area.
pub struct Routes {
    core: Core,
    pages: Router<Core>,
    api: Router<Core>,
    table: Vec<RouteInfo>,
    operations: Vec<Operation>,
}

/// The finished routes: the pages, the JSON door, and their table, sorted.
pub struct Finished {
    pub pages: Router<Core>,
    pub api: Router<Core>,
    pub table: Vec<RouteInfo>,
}

impl Routes {
    /// An empty table.
    pub fn new(core: Core) -> Self {
        Self {
            core,
            pages: Router::new(),
            api: Router::new(),
            table: Vec::new(),
            operations: Vec::new(),
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

    /// A form that carries large files, which stream past the database into the depot (`kernel::depot::Received`).
    pub fn stream<H, T>(self, path: &str, can: Can, handler: H) -> Self
    where
        H: Handler<T, Core>,
        T: 'static,
    {
        let handler = on(MethodFilter::POST, Erased::of(handler));
        self.shown("POST", path, can, Size::Streams, handler)
    }

    /// Something to read through the JSON door; `path` follows `/api/v1`.
    pub fn api_get<H, T>(self, path: &str, can: Can, scope: Scope, doc: Doc, handler: H) -> Self
    where
        H: Handler<T, Core> + Returns<T>,
        T: Describe + 'static,
    {
        self.operation(("GET", MethodFilter::GET), path, can, scope, doc, handler)
    }

    /// Something to make or to do through the JSON door. Takes an `Idempotency-Key`.
    pub fn api_post<H, T>(self, path: &str, can: Can, scope: Scope, doc: Doc, handler: H) -> Self
    where
        H: Handler<T, Core> + Returns<T>,
        T: Describe + 'static,
    {
        self.operation(("POST", MethodFilter::POST), path, can, scope, doc, handler)
    }

    /// Something to put in the place of what is there.
    pub fn api_put<H, T>(self, path: &str, can: Can, scope: Scope, doc: Doc, handler: H) -> Self
    where
        H: Handler<T, Core> + Returns<T>,
        T: Describe + 'static,
    {
        self.operation(("PUT", MethodFilter::PUT), path, can, scope, doc, handler)
    }

    /// Something to take away.
    pub fn api_delete<H, T>(self, path: &str, can: Can, scope: Scope, doc: Doc, handler: H) -> Self
    where
        H: Handler<T, Core> + Returns<T>,
        T: Describe + 'static,
    {
        let method = ("DELETE", MethodFilter::DELETE);
        self.operation(method, path, can, scope, doc, handler)
    }

    fn operation<H, T>(
        self,
        (method, filter): (&'static str, MethodFilter),
        path: &str,
        can: Can,
        scope: Scope,
        doc: Doc,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Core> + Returns<T>,
        T: Describe + 'static,
    {
        let operation = Operation {
            method,
            path: format!("{BASE}{path}"),
            can,
            scope,
            doc,
            tell: tell::<H, T>,
        };
        self.told(operation, H::Out::MEDIA, on(filter, Erased::of(handler)))
    }

    fn told(
        mut self,
        operation: Operation,
        produces: &'static [&'static str],
        route: MethodRouter<Core>,
    ) -> Self {
        let (path, can, scope) = (&operation.path, operation.can, operation.scope);
        let door = Door::Api(scope, produces);
        let size = match operation.doc.streams {
            true => Size::Streams,
            false => Size::Held(operation.doc.limit),
        };
        let route = self.gated(route, path, can, door, size);
        self.api = self.api.route(path, route);
        self.table.push(RouteInfo {
            method: operation.method,
            path: path.clone(),
            permission: can.name(),
            scope: Some(scope.code()),
            can,
        });
        self.operations.push(operation);
        self
    }

    /// Puts the gate in front of a route. Not generic on purpose: the layers are compiled once, not once per handler.
    fn gated(
        &self,
        route: MethodRouter<Core>,
        path: &str,
        can: Can,
        door: Door,
        size: Size,
    ) -> MethodRouter<Core> {
        let core = self.core.clone();
        let (limit, streams) = match size {
            Size::Held(limit) => (limit, false),
            Size::Streams => (FORM_LIMIT, true),
        };
        let entry = Entry {
            can,
            door,
            limit,
            files: streams || limit > FORM_LIMIT || path.contains("/imports"),
            streams,
            route: path.into(),
        };
        let layer = from_fn(move |request: Request, next: Next| {
            gate(core.clone(), entry.clone(), request, next)
        });
        route.route_layer(layer)
    }

    fn add<H, T>(
        self,
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
        let handler = on(filter, Erased::of(handler));
        self.shown(method, path, can, Size::Held(limit), handler)
    }

    fn shown(
        mut self,
        method: &'static str,
        path: &str,
        can: Can,
        size: Size,
        route: MethodRouter<Core>,
    ) -> Self {
        let route = self.gated(route, path, can, Door::Page, size);
        self.pages = self.pages.route(path, route);
        self.table.push(RouteInfo {
            method,
            path: path.to_owned(),
            permission: can.name(),
            scope: None,
            can,
        });
        self
    }

    /// The routers and their table; the operations become the document.
    pub fn finish(mut self) -> Finished {
        let order = |a: (&str, &str), b: (&str, &str)| a.cmp(&b);
        self.table
            .sort_by(|a, b| order((&a.path, a.method), (&b.path, b.method)));
        self.operations
            .sort_by(|a, b| order((&a.path, a.method), (&b.path, b.method)));
        self.core.interface.set(self.operations);
        Finished {
            pages: self.pages,
            api: self.api,
            table: self.table,
        }
    }
}

/// A handler whose type is forgotten, so that the services around it are compiled once and not once per handler.
#[derive(Clone)]
struct Erased(Arc<dyn Fn(Request, Core) -> BoxFuture<'static, Response> + Send + Sync>);

impl Erased {
    fn of<H, T>(handler: H) -> Self
    where
        H: Handler<T, Core>,
        T: 'static,
    {
        Self(Arc::new(move |request, core| {
            Box::pin(handler.clone().call(request, core))
        }))
    }
}

impl Handler<(), Core> for Erased {
    type Future = BoxFuture<'static, Response>;

    fn call(self, request: Request, core: Core) -> Self::Future {
        (self.0)(request, core)
    }
}

/// What the types of a handler say.
fn tell<H, T>(told: &mut Told, schemas: &mut SchemaGenerator)
where
    H: Returns<T>,
    T: Describe,
{
    T::describe(told, schemas);
    H::Out::answer(told, schemas);
}
