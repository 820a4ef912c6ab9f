//! Puts the areas together: routes, guards, the menu, the periodic work.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use http::header;
use tokio::sync::Notify;

use crate::{
    allowance, calendar, feeds, guide, identity,
    kernel::{
        actor::{Actor, Can},
        assets,
        crypto::Passwords,
        cx::{Core, Cx, Gx, Hooks, Settings},
        db::Db,
        door,
        error::{Error, Result},
        guard,
        html::{NavItem, redirect},
        jobs::{Periodic, Work},
        routes::{RouteInfo, Routes},
        time::Clock,
    },
    notices, organisation, performance, places, platform, policy, reports, requests, rosters,
    shared_tasks, shifts, trail, webhooks, windows,
};

/// Which doors are open besides the product's own.
#[derive(Clone, Default)]
pub struct Doors {
    /// The demo's one-click sign-in.
    #[cfg(feature = "demo")]
    pub demo: Option<identity::demo_door::Cast>,
}

/// What the process shares.
pub fn core(db: Db, clock: Clock, settings: Settings) -> Result<Core> {
    let hooks = Hooks {
        session: identity::actor::session,
        actor: identity::actor::actor,
        touch: identity::actor::touch,
        bearer: identity::actor::bearer,
        bearer_actor: identity::actor::bearer_actor,
        touch_bearer: identity::actor::touch_bearer,
        doubt: identity::actor::doubt,
        days: feeds::write_days,
        elsewhere: requests::elsewhere,
        bring_targets: performance::bring,
        nav,
    };
    Ok(Core {
        db,
        clock,
        hooks,
        settings: Arc::new(settings),
        passwords: Passwords::new(2, 200)?,
        wake: Arc::new(Notify::new()),
        interface: door::Interface::default(),
    })
}

/// Every route of every area, with its permission.
pub fn routes(core: Core, doors: Doors) -> Routes {
    let routes = Routes::new(core)
        .get("/", Can::SignIn, home)
        .get("/healthz", Can::Public, healthz)
        .get("/readyz", Can::Public, readyz)
        .get("/static/{*name}", Can::Public, assets::serve)
        .get("/api/v1/openapi.json", Can::Public, openapi)
        .post("/csp-report", Can::Public, csp_report);
    let routes = guide::routes(identity::routes(routes));
    let routes = organisation::routes(policy::routes(calendar::routes(routes)));
    let routes = reports::routes(platform::routes(trail::routes(routes)));
    let routes = webhooks::routes(notices::routes(requests::routes(routes)));
    let routes = feeds::routes(places::routes(windows::routes(routes)));
    let routes = shifts::routes(shared_tasks::routes(rosters::routes(routes)));
    let routes = allowance::routes(performance::routes(routes));
    #[cfg(feature = "demo")]
    let routes = match doors.demo {
        Some(cast) => identity::demo_door::routes(routes, cast),
        None => routes,
    };
    #[cfg(not(feature = "demo"))]
    let Doors {} = doors;
    routes
}

/// The finished service and its route table.
pub fn build(core: Core, doors: Doors) -> (Router, Vec<RouteInfo>) {
    let routes = routes(core.clone(), doors).finish();
    let router = guard::same_origin(routes.pages)
        .merge(routes.api)
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::BadRequest("method") })
        .with_state(core.clone());
    (guard::around(router, &core), routes.table)
}

/// What the worker does for the areas.
pub fn work() -> Work {
    Work {
        periodic: periodic(),
        errands: vec![webhooks::errands()],
    }
}

/// Work that is done regularly for every agency.
fn periodic() -> Vec<Periodic> {
    vec![
        Periodic {
            name: "requests",
            every: TimeDelta::minutes(1),
            run: requests::upkeep,
        },
        Periodic {
            name: "base-rules",
            every: TimeDelta::minutes(10),
            run: policy::news::tell_about_base,
        },
        Periodic {
            name: "ratings",
            every: TimeDelta::hours(1),
            run: policy::grace::tell_about_ratings,
        },
        notices::periodic(),
        platform::periodic(),
        reports::periodic(),
        reports::counts_results(),
        Periodic {
            name: "tokens",
            every: TimeDelta::hours(24),
            run: identity::token_upkeep,
        },
        door::once::periodic(),
        webhooks::periodic(),
        windows::periodic(),
        places::periodic(),
        shared_tasks::periodic(),
        shifts::periodic(),
        performance::periodic(),
        performance::rating_periods(),
        allowance::periodic(),
        performance::sweeping(),
    ]
}

/// The first page of a person, by what they are.
async fn home(mut cx: Cx) -> Result<Response> {
    let roles = cx.actor().roles;
    if roles.employee {
        return requests::home(cx).await;
    }
    let first = [
        (roles.hr, "/hr"),
        (roles.leader, "/overview"),
        (roles.auditor, "/trail"),
        (roles.ministry, "/agencies"),
    ];
    let to = first.iter().find(|(held, _)| *held);
    let to = to.map_or("/account", |(_, path)| path);
    let waits = requests::waits(&mut cx, to).await?;
    Ok(waits.unwrap_or_else(|| redirect(to)))
}

/// The process lives.
async fn healthz() -> &'static str {
    "ok"
}

/// The process can serve: the database answers.
async fn readyz(gx: Gx) -> Result<&'static str> {
    drop(gx);
    Ok("ready")
}

/// The interface for programs, as OpenAPI 3.1.
async fn openapi(State(core): State<Core>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (kind, core.interface.text().to_owned()).into_response()
}

/// What browsers report against the content policy: logged, never trusted.
async fn csp_report(body: String) -> &'static str {
    let report: String = body
        .chars()
        .filter(|c| !c.is_control())
        .take(1_000)
        .collect();
    tracing::warn!(report, "content policy report");
    ""
}

/// A line of the menu: address, icon, label, whether this person sees it, the heading it starts.
type MenuLine = (
    &'static str,
    &'static str,
    &'static str,
    bool,
    Option<&'static str>,
);

/// What a phone's bar shows, the most needed first: the first four that a person may open.
const BAR: [&str; 15] = [
    "/",
    "/inbox",
    "/hr",
    "/overview",
    "/trail",
    "/rules",
    "/employees",
    "/trail/requests",
    "/team",
    "/requests/new",
    "/requests",
    "/agencies",
    "/base-rules",
    "/national-days",
    "/national-windows",
];

/// The menu of a person. At most four entries without `wide_only`: the phone's bar has five places, the fifth is "Lainnya".
fn nav(actor: &Actor, path: &str) -> Vec<NavItem> {
    let roles = actor.roles;
    let lang = actor.lang;
    // address, icon, label, who sees it, the heading it starts
    let decides = roles.may(Can::DecideRequests);
    let all: &[MenuLine] = &[
        ("/", "house", "nav-home", roles.employee, None),
        ("/inbox", "inbox", "nav-inbox", decides, None),
        ("/team", "calendar-days", "nav-team", roles.employee, None),
        ("/requests/new", "plus", "nav-ask", roles.employee, None),
        ("/requests", "history", "nav-requests", roles.employee, None),
        ("/today", "list-checks", "nav-today", roles.employee, None),
        ("/work", "file-check", "nav-work", roles.employee, None),
        ("/targets", "target", "nav-targets", roles.employee, None),
        (
            "/feedback",
            "message-square-reply",
            "nav-feedback",
            roles.employee,
            None,
        ),
        (
            "/allowance/own",
            "banknote",
            "nav-allowance-own",
            roles.employee,
            None,
        ),
        (
            "/conditions",
            "list-checks",
            "nav-conditions",
            roles.employee,
            None,
        ),
        ("/my-data", "id-card", "nav-my-data", roles.employee, None),
        (
            "/presence",
            "clock",
            "nav-presence",
            roles.employee,
            Some("nav-group-work"),
        ),
        ("/shifts", "repeat", "nav-shifts", roles.employee, None),
        ("/tasks", "users", "nav-shared-tasks", roles.employee, None),
        (
            "/exceptions",
            "gavel",
            "nav-exceptions",
            roles.employee && !(roles.hr || roles.leader),
            None,
        ),
        (
            "/team/presence",
            "eye",
            "nav-team-presence",
            roles.supervisor,
            Some("nav-group-lead"),
        ),
        (
            "/team/today",
            "clipboard-check",
            "nav-team-today",
            roles.supervisor,
            None,
        ),
        (
            "/team/stand-ins",
            "user-check",
            "nav-stand-ins",
            roles.supervisor,
            None,
        ),
        (
            "/team/mandates",
            "shield-check",
            "nav-mandates",
            roles.supervisor,
            None,
        ),
        (
            "/hr",
            "clipboard-check",
            "nav-hr",
            roles.hr,
            Some("nav-group-hr"),
        ),
        (
            "/requests/agency",
            "table",
            "nav-agency-requests",
            roles.hr,
            None,
        ),
        (
            "/exceptions",
            "gavel",
            "nav-exceptions",
            roles.hr || roles.leader,
            None,
        ),
        ("/employees", "users", "nav-employees", roles.hr, None),
        ("/units", "network", "nav-units", roles.hr, None),
        ("/positions", "briefcase", "nav-positions", roles.hr, None),
        (
            "/imports",
            "file-spreadsheet",
            "nav-imports",
            roles.hr,
            None,
        ),
        (
            "/corrections",
            "list-checks",
            "nav-corrections",
            roles.hr,
            None,
        ),
        ("/rules", "scale", "nav-rules", roles.hr, None),
        ("/calendar", "calendar-days", "nav-calendar", roles.hr, None),
        ("/windows", "megaphone", "nav-windows", roles.hr, None),
        ("/places", "building-2", "nav-places", roles.hr, None),
        ("/absences", "palmtree", "nav-absences", roles.hr, None),
        ("/allowance", "banknote", "nav-allowance", roles.hr, None),
        ("/officers", "shield-check", "nav-officers", roles.hr, None),
        ("/agency", "settings", "nav-agency", roles.hr, None),
        (
            "/service-tokens",
            "key-round",
            "nav-service-tokens",
            roles.hr,
            None,
        ),
        ("/webhooks", "send", "nav-webhooks", roles.hr, None),
        (
            "/trail/readings",
            "eye",
            "nav-trail-readings",
            roles.hr,
            None,
        ),
        (
            "/overview",
            "trending-up",
            "nav-overview",
            roles.leader,
            Some("nav-group-oversight"),
        ),
        (
            "/results",
            "table",
            "nav-results",
            roles.may(Can::SetWindows),
            (!roles.leader).then_some("nav-group-oversight"),
        ),
        (
            "/windows",
            "megaphone",
            "nav-windows",
            roles.leader && !roles.hr,
            None,
        ),
        (
            "/places",
            "building-2",
            "nav-places",
            roles.leader && !roles.hr,
            None,
        ),
        (
            "/trail",
            "history",
            "nav-trail",
            roles.auditor,
            (!roles.may(Can::SetWindows)).then_some("nav-group-oversight"),
        ),
        (
            "/trail/requests",
            "gavel",
            "nav-trail-decisions",
            roles.auditor,
            None,
        ),
        (
            "/agencies",
            "landmark",
            "nav-agencies",
            roles.ministry,
            None,
        ),
        (
            "/base-rules",
            "gavel",
            "nav-base-rules",
            roles.ministry,
            None,
        ),
        (
            "/national-days",
            "calendar-days",
            "nav-national-days",
            roles.ministry,
            None,
        ),
        (
            "/national-windows",
            "megaphone",
            "nav-national-windows",
            roles.ministry,
            None,
        ),
    ];
    // the longest address that leads to this page
    let here = all
        .iter()
        .filter(|entry| entry.3)
        .map(|entry| entry.0)
        .filter(|href| path == *href || (*href != "/" && path.starts_with(&format!("{href}/"))))
        .max_by_key(|href| href.len());
    let bar: Vec<&str> = BAR
        .iter()
        .copied()
        .filter(|href| all.iter().any(|entry| entry.3 && entry.0 == *href))
        .take(4)
        .collect();
    let mut heading = None;
    all.iter()
        .copied()
        .filter(|entry| entry.3)
        .map(|(href, icon, label, _, group)| {
            let group = group.map(|key| lang.t(key));
            let wide_only = !bar.contains(&href);
            heading = group.clone().or(heading.take());
            NavItem {
                href,
                icon,
                label: lang.t(label),
                current: here == Some(href),
                count: if href == "/inbox" { actor.pending } else { 0 },
                wide_only,
                group,
                more_group: heading.take_if(|_| wide_only),
            }
        })
        .collect()
}
